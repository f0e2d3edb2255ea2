/* Targets: where values go. Assignment, unpacking, augmented assignment, annotations, del. */
#include "compile/generate.h"

int target_slot(Compiler *c, const Expression *target)
{
    return target->kind == EXPRESSION_NAME ? name_local_slot(c, target->name.id) : -1;
}

int target_slot_after(Compiler *c, const Expression *target, const Expression *value)
{
    return target->kind == EXPRESSION_NAME ? name_local_slot_after(c, target->name.id, value) : -1;
}

/* ---- self.name = ... : how many attributes instances of the class will have ------------------- */

static void note_attribute(Compiler *c, const Expression *target)
{
    Unit *unit = c->unit;
    const Expression *object = target->attribute.value;
    if (c->failed || unit->self == NULL || object->kind != EXPRESSION_NAME ||
        object->name.id != unit->self)
        return;
    Unit *class = unit->outer;
    const Text *name = target->attribute.attr;
    enum { ENOUGH = 64 };
    if (class->attribute_count == ENOUGH)
        return;
    for (size_t i = 0; i < class->attribute_count; i++)
        if (class->attributes[i] == name)
            return;
    if (compiler_grow(c, &class->attributes, &class->attribute_capacity, class->attribute_count,
                      sizeof(Text *)))
        class->attributes[class->attribute_count++] = name;
}

/* ---- unpacking ------------------------------------------------------------------------------- */

/* The first of `elements`' slots when they are locals in a row, which UNPACK can write; else -1. */
static int slots_in_row(Compiler *c, Expressions elements)
{
    int first = -1;
    for (size_t i = 0; i < elements.count; i++) {
        const Expression *element = elements.items[i];
        if (element->kind == EXPRESSION_STARRED)
            element = element->starred.value;
        int slot = target_slot(c, element);
        if (slot < 0 || (i != 0 && slot != first + (int)i))
            return -1;
        if (i == 0)
            first = slot;
    }
    return first;
}

static void emit_unpack(Compiler *c, int first, Operand value, bool keep, size_t count,
                        size_t star)
{
    unsigned use = keep ? 0 : operand_use(c, value, USE_B, -1);
    int code = operand_code(c, value);
    if (star == count) {
        emit(c, OP_UNPACK, use, first, code, (int)count);
        return;
    }
    size_t before = star, after = count - star - 1;
    if (before < 128 && after < 256) {
        emit(c, OP_UNPACK_EX, use, first, code, (int)(before << 8 | after));
        return;
    }
    emit(c, OP_UNPACK_EX, use, first, code, -1);
    emit_word(c, (uint32_t)(before << 16 | after)); /* flow.c makes the two halves of it */
}

static void generate_unpack(Compiler *c, const Expression *target, Operand value, bool keep)
{
    Unit *unit = c->unit;
    Expressions elements =
        target->kind == EXPRESSION_TUPLE ? target->tuple.elts : target->list.elts;
    size_t star = elements.count;
    for (size_t i = 0; i < elements.count; i++) {
        if (elements.items[i]->kind != EXPRESSION_STARRED)
            continue;
        if (star != elements.count) {
            compiler_error(c, target->at, "multiple starred expressions in assignment");
            return;
        }
        if (i >= 256) {
            compiler_error(c, target->at, "too many expressions in star-unpacking assignment");
            return;
        }
        star = i;
    }
    int mark = unit->top;
    int first = slots_in_row(c, elements);
    int count = (int)elements.count;
    unit->at = target->at;
    if (elements.count > INT16_MAX / 2) {
        compiler_error(c, target->at, "too many expressions in unpacking assignment");
        return;
    }
    if (first >= 0) {
        if (value.constant == NULL && value.slot >= first && value.slot < first + count) {
            value = deliver_slot(c, value.slot, WANT_ANY);
            keep = false;
        }
        emit_unpack(c, first, value, keep, elements.count, star);
        for (int i = 0; i < count; i++)
            local_set_bound(unit, first + i, true);
        unit->top = mark;
        return;
    }
    first = unit->top;
    for (int i = 0; i < count && !c->failed; i++)
        temporary_push(c);
    emit_unpack(c, first, value, keep, elements.count, star);
    for (int i = 0; i < count && !c->failed; i++) {
        const Expression *element = elements.items[i];
        if (element->kind == EXPRESSION_STARRED)
            element = element->starred.value;
        generate_store(c, element, operand_slot(first + i), false);
    }
    unit->top = mark;
}

