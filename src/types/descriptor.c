/* Descriptors of built-in types: what their tables become in their dicts.
 *
 *    table       in the dict                  obj.name
 *    methods     method_descriptor            a Builtin bound to obj
 *                classmethod_descriptor       a Builtin bound to the class
 *    slots       wrapper_descriptor           method-wrapper
 *    members     member_descriptor            the field's value
 *    properties  getset_descriptor            what its function returns
 *
 * All begin alike: owner, then the constant entry of the table. Classes made by Python code have member descriptors for
 * their __slots__ and getsets for __dict__ and __weakref__; only these can be part of a cycle and are tracked. */
#include <stdio.h>

#include "object/error.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/type_parts.h"

/* The common beginning. */
typedef struct Descriptor {
    Object head;
    const Type *owner;
    const void *spec;
} Descriptor;

typedef struct MemberDescriptor {
    Object head;
    const Type *owner;
    const MemberSpec *spec;
} MemberDescriptor;

typedef struct GetSetDescriptor {
    Object head;
    const Type *owner;
    const PropertySpec *spec;
} GetSetDescriptor;

typedef struct MethodWrapper {
    Object head;
    SlotWrapper *wrapper;
    Object *self;
} MethodWrapper;

/* ---- creation, end ------------------------------------------------------------------------------------------- */

static Object *descriptor_new(Runtime *rt, const Type *type, const Type *owner, const void *spec)
{
    bool is_container = type_has_flag(type, TYPE_IS_TRACKED);
    Descriptor *self = (Descriptor *)(is_container ? gc_new(rt, type) : object_new(rt, type));
    if (self == NULL)
        return NULL;
    self->owner = (const Type *)object_retain(owner);
    self->spec = spec;
    if (is_container && type_has_flag(owner, TYPE_IS_HEAP))
        gc_track(rt, self);
    return (Object *)self;
}

Object *method_descriptor_new(Runtime *rt, const Type *owner, const MethodSpec *spec)
{
    bool of_class = (spec->flags & METHOD_CLASS) != 0;
    return descriptor_new(rt, of_class ? &class_method_descriptor_type : &method_descriptor_type, owner, spec);
}

Object *slot_wrapper_new(Runtime *rt, const Type *owner, const SlotSpec *spec)
{
    return descriptor_new(rt, &slot_wrapper_type, owner, spec);
}

Object *member_descriptor_new(Runtime *rt, const Type *owner, const MemberSpec *spec)
{
    return descriptor_new(rt, &member_descriptor_type, owner, spec);
}

Object *getset_descriptor_new(Runtime *rt, const Type *owner, const PropertySpec *spec)
{
    return descriptor_new(rt, &getset_descriptor_type, owner, spec);
}

static void descriptor_free(Runtime *rt, Object *self)
{
    object_release(type_as_object(((Descriptor *)self)->owner));
    object_dispose(rt, self);
}

static void descriptor_free_tracked(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release(type_as_object(((Descriptor *)self)->owner));
    gc_dispose(rt, self);
}

static int descriptor_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((Descriptor *)self)->owner);
    return 0;
}

/* ---- what they have in common ---------------------------------------------------------------------------------- */

static const char *descriptor_name(const Object *self)
{
    const void *spec = ((const Descriptor *)self)->spec;
    const Type *type = self->type;
    if (type == &slot_wrapper_type)
        return frozen_names[((const SlotSpec *)spec)->name].text;
    if (type == &member_descriptor_type)
        return ((const MemberSpec *)spec)->name;
    if (type == &getset_descriptor_type)
        return ((const PropertySpec *)spec)->name;
    return ((const MethodSpec *)spec)->name;
}

static const char *descriptor_doc(const Object *self)
{
    const void *spec = ((const Descriptor *)self)->spec;
    const Type *type = self->type;
    if (type == &slot_wrapper_type)
        return ((const SlotSpec *)spec)->doc;
    if (type == &member_descriptor_type)
        return ((const MemberSpec *)spec)->doc;
    if (type == &getset_descriptor_type)
        return ((const PropertySpec *)spec)->doc;
    return ((const MethodSpec *)spec)->doc;
}

static Object *descriptor_get_owner(Runtime *rt, Object *self)
{
    (void)rt;
    return (Object *)object_retain(((Descriptor *)self)->owner);
}

static Object *descriptor_get_name(Runtime *rt, Object *self)
{
    return (Object *)str_intern_c(rt, descriptor_name(self));
}

