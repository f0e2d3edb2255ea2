/* Compound statements.
 *
 * Each keeps the place where it began, not a mark: tokens are forgotten between the statements of
 * its block. */
#include "compile/parse_state.h"

/* ---- their blocks ---- */

/* The colon and the block of a statement that began on `lineno`. `what` is what messages call it;
 * a `def`, `else` and the like demand the colon (is_forced) in either reading. */
static bool body(Parser *p, Statements *block, const char *what, int lineno, bool is_forced)
{
    if (is_forced) {
        if (!expect(p, TOKEN_COLON))
            return false;
    } else {
        if (p->checks && peek_kind(p) == TOKEN_NEWLINE)
            return problem_last(p, "expected ':'");
        if (!accept(p, TOKEN_COLON))
            return false;
    }
    if (p->checks && peek_kind(p) == TOKEN_NEWLINE && peek_second(p) != TOKEN_INDENT)
        return problem_indentation(p, "expected an indented block after %s on line %d", what,
                                   lineno);
    return parse_block(p, block);
}

/* [else: block] */
static bool else_body(Parser *p, Statements *block)
{
    *block = (Statements){0, NULL};
    if (peek_kind(p) != KEYWORD_ELSE)
        return !p->failed;
    int lineno = peek(p)->lineno;
    p->mark++;
    return body(p, block, "'else' statement", lineno, true);
}

/* ---- if, while, for ---- */

static Statement *if_statement(Parser *p)
{
    Location at = token_location(peek(p));
    bool is_elif = peek_kind(p) == KEYWORD_ELIF;
    p->mark++;
    Statements block, orelse;
    Expression *test = parse_named_expression(p);
    if (test == NULL ||
        !body(p, &block, is_elif ? "'elif' statement" : "'if' statement", at.lineno, false))
        return NULL;
    if (peek_kind(p) == KEYWORD_ELIF) {
        if (!depth_enter(p))
            return NULL;
        tokens_forget(p);
        Statement *rest = if_statement(p);
        depth_leave(p);
        size_t bottom = p->stack_top;
        if (rest == NULL || !stack_push(p, rest) ||
            !stack_pop(p, bottom, &orelse.count, (void ***)&orelse.items))
            return NULL;
    } else if (!else_body(p, &orelse)) {
        return NULL;
    }
    Statement *s = statement_new(p, STATEMENT_IF, location_of_statement(p, at));
    if (s != NULL) {
        s->if_.test = test;
        s->if_.body = block;
        s->if_.orelse = orelse;
    }
    return s;
}

static Statement *while_statement(Parser *p)
{
    Location at = token_location(peek(p));
    p->mark++;
    Statements block, orelse;
    Expression *test = parse_named_expression(p);
    if (test == NULL || !body(p, &block, "'while' statement", at.lineno, false) ||
        !else_body(p, &orelse))
        return NULL;
    Statement *s = statement_new(p, STATEMENT_WHILE, location_of_statement(p, at));
    if (s != NULL) {
        s->while_.test = test;
        s->while_.body = block;
        s->while_.orelse = orelse;
    }
    return s;
}

/* At `for`; `start` and `at` are those of `async` if there is one. */
static Statement *for_statement(Parser *p, bool is_async, size_t start, Location at)
{
    int lineno = peek(p)->lineno;
    p->mark++;
    Statements block, orelse;
    Expression *target = parse_star_targets(p);
    if (target == NULL || !accept(p, KEYWORD_IN))
        return check_for_target(p, start);
    Expression *iter = parse_star_expressions(p);
    if (iter == NULL || !body(p, &block, "'for' statement", lineno, false) ||
        !else_body(p, &orelse))
        return NULL;
    Statement *s = statement_new(p, is_async ? STATEMENT_ASYNC_FOR : STATEMENT_FOR,
                                 location_of_statement(p, at));
    if (s != NULL) {
        s->for_.target = target;
        s->for_.iter = iter;
        s->for_.body = block;
        s->for_.orelse = orelse;
    }
    return s;
}

/* ---- with ---- */

/* expression ['as' target], pushed. */
static bool push_with_item(Parser *p)
{
    Expression *context = parse_expression(p);
    if (context == NULL)
        return false;
    Expression *target = NULL;
    size_t mark = p->mark;
    if (accept(p, KEYWORD_AS)) {
        target = parse_star_target(p);
        TokenKind kind = target == NULL ? TOKEN_ERROR : peek_kind(p);
        if (kind != TOKEN_COMMA && kind != TOKEN_RPAR && kind != TOKEN_COLON)
            target = NULL;
        if (target == NULL && p->checks && !p->failed) {
            p->mark = mark + 1;
            Expression *e = parse_expression(p);
            kind = e == NULL ? TOKEN_ERROR : peek_kind(p);
            if (kind == TOKEN_COMMA || kind == TOKEN_RPAR || kind == TOKEN_COLON)
                problem_target(p, TARGET_STAR, e);
        }
        if (target == NULL)
            p->mark = mark;
    }
    if (p->failed)
        return false;
    WithItem *item = tree_arena_take(p->arena, sizeof *item);
    if (item == NULL)
        return problem_memory(p);
    *item = (WithItem){context, target};
    return stack_push(p, item);
}

