# weakref: ref, proxy, callbacks, weak containers, WeakMethod, finalize.
import gc
import weakref

log = []


class Thing:
    def __init__(self, name=None):
        self.name = name

    def hello(self, x=''):
        return 'hello ' + str(self.name) + x


def taken():
    out = list(log)
    log.clear()
    return out


def test_ref_gives_the_object_then_none():
    a = Thing()
    r = weakref.ref(a)
    assert r() is a
    del a
    assert r() is None


def test_refs_without_callback_are_shared():
    a = Thing()
    assert weakref.ref(a) is weakref.ref(a)
    f = lambda r: None
    assert weakref.ref(a, f) is not weakref.ref(a, f)
    r = weakref.ref(a)
    s = weakref.ref(a, f)
    assert r is not s and r == s
    assert weakref.ref(a, None) is r


def test_callbacks_run_from_the_newest():
    a = Thing()
    refs = [weakref.ref(a, lambda r, n=n: log.append(n)) for n in range(4)]
    del a
    assert taken() == [3, 2, 1, 0]


def test_a_callback_gets_the_dead_reference():
    a = Thing()
    r = weakref.ref(a, lambda x: log.append((x is r, x())))
    del a
    assert taken() == [(True, None)]


def test_a_dead_reference_is_not_called_back():
    a = Thing()
    r = weakref.ref(a, lambda x: log.append(1))
    del r
    del a
    assert taken() == []


def test_callback_attribute():
    a = Thing()
    f = lambda r: None
    r = weakref.ref(a, f)
    assert r.__callback__ is f and weakref.ref(a).__callback__ is None
    del a
    assert r.__callback__ is None


def test_an_exception_in_a_callback_is_unraisable():
    import sys
    old, caught = sys.unraisablehook, []
    sys.unraisablehook = lambda u: caught.append((u.exc_type, str(u.exc_value)))
    try:
        a = Thing()
        r = weakref.ref(a, lambda x: 1 / 0)
        del a
    finally:
        sys.unraisablehook = old
    assert caught == [(ZeroDivisionError, 'division by zero')]


def test_all_references_are_dead_when_callbacks_run():
    a = Thing()
    r1 = weakref.ref(a)
    r2 = weakref.ref(a, lambda x: log.append((r1(), r2(), r3())))
    r3 = weakref.ref(a, lambda x: log.append((r1(), r2(), r3())))
    del a
    assert taken() == [(None, None, None)] * 2


def test_hash_and_equality_follow_the_object():
    class E:
        def __init__(self, v):
            self.v = v

        def __eq__(self, other):
            return self.v == other.v

        def __hash__(self):
            return hash(self.v)
    a, b, c = E(1), E(1), E(2)
    ra, rb, rc = map(weakref.ref, (a, b, c))
    assert ra == rb and ra != rc and hash(ra) == hash(1)
    late = weakref.ref(c)
    del a, b, c
    assert hash(ra) == hash(1)          # remembered
    assert ra != rb and ra == ra
    try:
        hash(rc)
    except TypeError as e:
        assert str(e) == 'weak object has gone away'
    else:
        assert False


def test_order_comparison_is_refused():
    a = Thing()
    r = weakref.ref(a)
    try:
        r < r
    except TypeError as e:
        assert str(e) == ("'<' not supported between instances of 'weakref.ReferenceType' and "
                          "'weakref.ReferenceType'"), str(e)
    else:
        assert False


def test_repr():
    a = Thing()
    r = weakref.ref(a)
    assert repr(r) == '<weakref at %s; to %s at %s>' % (hex(id(r)), "'Thing'", hex(id(a)))
    del a
    assert repr(r) == '<weakref at %s; dead>' % hex(id(r))


def test_what_can_be_referred_to():
    class S:
        __slots__ = ()

    class W:
        __slots__ = ('__weakref__',)

    class L(list):
        pass

    def f():
        pass
    for x in Thing(), Thing, f, W(), L(), set(), frozenset([1]), weakref, (i for i in ()), \
            Thing().hello:
        assert weakref.ref(x) is not None
    for x, name in [(1, 'int'), ('a', 'str'), ((), 'tuple'), ([], 'list'), ({}, 'dict'),
                    (None, 'NoneType'), (S(), 'S'), (object(), 'object'), (1.5, 'float')]:
        try:
            weakref.ref(x)
        except TypeError as e:
            assert str(e) == "cannot create weak reference to '%s' object" % name, str(e)
        else:
            assert False, name


