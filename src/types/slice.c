/* slice: three objects, and what they mean for a sequence of a given length. */
#include "types/container.h"
#include "types/iterator.h"

/* ---- making -------------------------------------------------------------------------------- */

Object *slice_new(Runtime *rt, Object *start, Object *stop, Object *step)
{
    Slice *slice = gc_new(rt, &slice_type);
    if (slice == NULL)
        return NULL;
    slice->start = object_retain(start == NULL ? NONE : start);
    slice->stop = object_retain(stop == NULL ? NONE : stop);
    slice->step = object_retain(step == NULL ? NONE : step);
    gc_track(rt, slice);
    return (Object *)slice;
}

static Object *slice_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    if (arguments_check(rt, "slice", n, names, 1, 3) < 0)
        return NULL;
    if (n == 1)
        return slice_new(rt, NULL, args[0], NULL);
    return slice_new(rt, args[0], args[1], n == 3 ? args[2] : NULL);
}

static void slice_free(Runtime *rt, Object *object)
{
    Slice *slice = (Slice *)object;
    gc_untrack(slice);
    object_release(slice->step);
    object_release(slice->start);
    object_release(slice->stop);
    gc_dispose(rt, slice);
}

static int slice_visit(Object *object, Visitor visit, void *context)
{
    Slice *slice = (Slice *)object;
    GC_VISIT(slice->start);
    GC_VISIT(slice->stop);
    GC_VISIT(slice->step);
    return 0;
}

/* ---- meaning ------------------------------------------------------------------------------- */

/* One of the three as a number, clipped; `absent` for None. */
static int slice_number(Runtime *rt, Object *object, ssize_t absent, ssize_t *number)
{
    if (object == NONE) {
        *number = absent;
        return 0;
    }
    if (int_check_exact(object) && int_is_small(object)) {
        *number = int_small_value(object);
        return 0;
    }
    if (!number_has_index(object))
        return error_fail(rt, &type_error_type,
                          "slice indices must be integers or None or have an __index__ method");
    *number = number_as_size(rt, object, NULL);
    return *number == -1 && error_pending(rt) ? -1 : 0;
}

int slice_unpack(Runtime *rt, Object *object, ssize_t *start, ssize_t *stop, ssize_t *step)
{
    const Slice *slice = (Slice *)object;
    if (slice_number(rt, slice->step, 1, step) < 0)
        return -1;
    if (*step == 0)
        return error_fail(rt, &value_error_type, "slice step cannot be zero");
    if (*step < -PTRDIFF_MAX)
        *step = -PTRDIFF_MAX; /* so that it can be negated */
    if (slice_number(rt, slice->start, *step < 0 ? PTRDIFF_MAX : 0, start) < 0)
        return -1;
    return slice_number(rt, slice->stop, *step < 0 ? PTRDIFF_MIN : PTRDIFF_MAX, stop);
}

/* A bound fitted to [0, length], or [-1, length - 1] when going backward. */
static ssize_t bound_adjust(ssize_t bound, ssize_t length, bool backward)
{
    if (bound < 0) {
        bound += length;
        if (bound < 0)
            bound = backward ? -1 : 0;
    } else if (bound >= length) {
        bound = backward ? length - 1 : length;
    }
    return bound;
}

