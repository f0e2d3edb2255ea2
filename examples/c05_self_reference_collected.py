# C5 (S1): the same cycle, and a collection that frees it before the program ends.
import gc


class RefExam():
    def __init__(self):
        print('create object')
        self.me = self

    def __del__(self):
        print(f'destroy {id(self) == address}')


a = RefExam()
address = id(a)
a = 0
print('not yet')
print(gc.collect())
print('end .....')
