/* tuple: a fixed row of references, in one block. Tracked; untracked by the collector once it is
 * seen to hold nothing that could be part of a cycle. */
#ifndef OURO_TYPES_TUPLE_H
#define OURO_TYPES_TUPLE_H

#include "object/runtime.h"

struct Tuple {
    Object head;
    size_t length;
    Object *items[];
};
/* A constant tuple has no GCHead that may be touched: constants are never tracked or freed. */
extern const Type tuple_type;
extern const Tuple tuple_empty;
static inline bool tuple_check(const void *object) { return object_has_flag(object, TYPE_TUPLE); }
static inline bool tuple_check_exact(const void *object) { return object_has_type(object, &tuple_type); }
#define EMPTY_TUPLE ((Tuple *)&tuple_empty)
/* `length` items, all NULL, NOT tracked yet: fill it, then tuple_publish() (which tracks it). Length 0: the empty tuple. */
Tuple *tuple_new(Runtime *rt, size_t length);
static inline void tuple_publish(Runtime *rt, Tuple *tuple);
/* A whole tuple of `items` (retained). */
Tuple *tuple_from_array(Runtime *rt, Object *const *items, size_t length);
Tuple *tuple_from_array_steal(Runtime *rt, Object **items, size_t length); /* on failure the items are released too */
Tuple *tuple_pack(Runtime *rt, size_t length, ...); /* Object *s, retained */
Tuple *tuple_slice(Runtime *rt, Tuple *tuple, size_t start, size_t end);
/* For the collector: nothing in this exact tuple can be part of a cycle. */
bool tuple_needs_no_tracking(const Tuple *tuple);
int64_t hash_sequence(Runtime *rt, Object *const *items, size_t length); /* xxHash-based, 3.11's; -1 error */

#include "gc/gc.h"
static inline void tuple_publish(Runtime *rt, Tuple *tuple)
{
    if (tuple->length != 0)
        gc_track(rt, (Object *)tuple);
}

#endif
