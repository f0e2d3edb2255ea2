/* Ranges of any size. */
#include "container_test.h"
#include "types/iterator.h"

static Object *range(Runtime *rt, Object *start, Object *stop, Object *step)
{
    Object *args[] = {start, stop, step};
    Object *made = object_call(rt, type_as_object(&range_type), args, 3, NULL);
    assert_non_null(made);
    object_release(start);
    object_release(stop);
    object_release(step);
    return made;
}

static void lengths_are_exact_at_the_ends_of_int64(void **state)
{
    Runtime *rt = *state;
    Object *all = range(rt, number(rt, INT64_MIN), number(rt, INT64_MAX), number(rt, 1));
    assert_prints(rt, object_retain(((Range *)all)->length), "18446744073709551615");
    object_release(all);
    Object *back = range(rt, number(rt, INT64_MAX), number(rt, INT64_MIN), number(rt, INT64_MIN));
    assert_prints(rt, object_retain(((Range *)back)->length), "2");
    assert_prints(rt, sequence_list(rt, back), "[9223372036854775807, -1]");
    object_release(back);
}

static void hashes_and_equality_look_at_the_numbers_yielded(void **state)
{
    Runtime *rt = *state;
    Object *one = range(rt, number(rt, 0), number(rt, 10), number(rt, 3));
    Object *two = range(rt, number(rt, 0), number(rt, 12), number(rt, 3));
    assert_int_equal(object_equal(rt, one, two), 1);
    assert_true(object_hash(rt, one) == object_hash(rt, two));
    object_release(one);
    object_release(two);
}

static void a_slice_of_a_range_is_a_range(void **state)
{
    Runtime *rt = *state;
    Object *numbers = range(rt, number(rt, 0), number(rt, 100), number(rt, 3));
    Object *minus = number(rt, -2);
    Object *slice = slice_new(rt, NULL, NULL, minus);
    assert_prints(rt, object_get_item(rt, numbers, slice), "range(99, -3, -6)");
    object_release(minus);
    object_release(slice);
    object_release(numbers);
}

RUN_TESTS(TEST(lengths_are_exact_at_the_ends_of_int64),
          TEST(hashes_and_equality_look_at_the_numbers_yielded),
          TEST(a_slice_of_a_range_is_a_range))
