/* The module operator: every operator of the language as a function. Its three kinds of callables
 * (itemgetter, attrgetter, methodcaller) are in operator_getters.c. */
#include <string.h>

#include "modules/modules.h"
#include "modules/operator_getters.h"
#include "types/container.h"
#include "types/list.h"

/* ---- the operators ------------------------------------------------------------------------- */

#define BINARY_FUNCTION(name, operation)                                            \
    static Object *name(Runtime *rt, Object *self, Object **args, size_t n)         \
    {                                                                               \
        (void)self, (void)n;                                                        \
        return number_binary(rt, args[0], args[1], operation);                      \
    }
#define IN_PLACE_FUNCTION(name, operation)                                          \
    static Object *name(Runtime *rt, Object *self, Object **args, size_t n)         \
    {                                                                               \
        (void)self, (void)n;                                                        \
        return number_in_place(rt, args[0], args[1], operation);                    \
    }
#define COMPARE_FUNCTION(name, operation)                                           \
    static Object *name(Runtime *rt, Object *self, Object **args, size_t n)         \
    {                                                                               \
        (void)self, (void)n;                                                        \
        return object_compare(rt, args[0], args[1], operation);                     \
    }
#define UNARY_FUNCTION(name, operation)                                             \
    static Object *name(Runtime *rt, Object *self, Object **args, size_t n)         \
    {                                                                               \
        (void)self, (void)n;                                                        \
        return number_unary(rt, args[0], operation);                                \
    }

BINARY_FUNCTION(operator_add, BINARY_ADD)
BINARY_FUNCTION(operator_sub, BINARY_SUBTRACT)
BINARY_FUNCTION(operator_mul, BINARY_MULTIPLY)
BINARY_FUNCTION(operator_matmul, BINARY_MATRIX_MULTIPLY)
BINARY_FUNCTION(operator_truediv, BINARY_TRUE_DIVIDE)
BINARY_FUNCTION(operator_floordiv, BINARY_FLOOR_DIVIDE)
BINARY_FUNCTION(operator_mod, BINARY_REMAINDER)
BINARY_FUNCTION(operator_pow, BINARY_POWER)
BINARY_FUNCTION(operator_lshift, BINARY_LEFT_SHIFT)
BINARY_FUNCTION(operator_rshift, BINARY_RIGHT_SHIFT)
BINARY_FUNCTION(operator_and, BINARY_AND)
BINARY_FUNCTION(operator_or, BINARY_OR)
BINARY_FUNCTION(operator_xor, BINARY_XOR)
IN_PLACE_FUNCTION(operator_iadd, BINARY_ADD)
IN_PLACE_FUNCTION(operator_isub, BINARY_SUBTRACT)
IN_PLACE_FUNCTION(operator_imul, BINARY_MULTIPLY)
IN_PLACE_FUNCTION(operator_imatmul, BINARY_MATRIX_MULTIPLY)
IN_PLACE_FUNCTION(operator_itruediv, BINARY_TRUE_DIVIDE)
IN_PLACE_FUNCTION(operator_ifloordiv, BINARY_FLOOR_DIVIDE)
IN_PLACE_FUNCTION(operator_imod, BINARY_REMAINDER)
IN_PLACE_FUNCTION(operator_ipow, BINARY_POWER)
IN_PLACE_FUNCTION(operator_ilshift, BINARY_LEFT_SHIFT)
IN_PLACE_FUNCTION(operator_irshift, BINARY_RIGHT_SHIFT)
IN_PLACE_FUNCTION(operator_iand, BINARY_AND)
IN_PLACE_FUNCTION(operator_ior, BINARY_OR)
IN_PLACE_FUNCTION(operator_ixor, BINARY_XOR)
COMPARE_FUNCTION(operator_lt, COMPARE_LESS)
COMPARE_FUNCTION(operator_le, COMPARE_LESS_EQUAL)
COMPARE_FUNCTION(operator_eq, COMPARE_EQUAL)
COMPARE_FUNCTION(operator_ne, COMPARE_NOT_EQUAL)
COMPARE_FUNCTION(operator_gt, COMPARE_GREATER)
COMPARE_FUNCTION(operator_ge, COMPARE_GREATER_EQUAL)
UNARY_FUNCTION(operator_neg, UNARY_NEGATIVE)
UNARY_FUNCTION(operator_pos, UNARY_POSITIVE)
UNARY_FUNCTION(operator_invert, UNARY_INVERT)
UNARY_FUNCTION(operator_abs, UNARY_ABSOLUTE)

