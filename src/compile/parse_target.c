/* What can be assigned to, deleted, or bound by `for`.
 *
 * A target is read as the expression it looks like and then told to store (or to be deleted),
 * since nothing before the `=` tells that it is one. */
#include "compile/parse_state.h"

const Expression *target_invalid(const Expression *e, TargetKind kind)
{
    switch (e->kind) {
    case EXPRESSION_LIST: case EXPRESSION_TUPLE:
        for (size_t i = 0; i < e->tuple.elts.count; i++) {
            const Expression *found = target_invalid(e->tuple.elts.items[i], kind);
            if (found != NULL)
                return found;
        }
        return NULL;
    case EXPRESSION_STARRED:
        return kind == TARGET_DEL ? e : target_invalid(e->starred.value, kind);
    case EXPRESSION_COMPARE:
        /* `for a in b` without its target reads `a in b` as a comparison. */
        if (kind == TARGET_FOR)
            return e->compare.ops[0] == TREE_COMPARE_IN ? target_invalid(e->compare.left, kind)
                                                        : NULL;
        return e;
    case EXPRESSION_NAME: case EXPRESSION_SUBSCRIPT: case EXPRESSION_ATTRIBUTE:
        return NULL;
    default:
        return e;
    }
}

void *problem_target(Parser *p, TargetKind kind, const Expression *e)
{
    const Expression *invalid = target_invalid(e, kind);
    if (invalid == NULL)
        return NULL;
    if (kind == TARGET_DEL)
        return problem_range(p, &invalid->at, NULL, "cannot delete %s", expression_name(invalid));
    return problem_range(p, &invalid->at, NULL, "cannot assign to %s", expression_name(invalid));
}

static void context_set(Expression *e, ExpressionContext ctx)
{
    e->ctx = ctx;
    if (e->kind == EXPRESSION_STARRED)
        context_set(e->starred.value, ctx);
    else if (e->kind == EXPRESSION_TUPLE || e->kind == EXPRESSION_LIST)
        for (size_t i = 0; i < e->tuple.elts.count; i++)
            context_set(e->tuple.elts.items[i], ctx);
}

bool target_set(Expression *e, ExpressionContext ctx)
{
    if (target_invalid(e, ctx == CONTEXT_DEL ? TARGET_DEL : TARGET_STAR) != NULL)
        return false;
    context_set(e, ctx);
    return true;
}

Expression *parse_star_target(Parser *p)
{
    size_t start = p->mark;
    bool is_starred = accept(p, TOKEN_STAR);
    Expression *e = parse_primary(p);
    if (e == NULL || !target_set(e, CONTEXT_STORE))
        return NULL;
    if (!is_starred)
        return e;
    Expression *starred = expression_new(p, EXPRESSION_STARRED, location_from(p, start));
    if (starred != NULL) {
        starred->ctx = CONTEXT_STORE;
        starred->starred.value = e;
    }
    return starred;
}

Expression *parse_star_targets(Parser *p)
{
    size_t start = p->mark, bottom = p->stack_top;
    Expression *e = parse_star_target(p);
    if (e == NULL || peek_kind(p) != TOKEN_COMMA)
        return e;
    if (!stack_push(p, e))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        size_t mark = p->mark;
        e = parse_star_target(p);
        if (e == NULL) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e))
            return NULL;
    }
    if (p->failed)
        return NULL;
    e = collection_new(p, EXPRESSION_TUPLE, bottom, start);
    if (e != NULL)
        e->ctx = CONTEXT_STORE;
    return e;
}

Expression *parse_single_target(Parser *p)
{
    Expression *e = parse_primary(p);
    if (e == NULL || (e->kind != EXPRESSION_NAME && e->kind != EXPRESSION_ATTRIBUTE &&
                      e->kind != EXPRESSION_SUBSCRIPT))
        return NULL;
    e->ctx = CONTEXT_STORE;
    return e;
}

bool parse_del_targets(Parser *p, Expressions *list)
{
    size_t bottom = p->stack_top;
    for (;;) {
        size_t mark = p->mark;
        Expression *e = parse_primary(p);
        if (e == NULL || !target_set(e, CONTEXT_DEL)) {
            p->mark = mark;
            break;
        }
        if (!stack_push(p, e) || !accept(p, TOKEN_COMMA))
            break;
    }
    if (p->failed || p->stack_top == bottom) {
        p->stack_top = bottom;
        return false;
    }
    return stack_pop_expressions(p, bottom, list);
}

void *check_for_target(Parser *p, size_t start)
{
    if (p->failed || !p->checks)
        return NULL;
    p->mark = start;
    accept(p, KEYWORD_ASYNC);
    if (!accept(p, KEYWORD_FOR))
        return NULL;
    Expression *e = parse_star_expressions(p);
    return e == NULL ? NULL : problem_target(p, TARGET_FOR, e);
}
