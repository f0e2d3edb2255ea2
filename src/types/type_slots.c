/* Slots and their __names__. One table ties them, and serves in both directions:
 *
 *    built-in type:  slot int_add         ->  int.__dict__['__add__'], a slot wrapper that calls the slot (`wrap`)
 *    class:          C.__dict__['__add__'] -> slot, a function that looks __add__ up and calls it (`generic`)
 *
 * A class starts with its base's slots. For every name of the table that its dict defines, the slot is decided anew
 * (slot_decide): a wrapper found in the MRO gives its built-in function back, so that a class over int adds at int's
 * speed; anything else gives the generic function. A later change of such an attribute decides again, in the
 * subclasses too.
 *
 * Reflected operands: one slot serves __add__ and __radd__, and the generic function finds out whose turn it is. */
#include "object/error.h"
#include "types/container.h"
#include "types/iterator.h"
#include "types/type_parts.h"

enum { SMALL_CALL = 10 };

/* ---- calling what a class defines ----------------------------------------------------------------------- */

/* args[0].name(args[1..n-1]), looked up in the type; NULL with *absent set and no error when it is not there. */
static Object *special_call_maybe(Runtime *rt, Str *name, Object **args, size_t n, bool *absent)
{
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, args[0], name, &method, &unbound);
    *absent = found == 0;
    if (found <= 0)
        return NULL;
    return unbound ? object_call(rt, method, args, n, NULL) : object_call(rt, method, args + 1, n - 1, NULL);
}

/* The same; an absent one is an AttributeError (the slot stands, but its attribute went meanwhile). */
static Object *special_call(Runtime *rt, Str *name, Object **args, size_t n)
{
    bool absent;
    Object *result = special_call_maybe(rt, name, args, n, &absent);
    if (result == NULL && absent)
        error_set(rt, &attribute_error_type, "%U", name);
    return result;
}

/* The same; an absent one passes the turn. */
static Object *special_call_turn(Runtime *rt, Str *name, Object *self, Object *other)
{
    Object *args[] = {self, other};
    bool absent;
    Object *result = special_call_maybe(rt, name, args, 2, &absent);
    return result == NULL && absent ? NOT_IMPLEMENTED : result;
}

/* `method(self, args..., names...)`, self left out when it is bound. */
static Object *call_with_self(Runtime *rt, Object *method, bool unbound, Object *self, Object **args, size_t n,
                              Tuple *names)
{
    if (!unbound)
        return object_call(rt, method, args, n, names);
    size_t total = n + (names == NULL ? 0 : names->length);
    Object *small[SMALL_CALL];
    Object **all = small;
    if (total + 1 > SMALL_CALL) {
        all = (Object **)memory_take_array(rt, total + 1, sizeof(Object *));
        if (all == NULL)
            return NULL;
    }
    all[0] = self;
    if (total != 0)
        memcpy(all + 1, args, total * sizeof(Object *));
    Object *result = object_call(rt, method, all, n + 1, names);
    if (all != small)
        memory_release(rt, all, (total + 1) * sizeof(Object *));
    return result;
}

/* ---- generic slots: life ---------------------------------------------------------------------------------- */

static Object *slot_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    owned Object *function = object_get_attribute(rt, type_as_object(type), NAME(__new__));
    if (function == NULL)
        return NULL;
    return call_with_self(rt, function, true, type_as_object(type), args, n, names);
}

static int slot_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, self, NAME(__init__), &method, &unbound);
    if (found <= 0)
        return found < 0 ? -1
                         : error_fail(rt, &attribute_error_type, "__init__");
    owned Object *result = call_with_self(rt, method, unbound, self, args, n, names);
    if (result == NULL)
        return -1;
    if (result != NONE)
        return error_fail(rt, &type_error_type, "__init__() should return None, not '%T'", result);
    return 0;
}

static void slot_finalize(Runtime *rt, Object *self)
{
    Object *pending = error_take(rt);
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, self, NAME(__del__), &method, &unbound);
    if (found < 0)
        error_unraisable(rt, "Exception ignored in", self);
    if (found > 0) {
        owned Object *result =
            unbound ? object_call(rt, method, &self, 1, NULL) : object_call(rt, method, NULL, 0, NULL);
        if (result == NULL)
            error_unraisable(rt, "Exception ignored in", method);
    }
    error_restore_steal(rt, pending);
}

/* ---- generic slots: basics ---------------------------------------------------------------------------------- */

#define UNARY_SLOT(function, name)                                                                \
    static Object *function(Runtime *rt, Object *self)                                            \
    {                                                                                             \
        return special_call(rt, NAME(name), &self, 1);                                            \
    }
