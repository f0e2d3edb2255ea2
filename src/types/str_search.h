/* Finding text in text. */
#ifndef OURO_TYPES_STR_SEARCH_H
#define OURO_TYPES_STR_SEARCH_H

#include "types/str.h"

/* The first (or last) place of `needle` within text[start:end], or -1. An empty needle is found at the edge. */
ssize_t str_find(const Str *text, const Str *needle, size_t start, size_t end);
ssize_t str_find_last(const Str *text, const Str *needle, size_t start, size_t end);
/* How often, without overlaps; at most `most`. */
size_t str_count(const Str *text, const Str *needle, size_t start, size_t end, size_t most);
bool str_matches_at(const Str *text, const Str *needle, size_t at);

#endif
