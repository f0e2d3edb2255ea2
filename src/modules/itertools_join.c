/* itertools: what puts items or iterables together: accumulate, chain, pairwise, zip_longest. */
#include "modules/itertools.h"

/* ---- accumulate ---------------------------------------------------------------------------- */

typedef struct Accumulate {
    Object head;
    Object *source;
    Object *function; /* NULL: addition */
    Object *total;    /* NULL before the first item */
    Object *initial;  /* given and not yet yielded, or NULL */
} Accumulate;

static Object *accumulate_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                 Tuple *names)
{
    Object *bound[3] = {NULL, NULL, NULL};
    if (arguments_bind(rt, "accumulate", "iterable, func=, *, initial=", args, n, names, bound,
                       3) < 0)
        return NULL;
    owned Object *source = object_iter(rt, bound[0]);
    Accumulate *self =
        source == NULL ? NULL : container_new(rt, type, &itertools_accumulate_type);
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->function = bound[1] == NONE ? NULL : object_retain_maybe(bound[1]);
    self->total = NULL;
    self->initial = bound[2] == NONE ? NULL : object_retain_maybe(bound[2]);
    gc_track(rt, self);
    return (Object *)self;
}

static void accumulate_free(Runtime *rt, Object *object)
{
    Accumulate *self = (Accumulate *)object;
    gc_untrack(self);
    object_release_maybe(self->function);
    object_release_maybe(self->total);
    object_release_maybe(self->source);
    object_release_maybe(self->initial);
    container_dispose(rt, self, &itertools_accumulate_type);
}

static int accumulate_visit(Object *object, Visitor visit, void *context)
{
    Accumulate *self = (Accumulate *)object;
    GC_VISIT(self->function);
    GC_VISIT(self->source);
    GC_VISIT(self->total);
    GC_VISIT(self->initial);
    return 0;
}

static Object *accumulate_next(Runtime *rt, Object *object)
{
    Accumulate *self = (Accumulate *)object;
    if (self->initial != NULL) {
        object_replace_steal(&self->total, take(&self->initial));
        return object_retain(self->total);
    }
    owned Object *item = item_step(rt, self->source);
    if (item == NULL)
        return NULL;
    if (self->total == NULL) {
        self->total = object_retain(item);
        return take(&item);
    }
    owned Object *total = object_retain(self->total);
    Object *pair[] = {total, item};
    Object *next = self->function == NULL ? number_binary(rt, total, item, BINARY_ADD)
                                          : object_call(rt, self->function, pair, 2, NULL);
    if (next == NULL)
        return NULL;
    object_retain(next);
    object_replace_steal(&self->total, next);
    return next;
}

/* An iterator over `first` and then over `rest`. */
static Object *chain_before(Runtime *rt, Object *first, Object *rest)
{
    owned Tuple *single = tuple_pack(rt, 1, first);
    Object *parts[] = {(Object *)single, rest};
    return single == NULL
               ? NULL
               : object_call(rt, type_as_object(&itertools_chain_type), parts, 2, NULL);
}

static Object *accumulate_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Accumulate *self = (Accumulate *)object;
    Object *function = self->function == NULL ? NONE : self->function;
    if (self->initial != NULL) {
        owned Object *all = chain_before(rt, self->initial, self->source);
        owned Tuple *arguments = all == NULL ? NULL : tuple_pack(rt, 2, all, function);
        return arguments == NULL ? NULL
                                 : (Object *)tuple_pack(rt, 3, object->type, arguments, NONE);
    }
    if (self->total == NONE) { /* None as the state would say: nothing yet */
        owned Object *all = chain_before(rt, self->total, self->source);
        owned Tuple *arguments = all == NULL ? NULL : tuple_pack(rt, 2, all, function);
        owned Object *copy =
            arguments == NULL
                ? NULL
                : object_call_tuple(rt, type_as_object(object->type), arguments, NULL);
        owned Object *one = (Object *)int_from_int64(rt, 1);
        owned Tuple *slice = copy == NULL ? NULL : tuple_pack(rt, 3, copy, one, NONE);
        return slice == NULL ? NULL
                             : (Object *)tuple_pack(rt, 2, &itertools_islice_type, slice);
    }
    owned Tuple *arguments = tuple_pack(rt, 2, self->source, function);
    return arguments == NULL
               ? NULL
               : (Object *)tuple_pack(rt, 3, object->type, arguments,
                                      self->total == NULL ? NONE : self->total);
}

