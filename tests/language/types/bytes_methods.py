# bytes: all methods.


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


class Bytes:
    def __bytes__(self):
        return b'made'


class Index:
    def __index__(self):
        return 3


def test_construction():
    agree(r'''
        bytes(), bytes(3), bytes([1, 2, 255]), bytes(b'ab'), bytes('é', 'utf-8'), bytes(Bytes()), bytes(Index())  ->  (b'', b'\x00\x00\x00', b'\x01\x02\xff', b'ab', b'\xc3\xa9', b'made', b'\x00\x00\x00')
        bytes('a')  ->  TypeError: string argument without an encoding
        bytes(-1)  ->  ValueError: negative count
        bytes([256])  ->  ValueError: bytes must be in range(0, 256)
        bytes([-1])  ->  ValueError: bytes must be in range(0, 256)
        bytes(['a'])  ->  TypeError: 'str' object cannot be interpreted as an integer
        bytes(1.5)  ->  TypeError: cannot convert 'float' object to bytes
        bytes('é', 'ascii')  ->  UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
        bytes(b'a', 'utf-8')  ->  TypeError: encoding without a string argument
        bytes(x for x in range(3))  ->  b'\x00\x01\x02'
        bytes(source='a', encoding='ascii')  ->  b'a'
        bytes([1], errors='x')  ->  TypeError: errors without a string argument
    ''')


def test_repr_of_bytes():
    agree(r'''
        b'abc', b'', b'\x00\t\n\r\x7f\xff', b"it's", b'"', b'\'"', b'\\'  ->  (b'abc', b'', b'\x00\t\n\r\x7f\xff', b"it's", b'"', b'\'"', b'\\')
        str(b'a'), b'%r' % b'a', repr(b'\x80')  ->  ("b'a'", b"b'a'", "b'\\x80'")
    ''')


def test_indexing():
    agree(r'''
        b'abc'[0], b'abc'[-1], b'abcd'[Index()]  ->  (97, 99, 100)
        b'abc'[1:], b'abc'[::-1], b'abc'[5:], b'abcdef'[1:5:2]  ->  (b'bc', b'cba', b'', b'bd')
        b'abc'[5]  ->  IndexError: index out of range
        b'abc'['a']  ->  TypeError: byte indices must be integers or slices, not str
        list(b'abc'), 97 in b'abc', b'bc' in b'abc', 5 in b'abc'  ->  ([97, 98, 99], True, True, False)
        300 in b'abc'  ->  ValueError: byte must be in range(0, 256)
        'a' in b'abc'  ->  TypeError: a bytes-like object is required, not 'str'
    ''')


def test_operators():
    agree(r'''
        b'a' + b'b', b'ab' * 2, 2 * b'a', b'a' < b'b', b'a' == b'a', b'a' == 'a', b'' * 5  ->  (b'ab', b'abab', b'aa', True, True, False, b'')
        b'a' + 'b'  ->  TypeError: can't concat str to bytes
        b'a' + 1  ->  TypeError: can't concat int to bytes
        b'a' * 'b'  ->  TypeError: can't multiply sequence by non-int of type 'str'
        b'a' < 'b'  ->  TypeError: '<' not supported between instances of 'bytes' and 'str'
        hash(b'abc') == hash('abc'), hash(b'ab') == hash(b'a' + b'b')  ->  (True, True)
    ''')


def test_case_and_is_methods():
    agree(r'''
        b'aBc'.upper(), b'aBc'.lower(), b'aBc'.swapcase(), b'aBc dE'.title(), b'aBC'.capitalize()  ->  (b'ABC', b'abc', b'AbC', b'Abc De', b'Abc')
        b'abc'.isalpha(), b'12'.isdigit(), b'a1'.isalnum(), b' '.isspace(), b'abc'.islower(), b'ABC'.isupper(), b'Abc'.istitle(), b'\xff'.isascii()  ->  (True, True, True, True, True, True, True, False)
    ''')


def test_find_count_index():
    agree(r'''
        b'abcabc'.find(b'c'), b'abcabc'.rfind(b'c'), b'abcabc'.find(98), b'abc'.find(b''), b'abc'.find(b'x'), b'abcabc'.count(b'b'), b'abc'.count(b''), b'abc'.count(97)  ->  (2, 5, 1, 0, -1, 2, 4, 1)
        b'abc'.index(b'c')  ->  2
        b'abc'.index(b'x')  ->  ValueError: subsection not found
        b'abc'.rindex(b'x')  ->  ValueError: subsection not found
        b'abc'.find('a')  ->  TypeError: argument should be integer or bytes-like object, not 'str'
        b'abc'.find(300)  ->  ValueError: byte must be in range(0, 256)
        b'abc'.startswith(b'a'), b'abc'.endswith((b'x', b'c')), b'abc'.startswith(b'b', 1)  ->  (True, True, True)
        b'abc'.startswith('a')  ->  TypeError: startswith first arg must be bytes or a tuple of bytes, not str
    ''')


def test_split_and_join():
    agree(r'''
        b' a b '.split(), b'a,b'.split(b','), b'a,b,c'.rsplit(b',', 1), b'a\nb\r\nc'.splitlines(), b'a\nb\n'.splitlines(True)  ->  ([b'a', b'b'], [b'a', b'b'], [b'a,b', b'c'], [b'a', b'b', b'c'], [b'a\n', b'b\n'])
        b'a b'.split('a')  ->  TypeError: a bytes-like object is required, not 'str'
        b'a'.split(b'')  ->  ValueError: empty separator
        b','.join([b'a', b'b']), b''.join([])  ->  (b'a,b', b'')
        b','.join(['a'])  ->  TypeError: sequence item 0: expected a bytes-like object, str found
        b','.join([1])  ->  TypeError: sequence item 0: expected a bytes-like object, int found
        b'a=b=c'.partition(b'='), b'a=b=c'.rpartition(b'='), b'a'.partition(b'=')  ->  ((b'a', b'=', b'b=c'), (b'a=b', b'=', b'c'), (b'a', b'', b''))
    ''')