static Object *descriptor_get_doc(Runtime *rt, Object *self)
{
    const char *doc = descriptor_doc(self);
    return doc == NULL ? NONE : (Object *)str_from_c(rt, doc);
}

static Object *descriptor_get_qualified_name(Runtime *rt, Object *self)
{
    owned Object *owner = object_get_attribute(rt, type_as_object(((Descriptor *)self)->owner), NAME(__qualname__));
    return owner == NULL ? NULL : (Object *)str_format(rt, "%S.%s", owner, descriptor_name(self));
}

static Object *descriptor_get_text_signature(Runtime *rt, Object *self)
{
    (void)rt;
    (void)self;
    return NONE;
}

static Object *getattr_function(Runtime *rt)
{
    owned Str *name = str_intern_c(rt, "getattr");
    Object *function = name == NULL || rt->builtins == NULL ? NULL : dict_get_str_borrow(rt, rt->builtins, name);
    if (function == NULL && !error_pending(rt))
        error_set(rt, &attribute_error_type, "getattr");
    return (Object *)object_retain_maybe(function);
}

static Object *descriptor_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    owned Object *function = getattr_function(rt);
    owned Object *name = function == NULL ? NULL : descriptor_get_name(rt, self);
    owned Tuple *parts =
        name == NULL ? NULL : tuple_pack(rt, 2, type_as_object(((Descriptor *)self)->owner), name);
    return parts == NULL ? NULL : (Object *)tuple_pack(rt, 2, function, (Object *)parts);
}

static const PropertySpec descriptor_properties[] = {
    {"__objclass__", descriptor_get_owner, NULL, NULL},
    {"__name__", descriptor_get_name, NULL, NULL},
    {"__doc__", descriptor_get_doc, NULL, NULL},
    {"__qualname__", descriptor_get_qualified_name, NULL, NULL},
    {0},
};
static const PropertySpec descriptor_callable_properties[] = {
    {"__objclass__", descriptor_get_owner, NULL, NULL},
    {"__name__", descriptor_get_name, NULL, NULL},
    {"__doc__", descriptor_get_doc, NULL, NULL},
    {"__qualname__", descriptor_get_qualified_name, NULL, NULL},
    {"__text_signature__", descriptor_get_text_signature, NULL, NULL},
    {0},
};
static const MethodSpec descriptor_methods[] = {
    {"__reduce__", descriptor_reduce, 0, 0, .doc = NULL},
    {0},
};

/* 0 when `instance` has what the descriptor describes. */
static int descriptor_check(Runtime *rt, const Object *self, const Object *instance)
{
    const Type *owner = ((const Descriptor *)self)->owner;
    if (likely(object_is(instance, owner)))
        return 0;
    return error_fail(rt, &type_error_type, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                      descriptor_name(self), owner, instance);
}

static Object *descriptor_repr_as(Runtime *rt, Object *self, const char *kind)
{
    return (Object *)str_format(rt, "<%s '%s' of '%N' objects>", kind, descriptor_name(self),
                                ((Descriptor *)self)->owner);
}

/* ---- methods ------------------------------------------------------------------------------------------------------ */

static Object *method_descriptor_repr(Runtime *rt, Object *self)
{
    return descriptor_repr_as(rt, self, "method");
}

static Object *method_descriptor_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)owner;
    if (instance == NULL)
        return (Object *)object_retain(self);
    if (descriptor_check(rt, self, instance) < 0)
        return NULL;
    return builtin_new(rt, ((MethodDescriptor *)self)->spec, instance, NULL);
}

static Object *method_descriptor_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    MethodDescriptor *descriptor = (MethodDescriptor *)self;
    if (n == 0)
        return (Object *)error_set(rt, &type_error_type, "unbound method %N.%s() needs an argument",
                                   descriptor->owner, descriptor->spec->name);
    if (descriptor_check(rt, self, args[0]) < 0)
        return NULL;
    return method_spec_call(rt, descriptor->spec, args[0], args + 1, n - 1, names);
}

const Type method_descriptor_type = {
    TYPE_IDENTITY(method_descriptor),
    .name = "method_descriptor",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_METHOD_LIKE | TYPE_NO_INSTANTIATION,
    .size = sizeof(MethodDescriptor),
    .init = object_init,
    .free = descriptor_free,
    .repr = method_descriptor_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = method_descriptor_call,
    .descriptor_get = method_descriptor_get,
    .methods = descriptor_methods,
    .properties = descriptor_callable_properties,
};

