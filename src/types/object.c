/* `object`: what every class starts with.
 *
 * __new__ and __init__ share a rule about arguments that they have no use for: an argument is an error unless the class
 * overrides the other of the two, which then is the one that knows it. */
#include <stdio.h>

#include "object/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/type_parts.h"

/* ---- birth and death ------------------------------------------------------------------------------------------ */

static int fail_abstract(Runtime *rt, const Type *type)
{
    Object *methods = type_own_borrow(rt, type, NAME(__abstractmethods__));
    if (methods == NULL)
        return error_pending(rt) ? -1 : error_fail(rt, &attribute_error_type, "__abstractmethods__");
    owned List *names = sequence_list(rt, methods);
    if (names == NULL || list_sort(rt, names, NULL, false) < 0)
        return -1;
    owned Str *comma = str_from_c(rt, ", ");
    owned Str *joined = comma == NULL ? NULL : str_join(rt, comma, (Object *)names);
    if (joined == NULL)
        return -1;
    return error_fail(rt, &type_error_type, "Can't instantiate abstract class %N with abstract method%s %U", type,
                      names->length > 1 ? "s" : "", joined);
}

Object *object_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args;
    if (unlikely(n != 0 || (names != NULL && names->length != 0))) {
        if (type->create != object_create)
            return (Object *)error_set(rt, &type_error_type,
                                       "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->init == object_init)
            return (Object *)error_set(rt, &type_error_type, "%N() takes no arguments", type);
    }
    if (unlikely(type_has_flag(type, TYPE_IS_ABSTRACT)) && fail_abstract(rt, type) < 0)
        return NULL;
    if (type_has_flag(type, TYPE_IS_TRACKED))
        return instance_new(rt, type);
    return (Object *)object_new_any(rt, type, sizeof(Object));
}

int object_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)args;
    if (likely(n == 0 && (names == NULL || names->length == 0)))
        return 0;
    const Type *type = self->type;
    if (type->init != object_init && type->init != NULL)
        return error_fail(rt, &type_error_type,
                          "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type->create == object_create)
        return error_fail(rt, &type_error_type,
                          "%N.__init__() takes exactly one argument (the instance to initialize)", type);
    return 0;
}

void object_instance_free(Runtime *rt, Object *self)
{
    object_dispose_any(rt, self, sizeof(Object));
}

/* ---- basics --------------------------------------------------------------------------------------------------- */

Object *object_default_repr(Runtime *rt, Object *self)
{
    owned Str *name = type_full_name(rt, self->type);
    if (name == NULL)
        return NULL;
    if (!object_is_immortal(self))
        self->flags |= OBJECT_ADDRESS_SEEN;
    char address[2 + 2 * sizeof(void *) + 1];
    snprintf(address, sizeof(address), "%p", (void *)self);
    return (Object *)str_format(rt, "<%U object at %s>", name, address);
}

Object *object_default_str(Runtime *rt, Object *self)
{
    return object_repr(rt, self);
}

int64_t object_default_hash(Runtime *rt, Object *self)
{
    (void)rt;
    if (!object_is_immortal(self))
        self->flags |= OBJECT_ADDRESS_SEEN;
    return hash_pointer(self);
}

Object *object_default_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (operation == COMPARE_EQUAL)
        return self == other ? TRUE : NOT_IMPLEMENTED;
    if (operation != COMPARE_NOT_EQUAL || self->type->compare == NULL)
        return NOT_IMPLEMENTED;
    /* != is what == is not, whoever defines ==. */
    owned Object *equal = self->type->compare(rt, self, other, COMPARE_EQUAL);
    if (equal == NULL || equal == NOT_IMPLEMENTED)
        return take(&equal);
    int truth = object_truth(rt, equal);
    return truth < 0 ? NULL : bool_object(!truth);
}

/* ---- __class__ ------------------------------------------------------------------------------------------------ */

static Object *object_get_class(Runtime *rt, Object *self)
{
    (void)rt;
    return (Object *)object_retain(self->type);
}

