/* The frozen strings: "", the 256 characters of Latin-1, and the names of name_list.h.
 *
 * They are constants in the library's read-only data. A constant cannot keep its hash, which depends
 * on the runtime's secret, so its `hash` field holds its index in Runtime.frozen_hashes:
 *
 *    1 ""  |  2 .. 257 characters  |  258 .. names */
#include "object/names.h"

enum {
    EMPTY_INDEX = 1,
    FIRST_CHARACTER_INDEX = EMPTY_INDEX + 1,
    FIRST_NAME_INDEX = FIRST_CHARACTER_INDEX + CHARACTER_COUNT,
};
_Static_assert(FIRST_NAME_INDEX + NAME_COUNT == FROZEN_COUNT + 1, "every frozen str has an index");
_Static_assert((int)FROZEN_COUNT < (int)STR_FROZEN_HASH_LIMIT, "indexes are told from hashes by their size");

#define FROZEN_STR(index_in_hashes, size, more_flags, ...)                                         \
    {                                                                                              \
        .head = {.head = {OBJECT_IMMORTAL, STR_INTERNED | (more_flags), &str_type},                \
                 .hash = (index_in_hashes),                                                        \
                 .length = (size)},                                                                \
        .text = __VA_ARGS__                                                                        \
    }

const FrozenStr frozen_empty = FROZEN_STR(EMPTY_INDEX, 0, STR_ASCII, "");

#define CHARACTER_1(code)                                                                          \
    FROZEN_STR(FIRST_CHARACTER_INDEX + (code), 1, (code) < 128 ? STR_ASCII : 0, {(char)(code)})
#define CHARACTER_4(code)                                                                          \
    CHARACTER_1(code), CHARACTER_1((code) + 1), CHARACTER_1((code) + 2), CHARACTER_1((code) + 3)
#define CHARACTER_16(code)                                                                         \
    CHARACTER_4(code), CHARACTER_4((code) + 4), CHARACTER_4((code) + 8), CHARACTER_4((code) + 12)
#define CHARACTER_64(code)                                                                         \
    CHARACTER_16(code), CHARACTER_16((code) + 16), CHARACTER_16((code) + 32),                      \
        CHARACTER_16((code) + 48)

const FrozenStr frozen_characters[CHARACTER_COUNT] = {
    CHARACTER_64(0), CHARACTER_64(64), CHARACTER_64(128), CHARACTER_64(192),
};

#define NAME_ENTRY(name)                                                                           \
    [NAME_INDEX_##name] = FROZEN_STR(FIRST_NAME_INDEX + NAME_INDEX_##name, sizeof #name - 1,       \
                                     STR_ASCII, #name),
const FrozenStr frozen_names[NAME_COUNT] = {NAMES(NAME_ENTRY)};

#define NAME_FITS(name)                                                                            \
    _Static_assert(sizeof #name <= FROZEN_TEXT_SIZE, "a frozen name fits into its text");
NAMES(NAME_FITS)
