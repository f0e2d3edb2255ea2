# gc.collect: what it finds, what it returns, in which order finalizers run.
import gc
import weakref

log = []

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_a_cycle_of_a_million_objects',
)


class Node:
    def __init__(self, name=None):
        self.name = name

    def __repr__(self):
        return 'Node(%s)' % self.name


# All attributes that are used below are known to the class from the start: CPython gives an
# instance a dict, which the collector counts, when a class learns a name late.
first = Node()
first.next = first.me = first.other = first.left = first.right = first.kept = None
del first


class Fin(Node):
    def __del__(self):
        log.append(self.name)


def taken():
    out = list(log)
    log.clear()
    return out


def clean():
    gc.collect()
    gc.collect()
    log.clear()


def test_nothing_to_collect_returns_zero():
    clean()
    assert gc.collect() == 0


def test_a_list_in_itself_is_one():
    clean()
    a = []
    a.append(a)
    del a
    assert gc.collect() == 1


def test_a_dict_in_itself_is_one():
    clean()
    d = {}
    d['d'] = d
    del d
    assert gc.collect() == 1


def test_an_instance_that_refers_to_itself_is_one():
    clean()
    n = Node()
    n.me = n
    del n
    assert gc.collect() == 1


def test_an_instance_with_a_materialised_dict_is_two():
    clean()
    n = Node()
    n.me = n
    n.__dict__
    del n
    assert gc.collect() == 2


def test_a_ring_of_many():
    clean()
    first = last = Node(0)
    for i in range(1, 100):
        node = Node(i)
        last.next = node
        last = node
    last.next = first
    del first, last, node
    assert gc.collect() == 100


def test_what_hangs_on_a_cycle_goes_with_it_and_is_counted():
    clean()
    a = [[], {'x': []}, (1, [])]
    a.append(a)
    del a
    # a, the empty list, the dict and its list, the tuple and its list
    assert gc.collect() == 6


def test_atoms_that_hang_on_a_cycle_are_not_counted():
    clean()
    a = [1.5, 'text', b'bytes', 10 ** 30, None, (1, 2), {1: 'x'}]
    a.append(a)
    del a
    # (1, 2) is tracked until a collection looks at it; here it is garbage as a constant is not
    assert gc.collect() == 1


def test_a_function_that_refers_to_itself():
    clean()

    def make():
        def f():
            return f
        return f
    make()
    # the function, its closure tuple, its cell
    assert gc.collect() == 3


def test_a_tuple_in_a_cycle():
    clean()
    l = []
    t = (l,)
    l.append(t)
    del l, t
    assert gc.collect() == 2


def test_a_set_in_a_cycle():
    clean()
    n = Node()
    n.other = {n}
    del n
    assert gc.collect() == 2


def test_a_bound_method_in_a_cycle():
    clean()
    n = Node()
    n.other = n.__repr__
    del n
    assert gc.collect() == 2


def test_a_generator_in_a_cycle():
    clean()

    def g():
        me = yield
        yield me
    it = g()
    next(it)
    it.send(it)
    w = weakref.ref(it)
    del it
    # its finalizer closes it, which breaks the cycle: it dies by its count, uncollected
    assert gc.collect() == 0 and w() is None


def test_an_exception_and_its_traceback_in_a_cycle():
    clean()

    def f():
        try:
            raise ValueError
        except ValueError as e:
            kept = e
    f()
    # the exception, its traceback, the frame
    assert gc.collect() == 3


def test_what_is_reachable_stays():
    clean()
    a, b = Node('a'), Node('b')
    a.right, b.left = b, a
    del b
    assert gc.collect() == 0 and a.right.name == 'b' and a.right.left is a
    a.right = None
    del a


def test_an_old_object_keeps_young_ones_in_a_young_collection():
    clean()
    a = Node('a')
    gc.collect()
    a.other = [1]
    a.other.append(a.other)
    assert gc.collect(0) == 0
    del a


def test_a_young_collection_leaves_old_garbage():
    clean()
    a = []
    a.append(a)
    gc.collect()
    del a
    assert gc.collect(0) == 0 and gc.collect(1) == 0 and gc.collect(2) == 1


