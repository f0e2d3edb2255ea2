/* Constants computed at compile time: what CPython folds, and within its limits, so that no
 * program grows by being compiled. What would fail is left for the machine to fail at. */
#include <string.h>

#include "compile/generate.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/set.h"

enum { FOLD_BITS = 128, FOLD_ITEMS = 256, FOLD_TEXT = 4096, FOLD_TOTAL = 1024 };

/* ---- literals -------------------------------------------------------------------------------- */

static Object *integer_object(Compiler *c, const Constant *constant)
{
    if (constant->integer.fits)
        return (Object *)int_from_int64(c->rt, constant->integer.value);
    return (Object *)int_from_digits(c->rt, constant->integer.digits.bytes,
                                     constant->integer.digits.length, constant->integer.base);
}

/* The object of a literal, shared with its equals. */
static Object *literal_object(Compiler *c, const Constant *constant)
{
    Runtime *rt = c->rt;
    switch (constant->kind) {
    case CONSTANT_NONE: return NONE;
    case CONSTANT_TRUE: return TRUE;
    case CONSTANT_FALSE: return FALSE;
    case CONSTANT_ELLIPSIS: return ELLIPSIS;
    case CONSTANT_INT: return compiler_share(c, integer_object(c, constant));
    case CONSTANT_FLOAT: return compiler_share(c, float_new(rt, constant->real));
    case CONSTANT_COMPLEX:
        compiler_error(c, c->unit->at, "complex numbers are not supported yet");
        return NULL;
    case CONSTANT_STR:
        return compiler_share(c, str_from_utf8_surrogates(rt, constant->str.text.bytes,
                                                          constant->str.text.length));
    case CONSTANT_BYTES:
        return compiler_share(c, bytes_new(rt, constant->bytes.bytes, constant->bytes.length));
    }
    return NULL;
}

Object *constant_object(Compiler *c, const Constant *constant)
{
    if (c->failed)
        return NULL;
    Object *object = literal_object(c, constant);
    if (object != NULL && c->occurrences != NULL && list_append(c->rt, c->occurrences, object) < 0)
        c->failed = true;
    return c->failed ? NULL : object;
}

int constant_truth(Compiler *c, Object *constant)
{
    if (c->failed || constant == NULL)
        return 0;
    int truth = object_truth(c->rt, constant);
    if (truth < 0)
        c->failed = true;
    return truth > 0;
}

/* ---- operators ------------------------------------------------------------------------------- */

/* The value of an operation on constants; one that failed is no constant, but for lack of memory. */
static Object *folded(Compiler *c, Object *value)
{
    if (value != NULL)
        return compiler_share(c, value);
    if (error_matches(c->rt, &memory_error_type) ||
        error_matches(c->rt, &keyboard_interrupt_type))
        c->failed = true;
    else
        error_clear(c->rt);
    return NULL;
}

/* Bits of |value|, at least; anything beyond FOLD_BITS counts as very many. */
static size_t int_bits(const Object *object)
{
    const Int *value = (const Int *)object;
    uint64_t high = (uint64_t)(value->value < 0 ? -value->value : value->value);
    size_t low_bits = 0;
    if (!int_is_small(value)) {
        size_t limbs = (size_t)high;
        if (limbs > 4)
            return 4096;
        low_bits = (limbs - 1) * 64;
        high = value->limbs[limbs - 1];
    }
    return high == 0 ? 0 : low_bits + 64 - (size_t)__builtin_clzll(high);
}

/* Whether the nested tuples of `object` hold at most *left items; takes them off. */
static bool count_items(const Object *object, size_t *left)
{
    if (!object_has_type(object, &tuple_type))
        return true;
    const Tuple *tuple = (const Tuple *)object;
    if (tuple->length > *left)
        return false;
    *left -= tuple->length;
    for (size_t i = 0; i < tuple->length; i++)
        if (!count_items(tuple->items[i], left))
            return false;
    return true;
}

static bool repeat_is_small(const Object *count, const Object *sequence)
{
    size_t length, most = FOLD_TEXT;
    if (object_has_type(sequence, &str_type))
        length = ((const Str *)sequence)->length;
    else if (object_has_type(sequence, &bytes_type))
        length = ((const Bytes *)sequence)->length;
    else if (object_has_type(sequence, &tuple_type)) {
        length = ((const Tuple *)sequence)->length;
        most = FOLD_ITEMS;
    } else
        return true;
    if (length == 0)
        return true;
    int64_t times;
    if (!int_as_int64((const Int *)count, &times) || times < 0 || (size_t)times > most / length)
        return false;
    size_t left = times == 0 ? FOLD_TOTAL : FOLD_TOTAL / (size_t)times;
    return most != FOLD_ITEMS || times == 0 || count_items(sequence, &left);
}

