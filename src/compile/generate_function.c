/* Functions, lambdas, comprehensions and classes: inner units, and what makes objects of them. */
#include "compile/generate.h"

#include <string.h>

enum { HAS_DEFAULTS = 1, HAS_KEYWORD_DEFAULTS = 2, HAS_ANNOTATIONS = 4, HAS_CLOSURE = 8 };

/* ---- what stands around a function ----------------------------------------------------------- */

static Object *name_constant(Compiler *c, const Text *name)
{
    const Text *mangled = unit_mangle(c, name);
    return mangled == NULL ? NULL : (Object *)compiler_str(c, mangled);
}

static void check_parameter(Compiler *c, const Parameter *parameter)
{
    if (parameter != NULL)
        name_forbidden(c, parameter->arg, CONTEXT_STORE);
}

static void check_parameters(Compiler *c, const Parameters *p, Location at)
{
    c->unit->at = at;
    const ParameterList *lists[] = {&p->posonlyargs, &p->args, &p->kwonlyargs};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < lists[k]->count; i++)
            check_parameter(c, &lists[k]->items[i]);
    check_parameter(c, p->vararg);
    check_parameter(c, p->kwarg);
}

static bool has_keyword_defaults(const Parameters *p)
{
    for (size_t i = 0; i < p->kw_defaults.count; i++)
        if (p->kw_defaults.items[i] != NULL)
            return true;
    return false;
}

static void push_annotation(Compiler *c, const Text *name, const Expression *annotation)
{
    if (annotation == NULL || c->failed)
        return;
    Unit *unit = c->unit;
    unit->at = annotation->at;
    deliver_constant(c, name_constant(c, name), WANT_ANY);
    if ((c->future_flags & CODE_FUTURE_ANNOTATIONS) != 0) {
        deliver_constant(c, annotation_text(c, annotation), WANT_ANY);
    } else if (annotation->kind == EXPRESSION_STARRED) { /* *args: *Ts */
        int slot = temporary_push(c);
        Operand row = generate_value(c, annotation->starred.value, WANT_FREE);
        unit->at = annotation->at;
        emit(c, OP_UNPACK, operand_use(c, row, USE_B, -1), slot, operand_code(c, row), 1);
        unit->top = slot + 1;
    } else {
        generate_value(c, annotation, WANT_ANY);
    }
}

static void push_annotations(Compiler *c, const Parameters *p, const Expression *returns)
{
    const ParameterList *lists[] = {&p->args, &p->posonlyargs};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count; i++)
            push_annotation(c, lists[k]->items[i].arg, lists[k]->items[i].annotation);
    if (p->vararg != NULL)
        push_annotation(c, p->vararg->arg, p->vararg->annotation);
    for (size_t i = 0; i < p->kwonlyargs.count; i++)
        push_annotation(c, p->kwonlyargs.items[i].arg, p->kwonlyargs.items[i].annotation);
    if (p->kwarg != NULL)
        push_annotation(c, p->kwarg->arg, p->kwarg->annotation);
    push_annotation(c, compiler_text(c, "return", 6), returns);
}

/* Defaults and annotations, each in a temporary, as MAKE_FUNCTION takes them. Returns which. */
static unsigned push_function_parts(Compiler *c, const Parameters *p, const Expression *returns,
                                    Location at)
{
    Unit *unit = c->unit;
    unsigned parts = 0;
    if (p->defaults.count != 0) {
        generate_sequence(c, OP_BUILD_TUPLE, p->defaults, at, WANT_ANY);
        parts |= HAS_DEFAULTS;
    }
    if (has_keyword_defaults(p)) {
        int dict = unit->top, count = 0;
        for (size_t i = 0; i < p->kwonlyargs.count && !c->failed; i++) {
            if (p->kw_defaults.items[i] == NULL)
                continue;
            unit->at = at;
            deliver_constant(c, name_constant(c, p->kwonlyargs.items[i].arg), WANT_ANY);
            generate_value(c, p->kw_defaults.items[i], WANT_ANY);
            count++;
        }
        unit->at = at;
        emit(c, OP_BUILD_MAP, 0, dict, dict, count);
        unit->top = dict + 1;
        parts |= HAS_KEYWORD_DEFAULTS;
    }
    int row = unit->top;
    push_annotations(c, p, returns);
    unit->at = at;
    if (unit->top != row) {
        emit(c, OP_BUILD_TUPLE, 0, row, row, unit->top - row);
        unit->top = row + 1;
        parts |= HAS_ANNOTATIONS;
    }
    return parts;
}

