/* Functions in Python, bound methods, functions in C, and cells. */
#ifndef OURO_TYPES_FUNCTION_H
#define OURO_TYPES_FUNCTION_H

#include "object/shape.h"
#include "types/code.h"
#include "types/dict.h"

typedef struct Cell {
    Object head;
    Object *content; /* NULL: empty */
} Cell;
extern const Type cell_type;
Cell *cell_new(Runtime *rt, Object *content); /* content retained, may be NULL */

typedef struct Function {
    Object head;
    Code *code;
    Dict *globals;
    Object *builtins;         /* dict */
    Tuple *defaults;          /* or NULL */
    Dict *keyword_defaults;   /* or NULL */
    Tuple *closure;           /* of cells, or NULL */
    Str *name, *qualified_name;
    Object *doc, *module;     /* may be NULL */
    Object *annotations;      /* dict, or tuple of pairs not yet made a dict, or NULL */
    AttributeWord attributes; /* __dict__ */
    uint32_t version;         /* for call caches: unique, 0 when not cacheable; renewed when code or defaults change */
} Function;
extern const Type function_type;
Function *function_new(Runtime *rt, Code *code, Dict *globals, Str *qualified_name /* NULL: the code's */);

typedef struct Method {
    Object head;
    Object *function, *self;
} Method;
extern const Type method_type;
Object *method_new(Runtime *rt, Object *function, Object *self);

/* A function written in C: len, or a method bound to its object ([].append). */
typedef struct Builtin {
    Object head;
    const MethodSpec *spec;
    Object *self;   /* object, module, class, or NULL */
    Object *module; /* name of the module (str), or NULL */
} Builtin;
extern const Type builtin_type;
Object *builtin_new(Runtime *rt, const MethodSpec *spec, Object *self, Object *module_name);

/* list.append as found in the type. */
typedef struct MethodDescriptor {
    Object head;
    const Type *owner; /* retained when heap */
    const MethodSpec *spec;
} MethodDescriptor;
extern const Type method_descriptor_type, class_method_descriptor_type;

#endif
