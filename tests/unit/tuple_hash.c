/* Tuples: 3.11's hashes, and being tracked. */
#include "container_test.h"

static void hashes_are_those_of_3_11(void **state)
{
    Runtime *rt = *state;
    Object *one = number(rt, 1), *two = number(rt, 2), *three = number(rt, 3);
    Tuple *single = tuple_pack(rt, 1, one), *triple = tuple_pack(rt, 3, one, two, three);
    assert_true(object_hash(rt, (Object *)EMPTY_TUPLE) == INT64_C(5740354900026072187));
    assert_true(object_hash(rt, (Object *)single) == INT64_C(-6644214454873602895));
    assert_true(object_hash(rt, (Object *)triple) == INT64_C(529344067295497451));
    object_release(single);
    object_release(triple);
}

static void it_needs_no_tracking_when_it_holds_no_container(void **state)
{
    Runtime *rt = *state;
    Tuple *plain = tuple_pack(rt, 2, TRUE, NONE);
    List *list = list_new(rt, 0);
    Tuple *holder = tuple_pack(rt, 1, list);
    assert_true(gc_is_tracked(plain));
    assert_true(tuple_needs_no_tracking(plain));
    assert_false(tuple_needs_no_tracking(holder));
    object_release(list);
    object_release(plain);
    object_release(holder);
}

static void a_whole_slice_is_the_tuple_itself(void **state)
{
    Runtime *rt = *state;
    Tuple *tuple = tuple_pack(rt, 2, TRUE, NONE);
    Tuple *whole = tuple_slice(rt, tuple, 0, 9);
    assert_ptr_equal(whole, tuple);
    Tuple *none = tuple_slice(rt, tuple, 1, 1);
    assert_ptr_equal(none, EMPTY_TUPLE);
    object_release(whole);
    assert_prints(rt, tuple, "(True, None)");
}

RUN_TESTS(TEST(hashes_are_those_of_3_11),
          TEST(it_needs_no_tracking_when_it_holds_no_container),
          TEST(a_whole_slice_is_the_tuple_itself))
