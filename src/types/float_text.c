/* Doubles to decimal text and back: exact, free of locale and of the process's memory.
 *
 * A double is m * 2^e, so its decimal expansion is finite: the digits of m * 2^e, or of m * 5^-e with the point
 * -e places from the right (at most 767 digits). All formats round that expansion, which is exact, once. The shortest
 * text that reads back as the same double (repr) is found among 15, 16 and 17 digits: 15 by a check in
 * floating point that cannot err, 16 by comparing with the expansions of the two midpoints to the neighbours.
 *
 * Reading uses Clinger's fast path (small mantissa and power of ten are exact doubles) and otherwise divides
 * integers on the stack, 768 digits and a sticky one being enough for any input. */
#include <float.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

#include "object/error.h"
#include "types/float.h"

enum { DIGITS_MAX = 800, LIMBS = 48 };

typedef struct Decimal {
    char digits[DIGITS_MAX]; /* '0'..'9', no leading zero; none for zero */
    int count;
    int point; /* the value is 0.DIGITS * 10^point */
} Decimal;

/* ---- expansion ---- */

/* limbs *= 5^times; the new count. */
static mp_size_t multiply_by_fives(mp_limb_t *limbs, mp_size_t count, int times)
{
    const mp_limb_t most = UINT64_C(7450580596923828125); /* 5^27 */
    for (; times > 0; times -= 27) {
        mp_limb_t factor = most;
        if (times < 27) {
            factor = 1;
            for (int i = 0; i < times; i++)
                factor *= 5;
        }
        mp_limb_t carry = mpn_mul_1(limbs, limbs, count, factor);
        if (carry != 0)
            limbs[count++] = carry;
    }
    return count;
}

/* The digits of mantissa * 2^exponent. */
static void decimal_expand(uint64_t mantissa, int exponent, Decimal *out)
{
    mp_limb_t limbs[LIMBS] = {mantissa};
    mp_size_t count = 1;
    out->count = out->point = 0;
    if (mantissa == 0)
        return;
    if (exponent >= 0) {
        mp_size_t whole = exponent / 64;
        memset(limbs, 0, (size_t)whole * sizeof *limbs);
        limbs[whole] = exponent % 64 == 0 ? mantissa : mantissa << (exponent % 64);
        limbs[whole + 1] = exponent % 64 == 0 ? 0 : mantissa >> (64 - exponent % 64);
        count = whole + 2;
    } else {
        while ((limbs[0] & 1) == 0 && exponent < 0) {
            limbs[0] >>= 1;
            exponent++;
        }
        count = multiply_by_fives(limbs, count, -exponent);
    }
    char reversed[DIGITS_MAX];
    int length = 0;
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    while (count > 0) {
        mp_limb_t rest = mpn_divrem_1(limbs, 0, limbs, count, UINT64_C(10000000000000000000));
        while (count > 0 && limbs[count - 1] == 0)
            count--;
        for (int i = 0; i < 19 && (count > 0 || rest != 0); i++) {
            reversed[length++] = (char)('0' + rest % 10);
            rest /= 10;
        }
    }
    for (int i = 0; i < length; i++)
        out->digits[i] = reversed[length - 1 - i];
    out->count = length;
    out->point = exponent < 0 ? length + exponent : length;
    while (out->count > 0 && out->digits[out->count - 1] == '0')
        out->count--;
}

/* Rounds to `keep` digits (may be 0 or negative), half to even. */
static void decimal_round(Decimal *d, int keep)
{
    if (keep >= d->count)
        return;
    if (keep < 0) {
        d->count = d->point = 0;
        return;
    }
    bool up = d->digits[keep] > '5' ||
              (d->digits[keep] == '5' && (keep + 1 < d->count || (keep > 0 && (d->digits[keep - 1] & 1))));
    d->count = keep;
    if (up) {
        while (d->count > 0 && d->digits[d->count - 1] == '9')
            d->count--;
        if (d->count == 0) {
            d->digits[0] = '1';
            d->count = 1;
            d->point++;
        } else {
            d->digits[d->count - 1]++;
        }
    }
    while (d->count > 0 && d->digits[d->count - 1] == '0')
        d->count--;
    if (d->count == 0)
        d->point = 0;
}

