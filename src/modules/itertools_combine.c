/* itertools: product, permutations, combinations, combinations_with_replacement. All four count like an
 * odometer: `indices` says which items of the pool make up the present result, and a step changes as
 * few of them as it can, from the right. The result tuple is changed in place when nobody else has it. */
#include "modules/itertools.h"

typedef struct Combine {
    Object head;
    Tuple *pool;     /* the items; product: the tuples to choose from */
    Tuple *result;   /* the last one yielded; NULL before the first */
    ssize_t *indices; /* index_count of them */
    ssize_t *cycles; /* permutations: steps until the item at this place has been all; else NULL */
    size_t index_count;
    size_t length;   /* of a result */
    bool is_stopped;
} Combine;

/* ---- life ---------------------------------------------------------------------------------- */

/* `pool` is handed over, also on failure. Indices are not set. */
static Combine *combine_new_steal(Runtime *rt, const Type *type, Tuple *pool_owned, size_t length,
                                  size_t index_count, size_t cycle_count)
{
    owned Tuple *pool = pool_owned;
    ssize_t *indices = memory_take_array(rt, index_count, sizeof(ssize_t));
    if (indices == NULL)
        return NULL;
    ssize_t *cycles = NULL;
    if (cycle_count != 0)
        cycles = memory_take_array(rt, cycle_count, sizeof(ssize_t));
    Combine *self =
        cycle_count != 0 && cycles == NULL ? NULL : object_new_any(rt, type, sizeof(Combine));
    if (self == NULL) {
        memory_release(rt, indices, index_count * sizeof(ssize_t));
        if (cycles != NULL)
            memory_release(rt, cycles, cycle_count * sizeof(ssize_t));
        return NULL;
    }
    self->pool = take(&pool);
    self->result = NULL;
    self->indices = indices;
    self->cycles = cycles;
    self->index_count = index_count;
    self->length = length;
    self->is_stopped = false;
    for (size_t i = 0; i < index_count; i++)
        indices[i] = 0;
    return self;
}

static void combine_free(Runtime *rt, Object *object)
{
    Combine *self = (Combine *)object;
    gc_untrack(self);
    object_release_maybe(self->pool);
    object_release_maybe(self->result);
    memory_release(rt, self->indices, self->index_count * sizeof(ssize_t));
    if (self->cycles != NULL)
        memory_release(rt, self->cycles, self->length * sizeof(ssize_t));
    object_dispose_any(rt, self, sizeof(Combine));
}

static int combine_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Combine *)object)->pool);
    GC_VISIT(((Combine *)object)->result);
    return 0;
}

static Object *combine_sizeof(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Combine *self = (Combine *)object;
    size_t size = object->type->size + self->index_count * sizeof(ssize_t);
    if (self->cycles != NULL)
        size += self->length * sizeof(ssize_t);
    return (Object *)int_from_size(rt, (ssize_t)size);
}

/* ---- results ------------------------------------------------------------------------------- */

/* The item that index number `place` chooses. */
static Object *chosen(const Combine *self, size_t place)
{
    if (object_is((const Object *)self, &itertools_product_type))
        return ((Tuple *)self->pool->items[place])->items[self->indices[place]];
    return self->pool->items[self->indices[place]];
}

/* Makes the result anew from the indices. */
static int result_make(Runtime *rt, Combine *self)
{
    Tuple *result = tuple_new(rt, self->length);
    if (result == NULL)
        return -1;
    for (size_t i = 0; i < self->length; i++)
        result->items[i] = object_retain(chosen(self, i));
    tuple_publish(rt, result);
    object_replace_steal(&self->result, result);
    return 0;
}

/* The result, to be changed from place `from` on: itself when nobody else has it, a copy otherwise. */
static int result_update(Runtime *rt, Combine *self, size_t from)
{
    Tuple *result = self->result;
    if (result->head.refcount != 1)
        return result_make(rt, self);
    for (size_t i = from; i < self->length; i++)
        object_replace_steal(&result->items[i], object_retain(chosen(self, i)));
    if (!gc_is_tracked(result)) /* the collector may have untracked it for what it held */
        gc_track(rt, result);
    return 0;
}

