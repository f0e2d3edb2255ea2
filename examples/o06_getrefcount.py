# O6 (S0, S1, S4): the counts that sys.getrefcount tells; its own argument is one of them.
import sys

a = {'Jewelry', 'Kim'}
b = a
print(sys.getrefcount(a))               # a, b, the argument


class RefExam():
    def __init__(self):
        print('create object')


a = RefExam()
print(f'count {sys.getrefcount(a)}')
b = a
print(f'count {sys.getrefcount(a)}')
c = a
print(f'count {sys.getrefcount(a)}')
c = 0
print(f'count {sys.getrefcount(a)}')
b = 0
print(f'count {sys.getrefcount(a)}')

# S4 prints 2, 3, 4, 3 for a string. So it is at the prompt (prompt/o06_getrefcount_string.in),
# where each statement's code is gone before the next runs. In a file the constants of the
# module's code and the arena of its syntax tree hold the string as well: 2 more each time.
a = 'hello'
print(f'count {sys.getrefcount(a)}')
b = a
print(f'count {sys.getrefcount(a)}')
c = b
print(f'count {sys.getrefcount(a)}')
b = 0
print(f'count {sys.getrefcount(a)}')