static Object *accumulate_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)rt, (void)n;
    object_replace_steal(&((Accumulate *)object)->total, object_retain(args[0]));
    return none_new();
}

const Type itertools_accumulate_type = {
    TYPE_IDENTITY(itertools_accumulate),
    .name = "itertools.accumulate",
    .doc = "Return series of accumulated sums.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Accumulate),
    .create = accumulate_create,
    .free = accumulate_free,
    .visit = accumulate_visit,
    ITERATOR_SLOTS,
    .next = accumulate_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", accumulate_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", accumulate_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};

/* ---- chain --------------------------------------------------------------------------------- */

typedef struct Chain {
    Object head;
    Object *source; /* yields the iterables; NULL once exhausted */
    Object *active; /* iterator over the present one, or NULL */
} Chain;

static Object *chain_new_steal(Runtime *rt, const Type *type, Object *iterator)
{
    owned Object *source = iterator;
    Chain *self = source == NULL ? NULL : container_new(rt, type, &itertools_chain_type);
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->active = NULL;
    gc_track(rt, self);
    return (Object *)self;
}

static Object *chain_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_no_keywords(rt, type, "chain", names) < 0)
        return NULL;
    owned Tuple *iterables = tuple_from_array(rt, args, n);
    return iterables == NULL ? NULL
                             : chain_new_steal(rt, type, object_iter(rt, (Object *)iterables));
}

static Object *chain_from_iterable(Runtime *rt, Object *class, Object **args, size_t n)
{
    (void)n;
    return chain_new_steal(rt, (const Type *)class, object_iter(rt, args[0]));
}

static void chain_free(Runtime *rt, Object *object)
{
    Chain *self = (Chain *)object;
    gc_untrack(self);
    object_release_maybe(self->active);
    object_release_maybe(self->source);
    container_dispose(rt, self, &itertools_chain_type);
}

static int chain_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Chain *)object)->active);
    GC_VISIT(((Chain *)object)->source);
    return 0;
}

static Object *chain_next(Runtime *rt, Object *object)
{
    Chain *self = (Chain *)object;
    while (self->source != NULL) {
        if (self->active == NULL) {
            owned Object *source = object_retain(self->source);
            owned Object *iterable = item_step(rt, source);
            if (iterable == NULL) {
                (void)item_step_ended(rt);
                object_clear_slot(&self->source);
                return NULL;
            }
            Object *active = object_iter(rt, iterable);
            if (active == NULL) {
                object_clear_slot(&self->source);
                return NULL;
            }
            object_replace_steal(&self->active, active);
        }
        owned Object *active = object_retain(self->active);
        Object *item = item_step(rt, active);
        if (item != NULL)
            return item;
        if (!item_step_ended(rt))
            return NULL;
        object_clear_slot(&self->active);
    }
    return NULL;
}

static Object *chain_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Chain *self = (Chain *)object;
    if (self->source == NULL)
        return (Object *)tuple_pack(rt, 2, object->type, EMPTY_TUPLE);
    owned Tuple *state = self->active == NULL ? tuple_pack(rt, 1, self->source)
                                              : tuple_pack(rt, 2, self->source, self->active);
    return state == NULL ? NULL : (Object *)tuple_pack(rt, 3, object->type, EMPTY_TUPLE, state);
}

static Object *chain_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Chain *self = (Chain *)object;
    size_t count;
    Object **state = itertools_state(rt, args[0], 1, 2, &count);
    if (state == NULL)
        return NULL;
    if (state[0]->type->next == NULL || (count > 1 && state[1]->type->next == NULL))
        return error_set(rt, &type_error_type, "Arguments must be iterators.");
    Object *source = object_retain(state[0]);
    Object *active = count > 1 ? object_retain(state[1]) : NULL;
    object_replace_steal(&self->source, source);
    object_replace_steal(&self->active, active);
    return none_new();
}