static bool push_with_items(Parser *p)
{
    if (!push_with_item(p))
        return false;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, TOKEN_COMMA))
            return !p->failed;
        if (!push_with_item(p)) {
            p->mark = mark;
            return !p->failed;
        }
    }
}

/* What stands between `with` and its colon or newline, for the checks: one or more
 * `item ['as' target]`, in parentheses or not. */
static bool skip_with_items(Parser *p, bool is_parenthesized)
{
    if (is_parenthesized && !accept(p, TOKEN_LPAR))
        return false;
    size_t mark = p->mark;
    bool has_one = false;
    for (;;) {
        Expression *e = is_parenthesized ? parse_expressions(p) : parse_expression(p);
        if (e == NULL)
            break;
        has_one = true;
        mark = p->mark;
        if (accept(p, KEYWORD_AS) && parse_star_target(p) == NULL)
            p->mark = mark;
        mark = p->mark;            /* before the comma, should no item follow */
        if (p->failed || !accept(p, TOKEN_COMMA))
            break;
    }
    p->mark = mark;
    if (p->failed || !has_one)
        return false;
    if (!is_parenthesized)
        return true;
    accept(p, TOKEN_COMMA);
    return accept(p, TOKEN_RPAR);
}

/* At what follows `with`: a missing block when `wants_colon`, else a missing colon. */
static void check_with(Parser *p, int lineno, bool wants_colon)
{
    size_t start = p->mark;
    for (int i = 0; i < 2 && !p->failed; i++) {
        p->mark = start;
        if (!skip_with_items(p, i == 1) || p->failed)
            continue;
        if (!wants_colon) {
            if (peek_kind(p) == TOKEN_NEWLINE)
                problem_last(p, "expected ':'");
        } else if (accept(p, TOKEN_COLON) && accept(p, TOKEN_NEWLINE) &&
                   peek_kind(p) != TOKEN_INDENT) {
            problem_indentation(p, "expected an indented block after 'with' statement on line %d",
                                lineno);
        }
    }
    p->mark = start;
}

static Statement *with_statement(Parser *p, bool is_async, Location at)
{
    int lineno = peek(p)->lineno;
    p->mark++;
    size_t start = p->mark, bottom = p->stack_top;
    if (p->checks) {
        check_with(p, lineno, true);
        if (p->failed)
            return NULL;
    }
    bool is_read = false;
    if (accept(p, TOKEN_LPAR)) {
        is_read = push_with_items(p);
        if (is_read) {
            accept(p, TOKEN_COMMA);
            is_read = accept(p, TOKEN_RPAR) && peek_kind(p) == TOKEN_COLON;
        }
        if (p->failed)
            return NULL;
        if (!is_read) {
            p->mark = start;
            p->stack_top = bottom;
        }
    }
    if (!is_read)
        is_read = push_with_items(p) && peek_kind(p) == TOKEN_COLON;
    if (!is_read) {
        p->stack_top = bottom;
        if (p->checks && !p->failed) {
            p->mark = start;
            check_with(p, lineno, false);
        }
        return NULL;
    }
    WithItems items;
    Statements block;
    p->mark++;
    if (!stack_pop_structs(p, bottom, sizeof *items.items, &items.count, &items.items) ||
        !parse_block(p, &block))
        return NULL;
    Statement *s = statement_new(p, is_async ? STATEMENT_ASYNC_WITH : STATEMENT_WITH,
                                 location_of_statement(p, at));
    if (s != NULL) {
        s->with.items = items;
        s->with.body = block;
    }
    return s;
}

/* ---- try ---- */

/* The mistakes of an except clause, at `except`. */
static void *check_except(Parser *p, size_t start)
{
    if (!p->checks || p->failed)
        return NULL;
    p->mark = start + 1;
    bool has_star = accept(p, TOKEN_STAR);
    size_t mark = p->mark;
    Expression *a = parse_expression(p);
    if (a != NULL) {
        size_t behind = p->mark;
        if (accept(p, TOKEN_COMMA) && parse_expressions(p) != NULL) {
            size_t before_as = p->mark;
            if (!accept(p, KEYWORD_AS) || !accept(p, TOKEN_NAME))
                p->mark = before_as;
            if (accept(p, TOKEN_COLON))
                return problem_from(p, &a->at, "multiple exception types must be parenthesized");
        }
        if (p->failed)
            return NULL;
        p->mark = behind;
        if (!accept(p, KEYWORD_AS) || !accept(p, TOKEN_NAME))
            p->mark = behind;
        if (peek_kind(p) == TOKEN_NEWLINE)
            return problem_last(p, "expected ':'");
    }
    if (p->failed)
        return NULL;
    p->mark = mark;
    if (!has_star && peek_kind(p) == TOKEN_NEWLINE)
        return problem_last(p, "expected ':'");
    if (has_star && (peek_kind(p) == TOKEN_NEWLINE || peek_kind(p) == TOKEN_COLON))
        return problem_last(p, "expected one or more exception types");
    return NULL;
}

