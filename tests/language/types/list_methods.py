# list: all methods.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_sort_of_many_shapes',
)


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


def do(expression, *values):
    """The list after the operation, and its result."""
    a = list(values)
    result = eval(expression, {'a': a})
    return a, result


def run(statement, *values):
    names = {'a': list(values)}
    exec(statement, names)
    return names['a']


class Index:
    def __index__(self):
        return 1


def test_construction():
    agree(r'''
        list(), list('ab'), list((1, 2)), list({1: 2}), list(range(3)), list(x for x in 'ab')  ->  ([], ['a', 'b'], [1, 2], [1], [0, 1, 2], ['a', 'b'])
        list(5)  ->  TypeError: 'int' object is not iterable
        list(1, 2)  ->  TypeError: list expected at most 1 argument, got 2
        list(x=1)  ->  TypeError: list() takes no keyword arguments
        [*range(3), *'a']  ->  [0, 1, 2, 'a']
    ''')


def test_append_extend_insert():
    agree(r'''
        do('a.append(3)', 1, 2)  ->  ([1, 2, 3], None)
        do('a.extend("bc")', 'a')  ->  (['a', 'b', 'c'], None)
        do('a.extend(a)', 1, 2)  ->  ([1, 2, 1, 2], None)
        do('a.extend(5)')  ->  TypeError: 'int' object is not iterable
        do('a.extend(x for x in (1, 2))', 0)  ->  ([0, 1, 2], None)
        do('a.insert(1, "x")', 1, 2)  ->  ([1, 'x', 2], None)
        do('a.insert(-1, "x")', 1, 2)  ->  ([1, 'x', 2], None)
        do('a.insert(100, "x")', 1, 2)  ->  ([1, 2, 'x'], None)
        do('a.insert(-100, "x")', 1, 2)  ->  (['x', 1, 2], None)
        do('a.insert("x", 1)')  ->  TypeError: 'str' object cannot be interpreted as an integer
        do('a.insert(1)')  ->  TypeError: insert expected 2 arguments, got 1
    ''')


def test_pop_remove_clear():
    agree(r'''
        do('a.pop()', 1, 2, 3)  ->  ([1, 2], 3)
        do('a.pop(0)', 1, 2, 3)  ->  ([2, 3], 1)
        do('a.pop(-2)', 1, 2, 3)  ->  ([1, 3], 2)
        do('a.pop()')  ->  IndexError: pop from empty list
        do('a.pop(5)', 1)  ->  IndexError: pop index out of range
        do('a.pop(-5)', 1)  ->  IndexError: pop index out of range
        do('a.pop("x")', 1)  ->  TypeError: 'str' object cannot be interpreted as an integer
        do('a.remove(2)', 1, 2, 3, 2)  ->  ([1, 3, 2], None)
        do('a.remove(5)', 1)  ->  ValueError: list.remove(x): x not in list
        do('a.clear()', 1, 2)  ->  ([], None)
        do('a.remove(1.0)', 1, True)  ->  ([True], None)
    ''')


def test_index_and_count():
    agree(r'''
        [1, 2, 3, 2].index(2), [1, 2, 3, 2].index(2, 2), [1, 2, 3].index(3, -1), [1, 2, 2].count(2), [1, True, 1.0].count(1)  ->  (1, 3, 2, 2, 3)
        [1].index(5)  ->  ValueError: 5 is not in list
        [1, 2].index(2, 0, 1)  ->  ValueError: 2 is not in list
        ['a'].index('a', 5)  ->  ValueError: 'a' is not in list
        [1].index()  ->  TypeError: index expected at least 1 argument, got 0
        [].count()  ->  TypeError: list.count() takes exactly one argument (0 given)
    ''')


def test_sort():
    agree(r'''
        do('a.sort()', 3, 1, 2)  ->  ([1, 2, 3], None)
        do('a.sort(reverse=True)', 3, 1, 2)  ->  ([3, 2, 1], None)
        do('a.sort(key=lambda x: -x)', 3, 1, 2)  ->  ([3, 2, 1], None)
        do('a.sort(key=str.lower)', 'b', 'A', 'c')  ->  (['A', 'b', 'c'], None)
        do('a.sort(key=len, reverse=True)', 'a', 'bb', 'cc', 'd')  ->  (['bb', 'cc', 'a', 'd'], None)
        do('a.sort()', 1, 'a')  ->  TypeError: '<' not supported between instances of 'str' and 'int'
        do('a.sort()', [2], [1, 5], [1])  ->  ([[1], [1, 5], [2]], None)
        do('a.sort()', (1, 'b'), (1, 'a'))  ->  ([(1, 'a'), (1, 'b')], None)
        do('a.sort(1)', 1)  ->  TypeError: sort() takes no positional arguments
        do('a.sort(key=5)', 1)  ->  TypeError: 'int' object is not callable
        do('a.sort(cmp=5)', 1)  ->  TypeError: 'cmp' is an invalid keyword argument for sort()
        do('a.sort()', 1.5, 1, True, 0)  ->  ([0, 1, True, 1.5], None)
        do('a.sort()', 'é', 'a', '가', 'z')  ->  (['a', 'z', 'é', '가'], None)
        do('a.sort(key=None)', 2, 1)  ->  ([1, 2], None)
        sorted([3, 1, 2], reverse=True), sorted('cab'), sorted({2: 0, 1: 0})  ->  ([3, 2, 1], ['a', 'b', 'c'], [1, 2])
        sorted([(1, 'b'), (0, 'a'), (1, 'a')], key=lambda p: p[0])  ->  [(0, 'a'), (1, 'b'), (1, 'a')]
        [sorted(range(n), key=lambda x: x * 7 % n) == sorted(range(n), key=lambda x: (x * 7 % n)) for n in (10, 100, 1000)]  ->  [True, True, True]
        sorted(list(range(50)) + list(range(100, 50, -1)) + list(range(100, 150))) == sorted(list(range(150)) + [100])  ->  False
    ''')


