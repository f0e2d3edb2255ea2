/* Units: one per code object under construction. Emitting, labels, handlers, operands.
 *
 * Two facts are followed along the code as it is emitted, in step with the control flow:
 * whether this place can be reached at all, and which locals are bound on every way here. A label
 * collects the second from all jumps to it. Where the ways are not all known (the head of a loop,
 * a handler), locals that something unbinds (`unstable`) are taken as unbound; others only ever
 * become bound. */
#include "compile/generate.h"

#include <string.h>

/* ---- emitting -------------------------------------------------------------------------------- */

static Emitted *emit_new(Compiler *c, Opcode op, unsigned n, int a)
{
    Unit *unit = c->unit;
    if (c->failed || !unit->reachable ||
        !compiler_grow(c, &unit->code, &unit->capacity, unit->count, sizeof(Emitted)))
        return NULL;
    Emitted *emitted = &unit->code[unit->count++];
    memset(emitted, 0, sizeof *emitted);
    emitted->instruction.op = (uint8_t)op;
    emitted->instruction.n = (uint8_t)n;
    emitted->instruction.a = (int16_t)a;
    emitted->label = -1;
    emitted->handler = unit->handler;
    emitted->at = unit->at;
    if (unit->handler >= 0)
        unit->handlers[unit->handler].is_used = true;
    return emitted;
}

void emit(Compiler *c, Opcode op, unsigned n, int a, int b, int third)
{
    Emitted *emitted = emit_new(c, op, n, a);
    if (emitted == NULL)
        return;
    emitted->instruction.b = (int16_t)b;
    emitted->instruction.c = (int16_t)third;
    if (op == OP_RETURN || op == OP_RAISE || op == OP_RERAISE)
        c->unit->reachable = false;
}

void emit_wide(Compiler *c, Opcode op, unsigned n, int a, int32_t d)
{
    Emitted *emitted = emit_new(c, op, n, a);
    if (emitted != NULL)
        emitted->instruction.d = d;
}

void emit_word(Compiler *c, uint32_t word)
{
    Unit *unit = c->unit;
    if (!c->failed && unit->reachable && unit->count != 0)
        unit->code[unit->count - 1].word = word;
}

/* ---- labels ---------------------------------------------------------------------------------- */

int label_new(Compiler *c)
{
    Unit *unit = c->unit;
    if (c->failed || !compiler_grow(c, &unit->labels, &unit->label_capacity, unit->label_count,
                                    sizeof(Label)))
        return 0;
    unit->labels[unit->label_count] = (Label){.place = -1};
    return (int)unit->label_count++;
}

static void label_reach(Compiler *c, int number)
{
    Unit *unit = c->unit;
    Label *label = &unit->labels[number];
    label->is_reached = true;
    if (label->place >= 0)
        return;
    if (label->bound == NULL) {
        label->bound = compiler_take(c, BOUND_WORDS, sizeof(uint64_t));
        if (label->bound != NULL)
            memcpy(label->bound, unit->bound, sizeof unit->bound);
        return;
    }
    for (size_t i = 0; i < BOUND_WORDS; i++)
        label->bound[i] &= unit->bound[i];
}

void emit_jump(Compiler *c, Opcode op, unsigned n, int a, int b, int label)
{
    Emitted *emitted = emit_new(c, op, n, a);
    if (emitted == NULL)
        return;
    emitted->instruction.b = (int16_t)b;
    emitted->label = label;
    label_reach(c, label);
    if (op == OP_JUMP)
        c->unit->reachable = false;
}

/* The ways that end here join: `bound` is what holds on the other ones. */
static void join(Unit *unit, const uint64_t *bound)
{
    for (size_t i = 0; i < BOUND_WORDS; i++)
        unit->bound[i] = unit->reachable ? unit->bound[i] & bound[i] : bound[i];
    unit->reachable = true;
}

void label_bind(Compiler *c, int number)
{
    if (c->failed)
        return;
    Unit *unit = c->unit;
    Label *label = &unit->labels[number];
    label->place = (int32_t)unit->count;
    if (label->is_reached && label->bound != NULL)
        join(unit, label->bound);
}

void label_bind_loop(Compiler *c, int number)
{
    Unit *unit = c->unit;
    for (size_t i = 0; i < BOUND_WORDS; i++)
        unit->bound[i] &= ~unit->unstable[i];
    label_bind(c, number);
}

