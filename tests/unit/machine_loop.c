/* The machine: special instructions, the stack of slots, frames, generators and interruptions as seen from C. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile/compile.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/machine.h"
#include "vm/specialize.h"

static int setup(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL;
}

static int teardown(void **state)
{
    return runtime_close(*state) ? 0 : -1;
}

/* ---- helpers ------------------------------------------------------------------------------------------ */

/* Runs `text` as a module; its globals, owned. */
static Dict *run(Runtime *rt, const char *text)
{
    owned Str *filename = str_from_c(rt, "<test>");
    owned Code *code = compile_source(rt, text, strlen(text), filename, PARSE_FILE, 0, false, NULL);
    assert_non_null(code);
    Dict *globals = dict_new(rt);
    assert_non_null(globals);
    owned Object *result = machine_run_code(rt, code, globals, NULL);
    if (result == NULL) {
        owned Object *error = error_take(rt);
        owned Object *shown = object_repr(rt, error);
        fail_msg("%s", (const char *)str_data((Str *)shown));
    }
    return globals;
}

static Object *get(Runtime *rt, Dict *globals, const char *name)
{
    owned Str *key = str_intern_c(rt, name);
    Object *value = dict_get_str_borrow(rt, globals, key);
    assert_non_null(value);
    return value;
}

/* Calls a function that takes one int; the result as an int. */
static int64_t call_int(Runtime *rt, Object *function, int64_t argument)
{
    owned Object *number = (Object *)int_from_int64(rt, argument);
    owned Object *result = object_call_one(rt, function, number);
    assert_non_null(result);
    int64_t value = 0;
    assert_true(int_check(result) && int_as_int64((Int *)result, &value));
    return value;
}

static bool has_opcode(const Function *function, int opcode)
{
    const Code *code = function->code;
    for (size_t place = 0; place < code->instruction_count;) {
        Instruction generic = instruction_generic(&code->warm[place]);
        if (code->warm[place].op == opcode)
            return true;
        place += 1 + opcode_facts[generic.op].cache_words;
    }
    return false;
}

static void expect_idle(Runtime *rt)
{
    Thread *thread = rt->thread;
    assert_ptr_equal(thread->frame, &thread->bottom);
    assert_null(thread->chunk->previous);
    assert_null(thread->floor);
    assert_int_equal(rt->recursion_depth, 0);
    for (size_t i = 0; i < thread->chunk->slot_count; i++)
        assert_null(thread->chunk->slots[i]);
    for (size_t i = 0; thread->spare != NULL && i < thread->spare->slot_count; i++)
        assert_null(thread->spare->slots[i]);
}

/* ---- special instructions --------------------------------------------------------------------------------- */

static void an_instruction_turns_special_at_its_second_execution(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f(n):\n    return n + 1\n");
    Function *f = (Function *)get(rt, globals, "f");
    assert_int_equal(call_int(rt, (Object *)f, 1000), 1001);
    assert_false(has_opcode(f, OP_ADD_INT_CONSTANT));
    assert_int_equal(call_int(rt, (Object *)f, 1000), 1001);
    assert_true(has_opcode(f, OP_ADD_INT_CONSTANT));
    assert_int_equal(call_int(rt, (Object *)f, INT_SMALL_MAX - 1), INT_SMALL_MAX);
}

static void a_special_instruction_that_misses_works_and_turns_generic(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f(a, b):\n    return a * b\n"
                                  "for i in range(3): f(i, i)\n"
                                  "got = [f(2.5, 2), f('ab', 2), f(1 << 61, 4)]\n"
                                  "ok = got == [5.0, 'abab', 1 << 63]\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
    assert_true(has_opcode((Function *)get(rt, globals, "f"), OP_MULTIPLY_INT));
    owned Dict *more = run(rt, "def f(a, b):\n    return a * b\n"
                               "for i in range(3): f(i, i)\n"
                               "for i in range(40): f(0.5, 0.5)\n");
    assert_false(has_opcode((Function *)get(rt, more, "f"), OP_MULTIPLY_INT));
}

