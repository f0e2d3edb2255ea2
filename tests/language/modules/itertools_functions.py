# itertools.
from itertools import *
import operator


def agree(table):
    """Each line is EXPRESSION  ->  RESULT, as tools/agree.py wrote it with CPython 3.11."""
    wrong = []
    for line in table.strip().splitlines():
        source, _, want = line.strip().partition('  ->  ')
        try:
            got = repr(eval(source, globals()))
        except Exception as error:
            got = type(error).__name__ + ': ' + str(error)
        got = got.replace('\n', '\\n').rstrip()
        if got != want:
            wrong.append(source + ' gives ' + got + ' instead of ' + want)
    assert not wrong, '; '.join(wrong)


def take(n, iterable):
    return list(islice(iterable, n))


def bad():
    yield 1
    raise KeyError('bad')


def test_endless():
    agree(r'''
        take(3, count()), take(3, count(5, 2)), take(3, count(0.5, 0.5)), take(2, count(10 ** 20)), take(5, cycle('ab')), take(3, cycle([])), take(2, repeat('x')), list(repeat(1, 3)), list(repeat(1, -1)), take(3, count(5, -1)), take(2, count(step=3))  ->  ([0, 1, 2], [5, 7, 9], [0.5, 1.0, 1.5], [100000000000000000000, 100000000000000000001], ['a', 'b', 'a', 'b', 'a'], [], ['x', 'x'], [1, 1, 1], [], [5, 4, 3], [0, 3])
        count('a')  ->  TypeError: a number is required
        count(1, 'a')  ->  TypeError: a number is required
        repeat()  ->  TypeError: repeat() missing required argument 'object' (pos 1)
        repeat(1, 'a')  ->  TypeError: 'str' object cannot be interpreted as an integer
        cycle(5)  ->  TypeError: 'int' object is not iterable
        count(5), repeat(1), repeat(1, 2), count(1, 2), count(1.5)  ->  (count(5), repeat(1), repeat(1, 2), count(1, 2), count(1.5))
        next(count(2 ** 63 - 1)), take(2, count(2 ** 63 - 1))  ->  (9223372036854775807, [9223372036854775807, 9223372036854775808])
    ''')


def test_accumulation():
    agree(r'''
        list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)), list(accumulate([])), list(accumulate('abc')), list(accumulate([3, 1, 2], max)), list(accumulate([], initial=5)), list(accumulate([1, 2], func=None))  ->  ([1, 3, 6], [1, 2, 6], [10, 11, 13], [], ['a', 'ab', 'abc'], [3, 3, 3], [5], [1, 3])
        list(accumulate([1, 'a']))  ->  TypeError: unsupported operand type(s) for +: 'int' and 'str'
        accumulate(5)  ->  TypeError: 'int' object is not iterable
    ''')


def test_chains():
    agree(r'''
        list(chain('ab', [1])), list(chain()), list(chain.from_iterable(['ab', [1]])), list(chain([], [1], []))  ->  (['a', 'b', 1], [], ['a', 'b', 1], [1])
        list(chain([1], 5))  ->  TypeError: 'int' object is not iterable
        list(chain(5))  ->  TypeError: 'int' object is not iterable
        list(chain.from_iterable(5))  ->  TypeError: 'int' object is not iterable
        list(chain.from_iterable([5]))  ->  TypeError: 'int' object is not iterable
    ''')


def test_choosing():
    agree(r'''
        list(compress('abcd', [1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(None, [0, 1, ''])), list(filterfalse(lambda x: x % 2, range(4)))  ->  (['a', 'c'], [3, 2], [1], [0, ''], [0, 2])
        compress('ab')  ->  TypeError: compress() missing required argument 'selectors' (pos 2)
        list(compress(5, 5))  ->  TypeError: 'int' object is not iterable
        list(takewhile(5, [1]))  ->  TypeError: 'int' object is not callable
    ''')


def test_slices():
    agree(r'''
        list(islice('abcdef', 3)), list(islice('abcdef', 1, 4)), list(islice('abcdef', 1, None, 2)), list(islice('abc', 0)), list(islice('abc', None)), list(islice('abc', 10)), list(islice(range(10), 2, 9, 3))  ->  (['a', 'b', 'c'], ['b', 'c', 'd'], ['b', 'd', 'f'], [], ['a', 'b', 'c'], ['a', 'b', 'c'], [2, 5, 8])
        islice('a', -1)  ->  ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
        islice('a', 0, -1)  ->  ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
        islice('a', 0, 1, 0)  ->  ValueError: Step for islice() must be a positive integer or None.
        islice('a', 'x')  ->  ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
        islice('a')  ->  TypeError: islice expected at least 2 arguments, got 1
        islice(5, 1)  ->  TypeError: 'int' object is not iterable
    ''')


def test_groups():
    agree(r'''
        [(k, list(g)) for k, g in groupby('aabbba')], [(k, list(g)) for k, g in groupby([1, 3, 2], key=lambda x: x % 2)], list(groupby([])), [k for k, g in groupby('aab')]  ->  ([('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('a', ['a'])], [(1, [1, 3]), (0, [2])], [], ['a', 'b'])
        groupby(5)  ->  TypeError: 'int' object is not iterable
        list(groupby([1], key=5))  ->  TypeError: 'int' object is not callable
    ''')


