/* What the tests of the parser share: a heap, an arena, a parse. */
#ifndef OURO_TESTS_PARSE_TEST_H
#define OURO_TESTS_PARSE_TEST_H

#include "heap_test.h"

#include "compile/parse.h"
#include "compile/syntax_dump.h"

typedef struct Parsed {
    Heap         *heap;
    TreeArena     arena;
    SyntaxTree   *tree;
    SyntaxProblem problem;
} Parsed;

static inline Parsed *parse_bytes(Parsed *parsed, const char *bytes, size_t length, ParseMode mode,
                                  const ParseOptions *options)
{
    parsed->heap = open_heap(0);
    tree_arena_open(&parsed->arena, parsed->heap);
    parsed->tree = parse(&parsed->arena, bytes, length, mode, options, &parsed->problem);
    return parsed;
}

static inline Parsed *parse_text(Parsed *parsed, const char *text)
{
    return parse_bytes(parsed, text, strlen(text), PARSE_FILE, NULL);
}

/* Nothing may be live once the arena is gone. */
static inline void parsed_close(Parsed *parsed)
{
    tree_arena_close(&parsed->arena);
    assert_closes_clean(parsed->heap);
}

/* The value of the first statement, which must be an expression. */
static inline const Expression *first_expression(const Parsed *parsed)
{
    if (parsed->tree == NULL)
        fail_msg("does not parse: %s", parsed->problem.message);
    const Statement *s = parsed->tree->body.items[0];
    assert_int_equal(s->kind, STATEMENT_EXPR);
    return s->expr.value;
}

#endif
