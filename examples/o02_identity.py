# O2 (S0, S2): a name refers to an address; `is` compares addresses, `==` compares values.
a = 1000
print(hex(id(a)) == hex(id(a)), hex(id(a))[:2])

a = [1, 2, 3]
b = [1, 2, 3]
print(a is b)
print(a == b)

a = [1, 2, 3]
b = a
print(a is b)
print(a == b)

x = 1
y = x
if id(x) == id(y):
    print("x, y is same object")

# The seed equates id('a') with C's &variable. It is the address of the object, not of the
# variable: two names of one object give one id.
s = 'a'
t = s
print(id(s) == id(t))
