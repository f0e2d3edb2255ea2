# match.


class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y


RED = 'red'


class Color:
    RED = 'r'


def kind(value):
    match value:
        case 0:
            return 'zero'
        case -1.5 | 1 + 2j:
            return 'number'
        case 'a' 'b' | b'ab':
            return 'text'
        case None:
            return 'none'
        case True | False:
            return 'bool'
        case Color.RED:
            return 'red'
        case []:
            return 'empty'
        case [x]:
            return 'one', x
        case [1, *rest]:
            return 'rest', rest
        case [[a, b], c]:
            return 'nested', a, b, c
        case (x, y) if x == y:
            return 'equal', x
        case {'k': v, **rest}:
            return 'dict', v, rest
        case {}:
            return 'any dict'
        case Point(0, y=yy):
            return 'on axis', yy
        case Point(x, y) as p:
            return 'point', x, y, p is value
        case int(n) | float(n):
            return 'n', n
        case str():
            return 'str'
        case _:
            return 'other'


def test_literals():
    assert kind(0) == 'zero' and kind(0.0) == 'zero' and kind(-1.5) == 'number' and kind(1 + 2j) == 'number'
    assert kind('ab') == 'text' and kind(b'ab') == 'text' and kind(None) == 'none' and kind(True) == 'bool'


def test_values_and_classes():
    assert kind('r') == 'red' and kind(Point(0, 5)) == ('on axis', 5) and kind(Point(1, 2)) == ('point', 1, 2, True)
    assert kind(7) == ('n', 7) and kind(2.5) == ('n', 2.5) and kind('zzz') == 'str' and kind({1}) == 'other'


def test_sequences_and_mappings():
    assert kind([]) == 'empty' and kind((5,)) == ('one', 5) and kind([1, 2, 3]) == ('rest', [2, 3])
    assert kind([[1, 2], 3]) == ('nested', 1, 2, 3) and kind((4, 4)) == ('equal', 4) and kind((4, 5)) == 'other'
    assert kind({'k': 1, 'z': 2}) == ('dict', 1, {'z': 2}) and kind({'z': 1}) == 'any dict'


def test_names_stay_bound():
    match [1, 2]:
        case [a, 5]:
            pass
        case [a, b]:
            pass
    assert (a, b) == (1, 2)


def test_match_is_a_soft_keyword():
    match = 1
    case = match + 1
    assert case == 2


def test_bad_patterns():
    for text, message in [
            ('match x:\n case a: pass\n case b: pass', "name capture 'a' makes remaining patterns unreachable"),
            ('match x:\n case [a, a]: pass', "multiple assignments to name 'a' in pattern"),
            ('match x:\n case a | b: pass', "name capture 'a' makes remaining patterns unreachable"),
            ('match x:\n case [a] | [b]: pass', 'alternative patterns bind different names'),
            ('match x:\n case [*a, *b]: pass', 'multiple starred names in sequence pattern')]:
        try:
            compile(text, 'f', 'exec')
        except SyntaxError as e:
            assert e.msg == message, e.msg
        else:
            assert False, text


def test_too_many_positional_patterns():
    try:
        match Point(1, 2):
            case Point(1, 2, 3):
                pass
    except TypeError as e:
        assert str(e) == 'Point() accepts 2 positional sub-patterns (3 given)'
    else:
        assert False