def test_generations_by_number():
    clean()
    for generation, want in ((0, 1), (1, 1), (2, 1)):
        a = []
        a.append(a)
        del a
        assert gc.collect(generation) == want
    a = []
    a.append(a)
    gc.collect(0)
    del a
    assert gc.collect(0) == 0 and gc.collect(generation=1) == 1


def test_bad_generations():
    for bad in 3, -1, 100:
        try:
            gc.collect(bad)
        except ValueError as e:
            assert str(e) == 'invalid generation'
        else:
            assert False
    try:
        gc.collect('x')
    except TypeError as e:
        assert str(e) == "'str' object cannot be interpreted as an integer"


def test_finalizers_in_a_cycle_run_in_order_of_age():
    clean()
    nodes = [Fin(i) for i in range(5)]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.next = b
    del nodes, a, b
    assert gc.collect() == 5 and taken() == [0, 1, 2, 3, 4]


def test_finalizers_see_a_whole_cycle():
    clean()

    class Watch(Node):
        def __del__(self):
            log.append((self.name, self.other.name, self.other.other is self))
    a, b = Watch('a'), Watch('b')
    a.other, b.other = b, a
    del a, b
    gc.collect()
    assert sorted(taken()) == [('a', 'b', True), ('b', 'a', True)]


def test_resurrection_by_a_finalizer_keeps_the_whole_group():
    clean()
    kept = []

    class Back(Node):
        def __del__(self):
            log.append(self.name)
            kept.append(self)
    a, b = Back('a'), Fin('b')
    a.other, b.other = b, a
    del a, b
    assert gc.collect() == 0
    assert taken() == ['a', 'b']            # both finalizers have run, both live
    assert kept[0].other.name == 'b' and kept[0].other.other is kept[0]
    kept.clear()
    assert gc.collect() == 2
    assert taken() == []                    # and they do not run again


def test_partial_resurrection():
    clean()
    kept = []

    class Back(Node):
        def __del__(self):
            kept.append(self)
    # two separate groups die in one collection; one of them comes back
    a, b = Back('a'), Node('b')
    a.me = a
    b.me = b
    w = weakref.ref(b)
    del a, b
    assert gc.collect() == 1
    assert [n.name for n in kept] == ['a'] and w() is None and kept[0].me is kept[0]
    kept[0].me = None
    kept.clear()


def test_what_a_resurrected_object_reaches_is_kept():
    clean()
    kept = []

    class Back(Node):
        def __del__(self):
            kept.append(self)
    a, b, c = Back('a'), Node('b'), Node('c')
    a.right, b.left, c.left, c.me = b, a, a, c        # c is only pointing at them
    w = weakref.ref(c)
    del a, b, c
    assert gc.collect() == 1
    assert w() is None and kept[0].right.left is kept[0]
    kept[0].right = None
    kept.clear()


def test_an_object_finalized_in_a_cycle_may_die_by_its_count_later():
    clean()
    kept = []

    class Back(Node):
        def __del__(self):
            log.append('del')
            kept.append(self)
    a = Back()
    a.me = a
    del a
    gc.collect()
    assert taken() == ['del']
    kept[0].me = None
    kept.clear()
    assert taken() == []


def test_a_finalizer_that_breaks_the_cycle():
    clean()

    class Break(Node):
        def __del__(self):
            log.append(self.name)
            self.other = None
    a, b = Break('a'), Break('b')
    a.other, b.other = b, a
    del a, b
    # they die by their counts while the finalizers run, so nothing is left to collect
    assert gc.collect() == 0 and taken() == ['a', 'b']


def test_a_finalizer_may_collect():
    clean()

    class C(Node):
        def __del__(self):
            log.append(gc.collect())
    a = C()
    a.me = a
    del a
    assert gc.collect() == 1 and taken() == [0]


def test_a_finalizer_may_make_new_garbage():
    clean()

    class C(Node):
        def __del__(self):
            x = []
            x.append(x)
    a = C()
    a.me = a
    del a
    assert gc.collect() == 1 and gc.collect() == 1 and gc.collect() == 0


