/* list: the row of items and every way to change it. The methods and the type record are in
 * list_methods.c, sorting in list_sort.c.
 *
 *    List --> items: | a | b | c |   |   |      length 3, capacity 5
 *
 * Releasing an item may run any code, and so may making a container (a collection may be due). So
 * no item is released before the list is whole again, and no length or `items` pointer read before
 * such a call is used after it. */
#include "types/list.h"

#include <string.h>

#include "gc/gc.h"
#include "object/free.h"
#include "types/container.h"
#include "types/list_parts.h"
#include "types/sequence.h"

enum { SCRATCH_ITEMS = 8 };
#define LIST_LENGTH_MAX ((size_t)PTRDIFF_MAX / sizeof(Object *))

/* ---- the row ------------------------------------------------------------------------------- */

static int list_set_capacity(Runtime *rt, List *list, size_t capacity)
{
    if (capacity > LIST_LENGTH_MAX) {
        error_no_memory(rt);
        return -1;
    }
    if (capacity == 0) {
        if (list->capacity != 0)
            memory_release(rt, list->items, list->capacity * sizeof(Object *));
        list->items = NULL;
        list->capacity = 0;
        return 0;
    }
    Object **items = list->capacity == 0
                         ? memory_take(rt, capacity * sizeof(Object *))
                         : memory_resize(rt, list->items, list->capacity * sizeof(Object *),
                                         capacity * sizeof(Object *));
    if (items == NULL)
        return -1;
    list->items = items;
    list->capacity = capacity;
    return 0;
}

int list_resize(Runtime *rt, List *list, size_t length)
{
    if (list->capacity >= length && length >= list->capacity / 2)
        return 0;
    if (length > LIST_LENGTH_MAX) {
        error_no_memory(rt);
        return -1;
    }
    /* 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, ...: an eighth more, unless a big step was asked for. */
    size_t capacity = (length + (length >> 3) + 6) & ~(size_t)3;
    if (length > list->length && length - list->length > capacity - length)
        capacity = (length + 3) & ~(size_t)3;
    if (length == 0)
        capacity = 0;
    if (list_set_capacity(rt, list, capacity) == 0)
        return 0;
    if (length > list->capacity)
        return -1;
    error_clear(rt); /* giving room back was refused: go on with what there is */
    return 0;
}

int list_grow(Runtime *rt, List *list)
{
    return list_resize(rt, list, list->length + 1);
}

int list_reserve(Runtime *rt, List *list, size_t length)
{
    return length == 0 ? 0 : list_set_capacity(rt, list, (length + 1) & ~(size_t)1);
}

/* Releases items[0..count-1], last first, as CPython does. */
static void items_release(Object **items, size_t count)
{
    while (count > 0)
        object_release_maybe(items[--count]);
}

void list_clear(Runtime *rt, List *list)
{
    if (list->capacity == 0)
        return; /* it may be being sorted: see list_sort.c */
    Object **items = list->items;
    size_t length = list->length, capacity = list->capacity;
    list->items = NULL;
    list->length = list->capacity = 0;
    items_release(items, length);
    memory_release(rt, items, capacity * sizeof(Object *));
}

/* ---- making -------------------------------------------------------------------------------- */

List *list_new(Runtime *rt, size_t capacity)
{
    List *list = gc_new(rt, &list_type);
    if (list == NULL)
        return NULL;
    list->length = list->capacity = 0;
    list->items = NULL;
    if (capacity != 0 && list_set_capacity(rt, list, capacity) < 0) {
        gc_dispose(rt, list);
        return NULL;
    }
    gc_track(rt, list);
    return list;
}

static void items_copy(Object **to, Object *const *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = object_retain(from[i]);
}

List *list_from_array(Runtime *rt, Object *const *items, size_t length)
{
    List *list = list_new(rt, length);
    if (list == NULL)
        return NULL;
    items_copy(list->items, items, length);
    list->length = length;
    return list;
}

