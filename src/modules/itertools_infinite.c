/* itertools: count, cycle, repeat. */
#include "modules/itertools.h"

/* ---- count --------------------------------------------------------------------------------- */

/* By ones in a machine word while `value` is NULL; by any step with any numbers otherwise. */
typedef struct Count {
    Object head;
    int64_t number;
    Object *value; /* the next one */
    Object *step;  /* never NULL */
} Count;

static bool is_int_one(const Object *object)
{
    return int_check(object) && int_is_small(object) && int_small_value(object) == 1;
}

static Object *count_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2] = {NULL, NULL};
    if (arguments_bind(rt, "count", "start=, step=", args, n, names, bound, 2) < 0)
        return NULL;
    if ((bound[0] != NULL && !number_check(bound[0])) ||
        (bound[1] != NULL && !number_check(bound[1])))
        return error_set(rt, &type_error_type, "a number is required");
    int64_t number = 0;
    bool fits = bound[0] == NULL ||
                (int_check(bound[0]) && int_as_int64((Int *)bound[0], &number) &&
                 number != INT64_MAX);
    bool by_ones = bound[1] == NULL || is_int_one(bound[1]);

    owned Object *value = NULL;
    if (!fits || !by_ones) {
        value = bound[0] != NULL ? object_retain(bound[0]) : (Object *)int_from_int64(rt, 0);
        if (value == NULL)
            return NULL;
    }
    owned Object *step =
        bound[1] != NULL ? object_retain(bound[1]) : (Object *)int_from_int64(rt, 1);
    Count *self = step == NULL ? NULL : container_new(rt, type, &itertools_count_type);
    if (self == NULL)
        return NULL;
    self->number = number;
    self->value = take(&value);
    self->step = take(&step);
    gc_track(rt, self);
    return (Object *)self;
}

static void count_free(Runtime *rt, Object *object)
{
    Count *self = (Count *)object;
    gc_untrack(self);
    object_release_maybe(self->value);
    object_release_maybe(self->step);
    container_dispose(rt, self, &itertools_count_type);
}

static int count_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Count *)object)->value);
    GC_VISIT(((Count *)object)->step);
    return 0;
}

static Object *count_next(Runtime *rt, Object *object)
{
    Count *self = (Count *)object;
    if (likely(self->value == NULL)) {
        Object *number = (Object *)int_from_int64(rt, self->number);
        if (number == NULL)
            return NULL;
        if (likely(self->number != INT64_MAX - 1)) {
            self->number++;
            return number;
        }
        self->value = (Object *)int_from_int64(rt, INT64_MAX);
        if (self->value == NULL) {
            object_release(number);
            return NULL;
        }
        return number;
    }
    owned Object *value = object_retain(self->value);
    Object *next = number_binary(rt, value, self->step, BINARY_ADD);
    if (next == NULL)
        return NULL;
    object_replace_steal(&self->value, next);
    return take(&value);
}

static Object *count_repr(Runtime *rt, Object *object)
{
    const Count *self = (Count *)object;
    if (self->value == NULL)
        return (Object *)str_format(rt, "count(%lld)", (long long)self->number);
    if (is_int_one(self->step))
        return (Object *)str_format(rt, "count(%R)", self->value);
    return (Object *)str_format(rt, "count(%R, %R)", self->value, self->step);
}

static Object *count_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Count *self = (Count *)object;
    owned Tuple *arguments = NULL;
    if (self->value == NULL) {
        owned Object *number = (Object *)int_from_int64(rt, self->number);
        arguments = number == NULL ? NULL : tuple_pack(rt, 1, number);
    } else {
        arguments = tuple_pack(rt, 2, self->value, self->step);
    }
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type itertools_count_type = {
    TYPE_IDENTITY(itertools_count),
    .name = "itertools.count",
    .doc = "Return a count object whose .__next__() method returns consecutive values.\n\n"
           "Equivalent to:\n"
           "    def count(firstval=0, step=1):\n"
           "        x = firstval\n"
           "        while 1:\n"
           "            yield x\n"
           "            x += step",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Count),
    .create = count_create,
    .init = object_init,
    .free = count_free,
    .visit = count_visit,
    .repr = count_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .iter = iterator_iter_self,
    .next = count_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", count_reduce, 0, 0, .doc = REDUCE_DOC},
        {0},
    },
};

/* ---- cycle --------------------------------------------------------------------------------- */

typedef struct Cycle {
    Object head;
    Object *iterator; /* NULL once its items are all in `saved` */
    List *saved;
    size_t index;     /* of the next saved one */
    bool is_complete; /* the saved items are known already: the iterator's are not saved again */
} Cycle;

static Object *cycle_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "cycle", n, names, 1, 1) < 0)
        return NULL;
    owned Object *iterator = object_iter(rt, args[0]);
    owned List *saved = iterator == NULL ? NULL : list_new(rt, 0);
    Cycle *self = saved == NULL ? NULL : container_new(rt, type, &itertools_cycle_type);
    if (self == NULL)
        return NULL;
    self->iterator = take(&iterator);
    self->saved = take(&saved);
    self->index = 0;
    self->is_complete = false;
    gc_track(rt, self);
    return (Object *)self;
}

static void cycle_free(Runtime *rt, Object *object)
{
    Cycle *self = (Cycle *)object;
    gc_untrack(self);
    object_release_maybe(self->iterator);
    object_release_maybe(self->saved);
    container_dispose(rt, self, &itertools_cycle_type);
}

static int cycle_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Cycle *)object)->iterator);
    GC_VISIT(((Cycle *)object)->saved);
    return 0;
}

