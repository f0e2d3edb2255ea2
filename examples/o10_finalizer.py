# O10 (S1): __del__ runs the moment the count reaches 0, before the next statement.
class RefExam():
    def __init__(self):
        print('create object')

    def __del__(self):      # runs when the object's memory is about to be given back
        print(f'destroy {id(self) == address}')


a = RefExam()
address = id(a)
a = 0
print('end .....')
