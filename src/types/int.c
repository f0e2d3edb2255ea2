/* int: creation, arithmetic and protocol. Magnitudes are int_big.c's, text is int_text.c's, methods are
 * int_methods.c's.
 *
 * Arithmetic has a path for two small values, which fit in 62 bits, so that sums, differences and (checked)
 * products need no wider type; everything else works on limbs. */
#include "types/int.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/float.h"
#include "types/int_big.h"
#include "types/int_methods.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- creation -------------------------------------------------------------------------------- */

#define INT_CONSTANT(number) {OBJECT_CONSTANT(&int_type), (number)}
#define INT_TEN(number)                                                                          \
    INT_CONSTANT(number), INT_CONSTANT(number + 1), INT_CONSTANT(number + 2),                     \
    INT_CONSTANT(number + 3), INT_CONSTANT(number + 4), INT_CONSTANT(number + 5),                 \
    INT_CONSTANT(number + 6), INT_CONSTANT(number + 7), INT_CONSTANT(number + 8), INT_CONSTANT(number + 9)
#define INT_HUNDRED(number)                                                                      \
    INT_TEN(number), INT_TEN(number + 10), INT_TEN(number + 20), INT_TEN(number + 30),            \
    INT_TEN(number + 40), INT_TEN(number + 50), INT_TEN(number + 60), INT_TEN(number + 70),       \
    INT_TEN(number + 80), INT_TEN(number + 90)

const Int int_constants[INT_CONSTANT_MAX - INT_CONSTANT_MIN + 1] = {
    INT_CONSTANT(-5), INT_CONSTANT(-4), INT_CONSTANT(-3), INT_CONSTANT(-2), INT_CONSTANT(-1),
    INT_HUNDRED(0), INT_HUNDRED(100), INT_TEN(200), INT_TEN(210), INT_TEN(220), INT_TEN(230), INT_TEN(240),
    INT_CONSTANT(250), INT_CONSTANT(251), INT_CONSTANT(252), INT_CONSTANT(253), INT_CONSTANT(254),
    INT_CONSTANT(255), INT_CONSTANT(256),
};

enum { SMALL_SIZE = sizeof(Int) };

static size_t big_size(size_t count)
{
    return sizeof(Int) + count * sizeof(uint64_t);
}

Int *int_big_new(Runtime *rt, size_t count)
{
    if (count > (SIZE_MAX / 4 - sizeof(Int)) / sizeof(uint64_t))
        return error_no_memory(rt);
    Int *self = object_new_sized(rt, &int_type, big_size(count));
    if (self != NULL) {
        self->head.flags = INT_BIG;
        self->value = (int64_t)count;
    }
    return self;
}

Object *int_big_finish_steal(Runtime *rt, Int *value, size_t taken, size_t count, bool negative)
{
    while (count > 0 && value->limbs[count - 1] == 0)
        count--;
    uint64_t low = count > 0 ? value->limbs[0] : 0;
    if (count == 0 || (count == 1 && low <= (uint64_t)INT_SMALL_MAX + negative)) {
        object_dispose_sized(rt, value, big_size(taken));
        return (Object *)int_from_int64(rt, negative ? (int64_t)(0 - low) : (int64_t)low);
    }
    if (count != taken) {
        /* An exact size is what `free` gives back. Shrinking may be refused only by fault injection or a full
         * heap: then the result is copied, or there is no memory for it. */
        Int *exact = int_big_new(rt, count);
        if (exact != NULL)
            memcpy(exact->limbs, value->limbs, count * sizeof *exact->limbs);
        object_dispose_sized(rt, value, big_size(taken));
        value = exact;
        if (value == NULL)
            return NULL;
    }
    value->value = negative ? -(int64_t)count : (int64_t)count;
    return (Object *)value;
}

Int *int_new_slow(Runtime *rt, int64_t value)
{
    if (unlikely(value < INT_SMALL_MIN || value > INT_SMALL_MAX)) {
        Int *big = int_big_new(rt, 1);
        if (big == NULL)
            return NULL;
        big->limbs[0] = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        big->value = value < 0 ? -1 : 1;
        return big;
    }
    Int *self = object_new_sized(rt, &int_type, SMALL_SIZE);
    if (self != NULL)
        self->value = value;
    return self;
}

Int *int_from_uint64(Runtime *rt, uint64_t value)
{
    if (value <= (uint64_t)INT_SMALL_MAX)
        return int_from_int64(rt, (int64_t)value);
    Int *big = int_big_new(rt, 1);
    if (big != NULL)
        big->limbs[0] = value;
    return big;
}

