/* The arguments of calls and classes, and the parameters of functions and lambdas. */
#include "compile/parse_state.h"

/* ---- arguments ---- */

/* Arguments come in this order: positional and *iterables; then NAME=value and *iterables; then
 * NAME=value and **mappings. */
typedef enum ArgumentPhase { PHASE_POSITIONAL, PHASE_KEYWORD, PHASE_MAPPING } ArgumentPhase;

/* What an argument is: one of the two is set. */
typedef struct Argument {
    Expression      *positional;
    KeywordArgument *keyword;
} Argument;

static bool is_keyword_argument(Parser *p)
{
    return peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL;
}

/* `=` in an argument where it may not be. */
static void check_keyword(Parser *p)
{
    if (!p->checks || p->failed)
        return;
    size_t start = p->mark;
    Comprehensions generators;
    TokenKind kind = peek_kind(p);
    bool is_named = is_keyword_argument(p);
    if (p->failed)
        return;
    if ((kind == KEYWORD_TRUE || kind == KEYWORD_FALSE || kind == KEYWORD_NONE) &&
        peek_second(p) == TOKEN_EQUAL) {
        Location from = token_location(&p->tokens[start]);
        Location to = token_location(&p->tokens[start + 1]);
        problem_range(p, &from, &to, "cannot assign to %s", token_spelling(kind));
        return;
    }
    if (is_named) {
        Location from = token_location(&p->tokens[start]);
        Location to = token_location(&p->tokens[start + 1]);
        p->mark += 2;
        if (parse_expression(p) != NULL && parse_for_clauses(p, &generators))
            problem_range(p, &from, &to,
                          "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    } else {
        Expression *e = parse_expression(p);
        if (e != NULL && peek_kind(p) == TOKEN_EQUAL) {
            Location to = token_location(peek(p));
            problem_range(p, &e->at, &to, "expression cannot contain assignment, perhaps you "
                          "meant \"==\"?");
        }
    }
    p->mark = start;
}

static KeywordArgument *keyword_new(Parser *p, const Text *arg, Expression *value, size_t start)
{
    if (value == NULL)
        return NULL;
    KeywordArgument *keyword = tree_arena_take(p->arena, sizeof *keyword);
    if (keyword == NULL)
        return problem_memory(p);
    *keyword = (KeywordArgument){arg, value, location_from(p, start)};
    return keyword;
}

/* One argument in a phase, which it may advance. False: none matches here. */
static bool argument(Parser *p, ArgumentPhase *phase, Argument *result)
{
    size_t start = p->mark;
    *result = (Argument){NULL, NULL};
    if (*phase == PHASE_POSITIONAL) {
        bool is_starred = peek_kind(p) == TOKEN_STAR;
        if (is_starred)
            result->positional = parse_starred_expression(p);
        else if (p->is_second || !is_keyword_argument(p))
            result->positional = parse_argument_expression(p);
        if (result->positional != NULL && (is_starred || peek_kind(p) != TOKEN_EQUAL))
            return true;
        result->positional = NULL;
        if (p->failed)
            return false;
        p->mark = start;
    }
    check_keyword(p);
    if (p->failed)
        return false;
    if (is_keyword_argument(p)) {
        const Text *arg = name_take(p);
        p->mark++;
        Expression *value = arg == NULL ? NULL : parse_expression(p);
        result->keyword = keyword_new(p, arg, value, start);
        if (*phase == PHASE_POSITIONAL)
            *phase = PHASE_KEYWORD;
        return result->keyword != NULL;
    }
    if (*phase == PHASE_KEYWORD && peek_kind(p) == TOKEN_STAR) {
        result->positional = parse_starred_expression(p);
        return result->positional != NULL;
    }
    if (accept(p, TOKEN_DOUBLE_STAR)) {
        result->keyword = keyword_new(p, NULL, parse_expression(p), start);
        *phase = PHASE_MAPPING;
        return result->keyword != NULL;
    }
    return false;
}

/* As many arguments as match, without a trailing comma; a lone generator is returned instead of a
 * call where it `may_be_generator`. */
static Expression *arguments_read(Parser *p, bool may_be_generator)
{
    size_t start = p->mark, bottom = p->stack_top;
    ArgumentPhase phase = PHASE_POSITIONAL;
    Argument one;
    if (!argument(p, &phase, &one))
        return NULL;
    if (may_be_generator && one.positional != NULL && one.positional->kind != EXPRESSION_STARRED &&
        (peek_kind(p) == KEYWORD_FOR || peek_kind(p) == KEYWORD_ASYNC)) {
        size_t mark = p->mark;
        Comprehensions generators;
        if (parse_for_clauses(p, &generators)) {
            Expression *e = expression_new(p, EXPRESSION_GENERATOR, location_from(p, start));
            if (e == NULL)
                return NULL;
            e->comp.elt = one.positional;
            e->comp.generators = generators;
            return e;
        }
        p->mark = mark;
    }

    /* Positional and keyword arguments are pushed together, marked by a NULL before keywords. */
    size_t keywords = 0;
    for (;;) {
        if (one.keyword != NULL) {
            keywords++;
            if (!stack_push(p, NULL) || !stack_push(p, one.keyword))
                return NULL;
        } else if (!stack_push(p, one.positional)) {
            return NULL;
        }
        size_t mark = p->mark;
        if (!accept(p, TOKEN_COMMA))
            break;
        if (peek_kind(p) == TOKEN_RPAR || !argument(p, &phase, &one)) {
            p->mark = mark;
            break;
        }
    }
    if (p->failed)
        return NULL;

    Expression *call = expression_new(p, EXPRESSION_CALL, location_from(p, start));
    if (call == NULL)
        return NULL;
    size_t positionals = p->stack_top - bottom - 2 * keywords;
    if (positionals > 0) {
        call->call.args.items = tree_arena_take(p->arena, positionals * sizeof(Expression *));
        if (call->call.args.items == NULL)
            return problem_memory(p);
    }
    if (keywords > 0) {
        call->call.keywords.items = tree_arena_take_array(p->arena, keywords,
                                                          sizeof(KeywordArgument));
        if (call->call.keywords.items == NULL)
            return problem_memory(p);
    }
    for (size_t i = bottom; i < p->stack_top; i++) {
        if (p->stack[i] == NULL)
            call->call.keywords.items[call->call.keywords.count++] =
                *(KeywordArgument *)p->stack[++i];
        else
            call->call.args.items[call->call.args.count++] = p->stack[i];
    }
    p->stack_top = bottom;
    return call;
}

/* Reads arguments again from `start` for the checks. */
static Expression *arguments_again(Parser *p, size_t start)
{
    p->mark = start;
    return p->failed ? NULL : arguments_read(p, false);
}

/* The mistakes of arguments that do not reach their ')'. */
static void *check_arguments(Parser *p, size_t start)
{
    size_t bottom = p->stack_top;
    Comprehensions generators;
    Expression *a = arguments_again(p, start);
    if (a != NULL && accept(p, TOKEN_COMMA) && accept(p, TOKEN_STAR))
        return problem_range(p, &a->at, NULL, "iterable argument unpacking follows keyword "
                             "argument unpacking");
    if (p->failed)
        return NULL;

    p->mark = start;
    a = parse_expression(p);
    if (a != NULL && parse_for_clauses(p, &generators) && accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        if (arguments_read(p, false) == NULL && !p->failed) {
            Comprehensions ignored;
            p->mark = mark;
            p->stack_top = bottom;
            if (parse_expression(p) != NULL)
                parse_for_clauses(p, &ignored);
        }
        if (p->failed)
            return NULL;
        return problem_range(p, &a->at, last_of_comprehension(&generators),
                             "Generator expression must be parenthesized");
    }
    if (p->failed)
        return NULL;

    p->mark = start;
    if (is_keyword_argument(p)) {
        Location from = token_location(&p->tokens[start]);
        Location to = token_location(&p->tokens[start + 1]);
        p->mark += 2;
        if (parse_expression(p) != NULL && parse_for_clauses(p, &generators))
            return problem_range(p, &from, &to, "invalid syntax. Maybe you meant '==' or ':=' "
                                 "instead of '='?");
    }

    p->stack_top = bottom;
    a = arguments_again(p, start);
    if (a == NULL || p->failed)
        return NULL;
    size_t mark = p->mark;
    if (parse_for_clauses(p, &generators)) {
        size_t count = a->call.args.count;
        return count <= 1 ? NULL
             : problem_range(p, &a->call.args.items[count - 1]->at,
                             last_of_comprehension(&generators),
                             "Generator expression must be parenthesized");
    }
    p->mark = mark;
    if (!accept(p, TOKEN_COMMA))
        return NULL;
    mark = p->mark;
    Expression *b = parse_expression(p);
    if (b != NULL && parse_for_clauses(p, &generators))
        return problem_range(p, &b->at, last_of_comprehension(&generators),
                             "Generator expression must be parenthesized");
    if (p->failed)
        return NULL;
    p->mark = mark;
    if (arguments_read(p, false) == NULL)
        return NULL;
    for (size_t i = 0; i < a->call.keywords.count; i++)
        if (a->call.keywords.items[i].arg == NULL)
            return problem_last(p, "positional argument follows keyword argument unpacking");
    return problem_last(p, "positional argument follows keyword argument");
}

Expression *parse_arguments(Parser *p, bool may_be_generator)
{
    void *found;
    if (memo_find(p, MEMO_ARGUMENTS, &found))
        return found;
    size_t start = p->mark, bottom = p->stack_top;
    Expression *call = arguments_read(p, may_be_generator && !p->is_second);
    if (call != NULL && call->kind != EXPRESSION_GENERATOR)
        accept(p, TOKEN_COMMA);
    if (call != NULL && peek_kind(p) != TOKEN_RPAR)
        call = NULL;
    p->stack_top = bottom;
    if (call == NULL && !p->failed && p->checks) {
        check_arguments(p, start);
        p->stack_top = bottom;
    }
    if (call == NULL)
        p->mark = start;
    return memo_keep(p, MEMO_ARGUMENTS, start, call);
}

/* ---- parameters: their mistakes ---- */

/* These recognise parameters without keeping them; `end` is ')' or, of a lambda, ':'. All leave
 * the mark where they began when they do not match. */

static bool mark_back(Parser *p, size_t mark)
{
    p->mark = mark;
    return false;
}

/* ',' or, not consumed, the end. */
static bool parameter_close(Parser *p, TokenKind end)
{
    if (!accept(p, TOKEN_COMMA))
        return peek_kind(p) == end;
    if (end == TOKEN_RPAR)
        peek(p);           /* CPython looks for a type comment: errors show how far it has read */
    return !p->failed;
}

/* NAME, with an annotation in a def. */
static bool parameter_name(Parser *p, TokenKind end, Location *at)
{
    size_t start = p->mark;
    if (!accept(p, TOKEN_NAME))
        return false;
    size_t mark = p->mark;
    if (end == TOKEN_RPAR && accept(p, TOKEN_COLON) && parse_expression(p) == NULL)
        p->mark = mark;
    *at = location_from(p, start);
    return !p->failed;
}

/* '=' expression */
static Expression *parameter_default(Parser *p)
{
    size_t start = p->mark;
    if (!accept(p, TOKEN_EQUAL))
        return NULL;
    Expression *value = parse_expression(p);
    if (value != NULL)
        return value;
    p->mark = start + 1;
    if (!p->failed && p->checks &&
        (peek_kind(p) == TOKEN_RPAR || peek_kind(p) == TOKEN_COMMA)) {
        Location at = token_location(&p->tokens[start]);
        problem_range(p, &at, NULL, "expected default value expression");
    }
    p->mark = start;
    return NULL;
}

static bool without_default(Parser *p, TokenKind end, Location *at)
{
    size_t start = p->mark;
    return (parameter_name(p, end, at) && parameter_close(p, end)) || mark_back(p, start);
}

static bool with_default(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    Location at;
    return (parameter_name(p, end, &at) && parameter_default(p) != NULL &&
            parameter_close(p, end)) || mark_back(p, start);
}

static bool maybe_default(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    Location at;
    if (!parameter_name(p, end, &at))
        return mark_back(p, start);
    parameter_default(p);
    return (!p->failed && parameter_close(p, end)) || mark_back(p, start);
}

static size_t all_without_default(Parser *p, TokenKind end)
{
    size_t count = 0;
    Location at;
    while (without_default(p, end, &at))
        count++;
    return count;
}

static size_t all_with_default(Parser *p, TokenKind end)
{
    size_t count = 0;
    while (with_default(p, end))
        count++;
    return count;
}

static size_t all_maybe_default(Parser *p, TokenKind end)
{
    size_t count = 0;
    while (maybe_default(p, end))
        count++;
    return count;
}

static bool slash_without_default(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    return (all_without_default(p, end) > 0 && accept(p, TOKEN_SLASH) &&
            parameter_close(p, end)) || mark_back(p, start);
}

static bool slash_with_default(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    all_without_default(p, end);
    return (all_with_default(p, end) > 0 && accept(p, TOKEN_SLASH) && parameter_close(p, end)) ||
           mark_back(p, start);
}

static bool any_slash(Parser *p, TokenKind end)
{
    return slash_without_default(p, end) || (!p->failed && slash_with_default(p, end));
}

static void *problem_token(Parser *p, const char *message)
{
    Location at = token_location(peek(p));
    return problem_range(p, &at, NULL, "%s", message);
}

/* The mistakes of parameters as a whole, at the first of them. */
static void *check_parameters(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    Location at;

    all_without_default(p, end);
    if ((slash_with_default(p, end) || (!p->failed && all_with_default(p, end) > 0)) &&
        without_default(p, end, &at))
        return problem_range(p, &at, NULL, "non-default argument follows default argument");
    if (p->failed)
        return NULL;

    p->mark = start;
    all_without_default(p, end);
    if (peek_kind(p) == TOKEN_LPAR) {
        Location open = token_location(peek(p));
        p->mark++;
        bool has_some = false;
        if (end == TOKEN_RPAR) {
            has_some = all_without_default(p, end) > 0;
            accept(p, TOKEN_COMMA);
        } else {
            while (accept(p, TOKEN_NAME)) {
                has_some = true;
                if (!accept(p, TOKEN_COMMA))
                    break;
            }
        }
        if (has_some && peek_kind(p) == TOKEN_RPAR) {
            Location close = token_location(peek(p));
            return problem_range(p, &open, &close, end == TOKEN_RPAR
                                 ? "Function parameters cannot be parenthesized"
                                 : "Lambda expression parameters cannot be parenthesized");
        }
    }
    if (p->failed)
        return NULL;

    p->mark = start;
    if (peek_kind(p) == TOKEN_SLASH && peek_second(p) == TOKEN_COMMA)
        return problem_token(p, "at least one argument must precede /");

    if (any_slash(p, end)) {
        all_maybe_default(p, end);
        if (!p->failed && peek_kind(p) == TOKEN_SLASH)
            return problem_token(p, "/ may appear only once");
    }
    if (p->failed)
        return NULL;

    p->mark = start;
    any_slash(p, end);
    all_maybe_default(p, end);
    if (!p->failed && accept(p, TOKEN_STAR) &&
        (accept(p, TOKEN_COMMA) || without_default(p, end, &at))) {
        all_maybe_default(p, end);
        if (!p->failed && peek_kind(p) == TOKEN_SLASH)
            return problem_token(p, "/ must be ahead of *");
    }
    if (p->failed)
        return NULL;

    p->mark = start;
    if (all_maybe_default(p, end) > 0 && accept(p, TOKEN_SLASH) && peek_kind(p) == TOKEN_STAR)
        return problem_token(p, "expected comma between / and *");
    return NULL;
}

/* The mistakes after '*', at it. */
static void *check_star(Parser *p, TokenKind end)
{
    size_t start = p->mark;
    Location at, star = token_location(peek(p));
    p->mark++;
    TokenKind kind = peek_kind(p), second = kind == TOKEN_COMMA ? peek_second(p) : TOKEN_END;
    if (kind == end || second == end || second == TOKEN_DOUBLE_STAR)
        return end == TOKEN_RPAR
             ? problem_range(p, &star, NULL, "named arguments must follow bare *")
             : problem_last(p, "named arguments must follow bare *");
    if (parameter_name(p, end, &at) && peek_kind(p) == TOKEN_EQUAL)
        return problem_token(p, "var-positional argument cannot have default value");
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    if (without_default(p, end, &at) || (!p->failed && accept(p, TOKEN_COMMA))) {
        all_maybe_default(p, end);
        if (!p->failed && peek_kind(p) == TOKEN_STAR) {
            star = token_location(peek(p));
            p->mark++;
            if (without_default(p, end, &at) || (!p->failed && accept(p, TOKEN_COMMA)))
                return problem_range(p, &star, NULL, "* argument may appear only once");
        }
    }
    return NULL;
}

/* The mistakes after '**', at it. */
static void *check_double_star(Parser *p, TokenKind end)
{
    Location at;
    p->mark++;
    if (!parameter_name(p, end, &at))
        return NULL;
    if (peek_kind(p) == TOKEN_EQUAL)
        return problem_token(p, "var-keyword argument cannot have default value");
    if (!accept(p, TOKEN_COMMA))
        return NULL;
    TokenKind kind = peek_kind(p);
    if (kind == TOKEN_STAR || kind == TOKEN_DOUBLE_STAR || kind == TOKEN_SLASH)
        return problem_token(p, "arguments cannot follow var-keyword argument");
    if (parameter_name(p, end, &at))
        return problem_range(p, &at, NULL, "arguments cannot follow var-keyword argument");
    return NULL;
}

/* ---- parameters ---- */

/* NAME [':' annotation]. `is_star`: the annotation of *args may be starred. */
static Parameter *parameter(Parser *p, TokenKind end, bool is_star)
{
    size_t start = p->mark;
    const Text *arg = name_take(p);
    if (arg == NULL)
        return NULL;
    Expression *annotation = NULL;
    if (end == TOKEN_RPAR && accept(p, TOKEN_COLON)) {
        annotation = is_star ? parse_star_expression(p) : parse_expression(p);
        if (annotation == NULL)
            return NULL;
    }
    Parameter *result = tree_arena_take(p->arena, sizeof *result);
    if (result == NULL)
        return problem_memory(p);
    *result = (Parameter){arg, annotation, location_from(p, start)};
    return result;
}

/* Parameters with their defaults, pushed in turn (a NULL without one), up to '*', '**', '/', the
 * end or a mismatch. `is_keyword_only`: defaults come in any order. */
static bool push_parameters(Parser *p, TokenKind end, bool is_keyword_only, bool *has_default)
{
    while (peek_kind(p) == TOKEN_NAME) {
        Parameter *one = parameter(p, end, false);
        if (one == NULL)
            return false;
        Expression *value = NULL;
        if (peek_kind(p) == TOKEN_EQUAL) {
            value = parameter_default(p);
            if (value == NULL)
                return false;
            *has_default = true;
        } else if (*has_default && !is_keyword_only) {
            return false;
        }
        if (!parameter_close(p, end) || !stack_push(p, one) || !stack_push(p, value))
            return false;
    }
    return !p->failed;
}

/* Pops pairs of parameter and default above `bottom` into two lists. Positional parameters keep
 * only the defaults there are, appended to what `defaults` has (room for all was taken). */
static bool pop_parameters(Parser *p, size_t bottom, ParameterList *list, Expressions *defaults,
                           bool keeps_gaps)
{
    size_t count = (p->stack_top - bottom) / 2;
    *list = (ParameterList){0, NULL};
    if (count == 0)
        return true;
    Parameter *items = tree_arena_take_array(p->arena, count, sizeof *items);
    Expression **values = tree_arena_take_array(p->arena, defaults->count + count, sizeof *values);
    if (items == NULL || values == NULL)
        return problem_memory(p);
    size_t kept = defaults->count;
    for (size_t i = 0; i < kept; i++)
        values[i] = defaults->items[i];
    for (size_t i = 0; i < count; i++) {
        items[i] = *(Parameter *)p->stack[bottom + 2 * i];
        Expression *value = p->stack[bottom + 2 * i + 1];
        if (value != NULL || keeps_gaps)
            values[kept++] = value;
    }
    p->stack_top = bottom;
    *list = (ParameterList){count, items};
    *defaults = (Expressions){kept, kept == 0 ? NULL : values};
    return true;
}

/* All the parameters into *result, or false. */
static bool parameters_read(Parser *p, TokenKind end, Parameters *result)
{
    size_t bottom = p->stack_top;
    bool has_default = false;
    if (!push_parameters(p, end, false, &has_default))
        return false;
    if (peek_kind(p) == TOKEN_SLASH) {
        if (p->stack_top == bottom)
            return false;
        p->mark++;
        if (!parameter_close(p, end) ||
            !pop_parameters(p, bottom, &result->posonlyargs, &result->defaults, false) ||
            !push_parameters(p, end, false, &has_default))
            return false;
    }
    if (!pop_parameters(p, bottom, &result->args, &result->defaults, false))
        return false;

    size_t mark = p->mark;
    if (peek_kind(p) == TOKEN_STAR) {
        if (p->checks) {
            check_star(p, end);
            if (p->failed)
                return false;
            p->mark = mark;
        }
        p->mark++;
        bool is_bare = accept(p, TOKEN_COMMA);
        if (!is_bare) {
            result->vararg = parameter(p, end, true);
            if (result->vararg == NULL || !parameter_close(p, end))
                return false;
        }
        if (!push_parameters(p, end, true, &has_default) ||
            (is_bare && p->stack_top == bottom) ||
            !pop_parameters(p, bottom, &result->kwonlyargs, &result->kw_defaults, true))
            return false;
    }
    mark = p->mark;
    if (peek_kind(p) == TOKEN_DOUBLE_STAR) {
        if (p->checks) {
            check_double_star(p, end);
            if (p->failed)
                return false;
            p->mark = mark;
        }
        p->mark++;
        result->kwarg = parameter(p, end, false);
        if (result->kwarg == NULL || !parameter_close(p, end))
            return false;
    }
    return true;
}

Parameters *parse_parameters(Parser *p, TokenKind end)
{
    Parameters *result = tree_arena_take_zero(p->arena, sizeof *result);
    if (result == NULL)
        return problem_memory(p);
    if (peek_kind(p) == end)
        return result;
    size_t start = p->mark, bottom = p->stack_top;
    if (p->checks) {
        check_parameters(p, end);
        if (p->failed)
            return NULL;
        p->mark = start;
    }
    if (!parameters_read(p, end, result) || peek_kind(p) != end) {
        p->stack_top = bottom;
        return NULL;
    }
    return result;
}
