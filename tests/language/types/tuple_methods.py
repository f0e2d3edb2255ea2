# tuple.


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
        return 1


def test_construction():
    agree(r'''
        tuple(), tuple('ab'), tuple([1, 2]), tuple(x for x in range(3)), (1,), ()  ->  ((), ('a', 'b'), (1, 2), (0, 1, 2), (1,), ())
        tuple(5)  ->  TypeError: 'int' object is not iterable
        tuple(1, 2)  ->  TypeError: tuple expected at most 1 argument, got 2
        tuple(x=1)  ->  TypeError: tuple() takes no keyword arguments
    ''')


def test_methods():
    agree(r'''
        (1, 2, 1).count(1), (1, 2, 3).index(2), (1, 2, 1).index(1, 1)  ->  (2, 1, 2)
        (1,).index(5)  ->  ValueError: tuple.index(x): x not in tuple
        (1,).index(1, 1)  ->  ValueError: tuple.index(x): x not in tuple
        (1,).count()  ->  TypeError: tuple.count() takes exactly one argument (0 given)
    ''')


def test_indexing():
    agree(r'''
        (1, 2, 3)[0], (1, 2, 3)[-1], (1, 2, 3)[Index()], (1, 2, 3)[1:], (1, 2, 3)[::-1], (1, 2)[5:]  ->  (1, 3, 2, (2, 3), (3, 2, 1), ())
        (1,)[1]  ->  IndexError: tuple index out of range
        (lambda t: t['x'])((1,))  ->  TypeError: tuple indices must be integers or slices, not str
        (lambda t: t.__setitem__)((1,))  ->  AttributeError: 'tuple' object has no attribute '__setitem__'
    ''')


def test_operators():
    agree(r'''
        (1,) + (2,), (1, 2) * 2, 0 * (1,), () + (), 2 in (1, 2)  ->  ((1, 2), (1, 2, 1, 2), (), (), True)
        (1,) + [2]  ->  TypeError: can only concatenate tuple (not "list") to tuple
        (1,) * 'x'  ->  TypeError: can't multiply sequence by non-int of type 'str'
        (1, 2) == (1, 2), (1,) == [1], (1, 2) < (1, 3), () < (0,), (1,) < (1, 0), (2,) >= (1, 9)  ->  (True, False, True, True, True, True)
        (1,) < [1]  ->  TypeError: '<' not supported between instances of 'tuple' and 'list'
        (1,) < ('a',)  ->  TypeError: '<' not supported between instances of 'int' and 'str'
    ''')


def test_hash_of_tuples():
    agree(r'''
        hash(()), hash((1,)), hash((1, 2)), hash((1, (2, 3))), hash((0.5, True)), hash((-1, 10 ** 30)), hash((0, 0, 0))  ->  (5740354900026072187, -6644214454873602895, -3550055125485641917, 7267574591690527098, -8572458927399070566, -3587778661343103981, 3010437511937009226)
        hash(([],))  ->  TypeError: unhashable type: 'list'
    ''')


def test_repr_of_tuples():
    agree(r'''
        (1,), (1, 'a'), ((),), repr(((1,),))  ->  ((1,), (1, 'a'), ((),), '((1,),)')
    ''')


def test_sharing():
    agree(r'''
        () is tuple(), tuple((1, 2)) is not None, (1, 2)[:] == (1, 2)  ->  (True, True, True)
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(tuple) if not n.startswith('__')]  ->  ['count', 'index']
    ''')


def test_subclasses():
    agree(r'''
        type('T', (tuple,), {})((1, 2)), type(type('T', (tuple,), {})((1, 2))[:]).__name__, type('T', (tuple,), {})((1,)) + (2,), hash(type('T', (tuple,), {})((1, 2))) == hash((1, 2))  ->  ((1, 2), 'tuple', (1, 2), True)
        tuple[int, str], tuple[()], tuple[int, ...]  ->  (tuple[int, str], tuple[()], tuple[int, ...])
    ''')


def test_a_tuple_copied_whole_is_the_same_object():
    t = (1, 2, [3])
    assert t[:] is t and tuple(t) is t and t + () is t and () + t is t and t * 1 is t

    class T(tuple):
        pass
    u = T(t)
    assert u[:] is not u and type(u[:]) is tuple and tuple(u) is not u