static Object *class_method_descriptor_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    MethodDescriptor *descriptor = (MethodDescriptor *)self;
    const char *name = descriptor->spec->name;
    if (owner == NULL) {
        if (instance == NULL)
            return (Object *)error_set(rt, &type_error_type,
                                       "descriptor '%s' for type '%N' needs either an object or a type", name,
                                       descriptor->owner);
        owner = type_as_object(instance->type);
    }
    if (!type_check(owner))
        return (Object *)error_set(rt, &type_error_type,
                                   "descriptor '%s' for type '%N' needs a type, not a '%T' as arg 2", name,
                                   descriptor->owner, owner);
    if (!type_is_subtype((Type *)owner, descriptor->owner))
        return (Object *)error_set(rt, &type_error_type, "descriptor '%s' requires a subtype of '%N' but received '%N'",
                                   name, descriptor->owner, (Type *)owner);
    return builtin_new(rt, descriptor->spec, owner, NULL);
}

static Object *class_method_descriptor_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    MethodDescriptor *descriptor = (MethodDescriptor *)self;
    if (n == 0)
        return (Object *)error_set(rt, &type_error_type, "descriptor '%s' of '%N' object needs an argument",
                                   descriptor->spec->name, descriptor->owner);
    owned Object *bound = class_method_descriptor_get(rt, self, NULL, args[0]);
    return bound == NULL ? NULL : object_call(rt, bound, args + 1, n - 1, names);
}

const Type class_method_descriptor_type = {
    TYPE_IDENTITY(class_method_descriptor),
    .name = "classmethod_descriptor",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(MethodDescriptor),
    .init = object_init,
    .free = descriptor_free,
    .repr = method_descriptor_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = class_method_descriptor_call,
    .descriptor_get = class_method_descriptor_get,
    .methods = descriptor_methods,
    .properties = descriptor_callable_properties,
};

/* ---- slots -------------------------------------------------------------------------------------------------------- */

static Object *slot_wrapper_repr(Runtime *rt, Object *self)
{
    return descriptor_repr_as(rt, self, "slot wrapper");
}

static Object *slot_wrapper_invoke(Runtime *rt, const SlotWrapper *wrapper, Object *self, Object **args, size_t n,
                                   Tuple *names)
{
    return wrapper->spec->wrap(rt, wrapper->spec, *type_slot(wrapper->owner, wrapper->spec), self, args, n, names);
}

static Object *slot_wrapper_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    const SlotWrapper *wrapper = (SlotWrapper *)self;
    if (n == 0)
        return (Object *)error_set(rt, &type_error_type, "descriptor '%s' of '%N' object needs an argument",
                                   descriptor_name(self), wrapper->owner);
    if (!object_is(args[0], wrapper->owner))
        return (Object *)error_set(rt, &type_error_type, "descriptor '%s' requires a '%N' object but received a '%T'",
                                   descriptor_name(self), wrapper->owner, args[0]);
    return slot_wrapper_invoke(rt, wrapper, args[0], args + 1, n - 1, names);
}

static Object *slot_wrapper_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)owner;
    if (instance == NULL)
        return (Object *)object_retain(self);
    if (descriptor_check(rt, self, instance) < 0)
        return NULL;
    MethodWrapper *bound = (MethodWrapper *)gc_new(rt, &method_wrapper_type);
    if (bound == NULL)
        return NULL;
    bound->wrapper = (SlotWrapper *)object_retain(self);
    bound->self = (Object *)object_retain(instance);
    gc_track(rt, bound);
    return (Object *)bound;
}

const Type slot_wrapper_type = {
    TYPE_IDENTITY(slot_wrapper),
    .name = "wrapper_descriptor",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_METHOD_LIKE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SlotWrapper),
    .init = object_init,
    .free = descriptor_free,
    .repr = slot_wrapper_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = slot_wrapper_call,
    .descriptor_get = slot_wrapper_get,
    .methods = descriptor_methods,
    .properties = descriptor_callable_properties,
};

static void method_wrapper_free(Runtime *rt, Object *self)
{
    MethodWrapper *bound = (MethodWrapper *)self;
    gc_untrack(self);
    object_release(bound->wrapper);
    object_release(bound->self);
    gc_dispose(rt, self);
}

static int method_wrapper_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((MethodWrapper *)self)->self);
    return 0;
}

