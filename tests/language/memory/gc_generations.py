# Generations, thresholds, counts, automatic collection.
import gc

runs = []

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_the_last_generation_waits_for_a_quarter',
)


class Node:
    pass


def watch(phase, info):
    if phase == 'stop':
        runs.append(info['generation'])


class Watching:
    """Thresholds of our own while a test runs."""

    def __init__(self, *thresholds):
        self.thresholds = thresholds

    def __enter__(self):
        self.old = gc.get_threshold()
        gc.set_threshold(*self.thresholds)
        gc.collect()
        gc.callbacks.append(watch)
        runs.clear()

    def __exit__(self, *args):
        gc.callbacks.remove(watch)
        gc.set_threshold(*self.old)
        gc.enable()
        gc.collect()


def where(thing):
    for generation in range(3):
        if any(x is thing for x in gc.get_objects(generation=generation)):
            return generation


def test_the_default_thresholds():
    assert gc.get_threshold() == (700, 10, 10)


def test_set_threshold_sets_the_first_ones_given():
    old = gc.get_threshold()
    try:
        gc.set_threshold(1, 2, 3)
        assert gc.get_threshold() == (1, 2, 3)
        gc.set_threshold(800)
        assert gc.get_threshold() == (800, 2, 3)
        gc.set_threshold(900, 5)
        assert gc.get_threshold() == (900, 5, 3)
    finally:
        gc.set_threshold(*old)


def test_bad_thresholds():
    for args, text in [((), 'function missing required argument'), (('x',), "'str' object cannot")]:
        try:
            gc.set_threshold(*args)
        except TypeError:
            pass
        else:
            assert False
    assert gc.get_threshold() == (700, 10, 10)


def test_counts_are_three_and_collect_resets_them():
    counts = gc.get_count()
    assert type(counts) is tuple and len(counts) == 3
    gc.collect()
    assert gc.get_count()[1:] == (0, 0)
    gc.collect(0)
    assert gc.get_count()[1:] == (1, 0)
    gc.collect(0)
    assert gc.get_count()[1:] == (2, 0)
    gc.collect(1)
    assert gc.get_count()[1:] == (0, 1)
    gc.collect(1)
    assert gc.get_count()[1:] == (0, 2)
    gc.collect()
    assert gc.get_count()[1:] == (0, 0)


def test_the_first_count_moves_with_containers_made_and_freed():
    gc.collect()
    with Watching(100000, 10, 10):
        before = gc.get_count()[0]
        things = [Node() for _ in range(1000)]
        middle = gc.get_count()[0]
        things.clear()
        after = gc.get_count()[0]
    assert 1000 <= middle - before <= 1010
    assert 990 <= middle - after <= 1010


def test_strings_and_numbers_do_not_move_the_count():
    with Watching(100000, 10, 10):
        before = gc.get_count()[0]
        things = [str(i) + 'x' for i in range(1000)]
        more = [i * 1.5 for i in range(1000)]
        assert gc.get_count()[0] - before < 20


def test_objects_move_up_and_stay_in_the_last():
    a = Node()
    assert where(a) == 0
    gc.collect(0)
    assert where(a) == 1
    gc.collect(0)
    assert where(a) == 1
    gc.collect(1)
    assert where(a) == 2
    gc.collect()
    assert where(a) == 2


def test_a_full_collection_moves_all_into_the_last():
    a = Node()
    gc.collect()
    assert where(a) == 2


def test_collection_starts_when_the_count_exceeds_the_threshold():
    with Watching(50, 1000, 1000):
        things = [Node() for _ in range(40)]
        early = list(runs)
        things += [Node() for _ in range(30)]
        late = list(runs)
        things.clear()
    assert early == [] and late == [0]


def test_every_threshold_th_collection_is_of_the_next_generation():
    with Watching(20, 3, 1000):
        things = [Node() for _ in range(20 * 30)]
        seen = list(runs)
    # 4 young collections, then one of generation 1 in place of the fifth
    first = seen.index(1)
    assert first == 4 or first == 3, seen
    gaps = [i for i, g in enumerate(seen) if g == 1]
    assert all(b - a == 5 for a, b in zip(gaps, gaps[1:])), seen


def test_the_last_generation_waits_for_a_quarter():
    keep = [Node() for _ in range(40000)]
    with Watching(50, 1, 1):
        things = [Node() for _ in range(5000)]
        few = list(runs)
        runs.clear()
        things += [Node() for _ in range(40000)]
        many = list(runs)
        things.clear()
    assert 2 not in few and 2 in many and 1 in few and 0 in few
    del keep


def test_disabled_collects_nothing_by_itself():
    with Watching(10, 10, 10):
        gc.disable()
        assert not gc.isenabled()
        things = [Node() for _ in range(1000)]
        seen = list(runs)
        gc.enable()
        assert gc.isenabled()
        things += [Node() for _ in range(20)]
        later = list(runs)
    assert seen == [] and later


def test_a_threshold_of_zero_collects_nothing():
    with Watching(0, 10, 10):
        things = [Node() for _ in range(3000)]
        seen = list(runs)
    assert seen == []


def test_collect_by_hand_works_while_disabled():
    gc.disable()
    try:
        a = []
        a.append(a)
        del a
        assert gc.collect() >= 1
    finally:
        gc.enable()


def test_automatic_collection_frees_cycles():
    import weakref
    with Watching(100, 10, 10):
        refs = []
        for _ in range(1000):
            n = Node()
            n.me = n
            refs.append(weakref.ref(n))
        alive = sum(r() is not None for r in refs)
    assert alive < 300


def test_automatic_collection_happens_in_allocation_not_in_freeing():
    with Watching(50, 10, 10):
        gc.disable()
        things = [Node() for _ in range(200)]
        gc.enable()
        things.clear()
        assert runs == []


def test_stats_count_runs_and_finds():
    gc.collect()
    before = gc.get_stats()
    a = []
    a.append(a)
    del a
    gc.collect(0)
    after = gc.get_stats()
    assert after[0]['collections'] - before[0]['collections'] == 1
    assert after[0]['collected'] - before[0]['collected'] == 1
    assert after[0]['uncollectable'] == before[0]['uncollectable']
    assert after[1] == before[1] and after[2] == before[2]
    assert list(after[0]) == ['collections', 'collected', 'uncollectable']


def test_get_objects_of_a_generation():
    gc.collect()
    a = Node()
    assert any(x is a for x in gc.get_objects())
    assert any(x is a for x in gc.get_objects(generation=0))
    assert not any(x is a for x in gc.get_objects(generation=2))
    assert any(x is a for x in gc.get_objects(None))
    try:
        gc.get_objects(generation=3)
    except ValueError as e:
        assert str(e) == ('generation parameter must be less than the number of available '
                          'generations (3)')
    else:
        assert False


def test_the_result_of_get_objects_is_not_in_it():
    l = gc.get_objects()
    assert not any(x is l for x in l)
    l.clear()


# They count collections, or look between two: they cannot hold where every allocation collects.
COUNTING = (
    'test_a_threshold_of_zero_collects_nothing',
    'test_automatic_collection_happens_in_allocation_not_in_freeing',
    'test_collection_starts_when_the_count_exceeds_the_threshold',
    'test_counts_are_three_and_collect_resets_them',
    'test_every_threshold_th_collection_is_of_the_next_generation',
    'test_get_objects_of_a_generation',
    'test_objects_move_up_and_stay_in_the_last',
    'test_stats_count_runs_and_finds',
    'test_the_first_count_moves_with_containers_made_and_freed',
)
