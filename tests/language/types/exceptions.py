# Exceptions: classes, arguments, chaining, notes, tracebacks, context.
import sys


def caught(f, *args):
    try:
        f(*args)
    except BaseException as e:
        return e


def test_the_tree_of_exceptions():
    tree = {
        BaseException: (SystemExit, KeyboardInterrupt, GeneratorExit, Exception),
        Exception: (ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, ImportError,
                    LookupError, MemoryError, NameError, OSError, ReferenceError, RuntimeError,
                    StopIteration, StopAsyncIteration, SyntaxError, SystemError, TypeError,
                    ValueError, Warning),
        ArithmeticError: (FloatingPointError, OverflowError, ZeroDivisionError),
        LookupError: (IndexError, KeyError), ImportError: (ModuleNotFoundError,),
        NameError: (UnboundLocalError,), RuntimeError: (NotImplementedError, RecursionError),
        SyntaxError: (IndentationError,), IndentationError: (TabError,), ValueError: (UnicodeError,),
        UnicodeError: (UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError),
        OSError: (BlockingIOError, ChildProcessError, ConnectionError, FileExistsError,
                  FileNotFoundError, InterruptedError, IsADirectoryError, NotADirectoryError,
                  PermissionError, ProcessLookupError, TimeoutError),
        ConnectionError: (BrokenPipeError, ConnectionAbortedError, ConnectionRefusedError,
                          ConnectionResetError),
        Warning: (BytesWarning, DeprecationWarning, EncodingWarning, FutureWarning, ImportWarning,
                  PendingDeprecationWarning, ResourceWarning, RuntimeWarning, SyntaxWarning,
                  UnicodeWarning, UserWarning)}
    for base, children in tree.items():
        for child in children:
            assert child.__bases__ == (base,), child
    assert EnvironmentError is OSError and IOError is OSError


def test_arguments_and_text():
    assert ValueError().args == () and str(ValueError()) == '' and repr(ValueError()) == 'ValueError()'
    assert ValueError('a').args == ('a',) and str(ValueError('a')) == 'a'
    assert repr(ValueError('a')) == "ValueError('a')" and str(ValueError(1, 'b')) == "(1, 'b')"
    assert repr(ValueError(1, 'b')) == "ValueError(1, 'b')"
    e = ValueError(1)
    e.args = [2, 3]
    assert e.args == (2, 3) and str(e) == '(2, 3)'
    assert str(KeyError('k')) == "'k'" and str(KeyError(1, 2)) == '(1, 2)' and str(KeyError()) == ''
    t = caught(ValueError, 1)
    assert t is None
    assert str(caught(lambda: ValueError(x=1))) == 'ValueError() takes no keyword arguments'


def test_own_attributes():
    e = ValueError()
    e.own = 5
    assert e.own == 5 and e.__dict__ == {'own': 5}

    class E(Exception):
        def __init__(self, a, *, b):
            self.a, self.b = a, b
    e = E(1, b=2)
    assert e.args == (1,) and (e.a, e.b) == (1, 2)

    class N(Exception):
        def __init__(self):
            super().__init__('text', 5)
    assert N().args == ('text', 5)


def test_special_exceptions_have_attributes():
    e = caught(lambda: {}['k'])
    assert e.args == ('k',)
    e = caught(lambda: undefined_name)
    assert e.name == 'undefined_name'
    x = 5
    e = caught(lambda: x.foo)
    assert e.name == 'foo' and e.obj == 5
    e = AttributeError('t', name='n', obj=1)
    assert e.name == 'n' and e.obj == 1 and AttributeError().name is None
    e = ImportError('m', name='n', path='p')
    assert (e.msg, e.name, e.path) == ('m', 'n', 'p') and str(e) == 'm'
    assert SystemExit().code is None and SystemExit(5).code == 5 and SystemExit(1, 2).code == (1, 2)
    assert StopIteration().value is None and StopIteration(1, 2).value == 1
    e = SyntaxError('m', ('f', 1, 2, 'text', 3, 4))
    assert (e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset) == \
        ('m', 'f', 1, 2, 'text', 3, 4) and str(e) == 'm (f, line 1)'
    assert SyntaxError('m').lineno is None and str(SyntaxError('m')) == 'm'
    e = UnicodeDecodeError('utf-8', b'ab\xff', 2, 3, 'why')
    assert (e.encoding, e.object, e.start, e.end, e.reason) == ('utf-8', b'ab\xff', 2, 3, 'why')
    assert str(e) == "'utf-8' codec can't decode byte 0xff in position 2: why"
    e = UnicodeEncodeError('ascii', 'aé가', 1, 3, 'why')
    assert str(e) == "'ascii' codec can't encode characters in position 1-2: why"
    assert str(UnicodeEncodeError('ascii', 'é', 0, 1, 'why')) == \
        "'ascii' codec can't encode character '\\xe9' in position 0: why"


