/* filter: the items of which a function says yes, or with None those that are true. */
#include "types/container.h"
#include "types/iterator.h"

typedef struct Filter {
    Object head;
    Object *function;
    Object *iterator;
} Filter;

static Object *filter_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if ((type == &filter_type || type->init == object_init) &&
        keywords_refuse(rt, "filter", names) < 0)
        return NULL;
    if (n != 2)
        return error_set(rt, &type_error_type, "filter expected 2 arguments, got %zu", n);
    owned Object *iterator = object_iter(rt, args[1]);
    if (iterator == NULL)
        return NULL;
    Filter *self = container_new(rt, type, &filter_type);
    if (self == NULL)
        return NULL;
    self->function = object_retain(args[0]);
    self->iterator = take(&iterator);
    gc_track(rt, self);
    return (Object *)self;
}

static void filter_free(Runtime *rt, Object *object)
{
    Filter *self = (Filter *)object;
    gc_untrack(self);
    object_release_maybe(self->function);
    object_release_maybe(self->iterator);
    container_dispose(rt, self, &filter_type);
}

static int filter_visit(Object *object, Visitor visit, void *context)
{
    Filter *self = (Filter *)object;
    GC_VISIT(self->iterator);
    GC_VISIT(self->function);
    return 0;
}

static Object *filter_next(Runtime *rt, Object *object)
{
    Filter *self = (Filter *)object;
    bool by_truth = self->function == NONE || self->function == type_as_object(&bool_type);
    for (;;) {
        Object *item = item_step(rt, self->iterator);
        if (item == NULL)
            return NULL;
        int good;
        if (by_truth) {
            good = object_truth(rt, item);
        } else {
            Object *answer = object_call(rt, self->function, &item, 1, NULL);
            good = answer == NULL ? -1 : object_truth(rt, answer);
            object_release_maybe(answer);
        }
        if (good > 0)
            return item;
        object_release(item);
        if (good < 0)
            return NULL;
    }
}

static Object *filter_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Filter *self = (Filter *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->function, self->iterator);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type filter_type = {
    TYPE_IDENTITY(filter),
    .name = "filter",
    .doc = "filter(function or None, iterable) --> filter object\n\n"
           "Return an iterator yielding those items of iterable for which function(item)\n"
           "is true. If function is None, return the items that are true.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Filter),
    .create = filter_create,
    .free = filter_free,
    .visit = filter_visit,
    ITERATOR_SLOTS,
    .next = filter_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", filter_reduce, 0, 0, .doc = "Return state information for pickling."},
        {0},
    },
};
