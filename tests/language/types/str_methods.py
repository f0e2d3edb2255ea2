# str: all methods.


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


class Format:
    def __format__(self, spec):
        return '<' + spec + '>'

    def __str__(self):
        return 'S'

    def __repr__(self):
        return 'R'


class Index:
    def __index__(self):
        return 2


def test_case_methods_change_letters():
    agree(r'''
        'aBc Def'.upper()  ->  'ABC DEF'
        'aBc Def'.lower()  ->  'abc def'
        'aBc DEF'.capitalize()  ->  'Abc def'
        'aBc dEF 1x don\'t'.title()  ->  "Abc Def 1X Don'T"
        'aBc'.swapcase()  ->  'AbC'
        'ß'.upper()  ->  'SS'
        'ŉ'.title()  ->  'ʼN'
        'Straße ΑΣ'.casefold()  ->  'strasse ασ'
        'ΑΣ ΑΣΑ'.lower()  ->  'ας ασα'
        'ǆ'.title()  ->  'ǅ'
        ''.upper()  ->  ''
        'İ'.lower()  ->  'i̇'
        'ﬁ'.upper()  ->  'FI'
        '가나'.upper()  ->  '가나'
    ''')


def test_is_methods_ask_about_every_character():
    agree(r'''
        ['abc'.isalpha(), 'ab1'.isalpha(), ''.isalpha(), '가'.isalpha(), 'é'.isalpha()]  ->  [True, False, False, True, True]
        ['12'.isdigit(), '1²'.isdigit(), '½'.isdigit(), ''.isdigit(), '١'.isdigit()]  ->  [True, True, False, False, True]
        ['12'.isdecimal(), '²'.isdecimal(), '١'.isdecimal()]  ->  [True, False, True]
        ['½'.isnumeric(), '12'.isnumeric(), '五'.isnumeric()]  ->  [True, True, True]
        ['ab1'.isalnum(), 'a b'.isalnum(), ''.isalnum()]  ->  [True, False, False]
        [' \t\n'.isspace(), ''.isspace(), '\u3000'.isspace(), '\x1c'.isspace()]  ->  [True, False, True, True]
        ['abc'.islower(), 'aBc'.islower(), '1'.islower(), 'a1'.islower()]  ->  [True, False, False, True]
        ['ABC'.isupper(), 'AbC'.isupper(), '1'.isupper()]  ->  [True, False, False]
        ['Abc Def'.istitle(), 'ABc'.istitle(), ''.istitle(), 'A1b'.istitle()]  ->  [True, False, False, False]
        ['a1'.isidentifier(), '1a'.isidentifier(), '가'.isidentifier(), ''.isidentifier(), 'def'.isidentifier()]  ->  [True, False, True, False, True]
        ['abc'.isprintable(), 'a\n'.isprintable(), ''.isprintable(), '\xa0'.isprintable(), '\ud800'.isprintable()]  ->  [True, False, True, False, False]
        ['abc'.isascii(), 'é'.isascii(), ''.isascii()]  ->  [True, False, True]
    ''')


def test_find_index_and_count():
    agree(r'''
        'abcabc'.find('c')  ->  2
        'abcabc'.find('c', 3)  ->  5
        'abcabc'.find('c', 0, 2)  ->  -1
        'abcabc'.find('')  ->  0
        'abc'.find('', 3)  ->  3
        'abc'.find('', 4)  ->  -1
        'abcabc'.rfind('a')  ->  3
        'abcabc'.rfind('', 0, 2)  ->  2
        'abcabc'.find('x')  ->  -1
        'abcabc'.find('b', -2)  ->  4
        'abcabc'.index('b')  ->  1
        'abcabc'.index('x')  ->  ValueError: substring not found
        'abcabc'.rindex('b')  ->  4
        'abcabc'.rindex('x')  ->  ValueError: substring not found
        'aaaa'.count('aa')  ->  2
        'abc'.count('')  ->  4
        'abc'.count('b', 1)  ->  1
        'abc'.count('b', 2)  ->  0
        'abc'.find(1)  ->  TypeError: must be str, not int
        'abc'.find()  ->  TypeError: find() takes at least 1 argument (0 given)
        '가나다가'.find('가', 1)  ->  3
        'x' in 'axb', '' in '', 'ab' in 'ba'  ->  (True, True, False)
        'a' * 1000 + 'b' in 'a' * 2000 + 'b'  ->  True
        ('a' * 5000 + 'b' + 'a' * 5000).find('ab' + 'a' * 10)  ->  4999
        ('abc' * 1000 + 'abd').find('abd')  ->  3000
        '가가나'.count('가')  ->  2
    ''')


