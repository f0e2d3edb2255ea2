/* Ancestry: the order of resolution, which base gives the layout, assignment to __bases__, subclasses.
 *
 * The order is C3 (Barrett and others, "A Monotonic Superclass Linearization for Dylan", 1996): merge the bases' orders and the row
 * of bases itself; always take the first head that stands in no other row's tail. */
#include "object/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/type_parts.h"

/* ---- subclasses ---------------------------------------------------------------------------------------- */

int type_add_subclass(Runtime *rt, const Type *base, HeapType *type)
{
    TypeState *state = type_state(rt, base);
    if (state->subclass_count == state->subclass_capacity) {
        uint32_t capacity = state->subclass_capacity == 0 ? 4 : state->subclass_capacity * 2;
        HeapType **grown = (HeapType **)memory_resize(rt, state->subclasses,
                                                      state->subclass_capacity * sizeof(HeapType *),
                                                      capacity * sizeof(HeapType *));
        if (grown == NULL)
            return -1;
        state->subclasses = grown;
        state->subclass_capacity = capacity;
    }
    state->subclasses[state->subclass_count++] = type;
    return 0;
}

void type_remove_subclass(Runtime *rt, const Type *base, HeapType *type)
{
    TypeState *state = type_state(rt, base);
    for (uint32_t i = state->subclass_count; i-- > 0;) {
        if (state->subclasses[i] != type)
            continue;
        memmove(&state->subclasses[i], &state->subclasses[i + 1],
                (state->subclass_count - i - 1) * sizeof(HeapType *));
        state->subclass_count--;
        break;
    }
    if (state->subclass_count == 0) {
        memory_release(rt, state->subclasses, state->subclass_capacity * sizeof(HeapType *));
        state->subclasses = NULL;
        state->subclass_capacity = 0;
    }
}

/* The constant types that a program may look for among subclasses. */
static const Type *const builtin_subclasses[] = {
    &bool_type,
#define EXCEPTION_TYPE_ENTRY(name) &name##_type,
    EXCEPTION_TYPES(EXCEPTION_TYPE_ENTRY)
#undef EXCEPTION_TYPE_ENTRY
};

Object *type_subclasses(Runtime *rt, const Type *type)
{
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(builtin_subclasses) / sizeof(builtin_subclasses[0]); i++)
        if (builtin_subclasses[i]->base == type &&
            list_append(rt, list, type_as_object(builtin_subclasses[i])) < 0)
            return NULL;
    const TypeState *state = type_state(rt, type);
    for (uint32_t i = 0; i < state->subclass_count; i++) {
        Object *subclass = (Object *)state->subclasses[i];
        if (subclass->refcount != 0 && list_append(rt, list, subclass) < 0) /* 0: it is dying */
            return NULL;
    }
    return (Object *)take(&list);
}

/* ---- order of resolution --------------------------------------------------------------------------------- */

/* One row of the merge: items from `next` on are left. */
typedef struct MergeRow {
    Object *const *items;
    size_t length, next;
} MergeRow;

static bool merge_row_tail_has(const MergeRow *row, const Object *candidate)
{
    for (size_t i = row->next + 1; i < row->length; i++)
        if (row->items[i] == candidate)
            return true;
    return false;
}

/* Names the heads that block each other. Always NULL. */
static void *merge_conflict(Runtime *rt, const MergeRow *rows, size_t count)
{
    StrBuilder text;
    str_builder_open(&text, rt);
    str_builder_add_c(&text, "Cannot create a consistent method resolution\norder (MRO) for bases ");
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].next == rows[i].length)
            continue;
        const Object *head = rows[i].items[rows[i].next];
        bool told = false;
        for (size_t k = 0; k < i && !told; k++)
            told = rows[k].next < rows[k].length && rows[k].items[rows[k].next] == head;
        if (told)
            continue;
        owned Str *name = type_name(rt, (const Type *)head);
        if (name == NULL) {
            str_builder_close(&text);
            return NULL;
        }
        if (!first)
            str_builder_add_c(&text, ", ");
        str_builder_add(&text, name);
        first = false;
    }
    owned Str *message = str_builder_finish(&text);
    return message == NULL ? NULL : error_set(rt, &type_error_type, "%U", message);
}

