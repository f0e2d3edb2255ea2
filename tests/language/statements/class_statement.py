# class: bases, metaclass, keywords, decorators, body.


def test_a_class_body_runs_once_and_its_names_become_attributes():
    class C:
        out = []
        out.append('body')
        for i in range(3):
            out.append(i)
    assert C.out == ['body', 0, 1, 2] and C.i == 2


def test_decorators_run_from_the_inside():
    order = []

    def deco(name):
        order.append('make ' + name)

        def apply(f):
            order.append('apply ' + name)
            return f
        return apply

    @deco('a')
    @deco('b')
    class C:
        order.append('body')

    @deco('c')
    def f():
        pass
    assert order == ['make a', 'make b', 'body', 'apply b', 'apply a', 'make c', 'apply c']


def test_names_of_classes():
    class C:
        class D:
            def f(self):
                pass
    here = 'test_names_of_classes.<locals>.'
    assert C.__name__ == 'C' and C.__qualname__ == here + 'C'
    assert C.D.__qualname__ == here + 'C.D' and C.D.f.__qualname__ == here + 'C.D.f'
    assert C.__module__ == 'tests'
    assert C.__doc__ is None and repr(C) == "<class 'tests." + here + "C'>"


def test_a_doc_string_is_kept():
    class C:
        """About C."""

        def f(self):
            'About f.'
    assert C.__doc__ == 'About C.' and C.f.__doc__ == 'About f.'


def test_bases_are_expressions():
    def base():
        return dict
    class C(base(), *[object]):
        pass
    assert C.__bases__ == (dict, object) and C.__mro__ == (C, dict, object)


def test_a_metaclass_makes_the_class():
    class Meta(type):
        def __new__(mcls, name, bases, names, **kw):
            cls = super().__new__(mcls, name, bases, names)
            cls.kw = kw
            return cls

        def __init__(cls, name, bases, names, **kw):
            super().__init__(name, bases, names)

        def hello(cls):
            return 'hello ' + cls.__name__

    class C(metaclass=Meta, x=1, y=2):
        pass
    assert type(C) is Meta and C.kw == {'x': 1, 'y': 2} and C.hello() == 'hello C'

    class D(C):
        pass
    assert type(D) is Meta and D.kw == {}


def test_prepare_gives_the_namespace():
    class Meta(type):
        @classmethod
        def __prepare__(mcls, name, bases, **kw):
            return {'prepared': name}

    class C(metaclass=Meta):
        seen = prepared
    assert C.seen == 'C' and C.prepared == 'C'


def test_a_callable_metaclass():
    def make(name, bases, names):
        return name, bases, sorted(n for n in names if not n.startswith('__'))

    class C(int, metaclass=make):
        a = 1
    assert C == ('C', (int,), ['a'])


def test_metaclass_conflict():
    class M1(type):
        pass

    class M2(type):
        pass

    class A(metaclass=M1):
        pass

    class B(metaclass=M2):
        pass
    try:
        class C(A, B):
            pass
    except TypeError as e:
        assert str(e) == ('metaclass conflict: the metaclass of a derived class must be a '
                          '(non-strict) subclass of the metaclasses of all its bases')
    else:
        assert False


def test_init_subclass_gets_the_keywords():
    log = []

    class Base:
        def __init_subclass__(cls, /, tag=None, **kw):
            super().__init_subclass__(**kw)
            log.append((cls.__name__, tag))

    class A(Base):
        pass

    class B(A, tag='t'):
        pass
    assert log == [('A', None), ('B', 't')]
    try:
        class C(tag=1):
            pass
    except TypeError as e:
        assert str(e).endswith('C.__init_subclass__() takes no keyword arguments'), str(e)
    else:
        assert False


def test_set_name_is_called():
    log = []

    class D:
        def __set_name__(self, owner, name):
            log.append((owner.__name__, name))

    class C:
        a = D()
        b = D()
    assert log == [('C', 'a'), ('C', 'b')]


def test_class_cell_and_zero_argument_super():
    class A:
        def f(self):
            return 'A'

        @classmethod
        def g(cls):
            return 'gA' + cls.__name__

    class B(A):
        def f(self):
            return super().f() + 'B' + __class__.__name__

        @classmethod
        def g(cls):
            return super().g() + 'B'
    assert B().f() == 'ABB' and B.g() == 'gABB'


def test_mro_is_c3():
    class O: pass
    class A(O): pass
    class B(O): pass
    class C(O): pass
    class D(A, B): pass
    class E(B, C): pass
    class F(D, E): pass
    assert [c.__name__ for c in F.__mro__] == ['F', 'D', 'A', 'E', 'B', 'C', 'O', 'object']
    try:
        class X(O, A):
            pass
    except TypeError as e:
        assert str(e) == ('Cannot create a consistent method resolution\n'
                          'order (MRO) for bases O, A'), str(e)
    else:
        assert False


def test_bad_bases():
    for bases, text in [
            ((bool,), "type 'bool' is not an acceptable base type"),
            ((type(None),), "type 'NoneType' is not an acceptable base type"),
            ((range,), "type 'range' is not an acceptable base type"),
            ((type(lambda: 0),), "type 'function' is not an acceptable base type"),
            ((int, int), 'duplicate base class int'),
            ((int, str), 'multiple bases have instance lay-out conflict'),
            ((5,), 'int() takes at most 2 arguments (3 given)')]:
        try:
            class C(*bases):
                pass
        except TypeError as e:
            assert str(e) == text, str(e)
        else:
            assert False, text


def test_mro_entries_replace_a_base():
    class Proxy:
        def __mro_entries__(self, bases):
            return (list,)

    p = Proxy()

    class C(p):
        pass
    assert C.__bases__ == (list,) and C.__orig_bases__ == (p,)


def test_methods_may_share_one_function():
    def f(self):
        return self.x

    class A:
        x = 1
        get = f

    class B:
        x = 2
        get = f
    assert A().get() == 1 and B().get() == 2


def test_a_class_can_be_made_by_type():
    C = type('C', (int,), {'x': 1, '__doc__': 'd'})
    assert C(5) == 5 and C.x == 1 and C.__doc__ == 'd' and C.__name__ == 'C'


def test_inheritance_finds_changed_attributes():
    class A:
        x = 1

    class B(A):
        pass
    b = B()
    assert b.x == 1
    A.x = 2
    assert b.x == 2
    B.x = 3
    assert b.x == 3
    del B.x
    assert b.x == 2
    b.x = 4
    assert b.x == 4 and B.x == 2
