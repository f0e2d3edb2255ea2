/* float: creation, arithmetic, methods. Text is float_text.c's. */
#include "types/float.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/bytes.h"
#include "types/format.h"
#include "types/int.h"
#include "types/int_big.h"
#include "types/int_methods.h"
#include "types/str.h"
#include "types/str_character.h"
#include "types/tuple.h"

static inline double value_of(const Object *self) { return ((const Float *)self)->value; }

/* ---- creation ---- */

static void *bad_text(Runtime *rt, Object *original)
{
    return error_set(rt, &value_error_type, "could not convert string to float: %R", original);
}

/* Parses `count` ASCII characters, underscores between digits allowed; `text` is NUL-terminated. */
static Object *parse_clean(Runtime *rt, char *text, size_t count, Object *original)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] == '_') {
            bool between = i > 0 && i + 1 < count && text[i - 1] >= '0' && text[i - 1] <= '9' && text[i + 1] >= '0' &&
                           text[i + 1] <= '9';
            if (!between)
                return bad_text(rt, original);
            continue;
        }
        if (text[i] == '\0')
            return bad_text(rt, original);
        text[kept++] = text[i];
    }
    text[kept] = '\0';
    const char *end;
    double value = float_parse(text, &end);
    if (kept == 0 || end != text + kept)
        return bad_text(rt, original);
    return float_new(rt, value);
}

static Object *float_from_text(Runtime *rt, Str *text, Object *original)
{
    size_t start = 0, stop = text->length;
    while (start < stop && character_is_space(str_at(text, start)))
        start++;
    while (stop > start && character_is_space(str_at(text, stop - 1)))
        stop--;
    size_t count = stop - start;
    char local[128], *work = local;
    if (count >= sizeof local && (work = memory_take(rt, count + 1)) == NULL)
        return NULL;
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        uint32_t code = str_at(text, start + i);
        int decimal = code < 128 ? -1 : character_decimal(code);
        good = code < 128 || decimal >= 0;
        work[i] = (char)(decimal >= 0 ? '0' + decimal : (int)code);
    }
    work[count] = '\0';
    /* parse_clean writes over the underscores, in place, behind what it has read. */
    Object *result = good ? parse_clean(rt, work, count, original) : bad_text(rt, original);
    if (work != local)
        memory_release(rt, work, count + 1);
    return result;
}

static Object *float_of(Runtime *rt, Object *value)
{
    if (float_check_exact(value))
        return object_retain(value);
    if (str_check(value))
        return float_from_text(rt, (Str *)value, value);
    if (!number_check(value) || value->type->as_float == NULL) {
        owned Str *text = int_text_of_bytes(rt, value);
        if (text != NULL)
            return float_from_text(rt, text, value);
        if (error_pending(rt))
            return NULL;
    }
    double number;
    if (value->type->as_float == NULL && !number_has_index(value))
        return error_set(rt, &type_error_type, "float() argument must be a string or a real number, not '%T'", value);
    return number_as_double(rt, value, &number) < 0 ? NULL : float_new(rt, number);
}

static Object *float_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (arguments_check(rt, "float", n, type == &float_type ? names : NULL, 0, 1) < 0)
        return NULL;
    owned Object *value = n == 0 ? float_new(rt, 0.0) : float_of(rt, args[0]);
    if (value == NULL || type == &float_type)
        return take(&value);
    Float *self = object_new_any(rt, type, sizeof(Float));
    if (self == NULL)
        return NULL;
    self->value = value_of(value);
    object_track_any(rt, self);
    return (Object *)self;
}

static void float_free(Runtime *rt, Object *self)
{
    if (likely(self->type == &float_type))
        heap_release(&rt->heap, self, sizeof(Float), DOMAIN_OBJECT);
    else
        object_dispose_any(rt, self, sizeof(Float));
}

/* ---- protocol ---- */

/* An operand as a double: 1; 0 when it is no float or int (NotImplemented); -1 when an int is too large. */
static inline int operand(Runtime *rt, Object *object, double *value)
{
    if (likely(float_check(object))) {
        *value = value_of(object);
        return 1;
    }
    if (!int_check(object))
        return 0;
    return int_as_double(rt, (Int *)object, value) < 0 ? -1 : 1;
}

#define FLOAT_OPERANDS                                                            \
    double a, b;                                                                  \
    int good = operand(rt, left, &a);                                             \
    if (good > 0)                                                                 \
        good = operand(rt, right, &b);                                            \
    if (unlikely(good <= 0))                                                      \
        return good == 0 ? object_retain(NOT_IMPLEMENTED) : NULL