UNARY_SLOT(slot_repr, __repr__)
UNARY_SLOT(slot_str, __str__)
UNARY_SLOT(slot_next, __next__)
UNARY_SLOT(slot_negative, __neg__)
UNARY_SLOT(slot_positive, __pos__)
UNARY_SLOT(slot_invert, __invert__)
UNARY_SLOT(slot_absolute, __abs__)
UNARY_SLOT(slot_int, __int__)
UNARY_SLOT(slot_float, __float__)
UNARY_SLOT(slot_index, __index__)
UNARY_SLOT(slot_await, __await__)
UNARY_SLOT(slot_async_iter, __aiter__)
UNARY_SLOT(slot_async_next, __anext__)
#undef UNARY_SLOT

static int64_t slot_hash(Runtime *rt, Object *self)
{
    owned Object *result = special_call(rt, NAME(__hash__), &self, 1);
    if (result == NULL)
        return -1;
    if (!int_check(result)) {
        error_set(rt, &type_error_type, "__hash__ method should return an integer");
        return -1;
    }
    int64_t value;
    if (!int_as_int64((Int *)result, &value))
        value = int_hash((Int *)result);
    return value == -1 ? -2 : value;
}

static Str *compare_name(CompareOperation operation)
{
    switch (operation) {
    case COMPARE_LESS: return NAME(__lt__);
    case COMPARE_LESS_EQUAL: return NAME(__le__);
    case COMPARE_EQUAL: return NAME(__eq__);
    case COMPARE_NOT_EQUAL: return NAME(__ne__);
    case COMPARE_GREATER: return NAME(__gt__);
    default: return NAME(__ge__);
    }
}

static Object *slot_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    return special_call_turn(rt, compare_name(operation), self, other);
}

/* __getattribute__, then __getattr__ when that raised AttributeError. The default __getattribute__ is not called
 * but asked, so that a miss makes no exception. */
static Object *slot_get_attribute(Runtime *rt, Object *self, Str *name)
{
    Object *args[] = {self, (Object *)name};
    Object *found = type_lookup_borrow(rt, self->type, NAME(__getattribute__));
    if (found == NULL && error_pending(rt))
        return NULL;
    bool is_default = found != NULL && object_has_type(found, &slot_wrapper_type) &&
                      *type_slot(((SlotWrapper *)found)->owner, ((SlotWrapper *)found)->spec) ==
                          (AnyFunction)object_generic_get_attribute;
    Object *value = NULL;
    bool missed = false;
    if (is_default) {
        int result = object_generic_find_attribute(rt, self, name, &value);
        if (result > 0)
            return value;
        missed = result == 0;
    } else {
        value = special_call(rt, NAME(__getattribute__), args, 2);
        if (value != NULL)
            return value;
    }
    if (!missed && !error_matches(rt, &attribute_error_type))
        return NULL;
    owned Object *pending = error_take(rt);
    bool absent;
    value = special_call_maybe(rt, NAME(__getattr__), args, 2, &absent);
    if (value == NULL && absent) {
        if (pending != NULL)
            error_restore_steal(rt, take(&pending));
        else
            error_set(rt, &attribute_error_type, "'%T' object has no attribute '%U'", self, name);
    }
    return value;
}

static int slot_set_attribute(Runtime *rt, Object *self, Str *name, Object *value)
{
    Object *args[] = {self, (Object *)name, value};
    owned Object *result = value == NULL ? special_call(rt, NAME(__delattr__), args, 2)
                                         : special_call(rt, NAME(__setattr__), args, 3);
    return result == NULL ? -1 : 0;
}

static Object *slot_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, self, NAME(__call__), &method, &unbound);
    if (found == 0)
        error_set(rt, &attribute_error_type, "__call__");
    if (found <= 0 || stack_enter(rt, " while calling a Python object") < 0)
        return NULL;
    Object *result = call_with_self(rt, method, unbound, self, args, n, names);
    stack_leave(rt);
    return result;
}

static Object *slot_iter(Runtime *rt, Object *self)
{
    Object *found = type_lookup_borrow(rt, self->type, NAME(__iter__));
    if (found == NONE)
        return (Object *)error_set(rt, &type_error_type, "'%T' object is not iterable", self);
    bool absent;
    Object *iterator = special_call_maybe(rt, NAME(__iter__), &self, 1, &absent);
    if (iterator != NULL || !absent)
        return iterator;
    if (self->type->item != NULL)
        return sequence_iterator_new(rt, self);
    return (Object *)error_set(rt, &type_error_type, "'%T' object is not iterable", self);
}

static Object *slot_descriptor_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    Object *args[] = {self, instance == NULL ? NONE : instance, owner == NULL ? NONE : owner};
    bool absent;
    Object *value = special_call_maybe(rt, NAME(__get__), args, 3, &absent);
    return value == NULL && absent ? (Object *)object_retain(self) : value;
}

