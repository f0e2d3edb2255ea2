# int: constructor, methods, text.


def raises(kind, text, f, *a, **k):
    try:
        f(*a, **k)
    except kind as e:
        assert str(e) == text, str(e)
    else:
        assert False, text


def test_int_of_text():
    assert int('42') == 42 and int(' -1_000 \n') == -1000 and int('+7') == 7 and int() == 0
    assert int('ff', 16) == 255 and int('0xff', 16) == 255 and int('0b11', 0) == 3
    assert int('z', 36) == 35 and int('0o17', 0) == 15 and int('0', 0) == 0 and int('-0x1f', 0) == -31
    assert int(b'12') == 12 and int('١٢') == 12
    assert int('1' * 100) == 10 ** 100 // 9


def test_int_of_bad_text():
    for args, text in [
            (('abc',), "invalid literal for int() with base 10: 'abc'"),
            (('',), "invalid literal for int() with base 10: ''"),
            (('1 2',), "invalid literal for int() with base 10: '1 2'"),
            (('1__2',), "invalid literal for int() with base 10: '1__2'"),
            (('_1',), "invalid literal for int() with base 10: '_1'"),
            (('12', 2), "invalid literal for int() with base 2: '12'"),
            (('010', 0), "invalid literal for int() with base 0: '010'"),
            ((b'x',), "invalid literal for int() with base 10: b'x'"),
            (('1.5',), "invalid literal for int() with base 10: '1.5'"),
            (('1', 1), 'int() base must be >= 2 and <= 36, or 0'),
            (('1', 37), 'int() base must be >= 2 and <= 36, or 0')]:
        raises(ValueError, text, int, *args)


def test_int_of_other_values():
    class I:
        def __int__(self):
            return 7

    class X:
        def __index__(self):
            return 8

    class T:
        def __trunc__(self):
            return 9
    assert int(I()) == 7 and int(X()) == 8
    assert int(3.99) == 3 and int(-3.99) == -3 and int(1e20) == 10 ** 20 and int(True) == 1
    raises(TypeError, "int() argument must be a string, a bytes-like object or a real number, "
           "not 'list'", int, [])
    raises(TypeError, "int() can't convert non-string with explicit base", int, 5, 10)
    raises(ValueError, 'cannot convert float NaN to integer', int, float('nan'))
    raises(OverflowError, 'cannot convert float infinity to integer', int, float('inf'))


def test_bit_length_and_count():
    assert [(0).bit_length(), (1).bit_length(), (255).bit_length(), (256).bit_length(),
            (-256).bit_length(), (2 ** 100).bit_length()] == [0, 1, 8, 9, 9, 101]
    assert (0).bit_count() == 0 and (255).bit_count() == 8 and (-7).bit_count() == 3
    assert (2 ** 200 - 1).bit_count() == 200


def test_to_and_from_bytes():
    assert (1024).to_bytes(2, 'big') == b'\x04\x00' and (1024).to_bytes(3, 'little') == b'\x00\x04\x00'
    assert (-1).to_bytes(2, 'big', signed=True) == b'\xff\xff' and (5).to_bytes() == b'\x05'
    assert (0).to_bytes(0, 'big') == b'' and (10 ** 20).to_bytes(9, 'big')[-1] == 0
    assert int.from_bytes(b'\x04\x00', 'big') == 1024
    assert int.from_bytes(b'\xff\xfe', 'big', signed=True) == -2
    assert int.from_bytes([1, 2], 'little') == 513 and int.from_bytes(b'') == 0
    for n in (10 ** 40, -10 ** 40, 127, -128, 128):
        data = n.to_bytes(20, 'little', signed=True)
        assert int.from_bytes(data, 'little', signed=True) == n
    raises(OverflowError, 'int too big to convert', (256).to_bytes, 1, 'big')
    raises(OverflowError, "can't convert negative int to unsigned", (-1).to_bytes, 1, 'big')
    raises(ValueError, "byteorder must be either 'little' or 'big'", (1).to_bytes, 1, 'middle')


def test_attributes_of_rationals():
    n = 7
    assert (n.real, n.imag, n.numerator, n.denominator, n.conjugate()) == (7, 0, 7, 1, 7)
    assert n.as_integer_ratio() == (7, 1) and (-3).as_integer_ratio() == (-3, 1)
    assert type(True.numerator) is int


def test_rounding():
    assert round(15, -1) == 20 and round(25, -1) == 20 and round(35, -1) == 40 and round(5) == 5
    assert round(-15, -1) == -20 and round(123456, -3) == 123000 and round(7, 3) == 7
    assert round(10 ** 30 + 5, -1) == 10 ** 30 and round(10 ** 30 + 15, -1) == 10 ** 30 + 20


