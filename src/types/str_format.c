/* str_format: text by directives, for messages. The directives are listed at error_set in object/error.h. */
#include <stdio.h>
#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/type.h"

typedef struct Directive {
    int width;      /* as printf's: for numbers; with a leading 0: zero */
    bool zero;
    int precision;  /* -1: none; for texts the most characters */
    int longs;      /* l's, or 2 for z */
    char kind;
} Directive;

static const char *read_directive(const char *at, Directive *out)
{
    *out = (Directive){.precision = -1};
    if (*at == '0') {
        out->zero = true;
        at++;
    }
    for (; *at >= '0' && *at <= '9'; at++)
        out->width = out->width * 10 + (*at - '0');
    if (*at == '.') {
        out->precision = 0;
        for (at++; *at >= '0' && *at <= '9'; at++)
            out->precision = out->precision * 10 + (*at - '0');
    }
    for (; *at == 'l' || *at == 'z'; at++)
        out->longs += *at == 'z' ? 2 : 1;
    out->kind = *at;
    return at + 1;
}

static void add_number(StrBuilder *builder, const Directive *directive, uint64_t magnitude, bool negative)
{
    char digits[24];
    int length = 0;
    unsigned base = directive->kind == 'x' ? 16 : 10;
    do {
        digits[length++] = "0123456789abcdef"[magnitude % base];
        magnitude /= base;
    } while (magnitude != 0);
    char text[64];
    int count = 0;
    int pad = directive->width - length - negative;
    if (!directive->zero)
        for (; pad > 0 && count < 30; pad--)
            text[count++] = ' ';
    if (negative)
        text[count++] = '-';
    for (; pad > 0 && count < 30; pad--)
        text[count++] = '0';
    while (length > 0)
        text[count++] = digits[--length];
    str_builder_add_latin1(builder, text, (size_t)count);
}

static int64_t signed_argument(const Directive *directive, va_list *arguments)
{
    if (directive->longs >= 2)
        return va_arg(*arguments, long long);
    return directive->longs == 1 ? va_arg(*arguments, long) : va_arg(*arguments, int);
}

static uint64_t unsigned_argument(const Directive *directive, va_list *arguments)
{
    if (directive->longs >= 2)
        return va_arg(*arguments, unsigned long long);
    return directive->longs == 1 ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
}

static void add_str(StrBuilder *builder, Str *str, int precision)
{
    size_t length = str->length;
    if (precision >= 0 && (size_t)precision < length)
        length = (size_t)precision;
    str_builder_add_slice(builder, str, 0, length);
}

/* UTF-8 from C; what is not UTF-8 shows as the replacement character. */
static void add_c_text(StrBuilder *builder, const char *text, int precision)
{
    size_t length = precision >= 0 ? strnlen(text, (size_t)precision) : strlen(text);
    bool ascii = true;
    for (size_t i = 0; ascii && i < length; i++)
        ascii = (text[i] & 0x80) == 0;
    if (ascii) {
        str_builder_add_latin1(builder, text, length);
        return;
    }
    owned Str *str = str_from_utf8_surrogates(builder->rt, text, length);
    if (str != NULL)
        str_builder_add(builder, str);
    else
        builder->failed = true;
}

/* The text that `make` makes of an object. */
static void add_made(StrBuilder *builder, Object *object, int precision, Object *(*make)(Runtime *rt, Object *object))
{
    if (builder->failed)
        return;
    owned Object *text = object == NULL ? (Object *)str_from_c(builder->rt, "<NULL>") : make(builder->rt, object);
    if (text == NULL)
        builder->failed = true;
    else
        add_str(builder, (Str *)text, precision);
}

static void add_directive(StrBuilder *builder, const Directive *directive, va_list *arguments)
{
    switch (directive->kind) {
    case '%': str_builder_add_character(builder, '%'); break;
    case 'd': case 'i': {
        int64_t value = signed_argument(directive, arguments);
        add_number(builder, directive, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
        break;
    }
    case 'u': case 'x': add_number(builder, directive, unsigned_argument(directive, arguments), false); break;
    case 'p': {
        char text[32];
        int length = snprintf(text, sizeof text, "%p", va_arg(*arguments, void *));
        str_builder_add_latin1(builder, text, (size_t)length);
        break;
    }
    case 'c': str_builder_add_character(builder, (uint32_t)va_arg(*arguments, int)); break;
    case 's': add_c_text(builder, va_arg(*arguments, const char *), directive->precision); break;
    case 'U': add_str(builder, va_arg(*arguments, Str *), directive->precision); break;
    case 'R': add_made(builder, va_arg(*arguments, Object *), directive->precision, object_repr); break;
    case 'S': add_made(builder, va_arg(*arguments, Object *), directive->precision, object_str); break;
    case 'A': add_made(builder, va_arg(*arguments, Object *), directive->precision, object_ascii); break;
    case 'T': add_c_text(builder, va_arg(*arguments, Object *)->type->name, directive->precision); break;
    case 'N': add_c_text(builder, va_arg(*arguments, const Type *)->name, directive->precision); break;
    default: str_builder_add_character(builder, (unsigned char)directive->kind); break;
    }
}

Str *str_format_v(Runtime *rt, const char *format, va_list arguments)
{
    StrBuilder builder;
    str_builder_open(&builder, rt);
    va_list rest;
    va_copy(rest, arguments);
    while (*format != '\0' && !builder.failed) {
        const char *percent = strchr(format, '%');
        size_t length = percent == NULL ? strlen(format) : (size_t)(percent - format);
        add_c_text(&builder, format, (int)length);
        format += length;
        if (percent != NULL) {
            Directive directive;
            format = read_directive(percent + 1, &directive);
            add_directive(&builder, &directive, &rest);
        }
    }
    va_end(rest);
    return str_builder_finish(&builder);
}

Str *str_format(Runtime *rt, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Str *str = str_format_v(rt, format, arguments);
    va_end(arguments);
    return str;
}
