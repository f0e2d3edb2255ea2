/* classmethod and staticmethod: a function with another way of being bound.
 *
 * Both show the name, qualified name, module, doc and annotations of their function in their `__dict__`. That dict is
 * made when it is asked for or written to; until then these names are read from the function. */
#include "object/error.h"
#include "types/int.h"
#include "types/type_parts.h"

static Object *wrapper_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args;
    (void)n;
    (void)names;
    ClassMethod *self = (ClassMethod *)object_new_any(rt, type, sizeof(ClassMethod));
    if (self == NULL)
        return NULL;
    self->function = NONE;
    self->attributes = 0;
    gc_track(rt, self);
    return (Object *)self;
}

static Object *wrapper_new(Runtime *rt, const Type *type, Object *function)
{
    ClassMethod *self = (ClassMethod *)wrapper_create(rt, type, NULL, 0, NULL);
    if (self != NULL)
        self->function = (Object *)object_retain(function);
    return (Object *)self;
}

Object *class_method_new(Runtime *rt, Object *function)
{
    return wrapper_new(rt, &class_method_type, function);
}

Object *static_method_new(Runtime *rt, Object *function)
{
    return wrapper_new(rt, &static_method_type, function);
}

static int wrapper_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names, const char *name)
{
    if (names != NULL && names->length != 0)
        return error_fail(rt, &type_error_type, "%s() takes no keyword arguments", name);
    if (n != 1)
        return error_fail(rt, &type_error_type, "%s expected 1 argument, got %zu", name, n);
    object_replace_steal(&((ClassMethod *)self)->function, object_retain(args[0]));
    return 0;
}

static int class_method_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return wrapper_init(rt, self, args, n, names, "classmethod");
}

static int static_method_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return wrapper_init(rt, self, args, n, names, "staticmethod");
}

static void wrapper_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    attributes_clear(rt, self);
    object_release_maybe(((ClassMethod *)self)->function);
    object_dispose_any(rt, self, sizeof(ClassMethod));
}

static int wrapper_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((ClassMethod *)self)->function);
    return attributes_visit(self, visit, context);
}

static void wrapper_clear(Runtime *rt, Object *self)
{
    attributes_clear(rt, self);
    object_clear_slot(&((ClassMethod *)self)->function);
}

/* ---- attributes ----------------------------------------------------------------------------------------------- */

static bool name_is_mirrored(const Str *name)
{
    return name == NAME(__name__) || name == NAME(__qualname__) || name == NAME(__module__) ||
           name == NAME(__doc__) || name == NAME(__annotations__);
}

/* The `__dict__`, borrowed, with the function's names in it. */
static Dict *wrapper_dict(Runtime *rt, Object *self)
{
    Dict *known = attribute_dict(self);
    if (known != NULL)
        return known;
    owned Dict *dict = dict_new(rt);
    if (dict == NULL)
        return NULL;
    Str *const names[] = {NAME(__module__), NAME(__name__), NAME(__qualname__), NAME(__doc__), NAME(__annotations__)};
    owned Object *function = (Object *)object_retain_maybe(((ClassMethod *)self)->function);
    for (size_t i = 0; function != NULL && function != NONE && i < sizeof(names) / sizeof(names[0]); i++) {
        owned Object *value = NULL;
        int found = object_find_attribute(rt, function, names[i], &value);
        if (found < 0 || (found > 0 && dict_set(rt, dict, (Object *)names[i], value) < 0))
            return NULL;
    }
    return attributes_replace_dict(rt, self, dict) < 0 ? NULL : attribute_dict(self);
}

static Object *wrapper_get_attribute(Runtime *rt, Object *self, Str *name)
{
    if (name_is_mirrored(name) && attribute_dict(self) == NULL) {
        Object *value;
        owned Object *function = (Object *)object_retain_maybe(((ClassMethod *)self)->function);
        int found = function == NULL || function == NONE ? 0 : object_find_attribute(rt, function, name, &value);
        if (found != 0)
            return found < 0 ? NULL : value;
    }
    return object_generic_get_attribute(rt, self, name);
}

