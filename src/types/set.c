/* set and frozenset: the hash table, and the operations on whole sets. The methods and type records
 * are in set_methods.c.
 *
 *    table   | k, h | . | k, h | dummy | . | ... |      mask + 1 slots, a power of 2
 *
 * A key lies in the slot of its hash & mask, or in one of the nine slots after it, or on from another
 * slot that the higher bits of its hash choose, and so on. `fill` counts keys and dummies (slots whose
 * key was taken out), `used` keys only. Probing and growth are 3.11's to the letter, because they
 * decide the order in which a set is printed.
 *
 * Up to 4 keys fit into the object itself. Comparing keys may run code that changes the set: nothing
 * read from the table before a comparison is used after it without being checked. */
#include "types/set.h"

#include <string.h>

#include "types/container.h"
#include "types/dict_table.h"
#include "types/set_table.h"

enum { LINEAR_PROBES = 9, PERTURB_SHIFT = 5 };

const Object set_dummy = OBJECT_CONSTANT(&object_type);

#define SET_SIZE_MAX ((size_t)PTRDIFF_MAX / sizeof(SetEntry))

/* ---- the table ----------------------------------------------------------------------------- */

/* 1 or 0 when it can be told without running code, -1 otherwise. */
static inline int keys_equal_plain(const Object *left, const Object *right)
{
    if (left == right)
        return 1;
    if (left->type != right->type)
        return -1;
    if (left->type == &str_type)
        return str_equal((const Str *)left, (const Str *)right);
    if (left->type == &int_type)
        return int_compare_values((const Int *)left, (const Int *)right) == 0;
    return -1;
}

/* Whether the entry, whose hash is that of `key`, holds an equal key: 1, 0, -1 with an error, -2 when the table was
 * changed by the comparison. */
static int entry_matches(Runtime *rt, Set *set, const SetEntry *entry, Object *key)
{
    Object *candidate = entry->key;
    int equal = keys_equal_plain(candidate, key);
    if (equal >= 0)
        return equal;
    const SetEntry *table = set->table;
    size_t mask = set->mask;
    object_retain(candidate);
    equal = object_equal(rt, candidate, key);
    object_release(candidate);
    if (equal < 0)
        return -1;
    return set->table != table || set->mask != mask || entry->key != candidate ? -2 : equal;
}

