/* range: three ints of any size and their number of items, computed once. The iterator of a range
 * within int64 counts in machine words; that of others is LongRangeIterator. */
#include "types/container.h"
#include "types/iterator.h"

/* ---- making -------------------------------------------------------------------------------- */

/* The number of items of start, start + step, ... before stop; step is not 0. */
static Int *range_count(Runtime *rt, const Int *start, const Int *stop, const Int *step)
{
    int64_t low, high, stride;
    if (int_as_int64(start, &low) && int_as_int64(stop, &high) && int_as_int64(step, &stride)) {
        uint64_t distance = 0, width = stride < 0 ? -(uint64_t)stride : (uint64_t)stride;
        if (stride > 0 && low < high)
            distance = (uint64_t)high - (uint64_t)low;
        else if (stride < 0 && low > high)
            distance = (uint64_t)low - (uint64_t)high;
        return int_from_uint64(rt, distance == 0 ? 0 : (distance - 1) / width + 1);
    }
    bool forward = int_sign(step) > 0;
    owned Int *distance = (Int *)(forward ? int_subtract(rt, stop, start)
                                          : int_subtract(rt, start, stop));
    if (distance == NULL)
        return NULL;
    if (int_sign(distance) <= 0)
        return int_from_int64(rt, 0);
    owned Int *zero = int_from_int64(rt, 0);
    owned Int *one = int_from_int64(rt, 1);
    owned Int *width = (Int *)(forward ? object_retain(step) : int_subtract(rt, zero, step));
    owned Int *less = width == NULL ? NULL : (Int *)int_subtract(rt, distance, one);
    owned Int *steps = less == NULL ? NULL : (Int *)int_divide_floor(rt, less, width, NULL);
    return steps == NULL ? NULL : (Int *)int_add(rt, steps, one);
}

static Object *range_new(Runtime *rt, Int *start, Int *stop, Int *step)
{
    owned Int *length = range_count(rt, start, stop, step);
    if (length == NULL)
        return NULL;
    Range *range = object_new(rt, &range_type);
    if (range == NULL)
        return NULL;
    range->start = object_retain(start);
    range->stop = object_retain(stop);
    range->step = object_retain(step);
    range->length = take(&length);
    return (Object *)range;
}

static Object *range_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    if (keywords_refuse(rt, "range", names) < 0)
        return NULL;
    if (n == 0)
        return error_set(rt, &type_error_type, "range expected at least 1 argument, got 0");
    if (n > 3)
        return error_set(rt, &type_error_type, "range expected at most 3 arguments, got %zu", n);
    if (n == 1) {
        owned Int *stop = (Int *)number_index(rt, args[0]);
        owned Int *zero = int_from_int64(rt, 0);
        owned Int *one = int_from_int64(rt, 1);
        return stop == NULL ? NULL : range_new(rt, zero, stop, one);
    }
    owned Int *start = (Int *)number_index(rt, args[0]);
    owned Int *stop = start == NULL ? NULL : (Int *)number_index(rt, args[1]);
    owned Int *step = stop == NULL ? NULL
                      : n == 3     ? (Int *)number_index(rt, args[2])
                                   : int_from_int64(rt, 1);
    if (step == NULL)
        return NULL;
    if (int_sign(step) == 0)
        return error_set(rt, &value_error_type, "range() arg 3 must not be zero");
    return range_new(rt, start, stop, step);
}

static void range_free(Runtime *rt, Object *object)
{
    Range *range = (Range *)object;
    object_release(range->start);
    object_release(range->stop);
    object_release(range->step);
    object_release(range->length);
    object_dispose(rt, range);
}

/* ---- protocol ------------------------------------------------------------------------------ */

static bool is_one(const Int *number)
{
    return int_is_small(number) && int_small_value(number) == 1;
}

