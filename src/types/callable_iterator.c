/* iter(callable, sentinel): what the callable returns, until it returns the sentinel. */
#include "types/container.h"
#include "types/iterator.h"

typedef struct CallableIterator {
    Object head;
    Object *callable, *sentinel; /* both NULL once exhausted */
} CallableIterator;

Object *callable_iterator_new(Runtime *rt, Object *callable, Object *sentinel)
{
    CallableIterator *self = gc_new(rt, &callable_iterator_type);
    if (self == NULL)
        return NULL;
    self->callable = object_retain(callable);
    self->sentinel = object_retain(sentinel);
    gc_track(rt, self);
    return (Object *)self;
}

static void iterator_free(Runtime *rt, Object *object)
{
    CallableIterator *self = (CallableIterator *)object;
    gc_untrack(self);
    object_release_maybe(self->callable);
    object_release_maybe(self->sentinel);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *object, Visitor visit, void *context)
{
    CallableIterator *self = (CallableIterator *)object;
    GC_VISIT(self->callable);
    GC_VISIT(self->sentinel);
    return 0;
}

static Object *iterator_step(Runtime *rt, Object *object)
{
    CallableIterator *self = (CallableIterator *)object;
    if (self->callable == NULL)
        return NULL;
    owned Object *callable = object_retain(self->callable); /* the call may end this iterator */
    owned Object *result = object_call_none(rt, callable);
    if (result == NULL) {
        if (error_clear_if(rt, &stop_iteration_type)) {
            object_clear_slot(&self->callable);
            object_clear_slot(&self->sentinel);
        }
        return NULL;
    }
    if (self->sentinel == NULL)
        return NULL;
    owned Object *sentinel = object_retain(self->sentinel);
    int equal = object_equal(rt, sentinel, result);
    if (equal == 0)
        return take(&result);
    if (equal > 0) {
        object_clear_slot(&self->callable);
        object_clear_slot(&self->sentinel);
    }
    return NULL;
}

static Object *reduce_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *function = builtin_get(rt, NAME(iter)); /* first: it may run code */
    if (function == NULL)
        return NULL;
    const CallableIterator *self = (CallableIterator *)object;
    if (self->callable == NULL || self->sentinel == NULL)
        return reduce_to_call(rt, function, (Object *)EMPTY_TUPLE, NULL);
    owned Tuple *arguments = tuple_pack(rt, 2, self->callable, self->sentinel);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, function, arguments);
}

const Type callable_iterator_type = {
    TYPE_IDENTITY(callable_iterator),
    .name = "callable_iterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(CallableIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = iterator_step,
    .methods = (const MethodSpec[]){
        {"__reduce__", reduce_method, 0, 0, .doc = "Return state information for pickling."},
        {0},
    },
};
