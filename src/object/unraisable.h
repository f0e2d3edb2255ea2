/* The report of an error that nobody can catch (error_unraisable in object/error.h). */
#ifndef OURO_OBJECT_UNRAISABLE_H
#define OURO_OBJECT_UNRAISABLE_H

#include "object/runtime.h"

/* What sys.__unraisablehook__ does: prints to sys.stderr. `exception`, `message` (str) and `object` may be None.
 * Never fails. */
void unraisable_print(Runtime *rt, Object *exception, Object *message, Object *object);
/* False where the program, or its end, has set sys.stderr to None: then nothing is told. */
bool stderr_is_there(Runtime *rt);

#endif
