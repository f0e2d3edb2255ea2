/* int: any size. Values within 62 bits sit in the object; larger ones are limbs of GMP's mpn.
 *
 *    small:  +------+-------+          big: +------+------------------+--------+-----+
 *            | head | value |               | head | +/- limb count   | limb 0 | ... |
 *            +------+-------+               +------+------------------+--------+-----+
 *
 * INT_BIG in the flags tells which. A value has exactly one form. -5..256 are constants. bool has the same layout. */
#ifndef OURO_TYPES_INT_H
#define OURO_TYPES_INT_H

#include "object/runtime.h"

typedef struct Int {
    Object head;
    int64_t value;    /* small: the value; big: number of limbs, negative for negative values */
    uint64_t limbs[]; /* big: least significant first; the last one is not 0 */
} Int;
enum { INT_BIG = 1u << 8 };
#define INT_SMALL_MAX ((INT64_C(1) << 62) - 1)
#define INT_SMALL_MIN (-(INT64_C(1) << 62))
enum { INT_CONSTANT_MIN = -5, INT_CONSTANT_MAX = 256 };

extern const Type int_type, bool_type;
extern const Int int_constants[INT_CONSTANT_MAX - INT_CONSTANT_MIN + 1];
extern const Int false_object, true_object;
#define FALSE ((Object *)&false_object)
#define TRUE ((Object *)&true_object)
static inline Object *bool_object(bool value) { return value ? TRUE : FALSE; }

static inline bool int_check(const void *object) { return object_has_flag(object, TYPE_INT); }
static inline bool int_check_exact(const void *object) { return object_has_type(object, &int_type); }
/* For an Int (subclasses and bool included). */
static inline bool int_is_small(const void *object) { return !(((const Object *)object)->flags & INT_BIG); }
static inline int64_t int_small_value(const void *object) { return ((const Int *)object)->value; }

Int *int_new_slow(Runtime *rt, int64_t value);
/* An int of `value`: a constant, a small or (beyond 62 bits) a big one. */
static inline Int *int_from_int64(Runtime *rt, int64_t value)
{
    if (value >= INT_CONSTANT_MIN && value <= INT_CONSTANT_MAX)
        return (Int *)&int_constants[value - INT_CONSTANT_MIN];
    return int_new_slow(rt, value);
}
Int *int_from_uint64(Runtime *rt, uint64_t value);
static inline Int *int_from_size(Runtime *rt, ssize_t value) { return int_from_int64(rt, value); }
Int *int_from_double(Runtime *rt, double value); /* truncates; OverflowError, ValueError for inf, nan */
/* Of digits in `base` (2..36) with no sign, prefix or underscore; used by int(), and the compiler. */
Int *int_from_digits(Runtime *rt, const char *digits, size_t count, int base);
/* int(text, base) as Python's; base 0 allowed. `original` is for the message. */
Object *int_from_text(Runtime *rt, Str *text, int base);
Str *int_to_text(Runtime *rt, const Int *value, int base); /* no prefix */
/* True and *value when it fits. Never fails. */
bool int_as_int64(const Int *self, int64_t *value);
bool int_as_uint64(const Int *self, uint64_t *value);
MUST_CHECK int int_as_double(Runtime *rt, const Int *self, double *value); /* correctly rounded; OverflowError "int too large to convert to float" */
double int_as_fraction(const Int *self, int64_t *exponent); /* mantissa in [0.5,1), for comparisons, logs */
size_t int_bit_length(const Int *self);
int int_sign(const Int *self);
int64_t int_hash(const Int *self); /* 3.11's */
int int_compare_values(const Int *left, const Int *right);
/* Arithmetic on any two Ints (bool included); results are exact ints. */
Object *int_add(Runtime *rt, const Int *left, const Int *right);
Object *int_subtract(Runtime *rt, const Int *left, const Int *right);
Object *int_multiply(Runtime *rt, const Int *left, const Int *right);
Object *int_divide_floor(Runtime *rt, const Int *left, const Int *right, Object **remainder); /* remainder may be NULL; returns the quotient; ZeroDivisionError */
Object *int_shift(Runtime *rt, const Int *self, int64_t bits); /* > 0 left, < 0 right */
Object *int_power(Runtime *rt, const Int *base, const Int *exponent, const Int *modulus);
Object *int_gcd(Runtime *rt, const Int *left, const Int *right);
Object *int_from_bytes_raw(Runtime *rt, const uint8_t *bytes, size_t length, bool little, bool is_signed);

#endif