def test_weakref_counts_and_lists():
    a = Thing()
    assert weakref.getweakrefcount(a) == 0 and weakref.getweakrefs(a) == []
    r = weakref.ref(a)
    s = weakref.ref(a, lambda x: None)
    p = weakref.proxy(a)
    assert weakref.getweakrefcount(a) == 3 and set(map(id, weakref.getweakrefs(a))) == {id(r), id(s), id(p)}
    assert weakref.getweakrefcount(5) == 0
    assert a.__weakref__ is r


def test_subclass_of_ref():
    class R(weakref.ref):
        __slots__ = ('key',)

        def __new__(cls, ob, key):
            return super().__new__(cls, ob)

        def __init__(self, ob, key):
            super().__init__(ob)
            self.key = key
    a = Thing()
    r = R(a, 'k')
    assert r() is a and r.key == 'k' and R(a, 'k') is not r and isinstance(r, weakref.ref)


def test_bound_method_reference_dies_at_once():
    a = Thing()
    r = weakref.ref(a.hello)
    assert r() is None


def test_proxy_passes_everything_on():
    a = Thing('a')
    p = weakref.proxy(a)
    assert p.name == 'a' and p.hello('!') == 'hello a!'
    p.name = 'b'
    assert a.name == 'b'
    del p.name
    assert not hasattr(a, 'name')

    class N:
        def __len__(self): return 3
        def __getitem__(self, i): return i
        def __add__(self, o): return ('add', o)
        def __radd__(self, o): return ('radd', o)
        def __contains__(self, x): return x == 1
        def __iter__(self): return iter([1, 2])
        def __bool__(self): return False
        def __call__(self, x): return x
        def __eq__(self, o): return o == 5
        def __str__(self): return 'str of N'
        def __index__(self): return 2
    n = N()
    q = weakref.proxy(n)
    assert len(q) == 3 and q[7] == 7 and q + 1 == ('add', 1) and 1 + q == ('radd', 1) and 1 in q
    assert list(q) == [1, 2] and not q and q(9) == 9 and q == 5 and str(q) == 'str of N'
    assert [10, 20, 30][q] == 30
    assert type(p).__name__ == 'ProxyType' and type(q).__name__ == 'CallableProxyType'
    assert type(p) is weakref.ProxyType and type(q) is weakref.CallableProxyType


def test_a_dead_proxy_raises():
    a = Thing()
    p = weakref.proxy(a)
    del a
    for f in (lambda: p.name, lambda: str(p), lambda: p.hello(), lambda: bool(p), lambda: p + 1):
        try:
            f()
        except ReferenceError as e:
            assert str(e) == 'weakly-referenced object no longer exists'
        else:
            assert False


def test_proxies_are_not_hashable():
    a = Thing()
    try:
        hash(weakref.proxy(a))
    except TypeError as e:
        assert str(e) == "unhashable type: 'weakref.ProxyType'" or 'unhashable' in str(e)
    else:
        assert False


def test_weak_value_dictionary():
    d = weakref.WeakValueDictionary()
    a, b = Thing('a'), Thing('b')
    d['a'] = a
    d['b'] = b
    assert len(d) == 2 and d['a'] is a and 'b' in d and sorted(d) == ['a', 'b']
    del a
    assert len(d) == 1 and 'a' not in d and d.get('a', 5) == 5
    try:
        d['a']
    except KeyError as e:
        assert e.args == ('a',)
    assert list(d.items()) == [('b', b)] and list(d.values()) == [b]
    assert d.pop('b') is b and len(d) == 0
    assert d.setdefault('c', b) is b and d.setdefault('c', Thing()) is b
    d.update({'x': b})
    e = d.copy()
    assert sorted(e) == ['c', 'x'] and repr(d).startswith('<WeakValueDictionary at 0x')
    del b
    assert len(d) == 0 and len(e) == 0


