/* Scopes: collecting names, then resolving them.
 *
 * Resolution walks outwards from each use, the rule being Python's: class bodies are invisible to
 * the functions in them, a `global` on the way ends the search, and all blocks between a use and
 * its binding carry the variable as free. `__class__` is bound by each class for what is inside. */
#include "compile/scope.h"

#include <string.h>

struct ScopeTable {
    Scope *top;
    Scope *current;
    Scope **nodes; /* by node address, open addressing */
    size_t count, size;
};

static size_t address_hash(const void *address)
{
    uint64_t bits = (uint64_t)(uintptr_t)address;
    return (size_t)((bits >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20);
}

/* ---- tables ---------------------------------------------------------------------------------- */

Symbol *scope_find(const Scope *scope, const Text *name)
{
    if (scope->size == 0)
        return NULL;
    for (size_t i = address_hash(name);; i++) {
        Symbol *symbol = scope->table[i & (scope->size - 1)];
        if (symbol == NULL || symbol->name == name)
            return symbol;
    }
}

static Symbol *scope_add(Compiler *c, Scope *scope, const Text *name)
{
    if (scope->count * 2 >= scope->size) {
        size_t size = scope->size == 0 ? 8 : scope->size * 2;
        Symbol **table = compiler_take(c, size, sizeof(Symbol *));
        if (table == NULL)
            return NULL;
        for (Symbol *symbol = scope->first; symbol != NULL; symbol = symbol->next) {
            size_t i = address_hash(symbol->name);
            while (table[i & (size - 1)] != NULL)
                i++;
            table[i & (size - 1)] = symbol;
        }
        scope->table = table;
        scope->size = size;
    }
    Symbol *symbol = compiler_take(c, 1, sizeof(Symbol));
    if (symbol == NULL)
        return NULL;
    symbol->name = name;
    symbol->slot = symbol->cell = -1;
    size_t i = address_hash(name);
    while (scope->table[i & (scope->size - 1)] != NULL)
        i++;
    scope->table[i & (scope->size - 1)] = symbol;
    scope->count++;
    if (scope->last == NULL)
        scope->first = symbol;
    else
        scope->last->next = symbol;
    scope->last = symbol;
    return symbol;
}

Scope *scope_of_node(Compiler *c, const void *node)
{
    ScopeTable *table = c->scopes;
    for (size_t i = address_hash(node); table->size != 0; i++) {
        Scope *scope = table->nodes[i & (table->size - 1)];
        if (scope == NULL)
            break;
        if (scope->node == node)
            return scope;
    }
    return NULL;
}

static bool scope_register(Compiler *c, ScopeTable *table, Scope *scope)
{
    if (table->count * 2 >= table->size) {
        size_t size = table->size == 0 ? 32 : table->size * 2;
        Scope **nodes = compiler_take(c, size, sizeof(Scope *));
        if (nodes == NULL)
            return false;
        for (size_t k = 0; k < table->size; k++) {
            if (table->nodes[k] == NULL)
                continue;
            size_t i = address_hash(table->nodes[k]->node);
            while (nodes[i & (size - 1)] != NULL)
                i++;
            nodes[i & (size - 1)] = table->nodes[k];
        }
        table->nodes = nodes;
        table->size = size;
    }
    size_t i = address_hash(scope->node);
    while (table->nodes[i & (table->size - 1)] != NULL)
        i++;
    table->nodes[i & (table->size - 1)] = scope;
    table->count++;
    return true;
}

/* Opens the scope of `node` inside the current one. NULL on failure. */
static Scope *scope_enter(Compiler *c, ScopeKind kind, const void *node)
{
    ScopeTable *table = c->scopes;
    Scope *scope = compiler_take(c, 1, sizeof(Scope));
    if (scope == NULL)
        return NULL;
    scope->kind = kind;
    scope->node = node;
    Scope *parent = table->current;
    scope->parent = parent;
    if (parent != NULL) {
        scope->private_name = parent->private_name;
        scope->iterable_depth = parent->iterable_depth;
        scope->is_nested = parent->is_nested || parent->kind == SCOPE_FUNCTION;
        if (kind != SCOPE_ANNOTATION) {
            if (parent->last_child == NULL)
                parent->first_child = scope;
            else
                parent->last_child->next = scope;
            parent->last_child = scope;
        }
    }
    if (kind != SCOPE_ANNOTATION && !scope_register(c, table, scope))
        return NULL;
    table->current = scope;
    return scope;
}

static void scope_leave(Compiler *c)
{
    c->scopes->current = c->scopes->current->parent;
}

/* ---- collecting ------------------------------------------------------------------------------ */

static void visit_expression(Compiler *c, const Expression *e);
static void visit_statements(Compiler *c, Statements list);

static unsigned symbol_flags(Compiler *c, const Scope *scope, const Text *name)
{
    const Text *mangled = compiler_mangle(c, c->scopes->current->private_name, name);
    Symbol *symbol = mangled == NULL ? NULL : scope_find(scope, mangled);
    return symbol == NULL ? 0 : symbol->flags;
}

/* Notes that `name` is used in `scope` as `flags` say. */
static Symbol *symbol_note(Compiler *c, Scope *scope, const Text *name, unsigned flags, Location at)
{
    if (c->failed)
        return NULL;
    const Text *mangled = compiler_mangle(c, c->scopes->current->private_name, name);
    if (mangled == NULL)
        return NULL;
    Symbol *symbol = scope_find(scope, mangled);
    if (symbol == NULL && (symbol = scope_add(c, scope, mangled)) == NULL)
        return NULL;
    if ((flags & SYMBOL_PARAMETER) != 0 && (symbol->flags & SYMBOL_PARAMETER) != 0) {
        compiler_error(c, at, "duplicate argument '%s' in function definition", name->bytes);
        return NULL;
    }
    symbol->flags |= (uint16_t)flags;
    if (scope->in_iteration_target) {
        if ((symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) != 0) {
            compiler_error(c, at, "comprehension inner loop cannot rebind assignment expression "
                                  "target '%s'", name->bytes);
            return NULL;
        }
        symbol->flags |= SYMBOL_ITERATION;
    }
    if ((flags & SYMBOL_GLOBAL) != 0 && scope != c->scopes->top) {
        Symbol *global = scope_find(c->scopes->top, mangled);
        if (global == NULL && (global = scope_add(c, c->scopes->top, mangled)) == NULL)
            return NULL;
        global->flags |= SYMBOL_GLOBAL;
    }
    return symbol;
}

static Symbol *note(Compiler *c, const Text *name, unsigned flags, Location at)
{
    return symbol_note(c, c->scopes->current, name, flags, at);
}

static void visit_expressions(Compiler *c, Expressions list)
{
    for (size_t i = 0; i < list.count && !c->failed; i++)
        if (list.items[i] != NULL)
            visit_expression(c, list.items[i]);
}

static void visit_optional(Compiler *c, const Expression *e)
{
    if (e != NULL)
        visit_expression(c, e);
}

static bool annotations_are_text(const Compiler *c)
{
    return (c->future_flags & CODE_FUTURE_ANNOTATIONS) != 0;
}

static void visit_annotation(Compiler *c, const Expression *e)
{
    if (e == NULL)
        return;
    if (!annotations_are_text(c)) {
        visit_expression(c, e);
        return;
    }
    if (scope_enter(c, SCOPE_ANNOTATION, e) == NULL)
        return;
    visit_expression(c, e);
    scope_leave(c);
}

static void visit_parameter_list(Compiler *c, ParameterList list)
{
    for (size_t i = 0; i < list.count; i++)
        note(c, list.items[i].arg, SYMBOL_PARAMETER, list.items[i].at);
}

static void visit_parameters(Compiler *c, const Parameters *p)
{
    visit_parameter_list(c, p->posonlyargs);
    visit_parameter_list(c, p->args);
    visit_parameter_list(c, p->kwonlyargs);
    if (p->vararg != NULL)
        note(c, p->vararg->arg, SYMBOL_PARAMETER, p->vararg->at);
    if (p->kwarg != NULL)
        note(c, p->kwarg->arg, SYMBOL_PARAMETER, p->kwarg->at);
}

static void visit_parameter_annotations(Compiler *c, const Parameters *p)
{
    const ParameterList *lists[] = {&p->posonlyargs, &p->args};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count; i++)
            visit_annotation(c, lists[k]->items[i].annotation);
    if (p->vararg != NULL)
        visit_annotation(c, p->vararg->annotation);
    if (p->kwarg != NULL)
        visit_annotation(c, p->kwarg->annotation);
    for (size_t i = 0; i < p->kwonlyargs.count; i++)
        visit_annotation(c, p->kwonlyargs.items[i].annotation);
}