def test_starts_and_ends():
    agree(r'''
        'abc'.startswith('ab')  ->  True
        'abc'.startswith(('x', 'ab'))  ->  True
        'abc'.startswith('b', 1)  ->  True
        'abc'.startswith('', 3)  ->  True
        'abc'.startswith('', 4)  ->  False
        'abc'.endswith('bc')  ->  True
        'abc'.endswith(())  ->  False
        'abc'.endswith('b', 0, 2)  ->  True
        'abc'.startswith(1)  ->  TypeError: startswith first arg must be str or a tuple of str, not int
        'abc'.endswith(['c'])  ->  TypeError: endswith first arg must be str or a tuple of str, not list
        'abc'.startswith((1,))  ->  TypeError: tuple for startswith must only contain str, not int
    ''')


def test_split_and_rsplit():
    agree(r'''
        ' a  b c '.split()  ->  ['a', 'b', 'c']
        'a,b,,c'.split(',')  ->  ['a', 'b', '', 'c']
        'a,b,c'.split(',', 1)  ->  ['a', 'b,c']
        'a b c'.split(None, 1)  ->  ['a', 'b c']
        '  a b  c '.split(None, 1)  ->  ['a', 'b  c ']
        ''.split()  ->  []
        ''.split(',')  ->  ['']
        'a--b--c'.split('--')  ->  ['a', 'b', 'c']
        'abc'.split('')  ->  ValueError: empty separator
        'a,b,c'.rsplit(',', 1)  ->  ['a,b', 'c']
        ' a b  c '.rsplit(None, 1)  ->  [' a b', 'c']
        'a,b,c'.rsplit(',', 0)  ->  ['a,b,c']
        'a b'.split(sep=' ', maxsplit=0)  ->  ['a b']
        'a b'.split(1)  ->  TypeError: must be str or None, not int
        'a\u3000b'.split()  ->  ['a', 'b']
        'a,b,c'.split(',', -1)  ->  ['a', 'b', 'c']
        'a b'.split(maxsplit=1)  ->  ['a', 'b']
    ''')


def test_splitlines():
    agree(r'''
        'a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i'.splitlines()  ->  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
        'a\nb\r\n'.splitlines(True)  ->  ['a\n', 'b\r\n']
        ''.splitlines()  ->  []
        '\n'.splitlines()  ->  ['']
        'a'.splitlines(keepends=True)  ->  ['a']
        'a\n\nb'.splitlines()  ->  ['a', '', 'b']
    ''')


def test_partition():
    agree(r'''
        'a=b=c'.partition('=')  ->  ('a', '=', 'b=c')
        'a=b=c'.rpartition('=')  ->  ('a=b', '=', 'c')
        'abc'.partition('=')  ->  ('abc', '', '')
        'abc'.rpartition('=')  ->  ('', '', 'abc')
        'abc'.partition('')  ->  ValueError: empty separator
        'abc'.partition(1)  ->  TypeError: must be str, not int
    ''')


def test_strip():
    agree(r'''
        '  a b \t\n'.strip()  ->  'a b'
        'xxaxx'.strip('x')  ->  'a'
        'xyaxy'.lstrip('xy')  ->  'axy'
        'xyaxy'.rstrip('yx')  ->  'xya'
        'abc'.strip('')  ->  'abc'
        ' a '.lstrip()  ->  'a '
        ' a '.rstrip(None)  ->  ' a'
        'abc'.strip(1)  ->  TypeError: strip arg must be None or str
        '\u3000a\u3000'.strip()  ->  'a'
        'abc'.removeprefix('ab')  ->  'c'
        'abc'.removeprefix('x')  ->  'abc'
        'abc'.removesuffix('bc')  ->  'a'
        'abc'.removesuffix('')  ->  'abc'
        'abc'.removesuffix(1)  ->  TypeError: removesuffix() argument must be str, not int
    ''')


