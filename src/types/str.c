/* str: making, joining, cutting and comparing text. The methods are str_methods*.c's, the codecs codec.c's, the
 * directives of str_format str_format.c's, interning str_intern.c's. */
#include "types/str.h"

#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/bytes.h"
#include "types/str_private.h"

/* ---- creation -------------------------------------------------------------------------------- */

static uint32_t flags_for(uint32_t widest)
{
    if (widest < 0x80)
        return STR_ASCII;
    if (widest < 0x100)
        return 0;
    return widest < 0x10000 ? 1u << STR_WIDTH_SHIFT : 2u << STR_WIDTH_SHIFT;
}

static unsigned width_for(uint32_t widest)
{
    return widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4;
}

Str *str_new_any(Runtime *rt, const Type *type, size_t length, uint32_t widest)
{
    unsigned width = width_for(widest);
    if (length > (SIZE_MAX / 4 - sizeof(Str)) / width)
        return error_no_memory(rt);
    size_t size = str_block_size(length, width);
    Str *self = type == &str_type ? object_new_sized(rt, type, size) : object_new_any(rt, type, size);
    if (unlikely(self == NULL))
        return NULL;
    self->head.flags |= flags_for(widest);
    self->hash = 0;
    self->length = length;
    /* The 0 after the end. By width: a memset of a length unknown to the compiler is a call. */
    if (width == 1)
        ((uint8_t *)str_data(self))[length] = 0;
    else if (width == 2)
        ((uint16_t *)str_data(self))[length] = 0;
    else
        ((uint32_t *)str_data(self))[length] = 0;
    return self;
}

Str *str_new(Runtime *rt, size_t length, uint32_t widest)
{
    if (length == 0)
        return EMPTY_STR;
    return str_new_any(rt, &str_type, length, widest);
}

Str *str_from_character(Runtime *rt, uint32_t code)
{
    if (code < CHARACTER_COUNT)
        return CHARACTER(code);
    Str *self = str_new(rt, 1, code);
    if (self != NULL)
        str_put(self, 0, code);
    return self;
}

/* Copies `count` characters between rows of any two widths; the target is wide enough. */
void str_copy_characters(void *to, unsigned to_width, const void *from, unsigned from_width, size_t count)
{
    if (to_width == from_width) {
        memcpy(to, from, count * to_width);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t code = from_width == 1   ? ((const uint8_t *)from)[i]
                        : from_width == 2 ? ((const uint16_t *)from)[i]
                                          : ((const uint32_t *)from)[i];
        if (to_width == 1)
            ((uint8_t *)to)[i] = (uint8_t)code;
        else if (to_width == 2)
            ((uint16_t *)to)[i] = (uint16_t)code;
        else
            ((uint32_t *)to)[i] = code;
    }
}

/* A bound on the code points of a row that tells its width and whether it is ASCII. */
uint32_t str_widest_of(const void *data, size_t length, unsigned width)
{
    uint32_t bits = 0;
    if (width == 1) {
        const uint8_t *at = data;
        uint64_t word, all = 0;
        size_t i = 0;
        for (; i + 8 <= length; i += 8) {
            memcpy(&word, at + i, 8);
            all |= word;
        }
        for (; i < length; i++)
            bits |= at[i];
        return (all & UINT64_C(0x8080808080808080)) != 0 || bits >= 0x80 ? 0xff : 0x7f;
    }
    for (size_t i = 0; i < length; i++)
        bits |= width == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
    return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
}

Str *str_from_width(Runtime *rt, const void *data, size_t length, unsigned width)
{
    if (length == 1)
        return str_from_character(rt, width == 1 ? *(const uint8_t *)data
                                                 : width == 2 ? *(const uint16_t *)data : *(const uint32_t *)data);
    Str *self = str_new(rt, length, str_widest_of(data, length, width));
    if (self != NULL && length > 0)
        str_copy_characters(str_data(self), str_width(self), data, width, length);
    return self;
}

Str *str_from_latin1(Runtime *rt, const void *bytes, size_t length)
{
    return str_from_width(rt, bytes, length, 1);
}

Str *str_from_c(Runtime *rt, const char *text)
{
    return str_from_utf8(rt, text, strlen(text));
}

Str *str_slice(Runtime *rt, Str *str, size_t start, size_t end)
{
    if (start >= end)
        return EMPTY_STR;
    if (start == 0 && end == str->length && str_check_exact(str))
        return object_retain(str);
    unsigned width = str_width(str);
    const char *data = (const char *)str_data(str) + start * width;
    if (!str_is_ascii(str))
        return str_from_width(rt, data, end - start, width);
    if (end - start == 1)
        return CHARACTER(*data);
    Str *self = str_new(rt, end - start, 0x7f);
    if (self != NULL)
        memcpy(str_data(self), data, end - start);
    return self;
}

