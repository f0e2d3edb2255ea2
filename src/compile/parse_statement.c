/* Blocks and simple statements.
 *
 * A statement begins with a keyword that tells which it is, or it is an expression, an assignment
 * or an annotation, which are told apart by what follows the expression. */
#include <string.h>

#include "compile/parse_state.h"

static bool simple_statements(Parser *p);

/* ---- blocks ---- */

bool parse_block(Parser *p, Statements *block)
{
    size_t bottom = p->stack_top;
    if (accept(p, TOKEN_NEWLINE)) {
        if (!accept(p, TOKEN_INDENT)) {
            if (p->checks && !p->failed)
                problem_indentation(p, "expected an indented block");
            return false;
        }
        if (!parse_statements(p) || !accept(p, TOKEN_DEDENT)) {
            p->stack_top = bottom;
            return false;
        }
    } else if (!simple_statements(p)) {
        p->stack_top = bottom;
        return false;
    }
    return stack_pop(p, bottom, &block->count, (void ***)&block->items);
}

/* ---- assignments ---- */

/* An augmented assignment's operator, consumed. */
static bool augmented_operator(Parser *p, BinaryOperator *op)
{
    TokenKind kind = peek_kind(p);
    if (kind < TOKEN_PLUS_EQUAL || kind > TOKEN_DOUBLE_SLASH_EQUAL)
        return false;
    p->mark++;
    *op = (BinaryOperator)(kind - TOKEN_PLUS_EQUAL);
    return true;
}

/* ':' annotation ['=' value] */
static Statement *annotation_rest(Parser *p, Expression *target, bool is_simple, size_t start)
{
    p->mark++;
    Expression *annotation = parse_expression(p);
    if (annotation == NULL)
        return NULL;
    Expression *value = NULL;
    size_t mark = p->mark;
    if (accept(p, TOKEN_EQUAL)) {
        value = parse_value(p);
        if (value == NULL)
            p->mark = mark;
    }
    if (p->failed)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_ANN_ASSIGN, location_from(p, start));
    if (s == NULL)
        return NULL;
    target->ctx = CONTEXT_STORE;
    s->ann_assign.target = target;
    s->ann_assign.annotation = annotation;
    s->ann_assign.value = value;
    s->ann_assign.simple = is_simple;
    return s;
}

/* '=' value after the first target, and further ones. */
static Statement *assignment_rest(Parser *p, Expression *first, size_t start)
{
    size_t bottom = p->stack_top;
    Expression *value = first;
    while (accept(p, TOKEN_EQUAL)) {
        if (value->kind == EXPRESSION_YIELD || value->kind == EXPRESSION_YIELD_FROM ||
            !target_set(value, CONTEXT_STORE) || !stack_push(p, value)) {
            p->stack_top = bottom;
            return NULL;
        }
        value = parse_value(p);
        if (value == NULL) {
            p->stack_top = bottom;
            return NULL;
        }
    }
    Statement *s = statement_new(p, STATEMENT_ASSIGN, location_from(p, start));
    if (s == NULL || !stack_pop_expressions(p, bottom, &s->assign.targets))
        return NULL;
    s->assign.value = value;
    return s;
}

static Statement *augmented_rest(Parser *p, Expression *target, BinaryOperator op, size_t start)
{
    Expression *value = parse_value(p);
    if (value == NULL)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_AUG_ASSIGN, location_from(p, start));
    if (s == NULL)
        return NULL;
    target->ctx = CONTEXT_STORE;
    s->aug_assign.target = target;
    s->aug_assign.op = op;
    s->aug_assign.value = value;
    return s;
}

static bool is_single_target(const Expression *e)
{
    return e->kind == EXPRESSION_NAME || e->kind == EXPRESSION_ATTRIBUTE ||
           e->kind == EXPRESSION_SUBSCRIPT;
}

static Statement *expression_new_statement(Parser *p, Expression *value, size_t start)
{
    if (value == NULL)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_EXPR, location_from(p, start));
    if (s != NULL)
        s->expr.value = value;
    return s;
}