Int *int_from_double(Runtime *rt, double value)
{
    if (isinf(value))
        return error_set(rt, &overflow_error_type, "cannot convert float infinity to integer");
    if (isnan(value))
        return error_set(rt, &value_error_type, "cannot convert float NaN to integer");
    if (value > -0x1p62 && value < 0x1p62)
        return int_from_int64(rt, (int64_t)value);
    int exponent;
    double fraction = frexp(fabs(value), &exponent); /* exponent >= 63 */
    uint64_t mantissa = (uint64_t)ldexp(fraction, 64);
    int shift = exponent - 64;
    if (shift <= 0) {
        owned Int *whole = int_from_uint64(rt, mantissa >> -shift);
        if (whole == NULL)
            return NULL;
        return (Int *)(value < 0 ? int_subtract(rt, &int_constants[5], whole) : object_retain(whole));
    }
    size_t count = (size_t)shift / 64 + 2;
    Int *big = int_big_new(rt, count);
    if (big == NULL)
        return NULL;
    memset(big->limbs, 0, count * sizeof *big->limbs);
    unsigned bits = (unsigned)shift % 64;
    big->limbs[shift / 64] = mantissa << bits;
    big->limbs[shift / 64 + 1] = bits == 0 ? 0 : mantissa >> (64 - bits);
    return (Int *)int_big_finish_steal(rt, big, count, count, value < 0);
}

/* The same value as an exact int: itself when it is one. */
static Object *int_exact(Runtime *rt, const Int *self)
{
    if (int_check_exact(self))
        return object_retain(self);
    if (int_is_small(self))
        return (Object *)int_from_int64(rt, self->value);
    size_t count = (size_t)llabs(self->value);
    Int *copy = int_big_new(rt, count);
    if (copy == NULL)
        return NULL;
    memcpy(copy->limbs, self->limbs, count * sizeof *copy->limbs);
    copy->value = self->value;
    return (Object *)copy;
}

/* An object of `type`, a subclass of int, with the value of `value`. */
static Object *int_subclass_new(Runtime *rt, const Type *type, const Int *value)
{
    size_t count = int_is_small(value) ? 0 : (size_t)llabs(value->value);
    Int *self = object_new_any(rt, type, count == 0 ? SMALL_SIZE : big_size(count));
    if (self == NULL)
        return NULL;
    self->value = value->value;
    if (count != 0) {
        self->head.flags |= INT_BIG;
        memcpy(self->limbs, value->limbs, count * sizeof *self->limbs);
    }
    object_track_any(rt, self);
    return (Object *)self;
}

static size_t int_size_of(Object *self)
{
    return int_is_small(self) ? SMALL_SIZE : big_size((size_t)llabs(((Int *)self)->value));
}

static void int_free(Runtime *rt, Object *self)
{
    if (likely(self->type == &int_type))
        heap_release(&rt->heap, self, int_size_of(self), DOMAIN_OBJECT);
    else
        object_dispose_any(rt, self, int_size_of(self));
}

static Object *int_of_text_or_number(Runtime *rt, Object *value, Object *base)
{
    if (base == NULL)
        return number_int(rt, value);
    ssize_t radix = number_as_size(rt, base, NULL);
    if (radix == -1 && error_pending(rt))
        return NULL;
    if (radix != 0 && (radix < 2 || radix > 36))
        return error_set(rt, &value_error_type, "int() base must be >= 2 and <= 36, or 0");
    if (str_check(value))
        return int_from_text(rt, (Str *)value, (int)radix);
    owned Str *text = int_text_of_bytes(rt, value);
    if (text != NULL)
        return int_from_text(rt, text, (int)radix);
    if (error_pending(rt))
        return NULL;
    return error_set(rt, &type_error_type, "int() can't convert non-string with explicit base");
}

static Object *int_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (likely(n == 1 && names == NULL && type == &int_type))
        return number_int(rt, args[0]);
    Object *bound[2];
    if (arguments_bind(rt, "int", "x=, /, base=", args, n, names, bound, 2) < 0)
        return NULL;
    if (bound[0] == NULL && bound[1] != NULL)
        return error_set(rt, &type_error_type, "int() missing string argument");
    owned Object *value = bound[0] == NULL ? (Object *)int_from_int64(rt, 0)
                                           : int_of_text_or_number(rt, bound[0], bound[1]);
    if (value == NULL || type == &int_type)
        return take(&value);
    return int_subclass_new(rt, type, (Int *)value);
}

/* ---- reading ------------------------------------------------------------------------------------ */

bool int_as_int64(const Int *self, int64_t *value)
{
    if (int_is_small(self)) {
        *value = self->value;
        return true;
    }
    if (self->value == 1 && self->limbs[0] <= INT64_MAX) {
        *value = (int64_t)self->limbs[0];
        return true;
    }
    if (self->value == -1 && self->limbs[0] <= (uint64_t)1 << 63) {
        *value = (int64_t)(0 - self->limbs[0]);
        return true;
    }
    return false;
}

bool int_as_uint64(const Int *self, uint64_t *value)
{
    if (int_is_small(self)) {
        *value = (uint64_t)self->value;
        return self->value >= 0;
    }
    *value = self->limbs[0];
    return self->value == 1;
}

int int_sign(const Int *self)
{
    return self->value > 0 ? 1 : self->value < 0 ? -1 : 0;
}

size_t int_bit_length(const Int *self)
{
    Magnitude m;
    magnitude_of(self, &m);
    if (m.count == 0)
        return 0;
    return m.count * 64 - (size_t)__builtin_clzll(m.limbs[m.count - 1]);
}