static Object *method_wrapper_repr(Runtime *rt, Object *self)
{
    MethodWrapper *bound = (MethodWrapper *)self;
    char address[2 + 2 * sizeof(void *) + 1];
    if (!object_is_immortal(bound->self))
        bound->self->flags |= OBJECT_ADDRESS_SEEN;
    snprintf(address, sizeof(address), "%p", (void *)bound->self);
    return (Object *)str_format(rt, "<method-wrapper '%s' of %T object at %s>", descriptor_name((Object *)bound->wrapper),
                                bound->self, address);
}

static int64_t method_wrapper_hash(Runtime *rt, Object *self)
{
    (void)rt;
    MethodWrapper *bound = (MethodWrapper *)self;
    if (!object_is_immortal(bound->self))
        bound->self->flags |= OBJECT_ADDRESS_SEEN;
    int64_t hash = hash_pointer(bound->self) ^ hash_pointer(bound->wrapper);
    return hash == -1 ? -2 : hash;
}

static Object *method_wrapper_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    (void)rt;
    if ((operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL) || !object_has_type(other, &method_wrapper_type))
        return NOT_IMPLEMENTED;
    MethodWrapper *left = (MethodWrapper *)self;
    MethodWrapper *right = (MethodWrapper *)other;
    bool equal = left->wrapper == right->wrapper && left->self == right->self;
    return bool_object(equal == (operation == COMPARE_EQUAL));
}

static Object *method_wrapper_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    MethodWrapper *bound = (MethodWrapper *)self;
    return slot_wrapper_invoke(rt, bound->wrapper, bound->self, args, n, names);
}

static Object *method_wrapper_get_self(Runtime *rt, Object *self)
{
    (void)rt;
    return (Object *)object_retain(((MethodWrapper *)self)->self);
}

static Object *method_wrapper_get_owner(Runtime *rt, Object *self)
{
    return descriptor_get_owner(rt, (Object *)((MethodWrapper *)self)->wrapper);
}

static Object *method_wrapper_get_name(Runtime *rt, Object *self)
{
    return descriptor_get_name(rt, (Object *)((MethodWrapper *)self)->wrapper);
}

static Object *method_wrapper_get_qualified_name(Runtime *rt, Object *self)
{
    return descriptor_get_qualified_name(rt, (Object *)((MethodWrapper *)self)->wrapper);
}

static Object *method_wrapper_get_doc(Runtime *rt, Object *self)
{
    return descriptor_get_doc(rt, (Object *)((MethodWrapper *)self)->wrapper);
}

static Object *method_wrapper_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    owned Object *function = getattr_function(rt);
    owned Object *name = function == NULL ? NULL : method_wrapper_get_name(rt, self);
    owned Tuple *parts = name == NULL ? NULL : tuple_pack(rt, 2, ((MethodWrapper *)self)->self, name);
    return parts == NULL ? NULL : (Object *)tuple_pack(rt, 2, function, (Object *)parts);
}

const Type method_wrapper_type = {
    TYPE_IDENTITY(method_wrapper),
    .name = "method-wrapper",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_TRACKED | TYPE_NO_INSTANTIATION,
    .size = sizeof(MethodWrapper),
    .init = object_init,
    .free = method_wrapper_free,
    .visit = method_wrapper_visit,
    .repr = method_wrapper_repr,
    .str = object_default_str,
    .hash = method_wrapper_hash,
    .compare = method_wrapper_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = method_wrapper_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", method_wrapper_reduce, 0, 0, .doc = NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__self__", method_wrapper_get_self, NULL, NULL},
        {"__objclass__", method_wrapper_get_owner, NULL, NULL},
        {"__name__", method_wrapper_get_name, NULL, NULL},
        {"__qualname__", method_wrapper_get_qualified_name, NULL, NULL},
        {"__doc__", method_wrapper_get_doc, NULL, NULL},
        {"__text_signature__", descriptor_get_text_signature, NULL, NULL},
        {0},
    },
};

/* ---- members ------------------------------------------------------------------------------------------------------ */

static Object *member_descriptor_repr(Runtime *rt, Object *self)
{
    return descriptor_repr_as(rt, self, "member");
}

