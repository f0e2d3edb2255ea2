/* tuple: a fixed row of references in one block. It is made untracked and private, filled, and then
 * published to the collector, which untracks it again when it holds nothing that can be in a cycle. */
#include "types/tuple.h"

#include <stdarg.h>
#include <string.h>

#include "types/container.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/sequence.h"
#include "types/struct_sequence.h"

const Tuple tuple_empty = {.head = OBJECT_CONSTANT(&tuple_type), .length = 0};

#define TUPLE_LENGTH_MAX (((size_t)PTRDIFF_MAX - sizeof(Tuple) - 64) / sizeof(Object *))

static inline size_t tuple_bytes(size_t length)
{
    return sizeof(Tuple) + length * sizeof(Object *);
}

/* ---- making -------------------------------------------------------------------------------- */

/* A tuple whose items are not set; length is not 0. */
static inline Tuple *tuple_take(Runtime *rt, size_t length)
{
    if (unlikely(length > TUPLE_LENGTH_MAX))
        return error_no_memory(rt);
    Tuple *tuple = gc_new_sized(rt, &tuple_type, tuple_bytes(length));
    if (likely(tuple != NULL))
        tuple->length = length;
    return tuple;
}

Tuple *tuple_new(Runtime *rt, size_t length)
{
    if (length == 0)
        return EMPTY_TUPLE;
    Tuple *tuple = tuple_take(rt, length);
    if (tuple != NULL)
        memset(tuple->items, 0, length * sizeof(Object *));
    return tuple;
}

Tuple *tuple_from_array(Runtime *rt, Object *const *items, size_t length)
{
    if (length == 0)
        return EMPTY_TUPLE;
    Tuple *tuple = tuple_take(rt, length);
    if (unlikely(tuple == NULL))
        return NULL;
    for (size_t i = 0; i < length; i++)
        tuple->items[i] = object_retain(items[i]);
    gc_track(rt, tuple);
    return tuple;
}

Tuple *tuple_from_array_steal(Runtime *rt, Object **items, size_t length)
{
    if (length == 0)
        return EMPTY_TUPLE;
    Tuple *tuple = tuple_take(rt, length);
    if (unlikely(tuple == NULL)) {
        while (length > 0)
            object_release(items[--length]);
        return NULL;
    }
    for (size_t i = 0; i < length; i++)
        tuple->items[i] = items[i];
    gc_track(rt, tuple);
    return tuple;
}

Tuple *tuple_pack(Runtime *rt, size_t length, ...)
{
    if (length == 0)
        return EMPTY_TUPLE;
    Tuple *tuple = tuple_take(rt, length);
    if (tuple == NULL)
        return NULL;
    va_list items;
    va_start(items, length);
    for (size_t i = 0; i < length; i++)
        tuple->items[i] = object_retain(va_arg(items, Object *));
    va_end(items);
    gc_track(rt, tuple);
    return tuple;
}

Tuple *tuple_slice(Runtime *rt, Tuple *tuple, size_t start, size_t end)
{
    if (end > tuple->length)
        end = tuple->length;
    if (start >= end)
        return EMPTY_TUPLE;
    if (start == 0 && end == tuple->length && tuple_check_exact(tuple))
        return object_retain(tuple);
    return tuple_from_array(rt, tuple->items + start, end - start);
}

bool tuple_needs_no_tracking(const Tuple *tuple)
{
    for (size_t i = 0; i < tuple->length; i++)
        /* One that is not whole yet may still get anything. */
        if (tuple->items[i] == NULL || gc_may_be_tracked(tuple->items[i]))
            return false;
    return true;
}

