/* What the parser says of source that is wrong: kind, message and place are CPython 3.11's. The
 * table has one of each message; tests/tools/compare_parsers.py compares many thousands. */
#include "parse_test.h"

typedef struct Wrong {
    const char *source;
    ProblemKind kind;
    int         lineno, offset, end_lineno, end_offset;
    const char *message;
} Wrong;

static const Wrong wrongs[] = {
#include "parse_problems.inc"
};

static void the_message_and_the_place_are_cpythons(void **state)
{
    (void)state;
    ParseOptions options = {.is_text = true, .max_digits = 4300};
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        const Wrong *wrong = &wrongs[i];
        Parsed parsed;
        parse_bytes(&parsed, wrong->source, strlen(wrong->source), PARSE_FILE, &options);
        const SyntaxProblem *problem = &parsed.problem;
        if (parsed.tree != NULL)
            fail_msg("should not parse: %s", wrong->source);
        if (strcmp(problem->message, wrong->message) != 0 || problem->kind != wrong->kind)
            fail_msg("%s\n\"%s\" (%d), should be \"%s\" (%d)", wrong->source, problem->message,
                     problem->kind, wrong->message, wrong->kind);
        if (problem->lineno != wrong->lineno || problem->offset != wrong->offset ||
            problem->end_lineno != wrong->end_lineno || problem->end_offset != wrong->end_offset)
            fail_msg("%s\n%s: at %d,%d-%d,%d, should be %d,%d-%d,%d", wrong->source,
                     problem->message, problem->lineno, problem->offset, problem->end_lineno,
                     problem->end_offset, wrong->lineno, wrong->offset, wrong->end_lineno,
                     wrong->end_offset);
        parsed_close(&parsed);
    }
}

static void assert_problem(const char *bytes, size_t length, ParseOptions options,
                           ProblemKind kind, const char *message)
{
    Parsed parsed;
    parse_bytes(&parsed, bytes, length, PARSE_FILE, &options);
    assert_null(parsed.tree);
    assert_string_equal(parsed.problem.message, message);
    assert_int_equal(parsed.problem.kind, kind);
    parsed_close(&parsed);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    ParseOptions plain = {0}, file = {.filename = "a.py"};
    assert_problem("a\0b", 3, plain, PROBLEM_VALUE,
                   "source code string cannot contain null bytes");
    assert_problem("a\0b", 3, file, PROBLEM_SYNTAX, "source code cannot contain null bytes");
    assert_problem("x\n\xE9\n", 4, plain, PROBLEM_SYNTAX, "(unicode error) 'utf-8' codec can't "
                   "decode byte 0xe9 in position 0: unexpected end of data");
    assert_problem("x\n\xE9\n", 4, file, PROBLEM_SYNTAX, "Non-UTF-8 code starting with '\\xe9' in "
                   "file a.py on line 2, but no encoding declared; see "
                   "https://peps.python.org/pep-0263/ for details");
    assert_problem("# coding: foo\n", 14, plain, PROBLEM_SYNTAX, "unknown encoding: foo");
    assert_problem("# coding: foo\n", 14, file, PROBLEM_SYNTAX, "encoding problem: foo");
    assert_problem("\xEF\xBB\xBF# coding: latin-1\n", 21, plain, PROBLEM_SYNTAX,
                   "encoding problem: iso-8859-1 with BOM");
    assert_problem("# coding: ascii\n'\xE9'\n", 20, plain, PROBLEM_SYNTAX,
                   "'ascii' codec can't decode byte 0xe9 in position 17: ordinal not in "
                   "range(128)");
}

static bool is_incomplete(const char *source, ParseOptions options)
{
    Parsed parsed;
    parse_bytes(&parsed, source, strlen(source), PARSE_SINGLE, &options);
    bool is_read = parsed.tree != NULL;
    bool incomplete = parsed.problem.incomplete;
    assert_false(is_read && incomplete);
    parsed_close(&parsed);
    return incomplete;
}

static void a_prompt_learns_when_to_ask_for_more(void **state)
{
    (void)state;
    ParseOptions prompt = {.is_prompt = true};
    static const char *const more[] = {
        "if x:\n", "if x:\n  y\n", "def f():\n  '''\n\n", "(1,\n", "(1,\n\n", "'''a\n", "x = \\\n",
        "@d\n", "try:\n  x\n", "if x: y\n", "class C:\n  x = (\n\n", "match x:\n", "f(a,\n",
    };
    static const char *const enough[] = {
        "x\n", "if x:\n  y\n\n", "if x: y\n\n", "x y\n", "x = \n", "'a\n", ")\n", "if x:\n\n",
        "x = [\n1]\n", "# comment\n", "if x\n", "def f(:\n", "try:\n  x\n\n",
    };
    for (size_t i = 0; i < COUNT_OF(more); i++)
        if (!is_incomplete(more[i], prompt))
            fail_msg("wants more: %s", more[i]);
    for (size_t i = 0; i < COUNT_OF(enough); i++)
        if (is_incomplete(enough[i], prompt))
            fail_msg("wants no more: %s", enough[i]);
}

static void codeop_learns_it_too(void **state)
{
    (void)state;
    ParseOptions codeop = {.dont_imply_dedent = true};
    assert_true(is_incomplete("if x:\n  y", codeop));
    assert_false(is_incomplete("if x:\n  y\n", codeop));
    assert_true(is_incomplete("if x:", codeop));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_and_the_place_are_cpythons),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(a_prompt_learns_when_to_ask_for_more),
        cmocka_unit_test(codeop_learns_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