def test_join():
    agree(r'''
        ','.join(['a', 'b'])  ->  'a,b'
        ''.join('abc')  ->  'abc'
        ','.join([])  ->  ''
        ','.join(['a'])  ->  'a'
        ','.join(x for x in 'ab')  ->  'a,b'
        ','.join([1])  ->  TypeError: sequence item 0: expected str instance, int found
        ','.join(['a', 2])  ->  TypeError: sequence item 1: expected str instance, int found
        ','.join(5)  ->  TypeError: can only join an iterable
        '가'.join('ab')  ->  'a가b'
        '-'.join(('a',) * 5)  ->  'a-a-a-a-a'
        '-'.join({'k': 1})  ->  'k'
    ''')


def test_replace():
    agree(r'''
        'aXbX'.replace('X', '-')  ->  'a-b-'
        'aXbX'.replace('X', '-', 1)  ->  'a-bX'
        'abc'.replace('', '-')  ->  '-a-b-c-'
        'abc'.replace('', '-', 2)  ->  '-a-bc'
        'abc'.replace('b', '')  ->  'ac'
        'aaa'.replace('aa', 'b')  ->  'ba'
        'abc'.replace('x', 'y')  ->  'abc'
        ''.replace('', 'x')  ->  'x'
        'abc'.replace('b', '가')  ->  'a가c'
        '가나'.replace('가', 'a')  ->  'a나'
        'abc'.replace('a', 1)  ->  TypeError: replace() argument 2 must be str, not int
        'abc'.replace('a')  ->  TypeError: replace expected at least 2 arguments, got 1
        'aXbX'.replace('X', '-', -1)  ->  'a-b-'
        'aaaa'.replace('a', 'bb', 3)  ->  'bbbbbba'
    ''')


def test_padding():
    agree(r'''
        'ab'.ljust(5) + '|'  ->  'ab   |'
        'ab'.rjust(5, '*')  ->  '***ab'
        'ab'.center(5, '-')  ->  '--ab-'
        'abc'.center(6, '-')  ->  '-abc--'
        'ab'.center(1)  ->  'ab'
        'ab'.ljust(5, 'xy')  ->  TypeError: The fill character must be exactly one character long
        '-5'.zfill(4)  ->  '-005'
        '+5'.zfill(4)  ->  '+005'
        'abc'.zfill(2)  ->  'abc'
        ''.zfill(3)  ->  '000'
        'a'.center(4, '가')  ->  '가a가가'
        'a\tb\tc'.expandtabs(4)  ->  'a   b   c'
        'a\tb'.expandtabs()  ->  'a       b'
        '\ta\nbc\td'.expandtabs(3)  ->  '   a\nbc d'
        'a\tb'.expandtabs(0)  ->  'ab'
        'ab'.ljust('x')  ->  TypeError: 'str' object cannot be interpreted as an integer
    ''')


def test_translate_and_maketrans():
    agree(r'''
        'abc'.translate({97: 'X', 98: None, 99: 100})  ->  'Xd'
        'abc'.translate(str.maketrans('ab', 'xy'))  ->  'xyc'
        'abc'.translate(str.maketrans('ab', 'xy', 'c'))  ->  'xy'
        'abc'.translate(str.maketrans({'a': '12', 98: 'z'}))  ->  '12zc'
        str.maketrans('ab', 'xy')  ->  {97: 120, 98: 121}
        str.maketrans({'a': 1})  ->  {97: 1}
        str.maketrans('ab', 'x')  ->  ValueError: the first two maketrans arguments must have equal length
        str.maketrans({'ab': 1})  ->  ValueError: string keys in translate table must be of length 1
        'abc'.translate('xyz' * 50)  ->  'yzx'
        'abc'.translate({97: 1.5})  ->  TypeError: character mapping must return integer, None or str
        str.maketrans(5)  ->  TypeError: if you give only one argument to maketrans it must be a dict
    ''')