List *list_from_array_steal(Runtime *rt, Object **items, size_t length)
{
    List *list = list_new(rt, length);
    if (list == NULL) {
        items_release(items, length);
        return NULL;
    }
    if (length != 0)
        memcpy(list->items, items, length * sizeof(Object *));
    list->length = length;
    return list;
}

List *list_slice(Runtime *rt, List *list, size_t start, size_t end)
{
    List *result = list_new(rt, 0);
    if (result == NULL)
        return NULL;
    if (end > list->length)
        end = list->length;
    if (start >= end)
        return result;
    if (list_set_capacity(rt, result, end - start) < 0) {
        object_release(result);
        return NULL;
    }
    items_copy(result->items, list->items + start, end - start);
    result->length = end - start;
    return result;
}

Tuple *list_as_tuple(Runtime *rt, List *list)
{
    Tuple *tuple = tuple_new(rt, list->length);
    if (tuple == NULL)
        return NULL;
    /* Making it may have run code that changed the list. */
    if (unlikely(tuple->length != list->length)) {
        object_release(tuple);
        owned List *copy = list_slice(rt, list, 0, list->length);
        return copy == NULL ? NULL : tuple_from_array(rt, copy->items, copy->length);
    }
    items_copy(tuple->items, list->items, tuple->length);
    tuple_publish(rt, tuple);
    return tuple;
}

Object *list_concat(Runtime *rt, Object *self, Object *other)
{
    if (!list_check(other))
        return error_set(rt, &type_error_type,
                         "can only concatenate list (not \"%.200T\") to list", other);
    owned List *result = list_new(rt, 0);
    if (result == NULL)
        return NULL;
    const List *left = (List *)self, *right = (List *)other;
    size_t length = left->length + right->length; /* both are at most 2^60 */
    if (length != 0 && list_set_capacity(rt, result, length) < 0)
        return NULL;
    items_copy(result->items, left->items, left->length);
    items_copy(result->items + left->length, right->items, right->length);
    result->length = length;
    return (Object *)take(&result);
}

/* Writes `count` copies of items[0..length-1] after one another; the first is in place if `from` is `to`. */
static void items_repeat(Object **to, Object *const *from, size_t length, size_t count)
{
    for (size_t i = 0; i < length; i++) {
        Object *item = from[i];
        for (size_t k = (to == from); k < count; k++)
            to[k * length + i] = object_retain(item);
    }
}

Object *list_repeat(Runtime *rt, Object *self, ssize_t count)
{
    owned List *result = list_new(rt, 0);
    if (result == NULL)
        return NULL;
    const List *list = (List *)self;
    size_t length;
    if (list->length == 0 || count <= 0)
        return (Object *)take(&result);
    if (__builtin_mul_overflow(list->length, (size_t)count, &length) || length > LIST_LENGTH_MAX)
        return error_no_memory(rt);
    if (list_set_capacity(rt, result, length) < 0)
        return NULL;
    items_repeat(result->items, list->items, list->length, (size_t)count);
    result->length = length;
    return (Object *)take(&result);
}

Object *list_in_place_repeat(Runtime *rt, Object *self, ssize_t count)
{
    List *list = (List *)self;
    size_t length;
    if (list->length == 0 || count == 1)
        return object_retain(self);
    if (count < 1) {
        list_clear(rt, list);
        return object_retain(self);
    }
    if (__builtin_mul_overflow(list->length, (size_t)count, &length) || length > LIST_LENGTH_MAX)
        return error_no_memory(rt);
    if (list_resize(rt, list, length) < 0)
        return NULL;
    items_repeat(list->items, list->items, list->length, (size_t)count);
    list->length = length;
    return object_retain(self);
}

/* ---- changing ------------------------------------------------------------------------------ */

