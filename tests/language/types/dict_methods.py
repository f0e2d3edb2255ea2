# dict and its views: all methods.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_many_keys',
)


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


def do(expression, **values):
    """The dict after the operation, and its result."""
    d = dict(values)
    result = eval(expression, {'d': d})
    return d, result


class Missing(dict):
    def __missing__(self, key):
        return 'missing ' + str(key)


class Keys:
    def keys(self):
        return 'ab'

    def __getitem__(self, k):
        return k * 2


def test_construction():
    agree(r'''
        dict(), dict(a=1), dict({'a': 1}, b=2), dict([('a', 1), ['b', 2]]), dict(Keys()), dict(zip('ab', range(2))), dict(['ab', 'cd'])  ->  ({}, {'a': 1}, {'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'a': 'aa', 'b': 'bb'}, {'a': 0, 'b': 1}, {'a': 'b', 'c': 'd'})
        dict(5)  ->  TypeError: 'int' object is not iterable
        dict([1])  ->  TypeError: cannot convert dictionary update sequence element #0 to a sequence
        dict(['abc'])  ->  ValueError: dictionary update sequence element #0 has length 3; 2 is required
        dict([('a',)])  ->  ValueError: dictionary update sequence element #0 has length 1; 2 is required
        dict({}, {})  ->  TypeError: dict expected at most 1 argument, got 2
        dict([([], 1)])  ->  TypeError: unhashable type: 'list'
        dict(self=1, x=2)  ->  {'self': 1, 'x': 2}
        dict.fromkeys('ab'), dict.fromkeys('ab', 0), dict.fromkeys([], 5), Missing.fromkeys('a')  ->  ({'a': None, 'b': None}, {'a': 0, 'b': 0}, {}, {'a': None})
        dict.fromkeys(5)  ->  TypeError: 'int' object is not iterable
        dict(((x, x * x) for x in range(3)), a=1)  ->  {0: 0, 1: 1, 2: 4, 'a': 1}
    ''')


def test_get_set_delete():
    agree(r'''
        {'a': 1}['a'], {1: 'x'}[1.0], {1: 'x'}[True], {(1, 2): 3}[1, 2], {None: 0}[None]  ->  (1, 'x', 'x', 3, 0)
        {'a': 1}['b']  ->  KeyError: 'b'
        {}[[]]  ->  TypeError: unhashable type: 'list'
        {'a': 1}[('b', 1)]  ->  KeyError: ('b', 1)
        do('d.__setitem__("b", 2)', a=1)  ->  ({'a': 1, 'b': 2}, None)
        do('d.__delitem__("a")', a=1)  ->  ({}, None)
        do('d.__delitem__("b")', a=1)  ->  KeyError: 'b'
        {'a': 1}.get('a'), {}.get('a'), {}.get('a', 5), None  ->  (1, None, 5, None)
        {}.get([])  ->  TypeError: unhashable type: 'list'
        {}.get()  ->  TypeError: get expected at least 1 argument, got 0
        'a' in {'a': 1}, 'b' in {'a': 1}, 1 not in {}  ->  (True, False, True)
        [] in {}  ->  TypeError: unhashable type: 'list'
        Missing()['x'], Missing(a=1)['a'], Missing().get('x'), 'x' in Missing()  ->  ('missing x', 1, None, False)
    ''')


def test_pop_popitem_setdefault():
    agree(r'''
        do('d.pop("a")', a=1, b=2)  ->  ({'b': 2}, 1)
        do('d.pop("x", 5)', a=1)  ->  ({'a': 1}, 5)
        do('d.pop("x")', a=1)  ->  KeyError: 'x'
        do('d.pop("x", None)')  ->  ({}, None)
        do('d.popitem()', a=1, b=2)  ->  ({'a': 1}, ('b', 2))
        do('d.popitem()')  ->  KeyError: 'popitem(): dictionary is empty'
        do('d.setdefault("a", 5)', a=1)  ->  ({'a': 1}, 1)
        do('d.setdefault("b", 5)', a=1)  ->  ({'a': 1, 'b': 5}, 5)
        do('d.setdefault("b")', a=1)  ->  ({'a': 1, 'b': None}, None)
        do('d.setdefault([])')  ->  TypeError: unhashable type: 'list'
        do('d.clear()', a=1)  ->  ({}, None)
        do('d.pop([])')  ->  KeyError: []
    ''')


