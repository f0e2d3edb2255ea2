class C:
    def __del__(self):
        1 / 0

    def __repr__(self):
        return 'C()'


def work():
    c = C()


work()
print('went on')
