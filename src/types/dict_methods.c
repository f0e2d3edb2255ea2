/* dict: its methods and the type record. */
#include "types/container.h"
#include "types/dict_table.h"
#include "types/list.h"
#include "types/set.h"

static Dict *self_dict(Object *self)
{
    return (Dict *)self;
}

/* ---- life ---------------------------------------------------------------------------------- */

static Object *dict_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args, (void)n, (void)names;
    return (Object *)dict_new_of(rt, type);
}

static int dict_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return dict_update_arguments(rt, self_dict(self), "dict", args, n, names);
}

static void dict_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    table_free(rt, dict_detach_table(self_dict(self)));
    container_dispose(rt, self, &dict_type);
}

static int dict_visit(Object *self, Visitor visit, void *context)
{
    const Dict *dict = self_dict(self);
    const DictEntry *entries = dict_entries(dict);
    bool visit_keys = !dict->table->only_str_keys;
    for (size_t i = 0; i < dict->table->entry_count; i++) {
        if (entries[i].key == NULL)
            continue;
        GC_VISIT(entries[i].value);
        if (visit_keys)
            GC_VISIT(entries[i].key);
    }
    return 0;
}

static void dict_clear_slot(Runtime *rt, Object *self)
{
    dict_clear(rt, self_dict(self));
}

/* ---- protocol ------------------------------------------------------------------------------ */

static Object *dict_repr(Runtime *rt, Object *self)
{
    int entered = repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_from_c(rt, "{...}");
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_character(&builder, '{');
    size_t position = 0;
    Object *next_key, *next_value;
    bool first = true;
    while (!builder.failed && dict_next(self_dict(self), &position, &next_key, &next_value)) {
        owned Object *key = object_retain(next_key); /* repr() may change the dict */
        owned Object *value = object_retain(next_value);
        if (!first)
            str_builder_add_c(&builder, ", ");
        first = false;
        str_builder_add_repr(&builder, key);
        str_builder_add_c(&builder, ": ");
        str_builder_add_repr(&builder, value);
    }
    str_builder_add_character(&builder, '}');
    repr_leave(rt, self);
    return (Object *)str_builder_finish(&builder);
}

/* 1 when both have equal values under equal keys, 0, -1. */
static int dict_equal(Runtime *rt, Dict *left, Dict *right)
{
    if (left->used != right->used)
        return 0;
    for (size_t i = 0; i < left->table->entry_count; i++) {
        DictEntry entry = dict_entries(left)[i];
        if (entry.key == NULL)
            continue;
        owned Object *key = object_retain(entry.key);
        owned Object *value = object_retain(entry.value);
        Object *found = dict_get_hashed_borrow(rt, right, key, entry.hash);
        if (found == NULL)
            return error_pending(rt) ? -1 : 0;
        owned Object *other = object_retain(found);
        int equal = object_equal(rt, other, value);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static Object *dict_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!dict_check(self) || !dict_check(other) ||
        (operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL))
        return not_implemented();
    int equal = dict_equal(rt, self_dict(self), self_dict(other));
    return equal < 0 ? NULL : bool_new(equal == (operation == COMPARE_EQUAL));
}

static ssize_t dict_length_slot(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)self_dict(self)->used;
}

/* What a subclass's __missing__ says for `key`, or KeyError. */
static Object *dict_missing(Runtime *rt, Object *self, Object *key)
{
    if (!dict_check_exact(self)) {
        Object *method;
        bool unbound;
        int found = object_find_special(rt, self, NAME(__missing__), &method, &unbound);
        if (found < 0)
            return NULL;
        if (found > 0) {
            owned Object *callable = method;
            Object *args[] = {self, key};
            return unbound ? object_call(rt, callable, args, 2, NULL)
                           : object_call(rt, callable, args + 1, 1, NULL);
        }
    }
    return error_set_value(rt, &key_error_type, key);
}

static Object *dict_get_item(Runtime *rt, Object *self, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    if (unlikely(hash == -1))
        return NULL;
    ssize_t number = dict_lookup(rt, self_dict(self), key, hash);
    if (likely(number >= 0))
        return object_retain(dict_entries(self_dict(self))[number].value);
    return number == LOOKUP_ABSENT ? dict_missing(rt, self, key) : NULL;
}

