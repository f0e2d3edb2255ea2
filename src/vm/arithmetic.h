/* Numbers in the loop: small ints and floats, made, reused and released without a call.
 *
 * Reuse in place. An instruction's result may be written into an object that would die by the same instruction: what its
 * destination holds, or an operand that it consumes, when nobody else has it and nobody has seen its address
 * (refcount 1, flags 0). The operands' values are read before, and success is certain by then. */
#ifndef OURO_VM_ARITHMETIC_H
#define OURO_VM_ARITHMETIC_H

#include <string.h>

#include "types/float.h"
#include "types/int.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* The head word says: count 1, no flags. Read as two halves: the count was mostly just written as a half, and a load that
 * is wider than the store before it has to wait until that has reached the cache (bench/programs/nbody.py: a quarter). */
ALWAYS_INLINE bool is_reusable(const Object *object)
{
    return ((object->refcount ^ 1) | object->flags) == 0;
}

ALWAYS_INLINE bool both_small_ints(const Object *left, const Object *right)
{
    return left->type == &int_type && right->type == &int_type && ((left->flags | right->flags) & INT_BIG) == 0;
}

ALWAYS_INLINE bool is_small_int(const Object *object)
{
    return object->type == &int_type && (object->flags & INT_BIG) == 0;
}

/* Whether it lies in INT_SMALL_MIN .. INT_SMALL_MAX: bits 62 and 63 are equal. */
ALWAYS_INLINE bool fits_small(int64_t value)
{
    _Static_assert(INT_SMALL_MAX == (INT64_C(1) << 62) - 1 && INT_SMALL_MIN == -(INT64_C(1) << 62), "62 bits and a sign");
    return (int64_t)((uint64_t)value ^ (uint64_t)value << 1) >= 0;
}

ALWAYS_INLINE bool is_constant_int(int64_t value)
{
    return (uint64_t)(value - INT_CONSTANT_MIN) <= (uint64_t)(INT_CONSTANT_MAX - INT_CONSTANT_MIN);
}

ALWAYS_INLINE Object *constant_int(int64_t value)
{
    return (Object *)&int_constants[value - INT_CONSTANT_MIN];
}

/* A block for an int or a float, head filled. */
ALWAYS_INLINE void *number_new(Runtime *rt, const Type *type)
{
    _Static_assert(sizeof(Float) == sizeof(Int), "ints and floats share their size");
#ifdef OURO_CHECKED
    return object_new_sized(rt, type, sizeof(Float));
#else
    Object *self = heap_take(&rt->heap, sizeof(Float), DOMAIN_OBJECT);
    if (unlikely(self == NULL))
        return object_new_sized(rt, type, sizeof(Float));
    self->refcount = 1;
    self->flags = 0;
    self->type = type;
    return self;
#endif
}

/* One reference less to an exact float or small int: nothing but its block goes with it. */
ALWAYS_INLINE void number_release(Runtime *rt, Object *object)
{
#ifdef OURO_CHECKED
    (void)rt;
    object_release(object);
#else
    if ((int32_t)object->refcount >= 0 && --object->refcount == 0)
        heap_release(&rt->heap, object, sizeof(Float), DOMAIN_OBJECT);
#endif
}

ALWAYS_INLINE Object *small_int_new(Runtime *rt, int64_t value)
{
    if (is_constant_int(value))
        return constant_int(value);
    Int *self = number_new(rt, &int_type);
    if (likely(self != NULL))
        self->value = value;
    return (Object *)self;
}

ALWAYS_INLINE Object *float_make(Runtime *rt, double value)
{
    Float *self = number_new(rt, &float_type);
    if (likely(self != NULL))
        self->value = value;
    return (Object *)self;
}

/* Releases the consumed operands of an instruction on numbers. */
ALWAYS_INLINE void numbers_consume(Runtime *rt, Object **slots, const Instruction *pc, Object *left, Object *right)
{
    unsigned n = pc->n;
    if ((n & USE_B) != 0) {
        slots[pc->b] = NULL;
        number_release(rt, left);
    }
    if ((n & USE_C) != 0) {
        slots[pc->c] = NULL;
        number_release(rt, right);
    }
}

/* Writes a number's value: `real` into a float, `whole` into an int. */
ALWAYS_INLINE void number_set(Object *object, const Type *type, int64_t whole, double real)
{
    if (type == &float_type)
        ((Float *)object)->value = real;
    else
        ((Int *)object)->value = whole;
}

/* Stores the result of an instruction on numbers, an object of `type` (a constant here) with its value, and consumes the
 * operands. False with MemoryError set, then nothing has changed. */
ALWAYS_INLINE bool number_store(Runtime *rt, Object **slots, const Instruction *pc, Object *left, Object *right,
                                const Type *type, int64_t whole, double real)
{
    Object **target = &slots[pc->a];
    Object *old = *target, *result;
    unsigned n = pc->n;
    if (old != NULL && old->type == type && is_reusable(old)) {
        number_set(old, type, whole, real);
        numbers_consume(rt, slots, pc, left, right);
        return true;
    }
    if ((n & USE_B) != 0 && left->type == type && is_reusable(left)) {
        slots[pc->b] = NULL;
        if ((n & USE_C) != 0) {
            slots[pc->c] = NULL;
            number_release(rt, right);
        }
        result = left;
    } else if ((n & USE_C) != 0 && right->type == type && is_reusable(right)) {
        slots[pc->c] = NULL;
        if ((n & USE_B) != 0) {
            slots[pc->b] = NULL;
            number_release(rt, left);
        }
        result = right;
    } else {
        result = number_new(rt, type);
        if (unlikely(result == NULL))
            return false;
        numbers_consume(rt, slots, pc, left, right);
    }
    number_set(result, type, whole, real);
    *target = result;
    object_release_maybe(old);
    return true;
}

ALWAYS_INLINE bool store_int(Runtime *rt, Object **slots, const Instruction *pc, Object *left, Object *right,
                             int64_t value)
{
    if (is_constant_int(value)) {
        Object *old = slots[pc->a];
        numbers_consume(rt, slots, pc, left, right);
        slots[pc->a] = constant_int(value);
        object_release_maybe(old);
        return true;
    }
    return number_store(rt, slots, pc, left, right, &int_type, value, 0);
}

ALWAYS_INLINE bool store_float(Runtime *rt, Object **slots, const Instruction *pc, Object *left, Object *right,
                               double value)
{
    return number_store(rt, slots, pc, left, right, &float_type, 0, value);
}

/* Python's // and % on machine words; `right` is not 0. */
ALWAYS_INLINE int64_t floor_quotient(int64_t left, int64_t right)
{
    int64_t quotient = left / right;
    return quotient - ((left % right != 0) & ((left ^ right) < 0));
}
ALWAYS_INLINE int64_t floor_remainder(int64_t left, int64_t right)
{
    int64_t remainder = left % right;
    return remainder != 0 && (remainder ^ right) < 0 ? remainder + right : remainder;
}

/* The bit of an outcome mask (specialize.h) for a comparison. */
enum { OUTCOME_LESS = 1, OUTCOME_EQUAL = 2, OUTCOME_GREATER = 4, OUTCOME_UNORDERED = 8 };
ALWAYS_INLINE unsigned compare_int64(int64_t left, int64_t right)
{
    return 1u << ((left > right) - (left < right) + 1);
}
ALWAYS_INLINE unsigned compare_double(double left, double right)
{
    return left < right ? OUTCOME_LESS : left > right ? OUTCOME_GREATER : left == right ? OUTCOME_EQUAL : OUTCOME_UNORDERED;
}

#endif
