/* What the death of objects offers beyond object_free() (object/object.h). */
#ifndef OURO_OBJECT_FREE_H
#define OURO_OBJECT_FREE_H

#include "object/runtime.h"

/* One reference to `object` less, but no Python code now: a container that dies by it dies at the
 * next poll. NULL is nothing. Never fails. */
void object_release_later(Runtime *rt, void *object);

/* Frees the dead objects that were put aside. May run Python code. Nothing while objects are being
 * freed further up the stack, which will do it. */
void object_free_deferred(Runtime *rt);

#endif
