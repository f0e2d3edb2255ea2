/* The life of runtimes and objects: opening, closing, dying in order and in bounded stack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"

static int setup(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL;
}

static int teardown(void **state)
{
    return runtime_close(*state) ? 0 : -1;
}

static void a_runtime_opens_and_closes_clean(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        Runtime *rt = runtime_open(NULL);
        assert_non_null(rt);
        assert_true(runtime_close(rt));
    }
}

static void two_runtimes_share_nothing_but_constants(void **state)
{
    Runtime *one = *state, *other = runtime_open(NULL);
    assert_non_null(other);
    List *list = list_new(one, 0);
    assert_ptr_equal(runtime_of(list), one);
    object_release(list);
    assert_true(runtime_close(other));
}

static void a_small_limit_refuses_to_open(void **state)
{
    (void)state;
    assert_null(runtime_open(&(RuntimeOptions){.memory_limit = 1024}));
}

#ifdef OURO_CHECKED
/* The report of the leak detector stays silent, and nothing crashes, wherever memory ends. */
static void opening_survives_the_failure_of_each_allocation(void **state)
{
    (void)state;
    for (int on = 0; on <= 1; on++) {
        bool refused = true;
        for (uint64_t at = 1; refused; at++) {
            Runtime *rt = runtime_open(&(RuntimeOptions){.fail_at = at, .fail_on = on});
            if (rt == NULL)
                continue;
            refused = rt->heap.checks.refused != 0;
            assert_true(runtime_close(rt));
        }
    }
}
#endif

static void a_list_nested_a_million_deep_is_freed(void **state)
{
    Runtime *rt = *state;
    Object *outer = NULL;
    for (int i = 0; i < 1000000; i++) {
        List *list = list_new(rt, outer != NULL);
        assert_non_null(list);
        if (outer != NULL)
            assert_int_equal(list_append_steal(rt, list, outer), 0);
        outer = (Object *)list;
    }
    object_release(outer);
    assert_int_equal(rt->free_depth, 0);
    assert_null(rt->free_deferred);
}

static void a_chain_of_a_million_contexts_is_freed(void **state)
{
    Runtime *rt = *state;
    Object *last = NULL;
    for (int i = 0; i < 1000000; i++) {
        error_set_value(rt, &value_error_type, NULL);
        Object *error = error_take(rt);
        assert_non_null(error);
        ((Exception *)error)->context = last;
        last = error;
    }
    object_release(last);
}

static void frozen_names_are_interned(void **state)
{
    Runtime *rt = *state;
    Str *append = str_intern_c(rt, "append");
    assert_ptr_equal(append, NAME(append));
    assert_ptr_equal(str_from_character(rt, 'x'), CHARACTER('x'));
    assert_int_equal(NAME(__init__)->length, 8);
}

/* The values of PYTHONHASHSEED=42. */
static void a_seed_gives_the_hashes_of_the_oracle(void **state)
{
    (void)state;
    Runtime *rt = runtime_open(&(RuntimeOptions){.hash_seed = 42});
    assert_int_equal(hash_bytes(rt, "abc", 3), INT64_C(3869580338025362921));
    assert_int_equal(hash_bytes(rt, "hello world, this is long", 25), INT64_C(-1199649544206272706));
    assert_int_equal(str_hash(rt, NAME(append)), INT64_C(-5921536903953661436));
    assert_true(runtime_close(rt));
}

static void an_immortal_count_does_not_move(void **state)
{
    (void)state;
    Object *none = NONE;
    uint32_t before = none->refcount;
    object_retain(none);
    object_release(none);
    assert_int_equal(none->refcount, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_runtime_opens_and_closes_clean),
        cmocka_unit_test_setup_teardown(two_runtimes_share_nothing_but_constants, setup, teardown),
        cmocka_unit_test(a_small_limit_refuses_to_open),
#ifdef OURO_CHECKED
        cmocka_unit_test(opening_survives_the_failure_of_each_allocation),
#endif
        cmocka_unit_test_setup_teardown(a_list_nested_a_million_deep_is_freed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_chain_of_a_million_contexts_is_freed, setup, teardown),
        cmocka_unit_test_setup_teardown(frozen_names_are_interned, setup, teardown),
        cmocka_unit_test(a_seed_gives_the_hashes_of_the_oracle),
        cmocka_unit_test(an_immortal_count_does_not_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