static void reject_in_annotation(Compiler *c, const Expression *e, const char *what)
{
    if (c->scopes->current->kind == SCOPE_ANNOTATION)
        compiler_error(c, e->at, "'%s' can not be used within an annotation", what);
}

static void reject_in_comprehension(Compiler *c, const Expression *e)
{
    static const char *const names[] = {NULL, "list comprehension", "set comprehension",
                                        "dict comprehension", "generator expression"};
    Scope *scope = c->scopes->current;
    if (scope->comprehension != COMPREHENSION_NONE)
        compiler_error(c, e->at, "'yield' inside %s", names[scope->comprehension]);
}

static void visit_one_generator(Compiler *c, const Comprehension *generator, bool is_outermost)
{
    Scope *scope = c->scopes->current;
    scope->in_iteration_target = true;
    visit_expression(c, generator->target);
    scope->in_iteration_target = false;
    if (!is_outermost) {
        scope->iterable_depth++;
        visit_expression(c, generator->iter);
        scope->iterable_depth--;
    }
    visit_expressions(c, generator->ifs);
    if (generator->is_async)
        scope->is_coroutine = true;
}

static void visit_comprehension(Compiler *c, const Expression *e, ComprehensionKind kind,
                                const Expression *element, const Expression *value,
                                Comprehensions generators)
{
    Scope *outer = c->scopes->current;
    outer->iterable_depth++;
    visit_expression(c, generators.items[0].iter);
    outer->iterable_depth--;
    if (c->failed)
        return;
    Scope *scope = scope_enter(c, SCOPE_FUNCTION, e);
    if (scope == NULL)
        return;
    scope->comprehension = kind;
    note(c, c->name_iterator, SYMBOL_PARAMETER, e->at);
    for (size_t i = 0; i < generators.count && !c->failed; i++)
        visit_one_generator(c, &generators.items[i], i == 0);
    visit_optional(c, value);
    visit_expression(c, element);
    scope->is_generator = kind == COMPREHENSION_GENERATOR;
    bool is_async = scope->is_coroutine && !scope->is_generator;
    scope_leave(c);
    if (is_async)
        outer->is_coroutine = true;
}

