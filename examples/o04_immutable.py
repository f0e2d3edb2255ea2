# O4 (S0): a changed int, float or string is a new object.
immutable1 = 1000
before = hex(id(immutable1))
old = immutable1        # held, so that its address cannot serve the new object
immutable1 += 1
print(immutable1, hex(id(immutable1)) == before)

a = 1000
b = a
print(a is b)
b += 1
print(a, b, a is b)

f = 1.5
g = f
g += 1
print(f, g, f is g)

s = 'alpha'
t = s
t += 'bravo'
print(s, t, s is t)
