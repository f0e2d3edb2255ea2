/* Expressions, from the loosest to the tightest:
 *
 *     expression       a if b else c, lambda
 *     disjunction      or
 *     conjunction      and
 *     inversion        not
 *     comparison       < in is ...
 *     bitwise_or       | ^ & << >> + - * / % ... by precedence climbing
 *     factor, power    - + ~ **
 *     primary          a.b a() a[]
 *     atom             names, literals, brackets
 *
 * An operator whose right side does not match is not consumed: what stands left of it is the
 * answer, and whoever asked finds the operator unexpected. */
#include <string.h>

#include "compile/parse_state.h"

/* ---- what messages call them ---- */

const char *expression_name(const Expression *e)
{
    switch (e->kind) {
    case EXPRESSION_ATTRIBUTE: return "attribute";
    case EXPRESSION_SUBSCRIPT: return "subscript";
    case EXPRESSION_STARRED: return "starred";
    case EXPRESSION_NAME: return "name";
    case EXPRESSION_LIST: return "list";
    case EXPRESSION_TUPLE: return "tuple";
    case EXPRESSION_LAMBDA: return "lambda";
    case EXPRESSION_CALL: return "function call";
    case EXPRESSION_BOOL_OP: case EXPRESSION_BINARY: case EXPRESSION_UNARY: return "expression";
    case EXPRESSION_GENERATOR: return "generator expression";
    case EXPRESSION_YIELD: case EXPRESSION_YIELD_FROM: return "yield expression";
    case EXPRESSION_AWAIT: return "await expression";
    case EXPRESSION_LIST_COMP: return "list comprehension";
    case EXPRESSION_SET_COMP: return "set comprehension";
    case EXPRESSION_DICT_COMP: return "dict comprehension";
    case EXPRESSION_DICT: return "dict literal";
    case EXPRESSION_SET: return "set display";
    case EXPRESSION_JOINED_STR: case EXPRESSION_FORMATTED_VALUE: return "f-string expression";
    case EXPRESSION_COMPARE: return "comparison";
    case EXPRESSION_IF: return "conditional expression";
    case EXPRESSION_NAMED: return "named expression";
    case EXPRESSION_SLICE: return "slice";
    case EXPRESSION_CONSTANT: break;
    }
    switch (e->constant.kind) {
    case CONSTANT_NONE: return "None";
    case CONSTANT_TRUE: return "True";
    case CONSTANT_FALSE: return "False";
    case CONSTANT_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

const Location *last_of_comprehension(const Comprehensions *list)
{
    const Comprehension *last = &list->items[list->count - 1];
    return last->ifs.count > 0 ? &last->ifs.items[last->ifs.count - 1]->at : &last->iter->at;
}

/* ---- atoms and primaries ---- */

static Expression *constant(Parser *p, ConstantKind kind)
{
    p->mark++;
    Expression *e = expression_new(p, EXPRESSION_CONSTANT, token_location(last_token(p)));
    if (e != NULL)
        e->constant.kind = kind;
    return e;
}

static Expression *atom(Parser *p)
{
    switch (peek_kind(p)) {
    case TOKEN_NAME: return name_expression(p, CONTEXT_LOAD);
    case TOKEN_NUMBER: return number_take(p);
    case TOKEN_STRING: return strings_take(p);
    case KEYWORD_NONE: return constant(p, CONSTANT_NONE);
    case KEYWORD_TRUE: return constant(p, CONSTANT_TRUE);
    case KEYWORD_FALSE: return constant(p, CONSTANT_FALSE);
    case TOKEN_ELLIPSIS: return constant(p, CONSTANT_ELLIPSIS);
    case TOKEN_LPAR: return parse_parenthesized(p);
    case TOKEN_LSQB: return parse_bracketed(p);
    case TOKEN_LBRACE: return parse_braced(p);
    default:
        return NULL;
    }
}

/* [lower] : [upper] [: [step]], at what follows `lower`. */
static Expression *slice_rest(Parser *p, Expression *lower, size_t start)
{
    if (!accept(p, TOKEN_COLON))
        return NULL;
    Expression *parts[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        if (i == 1 && !accept(p, TOKEN_COLON))
            break;
        TokenKind kind = peek_kind(p);
        if (kind == TOKEN_COLON || kind == TOKEN_RSQB || kind == TOKEN_COMMA)
            continue;
        size_t mark = p->mark;
        parts[i] = parse_expression(p);
        if (parts[i] == NULL)
            p->mark = mark;
    }
    if (p->failed)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_SLICE, location_from(p, start));
    if (e != NULL) {
        e->slice.lower = lower;
        e->slice.upper = parts[0];
        e->slice.step = parts[1];
    }
    return e;
}

static Expression *slice(Parser *p)
{
    size_t start = p->mark;
    if (peek_kind(p) == TOKEN_COLON)
        return slice_rest(p, NULL, start);
    if (!p->is_second) {
        bool is_named = peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL;
        Expression *e = parse_named_expression(p);
        if (e != NULL && !is_named && peek_kind(p) == TOKEN_COLON)
            return slice_rest(p, e, start);
        return e;
    }
    Expression *e = parse_expression(p);
    if (e != NULL && peek_kind(p) == TOKEN_COLON)
        return slice_rest(p, e, start);
    if (p->failed)
        return NULL;
    p->mark = start;
    return parse_named_expression(p);
}

/* What stands in a subscript: a slice, or a tuple of them. */
static Expression *slices(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Expression *e;
    if (peek_kind(p) != TOKEN_STAR) {
        e = slice(p);
        if (e == NULL || peek_kind(p) != TOKEN_COMMA)
            return e;
    } else {
        e = parse_starred_expression(p);
        if (e == NULL)
            return NULL;
    }
    if (!stack_push(p, e))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        e = peek_kind(p) == TOKEN_STAR ? parse_starred_expression(p) : slice(p);
        if (e == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e))
            return NULL;
    }
    if (p->failed)
        return NULL;
    return collection_new(p, EXPRESSION_TUPLE, bottom, start);
}