static Object *cycle_next(Runtime *rt, Object *object)
{
    Cycle *self = (Cycle *)object;
    if (self->iterator != NULL) {
        owned Object *iterator = object_retain(self->iterator);
        Object *item = item_step(rt, iterator);
        if (item != NULL) {
            if (!self->is_complete && list_append(rt, self->saved, item) < 0) {
                object_release(item);
                return NULL;
            }
            return item;
        }
        if (!item_step_ended(rt))
            return NULL;
        object_clear_slot(&self->iterator);
    }
    const List *saved = self->saved;
    if (saved->length == 0)
        return NULL;
    if (self->index >= saved->length)
        self->index = 0;
    Object *item = object_retain(saved->items[self->index++]);
    if (self->index >= saved->length)
        self->index = 0;
    return item;
}

static Object *cycle_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Cycle *self = (Cycle *)object;
    owned Object *iterator = object_retain_maybe(self->iterator);
    bool is_complete = self->is_complete;
    if (iterator == NULL) { /* a new one over the saved items, at the same place */
        is_complete = true;
        iterator = object_iter(rt, (Object *)self->saved);
        if (iterator == NULL)
            return NULL;
        if (self->index != 0) {
            owned Object *index = (Object *)int_from_size(rt, (ssize_t)self->index);
            Object *call[] = {iterator, index};
            owned Object *done =
                index == NULL ? NULL
                              : object_call_method(rt, NAME(__setstate__), call, 2, NULL);
            if (done == NULL)
                return NULL;
        }
    }
    owned Tuple *state = tuple_pack(rt, 2, self->saved, bool_object(is_complete));
    return state == NULL ? NULL
                         : reduce_to_call(rt, type_as_object(object->type), iterator,
                                          (Object *)state);
}

static Object *cycle_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Cycle *self = (Cycle *)object;
    Object **state = itertools_state(rt, args[0], 2, 2, NULL);
    if (state == NULL)
        return NULL;
    if (!list_check(state[0]))
        return error_set(rt, &type_error_type, "argument 1 must be list, not %T", state[0]);
    int64_t is_complete;
    owned Object *saved = object_retain(state[0]);
    if (number_as_int64(rt, state[1], &is_complete) < 0)
        return NULL;
    object_replace_steal(&self->saved, take(&saved));
    self->is_complete = is_complete != 0;
    self->index = 0;
    return none_new();
}

const Type itertools_cycle_type = {
    TYPE_IDENTITY(itertools_cycle),
    .name = "itertools.cycle",
    .doc = "Return elements from the iterable until it is exhausted. Then repeat the sequence "
           "indefinitely.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Cycle),
    .create = cycle_create,
    .free = cycle_free,
    .visit = cycle_visit,
    ITERATOR_SLOTS,
    .next = cycle_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", cycle_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", cycle_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};

/* ---- repeat -------------------------------------------------------------------------------- */

typedef struct Repeat {
    Object head;
    Object *element;
    ssize_t count; /* still to come; -1 without end */
} Repeat;

static Object *repeat_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2] = {NULL, NULL};
    if (arguments_bind(rt, "repeat", "object, times=", args, n, names, bound, 2) < 0)
        return NULL;
    ssize_t count = -1;
    if (bound[1] != NULL) {
        count = number_as_size(rt, bound[1], &overflow_error_type);
        if (count == -1 && error_pending(rt))
            return NULL;
        if (count < 0)
            count = 0;
    }
    Repeat *self = container_new(rt, type, &itertools_repeat_type);
    if (self == NULL)
        return NULL;
    self->element = object_retain(bound[0]);
    self->count = count;
    gc_track(rt, self);
    return (Object *)self;
}

static void repeat_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((Repeat *)self)->element);
    container_dispose(rt, self, &itertools_repeat_type);
}

static int repeat_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((Repeat *)self)->element);
    return 0;
}

static Object *repeat_next(Runtime *rt, Object *object)
{
    (void)rt;
    Repeat *self = (Repeat *)object;
    if (self->count == 0)
        return NULL;
    if (self->count > 0)
        self->count--;
    return object_retain(self->element);
}

static Object *repeat_repr(Runtime *rt, Object *object)
{
    const Repeat *self = (Repeat *)object;
    if (self->count == -1)
        return (Object *)str_format(rt, "repeat(%R)", self->element);
    return (Object *)str_format(rt, "repeat(%R, %zd)", self->element, self->count);
}

static Object *repeat_length_hint(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    if (((Repeat *)self)->count == -1)
        return error_set(rt, &type_error_type, "len() of unsized object");
    return (Object *)int_from_size(rt, ((Repeat *)self)->count);
}

static Object *repeat_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Repeat *self = (Repeat *)object;
    if (self->count == -1)
        return reduce_to_call(rt, type_as_object(object->type), self->element, NULL);
    owned Object *count = (Object *)int_from_size(rt, self->count);
    owned Tuple *arguments = count == NULL ? NULL : tuple_pack(rt, 2, self->element, count);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type itertools_repeat_type = {
    TYPE_IDENTITY(itertools_repeat),
    .name = "itertools.repeat",
    .doc = "repeat(object [,times]) -> create an iterator which returns the object\n"
           "for the specified number of times.  If not specified, returns the object\n"
           "endlessly.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Repeat),
    .create = repeat_create,
    .init = object_init,
    .free = repeat_free,
    .visit = repeat_visit,
    .repr = repeat_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .iter = iterator_iter_self,
    .next = repeat_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", repeat_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", repeat_reduce, 0, 0, .doc = REDUCE_DOC},
        {0},
    },
};