/* One except clause, at `except`. */
static ExceptHandler *except_clause(Parser *p, bool is_star)
{
    size_t start = p->mark++;
    Location at = token_location(&p->tokens[start]);
    Expression *type = NULL;
    const Text *name = NULL;
    if (is_star && !accept(p, TOKEN_STAR))
        return NULL;
    if (is_star || peek_kind(p) != TOKEN_COLON) {
        type = parse_expression(p);
        if (type == NULL)
            return check_except(p, start);
        size_t mark = p->mark;
        if (accept(p, KEYWORD_AS) && (name = name_take(p)) == NULL)
            p->mark = mark;
    }
    if (p->failed)
        return NULL;
    if (peek_kind(p) != TOKEN_COLON)
        return check_except(p, start);
    ExceptHandler *handler = tree_arena_take_zero(p->arena, sizeof *handler);
    if (handler == NULL)
        return problem_memory(p);
    if (!body(p, &handler->body, is_star ? "'except*' statement" : "'except' statement",
              at.lineno, false))
        return NULL;
    handler->type = type;
    handler->name = name;
    handler->at = location_of_statement(p, at);
    return handler;
}

/* `except` after `except*` or the other way round, at it. */
static void check_mixed(Parser *p, bool is_star)
{
    Location from = token_location(peek(p));
    Location to = from;
    p->mark++;
    if (!is_star) {
        to = token_location(peek(p));
        p->mark++;
    }
    size_t mark = p->mark;
    if (parse_expression(p) == NULL) {
        if (!is_star)
            return;
        p->mark = mark;
    } else {
        mark = p->mark;
        if (!accept(p, KEYWORD_AS) || !accept(p, TOKEN_NAME))
            p->mark = mark;
    }
    if (!p->failed && accept(p, TOKEN_COLON))
        problem_range(p, &from, &to,
                      "cannot have both 'except' and 'except*' on the same 'try'");
}

static Statement *try_statement(Parser *p)
{
    Location at = token_location(peek(p));
    p->mark++;
    Statements block, orelse = {0, NULL}, finalbody = {0, NULL};
    ExceptHandlers handlers;
    size_t colon = p->mark;
    if (!body(p, &block, "'try' statement", at.lineno, true)) {
        /* CPython also looks for a mistaken `except` right behind the colon. */
        p->mark = colon + 1;
        while (p->checks && !p->failed && peek_kind(p) == KEYWORD_EXCEPT)
            if (except_clause(p, false) == NULL)
                break;
        return NULL;
    }
    if (p->checks && peek_kind(p) != KEYWORD_EXCEPT && peek_kind(p) != KEYWORD_FINALLY)
        return problem_last(p, "expected 'except' or 'finally' block");

    size_t bottom = p->stack_top;
    bool is_star = peek_kind(p) == KEYWORD_EXCEPT && peek_second(p) == TOKEN_STAR;
    while (peek_kind(p) == KEYWORD_EXCEPT) {
        if ((peek_second(p) == TOKEN_STAR) != is_star) {
            size_t mark = p->mark;
            check_except(p, mark);
            p->mark = mark;
            if (p->checks && !p->failed)
                check_mixed(p, is_star);
            return NULL;
        }
        tokens_forget(p);
        ExceptHandler *handler = except_clause(p, is_star);
        if (handler == NULL || !stack_push(p, handler))
            return NULL;
    }
    bool has_handlers = p->stack_top > bottom;
    if (p->failed ||
        !stack_pop_structs(p, bottom, sizeof *handlers.items, &handlers.count, &handlers.items))
        return NULL;
    if (has_handlers && !else_body(p, &orelse))
        return NULL;
    if (peek_kind(p) == KEYWORD_FINALLY) {
        int lineno = peek(p)->lineno;
        p->mark++;
        if (!body(p, &finalbody, "'finally' statement", lineno, true))
            return NULL;
    } else if (!has_handlers) {
        return NULL;
    }
    Statement *s = statement_new(p, is_star ? STATEMENT_TRY_STAR : STATEMENT_TRY,
                                 location_of_statement(p, at));
    if (s != NULL) {
        s->try_.body = block;
        s->try_.handlers = handlers;
        s->try_.orelse = orelse;
        s->try_.finalbody = finalbody;
    }
    return s;
}

