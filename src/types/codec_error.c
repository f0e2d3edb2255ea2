/* Errors of codecs: raising them, and the handlers that replace what cannot be converted. */
#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/character_name.h"
#include "types/codec.h"
#include "types/int.h"
#include "types/str_utf8.h"
#include "types/type.h"

/* ---- raising ------------------------------------------------------------------------------------- */

static void *raise_unicode(Runtime *rt, const Type *type, const char *encoding, Object *object, size_t start, size_t end,
                           const char *reason)
{
    owned Str *name = str_from_c(rt, encoding);
    owned Str *why = str_from_c(rt, reason);
    owned Int *first = int_from_uint64(rt, start);
    owned Int *last = int_from_uint64(rt, end);
    if (name == NULL || why == NULL || first == NULL || last == NULL)
        return NULL;
    Object *arguments[5] = {(Object *)name, object, (Object *)first, (Object *)last, (Object *)why};
    owned Object *exception = object_call(rt, type_as_object(type), arguments, 5, NULL);
    return exception == NULL ? NULL : error_set_exception(rt, exception);
}

void *error_set_decode(Runtime *rt, const char *encoding, Object *object, size_t start, size_t end, const char *reason)
{
    return raise_unicode(rt, &unicode_decode_error_type, encoding, object, start, end, reason);
}

void *error_set_encode(Runtime *rt, const char *encoding, Str *object, size_t start, size_t end, const char *reason)
{
    return raise_unicode(rt, &unicode_encode_error_type, encoding, (Object *)object, start, end, reason);
}

/* ---- handlers ------------------------------------------------------------------------------------ */

typedef enum ErrorHandler {
    HANDLER_UNKNOWN,
    HANDLER_STRICT,
    HANDLER_IGNORE,
    HANDLER_REPLACE,
    HANDLER_BACKSLASH,
    HANDLER_XML,
    HANDLER_NAME,
    HANDLER_ESCAPE, /* surrogateescape: octets 128..255 as U+DC80..U+DCFF, and back */
    HANDLER_PASS,   /* surrogatepass: surrogates as if they were characters */
} ErrorHandler;

