/* The methods of str, for its table in str_type.c. */
#ifndef OURO_TYPES_STR_METHODS_H
#define OURO_TYPES_STR_METHODS_H

#include "types/str.h"
#include "types/str_character.h"

#define STR_METHOD(name) Object *name(Runtime *rt, Object *self, Object **args, size_t n)
/* str_case.c */
STR_METHOD(str_upper); STR_METHOD(str_lower); STR_METHOD(str_casefold); STR_METHOD(str_capitalize); STR_METHOD(str_title);
STR_METHOD(str_swapcase); STR_METHOD(str_isalpha); STR_METHOD(str_isdecimal); STR_METHOD(str_isdigit);
STR_METHOD(str_isnumeric); STR_METHOD(str_isalnum); STR_METHOD(str_isspace); STR_METHOD(str_isprintable);
STR_METHOD(str_isascii); STR_METHOD(str_islower); STR_METHOD(str_isupper); STR_METHOD(str_istitle); STR_METHOD(str_isidentifier);
/* str_methods.c */
STR_METHOD(str_find_method); STR_METHOD(str_rfind); STR_METHOD(str_index); STR_METHOD(str_rindex); STR_METHOD(str_count_method);
STR_METHOD(str_startswith); STR_METHOD(str_endswith); STR_METHOD(str_removeprefix); STR_METHOD(str_removesuffix);
STR_METHOD(str_replace); STR_METHOD(str_strip); STR_METHOD(str_lstrip); STR_METHOD(str_rstrip); STR_METHOD(str_center);
STR_METHOD(str_ljust); STR_METHOD(str_rjust); STR_METHOD(str_zfill); STR_METHOD(str_expandtabs); STR_METHOD(str_translate);
STR_METHOD(str_maketrans); STR_METHOD(str_join_method); STR_METHOD(str_encode_method);
/* str_split.c */
STR_METHOD(str_split); STR_METHOD(str_rsplit); STR_METHOD(str_splitlines); STR_METHOD(str_partition); STR_METHOD(str_rpartition);
/* str_format_method.c */
STR_METHOD(str_format_map); STR_METHOD(str_dunder_format);
Object *str_format_method(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
/* str_percent.c */
Object *str_percent(Runtime *rt, Object *left, Object *right); /* the slot of % */

bool str_is_identifier(const Str *str);

#endif
