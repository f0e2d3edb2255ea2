/* The format specification mini-language, and formatting of int, float and str by it (PEP 3101). */
#include "types/format.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str_methods.h"
#include "types/str_private.h"

/* ---- parsing ------------------------------------------------------------------------------------- */

static bool is_align(uint32_t code)
{
    return code == '<' || code == '>' || code == '=' || code == '^';
}

/* Reads digits at *at: their value, -1 when there are none, -2 with ValueError set. */
static ssize_t read_number(Runtime *rt, const Str *text, size_t *at)
{
    ssize_t value = 0;
    size_t start = *at;
    for (; *at < text->length; ++*at) {
        uint32_t code = str_at(text, *at);
        if (code < '0' || code > '9')
            break;
        if (value > (SSIZE_MAX - (ssize_t)(code - '0')) / 10) {
            error_set(rt, &value_error_type, "Too many decimal digits in format string");
            return -2;
        }
        value = value * 10 + (ssize_t)(code - '0');
    }
    return *at == start ? -1 : value;
}

static uint32_t code_at(const Str *text, size_t at)
{
    return at < text->length ? str_at(text, at) : 0;
}

static int parse_grouping(Runtime *rt, const Str *text, size_t *at, FormatSpec *spec)
{
    if (code_at(text, *at) == ',') {
        spec->grouping = ',';
        ++*at;
    }
    if (code_at(text, *at) == '_') {
        if (spec->grouping != 0)
            return error_fail(rt, &value_error_type, "Cannot specify both ',' and '_'.");
        spec->grouping = '_';
        ++*at;
    }
    if (code_at(text, *at) == ',' && spec->grouping == '_')
        return error_fail(rt, &value_error_type, "Cannot specify both ',' and '_'.");
    return 0;
}

static int check_grouping(Runtime *rt, const FormatSpec *spec, uint32_t type)
{
    if (spec->grouping == 0)
        return 0;
    switch (type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case 0: return 0;
    case 'b': case 'o': case 'x': case 'X':
        if (spec->grouping == '_')
            return 0;
        break;
    default: break;
    }
    if (type > 32 && type < 128)
        return error_fail(rt, &value_error_type, "Cannot specify '%c' with '%c'.", spec->grouping, (int)type);
    return error_fail(rt, &value_error_type, "Cannot specify '%c' with '\\x%x'.", spec->grouping, type);
}

int format_spec_parse(Runtime *rt, Str *text, Object *owner, FormatSpec *spec)
{
    *spec = (FormatSpec){.fill = ' ', .width = -1, .precision = -1};
    size_t at = 0;
    if (text->length >= 2 && is_align(str_at(text, 1))) {
        spec->fill = str_at(text, 0);
        spec->fill_given = true;
        spec->align = (char)str_at(text, 1);
        at = 2;
    } else if (is_align(code_at(text, 0))) {
        spec->align = (char)str_at(text, 0);
        at = 1;
    }
    uint32_t code = code_at(text, at);
    if (code == '+' || code == '-' || code == ' ') {
        spec->sign = (char)code;
        at++;
    }
    if (code_at(text, at) == 'z') {
        spec->no_negative_zero = true;
        at++;
    }
    if (code_at(text, at) == '#') {
        spec->alternate = true;
        at++;
    }
    if (!spec->fill_given && code_at(text, at) == '0') {
        spec->fill = '0';
        spec->fill_given = true;
        if (spec->align == 0 && !str_check(owner))
            spec->align = '=';
        at++;
    }
    spec->width = read_number(rt, text, &at);
    if (spec->width == -2 || parse_grouping(rt, text, &at, spec) < 0)
        return -1;
    if (code_at(text, at) == '.') {
        at++;
        spec->precision = read_number(rt, text, &at);
        if (spec->precision == -2)
            return -1;
        if (spec->precision == -1)
            return error_fail(rt, &value_error_type, "Format specifier missing precision");
    }
    if (text->length - at > 1)
        return error_fail(rt, &value_error_type, "Invalid format specifier '%U' for object of type '%.200T'", text, owner);
    if (at < text->length)
        spec->type = str_at(text, at);
    return check_grouping(rt, spec, spec->type == 0 && str_check(owner) ? 's' : spec->type);
}

