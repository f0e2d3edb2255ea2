/* What stands in brackets: tuples, groups, lists, dicts, sets, and their comprehensions. */
#include "compile/parse_state.h"

static bool is_for(Parser *p)
{
    TokenKind kind = peek_kind(p);
    return kind == KEYWORD_FOR || kind == KEYWORD_ASYNC;
}

/* ---- comprehensions, tuples, lists ---- */

static Expression *comprehension_new(Parser *p, ExpressionKind kind, Expression *elt,
                                     Comprehensions generators, size_t start)
{
    Expression *e = expression_new(p, kind, location_from(p, start));
    if (e != NULL) {
        e->comp.elt = elt;
        e->comp.generators = generators;
    }
    return e;
}

/* for ... in ... if ..., at `for` or `async`. */
static Comprehension *for_clause(Parser *p)
{
    size_t start = p->mark;
    bool is_async = accept(p, KEYWORD_ASYNC);
    if (!accept(p, KEYWORD_FOR))
        return NULL;
    Expression *target = parse_star_targets(p);
    if (target == NULL || !accept(p, KEYWORD_IN))
        return check_for_target(p, start);
    Expression *iter = parse_disjunction(p);
    if (iter == NULL)
        return NULL;
    size_t bottom = p->stack_top;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, KEYWORD_IF))
            break;
        Expression *condition = parse_disjunction(p);
        if (condition == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, condition))
            return NULL;
    }
    if (p->failed)
        return NULL;
    Comprehension *clause = tree_arena_take(p->arena, sizeof *clause);
    if (clause == NULL)
        return problem_memory(p);
    *clause = (Comprehension){.target = target, .iter = iter, .is_async = is_async};
    return stack_pop_expressions(p, bottom, &clause->ifs) ? clause : NULL;
}

bool parse_for_clauses(Parser *p, Comprehensions *list)
{
    size_t bottom = p->stack_top;
    while (is_for(p)) {
        size_t mark = p->mark;
        Comprehension *clause = for_clause(p);
        if (clause == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, clause))
            break;
    }
    if (p->failed || p->stack_top == bottom) {
        p->stack_top = bottom;
        return false;
    }
    return stack_pop_structs(p, bottom, sizeof *list->items, &list->count, &list->items);
}

/* Pushes `a, b, *c,` up to what is no item. False when there is none at all. */
static bool push_star_named_expressions(Parser *p)
{
    Expression *e = parse_star_named_expression(p);
    if (e == NULL || !stack_push(p, e))
        return false;
    while (accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        e = parse_star_named_expression(p);
        if (e == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e))
            return false;
    }
    return !p->failed;
}

bool parse_star_named_expressions(Parser *p, Expressions *list)
{
    size_t bottom = p->stack_top;
    if (!push_star_named_expressions(p)) {
        p->stack_top = bottom;
        return false;
    }
    return stack_pop_expressions(p, bottom, list);
}

/* Pushes the rest of a display whose first item is `first` and was followed by a comma, and
 * consumes `close`. */
static Expression *display_rest(Parser *p, ExpressionKind kind, Expression *first, size_t start,
                                TokenKind close)
{
    size_t bottom = p->stack_top;
    if (!stack_push(p, first))
        return NULL;
    if (peek_kind(p) != close && !push_star_named_expressions(p)) {
        p->stack_top = bottom;
        return NULL;
    }
    if (!accept(p, close)) {
        p->stack_top = bottom;
        return NULL;
    }
    return collection_new(p, kind, bottom, start);
}

/* [for clauses and closing bracket after the element of a comprehension] */
static Expression *comprehension_rest(Parser *p, ExpressionKind kind, Expression *elt,
                                      size_t start, TokenKind close)
{
    Comprehensions generators;
    if (!parse_for_clauses(p, &generators) || !accept(p, close))
        return NULL;
    return comprehension_new(p, kind, elt, generators, start);
}

/* The mistakes of a comprehension, at its opening bracket. */
void *check_comprehension(Parser *p, size_t start)
{
    if (p->failed || !p->checks)
        return NULL;
    Comprehensions generators;
    p->mark = start;
    bool is_generator = peek_kind(p) == TOKEN_LPAR;
    p->mark = start + 1;
    Expression *a = parse_starred_expression(p);
    if (a != NULL && parse_for_clauses(p, &generators))
        return problem_range(p, &a->at, NULL,
                             "iterable unpacking cannot be used in comprehension");
    if (is_generator || p->failed)
        return NULL;
    p->mark = start + 1;
    a = parse_star_named_expression(p);
    if (a == NULL || peek_kind(p) != TOKEN_COMMA)
        return NULL;
    Location comma = token_location(peek(p));
    p->mark++;
    size_t mark = p->mark;
    Expressions rest;
    if (parse_star_named_expressions(p, &rest) && parse_for_clauses(p, &generators))
        return problem_range(p, &a->at, &rest.items[rest.count - 1]->at,
                             "did you forget parentheses around the comprehension target?");
    if (p->failed)
        return NULL;
    p->mark = mark;
    if (parse_for_clauses(p, &generators))
        return problem_range(p, &a->at, &comma,
                             "did you forget parentheses around the comprehension target?");
    return NULL;
}

