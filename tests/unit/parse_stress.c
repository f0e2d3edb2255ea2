/* The parser under stress: cut, random and nested source, and a heap that refuses. Each ends in a
 * tree or a problem, and leaves nothing behind. */
#include "parse_test.h"

/* A bit of everything. */
static const char everything[] =
    "# coding: utf-8\n"
    "from . import (a as b, c)\n"
    "@d(1)[2].e\n"
    "async def f(a, /, b: int = 1, *c: *d, e=2, **g) -> 'x':\n"
    "    '''doc \\x41 \\u20ac'''\n"
    "    async with a as (b, *c), d: await e\n"
    "    async for x, in y: yield x\n"
    "    else: return [i async for i in x if i if not j]\n"
    "class C(A, metaclass=B, **k): x: int = 0x_ff; y = z = 1.5e3j\n"
    "try:\n"
    "    a.b[c:d, ::e, *f] += lambda *a, b=1: a @ b ** -c // ~d\n"
    "except* (E, F) as e:\n"
    "    raise G from None\n"
    "else: pass\n"
    "finally: del a, (b, [c])\n"
    "match x, y:\n"
    "    case [1, -2.5+3j, *_] | {'k': C(a, b=None) as z, **r} if z: pass\n"
    "    case (a.b) | _: global g; nonlocal h\n"
    "if (n := 1) < 2 in 3 is not 4 and not 5 or 6: print(f'{x!r:>{w}}{{{y=}' rb'' if 0 else b'c')\n"
    "elif x: assert x, y\n"
    "while 1: continue; break\n"
    "with (open(a) as b, c,): {**a, b: c}, {d, *e}, {f: g for h in i}, {j for k in l}\n"
    "w = x if y else z, *q, (yield), (k for k in m), ..., None, True, 'a' \\\n"
    "    \"\"\"b\n\"\"\"\n"
    "print x; f(a=1, b)\n";

static bool parses(const char *bytes, size_t length, ParseMode mode)
{
    Parsed parsed;
    parse_bytes(&parsed, bytes, length, mode, NULL);
    bool is_read = parsed.tree != NULL;
    assert_true(is_read == (parsed.problem.kind == PROBLEM_NONE));
    if (!is_read)
        assert_true(parsed.problem.message[0] != '\0');
    parsed_close(&parsed);
    return is_read;
}

static void source_cut_at_every_byte_is_told_as_wrong_or_parsed(void **state)
{
    (void)state;
    size_t parsed = 0;
    for (size_t length = 0; length < sizeof everything; length++)
        parsed += parses(everything, length, length % 3 == 0 ? PARSE_SINGLE : PARSE_FILE);
    assert_true(parsed > 10);
}

static void source_with_any_byte_changed_is_told_as_wrong_or_parsed(void **state)
{
    (void)state;
    static const char others[] = "()[]{}:,=\n 'x1*\\\"\t\xC3.";
    char source[sizeof everything];
    for (size_t i = 0; i + 1 < sizeof everything; i++) {
        memcpy(source, everything, sizeof source);
        source[i] = others[i * 7 % (sizeof others - 1)];
        parses(source, sizeof source - 1, PARSE_FILE);
    }
}

static void random_bytes_are_told_as_wrong_or_parsed(void **state)
{
    (void)state;
    static const char bytes[] = "()[]{}:,=+-*/.\n \tabfr\"'\\0123456789#@!~<>_ifelsdnw\xC3\xA9";
    uint32_t seed = 1;
    char source[80];
    for (int i = 0; i < 20000; i++) {
        size_t length = 0;
        do {
            seed = seed * 1664525 + 1013904223;
            source[length++] = i % 8 == 0 ? (char)(seed >> 16)
                                          : bytes[(seed >> 16) % (sizeof bytes - 1)];
        } while (length < sizeof source && (seed >> 8) % 64 != 0);
        parses(source, length, PARSE_FILE);
    }
}

/* `count` times `piece`, then `end`. */
static char *repeated(const char *piece, size_t count, const char *end)
{
    size_t size = strlen(piece);
    char *text = malloc(size * count + strlen(end) + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * size, piece, size);
    strcpy(text + size * count, end);
    return text;
}

static void source_nested_without_end_is_refused(void **state)
{
    (void)state;
    static const struct { const char *piece, *end, *message; ProblemKind kind; } cases[] = {
        {"(", "", "too many nested parentheses", PROBLEM_SYNTAX},
        {"[", "", "too many nested parentheses", PROBLEM_SYNTAX},
        {"{1:", "", "too many nested parentheses", PROBLEM_SYNTAX},
        {"f(", "", "too many nested parentheses", PROBLEM_SYNTAX},
        {"-", "1", "source is nested too deeply", PROBLEM_TOO_DEEP},
        {"not ", "1", "source is nested too deeply", PROBLEM_TOO_DEEP},
        {"lambda:", "1", "source is nested too deeply", PROBLEM_TOO_DEEP},
        {"1**", "1", "source is nested too deeply", PROBLEM_TOO_DEEP},
        {"a if b else ", "c", "source is nested too deeply", PROBLEM_TOO_DEEP},
        {"lambda x=", "1", "source is nested too deeply", PROBLEM_TOO_DEEP},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *source = repeated(cases[i].piece, 100000, cases[i].end);
        Parsed parsed;
        parse_bytes(&parsed, source, strlen(source), PARSE_FILE, NULL);
        assert_null(parsed.tree);
        assert_string_equal(parsed.problem.message, cases[i].message);
        assert_int_equal(parsed.problem.kind, cases[i].kind);
        parsed_close(&parsed);
        free(source);
    }
}