static void *unknown_code(Runtime *rt, const FormatSpec *spec, Object *owner)
{
    if (spec->type > 32 && spec->type < 128)
        return error_set(rt, &value_error_type, "Unknown format code '%c' for object of type '%T'", (int)spec->type, owner);
    return error_set(rt, &value_error_type, "Unknown format code '\\x%x' for object of type '%T'", spec->type, owner);
}

/* ---- layout -------------------------------------------------------------------------------------- */

Str *format_pad(Runtime *rt, Str *text, const FormatSpec *spec, char default_align)
{
    size_t missing = spec->width > 0 && (size_t)spec->width > text->length ? (size_t)spec->width - text->length : 0;
    if (missing == 0 && str_check_exact(text))
        return object_retain(text);
    char align = spec->align != 0 ? spec->align : default_align;
    size_t left = align == '>' || align == '=' ? missing : align == '^' ? missing / 2 : 0;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_fill(&builder, spec->fill, left);
    str_builder_add(&builder, text);
    str_builder_add_fill(&builder, spec->fill, missing - left);
    return str_builder_finish(&builder);
}

/* Digits of the whole part in groups from the right; zeros are put before them until they fill `least` characters,
 * separators included. */
static void add_grouped(StrBuilder *builder, const char *digits, size_t count, char separator, unsigned group, size_t least)
{
    if (separator == 0) {
        str_builder_add_fill(builder, '0', least > count ? least - count : 0);
        str_builder_add_latin1(builder, digits, count);
        return;
    }
    size_t total = count;
    while (total + (total - 1) / group < least)
        total++;
    for (size_t i = 0; i < total && !builder->failed; i++) {
        if (i > 0 && (total - i) % group == 0)
            str_builder_add_character(builder, (uint32_t)separator);
        str_builder_add_character(builder, i < total - count ? '0' : (uint32_t)(unsigned char)digits[i - (total - count)]);
    }
}

/* A number laid out: sign, prefix, whole digits (grouped), rest (point, fraction, exponent, percent). */
static Str *layout_number(Runtime *rt, const FormatSpec *spec, bool negative, const char *prefix, const char *whole,
                          size_t whole_count, const char *rest, size_t rest_count, unsigned group)
{
    char sign = negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
    size_t fixed = (sign != 0) + strlen(prefix) + rest_count;
    size_t separators = spec->grouping != 0 && whole_count > 0 ? (whole_count - 1) / group : 0;
    size_t length = fixed + whole_count + separators;
    size_t width = spec->width > 0 ? (size_t)spec->width : 0;
    char align = spec->align != 0 ? spec->align : '>';
    size_t least = 0; /* characters of the whole part when zeros fill it */
    bool zero_fill = align == '=' && spec->fill == '0' && whole_count > 0; /* inf and nan have no digits to group */
    if (zero_fill && width > length) {
        least = width - fixed;
        /* "0,001": a group may not begin with a separator, so one more zero can come. */
        size_t total = whole_count;
        while (spec->grouping != 0 && total + (total - 1) / group < least)
            total++;
        length = fixed + (spec->grouping != 0 ? total + (total - 1) / group : least);
    }
    size_t missing = width > length ? width - length : 0;
    size_t left = align == '>' ? missing : align == '^' ? missing / 2 : 0;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_fill(&builder, spec->fill, left);
    if (sign != 0)
        str_builder_add_character(&builder, (uint32_t)sign);
    str_builder_add_c(&builder, prefix);
    if (align == '=' && !zero_fill)
        str_builder_add_fill(&builder, spec->fill, missing);
    add_grouped(&builder, whole, whole_count, spec->grouping, group, least);
    str_builder_add_latin1(&builder, rest, rest_count);
    if (align == '<' || align == '^')
        str_builder_add_fill(&builder, spec->fill, missing - left);
    return str_builder_finish(&builder);
}

