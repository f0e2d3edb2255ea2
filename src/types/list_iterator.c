/* The iterators over lists, forward and backward. An exhausted one lets go of its list and stays
 * exhausted when the list grows. */
#include "types/container.h"
#include "types/list_parts.h"

static Object *iterator_new(Runtime *rt, const Type *type, Object *list)
{
    SequenceIterator *self = gc_new(rt, type);
    if (self == NULL)
        return NULL;
    self->sequence = object_retain(list);
    self->index = 0;
    gc_track(rt, self);
    return (Object *)self;
}

Object *list_iter(Runtime *rt, Object *self)
{
    return iterator_new(rt, &list_iterator_type, self);
}

/* Backward, `index` is the number of items still to come. */
Object *list_reversed_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    SequenceIterator *iterator =
        (SequenceIterator *)iterator_new(rt, &list_reverse_iterator_type, self);
    if (iterator != NULL)
        iterator->index = ((List *)self)->length;
    return (Object *)iterator;
}

static void iterator_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((SequenceIterator *)self)->sequence);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((SequenceIterator *)self)->sequence);
    return 0;
}

static List *iterator_list(Object *self)
{
    return (List *)((SequenceIterator *)self)->sequence;
}

/* ---- forward ------------------------------------------------------------------------------- */

static Object *forward_next(Runtime *rt, Object *object)
{
    (void)rt;
    SequenceIterator *self = (SequenceIterator *)object;
    const List *list = (List *)self->sequence;
    if (list == NULL)
        return NULL;
    if (likely(self->index < list->length))
        return object_retain(list->items[self->index++]);
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *forward_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    const List *list = iterator_list(object);
    size_t left = list == NULL || list->length < self->index ? 0 : list->length - self->index;
    return (Object *)int_from_size(rt, (ssize_t)left);
}

static Object *reduce(Runtime *rt, Object *object, Str *builtin, ssize_t state)
{
    Object *list = ((SequenceIterator *)object)->sequence;
    if (list != NULL)
        return reduce_to_iterator(rt, builtin, list, NULL, state);
    owned List *empty = list_new(rt, 0);
    return empty == NULL ? NULL : reduce_to_iterator(rt, builtin, NULL, (Object *)empty, 0);
}

static Object *forward_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return reduce(rt, self, NAME(iter), (ssize_t)((SequenceIterator *)self)->index);
}

static Object *forward_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        size_t length = iterator_list(object)->length;
        self->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return none_new();
}

const Type list_iterator_type = {
    TYPE_IDENTITY(list_iterator),
    .name = "list_iterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SequenceIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = forward_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", forward_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", forward_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", forward_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};

/* ---- backward ------------------------------------------------------------------------------ */

static Object *backward_next(Runtime *rt, Object *object)
{
    (void)rt;
    SequenceIterator *self = (SequenceIterator *)object;
    const List *list = (List *)self->sequence;
    if (list == NULL)
        return NULL;
    if (self->index > 0 && self->index <= list->length)
        return object_retain(list->items[--self->index]);
    self->index = 0;
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *backward_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    const List *list = iterator_list(object);
    size_t left = list == NULL || list->length < self->index ? 0 : self->index;
    return (Object *)int_from_size(rt, (ssize_t)left);
}

static Object *backward_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return reduce(rt, self, NAME(reversed), (ssize_t)((SequenceIterator *)self)->index - 1);
}

static Object *backward_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        size_t length = iterator_list(object)->length;
        self->index = index < 0 ? 0 : (size_t)index >= length ? length : (size_t)index + 1;
    }
    return none_new();
}

const Type list_reverse_iterator_type = {
    TYPE_IDENTITY(list_reverse_iterator),
    .name = "list_reverseiterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SequenceIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = backward_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", backward_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", backward_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", backward_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};