/* A walrus inside comprehensions binds in the block around them. */
static void extend_walrus_scope(Compiler *c, const Expression *target)
{
    const Text *name = target->name.id;
    for (Scope *scope = c->scopes->current; scope != NULL; scope = scope->parent) {
        unsigned flags = symbol_flags(c, scope, name);
        if (scope->comprehension != COMPREHENSION_NONE) {
            if ((flags & SYMBOL_ITERATION) != 0) {
                compiler_error(c, target->at, "assignment expression cannot rebind comprehension "
                                              "iteration variable '%s'", name->bytes);
                return;
            }
            continue;
        }
        if (scope->kind == SCOPE_CLASS) {
            compiler_error(c, target->at, "assignment expression within a comprehension cannot be "
                                          "used in a class body");
            return;
        }
        bool is_global = scope->kind == SCOPE_MODULE || (flags & SYMBOL_GLOBAL) != 0;
        Symbol *symbol =
            note(c, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->at);
        if (symbol != NULL && symbol->directive.lineno == 0)
            symbol->directive = target->at;
        symbol_note(c, scope, name, scope->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_LOCAL,
                    target->at);
        return;
    }
}

static void visit_walrus(Compiler *c, const Expression *e)
{
    Scope *scope = c->scopes->current;
    reject_in_annotation(c, e, "named expression");
    if (scope->iterable_depth > 0) {
        compiler_error(c, e->at, "assignment expression cannot be used in a comprehension iterable "
                                 "expression");
        return;
    }
    scope->has_walrus = true;
    if (scope->comprehension != COMPREHENSION_NONE)
        extend_walrus_scope(c, e->named.target);
    visit_expression(c, e->named.value);
    visit_expression(c, e->named.target);
}