/* ---- functions and classes ---- */

static Statement *function_statement(Parser *p, bool is_async, Location at, Expressions decorators)
{
    int lineno = peek(p)->lineno;
    p->mark++;
    Expression *returns = NULL;
    Statements block;
    const Text *name = name_take(p);
    if (name == NULL || !expect(p, TOKEN_LPAR))
        return NULL;
    Parameters *args = parse_parameters(p, TOKEN_RPAR);
    if (args == NULL || !accept(p, TOKEN_RPAR))
        return NULL;
    size_t mark = p->mark;
    if (accept(p, TOKEN_RARROW) && (returns = parse_expression(p)) == NULL)
        p->mark = mark;
    if (p->failed || !body(p, &block, "function definition", lineno, true))
        return NULL;
    Statement *s = statement_new(p, is_async ? STATEMENT_ASYNC_FUNCTION_DEF
                                             : STATEMENT_FUNCTION_DEF,
                                 location_of_statement(p, at));
    if (s != NULL) {
        s->function_def.name = name;
        s->function_def.args = args;
        s->function_def.body = block;
        s->function_def.decorator_list = decorators;
        s->function_def.returns = returns;
    }
    return s;
}

static Statement *class_statement(Parser *p, Expressions decorators)
{
    Location at = token_location(peek(p));
    p->mark++;
    const Text *name = name_take(p);
    if (name == NULL)
        return NULL;
    Expression *call = NULL;
    if (accept(p, TOKEN_LPAR)) {
        if (peek_kind(p) != TOKEN_RPAR) {
            call = parse_arguments(p, false);
            if (call == NULL)
                return NULL;
        }
        if (!accept(p, TOKEN_RPAR))
            return NULL;
    }
    Statements block;
    if (!body(p, &block, "class definition", at.lineno, false))
        return NULL;
    Statement *s = statement_new(p, STATEMENT_CLASS_DEF, location_of_statement(p, at));
    if (s == NULL)
        return NULL;
    s->class_def.name = name;
    if (call != NULL) {
        s->class_def.bases = call->call.args;
        s->class_def.keywords = call->call.keywords;
    }
    s->class_def.body = block;
    s->class_def.decorator_list = decorators;
    return s;
}

/* At `async`, perhaps decorated. */
static Statement *async_statement(Parser *p, Expressions decorators)
{
    size_t start = p->mark;
    Location at = token_location(peek(p));
    p->mark++;
    switch (peek_kind(p)) {
    case KEYWORD_DEF: return function_statement(p, true, at, decorators);
    case KEYWORD_WITH: return decorators.count > 0 ? NULL : with_statement(p, true, at);
    case KEYWORD_FOR: return decorators.count > 0 ? NULL : for_statement(p, true, start, at);
    default: return NULL;
    }
}

static Statement *decorated_statement(Parser *p)
{
    size_t bottom = p->stack_top;
    Expressions decorators;
    while (accept(p, TOKEN_AT)) {
        Expression *e = parse_named_expression(p);
        if (e == NULL || !accept(p, TOKEN_NEWLINE) || !stack_push(p, e)) {
            p->stack_top = bottom;
            return NULL;
        }
    }
    if (!stack_pop_expressions(p, bottom, &decorators))
        return NULL;
    switch (peek_kind(p)) {
    case KEYWORD_DEF:
        return function_statement(p, false, token_location(peek(p)), decorators);
    case KEYWORD_CLASS: return class_statement(p, decorators);
    case KEYWORD_ASYNC: return async_statement(p, decorators);
    default: return NULL;
    }
}

/* ---- all of them ---- */

Statement *parse_compound(Parser *p, bool *is_compound)
{
    size_t start = p->mark, bottom = p->stack_top;
    Expressions none = {0, NULL};
    *is_compound = true;
    switch (peek_kind(p)) {
    case KEYWORD_DEF: return function_statement(p, false, token_location(peek(p)), none);
    case TOKEN_AT: return decorated_statement(p);
    case KEYWORD_ASYNC: return async_statement(p, none);
    case KEYWORD_IF: return if_statement(p);
    case KEYWORD_CLASS: return class_statement(p, none);
    case KEYWORD_WITH: return with_statement(p, false, token_location(peek(p)));
    case KEYWORD_FOR: return for_statement(p, false, start, token_location(peek(p)));
    case KEYWORD_TRY: return try_statement(p);
    case KEYWORD_WHILE: return while_statement(p);
    case TOKEN_NAME:
        if (peek_is_word(p, "match")) {
            bool is_match = false;
            Statement *s = parse_match(p, &is_match);
            if (s != NULL || p->failed || is_match)
                return s;
            p->mark = start;
            p->stack_top = bottom;
        }
        break;
    default:
        break;
    }
    *is_compound = false;
    return NULL;
}