def test_an_exception_in_a_finalizer_does_not_stop_the_collection():
    import sys
    clean()
    old, caught = sys.unraisablehook, []
    sys.unraisablehook = lambda u: caught.append(u.exc_type)
    try:
        class C(Node):
            def __del__(self):
                raise KeyError
        a, b = C(), Fin('b')
        a.right, b.left = b, a
        del a, b
        assert gc.collect() == 2 and taken() == ['b'] and caught == [KeyError]
    finally:
        sys.unraisablehook = old
        caught.clear()


def test_weak_references_are_cleared_before_finalizers_in_a_cycle():
    clean()

    class C(Node):
        def __del__(self):
            log.append(('del', w()))
    a = C()
    a.me = a
    w = weakref.ref(a, lambda r: log.append(('callback', r())))
    del a
    gc.collect()
    assert taken() == [('callback', None), ('del', None)]


def test_weak_references_are_cleared_after_the_finalizer_when_counted():
    class C(Node):
        def __del__(self):
            log.append(('del', w() is self))
    a = C()
    w = weakref.ref(a, lambda r: log.append(('callback', r())))
    del a
    assert taken() == [('del', True), ('callback', None)]


def test_a_callback_of_a_dying_weak_reference_is_not_called():
    clean()
    a = Node()
    a.me = a
    a.other = weakref.ref(a, lambda r: log.append('called'))
    del a
    assert gc.collect() >= 2 and taken() == []


def test_callbacks_run_for_outside_weak_references_only():
    clean()
    a, b = Node('a'), Node('b')
    a.right, b.left = b, a
    a.kept = weakref.ref(b, lambda r: log.append('inside'))
    outside = weakref.ref(b, lambda r: log.append('outside'))
    del a, b
    gc.collect()
    assert taken() == ['outside']


def test_a_class_and_its_instances_die_together():
    clean()

    def make():
        class C:
            pass
        c = C()
        c.me = c
        return weakref.ref(C), weakref.ref(c)
    k, c = make()
    assert k() is not None and gc.collect() > 3 and k() is None and c() is None


def test_order_within_a_dying_cycle_of_lists():
    clean()
    l = [Fin('a')]
    m = [Fin('b'), l]
    l.append(m)
    del l, m
    gc.collect()
    assert taken() == ['a', 'b']


def test_a_long_list_of_cycles():
    clean()
    for i in range(500):
        a = []
        a.append(a)
    del a
    found = gc.collect()
    assert found <= 500


def test_a_cycle_of_a_million_objects():
    clean()
    gc.disable()
    try:
        first = last = [None]
        for _ in range(1000000):
            last[0] = node = [None]
            last = node
        last[0] = first
        del first, last, node
        assert gc.collect() == 1000001
    finally:
        gc.enable()


def test_cycles_through_iterators_of_c_code():
    clean()
    n = Node()
    l = [n]
    n.other = [zip(l, l), map(len, l), filter(None, l), enumerate(l), reversed(l), iter(l)]
    w = weakref.ref(n)
    del l, n
    assert gc.collect() >= 9 and w() is None


def test_iterators_in_cycles():
    clean()
    l = []
    l.append(iter(l))
    del l
    assert gc.collect() == 2
    d = {}
    d['it'] = iter(d)
    d['v'] = d.values()
    del d
    assert gc.collect() == 3
    l = []
    l.append(enumerate(l))
    l.append(reversed(l))
    l.append(filter(None, l))
    del l
    assert gc.collect() >= 4


def test_property_and_slot_cycles():
    clean()

    class S:
        __slots__ = ('a', '__weakref__')
    s = S()
    s.a = s
    w = weakref.ref(s)
    del s
    assert gc.collect() == 1 and w() is None


def test_list_and_dict_subclasses_in_cycles():
    clean()

    class L(list):
        pass

    class M(dict):
        pass
    l = L()
    l.append(l)
    m = M()
    m['m'] = m
    del l, m
    assert gc.collect() == 2


def test_closures_over_each_other():
    clean()

    def make():
        def f():
            return g

        def g():
            return f
        return f
    make()
    assert gc.collect() == 6