/* The bound that the flags of `str` give for its characters. */
uint32_t str_widest(const Str *str)
{
    if (str_is_ascii(str))
        return 0x7f;
    unsigned width = str_width(str);
    return width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff;
}

Str *str_concat(Runtime *rt, Str *left, Str *right)
{
    if (left->length == 0 && str_check_exact(right))
        return object_retain(right);
    if (right->length == 0 && str_check_exact(left))
        return object_retain(left);
    if (left->length > SIZE_MAX / 8 - right->length)
        return error_no_memory(rt);
    uint32_t widest = str_widest(left) > str_widest(right) ? str_widest(left) : str_widest(right);
    Str *self = str_new(rt, left->length + right->length, widest);
    if (self == NULL || self->length == 0)
        return self;
    unsigned width = str_width(self);
    char *data = str_data(self);
    str_copy_characters(data, width, str_data(left), str_width(left), left->length);
    str_copy_characters(data + left->length * width, width, str_data(right), str_width(right), right->length);
    return self;
}

int str_append_in_place(Runtime *rt, Str **left, Str *right)
{
    Str *self = *left;
    uint32_t others = OBJECT_ADDRESS_SEEN | STR_INTERNED | OBJECT_WEAKLY_REFERENCED;
    unsigned width = str_width(self);
    bool alone = self->head.refcount == 1 && (self->head.flags & others) == 0 && str_check_exact(self) &&
                 self != right && right->length != 0 && str_width(right) <= width &&
                 (str_is_ascii(right) || !str_is_ascii(self)) && self->length < SIZE_MAX / 16 - right->length;
    if (!alone) {
        Str *joined = str_concat(rt, self, right);
        if (joined == NULL)
            return -1;
        *left = joined;
        object_release(self);
        return 0;
    }
    size_t old_length = self->length, new_length = old_length + right->length;
    Str *grown = heap_resize(&rt->heap, self, str_block_size(old_length, width), str_block_size(new_length, width),
                             DOMAIN_OBJECT);
    if (grown == NULL) {
        error_no_memory(rt);
        return -1;
    }
    char *data = str_data(grown);
    str_copy_characters(data + old_length * width, width, str_data(right), str_width(right), right->length);
    memset(data + new_length * width, 0, width);
    grown->length = new_length;
    grown->hash = 0;
    *left = grown;
    return 0;
}

size_t str_size_of(Object *self)
{
    const Str *str = (Str *)self;
    return str_block_size(str->length, str_width(str));
}

void str_free(Runtime *rt, Object *self)
{
    if (str_is_interned((Str *)self))
        str_intern_forget(rt, (Str *)self);
    if (likely(self->type == &str_type))
        heap_release(&rt->heap, self, str_size_of(self), DOMAIN_OBJECT);
    else
        object_dispose_any(rt, self, str_size_of(self));
}

/* ---- reading ------------------------------------------------------------------------------------ */

bool str_equal(const Str *left, const Str *right)
{
    if (left == right)
        return true;
    if (left->length != right->length || ((left->head.flags ^ right->head.flags) & (STR_ASCII | STR_WIDTH_MASK)) != 0)
        return false;
    return memcmp(str_data(left), str_data(right), left->length * str_width(left)) == 0;
}

bool str_equal_c(const Str *str, const char *ascii)
{
    size_t length = strlen(ascii);
    return str->length == length && str_is_ascii(str) && memcmp(str_data(str), ascii, length) == 0;
}

int str_compare_order(const Str *left, const Str *right)
{
    size_t shared = left->length < right->length ? left->length : right->length;
    if (str_width(left) == 1 && str_width(right) == 1) {
        const uint8_t *a = str_data(left), *b = str_data(right);
        /* Most pairs differ at once: a third of sorting short strings was the call of memcmp. */
        if (shared != 0 && *a != *b)
            return *a < *b ? -1 : 1;
        int order = memcmp(a, b, shared);
        if (order != 0)
            return order;
    } else {
        for (size_t i = 0; i < shared; i++) {
            uint32_t a = str_at(left, i), b = str_at(right, i);
            if (a != b)
                return a < b ? -1 : 1;
        }
    }
    return (left->length > right->length) - (left->length < right->length);
}

ssize_t str_find_character(const Str *str, uint32_t code, size_t start, size_t end)
{
    if (code > str_widest(str))
        return -1;
    if (str_width(str) == 1) {
        const char *data = str_data(str);
        const char *found = start < end ? memchr(data + start, (int)code, end - start) : NULL;
        return found == NULL ? -1 : found - data;
    }
    for (size_t i = start; i < end; i++)
        if (str_at(str, i) == code)
            return (ssize_t)i;
    return -1;
}