/* An expression, or what becomes of it by what follows; first reading. */
static Statement *expression_statement(Parser *p)
{
    size_t start = p->mark;
    bool is_parenthesized = peek_kind(p) == TOKEN_LPAR;
    Expression *e = parse_value(p);
    if (e == NULL)
        return NULL;
    BinaryOperator op;
    switch (peek_kind(p)) {
    case TOKEN_COLON:
        if (!is_single_target(e))
            return NULL;
        return annotation_rest(p, e, e->kind == EXPRESSION_NAME && !is_parenthesized, start);
    case TOKEN_EQUAL:
        return assignment_rest(p, e, start);
    default:
        if (!augmented_operator(p, &op))
            return expression_new_statement(p, e, start);
        return is_single_target(e) ? augmented_rest(p, e, op, start) : NULL;
    }
}

/* list, tuple, or one of them in parentheses. */
static Expression *annotated_collection(Parser *p)
{
    Expression *e = parse_primary(p);
    return e != NULL && (e->kind == EXPRESSION_LIST || e->kind == EXPRESSION_TUPLE) ? e : NULL;
}

/* The mistakes of assignments. */
static void *check_assignment(Parser *p, size_t start)
{
    p->mark = start;
    TokenKind kind = peek_kind(p);
    if (kind == TOKEN_LPAR || kind == TOKEN_LSQB) {
        Expression *a = annotated_collection(p);
        if (a != NULL && accept(p, TOKEN_COLON) && parse_expression(p) != NULL)
            return problem_range(p, &a->at, NULL, "only single target (not %s) can be annotated",
                                 expression_name(a));
        if (p->failed)
            return NULL;
    }

    p->mark = start;
    Expression *a = parse_star_named_expression(p);
    if (a != NULL && accept(p, TOKEN_COMMA)) {
        Expressions rest;
        for (;;) {
            size_t mark = p->mark;
            if (!parse_star_named_expressions(p, &rest)) {
                p->mark = mark;
                break;
            }
        }
        if (!p->failed && accept(p, TOKEN_COLON) && parse_expression(p) != NULL)
            return problem_range(p, &a->at, NULL,
                                 "only single target (not tuple) can be annotated");
    }
    if (p->failed)
        return NULL;

    p->mark = start;
    a = parse_expression(p);
    if (a != NULL && accept(p, TOKEN_COLON) && parse_expression(p) != NULL)
        return problem_range(p, &a->at, NULL, "illegal target for annotation");
    if (p->failed)
        return NULL;

    /* Past the targets that are fine. */
    p->mark = start;
    size_t mark = start;
    while (parse_star_targets(p) != NULL && accept(p, TOKEN_EQUAL))
        mark = p->mark;
    if (p->failed)
        return NULL;
    p->mark = mark;
    a = parse_star_expressions(p);
    if (a != NULL && accept(p, TOKEN_EQUAL))
        return problem_target(p, TARGET_STAR, a);
    if (p->failed)
        return NULL;
    p->mark = mark;
    a = parse_yield(p);
    if (a != NULL && accept(p, TOKEN_EQUAL))
        return problem_range(p, &a->at, NULL, "assignment to yield expression not possible");
    if (p->failed)
        return NULL;

    p->mark = start;
    a = parse_star_expressions(p);
    BinaryOperator op;
    if (a != NULL && augmented_operator(p, &op) && parse_value(p) != NULL)
        return problem_range(p, &a->at, NULL, "'%s' is an illegal expression for augmented "
                             "assignment", expression_name(a));
    return NULL;
}