static int decimal_order(const Decimal *a, const Decimal *b)
{
    if (a->count == 0 || b->count == 0)
        return (a->count != 0) - (b->count != 0);
    if (a->point != b->point)
        return a->point > b->point ? 1 : -1;
    int shared = a->count < b->count ? a->count : b->count;
    int order = memcmp(a->digits, b->digits, (size_t)shared);
    return order != 0 ? order : (a->count > b->count) - (a->count < b->count);
}

/* ---- the shortest text that reads back the same ---- */

static void split_double(double value, uint64_t *mantissa, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7ff);
    *mantissa = biased == 0 ? fraction : fraction | UINT64_C(1) << 52;
    *exponent = (biased == 0 ? 1 : biased) - 1075;
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* At most 15 digits, when that many say it: the product is rounded, but the exact quotient proves the guess. */
static bool shortest_by_guess(double value, Decimal *out)
{
    if (!(value >= 1e-7 && value < 1e15))
        return false;
    int scale = 0;
    while (scale < 22 && value * powers_of_ten[scale] < 1e14)
        scale++;
    double guess = nearbyint(value * powers_of_ten[scale]);
    if (guess >= 9007199254740992.0 || guess / powers_of_ten[scale] != value || guess >= 1e15)
        return false;
    uint64_t number = (uint64_t)guess;
    int length = 0;
    char reversed[20];
    for (; number != 0; number /= 10)
        reversed[length++] = (char)('0' + number % 10);
    for (int i = 0; i < length; i++)
        out->digits[i] = reversed[length - 1 - i];
    out->count = length;
    out->point = length - scale;
    while (out->count > 0 && out->digits[out->count - 1] == '0')
        out->count--;
    return true;
}

static void shortest(double value, Decimal *out)
{
    if (shortest_by_guess(value, out))
        return;
    uint64_t mantissa;
    int exponent;
    split_double(value, &mantissa, &exponent);
    /* The midpoints to the neighbours; the lower one is nearer at a power of two. */
    bool at_power = mantissa == UINT64_C(1) << 52 && exponent > -1074;
    Decimal low, high;
    decimal_expand(at_power ? 4 * mantissa - 1 : 2 * mantissa - 1, exponent - (at_power ? 2 : 1), &low);
    decimal_expand(2 * mantissa + 1, exponent - 1, &high);
    bool even = (mantissa & 1) == 0;
    Decimal exact;
    decimal_expand(mantissa, exponent, &exact);
    for (int digits = 1; digits <= 17; digits++) {
        if (digits > 1 && digits < 15 && mantissa >= UINT64_C(1) << 52)
            digits = 15; /* a number with all its bits and fewer digits shows at 15, trailing zeros dropped */
        *out = exact;
        decimal_round(out, digits);
        for (int side = 0; side < 2; side++) {
            int above = decimal_order(out, &low), below = decimal_order(&high, out);
            if ((above > 0 || (above == 0 && even)) && (below > 0 || (below == 0 && even)))
                return;
            if (!at_power || decimal_order(out, &exact) > 0)
                break;
            /* The nearest one lies below the near midpoint: the next one up may still be inside. */
            while (out->count < digits)
                out->digits[out->count++] = '0';
            out->digits[out->count++] = '9'; /* rounds up by one unit of the last digit */
            decimal_round(out, digits);
        }
    }
}

/* ---- layout ---- */

static char *put_digits(char *at, const Decimal *d, int from, int count)
{
    for (int i = from; i < from + count; i++)
        *at++ = i >= 0 && i < d->count ? d->digits[i] : '0';
    return at;
}

