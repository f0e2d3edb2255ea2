# A program of two hundred lines with a little of everything, for cutting it at each byte.
# Whatever is left of it must run, or end with an exception, and never take the process down.
# The cuts fall into comments, strings, numbers, names, operators and indentation.
import math
import sys
from itertools import chain, count as counting

CONSTANTS = (1, 2.5, 0xff, 0b101, 1_000, 1e-3, 'text', "te'xt", b'bytes\x00', None, True, ...)
names = {'a': 1, "b": [1, 2, 3], ('c', 1): {1, 2}, **{'d': 4}}
[first, *rest] = range(5)
(x, y), z = (1, 2), 3


def decorate(argument=None, /, *more, keyword: int = 5, **others) -> 'function':
    """A decorator with every kind of parameter."""
    def inner(function):
        function.decorated = argument, more, keyword, others
        return function
    return inner


@decorate(1, 2, 3, keyword=4, other='x')
def fibonacci(n: int) -> int:
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


class Meta(type):
    def __new__(mcls, name, bases, namespace, **keywords):
        cls = super().__new__(mcls, name, bases, namespace)
        cls.keywords = keywords
        return cls


class Base(metaclass=Meta, flag=True):
    slots = ()
    __private = 'mangled'

    def __init__(self, value=0):
        self.value = value
        self.__hidden = [value] * 2

    def __repr__(self):
        return f'{type(self).__name__}({self.value!r:>{3}})'

    def __eq__(self, other):
        return isinstance(other, Base) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __add__(self, other):
        if not isinstance(other, Base):
            return NotImplemented
        return type(self)(self.value + other.value)

    @property
    def double(self):
        return self.value * 2

    @double.setter
    def double(self, value):
        self.value = value // 2

    @staticmethod
    def helper(a, b=2, *c):
        return a + b + sum(c)

    @classmethod
    def make(cls, *args):
        return cls(*args)


class Child(Base, flag=False):
    __doc__ = '''Spread
    over lines.'''

    def __init__(self, value):
        super().__init__(value)
        self.child = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.value = -1
        return kind is KeyError

    def __getitem__(self, key):
        return key

    def __iter__(self):
        yield from (self.value, *rest)


def generate(limit):
    sent = None
    for i in range(limit):
        try:
            sent = yield i if sent is None else sent
        except ValueError as error:
            yield str(error)
        finally:
            sent = None
    return 'done'


def errors(kind):
    try:
        if kind == 0:
            raise ValueError('zero') from None
        elif kind == 1:
            raise KeyError(1)
        assert kind != 2, f'kind {kind}'
        return 1 / (kind - 3)
    except (ValueError, KeyError) as error:
        return type(error).__name__
    except ZeroDivisionError:
        return 'division'
    except AssertionError as error:
        return error.args
    else:
        return 'never'
    finally:
        names['finally'] = kind


def closures():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return total
    return add


def globals_too():
    global x
    x = 10
    del names['a']
    return lambda a, *b, c=x: (a, b, c)


def expressions(a=3, b=4):
    c = a if a < b else b
    d = not a or b and c
    e = a < b <= 4 != c is not None
    f = [i * j for i in range(3) if i for j in range(2) if j]
    g = {i: str(i) for i in range(3)} | {9: 'nine'}
    h = {i % 2 for i in range(5)}
    i = sum(k for k in f)
    j = 'ab'[::-1] + "c" * 2 + '%s-%d' % ('x', 5)
    k = -a ** 2 + ~b & 7 | 8 ^ 1 << 2 >> 1
    l = (m := 5) + m // 2 % 3 - 1 / 4 @ Matrix() if False else 0
    return c, d, e, f, g, h, i, j, k, l


def loops():
    out = []
    for i in range(10):
        if i == 2:
            continue
        if i == 5:
            break
        out.append(i)
    else:
        out.append('else')
    n = 3
    while n:
        n -= 1
        out.append(n)
    else:
        out.append('while else')
    with Child(1) as c, Child(2):
        out.extend([c[1:2], c[..., 1], c[:]])
        raise KeyError
    return out


def strings():
    a = 'single' "double" '''triple
line''' r'\raw' 'escapes \n \t \x41 \u0041 \N{BULLET} \101 \\'
    b = f'{a!r} {len(a)=} {1:>{2}} {{}} {"nested"} {[1, 2][0]:02d}'
    return a.upper().split(), b.encode('utf-8'), '가나다'.join(['라', '마'])


print(fibonacci(30), Base(1) + Child(2), Child.make(5), Base.helper(1, 2, 3))
print([errors(kind) for kind in range(5)], names)
g = generate(3)
print(next(g), g.send('sent'), g.throw(ValueError('thrown')), list(g))
add = closures(); add(1); add(2)
print(add(3), globals_too()(1, 2, c=3), x)
print(expressions(), loops(), strings()[0])
if math.pi > 3 and sys.argv is not None: print(list(chain([1], (2,), 'x')), next(counting(7)))
elif x: pass
else:
    print('never')
