/* Raising, chaining, memory errors made in advance, and the texts of exceptions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "object/protocol.h"
#include "types/exception_parts.h"
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

static Object *raised(Runtime *rt, const char *message)
{
    error_set(rt, &value_error_type, "%s", message);
    return error_take(rt);
}

static void an_error_carries_its_formatted_message(void **state)
{
    Runtime *rt = *state;
    assert_null(error_set(rt, &type_error_type, "'%.3s' of %d: %R", "abcdef", 7, (Object *)NAME(append)));
    assert_true(error_matches(rt, &type_error_type));
    assert_true(error_matches(rt, &exception_type));
    assert_false(error_matches(rt, &value_error_type));
    owned Object *error = error_take(rt);
    owned Object *text = object_str(rt, error);
    assert_true(str_equal_c((Str *)text, "'abc' of 7: 'append'"));
    owned Object *repr = object_repr(rt, error);
    assert_true(str_equal_c((Str *)repr, "TypeError(\"'abc' of 7: 'append'\")"));
}

static void an_error_while_another_is_handled_has_it_as_context(void **state)
{
    Runtime *rt = *state;
    rt->handled = raised(rt, "first");
    owned Object *second = raised(rt, "second");
    assert_ptr_equal(((Exception *)second)->context, rt->handled);
    object_clear_slot(&rt->handled);
}

static void raising_a_link_of_the_chain_again_cuts_the_cycle(void **state)
{
    Runtime *rt = *state;
    owned Object *a = raised(rt, "a");
    rt->handled = object_retain(a);
    owned Object *b = raised(rt, "b");
    object_replace_steal(&rt->handled, object_retain(b));
    error_set_exception(rt, a);
    assert_ptr_equal(((Exception *)a)->context, b);
    assert_null(((Exception *)b)->context);
    error_clear(rt);
    object_clear_slot(&rt->handled);
}

static void os_errors_choose_their_subclass(void **state)
{
    Runtime *rt = *state;
    owned Str *path = str_from_c(rt, "x");
    assert_null(error_set_errno(rt, 2, (Object *)path, NULL));
    owned Object *error = error_take(rt);
    assert_ptr_equal(error->type, &file_not_found_error_type);
    owned Object *text = object_str(rt, error);
    assert_true(str_equal_c((Str *)text, "[Errno 2] No such file or directory: 'x'"));
}

static void a_key_error_shows_its_key_quoted(void **state)
{
    Runtime *rt = *state;
    error_set_value(rt, &key_error_type, (Object *)NAME(append));
    owned Object *error = error_take(rt);
    owned Object *text = object_str(rt, error);
    assert_true(str_equal_c((Str *)text, "'append'"));
}

static void a_kept_memory_error_is_not_raised_twice(void **state)
{
    Runtime *rt = *state;
    Object *kept[7];
    for (size_t i = 0; i < 7; i++) {
        assert_null(error_no_memory(rt));
        kept[i] = error_take(rt);
        for (size_t k = 0; k < i; k++)
            assert_ptr_not_equal(kept[i], kept[k]);
    }
    /* All are out: the runtime's own serves as often as need be. */
    for (int i = 0; i < 3; i++) {
        assert_null(error_no_memory(rt));
        assert_true(error_matches(rt, &memory_error_type));
        error_clear(rt);
    }
    Object *first = kept[0];
    object_release(kept[0]);
    assert_null(error_no_memory(rt));
    assert_ptr_equal(rt->error, first);
    error_clear(rt);
    for (size_t i = 1; i < 7; i++)
        object_release(kept[i]);
}

static void memory_errors_come_when_the_limit_is_reached(void **state)
{
    (void)state;
    Runtime *rt = runtime_open(&(RuntimeOptions){.memory_limit = 2 << 20});
    assert_non_null(rt);
    List *list = list_new(rt, 0);
    int result = 0;
    while (result == 0) {
        Object *item = (Object *)list_new(rt, 10);
        result = item == NULL ? -1 : list_append_steal(rt, list, item);
    }
    assert_true(error_matches(rt, &memory_error_type));
    error_clear(rt);
    object_release(list);
    owned List *again = list_new(rt, 1000);
    assert_non_null(again);
    object_clear_slot(&again);
    assert_true(runtime_close(rt));
}

static void exception_groups_are_exceptions(void **state)
{
    (void)state;
    assert_true(type_is_subtype(&exception_group_type, &exception_type));
    assert_true(type_is_subtype(&exception_group_type, &base_exception_group_type));
    assert_false(type_is_subtype(&base_exception_group_type, &exception_type));
}