def test_update():
    agree(r'''
        do('d.update(b=2)', a=1)  ->  ({'a': 1, 'b': 2}, None)
        do('d.update({"a": 5}, c=3)', a=1)  ->  ({'a': 5, 'c': 3}, None)
        do('d.update([("x", 1)])', a=1)  ->  ({'a': 1, 'x': 1}, None)
        do('d.update(5)')  ->  TypeError: 'int' object is not iterable
        do('d.update([1])')  ->  TypeError: cannot convert dictionary update sequence element #0 to a sequence
        do('d.update({}, {})')  ->  TypeError: update expected at most 1 argument, got 2
        do('d.update(d)', a=1)  ->  ({'a': 1}, None)
        do('d.update(a for a in ["xy"])')  ->  ({'x': 'y'}, None)
    ''')


def test_merge():
    agree(r'''
        {'a': 1} | {'b': 2}, {'a': 1} | {'a': 2}, {**{'a': 1}, 'a': 2}  ->  ({'a': 1, 'b': 2}, {'a': 2}, {'a': 2})
        do('d.__ior__({"b": 2})', a=1)  ->  ({'a': 1, 'b': 2}, {'a': 1, 'b': 2})
        do('d.__ior__([("b", 2)])', a=1)  ->  ({'a': 1, 'b': 2}, {'a': 1, 'b': 2})
        {} | []  ->  TypeError: unsupported operand type(s) for |: 'dict' and 'list'
        {}.__or__([])  ->  NotImplemented
        Missing(a=1) | {'b': 2}  ->  {'a': 1, 'b': 2}
    ''')


def test_order_is_that_of_insertion():
    agree(r'''
        list({'b': 1, 'a': 2}), list(reversed({'a': 1, 'b': 2})), list({'a': 1, 'b': 2}.items()), [*{'x': 1}.values()]  ->  (['b', 'a'], ['b', 'a'], [('a', 1), ('b', 2)], [1])
        [do('d.pop("a"), d.setdefault("a", 9)', a=1, b=2)[0]]  ->  [{'b': 2, 'a': 9}]
        list(reversed({'a': 1, 'b': 2}.values())), list(reversed({'a': 1}.items())), list(reversed({}.keys()))  ->  ([2, 1], [('a', 1)], [])
    ''')


def test_comparison():
    agree(r'''
        {'a': 1, 'b': 2} == {'b': 2, 'a': 1}, {'a': 1} == {'a': 1.0}, {'a': 1} != {'a': 2}, {} == [], {1: 2} == {1: 2, 3: 4}  ->  (True, True, True, False, False)
        {} < {}  ->  TypeError: '<' not supported between instances of 'dict' and 'dict'
        hash({})  ->  TypeError: unhashable type: 'dict'
        bool({}), bool({1: 1}), len({1: 1, 2: 2})  ->  (False, True, 2)
    ''')


def test_repr_of_dicts():
    agree(r'''
        {'a': 1, 2: [3], None: {}}, str({}), {'k': {'n': ()}}  ->  ({'a': 1, 2: [3], None: {}}, '{}', {'k': {'n': ()}})
    ''')


