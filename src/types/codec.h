/* What codec.c and codec_error.c share: the state of one conversion, and what happens at what cannot be converted. */
#ifndef OURO_TYPES_CODEC_H
#define OURO_TYPES_CODEC_H

#include "types/bytes_methods.h"
#include "types/str.h"

typedef enum CodecKind {
    CODEC_UNKNOWN,
    CODEC_UTF8,
    CODEC_UTF8_SIGNED, /* with a mark before the text */
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF16,    /* in the machine's order, or as its mark says */
    CODEC_UTF16_LITTLE,
    CODEC_UTF16_BIG,
    CODEC_UTF32,
    CODEC_UTF32_LITTLE,
    CODEC_UTF32_BIG,
    CODEC_UNICODE_ESCAPE,
    CODEC_RAW_UNICODE_ESCAPE,
    CODEC_NOT_TEXT, /* such as "hex": known, but not for str.encode */
} CodecKind;

typedef struct Decoder {
    Runtime *rt;
    CodecKind kind;
    const char *name;   /* as errors call it */
    const char *errors; /* NULL: strict */
    const uint8_t *data;
    size_t length;
    StrBuilder out;
} Decoder;

typedef struct Encoder {
    Runtime *rt;
    CodecKind kind; /* with its order settled */
    const char *name;
    const char *errors;
    Str *str;
    BytesBuilder out;
} Encoder;

/* Octets of an encoder's unit, and their order. */
static inline size_t codec_unit(CodecKind kind)
{
    return kind >= CODEC_UTF32 && kind <= CODEC_UTF32_BIG ? 4 : kind >= CODEC_UTF16 && kind <= CODEC_UTF16_BIG ? 2 : 1;
}
static inline bool codec_is_big(CodecKind kind) { return kind == CODEC_UTF16_BIG || kind == CODEC_UTF32_BIG; }

/* data[start:end] cannot be decoded for `reason`: asks the error handler. Where decoding goes on, or -1 with an error
 * set. */
MUST_CHECK ssize_t decoder_fail(Decoder *decoder, size_t start, size_t end, const char *reason);
/* str[start:end] cannot be encoded: what the handler puts in its place was added. 0, or -1 with an error set. */
MUST_CHECK int encoder_fail(Encoder *encoder, size_t start, size_t end, const char *reason);
/* Adds one unit. */
void encoder_put(Encoder *encoder, uint32_t unit);

#endif