static int dict_set_item(Runtime *rt, Object *self, Object *key, Object *value)
{
    return value != NULL ? dict_set(rt, self_dict(self), key, value)
                         : dict_delete(rt, self_dict(self), key);
}

static int dict_contains(Runtime *rt, Object *self, Object *key)
{
    int64_t hash = dict_hash_key(rt, key);
    if (hash == -1)
        return -1;
    ssize_t number = dict_lookup(rt, self_dict(self), key, hash);
    return number == LOOKUP_ERROR ? -1 : number >= 0;
}

static Object *dict_or(Runtime *rt, Object *left, Object *right)
{
    if (!dict_check(left) || !dict_check(right))
        return not_implemented();
    owned Dict *result = dict_copy(rt, self_dict(left));
    if (result == NULL || dict_update(rt, result, right) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *dict_in_place_or(Runtime *rt, Object *self, Object *other)
{
    return dict_update(rt, self_dict(self), other) < 0 ? NULL : object_retain(self);
}

/* The object alone; __sizeof__ adds the table, as CPython's does. */
static size_t dict_total_size(const Dict *dict)
{
    size_t size = dict->head.type->size;
    if (dict->table != &dict_empty_table)
        size += table_bytes(dict->table->log2_size);
    return size;
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *dict_contains_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int found = dict_contains(rt, self, args[0]);
    return found < 0 ? NULL : bool_new(found);
}

static Object *dict_get_item_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return dict_get_item(rt, self, args[0]);
}

static Object *dict_sizeof_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_size(rt, (ssize_t)dict_total_size(self_dict(self)));
}

static Object *dict_get_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    Object *value = dict_get_borrow(rt, self_dict(self), args[0]);
    if (value == NULL) {
        if (error_pending(rt))
            return NULL;
        value = n > 1 ? args[1] : NONE;
    }
    return object_retain(value);
}

static Object *dict_setdefault_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return object_retain_maybe(
        dict_set_default(rt, self_dict(self), args[0], n > 1 ? args[1] : NONE));
}

static Object *dict_pop_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    Object *value;
    int found = dict_pop(rt, self_dict(self), args[0], &value);
    if (found < 0)
        return NULL;
    if (found > 0)
        return value;
    if (n > 1)
        return object_retain(args[1]);
    return error_set_value(rt, &key_error_type, args[0]);
}

static Object *dict_popitem_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    /* First, as it may run a collection's code. */
    owned Tuple *pair = tuple_new(rt, 2);
    if (pair == NULL)
        return NULL;
    Dict *dict = self_dict(self);
    if (dict->used == 0)
        return error_set(rt, &key_error_type, "popitem(): dictionary is empty");
    const DictEntry *entries = dict_entries(dict);
    size_t last = dict->table->entry_count - 1;
    while (entries[last].key == NULL)
        last--;
    dict_take_entry(dict, last, &pair->items[0], &pair->items[1]);
    /* The row shrinks, so that popping all is linear; the index keeps its marks, so `usable` does not
     * grow again. */
    dict->table->entry_count = last;
    tuple_publish(rt, pair);
    return (Object *)take(&pair);
}

static Object *dict_update_method(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return dict_update_arguments(rt, self_dict(self), "update", args, n, names) < 0 ? NULL
                                                                                   : none_new();
}

static Object *dict_clear_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    dict_clear(rt, self_dict(self));
    return none_new();
}

static Object *dict_copy_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)dict_copy(rt, self_dict(self));
}

/* fromkeys into an exact, empty dict from a dict or set: no key is hashed again. */
static int dict_fill_from_keys(Runtime *rt, Dict *dict, Object *keys, Object *value)
{
    size_t position = 0;
    Object *next_key;
    if (dict_check_exact(keys)) {
        Dict *source = (Dict *)keys;
        if (dict_resize(rt, dict, table_log2_for_entries(source->used)) < 0)
            return -1;
        while (position < source->table->entry_count) {
            DictEntry entry = dict_entries(source)[position++];
            if (entry.key == NULL)
                continue;
            owned Object *key = object_retain(entry.key);
            if (dict_set_hashed(rt, dict, key, entry.hash, value) < 0)
                return -1;
        }
        return 0;
    }
    int64_t hash;
    if (dict_resize(rt, dict, table_log2_for_entries(((Set *)keys)->used)) < 0)
        return -1;
    while (set_next((Set *)keys, &position, &next_key, &hash)) {
        owned Object *key = object_retain(next_key);
        if (dict_set_hashed(rt, dict, key, hash, value) < 0)
            return -1;
    }
    return 0;
}

