# NoneType, bool, Ellipsis, NotImplemented, object, cell, module, method descriptors.


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


def test_none():
    agree(r'''
        None, type(None), repr(None), bool(None), type(None)() is None, None == None, None is None, hash(None) == hash(None)  ->  (None, <class 'NoneType'>, 'None', False, True, True, True, True)
        None.x  ->  AttributeError: 'NoneType' object has no attribute 'x'
        None + 1  ->  TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
        None < None  ->  TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'
        type(None)(1)  ->  TypeError: NoneType takes no arguments
        setattr(None, 'x', 1)  ->  AttributeError: 'NoneType' object has no attribute 'x'
    ''')


def test_bool():
    agree(r'''
        bool(), bool(1), bool(''), bool([0]), 0, True, False, repr(True)  ->  (False, True, False, True, 0, True, False, 'True')
        True + True, True & False, True | False, True ^ True, True & 1, ~True, not True, True == 1, hash(True)  ->  (2, False, True, False, 1, -2, False, True, 1)
        bool(1, 2)  ->  TypeError: bool expected at most 1 argument, got 2
        bool(x=1)  ->  TypeError: bool() takes no keyword arguments
        int(True), float(True), str(True), [10, 20][True], True.real, True.bit_length(), True.__and__(False), True < 2  ->  (1, 1.0, 'True', 20, 1, 1, False, True)
        type(True & True), type(True & 1), type(True + 0), isinstance(True, int), issubclass(bool, int)  ->  (<class 'bool'>, <class 'int'>, <class 'int'>, True, True)
    ''')


def test_singletons():
    agree(r'''
        Ellipsis, ..., type(...), type(...)() is ..., NotImplemented, type(NotImplemented)  ->  (Ellipsis, Ellipsis, <class 'ellipsis'>, True, NotImplemented, <class 'NotImplementedType'>)
        bool(...)  ->  True
        type(...)(1)  ->  TypeError: EllipsisType takes no arguments
    ''')


def test_plain_object():
    agree(r'''
        type(object()), object() == object(), bool(object()), repr(object())[:18], hash(object()) != 0  ->  (<class 'object'>, False, True, '<object object at ', True)
        object().x  ->  AttributeError: 'object' object has no attribute 'x'
        setattr(object(), 'x', 1)  ->  AttributeError: 'object' object has no attribute 'x'
        object(1)  ->  TypeError: object() takes no arguments
        object.__new__(int)  ->  TypeError: object.__new__(int) is not safe, use int.__new__()
        object.__new__()  ->  TypeError: object.__new__(): not enough arguments
        object.__new__(5)  ->  TypeError: object.__new__(X): X is not a type object (int)
        object() < object()  ->  TypeError: '<' not supported between instances of 'object' and 'object'
        object().__eq__(1), object().__ne__(1), object().__lt__(1), object().__str__()[:7], object().__class__, object().__dir__() != []  ->  (NotImplemented, NotImplemented, NotImplemented, '<object', <class 'object'>, True)
        object().__format__('')[:7]  ->  '<object'
        object().__format__('x')  ->  TypeError: unsupported format string passed to object.__format__
        object().__reduce_ex__(2)[0].__name__, object().__sizeof__(), object.__doc__ is not None  ->  ('__newobj__', 16, True)
        [n for n in dir(object)]  ->  ['__class__', '__delattr__', '__dir__', '__doc__', '__eq__', '__format__', '__ge__', '__getattribute__', '__getstate__', '__gt__', '__hash__', '__init__', '__init_subclass__', '__le__', '__lt__', '__ne__', '__new__', '__reduce__', '__reduce_ex__', '__repr__', '__setattr__', '__sizeof__', '__str__', '__subclasshook__']
    ''')


