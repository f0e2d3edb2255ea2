/* list[int] (types.GenericAlias) and int | str (types.UnionType). */
#ifndef OURO_TYPES_GENERIC_ALIAS_H
#define OURO_TYPES_GENERIC_ALIAS_H

#include "object/protocol.h"
#include "types/str.h"

extern const Type generic_alias_type, union_type;

/* origin[arguments]; what is no tuple is the only argument. */
Object *generic_alias_new(Runtime *rt, Object *origin, Object *arguments);
/* "__class_getitem__" of the classes that take parameters: `self` is the class. */
Object *generic_alias_class_getitem(Runtime *rt, Object *self, Object **args, size_t n);

/* left | right of classes, aliases, unions and None; NotImplemented for anything else. */
Object *union_or(Runtime *rt, Object *left, Object *right);
/* The classes in a union. */
Tuple *union_members_borrow(const Object *object);

/* ---- shared by both ---- */
/* The type variables among the arguments (what has __typing_subst__, and those of nested aliases): a tuple. */
Tuple *generic_parameters(Runtime *rt, Tuple *arguments);
/* self[item]: `arguments` with the type variables `parameters` replaced. */
Tuple *generic_substitute(Runtime *rt, Object *self, Tuple *arguments, Tuple *parameters, Object *item);
/* Adds what repr shows of one argument. */
MUST_CHECK int generic_repr_item(Runtime *rt, StrBuilder *builder, Object *item);

#endif
