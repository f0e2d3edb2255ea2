/* map: a function of one item from each iterable. */
#include "types/container.h"
#include "types/iterator.h"

enum { MAP_FEW = 5 }; /* arguments that need no block of their own */

typedef struct Map {
    Object head;
    Object *function;
    Tuple *iterators;
} Map;

static Object *map_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if ((type == &map_type || type->init == object_init) && keywords_refuse(rt, "map", names) < 0)
        return NULL;
    if (n < 2)
        return error_set(rt, &type_error_type, "map() must have at least two arguments.");
    owned Tuple *iterators = tuple_new(rt, n - 1);
    if (iterators == NULL)
        return NULL;
    for (size_t i = 1; i < n; i++)
        if ((iterators->items[i - 1] = object_iter(rt, args[i])) == NULL)
            return NULL;
    tuple_publish(rt, iterators);
    Map *self = container_new(rt, type, &map_type);
    if (self == NULL)
        return NULL;
    self->function = object_retain(args[0]);
    self->iterators = take(&iterators);
    gc_track(rt, self);
    return (Object *)self;
}

static void map_free(Runtime *rt, Object *object)
{
    Map *self = (Map *)object;
    gc_untrack(self);
    object_release_maybe(self->iterators);
    object_release_maybe(self->function);
    container_dispose(rt, self, &map_type);
}

static int map_visit(Object *object, Visitor visit, void *context)
{
    Map *self = (Map *)object;
    GC_VISIT(self->iterators);
    GC_VISIT(self->function);
    return 0;
}

static Object *map_next(Runtime *rt, Object *object)
{
    Map *self = (Map *)object;
    Tuple *iterators = self->iterators;
    size_t count = iterators->length;
    if (likely(count == 1)) {
        Object *item = item_step(rt, iterators->items[0]);
        if (item == NULL)
            return NULL;
        Object *result = object_call(rt, self->function, &item, 1, NULL);
        object_release(item);
        return result;
    }
    Object *few[MAP_FEW];
    Object **items = few;
    if (count > MAP_FEW && (items = memory_take_array(rt, count, sizeof(Object *))) == NULL)
        return NULL;
    Object *result = NULL;
    size_t ready = 0;
    while (ready < count &&
           (items[ready] = item_step(rt, iterators->items[ready])) != NULL)
        ready++;
    if (ready == count)
        result = object_call(rt, self->function, items, count, NULL);
    for (size_t i = 0; i < ready; i++)
        object_release(items[i]);
    if (items != few)
        memory_release(rt, items, count * sizeof(Object *));
    return result;
}

static Object *map_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Map *self = (Map *)object;
    Tuple *iterators = self->iterators;
    owned Tuple *arguments = tuple_new(rt, iterators->length + 1);
    if (arguments == NULL)
        return NULL;
    arguments->items[0] = object_retain(self->function);
    for (size_t i = 0; i < iterators->length; i++)
        arguments->items[i + 1] = object_retain(iterators->items[i]);
    tuple_publish(rt, arguments);
    return (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type map_type = {
    TYPE_IDENTITY(map),
    .name = "map",
    .doc = "map(func, *iterables) --> map object\n\n"
           "Make an iterator that computes the function using arguments from\n"
           "each of the iterables.  Stops when the shortest iterable is exhausted.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Map),
    .create = map_create,
    .free = map_free,
    .visit = map_visit,
    ITERATOR_SLOTS,
    .next = map_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", map_reduce, 0, 0, .doc = "Return state information for pickling."},
        {0},
    },
};
