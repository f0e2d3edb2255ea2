# copy: every way in which an object can say how it is copied.
import copy
import copyreg
import weakref

HEAVY = (
    'test_deep_nesting_ends_in_an_error',
)


def raises(kind, function, *args):
    try:
        function(*args)
    except kind as error:
        return str(error)
    assert False, 'no ' + kind.__name__


class Plain:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Pair:
    def __init__(self, first, second):
        self.first = first
        self.second = second


def test_atoms_are_their_own_copies():
    def function(): pass
    class Local: pass
    x = Plain()
    for atom in (None, ..., NotImplemented, 5, 10**30, 1.5, True, 'text', b'bytes', range(3), len, [].append,
                 function, function.__code__, Local, type, int, weakref.ref(x), property()):
        assert copy.copy(atom) is atom and copy.deepcopy(atom) is atom
    for atom in ((1, [2]), frozenset([1]), slice(1)):
        assert copy.copy(atom) is atom


def test_shallow_copies_of_containers():
    inner = [1]
    for x in ([inner, 2], {'k': inner}, {1, 2}):
        y = copy.copy(x)
        assert y == x and y is not x and type(y) is type(x)
    assert copy.copy([inner])[0] is inner and copy.copy({1: inner})[1] is inner


def test_plain_objects():
    x = Plain(a=[1], b='text')
    y = copy.copy(x)
    assert type(y) is Plain and y.a is x.a and y.__dict__ == x.__dict__ and y.__dict__ is not x.__dict__
    z = copy.deepcopy(x)
    assert z.a == [1] and z.a is not x.a and list(z.__dict__) == ['a', 'b']
    p = Pair([1], {2})
    q = copy.deepcopy(p)
    assert q.first == [1] and q.first is not p.first and q.second == {2} and q.second is not p.second
    q = copy.copy(p)
    assert q.first is p.first and q.second is p.second
    q.first = 0
    assert p.first == [1]
    assert copy.copy(Plain()).__dict__ == {} and copy.deepcopy(Plain()).__dict__ == {}


def test_no_init_runs_and_no_setattr():
    class Strict:
        made = 0
        def __init__(self):
            Strict.made += 1
            object.__setattr__(self, 'x', [1])
        def __setattr__(self, name, value):
            raise AssertionError(name)
    s = Strict()
    assert copy.copy(s).x is s.x and copy.deepcopy(s).x == [1] and Strict.made == 1


def test_shared_and_cyclic_objects():
    a, b = Pair(None, []), Pair(None, None)
    a.first, b.first, b.second = b, a, a.second
    c = copy.deepcopy(a)
    assert c.first.first is c and c.first.second is c.second and c.second is not a.second
    x = [a, a, b]
    y = copy.deepcopy(x)
    assert y[0] is y[1] and y[2] is y[0].first and y[0] is not a
    l = []
    l.append(l)
    m = copy.deepcopy(l)
    assert m[0] is m and m is not l
    d = {}
    d['d'] = d
    e = copy.deepcopy(d)
    assert e['d'] is e and e is not d
    t = ([],)
    t[0].append(t)
    u = copy.deepcopy(t)
    assert u[0][0] is u and u is not t
    s = ({},)
    s[0]['self'] = s
    v = copy.deepcopy(s)
    assert v[0]['self'] is v


def test_tuples_of_atoms_are_not_copied():
    t = (1, 'two', (3.0, None))
    assert copy.deepcopy(t) is t
    u = (t, [])
    v = copy.deepcopy(u)
    assert v == u and v is not u and v[0] is t and v[1] is not u[1]


def test_slots():
    class Slotted:
        __slots__ = 'a', 'b', '__private'
        def __init__(self):
            self.a = [1]
            self.__private = {2}
        def private(self):
            return self.__private
    x = Slotted()
    y = copy.copy(x)
    assert y.a is x.a and y.private() is x.private() and not hasattr(y, 'b')
    z = copy.deepcopy(x)
    assert z.a == [1] and z.a is not x.a and z.private() == {2} and z.private() is not x.private()

    class Both(Slotted):
        pass
    x = Both()
    x.more = x.a
    z = copy.deepcopy(x)
    assert z.more is z.a and z.a is not x.a and z.private() == {2}


def test_state_methods():
    class Stated:
        def __init__(self, x): self.x = x
        def __getstate__(self): return {'x': self.x + ['got']}
    s = Stated(['a'])
    assert copy.copy(s).x == ['a', 'got'] and copy.deepcopy(s).x == ['a', 'got']

    class Set(Stated):
        def __setstate__(self, state): self.x = state['x'] + ['set']
    s = Set(['a'])
    assert copy.copy(s).x == ['a', 'got', 'set']

    class NoState:
        def __init__(self): self.x = 1
        def __getstate__(self): return None
        def __setstate__(self, state): assert False
    assert not hasattr(copy.copy(NoState()), 'x')

    class Empty:
        def __getstate__(self): return {}
        def __setstate__(self, state): self.set = state
    assert copy.copy(Empty()).set == {} and copy.deepcopy(Empty()).set == {}