static void a_cached_attribute_follows_its_class(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "class A:\n"
                                  "    def __init__(self): self.x = 1\n"
                                  "    def m(self): return 'm'\n"
                                  "def f(a): return a.x, a.m()\n"
                                  "a = A()\n"
                                  "first = [f(a) for i in range(4)][-1]\n"
                                  "A.m = lambda self: 'n'\n"
                                  "second = f(a)\n"
                                  "A.x = property(lambda self: 'p', lambda self, v: None)\n"
                                  "third = f(a)\n"
                                  "del A.x\n"
                                  "a.m = lambda: 'own'\n"
                                  "fourth = f(a)\n"
                                  "ok = [first, second, third, fourth] == [(1, 'm'), (1, 'n'), ('p', 'n'), (1, 'own')]\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
}

static void a_cached_global_follows_its_namespaces(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "x = 1\n"
                                  "def f(): return x, len\n"
                                  "first = [f() for i in range(4)][-1]\n"
                                  "x = 2\n"
                                  "second = f()\n"
                                  "len = 5\n"
                                  "third = f()\n"
                                  "del len\n"
                                  "fourth = f()\n"
                                  "ok = (first[0], second[0], third, fourth == (2, len)) == (1, 2, (2, 5), True)\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
}

/* ---- reuse in place ------------------------------------------------------------------------------------ */

static void a_loop_over_numbers_takes_no_memory(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f(n):\n"
                                  "    i = 1000\n"
                                  "    x = 0.5\n"
                                  "    while i < n:\n"
                                  "        x = x * 0.5 + 1.5\n"
                                  "        i += 1\n"
                                  "    return i\n");
    Object *f = get(rt, globals, "f");
    assert_int_equal(call_int(rt, f, 1100), 1100);
    size_t before = heap_blocks(&rt->heap, HEAP_ALL_DOMAINS);
    assert_int_equal(call_int(rt, f, 100000), 100000);
    assert_int_equal(heap_blocks(&rt->heap, HEAP_ALL_DOMAINS), before);
}

static void a_number_whose_address_was_seen_is_not_reused(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f():\n"
                                  "    x = 1000.5\n"
                                  "    x = x + 1.0\n"
                                  "    seen = id(x)\n"
                                  "    x = x + 1.0\n"
                                  "    return id(x) == seen\n"
                                  "ok = [f() for i in range(5)] == [False] * 5\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
}

static void a_number_held_twice_keeps_its_value(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f():\n"
                                  "    x = 1000\n"
                                  "    x = x + 1\n"
                                  "    y = x\n"
                                  "    x += 1\n"
                                  "    l = [x]\n"
                                  "    x -= 5\n"
                                  "    for i in range(300, 302): l.append(i)\n"
                                  "    return x, y, l\n"
                                  "ok = [f() for i in range(5)] == [(997, 1001, [1002, 300, 301])] * 5\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
}

/* ---- frames and the stack ------------------------------------------------------------------------------ */

static void deep_calls_open_chunks_and_leave_them_empty(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f(n, *rest):\n    return 0 if n == 0 else 1 + f(n - 1, n, *rest)\n"
                                  "def g(n):\n    return 0 if n == 0 else 1 + g(n - 1)\n");
    rt->recursion_limit = 100000;
    assert_int_equal(call_int(rt, get(rt, globals, "g"), 20000), 20000);
    assert_int_equal(call_int(rt, get(rt, globals, "f"), 300), 300);
    expect_idle(rt);
}

static void unbounded_recursion_leaves_the_stack_empty(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "class A:\n"
                                  "    def __init__(self, n): A(n + 1)\n"
                                  "def f(n, *, k=1): f(n + 1, k=n)\n"
                                  "def g(n): yield from g(n + 1)\n"
                                  "got = 0\n"
                                  "for call in (lambda: A(1), lambda: f(1), lambda: list(g(1)), lambda: f(**{'n': 1})):\n"
                                  "    try: call()\n"
                                  "    except RecursionError: got += 1\n");
    int64_t got = 0;
    assert_true(int_as_int64((Int *)get(rt, globals, "got"), &got));
    assert_int_equal(got, 4);
    expect_idle(rt);
}

static void wrong_calls_leave_the_stack_empty(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f(a, b=1, /, c=2, *, d): pass\n"
                                  "class A:\n"
                                  "    def __init__(self, x): pass\n"
                                  "def gen(): yield f(1, 2, 3, 4, d=5)\n"
                                  "got = []\n"
                                  "for i in range(4):\n"
                                  "    for call in (lambda: f(), lambda: f(1), lambda: f(1, d=2, a=3), lambda: f(1, 2, 3, 4),\n"
                                  "                 lambda: A(), lambda: A(1, 2), lambda: f(*[1], **{'e': 2}), lambda: next(gen()),\n"
                                  "                 lambda: f(1, d=1, c=2, x=3)):\n"
                                  "        try: call()\n"
                                  "        except TypeError as e: got.append(str(e))\n"
                                  "ok = len(got) == 36 and got[:9] == got[9:18] == got[27:]\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
    expect_idle(rt);
}