static Object *range_repr(Runtime *rt, Object *self)
{
    const Range *range = (Range *)self;
    if (is_one(range->step))
        return (Object *)str_format(rt, "range(%R, %R)", range->start, range->stop);
    return (Object *)str_format(rt, "range(%R, %R, %R)", range->start, range->stop, range->step);
}

static Object *range_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    (void)rt;
    if (!object_has_type(other, &range_type) ||
        (operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL))
        return not_implemented();
    const Range *left = (Range *)self, *right = (Range *)other;
    bool equal = left == right;
    if (!equal && int_compare_values(left->length, right->length) == 0)
        equal = int_sign(left->length) == 0 ||
                (int_compare_values(left->start, right->start) == 0 &&
                 (is_one(left->length) || int_compare_values(left->step, right->step) == 0));
    return bool_new(equal == (operation == COMPARE_EQUAL));
}

/* Of the tuple (length, start, step), with None for what does not count. */
static int64_t range_hash(Runtime *rt, Object *self)
{
    const Range *range = (Range *)self;
    bool any = int_sign(range->length) != 0;
    Object *parts[] = {(Object *)range->length, any ? (Object *)range->start : NONE,
                       any && !is_one(range->length) ? (Object *)range->step : NONE};
    return hash_sequence(rt, parts, 3);
}

static int range_truth(Runtime *rt, Object *self)
{
    (void)rt;
    return int_sign(((Range *)self)->length) != 0;
}

static ssize_t range_length(Runtime *rt, Object *self)
{
    int64_t length;
    if (int_as_int64(((Range *)self)->length, &length))
        return length;
    return error_fail(rt, &overflow_error_type, "Python int too large to convert to C ssize_t");
}

/* start + index * step. */
static Object *item_at(Runtime *rt, const Range *range, const Int *index)
{
    int64_t start, step, number, product, sum;
    if (int_as_int64(range->start, &start) && int_as_int64(range->step, &step) &&
        int_as_int64(index, &number) && !__builtin_mul_overflow(step, number, &product) &&
        !__builtin_add_overflow(start, product, &sum))
        return (Object *)int_from_int64(rt, sum);
    owned Int *offset = (Int *)int_multiply(rt, index, range->step);
    return offset == NULL ? NULL : int_add(rt, range->start, offset);
}

static Object *range_at(Runtime *rt, const Range *range, Int *index)
{
    owned Int *place = object_retain(index);
    if (int_sign(place) < 0) {
        Int *sum = (Int *)int_add(rt, place, range->length);
        if (sum == NULL)
            return NULL;
        object_replace_steal(&place, sum);
    }
    if (int_sign(place) < 0 || int_compare_values(place, range->length) >= 0)
        return error_set(rt, &index_error_type, "range object index out of range");
    return item_at(rt, range, place);
}

static Object *range_item(Runtime *rt, Object *self, ssize_t index)
{
    owned Int *place = int_from_size(rt, index);
    if (place == NULL)
        return NULL;
    if (index < 0)
        return error_set(rt, &index_error_type, "range object index out of range");
    return range_at(rt, (Range *)self, place);
}

static Object *range_slice(Runtime *rt, const Range *range, Object *slice)
{
    Int *indices[3];
    if (slice_int_indices(rt, slice, range->length, indices) < 0)
        return NULL;
    owned Int *from = indices[0];
    owned Int *to = indices[1];
    owned Int *by = indices[2];
    owned Int *start = (Int *)item_at(rt, range, from);
    owned Int *stop = start == NULL ? NULL : (Int *)item_at(rt, range, to);
    owned Int *step = stop == NULL ? NULL : (Int *)int_multiply(rt, range->step, by);
    return step == NULL ? NULL : range_new(rt, start, stop, step);
}

static Object *range_get_item(Runtime *rt, Object *self, Object *key)
{
    if (number_has_index(key)) {
        owned Int *index = (Int *)number_index(rt, key);
        return index == NULL ? NULL : range_at(rt, (Range *)self, index);
    }
    if (object_has_type(key, &slice_type))
        return range_slice(rt, (Range *)self, key);
    return error_set(rt, &type_error_type, "range indices must be integers or slices, not %.200T",
                     key);
}