/* The constant number of inner code. MAKE_FUNCTION has 16 bits for it: where the constants are too
 * many, code has a place of its own behind the names (flow.c). */
static int code_number(Compiler *c, Code *code)
{
    Unit *unit = c->unit;
    if (!unit->reachable || unit->constant_count < OPERAND_CONSTANTS)
        return (int)constant_number(c, (Object *)code);
    if (!compiler_grow(c, &unit->codes, &unit->code_capacity, unit->code_count, sizeof(Object *)))
        return 0;
    unit->codes[unit->code_count] = (Object *)code;
    return OPERAND_CONSTANTS + (int)unit->code_count++;
}

/* The function of `code`, whose parts are in the temporaries from `first` on. */
static Operand emit_function(Compiler *c, Code *code, unsigned parts, int first,
                             int want)
{
    if (c->failed)
        return operand_slot(0);
    Unit *unit = c->unit;
    size_t count = code->free_names->length;
    if (count != 0) {
        int row = unit->top;
        for (size_t i = 0; i < count && !c->failed; i++) {
            Str *name = (Str *)code->free_names->items[i];
            int slot = -1;
            for (int k = 0; k < unit->cell_count && slot < 0; k++)
                if (compiler_str(c, unit->cells[k]) == name)
                    slot = unit->local_count + k;
            for (int k = 0; k < unit->free_count && slot < 0; k++)
                if (compiler_str(c, unit->frees[k]) == name)
                    slot = unit->local_count + unit->cell_count + k;
            emit(c, OP_MOVE, 0, temporary_push(c), slot, 0);
        }
        emit(c, OP_BUILD_TUPLE, 0, row, row, (int)count);
        unit->top = row + 1;
        parts |= HAS_CLOSURE;
    }
    int number = code_number(c, code);
    int slot = result_slot(c, want, first);
    emit(c, OP_MAKE_FUNCTION, parts, slot, number, first);
    return operand_slot(slot);
}

/* ---- def and lambda -------------------------------------------------------------------------- */

static void unit_set_parameters(Unit *unit, const Parameters *p)
{
    unit->positional_only_count = (uint32_t)p->posonlyargs.count;
    unit->argument_count = (uint32_t)(p->posonlyargs.count + p->args.count);
    unit->keyword_only_count = (uint32_t)p->kwonlyargs.count;
    if (p->vararg != NULL)
        unit->flags |= CODE_VARARGS;
    if (p->kwarg != NULL)
        unit->flags |= CODE_VARKEYWORDS;
}

static Code *function_code(Compiler *c, const Statement *s, Scope *scope, int first_line)
{
    if (scope == NULL || !unit_open(c, scope, s->function_def.name, first_line))
        return NULL;
    Unit *unit = c->unit;
    unit_set_parameters(unit, s->function_def.args);
    unit->is_async = s->kind == STATEMENT_ASYNC_FUNCTION_DEF;
    if (unit->outer->scope->kind == SCOPE_CLASS && unit->argument_count != 0)
        unit->self = unit->locals[0];
    Statements body = s->function_def.body;
    Object *docstring = body_docstring(c, body);
    constant_number(c, docstring != NULL ? docstring : NONE);
    if (docstring != NULL) {
        body.items++;
        body.count--;
    }
    generate_statements(c, body);
    emit_return_none(c);
    return unit_close(c);
}

/* Decorators, outermost first, each the callable of a window whose argument is what follows. */
static void push_decorators(Compiler *c, Expressions decorators)
{
    for (size_t i = 0; i < decorators.count && !c->failed; i++) {
        generate_value(c, decorators.items[i], WANT_ANY);
        temporary_push(c);
    }
}

/* Calls them on what is in the top temporary; the last result goes to `want`. */
static Operand call_decorators(Compiler *c, Expressions decorators, Operand value, int want)
{
    Unit *unit = c->unit;
    for (size_t i = decorators.count; i-- > 0 && !c->failed;) {
        int window = value.slot - 2;
        unit->at = decorators.items[i]->at;
        int slot = result_slot(c, i == 0 ? want : WANT_ANY, window);
        emit(c, OP_CALL, 0, slot, window, 1);
        value = operand_slot(slot);
    }
    return value;
}

static int first_line_of(Expressions decorators, Location at)
{
    return decorators.count != 0 ? decorators.items[0]->at.lineno : at.lineno;
}