/* '(' [star_named_expression ',' [star_named_expressions]] ')' */
Expression *parse_tuple(Parser *p)
{
    size_t start = p->mark;
    if (!accept(p, TOKEN_LPAR))
        return NULL;
    if (accept(p, TOKEN_RPAR))
        return collection_new(p, EXPRESSION_TUPLE, p->stack_top, start);
    Expression *first = parse_star_named_expression(p);
    if (first == NULL || !accept(p, TOKEN_COMMA))
        return NULL;
    return display_rest(p, EXPRESSION_TUPLE, first, start, TOKEN_RPAR);
}

Expression *parse_list(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    if (!accept(p, TOKEN_LSQB))
        return NULL;
    if (peek_kind(p) != TOKEN_RSQB && !push_star_named_expressions(p)) {
        p->stack_top = bottom;
        return NULL;
    }
    if (!accept(p, TOKEN_RSQB)) {
        p->stack_top = bottom;
        return NULL;
    }
    return collection_new(p, EXPRESSION_LIST, bottom, start);
}

/* '(' (yield | named_expression) ')', second reading. */
static Expression *group(Parser *p)
{
    size_t start = p->mark;
    p->mark++;
    Expression *e = peek_kind(p) == KEYWORD_YIELD ? parse_yield(p) : parse_named_expression(p);
    if (e != NULL && accept(p, TOKEN_RPAR))
        return e;
    if (!p->checks || p->failed)
        return NULL;
    p->mark = start + 1;
    e = parse_starred_expression(p);
    if (e != NULL && accept(p, TOKEN_RPAR))
        return problem_range(p, &e->at, NULL, "cannot use starred expression here");
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    if (peek_kind(p) == TOKEN_DOUBLE_STAR) {
        Location stars = token_location(peek(p));
        p->mark++;
        if (parse_expression(p) != NULL && accept(p, TOKEN_RPAR))
            return problem_range(p, &stars, NULL, "cannot use double starred expression here");
    }
    return NULL;
}

Expression *parse_generator(Parser *p)
{
    size_t start = p->mark;
    if (!accept(p, TOKEN_LPAR))
        return NULL;
    Expression *elt = parse_argument_expression(p);
    Expression *e = elt == NULL ? NULL
                  : comprehension_rest(p, EXPRESSION_GENERATOR, elt, start, TOKEN_RPAR);
    if (e == NULL)
        check_comprehension(p, start);
    return e;
}

Expression *parse_parenthesized(Parser *p)
{
    size_t start = p->mark;
    if (p->is_second) {
        Expression *e = parse_tuple(p);
        if (e == NULL && !p->failed) {
            p->mark = start;
            e = group(p);
        }
        if (e == NULL && !p->failed) {
            p->mark = start;
            e = parse_generator(p);
        }
        return e;
    }
    p->mark++;
    switch (peek_kind(p)) {
    case TOKEN_RPAR:
        p->mark++;
        return collection_new(p, EXPRESSION_TUPLE, p->stack_top, start);
    case KEYWORD_YIELD: {
        Expression *e = parse_yield(p);
        return e != NULL && accept(p, TOKEN_RPAR) ? e : NULL;
    }
    default:
        break;
    }
    Expression *e = parse_star_named_expression(p);
    if (e == NULL)
        return NULL;
    bool is_starred = e->kind == EXPRESSION_STARRED;
    switch (peek_kind(p)) {
    case TOKEN_COMMA:
        p->mark++;
        return display_rest(p, EXPRESSION_TUPLE, e, start, TOKEN_RPAR);
    case TOKEN_RPAR:
        if (is_starred)
            return NULL;
        p->mark++;
        return e;
    case KEYWORD_FOR: case KEYWORD_ASYNC:
        if (is_starred)
            return NULL;
        return comprehension_rest(p, EXPRESSION_GENERATOR, e, start, TOKEN_RPAR);
    default:
        return NULL;
    }
}

