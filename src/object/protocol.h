/* What can be done with any object, through its type's slots. Results are owned; NULL or -1 means
 * that an error is set. Every function here may run Python code unless it says otherwise. */
#ifndef OURO_OBJECT_PROTOCOL_H
#define OURO_OBJECT_PROTOCOL_H

#include "object/runtime.h"

typedef struct List List;
typedef struct Int Int;

/* ---- basics (protocol.c) ---- */
Object *object_repr(Runtime *rt, Object *object);  /* a str */
Object *object_str(Runtime *rt, Object *object);   /* a str */
Object *object_ascii(Runtime *rt, Object *object); /* repr with non-ASCII escaped */
Object *object_format(Runtime *rt, Object *object, Object *specification); /* NULL spec: "" */
MUST_CHECK int64_t object_hash(Runtime *rt, Object *object); /* -1: error */
int64_t hash_pointer(const void *pointer);
Object *object_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation);
MUST_CHECK int object_compare_true(Runtime *rt, Object *left, Object *right, CompareOperation operation);
/* Identity, then ==: what containers use. 1, 0, -1. */
static inline MUST_CHECK int object_equal(Runtime *rt, Object *left, Object *right)
{
    return left == right ? 1 : object_compare_true(rt, left, right, COMPARE_EQUAL);
}
MUST_CHECK int object_truth(Runtime *rt, Object *object);
Object *object_dir(Runtime *rt, Object *object); /* NULL object: names of the current scope are the caller's business */
Object *object_id(Runtime *rt, Object *object); /* sets OBJECT_ADDRESS_SEEN on objects that can be written */

/* Reading repr's of containers in cycles: 1 when `object` is already being printed, 0 when it was
 * entered now (leave it), -1 error. */
MUST_CHECK int repr_enter(Runtime *rt, Object *object);
void repr_leave(Runtime *rt, Object *object);

/* ---- attributes (attribute.c) ---- */
Object *object_get_attribute(Runtime *rt, Object *object, Str *name);
/* 1 and *value owned; 0 when it would raise AttributeError (no error set, often none made); -1. */
MUST_CHECK int object_find_attribute(Runtime *rt, Object *object, Str *name, Object **value);
MUST_CHECK int object_set_attribute(Runtime *rt, Object *object, Str *name, Object *value); /* NULL deletes */
MUST_CHECK int object_has_attribute(Runtime *rt, Object *object, Str *name);
/* The default slots: descriptors and instance attributes (object.__getattribute__, __setattr__). */
Object *object_generic_get_attribute(Runtime *rt, Object *object, Str *name);
int object_generic_set_attribute(Runtime *rt, Object *object, Str *name, Object *value);
/* For calling obj.name(...) without making a bound method: *function is owned; returns 1 when it is
 * an unbound function to be called with `object` first, 0 when it is to be called as it is, -1. */
MUST_CHECK int object_get_method(Runtime *rt, Object *object, Str *name, Object **function);

/* ---- types (types/type.c) ---- */
/* The attribute in the types of the MRO, borrowed; NULL: absent, or an error is set when the dict
 * of a built-in type could not be made (check error_pending). Runs no Python code. */
Object *type_lookup_borrow(Runtime *rt, const Type *type, Str *name);
bool type_is_subtype(const Type *type, const Type *base); /* walks the MRO; runs no Python code, never fails */
/* type(object)'s special method bound to object, e.g. __enter__: 1 with *method owned (and *unbound telling
 * whether `object` must be passed first), 0 absent, -1. */
MUST_CHECK int object_find_special(Runtime *rt, Object *object, Str *name, Object **method, bool *unbound);
MUST_CHECK int object_is_instance(Runtime *rt, Object *object, Object *class_or_tuple);
MUST_CHECK int object_is_subclass(Runtime *rt, Object *derived, Object *class_or_tuple);
static inline bool object_is(const Object *object, const Type *base) /* real type, no hooks */
{
    return object->type == base || type_is_subtype(object->type, base);
}

/* ---- calls (call.c) ---- */
/* `args[0..n-1]` borrowed; the values of `names` follow them. args[-1] may be used as scratch by the callee
 * only through object_call_method_args. */
