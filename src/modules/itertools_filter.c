/* itertools: what lets some items of one iterable through: compress, dropwhile, takewhile, filterfalse,
 * starmap, islice. */
#include "modules/itertools.h"

/* All but islice hold an iterator and what decides. */
typedef struct Sieve {
    Object head;
    Object *source; /* iterator */
    Object *guide;  /* function, or compress: the iterator over selectors */
    bool has_turned; /* dropwhile: lets everything through; takewhile: lets nothing through */
} Sieve;

static Object *sieve_new(Runtime *rt, const Type *type, Object *guide, Object *iterable)
{
    owned Object *source = object_iter(rt, iterable);
    if (source == NULL)
        return NULL;
    Sieve *self = object_new_any(rt, type, sizeof(Sieve));
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->guide = object_retain(guide);
    self->has_turned = false;
    gc_track(rt, self);
    return (Object *)self;
}

static void sieve_free(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    gc_untrack(self);
    object_release_maybe(self->guide);
    object_release_maybe(self->source);
    object_dispose_any(rt, self, sizeof(Sieve));
}

static int sieve_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Sieve *)object)->source);
    GC_VISIT(((Sieve *)object)->guide);
    return 0;
}

/* The truth of function(item): 1, 0, -1. */
static int says_yes(Runtime *rt, Object *function, Object *item)
{
    Object *answer = object_call(rt, function, &item, 1, NULL);
    if (answer == NULL)
        return -1;
    int truth = object_truth(rt, answer);
    object_release(answer);
    return truth;
}

/* (type, (guide, source)), the way it was made. */
static Object *sieve_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Sieve *self = (Sieve *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->guide, self->source);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

/* The same with has_turned as state. */
static Object *turning_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Sieve *self = (Sieve *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->guide, self->source);
    owned Object *state =
        arguments == NULL ? NULL : (Object *)int_from_int64(rt, self->has_turned);
    return state == NULL ? NULL : (Object *)tuple_pack(rt, 3, object->type, arguments, state);
}

static Object *turning_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    int turned = object_truth(rt, args[0]);
    if (turned < 0)
        return NULL;
    ((Sieve *)object)->has_turned = turned;
    return none_new();
}

static const MethodSpec sieve_methods[] = {
    {"__reduce__", sieve_reduce, 0, 0, .doc = REDUCE_DOC},
    {0},
};
static const MethodSpec turning_methods[] = {
    {"__reduce__", turning_reduce, 0, 0, .doc = REDUCE_DOC},
    {"__setstate__", turning_setstate, 1, 1, .doc = SETSTATE_DOC},
    {0},
};

#define SIEVE_SLOTS                                                                        \
    .base = &object_type, .flags = ITERTOOLS_FLAGS, .size = sizeof(Sieve), .free = sieve_free, \
    .visit = sieve_visit, ITERATOR_SLOTS

/* ---- compress ------------------------------------------------------------------------------ */

static Object *compress_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2];
    if (arguments_bind(rt, "compress", "data, selectors", args, n, names, bound, 2) < 0)
        return NULL;
    owned Object *data = object_iter(rt, bound[0]);
    owned Object *selectors = data == NULL ? NULL : object_iter(rt, bound[1]);
    return selectors == NULL ? NULL : sieve_new(rt, type, selectors, data);
}

static Object *compress_next(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    for (;;) {
        owned Object *item = item_step(rt, self->source);
        owned Object *selector = item == NULL ? NULL : item_step(rt, self->guide);
        if (selector == NULL)
            return NULL;
        int good = object_truth(rt, selector);
        if (good != 0)
            return good < 0 ? NULL : take(&item);
    }
}

static Object *compress_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Sieve *self = (Sieve *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->source, self->guide);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

const Type itertools_compress_type = {
    TYPE_IDENTITY(itertools_compress),
    .name = "itertools.compress",
    .doc = "Return data elements corresponding to true selector elements.\n\n"
           "Forms a shorter iterator from selected data elements using the selectors to\n"
           "choose the data elements.",
    SIEVE_SLOTS,
    .create = compress_create,
    .next = compress_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", compress_reduce, 0, 0, .doc = REDUCE_DOC},
        {0},
    },
};

/* ---- dropwhile, takewhile, filterfalse, starmap ---------------------------------------------- */

static Object *dropwhile_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                Tuple *names)
{
    return itertools_arguments(rt, type, "dropwhile", n, names, 2, 2) < 0
               ? NULL
               : sieve_new(rt, type, args[0], args[1]);
}

