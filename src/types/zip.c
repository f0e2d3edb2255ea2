/* zip: tuples of one item from each iterable. */
#include "types/container.h"
#include "types/iterator.h"

typedef struct Zip {
    Object head;
    Tuple *iterators;
    Tuple *result; /* the tuple that is filled anew when nobody else holds it */
    bool strict;
} Zip;

static Object *zip_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    int strict = 0;
    if (names != NULL && names->length != 0) {
        for (size_t i = 0; i < names->length; i++)
            if (!str_equal_c((Str *)names->items[i], "strict"))
                return names->length > 1
                           ? error_set(rt, &type_error_type,
                                       "zip() takes at most 1 keyword argument (%zu given)",
                                       names->length)
                           : error_set(rt, &type_error_type,
                                       "'%U' is an invalid keyword argument for zip()",
                                       names->items[i]);
        strict = object_truth(rt, args[n]);
        if (strict < 0)
            return NULL;
    }
    owned Tuple *iterators = tuple_new(rt, n);
    if (iterators == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if ((iterators->items[i] = object_iter(rt, args[i])) == NULL)
            return NULL;
    tuple_publish(rt, iterators);
    owned Tuple *result = tuple_new(rt, n);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        result->items[i] = NONE;
    tuple_publish(rt, result);

    Zip *self = container_new(rt, type, &zip_type);
    if (self == NULL)
        return NULL;
    self->iterators = take(&iterators);
    self->result = take(&result);
    self->strict = strict;
    gc_track(rt, self);
    return (Object *)self;
}

static void zip_free(Runtime *rt, Object *object)
{
    Zip *self = (Zip *)object;
    gc_untrack(self);
    object_release_maybe(self->iterators);
    object_release_maybe(self->result);
    container_dispose(rt, self, &zip_type);
}

static int zip_visit(Object *object, Visitor visit, void *context)
{
    Zip *self = (Zip *)object;
    GC_VISIT(self->iterators);
    GC_VISIT(self->result);
    return 0;
}

/* Iterator number `index` ended: always NULL, in strict mode with ValueError when it is not the last one's turn or
 * others have more. */
static Object *zip_end(Runtime *rt, Zip *self, size_t index)
{
    if (!self->strict)
        return NULL;
    if (error_pending(rt) && !error_clear_if(rt, &stop_iteration_type))
        return NULL;
    if (index > 0)
        return error_set(rt, &value_error_type, "zip() argument %zu is shorter than argument%s%zu",
                         index + 1, index == 1 ? " " : "s 1-", index);
    Tuple *iterators = self->iterators;
    for (size_t i = 1; i < iterators->length; i++) {
        owned Object *item = item_step(rt, iterators->items[i]);
        if (item != NULL)
            return error_set(rt, &value_error_type,
                             "zip() argument %zu is longer than argument%s%zu", i + 1,
                             i == 1 ? " " : "s 1-", i);
        if (error_pending(rt) && !error_clear_if(rt, &stop_iteration_type))
            return NULL;
    }
    return NULL;
}

static Object *zip_next(Runtime *rt, Object *object)
{
    Zip *self = (Zip *)object;
    Tuple *iterators = self->iterators;
    size_t count = iterators->length;
    if (count == 0)
        return NULL;
    if (self->result->head.refcount == 1) {
        owned Tuple *result = object_retain(self->result);
        for (size_t i = 0; i < count; i++) {
            Object *item = item_step(rt, iterators->items[i]);
            if (item == NULL)
                return zip_end(rt, self, i);
            object_replace_steal(&result->items[i], item);
        }
        if (!gc_is_tracked(result)) /* the collector may have untracked it for what it held */
            gc_track(rt, result);
        return (Object *)take(&result);
    }
    owned Tuple *result = tuple_new(rt, count);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        result->items[i] = item_step(rt, iterators->items[i]);
        if (result->items[i] == NULL)
            return zip_end(rt, self, i);
    }
    tuple_publish(rt, result);
    return (Object *)take(&result);
}

static Object *zip_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Zip *self = (Zip *)object;
    return (Object *)(self->strict ? tuple_pack(rt, 3, object->type, self->iterators, TRUE)
                                   : tuple_pack(rt, 2, object->type, self->iterators));
}

static Object *zip_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    int strict = object_truth(rt, args[0]);
    if (strict < 0)
        return NULL;
    ((Zip *)object)->strict = strict;
    return none_new();
}

const Type zip_type = {
    TYPE_IDENTITY(zip),
    .name = "zip",
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
           "   >>> list(zip('abcdefg', range(3), range(4)))\n"
           "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
           "The zip object yields n-length tuples, where n is the number of iterables\n"
           "passed as positional arguments to zip().  The i-th element in every tuple\n"
           "comes from the i-th iterable argument to zip().  This continues until the\n"
           "shortest argument is exhausted.\n\n"
           "If strict is true and one of the arguments is exhausted before the others,\n"
           "raise a ValueError.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Zip),
    .create = zip_create,
    .free = zip_free,
    .visit = zip_visit,
    ITERATOR_SLOTS,
    .next = zip_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", zip_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", zip_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};
