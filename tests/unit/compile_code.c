/* The compiler's output: the shape of hot code, constants, definite assignment, and its failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile/compile.h"
#include "object/error.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

static int setup(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL;
}

static int teardown(void **state)
{
    return runtime_close(*state) ? 0 : -1;
}

/* ---- helpers --------------------------------------------------------------------------------- */

static Code *compile_text(Runtime *rt, const char *text)
{
    Str *filename = str_from_c(rt, "<test>");
    assert_non_null(filename);
    Code *code = compile_source(rt, text, strlen(text), filename, PARSE_FILE, 0, false, NULL);
    object_release(filename);
    return code;
}

/* The code of the first function in the module, borrowed. */
static Code *inner_code(const Code *module)
{
    for (size_t i = 0; i < module->constants->length; i++)
        if (object_has_type(module->constants->items[i], &code_type))
            return (Code *)module->constants->items[i];
    fail_msg("no function in the module");
    return NULL;
}

/* The names of the instructions in a row, with a blank between. */
static void opcodes_of(const Code *code, char *text, size_t size)
{
    size_t length = 0;
    text[0] = 0;
    for (size_t place = 0; place < code->instruction_count;) {
        const OpcodeFacts *facts = &opcode_facts[code->instructions[place].op];
        length += (size_t)snprintf(text + length, size - length, "%s%s", place == 0 ? "" : " ",
                                   facts->name);
        assert_true(length < size);
        place += 1 + (size_t)facts->cache_words;
    }
}

/* The function in `source` consists of these instructions. */
static void expect_opcodes(Runtime *rt, const char *source, const char *expected)
{
    char found[4096];
    Code *module = compile_text(rt, source);
    assert_non_null(module);
    opcodes_of(inner_code(module), found, sizeof found);
    assert_string_equal(found, expected);
    object_release(module);
}

static void expect_error(Runtime *rt, const char *source, const char *message, int line, int offset)
{
    Code *code = compile_text(rt, source);
    assert_null(code);
    assert_true(error_matches(rt, &syntax_error_type));
    Exception *error = (Exception *)error_take(rt);
    assert_true(str_equal_c((Str *)error->fields[SYNTAX_ERROR_MSG], message));
    assert_int_equal(int_small_value(error->fields[SYNTAX_ERROR_LINENO]), line);
    assert_int_equal(int_small_value(error->fields[SYNTAX_ERROR_OFFSET]), offset);
    object_release(error);
}

/* ---- the shape of code ----------------------------------------------------------------------- */

static void a_counting_loop_has_three_instructions_a_round(void **state)
{
    expect_opcodes(*state,
                   "def f(n):\n"
                   "    s = 0\n"
                   "    for i in range(n):\n"
                   "        s += i * 2\n"
                   "    return s\n",
                   "MOVE LOAD_GLOBAL MOVE CALL GET_ITER FOR_ITER BINARY IN_PLACE FOR_ITER_AGAIN RETURN");
}

static void a_while_loop_tests_at_its_bottom(void **state)
{
    expect_opcodes(*state,
                   "def f(a, b):\n"
                   "    while a < b:\n"
                   "        a += 1\n",
                   "COMPARE_JUMP IN_PLACE COMPARE_JUMP RETURN");
}

static void conditions_jump_without_making_booleans(void **state)
{
    expect_opcodes(*state,
                   "def f(a, b):\n"
                   "    if not (a < b and a is not None or b): return a\n",
                   "COMPARE_JUMP JUMP_IF_NOT_NONE JUMP_IF_TRUE RETURN RETURN");
}

static void if_continue_is_one_conditional_jump(void **state)
{
    expect_opcodes(*state,
                   "def f(a):\n"
                   "    for i in a:\n"
                   "        if i: continue\n"
                   "        a = i\n",
                   "GET_ITER FOR_ITER JUMP_IF_TRUE MOVE FOR_ITER_AGAIN RETURN");
}

static void locals_in_a_row_are_unpacked_in_place(void **state)
{
    expect_opcodes(*state,
                   "def f(d):\n"
                   "    for k, v in d:\n"
                   "        pass\n",
                   "GET_ITER FOR_ITER UNPACK FOR_ITER_AGAIN RETURN");
}

static void a_swap_makes_no_tuple(void **state)
{
    expect_opcodes(*state, "def f(a, b):\n    a, b = b, a\n", "MOVE MOVE TAKE RETURN");
    expect_opcodes(*state, "def f(a, b):\n    a, b = b, a + b\n", "BINARY MOVE TAKE RETURN");
}

static void unreachable_code_is_left_out(void **state)
{
    expect_opcodes(*state,
                   "def f(a):\n"
                   "    if 0: a.b()\n"
                   "    return a\n"
                   "    a.c()\n",
                   "RETURN");
}