/* The frame of the four `next` slots: the first result, or one step on by `advance`, which returns the first
 * place that changed, or the length when there is no further one. */
static Object *combine_next(Runtime *rt, Combine *self, size_t (*advance)(Combine *self))
{
    if (self->is_stopped)
        return NULL;
    if (self->result == NULL) {
        if (result_make(rt, self) < 0)
            return NULL;
        return object_retain(self->result);
    }
    size_t changed = advance(self);
    if (changed >= self->length) {
        self->is_stopped = true;
        return NULL;
    }
    return result_update(rt, self, changed) < 0 ? NULL : object_retain(self->result);
}

static Tuple *tuple_of_numbers(Runtime *rt, const ssize_t *numbers, size_t count)
{
    owned Tuple *tuple = tuple_new(rt, count);
    if (tuple == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if ((tuple->items[i] = (Object *)int_from_size(rt, numbers[i])) == NULL)
            return NULL;
    tuple_publish(rt, tuple);
    return take(&tuple);
}

/* Reads `count` numbers within [0, limit(i)] out of a tuple into `numbers`; clipped; -1 with an error. */
static int numbers_read(Runtime *rt, Tuple *tuple, ssize_t *numbers, size_t count,
                        ssize_t (*highest)(const Combine *self, size_t place), const Combine *self)
{
    for (size_t i = 0; i < count; i++) {
        ssize_t number = number_as_size(rt, tuple->items[i], &overflow_error_type);
        if (number == -1 && error_pending(rt))
            return -1;
        ssize_t most = highest(self, i);
        numbers[i] = number < 0 ? 0 : number > most ? most : number;
    }
    return 0;
}

static Object *state_refuse(Runtime *rt)
{
    return error_set(rt, &value_error_type, "invalid arguments");
}

/* ---- product ------------------------------------------------------------------------------- */

static Object *product_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    ssize_t repeat = 1;
    if (names != NULL && names->length != 0) {
        for (size_t i = 0; i < names->length; i++)
            if (!str_equal_c((Str *)names->items[i], "repeat"))
                return error_set(rt, &type_error_type,
                                 "'%U' is an invalid keyword argument for product()",
                                 names->items[i]);
        repeat = number_as_size(rt, args[n], &overflow_error_type);
        if (repeat == -1 && error_pending(rt))
            return NULL;
        if (repeat < 0)
            return error_set(rt, &value_error_type, "repeat argument cannot be negative");
    }
    size_t given = repeat == 0 ? 0 : n, length;
    if (__builtin_mul_overflow(given, (size_t)repeat, &length) ||
        length > (size_t)PTRDIFF_MAX / sizeof(ssize_t))
        return error_set(rt, &overflow_error_type, "repeat argument too large");
    owned Tuple *pools = tuple_new(rt, length);
    if (pools == NULL)
        return NULL;
    for (size_t i = 0; i < given; i++)
        if ((pools->items[i] = (Object *)sequence_tuple(rt, args[i])) == NULL)
            return NULL;
    for (size_t i = given; i < length; i++)
        pools->items[i] = object_retain(pools->items[i - given]);
    tuple_publish(rt, pools);
    bool is_empty = false;
    for (size_t i = 0; i < given; i++)
        is_empty |= ((Tuple *)pools->items[i])->length == 0;
    Combine *self = combine_new_steal(rt, type, take(&pools), length, length, 0);
    if (self == NULL)
        return NULL;
    self->is_stopped = is_empty;
    gc_track(rt, self);
    return (Object *)self;
}

static size_t product_advance(Combine *self)
{
    for (size_t i = self->length; i > 0; i--) {
        if (++self->indices[i - 1] < (ssize_t)((Tuple *)self->pool->items[i - 1])->length)
            return i - 1;
        self->indices[i - 1] = 0;
    }
    return self->length;
}

static Object *product_next(Runtime *rt, Object *self)
{
    return combine_next(rt, (Combine *)self, product_advance);
}

static Object *product_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Combine *self = (Combine *)object;
    if (self->is_stopped)
        return reduce_to_call(rt, type_as_object(object->type), (Object *)EMPTY_TUPLE, NULL);
    if (self->result == NULL)
        return (Object *)tuple_pack(rt, 2, object->type, self->pool);
    owned Tuple *indices = tuple_of_numbers(rt, self->indices, self->length);
    return indices == NULL ? NULL
                           : (Object *)tuple_pack(rt, 3, object->type, self->pool, indices);
}