/* d.ddde+xx with `decimals` behind the point. */
static char *put_exponential(char *at, const Decimal *d, int decimals, bool point, char letter)
{
    int exponent = d->count == 0 ? 0 : d->point - 1;
    at = put_digits(at, d, 0, 1);
    if (decimals > 0 || point)
        *at++ = '.';
    at = put_digits(at, d, 1, decimals);
    *at++ = letter;
    *at++ = exponent < 0 ? '-' : '+';
    exponent = exponent < 0 ? -exponent : exponent;
    if (exponent >= 100)
        *at++ = (char)('0' + exponent / 100);
    *at++ = (char)('0' + exponent / 10 % 10);
    *at++ = (char)('0' + exponent % 10);
    return at;
}

static char *put_fixed(char *at, const Decimal *d, int decimals, bool point)
{
    int before = d->count == 0 ? 0 : d->point;
    if (before <= 0)
        *at++ = '0';
    else
        at = put_digits(at, d, 0, before);
    if (decimals > 0 || point)
        *at++ = '.';
    return put_digits(at, d, before, decimals);
}

static size_t put_special(char *at, double value, bool upper)
{
    const char *text = isnan(value) ? (upper ? "NAN" : "nan") : value < 0 ? (upper ? "-INF" : "-inf") : (upper ? "INF" : "inf");
    strcpy(at, text);
    return strlen(text);
}

size_t float_repr_text(double value, char buffer[FLOAT_TEXT_SIZE])
{
    if (!isfinite(value))
        return put_special(buffer, value, false);
    char *at = buffer;
    if (signbit(value))
        *at++ = '-';
    Decimal d = {.count = 0};
    if (value != 0)
        shortest(fabs(value), &d);
    if (d.count != 0 && (d.point > 16 || d.point < -3)) {
        at = put_exponential(at, &d, d.count - 1, false, 'e');
    } else {
        int decimals = d.count - d.point;
        at = put_fixed(at, &d, decimals < 1 ? 1 : decimals, true);
    }
    *at = '\0';
    return (size_t)(at - buffer);
}

/* %g: `precision` digits, exponential when the exponent is below -4 or not below the precision. */
static char *put_general(char *at, Decimal *d, int precision, bool alternate, char letter)
{
    if (precision == 0)
        precision = 1;
    decimal_round(d, precision);
    int exponent = d->count == 0 ? 0 : d->point - 1;
    if (exponent < -4 || exponent >= precision) {
        int decimals = alternate ? precision - 1 : d->count > 0 ? d->count - 1 : 0;
        return put_exponential(at, d, decimals, alternate, letter);
    }
    int decimals = precision - 1 - exponent;
    if (!alternate) {
        int shown = d->count == 0 ? 0 : d->count - d->point;
        decimals = shown > 0 ? shown : 0;
    }
    return put_fixed(at, d, decimals, alternate);
}

char *float_format_text(Runtime *rt, double value, char code, int precision, bool alternate, size_t *length, size_t *block_size)
{
    bool upper = code == 'E' || code == 'F' || code == 'G';
    char kind = (char)(code | 0x20), letter = upper ? 'E' : 'e';
    if (precision < 0)
        precision = 6;
    size_t size = 360 + (size_t)precision + (kind == 'g' ? (size_t)precision : 0);
    char *block = memory_take(rt, size);
    if (block == NULL)
        return NULL;
    *block_size = size;
    if (!isfinite(value)) {
        *length = put_special(block, value, upper);
        return block;
    }
    char *at = block;
    if (signbit(value))
        *at++ = '-';
    Decimal d = {.count = 0};
    if (kind == 'r') {
        at = block + float_repr_text(value, block);
        char *mark = alternate && memchr(block, '.', (size_t)(at - block)) == NULL ? memchr(block, 'e', (size_t)(at - block)) : NULL;
        if (mark != NULL) { /* 1.e-07 */
            memmove(mark + 1, mark, (size_t)(at - mark));
            *mark = '.';
            at++;
        }
    } else {
        uint64_t mantissa;
        int exponent;
        split_double(fabs(value), &mantissa, &exponent);
        decimal_expand(mantissa, exponent, &d);
        if (kind == 'e') {
            decimal_round(&d, precision < DIGITS_MAX ? precision + 1 : DIGITS_MAX);
            at = put_exponential(at, &d, precision, alternate, letter);
        } else if (kind == 'f') {
            if (precision < DIGITS_MAX + 400)
                decimal_round(&d, d.point + precision);
            at = put_fixed(at, &d, precision, alternate);
        } else {
            at = put_general(at, &d, precision, alternate, letter);
        }
    }
    *at = '\0';
    *length = (size_t)(at - block);
    return block;
}