/* Fills mro[1..]; its number of items, or -1. */
static ssize_t merge(Runtime *rt, MergeRow *rows, size_t count, Object **mro)
{
    size_t length = 1;
    for (;;) {
        size_t empty = 0;
        Object *chosen = NULL;
        for (size_t i = 0; i < count && chosen == NULL; i++) {
            if (rows[i].next == rows[i].length) {
                empty++;
                continue;
            }
            Object *candidate = rows[i].items[rows[i].next];
            bool blocked = false;
            for (size_t k = 0; k < count && !blocked; k++)
                blocked = merge_row_tail_has(&rows[k], candidate);
            if (!blocked)
                chosen = candidate;
        }
        if (chosen == NULL) {
            if (empty == count)
                return (ssize_t)length;
            merge_conflict(rt, rows, count);
            return -1;
        }
        mro[length++] = chosen;
        for (size_t i = 0; i < count; i++)
            if (rows[i].next < rows[i].length && rows[i].items[rows[i].next] == chosen)
                rows[i].next++;
    }
}

Tuple *type_mro_compute(Runtime *rt, HeapType *type)
{
    owned Tuple *bases = (Tuple *)object_retain(type->state.bases);
    size_t base_count = bases->length;
    for (size_t i = 0; i < base_count; i++)
        for (size_t k = i + 1; k < base_count; k++)
            if (bases->items[i] == bases->items[k]) {
                owned Str *name = type_name(rt, (const Type *)bases->items[i]);
                return name == NULL ? NULL
                                    : (Tuple *)error_set(rt, &type_error_type, "duplicate base class %U", name);
            }

    size_t rows_bytes = (base_count + 1) * sizeof(MergeRow);
    MergeRow *rows = (MergeRow *)memory_take_array(rt, base_count + 1, sizeof(MergeRow));
    if (rows == NULL)
        return NULL;
    owned List *held = list_new(rt, base_count); /* keeps the bases' orders while this runs */
    size_t most = 1;
    bool failed = held == NULL;
    for (size_t i = 0; i < base_count && !failed; i++) {
        const Type *base = (const Type *)bases->items[i];
        Tuple *order = type_mro_borrow(rt, base);
        if (order == NULL && !error_pending(rt))
            error_set(rt, &type_error_type, "Cannot extend an incomplete type '%N'", base);
        failed = order == NULL || list_append(rt, held, (Object *)order) < 0;
        if (!failed) {
            rows[i] = (MergeRow){order->items, order->length, 0};
            most += order->length;
        }
    }
    rows[base_count] = (MergeRow){bases->items, bases->length, 0};
    Object **order = failed ? NULL : (Object **)memory_take_array(rt, most, sizeof(Object *));
    owned Tuple *mro = NULL;
    if (order != NULL) {
        order[0] = (Object *)type;
        ssize_t length = merge(rt, rows, base_count + 1, order);
        if (length > 0)
            mro = tuple_from_array(rt, order, (size_t)length);
        memory_release(rt, order, most * sizeof(Object *));
    }
    memory_release(rt, rows, rows_bytes);
    return take(&mro);
}

/* What a metaclass's own mro() answered must be classes whose fields `type` has. */
static int mro_check(Runtime *rt, const HeapType *type, const Tuple *mro)
{
    const Type *solid = type_solid_base(&type->type);
    for (size_t i = 0; i < mro->length; i++) {
        if (!type_check(mro->items[i]))
            return error_fail(rt, &type_error_type, "mro() returned a non-class ('%T')", mro->items[i]);
        const Type *base = (const Type *)mro->items[i];
        if (!type_is_subtype(solid, type_solid_base(base)))
            return error_fail(rt, &type_error_type, "mro() returned base with unsuitable layout ('%N')", base);
    }
    return 0;
}

