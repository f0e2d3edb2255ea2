/* Instance attributes: shapes (hidden classes) and value slots inside the object.
 *
 *    object + type->attributes_offset
 *    +--------------------+---------+---------+-----+
 *    | word: Shape *      | value 0 | value 1 | ... |   capacity slots (attribute_capacity(object))
 *    +--------------------+---------+---------+-----+
 *    | word: Dict * | 1   |  unused ...               `__dict__` was asked for, or more names than slots
 *    +--------------------+
 *    | word: 0            |                           no attribute yet
 *
 * A shape names the attributes present, in order of their birth; instances that got the same names
 * in the same order share it. Shapes form a tree under their class's root shape and die with the
 * class. A shape's id is unique in the runtime's life and is renewed when its class (or a base)
 * changes, so one comparison guards type, layout and class attributes in an inline cache.
 * A name deleted from an instance other than the last one sends it to the dict form.
 *
 * Types whose objects vary in size have the word before their GCHead (attributes_offset < 0) and
 * no value slots; so have built-in types with a `__dict__` (functions, exceptions): capacity 0. */
#ifndef OURO_OBJECT_SHAPE_H
#define OURO_OBJECT_SHAPE_H

#include <string.h>

#include "gc/gc.h"
#include "object/object.h"
#include "object/runtime.h"
#include "object/type.h"

struct Shape {
    uint32_t id;       /* 0: not cacheable */
    uint16_t count;    /* attributes; the last one is `name` at slot count - 1 */
    Str *name;         /* owned; NULL in a root */
    Shape *parent;
    Shape *first_child, *next_sibling;
    HeapType *type;    /* borrowed: the class outlives its shapes */
    uint32_t hash_mask;     /* of `index`; 0 when there is none and the chain is walked */
    uint16_t *index;        /* open addressing by name address: slot + 1; made for count > 8 */
};

typedef uintptr_t AttributeWord;

enum { ATTRIBUTE_CAPACITY_SHIFT = 24 }; /* bits 24..31 of Object.flags */

static inline AttributeWord *attribute_word(const Object *object)
{
    return (AttributeWord *)((char *)object + object->type->attributes_offset);
}
static inline Object **attribute_values(const Object *object)
{
    return (Object **)(attribute_word(object) + 1);
}
static inline size_t attribute_capacity(const Object *object)
{
    return object->flags >> ATTRIBUTE_CAPACITY_SHIFT;
}
static inline Shape *attribute_shape(const Object *object) /* NULL in the other two forms */
{
    AttributeWord word = *attribute_word(object);
    return (word & 1) == 0 ? (Shape *)word : NULL;
}
static inline Dict *attribute_dict(const Object *object) /* NULL in the other two forms */
{
    AttributeWord word = *attribute_word(object);
    return (word & 1) != 0 ? (Dict *)(word - 1) : NULL;
}

/* All of these: only for objects whose type has attributes_offset != 0. */

/* The slot of `name` (interned or not) in `shape`, or -1. Never fails. */
int shape_find(const Shape *shape, const Str *name);
/* The shape with `name` added, borrowed (the tree owns it); NULL with MemoryError set, or NULL
 * without an error when the tree has grown to its limit: use the dict form. */
Shape *shape_extend(Runtime *rt, Shape *shape, Str *name);
Shape *shape_new_root(Runtime *rt, HeapType *type);
void shape_free_tree(Runtime *rt, Shape *root);
/* New ids for the whole tree: its class or a base of it changed. */
void shape_renew(Runtime *rt, Shape *root);

/* The value of the instance's own attribute `name`, borrowed; NULL: absent, or an error is set. */
Object *attributes_get_borrow(Runtime *rt, Object *object, Str *name);
/* Sets (value) or deletes (NULL) it. Deleting an absent one: -1 with no error set. */
MUST_CHECK int attributes_set(Runtime *rt, Object *object, Str *name, Object *value);
/* The instance's `__dict__`, borrowed, made when it is not there yet; NULL with an error set. */
Dict *attributes_materialize(Runtime *rt, Object *object);
/* Replaces `__dict__` (dict NULL: an empty one comes when asked for). */
MUST_CHECK int attributes_replace_dict(Runtime *rt, Object *object, Dict *dict);
int attributes_visit(Object *object, Visitor visit, void *context);
void attributes_clear(Runtime *rt, Object *object);

/* ---- instances of built-in types and of classes derived from them --------------------------------
 * What `create` and `free` of a type that may be subclassed (TYPE_IS_BASE) use for their blocks. An instance of
 * a class is its built-in base's part (`base_size` bytes) with what the class adds behind it: fields of __slots__,
 * attribute word, value slots. It is always tracked, also when the built-in base is not. */

/* Bytes of the block behind a head with this type and capacity. */
static inline size_t instance_size(const Type *type, size_t capacity)
{
    return type->size + capacity * sizeof(Object *);
}

/* A new object of `type`, `base_size` bytes for the built-in type it is or derives from. Count 1, not tracked; the
 * base's part is NOT initialised, what a class adds is. NULL with MemoryError set. May run a due collection when the type
 * is tracked. */
static inline MUST_CHECK void *object_new_any(Runtime *rt, const Type *type, size_t base_size)
{
    if ((type->flags & (TYPE_IS_HEAP | TYPE_IS_TRACKED)) == 0)
        return object_new_sized(rt, type, base_size);
    if ((type->flags & TYPE_IS_HEAP) == 0 || (type->flags & TYPE_HAS_ITEMS) != 0)
        return gc_new_sized(rt, type, base_size);
    size_t capacity = ((const HeapType *)type)->attribute_capacity;
    Object *object = (Object *)gc_new_sized(rt, type, instance_size(type, capacity));
    if (unlikely(object == NULL))
        return NULL;
    object->flags = (uint32_t)capacity << ATTRIBUTE_CAPACITY_SHIFT;
    if (type->size > base_size)
        memset((char *)object + base_size, 0, type->size - base_size);
    return object;
}

/* The end of `create`: tracks an instance of a tracked type that is not tracked yet (that of a class over int,
 * str, float ...). Does nothing for other objects. */
static inline void object_track_any(Runtime *rt, void *object)
{
    if (object_has_flag(object, TYPE_IS_TRACKED) && !gc_is_tracked(object))
        gc_track(rt, object);
}

/* The last act of `free`: gives the block back; `base_size` as it was given to object_new_any. The object is
 * not tracked any more. */
static inline void object_dispose_any(Runtime *rt, void *object, size_t base_size)
{
    const Object *self = (const Object *)object;
    const Type *type = self->type;
    if ((type->flags & (TYPE_IS_HEAP | TYPE_HAS_ITEMS)) == TYPE_IS_HEAP)
        base_size = instance_size(type, attribute_capacity(self));
    if ((type->flags & TYPE_IS_TRACKED) != 0)
        gc_dispose_sized(rt, object, base_size);
    else
        object_dispose_sized(rt, object, base_size);
}

/* An instance of the class had more attributes than slots: later instances get more. (types/instance.c) */
void instance_outgrown(const Type *type);
/* Bytes of any object's own block, GCHead and what lies before it excluded. (types/instance.c) */
size_t object_block_size(Object *object);

#endif
