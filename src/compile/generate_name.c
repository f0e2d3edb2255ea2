/* Names: local slots, cells, globals, and the mapping of a class body or of exec. */
#include "compile/generate.h"

#include "types/int.h"

typedef enum Place { PLACE_LOCAL, PLACE_CELL, PLACE_CLASS_CELL, PLACE_GLOBAL, PLACE_NAME } Place;

static Place name_place(Compiler *c, const Text *mangled, Symbol **symbol)
{
    Scope *scope = c->unit->scope;
    *symbol = scope_find(scope, mangled);
    if (*symbol == NULL)
        return scope->kind == SCOPE_FUNCTION ? PLACE_GLOBAL : PLACE_NAME;
    switch ((*symbol)->visibility) {
    case VISIBLE_CELL: return PLACE_CELL;
    case VISIBLE_FREE: return scope->kind == SCOPE_CLASS ? PLACE_CLASS_CELL : PLACE_CELL;
    case VISIBLE_LOCAL: return scope->kind == SCOPE_FUNCTION ? PLACE_LOCAL : PLACE_NAME;
    case VISIBLE_GLOBAL_EXPLICIT: return PLACE_GLOBAL;
    default: return scope->kind == SCOPE_FUNCTION ? PLACE_GLOBAL : PLACE_NAME;
    }
}

/* Locals get their slots in the order in which the code first mentions them. */
static int local_slot(Compiler *c, Symbol *symbol)
{
    Unit *unit = c->unit;
    if (symbol->slot < 0) {
        symbol->slot = unit->locals_given++;
        unit->locals[symbol->slot] = symbol->name;
        if ((symbol->flags & SYMBOL_UNSTABLE) != 0 && symbol->slot < BOUND_WORDS * 64)
            unit->unstable[symbol->slot / 64] |= UINT64_C(1) << (symbol->slot % 64);
    }
    return symbol->slot;
}

bool name_forbidden(Compiler *c, const Text *name, ExpressionContext ctx)
{
    if (name != c->name_debug || ctx == CONTEXT_LOAD)
        return false;
    compiler_error(c, c->unit->at,
                   ctx == CONTEXT_STORE ? "cannot assign to __debug__" : "cannot delete __debug__");
    return true;
}

Operand name_load(Compiler *c, const Text *name, Location at, int want)
{
    if (c->failed)
        return operand_slot(0);
    Unit *unit = c->unit;
    unit->at = at;
    if (name == c->name_debug)
        return deliver_constant(c, bool_object(!c->optimize_asserts), want);
    const Text *mangled = unit_mangle(c, name);
    if (mangled == NULL)
        return operand_slot(0);
    Symbol *symbol;
    Place place = name_place(c, mangled, &symbol);
    if (place == PLACE_LOCAL) {
        int slot = local_slot(c, symbol);
        if (!local_is_bound(unit, slot)) {
            emit(c, OP_CHECK_BOUND, 0, slot, 0, 0);
            local_set_bound(unit, slot, true);
        }
        return deliver_slot(c, slot, want);
    }
    int slot = want >= 0 ? want : temporary_push(c);
    switch (place) {
    case PLACE_CELL: emit(c, OP_LOAD_CELL, 0, slot, symbol->cell, 0); break;
    case PLACE_CLASS_CELL: emit(c, OP_LOAD_CLASS_CELL, 0, slot, symbol->cell, 0); break;
    case PLACE_GLOBAL: emit(c, OP_LOAD_GLOBAL, 0, slot, name_number_plain(c, mangled), 0); break;
    default: emit(c, OP_LOAD_NAME, 0, slot, name_number_plain(c, mangled), 0); break;
    }
    return operand_slot(slot);
}

int name_local_slot(Compiler *c, const Text *name)
{
    if (c->failed || name == c->name_debug)
        return -1;
    const Text *mangled = unit_mangle(c, name);
    Symbol *symbol;
    if (mangled == NULL || name_place(c, mangled, &symbol) != PLACE_LOCAL)
        return -1;
    return local_slot(c, symbol);
}