static bool is_plain_int(const Object *value)
{
    return int_check_exact(value) || object_has_type(value, &bool_type);
}

/* Whether the range holds the int `value`: 1, 0, -1. With `index`, also its number, owned. */
static int range_find_int(Runtime *rt, const Range *range, const Int *value, Object **index)
{
    bool forward = int_sign(range->step) > 0;
    int from = int_compare_values(value, range->start), to = int_compare_values(value, range->stop);
    if (forward ? from < 0 || to >= 0 : from > 0 || to <= 0)
        return 0;
    owned Int *distance = (Int *)int_subtract(rt, value, range->start);
    if (distance == NULL)
        return -1;
    Object *rest_object;
    owned Int *quotient = (Int *)int_divide_floor(rt, distance, range->step, &rest_object);
    if (quotient == NULL)
        return -1;
    owned Object *rest = rest_object;
    if (int_sign((Int *)rest) != 0)
        return 0;
    if (index != NULL)
        *index = (Object *)take(&quotient);
    return 1;
}

/* Searches by == as any sequence does: the number of equal items, or of the first one (-1: none) when `first`.
 * -2 with an error. */
static ssize_t range_search(Runtime *rt, Object *self, Object *value, bool first)
{
    owned Object *iterator = object_iter(rt, self);
    if (iterator == NULL)
        return -2;
    ssize_t count = 0;
    for (ssize_t i = 0;; i++) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -2 : first ? -1 : count;
        int equal = object_equal(rt, item, value);
        if (equal < 0)
            return -2;
        if (equal && first)
            return i;
        count += equal;
    }
}

static int range_contains(Runtime *rt, Object *self, Object *value)
{
    if (is_plain_int(value))
        return range_find_int(rt, (Range *)self, (Int *)value, NULL);
    ssize_t found = range_search(rt, self, value, true);
    return found == -2 ? -1 : found >= 0;
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *range_count_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    ssize_t count;
    if (is_plain_int(args[0])) {
        count = range_find_int(rt, (Range *)self, (Int *)args[0], NULL);
        if (count < 0)
            return NULL;
    } else if ((count = range_search(rt, self, args[0], false)) == -2) {
        return NULL;
    }
    return (Object *)int_from_size(rt, count);
}

static Object *range_index_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (is_plain_int(args[0])) {
        Object *index;
        int found = range_find_int(rt, (Range *)self, (Int *)args[0], &index);
        if (found < 0)
            return NULL;
        return found ? index : error_set(rt, &value_error_type, "%R is not in range", args[0]);
    }
    ssize_t found = range_search(rt, self, args[0], true);
    if (found == -2)
        return NULL;
    if (found == -1)
        return error_set(rt, &value_error_type, "sequence.index(x): x not in sequence");
    return (Object *)int_from_size(rt, found);
}

static Object *range_reduce_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Range *range = (Range *)self;
    owned Tuple *fields = tuple_pack(rt, 3, range->start, range->stop, range->step);
    return fields == NULL ? NULL : (Object *)tuple_pack(rt, 2, self->type, fields);
}

/* ---- iterators ----------------------------------------------------------------------------- */

typedef struct LongRangeIterator {
    Object head;
    Int *next, *step, *remaining;
} LongRangeIterator;

/* An iterator over `length` numbers from `start` on, counting in machine words; NULL without an error
 * when one of the three does not fit. */
