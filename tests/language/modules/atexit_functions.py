# atexit: what is registered, and in which order it runs.
import atexit
import sys

log = []


def run():
    """What the functions registered since atexit._clear() do."""
    log.clear()
    atexit._run_exitfuncs()
    return list(log)


def raises(kind, function, *args):
    try:
        function(*args)
    except kind as error:
        return str(error)
    assert False, 'no ' + kind.__name__


def test_the_last_registered_runs_first_and_once():
    atexit._clear()
    for i in range(3):
        atexit.register(log.append, i)
    assert run() == [2, 1, 0] and run() == []


def test_arguments_and_result():
    atexit._clear()

    def add(*args, **keywords):
        log.append((args, keywords))
    assert atexit.register(add, 1, 2, x=3) is add
    atexit.register(add)
    assert run() == [((), {}), ((1, 2), {'x': 3})]


def test_register_as_a_decorator():
    atexit._clear()

    @atexit.register
    def function():
        log.append('run')
    assert function.__name__ == 'function' and run() == ['run']


def test_unregister():
    atexit._clear()

    def one(): log.append(1)
    def two(): log.append(2)
    for function in (one, two, one, two):
        atexit.register(function)
    atexit.unregister(one)
    atexit.unregister(len)
    assert run() == [2, 2]


def test_unregister_compares():
    atexit._clear()

    class Same:
        def __init__(self, name): self.name = name
        def __call__(self): log.append(self.name)
        def __eq__(self, other): return self.name == other.name
        __hash__ = None
    atexit.register(Same('a'))
    atexit.register(Same('b'))
    atexit.unregister(Same('a'))
    assert run() == ['b']


def test_an_error_does_not_stop_the_others():
    atexit._clear()
    told = []

    def bad(): raise ValueError('bad')
    atexit.register(log.append, 'first')
    atexit.register(bad)
    atexit.register(log.append, 'last')
    hook, sys.unraisablehook = sys.unraisablehook, lambda info: told.append((str(info.exc_value), info.object, info.err_msg))
    try:
        assert run() == ['last', 'first']
    finally:
        sys.unraisablehook = hook
    assert told == [('bad', bad, 'Exception ignored in atexit callback')]


def test_what_is_registered_while_they_run_is_forgotten():
    atexit._clear()

    def again():
        log.append('again')
        atexit.register(again)
    atexit.register(again)
    assert run() == ['again'] and run() == []


def test_what_is_unregistered_while_they_run_does_not_run():
    atexit._clear()

    def early(): log.append('early')

    def late():
        log.append('late')
        atexit.unregister(early)
    atexit.register(early)
    atexit.register(late)
    assert run() == ['late']


def test_wrong_arguments():
    assert raises(TypeError, atexit.register) == 'register() takes at least 1 argument (0 given)'
    assert raises(TypeError, atexit.register, 1) == 'the first argument must be callable'