Tuple *type_mro_make(Runtime *rt, HeapType *type)
{
    const Type *metaclass = type->type.head.type;
    if (metaclass == &type_type)
        return type_mro_compute(rt, type);
    Object *own = type_own_borrow(rt, &type_type, NAME(mro));
    Object *found = own == NULL ? NULL : type_lookup_borrow(rt, metaclass, NAME(mro));
    if (found == NULL && error_pending(rt))
        return NULL;
    if (found == own)
        return type_mro_compute(rt, type);
    Object *self = (Object *)type;
    owned Object *answer = object_call_method(rt, NAME(mro), &self, 1, NULL);
    owned Tuple *mro = answer == NULL ? NULL : sequence_tuple(rt, answer);
    if (mro == NULL || mro_check(rt, type, mro) < 0)
        return NULL;
    return take(&mro);
}

/* ---- layout ------------------------------------------------------------------------------------------------ */

const Type *type_solid_base(const Type *type)
{
    for (;; type = type->base) {
        const HeapType *heap = heap_type(type);
        if (heap != NULL ? heap->slot_count != 0
                         : type->base == NULL || type->size != type->base->size ||
                               ((type->flags ^ type->base->flags) & TYPE_HAS_ITEMS) != 0)
            return type;
    }
}

const Type *type_best_base(Runtime *rt, Tuple *bases)
{
    const Type *winner = NULL;
    const Type *best = NULL;
    for (size_t i = 0; i < bases->length; i++) {
        if (!type_check(bases->items[i]))
            return (const Type *)error_set(rt, &type_error_type, "bases must be types");
        const Type *base = (const Type *)bases->items[i];
        if (!type_has_flag(base, TYPE_IS_BASE))
            return (const Type *)error_set(rt, &type_error_type, "type '%N' is not an acceptable base type",
                                           base);
        const Type *candidate = type_solid_base(base);
        if (winner == NULL || !type_is_subtype(winner, candidate)) {
            if (winner != NULL && !type_is_subtype(candidate, winner))
                return (const Type *)error_set(rt, &type_error_type,
                                               "multiple bases have instance lay-out conflict");
            winner = candidate;
            best = base;
        }
    }
    return best;
}

bool type_provides_dict(const Type *type)
{
    const HeapType *heap = heap_type(type);
    if (heap != NULL)
        return heap->has_dict;
    for (const Type *step = type; step != NULL; step = step->base) {
        if (step->attributes_offset != 0 || type_has_flag(step, TYPE_TYPE))
            return true;
        for (const PropertySpec *spec = step->properties; spec != NULL && spec->name != NULL; spec++)
            if (strcmp(spec->name, "__dict__") == 0)
                return true;
        for (const MemberSpec *spec = step->members; spec != NULL && spec->name != NULL; spec++)
            if (strcmp(spec->name, "__dict__") == 0)
                return true;
    }
    return false;
}

static bool type_weakly_referable(const Type *type)
{
    return type_has_flag(type, TYPE_WEAKLY_REFERABLE);
}

/* Objects of the class are laid out as those of its base. */
static bool class_adds_nothing(const Type *type)
{
    if (type->base == NULL)
        return false;
    const HeapType *heap = heap_type(type);
    const Type *base = type->base;
    if (heap == NULL)
        return type->size == base->size && ((type->flags ^ base->flags) & (TYPE_IS_TRACKED | TYPE_HAS_ITEMS)) == 0;
    return heap->slot_count == 0 && heap->has_dict == type_provides_dict(base) &&
           type_weakly_referable(type) == type_weakly_referable(base) && type_has_flag(base, TYPE_IS_TRACKED);
}

/* Two classes that add the same fields to the same base. */
static bool classes_add_the_same(const Type *left, const Type *right)
{
    const HeapType *a = heap_type(left);
    const HeapType *b = heap_type(right);
    if (a == NULL || b == NULL || left->base != right->base || a->has_dict != b->has_dict ||
        type_weakly_referable(left) != type_weakly_referable(right) || a->slot_count != b->slot_count)
        return false;
    for (size_t i = 0; i < a->slot_count; i++)
        if (strcmp(a->slot_members[i].name, b->slot_members[i].name) != 0)
            return false;
    return true;
}

int type_layouts_compatible(Runtime *rt, const Type *from, const Type *to, const char *attribute)
{
    if (((from->flags ^ to->flags) & TYPE_IS_TRACKED) != 0)
        return error_fail(rt, &type_error_type, "%s assignment: '%N' deallocator differs from '%N'", attribute,
                          to, from);
    const Type *new_base = to;
    const Type *old_base = from;
    while (class_adds_nothing(new_base))
        new_base = new_base->base;
    while (class_adds_nothing(old_base))
        old_base = old_base->base;
    if (new_base != old_base && !classes_add_the_same(new_base, old_base))
        return error_fail(rt, &type_error_type, "%s assignment: '%N' object layout differs from '%N'", attribute,
                          to, from);
    return 0;
}