static ErrorHandler handler_find(const char *name)
{
    static const char *const names[] = {
        [HANDLER_STRICT] = "strict", [HANDLER_IGNORE] = "ignore", [HANDLER_REPLACE] = "replace",
        [HANDLER_BACKSLASH] = "backslashreplace", [HANDLER_XML] = "xmlcharrefreplace", [HANDLER_NAME] = "namereplace",
        [HANDLER_ESCAPE] = "surrogateescape", [HANDLER_PASS] = "surrogatepass",
    };
    if (name == NULL)
        return HANDLER_STRICT;
    for (size_t i = HANDLER_STRICT; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (ErrorHandler)i;
    return HANDLER_UNKNOWN;
}

static const char hex_digits[] = "0123456789abcdef";

/* The escape of a character as a backslash literal; returns its length. */
static size_t escape_text(uint32_t code, char text[10])
{
    size_t digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
    text[0] = '\\';
    text[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (size_t i = 0; i < digits; i++)
        text[2 + i] = hex_digits[code >> (4 * (digits - 1 - i)) & 15];
    return 2 + digits;
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xd800 && code <= 0xdfff;
}

/* ---- decoding ------------------------------------------------------------------------------------ */

/* The surrogate encoded at `at`, and how many octets it takes; 0 when there is none. */
static uint32_t surrogate_at(const Decoder *decoder, size_t at, size_t *taken)
{
    const uint8_t *data = decoder->data + at;
    size_t left = decoder->length - at, unit = codec_unit(decoder->kind);
    uint32_t code = 0;
    if (decoder->kind == CODEC_UTF8 || decoder->kind == CODEC_UTF8_SIGNED) {
        *taken = 3;
        if (left >= 3 && (data[0] & 0xf0) == 0xe0 && (data[1] & 0xc0) == 0x80 && (data[2] & 0xc0) == 0x80)
            code = (uint32_t)(data[0] & 15) << 12 | (uint32_t)(data[1] & 63) << 6 | (data[2] & 63u);
    } else if (unit > 1 && left >= unit) {
        *taken = unit;
        for (size_t i = 0; i < unit; i++)
            code = code << 8 | data[codec_is_big(decoder->kind) ? i : unit - 1 - i];
    }
    return is_surrogate(code) ? code : 0;
}

static ssize_t decoder_raise(Decoder *decoder, size_t start, size_t end, const char *reason)
{
    owned Bytes *object = bytes_new(decoder->rt, decoder->data, decoder->length);
    if (object != NULL)
        error_set_decode(decoder->rt, decoder->name, (Object *)object, start, end, reason);
    return -1;
}

ssize_t decoder_fail(Decoder *decoder, size_t start, size_t end, const char *reason)
{
    StrBuilder *out = &decoder->out;
    size_t taken = 0;
    uint32_t code;
    switch (handler_find(decoder->errors)) {
    case HANDLER_STRICT: return decoder_raise(decoder, start, end, reason);
    case HANDLER_IGNORE: return (ssize_t)end;
    case HANDLER_REPLACE: str_builder_add_character(out, 0xfffd); return (ssize_t)end;
    case HANDLER_BACKSLASH:
        for (size_t i = start; i < end; i++) {
            char text[10];
            str_builder_add_latin1(out, text, escape_text(decoder->data[i], text));
        }
        return (ssize_t)end;
    case HANDLER_ESCAPE:
        while (taken < 4 && start + taken < end && decoder->data[start + taken] >= 128)
            str_builder_add_character(out, 0xdc00u + decoder->data[start + taken++]);
        return taken > 0 ? (ssize_t)(start + taken) : decoder_raise(decoder, start, end, reason);
    case HANDLER_PASS:
        code = surrogate_at(decoder, start, &taken);
        if (code == 0)
            return decoder_raise(decoder, start, end, reason);
        str_builder_add_character(out, code);
        return (ssize_t)(start + taken);
    case HANDLER_XML: case HANDLER_NAME:
        return error_fail(decoder->rt, &type_error_type, "don't know how to handle UnicodeDecodeError in error callback");
    default: return error_fail(decoder->rt, &lookup_error_type, "unknown error handler name '%.400s'", decoder->errors);
    }
}

/* ---- encoding ------------------------------------------------------------------------------------ */

static int encoder_raise(Encoder *encoder, size_t start, size_t end, const char *reason)
{
    error_set_encode(encoder->rt, encoder->name, encoder->str, start, end, reason);
    return -1;
}

static void put_text(Encoder *encoder, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        encoder_put(encoder, (unsigned char)text[i]);
}

static void put_reference(Encoder *encoder, uint32_t code)
{
    char text[16];
    size_t at = sizeof text;
    text[--at] = ';';
    do
        text[--at] = (char)('0' + code % 10);
    while ((code /= 10) != 0);
    text[--at] = '#';
    text[--at] = '&';
    put_text(encoder, text + at, sizeof text - at);
}

/* \N{NAME}; an escape for what has no name. */
static void put_name(Encoder *encoder, uint32_t code)
{
    char text[CHARACTER_NAME_SIZE];
    size_t length = character_name(code, text);
    if (length == 0) {
        put_text(encoder, text, escape_text(code, text));
        return;
    }
    put_text(encoder, "\\N{", 3);
    put_text(encoder, text, length);
    encoder_put(encoder, '}');
}

static void put_surrogate(Encoder *encoder, uint32_t code)
{
    if (codec_unit(encoder->kind) > 1) {
        encoder_put(encoder, code);
        return;
    }
    uint8_t octets[4];
    size_t count = utf8_encode_step(code, octets);
    bytes_builder_add(&encoder->out, octets, count);
}

int encoder_fail(Encoder *encoder, size_t start, size_t end, const char *reason)
{
    ErrorHandler handler = handler_find(encoder->errors);
    bool is_unicode = encoder->kind == CODEC_UTF8 || codec_unit(encoder->kind) > 1;
    if (handler == HANDLER_STRICT)
        return encoder_raise(encoder, start, end, reason);
    if (handler == HANDLER_UNKNOWN)
        return error_fail(encoder->rt, &lookup_error_type, "unknown error handler name '%.400s'", encoder->errors);
    for (size_t i = start; i < end; i++) {
        uint32_t code = str_at(encoder->str, i);
        char text[10];
        switch (handler) {
        case HANDLER_REPLACE: encoder_put(encoder, '?'); break;
        case HANDLER_XML: put_reference(encoder, code); break;
        case HANDLER_NAME: put_name(encoder, code); break;
        case HANDLER_BACKSLASH: put_text(encoder, text, escape_text(code, text)); break;
        case HANDLER_ESCAPE: /* a lone octet fits no wider unit */
            if (code < 0xdc80 || code > 0xdcff || codec_unit(encoder->kind) > 1)
                return encoder_raise(encoder, i, end, reason);
            bytes_builder_add_octet(&encoder->out, (char)(code & 0xff));
            break;
        case HANDLER_PASS:
            if (!is_unicode || !is_surrogate(code))
                return encoder_raise(encoder, start, end, reason);
            put_surrogate(encoder, code);
            break;
        default: break; /* ignored */
        }
    }
    return 0;
}
