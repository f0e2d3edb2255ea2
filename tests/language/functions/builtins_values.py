# Built-in functions that compute.


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


class Index:
    def __index__(self):
        return 3


class Round:
    def __round__(self, n=None):
        return 'rounded', n

    def __abs__(self):
        return 'abs'

    def __divmod__(self, o):
        return 'divmod', o

    def __reversed__(self):
        return iter('rev')

    def __length_hint__(self):
        return 5


class Obj:
    a = 1


def test_abs_divmod_pow_round():
    agree(r'''
        abs(-5), abs(-1.5), abs(True), abs(Round()), abs(-10 ** 30)  ->  (5, 1.5, 1, 'abs', 1000000000000000000000000000000)
        abs('a')  ->  TypeError: bad operand type for abs(): 'str'
        abs()  ->  TypeError: abs() takes exactly one argument (0 given)
        divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), divmod(Round(), 1)  ->  ((3, 1), (-4, 1), (3.0, 1.5), ('divmod', 1))
        divmod(1, 'a')  ->  TypeError: unsupported operand type(s) for divmod(): 'int' and 'str'
        divmod(1)  ->  TypeError: divmod expected 2 arguments, got 1
        pow(2, 3), pow(2, -1), pow(2, 3, 5), pow(2.0, 3), pow(base=2, exp=3, mod=5)  ->  (8, 0.5, 3, 8.0, 3)
        pow(2, 3, 1.5)  ->  TypeError: pow() 3rd argument not allowed unless all arguments are integers
        pow('a', 2)  ->  TypeError: unsupported operand type(s) for ** or pow(): 'str' and 'int'
        pow(2)  ->  TypeError: pow() missing required argument 'exp' (pos 2)
        round(2.5), round(1.25, 1), round(5, -1), round(Round()), round(Round(), 2), round(number=1.5), round(1.5, None), round(1.55, ndigits=1)  ->  (2, 1.2, 0, ('rounded', None), ('rounded', 2), 2, 2, 1.6)
        round('a')  ->  TypeError: type str doesn't define __round__ method
        round()  ->  TypeError: round() missing required argument 'number' (pos 1)
    ''')


def test_min_max_sum():
    agree(r'''
        min(1, 2), min([3, 1]), max('abc'), max(1, 2.5), min([], default=5), max([1, -5], key=abs), max('a', 'bb', key=len), min([(1, 2), (1, 1)])  ->  (1, 1, 'c', 2.5, 5, -5, 'bb', (1, 1))
        min()  ->  TypeError: min expected at least 1 argument, got 0
        min([])  ->  ValueError: min() arg is an empty sequence
        max(5)  ->  TypeError: 'int' object is not iterable
        max(1, 'a')  ->  TypeError: '>' not supported between instances of 'str' and 'int'
        min(1, 2, default=3)  ->  TypeError: Cannot specify a default for min() with multiple positional arguments
        max([1], foo=5)  ->  TypeError: 'foo' is an invalid keyword argument for max()
        max([1, 2, 3], key=5)  ->  TypeError: 'int' object is not callable
        max([1, 1.0, True]), min([1, 1.0, True]), max({'a': 1, 'b': 0}, key=lambda k: k)  ->  (1, 1, 'b')
        sum([1, 2]), sum([]), sum([1.5, 2]), sum([[1], [2]], []), sum((1, 2), 10), sum(range(100), start=5), sum([True, True]), sum([10 ** 20, 1])  ->  (3, 0, 3.5, [1, 2], 13, 4955, 2, 100000000000000000001)
        sum(['a'])  ->  TypeError: unsupported operand type(s) for +: 'int' and 'str'
        sum(['a'], '')  ->  TypeError: sum() can't sum strings [use ''.join(seq) instead]
        sum([b'a'], b'')  ->  TypeError: sum() can't sum bytes [use b''.join(seq) instead]
        sum(5)  ->  TypeError: 'int' object is not iterable
        sum([1, 'a'])  ->  TypeError: unsupported operand type(s) for +: 'int' and 'str'
        sum()  ->  TypeError: sum() takes at least 1 positional argument (0 given)
        sum([2 ** 61] * 9), sum([1, 2.5, 3]), sum((x for x in [2 ** 61] * 9)), sum([-0.0]), sum([1.5, 2 ** 70])  ->  (20752587082923245568, 6.5, 20752587082923245568, 0.0, 1.1805916207174113e+21)
        round(2.675, 2), round(0.125, 2), round(0.375, 2), round(-0.4, 0), round(2.5, 0), round(1e300, 2), round(1234.56785, 4), round(-1e-9, 3)  ->  (2.67, 0.12, 0.38, -0.0, 2.0, 1e+300, 1234.5678, -0.0)
        hash(2 ** 61 - 1), hash(2 ** 61 - 2), hash(1 - 2 ** 61), hash(2 ** 61), hash(-2 ** 61), hash(2 ** 64), hash(2 ** 122 + 5), hash(-1), hash(3 ** 100)  ->  (0, 2305843009213693950, 0, 1, -2, 8, 6, -2, 1175369268131054105)
        sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1, 2.5, 10 ** 25])  ->  (0.9999999999999999, 0.0, 1e+25)
    ''')


