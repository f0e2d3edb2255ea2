/* The six iterators over a dict: keys, values, items, each forward and backward. */
#include "types/container.h"
#include "types/dict_table.h"
#include "types/list.h"

typedef struct DictIterator {
    Object head;
    Dict *dict;       /* NULL once exhausted */
    size_t used;      /* of the dict when the iterator was made; ITERATOR_BROKEN after an error */
    size_t position;  /* next entry; backward: one above it */
    size_t remaining;
    Tuple *result;    /* items: the pair that is filled anew when nobody else holds it */
} DictIterator;

#define ITERATOR_BROKEN SIZE_MAX

static bool is_over_items(const Type *type)
{
    return type == &dict_item_iterator_type || type == &dict_reverse_item_iterator_type;
}
static bool is_backward(const Type *type)
{
    return type == &dict_reverse_key_iterator_type || type == &dict_reverse_value_iterator_type ||
           type == &dict_reverse_item_iterator_type;
}

Object *dict_iterator_new(Runtime *rt, const Type *type, Dict *dict)
{
    owned Tuple *result = NULL;
    if (is_over_items(type) && (result = tuple_pack(rt, 2, NONE, NONE)) == NULL)
        return NULL;
    DictIterator *self = gc_new(rt, type);
    if (self == NULL)
        return NULL;
    self->dict = object_retain(dict);
    self->used = self->remaining = dict->used;
    self->position = is_backward(type) ? dict->table->entry_count : 0;
    self->result = take(&result);
    gc_track(rt, self);
    return (Object *)self;
}

Object *dict_iter(Runtime *rt, Object *self)
{
    return dict_iterator_new(rt, &dict_key_iterator_type, (Dict *)self);
}

Object *dict_reversed_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return dict_iterator_new(rt, &dict_reverse_key_iterator_type, (Dict *)self);
}

static void iterator_free(Runtime *rt, Object *object)
{
    DictIterator *self = (DictIterator *)object;
    gc_untrack(self);
    object_release_maybe(self->dict);
    object_release_maybe(self->result);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *object, Visitor visit, void *context)
{
    DictIterator *self = (DictIterator *)object;
    GC_VISIT(self->dict);
    GC_VISIT(self->result);
    return 0;
}

/* The next entry, its references borrowed; NULL at the end and on errors. */
static inline DictEntry *iterator_step(Runtime *rt, DictIterator *self)
{
    Dict *dict = self->dict;
    if (dict == NULL)
        return NULL;
    if (unlikely(self->used != dict->used)) {
        self->used = ITERATOR_BROKEN; /* it stays so */
        return error_set(rt, &runtime_error_type, "dictionary changed size during iteration");
    }
    DictEntry *entries = dict_entries(dict);
    size_t i = self->position, count = dict->table->entry_count;
    while (i < count && entries[i].key == NULL)
        i++;
    if (i < count) {
        if (likely(self->remaining != 0)) {
            self->position = i + 1;
            self->remaining--;
            return &entries[i];
        }
        error_set(rt, &runtime_error_type, "dictionary keys changed during iteration");
    }
    object_clear_slot(&self->dict);
    return NULL;
}

static inline DictEntry *iterator_step_back(Runtime *rt, DictIterator *self)
{
    Dict *dict = self->dict;
    if (dict == NULL)
        return NULL;
    if (unlikely(self->used != dict->used)) {
        self->used = ITERATOR_BROKEN;
        return error_set(rt, &runtime_error_type, "dictionary changed size during iteration");
    }
    DictEntry *entries = dict_entries(dict);
    size_t i = self->position;
    if (i > dict->table->entry_count)
        i = dict->table->entry_count; /* keys came and went: the row was closed up */
    while (i > 0 && entries[i - 1].key == NULL)
        i--;
    if (i > 0) {
        self->position = i - 1;
        if (self->remaining != 0)
            self->remaining--;
        return &entries[i - 1];
    }
    object_clear_slot(&self->dict);
    return NULL;
}

static Object *iterator_pair(Runtime *rt, DictIterator *self, const DictEntry *entry)
{
    Object *items[] = {object_retain(entry->key), object_retain(entry->value)};
    return result_tuple_fill_steal(rt, &self->result, items, 2);
}

static Object *key_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step(rt, (DictIterator *)self);
    return entry == NULL ? NULL : object_retain(entry->key);
}
static Object *value_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step(rt, (DictIterator *)self);
    return entry == NULL ? NULL : object_retain(entry->value);
}
static Object *item_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step(rt, (DictIterator *)self);
    return entry == NULL ? NULL : iterator_pair(rt, (DictIterator *)self, entry);
}
static Object *reverse_key_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step_back(rt, (DictIterator *)self);
    return entry == NULL ? NULL : object_retain(entry->key);
}
static Object *reverse_value_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step_back(rt, (DictIterator *)self);
    return entry == NULL ? NULL : object_retain(entry->value);
}
static Object *reverse_item_next(Runtime *rt, Object *self)
{
    const DictEntry *entry = iterator_step_back(rt, (DictIterator *)self);
    return entry == NULL ? NULL : iterator_pair(rt, (DictIterator *)self, entry);
}

static Object *length_hint_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const DictIterator *self = (DictIterator *)object;
    bool alive = self->dict != NULL && self->used == self->dict->used;
    return (Object *)int_from_size(rt, alive ? (ssize_t)self->remaining : 0);
}

/* What is left, as iter(list): a copy of the iterator is run to its end. */
static Object *reduce_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const DictIterator *self = (DictIterator *)object;
    owned List *rest = NULL;
    if (self->dict == NULL) {
        rest = list_new(rt, 0);
    } else {
        owned DictIterator *copy =
            (DictIterator *)dict_iterator_new(rt, self->head.type, self->dict);
        if (copy == NULL)
            return NULL;
        copy->used = self->used;
        copy->position = self->position;
        copy->remaining = self->remaining;
        rest = sequence_list(rt, (Object *)copy);
    }
    if (rest == NULL)
        return NULL;
    owned Object *function = builtin_get(rt, NAME(iter));
    return function == NULL ? NULL : reduce_to_call(rt, function, (Object *)rest, NULL);
}

static const MethodSpec iterator_methods[] = {
    {"__length_hint__", length_hint_method, 0, 0,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", reduce_method, 0, 0, .doc = "Return state information for pickling."},
    {0},
};

#define DICT_ITERATOR_TYPE(identity, text, next_slot)                         \
    const Type identity##_type = {                                            \
        TYPE_IDENTITY(identity),                                              \
        .name = text,                                                         \
        .base = &object_type,                                                 \
        .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION, \
        .size = sizeof(DictIterator),                                         \
        .free = iterator_free,                                                \
        .visit = iterator_visit,                                              \
        ITERATOR_SLOTS,                                                       \
        .next = next_slot,                                                    \
        .methods = iterator_methods,                                          \
    }

DICT_ITERATOR_TYPE(dict_key_iterator, "dict_keyiterator", key_next);
DICT_ITERATOR_TYPE(dict_value_iterator, "dict_valueiterator", value_next);
DICT_ITERATOR_TYPE(dict_item_iterator, "dict_itemiterator", item_next);
DICT_ITERATOR_TYPE(dict_reverse_key_iterator, "dict_reversekeyiterator", reverse_key_next);
DICT_ITERATOR_TYPE(dict_reverse_value_iterator, "dict_reversevalueiterator", reverse_value_next);
DICT_ITERATOR_TYPE(dict_reverse_item_iterator, "dict_reverseitemiterator", reverse_item_next);
