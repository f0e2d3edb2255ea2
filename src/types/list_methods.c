/* list: its methods and the type record. */
#include "types/container.h"
#include "types/list_parts.h"
#include "types/sequence.h"

/* ---- life ---------------------------------------------------------------------------------- */

static Object *list_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args, (void)n, (void)names;
    List *list = container_new(rt, type, &list_type);
    if (list == NULL)
        return NULL;
    list->length = list->capacity = 0;
    list->items = NULL;
    gc_track(rt, list);
    return (Object *)list;
}

static int list_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    /* A subclass with a __new__ of its own may take keywords there. */
    if (self->type->create == list_create && keywords_refuse(rt, "list", names) < 0)
        return -1;
    if (n > 1)
        return error_fail(rt, &type_error_type, "list expected at most 1 argument, got %zu", n);
    list_clear(rt, (List *)self);
    return n == 0 ? 0 : list_extend(rt, (List *)self, args[0]);
}

static void list_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    list_clear(rt, (List *)self);
    container_dispose(rt, self, &list_type);
}

static int list_visit(Object *self, Visitor visit, void *context)
{
    const List *list = (List *)self;
    for (size_t i = list->length; i > 0; i--)
        GC_VISIT(list->items[i - 1]);
    return 0;
}

static void list_clear_slot(Runtime *rt, Object *self)
{
    list_clear(rt, (List *)self);
}

/* ---- protocol ------------------------------------------------------------------------------ */

static Object *list_repr(Runtime *rt, Object *self)
{
    const List *list = (List *)self;
    if (list->length == 0)
        return (Object *)str_from_c(rt, "[]");
    int entered = repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_from_c(rt, "[...]");
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_character(&builder, '[');
    for (size_t i = 0; i < list->length && !builder.failed; i++) {
        if (i > 0)
            str_builder_add_c(&builder, ", ");
        owned Object *item = object_retain(list->items[i]);
        str_builder_add_repr(&builder, item);
    }
    str_builder_add_character(&builder, ']');
    repr_leave(rt, self);
    return (Object *)str_builder_finish(&builder);
}

static Object *list_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!list_check(self) || !list_check(other))
        return not_implemented();
    const List *left = (List *)self, *right = (List *)other;
    if (left->length != right->length &&
        (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL))
        return bool_new(operation == COMPARE_NOT_EQUAL);

    /* The first items that differ decide. The lists may change under the comparisons. */
    for (size_t i = 0; i < left->length && i < right->length; i++) {
        if (left->items[i] == right->items[i])
            continue;
        owned Object *mine = object_retain(left->items[i]);
        owned Object *theirs = object_retain(right->items[i]);
        int equal = object_equal(rt, mine, theirs);
        if (equal < 0)
            return NULL;
        if (equal)
            continue;
        if (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL)
            return bool_new(operation == COMPARE_NOT_EQUAL);
        return object_compare(rt, mine, theirs, operation);
    }
    return bool_new(order_holds(left->length, right->length, operation));
}

static ssize_t list_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)((List *)self)->length;
}

static Object *list_item(Runtime *rt, Object *self, ssize_t index)
{
    const List *list = (List *)self;
    if (unlikely((size_t)index >= list->length))
        return error_set(rt, &index_error_type, "list index out of range");
    return object_retain(list->items[index]);
}

static int list_contains(Runtime *rt, Object *self, Object *value)
{
    const List *list = (List *)self;
    for (size_t i = 0; i < list->length; i++) {
        owned Object *item = object_retain(list->items[i]);
        int equal = object_equal(rt, item, value);
        if (equal != 0)
            return equal;
    }
    return 0;
}

static Object *list_in_place_concat(Runtime *rt, Object *self, Object *other)
{
    return list_extend(rt, (List *)self, other) < 0 ? NULL : object_retain(self);
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *list_get_item_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return list_get_item(rt, self, args[0]);
}

static Object *list_sizeof_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    size_t size = self->type->size + ((List *)self)->capacity * sizeof(Object *);
    return (Object *)int_from_size(rt, (ssize_t)size);
}

static Object *list_clear_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    list_clear(rt, (List *)self);
    return none_new();
}

static Object *list_copy_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)list_slice(rt, (List *)self, 0, SIZE_MAX);
}

static Object *list_append_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return list_append(rt, (List *)self, args[0]) < 0 ? NULL : none_new();
}

static Object *list_insert_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    return list_insert(rt, (List *)self, index, args[1]) < 0 ? NULL : none_new();
}

static Object *list_extend_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return list_extend(rt, (List *)self, args[0]) < 0 ? NULL : none_new();
}

static Object *list_pop_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    List *list = (List *)self;
    ssize_t index = -1;
    if (n > 0) {
        index = number_as_size(rt, args[0], &overflow_error_type);
        if (index == -1 && error_pending(rt))
            return NULL;
    }
    if (list->length == 0)
        return error_set(rt, &index_error_type, "pop from empty list");
    if (index < 0)
        index += (ssize_t)list->length;
    if ((size_t)index >= list->length)
        return error_set(rt, &index_error_type, "pop index out of range");
    Object *item = list->items[index];
    size_t after = list->length - 1 - (size_t)index;
    for (size_t i = 0; i < after; i++)
        list->items[(size_t)index + i] = list->items[(size_t)index + i + 1];
    list->length--;
    if (unlikely(list->length < list->capacity / 2) && list_resize(rt, list, list->length) < 0)
        error_clear(rt); /* only gives room back */
    return item;
}

