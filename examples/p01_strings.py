# P1 (S0, S1): join, format and f-strings against +.
import sys
import time


def some_function(x):
    return str(x) + ','


somelist = list(range(1000))

s = ''
for x in somelist:
    s += some_function(x)
print(s == ''.join(map(some_function, somelist)), len(s))

first_name, last_name = 'Jewelry', 'Kim'
s = 'Hello!' + first_name + ' ' + last_name + '!'
print(s)
s = 'Hello! {} {}'.format(first_name, last_name)
print(s)

mymsg = ['line1', 'line2']
word = ''
for msg in mymsg:
    word += msg + ' '
print(repr(word), repr(' '.join(mymsg)))

mymsg = 'my'
print('hello ' + mymsg + ' world' == f'hello {mymsg} world')
print(f'{mymsg!r:>6} {3.14159:.2f} {255:#x} {mymsg=}')

# Measured (the times go to stderr). The seeds warn that each + copies everything. It does when
# the string is held elsewhere; where the left side's only holder is the name, the string grows in its place.
count = 20000


def plus():
    s = ''
    for _ in range(count):
        s += 'ab'
    return s


def plus_held():
    s = ''
    for _ in range(count):
        held = s
        s = s + 'ab'
    return s


def join():
    return ''.join('ab' for _ in range(count))


def measure(function):
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


times = [measure(function) for function in (plus, plus_held, join)]
print(len({result for _, result in times}) == 1, all(seconds > 0 for seconds, _ in times))
print([f'{seconds * 1000:.1f} ms' for seconds, _ in times], file=sys.stderr)
