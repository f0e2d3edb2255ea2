/* str: its protocol and type record, and the iterator over characters. */
#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/str_methods.h"
#include "types/str_private.h"
#include "types/str_search.h"
#include "types/tuple.h"
#include "types/type_parts.h"
#include "types/type.h"
#include "types/unicode_table.h"

/* ---- creation ------------------------------------------------------------------------------------ */

static Object *decode_argument(Runtime *rt, Object *object, Object *encoding, Object *errors)
{
    const char *encoding_text, *errors_text;
    owned Object *first = NULL;
    owned Object *second = NULL;
    if (!codec_argument(rt, encoding, "str", "encoding", &encoding_text, &first) ||
        !codec_argument(rt, errors, "str", "errors", &errors_text, &second))
        return NULL;
    if (str_check(object))
        return error_set(rt, &type_error_type, "decoding str is not supported");
    if (!bytes_check(object) && !object_has_flag(object, TYPE_BYTEARRAY))
        return error_set(rt, &type_error_type, "decoding to str: need a bytes-like object, %T found", object);
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, object, &data, &length, &holder))
        return NULL;
    return (Object *)bytes_decode(rt, data, length, encoding_text, errors_text);
}

static Object *str_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (likely(n == 1 && names == NULL && type == &str_type))
        return object_str(rt, args[0]);
    Object *bound[3];
    if (arguments_bind(rt, "str", "object=, encoding=, errors=", args, n, names, bound, 3) < 0)
        return NULL;
    owned Object *text = NULL;
    if (bound[0] == NULL)
        text = (Object *)EMPTY_STR;
    else if (bound[1] == NULL && bound[2] == NULL)
        text = object_str(rt, bound[0]);
    else
        text = decode_argument(rt, bound[0], bound[1], bound[2]);
    if (text == NULL || type == &str_type)
        return take(&text);
    const Str *source = (Str *)text;
    Str *self = str_new_any(rt, type, source->length, str_widest(source));
    if (self == NULL)
        return NULL;
    memcpy(str_data(self), str_data(source), source->length * str_width(source));
    object_track_any(rt, self);
    return (Object *)self;
}

/* ---- protocol ------------------------------------------------------------------------------------ */

static void add_escape(StrBuilder *builder, uint32_t code)
{
    char text[16];
    static const char hex[] = "0123456789abcdef";
    int digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8, length = 0;
    text[length++] = '\\';
    text[length++] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (int i = digits; i-- > 0;)
        text[length++] = hex[code >> (4 * i) & 15];
    str_builder_add_latin1(builder, text, (size_t)length);
}

/* How many characters from `start` on stand for themselves and are ASCII; 0 for wide text, which goes one by one. */
static size_t plain_run(const Str *str, size_t start, uint32_t quote)
{
    if (str_width(str) != 1)
        return 0;
    const uint8_t *data = str_data(str);
    size_t i = start;
    while (i < str->length && data[i] >= 0x20 && data[i] < 0x7f && data[i] != quote && data[i] != '\\')
        i++;
    return i - start;
}

static Object *str_repr(Runtime *rt, Object *self)
{
    const Str *str = (Str *)self;
    bool single = str_find_character(str, '\'', 0, str->length) >= 0;
    bool both = single && str_find_character(str, '"', 0, str->length) >= 0;
    uint32_t quote = single && !both ? '"' : '\'';
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_character(&builder, quote);
    for (size_t i = 0; i < str->length && !builder.failed; i++) {
        size_t run = plain_run(str, i, quote);
        str_builder_add_slice(&builder, str, i, i + run);
        i += run;
        if (i >= str->length)
            break;
        uint32_t code = str_at(str, i);
        if (code == quote || code == '\\') {
            str_builder_add_character(&builder, '\\');
            str_builder_add_character(&builder, code);
        } else if (code == '\n') {
            str_builder_add_c(&builder, "\\n");
        } else if (code == '\r') {
            str_builder_add_c(&builder, "\\r");
        } else if (code == '\t') {
            str_builder_add_c(&builder, "\\t");
        } else if ((code >= 0x20 && code < 0x7f) || (code >= 0x7f && (character_facts(code)->flags & CHARACTER_PRINTABLE))) {
            str_builder_add_character(&builder, code);
        } else {
            add_escape(&builder, code);
        }
    }
    str_builder_add_character(&builder, quote);
    return (Object *)str_builder_finish(&builder);
}

