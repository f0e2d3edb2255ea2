# math.
from math import *
import math


def agree(table):
    """Each line is EXPRESSION  ->  RESULT, as tools/agree.py wrote it with CPython 3.11."""
    wrong = []
    for line in table.strip().splitlines():
        source, _, want = line.strip().partition('  ->  ')
        try:
            got = repr(eval(source, globals()))
        except Exception as error:
            got = type(error).__name__ + ': ' + str(error)
        got = got.replace('\n', '\\n').rstrip()
        if got != want:
            wrong.append(source + ' gives ' + got + ' instead of ' + want)
    assert not wrong, '; '.join(wrong)


class Own:
    def __ceil__(self):
        return 'ceil'

    def __floor__(self):
        return 'floor'

    def __trunc__(self):
        return 'trunc'

    def __float__(self):
        return 4.0


class Index:
    def __index__(self):
        return 5


def test_constants():
    agree(r'''
        pi, e, tau, inf, nan  ->  (3.141592653589793, 2.718281828459045, 6.283185307179586, inf, nan)
    ''')


def test_rounding():
    agree(r'''
        ceil(1.2), floor(-1.2), trunc(-1.7), ceil(Own()), floor(Own()), trunc(Own()), ceil(5), floor(1e20), fabs(-5), fmod(7, 3), fmod(-7, 3), modf(1.5), modf(-inf), copysign(1, -0.0)  ->  (2, -2, -1, 'ceil', 'floor', 'trunc', 5, 100000000000000000000, 5.0, 1.0, -1.0, (0.5, 1.0), (-0.0, -inf), -1.0)
        ceil('a')  ->  TypeError: must be real number, not str
        floor(nan)  ->  ValueError: cannot convert float NaN to integer
        floor(inf)  ->  OverflowError: cannot convert float infinity to integer
        trunc('a')  ->  TypeError: type str doesn't define __trunc__ method
        fmod(1, 0)  ->  ValueError: math domain error
        fmod(inf, 1)  ->  ValueError: math domain error
        remainder(7, 2), remainder(5, 3), frexp(8), frexp(0), ldexp(0.5, 4), ldexp(1, -2000), nextafter(1, 2), ulp(1.0)  ->  (-1.0, -1.0, (0.5, 4), (0.0, 0), 8.0, 0.0, 1.0000000000000002, 2.220446049250313e-16)
        ldexp(1, 5000)  ->  OverflowError: math range error
        ldexp(1, 1.5)  ->  TypeError: Expected an int as second argument to ldexp.
    ''')


def test_roots_and_powers():
    agree(r'''
        sqrt(16), sqrt(2), cbrt(27), pow(2, 0.5), exp(1), exp(0), expm1(1e-10), exp2(3), hypot(3, 4), hypot(), hypot(1, 2, 2), dist((0, 0), (3, 4)), sqrt(Own())  ->  (4.0, 1.4142135623730951, 3.0000000000000004, 1.4142135623730951, 2.718281828459045, 1.0, 1.00000000005e-10, 8.0, 5.0, 0.0, 3.0, 5.0, 2.0)
        sqrt(-1)  ->  ValueError: math domain error
        sqrt('a')  ->  TypeError: must be real number, not str
        sqrt()  ->  TypeError: math.sqrt() takes exactly one argument (0 given)
        exp(1000)  ->  OverflowError: math range error
        pow(-1, 0.5)  ->  ValueError: math domain error
        pow(0, -1)  ->  ValueError: math domain error
        dist((1,), (1, 2))  ->  ValueError: both points must have the same number of dimensions
        isqrt(17), isqrt(10 ** 40), isqrt(0), isqrt(Index()), isqrt(10 ** 41)  ->  (4, 100000000000000000000, 0, 2, 316227766016837933199)
        isqrt(-1)  ->  ValueError: isqrt() argument must be nonnegative
        isqrt(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
    ''')


def test_logarithms():
    agree(r'''
        log(e), log(8, 2), log(1), log2(8), log10(1000), log1p(1e-10), log(10 ** 400), log2(2 ** 2000), log10(10 ** 400), log(2, 10)  ->  (1.0, 3.0, 0.0, 3.0, 3.0, 9.999999999500001e-11, 921.0340371976182, 2000.0, 400.0, 0.30102999566398114)
        log(0)  ->  ValueError: math domain error
        log(-1)  ->  ValueError: math domain error
        log('a')  ->  TypeError: must be real number, not str
        log(10, 0)  ->  ValueError: math domain error
        log(10, 1)  ->  ZeroDivisionError: float division by zero
        log2(0)  ->  ValueError: math domain error
        log10(-5)  ->  ValueError: math domain error
    ''')


