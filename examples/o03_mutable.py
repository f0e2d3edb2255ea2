# O3 (S0): lists, dicts and sets keep their address while they change.
mutable1 = ['alpha']
before = hex(id(mutable1))
mutable1.append('bravo')
print(mutable1, hex(id(mutable1)) == before)

table = {'a': 1}
before = id(table)
for i in range(1000):
    table[i] = i
print(len(table), id(table) == before)

group = {1}
before = id(group)
group |= set(range(1000))
print(len(group), id(group) == before)

a = ['Mon', 'Tue']
b = a
b.append('Wed')
print(a, b, a is b)
