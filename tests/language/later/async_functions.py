# async and await, driven by hand.


class Wait:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


def run(coroutine, *answers):
    seen = []
    answers = list(answers)
    try:
        seen.append(coroutine.send(None))
        while True:
            seen.append(coroutine.send(answers.pop(0) if answers else None))
    except StopIteration as e:
        return seen, e.value


def test_await_passes_values_through():
    async def inner():
        a = await Wait(1)
        return a * 2

    async def outer():
        return await inner() + await Wait(2)
    assert run(outer(), 10, 5) == ([1, 2], 25)


def test_async_for_and_with():
    log = []

    class It:
        def __init__(self):
            self.n = 0

        def __aiter__(self):
            return self

        async def __anext__(self):
            self.n += 1
            if self.n > 2:
                raise StopAsyncIteration
            return self.n

    class M:
        async def __aenter__(self):
            log.append('enter')
            return 'm'

        async def __aexit__(self, *a):
            log.append('exit')

    async def f():
        async with M() as m:
            async for x in It():
                log.append(x)
            else:
                log.append('else')
        return [x async for x in It()], m
    assert run(f()) == ([], ([1, 2], 'm')) and log == ['enter', 1, 2, 'else', 'exit']


def test_async_generators():
    async def g():
        yield 1
        await Wait('w')
        yield 2

    async def f():
        return [x async for x in g()]
    assert run(f()) == (['w'], [1, 2])


def test_awaiting_what_cannot_be_awaited():
    async def f():
        await 5
    try:
        run(f())
    except TypeError as e:
        assert str(e) == "object int can't be used in 'await' expression"
    else:
        assert False


def test_a_coroutine_can_be_used_once():
    async def f():
        return 1
    c = f()
    assert run(c) == ([], 1)
    try:
        c.send(None)
    except RuntimeError as e:
        assert str(e) == 'cannot reuse already awaited coroutine'
    else:
        assert False