def test_weak_value_dictionary_is_changed_while_it_is_gone_over():
    things = [Thing(i) for i in range(5)]
    d = weakref.WeakValueDictionary(enumerate(things))
    seen = []
    for k, v in d.items():
        seen.append(k)
        things.clear()
        del v
    assert seen[0] == 0 and len(d) == 0


def test_weak_key_dictionary():
    d = weakref.WeakKeyDictionary()
    a, b = Thing('a'), Thing('b')
    d[a] = 1
    d[b] = 2
    assert len(d) == 2 and d[a] == 1 and a in d and 5 not in d
    assert sorted(d.values()) == [1, 2] and {k.name for k in d} == {'a', 'b'}
    del a
    assert len(d) == 1 and list(d.values()) == [2]
    assert d.get(Thing(), 'none') == 'none'
    del d[b]
    assert len(d) == 0
    try:
        d[b]
    except KeyError:
        pass
    else:
        assert False


def test_weak_set():
    s = weakref.WeakSet()
    a, b = Thing(), Thing()
    s.add(a)
    s.add(b)
    s.add(a)
    assert len(s) == 2 and a in s and Thing() not in s
    del a
    assert len(s) == 1 and list(s) == [b]
    s.discard(b)
    s.discard(b)
    assert len(s) == 0
    c = Thing()
    s.update([b, c])
    assert s == weakref.WeakSet([b, c]) and s != {b, c} and (s & {b}) == weakref.WeakSet([b]) and len(s | {Thing()}) in (2, 3)
    assert s.pop() in (b, c)


def test_weak_method():
    a = Thing('m')
    m = weakref.WeakMethod(a.hello)
    assert m()() == 'hello m' and m() == a.hello and m == weakref.WeakMethod(a.hello)
    del a
    assert m() is None


def test_finalize_runs_at_death():
    a = Thing()
    f = weakref.finalize(a, log.append, 'gone')
    assert f.alive and f.peek()[0] is a and f.peek()[2] == ('gone',)
    del a
    assert taken() == ['gone'] and not f.alive and f.peek() is None and f() is None


def test_finalize_can_be_called_or_detached():
    a = Thing()
    f = weakref.finalize(a, lambda x: log.append(x) or 'result', 1)
    assert f() == 'result' and f() is None and taken() == [1]
    f = weakref.finalize(a, log.append, 2)
    assert f.detach()[2] == (2,) and f.detach() is None
    del a
    assert taken() == []


def test_weak_containers_do_not_hold_cycles():
    class Node:
        pass
    d = weakref.WeakValueDictionary()
    n = Node()
    n.me = n
    d[1] = n
    del n
    assert len(d) == 1
    gc.collect()
    assert len(d) == 0


def test_a_weakref_in_the_object_itself():
    a = Thing()
    a.r = weakref.ref(a)
    w = weakref.ref(a)
    assert a.r is w
    del a
    assert w() is None


def test_a_callback_that_makes_a_new_reference():
    a, b = Thing(), Thing()
    out = []
    r = weakref.ref(a, lambda x: out.append(weakref.ref(b)))
    del a
    assert out[0]() is b


def test_references_survive_their_objects_resurrection_or_not():
    kept = []

    class R:
        def __del__(self):
            kept.append(self)
    a = R()
    w = weakref.ref(a)
    del a
    # on the counting path the finalizer runs first and brings the object back, so w lives
    assert w() is kept[0]
    kept.clear()
    assert w() is None

    a = R()
    a.me = a
    w = weakref.ref(a)
    del a
    gc.collect()
    # in a cycle weak references go first
    assert w() is None and len(kept) == 1
    kept[0].me = None
    kept.clear()


def test_ref_arguments():
    a = Thing()
    for call, text in [(lambda: weakref.ref(), '__new__ expected at least 1 argument, got 0'),
                       (lambda: weakref.ref(a, None, 1), '__new__ expected at most 2 arguments, got 3'),
                       (lambda: weakref.ref(a)(1), 'ref() takes no arguments')]:
        try:
            call()
        except TypeError as e:
            pass
        else:
            assert False, text


def test_getting_many_references():
    a = Thing()
    refs = [weakref.ref(a, log.append) for _ in range(1000)]
    del refs[::2]
    assert weakref.getweakrefcount(a) == 500
    del a
    assert len(taken()) == 500