static ssize_t product_highest(const Combine *self, size_t place)
{
    return (ssize_t)((Tuple *)self->pool->items[place])->length - 1;
}

static Object *product_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Combine *self = (Combine *)object;
    if (!tuple_check(args[0]) || ((Tuple *)args[0])->length != self->length)
        return state_refuse(rt);
    for (size_t i = 0; i < self->length; i++)
        if (((Tuple *)self->pool->items[i])->length == 0) {
            self->is_stopped = true;
            return none_new();
        }
    if (numbers_read(rt, (Tuple *)args[0], self->indices, self->length, product_highest, self) < 0)
        return NULL;
    return result_make(rt, self) < 0 ? NULL : none_new();
}

#define COMBINE_SLOTS                                                                           \
    .base = &object_type, .flags = ITERTOOLS_FLAGS, .size = sizeof(Combine), .free = combine_free, \
    .visit = combine_visit, ITERATOR_SLOTS
#define SIZEOF_METHOD \
    {"__sizeof__", combine_sizeof, 0, 0, .doc = "Returns size in memory, in bytes."}

const Type itertools_product_type = {
    TYPE_IDENTITY(itertools_product),
    .name = "itertools.product",
    .doc = "product(*iterables, repeat=1) --> product object\n\n"
           "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
           "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
           "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
           "cycle in a manner similar to an odometer (with the rightmost element changing\n"
           "on every iteration).\n\n"
           "To compute the product of an iterable with itself, specify the number\n"
           "of repetitions with the optional repeat keyword argument. For example,\n"
           "product(A, repeat=4) means the same as product(A, A, A, A).\n\n"
           "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
           "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    COMBINE_SLOTS,
    .create = product_create,
    .next = product_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", product_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", product_setstate, 1, 1, .doc = SETSTATE_DOC},
        SIZEOF_METHOD,
        {0},
    },
};

/* ---- permutations -------------------------------------------------------------------------- */

static Object *permutations_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                   Tuple *names)
{
    Object *bound[2] = {NULL, NULL};
    if (arguments_bind(rt, "permutations", "iterable, r=", args, n, names, bound, 2) < 0)
        return NULL;
    owned Tuple *pool = sequence_tuple(rt, bound[0]);
    if (pool == NULL)
        return NULL;
    size_t count = pool->length, length = count;
    if (bound[1] != NULL && bound[1] != NONE) {
        if (!int_check(bound[1]))
            return error_set(rt, &type_error_type, "Expected int as r");
        ssize_t asked = number_as_size(rt, bound[1], &overflow_error_type);
        if (asked == -1 && error_pending(rt))
            return NULL;
        if (asked < 0)
            return error_set(rt, &value_error_type, "r must be non-negative");
        length = (size_t)asked;
    }
    /* More places than items: nothing to come, and no room is needed for it. */
    bool is_stopped = length > count;
    size_t cycle_count = is_stopped ? 0 : length;
    Combine *self = combine_new_steal(rt, type, take(&pool), length, count, cycle_count);
    if (self == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        self->indices[i] = (ssize_t)i;
    for (size_t i = 0; i < cycle_count; i++)
        self->cycles[i] = (ssize_t)(count - i);
    self->is_stopped = is_stopped;
    gc_track(rt, self);
    return (Object *)self;
}

static size_t permutations_advance(Combine *self)
{
    ssize_t count = (ssize_t)self->index_count;
    ssize_t *indices = self->indices;
    for (ssize_t i = (ssize_t)self->length - 1; i >= 0; i--) {
        if (--self->cycles[i] == 0) { /* this place has had all: back to the start, look further left */
            ssize_t index = indices[i];
            for (ssize_t k = i; k < count - 1; k++)
                indices[k] = indices[k + 1];
            indices[count - 1] = index;
            self->cycles[i] = count - i;
        } else {
            ssize_t other = count - self->cycles[i];
            ssize_t index = indices[i];
            indices[i] = indices[other];
            indices[other] = index;
            return (size_t)i;
        }
    }
    return self->length;
}

static Object *permutations_next(Runtime *rt, Object *self)
{
    return combine_next(rt, (Combine *)self, permutations_advance);
}

/* (type, (pool, length)); pool may be (). */
static Object *reduce_plain(Runtime *rt, const Combine *self, Tuple *pool, Tuple *state)
{
    owned Object *length = (Object *)int_from_size(rt, (ssize_t)self->length);
    owned Tuple *arguments = length == NULL ? NULL : tuple_pack(rt, 2, pool, length);
    if (arguments == NULL)
        return NULL;
    return (Object *)(state == NULL ? tuple_pack(rt, 2, self->head.type, arguments)
                                    : tuple_pack(rt, 3, self->head.type, arguments, state));
}

static Object *permutations_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Combine *self = (Combine *)object;
    if (self->result == NULL)
        return reduce_plain(rt, self, self->pool, NULL);
    if (self->is_stopped)
        return reduce_plain(rt, self, EMPTY_TUPLE, NULL);
    owned Tuple *indices = tuple_of_numbers(rt, self->indices, self->index_count);
    owned Tuple *cycles =
        indices == NULL ? NULL : tuple_of_numbers(rt, self->cycles, self->length);
    owned Tuple *state = cycles == NULL ? NULL : tuple_pack(rt, 2, indices, cycles);
    return state == NULL ? NULL : reduce_plain(rt, self, self->pool, state);
}