static void source_that_is_only_long_parses(void **state)
{
    (void)state;
    static const char *const pieces[] = {"1+", "a.", "a=", "a,", "a<", "a or ", "x;", "a\n", "'s' "};
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        char *source = repeated(pieces[i], 100000, i == 8 ? "'t'" : "b");
        assert_true(parses(source, strlen(source), PARSE_FILE));
        free(source);
    }
}

static void the_stack_bound_of_the_caller_holds(void **state)
{
    (void)state;
    char *source = repeated("-", 5000, "1");
    Parsed parsed;
    parse_text(&parsed, source);
    assert_non_null(parsed.tree);
    parsed_close(&parsed);

    ParseOptions options = {.stack_limit = (char *)__builtin_frame_address(0) - 30000};
    parse_bytes(&parsed, source, strlen(source), PARSE_FILE, &options);
    assert_null(parsed.tree);
    assert_int_equal(parsed.problem.kind, PROBLEM_TOO_DEEP);
    parsed_close(&parsed);
    free(source);
}

static void mistakes_within_mistakes_take_no_longer(void **state)
{
    (void)state;
    /* Each level is looked at by several checks; without memory of it, time would double with
     * every level. */
    static const struct { const char *piece, *middle, *close; } cases[] = {
        {"(", "x y", ")"}, {"[", "x y", "]"}, {"{", "x y", "}"}, {"{1:", "x y", "}"},
        {"{1:2, 3:", "4 5", "}"}, {"f(", "x y", ")"}, {"f(a=", "x y", ")"}, {"a[b:", "x y", "]"},
        {"(a:=", "x y", ")"}, {"(lambda a=(", "x y", "):0)"}, {"(x for x in ", "y z", ")"},
        {"f(x for x in ", "y z", ")"}, {"print (", "1 1", ")"}, {"{**", "x y", "}"},
        {"(yield ", "x y", ")"}, {"(a, *", "x y", ")"}, {"(a if ", "x y", ")"}, {"x {a, ", "b c", "}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *open = repeated(cases[i].piece, 60, cases[i].middle);
        char *close = repeated(cases[i].close, 60, "\n");
        char *source = malloc(strlen(open) + strlen(close) + 1);
        assert_non_null(source);
        strcat(strcpy(source, open), close);
        assert_false(parses(source, strlen(source), PARSE_FILE));
        free(source);
        free(close);
        free(open);
    }
}

/* Parses under `heap`, and says whether memory ran out. */
static bool runs_out(Heap *heap, const char *source, size_t length)
{
    TreeArena arena;
    SyntaxProblem problem;
    tree_arena_open(&arena, heap);
    const SyntaxTree *tree = parse(&arena, source, length, PARSE_FILE, NULL, &problem);
    bool ran_out = problem.kind == PROBLEM_MEMORY;
    assert_true(tree == NULL || problem.kind == PROBLEM_NONE);
    tree_arena_close(&arena);
    return ran_out;
}

static void every_heap_limit_is_survived(void **state)
{
    (void)state;
    char *source = repeated("x = [a, 'b', f'{c!r}', 1.5]\nif y: z(1)\n", 3000, "print 1\n");
    size_t refused = 0, served = 0;
    for (size_t limit = 64 * KIB; limit < 64 * MIB; limit += limit / 16) {
        Heap *heap = heap_open(&(HeapOptions){.limit = limit}, sizeof(Heap));
        if (heap == NULL)
            continue;
        if (runs_out(heap, source, strlen(source)))
            refused++;
        else
            served++;
        assert_closes_clean(heap);
    }
    assert_true(refused > 0);
    assert_true(served > 0);
    free(source);
}

#ifdef HEAP_CHECKED
static void every_refused_request_is_survived(void **state)
{
    (void)state;
    for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
        bool ran_out = true;
        for (uint64_t at = 1; ran_out; at++) {
            Heap *heap = open_heap(0);
            heap_fail_at(heap, at, from_then_on);
            ran_out = runs_out(heap, everything, sizeof everything - 1);
            heap_fail_at(heap, 0, false);
            assert_closes_clean(heap);
        }
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_cut_at_every_byte_is_told_as_wrong_or_parsed),
        cmocka_unit_test(source_with_any_byte_changed_is_told_as_wrong_or_parsed),
        cmocka_unit_test(random_bytes_are_told_as_wrong_or_parsed),
        cmocka_unit_test(source_nested_without_end_is_refused),
        cmocka_unit_test(source_that_is_only_long_parses),
        cmocka_unit_test(the_stack_bound_of_the_caller_holds),
        cmocka_unit_test(mistakes_within_mistakes_take_no_longer),
        cmocka_unit_test(every_heap_limit_is_survived),
#ifdef HEAP_CHECKED
        cmocka_unit_test(every_refused_request_is_survived),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