def test_encode():
    agree(r'''
        'aé가😀'.encode()  ->  b'a\xc3\xa9\xea\xb0\x80\xf0\x9f\x98\x80'
        'é'.encode('latin-1')  ->  b'\xe9'
        'é'.encode('ascii')  ->  UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
        'é'.encode('ascii', 'ignore')  ->  b''
        'é가'.encode('ascii', 'replace')  ->  b'??'
        'é가'.encode('ascii', 'backslashreplace')  ->  b'\\xe9\\uac00'
        'é가'.encode('ascii', 'xmlcharrefreplace')  ->  b'&#233;&#44032;'
        '\ud800'.encode()  ->  UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
        '\ud800'.encode('utf-8', 'surrogatepass')  ->  b'\xed\xa0\x80'
        '\udcff'.encode('utf-8', 'surrogateescape')  ->  b'\xff'
        '가'.encode('latin-1')  ->  UnicodeEncodeError: 'latin-1' codec can't encode character '\uac00' in position 0: ordinal not in range(256)
        'a'.encode('no-such')  ->  LookupError: unknown encoding: no-such
        'aé'.encode('utf-16-le')  ->  b'a\x00\xe9\x00'
        'a'.encode('utf-16')[2:]  ->  b'a\x00'
        'a가'.encode('utf-32-be')  ->  b'\x00\x00\x00a\x00\x00\xac\x00'
        'a'.encode('UTF_8')  ->  b'a'
        'a'.encode('utf8', 'no-such-handler')  ->  b'a'
        'é'.encode('utf8', 'no-such-handler')  ->  b'\xc3\xa9'
        'é'.encode('ascii', 'no-such-handler')  ->  LookupError: unknown error handler name 'no-such-handler'
        'a'.encode(1)  ->  TypeError: encode() argument 'encoding' must be str, not int
    ''')


def test_indexing_and_slicing():
    agree(r'''
        'abc'[0], 'abc'[-1], 'abc'[Index()]  ->  ('a', 'c', 'c')
        'abc'[3]  ->  IndexError: string index out of range
        'abc'[-4]  ->  IndexError: string index out of range
        'abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[::2], 'abcdef'[4:1:-1], 'abc'[10:], 'abc'[-10:2]  ->  ('bcd', 'fedcba', 'ace', 'edc', '', 'ab')
        '가나다'[1], '가나다'[::-1], '가나다abc'[3:]  ->  ('나', '다나가', 'abc')
        'abc'[1.5]  ->  TypeError: string indices must be integers, not 'float'
        'abc'['a']  ->  TypeError: string indices must be integers, not 'str'
        'abc'[::0]  ->  ValueError: slice step cannot be zero
        'abc'[None:2]  ->  'ab'
        'abc'['x':]  ->  TypeError: slice indices must be integers or None or have an __index__ method
        'a😀b'[1], len('a😀b'), 'a😀b'[::-1]  ->  ('😀', 3, 'b😀a')
        'abc'[10 ** 20]  ->  IndexError: cannot fit 'int' into an index-sized integer
        'abc'[-10 ** 20:10 ** 20]  ->  'abc'
    ''')


def test_operators():
    agree(r'''
        'a' + 'b', 'ab' * 3, 3 * 'ab', 'a' * 0, 'a' * -1, '' + ''  ->  ('ab', 'ababab', 'ababab', '', '', '')
        'a' + 1  ->  TypeError: can only concatenate str (not "int") to str
        'a' * 1.5  ->  TypeError: can't multiply sequence by non-int of type 'float'
        'a' - 'b'  ->  TypeError: unsupported operand type(s) for -: 'str' and 'str'
        'a' < 'b', 'a' < 'B', 'abc' < 'abd', 'ab' < 'abc', '' < 'a', 'é' > 'z', '😀' > '가'  ->  (True, False, True, True, True, True, True)
        'a' == 'a', 'a' == b'a', 'a' != 'b', 'a' == 1  ->  (True, False, True, False)
        'a' < 1  ->  TypeError: '<' not supported between instances of 'str' and 'int'
        'a' < b'a'  ->  TypeError: '<' not supported between instances of 'str' and 'bytes'
        len('abc'), bool(''), bool(' ')  ->  (3, False, True)
        list('abc'), tuple('가나'), 'b' in 'abc'  ->  (['a', 'b', 'c'], ('가', '나'), True)
        hash('abc') == hash('a' + 'bc'), hash('') == 0  ->  (True, True)
        1 in 'abc'  ->  TypeError: 'in <string>' requires string as left operand, not int
    ''')