static Object *short_iterator_new(Runtime *rt, Int *start, Int *step, Int *length)
{
    int64_t first, stride, count;
    if (!int_as_int64(start, &first) || !int_as_int64(step, &stride) ||
        !int_as_int64(length, &count))
        return NULL;
    RangeIterator *iterator = object_new(rt, &range_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->next = first;
    iterator->step = stride;
    iterator->remaining = count;
    return (Object *)iterator;
}

static Object *long_iterator_new(Runtime *rt, Int *start, Int *step, Int *length)
{
    LongRangeIterator *iterator = object_new(rt, &long_range_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->next = object_retain(start);
    iterator->step = object_retain(step);
    iterator->remaining = object_retain(length);
    return (Object *)iterator;
}

/* Whether all numbers of the range lie in int64, so that the machine words do not run over. */
static bool range_is_short(const Range *range)
{
    int64_t number;
    return int_as_int64(range->start, &number) && int_as_int64(range->stop, &number) &&
           int_as_int64(range->step, &number);
}

static Object *range_iterator_new(Runtime *rt, const Range *range, Int *start, Int *step)
{
    Object *iterator = range_is_short(range) ? short_iterator_new(rt, start, step, range->length)
                                             : NULL;
    return iterator != NULL || error_pending(rt)
               ? iterator
               : long_iterator_new(rt, start, step, range->length);
}

static Object *range_iter(Runtime *rt, Object *self)
{
    const Range *range = (Range *)self;
    return range_iterator_new(rt, range, range->start, range->step);
}

static Object *range_reversed_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Range *range = (Range *)self;
    owned Int *zero = int_from_int64(rt, 0);
    owned Int *one = int_from_int64(rt, 1);
    owned Int *number = (Int *)int_subtract(rt, range->length, one);
    owned Int *last = number == NULL ? NULL : (Int *)item_at(rt, range, number);
    owned Int *step = last == NULL ? NULL : (Int *)int_subtract(rt, zero, range->step);
    return step == NULL ? NULL : range_iterator_new(rt, range, last, step);
}

static void short_free(Runtime *rt, Object *self)
{
    object_dispose(rt, self);
}

static Object *short_next(Runtime *rt, Object *object)
{
    RangeIterator *self = (RangeIterator *)object;
    if (self->remaining <= 0)
        return NULL;
    Object *number = (Object *)int_from_int64(rt, self->next);
    if (number == NULL)
        return NULL;
    /* Beyond the last number it may wrap around; nobody looks at it then. */
    self->next = (int64_t)((uint64_t)self->next + (uint64_t)self->step);
    self->remaining--;
    return number;
}

static Object *short_length_hint(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_int64(rt, ((RangeIterator *)self)->remaining);
}

/* iter(range(next, end, step)) with state 0. */
static Object *reduce_rest(Runtime *rt, Int *next, Int *step, Int *remaining)
{
    owned Int *distance = (Int *)int_multiply(rt, remaining, step);
    owned Int *stop = distance == NULL ? NULL : (Int *)int_add(rt, next, distance);
    owned Object *rest = stop == NULL ? NULL : range_new(rt, next, stop, step);
    return rest == NULL ? NULL : reduce_to_iterator(rt, NAME(iter), rest, NULL, 0);
}

static Object *short_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const RangeIterator *self = (RangeIterator *)object;
    owned Int *next = int_from_int64(rt, self->next);
    owned Int *step = next == NULL ? NULL : int_from_int64(rt, self->step);
    owned Int *remaining = step == NULL ? NULL : int_from_int64(rt, self->remaining);
    return remaining == NULL ? NULL : reduce_rest(rt, next, step, remaining);
}

/* Skips `state` numbers. */
static Object *short_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    RangeIterator *self = (RangeIterator *)object;
    ssize_t count = number_as_size(rt, args[0], NULL);
    if (count == -1 && error_pending(rt))
        return NULL;
    if (count < 0)
        count = 0;
    if (count > self->remaining)
        count = self->remaining;
    self->next = (int64_t)((uint64_t)self->next + (uint64_t)count * (uint64_t)self->step);
    self->remaining -= count;
    return none_new();
}

