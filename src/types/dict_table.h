/* The insides of a dict, for the files that make up the type: dict.c (table, lookup, changes),
 * dict_methods.c (the type), dict_views.c, dict_iterator.c, dict_merge.c.
 *
 * The index holds, by slot, the number of an entry, or one of two marks. Its width follows the
 * table's size, so that a small dict fits into few cache lines:
 *
 *    log2_size  3..7: 1 byte    8..15: 2 bytes    16..31: 4 bytes    32: 8 bytes
 *
 * A table of 2^n slots holds at most two thirds as many entries. Entries are appended; a deleted one
 * leaves a hole (key NULL) in the row and a mark in the index, and the next resize closes both up. */
#ifndef OURO_TYPES_DICT_TABLE_H
#define OURO_TYPES_DICT_TABLE_H

#include "types/dict.h"
#include "types/str.h"

enum { SLOT_EMPTY = -1, SLOT_DELETED = -2 };
enum { DICT_LOG2_MIN = 3, DICT_LOG2_MAX = 32, DICT_PERTURB_SHIFT = 5 };
/* What dict_lookup answers besides an entry's number. */
enum { LOOKUP_ABSENT = -1, LOOKUP_ERROR = -2 };

extern const DictTable dict_empty_table;

static inline size_t table_size(const DictTable *table)
{
    return (size_t)1 << table->log2_size;
}
static inline size_t table_usable_of(unsigned log2_size)
{
    return ((size_t)2 << log2_size) / 3;
}
static inline unsigned table_log2_index_bytes(unsigned log2_size)
{
    return log2_size + (log2_size < 8 ? 0 : log2_size < 16 ? 1 : log2_size < 32 ? 2 : 3);
}
/* Bytes of a table's block. Cannot overflow for log2_size <= DICT_LOG2_MAX. */
static inline size_t table_bytes(unsigned log2_size)
{
    return sizeof(DictTable) + ((size_t)1 << table_log2_index_bytes(log2_size)) +
           table_usable_of(log2_size) * sizeof(DictEntry);
}
static inline DictEntry *table_entries(const DictTable *table)
{
    return (DictEntry *)(table->index + ((size_t)1 << table->log2_index_bytes));
}
static inline ssize_t table_slot(const DictTable *table, size_t slot)
{
    if (table->log2_size < 8)
        return ((const int8_t *)table->index)[slot];
    if (table->log2_size < 16)
        return ((const int16_t *)table->index)[slot];
    if (table->log2_size < 32)
        return ((const int32_t *)table->index)[slot];
    return ((const int64_t *)table->index)[slot];
}
static inline void table_set_slot(DictTable *table, size_t slot, ssize_t number)
{
    if (table->log2_size < 8)
        ((int8_t *)table->index)[slot] = (int8_t)number;
    else if (table->log2_size < 16)
        ((int16_t *)table->index)[slot] = (int16_t)number;
    else if (table->log2_size < 32)
        ((int32_t *)table->index)[slot] = (int32_t)number;
    else
        ((int64_t *)table->index)[slot] = number;
}

/* The smallest table with at least `slots` slots; above DICT_LOG2_MAX when there is none. */
unsigned table_log2_for_slots(size_t slots);
/* The smallest table with room for `count` entries. */
unsigned table_log2_for_entries(size_t count);

static inline bool dict_only_str_keys(const Dict *dict)
{
    return dict->table->only_str_keys;
}

/* Tracks `dict` when `object`, just stored in it, may be part of a cycle. */
void dict_track_for(Runtime *rt, Dict *dict, const Object *object);

/* The hash of a key; -1 with an error set. */
int64_t dict_hash_key(Runtime *rt, Object *key);
/* The number of the entry of `key`, LOOKUP_ABSENT or LOOKUP_ERROR. May run Python code (which may
 * change the dict: read dict->table again) unless the key and the keys are exact strs. */
ssize_t dict_lookup(Runtime *rt, Dict *dict, Object *key, int64_t hash);
/* Appends an entry for a key that is not in the dict. Retains both. Runs no Python code. */
MUST_CHECK int dict_append_entry(Runtime *rt, Dict *dict, Object *key, int64_t hash, Object *value);
/* Takes entry `number` out; its references go over to *key and *value. */
void dict_take_entry(Dict *dict, size_t number, Object **key, Object **value);
/* A new table of 2^log2_size slots with the entries of the old one, holes left out. */
MUST_CHECK int dict_resize(Runtime *rt, Dict *dict, unsigned log2_size);
/* Takes the table away from `dict`, which is empty then. */
DictTable *dict_detach_table(Dict *dict);
/* Releases the entries of a detached table, oldest first, and the table. */
void table_free(Runtime *rt, DictTable *table);
/* An empty dict of `type` (dict or derived), as the type's create slot makes it. */
Dict *dict_new_of(Runtime *rt, const Type *type);

/* The views and iterators' constructors, for the methods of dict. */
Object *dict_keys_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *dict_values_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *dict_items_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *dict_iter(Runtime *rt, Object *self);
Object *dict_reversed_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *dict_iterator_new(Runtime *rt, const Type *type, Dict *dict);
extern const Type dict_key_iterator_type, dict_value_iterator_type, dict_item_iterator_type,
    dict_reverse_key_iterator_type, dict_reverse_value_iterator_type,
    dict_reverse_item_iterator_type;

/* dict_merge.c: what update() does with its positional argument and its keywords. */
MUST_CHECK int dict_update_arguments(Runtime *rt, Dict *dict, const char *name, Object **args,
                                     size_t n, Tuple *names);

#endif
