/* Statements, except those of blocks (generate_try.c) and definitions (generate_function.c). */
#include "compile/generate.h"

#include <string.h>

/* ---- bodies ---------------------------------------------------------------------------------- */

Object *body_docstring(Compiler *c, Statements list)
{
    if (list.count == 0 || list.items[0]->kind != STATEMENT_EXPR)
        return NULL;
    const Expression *e = list.items[0]->expr.value;
    if (e->kind != EXPRESSION_CONSTANT || e->constant.kind != CONSTANT_STR)
        return NULL;
    return constant_object(c, &e->constant);
}

/* Annotated assignments in a body, also inside its compound statements. */
bool body_has_annotations(Statements list)
{
    for (size_t i = 0; i < list.count; i++) {
        const Statement *s = list.items[i];
        switch (s->kind) {
        case STATEMENT_ANN_ASSIGN: return true;
        case STATEMENT_FOR:
        case STATEMENT_ASYNC_FOR:
            if (body_has_annotations(s->for_.body) || body_has_annotations(s->for_.orelse))
                return true;
            break;
        case STATEMENT_WHILE:
            if (body_has_annotations(s->while_.body) || body_has_annotations(s->while_.orelse))
                return true;
            break;
        case STATEMENT_IF:
            if (body_has_annotations(s->if_.body) || body_has_annotations(s->if_.orelse))
                return true;
            break;
        case STATEMENT_WITH:
        case STATEMENT_ASYNC_WITH:
            if (body_has_annotations(s->with.body))
                return true;
            break;
        case STATEMENT_MATCH:
            for (size_t k = 0; k < s->match.cases.count; k++)
                if (body_has_annotations(s->match.cases.items[k].body))
                    return true;
            break;
        case STATEMENT_TRY:
        case STATEMENT_TRY_STAR:
            for (size_t k = 0; k < s->try_.handlers.count; k++)
                if (body_has_annotations(s->try_.handlers.items[k].body))
                    return true;
            if (body_has_annotations(s->try_.body) || body_has_annotations(s->try_.orelse) ||
                body_has_annotations(s->try_.finalbody))
                return true;
            break;
        default: break;
        }
    }
    return false;
}

/* The body of a module or class. */
void generate_body(Compiler *c, Statements list, bool is_interactive)
{
    if (body_has_annotations(list))
        emit(c, OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    Object *docstring = is_interactive ? NULL : body_docstring(c, list);
    if (docstring != NULL) {
        c->unit->at = list.items[0]->at;
        name_store(c, compiler_text(c, "__doc__", 7), operand_constant(docstring), false);
        list.items++;
        list.count--;
    }
    generate_statements(c, list);
}

void generate_statements(Compiler *c, Statements list)
{
    for (size_t i = 0; i < list.count && !c->failed; i++)
        generate_statement(c, list.items[i]);
}

/* ---- if and loops ---------------------------------------------------------------------------- */

/* The label that an if with this body can jump to at once: its body is a bare break or continue
 * of the loop right around it. -1: not so. */
static int direct_jump(Compiler *c, Statements body)
{
    const Block *block = c->unit->block;
    if (body.count != 1 || block == NULL ||
        (block->kind != BLOCK_WHILE && block->kind != BLOCK_FOR &&
         block->kind != BLOCK_ASYNC_FOR))
        return -1;
    if (body.items[0]->kind == STATEMENT_BREAK)
        return block->break_label;
    return body.items[0]->kind == STATEMENT_CONTINUE ? block->continue_label : -1;
}

static void generate_if_statement(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    unit->at = s->at;
    int direct = direct_jump(c, s->if_.body);
    if (direct >= 0) {
        generate_condition(c, s->if_.test, direct, true);
        generate_statements(c, s->if_.orelse);
        return;
    }
    int otherwise = label_new(c);
    generate_condition(c, s->if_.test, otherwise, false);
    generate_statements(c, s->if_.body);
    if (s->if_.orelse.count == 0) {
        label_bind(c, otherwise);
        return;
    }
    int end = label_new(c);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);
    label_bind(c, otherwise);
    generate_statements(c, s->if_.orelse);
    label_bind(c, end);
}

/* The test stands twice, at the top and at the bottom, so that a round takes one jump. */
static void generate_while(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    unit->at = s->at;
    Block block;
    if (!block_push(c, &block, BLOCK_WHILE, -1))
        return;
    int body = label_new(c), exhausted = label_new(c);
    generate_condition(c, s->while_.test, exhausted, false);
    label_bind_loop(c, body);
    generate_statements(c, s->while_.body);
    label_bind(c, block.continue_label);
    unit->at = s->at;
    generate_condition(c, s->while_.test, body, true);
    block_pop(c, &block);
    label_bind(c, exhausted);
    generate_statements(c, s->while_.orelse);
    label_bind(c, block.break_label);
}

