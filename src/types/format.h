/* The format specification mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type]. */
#ifndef OURO_TYPES_FORMAT_H
#define OURO_TYPES_FORMAT_H

#include "types/str.h"

typedef struct FormatSpec {
    uint32_t fill;      /* ' ' when not given */
    bool fill_given;
    char align;         /* '<' '>' '^' '='; 0: not given */
    char sign;          /* '+' '-' ' '; 0: not given */
    bool no_negative_zero, alternate;
    ssize_t width;      /* -1: not given */
    char grouping;      /* ',' '_' ; 0: none */
    ssize_t precision;  /* -1: not given */
    uint32_t type;      /* 0: not given */
} FormatSpec;

/* Parses all of `text`. `default_type`, `default_align` as for CPython's parser. -1 with ValueError set; `owner` is the
 * object being formatted, for its message ("Invalid format specifier"...). */
MUST_CHECK int format_spec_parse(Runtime *rt, Str *text, Object *owner, FormatSpec *spec);
/* __format__ of the built-in types: owned str. */
Str *format_int(Runtime *rt, Object *self, Str *spec);
Str *format_float(Runtime *rt, Object *self, Str *spec);
Str *format_str(Runtime *rt, Object *self, Str *spec);
/* Pads `text` per spec (default alignment when none is given). */
Str *format_pad(Runtime *rt, Str *text, const FormatSpec *spec, char default_align);

#endif