int list_insert(Runtime *rt, List *list, ssize_t index, Object *item)
{
    size_t length = list->length;
    if (length == list->capacity && list_grow(rt, list) < 0)
        return -1;
    if (index < 0) {
        index += (ssize_t)length;
        if (index < 0)
            index = 0;
    }
    size_t place = (size_t)index > length ? length : (size_t)index;
    memmove(list->items + place + 1, list->items + place, (length - place) * sizeof(Object *));
    list->items[place] = object_retain(item);
    list->length = length + 1;
    return 0;
}

/* Appends a list's or tuple's items; `sequence` may be the list itself. */
static int list_extend_row(Runtime *rt, List *list, Object *sequence)
{
    bool is_tuple = tuple_check(sequence);
    size_t count = is_tuple ? ((Tuple *)sequence)->length : ((List *)sequence)->length;
    if (count == 0)
        return 0;
    size_t length = list->length + count;
    if ((list->capacity == 0 ? list_reserve(rt, list, length) : list_resize(rt, list, length)) < 0)
        return -1;
    /* Only now: it is the list's own row when a list extends itself. */
    Object **items = is_tuple ? ((Tuple *)sequence)->items : ((List *)sequence)->items;
    items_copy(list->items + list->length, items, count);
    list->length = length;
    return 0;
}

int list_extend(Runtime *rt, List *list, Object *iterable)
{
    if (list_check_exact(iterable) || tuple_check_exact(iterable) || iterable == (Object *)list)
        return list_extend_row(rt, list, iterable);

    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL)
        return -1;
    ssize_t hint = object_length_hint(rt, iterable, 8);
    if (hint < 0)
        return -1;
    ssize_t expected;
    /* When the sum runs over, the hint cannot be true: the items decide. */
    if (!__builtin_add_overflow((ssize_t)list->length, hint, &expected)) {
        int status = list->capacity == 0 ? list_reserve(rt, list, expected)
                                         : list_resize(rt, list, expected);
        if (status < 0)
            return -1;
    }
    Object *(*next)(Runtime *, Object *) = iterator->type->next;
    for (;;) {
        Object *item = next(rt, iterator);
        if (item == NULL)
            break;
        if (list_append_steal(rt, list, item) < 0)
            return -1;
    }
    if (error_pending(rt) && !error_clear_if(rt, &stop_iteration_type))
        return -1;
    if (list->length < list->capacity)
        return list_resize(rt, list, list->length);
    return 0;
}

int list_set_at(Runtime *rt, List *list, size_t index, Object *value)
{
    if (unlikely(index >= list->length))
        return error_fail(rt, &index_error_type, "list assignment index out of range");
    if (value == NULL)
        return list_set_slice(rt, list, index, index + 1, NULL);
    object_replace_steal(&list->items[index], object_retain(value));
    return 0;
}

/* A row of references on the stack, or in a block of its own when it is long. */
typedef struct Scratch {
    Object **items;
    size_t count;
    Object *few[SCRATCH_ITEMS];
} Scratch;

static int scratch_open(Runtime *rt, Scratch *scratch, size_t count)
{
    scratch->count = count;
    scratch->items = scratch->few;
    if (count > SCRATCH_ITEMS)
        scratch->items = memory_take_array(rt, count, sizeof(Object *));
    return scratch->items == NULL ? -1 : 0;
}

/* Releases the items, last first, and the block. */
static void scratch_close(Runtime *rt, Scratch *scratch)
{
    items_release(scratch->items, scratch->count);
    if (scratch->items != scratch->few)
        memory_release(rt, scratch->items, scratch->count * sizeof(Object *));
}

/* Removes `count` items, each `step` after the one before, where there is no memory for a scratch: giving memory back
 * may not need memory. The items die at the next poll, so no code sees the row half way. -1 with the MemoryError left
 * pending when one of them could run code at once. */