/* ---- reading ---- */

enum { READ_DIGITS = 770, READ_LIMBS = 140 };

/* Drops leading zero limbs. */
static mp_size_t normal(const mp_limb_t *limbs, mp_size_t count)
{
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    return count;
}

static mp_size_t shift_up(mp_limb_t *limbs, mp_size_t count, int bits)
{
    mp_size_t whole = bits / 64;
    if (bits % 64 != 0 && count > 0) {
        mp_limb_t carry = mpn_lshift(limbs, limbs, count, (unsigned)(bits % 64));
        if (carry != 0)
            limbs[count++] = carry;
    }
    memmove(limbs + whole, limbs, (size_t)count * sizeof *limbs);
    memset(limbs, 0, (size_t)whole * sizeof *limbs);
    return count + whole;
}

static int bit_length(const mp_limb_t *limbs, mp_size_t count)
{
    return count == 0 ? 0 : (int)count * 64 - __builtin_clzll(limbs[count - 1]);
}

static int limbs_order(const mp_limb_t *a, mp_size_t a_count, const mp_limb_t *b, mp_size_t b_count)
{
    if (a_count != b_count)
        return a_count > b_count ? 1 : -1;
    return a_count == 0 ? 0 : mpn_cmp(a, b, a_count);
}

/* DIGITS * 10^exponent, correctly rounded. `count` > 0, no leading zero, -400 < count + exponent <= 310. */
static double read_exactly(const char *digits, int count, int exponent)
{
    mp_limb_t top[READ_LIMBS] = {0}, bottom[READ_LIMBS] = {1};
    mp_size_t top_count = 0, bottom_count = 1;
    for (int i = 0; i < count; i++) {
        mp_limb_t carry = top_count == 0 ? 0 : mpn_mul_1(top, top, top_count, 10);
        if (top_count == 0)
            carry = (mp_limb_t)(digits[i] - '0');
        else
            carry += mpn_add_1(top, top, top_count, (mp_limb_t)(digits[i] - '0'));
        if (carry != 0)
            top[top_count++] = carry;
    }
    int twos = exponent; /* value = top / bottom * 2^twos */
    if (exponent >= 0)
        top_count = multiply_by_fives(top, top_count, exponent);
    else
        bottom_count = multiply_by_fives(bottom, bottom_count, -exponent);

    /* Scale so that 1/2 <= top / bottom < 2, then take bits one by one. */
    int difference = bit_length(top, top_count) - bit_length(bottom, bottom_count);
    if (difference > 0)
        bottom_count = shift_up(bottom, bottom_count, difference);
    else if (difference < 0)
        top_count = shift_up(top, top_count, -difference);
    twos += difference;
    if (limbs_order(top, top_count, bottom, bottom_count) < 0) {
        top_count = shift_up(top, top_count, 1);
        twos--;
    }
    int bits = twos < -1022 ? 53 - (-1022 - twos) : 53; /* subnormals have fewer */
    if (bits < 0)
        return 0.0;
    uint64_t mantissa = 0;
    for (int i = 0; i < bits; i++) {
        mantissa <<= 1;
        if (limbs_order(top, top_count, bottom, bottom_count) >= 0) {
            mpn_sub(top, top, top_count, bottom, bottom_count);
            top_count = normal(top, top_count);
            mantissa |= 1;
        }
        top_count = shift_up(top, top_count, 1);
    }
    int rest = limbs_order(top, top_count, bottom, bottom_count); /* against one half of the last bit */
    if (rest > 0 || (rest == 0 && (mantissa & 1)))
        mantissa++;
    return ldexp((double)mantissa, twos - bits + 1);
}