static Object *str_str(Runtime *rt, Object *self)
{
    const Str *str = (Str *)self;
    return str_check_exact(str) ? object_retain(str)
                                : (Object *)str_from_width(rt, str_data(str), str->length, str_width(str));
}

static int64_t str_slot_hash(Runtime *rt, Object *self)
{
    return str_hash(rt, (Str *)self);
}

static Object *str_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    (void)rt;
    if (!str_check(other) || !str_check(self))
        return object_retain(NOT_IMPLEMENTED);
    const Str *left = (Str *)self, *right = (Str *)other;
    if (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL)
        return bool_object(str_equal(left, right) == (operation == COMPARE_EQUAL));
    int order = left == right ? 0 : str_compare_order(left, right);
    bool result = operation == COMPARE_LESS ? order < 0 : operation == COMPARE_LESS_EQUAL ? order <= 0
                : operation == COMPARE_GREATER ? order > 0 : order >= 0;
    return bool_object(result);
}

static ssize_t str_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)((Str *)self)->length;
}

static Object *str_item(Runtime *rt, Object *self, ssize_t index)
{
    const Str *str = (Str *)self;
    if (index < 0 || (size_t)index >= str->length)
        return error_set(rt, &index_error_type, "string index out of range");
    return (Object *)str_from_character(rt, str_at(str, (size_t)index));
}

static Object *str_get_item(Runtime *rt, Object *self, Object *key)
{
    Str *str = (Str *)self;
    if (int_check_exact(key) && int_is_small(key)) {
        int64_t index = int_small_value(key);
        return str_item(rt, self, index < 0 ? index + (ssize_t)str->length : index);
    }
    if (number_has_index(key)) {
        ssize_t index = number_as_size(rt, key, &index_error_type);
        if (index == -1 && error_pending(rt))
            return NULL;
        return str_item(rt, self, index < 0 ? index + (ssize_t)str->length : index);
    }
    if (!object_has_type(key, &slice_type))
        return error_set(rt, &type_error_type, "string indices must be integers, not '%T'", key);
    ssize_t start, stop, step, count;
    if (slice_indices(rt, key, (ssize_t)str->length, &start, &stop, &step, &count) < 0)
        return NULL;
    if (step == 1)
        return (Object *)str_slice(rt, str, (size_t)start, (size_t)start + (size_t)count);
    if (count == 0)
        return (Object *)EMPTY_STR;
    if (str_is_ascii(str)) {
        if (count == 1)
            return (Object *)str_from_character(rt, str_at(str, (size_t)start));
        Str *result = str_new(rt, (size_t)count, 127);
        if (result == NULL)
            return NULL;
        const char *from = str_data(str);
        char *to = str_data(result);
        for (ssize_t i = 0; i < count; i++)
            to[i] = from[start + i * step];
        return (Object *)result;
    }
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (ssize_t i = 0; i < count && !builder.failed; i++)
        str_builder_add_character(&builder, str_at(str, (size_t)(start + i * step)));
    return (Object *)str_builder_finish(&builder);
}

static int str_contains(Runtime *rt, Object *self, Object *value)
{
    if (!str_check(value))
        return error_fail(rt, &type_error_type, "'in <string>' requires string as left operand, not %T", value);
    return str_find((Str *)self, (Str *)value, 0, ((Str *)self)->length) >= 0;
}