def test_trigonometry():
    agree(r'''
        sin(0), cos(0), tan(0), round(sin(pi / 2), 12), round(cos(pi), 12), asin(1), acos(1), atan(1), atan2(1, -1), sinh(1), cosh(1), tanh(1), asinh(1), acosh(2), atanh(0.5), degrees(pi), radians(180)  ->  (0.0, 1.0, 0.0, 1.0, -1.0, 1.5707963267948966, 0.0, 0.7853981633974483, 2.356194490192345, 1.1752011936438014, 1.5430806348152437, 0.7615941559557649, 0.881373587019543, 1.3169578969248166, 0.5493061443340548, 180.0, 3.141592653589793)
        asin(2)  ->  ValueError: math domain error
        acosh(0)  ->  ValueError: math domain error
        atanh(1)  ->  ValueError: math domain error
        sin(inf)  ->  ValueError: math domain error
        sin('a')  ->  TypeError: must be real number, not str
    ''')


def test_whole_numbers():
    agree(r'''
        gcd(12, 18), gcd(), gcd(0, 5), gcd(-4, 6), gcd(12, 18, 27), gcd(10 ** 30, 10 ** 20), lcm(4, 6), lcm(), lcm(0, 5), lcm(2, 3, 4), factorial(0), factorial(5), factorial(30), comb(5, 2), comb(50, 25), comb(2, 5), perm(5, 2), perm(5), perm(2, 5)  ->  (6, 0, 5, 2, 3, 100000000000000000000, 12, 1, 0, 12, 1, 120, 265252859812191058636308480000000, 10, 126410606437752, 0, 20, 120, 0)
        factorial(-1)  ->  ValueError: factorial() not defined for negative values
        factorial(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
        factorial('a')  ->  TypeError: 'str' object cannot be interpreted as an integer
        comb(-1, 2)  ->  ValueError: n must be a non-negative integer
        comb(1.5, 2)  ->  TypeError: 'float' object cannot be interpreted as an integer
        perm(5, -1)  ->  ValueError: k must be a non-negative integer
        gcd(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
        gcd('a')  ->  TypeError: 'str' object cannot be interpreted as an integer
    ''')


def test_sums_and_products():
    agree(r'''
        fsum([0.1] * 10), fsum([1e100, 1, -1e100]), fsum([]), prod([1, 2, 3]), prod([]), prod([2, 3], start=10), prod([1.5, 2])  ->  (1.0, 1.0, 0.0, 6, 1, 60, 3.0)
        fsum(['a'])  ->  TypeError: must be real number, not str
        fsum([inf, -inf])  ->  ValueError: -inf + inf in fsum
        prod(5)  ->  TypeError: 'int' object is not iterable
        prod(['a', 'b'])  ->  TypeError: can't multiply sequence by non-int of type 'str'
    ''')


def test_tests():
    agree(r'''
        isnan(nan), isnan(1), isinf(-inf), isfinite(inf), isfinite(1), isclose(1, 1 + 1e-10), isclose(1, 1.1), isclose(1, 1.1, rel_tol=0.2), isclose(0, 1e-10), isclose(0, 1e-10, abs_tol=1e-9), isclose(inf, inf)  ->  (True, False, True, False, True, True, False, True, False, True, True)
        isclose(1, 1, rel_tol=-1)  ->  ValueError: tolerances must be non-negative
        isnan('a')  ->  TypeError: must be real number, not str
    ''')


def test_special():
    agree(r'''
        gamma(5), gamma(0.5), lgamma(10), erf(0.5), erfc(0.5), gamma(171)  ->  (24.0, 1.7724538509055159, 12.801827480081467, 0.5204998778130465, 0.4795001221869535, 7.257415615307998e+306)
        gamma(0)  ->  ValueError: math domain error
        gamma(-1)  ->  ValueError: math domain error
        gamma(200)  ->  OverflowError: math range error
        lgamma(0)  ->  ValueError: math domain error
    ''')


def test_names():
    agree(r'''
        sorted(n for n in dir(math) if not n.startswith('_'))  ->  ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'ceil', 'comb', 'copysign', 'cos', 'cosh', 'degrees', 'dist', 'e', 'erf', 'erfc', 'exp', 'exp2', 'expm1', 'fabs', 'factorial', 'floor', 'fmod', 'frexp', 'fsum', 'gamma', 'gcd', 'hypot', 'inf', 'isclose', 'isfinite', 'isinf', 'isnan', 'isqrt', 'lcm', 'ldexp', 'lgamma', 'log', 'log10', 'log1p', 'log2', 'modf', 'nan', 'nextafter', 'perm', 'pi', 'pow', 'prod', 'radians', 'remainder', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'tau', 'trunc', 'ulp']
    ''')