/* List or list comprehension. */
Expression *parse_bracketed(Parser *p)
{
    size_t start = p->mark;
    if (p->is_second) {
        Expression *e = parse_list(p);
        if (e != NULL || p->failed)
            return e;
        p->mark = start + 1;
        Expression *elt = parse_named_expression(p);
        if (elt != NULL)
            e = comprehension_rest(p, EXPRESSION_LIST_COMP, elt, start, TOKEN_RSQB);
        return e != NULL ? e : check_comprehension(p, start);
    }
    p->mark++;
    if (accept(p, TOKEN_RSQB))
        return collection_new(p, EXPRESSION_LIST, p->stack_top, start);
    Expression *e = parse_star_named_expression(p);
    if (e == NULL)
        return NULL;
    if (is_for(p) && e->kind != EXPRESSION_STARRED)
        return comprehension_rest(p, EXPRESSION_LIST_COMP, e, start, TOKEN_RSQB);
    if (accept(p, TOKEN_COMMA))
        return display_rest(p, EXPRESSION_LIST, e, start, TOKEN_RSQB);
    size_t bottom = p->stack_top;
    if (!accept(p, TOKEN_RSQB) || !stack_push(p, e))
        return NULL;
    return collection_new(p, EXPRESSION_LIST, bottom, start);
}

/* ---- dicts and sets ---- */

/* `**mapping` or `key: value`; *key is NULL for the former. */
static bool key_value(Parser *p, Expression **key, Expression **value)
{
    *key = NULL;
    if (accept(p, TOKEN_DOUBLE_STAR)) {
        *value = parse_bitwise_or(p);
        return *value != NULL;
    }
    *key = parse_expression(p);
    if (*key == NULL || !accept(p, TOKEN_COLON))
        return false;
    *value = parse_expression(p);
    return *value != NULL;
}

/* A dict from pairs pushed above `bottom`, keys and values in turn. */
static Expression *dict_new(Parser *p, size_t bottom, size_t start)
{
    size_t count = (p->stack_top - bottom) / 2;
    Expression *e = expression_new(p, EXPRESSION_DICT, location_from(p, start));
    Expression **keys = count == 0 ? NULL
                      : tree_arena_take_array(p->arena, count * 2, sizeof *keys);
    if (e == NULL || (count > 0 && keys == NULL))
        return problem_memory(p);
    for (size_t i = 0; i < count; i++) {
        keys[i] = p->stack[bottom + 2 * i];
        keys[count + i] = p->stack[bottom + 2 * i + 1];
    }
    p->stack_top = bottom;
    e->dict.keys = (Expressions){count, keys};
    e->dict.values = (Expressions){count, count == 0 ? NULL : keys + count};
    return e;
}

/* The rest of a dict whose first pair was read, with the closing brace. */
static Expression *dict_rest(Parser *p, Expression *key, Expression *value, size_t start)
{
    size_t bottom = p->stack_top;
    for (;;) {
        if (!stack_push(p, key) || !stack_push(p, value))
            return NULL;
        if (!accept(p, TOKEN_COMMA) || peek_kind(p) == TOKEN_RBRACE)
            break;
        if (!key_value(p, &key, &value)) {
            p->stack_top = bottom;
            return NULL;
        }
    }
    if (!accept(p, TOKEN_RBRACE)) {
        p->stack_top = bottom;
        return NULL;
    }
    return dict_new(p, bottom, start);
}

static Expression *dict_comp_rest(Parser *p, Expression *key, Expression *value, size_t start)
{
    Comprehensions generators;
    if (!parse_for_clauses(p, &generators) || !accept(p, TOKEN_RBRACE))
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_DICT_COMP, location_from(p, start));
    if (e != NULL) {
        e->dict_comp.key = key;
        e->dict_comp.value = value;
        e->dict_comp.generators = generators;
    }
    return e;
}

/* The two mistakes after `expression :`, at the expression. */
static bool check_dict_value(Parser *p)
{
    size_t start = p->mark;
    if (parse_expression(p) == NULL || peek_kind(p) != TOKEN_COLON) {
        p->mark = start;
        return !p->failed;
    }
    Location colon = token_location(peek(p));
    p->mark++;
    TokenKind kind = peek_kind(p);
    if (kind == TOKEN_STAR) {
        Location star = token_location(peek(p));
        p->mark++;
        if (parse_bitwise_or(p) != NULL)
            problem_from(p, &star, "cannot use a starred expression in a dictionary value");
    } else if (kind == TOKEN_RBRACE || kind == TOKEN_COMMA) {
        problem_range(p, &colon, NULL, "expression expected after dictionary key and ':'");
    }
    p->mark = start;
    return !p->failed;
}

