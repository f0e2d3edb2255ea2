# Functions, methods, code, cells.


def sample(a, b=2, /, c=3, *args, d, e=5, **kw):
    """About sample."""
    local = a
    return local


def test_attributes_of_a_function():
    f = sample
    assert f.__name__ == 'sample' and f.__qualname__ == 'sample' and f.__module__ == 'tests'
    assert f.__doc__ == 'About sample.' and f.__defaults__ == (2, 3) and f.__kwdefaults__ == {'e': 5}
    assert f.__closure__ is None and f.__globals__ is globals() and f.__annotations__ == {}
    assert f.__dict__ == {} and repr(f) == '<function sample at %s>' % hex(id(f))
    assert type(f).__name__ == 'function' and callable(f) and f.__builtins__['len'] is len


def test_a_functions_attributes_can_be_changed():
    def f(a, b=1):
        return a, b
    f.__name__ = 'g'
    f.__defaults__ = (5, 6)
    assert f() == (5, 6) and f.__name__ == 'g'
    f.__defaults__ = None
    try:
        f(1)
    except TypeError as e:
        assert "missing 1 required positional argument: 'b'" in str(e)
    else:
        assert False
    f.__kwdefaults__ = {'x': 1}
    f.own = [1]
    assert f.own == [1] and f.__dict__ == {'own': [1]} and vars(f) is f.__dict__
    for name, value, text in [('__name__', 5, '__name__ must be set to a string object'),
                              ('__defaults__', 5, '__defaults__ must be set to a tuple object'),
                              ('__kwdefaults__', 5, '__kwdefaults__ must be set to a dict object'),
                              ('__code__', 5, '__code__ must be set to a code object'),
                              ('__qualname__', 5, '__qualname__ must be set to a string object')]:
        try:
            setattr(f, name, value)
        except TypeError as e:
            assert str(e) == text, str(e)
        else:
            assert False
    for name in '__globals__', '__closure__':
        try:
            setattr(f, name, None)
        except AttributeError as e:
            assert str(e) == 'readonly attribute'
        else:
            assert False


def test_code_can_be_exchanged():
    def f():
        return 1

    def g():
        return 2
    f.__code__ = g.__code__
    assert f() == 2
    x = 1

    def h():
        return x
    try:
        f.__code__ = h.__code__
    except ValueError as e:
        assert str(e) == 'f() requires a code object with 0 free vars, not 1'
    else:
        assert False


def test_annotations():
    def f(a: int, *b: str, c: 'x' = 1, **d: float) -> None:
        pass
    assert f.__annotations__ == {'a': int, 'b': str, 'c': 'x', 'd': float, 'return': None}


def test_attributes_of_code():
    c = sample.__code__
    assert c.co_name == 'sample' and c.co_argcount == 3 and c.co_posonlyargcount == 2
    assert c.co_kwonlyargcount == 2 and c.co_nlocals == 8 and c.co_freevars == () and c.co_cellvars == ()
    assert c.co_varnames == ('a', 'b', 'c', 'd', 'e', 'args', 'kw', 'local')
    assert c.co_consts[0] == 'About sample.' and c.co_firstlineno == 4 and c.co_flags & 12 == 12
    assert c.co_qualname == 'sample' and type(c).__name__ == 'code' and type(c.co_code) is bytes
    assert c.co_filename.endswith('functions.py') and c.co_stacksize >= 1 and hash(c) == hash(c)
    assert repr(c).startswith('<code object sample at 0x') and repr(c).endswith(', line 4>')


def test_names_of_code():
    def outer():
        x = 1

        def inner():
            return x + y + len('s').real
        return inner
    assert outer.__code__.co_cellvars == ('x',)
    inner = outer().__code__
    assert inner.co_freevars == ('x',) and inner.co_names == ('y', 'len', 'real')
    assert inner.co_qualname == 'test_names_of_code.<locals>.outer.<locals>.inner'


