/* The tables of int, and what its files share. */
#ifndef OURO_TYPES_INT_METHODS_H
#define OURO_TYPES_INT_METHODS_H

#include "types/int.h"

extern const MethodSpec int_methods[];
extern const PropertySpec int_properties[];
/* The int itself, as an exact int; owned. */
Object *int_self(Runtime *rt, Object *self);
/* The str that the octets of a bytes-like object spell (Latin-1), for int() and float(); NULL without an error for other
 * objects. */
Str *int_text_of_bytes(Runtime *rt, Object *object);

#endif
