# Displays and comprehensions: list, tuple, set, dict, generator expressions.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_large_displays',
)


def test_displays_unpack_iterables():
    a, d = [1, 2], {'x': 1}
    assert [0, *a, *'bc', 3] == [0, 1, 2, 'b', 'c', 3]
    assert (*a,) == (1, 2) and {*a, 2, 5} == {1, 2, 5}
    assert {**d, 'y': 2, **{'x': 3}} == {'x': 3, 'y': 2}
    assert [*()] == [] and {*()} == set() and {**{}} == {}


def test_unpacking_what_cannot_be_unpacked():
    for text, message in [
            ('[*5]', 'Value after * must be an iterable, not int'),
            ('{**5}', "'int' object is not a mapping"),
            ('{*5}', "'int' object is not iterable"),
            ('(*None,)', 'Value after * must be an iterable, not NoneType')]:
        try:
            eval(text)
        except TypeError as e:
            assert str(e) == message, (text, str(e))
        else:
            assert False


def test_dict_display_keeps_the_first_key_and_the_last_value():
    d = {1: 'a', 1.0: 'b', True: 'c'}
    assert d == {1: 'c'} and type(list(d)[0]) is int


def test_dict_display_keeps_order():
    assert list({'b': 1, 'a': 2, 'c': 3}) == ['b', 'a', 'c']


def test_large_displays():
    n = 1000
    assert eval('[' + ','.join(map(str, range(n))) + ']') == list(range(n))
    assert eval('(' + ','.join(f'x+{i}' for i in range(n)) + ')', {'x': 1})[-1] == n
    assert len(eval('{' + ','.join(f'{i}:x' for i in range(n)) + '}', {'x': 1})) == n
    assert len(eval('{' + ','.join(f'x+{i}' for i in range(n)) + '}', {'x': 1})) == n


def test_comprehensions_filter_and_nest():
    assert [x * y for x in range(4) if x % 2 for y in range(3) if y] == [1, 2, 3, 6]
    assert {x % 3 for x in range(10)} == {0, 1, 2}
    assert {k: v for k, v in zip('abc', range(3)) if v} == {'b': 1, 'c': 2}
    assert [[i * j for j in range(3)] for i in range(2)] == [[0, 0, 0], [0, 1, 2]]


def test_comprehension_targets_unpack():
    assert [a + b for a, b in [(1, 2), (3, 4)]] == [3, 7]
    assert [b for a, *b in ['xyz']] == [['y', 'z']]


def test_dict_comprehension_evaluates_the_key_first():
    order = []

    def f(x):
        order.append(x)
        return x
    {f(1): f(2) for _ in 'a'}
    assert order == [1, 2]


def test_generator_expressions_are_lazy():
    seen = []

    def note(x):
        seen.append(x)
        return x
    g = (note(x) for x in range(3))
    assert seen == [] and next(g) == 0 and seen == [0] and list(g) == [1, 2]
    assert sum(x for x in range(4)) == 6


def test_a_generator_expressions_first_iterable_is_evaluated_at_once():
    try:
        g = (x for x in 5)
    except TypeError as e:
        assert str(e) == "'int' object is not iterable"
    else:
        assert False
    g = (y for x in [1] for y in 5)
    try:
        next(g)
    except TypeError:
        pass


def test_comprehension_closures():
    fs = [lambda: (x, y) for x in range(2) for y in 'ab']
    assert fs[0]() == (1, 'b')
    n = 10
    assert [x + n for x in range(2)] == [10, 11]
    assert [[x + y for y in range(2)] for x in range(2)] == [[0, 1], [1, 2]]


def test_exceptions_in_comprehensions_pass():
    try:
        [1 / x for x in (1, 0)]
    except ZeroDivisionError as e:
        assert str(e) == 'division by zero'
    else:
        assert False


def test_slices_are_made():
    class S:
        def __getitem__(self, key):
            return key
    s = S()
    assert s[1:2] == slice(1, 2) and s[:] == slice(None) and s[::3] == slice(None, None, 3)
    assert s[1:2, ..., 3] == (slice(1, 2), Ellipsis, 3) and s[1,] == (1,)
    assert s[*[1, 2], 3] == (1, 2, 3)


def test_tuples_need_no_parentheses():
    t = 1, 2
    u = 1,
    assert t == (1, 2) and u == (1,) and () == tuple()
    for x in 1, 2:
        pass
    assert x == 2


def test_constant_displays_are_fresh_each_time():
    def f():
        return [1, 2, 3]
    a, b = f(), f()
    assert a == b and a is not b
    a.append(4)
    assert f() == [1, 2, 3]


def test_walrus():
    if (n := 5) > 3:
        assert n == 5
    assert [z := 1, z + 1] == [1, 2]
    def f(x):
        return x
    assert f(x := 3) == 3 and x == 3
