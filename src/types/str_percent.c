/* text % values and octets % values: the directives of printf, with keys in parentheses.
 *
 *    % [(key)] [flags: - + space # 0] [width] [.precision] [h l L] conversion
 *
 * Both run through one machine that writes text: octets are read as Latin-1, and the result, which then holds
 * nothing wider, is turned into octets again. */
#include <math.h>
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes_methods.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str_methods.h"
#include "types/tuple.h"

typedef struct Directive {
    bool left, plus, blank, alternate, zero;
    bool no_negative_zero; /* the flag z, which 3.11 knows for octets only */
    ssize_t width, precision; /* -1: not given */
    uint32_t code;
} Directive;

typedef struct Percent {
    Runtime *rt;
    const Str *format;
    size_t at;           /* next character of the format */
    bool is_bytes;
    Object *mapping;     /* what keys look into; NULL: none. Borrowed */
    Object *args;        /* the values, or a single one; owned */
    ssize_t next, count; /* of a tuple's values; a single one is -2 of -1, then -1 of -1 when it is used up */
    StrBuilder out;
} Percent;

static bool at_end(const Percent *percent)
{
    return percent->at >= percent->format->length;
}

/* The next character of a directive: false with ValueError when the format ends in it. */
static bool read_code(Percent *percent, uint32_t *code)
{
    if (at_end(percent)) {
        error_set(percent->rt, &value_error_type, "incomplete format");
        return false;
    }
    *code = str_at(percent->format, percent->at++);
    return true;
}

/* The next value, borrowed. */
static Object *next_value(Percent *percent)
{
    if (percent->next >= percent->count)
        return error_set(percent->rt, &type_error_type, "not enough arguments for format string");
    ssize_t index = percent->next++;
    return percent->count < 0 ? percent->args : ((Tuple *)percent->args)->items[index];
}

/* ---- reading a directive ------------------------------------------------------------------------- */

/* (key), whose parenthesis has been read: its value becomes the single one that this directive takes. */
static int read_key(Percent *percent)
{
    Runtime *rt = percent->rt;
    if (percent->mapping == NULL)
        return error_fail(rt, &type_error_type, "format requires a mapping");
    size_t start = percent->at;
    for (int depth = 1; depth > 0; percent->at++) {
        if (at_end(percent))
            return error_fail(rt, &value_error_type, "incomplete format key");
        uint32_t code = str_at(percent->format, percent->at);
        depth += code == '(' ? 1 : code == ')' ? -1 : 0;
    }
    owned Object *key = (Object *)str_slice(rt, (Str *)percent->format, start, percent->at - 1);
    if (key != NULL && percent->is_bytes) {
        Bytes *octets = str_encode(rt, (Str *)key, "latin-1", NULL);
        object_replace_steal(&key, octets);
    }
    Object *value = key == NULL ? NULL : object_get_item(rt, percent->mapping, key);
    if (value == NULL)
        return -1;
    object_replace_steal(&percent->args, value);
    percent->next = -2;
    percent->count = -1;
    return 0;
}

/* A number of the format, whose first digit is *code; *code is then what follows. */
static bool read_digits(Percent *percent, ssize_t most, const char *message, ssize_t *number, uint32_t *code)
{
    *number = 0;
    for (; *code >= '0' && *code <= '9';) {
        ssize_t digit = (ssize_t)(*code - '0');
        if (*number > (most - digit) / 10) {
            error_set(percent->rt, &value_error_type, "%s", message);
            return false;
        }
        *number = *number * 10 + digit;
        if (!read_code(percent, code))
            return false;
    }
    return true;
}

/* The value that * stands for. */
static bool read_star(Percent *percent, int64_t most, const char *c_type, ssize_t *number)
{
    Object *value = next_value(percent);
    if (value == NULL)
        return false;
    int64_t whole;
    if (!int_check(value))
        error_set(percent->rt, &type_error_type, "* wants int");
    else if (!int_as_int64((Int *)value, &whole) || whole > most || whole < -most - 1)
        error_set(percent->rt, &overflow_error_type, "Python int too large to convert to C %s", c_type);
    else {
        *number = whole;
        return true;
    }
    return false;
}

