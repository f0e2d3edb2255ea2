# copy.copy and copy.deepcopy.
import copy

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_deepcopy_too_deep_ends_in_recursion_error',
)


def test_atoms_are_not_copied():
    for x in 1, 1.5, 'text', b'b', None, True, (1, 2), range(3), len, int, ..., NotImplemented, \
            frozenset([1]), 10 ** 30, test_atoms_are_not_copied:
        assert copy.copy(x) is x, x
        if type(x) is not frozenset:
            assert copy.deepcopy(x) is x, x


def test_copy_of_containers_is_shallow():
    inner = [1]
    for x in [inner], {'k': inner}:
        y = copy.copy(x)
        assert y == x and y is not x and type(y) is type(x)
    assert copy.copy([inner])[0] is inner and copy.copy({1: inner})[1] is inner
    s = {1, 2}
    assert copy.copy(s) == s and copy.copy(s) is not s


def test_deepcopy_of_containers():
    x = [1, [2, {'a': (3, [4])}], {5}]
    y = copy.deepcopy(x)
    assert y == x and y[1] is not x[1] and y[1][1] is not x[1][1]
    assert y[1][1]['a'] is not x[1][1]['a'] and y[2] is not x[2]


def test_a_tuple_is_kept_when_nothing_in_it_was_copied():
    t = (1, ('a', (2,)))
    assert copy.deepcopy(t) is t
    u = (1, [2])
    v = copy.deepcopy(u)
    assert v == u and v is not u and v[1] is not u[1]


def test_sharing_is_kept():
    a = [1]
    x = [a, a, {'k': a}]
    y = copy.deepcopy(x)
    assert y[0] is y[1] and y[2]['k'] is y[0] and y[0] is not a


def test_cycles_are_kept():
    l = [1]
    l.append(l)
    m = copy.deepcopy(l)
    assert m[1] is m and m is not l
    d = {}
    d['d'] = d
    e = copy.deepcopy(d)
    assert e['d'] is e and e is not d
    t = ([],)
    t[0].append(t)
    u = copy.deepcopy(t)
    assert u[0][0] is u and u is not t


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


def test_instances():
    p = Point([1], 2)
    q, r = copy.copy(p), copy.deepcopy(p)
    assert type(q) is Point and q.x is p.x and q.y == 2 and q is not p
    assert r.x == [1] and r.x is not p.x


def test_instances_in_cycles():
    p = Point(1, None)
    p.y = [p]
    q = copy.deepcopy(p)
    assert q.y[0] is q and q is not p


def test_init_is_not_called():
    calls = []

    class C:
        def __init__(self):
            calls.append(1)
    c = C()
    copy.copy(c), copy.deepcopy(c)
    assert calls == [1]


def test_slots():
    class S:
        __slots__ = ('a', 'b')
    s = S()
    s.a = [1]
    t, u = copy.copy(s), copy.deepcopy(s)
    assert t.a is s.a and not hasattr(t, 'b') and u.a == [1] and u.a is not s.a


def test_slots_and_dict():
    class S:
        __slots__ = ('a', '__dict__')
    s = S()
    s.a, s.z = 1, [2]
    t = copy.deepcopy(s)
    assert t.a == 1 and t.z == [2] and t.z is not s.z


def test_own_copy_methods():
    class C:
        def __copy__(self):
            return 'copied'

        def __deepcopy__(self, memo):
            return 'deeply', type(memo) is dict
    assert copy.copy(C()) == 'copied' and copy.deepcopy(C()) == ('deeply', True)
    assert copy.deepcopy([C()]) == [('deeply', True)]


def test_the_memo():
    a = [1]
    memo = {}
    b = copy.deepcopy(a, memo)
    assert memo[id(a)] is b
    c = [2]
    memo = {id(c): 'known'}
    assert copy.deepcopy([c], memo) == ['known']


def test_reduce_ex_and_reduce():
    class R:
        def __init__(self, v):
            self.v = v

        def __reduce__(self):
            return R, (self.v,)
    r = R([1])
    assert copy.copy(r).v is r.v and copy.deepcopy(r).v == [1] and copy.deepcopy(r).v is not r.v

    class X:
        def __reduce_ex__(self, protocol):
            return str, (protocol,)
    assert copy.copy(X()) == '4'

    class S:
        def __reduce_ex__(self, protocol):
            return 'a name'
    s = S()
    assert copy.copy(s) is s and copy.deepcopy(s) is s


def test_state_methods():
    class C:
        def __init__(self):
            self.a = 1

        def __getstate__(self):
            return {'b': 2}

        def __setstate__(self, state):
            self.state = state
    c = copy.copy(C())
    assert c.state == {'b': 2} and not hasattr(c, 'a')


def test_getnewargs():
    class T(tuple):
        def __new__(cls, a, b):
            return super().__new__(cls, (a, b))

        def __getnewargs__(self):
            return tuple(self)
    t = T(1, [2])
    u = copy.deepcopy(t)
    assert type(u) is T and u == (1, [2]) and u[1] is not t[1]

    class K:
        def __new__(cls, *, k):
            self = super().__new__(cls)
            self.k = k
            return self

        def __getnewargs_ex__(self):
            return (), {'k': self.k}
    assert copy.copy(K(k=5)).k == 5


def test_subclasses_of_containers():
    class L(list):
        pass

    class D(dict):
        pass
    l = L([1, [2]])
    l.x = [3]
    m = copy.deepcopy(l)
    assert type(m) is L and m == l and m[1] is not l[1] and m.x == [3] and m.x is not l.x
    d = D(a=[1])
    e = copy.copy(d)
    assert type(e) is D and e == d and e['a'] is d['a'] and copy.deepcopy(d)['a'] is not d['a']


def test_list_dict_set_methods_copy():
    a = [[1]]
    assert a.copy() == a and a.copy()[0] is a[0] and a[:][0] is a[0] and list(a)[0] is a[0]
    d = {1: [2]}
    assert d.copy()[1] is d[1] and dict(d)[1] is d[1] and {**d}[1] is d[1]
    assert {1}.copy() == {1}


def test_what_cannot_be_copied():
    for x, name in ((i for i in ()), 'generator'), (copy, 'module'):
        try:
            copy.deepcopy(x)
        except TypeError as e:
            assert str(e) == "cannot pickle '%s' object" % name, str(e)
        else:
            assert False


def test_deepcopy_of_dict_keys():
    class K:
        pass
    k = K()
    d = {k: k}
    e = copy.deepcopy(d)
    (k2, v2), = e.items()
    assert k2 is v2 and k2 is not k


def test_bound_methods_are_deepcopied_with_self():
    class C:
        def m(self):
            return self
    c = C()
    m = copy.deepcopy(c.m)
    assert type(m()) is C and m() is not c


def test_deepcopy_too_deep_ends_in_recursion_error():
    a = []
    for _ in range(100000):
        a = [a]
    try:
        copy.deepcopy(a)
    except RecursionError:
        pass
    else:
        assert False


def test_exceptions_are_copied():
    e = ValueError('a', [1])
    f = copy.deepcopy(e)
    assert type(f) is ValueError and f.args == ('a', [1]) and f.args[1] is not e.args[1]


def test_copy_error():
    assert issubclass(copy.Error, Exception) and copy.error is copy.Error