static Expression *attribute_rest(Parser *p, Expression *value, size_t start)
{
    p->mark++;
    const Text *attr = name_take(p);
    if (attr == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_ATTRIBUTE, location_from(p, start));
    if (e != NULL) {
        e->attribute.value = value;
        e->attribute.attr = attr;
    }
    return e;
}

static Expression *subscript_rest(Parser *p, Expression *value, size_t start)
{
    p->mark++;
    Expression *index = slices(p);
    if (index == NULL || !accept(p, TOKEN_RSQB))
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_SUBSCRIPT, location_from(p, start));
    if (e != NULL) {
        e->subscript.value = value;
        e->subscript.slice = index;
    }
    return e;
}

static Expression *call_rest(Parser *p, Expression *func, size_t start)
{
    size_t open = p->mark;
    Expression *call = NULL;
    Expression *generator = NULL;
    if (p->is_second) {
        generator = parse_generator(p);
        if (p->failed)
            return NULL;
        if (generator == NULL)
            p->mark = open;
    }
    if (generator == NULL) {
        p->mark++;
        if (peek_kind(p) != TOKEN_RPAR) {
            call = parse_arguments(p, true);
            if (p->failed)
                return NULL;
            /* First reading: a lone generator comes back without its parentheses. */
            if (call != NULL && call->kind == EXPRESSION_GENERATOR) {
                generator = call;
                call = NULL;
            }
        }
        if (!accept(p, TOKEN_RPAR))
            return NULL;
        if (generator != NULL)
            generator->at = location_from(p, open);
    }
    if (call == NULL)
        call = expression_new(p, EXPRESSION_CALL, (Location){0});
    if (call == NULL)
        return NULL;
    if (generator != NULL) {
        Expression **args = tree_arena_take(p->arena, sizeof *args);
        if (args == NULL)
            return problem_memory(p);
        *args = generator;
        call->call.args = (Expressions){1, args};
    }
    call->call.func = func;
    call->at = location_from(p, start);
    return call;
}

