/* Numbers: operators with two operands, conversions to int, index and float.
 *
 * A binary operation asks the left operand's slot, then the right one's; a right operand of a subclass of
 * the left one's type is asked first. NotImplemented passes the turn. When all pass, sequences are tried
 * (+ concatenates, * repeats), then it is a TypeError. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/type.h"

typedef Object *(*BinarySlot)(Runtime *rt, Object *left, Object *right);

static const char *const operation_signs[BINARY_COUNT] = {
    "+", "-", "*", "@", "/", "//", "%", "<<", ">>", "&", "|", "^", "divmod()", "** or pow()",
};
static const char *const in_place_signs[BINARY_COUNT] = {
    "+=", "-=", "*=", "@=", "/=", "//=", "%=", "<<=", ">>=", "&=", "|=", "^=", "divmod()", "**=",
};

/* ---- two operands ---- */

static Object *binary_ask(Runtime *rt, Object *left, Object *right, BinaryOperation operation)
{
    BinarySlot left_slot = left->type->binary[operation];
    BinarySlot right_slot = right->type->binary[operation];
    if (left->type == right->type || right_slot == left_slot)
        right_slot = NULL;
    if (left_slot != NULL) {
        if (right_slot != NULL && type_is_subtype(right->type, left->type)) {
            Object *result = right_slot(rt, left, right);
            if (result != NOT_IMPLEMENTED)
                return result;
            right_slot = NULL;
        }
        Object *result = left_slot(rt, left, right);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    return right_slot != NULL ? right_slot(rt, left, right) : NOT_IMPLEMENTED;
}

static Object *operands_refuse(Runtime *rt, Object *left, Object *right, const char *sign)
{
    return error_set(rt, &type_error_type, "unsupported operand type(s) for %.100s: '%.100T' and '%.100T'",
                     sign, left, right);
}

static Object *sequence_repeat(Runtime *rt, Object *(*repeat)(Runtime *, Object *, ssize_t),
                               Object *sequence, Object *times)
{
    if (!number_has_index(times))
        return error_set(rt, &type_error_type, "can't multiply sequence by non-int of type '%.200T'", times);
    ssize_t count = number_as_size(rt, times, &overflow_error_type);
    if (count == -1 && error_pending(rt))
        return NULL;
    return repeat(rt, sequence, count);
}

/* `print >> stream` was the way to print to a stream once. */
static bool is_old_print(Object *left, BinaryOperation operation)
{
    return operation == BINARY_RIGHT_SHIFT && object_has_type(left, &builtin_type) &&
           strcmp(((Builtin *)left)->spec->name, "print") == 0;
}

Object *number_binary(Runtime *rt, Object *left, Object *right, BinaryOperation operation)
{
    if (operation == BINARY_POWER)
        return number_power(rt, left, right, NULL);
    Object *result = binary_ask(rt, left, right, operation);
    if (result != NOT_IMPLEMENTED)
        return result;
    if (operation == BINARY_ADD && left->type->concat != NULL)
        return left->type->concat(rt, left, right);
    if (operation == BINARY_MULTIPLY && left->type->repeat != NULL)
        return sequence_repeat(rt, left->type->repeat, left, right);
    if (operation == BINARY_MULTIPLY && right->type->repeat != NULL)
        return sequence_repeat(rt, right->type->repeat, right, left);
    if (is_old_print(left, operation))
        return error_set(rt, &type_error_type,
                         "unsupported operand type(s) for >>: '%.100T' and '%.100T'. Did you mean "
                         "\"print(<message>, file=<output_stream>)\"?",
                         left, right);
    return operands_refuse(rt, left, right, operation_signs[operation]);
}

static Object *power_in_place(Runtime *rt, Object *left, Object *right);

Object *number_in_place(Runtime *rt, Object *left, Object *right, BinaryOperation operation)
{
    if (operation == BINARY_POWER)
        return power_in_place(rt, left, right);
    if (left->type->in_place[operation] != NULL) {
        Object *result = left->type->in_place[operation](rt, left, right);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    Object *result = binary_ask(rt, left, right, operation);
    if (result != NOT_IMPLEMENTED)
        return result;
    if (operation == BINARY_ADD) {
        if (left->type->in_place_concat != NULL)
            return left->type->in_place_concat(rt, left, right);
        if (left->type->concat != NULL)
            return left->type->concat(rt, left, right);
    }
    if (operation == BINARY_MULTIPLY) {
        if (left->type->in_place_repeat != NULL)
            return sequence_repeat(rt, left->type->in_place_repeat, left, right);
        if (left->type->repeat != NULL)
            return sequence_repeat(rt, left->type->repeat, left, right);
        if (right->type->repeat != NULL)
            return sequence_repeat(rt, right->type->repeat, right, left);
    }
    return operands_refuse(rt, left, right, in_place_signs[operation]);
}

/* ---- power ---- */

static Object *power_ask(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    typedef Object *(*PowerSlot)(Runtime *, Object *, Object *, Object *);
    PowerSlot left = base->type->power, right = exponent->type->power;
    if (base->type == exponent->type || left == right)
        right = NULL;
    if (left != NULL) {
        if (right != NULL && type_is_subtype(exponent->type, base->type)) {
            Object *result = right(rt, base, exponent, modulus);
            if (result != NOT_IMPLEMENTED)
                return result;
            right = NULL;
        }
        Object *result = left(rt, base, exponent, modulus);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (right != NULL) {
        Object *result = right(rt, base, exponent, modulus);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    PowerSlot third = modulus->type->power;
    if (third != NULL && third != base->type->power && third != exponent->type->power)
        return third(rt, base, exponent, modulus);
    return NOT_IMPLEMENTED;
}

Object *number_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    if (modulus == NULL)
        modulus = NONE;
    Object *result = power_ask(rt, base, exponent, modulus);
    if (result != NOT_IMPLEMENTED)
        return result;
    if (modulus == NONE)
        return operands_refuse(rt, base, exponent, operation_signs[BINARY_POWER]);
    return error_set(rt, &type_error_type,
                     "unsupported operand type(s) for ** or pow(): '%.100T', '%.100T', '%.100T'", base,
                     exponent, modulus);
}

static Object *power_in_place(Runtime *rt, Object *left, Object *right)
{
    if (left->type->in_place_power != NULL) {
        Object *result = left->type->in_place_power(rt, left, right, NONE);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    Object *result = power_ask(rt, left, right, NONE);
    if (result != NOT_IMPLEMENTED)
        return result;
    return operands_refuse(rt, left, right, in_place_signs[BINARY_POWER]);
}

/* ---- one operand ---- */

Object *number_unary(Runtime *rt, Object *object, UnaryOperation operation)
{
    static const char *const names[UNARY_COUNT] = {"unary -", "unary +", "unary ~", "abs()"};
    if (object->type->unary[operation] != NULL)
        return object->type->unary[operation](rt, object);
    return error_set(rt, &type_error_type, "bad operand type for %s: '%.200T'", names[operation], object);
}

bool number_check(const Object *object)
{
    const Type *type = object->type;
    return type->index_of != NULL || type->as_int != NULL || type->as_float != NULL ||
           type_has_flag(type, TYPE_COMPLEX);
}

/* ---- integers ---- */

/* An exact int of the same value. */
static Object *int_exact(Runtime *rt, Object *number)
{
    if (int_check_exact(number))
        return object_retain(number);
    return int_add(rt, (Int *)number, &int_constants[-INT_CONSTANT_MIN]);
}

bool number_has_index(const Object *object)
{
    return object->type->index_of != NULL;
}

/* The result of a conversion method: an int, of a subclass only with a warning. Exact, owned. */
static Object *conversion_check_steal(Runtime *rt, Object *result, const char *method)
{
    owned Object *number = result;
    if (number == NULL || int_check_exact(number))
        return take(&number);
    if (!int_check(number))
        return error_set(rt, &type_error_type, "%s returned non-int (type %.200T)", method, number);
    if (error_warn(rt, &deprecation_warning_type,
                   "%s returned non-int (type %.200T).  The ability to return an instance of a strict "
                   "subclass of int is deprecated, and may not be supported in a future version of Python.",
                   method, number) < 0)
        return NULL;
    return int_exact(rt, number);
}

Object *number_index(Runtime *rt, Object *object)
{
    if (int_check(object))
        return int_exact(rt, object);
    if (object->type->index_of == NULL)
        return error_set(rt, &type_error_type, "'%.200T' object cannot be interpreted as an integer", object);
    return conversion_check_steal(rt, object->type->index_of(rt, object), "__index__");
}

ssize_t number_as_size(Runtime *rt, Object *object, const Type *overflow)
{
    int64_t value;
    if (likely(int_check(object)) && int_as_int64((Int *)object, &value))
        return value;
    owned Object *number = number_index(rt, object);
    if (number == NULL)
        return -1;
    if (int_as_int64((Int *)number, &value))
        return value;
    if (overflow == NULL)
        return int_sign((Int *)number) < 0 ? INT64_MIN : INT64_MAX;
    return error_fail(rt, overflow, "cannot fit '%.200T' into an index-sized integer", object);
}

int number_as_int64(Runtime *rt, Object *object, int64_t *value)
{
    owned Object *number = number_index(rt, object);
    if (number == NULL)
        return -1;
    if (int_as_int64((Int *)number, value))
        return 0;
    return error_fail(rt, &overflow_error_type, "Python int too large to convert to C long");
}

/* int(b"12"): as text; the message shows the bytes. */
static Object *int_from_octets(Runtime *rt, Object *octets)
{
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, octets, &data, &length, &holder))
        return NULL;
    owned Str *text = str_from_latin1(rt, data, length);
    if (text == NULL)
        return NULL;
    Object *number = str_is_ascii(text) ? int_from_text(rt, text, 10) : NULL;
    if (number != NULL)
        return number;
    if (!error_pending(rt) || error_clear_if(rt, &value_error_type)) {
        owned Object *shown = (Object *)bytes_new(rt, data, length);
        if (shown != NULL)
            error_set(rt, &value_error_type, "invalid literal for int() with base 10: %.200R", shown);
    }
    return NULL;
}

Object *number_int(Runtime *rt, Object *object)
{
    if (int_check_exact(object))
        return object_retain(object);
    if (object->type->as_int != NULL)
        return conversion_check_steal(rt, object->type->as_int(rt, object), "__int__");
    if (object->type->index_of != NULL)
        return number_index(rt, object);

    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, object, NAME(__trunc__), &method, &unbound);
    if (found < 0)
        return NULL;
    if (found > 0) {
        if (error_warn(rt, &deprecation_warning_type,
                       "The delegation of int() to __trunc__ is deprecated.") < 0)
            return NULL;
        owned Object *result = object_call(rt, method, &object, unbound ? 1 : 0, NULL);
        if (result == NULL || int_check(result))
            return result == NULL ? NULL : int_exact(rt, result);
        if (!number_has_index(result))
            return error_set(rt, &type_error_type, "__trunc__ returned non-Integral (type %.200T)", result);
        return number_index(rt, result);
    }
    if (str_check(object))
        return int_from_text(rt, (Str *)object, 10);
    if (bytes_check(object) || object_has_flag(object, TYPE_BYTEARRAY))
        return int_from_octets(rt, object);
    return error_set(rt, &type_error_type,
                     "int() argument must be a string, a bytes-like object or a real number, not '%.200T'",
                     object);
}

/* ---- floats ---- */

/* __float__'s result: a float, of a subclass only with a warning. 0 and *value, or -1. */
static int float_result_steal(Runtime *rt, Object *object, Object *result, double *value)
{
    owned Object *number = result;
    if (number == NULL)
        return -1;
    if (!float_check(number))
        return error_fail(rt, &type_error_type, "%.50T.__float__ returned non-float (type %.50T)", object,
                          number);
    if (!float_check_exact(number) &&
        error_warn(rt, &deprecation_warning_type,
                   "%.50T.__float__ returned non-float (type %.50T).  The ability to return an instance of "
                   "a strict subclass of float is deprecated, and may not be supported in a future version "
                   "of Python.",
                   object, number) < 0)
        return -1;
    *value = ((Float *)number)->value;
    return 0;
}

static int index_as_double(Runtime *rt, Object *object, double *value)
{
    owned Object *number = number_index(rt, object);
    return number == NULL ? -1 : int_as_double(rt, (Int *)number, value);
}

int number_as_double(Runtime *rt, Object *object, double *value)
{
    if (float_check(object)) {
        *value = ((Float *)object)->value;
        return 0;
    }
    if (object->type->as_float != NULL)
        return float_result_steal(rt, object, object->type->as_float(rt, object), value);
    if (object->type->index_of != NULL)
        return index_as_double(rt, object, value);
    return error_fail(rt, &type_error_type, "must be real number, not %.50T", object);
}

Object *number_float(Runtime *rt, Object *object)
{
    if (float_check_exact(object))
        return object_retain(object);
    return float_type.create(rt, &float_type, &object, 1, NULL);
}