static Object *operator_truth(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int truth = object_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_new(truth);
}

static Object *operator_not(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int truth = object_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_new(!truth);
}

static Object *operator_is(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)self, (void)n;
    return bool_new(args[0] == args[1]);
}

static Object *operator_is_not(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)self, (void)n;
    return bool_new(args[0] != args[1]);
}

static Object *operator_index(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return number_index(rt, args[0]);
}

/* ---- containers ---------------------------------------------------------------------------- */

static Object *operator_concat(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (args[0]->type->concat != NULL)
        return args[0]->type->concat(rt, args[0], args[1]);
    if (sequence_check(args[0]) && sequence_check(args[1]))
        return number_binary(rt, args[0], args[1], BINARY_ADD);
    return error_set(rt, &type_error_type, "'%.200T' object can't be concatenated", args[0]);
}

static Object *operator_iconcat(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (args[0]->type->in_place_concat != NULL)
        return args[0]->type->in_place_concat(rt, args[0], args[1]);
    if (args[0]->type->concat == NULL && sequence_check(args[0]) && sequence_check(args[1]))
        return number_in_place(rt, args[0], args[1], BINARY_ADD);
    return operator_concat(rt, self, args, n);
}

static Object *operator_contains(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int found = object_contains(rt, args[0], args[1]);
    return found < 0 ? NULL : bool_new(found);
}

static Object *operator_getitem(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_get_item(rt, args[0], args[1]);
}

static Object *operator_setitem(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_set_item(rt, args[0], args[1], args[2]) < 0 ? NULL : none_new();
}

static Object *operator_delitem(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_set_item(rt, args[0], args[1], NULL) < 0 ? NULL : none_new();
}

/* Walks args[0] for items equal to args[1]: how many, or the number of the first one. */
static Object *search(Runtime *rt, Object **args, bool first)
{
    owned Object *iterator = object_iter(rt, args[0]);
    if (iterator == NULL) {
        if (error_clear_if(rt, &type_error_type))
            error_set(rt, &type_error_type, "argument of type '%.200T' is not iterable", args[0]);
        return NULL;
    }
    ssize_t count = 0;
    for (ssize_t i = 0;; i++) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            break;
        int equal = object_equal(rt, item, args[1]);
        if (equal < 0)
            return NULL;
        if (equal && first)
            return (Object *)int_from_size(rt, i);
        count += equal;
    }
    if (error_pending(rt))
        return NULL;
    if (first)
        return error_set(rt, &value_error_type, "sequence.index(x): x not in sequence");
    return (Object *)int_from_size(rt, count);
}

static Object *operator_count_of(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return search(rt, args, false);
}

static Object *operator_index_of(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return search(rt, args, true);
}

static Object *operator_length_hint(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    ssize_t fallback = 0;
    if (n > 1) {
        fallback = number_as_size(rt, args[1], &overflow_error_type);
        if (fallback == -1 && error_pending(rt))
            return NULL;
    }
    ssize_t hint = object_length_hint(rt, args[0], fallback);
    return hint == -1 && error_pending(rt) ? NULL : (Object *)int_from_size(rt, hint);
}

static Object *operator_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    if (n == 0)
        return error_set(rt, &type_error_type, "call expected at least 1 argument, got 0");
    return object_call(rt, args[0], args + 1, n - 1, names);
}

/* ---- the module ---------------------------------------------------------------------------- */

