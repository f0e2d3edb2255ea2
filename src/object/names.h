/* Frozen names: the strings that the library itself uses, and the 256 one-character strings of
 * Latin-1, as constant objects. NAME(append) is the str "append". They count as interned: every
 * runtime's intern table finds them (types/str_intern.c). */
#ifndef OURO_OBJECT_NAMES_H
#define OURO_OBJECT_NAMES_H

#include "object/name_list.h"
#include "types/str.h"

enum { FROZEN_TEXT_SIZE = 32 };

/* A constant str. Its `hash` field holds its index in Runtime.frozen_hashes (1 .. FROZEN_COUNT). */
typedef struct FrozenStr {
    Str head;
    char text[FROZEN_TEXT_SIZE];
} FrozenStr;

typedef enum NameIndex {
#define NAME_INDEX_ENTRY(name) NAME_INDEX_##name,
    NAMES(NAME_INDEX_ENTRY)
#undef NAME_INDEX_ENTRY
    NAME_COUNT
} NameIndex;

enum { CHARACTER_COUNT = 256, FROZEN_COUNT = 1 + CHARACTER_COUNT + NAME_COUNT }; /* the first is "" */

extern const FrozenStr frozen_names[NAME_COUNT];
extern const FrozenStr frozen_characters[CHARACTER_COUNT]; /* Latin-1 by code point */
extern const FrozenStr frozen_empty;

#define NAME(name) ((Str *)&frozen_names[NAME_INDEX_##name].head)
#define CHARACTER(code) ((Str *)&frozen_characters[(unsigned char)(code)].head)
#define EMPTY_STR ((Str *)&frozen_empty.head)

#endif
