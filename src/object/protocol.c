/* What can be done with any object: text, hash, comparison, truth, iteration.
 *
 * Each operation asks the type's slot, checks what came back, and has the general answer where there is
 * no slot. */
#include "object/protocol.h"

#include "object/error.h"
#include "object/names.h"
#include "types/float.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/exception.h"
#include "types/type.h"

/* ---- text ---- */

/* The slot's result when it is a str. */
static Object *text_check_steal(Runtime *rt, Object *text, const char *method)
{
    if (likely(text == NULL || str_check(text)))
        return text;
    error_set(rt, &type_error_type, "%s returned non-string (type %.200T)", method, text);
    object_release(text);
    return NULL;
}

Object *object_repr(Runtime *rt, Object *object)
{
    if (object == NULL)
        return (Object *)str_from_c(rt, "<NULL>");
    if (object->type->repr == NULL)
        return (Object *)str_format(rt, "<%T object at %p>", object, (void *)object);
    if (stack_enter(rt, " while getting the repr of an object") < 0)
        return NULL;
    Object *text = object->type->repr(rt, object);
    stack_leave(rt);
    return text_check_steal(rt, text, "__repr__");
}

Object *object_str(Runtime *rt, Object *object)
{
    if (object == NULL)
        return (Object *)str_from_c(rt, "<NULL>");
    if (str_check_exact(object))
        return object_retain(object);
    if (int_check_exact(object))
        return (Object *)int_to_text(rt, (Int *)object, 10);
    if (object->type->str == NULL)
        return object_repr(rt, object);
    if (stack_enter(rt, " while getting the str of an object") < 0)
        return NULL;
    Object *text = object->type->str(rt, object);
    stack_leave(rt);
    return text_check_steal(rt, text, "__str__");
}

Object *object_ascii(Runtime *rt, Object *object)
{
    owned Str *text = (Str *)object_repr(rt, object);
    if (text == NULL || str_is_ascii(text))
        return (Object *)take(&text);
    static const char digits[] = "0123456789abcdef";
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (size_t i = 0; i < text->length && !builder.failed; i++) {
        uint32_t code = str_at(text, i);
        if (code < 128) {
            str_builder_add_character(&builder, code);
            continue;
        }
        int width = code <= 0xff ? 2 : code <= 0xffff ? 4 : 8;
        str_builder_add_character(&builder, '\\');
        str_builder_add_character(&builder, width == 2 ? 'x' : width == 4 ? 'u' : 'U');
        while (width-- > 0)
            str_builder_add_character(&builder, (unsigned char)digits[code >> (4 * width) & 15]);
    }
    return (Object *)str_builder_finish(&builder);
}

Object *object_format(Runtime *rt, Object *object, Object *specification)
{
    if (specification != NULL && !str_check(specification))
        return error_set(rt, &system_error_type, "Format specifier must be a string, not %.200T",
                         specification);
    Str *text = specification == NULL ? EMPTY_STR : (Str *)specification;
    if (text->length == 0 && (str_check_exact(object) || int_check_exact(object)))
        return object_str(rt, object);

    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, object, NAME(__format__), &method, &unbound);
    if (found < 0)
        return NULL;
    if (found == 0)
        return error_set(rt, &type_error_type, "Type %.100T doesn't define __format__", object);
    Object *args[2] = {object, (Object *)text};
    Object *result = object_call(rt, method, unbound ? args : args + 1, unbound ? 2 : 1, NULL);
    if (result != NULL && !str_check(result)) {
        error_set(rt, &type_error_type, "__format__ must return a str, not %.200T", result);
        object_release(result);
        return NULL;
    }
    return result;
}

/* ---- containers that hold themselves ---- */

/* The mark stands in the object's head, so that entering needs no memory. A constant is never in a cycle. */
int repr_enter(Runtime *rt, Object *object)
{
    (void)rt;
    if ((object->flags & OBJECT_IN_REPR) != 0)
        return 1;
    if (!object_is_immortal(object))
        object->flags |= OBJECT_IN_REPR;
    return 0;
}

