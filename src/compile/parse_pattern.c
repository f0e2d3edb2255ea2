/* match statements and their patterns.
 *
 * `match` and `case` are names except where they begin what reads like such a statement: the
 * statement is tried first, up to the first `case`, and given up for an expression. */
#include <string.h>

#include "compile/parse_state.h"

static Pattern *pattern(Parser *p);

static Pattern *pattern_new(Parser *p, PatternKind kind, size_t start)
{
    Pattern *result = tree_arena_take_zero(p->arena, sizeof *result);
    if (result == NULL)
        return problem_memory(p);
    result->kind = kind;
    result->at = location_from(p, start);
    return result;
}

static inline bool stack_pop_patterns(Parser *p, size_t bottom, Patterns *list)
{
    return stack_pop(p, bottom, &list->count, (void ***)&list->items);
}

/* ---- literals ---- */

static bool is_imaginary(const Expression *e)
{
    return e->constant.kind == CONSTANT_COMPLEX;
}

static Expression *negative(Parser *p)
{
    size_t start = p->mark;
    if (!accept(p, TOKEN_MINUS))
        return number_take(p);
    Expression *operand = number_take(p);
    if (operand == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_UNARY, location_from(p, start));
    if (e != NULL) {
        e->unary.op = TREE_UNARY_MINUS;
        e->unary.operand = operand;
    }
    return e;
}

/* [-] NUMBER, or [-] real (+|-) imaginary. */
static Expression *number_literal(Parser *p)
{
    size_t start = p->mark;
    Expression *left = negative(p);
    if (left == NULL)
        return NULL;
    TokenKind kind = peek_kind(p);
    if (kind != TOKEN_PLUS && kind != TOKEN_MINUS)
        return left;
    const Expression *real = left->kind == EXPRESSION_UNARY ? left->unary.operand : left;
    if (is_imaginary(real))
        return problem_range(p, &real->at, NULL, "real number required in complex literal");
    p->mark++;
    Expression *right = number_take(p);
    if (right == NULL)
        return NULL;
    if (!is_imaginary(right))
        return problem_range(p, &right->at, NULL, "imaginary number required in complex literal");
    Expression *e = expression_new(p, EXPRESSION_BINARY, location_from(p, start));
    if (e != NULL) {
        e->binary.op = kind == TOKEN_PLUS ? TREE_BINARY_ADD : TREE_BINARY_SUB;
        e->binary.left = left;
        e->binary.right = right;
    }
    return e;
}

/* None, True or False. */
static bool singleton(Parser *p, ConstantKind *kind)
{
    switch (peek_kind(p)) {
    case KEYWORD_NONE: *kind = CONSTANT_NONE; break;
    case KEYWORD_TRUE: *kind = CONSTANT_TRUE; break;
    case KEYWORD_FALSE: *kind = CONSTANT_FALSE; break;
    default: return false;
    }
    p->mark++;
    return true;
}

/* ---- names ---- */

static bool is_after_name(Parser *p)
{
    TokenKind kind = peek_kind(p);
    return kind == TOKEN_DOT || kind == TOKEN_LPAR || kind == TOKEN_EQUAL;
}

/* A name that captures: not `_`, not a dotted name, class or keyword. */
static const Text *capture_name(Parser *p)
{
    size_t start = p->mark;
    if (peek_is_word(p, "_"))
        return NULL;
    const Text *name = name_take(p);
    if (name == NULL || is_after_name(p)) {
        p->mark = start;
        return NULL;
    }
    return name;
}

static Pattern *wildcard(Parser *p)
{
    size_t start = p->mark;
    p->mark++;
    return pattern_new(p, PATTERN_AS, start);
}

/* NAME ('.' NAME)* */
static Expression *name_or_attribute(Parser *p)
{
    size_t start = p->mark;
    Expression *e = name_expression(p, CONTEXT_LOAD);
    while (e != NULL && accept(p, TOKEN_DOT)) {
        const Text *attr = name_take(p);
        if (attr == NULL)
            return NULL;
        Expression *longer = expression_new(p, EXPRESSION_ATTRIBUTE, location_from(p, start));
        if (longer == NULL)
            return NULL;
        longer->attribute.value = e;
        longer->attribute.attr = attr;
        e = longer;
    }
    return e;
}