static int list_remove_later(Runtime *rt, List *list, size_t start, size_t step, size_t count)
{
    Object **items = list->items;
    for (size_t i = 0; i < count; i++) {
        const Object *item = items[start + i * step];
        if (!object_has_flag(item, TYPE_IS_TRACKED) && (item->flags & OBJECT_WEAKLY_REFERENCED) != 0)
            return -1;
    }
    error_clear(rt);
    for (size_t i = count; i-- > 0;)
        object_release_later(rt, items[start + i * step]);
    size_t to = start;
    for (size_t i = 0, from = start; i < count; i++) {
        size_t next = i + 1 < count ? from + step : list->length;
        memmove(items + to, items + from + 1, (next - from - 1) * sizeof(Object *));
        to += next - from - 1;
        from = next;
    }
    list->length = to;
    if (list_resize(rt, list, to) < 0)
        error_clear(rt);
    return 0;
}

static int list_replace_range(Runtime *rt, List *list, size_t start, size_t end,
                              Object *const *items, size_t count)
{
    if (end > list->length)
        end = list->length;
    if (start > end)
        start = end;
    size_t old_count = end - start, tail = list->length - end;
    size_t length = list->length - old_count + count;
    if (length == 0) {
        list_clear(rt, list);
        return 0;
    }
    Scratch old;
    if (scratch_open(rt, &old, old_count) < 0)
        return count == 0 ? list_remove_later(rt, list, start, 1, old_count) : -1;
    if (count > old_count && list_resize(rt, list, length) < 0) {
        old.count = 0;
        if (old.items != old.few)
            memory_release(rt, old.items, old_count * sizeof(Object *));
        return -1;
    }
    if (old_count != 0)
        memcpy(old.items, list->items + start, old_count * sizeof(Object *));
    memmove(list->items + start + count, list->items + end, tail * sizeof(Object *));
    items_copy(list->items + start, items, count);
    list->length = length;
    if (count < old_count && list_resize(rt, list, length) < 0)
        error_clear(rt); /* cannot be: it only gives room back */
    scratch_close(rt, &old);
    return 0;
}

int list_set_slice(Runtime *rt, List *list, size_t start, size_t end, Object *value)
{
    if (value == NULL)
        return list_replace_range(rt, list, start, end, NULL, 0);
    owned Object *row = value == (Object *)list
                            ? (Object *)list_slice(rt, list, 0, list->length)
                            : sequence_fast(rt, value, "can only assign an iterable");
    if (row == NULL)
        return -1;
    if (tuple_check(row))
        return list_replace_range(rt, list, start, end, ((Tuple *)row)->items,
                                  ((Tuple *)row)->length);
    return list_replace_range(rt, list, start, end, ((List *)row)->items, ((List *)row)->length);
}

int list_reverse(List *list)
{
    if (list->length < 2)
        return 0;
    for (Object **low = list->items, **high = low + list->length - 1; low < high; low++, high--) {
        Object *item = *low;
        *low = *high;
        *high = item;
    }
    return 0;
}

/* ---- subscripts ---------------------------------------------------------------------------- */

