/* What the containers and iterators have in common. Private to types/ and to the modules that
 * define iterators. */
#ifndef OURO_TYPES_CONTAINER_H
#define OURO_TYPES_CONTAINER_H

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/dict.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/type_parts.h"

#define CLASS_GET_ITEM \
    {"__class_getitem__", generic_alias_class_getitem, 1, 1, METHOD_CLASS, .doc = "See PEP 585"}

/* The builtin of that name (iter, reversed, ...), owned: what __reduce__ of iterators names. */
Object *builtin_get(Runtime *rt, Str *name);

/* (function, (argument,)) or (function, (argument,), state): what __reduce__ returns. All three are
 * borrowed; `state` may be NULL. */
Object *reduce_to_call(Runtime *rt, Object *function, Object *argument, Object *state);

/* "iter(x)" with a position, for the __reduce__ of iterators: sequence NULL means exhausted, and
 * `exhausted` is the empty thing to iterate over then. Evaluates the builtin first: it may run code. */
Object *reduce_to_iterator(Runtime *rt, Str *builtin, Object *sequence, Object *exhausted,
                           ssize_t state);

/* Iterators that yield a tuple each time keep the last one and fill it anew when nobody else has it.
 * The tuple to be filled with items[0..length-1] (handed over, also on failure), owned by the caller;
 * `result` is the iterator's field. */
Object *result_tuple_fill_steal(Runtime *rt, Tuple **result, Object **items, size_t length);

/* NotImplemented or a bool, for slots. */
static inline Object *not_implemented(void)
{
    return object_retain(NOT_IMPLEMENTED);
}
static inline Object *bool_new(bool value)
{
    return object_retain(bool_object(value));
}
static inline Object *none_new(void)
{
    return object_retain(NONE);
}

/* TypeError "NAME() takes no keyword arguments" when there are any. */
MUST_CHECK int keywords_refuse(Runtime *rt, const char *name, Tuple *names);

/* iter() of an iterator: itself. */
Object *iterator_iter_self(Runtime *rt, Object *self);

/* The next item through the slot: NULL at the end or with an error (StopIteration may be pending). Iterators over
 * iterators can be stacked to any height, so each of them takes its items through here. */
static inline Object *item_step(Runtime *rt, Object *iterator)
{
    if (unlikely((uintptr_t)__builtin_frame_address(0) < rt->stack_limit) && stack_check(rt) < 0)
        return NULL;
    return iterator->type->next(rt, iterator);
}
/* After item_step() gave NULL: true at the end (StopIteration is cleared), false with an error pending. */
static inline bool item_step_ended(Runtime *rt)
{
    return !error_pending(rt) || error_clear_if(rt, &stop_iteration_type);
}

/* The slots that a type without instance attributes takes from object. */
#define INHERIT_ATTRIBUTES                                                                      \
    .str = object_default_str, .get_attribute = object_generic_get_attribute,                   \
    .set_attribute = object_generic_set_attribute
#define INHERIT_COMPARISON .hash = object_default_hash, .compare = object_default_compare
/* What an iterator takes from object and its kind. */
#define ITERATOR_SLOTS                                                                          \
    INHERIT_ATTRIBUTES, INHERIT_COMPARISON, .repr = object_default_repr, .iter = iterator_iter_self, \
        .init = object_init

/* An object of `type`, which is `base` or derived from it: the fast path is the exact type. */
static inline MUST_CHECK void *container_new(Runtime *rt, const Type *type, const Type *base)
{
    return likely(type == base) ? gc_new(rt, base) : object_new_any(rt, type, base->size);
}
static inline void container_dispose(Runtime *rt, void *object, const Type *base)
{
    if (likely(object_has_type(object, base)))
        gc_dispose(rt, object);
    else
        object_dispose_any(rt, object, base->size);
}

#endif
