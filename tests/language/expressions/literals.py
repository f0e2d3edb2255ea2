# Literals: numbers, strings, bytes, f-strings.


def test_integer_literals():
    assert 0xff == 255 and 0o17 == 15 and 0b101 == 5 and 1_000_000 == 10 ** 6 and 0XF_F == 255
    assert 00 == 0 and 0_0 == 0
    assert 123456789012345678901234567890 == int('123456789012345678901234567890')


def test_float_literals():
    assert 1.5 == 3 / 2 and .5 == 1 / 2 and 5. == 5 and 1e3 == 1000.0 and 1E-2 == 0.01
    assert 1_0.0_1 == 10.01 and 1e1_0 == 1e10 and 1e400 == float('inf') and 1e-400 == 0.0


def test_string_literals():
    assert 'a"b' == "a\"b" and 'a\
b' == 'ab'
    assert '''a
b''' == 'a\nb' and """x"y""" == 'x"y'
    assert 'a' 'b' "c" == 'abc'
    assert ('a'
            'b') == 'ab'
    assert r'\n' == '\\n' and len(r'\'') == 2 and R'\x' == '\\x'


def test_string_escapes():
    assert '\a\b\f\n\r\t\v\\\'\"' == ''.join(map(chr, [7, 8, 12, 10, 13, 9, 11, 92, 39, 34]))
    assert '\x41\101\u0041\U00000041\N{LATIN CAPITAL LETTER A}' == 'AAAAA'
    assert '\0' == chr(0) and '\18' == '\x018' and '\777' == chr(511)
    assert len('\U0001f600') == 1


def test_bytes_literals():
    assert b'a\x00\xff\101' == bytes([97, 0, 255, 65]) and rb'\n' == b'\\n' and Rb'\\' == b'\\\\'
    assert b'a' b'b' == b'ab' and b'\u0041' == b'\\u0041'


def test_unicode_names_and_texts():
    가나 = '다라'
    assert 가나 == '다라' and len('다라') == 2
    ªº = 1
    assert ao == 1 if 'ao' in locals() else True


def test_names_are_normalised():
    names = {}
    exec('ﬁ = 1', names)
    assert names['fi'] == 1


def test_f_strings():
    x, w = 3.14159, 10
    assert f'{x}' == '3.14159' and f'{x:.2f}' == '3.14' and f'{x:{w}.{2}f}' == '      3.14'
    assert f'{"a"!r}{"é"!a}{1!s}' == "'a''\\xe9'1"
    assert f'{{}}{{{x:.0f}}}' == '{}{3}'
    assert f'{x=}' == 'x=3.14159' and f'{x = :.1f}' == 'x = 3.1' and f'{"a"=}' == "\"a\"='a'"
    assert f'a' f'{1}' 'b' == 'a1b' and rf'\{1}' == '\\1' and fR'{1}\n' == '1\\n'
    assert f'''{
        x + 1
    :.1f}''' == '4.1'


def test_f_string_expressions():
    d = {'k': [1, 2]}
    assert f"{d['k'][1]}" == '2' and f'{[i for i in range(3)]}' == '[0, 1, 2]'
    assert f'{(lambda y: y * 2)(4)}' == '8' and f'{1 if d else 2}' == '1'
    assert f'{ {1: 2}[1] }' == '2' and f'{1,2}' == '(1, 2)' and f'{3 != 4}' == 'True'
    assert f'{(n := 5)}{n}' == '55'


def test_f_strings_use_format():
    class C:
        def __format__(self, spec):
            return '<' + spec + '>'

        def __repr__(self):
            return 'C!'
    assert f'{C()}' == '<>' and f'{C():abc}' == '<abc>' and f'{C()!r:>4}' == '  C!'
    assert f'{C()=}' == 'C()=C!' and f'{C()=:x}' == 'C()=<x>'


def test_f_string_errors():
    for text, message in [
            ("f'{}'", 'f-string: empty expression not allowed'),
            ("f'{a'", "f-string: expecting '}'"),
            ("f'}'", "f-string: single '}' is not allowed"),
            ("f'{a!x}'", "f-string: invalid conversion character: expected 's', 'r', or 'a'"),
            ("f'{a!}'", "f-string: invalid conversion character: expected 's', 'r', or 'a'"),
            ("f'{a\\n}'", 'f-string expression part cannot include a backslash'),
            ("f'{#}'", "f-string expression part cannot include '#'")]:
        try:
            compile(text, 'f', 'eval')
        except SyntaxError as e:
            assert e.msg == message, (text, e.msg)
        else:
            assert False, text


def test_bad_literals():
    for text, message in [
            ('0777', "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                     'for octal integers'),
            ('0xg', 'invalid hexadecimal literal'),
            ('0b2', "invalid digit '2' in binary literal"),
            ('0o8', "invalid digit '8' in octal literal"),
            ('1_', 'invalid decimal literal'),
            ('1__0', 'invalid decimal literal'),
            ('1a', 'invalid decimal literal'),
            ("'abc", 'unterminated string literal (detected at line 1)'),
            ("'''abc", 'unterminated triple-quoted string literal (detected at line 1)'),
            ("b'é'", 'bytes can only contain ASCII literal characters'),
            ("b'a' 'b'", 'cannot mix bytes and nonbytes literals'),
            ("'\\x4'", "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: "
                       'truncated \\xXX escape'),
            ("'\\N{nothing at all}'", "(unicode error) 'unicodeescape' codec can't decode bytes in "
                                      'position 0-17: unknown Unicode character name'),
            ("'\\U00110000'", "(unicode error) 'unicodeescape' codec can't decode bytes in position "
                              '0-9: illegal Unicode character'),
            ("b'\\x4'", '(value error) invalid \\x escape at position 0')]:
        try:
            compile(text, 'f', 'eval')
        except SyntaxError as e:
            assert e.msg == message, (text, e.msg)
        else:
            assert False, text


def test_constants_fold_without_being_noticed():
    assert 2 * 3 + 4 == 10 and 'ab' * 3 == 'ababab' and (1, 2) + (3,) == (1, 2, 3)
    assert -0.0 == 0.0 and str(-0.0) == '-0.0' and str(0.0 * -1) == '-0.0'
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    else:
        assert False


def test_equal_constants_of_different_kind_stay_apart():
    def f():
        return 1, 1.0, True, -0.0, 0.0, 0, (1, 0.0), (1.0, 0)
    assert repr(f()) == '(1, 1.0, True, -0.0, 0.0, 0, (1, 0.0), (1.0, 0))'
