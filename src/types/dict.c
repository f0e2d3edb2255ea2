/* dict: the table, looking keys up, and every way to change it. The methods and the type record are
 * in dict_methods.c, copying and merging in dict_merge.c.
 *
 *    d = {}; d['a'] = 1; d['b'] = 2; del d['a']; d['c'] = 3
 *
 *    index     [ . | 1 | . | X | . | . | 2 | . ]     slot of hash & 7, then CPython's probe order
 *                    |               |
 *    entries   [ hole | 'b': 2 | 'c': 3 | free | free ]
 *
 * Three things want care.
 * - Comparing keys may run Python code that changes this very dict. Nothing read from the table
 *   before such a comparison is used after it without being checked (dict_lookup).
 * - keys_version tells inline caches whether an entry's number still means the same key. It is reset
 *   to 0 by every change of the key set and drawn anew only when a cache asks (dict_find_str), so that
 *   dicts that no cache looks at pay one store.
 * - A dict is tracked by the collector from the moment something that can be in a cycle goes in. */
#include "types/dict.h"

#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/dict_table.h"
#include "types/int.h"

/* One slot, no room: the first insertion always grows it, so it is never written. */
const DictTable dict_empty_table __attribute__((aligned(8))) = {
    .log2_size = 0,
    .log2_index_bytes = 3,
    .only_str_keys = true,
    .index = {SLOT_EMPTY, SLOT_EMPTY, SLOT_EMPTY, SLOT_EMPTY, SLOT_EMPTY, SLOT_EMPTY, SLOT_EMPTY,
              SLOT_EMPTY},
};

/* ---- tables -------------------------------------------------------------------------------- */

unsigned table_log2_for_slots(size_t slots)
{
    unsigned log2_size = DICT_LOG2_MIN;
    while (log2_size <= DICT_LOG2_MAX && ((size_t)1 << log2_size) < slots)
        log2_size++;
    return log2_size;
}

unsigned table_log2_for_entries(size_t count)
{
    if (count > table_usable_of(DICT_LOG2_MAX))
        return DICT_LOG2_MAX + 1;
    return table_log2_for_slots((count * 3 + 1) / 2);
}

static DictTable *table_new(Runtime *rt, unsigned log2_size)
{
    if (log2_size > DICT_LOG2_MAX)
        return error_no_memory(rt);
    DictTable *table = memory_take(rt, table_bytes(log2_size));
    if (table == NULL)
        return NULL;
    unsigned log2_index_bytes = table_log2_index_bytes(log2_size);
    table->log2_size = (uint8_t)log2_size;
    table->log2_index_bytes = (uint8_t)log2_index_bytes;
    table->only_str_keys = true;
    table->usable = (uint32_t)table_usable_of(log2_size);
    table->entry_count = 0;
    memset(table->index, 0xff, (size_t)1 << log2_index_bytes); /* SLOT_EMPTY in every width */
    return table;
}

static void table_release(Runtime *rt, DictTable *table)
{
    if (table != &dict_empty_table)
        memory_release(rt, table, table_bytes(table->log2_size));
}

void table_free(Runtime *rt, DictTable *table)
{
    DictEntry *entries = table_entries(table);
    for (size_t i = 0; i < table->entry_count; i++) {
        if (entries[i].key == NULL)
            continue;
        object_release(entries[i].key);
        object_release(entries[i].value);
    }
    table_release(rt, table);
}

/* The first slot on the probe path of `hash` that holds no entry. */
static size_t table_free_slot(const DictTable *table, int64_t hash)
{
    size_t mask = table_size(table) - 1;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    while (table_slot(table, slot) >= 0) {
        perturb >>= DICT_PERTURB_SHIFT;
        slot = (slot * 5 + perturb + 1) & mask;
    }
    return slot;
}

/* The slot that holds the number of an entry of that hash. */
static size_t table_slot_of(const DictTable *table, int64_t hash, ssize_t number)
{
    size_t mask = table_size(table) - 1;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    while (table_slot(table, slot) != number) {
        perturb >>= DICT_PERTURB_SHIFT;
        slot = (slot * 5 + perturb + 1) & mask;
    }
    return slot;
}