static Object *dropwhile_next(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    for (;;) {
        Object *item = item_step(rt, self->source);
        if (item == NULL || self->has_turned)
            return item;
        int drop = says_yes(rt, self->guide, item);
        if (drop == 0) {
            self->has_turned = true;
            return item;
        }
        object_release(item);
        if (drop < 0)
            return NULL;
    }
}

const Type itertools_dropwhile_type = {
    TYPE_IDENTITY(itertools_dropwhile),
    .name = "itertools.dropwhile",
    .doc = "Drop items from the iterable while predicate(item) is true.\n\n"
           "Afterwards, return every element until the iterable is exhausted.",
    SIEVE_SLOTS,
    .create = dropwhile_create,
    .next = dropwhile_next,
    .methods = turning_methods,
};

static Object *takewhile_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                Tuple *names)
{
    return itertools_arguments(rt, type, "takewhile", n, names, 2, 2) < 0
               ? NULL
               : sieve_new(rt, type, args[0], args[1]);
}

static Object *takewhile_next(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    if (self->has_turned)
        return NULL;
    Object *item = item_step(rt, self->source);
    if (item == NULL)
        return NULL;
    int good = says_yes(rt, self->guide, item);
    if (good > 0)
        return item;
    object_release(item);
    if (good == 0)
        self->has_turned = true;
    return NULL;
}

const Type itertools_takewhile_type = {
    TYPE_IDENTITY(itertools_takewhile),
    .name = "itertools.takewhile",
    .doc = "Return successive entries from an iterable as long as the predicate evaluates to true "
           "for each entry.",
    SIEVE_SLOTS,
    .create = takewhile_create,
    .next = takewhile_next,
    .methods = turning_methods,
};

static Object *filterfalse_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                  Tuple *names)
{
    return itertools_arguments(rt, type, "filterfalse", n, names, 2, 2) < 0
               ? NULL
               : sieve_new(rt, type, args[0], args[1]);
}

static Object *filterfalse_next(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    bool by_truth = self->guide == NONE || self->guide == type_as_object(&bool_type);
    for (;;) {
        Object *item = item_step(rt, self->source);
        if (item == NULL)
            return NULL;
        int good = by_truth ? object_truth(rt, item) : says_yes(rt, self->guide, item);
        if (good == 0)
            return item;
        object_release(item);
        if (good < 0)
            return NULL;
    }
}

const Type itertools_filterfalse_type = {
    TYPE_IDENTITY(itertools_filterfalse),
    .name = "itertools.filterfalse",
    .doc = "Return those items of iterable for which function(item) is false.\n\n"
           "If function is None, return the items that are false.",
    SIEVE_SLOTS,
    .create = filterfalse_create,
    .next = filterfalse_next,
    .methods = sieve_methods,
};

static Object *starmap_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    return itertools_arguments(rt, type, "starmap", n, names, 2, 2) < 0
               ? NULL
               : sieve_new(rt, type, args[0], args[1]);
}

static Object *starmap_next(Runtime *rt, Object *object)
{
    Sieve *self = (Sieve *)object;
    owned Object *item = item_step(rt, self->source);
    owned Tuple *arguments = item == NULL             ? NULL
                             : tuple_check_exact(item) ? (Tuple *)take(&item)
                                                       : sequence_tuple(rt, item);
    return arguments == NULL ? NULL : object_call_tuple(rt, self->guide, arguments, NULL);
}

const Type itertools_starmap_type = {
    TYPE_IDENTITY(itertools_starmap),
    .name = "itertools.starmap",
    .doc = "Return an iterator whose values are returned from the function evaluated with an "
           "argument tuple taken from the given sequence.",
    SIEVE_SLOTS,
    .create = starmap_create,
    .next = starmap_next,
    .methods = sieve_methods,
};

/* ---- islice -------------------------------------------------------------------------------- */

typedef struct Islice {
    Object head;
    Object *source; /* NULL once exhausted */
    ssize_t next;   /* number of the next item to let through */
    ssize_t stop;   /* -1: without end */
    ssize_t step;
    ssize_t count;  /* items taken from the source */
} Islice;

