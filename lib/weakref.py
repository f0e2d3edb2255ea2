"""Weak references, and containers and finalizers built on them.

A weak reference does not keep its object alive. The dictionaries here hold one side of their entries weakly; an entry
goes when its weak side dies. `finalize` calls a function when an object dies, at the end of the program at the latest.
"""

import itertools
import sys
from _weakref import (
    CallableProxyType,
    ProxyType,
    ReferenceType,
    _remove_dead_weakref,
    getweakrefcount,
    getweakrefs,
    proxy,
    ref,
)
from _weakrefset import WeakSet

try:
    import _collections_abc
except ImportError:  # there is no standard library
    _collections_abc = None

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
    "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize",
]

ProxyTypes = (ProxyType, CallableProxyType)


class WeakMethod(ref):
    """A weak reference to a bound method: it lives while both its object and its function live."""

    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            instance, function = meth.__self__, meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def died(reference):
            # The object and the function may both die: tell it once. No strong reference to self may stand here,
            # or only the collector could free it.
            self = weak_self()
            if self is not None and self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, instance, died)
        self._func_ref = ref(function, died)
        self._meth_type = type(meth)
        self._alive = True
        weak_self = ref(self)
        return self

    def __call__(self):
        instance = super().__call__()
        function = self._func_ref()
        if instance is None or function is None:
            return None
        return self._meth_type(function, instance)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        return not self == other

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """The reference to a value of a WeakValueDictionary: it knows its key, for the callback."""

    __slots__ = ("key",)

    def __new__(cls, ob, callback, key):
        self = ref.__new__(cls, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


def _is_mapping(value):
    if _collections_abc is not None:
        return isinstance(value, _collections_abc.Mapping)
    return isinstance(value, (dict, _WeakDictionary))


class _WeakDictionary:
    """What both dictionaries share.

    While anybody iterates, entries whose weak side died stay in `data`, so that it does not change its size, and
    their references wait in `_pending_removals`. Whatever looks at `data` takes an entry with a dead reference for
    absent."""

    __class_getitem__ = classmethod(type(list[int]))
    __hash__ = None
    __reversed__ = None

    def _commit_removals(self):
        pending = self._pending_removals
        while pending and not self._iterating:
            self._remove_entry(pending.pop())

    def __iter__(self):
        for key, _ in self.items():
            yield key

    keys = __iter__

    def values(self):
        for _, value in self.items():
            yield value

    def __len__(self):
        self._commit_removals()
        return len(self.data) - self._count_dead()

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __eq__(self, other):
        if not _is_mapping(other):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    def __or__(self, other):
        if not _is_mapping(other):
            return NotImplemented
        result = self.copy()
        result.update(other)
        return result

    def __ror__(self, other):
        if not _is_mapping(other):
            return NotImplemented
        result = self.__class__()
        result.update(other)
        result.update(self)
        return result

    def __ior__(self, other):
        self.update(other)
        return self

    def clear(self):
        self._pending_removals.clear()
        self.data.clear()


class WeakValueDictionary(_WeakDictionary):
    """A mapping that refers to its values weakly."""

    def __init__(self, other=(), /, **kw):
        self.data = {}
        self._iterating = 0
        self._pending_removals = []

        def remove(reference, weak_self=ref(self), remove_dead=_remove_dead_weakref):
            self = weak_self()
            if self is None:
                return
            if self._iterating:
                self._pending_removals.append(reference)
            else:
                # Not by key alone: the key may have got another value since.
                remove_dead(self.data, reference.key)

        self._remove = remove
        self.update(other, **kw)

    def _remove_entry(self, reference):
        _remove_dead_weakref(self.data, reference.key)

    def _count_dead(self):
        # A key of a dead value may have got a new one since.
        return sum(self.data.get(reference.key) is reference for reference in self._pending_removals)

    def items(self):
        self._commit_removals()
        self._iterating += 1
        try:
            for key, reference in self.data.items():
                value = reference()
                if value is not None:
                    yield key, value
        finally:
            self._iterating -= 1
            self._commit_removals()

    def _value(self, key):
        """The living value of the key, or None."""
        if self._pending_removals:
            self._commit_removals()
        reference = self.data.get(key)
        return None if reference is None else reference()

    def __getitem__(self, key):
        value = self._value(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        if self._pending_removals:
            self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def __delitem__(self, key):
        if self._value(key) is None:
            raise KeyError(key)
        del self.data[key]

    def __contains__(self, key):
        return self._value(key) is not None

    def get(self, key, default=None):
        value = self._value(key)
        return default if value is None else value

    def setdefault(self, key, default=None):
        value = self._value(key)
        if value is None:
            self[key] = value = default
        return value

    def pop(self, key, *args):
        value = self._value(key)
        if value is not None:
            del self.data[key]
            return value
        if args:
            return args[0]
        raise KeyError(key)

    def popitem(self):
        self._commit_removals()
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def update(self, other=None, /, **kwargs):
        self._commit_removals()
        if other is not None:
            if not hasattr(other, "items"):
                other = dict(other)
            for key, value in other.items():
                self.data[key] = KeyedRef(value, self._remove, key)
        for key, value in kwargs.items():
            self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        result = WeakValueDictionary()
        for key, value in self.items():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy

        result = self.__class__()
        for key, value in self.items():
            result[deepcopy(key, memo)] = value
        return result

    def itervaluerefs(self):
        """The weak references to the values, dead ones included."""
        self._commit_removals()
        self._iterating += 1
        try:
            yield from self.data.values()
        finally:
            self._iterating -= 1
            self._commit_removals()

    def valuerefs(self):
        """A list of the weak references to the values, dead ones included."""
        self._commit_removals()
        return list(self.data.values())


class WeakKeyDictionary(_WeakDictionary):
    """A mapping that refers to its keys weakly: data about objects that others own."""

    def __init__(self, dict=None):
        self.data = {}
        self._iterating = 0
        self._pending_removals = []

        def remove(reference, weak_self=ref(self)):
            self = weak_self()
            if self is None:
                return
            if self._iterating:
                self._pending_removals.append(reference)
            else:
                self.data.pop(reference, None)

        self._remove = remove
        if dict is not None:
            self.update(dict)

    def _remove_entry(self, reference):
        self.data.pop(reference, None)

    def _count_dead(self):
        return sum(reference in self.data for reference in self._pending_removals)

    def items(self):
        self._commit_removals()
        self._iterating += 1
        try:
            for reference, value in self.data.items():
                key = reference()
                if key is not None:
                    yield key, value
        finally:
            self._iterating -= 1
            self._commit_removals()

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            if not hasattr(dict, "items"):
                dict = type({})(dict)
            for key, value in dict.items():
                self.data[ref(key, self._remove)] = value
        if kwargs:
            self.update(kwargs)

    def copy(self):
        result = WeakKeyDictionary()
        for key, value in self.items():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy

        result = self.__class__()
        for key, value in self.items():
            result[key] = deepcopy(value, memo)
        return result

    def keyrefs(self):
        """A list of the weak references to the keys, dead ones included."""
        return list(self.data)


if _collections_abc is not None:
    _collections_abc.MutableMapping.register(_WeakDictionary)
    _collections_abc.MutableSet.register(WeakSet)


class finalize:
    """finalize(obj, func, *args, **kwargs) calls func(*args, **kwargs) when obj dies or the program ends.

    The finalizer is alive until then, whether anybody holds it or not. Calling it runs the function at once; it runs
    once at most. At the end of the program those with a true `atexit` run, the newest first."""

    __slots__ = ()

    class _Info:
        __slots__ = "reference", "function", "args", "kwargs", "atexit", "index"

    _registry = {}  # the living finalizers and what they shall do; it keeps them alive
    _numbers = itertools.count()
    _shutdown = False
    _changed = False  # since _exitfunc last looked
    _registered_with_atexit = False

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registered_with_atexit:
            import atexit

            atexit.register(finalize._exitfunc)
            finalize._registered_with_atexit = True
        info = finalize._Info()
        info.reference = ref(obj, self)
        info.function = func
        info.args = args
        info.kwargs = kwargs or None
        info.atexit = True
        info.index = next(finalize._numbers)
        finalize._registry[self] = info
        finalize._changed = True

    def __call__(self, _=None):
        """If alive, marks itself dead and returns the result of the function, else None."""
        info = finalize._registry.pop(self, None)
        if info is not None and not finalize._shutdown:
            return info.function(*info.args, **(info.kwargs or {}))

    def _parts(self, info):
        instance = info and info.reference()
        if instance is not None:
            return instance, info.function, info.args, info.kwargs or {}

    def detach(self):
        """If alive, marks itself dead and returns (obj, func, args, kwargs), else None."""
        parts = self._parts(finalize._registry.get(self))
        if parts is not None and finalize._registry.pop(self, None) is not None:
            return parts

    def peek(self):
        """If alive, returns (obj, func, args, kwargs), else None."""
        return self._parts(finalize._registry.get(self))

    @property
    def alive(self):
        """Whether the function has still to be called."""
        return self in finalize._registry

    @property
    def atexit(self):
        """Whether the end of the program calls the function."""
        info = finalize._registry.get(self)
        return info is not None and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = finalize._registry.get(self)
        if info is not None:
            info.atexit = bool(value)

    def __repr__(self):
        info = finalize._registry.get(self)
        instance = info and info.reference()
        if instance is None:
            return f"<{type(self).__name__} object at {id(self):#x}; dead>"
        return (f"<{type(self).__name__} object at {id(self):#x}; "
                f"for {type(instance).__name__!r} at {id(instance):#x}>")

    @classmethod
    def _exitfunc(cls):
        """What atexit calls. No collection runs meanwhile: it would call finalizers in the wrong order."""
        import gc

        was_enabled = gc.isenabled()
        gc.disable()
        try:
            waiting = []
            finalize._changed = True
            while True:
                if finalize._changed:  # a finalizer may have made or ended others
                    finalize._changed = False
                    waiting = [item for item in finalize._registry.items() if item[1].atexit]
                    waiting.sort(key=lambda item: item[1].index)
                if not waiting:
                    break
                finalizer = waiting.pop()[0]
                try:
                    finalizer()
                except Exception:
                    sys.excepthook(*sys.exc_info())
        finally:
            # What dies from now on is left alone.
            finalize._shutdown = True
            if was_enabled:
                gc.enable()
