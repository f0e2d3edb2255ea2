"""Names of types that the interpreter uses but that have no name in builtins, and how to make classes."""

import sys


def _function():
    yield


class _Class:
    __slots__ = ("slot",)

    def method(self):
        pass


def _cell():
    value = None

    def inner():
        return value

    return inner.__closure__[0]


def _traceback():
    try:
        raise Exception
    except Exception as error:
        return error.__traceback__


FunctionType = type(_function)
LambdaType = FunctionType
CodeType = type(_function.__code__)
GeneratorType = type(_function())
CellType = type(_cell())
MethodType = type(_Class().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(_Class.slot)
MappingProxyType = type(type.__dict__)
SimpleNamespace = type(sys.implementation)
ModuleType = type(sys)
TracebackType = type(_traceback())
FrameType = type(_traceback().tb_frame)
GenericAlias = type(list[int])
UnionType = type(int | str)
EllipsisType = type(Ellipsis)
NoneType = type(None)
NotImplementedType = type(NotImplemented)

del _function, _Class, _cell, _traceback


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as the class statement does; exec_body(namespace) fills it."""
    resolved = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return metaclass(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """The bases with those that have __mro_entries__ replaced; `bases` itself when there are none."""
    result = []
    for base in bases:
        if isinstance(base, type) or not hasattr(base, "__mro_entries__"):
            result.append(base)
            continue
        entries = base.__mro_entries__(bases)
        if not isinstance(entries, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        result.extend(entries)
    result = tuple(result)
    same = len(result) == len(bases) and all(new is old for new, old in zip(result, bases))
    return bases if same else result


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the prepared namespace, and the keywords without "metaclass"."""
    kwds = dict(kwds or {})
    metaclass = kwds.pop("metaclass", None)
    if metaclass is None:
        metaclass = type(bases[0]) if bases else type
    if isinstance(metaclass, type):
        for base in bases:
            if issubclass(metaclass, type(base)):
                continue
            if not issubclass(type(base), metaclass):
                raise TypeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                                "of the metaclasses of all its bases")
            metaclass = type(base)
    prepare = getattr(metaclass, "__prepare__", None)
    return metaclass, {} if prepare is None else prepare(name, bases, **kwds), kwds


class DynamicClassAttribute:
    """A property of instances whose name the class itself looks up elsewhere (in its metaclass's __getattr__)."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.overwrite_doc = doc is None
        self.__doc__ = doc or fget.__doc__
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _changed(self, fget, fset, fdel, doc):
        result = type(self)(fget, fset, fdel, doc)
        result.overwrite_doc = self.overwrite_doc
        return result

    def getter(self, fget):
        return self._changed(fget, self.fset, self.fdel, fget.__doc__ if self.overwrite_doc else self.__doc__)

    def setter(self, fset):
        return self._changed(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._changed(self.fget, self.fset, fdel, self.__doc__)


__all__ = [name for name in globals() if name[:1] != "_" and name != "sys"]
