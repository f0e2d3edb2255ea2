/* Lists: growth, slices, and the sort. */
#include "container_test.h"

static List *numbers(Runtime *rt, int count)
{
    List *list = list_new(rt, 0);
    assert_non_null(list);
    for (int i = 0; i < count; i++)
        assert_int_equal(list_append_steal(rt, list, number(rt, i)), 0);
    return list;
}

static void it_grows_as_in_3_11(void **state)
{
    Runtime *rt = *state;
    static const size_t steps[] = {4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108};
    List *list = list_new(rt, 0);
    size_t step = 0;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(list_append_steal(rt, list, number(rt, i)), 0);
        if (list->capacity != steps[step])
            step++;
        assert_int_equal(list->capacity, steps[step]);
    }
    object_release(list);
}

static void slices_are_replaced_deleted_and_copied(void **state)
{
    Runtime *rt = *state;
    List *list = numbers(rt, 10), *other = numbers(rt, 2);
    assert_int_equal(list_set_slice(rt, list, 2, 8, (Object *)other), 0);
    assert_prints(rt, list_slice(rt, list, 0, SIZE_MAX), "[0, 1, 0, 1, 8, 9]");
    assert_int_equal(list_set_slice(rt, list, 0, 0, (Object *)list), 0);
    assert_int_equal(list->length, 12);
    assert_int_equal(list_set_slice(rt, list, 1, 11, NULL), 0);
    assert_prints(rt, list_slice(rt, list, 0, 5), "[0, 9]");
    assert_int_equal(list_set_slice(rt, list, 0, 99, NULL), 0);
    assert_null(list->items);
    object_release(list);
    object_release(other);
}

static void inserting_clips_the_index(void **state)
{
    Runtime *rt = *state;
    List *list = numbers(rt, 2);
    assert_int_equal(list_insert(rt, list, -100, TRUE), 0);
    assert_int_equal(list_insert(rt, list, 100, FALSE), 0);
    assert_int_equal(list_insert(rt, list, -1, NONE), 0);
    assert_prints(rt, list, "[True, 0, 1, None, False]");
}

/* Sorts pairs by their first item only, which is what shows whether equal ones kept their order. */
static void the_sort_is_stable_for_every_shape(void **state)
{
    Runtime *rt = *state;
    uint64_t seed = 11;
    for (int length = 0; length < 1200; length += length < 140 ? 1 : 97) {
        for (int shape = 0; shape < 5; shape++) {
            List *list = list_new(rt, 0);
            for (int i = 0; i < length; i++) {
                int64_t major = shape == 0   ? next_random(&seed) % 8
                                : shape == 1 ? i
                                : shape == 2 ? length - i
                                : shape == 3 ? (i * 2) % (length + 1)
                                             : (int64_t)next_random(&seed);
                /* one int: the major part decides, the minor part is where it was */
                assert_int_equal(list_append_steal(rt, list, number(rt, (major << 16) + i)), 0);
            }
            List *keys = list_new(rt, 0); /* the same without the minor part, sorted as floats */
            for (int i = 0; i < length; i++) {
                int64_t value = int_small_value(list->items[i]);
                assert_int_equal(list_append_steal(rt, keys, number(rt, value >> 16)), 0);
            }
            assert_int_equal(list_sort(rt, list, NULL, shape == 4), 0);
            assert_int_equal(list_sort(rt, keys, NULL, shape == 4), 0);
            for (int i = 1; i < length; i++) {
                int64_t before = int_small_value(list->items[i - 1]);
                int64_t after = int_small_value(list->items[i]);
                assert_true(shape == 4 ? before >= after : before < after);
                assert_int_equal(int_small_value(keys->items[i]), after >> 16);
            }
            object_release(list);
            object_release(keys);
        }
    }
}

static void sizes_that_cannot_be_are_refused(void **state)
{
    Runtime *rt = *state;
    List *list = numbers(rt, 3);
    assert_null(list_type.repeat(rt, (Object *)list, PTRDIFF_MAX));
    assert_raised(rt, &memory_error_type);
    assert_null(list_type.in_place_repeat(rt, (Object *)list, (ssize_t)1 << 60));
    assert_raised(rt, &memory_error_type);
    assert_prints(rt, list, "[0, 1, 2]");
}

static void a_failed_sort_keeps_all_items(void **state)
{
    Runtime *rt = *state;
    List *list = numbers(rt, 50);
    assert_int_equal(list_insert(rt, list, 25, NONE), 0);
    assert_int_equal(list_sort(rt, list, NULL, false), -1);
    assert_raised(rt, &type_error_type);
    assert_int_equal(list->length, 51);
    object_release(list);
}

RUN_TESTS(TEST(it_grows_as_in_3_11), TEST(slices_are_replaced_deleted_and_copied),
          TEST(inserting_clips_the_index), TEST(the_sort_is_stable_for_every_shape),
          TEST(sizes_that_cannot_be_are_refused), TEST(a_failed_sort_keeps_all_items))
