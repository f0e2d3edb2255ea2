# C4 (S1): copy the counts, subtract the references from inside, keep what is reachable from
# outside, move it to the next generation, clear the rest.
import gc
import weakref


class Node:
    def __init__(self, name, *children):
        self.name = name
        self.children = list(children)


def watch(node):
    return weakref.ref(node)


gc.disable()
gc.collect()

# A ring that is held from outside and a ring that is not.
a, b = Node('a'), Node('b')
a.children.append(b)
b.children.append(a)
c, d = Node('c'), Node('d')
c.children.append(d)
d.children.append(c)
c.children.append(b)            # garbage may point at the living
watched = [watch(node) for node in (a, b, c, d)]
del b, c, d

print('before', [w() is not None for w in watched])
found = gc.collect()
print('after', [w() is not None for w in watched])
print('unreachable objects', found)     # 2 nodes, 2 lists (their attributes live inside them)

# a and b are reachable: a by name, b by a.
print(watched[1]().children[0] is a)
print(len(gc.get_referents(a)) > 0, any(r is a.children for r in gc.get_referents(a)))

# The survivors have moved.
print(any(o is a for o in gc.get_objects(generation=2)))

# A collection of generation 0 does not look at old objects: it takes every reference from
# there as one from outside.
old, young = Node('old'), Node('young')
gc.collect()
del a
del watched
old.children.append(old)
w = watch(old)
del old
print('young collection', gc.collect(0), w() is None)
print('full collection', gc.collect() > 0, w() is None)