static bool match_word(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++)
        if ((*text | 0x20) != *word)
            return false;
    return true;
}

static double read_special(const char *text, const char **end)
{
    if (match_word(text, "infinity"))
        return *end = text + 8, (double)INFINITY;
    if (match_word(text, "inf"))
        return *end = text + 3, (double)INFINITY;
    if (match_word(text, "nan"))
        return *end = text + 3, (double)NAN;
    return 0.0;
}

/* The exponent behind 'e', clipped far outside the range; *at moves past it when there is one. */
static int read_exponent(const char **at)
{
    const char *text = *at;
    if ((*text | 0x20) != 'e')
        return 0;
    text++;
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    if (*text < '0' || *text > '9')
        return 0;
    int exponent = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        if (exponent < 100000000)
            exponent = exponent * 10 + (*text - '0');
    *at = text;
    return negative ? -exponent : exponent;
}

double float_parse(const char *text, const char **end)
{
    const char *at = text;
    bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    *end = text;
    if ((*at < '0' || *at > '9') && *at != '.') {
        double special = read_special(at, end);
        return negative ? -special : special;
    }
    char digits[READ_DIGITS + 1];
    int count = 0;
    int64_t shift = 0; /* value = DIGITS * 10^shift */
    bool any = false, point = false, sticky = false;
    uint64_t leading = 0;
    for (;; at++) {
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (*at < '0' || *at > '9')
            break;
        any = true;
        if (count == 0 && *at == '0') {
            shift -= point;
        } else if (count < READ_DIGITS) {
            if (count < 19)
                leading = leading * 10 + (uint64_t)(*at - '0');
            digits[count++] = *at;
            shift -= point;
        } else {
            sticky |= *at != '0';
            shift += !point;
        }
    }
    if (!any)
        return 0.0;
    *end = at;
    shift += read_exponent(end);
    double value;
    if (count == 0) {
        value = 0.0;
    } else if (count <= 19 && leading <= UINT64_C(1) << 53 && shift >= -22 && shift <= 22) {
        value = shift < 0 ? (double)leading / powers_of_ten[-shift] : (double)leading * powers_of_ten[shift];
    } else if (count + shift > 310) {
        value = (double)INFINITY;
    } else if (count + shift < -345) {
        value = 0.0;
    } else {
        if (sticky) {
            digits[count++] = '1'; /* more than any tie has: only its being there matters */
            shift--;
        }
        value = read_exactly(digits, count, (int)shift);
    }
    return negative ? -value : value;
}

double float_round_decimal(double value, int digits)
{
#if LDBL_MANT_DIG >= 64
    /* Few digits: value * 10^digits is exact in 64 bits, since 53 bits and those of 5^4 (10) fit; so is the whole number that
     * it rounds to, and one division of two exact doubles rounds once. Six times as fast as the decimal way. */
    static const double powers[] = {1, 10, 100, 1000, 10000};
    if (digits >= 0 && digits <= 4 && fabs(value) < 0x1p48 / 10000) {
        long double whole = nearbyintl((long double)value * powers[digits]);
        return copysign((double)whole / powers[digits], value);
    }
#endif
    Decimal d;
    uint64_t mantissa;
    int exponent;
    split_double(fabs(value), &mantissa, &exponent);
    decimal_expand(mantissa, exponent, &d);
    decimal_round(&d, d.point + digits);
    double rounded = d.count == 0 ? 0.0 : d.point > 309 ? (double)INFINITY : read_exactly(d.digits, d.count, d.point - d.count);
    return copysign(rounded, value);
}