/* The mistakes of a dict display, at the first pair. CPython looks for them in either reading. */
static void check_dict(Parser *p, size_t first)
{
    if (p->failed)
        return;
    /* One or more pairs, a comma, then something that is none. */
    p->mark = first;
    Expression *key, *value;
    size_t pairs = 0, end = first;
    while (key_value(p, &key, &value)) {
        pairs++;
        end = p->mark;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (p->failed)
        return;
    p->mark = end;
    if (pairs > 0 && accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        Expression *a = parse_expression(p);
        if (p->failed)
            return;
        if (a != NULL && peek_kind(p) != TOKEN_COLON) {
            problem_at(p, PROBLEM_SYNTAX, a->at.lineno, a->at.end_col_offset - 1,
                       a->at.end_lineno, -1, "':' expected after dictionary key");
            return;
        }
        p->mark = mark;
        if (!check_dict_value(p))
            return;
    }
    p->mark = first;
    check_dict_value(p);
}

/* Dict, set or comprehension, second reading: each alternative by itself, in CPython's order. */
static Expression *braced_second(Parser *p)
{
    size_t start = p->mark, first = start + 1;
    Expression *key, *value, *e;
    p->mark = first;
    if (accept(p, TOKEN_RBRACE))
        return dict_new(p, p->stack_top, start);
    if (key_value(p, &key, &value)) {
        e = dict_rest(p, key, value, start);
        if (e != NULL)
            return e;
    }
    check_dict(p, first);
    if (p->failed)
        return NULL;

    p->mark = first;
    size_t bottom = p->stack_top;
    if (push_star_named_expressions(p) && accept(p, TOKEN_RBRACE))
        return collection_new(p, EXPRESSION_SET, bottom, start);
    p->stack_top = bottom;
    if (p->failed)
        return NULL;

    p->mark = first;
    if (key_value(p, &key, &value) && key != NULL) {
        e = dict_comp_rest(p, key, value, start);
        if (e != NULL)
            return e;
    }
    if (p->failed)
        return NULL;
    p->mark = first;
    if (p->checks && peek_kind(p) == TOKEN_DOUBLE_STAR) {
        Location stars = token_location(peek(p));
        Comprehensions generators;
        p->mark++;
        if (parse_bitwise_or(p) != NULL && parse_for_clauses(p, &generators) &&
            accept(p, TOKEN_RBRACE))
            return problem_range(p, &stars, NULL,
                                 "dict unpacking cannot be used in dict comprehension");
    }
    if (p->failed)
        return NULL;

    p->mark = first;
    e = parse_named_expression(p);
    if (e != NULL)
        e = comprehension_rest(p, EXPRESSION_SET_COMP, e, start, TOKEN_RBRACE);
    return e != NULL ? e : check_comprehension(p, start);
}

/* The first reading of a dict whose first item is at `first`. */
static Expression *dict_first(Parser *p, Expression *key, Expression *value, size_t first)
{
    if (key != NULL && value != NULL && is_for(p))
        return dict_comp_rest(p, key, value, first - 1);
    Expression *e = value == NULL ? NULL : dict_rest(p, key, value, first - 1);
    if (e == NULL && !p->failed) {
        memo_mismatch(p, first - 1);
        check_dict(p, first);
    }
    return e;
}

Expression *parse_braced(Parser *p)
{
    if (p->is_second)
        return braced_second(p);
    /* A dict that did not match is looked at again for its mistakes, and so are those in it: only
     * once each. */
    if (memo_is_mismatch(p))
        return NULL;
    size_t start = p->mark, bottom = p->stack_top;
    Expression *key, *value;
    p->mark++;
    if (accept(p, TOKEN_RBRACE))
        return dict_new(p, bottom, start);
    if (peek_kind(p) == TOKEN_DOUBLE_STAR)
        return key_value(p, &key, &value) ? dict_first(p, NULL, value, start + 1) : NULL;
    key = parse_star_named_expression(p);
    if (key == NULL)
        return NULL;
    bool is_starred = key->kind == EXPRESSION_STARRED;
    switch (peek_kind(p)) {
    case TOKEN_COLON:
        /* `{a := b: c}` is no pair, `{(a := b): c}` is. */
        if (is_starred || (key->kind == EXPRESSION_NAMED &&
                           p->tokens[start + 1].kind == TOKEN_NAME))
            return NULL;
        p->mark++;
        return dict_first(p, key, parse_expression(p), start + 1);
    case KEYWORD_FOR: case KEYWORD_ASYNC:
        return is_starred ? NULL
             : comprehension_rest(p, EXPRESSION_SET_COMP, key, start, TOKEN_RBRACE);
    case TOKEN_COMMA:
        p->mark++;
        return display_rest(p, EXPRESSION_SET, key, start, TOKEN_RBRACE);
    case TOKEN_RBRACE:
        p->mark++;
        return stack_push(p, key) ? collection_new(p, EXPRESSION_SET, bottom, start) : NULL;
    default:
        return NULL;
    }
}
