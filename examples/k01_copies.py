# K1 (S0): a second name, a copy, a deep copy.
import copy

a = ['Mon', 'Tue']
b = a
b.append('Wed')
print(a, b, a is b)

a = ['Mon', 'Tue']
b = a[:]
b.append('Wed')
print(a, b, a is b)

a = ['Mon', 'Tue']
b = a.copy()
b.append('Wed')
print(a, b, a is b)

a = ['Mon', 'Tue']
b = copy.copy(a)
b.append('Wed')
print(a, b, a is b)

# A copy holds the same items: the inner list is one object in both.
a = ['Head', ['Sub']]
b = a.copy()  # or a[:]
b[1].append('Sub2')
print(a, b)

a = ['Head', ['Sub']]
b = copy.deepcopy(a)
b[1].append('Sub2')
print(a, b)

# The seed says that deepcopy makes everything new. Immutable objects are shared.
a = ['Head', ('x', 1), [1]]
b = copy.deepcopy(a)
print(b[0] is a[0], b[1] is a[1], b[2] is a[2])

# What is shared stays shared, and a cycle stays a cycle.
inner = ['shared']
a = [inner, inner]
a.append(a)
b = copy.deepcopy(a)
print(b[0] is b[1], b[0] is inner, b[2] is b, b)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


p = Point([1], [2])
q = copy.copy(p)
r = copy.deepcopy(p)
print(q.x is p.x, r.x is p.x, r.x == p.x, type(r) is Point)


class Counted:
    def __copy__(self):
        print('__copy__')
        return Counted()

    def __deepcopy__(self, memo):
        print('__deepcopy__', type(memo).__name__)
        return Counted()


copy.copy(Counted())
copy.deepcopy([Counted()])