static ssize_t permutations_highest_index(const Combine *self, size_t place)
{
    (void)place;
    return (ssize_t)self->index_count - 1;
}
static ssize_t permutations_highest_cycle(const Combine *self, size_t place)
{
    return (ssize_t)(self->index_count - place);
}

static Object *permutations_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Combine *self = (Combine *)object;
    Object **state = itertools_state(rt, args[0], 2, 2, NULL);
    if (state == NULL)
        return NULL;
    if (!tuple_check(state[0]) || !tuple_check(state[1]))
        return error_set(rt, &type_error_type, "argument must be tuple, not %T",
                         tuple_check(state[0]) ? state[1] : state[0]);
    Tuple *indices = (Tuple *)state[0], *cycles = (Tuple *)state[1];
    if (indices->length != self->index_count || cycles->length != self->length ||
        (self->cycles == NULL && self->length != 0))
        return state_refuse(rt);
    if (numbers_read(rt, indices, self->indices, self->index_count, permutations_highest_index,
                     self) < 0 ||
        numbers_read(rt, cycles, self->cycles, self->length, permutations_highest_cycle, self) < 0)
        return NULL;
    for (size_t i = 0; i < self->length; i++)
        if (self->cycles[i] < 1)
            self->cycles[i] = 1;
    return result_make(rt, self) < 0 ? NULL : none_new();
}

const Type itertools_permutations_type = {
    TYPE_IDENTITY(itertools_permutations),
    .name = "itertools.permutations",
    .doc = "Return successive r-length permutations of elements in the iterable.\n\n"
           "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    COMBINE_SLOTS,
    .create = permutations_create,
    .next = permutations_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", permutations_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", permutations_setstate, 1, 1, .doc = SETSTATE_DOC},
        SIZEOF_METHOD,
        {0},
    },
};

/* ---- combinations, with and without replacement ------------------------------------------------ */

static Combine *choice_create(Runtime *rt, const Type *type, const char *name, Object **args,
                              size_t n, Tuple *names)
{
    Object *bound[2];
    if (arguments_bind(rt, name, "iterable, r", args, n, names, bound, 2) < 0)
        return NULL;
    owned Tuple *pool = sequence_tuple(rt, bound[0]);
    if (pool == NULL)
        return NULL;
    ssize_t length = number_as_size(rt, bound[1], &overflow_error_type);
    if (length == -1 && error_pending(rt))
        return NULL;
    if (length < 0)
        return error_set(rt, &value_error_type, "r must be non-negative");
    return combine_new_steal(rt, type, take(&pool), (size_t)length, (size_t)length, 0);
}

