/* Case: upper, lower, title, capitalize, swapcase, casefold; and the questions is...(). */
#include "types/str_methods.h"
#include "types/str_private.h"
#include "types/unicode_table.h"
#include "types/int.h"
#include "object/protocol.h"

typedef enum CaseKind { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_FOLD } CaseKind;

static const uint32_t *special_case(uint32_t code, CaseKind kind)
{
    size_t low = 0, high = unicode_special_case_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const SpecialCase *entry = &unicode_special_cases[middle];
        if (entry->code == code)
            return kind == CASE_UPPER ? entry->upper : kind == CASE_LOWER ? entry->lower
                 : kind == CASE_TITLE ? entry->title : entry->fold;
        if (entry->code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A capital sigma is final when a cased letter comes before and none after it, ignorable characters skipped. */
static bool sigma_is_final(const Str *str, size_t at)
{
    size_t i = at;
    bool before = false;
    while (i-- > 0) {
        uint16_t flags = character_facts(str_at(str, i))->flags;
        if (flags & CHARACTER_CASE_IGNORABLE)
            continue;
        before = (flags & CHARACTER_CASED) != 0;
        break;
    }
    if (!before)
        return false;
    for (i = at + 1; i < str->length; i++) {
        uint16_t flags = character_facts(str_at(str, i))->flags;
        if (!(flags & CHARACTER_CASE_IGNORABLE))
            return !(flags & CHARACTER_CASED);
    }
    return true;
}

static void add_mapped(StrBuilder *builder, const Str *str, size_t at, CaseKind kind)
{
    uint32_t code = str_at(str, at);
    const CharacterFacts *facts = character_facts(code);
    if (kind == CASE_LOWER && code == 0x3a3) {
        str_builder_add_character(builder, sigma_is_final(str, at) ? 0x3c2 : 0x3c3);
        return;
    }
    const uint32_t *special = facts->flags & CHARACTER_SPECIAL_CASE ? special_case(code, kind) : NULL;
    if (special != NULL) {
        for (int i = 0; i < 3 && special[i] != 0; i++)
            str_builder_add_character(builder, special[i]);
        return;
    }
    int32_t delta = kind == CASE_UPPER ? facts->upper : kind == CASE_TITLE ? facts->title : facts->lower;
    str_builder_add_character(builder, (uint32_t)((int32_t)code + delta));
}

static bool is_cased_letter(uint16_t flags)
{
    return (flags & (CHARACTER_LOWER | CHARACTER_UPPER | CHARACTER_TITLE)) != 0;
}

/* ASCII needs no table: one pass over bytes. */
static Str *map_ascii(Runtime *rt, const Str *str, CaseKind kind)
{
    Str *result = str_new(rt, str->length, 0x7f);
    if (result == NULL || result->length == 0)
        return result;
    const uint8_t *from = str_data(str);
    uint8_t *to = str_data(result);
    uint8_t first = kind == CASE_UPPER ? 'a' : 'A';
    for (size_t i = 0; i < str->length; i++)
        to[i] = from[i] ^ ((uint8_t)(from[i] - first) < 26 ? 0x20 : 0);
    if (str->length == 1) {
        uint8_t code = *to;
        object_release(result);
        return str_from_character(rt, code);
    }
    return result;
}

static Object *map_all(Runtime *rt, Str *str, CaseKind kind)
{
    if (str_is_ascii(str))
        return (Object *)map_ascii(rt, str, kind == CASE_FOLD ? CASE_LOWER : kind);
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (size_t i = 0; i < str->length; i++)
        add_mapped(&builder, str, i, kind);
    return (Object *)str_builder_finish(&builder);
}

Object *str_upper(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return map_all(rt, (Str *)self, CASE_UPPER);
}
Object *str_lower(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return map_all(rt, (Str *)self, CASE_LOWER);
}
Object *str_casefold(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return map_all(rt, (Str *)self, CASE_FOLD);
}
Object *str_capitalize(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Str *str = (Str *)self;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (size_t i = 0; i < str->length; i++)
        add_mapped(&builder, str, i, i == 0 ? CASE_TITLE : CASE_LOWER);
    return (Object *)str_builder_finish(&builder);
}
Object *str_title(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Str *str = (Str *)self;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    bool inside = false;
    for (size_t i = 0; i < str->length; i++) {
        add_mapped(&builder, str, i, inside ? CASE_LOWER : CASE_TITLE);
        inside = (character_facts(str_at(str, i))->flags & CHARACTER_CASED) != 0;
    }
    return (Object *)str_builder_finish(&builder);
}
Object *str_swapcase(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Str *str = (Str *)self;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (size_t i = 0; i < str->length; i++) {
        uint16_t flags = character_facts(str_at(str, i))->flags;
        if (flags & CHARACTER_UPPER)
            add_mapped(&builder, str, i, CASE_LOWER);
        else if (flags & CHARACTER_LOWER)
            add_mapped(&builder, str, i, CASE_UPPER);
        else
            str_builder_add_character(&builder, str_at(str, i));
    }
    return (Object *)str_builder_finish(&builder);
}

/* ---- questions ---- */

static Object *all_have(const Object *self, uint16_t flags, bool empty)
{
    const Str *str = (const Str *)self;
    for (size_t i = 0; i < str->length; i++)
        if (!(character_facts(str_at(str, i))->flags & flags))
            return FALSE;
    return bool_object(str->length > 0 || empty);
}

#define STR_QUESTION(name, flags, empty)                                         \
    Object *name(Runtime *rt, Object *self, Object **args, size_t n)             \
    {                                                                            \
        (void)rt, (void)args, (void)n;                                           \
        return all_have(self, flags, empty);                                     \
    }
STR_QUESTION(str_isalpha, CHARACTER_ALPHA, false)
STR_QUESTION(str_isdecimal, CHARACTER_DECIMAL, false)
STR_QUESTION(str_isdigit, CHARACTER_DIGIT, false)
STR_QUESTION(str_isnumeric, CHARACTER_NUMERIC, false)
STR_QUESTION(str_isalnum, CHARACTER_ALPHA | CHARACTER_DECIMAL | CHARACTER_DIGIT | CHARACTER_NUMERIC, false)
STR_QUESTION(str_isspace, CHARACTER_SPACE, false)
STR_QUESTION(str_isprintable, CHARACTER_PRINTABLE, true)

Object *str_isascii(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return bool_object(str_is_ascii((Str *)self));
}

static Object *one_case(const Object *self, uint16_t wanted, uint16_t refused)
{
    const Str *str = (const Str *)self;
    bool any = false;
    for (size_t i = 0; i < str->length; i++) {
        uint16_t flags = character_facts(str_at(str, i))->flags;
        if (flags & refused)
            return FALSE;
        any |= (flags & wanted) != 0;
    }
    return bool_object(any);
}
Object *str_islower(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return one_case(self, CHARACTER_LOWER, CHARACTER_UPPER | CHARACTER_TITLE);
}
Object *str_isupper(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return one_case(self, CHARACTER_UPPER, CHARACTER_LOWER | CHARACTER_TITLE);
}
Object *str_istitle(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    const Str *str = (Str *)self;
    bool inside = false, any = false;
    for (size_t i = 0; i < str->length; i++) {
        uint16_t flags = character_facts(str_at(str, i))->flags;
        if (flags & (CHARACTER_UPPER | CHARACTER_TITLE)) {
            if (inside)
                return FALSE;
            inside = any = true;
        } else if (flags & CHARACTER_LOWER) {
            if (!inside)
                return FALSE;
        } else {
            inside = is_cased_letter(flags);
        }
    }
    return bool_object(any);
}
bool str_is_identifier(const Str *str)
{
    for (size_t i = 0; i < str->length; i++) {
        uint16_t wanted = i == 0 ? CHARACTER_IDENTIFIER_START : CHARACTER_IDENTIFIER_PART;
        if (!(character_facts(str_at(str, i))->flags & wanted))
            return false;
    }
    return str->length > 0;
}
Object *str_isidentifier(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)args, (void)n;
    return bool_object(str_is_identifier((Str *)self));
}

/* ---- what int, float and the splitters ask ---- */

bool character_is_space(uint32_t code)
{
    return (character_facts(code)->flags & CHARACTER_SPACE) != 0;
}
int character_decimal(uint32_t code)
{
    const CharacterFacts *facts = character_facts(code);
    return facts->flags & CHARACTER_DECIMAL ? facts->digit : -1;
}
