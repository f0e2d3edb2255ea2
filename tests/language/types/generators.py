# Generators.
import sys


def count(n):
    for i in range(n):
        yield i


def raises(kind, f, *args):
    try:
        f(*args)
    except kind as e:
        return e
    assert False, kind


def test_a_generator_yields_and_ends():
    g = count(2)
    assert iter(g) is g and next(g) == 0 and next(g) == 1
    e = raises(StopIteration, next, g)
    assert e.value is None and e.args == ()
    raises(StopIteration, next, g)
    assert list(count(3)) == [0, 1, 2] and list(count(0)) == []


def test_the_return_value_is_in_stop_iteration():
    def g():
        yield 1
        return 'result'
    it = g()
    next(it)
    e = raises(StopIteration, next, it)
    assert e.value == 'result' and e.args == ('result',)

    def t():
        return (1, 2)
        yield
    assert raises(StopIteration, next, t()).value == (1, 2)


def test_send():
    def g():
        got = []
        while len(got) < 2:
            got.append((yield len(got)))
        return got
    it = g()
    e = raises(TypeError, it.send, 5)
    assert str(e) == "can't send non-None value to a just-started generator"
    assert it.send(None) == 0 and it.send('a') == 1
    assert raises(StopIteration, it.send, 'b').value == ['a', 'b']
    raises(StopIteration, it.send, 'c')


def test_throw():
    def g():
        while True:
            try:
                yield 1
            except ValueError as e:
                yield 'caught ' + str(e)
    it = g()
    next(it)
    assert it.throw(ValueError('x')) == 'caught x'
    assert next(it) == 1
    raises(KeyError, it.throw, KeyError('k'))
    raises(StopIteration, next, it)
    it = g()
    raises(ValueError, it.throw, ValueError)        # not started: ends at once
    raises(StopIteration, next, it)
    e = raises(TypeError, count(1).throw, 5)
    assert str(e) == 'exceptions must be classes or instances deriving from BaseException, not int'
    e = raises(ValueError, count(1).throw, ValueError, 'text')
    assert e.args == ('text',)


def test_close():
    log = []

    def g():
        try:
            yield 1
        except GeneratorExit:
            log.append('exit')
            raise
        finally:
            log.append('finally')
    it = g()
    next(it)
    assert it.close() is None and log == ['exit', 'finally'] and it.close() is None
    raises(StopIteration, next, it)
    it = g()
    it.close()
    assert log == ['exit', 'finally']

    def bad():
        while True:
            try:
                yield
            except GeneratorExit:
                pass
    it = bad()
    next(it)
    assert str(raises(RuntimeError, it.close)) == 'generator ignored GeneratorExit'
    old, sys.unraisablehook = sys.unraisablehook, lambda u: log.append(str(u.exc_value))
    try:
        del it
    finally:
        sys.unraisablehook = old
    assert log[-1] == 'generator ignored GeneratorExit'


def test_an_exception_ends_the_generator():
    def g():
        yield 1
        1 / 0
    it = g()
    next(it)
    raises(ZeroDivisionError, next, it)
    raises(StopIteration, next, it)


def test_stop_iteration_inside_becomes_a_runtime_error():
    def g():
        yield 1
        raise StopIteration('inner')
    it = g()
    next(it)
    e = raises(RuntimeError, next, it)
    assert str(e) == 'generator raised StopIteration' and type(e.__cause__) is StopIteration
    assert e.__context__ is e.__cause__


def test_a_running_generator_cannot_be_resumed():
    def g():
        next(it)
        yield
    it = g()
    assert str(raises(ValueError, next, it)) == 'generator already executing'


def test_yield_from_delegates():
    def inner():
        got = yield 1
        yield got
        return 'inner result'

    def outer():
        result = yield from inner()
        yield result
        yield from [10, 20]
        yield from 'ab'
        return 'end'
    it = outer()
    assert next(it) == 1 and it.send('sent') == 'sent' and next(it) == 'inner result'
    assert list(it) == [10, 20, 'a', 'b']


