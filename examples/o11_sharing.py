# O11 (S0, S2): small ints, interned strings and constants are shared.
import sys

n = 256
m = int('256')
print(n is m)                       # -5 to 256 are made once
n = 257
m = int('257')
print(n is m)
print(int('-5') is int('-5'), int('-6') is int('-6'))

s = 'alpha'
t = ''.join(['al', 'pha'])
print(s == t, s is t, s is sys.intern(t))

a = 1000
b = 1000
print(a is b)                       # one constant of one code object


def give():
    return 1000


print(give() is give(), give() is int('1000'))

empty, word = '', 'xy'
print(empty is ''.join([]), word[0] is chr(120), tuple([]) is tuple([]))
print([] is [])
