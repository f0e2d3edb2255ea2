/* The iterators over sequences and callables, slices, ranges: what other files make. */
#ifndef OURO_TYPES_ITERATOR_H
#define OURO_TYPES_ITERATOR_H

#include "object/runtime.h"
#include "types/int.h"

/* iter(object) through __getitem__; iter(callable, sentinel). */
Object *sequence_iterator_new(Runtime *rt, Object *sequence);
Object *callable_iterator_new(Runtime *rt, Object *callable, Object *sentinel);
extern const Type sequence_iterator_type, callable_iterator_type, enumerate_type, reversed_type, zip_type, map_type, filter_type;

/* List and tuple iterators, laid open for the evaluation loop. `sequence` is NULL once exhausted. */
typedef struct SequenceIterator {
    Object head;
    Object *sequence;
    size_t index;
} SequenceIterator;
extern const Type list_iterator_type, tuple_iterator_type, str_iterator_type;

typedef struct Slice {
    Object head;
    Object *start, *stop, *step;
} Slice;
extern const Type slice_type;
Object *slice_new(Runtime *rt, Object *start, Object *stop, Object *step); /* NULL: None */
/* The three numbers, clipped to ssize_t; absent bounds are the extremes. May run code (__index__): a sequence
 * that can change asks for its length afterwards. -1 with an error. */
MUST_CHECK int slice_unpack(Runtime *rt, Object *slice, ssize_t *start, ssize_t *stop, ssize_t *step);
/* Fits start and stop to a sequence of `length`; the number of items. */
ssize_t slice_adjust(ssize_t length, ssize_t *start, ssize_t *stop, ssize_t step);
/* Resolves against `length`: start, stop, step and the number of items; -1 with an error. */
int slice_indices(Runtime *rt, Object *slice, ssize_t length, ssize_t *start, ssize_t *stop, ssize_t *step, ssize_t *count);
/* The same for ints of any size: result is start, stop, step, owned. -1 with an error. */
MUST_CHECK int slice_int_indices(Runtime *rt, Object *slice, Int *length, Int *result[3]);

typedef struct Range {
    Object head;
    Int *start, *stop, *step, *length;
} Range;
extern const Type range_type;
/* Ranges within int64: the loop takes its numbers from here. */
typedef struct RangeIterator {
    Object head;
    int64_t next, step;
    int64_t remaining;
} RangeIterator;
extern const Type range_iterator_type, long_range_iterator_type;

#endif
