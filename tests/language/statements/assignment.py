# Assignment in all its forms.


def test_a_name_is_bound_to_the_object():
    a = [1]
    b = a
    assert a is b


def test_chained_targets_are_assigned_from_left_to_right():
    order = []

    class Recorder:
        def __setattr__(self, name, value):
            order.append((name, value))

    r = Recorder()
    r.a = r.b = r.c = 5
    assert order == [('a', 5), ('b', 5), ('c', 5)]


def test_the_right_side_is_evaluated_before_the_target():
    order = []

    def note(x):
        order.append(x)
        return x

    d = {}
    d[note('key')] = note('value')
    assert order == ['value', 'key']
    assert d == {'key': 'value'}


def test_tuples_swap():
    a, b, c = 1, 2, 3
    a, b = b, a
    assert (a, b) == (2, 1)
    a, b, c = c, a, b
    assert (a, b, c) == (3, 2, 1)


def test_unpacking_takes_any_iterable():
    a, b = 'xy'
    [c, d] = range(2)
    (e, (f, g)), h = [[1, {2: 0, 3: 0}], 4]
    assert (a, b, c, d, e, f, g, h) == ('x', 'y', 0, 1, 1, 2, 3, 4)


def test_a_star_takes_the_rest():
    a, *b = 1, 2, 3
    *c, d = 'abc'
    e, *f, g = range(2)
    *h, = ()
    assert (a, b, c, d, e, f, g, h) == (1, [2, 3], ['a', 'b'], 'c', 0, [], 1, [])


def test_unpacking_too_few_values_raises():
    try:
        a, b, c = 1, 2
    except ValueError as e:
        assert str(e) == 'not enough values to unpack (expected 3, got 2)'
    else:
        assert False
    try:
        a, *b, c = (1,)
    except ValueError as e:
        assert str(e) == 'not enough values to unpack (expected at least 2, got 1)'
    else:
        assert False


def test_unpacking_too_many_values_raises():
    for values in [1, 2, 3], (1, 2, 3), iter([1, 2, 3, 4]):
        try:
            a, b = values
        except ValueError as e:
            assert str(e) == 'too many values to unpack (expected 2)'
        else:
            assert False


def test_unpacking_what_is_not_iterable_raises():
    try:
        a, b = 5
    except TypeError as e:
        assert str(e) == 'cannot unpack non-iterable int object'
    else:
        assert False


def test_augmented_assignment_uses_the_in_place_method_when_there_is_one():
    a = b = [1]
    a += [2]
    assert b == [1, 2] and a is b
    c = d = (1,)
    c += (2,)
    assert d == (1,) and c == (1, 2)


def test_augmented_assignment_works_on_every_operator():
    x = 7
    x += 3
    x -= 1
    x *= 4
    x //= 5
    assert x == 7
    x **= 2
    x %= 10
    assert x == 9
    x <<= 2
    x >>= 1
    x |= 1
    x &= 27
    x ^= 2
    assert x == 17
    x /= 2
    assert x == 8.5


def test_augmented_assignment_evaluates_the_target_once():
    calls = []

    def index():
        calls.append(1)
        return 0

    a = [10]
    a[index()] += 5
    assert a == [15] and calls == [1]


def test_a_list_in_a_tuple_is_extended_although_the_assignment_raises():
    t = ([1],)
    try:
        t[0] += [2]
    except TypeError as e:
        assert str(e) == "'tuple' object does not support item assignment"
    else:
        assert False
    assert t == ([1, 2],)


def test_slices_are_assigned_and_deleted():
    a = list(range(6))
    a[1:3] = 'xyz'
    assert a == [0, 'x', 'y', 'z', 3, 4, 5]
    a[::2] = [9, 9, 9, 9]
    assert a == [9, 'x', 9, 'z', 9, 4, 9]
    del a[1::2]
    assert a == [9, 9, 9, 9]


def test_annotated_assignment_binds_and_a_bare_annotation_does_not():
    x: int = 5
    assert x == 5
    y: int
    try:
        y
    except UnboundLocalError as e:
        assert str(e) == "cannot access local variable 'y' where it is not associated with a value"
    else:
        assert False


def test_class_annotations_are_kept():
    class C:
        a: int = 1
        b: 'text'
    assert C.__annotations__ == {'a': int, 'b': 'text'}
    assert C.a == 1 and not hasattr(C, 'b')


def test_local_annotations_are_not_evaluated():
    def f():
        x: undefined_name = 1
        return x
    assert f() == 1


def test_a_later_rebinding_does_not_change_an_operand_already_read():
    x = 1
    assert x + (x := 5) == 6
    assert x == 5
    a = [1]
    b = [a, a := [2], a]
    assert b == [[1], [2], [2]]


def test_item_assignment_on_what_has_none_raises():
    for value, text in [
            ('abc', "'str' object does not support item assignment"),
            ((1,), "'tuple' object does not support item assignment"),
            (5, "'int' object does not support item assignment"),
            (None, "'NoneType' object does not support item assignment"),
            (range(3), "'range' object does not support item assignment"),
            (b'x', "'bytes' object does not support item assignment")]:
        try:
            value[0] = 1
        except TypeError as e:
            assert str(e) == text, str(e)
        else:
            assert False