static int slot_descriptor_set(Runtime *rt, Object *self, Object *instance, Object *value)
{
    Object *args[] = {self, instance, value};
    owned Object *result = value == NULL ? special_call(rt, NAME(__delete__), args, 2)
                                         : special_call(rt, NAME(__set__), args, 3);
    return result == NULL ? -1 : 0;
}

/* ---- generic slots: numbers ----------------------------------------------------------------------------------- */

typedef Object *(*BinarySlot)(Runtime *rt, Object *left, Object *right);

/* Whether the right operand's class brings its own reflected method, not the one that the left's class has too. */
static int reflected_is_overloaded(Runtime *rt, Object *left, Object *right, Str *reflected)
{
    Object *of_right = type_lookup_borrow(rt, right->type, reflected);
    if (of_right == NULL)
        return error_pending(rt) ? -1 : 0;
    Object *of_left = type_lookup_borrow(rt, left->type, reflected);
    if (of_left == NULL && error_pending(rt))
        return -1;
    return of_left != of_right;
}

/* `left_has` and `right_has`: whether the operand's slot is this generic one. */
static Object *binary_turns(Runtime *rt, Object *left, Object *right, bool left_has, bool right_has, Str *name,
                            Str *reflected)
{
    bool other_turn = right_has && left->type != right->type;
    if (left_has) {
        if (other_turn && type_is_subtype(right->type, left->type)) {
            int overloaded = reflected_is_overloaded(rt, left, right, reflected);
            if (overloaded < 0)
                return NULL;
            if (overloaded) {
                Object *result = special_call_turn(rt, reflected, right, left);
                if (result != NOT_IMPLEMENTED)
                    return result;
                other_turn = false;
            }
        }
        Object *result = special_call_turn(rt, name, left, right);
        if (result != NOT_IMPLEMENTED || left->type == right->type)
            return result;
    }
    return other_turn ? special_call_turn(rt, reflected, right, left) : NOT_IMPLEMENTED;
}

#define BINARY_OPERATIONS(X)                                                                      \
    X(BINARY_ADD, add, "self+value", "value+self", "self+=value")                                 \
    X(BINARY_SUBTRACT, sub, "self-value", "value-self", "self-=value")                            \
    X(BINARY_MULTIPLY, mul, "self*value", "value*self", "self*=value")                            \
    X(BINARY_MATRIX_MULTIPLY, matmul, "self@value", "value@self", "self@=value")                  \
    X(BINARY_TRUE_DIVIDE, truediv, "self/value", "value/self", "self/=value")                     \
    X(BINARY_FLOOR_DIVIDE, floordiv, "self//value", "value//self", "self//=value")                \
    X(BINARY_REMAINDER, mod, "self%value", "value%self", "self%=value")                           \
    X(BINARY_LEFT_SHIFT, lshift, "self<<value", "value<<self", "self<<=value")                    \
    X(BINARY_RIGHT_SHIFT, rshift, "self>>value", "value>>self", "self>>=value")                   \
    X(BINARY_AND, and, "self&value", "value&self", "self&=value")                                 \
    X(BINARY_OR, or, "self|value", "value|self", "self|=value")                                   \
    X(BINARY_XOR, xor, "self^value", "value^self", "self^=value")