/* The mantissa is rounded to nearest, ties to even. */
double int_as_fraction(const Int *self, int64_t *exponent)
{
    Magnitude m;
    magnitude_of(self, &m);
    *exponent = 0;
    if (m.count == 0)
        return 0.0;
    size_t bits = int_bit_length(self);
    uint64_t top; /* the 64 highest bits, the lowest one made sticky */
    if (bits <= 64) {
        top = m.limbs[0] << (64 - bits);
    } else {
        size_t shift = bits - 64, limb = shift / 64;
        unsigned part = (unsigned)(shift % 64);
        top = part == 0 ? m.limbs[limb] : m.limbs[limb] >> part | m.limbs[limb + 1] << (64 - part);
        bool sticky = part != 0 && (m.limbs[limb] << (64 - part)) != 0;
        for (size_t i = 0; !sticky && i < limb; i++)
            sticky = m.limbs[i] != 0;
        top |= sticky;
    }
    uint64_t kept = top >> 11, rest = top & 0x7ff;
    if (rest > 0x400 || (rest == 0x400 && (kept & 1)))
        kept++;
    if (kept >> 53) {
        kept >>= 1;
        bits++;
    }
    *exponent = (int64_t)bits;
    double fraction = ldexp((double)kept, -53);
    return m.negative ? -fraction : fraction;
}

int int_as_double(Runtime *rt, const Int *self, double *value)
{
    if (int_is_small(self)) {
        *value = (double)self->value;
        return 0;
    }
    int64_t exponent;
    double fraction = int_as_fraction(self, &exponent);
    if (exponent > 1024)
        return error_fail(rt, &overflow_error_type, "int too large to convert to float");
    *value = ldexp(fraction, (int)exponent);
    return 0;
}

/* The value modulo 2^61 - 1, sign kept, as 3.11 hashes every number. */
int64_t int_hash(const Int *self)
{
    /* Modulo 2^61 - 1 without a division: 2^61 counts as 1, so that bits above wrap around, and times 2^64 is a rotation of
     * 61 bits by 3. Dividing took a quarter of set(range(100)). */
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    if (int_is_small(self)) {
        uint64_t size = self->value < 0 ? 0 - (uint64_t)self->value : (uint64_t)self->value;
        size = (size & prime) + (size >> 61);
        if (size >= prime)
            size -= prime;
        int64_t small = self->value < 0 ? -(int64_t)size : (int64_t)size;
        return small == -1 ? -2 : small;
    }
    Magnitude m;
    magnitude_of(self, &m);
    uint64_t hash = 0;
    for (size_t i = m.count; i-- > 0;) {
        hash = ((hash << 3) & prime) | hash >> 58;
        hash += (m.limbs[i] & prime) + (m.limbs[i] >> 61);
        hash = (hash & prime) + (hash >> 61);
        if (hash >= prime)
            hash -= prime;
    }
    int64_t result = m.negative ? -(int64_t)hash : (int64_t)hash;
    return result == -1 ? -2 : result;
}

int int_compare_values(const Int *left, const Int *right)
{
    if (int_is_small(left) && int_is_small(right))
        return (left->value > right->value) - (left->value < right->value);
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    int order = (a.count > b.count) - (a.count < b.count);
    for (size_t i = a.count; order == 0 && i-- > 0;)
        order = (a.limbs[i] > b.limbs[i]) - (a.limbs[i] < b.limbs[i]);
    return a.negative ? -order : order;
}

/* ---- arithmetic ---------------------------------------------------------------------------------- */

static int magnitude_compare(const Magnitude *a, const Magnitude *b)
{
    if (a->count != b->count)
        return a->count > b->count ? 1 : -1;
    return a->count == 0 ? 0 : mpn_cmp((const mp_limb_t *)a->limbs, (const mp_limb_t *)b->limbs, (mp_size_t)a->count);
}

/* a + b by sign and magnitude. */
static Object *add_magnitudes(Runtime *rt, const Magnitude *a, const Magnitude *b, bool b_negative)
{
    if (a->negative == b_negative) {
        const Magnitude *larger = a->count >= b->count ? a : b, *smaller = larger == a ? b : a;
        Int *sum = int_big_new(rt, larger->count + 1);
        if (sum == NULL)
            return NULL;
        mp_limb_t carry = 0;
        if (smaller->count == 0)
            memcpy(sum->limbs, larger->limbs, larger->count * sizeof *sum->limbs);
        else
            carry = mpn_add((mp_limb_t *)sum->limbs, (const mp_limb_t *)larger->limbs, (mp_size_t)larger->count,
                            (const mp_limb_t *)smaller->limbs, (mp_size_t)smaller->count);
        sum->limbs[larger->count] = carry;
        return int_big_finish_steal(rt, sum, larger->count + 1, larger->count + 1, a->negative);
    }
    int order = magnitude_compare(a, b);
    if (order == 0)
        return (Object *)int_from_int64(rt, 0);
    const Magnitude *larger = order > 0 ? a : b, *smaller = larger == a ? b : a;
    Int *rest = int_big_new(rt, larger->count);
    if (rest == NULL)
        return NULL;
    if (smaller->count == 0)
        memcpy(rest->limbs, larger->limbs, larger->count * sizeof *rest->limbs);
    else
        mpn_sub((mp_limb_t *)rest->limbs, (const mp_limb_t *)larger->limbs, (mp_size_t)larger->count,
                (const mp_limb_t *)smaller->limbs, (mp_size_t)smaller->count);
    return int_big_finish_steal(rt, rest, larger->count, larger->count, larger == a ? a->negative : b_negative);
}