/* ---- classes ---- */

/* Positional patterns after keyword patterns, at the first argument. */
static void *check_class(Parser *p)
{
    while (peek_kind(p) != TOKEN_NAME || peek_second(p) != TOKEN_EQUAL)
        if (pattern(p) == NULL || !accept(p, TOKEN_COMMA))
            return NULL;
    size_t mark = p->mark;
    bool has_keywords = false;
    while (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL) {
        has_keywords = true;
        p->mark += 2;
        if (pattern(p) == NULL || !accept(p, TOKEN_COMMA))
            return NULL;
        mark = p->mark;
    }
    if (!has_keywords)
        return NULL;
    p->mark = mark;
    Pattern *first = pattern(p), *last = first;
    while (last != NULL) {
        mark = p->mark;
        if (!accept(p, TOKEN_COMMA))
            break;
        Pattern *next = pattern(p);
        if (next == NULL) {
            p->mark = mark;
            break;
        }
        last = next;
    }
    if (first == NULL || p->failed)
        return NULL;
    return problem_range(p, &first->at, &last->at, "positional patterns follow keyword patterns");
}

/* The arguments of a class pattern whose '(' was consumed. */
static Pattern *class_rest(Parser *p, Expression *cls, size_t start)
{
    size_t bottom = p->stack_top;
    Patterns patterns, kwd_patterns;
    Identifiers kwd_attrs;
    size_t keywords = 0;
    while (peek_kind(p) != TOKEN_RPAR) {
        const Text *attr = NULL;
        if (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL) {
            if (keywords == 0 && !stack_pop_patterns(p, bottom, &patterns))
                return NULL;
            keywords++;
            attr = name_take(p);
            p->mark++;
            if (attr == NULL)
                return NULL;
        } else if (keywords > 0) {
            return NULL;
        }
        Pattern *one = pattern(p);
        if (one == NULL || (attr != NULL && !stack_push(p, (void *)attr)) || !stack_push(p, one))
            return NULL;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (!accept(p, TOKEN_RPAR))
        return NULL;
    Pattern *result = pattern_new(p, PATTERN_CLASS, start);
    if (result == NULL)
        return NULL;
    result->class_.cls = cls;
    if (keywords == 0)
        return stack_pop_patterns(p, bottom, &result->class_.patterns) ? result : NULL;
    result->class_.patterns = patterns;
    kwd_attrs.count = kwd_patterns.count = keywords;
    kwd_attrs.items = tree_arena_take_array(p->arena, keywords, sizeof(Text *));
    kwd_patterns.items = tree_arena_take_array(p->arena, keywords, sizeof(Pattern *));
    if (kwd_attrs.items == NULL || kwd_patterns.items == NULL)
        return problem_memory(p);
    for (size_t i = 0; i < keywords; i++) {
        kwd_attrs.items[i] = p->stack[bottom + 2 * i];
        kwd_patterns.items[i] = p->stack[bottom + 2 * i + 1];
    }
    p->stack_top = bottom;
    result->class_.kwd_attrs = kwd_attrs;
    result->class_.kwd_patterns = kwd_patterns;
    return result;
}

/* A name: capture, wildcard, value or class. */
static Pattern *named_pattern(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    if (peek_is_word(p, "_"))      /* even before a dot, which then does not fit */
        return wildcard(p);
    TokenKind second = peek_second(p);
    if (second != TOKEN_DOT && second != TOKEN_LPAR) {
        const Text *name = capture_name(p);
        if (name == NULL)
            return NULL;
        Pattern *result = pattern_new(p, PATTERN_AS, start);
        if (result != NULL)
            result->as.name = name;
        return result;
    }
    Expression *value = name_or_attribute(p);
    if (value == NULL)
        return NULL;
    if (accept(p, TOKEN_LPAR)) {
        size_t arguments = p->mark;
        Pattern *result = class_rest(p, value, start);
        if (result == NULL && !p->failed && p->checks) {
            p->mark = arguments;
            check_class(p);
        }
        if (result == NULL)
            p->stack_top = bottom;
        return result;
    }
    if (value->kind == EXPRESSION_NAME || is_after_name(p))
        return NULL;
    Pattern *result = pattern_new(p, PATTERN_VALUE, start);
    if (result != NULL)
        result->value.value = value;
    return result;
}

/* ---- sequences ---- */

static Pattern *star_pattern(Parser *p)
{
    size_t start = p->mark;
    p->mark++;
    const Text *name = NULL;
    if (peek_is_word(p, "_"))
        p->mark++;
    else if ((name = capture_name(p)) == NULL)
        return NULL;
    Pattern *result = pattern_new(p, PATTERN_STAR, start);
    if (result != NULL)
        result->star.name = name;
    return result;
}

static Pattern *maybe_star_pattern(Parser *p)
{
    return peek_kind(p) == TOKEN_STAR ? star_pattern(p) : pattern(p);
}

/* Pushes patterns with commas between and perhaps behind. */
static bool push_patterns(Parser *p)
{
    Pattern *one = maybe_star_pattern(p);
    if (one == NULL || !stack_push(p, one))
        return false;
    while (accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        one = maybe_star_pattern(p);
        if (one == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, one))
            return false;
    }
    return !p->failed;
}

