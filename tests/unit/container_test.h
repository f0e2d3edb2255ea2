/* What the unit tests of containers share: a runtime for each test, and short names for making things. */
#ifndef OURO_TESTS_CONTAINER_TEST_H
#define OURO_TESTS_CONTAINER_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

static inline int setup(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL;
}

/* A block left over fails the test. */
static inline int teardown(void **state)
{
    return runtime_close(*state) ? 0 : -1;
}

static inline Object *number(Runtime *rt, int64_t value)
{
    Object *object = (Object *)int_from_int64(rt, value);
    assert_non_null(object);
    return object;
}

static inline Object *text(Runtime *rt, const char *characters)
{
    Object *object = (Object *)str_from_c(rt, characters);
    assert_non_null(object);
    return object;
}

/* repr(object) is `expected`; releases the object. */
static inline void assert_prints(Runtime *rt, void *object, const char *expected)
{
    assert_non_null(object);
    Str *repr = (Str *)object_repr(rt, object);
    assert_non_null(repr);
    if (!str_equal_c(repr, expected))
        fail_msg("%.*s instead of %s", (int)repr->length, (char *)str_data(repr), expected);
    object_release(repr);
    object_release(object);
}

/* An error of that type is pending; clears it. */
static inline void assert_raised(Runtime *rt, const Type *type)
{
    assert_true(error_matches(rt, type));
    error_clear(rt);
}

/* The same numbers every time. */
static inline uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

#define RUN_TESTS(...)                                                       \
    int main(void)                                                           \
    {                                                                        \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                     \
        return cmocka_run_group_tests(tests, NULL, NULL);                    \
    }
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
