/* str.format and format_map: replacement fields {name.attribute[item]!conversion:spec}, specs nested once. */
#include <limits.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/format.h"
#include "types/int.h"
#include "types/str_methods.h"
#include "types/tuple.h"

typedef struct Fields {
    Runtime *rt;
    Object **args; /* positional; then the values of names */
    size_t n;
    Tuple *names;
    Object *mapping; /* format_map: instead of the arguments */
    ssize_t next;    /* number of the next automatic field; -1: explicit numbers are used; 0 also: undecided */
    bool automatic, manual;
} Fields;

/* "12" -> 12; -1: not a number; -2: error. */
static ssize_t number_of(Runtime *rt, const Str *text, size_t start, size_t end)
{
    if (start == end)
        return -1;
    ssize_t value = 0;
    for (size_t i = start; i < end; i++) {
        int digit = character_decimal(str_at(text, i));
        if (digit < 0)
            return -1;
        if (value > (SSIZE_MAX - 9) / 10) {
            error_set(rt, &value_error_type, "Too many decimal digits in format string");
            return -2;
        }
        value = value * 10 + digit;
    }
    return value;
}

static Object *positional(Fields *fields, ssize_t number)
{
    Runtime *rt = fields->rt;
    if (fields->mapping != NULL)
        return error_set(rt, &value_error_type, "Format string contains positional fields");
    if ((size_t)number >= fields->n)
        return error_set(rt, &index_error_type, "Replacement index %zd out of range for positional args tuple", number);
    return object_retain(fields->args[number]);
}

static Object *first_value(Fields *fields, Str *text, size_t start, size_t end)
{
    Runtime *rt = fields->rt;
    ssize_t number = number_of(rt, text, start, end);
    if (number == -2)
        return NULL;
    if (start == end || number >= 0) {
        bool automatic = start == end;
        if (automatic ? fields->manual : fields->automatic)
            return error_set(rt, &value_error_type, automatic
                ? "cannot switch from manual field specification to automatic field numbering"
                : "cannot switch from automatic field numbering to manual field specification");
        *(automatic ? &fields->automatic : &fields->manual) = true;
        return positional(fields, automatic ? fields->next++ : number);
    }
    owned Str *name = str_slice(rt, text, start, end);
    if (name == NULL)
        return NULL;
    if (fields->mapping != NULL)
        return object_get_item(rt, fields->mapping, (Object *)name);
    for (size_t i = 0; fields->names != NULL && i < fields->names->length; i++)
        if (str_equal((Str *)fields->names->items[i], name))
            return object_retain(fields->args[fields->n + i]);
    return error_set_value(rt, &key_error_type, (Object *)name);
}

/* value.a[b].c ... */
static Object *field_value(Fields *fields, Str *text, size_t start, size_t end)
{
    Runtime *rt = fields->rt;
    size_t at = start;
    while (at < end && str_at(text, at) != '.' && str_at(text, at) != '[')
        at++;
    owned Object *value = first_value(fields, text, start, at);
    while (value != NULL && at < end) {
        Object *next;
        if (str_at(text, at) == '.') {
            size_t from = ++at;
            while (at < end && str_at(text, at) != '.' && str_at(text, at) != '[')
                at++;
            if (from == at)
                return error_set(rt, &value_error_type, "Empty attribute in format string");
            owned Str *name = str_slice(rt, text, from, at);
            next = name == NULL ? NULL : object_get_attribute(rt, value, name);
        } else if (str_at(text, at) == '[') {
            size_t from = ++at;
            while (at < end && str_at(text, at) != ']')
                at++;
            if (at == end)
                return error_set(rt, &value_error_type, "Missing ']' in format string");
            if (from == at)
                return error_set(rt, &value_error_type, "Empty attribute in format string");
            ssize_t number = number_of(rt, text, from, at);
            if (number == -2)
                return NULL;
            owned Object *key = number >= 0 ? (Object *)int_from_size(rt, number) : (Object *)str_slice(rt, text, from, at);
            next = key == NULL ? NULL : object_get_item(rt, value, key);
            at++;
        } else {
            return error_set(rt, &value_error_type, "Only '.' or '[' may follow ']' in format field specifier");
        }
        if (next == NULL)
            return NULL;
        object_replace_steal(&value, next);
    }
    return take(&value);
}

static Object *convert(Runtime *rt, Object *value, uint32_t conversion)
{
    switch (conversion) {
    case 'r': return object_repr(rt, value);
    case 's': return object_str(rt, value);
    case 'a': return object_ascii(rt, value);
    default:
        if (conversion > 32 && conversion < 127)
            return error_set(rt, &value_error_type, "Unknown conversion specifier %c", (int)conversion);
        return error_set(rt, &value_error_type, "Unknown conversion specifier \\x%x", conversion);
    }
}

static int format_into(Fields *fields, StrBuilder *out, Str *text, size_t start, size_t end, int depth);

/* Where a field's name, conversion and specification lie in the text. */
typedef struct FieldPlace {
    size_t name, name_end;
    uint32_t conversion; /* 0: none */
    bool has_spec;
    size_t spec, spec_end;
} FieldPlace;

