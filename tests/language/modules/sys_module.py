# sys.
import sys


def test_attributes_that_tell_about_the_runtime():
    assert sys.maxsize == 2 ** 63 - 1 and sys.maxunicode == 0x10ffff and sys.byteorder == 'little'
    assert sys.platform == 'linux' and sys.version_info[:2] == (3, 11) and sys.version_info.major == 3
    assert sys.version_info >= (3, 11) and type(sys.version) is str and sys.hexversion >> 16 == 0x030b
    assert type(sys.executable) is str and type(sys.argv) is list and type(sys.path) is list
    assert sys.modules['sys'] is sys and 'builtins' in sys.modules and 'gc' in sys.builtin_module_names
    assert type(sys.implementation.name) is str and type(sys.flags).__name__ == 'flags'


def test_number_infos():
    assert sys.float_info.max == 1.7976931348623157e+308 and sys.float_info.epsilon == 2.220446049250313e-16
    assert sys.float_info.dig == 15 and sys.float_info.mant_dig == 53 and sys.float_info.min == 2.2250738585072014e-308
    assert sys.int_info.default_max_str_digits == 4300
    assert sys.hash_info.width == 64 and sys.hash_info.modulus == 2 ** 61 - 1 and sys.hash_info.inf == 314159
    assert sys.get_int_max_str_digits() == 4300


def test_the_digit_limit_can_be_set():
    try:
        sys.set_int_max_str_digits(0)
        assert len(str(10 ** 5000)) == 5001
        sys.set_int_max_str_digits(640)
        try:
            str(10 ** 641)
        except ValueError:
            pass
        else:
            assert False
        try:
            sys.set_int_max_str_digits(100)
        except ValueError as e:
            assert str(e) == 'maxdigits must be 0 or larger than 640'
    finally:
        sys.set_int_max_str_digits(4300)


def test_intern():
    a = ''.join(['interned for ', 'a test'])
    b = ''.join(['interned for ', 'a test'])
    assert a is not b and sys.intern(a) is a and sys.intern(b) is a
    try:
        sys.intern(5)
    except TypeError as e:
        assert str(e) == 'intern() argument must be str, not int'

    class S(str):
        pass
    try:
        sys.intern(S('x'))
    except TypeError as e:
        assert str(e) == "can't intern S"


def test_getsizeof():
    assert sys.getsizeof([]) < sys.getsizeof([1] * 100) and sys.getsizeof('a') > 0
    assert sys.getsizeof((1,) * 100) > sys.getsizeof(())

    class C:
        def __sizeof__(self):
            return 10
    assert sys.getsizeof(C()) >= 10

    class N:
        def __sizeof__(self):
            return -1
    try:
        sys.getsizeof(N())
    except ValueError as e:
        assert str(e) == '__sizeof__() should return >= 0'
    else:
        assert False
    class B:
        def __sizeof__(self):
            return 'x'
    assert sys.getsizeof(B(), 7) == 7


def test_getallocatedblocks_moves_with_objects():
    things = [object() for _ in range(10)]
    before = sys.getallocatedblocks()
    things += [object() for _ in range(1000)]
    middle = sys.getallocatedblocks()
    things.clear()
    assert 990 <= middle - before <= 1100 and abs(sys.getallocatedblocks() - before) < 100


def test_getrefcount_arguments():
    for call in (lambda: sys.getrefcount(), lambda: sys.getrefcount(1, 2)):
        try:
            call()
        except TypeError as e:
            assert 'sys.getrefcount() takes exactly one argument' in str(e)
        else:
            assert False


def test_frames():
    def f():
        return sys._getframe(), sys._getframe(1)
    own, above = f()
    assert own.f_code is f.__code__ and above.f_code.co_name == 'test_frames'
    frame = sys._getframe()
    assert frame.f_code.co_name == 'test_frames' and frame.f_globals is globals()
    assert frame.f_lineno > frame.f_code.co_firstlineno and 'frame' in frame.f_locals
    assert frame.f_builtins['len'] is len and frame.f_lasti >= 0
    try:
        sys._getframe(10000)
    except ValueError as e:
        assert str(e) == 'call stack is not deep enough'
    else:
        assert False
    del frame, own, above


def test_a_frame_outlives_its_call():
    def f(x):
        y = x * 2
        return sys._getframe()
    frame = f(5)
    assert frame.f_locals == {'x': 5, 'y': 10} and frame.f_code.co_name == 'f'
    frame.clear()
    assert frame.f_locals == {}


def test_a_running_frame_cannot_be_cleared():
    try:
        sys._getframe().clear()
    except RuntimeError as e:
        assert str(e) == 'cannot clear an executing frame'
    else:
        assert False


def test_a_frame_in_its_own_locals_is_collected():
    import gc
    import weakref

    class C:
        pass

    def f():
        frame = sys._getframe()
        c = C()
        return weakref.ref(c)
    w = f()
    gc.collect()
    assert w() is None


def test_displayhook():
    class Out:
        text = ''

        def write(self, s):
            Out.text += s
    old = sys.stdout
    sys.stdout = Out()
    try:
        sys.displayhook(5)
        sys.displayhook(None)
        sys.displayhook('x')
    finally:
        sys.stdout = old
    import builtins
    assert Out.text == "5\n'x'\n" and builtins._ == 'x'
    del builtins._


def test_excepthook_prints_a_traceback():
    class Err:
        text = ''

        def write(self, s):
            Err.text += s

        def flush(self):
            pass
    old = sys.stderr
    sys.stderr = Err()
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            sys.excepthook(type(e), e, e.__traceback__)
    finally:
        sys.stderr = old
    assert Err.text.startswith('Traceback (most recent call last):\n')
    assert Err.text.endswith('ZeroDivisionError: division by zero\n')


def test_unraisablehook_gets_the_object():
    got = []
    old = sys.unraisablehook

    class C:
        def __del__(self):
            raise ValueError('x')
    sys.unraisablehook = lambda u: got.append((u.exc_type, str(u.exc_value), u.object.__name__,
                                               u.err_msg, u.exc_traceback is not None))
    try:
        C()
    finally:
        sys.unraisablehook = old
    assert got == [(ValueError, 'x', '__del__', None, True)]


def test_exit_raises():
    for args, code in [((), None), ((5,), 5), (('text',), 'text'), ((None,), None)]:
        try:
            sys.exit(*args)
        except SystemExit as e:
            assert e.code == code
        else:
            assert False


def test_switch_interval():
    old = sys.getswitchinterval()
    assert old == 0.005
    sys.setswitchinterval(0.01)
    assert abs(sys.getswitchinterval() - 0.01) < 1e-9
    sys.setswitchinterval(old)


def test_encodings():
    assert sys.getdefaultencoding() == 'utf-8' and sys.getfilesystemencoding() == 'utf-8'
    assert sys.getfilesystemencodeerrors() == 'surrogateescape'