def test_reverse_copy():
    agree(r'''
        do('a.reverse()', 1, 2, 3)  ->  ([3, 2, 1], None)
        do('a.reverse()')  ->  ([], None)
        do('a.copy()', 1, 2)  ->  ([1, 2], [1, 2])
        do('a.copy() is a', 1)  ->  ([1], False)
    ''')


def test_indexing():
    agree(r'''
        [1, 2, 3][0], [1, 2, 3][-1], [1, 2, 3][Index()], [1, 2, 3][True]  ->  (1, 3, 2, 2)
        [1][1]  ->  IndexError: list index out of range
        [1][-2]  ->  IndexError: list index out of range
        [1][10 ** 20]  ->  IndexError: cannot fit 'int' into an index-sized integer
        (lambda a: a['x'])([1])  ->  TypeError: list indices must be integers or slices, not str
        run('a[0] = 5', 1, 2)  ->  [5, 2]
        run('a[-1] = 5', 1, 2)  ->  [1, 5]
        run('a[5] = 5', 1, 2)  ->  IndexError: list assignment index out of range
        run('a["x"] = 5', 1)  ->  TypeError: list indices must be integers or slices, not str
        run('del a[0]', 1, 2)  ->  [2]
        run('del a[5]', 1)  ->  IndexError: list assignment index out of range
        run('del a["x"]', 1)  ->  TypeError: list indices must be integers or slices, not str
    ''')


def test_slices():
    agree(r'''
        [0, 1, 2, 3, 4][1:3], [0, 1, 2, 3, 4][::-1], [0, 1, 2, 3, 4][::2], [0, 1, 2, 3, 4][4:0:-2], [0, 1][5:], [0, 1][-5:]  ->  ([1, 2], [4, 3, 2, 1, 0], [0, 2, 4], [4, 2], [], [0, 1])
        run('a[1:2] = [7, 8, 9]', 0, 1, 2)  ->  [0, 7, 8, 9, 2]
        run('a[1:1] = "xy"', 0, 1)  ->  [0, 'x', 'y', 1]
        run('a[:] = []', 1, 2)  ->  []
        run('a[5:] = [9]', 1)  ->  [1, 9]
        run('a[::2] = "xyz"', 0, 1, 2, 3, 4)  ->  ['x', 1, 'y', 3, 'z']
        run('a[::2] = "xy"', 0, 1, 2, 3, 4)  ->  ValueError: attempt to assign sequence of size 2 to extended slice of size 3
        run('a[::-1] = [1, 2, 3]', 0, 0, 0)  ->  [3, 2, 1]
        run('a[1:2] = 5', 1, 2)  ->  TypeError: can only assign an iterable
        run('a[::2] = 5', 1, 2)  ->  TypeError: must assign iterable to extended slice
        run('a[:] = a', 1, 2)  ->  [1, 2]
        run('a[1:1] = a', 1, 2)  ->  [1, 1, 2, 2]
        run('a[::1] = [5]', 1, 2)  ->  [5]
        run('a[2:0] = ["x"]', 0, 1, 2, 3)  ->  [0, 1, 'x', 2, 3]
        run('del a[1:3]', 0, 1, 2, 3)  ->  [0, 3]
        run('del a[::2]', 0, 1, 2, 3, 4)  ->  [1, 3]
        run('del a[::-2]', 0, 1, 2, 3, 4)  ->  [1, 3]
        run('del a[:]', 1)  ->  []
        [1, 2][::0]  ->  ValueError: slice step cannot be zero
    ''')


def test_operators():
    agree(r'''
        [1] + [2], [1, 2] * 2, 2 * [1], [1] * 0, [1] * -5, [] + []  ->  ([1, 2], [1, 2, 1, 2], [1, 1], [], [], [])
        [1] + (2,)  ->  TypeError: can only concatenate list (not "tuple") to list
        [1] * [2]  ->  TypeError: can't multiply sequence by non-int of type 'list'
        run('a += "xy"', 1)  ->  [1, 'x', 'y']
        run('a += 5', 1)  ->  TypeError: 'int' object is not iterable
        run('a *= 2', 1, 2)  ->  [1, 2, 1, 2]
        run('a *= 0', 1)  ->  []
        run('a *= "x"', 1)  ->  TypeError: can't multiply sequence by non-int of type 'str'
        run('a += a', 1)  ->  [1, 1]
        [1, 2] == [1, 2], [1] == (1,), [1] != [2], [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 5], [] < [0]  ->  (True, False, True, True, True, True, True)
        [1] < (1,)  ->  TypeError: '<' not supported between instances of 'list' and 'tuple'
        [1] < ['a']  ->  TypeError: '<' not supported between instances of 'int' and 'str'
        [float('nan')] == [float('nan')], [[1], 2] == [[1], 2], 2 in [1, 2], [] in [[]]  ->  (False, True, True, True)
        bool([]), bool([0]), len([1, 2])  ->  (False, True, 2)
        hash([])  ->  TypeError: unhashable type: 'list'
    ''')


