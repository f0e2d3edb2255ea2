# Operators: precedence, evaluation order, reflected methods, comparison chains.


def test_precedence():
    assert 2 + 3 * 4 == 14 and (2 + 3) * 4 == 20
    assert -2 ** 2 == -4 and 2 ** -1 == 0.5 and 2 ** 3 ** 2 == 512
    assert 7 // 2 * 2 == 6 and 7 - 2 - 1 == 4
    assert 1 << 2 + 1 == 8 and 6 & 3 | 8 == 10 and 6 ^ 3 & 1 == 7
    assert not 1 == 2 and (not 0) is True
    assert (1 or 0 and 0) == 1
    assert ~-1 == 0 and -~1 == 2 and +-+1 == -1
    assert 1 if 0 else 2 if 1 else 3 == 2


def test_and_or_give_the_deciding_operand():
    assert (0 or []) == [] and (1 and 'x') == 'x' and (0 and 1 / 0) == 0
    assert (1 or 1 / 0) == 1 and ('' or None or 'z') == 'z'


def test_comparison_chains_evaluate_once_and_stop():
    calls = []

    def f(x):
        calls.append(x)
        return x
    assert f(1) < f(2) < f(3)
    assert calls == [1, 2, 3]
    calls.clear()
    assert not f(2) < f(1) < f(1 / 1)
    assert calls == [2, 1]
    assert 1 == 1.0 == True != 2 > 1 in [1] is not None


def test_operands_are_evaluated_left_to_right():
    order = []

    def f(x):
        order.append(x)
        return x
    f(1) + f(2) * f(3)
    {f(4): f(5), f(6): f(7)}
    [f(8), *(f(9),)]
    f(10) if f(11) else f(12)
    (lambda *a, **k: 0)(f(13), *[f(14)], k=f(15))
    assert order == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10, 13, 14, 15]


class Left:
    def __add__(self, other):
        return 'Left.add'

    def __sub__(self, other):
        return NotImplemented

    def __eq__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented


class Right:
    def __radd__(self, other):
        return 'Right.radd'

    def __rsub__(self, other):
        return 'Right.rsub'

    def __eq__(self, other):
        return 'Right.eq'

    def __gt__(self, other):
        return 'Right.gt'


class Sub(Left):
    def __radd__(self, other):
        return 'Sub.radd'


def test_the_left_operand_is_asked_first():
    assert Left() + Right() == 'Left.add'
    assert Left() - Right() == 'Right.rsub'
    assert 1 - Right() == 'Right.rsub'


def test_a_subclass_on_the_right_is_asked_before_the_left():
    assert Left() + Sub() == 'Sub.radd'
    assert Left() + Left() == 'Left.add'


def test_reflected_comparisons():
    assert (Left() == Right()) == 'Right.eq'
    assert (Left() < Right()) == 'Right.gt'
    try:
        Left() < Left()
    except TypeError as e:
        assert str(e) == "'<' not supported between instances of 'Left' and 'Left'"
    else:
        assert False


def test_equality_falls_back_to_identity():
    a, b = Left(), Left()
    assert a == a and a != b and not a == b


def test_all_binary_methods():
    names = {'+': 'add', '-': 'sub', '*': 'mul', '/': 'truediv', '//': 'floordiv', '%': 'mod',
             '**': 'pow', '<<': 'lshift', '>>': 'rshift', '&': 'and', '|': 'or', '^': 'xor',
             '@': 'matmul'}

    class C:
        pass
    for name in names.values():
        setattr(C, f'__{name}__', lambda s, o, n=name: n)
        setattr(C, f'__r{name}__', lambda s, o, n=name: 'r' + n)
        setattr(C, f'__i{name}__', lambda s, o, n=name: 'i' + n)
    for sign, name in names.items():
        assert eval(f'c {sign} 1', {'c': C()}) == name
        assert eval(f'1 {sign} c', {'c': C()}) == 'r' + name
        space = {'c': C()}
        exec(f'c {sign}= 1', space)
        assert space['c'] == 'i' + name


def test_unary_methods():
    class C:
        def __neg__(self): return 'neg'
        def __pos__(self): return 'pos'
        def __invert__(self): return 'invert'
        def __abs__(self): return 'abs'
    c = C()
    assert (-c, +c, ~c, abs(c)) == ('neg', 'pos', 'invert', 'abs')