int64_t str_hash_slow(Runtime *rt, const Str *str)
{
    int64_t *place = str->hash == 0 ? &((Str *)str)->hash : &rt->frozen_hashes[str->hash];
    if (*place == 0) /* that of "" is always computed anew: it is 0 */
        *place = hash_bytes(rt, str_data(str), str->length * str_width(str));
    return *place;
}

/* ---- building ------------------------------------------------------------------------------------ */

void str_builder_open(StrBuilder *builder, Runtime *rt)
{
    *builder = (StrBuilder){.rt = rt, .width = 1, .widest = 0x7f};
}

/* Room for `more` characters up to `widest`. False: failed. */
static bool builder_prepare(StrBuilder *builder, size_t more, uint32_t widest)
{
    if (builder->failed)
        return false;
    if (more > SIZE_MAX / 32 - builder->length) {
        error_no_memory(builder->rt);
        builder->failed = true;
        return false;
    }
    if (widest > builder->widest)
        builder->widest = widest < 0x100 ? 0xff : widest < 0x10000 ? 0xffff : 0x10ffff;
    unsigned width = width_for(builder->widest);
    size_t needed = builder->length + more;
    if (width == builder->width && needed <= builder->capacity)
        return true;
    size_t capacity = builder->capacity;
    if (needed > capacity)
        capacity = needed + needed / 2 + 32;
    void *data;
    if (width == builder->width) {
        data = memory_resize(builder->rt, builder->data, builder->capacity * width, capacity * width);
    } else {
        data = memory_take_array(builder->rt, capacity, width);
        if (data != NULL) {
            str_copy_characters(data, width, builder->data, builder->width, builder->length);
            memory_release(builder->rt, builder->data, builder->capacity * builder->width);
        }
    }
    if (data == NULL) {
        builder->failed = true;
        return false;
    }
    builder->data = data;
    builder->width = width;
    builder->capacity = capacity;
    return true;
}

static void builder_append(StrBuilder *builder, const void *data, unsigned width, size_t count, uint32_t widest)
{
    if (count == 0 || !builder_prepare(builder, count, widest))
        return;
    str_copy_characters((char *)builder->data + builder->length * builder->width, builder->width, data, width, count);
    builder->length += count;
}

void str_builder_add_character_slow(StrBuilder *builder, uint32_t code)
{
    if (builder->width == 1 && code <= builder->widest && builder->length < builder->capacity && !builder->failed)
        ((uint8_t *)builder->data)[builder->length++] = (uint8_t)code;
    else
        builder_append(builder, &code, 4, 1, code);
}

void str_builder_add_fill(StrBuilder *builder, uint32_t code, size_t count)
{
    if (count == 0 || !builder_prepare(builder, count, code))
        return;
    unsigned width = builder->width;
    char *data = (char *)builder->data + builder->length * width;
    builder->length += count;
    if (width == 1)
        memset(data, (int)code, count);
    else
        for (; count > 0; count--, data += width)
            str_copy_characters(data, width, &code, 4, 1);
}

void str_builder_add(StrBuilder *builder, const Str *str)
{
    builder_append(builder, str_data(str), str_width(str), str->length, str_widest(str));
}

void str_builder_add_slice(StrBuilder *builder, const Str *str, size_t start, size_t end)
{
    if (start >= end)
        return;
    unsigned width = str_width(str);
    const char *data = (const char *)str_data(str) + start * width;
    builder_append(builder, data, width, end - start,
                   str_is_ascii(str) ? 0x7f : str_widest_of(data, end - start, width));
}

void str_builder_add_latin1(StrBuilder *builder, const char *bytes, size_t length)
{
    builder_append(builder, bytes, 1, length, str_widest_of(bytes, length, 1));
}

void str_builder_add_c(StrBuilder *builder, const char *ascii)
{
    builder_append(builder, ascii, 1, strlen(ascii), 0x7f);
}

void str_builder_add_repr(StrBuilder *builder, Object *object)
{
    if (builder->failed)
        return;
    owned Str *text = (Str *)object_repr(builder->rt, object);
    if (text == NULL)
        builder->failed = true;
    else
        str_builder_add(builder, text);
}

void str_builder_close(StrBuilder *builder)
{
    memory_release(builder->rt, builder->data, builder->capacity * builder->width);
    builder->data = NULL;
    builder->capacity = builder->length = 0;
}

Str *str_builder_finish(StrBuilder *builder)
{
    Str *result = NULL;
    if (!builder->failed)
        result = str_from_width(builder->rt, builder->data, builder->length, builder->width);
    str_builder_close(builder);
    return result;
}