Object *object_call(Runtime *rt, Object *callable, Object **args, size_t n, Tuple *names);
static inline Object *object_call_none(Runtime *rt, Object *callable)
{
    return object_call(rt, callable, NULL, 0, NULL);
}
static inline Object *object_call_one(Runtime *rt, Object *callable, Object *argument)
{
    return object_call(rt, callable, &argument, 1, NULL);
}
/* callable(*positional, **keywords); `keywords` may be NULL. */
Object *object_call_tuple(Runtime *rt, Object *callable, Tuple *positional, Dict *keywords);
/* args[0].name(args[1..n-1]) without a bound method. */
Object *object_call_method(Runtime *rt, Str *name, Object **args, size_t n, Tuple *names);
bool object_is_callable(const Object *object);
/* Calls a MethodSpec: checks the number of arguments, binds parameters, calls. `self` as the spec expects. */
Object *method_spec_call(Runtime *rt, const MethodSpec *spec, Object *self, Object **args, size_t n,
                         Tuple *names);
/* Binds arguments to a parameter text (MethodSpec.parameters) for slots such as create and init:
 * out[i] borrowed or NULL. `name` is the function's for messages ("int()" prints as int()). */
MUST_CHECK int arguments_bind(Runtime *rt, const char *name, const char *parameters, Object **args,
                              size_t n, Tuple *names, Object **out, size_t out_count);
/* For create/init without keywords: checks counts; names must be NULL or empty ("x() takes no keyword arguments"). */
MUST_CHECK int arguments_check(Runtime *rt, const char *name, size_t n, Tuple *names, size_t least, size_t most);

/* ---- iteration (protocol.c) ---- */
Object *object_iter(Runtime *rt, Object *object);
/* The next item; NULL without an error: exhausted (StopIteration is cleared). */
Object *iterator_next(Runtime *rt, Object *iterator);
/* The value that iteration ended with, after the `next` slot returned NULL: 0 and *value owned
 * (None without StopIteration), -1 when another error is pending. */
MUST_CHECK int iterator_end_value(Runtime *rt, Object **value);
/* len(), or __length_hint__, or `fallback`; -1 error. */
MUST_CHECK ssize_t object_length_hint(Runtime *rt, Object *object, ssize_t fallback);

/* ---- numbers (number.c) ---- */
Object *number_binary(Runtime *rt, Object *left, Object *right, BinaryOperation operation);
Object *number_in_place(Runtime *rt, Object *left, Object *right, BinaryOperation operation);
Object *number_power(Runtime *rt, Object *base, Object *exponent, Object *modulus); /* modulus may be NULL */
Object *number_unary(Runtime *rt, Object *object, UnaryOperation operation);
/* Through __index__: an exact int; TypeError "'%s' object cannot be interpreted as an integer". */
Object *number_index(Runtime *rt, Object *object);
bool number_has_index(const Object *object);
/* Through __index__ into ssize_t; -1 with an error. Too large: `overflow` is raised with "cannot fit '%s' into an
 * index-sized integer", or the value is clipped when it is NULL. */
MUST_CHECK ssize_t number_as_size(Runtime *rt, Object *object, const Type *overflow);
Object *number_int(Runtime *rt, Object *object);   /* int(object) */
Object *number_float(Runtime *rt, Object *object); /* float(object) */
MUST_CHECK int number_as_double(Runtime *rt, Object *object, double *value); /* __float__, then __index__ */
MUST_CHECK int number_as_int64(Runtime *rt, Object *object, int64_t *value); /* OverflowError when too large */
bool number_check(const Object *object);

/* ---- containers (container.c) ---- */
MUST_CHECK ssize_t object_length(Runtime *rt, Object *object);
Object *object_get_item(Runtime *rt, Object *container, Object *key);
MUST_CHECK int object_set_item(Runtime *rt, Object *container, Object *key, Object *value); /* NULL deletes */
MUST_CHECK int object_contains(Runtime *rt, Object *container, Object *value);
Object *sequence_item(Runtime *rt, Object *sequence, ssize_t index);
List *sequence_list(Runtime *rt, Object *iterable);   /* a new list */
Tuple *sequence_tuple(Runtime *rt, Object *iterable); /* a tuple (the same when it is exact) */
/* A list or tuple as it is, anything else made a list; `message` for the TypeError when not iterable. */
Object *sequence_fast(Runtime *rt, Object *iterable, const char *message);
bool sequence_check(const Object *object);
bool mapping_check(const Object *object);

extern const Object not_implemented_object, ellipsis_object, none_object;
#define NONE ((Object *)&none_object)
#define NOT_IMPLEMENTED ((Object *)&not_implemented_object)
#define ELLIPSIS ((Object *)&ellipsis_object)

#endif
