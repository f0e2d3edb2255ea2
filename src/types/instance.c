/* Instances of classes made by Python code: their birth, their parts, their end.
 *
 *    +-----------------------+----------------+----------------+------+----------------+
 *    | the built-in base's   | fields of base | fields of this | word | value slots    |
 *    | struct                | __slots__      | __slots__      |      | (capacity)     |
 *    +-----------------------+----------------+----------------+------+----------------+
 *    ^ Object *              ^ builtin size                    ^ fields_end            ^ type->size + capacity * 8
 *                                                                     ^ type->size
 *
 * The word is there when instances have a `__dict__` that the built-in base does not bring itself. A subclass that
 * adds fields puts them where its base's word was and its own word behind them: only fields keep their place. Objects of
 * varying size (int, str, bytes, tuple) have the word before their GCHead instead and can have no fields.
 *
 * The life of the base's part is the built-in base's business; a class adds what is below around it. */
#include "object/error.h"
#include "types/type_parts.h"

enum { CAPACITY_LIMIT = 30 };

Object *instance_new(Runtime *rt, const Type *type)
{
    Object *self = (Object *)object_new_any(rt, type, sizeof(Object));
    if (likely(self != NULL))
        gc_track(rt, self);
    return self;
}

void instance_outgrown(const Type *type)
{
    HeapType *heap = (HeapType *)type; /* only a heap type has shapes, and these are its writable part */
    unsigned capacity = heap->attribute_capacity + heap->attribute_capacity / 2u + 1;
    heap->attribute_capacity = (uint8_t)(capacity < CAPACITY_LIMIT ? capacity : CAPACITY_LIMIT);
    heap->attribute_names = heap->attribute_capacity;
}

size_t object_block_size(Object *object)
{
    const Type *type = object->type;
    if ((type->flags & (TYPE_IS_HEAP | TYPE_HAS_ITEMS)) == TYPE_IS_HEAP)
        return instance_size(type, attribute_capacity(object));
    return type->size_of != NULL ? type->size_of(object) : type->size;
}

/* ---- the parts that classes add ---------------------------------------------------------------------- */

static inline Object **instance_field(Object *self, const MemberSpec *member)
{
    return (Object **)((char *)self + member->offset);
}

static void instance_clear_parts(Runtime *rt, Object *self)
{
    const Type *type = self->type;
    for (const HeapType *heap = heap_type(type); heap != NULL; heap = heap_type(heap->type.base))
        for (size_t i = 0; i < heap->slot_count; i++)
            object_clear_slot(instance_field(self, &heap->slot_members[i]));
    if (type_has_own_word(type))
        attributes_clear(rt, self);
}

void instance_free(Runtime *rt, Object *self)
{
    const Type *base = ((const HeapType *)self->type)->builtin_base;
    gc_untrack(self);
    instance_clear_parts(rt, self);
    if (base->free != NULL)
        base->free(rt, self);
    else
        object_dispose_any(rt, self, base->size);
}

int instance_visit(Object *self, Visitor visit, void *context)
{
    /* In CPython's order: the order of visits decides about that of survivors, and so of later finalizers. */
    const Type *type = self->type;
    for (const HeapType *heap = heap_type(type); heap != NULL; heap = heap_type(heap->type.base))
        for (size_t i = 0; i < heap->slot_count; i++)
            GC_VISIT(*instance_field(self, &heap->slot_members[i]));
    if (type_has_own_word(type)) {
        int result = attributes_visit(self, visit, context);
        if (result != 0)
            return result;
    }
    GC_VISIT(type);
    const Type *base = ((const HeapType *)type)->builtin_base;
    return base->visit == NULL ? 0 : base->visit(self, visit, context);
}

void instance_clear(Runtime *rt, Object *self)
{
    const Type *base = ((const HeapType *)self->type)->builtin_base;
    instance_clear_parts(rt, self);
    if (base->clear != NULL)
        base->clear(rt, self);
}

/* ---- __dict__, __weakref__, __class__ ------------------------------------------------------------------ */

static Object *instance_get_dict(Runtime *rt, Object *self)
{
    if (self->type->attributes_offset == 0)
        return (Object *)error_set(rt, &attribute_error_type, "This object has no __dict__");
    return (Object *)object_retain_maybe(attributes_materialize(rt, self));
}

static int instance_set_dict(Runtime *rt, Object *self, Object *value)
{
    if (self->type->attributes_offset == 0)
        return error_fail(rt, &attribute_error_type, "This object has no __dict__");
    if (value != NULL && !dict_check(value))
        return error_fail(rt, &type_error_type, "__dict__ must be set to a dictionary, not a '%T'", value);
    return attributes_replace_dict(rt, self, (Dict *)value);
}

static Object *instance_get_weakref(Runtime *rt, Object *self)
{
    if (!object_has_flag(self, TYPE_WEAKLY_REFERABLE))
        return (Object *)error_set(rt, &attribute_error_type, "This object has no __weakref__");
    if ((self->flags & OBJECT_WEAKLY_REFERENCED) == 0)
        return NONE;
    return weak_reference_new(rt, self, NULL);
}

const PropertySpec instance_dict_property = {
    "__dict__", instance_get_dict, instance_set_dict, "dictionary for instance variables (if defined)",
};
const PropertySpec instance_weakref_property = {
    "__weakref__", instance_get_weakref, NULL, "list of weak references to the object (if defined)",
};

/* The attributes of a shape of the old class move to the shape of the new class with the same names, or into a
 * dict, which belongs to no class. */
int instance_change_type(Runtime *rt, Object *self, const Type *type)
{
    if (type_has_own_word(self->type)) {
        Shape *shape = attribute_shape(self);
        Shape *twin = NULL;
        if (shape != NULL && shape->count != 0) {
            Str *names[UINT8_MAX];
            size_t count = shape->count;
            for (Shape *step = shape; step->name != NULL; step = step->parent)
                names[step->count - 1] = step->name;
            twin = ((HeapType *)type)->root_shape;
            for (size_t i = 0; i < count && twin != NULL; i++)
                twin = shape_extend(rt, twin, names[i]);
            if (twin == NULL) {
                error_clear(rt);
                if (attributes_materialize(rt, self) == NULL)
                    return -1;
            }
        }
        if (attribute_dict(self) == NULL)
            *attribute_word(self) = (AttributeWord)twin;
    }
    const Type *old = self->type;
    object_retain(type);
    self->type = type;
    object_release(type_as_object(old));
    return 0;
}
