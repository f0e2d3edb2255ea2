/* Facts about characters (Unicode 14.0, as 3.11), for str, int and float. */
#ifndef OURO_TYPES_STR_CHARACTER_H
#define OURO_TYPES_STR_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

bool character_is_space(uint32_t code); /* str.isspace */
int character_decimal(uint32_t code);   /* 0..9 for decimal digits of any script, else -1 */

#endif
