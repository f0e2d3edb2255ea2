"""WeakSet, kept apart from weakref so that it can be had without importing that."""

from _weakref import ref

__all__ = ["WeakSet"]

# Removals wait while anybody iterates: the set below must not change its size under a running iterator. An element
# that died meanwhile is skipped, because its reference gives None.


class WeakSet:
    """A set of weak references to its elements: an element that dies leaves it."""

    def __init__(self, data=None):
        self.data = set()
        self._iterating = 0
        self._pending_removals = []

        def remove(reference, weak_self=ref(self)):
            self = weak_self()
            if self is None:
                return
            if self._iterating:
                self._pending_removals.append(reference)
            else:
                self.data.discard(reference)

        self._remove = remove
        if data is not None:
            self.update(data)

    __class_getitem__ = classmethod(type(list[int]))

    def _commit_removals(self):
        pending = self._pending_removals
        while pending and not self._iterating:
            self.data.discard(pending.pop())

    def _references(self, items):
        return {ref(item) for item in items}

    def __iter__(self):
        self._iterating += 1
        try:
            for reference in self.data:
                item = reference()
                if item is not None:
                    yield item
        finally:
            self._iterating -= 1
            self._commit_removals()

    def __len__(self):
        self._commit_removals()
        return len(self.data) - len(self._pending_removals)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __repr__(self):
        return repr(self.data)

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    # One element.

    def add(self, item):
        if self._pending_removals:
            self._commit_removals()
        self.data.add(ref(item, self._remove))

    def discard(self, item):
        if self._pending_removals:
            self._commit_removals()
        self.data.discard(ref(item))

    def remove(self, item):
        self._commit_removals()
        self.data.remove(ref(item))

    def pop(self):
        self._commit_removals()
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = reference()
            if item is not None:
                return item

    def clear(self):
        self._commit_removals()
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    # Changed by another collection.

    def update(self, other):
        self._commit_removals()
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference_update(self, other):
        self._commit_removals()
        if other is self:
            self.data.clear()
        else:
            self.data.difference_update(self._references(other))

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection_update(self, other):
        self._commit_removals()
        self.data.intersection_update(self._references(other))

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def symmetric_difference_update(self, other):
        self._commit_removals()
        if other is self:
            self.data.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._remove) for item in other])

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    # New sets of two collections.

    def union(self, other):
        result = self.copy()
        result.update(other)
        return result

    __or__ = union

    def difference(self, other):
        result = self.copy()
        result.difference_update(other)
        return result

    __sub__ = difference

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def symmetric_difference(self, other):
        result = self.copy()
        result.symmetric_difference_update(other)
        return result

    __xor__ = symmetric_difference

    # Comparisons.

    def issubset(self, other):
        return self.data.issubset(self._references(other))

    __le__ = issubset

    def issuperset(self, other):
        return self.data.issuperset(self._references(other))

    __ge__ = issuperset

    def __lt__(self, other):
        return self.data < self._references(other)

    def __gt__(self, other):
        return self.data > self._references(other)

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == self._references(other)

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0
