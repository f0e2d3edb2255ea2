/* UTF-8, one character at a time; and the errors of codecs. */
#ifndef OURO_TYPES_STR_UTF8_H
#define OURO_TYPES_STR_UTF8_H

#include "types/str.h"

/* Reads one character of the `length` (> 0) bytes at `at`: the bytes it took, or 0 with *reason (CPython's words), and
 * in *code the number of bytes that the broken sequence has (1 for an invalid start byte is the caller's to know). */
size_t utf8_decode_step(const uint8_t *at, size_t length, bool surrogates, uint32_t *code, const char **reason);
size_t utf8_encode_step(uint32_t code, uint8_t out[4]);

/* Raise UnicodeDecodeError, UnicodeEncodeError. Always NULL. (codec_error.c) */
void *error_set_decode(Runtime *rt, const char *encoding, Object *object, size_t start, size_t end, const char *reason);
void *error_set_encode(Runtime *rt, const char *encoding, Str *object, size_t start, size_t end, const char *reason);

#endif