#define BINARY_SLOT(operation, stem)                                                              \
    static Object *slot_binary_##stem(Runtime *rt, Object *left, Object *right)                   \
    {                                                                                             \
        return binary_turns(rt, left, right,                                                      \
                            left->type->binary[operation] == slot_binary_##stem,                  \
                            right->type->binary[operation] == slot_binary_##stem,                 \
                            NAME(__##stem##__), NAME(__r##stem##__));                             \
    }
#define IN_PLACE_SLOT(stem)                                                                       \
    static Object *slot_in_place_##stem(Runtime *rt, Object *left, Object *right)                 \
    {                                                                                             \
        Object *args[] = {left, right};                                                           \
        return special_call(rt, NAME(__i##stem##__), args, 2);                                    \
    }
#define BOTH_SLOTS(operation, stem, text, reflected_text, in_place_text)                          \
    BINARY_SLOT(operation, stem)                                                                  \
    IN_PLACE_SLOT(stem)
BINARY_OPERATIONS(BOTH_SLOTS)
BINARY_SLOT(BINARY_DIVMOD, divmod)
#undef BOTH_SLOTS
#undef IN_PLACE_SLOT
#undef BINARY_SLOT

static Object *slot_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    bool base_has = base->type->power == slot_power;
    if (modulus == NULL || modulus == NONE)
        return binary_turns(rt, base, exponent, base_has, exponent->type->power == slot_power, NAME(__pow__),
                            NAME(__rpow__));
    if (!base_has) /* with three operands only the first one's class is asked */
        return NOT_IMPLEMENTED;
    Object *args[] = {base, exponent, modulus};
    return special_call(rt, NAME(__pow__), args, 3);
}

static Object *slot_in_place_power(Runtime *rt, Object *base, Object *exponent, Object *modulus)
{
    (void)modulus;
    Object *args[] = {base, exponent};
    return special_call(rt, NAME(__ipow__), args, 2);
}

static int slot_truth(Runtime *rt, Object *self)
{
    owned Object *result = special_call(rt, NAME(__bool__), &self, 1);
    if (result == NULL)
        return -1;
    if (result == TRUE || result == FALSE)
        return result == TRUE;
    return error_fail(rt, &type_error_type, "__bool__ should return bool, returned %T", result);
}

/* ---- generic slots: containers ---------------------------------------------------------------------------------- */

static ssize_t slot_length(Runtime *rt, Object *self)
{
    owned Object *result = special_call(rt, NAME(__len__), &self, 1);
    owned Object *index = result == NULL ? NULL : number_index(rt, result);
    if (index == NULL)
        return -1;
    if (int_sign((Int *)index) < 0)
        return error_fail(rt, &value_error_type, "__len__() should return >= 0");
    return number_as_size(rt, index, &overflow_error_type);
}

static Object *slot_get_item(Runtime *rt, Object *self, Object *key)
{
    Object *args[] = {self, key};
    return special_call(rt, NAME(__getitem__), args, 2);
}

static Object *slot_item(Runtime *rt, Object *self, ssize_t index)
{
    owned Object *key = (Object *)int_from_size(rt, index);
    return key == NULL ? NULL : slot_get_item(rt, self, key);
}

static int slot_set_item(Runtime *rt, Object *self, Object *key, Object *value)
{
    Object *args[] = {self, key, value};
    owned Object *result = value == NULL ? special_call(rt, NAME(__delitem__), args, 2)
                                         : special_call(rt, NAME(__setitem__), args, 3);
    return result == NULL ? -1 : 0;
}

static int slot_contains(Runtime *rt, Object *self, Object *value)
{
    if (type_lookup_borrow(rt, self->type, NAME(__contains__)) == NONE)
        return error_fail(rt, &type_error_type, "'%T' object is not a container", self);
    Object *args[] = {self, value};
    owned Object *result = special_call(rt, NAME(__contains__), args, 2);
    return result == NULL ? -1 : object_truth(rt, result);
}

/* ---- wrappers: from Python's call to the slot ------------------------------------------------------------------- */

/* 0 when `n` is right and there are no keywords. */
static int wrap_check(Runtime *rt, const SlotSpec *spec, size_t n, Tuple *names, size_t least, size_t most)
{
    if (names != NULL && names->length != 0)
        return error_fail(rt, &type_error_type, "wrapper %s() takes no keyword arguments",
                          frozen_names[spec->name].text);
    if (n >= least && n <= most)
        return 0;
    size_t bound = n < least ? least : most;
    const char *degree = least == most ? "" : n < least ? "at least " : "at most ";
    return error_fail(rt, &type_error_type, "expected %s%zu argument%s, got %zu", degree, bound,
                      bound == 1 ? "" : "s", n);
}

#define WRAP_PARAMETERS                                                                           \
    Runtime *rt, const SlotSpec *spec, AnyFunction function, Object *self, Object **args, size_t n, \
        Tuple *names

static Object *wrap_unary(WRAP_PARAMETERS)
{
    (void)args;
    if (wrap_check(rt, spec, n, names, 0, 0) < 0)
        return NULL;
    return ((Object * (*)(Runtime *, Object *)) function)(rt, self);
}

static Object *wrap_next(WRAP_PARAMETERS)
{
    Object *value = wrap_unary(rt, spec, function, self, args, n, names);
    if (value == NULL && !error_pending(rt))
        error_set_value(rt, &stop_iteration_type, NULL);
    return value;
}

static Object *wrap_binary(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    return ((BinarySlot)function)(rt, self, args[0]);
}

static Object *wrap_reflected(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    return ((BinarySlot)function)(rt, args[0], self);
}

typedef Object *(*PowerSlot)(Runtime *, Object *, Object *, Object *);

static Object *wrap_power(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 2) < 0)
        return NULL;
    Object *modulus = n == 2 && args[1] != NONE ? args[1] : NULL;
    return spec->detail != 0 ? ((PowerSlot)function)(rt, args[0], self, modulus)
                             : ((PowerSlot)function)(rt, self, args[0], modulus);
}

static Object *wrap_truth(WRAP_PARAMETERS)
{
    (void)args;
    if (wrap_check(rt, spec, n, names, 0, 0) < 0)
        return NULL;
    int result = ((int (*)(Runtime *, Object *))function)(rt, self);
    return result < 0 ? NULL : bool_object(result != 0);
}

static Object *wrap_length(WRAP_PARAMETERS)
{
    (void)args;
    if (wrap_check(rt, spec, n, names, 0, 0) < 0)
        return NULL;
    ssize_t length = ((ssize_t(*)(Runtime *, Object *))function)(rt, self);
    return length < 0 ? NULL : (Object *)int_from_size(rt, length);
}

static Object *wrap_hash(WRAP_PARAMETERS)
{
    (void)args;
    if (wrap_check(rt, spec, n, names, 0, 0) < 0)
        return NULL;
    int64_t hash = ((int64_t(*)(Runtime *, Object *))function)(rt, self);
    return hash == -1 ? NULL : (Object *)int_from_int64(rt, hash);
}

static Object *wrap_compare(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    return ((Object * (*)(Runtime *, Object *, Object *, CompareOperation)) function)(
        rt, self, args[0], (CompareOperation)spec->detail);
}

static Object *wrap_call(WRAP_PARAMETERS)
{
    (void)spec;
    return ((Object * (*)(Runtime *, Object *, Object **, size_t, Tuple *)) function)(rt, self, args, n, names);
}

static Object *wrap_init(WRAP_PARAMETERS)
{
    (void)spec;
    int result = ((int (*)(Runtime *, Object *, Object **, size_t, Tuple *))function)(rt, self, args, n, names);
    return result < 0 ? NULL : NONE;
}

static Object *wrap_finalize(WRAP_PARAMETERS)
{
    (void)args;
    if (wrap_check(rt, spec, n, names, 0, 0) < 0)
        return NULL;
    ((void (*)(Runtime *, Object *))function)(rt, self);
    return NONE;
}

static int wrap_check_name(Runtime *rt, Object *name)
{
    if (str_check(name))
        return 0;
    return error_fail(rt, &type_error_type, "attribute name must be string, not '%T'", name);
}

static Object *wrap_get_attribute(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0 || wrap_check_name(rt, args[0]) < 0)
        return NULL;
    return ((Object * (*)(Runtime *, Object *, Str *)) function)(rt, self, (Str *)args[0]);
}

