/* property: an attribute whose reading, writing and deleting call functions. */
#include "object/error.h"
#include "types/int.h"
#include "types/type_parts.h"

typedef struct Property {
    Object head;
    Object *get, *set, *remove; /* NULL: not given */
    Object *doc;
    Object *name;               /* as the class that holds it calls it; NULL: not known */
    bool doc_is_getters;
} Property;

/* ---- life ------------------------------------------------------------------------------------------------------- */

static Object *property_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args;
    (void)n;
    (void)names;
    Property *self = (Property *)object_new_any(rt, type, sizeof(Property));
    if (self == NULL)
        return NULL;
    self->get = self->set = self->remove = self->doc = self->name = NULL;
    self->doc_is_getters = false;
    gc_track(rt, self);
    return (Object *)self;
}

static Object *function_or_null(Object *argument)
{
    return argument == NULL || argument == NONE ? NULL : (Object *)object_retain(argument);
}

static int property_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    Property *self = (Property *)object;
    Object *given[4];
    if (arguments_bind(rt, "property", "fget=, fset=, fdel=, doc=", args, n, names, given, 4) < 0)
        return -1;
    object_replace_steal(&self->get, function_or_null(given[0]));
    object_replace_steal(&self->set, function_or_null(given[1]));
    object_replace_steal(&self->remove, function_or_null(given[2]));
    object_replace_steal(&self->doc, object_retain_maybe(given[3]));
    object_clear_slot(&self->name);
    self->doc_is_getters = false;

    /* Without a doc of its own it shows its getter's. */
    if ((given[3] == NULL || given[3] == NONE) && self->get != NULL) {
        owned Object *getter = (Object *)object_retain(self->get);
        owned Object *doc = NULL;
        int found = object_find_attribute(rt, getter, NAME(__doc__), &doc);
        if (found < 0)
            return -1;
        if (found > 0) {
            self->doc_is_getters = true;
            if (object_has_type(object, &property_type)) {
                object_replace_steal(&self->doc, take(&doc));
            } else if (object_set_attribute(rt, object, NAME(__doc__), doc) < 0) {
                /* A subclass has a __doc__ of its own in its dict, which would hide the field. */
                return -1;
            }
        }
    }
    return 0;
}

static int property_visit(Object *object, Visitor visit, void *context)
{
    Property *self = (Property *)object;
    GC_VISIT(self->get);
    GC_VISIT(self->set);
    GC_VISIT(self->remove);
    GC_VISIT(self->doc);
    GC_VISIT(self->name);
    return 0;
}

static void property_clear(Runtime *rt, Object *object)
{
    (void)rt;
    Property *self = (Property *)object;
    object_clear_slot(&self->get);
    object_clear_slot(&self->set);
    object_clear_slot(&self->remove);
    object_clear_slot(&self->doc);
    object_clear_slot(&self->name);
}

static void property_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    property_clear(rt, object);
    object_dispose_any(rt, object, sizeof(Property));
}

/* ---- access ----------------------------------------------------------------------------------------------------- */

static int property_fail(Runtime *rt, const Property *self, Object *instance, const char *what)
{
    owned Object *name = (Object *)object_retain_maybe(self->name);
    owned Object *class_name = object_get_attribute(rt, type_as_object(instance->type), NAME(__qualname__));
    if (class_name == NULL)
        return -1;
    if (name != NULL)
        return error_fail(rt, &attribute_error_type, "property %R of %R object has no %s", name, class_name, what);
    return error_fail(rt, &attribute_error_type, "property of %R object has no %s", class_name, what);
}

static Object *property_get(Runtime *rt, Object *object, Object *instance, Object *owner)
{
    (void)owner;
    Property *self = (Property *)object;
    if (instance == NULL || instance == NONE)
        return (Object *)object_retain(object);
    if (self->get == NULL) {
        (void)property_fail(rt, self, instance, "getter");
        return NULL;
    }
    owned Object *getter = (Object *)object_retain(self->get);
    return object_call_one(rt, getter, instance);
}

