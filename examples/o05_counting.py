# O5 (S3): what moves a count up (assignment, argument, containment) and down again.
import sys

numbers = [1, 2, 3]
base = sys.getrefcount(numbers)         # one for the name, one for getrefcount's argument


def more():
    return sys.getrefcount(numbers) - base


print('one name', more())
more_numbers = numbers
print('two names', more())
matrix = [numbers, numbers, numbers]
print('three times in a list', more())
matrix.pop()
print('one taken out', more())
del matrix
print('list gone', more())
more_numbers = None
print('name rebound', more())


def inside(argument):
    return sys.getrefcount(argument) - base


print('as an argument', inside(numbers))
print('after return', more())

total = sum(numbers)
print(total, more())