def test_repr_of_strings():
    agree(r'''
        'abc'  ->  'abc'
        'it\'s'  ->  "it's"
        'say "hi"'  ->  'say "hi"'
        'both \' and "'  ->  'both \' and "'
        '\n\t\r\\'  ->  '\n\t\r\\'
        '\x00\x1f\x7f\x80\xa0\xad'  ->  '\x00\x1f\x7f\x80\xa0\xad'
        'é가😀'  ->  'é가😀'
        '\u200b\u2028\ufeff'  ->  '\u200b\u2028\ufeff'
        '\ud800'  ->  '\ud800'
        ascii('é가😀\n\'')  ->  '"\\xe9\\uac00\\U0001f600\\n\'"'
        str(), str('a'), str(5), str(b'a'), str(b'\xc3\xa9', 'utf-8'), str(None)  ->  ('', 'a', '5', "b'a'", 'é', 'None')
        str(b'\xff', 'ascii')  ->  UnicodeDecodeError: 'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)
        str(b'\xff', 'ascii', 'replace')  ->  '�'
        str('a', 'utf-8')  ->  TypeError: decoding str is not supported
        str(5, 'utf-8')  ->  TypeError: decoding to str: need a bytes-like object, int found
        str(b'a', encoding='latin-1'), str(object='x')  ->  ('a', 'x')
    ''')


def test_percent_format():
    agree(r'''
        '%s %r %a' % ('a', 'b', 'é')  ->  "a 'b' '\\xe9'"
        '%5s|%-5s|%.2s|%5.1s' % ('a', 'b', 'cde', 'fgh')  ->  '    a|b    |cd|    f'
        '%(a)s %(b)d' % {'a': 1, 'b': 2}  ->  '1 2'
        '%%' % ()  ->  '%'
        '%c%c' % (65, 'b')  ->  'Ab'
        '%*d|%-*d' % (5, 42, 5, 42)  ->  '   42|42   '
        '%.*f' % (2, 3.14159)  ->  '3.14'
        '%s' % (1,)  ->  '1'
        '%s' % ((1, 2),)  ->  '(1, 2)'
        '%s' % [1, 2]  ->  '[1, 2]'
        '%x %o %e %g' % (255, 8, 1.5, 1.5)  ->  'ff 10 1.500000e+00 1.5'
        '%d' % 'a'  ->  TypeError: %d format: a real number is required, not str
        '%d' % 1.9  ->  '1'
        '%x' % 1.5  ->  TypeError: %x format: an integer is required, not float
        '%c' % 'ab'  ->  TypeError: %c requires int or char
        '%c' % 0x110000  ->  OverflowError: %c arg not in range(0x110000)
        '%s %s' % 'a'  ->  TypeError: not enough arguments for format string
        '%s' % ('a', 'b')  ->  TypeError: not all arguments converted during string formatting
        '%s' % ()  ->  TypeError: not enough arguments for format string
        '%q' % 1  ->  ValueError: unsupported format character 'q' (0x71) at index 1
        '%' % 1  ->  ValueError: incomplete format
        '%(a)s' % (1,)  ->  TypeError: format requires a mapping
        '%(a' % {'a': 1}  ->  ValueError: incomplete format key
        '%(b)s' % {'a': 1}  ->  KeyError: 'b'
        'abc' % 1  ->  TypeError: not all arguments converted during string formatting
        'abc' % ()  ->  'abc'
        'abc' % {}  ->  'abc'
        'abc' % [1]  ->  'abc'
        '%.0f %.1f' % (0.5, 0.25)  ->  '0 0.2'
        '%i' % 10 ** 2  ->  '100'
        '%+5d|% 5d|%05d|%-05d|' % (1, 2, 3, 4)  ->  '   +1|    2|00003|4    |'
        '%#x %#o %#X' % (10, 10, 10)  ->  '0xa 0o12 0XA'
        '%5%' % ()  ->  TypeError: not enough arguments for format string
        '%s' % Format(), '%r' % Format()  ->  ('S', 'R')
        '%-10s|' % '가'  ->  '가         |'
        '%(x)5.1f|%(x)-8s' % {'x': 2.25}  ->  '  2.2|2.25    '
        '%d %i %u' % (1, 2, 3)  ->  '1 2 3'
        '%hd %ld' % (1, 2)  ->  '1 2'
    ''')


