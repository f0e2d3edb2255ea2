/* The modules written in C: a constant table of records. A module comes into being when it is first imported;
 * builtins and sys are there from the start. */
#ifndef OURO_MODULES_MODULES_H
#define OURO_MODULES_MODULES_H

#include "types/module.h"

typedef struct ModuleSpec {
    const char *name;
    const char *doc;
    const MethodSpec *functions;                 /* ended by an entry without a name; NULL: none */
    int (*fill)(Runtime *rt, Module *module);    /* adds everything else; -1 with an error; may be NULL */
} ModuleSpec;

/* The record of the module `name`, or NULL. Never fails. */
const ModuleSpec *module_spec_find(const Str *name);
/* All of them, ended by NULL (for sys.builtin_module_names). */
extern const ModuleSpec *const builtin_modules[];
/* A new module made of `spec`, not in sys.modules yet. NULL with an error set. */
Module *module_make(Runtime *rt, const ModuleSpec *spec);

/* Makes builtins, sys and an empty __main__; sets rt->modules, rt->builtins, rt->sys_dict. */
MUST_CHECK int modules_open(Runtime *rt);
/* Forgets them: the last part of closing. */
void modules_close(Runtime *rt);

/* Frozen modules: source text that the build put into the library (lib/). */
typedef struct FrozenModule {
    const char *name;
    const char *source; /* UTF-8 */
    size_t length;
    bool is_package;
} FrozenModule;
const FrozenModule *frozen_module_find(const Str *name);

extern const ModuleSpec builtins_module, sys_module, gc_module, weakref_core_module, copy_module, itertools_module,
    operator_module, math_module, time_module, dis_module, io_module, atexit_module;

#endif