void repr_leave(Runtime *rt, Object *object)
{
    (void)rt;
    if (!object_is_immortal(object))
        object->flags &= ~(uint32_t)OBJECT_IN_REPR;
}

/* ---- identity, hash ---- */

Object *object_id(Runtime *rt, Object *object)
{
    if (!object_is_immortal(object))
        object->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)int_from_uint64(rt, (uint64_t)(uintptr_t)object);
}

int64_t object_hash(Runtime *rt, Object *object)
{
    if (object->type->hash != NULL)
        return object->type->hash(rt, object);
    return error_fail(rt, &type_error_type, "unhashable type: '%.200T'", object);
}

/* ---- comparison ---- */

static const char *const compare_signs[COMPARE_COUNT] = {"<", "<=", "==", "!=", ">", ">="};
static const CompareOperation compare_reflected[COMPARE_COUNT] = {
    [COMPARE_LESS] = COMPARE_GREATER, [COMPARE_LESS_EQUAL] = COMPARE_GREATER_EQUAL,
    [COMPARE_EQUAL] = COMPARE_EQUAL, [COMPARE_NOT_EQUAL] = COMPARE_NOT_EQUAL,
    [COMPARE_GREATER] = COMPARE_LESS, [COMPARE_GREATER_EQUAL] = COMPARE_LESS_EQUAL,
};

/* Asks one side; true when that settled it, with *result the answer or NULL. */
static bool compare_ask(Runtime *rt, Object *self, Object *other, CompareOperation operation,
                        Object **result)
{
    if (self->type->compare == NULL)
        return false;
    *result = self->type->compare(rt, self, other, operation);
    if (*result != NOT_IMPLEMENTED)
        return true;
    return false;
}

static Object *compare_both(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    Object *result;
    bool right_asked = false;
    if (left->type != right->type && type_is_subtype(right->type, left->type)) {
        /* A subclass knows better. */
        right_asked = true;
        if (compare_ask(rt, right, left, compare_reflected[operation], &result))
            return result;
    }
    if (compare_ask(rt, left, right, operation, &result))
        return result;
    if (!right_asked && compare_ask(rt, right, left, compare_reflected[operation], &result))
        return result;
    switch (operation) {
    case COMPARE_EQUAL: return bool_object(left == right);
    case COMPARE_NOT_EQUAL: return bool_object(left != right);
    default:
        return error_set(rt, &type_error_type,
                         "'%s' not supported between instances of '%.100T' and '%.100T'",
                         compare_signs[operation], left, right);
    }
}

Object *object_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    if (stack_enter(rt, " in comparison") < 0)
        return NULL;
    Object *result = compare_both(rt, left, right, operation);
    stack_leave(rt);
    return result;
}

/* How two exact small ints, floats or strs compare, told without a call through their types; false when they are
 * something else. max(), index() and sort() over ints take half the time with it (bench/micro/builtins_calls.py). */
static inline bool compare_plain(const Object *left, const Object *right, CompareOperation operation, bool *outcome)
{
    const Type *type = left->type;
    if (type != right->type)
        return false;
    int order;
    if (type == &int_type && ((left->flags | right->flags) & INT_BIG) == 0) {
        int64_t a = int_small_value(left), b = int_small_value(right);
        order = (a > b) - (a < b);
    } else if (type == &float_type) {
        double a = ((const Float *)left)->value, b = ((const Float *)right)->value;
        if (a != a || b != b)
            return false;
        order = (a > b) - (a < b);
    } else if (type == &str_type) {
        if (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL) {
            *outcome = str_equal((const Str *)left, (const Str *)right) == (operation == COMPARE_EQUAL);
            return true;
        }
        order = str_compare_order((const Str *)left, (const Str *)right);
    } else {
        return false;
    }
    switch (operation) {
    case COMPARE_LESS: *outcome = order < 0; break;
    case COMPARE_LESS_EQUAL: *outcome = order <= 0; break;
    case COMPARE_EQUAL: *outcome = order == 0; break;
    case COMPARE_NOT_EQUAL: *outcome = order != 0; break;
    case COMPARE_GREATER: *outcome = order > 0; break;
    default: *outcome = order >= 0; break;
    }
    return true;
}