def test_pairs_and_zips():
    agree(r'''
        list(pairwise('abc')), list(pairwise('a')), list(zip_longest('ab', 'x')), list(zip_longest('ab', 'x', fillvalue='-')), list(zip_longest()), list(starmap(pow, [(2, 3), (3, 2)])), list(starmap(lambda *a: a, ['ab']))  ->  ([('a', 'b'), ('b', 'c')], [], [('a', 'x'), ('b', None)], [('a', 'x'), ('b', '-')], [], [8, 9], [('a', 'b')])
        list(starmap(pow, [5]))  ->  TypeError: 'int' object is not iterable
        zip_longest('a', foo=1)  ->  TypeError: zip_longest() got an unexpected keyword argument
        zip_longest(5)  ->  TypeError: 'int' object is not iterable
        pairwise(5)  ->  TypeError: 'int' object is not iterable
    ''')


def test_combinations():
    agree(r'''
        list(product('ab', [1, 2])), list(product('ab', repeat=2)), list(product()), list(product('ab', [])), len(list(product(range(3), repeat=3))), list(product([1], repeat=0))  ->  ([('a', 1), ('a', 2), ('b', 1), ('b', 2)], [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')], [()], [], 27, [()])
        list(permutations('abc', 2)), list(permutations([1, 2])), list(permutations('ab', 3)), list(permutations([])), list(permutations('abc'))[-1], list(permutations('ab', 0))  ->  ([('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')], [(1, 2), (2, 1)], [], [()], ('c', 'b', 'a'), [()])
        list(combinations('abcd', 2)), list(combinations('abc', 0)), list(combinations('ab', 3)), list(combinations(range(4), 3))  ->  ([('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')], [()], [], [(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)])
        list(combinations_with_replacement('ab', 2)), list(combinations_with_replacement('', 1)), list(combinations_with_replacement('ab', 0)), len(list(combinations_with_replacement(range(5), 3)))  ->  ([('a', 'a'), ('a', 'b'), ('b', 'b')], [], [()], 35)
        combinations('ab', -1)  ->  ValueError: r must be non-negative
        permutations('ab', -1)  ->  ValueError: r must be non-negative
        product('ab', repeat=-1)  ->  ValueError: repeat argument cannot be negative
        combinations(5, 1)  ->  TypeError: 'int' object is not iterable
        list(product(5))  ->  TypeError: 'int' object is not iterable
        combinations('ab')  ->  TypeError: combinations() missing required argument 'r' (pos 2)
        product('a', foo=1)  ->  TypeError: 'foo' is an invalid keyword argument for product()
        permutations('ab', 'c')  ->  TypeError: Expected int as r
        combinations_with_replacement('ab', -1)  ->  ValueError: r must be non-negative
    ''')


def test_exceptions_pass():
    agree(r'''
        list(chain(bad()))  ->  KeyError: 'bad'
        list(accumulate(bad()))  ->  KeyError: 'bad'
        list(islice(bad(), 5))  ->  KeyError: 'bad'
        list(pairwise(bad()))  ->  KeyError: 'bad'
        list(product(bad()))  ->  KeyError: 'bad'
        list(cycle(bad()))  ->  KeyError: 'bad'
    ''')


def test_sizes():
    agree(r'''
        repeat(1, 5).__length_hint__(), operator.length_hint(repeat('a', 3))  ->  (5, 3)
        repeat(1).__length_hint__()  ->  TypeError: len() of unsized object
    ''')


def test_tee_gives_independent_iterators():
    a, b = tee(iter('abc'))
    assert next(a) == 'a' and next(a) == 'b' and list(b) == ['a', 'b', 'c'] and list(a) == ['c']
    assert len(tee([], 3)) == 3 and tee([1], 0) == ()
    c, d = tee('xy')
    e, = tee(c, 1)
    assert list(e) == ['x', 'y']
    try:
        tee([], -1)
    except ValueError as error:
        assert str(error) == 'n must be >= 0'


def test_tee_frees_what_all_have_taken():
    import weakref

    class C:
        pass
    refs = []

    def make():
        for _ in range(200):
            c = C()
            refs.append(weakref.ref(c))
            yield c
            del c
    a, b = tee(make())
    for _ in range(150):
        next(a)
    assert sum(r() is not None for r in refs) >= 149
    for _ in range(150):
        next(b)
    assert sum(r() is not None for r in refs) < 100
    del a, b
    assert sum(r() is not None for r in refs) == 0


def test_groups_share_the_iterator():
    g = groupby('aabb')
    k1, g1 = next(g)
    k2, g2 = next(g)
    assert (k1, k2) == ('a', 'b') and list(g1) == [] and list(g2) == ['b', 'b']


def test_they_are_lazy():
    seen = []

    def note():
        for i in range(10):
            seen.append(i)
            yield i
    it = takewhile(lambda x: x < 2, note())
    assert seen == [] and list(it) == [0, 1] and seen == [0, 1, 2]
    seen.clear()
    list(islice(note(), 3))
    assert seen == [0, 1, 2]


def test_combinations_reuse_nothing_that_is_held():
    kept = []
    for c in combinations(range(5), 2):
        kept.append(c)
    assert len(set(kept)) == 10 and kept[0] == (0, 1)
    assert len(set(list(product('ab', repeat=3)))) == 8 and len(set(list(permutations(range(4))))) == 24


def test_a_cycle_of_iterators_is_collected():
    import gc
    import weakref

    class C:
        pass
    c = C()
    c.it = chain([c], cycle([c]))
    next(c.it)
    w = weakref.ref(c)
    del c
    gc.collect()
    assert w() is None


def test_large_counts():
    assert sum(islice(count(), 100000)) == 4999950000
    assert sum(1 for _ in product(range(30), repeat=3)) == 27000
    assert sum(1 for _ in permutations(range(7))) == 5040
