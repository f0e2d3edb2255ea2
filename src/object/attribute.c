/* Attributes of any object: o.x, o.x = v, del o.x, and the default way that `object` finds them.
 *
 * The default way looks in this order: a data descriptor in the class (property, slot), the instance's own
 * attributes (object/shape.h), anything else in the class. Not finding one is no error inside this file:
 * attribute_find() answers 0, and only who must raise makes an AttributeError. */
#include "object/error.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/type_parts.h"

/* ---- errors ------------------------------------------------------------------------------------------ */

/* Gives a pending AttributeError that has no name or object yet those of the access that failed. */
static void attribute_error_describe(Runtime *rt, Object *object, Str *name)
{
    Object *error = rt->error;
    if (error == NULL || !object_is(error, &attribute_error_type))
        return;
    Exception *exception = (Exception *)error;
    if (exception->fields[ATTRIBUTE_ERROR_NAME] != NULL && exception->fields[ATTRIBUTE_ERROR_OBJ] != NULL)
        return;
    /* What the fields held dies only when all is in order again: its death may run code. */
    owned Object *old_name = exception->fields[ATTRIBUTE_ERROR_NAME];
    owned Object *old_object = exception->fields[ATTRIBUTE_ERROR_OBJ];
    exception->fields[ATTRIBUTE_ERROR_NAME] = (Object *)object_retain(name);
    exception->fields[ATTRIBUTE_ERROR_OBJ] = (Object *)object_retain(object);
}

/* Always -1. */
static int attribute_missing(Runtime *rt, Object *object, Str *name)
{
    return error_fail(rt, &attribute_error_type, "'%T' object has no attribute '%U'", object, name);
}

/* ---- the default way ----------------------------------------------------------------------------------- */

/* 1 and *value owned, 0 absent with no error set, -1 (an AttributeError of a descriptor included). */
static int attribute_find(Runtime *rt, Object *object, Str *name, Object **value)
{
    const Type *type = object->type;
    Object *found = type_lookup_borrow(rt, type, name);
    if (found == NULL && error_pending(rt))
        return -1;
    owned Object *attribute = (Object *)object_retain_maybe(found);
    Object *(*get)(Runtime *, Object *, Object *, Object *) = NULL;
    if (attribute != NULL) {
        get = attribute->type->descriptor_get;
        if (get != NULL && attribute->type->descriptor_set != NULL) {
            *value = get(rt, attribute, object, type_as_object(type));
            return *value == NULL ? -1 : 1;
        }
    }
    if (type->attributes_offset != 0) {
        Object *own = attributes_get_borrow(rt, object, name);
        if (own != NULL) {
            *value = (Object *)object_retain(own);
            return 1;
        }
        if (error_pending(rt))
            return -1;
    }
    if (get != NULL) {
        *value = get(rt, attribute, object, type_as_object(type));
        return *value == NULL ? -1 : 1;
    }
    if (attribute == NULL)
        return 0;
    *value = take(&attribute);
    return 1;
}

int object_generic_find_attribute(Runtime *rt, Object *object, Str *name, Object **value)
{
    return attribute_find(rt, object, name, value);
}

Object *object_generic_get_attribute(Runtime *rt, Object *object, Str *name)
{
    Object *value;
    int found = attribute_find(rt, object, name, &value);
    if (found > 0)
        return value;
    if (found == 0)
        (void)attribute_missing(rt, object, name);
    return NULL;
}

int object_generic_set_attribute(Runtime *rt, Object *object, Str *name, Object *value)
{
    const Type *type = object->type;
    Object *found = type_lookup_borrow(rt, type, name);
    if (found == NULL && error_pending(rt))
        return -1;
    if (found != NULL && found->type->descriptor_set != NULL) {
        owned Object *descriptor = (Object *)object_retain(found);
        return descriptor->type->descriptor_set(rt, descriptor, object, value);
    }
    if (type->attributes_offset == 0) {
        if (found == NULL)
            return attribute_missing(rt, object, name);
        return error_fail(rt, &attribute_error_type, "'%T' object attribute '%U' is read-only", object,
                          name);
    }
    owned Object *kept = (Object *)object_retain(object);
    if (attributes_set(rt, object, name, value) == 0)
        return 0;
    if (!error_pending(rt))
        (void)attribute_missing(rt, object, name);
    return -1;
}

/* ---- any object ------------------------------------------------------------------------------------------ */

Object *object_get_attribute(Runtime *rt, Object *object, Str *name)
{
    Object *value = object->type->get_attribute(rt, object, name);
    if (unlikely(value == NULL))
        attribute_error_describe(rt, object, name);
    return value;
}

int object_find_attribute(Runtime *rt, Object *object, Str *name, Object **value)
{
    Object *(*get)(Runtime *, Object *, Str *) = object->type->get_attribute;
    int found;
    if (get == object_generic_get_attribute) {
        found = attribute_find(rt, object, name, value);
    } else if (get == type_get_attribute) {
        found = type_find_attribute(rt, (Type *)object, name, value);
    } else {
        *value = get(rt, object, name);
        found = *value == NULL ? -1 : 1;
    }
    if (found < 0 && error_clear_if(rt, &attribute_error_type))
        found = 0;
    return found;
}

int object_has_attribute(Runtime *rt, Object *object, Str *name)
{
    Object *value;
    int found = object_find_attribute(rt, object, name, &value);
    if (found > 0)
        object_release(value);
    return found;
}

int object_set_attribute(Runtime *rt, Object *object, Str *name, Object *value)
{
    return object->type->set_attribute(rt, object, name, value);
}

int object_get_method(Runtime *rt, Object *object, Str *name, Object **function)
{
    const Type *type = object->type;
    if (type->get_attribute == object_generic_get_attribute) {
        Object *found = type_lookup_borrow(rt, type, name);
        if (found != NULL && object_has_flag(found, TYPE_IS_METHOD_LIKE)) {
            owned Object *method = (Object *)object_retain(found);
            Object *own = type->attributes_offset == 0 ? NULL : attributes_get_borrow(rt, object, name);
            if (own != NULL) {
                *function = (Object *)object_retain(own);
                return 0;
            }
            if (error_pending(rt))
                return -1;
            *function = take(&method);
            return 1;
        }
        if (found == NULL && error_pending(rt))
            return -1;
    }
    *function = object_get_attribute(rt, object, name);
    return *function == NULL ? -1 : 0;
}
