# range and slice.


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


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


def test_construction():
    agree(r'''
        range(5), range(1, 5), range(0, 10, 3), range(5, 0, -1), range(Index(3)), range(True)  ->  (range(0, 5), range(1, 5), range(0, 10, 3), range(5, 0, -1), range(0, 3), range(0, 1))
        range()  ->  TypeError: range expected at least 1 argument, got 0
        range(1, 2, 3, 4)  ->  TypeError: range expected at most 3 arguments, got 4
        range(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
        range('a')  ->  TypeError: 'str' object cannot be interpreted as an integer
        range(0, 5, 0)  ->  ValueError: range() arg 3 must not be zero
        range(stop=5)  ->  TypeError: range() takes no keyword arguments
    ''')


def test_items():
    agree(r'''
        list(range(5)), list(range(2, 8, 2)), list(range(5, 0, -2)), list(range(0)), list(range(5, 0)), list(range(0, 5, -1))  ->  ([0, 1, 2, 3, 4], [2, 4, 6], [5, 3, 1], [], [], [])
        range(10)[2], range(10)[-1], range(0, 10, 3)[1:], range(10)[::-1], range(10)[2:8:2], range(5)[5:], range(10)[Index(3)]  ->  (2, 9, range(3, 12, 3), range(9, -1, -1), range(2, 8, 2), range(5, 5), 3)
        range(5)[5]  ->  IndexError: range object index out of range
        range(5)[-6]  ->  IndexError: range object index out of range
        range(5)['a']  ->  TypeError: range indices must be integers or slices, not str
        range(10 ** 30)[10 ** 29], range(10 ** 20, 10 ** 20 + 3)[1], list(range(10 ** 20, 10 ** 20 + 3))  ->  (100000000000000000000000000000, 100000000000000000001, [100000000000000000000, 100000000000000000001, 100000000000000000002])
        range(5)[::0]  ->  ValueError: slice step cannot be zero
    ''')


def test_properties():
    agree(r'''
        range(1, 10, 2).start, range(1, 10, 2).stop, range(1, 10, 2).step  ->  (1, 10, 2)
        len(range(10)), len(range(0, 10, 3)), len(range(10, 0, -3)), len(range(0)), bool(range(0)), bool(range(1))  ->  (10, 4, 4, 0, False, True)
        len(range(10 ** 30))  ->  OverflowError: Python int too large to convert to C ssize_t
        range(5).start == 0  ->  True
        (lambda r: setattr(r, 'start', 5))(range(5))  ->  AttributeError: readonly attribute
    ''')


def test_membership():
    agree(r'''
        3 in range(5), 5 in range(5), 4 in range(0, 10, 3), -1 in range(5), 3.0 in range(5), 'a' in range(5), 10 ** 20 in range(10 ** 21), 2.5 in range(5), True in range(2)  ->  (True, False, False, False, True, False, True, False, True)
        range(10).index(5), range(0, 10, 3).index(6), range(10).count(5), range(10).count(50)  ->  (5, 2, 1, 0)
        range(5).index(7)  ->  ValueError: 7 is not in range
        range(0, 10, 3).index(4)  ->  ValueError: 4 is not in range
    ''')


def test_comparison_and_hash():
    agree(r'''
        range(3) == range(0, 3), range(0) == range(5, 0), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(1, 2) == range(1, 5, 10), hash(range(3)) == hash(range(0, 3, 1)), range(3) != range(4)  ->  (True, True, True, False, True, True, True)
        range(3) < range(4)  ->  TypeError: '<' not supported between instances of 'range' and 'range'
    ''')


def test_repr_and_iteration():
    agree(r'''
        range(5), range(0, 5), range(1, 5, 2), str(range(-3)), list(reversed(range(5))), list(reversed(range(0, 10, 3))), list(reversed(range(0)))  ->  (range(0, 5), range(0, 5), range(1, 5, 2), 'range(0, -3)', [4, 3, 2, 1, 0], [9, 6, 3, 0], [])
        next(iter(range(0)), 'end'), type(iter(range(1))).__name__, type(iter(range(10 ** 20))).__name__, iter(range(5)).__length_hint__()  ->  ('end', 'range_iterator', 'longrange_iterator', 5)
        sum(range(101)), max(range(5)), sorted(range(3, 0, -1)), [*range(3)], list(zip(range(3), range(3)))  ->  (5050, 4, [1, 2, 3], [0, 1, 2], [(0, 0), (1, 1), (2, 2)])
        [n for n in dir(range) if not n.startswith('_')]  ->  ['count', 'index', 'start', 'step', 'stop']
    ''')


def test_slices():
    agree(r'''
        slice(5), slice(1, 5), slice(1, 5, 2), slice(None), slice('a', 'b')  ->  (slice(None, 5, None), slice(1, 5, None), slice(1, 5, 2), slice(None, None, None), slice('a', 'b', None))
        slice()  ->  TypeError: slice expected at least 1 argument, got 0
        slice(1, 2, 3, 4)  ->  TypeError: slice expected at most 3 arguments, got 4
        slice(1, 5, 2).start, slice(5).start, slice(5).stop, slice(5).step  ->  (1, None, 5, None)
        slice(1, 5).indices(3), slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(None).indices(0), slice(10, 0, -2).indices(5), slice(-100, 100).indices(5)  ->  ((1, 3, 1), (4, -1, -1), (7, 10, 1), (0, 0, 1), (4, 0, -2), (0, 5, 1))
        slice(1).indices(-1)  ->  ValueError: length should not be negative
        slice(1, 2, 0).indices(5)  ->  ValueError: slice step cannot be zero
        slice('a').indices(5)  ->  TypeError: slice indices must be integers or None or have an __index__ method
        slice(1, 2) == slice(1, 2), slice(1) == slice(None, 1), slice(1, 2) < slice(1, 3), slice(1) != slice(2)  ->  (True, True, True, True)
        hash(slice(1))  ->  TypeError: unhashable type: 'slice'
        slice(Index(1), Index(3)).indices(5)  ->  (1, 3, 1)
        [n for n in dir(slice) if not n.startswith('_')]  ->  ['indices', 'start', 'step', 'stop']
        (lambda s: setattr(s, 'start', 5))(slice(5))  ->  AttributeError: readonly attribute
    ''')