int object_compare_true(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    bool outcome;
    if (compare_plain(left, right, operation, &outcome))
        return outcome;
    Object *result = object_compare(rt, left, right, operation);
    if (result == NULL)
        return -1;
    if (result == TRUE || result == FALSE)
        return result == TRUE;
    int truth = object_truth(rt, result);
    object_release(result);
    return truth;
}

int object_truth(Runtime *rt, Object *object)
{
    if (object == TRUE)
        return 1;
    if (object == FALSE || object == NONE)
        return 0;
    const Type *type = object->type;
    if (type->truth != NULL)
        return type->truth(rt, object);
    if (type->length != NULL) {
        ssize_t length = type->length(rt, object);
        return length < 0 ? -1 : length > 0;
    }
    return 1;
}

Object *object_dir(Runtime *rt, Object *object)
{
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, object, NAME(__dir__), &method, &unbound);
    if (found < 0)
        return NULL;
    if (found == 0)
        return error_set(rt, &type_error_type, "object does not provide __dir__");
    owned Object *names = object_call(rt, method, &object, unbound ? 1 : 0, NULL);
    owned List *sorted = names == NULL ? NULL : sequence_list(rt, names);
    if (sorted == NULL || list_sort(rt, sorted, NULL, false) < 0)
        return NULL;
    return (Object *)take(&sorted);
}

/* ---- iteration ---- */

Object *object_iter(Runtime *rt, Object *object)
{
    if (object->type->iter != NULL) {
        Object *iterator = object->type->iter(rt, object);
        if (unlikely(iterator != NULL && iterator->type->next == NULL)) {
            error_set(rt, &type_error_type, "iter() returned non-iterator of type '%.100T'", iterator);
            object_release(iterator);
            return NULL;
        }
        return iterator;
    }
    if (sequence_check(object))
        return sequence_iterator_new(rt, object);
    return error_set(rt, &type_error_type, "'%.200T' object is not iterable", object);
}

Object *iterator_next(Runtime *rt, Object *iterator)
{
    if (unlikely(iterator->type->next == NULL))
        return error_set(rt, &type_error_type, "'%.200T' object is not an iterator", iterator);
    Object *item = iterator->type->next(rt, iterator);
    if (item == NULL && rt->error != NULL)
        error_clear_if(rt, &stop_iteration_type);
    return item;
}

int iterator_end_value(Runtime *rt, Object **value)
{
    *value = NONE;
    if (!error_pending(rt))
        return 0;
    if (!error_matches(rt, &stop_iteration_type))
        return -1;
    owned Exception *end = (Exception *)error_take(rt);
    if (end->fields[STOP_ITERATION_VALUE] != NULL)
        *value = object_retain(end->fields[STOP_ITERATION_VALUE]);
    return 0;
}

ssize_t object_length_hint(Runtime *rt, Object *object, ssize_t fallback)
{
    if (object->type->length != NULL) {
        ssize_t length = object_length(rt, object);
        if (length >= 0 || !error_clear_if(rt, &type_error_type))
            return length;
    }
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, object, NAME(__length_hint__), &method, &unbound);
    if (found <= 0)
        return found < 0 ? -1 : fallback;
    owned Object *hint = object_call(rt, method, &object, unbound ? 1 : 0, NULL);
    if (hint == NULL)
        return error_clear_if(rt, &type_error_type) ? fallback : -1;
    if (hint == NOT_IMPLEMENTED)
        return fallback;
    if (!int_check(hint))
        return error_fail(rt, &type_error_type, "__length_hint__ must be an integer, not %.100T", hint);
    ssize_t length = number_as_size(rt, hint, &overflow_error_type);
    if (length < 0 && !error_pending(rt))
        return error_fail(rt, &value_error_type, "__length_hint__() should return >= 0");
    return length;
}