Expression *parse_primary(Parser *p)
{
    void *found;
    if (memo_find(p, MEMO_PRIMARY, &found))
        return found;
    size_t start = p->mark;
    Expression *e = atom(p);
    while (e != NULL) {
        size_t mark = p->mark, bottom = p->stack_top;
        Expression *longer = NULL;
        switch (peek_kind(p)) {
        case TOKEN_DOT: longer = attribute_rest(p, e, start); break;
        case TOKEN_LPAR: longer = call_rest(p, e, start); break;
        case TOKEN_LSQB:
            /* Where a generator could be a call's arguments, CPython looks for the mistakes of
             * any comprehension. */
            check_comprehension(p, mark);
            p->mark = mark;
            longer = p->failed ? NULL : subscript_rest(p, e, start);
            break;
        case TOKEN_LBRACE:
            check_comprehension(p, mark);
            p->mark = mark;
            return p->failed ? NULL : memo_keep(p, MEMO_PRIMARY, start, e);
        default: return memo_keep(p, MEMO_PRIMARY, start, e);
        }
        if (longer == NULL) {
            p->mark = mark;
            p->stack_top = bottom;
            return p->failed ? NULL : memo_keep(p, MEMO_PRIMARY, start, e);
        }
        e = longer;
    }
    return memo_keep(p, MEMO_PRIMARY, start, NULL);
}

/* ---- operators ---- */

static Expression *factor(Parser *p);

/* await a ** b */
static Expression *power(Parser *p)
{
    size_t start = p->mark;
    Expression *base;
    if (accept(p, KEYWORD_AWAIT)) {
        Expression *value = parse_primary(p);
        if (value == NULL)
            return NULL;
        base = expression_new(p, EXPRESSION_AWAIT, location_from(p, start));
        if (base == NULL)
            return NULL;
        base->await.value = value;
    } else {
        base = parse_primary(p);
        if (base == NULL)
            return NULL;
    }
    size_t mark = p->mark;
    if (!accept(p, TOKEN_DOUBLE_STAR))
        return base;
    if (!depth_enter(p))
        return NULL;
    Expression *exponent = factor(p);
    depth_leave(p);
    if (exponent == NULL) {
        p->mark = mark;
        return p->failed ? NULL : base;
    }
    Expression *e = expression_new(p, EXPRESSION_BINARY, location_from(p, start));
    if (e != NULL) {
        e->binary.op = TREE_BINARY_POW;
        e->binary.left = base;
        e->binary.right = exponent;
    }
    return e;
}

static Expression *unary_new(Parser *p, UnaryOperator op, Expression *operand, size_t start)
{
    if (operand == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_UNARY, location_from(p, start));
    if (e != NULL) {
        e->unary.op = op;
        e->unary.operand = operand;
    }
    return e;
}

static Expression *factor(Parser *p)
{
    size_t start = p->mark;
    UnaryOperator op;
    switch (peek_kind(p)) {
    case TOKEN_PLUS: op = TREE_UNARY_PLUS; break;
    case TOKEN_MINUS: op = TREE_UNARY_MINUS; break;
    case TOKEN_TILDE: op = TREE_UNARY_INVERT; break;
    default: return power(p);
    }
    if (!depth_enter(p))
        return NULL;
    p->mark++;
    Expression *operand = factor(p);
    depth_leave(p);
    return unary_new(p, op, operand, start);
}

/* How tightly each binary operator binds; 0: it is none. (** is power's.) */
static const uint8_t precedences[TOKEN_KIND_COUNT] = {
    [TOKEN_VBAR] = 1, [TOKEN_CIRCUMFLEX] = 2, [TOKEN_AMPER] = 3,
    [TOKEN_LEFT_SHIFT] = 4, [TOKEN_RIGHT_SHIFT] = 4, [TOKEN_PLUS] = 5, [TOKEN_MINUS] = 5,
    [TOKEN_STAR] = 6, [TOKEN_SLASH] = 6, [TOKEN_DOUBLE_SLASH] = 6, [TOKEN_PERCENT] = 6,
    [TOKEN_AT] = 6,
};