static bool mention(Compiler *c, const Expression *e, const void *context)
{
    (void)context;
    name_local_slot(c, e->name.id);
    return false;
}

int name_local_slot_after(Compiler *c, const Text *name, const Expression *value)
{
    if (c->failed)
        return -1;
    const Text *mangled = unit_mangle(c, name);
    Symbol *symbol;
    if (mangled != NULL && name_place(c, mangled, &symbol) == PLACE_LOCAL && symbol->slot < 0)
        expression_walk(c, value, mention, NULL);
    return name_local_slot(c, name);
}

int name_cell_slot(Compiler *c, const Text *name)
{
    Unit *unit = c->unit;
    if (unit->scope->needs_class_cell && name == c->name_class_cell)
        for (int i = 0; i < unit->cell_count; i++)
            if (unit->cells[i] == name)
                return unit->local_count + i;
    Symbol *symbol = scope_find(unit->scope, name);
    return symbol == NULL ? -1 : symbol->cell;
}

void name_store(Compiler *c, const Text *name, Operand value, bool keep)
{
    if (c->failed || name_forbidden(c, name, CONTEXT_STORE))
        return;
    const Text *mangled = unit_mangle(c, name);
    if (mangled == NULL)
        return;
    Symbol *symbol;
    Place place = name_place(c, mangled, &symbol);
    if (place == PLACE_LOCAL) {
        int slot = local_slot(c, symbol);
        if (!keep)
            operand_store(c, value, slot);
        else if (value.constant != NULL || value.slot != slot)
            emit(c, OP_MOVE, 0, slot, operand_code(c, value), 0);
        local_set_bound(c->unit, slot, true);
        return;
    }
    unsigned use = keep ? 0 : operand_use(c, value, USE_B, -1);
    int code = operand_code(c, value);
    switch (place) {
    case PLACE_CELL:
    case PLACE_CLASS_CELL: emit(c, OP_STORE_CELL, use, symbol->cell, code, 0); break;
    case PLACE_GLOBAL: emit(c, OP_STORE_GLOBAL, use, name_number_plain(c, mangled), code, 0); break;
    default: emit(c, OP_STORE_NAME, use, name_number_plain(c, mangled), code, 0); break;
    }
}

void name_delete(Compiler *c, const Text *name)
{
    if (c->failed || name_forbidden(c, name, CONTEXT_DEL))
        return;
    const Text *mangled = unit_mangle(c, name);
    if (mangled == NULL)
        return;
    Symbol *symbol;
    switch (name_place(c, mangled, &symbol)) {
    case PLACE_LOCAL: {
        int slot = local_slot(c, symbol);
        emit(c, OP_DELETE_LOCAL, 0, slot, 0, 0);
        local_set_bound(c->unit, slot, false);
        break;
    }
    case PLACE_CELL:
    case PLACE_CLASS_CELL: emit(c, OP_DELETE_CELL, 0, symbol->cell, 0, 0); break;
    case PLACE_GLOBAL: emit(c, OP_DELETE_GLOBAL, 0, name_number_plain(c, mangled), 0, 0); break;
    case PLACE_NAME: emit(c, OP_DELETE_NAME, 0, name_number_plain(c, mangled), 0, 0); break;
    }
}

void name_clear(Compiler *c, const Text *name)
{
    int slot = name_local_slot(c, name);
    if (slot >= 0) {
        emit(c, OP_CLEAR, 0, slot, 0, 0);
        local_set_bound(c->unit, slot, false);
        return;
    }
    int mark = c->unit->top;
    name_store(c, name, deliver_constant(c, NONE, WANT_FREE), false); /* so that deleting succeeds */
    c->unit->top = mark;
    name_delete(c, name);
}
