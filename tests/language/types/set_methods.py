# set and frozenset: all methods.


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


def do(expression, *values):
    """The sorted set after the operation, and its result."""
    s = set(values)
    result = eval(expression, {'s': s})
    return sorted(s), sorted(result) if isinstance(result, (set, frozenset)) else result


F = frozenset


def test_construction():
    agree(r'''
        set(), frozenset(), set('aab') == {'a', 'b'}, set([1, 1.0, True]), frozenset([1, 2]), {1, 1, 2}  ->  (set(), frozenset(), True, {1}, frozenset({1, 2}), {1, 2})
        set(5)  ->  TypeError: 'int' object is not iterable
        set([[]])  ->  TypeError: unhashable type: 'list'
        set(1, 2)  ->  TypeError: set expected at most 1 argument, got 2
        frozenset(5)  ->  TypeError: 'int' object is not iterable
        set(x=1)  ->  TypeError: set() takes no keyword arguments
        {*[1, 2], 3}  ->  {1, 2, 3}
    ''')


def test_adding_and_removing():
    agree(r'''
        do('s.add(3)', 1)  ->  ([1, 3], None)
        do('s.add(1)', 1)  ->  ([1], None)
        do('s.add([])')  ->  TypeError: unhashable type: 'list'
        do('s.remove(1)', 1, 2)  ->  ([2], None)
        do('s.remove(5)', 1)  ->  KeyError: 5
        do('s.discard(5)', 1)  ->  ([1], None)
        do('s.discard([])', 1)  ->  TypeError: unhashable type: 'list'
        do('s.pop()', 1)  ->  ([], 1)
        do('s.pop()')  ->  KeyError: 'pop from an empty set'
        do('s.clear()', 1)  ->  ([], None)
        do('s.remove({1})', 1)  ->  KeyError: {1}
        do('{5} in s', F([5]))  ->  ([frozenset({5})], True)
        do('s.discard({5})', F([5]))  ->  ([], None)
    ''')


def test_updating():
    agree(r'''
        do('s.update([2], [3])')  ->  ([2, 3], None)
        do('s.update([2], (3,))', 1)  ->  ([1, 2, 3], None)
        do('s.update()', 1)  ->  ([1], None)
        do('s.update(5)', 1)  ->  TypeError: 'int' object is not iterable
        do('s.intersection_update([1, 5])', 1, 2)  ->  ([1], None)
        do('s.difference_update([1], [2])', 1, 2, 3)  ->  ([3], None)
        do('s.symmetric_difference_update([1, 5, 5])', 1, 2)  ->  ([2, 5], None)
        do('s.__ior__({2})', 1)  ->  ([1, 2], [1, 2])
        do('s.__iand__({2})', 1, 2)  ->  ([2], [2])
        do('s.__isub__(s)', 1, 2)  ->  ([], [])
        do('s.__ixor__(s)', 1, 2)  ->  ([], [])
        do('s.__ior__([2])', 1)  ->  ([1], NotImplemented)
    ''')


def test_algebra():
    agree(r'''
        do('s | {2}', 1), do('s & {1, 5}', 1, 2), do('s - {1}', 1, 2), do('s ^ {1, 5}', 1, 2)  ->  (([1], [1, 2]), ([1, 2], [1]), ([1, 2], [2]), ([1, 2], [2, 5]))
        do('s.union([2], "a") == {1, 2, "a"}', 1), do('s.intersection([1], [1, 2])', 1, 2), do('s.difference([1])', 1, 2), do('s.symmetric_difference([1, 5])', 1, 2), do('s.union()', 1)  ->  (([1], True), ([1, 2], [1]), ([1, 2], [2]), ([1, 2], [2, 5]), ([1], [1]))
        {1} | [2]  ->  TypeError: unsupported operand type(s) for |: 'set' and 'list'
        {1} & (1,)  ->  TypeError: unsupported operand type(s) for &: 'set' and 'tuple'
        {1} - [1]  ->  TypeError: unsupported operand type(s) for -: 'set' and 'list'
        {1}.union(5)  ->  TypeError: 'int' object is not iterable
        {1}.intersection(5)  ->  TypeError: 'int' object is not iterable
        type({1} | F([2])).__name__, type(F([1]) | {2}).__name__, type(F([1]) & F([1])).__name__  ->  ('set', 'frozenset', 'frozenset')
    ''')


def test_comparison():
    agree(r'''
        {1, 2} == {2, 1}, {1} == F([1]), {1} != {2}, {1} < {1, 2}, {1} <= {1}, {1, 2} > {1}, {1} < {2}, {1} >= {2}, {1} == [1]  ->  (True, True, True, True, True, True, False, False, False)
        {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]), {1}.isdisjoint({1}), set() <= set(), set() < set()  ->  (True, True, True, False, True, False)
        {1} < [1]  ->  TypeError: '<' not supported between instances of 'set' and 'list'
        {1}.issubset(5)  ->  TypeError: 'int' object is not iterable
        1 in {1}, 1.0 in {1}, 5 in {1}, {1} in {F([1])}  ->  (True, True, False, True)
        [] in {1}  ->  TypeError: unhashable type: 'list'
        len({1, 2}), bool(set()), bool({0})  ->  (2, False, True)
        hash({1})  ->  TypeError: unhashable type: 'set'
    ''')