int handler_new(Compiler *c, int depth)
{
    Unit *unit = c->unit;
    int label = label_new(c);
    if (c->failed || !compiler_grow(c, &unit->handlers, &unit->handler_capacity,
                                    unit->handler_count, sizeof(Handler)))
        return -1;
    Handler *handler = &unit->handlers[unit->handler_count];
    *handler = (Handler){.label = label, .depth = depth};
    memcpy(handler->bound, unit->bound, sizeof unit->bound);
    return (int)unit->handler_count++;
}

void handler_bind(Compiler *c, int number)
{
    if (c->failed)
        return;
    Unit *unit = c->unit;
    Handler *handler = &unit->handlers[number];
    Label *label = &unit->labels[handler->label];
    label->place = (int32_t)unit->count;
    if (label->is_reached && label->bound != NULL)
        join(unit, label->bound);
    if (!handler->is_used)
        return;
    for (size_t i = 0; i < BOUND_WORDS; i++)
        handler->bound[i] &= ~unit->unstable[i];
    join(unit, handler->bound);
}

/* ---- slots ----------------------------------------------------------------------------------- */

void local_set_bound(Unit *unit, int slot, bool is_bound)
{
    if (slot >= BOUND_WORDS * 64)
        return;
    if (is_bound)
        unit->bound[slot / 64] |= UINT64_C(1) << (slot % 64);
    else
        unit->bound[slot / 64] &= ~(UINT64_C(1) << (slot % 64));
}

int temporary_push(Compiler *c)
{
    Unit *unit = c->unit;
    int slot = unit->top++;
    if (unit->top > INT16_MAX - 8) {
        unit->top--;
        compiler_error(c, unit->at, "too many locals");
    }
    if (unit->top > unit->slot_count)
        unit->slot_count = unit->top;
    return slot;
}

int result_slot(Compiler *c, int want, int mark)
{
    c->unit->top = mark;
    return want >= 0 ? want : temporary_push(c);
}

/* ---- the pool of constants and names --------------------------------------------------------- */

