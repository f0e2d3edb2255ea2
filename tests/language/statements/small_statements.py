# assert, return, pass, del, expression statements, simple statement lists.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_long_jumps',
)


def test_assert_raises_with_its_message():
    try:
        assert 1 == 2, 'message'
    except AssertionError as e:
        assert e.args == ('message',)
    else:
        raise ValueError
    try:
        assert []
    except AssertionError as e:
        assert e.args == ()


def test_the_message_is_evaluated_only_on_failure():
    assert True, no_such_name
    try:
        assert False, no_such_name
    except NameError:
        pass


def test_return_without_value_gives_none():
    def f():
        return

    def g():
        pass
    assert f() is None and g() is None


def test_return_gives_tuples_and_stars():
    def f(a):
        return 1, *a, 2
    assert f([5, 6]) == (1, 5, 6, 2)


def test_several_statements_on_a_line():
    a = 1; b = 2; c = a + b
    if c == 3: d = 4; e = 5
    assert (c, d, e) == (3, 4, 5)


def test_lines_are_joined():
    a = 1 + \
        2
    b = (1 +
         2)
    c = [1,

         2,   # comment
         ]
    assert a == b == 3 and c == [1, 2]


def test_code_after_return_is_not_run():
    def f():
        return 1
        raise ValueError
    assert f() == 1


def test_expression_statements_are_evaluated():
    seen = []
    seen.append(1)
    [seen.append(i) for i in (2, 3)]
    1 if seen else 2
    'a string'
    assert seen == [1, 2, 3]


def test_a_function_with_many_locals():
    source = 'def f():\n' + ''.join(f' v{i} = {i}\n' for i in range(500)) + ' return v0 + v499\n'
    names = {}
    exec(source, names)
    assert names['f']() == 499


def test_a_module_with_many_constants_and_names():
    source = ''.join(f'n{i} = {i}.5\n' for i in range(1000)) + 'total = ' + \
        ' + '.join(f'n{i}' for i in range(1000))
    names = {}
    exec(source, names)
    assert names['total'] == 500000.0


def test_long_jumps():
    body = ''.join(f'  x = x + {i}\n' for i in range(2000))
    names = {}
    exec('x = 0\nfor _ in range(2):\n if x >= 0:\n' + body + 'else:\n x += 1\n', names)
    assert names['x'] == 2 * 1999000 + 1


def test_return_outside_a_function_is_an_error():
    for text, message in [
            ('return 1', "'return' outside function"),
            ('break', "'break' outside loop"),
            ('continue', "'continue' not properly in loop"),
            ('yield 1', "'yield' outside function"),
            ('nonlocal x', 'nonlocal declaration not allowed at module level')]:
        try:
            compile(text, 'f', 'exec')
        except SyntaxError as e:
            assert e.msg == message, e.msg
        else:
            assert False, text