static Object *float_add(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    return float_new(rt, a + b);
}
static Object *float_subtract(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    return float_new(rt, a - b);
}
static Object *float_multiply(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    return float_new(rt, a * b);
}
static Object *float_true_divide(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    if (b == 0.0)
        return error_set(rt, &zero_division_error_type, "float division by zero");
    return float_new(rt, a / b);
}

/* Python's sign rule: the remainder has the divisor's sign; returns the floored quotient. */
static double floor_divide(double a, double b, double *remainder)
{
    double rest = fmod(a, b), quotient = (a - rest) / b;
    if (rest != 0.0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = copysign(0.0, b);
    }
    *remainder = rest;
    if (quotient == 0.0)
        return copysign(0.0, a / b);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

static Object *float_floor_divide(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    if (b == 0.0)
        return error_set(rt, &zero_division_error_type, "float floor division by zero");
    double rest;
    return float_new(rt, floor_divide(a, b, &rest));
}
static Object *float_remainder(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    if (b == 0.0)
        return error_set(rt, &zero_division_error_type, "float modulo");
    double rest;
    floor_divide(a, b, &rest);
    return float_new(rt, rest);
}
static Object *float_divmod(Runtime *rt, Object *left, Object *right)
{
    FLOAT_OPERANDS;
    if (b == 0.0)
        return error_set(rt, &zero_division_error_type, "float divmod()");
    double rest, quotient = floor_divide(a, b, &rest);
    owned Object *first = float_new(rt, quotient);
    owned Object *second = float_new(rt, rest);
    return first == NULL || second == NULL ? NULL : (Object *)tuple_pack(rt, 2, first, second);
}
/* OverflowError(34, 'Numerical result out of range'), as the C library's errno says it. */
static void *out_of_range(Runtime *rt)
{
    owned Object *code = (Object *)int_from_int64(rt, ERANGE);
    owned Str *message = str_from_c(rt, "Numerical result out of range");
    if (code == NULL || message == NULL)
        return NULL;
    Object *arguments[2] = {code, (Object *)message};
    owned Object *exception = object_call(rt, type_as_object(&overflow_error_type), arguments, 2, NULL);
    return exception == NULL ? NULL : error_set_exception(rt, exception);
}

static Object *float_power(Runtime *rt, Object *left, Object *right, Object *modulus)
{
    if (modulus != NULL && modulus != NONE)
        return error_set(rt, &type_error_type, "pow() 3rd argument not allowed unless all arguments are integers");
    FLOAT_OPERANDS;
    if (b == 0.0 || a == 1.0)
        return float_new(rt, 1.0);
    if (isnan(a) || isnan(b))
        return float_new(rt, a + b);
    if (a == 0.0 && b < 0.0 && isfinite(b))
        return error_set(rt, &zero_division_error_type, "0.0 cannot be raised to a negative power");
    if (a < 0.0 && isfinite(a) && isfinite(b) && b != floor(b))
        return error_set(rt, &value_error_type, "negative number cannot be raised to a fractional power");
    double result = pow(a, b);
    if (isinf(result) && isfinite(a) && isfinite(b))
        return out_of_range(rt);
    return float_new(rt, result);
}
static Object *float_negative(Runtime *rt, Object *self) { return float_new(rt, -value_of(self)); }
static Object *float_absolute(Runtime *rt, Object *self) { return float_new(rt, fabs(value_of(self))); }
static Object *float_self(Runtime *rt, Object *self)
{
    return float_check_exact(self) ? object_retain(self) : float_new(rt, value_of(self));
}
static int float_truth(Runtime *rt, Object *self)
{
    (void)rt;
    return value_of(self) != 0.0;
}
static Object *float_as_int(Runtime *rt, Object *self)
{
    return (Object *)int_from_double(rt, value_of(self));
}

/* Modulo 2^61 - 1 of the exact value, as 3.11 hashes every number. */
int64_t float_hash(double value)
{
    if (isinf(value))
        return value > 0 ? 314159 : -314159;
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t hash = (uint64_t)ldexp(fraction, 53) % prime;
    exponent = (exponent - 53) % 61;
    if (exponent < 0)
        exponent += 61;
    hash = ((hash << exponent) & prime) | hash >> (61 - exponent);
    if (hash == prime)
        hash = 0;
    int64_t result = value < 0 ? -(int64_t)hash : (int64_t)hash;
    return result == -1 ? -2 : result;
}
static int64_t float_slot_hash(Runtime *rt, Object *self)
{
    (void)rt;
    return isnan(value_of(self)) ? hash_pointer(self) : float_hash(value_of(self));
}

static Object *float_repr(Runtime *rt, Object *self)
{
    char text[FLOAT_TEXT_SIZE];
    size_t length = float_repr_text(value_of(self), text);
    return (Object *)str_from_latin1(rt, text, length);
}

/* |a| against |other|, both of `bits` > 63 bits: the 64 highest bits, then what `other` has below them. */
static int order_of_magnitudes(double a, const Int *other, int64_t bits)
{
    int exponent;
    uint64_t mine = (uint64_t)ldexp(frexp(a, &exponent), 64);
    Magnitude m;
    magnitude_of(other, &m);
    size_t limb = (size_t)(bits - 64) / 64;
    unsigned part = (unsigned)((bits - 64) % 64);
    uint64_t top = part == 0 ? m.limbs[limb] : m.limbs[limb] >> part | m.limbs[limb + 1] << (64 - part);
    if (mine != top)
        return mine > top ? 1 : -1;
    bool below = part != 0 && (m.limbs[limb] << (64 - part)) != 0;
    for (size_t i = 0; !below && i < limb; i++)
        below = m.limbs[i] != 0;
    return below ? -1 : 0;
}

/* a against an int of any size, exactly: -1, 0, 1. */
static int order_with_int(double a, const Int *other)
{
    if (isinf(a))
        return a > 0 ? 1 : -1;
    int sign = a > 0 ? 1 : a < 0 ? -1 : 0, other_sign = int_sign(other);
    if (sign != other_sign)
        return sign > other_sign ? 1 : -1;
    if (sign == 0)
        return 0;
    int exponent;
    frexp(a, &exponent);
    int64_t bits = (int64_t)int_bit_length(other);
    if (exponent != bits)
        return (exponent > bits) == (sign > 0) ? 1 : -1;
    if (bits <= 63) {
        int64_t value;
        int_as_int64(other, &value);
        double whole = trunc(a);
        int64_t mine = (int64_t)whole;
        if (mine != value)
            return mine > value ? 1 : -1;
        return a > whole ? 1 : a < whole ? -1 : 0;
    }
    return sign * order_of_magnitudes(fabs(a), other, bits);
}

static Object *float_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    (void)rt;
    double a = value_of(self);
    bool result;
    if (float_check(other)) {
        double b = value_of(other);
        switch (operation) {
        case COMPARE_LESS: result = a < b; break;
        case COMPARE_LESS_EQUAL: result = a <= b; break;
        case COMPARE_EQUAL: result = a == b; break;
        case COMPARE_NOT_EQUAL: result = a != b; break;
        case COMPARE_GREATER: result = a > b; break;
        default: result = a >= b; break;
        }
        return bool_object(result);
    }
    if (!int_check(other))
        return object_retain(NOT_IMPLEMENTED);
    if (isnan(a))
        return bool_object(operation == COMPARE_NOT_EQUAL);
    int order = order_with_int(a, (Int *)other);
    switch (operation) {
    case COMPARE_LESS: result = order < 0; break;
    case COMPARE_LESS_EQUAL: result = order <= 0; break;
    case COMPARE_EQUAL: result = order == 0; break;
    case COMPARE_NOT_EQUAL: result = order != 0; break;
    case COMPARE_GREATER: result = order > 0; break;
    default: result = order >= 0; break;
    }
    return bool_object(result);
}