def test_all_any_len():
    agree(r'''
        all([]), all([1, 'a']), all([1, 0]), any([]), any([0, 1]), any(['', 0]), all(x for x in (1, 2)), any(iter([0]))  ->  (True, True, False, False, True, False, True, False)
        all(5)  ->  TypeError: 'int' object is not iterable
        any()  ->  TypeError: any() takes exactly one argument (0 given)
        len([1]), len('abc'), len({}), len(range(5))  ->  (1, 3, 0, 5)
        len(5)  ->  TypeError: object of type 'int' has no len()
        len()  ->  TypeError: len() takes exactly one argument (0 given)
        len([], [])  ->  TypeError: len() takes exactly one argument (2 given)
    ''')


def test_chr_ord_ascii_bin():
    agree(r'''
        chr(65), chr(0x1f600), ord('a'), ord('가'), ord(b'a'), ascii('é'), bin(5), hex(255), oct(8), bin(Index()), hex(-1)  ->  ('A', '😀', 97, 44032, 97, "'\\xe9'", '0b101', '0xff', '0o10', '0b11', '-0x1')
        chr(-1)  ->  ValueError: chr() arg not in range(0x110000)
        chr(0x110000)  ->  ValueError: chr() arg not in range(0x110000)
        chr('a')  ->  TypeError: 'str' object cannot be interpreted as an integer
        chr(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
        chr(10 ** 30)  ->  OverflowError: Python int too large to convert to C int
        ord('ab')  ->  TypeError: ord() expected a character, but string of length 2 found
        ord('')  ->  TypeError: ord() expected a character, but string of length 0 found
        ord(5)  ->  TypeError: ord() expected string of length 1, but int found
        ord(b'ab')  ->  TypeError: ord() expected a character, but string of length 2 found
        bin(1.5)  ->  TypeError: 'float' object cannot be interpreted as an integer
    ''')


def test_repr_str_format_hash():
    agree(r'''
        repr('a'), repr([1, 'x']), ascii(['é']), format(5, '03d'), format('a', '>3'), format(None), format(1.5), format([1])  ->  ("'a'", "[1, 'x']", "['\\xe9']", '005', '  a', 'None', '1.5', '[1]')
        format([1], 's')  ->  TypeError: unsupported format string passed to list.__format__
        format(None, '5')  ->  TypeError: unsupported format string passed to NoneType.__format__
        format(5, 5)  ->  TypeError: format() argument 2 must be str, not int
        format()  ->  TypeError: format expected at least 1 argument, got 0
        hash(1), hash('a') == hash('a'), hash(None) == hash(None), hash((1, 2)) == hash((1, 2))  ->  (1, True, True, True)
        hash([])  ->  TypeError: unhashable type: 'list'
        hash({})  ->  TypeError: unhashable type: 'dict'
        hash()  ->  TypeError: hash() takes exactly one argument (0 given)
        repr()  ->  TypeError: repr() takes exactly one argument (0 given)
    ''')