/* ---- stores ---------------------------------------------------------------------------------- */

void generate_store(Compiler *c, const Expression *target, Operand value, bool keep)
{
    if (!compiler_enter(c))
        return;
    Unit *unit = c->unit;
    int mark = unit->top;
    unsigned flag = keep ? 0 : 0xff;
    switch (target->kind) {
    case EXPRESSION_NAME:
        unit->at = target->at;
        name_store(c, target->name.id, value, keep);
        return;
    case EXPRESSION_ATTRIBUTE: {
        unit->at = target->at;
        if (name_forbidden(c, target->attribute.attr, CONTEXT_STORE))
            return;
        note_attribute(c, target);
        operand_protect(c, &value, target->attribute.value);
        Operand object = generate_value(c, target->attribute.value, WANT_FREE);
        unit->at = attribute_location(target, target->at);
        int object_code = operand_code(c, object), value_code = operand_code(c, value);
        emit(c, OP_STORE_ATTRIBUTE,
             operand_use(c, object, USE_A, -1) | (operand_use(c, value, USE_B, -1) & flag),
             object_code, value_code, name_number(c, target->attribute.attr));
        break;
    }
    case EXPRESSION_SUBSCRIPT: {
        operand_protect(c, &value, target->subscript.value);
        operand_protect(c, &value, target->subscript.slice);
        Operand object = generate_value(c, target->subscript.value, WANT_FREE);
        operand_protect(c, &object, target->subscript.slice);
        Operand key = generate_value(c, target->subscript.slice, WANT_FREE);
        unit->at = target->at;
        int object_code = operand_code(c, object), key_code = operand_code(c, key);
        int value_code = operand_code(c, value);
        emit(c, OP_SET_ITEM,
             operand_use(c, object, USE_A, -1) | operand_use(c, key, USE_B, -1) |
                 (operand_use(c, value, USE_C, -1) & flag),
             object_code, key_code, value_code);
        break;
    }
    case EXPRESSION_TUPLE:
    case EXPRESSION_LIST: generate_unpack(c, target, value, keep); break;
    case EXPRESSION_STARRED:
        compiler_error(c, target->at, "starred assignment target must be in a list or tuple");
        return;
    default: compiler_error(c, target->at, "cannot assign to expression"); return;
    }
    unit->top = mark;
}

void generate_delete(Compiler *c, const Expression *target)
{
    if (!compiler_enter(c))
        return;
    Unit *unit = c->unit;
    int mark = unit->top;
    switch (target->kind) {
    case EXPRESSION_NAME:
        unit->at = target->at;
        name_delete(c, target->name.id);
        break;
    case EXPRESSION_ATTRIBUTE: {
        Operand object = generate_value(c, target->attribute.value, WANT_FREE);
        unit->at = attribute_location(target, target->at);
        int code = operand_code(c, object);
        emit(c, OP_DELETE_ATTRIBUTE, operand_use(c, object, USE_A, -1), code, 0,
             name_number(c, target->attribute.attr));
        break;
    }
    case EXPRESSION_SUBSCRIPT: {
        Operand object = generate_value(c, target->subscript.value, WANT_FREE);
        operand_protect(c, &object, target->subscript.slice);
        Operand key = generate_value(c, target->subscript.slice, WANT_FREE);
        unit->at = target->at;
        int object_code = operand_code(c, object), key_code = operand_code(c, key);
        emit(c, OP_DELETE_ITEM,
             operand_use(c, object, USE_A, -1) | operand_use(c, key, USE_B, -1), object_code,
             key_code, 0);
        break;
    }
    case EXPRESSION_TUPLE:
    case EXPRESSION_LIST: {
        Expressions elements =
            target->kind == EXPRESSION_TUPLE ? target->tuple.elts : target->list.elts;
        for (size_t i = 0; i < elements.count && !c->failed; i++)
            generate_delete(c, elements.items[i]);
        break;
    }
    default: compiler_error(c, target->at, "cannot delete expression"); return;
    }
    unit->top = mark;
}

