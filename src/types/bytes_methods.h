/* What the files of bytes share: pieces, a builder, and the methods of its table.
 *
 *    bytes.c          creation, protocol, iterator, type record
 *    bytes_methods.c  searching, replacing, stripping, padding, joining, translating
 *    bytes_split.c    cutting
 *    bytes_text.c     octets as ASCII text: case, classes, hexadecimal */
#ifndef OURO_TYPES_BYTES_METHODS_H
#define OURO_TYPES_BYTES_METHODS_H

#include "types/bytes.h"

/* bytes[start:end] as exact bytes; the object itself when that is all of it. */
Bytes *bytes_slice(Runtime *rt, Bytes *bytes, size_t start, size_t end);
/* A bytes of `type` (bytes or a class derived from it, then not tracked yet) to be filled. */
Bytes *bytes_new_any(Runtime *rt, const Type *type, size_t length);

/* The first (or last) place of `needle` within data[start:end], or -1. An empty needle is found at the edge. */
ssize_t octets_find(const char *data, const char *needle, size_t needle_length, size_t start, size_t end);
ssize_t octets_find_last(const char *data, const char *needle, size_t needle_length, size_t start, size_t end);

static inline bool octet_is_space(unsigned char octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

/* A str argument such as `encoding` as C text: *text stays NULL for an argument not given. False with TypeError
 * "FUNCTION() argument 'NAME' must be str, not ..." or ValueError for a NUL in it. *holder keeps the text alive (owned). (codec.c) */
MUST_CHECK bool codec_argument(Runtime *rt, Object *argument, const char *function, const char *name, const char **text,
                               Object **holder);

/* ---- building piece by piece ---- */
typedef struct BytesBuilder {
    Runtime *rt;
    Bytes *bytes;  /* its length is the room there is; NULL at first */
    size_t length; /* filled */
    bool failed;   /* an error is set; further additions do nothing */
} BytesBuilder;
void bytes_builder_open(BytesBuilder *builder, Runtime *rt);
/* Room for `count` more octets, to be filled by the caller; NULL when it failed. */
char *bytes_builder_extend(BytesBuilder *builder, size_t count);
void bytes_builder_add(BytesBuilder *builder, const void *data, size_t count);
void bytes_builder_add_octet(BytesBuilder *builder, char octet);
Bytes *bytes_builder_finish(BytesBuilder *builder); /* owned, or NULL with the error; closes it */
void bytes_builder_close(BytesBuilder *builder);    /* gives up */

/* ---- methods ---- */
#define BYTES_METHOD(name) Object *name(Runtime *rt, Object *self, Object **args, size_t n)
/* bytes_methods.c */
BYTES_METHOD(bytes_find); BYTES_METHOD(bytes_rfind); BYTES_METHOD(bytes_index); BYTES_METHOD(bytes_rindex);
BYTES_METHOD(bytes_count); BYTES_METHOD(bytes_startswith); BYTES_METHOD(bytes_endswith); BYTES_METHOD(bytes_removeprefix);
BYTES_METHOD(bytes_removesuffix); BYTES_METHOD(bytes_replace); BYTES_METHOD(bytes_strip); BYTES_METHOD(bytes_lstrip);
BYTES_METHOD(bytes_rstrip); BYTES_METHOD(bytes_center); BYTES_METHOD(bytes_ljust); BYTES_METHOD(bytes_rjust);
BYTES_METHOD(bytes_zfill); BYTES_METHOD(bytes_expandtabs); BYTES_METHOD(bytes_translate); BYTES_METHOD(bytes_maketrans);
BYTES_METHOD(bytes_join);
int bytes_contains(Runtime *rt, Object *self, Object *value);
/* bytes_split.c */
BYTES_METHOD(bytes_split); BYTES_METHOD(bytes_rsplit); BYTES_METHOD(bytes_splitlines); BYTES_METHOD(bytes_partition);
BYTES_METHOD(bytes_rpartition);
/* bytes_text.c */
BYTES_METHOD(bytes_upper); BYTES_METHOD(bytes_lower); BYTES_METHOD(bytes_capitalize); BYTES_METHOD(bytes_title);
BYTES_METHOD(bytes_swapcase); BYTES_METHOD(bytes_isalpha); BYTES_METHOD(bytes_isdigit); BYTES_METHOD(bytes_isalnum);
BYTES_METHOD(bytes_isspace); BYTES_METHOD(bytes_isascii); BYTES_METHOD(bytes_islower); BYTES_METHOD(bytes_isupper);
BYTES_METHOD(bytes_istitle); BYTES_METHOD(bytes_hex); BYTES_METHOD(bytes_fromhex);
Object *bytes_repr(Runtime *rt, Object *self);
/* str_percent.c */
Object *bytes_percent(Runtime *rt, Object *left, Object *right); /* the slot of % */

#endif
