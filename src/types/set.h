/* set and frozenset: open addressing with linear probes, 3.11's table sizes and order. */
#ifndef OURO_TYPES_SET_H
#define OURO_TYPES_SET_H

#include "object/runtime.h"

typedef struct SetEntry {
    Object *key; /* NULL: never used; the set's dummy: deleted */
    int64_t hash;
} SetEntry;
enum { SET_SMALL = 8 };
typedef struct Set {
    Object head;
    size_t fill, used, mask;
    SetEntry *table;  /* `small` or a memory block of mask + 1 entries */
    int64_t hash;     /* frozenset: -1 not computed */
    size_t finger;    /* where pop() goes on */
    SetEntry small[SET_SMALL];
} Set;
extern const Type set_type, frozenset_type;
static inline bool set_check(const void *object) { return object_has_flag(object, TYPE_SET); } /* either */
Set *set_new(Runtime *rt, Object *iterable);       /* NULL iterable: empty */
Set *frozenset_new(Runtime *rt, Object *iterable);
MUST_CHECK int set_add(Runtime *rt, Set *set, Object *key);
MUST_CHECK int set_discard(Runtime *rt, Set *set, Object *key); /* 1 removed, 0 absent, -1 */
MUST_CHECK int set_contains(Runtime *rt, Set *set, Object *key);
MUST_CHECK int set_update(Runtime *rt, Set *set, Object *iterable);
/* self -= iterable, self ^= iterable; self & iterable as a new set of self's base type. */
MUST_CHECK int set_difference_update(Runtime *rt, Set *set, Object *iterable);
MUST_CHECK int set_symmetric_difference_update(Runtime *rt, Set *set, Object *iterable);
Object *set_intersection(Runtime *rt, Set *set, Object *iterable);
bool set_next(const Set *set, size_t *position, Object **key, int64_t *hash); /* borrowed */

#endif
