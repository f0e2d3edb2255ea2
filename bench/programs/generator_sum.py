# Generators: expressions, functions, yield from.


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(source):
    for x in source:
        if not x & 1:
            yield x


def both(n):
    yield from count(n)
    yield from evens(count(n))


print('generator_sum', sum(x * 2 for x in range(3000000)), sum(evens(count(1500000))),
      sum(both(1000000)))