static Pattern *sequence_new(Parser *p, size_t bottom, size_t start)
{
    Patterns patterns;
    if (!stack_pop_patterns(p, bottom, &patterns))
        return NULL;
    Pattern *result = pattern_new(p, PATTERN_SEQUENCE, start);
    if (result != NULL)
        result->sequence.patterns = patterns;
    return result;
}

/* [a, b] */
static Pattern *list_pattern(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    p->mark++;
    if ((peek_kind(p) != TOKEN_RSQB && !push_patterns(p)) || !accept(p, TOKEN_RSQB)) {
        p->stack_top = bottom;
        return NULL;
    }
    return sequence_new(p, bottom, start);
}

/* (a) is a; (a,) and () and (a, b) are sequences. */
static Pattern *parenthesized_pattern(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    p->mark++;
    if (accept(p, TOKEN_RPAR))
        return sequence_new(p, bottom, start);
    Pattern *first = maybe_star_pattern(p);
    if (first == NULL)
        return NULL;
    if (peek_kind(p) == TOKEN_RPAR && first->kind != PATTERN_STAR) {
        p->mark++;
        return first;
    }
    if (!accept(p, TOKEN_COMMA) || !stack_push(p, first) ||
        (peek_kind(p) != TOKEN_RPAR && !push_patterns(p)) || !accept(p, TOKEN_RPAR)) {
        p->stack_top = bottom;
        return NULL;
    }
    return sequence_new(p, bottom, start);
}

/* ---- mappings ---- */

static Expression *mapping_key(Parser *p)
{
    ConstantKind kind;
    size_t start = p->mark;
    switch (peek_kind(p)) {
    case TOKEN_STRING: return strings_take(p);
    case TOKEN_NUMBER: case TOKEN_MINUS: return number_literal(p);
    case TOKEN_NAME: {
        Expression *e = name_or_attribute(p);
        return e != NULL && e->kind == EXPRESSION_ATTRIBUTE ? e : NULL;
    }
    default: break;
    }
    if (!singleton(p, &kind))
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_CONSTANT, location_from(p, start));
    if (e != NULL)
        e->constant.kind = kind;
    return e;
}

