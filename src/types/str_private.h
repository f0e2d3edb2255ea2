/* What the files of str share. */
#ifndef OURO_TYPES_STR_PRIVATE_H
#define OURO_TYPES_STR_PRIVATE_H

#include "types/str.h"

static inline void str_put(Str *str, size_t index, uint32_t code)
{
    void *data = str_data(str);
    switch (str_width(str)) {
    case 1: ((uint8_t *)data)[index] = (uint8_t)code; break;
    case 2: ((uint16_t *)data)[index] = (uint16_t)code; break;
    default: ((uint32_t *)data)[index] = code; break;
    }
}

/* A str of `type` (str or a class derived from it, then not tracked yet) to be filled. */
Str *str_new_any(Runtime *rt, const Type *type, size_t length, uint32_t widest);
void str_copy_characters(void *to, unsigned to_width, const void *from, unsigned from_width, size_t count);
uint32_t str_widest_of(const void *data, size_t length, unsigned width); /* 0x7f, 0xff, 0xffff or 0x10ffff */
uint32_t str_widest(const Str *str);
size_t str_size_of(Object *self);
void str_free(Runtime *rt, Object *self);

#endif