Object *int_add(Runtime *rt, const Int *left, const Int *right)
{
    if (likely(int_is_small(left) && int_is_small(right)))
        return (Object *)int_from_int64(rt, left->value + right->value);
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    return add_magnitudes(rt, &a, &b, b.negative);
}

Object *int_subtract(Runtime *rt, const Int *left, const Int *right)
{
    if (likely(int_is_small(left) && int_is_small(right)))
        return (Object *)int_from_int64(rt, left->value - right->value);
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    return add_magnitudes(rt, &a, &b, !b.negative);
}

Object *int_multiply(Runtime *rt, const Int *left, const Int *right)
{
    int64_t product;
    if (likely(int_is_small(left) && int_is_small(right)) &&
        !__builtin_mul_overflow(left->value, right->value, &product))
        return (Object *)int_from_int64(rt, product);
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    if (a.count == 0 || b.count == 0)
        return (Object *)int_from_int64(rt, 0);
    size_t count = a.count + b.count;
    Int *result = int_big_new(rt, count);
    if (result == NULL)
        return NULL;
    if (limbs_multiply(rt, result->limbs, a.limbs, a.count, b.limbs, b.count) < 0) {
        object_dispose_sized(rt, result, big_size(count));
        return NULL;
    }
    return int_big_finish_steal(rt, result, count, count, a.negative != b.negative);
}

static Object *divide_small(Runtime *rt, int64_t a, int64_t b, Object **remainder)
{
    int64_t quotient = a / b, rest = a % b;
    if (rest != 0 && (rest < 0) != (b < 0)) {
        rest += b;
        quotient--;
    }
    Object *result = (Object *)int_from_int64(rt, quotient);
    if (result == NULL || remainder == NULL)
        return result;
    *remainder = (Object *)int_from_int64(rt, rest);
    if (*remainder == NULL) {
        object_release(result);
        return NULL;
    }
    return result;
}

/* Truncating division of magnitudes: quotient and remainder with signs of truncation. */
static int divide_truncated(Runtime *rt, const Magnitude *a, const Magnitude *b, Object **quotient, Object **remainder)
{
    size_t quotient_count = a->count - b->count + 1;
    Int *q = int_big_new(rt, quotient_count);
    if (q == NULL)
        return -1;
    Int *r = int_big_new(rt, b->count);
    if (r == NULL || limbs_divide(rt, q->limbs, r->limbs, a->limbs, a->count, b->limbs, b->count) < 0) {
        object_dispose_sized(rt, q, big_size(quotient_count));
        if (r != NULL)
            object_dispose_sized(rt, r, big_size(b->count));
        return -1;
    }
    *quotient = int_big_finish_steal(rt, q, quotient_count, quotient_count, a->negative != b->negative);
    *remainder = int_big_finish_steal(rt, r, b->count, b->count, a->negative);
    if (*quotient == NULL || *remainder == NULL) {
        object_clear_slot(quotient);
        object_clear_slot(remainder);
        return -1;
    }
    return 0;
}

Object *int_divide_floor(Runtime *rt, const Int *left, const Int *right, Object **remainder)
{
    if (int_sign(right) == 0)
        return error_set(rt, &zero_division_error_type, "integer division or modulo by zero");
    if (likely(int_is_small(left) && int_is_small(right)))
        return divide_small(rt, left->value, right->value, remainder);
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    owned Object *quotient = NULL, *rest = NULL;
    if (magnitude_compare(&a, &b) < 0) {
        quotient = (Object *)int_from_int64(rt, 0);
        rest = int_exact(rt, left);
        if (quotient == NULL || rest == NULL)
            return NULL;
    } else if (divide_truncated(rt, &a, &b, &quotient, &rest) < 0) {
        return NULL;
    }
    if (int_sign((Int *)rest) != 0 && (int_sign((Int *)rest) < 0) != b.negative) {
        Object *adjusted = int_add(rt, (Int *)rest, right);
        if (adjusted == NULL)
            return NULL;
        object_replace_steal(&rest, adjusted);
        adjusted = int_subtract(rt, (Int *)quotient, &int_constants[6]);
        if (adjusted == NULL)
            return NULL;
        object_replace_steal(&quotient, adjusted);
    }
    if (remainder != NULL)
        *remainder = take(&rest);
    return take(&quotient);
}

static Object *int_remainder(Runtime *rt, const Int *left, const Int *right)
{
    if (likely(int_is_small(left) && int_is_small(right) && right->value != 0)) {
        int64_t rest = left->value % right->value;
        if (rest != 0 && (rest < 0) != (right->value < 0))
            rest += right->value;
        return (Object *)int_from_int64(rt, rest);
    }
    if (int_sign(right) == 0)
        return error_set(rt, &zero_division_error_type, "integer modulo by zero");
    Object *rest;
    owned Object *quotient = int_divide_floor(rt, left, right, &rest);
    return quotient == NULL ? NULL : rest;
}