static Pattern *mapping_pattern(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    const Text *rest = NULL;
    p->mark++;
    while (peek_kind(p) != TOKEN_RBRACE) {
        if (accept(p, TOKEN_DOUBLE_STAR)) {
            rest = capture_name(p);
            if (rest == NULL)
                goto mismatch;
            accept(p, TOKEN_COMMA);
            break;
        }
        Expression *key = mapping_key(p);
        Pattern *value = key != NULL && accept(p, TOKEN_COLON) ? pattern(p) : NULL;
        if (value == NULL || !stack_push(p, key) || !stack_push(p, value))
            goto mismatch;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (!accept(p, TOKEN_RBRACE))
        goto mismatch;
    Pattern *result = pattern_new(p, PATTERN_MAPPING, start);
    if (result == NULL)
        goto mismatch;
    size_t count = (p->stack_top - bottom) / 2;
    result->mapping.rest = rest;
    if (count > 0) {
        Expression **keys = tree_arena_take_array(p->arena, count, sizeof *keys);
        Pattern **values = tree_arena_take_array(p->arena, count, sizeof *values);
        if (keys == NULL || values == NULL) {
            problem_memory(p);
            goto mismatch;
        }
        for (size_t i = 0; i < count; i++) {
            keys[i] = p->stack[bottom + 2 * i];
            values[i] = p->stack[bottom + 2 * i + 1];
        }
        result->mapping.keys = (Expressions){count, keys};
        result->mapping.patterns = (Patterns){count, values};
    }
    p->stack_top = bottom;
    return result;

mismatch:
    p->stack_top = bottom;
    return NULL;
}

/* ---- the rest ---- */

static Pattern *closed_pattern(Parser *p)
{
    size_t start = p->mark;
    Pattern *result;
    Expression *value;
    ConstantKind kind;
    switch (peek_kind(p)) {
    case TOKEN_NAME: return named_pattern(p);
    case TOKEN_LPAR: return parenthesized_pattern(p);
    case TOKEN_LSQB: return list_pattern(p);
    case TOKEN_LBRACE: return mapping_pattern(p);
    case TOKEN_STRING: value = strings_take(p); break;
    case TOKEN_NUMBER: case TOKEN_MINUS: value = number_literal(p); break;
    default:
        if (!singleton(p, &kind))
            return NULL;
        result = pattern_new(p, PATTERN_SINGLETON, start);
        if (result != NULL)
            result->singleton.value = kind;
        return result;
    }
    if (value == NULL)
        return NULL;
    result = pattern_new(p, PATTERN_VALUE, start);
    if (result != NULL)
        result->value.value = value;
    return result;
}

static Pattern *or_pattern(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Pattern *first = closed_pattern(p);
    if (first == NULL || peek_kind(p) != TOKEN_VBAR)
        return first;
    if (!stack_push(p, first))
        return NULL;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, TOKEN_VBAR))
            break;
        Pattern *one = closed_pattern(p);
        if (one == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, one))
            return NULL;
    }
    if (p->failed || p->stack_top == bottom + 1) {
        p->stack_top = bottom;
        return p->failed ? NULL : first;
    }
    Patterns patterns;
    if (!stack_pop_patterns(p, bottom, &patterns))
        return NULL;
    Pattern *result = pattern_new(p, PATTERN_OR, start);
    if (result != NULL)
        result->or_.patterns = patterns;
    return result;
}

/* or_pattern ['as' NAME] */
static Pattern *pattern_read(Parser *p)
{
    size_t start = p->mark;
    Pattern *inner = or_pattern(p);
    if (inner == NULL || peek_kind(p) != KEYWORD_AS)
        return inner;
    size_t mark = p->mark;
    p->mark++;
    const Text *name = capture_name(p);
    if (name == NULL) {
        if (p->checks && !p->failed) {
            if (peek_is_word(p, "_")) {
                Location at = token_location(peek(p));
                return problem_range(p, &at, NULL, "cannot use '_' as a target");
            }
            Expression *e = peek_kind(p) == TOKEN_NAME ? NULL : parse_expression(p);
            if (e != NULL)
                return problem_range(p, &e->at, NULL, "invalid pattern target");
        }
        p->mark = mark;
        return p->failed ? NULL : inner;
    }
    Pattern *result = pattern_new(p, PATTERN_AS, start);
    if (result != NULL) {
        result->as.pattern = inner;
        result->as.name = name;
    }
    return result;
}

