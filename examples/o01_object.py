# O1 (S2): everything is an object; its head holds a count and a type.
import sys

x = 1
print(type(x))

for thing in (1, 'a', 2.5, None, [1], len, int, type, sys):
    print(type(thing).__name__, isinstance(thing, object), sys.getrefcount(thing) > 0)