def test_equal_code_is_equal():
    a = compile('x + 1', 'f', 'eval')
    b = compile('x + 1', 'f', 'eval')
    assert a == b and hash(a) == hash(b) and a != compile('x + 2', 'f', 'eval')


def test_code_replace():
    c = sample.__code__.replace(co_name='other', co_firstlineno=50)
    assert c.co_name == 'other' and c.co_firstlineno == 50 and c.co_argcount == 3
    assert sample.__code__.co_name == 'sample'


def test_flags_tell_what_a_function_is():
    def g():
        yield
    assert g.__code__.co_flags & 0x20 and not sample.__code__.co_flags & 0x20


def test_function_type_makes_functions():
    F = type(sample)
    f = F(compile('x + 1', 'f', 'eval'), {'x': 41})
    assert f() == 42 and f.__name__ == '<module>'

    def outer():
        x = 7
        return lambda: x
    g = F(outer().__code__, {}, 'named', None, outer().__closure__)
    assert g() == 7 and g.__name__ == 'named'
    try:
        F(outer().__code__, {})
    except TypeError as e:
        assert str(e) == "arg 5 (closure) must be tuple"
    else:
        assert False


def test_cells():
    def outer():
        x = 1

        def inner():
            return x
        return inner
    cell, = outer().__closure__
    assert cell.cell_contents == 1 and type(cell).__name__ == 'cell'
    cell.cell_contents = 5
    assert cell.cell_contents == 5 and cell == type(cell)(5) and type(cell)(1) < type(cell)(2)
    del cell.cell_contents
    try:
        cell.cell_contents
    except ValueError as e:
        assert str(e) == 'Cell is empty'
    else:
        assert False
    assert repr(type(cell)(5)).startswith('<cell at 0x') and 'int object at' in repr(type(cell)(5))
    assert repr(type(cell)()).endswith(': empty>')


def test_bound_methods():
    class C:
        def m(self, x=1):
            "doc"
            return self, x
    c = C()
    m = c.m
    assert m.__self__ is c and m.__func__ is C.m and m.__name__ == 'm' and m.__doc__ == 'doc'
    assert m.__qualname__ == 'test_bound_methods.<locals>.C.m' and m.__defaults__ == (1,)
    assert repr(m).startswith('<bound method test_bound_methods.<locals>.C.m of <')
    assert m == c.m and m != C().m and hash(m) == hash(c.m) and m is not c.m
    try:
        m.attr = 1
    except AttributeError as e:
        assert str(e) == "'method' object has no attribute 'attr'"
    else:
        assert False
    M = type(m)
    assert M(len, [1, 2])() == 2
    for args, text in [((5, 1), 'first argument must be callable'),
                       ((len, None), 'instance must not be None')]:
        try:
            M(*args)
        except TypeError as e:
            assert str(e) == text, str(e)
        else:
            assert False


def test_functions_are_descriptors():
    def f(self, x):
        return self, x
    assert f.__get__(5)(1) == (5, 1) and f.__get__(5, int).__self__ == 5
    assert f.__get__(None, int) is f


def test_a_function_stored_on_an_instance_is_not_bound():
    class C:
        pass
    c = C()
    c.f = lambda x: x
    assert c.f(5) == 5


def test_method_of_a_class_changed_between_calls():
    class C:
        def m(self):
            return 1
    c = C()
    out = []
    for i in range(3):
        out.append(c.m())
        C.m = lambda self, i=i: 10 + i
    assert out == [1, 10, 11]
    c.m = lambda: 'own'
    assert c.m() == 'own'


def test_recursive_default_and_late_names():
    def f(n, again=None):
        return (again or f)(n - 1) if n else 'end'
    assert f(5) == 'end'


def test_line_numbers_of_code():
    def f():
        x = 1

        return x
    lines = [l for _, _, l in f.__code__.co_lines() if l is not None]
    first = f.__code__.co_firstlineno
    assert sorted(set(lines)) == [first, first + 1, first + 3]
    assert all(len(p) == 4 for p in f.__code__.co_positions())
