# sys.getrefcount in many positions: the counts are those of CPython 3.11.
import sys

count = sys.getrefcount


class Thing:
    pass


module_level = Thing()


def test_a_local_and_the_argument_are_two():
    a = Thing()
    assert count(a) == 2


def test_a_temporary_is_held_by_the_argument_only():
    assert count(Thing()) == 1 and count([]) == 1 and count({}) == 1
    assert count(object()) == 1 and count([1, 2]) == 1 and count((lambda: 0)) == 1


def test_each_further_name_adds_one():
    a = Thing()
    b = a
    c = b
    assert count(a) == 4
    c = None
    assert count(a) == 3
    del b
    assert count(a) == 2


def test_a_global():
    assert count(module_level) == 2
    x = module_level
    assert count(x) == 3


def test_a_parameter_adds_one_while_the_call_lasts():
    def f(x):
        return count(x)
    a = Thing()
    assert f(a) == 3
    assert count(a) == 2


def test_a_temporary_handed_over_is_the_callees_alone():
    def f(x):
        return count(x)
    assert f(Thing()) == 2
    assert f([]) == 2
    assert f(x=Thing()) == 2


def test_a_keyword_argument_counts_as_a_positional_one():
    def f(x, *, y=None):
        return count(x) if y is None else count(y)
    a = Thing()
    assert f(x=a) == 3
    assert f(1, y=a) == 3


def test_star_arguments_are_held_by_the_tuple():
    def f(*args):
        return count(args[0])
    a = Thing()
    assert f(a) == 3
    assert f(Thing()) == 2


def test_keyword_dict_holds_its_values():
    def f(**kw):
        return count(kw['x']), count(kw)
    a = Thing()
    assert f(x=a) == (3, 2)


def test_self_in_a_method():
    class C:
        def m(self):
            return count(self)
    c = C()
    assert c.m() == 3
    assert C().m() == 2
    bound = c.m
    assert count(c) == 3
    assert bound() == 4


def test_containers_add_one_for_each_place():
    a = Thing()
    l = [a]
    assert count(a) == 3
    t = (a, a)
    assert count(a) == 5
    d = {'k': a}
    assert count(a) == 6
    s = {a}
    assert count(a) == 7
    d2 = {a: a}
    assert count(a) == 9
    l.clear()
    assert count(a) == 8
    del t, d, s, d2
    assert count(a) == 2


def test_attributes_add_one():
    a, h = Thing(), Thing()
    h.x = a
    assert count(a) == 3
    h.x = None
    assert count(a) == 2
    h.y = h.z = a
    assert count(a) == 4
    del h.y, h.z
    assert count(a) == 2


def test_slots_add_one():
    class S:
        __slots__ = ('x', 'y')
    s, a = S(), Thing()
    s.x = s.y = a
    assert count(a) == 4
    del s.x
    assert count(a) == 3
    del s
    assert count(a) == 2


def test_class_attributes_add_one():
    a = Thing()

    class C:
        x = a
    assert count(a) == 3
    del C.x
    assert count(a) == 2


def test_a_closure_cell_is_one_holder():
    a = Thing()

    def f():
        return a
    assert count(a) == 2
    g = f
    assert count(a) == 2


def test_two_closures_share_the_cell():
    def make():
        x = Thing()
        return (lambda: count(x)), (lambda: x)
    f, g = make()
    assert f() == 2
    y = g()
    assert f() == 3


def test_default_arguments_hold():
    a = Thing()

    def f(x=a):
        return count(x)
    assert count(a) == 3
    assert f() == 4
    del f
    assert count(a) == 2


def test_items_read_are_given_an_own_reference():
    l = [Thing()]
    assert count(l[0]) == 2
    d = {'x': Thing()}
    assert count(d['x']) == 2
    t = (Thing(),)
    assert count(t[0]) == 2


def test_attributes_read_are_given_an_own_reference():
    h = Thing()
    h.x = Thing()
    assert count(h.x) == 2


def test_a_loop_variable_adds_one():
    l = [Thing(), Thing()]
    assert [count(x) for x in l] == [3, 3]
    for x in l:
        assert count(x) == 3
    assert count(l[0]) == 2 and count(l[1]) == 3


def test_the_list_of_a_loop_is_held_by_its_iterator():
    l = [1]
    for x in l:
        assert count(l) == 3
    assert count(l) == 2
    it = iter(l)
    assert count(l) == 3
    list(it)
    assert count(l) == 2        # an exhausted iterator lets go


def test_unpacking_gives_each_name_one():
    a = Thing()
    x, y, *z = a, a, a
    assert count(a) == 5


def test_swapping_leaves_counts_as_they_are():
    a, b = Thing(), Thing()
    a, b = b, a
    assert count(a) == 2 and count(b) == 2


def test_return_hands_over():
    def f():
        x = Thing()
        return x
    assert count(f()) == 1
    a = f()
    assert count(a) == 2


def test_a_method_bound_to_a_name_holds_self():
    a = Thing.__new__(Thing)
    m = a.__init__
    assert count(a) == 3
    l = []
    p = l.append
    assert count(l) == 3
    del p
    assert count(l) == 2


def test_a_generator_holds_its_locals():
    def g(x):
        yield count(x)
        yield
    a = Thing()
    it = g(a)
    assert count(a) == 3
    assert next(it) == 3
    it.close()
    assert count(a) == 2