static Object *str_slot_concat(Runtime *rt, Object *self, Object *other)
{
    if (!str_check(other))
        return error_set(rt, &type_error_type, "can only concatenate str (not \"%T\") to str", other);
    return (Object *)str_concat(rt, (Str *)self, (Str *)other);
}

static Object *str_repeat(Runtime *rt, Object *self, ssize_t count)
{
    Str *str = (Str *)self;
    if (count <= 0 || str->length == 0)
        return (Object *)EMPTY_STR;
    if (count == 1)
        return str_str(rt, self);
    if (str->length > (size_t)(PTRDIFF_MAX / count))
        return error_set(rt, &overflow_error_type, "repeated string is too long");
    if ((size_t)count > SIZE_MAX / 8 / str->length)
        return error_no_memory(rt);
    Str *result = str_new(rt, str->length * (size_t)count, str_widest(str));
    if (result == NULL)
        return NULL;
    size_t piece = str->length * str_width(str), total = piece * (size_t)count;
    char *data = str_data(result);
    if (piece == 1) {
        memset(data, *(char *)str_data(str), total);
        return (Object *)result;
    }
    memcpy(data, str_data(str), piece);
    for (size_t done = piece; done < total; done *= 2)
        memcpy(data + done, data, done < total - done ? done : total - done);
    return (Object *)result;
}

static Object *str_getnewargs(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *text = str_str(rt, self);
    return text == NULL ? NULL : (Object *)tuple_pack(rt, 1, text);
}

static Object *str_sizeof(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)int_from_uint64(rt, str_size_of(self));
}

/* ---- iterator ------------------------------------------------------------------------------------ */

static const Type str_ascii_iterator_type;

static Object *str_iter(Runtime *rt, Object *self)
{
    SequenceIterator *iterator = gc_new(rt, str_is_ascii((Str *)self) ? &str_ascii_iterator_type : &str_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->sequence = object_retain(self);
    iterator->index = 0;
    gc_track(rt, iterator);
    return (Object *)iterator;
}

static void iterator_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_clear_slot(&((SequenceIterator *)self)->sequence);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((SequenceIterator *)self)->sequence);
    return 0;
}

static Object *iterator_next_character(Runtime *rt, Object *object)
{
    SequenceIterator *self = (SequenceIterator *)object;
    const Str *str = (Str *)self->sequence;
    if (str == NULL)
        return NULL;
    if (self->index < str->length)
        return (Object *)str_from_character(rt, str_at(str, self->index++));
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *iterator_self(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(self);
}

static Object *iterator_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    return (Object *)int_from_uint64(rt, self->sequence == NULL ? 0 : ((Str *)self->sequence)->length - self->index);
}

static Object *iterator_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    owned Object *iter = object_retain_maybe(dict_get_str_borrow(rt, rt->builtins, NAME(iter)));
    if (iter == NULL)
        return error_set(rt, &attribute_error_type, "iter");
    if (self->sequence == NULL) {
        owned Tuple *empty = tuple_pack(rt, 1, EMPTY_STR);
        return empty == NULL ? NULL : (Object *)tuple_pack(rt, 2, iter, empty);
    }
    owned Tuple *arguments = tuple_pack(rt, 1, self->sequence);
    owned Int *index = int_from_uint64(rt, self->index);
    return arguments == NULL || index == NULL ? NULL : (Object *)tuple_pack(rt, 3, iter, arguments, index);
}

static Object *iterator_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        size_t length = ((Str *)self->sequence)->length;
        self->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return NONE;
}

/* Two types that differ in name only: 3.11 has one for ASCII text. */
#define STR_ITERATOR(id)                                                                                               \
    {                                                                                                                  \
        TYPE_IDENTITY(id), .name = #id, .base = &object_type, .size = sizeof(SequenceIterator),                        \
        .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,                                          \
        .free = iterator_free, .visit = iterator_visit, .iter = iterator_self, .next = iterator_next_character,        \
        .repr = object_default_repr, .str = object_default_str, .hash = object_default_hash,                           \
        .compare = object_default_compare, .init = object_init,                                                        \
        .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,                  \
        .methods = iterator_methods,                                                                                   \
    }
