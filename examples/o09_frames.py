# O9 (S2): frames live on a stack and go at return.
import sys


def f2(x):
    x = x + 1
    return x


def f1(x):
    x = x * 2
    y = f2(x)
    return y


# main
y = 5
z = f1(y)
print(y, z)

# The seed says that the object 10 disappears when f1 returns. 5, 10 and 11 are small ints,
# which Python makes once and keeps, so here nothing is made and nothing goes.
print(sys.getrefcount(10) > 1, z is int('11'))

# With 5000 the objects 10000 and 10001 are made. An int cannot say when it dies, so this
# int tells it.


class Int(int):
    def __mul__(self, other):
        return Int(int(self) * other)

    def __add__(self, other):
        return Int(int(self) + other)

    def __del__(self):
        print('object', int(self), 'dies')


y = Int(5000)
z = f1(y)
print('f1 has returned', int(z))
print('stack depth of main:', sys._getframe().f_back is None)


def depth():
    frame, count = sys._getframe(), 0
    while frame is not None:
        frame, count = frame.f_back, count + 1
    return count


def deeper():
    return depth()


print(depth(), deeper())
del y, z
print('end')