static const MethodSpec operator_functions[] = {
    {"truth", operator_truth, 1, 1, .doc = "Return True if a is true, False otherwise."},
    {"contains", operator_contains, 2, 2, .doc = "Same as b in a (note reversed operands)."},
    {"indexOf", operator_index_of, 2, 2, .doc = "Return the first index of b in a."},
    {"countOf", operator_count_of, 2, 2,
     .doc = "Return the number of items in a which are, or which equal, b."},
    {"is_", operator_is, 2, 2, .doc = "Same as a is b."},
    {"is_not", operator_is_not, 2, 2, .doc = "Same as a is not b."},
    {"add", operator_add, 2, 2, .doc = "Same as a + b."},
    {"sub", operator_sub, 2, 2, .doc = "Same as a - b."},
    {"mul", operator_mul, 2, 2, .doc = "Same as a * b."},
    {"matmul", operator_matmul, 2, 2, .doc = "Same as a @ b."},
    {"floordiv", operator_floordiv, 2, 2, .doc = "Same as a // b."},
    {"truediv", operator_truediv, 2, 2, .doc = "Same as a / b."},
    {"mod", operator_mod, 2, 2, .doc = "Same as a % b."},
    {"neg", operator_neg, 1, 1, .doc = "Same as -a."},
    {"pos", operator_pos, 1, 1, .doc = "Same as +a."},
    {"abs", operator_abs, 1, 1, .doc = "Same as abs(a)."},
    {"inv", operator_invert, 1, 1, .doc = "Same as ~a."},
    {"invert", operator_invert, 1, 1, .doc = "Same as ~a."},
    {"lshift", operator_lshift, 2, 2, .doc = "Same as a << b."},
    {"rshift", operator_rshift, 2, 2, .doc = "Same as a >> b."},
    {"not_", operator_not, 1, 1, .doc = "Same as not a."},
    {"and_", operator_and, 2, 2, .doc = "Same as a & b."},
    {"xor", operator_xor, 2, 2, .doc = "Same as a ^ b."},
    {"or_", operator_or, 2, 2, .doc = "Same as a | b."},
    {"iadd", operator_iadd, 2, 2, .doc = "Same as a += b."},
    {"isub", operator_isub, 2, 2, .doc = "Same as a -= b."},
    {"imul", operator_imul, 2, 2, .doc = "Same as a *= b."},
    {"imatmul", operator_imatmul, 2, 2, .doc = "Same as a @= b."},
    {"ifloordiv", operator_ifloordiv, 2, 2, .doc = "Same as a //= b."},
    {"itruediv", operator_itruediv, 2, 2, .doc = "Same as a /= b."},
    {"imod", operator_imod, 2, 2, .doc = "Same as a %= b."},
    {"ilshift", operator_ilshift, 2, 2, .doc = "Same as a <<= b."},
    {"irshift", operator_irshift, 2, 2, .doc = "Same as a >>= b."},
    {"iand", operator_iand, 2, 2, .doc = "Same as a &= b."},
    {"ixor", operator_ixor, 2, 2, .doc = "Same as a ^= b."},
    {"ior", operator_ior, 2, 2, .doc = "Same as a |= b."},
    {"concat", operator_concat, 2, 2, .doc = "Same as a + b, for a and b sequences."},
    {"iconcat", operator_iconcat, 2, 2, .doc = "Same as a += b, for a and b sequences."},
    {"getitem", operator_getitem, 2, 2, .doc = "Same as a[b]."},
    {"setitem", operator_setitem, 3, 3, .doc = "Same as a[b] = c."},
    {"delitem", operator_delitem, 2, 2, .doc = "Same as del a[b]."},
    {"pow", operator_pow, 2, 2, .doc = "Same as a ** b."},
    {"ipow", operator_ipow, 2, 2, .doc = "Same as a **= b."},
    {"lt", operator_lt, 2, 2, .doc = "Same as a < b."},
    {"le", operator_le, 2, 2, .doc = "Same as a <= b."},
    {"eq", operator_eq, 2, 2, .doc = "Same as a == b."},
    {"ne", operator_ne, 2, 2, .doc = "Same as a != b."},
    {"gt", operator_gt, 2, 2, .doc = "Same as a > b."},
    {"ge", operator_ge, 2, 2, .doc = "Same as a >= b."},
    {"length_hint", operator_length_hint, 1, 2,
     .doc = "Return an estimate of the number of items in obj.\n\n"
            "This is useful for presizing containers when building from an iterable.\n\n"
            "If the object supports len(), the result will be exact.\n"
            "Otherwise, it may over- or under-estimate by an arbitrary amount."},
    {"index", operator_index, 1, 1, .doc = "Same as a.__index__()"},
    {"call", .keywords = operator_call, .doc = "Same as obj(*args, **kwargs)."},
    {0},
};

