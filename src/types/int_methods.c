/* Methods and properties of int. */
#include "types/int_methods.h"

#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/format.h"
#include "types/int_big.h"
#include "types/str.h"
#include "types/tuple.h"

static Object *int_bit_length_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_uint64(rt, int_bit_length((Int *)self));
}

static Object *int_bit_count(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Magnitude m;
    magnitude_of((Int *)self, &m);
    uint64_t count = 0;
    for (size_t i = 0; i < m.count; i++)
        count += (uint64_t)__builtin_popcountll(m.limbs[i]);
    return (Object *)int_from_uint64(rt, count);
}

static Object *int_conjugate(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return int_self(rt, self);
}

static Object *int_as_integer_ratio(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *top = int_self(rt, self);
    return top == NULL ? NULL : (Object *)tuple_pack(rt, 2, top, &int_constants[6]);
}

static Object *int_getnewargs(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *value = int_self(rt, self);
    return value == NULL ? NULL : (Object *)tuple_pack(rt, 1, value);
}

static Object *int_format_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "__format__() argument must be str, not %T", args[0]);
    return (Object *)format_int(rt, self, (Str *)args[0]);
}

/* round(self, digits): digits < 0 rounds to tens, hundreds, ..., half to even. */
static Object *int_round(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n == 0)
        return int_self(rt, self);
    owned Object *digits = number_index(rt, args[0]);
    if (digits == NULL)
        return NULL;
    if (int_sign((Int *)digits) >= 0)
        return int_self(rt, self);
    owned Object *places = int_subtract(rt, &int_constants[5], (Int *)digits);
    owned Int *ten = int_from_int64(rt, 10);
    if (places == NULL)
        return NULL;
    int64_t count;
    if (!int_as_int64((Int *)places, &count) || (uint64_t)count > int_bit_length((Int *)self))
        return (Object *)int_from_int64(rt, 0);
    owned Object *unit = int_power(rt, ten, (Int *)places, NULL);
    if (unit == NULL)
        return NULL;
    Object *rest_out = NULL;
    owned Object *quotient = int_divide_floor(rt, (Int *)self, (Int *)unit, &rest_out);
    owned Object *rest = rest_out;
    if (quotient == NULL)
        return NULL;
    owned Object *twice = int_add(rt, (Int *)rest, (Int *)rest);
    if (twice == NULL)
        return NULL;
    int order = int_compare_values((Int *)twice, (Int *)unit);
    bool odd = int_is_small(quotient) ? (int_small_value(quotient) & 1) != 0 : (((Int *)quotient)->limbs[0] & 1) != 0;
    owned Object *base = int_subtract(rt, (Int *)self, (Int *)rest);
    if (base == NULL || order < 0 || (order == 0 && !odd))
        return take(&base);
    return int_add(rt, (Int *)base, (Int *)unit);
}

static Object *int_sizeof(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_uint64(rt, object_has_type(self, &bool_type) ? sizeof(Int) : int_type.size_of(self));
}

/* ---- bytes ---- */

/* 0 big, 1 little, -1 with an error. */
static int byte_order(Runtime *rt, Object *order)
{
    if (order == NULL)
        return 0;
    if (!str_check(order))
        return error_fail(rt, &type_error_type, "to_bytes() argument 'byteorder' must be str, not %T", order);
    if (str_equal_c((Str *)order, "little"))
        return 1;
    if (str_equal_c((Str *)order, "big"))
        return 0;
    return error_fail(rt, &value_error_type, "byteorder must be either 'little' or 'big'");
}

