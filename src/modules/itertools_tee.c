/* itertools.tee: several iterators over one. What was read from it stands in a chain of links with 57
 * items each; an iterator is a place in that chain, so a link dies when the last one has passed it.
 *
 *    tee a --> link --> link --> link (the last one reads on from the source)
 *    tee b -------------^
 */
#include "modules/itertools.h"

enum { LINK_ITEMS = 57 };

typedef struct TeeData {
    Object head;
    Object *source;
    size_t count; /* items read */
    bool is_running;
    struct TeeData *next; /* or NULL */
    Object *items[LINK_ITEMS];
} TeeData;

typedef struct Tee {
    Object head;
    TeeData *link;
    size_t index; /* within the link */
} Tee;

/* ---- links --------------------------------------------------------------------------------- */

static TeeData *link_new(Runtime *rt, Object *source)
{
    TeeData *self = gc_new(rt, &itertools_tee_data_type);
    if (self == NULL)
        return NULL;
    self->source = object_retain(source);
    self->count = 0;
    self->is_running = false;
    self->next = NULL;
    gc_track(rt, self);
    return self;
}

/* The link after this one, made when it is not there yet; owned. */
static TeeData *link_next(Runtime *rt, TeeData *self)
{
    if (self->next == NULL) {
        TeeData *made = link_new(rt, self->source);
        if (made == NULL)
            return NULL;
        object_replace_steal(&self->next, made);
    }
    return object_retain(self->next);
}

static Object *link_item(Runtime *rt, TeeData *self, size_t index)
{
    if (index < self->count)
        return object_retain(self->items[index]);
    if (self->is_running)
        return error_set(rt, &runtime_error_type, "cannot re-enter the tee iterator");
    self->is_running = true;
    Object *item = item_step(rt, self->source);
    self->is_running = false;
    if (item == NULL)
        return NULL;
    self->items[self->count++] = object_retain(item);
    return item;
}

static void link_clear(Runtime *rt, Object *object)
{
    (void)rt;
    TeeData *self = (TeeData *)object;
    object_clear_slot(&self->source);
    while (self->count > 0)
        object_release(self->items[--self->count]);
    object_clear_slot(&self->next);
}

static void link_free(Runtime *rt, Object *object)
{
    TeeData *self = (TeeData *)object;
    gc_untrack(self);
    object_release_maybe(self->source);
    for (size_t i = 0; i < self->count; i++)
        object_release(self->items[i]);
    object_release_maybe(self->next);
    gc_dispose(rt, self);
}

static int link_visit(Object *object, Visitor visit, void *context)
{
    const TeeData *self = (TeeData *)object;
    GC_VISIT(self->source);
    for (size_t i = 0; i < self->count; i++)
        GC_VISIT(self->items[i]);
    GC_VISIT(self->next);
    return 0;
}

/* _tee_dataobject(iterator, items, next link or None): for unpickling. */
static Object *link_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "teedataobject", n, names, 3, 3) < 0)
        return NULL;
    if (!list_check(args[1]))
        return error_set(rt, &type_error_type, "teedataobject() argument 2 must be list, not %T",
                         args[1]);
    List *items = (List *)args[1];
    owned TeeData *self = link_new(rt, args[0]);
    if (self == NULL)
        return NULL;
    if (items->length > LINK_ITEMS)
        return error_set(rt, &value_error_type, "Invalid arguments");
    for (size_t i = 0; i < items->length; i++)
        self->items[i] = object_retain(items->items[i]);
    self->count = items->length;
    if (args[2] != NONE) {
        if (self->count != LINK_ITEMS || !object_has_type(args[2], &itertools_tee_data_type))
            return error_set(rt, &value_error_type, "Invalid arguments");
        self->next = object_retain(args[2]);
    }
    return (Object *)take(&self);
}

static Object *link_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const TeeData *self = (TeeData *)object;
    owned List *items = list_from_array(rt, self->items, self->count);
    owned Tuple *arguments =
        items == NULL ? NULL
                      : tuple_pack(rt, 3, self->source, items,
                                   self->next == NULL ? NONE : (Object *)self->next);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type itertools_tee_data_type = {
    TYPE_IDENTITY(itertools_tee_data),
    .name = "itertools._tee_dataobject",
    .doc = "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee "
           "objects.",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(TeeData),
    .create = link_create,
    .init = object_init,
    .free = link_free,
    .visit = link_visit,
    .clear = link_clear,
    .repr = object_default_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .methods = (const MethodSpec[]){
        {"__reduce__", link_reduce, 0, 0, .doc = REDUCE_DOC},
        {0},
    },
};