def test_views():
    agree(r'''
        {'a': 1}.keys(), {'a': 1}.values(), {'a': 1}.items(), len({'a': 1}.keys())  ->  (dict_keys(['a']), dict_values([1]), dict_items([('a', 1)]), 1)
        {'a': 1}.keys() & {'a', 'b'}, {'a': 1}.keys() | ['b'] == {'a', 'b'}, {'a': 1, 'b': 2}.keys() - 'a', {'a': 1}.keys() ^ {'b'} == {'a', 'b'}  ->  ({'a'}, True, {'b'}, True)
        {'a': 1}.items() & {('a', 1)}, {'a': 1}.items() - [('a', 1)], ('a', 1) in {'a': 1}.items(), ('a', 2) in {'a': 1}.items(), 'a' in {'a': 1}.items()  ->  ({('a', 1)}, set(), True, False, False)
        {'a': 1}.keys() == {'a'}, {'a': 1}.keys() <= {'a', 'b'}, {'a': 1}.keys() > set(), {'a': 1}.keys().isdisjoint('b'), {'a': 1}.items() == {('a', 1)}  ->  (True, True, True, True, True)
        {'a': 1}.values() == {'a': 1}.values(), 1 in {'a': 1}.values(), {'a': [1]}.items() == {'a': [1]}.items()  ->  (False, True, True)
        {'a': 1}.keys() & 5  ->  TypeError: 'int' object is not iterable
        5 & {'a': 1}.keys()  ->  TypeError: 'int' object is not iterable
        hash({}.keys())  ->  TypeError: unhashable type: 'dict_keys'
        {}.values() & {1}  ->  TypeError: unsupported operand type(s) for &: 'dict_values' and 'set'
        {'a': 1}.keys()[0]  ->  TypeError: 'dict_keys' object is not subscriptable
        {'a': 1}.keys().mapping, type({}.keys()).__name__, type({}.values()).__name__, type({}.items()).__name__, type(iter({})).__name__, type(iter({}.items())).__name__  ->  (mappingproxy({'a': 1}), 'dict_keys', 'dict_values', 'dict_items', 'dict_keyiterator', 'dict_itemiterator')
        {'a': 1}.keys() < 5  ->  TypeError: '<' not supported between instances of 'dict_keys' and 'int'
        [n for n in dir({}.keys()) if not n.startswith('_')], [n for n in dir({}.values()) if not n.startswith('_')], [n for n in dir({}.items()) if not n.startswith('_')]  ->  (['isdisjoint', 'mapping'], ['mapping'], ['isdisjoint', 'mapping'])
    ''')


def test_the_method_table_is_whole():
    agree(r'''
        [n for n in dir(dict) if not n.startswith('__')]  ->  ['clear', 'copy', 'fromkeys', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values']
    ''')


def test_errors_name_the_key():
    agree(r'''
        {}['x']  ->  KeyError: 'x'
        {}[1.5]  ->  KeyError: 1.5
        {}[(1, 2)]  ->  KeyError: (1, 2)
        {}[None]  ->  KeyError: None
        {}['it\'s']  ->  KeyError: "it's"
    ''')


def test_generic():
    agree(r'''
        dict[str, int], type('D', (dict,), {})(a=1), type(type('D', (dict,), {})(a=1).copy()).__name__  ->  (dict[str, int], {'a': 1}, 'dict')
    ''')


def test_views_are_live():
    d = {'a': 1}
    k, v, i = d.keys(), d.values(), d.items()
    d['b'] = 2
    assert list(k) == ['a', 'b'] and list(v) == [1, 2] and len(i) == 2
    del d['a']
    assert list(i) == [('b', 2)]


def test_many_keys():
    d = {}
    for i in range(100000):
        d[i * 7] = i
    assert len(d) == 100000 and all(d[i * 7] == i for i in range(0, 100000, 97)) and 3 not in d
    for i in range(0, 100000, 2):
        del d[i * 7]
    assert len(d) == 50000 and list(d)[:3] == [7, 21, 35]
    for i in range(0, 100000, 2):
        d[i * 7] = -i
    assert len(d) == 100000 and list(d)[-1] == 99998 * 7


def test_colliding_keys():
    class K:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            return 5

        def __eq__(self, other):
            return self.n == other.n
    keys = [K(i) for i in range(200)]
    d = {k: k.n for k in keys}
    assert len(d) == 200 and all(d[K(i)] == i for i in range(200)) and K(200) not in d
    for k in keys[::2]:
        del d[k]
    assert sorted(d.values()) == list(range(1, 200, 2))


def test_keys_with_equal_low_bits():
    d = {i << 32: i for i in range(1000)}
    assert all(d[i << 32] == i for i in range(1000))
    d = {float(i): i for i in range(100)}
    assert d[5] == 5


