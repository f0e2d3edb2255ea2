/* Struct sequences: tuples whose items have names too (sys.version_info, time.struct_time). Each is a constant type
 * record made with STRUCT_SEQUENCE_SLOTS and a member table in the order of the items. */
#ifndef OURO_TYPES_STRUCT_SEQUENCE_H
#define OURO_TYPES_STRUCT_SEQUENCE_H

#include "types/tuple.h"

/* A member entry: item number `index` under `name`. */
#define STRUCT_FIELD(index, name) {name, MEMBER_OBJECT, offsetof(Tuple, items) + (index) * sizeof(Object *), false, NULL}

/* A new one of `type` with these `count` items, which are handed over; if one of them is NULL, or memory is, NULL. */
Object *struct_sequence_new_steal(Runtime *rt, const Type *type, Object **items, size_t count);
/* repr: time.struct_time(tm_year=2024, ...) */
Object *struct_sequence_repr(Runtime *rt, Object *self);
/* type(iterable): as many items as the type has members. */
Object *struct_sequence_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names);
Object *struct_sequence_reduce(Runtime *rt, Object *self, Object **args, size_t n);

/* tuple's slots, for records that derive from it (tuple.c). */
void tuple_free(Runtime *rt, Object *self);
int tuple_visit(Object *self, Visitor visit, void *context);
size_t tuple_size_of(Object *self);
int64_t tuple_hash(Runtime *rt, Object *self);
Object *tuple_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation);
Object *tuple_iter(Runtime *rt, Object *self);
ssize_t tuple_length(Runtime *rt, Object *self);
Object *tuple_get_item(Runtime *rt, Object *self, Object *key);
Object *tuple_item(Runtime *rt, Object *self, ssize_t index);
int tuple_contains(Runtime *rt, Object *self, Object *value);
Object *tuple_concat(Runtime *rt, Object *self, Object *other);
Object *tuple_repeat(Runtime *rt, Object *self, ssize_t count);

#define STRUCT_SEQUENCE_SLOTS                                                                                          \
    .base = &tuple_type, .size = sizeof(Tuple),                                                                        \
    .flags = TYPE_IS_TRACKED | TYPE_HAS_ITEMS | TYPE_IS_SEQUENCE | TYPE_TUPLE | TYPE_IS_IMMUTABLE,                     \
    .create = struct_sequence_create, .free = tuple_free, .visit = tuple_visit, .size_of = tuple_size_of,              \
    .repr = struct_sequence_repr, .hash = tuple_hash, .compare = tuple_compare, .iter = tuple_iter,                    \
    .length = tuple_length, .get_item = tuple_get_item, .item = tuple_item, .contains = tuple_contains,                \
    .concat = tuple_concat, .repeat = tuple_repeat, .get_attribute = object_generic_get_attribute,                     \
    .set_attribute = object_generic_set_attribute

#endif
