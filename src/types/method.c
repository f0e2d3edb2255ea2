/* method: a function bound to the object that comes first among its arguments. */
#include "gc/gc.h"
#include "object/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/type_parts.h"

enum { METHOD_STACK_ARGUMENTS = 8 }; /* calls with more take a memory block */

Object *method_new(Runtime *rt, Object *function, Object *self)
{
    Method *method = gc_new(rt, &method_type);
    if (method == NULL)
        return NULL;
    method->function = object_retain(function);
    method->self = object_retain(self);
    gc_track(rt, method);
    return (Object *)method;
}

static Object *method_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    if (arguments_check(rt, "method", n, names, 2, 2) < 0)
        return NULL;
    if (!object_is_callable(args[0]))
        return error_set(rt, &type_error_type, "first argument must be callable");
    if (args[1] == NONE)
        return error_set(rt, &type_error_type, "instance must not be None");
    return method_new(rt, args[0], args[1]);
}

static void method_free(Runtime *rt, Object *object)
{
    Method *self = (Method *)object;
    gc_untrack(self);
    object_release(self->function);
    object_release(self->self);
    gc_dispose(rt, self);
}

static int method_visit(Object *object, Visitor visit, void *context)
{
    Method *self = (Method *)object;
    GC_VISIT(self->function);
    GC_VISIT(self->self);
    return 0;
}

/* function(self, ...): the arguments with the object put before them. */
static Object *method_call(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    Method *self = (Method *)object;
    owned Object *function = object_retain(self->function);
    owned Object *first = object_retain(self->self);
    size_t count = n + (names == NULL ? 0 : names->length);
    Object *local[METHOD_STACK_ARGUMENTS + 1], **all = local;
    if (count > METHOD_STACK_ARGUMENTS && (all = memory_take_array(rt, count + 1, sizeof *all)) == NULL)
        return NULL;
    all[0] = first;
    for (size_t i = 0; i < count; i++)
        all[i + 1] = args[i];
    Object *result = object_call(rt, function, all, n + 1, names);
    if (all != local)
        memory_release(rt, all, (count + 1) * sizeof *all);
    return result;
}

static Object *method_repr(Runtime *rt, Object *object)
{
    Method *self = (Method *)object;
    owned Object *name = NULL;
    int found = object_find_attribute(rt, self->function, NAME(__qualname__), &name);
    if (found == 0)
        found = object_find_attribute(rt, self->function, NAME(__name__), &name);
    if (found < 0)
        return NULL;
    if (name == NULL || !str_check(name))
        return (Object *)str_format(rt, "<bound method ? of %R>", self->self);
    return (Object *)str_format(rt, "<bound method %U of %R>", name, self->self);
}

static int64_t method_hash(Runtime *rt, Object *object)
{
    Method *self = (Method *)object;
    int64_t hash = object_hash(rt, self->function);
    if (hash == -1)
        return -1;
    hash ^= hash_pointer(self->self);
    return hash == -1 ? -2 : hash;
}

static Object *method_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    if ((operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL) ||
        !object_has_type(left, &method_type) || !object_has_type(right, &method_type))
        return NOT_IMPLEMENTED;
    Method *a = (Method *)left, *b = (Method *)right;
    int equal = object_equal(rt, a->function, b->function);
    if (equal < 0)
        return NULL;
    equal = equal && a->self == b->self;
    return bool_object(equal == (operation == COMPARE_EQUAL));
}

/* What a method does not have itself, its function may have. */
static Object *method_get_attribute(Runtime *rt, Object *object, Str *name)
{
    Object *own = type_lookup_borrow(rt, &method_type, name);
    if (own != NULL)
        return object_generic_get_attribute(rt, object, name);
    if (error_pending(rt))
        return NULL;
    owned Object *function = object_retain(((Method *)object)->function);
    return object_get_attribute(rt, function, name);
}

static Object *method_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    Method *self = (Method *)object;
    owned Object *name = object_get_attribute(rt, self->function, NAME(__name__));
    Object *getattr = name == NULL ? NULL : dict_get_str_borrow(rt, rt->builtins, NAME(getattr));
    if (getattr == NULL)
        return error_pending(rt) ? NULL : error_set(rt, &attribute_error_type, "getattr");
    owned Tuple *arguments = tuple_pack(rt, 2, self->self, name);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, getattr, arguments);
}

static Object *method_get_doc(Runtime *rt, Object *self)
{
    owned Object *function = object_retain(((Method *)self)->function);
    return object_get_attribute(rt, function, NAME(__doc__));
}

const Type method_type = {
    TYPE_IDENTITY(method),
    .name = "method",
    .doc = "Create a bound instance method object.",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Method),
    .create = method_create,
    .init = object_init,
    .free = method_free,
    .visit = method_visit,
    .repr = method_repr,
    .str = object_default_str,
    .hash = method_hash,
    .compare = method_compare,
    .get_attribute = method_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = method_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", method_reduce, 0, 0, .doc = "Helper for pickle."},
        {0},
    },
    .members = (const MemberSpec[]){
        {"__func__", MEMBER_OBJECT, offsetof(Method, function), false,
         "the function (or other callable) implementing a method"},
        {"__self__", MEMBER_OBJECT, offsetof(Method, self), false,
         "the instance to which a method is bound"},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__doc__", method_get_doc, NULL, NULL},
        {0},
    },
};
