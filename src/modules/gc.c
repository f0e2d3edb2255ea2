/* The module gc: the collector's controls, for Python. */
#include "gc/collector.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"

static Object *gc_enable(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    rt->nursery.enabled = true;
    return NONE;
}

static Object *gc_disable(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    rt->nursery.enabled = false;
    return NONE;
}

static Object *gc_isenabled(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return bool_object(rt->nursery.enabled);
}

/* An int argument as C int: -1 with an error set. */
static int as_c_int(Runtime *rt, Object *object)
{
    int64_t value;
    owned Object *index = number_index(rt, object);
    if (index == NULL)
        return -1;
    if (!int_as_int64((Int *)index, &value) || value > INT32_MAX || value < INT32_MIN)
        return error_fail(rt, &overflow_error_type, "Python int too large to convert to C int");
    return (int)value;
}

static Object *gc_collect_function(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int generation = GENERATION_COUNT - 1;
    if (args[0] != NULL) {
        generation = as_c_int(rt, args[0]);
        if (generation == -1 && error_pending(rt))
            return NULL;
    }
    if (generation < 0 || generation >= GENERATION_COUNT)
        return error_set(rt, &value_error_type, "invalid generation");
    ssize_t found = gc_collect(rt, generation);
    if (generation == GENERATION_COUNT - 1)
        heap_trim(&rt->heap); /* whoever asks for a full collection wants the memory back */
    return (Object *)int_from_size(rt, found);
}

static Object *gc_get_debug(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_int64(rt, rt->collector->debug);
}

static Object *gc_set_debug(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int flags = as_c_int(rt, args[0]);
    if (flags == -1 && error_pending(rt))
        return NULL;
    rt->collector->debug = (unsigned)flags;
    return NONE;
}

/* As CPython parses the arguments of set_threshold. */
static MUST_CHECK int as_threshold(Runtime *rt, Object *object, int *value)
{
    int64_t wide;
    owned Object *index = number_index(rt, object);
    if (index == NULL)
        return -1;
    if (!int_as_int64((Int *)index, &wide))
        return error_fail(rt, &overflow_error_type, "Python int too large to convert to C long");
    if (wide > INT32_MAX || wide < INT32_MIN)
        return error_fail(rt, &overflow_error_type, "signed integer is %s",
                          wide > 0 ? "greater than maximum" : "less than minimum");
    *value = (int)wide;
    return 0;
}

static Object *gc_set_threshold(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    int values[GENERATION_COUNT];
    if (names != NULL && names->length != 0)
        return error_set(rt, &type_error_type, "gc.set_threshold() takes no keyword arguments");
    if (n < 1 || n > GENERATION_COUNT)
        return error_set(rt, &type_error_type, "set_threshold() takes at %s argument%s (%zu given)",
                         n < 1 ? "least 1" : "most 3", n < 1 ? "" : "s", n);
    for (size_t i = 0; i < n; i++)
        if (as_threshold(rt, args[i], &values[i]) < 0)
            return NULL;
    for (size_t i = 0; i < n; i++)
        rt->nursery.generation[i].threshold = values[i];
    return NONE;
}

static Object *three_ints(Runtime *rt, int a, int b, int c)
{
    owned Int *first = int_from_int64(rt, a);
    owned Int *second = int_from_int64(rt, b);
    owned Int *third = int_from_int64(rt, c);
    return first == NULL || second == NULL || third == NULL ? NULL : (Object *)tuple_pack(rt, 3, first, second, third);
}

static Object *gc_get_threshold(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    const Generation *g = rt->nursery.generation;
    return three_ints(rt, g[0].threshold, g[1].threshold, g[2].threshold);
}

static Object *gc_get_count(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    const Generation *g = rt->nursery.generation;
    return three_ints(rt, g[0].count, g[1].count, g[2].count);
}

/* ---- looking at the graph ------------------------------------------------------------------------ */

typedef struct Search {
    Object **wanted;
    size_t count;
} Search;

