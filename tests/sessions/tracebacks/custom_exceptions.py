import sys


class Plain(Exception):
    pass


class WithText(Exception):
    def __str__(self):
        return 'own text'


class Broken(Exception):
    def __str__(self):
        raise ValueError


class Outer:
    class Inner(Exception):
        pass


for error in (Plain(), Plain('one'), Plain(1, 'two'), WithText(), Broken(), Outer.Inner('x'),
              KeyError('k'), KeyError(), OSError(2, 'text'), OSError(2, 'text', 'file'),
              ValueError('two\nlines'), SystemError(None), UnicodeDecodeError('utf-8', b'a\xff', 1, 2, 'why'),
              StopIteration(5), ImportError('no', name='n'), NameError(''), KeyboardInterrupt()):
    try:
        raise error
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)
