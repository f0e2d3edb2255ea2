/* enumerate: pairs of a running number and an item. */
#include "types/container.h"
#include "types/iterator.h"

typedef struct Enumerate {
    Object head;
    ssize_t index;     /* of the next item; stands still at PTRDIFF_MAX */
    Object *iterator;
    Tuple *result;     /* the pair that is filled anew when nobody else holds it */
    Int *long_index;   /* the next index once it is PTRDIFF_MAX or more, or NULL */
} Enumerate;

static Object *enumerate_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                Tuple *names)
{
    Object *bound[2] = {NULL, NULL};
    if (n == 0 && (names == NULL || names->length == 0))
        return error_set(rt, &type_error_type, "enumerate() missing required argument 'iterable'");
    if (arguments_bind(rt, "enumerate", "iterable, start=", args, n, names, bound, 2) < 0)
        return NULL;

    ssize_t index = 0;
    owned Int *long_index = NULL;
    if (bound[1] != NULL) {
        owned Int *start = (Int *)number_index(rt, bound[1]);
        if (start == NULL)
            return NULL;
        int64_t value;
        if (int_as_int64(start, &value)) {
            index = value;
        } else {
            index = PTRDIFF_MAX;
            long_index = take(&start);
        }
    }
    owned Object *iterator = object_iter(rt, bound[0]);
    owned Tuple *result = iterator == NULL ? NULL : tuple_pack(rt, 2, NONE, NONE);
    Enumerate *self = result == NULL ? NULL : container_new(rt, type, &enumerate_type);
    if (self == NULL)
        return NULL;
    self->index = index;
    self->iterator = take(&iterator);
    self->result = take(&result);
    self->long_index = take(&long_index);
    gc_track(rt, self);
    return (Object *)self;
}

static void enumerate_free(Runtime *rt, Object *object)
{
    Enumerate *self = (Enumerate *)object;
    gc_untrack(self);
    object_release_maybe(self->iterator);
    object_release_maybe(self->result);
    object_release_maybe(self->long_index);
    container_dispose(rt, self, &enumerate_type);
}

static int enumerate_visit(Object *object, Visitor visit, void *context)
{
    Enumerate *self = (Enumerate *)object;
    GC_VISIT(self->iterator);
    GC_VISIT(self->result);
    GC_VISIT(self->long_index);
    return 0;
}

/* The number of this item, the next one being made ready. */
static Object *next_index(Runtime *rt, Enumerate *self)
{
    if (likely(self->index != PTRDIFF_MAX)) {
        Object *number = (Object *)int_from_size(rt, self->index);
        if (number != NULL)
            self->index++;
        return number;
    }
    if (self->long_index == NULL &&
        (self->long_index = int_from_size(rt, PTRDIFF_MAX)) == NULL)
        return NULL;
    owned Int *one = int_from_int64(rt, 1);
    Object *following = int_add(rt, self->long_index, one);
    if (following == NULL)
        return NULL;
    Object *number = (Object *)self->long_index;
    self->long_index = (Int *)following;
    return number;
}

static Object *enumerate_next(Runtime *rt, Object *object)
{
    Enumerate *self = (Enumerate *)object;
    Object *item = item_step(rt, self->iterator);
    if (item == NULL)
        return NULL;
    Object *number = next_index(rt, self);
    if (number == NULL) {
        object_release(item);
        return NULL;
    }
    Object *items[] = {number, item};
    return result_tuple_fill_steal(rt, &self->result, items, 2);
}

static Object *enumerate_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    Enumerate *self = (Enumerate *)object;
    owned Object *index = self->long_index != NULL ? object_retain(self->long_index)
                                                   : (Object *)int_from_size(rt, self->index);
    owned Tuple *arguments = index == NULL ? NULL : tuple_pack(rt, 2, self->iterator, index);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type enumerate_type = {
    TYPE_IDENTITY(enumerate),
    .name = "enumerate",
    .doc = "Return an enumerate object.\n\n"
           "  iterable\n    an object supporting iteration\n\n"
           "The enumerate object yields pairs containing a count (from start, which\n"
           "defaults to zero) and a value yielded by the iterable argument.\n\n"
           "enumerate is useful for obtaining an indexed list:\n"
           "    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Enumerate),
    .create = enumerate_create,
    .free = enumerate_free,
    .visit = enumerate_visit,
    ITERATOR_SLOTS,
    .next = enumerate_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", enumerate_reduce, 0, 0, .doc = "Return state information for pickling."},
        CLASS_GET_ITEM,
        {0},
    },
};