static inline __attribute__((always_inline)) ssize_t
table_find_str_by(const DictTable *table, const Str *key, int64_t hash, unsigned width)
{
    const DictEntry *entries = table_entries(table);
    size_t mask = table_size(table) - 1;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    for (;;) {
        ssize_t number = width == 1   ? ((const int8_t *)table->index)[slot]
                         : width == 2 ? ((const int16_t *)table->index)[slot]
                                      : table_slot(table, slot);
        if (number >= 0) {
            const DictEntry *entry = &entries[number];
            if (entry->key == (const Object *)key ||
                (entry->hash == hash && str_equal((const Str *)entry->key, key)))
                return number;
        } else if (number == SLOT_EMPTY) {
            return LOOKUP_ABSENT;
        }
        perturb >>= DICT_PERTURB_SHIFT;
        slot = (slot * 5 + perturb + 1) & mask;
    }
}

/* Looks an exact str up among exact strs: no code runs, nothing fails. */
static inline ssize_t table_find_str(const DictTable *table, const Str *key, int64_t hash)
{
    if (likely(table->log2_size < 8))
        return table_find_str_by(table, key, hash, 1);
    if (table->log2_size < 16)
        return table_find_str_by(table, key, hash, 2);
    return table_find_str_by(table, key, hash, 4);
}

int dict_resize(Runtime *rt, Dict *dict, unsigned log2_size)
{
    DictTable *table = table_new(rt, log2_size);
    if (table == NULL)
        return -1;
    DictTable *old = dict->table;
    DictEntry *from = table_entries(old), *to = table_entries(table);
    if (dict->used == old->entry_count) {
        memcpy(to, from, dict->used * sizeof(DictEntry));
    } else {
        size_t count = 0;
        for (size_t i = 0; i < old->entry_count; i++)
            if (from[i].key != NULL)
                to[count++] = from[i];
    }
    for (size_t i = 0; i < dict->used; i++)
        table_set_slot(table, table_free_slot(table, to[i].hash), (ssize_t)i);
    table->only_str_keys = old->only_str_keys;
    table->entry_count = dict->used;
    table->usable -= (uint32_t)dict->used;
    dict->table = table;
    dict->keys_version = 0;
    table_release(rt, old);
    return 0;
}

/* ---- making and freeing -------------------------------------------------------------------- */

static Dict *dict_init_fields(Dict *dict)
{
    dict->used = 0;
    dict->keys_version = 0;
    dict->table = (DictTable *)&dict_empty_table;
    return dict;
}

Dict *dict_new(Runtime *rt)
{
    Dict *dict = gc_new(rt, &dict_type);
    return dict == NULL ? NULL : dict_init_fields(dict);
}

Dict *dict_new_presized(Runtime *rt, size_t count)
{
    Dict *dict = dict_new(rt);
    if (dict == NULL || count <= table_usable_of(DICT_LOG2_MIN))
        return dict;
    /* A wrong guess must not cost much: as CPython, at most 2^17 slots in advance. */
    unsigned log2_size = table_log2_for_entries(count);
    if (dict_resize(rt, dict, log2_size < 17 ? log2_size : 17) < 0) {
        object_release(dict);
        return NULL;
    }
    return dict;
}

Dict *dict_new_of(Runtime *rt, const Type *type)
{
    if (type == &dict_type)
        return dict_new(rt);
    Dict *dict = object_new_any(rt, type, sizeof(Dict));
    if (dict == NULL)
        return NULL;
    gc_track(rt, dict_init_fields(dict)); /* it may get attributes of its own at any time */
    return dict;
}

DictTable *dict_detach_table(Dict *dict)
{
    DictTable *table = dict->table;
    dict_init_fields(dict);
    return table;
}

void dict_clear(Runtime *rt, Dict *dict)
{
    table_free(rt, dict_detach_table(dict));
}

/* ---- the collector's rule ------------------------------------------------------------------ */

void dict_track_for(Runtime *rt, Dict *dict, const Object *object)
{
    if (type_has_flag(object->type, TYPE_IS_TRACKED) && !gc_is_tracked(dict) &&
        gc_may_be_tracked(object))
        gc_track(rt, dict);
}