def test_strip_and_pad():
    agree(r'''
        b' a '.strip(), b'xax'.strip(b'x'), b'xax'.lstrip(b'x'), b'xax'.rstrip(b'x'), b'\x00a\x00'.strip(b'\x00')  ->  (b'a', b'a', b'ax', b'xa', b'a')
        b'a'.ljust(3), b'a'.rjust(3, b'-'), b'a'.center(4, b'*'), b'-5'.zfill(4), b'a\tb'.expandtabs(4)  ->  (b'a  ', b'--a', b'*a**', b'-005', b'a   b')
        b'a'.ljust(3, 'x')  ->  TypeError: ljust() argument 2 must be a byte string of length 1, not str
        b'abc'.removeprefix(b'a'), b'abc'.removesuffix(b'c')  ->  (b'bc', b'ab')
    ''')


def test_replace_and_translate():
    agree(r'''
        b'aXbX'.replace(b'X', b'-'), b'aXbX'.replace(b'X', b'', 1), b'ab'.replace(b'', b'-')  ->  (b'a-b-', b'abX', b'-a-b-')
        b'abc'.translate(bytes.maketrans(b'ab', b'xy')), b'abc'.translate(None, b'b'), b'abc'.translate(None, delete=b'ac')  ->  (b'xyc', b'ac', b'b')
        bytes.maketrans(b'a', b'bc')  ->  ValueError: maketrans arguments must have same length
        b'abc'.translate(b'short')  ->  ValueError: translation table must be 256 characters long
    ''')


def test_decode():
    agree(r'''
        b'abc'.decode(), b'\xc3\xa9'.decode('utf-8'), b'\xe9'.decode('latin-1'), b'\xea\xb0\x80'.decode()  ->  ('abc', 'é', 'é', '가')
        b'\xff'.decode()  ->  UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
        b'a\xe3\x82'.decode()  ->  UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: unexpected end of data
        b'\xc3('.decode()  ->  UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte
        b'\xed\xa0\x80'.decode()  ->  UnicodeDecodeError: 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte
        b'\xf4\x90\x80\x80'.decode()  ->  UnicodeDecodeError: 'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte
        b'\xff'.decode('ascii')  ->  UnicodeDecodeError: 'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)
        b'a\xffb'.decode('utf-8', 'ignore'), b'a\xffb'.decode('utf-8', 'replace'), b'\xff'.decode('utf-8', 'backslashreplace'), b'\xff'.decode('utf-8', 'surrogateescape')  ->  ('ab', 'a�b', '\\xff', '\udcff')
        b'a\x00b\x00'.decode('utf-16-le'), b'\xff\xfea\x00'.decode('utf-16'), b'a\x00\x00\x00'.decode('utf-32-le')  ->  ('ab', 'a', 'a')
        b'a'.decode('no-such')  ->  LookupError: unknown encoding: no-such
        b'\xed\xa0\x80'.decode('utf-8', 'surrogatepass')  ->  '\ud800'
    ''')


def test_hex():
    agree(r'''
        b'\x01\xff'.hex(), b'\x01\x02\x03'.hex(':'), b'\x01\x02\x03\x04'.hex('-', 2), bytes.fromhex('01 ff0A'), bytes.fromhex('')  ->  ('01ff', '01:02:03', '0102-0304', b'\x01\xff\n', b'')
        bytes.fromhex('0')  ->  ValueError: non-hexadecimal number found in fromhex() arg at position 1
        bytes.fromhex('zz')  ->  ValueError: non-hexadecimal number found in fromhex() arg at position 0
        bytes.fromhex('01 f')  ->  ValueError: non-hexadecimal number found in fromhex() arg at position 4
    ''')


def test_percent_format():
    agree(r'''
        b'%s %d %x %c %r' % (b'a', 5, 255, 65, 'é')  ->  b"a 5 ff A '\\xe9'"
        b'%5s|%-5s|' % (b'a', b'b')  ->  b'    a|b    |'
        b'%s' % 'a'  ->  TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'str'
        b'%a' % 'é'  ->  b"'\\xe9'"
        b'%b' % b'x'  ->  b'x'
        b'%b' % 5  ->  TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'int'
        b'%(a)s' % {b'a': b'v'}  ->  b'v'
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(bytes) if not n.startswith('__')]  ->  ['capitalize', 'center', 'count', 'decode', 'endswith', 'expandtabs', 'find', 'fromhex', 'hex', 'index', 'isalnum', 'isalpha', 'isascii', 'isdigit', 'islower', 'isspace', 'istitle', 'isupper', 'join', 'ljust', 'lower', 'lstrip', 'maketrans', 'partition', 'removeprefix', 'removesuffix', 'replace', 'rfind', 'rindex', 'rjust', 'rpartition', 'rsplit', 'rstrip', 'split', 'splitlines', 'startswith', 'strip', 'swapcase', 'title', 'translate', 'upper', 'zfill']
    ''')


def test_subclasses():
    agree(r'''
        type('B', (bytes,), {})(b'ab') + b'c', type(type('B', (bytes,), {})(b'ab')[:]).__name__  ->  (b'abc', 'bytes')
    ''')
