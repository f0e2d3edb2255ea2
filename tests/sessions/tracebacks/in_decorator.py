def deco(x):
    def wrap(f):
        return f.missing
    return wrap


@deco(1)
@staticmethod
def f():
    pass