static const MethodSpec iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0},
    {"__reduce__", iterator_reduce, 0, 0},
    {"__setstate__", iterator_setstate, 1, 1},
    {0},
};
const Type str_iterator_type = STR_ITERATOR(str_iterator);
static const Type str_ascii_iterator_type = STR_ITERATOR(str_ascii_iterator);

/* ---- type record --------------------------------------------------------------------------------- */

const Type str_type = {
    TYPE_IDENTITY(str), .name = "str", .base = &object_type, .size = sizeof(Str),
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object.",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_ITEMS | TYPE_STR,
    .create = str_create, .free = str_free, .size_of = str_size_of,
    .repr = str_repr, .str = str_str, .hash = str_slot_hash, .compare = str_compare, .iter = str_iter,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .binary[BINARY_REMAINDER] = str_percent,
    .length = str_length, .get_item = str_get_item, .item = str_item, .contains = str_contains,
    .concat = str_slot_concat, .repeat = str_repeat,
    .methods = (const MethodSpec[]){
        {"__format__", str_dunder_format, 1, 1},
        {"__getnewargs__", str_getnewargs, 0, 0},
        {"__sizeof__", str_sizeof, 0, 0},
        {"capitalize", str_capitalize, 0, 0},
        {"casefold", str_casefold, 0, 0},
        {"center", str_center, 1, 2},
        {"count", str_count_method, 0, -1},
        {"encode", str_encode_method, .parameters = "encoding=, errors="},
        {"endswith", str_endswith, 0, -1},
        {"expandtabs", str_expandtabs, .parameters = "tabsize="},
        {"find", str_find_method, 0, -1},
        {"format", .keywords = str_format_method},
        {"format_map", str_format_map, 1, 1},
        {"index", str_index, 0, -1},
        {"isalnum", str_isalnum, 0, 0},
        {"isalpha", str_isalpha, 0, 0},
        {"isascii", str_isascii, 0, 0},
        {"isdecimal", str_isdecimal, 0, 0},
        {"isdigit", str_isdigit, 0, 0},
        {"isidentifier", str_isidentifier, 0, 0},
        {"islower", str_islower, 0, 0},
        {"isnumeric", str_isnumeric, 0, 0},
        {"isprintable", str_isprintable, 0, 0},
        {"isspace", str_isspace, 0, 0},
        {"istitle", str_istitle, 0, 0},
        {"isupper", str_isupper, 0, 0},
        {"join", str_join_method, 1, 1},
        {"ljust", str_ljust, 1, 2},
        {"lower", str_lower, 0, 0},
        {"lstrip", str_lstrip, 0, 1},
        {"maketrans", str_maketrans, 1, 3, METHOD_STATIC},
        {"partition", str_partition, 1, 1},
        {"removeprefix", str_removeprefix, 1, 1},
        {"removesuffix", str_removesuffix, 1, 1},
        {"replace", str_replace, 2, 3},
        {"rfind", str_rfind, 0, -1},
        {"rindex", str_rindex, 0, -1},
        {"rjust", str_rjust, 1, 2},
        {"rpartition", str_rpartition, 1, 1},
        {"rsplit", str_rsplit, .parameters = "sep=, maxsplit="},
        {"rstrip", str_rstrip, 0, 1},
        {"split", str_split, .parameters = "sep=, maxsplit="},
        {"splitlines", str_splitlines, .parameters = "keepends="},
        {"startswith", str_startswith, 0, -1},
        {"strip", str_strip, 0, 1},
        {"swapcase", str_swapcase, 0, 0},
        {"title", str_title, 0, 0},
        {"translate", str_translate, 1, 1},
        {"upper", str_upper, 0, 0},
        {"zfill", str_zfill, 1, 1},
        {0},
    },
};