static void visit_name(Compiler *c, const Expression *e)
{
    unsigned flags = e->ctx == CONTEXT_LOAD ? SYMBOL_USED : SYMBOL_LOCAL;
    if (e->ctx == CONTEXT_DEL)
        flags |= SYMBOL_UNSTABLE;
    note(c, e->name.id, flags, e->at);
    if (e->ctx == CONTEXT_LOAD && e->name.id == c->name_super &&
        c->scopes->current->kind == SCOPE_FUNCTION)
        note(c, c->name_class_cell, SYMBOL_USED, e->at);
}

static void visit_lambda(Compiler *c, const Expression *e)
{
    const Parameters *p = e->lambda.args;
    visit_expressions(c, p->defaults);
    visit_expressions(c, p->kw_defaults);
    if (c->failed || scope_enter(c, SCOPE_FUNCTION, e) == NULL)
        return;
    visit_parameters(c, p);
    visit_expression(c, e->lambda.body);
    scope_leave(c);
}

static void visit_expression(Compiler *c, const Expression *e)
{
    if (!compiler_enter(c))
        return;
    switch (e->kind) {
    case EXPRESSION_BOOL_OP: visit_expressions(c, e->bool_op.values); break;
    case EXPRESSION_NAMED: visit_walrus(c, e); break;
    case EXPRESSION_BINARY:
        visit_expression(c, e->binary.left);
        visit_expression(c, e->binary.right);
        break;
    case EXPRESSION_UNARY: visit_expression(c, e->unary.operand); break;
    case EXPRESSION_LAMBDA: visit_lambda(c, e); break;
    case EXPRESSION_IF:
        visit_expression(c, e->if_exp.test);
        visit_expression(c, e->if_exp.body);
        visit_expression(c, e->if_exp.orelse);
        break;
    case EXPRESSION_DICT:
        visit_expressions(c, e->dict.keys);
        visit_expressions(c, e->dict.values);
        break;
    case EXPRESSION_SET: visit_expressions(c, e->set.elts); break;
    case EXPRESSION_LIST_COMP:
        visit_comprehension(c, e, COMPREHENSION_LIST, e->comp.elt, NULL, e->comp.generators);
        break;
    case EXPRESSION_SET_COMP:
        visit_comprehension(c, e, COMPREHENSION_SET, e->comp.elt, NULL, e->comp.generators);
        break;
    case EXPRESSION_GENERATOR:
        visit_comprehension(c, e, COMPREHENSION_GENERATOR, e->comp.elt, NULL, e->comp.generators);
        break;
    case EXPRESSION_DICT_COMP:
        visit_comprehension(c, e, COMPREHENSION_DICT, e->dict_comp.key, e->dict_comp.value,
                            e->dict_comp.generators);
        break;
    case EXPRESSION_AWAIT:
        reject_in_annotation(c, e, "await expression");
        visit_expression(c, e->await.value);
        c->scopes->current->is_coroutine = true;
        break;
    case EXPRESSION_YIELD:
    case EXPRESSION_YIELD_FROM:
        reject_in_annotation(c, e, "yield expression");
        visit_optional(c, e->yield.value);
        c->scopes->current->is_generator = true;
        reject_in_comprehension(c, e);
        break;
    case EXPRESSION_COMPARE:
        visit_expression(c, e->compare.left);
        for (size_t i = 0; i < e->compare.count; i++)
            visit_expression(c, e->compare.comparators[i]);
        break;
    case EXPRESSION_CALL:
        visit_expression(c, e->call.func);
        visit_expressions(c, e->call.args);
        for (size_t i = 0; i < e->call.keywords.count; i++)
            visit_expression(c, e->call.keywords.items[i].value);
        break;
    case EXPRESSION_FORMATTED_VALUE:
        visit_expression(c, e->formatted_value.value);
        visit_optional(c, e->formatted_value.format_spec);
        break;
    case EXPRESSION_JOINED_STR: visit_expressions(c, e->joined_str.values); break;
    case EXPRESSION_CONSTANT: break;
    case EXPRESSION_ATTRIBUTE: visit_expression(c, e->attribute.value); break;
    case EXPRESSION_SUBSCRIPT:
        visit_expression(c, e->subscript.value);
        visit_expression(c, e->subscript.slice);
        break;
    case EXPRESSION_STARRED: visit_expression(c, e->starred.value); break;
    case EXPRESSION_NAME: visit_name(c, e); break;
    case EXPRESSION_LIST: visit_expressions(c, e->list.elts); break;
    case EXPRESSION_TUPLE: visit_expressions(c, e->tuple.elts); break;
    case EXPRESSION_SLICE:
        visit_optional(c, e->slice.lower);
        visit_optional(c, e->slice.upper);
        visit_optional(c, e->slice.step);
        break;
    }
}