/* Operators that bind at least as tightly as `least`. */
static Expression *binary(Parser *p, int least)
{
    size_t start = p->mark;
    Expression *left = factor(p);
    if (left == NULL)
        return NULL;
    for (;;) {
        TokenKind kind = peek_kind(p);
        int precedence = precedences[kind];
        if (precedence == 0 || precedence < least)
            return left;
        size_t mark = p->mark;
        p->mark++;
        Expression *right = binary(p, precedence + 1);
        if (right == NULL) {
            p->mark = mark;
            return p->failed ? NULL : left;
        }
        Expression *e = expression_new(p, EXPRESSION_BINARY, location_from(p, start));
        if (e == NULL)
            return NULL;
        e->binary.op = (BinaryOperator)(kind - TOKEN_PLUS);
        e->binary.left = left;
        e->binary.right = right;
        left = e;
    }
}

Expression *parse_bitwise_or(Parser *p)
{
    void *found;
    if (memo_find(p, MEMO_BITWISE_OR, &found))
        return found;
    size_t start = p->mark;
    return memo_keep(p, MEMO_BITWISE_OR, start, binary(p, 1));
}

/* Consumes a comparison operator. */
static bool compare_operator(Parser *p, CompareOperator *op)
{
    TokenKind kind = peek_kind(p);
    switch (kind) {
    case TOKEN_EQ_EQUAL: case TOKEN_NOT_EQUAL: case TOKEN_LESS: case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER: case TOKEN_GREATER_EQUAL:
        /* `<>` is read as !=, and only good for a joke that is not on here. */
        if (kind == TOKEN_NOT_EQUAL && *peek(p)->start == '<')
            return false;
        *op = (CompareOperator)(kind - TOKEN_EQ_EQUAL);
        p->mark++;
        return true;
    case KEYWORD_IN:
        *op = TREE_COMPARE_IN;
        p->mark++;
        return true;
    case KEYWORD_NOT:
        if (peek_second(p) != KEYWORD_IN)
            return false;
        *op = TREE_COMPARE_NOT_IN;
        p->mark += 2;
        return true;
    case KEYWORD_IS:
        p->mark++;
        *op = accept(p, KEYWORD_NOT) ? TREE_COMPARE_IS_NOT : TREE_COMPARE_IS;
        return true;
    default:
        return false;
    }
}

/* Whether this token may begin a comparison operator. */
static inline bool is_comparison(TokenKind kind)
{
    return (kind >= TOKEN_EQ_EQUAL && kind <= TOKEN_GREATER_EQUAL) || kind == KEYWORD_IN ||
           kind == KEYWORD_NOT || kind == KEYWORD_IS;
}

static Expression *comparison(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Expression *left = parse_bitwise_or(p);
    if (left == NULL || !is_comparison(peek_kind(p)))
        return left;
    /* Operators and operands are pushed in turn. */
    size_t mark = p->mark;
    CompareOperator op;
    while (compare_operator(p, &op)) {
        Expression *right = parse_bitwise_or(p);
        if (right == NULL)
            break;
        if (!stack_push(p, (void *)(uintptr_t)op) || !stack_push(p, right))
            return NULL;
        mark = p->mark;
    }
    p->mark = mark;
    size_t count = (p->stack_top - bottom) / 2;
    if (p->failed || count == 0) {
        p->stack_top = bottom;
        return p->failed ? NULL : left;
    }
    Expression *e = expression_new(p, EXPRESSION_COMPARE, location_from(p, start));
    CompareOperator *ops = tree_arena_take_array(p->arena, count, sizeof *ops);
    Expression **comparators = tree_arena_take_array(p->arena, count, sizeof *comparators);
    if (e == NULL || ops == NULL || comparators == NULL)
        return problem_memory(p);
    for (size_t i = 0; i < count; i++) {
        ops[i] = (CompareOperator)(uintptr_t)p->stack[bottom + 2 * i];
        comparators[i] = p->stack[bottom + 2 * i + 1];
    }
    p->stack_top = bottom;
    e->compare.left = left;
    e->compare.count = count;
    e->compare.ops = ops;
    e->compare.comparators = comparators;
    return e;
}

static Expression *inversion(Parser *p)
{
    size_t start = p->mark;
    if (peek_kind(p) != KEYWORD_NOT)
        return comparison(p);
    if (!depth_enter(p))
        return NULL;
    p->mark++;
    Expression *operand = inversion(p);
    depth_leave(p);
    return unary_new(p, TREE_UNARY_NOT, operand, start);
}