/* What a loop goes over: a list of constants, which nobody else can see, as a tuple. */
Operand iterable_value(Compiler *c, const Expression *e)
{
    if (e->kind == EXPRESSION_LIST && e->list.elts.count != 0) {
        Object *constants = elements_fold(c, e->list.elts);
        c->unit->at = e->at;
        if (constants != NULL)
            return deliver_constant(c, constants, WANT_FREE);
    }
    return generate_value(c, e, WANT_FREE);
}

static void generate_for(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Operand source = iterable_value(c, s->for_.iter);
    unit->at = s->at;
    int code = operand_code(c, source);
    int iterator = result_slot(c, WANT_ANY, mark);
    emit(c, OP_GET_ITER, operand_use(c, source, USE_B, iterator), iterator, code, 0);
    Block block;
    if (!block_push(c, &block, BLOCK_FOR, iterator))
        return;
    int exhausted = label_new(c);
    label_bind_loop(c, block.continue_label);
    Next next = generate_next(c, s->for_.target, iterator, exhausted, s->at);
    generate_statements(c, s->for_.body);
    unit->at = s->at;
    generate_next_again(c, next);
    block_pop(c, &block);
    label_bind(c, exhausted);
    unit->top = mark;
    generate_statements(c, s->for_.orelse);
    if (!c->failed && unit->labels[block.break_label].is_reached) {
        int end = label_new(c);
        emit_jump(c, OP_JUMP, 0, 0, 0, end);
        label_bind(c, block.break_label);
        unit->at = s->at;
        emit(c, OP_CLEAR, 0, iterator, 0, 0);
        label_bind(c, end);
    }
}

/* ---- imports --------------------------------------------------------------------------------- */

static unsigned import_level(int level)
{
    return level > 255 ? 255 : (unsigned)level;
}

static void generate_import(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    for (size_t i = 0; i < s->import.names.count && !c->failed; i++) {
        const ImportAlias *alias = &s->import.names.items[i];
        const Text *name = alias->name;
        int mark = unit->top;
        unit->at = s->at;
        const char *dot = memchr(name->bytes, '.', name->length);
        const Text *target = alias->asname != NULL ? alias->asname
                             : dot != NULL ? compiler_text(c, name->bytes,
                                                           (size_t)(dot - name->bytes))
                                           : name;
        if (c->failed)
            return;
        bool walks = alias->asname != NULL && dot != NULL;
        int slot = walks ? -1 : name_local_slot(c, target);
        int module = slot >= 0 ? slot : temporary_push(c);
        Operand none = deliver_constant(c, NONE, WANT_FREE);
        emit(c, OP_IMPORT_NAME, 0, module, operand_code(c, none), name_number_plain(c, name));
        operand_drop(c, none);
        if (slot >= 0) {
            local_set_bound(unit, slot, true);
            continue;
        }
        while (walks && dot != NULL) { /* import a.b.c as d: down to the submodule */
            const char *start = dot + 1, *stop = name->bytes + name->length;
            dot = memchr(start, '.', (size_t)(stop - start));
            const Text *part =
                compiler_text(c, start, (size_t)((dot != NULL ? dot : stop) - start));
            emit(c, OP_IMPORT_FROM, 0, module + 1, module, name_number_plain(c, part));
            unit->top = module + 1;
            temporary_push(c);
            emit(c, OP_TAKE, 0, module, module + 1, 0);
        }
        name_store(c, target, operand_slot(module), false);
        unit->top = mark;
    }
}

static void generate_import_from(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    ImportAliases names = s->import_from.names;
    const Text *module_name = s->import_from.module;
    unit->at = s->at;
    if (s->at.lineno > c->future_end_line && module_name != NULL && s->import_from.level == 0 &&
        strcmp(module_name->bytes, "__future__") == 0) {
        compiler_error(c, s->at,
                       "from __future__ imports must occur at the beginning of the file");
        return;
    }
    if (module_name == NULL)
        module_name = compiler_text(c, "", 0);
    Object **items = compiler_take(c, names.count, sizeof(Object *));
    for (size_t i = 0; i < names.count && !c->failed; i++)
        items[i] = (Object *)compiler_str(c, names.items[i].name);
    if (c->failed)
        return;
    Object *list = compiler_share(c, tuple_from_array(c->rt, items, names.count));
    int module = temporary_push(c);
    Operand wanted = deliver_constant(c, list, WANT_FREE);
    emit(c, OP_IMPORT_NAME, import_level(s->import_from.level), module, operand_code(c, wanted),
         name_number_plain(c, module_name));
    operand_drop(c, wanted); /* `n` holds the level: no room for a flag */
    unit->top = module + 1;
    const Text *first = names.items[0].name;
    if (first->length == 1 && first->bytes[0] == '*') {
        emit(c, OP_IMPORT_STAR, USE_A, module, 0, 0);
        unit->top = mark;
        return;
    }
    for (size_t i = 0; i < names.count && !c->failed; i++) {
        const ImportAlias *alias = &names.items[i];
        const Text *target = alias->asname != NULL ? alias->asname : alias->name;
        int slot = name_local_slot(c, target);
        int value = slot >= 0 ? slot : temporary_push(c);
        emit(c, OP_IMPORT_FROM, 0, value, module, name_number_plain(c, alias->name));
        if (slot >= 0)
            local_set_bound(unit, slot, true);
        else
            name_store(c, target, operand_slot(value), false);
        unit->top = module + 1;
    }
    emit(c, OP_CLEAR, 0, module, 0, 0);
    unit->top = mark;
}