ssize_t slice_adjust(ssize_t length, ssize_t *start, ssize_t *stop, ssize_t step)
{
    *start = bound_adjust(*start, length, step < 0);
    *stop = bound_adjust(*stop, length, step < 0);
    if (step < 0)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int slice_indices(Runtime *rt, Object *slice, ssize_t length, ssize_t *start, ssize_t *stop,
                  ssize_t *step, ssize_t *count)
{
    if (slice_unpack(rt, slice, start, stop, step) < 0)
        return -1;
    *count = slice_adjust(length, start, stop, *step);
    return 0;
}

/* The same for any ints, of any size; what slice.indices() and slices of ranges need. */

static Int *slice_int(Runtime *rt, Object *object)
{
    if (!number_has_index(object))
        return error_set(rt, &type_error_type,
                         "slice indices must be integers or None or have an __index__ method");
    return (Int *)number_index(rt, object);
}

/* A bound of a slice against `length`: `absent` for None; fitted to [lower, upper]. */
static Int *slice_int_bound(Runtime *rt, Object *object, Int *length, Int *lower, Int *upper,
                            Int *absent)
{
    if (object == NONE)
        return object_retain(absent);
    owned Int *bound = slice_int(rt, object);
    if (bound == NULL)
        return NULL;
    if (int_sign(bound) < 0) {
        Int *sum = (Int *)int_add(rt, bound, length);
        if (sum == NULL)
            return NULL;
        object_replace_steal(&bound, sum);
        return object_retain(int_compare_values(bound, lower) < 0 ? lower : bound);
    }
    return object_retain(int_compare_values(bound, upper) > 0 ? upper : bound);
}

int slice_int_indices(Runtime *rt, Object *object, Int *length, Int *result[3])
{
    const Slice *slice = (Slice *)object;
    owned Int *step = slice->step == NONE ? int_from_int64(rt, 1) : slice_int(rt, slice->step);
    if (step == NULL)
        return -1;
    int direction = int_sign(step);
    if (direction == 0)
        return error_fail(rt, &value_error_type, "slice step cannot be zero");
    owned Int *lower = int_from_int64(rt, direction < 0 ? -1 : 0);
    owned Int *upper = lower == NULL       ? NULL
                       : direction < 0 ? (Int *)int_add(rt, length, lower)
                                       : (Int *)object_retain(length);
    if (upper == NULL)
        return -1;
    Int *first = direction < 0 ? upper : lower, *last = direction < 0 ? lower : upper;
    owned Int *start = slice_int_bound(rt, slice->start, length, lower, upper, first);
    if (start == NULL)
        return -1;
    owned Int *stop = slice_int_bound(rt, slice->stop, length, lower, upper, last);
    if (stop == NULL)
        return -1;
    result[0] = take(&start);
    result[1] = take(&stop);
    result[2] = take(&step);
    return 0;
}

/* ---- protocol ------------------------------------------------------------------------------ */

static Object *slice_repr(Runtime *rt, Object *self)
{
    const Slice *slice = (Slice *)self;
    return (Object *)str_format(rt, "slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

/* As the tuple (start, stop, step). */
static Object *slice_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!object_has_type(self, &slice_type) || !object_has_type(other, &slice_type))
        return not_implemented();
    if (self == other)
        return bool_new(operation == COMPARE_EQUAL || operation == COMPARE_LESS_EQUAL ||
                        operation == COMPARE_GREATER_EQUAL);
    const Slice *a = (Slice *)self, *b = (Slice *)other;
    owned Tuple *left = tuple_pack(rt, 3, a->start, a->stop, a->step);
    owned Tuple *right = left == NULL ? NULL : tuple_pack(rt, 3, b->start, b->stop, b->step);
    return right == NULL ? NULL
                         : object_compare(rt, (Object *)left, (Object *)right, operation);
}

static Object *slice_indices_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    owned Int *length = (Int *)number_index(rt, args[0]);
    if (length == NULL)
        return NULL;
    if (int_sign(length) < 0)
        return error_set(rt, &value_error_type, "length should not be negative");
    Int *indices[3];
    if (slice_int_indices(rt, self, length, indices) < 0)
        return NULL;
    return (Object *)tuple_from_array_steal(rt, (Object **)indices, 3);
}

static Object *slice_reduce_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Slice *slice = (Slice *)self;
    owned Tuple *fields = tuple_pack(rt, 3, slice->start, slice->stop, slice->step);
    return fields == NULL ? NULL : (Object *)tuple_pack(rt, 2, self->type, fields);
}

const Type slice_type = {
    TYPE_IDENTITY(slice),
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\n"
           "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Slice),
    .create = slice_create,
    .init = object_init,
    .free = slice_free,
    .visit = slice_visit,
    .repr = slice_repr,
    .hash = NULL, /* unhashable */
    .compare = slice_compare,
    INHERIT_ATTRIBUTES,
    .methods = (const MethodSpec[]){
        {"indices", slice_indices_method, 1, 1,
         .doc = "S.indices(len) -> (start, stop, stride)\n\n"
                "Assuming a sequence of length len, calculate the start and stop\n"
                "indices, and the stride length of the extended slice described by\n"
                "S. Out of bounds indices are clipped in a manner consistent with the\n"
                "handling of normal slices."},
        {"__reduce__", slice_reduce_method, 0, 0, .doc = "Return state information for pickling."},
        {0},
    },
    .members = (const MemberSpec[]){
        {"start", MEMBER_OBJECT, offsetof(Slice, start), false, NULL},
        {"stop", MEMBER_OBJECT, offsetof(Slice, stop), false, NULL},
        {"step", MEMBER_OBJECT, offsetof(Slice, step), false, NULL},
        {0},
    },
};