/* a or b or c; a and b and c: one node each. */
static Expression *bool_op(Parser *p, BoolOperator op, TokenKind keyword,
                           Expression *(*operand)(Parser *))
{
    size_t start = p->mark, bottom = p->stack_top;
    Expression *e = operand(p);
    if (e == NULL || peek_kind(p) != keyword)
        return e;
    Expression *first = e;
    if (!stack_push(p, first))
        return NULL;
    for (;;) {
        size_t mark = p->mark;
        if (!accept(p, keyword))
            break;
        e = operand(p);
        if (e == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e))
            return NULL;
    }
    if (p->failed || p->stack_top == bottom + 1) {
        p->stack_top = bottom;
        return p->failed ? NULL : first;
    }
    Expressions values;
    if (!stack_pop_expressions(p, bottom, &values))
        return NULL;
    e = expression_new(p, EXPRESSION_BOOL_OP, location_from(p, start));
    if (e != NULL) {
        e->bool_op.op = op;
        e->bool_op.values = values;
    }
    return e;
}

static Expression *conjunction(Parser *p)
{
    return bool_op(p, BOOL_AND, KEYWORD_AND, inversion);
}

Expression *parse_disjunction(Parser *p)
{
    void *found;
    if (memo_find(p, MEMO_DISJUNCTION, &found))
        return found;
    size_t start = p->mark;
    return memo_keep(p, MEMO_DISJUNCTION, start, bool_op(p, BOOL_OR, KEYWORD_OR, conjunction));
}

/* ---- expressions ---- */

static Expression *lambda(Parser *p)
{
    size_t start = p->mark;
    p->mark++;
    Parameters *args = parse_parameters(p, TOKEN_COLON);
    if (args == NULL || !accept(p, TOKEN_COLON))
        return NULL;
    Expression *body = parse_expression(p);
    if (body == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_LAMBDA, location_from(p, start));
    if (e != NULL) {
        e->lambda.args = args;
        e->lambda.body = body;
    }
    return e;
}

/* a if b else c; disjunction; lambda. */
static Expression *expression_plain(Parser *p)
{
    size_t start = p->mark;
    if (peek_kind(p) == KEYWORD_LAMBDA)
        return lambda(p);
    Expression *body = parse_disjunction(p);
    if (body == NULL || peek_kind(p) != KEYWORD_IF)
        return body;
    size_t mark = p->mark;
    p->mark++;
    Expression *test = parse_disjunction(p);
    Expression *orelse = test != NULL && accept(p, KEYWORD_ELSE) ? parse_expression(p) : NULL;
    if (orelse == NULL) {
        p->mark = mark;
        return p->failed ? NULL : body;
    }
    Expression *e = expression_new(p, EXPRESSION_IF, location_from(p, start));
    if (e != NULL) {
        e->if_exp.test = test;
        e->if_exp.body = body;
        e->if_exp.orelse = orelse;
    }
    return e;
}

Expression *parse_expression_without_checks(Parser *p)
{
    bool checks = p->checks;
    p->checks = false;
    Expression *e = expression_plain(p);
    p->checks = checks;
    return e;
}

/* print and exec were statements once. */
static bool is_legacy(const Expression *e)
{
    if (e->kind != EXPRESSION_NAME)
        return false;
    const Text *id = e->name.id;
    return (id->length == 5 && memcmp(id->bytes, "print", 5) == 0) ||
           (id->length == 4 && memcmp(id->bytes, "exec", 4) == 0);
}

/* Whether the next token is the begin of `word`. */
static bool peek_is_begin(Parser *p, const char *word)
{
    const Token *token = peek(p);
    size_t length = (size_t)(token->end - token->start);
    return length <= strlen(word) && memcmp(token->start, word, length) == 0;
}

