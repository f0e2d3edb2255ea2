# weakref: dictionaries, sets, methods and finalizers.
import copy
import gc
import weakref


def raises(kind, function, *args, **keywords):
    try:
        function(*args, **keywords)
    except kind as error:
        return error
    assert False, 'no ' + kind.__name__


class Thing:
    def __init__(self, name=None):
        self.name = name

    def __repr__(self):
        return '<Thing %s>' % self.name

    def __eq__(self, other):
        return isinstance(other, Thing) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def method(self):
        return self.name


def things(count):
    return [Thing(i) for i in range(count)]


# WeakValueDictionary

def test_a_value_that_dies_leaves():
    d = weakref.WeakValueDictionary()
    a, b = things(2)
    d['a'], d['b'] = a, b
    assert len(d) == 2 and d['a'] is a and 'b' in d and sorted(d) == ['a', 'b']
    del b
    assert len(d) == 1 and 'b' not in d and d.get('b') is None and d.get('b', 5) == 5
    assert raises(KeyError, d.__getitem__, 'b').args == ('b',)
    assert list(d.items()) == [('a', a)] and list(d.values()) == [a] and list(d.keys()) == ['a']


def test_values_by_constructor_and_update():
    a, b, c = things(3)
    d = weakref.WeakValueDictionary({'a': a}, b=b)
    assert dict(d) == {'a': a, 'b': b}
    assert dict(weakref.WeakValueDictionary([(1, a), (2, b)])) == {1: a, 2: b}
    assert dict(weakref.WeakValueDictionary(d)) == {'a': a, 'b': b}
    d.update({'c': c}, d=c)
    assert d['c'] is c and d['d'] is c
    d.update(self=a, other=b)
    assert d['self'] is a and d['other'] is b
    raises(TypeError, weakref.WeakValueDictionary, {}, {})
    raises(TypeError, d.__setitem__, 'x', 1)


def test_values_removed_by_hand():
    a, b, c = things(3)
    d = weakref.WeakValueDictionary(a=a, b=b, c=c)
    assert d.pop('a') is a and d.pop('a', 7) == 7
    assert raises(KeyError, d.pop, 'a').args == ('a',)
    del d['b']
    raises(KeyError, d.__delitem__, 'b')
    assert d.popitem() == ('c', c)
    raises(KeyError, d.popitem)
    d['a'] = a
    d.clear()
    assert len(d) == 0 and not d


def test_values_setdefault():
    a, b = things(2)
    d = weakref.WeakValueDictionary()
    assert d.setdefault('k', a) is a and d.setdefault('k', b) is a
    del a
    assert d.setdefault('k', b) is b


def test_values_merged():
    a, b, c = things(3)
    d, e = weakref.WeakValueDictionary({1: a, 2: b}), weakref.WeakValueDictionary({2: c})
    u = d | e
    assert type(u) is weakref.WeakValueDictionary and dict(u) == {1: a, 2: c} and dict(d) == {1: a, 2: b}
    assert dict(d | {2: c}) == {1: a, 2: c}
    u = {1: c, 3: c} | d
    assert type(u) is weakref.WeakValueDictionary and dict(u) == {1: a, 2: b, 3: c}
    d |= e
    assert dict(d) == {1: a, 2: c}
    d |= [(4, c)]
    assert d[4] is c
    raises(TypeError, lambda: d | [(1, a)])
    assert weakref.WeakValueDictionary.__or__(d, 1) is NotImplemented


def test_values_compared_copied_and_shown():
    a, b = things(2)
    d = weakref.WeakValueDictionary({1: a, 2: b})
    assert d == {1: a, 2: b} and d == weakref.WeakValueDictionary({1: a, 2: b}) and d != {1: a} and d != 5
    raises(TypeError, hash, d)
    assert repr(d) == '<WeakValueDictionary at %s>' % hex(id(d))
    for e in (d.copy(), copy.copy(d)):
        assert type(e) is weakref.WeakValueDictionary and e == d and e is not d
    e = copy.deepcopy(d)
    assert e == d and e[1] is a
    raises(TypeError, reversed, d)


def test_a_dead_value_is_skipped_while_others_iterate():
    all = things(5)
    d = weakref.WeakValueDictionary(enumerate(all))
    seen = []
    for key, value in d.items():
        seen.append(key)
        del value
        if key == 1:
            all[3] = None
    assert seen == [0, 1, 2, 4] and len(d) == 4 and len(d.data) == 4
    walk = iter(d.values())
    next(walk)
    all[4] = None
    assert 4 in d.data and 4 not in d and d.get(4) is None
    del walk
    assert 4 not in d.data and len(d) == 3


