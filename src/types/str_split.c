/* Methods of str that cut: split, rsplit, splitlines, partition. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/sequence.h"
#include "types/str_methods.h"
#include "types/str_search.h"
#include "types/tuple.h"
#include "types/unicode_table.h"

static inline bool is_ascii_space(uint8_t code)
{
    return code == ' ' || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f);
}

static int add_piece(Runtime *rt, List *list, Str *str, size_t start, size_t end)
{
    Str *piece = str_slice(rt, str, start, end);
    return piece == NULL ? -1 : list_append_steal(rt, list, (Object *)piece);
}

/* The same as split_spaces; bytes instead of characters of any width. */
static int split_spaces_ascii(Runtime *rt, List *list, Str *str, size_t most)
{
    const uint8_t *data = str_data(str);
    size_t at = 0, end = str->length;
    for (;;) {
        while (at < end && is_ascii_space(data[at]))
            at++;
        if (at == end)
            return 0;
        size_t start = at;
        if (most-- == 0)
            return add_piece(rt, list, str, start, end);
        while (at < end && !is_ascii_space(data[at]))
            at++;
        if (add_piece(rt, list, str, start, at) < 0)
            return -1;
    }
}

static inline bool space_at(const Str *str, size_t at)
{
    uint32_t code = str_at(str, at);
    return code < 128 ? code == ' ' || (code >= '\t' && code <= '\r') || (code >= 0x1c && code <= 0x1f)
                      : character_is_space(code);
}

static inline bool line_break_at(const Str *str, size_t at)
{
    uint32_t code = str_at(str, at);
    return code < 128 ? (code >= '\n' && code <= '\r') || (code >= 0x1c && code <= 0x1e)
                      : (character_facts(code)->flags & CHARACTER_LINE_BREAK) != 0;
}

static int split_spaces(Runtime *rt, List *list, Str *str, size_t most)
{
    if (str_is_ascii(str))
        return split_spaces_ascii(rt, list, str, most);
    size_t at = 0, end = str->length;
    for (;;) {
        while (at < end && space_at(str, at))
            at++;
        if (at == end)
            return 0;
        size_t start = at;
        if (most-- == 0) /* the rest as it is, spaces at its end included */
            return add_piece(rt, list, str, start, end);
        while (at < end && !space_at(str, at))
            at++;
        if (add_piece(rt, list, str, start, at) < 0)
            return -1;
    }
}

/* At one ASCII character, in ASCII text. */
static int split_at_byte(Runtime *rt, List *list, Str *str, char separator, size_t most)
{
    const char *data = str_data(str);
    size_t at = 0;
    while (most-- > 0) {
        const char *found = memchr(data + at, separator, str->length - at);
        if (found == NULL)
            break;
        if (add_piece(rt, list, str, at, (size_t)(found - data)) < 0)
            return -1;
        at = (size_t)(found - data) + 1;
    }
    return add_piece(rt, list, str, at, str->length);
}

static int split_at(Runtime *rt, List *list, Str *str, const Str *separator, size_t most)
{
    if (separator->length == 1 && str_is_ascii(str) && str_is_ascii(separator))
        return split_at_byte(rt, list, str, *(const char *)str_data(separator), most);
    size_t at = 0;
    while (most-- > 0) {
        ssize_t found = str_find(str, separator, at, str->length);
        if (found < 0)
            break;
        if (add_piece(rt, list, str, at, (size_t)found) < 0)
            return -1;
        at = (size_t)found + separator->length;
    }
    return add_piece(rt, list, str, at, str->length);
}

/* From the end; the pieces come last first. */
static int split_spaces_back(Runtime *rt, List *list, Str *str, size_t most)
{
    size_t end = str->length;
    for (;;) {
        while (end > 0 && space_at(str, end - 1))
            end--;
        if (end == 0)
            return 0;
        if (most-- == 0)
            return add_piece(rt, list, str, 0, end);
        size_t start = end;
        while (start > 0 && !space_at(str, start - 1))
            start--;
        if (add_piece(rt, list, str, start, end) < 0)
            return -1;
        end = start;
    }
}

static int split_at_back(Runtime *rt, List *list, Str *str, const Str *separator, size_t most)
{
    size_t end = str->length;
    while (most-- > 0) {
        ssize_t found = str_find_last(str, separator, 0, end);
        if (found < 0)
            break;
        if (add_piece(rt, list, str, (size_t)found + separator->length, end) < 0)
            return -1;
        end = (size_t)found;
    }
    return add_piece(rt, list, str, 0, end);
}

static Object *split(Runtime *rt, Str *str, Object *separator, Object *maxsplit, bool back)
{
    ssize_t most = -1;
    if (maxsplit != NULL && !argument_as_size(rt, maxsplit, &most))
        return NULL;
    size_t count = most < 0 ? SIZE_MAX : (size_t)most;
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    int result;
    if (separator == NULL || separator == NONE)
        result = back ? split_spaces_back(rt, list, str, count) : split_spaces(rt, list, str, count);
    else if (!str_check(separator))
        return error_set(rt, &type_error_type, "must be str or None, not %T", separator);
    else if (((Str *)separator)->length == 0)
        return error_set(rt, &value_error_type, "empty separator");
    else
        result = back ? split_at_back(rt, list, str, (Str *)separator, count) : split_at(rt, list, str, (Str *)separator, count);
    if (result < 0 || (back && list_reverse(list) < 0))
        return NULL;
    return (Object *)take(&list);
}

Object *str_split(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return split(rt, (Str *)self, args[0], args[1], false);
}
Object *str_rsplit(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return split(rt, (Str *)self, args[0], args[1], true);
}

Object *str_splitlines(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int keep = 0;
    if (args[0] != NULL && !argument_as_int(rt, args[0], &keep))
        return NULL;
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    Str *str = (Str *)self;
    for (size_t at = 0; at < str->length;) {
        size_t end = at;
        while (end < str->length && !line_break_at(str, end))
            end++;
        size_t next = end;
        if (next < str->length)
            next += str_at(str, next) == '\r' && next + 1 < str->length && str_at(str, next + 1) == '\n' ? 2 : 1;
        if (add_piece(rt, list, str, at, keep ? next : end) < 0)
            return NULL;
        at = next;
    }
    return (Object *)take(&list);
}

static Object *partition(Runtime *rt, Str *str, Object *separator, bool last)
{
    if (!str_check(separator))
        return error_set(rt, &type_error_type, "must be str, not %T", separator);
    const Str *cut = (Str *)separator;
    if (cut->length == 0)
        return error_set(rt, &value_error_type, "empty separator");
    ssize_t found = last ? str_find_last(str, cut, 0, str->length) : str_find(str, cut, 0, str->length);
    if (found < 0) {
        owned Str *whole = str_slice(rt, str, 0, str->length);
        if (whole == NULL)
            return NULL;
        return (Object *)(last ? tuple_pack(rt, 3, EMPTY_STR, EMPTY_STR, whole) : tuple_pack(rt, 3, whole, EMPTY_STR, EMPTY_STR));
    }
    owned Str *before = str_slice(rt, str, 0, (size_t)found);
    owned Str *after = str_slice(rt, str, (size_t)found + cut->length, str->length);
    return before == NULL || after == NULL ? NULL : (Object *)tuple_pack(rt, 3, before, separator, after);
}

Object *str_partition(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return partition(rt, (Str *)self, args[0], false);
}
Object *str_rpartition(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return partition(rt, (Str *)self, args[0], true);
}