/* The same as expression_statement(), each alternative by itself in CPython's order. */
static Statement *expression_statement_second(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Statement *s;
    Expression *e;
    bool is_parenthesized = peek_kind(p) == TOKEN_LPAR;
    if (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON) {
        e = name_expression(p, CONTEXT_STORE);
        s = e == NULL ? NULL : annotation_rest(p, e, true, start);
        if (s != NULL || p->failed)
            return s;
        p->mark = start;
    }
    e = parse_single_target(p);
    if (p->failed)
        return NULL;
    if (e != NULL && (is_parenthesized || e->kind != EXPRESSION_NAME) &&
        peek_kind(p) == TOKEN_COLON) {
        s = annotation_rest(p, e, false, start);
        if (s != NULL || p->failed)
            return s;
    }

    p->mark = start;
    size_t value_mark = start;
    while ((e = parse_star_targets(p)) != NULL && accept(p, TOKEN_EQUAL)) {
        if (!stack_push(p, e))
            return NULL;
        value_mark = p->mark;
    }
    if (p->failed)
        return NULL;
    p->mark = value_mark;
    if (value_mark != start) {
        e = parse_value(p);
        if (e != NULL && peek_kind(p) != TOKEN_EQUAL) {
            s = statement_new(p, STATEMENT_ASSIGN, location_from(p, start));
            if (s == NULL || !stack_pop_expressions(p, bottom, &s->assign.targets))
                return NULL;
            s->assign.value = e;
            return s;
        }
        p->stack_top = bottom;
        if (p->failed)
            return NULL;
    }

    p->mark = start;
    e = parse_single_target(p);
    BinaryOperator op;
    if (e != NULL && augmented_operator(p, &op)) {
        s = augmented_rest(p, e, op, start);
        if (s != NULL || p->failed)
            return s;
    } else if (p->checks && !p->failed) {
        check_assignment(p, start);
    }
    if (p->failed)
        return NULL;
    p->mark = start;
    p->stack_top = bottom;
    return expression_new_statement(p, parse_value(p), start);
}

/* ---- simple statements ---- */

/* A statement that is its keyword. */
static Statement *keyword_statement(Parser *p, StatementKind kind)
{
    size_t start = p->mark++;
    return statement_new(p, kind, location_from(p, start));
}

static Statement *return_statement(Parser *p)
{
    size_t start = p->mark++;
    size_t mark = p->mark;
    Expression *value = peek_kind(p) == TOKEN_NEWLINE ? NULL : parse_star_expressions(p);
    if (value == NULL)
        p->mark = mark;
    if (p->failed)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_RETURN, location_from(p, start));
    if (s != NULL)
        s->return_.value = value;
    return s;
}

static Statement *raise_statement(Parser *p)
{
    size_t start = p->mark++;
    size_t mark = p->mark;
    Expression *cause = NULL;
    Expression *exc = peek_kind(p) == TOKEN_NEWLINE ? NULL : parse_expression(p);
    if (exc == NULL) {
        p->mark = mark;
    } else {
        mark = p->mark;
        if (accept(p, KEYWORD_FROM) && (cause = parse_expression(p)) == NULL)
            p->mark = mark;
    }
    if (p->failed)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_RAISE, location_from(p, start));
    if (s != NULL) {
        s->raise.exc = exc;
        s->raise.cause = cause;
    }
    return s;
}

static Statement *delete_statement(Parser *p)
{
    size_t start = p->mark++;
    Expressions targets;
    if (parse_del_targets(p, &targets) &&
        (peek_kind(p) == TOKEN_SEMI || peek_kind(p) == TOKEN_NEWLINE)) {
        Statement *s = statement_new(p, STATEMENT_DELETE, location_from(p, start));
        if (s != NULL)
            s->delete_.targets = targets;
        return s;
    }
    if (p->checks && !p->failed) {
        p->mark = start + 1;
        Expression *e = parse_star_expressions(p);
        if (e != NULL)
            problem_target(p, TARGET_DEL, e);
    }
    return NULL;
}

static Statement *assert_statement(Parser *p)
{
    size_t start = p->mark++;
    Expression *test = parse_expression(p), *msg = NULL;
    if (test == NULL)
        return NULL;
    size_t mark = p->mark;
    if (accept(p, TOKEN_COMMA) && (msg = parse_expression(p)) == NULL)
        p->mark = mark;
    if (p->failed)
        return NULL;
    Statement *s = statement_new(p, STATEMENT_ASSERT, location_from(p, start));
    if (s != NULL) {
        s->assert_.test = test;
        s->assert_.msg = msg;
    }
    return s;
}

