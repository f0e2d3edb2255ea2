/* iter(object) over what has only __getitem__: items 0, 1, 2, ... up to IndexError. */
#include "types/container.h"
#include "types/iterator.h"

Object *sequence_iterator_new(Runtime *rt, Object *sequence)
{
    SequenceIterator *self = gc_new(rt, &sequence_iterator_type);
    if (self == NULL)
        return NULL;
    self->sequence = object_retain(sequence);
    self->index = 0;
    gc_track(rt, self);
    return (Object *)self;
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

static Object *iterator_step(Runtime *rt, Object *object)
{
    SequenceIterator *self = (SequenceIterator *)object;
    if (self->sequence == NULL)
        return NULL;
    if (self->index == PTRDIFF_MAX)
        return error_set(rt, &overflow_error_type, "iter index too large");
    owned Object *sequence = object_retain(self->sequence);
    Object *item = sequence_item(rt, sequence, (ssize_t)self->index);
    if (item != NULL) {
        self->index++;
        return item;
    }
    if (error_clear_if(rt, &index_error_type) || error_clear_if(rt, &stop_iteration_type))
        object_clear_slot(&self->sequence);
    return NULL;
}

static Object *length_hint_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t left = 0;
    if (self->sequence != NULL) {
        if (self->sequence->type->length == NULL)
            return not_implemented();
        ssize_t length = object_length(rt, self->sequence);
        if (length < 0)
            return NULL;
        if ((size_t)length > self->index)
            left = length - (ssize_t)self->index;
    }
    return (Object *)int_from_size(rt, left);
}

static Object *reduce_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    return reduce_to_iterator(rt, NAME(iter), self->sequence, (Object *)EMPTY_TUPLE,
                              (ssize_t)self->index);
}

static Object *setstate_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL)
        self->index = index < 0 ? 0 : (size_t)index;
    return none_new();
}

const Type sequence_iterator_type = {
    TYPE_IDENTITY(sequence_iterator),
    .name = "iterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SequenceIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = iterator_step,
    .methods = (const MethodSpec[]){
        {"__length_hint__", length_hint_method, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", reduce_method, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", setstate_method, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};