static void visit_pattern(Compiler *c, const Pattern *p)
{
    if (!compiler_enter(c))
        return;
    switch (p->kind) {
    case PATTERN_VALUE: visit_expression(c, p->value.value); break;
    case PATTERN_SINGLETON: break;
    case PATTERN_SEQUENCE:
        for (size_t i = 0; i < p->sequence.patterns.count; i++)
            visit_pattern(c, p->sequence.patterns.items[i]);
        break;
    case PATTERN_STAR:
        if (p->star.name != NULL)
            note(c, p->star.name, SYMBOL_LOCAL, p->at);
        break;
    case PATTERN_MAPPING:
        visit_expressions(c, p->mapping.keys);
        for (size_t i = 0; i < p->mapping.patterns.count; i++)
            visit_pattern(c, p->mapping.patterns.items[i]);
        if (p->mapping.rest != NULL)
            note(c, p->mapping.rest, SYMBOL_LOCAL, p->at);
        break;
    case PATTERN_CLASS:
        visit_expression(c, p->class_.cls);
        for (size_t i = 0; i < p->class_.patterns.count; i++)
            visit_pattern(c, p->class_.patterns.items[i]);
        for (size_t i = 0; i < p->class_.kwd_patterns.count; i++)
            visit_pattern(c, p->class_.kwd_patterns.items[i]);
        break;
    case PATTERN_AS:
        if (p->as.pattern != NULL)
            visit_pattern(c, p->as.pattern);
        if (p->as.name != NULL)
            note(c, p->as.name, SYMBOL_LOCAL, p->at);
        break;
    case PATTERN_OR:
        for (size_t i = 0; i < p->or_.patterns.count; i++)
            visit_pattern(c, p->or_.patterns.items[i]);
        break;
    }
}

static void visit_function(Compiler *c, const Statement *s)
{
    const Parameters *p = s->function_def.args;
    note(c, s->function_def.name, SYMBOL_LOCAL, s->at);
    visit_expressions(c, p->defaults);
    visit_expressions(c, p->kw_defaults);
    visit_parameter_annotations(c, p);
    visit_annotation(c, s->function_def.returns);
    visit_expressions(c, s->function_def.decorator_list);
    if (c->failed)
        return;
    Scope *scope = scope_enter(c, SCOPE_FUNCTION, s);
    if (scope == NULL)
        return;
    scope->is_coroutine = s->kind == STATEMENT_ASYNC_FUNCTION_DEF;
    visit_parameters(c, p);
    visit_statements(c, s->function_def.body);
    scope_leave(c);
}