def test_isinstance_issubclass_callable():
    agree(r'''
        isinstance(5, int), isinstance(True, int), isinstance('a', (int, str)), isinstance(5, object), issubclass(bool, int), issubclass(int, (str, object)), callable(len), callable(5), callable(int)  ->  (True, True, True, True, True, True, True, False, True)
        isinstance(5, 'int')  ->  TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
        isinstance(5, (int, 'x')), isinstance(5, (str, int))  ->  (True, True)
        isinstance(5, (str, 'x'))  ->  TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
        issubclass(5, int)  ->  TypeError: issubclass() arg 1 must be a class
        issubclass(int, 5)  ->  TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union
        isinstance(5)  ->  TypeError: isinstance expected 2 arguments, got 1
        callable()  ->  TypeError: callable() takes exactly one argument (0 given)
    ''')


def test_attributes():
    agree(r'''
        getattr(Obj, 'a'), getattr(Obj, 'b', 5), hasattr(Obj, 'a'), hasattr(Obj, 'b'), getattr(5, 'real')  ->  (1, 5, True, False, 5)
        getattr(Obj, 'b')  ->  AttributeError: type object 'Obj' has no attribute 'b'
        getattr(Obj)  ->  TypeError: getattr expected at least 2 arguments, got 1
        getattr(5, 6)  ->  TypeError: attribute name must be string, not 'int'
        hasattr(5, 6)  ->  TypeError: attribute name must be string, not 'int'
        setattr(5, 'a', 1)  ->  AttributeError: 'int' object has no attribute 'a'
        setattr(Obj)  ->  TypeError: setattr expected 3 arguments, got 1
        delattr(5, 'real')  ->  AttributeError: attribute 'real' of 'int' objects is not writable
        delattr(Obj(), 'zzz')  ->  AttributeError: 'Obj' object has no attribute 'zzz'
        getattr(Obj, 'b', None), getattr(Obj(), '__class__') is Obj  ->  (None, True)
    ''')


def test_sorted_and_others():
    agree(r'''
        sorted([3, 1, 2]), sorted('bca', reverse=True), sorted([-1, 2, -3], key=abs), sorted(()), sorted({3, 1}), sorted([1, 2], key=None, reverse=False), sorted([2, 1], reverse=1)  ->  ([1, 2, 3], ['c', 'b', 'a'], [-1, 2, -3], [], [1, 3], [1, 2], [2, 1])
        sorted(5)  ->  TypeError: 'int' object is not iterable
        sorted([1, 'a'])  ->  TypeError: '<' not supported between instances of 'str' and 'int'
        sorted([1], lambda x: x)  ->  TypeError: sorted expected 1 argument, got 2
        sorted([1], foo=1)  ->  TypeError: 'foo' is an invalid keyword argument for sort()
        list(zip([1], 'a')), list(map(abs, [-1])), list(filter(None, [0, 1])), list(reversed([1, 2])), list(enumerate('a')), next(iter([5])), slice(1), id(5) == id(5)  ->  ([(1, 'a')], [1], [1], [2, 1], [(0, 'a')], 5, slice(None, 1, None), True)
        id()  ->  TypeError: id() takes exactly one argument (0 given)
        list(reversed(Round()))  ->  ['r', 'e', 'v']
    ''')


def test_dir_and_vars():
    agree(r'''
        'append' in dir([]), 'real' in dir(5), dir(type('C', (), {'x': 1})())[-1], sorted(dir(Obj))[-1], 'a' in vars(Obj)  ->  (True, True, 'x', 'a', True)
        vars(5)  ->  TypeError: vars() argument must have __dict__ attribute
        vars(1, 2)  ->  TypeError: vars expected at most 1 argument, got 2
        type(dir()), isinstance(vars(), dict)  ->  (<class 'list'>, True)
    ''')


