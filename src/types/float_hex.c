/* float.hex() and float.fromhex(): doubles in C99's hexadecimal notation. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "object/error.h"
#include "types/float.h"
#include "types/str.h"
#include "types/str_character.h"

Str *float_hex_text(Runtime *rt, double value)
{
    char text[64];
    if (!isfinite(value)) {
        size_t length = float_repr_text(value, text);
        return str_from_latin1(rt, text, length);
    }
    if (value == 0.0)
        return str_from_c(rt, signbit(value) ? "-0x0.0p+0" : "0x0.0p+0");
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int biased = (int)(bits >> 52 & 0x7ff);
    int length = snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", signbit(value) ? "-" : "", biased != 0,
                          (unsigned long long)(bits & ((UINT64_C(1) << 52) - 1)), biased != 0 ? biased - 1023 : -1022);
    return str_from_latin1(rt, text, (size_t)length);
}

static int hex_digit(uint32_t code)
{
    if (code >= '0' && code <= '9')
        return (int)code - '0';
    code |= 0x20;
    return code >= 'a' && code <= 'f' ? (int)code - 'a' + 10 : -1;
}

static void *bad(Runtime *rt)
{
    return error_set(rt, &value_error_type, "invalid hexadecimal floating-point string");
}

static bool word_at(Str *text, size_t at, size_t end, const char *word)
{
    size_t length = strlen(word);
    if (end - at != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((str_at(text, at + i) | 0x20) != (unsigned char)word[i])
            return false;
    return true;
}

/* mantissa * 2^exponent with a sticky bit below, rounded half to even. */
static Object *assemble(Runtime *rt, uint64_t mantissa, bool sticky, int64_t exponent, bool negative)
{
    if (mantissa == 0)
        return float_new(rt, negative ? -0.0 : 0.0);
    int shift = __builtin_clzll(mantissa);
    mantissa <<= shift;
    exponent -= shift; /* value = mantissa/2^64 * 2^(exponent+64), mantissa has 64 bits */
    int64_t top = exponent + 63;
    if (top > 1024)
        return error_set(rt, &overflow_error_type, "hexadecimal value too large to represent as a float");
    int drop = top < -1022 ? (int)(11 + (-1022 - top < 60 ? -1022 - top : 60)) : 11;
    if (drop > 64)
        return float_new(rt, negative ? -0.0 : 0.0);
    uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
    uint64_t low = drop == 64 ? mantissa : mantissa << (64 - drop);
    uint64_t half = UINT64_C(1) << 63;
    if (low > half || (low == half && (sticky || (kept & 1))))
        kept++;
    double value = ldexp((double)kept, (int)(exponent + drop));
    if (isinf(value))
        return error_set(rt, &overflow_error_type, "hexadecimal value too large to represent as a float");
    return float_new(rt, negative ? -value : value);
}

Object *float_from_hex_text(Runtime *rt, Str *text)
{
    size_t at = 0, end = text->length;
    while (at < end && character_is_space(str_at(text, at)))
        at++;
    while (end > at && character_is_space(str_at(text, end - 1)))
        end--;
    bool negative = at < end && str_at(text, at) == '-';
    if (at < end && (str_at(text, at) == '-' || str_at(text, at) == '+'))
        at++;
    if (word_at(text, at, end, "inf") || word_at(text, at, end, "infinity"))
        return float_new(rt, negative ? -(double)INFINITY : (double)INFINITY);
    if (word_at(text, at, end, "nan"))
        return float_new(rt, (double)NAN);
    if (end - at >= 2 && str_at(text, at) == '0' && (str_at(text, at + 1) | 0x20) == 'x')
        at += 2;

    uint64_t mantissa = 0;
    bool sticky = false, point = false, any = false;
    int64_t exponent = 0;
    for (; at < end; at++) {
        uint32_t code = str_at(text, at);
        if (code == '.' && !point) {
            point = true;
            continue;
        }
        int digit = hex_digit(code);
        if (digit < 0)
            break;
        any = true;
        if (mantissa >> 60 == 0) {
            mantissa = mantissa << 4 | (unsigned)digit;
            exponent -= point ? 4 : 0;
        } else {
            sticky |= digit != 0;
            exponent += point ? 0 : 4;
        }
    }
    if (!any)
        return bad(rt);
    if (at < end && (str_at(text, at) | 0x20) == 'p') {
        at++;
        bool minus = at < end && str_at(text, at) == '-';
        if (at < end && (str_at(text, at) == '-' || str_at(text, at) == '+'))
            at++;
        if (at == end)
            return bad(rt);
        int64_t given = 0;
        for (; at < end && str_at(text, at) >= '0' && str_at(text, at) <= '9'; at++)
            if (given < INT64_C(1) << 50)
                given = given * 10 + (int64_t)(str_at(text, at) - '0');
        exponent += minus ? -given : given;
    }
    if (at != end)
        return bad(rt);
    return assemble(rt, mantissa, sticky, exponent, negative);
}