const Type itertools_chain_type = {
    TYPE_IDENTITY(itertools_chain),
    .name = "itertools.chain",
    .doc = "chain(*iterables) --> chain object\n\n"
           "Return a chain object whose .__next__() method returns elements from the\n"
           "first iterable until it is exhausted, then elements from the next\n"
           "iterable, until all of the iterables are exhausted.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Chain),
    .create = chain_create,
    .free = chain_free,
    .visit = chain_visit,
    ITERATOR_SLOTS,
    .next = chain_next,
    .methods = (const MethodSpec[]){
        {"from_iterable", chain_from_iterable, 1, 1, METHOD_CLASS,
         .doc = "Alternative chain() constructor taking a single iterable argument that evaluates "
                "lazily."},
        {"__reduce__", chain_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", chain_setstate, 1, 1, .doc = SETSTATE_DOC},
        CLASS_GET_ITEM,
        {0},
    },
};

/* ---- pairwise ------------------------------------------------------------------------------ */

typedef struct Pairwise {
    Object head;
    Object *source; /* NULL once exhausted */
    Object *last;   /* the item yielded second, or NULL */
} Pairwise;

static Object *pairwise_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (itertools_arguments(rt, type, "pairwise", n, names, 1, 1) < 0)
        return NULL;
    owned Object *source = object_iter(rt, args[0]);
    Pairwise *self = source == NULL ? NULL : container_new(rt, type, &itertools_pairwise_type);
    if (self == NULL)
        return NULL;
    self->source = take(&source);
    self->last = NULL;
    gc_track(rt, self);
    return (Object *)self;
}

static void pairwise_free(Runtime *rt, Object *object)
{
    Pairwise *self = (Pairwise *)object;
    gc_untrack(self);
    object_release_maybe(self->source);
    object_release_maybe(self->last);
    container_dispose(rt, self, &itertools_pairwise_type);
}

static int pairwise_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Pairwise *)object)->source);
    GC_VISIT(((Pairwise *)object)->last);
    return 0;
}

static Object *pairwise_next(Runtime *rt, Object *object)
{
    Pairwise *self = (Pairwise *)object;
    if (self->source == NULL)
        return NULL;
    owned Object *source = object_retain(self->source);
    if (self->last == NULL) {
        Object *first = item_step(rt, source);
        if (first == NULL) {
            object_clear_slot(&self->source);
            return NULL;
        }
        object_replace_steal(&self->last, first);
        if (self->source == NULL) { /* the step came back here and ended it */
            object_clear_slot(&self->last);
            return NULL;
        }
    }
    owned Object *last = object_retain(self->last);
    owned Object *item = item_step(rt, source);
    if (item == NULL) {
        object_clear_slot(&self->source);
        object_clear_slot(&self->last);
        return NULL;
    }
    Object *pair = (Object *)tuple_pack(rt, 2, last, item);
    object_replace_steal(&self->last, take(&item));
    return pair;
}

const Type itertools_pairwise_type = {
    TYPE_IDENTITY(itertools_pairwise),
    .name = "itertools.pairwise",
    .doc = "Return an iterator of overlapping pairs taken from the input iterator.\n\n"
           "    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(Pairwise),
    .create = pairwise_create,
    .free = pairwise_free,
    .visit = pairwise_visit,
    ITERATOR_SLOTS,
    .next = pairwise_next,
};

/* ---- zip_longest --------------------------------------------------------------------------- */

typedef struct ZipLongest {
    Object head;
    Tuple *iterators; /* an exhausted one's place is NULL */
    Tuple *result;    /* the tuple that is filled anew when nobody else holds it */
    Object *filler;
    size_t active;    /* iterators not exhausted */
} ZipLongest;

