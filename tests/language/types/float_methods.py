# float.

inf, nan = float('inf'), float('nan')


def raises(kind, text, f, *a):
    try:
        f(*a)
    except kind as e:
        assert str(e) == text, str(e)
    else:
        assert False, text


def test_float_of_text():
    assert float('1.5') == 1.5 and float(' -1e3\n') == -1000.0 and float('1_0.5') == 10.5
    assert float('inf') == inf and float('-Infinity') == -inf and float('NaN') != float('nan')
    assert float() == 0.0 and float('.5') == 0.5 and float('5.') == 5.0 and float(b'2.5') == 2.5
    for bad in '', 'abc', '1 2', '1e', '--1', '1__0', '0x10', '_1':
        raises(ValueError, 'could not convert string to float: ' + repr(bad), float, bad)
    raises(TypeError, "float() argument must be a string or a real number, not 'list'", float, [])


def test_float_of_numbers():
    class F:
        def __float__(self):
            return 2.5

    class I:
        def __index__(self):
            return 3
    assert float(5) == 5.0 and float(F()) == 2.5 and float(I()) == 3.0 and float(True) == 1.0
    raises(OverflowError, 'int too large to convert to float', float, 10 ** 400)


def test_repr_is_shortest_and_reads_back():
    for text in ('0.1', '1e-05', '0.0001', '1e+16', '1234567890123456.0', '1.7976931348623157e+308',
                 '5e-324', '2.2250738585072014e-308', '0.30000000000000004', '1e+22', '1e+23',
                 '9007199254740993.0', '123456.789', '-0.0', '1.0', '100000.0', '3.141592653589793'):
        if text == '9007199254740993.0':
            assert repr(float(text)) == '9007199254740992.0'
        else:
            assert repr(float(text)) == text and str(float(text)) == text
    assert repr(inf) == 'inf' and repr(-inf) == '-inf' and repr(nan) == 'nan'