static Object *dict_fromkeys_method(Runtime *rt, Object *class, Object **args, size_t n)
{
    Object *value = n > 1 ? args[1] : NONE;
    owned Object *result = object_call_none(rt, class);
    if (result == NULL)
        return NULL;
    bool exact = dict_check_exact(result);
    if (exact && ((Dict *)result)->used == 0 &&
        (dict_check_exact(args[0]) || object_has_type(args[0], &set_type) ||
         object_has_type(args[0], &frozenset_type))) {
        if (dict_fill_from_keys(rt, (Dict *)result, args[0], value) < 0)
            return NULL;
        return take(&result);
    }
    owned Object *iterator = object_iter(rt, args[0]);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *key = iterator_next(rt, iterator);
        if (key == NULL)
            return error_pending(rt) ? NULL : take(&result);
        int status = exact ? dict_set(rt, (Dict *)result, key, value)
                           : object_set_item(rt, result, key, value);
        if (status < 0)
            return NULL;
    }
}

const Type dict_type = {
    TYPE_IDENTITY(dict),
    .name = "dict",
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_MAPPING | TYPE_DICT | TYPE_IS_IMMUTABLE,
    .size = sizeof(Dict),
    .create = dict_create,
    .init = dict_init,
    .free = dict_free,
    .visit = dict_visit,
    .clear = dict_clear_slot,
    .repr = dict_repr,
    .hash = NULL, /* unhashable */
    .compare = dict_compare,
    INHERIT_ATTRIBUTES,
    .iter = dict_iter,
    .binary = {[BINARY_OR] = dict_or},
    .in_place = {[BINARY_OR] = dict_in_place_or},
    .length = dict_length_slot,
    .get_item = dict_get_item,
    .set_item = dict_set_item,
    .contains = dict_contains,
    .methods = (const MethodSpec[]){
        {"__contains__", dict_contains_method, 1, 1, METHOD_COEXIST,
         .doc = "True if the dictionary has the specified key, else False."},
        {"__getitem__", dict_get_item_method, 1, 1, METHOD_COEXIST,
         .doc = "x.__getitem__(y) <==> x[y]"},
        {"__sizeof__", dict_sizeof_method, 0, 0, .doc = "D.__sizeof__() -> size of D in memory, in bytes"},
        {"get", dict_get_method, 1, 2,
         .doc = "Return the value for key if key is in the dictionary, else default."},
        {"setdefault", dict_setdefault_method, 1, 2,
         .doc = "Insert key with a value of default if key is not in the dictionary.\n\n"
                "Return the value for key if key is in the dictionary, else default."},
        {"pop", dict_pop_method, 1, 2,
         .doc = "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
                "If the key is not found, return the default if given; otherwise,\n"
                "raise a KeyError."},
        {"popitem", dict_popitem_method, 0, 0,
         .doc = "Remove and return a (key, value) pair as a 2-tuple.\n\n"
                "Pairs are returned in LIFO (last-in, first-out) order.\n"
                "Raises KeyError if the dict is empty."},
        {"keys", dict_keys_method, 0, 0,
         .doc = "D.keys() -> a set-like object providing a view on D's keys"},
        {"items", dict_items_method, 0, 0,
         .doc = "D.items() -> a set-like object providing a view on D's items"},
        {"values", dict_values_method, 0, 0,
         .doc = "D.values() -> an object providing a view on D's values"},
        {"update", .keywords = dict_update_method,
         .doc = "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
                "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
                "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
                "In either case, this is followed by: for k in F:  D[k] = F[k]"},
        {"fromkeys", dict_fromkeys_method, 1, 2, METHOD_CLASS,
         .doc = "Create a new dictionary with keys from iterable and values set to value."},
        {"clear", dict_clear_method, 0, 0, .doc = "D.clear() -> None.  Remove all items from D."},
        {"copy", dict_copy_method, 0, 0, .doc = "D.copy() -> a shallow copy of D"},
        {"__reversed__", dict_reversed_method, 0, 0,
         .doc = "Return a reverse iterator over the dict keys."},
        CLASS_GET_ITEM,
        {0},
    },
};
