# C5 (S1, S4): an object that refers to itself never reaches the count 0; the collector finds it.
import gc
import sys


class RefExam():
    def __init__(self):
        print('create object')
        self.me = self

    def __del__(self):
        print(f'destroy {id(self) == address}')


a = []
print(sys.getrefcount(a))
a.append(a)
print(sys.getrefcount(a), a)
del a
print(gc.collect())

# The seed's program. It has no gc.collect: the object dies when the program ends, after
# `end .....`. The seed calls it a leak; it is none, the next collection would free it as well.
a = RefExam()
address = id(a)
a = 0
print('end .....')