/* ---- assignment ------------------------------------------------------------------------------ */

static Expressions display_elements(const Expression *e)
{
    return e->kind == EXPRESSION_TUPLE  ? e->tuple.elts
           : e->kind == EXPRESSION_LIST ? e->list.elts
                                        : (Expressions){0, NULL};
}

/* Whether `targets = values` can go pair by pair, without making the tuple. */
static bool is_pairwise(const Expression *target, const Expression *value)
{
    Expressions targets = display_elements(target), values = display_elements(value);
    if (targets.count == 0 || targets.count != values.count || targets.count > DISPLAY_CHUNK)
        return false;
    for (size_t i = 0; i < targets.count; i++)
        if (targets.items[i]->kind == EXPRESSION_STARRED ||
            values.items[i]->kind == EXPRESSION_STARRED)
            return false;
    return true;
}

/* Whether the stores go from the right to the left, as CPython's do for two or three locals of one
 * line: it swaps the stores instead of the values, and a program sees whose old value dies first. */
static bool stores_from_the_right(Compiler *c, Expressions targets, const Expression *value)
{
    int slots[3];
    Expressions values = display_elements(value);
    if (targets.count < 2 || targets.count > 3)
        return false;
    /* a, b = b, ...: only one value dies, and from the left it takes no copy of b */
    if (targets.count == 2 && values.items[0]->kind == EXPRESSION_NAME &&
        targets.items[1]->kind == EXPRESSION_NAME &&
        values.items[0]->name.id == targets.items[1]->name.id)
        return false;
    for (size_t i = 0; i < targets.count; i++) {
        slots[i] = target_slot_after(c, targets.items[i], value);
        if (slots[i] < 0 || targets.items[i]->at.lineno != targets.items[0]->at.lineno)
            return false;
        for (size_t k = 0; k < i; k++)
            if (slots[k] == slots[i])
                return false;
    }
    return true;
}

/* Whether storing to the target rebinds the local in `slot`. */
static bool target_rebinds(Compiler *c, const Expression *target, int slot)
{
    return expression_rebinds(c, target, c->unit->locals[slot]);
}

/* All values first, then the stores. A local among the values is read where it lies, unless a
 * walrus in a later value or an earlier store rebinds it: then it is copied in time. */
static void generate_pairs(Compiler *c, const Expression *target, const Expression *value)
{
    Unit *unit = c->unit;
    Expressions targets = display_elements(target), values = display_elements(value);
    Operand operands[DISPLAY_CHUNK];
    int mark = unit->top;
    bool is_reversed = stores_from_the_right(c, targets, value);
    for (size_t i = 0; i < values.count && !c->failed; i++) {
        operands[i] = generate_value(c, values.items[i], WANT_FREE);
        if (operands[i].constant != NULL || operands[i].slot >= unit->local_count)
            continue;
        bool is_rebound = false;
        for (size_t k = i + 1; k < values.count && unit->scope->has_walrus; k++)
            is_rebound = is_rebound || expression_rebinds(c, values.items[k],
                                                          unit->locals[operands[i].slot]);
        size_t first = is_reversed ? i + 1 : 0, last = is_reversed ? targets.count : i;
        for (size_t k = first; k < last && !is_rebound; k++) /* the stores before this one's */
            is_rebound = target_rebinds(c, targets.items[k], operands[i].slot);
        if (unit->scope->has_walrus)
            is_rebound = is_rebound || target_rebinds(c, targets.items[i], operands[i].slot);
        if (is_rebound)
            operands[i] = deliver_slot(c, operands[i].slot, WANT_ANY);
    }
    for (size_t i = 0; i < targets.count && !c->failed; i++) {
        size_t k = is_reversed ? targets.count - 1 - i : i;
        generate_store(c, targets.items[k], operands[k], false);
    }
    unit->top = mark;
}