def test_attribute_errors():
    agree(r'''
        (5).x  ->  AttributeError: 'int' object has no attribute 'x'
        'a'.x  ->  AttributeError: 'str' object has no attribute 'x'
        [].x  ->  AttributeError: 'list' object has no attribute 'x'
        len.x  ->  AttributeError: 'builtin_function_or_method' object has no attribute 'x'
        (lambda: 0).x  ->  AttributeError: 'function' object has no attribute 'x'
        int.x  ->  AttributeError: type object 'int' has no attribute 'x'
        type.x  ->  AttributeError: type object 'type' has no attribute 'x'
        setattr(5, 'x', 1)  ->  AttributeError: 'int' object has no attribute 'x'
        setattr([], 'x', 1)  ->  AttributeError: 'list' object has no attribute 'x'
        setattr([], 'append', 1)  ->  AttributeError: 'list' object attribute 'append' is read-only
        setattr(int, 'x', 1)  ->  TypeError: cannot set 'x' attribute of immutable type 'int'
        delattr(5, 'x')  ->  AttributeError: 'int' object has no attribute 'x'
        delattr([], 'append')  ->  AttributeError: 'list' object attribute 'append' is read-only
        delattr(int, 'x')  ->  TypeError: cannot set 'x' attribute of immutable type 'int'
        delattr(object(), 'x')  ->  AttributeError: 'object' object has no attribute 'x'
        getattr(5, 'real'), getattr(5, 'x', 'default'), hasattr(5, 'real'), hasattr(5, 'x')  ->  (5, 'default', True, False)
        getattr(5, 5)  ->  TypeError: attribute name must be string, not 'int'
        setattr(type('C', (), {})(), 5, 1)  ->  TypeError: attribute name must be string, not 'int'
        hasattr(5, 5)  ->  TypeError: attribute name must be string, not 'int'
        setattr((lambda: 0), '__code__', 5)  ->  TypeError: __code__ must be set to a code object
        setattr((1).__class__, '__name__', 'x')  ->  TypeError: cannot set '__name__' attribute of immutable type 'int'
    ''')


def test_builtin_functions():
    agree(r'''
        len, len.__name__, len.__module__, len.__self__.__name__, [].append.__name__, [].append.__self__, len.__doc__ is not None, type(len).__name__, type([].append).__name__  ->  (<built-in function len>, 'len', 'builtins', 'builtins', 'append', [], True, 'builtin_function_or_method', 'builtin_function_or_method')
        repr([].append)[:38], str.join, [].__len__.__class__.__name__, type(str.join).__name__, type(str.__add__).__name__, type(str.__dict__['maketrans']).__name__, type(dict.__dict__['fromkeys']).__name__  ->  ('<built-in method append of list object', <method 'join' of 'str' objects>, 'method-wrapper', 'method_descriptor', 'wrapper_descriptor', 'staticmethod', 'classmethod_descriptor')
        len == len, len != print, [].append == [].append, hash(len) == hash(len)  ->  (True, True, False, True)
        str.join(',', ['a', 'b']), list.append.__name__, str.join.__objclass__, int.__add__(1, 2), str.upper('a')  ->  ('a,b', 'append', <class 'str'>, 3, 'A')
        str.join(5, [])  ->  TypeError: descriptor 'join' for 'str' objects doesn't apply to a 'int' object
        str.upper(5)  ->  TypeError: descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
        str.upper()  ->  TypeError: unbound method str.upper() needs an argument
        list.append([])  ->  TypeError: list.append() takes exactly one argument (0 given)
        int.__add__('a', 1)  ->  TypeError: descriptor '__add__' requires a 'int' object but received a 'str'
        int.__add__(1)  ->  TypeError: expected 1 argument, got 0
        str.join.__get__(',')(['a', 'b'])  ->  'a,b'
        len.__qualname__, [].append.__qualname__, str.join.__qualname__, int.__add__.__qualname__  ->  ('len', 'list.append', 'str.join', 'int.__add__')
    ''')


def test_generic_alias():
    agree(r'''
        list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int] == list[int], list[int](), list[int].__args__, list[int].__origin__, hash(list[int]) == hash(list[int])  ->  (list[int], dict[str, list[int]], tuple[int, ...], type[int], True, [], (<class 'int'>,), <class 'list'>, True)
        int | str, (int | None), int | str == str | int, isinstance(5, int | str), isinstance(None, int | None), issubclass(int, int | str), (int | str).__args__, repr(list[int] | None)  ->  (int | str, int | None, True, True, True, True, (<class 'int'>, <class 'str'>), 'list[int] | None')
        isinstance([], list[int])  ->  TypeError: isinstance() argument 2 cannot be a parameterized generic
        int[str]  ->  TypeError: type 'int' is not subscriptable
        5 | int  ->  TypeError: unsupported operand type(s) for |: 'int' and 'type'
    ''')


def test_mappingproxy():
    agree(r'''
        type(int.__dict__).__name__, 'real' in int.__dict__, len(type('C', (), {}).__dict__) > 0  ->  ('mappingproxy', True, True)
        type(int.__dict__)({'a': 1}), type(int.__dict__)({'a': 1})['a'], type(int.__dict__)({'a': 1}) | {'b': 2}, type(int.__dict__)({'a': 1}) == {'a': 1}  ->  (mappingproxy({'a': 1}), 1, {'a': 1, 'b': 2}, True)
        type(int.__dict__)(5)  ->  TypeError: mappingproxy() argument must be a mapping, not int
        type(int.__dict__)({})['x']  ->  KeyError: 'x'
        list(type(int.__dict__)({'a': 1}).items()), type(int.__dict__)({'a': 1}).get('b', 5)  ->  ([('a', 1)], 5)
    ''')
