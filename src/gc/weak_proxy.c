/* weakref.proxy: a weak reference that stands for its object. Every slot asks the object, and fails with
 * ReferenceError once it is dead. Layout, death and the place in the object's list are those of weakref.ref (weak.c).
 *
 * The object is held while it is asked: what it runs may drop the last reference to it. */
#include "gc/weak.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/type_parts.h"

static bool is_proxy(const Object *object)
{
    return object->type == &weak_proxy_type || object->type == &weak_callable_proxy_type;
}

/* What `object` stands for, owned: the object of a proxy, anything else itself. NULL with ReferenceError set. */
static Object *unwrap(Runtime *rt, Object *object)
{
    if (is_proxy(object)) {
        object = weak_reference_get_borrow(object);
        if (object == NULL)
            return error_set(rt, &reference_error_type, "weakly-referenced object no longer exists");
    }
    return object_retain(object);
}

/* ---- basics ---- */

static Object *proxy_repr(Runtime *rt, Object *self)
{
    Object *object = weak_reference_get_borrow(self);
    owned Object *held = object_retain(object != NULL ? object : NONE);
    return (Object *)str_format(rt, "<weakproxy at %p to %T at %p>", self, held, held);
}

static Object *proxy_str(Runtime *rt, Object *self)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_str(rt, object);
}

static Object *proxy_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    owned Object *left = unwrap(rt, self);
    owned Object *right = left == NULL ? NULL : unwrap(rt, other);
    return right == NULL ? NULL : object_compare(rt, left, right, operation);
}

static Object *proxy_get_attribute(Runtime *rt, Object *self, Str *name)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_get_attribute(rt, object, name);
}

static int proxy_set_attribute(Runtime *rt, Object *self, Str *name, Object *value)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? -1 : object_set_attribute(rt, object, name, value);
}

static Object *proxy_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_call(rt, object, args, n, names);
}

static Object *proxy_iter(Runtime *rt, Object *self)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_iter(rt, object);
}

static Object *proxy_next(Runtime *rt, Object *self)
{
    owned Object *object = unwrap(rt, self);
    if (object == NULL)
        return NULL;
    if (object->type->next == NULL)
        return error_set(rt, &type_error_type, "Weakref proxy referenced a non-iterator '%.200T' object", object);
    return object->type->next(rt, object);
}

/* ---- numbers ---- */

static Object *proxy_binary(Runtime *rt, Object *left, Object *right, BinaryOperation operation, bool in_place)
{
    owned Object *first = unwrap(rt, left);
    owned Object *second = first == NULL ? NULL : unwrap(rt, right);
    if (second == NULL)
        return NULL;
    return in_place ? number_in_place(rt, first, second, operation) : number_binary(rt, first, second, operation);
}

#define FORWARD_BINARY(name, operation)                                             \
    static Object *proxy_##name(Runtime *rt, Object *left, Object *right)           \
    {                                                                               \
        return proxy_binary(rt, left, right, operation, false);                     \
    }                                                                               \
    static Object *proxy_in_place_##name(Runtime *rt, Object *left, Object *right)  \
    {                                                                               \
        return proxy_binary(rt, left, right, operation, true);                      \
    }
FORWARD_BINARY(add, BINARY_ADD)
FORWARD_BINARY(subtract, BINARY_SUBTRACT)
FORWARD_BINARY(multiply, BINARY_MULTIPLY)
FORWARD_BINARY(matrix_multiply, BINARY_MATRIX_MULTIPLY)
FORWARD_BINARY(true_divide, BINARY_TRUE_DIVIDE)
FORWARD_BINARY(floor_divide, BINARY_FLOOR_DIVIDE)
FORWARD_BINARY(remainder, BINARY_REMAINDER)
FORWARD_BINARY(left_shift, BINARY_LEFT_SHIFT)
FORWARD_BINARY(right_shift, BINARY_RIGHT_SHIFT)
FORWARD_BINARY(and, BINARY_AND)
FORWARD_BINARY(or, BINARY_OR)
FORWARD_BINARY(xor, BINARY_XOR)
#undef FORWARD_BINARY

static Object *proxy_divmod(Runtime *rt, Object *left, Object *right)
{
    return proxy_binary(rt, left, right, BINARY_DIVMOD, false);
}

static Object *proxy_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    owned Object *first = unwrap(rt, base);
    owned Object *second = first == NULL ? NULL : unwrap(rt, exponent);
    owned Object *third = second == NULL ? NULL : unwrap(rt, modulus != NULL ? modulus : NONE);
    return third == NULL ? NULL : number_power(rt, first, second, third);
}

static Object *proxy_in_place_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    (void)modulus;
    return proxy_binary(rt, base, exponent, BINARY_POWER, true);
}

#define FORWARD_UNARY(name, expression)                     \
    static Object *proxy_##name(Runtime *rt, Object *self)  \
    {                                                       \
        owned Object *object = unwrap(rt, self);            \
        return object == NULL ? NULL : expression;          \
    }