static bool all_names(Expressions targets)
{
    for (size_t i = 0; i < targets.count; i++)
        if (targets.items[i]->kind != EXPRESSION_NAME)
            return false;
    return true;
}

void generate_assign(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Expressions targets = s->assign.targets;
    const Expression *first = targets.items[0];
    if (targets.count == 1 && is_pairwise(first, s->assign.value)) {
        generate_pairs(c, first, s->assign.value);
        return;
    }
    bool are_names = all_names(targets);
    int slot = are_names ? target_slot_after(c, first, s->assign.value) : -1;
    if (slot >= 0) { /* computed in place */
        generate_value(c, s->assign.value, slot);
        local_set_bound(unit, slot, true);
        for (size_t i = 1; i < targets.count; i++)
            generate_store(c, targets.items[i], operand_slot(slot), true);
        unit->top = mark;
        return;
    }
    Operand value = generate_value(c, s->assign.value, WANT_FREE);
    if (targets.count > 1 && !are_names && value.constant == NULL && !is_temporary(c, value.slot))
        value = deliver_slot(c, value.slot, WANT_ANY); /* targets may rebind it */
    for (size_t i = 0; i < targets.count && !c->failed; i++)
        generate_store(c, targets.items[i], value, i + 1 < targets.count);
    unit->top = mark;
}

/* slot = left op= right */
static void emit_in_place(Compiler *c, const Statement *s, int slot, Operand left, Operand right)
{
    c->unit->at = s->at;
    int left_code = operand_code(c, left), right_code = operand_code(c, right);
    unsigned n = binary_operation(s->aug_assign.op) | operand_use(c, left, USE_B, slot) |
                 operand_use(c, right, USE_C, slot);
    emit(c, OP_IN_PLACE, n, slot, left_code, right_code);
}

void generate_augmented(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    const Expression *target = s->aug_assign.target, *right_side = s->aug_assign.value;
    switch (target->kind) {
    case EXPRESSION_NAME: {
        unit->at = target->at;
        if (name_forbidden(c, target->name.id, CONTEXT_STORE))
            return;
        int local = target_slot(c, target);
        Operand left = name_load(c, target->name.id, target->at,
                                 local >= 0 ? WANT_FREE : WANT_ANY);
        operand_protect(c, &left, right_side);
        Operand right = generate_value(c, right_side, WANT_FREE);
        if (local >= 0) {
            emit_in_place(c, s, local, left, right);
            local_set_bound(unit, local, true);
        } else {
            emit_in_place(c, s, left.slot, left, right);
            unit->at = target->at;
            name_store(c, target->name.id, left, false);
        }
        break;
    }
    case EXPRESSION_ATTRIBUTE: {
        unit->at = target->at;
        if (name_forbidden(c, target->attribute.attr, CONTEXT_STORE))
            return;
        note_attribute(c, target);
        Operand object = generate_value(c, target->attribute.value, WANT_FREE);
        operand_protect(c, &object, right_side);
        Location at = attribute_location(target, target->at);
        unit->at = at;
        int object_code = operand_code(c, object);
        Operand left = operand_slot(temporary_push(c));
        emit(c, OP_LOAD_ATTRIBUTE, 0, left.slot, object_code,
             name_number(c, target->attribute.attr));
        Operand right = generate_value(c, right_side, WANT_FREE);
        emit_in_place(c, s, left.slot, left, right);
        unit->at = at;
        emit(c, OP_STORE_ATTRIBUTE, operand_use(c, object, USE_A, -1) | USE_B, object_code,
             left.slot, name_number(c, target->attribute.attr));
        break;
    }
    case EXPRESSION_SUBSCRIPT: {
        Operand object = generate_value(c, target->subscript.value, WANT_FREE);
        operand_protect(c, &object, target->subscript.slice);
        operand_protect(c, &object, right_side);
        Operand key = generate_value(c, target->subscript.slice, WANT_FREE);
        operand_protect(c, &key, right_side);
        unit->at = target->at;
        int object_code = operand_code(c, object), key_code = operand_code(c, key);
        Operand left = operand_slot(temporary_push(c));
        emit(c, OP_GET_ITEM, 0, left.slot, object_code, key_code);
        Operand right = generate_value(c, right_side, WANT_FREE);
        emit_in_place(c, s, left.slot, left, right);
        unit->at = target->at;
        emit(c, OP_SET_ITEM,
             operand_use(c, object, USE_A, -1) | operand_use(c, key, USE_B, -1) | USE_C,
             object_code, key_code, left.slot);
        break;
    }
    default: compiler_error(c, target->at, "illegal expression for augmented assignment"); return;
    }
    unit->top = mark;
}

