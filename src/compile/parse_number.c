/* Numeric literals.
 *
 * float_read() is exact: the double nearest to the decimal text, ties to even. Most literals have
 * few digits and a small exponent; then one exact product or quotient of doubles gives the answer
 * (Clinger, "How to read floating point numbers accurately", 1990). The others take the slow
 * way: the decimal digits are halved or doubled by shifts until the number lies in [1/2, 1), which
 * gives the binary exponent, and 53 more doublings give the mantissa. */
#include <math.h>
#include <string.h>

#include "compile/parse_state.h"

/* ---- floats ---- */

/* 0.d0 d1 d2 ... times ten to the `point`. 767 digits decide any double; what lies beyond the
 * array matters only by not being zero. */
#define MOST_DIGITS 800
#define MOST_SHIFT 27      /* digits shifted by this stay within 64 bits with room to spare */

typedef struct Decimal {
    int     count, point;
    bool    is_cut;        /* digits other than 0 did not fit */
    uint8_t digits[MOST_DIGITS];
} Decimal;

static void decimal_trim(Decimal *d)
{
    while (d->count > 0 && d->digits[d->count - 1] == 0)
        d->count--;
    if (d->count == 0)
        d->point = 0;
}

/* d / 2**shift */
static void decimal_halve(Decimal *d, int shift)
{
    int from = 0, to = 0;
    uint64_t n = 0;
    for (; n >> shift == 0; from++) {
        if (from >= d->count) {
            if (n == 0) {
                d->count = 0;
                return;
            }
            while (n >> shift == 0) {
                n *= 10;
                from++;
            }
            break;
        }
        n = n * 10 + d->digits[from];
    }
    d->point -= from - 1;
    uint64_t mask = ((uint64_t)1 << shift) - 1;
    for (; from < d->count; from++) {
        uint8_t digit = (uint8_t)(n >> shift);
        n = (n & mask) * 10 + d->digits[from];
        d->digits[to++] = digit;
    }
    while (n > 0) {
        uint8_t digit = (uint8_t)(n >> shift);
        n = (n & mask) * 10;
        if (to < MOST_DIGITS)
            d->digits[to++] = digit;
        else if (digit > 0)
            d->is_cut = true;
    }
    d->count = to;
    decimal_trim(d);
}

/* d * 2**shift */
static void decimal_double(Decimal *d, int shift)
{
    uint8_t result[MOST_DIGITS + 20];
    int at = (int)sizeof result;
    uint64_t n = 0;
    for (int i = d->count - 1; i >= 0; i--) {
        n += (uint64_t)d->digits[i] << shift;
        result[--at] = (uint8_t)(n % 10);
        n /= 10;
    }
    int more = 0;
    for (; n > 0; n /= 10, more++)
        result[--at] = (uint8_t)(n % 10);
    int count = (int)sizeof result - at;
    d->point += more;
    for (int i = MOST_DIGITS; i < count; i++)
        if (result[at + i] != 0)
            d->is_cut = true;
    d->count = count < MOST_DIGITS ? count : MOST_DIGITS;
    memcpy(d->digits, result + at, (size_t)d->count);
    decimal_trim(d);
}

/* d * 2**shift, either way */
static void decimal_shift(Decimal *d, int shift)
{
    while (shift > 0) {
        int n = shift < MOST_SHIFT ? shift : MOST_SHIFT;
        decimal_double(d, n);
        shift -= n;
    }
    while (shift < 0) {
        int n = -shift < MOST_SHIFT ? -shift : MOST_SHIFT;
        decimal_halve(d, n);
        shift += n;
    }
}

/* The digits before the point as an integer, rounded to the nearest, ties to even. */
static uint64_t decimal_round(const Decimal *d)
{
    uint64_t n = 0;
    for (int i = 0; i < d->point; i++)
        n = n * 10 + (i < d->count ? d->digits[i] : 0);
    if (d->point < 0 || d->point >= d->count)
        return n;
    bool is_tie = d->digits[d->point] == 5 && d->point + 1 == d->count && !d->is_cut;
    bool is_up = is_tie ? d->point > 0 && d->digits[d->point - 1] % 2 == 1
                        : d->digits[d->point] >= 5;
    return n + is_up;
}

static double decimal_to_double(Decimal *d)
{
    /* How many halvings surely keep a number with this many digits before the point above 1/2. */
    static const int8_t halvings[] = {1, 3, 6, 9, 13, 16, 19, 23, 26};
    int known = (int)sizeof halvings;
    if (d->count == 0 || d->point < -330)
        return 0.0;
    if (d->point > 310)
        return INFINITY;
    int exponent = 0;
    while (d->point > 0) {
        int n = d->point >= known ? MOST_SHIFT : halvings[d->point];
        decimal_shift(d, -n);
        exponent += n;
    }
    while (d->point < 0 || (d->point == 0 && d->digits[0] < 5)) {
        int n = -d->point >= known ? MOST_SHIFT : halvings[-d->point];
        decimal_shift(d, n);
        exponent -= n;
    }
    exponent--;                        /* [1/2, 1) becomes [1, 2) */
    if (exponent < -1022) {            /* a subnormal number has fewer bits */
        decimal_shift(d, exponent + 1022);
        exponent = -1022;
    }
    if (exponent > 1023)
        return INFINITY;
    decimal_shift(d, 53);
    return ldexp((double)decimal_round(d), exponent - 52);
}