static bool binary_is_small(BinaryOperator op, const Object *left, const Object *right)
{
    bool are_ints = int_check(left) && int_check(right);
    int64_t number = 0;
    switch (op) {
    case TREE_BINARY_MULT:
        if (are_ints)
            return int_bits(left) + int_bits(right) <= FOLD_BITS;
        if (int_check(left))
            return repeat_is_small(left, right);
        return !int_check(right) || repeat_is_small(right, left);
    case TREE_BINARY_POW:
        if (!are_ints || int_bits(left) == 0)
            return true;
        if (!int_as_int64((const Int *)right, &number))
            return false;
        return number <= 0 || int_bits(left) <= FOLD_BITS / (size_t)number;
    case TREE_BINARY_LSHIFT:
        if (!are_ints || int_bits(left) == 0)
            return true;
        if (!int_as_int64((const Int *)right, &number) || number > FOLD_BITS)
            return false;
        return number < 0 || int_bits(left) <= FOLD_BITS - (size_t)number;
    case TREE_BINARY_MOD:
        return !object_has_type(left, &str_type) && !object_has_type(left, &bytes_type);
    case TREE_BINARY_MATMULT: return false;
    default: return true;
    }
}

Object *fold_binary(Compiler *c, BinaryOperator op, Object *left, Object *right)
{
    if (c->failed || left == NULL || right == NULL || !binary_is_small(op, left, right))
        return NULL;
    if (op == TREE_BINARY_POW)
        return folded(c, number_power(c->rt, left, right, NULL));
    return folded(c, number_binary(c->rt, left, right, binary_operation(op)));
}

Object *fold_unary(Compiler *c, UnaryOperator op, Object *operand)
{
    if (c->failed || operand == NULL)
        return NULL;
    switch (op) {
    case TREE_UNARY_NOT: {
        int truth = constant_truth(c, operand);
        return c->failed ? NULL : bool_object(!truth);
    }
    case TREE_UNARY_MINUS: return folded(c, number_unary(c->rt, operand, UNARY_NEGATIVE));
    case TREE_UNARY_PLUS: return folded(c, number_unary(c->rt, operand, UNARY_POSITIVE));
    case TREE_UNARY_INVERT: return folded(c, number_unary(c->rt, operand, UNARY_INVERT));
    }
    return NULL;
}

Object *fold_subscript(Compiler *c, Object *container, Object *key)
{
    if (c->failed || container == NULL || key == NULL)
        return NULL;
    return folded(c, object_get_item(c->rt, container, key));
}

/* ---- expressions ----------------------------------------------------------------------------- */

Object *elements_fold(Compiler *c, Expressions elements)
{
    Object **items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < elements.count; i++) {
        Object *item = expression_fold(c, elements.items[i]);
        if (item == NULL || !compiler_grow(c, &items, &capacity, i, sizeof(Object *)))
            return NULL;
        items[i] = item;
    }
    return compiler_share(c, tuple_from_array(c->rt, items, elements.count));
}

/* Whether all leaves are constants: looked at first, so that nothing is made in vain. */
static bool may_fold(Compiler *c, const Expression *e)
{
    if (e == NULL || !compiler_enter(c))
        return false;
    switch (e->kind) {
    case EXPRESSION_CONSTANT: return true;
    case EXPRESSION_NAME: return e->name.id == c->name_debug && e->ctx == CONTEXT_LOAD;
    case EXPRESSION_UNARY: return may_fold(c, e->unary.operand);
    case EXPRESSION_BINARY: return may_fold(c, e->binary.right) && may_fold(c, e->binary.left);
    case EXPRESSION_SUBSCRIPT:
        return e->ctx == CONTEXT_LOAD && may_fold(c, e->subscript.slice) &&
               may_fold(c, e->subscript.value);
    case EXPRESSION_TUPLE:
        for (size_t i = 0; i < e->tuple.elts.count; i++)
            if (!may_fold(c, e->tuple.elts.items[i]))
                return false;
        return e->ctx == CONTEXT_LOAD;
    default: return false;
    }
}

static Object *fold(Compiler *c, const Expression *e)
{
    switch (e->kind) {
    case EXPRESSION_CONSTANT: return constant_object(c, &e->constant);
    case EXPRESSION_NAME: return bool_object(!c->optimize_asserts);
    case EXPRESSION_UNARY: return fold_unary(c, e->unary.op, fold(c, e->unary.operand));
    case EXPRESSION_BINARY: {
        Object *left = fold(c, e->binary.left);
        return left == NULL ? NULL
                            : fold_binary(c, e->binary.op, left, fold(c, e->binary.right));
    }
    case EXPRESSION_SUBSCRIPT: {
        Object *container = fold(c, e->subscript.value);
        return container == NULL ? NULL
                                 : fold_subscript(c, container, fold(c, e->subscript.slice));
    }
    case EXPRESSION_TUPLE: return elements_fold(c, e->tuple.elts);
    default: return NULL;
    }
}

Object *expression_fold(Compiler *c, const Expression *e)
{
    return may_fold(c, e) ? fold(c, e) : NULL;
}

Object *frozenset_of(Compiler *c, Object *tuple)
{
    if (c->failed || tuple == NULL)
        return NULL;
    return compiler_share(c, frozenset_new(c->rt, tuple));
}
