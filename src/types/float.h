/* float: a double in an object. Text is shortest round-trip, free of locale (types/float_text.c). */
#ifndef OURO_TYPES_FLOAT_H
#define OURO_TYPES_FLOAT_H

#include "object/runtime.h"

typedef struct Float {
    Object head;
    double value;
} Float;
extern const Type float_type;
static inline bool float_check(const void *object) { return object_has_flag(object, TYPE_FLOAT); }
static inline bool float_check_exact(const void *object) { return object_has_type(object, &float_type); }
static inline Object *float_new(Runtime *rt, double value)
{
    Float *self = object_new_sized(rt, &float_type, sizeof(Float));
    if (unlikely(self == NULL))
        return NULL;
    self->value = value;
    return (Object *)self;
}
int64_t float_hash(double value); /* 3.11's for finite and infinite; nan: the caller uses its address */

/* float_text.c */
enum { FLOAT_TEXT_SIZE = 40 };
/* repr() into `buffer`; returns its length. */
size_t float_repr_text(double value, char buffer[FLOAT_TEXT_SIZE]);
/* As printf's e, f, g, but correctly rounded without locale; 'r' for repr. Returns a memory block
 * (release with *block_size) holding NUL-terminated text of *length, or NULL with MemoryError. */
char *float_format_text(Runtime *rt, double value, char code, int precision, bool alternate, size_t *length, size_t *block_size);
/* Correctly rounded strtod on ASCII without locale; *end where it stopped. Allocates nothing and accepts inf, infinity, nan. */
double float_parse(const char *text, const char **end);

/* `value` (finite) rounded to `digits` decimals (negative: tens, hundreds ...), half to even on its exact expansion. */
double float_round_decimal(double value, int digits);

/* float_hex.c: float.hex() and float.fromhex(). */
Str *float_hex_text(Runtime *rt, double value);
Object *float_from_hex_text(Runtime *rt, Str *text); /* ValueError, OverflowError */

#endif