static Object *shift_left(Runtime *rt, const Magnitude *m, uint64_t bits)
{
    size_t limbs = (size_t)(bits / 64);
    unsigned part = (unsigned)(bits % 64);
    if (limbs > SIZE_MAX / 64 - m->count)
        return error_no_memory(rt);
    size_t count = m->count + limbs + 1;
    Int *result = int_big_new(rt, count);
    if (result == NULL)
        return NULL;
    memset(result->limbs, 0, limbs * sizeof *result->limbs);
    if (part == 0) {
        memcpy(result->limbs + limbs, m->limbs, m->count * sizeof *result->limbs);
        result->limbs[count - 1] = 0;
    } else {
        result->limbs[count - 1] = mpn_lshift((mp_limb_t *)result->limbs + limbs, (const mp_limb_t *)m->limbs,
                                              (mp_size_t)m->count, part);
    }
    return int_big_finish_steal(rt, result, count, count, m->negative);
}

/* Rounds towards minus infinity. */
static Object *shift_right(Runtime *rt, const Magnitude *m, uint64_t bits)
{
    size_t limbs = (size_t)(bits / 64);
    unsigned part = (unsigned)(bits % 64);
    if (limbs >= m->count)
        return (Object *)int_from_int64(rt, m->negative ? -1 : 0);
    bool lost = false;
    for (size_t i = 0; m->negative && !lost && i < limbs; i++)
        lost = m->limbs[i] != 0;
    if (m->negative && part != 0 && (m->limbs[limbs] << (64 - part)) != 0)
        lost = true;
    size_t count = m->count - limbs;
    Int *result = int_big_new(rt, count + 1);
    if (result == NULL)
        return NULL;
    if (part == 0)
        memcpy(result->limbs, m->limbs + limbs, count * sizeof *result->limbs);
    else
        mpn_rshift((mp_limb_t *)result->limbs, (const mp_limb_t *)m->limbs + limbs, (mp_size_t)count, part);
    result->limbs[count] = lost ? mpn_add_1((mp_limb_t *)result->limbs, (mp_limb_t *)result->limbs, (mp_size_t)count, 1) : 0;
    return int_big_finish_steal(rt, result, count + 1, count + 1, m->negative);
}

Object *int_shift(Runtime *rt, const Int *self, int64_t bits)
{
    if (int_sign(self) == 0 || bits == 0)
        return int_exact(rt, self);
    if (int_is_small(self)) {
        if (bits < 0)
            return (Object *)int_from_int64(rt, self->value >> (bits <= -63 ? 63 : -bits));
        if (bits < 62 && self->value >> (62 - bits) == self->value >> 63)
            return (Object *)int_from_int64(rt, (int64_t)((uint64_t)self->value << bits));
    }
    Magnitude m;
    magnitude_of(self, &m);
    return bits > 0 ? shift_left(rt, &m, (uint64_t)bits) : shift_right(rt, &m, 0 - (uint64_t)bits);
}

/* base^exponent for exponent >= 0, by squaring from the highest bit; modulo `modulus` when it is not NULL. */
static Object *power_positive(Runtime *rt, const Int *base, const Int *exponent, const Int *modulus)
{
    owned Object *result = (Object *)int_from_int64(rt, 1);
    Magnitude e;
    magnitude_of(exponent, &e);
    for (size_t bit = int_bit_length(exponent); bit-- > 0;) {
        bool is_set = e.limbs[bit / 64] >> (bit % 64) & 1;
        for (int step = 0; step < 1 + is_set; step++) {
            owned Object *product = int_multiply(rt, (Int *)result, step == 0 ? (Int *)result : base);
            if (product == NULL)
                return NULL;
            if (modulus != NULL) {
                Object *rest = int_remainder(rt, (Int *)product, modulus);
                if (rest == NULL)
                    return NULL;
                object_replace_steal(&product, rest);
            }
            object_replace_steal(&result, take(&product));
        }
    }
    return take(&result);
}

/* The inverse of a modulo n > 0 (extended Euclid), or NULL with ValueError set. */
static Object *modular_inverse(Runtime *rt, const Int *a, const Int *n)
{
    owned Object *old = int_remainder(rt, a, n), *current = object_retain(n);
    owned Object *old_factor = (Object *)int_from_int64(rt, 1), *factor = (Object *)int_from_int64(rt, 0);
    if (old == NULL)
        return NULL;
    while (int_sign((Int *)current) != 0) {
        Object *rest = NULL;
        owned Object *quotient = int_divide_floor(rt, (Int *)old, (Int *)current, &rest);
        if (quotient == NULL)
            return NULL;
        object_replace_steal(&old, take(&current));
        current = rest;
        owned Object *product = int_multiply(rt, (Int *)quotient, (Int *)factor);
        if (product == NULL)
            return NULL;
        Object *next = int_subtract(rt, (Int *)old_factor, (Int *)product);
        if (next == NULL)
            return NULL;
        object_replace_steal(&old_factor, take(&factor));
        factor = next;
    }
    if (int_compare_values((Int *)old, &int_constants[6]) != 0)
        return error_set(rt, &value_error_type, "base is not invertible for the given modulus");
    return take(&old_factor);
}

