# gc.callbacks, gc.garbage, debug flags, freeze.
import gc
import sys


class Node:
    pass


def test_callbacks_get_phase_and_info():
    seen = []

    def watch(phase, info):
        seen.append((phase, dict(info)))
    gc.collect()
    gc.callbacks.append(watch)
    try:
        a = []
        a.append(a)
        del a
        gc.collect(1)
    finally:
        gc.callbacks.remove(watch)
    assert seen == [('start', {'generation': 1, 'collected': 0, 'uncollectable': 0}),
                    ('stop', {'generation': 1, 'collected': 1, 'uncollectable': 0})]


def test_callbacks_run_in_order():
    seen = []
    fs = [lambda p, i, n=n: seen.append((p, n)) for n in range(3)]
    gc.callbacks.extend(fs)
    try:
        gc.collect(0)
    finally:
        for f in fs:
            gc.callbacks.remove(f)
    assert seen == [('start', 0), ('start', 1), ('start', 2), ('stop', 0), ('stop', 1), ('stop', 2)]


def test_the_start_callback_comes_before_finalizers():
    seen = []

    class C:
        def __del__(self):
            seen.append('del')

    def watch(phase, info):
        seen.append(phase)
    c = C()
    c.me = c
    del c
    gc.callbacks.append(watch)
    try:
        gc.collect()
    finally:
        gc.callbacks.remove(watch)
    assert seen == ['start', 'del', 'stop']


def test_an_exception_in_a_callback_is_unraisable():
    caught = []
    old = sys.unraisablehook

    def bad(phase, info):
        raise ValueError(phase)
    sys.unraisablehook = lambda u: caught.append(str(u.exc_value))
    gc.callbacks.append(bad)
    try:
        gc.collect(0)
    finally:
        gc.callbacks.remove(bad)
        sys.unraisablehook = old
    assert caught == ['start', 'stop']


def test_a_callback_may_collect_without_nesting():
    got = []

    def watch(phase, info):
        got.append(gc.collect())
    gc.callbacks.append(watch)
    try:
        gc.collect(0)
    finally:
        gc.callbacks.remove(watch)
    assert got == [0, 0]


def test_garbage_is_an_empty_list():
    assert gc.garbage == [] and type(gc.garbage) is list


def test_saveall_keeps_what_is_found():
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        assert gc.get_debug() == gc.DEBUG_SAVEALL
        n = Node()
        n.me = n
        n.l = [n]
        del n
        assert gc.collect() == 2
        kinds = [type(x).__name__ for x in gc.garbage]
    finally:
        gc.set_debug(0)
    assert kinds == ['Node', 'list']
    gc.garbage[0].me = gc.garbage[0].l = None
    gc.garbage.clear()
    assert gc.get_debug() == 0


def test_saveall_still_runs_finalizers_and_clears_weak_references():
    import weakref
    log = []

    class C:
        def __del__(self):
            log.append('del')
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        c = C()
        c.me = c
        w = weakref.ref(c)
        del c
        gc.collect()
        assert log == ['del'] and w() is None and type(gc.garbage[0]) is C
    finally:
        gc.set_debug(0)
        gc.garbage[0].me = None
        gc.garbage.clear()
    assert log == ['del']


def test_debug_constants():
    assert (gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL,
            gc.DEBUG_LEAK) == (1, 2, 4, 32, 38)


def test_freeze_hides_objects_from_collections():
    gc.collect()
    a = []
    a.append(a)
    gc.freeze()
    assert gc.get_freeze_count() > 0
    del a
    assert gc.collect() == 0
    gc.unfreeze()
    assert gc.get_freeze_count() == 0
    assert gc.collect() == 1


def test_unfrozen_objects_are_old():
    a = Node()
    gc.freeze()
    assert not any(x is a for x in gc.get_objects(generation=0))
    gc.unfreeze()
    assert any(x is a for x in gc.get_objects(generation=2))


def test_frozen_objects_die_by_their_count():
    log = []

    class C:
        def __del__(self):
            log.append(1)
    c = C()
    gc.freeze()
    del c
    gc.unfreeze()
    assert log == [1]


def test_the_module_has_its_functions():
    for name in ('collect enable disable isenabled get_threshold set_threshold get_count get_stats '
                 'get_objects get_referrers get_referents is_tracked is_finalized freeze unfreeze '
                 'get_freeze_count set_debug get_debug callbacks garbage').split():
        assert hasattr(gc, name), name


# They count collections, or look between two: they cannot hold where every allocation collects.
COUNTING = (
    'test_callbacks_get_phase_and_info',
    'test_callbacks_run_in_order',
)
