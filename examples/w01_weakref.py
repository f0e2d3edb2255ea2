# W1 (S0): a weak reference does not count, and gives None when the object is gone.
import sys
import weakref


class SomeClass(object):
    def __init__(self, *args):
        super(SomeClass, self).__init__(*args)

    def hello(self):
        return 'hello'


a = SomeClass()
before = sys.getrefcount(a)
b = weakref.ref(a)
print(sys.getrefcount(a) - before)
print(repr(b()) == '<__main__.SomeClass object at ' + hex(id(a)) + '>', b() is a)
del a
print(b())

# The callback runs when the object dies, with the dead weak reference as its argument.
a = SomeClass()
b = weakref.ref(a, lambda dead: print('gone', dead is b, dead()))
print(weakref.getweakrefcount(a), weakref.ref(a) is weakref.ref(a))
del a

a = SomeClass()
proxy = weakref.proxy(a)
print(proxy.hello())
del a
try:
    proxy.hello()
except ReferenceError as error:
    print('ReferenceError:', error)

values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
group = weakref.WeakSet()
a, b = SomeClass(), SomeClass()
values['a'] = a
values['b'] = b
keys[a] = 1
keys[b] = 2
group.add(a)
group.add(b)
print(len(values), len(keys), len(group))
del a
print(len(values), len(keys), len(group), list(values), list(keys.values()))

method = weakref.WeakMethod(b.hello)
print(method()())
end = weakref.finalize(b, print, 'finalizer', 1)
print(end.alive)
del b
print(end.alive, method())

# Weak references in a dead cycle: the object cannot be had any more.
import gc
a = SomeClass()
a.me = a
b = weakref.ref(a)
del a
print(b() is not None)
gc.collect()
print(b())

# Ints, strings, tuples and lists cannot be referred to weakly.
for value in 1, 'a', (), []:
    try:
        weakref.ref(value)
    except TypeError as error:
        print('TypeError:', error)
