def cause():
    try:
        {}['key']
    except KeyError as e:
        raise ValueError('caused') from e


def context():
    try:
        cause()
    except ValueError:
        raise TypeError('in the handler')


def suppressed():
    try:
        context()
    except TypeError:
        raise RuntimeError('alone') from None


try:
    suppressed()
except RuntimeError as e:
    print(e.__cause__, type(e.__context__).__name__)
context()