Object *int_power(Runtime *rt, const Int *base, const Int *exponent, const Int *modulus)
{
    if (modulus != NULL && int_sign(modulus) == 0)
        return error_set(rt, &value_error_type, "pow() 3rd argument cannot be 0");
    if (modulus == NULL) {
        if (int_sign(exponent) < 0) {
            double x, y;
            if (int_as_double(rt, base, &x) < 0 || int_as_double(rt, exponent, &y) < 0)
                return NULL;
            owned Object *left = float_new(rt, x), *right = float_new(rt, y);
            if (left == NULL || right == NULL)
                return NULL;
            return number_power(rt, left, right, NULL);
        }
        return power_positive(rt, base, exponent, NULL);
    }
    owned Object *size = int_sign(modulus) < 0 ? int_subtract(rt, &int_constants[5], modulus) : object_retain(modulus);
    if (size == NULL)
        return NULL;
    owned Object *root = object_retain(base), *times = object_retain(exponent);
    if (int_sign(exponent) < 0) {
        Object *inverse = modular_inverse(rt, base, (Int *)size);
        if (inverse == NULL)
            return NULL;
        object_replace_steal(&root, inverse);
        Object *positive = int_subtract(rt, &int_constants[5], exponent);
        if (positive == NULL)
            return NULL;
        object_replace_steal(&times, positive);
    }
    Object *reduced = int_remainder(rt, (Int *)root, (Int *)size);
    if (reduced == NULL)
        return NULL;
    object_replace_steal(&root, reduced);
    owned Object *result = power_positive(rt, (Int *)root, (Int *)times, (Int *)size);
    /* x ** 0 % 1 is 0, and a negative modulus wants a result of its own sign. */
    return result == NULL ? NULL : int_remainder(rt, (Int *)result, modulus);
}

Object *int_gcd(Runtime *rt, const Int *left, const Int *right)
{
    owned Object *a = int_sign(left) < 0 ? int_subtract(rt, &int_constants[5], left) : int_exact(rt, left);
    owned Object *b = int_sign(right) < 0 ? int_subtract(rt, &int_constants[5], right) : int_exact(rt, right);
    if (a == NULL || b == NULL)
        return NULL;
    while (!(int_is_small(a) && int_is_small(b))) {
        if (int_sign((Int *)b) == 0)
            return take(&a);
        Object *rest = int_remainder(rt, (Int *)a, (Int *)b);
        if (rest == NULL)
            return NULL;
        object_replace_steal(&a, take(&b));
        b = rest;
    }
    int64_t x = int_small_value(a), y = int_small_value(b);
    while (y != 0) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return (Object *)int_from_int64(rt, x);
}

/* Bit operations on two's complement, limb by limb. */
static Object *bitwise(Runtime *rt, const Int *left, const Int *right, BinaryOperation operation)
{
    Magnitude a, b;
    magnitude_of(left, &a);
    magnitude_of(right, &b);
    size_t count = (a.count > b.count ? a.count : b.count) + 1;
    Int *result = int_big_new(rt, count);
    if (result == NULL)
        return NULL;
    uint64_t a_carry = a.negative, b_carry = b.negative;
    for (size_t i = 0; i < count; i++) {
        uint64_t x = i < a.count ? a.limbs[i] : 0, y = i < b.count ? b.limbs[i] : 0;
        if (a.negative) {
            x = ~x + a_carry;
            a_carry = a_carry && x == 0;
        }
        if (b.negative) {
            y = ~y + b_carry;
            b_carry = b_carry && y == 0;
        }
        result->limbs[i] = operation == BINARY_AND ? x & y : operation == BINARY_OR ? x | y : x ^ y;
    }
    bool negative = result->limbs[count - 1] >> 63;
    uint64_t carry = 1;
    for (size_t i = 0; negative && i < count; i++) {
        result->limbs[i] = ~result->limbs[i] + carry;
        carry = carry && result->limbs[i] == 0;
    }
    return int_big_finish_steal(rt, result, count, count, negative);
}

