/* types.GenericAlias: what list[int] gives. */
#ifndef OURO_TYPES_GENERIC_ALIAS_H
#define OURO_TYPES_GENERIC_ALIAS_H

#include "object/runtime.h"

typedef struct GenericAlias {
    Object head;
    Object *origin;
    Tuple *args;
    Tuple *parameters; /* made on first use, or NULL */
    bool unpacked;     /* *tuple[int] */
} GenericAlias;
extern const Type generic_alias_type;
/* origin[args]; args that are no tuple are wrapped into one. */
Object *generic_alias_new(Runtime *rt, Object *origin, Object *args);
/* The method __class_getitem__ of built-in classes: `self` is the class. */
Object *generic_alias_class_getitem(Runtime *rt, Object *self, Object **args, size_t n);

#endif