def test_arithmetic():
    assert 7.5 // 2 == 3.0 and -7.5 // 2 == -4.0 and 7.5 % 2 == 1.5 and -7.5 % 2 == 0.5
    assert 7.5 % -2 == -0.5 and divmod(-7.5, 2) == (-4.0, 0.5) and 2.0 ** 0.5 == 1.4142135623730951
    assert 5.0 % inf == 5.0 and -5.0 % inf == inf and 0.1 + 0.2 == 0.30000000000000004
    assert str(-0.0 // 1) == '-0.0' and str(0.0 % -1) == '-0.0' and inf - inf != inf - inf
    assert 1e308 * 10 == inf and abs(-1.5) == 1.5 and -(-1.5) == 1.5 and +1.5 == 1.5


def test_arithmetic_errors():
    raises(ZeroDivisionError, 'float division by zero', lambda: 1.0 / 0)
    raises(ZeroDivisionError, 'float floor division by zero', lambda: 1.0 // 0)
    raises(ZeroDivisionError, 'float modulo', lambda: 1.0 % 0)
    raises(ZeroDivisionError, 'float divmod()', lambda: divmod(1.0, 0))
    raises(ZeroDivisionError, '0.0 cannot be raised to a negative power', lambda: 0.0 ** -1)
    raises(OverflowError, "(34, 'Numerical result out of range')", lambda: 10.0 ** 400)


def test_powers():
    assert 2.0 ** 10 == 1024.0 and 4.0 ** -0.5 == 0.5 and (-8.0) ** 3 == -512.0
    assert 1.0 ** nan == 1.0 and nan ** 0 == 1.0 and inf ** -1 == 0.0 and (-1.0) ** inf == 1.0


def test_comparisons_with_nan():
    assert nan != nan and not nan == nan and not nan < 1 and not nan > 1 and not nan <= nan


def test_methods():
    assert (1.5).is_integer() is False and (2.0).is_integer() and not inf.is_integer()
    assert (0.5).as_integer_ratio() == (1, 2) and (-2.0).as_integer_ratio() == (-2, 1)
    assert (0.1).as_integer_ratio() == (3602879701896397, 36028797018963968)
    assert (1.5).conjugate() == 1.5 and (1.5).real == 1.5 and (1.5).imag == 0.0
    raises(OverflowError, 'cannot convert Infinity to integer ratio', inf.as_integer_ratio)
    raises(ValueError, 'cannot convert NaN to integer ratio', nan.as_integer_ratio)


def test_hexadecimal_text():
    assert (1.0).hex() == '0x1.0000000000000p+0' and (-0.1).hex() == '-0x1.999999999999ap-4'
    assert (0.0).hex() == '0x0.0p+0' and inf.hex() == 'inf' and (5e-324).hex() == '0x0.0000000000001p-1022'
    assert float.fromhex('0x1.8p1') == 3.0 and float.fromhex('-a') == -10.0
    assert float.fromhex(' inf ') == inf and float.fromhex('0x.1p4') == 1.0
    raises(ValueError, 'invalid hexadecimal floating-point string', float.fromhex, 'xyz')


def test_rounding():
    assert round(2.5) == 2 and round(3.5) == 4 and round(-2.5) == -2 and type(round(2.7)) is int
    assert round(2.675, 2) == 2.67 and round(1234.5678, -2) == 1200.0 and round(1.5, 0) == 2.0
    assert round(1e300, 5) == 1e300 and round(0.5) == 0 and type(round(1.25, 1)) is float
    assert round(1.25, 1) == 1.2 and round(5e15 + 0.5) == 5000000000000000 and round(-0.4) == 0
    raises(ValueError, 'cannot convert float NaN to integer', round, nan)
    raises(OverflowError, 'cannot convert float infinity to integer', round, inf)


def test_truncation_floor_ceil():
    assert (1.7).__trunc__() == 1 and (-1.7).__floor__() == -2 and (-1.7).__ceil__() == -1
    assert (1e20).__trunc__() == 10 ** 20 and int(1e22) == 10 ** 22


def test_format():
    f = format
    assert f(3.14159, '.2f') == '3.14' and f(3.14159, '10.3f') == '     3.142' and f(2.0, 'g') == '2'
    assert f(1234567.891, ',.2f') == '1,234,567.89' and f(0.000012345, 'g') == '1.2345e-05'
    assert f(1e10, 'e') == '1.000000e+10' and f(1e10, '.0e') == '1e+10' and f(0.5, '%') == '50.000000%'
    assert f(0.125, '.1%') == '12.5%' and f(1.5, '+') == '+1.5' and f(-1.5, '08.2f') == '-0001.50'
    assert f(inf, 'f') == 'inf' and f(nan, 'F') == 'NAN' and f(-inf, '010') == '-000000inf'
    assert f(1.0, '') == '1.0' and f(1e16, '') == '1e+16' and f(123456789.0, 'n') == '1.23457e+08'
    assert f(3.0, '#.0f') == '3.' and f(100000.0, '.3') == '1e+05' and f(12.5, '.3') == '12.5'
    assert f(-0.0001, 'z.1f') == '0.0' and f(2.5, '.0f') == '2' and f(0.1, '.20f') == '0.10000000000000000555'
    assert f(1e22, '_.0f') == '10_000_000_000_000_000_000_000' and f(1.5, '*^9') == '***1.5***'
    raises(ValueError, "Unknown format code 'd' for object of type 'float'", f, 1.5, 'd')
    raises(ValueError, 'Format specifier missing precision', f, 1.5, '.')


def test_percent_format():
    assert '%.3f %e %g %G' % (1.5, 1.5, 1e-10, 1e-10) == '1.500 1.500000e+00 1e-10 1E-10'
    assert '%8.2f|%-8.2f|%+.1f' % (1.5, 1.5, 1.5) == '    1.50|1.50    |+1.5' and '%f' % 5 == '5.000000'


def test_hash():
    assert hash(1.0) == 1 and hash(0.5) == 1152921504606846976 and hash(-1.0) == -2
    assert hash(inf) == 314159 and hash(-inf) == -314159 and hash(1e22) == hash(10 ** 22)
    assert hash(float(2 ** 70)) == hash(2 ** 70) and hash(0.1) == 230584300921369408
    assert hash(-0.0) == 0 and hash(-0.5) == -1152921504606846976


def test_subclasses():
    class F(float):
        pass
    x = F(1.5)
    x.a = 1
    assert x == 1.5 and type(x + 1) is float and repr(x) == '1.5' and x.a == 1 and hash(x) == hash(1.5)


def test_the_method_table_is_whole():
    assert [n for n in dir(float) if not n.startswith('_')] == \
        ['as_integer_ratio', 'conjugate', 'fromhex', 'hex', 'imag', 'is_integer', 'real']
    assert float.__getformat__('double') == 'IEEE, little-endian'
