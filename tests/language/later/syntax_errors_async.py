# SyntaxError in what uses async and await.


def agree(table):
    """Each line is SOURCE  ->  KIND: MESSAGE (LINE, COLUMN, END COLUMN)."""
    wrong = []
    for line in table.strip().splitlines():
        source, _, want = line.strip().partition('  ->  ')
        got = told(eval(source))
        if got != want:
            wrong.append(source + ' gives ' + got + ' instead of ' + want)
    assert not wrong, '; '.join(wrong)


def told(source):
    try:
        compile(source, 'f', 'exec')
    except SyntaxError as e:
        return '%s: %s (%s, %s, %s)' % (type(e).__name__, e.msg, e.lineno, e.offset, e.end_offset)
    return 'no error'


def test_async_and_await_in_wrong_places():
    agree(r'''
        'async'  ->  SyntaxError: invalid syntax (1, 6, 6)
        'await x'  ->  SyntaxError: 'await' outside function (1, 1, 8)
        'await 1'  ->  SyntaxError: 'await' outside function (1, 1, 8)
        'def f(): await 1'  ->  SyntaxError: 'await' outside async function (1, 10, 17)
        'def f(): async with a: pass'  ->  SyntaxError: invalid syntax (1, 10, 15)
        'async for x in y: pass'  ->  SyntaxError: 'async for' outside async function (1, 1, 23)
        '[x async for x in y]'  ->  SyntaxError: asynchronous comprehension outside of an asynchronous function (1, 1, 21)
    ''')
