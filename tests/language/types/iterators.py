# enumerate, zip, map, filter, reversed, iter and next.


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


class Seq:
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]

    def __len__(self):
        return len(self.items)


class NoLen:
    def __getitem__(self, i):
        return 1


class Rev:
    def __reversed__(self):
        return 'reversed!'


def bad():
    yield 1
    raise KeyError('bad')


def test_enumerates():
    agree(r'''
        list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate([], start=1)), list(enumerate('ab', 10 ** 20)), next(enumerate('a'))  ->  ([(0, 'a'), (1, 'b')], [(5, 'a'), (6, 'b')], [], [(100000000000000000000, 'a'), (100000000000000000001, 'b')], (0, 'a'))
        enumerate()  ->  TypeError: enumerate() missing required argument 'iterable'
        enumerate(5)  ->  TypeError: 'int' object is not iterable
        enumerate('a', 'b')  ->  TypeError: 'str' object cannot be interpreted as an integer
        list(enumerate(bad()))  ->  KeyError: 'bad'
        type(enumerate('')).__name__, iter(enumerate('ab')).__class__, enumerate[int]  ->  ('enumerate', <class 'enumerate'>, enumerate[int])
    ''')


def test_zips():
    agree(r'''
        list(zip()), list(zip('ab')), list(zip('ab', 'xyz')), list(zip([1], [2], [3])), list(zip('ab', range(2), strict=True))  ->  ([], [('a',), ('b',)], [('a', 'x'), ('b', 'y')], [(1, 2, 3)], [('a', 0), ('b', 1)])
        list(zip('ab', 'x', strict=True))  ->  ValueError: zip() argument 2 is shorter than argument 1
        list(zip('a', 'xy', strict=True))  ->  ValueError: zip() argument 2 is longer than argument 1
        list(zip('ab', 'xy', 'z', strict=True))  ->  ValueError: zip() argument 3 is shorter than arguments 1-2
        zip(5)  ->  TypeError: 'int' object is not iterable
        zip('a', 5)  ->  TypeError: 'int' object is not iterable
        list(zip('ab', bad()))  ->  KeyError: 'bad'
        zip('a', x=1)  ->  TypeError: 'x' is an invalid keyword argument for zip()
        next(zip())  ->  StopIteration:
    ''')


def test_maps():
    agree(r'''
        list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(None, [])), list(map(len, ['a', 'bb']))  ->  (['1', '2'], [11, 22], [], [1, 2])
        list(map(None, [1]))  ->  TypeError: 'NoneType' object is not callable
        map()  ->  TypeError: map() must have at least two arguments.
        map(str)  ->  TypeError: map() must have at least two arguments.
        map(str, 5)  ->  TypeError: 'int' object is not iterable
        list(map(int, ['1', 'x']))  ->  ValueError: invalid literal for int() with base 10: 'x'
        list(map(len, [1]))  ->  TypeError: object of type 'int' has no len()
    ''')


def test_filters():
    agree(r'''
        list(filter(None, [0, 1, '', 'a'])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(bool, [])), list(filter(str.isdigit, '1a2'))  ->  ([1, 'a'], [2, 3], [], ['1', '2'])
        filter(None)  ->  TypeError: filter expected 2 arguments, got 1
        filter(None, 5)  ->  TypeError: 'int' object is not iterable
        list(filter(5, [1]))  ->  TypeError: 'int' object is not callable
        list(filter(lambda x: 1 / x, [0]))  ->  ZeroDivisionError: division by zero
    ''')


def test_reversed_things():
    agree(r'''
        list(reversed('abc')), list(reversed((1, 2))), list(reversed(range(3))), list(reversed(Seq(1, 2, 3))), reversed(Rev()), list(reversed({1: 2}))  ->  (['c', 'b', 'a'], [2, 1], [2, 1, 0], [3, 2, 1], 'reversed!', [1])
        reversed(5)  ->  TypeError: 'int' object is not reversible
        reversed({1, 2})  ->  TypeError: 'set' object is not reversible
        reversed(x for x in 'a')  ->  TypeError: 'generator' object is not reversible
        reversed(NoLen())  ->  TypeError: object of type 'NoLen' has no len()
        reversed()  ->  TypeError: reversed expected 1 argument, got 0
        reversed([1], 2)  ->  TypeError: reversed expected 1 argument, got 2
    ''')