/* ---- methods ---- */

static Object *float_is_integer(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    double value = value_of(self);
    return bool_object(isfinite(value) && floor(value) == value);
}

static Object *float_as_integer_ratio(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    double value = value_of(self);
    if (isinf(value))
        return error_set(rt, &overflow_error_type, "cannot convert Infinity to integer ratio");
    if (isnan(value))
        return error_set(rt, &value_error_type, "cannot convert NaN to integer ratio");
    int exponent;
    double fraction = frexp(value, &exponent);
    for (int i = 0; i < 300 && fraction != floor(fraction); i++) {
        fraction *= 2.0;
        exponent--;
    }
    owned Int *top = int_from_double(rt, fraction);
    owned Int *bottom = int_from_int64(rt, 1);
    if (top == NULL)
        return NULL;
    Int **scaled = exponent > 0 ? &top : &bottom;
    Object *shifted = int_shift(rt, *scaled, exponent > 0 ? exponent : -exponent);
    if (shifted == NULL)
        return NULL;
    object_replace_steal(scaled, shifted);
    return (Object *)tuple_pack(rt, 2, top, bottom);
}

static Object *float_conjugate(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return float_self(rt, self);
}
static Object *float_trunc(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return float_as_int(rt, self);
}
static Object *float_floor_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_double(rt, floor(value_of(self)));
}
static Object *float_ceil_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_double(rt, ceil(value_of(self)));
}