/* Stores a new function or class under its name. */
static void store_definition(Compiler *c, const Text *name, Operand value, int slot)
{
    if (slot >= 0)
        local_set_bound(c->unit, slot, true);
    else
        name_store(c, name, value, false);
}

void generate_function(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    const Parameters *p = s->function_def.args;
    Expressions decorators = s->function_def.decorator_list;
    check_parameters(c, p, s->at);
    push_decorators(c, decorators);
    int first = unit->top;
    unit->at = s->at;
    unsigned parts = push_function_parts(c, p, s->function_def.returns, s->at);
    Scope *scope = scope_of_node(c, s);
    Code *code = function_code(c, s, scope, first_line_of(decorators, s->at));
    if (c->failed)
        return;
    unit->at = s->at;
    int slot = name_local_slot(c, s->function_def.name);
    int want = slot >= 0 ? slot : WANT_ANY;
    Operand value =
        emit_function(c, code, parts, first, decorators.count != 0 ? WANT_ANY : want);
    value = call_decorators(c, decorators, value, want);
    unit->at = s->at;
    store_definition(c, s->function_def.name, value, slot);
    unit->top = mark;
}

Operand generate_lambda(Compiler *c, const Expression *e, int want)
{
    const Parameters *p = e->lambda.args;
    int first = c->unit->top;
    check_parameters(c, p, e->at);
    unsigned parts = push_function_parts(c, p, NULL, e->at);
    Scope *scope = scope_of_node(c, e);
    const Text *name = compiler_text(c, "<lambda>", 8);
    if (c->failed || !unit_open(c, scope, name, e->at.lineno))
        return operand_slot(0);
    Unit *unit = c->unit;
    unit_set_parameters(unit, p);
    constant_number(c, NONE); /* so that it has no docstring */
    Operand value = generate_value(c, e->lambda.body, WANT_FREE);
    unit->at = e->lambda.body->at;
    if (scope->is_generator) { /* its value is lost, as in CPython */
        operand_drop(c, value);
        value = deliver_constant(c, NONE, WANT_FREE);
    }
    emit(c, OP_RETURN, 0, 0, operand_code(c, value), 0);
    Code *code = unit_close(c);
    if (c->failed)
        return operand_slot(0);
    c->unit->at = e->at;
    return emit_function(c, code, parts, first, want);
}

/* ---- comprehensions -------------------------------------------------------------------------- */

typedef struct ComprehensionParts {
    const Expression *node, *element, *value;
    Comprehensions generators;
    ComprehensionKind kind;
    int result; /* slot of the list, set or dict */
} ComprehensionParts;

static void emit_element(Compiler *c, const ComprehensionParts *parts)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Operand element = generate_value(c, parts->element, WANT_FREE);
    if (parts->kind == COMPREHENSION_DICT) {
        operand_protect(c, &element, parts->value);
        Operand value = generate_value(c, parts->value, WANT_FREE);
        unit->at = parts->node->at;
        int key_code = operand_code(c, element), value_code = operand_code(c, value);
        emit(c, OP_MAP_ADD, operand_use(c, element, USE_B, -1) | operand_use(c, value, USE_C, -1),
             parts->result, key_code, value_code);
    } else if (parts->kind == COMPREHENSION_GENERATOR) {
        unit->at = parts->node->at;
        int code = operand_code(c, element);
        int slot = result_slot(c, WANT_ANY, mark);
        emit(c, OP_YIELD, operand_use(c, element, USE_B, -1), slot, code, 0);
        emit(c, OP_CLEAR, 0, slot, 0, 0);
    } else {
        unit->at = parts->node->at;
        emit(c, parts->kind == COMPREHENSION_LIST ? OP_LIST_APPEND : OP_SET_ADD,
             operand_use(c, element, USE_B, -1), parts->result, operand_code(c, element), 0);
    }
    unit->top = mark;
}

static void generate_clause(Compiler *c, const ComprehensionParts *parts, size_t index);

/* The conditions of a clause, then the next clause or the element. */
static void generate_clause_body(Compiler *c, const ComprehensionParts *parts, size_t index,
                                 int skip)
{
    const Comprehension *clause = &parts->generators.items[index];
    for (size_t i = 0; i < clause->ifs.count && !c->failed; i++) {
        c->unit->at = parts->node->at;
        generate_condition(c, clause->ifs.items[i], skip, false);
    }
    if (index + 1 < parts->generators.count)
        generate_clause(c, parts, index + 1);
    else
        emit_element(c, parts);
}