static int wrapper_set_attribute(Runtime *rt, Object *self, Str *name, Object *value)
{
    if (wrapper_dict(rt, self) == NULL)
        return -1;
    return object_generic_set_attribute(rt, self, name, value);
}

static Object *wrapper_get_dict(Runtime *rt, Object *self)
{
    return (Object *)object_retain_maybe(wrapper_dict(rt, self));
}

static int wrapper_set_dict(Runtime *rt, Object *self, Object *value)
{
    return instance_dict_property.set(rt, self, value);
}

static Object *wrapper_get_function(Runtime *rt, Object *self)
{
    (void)rt;
    Object *function = ((ClassMethod *)self)->function;
    return function == NULL ? NONE : (Object *)object_retain(function);
}

static Object *wrapper_get_abstract(Runtime *rt, Object *self)
{
    owned Object *function = wrapper_get_function(rt, self);
    owned Object *value = NULL;
    int found = object_find_attribute(rt, function, NAME(__isabstractmethod__), &value);
    int truth = found > 0 ? object_truth(rt, value) : found;
    return truth < 0 ? NULL : bool_object(truth != 0);
}

static int wrapper_read_only(Runtime *rt, Object *self, Object *value)
{
    (void)self;
    (void)value;
    return error_fail(rt, &attribute_error_type, "readonly attribute");
}

static const PropertySpec wrapper_properties[] = {
    {"__func__", wrapper_get_function, wrapper_read_only, NULL},
    {"__wrapped__", wrapper_get_function, wrapper_read_only, NULL},
    {"__isabstractmethod__", wrapper_get_abstract, NULL, NULL},
    {"__dict__", wrapper_get_dict, wrapper_set_dict, NULL},
    {0},
};

/* ---- binding -------------------------------------------------------------------------------------------------- */

static Object *class_method_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    owned Object *function = (Object *)object_retain_maybe(((ClassMethod *)self)->function);
    if (function == NULL)
        return (Object *)error_set(rt, &runtime_error_type, "uninitialized classmethod object");
    if (owner == NULL)
        owner = type_as_object(instance->type);
    if (function->type->descriptor_get != NULL)
        return function->type->descriptor_get(rt, function, owner, owner);
    return method_new(rt, function, owner);
}

static Object *static_method_get(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)instance;
    (void)owner;
    Object *function = ((ClassMethod *)self)->function;
    if (function == NULL)
        return (Object *)error_set(rt, &runtime_error_type, "uninitialized staticmethod object");
    return (Object *)object_retain(function);
}

static Object *static_method_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    owned Object *function = static_method_get(rt, self, NULL, NULL);
    return function == NULL ? NULL : object_call(rt, function, args, n, names);
}

static Object *class_method_repr(Runtime *rt, Object *self)
{
    owned Object *function = wrapper_get_function(rt, self);
    return (Object *)str_format(rt, "<classmethod(%R)>", function);
}

static Object *static_method_repr(Runtime *rt, Object *self)
{
    owned Object *function = wrapper_get_function(rt, self);
    return (Object *)str_format(rt, "<staticmethod(%R)>", function);
}

#define WRAPPER_SLOTS                                                                             \
    .base = &object_type, .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,            \
    .size = sizeof(ClassMethod), .attributes_offset = offsetof(ClassMethod, attributes),          \
    .create = wrapper_create, .free = wrapper_free, .visit = wrapper_visit, .clear = wrapper_clear, \
    .str = object_default_str, .hash = object_default_hash, .compare = object_default_compare,    \
    .get_attribute = wrapper_get_attribute, .set_attribute = wrapper_set_attribute,               \
    .properties = wrapper_properties

const Type class_method_type = {
    TYPE_IDENTITY(class_method),
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method: it receives the class as its "
           "first\nargument, however it is called, where a method receives the instance.",
    WRAPPER_SLOTS,
    .init = class_method_init,
    .repr = class_method_repr,
    .descriptor_get = class_method_get,
};

const Type static_method_type = {
    TYPE_IDENTITY(static_method),
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method: it receives neither instance "
           "nor class.",
    WRAPPER_SLOTS,
    .init = static_method_init,
    .repr = static_method_repr,
    .call = static_method_call,
    .descriptor_get = static_method_get,
};