def test_format_method():
    agree(r'''
        '{} {}'.format(1, 2)  ->  '1 2'
        '{0} {1} {0}'.format('a', 'b')  ->  'a b a'
        '{a} {b}'.format(a=1, b=2)  ->  '1 2'
        '{0.real} {1[0]} {2[k]}'.format(5, [7], {'k': 8})  ->  '5 7 8'
        '{:>5}|{:<5}|{:^5}|{:*^5}'.format(1, 2, 3, 4)  ->  '    1|2    |  3  |**4**'
        '{:{}}|{:{w}}'.format('a', 3, 'b', w=4)  ->  'a  |b   '
        '{!r} {!s} {!a}'.format('a', 'b', 'é')  ->  "'a' b '\\xe9'"
        '{{}} {{{}}}'.format(1)  ->  '{} {1}'
        '{}'.format(Format()), '{:abc}'.format(Format()), '{!r:>3}'.format(Format())  ->  ('<>', '<abc>', '  R')
        '{} {}'.format(1)  ->  IndexError: Replacement index 1 out of range for positional args tuple
        '{0} {}'.format(1, 2)  ->  ValueError: cannot switch from manual field specification to automatic field numbering
        '{} {0}'.format(1, 2)  ->  ValueError: cannot switch from automatic field numbering to manual field specification
        '{a}'.format()  ->  KeyError: 'a'
        '{0[x]}'.format({})  ->  KeyError: 'x'
        '{0.x}'.format(1)  ->  AttributeError: 'int' object has no attribute 'x'
        '{'.format()  ->  ValueError: Single '{' encountered in format string
        '}'.format()  ->  ValueError: Single '}' encountered in format string
        '{!x}'.format(1)  ->  ValueError: Unknown conversion specifier x
        '{:d}'.format('a')  ->  ValueError: Unknown format code 'd' for object of type 'str'
        '{:s}'.format(1)  ->  ValueError: Unknown format code 's' for object of type 'int'
        '{0[}'.format([1])  ->  ValueError: expected '}' before end of string
        '{a.b.c}'.format(a=1)  ->  AttributeError: 'int' object has no attribute 'b'
        '{:,} {:_}'.format(1234567, 1234567)  ->  '1,234,567 1_234_567'
        '{:.3}|{:10.2}|'.format('abcdef', 'xyz')  ->  'abc|xy        |'
        '{:=5}'.format('a')  ->  ValueError: '=' alignment not allowed in string format specifier
        '{0!r:}'.format(1)  ->  '1'
        '{0:{1}{2}}'.format('x', '>', 5)  ->  '    x'
        '{!}'.format(1)  ->  ValueError: unmatched '{' in format spec
        '{!r'.format(1)  ->  ValueError: unmatched '{' in format spec
        '{:{:{}}}'.format(1, 2, 3)  ->  ValueError: Max string recursion exceeded
        '{x}'.format_map({'x': 5})  ->  '5'
        '{x}'.format_map({})  ->  KeyError: 'x'
        '{}'.format_map([1])  ->  ValueError: Format string contains positional fields
        '{0[-1]}'.format([1])  ->  TypeError: list indices must be integers or slices, not str
    ''')