static Object *member_descriptor_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)owner;
    if (instance == NULL)
        return (Object *)object_retain(self);
    if (descriptor_check(rt, self, instance) < 0)
        return NULL;
    const MemberSpec *spec = ((MemberDescriptor *)self)->spec;
    void *field = (char *)instance + spec->offset;
    switch (spec->kind) {
    case MEMBER_OBJECT:
    case MEMBER_OBJECT_STRICT: {
        Object *value = *(Object **)field;
        if (value != NULL)
            return (Object *)object_retain(value);
        if (spec->kind == MEMBER_OBJECT)
            return NONE;
        return (Object *)error_set(rt, &attribute_error_type, "'%T' object has no attribute '%s'", instance,
                                   spec->name);
    }
    case MEMBER_INT: return (Object *)int_from_int64(rt, *(int *)field);
    case MEMBER_SIZE: return (Object *)int_from_size(rt, *(ssize_t *)field);
    case MEMBER_BOOL: return bool_object(*(bool *)field);
    case MEMBER_CSTRING: {
        const char *text = *(const char **)field;
        return text == NULL ? NONE : (Object *)str_from_c(rt, text);
    }
    }
    return NULL;
}

static int member_descriptor_set(Runtime *rt, Object *self, Object *instance, Object *value)
{
    if (descriptor_check(rt, self, instance) < 0)
        return -1;
    const MemberSpec *spec = ((MemberDescriptor *)self)->spec;
    void *field = (char *)instance + spec->offset;
    if (!spec->writable || spec->kind == MEMBER_CSTRING)
        return error_fail(rt, &attribute_error_type, "readonly attribute");
    if (spec->kind == MEMBER_OBJECT || spec->kind == MEMBER_OBJECT_STRICT) {
        Object *old = *(Object **)field;
        if (value == NULL && old == NULL && spec->kind == MEMBER_OBJECT_STRICT)
            return error_fail(rt, &attribute_error_type, "%s", spec->name);
        *(Object **)field = (Object *)object_retain_maybe(value);
        object_release_maybe(old);
        return 0;
    }
    if (value == NULL)
        return error_fail(rt, &type_error_type, "can't delete numeric/char attribute");
    if (spec->kind == MEMBER_BOOL) {
        if (value != TRUE && value != FALSE)
            return error_fail(rt, &type_error_type, "attribute value type must be bool");
        *(bool *)field = value == TRUE;
        return 0;
    }
    int64_t number;
    if (number_as_int64(rt, value, &number) < 0)
        return -1;
    if (spec->kind == MEMBER_SIZE)
        *(ssize_t *)field = (ssize_t)number;
    else
        *(int *)field = (int)number;
    return 0;
}

const Type member_descriptor_type = {
    TYPE_IDENTITY(member_descriptor),
    .name = "member_descriptor",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_TRACKED | TYPE_NO_INSTANTIATION,
    .size = sizeof(MemberDescriptor),
    .init = object_init,
    .free = descriptor_free_tracked,
    .visit = descriptor_visit,
    .repr = member_descriptor_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .descriptor_get = member_descriptor_get,
    .descriptor_set = member_descriptor_set,
    .methods = descriptor_methods,
    .properties = descriptor_properties,
};

/* ---- computed attributes --------------------------------------------------------------------------------------------- */

static Object *getset_descriptor_repr(Runtime *rt, Object *self)
{
    return descriptor_repr_as(rt, self, "attribute");
}

static Object *getset_descriptor_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)owner;
    if (instance == NULL)
        return (Object *)object_retain(self);
    if (descriptor_check(rt, self, instance) < 0)
        return NULL;
    const PropertySpec *spec = ((GetSetDescriptor *)self)->spec;
    if (spec->get == NULL)
        return (Object *)error_set(rt, &attribute_error_type, "attribute '%s' of '%N' objects is not readable",
                                   spec->name, ((GetSetDescriptor *)self)->owner);
    return spec->get(rt, instance);
}

static int getset_descriptor_set(Runtime *rt, Object *self, Object *instance, Object *value)
{
    if (descriptor_check(rt, self, instance) < 0)
        return -1;
    const PropertySpec *spec = ((GetSetDescriptor *)self)->spec;
    if (spec->set == NULL)
        return error_fail(rt, &attribute_error_type, "attribute '%s' of '%N' objects is not writable", spec->name,
                          ((GetSetDescriptor *)self)->owner);
    return spec->set(rt, instance, value);
}

const Type getset_descriptor_type = {
    TYPE_IDENTITY(getset_descriptor),
    .name = "getset_descriptor",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_TRACKED | TYPE_NO_INSTANTIATION,
    .size = sizeof(GetSetDescriptor),
    .init = object_init,
    .free = descriptor_free_tracked,
    .visit = descriptor_visit,
    .repr = getset_descriptor_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .descriptor_get = getset_descriptor_get,
    .descriptor_set = getset_descriptor_set,
    .properties = descriptor_properties,
};