double float_read(const char *text, size_t length)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    const char *at = text, *end = text + length;
    uint64_t mantissa = 0;
    int64_t exponent = 0, point = 0;   /* of the mantissa; of the decimal */
    Decimal decimal;
    decimal.count = 0;
    decimal.is_cut = false;
    bool is_exact = true, has_point = false;
    for (; at < end; at++) {
        if (*at == '.') {
            has_point = true;
            continue;
        }
        if (*at < '0' || *at > '9')
            break;
        uint8_t digit = (uint8_t)(*at - '0');
        if (digit == 0 && decimal.count == 0) {
            point -= has_point;        /* a leading zero */
            exponent -= has_point;
            continue;
        }
        point += !has_point;
        if (decimal.count < MOST_DIGITS)
            decimal.digits[decimal.count++] = digit;
        else if (digit != 0)
            decimal.is_cut = true;
        if (mantissa < ((uint64_t)1 << 53) / 10) {
            mantissa = mantissa * 10 + digit;
            exponent -= has_point;
        } else {
            is_exact = is_exact && digit == 0;
            exponent += !has_point;
        }
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        bool is_negative = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+'))
            at++;
        int64_t given = 0;
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            if (given < 1 << 30)
                given = given * 10 + (*at - '0');
        exponent += is_negative ? -given : given;
        point += is_negative ? -given : given;
    }
    if (is_exact && exponent >= 0 && exponent <= 22)
        return (double)mantissa * powers[exponent];
    if (is_exact && exponent < 0 && exponent >= -22)
        return (double)mantissa / powers[-exponent];
    decimal.point = point > 100000 ? 100000 : point < -100000 ? -100000 : (int)point;
    decimal_trim(&decimal);
    return decimal_to_double(&decimal);
}

/* ---- literals ---- */

/* The value of the digits when it fits int64. */
static bool integer_fits(Text digits, int base, int64_t *value)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.bytes[i];
        int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (__builtin_mul_overflow(n, (int64_t)base, &n) ||
            __builtin_add_overflow(n, (int64_t)digit, &n))
            return false;
    }
    *value = n;
    return true;
}

static Expression *integer(Parser *p, Expression *e, Text text)
{
    int base = 10;
    if (text.length > 2 && text.bytes[0] == '0') {
        switch (text.bytes[1] | 0x20) {
        case 'x': base = 16; break;
        case 'o': base = 8; break;
        case 'b': base = 2; break;
        default: break;
        }
    }
    if (base != 10)
        text = (Text){text.bytes + 2, text.length - 2};
    while (text.length > 1 && text.bytes[0] == '0')
        text = (Text){text.bytes + 1, text.length - 1};
    int most = p->options == NULL ? 0 : p->options->max_digits;
    if (base == 10 && most > 0 && text.length > (size_t)most)
        return problem_at(p, PROBLEM_SYNTAX, e->at.lineno, -1, e->at.end_lineno, -1,
                          "Exceeds the limit (%d digits) for integer string conversion: value has "
                          "%zu digits; use sys.set_int_max_str_digits() to increase the limit - "
                          "Consider hexadecimal for huge integer literals to avoid decimal "
                          "conversion limits.", most, text.length);
    Constant *c = &e->constant;
    c->kind = CONSTANT_INT;
    c->integer.digits = text;
    c->integer.base = base;
    c->integer.fits = integer_fits(text, base, &c->integer.value);
    return e;
}

Expression *number_take(Parser *p)
{
    Token *token = peek(p);
    if (token->kind != TOKEN_NUMBER)
        return NULL;
    p->mark++;
    Expression *e = expression_new(p, EXPRESSION_CONSTANT, token_location(token));
    if (e == NULL)
        return NULL;

    Text text = {token->start, (size_t)(token->end - token->start)};
    char *copy = tree_arena_take(p->arena, text.length + 1);
    if (copy == NULL)
        return problem_memory(p);
    size_t length = 0;
    bool is_float = false;
    bool is_radix = text.length > 1 && text.bytes[0] == '0' && text.bytes[1] > '9' &&
                    strchr("xXoObB", text.bytes[1]) != NULL;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '_')
            continue;
        is_float = is_float || (!is_radix && (c == '.' || c == 'e' || c == 'E'));
        copy[length++] = c;
    }
    copy[length] = '\0';
    bool is_complex = !is_radix && (copy[length - 1] | 0x20) == 'j';
    if (!is_float && !is_complex)
        return integer(p, e, (Text){copy, length});
    e->constant.kind = is_complex ? CONSTANT_COMPLEX : CONSTANT_FLOAT;
    e->constant.real = float_read(copy, length);
    return e;
}