static Object *tuple_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (type->create == tuple_create && type->init == object_init &&
        keywords_refuse(rt, "tuple", names) < 0)
        return NULL;
    if (n > 1)
        return error_set(rt, &type_error_type, "tuple expected at most 1 argument, got %zu", n);
    owned Tuple *items = n == 0 ? EMPTY_TUPLE : sequence_tuple(rt, args[0]);
    if (items == NULL || type == &tuple_type)
        return (Object *)take(&items);

    Tuple *tuple = object_new_any(rt, type, tuple_bytes(items->length));
    if (tuple == NULL)
        return NULL;
    tuple->length = items->length;
    for (size_t i = 0; i < items->length; i++)
        tuple->items[i] = object_retain(items->items[i]);
    gc_track(rt, tuple);
    return (Object *)tuple;
}

void tuple_free(Runtime *rt, Object *self)
{
    Tuple *tuple = (Tuple *)self;
    gc_untrack(tuple);
    for (size_t i = tuple->length; i > 0; i--)
        object_release_maybe(tuple->items[i - 1]);
    if (likely(tuple_check_exact(self)))
        gc_dispose_sized(rt, self, tuple_bytes(tuple->length));
    else
        object_dispose_any(rt, self, tuple_bytes(tuple->length));
}

int tuple_visit(Object *self, Visitor visit, void *context)
{
    const Tuple *tuple = (Tuple *)self;
    for (size_t i = tuple->length; i > 0; i--)
        GC_VISIT(tuple->items[i - 1]);
    return 0;
}

size_t tuple_size_of(Object *self)
{
    return tuple_bytes(((Tuple *)self)->length);
}

/* ---- protocol ------------------------------------------------------------------------------ */

/* A variation of xxHash, as 3.11's tuples: each item's hash is a lane. */
#define XX_PRIME_1 11400714785074694791u
#define XX_PRIME_2 14029467366897019727u
#define XX_PRIME_5 2870177450012600261u

int64_t hash_sequence(Runtime *rt, Object *const *items, size_t length)
{
    uint64_t hash = XX_PRIME_5;
    for (size_t i = 0; i < length; i++) {
        int64_t lane = str_check_exact(items[i]) ? str_hash(rt, (Str *)items[i])
                                                 : object_hash(rt, items[i]);
        if (lane == -1)
            return -1;
        hash += (uint64_t)lane * XX_PRIME_2;
        hash = hash << 31 | hash >> 33;
        hash *= XX_PRIME_1;
    }
    hash += length ^ (XX_PRIME_5 ^ 3527539u);
    return hash == UINT64_MAX ? 1546275796 : (int64_t)hash;
}

int64_t tuple_hash(Runtime *rt, Object *self)
{
    if (stack_check(rt) < 0)
        return -1;
    return hash_sequence(rt, ((Tuple *)self)->items, ((Tuple *)self)->length);
}

static Object *tuple_repr(Runtime *rt, Object *self)
{
    const Tuple *tuple = (Tuple *)self;
    if (tuple->length == 0)
        return (Object *)str_from_c(rt, "()");
    int entered = repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_from_c(rt, "(...)");
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_character(&builder, '(');
    for (size_t i = 0; i < tuple->length && !builder.failed; i++) {
        if (i > 0)
            str_builder_add_c(&builder, ", ");
        str_builder_add_repr(&builder, tuple->items[i]);
    }
    str_builder_add_c(&builder, tuple->length == 1 ? ",)" : ")");
    repr_leave(rt, self);
    return (Object *)str_builder_finish(&builder);
}

Object *tuple_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!tuple_check(self) || !tuple_check(other))
        return not_implemented();
    const Tuple *left = (Tuple *)self, *right = (Tuple *)other;
    for (size_t i = 0; i < left->length && i < right->length; i++) {
        int equal = object_equal(rt, left->items[i], right->items[i]);
        if (equal < 0)
            return NULL;
        if (equal)
            continue;
        if (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL)
            return bool_new(operation == COMPARE_NOT_EQUAL);
        return object_compare(rt, left->items[i], right->items[i], operation);
    }
    return bool_new(order_holds(left->length, right->length, operation));
}

ssize_t tuple_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)((Tuple *)self)->length;
}

