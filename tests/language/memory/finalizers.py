# __del__: when it runs, how often, what it may do.
import gc
import sys

log = []


def taken():
    out = list(log)
    log.clear()
    return out


class D:
    def __init__(self, name='d'):
        self.name = name

    def __del__(self):
        log.append(self.name)


def test_del_runs_on_exception_when_the_handler_has_ended():
    def f():
        a = D('local')
        raise ValueError
    try:
        f()
    except ValueError as e:
        log.append('handler')
    log.append('after')
    assert taken() == ['handler', 'local', 'after']


def test_without_a_name_the_exception_dies_at_the_end_of_the_handler_too():
    def f():
        a = D('local')
        raise ValueError
    try:
        f()
    except ValueError:
        log.append('handler')
    log.append('after')
    assert taken() == ['handler', 'local', 'after']


def test_the_exception_itself_dies_after_the_handler():
    class E(Exception):
        def __del__(self):
            log.append('E')
    try:
        raise E
    except E:
        log.append('handler')
    assert taken() == ['handler', 'E']


def test_a_finally_clause_runs_before_locals_die():
    def f():
        a = D('a')
        try:
            return 1
        finally:
            log.append('finally')
    f()
    assert taken() == ['finally', 'a']


def test_a_with_block_does_not_end_the_managers_life():
    class M(D):
        def __enter__(self):
            return self

        def __exit__(self, *a):
            log.append('exit')
    with M('m') as x:
        log.append('body')
    log.append('after')
    assert taken() == ['body', 'exit', 'after']
    del x
    assert taken() == ['m']
    with M('unnamed'):
        log.append('body')
    log.append('after')
    assert taken() == ['body', 'exit', 'unnamed', 'after']


def test_generator_locals_die_on_exhaustion_and_close():
    def g():
        a = D('a')
        yield 1
    it = g()
    next(it)
    assert taken() == []
    assert next(it, None) is None
    assert taken() == ['a']
    it = g()
    next(it)
    it.close()
    assert taken() == ['a']
    it = g()
    next(it)
    del it
    assert taken() == ['a']


def test_an_unstarted_generator_holds_its_arguments():
    def g(x):
        yield
    it = g(D('x'))
    assert taken() == []
    it.close()
    assert taken() == ['x']
    it = g(D('x'))
    del it
    assert taken() == ['x']


def test_a_generator_runs_its_finally_when_it_dies():
    def g():
        try:
            yield
        finally:
            log.append('finally')
    it = g()
    next(it)
    del it
    assert taken() == ['finally']


def test_sent_values_are_not_kept():
    def g():
        while True:
            x = yield
            log.append('got')
            del x
    it = g()
    next(it)
    it.send(D('sent'))
    assert taken() == ['got', 'sent']
    it.close()


def test_finalizer_runs_once_even_when_the_object_is_resurrected():
    kept = []

    class R:
        def __del__(self):
            log.append('del')
            kept.append(self)
    r = R()
    del r
    assert taken() == ['del'] and len(kept) == 1
    kept.clear()
    assert taken() == []


def test_a_resurrected_object_is_whole():
    kept = []

    class R:
        def __init__(self):
            self.x = [1, 2]

        def __del__(self):
            kept.append(self)
    r = R()
    address = id(r)
    del r
    assert id(kept[0]) == address and kept[0].x == [1, 2] and sys.getrefcount(kept[0]) == 2
    kept.clear()


def test_an_exception_in_del_is_reported_and_ignored():
    caught = []
    old = sys.unraisablehook
    sys.unraisablehook = lambda u: caught.append((u.exc_type, str(u.exc_value), u.err_msg))
    try:
        class B:
            def __del__(self):
                raise ValueError('from del')
        b = B()
        del b
    finally:
        sys.unraisablehook = old
    assert caught == [(ValueError, 'from del', None)]


def test_an_exception_in_flight_survives_a_finalizer():
    class B:
        def __del__(self):
            try:
                raise KeyError('inside')
            except KeyError:
                log.append('del')

    def f():
        b = B()
        raise ValueError('outside')
    try:
        f()
    except ValueError as e:
        assert str(e) == 'outside' and e.__context__ is None
    assert taken() == ['del']


def test_del_is_looked_up_on_the_type():
    class C:
        pass
    c = C()
    c.__del__ = lambda: log.append('wrong')
    del c
    assert taken() == []
    C.__del__ = lambda self: log.append('right')
    c = C()
    del c
    assert taken() == ['right']
    del C.__del__
    c = C()
    del c
    assert taken() == []