/* ---- iterators ----------------------------------------------------------------------------- */

static Object *tee_at(Runtime *rt, TeeData *link, size_t index)
{
    Tee *self = gc_new(rt, &itertools_tee_type);
    if (self == NULL)
        return NULL;
    self->link = object_retain(link);
    self->index = index;
    gc_track(rt, self);
    return (Object *)self;
}

static Object *tee_from(Runtime *rt, Object *iterable)
{
    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL)
        return NULL;
    if (object_has_type(iterator, &itertools_tee_type))
        return tee_at(rt, ((Tee *)iterator)->link, ((Tee *)iterator)->index);
    owned TeeData *link = link_new(rt, iterator);
    return link == NULL ? NULL : tee_at(rt, link, 0);
}

static Object *tee_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "_tee", n, names, 1, 1) < 0)
        return NULL;
    return tee_from(rt, args[0]);
}

static void tee_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    object_release_maybe(((Tee *)object)->link);
    gc_dispose(rt, object);
}

static int tee_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Tee *)object)->link);
    return 0;
}

static Object *tee_next(Runtime *rt, Object *object)
{
    Tee *self = (Tee *)object;
    if (self->index >= LINK_ITEMS) {
        TeeData *next = link_next(rt, self->link);
        if (next == NULL)
            return NULL;
        object_replace_steal(&self->link, next);
        self->index = 0;
    }
    owned TeeData *link = object_retain(self->link);
    Object *item = link_item(rt, link, self->index);
    if (item != NULL)
        self->index++;
    return item;
}

static Object *tee_copy(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    return tee_at(rt, ((Tee *)object)->link, ((Tee *)object)->index);
}

static Object *tee_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Tee *self = (Tee *)object;
    owned Object *index = (Object *)int_from_size(rt, (ssize_t)self->index);
    owned Tuple *state = index == NULL ? NULL : tuple_pack(rt, 2, self->link, index);
    return state == NULL ? NULL
                         : reduce_to_call(rt, type_as_object(object->type),
                                          (Object *)EMPTY_TUPLE, (Object *)state);
}

static Object *tee_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Tee *self = (Tee *)object;
    Object **state = itertools_state(rt, args[0], 2, 2, NULL);
    if (state == NULL)
        return NULL;
    if (!object_has_type(state[0], &itertools_tee_data_type))
        return error_set(rt, &type_error_type,
                         "argument 1 must be itertools._tee_dataobject, not %T", state[0]);
    owned Object *link = object_retain(state[0]);
    ssize_t index = number_as_size(rt, state[1], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (index < 0 || index > LINK_ITEMS || (size_t)index > ((TeeData *)link)->count)
        return error_set(rt, &value_error_type, "Index out of range");
    object_replace_steal(&self->link, take(&link));
    self->index = (size_t)index;
    return none_new();
}

const Type itertools_tee_type = {
    TYPE_IDENTITY(itertools_tee),
    .name = "itertools._tee",
    .doc = "Iterator wrapped to make it copyable.",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Tee),
    .create = tee_create,
    .free = tee_free,
    .visit = tee_visit,
    ITERATOR_SLOTS,
    .next = tee_next,
    .methods = (const MethodSpec[]){
        {"__copy__", tee_copy, 0, 0, .doc = "Returns an independent iterator."},
        {"__reduce__", tee_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", tee_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};

Object *itertools_tee_function(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    ssize_t count = 2;
    if (n > 1) {
        count = number_as_size(rt, args[1], &overflow_error_type);
        if (count == -1 && error_pending(rt))
            return NULL;
    }
    if (count < 0)
        return error_set(rt, &value_error_type, "n must be >= 0");
    if (count == 0)
        return (Object *)EMPTY_TUPLE;
    owned Tuple *result = tuple_new(rt, (size_t)count);
    owned Object *first = result == NULL ? NULL : object_iter(rt, args[0]);
    if (first == NULL)
        return NULL;
    int can_copy = object_has_attribute(rt, first, NAME(__copy__));
    if (can_copy < 0)
        return NULL;
    if (!can_copy) {
        Object *tee = tee_from(rt, first);
        if (tee == NULL)
            return NULL;
        object_replace_steal(&first, tee);
    }
    for (ssize_t i = 1; i < count; i++)
        if ((result->items[i] = object_call_method(rt, NAME(__copy__), &first, 1, NULL)) == NULL)
            return NULL;
    result->items[0] = take(&first);
    tuple_publish(rt, result);
    return (Object *)take(&result);
}