def test_an_exception_in_eq_or_hash_passes():
    class E:
        def __hash__(self):
            return 1

        def __eq__(self, other):
            raise ValueError('eq')

    class H:
        def __hash__(self):
            raise KeyError('hash')
    d = {E(): 1}
    for f in (lambda: d[E()], lambda: E() in d, lambda: d.get(E()), lambda: d.pop(E()),
              lambda: d.setdefault(E()), lambda: d.update({E(): 1})):
        try:
            f()
        except ValueError as e:
            assert str(e) == 'eq'
        else:
            assert False
    try:
        {H(): 1}
    except KeyError as e:
        assert e.args == ('hash',)
    else:
        assert False
    assert len(d) == 1


def test_a_dict_changed_by_the_comparison_it_does():
    class E:
        def __init__(self, act):
            self.act = act

        def __hash__(self):
            return 1

        def __eq__(self, other):
            if self.act:
                d.clear()
            return False
    d = {E(False): 1, E(False): 2}
    d[E(True)] = 3
    assert len(d) <= 3
    d = {E(True): 1}
    d.get(E(False))
    for i in range(20):
        d[i] = i
    assert d[19] == 19


def test_hash_of_keys_is_asked_once_for_each_operation():
    class H:
        n = 0

        def __hash__(self):
            H.n += 1
            return 7
    h = H()
    d = {h: 1}
    assert H.n == 1
    d[h], h in d, d.get(h)
    assert H.n == 4
    dict(d), d.copy(), {**d}
    for i in range(100):
        d[i] = i                # growing does not ask again
    assert H.n == 4


def test_string_keys_of_other_types():
    class S(str):
        def __hash__(self):
            return 1

        def __eq__(self, other):
            return str.__eq__(self, other)
    d = {'a': 1}
    d[S('a')] = 2
    assert d == {'a': 1, S('a'): 2} or len(d) == 2
    assert d['a'] == 1


def test_popitem_then_insert():
    d = {i: i for i in range(10)}
    for i in range(9, -1, -1):
        assert d.popitem() == (i, i)
    d['x'] = 1
    assert list(d.items()) == [('x', 1)]


def test_iterators_have_a_length_hint_and_end_for_good():
    d = {1: 1, 2: 2}
    it = iter(d)
    assert it.__length_hint__() == 2 and next(it) == 1 and it.__length_hint__() == 1
    assert list(it) == [2] and list(it) == []
    d[3] = 3
    assert next(it, 'end') == 'end'


def test_dict_of_a_class_is_a_proxy():
    class C:
        x = 1
    p = C.__dict__
    assert type(p).__name__ == 'mappingproxy' and p['x'] == 1 and 'x' in p and p.get('y') is None
    try:
        p['x'] = 2
    except TypeError as e:
        assert str(e) == "'mappingproxy' object does not support item assignment"
    else:
        assert False
    assert sorted(k for k in p.keys() if not k.startswith('__')) == ['x']
    assert p.copy() is not p and type(p.copy()) is dict


def test_instance_dicts():
    class C:
        pass
    c = C()
    c.a, c.b = 1, 2
    d = c.__dict__
    assert d == {'a': 1, 'b': 2} and c.__dict__ is d
    d['z'] = 5
    assert c.z == 5
    del c.a
    assert list(d) == ['b', 'z']
    c.__dict__ = {'new': 1}
    assert c.new == 1 and not hasattr(c, 'b') and d == {'b': 2, 'z': 5}
    d = vars(c)
    d.clear()
    assert not hasattr(c, 'new')
    try:
        c.__dict__ = 5
    except TypeError as e:
        assert str(e) == '__dict__ must be set to a dictionary, not a \'int\''
    else:
        assert False


def test_many_instance_attributes():
    class C:
        pass
    c = C()
    for i in range(200):
        setattr(c, 'a%d' % i, i)
    assert all(getattr(c, 'a%d' % i) == i for i in range(200)) and len(c.__dict__) == 200
    for i in range(0, 200, 2):
        delattr(c, 'a%d' % i)
    assert len(vars(c)) == 100 and not hasattr(c, 'a0') and c.a1 == 1
