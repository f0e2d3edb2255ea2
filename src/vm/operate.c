/* Instructions that are more than a line: unpacking, building, formatting, raising, entering `with`. */
#include "vm/evaluate.h"

#include <string.h>

#include "types/set.h"

/* ---- unpacking ------------------------------------------------------------------------------ */

/* Puts `items` (handed over) into the slots from *target on. */
static void slots_store_steal(Object **target, Object **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_replace_steal(&target[i], items[i]);
}

static int unpack_size_fail(Runtime *rt, size_t expected, size_t got)
{
    if (got < expected)
        return error_fail(rt, &value_error_type, "not enough values to unpack (expected %zu, got %zu)", expected, got);
    return error_fail(rt, &value_error_type, "too many values to unpack (expected %zu)", expected);
}

static Object *unpack_iterator(Runtime *rt, Object *container)
{
    Object *iterator = object_iter(rt, container);
    if (iterator == NULL && error_matches(rt, &type_error_type) && container->type->iter == NULL &&
        !sequence_check(container))
        error_set(rt, &type_error_type, "cannot unpack non-iterable %T object", container);
    return iterator;
}

/* Takes `count` items from the iterator into `items`, which is empty; on failure none stays there. */
static int iterator_take(Runtime *rt, Object *iterator, Object **items, size_t count, size_t *got)
{
    for (*got = 0; *got < count; ++*got) {
        items[*got] = iterator_next(rt, iterator);
        if (items[*got] == NULL)
            break;
    }
    return *got < count ? -1 : 0;
}

static void items_release(Object **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_release(items[i]);
}

int unpack(Runtime *rt, Object **target, Object *container, size_t count)
{
    enum { NEAR = 32 };
    Object *near[NEAR];
    Object **items = count <= NEAR ? near : memory_take_array(rt, count, sizeof(Object *));
    if (items == NULL)
        return -1;
    int status = 0;
    if (tuple_check_exact(container) || list_check_exact(container)) {
        size_t length = tuple_check_exact(container) ? ((Tuple *)container)->length : ((List *)container)->length;
        Object **from = tuple_check_exact(container) ? ((Tuple *)container)->items : ((List *)container)->items;
        if (length != count) {
            status = unpack_size_fail(rt, count, length);
        } else {
            for (size_t i = 0; i < count; i++)
                items[i] = object_retain(from[i]);
        }
    } else {
        size_t got = 0;
        owned Object *iterator = unpack_iterator(rt, container);
        if (iterator == NULL) {
            status = -1;
        } else if (iterator_take(rt, iterator, items, count, &got) < 0) {
            status = error_pending(rt) ? -1 : unpack_size_fail(rt, count, got);
            items_release(items, got);
        } else {
            owned Object *more = iterator_next(rt, iterator);
            if (more != NULL || error_pending(rt)) {
                status = more == NULL ? -1 : unpack_size_fail(rt, count, count + 1);
                items_release(items, count);
            }
        }
    }
    if (status == 0)
        slots_store_steal(target, items, count);
    if (items != near)
        memory_release(rt, items, count * sizeof(Object *));
    return status;
}

int unpack_extended(Runtime *rt, Object **target, Object *container, size_t before, size_t after)
{
    owned Object *iterator = unpack_iterator(rt, container);
    if (iterator == NULL)
        return -1;
    owned List *head = list_new(rt, before);
    if (head == NULL)
        return -1;
    for (size_t i = 0; i < before; i++) {
        Object *item = iterator_next(rt, iterator);
        if (item == NULL) {
            if (!error_pending(rt))
                error_set(rt, &value_error_type, "not enough values to unpack (expected at least %zu, got %zu)",
                          before + after, i);
            return -1;
        }
        if (list_append_steal(rt, head, item) < 0)
            return -1;
    }
    owned List *rest = sequence_list(rt, iterator);
    if (rest == NULL)
        return -1;
    if (rest->length < after)
        return error_fail(rt, &value_error_type, "not enough values to unpack (expected at least %zu, got %zu)",
                          before + after, before + rest->length);
    /* The last items leave the list one by one for their slots; nothing can fail any more. */
    size_t middle = rest->length - after;
    Object **tail = rest->items + middle;
    rest->length = middle;
    slots_store_steal(target, head->items, before);
    head->length = 0;
    size_t held = before + 1;
    slots_store_steal(target + held, tail, after);
    object_replace_steal(&target[before], take(&rest));
    return 0;
}

/* ---- slices --------------------------------------------------------------------------------- */