def test_copy_methods():
    class Own:
        def __init__(self, x): self.x = x
        def __copy__(self): return Own(('copied', self.x))
        def __deepcopy__(self, memo): return Own(('deep', copy.deepcopy(self.x, memo)))
    o = Own([1])
    assert copy.copy(o).x == ('copied', o.x) and copy.copy(o).x[1] is o.x
    d = copy.deepcopy(o)
    assert d.x == ('deep', [1]) and d.x[1] is not o.x
    x = [o, o]
    y = copy.deepcopy(x)
    assert y[0] is y[1]

    class Instance:
        pass
    i = Instance()
    i.__deepcopy__ = lambda memo: 'from the instance'
    i.__copy__ = lambda: 'not asked'
    assert copy.deepcopy(i) == 'from the instance' and isinstance(copy.copy(i), Instance)


def test_copy_methods_of_a_metaclass_do_not_count():
    class Meta(type):
        def __copy__(cls): return 'meta'
        def __deepcopy__(cls, memo): return 'meta'
    class Class(metaclass=Meta):
        pass
    assert copy.copy(Class) is Class and copy.deepcopy(Class) is Class


def test_reduce_methods():
    class Ex:
        def __init__(self, *args): self.args = args
        def __reduce_ex__(self, protocol):
            return Ex, (protocol, 'ex')
        def __reduce__(self):
            assert False
    assert copy.copy(Ex()).args == (4, 'ex') and copy.deepcopy(Ex()).args == (4, 'ex')

    class Plainer:
        def __init__(self, *args): self.args = args
        def __reduce__(self):
            return Plainer, ([1], self.args)
    p = Plainer('x')
    assert copy.copy(p).args == ([1], ('x',))

    class Name:
        def __reduce__(self): return 'a global name'
    n = Name()
    assert copy.copy(n) is n and copy.deepcopy(n) is n

    class Refuses:
        def __reduce_ex__(self, protocol): raise TypeError('not me')
    assert raises(TypeError, copy.copy, Refuses()) == 'not me'

    class Odd:
        def __init__(self, answer): self.answer = answer
        def __reduce__(self): return self.answer
    assert raises(TypeError, copy.copy, Odd(5)) == 'Value after * must be an iterable, not int'
    raises(TypeError, copy.copy, Odd((Odd,)))
    raises(TypeError, copy.copy, Odd((Odd, (1,), None, None, None, 5)))


def test_list_and_dict_items():
    class Bag:
        def __init__(self): self.log = []
        def append(self, x): self.log.append(x)
        def __setitem__(self, k, v): self.log.append((k, v))
        def __reduce__(self):
            return Bag, (), None, iter([[1], 2]), iter([('k', [3])])
    b = copy.copy(Bag())
    assert b.log == [[1], 2, ('k', [3])]
    assert copy.deepcopy(Bag()).log == [[1], 2, ('k', [3])]


def test_subclasses_of_builtins():
    class L(list): pass
    class D(dict): pass
    class S(set): pass
    class T(tuple): pass
    class I(int): pass
    class F(frozenset): pass
    class Text(str): pass
    x = L([[1], 2])
    x.name = ['n']
    for f in (copy.copy, copy.deepcopy):
        y = f(x)
        assert type(y) is L and y == x and y.name == x.name and y is not x
        assert (y[0] is x[0]) == (f is copy.copy) and (y.name is x.name) == (f is copy.copy)
    x = D(a=[1])
    x.me = x
    y = copy.deepcopy(x)
    assert type(y) is D and y == {'a': [1]} and y['a'] is not x['a'] and y.me is y
    for x in (S([1, 2]), T(([1], 2)), I(7), F([3]), Text('abc')):
        for f in (copy.copy, copy.deepcopy):
            y = f(x)
            assert type(y) is type(x) and y == x and y is not x
    x = T(([1],))
    assert copy.deepcopy(x)[0] is not x[0]


def test_sets_are_copied_deeply():
    class Key:
        pass
    k = Key()
    for x in ({k, 1}, frozenset([k])):
        y = copy.deepcopy(x)
        assert type(y) is type(x) and len(y) == len(x) and k not in y


def test_new_arguments():
    class New:
        def __new__(cls, x):
            self = object.__new__(cls)
            self.x = x
            return self
        def __getnewargs__(self):
            return [1],
    n = New([0])
    assert copy.copy(n).x == [0]
    del n.x
    assert copy.copy(n).x == [1]

    class Ex:
        def __new__(cls, *, x):
            self = object.__new__(cls)
            self.made = x
            return self
        def __getnewargs_ex__(self):
            return (), {'x': [1]}
    e = Ex(x=5)
    del e.made
    assert copy.copy(e).made == [1] and copy.deepcopy(e).made == [1]


def test_bound_methods():
    class C:
        def f(self): return self
    c = C()
    d = copy.deepcopy([c, c.f])
    assert d[1]() is d[0] and d[0] is not c
    e = copy.copy(c.f)
    assert e() is c


