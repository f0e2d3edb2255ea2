/* str: text of fixed width, 1, 2 or 4 bytes a character by the widest one (PEP 393).
 *
 *    +------+------+--------+----------------------------+---+
 *    | head | hash | length | length * width bytes       | 0 |   one block
 *    +------+------+--------+----------------------------+---+
 *
 * A str always has the smallest width that holds it, so equal strings have equal bytes. */
#ifndef OURO_TYPES_STR_H
#define OURO_TYPES_STR_H

#include <stdarg.h>

#include "object/runtime.h"

struct Str {
    Object head;
    int64_t hash;  /* 0: not computed; 1..65535: index of a constant's hash in the runtime */
    size_t length; /* characters */
};

typedef enum StrFlag {
    STR_ASCII = 1u << 8,      /* width 1 and all below 128: its bytes are its UTF-8 */
    STR_WIDTH_SHIFT = 9,      /* bits 9 and 10: log2 of the width */
    STR_WIDTH_MASK = 3u << 9,
    STR_INTERNED = 1u << 11,
} StrFlag;
enum { STR_FROZEN_HASH_LIMIT = 65535 }; /* real hashes avoid 0..65535 */

extern const Type str_type;

static inline bool str_check(const void *object) { return object_has_flag(object, TYPE_STR); }
static inline bool str_check_exact(const void *object) { return object_has_type(object, &str_type); }
static inline unsigned str_width(const Str *str) { return 1u << ((str->head.flags >> 9) & 3); }
static inline bool str_is_ascii(const Str *str) { return (str->head.flags & STR_ASCII) != 0; }
static inline bool str_is_interned(const Str *str) { return (str->head.flags & STR_INTERNED) != 0; }
static inline void *str_data(const Str *str) { return (void *)(str + 1); }
static inline uint32_t str_at(const Str *str, size_t index)
{
    const void *data = str_data(str);
    switch (str_width(str)) {
    case 1: return ((const uint8_t *)data)[index];
    case 2: return ((const uint16_t *)data)[index];
    default: return ((const uint32_t *)data)[index];
    }
}
/* Bytes of a str's block. */
static inline size_t str_block_size(size_t length, unsigned width)
{
    return sizeof(Str) + (length + 1) * width;
}

/* ---- creation (owned, or NULL with an error) ---- */
/* A str to be filled: `widest` is the largest code point that will be in it, and one at least as wide must be. */
Str *str_new(Runtime *rt, size_t length, uint32_t widest);
Str *str_from_utf8(Runtime *rt, const char *bytes, size_t length); /* strict; UnicodeDecodeError */
Str *str_from_utf8_surrogates(Runtime *rt, const char *bytes, size_t length); /* 3-byte surrogates pass; for the compiler */
Str *str_from_c(Runtime *rt, const char *text); /* UTF-8, NUL-terminated */
Str *str_from_latin1(Runtime *rt, const void *bytes, size_t length);
Str *str_from_width(Runtime *rt, const void *data, size_t length, unsigned width); /* narrows as needed */
Str *str_from_character(Runtime *rt, uint32_t code);
Str *str_format(Runtime *rt, const char *format, ...); /* directives of error_set */
Str *str_format_v(Runtime *rt, const char *format, va_list arguments);
Str *str_slice(Runtime *rt, Str *str, size_t start, size_t end); /* str[start:end] */
Str *str_concat(Runtime *rt, Str *left, Str *right);
/* *left += right; *left is handed over and replaced (grown in place when nobody else sees it and it is
 * neither interned nor its address seen); on failure *left is kept unchanged and -1 returned. */
MUST_CHECK int str_append_in_place(Runtime *rt, Str **left, Str *right);
Str *str_join(Runtime *rt, Str *separator, Object *iterable);

/* ---- reading ---- */
/* UTF-8 of the text, NUL-terminated: the str's own bytes when it is ASCII, else a block owned by *holder (a bytes
 * object; release it). NULL with UnicodeEncodeError for lone surrogates or with MemoryError. */
const char *str_utf8(Runtime *rt, Str *str, size_t *length, Object **holder);
bool str_equal(const Str *left, const Str *right);              /* never fails */
bool str_equal_c(const Str *str, const char *ascii);
int str_compare_order(const Str *left, const Str *right);       /* <0, 0, >0 by code points */
ssize_t str_find_character(const Str *str, uint32_t code, size_t start, size_t end); /* -1: none */
int64_t str_hash_slow(Runtime *rt, const Str *str);             /* computes and stores; never fails */
static inline int64_t str_hash(Runtime *rt, const Str *str)
{
    return likely((uint64_t)str->hash > STR_FROZEN_HASH_LIMIT) ? str->hash : str_hash_slow(rt, str);
}

/* ---- interning (str_intern.c): the table holds no reference; a dying interned str leaves it ---- */
/* The interned twin of *str (handed over, exact str), possibly itself. On no memory: *str stays as it is and is not interned; never fails. */
void str_intern(Runtime *rt, Str **str);
Str *str_intern_c(Runtime *rt, const char *text);
void str_intern_forget(Runtime *rt, Str *str); /* called by str's free */
MUST_CHECK int intern_open(Runtime *rt);       /* with all frozen names in it */
void intern_close(Runtime *rt);

/* ---- building piece by piece ---- */
typedef struct StrBuilder {
    Runtime *rt;
    void *data;      /* memory block of `capacity` characters of `width` */
    size_t length, capacity;
    unsigned width;
    uint32_t widest;
    bool failed;     /* an error is set; further additions do nothing */
} StrBuilder;
void str_builder_open(StrBuilder *builder, Runtime *rt);
void str_builder_add_character_slow(StrBuilder *builder, uint32_t code);
static inline void str_builder_add_character(StrBuilder *builder, uint32_t code)
{
    /* `widest` bounds what the row holds now: a code beyond it may need wider characters. */
    if (likely(builder->length < builder->capacity && code <= builder->widest && !builder->failed)) {
        size_t at = builder->length++;
        switch (builder->width) {
        case 1: ((uint8_t *)builder->data)[at] = (uint8_t)code; return;
        case 2: ((uint16_t *)builder->data)[at] = (uint16_t)code; return;
        default: ((uint32_t *)builder->data)[at] = code; return;
        }
    }
    str_builder_add_character_slow(builder, code);
}
void str_builder_add_fill(StrBuilder *builder, uint32_t code, size_t count); /* the same `count` times */
void str_builder_add(StrBuilder *builder, const Str *str);
void str_builder_add_slice(StrBuilder *builder, const Str *str, size_t start, size_t end);
void str_builder_add_c(StrBuilder *builder, const char *ascii);
void str_builder_add_latin1(StrBuilder *builder, const char *bytes, size_t length);
void str_builder_add_repr(StrBuilder *builder, Object *object); /* object_repr of it */
Str *str_builder_finish(StrBuilder *builder); /* owned, or NULL with the error; closes it */
void str_builder_close(StrBuilder *builder);  /* gives up */

#endif