static size_t pointer_place(const void *pointer)
{
    return (size_t)(((uint64_t)(uintptr_t)pointer >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 24);
}

/* The number of `object` in a pool that finds objects by address; a new one is appended. */
static uint32_t pool_number(Compiler *c, Object ***items, size_t *count, size_t *capacity,
                            uint32_t **table, size_t *table_size, Object *object)
{
    if (*count * 2 >= *table_size) {
        size_t size = *table_size == 0 ? 32 : *table_size * 2;
        uint32_t *fresh = compiler_take(c, size, sizeof(uint32_t));
        if (fresh == NULL)
            return 0;
        for (size_t k = 0; k < *count; k++) {
            size_t i = pointer_place((*items)[k]);
            while (fresh[i & (size - 1)] != 0)
                i++;
            fresh[i & (size - 1)] = (uint32_t)k + 1;
        }
        *table = fresh;
        *table_size = size;
    }
    size_t i = pointer_place(object), mask = *table_size - 1;
    for (; (*table)[i & mask] != 0; i++)
        if ((*items)[(*table)[i & mask] - 1] == object)
            return (*table)[i & mask] - 1;
    if (!compiler_grow(c, items, capacity, *count, sizeof(Object *)))
        return 0;
    (*items)[*count] = object;
    (*table)[i & mask] = (uint32_t)*count + 1;
    return (uint32_t)(*count)++;
}

uint32_t constant_number(Compiler *c, Object *constant)
{
    Unit *unit = c->unit;
    if (c->failed || constant == NULL || !unit->reachable)
        return 0;
    return pool_number(c, &unit->constants, &unit->constant_count, &unit->constant_capacity,
                       &unit->constant_table, &unit->constant_table_size, constant);
}

int name_number_plain(Compiler *c, const Text *name)
{
    Unit *unit = c->unit;
    if (c->failed || name == NULL || !unit->reachable)
        return 0;
    Str *str = compiler_str(c, name);
    if (str == NULL)
        return 0;
    return (int)pool_number(c, (Object ***)&unit->names, &unit->name_count, &unit->name_capacity,
                            &unit->name_table, &unit->name_table_size, (Object *)str);
}

const Text *unit_mangle(Compiler *c, const Text *name)
{
    return c->failed ? name : compiler_mangle(c, c->unit->scope->private_name, name);
}

int name_number(Compiler *c, const Text *name)
{
    return name_number_plain(c, unit_mangle(c, name));
}

/* ---- operands -------------------------------------------------------------------------------- */

int operand_code(Compiler *c, Operand operand)
{
    if (operand.constant == NULL)
        return operand.slot;
    uint32_t number = constant_number(c, operand.constant);
    if (number >= OPERAND_CONSTANTS)
        compiler_error(c, c->unit->at, "too many constants");
    return ~(int)number;
}

unsigned operand_use(const Compiler *c, Operand operand, unsigned flag, int destination)
{
    return operand.constant == NULL && is_temporary(c, operand.slot) && operand.slot != destination
               ? flag
               : 0;
}

Operand deliver_constant(Compiler *c, Object *constant, int want)
{
    Unit *unit = c->unit;
    if (c->failed || constant == NULL)
        return operand_slot(0);
    if (want == WANT_FREE && unit->constant_count < OPERAND_CONSTANTS / 2)
        return operand_constant(constant);
    uint32_t number = constant_number(c, constant);
    if (want == WANT_FREE && number < OPERAND_CONSTANTS)
        return operand_constant(constant);
    int slot = want >= 0 ? want : temporary_push(c);
    if (number < OPERAND_CONSTANTS)
        emit(c, OP_MOVE, 0, slot, ~(int)number, 0);
    else
        emit_wide(c, OP_LOAD_CONSTANT, 0, slot, (int32_t)number);
    return operand_slot(slot);
}

void emit_return_none(Compiler *c)
{
    int mark = c->unit->top;
    Operand none = deliver_constant(c, NONE, WANT_FREE);
    emit(c, OP_RETURN, 0, 0, operand_code(c, none), 0);
    c->unit->top = mark;
}

Operand deliver_slot(Compiler *c, int slot, int want)
{
    if (want == WANT_FREE || want == slot)
        return operand_slot(slot);
    int destination = want >= 0 ? want : temporary_push(c);
    emit(c, OP_MOVE, 0, destination, slot, 0);
    return operand_slot(destination);
}

void operand_store(Compiler *c, Operand operand, int slot)
{
    if (operand.constant == NULL && operand.slot == slot)
        return;
    bool is_taken = operand.constant == NULL && is_temporary(c, operand.slot);
    emit(c, is_taken ? OP_TAKE : OP_MOVE, 0, slot, operand_code(c, operand), 0);
}

void operand_drop(Compiler *c, Operand operand)
{
    if (operand.constant == NULL && is_temporary(c, operand.slot))
        emit(c, OP_CLEAR, 0, operand.slot, 0, 0);
}

static bool walk_all(Compiler *c, Expressions list, NameVisitor visit, const void *context)
{
    for (size_t i = 0; i < list.count; i++)
        if (expression_walk(c, list.items[i], visit, context))
            return true;
    return false;
}

/* The bodies of lambdas and comprehensions have names of their own. */
bool expression_walk(Compiler *c, const Expression *e, NameVisitor visit, const void *context)
{
    if (e == NULL || !compiler_enter(c))
        return false;
#define WALK(child) expression_walk(c, child, visit, context)
    switch (e->kind) {
    case EXPRESSION_NAME: return visit(c, e, context);
    case EXPRESSION_NAMED: return WALK(e->named.value) || WALK(e->named.target);
    case EXPRESSION_BOOL_OP: return walk_all(c, e->bool_op.values, visit, context);
    case EXPRESSION_BINARY: return WALK(e->binary.left) || WALK(e->binary.right);
    case EXPRESSION_UNARY: return WALK(e->unary.operand);
    case EXPRESSION_LAMBDA:
        return walk_all(c, e->lambda.args->defaults, visit, context) ||
               walk_all(c, e->lambda.args->kw_defaults, visit, context);
    case EXPRESSION_IF:
        return WALK(e->if_exp.test) || WALK(e->if_exp.body) || WALK(e->if_exp.orelse);
    case EXPRESSION_DICT:
        for (size_t i = 0; i < e->dict.values.count; i++)
            if (WALK(e->dict.keys.items[i]) || WALK(e->dict.values.items[i]))
                return true;
        return false;
    case EXPRESSION_SET: return walk_all(c, e->set.elts, visit, context);
    case EXPRESSION_LIST: return walk_all(c, e->list.elts, visit, context);
    case EXPRESSION_TUPLE: return walk_all(c, e->tuple.elts, visit, context);
    case EXPRESSION_LIST_COMP:
    case EXPRESSION_SET_COMP:
    case EXPRESSION_GENERATOR: return WALK(e->comp.generators.items[0].iter);
    case EXPRESSION_DICT_COMP: return WALK(e->dict_comp.generators.items[0].iter);
    case EXPRESSION_CONSTANT: return false;
    case EXPRESSION_AWAIT: return WALK(e->await.value);
    case EXPRESSION_YIELD:
    case EXPRESSION_YIELD_FROM: return WALK(e->yield.value);
    case EXPRESSION_COMPARE:
        if (WALK(e->compare.left))
            return true;
        for (size_t i = 0; i < e->compare.count; i++)
            if (WALK(e->compare.comparators[i]))
                return true;
        return false;
    case EXPRESSION_CALL:
        if (WALK(e->call.func) || walk_all(c, e->call.args, visit, context))
            return true;
        for (size_t i = 0; i < e->call.keywords.count; i++)
            if (WALK(e->call.keywords.items[i].value))
                return true;
        return false;
    case EXPRESSION_FORMATTED_VALUE:
        return WALK(e->formatted_value.value) || WALK(e->formatted_value.format_spec);
    case EXPRESSION_JOINED_STR: return walk_all(c, e->joined_str.values, visit, context);
    case EXPRESSION_ATTRIBUTE: return WALK(e->attribute.value);
    case EXPRESSION_SUBSCRIPT: return WALK(e->subscript.value) || WALK(e->subscript.slice);
    case EXPRESSION_STARRED: return WALK(e->starred.value);
    case EXPRESSION_SLICE:
        return WALK(e->slice.lower) || WALK(e->slice.upper) || WALK(e->slice.step);
    }
#undef WALK
    return false;
}

static bool is_rebound_name(Compiler *c, const Expression *e, const void *name)
{
    return e->ctx != CONTEXT_LOAD && unit_mangle(c, e->name.id) == name;
}

bool expression_rebinds(Compiler *c, const Expression *e, const Text *name)
{
    return expression_walk(c, e, is_rebound_name, name);
}

void operand_protect(Compiler *c, Operand *operand, const Expression *later)
{
    Unit *unit = c->unit;
    if (c->failed || operand->constant != NULL || operand->slot >= unit->local_count ||
        !unit->scope->has_walrus)
        return;
    if (expression_rebinds(c, later, unit->locals[operand->slot]))
        *operand = deliver_slot(c, operand->slot, WANT_ANY);
}

/* ---- units ----------------------------------------------------------------------------------- */

bool unit_is_function(const Compiler *c)
{
    return c->unit->scope->kind == SCOPE_FUNCTION;
}

static int text_order(const Text *left, const Text *right)
{
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->bytes, right->bytes, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static void texts_sort(const Text **texts, size_t count)
{
    for (size_t gap = count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < count; i++) {
            const Text *text = texts[i];
            size_t k = i;
            for (; k >= gap && text_order(texts[k - gap], text) > 0; k -= gap)
                texts[k] = texts[k - gap];
            texts[k] = text;
        }
}

/* Gives the slots out: parameters, (other locals at first use,) cells, free variables. Cells of
 * parameters come first, the others in the order of their names, as CPython shows them. */
static bool unit_number_slots(Compiler *c, Unit *unit)
{
    Scope *scope = unit->scope;
    size_t count = scope->count + 1;
    unit->locals = compiler_take(c, count, sizeof(Text *));
    unit->cells = compiler_take(c, count, sizeof(Text *));
    unit->frees = compiler_take(c, count, sizeof(Text *));
    if (unit->locals == NULL || unit->cells == NULL || unit->frees == NULL)
        return false;
    size_t parameter_cells = 0, cells = 0, frees = 0;
    for (Symbol *symbol = scope->first; symbol != NULL; symbol = symbol->next) {
        symbol->slot = symbol->cell = -1;
        bool is_parameter = (symbol->flags & SYMBOL_PARAMETER) != 0;
        if (is_parameter) {
            symbol->slot = unit->locals_given;
            unit->locals[unit->locals_given++] = symbol->name;
            unit->local_count++;
            if (symbol->visibility == VISIBLE_CELL)
                parameter_cells++;
            else
                local_set_bound(unit, symbol->slot, true);
            if ((symbol->flags & SYMBOL_UNSTABLE) != 0 && symbol->slot < BOUND_WORDS * 64)
                unit->unstable[symbol->slot / 64] |= UINT64_C(1) << (symbol->slot % 64);
        } else if (symbol->visibility == VISIBLE_LOCAL && scope->kind == SCOPE_FUNCTION) {
            unit->local_count++;
        }
        if (symbol->visibility == VISIBLE_CELL)
            unit->cells[cells++] = symbol->name;
        if (symbol->visibility == VISIBLE_FREE || (symbol->flags & SYMBOL_FREE_CLASS) != 0)
            unit->frees[frees++] = symbol->name;
    }
    if (scope->needs_class_cell)
        unit->cells[cells++] = c->name_class_cell;
    if (unit->local_count + cells + frees > INT16_MAX / 2) {
        compiler_error(c, unit->at, "too many locals");
        return false;
    }
    /* parameters were met before all others */
    texts_sort(unit->cells + parameter_cells, cells - parameter_cells);
    texts_sort(unit->frees, frees);
    unit->cell_count = (int)cells;
    unit->free_count = (int)frees;
    for (size_t i = 0; i < cells; i++) {
        Symbol *symbol = scope_find(scope, unit->cells[i]);
        if (symbol != NULL && symbol->visibility == VISIBLE_CELL)
            symbol->cell = unit->local_count + (int)i;
    }
    for (size_t i = 0; i < frees; i++)
        scope_find(scope, unit->frees[i])->cell = unit->local_count + (int)(cells + i);
    unit->first_temporary = unit->local_count + (int)(cells + frees);
    unit->top = unit->slot_count = unit->first_temporary;
    return true;
}

/* outer.<locals>.name, unless the name is declared global out there. */
static Str *qualified_name(Compiler *c, const Scope *scope, const Text *name)
{
    Unit *outer = c->unit;
    Str *own = compiler_str(c, name);
    if (own == NULL || outer == NULL || outer->outer == NULL)
        return own;
    bool is_definition = scope->kind == SCOPE_CLASS ||
                         (scope->comprehension == COMPREHENSION_NONE && name->bytes[0] != '<');
    if (is_definition) {
        const Text *mangled = unit_mangle(c, name);
        Symbol *symbol = mangled == NULL ? NULL : scope_find(outer->scope, mangled);
        if (symbol != NULL && symbol->visibility == VISIBLE_GLOBAL_EXPLICIT)
            return own;
    }
    bool in_function = outer->scope->kind == SCOPE_FUNCTION &&
                       outer->scope->comprehension == COMPREHENSION_NONE;
    Str *full = str_format(c->rt, in_function ? "%U.<locals>.%U" : "%U.%U", outer->qualified_name,
                           own);
    if (full != NULL)
        str_intern(c->rt, &full);
    return compiler_keep(c, full);
}

bool unit_open(Compiler *c, Scope *scope, const Text *name, int first_line)
{
    Unit *unit = compiler_take(c, 1, sizeof(Unit));
    if (unit == NULL)
        return false;
    unit->scope = scope;
    unit->first_line = first_line;
    unit->handler = -1;
    unit->reachable = true;
    unit->at = (Location){first_line, 0, first_line, 0};
    unit->name = compiler_str(c, name);
    unit->qualified_name = qualified_name(c, scope, name);
    if (c->failed || !unit_number_slots(c, unit))
        return false;
    if (scope->kind == SCOPE_FUNCTION) {
        unit->flags = CODE_OPTIMIZED | CODE_NEWLOCALS;
        if (scope->is_nested)
            unit->flags |= CODE_NESTED;
        if (scope->is_generator)
            unit->flags |= scope->is_coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
        else if (scope->is_coroutine)
            unit->flags |= CODE_COROUTINE;
    }
    unit->flags |= c->future_flags;
    unit->outer = c->unit;
    c->unit = unit;

    if (unit->free_count != 0)
        emit(c, OP_COPY_FREE, 0, unit->free_count, 0, 0);
    for (int i = 0; i < unit->cell_count; i++) {
        Symbol *symbol = scope_find(scope, unit->cells[i]);
        bool is_parameter = symbol != NULL && (symbol->flags & SYMBOL_PARAMETER) != 0 &&
                            symbol->visibility == VISIBLE_CELL;
        emit(c, OP_MAKE_CELL, 0, unit->local_count + i, is_parameter ? symbol->slot : -1, 0);
    }
    if ((unit->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) != 0)
        emit(c, OP_RETURN_GENERATOR, 0, 0, 0, 0);
    return !c->failed;
}

Code *unit_close(Compiler *c)
{
    if (c->failed)
        return NULL;
    Unit *unit = c->unit;
    /* locals that no emitted code mentions get their slots too */
    for (Symbol *symbol = unit->scope->first; symbol != NULL; symbol = symbol->next)
        if (unit->scope->kind == SCOPE_FUNCTION && symbol->visibility == VISIBLE_LOCAL &&
            symbol->slot < 0)
            unit->locals[symbol->slot = unit->locals_given++] = symbol->name;
    Code *code = compiler_keep(c, flow_finish(c, unit));
    c->unit = unit->outer;
    /* what stands twice in the code (a loop's test, the body of a finally) has its functions once */
    Object *known = unit->scope->code;
    if (code != NULL && known != NULL) {
        int equal = object_equal(c->rt, known, (Object *)code);
        if (equal < 0)
            c->failed = true;
        return equal > 0 ? (Code *)known : code;
    }
    unit->scope->code = (Object *)code;
    return code;
}