FORWARD_UNARY(negative, number_unary(rt, object, UNARY_NEGATIVE))
FORWARD_UNARY(positive, number_unary(rt, object, UNARY_POSITIVE))
FORWARD_UNARY(invert, number_unary(rt, object, UNARY_INVERT))
FORWARD_UNARY(absolute, number_unary(rt, object, UNARY_ABSOLUTE))
FORWARD_UNARY(int, number_int(rt, object))
FORWARD_UNARY(float, number_float(rt, object))
FORWARD_UNARY(index, number_index(rt, object))
#undef FORWARD_UNARY

static int proxy_truth(Runtime *rt, Object *self)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? -1 : object_truth(rt, object);
}

/* ---- containers ---- */

static ssize_t proxy_length(Runtime *rt, Object *self)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? -1 : object_length(rt, object);
}

static Object *proxy_get_item(Runtime *rt, Object *self, Object *key)
{
    owned Object *object = unwrap(rt, self);
    owned Object *plain = object == NULL ? NULL : unwrap(rt, key);
    return plain == NULL ? NULL : object_get_item(rt, object, plain);
}

static int proxy_set_item(Runtime *rt, Object *self, Object *key, Object *value)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? -1 : object_set_item(rt, object, key, value);
}

static int proxy_contains(Runtime *rt, Object *self, Object *value)
{
    owned Object *object = unwrap(rt, self);
    return object == NULL ? -1 : object_contains(rt, object, value);
}

/* ---- methods ---- */

static Object *proxy_bytes_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_call_method(rt, NAME(__bytes__), &object, 1, NULL);
}

static Object *proxy_reversed_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *object = unwrap(rt, self);
    return object == NULL ? NULL : object_call_method(rt, NAME(__reversed__), &object, 1, NULL);
}

/* ---- type records ---- */

static const MethodSpec proxy_methods[] = {
    {"__bytes__", proxy_bytes_method, 0, 0},
    {"__reversed__", proxy_reversed_method, 0, 0},
    {0},
};

/* No hash: a proxy compares like its object and so would have to hash like it, also when that is dead. */
#define PROXY_RECORD                                                                                              \
    .size = sizeof(WeakReference), .base = &object_type,                                                          \
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION, .init = object_init,                    \
    .free = weak_reference_free, .visit = weak_reference_visit, .clear = weak_reference_clear,                    \
    .repr = proxy_repr, .str = proxy_str, .compare = proxy_compare, .get_attribute = proxy_get_attribute,         \
    .set_attribute = proxy_set_attribute, .iter = proxy_iter, .next = proxy_next,                                 \
    .binary = {                                                                                                   \
        [BINARY_ADD] = proxy_add, [BINARY_SUBTRACT] = proxy_subtract, [BINARY_MULTIPLY] = proxy_multiply,         \
        [BINARY_MATRIX_MULTIPLY] = proxy_matrix_multiply, [BINARY_TRUE_DIVIDE] = proxy_true_divide,               \
        [BINARY_FLOOR_DIVIDE] = proxy_floor_divide, [BINARY_REMAINDER] = proxy_remainder,                         \
        [BINARY_LEFT_SHIFT] = proxy_left_shift, [BINARY_RIGHT_SHIFT] = proxy_right_shift,                         \
        [BINARY_AND] = proxy_and, [BINARY_OR] = proxy_or, [BINARY_XOR] = proxy_xor,                               \
        [BINARY_DIVMOD] = proxy_divmod,                                                                           \
    },                                                                                                            \
    .in_place = {                                                                                                 \
        [BINARY_ADD] = proxy_in_place_add, [BINARY_SUBTRACT] = proxy_in_place_subtract,                           \
        [BINARY_MULTIPLY] = proxy_in_place_multiply, [BINARY_MATRIX_MULTIPLY] = proxy_in_place_matrix_multiply,   \
        [BINARY_TRUE_DIVIDE] = proxy_in_place_true_divide, [BINARY_FLOOR_DIVIDE] = proxy_in_place_floor_divide,   \
        [BINARY_REMAINDER] = proxy_in_place_remainder, [BINARY_LEFT_SHIFT] = proxy_in_place_left_shift,           \
        [BINARY_RIGHT_SHIFT] = proxy_in_place_right_shift, [BINARY_AND] = proxy_in_place_and,                     \
        [BINARY_OR] = proxy_in_place_or, [BINARY_XOR] = proxy_in_place_xor,                                       \
    },                                                                                                            \
    .power = proxy_power, .in_place_power = proxy_in_place_power,                                                 \
    .unary = {                                                                                                    \
        [UNARY_NEGATIVE] = proxy_negative, [UNARY_POSITIVE] = proxy_positive, [UNARY_INVERT] = proxy_invert,      \
        [UNARY_ABSOLUTE] = proxy_absolute,                                                                        \
    },                                                                                                            \
    .truth = proxy_truth, .as_int = proxy_int, .as_float = proxy_float, .index_of = proxy_index,                  \
    .length = proxy_length, .get_item = proxy_get_item, .set_item = proxy_set_item, .contains = proxy_contains,   \
    .methods = proxy_methods

const Type weak_proxy_type = {TYPE_IDENTITY(weak_proxy), .name = "weakref.ProxyType", PROXY_RECORD};
const Type weak_callable_proxy_type = {
    TYPE_IDENTITY(weak_callable_proxy), .name = "weakref.CallableProxyType", PROXY_RECORD, .call = proxy_call,
};