/* The second names, and of which functions. */
static const struct {
    const char *name, *of;
} aliases[] = {
    {"__lt__", "lt"},           {"__le__", "le"},             {"__eq__", "eq"},
    {"__ne__", "ne"},           {"__ge__", "ge"},             {"__gt__", "gt"},
    {"__not__", "not_"},        {"__abs__", "abs"},           {"__add__", "add"},
    {"__and__", "and_"},        {"__call__", "call"},         {"__floordiv__", "floordiv"},
    {"__index__", "index"},     {"__inv__", "inv"},           {"__invert__", "invert"},
    {"__lshift__", "lshift"},   {"__mod__", "mod"},           {"__mul__", "mul"},
    {"__matmul__", "matmul"},   {"__neg__", "neg"},           {"__or__", "or_"},
    {"__pos__", "pos"},         {"__pow__", "pow"},           {"__rshift__", "rshift"},
    {"__sub__", "sub"},         {"__truediv__", "truediv"},   {"__xor__", "xor"},
    {"__concat__", "concat"},   {"__contains__", "contains"}, {"__delitem__", "delitem"},
    {"__getitem__", "getitem"}, {"__setitem__", "setitem"},   {"__iadd__", "iadd"},
    {"__iand__", "iand"},       {"__iconcat__", "iconcat"},   {"__ifloordiv__", "ifloordiv"},
    {"__ilshift__", "ilshift"}, {"__imod__", "imod"},         {"__imul__", "imul"},
    {"__imatmul__", "imatmul"}, {"__ior__", "ior"},           {"__ipow__", "ipow"},
    {"__irshift__", "irshift"}, {"__isub__", "isub"},         {"__itruediv__", "itruediv"},
    {"__ixor__", "ixor"},
};

static Object *function_of_borrow(Runtime *rt, Module *module, const char *name)
{
    owned Str *key = str_intern_c(rt, name);
    return key == NULL ? NULL : dict_get_str_borrow(rt, module->dict, key);
}

static int operator_fill(Runtime *rt, Module *module)
{
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        owned Object *function = object_retain_maybe(function_of_borrow(rt, module, aliases[i].of));
        if (function == NULL || module_add(rt, module, aliases[i].name, function) < 0)
            return -1;
    }
    if (module_add_type(rt, module, "itemgetter", &item_getter_type) < 0 ||
        module_add_type(rt, module, "attrgetter", &attribute_getter_type) < 0 ||
        module_add_type(rt, module, "methodcaller", &method_caller_type) < 0)
        return -1;

    owned List *names = list_new(rt, 64);
    if (names == NULL)
        return -1;
    for (const MethodSpec *spec = operator_functions; spec->name != NULL; spec++) {
        Object *name = (Object *)str_intern_c(rt, spec->name);
        if (name == NULL || list_append_steal(rt, names, name) < 0)
            return -1;
    }
    static const char *const types[] = {"attrgetter", "itemgetter", "methodcaller"};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        Object *name = (Object *)str_intern_c(rt, types[i]);
        if (name == NULL || list_append_steal(rt, names, name) < 0)
            return -1;
    }
    if (list_sort(rt, names, NULL, false) < 0)
        return -1;
    return module_add(rt, module, "__all__", (Object *)names);
}

const ModuleSpec operator_module = {
    .name = "operator",
    .doc = "Operator interface.\n\n"
           "This module exports a set of functions implemented in C corresponding\n"
           "to the intrinsic operators of Python.  For example, operator.add(x, y)\n"
           "is equivalent to the expression x+y.",
    .functions = operator_functions,
    .fill = operator_fill,
};