/* ---- str ----------------------------------------------------------------------------------------- */

Str *format_str(Runtime *rt, Object *self, Str *text)
{
    FormatSpec spec;
    if (text->length == 0)
        return (Str *)object_str(rt, self);
    if (format_spec_parse(rt, text, self, &spec) < 0)
        return NULL;
    if (spec.type != 0 && spec.type != 's')
        return unknown_code(rt, &spec, self);
    if (spec.sign != 0)
        return error_set(rt, &value_error_type, spec.sign == ' ' ? "Space not allowed in string format specifier"
                                                                 : "Sign not allowed in string format specifier");
    if (spec.no_negative_zero)
        return error_set(rt, &value_error_type, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return error_set(rt, &value_error_type, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return error_set(rt, &value_error_type, "'=' alignment not allowed in string format specifier");
    Str *str = (Str *)self;
    size_t length = spec.precision >= 0 && (size_t)spec.precision < str->length ? (size_t)spec.precision : str->length;
    owned Str *shown = str_slice(rt, str, 0, length);
    return shown == NULL ? NULL : format_pad(rt, shown, &spec, '<');
}

/* ---- float --------------------------------------------------------------------------------------- */

/* Text of a double (sign apart) into its parts; specials have no digits to group. */
static Str *layout_float(Runtime *rt, const FormatSpec *spec, const char *text, size_t length, bool percent)
{
    bool negative = length > 0 && *text == '-';
    text += negative, length -= negative;
    size_t whole = 0;
    while (whole < length && text[whole] >= '0' && text[whole] <= '9')
        whole++;
    char rest[48];
    if (length - whole + percent < sizeof rest) {
        memcpy(rest, text + whole, length - whole);
        rest[length - whole] = '%';
        return layout_number(rt, spec, negative, "", text, whole, rest, length - whole + percent, 3);
    }
    size_t size = length - whole + 1;
    char *block = memory_take(rt, size);
    if (block == NULL)
        return NULL;
    memcpy(block, text + whole, length - whole);
    block[length - whole] = '%';
    Str *result = layout_number(rt, spec, negative, "", text, whole, block, length - whole + percent, 3);
    memory_release(rt, block, size);
    return result;
}

/* 1.200e+05 to 1.2e+05, in place. */
static void drop_zeros(char *text, size_t *length)
{
    char *mark = strchr(text, 'e'), *end = mark;
    if (memchr(text, '.', (size_t)(mark - text)) == NULL)
        return;
    while (end[-1] == '0')
        end--;
    if (end[-1] == '.')
        end--;
    memmove(end, mark, strlen(mark) + 1);
    *length = strlen(text);
}

/* With no type: like repr, but with a precision like 'g' that keeps a ".0", for which it reckons with one digit more:
 * it is exponential from an exponent of precision - 1 on. */
static char *text_without_type(Runtime *rt, double value, const FormatSpec *spec, size_t *length, size_t *size)
{
    if (spec->precision < 0)
        return float_format_text(rt, value, 'r', 0, spec->alternate, length, size);
    int precision = spec->precision == 0 ? 1 : (int)spec->precision;
    if (!isfinite(value))
        return float_format_text(rt, value, 'g', precision, spec->alternate, length, size);
    char *text = float_format_text(rt, value, 'e', precision - 1, spec->alternate, length, size);
    if (text == NULL)
        return NULL;
    const char *mark = strchr(text, 'e');
    int exponent = 0;
    for (const char *at = mark + 2; *at != '\0'; at++)
        exponent = exponent * 10 + (*at - '0');
    if (mark[1] == '+' && exponent >= precision - 1) {
        if (!spec->alternate)
            drop_zeros(text, length);
        return text;
    }
    memory_release(rt, text, *size);
    text = float_format_text(rt, value, 'g', precision, spec->alternate, length, size);
    if (text != NULL && strpbrk(text, ".e") == NULL) {
        memcpy(text + *length, ".0", 3);
        *length += 2;
    }
    return text;
}

static Str *format_double(Runtime *rt, double value, const FormatSpec *spec, Object *owner)
{
    if (spec->precision > INT32_MAX - 100)
        return error_set(rt, &value_error_type, "precision too big");
    size_t length, size;
    char *text;
    bool percent = spec->type == '%';
    switch (spec->type) {
    case 0: text = text_without_type(rt, value, spec, &length, &size); break;
    case 'n': text = float_format_text(rt, value, 'g', (int)spec->precision, spec->alternate, &length, &size); break;
    case '%': text = float_format_text(rt, value * 100, 'f', (int)spec->precision, spec->alternate, &length, &size); break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        text = float_format_text(rt, value, (char)spec->type, (int)spec->precision, spec->alternate, &length, &size);
        break;
    default: return unknown_code(rt, spec, owner);
    }
    if (text == NULL)
        return NULL;
    size_t skip = 0;
    if (spec->no_negative_zero && *text == '-' && strpbrk(text, "123456789n") == NULL)
        skip = 1; /* what is left of a tiny negative number */
    Str *result = layout_float(rt, spec, text + skip, length - skip, percent);
    memory_release(rt, text, size);
    return result;
}

Str *format_float(Runtime *rt, Object *self, Str *text)
{
    FormatSpec spec;
    if (text->length == 0)
        return (Str *)object_str(rt, self);
    if (format_spec_parse(rt, text, self, &spec) < 0)
        return NULL;
    return format_double(rt, ((Float *)self)->value, &spec, self);
}

/* ---- int ----------------------------------------------------------------------------------------- */

static Str *format_character(Runtime *rt, Object *self, const FormatSpec *spec)
{
    if (spec->sign != 0)
        return error_set(rt, &value_error_type, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return error_set(rt, &value_error_type, "Alternate form (#) not allowed with integer format specifier 'c'");
    int64_t code;
    if (!int_as_int64((Int *)self, &code))
        return error_set(rt, &overflow_error_type, "Python int too large to convert to C long");
    if (code < 0 || code > 0x10ffff)
        return error_set(rt, &overflow_error_type, "%%c arg not in range(0x110000)");
    owned Str *character = str_from_character(rt, (uint32_t)code);
    return character == NULL ? NULL : format_pad(rt, character, spec, '>');
}

static Str *format_integer(Runtime *rt, Object *self, const FormatSpec *spec)
{
    if (spec->precision >= 0)
        return error_set(rt, &value_error_type, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return error_set(rt, &value_error_type, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_character(rt, self, spec);
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : spec->type == 'x' || spec->type == 'X' ? 16 : 10;
    const char *prefix = !spec->alternate ? "" : base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'X' ? "0X" : base == 16 ? "0x" : "";
    owned Str *digits = int_to_text(rt, (Int *)self, base);
    if (digits == NULL)
        return NULL;
    if (spec->type == 'X') {
        Object *upper = str_upper(rt, (Object *)digits, NULL, 0);
        if (upper == NULL)
            return NULL;
        object_replace_steal(&digits, upper);
    }
    const char *text = str_data(digits);
    bool negative = *text == '-';
    return layout_number(rt, spec, negative, prefix, text + negative, digits->length - negative, "", 0, base == 10 ? 3 : 4);
}

Str *format_int(Runtime *rt, Object *self, Str *text)
{
    FormatSpec spec;
    if (text->length == 0)
        return (Str *)object_str(rt, self);
    if (format_spec_parse(rt, text, self, &spec) < 0)
        return NULL;
    double value;
    switch (spec.type) {
    case 0: case 'b': case 'c': case 'd': case 'o': case 'x': case 'X': case 'n': return format_integer(rt, self, &spec);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%':
        if (int_as_double(rt, (Int *)self, &value) < 0)
            return NULL;
        return format_double(rt, value, &spec, self);
    default: return unknown_code(rt, &spec, self);
    }
}