static Object *combinations_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                   Tuple *names)
{
    Combine *self = choice_create(rt, type, "combinations", args, n, names);
    if (self == NULL)
        return NULL;
    for (size_t i = 0; i < self->length; i++)
        self->indices[i] = (ssize_t)i;
    self->is_stopped = self->length > self->pool->length;
    gc_track(rt, self);
    return (Object *)self;
}

static ssize_t combinations_highest(const Combine *self, size_t place)
{
    return (ssize_t)(place + self->pool->length - self->length);
}

static size_t combinations_advance(Combine *self)
{
    size_t place = self->length;
    while (place > 0 && self->indices[place - 1] == combinations_highest(self, place - 1))
        place--;
    if (place == 0)
        return self->length;
    self->indices[place - 1]++;
    for (size_t i = place; i < self->length; i++)
        self->indices[i] = self->indices[i - 1] + 1;
    return place - 1;
}

static Object *combinations_next(Runtime *rt, Object *self)
{
    return combine_next(rt, (Combine *)self, combinations_advance);
}

static Object *choice_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Combine *self = (Combine *)object;
    if (self->result == NULL)
        return reduce_plain(rt, self, self->pool, NULL);
    if (self->is_stopped)
        return reduce_plain(rt, self, EMPTY_TUPLE, NULL);
    owned Tuple *indices = tuple_of_numbers(rt, self->indices, self->length);
    return indices == NULL ? NULL : reduce_plain(rt, self, self->pool, indices);
}

static Object *choice_setstate(Runtime *rt, Combine *self, Object *state,
                               ssize_t (*highest)(const Combine *self, size_t place))
{
    if (!tuple_check(state) || ((Tuple *)state)->length != self->length ||
        (self->is_stopped && self->result == NULL))
        return state_refuse(rt);
    if (numbers_read(rt, (Tuple *)state, self->indices, self->length, highest, self) < 0)
        return NULL;
    return result_make(rt, self) < 0 ? NULL : none_new();
}

static Object *combinations_setstate(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return choice_setstate(rt, (Combine *)self, args[0], combinations_highest);
}

const Type itertools_combinations_type = {
    TYPE_IDENTITY(itertools_combinations),
    .name = "itertools.combinations",
    .doc = "Return successive r-length combinations of elements in the iterable.\n\n"
           "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    COMBINE_SLOTS,
    .create = combinations_create,
    .next = combinations_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", choice_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", combinations_setstate, 1, 1, .doc = SETSTATE_DOC},
        SIZEOF_METHOD,
        {0},
    },
};

static Object *replacement_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                  Tuple *names)
{
    Combine *self = choice_create(rt, type, "combinations_with_replacement", args, n, names);
    if (self == NULL)
        return NULL;
    self->is_stopped = self->pool->length == 0 && self->length > 0;
    gc_track(rt, self);
    return (Object *)self;
}

static ssize_t replacement_highest(const Combine *self, size_t place)
{
    (void)place;
    return (ssize_t)self->pool->length - 1;
}

static size_t replacement_advance(Combine *self)
{
    size_t place = self->length;
    while (place > 0 && self->indices[place - 1] == replacement_highest(self, 0))
        place--;
    if (place == 0)
        return self->length;
    ssize_t index = self->indices[place - 1] + 1;
    for (size_t i = place - 1; i < self->length; i++)
        self->indices[i] = index;
    return place - 1;
}

static Object *replacement_next(Runtime *rt, Object *self)
{
    return combine_next(rt, (Combine *)self, replacement_advance);
}

static Object *replacement_setstate(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return choice_setstate(rt, (Combine *)self, args[0], replacement_highest);
}

const Type itertools_combinations_with_replacement_type = {
    TYPE_IDENTITY(itertools_combinations_with_replacement),
    .name = "itertools.combinations_with_replacement",
    .doc = "Return successive r-length combinations of elements in the iterable allowing "
           "individual elements to have successive repeats.\n\n"
           "combinations_with_replacement('ABC', 2) --> "
           "('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    COMBINE_SLOTS,
    .create = replacement_create,
    .next = replacement_next,
    .methods = (const MethodSpec[]){
        {"__reduce__", choice_reduce, 0, 0, .doc = REDUCE_DOC},
        {"__setstate__", replacement_setstate, 1, 1, .doc = SETSTATE_DOC},
        SIZEOF_METHOD,
        {0},
    },
};