/* left / right, correctly rounded: both scaled so that the quotient has 55 to 56 bits and a sticky one. */
static Object *divide_true(Runtime *rt, const Int *left, const Int *right)
{
    if (int_sign(right) == 0)
        return error_set(rt, &zero_division_error_type, "division by zero");
    const int64_t exact = INT64_C(1) << 53;
    if (int_is_small(left) && int_is_small(right) && left->value <= exact && left->value >= -exact &&
        right->value <= exact && right->value >= -exact)
        return float_new(rt, (double)left->value / (double)right->value);
    if (int_sign(left) == 0)
        return float_new(rt, int_sign(right) < 0 ? -0.0 : 0.0);
    bool negative = (int_sign(left) < 0) != (int_sign(right) < 0);
    int64_t difference = (int64_t)int_bit_length(left) - (int64_t)int_bit_length(right);
    if (difference > 1024)
        return error_set(rt, &overflow_error_type, "integer division result too large for a float");
    if (difference < -1080)
        return float_new(rt, negative ? -0.0 : 0.0);
    /* Bits of the quotient wanted: 53 and 2 more; fewer where the result is subnormal. */
    int64_t lowest = difference - 55 > -1076 ? difference - 55 : -1076;
    owned Object *a = int_sign(left) < 0 ? int_subtract(rt, &int_constants[5], left) : object_retain(left);
    owned Object *b = int_sign(right) < 0 ? int_subtract(rt, &int_constants[5], right) : object_retain(right);
    if (a == NULL || b == NULL)
        return NULL;
    owned Object *scaled = int_shift(rt, lowest < 0 ? (Int *)a : (Int *)b, lowest < 0 ? -lowest : lowest);
    if (scaled == NULL)
        return NULL;
    Object *rest = NULL;
    owned Object *quotient = lowest < 0 ? int_divide_floor(rt, (Int *)scaled, (Int *)b, &rest)
                                        : int_divide_floor(rt, (Int *)a, (Int *)scaled, &rest);
    if (quotient == NULL)
        return NULL;
    owned Object *held = rest;
    uint64_t bits = 0;
    int_as_uint64((Int *)quotient, &bits); /* at most 57 bits */
    bits |= int_sign((Int *)held) != 0;
    int extra = bits == 0 ? 0 : 64 - __builtin_clzll(bits) - 53;
    if (lowest == -1076 && extra < 2)
        extra = 2; /* subnormal: the last two bits are below what a double holds */
    if (extra > 0) {
        uint64_t half = (uint64_t)1 << (extra - 1), mask = 2 * half - 1, low = bits & mask;
        bits >>= extra;
        bits += low > half || (low == half && (bits & 1));
        lowest += extra;
    }
    double result = ldexp((double)bits, (int)lowest);
    if (isinf(result))
        return error_set(rt, &overflow_error_type, "integer division result too large for a float");
    return float_new(rt, negative ? -result : result);
}

/* ---- protocol -------------------------------------------------------------------------------------- */

#define INT_OPERANDS(left, right)                                                  \
    if (unlikely(!int_check(left) || !int_check(right)))                           \
        return object_retain(NOT_IMPLEMENTED)

static Object *int_slot_add(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return int_add(rt, (Int *)left, (Int *)right);
}
static Object *int_slot_subtract(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return int_subtract(rt, (Int *)left, (Int *)right);
}
static Object *int_slot_multiply(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return int_multiply(rt, (Int *)left, (Int *)right);
}
static Object *int_slot_true_divide(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return divide_true(rt, (Int *)left, (Int *)right);
}
static Object *int_slot_floor_divide(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return int_divide_floor(rt, (Int *)left, (Int *)right, NULL);
}
static Object *int_slot_remainder(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    return int_remainder(rt, (Int *)left, (Int *)right);
}
static Object *int_slot_divmod(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    Object *rest = NULL;
    owned Object *quotient = int_divide_floor(rt, (Int *)left, (Int *)right, &rest);
    if (quotient == NULL)
        return NULL;
    owned Object *held = rest;
    return (Object *)tuple_pack(rt, 2, quotient, held);
}
static Object *int_slot_shift(Runtime *rt, Object *left, Object *right, bool to_left)
{
    INT_OPERANDS(left, right);
    if (int_sign((Int *)right) < 0)
        return error_set(rt, &value_error_type, "negative shift count");
    if (int_sign((Int *)left) == 0)
        return (Object *)int_from_int64(rt, 0);
    int64_t bits;
    if (!int_as_int64((Int *)right, &bits) || bits > INT64_C(1) << 60) {
        if (to_left)
            return error_set(rt, &overflow_error_type, "too many digits in integer");
        bits = INT64_C(1) << 60;
    }
    return int_shift(rt, (Int *)left, to_left ? bits : -bits);
}
static Object *int_slot_left_shift(Runtime *rt, Object *left, Object *right)
{
    return int_slot_shift(rt, left, right, true);
}
static Object *int_slot_right_shift(Runtime *rt, Object *left, Object *right)
{
    return int_slot_shift(rt, left, right, false);
}
static Object *int_slot_and(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    if (int_is_small(left) && int_is_small(right))
        return (Object *)int_from_int64(rt, int_small_value(left) & int_small_value(right));
    return bitwise(rt, (Int *)left, (Int *)right, BINARY_AND);
}
static Object *int_slot_or(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    if (int_is_small(left) && int_is_small(right))
        return (Object *)int_from_int64(rt, int_small_value(left) | int_small_value(right));
    return bitwise(rt, (Int *)left, (Int *)right, BINARY_OR);
}
static Object *int_slot_xor(Runtime *rt, Object *left, Object *right)
{
    INT_OPERANDS(left, right);
    if (int_is_small(left) && int_is_small(right))
        return (Object *)int_from_int64(rt, int_small_value(left) ^ int_small_value(right));
    return bitwise(rt, (Int *)left, (Int *)right, BINARY_XOR);
}
static Object *int_slot_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    if (!int_check(base) || !int_check(exponent) || (modulus != NULL && modulus != NONE && !int_check(modulus)))
        return object_retain(NOT_IMPLEMENTED);
    return int_power(rt, (Int *)base, (Int *)exponent, modulus == NONE ? NULL : (Int *)modulus);
}
static Object *int_slot_negative(Runtime *rt, Object *self)
{
    return int_subtract(rt, &int_constants[5], (Int *)self);
}
Object *int_self(Runtime *rt, Object *self)
{
    return int_exact(rt, (Int *)self);
}
static Object *int_slot_invert(Runtime *rt, Object *self)
{
    return int_subtract(rt, &int_constants[4], (Int *)self); /* -1 - x */
}
static Object *int_slot_absolute(Runtime *rt, Object *self)
{
    return int_sign((Int *)self) < 0 ? int_slot_negative(rt, self) : int_exact(rt, (Int *)self);
}
static int int_slot_truth(Runtime *rt, Object *self)
{
    (void)rt;
    return ((Int *)self)->value != 0;
}
static Object *int_slot_float(Runtime *rt, Object *self)
{
    double value;
    return int_as_double(rt, (Int *)self, &value) < 0 ? NULL : float_new(rt, value);
}
static int64_t int_slot_hash(Runtime *rt, Object *self)
{
    (void)rt;
    return int_hash((Int *)self);
}
static Object *int_repr(Runtime *rt, Object *self)
{
    return (Object *)int_to_text(rt, (Int *)self, 10);
}
static Object *int_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    (void)rt;
    INT_OPERANDS(self, other);
    int order = self == other ? 0 : int_compare_values((Int *)self, (Int *)other);
    bool result = operation == COMPARE_LESS ? order < 0 : operation == COMPARE_LESS_EQUAL ? order <= 0 :
                  operation == COMPARE_EQUAL ? order == 0 : operation == COMPARE_NOT_EQUAL ? order != 0 :
                  operation == COMPARE_GREATER ? order > 0 : order >= 0;
    return bool_object(result);
}

