# weakref.proxy: an object that stands for another.
import weakref


def raises(kind, function, *args):
    try:
        function(*args)
    except kind as error:
        return str(error)
    assert False, 'no ' + kind.__name__


class Box:
    def __init__(self, value=0):
        self.value = value


class Number:
    """Shows each operation as a tuple."""

    def __add__(self, other): return 'add', other
    def __radd__(self, other): return 'radd', other
    def __iadd__(self, other): return 'iadd', other
    def __sub__(self, other): return 'sub', other
    def __mul__(self, other): return 'mul', other
    def __matmul__(self, other): return 'matmul', other
    def __imatmul__(self, other): return 'imatmul', other
    def __truediv__(self, other): return 'truediv', other
    def __floordiv__(self, other): return 'floordiv', other
    def __mod__(self, other): return 'mod', other
    def __divmod__(self, other): return 'divmod', other
    def __pow__(self, other, modulus=None): return 'pow', other, modulus
    def __ipow__(self, other): return 'ipow', other
    def __lshift__(self, other): return 'lshift', other
    def __rshift__(self, other): return 'rshift', other
    def __and__(self, other): return 'and', other
    def __or__(self, other): return 'or', other
    def __xor__(self, other): return 'xor', other
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'invert'
    def __abs__(self): return 'abs'
    def __int__(self): return 11
    def __float__(self): return 2.5
    def __index__(self): return 3
    def __bool__(self): return False