Object *tuple_item(Runtime *rt, Object *self, ssize_t index)
{
    const Tuple *tuple = (Tuple *)self;
    if (unlikely((size_t)index >= tuple->length))
        return error_set(rt, &index_error_type, "tuple index out of range");
    return object_retain(tuple->items[index]);
}

static Object *tuple_get_slice(Runtime *rt, Tuple *tuple, Object *slice)
{
    ssize_t start, stop, step, count;
    if (slice_indices(rt, slice, (ssize_t)tuple->length, &start, &stop, &step, &count) < 0)
        return NULL;
    if (count <= 0)
        return (Object *)EMPTY_TUPLE;
    if (step == 1)
        return (Object *)tuple_slice(rt, tuple, (size_t)start, (size_t)stop);
    Tuple *result = tuple_take(rt, (size_t)count);
    if (result == NULL)
        return NULL;
    size_t place = (size_t)start;
    for (size_t i = 0; i < (size_t)count; i++, place += (size_t)step)
        result->items[i] = object_retain(tuple->items[place]);
    gc_track(rt, result);
    return (Object *)result;
}

Object *tuple_get_item(Runtime *rt, Object *self, Object *key)
{
    Tuple *tuple = (Tuple *)self;
    if (likely(number_has_index(key))) {
        ssize_t index;
        if (!index_resolve(rt, key, &index))
            return NULL;
        if (index < 0)
            index += (ssize_t)tuple->length;
        return tuple_item(rt, self, index);
    }
    if (object_has_type(key, &slice_type))
        return tuple_get_slice(rt, tuple, key);
    return error_set(rt, &type_error_type, "tuple indices must be integers or slices, not %.200T",
                     key);
}

int tuple_contains(Runtime *rt, Object *self, Object *value)
{
    const Tuple *tuple = (Tuple *)self;
    for (size_t i = 0; i < tuple->length; i++) {
        int equal = object_equal(rt, tuple->items[i], value);
        if (equal != 0)
            return equal;
    }
    return 0;
}

Object *tuple_concat(Runtime *rt, Object *self, Object *other)
{
    Tuple *left = (Tuple *)self, *right = (Tuple *)other;
    if (left->length == 0 && tuple_check_exact(other))
        return object_retain(other);
    if (!tuple_check(other))
        return error_set(rt, &type_error_type,
                         "can only concatenate tuple (not \"%.200T\") to tuple", other);
    if (right->length == 0 && tuple_check_exact(self))
        return object_retain(self);
    if (left->length + right->length == 0)
        return (Object *)EMPTY_TUPLE;
    Tuple *result = tuple_take(rt, left->length + right->length); /* both are below 2^60 */
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < left->length; i++)
        result->items[i] = object_retain(left->items[i]);
    for (size_t i = 0; i < right->length; i++)
        result->items[left->length + i] = object_retain(right->items[i]);
    gc_track(rt, result);
    return (Object *)result;
}

Object *tuple_repeat(Runtime *rt, Object *self, ssize_t count)
{
    const Tuple *tuple = (Tuple *)self;
    if ((tuple->length == 0 || count == 1) && tuple_check_exact(self))
        return object_retain(self);
    if (tuple->length == 0 || count <= 0)
        return (Object *)EMPTY_TUPLE;
    size_t length;
    if (__builtin_mul_overflow(tuple->length, (size_t)count, &length))
        return error_no_memory(rt);
    Tuple *result = tuple_take(rt, length);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < length; i += tuple->length)
        for (size_t k = 0; k < tuple->length; k++)
            result->items[i + k] = object_retain(tuple->items[k]);
    gc_track(rt, result);
    return (Object *)result;
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *tuple_getnewargs_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Tuple *items = tuple_from_array(rt, ((Tuple *)self)->items, ((Tuple *)self)->length);
    return items == NULL ? NULL : (Object *)tuple_pack(rt, 1, items);
}

