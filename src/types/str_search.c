/* Substring search: the first character by memchr or a scan, then a comparison; long needles in long texts by the
 * bad-character rule of Boyer, Moore and Horspool, hashed to 64 bits (a small Bloom filter), so that no table is needed. */
#include "types/str_search.h"

#include <string.h>

#include "types/bytes_methods.h"

bool str_matches_at(const Str *text, const Str *needle, size_t at)
{
    unsigned width = str_width(text);
    if (width == str_width(needle))
        return memcmp((const char *)str_data(text) + at * width, str_data(needle), needle->length * width) == 0;
    for (size_t i = 0; i < needle->length; i++)
        if (str_at(text, at + i) != str_at(needle, i))
            return false;
    return true;
}

static inline uint64_t bloom(uint32_t code)
{
    return UINT64_C(1) << (code & 63);
}

ssize_t str_find(const Str *text, const Str *needle, size_t start, size_t end)
{
    size_t length = needle->length;
    if (start > end || end - start < length)
        return -1;
    if (length == 0)
        return (ssize_t)start;
    if (str_width(needle) > str_width(text))
        return -1;
    if (str_width(text) == 1)
        return octets_find(str_data(text), str_data(needle), length, start, end);
    size_t last = end - length;
    if (length == 1)
        return str_find_character(text, str_at(needle, 0), start, end);
    uint32_t first = str_at(needle, 0), final = str_at(needle, length - 1);
    if (length < 4 || end - start < 64) {
        for (size_t at = start; at <= last; at++) {
            ssize_t found = str_find_character(text, first, at, last + 1);
            if (found < 0)
                return -1;
            at = (size_t)found;
            if (str_at(text, at + length - 1) == final && str_matches_at(text, needle, at))
                return found;
        }
        return -1;
    }
    uint64_t mask = 0;
    size_t skip = length; /* how far the last character's previous place in the needle lies from its end */
    for (size_t i = 0; i < length; i++) {
        mask |= bloom(str_at(needle, i));
        if (i + 1 < length && str_at(needle, i) == final)
            skip = length - 1 - i;
    }
    for (size_t at = start; at <= last;) {
        if (str_at(text, at + length - 1) == final) {
            if (str_matches_at(text, needle, at))
                return (ssize_t)at;
            at += at < last && !(mask & bloom(str_at(text, at + length))) ? length + 1 : skip;
        } else {
            at += at < last && !(mask & bloom(str_at(text, at + length))) ? length + 1 : 1;
        }
    }
    return -1;
}

ssize_t str_find_last(const Str *text, const Str *needle, size_t start, size_t end)
{
    size_t length = needle->length;
    if (start > end || end - start < length)
        return -1;
    if (length == 0)
        return (ssize_t)end;
    if (str_width(needle) > str_width(text))
        return -1;
    if (str_width(text) == 1)
        return octets_find_last(str_data(text), str_data(needle), length, start, end);
    uint32_t first = str_at(needle, 0);
    for (size_t at = end - length + 1; at-- > start;)
        if (str_at(text, at) == first && str_matches_at(text, needle, at))
            return (ssize_t)at;
    return -1;
}

size_t str_count(const Str *text, const Str *needle, size_t start, size_t end, size_t most)
{
    if (start > end)
        return 0;
    if (needle->length == 0)
        return end - start + 1 < most ? end - start + 1 : most;
    size_t count = 0;
    while (count < most) {
        ssize_t found = str_find(text, needle, start, end);
        if (found < 0)
            break;
        count++;
        start = (size_t)found + needle->length;
    }
    return count;
}