static Object *float_round(Runtime *rt, Object *self, Object **args, size_t n)
{
    double value = value_of(self);
    if (n == 0 || args[0] == NONE) {
        double whole = isfinite(value) ? nearbyint(value) : value;
        return (Object *)int_from_double(rt, whole);
    }
    ssize_t digits = number_as_size(rt, args[0], NULL);
    if (digits == -1 && error_pending(rt))
        return NULL;
    if (!isfinite(value) || value == 0.0 || digits > 323)
        return float_new(rt, value);
    if (digits < -309)
        return float_new(rt, copysign(0.0, value));
    double rounded = float_round_decimal(value, (int)digits);
    if (isinf(rounded))
        return error_set(rt, &overflow_error_type, "rounded value too large to represent");
    return float_new(rt, rounded);
}

static Object *float_format_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "__format__() argument must be str, not %T", args[0]);
    return (Object *)format_float(rt, self, (Str *)args[0]);
}

static Object *float_getnewargs(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *value = float_new(rt, value_of(self));
    return value == NULL ? NULL : (Object *)tuple_pack(rt, 1, value);
}

static Object *float_fromhex(Runtime *rt, Object *type, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "bad argument type for built-in operation");
    owned Object *value = float_from_hex_text(rt, (Str *)args[0]);
    if (value == NULL || type == type_as_object(&float_type))
        return take(&value);
    return object_call_one(rt, type, value);
}

static Object *float_hex(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)float_hex_text(rt, value_of(self));
}

static Object *float_getformat(Runtime *rt, Object *type, Object **args, size_t n)
{
    (void)type, (void)n;
    if (str_check(args[0]) && (str_equal_c((Str *)args[0], "double") || str_equal_c((Str *)args[0], "float")))
        return (Object *)str_from_c(rt, "IEEE, little-endian");
    return error_set(rt, &value_error_type, "__getformat__() argument 1 must be 'double' or 'float'");
}

static Object *float_get_imag(Runtime *rt, Object *self)
{
    (void)self;
    return float_new(rt, 0.0);
}

/* ---- type record ---- */

const Type float_type = {
    TYPE_IDENTITY(float), .name = "float", .base = &object_type, .size = sizeof(Float),
    .doc = "Convert a string or number to a floating point number, if possible.",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_FLOAT,
    .create = float_create, .free = float_free,
    .repr = float_repr, .hash = float_slot_hash, .compare = float_compare,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .binary[BINARY_ADD] = float_add, .binary[BINARY_SUBTRACT] = float_subtract,
    .binary[BINARY_MULTIPLY] = float_multiply, .binary[BINARY_TRUE_DIVIDE] = float_true_divide,
    .binary[BINARY_FLOOR_DIVIDE] = float_floor_divide, .binary[BINARY_REMAINDER] = float_remainder,
    .binary[BINARY_DIVMOD] = float_divmod, .power = float_power,
    .unary[UNARY_NEGATIVE] = float_negative, .unary[UNARY_POSITIVE] = float_self, .unary[UNARY_ABSOLUTE] = float_absolute,
    .truth = float_truth, .as_int = float_as_int, .as_float = float_self,
    .methods = (const MethodSpec[]){
        {"__ceil__", float_ceil_method, 0, 0},
        {"__floor__", float_floor_method, 0, 0},
        {"__format__", float_format_method, 1, 1},
        {"__getformat__", float_getformat, 1, 1, METHOD_CLASS},
        {"__getnewargs__", float_getnewargs, 0, 0},
        {"__round__", float_round, 0, 1},
        {"__trunc__", float_trunc, 0, 0},
        {"as_integer_ratio", float_as_integer_ratio, 0, 0},
        {"conjugate", float_conjugate, 0, 0},
        {"fromhex", float_fromhex, 1, 1, METHOD_CLASS},
        {"hex", float_hex, 0, 0},
        {"is_integer", float_is_integer, 0, 0},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"real", float_self, NULL, "the real part of a complex number"},
        {"imag", float_get_imag, NULL, "the imaginary part of a complex number"},
        {0},
    },
};