/* The one element of `for x in [y]`, which is an assignment; NULL for others. */
static const Expression *single_element(const Comprehension *clause)
{
    const Expression *iter = clause->iter;
    Expressions elements = iter->kind == EXPRESSION_LIST    ? iter->list.elts
                           : iter->kind == EXPRESSION_TUPLE ? iter->tuple.elts
                                                            : (Expressions){0, NULL};
    if (elements.count != 1 || elements.items[0]->kind == EXPRESSION_STARRED || clause->is_async)
        return NULL;
    return elements.items[0];
}

static void generate_async_clause(Compiler *c, const ComprehensionParts *parts, size_t index,
                                  int iterator)
{
    Unit *unit = c->unit;
    const Comprehension *clause = &parts->generators.items[index];
    int mark = unit->top, outer_handler = unit->handler;
    int head = label_new(c);
    int handler = handler_new(c, mark);
    label_bind_loop(c, head);
    unit->handler = handler;
    unit->at = parts->node->at;
    int item = temporary_push(c);
    emit(c, OP_GET_ANEXT, 0, item, iterator, 0);
    generate_delegate(c, item);
    unit->handler = outer_handler;
    generate_store(c, clause->target, operand_slot(item), false);
    unit->top = mark;
    generate_clause_body(c, parts, index, head);
    unit->at = parts->node->at;
    emit_jump(c, OP_JUMP, 0, 0, 0, head);
    handler_bind(c, handler);
    unit->top = mark;
    temporary_push(c);
    emit(c, OP_END_ASYNC_FOR, 0, mark, iterator, 0);
    unit->top = mark;
}

static void generate_clause(Compiler *c, const ComprehensionParts *parts, size_t index)
{
    if (!compiler_enter(c))
        return;
    Unit *unit = c->unit;
    const Comprehension *clause = &parts->generators.items[index];
    int mark = unit->top, iterator = 0; /* the first one is the parameter .0 */
    unit->at = parts->node->at;
    const Expression *single = index == 0 ? NULL : single_element(clause);
    if (single != NULL) {
        int skip = label_new(c);
        Operand value = generate_value(c, single, WANT_FREE);
        generate_store(c, clause->target, value, false);
        unit->top = mark;
        generate_clause_body(c, parts, index, skip);
        label_bind(c, skip);
        return;
    }
    if (index != 0) {
        Operand source = iterable_value(c, clause->iter);
        unit->at = parts->node->at;
        int code = operand_code(c, source);
        iterator = result_slot(c, WANT_ANY, mark);
        emit(c, clause->is_async ? OP_GET_AITER : OP_GET_ITER,
             operand_use(c, source, USE_B, iterator), iterator, code, 0);
    }
    if (clause->is_async) {
        generate_async_clause(c, parts, index, iterator);
        unit->top = mark;
        return;
    }
    int head = label_new(c), exhausted = label_new(c);
    label_bind_loop(c, head);
    Next next = generate_next(c, clause->target, iterator, exhausted, parts->node->at);
    generate_clause_body(c, parts, index, head);
    unit->at = parts->node->at;
    generate_next_again(c, next);
    label_bind(c, exhausted);
    unit->top = mark;
}

static const char *const comprehension_names[] = {NULL, "<listcomp>", "<setcomp>", "<dictcomp>",
                                                  "<genexpr>"};

static Code *comprehension_code(Compiler *c, ComprehensionParts *parts, Scope *scope)
{
    const char *name = comprehension_names[parts->kind];
    const Text *text = compiler_text(c, name, strlen(name));
    if (c->failed || !unit_open(c, scope, text, parts->node->at.lineno))
        return NULL;
    Unit *unit = c->unit;
    unit->argument_count = 1;
    unit->at = parts->node->at;
    Operand result = operand_slot(0);
    if (parts->kind != COMPREHENSION_GENERATOR) {
        parts->result = temporary_push(c);
        emit(c, parts->kind == COMPREHENSION_LIST  ? OP_BUILD_LIST
                : parts->kind == COMPREHENSION_SET ? OP_BUILD_SET
                                                   : OP_BUILD_MAP,
             0, parts->result, parts->result, 0);
        result = operand_slot(parts->result);
    }
    generate_clause(c, parts, 0);
    unit->at = parts->node->at;
    if (parts->kind == COMPREHENSION_GENERATOR)
        result = deliver_constant(c, NONE, WANT_FREE);
    emit(c, OP_RETURN, 0, 0, operand_code(c, result), 0);
    return unit_close(c);
}

