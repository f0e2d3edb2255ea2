# Carets under the part of the line that failed.
import sys


def attempt(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


class C:
    pass


def g(*args, **kw):
    raise ValueError('g')


def attribute():
    c = C()
    return c.x.y.z + 1


def call():
    return g(1, 2) + g(3)


def call_over_lines():
    return g(
        1,
        2,
    )


def subscript():
    d = {'a': {'b': 1}}
    return d['a']['c']['d']


def operator():
    a, b, c = 1, 'x', 3
    return a + b + c


def operator_in_brackets():
    a, b = 1, 'x'
    return (a) + (b)


def unary():
    return - []


def compare():
    return 1 < 'a' < 2


def name():
    return undefined_name_here + 1


def raising():
    raise KeyError('a', 1)


def unpack():
    a, b = 1, 2, 3


def method():
    return C().missing()


def keyword():
    return g(a=1, b=[x for x in 5])


def comprehension():
    return [1 / x for x in (1, 0)]


def wide():
    가나다 = '라마바'
    return 가나다 + 1


def assertion():
    assert 1 == 2, 'message'


def delete():
    d = {}
    del d['k']


def store():
    x = 5
    x.a = 1


def store_item():
    (1, [])[0] = 1


def with_statement():
    with 5 as x:
        pass


def whole_line():
    undefined_name_here


def imports():
    import no_such_module


def import_name():
    from math import no_such_name


def format_string():
    return f'{1 + 1} {undefined_name_here}'


def nested_call():
    return len(str(int('x')))


def lambda_call():
    return (lambda x: x / 0)(1)


def augmented():
    x = 1
    x += 'a'


def starred():
    return [*1]


def tabbed():
	return 1 / 0


def semicolon():
    a = 1; b = a / 0; c = 2


def long_chain():
    x = None
    return x.a.b(1)[2] if x is None else 0


for f in [attribute, call, call_over_lines, subscript, operator, operator_in_brackets, unary,
          compare, name, raising, unpack, method, keyword, comprehension, wide, assertion, delete,
          store, store_item, with_statement, whole_line, imports, import_name, format_string,
          nested_call, lambda_call, augmented, starred, tabbed, semicolon, long_chain]:
    attempt(f)