def test_format_of_strings():
    agree(r'''
        format('abc', '5') + '|'  ->  'abc  |'
        format('abc', '>5')  ->  '  abc'
        format('abc', '^7')  ->  '  abc  '
        format('abc', '.2')  ->  'ab'
        format('abc', '*<6.2')  ->  'ab****'
        format('abc', '05')  ->  'abc00'
        format('abc', 'd')  ->  ValueError: Unknown format code 'd' for object of type 'str'
        format('abc', '=5')  ->  ValueError: '=' alignment not allowed in string format specifier
        format('abc', ',')  ->  ValueError: Cannot specify ',' with 's'.
        format('abc', '+')  ->  ValueError: Sign not allowed in string format specifier
        format('가', '>3')  ->  '  가'
        format('abc', '')  ->  'abc'
        format('abc', 's')  ->  'abc'
        format('abc', '가>5')  ->  '가가abc'
        format('abc', 5)  ->  TypeError: format() argument 2 must be str, not int
    ''')


def test_unicode_widths_are_kept_apart():
    agree(r'''
        'a' + 'é', 'a' + '가', 'a' + '😀', len('aé가😀')  ->  ('aé', 'a가', 'a😀', 4)
        ('😀' + 'a')[1:], ('가a')[1:] == 'a', '😀a'.replace('😀', '')  ->  ('a', True, 'a')
        ['é' < '가' < '😀', 'a' == 'á'[0]]  ->  [True, False]
        'a\u0301' == 'á', len('a\u0301')  ->  (False, 2)
        '😀' in 'a😀b', 'a😀b'.find('b'), 'a😀b'.split('😀')  ->  (True, 2, ['a', 'b'])
        chr(0x10ffff), ord('😀'), chr(233)  ->  ('\U0010ffff', 128512, 'é')
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(str) if not n.startswith('__')]  ->  ['capitalize', 'casefold', 'center', 'count', 'encode', 'endswith', 'expandtabs', 'find', 'format', 'format_map', 'index', 'isalnum', 'isalpha', 'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower', 'isnumeric', 'isprintable', 'isspace', 'istitle', 'isupper', 'join', 'ljust', 'lower', 'lstrip', 'maketrans', 'partition', 'removeprefix', 'removesuffix', 'replace', 'rfind', 'rindex', 'rjust', 'rpartition', 'rsplit', 'rstrip', 'split', 'splitlines', 'startswith', 'strip', 'swapcase', 'title', 'translate', 'upper', 'zfill']
    ''')


def test_subclasses():
    agree(r'''
        type('S', (str,), {})('ab') + 'c'  ->  'abc'
        type(type('S', (str,), {})('ab').upper())  ->  <class 'str'>
        type('S', (str,), {})('ab') == 'ab'  ->  True
        {type('S', (str,), {})('k'): 1}['k']  ->  1
        '%s' % type('S', (str,), {'__str__': lambda s: 'own'})('ab')  ->  'own'
        f"{type('S', (str,), {'__format__': lambda s, f: 'fmt'})('ab')}"  ->  'fmt'
        ''.join([type('S', (str,), {'__str__': lambda s: 'own'})('ab')])  ->  'ab'
    ''')


def test_special_methods():
    agree(r'''
        'a'.__add__('b'), 'a'.__mul__(2), 'abc'.__contains__('b'), 'abc'.__len__(), 'abc'.__getitem__(1)  ->  ('ab', 'aa', True, 3, 'b')
        'a'.__eq__('a'), 'a'.__eq__(1), 'a'.__lt__('b'), 'a'.__hash__() == hash('a'), 'a'.__str__()  ->  (True, NotImplemented, True, True, 'a')
        'a'.__add__(1)  ->  TypeError: can only concatenate str (not "int") to str
        '%s'.__mod__('x'), 'a'.__rmod__('%s'), 'a'.__rmul__(2), 'ab'.__getnewargs__(), 'a'.__format__('>2')  ->  ('x', 'a', 'aa', ('ab',), ' a')
        'a'.__sizeof__() > 0, list('ab'.__iter__()), 'a'.__repr__(), 'abc'.__ge__('abb')  ->  (True, ['a', 'b'], "'a'", True)
    ''')
