e = ValueError('kept')


def f():
    raise e


try:
    f()
except ValueError:
    pass
f()
