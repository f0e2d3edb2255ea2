# type, object, descriptors, property, staticmethod, classmethod, super, __slots__.


def raises(kind, text, f, *args):
    try:
        f(*args)
    except kind as e:
        assert str(e) == text, str(e)
    else:
        assert False, text


def test_type_of_one_argument():
    assert type(5) is int and type(int) is type and type(type) is type
    raises(TypeError, 'type() takes 1 or 3 arguments', type)
    raises(TypeError, 'type() takes 1 or 3 arguments', type, 1, 2)
    raises(TypeError, 'type.__new__() argument 1 must be str, not int', type, 1, (), {})
    raises(TypeError, 'type.__new__() argument 2 must be tuple, not list', type, 'C', [], {})
    raises(TypeError, 'type.__new__() argument 3 must be dict, not int', type, 'C', (), 5)
    raises(TypeError, 'metaclass conflict: the metaclass of a derived class must be a (non-strict) '
           'subclass of the metaclasses of all its bases', type, 'C', (5,), {})


def test_attributes_of_types():
    class C(int):
        pass
    assert C.__name__ == 'C' and C.__bases__ == (int,) and C.__base__ is int and C.__mro__ == (C, int, object)
    assert C.mro() == [C, int, object] and int.__subclasses__ is not None and C in int.__subclasses__()
    assert int.__module__ == 'builtins' and int.__qualname__ == 'int' and int.__basicsize__ > 0
    C.__name__ = 'D'
    C.__qualname__ = 'Q'
    assert C.__name__ == 'D' and repr(C) == "<class 'tests.Q'>"
    C.__module__ = 'm'
    assert repr(C) == "<class 'm.Q'>"
    raises(TypeError, "cannot set '__name__' attribute of immutable type 'int'",
           setattr, int, '__name__', 'x')
    raises(TypeError, "can only assign string to D.__name__, not 'int'", setattr, C, '__name__', 5)


def test_subclasses_forget_the_dead():
    import gc

    class A:
        pass

    class B(A):
        pass
    assert A.__subclasses__() == [B]
    del B
    gc.collect()
    assert A.__subclasses__() == []


def test_changing_the_class_of_an_object():
    class A:
        def f(self):
            return 'A'

    class B:
        def f(self):
            return 'B'
    a = A()
    a.x = 1
    a.__class__ = B
    assert a.f() == 'B' and type(a) is B and a.x == 1
    raises(TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses",
           setattr, a, '__class__', int)
    raises(TypeError, "__class__ must be set to a class, not 'int' object", setattr, a, '__class__', 5)

    class S:
        __slots__ = ('x',)
    raises(TypeError, "__class__ assignment: 'S' object layout differs from 'B'",
           setattr, a, '__class__', S)


def test_changing_bases():
    class A:
        x = 'A'

    class B:
        x = 'B'

    class C(A):
        pass
    assert C().x == 'A'
    C.__bases__ = (B,)
    assert C().x == 'B' and C.__mro__ == (C, B, object)
    raises(TypeError, 'can only assign non-empty tuple to C.__bases__, not ()',
           setattr, C, '__bases__', ())


def test_data_descriptors_go_before_the_instance():
    class Data:
        def __get__(self, obj, owner):
            return 'data', obj, owner

        def __set__(self, obj, value):
            log.append(value)

    class NonData:
        def __get__(self, obj, owner):
            return 'non-data'

    class C:
        d = Data()
        n = NonData()
    log = []
    c = C()
    c.__dict__['d'] = c.__dict__['n'] = 'own'
    assert c.d == ('data', c, C) and c.n == 'own' and C.d == ('data', None, C) and C.n == 'non-data'
    c.d = 5
    assert log == [5] and C().n == 'non-data'


def test_delete_descriptors():
    class D:
        def __delete__(self, obj):
            log.append('deleted')

    class C:
        d = D()
    log = []
    c = C()
    del c.d
    assert log == ['deleted']
    raises(AttributeError, '__set__', setattr, c, 'd', 1)


def test_attribute_hooks():
    class C:
        def __getattr__(self, name):
            if name == 'missing':
                raise AttributeError('own text')
            return 'made ' + name

        def __setattr__(self, name, value):
            object.__setattr__(self, name, value * 2)

        def __delattr__(self, name):
            log.append(name)
            object.__delattr__(self, name)
    log = []
    c = C()
    assert c.x == 'made x'
    c.x = 5
    assert c.x == 10
    del c.x
    assert c.x == 'made x' and log == ['x']
    raises(AttributeError, 'own text', getattr, c, 'missing')
    assert getattr(c, 'missing', 'd') == 'd' and not hasattr(c, 'missing')

    class G:
        def __getattribute__(self, name):
            return name

        def __getattr__(self, name):
            return 'never'
    assert G().anything == 'anything'

    class B:
        def __getattribute__(self, name):
            raise AttributeError(name)

        def __getattr__(self, name):
            return 'fallback ' + name
    assert B().x == 'fallback x'


