/* The table of dicts: order, versions for inline caches, tracking, and a comparison with a plain model. */
#include "container_test.h"

static void set(Runtime *rt, Dict *dict, int64_t key, int64_t value)
{
    Object *k = number(rt, key), *v = number(rt, value);
    assert_int_equal(dict_set(rt, dict, k, v), 0);
    object_release(k);
    object_release(v);
}

static void order_is_that_of_the_first_insertion(void **state)
{
    Runtime *rt = *state;
    Dict *dict = dict_new(rt);
    set(rt, dict, 3, 1);
    set(rt, dict, 1, 2);
    set(rt, dict, 2, 3);
    set(rt, dict, 1, 4);
    Object *key = number(rt, 3);
    assert_int_equal(dict_delete(rt, dict, key), 0);
    object_release(key);
    set(rt, dict, 3, 5);
    assert_prints(rt, dict, "{1: 4, 2: 3, 3: 5}");
}

static void it_agrees_with_a_plain_model(void **state)
{
    enum { KEYS = 300, STEPS = 20000 };
    Runtime *rt = *state;
    int64_t model[KEYS];
    memset(model, 0xff, sizeof(model));
    size_t present = 0;
    uint64_t seed = 7;
    Dict *dict = dict_new(rt);
    for (int i = 0; i < STEPS; i++) {
        /* Many of these share the low bits of their hash. */
        size_t slot = next_random(&seed) % KEYS;
        Object *key = number(rt, (int64_t)slot * 32);
        switch (next_random(&seed) % 4) {
        case 0:
        case 1: {
            Object *value = number(rt, i);
            assert_int_equal(dict_set(rt, dict, key, value), 0);
            object_release(value);
            present += model[slot] < 0;
            model[slot] = i;
            break;
        }
        case 2: {
            Object *value;
            int found = dict_pop(rt, dict, key, &value);
            assert_int_equal(found, model[slot] >= 0);
            if (found) {
                assert_int_equal(int_small_value(value), model[slot]);
                object_release(value);
                present--;
            }
            model[slot] = -1;
            break;
        }
        default: {
            Object *value = dict_get_borrow(rt, dict, key);
            assert_int_equal(value != NULL, model[slot] >= 0);
            if (value != NULL)
                assert_int_equal(int_small_value(value), model[slot]);
        }
        }
        object_release(key);
        assert_int_equal(dict_length(dict), present);
        if (next_random(&seed) % 4000 == 0) {
            dict_clear(rt, dict);
            memset(model, 0xff, sizeof(model));
            present = 0;
        }
    }
    object_release(dict);
}

static void a_version_changes_with_the_keys_and_not_with_a_value(void **state)
{
    Runtime *rt = *state;
    Dict *dict = dict_new(rt);
    Str *a = (Str *)text(rt, "a"), *b = (Str *)text(rt, "b");
    assert_int_equal(dict_set(rt, dict, (Object *)a, TRUE), 0);
    ssize_t place = dict_find_str(rt, dict, a);
    assert_int_equal(place, 0);
    uint64_t version = dict->keys_version;
    assert_true(version != 0);
    assert_int_equal(dict_find_str(rt, dict, b), -1);
    assert_true(dict->keys_version == version);

    assert_int_equal(dict_set(rt, dict, (Object *)a, FALSE), 0);
    assert_true(dict->keys_version == version);
    assert_ptr_equal(dict_entries(dict)[place].value, FALSE);

    assert_int_equal(dict_set(rt, dict, (Object *)b, TRUE), 0);
    assert_true(dict->keys_version != version);
    assert_int_equal(dict_find_str(rt, dict, b), 1);
    uint64_t second = dict->keys_version;
    assert_true(second != 0 && second != version);
    assert_int_equal(dict_delete(rt, dict, (Object *)b), 0);
    assert_true(dict->keys_version != second);
    object_release(a);
    object_release(b);
    object_release(dict);
}

static void other_keys_than_strs_give_no_version(void **state)
{
    Runtime *rt = *state;
    Dict *dict = dict_new(rt);
    set(rt, dict, 1, 1);
    Str *a = (Str *)text(rt, "a");
    assert_int_equal(dict_set(rt, dict, (Object *)a, TRUE), 0);
    assert_int_equal(dict_find_str(rt, dict, a), -1);
    assert_true(dict->keys_version == 0);
    object_release(a);
    object_release(dict);
}

static void it_is_tracked_from_the_first_container_on(void **state)
{
    Runtime *rt = *state;
    Dict *dict = dict_new(rt);
    set(rt, dict, 1, 1);
    assert_false(gc_is_tracked(dict));
    List *list = list_new(rt, 0);
    Object *key = number(rt, 2);
    assert_int_equal(dict_set(rt, dict, key, (Object *)list), 0);
    assert_true(gc_is_tracked(dict));
    assert_false(dict_needs_no_tracking(dict));
    assert_int_equal(dict_delete(rt, dict, key), 0);
    assert_true(dict_needs_no_tracking(dict));
    object_release(key);
    object_release(list);
    object_release(dict);
}

static void merging_follows_the_rule_for_present_keys(void **state)
{
    Runtime *rt = *state;
    Dict *left = dict_new(rt), *right = dict_new(rt);
    set(rt, left, 1, 1);
    set(rt, right, 1, 10);
    set(rt, right, 2, 20);
    assert_int_equal(dict_merge(rt, left, (Object *)right, 2), -1);
    assert_raised(rt, &key_error_type);
    assert_int_equal(dict_merge(rt, left, (Object *)right, 0), 0);
    assert_prints(rt, dict_copy(rt, left), "{1: 1, 2: 20}");
    assert_int_equal(dict_merge(rt, left, (Object *)right, 1), 0);
    assert_prints(rt, left, "{1: 10, 2: 20}");
    object_release(right);
}

static void a_presized_dict_takes_its_keys_without_growing(void **state)
{
    Runtime *rt = *state;
    Dict *dict = dict_new_presized(rt, 1000);
    DictTable *table = dict->table;
    for (int i = 0; i < 1000; i++)
        set(rt, dict, i, i);
    assert_ptr_equal(dict->table, table);
    object_release(dict);
}

RUN_TESTS(TEST(order_is_that_of_the_first_insertion), TEST(it_agrees_with_a_plain_model),
          TEST(a_version_changes_with_the_keys_and_not_with_a_value),
          TEST(other_keys_than_strs_give_no_version),
          TEST(it_is_tracked_from_the_first_container_on),
          TEST(merging_follows_the_rule_for_present_keys),
          TEST(a_presized_dict_takes_its_keys_without_growing))