/* None or a number from 0 to sys.maxsize; false when it is neither, with no error set. */
static bool islice_bound(Runtime *rt, Object *object, ssize_t absent, ssize_t *bound)
{
    *bound = absent;
    if (object == NONE)
        return true;
    *bound = number_as_size(rt, object, &overflow_error_type);
    if (*bound == -1 && error_pending(rt)) {
        error_clear(rt);
        return false;
    }
    return *bound >= 0;
}

static Object *islice_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "islice", n, names, 2, 4) < 0)
        return NULL;
    ssize_t start = 0, stop, step_size = 1;
    if (!islice_bound(rt, args[n == 2 ? 1 : 2], -1, &stop))
        return error_set(rt, &value_error_type,
                         "Stop argument for islice() must be None or an integer: 0 <= x <= "
                         "sys.maxsize.");
    if (n > 2 && !islice_bound(rt, args[1], 0, &start))
        return error_set(rt, &value_error_type,
                         "Indices for islice() must be None or an integer: 0 <= x <= "
                         "sys.maxsize.");
    if (n > 3 && (!islice_bound(rt, args[3], 1, &step_size) || step_size < 1))
        return error_set(rt, &value_error_type,
                         "Step for islice() must be a positive integer or None.");
    owned Object *source = object_iter(rt, args[0]);
    Islice *self = source == NULL ? NULL : container_new(rt, type, &itertools_islice_type);
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->next = start;
    self->stop = stop;
    self->step = step_size;
    self->count = 0;
    gc_track(rt, self);
    return (Object *)self;
}

static void islice_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((Islice *)self)->source);
    container_dispose(rt, self, &itertools_islice_type);
}

static int islice_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((Islice *)self)->source);
    return 0;
}

static Object *islice_next(Runtime *rt, Object *object)
{
    Islice *self = (Islice *)object;
    if (self->source == NULL)
        return NULL;
    owned Object *source = object_retain(self->source);
    ssize_t stop = self->stop;
    Object *item = NULL;
    while (self->count < self->next) {
        owned Object *skipped = item_step(rt, source);
        if (skipped == NULL)
            goto end;
        self->count++;
    }
    if (stop != -1 && self->count >= stop)
        goto end;
    item = item_step(rt, source);
    if (item == NULL)
        goto end;
    self->count++;
    if (__builtin_add_overflow(self->next, self->step, &self->next) ||
        (stop != -1 && self->next > stop))
        self->next = stop;
    return item;
end:
    object_clear_slot(&self->source);
    return NULL;
}

static Object *islice_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Islice *self = (Islice *)object;
    owned Object *zero = (Object *)int_from_int64(rt, 0);
    if (self->source == NULL) {
        owned Object *nothing = object_iter(rt, (Object *)EMPTY_TUPLE);
        owned Tuple *arguments = nothing == NULL ? NULL : tuple_pack(rt, 2, nothing, zero);
        return arguments == NULL ? NULL
                                 : (Object *)tuple_pack(rt, 3, object->type, arguments, zero);
    }
    owned Object *next = (Object *)int_from_size(rt, self->next);
    owned Object *stop = self->stop == -1 ? NONE : (Object *)int_from_size(rt, self->stop);
    owned Object *step_size = (Object *)int_from_size(rt, self->step);
    owned Object *count = (Object *)int_from_size(rt, self->count);
    if (next == NULL || stop == NULL || step_size == NULL || count == NULL)
        return NULL;
    owned Tuple *arguments = tuple_pack(rt, 4, self->source, next, stop, step_size);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 3, object->type, arguments, count);
}

static Object *islice_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    ssize_t count = number_as_size(rt, args[0], &overflow_error_type);
    if (count == -1 && error_pending(rt))
        return NULL;
    ((Islice *)object)->count = count;
    return none_new();
}

const Type itertools_islice_type = {
    TYPE_IDENTITY(itertools_islice),
    .name = "itertools.islice",
    .doc = "islice(iterable, stop) --> islice object\n"
           "islice(iterable, start, stop[, step]) --> islice object\n\n"
           "Return an iterator whose next() method returns selected values from an\n"
           "iterable.  If start is specified, will skip all preceding elements;\n"
           "otherwise, start defaults to zero.  Step defaults to one.  If\n"
           "specified as another value, step determines how many values are\n"
           "skipped between successive calls.  Works like a slice() on a list\n"
           "but returns an iterator.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Islice),
    .create = islice_create,
    .free = islice_free,
    .visit = islice_visit,
    ITERATOR_SLOTS,
    .next = islice_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", islice_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", islice_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};