def test_property():
    class C:
        def __init__(self):
            self._x = 1

        @property
        def x(self):
            "About x."
            return self._x

        @x.setter
        def x(self, value):
            self._x = value

        @x.deleter
        def x(self):
            del self._x

        @property
        def r(self):
            return 'r'
        w = property(None, lambda s, v: None)
    c = C()
    assert c.x == 1 and C.x.__doc__ == 'About x.' and C.x.fget(c) == 1
    c.x = 5
    assert c.x == 5
    del c.x
    raises(AttributeError, "'C' object has no attribute '_x'", getattr, c, 'x')
    raises(AttributeError, "property 'r' of 'test_property.<locals>.C' object has no setter",
           setattr, c, 'r', 1)
    raises(AttributeError, "property 'r' of 'test_property.<locals>.C' object has no deleter",
           delattr, c, 'r')
    raises(AttributeError, "property 'w' of 'test_property.<locals>.C' object has no getter",
           getattr, c, 'w')
    p = property(len)
    assert p.fget is len and p.fset is None and p.getter(abs).fget is abs and p.__get__([1]) == 1
    assert p.__get__(None, int) is p and property(fget=len, doc='d').__doc__ == 'd'


def test_staticmethod_and_classmethod():
    class C:
        @staticmethod
        def s(*a):
            "doc"
            return a

        @classmethod
        def c(cls, *a):
            return cls, a

    class D(C):
        pass
    assert C.s(1) == (1,) == C().s(1) and D.c(1) == (D, (1,)) == D().c(1)
    assert C.__dict__['s'].__func__ is C.s and C.__dict__['s'].__wrapped__ is C.s
    assert C.c.__self__ is C and D.c.__func__ is C.c.__func__
    assert staticmethod(len)([1]) == 1 and C.__dict__['s'].__doc__ == 'doc'
    assert C.__dict__['s'].__name__ == 's' and repr(staticmethod(len)).startswith('<staticmethod(')
    raises(TypeError, "'classmethod' object is not callable", classmethod(len))


def test_super():
    class A:
        x = 'A.x'

        def f(self):
            return 'A'

        @classmethod
        def c(cls):
            return 'A', cls

        @property
        def p(self):
            return 'A.p'

    class B(A):
        x = 'B.x'

        def f(self):
            return 'B' + super().f()

        @classmethod
        def c(cls):
            return super().c()

        @property
        def p(self):
            return 'B' + super().p

        def x_of_super(self):
            return super().x
    b = B()
    assert b.f() == 'BA' and B.c() == ('A', B) and b.p == 'BA.p' and b.x_of_super() == 'A.x'
    s = super(B, b)
    assert s.f() == 'A' and s.__thisclass__ is B and s.__self__ is b and s.__self_class__ is B
    assert super(B, B).c() == ('A', B) and super(B, B).f is A.f
    raises(AttributeError, "'super' object has no attribute 'missing'", getattr, s, 'missing')
    raises(TypeError, 'super(type, obj): obj must be an instance or subtype of type', super, B, A())
    raises(TypeError, 'super() argument 1 must be a type, not int', super, 5, 5)
    raises(RuntimeError, 'super(): no arguments', lambda: super())
    assert repr(s).startswith("<super: <class 'B'>, <B object>>") or 'super' in repr(s)
    unbound = super(B)
    assert unbound.__self__ is None and unbound.__get__(b, B).f() == 'A'


def test_super_in_a_diamond():
    class A:
        def f(self):
            return ['A']

    class B(A):
        def f(self):
            return ['B'] + super().f()

    class C(A):
        def f(self):
            return ['C'] + super().f()

    class D(B, C):
        def f(self):
            return ['D'] + super().f()
    assert D().f() == ['D', 'B', 'C', 'A']