static void visit_class(Compiler *c, const Statement *s)
{
    note(c, s->class_def.name, SYMBOL_LOCAL, s->at);
    visit_expressions(c, s->class_def.bases);
    for (size_t i = 0; i < s->class_def.keywords.count; i++)
        visit_expression(c, s->class_def.keywords.items[i].value);
    visit_expressions(c, s->class_def.decorator_list);
    if (c->failed)
        return;
    Scope *scope = scope_enter(c, SCOPE_CLASS, s);
    if (scope == NULL)
        return;
    scope->private_name = s->class_def.name;
    visit_statements(c, s->class_def.body);
    scope_leave(c);
}

static void visit_annotated_assignment(Compiler *c, const Statement *s)
{
    const Expression *target = s->ann_assign.target;
    if (target->kind == EXPRESSION_NAME) {
        Scope *scope = c->scopes->current;
        unsigned flags = symbol_flags(c, scope, target->name.id);
        if ((flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) != 0 && scope != c->scopes->top &&
            s->ann_assign.simple) {
            compiler_error(c, s->at, "annotated name '%s' can't be %s", target->name.id->bytes,
                           (flags & SYMBOL_GLOBAL) != 0 ? "global" : "nonlocal");
            return;
        }
        if (s->ann_assign.simple)
            note(c, target->name.id, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->at);
        else if (s->ann_assign.value != NULL)
            note(c, target->name.id, SYMBOL_LOCAL, target->at);
    } else {
        visit_expression(c, target);
    }
    visit_annotation(c, s->ann_assign.annotation);
    visit_optional(c, s->ann_assign.value);
}

static void visit_directive(Compiler *c, const Statement *s)
{
    bool is_global = s->kind == STATEMENT_GLOBAL;
    const char *word = is_global ? "global" : "nonlocal";
    for (size_t i = 0; i < s->global.names.count && !c->failed; i++) {
        const Text *name = s->global.names.items[i];
        unsigned flags = symbol_flags(c, c->scopes->current, name);
        if ((flags & SYMBOL_PARAMETER) != 0)
            compiler_error(c, s->at, "name '%s' is parameter and %s", name->bytes, word);
        else if ((flags & SYMBOL_USED) != 0)
            compiler_error(c, s->at, "name '%s' is used prior to %s declaration", name->bytes, word);
        else if ((flags & SYMBOL_ANNOTATED) != 0)
            compiler_error(c, s->at, "annotated name '%s' can't be %s", name->bytes, word);
        else if ((flags & SYMBOL_LOCAL) != 0)
            compiler_error(c, s->at, "name '%s' is assigned to before %s declaration", name->bytes,
                           word);
        Symbol *symbol = note(c, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, s->at);
        if (symbol != NULL && symbol->directive.lineno == 0)
            symbol->directive = s->at;
    }
}

static void visit_aliases(Compiler *c, ImportAliases names)
{
    for (size_t i = 0; i < names.count && !c->failed; i++) {
        const ImportAlias *alias = &names.items[i];
        const Text *name = alias->asname != NULL ? alias->asname : alias->name;
        if (name->length == 1 && name->bytes[0] == '*') {
            if (c->scopes->current->kind != SCOPE_MODULE)
                compiler_error(c, alias->at, "import * only allowed at module level");
            continue;
        }
        const char *dot = memchr(name->bytes, '.', name->length);
        if (dot != NULL)
            name = compiler_text(c, name->bytes, (size_t)(dot - name->bytes));
        if (name != NULL)
            note(c, name, SYMBOL_IMPORTED, alias->at);
    }
}