static Object *list_remove_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    List *list = (List *)self;
    for (size_t i = 0; i < list->length; i++) {
        owned Object *item = object_retain(list->items[i]);
        int equal = object_equal(rt, item, args[0]);
        if (equal < 0)
            return NULL;
        if (equal)
            return list_set_slice(rt, list, i, i + 1, NULL) < 0 ? NULL : none_new();
    }
    return error_set(rt, &value_error_type, "list.remove(x): x not in list");
}

static Object *list_index_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    const List *list = (List *)self;
    ssize_t start, stop;
    if (!index_bounds(rt, args, n, (ssize_t)list->length, &start, &stop))
        return NULL;
    for (ssize_t i = start; i < stop && (size_t)i < list->length; i++) {
        owned Object *item = object_retain(list->items[i]);
        int equal = object_equal(rt, item, args[0]);
        if (equal < 0)
            return NULL;
        if (equal)
            return (Object *)int_from_size(rt, i);
    }
    return error_set(rt, &value_error_type, "%R is not in list", args[0]);
}

static Object *list_count_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    const List *list = (List *)self;
    ssize_t count = 0;
    for (size_t i = 0; i < list->length; i++) {
        owned Object *item = object_retain(list->items[i]);
        int equal = object_equal(rt, item, args[0]);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return (Object *)int_from_size(rt, count);
}

static Object *list_reverse_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return list_reverse((List *)self) < 0 ? NULL : none_new();
}

static Object *list_sort_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Object *key = args[0] == NONE ? NULL : args[0];
    int reverse = 0;
    if (args[1] != NULL) {
        /* As CPython: anything with __index__, by its truth as a C int. */
        int64_t number;
        if (number_as_int64(rt, args[1], &number) < 0)
            return NULL;
        reverse = number != 0;
    }
    return list_sort(rt, (List *)self, key, reverse) < 0 ? NULL : none_new();
}

const Type list_type = {
    TYPE_IDENTITY(list),
    .name = "list",
    .doc = "Built-in mutable sequence.\n\n"
           "If no argument is given, the constructor creates a new empty list.\n"
           "The argument must be an iterable if specified.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_SEQUENCE | TYPE_LIST | TYPE_IS_IMMUTABLE,
    .size = sizeof(List),
    .create = list_create,
    .init = list_init,
    .free = list_free,
    .visit = list_visit,
    .clear = list_clear_slot,
    .repr = list_repr,
    .hash = NULL, /* unhashable */
    .compare = list_compare,
    INHERIT_ATTRIBUTES,
    .iter = list_iter,
    .length = list_length,
    .get_item = list_get_item,
    .set_item = list_set_item,
    .item = list_item,
    .contains = list_contains,
    .concat = list_concat,
    .repeat = list_repeat,
    .in_place_concat = list_in_place_concat,
    .in_place_repeat = list_in_place_repeat,
    .methods = (const MethodSpec[]){
        {"__getitem__", list_get_item_method, 1, 1, METHOD_COEXIST,
         .doc = "x.__getitem__(y) <==> x[y]"},
        {"__reversed__", list_reversed_method, 0, 0,
         .doc = "Return a reverse iterator over the list."},
        {"__sizeof__", list_sizeof_method, 0, 0,
         .doc = "Return the size of the list in memory, in bytes."},
        {"clear", list_clear_method, 0, 0, .doc = "Remove all items from list."},
        {"copy", list_copy_method, 0, 0, .doc = "Return a shallow copy of the list."},
        {"append", list_append_method, 1, 1, .doc = "Append object to the end of the list."},
        {"insert", list_insert_method, 2, 2, .doc = "Insert object before index."},
        {"extend", list_extend_method, 1, 1,
         .doc = "Extend list by appending elements from the iterable."},
        {"pop", list_pop_method, 0, 1,
         .doc = "Remove and return item at index (default last).\n\n"
                "Raises IndexError if list is empty or index is out of range."},
        {"remove", list_remove_method, 1, 1,
         .doc = "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
        {"index", list_index_method, 1, 3,
         .doc = "Return first index of value.\n\nRaises ValueError if the value is not present."},
        {"count", list_count_method, 1, 1, .doc = "Return number of occurrences of value."},
        {"reverse", list_reverse_method, 0, 0, .doc = "Reverse *IN PLACE*."},
        {"sort", list_sort_method, .parameters = "*, key=, reverse=",
         .doc = "Sort the list in ascending order and return None.\n\n"
                "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
                "order of two equal elements is maintained).\n\n"
                "If a key function is given, apply it once to each list item and sort them,\n"
                "ascending or descending, according to their function values.\n\n"
                "The reverse flag can be set to sort in descending order."},
        CLASS_GET_ITEM,
        {0},
    },
};
