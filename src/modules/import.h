/* import: sys.modules, and the ways in which a module is found. */
#ifndef OURO_MODULES_IMPORT_H
#define OURO_MODULES_IMPORT_H

#include "modules/modules.h"

/* What the import statement does: the module `name`, seen from a place with these `globals` (a dict, None or NULL) when
 * `level` > 0. With an empty `from_list` (None, NULL) of "a.b.c" the module a, else a.b.c with the submodules of the list
 * imported too. Owned, or NULL with ImportError or whatever the module raised. Runs Python code. */
Object *import_name(Runtime *rt, Str *name, Object *globals, Object *from_list, size_t level);
/* The module of this absolute name, owned, imported when it is not there yet. */
Object *import_module(Runtime *rt, Str *name);

/* What `-m name` does: runs the module, or the package's __main__, as the program, and "__main__" the one that a directory
 * at the start of sys.path has. Its body's result (None), or NULL with what it raised; when there is nothing to run,
 * with SystemExit whose text says so. */
Object *import_run_module(Runtime *rt, Str *name);

extern const Type module_spec_type;
/* A spec for __spec__. `origin` may be NULL; `locations` (a list) is that of a package, else NULL. */
Object *module_spec_new(Runtime *rt, Str *name, Str *origin, Object *locations);

#endif
