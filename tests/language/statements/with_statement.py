# with.


class Manager:
    def __init__(self, name, log, swallow=False):
        self.name, self.log, self.swallow = name, log, swallow

    def __enter__(self):
        self.log.append('enter ' + self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        self.log.append('exit ' + self.name + ' ' + (kind.__name__ if kind else 'None'))
        return self.swallow


def test_enter_and_exit_are_called():
    log = []
    with Manager('a', log) as x:
        log.append('body ' + x)
    assert log == ['enter a', 'body a', 'exit a None']


def test_several_managers_nest():
    log = []
    with Manager('a', log), Manager('b', log) as b:
        log.append(b)
    assert log == ['enter a', 'enter b', 'b', 'exit b None', 'exit a None']


def test_managers_in_parentheses():
    log = []
    with (
        Manager('a', log) as a,
        Manager('b', log),
    ):
        pass
    assert log == ['enter a', 'enter b', 'exit b None', 'exit a None']


def test_exit_gets_the_exception():
    log = []
    try:
        with Manager('a', log):
            raise KeyError('k')
    except KeyError as e:
        assert e.args == ('k',)
    else:
        assert False
    assert log == ['enter a', 'exit a KeyError']


def test_a_true_result_of_exit_swallows():
    log = []
    with Manager('a', log, True):
        raise KeyError
    assert log == ['enter a', 'exit a KeyError']


def test_exit_runs_on_return_break_continue():
    log = []

    def f():
        with Manager('r', log):
            return 5
    assert f() == 5
    for i in range(3):
        with Manager(str(i), log):
            if i == 0:
                continue
            break
    assert log == ['enter r', 'exit r None', 'enter 0', 'exit 0 None', 'enter 1', 'exit 1 None']


def test_the_target_may_be_a_tuple_or_an_item():
    class M:
        def __enter__(self):
            return 1, 2

        def __exit__(self, *args):
            pass
    d = {}
    with M() as (a, b), M() as d['x']:
        assert (a, b) == (1, 2)
    assert d == {'x': (1, 2)}


def test_methods_are_looked_up_on_the_type():
    class M:
        pass
    m = M()
    m.__enter__ = lambda: None
    m.__exit__ = lambda *a: None
    try:
        with m:
            pass
    except TypeError as e:
        assert str(e) == "'M' object does not support the context manager protocol"
    else:
        assert False


def test_a_missing_exit_is_named():
    class M:
        def __enter__(self):
            pass
    try:
        with M():
            pass
    except TypeError as e:
        assert str(e) == ("'M' object does not support the context manager protocol "
                          "(missed __exit__ method)")
    else:
        assert False


def test_an_exception_in_enter_does_not_call_exit():
    log = []

    class M(Manager):
        def __enter__(self):
            raise ValueError('enter')
    try:
        with Manager('a', log), M('b', log):
            log.append('body')
    except ValueError:
        pass
    assert log == ['enter a', 'exit a ValueError']


def test_an_exception_in_exit_replaces_and_keeps_context():
    class M:
        def __enter__(self):
            pass

        def __exit__(self, *args):
            raise ValueError('exit')
    try:
        with M():
            raise KeyError('body')
    except ValueError as e:
        assert type(e.__context__) is KeyError
    else:
        assert False


def test_exit_arguments_are_type_value_traceback():
    got = []

    class M:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            got.extend(args)
            return True
    with M():
        raise ValueError('v')
    assert got[0] is ValueError and type(got[1]) is ValueError
    assert type(got[2]).__name__ == 'traceback' and got[1].__traceback__ is got[2]
    with M():
        pass
    assert got[3:] == [None, None, None]
    got.clear()