/* global and nonlocal */
static Statement *names_statement(Parser *p, StatementKind kind)
{
    size_t start = p->mark++, bottom = p->stack_top, mark;
    do {
        mark = p->mark - 1;            /* before the comma, should no name follow */
        const Text *name = name_take(p);
        if (name == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, (void *)name))
            break;
    } while (accept(p, TOKEN_COMMA));
    if (p->failed || p->stack_top == bottom) {
        p->stack_top = bottom;
        return NULL;
    }
    Statement *s = statement_new(p, kind, location_from(p, start));
    if (s == NULL || !stack_pop(p, bottom, &s->global.names.count,
                                (void ***)&s->global.names.items))
        return NULL;
    return s;
}

/* ---- imports ---- */

/* NAME ('.' NAME)*, as one name. */
static const Text *dotted_name(Parser *p)
{
    const Text *name = name_take(p);
    if (name == NULL || peek_kind(p) != TOKEN_DOT)
        return name;
    size_t bottom = p->stack_top, length = name->length;
    if (!stack_push(p, (void *)name))
        return NULL;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, TOKEN_DOT))
            break;
        name = name_take(p);
        if (name == NULL) {
            p->mark = mark;
            break;
        }
        length += name->length + 1;
        if (!stack_push(p, (void *)name))
            return NULL;
    }
    if (p->failed)
        return NULL;
    char *joined = tree_arena_take(p->arena, length + 1);
    if (joined == NULL)
        return problem_memory(p);
    char *to = joined;
    for (size_t i = bottom; i < p->stack_top; i++) {
        const Text *part = p->stack[i];
        if (i > bottom)
            *to++ = '.';
        memcpy(to, part->bytes, part->length);
        to += part->length;
    }
    p->stack_top = bottom;
    name = name_intern(p->arena, p->names, joined, length);
    return name == NULL ? problem_memory(p) : name;
}

/* A name and perhaps `as NAME`, pushed. */
static bool push_alias(Parser *p, const Text *(*name_of)(Parser *))
{
    size_t start = p->mark;
    const Text *name = name_of(p), *asname = NULL;
    if (name == NULL)
        return false;
    size_t mark = p->mark;
    if (accept(p, KEYWORD_AS) && (asname = name_take(p)) == NULL)
        p->mark = mark;
    if (p->failed)
        return false;
    ImportAlias *alias = tree_arena_take(p->arena, sizeof *alias);
    if (alias == NULL)
        return problem_memory(p);
    *alias = (ImportAlias){name, asname, location_from(p, start)};
    return stack_push(p, alias);
}

/* One or more, with commas between; a comma behind is left. */
static bool push_aliases(Parser *p, const Text *(*name_of)(Parser *))
{
    if (!push_alias(p, name_of))
        return false;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, TOKEN_COMMA))
            return !p->failed;
        if (!push_alias(p, name_of)) {
            p->mark = mark;
            return !p->failed;
        }
    }
}

static bool pop_aliases(Parser *p, size_t bottom, ImportAliases *list)
{
    return stack_pop_structs(p, bottom, sizeof *list->items, &list->count, &list->items);
}

static Statement *import_statement(Parser *p)
{
    size_t start = p->mark++, bottom = p->stack_top;
    if (!push_aliases(p, dotted_name)) {
        p->stack_top = bottom;
        return NULL;
    }
    Statement *s = statement_new(p, STATEMENT_IMPORT, location_from(p, start));
    return s != NULL && pop_aliases(p, bottom, &s->import.names) ? s : NULL;
}

/* (a, b), or a, b, or *: pushed. */
static bool push_import_targets(Parser *p)
{
    if (accept(p, TOKEN_LPAR)) {
        if (!push_aliases(p, name_take))
            return false;
        accept(p, TOKEN_COMMA);
        return accept(p, TOKEN_RPAR);
    }
    if (accept(p, TOKEN_STAR)) {
        ImportAlias *alias = tree_arena_take(p->arena, sizeof *alias);
        const Text *star = name_intern(p->arena, p->names, "*", 1);
        if (alias == NULL || star == NULL)
            return problem_memory(p);
        *alias = (ImportAlias){star, NULL, token_location(last_token(p))};
        return stack_push(p, alias);
    }
    if (!push_aliases(p, name_take))
        return false;
    if (peek_kind(p) != TOKEN_COMMA)
        return true;
    if (p->checks && peek_second(p) == TOKEN_NEWLINE)
        problem_last(p, "trailing comma not allowed without surrounding parentheses");
    return false;
}

