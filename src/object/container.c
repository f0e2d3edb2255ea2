/* Length, items and membership of any object. */
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/list.h"
#include "types/type.h"

bool sequence_check(const Object *object)
{
    const Type *type = object->type;
    if (type_has_flag(type, TYPE_DICT))
        return false;
    /* A class that defines __getitem__ may be iterated by numbers. */
    return type->item != NULL || (type_has_flag(type, TYPE_IS_HEAP) && type->get_item != NULL);
}

bool mapping_check(const Object *object)
{
    return object->type->get_item != NULL;
}

ssize_t object_length(Runtime *rt, Object *object)
{
    if (likely(object->type->length != NULL))
        return object->type->length(rt, object);
    return error_fail(rt, &type_error_type, "object of type '%.200T' has no len()", object);
}

/* ---- items ---- */

Object *sequence_item(Runtime *rt, Object *sequence, ssize_t index)
{
    const Type *type = sequence->type;
    if (type->item == NULL) {
        if (type_has_flag(type, TYPE_IS_HEAP) && type->get_item != NULL) {
            owned Object *key = (Object *)int_from_size(rt, index);
            return key == NULL ? NULL : type->get_item(rt, sequence, key);
        }
        if (type->get_item != NULL)
            return error_set(rt, &type_error_type, "%.200T is not a sequence", sequence);
        return error_set(rt, &type_error_type, "'%.200T' object does not support indexing", sequence);
    }
    if (index < 0 && type->length != NULL) {
        ssize_t length = type->length(rt, sequence);
        if (length < 0)
            return NULL;
        index += length;
    }
    return type->item(rt, sequence, index);
}

/* int[...]: through the class's __class_getitem__. */
static Object *class_get_item(Runtime *rt, Object *class, Object *key)
{
    if (class == type_as_object(&type_type))
        return generic_alias_new(rt, class, key);
    owned Object *method = NULL;
    int found = object_find_attribute(rt, class, NAME(__class_getitem__), &method);
    if (found < 0)
        return NULL;
    if (found > 0)
        return object_call_one(rt, method, key);
    return error_set(rt, &type_error_type, "type '%.200N' is not subscriptable", (const Type *)class);
}

Object *object_get_item(Runtime *rt, Object *container, Object *key)
{
    const Type *type = container->type;
    if (likely(type->get_item != NULL))
        return type->get_item(rt, container, key);
    if (type->item != NULL) {
        if (!number_has_index(key))
            return error_set(rt, &type_error_type, "sequence index must be integer, not '%.200T'", key);
        ssize_t index = number_as_size(rt, key, &index_error_type);
        if (index == -1 && error_pending(rt))
            return NULL;
        return sequence_item(rt, container, index);
    }
    if (type_check(container))
        return class_get_item(rt, container, key);
    return error_set(rt, &type_error_type, "'%.200T' object is not subscriptable", container);
}

int object_set_item(Runtime *rt, Object *container, Object *key, Object *value)
{
    if (likely(container->type->set_item != NULL))
        return container->type->set_item(rt, container, key, value);
    if (value == NULL)
        return error_fail(rt, &type_error_type, "'%.200T' object doesn't support item deletion",
                          container);
    return error_fail(rt, &type_error_type, "'%.200T' object does not support item assignment",
                      container);
}

/* ---- membership ---- */

int object_contains(Runtime *rt, Object *container, Object *value)
{
    if (container->type->contains != NULL)
        return container->type->contains(rt, container, value);
    owned Object *iterator = object_iter(rt, container);
    if (iterator == NULL) {
        if (error_clear_if(rt, &type_error_type))
            error_set(rt, &type_error_type, "argument of type '%.200T' is not iterable", container);
        return -1;
    }
    Object *item;
    while ((item = iterator_next(rt, iterator)) != NULL) {
        int equal = object_equal(rt, item, value);
        object_release(item);
        if (equal != 0)
            return equal;
    }
    return error_pending(rt) ? -1 : 0;
}

/* ---- whole sequences ---- */

List *sequence_list(Runtime *rt, Object *iterable)
{
    owned List *list = list_new(rt, 0);
    if (list == NULL || list_extend(rt, list, iterable) < 0)
        return NULL;
    return take(&list);
}

Tuple *sequence_tuple(Runtime *rt, Object *iterable)
{
    if (tuple_check_exact(iterable))
        return object_retain(iterable);
    if (list_check_exact(iterable))
        return list_as_tuple(rt, (List *)iterable);
    owned List *list = sequence_list(rt, iterable);
    return list == NULL ? NULL : list_as_tuple(rt, list);
}

Object *sequence_fast(Runtime *rt, Object *iterable, const char *message)
{
    if (list_check_exact(iterable) || tuple_check_exact(iterable))
        return object_retain(iterable);
    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL) {
        if (error_clear_if(rt, &type_error_type))
            error_set(rt, &type_error_type, "%s", message);
        return NULL;
    }
    return (Object *)sequence_list(rt, iterator);
}