static Object *list_get_slice(Runtime *rt, List *list, Object *slice)
{
    ssize_t start, stop, step;
    if (slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return NULL;
    ssize_t count = slice_adjust((ssize_t)list->length, &start, &stop, step);
    if (count <= 0)
        return (Object *)list_new(rt, 0);
    if (step == 1)
        return (Object *)list_slice(rt, list, (size_t)start, (size_t)stop);
    List *result = list_new(rt, (size_t)count);
    if (result == NULL)
        return NULL;
    size_t place = (size_t)start;
    while (result->length < (size_t)count && place < list->length) {
        result->items[result->length++] = object_retain(list->items[place]);
        place += (size_t)step;
    }
    return (Object *)result;
}

Object *list_get_item(Runtime *rt, Object *self, Object *key)
{
    List *list = (List *)self;
    if (likely(number_has_index(key))) {
        ssize_t index;
        if (!index_resolve(rt, key, &index))
            return NULL;
        if (index < 0)
            index += (ssize_t)list->length;
        if (unlikely((size_t)index >= list->length))
            return error_set(rt, &index_error_type, "list index out of range");
        return object_retain(list->items[index]);
    }
    if (object_has_type(key, &slice_type))
        return list_get_slice(rt, list, key);
    return error_set(rt, &type_error_type, "list indices must be integers or slices, not %.200T",
                     key);
}

/* del list[start:stop:step], step not 1. */
static int list_delete_stepped(Runtime *rt, List *list, ssize_t start, ssize_t step, size_t count)
{
    if (step < 0) {
        start += step * (ssize_t)(count - 1);
        step = -step;
    }
    Scratch old;
    if (scratch_open(rt, &old, count) < 0)
        return list_remove_later(rt, list, (size_t)start, (size_t)step, count);
    size_t from = (size_t)start, to = (size_t)start;
    for (size_t i = 0; i < count; i++) {
        old.items[i] = list->items[from];
        size_t next = i + 1 < count ? from + (size_t)step : list->length;
        memmove(list->items + to, list->items + from + 1, (next - from - 1) * sizeof(Object *));
        to += next - from - 1;
        from = next;
    }
    list->length -= count;
    if (list_resize(rt, list, list->length) < 0)
        error_clear(rt);
    /* The one place where CPython goes from the first to the last. */
    for (size_t i = 0; i < count; i++)
        object_clear_slot(&old.items[i]);
    scratch_close(rt, &old);
    return 0;
}

static int list_assign_stepped(Runtime *rt, List *list, ssize_t start, ssize_t stop, ssize_t step,
                               Object *value)
{
    owned Object *row =
        value == (Object *)list
            ? (Object *)list_slice(rt, list, 0, list->length)
            : sequence_fast(rt, value, "must assign iterable to extended slice");
    if (row == NULL)
        return -1;
    /* Making the row may have changed the list: only now. */
    ssize_t slice_count = slice_adjust((ssize_t)list->length, &start, &stop, step);
    size_t count = tuple_check(row) ? ((Tuple *)row)->length : ((List *)row)->length;
    if (count != (size_t)slice_count)
        return error_fail(rt, &value_error_type,
                          "attempt to assign sequence of size %zd to extended slice of size %zd",
                          (ssize_t)count, slice_count);
    Scratch old;
    if (count == 0)
        return 0;
    if (scratch_open(rt, &old, count) < 0)
        return -1;
    Object **items = tuple_check(row) ? ((Tuple *)row)->items : ((List *)row)->items;
    size_t place = (size_t)start;
    for (size_t i = 0; i < count; i++, place += (size_t)step) {
        old.items[i] = list->items[place];
        list->items[place] = object_retain(items[i]);
    }
    for (size_t i = 0; i < count; i++)
        object_clear_slot(&old.items[i]);
    scratch_close(rt, &old);
    return 0;
}

static int list_set_by_slice(Runtime *rt, List *list, Object *slice, Object *value)
{
    ssize_t start, stop, step;
    if (slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return -1;
    if (value != NULL && step != 1)
        return list_assign_stepped(rt, list, start, stop, step, value);
    ssize_t count = slice_adjust((ssize_t)list->length, &start, &stop, step);
    if (step == 1)
        return list_set_slice(rt, list, (size_t)start, (size_t)(stop < start ? start : stop),
                              value);
    return count <= 0 ? 0 : list_delete_stepped(rt, list, start, step, (size_t)count);
}

int list_set_item(Runtime *rt, Object *self, Object *key, Object *value)
{
    List *list = (List *)self;
    if (likely(number_has_index(key))) {
        ssize_t index;
        if (!index_resolve(rt, key, &index))
            return -1;
        if (index < 0)
            index += (ssize_t)list->length;
        return list_set_at(rt, list, (size_t)index, value);
    }
    if (object_has_type(key, &slice_type))
        return list_set_by_slice(rt, list, key, value);
    return error_fail(rt, &type_error_type, "list indices must be integers or slices, not %.200T",
                      key);
}
