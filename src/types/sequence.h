/* Indices: what subscripting and the methods of sequences share. */
#ifndef OURO_TYPES_SEQUENCE_H
#define OURO_TYPES_SEQUENCE_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"

/* left OPERATION right for two lengths: what decides between sequences of which one begins the other. */
static inline bool order_holds(size_t left, size_t right, CompareOperation operation)
{
    switch (operation) {
    case COMPARE_LESS: return left < right;
    case COMPARE_LESS_EQUAL: return left <= right;
    case COMPARE_EQUAL: return left == right;
    case COMPARE_NOT_EQUAL: return left != right;
    case COMPARE_GREATER: return left > right;
    default: return left >= right;
    }
}

/* The number that `key` stands for, negative ones counted from `length`; false with an error set
 * (IndexError when it is out of ssize_t). May still be out of range. */
static inline MUST_CHECK bool index_resolve(Runtime *rt, Object *key, ssize_t *index)
{
    if (likely(int_check_exact(key) && int_is_small(key))) {
        *index = int_small_value(key);
        return true;
    }
    *index = number_as_size(rt, key, &index_error_type);
    return *index != -1 || !error_pending(rt);
}

/* An argument that a function of CPython reads as Py_ssize_t or as int; false with an error set. */
static inline MUST_CHECK bool argument_as_size(Runtime *rt, Object *object, ssize_t *size)
{
    owned Object *number = number_index(rt, object);
    int64_t value;
    if (number == NULL)
        return false;
    if (!int_as_int64((Int *)number, &value)) {
        error_set(rt, &overflow_error_type, "Python int too large to convert to C ssize_t");
        return false;
    }
    *size = value;
    return true;
}
static inline MUST_CHECK bool argument_as_int(Runtime *rt, Object *object, int *result)
{
    owned Object *number = number_index(rt, object);
    int64_t value;
    if (number == NULL)
        return false;
    if (!int_as_int64((Int *)number, &value) || value > INT32_MAX || value < INT32_MIN) {
        error_set(rt, &overflow_error_type, "Python int too large to convert to C int");
        return false;
    }
    *result = (int)value;
    return true;
}

/* The number of arguments of find() and its kin, whose message differs from other methods'. */
static inline MUST_CHECK bool arguments_of_search(Runtime *rt, const char *name, size_t n)
{
    if (n < 1)
        error_set(rt, &type_error_type, "%s() takes at least 1 argument (0 given)", name);
    else if (n > 3)
        error_set(rt, &type_error_type, "%s() takes at most 3 arguments (%zu given)", name, n);
    else
        return true;
    return false;
}

/* A bound of index(value, start, stop) or of slice syntax: None is refused with CPython's words, what does
 * not fit is clipped. */
static inline MUST_CHECK bool index_bound(Runtime *rt, Object *object, ssize_t *bound)
{
    if (!number_has_index(object)) {
        error_set(rt, &type_error_type,
                  "slice indices must be integers or have an __index__ method");
        return false;
    }
    *bound = number_as_size(rt, object, NULL);
    return *bound != -1 || !error_pending(rt);
}

/* The bounds start, stop of index(value[, start[, stop]]) made positive against `length`. */
static inline MUST_CHECK bool index_bounds(Runtime *rt, Object **args, size_t n, ssize_t length,
                                           ssize_t *start, ssize_t *stop)
{
    *start = 0;
    *stop = PTRDIFF_MAX;
    if (n > 1 && !index_bound(rt, args[1], start))
        return false;
    if (n > 2 && !index_bound(rt, args[2], stop))
        return false;
    if (*start < 0 && (*start += length) < 0)
        *start = 0;
    if (*stop < 0 && (*stop += length) < 0)
        *stop = 0;
    return true;
}

#endif
