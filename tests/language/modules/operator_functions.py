# operator.
import operator
from operator import *


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


class Obj:
    def __init__(self):
        self.a, self.b = 1, [10, 20]

    def m(self, x, y=0):
        return x, y


o = Obj()


def test_arithmetic():
    agree(r'''
        add(1, 2), sub(5, 2), mul(2, 3), truediv(1, 2), floordiv(7, 2), mod(7, 3), pow(2, 5), neg(1), pos(1), abs(-1), inv(1), invert(2), lshift(1, 2), rshift(8, 1), and_(6, 3), or_(6, 3), xor(6, 3), index(5)  ->  (3, 3, 6, 0.5, 3, 1, 32, -1, 1, 1, -2, -3, 4, 4, 2, 7, 5, 5)
        add(1, 'a')  ->  TypeError: unsupported operand type(s) for +: 'int' and 'str'
        add(1)  ->  TypeError: add expected 2 arguments, got 1
        index(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
        matmul(1, 2)  ->  TypeError: unsupported operand type(s) for @: 'int' and 'int'
    ''')


def test_comparison():
    agree(r'''
        eq(1, 1), ne(1, 1), lt(1, 2), le(1, 1), gt(1, 2), ge(2, 1), is_(None, None), is_not(1, None), not_(0), truth([])  ->  (True, False, True, True, False, True, True, True, True, False)
        lt(1, 'a')  ->  TypeError: '<' not supported between instances of 'int' and 'str'
    ''')


def test_sequences():
    agree(r'''
        concat([1], [2]), contains([1, 2], 2), countOf([1, 1, 2], 1), indexOf([1, 2], 2), getitem([5, 6], 1), length_hint([1, 2]), length_hint(5, 3), getitem('abc', slice(1, 3))  ->  ([1, 2], True, 2, 1, 6, 2, 3, 'bc')
        concat(1, 2)  ->  TypeError: 'int' object can't be concatenated
        indexOf([1], 5)  ->  ValueError: sequence.index(x): x not in sequence
        getitem([1], 5)  ->  IndexError: list index out of range
        length_hint(5, 'a')  ->  TypeError: 'str' object cannot be interpreted as an integer
        countOf(5, 1)  ->  TypeError: argument of type 'int' is not iterable
    ''')


def test_in_place():
    agree(r'''
        iadd([1], [2]), isub(5, 1), imul(2, 3), ior({1}, {2}), iconcat([1], 'ab'), ipow(2, 3), iand(6, 3), ixor(6, 3), ilshift(1, 2), irshift(4, 1), ifloordiv(7, 2), itruediv(1, 2), imod(7, 4)  ->  ([1, 2], 4, 6, {1, 2}, [1, 'a', 'b'], 8, 2, 5, 4, 2, 3, 0.5, 3)
    ''')


def test_getters():
    agree(r'''
        attrgetter('a')(o), attrgetter('a', 'b')(o), attrgetter('b.__class__')(o), itemgetter(1)([5, 6]), itemgetter(0, 2)('abc'), itemgetter('k')({'k': 1}), itemgetter(slice(1, 3))('abcd'), methodcaller('m', 1)(o), methodcaller('m', 1, y=2)(o), methodcaller('upper')('a')  ->  (1, (1, [10, 20]), <class 'list'>, 6, ('a', 'c'), 1, 'bc', (1, 0), (1, 2), 'A')
        attrgetter()  ->  TypeError: attrgetter expected 1 argument, got 0
        attrgetter(5)  ->  TypeError: attribute name must be a string
        attrgetter('zzz')(o)  ->  AttributeError: 'Obj' object has no attribute 'zzz'
        itemgetter()  ->  TypeError: itemgetter expected 1 argument, got 0
        itemgetter(5)([1])  ->  IndexError: list index out of range
        methodcaller()  ->  TypeError: methodcaller needs at least one argument, the method name
        methodcaller(5)  ->  TypeError: method name must be a string
        methodcaller('zzz')(o)  ->  AttributeError: 'Obj' object has no attribute 'zzz'
        attrgetter('a'), itemgetter(1, 2), methodcaller('m', 1, y=2)  ->  (operator.attrgetter('a'), operator.itemgetter(1, 2), operator.methodcaller('m', 1, y=2))
        call(len, [1, 2]), call(dict, a=1)  ->  (2, {'a': 1})
    ''')


def test_dunder_names():
    agree(r'''
        operator.__add__ is add, operator.__getitem__ is getitem, operator.__not__ is not_, operator.__lt__(1, 2), operator.__contains__([1], 1)  ->  (True, True, True, True, True)
    ''')


def test_names():
    agree(r'''
        [n for n in 'abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt matmul methodcaller mod mul ne neg not_ or_ pos pow rshift setitem sub truediv truth xor'.split() if not hasattr(operator, n)]  ->  []
    ''')


def test_setitem_and_delitem():
    a = [1, 2, 3]
    assert setitem(a, 0, 9) is None and delitem(a, 1) is None and a == [9, 3]


def test_in_place_changes_the_object():
    a = [1]
    assert iadd(a, [2]) is a and a == [1, 2]
