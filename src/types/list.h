/* list: a growing row of references; the row is a memory block of its own, the list keeps its address. */
#ifndef OURO_TYPES_LIST_H
#define OURO_TYPES_LIST_H

#include "object/protocol.h"

struct List {
    Object head;
    size_t length, capacity;
    Object **items; /* memory block of `capacity`; NULL when capacity is 0 */
};
extern const Type list_type;
static inline bool list_check(const void *object) { return object_has_flag(object, TYPE_LIST); }
static inline bool list_check_exact(const void *object) { return object_has_type(object, &list_type); }
List *list_new(Runtime *rt, size_t capacity); /* empty, tracked */
List *list_from_array(Runtime *rt, Object *const *items, size_t length);
List *list_from_array_steal(Runtime *rt, Object **items, size_t length); /* on failure the items are released too */
MUST_CHECK int list_grow(Runtime *rt, List *list); /* room for one more at least; 3.11's growth */
static inline MUST_CHECK int list_append_steal(Runtime *rt, List *list, Object *item) /* the item is consumed on failure too */
{
    if (unlikely(list->length == list->capacity) && list_grow(rt, list) < 0) {
        object_release(item);
        return -1;
    }
    list->items[list->length++] = item;
    return 0;
}
static inline MUST_CHECK int list_append(Runtime *rt, List *list, Object *item)
{
    return list_append_steal(rt, list, (Object *)object_retain(item));
}
MUST_CHECK int list_insert(Runtime *rt, List *list, ssize_t index, Object *item);
MUST_CHECK int list_extend(Runtime *rt, List *list, Object *iterable);
MUST_CHECK int list_set_slice(Runtime *rt, List *list, size_t start, size_t end, Object *value); /* NULL deletes */
List *list_slice(Runtime *rt, List *list, size_t start, size_t end);
MUST_CHECK int list_sort(Runtime *rt, List *list, Object *key, bool reverse); /* key may be NULL */
MUST_CHECK int list_reverse(List *list);
Tuple *list_as_tuple(Runtime *rt, List *list);

#endif