def test_unsupported_operands_are_named():
    for text, message in [
            ("1 + 'a'", "unsupported operand type(s) for +: 'int' and 'str'"),
            ("'a' + 1", 'can only concatenate str (not "int") to str'),
            ("[] + ()", 'can only concatenate list (not "tuple") to list'),
            ("() + []", 'can only concatenate tuple (not "list") to tuple'),
            ("b'' + ''", "can't concat str to bytes"),
            ("'a' * 'b'", "can't multiply sequence by non-int of type 'str'"),
            ("[] * 1.5", "can't multiply sequence by non-int of type 'float'"),
            ("{} | []", "unsupported operand type(s) for |: 'dict' and 'list'"),
            ("None - 1", "unsupported operand type(s) for -: 'NoneType' and 'int'"),
            ("1 ** 'a'", "unsupported operand type(s) for ** or pow(): 'int' and 'str'"),
            ("1 @ 2", "unsupported operand type(s) for @: 'int' and 'int'"),
            ("1.0 << 1", "unsupported operand type(s) for <<: 'float' and 'int'"),
            ("-'a'", "bad operand type for unary -: 'str'"),
            ("+[]", "bad operand type for unary +: 'list'"),
            ("~1.5", "bad operand type for unary ~: 'float'"),
            ("1 < 'a'", "'<' not supported between instances of 'int' and 'str'"),
            ("[] >= ()", "'>=' not supported between instances of 'list' and 'tuple'"),
            ("1 in 5", "argument of type 'int' is not iterable"),
            ("1 in 'a'", "'in <string>' requires string as left operand, not int"),
            ("five[0]", "'int' object is not subscriptable"),
            ("none[0]", "'NoneType' object is not subscriptable"),
            ("five()", "'int' object is not callable"),
            ("len(5)", "object of type 'int' has no len()"),
            ("list()[1.5]", "list indices must be integers or slices, not float"),
            ("tuple()['a']", "tuple indices must be integers or slices, not str"),
            ("str()[None]", "string indices must be integers, not 'NoneType'"),
            ("bytes()['a']", "byte indices must be integers or slices, not str"),
            ("{}[[]]", "unhashable type: 'list'"),
            ("{[]}", "unhashable type: 'list'"),
            ("{{}: 1}", "unhashable type: 'dict'")]:
        try:
            eval(text, {'five': 5, 'none': None})
        except TypeError as e:
            assert str(e) == message, (text, str(e))
        else:
            assert False, text


def test_augmented_operand_errors_name_the_sign():
    names = {'x': 1}
    for sign in '+', '-', '/', '//', '%', '&', '|', '^', '<<', '>>', '@':
        try:
            exec(f'x {sign}= None', names)
        except TypeError as e:
            assert str(e) == (f"unsupported operand type(s) for {sign}=: 'int' and 'NoneType'")
        else:
            assert False
    try:
        exec('x **= None', names)
    except TypeError as e:
        assert str(e) == "unsupported operand type(s) for **=: 'int' and 'NoneType'"


def test_identity_and_membership():
    class C:
        def __contains__(self, x):
            return x == 5

    class I:
        def __iter__(self):
            return iter([1, 2])
    assert 5 in C() and 4 not in C() and 2 in I() and 3 not in I()
    nan = float('nan')
    assert nan in [nan] and nan != nan and [nan] == [nan]


def test_membership_result_is_a_bool():
    class C:
        def __contains__(self, x):
            return 'yes'
    assert (1 in C()) is True and (1 not in C()) is False


def test_comparison_results_may_be_anything():
    class V:
        def __lt__(self, other):
            return [1]
    assert (V() < 1) == [1]
    assert (0 < 1 < 2) is True


def test_ternary_evaluates_one_branch():
    assert (1 if True else 1 / 0) == 1
    assert (1 / 0 if False else 2) == 2


def test_integer_index_protocol():
    class I:
        def __index__(self):
            return 2
    assert [10, 20, 30][I()] == 30 and 'abc'[I()] == 'c' and 'ab' * I() == 'abab'
    assert list(range(I())) == [0, 1] and (1, 2, 3)[:I()] == (1, 2)


def test_a_missing_right_method_gives_the_pow_message():
    class C:
        pass
    try:
        pow(C(), 2, 3)
    except TypeError as e:
        assert str(e) == "unsupported operand type(s) for ** or pow(): 'C', 'int', 'int'", str(e)
    else:
        assert False