def test_slots():
    class S:
        __slots__ = ('a', 'b')
    s = S()
    s.a = 1
    assert s.a == 1 and not hasattr(s, 'b') and not hasattr(s, '__dict__')
    raises(AttributeError, "'S' object has no attribute 'c'", setattr, s, 'c', 1)
    try:
        s.b
    except AttributeError as e:
        assert str(e) == "'S' object has no attribute 'b'"
    del s.a
    try:
        del s.a
    except AttributeError as e:
        assert str(e) == 'a', str(e)
    assert type(S.a).__name__ == 'member_descriptor' and S.a.__name__ == 'a' and S.__slots__ == ('a', 'b')
    raises(TypeError, "descriptor 'a' for 'S' objects doesn't apply to a 'int' object",
           S.a.__get__, 5)

    class T(S):
        pass
    t = T()
    t.z = 1
    t.a = 2
    assert t.__dict__ == {'z': 1} and t.a == 2

    class U(S):
        __slots__ = 'c'
    u = U()
    u.a = u.c = 1
    assert not hasattr(u, '__dict__') and U.__slots__ == 'c'


def test_bad_slots():
    def make(slots, *bases, **names):
        return lambda: type('C', bases, {'__slots__': slots, **names})
    raises(TypeError, "__slots__ items must be strings, not 'int'", make((5,)))
    raises(TypeError, '__slots__ must be identifiers', make(('a b',)))
    raises(ValueError, "'x' in __slots__ conflicts with class variable", make(('x',), x=1))
    raises(TypeError, "nonempty __slots__ not supported for subtype of 'int'", make(('a',), int))
    raises(TypeError, '__dict__ slot disallowed: we already got one', make(('__dict__', '__dict__')))
    assert make((), int)()(5) == 5 and make({'a': 'doc'})().a is not None


def test_multiple_bases_with_slots():
    class A:
        __slots__ = ('a',)

    class B:
        __slots__ = ('b',)

    class E:
        __slots__ = ()
    raises(TypeError, 'multiple bases have instance lay-out conflict', type, 'C', (A, B), {})
    assert type('C', (A, E), {})().__class__.__mro__[1:3] == (A, E)


def test_new_and_init():
    log = []

    class C:
        def __new__(cls, *a, **k):
            log.append(('new', a, k))
            return super().__new__(cls)

        def __init__(self, *a, **k):
            log.append(('init', a, k))
    C(1, x=2)
    assert log == [('new', (1,), {'x': 2}), ('init', (1,), {'x': 2})]

    class Other:
        def __new__(cls):
            return 5

        def __init__(self):
            log.append('never')
    assert Other() == 5 and log[-1] != 'never'

    class Bad:
        def __init__(self):
            return 5
    raises(TypeError, "__init__() should return None, not 'int'", Bad)

    class N:
        pass
    raises(TypeError, 'N() takes no arguments', N, 1)

    class I:
        def __init__(self, x):
            pass
    raises(TypeError, "test_new_and_init.<locals>.I.__init__() missing 1 required positional "
           "argument: 'x'", I)


def test_special_methods_are_looked_up_on_the_type():
    class C:
        pass
    c = C()
    c.__len__ = lambda: 5
    raises(TypeError, "object of type 'C' has no len()", len, c)
    C.__len__ = lambda self: 7
    assert len(c) == 7
    del C.__len__
    raises(TypeError, "object of type 'C' has no len()", len, c)


def test_results_of_special_methods_are_checked():
    def make(name, value):
        return type('C', (), {name: lambda self, *a: value})()
    for name, value, f, kind, text in [
            ('__len__', -1, len, ValueError, '__len__() should return >= 0'),
            ('__len__', 'x', len, TypeError, "'str' object cannot be interpreted as an integer"),
            ('__hash__', 'x', hash, TypeError, '__hash__ method should return an integer'),
            ('__repr__', 5, repr, TypeError, '__repr__ returned non-string (type int)'),
            ('__str__', 5, str, TypeError, '__str__ returned non-string (type int)'),
            ('__bytes__', 5, bytes, TypeError, '__bytes__ returned non-bytes (type int)'),
            ('__format__', 5, format, TypeError, '__format__ must return a str, not int'),
            ('__int__', 'x', int, TypeError, '__int__ returned non-int (type str)'),
            ('__index__', 'x', [1].__getitem__, TypeError, '__index__ returned non-int (type str)'),
            ('__float__', 5, float, TypeError, 'C.__float__ returned non-float (type int)'),
            ('__bool__', 5, bool, TypeError, '__bool__ should return bool, returned int'),
            ('__iter__', 5, iter, TypeError, "iter() returned non-iterator of type 'int'"),
            ('__dir__', 5, dir, TypeError, "'int' object is not iterable")]:
        raises(kind, text, f, make(name, value))