/* object.__setattr__(int, ...) must not get around what a type in C does with its attributes. */
static Object *wrap_set_attribute(WRAP_PARAMETERS)
{
    bool deletes = spec->detail != 0;
    if (wrap_check(rt, spec, n, names, deletes ? 1 : 2, deletes ? 1 : 2) < 0 || wrap_check_name(rt, args[0]) < 0)
        return NULL;
    if ((AnyFunction)type_builtin_base(self->type)->set_attribute != function)
        return (Object *)error_set(rt, &type_error_type, "can't apply this %s to %T object",
                                   frozen_names[spec->name].text, self);
    int result = ((int (*)(Runtime *, Object *, Str *, Object *))function)(rt, self, (Str *)args[0],
                                                                          deletes ? NULL : args[1]);
    return result < 0 ? NULL : NONE;
}

static Object *wrap_descriptor_get(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 2) < 0)
        return NULL;
    Object *instance = args[0] == NONE ? NULL : args[0];
    Object *owner = n < 2 || args[1] == NONE ? NULL : args[1];
    if (instance == NULL && owner == NULL)
        return (Object *)error_set(rt, &type_error_type, "__get__(None, None) is invalid");
    return ((PowerSlot)function)(rt, self, instance, owner);
}

/* __set__, __delete__, __setitem__, __delitem__ */
static Object *wrap_store(WRAP_PARAMETERS)
{
    bool deletes = spec->detail != 0;
    if (wrap_check(rt, spec, n, names, deletes ? 1 : 2, deletes ? 1 : 2) < 0)
        return NULL;
    int result = ((int (*)(Runtime *, Object *, Object *, Object *))function)(rt, self, args[0],
                                                                             deletes ? NULL : args[1]);
    return result < 0 ? NULL : NONE;
}

static Object *wrap_item(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (index < 0 && self->type->length != NULL) {
        ssize_t length = self->type->length(rt, self);
        if (length < 0)
            return NULL;
        index += length;
    }
    return ((Object * (*)(Runtime *, Object *, ssize_t)) function)(rt, self, index);
}

static Object *wrap_repeat(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    ssize_t count = number_as_size(rt, args[0], &overflow_error_type);
    if (count == -1 && error_pending(rt))
        return NULL;
    return ((Object * (*)(Runtime *, Object *, ssize_t)) function)(rt, self, count);
}