def test_os_errors():
    e = OSError(2, 'text', 'file')
    assert type(e) is FileNotFoundError and e.errno == 2 and e.strerror == 'text' and e.filename == 'file'
    assert str(e) == "[Errno 2] text: 'file'" and e.args == (2, 'text') and e.filename2 is None
    assert str(OSError(5, 'text')) == '[Errno 5] text' and type(OSError(5, 't')) is OSError
    assert type(OSError(13, '')) is PermissionError and type(OSError(17, '')) is FileExistsError
    assert type(OSError(21, '')) is IsADirectoryError and type(OSError(32, '')) is BrokenPipeError
    assert OSError('one').errno is None and str(OSError('one')) == 'one' and str(OSError()) == ''
    assert repr(OSError(2, 'x')) == "FileNotFoundError(2, 'x')"
    e = OSError(2, 't', 'a', None, 'b')
    assert str(e) == "[Errno 2] t: 'a' -> 'b'"


def test_context_is_set_while_handling():
    def f():
        try:
            raise KeyError('a')
        except KeyError:
            raise ValueError('b')
    e = caught(f)
    assert type(e.__context__) is KeyError and e.__cause__ is None and e.__suppress_context__ is False

    def g():
        try:
            raise KeyError('a')
        finally:
            raise ValueError('b')
    assert type(caught(g).__context__) is KeyError


def test_context_does_not_make_cycles():
    def f():
        e = KeyError('a')
        try:
            raise e
        except KeyError:
            try:
                raise ValueError('b')
            except ValueError:
                raise e
    e = caught(f)
    assert type(e) is KeyError and type(e.__context__) is ValueError and e.__context__.__context__ is None


def test_context_is_not_set_outside_handlers():
    def f():
        try:
            raise KeyError
        except KeyError:
            pass
        raise ValueError
    assert caught(f).__context__ is None


def test_context_reaches_into_calls():
    def inner():
        raise ValueError('inner')

    def f():
        try:
            raise KeyError
        except KeyError:
            inner()
    assert type(caught(f).__context__) is KeyError


def test_cause_and_context_can_be_set():
    e, c = ValueError(), KeyError()
    e.__cause__ = c
    assert e.__cause__ is c and e.__suppress_context__ is True
    e.__context__ = c
    e.__cause__ = None
    e.__suppress_context__ = False
    assert e.__context__ is c and e.__suppress_context__ is False
    for name in '__cause__', '__context__':
        x = caught(setattr, e, name, 5)
        assert str(x) == 'exception %s must be None or derive from BaseException' % name.strip('_')
        x = caught(delattr, e, name)
        assert str(x) == '%s may not be deleted' % name, str(x)
    assert str(caught(setattr, e, '__traceback__', 5)) == '__traceback__ must be a traceback or None'


def test_notes():
    e = ValueError()
    assert not hasattr(e, '__notes__')
    e.add_note('one')
    e.add_note('two')
    assert e.__notes__ == ['one', 'two']
    x = caught(e.add_note, 5)
    assert type(x) is TypeError and str(x) == 'note must be a str, not \'int\''


def test_with_traceback():
    e = ValueError()
    assert e.__traceback__ is None and e.with_traceback(None) is e
    f = caught(lambda: 1 / 0)
    assert e.with_traceback(f.__traceback__).__traceback__ is f.__traceback__


def test_tracebacks_list_the_frames_from_the_outside():
    def a():
        b()

    def b():
        raise ValueError
    try:
        a()
    except ValueError as e:
        tb = e.__traceback__
    names, lines = [], []
    while tb:
        names.append(tb.tb_frame.f_code.co_name)
        lines.append(tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)
        assert tb.tb_lasti >= 0
        tb = tb.tb_next
    assert names == ['test_tracebacks_list_the_frames_from_the_outside', 'a', 'b']
    assert lines == [7, 1, 1]