Operand generate_comprehension(Compiler *c, const Expression *e, int want)
{
    Scope *scope = scope_of_node(c, e);
    ComprehensionParts parts = {.node = e, .kind = scope->comprehension};
    if (e->kind == EXPRESSION_DICT_COMP) {
        parts.element = e->dict_comp.key;
        parts.value = e->dict_comp.value;
        parts.generators = e->dict_comp.generators;
    } else {
        parts.element = e->comp.elt;
        parts.generators = e->comp.generators;
    }
    Unit *unit = c->unit;
    unit->at = e->at;
    bool is_async = scope->is_coroutine && parts.kind != COMPREHENSION_GENERATOR;
    if (is_async && !unit->is_async && unit->scope->comprehension == COMPREHENSION_NONE) {
        compiler_error(c, e->at,
                       "asynchronous comprehension outside of an asynchronous function");
        return operand_slot(0);
    }
    Code *code = comprehension_code(c, &parts, scope);
    if (c->failed)
        return operand_slot(0);
    unit->at = e->at;
    int window = unit->top;
    emit_function(c, code, 0, window, WANT_ANY);
    temporary_push(c);
    int argument = unit->top;
    const Comprehension *first = &parts.generators.items[0];
    Operand source = iterable_value(c, first->iter);
    unit->at = e->at;
    int code_of_source = operand_code(c, source);
    result_slot(c, WANT_ANY, argument);
    emit(c, first->is_async ? OP_GET_AITER : OP_GET_ITER,
         operand_use(c, source, USE_B, argument), argument, code_of_source, 0);
    int slot = result_slot(c, is_async ? WANT_ANY : want, window);
    emit(c, OP_CALL, 0, slot, window, 1);
    if (!is_async)
        return operand_slot(slot);
    generate_await_slot(c, slot);
    if (want < 0)
        return operand_slot(slot);
    emit(c, OP_TAKE, 0, want, slot, 0);
    unit->top = window;
    return operand_slot(want);
}

/* ---- classes --------------------------------------------------------------------------------- */

static Code *class_code(Compiler *c, const Statement *s, Scope *scope, int first_line)
{
    if (scope == NULL || !unit_open(c, scope, s->class_def.name, first_line))
        return NULL;
    Unit *unit = c->unit;
    unit->at = (Location){s->at.lineno, 0, s->at.lineno, 0};
    Operand module = name_load(c, compiler_text(c, "__name__", 8), unit->at, WANT_ANY);
    const Text *name_of_module = compiler_text(c, "__module__", 10);
    const Text *name_of_name = compiler_text(c, "__qualname__", 12);
    if (c->failed)
        return NULL;
    name_store(c, name_of_module, module, false);
    unit->top = unit->first_temporary;
    Object *name = compiler_share(c, object_retain(unit->qualified_name));
    name_store(c, name_of_name, operand_constant(name), false);
    generate_body(c, s->class_def.body, false);
    unit->at = (Location){s->at.lineno, 0, s->at.lineno, 0};
    if (scope->needs_class_cell) {
        int slot = temporary_push(c);
        emit(c, OP_MOVE, 0, slot, name_cell_slot(c, c->name_class_cell), 0);
        name_store(c, compiler_text(c, "__classcell__", 13), operand_slot(slot), true);
        emit(c, OP_RETURN, 0, 0, slot, 0);
    } else {
        emit_return_none(c);
    }
    return unit_close(c);
}

void generate_class(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Expressions decorators = s->class_def.decorator_list;
    push_decorators(c, decorators);
    int window = unit->top;
    unit->at = s->at;
    emit(c, OP_LOAD_BUILD_CLASS, 0, temporary_push(c), 0, 0);
    temporary_push(c);
    Scope *scope = scope_of_node(c, s);
    Code *code = class_code(c, s, scope, first_line_of(decorators, s->at));
    if (c->failed)
        return;
    unit->at = s->at;
    emit_function(c, code, 0, window + 2, WANT_ANY);
    deliver_constant(c, (Object *)compiler_str(c, s->class_def.name), WANT_ANY);
    int slot = name_local_slot(c, s->class_def.name);
    int want = slot >= 0 ? slot : WANT_ANY;
    Operand value = generate_arguments(c, window, 2, s->class_def.bases, s->class_def.keywords,
                                       s->at, decorators.count != 0 ? WANT_ANY : want);
    value = call_decorators(c, decorators, value, want);
    unit->at = s->at;
    store_definition(c, s->class_def.name, value, slot);
    unit->top = mark;
}