/* ---- bool: the two constants ---- */

const Int false_object = {OBJECT_CONSTANT(&bool_type), 0};
const Int true_object = {OBJECT_CONSTANT(&bool_type), 1};

static Object *bool_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    if (arguments_check(rt, "bool", n, names, 0, 1) < 0)
        return NULL;
    int truth = n == 0 ? 0 : object_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_object(truth);
}
static Object *bool_repr(Runtime *rt, Object *self)
{
    return (Object *)str_intern_c(rt, self == TRUE ? "True" : "False");
}
static Object *bool_and(Runtime *rt, Object *left, Object *right)
{
    if (object_has_type(left, &bool_type) && object_has_type(right, &bool_type))
        return bool_object(left == TRUE && right == TRUE);
    return int_slot_and(rt, left, right);
}
static Object *bool_or(Runtime *rt, Object *left, Object *right)
{
    if (object_has_type(left, &bool_type) && object_has_type(right, &bool_type))
        return bool_object(left == TRUE || right == TRUE);
    return int_slot_or(rt, left, right);
}
static Object *bool_xor(Runtime *rt, Object *left, Object *right)
{
    if (object_has_type(left, &bool_type) && object_has_type(right, &bool_type))
        return bool_object(left != right);
    return int_slot_xor(rt, left, right);
}

/* ---- type records ---- */

#define INT_SLOTS                                                                                          \
    .size = sizeof(Int), .free = int_free, .size_of = int_size_of,                                         \
    .hash = int_slot_hash, .compare = int_compare,                                                         \
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,          \
    .binary[BINARY_ADD] = int_slot_add, .binary[BINARY_SUBTRACT] = int_slot_subtract,                      \
    .binary[BINARY_MULTIPLY] = int_slot_multiply, .binary[BINARY_TRUE_DIVIDE] = int_slot_true_divide,      \
    .binary[BINARY_FLOOR_DIVIDE] = int_slot_floor_divide, .binary[BINARY_REMAINDER] = int_slot_remainder,  \
    .binary[BINARY_DIVMOD] = int_slot_divmod, .binary[BINARY_LEFT_SHIFT] = int_slot_left_shift,            \
    .binary[BINARY_RIGHT_SHIFT] = int_slot_right_shift, .power = int_slot_power,                           \
    .unary[UNARY_NEGATIVE] = int_slot_negative, .unary[UNARY_POSITIVE] = int_self,                         \
    .unary[UNARY_INVERT] = int_slot_invert, .unary[UNARY_ABSOLUTE] = int_slot_absolute,                    \
    .truth = int_slot_truth, .as_int = int_self, .as_float = int_slot_float, .index_of = int_self

const Type int_type = {
    TYPE_IDENTITY(int), .name = "int", .base = &object_type,
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer.",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_ITEMS | TYPE_INT,
    INT_SLOTS, .create = int_create, .repr = int_repr,
    .binary[BINARY_AND] = int_slot_and, .binary[BINARY_OR] = int_slot_or, .binary[BINARY_XOR] = int_slot_xor,
    .methods = int_methods, .properties = int_properties,
};

const Type bool_type = {
    TYPE_IDENTITY(bool), .name = "bool", .base = &int_type,
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.",
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_ITEMS | TYPE_INT,
    INT_SLOTS, .create = bool_create, .repr = bool_repr,
    .binary[BINARY_AND] = bool_and, .binary[BINARY_OR] = bool_or, .binary[BINARY_XOR] = bool_xor,
};
