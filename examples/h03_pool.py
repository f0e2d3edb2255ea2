# H3 (S1, S3): a pool holds blocks of one size class, so objects of one size lie side by side.
# (S3 gives 4 KiB for a pool. That is so here; CPython 3.11's pools are 16 KiB.)
PAGE = 4096


class Thing:
    __slots__ = ('a', 'b')


things = [Thing() for _ in range(20000)]
size = Thing.__sizeof__(things[0])
pages = {}
for thing in things:
    pages.setdefault(id(thing) // PAGE, []).append(id(thing))
print('blocks never overlap:', all(
    second - first >= size
    for page in pages.values() for first, second in zip(sorted(page), sorted(page)[1:])))
print('a page is nearly filled by one size:', len(things) / len(pages) > PAGE / (size + 32) * 0.8)