static bool read_flag(const Percent *percent, Directive *directive, uint32_t code)
{
    switch (code) {
    case '-': directive->left = true; return true;
    case '+': directive->plus = true; return true;
    case ' ': directive->blank = true; return true;
    case '#': directive->alternate = true; return true;
    case '0': directive->zero = true; return true;
    case 'z': directive->no_negative_zero = percent->is_bytes; return percent->is_bytes;
    default: return false;
    }
}

static bool read_width(Percent *percent, Directive *directive, uint32_t *code)
{
    if (*code != '*')
        return *code < '0' || *code > '9' || read_digits(percent, PTRDIFF_MAX, "width too big", &directive->width, code);
    ssize_t width;
    if (!read_star(percent, PTRDIFF_MAX, "ssize_t", &width))
        return false;
    if (width < 0) {
        directive->left = true;
        width = width == PTRDIFF_MIN ? PTRDIFF_MAX : -width;
    }
    directive->width = width;
    return read_code(percent, code);
}

static bool read_precision(Percent *percent, Directive *directive, uint32_t *code)
{
    directive->precision = 0;
    if (*code == '*') {
        if (!read_star(percent, INT32_MAX, "int", &directive->precision))
            return false;
        if (directive->precision < 0)
            directive->precision = 0;
        return read_code(percent, code);
    }
    return read_digits(percent, INT32_MAX, percent->is_bytes ? "prec too big" : "precision too big", &directive->precision, code);
}

static bool read_directive(Percent *percent, Directive *directive)
{
    *directive = (Directive){.width = -1, .precision = -1};
    uint32_t code;
    if (!read_code(percent, &code))
        return false;
    if (code == '(' && (read_key(percent) < 0 || !read_code(percent, &code)))
        return false;
    while (read_flag(percent, directive, code))
        if (!read_code(percent, &code))
            return false;
    if (!read_width(percent, directive, &code))
        return false;
    if (code == '.' && (!read_code(percent, &code) || !read_precision(percent, directive, &code)))
        return false;
    if ((code == 'h' || code == 'l' || code == 'L') && !read_code(percent, &code))
        return false;
    directive->code = code;
    return true;
}

/* ---- writing ------------------------------------------------------------------------------------- */

static void put_text(Percent *percent, const Directive *directive, const Str *text, size_t length)
{
    size_t width = directive->width > 0 ? (size_t)directive->width : 0, missing = width > length ? width - length : 0;
    if (!directive->left)
        str_builder_add_fill(&percent->out, ' ', missing);
    str_builder_add_slice(&percent->out, text, 0, length);
    if (directive->left)
        str_builder_add_fill(&percent->out, ' ', missing);
}

/* A number of ASCII digits with its minus: `zeros` go before the digits, `prefix` before these. */
static void put_number(Percent *percent, const Directive *directive, const char *text, size_t length, const char *prefix, size_t zeros)
{
    StrBuilder *out = &percent->out;
    char sign = *text == '-' ? '-' : directive->plus ? '+' : directive->blank ? ' ' : 0;
    text += *text == '-', length -= sign == '-';
    size_t total = (sign != 0) + strlen(prefix) + zeros + length;
    size_t width = directive->width > 0 ? (size_t)directive->width : 0, missing = width > total ? width - total : 0;
    if (!directive->left && !directive->zero)
        str_builder_add_fill(out, ' ', missing);
    if (sign != 0)
        str_builder_add_character(out, (uint32_t)sign);
    str_builder_add_c(out, prefix);
    str_builder_add_fill(out, '0', zeros + (!directive->left && directive->zero ? missing : 0));
    str_builder_add_latin1(out, text, length);
    if (directive->left)
        str_builder_add_fill(out, ' ', missing);
}

/* ---- conversions --------------------------------------------------------------------------------- */

/* The value of an integer conversion as an Int, owned. */
static Object *integer_of(Percent *percent, Object *value, uint32_t code)
{
    Runtime *rt = percent->rt;
    bool strict = code == 'o' || code == 'x' || code == 'X';
    if (int_check(value))
        return object_retain(value);
    if (number_check(value)) {
        Object *whole = strict ? number_index(rt, value) : number_int(rt, value);
        if (whole != NULL || !error_clear_if(rt, &type_error_type))
            return whole;
    }
    if (percent->is_bytes && code == 'i')
        code = 'd';
    return error_set(rt, &type_error_type, "%%%c format: %s is required, not %.200T", (int)code,
                     strict ? "an integer" : "a real number", value);
}

