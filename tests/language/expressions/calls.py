# Calls: how arguments reach parameters, and what is said when they do not.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_many_arguments',
)


def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


def g(a, b, /, c, d=4, *, e=5):
    return a, b, c, d, e


def test_positional_keyword_default():
    assert f(1, c=3) == (1, 2, (), 3, 4, {})
    assert f(1, 5, 6, 7, c=3, x=8) == (1, 5, (6, 7), 3, 4, {'x': 8})
    assert f(c=3, a=1, d=9, b=0) == (1, 0, (), 3, 9, {})
    assert g(1, 2, 3) == (1, 2, 3, 4, 5) and g(1, 2, c=3, e=0) == (1, 2, 3, 4, 0)


def test_unpacking_arguments():
    a, k = [1, 2], {'c': 3, 'z': 0}
    assert f(*a, **k) == (1, 2, (), 3, 4, {'z': 0})
    assert f(*a, 3, *[4], c=1, **{'y': 1}, **{'x': 2}) == (1, 2, (3, 4), 1, 4, {'y': 1, 'x': 2})
    assert f(*'ab', c=1) == ('a', 'b', (), 1, 4, {})


def test_keyword_names_that_are_positional_only_go_to_kw():
    def h(a, /, **kw):
        return a, kw
    assert h(1, a=2) == (1, {'a': 2})


def test_defaults_are_evaluated_once():
    def h(x, into=[]):
        into.append(x)
        return into
    assert h(1) == [1] and h(2) == [1, 2] and h.__defaults__ == ([1, 2],)


def check(call, message):
    try:
        call()
    except TypeError as e:
        assert str(e) == message, str(e)
    else:
        assert False, message


def test_missing_arguments_are_named():
    def h(a, b, c, *, d, e): pass
    name = 'test_missing_arguments_are_named.<locals>.h()'
    check(lambda: h(), name + " missing 3 required positional arguments: 'a', 'b', and 'c'")
    check(lambda: h(1), name + " missing 2 required positional arguments: 'b' and 'c'")
    check(lambda: h(1, 2), name + " missing 1 required positional argument: 'c'")
    check(lambda: h(1, 2, 3), name + " missing 2 required keyword-only arguments: 'd' and 'e'")
    check(lambda: h(1, 2, 3, d=1), name + " missing 1 required keyword-only argument: 'e'")


def test_too_many_arguments_are_counted():
    def h0(): pass
    def h1(a): pass
    def h2(a, b=1): pass
    def h3(a, *, k): pass
    name = 'test_too_many_arguments_are_counted.<locals>.'
    check(lambda: h0(1), name + 'h0() takes 0 positional arguments but 1 was given')
    check(lambda: h1(1, 2), name + 'h1() takes 1 positional argument but 2 were given')
    check(lambda: h2(1, 2, 3), name + 'h2() takes from 1 to 2 positional arguments but 3 were given')
    check(lambda: h3(1, 2, k=3), name + 'h3() takes 1 positional argument but 2 positional '
          'arguments (and 1 keyword-only argument) were given')


def test_unexpected_and_repeated_keywords():
    def h(a, b=1): pass
    name = 'test_unexpected_and_repeated_keywords.<locals>.h()'
    check(lambda: h(1, x=2), name + " got an unexpected keyword argument 'x'")
    check(lambda: h(1, a=2), name + " got multiple values for argument 'a'")
    check(lambda: h(1, **{'b': 1}, **{'b': 2}),
          name.replace('h()', 'h()').replace('test_', 'tests.test_', 1)
          + " got multiple values for keyword argument 'b'")


def test_positional_only_given_as_keyword():
    def h(a, b, /): pass
    check(lambda: h(1, b=2), 'test_positional_only_given_as_keyword.<locals>.h() got some '
          "positional-only arguments passed as keyword arguments: 'b'")


def test_bad_unpacking():
    def h(*a, **k): pass
    name = 'tests.test_bad_unpacking.<locals>.h()'
    check(lambda: h(*5), name + ' argument after * must be an iterable, not int')
    check(lambda: h(**5), name + ' argument after ** must be a mapping, not int')
    check(lambda: h(**{1: 2}), 'keywords must be strings')


def test_methods_count_self():
    class C:
        def m(self, a): pass
    name = 'test_methods_count_self.<locals>.C.m()'
    check(lambda: C().m(), name + " missing 1 required positional argument: 'a'")
    check(lambda: C().m(1, 2), name + ' takes 2 positional arguments but 3 were given')
    check(lambda: C(1), 'C() takes no arguments')


def test_builtins_say_what_they_take():
    check(lambda: len(), 'len() takes exactly one argument (0 given)')
    check(lambda: len(1, 2), 'len() takes exactly one argument (2 given)')
    check(lambda: [].append(), 'list.append() takes exactly one argument (0 given)')
    check(lambda: len(x=1), 'len() takes no keyword arguments')
    check(lambda: [].append(x=1), 'list.append() takes no keyword arguments')
    check(lambda: isinstance(1), 'isinstance expected 2 arguments, got 1')
    check(lambda: {}.pop(), 'pop expected at least 1 argument, got 0')
    check(lambda: getattr(1), 'getattr expected at least 2 arguments, got 1')
    check(lambda: ''.join(), 'str.join() takes exactly one argument (0 given)')
    check(lambda: ''.split(1), 'must be str or None, not int')
    check(lambda: object(1), 'object() takes no arguments')
    check(lambda: [].clear(1), 'list.clear() takes no arguments (1 given)')
    check(lambda: sorted(), 'sorted expected 1 argument, got 0')


def test_lambda():
    assert (lambda: 5)() == 5 and (lambda x, *y, z=1, **w: (x, y, z, w))(1, 2, z=3, q=4) == \
        (1, (2,), 3, {'q': 4})
    assert (lambda: 0).__name__ == '<lambda>'


def test_callables():
    class C:
        def __call__(self, *a, **k):
            return a, k
    assert C()(1, x=2) == ((1,), {'x': 2})
    assert callable(C()) and callable(C) and callable(len) and not callable(5)


def test_bound_methods_remember_self():
    class C:
        def m(self, x):
            return self, x
    c = C()
    m = c.m
    assert m(1) == (c, 1) and m.__self__ is c and m.__func__ is C.m and C.m(c, 2) == (c, 2)
    assert c.m is not c.m and c.m == c.m and hash(c.m) == hash(c.m)


def test_many_arguments():
    names = {}
    n = 300
    exec(f"def f({', '.join(f'a{i}' for i in range(n))}): return a0 + a{n - 1}", names)
    assert names['f'](*range(n)) == n - 1
    assert names['f'](**{f'a{i}': i for i in range(n)}) == n - 1
    assert eval(f"f({', '.join(map(str, range(n)))})", names) == n - 1


def test_kwargs_are_a_fresh_dict():
    def h(**kw):
        return kw
    d = {'a': 1}
    assert h(**d) == d and h(**d) is not d


def test_args_are_one_tuple():
    def h(*a):
        return a
    t = (1, 2)
    assert h(*t) == t and h() == ()


def test_keyword_order_is_kept():
    def h(**kw):
        return list(kw)
    assert h(z=1, a=2, **{'m': 3}, b=4) == ['z', 'a', 'm', 'b']


def test_mapping_protocol_suffices_for_double_star():
    class M:
        def keys(self):
            return ['x', 'y']

        def __getitem__(self, k):
            return k * 2
    def h(**kw):
        return kw
    assert h(**M()) == {'x': 'xx', 'y': 'yy'}