/* A bound of a slice, made an index from `least` to `most`: false when it is no None or small int. */
static bool bound_get(const Object *object, ssize_t length, ssize_t otherwise, ssize_t least, ssize_t most, ssize_t *bound)
{
    if (object == NONE) {
        *bound = otherwise;
        return true;
    }
    if (!object_has_type(object, &int_type) || !int_is_small(object))
        return false;
    int64_t value = int_small_value(object);
    if (value < 0)
        value += length;
    *bound = value < least ? least : value > most ? most : (ssize_t)value;
    return true;
}

/* Start, step and number of items; false when a part is no None or small int. */
static bool slice_get(Object **parts, size_t count, ssize_t length, ssize_t *start, ssize_t *step, size_t *items)
{
    *step = 1;
    if (count == 3 && parts[2] != NONE) {
        if (!object_has_type(parts[2], &int_type) || !int_is_small(parts[2]) || int_small_value(parts[2]) == 0)
            return false;
        *step = int_small_value(parts[2]);
    }
    bool is_up = *step > 0;
    ssize_t stop, least = is_up ? 0 : -1, most = is_up ? length : length - 1;
    if (!bound_get(parts[0], length, is_up ? 0 : length - 1, least, most, start) ||
        !bound_get(parts[1], length, is_up ? length : -1, least, most, &stop))
        return false;
    size_t distance = is_up ? (stop > *start ? (size_t)(stop - *start) : 0) : (*start > stop ? (size_t)(*start - stop) : 0);
    size_t stride = is_up ? (size_t)*step : -(size_t)*step;
    *items = distance == 0 ? 0 : (distance - 1) / stride + 1;
    return true;
}

bool slice_apply(Runtime *rt, Object *container, Object **parts, size_t count, Object **part)
{
    bool is_list = list_check_exact(container), is_tuple = tuple_check_exact(container);
    if (!is_list && !is_tuple && !str_check_exact(container))
        return false;
    size_t length = is_list    ? ((List *)container)->length
                    : is_tuple ? ((Tuple *)container)->length
                               : ((Str *)container)->length;
    ssize_t start, step;
    size_t items;
    if (!slice_get(parts, count, (ssize_t)length, &start, &step, &items))
        return false;
    if (step == 1) {
        size_t from = (size_t)start, to = from + items;
        *part = is_list    ? (Object *)list_slice(rt, (List *)container, from, to)
                : is_tuple ? (Object *)tuple_slice(rt, (Tuple *)container, from, to)
                           : (Object *)str_slice(rt, (Str *)container, from, to);
        return true;
    }
    if (!is_list)
        return false;
    List *result = list_new(rt, items);
    *part = (Object *)result;
    /* Making it may have run code that changed the container. */
    if (result == NULL || ((List *)container)->length != length) {
        object_release_maybe(result);
        return result == NULL;
    }
    for (size_t i = 0; i < items; i++, start += step)
        result->items[i] = object_retain(((List *)container)->items[start]);
    result->length = items;
    return true;
}

int slice_assign(Runtime *rt, Object *container, Object **parts, size_t count, Object *value)
{
    ssize_t start, step;
    size_t items;
    if (!list_check_exact(container) || !(list_check_exact(value) || tuple_check_exact(value)) ||
        !slice_get(parts, count, (ssize_t)((List *)container)->length, &start, &step, &items) || step != 1)
        return 0;
    return list_set_slice(rt, (List *)container, (size_t)start, (size_t)start + items, value) < 0 ? -1 : 1;
}

/* ---- strings -------------------------------------------------------------------------------- */

static void str_copy_into(Str *into, size_t at, const Str *from)
{
    unsigned width = str_width(into);
    if (width == str_width(from)) {
        memcpy((char *)str_data(into) + at * width, str_data(from), from->length * width);
        return;
    }
    for (size_t i = 0; i < from->length; i++) {
        if (width == 2)
            ((uint16_t *)str_data(into))[at + i] = (uint16_t)str_at(from, i);
        else
            ((uint32_t *)str_data(into))[at + i] = str_at(from, i);
    }
}

Object *strings_join(Runtime *rt, Object **parts, size_t count)
{
    size_t length = 0;
    uint32_t widest = 0x7f;
    for (size_t i = 0; i < count; i++) {
        Str *part = (Str *)parts[i];
        if (__builtin_add_overflow(length, part->length, &length) || length > (size_t)PTRDIFF_MAX)
            return error_set(rt, &overflow_error_type, "join() result is too long for a Python string");
        uint32_t width = str_is_ascii(part)       ? 0x7f
                         : str_width(part) == 1   ? 0xff
                         : str_width(part) == 2   ? 0xffff
                                                  : 0x10ffff;
        if (width > widest)
            widest = width;
    }
    if (length == 0)
        return (Object *)EMPTY_STR;
    for (size_t i = 0; i < count; i++)
        if (((Str *)parts[i])->length == length && str_check_exact(parts[i]))
            return object_retain(parts[i]);
    Str *result = str_new(rt, length, widest);
    if (result == NULL)
        return NULL;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        str_copy_into(result, at, (Str *)parts[i]);
        at += ((Str *)parts[i])->length;
    }
    return (Object *)result;
}

