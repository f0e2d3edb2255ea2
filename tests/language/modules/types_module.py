# types: names for the interpreter's own types, and classes made by functions.
import types


def test_names():
    def function(): yield
    class Local:
        __slots__ = 'field',
        def method(self): pass
    assert types.FunctionType is type(function) is types.LambdaType
    assert isinstance(function(), types.GeneratorType) and isinstance(function.__code__, types.CodeType)
    assert isinstance(Local().method, types.MethodType) and isinstance(len, types.BuiltinFunctionType)
    assert isinstance(Local.field, types.MemberDescriptorType) and isinstance(types, types.ModuleType)
    assert isinstance(str.join, types.MethodDescriptorType) and isinstance(int.__add__, types.WrapperDescriptorType)
    assert isinstance((1).__add__, types.MethodWrapperType) and isinstance(Local.__dict__, types.MappingProxyType)
    assert isinstance(list[int], types.GenericAlias) and isinstance(int | None, types.UnionType)
    assert types.NoneType is type(None) and types.EllipsisType is type(...)
    assert types.NotImplementedType is type(NotImplemented)
    assert (lambda x: lambda: x)(1).__closure__[0].__class__ is types.CellType
    try:
        raise ValueError
    except ValueError as error:
        assert isinstance(error.__traceback__, types.TracebackType)
        assert isinstance(error.__traceback__.tb_frame, types.FrameType)
    assert 'FunctionType' in types.__all__ and 'sys' not in types.__all__


def test_simple_namespace():
    n = types.SimpleNamespace(a=1)
    n.b = 2
    assert repr(n) == 'namespace(a=1, b=2)' and n == types.SimpleNamespace(a=1, b=2)


def test_new_class():
    class Meta(type):
        @classmethod
        def __prepare__(cls, name, bases, **keywords):
            return {'prepared': (name, bases, keywords)}
        def __new__(cls, name, bases, namespace, **keywords):
            return type.__new__(cls, name, bases, namespace)
        def __init__(cls, name, bases, namespace, **keywords):
            pass
    made = types.new_class('Made', (), {'metaclass': Meta, 'x': 1}, lambda namespace: namespace.update(y=2))
    assert type(made) is Meta and made.prepared == ('Made', (), {'x': 1}) and made.y == 2
    assert types.new_class('Plain').__mro__[1:] == (object,)
    derived = types.new_class('Derived', (made,))
    assert type(derived) is Meta

    class Entry:
        def __mro_entries__(self, bases): return (made,)
    entry = Entry()
    derived = types.new_class('Derived', (entry,))
    assert derived.__bases__ == (made,) and derived.__orig_bases__ == (entry,)
    bases = (int,)
    assert types.resolve_bases(bases) is bases


def test_dynamic_class_attribute():
    class Meta(type):
        def __getattr__(cls, name): return 'class ' + name
    class Local(metaclass=Meta):
        @types.DynamicClassAttribute
        def name(self): return self._name
        @name.setter
        def name(self, value): self._name = value
    x = Local()
    x.name = 'instance'
    assert x.name == 'instance' and Local.name == 'class name'
