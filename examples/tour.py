"""The story of Ouro in two screens: run it with `ouro tour.py` or `python3.11 tour.py`."""
import copy
import gc
import sys
import weakref


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('   ', self.name, 'dies')


print('1. Everything is an object with a type and a count')
for value in 1, 2.5, 'text', [1], len, Thing:
    print('   ', str(type(value)).ljust(38), sys.getrefcount(value) > 0)
numbers = [1, 2, 3]
counts = [sys.getrefcount(numbers)]
again = numbers
counts.append(sys.getrefcount(numbers))
matrix = [numbers, numbers]
counts.append(sys.getrefcount(numbers))
del matrix, again
counts.append(sys.getrefcount(numbers))
print('    counts of a list as names and containers come and go:', counts)

print('2. The moment the count is 0, the object dies')
thing = Thing('the first')
thing = Thing('the second')
print('    rebound')
del thing
print('    unbound')


def work():
    local = Thing('the local')
    return 'returned'


print('   ', work())

print('3. Names share objects')
a = [1, 2]
b = [1, 2]
c = a
print('    equal:', a == b, ' identical:', a is b, ' two names:', a is c)
c.append(3)
print('    changed in place, seen by both names:', a, c)
n = 1000
m = n
m += 1
print('    numbers do not change, new ones are made:', n, m, n is m)
print('    small ones are made once:', int('7') is int('7'), ' larger ones are not:',
      int('777') is int('777'))

print('4. Copies')
nested = ['Head', ['Sub']]
nested.append(nested)
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
nested[1].append('Sub2')
print('    the original ', nested)
print('    copied       ', shallow[1], shallow[1] is nested[1])
print('    deeply copied', deep[1], 'its cycle is its own:', deep[2] is deep)

print('5. Weak references do not hold')
thing = Thing('the image')
cache = weakref.ref(thing, lambda reference: print('    the cache is told:', reference()))
print('    cached:', cache() is thing)
del thing

print('6. Cycles are found by the collector, in three generations')
gc.disable()
gc.collect()
a, b = Thing('a of the ring'), Thing('b of the ring')
a.next, b.next = b, a
kept = Thing('kept')
del a, b
print('    counts cannot free the ring; thresholds', gc.get_threshold())
print('    found', gc.collect(0), 'in the youngest generation')
print('    kept has moved on:', [any(o is kept for o in gc.get_objects(generation=i))
                                 for i in range(3)])
del kept
gc.enable()

print('7. Memory comes from the system in arenas, and goes back')
before, blocks = resident(), sys.getallocatedblocks()
many = [(i, i) for i in range(300000)]
full = resident()
print('    taken: ', full - before > 15 << 20, ' blocks:', sys.getallocatedblocks() - blocks > 300000)
del many
print('    given back:', full - resident() > (full - before) * 0.8)

print('8. A machine runs bytecode on a stack of frames')
code = compile('6 * n', 'screen', 'eval')
print('   ', code.co_names, '->', eval(code, {'n': 7}))


def depth(n):
    return depth(n + 1)


try:
    depth(0)
except RecursionError as error:
    print('    too deep:', type(error).__name__)
try:
    huge = [0] * (1 << 61)
except MemoryError as error:
    print('    too large:', type(error).__name__)
print('The end')