static Object *zip_longest_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                  Tuple *names)
{
    Object *filler = NONE;
    if (names != NULL && names->length != 0) {
        for (size_t i = 0; i < names->length; i++)
            if (!str_equal((Str *)names->items[i], NAME(fillvalue)))
                return error_set(rt, &type_error_type,
                                 "zip_longest() got an unexpected keyword argument");
        filler = args[n];
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
    ZipLongest *self = container_new(rt, type, &itertools_zip_longest_type);
    if (self == NULL)
        return NULL;
    self->iterators = take(&iterators);
    self->result = take(&result);
    self->filler = object_retain(filler);
    self->active = n;
    gc_track(rt, self);
    return (Object *)self;
}

static void zip_longest_free(Runtime *rt, Object *object)
{
    ZipLongest *self = (ZipLongest *)object;
    gc_untrack(self);
    object_release_maybe(self->iterators);
    object_release_maybe(self->result);
    object_release_maybe(self->filler);
    container_dispose(rt, self, &itertools_zip_longest_type);
}

static int zip_longest_visit(Object *object, Visitor visit, void *context)
{
    ZipLongest *self = (ZipLongest *)object;
    GC_VISIT(self->iterators);
    GC_VISIT(self->result);
    GC_VISIT(self->filler);
    return 0;
}

/* The item of iterator number `index`, or the filler; NULL when that was the last one, or with an error. */
static Object *zip_longest_item(Runtime *rt, ZipLongest *self, size_t index)
{
    owned Object *iterator = object_retain_maybe(self->iterators->items[index]);
    if (iterator == NULL)
        return object_retain(self->filler);
    Object *item = item_step(rt, iterator);
    if (item != NULL)
        return item;
    if (!item_step_ended(rt)) {
        self->active = 0;
        return NULL;
    }
    if (self->active > 0 && self->iterators->items[index] != NULL)
        self->active--;
    if (self->active == 0)
        return NULL;
    object_clear_slot(&self->iterators->items[index]);
    return object_retain(self->filler);
}

static Object *zip_longest_next(Runtime *rt, Object *object)
{
    ZipLongest *self = (ZipLongest *)object;
    size_t count = self->iterators->length;
    if (count == 0 || self->active == 0)
        return NULL;
    bool reuse = self->result->head.refcount == 1;
    owned Tuple *result = reuse ? object_retain(self->result) : tuple_new(rt, count);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        Object *item = zip_longest_item(rt, self, i);
        if (item == NULL)
            return NULL;
        object_replace_steal(&result->items[i], item);
    }
    if (!gc_is_tracked(result))
        gc_track(rt, result);
    return (Object *)take(&result);
}

static Object *zip_longest_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const ZipLongest *self = (ZipLongest *)object;
    owned Tuple *iterables = tuple_new(rt, self->iterators->length);
    if (iterables == NULL)
        return NULL;
    for (size_t i = 0; i < iterables->length; i++) {
        Object *iterator = self->iterators->items[i];
        iterables->items[i] = object_retain(iterator == NULL ? (Object *)EMPTY_TUPLE : iterator);
    }
    tuple_publish(rt, iterables);
    return (Object *)tuple_pack(rt, 3, object->type, iterables, self->filler);
}

static Object *zip_longest_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)rt, (void)n;
    object_replace_steal(&((ZipLongest *)object)->filler, object_retain(args[0]));
    return none_new();
}

const Type itertools_zip_longest_type = {
    TYPE_IDENTITY(itertools_zip_longest),
    .name = "itertools.zip_longest",
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
           "Return a zip_longest object whose .__next__() method returns a tuple where\n"
           "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
           "method continues until the longest iterable in the argument sequence\n"
           "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
           "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
           "defaults to None or can be specified by a keyword argument.",
    .base = &object_type,
    .flags = ITERTOOLS_FLAGS,
    .size = sizeof(ZipLongest),
    .create = zip_longest_create,
    .free = zip_longest_free,
    .visit = zip_longest_visit,
    ITERATOR_SLOTS,
    .next = zip_longest_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", zip_longest_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", zip_longest_setstate, 1, 1, .doc = SETSTATE_DOC},
        {0},
    },
};