def test_iter_and_next():
    agree(r'''
        list(iter([1, 2])), list(iter(Seq(1, 2))), next(iter('a')), next(iter(''), 'd'), next(iter([]), None)  ->  ([1, 2], [1, 2], 'a', 'd', None)
        iter(5)  ->  TypeError: 'int' object is not iterable
        next(5)  ->  TypeError: 'int' object is not an iterator
        next([1])  ->  TypeError: 'list' object is not an iterator
        next(iter([]))  ->  StopIteration:
        iter()  ->  TypeError: iter expected at least 1 argument, got 0
        iter(5, 5)  ->  TypeError: iter(v, w): v must be callable
        list(iter([3, 2, 1, 0, 5].pop, 1))  ->  [5, 0]
        list(iter(lambda: 5, 5)), type(iter(lambda: 5, 5)).__name__  ->  ([], 'callable_iterator')
        next()  ->  TypeError: next expected at least 1 argument, got 0
    ''')


def test_type_names():
    agree(r'''
        [type(x).__name__ for x in (iter([]), iter(()), iter(''), iter(b''), iter({}), iter(set()), iter(range(0)), reversed([]), reversed(''), zip(), map(str, []), filter(None, []), iter(Seq()))]  ->  ['list_iterator', 'tuple_iterator', 'str_ascii_iterator', 'bytes_iterator', 'dict_keyiterator', 'set_iterator', 'range_iterator', 'list_reverseiterator', 'reversed', 'zip', 'map', 'filter', 'iterator']
    ''')


def test_length_hints():
    agree(r'''
        [x.__length_hint__() for x in (iter([1, 2]), iter((1,)), iter('abc'), iter({1: 1}), iter({1}), iter(range(4)), reversed([1]), reversed((1, 2)))]  ->  [2, 1, 3, 1, 1, 4, 1, 2]
    ''')


def test_iterators_are_their_own_iterators():
    for x in ([], (), '', b'', {}, set(), range(0)):
        it = iter(x)
        assert iter(it) is it
    for it in (zip(), map(str, []), filter(None, []), enumerate([]), reversed([])):
        assert iter(it) is it


def test_they_are_lazy():
    seen = []

    def note(x):
        seen.append(x)
        return x
    m = map(note, range(5))
    assert seen == [] and next(m) == 0 and seen == [0]
    f = filter(note, [0, 0, 7, 8])
    assert next(f) == 7 and seen == [0, 0, 0, 7]


def test_an_exhausted_zip_has_taken_from_the_first():
    a, b = iter([1, 2, 3]), iter([10])
    assert list(zip(a, b)) == [(1, 10)] and next(a) == 3


def test_an_exhausted_list_iterator_stays_so():
    a = [1]
    it = iter(a)
    assert list(it) == [1]
    a.append(2)
    assert list(it) == []


def test_a_list_iterator_follows_the_list():
    a = [1, 2, 3]
    it = iter(a)
    next(it)
    a.insert(0, 0)
    assert list(it) == [1, 2, 3]
    r = reversed([1, 2, 3])
    assert list(r) == [3, 2, 1]


def test_subclasses():
    class E(enumerate):
        pass
    assert list(E('a')) == [(0, 'a')]


def test_zip_gives_fresh_tuples_when_the_old_one_is_held():
    out = list(zip([1, 2], [3, 4]))
    assert out == [(1, 3), (2, 4)]
    it = zip([1, 2], [3, 4])
    a = next(it)
    b = next(it)
    assert a == (1, 3) and b == (2, 4)
    held = [t for t in enumerate('ab')]
    assert held == [(0, 'a'), (1, 'b')]