def test_repr_of_lists():
    agree(r'''
        [1, 'a', None, [2, ()]], repr([]), str([1.0])  ->  ([1, 'a', None, [2, ()]], '[]', '[1.0]')
    ''')


def test_iteration():
    agree(r'''
        list(iter([1, 2])), list(reversed([1, 2, 3])), [*zip([1, 2], [3])], iter([1, 2]).__length_hint__(), reversed([1, 2]).__length_hint__()  ->  ([1, 2], [3, 2, 1], [(1, 3)], 2, 2)
        next(iter([]))  ->  StopIteration:
        next(iter([]), 'default')  ->  'default'
        type(iter([])).__name__, type(reversed([])).__name__  ->  ('list_iterator', 'list_reverseiterator')
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(list) if not n.startswith('__')]  ->  ['append', 'clear', 'copy', 'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort']
    ''')


def test_subclasses():
    agree(r'''
        type('L', (list,), {})([1]) + [2], type(type('L', (list,), {})([1]) + [2]).__name__, type(type('L', (list,), {})([1])[:]).__name__  ->  ([1, 2], 'list', 'list')
        type('L', (list,), {'__getitem__': lambda s, i: 'own'})([1])[0]  ->  'own'
        list[int], list[int].__origin__, list[int].__args__, list[int]()  ->  (list[int], <class 'list'>, (<class 'int'>,), [])
    ''')


def test_sort_is_stable():
    pairs = [(i * 7919 % 10, i) for i in range(1000)]
    pairs.sort(key=lambda p: p[0])
    assert all(a[0] < b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(pairs, pairs[1:]))
    pairs.sort(key=lambda p: p[0], reverse=True)
    assert all(a[0] > b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(pairs, pairs[1:]))


def test_sort_uses_only_less_than():
    class N:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return self.n < other.n
    a = [N(i * 37 % 100) for i in range(100)]
    a.sort()
    assert [x.n for x in a] == list(range(100))


def test_sort_of_many_shapes():
    state = 1
    for n in 0, 1, 2, 3, 10, 63, 64, 65, 100, 1000, 5000:
        a = []
        for _ in range(n):
            state = (state * 1103515245 + 12345) & 0x7fffffff
            a.append(state % (n + 1))
        for b in a, sorted(a), sorted(a)[::-1], a[:n // 2] + sorted(a[n // 2:]):
            c = sorted(b)
            assert len(c) == n and all(x <= y for x, y in zip(c, c[1:])) and sum(c) == sum(b)
            assert sorted(b, reverse=True) == c[::-1]


def test_sort_sees_an_empty_list_and_notices_changes():
    a = [3, 1, 2]
    seen = []

    def key(x):
        seen.append(len(a))
        return x
    a.sort(key=key)
    assert seen == [0, 0, 0] and a == [1, 2, 3]

    def bad(x):
        a.append(5)
        return x
    try:
        a.sort(key=bad)
    except ValueError as e:
        assert str(e) == 'list modified during sort'
    else:
        assert False


def test_a_failed_sort_keeps_all_items():
    a = [3, 1, 'x', 2]
    try:
        a.sort()
    except TypeError:
        pass
    assert len(a) == 4 and 'x' in a and sorted(x for x in a if x != 'x') == [1, 2, 3]


def test_a_list_changed_by_the_comparison_it_does():
    class E:
        def __eq__(self, other):
            a.clear()
            return False
    a = [E(), E(), E()]
    assert 5 not in a
    a = [E(), E()]
    try:
        a.remove(5)
    except ValueError:
        pass
    a = [E(), E()]
    assert a.count(5) == 0
    a = [E(), E()]
    assert not a == [1, 2] or a == []


def test_growing_and_shrinking():
    a = []
    for i in range(10000):
        a.append(i)
    for i in range(9990):
        assert a.pop() == 9999 - i
    assert a == list(range(10))
    a[5:5] = range(1000)
    assert len(a) == 1010 and a[5:8] == [0, 1, 2] and a[-1] == 9
    del a[5:1005]
    assert a == list(range(10))


def test_extend_with_a_failing_iterator_keeps_what_came():
    def g():
        yield 1
        yield 2
        raise ValueError
    a = [0]
    try:
        a.extend(g())
    except ValueError:
        pass
    assert a == [0, 1, 2]


def test_list_init_replaces():
    a = [1, 2]
    a.__init__('xy')
    assert a == ['x', 'y']
    a.__init__()
    assert a == []
