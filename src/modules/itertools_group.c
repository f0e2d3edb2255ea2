/* itertools.groupby: runs of items with equal keys. The groups it yields read from the same iterator: a
 * group is at its end once groupby has gone on to the next. */
#include "modules/itertools.h"

typedef struct Groupby {
    Object head;
    Object *source;
    Object *function;      /* None: the item is its own key */
    Object *target_key;    /* of the group yielded last */
    Object *current_key;   /* of current_value */
    Object *current_value; /* read and not yet given out, or NULL */
    const void *current_grouper; /* the group yielded last; only compared */
} Groupby;

typedef struct Grouper {
    Object head;
    Groupby *parent;
    Object *target_key;
} Grouper;

/* ---- groupby ------------------------------------------------------------------------------- */

static Object *groupby_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2] = {NULL, NULL};
    if (arguments_bind(rt, "groupby", "iterable, key=", args, n, names, bound, 2) < 0)
        return NULL;
    owned Object *source = object_iter(rt, bound[0]);
    Groupby *self = source == NULL ? NULL : container_new(rt, type, &itertools_groupby_type);
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->function = object_retain(bound[1] == NULL ? NONE : bound[1]);
    self->target_key = self->current_key = self->current_value = NULL;
    self->current_grouper = NULL;
    gc_track(rt, self);
    return (Object *)self;
}

static void groupby_free(Runtime *rt, Object *object)
{
    Groupby *self = (Groupby *)object;
    gc_untrack(self);
    object_release_maybe(self->source);
    object_release_maybe(self->function);
    object_release_maybe(self->target_key);
    object_release_maybe(self->current_key);
    object_release_maybe(self->current_value);
    container_dispose(rt, self, &itertools_groupby_type);
}

static int groupby_visit(Object *object, Visitor visit, void *context)
{
    Groupby *self = (Groupby *)object;
    GC_VISIT(self->source);
    GC_VISIT(self->function);
    GC_VISIT(self->target_key);
    GC_VISIT(self->current_key);
    GC_VISIT(self->current_value);
    return 0;
}

/* Reads the next item and its key; -1 at the end or with an error. */
static int groupby_step(Runtime *rt, Groupby *self)
{
    owned Object *value = item_step(rt, self->source);
    if (value == NULL)
        return -1;
    Object *key = self->function == NONE ? object_retain(value)
                                         : object_call(rt, self->function, &value, 1, NULL);
    if (key == NULL)
        return -1;
    object_replace_steal(&self->current_value, take(&value));
    object_replace_steal(&self->current_key, key);
    return 0;
}

/* Both may be replaced by what the comparison runs. */
static int keys_equal(Runtime *rt, Object *left, Object *right)
{
    owned Object *mine = object_retain(left);
    owned Object *theirs = object_retain(right);
    return object_equal(rt, mine, theirs);
}

static Object *grouper_new(Runtime *rt, const Type *type, Groupby *parent, Object *target_key)
{
    Grouper *self = gc_new(rt, type);
    if (self == NULL)
        return NULL;
    self->parent = object_retain(parent);
    self->target_key = object_retain(target_key);
    parent->current_grouper = self;
    gc_track(rt, self);
    return (Object *)self;
}

static Object *groupby_next(Runtime *rt, Object *object)
{
    Groupby *self = (Groupby *)object;
    self->current_grouper = NULL;
    /* Past what is left of the last group. */
    for (;;) {
        if (self->current_key != NULL) {
            if (self->target_key == NULL)
                break;
            int equal = keys_equal(rt, self->target_key, self->current_key);
            if (equal < 0)
                return NULL;
            if (equal == 0)
                break;
        }
        if (groupby_step(rt, self) < 0)
            return NULL;
    }
    owned Object *key = object_retain(self->current_key);
    object_replace_steal(&self->target_key, object_retain(key));
    owned Object *group = grouper_new(rt, &itertools_grouper_type, self, key);
    return group == NULL ? NULL : (Object *)tuple_pack(rt, 2, key, group);
}