/* The entry of `key`, or the empty one where the search ended; NULL with an error. */
static SetEntry *set_lookup(Runtime *rt, Set *set, Object *key, int64_t hash)
{
restart:;
    size_t mask = set->mask;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    for (;;) {
        SetEntry *entry = &set->table[slot];
        size_t probes = slot + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (entry->key == NULL)
                return entry;
            if (entry->hash == hash) {
                int matches = entry_matches(rt, set, entry, key);
                if (matches == -2)
                    goto restart;
                if (matches != 0)
                    return matches < 0 ? NULL : entry;
            }
            entry++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

/* Puts a key that is not there into a table without dummies. */
static void table_insert_clean(SetEntry *table, size_t mask, Object *key, int64_t hash)
{
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    for (;;) {
        SetEntry *entry = &table[slot];
        size_t probes = slot + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (entry->key == NULL) {
                *entry = (SetEntry){key, hash};
                return;
            }
            entry++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

/* A table with more than `least` slots, dummies left out. */
static int set_resize(Runtime *rt, Set *set, size_t least)
{
    size_t size = SET_SMALL;
    while (size <= least) {
        if (size > SET_SIZE_MAX / 2) {
            error_no_memory(rt);
            return -1;
        }
        size <<= 1;
    }
    SetEntry copy[SET_SMALL];
    SetEntry *old = set->table, *table = set->small;
    size_t old_mask = set->mask;
    bool was_small = old == set->small;
    if (size == SET_SMALL) {
        if (was_small) {
            if (set->fill == set->used)
                return 0;
            memcpy(copy, old, sizeof(copy));
            old = copy;
        }
    } else {
        table = memory_take(rt, size * sizeof(SetEntry));
        if (table == NULL)
            return -1;
    }
    memset(table, 0, size * sizeof(SetEntry));
    set->table = table;
    set->mask = size - 1;
    set->fill = set->used;
    for (size_t i = 0; i <= old_mask; i++)
        if (set_entry_is_live(&old[i]))
            table_insert_clean(table, size - 1, old[i].key, old[i].hash);
    if (!was_small)
        memory_release(rt, old, (old_mask + 1) * sizeof(SetEntry));
    return 0;
}

static int set_grow(Runtime *rt, Set *set)
{
    return set_resize(rt, set, set->used > 50000 ? set->used * 2 : set->used * 4);
}

int set_add_hashed(Runtime *rt, Set *set, Object *key, int64_t hash)
{
restart:;
    size_t mask = set->mask;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    SetEntry *free_entry = NULL; /* the last dummy on the way */
    for (;;) {
        SetEntry *entry = &set->table[slot];
        size_t probes = slot + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (entry->key == NULL) {
                if (free_entry != NULL) {
                    *free_entry = (SetEntry){object_retain(key), hash};
                    set->used++;
                    return 0;
                }
                *entry = (SetEntry){object_retain(key), hash};
                set->fill++;
                set->used++;
                return set->fill * 5 < mask * 3 ? 0 : set_grow(rt, set);
            }
            if (entry->hash == hash) {
                int matches = entry_matches(rt, set, entry, key);
                if (matches == -2)
                    goto restart;
                if (matches != 0)
                    return matches < 0 ? -1 : 0;
            } else if (entry->hash == -1) {
                free_entry = entry;
            }
            entry++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

/* ---- making and emptying ------------------------------------------------------------------- */

static void set_init_fields(Set *set)
{
    set->fill = set->used = 0;
    set->mask = SET_SMALL - 1;
    set->table = set->small;
    set->hash = -1;
    set->finger = 0;
    memset(set->small, 0, sizeof(set->small));
}

const Type *set_base_type(const Type *type)
{
    if (type == &set_type || type == &frozenset_type)
        return type;
    return type_is_subtype(type, &set_type) ? &set_type : &frozenset_type;
}

Set *set_new_of(Runtime *rt, const Type *type)
{
    Set *set = type == &set_type || type == &frozenset_type
                   ? gc_new_sized(rt, type, sizeof(Set))
                   : object_new_any(rt, type, sizeof(Set));
    if (set == NULL)
        return NULL;
    set_init_fields(set);
    gc_track(rt, set);
    return set;
}

Set *set_new_from(Runtime *rt, const Type *type, Object *iterable)
{
    owned Set *set = set_new_of(rt, type);
    if (set == NULL || (iterable != NULL && set_update(rt, set, iterable) < 0))
        return NULL;
    return take(&set);
}

Set *set_new(Runtime *rt, Object *iterable)
{
    return set_new_from(rt, &set_type, iterable);
}

Set *frozenset_new(Runtime *rt, Object *iterable)
{
    if (iterable != NULL && object_has_type(iterable, &frozenset_type))
        return object_retain(iterable);
    return set_new_from(rt, &frozenset_type, iterable);
}

void set_clear(Runtime *rt, Set *set)
{
    SetEntry copy[SET_SMALL];
    SetEntry *table = set->table;
    size_t used = set->used, mask = set->mask;
    bool was_small = table == set->small;
    if (was_small) {
        if (set->fill == 0)
            return;
        memcpy(copy, table, sizeof(copy));
        table = copy;
    }
    size_t finger = set->finger;
    int64_t hash = set->hash;
    set_init_fields(set);
    set->finger = finger;
    set->hash = hash;
    for (SetEntry *entry = table; used > 0; entry++) {
        if (!set_entry_is_live(entry))
            continue;
        used--;
        object_release(entry->key);
    }
    if (!was_small)
        memory_release(rt, table, (mask + 1) * sizeof(SetEntry));
}

void set_swap(Set *left, Set *right)
{
    Set copy = *left;
    left->fill = right->fill, right->fill = copy.fill;
    left->used = right->used, right->used = copy.used;
    left->mask = right->mask, right->mask = copy.mask;
    left->table = right->table == right->small ? left->small : right->table;
    right->table = copy.table == left->small ? right->small : copy.table;
    memcpy(left->small, right->small, sizeof(left->small));
    memcpy(right->small, copy.small, sizeof(right->small));
    left->hash = right->hash = -1;
}

/* ---- one key ------------------------------------------------------------------------------- */

int set_add(Runtime *rt, Set *set, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    return hash == -1 ? -1 : set_add_hashed(rt, set, key, hash);
}

int set_contains_hashed(Runtime *rt, Set *set, Object *key, int64_t hash)
{
    const SetEntry *entry = set_lookup(rt, set, key, hash);
    return entry == NULL ? -1 : entry->key != NULL;
}

int set_contains(Runtime *rt, Set *set, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    return hash == -1 ? -1 : set_contains_hashed(rt, set, key, hash);
}

Object *set_take_entry(Set *set, SetEntry *entry)
{
    Object *key = entry->key;
    *entry = (SetEntry){SET_DUMMY, -1};
    set->used--;
    return key;
}

int set_discard_hashed(Runtime *rt, Set *set, Object *key, int64_t hash)
{
    SetEntry *entry = set_lookup(rt, set, key, hash);
    if (entry == NULL)
        return -1;
    if (entry->key == NULL)
        return 0;
    object_release(set_take_entry(set, entry));
    return 1;
}

int set_discard(Runtime *rt, Set *set, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    return hash == -1 ? -1 : set_discard_hashed(rt, set, key, hash);
}

bool set_next(const Set *set, size_t *position, Object **key, int64_t *hash)
{
    size_t i = *position;
    while (i <= set->mask && !set_entry_is_live(&set->table[i]))
        i++;
    if (i > set->mask)
        return false;
    *position = i + 1;
    *key = set->table[i].key;
    if (hash != NULL)
        *hash = set->table[i].hash;
    return true;
}

/* ---- many keys ----------------------------------------------------------------------------- */

static int set_merge(Runtime *rt, Set *set, Set *other)
{
    if (other == set || other->used == 0)
        return 0;
    if ((set->fill + other->used) * 5 >= set->mask * 3 &&
        set_resize(rt, set, (set->used + other->used) * 2) < 0)
        return -1;

    if (set->fill == 0) { /* all keys are new: no comparison is needed */
        if (set->mask == other->mask && other->fill == other->used) {
            for (size_t i = 0; i <= other->mask; i++) {
                set->table[i] = other->table[i];
                object_retain_maybe(set->table[i].key);
            }
        } else {
            size_t left = other->used;
            for (const SetEntry *entry = other->table; left > 0; entry++) {
                if (!set_entry_is_live(entry))
                    continue;
                left--;
                table_insert_clean(set->table, set->mask, object_retain(entry->key), entry->hash);
            }
        }
        set->fill = set->used = other->used;
        return 0;
    }
    for (size_t i = 0; i <= other->mask; i++) {
        SetEntry entry = other->table[i];
        if (!set_entry_is_live(&entry))
            continue;
        owned Object *key = object_retain(entry.key);
        if (set_add_hashed(rt, set, key, entry.hash) < 0)
            return -1;
    }
    return 0;
}

static int set_update_from_dict(Runtime *rt, Set *set, Dict *dict)
{
    if ((set->fill + dict->used) * 5 >= set->mask * 3 &&
        set_resize(rt, set, (set->used + dict->used) * 2) < 0)
        return -1;
    for (size_t i = 0; i < dict->table->entry_count; i++) {
        DictEntry entry = dict_entries(dict)[i];
        if (entry.key == NULL)
            continue;
        owned Object *key = object_retain(entry.key);
        if (set_add_hashed(rt, set, key, entry.hash) < 0)
            return -1;
    }
    return 0;
}

int set_update(Runtime *rt, Set *set, Object *iterable)
{
    if (set_check(iterable))
        return set_merge(rt, set, (Set *)iterable);
    if (dict_check_exact(iterable))
        return set_update_from_dict(rt, set, (Dict *)iterable);
    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *key = iterator_next(rt, iterator);
        if (key == NULL)
            return error_pending(rt) ? -1 : 0;
        if (set_add(rt, set, key) < 0)
            return -1;
    }
}

/* Calls `act` with each key of `iterable`, retained, and its hash, until it answers other than 0; that answer, or
 * -1 with an error. */
typedef int (*KeyAction)(Runtime *rt, void *context, Object *key, int64_t hash);

static int each_key(Runtime *rt, Object *iterable, KeyAction act, void *context)
{
    if (set_check(iterable)) {
        size_t position = 0;
        Object *next;
        int64_t hash;
        while (set_next((Set *)iterable, &position, &next, &hash)) {
            owned Object *key = object_retain(next);
            int answer = act(rt, context, key, hash);
            if (answer != 0)
                return answer;
        }
        return 0;
    }
    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *key = iterator_next(rt, iterator);
        if (key == NULL)
            return error_pending(rt) ? -1 : 0;
        int64_t hash = dict_hash_key(rt, key);
        if (hash == -1)
            return -1;
        int answer = act(rt, context, key, hash);
        if (answer != 0)
            return answer;
    }
}

typedef struct Pair {
    Set *first, *second;
} Pair;

static int add_when_in(Runtime *rt, void *context, Object *key, int64_t hash)
{
    Pair *pair = context; /* into first what is in second */
    int found = set_contains_hashed(rt, pair->second, key, hash);
    return found <= 0 ? found : set_add_hashed(rt, pair->first, key, hash);
}

static int add_when_not_in(Runtime *rt, void *context, Object *key, int64_t hash)
{
    Pair *pair = context;
    int found = set_contains_hashed(rt, pair->second, key, hash);
    return found < 0 ? -1 : found ? 0 : set_add_hashed(rt, pair->first, key, hash);
}

static int discard_from(Runtime *rt, void *context, Object *key, int64_t hash)
{
    return set_discard_hashed(rt, context, key, hash) < 0 ? -1 : 0;
}

static int toggle_in(Runtime *rt, void *context, Object *key, int64_t hash)
{
    int found = set_discard_hashed(rt, context, key, hash);
    return found < 0 ? -1 : found ? 0 : set_add_hashed(rt, context, key, hash);
}

/* 2 ("no, stop") when the key is not in the set. */
static int stop_when_not_in(Runtime *rt, void *context, Object *key, int64_t hash)
{
    int found = set_contains_hashed(rt, context, key, hash);
    return found < 0 ? -1 : found ? 0 : 2;
}

Object *set_intersection(Runtime *rt, Set *set, Object *other)
{
    const Type *type = set_base_type(set->head.type);
    if (other == (Object *)set)
        return (Object *)set_new_from(rt, type, other);
    owned Set *result = set_new_of(rt, type);
    if (result == NULL)
        return NULL;
    Pair pair = {result, set};
    if (set_check(other) && ((Set *)other)->used > set->used) { /* walk the smaller one */
        pair.second = (Set *)other;
        other = (Object *)set;
    }
    return each_key(rt, other, add_when_in, &pair) < 0 ? NULL : (Object *)take(&result);
}

int set_difference_update(Runtime *rt, Set *set, Object *other)
{
    if (other == (Object *)set) {
        set_clear(rt, set);
        return 0;
    }
    owned Object *common = NULL;
    if (set_check(other) && ((Set *)other)->used >> 3 > set->used) {
        common = set_intersection(rt, set, other);
        if (common == NULL)
            return -1;
        other = common;
    }
    if (each_key(rt, other, discard_from, set) < 0)
        return -1;
    /* Many dummies make searches long. */
    return set->fill - set->used <= set->mask / 4 ? 0 : set_grow(rt, set);
}

Object *set_difference(Runtime *rt, Set *set, Object *other)
{
    const Type *type = set_base_type(set->head.type);
    bool is_set = set_check(other), is_dict = dict_check_exact(other);
    size_t other_size = is_set ? ((Set *)other)->used : is_dict ? ((Dict *)other)->used : 0;
    if ((!is_set && !is_dict) || set->used >> 2 > other_size) {
        owned Set *result = set_new_from(rt, type, (Object *)set);
        if (result == NULL || set_difference_update(rt, result, other) < 0)
            return NULL;
        return (Object *)take(&result);
    }
    owned Set *result = set_new_of(rt, type);
    if (result == NULL)
        return NULL;
    if (is_set) {
        Pair pair = {result, (Set *)other};
        return each_key(rt, (Object *)set, add_when_not_in, &pair) < 0 ? NULL
                                                                       : (Object *)take(&result);
    }
    size_t position = 0;
    Object *next;
    int64_t hash;
    while (set_next(set, &position, &next, &hash)) {
        owned Object *key = object_retain(next);
        ssize_t found = dict_lookup(rt, (Dict *)other, key, hash);
        if (found == LOOKUP_ERROR ||
            (found == LOOKUP_ABSENT && set_add_hashed(rt, result, key, hash) < 0))
            return NULL;
    }
    return (Object *)take(&result);
}

int set_symmetric_difference_update(Runtime *rt, Set *set, Object *other)
{
    if (other == (Object *)set) {
        set_clear(rt, set);
        return 0;
    }
    /* A key that is yielded twice counts once, so what is neither a set nor a dict becomes a set. */
    owned Object *keys = set_check(other)
                             ? object_retain(other)
                             : (Object *)set_new_from(rt, set_base_type(set->head.type), other);
    return keys == NULL ? -1 : each_key(rt, keys, toggle_in, set);
}

int set_is_subset(Runtime *rt, Set *set, Object *other)
{
    if (!set_check(other)) {
        owned Set *common = (Set *)set_intersection(rt, set, other);
        return common == NULL ? -1 : common->used == set->used;
    }
    if (set->used > ((Set *)other)->used)
        return 0;
    int answer = each_key(rt, (Object *)set, stop_when_not_in, other);
    return answer < 0 ? -1 : answer == 0;
}

int set_is_superset(Runtime *rt, Set *set, Object *other)
{
    if (set_check(other))
        return set_is_subset(rt, (Set *)other, (Object *)set);
    int answer = each_key(rt, other, stop_when_not_in, set);
    return answer < 0 ? -1 : answer == 0;
}