static void visit_try(Compiler *c, const Statement *s)
{
    visit_statements(c, s->try_.body);
    for (size_t i = 0; i < s->try_.handlers.count && !c->failed; i++) {
        const ExceptHandler *handler = &s->try_.handlers.items[i];
        visit_optional(c, handler->type);
        if (handler->name != NULL)
            note(c, handler->name, SYMBOL_LOCAL | SYMBOL_UNSTABLE, handler->at);
        visit_statements(c, handler->body);
    }
    visit_statements(c, s->try_.orelse);
    visit_statements(c, s->try_.finalbody);
}

static void visit_statement(Compiler *c, const Statement *s)
{
    if (!compiler_enter(c))
        return;
    switch (s->kind) {
    case STATEMENT_FUNCTION_DEF:
    case STATEMENT_ASYNC_FUNCTION_DEF: visit_function(c, s); break;
    case STATEMENT_CLASS_DEF: visit_class(c, s); break;
    case STATEMENT_RETURN:
        visit_optional(c, s->return_.value);
        break;
    case STATEMENT_DELETE: visit_expressions(c, s->delete_.targets); break;
    case STATEMENT_ASSIGN:
        visit_expressions(c, s->assign.targets);
        visit_expression(c, s->assign.value);
        break;
    case STATEMENT_AUG_ASSIGN:
        visit_expression(c, s->aug_assign.target);
        visit_expression(c, s->aug_assign.value);
        break;
    case STATEMENT_ANN_ASSIGN: visit_annotated_assignment(c, s); break;
    case STATEMENT_FOR:
    case STATEMENT_ASYNC_FOR:
        visit_expression(c, s->for_.target);
        visit_expression(c, s->for_.iter);
        visit_statements(c, s->for_.body);
        visit_statements(c, s->for_.orelse);
        break;
    case STATEMENT_WHILE:
        visit_expression(c, s->while_.test);
        visit_statements(c, s->while_.body);
        visit_statements(c, s->while_.orelse);
        break;
    case STATEMENT_IF:
        visit_expression(c, s->if_.test);
        visit_statements(c, s->if_.body);
        visit_statements(c, s->if_.orelse);
        break;
    case STATEMENT_WITH:
    case STATEMENT_ASYNC_WITH:
        for (size_t i = 0; i < s->with.items.count; i++) {
            visit_expression(c, s->with.items.items[i].context_expr);
            visit_optional(c, s->with.items.items[i].optional_vars);
        }
        visit_statements(c, s->with.body);
        break;
    case STATEMENT_MATCH:
        visit_expression(c, s->match.subject);
        for (size_t i = 0; i < s->match.cases.count; i++) {
            visit_pattern(c, s->match.cases.items[i].pattern);
            visit_optional(c, s->match.cases.items[i].guard);
            visit_statements(c, s->match.cases.items[i].body);
        }
        break;
    case STATEMENT_RAISE:
        visit_optional(c, s->raise.exc);
        visit_optional(c, s->raise.cause);
        break;
    case STATEMENT_TRY:
    case STATEMENT_TRY_STAR: visit_try(c, s); break;
    case STATEMENT_ASSERT:
        visit_expression(c, s->assert_.test);
        visit_optional(c, s->assert_.msg);
        break;
    case STATEMENT_IMPORT: visit_aliases(c, s->import.names); break;
    case STATEMENT_IMPORT_FROM: visit_aliases(c, s->import_from.names); break;
    case STATEMENT_GLOBAL:
    case STATEMENT_NONLOCAL: visit_directive(c, s); break;
    case STATEMENT_EXPR: visit_expression(c, s->expr.value); break;
    case STATEMENT_PASS:
    case STATEMENT_BREAK:
    case STATEMENT_CONTINUE: break;
    }
}

static void visit_statements(Compiler *c, Statements list)
{
    for (size_t i = 0; i < list.count && !c->failed; i++)
        visit_statement(c, list.items[i]);
}

/* ---- resolving ------------------------------------------------------------------------------- */