/* Two expressions in a row, or an `if` without `else`. */
static void check_expression(Parser *p)
{
    size_t start = p->mark;
    bool is_name = peek_kind(p) == TOKEN_NAME;
    bool is_prefixed = is_name && peek_second(p) == TOKEN_STRING;
    /* CPython compares no further than the name is long, so that `c` and `mat` count as soft
     * keywords too. */
    bool is_soft = is_name && (peek_is_begin(p, "_") || peek_is_begin(p, "case") ||
                               peek_is_begin(p, "match"));
    if (!is_prefixed && !is_soft) {
        Expression *a = parse_disjunction(p);
        Expression *b = a == NULL ? NULL : parse_expression_without_checks(p);
        if (b != NULL) {
            if (!is_legacy(a) && last_token(p)->level > 0)
                problem_range(p, &a->at, &b->at, "invalid syntax. Perhaps you forgot a comma?");
            p->mark = start;
            return;
        }
    }
    if (p->failed)
        return;
    p->mark = start;
    Expression *a = parse_disjunction(p);
    if (a != NULL && accept(p, KEYWORD_IF)) {
        Expression *b = parse_disjunction(p);
        if (b != NULL && peek_kind(p) != KEYWORD_ELSE && peek_kind(p) != TOKEN_COLON)
            problem_range(p, &a->at, &b->at, "expected 'else' after 'if' expression");
    }
    p->mark = start;
}

