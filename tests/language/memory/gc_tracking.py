# What is tracked, untracking, referents and referrers.
import gc


class Node:
    pass


class Slots:
    __slots__ = ()


def test_atoms_are_not_tracked():
    for x in 1, 1.5, 'text', b'bytes', None, True, 10 ** 30, range(3), object(), ...:
        assert not gc.is_tracked(x), x


def test_containers_are_tracked():
    for x in [], [1], slice(1), set(), {1}, frozenset([1]), (lambda: 0), Node(), Node, iter([]), gc, \
            (i for i in ()), map(len, []), zip(), enumerate([]), property(), [].append, Node().__init__:
        assert gc.is_tracked(x), x


def test_instances_are_tracked_those_without_room_for_attributes_too():
    assert gc.is_tracked(Node()) and gc.is_tracked(Slots())


def test_dicts_are_tracked_once_they_hold_a_container():
    d = {}
    assert not gc.is_tracked(d)
    d['a'] = 1
    d[2] = 'text'
    assert not gc.is_tracked(d)
    d['b'] = []
    assert gc.is_tracked(d)
    assert not gc.is_tracked({'a': 1}) and gc.is_tracked({'a': []})


def test_a_dict_is_untracked_by_a_full_collection():
    d = {'a': []}
    assert gc.is_tracked(d)
    d['a'] = 1
    assert gc.is_tracked(d)
    gc.collect()
    assert not gc.is_tracked(d)
    d['c'] = [1]
    assert gc.is_tracked(d)


def test_copies_of_untracked_dicts_are_untracked():
    d = {'a': 1}
    assert not gc.is_tracked(d.copy()) and not gc.is_tracked({**d})
    assert gc.is_tracked({'a': []}.copy())


def test_tuples_of_atoms_are_untracked_by_a_collection():
    n = int('1')
    t = tuple([n, 'x', 1.5])
    assert gc.is_tracked(t)
    gc.collect()
    assert not gc.is_tracked(t)


def test_tuples_of_untracked_tuples_are_untracked():
    t = (tuple([int('1')]), tuple([int('2')]))
    gc.collect()
    gc.collect()
    assert not gc.is_tracked(t) and not gc.is_tracked(t[0])


def test_tuples_that_hold_a_container_stay_tracked():
    t = ([],)
    u = ({},)
    gc.collect()
    assert gc.is_tracked(t)
    assert gc.is_tracked(u)


def test_the_empty_tuple_and_constants_are_not_tracked():
    assert not gc.is_tracked(())
    assert not gc.is_tracked((1, 2, 'x'))


def test_referents():
    a, b = Node(), [1]
    assert gc.get_referents([a, b, 5]) == [5, b, a]
    assert gc.get_referents(5, 'x') == []
    assert gc.get_referents({'k': 'v'}) == ['v']           # keys that are strings are not visited
    assert sorted(map(str, gc.get_referents({1: 'v'}))) == ['1', 'v']
    assert gc.get_referents() == []
    a.x = b
    assert any(x is b for x in gc.get_referents(a))
    assert any(x is Node for x in gc.get_referents(a))


def test_order_of_referents():
    x, y = [], []
    assert [r is x for r in gc.get_referents([x, y])] == [False, True]
    assert [r is x for r in gc.get_referents((x, y))] == [False, True]
    assert [type(r) for r in gc.get_referents({'a': x})] == [list]


def test_referrers():
    a = Node()
    holder = [a]
    other = {'k': a}
    third = Node()
    third.x = a
    found = gc.get_referrers(a)
    assert any(x is holder for x in found) and any(x is other for x in found)
    assert any(x is third for x in found)
    del holder[:], other['k'], third.x
    assert not any(x is holder for x in gc.get_referrers(a))
    found.clear()


def test_referrers_of_nothing():
    assert gc.get_referrers() == []


def test_a_functions_referents():
    cell_value = []

    def f(x=[1]):
        return cell_value
    kinds = [type(r).__name__ for r in gc.get_referents(f)]
    for kind in 'code', 'dict', 'tuple', 'str':
        assert kind in kinds, kinds


def test_list_subclass_and_dict_subclass_are_tracked():
    class L(list):
        pass

    class M(dict):
        pass
    assert gc.is_tracked(L()) and gc.is_tracked(M())