static void an_uncaught_chain_is_rendered_oldest_first(void **state)
{
    Runtime *rt = *state;
    owned Object *first = raised(rt, "first");
    owned Object *second = raised(rt, "second");
    ((Exception *)second)->cause = object_retain(first);
    owned Str *text = exception_render(rt, second);
    assert_true(str_equal_c(text, "ValueError: first\n\nThe above exception was the direct cause of the "
                                  "following exception:\n\nValueError: second\n"));
    object_clear_slot(&((Exception *)second)->cause);
    ((Exception *)second)->context = object_retain(first);
    ((Exception *)first)->context = object_retain(second); /* a cycle is printed once */
    owned Str *cyclic = exception_render(rt, second);
    assert_true(str_equal_c(cyclic, "ValueError: first\n\nDuring handling of the above exception, another "
                                    "exception occurred:\n\nValueError: second\n"));
    object_clear_slot(&((Exception *)first)->context);
}

static void syntax_errors_show_text_and_caret(void **state)
{
    Runtime *rt = *state;
    owned Str *message = str_from_c(rt, "invalid syntax");
    owned Str *file = str_from_c(rt, "a.py");
    owned Str *line = str_from_c(rt, "   x = = 2\n");
    error_set_syntax(rt, &syntax_error_type, message, file, 3, 8, 3, 9, line);
    owned Object *error = error_take(rt);
    owned Str *text = exception_render(rt, error);
    assert_true(str_equal_c(text, "  File \"a.py\", line 3\n    x = = 2\n        ^\n"
                                  "SyntaxError: invalid syntax\n"));
}

/* The expression with ~ and ^ below it, as it is printed. */
static void assert_anchor(const char *text, const char *expected)
{
    size_t start, end, length = strlen(text);
    bool found = anchor_find(text, length, &start, &end);
    char marks[100] = "";
    for (size_t i = 0; found && i < length; i++)
        marks[i] = i >= start && i < end ? '^' : '~';
    marks[found ? length : 0] = '\0';
    assert_string_equal(marks, expected);
}

static void anchors_mark_the_operator_of_an_expression(void **state)
{
    (void)state;
    assert_anchor("a + b", "~~^~~");
    assert_anchor("a+b*c", "~^~~~");
    assert_anchor("a - b - c", "~~~~~~^~~");
    assert_anchor("a ** b ** c", "~~^^~~~~~~~");
    assert_anchor("-a ** b", "");
    assert_anchor("-a * b", "~~~^~~");
    assert_anchor("a // -b", "~~^^~~~");
    assert_anchor("f(x + 1)[2]", "~~~~~~~~^^^");
    assert_anchor("x[0]", "~^^^");
    assert_anchor("x['a + b'][1]", "~~~~~~~~~~^^^");
    assert_anchor("-x[0]", "");
    assert_anchor("f(1 + 2)", "");
    assert_anchor("a.b.c", "");
    assert_anchor("a < b + c", "");
    assert_anchor("a + b if c else d", "");
    assert_anchor("lambda: a + b", "");
    assert_anchor("x += a + b", "");
    assert_anchor("1e-5 / zero", "~~~~~^~~~~~");
    assert_anchor("f'{a} + b' + c", "~~~~~~~~~~~^~~");
    assert_anchor("raise a + b", "");
    assert_anchor("a + b, c", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_error_carries_its_formatted_message, setup, teardown),
        cmocka_unit_test_setup_teardown(an_error_while_another_is_handled_has_it_as_context, setup, teardown),
        cmocka_unit_test_setup_teardown(raising_a_link_of_the_chain_again_cuts_the_cycle, setup, teardown),
        cmocka_unit_test_setup_teardown(os_errors_choose_their_subclass, setup, teardown),
        cmocka_unit_test_setup_teardown(a_key_error_shows_its_key_quoted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_kept_memory_error_is_not_raised_twice, setup, teardown),
        cmocka_unit_test(memory_errors_come_when_the_limit_is_reached),
        cmocka_unit_test(exception_groups_are_exceptions),
        cmocka_unit_test_setup_teardown(an_uncaught_chain_is_rendered_oldest_first, setup, teardown),
        cmocka_unit_test_setup_teardown(syntax_errors_show_text_and_caret, setup, teardown),
        cmocka_unit_test(anchors_mark_the_operator_of_an_expression),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