def test_a_key_set_anew_survives_the_old_values_callback():
    a, b = Thing('a'), Thing('b')
    d = weakref.WeakValueDictionary()
    d['k'] = a
    walk = iter(d)
    next(walk)
    del a
    d['k'] = b
    del walk
    assert d['k'] is b and len(d) == 1


def test_value_references():
    a = Thing('a')
    d = weakref.WeakValueDictionary(k=a)
    refs = d.valuerefs()
    assert len(refs) == 1 and refs[0]() is a and refs[0].key == 'k' and type(refs[0]) is weakref.KeyedRef
    assert [r() for r in d.itervaluerefs()] == [a]


def test_values_in_cycles_leave_with_the_collector():
    d = weakref.WeakValueDictionary()
    t = Thing('t')
    t.me = t
    d['t'] = t
    del t
    assert 't' in d
    gc.collect()
    assert 't' not in d and len(d) == 0


def test_the_dictionary_dies_before_its_values():
    a = Thing('a')
    d = weakref.WeakValueDictionary(k=a)
    assert weakref.getweakrefcount(a) == 1
    w = weakref.ref(d)
    del d
    assert w() is None and weakref.getweakrefcount(a) == 0


# WeakKeyDictionary

def test_a_key_that_dies_leaves():
    d = weakref.WeakKeyDictionary()
    a, b = things(2)
    d[a], d[b] = 'a', 'b'
    assert len(d) == 2 and d[a] == 'a' and b in d and Thing(1) in d and 1 not in d and 'x' not in d
    del b
    assert len(d) == 1 and list(d.items()) == [(a, 'a')] and list(d) == [a] and list(d.values()) == ['a']
    assert isinstance(raises(KeyError, d.__getitem__, Thing(5)), KeyError)
    raises(TypeError, d.__setitem__, 1, 1)
    raises(TypeError, d.__getitem__, 1)


def test_keys_by_constructor_update_and_removal():
    a, b, c = things(3)
    d = weakref.WeakKeyDictionary({a: 1, b: 2})
    d.update({c: 3})
    d.update([(a, 10)])
    assert dict(d) == {a: 10, b: 2, c: 3}
    assert d.pop(a) == 10 and d.pop(a, 0) == 0
    raises(KeyError, d.pop, a)
    del d[b]
    raises(KeyError, d.__delitem__, b)
    assert d.setdefault(c, 9) == 3 and d.setdefault(a, 9) == 9 and d.setdefault(b) is None
    assert d.get(a) == 9 and d.get(Thing(77)) is None and d.get(Thing(77), 5) == 5
    keys = {d.popitem()[0].name for i in range(3)}
    assert keys == {0, 1, 2}
    raises(KeyError, d.popitem)


def test_keys_merged_compared_and_copied():
    a, b = things(2)
    d, e = weakref.WeakKeyDictionary({a: 1}), weakref.WeakKeyDictionary({a: 2, b: 3})
    assert dict(d | e) == {a: 2, b: 3} and type(d | e) is weakref.WeakKeyDictionary
    assert dict({b: 0} | d) == {a: 1, b: 0} and type({b: 0} | d) is weakref.WeakKeyDictionary
    d |= {b: 5}
    assert d == {a: 1, b: 5} and d != e
    assert repr(d) == '<WeakKeyDictionary at %s>' % hex(id(d))
    f = copy.copy(d)
    assert f == d and type(f) is weakref.WeakKeyDictionary
    d[a] = [1, 2]
    f = copy.deepcopy(d)
    assert f == d and f[a] is not d[a]
    assert len(d.keyrefs()) == 2 and {r() for r in d.keyrefs()} == {a, b}
    d.clear()
    assert len(d) == 0


def test_a_dead_key_is_skipped_while_others_iterate():
    all = things(5)
    d = weakref.WeakKeyDictionary((t, t.name) for t in all)
    seen = []
    for key, value in d.items():
        seen.append(value)
        del key
        if value == 1:
            all[3] = None
    assert seen == [0, 1, 2, 4] and len(d) == 4
    walk = iter(d)
    next(walk)
    all[4] = None
    assert len(d) == 3
    del walk
    assert len(d) == 3 and len(d.data) == 3


# WeakSet

def test_an_element_that_dies_leaves():
    a, b, c = things(3)
    s = weakref.WeakSet([a, b])
    s.add(c)
    s.add(c)
    assert len(s) == 3 and a in s and Thing(1) in s and 5 not in s
    del c
    assert len(s) == 2 and set(s) == {a, b}
    s.discard(a)
    s.discard(a)
    raises(KeyError, s.remove, a)
    s.remove(b)
    raises(KeyError, s.pop)
    assert len(s) == 0
    s.add(a)
    assert s.pop() is a
    raises(TypeError, s.add, 1)


