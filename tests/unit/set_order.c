/* Sets print in CPython 3.11's order and agree with a plain model. */
#include "container_test.h"

static void add(Runtime *rt, Set *set, int64_t value)
{
    Object *key = number(rt, value);
    assert_int_equal(set_add(rt, set, key), 0);
    object_release(key);
}

static void discard(Runtime *rt, Set *set, int64_t value)
{
    Object *key = number(rt, value);
    assert_int_equal(set_discard(rt, set, key), 1);
    object_release(key);
}

static void colliding_ints_take_the_slots_of_3_11(void **state)
{
    Runtime *rt = *state;
    Set *set = set_new(rt, NULL);
    add(rt, set, 17);
    add(rt, set, 9);
    add(rt, set, 1);
    assert_prints(rt, set, "{17, 9, 1}");
    set = set_new(rt, NULL);
    for (int i = 0; i < 12; i++)
        add(rt, set, 1000 * i);
    assert_prints(rt, set, "{0, 4000, 8000, 1000, 5000, 9000, 2000, 6000, 10000, 7000, 11000, 3000}");
}

/* The table looks for the last free slot on the way, not the first. */
static void a_slot_that_was_freed_is_used_again_as_in_3_11(void **state)
{
    Runtime *rt = *state;
    Set *set = set_new(rt, NULL);
    static const int values[] = {20, 21, 22, 0, 1, 32};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        add(rt, set, values[i]);
    discard(rt, set, 0);
    discard(rt, set, 32);
    add(rt, set, 64);
    assert_prints(rt, set, "{1, 64, 20, 21, 22}");
}

static void it_agrees_with_a_plain_model(void **state)
{
    enum { KEYS = 200, STEPS = 20000 };
    Runtime *rt = *state;
    bool model[KEYS] = {false};
    size_t present = 0;
    uint64_t seed = 3;
    Set *set = set_new(rt, NULL);
    for (int i = 0; i < STEPS; i++) {
        size_t slot = next_random(&seed) % KEYS;
        Object *key = number(rt, (int64_t)slot * 32);
        switch (next_random(&seed) % 3) {
        case 0:
            assert_int_equal(set_add(rt, set, key), 0);
            present += !model[slot];
            model[slot] = true;
            break;
        case 1:
            assert_int_equal(set_discard(rt, set, key), model[slot]);
            present -= model[slot];
            model[slot] = false;
            break;
        default:
            assert_int_equal(set_contains(rt, set, key), model[slot]);
        }
        object_release(key);
        assert_int_equal(set->used, present);
    }
    object_release(set);
}

static void hashes_of_frozensets_are_those_of_3_11(void **state)
{
    Runtime *rt = *state;
    Set *empty = frozenset_new(rt, NULL);
    assert_true(object_hash(rt, (Object *)empty) == INT64_C(133146708735736));
    object_release(empty);
    Set *set = set_new(rt, NULL);
    for (int i = 3; i > 0; i--)
        add(rt, set, i);
    Set *frozen = frozenset_new(rt, (Object *)set);
    assert_true(object_hash(rt, (Object *)frozen) == INT64_C(-272375401224217160));
    object_release(frozen);
    object_release(set);
}

RUN_TESTS(TEST(colliding_ints_take_the_slots_of_3_11),
          TEST(a_slot_that_was_freed_is_used_again_as_in_3_11), TEST(it_agrees_with_a_plain_model),
          TEST(hashes_of_frozensets_are_those_of_3_11))
