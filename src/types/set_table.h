/* The insides of a set, for the files that make up set and frozenset: set.c (table and changes),
 * set_methods.c (the types), set_iterator.c. */
#ifndef OURO_TYPES_SET_TABLE_H
#define OURO_TYPES_SET_TABLE_H

#include "types/set.h"

/* What lies in the slot of a key that was taken out; its hash is -1, as no key's is. */
extern const Object set_dummy;
#define SET_DUMMY ((Object *)&set_dummy)

static inline bool set_entry_is_live(const SetEntry *entry)
{
    return entry->key != NULL && entry->key != SET_DUMMY;
}
/* Both kinds, subclasses not. */
static inline bool set_check_exact(const Object *object)
{
    return object_has_type(object, &set_type) || object_has_type(object, &frozenset_type);
}
/* set or frozenset, whichever `type` derives from. */
const Type *set_base_type(const Type *type);

/* An empty set of `type`, tracked. */
Set *set_new_of(Runtime *rt, const Type *type);
/* The same of what `iterable` yields. */
Set *set_new_from(Runtime *rt, const Type *type, Object *iterable);
void set_clear(Runtime *rt, Set *set);
MUST_CHECK int set_add_hashed(Runtime *rt, Set *set, Object *key, int64_t hash);
MUST_CHECK int set_discard_hashed(Runtime *rt, Set *set, Object *key, int64_t hash);
MUST_CHECK int set_contains_hashed(Runtime *rt, Set *set, Object *key, int64_t hash);
/* A key taken out: its slot is marked, the reference returned. */
Object *set_take_entry(Set *set, SetEntry *entry);
/* Exchanges the contents of two sets. */
void set_swap(Set *left, Set *right);

Object *set_difference(Runtime *rt, Set *set, Object *other);
MUST_CHECK int set_is_subset(Runtime *rt, Set *set, Object *other);
MUST_CHECK int set_is_superset(Runtime *rt, Set *set, Object *other);

Object *set_iter(Runtime *rt, Object *self);
extern const Type set_iterator_type;

#endif