static int object_set_class(Runtime *rt, Object *self, Object *value)
{
    const Type *old = self->type;
    if (value == NULL)
        return error_fail(rt, &type_error_type, "can't delete __class__ attribute");
    if (!type_check(value))
        return error_fail(rt, &type_error_type, "__class__ must be set to a class, not '%T' object", value);
    const Type *new = (Type *)value;
    bool modules = type_is_subtype(old, &module_type) && type_is_subtype(new, &module_type);
    if (!modules && (!type_has_flag(old, TYPE_IS_HEAP) || !type_has_flag(new, TYPE_IS_HEAP)))
        return error_fail(rt, &type_error_type,
                          "__class__ assignment only supported for mutable types or ModuleType subclasses");
    if (old == new)
        return 0;
    if (type_layouts_compatible(rt, old, new, "__class__") < 0)
        return -1;
    if (old->size != new->size || old->attributes_offset != new->attributes_offset)
        return error_fail(rt, &type_error_type, "__class__ assignment: '%N' object layout differs from '%N'", new,
                          old);
    return instance_change_type(rt, self, new);
}

/* ---- methods -------------------------------------------------------------------------------------------------- */

static Object *object_format_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return (Object *)error_set(rt, &type_error_type, "__format__() argument must be str, not %T", args[0]);
    if (((Str *)args[0])->length != 0)
        return (Object *)error_set(rt, &type_error_type, "unsupported format string passed to %T.__format__", self);
    return object_str(rt, self);
}

static Object *object_size_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return (Object *)int_from_size(rt, (ssize_t)object_block_size(self));
}

static Object *object_dir_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    owned Dict *names = dict_new(rt);
    if (names == NULL)
        return NULL;
    owned Object *dict = NULL;
    owned Object *class = NULL;
    if (object_find_attribute(rt, self, NAME(__dict__), &dict) < 0 ||
        (dict != NULL && dict_check(dict) && dict_merge(rt, names, dict, 1) < 0) ||
        object_find_attribute(rt, self, NAME(__class__), &class) < 0 ||
        (class != NULL && type_merge_names(rt, names, class) < 0))
        return NULL;
    return (Object *)sequence_list(rt, (Object *)names);
}

/* Defined for classes to override; takes nothing itself. */
static Object *object_init_subclass_method(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)args;
    if (names == NULL && n == 0)
        return NONE;
    owned Object *name = object_get_attribute(rt, self, NAME(__qualname__));
    if (name == NULL)
        return NULL;
    if (names != NULL && names->length != 0)
        return (Object *)error_set(rt, &type_error_type, "%S.__init_subclass__() takes no keyword arguments", name);
    return (Object *)error_set(rt, &type_error_type, "%S.__init_subclass__() takes no arguments (%zu given)", name, n);
}

static Object *object_subclass_hook_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt;
    (void)self;
    (void)args;
    (void)n;
    return NOT_IMPLEMENTED;
}

/* ---- the record ------------------------------------------------------------------------------------------------ */

const Type object_type = {
    TYPE_IDENTITY(object),
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new "
           "featureless\ninstance that has no instance attributes and cannot be given any.\n",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .size = sizeof(Object),
    .create = object_create,
    .init = object_init,
    .free = object_instance_free,
    .repr = object_default_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .methods = (const MethodSpec[]){
        {"__reduce_ex__", object_reduce_ex_method, 1, 1, .doc = "Helper for pickle."},
        {"__reduce__", object_reduce_method, 0, 0, .doc = "Helper for pickle."},
        {"__getstate__", object_get_state_method, 0, 0, .doc = "Helper for pickle."},
        {"__subclasshook__", object_subclass_hook_method, 0, -1, .flags = METHOD_CLASS,
         .doc = "Decides what issubclass() answers for an abstract class; NotImplemented leaves it to the usual way."},
        {"__init_subclass__", .keywords = object_init_subclass_method, .flags = METHOD_CLASS,
         .doc = "Called when a class is subclassed; classes override it."},
        {"__format__", object_format_method, 1, 1, .doc = "Default object formatter."},
        {"__sizeof__", object_size_method, 0, 0, .doc = "Size of object in memory, in bytes."},
        {"__dir__", object_dir_method, 0, 0, .doc = "Default dir() implementation."},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__class__", object_get_class, object_set_class, "the object's class"},
        {0},
    },
};