static int put_integer(Percent *percent, const Directive *directive, Object *value)
{
    Runtime *rt = percent->rt;
    uint32_t code = directive->code;
    owned Object *number = integer_of(percent, value, code);
    if (number == NULL)
        return -1;
    if (directive->precision > INT32_MAX - 3)
        return error_fail(rt, &overflow_error_type, "precision too large");
    int base = code == 'o' ? 8 : code == 'x' || code == 'X' ? 16 : 10;
    owned Str *digits = int_to_text(rt, (Int *)number, base);
    if (digits != NULL && code == 'X') {
        Object *upper = str_upper(rt, (Object *)digits, NULL, 0);
        object_replace_steal(&digits, upper);
    }
    if (digits == NULL)
        return -1;
    const char *text = str_data(digits);
    const char *prefix = !directive->alternate || base == 10 ? "" : code == 'o' ? "0o" : code == 'x' ? "0x" : "0X";
    size_t count = digits->length - (*text == '-'), least = directive->precision > 0 ? (size_t)directive->precision : 0;
    put_number(percent, directive, text, digits->length, prefix, least > count ? least - count : 0);
    return 0;
}

static int put_float(Percent *percent, const Directive *directive, Object *value)
{
    Runtime *rt = percent->rt;
    double number;
    if (number_as_double(rt, value, &number) < 0) {
        if (percent->is_bytes) {
            error_clear(rt);
            error_set(rt, &type_error_type, "float argument required, not %.200T", value);
        }
        return -1;
    }
    int precision = directive->precision < 0 ? 6 : (int)directive->precision;
    size_t length, size;
    char *text = float_format_text(rt, number, (char)directive->code, precision, directive->alternate, &length, &size);
    if (text == NULL)
        return -1;
    bool positive = directive->no_negative_zero && *text == '-' && strpbrk(text, "123456789nN") == NULL;
    put_number(percent, directive, text + positive, length - positive, "", 0);
    memory_release(rt, text, size);
    return 0;
}