/* The block outside `scope` that binds `name` for it, or NULL: global or built in. */
static Scope *find_binder(Compiler *c, const Scope *scope, const Text *name)
{
    for (Scope *outer = scope->parent; outer != NULL; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS) {
            if (name == c->name_class_cell)
                return outer;
            continue;
        }
        if (outer->kind != SCOPE_FUNCTION)
            continue;
        Symbol *symbol = scope_find(outer, name);
        if (symbol == NULL || (symbol->flags & SYMBOL_NONLOCAL) != 0)
            continue;
        if ((symbol->flags & SYMBOL_GLOBAL) != 0)
            return NULL;
        if ((symbol->flags & SYMBOL_BOUND) != 0)
            return outer;
    }
    return NULL;
}

/* `scope` uses `name` of `owner`: a cell there, and free in every block between. */
static void capture(Compiler *c, Scope *scope, Scope *owner, const Text *name)
{
    for (; scope != owner; scope = scope->parent) {
        Symbol *symbol = scope_find(scope, name);
        if (symbol == NULL) {
            symbol = scope_add(c, scope, name);
            if (symbol == NULL)
                return;
            symbol->visibility = VISIBLE_FREE;
        } else if (scope->kind == SCOPE_CLASS &&
                   (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)) != 0 &&
                   (symbol->flags & SYMBOL_NONLOCAL) == 0) {
            symbol->flags |= SYMBOL_FREE_CLASS;
        } else {
            symbol->visibility = VISIBLE_FREE;
        }
    }
    if (owner->kind == SCOPE_CLASS)
        owner->needs_class_cell = true;
    else
        scope_find(owner, name)->visibility = VISIBLE_CELL;
}

static void resolve_symbol(Compiler *c, Scope *scope, Symbol *symbol)
{
    unsigned flags = symbol->flags;
    if ((flags & SYMBOL_GLOBAL) != 0) {
        if ((flags & SYMBOL_NONLOCAL) != 0)
            compiler_error(c, symbol->directive, "name '%s' is nonlocal and global",
                           symbol->name->bytes);
        symbol->visibility = VISIBLE_GLOBAL_EXPLICIT;
        return;
    }
    if ((flags & SYMBOL_NONLOCAL) != 0) {
        Scope *owner = find_binder(c, scope, symbol->name);
        if (scope->kind == SCOPE_MODULE)
            compiler_error(c, symbol->directive, "nonlocal declaration not allowed at module level");
        else if (owner == NULL)
            compiler_error(c, symbol->directive, "no binding for nonlocal '%s' found",
                           symbol->name->bytes);
        else
            capture(c, scope, owner, symbol->name);
        return;
    }
    if ((flags & SYMBOL_BOUND) != 0) {
        symbol->visibility = VISIBLE_LOCAL;
        return;
    }
    if (symbol->visibility == VISIBLE_FREE)
        return; /* added on the way of an inner use */
    Scope *owner = find_binder(c, scope, symbol->name);
    if (owner != NULL)
        capture(c, scope, owner, symbol->name);
    else
        symbol->visibility = VISIBLE_GLOBAL_IMPLICIT;
}

/* From the outside in; children after their parent's own names, as their captures mark those. */
static void resolve_scope(Compiler *c, Scope *scope)
{
    if (!compiler_enter(c))
        return;
    for (Symbol *symbol = scope->first; symbol != NULL && !c->failed; symbol = symbol->next)
        resolve_symbol(c, scope, symbol);
    for (Scope *child = scope->first_child; child != NULL && !c->failed; child = child->next)
        resolve_scope(c, child);
}

bool scopes_build(Compiler *c)
{
    ScopeTable *table = compiler_take(c, 1, sizeof(ScopeTable));
    if (table == NULL)
        return false;
    c->scopes = table;
    table->top = scope_enter(c, SCOPE_MODULE, c->tree);
    if (table->top == NULL)
        return false;
    if (c->tree->kind == TREE_EXPRESSION)
        visit_expression(c, c->tree->expression);
    else
        visit_statements(c, c->tree->body);
    if (!c->failed)
        resolve_scope(c, table->top);
    return !c->failed;
}
