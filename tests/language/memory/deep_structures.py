# Deep structures are made, copied and freed without overrunning the stack.
import gc

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_a_list_nested_a_million_deep_is_freed',
    'test_a_tuple_nested_a_million_deep_is_freed',
    'test_a_dict_nested_deep_is_freed',
    'test_instances_chained_deep_are_freed',
    'test_slots_chained_deep_are_freed',
    'test_iterators_nested_deep_are_freed',
    'test_generators_nested_deep_are_freed',
    'test_closures_nested_deep_are_freed',
    'test_bound_methods_and_partials_nested_deep_are_freed',
    'test_exceptions_chained_deep_are_freed',
    'test_finalizers_in_a_deep_chain_all_run',
    'test_a_deep_cycle_is_collected',
    'test_mixed_deep_nesting',
)


def nested_list(depth):
    a = []
    for _ in range(depth):
        a = [a]
    return a


def test_a_list_nested_a_million_deep_is_freed():
    a = nested_list(1000000)
    del a


def test_a_tuple_nested_a_million_deep_is_freed():
    a = ()
    for _ in range(1000000):
        a = (a,)
    del a


def test_a_dict_nested_deep_is_freed():
    a = {}
    for _ in range(200000):
        a = {'a': a}
    del a


def test_instances_chained_deep_are_freed():
    class N:
        pass
    a = None
    for _ in range(200000):
        n = N()
        n.next = a
        a = n
    del a, n


def test_slots_chained_deep_are_freed():
    class N:
        __slots__ = ('next',)
    a = None
    for _ in range(200000):
        n = N()
        n.next = a
        a = n
    del a, n


def test_iterators_nested_deep_are_freed():
    a = iter([])
    for _ in range(100000):
        a = iter([a])
    del a
    for make in (lambda x: [x], lambda x: (x,), lambda x: {1: x},
                 lambda x: slice(x)):
        a = None
        for _ in range(50000):
            a = make(a)
        a = None


def test_generators_nested_deep_are_freed():
    def g(x):
        yield x
    a = None
    for _ in range(20000):
        a = g(a)
    del a


def test_closures_nested_deep_are_freed():
    def wrap(x):
        return lambda: x
    a = None
    for _ in range(50000):
        a = wrap(a)
    del a


def test_bound_methods_and_partials_nested_deep_are_freed():
    class C:
        def __init__(self, x):
            self.x = x

        def m(self):
            pass
    a = None
    for _ in range(50000):
        a = C(a).m
    del a


def test_exceptions_chained_deep_are_freed():
    e = None
    for _ in range(50000):
        n = ValueError()
        n.__cause__ = e
        e = n
    del e, n


def test_finalizers_in_a_deep_chain_all_run():
    class N:
        count = 0

        def __init__(self, next):
            self.next = next

        def __del__(self):
            N.count += 1
    a = None
    for _ in range(50000):
        a = N(a)
    del a
    assert N.count == 50000


def test_a_deep_cycle_is_collected():
    a = last = []
    for _ in range(300000):
        a = [a]
    last.append(a)
    del a, last
    assert gc.collect() >= 300001


def test_mixed_deep_nesting():
    a = None
    for i in range(100000):
        a = [a] if i % 3 == 0 else (a,) if i % 3 == 1 else {'k': a}
    del a


def test_wide_and_deep():
    leaf = [0] * 10
    a = [leaf] * 10
    for _ in range(1000):
        a = [a, leaf, a]
    del a
    assert len(leaf) == 10