Object *format_value(Runtime *rt, Object *value, Object *specification, unsigned conversion)
{
    owned Object *converted = NULL;
    switch (conversion & 3) {
    case 0:
        converted = object_retain(value);
        break;
    case 1:
        converted = object_str(rt, value);
        break;
    case 2:
        converted = object_repr(rt, value);
        break;
    default:
        converted = object_ascii(rt, value);
        break;
    }
    if (converted == NULL)
        return NULL;
    if (specification == NULL && str_check_exact(converted))
        return take(&converted);
    return object_format(rt, converted, specification);
}

/* ---- arguments and displays ----------------------------------------------------------------- */

/* How messages name a callable: "module.name()", or its str. */
static Str *callable_text(Runtime *rt, Object *callable)
{
    owned Object *name = NULL, *module = NULL;
    int found = object_find_attribute(rt, callable, NAME(__qualname__), &name);
    if (found < 0)
        return NULL;
    if (found == 0)
        return (Str *)object_str(rt, callable);
    if (object_find_attribute(rt, callable, NAME(__module__), &module) < 0)
        return NULL;
    if (module == NULL || module == NONE || (str_check(module) && str_equal((Str *)module, NAME(builtins))))
        return str_format(rt, "%S()", name);
    return str_format(rt, "%S.%S()", module, name);
}

static bool has_keys_method(Runtime *rt, Object *mapping)
{
    int has = object_has_attribute(rt, mapping, NAME(keys));
    if (has < 0)
        error_clear(rt);
    return has > 0;
}

int keywords_merge(Runtime *rt, Dict *dict, Object *mapping, Object *callable)
{
    if (dict_merge(rt, dict, mapping, 2) == 0)
        return 0;
    if (error_matches(rt, &attribute_error_type) || (!dict_check(mapping) && !has_keys_method(rt, mapping))) {
        error_clear(rt);
        owned Str *text = callable_text(rt, callable);
        if (text != NULL)
            error_set(rt, &type_error_type, "%U argument after ** must be a mapping, not %T", text, mapping);
        return -1;
    }
    if (error_matches(rt, &key_error_type)) {
        owned Object *error = error_take(rt);
        Tuple *args = ((Exception *)error)->args;
        if (args == NULL || args->length != 1) {
            error_restore_steal(rt, take(&error));
            return -1;
        }
        owned Str *text = callable_text(rt, callable);
        if (text == NULL)
            return -1;
        Object *key = args->items[0];
        if (str_check(key))
            error_set(rt, &type_error_type, "%U got multiple values for keyword argument '%S'", text, key);
        else
            error_set(rt, &type_error_type, "%U keywords must be strings", text);
    }
    return -1;
}

int dict_display_update(Runtime *rt, Dict *dict, Object *mapping)
{
    if (!dict_check(mapping) && !has_keys_method(rt, mapping))
        return error_fail(rt, &type_error_type, "'%T' object is not a mapping", mapping);
    return dict_merge(rt, dict, mapping, 1);
}

int display_extend(Runtime *rt, List *list, Object *iterable)
{
    if (list_extend(rt, list, iterable) == 0)
        return 0;
    if (error_matches(rt, &type_error_type) && iterable->type->iter == NULL && !sequence_check(iterable))
        error_set(rt, &type_error_type, "Value after * must be an iterable, not %T", iterable);
    return -1;
}

int call_ex_prepare(Runtime *rt, Object **window)
{
    Object *callable = window[0];
    if (!tuple_check_exact(window[2])) {
        Object *iterable = window[2];
        if (iterable->type->iter == NULL && !sequence_check(iterable)) {
            owned Str *text = callable_text(rt, callable);
            if (text != NULL)
                error_set(rt, &type_error_type, "%U argument after * must be an iterable, not %T", text, iterable);
            return -1;
        }
        Tuple *tuple = sequence_tuple(rt, iterable);
        if (tuple == NULL)
            return -1;
        object_replace_steal(&window[2], tuple);
    }
    if (window[3] != NULL && !dict_check_exact(window[3])) {
        owned Dict *dict = dict_new(rt);
        if (dict == NULL || keywords_merge(rt, dict, window[3], callable) < 0)
            return -1;
        object_replace_steal(&window[3], take(&dict));
    }
    return 0;
}

