/* Characters by their names, for \N{...} and for whoever else looks them up. */
#ifndef OURO_TYPES_CHARACTER_NAME_H
#define OURO_TYPES_CHARACTER_NAME_H

#include <stddef.h>
#include <stdint.h>

/* The code point that Unicode 14 gives this name or alias, in either case of letters, or -1. Names of
 * sequences are none, as in Python's literals. Takes no memory. Fits ParseOptions.character_by_name:
 * `context` is not used. */
long character_by_name(void *context, const char *name, size_t length);

/* The name of a code point, NUL-terminated, and its length; 0 when it has none. Takes no memory. */
enum { CHARACTER_NAME_SIZE = 256 };
size_t character_name(uint32_t code, char text[CHARACTER_NAME_SIZE]);

#endif