static void check_legacy(Parser *p)
{
    size_t start = p->mark;
    if (peek_kind(p) != TOKEN_NAME || peek_second(p) == TOKEN_LPAR || p->failed)
        return;
    Expression *a = name_expression(p, CONTEXT_LOAD);
    Expression *b = a == NULL ? NULL : parse_star_expressions(p);
    if (b != NULL && is_legacy(a))
        problem_range(p, &a->at, &b->at,
                      "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                      a->name.id->bytes, a->name.id->bytes);
    p->mark = start;
}

Expression *parse_expression(Parser *p)
{
    void *found;
    if (memo_find(p, MEMO_EXPRESSION, &found))
        return found;
    if (!depth_enter(p))
        return NULL;
    size_t start = p->mark;
    if (p->checks) {
        check_expression(p);
        if (!p->failed)
            check_legacy(p);
    }
    Expression *e = p->failed ? NULL : expression_plain(p);
    depth_leave(p);
    return memo_keep(p, MEMO_EXPRESSION, start, e);
}

/* ---- with := ---- */

/* NAME ':=' expression, at the name. */
static Expression *assignment_expression(Parser *p)
{
    size_t start = p->mark;
    Expression *target = name_expression(p, CONTEXT_STORE);
    if (target == NULL)
        return NULL;
    p->mark++;
    Expression *value = parse_expression(p);
    if (value == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_NAMED, location_from(p, start));
    if (e != NULL) {
        e->named.target = target;
        e->named.value = value;
    }
    return e;
}

static bool is_equal_or_walrus(Parser *p)
{
    TokenKind kind = peek_kind(p);
    return kind == TOKEN_EQUAL || kind == TOKEN_COLON_EQUAL;
}

/* `=` or `:=` where it may not be. */
static void check_named(Parser *p)
{
    void *found;
    if (memo_find(p, MEMO_NAMED, &found))
        return;
    size_t start = p->mark;
    Expression *a = parse_expression(p);
    if (a != NULL && accept(p, TOKEN_COLON_EQUAL) && parse_expression(p) != NULL) {
        problem_range(p, &a->at, NULL, "cannot use assignment expressions with %s",
                      expression_name(a));
        return;
    }
    if (p->failed)
        return;
    p->mark = start;
    if (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL) {
        a = name_expression(p, CONTEXT_LOAD);
        p->mark++;
        Expression *b = a == NULL ? NULL : parse_bitwise_or(p);
        if (b != NULL && !is_equal_or_walrus(p)) {
            problem_range(p, &a->at, &b->at,
                          "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            return;
        }
    }
    if (p->failed)
        return;
    p->mark = start;
    bool is_fine = false;
    switch (peek_kind(p)) {
    case TOKEN_LSQB:
        is_fine = parse_list(p) != NULL;
        break;
    case TOKEN_LPAR:
        is_fine = parse_tuple(p) != NULL;
        if (!is_fine && !p->failed) {
            p->mark = start;
            is_fine = parse_generator(p) != NULL;
        }
        break;
    case KEYWORD_TRUE: case KEYWORD_NONE: case KEYWORD_FALSE:
        is_fine = true;
        break;
    default:
        break;
    }
    if (p->failed)
        return;
    p->mark = start;
    if (!is_fine) {
        a = parse_bitwise_or(p);
        if (a != NULL && accept(p, TOKEN_EQUAL) && parse_bitwise_or(p) != NULL &&
            !is_equal_or_walrus(p)) {
            problem_range(p, &a->at, NULL, "cannot assign to %s here. Maybe you meant '==' "
                          "instead of '='?", expression_name(a));
            return;
        }
    }
    p->mark = start;
    memo_keep(p, MEMO_NAMED, start, NULL);
}

Expression *parse_argument_expression(Parser *p)
{
    size_t start = p->mark;
    if (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL) {
        Expression *e = assignment_expression(p);
        if (e != NULL || p->failed)
            return e;
        p->mark = start;
    }
    Expression *e = parse_expression(p);
    return e != NULL && peek_kind(p) == TOKEN_COLON_EQUAL ? NULL : e;
}

Expression *parse_named_expression(Parser *p)
{
    if (!p->checks)
        return parse_argument_expression(p);
    size_t start = p->mark;
    if (peek_kind(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL) {
        Expression *e = assignment_expression(p);
        if (e != NULL || p->failed)
            return e;
        p->mark = start;
    }
    check_named(p);
    if (p->failed)
        return NULL;
    p->mark = start;
    Expression *e = parse_expression(p);
    return e != NULL && peek_kind(p) == TOKEN_COLON_EQUAL ? NULL : e;
}

/* ---- with stars ---- */

static Expression *starred_new(Parser *p, Expression *value, size_t start)
{
    if (value == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_STARRED, location_from(p, start));
    if (e != NULL)
        e->starred.value = value;
    return e;
}

Expression *parse_starred_expression(Parser *p)
{
    size_t start = p->mark;
    return accept(p, TOKEN_STAR) ? starred_new(p, parse_expression(p), start) : NULL;
}

Expression *parse_star_named_expression(Parser *p)
{
    size_t start = p->mark;
    return accept(p, TOKEN_STAR) ? starred_new(p, parse_bitwise_or(p), start)
                                 : parse_named_expression(p);
}

Expression *parse_star_expression(Parser *p)
{
    size_t start = p->mark;
    return accept(p, TOKEN_STAR) ? starred_new(p, parse_bitwise_or(p), start)
                                 : parse_expression(p);
}

/* One `item`, or a tuple of them without parentheses. */
static Expression *tuple_or_item(Parser *p, Expression *(*item)(Parser *))
{
    size_t start = p->mark, bottom = p->stack_top;
    Expression *e = item(p);
    if (e == NULL || peek_kind(p) != TOKEN_COMMA)
        return e;
    if (!stack_push(p, e))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        e = item(p);
        if (e == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e))
            return NULL;
    }
    if (p->failed)
        return NULL;
    return collection_new(p, EXPRESSION_TUPLE, bottom, start);
}

Expression *parse_star_expressions(Parser *p)
{
    return tuple_or_item(p, parse_star_expression);
}

Expression *parse_expressions(Parser *p)
{
    return tuple_or_item(p, parse_expression);
}

Expression *parse_yield(Parser *p)
{
    size_t start = p->mark;
    if (!accept(p, KEYWORD_YIELD))
        return NULL;
    size_t mark = p->mark;
    ExpressionKind kind = EXPRESSION_YIELD;
    Expression *value = NULL;
    if (accept(p, KEYWORD_FROM)) {
        value = parse_expression(p);
        if (value != NULL)
            kind = EXPRESSION_YIELD_FROM;
    } else {
        value = parse_star_expressions(p);
    }
    if (p->failed)
        return NULL;
    if (value == NULL)
        p->mark = mark;
    Expression *e = expression_new(p, kind, location_from(p, start));
    if (e != NULL)
        e->yield.value = value;
    return e;
}

Expression *parse_value(Parser *p)
{
    return peek_kind(p) == KEYWORD_YIELD ? parse_yield(p) : parse_star_expressions(p);
}