/* The specification, which begins at *at; *at is then behind the brace that ends the field. */
static int read_spec(Runtime *rt, const Str *text, size_t *at, size_t end, FieldPlace *place)
{
    place->has_spec = true;
    place->spec = *at;
    for (int depth = 1; *at < end;) {
        uint32_t code = str_at(text, (*at)++);
        depth += code == '{' ? 1 : code == '}' ? -1 : 0;
        if (depth == 0) {
            place->spec_end = *at - 1;
            return 0;
        }
    }
    return error_fail(rt, &value_error_type, "unmatched '{' in format spec");
}

/* The conversion, whose mark has been read, and what follows it. */
static int read_conversion(Runtime *rt, const Str *text, size_t *at, size_t end, FieldPlace *place)
{
    if (*at >= end)
        return error_fail(rt, &value_error_type, "end of string while looking for conversion specifier");
    place->conversion = str_at(text, (*at)++);
    if (*at < end) {
        uint32_t code = str_at(text, (*at)++);
        if (code == '}')
            return 0;
        if (code != ':')
            return error_fail(rt, &value_error_type, "expected ':' after conversion specifier");
    }
    return read_spec(rt, text, at, end, place);
}

/* A field, whose brace has been read; *at is then behind its end. */
static int read_field(Runtime *rt, const Str *text, size_t *at, size_t end, FieldPlace *place)
{
    *place = (FieldPlace){.name = *at};
    uint32_t code = 0;
    while (*at < end) {
        code = str_at(text, (*at)++);
        if (code == '{')
            return error_fail(rt, &value_error_type, "unexpected '{' in field name");
        if (code == '}' || code == ':' || code == '!')
            break;
        while (code == '[' && *at < end && str_at(text, *at) != ']')
            ++*at;
    }
    place->name_end = *at - 1;
    if (code == '!')
        return read_conversion(rt, text, at, end, place);
    if (code == ':')
        return read_spec(rt, text, at, end, place);
    return code == '}' ? 0 : error_fail(rt, &value_error_type, "expected '}' before end of string");
}

/* One field, whose brace stands before *at. */
static int format_field(Fields *fields, StrBuilder *out, Str *text, size_t *at, size_t end, int depth)
{
    Runtime *rt = fields->rt;
    FieldPlace place;
    if (read_field(rt, text, at, end, &place) < 0)
        return -1;
    owned Object *value = field_value(fields, text, place.name, place.name_end);
    if (value == NULL)
        return -1;
    if (place.conversion != 0) {
        Object *converted = convert(rt, value, place.conversion);
        if (converted == NULL)
            return -1;
        object_replace_steal(&value, converted);
    }
    owned Str *spec = NULL;
    if (place.has_spec) {
        StrBuilder nested;
        str_builder_open(&nested, rt);
        if (place.spec < place.spec_end && format_into(fields, &nested, text, place.spec, place.spec_end, depth - 1) < 0) {
            str_builder_close(&nested);
            return -1;
        }
        spec = str_builder_finish(&nested);
        if (spec == NULL)
            return -1;
    }
    owned Object *shown = object_format(rt, value, (Object *)spec);
    if (shown == NULL)
        return -1;
    str_builder_add(out, (Str *)shown);
    return 0;
}

/* Formats text[start:end] into `out`; `depth` levels of fields are allowed. */
static int format_into(Fields *fields, StrBuilder *out, Str *text, size_t start, size_t end, int depth)
{
    Runtime *rt = fields->rt;
    if (depth == 0 && str_find_character(text, '{', start, end) >= 0)
        return error_fail(rt, &value_error_type, "Max string recursion exceeded");
    size_t at = start;
    while (at < end && !out->failed) {
        size_t literal = at;
        while (at < end && str_at(text, at) != '{' && str_at(text, at) != '}')
            at++;
        str_builder_add_slice(out, text, literal, at);
        if (at == end)
            break;
        uint32_t brace = str_at(text, at++);
        if (at < end && str_at(text, at) == brace) {
            str_builder_add_character(out, brace);
            at++;
            continue;
        }
        if (brace == '}')
            return error_fail(rt, &value_error_type, "Single '}' encountered in format string");
        if (at == end)
            return error_fail(rt, &value_error_type, "Single '{' encountered in format string");
        if (format_field(fields, out, text, &at, end, depth) < 0)
            return -1;
    }
    return 0;
}

static Object *format_all(Fields *fields, Str *text)
{
    if (str_find_character(text, '{', 0, text->length) < 0 && str_find_character(text, '}', 0, text->length) < 0)
        return object_retain(text);
    StrBuilder builder;
    str_builder_open(&builder, fields->rt);
    if (format_into(fields, &builder, text, 0, text->length, 2) < 0) {
        str_builder_close(&builder);
        return NULL;
    }
    return (Object *)str_builder_finish(&builder);
}

Object *str_format_method(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    Fields fields = {.rt = rt, .args = args, .n = n, .names = names};
    return format_all(&fields, (Str *)self);
}

Object *str_format_map(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Fields fields = {.rt = rt, .mapping = args[0]};
    return format_all(&fields, (Str *)self);
}

Object *str_dunder_format(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "__format__() argument must be str, not %T", args[0]);
    return (Object *)format_str(rt, self, (Str *)args[0]);
}
