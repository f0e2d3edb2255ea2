# int: arithmetic of any size.


def test_floor_division_and_modulo_follow_the_divisor():
    for a in (7, -7, 0, 10 ** 30, -10 ** 30, 2 ** 64, -2 ** 63):
        for b in (2, -2, 3, -3, 10 ** 15 + 1, -10 ** 15 - 1, 2 ** 62):
            q, r = divmod(a, b)
            assert q == a // b and r == a % b and q * b + r == a
            assert (0 <= r < b) if b > 0 else (b < r <= 0)


def test_division_by_zero_messages():
    for f, text in [(lambda: 1 // 0, 'integer division or modulo by zero'),
                    (lambda: 1 % 0, 'integer modulo by zero'),
                    (lambda: divmod(1, 0), 'integer division or modulo by zero'),
                    (lambda: 1 / 0, 'division by zero'),
                    (lambda: 0 ** -1, '0.0 cannot be raised to a negative power'),
                    (lambda: pow(2, 3, 0), None)]:
        try:
            f()
        except ZeroDivisionError as e:
            assert str(e) == text, str(e)
        except ValueError as e:
            assert text is None and str(e) == 'pow() 3rd argument cannot be 0'
        else:
            assert False


def test_small_values_carry_into_large_ones():
    for bits in (30, 31, 60, 61, 62, 63, 64, 128):
        n = 1 << bits
        assert (n - 1) + 1 == n and n - (n - 1) == 1 and -n + n == 0
        assert (n - 1) * (n - 1) == n * n - 2 * n + 1
        assert (n + 1) * (n - 1) == n * n - 1
        assert -(-n) == n and ~n == -n - 1 and abs(-n) == n


def test_factorial_and_fibonacci():
    n = 1
    for i in range(1, 51):
        n *= i
    assert n == 30414093201713378043612608166064768844377641568960512000000000000
    a, b = 0, 1
    for _ in range(300):
        a, b = b, a + b
    assert a == 222232244629420445529739893461909967206666939096499764990979600


def test_large_products_divide_back():
    x, y = 3 ** 2000, 7 ** 1500
    assert x * y // x == y and x * y % y == 0 and (x * y + 5) % x == 5
    assert divmod(x * y + 1, y) == (x, 1)
    big = (1 << 20000) - 1
    assert big * big == (1 << 40000) - (1 << 20001) + 1
    assert big * big // big == big and (big * big) % big == 0
    assert (big ** 3) // (big ** 2) == big


def test_powers():
    assert 2 ** 100 == 1267650600228229401496703205376 and (-3) ** 3 == -27 and 0 ** 0 == 1
    assert 10 ** 18 * 10 ** 18 == 10 ** 36 and 2 ** -2 == 0.25 and (-2) ** -1 == -0.5
    assert pow(3, 1000, 7) == 3 ** 1000 % 7 and pow(-3, 5, 7) == (-243) % 7
    assert pow(3, -1, 7) == 5 and pow(2, 10, -7) == 1024 % -7 and pow(5, 0, 1) == 0
    assert pow(3, 10 ** 20, 10 ** 9 + 7) == pow(3, 10 ** 20 % (10 ** 9 + 6), 10 ** 9 + 7)
    try:
        pow(2, -1, 4)
    except ValueError as e:
        assert str(e) == 'base is not invertible for the given modulus'
    else:
        assert False


def test_shifts():
    assert 1 << 100 >> 99 == 2 and -1 >> 1000 == -1 and -5 >> 1 == -3 and 5 >> 64 == 0
    assert (-1 << 70) >> 70 == -1 and 0 << 64 == 0
    assert 10 ** 40 >> 3 == 10 ** 40 // 8 and -10 ** 40 >> 3 == -10 ** 40 // 8
    for f in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 10 ** 30 << -5):
        try:
            f()
        except ValueError as e:
            assert str(e) == 'negative shift count'
        else:
            assert False


def test_bit_operations_use_twos_complement():
    assert -1 & 0xff == 255 and -256 | 1 == -255 and -1 ^ 1 == -2
    a, b = 0x123456789abcdef0123456789abcdef, -0xfedcba9876543210fedcba98
    assert (a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b)
    assert a & -a == a & (~a + 1) and ~a == -a - 1
    assert (1 << 64) & -1 == 1 << 64 and -(1 << 64) | 1 == -(1 << 64) + 1


def test_true_division_rounds_correctly():
    assert 1 / 3 == 0.3333333333333333 and 10 ** 300 / 10 ** 299 == 10.0
    assert (2 ** 53 + 1) / 1 == 9007199254740992.0 and (2 ** 53 + 3) / 1 == 9007199254740996.0
    assert 10 ** 400 / 10 ** 390 == 1e10 and -7 / 2 == -3.5
    try:
        10 ** 400 / 3
    except OverflowError as e:
        assert str(e) == 'integer division result too large for a float'
    else:
        assert False


def test_comparison_with_floats_is_exact():
    assert 2 ** 53 + 1 > 2.0 ** 53 and 10 ** 400 > 1e308 and 10 ** 400 < float('inf')
    assert -10 ** 400 > float('-inf') and 1 == 1.0 and not 2 ** 53 + 1 == 2.0 ** 53
    nan = float('nan')
    assert not 1 < nan and not 1 > nan and 1 != nan


def test_mixed_arithmetic_gives_floats():
    assert type(1 + 1.0) is float and 3 * 0.5 == 1.5 and 7 // 2.0 == 3.0 and 7 % 2.5 == 2.0
    try:
        10 ** 400 + 1.0
    except OverflowError as e:
        assert str(e) == 'int too large to convert to float'
    else:
        assert False


def test_hash_of_ints():
    m = 2 ** 61 - 1
    assert hash(0) == 0 and hash(5) == 5 and hash(-1) == -2 and hash(-2) == -2
    assert hash(m) == 0 and hash(m + 5) == 5 and hash(2 ** 61) == 1 and hash(-m) == 0
    assert hash(10 ** 30) == 10 ** 30 % m and hash(-10 ** 30) == -(10 ** 30 % m)
    assert hash(2 ** 100) == hash(2.0 ** 100)


def test_bool_is_an_int():
    assert True + True == 2 and False * 5 == 0 and isinstance(True, int) and True == 1
    assert True & False is False and (True | False) is True and (True ^ True) is False
    assert type(True & 1) is int and ~True == -2 and -True == -1 and [1, 2][True] == 2
    assert str(True) == 'True' and repr(False) == 'False' and int(True) == 1
    assert bool([]) is False and bool('x') is True and bool() is False


def test_subclasses_of_int():
    class N(int):
        def __add__(self, other):
            return N(int(self) + other)
    n = N(5)
    assert type(n + 1) is N and n + 1 == 6 and type(n * 2) is int and type(1 + n) is int
    assert repr(n) == '5' and hash(n) == 5 and {n: 1}[5] == 1
    n.attribute = 1
    assert n.attribute == 1


def test_subtraction_of_nearly_equal_large_numbers():
    a = 10 ** 100
    assert a - (a - 1) == 1 and type(a - a) is int and a - a == 0 and (a + 5) - a == 5