/* ---- assert, raise --------------------------------------------------------------------------- */

static void generate_assert(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    unit->at = s->at;
    if (s->assert_.test->kind == EXPRESSION_TUPLE && s->assert_.test->tuple.elts.count != 0)
        compiler_warn(c, s->at, "assertion is always true, perhaps remove parentheses?");
    if (c->optimize_asserts)
        return;
    int passed = label_new(c);
    generate_condition(c, s->assert_.test, passed, true);
    unit->at = s->assert_.test->at; /* what a traceback marks */
    int error = temporary_push(c);
    emit(c, OP_LOAD_ASSERTION_ERROR, 0, error, 0, 0);
    if (s->assert_.msg != NULL) {
        temporary_push(c);
        generate_value(c, s->assert_.msg, WANT_ANY);
        unit->at = s->assert_.test->at;
        emit(c, OP_CALL, 0, error, error, 1);
    }
    emit(c, OP_RAISE, 1 | USE_A, error, 0, 0);
    label_bind(c, passed);
    unit->top = mark;
}

static void generate_raise(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    if (s->raise.exc == NULL) {
        unit->at = s->at;
        emit(c, OP_RAISE, 0, 0, 0, 0);
        return;
    }
    Operand exception = generate_value(c, s->raise.exc, WANT_FREE), cause = operand_slot(0);
    if (s->raise.cause != NULL) {
        operand_protect(c, &exception, s->raise.cause);
        cause = generate_value(c, s->raise.cause, WANT_FREE);
    }
    unit->at = s->at;
    int exception_code = operand_code(c, exception), cause_code = operand_code(c, cause);
    unsigned n = operand_use(c, exception, USE_A, -1);
    if (s->raise.cause != NULL)
        n |= 2 | operand_use(c, cause, USE_B, -1);
    else
        n |= 1;
    emit(c, OP_RAISE, n, exception_code, cause_code, 0);
    unit->top = mark;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void generate_expression_statement(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    if (c->tree->kind == TREE_INTERACTIVE && unit->outer == NULL) {
        Operand value = generate_value(c, s->expr.value, WANT_FREE);
        unit->at = s->at;
        emit(c, OP_PRINT_EXPRESSION, operand_use(c, value, USE_A, -1), operand_code(c, value), 0,
             0);
        unit->top = mark;
    } else if (s->expr.value->kind != EXPRESSION_CONSTANT) {
        generate_discard(c, s->expr.value);
    }
}

void generate_statement(Compiler *c, const Statement *s)
{
    if (!compiler_enter(c))
        return;
    c->unit->at = s->at;
    switch (s->kind) {
    case STATEMENT_FUNCTION_DEF:
    case STATEMENT_ASYNC_FUNCTION_DEF: generate_function(c, s); break;
    case STATEMENT_CLASS_DEF: generate_class(c, s); break;
    case STATEMENT_RETURN: generate_return(c, s); break;
    case STATEMENT_DELETE:
        for (size_t i = 0; i < s->delete_.targets.count; i++)
            generate_delete(c, s->delete_.targets.items[i]);
        break;
    case STATEMENT_ASSIGN: generate_assign(c, s); break;
    case STATEMENT_AUG_ASSIGN: generate_augmented(c, s); break;
    case STATEMENT_ANN_ASSIGN: generate_annotated(c, s); break;
    case STATEMENT_FOR: generate_for(c, s); break;
    case STATEMENT_ASYNC_FOR: generate_async_for(c, s); break;
    case STATEMENT_WHILE: generate_while(c, s); break;
    case STATEMENT_IF: generate_if_statement(c, s); break;
    case STATEMENT_WITH: generate_with(c, s, 0); break;
    case STATEMENT_ASYNC_WITH: generate_async_with(c, s, 0); break;
    case STATEMENT_MATCH:
        compiler_error(c, s->at, "'match' statement is not supported yet");
        break;
    case STATEMENT_RAISE: generate_raise(c, s); break;
    case STATEMENT_TRY:
    case STATEMENT_TRY_STAR: generate_try(c, s); break;
    case STATEMENT_ASSERT: generate_assert(c, s); break;
    case STATEMENT_IMPORT: generate_import(c, s); break;
    case STATEMENT_IMPORT_FROM: generate_import_from(c, s); break;
    case STATEMENT_EXPR: generate_expression_statement(c, s); break;
    case STATEMENT_BREAK:
    case STATEMENT_CONTINUE: generate_leave_loop(c, s); break;
    case STATEMENT_GLOBAL:
    case STATEMENT_NONLOCAL:
    case STATEMENT_PASS: break;
    }
}