static Object *int_to_bytes(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    ssize_t length = args[0] == NULL ? 1 : number_as_size(rt, args[0], &overflow_error_type);
    if (length == -1 && error_pending(rt))
        return NULL;
    int little = byte_order(rt, args[1]);
    int is_signed = args[2] == NULL ? 0 : object_truth(rt, args[2]);
    if (little < 0 || is_signed < 0)
        return NULL;
    if (length < 0)
        return error_set(rt, &value_error_type, "length argument must be non-negative");
    Magnitude m;
    magnitude_of((Int *)self, &m);
    if (m.negative && !is_signed)
        return error_set(rt, &overflow_error_type, "can't convert negative int to unsigned");
    owned Bytes *bytes = bytes_new(rt, NULL, (size_t)length);
    if (bytes == NULL)
        return NULL;
    uint8_t *out = (uint8_t *)bytes->data;
    unsigned carry = m.negative;
    for (size_t i = 0; i < (size_t)length; i++) { /* little end first */
        unsigned byte = i / 8 < m.count ? (unsigned)(m.limbs[i / 8] >> (i % 8 * 8)) & 0xff : 0;
        if (m.negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
            byte &= 0xff;
        }
        out[little ? i : (size_t)length - 1 - i] = (uint8_t)byte;
    }
    size_t bits = int_bit_length((Int *)self), room = (size_t)length * 8;
    bool fits = bits <= room || (length == 0 && bits == 1 && m.negative);
    if (is_signed && fits && m.count > 0) {
        uint8_t top = length == 0 ? 0 : out[little ? length - 1 : 0];
        fits = length > 0 && (top >> 7) == m.negative;
        if (length == 0) /* 3.11 lets -1 into no bytes at all */
            fits = m.negative && bits == 1;
    }
    if (!fits)
        return error_set(rt, &overflow_error_type, "int too big to convert");
    return (Object *)take(&bytes);
}

Object *int_from_bytes_raw(Runtime *rt, const uint8_t *bytes, size_t length, bool little, bool is_signed)
{
    size_t count = length / 8 + 1;
    Int *result = int_big_new(rt, count);
    if (result == NULL)
        return NULL;
    memset(result->limbs, 0, count * sizeof *result->limbs);
    bool negative = is_signed && length > 0 && bytes[little ? length - 1 : 0] >> 7;
    unsigned carry = negative;
    for (size_t i = 0; i < length; i++) {
        unsigned byte = bytes[little ? i : length - 1 - i];
        if (negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
            byte &= 0xff;
        }
        result->limbs[i / 8] |= (uint64_t)byte << (i % 8 * 8);
    }
    if (negative && carry)
        result->limbs[length / 8] |= UINT64_C(1) << (length % 8 * 8);
    return int_big_finish_steal(rt, result, count, count, negative);
}

static Object *int_from_bytes(Runtime *rt, Object *type, Object **args, size_t n)
{
    (void)n;
    int little = byte_order(rt, args[1]);
    int is_signed = args[2] == NULL ? 0 : object_truth(rt, args[2]);
    if (little < 0 || is_signed < 0)
        return NULL;
    if (str_check(args[0]) || int_check(args[0])) /* bytes() itself would take these */
        return error_set(rt, &type_error_type, "cannot convert '%T' object to bytes", args[0]);
    owned Object *bytes = object_call_one(rt, type_as_object(&bytes_type), args[0]);
    if (bytes == NULL)
        return NULL;
    const Bytes *octets = (Bytes *)bytes;
    owned Object *value = int_from_bytes_raw(rt, (const uint8_t *)octets->data, octets->length, little, is_signed);
    if (value == NULL || type == type_as_object(&int_type))
        return take(&value);
    return object_call_one(rt, type, value);
}

/* ---- tables ---- */

static Object *int_zero(Runtime *rt, Object *self)
{
    (void)self;
    return (Object *)int_from_int64(rt, 0);
}
static Object *int_one(Runtime *rt, Object *self)
{
    (void)self;
    return (Object *)int_from_int64(rt, 1);
}

const MethodSpec int_methods[] = {
    {"__ceil__", int_conjugate, 0, 0},
    {"__floor__", int_conjugate, 0, 0},
    {"__format__", int_format_method, 1, 1},
    {"__getnewargs__", int_getnewargs, 0, 0},
    {"__round__", int_round, 0, 1},
    {"__sizeof__", int_sizeof, 0, 0},
    {"__trunc__", int_conjugate, 0, 0},
    {"as_integer_ratio", int_as_integer_ratio, 0, 0},
    {"bit_count", int_bit_count, 0, 0},
    {"bit_length", int_bit_length_method, 0, 0},
    {"conjugate", int_conjugate, 0, 0},
    {"from_bytes", int_from_bytes, .flags = METHOD_CLASS, .parameters = "bytes, byteorder=, *, signed="},
    {"to_bytes", int_to_bytes, .parameters = "length=, byteorder=, *, signed="},
    {0},
};

const PropertySpec int_properties[] = {
    {"real", int_self, NULL, "the real part of a complex number"},
    {"imag", int_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", int_self, NULL, "the numerator of a rational number in lowest terms"},
    {"denominator", int_one, NULL, "the denominator of a rational number in lowest terms"},
    {0},
};