static int visit_wanted(Object *child, void *context)
{
    Search *search = context;
    for (size_t i = 0; i < search->count; i++)
        if (child == search->wanted[i])
            return 1;
    return 0;
}

static bool refers_to_wanted(Object *object, void *context)
{
    return object->type->visit(object, visit_wanted, context) != 0;
}

static bool accepts_all(Object *object, void *context)
{
    (void)object, (void)context;
    return true;
}

/* The members of generations `first` to `last` that `accepts` accepts: a new list.
 *
 * Memory is taken only while no ring is walked, because an emergency collection may free members and moves all
 * to the oldest ring. So they are counted first; when there are more afterwards, it begins anew. */
static Object *gather_members(Runtime *rt, int first, int last, bool (*accepts)(Object *object, void *context),
                              void *context)
{
    size_t capacity = 0;
    for (;;) {
        owned List *result = list_new(rt, capacity);
        if (result == NULL)
            return NULL;
        size_t count = 0;
        for (int i = first; i <= last; i++) {
            GCHead *ring = &rt->nursery.generation[i].head;
            for (GCHead *node = ring->next; node != ring; node = node->next) {
                Object *object = gc_object(node);
                if (object == (Object *)result || !accepts(object, context))
                    continue;
                if (count++ < result->capacity)
                    result->items[result->length++] = object_retain(object);
            }
        }
        if (count <= result->capacity)
            return (Object *)take(&result);
        capacity = count;
    }
}

static Object *gc_get_referrers(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    Search search = {.wanted = args, .count = n};
    return gather_members(rt, 0, GENERATION_COUNT - 1, refers_to_wanted, &search);
}

typedef struct Gather {
    Runtime *rt;
    List *list;
} Gather;

static int visit_gather(Object *child, void *context)
{
    Gather *gather = context;
    return list_append(gather->rt, gather->list, child) < 0;
}

static Object *gc_get_referents(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    owned List *result = list_new(rt, 0);
    if (result == NULL)
        return NULL;
    Gather gather = {rt, result};
    for (size_t i = 0; i < n; i++)
        if (gc_has_head(args[i]) && args[i]->type->visit(args[i], visit_gather, &gather))
            return NULL;
    return (Object *)take(&result);
}

static Object *gc_get_objects(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int first = 0, last = GENERATION_COUNT - 1;
    if (args[0] != NULL && args[0] != NONE) {
        if (!number_has_index(args[0]))
            return error_set(rt, &type_error_type, "argument should be integer or None, not '%.200T'", args[0]);
        ssize_t generation = number_as_size(rt, args[0], &overflow_error_type);
        if (generation == -1 && error_pending(rt))
            return NULL;
        if (generation >= GENERATION_COUNT)
            return error_set(rt, &value_error_type,
                             "generation parameter must be less than the number of available generations (%d)",
                             GENERATION_COUNT);
        if (generation < -1)
            return error_set(rt, &value_error_type, "generation parameter cannot be negative");
        if (generation >= 0) /* -1 means all, as in CPython */
            first = last = (int)generation;
    }
    return gather_members(rt, first, last, accepts_all, NULL);
}

static Object *gc_get_stats(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    owned List *result = list_new(rt, GENERATION_COUNT);
    if (result == NULL)
        return NULL;
    for (int i = 0; i < GENERATION_COUNT; i++) {
        const GenerationStatistics *statistics = &rt->collector->statistics[i];
        const char *const keys[] = {"collections", "collected", "uncollectable"};
        const ssize_t values[] = {statistics->collections, statistics->collected, statistics->uncollectable};
        owned Dict *dict = dict_new(rt);
        if (dict == NULL)
            return NULL;
        for (int k = 0; k < 3; k++) {
            owned Int *value = int_from_size(rt, values[k]);
            if (value == NULL || dict_set_c(rt, dict, keys[k], (Object *)value) < 0)
                return NULL;
        }
        if (list_append(rt, result, (Object *)dict) < 0)
            return NULL;
    }
    return (Object *)take(&result);
}

static Object *gc_is_tracked_function(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)self, (void)n;
    return bool_object(gc_has_head(args[0]) && gc_is_tracked(args[0]));
}

