/* UTF-8 in and out of str. Decoding counts first and fills then, so a str is made once, at its final width. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/str_private.h"
#include "types/str_utf8.h"

size_t utf8_decode_step(const uint8_t *at, size_t length, bool surrogates, uint32_t *code, const char **reason)
{
    uint8_t lead = at[0];
    if (lead < 0x80) {
        *code = lead;
        return 1;
    }
    size_t count = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    *code = lead & (0xffu >> (count + 1));
    if (lead < 0xc2 || lead > 0xf4) {
        *reason = "invalid start byte";
        return 0;
    }
    for (size_t i = 1; i < count; i++) {
        /* Second bytes have narrower ranges: no overlong forms, surrogates, or beyond U+10FFFF. */
        uint8_t low = 0x80, high = 0xbf;
        if (i == 1) {
            low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            high = lead == 0xed && !surrogates ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        }
        if (i >= length) {
            *reason = "unexpected end of data";
            *code = (uint32_t)i; /* how many bytes the broken sequence has */
            return 0;
        }
        if (at[i] < low || at[i] > high) {
            *reason = "invalid continuation byte";
            *code = (uint32_t)i;
            return 0;
        }
        *code = *code << 6 | (at[i] & 0x3f);
    }
    return count;
}

size_t utf8_encode_step(uint32_t code, uint8_t out[4])
{
    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xc0 | code >> 6);
        out[1] = (uint8_t)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (uint8_t)(0xe0 | code >> 12);
        out[1] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | code >> 18);
    out[1] = (uint8_t)(0x80 | (code >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (code & 0x3f));
    return 4;
}

static void *decode_error(Runtime *rt, const uint8_t *bytes, size_t length, size_t start, size_t end, const char *reason)
{
    owned Bytes *object = bytes_new(rt, bytes, length);
    if (object == NULL)
        return NULL;
    return error_set_decode(rt, "utf-8", (Object *)object, start, end, reason);
}

/* How many of the bytes from here on are below 128. */
static size_t ascii_run(const uint8_t *bytes, size_t length)
{
    size_t i = 0;
    if (length == 0 || bytes[0] >= 0x80)
        return 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < length && bytes[i] < 0x80)
        i++;
    return i;
}

/* One character beyond ASCII of what is known to be good; the bytes it takes. */
static inline size_t decode_valid(const uint8_t *at, uint32_t *code)
{
    if (at[0] < 0xe0) {
        *code = (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3fu);
        return 2;
    }
    if (at[0] < 0xf0) {
        *code = (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3fu);
        return 3;
    }
    *code = (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 | (uint32_t)(at[2] & 0x3f) << 6 | (at[3] & 0x3fu);
    return 4;
}

static Str *decode(Runtime *rt, const char *text, size_t length, bool surrogates)
{
    const uint8_t *bytes = (const uint8_t *)text;
    if (str_widest_of(bytes, length, 1) == 0x7f) {
        if (length == 1)
            return CHARACTER(*text);
        Str *ascii = str_new(rt, length, 0x7f);
        if (ascii != NULL && length > 0)
            memcpy(str_data(ascii), text, length);
        return ascii;
    }
    size_t count = 0;
    uint32_t widest = 0;
    for (size_t i = 0; i < length; count++) {
        size_t plain = ascii_run(bytes + i, length - i);
        i += plain, count += plain;
        if (i == length)
            break;
        uint32_t code;
        const char *reason;
        size_t step = utf8_decode_step(bytes + i, length - i, surrogates, &code, &reason);
        if (step == 0) {
            size_t broken = strcmp(reason, "invalid start byte") == 0 ? 1 : code;
            return decode_error(rt, bytes, length, i, i + broken, reason);
        }
        if (code > widest)
            widest = code;
        i += step;
    }
    if (count == 1) {
        uint32_t code;
        const char *reason;
        utf8_decode_step(bytes, length, surrogates, &code, &reason);
        return str_from_character(rt, code);
    }
    Str *str = str_new(rt, count, widest);
    if (str == NULL)
        return NULL;
    void *data = str_data(str);
    unsigned width = str_width(str);
    for (size_t at = 0, i = 0; i < count; i++) {
        size_t plain = ascii_run(bytes + at, length - at);
        str_copy_characters((char *)data + i * width, width, bytes + at, 1, plain);
        at += plain, i += plain;
        if (i == count)
            break;
        uint32_t code;
        at += decode_valid(bytes + at, &code);
        if (width == 1)
            ((uint8_t *)data)[i] = (uint8_t)code;
        else if (width == 2)
            ((uint16_t *)data)[i] = (uint16_t)code;
        else
            ((uint32_t *)data)[i] = code;
    }
    return str;
}

Str *str_from_utf8(Runtime *rt, const char *bytes, size_t length)
{
    return decode(rt, bytes, length, false);
}

Str *str_from_utf8_surrogates(Runtime *rt, const char *bytes, size_t length)
{
    return decode(rt, bytes, length, true);
}

const char *str_utf8(Runtime *rt, Str *str, size_t *length, Object **holder)
{
    *holder = NULL;
    if (str_is_ascii(str)) {
        if (length != NULL)
            *length = str->length;
        return str_data(str);
    }
    size_t size = 0;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t code = str_at(str, i);
        if (code >= 0xd800 && code <= 0xdfff)
            return error_set_encode(rt, "utf-8", str, i, i + 1, "surrogates not allowed");
        size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    Bytes *bytes = bytes_new(rt, NULL, size);
    if (bytes == NULL)
        return NULL;
    uint8_t *out = (uint8_t *)bytes->data;
    for (size_t i = 0; i < str->length; i++)
        out += utf8_encode_step(str_at(str, i), out);
    *holder = (Object *)bytes;
    if (length != NULL)
        *length = size;
    return bytes->data;
}