static Object *wrap_contains(WRAP_PARAMETERS)
{
    if (wrap_check(rt, spec, n, names, 1, 1) < 0)
        return NULL;
    int result = ((int (*)(Runtime *, Object *, Object *))function)(rt, self, args[0]);
    return result < 0 ? NULL : bool_object(result != 0);
}

/* ---- __new__ of built-in types --------------------------------------------------------------------------------- */

/* int.__new__(cls, ...): cls must be a subclass that int's `create` knows how to make. */
static Object *new_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    const Type *type = (const Type *)self;
    if (n == 0)
        return (Object *)error_set(rt, &type_error_type, "%N.__new__(): not enough arguments", type);
    if (!type_check(args[0]))
        return (Object *)error_set(rt, &type_error_type, "%N.__new__(X): X is not a type object (%T)", type,
                                   args[0]);
    const Type *subtype = (const Type *)args[0];
    if (!type_is_subtype(subtype, type))
        return (Object *)error_set(rt, &type_error_type, "%N.__new__(%N): %N is not a subtype of %N", type,
                                   subtype, subtype, type);
    const Type *builtin = type_builtin_base(subtype);
    if (builtin->create != type->create)
        return (Object *)error_set(rt, &type_error_type, "%N.__new__(%N) is not safe, use %N.__new__()", type,
                                   subtype, builtin);
    Object *object = type->create(rt, subtype, args + 1, n - 1, names);
    if (object != NULL && type_has_flag(object->type, TYPE_IS_HEAP))
        object_track_any(rt, object);
    return object;
}

const MethodSpec new_method_spec = {
    .name = "__new__", .keywords = new_call,
    .doc = "Create and return a new object.  See help(type) for accurate signature.",
};

/* ---- the table ----------------------------------------------------------------------------------------------------- */