/* ---- annotated assignment -------------------------------------------------------------------- */

static void discard_part(Compiler *c, const Expression *e)
{
    if (e != NULL)
        generate_discard(c, e);
}

/* A target that is only annotated is still evaluated as far as its parts go. */
static void discard_parts(Compiler *c, const Expression *target)
{
    if (target->kind == EXPRESSION_ATTRIBUTE) {
        discard_part(c, target->attribute.value);
        return;
    }
    discard_part(c, target->subscript.value);
    const Expression *slice = target->subscript.slice;
    if (slice->kind != EXPRESSION_SLICE) {
        discard_part(c, slice);
        return;
    }
    discard_part(c, slice->slice.lower);
    discard_part(c, slice->slice.upper);
    discard_part(c, slice->slice.step);
}

void generate_annotated(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    const Expression *target = s->ann_assign.target, *annotation = s->ann_assign.annotation;
    bool is_function = unit_is_function(c);
    bool is_text = (c->future_flags & CODE_FUTURE_ANNOTATIONS) != 0;
    if (s->ann_assign.value != NULL) {
        int slot = target_slot_after(c, target, s->ann_assign.value);
        Operand value = generate_value(c, s->ann_assign.value, slot >= 0 ? slot : WANT_FREE);
        if (slot >= 0)
            local_set_bound(unit, slot, true);
        else
            generate_store(c, target, value, false);
        unit->top = mark;
    }
    unit->at = s->at;
    if (target->kind == EXPRESSION_NAME) {
        if (name_forbidden(c, target->name.id, CONTEXT_STORE))
            return;
        if (s->ann_assign.simple && !is_function) {
            unit->at = annotation->at;
            Operand value = is_text ? deliver_constant(c, annotation_text(c, annotation), WANT_FREE)
                                    : generate_value(c, annotation, WANT_FREE);
            Operand map = name_load(c, c->name_annotations, s->at, WANT_ANY);
            const Text *mangled = unit_mangle(c, target->name.id);
            if (c->failed)
                return;
            Operand key = deliver_constant(c, (Object *)compiler_str(c, mangled), WANT_FREE);
            int value_code = operand_code(c, value), key_code = operand_code(c, key);
            emit(c, OP_SET_ITEM,
                 USE_A | operand_use(c, key, USE_B, -1) | operand_use(c, value, USE_C, -1),
                 map.slot, key_code, value_code);
        }
    } else if (s->ann_assign.value == NULL) {
        if (target->kind == EXPRESSION_ATTRIBUTE &&
            name_forbidden(c, target->attribute.attr, CONTEXT_STORE))
            return;
        discard_parts(c, target);
    }
    if (!s->ann_assign.simple && !is_text && !is_function)
        generate_discard(c, annotation);
    unit->top = mark;
}

/* ---- iteration ------------------------------------------------------------------------------- */

Next generate_next(Compiler *c, const Expression *target, int iterator, int exhausted, Location at)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    int local = target_slot(c, target);
    Next next = {.slot = local >= 0 ? local : temporary_push(c), .iterator = iterator, .body = label_new(c)};
    unit->at = at;
    emit_jump(c, OP_FOR_ITER, 0, next.slot, iterator, exhausted);
    label_bind_loop(c, next.body);
    if (local >= 0)
        local_set_bound(unit, local, true);
    else
        generate_store(c, target, operand_slot(next.slot), false);
    unit->top = mark;
    return next;
}

void generate_next_again(Compiler *c, Next next)
{
    emit_jump(c, OP_FOR_ITER_AGAIN, 0, next.slot, next.iterator, next.body);
}
