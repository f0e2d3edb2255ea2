# if, while, for, break, continue, else, pass.

# Left out by run.py --light, which is for modes that make each allocation dear.
HEAVY = (
    'test_a_loop_of_a_million_runs',
)


def test_if_takes_the_first_true_branch():
    def kind(n):
        if n < 0:
            return 'negative'
        elif n == 0:
            return 'zero'
        elif n < 10:
            return 'small'
        else:
            return 'large'
    assert [kind(n) for n in (-1, 0, 5, 50)] == ['negative', 'zero', 'small', 'large']


def test_truth_asks_bool_then_len():
    class B:
        def __bool__(self):
            return False

        def __len__(self):
            return 5

    class L:
        def __len__(self):
            return 0
    assert not B() and not L() and object()


def test_truth_of_a_bool_that_gives_no_bool_raises():
    class B:
        def __bool__(self):
            return 1
    try:
        if B():
            pass
    except TypeError as e:
        assert str(e) == '__bool__ should return bool, returned int'
    else:
        assert False


def test_while_runs_its_else_when_it_ends_by_itself():
    n, seen = 3, []
    while n:
        n -= 1
        seen.append(n)
    else:
        seen.append('else')
    assert seen == [2, 1, 0, 'else']


def test_break_skips_the_else():
    seen = []
    for i in range(5):
        if i == 2:
            break
        seen.append(i)
    else:
        seen.append('else')
    assert seen == [0, 1]
    while True:
        break
    else:
        assert False


def test_continue_goes_on_with_the_next():
    seen = []
    for i in range(5):
        if i % 2:
            continue
        seen.append(i)
    else:
        seen.append('else')
    assert seen == [0, 2, 4, 'else']


def test_the_loop_variable_keeps_its_last_value():
    for i in range(3):
        pass
    assert i == 2
    for j in ():
        pass
    try:
        j
    except UnboundLocalError:
        pass
    else:
        assert False


def test_a_for_target_may_be_any_target():
    d = {}
    for d['key'] in 'abc':
        pass
    assert d == {'key': 'c'}
    out = []
    for (a, (b, *c)) in [(1, (2, 3, 4)), (5, (6,))]:
        out.append((a, b, c))
    assert out == [(1, 2, [3, 4]), (5, 6, [])]


def test_for_over_a_list_sees_what_is_appended():
    a = [1, 2, 3]
    seen = []
    for x in a:
        seen.append(x)
        if len(a) < 6:
            a.append(x * 10)
    assert seen == [1, 2, 3, 10, 20, 30]


def test_for_over_a_list_skips_after_a_removal():
    a = [1, 2, 3, 4]
    seen = []
    for x in a:
        seen.append(x)
        a.remove(x)
    assert seen == [1, 3] and a == [2, 4]


def test_for_uses_the_sequence_protocol_when_there_is_no_iter():
    class Squares:
        def __getitem__(self, i):
            if i > 3:
                raise IndexError(i)
            return i * i
    assert [x for x in Squares()] == [0, 1, 4, 9]


def test_for_over_what_is_not_iterable_raises():
    try:
        for x in 5:
            pass
    except TypeError as e:
        assert str(e) == "'int' object is not iterable"
    else:
        assert False


def test_iter_that_gives_no_iterator_raises():
    class Bad:
        def __iter__(self):
            return 5
    try:
        for x in Bad():
            pass
    except TypeError as e:
        assert str(e) == "iter() returned non-iterator of type 'int'"
    else:
        assert False


def test_nested_loops_break_only_the_inner():
    out = []
    for i in range(3):
        for j in range(3):
            if j == 1:
                break
            out.append((i, j))
    assert out == [(0, 0), (1, 0), (2, 0)]


def test_changing_a_dict_or_set_while_looping_raises():
    d = {1: 1}
    try:
        for k in d:
            d[k + 1] = 1
    except RuntimeError as e:
        assert str(e) == 'dictionary changed size during iteration'
    else:
        assert False
    s = {1}
    try:
        for k in s:
            s.add(k + 1)
    except RuntimeError as e:
        assert str(e) == 'Set changed size during iteration'
    else:
        assert False


def test_changed_keys_of_equal_size_raise_too():
    d = {i: i for i in range(4)}
    try:
        for k in d:
            del d[k]
            d[k + 100] = 1
    except RuntimeError as e:
        assert str(e) in ('dictionary keys changed during iteration',)
    else:
        assert False


def test_pass_and_ellipsis_do_nothing():
    if True:
        pass
    def f(): ...
    assert f() is None


def test_a_loop_of_a_million_runs():
    n = total = 0
    while n < 1000000:
        n += 1
        if n & 1:
            continue
        total += n
    assert total == 250000500000