def test_eval_and_compile():
    agree(r'''
        eval('1 + 1'), eval('x', {'x': 5}), eval('x + y', {'x': 1}, {'y': 2}), eval(compile('3', 'f', 'eval')), eval('  5  '), eval(b'7'), eval('(yield_ := 4)')  ->  (2, 5, 3, 3, 5, 7, 4)
        eval('x =')  ->  SyntaxError: invalid syntax (<string>, line 1)
        eval('x = 1')  ->  SyntaxError: invalid syntax (<string>, line 1)
        eval('')  ->  SyntaxError: invalid syntax (<string>, line 0)
        eval(5)  ->  TypeError: eval() arg 1 must be a string, bytes or code object
        eval('1', 5)  ->  TypeError: globals must be a dict
        eval('1', {}, 5)  ->  TypeError: locals must be a mapping
        eval('1\n2')  ->  SyntaxError: invalid syntax (<string>, line 2)
        exec('1 +')  ->  SyntaxError: invalid syntax (<string>, line 1)
        exec('pass'), exec(compile('None', 'f', 'single')) is None  ->  (None, True)
        exec(5)  ->  TypeError: exec() arg 1 must be a string, bytes or code object
        exec('pass', 5)  ->  TypeError: exec() globals must be a dict, not int
        exec('pass', {}, 5)  ->  TypeError: locals must be a mapping or None, not int
        eval('undefined_thing')  ->  NameError: name 'undefined_thing' is not defined
        eval('__import__("math").floor(1.5)'), eval('len([1])', {'__builtins__': {'len': lambda x: 'own'}})  ->  (1, 'own')
        eval('len([1])', {'__builtins__': {}})  ->  NameError: name 'len' is not defined
        compile('1', 'f', 'bad')  ->  ValueError: compile() mode must be 'exec', 'eval' or 'single'
        compile('1', 'f')  ->  TypeError: compile() missing required argument 'mode' (pos 3)
        compile(5, 'f', 'eval')  ->  TypeError: compile() arg 1 must be a string, bytes or AST object
        compile('1 1', 'f', 'eval')  ->  SyntaxError: invalid syntax (f, line 1)
        compile('x = 1', 'f', 'eval')  ->  SyntaxError: invalid syntax (f, line 1)
        compile('x\0', 'f', 'eval')  ->  ValueError: source code string cannot contain null bytes
        compile('1', 5, 'eval')  ->  TypeError: expected str, bytes or os.PathLike object, not int
        compile('1; 2', 'f', 'exec').co_name, compile('1', 'f', 'single').co_consts  ->  ('<module>', (1, None))
    ''')


def test_print_arguments():
    agree(r'''
        print('a', sep=5)  ->  TypeError: sep must be None or a string, not int
        print('a', end=5)  ->  TypeError: end must be None or a string, not int
        print('a', foo=1)  ->  TypeError: 'foo' is an invalid keyword argument for print()
        print('a', file=5)  ->  AttributeError: 'int' object has no attribute 'write'
    ''')


def test_open_errors():
    agree(r'''
        open('/no/such/file')  ->  FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'
        open('/')  ->  IsADirectoryError: [Errno 21] Is a directory: '/'
        open('/dev/null', 'q')  ->  ValueError: invalid mode: 'q'
        open('/dev/null', 'rw')  ->  ValueError: must have exactly one of create/read/write/append mode
        open('/dev/null', 'rb', encoding='utf-8')  ->  ValueError: binary mode doesn't take an encoding argument
        open('/dev/null', '')  ->  ValueError: Must have exactly one of create/read/write/append mode and at most one plus
        open('/dev/null', 'rt', newline='x')  ->  ValueError: illegal newline value: x
        open('/dev/null', 'rbt')  ->  ValueError: can't have text and binary mode at once
        open(1.5)  ->  TypeError: expected str, bytes or os.PathLike object, not float
        open()  ->  TypeError: open() missing required argument 'file' (pos 1)
        open('/dev/null', 'rb', 0).read(), open('/dev/null').read(), open('/dev/null', 'w').write('abc')  ->  (b'', '', 3)
        open('/dev/null', encoding='no-such')  ->  LookupError: unknown encoding: no-such
        open('a\0b')  ->  ValueError: embedded null byte
    ''')


def test_names_of_builtins():
    agree(r'''
        [n for n in ('abs all any ascii bin bool breakpoint  bytes callable chr classmethod compile   delattr dict dir divmod enumerate eval exec  filter float format frozenset getattr globals hasattr hash  hex id input int isinstance issubclass iter len  list locals map max  min next object oct open ord pow print property  range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __build_class__ __debug__ None True False Ellipsis NotImplemented').split() if not hasattr(__import__('builtins'), n)]  ->  []
        __debug__, __import__('builtins').__name__  ->  (True, 'builtins')
    ''')