static Object *gc_is_finalized(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)self, (void)n;
    return bool_object(gc_has_head(args[0]) && (args[0]->flags & OBJECT_FINALIZED));
}

static Object *gc_freeze(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    for (int i = 0; i < GENERATION_COUNT; i++) {
        ring_merge(&rt->nursery.generation[i].head, &rt->collector->permanent);
        rt->nursery.generation[i].count = 0;
    }
    return NONE;
}

static Object *gc_unfreeze(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    ring_merge(&rt->collector->permanent, &rt->nursery.generation[GENERATION_COUNT - 1].head);
    return NONE;
}

static Object *gc_get_freeze_count(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_size(rt, ring_size(&rt->collector->permanent));
}

/* ---- the module ---- */

static int gc_fill(Runtime *rt, Module *module)
{
    static const struct { const char *name; int value; } flags[] = {
        {"DEBUG_STATS", GC_DEBUG_STATS},       {"DEBUG_COLLECTABLE", GC_DEBUG_COLLECTABLE},
        {"DEBUG_UNCOLLECTABLE", GC_DEBUG_UNCOLLECTABLE}, {"DEBUG_SAVEALL", GC_DEBUG_SAVEALL},
        {"DEBUG_LEAK", GC_DEBUG_LEAK},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (module_add(rt, module, flags[i].name, (Object *)int_from_int64(rt, flags[i].value)) < 0)
            return -1;
    if (module_add(rt, module, "garbage", (Object *)rt->collector->garbage) < 0)
        return -1;
    return module_add(rt, module, "callbacks", (Object *)rt->collector->callbacks);
}

static const MethodSpec gc_functions[] = {
    {"enable", gc_enable, 0, 0, .doc = "Enable automatic collections."},
    {"disable", gc_disable, 0, 0, .doc = "Disable automatic collections."},
    {"isenabled", gc_isenabled, 0, 0, .doc = "Whether collections run by themselves."},
    {"collect", gc_collect_function, .parameters = "generation=",
     .doc = "Collect the generation (default: the oldest) and the younger ones.\n\n"
            "Returns the number of unreachable objects found."},
    {"get_debug", gc_get_debug, 0, 0, .doc = "The debugging flags."},
    {"set_debug", gc_set_debug, 1, 1, .doc = "Set the debugging flags, a combination of the DEBUG_ constants."},
    {"set_threshold", .keywords = gc_set_threshold,
     .doc = "set_threshold(threshold0, [threshold1, threshold2])\n\n"
            "A generation is due when its count exceeds its threshold. 0 for the first one disables collecting."},
    {"get_threshold", gc_get_threshold, 0, 0, .doc = "The thresholds of the three generations."},
    {"get_count", gc_get_count, 0, 0, .doc = "The counts of the three generations."},
    {"get_referrers", gc_get_referrers, 0, -1, .doc = "The tracked objects that directly refer to any of the arguments."},
    {"get_referents", gc_get_referents, 0, -1, .doc = "The objects that the arguments directly refer to."},
    {"get_objects", gc_get_objects, .parameters = "generation=",
     .doc = "The tracked objects of the generation, or of all (None)."},
    {"get_stats", gc_get_stats, 0, 0, .doc = "A dictionary of figures for each generation."},
    {"is_tracked", gc_is_tracked_function, 1, 1, .doc = "Whether the collector looks at the object."},
    {"is_finalized", gc_is_finalized, 1, 1, .doc = "Whether the object's finalizer has run."},
    {"freeze", gc_freeze, 0, 0, .doc = "Keep all objects there are now out of future collections."},
    {"unfreeze", gc_unfreeze, 0, 0, .doc = "Put the frozen objects into the oldest generation."},
    {"get_freeze_count", gc_get_freeze_count, 0, 0, .doc = "The number of frozen objects."},
    {0},
};

const ModuleSpec gc_module = {
    "gc", "This module provides access to the garbage collector for reference cycles.", gc_functions, gc_fill,
};