static Object *tuple_index_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    const Tuple *tuple = (Tuple *)self;
    ssize_t start, stop;
    if (!index_bounds(rt, args, n, (ssize_t)tuple->length, &start, &stop))
        return NULL;
    for (ssize_t i = start; i < stop && (size_t)i < tuple->length; i++) {
        int equal = object_equal(rt, tuple->items[i], args[0]);
        if (equal < 0)
            return NULL;
        if (equal)
            return (Object *)int_from_size(rt, i);
    }
    return error_set(rt, &value_error_type, "tuple.index(x): x not in tuple");
}

static Object *tuple_count_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    const Tuple *tuple = (Tuple *)self;
    ssize_t count = 0;
    for (size_t i = 0; i < tuple->length; i++) {
        int equal = object_equal(rt, tuple->items[i], args[0]);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return (Object *)int_from_size(rt, count);
}

/* ---- the iterator -------------------------------------------------------------------------- */

Object *tuple_iter(Runtime *rt, Object *self)
{
    SequenceIterator *iterator = gc_new(rt, &tuple_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->sequence = object_retain(self);
    iterator->index = 0;
    gc_track(rt, iterator);
    return (Object *)iterator;
}

static void iterator_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((SequenceIterator *)self)->sequence);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((SequenceIterator *)self)->sequence);
    return 0;
}

static Object *iterator_step(Runtime *rt, Object *object)
{
    (void)rt;
    SequenceIterator *self = (SequenceIterator *)object;
    const Tuple *tuple = (Tuple *)self->sequence;
    if (tuple == NULL)
        return NULL;
    if (likely(self->index < tuple->length))
        return object_retain(tuple->items[self->index++]);
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *iterator_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    size_t left = self->sequence == NULL ? 0 : ((Tuple *)self->sequence)->length - self->index;
    return (Object *)int_from_size(rt, (ssize_t)left);
}

static Object *iterator_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    return reduce_to_iterator(rt, NAME(iter), self->sequence, (Object *)EMPTY_TUPLE,
                              (ssize_t)self->index);
}

static Object *iterator_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        size_t length = ((Tuple *)self->sequence)->length;
        self->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return none_new();
}

const Type tuple_iterator_type = {
    TYPE_IDENTITY(tuple_iterator),
    .name = "tuple_iterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SequenceIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = iterator_step,
    .methods = (const MethodSpec[]){
        {"__length_hint__", iterator_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", iterator_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", iterator_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};

const Type tuple_type = {
    TYPE_IDENTITY(tuple),
    .name = "tuple",
    .doc = "Built-in immutable sequence.\n\n"
           "If no argument is given, the constructor returns an empty tuple.\n"
           "If iterable is specified the tuple is initialized from iterable's items.\n\n"
           "If the argument is a tuple, the return value is the same object.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_HAS_ITEMS | TYPE_IS_SEQUENCE | TYPE_TUPLE |
             TYPE_IS_IMMUTABLE,
    .size = sizeof(Tuple),
    .create = tuple_create,
    .init = object_init,
    .free = tuple_free,
    .visit = tuple_visit,
    .size_of = tuple_size_of,
    .repr = tuple_repr,
    .hash = tuple_hash,
    .compare = tuple_compare,
    INHERIT_ATTRIBUTES,
    .iter = tuple_iter,
    .length = tuple_length,
    .get_item = tuple_get_item,
    .item = tuple_item,
    .contains = tuple_contains,
    .concat = tuple_concat,
    .repeat = tuple_repeat,
    .methods = (const MethodSpec[]){
        {"__getnewargs__", tuple_getnewargs_method, 0, 0, .doc = NULL},
        {"index", tuple_index_method, 1, 3,
         .doc = "Return first index of value.\n\nRaises ValueError if the value is not present."},
        {"count", tuple_count_method, 1, 1, .doc = "Return number of occurrences of value."},
        CLASS_GET_ITEM,
        {0},
    },
};