static Pattern *pattern(Parser *p)
{
    if (!depth_enter(p))
        return NULL;
    Pattern *result = pattern_read(p);
    depth_leave(p);
    return result;
}

/* What a case matches: a pattern, or a sequence without brackets. */
static Pattern *patterns(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Pattern *first = maybe_star_pattern(p);
    if (first == NULL)
        return NULL;
    if (peek_kind(p) != TOKEN_COMMA)
        return first->kind == PATTERN_STAR ? NULL : first;
    p->mark++;
    size_t mark = p->mark;
    if (!stack_push(p, first))
        return NULL;
    if (!push_patterns(p)) {
        if (p->failed)
            return NULL;
        p->mark = mark;
        p->stack_top = bottom + 1;
    }
    return sequence_new(p, bottom, start);
}

static MatchCase *match_case(Parser *p)
{
    if (!peek_is_word(p, "case"))
        return NULL;
    int lineno = peek(p)->lineno;
    p->mark++;
    MatchCase *result = tree_arena_take_zero(p->arena, sizeof *result);
    if (result == NULL)
        return problem_memory(p);
    result->pattern = patterns(p);
    if (result->pattern == NULL)
        return NULL;
    if (accept(p, KEYWORD_IF)) {
        result->guard = parse_named_expression(p);
        if (result->guard == NULL)
            return NULL;
    }
    if (p->checks && peek_kind(p) == TOKEN_NEWLINE)
        return problem_last(p, "expected ':'");
    if (!accept(p, TOKEN_COLON))
        return NULL;
    if (p->checks && peek_kind(p) == TOKEN_NEWLINE && peek_second(p) != TOKEN_INDENT)
        return problem_indentation(p, "expected an indented block after 'case' statement on "
                                   "line %d", lineno);
    return parse_block(p, &result->body) ? result : NULL;
}

/* star_named_expression ',' [...], or named_expression. */
static Expression *subject(Parser *p)
{
    size_t start = p->mark;
    Expression *first = parse_star_named_expression(p);
    if (first == NULL)
        return NULL;
    if (!accept(p, TOKEN_COMMA))
        return first->kind == EXPRESSION_STARRED ? NULL : first;
    size_t bottom = p->stack_top, mark = p->mark;
    Expressions rest;
    if (!stack_push(p, first))
        return NULL;
    if (parse_star_named_expressions(p, &rest)) {
        for (size_t i = 0; i < rest.count; i++)
            if (!stack_push(p, rest.items[i]))
                return NULL;
    } else {
        if (p->failed)
            return NULL;
        p->mark = mark;
    }
    return collection_new(p, EXPRESSION_TUPLE, bottom, start);
}

Statement *parse_match(Parser *p, bool *is_match)
{
    size_t bottom = p->stack_top;
    Location at = token_location(peek(p));
    p->mark++;
    Expression *value = subject(p);
    if (value == NULL)
        return NULL;
    if (p->checks && peek_kind(p) == TOKEN_NEWLINE)
        return problem_last(p, "expected ':'");
    if (!accept(p, TOKEN_COLON) || !accept(p, TOKEN_NEWLINE))
        return NULL;
    if (p->checks && peek_kind(p) != TOKEN_INDENT)
        return problem_indentation(p, "expected an indented block after 'match' statement on "
                                   "line %d", at.lineno);
    if (!accept(p, TOKEN_INDENT))
        return NULL;
    while (!p->failed && peek_is_word(p, "case")) {
        *is_match = !p->is_second;
        tokens_forget(p);
        MatchCase *one = match_case(p);
        if (one == NULL || !stack_push(p, one))
            return NULL;
    }
    if (p->failed || p->stack_top == bottom || !accept(p, TOKEN_DEDENT))
        return NULL;
    Statement *s = statement_new(p, STATEMENT_MATCH, location_of_statement(p, at));
    if (s == NULL)
        return NULL;
    s->match.subject = value;
    return stack_pop_structs(p, bottom, sizeof(MatchCase), &s->match.cases.count,
                             &s->match.cases.items) ? s : NULL;
}
