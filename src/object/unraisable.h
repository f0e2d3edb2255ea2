/* The report of an error that nobody can catch (error_unraisable in object/error.h). */
#ifndef OURO_OBJECT_UNRAISABLE_H
#define OURO_OBJECT_UNRAISABLE_H

#include "object/runtime.h"

/* What sys.__unraisablehook__ does: prints to sys.stderr. `exception`, `message` (str) and `object` may be None.
 * Never fails. */
void unraisable_print(Runtime *rt, Object *exception, Object *message, Object *object);

#endif
