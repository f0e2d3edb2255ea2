/* What the files of list share: list.c (the row and its changes), list_methods.c (the type),
 * list_sort.c, list_iterator.c. */
#ifndef OURO_TYPES_LIST_PARTS_H
#define OURO_TYPES_LIST_PARTS_H

#include "types/iterator.h"
#include "types/list.h"

/* Makes room for `length` items, or gives room back: the capacity follows 3.11's growth pattern. The
 * length stays. Runs no Python code. */
MUST_CHECK int list_resize(Runtime *rt, List *list, size_t length);
/* Room for exactly `length` items in a list that has none. */
MUST_CHECK int list_reserve(Runtime *rt, List *list, size_t length);
/* Drops all items, last first. */
void list_clear(Runtime *rt, List *list);
/* self + other, self * count, and self *= count. */
Object *list_concat(Runtime *rt, Object *self, Object *other);
Object *list_repeat(Runtime *rt, Object *self, ssize_t count);
Object *list_in_place_repeat(Runtime *rt, Object *self, ssize_t count);
Object *list_get_item(Runtime *rt, Object *self, Object *key);
int list_set_item(Runtime *rt, Object *self, Object *key, Object *value);
/* list[index] = value, or del with value NULL; IndexError. */
MUST_CHECK int list_set_at(Runtime *rt, List *list, size_t index, Object *value);
Object *list_iter(Runtime *rt, Object *self);
Object *list_reversed_method(Runtime *rt, Object *self, Object **args, size_t n);
extern const Type list_reverse_iterator_type;

#endif
