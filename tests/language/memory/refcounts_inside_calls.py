# Counts seen from inside calls that go through C code. CPython 3.11 holds the arguments in a
# tuple or in an array of its own there, which shows. An implementation that holds fewer may
# list these as known differences.
import sys

count = sys.getrefcount


class Thing:
    pass


def test_star_arguments_given_from_a_tuple():
    def f(*args):
        return count(args[0]), count(args)
    t = (Thing(),)
    assert f(*t) == (3, 2)
    assert f(*[Thing()]) == (3, 2)


def test_a_property_holds_self_once_more():
    class C:
        @property
        def p(self):
            return count(self)
    a = C()
    assert a.p == 4


def test_new_and_init_arguments_are_in_a_tuple():
    got = []

    class C:
        def __new__(cls, x):
            got.append(count(x))
            return super().__new__(cls)

        def __init__(self, x):
            got.append(count(x))
    a = Thing()
    C(a)
    assert got == [5, 5]
    assert count(a) == 2


def test_enumerate_and_zip_keep_their_tuple():
    a = Thing()
    l = [a]
    for i, x in enumerate(l):
        assert count(a) == 5
    del x
    for x, y in zip(l, l):
        assert count(a) == 7
    del x, y
    assert count(a) == 3


def test_map_holds_the_item_while_its_function_runs():
    l = [Thing()]
    assert list(map(lambda x: count(x), l)) == [4]
    assert list(map(count, l)) == [2]
