# except* and exception groups.


def test_parts_go_to_their_handlers():
    log = []
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2), ExceptionGroup('h', [ValueError(3)])])
    except* ValueError as e:
        log.append(('value', [type(x).__name__ for x in e.exceptions]))
    except* KeyError as e:
        log.append(('key', len(e.exceptions)))
    assert log == [('value', ['ValueError', 'ExceptionGroup']), ('key', 1)]


def test_the_rest_is_raised_on():
    try:
        try:
            raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
        except* ValueError:
            pass
    except ExceptionGroup as e:
        assert [type(x) for x in e.exceptions] == [KeyError]
    else:
        assert False


def test_a_single_exception_is_wrapped():
    try:
        raise ValueError(1)
    except* ValueError as e:
        assert type(e) is ExceptionGroup and e.message == ''


def test_else_and_finally():
    log = []
    try:
        pass
    except* ValueError:
        log.append('never')
    else:
        log.append('else')
    finally:
        log.append('finally')
    assert log == ['else', 'finally']


def test_it_cannot_be_mixed():
    try:
        compile('try:\n pass\nexcept* A:\n pass\nexcept B:\n pass', 'f', 'exec')
    except SyntaxError as e:
        assert e.msg == "cannot have both 'except' and 'except*' on the same 'try'"
    else:
        assert False


def test_exception_groups_exist():
    g = ExceptionGroup('m', [ValueError(1), KeyError(2)])
    assert g.message == 'm' and len(g.exceptions) == 2 and str(g) == 'm (2 sub-exceptions)'
    assert isinstance(g, Exception) and isinstance(g, BaseExceptionGroup)
    match, rest = g.split(ValueError)
    assert [type(e) for e in match.exceptions] == [ValueError]
    assert [type(e) for e in rest.exceptions] == [KeyError] and g.subgroup(OSError) is None