def test_del_is_inherited_and_may_call_super():
    class A:
        def __del__(self):
            log.append('A')

    class B(A):
        def __del__(self):
            log.append('B')
            super().__del__()

    class C(A):
        pass
    B()
    C()
    assert taken() == ['B', 'A', 'A']


def test_calling_del_by_hand_is_just_a_call():
    d = D('d')
    d.__del__()
    assert taken() == ['d']
    del d
    assert taken() == ['d']


def test_a_failed_init_still_finalizes():
    class C:
        def __init__(self):
            raise ValueError

        def __del__(self):
            log.append('del')
    try:
        C()
    except ValueError:
        pass
    assert taken() == ['del']


def test_a_failed_new_finalizes_nothing():
    class C:
        def __new__(cls):
            raise ValueError

        def __del__(self):
            log.append('del')
    try:
        C()
    except ValueError:
        pass
    assert taken() == []


def test_subclasses_of_built_ins_finalize():
    class L(list):
        def __del__(self):
            log.append(('L', list(self)))

    class T(tuple):
        def __del__(self):
            log.append(('T', tuple(self)))

    class I(int):
        def __del__(self):
            log.append(('I', int(self)))

    class S(str):
        def __del__(self):
            log.append(('S', str(self)))

    class M(dict):
        def __del__(self):
            log.append(('M', dict(self)))
    L([1])
    T((2,))
    I(3)
    S('4')
    M(a=5)
    assert taken() == [('L', [1]), ('T', (2,)), ('I', 3), ('S', '4'), ('M', {'a': 5})]


def test_finalizers_may_make_and_kill_objects():
    class C:
        def __del__(self):
            D('inner')
            log.append('outer')
    C()
    assert taken() == ['inner', 'outer']


def test_a_finalizer_may_change_what_holds_the_object():
    holder = []

    class C:
        def __del__(self):
            holder.append(1)
            log.append(len(holder))
    holder.append(C())
    holder[0] = None
    assert taken() == [2] and holder == [None, 1]
    holder.clear()
    holder.append(C())
    holder.clear()
    assert taken() == [1] and holder == [1]


def test_a_list_is_empty_when_its_cleared_items_die():
    l = []

    class C:
        def __del__(self):
            log.append(len(l))
    l.extend([C(), C()])
    l.clear()
    assert taken() == [0, 0]
    l.extend([C(), C()])
    l[:] = [1]
    assert taken() == [1, 1]


def test_a_dict_has_lost_the_key_when_its_value_dies():
    d = {}

    class C:
        def __del__(self):
            log.append(dict(d))
    d['k'] = C()
    del d['k']
    assert taken() == [{}]
    d['k'] = C()
    d['k'] = 5
    assert taken() == [{'k': 5}]


def test_an_attribute_has_its_new_value_when_the_old_dies():
    class H:
        pass
    h = H()

    class C:
        def __del__(self):
            log.append(h.x)
    h.x = C()
    h.x = 'new'
    assert taken() == ['new']


def test_a_local_has_its_new_value_when_the_old_dies():
    class C:
        def __del__(self):
            log.append(sys._getframe(1).f_locals.get('x'))
    x = C()
    x = 'new'
    assert taken() == ['new']


def test_finalizers_run_in_the_middle_of_expressions():
    value = [1]

    class C:
        def __del__(self):
            value[0] += 1
    a = [value[0], C() and value[0], value[0]]
    assert a == [1, 2, 2], a


def test_gc_is_finalized():
    d = D('d')
    assert gc.is_finalized(d) is False

    class R:
        def __del__(self):
            log.append(self)
    r = R()
    del r
    assert gc.is_finalized(log[0]) is True
    log.clear()
    assert gc.is_finalized(5) is False
    del d
    log.clear()


def test_many_deaths():
    class C:
        n = 0

        def __del__(self):
            C.n += 1
    for _ in range(10000):
        C()
    things = [C() for _ in range(10000)]
    del things
    assert C.n == 20000


def test_a_finalizer_that_closes_over_its_class_runs_in_a_collection():
    out = []

    def make():
        class C:
            def __del__(self):
                out.append(C.__name__)
        c = C()
        c.me = c
    make()
    gc.collect()
    assert out == ['C']