def test_hash_of_frozensets():
    agree(r'''
        hash(F([1, 2])) == hash(F([2, 1])), hash(F()), hash(F([1])), hash(F([1, 2, 3])), hash(F([F([1])]))  ->  (True, 133146708735736, -558064481276695278, -272375401224217160, 5515263749738256364)
        {F([1]): 'x'}[F([1])]  ->  'x'
    ''')


def test_repr_of_sets():
    agree(r'''
        {1}, set(), F(), F([1]), {1, 2, 3}, {'a'}, type('S', (set,), {})([1]), type('S', (set,), {})(), type('Q', (frozenset,), {})([1])  ->  ({1}, set(), frozenset(), frozenset({1}), {1, 2, 3}, {'a'}, S({1}), S(), Q({1}))
    ''')


def test_order_of_small_ints_is_that_of_the_table():
    agree(r'''
        {3, 1, 2}, {5, 3, 8, 1}, {0, 8, 16, 1}, set(range(20)), {100, 5, 33}, {-1, -2, 0}, {1.5, 2, 0.5}, {(1, 2), (0,)}, set([9, 1, 17, 33])  ->  ({1, 2, 3}, {8, 1, 3, 5}, {0, 8, 16, 1}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, {33, 100, 5}, {0, -1, -2}, {0.5, 1.5, 2}, {(0,), (1, 2)}, {9, 33, 1, 17})
        list({32, 1, 64, 33}), list(set(range(0, 1000, 100))), F([12, 4, 8]), {i * i for i in range(12)}  ->  ([32, 1, 64, 33], [0, 800, 100, 900, 200, 300, 400, 500, 600, 700], frozenset({8, 12, 4}), {0, 1, 64, 121, 4, 36, 100, 9, 16, 49, 81, 25})
        {8, 0} , {0, 8}, set([8, 0]), set([0, 8]), {1, 9, 17}, {17, 9, 1}  ->  ({8, 0}, {0, 8}, {8, 0}, {0, 8}, {1, 9, 17}, {1, 9, 17})
    ''')


def test_copies():
    agree(r'''
        do('s.copy()', 1), do('s.copy() is s', 1)[1], F([1]).copy() == F([1])  ->  (([1], [1]), False, True)
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(set) if not n.startswith('_')]  ->  ['add', 'clear', 'copy', 'difference', 'difference_update', 'discard', 'intersection', 'intersection_update', 'isdisjoint', 'issubset', 'issuperset', 'pop', 'remove', 'symmetric_difference', 'symmetric_difference_update', 'union', 'update']
        [n for n in dir(frozenset) if not n.startswith('_')]  ->  ['copy', 'difference', 'intersection', 'isdisjoint', 'issubset', 'issuperset', 'symmetric_difference', 'union']
    ''')


def test_iteration():
    agree(r'''
        sorted(iter({1, 2})), iter({1, 2}).__length_hint__(), type(iter(set())).__name__  ->  ([1, 2], 2, 'set_iterator')
        next(iter(set()))  ->  StopIteration:
        min({3, 1}), max(F([3, 1])), sum({1, 2})  ->  (1, 3, 3)
        set[int], frozenset[str]  ->  (set[int], frozenset[str])
    ''')


def test_a_frozenset_of_a_frozenset_is_itself():
    f = frozenset([1, 2])
    assert frozenset(f) is f and f.copy() is f


def test_many_elements():
    s = set()
    for i in range(50000):
        s.add(i * 3)
    assert len(s) == 50000 and 149997 in s and 1 not in s
    for i in range(0, 50000, 2):
        s.remove(i * 3)
    assert len(s) == 25000 and 0 not in s and 3 in s
    assert s | s == s and len(s & set(range(1000))) == 167 and len(s - s) == 0


def test_pop_takes_all():
    s = set(range(1000))
    out = []
    while s:
        out.append(s.pop())
    assert sorted(out) == list(range(1000))


def test_an_operation_keeps_the_element_that_was_there():
    class E:
        def __init__(self, tag):
            self.tag = tag

        def __hash__(self):
            return 1

        def __eq__(self, other):
            return True
    s = {E('old')}
    s.add(E('new'))
    assert [e.tag for e in s] == ['old']
    assert [e.tag for e in s | {E('other')}] == ['old']


def test_colliding_elements():
    class K:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            return 3

        def __eq__(self, other):
            return self.n == other.n
    s = {K(i) for i in range(100)}
    assert len(s) == 100 and K(50) in s and K(100) not in s
    for i in range(0, 100, 2):
        s.remove(K(i))
    assert sorted(k.n for k in s) == list(range(1, 100, 2))


def test_a_set_changed_by_the_comparison_it_does():
    class E:
        def __hash__(self):
            return 1

        def __eq__(self, other):
            s.clear()
            return False
    s = {E()}
    s.add(E())
    s = {E(), }
    E() in s
    s.discard(E())


def test_update_with_itself():
    s = {1, 2, 3}
    s |= s
    s &= s
    assert s == {1, 2, 3}
    s ^= s
    assert s == set()
    s = {1, 2}
    s.difference_update(s)
    assert s == set()
