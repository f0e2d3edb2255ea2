/* bytes: immutable octets, NUL-terminated behind the last. */
#ifndef OURO_TYPES_BYTES_H
#define OURO_TYPES_BYTES_H

#include "object/runtime.h"

typedef struct Bytes {
    Object head;
    int64_t hash; /* 0: not computed */
    size_t length;
    char data[];
} Bytes;
extern const Type bytes_type;
extern const Bytes bytes_empty;
static inline bool bytes_check(const void *object) { return object_has_flag(object, TYPE_BYTES); }
Bytes *bytes_new(Runtime *rt, const void *data, size_t length); /* data NULL: to be filled */
Bytes *bytes_shrink_steal(Runtime *rt, Bytes *bytes, size_t length); /* shorter; never fails for length <= */
/* SipHash-1-3 under the runtime's secret, never 1..65535 and never -1; 0 for no bytes at all. */
int64_t hash_bytes(Runtime *rt, const void *data, size_t length);
/* The octets of a bytes-like object; false with TypeError "a bytes-like object is required, not '%s'". *holder keeps them alive (owned). */
MUST_CHECK bool bytes_view(Runtime *rt, Object *object, const char **data, size_t *length, Object **holder);
Str *bytes_decode(Runtime *rt, const char *data, size_t length, const char *encoding, const char *errors); /* NULL: utf-8, strict */
Bytes *str_encode(Runtime *rt, Str *str, const char *encoding, const char *errors);

#endif
