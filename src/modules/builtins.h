/* What the files of the module builtins share. */
#ifndef OURO_MODULES_BUILTINS_H
#define OURO_MODULES_BUILTINS_H

#include "modules/modules.h"
#include "types/float.h"
#include "types/tuple.h"

extern const MethodSpec builtin_functions[];

/* builtins_run.c */
Object *builtin_import(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_breakpoint(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
Object *builtin_compile(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_eval(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_exec(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_globals(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_locals(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_dir(Runtime *rt, Object *self, Object **args, size_t n);
Object *builtin_vars(Runtime *rt, Object *self, Object **args, size_t n);
/* io.c */
Object *builtin_open(Runtime *rt, Object *self, Object **args, size_t n);

#endif