static void a_super_call_makes_no_super_object(void **state)
{
    Runtime *rt = *state;
    char found[512];
    Code *module = compile_text(rt, "class A:\n def f(self): return super().f(1)\n");
    assert_non_null(module);
    opcodes_of(inner_code(inner_code(module)), found, sizeof found);
    assert_string_equal(found, "COPY_FREE LOAD_CELL MOVE LOAD_SUPER MOVE CALL RETURN");
    object_release(module);
}

/* ---- definite assignment --------------------------------------------------------------------- */

static void locals_bound_on_every_way_are_not_checked(void **state)
{
    expect_opcodes(*state,
                   "def f(a):\n"
                   "    if a: b = 1\n"
                   "    else: b = 2\n"
                   "    return b\n",
                   "JUMP_IF_FALSE MOVE JUMP MOVE RETURN");
}

static void locals_bound_on_one_way_are_checked_once(void **state)
{
    expect_opcodes(*state,
                   "def f(a):\n"
                   "    if a: b = 1\n"
                   "    b.c\n"
                   "    return b\n",
                   "JUMP_IF_FALSE MOVE CHECK_BOUND LOAD_ATTRIBUTE CLEAR RETURN");
}

static void a_local_deleted_in_a_loop_is_checked_at_its_head(void **state)
{
    expect_opcodes(*state,
                   "def f(a):\n"
                   "    b = 1\n"
                   "    while a:\n"
                   "        b.c\n"
                   "        del b\n",
                   "MOVE JUMP_IF_FALSE CHECK_BOUND LOAD_ATTRIBUTE CLEAR DELETE_LOCAL JUMP_IF_TRUE "
                   "RETURN");
}

/* ---- constants ------------------------------------------------------------------------------- */

static void constants_are_shared_by_type_and_value(void **state)
{
    Runtime *rt = *state;
    Code *module = compile_text(rt, "x = (1.5, 7000); y = (1.5, 7000); z = (1.5, 7000.0)\n"
                                    "a = 0.0; b = -0.0; c = 2; d = 1 + 1\n");
    assert_non_null(module);
    size_t tuples = 0, zeros = 0, twos = 0;
    for (size_t i = 0; i < module->constants->length; i++) {
        Object *constant = module->constants->items[i];
        tuples += object_has_type(constant, &tuple_type);
        zeros += object_has_type(constant, &float_type);
        twos += object_has_type(constant, &int_type) && int_small_value(constant) == 2;
    }
    assert_int_equal(tuples, 2);
    assert_int_equal(zeros, 2);
    assert_int_equal(twos, 1);
    object_release(module);
}

static void the_docstring_is_the_first_constant(void **state)
{
    Runtime *rt = *state;
    Code *module = compile_text(rt, "def f():\n 'About f.'\n return 'x'\n");
    assert_non_null(module);
    assert_true(str_equal_c((Str *)inner_code(module)->constants->items[0], "About f."));
    object_release(module);
}

static void what_would_fail_or_grow_is_not_folded(void **state)
{
    expect_opcodes(*state, "def f(): return 1 / 0\n", "BINARY RETURN");
    expect_opcodes(*state, "def f(): return 2 ** 100000\n", "BINARY RETURN");
    expect_opcodes(*state, "def f(): return 'x' * 5000\n", "BINARY RETURN");
    expect_opcodes(*state, "def f(): return (2 ** 64 - 1) * -1, 'ab' * 3, (1, 2)[0]\n", "RETURN");
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* `head`, then `count` times `part` with its number in it, then `tail`; the caller frees it. */
static char *repeat(const char *head, const char *part, int count, const char *tail)
{
    size_t capacity = strlen(head) + strlen(tail) + (strlen(part) + 12) * (size_t)count + 1;
    char *text = malloc(capacity);
    assert_non_null(text);
    size_t length = (size_t)snprintf(text, capacity, "%s", head);
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, capacity - length, part, i);
    snprintf(text + length, capacity - length, "%s", tail);
    return text;
}

static void jumps_reach_as_far_as_the_code_goes(void **state)
{
    Runtime *rt = *state;
    char *text = repeat("def f(a, b):\n for i in a:\n", "  b = b * %d + i\n", 15000, " return b\n");
    Code *module = compile_text(rt, text);
    free(text);
    assert_non_null(module);
    const Code *code = inner_code(module);
    assert_true(code->instruction_count > INT16_MAX);
    /* FOR_ITER jumps over the next instruction, to one that can go on as far as needed */
    assert_int_equal(code->instructions[1].op, OP_FOR_ITER);
    assert_int_equal(code->instructions[1].c, 1);
    assert_int_equal(code->instructions[3].op, OP_JUMP);
    assert_int_equal(code->instructions[4].op, OP_JUMP);
    object_release(module);
}

