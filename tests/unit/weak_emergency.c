/* Weak references and finalizers when memory is short: nothing runs in an emergency, everything runs at the poll after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "compile/compile.h"
#include "gc/weak.h"
#include "gc/weak_table.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/type.h"
#include "vm/machine.h"

/* Runs `source` in `globals`; fails the test when it raises. */
static void run(Runtime *rt, Dict *globals, const char *source)
{
    owned Str *name = str_from_c(rt, "<test>");
    owned Code *code = compile_source(rt, source, strlen(source), name, PARSE_FILE, 0, false, NULL);
    owned Object *result = code == NULL ? NULL : machine_run_code(rt, code, globals, NULL);
    if (result == NULL)
        fail_msg("%s raised %s", source, rt->error->type->name);
}

static int64_t number(Runtime *rt, Dict *globals, const char *name)
{
    owned Str *key = str_from_c(rt, name);
    int64_t value;
    Object *object = dict_get_str_borrow(rt, globals, key);
    assert_non_null(object);
    assert_true(int_as_int64((Int *)object, &value));
    return value;
}

static Dict *globals_of(Runtime *rt)
{
    Module *module = (Module *)dict_get_str_borrow(rt, rt->modules, NAME(__main__));
    return module->dict;
}

static const char prologue[] = "import _weakref, gc\n"
                               "gc.disable()\n"
                               "dead = called = 0\n"
                               "class A:\n"
                               "    pass\n"
                               "class F:\n"
                               "    def __del__(self):\n"
                               "        global dead\n"
                               "        dead += 1\n"
                               "def call(reference):\n"
                               "    global called\n"
                               "    called += 1\n";

static void an_emergency_frees_what_has_callbacks_and_calls_at_the_poll(void **state)
{
    Runtime *rt = *state;
    Dict *globals = globals_of(rt);
    run(rt, globals, prologue);
    run(rt, globals, "a = A(); a.me = a; r = _weakref.ref(a, call); del a");
    gc_collect_emergency(rt);
    owned Str *name = str_from_c(rt, "r");
    Object *reference = dict_get_str_borrow(rt, globals, name);
    assert_null(weak_reference_get_borrow(reference));
    assert_int_equal(number(rt, globals, "called"), 0);
    run(rt, globals, "for i in range(3): pass");
    assert_int_equal(number(rt, globals, "called"), 1);
}

static void a_finalizer_in_a_cycle_runs_at_the_poll_though_collecting_is_disabled(void **state)
{
    Runtime *rt = *state;
    Dict *globals = globals_of(rt);
    run(rt, globals, prologue);
    run(rt, globals, "f = F(); f.me = f; r = _weakref.ref(f); del f");
    gc_collect_emergency(rt);
    assert_int_equal(number(rt, globals, "dead"), 0);
    run(rt, globals, "for i in range(3): pass\nassert r() is None");
    assert_int_equal(number(rt, globals, "dead"), 1);
}

static void an_object_that_dies_by_its_count_in_an_emergency_is_put_off(void **state)
{
    Runtime *rt = *state;
    Dict *globals = globals_of(rt);
    run(rt, globals, prologue);
    /* Frozen, it is no part of the collection that frees what holds it. */
    run(rt, globals, "f = F(); gc.freeze(); a = A(); a.me = a; a.f = f; r = _weakref.ref(f, call); del a, f");
    gc_collect_emergency(rt);
    assert_int_equal(number(rt, globals, "dead"), 0);
    run(rt, globals, "for i in range(3): pass");
    assert_int_equal(number(rt, globals, "dead"), 1);
    assert_int_equal(number(rt, globals, "called"), 1);
}

static void a_reference_with_a_waiting_callback_is_kept(void **state)
{
    Runtime *rt = *state;
    Dict *globals = globals_of(rt);
    run(rt, globals, prologue);
    run(rt, globals, "a = A(); a.me = a; r = _weakref.ref(a, call); del a");
    gc_collect_emergency(rt);
    run(rt, globals, "del r\nfor i in range(3): pass");
    assert_int_equal(number(rt, globals, "called"), 1);
}

static void the_table_grows_and_shrinks_with_its_references(void **state)
{
    Runtime *rt = *state;
    Dict *globals = globals_of(rt);
    run(rt, globals, prologue);
    run(rt, globals, "l = [A() for i in range(5000)]; w = [_weakref.ref(a, call) for a in l]");
    size_t full = heap_in_use(&rt->heap);
    run(rt, globals, "assert all(r() is a for r, a in zip(w, l))\n"
                     "del l[::2]\n"
                     "assert called == 2500 and sum(r() is None for r in w) == 2500\n"
                     "assert [r() for r in w if r() is not None] == l\n"
                     "w.clear(); l.clear(); called = 0");
    gc_collect(rt, GENERATION_COUNT - 1);
    assert_true(heap_in_use(&rt->heap) + 5000 * (sizeof(WeakReference) + 16) < full);
}

static void references_to_constants_are_shared_too(void **state)
{
    Runtime *rt = *state;
    owned Object *first = weak_reference_new(rt, type_as_object(&list_type), NULL);
    owned Object *second = weak_reference_new(rt, type_as_object(&list_type), NULL);
    assert_ptr_equal(first, second);
    assert_ptr_equal(weak_reference_get_borrow(first), &list_type);
    assert_ptr_equal(weak_references_borrow(rt, type_as_object(&list_type)), first);
    assert_null(weak_references_borrow(rt, type_as_object(&int_type)));
}

static int open_runtime(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL;
}

static int close_runtime(void **state)
{
    return !runtime_close(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_emergency_frees_what_has_callbacks_and_calls_at_the_poll),
        TEST(a_finalizer_in_a_cycle_runs_at_the_poll_though_collecting_is_disabled),
        TEST(an_object_that_dies_by_its_count_in_an_emergency_is_put_off),
        TEST(a_reference_with_a_waiting_callback_is_kept),
        TEST(the_table_grows_and_shrinks_with_its_references),
        TEST(references_to_constants_are_shared_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
