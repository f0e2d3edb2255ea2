/* Arithmetic on magnitudes: rows of limbs, least significant first, for int.c. */
#ifndef OURO_TYPES_INT_BIG_H
#define OURO_TYPES_INT_BIG_H

#include "types/int.h"

/* An int seen as sign and limbs; a small one's limb stands in `own`. */
typedef struct Magnitude {
    const uint64_t *limbs;
    size_t count; /* 0: zero */
    bool negative;
    uint64_t own;
} Magnitude;

static inline void magnitude_of(const Int *value, Magnitude *out)
{
    if (int_is_small(value)) {
        int64_t small = int_small_value(value);
        out->negative = small < 0;
        out->own = small < 0 ? 0 - (uint64_t)small : (uint64_t)small;
        out->count = small != 0;
        out->limbs = &out->own;
    } else {
        out->negative = value->value < 0;
        out->count = (size_t)(out->negative ? -value->value : value->value);
        out->limbs = value->limbs;
    }
}

/* A big int with room for `count` limbs, to be filled and then finished. NULL with MemoryError set. */
Int *int_big_new(Runtime *rt, size_t count);
/* Settles the sign and the form: drops leading zeros, turns a small value into a small int. The int is handed over. */
Object *int_big_finish_steal(Runtime *rt, Int *value, size_t taken, size_t count, bool negative);

/* product[0 .. left_count+right_count) = left * right; both counts > 0; no overlap. Karatsuba on runtime memory. */
MUST_CHECK int limbs_multiply(Runtime *rt, uint64_t *product, const uint64_t *left, size_t left_count,
                              const uint64_t *right, size_t right_count);
/* Schoolbook division (Knuth 4.3.1, algorithm D): quotient gets count - divisor_count + 1 limbs, remainder
 * divisor_count limbs. divisor_count > 0, count >= divisor_count, top limb of the divisor not 0. -1: MemoryError. */
MUST_CHECK int limbs_divide(Runtime *rt, uint64_t *quotient, uint64_t *remainder, const uint64_t *dividend, size_t count,
                            const uint64_t *divisor, size_t divisor_count);

#endif
