/* dict: copying and merging, from dicts, from other mappings and from pairs. */
#include <string.h>

#include "types/container.h"
#include "types/dict_table.h"
#include "types/list.h"

/* Fills `dict`, which is empty, with a table just like that of `other`: no probing needed. */
static int dict_clone_table(Runtime *rt, Dict *dict, const Dict *other)
{
    size_t size = table_bytes(other->table->log2_size);
    DictTable *table = memory_take(rt, size);
    if (table == NULL)
        return -1;
    const DictTable *source = other->table;
    size_t entries_end =
        (size_t)((char *)&table_entries(source)[source->entry_count] - (const char *)source);
    memcpy(table, source, entries_end);
    DictEntry *entries = table_entries(table);
    for (size_t i = 0; i < table->entry_count; i++) {
        if (entries[i].key == NULL)
            continue;
        object_retain(entries[i].key);
        object_retain(entries[i].value);
    }
    DictTable *old = dict_detach_table(dict);
    dict->table = table;
    dict->used = other->used;
    table_free(rt, old);
    if (gc_is_tracked(other) && !gc_is_tracked(dict))
        gc_track(rt, dict);
    return 0;
}

/* Whether a copy of the table is as good as a new one: few holes. */
static bool dict_is_dense(const Dict *dict)
{
    return dict->used != 0 && dict->used >= dict->table->entry_count * 2 / 3;
}

Dict *dict_copy(Runtime *rt, Dict *dict)
{
    owned Dict *copy = dict_new(rt);
    if (copy == NULL)
        return NULL;
    /* Making the copy may have run a collection, hence code: the dict is looked at only now. */
    if (dict->used != 0) {
        bool plain = dict_check_exact(dict) || dict->head.type->iter == dict_iter;
        if (plain && dict_is_dense(dict)) {
            if (dict_clone_table(rt, copy, dict) < 0)
                return NULL;
        } else if (dict_merge(rt, copy, (Object *)dict, 1) < 0) {
            return NULL;
        }
    }
    return take(&copy);
}

/* Stores one pair by the rule `override`. */
static int dict_merge_pair(Runtime *rt, Dict *dict, Object *key, int64_t hash, Object *value,
                           int override)
{
    if (override == 1)
        return dict_set_hashed(rt, dict, key, hash, value);
    ssize_t number = dict_lookup(rt, dict, key, hash);
    if (number == LOOKUP_ABSENT)
        return dict_append_entry(rt, dict, key, hash, value);
    if (number == LOOKUP_ERROR)
        return -1;
    if (override == 0)
        return 0;
    error_set_value(rt, &key_error_type, key);
    return -1;
}

static int dict_merge_dict(Runtime *rt, Dict *dict, Dict *other, int override)
{
    if (dict == other || other->used == 0)
        return 0;
    if (dict->used == 0) {
        override = 1; /* nothing to clash with */
        const DictTable *table = other->table;
        if (other->used == table->entry_count &&
            (dict->table->log2_size == table->log2_size ||
             table->log2_size == DICT_LOG2_MIN ||
             table_log2_for_entries(other->used) >= table->log2_size))
            return dict_clone_table(rt, dict, other);
    }
    /* Room for all at once: most keys are new. */
    if (table_usable_of(dict->table->log2_size) < other->used &&
        dict_resize(rt, dict, table_log2_for_entries(dict->used + other->used)) < 0)
        return -1;

    const DictTable *table = other->table;
    for (size_t i = 0; i < other->table->entry_count; i++) {
        DictEntry entry = table_entries(other->table)[i];
        if (entry.key == NULL)
            continue;
        size_t count = table->entry_count;
        owned Object *key = object_retain(entry.key);
        owned Object *value = object_retain(entry.value);
        if (dict_merge_pair(rt, dict, key, entry.hash, value, override) < 0)
            return -1;
        if (other->table != table || other->table->entry_count != count)
            return error_fail(rt, &runtime_error_type, "dict mutated during update");
    }
    return 0;
}

/* Merges what has keys() and __getitem__. */
static int dict_merge_mapping(Runtime *rt, Dict *dict, Object *mapping, int override)
{
    owned Object *keys = object_call_method(rt, NAME(keys), &mapping, 1, NULL);
    if (keys == NULL)
        return -1;
    owned Object *iterator = object_iter(rt, keys);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *key = iterator_next(rt, iterator);
        if (key == NULL)
            return error_pending(rt) ? -1 : 0;
        int64_t hash = dict_hash_key(rt, key);
        if (hash == -1)
            return -1;
        if (override != 1) {
            ssize_t number = dict_lookup(rt, dict, key, hash);
            if (number == LOOKUP_ERROR)
                return -1;
            if (number >= 0) {
                if (override == 0)
                    continue;
                error_set_value(rt, &key_error_type, key);
                return -1;
            }
        }
        owned Object *value = object_get_item(rt, mapping, key);
        if (value == NULL || dict_set_hashed(rt, dict, key, hash, value) < 0)
            return -1;
    }
}

int dict_merge(Runtime *rt, Dict *dict, Object *mapping, int override)
{
    if (dict_check(mapping) && mapping->type->iter == dict_iter)
        return dict_merge_dict(rt, dict, (Dict *)mapping, override);
    return dict_merge_mapping(rt, dict, mapping, override);
}

/* Stores the pairs that `pairs` yields; `number` counts them for messages. */
static int dict_merge_pairs(Runtime *rt, Dict *dict, Object *pairs)
{
    owned Object *iterator = object_iter(rt, pairs);
    if (iterator == NULL)
        return -1;
    for (ssize_t number = 0;; number++) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -1 : 0;
        owned Object *pair = sequence_fast(rt, item, "");
        if (pair == NULL) {
            if (error_matches(rt, &type_error_type)) {
                error_clear(rt);
                error_set(rt, &type_error_type,
                          "cannot convert dictionary update sequence element #%zd to a sequence",
                          number);
            }
            return -1;
        }
        bool is_tuple = tuple_check(pair);
        size_t length = is_tuple ? ((Tuple *)pair)->length : ((List *)pair)->length;
        if (length != 2)
            return error_fail(rt, &value_error_type,
                              "dictionary update sequence element #%zd has length %zd; 2 is required",
                              number, (ssize_t)length);
        Object **items = is_tuple ? ((Tuple *)pair)->items : ((List *)pair)->items;
        owned Object *key = object_retain(items[0]);
        owned Object *value = object_retain(items[1]);
        if (dict_set(rt, dict, key, value) < 0)
            return -1;
    }
}

int dict_update(Runtime *rt, Dict *dict, Object *other)
{
    if (dict_check_exact(other))
        return dict_merge_dict(rt, dict, (Dict *)other, 1);
    int has_keys = object_has_attribute(rt, other, NAME(keys));
    if (has_keys < 0)
        return -1;
    return has_keys ? dict_merge(rt, dict, other, 1) : dict_merge_pairs(rt, dict, other);
}

int dict_update_arguments(Runtime *rt, Dict *dict, const char *name, Object **args, size_t n,
                          Tuple *names)
{
    if (n > 1)
        return error_fail(rt, &type_error_type, "%s expected at most 1 argument, got %zu", name, n);
    if (n == 1 && dict_update(rt, dict, args[0]) < 0)
        return -1;
    for (size_t i = 0; names != NULL && i < names->length; i++)
        if (dict_set(rt, dict, names->items[i], args[n + i]) < 0)
            return -1;
    return 0;
}