def test_the_memo():
    memo = {}
    x = [[1], [2]]
    y = copy.deepcopy(x, memo)
    assert memo[id(x)] is y and memo[id(x[0])] is y[0]
    assert memo[id(memo)] == [x[0], x[1], x]
    assert copy.deepcopy(x, memo) is y
    assert copy.deepcopy(x, {id(x): 'known'}) == 'known'
    assert copy.deepcopy([x], {id(x[1]): 'known'}) == [[[1], 'known']]
    function = lambda: 0
    assert copy.deepcopy([function], {id(function): 'other'}) == ['other']
    assert copy.deepcopy(x, None) == x

    class Memo(dict):
        def get(self, key, default=None):
            gets.append(key)
            return dict.get(self, key, default)
    gets = []
    memo = Memo()
    assert copy.deepcopy(x, memo) == x
    assert gets[0] == id(x) and id(x[0]) in gets


def test_the_memo_seen_by_deepcopy_methods():
    seen = []
    class Look:
        def __deepcopy__(self, memo):
            seen.append(dict(memo))
            return self
    x = [Look(), 1]
    y = copy.deepcopy(x)
    assert seen[0][id(x)] is y and y[0] is x[0]

    class Changes:
        def __deepcopy__(self, memo):
            memo[id(function)] = 'changed'
            return self
    function = lambda: 0
    assert copy.deepcopy([Changes(), function])[1] == 'changed'


def test_the_registry():
    class Registered:
        def __init__(self, x): self.x = x
    def reduce(r):
        return Registered, (('reduced', r.x),)
    copyreg.pickle(Registered, reduce)
    r = Registered([1])
    assert copy.copy(r).x == ('reduced', [1]) and copy.deepcopy(r).x == ('reduced', [1])
    del copyreg.dispatch_table[Registered]
    assert copy.copy(r).x is r.x
    assert copy.copy(int | str) == int | str and copy.deepcopy(list[int] | None) == list[int] | None


def test_what_cannot_be_copied():
    def generate(): yield
    assert raises(TypeError, copy.copy, generate()) == "cannot pickle 'generator' object"
    assert raises(TypeError, copy.deepcopy, [generate()]) == "cannot pickle 'generator' object"
    assert raises(TypeError, copy.copy, copy) == "cannot pickle 'module' object"
    assert issubclass(copy.Error, Exception) and copy.error is copy.Error and copy.Error.__module__ == 'copy'

    class Hidden:
        def __getattribute__(self, name):
            if name.startswith('__reduce'):
                raise AttributeError(name)
            return object.__getattribute__(self, name)
    assert raises(copy.Error, copy.copy, Hidden()).startswith('un(shallow)copyable object of type <class ')
    assert raises(copy.Error, copy.deepcopy, Hidden()).startswith('un(deep)copyable object of type <class ')


def test_getattr_is_asked_for_the_methods():
    class Proxy:
        def __init__(self, target): object.__setattr__(self, 'target', target)
        def __getattr__(self, name):
            return getattr(object.__getattribute__(self, 'target'), name)
    class Target:
        def __deepcopy__(self, memo): return 'target'
    assert copy.deepcopy(Proxy(Target())) == 'target'


def test_a_dict_that_changes_while_it_is_copied():
    class Changes:
        def __deepcopy__(self, memo):
            x['new'] = 1
            return self
    x = {'a': Changes(), 'b': 2}
    assert raises(RuntimeError, copy.deepcopy, x) == 'dictionary changed size during iteration'

    class Grows:
        def __deepcopy__(self, memo):
            if len(l) < 4:
                l.append(self)
            return 'g'
    l = [Grows()]
    assert copy.deepcopy(l) == ['g', 'g']


def test_values_are_copied_before_keys():
    log = []
    class Logs:
        def __init__(self, name): self.name = name
        def __deepcopy__(self, memo):
            log.append(self.name)
            return self
    copy.deepcopy({Logs('key'): Logs('value')})
    assert log == ['value', 'key']


def test_deep_nesting_ends_in_an_error():
    x = []
    for i in range(100000):
        x = [x]
    raises(RecursionError, copy.deepcopy, x)
    t = ()
    for i in range(100000):
        t = (t, [])
    raises(RecursionError, copy.deepcopy, t)


def test_exceptions_and_others():
    e = ValueError('a', [1])
    e.extra = [2]
    f = copy.deepcopy(e)
    assert type(f) is ValueError and f.args == ('a', [1]) and f.args[1] is not e.args[1] and f.extra == [2]
    i = iter([1, 2, 3])
    next(i)
    assert list(copy.copy(i)) == [2, 3] and list(copy.deepcopy(i)) == [2, 3] and list(i) == [2, 3]
    assert copy.deepcopy(slice(1, [2])) == slice(1, [2])
    o = object()
    assert type(copy.copy(o)) is object and copy.deepcopy(o) is not o