static Statement *from_statement(Parser *p)
{
    size_t start = p->mark++, bottom = p->stack_top;
    int level = 0;
    for (;;) {
        if (accept(p, TOKEN_DOT))
            level++;
        else if (accept(p, TOKEN_ELLIPSIS))
            level += 3;
        else
            break;
    }
    const Text *module = NULL;
    if (level == 0 || peek_kind(p) != KEYWORD_IMPORT) {
        module = dotted_name(p);
        if (module == NULL)
            return NULL;
    }
    if (!accept(p, KEYWORD_IMPORT) || !push_import_targets(p)) {
        p->stack_top = bottom;
        return NULL;
    }
    Statement *s = statement_new(p, STATEMENT_IMPORT_FROM, location_from(p, start));
    if (s == NULL || !pop_aliases(p, bottom, &s->import_from.names))
        return NULL;
    s->import_from.module = module;
    s->import_from.level = level;
    return s;
}

/* ---- lines ---- */

static Statement *simple_statement(Parser *p)
{
    switch (peek_kind(p)) {
    case KEYWORD_RETURN: return return_statement(p);
    case KEYWORD_IMPORT: return import_statement(p);
    case KEYWORD_FROM: return from_statement(p);
    case KEYWORD_RAISE: return raise_statement(p);
    case KEYWORD_PASS: return keyword_statement(p, STATEMENT_PASS);
    case KEYWORD_DEL: return delete_statement(p);
    case KEYWORD_ASSERT: return assert_statement(p);
    case KEYWORD_BREAK: return keyword_statement(p, STATEMENT_BREAK);
    case KEYWORD_CONTINUE: return keyword_statement(p, STATEMENT_CONTINUE);
    case KEYWORD_GLOBAL: return names_statement(p, STATEMENT_GLOBAL);
    case KEYWORD_NONLOCAL: return names_statement(p, STATEMENT_NONLOCAL);
    default: return p->is_second ? expression_statement_second(p) : expression_statement(p);
    }
}

/* Statements on one line, pushed; the newline is consumed. */
static bool simple_statements(Parser *p)
{
    for (;;) {
        Statement *s = simple_statement(p);
        if (s == NULL || p->failed || !stack_push(p, s))
            return false;
        if (!accept(p, TOKEN_SEMI) || peek_kind(p) == TOKEN_NEWLINE)
            return accept(p, TOKEN_NEWLINE);
    }
}

/* ---- all of them ---- */

bool parse_statements(Parser *p)
{
    if (!depth_enter(p))
        return false;
    bool goes_on = true, has_one = false;
    while (goes_on) {
        TokenKind kind = peek_kind(p);
        if (kind == TOKEN_DEDENT || kind == TOKEN_END)
            break;
        tokens_forget(p);
        bool is_compound;
        Statement *s = parse_compound(p, &is_compound);
        if (is_compound)
            goes_on = s != NULL && !p->failed && stack_push(p, s);
        else
            goes_on = !p->failed && simple_statements(p);
        has_one = true;
    }
    depth_leave(p);
    /* Only a whole module may be empty; a block always has a statement, since INDENT means that
     * something stands behind it. */
    return goes_on && (has_one || p->mode == PARSE_FILE);
}

bool parse_statement_line(Parser *p)
{
    TokenKind kind = peek_kind(p);
    /* A prompt gives a line with nothing but a comment, too. */
    if (kind == TOKEN_NEWLINE ||
        (kind == TOKEN_END && p->options != NULL && p->options->is_prompt)) {
        p->mark++;
        Statement *s = statement_new(p, STATEMENT_PASS, token_location(last_token(p)));
        return s != NULL && stack_push(p, s);
    }
    if (kind == TOKEN_END)
        return false;
    bool is_compound;
    Statement *s = parse_compound(p, &is_compound);
    if (!is_compound)
        return !p->failed && simple_statements(p);
    return s != NULL && accept(p, TOKEN_NEWLINE) && stack_push(p, s);
}