def test_every_operation_reaches_the_object():
    n = Number()
    p = weakref.proxy(n)
    assert p + 1 == ('add', 1) and 1 + p == ('radd', 1)
    assert (p - 1, p * 2, p @ 3) == (('sub', 1), ('mul', 2), ('matmul', 3))
    assert (p / 1, p // 2, p % 3) == (('truediv', 1), ('floordiv', 2), ('mod', 3))
    assert divmod(p, 4) == ('divmod', 4)
    assert p ** 2 == ('pow', 2, None) and pow(p, 2, 5) == ('pow', 2, 5)
    assert (p << 1, p >> 2) == (('lshift', 1), ('rshift', 2))
    assert (p & 1, p | 2, p ^ 3) == (('and', 1), ('or', 2), ('xor', 3))
    assert (-p, +p, ~p, abs(p)) == ('neg', 'pos', 'invert', 'abs')
    assert (int(p), float(p), [0, 1, 2, 'three'][p], bool(p)) == (11, 2.5, 'three', False)


def test_operations_in_place():
    n = Number()
    p = weakref.proxy(n)
    p += 5
    assert p == ('iadd', 5)
    p = weakref.proxy(n)
    p @= 6
    assert p == ('imatmul', 6)
    p = weakref.proxy(n)
    p **= 7
    assert p == ('ipow', 7)
    p = weakref.proxy(n)
    p -= 8
    assert p == ('sub', 8)


def test_both_operands_may_be_proxies():
    class Sum:
        def __init__(self, n): self.n = n
        def __add__(self, other): return self.n + other.n
        def __eq__(self, other): return self.n == other.n
        def __lt__(self, other): return self.n < other.n
        __hash__ = None
    a, b, c = Sum(1), Sum(2), Sum(1)
    p, q, r = weakref.proxy(a), weakref.proxy(b), weakref.proxy(c)
    assert p + q == 3 and p == r and not p == q and p < q and p != q


def test_attributes():
    b = Box(4)
    p = weakref.proxy(b)
    p.value += 1
    p.other = 'x'
    assert b.value == 5 and b.other == 'x' and hasattr(p, 'other')
    del p.other
    assert not hasattr(b, 'other')
    assert p.__class__ is Box and isinstance(p, Box) and type(p) is weakref.ProxyType
    assert raises(AttributeError, getattr, p, 'none') == "'Box' object has no attribute 'none'"


def test_containers():
    class Row(list):
        pass
    row = Row([1, 2, 3])
    p = weakref.proxy(row)
    assert len(p) == 3 and p[1] == 2 and 3 in p and 9 not in p and list(p) == [1, 2, 3]
    p[0] = 'x'
    del p[2]
    assert row == ['x', 2] and p == ['x', 2] and p[0:1] == ['x']
    p.append(3)
    assert list(reversed(p)) == [3, 2, 'x'] and str(p) == "['x', 2, 3]"
    assert p + [4] == ['x', 2, 3, 4] and p * 2 == ['x', 2, 3] * 2
    assert bool(p)
    row.clear()
    assert not p


def test_iteration_through_a_proxy():
    class Steps:
        def __init__(self): self.left = 2
        def __iter__(self): return self
        def __next__(self):
            if not self.left:
                raise StopIteration
            self.left -= 1
            return self.left
    steps = Steps()
    p = weakref.proxy(steps)
    assert next(p) == 1 and list(p) == [0]
    b = Box()
    assert raises(TypeError, next, weakref.proxy(b)) == "Weakref proxy referenced a non-iterator 'Box' object"


def test_calls():
    def double(x, *, y=0):
        return 2 * x + y
    p = weakref.proxy(double)
    assert type(p) is weakref.CallableProxyType and p(4) == 8 and p(4, y=1) == 9
    b = Box()
    assert not callable(weakref.proxy(b)) and callable(p)
    assert raises(TypeError, weakref.proxy(b)) == "'weakref.ProxyType' object is not callable"


def test_bytes_of_a_proxy():
    class Text:
        def __bytes__(self): return b'text'
    text = Text()
    assert bytes(weakref.proxy(text)) == b'text'


def test_a_dead_object():
    b = Box()
    p = weakref.proxy(b)
    q = weakref.proxy(Box)
    del b
    message = 'weakly-referenced object no longer exists'
    assert raises(ReferenceError, getattr, p, 'value') == message
    assert raises(ReferenceError, setattr, p, 'value', 1) == message
    for function in (str, len, list, bool, int, lambda p: p + 1, lambda p: 1 + p, lambda p: p == 1, lambda p: -p,
                     lambda p: p[0], lambda p: 1 in p, next, lambda p: pow(2, p, p)):
        assert raises(ReferenceError, function, p) == message
    assert repr(p).startswith('<weakproxy at 0x') and ' to NoneType at 0x' in repr(p)
    assert q().value == 0


def test_repr_and_hash():
    b = Box()
    p = weakref.proxy(b)
    assert repr(p) == '<weakproxy at %s to Box at %s>' % (hex(id(p)), hex(id(b)))
    assert raises(TypeError, hash, p) == "unhashable type: 'weakref.ProxyType'"
    assert raises(TypeError, hash, weakref.proxy(raises)) == "unhashable type: 'weakref.CallableProxyType'"


def test_plain_proxies_are_shared_and_others_are_not():
    b = Box()
    p = weakref.proxy(b)
    assert weakref.proxy(b) is p and weakref.proxy(b, None) is p
    r = weakref.ref(b)
    assert weakref.ref(b) is r
    calls = []
    c = weakref.proxy(b, calls.append)
    assert c is not p and weakref.getweakrefcount(b) == 3
    assert [type(x) for x in weakref.getweakrefs(b)] == [weakref.ReferenceType, weakref.ProxyType, weakref.ProxyType]
    assert weakref.getweakrefs(b)[1] is p
    del b
    assert len(calls) == 1 and calls[0] is c


def test_a_proxy_dies_before_its_object():
    b = Box()
    calls = []
    p = weakref.proxy(b, calls.append)
    del p
    assert weakref.getweakrefcount(b) == 0
    del b
    assert calls == []


def test_what_cannot_be_had():
    assert raises(TypeError, weakref.proxy, 1) == "cannot create weak reference to 'int' object"
    assert raises(TypeError, weakref.proxy, []) == "cannot create weak reference to 'list' object"
    assert raises(TypeError, weakref.ProxyType, Box()) == "cannot create 'weakref.ProxyType' instances"
    assert raises(TypeError, weakref.proxy) == 'proxy expected at least 1 argument, got 0'
    b = Box()
    assert raises(TypeError, weakref.ref, weakref.ref(b)) == \
        "cannot create weak reference to 'weakref.ReferenceType' object"


def test_the_object_lives_while_it_is_asked():
    class Last:
        def drop(self):
            holder.clear()
            return self.name
        name = 'last'
    holder = [Last()]
    p = weakref.proxy(holder[0])
    assert p.drop() == 'last'


def test_weak_references_to_classes_and_functions():
    r = weakref.ref(int)
    assert r() is int and weakref.ref(int) is r and r in weakref.getweakrefs(int)
    before = weakref.getweakrefcount(dict)
    calls = []
    s = weakref.ref(dict, calls.append)
    assert weakref.getweakrefcount(dict) == before + 1 and s is not weakref.ref(dict) and s == weakref.ref(dict)
    del s
    assert calls == []
    f = weakref.ref(len)
    assert f() is len