static Object *groupby_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Groupby *self = (Groupby *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->source, self->function);
    if (arguments == NULL)
        return NULL;
    if (self->target_key == NULL || self->current_key == NULL || self->current_value == NULL)
        return (Object *)tuple_pack(rt, 2, object->type, arguments);
    owned Tuple *state =
        tuple_pack(rt, 3, self->current_key, self->current_value, self->target_key);
    return state == NULL ? NULL : (Object *)tuple_pack(rt, 3, object->type, arguments, state);
}

static Object *groupby_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Groupby *self = (Groupby *)object;
    Object **state = itertools_state(rt, args[0], 3, 3, NULL);
    if (state == NULL)
        return NULL;
    owned Object *key = object_retain(state[0]);
    owned Object *value = object_retain(state[1]);
    owned Object *target = object_retain(state[2]);
    object_replace_steal(&self->current_key, take(&key));
    object_replace_steal(&self->current_value, take(&value));
    object_replace_steal(&self->target_key, take(&target));
    return none_new();
}

const Type itertools_groupby_type = {
    TYPE_IDENTITY(itertools_groupby),
    .name = "itertools.groupby",
    .doc = "make an iterator that returns consecutive keys and groups from the iterable\n\n"
           "  iterable\n"
           "    Elements to divide into groups according to the key function.\n"
           "  key\n"
           "    A function for computing the group category for each element.\n"
           "    If the key function is not specified or is None, the element itself\n"
           "    is used for grouping.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Groupby),
    .create = groupby_create,
    .free = groupby_free,
    .visit = groupby_visit,
    ITERATOR_SLOTS,
    .next = groupby_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", groupby_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", groupby_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};

/* ---- one group ----------------------------------------------------------------------------- */

static Object *grouper_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "_grouper", n, names, 2, 2) < 0)
        return NULL;
    if (!object_is(args[0], &itertools_groupby_type))
        return error_set(rt, &type_error_type,
                         "_grouper() argument 1 must be itertools.groupby, not %T", args[0]);
    return grouper_new(rt, type, (Groupby *)args[0], args[1]);
}

static void grouper_free(Runtime *rt, Object *object)
{
    Grouper *self = (Grouper *)object;
    gc_untrack(self);
    object_release_maybe(self->parent);
    object_release_maybe(self->target_key);
    gc_dispose(rt, self);
}

static int grouper_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Grouper *)object)->parent);
    GC_VISIT(((Grouper *)object)->target_key);
    return 0;
}

static Object *grouper_next(Runtime *rt, Object *object)
{
    Grouper *self = (Grouper *)object;
    Groupby *parent = self->parent;
    if (parent->current_grouper != self)
        return NULL;
    if (parent->current_value == NULL && groupby_step(rt, parent) < 0)
        return NULL;
    int equal = keys_equal(rt, self->target_key, parent->current_key);
    if (equal <= 0)
        return NULL; /* the first item of the next group stays with the parent */
    Object *value = take(&parent->current_value);
    object_clear_slot(&parent->current_key);
    return value;
}

static Object *grouper_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Grouper *self = (Grouper *)object;
    if (self->parent->current_grouper != self) {
        owned Object *function = builtin_get(rt, NAME(iter));
        return function == NULL ? NULL
                                : reduce_to_call(rt, function, (Object *)EMPTY_TUPLE, NULL);
    }
    owned Tuple *arguments = tuple_pack(rt, 2, self->parent, self->target_key);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type itertools_grouper_type = {
    TYPE_IDENTITY(itertools_grouper),
    .name = "itertools._grouper",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Grouper),
    .create = grouper_create,
    .free = grouper_free,
    .visit = grouper_visit,
    ITERATOR_SLOTS,
    .next = grouper_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", grouper_reduce, 0, 0, .doc = REDUCE_DOC},
        {0},
    },
};