bool dict_needs_no_tracking(const Dict *dict)
{
    const DictEntry *entries = dict_entries(dict);
    for (size_t i = 0; i < dict->table->entry_count; i++)
        if (entries[i].key != NULL &&
            (gc_may_be_tracked(entries[i].value) || gc_may_be_tracked(entries[i].key)))
            return false;
    return true;
}

/* ---- looking up ---------------------------------------------------------------------------- */

int64_t dict_hash_key(Runtime *rt, Object *key)
{
    if (str_check_exact(key))
        return str_hash(rt, (Str *)key);
    if (int_check_exact(key))
        return int_hash((Int *)key);
    return object_hash(rt, key);
}

/* Whether two keys of one hash are equal, for the types whose comparison runs no code and cannot
 * fail: 1, 0, or -1 for "ask object_equal". */
static inline int keys_equal_plain(const Object *left, const Object *right)
{
    if (left->type != right->type)
        return -1;
    if (left->type == &int_type)
        return int_is_small(left) && int_is_small(right)
                   ? int_small_value(left) == int_small_value(right)
                   : int_compare_values((const Int *)left, (const Int *)right) == 0;
    if (left->type == &str_type)
        return str_equal((const Str *)left, (const Str *)right);
    return -1;
}

static ssize_t dict_lookup_any(Runtime *rt, Dict *dict, Object *key, int64_t hash)
{
restart:;
    DictTable *table = dict->table;
    DictEntry *entries = table_entries(table);
    size_t mask = table_size(table) - 1;
    size_t perturb = (size_t)hash;
    size_t slot = perturb & mask;
    for (;;) {
        ssize_t number = table_slot(table, slot);
        if (number == SLOT_EMPTY)
            return LOOKUP_ABSENT;
        if (number >= 0) {
            Object *candidate = entries[number].key;
            if (candidate == key)
                return number;
            if (entries[number].hash == hash) {
                int equal = keys_equal_plain(candidate, key);
                if (equal < 0) {
                    object_retain(candidate);
                    equal = object_equal(rt, candidate, key);
                    object_release(candidate);
                    if (equal < 0)
                        return LOOKUP_ERROR;
                    /* The comparison, or the death of the candidate, may have changed the dict. The
                     * later tests keep this safe when a new table lies where the old one was. */
                    if (dict->table != table || table_size(table) - 1 != mask ||
                        (size_t)number >= table->entry_count || entries[number].key != candidate)
                        goto restart;
                }
                if (equal)
                    return number;
            }
        }
        perturb >>= DICT_PERTURB_SHIFT;
        slot = (slot * 5 + perturb + 1) & mask;
    }
}

ssize_t dict_lookup(Runtime *rt, Dict *dict, Object *key, int64_t hash)
{
    if (likely(dict->table->only_str_keys && str_check_exact(key)))
        return table_find_str(dict->table, (Str *)key, hash);
    return dict_lookup_any(rt, dict, key, hash);
}

Object *dict_get_hashed_borrow(Runtime *rt, Dict *dict, Object *key, int64_t hash)
{
    ssize_t number = dict_lookup(rt, dict, key, hash);
    return number < 0 ? NULL : dict_entries(dict)[number].value;
}

Object *dict_get_borrow(Runtime *rt, Dict *dict, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    if (unlikely(hash == -1))
        return NULL;
    return dict_get_hashed_borrow(rt, dict, key, hash);
}

Object *dict_get_str_borrow(Runtime *rt, Dict *dict, Str *key)
{
    return dict_get_hashed_borrow(rt, dict, (Object *)key, dict_hash_key(rt, (Object *)key));
}

ssize_t dict_find_str(Runtime *rt, Dict *dict, Str *key)
{
    if (!dict->table->only_str_keys)
        return -1;
    if (dict->keys_version == 0)
        dict->keys_version = ++rt->next_dict_version;
    return table_find_str(dict->table, key, str_hash(rt, key));
}