def test_sets_of_sets():
    all = things(6)
    a, b = weakref.WeakSet(all[:4]), weakref.WeakSet(all[2:])

    def names(s):
        return sorted(t.name for t in s)
    assert names(a | b) == [0, 1, 2, 3, 4, 5] and names(a.union(all[5:])) == [0, 1, 2, 3, 5]
    assert names(a & b) == [2, 3] and names(a - b) == [0, 1] and names(a ^ b) == [0, 1, 4, 5]
    assert names(a.difference(all[:1])) == [1, 2, 3]
    assert type(a | b) is weakref.WeakSet
    c = a.copy()
    assert c == a and c is not a and c != b and a != set(all)
    c |= b
    assert names(c) == [0, 1, 2, 3, 4, 5]
    c -= a
    assert names(c) == [4, 5]
    c ^= b
    assert names(c) == [2, 3]
    c &= weakref.WeakSet(all[3:])
    assert names(c) == [3]
    c ^= c
    assert names(c) == []
    assert a >= weakref.WeakSet(all[:2]) and a > weakref.WeakSet(all[:2]) and not a < a and a <= a
    assert a.issubset(all) and a.issuperset(all[1:3]) and not a.isdisjoint(b) and a.isdisjoint(all[4:])
    raises(TypeError, hash, a)
    assert repr(weakref.WeakSet()) == 'set()'
    a.clear()
    assert not a
    assert names(copy.copy(b)) == [2, 3, 4, 5]


def test_a_dead_element_is_skipped_while_others_iterate():
    all = things(8)
    s = weakref.WeakSet(all)
    walk = iter(s)
    first = next(walk)
    kept = first.name
    del first
    for i in range(8):
        if i != kept:
            all[i] = None
    assert len(s) == 1 and len(s.data) == 8
    del walk
    assert len(s.data) == 1


# WeakMethod

def test_a_weak_method():
    t = Thing('t')
    calls = []
    m = weakref.WeakMethod(t.method, calls.append)
    assert m()() == 't' and m() == t.method and isinstance(m, weakref.ref)
    assert m == weakref.WeakMethod(t.method) and not m != weakref.WeakMethod(t.method)
    assert hash(m) == hash(t)
    del t
    assert m() is None and calls == [m]
    other = weakref.WeakMethod(Thing('u').method)
    assert other() is None and m != other and m == m
    error = raises(TypeError, weakref.WeakMethod, len)
    assert str(error) == 'argument should be a bound method, not ' + str(type(len))


def test_a_weak_method_whose_function_dies():
    class Local:
        def f(self):
            pass
    x = Local()
    calls = []
    m = weakref.WeakMethod(x.f, calls.append)
    del Local.f
    gc.collect()
    assert m() is None and len(calls) == 1
    del x
    assert len(calls) == 1


# finalize

def test_finalize_runs_once():
    log = []
    t = Thing('t')
    f = weakref.finalize(t, lambda *args, **kwargs: log.append((args, kwargs)) or 'result', 1, 2, x=3)
    assert f.alive and f.peek()[0] is t and f.peek()[2:] == ((1, 2), {'x': 3}) and f.atexit
    assert repr(f) == "<finalize object at %s; for 'Thing' at %s>" % (hex(id(f)), hex(id(t)))
    del t
    assert log == [((1, 2), {'x': 3})] and not f.alive and f.peek() is None and f() is None
    assert repr(f) == '<finalize object at %s; dead>' % hex(id(f)) and f.detach() is None and not f.atexit


def test_finalize_called_and_detached():
    log = []
    t = Thing('t')
    f = weakref.finalize(t, log.append, 1)
    assert f() is None and log == [1] and not f.alive
    g = weakref.finalize(t, log.append, 2)
    assert g.detach() == (t, log.append, (2,), {}) and not g.alive and g() is None
    h = weakref.finalize(t, lambda: 'value')
    assert h() == 'value' and h() is None
    k = weakref.finalize(t, log.append, 3)
    k.atexit = False
    assert k.atexit is False
    del t
    assert log == [1, 3]


def test_finalize_takes_any_keyword():
    log = {}
    t = Thing('t')
    weakref.finalize(t, log.update, self=1, func=2, obj=3)
    del t
    assert log == {'self': 1, 'func': 2, 'obj': 3}
    raises(TypeError, weakref.finalize)
    raises(TypeError, weakref.finalize, log, len)


def test_the_newest_finalizer_runs_first():
    log = []
    t = Thing('t')
    for i in range(4):
        weakref.finalize(t, log.append, i)
    del t
    assert log == [3, 2, 1, 0]


def test_the_registered_names():
    for name in weakref.__all__:
        assert hasattr(weakref, name), name
    assert weakref.ReferenceType is weakref.ref and weakref.ProxyTypes == (weakref.ProxyType, weakref.CallableProxyType)
    assert str(weakref.WeakSet[int]).endswith("WeakSet[int]")