static int property_set(Runtime *rt, Object *object, Object *instance, Object *value)
{
    Property *self = (Property *)object;
    owned Object *function = (Object *)object_retain_maybe(value == NULL ? self->remove : self->set);
    if (function == NULL)
        return property_fail(rt, self, instance, value == NULL ? "deleter" : "setter");
    Object *args[] = {instance, value};
    owned Object *result = object_call(rt, function, args, value == NULL ? 1 : 2, NULL);
    return result == NULL ? -1 : 0;
}

/* ---- methods ---------------------------------------------------------------------------------------------------- */

/* A property like this one with one function replaced (not NULL). */
static Object *property_copy(Runtime *rt, Property *self, Object *get, Object *set, Object *remove)
{
    Object *get_part = get != NULL && get != NONE ? get : self->get;
    Object *set_part = set != NULL && set != NONE ? set : self->set;
    Object *remove_part = remove != NULL && remove != NONE ? remove : self->remove;
    Object *doc = self->doc;
    if (self->doc_is_getters && get_part != NULL)
        doc = NULL; /* that of the getter in force */
    Object *args[] = {get_part == NULL ? NONE : get_part, set_part == NULL ? NONE : set_part,
                      remove_part == NULL ? NONE : remove_part, doc == NULL ? NONE : doc};
    owned Object *copy = object_call(rt, type_as_object(self->head.type), args, 4, NULL);
    if (copy != NULL && object_is(copy, &property_type))
        object_replace_steal(&((Property *)copy)->name, object_retain_maybe(self->name));
    return take(&copy);
}

static Object *property_getter_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return property_copy(rt, (Property *)self, args[0], NULL, NULL);
}

static Object *property_setter_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return property_copy(rt, (Property *)self, NULL, args[0], NULL);
}

static Object *property_deleter_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return property_copy(rt, (Property *)self, NULL, NULL, args[0]);
}

static Object *property_set_name_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n != 2)
        return (Object *)error_set(rt, &type_error_type, "__set_name__() takes 2 positional arguments but %zu were given",
                                   n);
    object_replace_steal(&((Property *)self)->name, object_retain(args[1]));
    return NONE;
}

static Object *property_get_abstract(Runtime *rt, Object *object)
{
    Property *self = (Property *)object;
    Object *const functions[] = {self->get, self->set, self->remove};
    for (size_t i = 0; i < 3; i++) {
        owned Object *function = (Object *)object_retain_maybe(functions[i]);
        owned Object *value = NULL;
        int found = function == NULL ? 0 : object_find_attribute(rt, function, NAME(__isabstractmethod__), &value);
        int truth = found > 0 ? object_truth(rt, value) : found;
        if (truth != 0)
            return truth < 0 ? NULL : bool_object(true);
    }
    return bool_object(false);
}

const Type property_type = {
    TYPE_IDENTITY(property),
    .name = "property",
    .doc = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    "
           "function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n"
           "    docstring",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Property),
    .create = property_create,
    .init = property_init,
    .free = property_free,
    .visit = property_visit,
    .clear = property_clear,
    .repr = object_default_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .descriptor_get = property_get,
    .descriptor_set = property_set,
    .methods = (const MethodSpec[]){
        {"getter", property_getter_method, 1, 1, .doc = "Descriptor to obtain a copy of the property with a different getter."},
        {"setter", property_setter_method, 1, 1, .doc = "Descriptor to obtain a copy of the property with a different setter."},
        {"deleter", property_deleter_method, 1, 1, .doc = "Descriptor to obtain a copy of the property with a different deleter."},
        {"__set_name__", property_set_name_method, 0, -1, .doc = "Method to set name of a property."},
        {0},
    },
    .members = (const MemberSpec[]){
        {"fget", MEMBER_OBJECT, offsetof(Property, get), false, NULL},
        {"fset", MEMBER_OBJECT, offsetof(Property, set), false, NULL},
        {"fdel", MEMBER_OBJECT, offsetof(Property, remove), false, NULL},
        {"__doc__", MEMBER_OBJECT, offsetof(Property, doc), true, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__isabstractmethod__", property_get_abstract, NULL, NULL},
        {0},
    },
};
