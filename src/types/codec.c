/* Codecs: text from octets and octets from text. The encodings that Unicode itself defines, ASCII, Latin-1, and the
 * escapes of Python's literals. What cannot be converted goes to codec_error.c. */
#include "types/codec.h"

#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/character_name.h"
#include "types/str_private.h"
#include "types/str_utf8.h"

/* ---- names --------------------------------------------------------------------------------------- */

/* The names of each codec in normal form: lower case, one underscore for what is neither letter, digit nor dot. */
static const struct {
    const char *name;
    CodecKind kind;
} codec_names[] = {
    {"utf_8", CODEC_UTF8}, {"utf8", CODEC_UTF8}, {"u8", CODEC_UTF8}, {"utf", CODEC_UTF8}, {"utf8_ucs2", CODEC_UTF8},
    {"utf8_ucs4", CODEC_UTF8}, {"cp65001", CODEC_UTF8}, {"utf_8_sig", CODEC_UTF8_SIGNED},
    {"ascii", CODEC_ASCII}, {"us_ascii", CODEC_ASCII}, {"us", CODEC_ASCII}, {"646", CODEC_ASCII},
    {"ansi_x3.4_1968", CODEC_ASCII}, {"ansi_x3_4_1968", CODEC_ASCII}, {"ansi_x3.4_1986", CODEC_ASCII},
    {"cp367", CODEC_ASCII}, {"csascii", CODEC_ASCII}, {"ibm367", CODEC_ASCII}, {"iso646_us", CODEC_ASCII},
    {"iso_646.irv_1991", CODEC_ASCII}, {"iso_ir_6", CODEC_ASCII},
    {"latin_1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1}, {"latin", CODEC_LATIN1}, {"l1", CODEC_LATIN1},
    {"iso_8859_1", CODEC_LATIN1}, {"iso8859_1", CODEC_LATIN1}, {"iso8859", CODEC_LATIN1}, {"8859", CODEC_LATIN1},
    {"cp819", CODEC_LATIN1}, {"csisolatin1", CODEC_LATIN1}, {"ibm819", CODEC_LATIN1}, {"iso_8859_1_1987", CODEC_LATIN1},
    {"iso_ir_100", CODEC_LATIN1},
    {"utf_16", CODEC_UTF16}, {"utf16", CODEC_UTF16}, {"u16", CODEC_UTF16}, {"utf_16_le", CODEC_UTF16_LITTLE},
    {"utf_16le", CODEC_UTF16_LITTLE}, {"unicodelittleunmarked", CODEC_UTF16_LITTLE}, {"utf_16_be", CODEC_UTF16_BIG},
    {"utf_16be", CODEC_UTF16_BIG}, {"unicodebigunmarked", CODEC_UTF16_BIG},
    {"utf_32", CODEC_UTF32}, {"utf32", CODEC_UTF32}, {"u32", CODEC_UTF32}, {"utf_32_le", CODEC_UTF32_LITTLE},
    {"utf_32le", CODEC_UTF32_LITTLE}, {"utf_32_be", CODEC_UTF32_BIG}, {"utf_32be", CODEC_UTF32_BIG},
    {"unicode_escape", CODEC_UNICODE_ESCAPE}, {"raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE},
    {"hex", CODEC_NOT_TEXT}, {"hex_codec", CODEC_NOT_TEXT}, {"base64", CODEC_NOT_TEXT}, {"base_64", CODEC_NOT_TEXT},
    {"base64_codec", CODEC_NOT_TEXT}, {"bz2", CODEC_NOT_TEXT}, {"bz2_codec", CODEC_NOT_TEXT}, {"rot13", CODEC_NOT_TEXT},
    {"rot_13", CODEC_NOT_TEXT}, {"quopri", CODEC_NOT_TEXT}, {"quopri_codec", CODEC_NOT_TEXT},
    {"quoted_printable", CODEC_NOT_TEXT}, {"quotedprintable", CODEC_NOT_TEXT}, {"uu", CODEC_NOT_TEXT},
    {"uu_codec", CODEC_NOT_TEXT}, {"zip", CODEC_NOT_TEXT}, {"zlib", CODEC_NOT_TEXT}, {"zlib_codec", CODEC_NOT_TEXT},
};

/* The normal form of a name; false when it is too long to be one of ours. */
static bool normalize(const char *name, char *normal, size_t room)
{
    size_t length = 0;
    bool gap = false;
    for (; *name != '\0'; name++) {
        char code = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
        if ((code < 'a' || code > 'z') && (code < '0' || code > '9') && code != '.') {
            gap = true;
            continue;
        }
        if (length + 2 >= room)
            return false;
        if (gap && length > 0)
            normal[length++] = '_';
        gap = false;
        normal[length++] = code;
    }
    normal[length] = '\0';
    return true;
}

/* CODEC_UNKNOWN with LookupError set when there is no such codec. */
static CodecKind codec_find(Runtime *rt, const char *name, const char *direction)
{
    if (name == NULL || strcmp(name, "utf-8") == 0 || strcmp(name, "utf8") == 0)
        return CODEC_UTF8;
    char normal[40];
    CodecKind kind = CODEC_UNKNOWN;
    if (normalize(name, normal, sizeof normal))
        for (size_t i = 0; kind == CODEC_UNKNOWN && i < sizeof codec_names / sizeof *codec_names; i++)
            if (strcmp(codec_names[i].name, normal) == 0)
                kind = codec_names[i].kind;
    if (kind == CODEC_UNKNOWN)
        error_set(rt, &lookup_error_type, "unknown encoding: %s", name);
    if (kind != CODEC_NOT_TEXT)
        return kind;
    error_set(rt, &lookup_error_type, "'%.400s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", name, direction);
    return CODEC_UNKNOWN;
}

bool codec_argument(Runtime *rt, Object *argument, const char *function, const char *name, const char **text, Object **holder)
{
    *text = NULL;
    *holder = NULL;
    if (argument == NULL)
        return true;
    if (!str_check(argument)) {
        error_set(rt, &type_error_type, "%s() argument '%s' must be str, not %.50T", function, name, argument);
        return false;
    }
    if (str_find_character((Str *)argument, 0, 0, ((Str *)argument)->length) >= 0) {
        error_set(rt, &value_error_type, "embedded null character");
        return false;
    }
    *text = str_utf8(rt, (Str *)argument, NULL, holder);
    return *text != NULL;
}

/* ---- decoding ------------------------------------------------------------------------------------ */

static Str *decoder_finish(Decoder *decoder, ssize_t at)
{
    if (at >= 0)
        return str_builder_finish(&decoder->out);
    str_builder_close(&decoder->out);
    return NULL;
}

static Str *decode_utf8(Decoder *decoder)
{
    ssize_t at = 0;
    while (at >= 0 && (size_t)at < decoder->length && !decoder->out.failed) {
        uint32_t code;
        const char *reason = NULL;
        size_t step = utf8_decode_step(decoder->data + at, decoder->length - (size_t)at, false, &code, &reason);
        if (step > 0) {
            str_builder_add_character(&decoder->out, code);
            at += (ssize_t)step;
            continue;
        }
        size_t broken = strcmp(reason, "invalid start byte") == 0 ? 1 : code;
        at = decoder_fail(decoder, (size_t)at, (size_t)at + broken, reason);
    }
    return decoder_finish(decoder, at);
}

static Str *decode_ascii(Decoder *decoder)
{
    ssize_t at = 0;
    while (at >= 0 && (size_t)at < decoder->length && !decoder->out.failed) {
        if (decoder->data[at] < 128)
            str_builder_add_character(&decoder->out, decoder->data[at++]);
        else
            at = decoder_fail(decoder, (size_t)at, (size_t)at + 1, "ordinal not in range(128)");
    }
    return decoder_finish(decoder, at);
}

static uint32_t unit_at(const Decoder *decoder, size_t at)
{
    const uint8_t *data = decoder->data + at;
    size_t unit = codec_unit(decoder->kind);
    uint32_t code = 0;
    for (size_t i = 0; i < unit; i++)
        code = code << 8 | data[codec_is_big(decoder->kind) ? i : unit - 1 - i];
    return code;
}

/* Settles the order by the mark before the text, if one may be there; the length of the mark. */
static size_t order_settle(Decoder *decoder)
{
    size_t unit = codec_unit(decoder->kind);
    if (decoder->kind != CODEC_UTF16 && decoder->kind != CODEC_UTF32)
        return 0;
    CodecKind little = unit == 2 ? CODEC_UTF16_LITTLE : CODEC_UTF32_LITTLE;
    CodecKind big = unit == 2 ? CODEC_UTF16_BIG : CODEC_UTF32_BIG;
    size_t mark = 0;
    decoder->kind = big;
    if (decoder->length >= unit && unit_at(decoder, 0) == 0xfeff)
        mark = unit;
    else
        decoder->kind = little;
    if (mark == 0 && decoder->length >= unit && unit_at(decoder, 0) == 0xfeff)
        mark = unit;
    if (mark == 0 && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
        decoder->kind = big;
    static const char *const names[] = {
        [CODEC_UTF16_LITTLE] = "utf-16-le", [CODEC_UTF16_BIG] = "utf-16-be",
        [CODEC_UTF32_LITTLE] = "utf-32-le", [CODEC_UTF32_BIG] = "utf-32-be",
    };
    decoder->name = names[decoder->kind];
    return mark;
}

/* One character at `at`: where it ends, or 0 with *end and *reason of what is wrong. */
static size_t utf16_step(const Decoder *decoder, size_t at, uint32_t *code, size_t *end, const char **reason)
{
    size_t left = decoder->length - at;
    *end = decoder->length;
    *reason = "truncated data";
    if (left < 2)
        return 0;
    *code = unit_at(decoder, at);
    if (*code < 0xd800 || *code > 0xdfff)
        return at + 2;
    if (*code >= 0xdc00) {
        *end = at + 2;
        *reason = "illegal encoding";
        return 0;
    }
    *reason = "unexpected end of data";
    if (left < 4)
        return 0;
    uint32_t low = unit_at(decoder, at + 2);
    if (low < 0xdc00 || low > 0xdfff) {
        *end = at + 2;
        *reason = "illegal UTF-16 surrogate";
        return 0;
    }
    *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
    return at + 4;
}

static size_t utf32_step(const Decoder *decoder, size_t at, uint32_t *code, size_t *end, const char **reason)
{
    *end = decoder->length;
    *reason = "truncated data";
    if (decoder->length - at < 4)
        return 0;
    *end = at + 4;
    *code = unit_at(decoder, at);
    if (*code >= 0xd800 && *code <= 0xdfff)
        *reason = "code point in surrogate code point range(0xd800, 0xe000)";
    else if (*code > 0x10ffff)
        *reason = "code point not in range(0x110000)";
    else
        return at + 4;
    return 0;
}

static Str *decode_wide(Decoder *decoder)
{
    ssize_t at = (ssize_t)order_settle(decoder);
    bool narrow = codec_unit(decoder->kind) == 2;
    while (at >= 0 && (size_t)at < decoder->length && !decoder->out.failed) {
        uint32_t code;
        size_t end;
        const char *reason;
        size_t next = narrow ? utf16_step(decoder, (size_t)at, &code, &end, &reason)
                             : utf32_step(decoder, (size_t)at, &code, &end, &reason);
        if (next > 0) {
            str_builder_add_character(&decoder->out, code);
            at = (ssize_t)next;
        } else {
            at = decoder_fail(decoder, (size_t)at, end, reason);
        }
    }
    return decoder_finish(decoder, at);
}

/* ---- escapes ------------------------------------------------------------------------------------- */

static int hex_value(uint8_t octet)
{
    if (octet >= '0' && octet <= '9')
        return octet - '0';
    octet |= 32;
    return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
}

/* `count` hexadecimal digits at *at; false when there are fewer, *at is behind the last one then. */
static bool hex_read(const Decoder *decoder, size_t *at, int count, uint32_t *code)
{
    *code = 0;
    for (; count > 0; count--, ++*at) {
        int digit = *at < decoder->length ? hex_value(decoder->data[*at]) : -1;
        if (digit < 0)
            return false;
        *code = *code << 4 | (uint32_t)digit;
    }
    return true;
}

/* \xXX, \uXXXX, \UXXXXXXXX, whose letter stands before `at`. */
static ssize_t escape_hex(Decoder *decoder, size_t start, size_t at, uint8_t letter, const char *too_large)
{
    uint32_t code;
    const char *reason = letter == 'x'   ? "truncated \\xXX escape"
                         : letter == 'u' ? "truncated \\uXXXX escape"
                                         : "truncated \\UXXXXXXXX escape";
    if (!hex_read(decoder, &at, letter == 'x' ? 2 : letter == 'u' ? 4 : 8, &code))
        return decoder_fail(decoder, start, at, reason);
    if (code > 0x10ffff)
        return decoder_fail(decoder, start, at, too_large);
    str_builder_add_character(&decoder->out, code);
    return (ssize_t)at;
}

/* \N{...} */
static ssize_t escape_name(Decoder *decoder, size_t start, size_t at)
{
    const char *reason = "malformed \\N character escape";
    if (at < decoder->length && decoder->data[at] == '{') {
        size_t name = ++at;
        while (at < decoder->length && decoder->data[at] != '}')
            at++;
        if (at > name && at < decoder->length) {
            long code = character_by_name(NULL, (const char *)decoder->data + name, at++ - name);
            if (code >= 0) {
                str_builder_add_character(&decoder->out, (uint32_t)code);
                return (ssize_t)at;
            }
            reason = "unknown Unicode character name";
        }
    }
    return decoder_fail(decoder, start, at, reason);
}

/* The first escape that is none, for the warning. */
typedef struct BadEscape {
    bool seen;
    uint32_t octal; /* its value when it is an octal number above 0o377 */
    uint8_t letter;
} BadEscape;

static ssize_t escape_octal(Decoder *decoder, size_t at, BadEscape *bad)
{
    uint32_t code = 0;
    for (int digits = 0; digits < 3 && at < decoder->length && decoder->data[at] >= '0' && decoder->data[at] <= '7'; digits++)
        code = code * 8 + (uint32_t)(decoder->data[at++] - '0');
    if (code > 0377 && !bad->seen)
        *bad = (BadEscape){.seen = true, .octal = code};
    str_builder_add_character(&decoder->out, code);
    return (ssize_t)at;
}

/* The escape whose backslash stands at `start`: where it ends, or -1. */
static ssize_t escape_decode(Decoder *decoder, size_t start, BadEscape *bad)
{
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    size_t at = start + 1;
    if (at >= decoder->length)
        return decoder_fail(decoder, start, at, "\\ at end of string");
    uint8_t letter = decoder->data[at++];
    if (letter == '\n')
        return (ssize_t)at;
    if (letter == 'x' || letter == 'u' || letter == 'U')
        return escape_hex(decoder, start, at, letter, "illegal Unicode character");
    if (letter == 'N')
        return escape_name(decoder, start, at);
    if (letter >= '0' && letter <= '7')
        return escape_octal(decoder, at - 1, bad);
    const char *known = letter == 0 ? NULL : strchr(from, letter);
    if (known != NULL) {
        str_builder_add_character(&decoder->out, (uint32_t)to[known - from]);
        return (ssize_t)at;
    }
    if (!bad->seen)
        *bad = (BadEscape){.seen = true, .letter = letter};
    str_builder_add_character(&decoder->out, '\\');
    str_builder_add_character(&decoder->out, letter);
    return (ssize_t)at;
}

static Str *decode_escapes(Decoder *decoder)
{
    BadEscape bad = {0};
    ssize_t at = 0;
    while (at >= 0 && (size_t)at < decoder->length && !decoder->out.failed) {
        if (decoder->data[at] != '\\')
            str_builder_add_character(&decoder->out, decoder->data[at++]);
        else
            at = escape_decode(decoder, (size_t)at, &bad);
    }
    owned Str *text = decoder_finish(decoder, at);
    if (text == NULL || !bad.seen)
        return take(&text);
    int warned = bad.octal != 0 ? error_warn(decoder->rt, &deprecation_warning_type, "invalid octal escape sequence '\\%c%c%c'",
                                             (int)('0' + (bad.octal >> 6)), (int)('0' + (bad.octal >> 3 & 7)), (int)('0' + (bad.octal & 7)))
                                : error_warn(decoder->rt, &deprecation_warning_type, "invalid escape sequence '\\%c'", (int)bad.letter);
    return warned < 0 ? NULL : take(&text);
}

/* Only \u and \U mean anything; a backslash before another character stands for itself, and so does that character. */
static Str *decode_raw_escapes(Decoder *decoder)
{
    ssize_t at = 0;
    while (at >= 0 && (size_t)at < decoder->length && !decoder->out.failed) {
        uint8_t octet = decoder->data[at++];
        if (octet != '\\' || (size_t)at >= decoder->length) {
            str_builder_add_character(&decoder->out, octet);
            continue;
        }
        uint8_t letter = decoder->data[at++];
        if (letter == 'u' || letter == 'U') {
            at = escape_hex(decoder, (size_t)at - 2, (size_t)at, letter, "\\Uxxxxxxxx out of range");
            continue;
        }
        str_builder_add_character(&decoder->out, '\\');
        str_builder_add_character(&decoder->out, letter);
    }
    return decoder_finish(decoder, at);
}

/* ---- the way in ---------------------------------------------------------------------------------- */

static bool all_ascii(const char *data, size_t length)
{
    return str_widest_of(data, length, 1) < 0x80;
}

Str *bytes_decode(Runtime *rt, const char *data, size_t length, const char *encoding, const char *errors)
{
    Decoder decoder = {.rt = rt, .errors = errors, .data = (const uint8_t *)data, .length = length, .name = "utf-8"};
    decoder.kind = codec_find(rt, encoding, "decode");
    if (decoder.kind == CODEC_UNKNOWN)
        return NULL;
    if (decoder.kind == CODEC_UTF8_SIGNED) {
        if (length >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
            decoder.data += 3;
            decoder.length -= 3;
        }
        decoder.kind = CODEC_UTF8;
    }
    bool simple = decoder.kind == CODEC_LATIN1 ||
                  ((decoder.kind == CODEC_ASCII || decoder.kind == CODEC_UTF8) && all_ascii((const char *)decoder.data, decoder.length));
    if (simple)
        return str_from_latin1(rt, decoder.data, decoder.length);
    if (decoder.kind == CODEC_UTF8 && (errors == NULL || strcmp(errors, "strict") == 0))
        return str_from_utf8(rt, (const char *)decoder.data, decoder.length);
    str_builder_open(&decoder.out, rt);
    switch (decoder.kind) {
    case CODEC_ASCII: decoder.name = "ascii"; return decode_ascii(&decoder);
    case CODEC_UTF16: case CODEC_UTF32: return decode_wide(&decoder);
    case CODEC_UTF16_LITTLE: decoder.name = "utf-16-le"; return decode_wide(&decoder);
    case CODEC_UTF16_BIG: decoder.name = "utf-16-be"; return decode_wide(&decoder);
    case CODEC_UTF32_LITTLE: decoder.name = "utf-32-le"; return decode_wide(&decoder);
    case CODEC_UTF32_BIG: decoder.name = "utf-32-be"; return decode_wide(&decoder);
    case CODEC_UNICODE_ESCAPE: decoder.name = "unicodeescape"; return decode_escapes(&decoder);
    case CODEC_RAW_UNICODE_ESCAPE: decoder.name = "rawunicodeescape"; return decode_raw_escapes(&decoder);
    default: return decode_utf8(&decoder);
    }
}

/* ---- encoding ------------------------------------------------------------------------------------ */

void encoder_put(Encoder *encoder, uint32_t unit)
{
    size_t size = codec_unit(encoder->kind);
    char *place = bytes_builder_extend(&encoder->out, size);
    for (size_t i = 0; place != NULL && i < size; i++)
        place[codec_is_big(encoder->kind) ? size - 1 - i : i] = (char)(unit >> (8 * i));
}

static Bytes *encoder_finish(Encoder *encoder, bool good)
{
    if (good)
        return bytes_builder_finish(&encoder->out);
    bytes_builder_close(&encoder->out);
    return NULL;
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xd800 && code <= 0xdfff;
}

static Bytes *encode_utf8(Encoder *encoder)
{
    const Str *str = encoder->str;
    for (size_t i = 0; i < str->length && !encoder->out.failed; i++) {
        uint32_t code = str_at(str, i);
        if (is_surrogate(code)) {
            size_t end = i + 1;
            while (end < str->length && is_surrogate(str_at(str, end)))
                end++;
            if (encoder_fail(encoder, i, end, "surrogates not allowed") < 0)
                return encoder_finish(encoder, false);
            i = end - 1;
            continue;
        }
        uint8_t octets[4];
        bytes_builder_add(&encoder->out, octets, utf8_encode_step(code, octets));
    }
    return encoder_finish(encoder, true);
}

/* ASCII and Latin-1: the characters below `limit` as they are. */
static Bytes *encode_narrow(Encoder *encoder, uint32_t limit, const char *reason)
{
    const Str *str = encoder->str;
    if (str_widest(str) < limit)
        return bytes_new(encoder->rt, str_data(str), str->length);
    for (size_t i = 0; i < str->length && !encoder->out.failed; i++) {
        uint32_t code = str_at(str, i);
        if (code < limit) {
            bytes_builder_add_octet(&encoder->out, (char)code);
            continue;
        }
        size_t end = i + 1;
        while (end < str->length && str_at(str, end) >= limit)
            end++;
        if (encoder_fail(encoder, i, end, reason) < 0)
            return encoder_finish(encoder, false);
        i = end - 1;
    }
    return encoder_finish(encoder, true);
}

static Bytes *encode_wide(Encoder *encoder)
{
    const Str *str = encoder->str;
    if (encoder->kind == CODEC_UTF16 || encoder->kind == CODEC_UTF32) {
        bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, narrow = encoder->kind == CODEC_UTF16;
        encoder->name = narrow ? "utf-16" : "utf-32";
        encoder->kind = narrow ? (big ? CODEC_UTF16_BIG : CODEC_UTF16_LITTLE) : (big ? CODEC_UTF32_BIG : CODEC_UTF32_LITTLE);
        encoder_put(encoder, 0xfeff);
    }
    for (size_t i = 0; i < str->length && !encoder->out.failed; i++) {
        uint32_t code = str_at(str, i);
        if (is_surrogate(code)) {
            if (encoder_fail(encoder, i, i + 1, "surrogates not allowed") < 0)
                return encoder_finish(encoder, false);
        } else if (code >= 0x10000 && codec_unit(encoder->kind) == 2) {
            encoder_put(encoder, 0xd800 + ((code - 0x10000) >> 10));
            encoder_put(encoder, 0xdc00 + ((code - 0x10000) & 0x3ff));
        } else {
            encoder_put(encoder, code);
        }
    }
    return encoder_finish(encoder, true);
}

static void add_escape(BytesBuilder *out, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    int digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
    bytes_builder_add_octet(out, '\\');
    bytes_builder_add_octet(out, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    while (digits-- > 0)
        bytes_builder_add_octet(out, hex[code >> (4 * digits) & 15]);
}

static Bytes *encode_escapes(Encoder *encoder, bool raw)
{
    const Str *str = encoder->str;
    BytesBuilder *out = &encoder->out;
    for (size_t i = 0; i < str->length && !out->failed; i++) {
        uint32_t code = str_at(str, i);
        if (raw ? code >= 0x100 : code < ' ' || code >= 0x7f || code == '\\') {
            char letter = code == '\n' ? 'n' : code == '\r' ? 'r' : code == '\t' ? 't' : code == '\\' ? '\\' : 0;
            if (letter == 0) {
                add_escape(out, code);
                continue;
            }
            bytes_builder_add_octet(out, '\\');
            bytes_builder_add_octet(out, letter);
        } else {
            bytes_builder_add_octet(out, (char)code);
        }
    }
    return encoder_finish(encoder, true);
}

/* The octets that text takes in UTF-8; 0 when there are surrogates in it. Not for ASCII. */
static size_t utf8_size(const Str *str)
{
    size_t size = 0;
    if (str_width(str) == 1) {
        const uint8_t *data = str_data(str);
        for (size_t i = 0; i < str->length; i++)
            size += 1 + (data[i] >> 7);
        return size;
    }
    for (size_t i = 0; i < str->length; i++) {
        uint32_t code = str_at(str, i);
        if (is_surrogate(code))
            return 0;
        size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return size;
}

/* Text without surrogates into UTF-8 of known size. NULL without an error when there are some. */
static Bytes *utf8_of(Runtime *rt, const Str *str)
{
    size_t size = utf8_size(str);
    Bytes *bytes = size == 0 ? NULL : bytes_new(rt, NULL, size);
    if (bytes == NULL)
        return NULL;
    uint8_t *out = (uint8_t *)bytes->data;
    for (size_t i = 0; i < str->length; i++) {
        uint32_t code = str_at(str, i);
        if (code < 0x80)
            *out++ = (uint8_t)code;
        else
            out += utf8_encode_step(code, out);
    }
    return bytes;
}

Bytes *str_encode(Runtime *rt, Str *str, const char *encoding, const char *errors)
{
    Encoder encoder = {.rt = rt, .errors = errors, .str = str, .name = "utf-8"};
    encoder.kind = codec_find(rt, encoding, "encode");
    if (encoder.kind == CODEC_UNKNOWN)
        return NULL;
    if (encoder.kind == CODEC_UTF8) {
        if (str_is_ascii(str))
            return bytes_new(rt, str_data(str), str->length);
        Bytes *bytes = utf8_of(rt, str);
        if (bytes != NULL || error_pending(rt))
            return bytes;
    }
    bytes_builder_open(&encoder.out, rt);
    switch (encoder.kind) {
    case CODEC_UTF8_SIGNED:
        bytes_builder_add(&encoder.out, "\xef\xbb\xbf", 3);
        encoder.kind = CODEC_UTF8;
        return encode_utf8(&encoder);
    case CODEC_ASCII: encoder.name = "ascii"; return encode_narrow(&encoder, 128, "ordinal not in range(128)");
    case CODEC_LATIN1: encoder.name = "latin-1"; return encode_narrow(&encoder, 256, "ordinal not in range(256)");
    case CODEC_UTF16_LITTLE: encoder.name = "utf-16-le"; return encode_wide(&encoder);
    case CODEC_UTF16_BIG: encoder.name = "utf-16-be"; return encode_wide(&encoder);
    case CODEC_UTF32_LITTLE: encoder.name = "utf-32-le"; return encode_wide(&encoder);
    case CODEC_UTF32_BIG: encoder.name = "utf-32-be"; return encode_wide(&encoder);
    case CODEC_UTF16: case CODEC_UTF32: return encode_wide(&encoder);
    case CODEC_UNICODE_ESCAPE: return encode_escapes(&encoder, false);
    case CODEC_RAW_UNICODE_ESCAPE: return encode_escapes(&encoder, true);
    default: return encode_utf8(&encoder);
    }
}