#define SLOT(name, field, generic, wrap, detail, doc)                                             \
    {NAME_INDEX_##name, offsetof(Type, field), (AnyFunction)(generic), wrap, detail, doc}
#define BINARY_ENTRIES(operation, stem, text, reflected_text, in_place_text)                      \
    SLOT(__##stem##__, binary[operation], slot_binary_##stem, wrap_binary, 0, "Return " text "."), \
        SLOT(__r##stem##__, binary[operation], slot_binary_##stem, wrap_reflected, 0,             \
             "Return " reflected_text "."),
#define IN_PLACE_ENTRIES(operation, stem, text, reflected_text, in_place_text)                    \
    SLOT(__i##stem##__, in_place[operation], slot_in_place_##stem, wrap_binary, 0,                \
         "Return " in_place_text "."),

const SlotSpec slot_specs[] = {
    SLOT(__new__, create, slot_create, NULL, 0, NULL),
    SLOT(__repr__, repr, slot_repr, wrap_unary, 0, "Return repr(self)."),
    SLOT(__hash__, hash, slot_hash, wrap_hash, 0, "Return hash(self)."),
    SLOT(__call__, call, slot_call, wrap_call, 0, "Call self as a function."),
    SLOT(__str__, str, slot_str, wrap_unary, 0, "Return str(self)."),
    SLOT(__getattribute__, get_attribute, slot_get_attribute, wrap_get_attribute, 0, "Return getattr(self, name)."),
    SLOT(__getattr__, get_attribute, slot_get_attribute, NULL, 0, NULL),
    SLOT(__setattr__, set_attribute, slot_set_attribute, wrap_set_attribute, 0,
         "Implement setattr(self, name, value)."),
    SLOT(__delattr__, set_attribute, slot_set_attribute, wrap_set_attribute, 1, "Implement delattr(self, name)."),
    SLOT(__lt__, compare, slot_compare, wrap_compare, COMPARE_LESS, "Return self<value."),
    SLOT(__le__, compare, slot_compare, wrap_compare, COMPARE_LESS_EQUAL, "Return self<=value."),
    SLOT(__eq__, compare, slot_compare, wrap_compare, COMPARE_EQUAL, "Return self==value."),
    SLOT(__ne__, compare, slot_compare, wrap_compare, COMPARE_NOT_EQUAL, "Return self!=value."),
    SLOT(__gt__, compare, slot_compare, wrap_compare, COMPARE_GREATER, "Return self>value."),
    SLOT(__ge__, compare, slot_compare, wrap_compare, COMPARE_GREATER_EQUAL, "Return self>=value."),
    SLOT(__iter__, iter, slot_iter, wrap_unary, 0, "Implement iter(self)."),
    SLOT(__next__, next, slot_next, wrap_next, 0, "Implement next(self)."),
    SLOT(__get__, descriptor_get, slot_descriptor_get, wrap_descriptor_get, 0,
         "Return an attribute of instance, which is of type owner."),
    SLOT(__set__, descriptor_set, slot_descriptor_set, wrap_store, 0, "Set an attribute of instance to value."),
    SLOT(__delete__, descriptor_set, slot_descriptor_set, wrap_store, 1, "Delete an attribute of instance."),
    SLOT(__init__, init, slot_init, wrap_init, 0, "Initialize self.  See help(type(self)) for accurate signature."),
    SLOT(__del__, finalize, slot_finalize, wrap_finalize, 0, NULL),
    SLOT(__await__, await, slot_await, wrap_unary, 0, "Return an iterator to be used in await expression."),
    SLOT(__aiter__, async_iter, slot_async_iter, wrap_unary, 0, "Return an awaitable, that resolves in asynchronous iterator."),
    SLOT(__anext__, async_next, slot_async_next, wrap_unary, 0, "Return a value or raise StopAsyncIteration."),
    BINARY_OPERATIONS(BINARY_ENTRIES)
    SLOT(__divmod__, binary[BINARY_DIVMOD], slot_binary_divmod, wrap_binary, 0, "Return divmod(self, value)."),
    SLOT(__rdivmod__, binary[BINARY_DIVMOD], slot_binary_divmod, wrap_reflected, 0, "Return divmod(value, self)."),
    SLOT(__pow__, power, slot_power, wrap_power, 0, "Return pow(self, value, mod)."),
    SLOT(__rpow__, power, slot_power, wrap_power, 1, "Return pow(value, self, mod)."),
    BINARY_OPERATIONS(IN_PLACE_ENTRIES)
    SLOT(__ipow__, in_place_power, slot_in_place_power, wrap_power, 0, "Return self**=value."),
    SLOT(__neg__, unary[UNARY_NEGATIVE], slot_negative, wrap_unary, 0, "-self"),
    SLOT(__pos__, unary[UNARY_POSITIVE], slot_positive, wrap_unary, 0, "+self"),
    SLOT(__invert__, unary[UNARY_INVERT], slot_invert, wrap_unary, 0, "~self"),
    SLOT(__abs__, unary[UNARY_ABSOLUTE], slot_absolute, wrap_unary, 0, "abs(self)"),
    SLOT(__bool__, truth, slot_truth, wrap_truth, 0, "True if self else False"),
    SLOT(__int__, as_int, slot_int, wrap_unary, 0, "int(self)"),
    SLOT(__float__, as_float, slot_float, wrap_unary, 0, "float(self)"),
    SLOT(__index__, index_of, slot_index, wrap_unary, 0,
         "Return self converted to an integer, if self is suitable for use as an index into a list."),
    SLOT(__len__, length, slot_length, wrap_length, 0, "Return len(self)."),
    SLOT(__getitem__, get_item, slot_get_item, wrap_binary, 0, "Return self[key]."),
    SLOT(__setitem__, set_item, slot_set_item, wrap_store, 0, "Set self[key] to value."),
    SLOT(__delitem__, set_item, slot_set_item, wrap_store, 1, "Delete self[key]."),
    SLOT(__getitem__, item, slot_item, wrap_item, 0, "Return self[key]."),
    SLOT(__contains__, contains, slot_contains, wrap_contains, 0, "Return key in self."),
    SLOT(__add__, concat, NULL, wrap_binary, 0, "Return self+value."),
    SLOT(__mul__, repeat, NULL, wrap_repeat, 0, "Return self*value."),
    SLOT(__rmul__, repeat, NULL, wrap_repeat, 0, "Return value*self."),
    SLOT(__iadd__, in_place_concat, NULL, wrap_binary, 0, "Implement self+=value."),
    SLOT(__imul__, in_place_repeat, NULL, wrap_repeat, 0, "Implement self*=value."),
    {0},
};

/* ---- deciding the slots of a class ------------------------------------------------------------------------------------ */

/* What an attribute found in the MRO says about one slot. */
typedef enum SlotVoice {
    VOICE_NONE,     /* nothing: it belongs to another slot of the same name */
    VOICE_SPECIFIC, /* it is a built-in function of this very slot */
    VOICE_GENERIC,  /* it must be looked up and called */
} SlotVoice;

static SlotVoice slot_voice(const Type *type, const SlotSpec *spec, Object *found, AnyFunction *specific)
{
    const Type *owner = NULL;
    if (object_has_type(found, &slot_wrapper_type) &&
        ((SlotWrapper *)found)->spec->name == spec->name) {
        owner = ((SlotWrapper *)found)->owner;
    } else if (object_has_type(found, &method_descriptor_type)) {
        /* list.__getitem__ is a method that stands in for the slot's wrapper */
        const MethodDescriptor *method = (MethodDescriptor *)found;
        if (strcmp(method->spec->name, frozen_names[spec->name].text) == 0 &&
            !type_has_flag(method->owner, TYPE_IS_HEAP))
            owner = method->owner;
    } else if (object_has_type(found, &builtin_type) && ((Builtin *)found)->spec == &new_method_spec) {
        owner = (const Type *)((Builtin *)found)->self;
    } else if (found == NONE && spec->offset == offsetof(Type, hash)) {
        *specific = NULL;
        return VOICE_SPECIFIC;
    }
    if (owner == NULL || !type_is_subtype(type, owner))
        return VOICE_GENERIC;
    AnyFunction function = *type_slot(owner, spec);
    if (function == NULL)
        return VOICE_NONE;
    *specific = function;
    return VOICE_SPECIFIC;
}

/* `group`: the first entry of a slot. -1 when a built-in base's dict could not be made. */
static int slot_decide(Runtime *rt, HeapType *type, const SlotSpec *group)
{
    AnyFunction generic = NULL, specific = NULL;
    bool has_specific = false, use_generic = false;
    for (const SlotSpec *spec = group; spec->offset == group->offset; spec++) {
        const Type *where;
        Object *found = type_lookup_from_borrow(rt, &type->type, slot_spec_name(spec), &where);
        if (found == NULL) {
            if (error_pending(rt))
                return -1;
            continue;
        }
        AnyFunction function = NULL;
        SlotVoice voice = slot_voice(&type->type, spec, found, &function);
        if (voice == VOICE_NONE)
            continue;
        generic = spec->generic;
        if (voice == VOICE_GENERIC || (has_specific && specific != function))
            use_generic = true;
        specific = function;
        has_specific |= voice == VOICE_SPECIFIC;
    }
    *type_slot(&type->type, group) = use_generic ? generic : specific;
    return 0;
}

static const SlotSpec *slot_group_start(const SlotSpec *spec)
{
    while (spec > slot_specs && spec[-1].offset == spec->offset)
        spec--;
    return spec;
}

static int slots_decide_named(Runtime *rt, HeapType *type, const Str *name)
{
    for (const SlotSpec *spec = slot_specs; spec->offset != 0; spec++)
        if (slot_spec_name(spec) == name && slot_decide(rt, type, slot_group_start(spec)) < 0)
            return -1;
    return 0;
}

static int slots_decide_all(Runtime *rt, HeapType *type)
{
    for (const SlotSpec *spec = slot_specs; spec->offset != 0; spec++)
        if (slot_group_start(spec) == spec && slot_decide(rt, type, spec) < 0)
            return -1;
    return 0;
}

/* The frozen name equal to `name` if there is one, else NULL. Owned. */
static Str *slot_name_canonical(Runtime *rt, Object *name)
{
    if (!str_check_exact(name) || ((Str *)name)->length < 5 || str_at((Str *)name, 0) != '_')
        return NULL;
    Str *canonical = (Str *)object_retain(name);
    if (!str_is_interned(canonical))
        str_intern(rt, &canonical);
    return canonical;
}

int type_slots_inherit(Runtime *rt, HeapType *type)
{
    const Type *base = type->type.base;
    size_t start = offsetof(Type, create);
    memcpy((char *)&type->type + start, (const char *)base + start, offsetof(Type, methods) - start);
    type->type.free = instance_free;
    type->type.visit = instance_visit;
    type->type.clear = instance_clear;

    const Tuple *mro = type->state.mro;
    Tuple *base_mro = type_mro_borrow(rt, base);
    if (base_mro == NULL)
        return -1;
    if (mro->length != base_mro->length + 1 || mro->items[1] != type_as_object(base))
        return slots_decide_all(rt, type);
    size_t position = 0;
    Object *key, *value;
    while (dict_next(type->state.dict, &position, &key, &value)) {
        owned Str *name = slot_name_canonical(rt, key);
        if (name != NULL && slots_decide_named(rt, type, name) < 0)
            return -1;
    }
    return 0;
}

int type_slots_update(Runtime *rt, HeapType *type, Str *name)
{
    owned Str *canonical = slot_name_canonical(rt, (Object *)name);
    if (canonical == NULL)
        return 0;
    if (slots_decide_named(rt, type, canonical) < 0)
        return -1;
    for (uint32_t i = 0; i < type->state.subclass_count; i++) {
        HeapType *subclass = type->state.subclasses[i];
        if (dict_get_str_borrow(rt, subclass->state.dict, canonical) == NULL &&
            type_slots_update(rt, subclass, canonical) < 0)
            return -1;
    }
    return 0;
}

int type_slots_renew(Runtime *rt, HeapType *type)
{
    if (slots_decide_all(rt, type) < 0)
        return -1;
    for (uint32_t i = 0; i < type->state.subclass_count; i++)
        if (type_slots_renew(rt, type->state.subclasses[i]) < 0)
            return -1;
    return 0;
}