static int put_character(Percent *percent, const Directive *directive, Object *value)
{
    Runtime *rt = percent->rt;
    bool is_bytes = percent->is_bytes;
    int64_t code = -1;
    if (!is_bytes && str_check(value) && ((Str *)value)->length == 1) {
        code = str_at((Str *)value, 0);
    } else if (is_bytes && bytes_check(value) && ((Bytes *)value)->length == 1) {
        code = (unsigned char)((Bytes *)value)->data[0];
    } else {
        owned Object *number = number_has_index(value) ? number_index(rt, value) : NULL;
        if (number == NULL) {
            if (error_pending(rt) && !error_clear_if(rt, &type_error_type))
                return -1;
            return error_fail(rt, &type_error_type, is_bytes ? "%%c requires an integer in range(256) or a single byte"
                                                             : "%%c requires int or char");
        }
        if (!int_as_int64((Int *)number, &code))
            code = -1;
        if (code < 0 || code > (is_bytes ? 255 : 0x10ffff))
            return error_fail(rt, &overflow_error_type, is_bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
    }
    owned Str *text = str_from_character(rt, (uint32_t)code);
    if (text == NULL)
        return -1;
    put_text(percent, directive, text, 1);
    return 0;
}

/* What %s and %b of octets show: a bytes-like object, or what __bytes__ makes. As Latin-1 text. */
static Str *octets_of(Runtime *rt, Object *value)
{
    owned Object *octets = NULL;
    if (bytes_check(value) && object_has_type(value, &bytes_type)) {
        octets = object_retain(value);
    } else {
        owned Object *method = NULL;
        bool unbound;
        int found = object_find_special(rt, value, NAME(__bytes__), &method, &unbound);
        if (found < 0)
            return NULL;
        if (found > 0) {
            octets = object_call(rt, method, &value, unbound ? 1 : 0, NULL);
            if (octets == NULL)
                return NULL;
            if (!bytes_check(octets))
                return error_set(rt, &type_error_type, "__bytes__ returned non-bytes (type %.200T)", octets);
        } else {
            octets = object_retain(value);
        }
    }
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (bytes_view(rt, octets, &data, &length, &holder))
        return str_from_latin1(rt, data, length);
    if (error_clear_if(rt, &type_error_type))
        error_set(rt, &type_error_type,
                  "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100T'", value);
    return NULL;
}

static int put_object(Percent *percent, const Directive *directive, Object *value)
{
    Runtime *rt = percent->rt;
    owned Str *text = NULL;
    if (percent->is_bytes)
        text = directive->code == 's' || directive->code == 'b' ? octets_of(rt, value) : (Str *)object_ascii(rt, value);
    else
        text = (Str *)(directive->code == 's'   ? object_str(rt, value)
                       : directive->code == 'r' ? object_repr(rt, value)
                                                : object_ascii(rt, value));
    if (text == NULL)
        return -1;
    bool cut = directive->precision >= 0 && (size_t)directive->precision < text->length;
    put_text(percent, directive, text, cut ? (size_t)directive->precision : text->length);
    return 0;
}

static int put_value(Percent *percent, const Directive *directive, Object *value)
{
    uint32_t code = directive->code;
    switch (code) {
    case 's': case 'r': case 'a': return put_object(percent, directive, value);
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': return put_integer(percent, directive, value);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': return put_float(percent, directive, value);
    case 'c': return put_character(percent, directive, value);
    case 'b':
        if (percent->is_bytes)
            return put_object(percent, directive, value);
        break;
    default: break;
    }
    return error_fail(percent->rt, &value_error_type, "unsupported format character '%c' (0x%x) at index %zu",
                      code > 30 && code < 127 ? (int)code : '?', code, percent->at - 1);
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static int run(Percent *percent)
{
    const Str *format = percent->format;
    while (!at_end(percent) && !percent->out.failed) {
        ssize_t found = str_find_character(format, '%', percent->at, format->length);
        size_t stop = found < 0 ? format->length : (size_t)found;
        str_builder_add_slice(&percent->out, format, percent->at, stop);
        percent->at = stop + 1;
        if (found < 0)
            break;
        if (!at_end(percent) && str_at(format, percent->at) == '%') {
            str_builder_add_character(&percent->out, '%');
            percent->at++;
            continue;
        }
        Directive directive;
        if (!read_directive(percent, &directive))
            return -1;
        owned Object *value = object_retain_maybe(next_value(percent));
        if (value == NULL || put_value(percent, &directive, value) < 0)
            return -1;
    }
    if (percent->next < percent->count && percent->mapping == NULL && !percent->out.failed)
        return error_fail(percent->rt, &type_error_type, "not all arguments converted during %s formatting",
                          percent->is_bytes ? "bytes" : "string");
    return 0;
}

static Str *format_percent(Runtime *rt, const Str *format, Object *args, bool is_bytes)
{
    Percent percent = {.rt = rt, .format = format, .is_bytes = is_bytes, .next = -2, .count = -1};
    if (tuple_check(args)) {
        percent.next = 0;
        percent.count = (ssize_t)((Tuple *)args)->length;
    } else if (mapping_check(args) && !str_check(args) &&
               !(is_bytes && (bytes_check(args) || object_has_flag(args, TYPE_BYTEARRAY)))) {
        percent.mapping = args;
    }
    percent.args = object_retain(args);
    str_builder_open(&percent.out, rt);
    bool is_plain = str_find_character(format, '%', 0, format->length) < 0;
    int result = run(&percent);
    object_release(percent.args);
    if (result == 0 && is_plain) { /* the same object, as in 3.11 */
        str_builder_close(&percent.out);
        return object_retain(format);
    }
    if (result == 0)
        return str_builder_finish(&percent.out);
    str_builder_close(&percent.out);
    return NULL;
}

Object *str_percent(Runtime *rt, Object *left, Object *right)
{
    if (!str_check(left))
        return object_retain(NOT_IMPLEMENTED);
    return (Object *)format_percent(rt, (Str *)left, right, false);
}

Object *bytes_percent(Runtime *rt, Object *left, Object *right)
{
    if (!bytes_check(left))
        return object_retain(NOT_IMPLEMENTED);
    owned Str *format = str_from_latin1(rt, ((Bytes *)left)->data, ((Bytes *)left)->length);
    owned Str *text = format == NULL ? NULL : format_percent(rt, format, right, true);
    return text == NULL ? NULL : (Object *)bytes_new(rt, str_data(text), text->length);
}