/* ---- __bases__ = ... ---------------------------------------------------------------------------------------- */

/* New orders of the class and all below it, collected as (class, order) pairs and put in place only when all are
 * known. */
static int mro_collect(Runtime *rt, HeapType *type, List *pairs)
{
    if (stack_check(rt) < 0)
        return -1;
    owned Tuple *mro = type_mro_make(rt, type);
    if (mro == NULL || list_append(rt, pairs, (Object *)type) < 0)
        return -1;
    /* The subclasses' orders are computed from this one, so it is in place meanwhile; the old one waits in the list. */
    Tuple *old = type->state.mro;
    if (list_append(rt, pairs, (Object *)old) < 0)
        return -1;
    type->state.mro = take(&mro);
    object_release(old);

    owned Object *subclasses = type_subclasses(rt, &type->type);
    if (subclasses == NULL)
        return -1;
    List *list = (List *)subclasses;
    for (size_t i = 0; i < list->length; i++)
        if (mro_collect(rt, (HeapType *)list->items[i], pairs) < 0)
            return -1;
    return 0;
}

static void mro_restore(List *pairs)
{
    for (size_t i = pairs->length / 2; i-- > 0;) {
        HeapType *type = (HeapType *)pairs->items[2 * i];
        object_replace_steal(&type->state.mro, object_retain(pairs->items[2 * i + 1]));
    }
}

int type_set_bases(Runtime *rt, HeapType *type, Object *value)
{
    if (!tuple_check(value))
        return error_fail(rt, &type_error_type, "can only assign tuple to %s.__bases__, not %T", type->type.name,
                          value);
    owned Tuple *bases = (Tuple *)object_retain(value);
    if (bases->length == 0)
        return error_fail(rt, &type_error_type, "can only assign non-empty tuple to %s.__bases__, not ()",
                          type->type.name);
    for (size_t i = 0; i < bases->length; i++) {
        if (!type_check(bases->items[i]))
            return error_fail(rt, &type_error_type, "%s.__bases__ must be tuple of classes, not '%T'",
                              type->type.name, bases->items[i]);
        if (type_is_subtype((Type *)bases->items[i], &type->type))
            return error_fail(rt, &type_error_type, "a __bases__ item causes an inheritance cycle");
    }
    const Type *base = type_best_base(rt, bases);
    if (base == NULL || type_layouts_compatible(rt, type->type.base, base, "__bases__") < 0)
        return -1;
    if (type_builtin_base(base) != type->builtin_base)
        return error_fail(rt, &type_error_type, "__bases__ assignment: '%N' object layout differs from '%N'", base,
                          type->type.base);

    owned List *pairs = list_new(rt, 2);
    if (pairs == NULL)
        return -1;
    owned Tuple *old_bases = type->state.bases;
    const Type *old_base = type->type.base;
    type->state.bases = (Tuple *)object_retain(bases);
    type->type.base = (const Type *)object_retain(base);
    bool done = mro_collect(rt, type, pairs) == 0;
    size_t added = 0;
    while (done && added < bases->length) {
        done = type_add_subclass(rt, (const Type *)bases->items[added], type) == 0;
        added += done;
    }
    if (!done) {
        while (added-- > 0)
            type_remove_subclass(rt, (const Type *)bases->items[added], type);
        mro_restore(pairs);
        Tuple *failed = type->state.bases;
        type->state.bases = take(&old_bases);
        object_release(failed);
        const Type *failed_base = type->type.base;
        type->type.base = old_base;
        object_release(type_as_object(failed_base));
        type_modified(rt, &type->type);
        return -1;
    }
    for (size_t i = 0; i < old_bases->length; i++)
        type_remove_subclass(rt, (const Type *)old_bases->items[i], type);
    object_release(type_as_object(old_base));
    type_modified(rt, &type->type);
    return type_slots_renew(rt, type);
}
