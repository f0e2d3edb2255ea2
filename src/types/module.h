/* module objects. */
#ifndef OURO_TYPES_MODULE_H
#define OURO_TYPES_MODULE_H

#include "object/protocol.h"
#include "object/shape.h"
#include "types/dict.h"
#include "types/str.h"

typedef struct Module {
    Object head;
    Dict *dict;               /* never NULL; the same as in `attributes`, which owns it */
    AttributeWord attributes; /* always in the dict form */
} Module;
extern const Type module_type;
static inline bool module_check(const Object *object) { return object_is(object, &module_type); }
Module *module_new(Runtime *rt, Str *name);
MUST_CHECK int module_add(Runtime *rt, Module *module, const char *name, Object *value); /* value borrowed */
MUST_CHECK int module_add_functions(Runtime *rt, Module *module, const MethodSpec *functions); /* Builtins whose self is the module */
MUST_CHECK int module_add_type(Runtime *rt, Module *module, const char *name, const Type *type);
/* At the close of a runtime: sets the names in a module's dict to None, first those that begin with one
 * underscore, then all others but __builtins__. What dies runs its code. Never fails. */
void module_dict_clear(Runtime *rt, Dict *dict);

#endif