def test_hash_is_none_when_eq_is_defined():
    class C:
        def __eq__(self, other):
            return True
    assert C.__hash__ is None
    raises(TypeError, "unhashable type: 'C'", hash, C())

    class D(C):
        __hash__ = object.__hash__
    assert isinstance(hash(D()), int)


def test_instance_and_subclass_checks():
    class Meta(type):
        def __instancecheck__(cls, x):
            return x == 'yes'

        def __subclasscheck__(cls, c):
            return c is int

    class C(metaclass=Meta):
        pass
    assert isinstance('yes', C) and not isinstance('no', C) and issubclass(int, C) and not issubclass(str, C)
    assert isinstance(5, (str, (int,))) and not isinstance(5, ()) and issubclass(bool, (str, int))
    raises(TypeError, 'isinstance() arg 2 must be a type, a tuple of types, or a union',
           isinstance, 5, 5)
    raises(TypeError, 'issubclass() arg 1 must be a class', issubclass, 5, int)
    raises(TypeError, 'issubclass() arg 2 must be a class, a tuple of classes, or a union',
           issubclass, int, 5)


def test_class_getitem():
    class C:
        def __class_getitem__(cls, key):
            return cls.__name__, key
    assert C[int] == ('C', int)

    class N:
        pass
    raises(TypeError, "type 'N' is not subscriptable", lambda: N[int])


def test_metaclass_call_and_attributes():
    class Meta(type):
        x = 'meta'

        def __call__(cls, *a):
            return 'called', a

        def __len__(cls):
            return 42

        def __getattr__(cls, name):
            return 'meta getattr ' + name

    class C(metaclass=Meta):
        pass
    assert C(1) == ('called', (1,)) and len(C) == 42 and C.x == 'meta' and C.foo == 'meta getattr foo'


def test_dir():
    class A:
        a = 1

    class B(A):
        def __init__(self):
            self.c = 1
        b = 2
    names = dir(B())
    assert [n for n in names if not n.startswith('_')] == ['a', 'b', 'c'] and names == sorted(names)

    class D:
        def __dir__(self):
            return ['z', 'y']
    assert dir(D()) == ['y', 'z']


def test_repr_of_instances_and_types():
    class C:
        pass
    c = C()
    assert repr(c) == '<tests.test_repr_of_instances_and_types.<locals>.C object at %s>' % hex(id(c))
    assert str(c) == repr(c) and repr(int) == "<class 'int'>"


def test_del_of_class_attributes():
    class A:
        x = 1
    del A.x
    raises(AttributeError, "type object 'A' has no attribute 'x'", getattr, A, 'x')
    raises(AttributeError, "type object 'A' has no attribute 'x'", delattr, A, 'x')


def test_abstract_classes_cannot_be_made():
    class C:
        pass
    C.__abstractmethods__ = frozenset(['f'])
    raises(TypeError, "Can't instantiate abstract class C with abstract method f", C)
    C.__abstractmethods__ = frozenset()
    assert C() is not None


def test_operators_of_subclasses_of_built_ins():
    class L(list):
        def __len__(self):
            return 99

        def __getitem__(self, i):
            return 'item'

        def __iter__(self):
            return iter('xy')

        def __contains__(self, x):
            return x == 'in'
    l = L([1, 2])
    assert len(l) == 99 and l[0] == 'item' and list(l) == ['x', 'y'] and 'in' in l and 1 not in l

    class S(str):
        def __len__(self):
            return 5

        def __eq__(self, o):
            return True
        __hash__ = str.__hash__
    assert len(S('a')) == 5 and S('a') == 7


def test_a_hundred_levels_of_inheritance():
    c = object
    for i in range(100):
        c = type('C%d' % i, (c,), {'f%d' % i: lambda self, i=i: i})
    x = c()
    assert x.f0() == 0 and x.f99() == 99 and len(c.__mro__) == 101


def test_module_objects():
    M = type(__import__('sys'))
    m = M('name', 'doc')
    assert m.__name__ == 'name' and m.__doc__ == 'doc' and repr(m) == "<module 'name'>"
    m.x = 1
    assert m.x == 1 and m.__dict__['x'] == 1 and vars(m)['x'] == 1 and 'x' in dir(m)
    del m.x
    raises(AttributeError, "module 'name' has no attribute 'x'", getattr, m, 'x')
    m.__getattr__ = lambda name: 'made ' + name
    assert m.anything == 'made anything'
    m.__dir__ = lambda: ['b', 'a']
    assert dir(m) == ['a', 'b']
    assert repr(__import__('sys')) == "<module 'sys' (built-in)>"
