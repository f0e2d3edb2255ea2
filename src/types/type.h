/* Classes: making them, their MRO, and their attributes. The slot table is object/type.h. */
#ifndef OURO_TYPES_TYPE_H
#define OURO_TYPES_TYPE_H

#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

static inline bool type_check(const void *object) { return object_has_flag(object, TYPE_TYPE); }
/* The attribute dict, borrowed; made on first use for a built-in type. NULL with an error set. */
Dict *type_dict_borrow(Runtime *rt, const Type *type);
Tuple *type_mro_borrow(Runtime *rt, const Type *type);
Tuple *type_bases_borrow(Runtime *rt, const Type *type);
Str *type_name(Runtime *rt, const Type *type);      /* __name__; owned */
Str *type_full_name(Runtime *rt, const Type *type); /* module.qualname, module left out for builtins; owned (for messages, reprs) */
/* A new class: type(name, bases, namespace), metaclass `metaclass` (already the winner). `attribute_hint`: value slots. */
Object *type_create(Runtime *rt, const Type *metaclass, Str *name, Tuple *bases, Dict *namespace, Tuple *keyword_names,
                    Object **keyword_values);
/* The most derived metaclass of `metaclass` and the bases'; borrowed; NULL with TypeError "metaclass conflict: ...". */
const Type *type_calculate_metaclass(Runtime *rt, const Type *metaclass, Tuple *bases);
/* Something seen through `type` changed: new versions for it and its subclasses, its shapes renewed. Never fails. */
void type_modified(Runtime *rt, const Type *type);
/* builtins.__build_class__ after its arguments are split. */
Object *class_build(Runtime *rt, Object **args, size_t n, Tuple *names);
/* At close: releases what the runtime holds of the built-in types (dicts, MROs, subclasses) and the cache of look-ups. */
void types_close(Runtime *rt);
/* A new instance of a heap type whose solid base is object: attribute slots, __slots__ cleared, tracked. */
Object *instance_new(Runtime *rt, const Type *type);
extern const Type object_type, type_type, none_type, not_implemented_type, ellipsis_type;

#endif