def test_text_of_large_ints():
    assert str(2 ** 64) == '18446744073709551616' and repr(-2 ** 63) == '-9223372036854775808'
    assert str(10 ** 200) == '1' + '0' * 200 and str(-10 ** 25) == '-1' + '0' * 25
    n = 7 ** 4000
    assert int(str(n)) == n and len(str(n)) == 3381
    assert int(hex(n), 16) == n and int(oct(n), 8) == n and int(bin(n), 2) == n


def test_the_digit_limit():
    raises(ValueError, 'Exceeds the limit (4300 digits) for integer string conversion: value has '
           '4301 digits; use sys.set_int_max_str_digits() to increase the limit', int, '1' * 4301)
    raises(ValueError, 'Exceeds the limit (4300 digits) for integer string conversion; '
           'use sys.set_int_max_str_digits() to increase the limit', str, 10 ** 4300)
    assert len(str(10 ** 4299)) == 4300 and int('f' * 5000, 16) == 16 ** 5000 - 1


def test_hex_oct_bin():
    assert hex(255) == '0xff' and hex(-255) == '-0xff' and oct(8) == '0o10' and bin(5) == '0b101'
    assert hex(0) == '0x0' and bin(-1) == '-0b1' and hex(2 ** 70) == '0x400000000000000000'
    raises(TypeError, "'float' object cannot be interpreted as an integer", hex, 1.5)


def test_format_of_ints():
    f = format
    assert f(1234567, ',') == '1,234,567' and f(1234567, '_') == '1_234_567'
    assert f(255, 'x') == 'ff' and f(255, '#X') == '0XFF' and f(255, '#b') == '0b11111111'
    assert f(255, 'o') == '377' and f(65, 'c') == 'A' and f(5, '+d') == '+5' and f(5, ' d') == ' 5'
    assert f(42, '5') == '   42' and f(42, '<5') == '42   ' and f(42, '^6') == '  42  '
    assert f(-42, '06') == '-00042' and f(-42, '*=6') == '-***42' and f(42, 'x>5') == 'xxx42'
    assert f(0xffff0000, '_x') == 'ffff_0000' and f(12345, '010,') == '00,012,345'
    assert f(5, '.2f') == '5.00' and f(5, 'e') == '5.000000e+00' and f(5, '%') == '500.000000%'
    assert f(10 ** 30, ',') == '1,000,000,000,000,000,000,000,000,000,000'
    assert f(7, '') == '7' and f(True, 'd') == '1' and f(True, '') == 'True'


def test_bad_formats_of_ints():
    for value, spec, text in [
            (5, 's', "Unknown format code 's' for object of type 'int'"),
            (5, '.2d', 'Precision not allowed in integer format specifier'),
            (5, '+c', "Sign not allowed with integer format specifier 'c'"),
            (5, ',x', "Cannot specify ',' with 'x'."),
            (5, 'q', "Unknown format code 'q' for object of type 'int'"),
            (-1, 'c', '%c arg not in range(0x110000)')]:
        try:
            format(value, spec)
        except (ValueError, OverflowError) as e:
            assert str(e) == text, (spec, str(e))
        else:
            assert False, spec


def test_percent_format_of_ints():
    assert '%d|%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5, 6) == '1|    2|3    |00004|+5| 6'
    assert '%x %X %#x %o %#o' % (255, 255, 255, 8, 8) == 'ff FF 0xff 10 0o10'
    assert '%d' % 3.99 == '3' and '%i' % True == '1' and '%.5d' % 42 == '00042'
    assert '%d' % (10 ** 40) == '1' + '0' * 40


def test_small_ints_are_made_once():
    for n in range(-5, 257):
        assert int(str(n)) is int(str(n)) and n + 0 is int(str(n))
    for n in (-6, 257, 1000):
        assert int(str(n)) is not int(str(n))


def test_sizes():
    import sys
    assert sys.getsizeof(0) <= sys.getsizeof(2 ** 70) <= sys.getsizeof(2 ** 700)
    assert (1).__sizeof__() == sys.getsizeof(1)


def test_int_special_methods_are_callable():
    assert (5).__add__(3) == 8 and (5).__add__('x') is NotImplemented and (5).__index__() == 5
    assert (5).__floordiv__(2) == 2 and (5).__rsub__(7) == 2 and (5).__bool__() is True
    assert (5).__divmod__(3) == (1, 2) and (5).__pow__(2) == 25 and (5).__neg__() == -5
    assert (5).__eq__(5) is True and (5).__eq__(5.0) is NotImplemented and (5).__hash__() == 5
    assert (5).__format__('3') == '  5' and (5).__getnewargs__() == (5,) and (7).__round__(-1) == 10
    assert (5).__trunc__() == 5 and (5).__floor__() == 5 and (5).__ceil__() == 5 and (5).__int__() == 5
    assert (5).__float__() == 5.0 and (5).__invert__() == -6 and (5).__abs__() == 5


def test_the_method_table_is_whole():
    want = ('as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator '
            'real to_bytes').split()
    assert [n for n in dir(int) if not n.startswith('_')] == want