def test_tracebacks_grow_when_reraised():
    def f():
        try:
            1 / 0
        except ZeroDivisionError:
            raise

    def length(e):
        n, tb = 0, e.__traceback__
        while tb:
            n, tb = n + 1, tb.tb_next
        return n
    e = caught(f)
    assert length(e) == 2
    e2 = caught(lambda: (_ for _ in ()).throw(e))
    assert e2 is e and length(e) > 2


def test_traceback_objects():
    tb = caught(lambda: 1 / 0).__traceback__
    assert type(tb).__name__ == 'traceback' and sorted(dir(tb))[-4:] == ['tb_frame', 'tb_lasti', 'tb_lineno', 'tb_next']
    T = type(tb)
    new = T(None, tb.tb_frame, 0, 5)
    assert new.tb_lineno == 5 and new.tb_next is None
    new.tb_next = tb
    assert new.tb_next is tb
    x = caught(setattr, tb, 'tb_next', new)
    assert type(x) is ValueError and str(x) == 'traceback loop detected'


def test_frames_of_tracebacks_keep_their_locals():
    def f():
        local = 'kept'
        raise ValueError
    e = caught(f)
    assert e.__traceback__.tb_next.tb_frame.f_locals == {'local': 'kept'}
    e.__traceback__.tb_next.tb_frame.clear()
    assert e.__traceback__.tb_next.tb_frame.f_locals == {}


def test_exc_info():
    assert sys.exc_info() == (None, None, None)
    try:
        raise ValueError
    except ValueError as e:
        kind, value, tb = sys.exc_info()
        assert kind is ValueError and value is e and tb is e.__traceback__ and sys.exception() is e
        try:
            raise KeyError
        except KeyError:
            assert sys.exc_info()[0] is KeyError
        assert sys.exc_info()[0] is ValueError
    assert sys.exc_info() == (None, None, None) and sys.exception() is None


def test_exc_info_inside_calls():
    def f():
        return sys.exc_info()[0]
    try:
        raise ValueError
    except ValueError:
        assert f() is ValueError
    assert f() is None


def test_raising_a_class_calls_it():
    class E(Exception):
        def __init__(self, x='default'):
            self.x = x

    def f():
        raise E
    assert caught(f).x == 'default'

    class B(Exception):
        def __new__(cls):
            return 5

    def g():
        raise B
    assert str(caught(g)) == "calling <class 'tests.test_raising_a_class_calls_it.<locals>.B'> " \
        "should have returned an instance of BaseException, not <class 'int'>"

    class I(Exception):
        def __init__(self):
            raise KeyError('from init')

    def h():
        raise I
    assert type(caught(h)) is KeyError


def test_catching_by_several_bases():
    class A(Exception):
        pass

    class B(A, KeyError):
        pass
    for kind in A, KeyError, LookupError, Exception, B:
        try:
            raise B('x')
        except kind as e:
            assert type(e) is B


def test_exceptions_are_hashable_and_compare_by_identity():
    a, b = ValueError('x'), ValueError('x')
    assert a != b and a == a and len({a, b}) == 2


def test_reduce_and_setstate():
    e = ValueError('a', 1)
    e.own = 2
    assert e.__reduce__() == (ValueError, ('a', 1), {'own': 2})
    e.__setstate__({'new': 3})
    assert e.new == 3


def test_memory_error_and_go_on():
    for f in (lambda: 'x' * (1 << 62), lambda: [0] * (1 << 61), lambda: b'x' * (1 << 62)):
        e = caught(f)
        assert type(e) is MemoryError and str(e) == ''
    assert [0] * 3 == [0, 0, 0]


def test_exception_in_a_comparison_during_matching():
    class Meta(type):
        def __subclasscheck__(cls, c):
            raise KeyError
    class E(Exception, metaclass=Meta):
        pass
    try:
        raise ValueError
    except E:
        assert False
    except ValueError:
        pass


def test_nested_functions_and_many_handlers():
    def f(n):
        try:
            if n == 0:
                raise ValueError(0)
            f(n - 1)
        except ValueError as e:
            raise ValueError(e.args[0] + 1) from e
    e = caught(f, 20)
    assert e.args == (21,)
    n = 0
    while e.__cause__:
        e, n = e.__cause__, n + 1
    assert n == 21


def test_constructor_arguments_of_unicode_errors():
    for args, text in [((), 'function takes exactly 5 arguments (0 given)'),
                       (('utf-8', 'text', 0, 1, 'r'), "a bytes-like object is required, not 'str'")]:
        e = caught(UnicodeDecodeError, *args)
        assert type(e) is TypeError and str(e) == text, str(e)
