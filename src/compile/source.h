/* Source text as the tokenizer wants it: valid UTF-8, lines ended by '\n', no null bytes.
 *
 * The encoding is that of the text's own declaration (PEP 263): a byte order mark, or a comment
 * `coding: NAME` in the first two lines; else UTF-8. */
#ifndef OURO_COMPILE_SOURCE_H
#define OURO_COMPILE_SOURCE_H

#include "compile/parse.h"

typedef struct Source {
    const char *text;      /* in the arena, with a zero byte behind it */
    size_t      length;
} Source;

/* Fills *source, or *problem and returns false. In PARSE_FILE a missing newline at the end is
 * added, as CPython does it. */
bool source_open(Source *source, TreeArena *arena, const char *bytes, size_t length,
                 ParseMode mode, const ParseOptions *options, SyntaxProblem *problem);

/* The length of the valid UTF-8 character at `at` (1 to 4), or 0 when there is none; surrogates
 * are none. *code_point may be NULL. */
int source_utf8_decode(const char *at, const char *end, uint32_t *code_point);

/* Writes `code_point` (surrogates too, as three bytes) and returns its length. */
int source_utf8_encode(char *at, uint32_t code_point);

/* Code points in `length` bytes; each byte that starts none counts as one, as when decoding with
 * replacement. */
size_t source_utf8_count(const char *bytes, size_t length);

/* str.isprintable() of one code point. */
bool source_is_printable(uint32_t code_point);

#endif
