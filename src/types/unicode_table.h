/* Facts of characters (Unicode 14.0, the version of 3.11). The table is written by tools/make_unicode.py. */
#ifndef OURO_TYPES_UNICODE_TABLE_H
#define OURO_TYPES_UNICODE_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef enum CharacterFlag {
    CHARACTER_ALPHA = 1 << 0, CHARACTER_DECIMAL = 1 << 1, CHARACTER_DIGIT = 1 << 2, CHARACTER_NUMERIC = 1 << 3,
    CHARACTER_LOWER = 1 << 4, CHARACTER_UPPER = 1 << 5, CHARACTER_TITLE = 1 << 6, CHARACTER_SPACE = 1 << 7,
    CHARACTER_LINE_BREAK = 1 << 8, CHARACTER_PRINTABLE = 1 << 9, CHARACTER_IDENTIFIER_START = 1 << 10,
    CHARACTER_IDENTIFIER_PART = 1 << 11, CHARACTER_CASED = 1 << 12, CHARACTER_CASE_IGNORABLE = 1 << 13,
    CHARACTER_SPECIAL_CASE = 1 << 14, /* has an entry in unicode_special_cases */
} CharacterFlag;

typedef struct CharacterFacts {
    uint16_t flags;
    uint8_t digit;
    int32_t upper, lower, title; /* to be added; 0 for special cases of several characters */
} CharacterFacts;

/* Sorted by code; texts end at the first 0. */
typedef struct SpecialCase {
    uint32_t code;
    uint32_t upper[3], lower[3], title[3], fold[3];
} SpecialCase;

extern const CharacterFacts unicode_facts[];
extern const uint16_t unicode_blocks[], unicode_index[];
extern const SpecialCase unicode_special_cases[];
extern const size_t unicode_special_case_count;

static inline const CharacterFacts *character_facts(uint32_t code)
{
    if (code > 0x10ffff)
        code = 0x10ffff;
    return &unicode_facts[unicode_index[((size_t)unicode_blocks[code >> 7] << 7) + (code & 127)]];
}

#endif