def test_yield_from_passes_throw_and_close():
    log = []

    def inner():
        try:
            yield 1
        except ValueError:
            log.append('inner caught')
            yield 2
        finally:
            log.append('inner finally')

    def outer():
        try:
            yield from inner()
        finally:
            log.append('outer finally')
    it = outer()
    next(it)
    assert it.throw(ValueError) == 2
    it.close()
    assert log == ['inner caught', 'inner finally', 'outer finally']


def test_yield_from_objects_with_send_and_throw():
    class I:
        def __iter__(self):
            return self

        def __next__(self):
            return 'next'

        def send(self, x):
            return 'send ' + x

        def throw(self, *args):
            return 'throw'

        def close(self):
            log.append('close')
    log = []

    def g():
        yield from I()
    it = g()
    assert next(it) == 'next' and it.send('x') == 'send x' and it.throw(KeyError) == 'throw'
    it.close()
    assert log == ['close']


def test_yield_from_what_is_not_iterable():
    def g():
        yield from 5
    assert str(raises(TypeError, next, g())) == "'int' object is not iterable"


def test_attributes():
    g = count(2)
    assert g.__name__ == 'count' and g.__qualname__ == 'count' and g.gi_code is count.__code__
    assert g.gi_running is False and g.gi_yieldfrom is None and g.gi_suspended is False
    assert g.gi_frame.f_locals == {'n': 2} and repr(g).startswith('<generator object count at 0x')
    next(g)
    assert g.gi_suspended is True and g.gi_frame.f_locals == {'n': 2, 'i': 0}
    list(g)
    assert g.gi_frame is None and g.gi_suspended is False
    g.__name__ = 'renamed'
    assert g.__name__ == 'renamed' and repr(g).startswith('<generator object count at')

    def d():
        yield from x
    x = count(3)
    it = d()
    next(it)
    assert it.gi_yieldfrom is x


def test_gi_running():
    def g():
        yield it.gi_running
    it = g()
    assert next(it) is True and it.gi_running is False


def test_generators_have_contexts_of_exceptions_of_their_own():
    def g():
        try:
            raise KeyError
        except KeyError:
            yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    it = g()
    try:
        raise ValueError
    except ValueError:
        assert next(it) is KeyError
        assert sys.exc_info()[0] is ValueError
        assert next(it) is ValueError
    assert sys.exc_info() == (None, None, None)


def test_many_generators_at_once():
    gs = [count(i % 7) for i in range(1000)]
    total = 0
    while gs:
        alive = []
        for g in gs:
            try:
                total += next(g)
                alive.append(g)
            except StopIteration:
                pass
        gs = alive
    assert total == sum(sum(range(i % 7)) for i in range(1000))


def test_a_generator_with_many_locals_and_stack():
    def g(a, b, *c, d=4, **e):
        x = [a, b, (yield 1), c, d, e, (yield 2), f'{(yield 3)}']
        return x
    it = g(1, 2, 3, k=5)
    next(it), it.send('p'), it.send('q')
    assert raises(StopIteration, it.send, 'r').value == [1, 2, 'p', (3,), 4, {'k': 5}, 'q', 'r']


def test_with_and_try_around_yield():
    log = []

    class M:
        def __enter__(self):
            log.append('enter')

        def __exit__(self, *a):
            log.append('exit')

    def g():
        with M():
            yield 1
        yield 2
    assert list(g()) == [1, 2] and log == ['enter', 'exit']
    log.clear()
    for x in g():
        break
    assert log == ['enter'] or log == ['enter', 'exit']


def test_generator_expressions_are_generators():
    g = (x for x in 'ab')
    assert type(g).__name__ == 'generator' and g.__name__ == '<genexpr>' and list(g) == ['a', 'b']


def test_deep_delegation():
    def g(n):
        if n:
            yield from g(n - 1)
        yield n
    assert list(g(200)) == list(range(201))


def test_recursive_generators():
    def walk(t):
        if isinstance(t, list):
            for x in t:
                yield from walk(x)
        else:
            yield t
    assert list(walk([1, [2, [3, [4]], 5]])) == [1, 2, 3, 4, 5]