static void displays_of_any_length_take_few_slots(void **state)
{
    Runtime *rt = *state;
    static const char *const brackets[][2] = {{"def f(x): return [", "]\n"},
                                              {"def f(x): return (", ")\n"},
                                              {"def f(x): return {", "}\n"},
                                              {"def f(x): return x(", ")\n"}};
    for (size_t i = 0; i < 4; i++) {
        char *text = repeat(brackets[i][0], "x, %d, ", 50000, brackets[i][1]);
        Code *module = compile_text(rt, text);
        free(text);
        assert_non_null(module);
        assert_true(inner_code(module)->slot_count < 100);
        object_release(module);
    }
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void errors_tell_their_place(void **state)
{
    Runtime *rt = *state;
    expect_error(rt, "def f(x, x): pass\n", "duplicate argument 'x' in function definition", 1, 10);
    expect_error(rt, "def f(x):\n    global x\n", "name 'x' is parameter and global", 2, 5);
    expect_error(rt, "def f():\n    nonlocal x\n", "no binding for nonlocal 'x' found", 2, 5);
    expect_error(rt, "x = 1\nreturn x\n", "'return' outside function", 2, 1);
    expect_error(rt, "for i in x:\n    def g(): break\n", "'break' outside loop", 2, 14);
    expect_error(rt, "[(i := 1) for i in x]\n",
                 "assignment expression cannot rebind comprehension iteration variable 'i'", 1, 3);
}

#ifdef OURO_CHECKED
static const char program[] =
    "'''doc'''\n"
    "from os import path as p, sep\n"
    "class A(B, metaclass=M):\n"
    "    x: int = 5\n"
    "    def f(self, *a, k=(1, 2.5), **kw):\n"
    "        'about'\n"
    "        super().f(*a, **kw)\n"
    "        self.y = [i for i in a if i in {1, 2, 3}]\n"
    "        try:\n"
    "            with self as z: return f'{z!r:>{k}}'\n"
    "        except (E, F) as e: raise G from e\n"
    "        finally: print('end', 10 ** 30, b'bytes', sep='')\n";

static void every_refused_allocation_ends_in_memory_error(void **state)
{
    Runtime *rt = *state;
    for (int from_then_on = 0; from_then_on <= 1; from_then_on++) {
        for (uint64_t at = 1;; at++) {
            uint64_t before = rt->heap.checks.refused;
            heap_fail_at(&rt->heap, at, from_then_on);
            Code *code = NULL;
            Str *filename = str_from_c(rt, "<test>");
            if (filename != NULL)
                code = compile_source(rt, program, sizeof program - 1, filename, PARSE_FILE, 0,
                                      false, NULL);
            bool refused = rt->heap.checks.refused != before;
            heap_fail_at(&rt->heap, 0, false);
            object_release_maybe(filename);
            if (code == NULL) {
                assert_true(error_matches(rt, &memory_error_type));
                error_clear(rt);
            }
            object_release_maybe(code);
            if (!refused)
                break;
        }
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_counting_loop_has_three_instructions_a_round, setup, teardown),
        cmocka_unit_test_setup_teardown(a_while_loop_tests_at_its_bottom, setup, teardown),
        cmocka_unit_test_setup_teardown(conditions_jump_without_making_booleans, setup, teardown),
        cmocka_unit_test_setup_teardown(if_continue_is_one_conditional_jump, setup, teardown),
        cmocka_unit_test_setup_teardown(locals_in_a_row_are_unpacked_in_place, setup, teardown),
        cmocka_unit_test_setup_teardown(a_swap_makes_no_tuple, setup, teardown),
        cmocka_unit_test_setup_teardown(unreachable_code_is_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(a_super_call_makes_no_super_object, setup, teardown),
        cmocka_unit_test_setup_teardown(locals_bound_on_every_way_are_not_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(locals_bound_on_one_way_are_checked_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_local_deleted_in_a_loop_is_checked_at_its_head, setup, teardown),
        cmocka_unit_test_setup_teardown(constants_are_shared_by_type_and_value, setup, teardown),
        cmocka_unit_test_setup_teardown(the_docstring_is_the_first_constant, setup, teardown),
        cmocka_unit_test_setup_teardown(what_would_fail_or_grow_is_not_folded, setup, teardown),
        cmocka_unit_test_setup_teardown(jumps_reach_as_far_as_the_code_goes, setup, teardown),
        cmocka_unit_test_setup_teardown(displays_of_any_length_take_few_slots, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_tell_their_place, setup, teardown),
#ifdef OURO_CHECKED
        cmocka_unit_test_setup_teardown(every_refused_allocation_ends_in_memory_error, setup, teardown),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