static void a_frame_that_is_looked_at_keeps_its_variables(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "import sys\n"
                                  "def f(x):\n"
                                  "    y = [x]\n"
                                  "    return sys._getframe()\n"
                                  "frame = f(7)\n"
                                  "ok = frame.f_locals == {'x': 7, 'y': [7]} and frame.f_lineno == 4 and frame.f_back is sys._getframe()\n"
                                  "frame.clear()\n"
                                  "gone = frame.f_locals\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
}

/* ---- generators ---------------------------------------------------------------------------------------- */

static void a_generator_is_resumed_from_c(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def g():\n"
                                  "    x = yield 1\n"
                                  "    y = yield x\n"
                                  "    return y\n"
                                  "it = g()\n");
    Generator *generator = (Generator *)get(rt, globals, "it");
    Object *result;
    assert_int_equal(generator_send(rt, generator, NONE, &result), SEND_NEXT);
    assert_ptr_equal(result, (Object *)&int_constants[1 - INT_CONSTANT_MIN]);
    assert_int_equal(generator_send(rt, generator, TRUE, &result), SEND_NEXT);
    assert_ptr_equal(result, TRUE);
    assert_int_equal(generator_send(rt, generator, FALSE, &result), SEND_RETURN);
    assert_ptr_equal(result, FALSE);
    assert_int_equal(generator->state, GENERATOR_FINISHED);
    assert_int_equal(generator_send(rt, generator, NONE, &result), SEND_RETURN);
    expect_idle(rt);
}

static void a_generator_keeps_the_exception_that_it_handles(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "import sys\n"
                                  "def g():\n"
                                  "    try: 1 / 0\n"
                                  "    except ZeroDivisionError:\n"
                                  "        yield sys.exc_info()[0]\n"
                                  "        yield sys.exc_info()[0]\n"
                                  "    yield sys.exc_info()[0]\n"
                                  "it = g()\n"
                                  "got = [next(it), sys.exc_info()[0]]\n"
                                  "try: {}['x']\n"
                                  "except KeyError: got += [next(it), sys.exc_info()[0], next(it)]\n"
                                  "ok = got == [ZeroDivisionError, None, ZeroDivisionError, KeyError, KeyError]\n");
    assert_ptr_equal(get(rt, globals, "ok"), TRUE);
    assert_null(rt->handled);
}

/* ---- interruptions ------------------------------------------------------------------------------------- */

static void an_interrupt_ends_an_endless_loop(void **state)
{
    Runtime *rt = *state;
    owned Dict *globals = run(rt, "def f():\n    while True: pass\n"
                                  "def g():\n    for x in iter(int, 1): pass\n");
    for (int i = 0; i < 2; i++) {
        machine_interrupt(rt);
        owned Object *result = object_call_none(rt, get(rt, globals, i == 0 ? "f" : "g"));
        assert_null(result);
        assert_true(error_clear_if(rt, &keyboard_interrupt_type));
        assert_int_equal(atomic_load(&rt->poll), 0);
    }
    expect_idle(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_instruction_turns_special_at_its_second_execution, setup, teardown),
        cmocka_unit_test_setup_teardown(a_special_instruction_that_misses_works_and_turns_generic, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cached_attribute_follows_its_class, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cached_global_follows_its_namespaces, setup, teardown),
        cmocka_unit_test_setup_teardown(a_loop_over_numbers_takes_no_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_whose_address_was_seen_is_not_reused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_held_twice_keeps_its_value, setup, teardown),
        cmocka_unit_test_setup_teardown(deep_calls_open_chunks_and_leave_them_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(unbounded_recursion_leaves_the_stack_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(wrong_calls_leave_the_stack_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(a_frame_that_is_looked_at_keeps_its_variables, setup, teardown),
        cmocka_unit_test_setup_teardown(a_generator_is_resumed_from_c, setup, teardown),
        cmocka_unit_test_setup_teardown(a_generator_keeps_the_exception_that_it_handles, setup, teardown),
        cmocka_unit_test_setup_teardown(an_interrupt_ends_an_endless_loop, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