const Type range_iterator_type = {
    TYPE_IDENTITY(range_iterator),
    .name = "range_iterator",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(RangeIterator),
    .free = short_free,
    ITERATOR_SLOTS,
    .next = short_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", short_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", short_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", short_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};

static void long_free(Runtime *rt, Object *object)
{
    LongRangeIterator *self = (LongRangeIterator *)object;
    object_release(self->next);
    object_release(self->step);
    object_release(self->remaining);
    object_dispose(rt, self);
}

/* Moves on by `count` numbers. */
static int long_advance(Runtime *rt, LongRangeIterator *self, const Int *count)
{
    owned Int *distance = (Int *)int_multiply(rt, count, self->step);
    owned Int *next = distance == NULL ? NULL : (Int *)int_add(rt, self->next, distance);
    owned Int *remaining = next == NULL ? NULL : (Int *)int_subtract(rt, self->remaining, count);
    if (remaining == NULL)
        return -1;
    object_replace_steal(&self->next, take(&next));
    object_replace_steal(&self->remaining, take(&remaining));
    return 0;
}

static Object *long_next(Runtime *rt, Object *object)
{
    LongRangeIterator *self = (LongRangeIterator *)object;
    if (int_sign(self->remaining) <= 0)
        return NULL;
    owned Object *number = object_retain(self->next);
    owned Int *one = int_from_int64(rt, 1);
    return long_advance(rt, self, one) < 0 ? NULL : take(&number);
}

static Object *long_length_hint(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return object_retain(((LongRangeIterator *)self)->remaining);
}

static Object *long_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const LongRangeIterator *self = (LongRangeIterator *)object;
    return reduce_rest(rt, self->next, self->step, self->remaining);
}

static Object *long_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    LongRangeIterator *self = (LongRangeIterator *)object;
    if (!int_check(args[0]))
        return error_set(rt, &type_error_type, "state must be an int, not %T", args[0]);
    const Int *count = (Int *)args[0];
    if (int_sign(count) <= 0)
        return none_new();
    if (int_compare_values(count, self->remaining) > 0)
        count = self->remaining;
    return long_advance(rt, self, count) < 0 ? NULL : none_new();
}

const Type long_range_iterator_type = {
    TYPE_IDENTITY(long_range_iterator),
    .name = "longrange_iterator",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(LongRangeIterator),
    .free = long_free,
    ITERATOR_SLOTS,
    .next = long_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", long_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", long_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", long_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};

const Type range_type = {
    TYPE_IDENTITY(range),
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "Return an object that produces a sequence of integers from start (inclusive)\n"
           "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
           "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
           "These are exactly the valid indices for a list of 4 elements.\n"
           "When step is given, it specifies the increment (or decrement).",
    .base = &object_type,
    .flags = TYPE_IS_SEQUENCE | TYPE_IS_IMMUTABLE,
    .size = sizeof(Range),
    .create = range_create,
    .init = object_init,
    .free = range_free,
    .repr = range_repr,
    .hash = range_hash,
    .compare = range_compare,
    INHERIT_ATTRIBUTES,
    .iter = range_iter,
    .truth = range_truth,
    .length = range_length,
    .get_item = range_get_item,
    .item = range_item,
    .contains = range_contains,
    .methods = (const MethodSpec[]){
        {"__reversed__", range_reversed_method, 0, 0, .doc = "Return a reverse iterator."},
        {"__reduce__", range_reduce_method, 0, 0, .doc = NULL},
        {"count", range_count_method, 1, 1,
         .doc = "rangeobject.count(value) -> integer -- return number of occurrences of value"},
        {"index", range_index_method, 1, 1,
         .doc = "rangeobject.index(value) -> integer -- return index of value.\n"
                "Raise ValueError if the value is not present."},
        {0},
    },
    .members = (const MemberSpec[]){
        {"start", MEMBER_OBJECT, offsetof(Range, start), false, NULL},
        {"stop", MEMBER_OBJECT, offsetof(Range, stop), false, NULL},
        {"step", MEMBER_OBJECT, offsetof(Range, step), false, NULL},
        {0},
    },
};