def test_a_caught_exception_holds_the_frames_locals():
    a = Thing()

    def f(x):
        raise ValueError
    try:
        f(a)
    except ValueError as e:
        assert count(a) == 3        # x in the frame of f, held by the traceback
    assert count(a) == 2


def test_an_exception_holds_its_arguments():
    a = Thing()
    e = ValueError(a)
    assert count(a) == 3
    del e
    assert count(a) == 2


def test_a_type_is_held_by_its_instances():
    class C:
        pass
    before = count(C)
    things = [C() for _ in range(10)]
    assert count(C) == before + 10
    del things
    assert count(C) == before


def test_a_built_in_type_is_not_counted_by_instances():
    before = count(int)
    things = [10 ** 20 + i for i in range(10)]
    assert count(int) == before


def test_weak_references_do_not_count():
    import weakref
    a = Thing()
    r = weakref.ref(a)
    p = weakref.proxy(a)
    assert count(a) == 2
    assert count(r()) == 3 - 1
    b = r()
    assert count(a) == 3


def test_slices_and_copies_hold_items():
    a = Thing()
    l = [a, a]
    m = l[:]
    n = l * 2
    assert count(a) == 2 + 2 + 2 + 4
    del m, n
    k = l + l
    assert count(a) == 8
    l.extend(l)
    assert count(a) == 10


def test_conditional_and_boolean_expressions_leave_nothing():
    a = Thing()
    b = a or None
    c = None or a
    d = a if a else None
    assert count(a) == 5
    b = c = d = None
    a is a and a is not None and not a
    assert count(a) == 2


def test_comparison_chain_leaves_nothing():
    a = Thing()
    a == a == a
    a is a is a
    assert count(a) == 2


def test_dict_lookup_leaves_nothing():
    a = Thing()
    d = {a: 1}
    d[a], d.get(a), a in d, d.setdefault(a, 2)
    assert count(a) == 3
    d.pop(a)
    assert count(a) == 2


def test_print_format_and_str_leave_nothing():
    a = Thing()
    str(a), repr(a), f'{a}', '%s' % a, '{}'.format(a)
    assert count(a) == 2


def test_a_failed_call_leaves_nothing():
    a = Thing()
    for f in (lambda: len(a), lambda: a + 1, lambda: a(), lambda: a[0], lambda: a.x,
              lambda: [1].index(a), lambda: {}[a], lambda: int(a)):
        try:
            f()
        except Exception:
            pass
    del f
    assert count(a) == 2, count(a)


def test_partial_failure_of_a_display_leaves_nothing():
    a = Thing()
    for text in ('[a, a, 1 / 0]', '(a, a, 1 / 0)', '{a, 1 / 0}', '{1: a, 2: 1 / 0}', 'f(a, 1 / 0)',
                 'f(x=a, y=1 / 0)', '[a, *5]', 'f"{a}{1 / 0}"', '[a for _ in range(3) if 1 / 0]'):
        try:
            eval(text, {'a': a, 'f': lambda *a, **k: None})
        except (ZeroDivisionError, TypeError):
            pass
    assert count(a) == 2, count(a)


def test_enumerate_zip_map_give_back():
    a = Thing()
    l = [a]
    for i, x in enumerate(l):
        pass
    del x
    for x, y in zip(l, l):
        pass
    del x, y
    list(map(id, l)), list(filter(None, l)), list(reversed(l))
    assert count(a) == 3


def test_reversed_and_filter_hand_over():
    l = [Thing()]
    assert [count(x) for x in filter(None, l)] == [3]
    assert [count(x) for x in reversed(l)] == [3]
    assert [count(x) for x in l[:]] == [4]


def test_sorting_hands_all_back():
    l = [Thing() for _ in range(10)]
    l.sort(key=id)
    assert all(count(x) == 3 for x in l)
    l.reverse()
    m = sorted(l, key=id)
    assert all(count(x) == 4 for x in l)


def test_list_operations_move_references():
    a = Thing()
    l = []
    l.append(a)
    l.insert(0, a)
    l += [a]
    l.extend((a,))
    assert count(a) == 6
    l.pop()
    l.remove(a)
    del l[0]
    assert count(a) == 3
    l[0] = None
    assert count(a) == 2


def test_set_operations_move_references():
    a = Thing()
    s = {a}
    s.add(a)
    t = s | {a}
    u = s & t
    assert count(a) == 5
    s.discard(a)
    t.remove(a)
    assert u.pop() is a
    assert count(a) == 2


def test_globals_and_locals_dicts():
    a = Thing()
    names = {'a': a}
    exec('b = a\nc = [a]', names)
    assert count(a) == 5
    del names['b']
    assert count(a) == 4
    names.clear()
    assert count(a) == 2


def test_interned_names_do_not_keep_a_string():
    s = sys.intern('made for this test ' + str(count(module_level)))
    assert count(s) == 2


def test_static_and_class_methods():
    class C:
        @staticmethod
        def s(x):
            return count(x)

        @classmethod
        def c(cls, x):
            return count(x)
    a = C()
    assert C.s(a) == 3 and a.s(a) == 3 and C.c(a) == 3


def test_partial_and_star_calls_give_back():
    a = Thing()

    def f(*args, **kw):
        return None
    t, k = (a,), {'x': a}
    f(*t, **k)
    f(a, *t, y=a, **k)
    assert count(a) == 4
    del t, k
    assert count(a) == 2
