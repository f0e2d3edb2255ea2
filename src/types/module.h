/* module objects. */
#ifndef OURO_TYPES_MODULE_H
#define OURO_TYPES_MODULE_H

#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"

typedef struct Module {
    Object head;
    Dict *dict; /* never NULL */
} Module;
extern const Type module_type;
static inline bool module_check(const Object *object) { return object_is(object, &module_type); }
Module *module_new(Runtime *rt, Str *name);
MUST_CHECK int module_add(Runtime *rt, Module *module, const char *name, Object *value); /* value borrowed */
MUST_CHECK int module_add_functions(Runtime *rt, Module *module, const MethodSpec *functions); /* Builtins whose self is the module */
MUST_CHECK int module_add_type(Runtime *rt, Module *module, const char *name, const Type *type);

#endif