Object *make_function(Runtime *rt, Frame *frame, Code *code, Object **parts, unsigned what)
{
    Function *function = function_new(rt, code, frame->function->globals, NULL);
    if (function == NULL)
        return NULL;
    if ((what & 1) != 0)
        object_replace_steal(&function->defaults, take(parts)), parts++;
    if ((what & 2) != 0)
        object_replace_steal(&function->keyword_defaults, take(parts)), parts++;
    if ((what & 4) != 0)
        object_replace_steal(&function->annotations, take(parts)), parts++;
    if ((what & 8) != 0)
        object_replace_steal(&function->closure, take(parts)), parts++;
    return (Object *)function;
}

/* ---- exceptions, with, iterators ------------------------------------------------------------ */

/* An instance of the exception class `class`, made as `raise` makes it. */
static Object *exception_instantiate(Runtime *rt, Object *class)
{
    Object *instance = object_call_none(rt, class);
    if (instance != NULL && !exception_check(instance)) {
        error_set(rt, &type_error_type, "calling %R should have returned an instance of BaseException, not %R", class,
                  (Object *)instance->type);
        object_release(instance);
        return NULL;
    }
    return instance;
}

static bool is_exception_class(Object *object)
{
    return object_has_flag(object, TYPE_TYPE) && type_has_flag((const Type *)object, TYPE_EXCEPTION);
}

int raise_exception(Runtime *rt, Object *exception, Object *cause)
{
    owned Object *raised = NULL, *origin = NULL;
    if (is_exception_class(exception)) {
        raised = exception_instantiate(rt, exception);
        if (raised == NULL)
            return -1;
    } else if (exception_check(exception)) {
        raised = object_retain(exception);
    } else {
        return error_fail(rt, &type_error_type, "exceptions must derive from BaseException");
    }
    if (cause != NULL) {
        if (is_exception_class(cause)) {
            origin = exception_instantiate(rt, cause);
            if (origin == NULL)
                return -1;
        } else if (exception_check(cause)) {
            origin = object_retain(cause);
        } else if (cause != NONE) {
            return error_fail(rt, &type_error_type, "exception causes must derive from BaseException");
        }
        ((Exception *)raised)->suppress_context = true;
        object_replace_steal(&((Exception *)raised)->cause, take(&origin));
    }
    error_set_exception(rt, raised);
    return -1;
}

int handled_matches(Runtime *rt, Object *type_or_tuple)
{
    Object **types = &type_or_tuple;
    size_t count = 1;
    if (tuple_check(type_or_tuple)) {
        types = ((Tuple *)type_or_tuple)->items;
        count = ((Tuple *)type_or_tuple)->length;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_exception_class(types[i]))
            return error_fail(rt, &type_error_type,
                              "catching classes that do not inherit from BaseException is not allowed");
    return exception_matches(rt, rt->handled, type_or_tuple);
}

Object *with_enter(Runtime *rt, Object *manager, Object **leave)
{
    owned Object *enter = NULL, *method = NULL;
    bool enter_unbound, leave_unbound;
    int found = object_find_special(rt, manager, NAME(__enter__), &enter, &enter_unbound);
    if (found <= 0) {
        if (found == 0)
            error_set(rt, &type_error_type, "'%T' object does not support the context manager protocol", manager);
        return NULL;
    }
    found = object_find_special(rt, manager, NAME(__exit__), &method, &leave_unbound);
    if (found <= 0) {
        if (found == 0)
            error_set(rt, &type_error_type,
                      "'%T' object does not support the context manager protocol (missed __exit__ method)", manager);
        return NULL;
    }
    if (leave_unbound) {
        Object *bound = method->type->descriptor_get(rt, method, manager, (Object *)manager->type);
        if (bound == NULL)
            return NULL;
        object_replace_steal(&method, bound);
    }
    Object *result = object_call(rt, enter, &manager, enter_unbound ? 1 : 0, NULL);
    if (result != NULL)
        *leave = take(&method);
    return result;
}

Object *yield_from_iterator(Runtime *rt, Object *object)
{
    if (generator_check_exact(object))
        return object_retain(object);
    return object_iter(rt, object);
}

SendResult send_value(Runtime *rt, Object *receiver, Object *value, Object **result)
{
    if (generator_check_exact(receiver))
        return generator_send(rt, (Generator *)receiver, value, result);
    if (value == NONE && receiver->type->next != NULL) {
        *result = receiver->type->next(rt, receiver);
    } else {
        Object *args[2] = {receiver, value};
        *result = object_call_method(rt, NAME(send), args, 2, NULL);
    }
    if (*result != NULL)
        return SEND_NEXT;
    return iterator_end_value(rt, result) < 0 ? SEND_ERROR : SEND_RETURN;
}