bool dict_next(const Dict *dict, size_t *position, Object **key, Object **value)
{
    const DictEntry *entries = dict_entries(dict);
    size_t i = *position, count = dict->table->entry_count;
    while (i < count && entries[i].key == NULL)
        i++;
    if (i >= count)
        return false;
    *position = i + 1;
    if (key != NULL)
        *key = entries[i].key;
    if (value != NULL)
        *value = entries[i].value;
    return true;
}

/* ---- changing ------------------------------------------------------------------------------ */

int dict_append_entry(Runtime *rt, Dict *dict, Object *key, int64_t hash, Object *value)
{
    if (unlikely(dict->table->usable == 0) &&
        dict_resize(rt, dict, table_log2_for_slots(dict->used * 3)) < 0)
        return -1;
    DictTable *table = dict->table;
    size_t number = table->entry_count++;
    table->usable--;
    table_set_slot(table, table_free_slot(table, hash), (ssize_t)number);
    table_entries(table)[number] =
        (DictEntry){.hash = hash, .key = object_retain(key), .value = object_retain(value)};
    dict->used++;
    dict->keys_version = 0;
    if (!str_check_exact(key)) {
        table->only_str_keys = false;
        dict_track_for(rt, dict, key);
    }
    dict_track_for(rt, dict, value);
    return 0;
}

int dict_set_hashed(Runtime *rt, Dict *dict, Object *key, int64_t hash, Object *value)
{
    ssize_t number = dict_lookup(rt, dict, key, hash);
    if (number >= 0) {
        dict_track_for(rt, dict, value);
        object_replace_steal(&dict_entries(dict)[number].value, object_retain(value));
        return 0;
    }
    if (unlikely(number == LOOKUP_ERROR))
        return -1;
    return dict_append_entry(rt, dict, key, hash, value);
}

int dict_set(Runtime *rt, Dict *dict, Object *key, Object *value)
{
    int64_t hash = dict_hash_key(rt, key);
    if (unlikely(hash == -1))
        return -1;
    return dict_set_hashed(rt, dict, key, hash, value);
}

int dict_set_c(Runtime *rt, Dict *dict, const char *key, Object *value)
{
    owned Str *name = str_intern_c(rt, key);
    if (name == NULL)
        return -1;
    return dict_set(rt, dict, (Object *)name, value);
}

void dict_take_entry(Dict *dict, size_t number, Object **key, Object **value)
{
    DictTable *table = dict->table;
    DictEntry *entry = &table_entries(table)[number];
    table_set_slot(table, table_slot_of(table, entry->hash, (ssize_t)number), SLOT_DELETED);
    *key = take(&entry->key);
    *value = take(&entry->value);
    dict->used--;
    dict->keys_version = 0;
}

int dict_delete(Runtime *rt, Dict *dict, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    if (hash == -1)
        return -1;
    ssize_t number = dict_lookup(rt, dict, key, hash);
    if (number < 0) {
        if (number == LOOKUP_ABSENT)
            error_set_value(rt, &key_error_type, key);
        return -1;
    }
    Object *old_key, *old_value;
    dict_take_entry(dict, (size_t)number, &old_key, &old_value);
    object_release(old_key);
    object_release(old_value);
    return 0;
}

int dict_pop(Runtime *rt, Dict *dict, Object *key, Object **value)
{
    if (dict->used == 0)
        return 0; /* without hashing the key, as CPython */
    int64_t hash = dict_hash_key(rt, key);
    if (hash == -1)
        return -1;
    ssize_t number = dict_lookup(rt, dict, key, hash);
    if (number < 0)
        return number == LOOKUP_ABSENT ? 0 : -1;
    Object *old_key;
    dict_take_entry(dict, (size_t)number, &old_key, value);
    object_release(old_key);
    return 1;
}

Object *dict_set_default(Runtime *rt, Dict *dict, Object *key, Object *value)
{
    int64_t hash = dict_hash_key(rt, key);
    if (hash == -1)
        return NULL;
    ssize_t number = dict_lookup(rt, dict, key, hash);
    if (number >= 0)
        return dict_entries(dict)[number].value;
    if (number == LOOKUP_ERROR || dict_append_entry(rt, dict, key, hash, value) < 0)
        return NULL;
    return value;
}
