/* dict: compact and ordered. An index table of 1, 2, 4 or 8-byte entries (open addressing, CPython's
 * probe order) points into a dense row of entries in order of insertion.
 *
 *    Dict --> DictTable: | head | index[size] | entry 0 | entry 1 | ... |     one memory block
 *
 * Starts untracked; tracked when something that can be part of a cycle goes in (CPython's rule). */
#ifndef OURO_TYPES_DICT_H
#define OURO_TYPES_DICT_H

#include "object/runtime.h"

typedef struct DictEntry {
    int64_t hash;
    Object *key;   /* NULL: deleted */
    Object *value;
} DictEntry;

typedef struct DictTable {
    uint8_t log2_size;        /* of the index, in entries */
    uint8_t log2_index_bytes; /* bytes of the whole index */
    bool only_str_keys;       /* every key is an exact str */
    uint32_t usable;          /* entries that may still be appended (also 64-bit sizes: see dict.c) */
    size_t entry_count;       /* appended so far, deleted ones included */
    char index[];             /* then DictEntry[] */
} DictTable;

struct Dict {
    Object head;
    size_t used;
    uint64_t keys_version;    /* unique value, new with every change of the key set or of the table; not with a
                                 change of a value. An inline cache may keep an entry's number under it. 0: uncached */
    DictTable *table;         /* a constant empty table at first */
};
extern const Type dict_type;
static inline bool dict_check(const void *object) { return object_has_flag(object, TYPE_DICT); }
static inline bool dict_check_exact(const void *object) { return object_has_type(object, &dict_type); }
static inline DictEntry *dict_entries(const Dict *dict)
{
    return (DictEntry *)(dict->table->index + ((size_t)1 << dict->table->log2_index_bytes));
}

Dict *dict_new(Runtime *rt); /* empty, untracked, no table of its own yet */
Dict *dict_new_presized(Runtime *rt, size_t count);
/* The value for `key`, borrowed, or NULL: with no error set the key is absent, with an error set
 * its hash or comparison failed. May run Python code unless keys are exact str. */
Object *dict_get_borrow(Runtime *rt, Dict *dict, Object *key);
Object *dict_get_hashed_borrow(Runtime *rt, Dict *dict, Object *key, int64_t hash);
/* For a str key in a dict whose keys are str: never runs code, never fails. Falls back to the general way otherwise. */
Object *dict_get_str_borrow(Runtime *rt, Dict *dict, Str *key);
/* The number of `key`'s entry for inline caches, or -1. Only for exact str keys; never fails. Gives the dict
 * a keys_version if it has none: the answer, absence too, holds while that version stands. When it is
 * still 0 afterwards the dict has other keys than strs and nothing may be concluded. */
ssize_t dict_find_str(Runtime *rt, Dict *dict, Str *key);
MUST_CHECK int dict_set(Runtime *rt, Dict *dict, Object *key, Object *value);
MUST_CHECK int dict_set_hashed(Runtime *rt, Dict *dict, Object *key, int64_t hash, Object *value);
MUST_CHECK int dict_set_c(Runtime *rt, Dict *dict, const char *key, Object *value); /* interns the key */
MUST_CHECK int dict_delete(Runtime *rt, Dict *dict, Object *key); /* -1 KeyError when absent */
/* 1 and *value owned and removed; 0 absent; -1. */
MUST_CHECK int dict_pop(Runtime *rt, Dict *dict, Object *key, Object **value);
Object *dict_set_default(Runtime *rt, Dict *dict, Object *key, Object *value); /* borrowed: the one in the dict */
void dict_clear(Runtime *rt, Dict *dict);
Dict *dict_copy(Runtime *rt, Dict *dict);
MUST_CHECK int dict_update(Runtime *rt, Dict *dict, Object *other); /* a mapping or pairs, as dict.update */
/* override: 0 keep existing, 1 replace, 2 KeyError on duplicates (for **kwargs) */
MUST_CHECK int dict_merge(Runtime *rt, Dict *dict, Object *mapping, int override);
/* Walks the entries: *position starts at 0; false at the end. Borrowed. The dict must not change meanwhile. */
bool dict_next(const Dict *dict, size_t *position, Object **key, Object **value);
static inline size_t dict_length(const Dict *dict) { return dict->used; }

/* For the collector: nothing in this exact dict can be part of a cycle. */
bool dict_needs_no_tracking(const Dict *dict);

extern const Type dict_keys_type, dict_values_type, dict_items_type;
extern const Type mapping_proxy_type;
Object *mapping_proxy_new(Runtime *rt, Object *mapping);

#endif
