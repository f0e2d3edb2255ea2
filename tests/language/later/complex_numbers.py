# complex.


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


def test_complex_numbers():
    agree(r'''
        1j, 1 + 2j, complex(), complex(1), complex(1, 2), complex('1+2j'), complex(' -1.5j '), complex('inf'), -1j, complex(0, -0.0)  ->  (1j, (1+2j), 0j, (1+0j), (1+2j), (1+2j), -1.5j, (inf+0j), (-0-1j), -0j)
        complex('a')  ->  ValueError: complex() arg is a malformed string
        complex('1', 2)  ->  TypeError: complex() can't take second arg if first is a string
        complex([])  ->  TypeError: complex() first argument must be a string or a number, not 'list'
        (1 + 2j) * (3 - 1j), (1 + 2j) / (1 - 1j), (1 + 2j) ** 2, abs(3 + 4j), (1 + 2j).conjugate(), (1 + 2j).real, (1 + 2j).imag, 1 + 2j == complex(1, 2), 1 == 1 + 0j, hash(1 + 0j)  ->  ((5+5j), (-0.5+1.5j), (-3+4j), 5.0, (1-2j), 1.0, 2.0, True, True, 1)
        (1j) < 1  ->  TypeError: '<' not supported between instances of 'complex' and 'int'
        1j // 1  ->  TypeError: unsupported operand type(s) for //: 'complex' and 'int'
        1j / 0  ->  ZeroDivisionError: complex division by zero
        (-8) ** (1 / 3), 2 ** 1j, 0j ** 0  ->  ((1.0000000000000002+1.7320508075688772j), (0.7692389013639721+0.6389612763136348j), (1+0j))
        f'{1 + 2j:.2f}', str(1.5j), repr(-0.0 + 1j), int(5), type(1j)  ->  ('1.00+2.00j', '1.5j', '1j', 5, <class 'complex'>)
        int(1j)  ->  TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
        float(1j)  ->  TypeError: float() argument must be a string or a real number, not 'complex'
        round(1j)  ->  TypeError: type complex doesn't define __round__ method
        [n for n in dir(complex) if not n.startswith('_')]  ->  ['conjugate', 'imag', 'real']
    ''')
