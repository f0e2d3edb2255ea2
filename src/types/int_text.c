/* int from text and to text. Where a digit is a number of bits both are linear; else quadratic with a large step
 * (19 decimal digits a limb), and the limit on digits that 3.11 has keeps a program from burning time on hostile
 * input. */
#include <gmp.h>
#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int_big.h"
#include "types/int_methods.h"
#include "types/str.h"
#include "types/str_character.h"

/* The largest power of each base that fits a limb, and its exponent. */
static unsigned limb_digits(int base, uint64_t *power)
{
    unsigned digits = 0;
    uint64_t value = 1;
    while (value <= UINT64_MAX / (unsigned)base) {
        value *= (unsigned)base;
        digits++;
    }
    *power = value;
    return digits;
}

static int digit_value(int character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'Z')
        return character - 'A' + 10;
    return 99;
}

static bool is_power_of_two(int base)
{
    return (base & (base - 1)) == 0;
}

static void *too_many_digits(Runtime *rt, size_t count)
{
    return error_set(rt, &value_error_type,
                     "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; use "
                     "sys.set_int_max_str_digits() to increase the limit", (int)rt->int_max_digits, count);
}

static bool has_too_many_digits(const Runtime *rt, size_t count, int base)
{
    return !is_power_of_two(base) && rt->int_max_digits > 0 && count > (size_t)rt->int_max_digits;
}

/* Digits of `bits` bits each. */
static Int *int_from_bits(Runtime *rt, const char *digits, size_t count, unsigned bits)
{
    size_t room = count / 64 * bits + (count % 64 * bits) / 64 + 1, used = 0;
    Int *result = int_big_new(rt, room);
    if (result == NULL)
        return NULL;
    uint64_t limb = 0;
    unsigned filled = 0;
    for (size_t i = count; i-- > 0;) {
        uint64_t digit = (uint64_t)digit_value(digits[i]);
        limb |= digit << filled;
        filled += bits;
        if (filled >= 64) {
            result->limbs[used++] = limb;
            filled -= 64;
            limb = filled == 0 ? 0 : digit >> (bits - filled);
        }
    }
    if (limb != 0)
        result->limbs[used++] = limb;
    return (Int *)int_big_finish_steal(rt, result, room, used, false);
}

Int *int_from_digits(Runtime *rt, const char *digits, size_t count, int base)
{
    uint64_t power;
    unsigned step = limb_digits(base, &power);
    if (count <= step) {
        uint64_t value = 0;
        for (size_t i = 0; i < count; i++)
            value = value * (unsigned)base + (unsigned)digit_value(digits[i]);
        return int_from_uint64(rt, value);
    }
    if (is_power_of_two(base))
        return int_from_bits(rt, digits, count, (unsigned)__builtin_ctz((unsigned)base));
    if (has_too_many_digits(rt, count, base))
        return too_many_digits(rt, count);
    size_t room = count / step + 2, used = 0;
    Int *result = int_big_new(rt, room);
    if (result == NULL)
        return NULL;
    mp_limb_t *limbs = (mp_limb_t *)result->limbs;
    for (size_t i = 0; i < count;) {
        uint64_t chunk = 0, scale = 1;
        for (unsigned k = 0; k < step && i < count; k++, i++) {
            chunk = chunk * (unsigned)base + (unsigned)digit_value(digits[i]);
            scale *= (unsigned)base;
        }
        mp_limb_t carry = used == 0 ? 0 : mpn_mul_1(limbs, limbs, (mp_size_t)used, scale);
        if (used > 0)
            carry += mpn_add_1(limbs, limbs, (mp_size_t)used, chunk);
        else
            carry = chunk;
        if (carry != 0)
            limbs[used++] = carry;
    }
    return (Int *)int_big_finish_steal(rt, result, room, used, false);
}

/* ---- int(text, base) ---- */

static void *bad_literal(Runtime *rt, Object *original, int base)
{
    return error_set(rt, &value_error_type, "invalid literal for int() with base %d: %.200R", base, original);
}

/* The base's prefix at `text`, by its letter: 0x, 0o, 0b. */
static int prefix_base(const char *text, size_t length)
{
    if (length < 2 || text[0] != '0')
        return 0;
    switch (text[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

/* Parses stripped ASCII. `clean` has room for `length` digits. */
static Object *parse_ascii(Runtime *rt, const char *text, size_t length, int base, Object *original, char *clean)
{
    int asked = base;
    bool negative = length > 0 && *text == '-';
    if (length > 0 && (*text == '-' || *text == '+'))
        text++, length--;
    int prefix = prefix_base(text, length);
    bool had_prefix = prefix != 0 && (base == 0 || base == prefix);
    if (had_prefix) {
        text += 2, length -= 2;
        base = prefix;
        if (length > 0 && *text == '_')
            text++, length--;
    }
    bool must_be_zero = base == 0 && length > 0 && *text == '0';
    if (base == 0)
        base = 10;
    size_t count = 0;
    bool last_was_digit = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '_' && last_was_digit && i + 1 < length) {
            last_was_digit = false;
            continue;
        }
        int digit = digit_value((unsigned char)text[i]);
        if (digit >= base || (must_be_zero && digit != 0))
            return last_was_digit && text[i] != '_' && has_too_many_digits(rt, count, base) ? too_many_digits(rt, count)
                                                                          : bad_literal(rt, original, asked);
        clean[count++] = text[i];
        last_was_digit = true;
    }
    if (count == 0 || !last_was_digit)
        return bad_literal(rt, original, asked);
    if (has_too_many_digits(rt, count, base))
        return too_many_digits(rt, count);
    size_t zeros = 0;
    while (zeros + 1 < count && clean[zeros] == '0')
        zeros++;
    owned Int *value = int_from_digits(rt, clean + zeros, count - zeros, base);
    if (value == NULL || !negative)
        return (Object *)take(&value);
    return int_subtract(rt, &int_constants[5], value);
}

/* What int() mostly reads: at most 18 ASCII digits with or without a minus. False: it is something else. */
static bool plain_decimal(const Str *text, int64_t *value)
{
    if (!str_is_ascii(text) || text->length == 0 || text->length > 18)
        return false;
    const char *at = str_data(text), *end = at + text->length;
    bool negative = *at == '-';
    at += negative;
    if (at == end)
        return false;
    int64_t sum = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return false;
        sum = sum * 10 + (*at - '0');
    }
    *value = negative ? -sum : sum;
    return true;
}

Object *int_from_text(Runtime *rt, Str *text, int base)
{
    int64_t plain;
    if (base == 10 && plain_decimal(text, &plain))
        return (Object *)int_from_int64(rt, plain);
    size_t start = 0, end = text->length;
    while (start < end && character_is_space(str_at(text, start)))
        start++;
    while (end > start && character_is_space(str_at(text, end - 1)))
        end--;
    size_t length = end - start, room = 2 * length + 2;
    char local[256], *work = local;
    if (room > sizeof local) {
        work = memory_take(rt, room);
        if (work == NULL)
            return NULL;
    }
    Object *result = NULL;
    bool good = true;
    for (size_t i = 0; good && i < length; i++) {
        uint32_t code = str_at(text, start + i);
        int decimal = code < 128 ? -1 : character_decimal(code);
        good = code < 128 || decimal >= 0;
        work[i] = (char)(decimal >= 0 ? '0' + decimal : (int)code);
    }
    if (good)
        result = parse_ascii(rt, work, length, base, (Object *)text, work + length);
    else
        bad_literal(rt, (Object *)text, base);
    if (work != local)
        memory_release(rt, work, room);
    return result;
}

Str *int_text_of_bytes(Runtime *rt, Object *object)
{
    if (!bytes_check(object) && !object_has_flag(object, TYPE_BYTEARRAY))
        return NULL;
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, object, &data, &length, &holder))
        return NULL;
    return str_from_latin1(rt, data, length);
}

/* ---- to text ---- */

static const char digit_letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* Digits of `value`, least significant first. */
static size_t limb_to_digits(uint64_t value, int base, char *out)
{
    size_t count = 0;
    do {
        out[count++] = digit_letters[value % (unsigned)base];
        value /= (unsigned)base;
    } while (value != 0);
    return count;
}

static Str *reversed_text(Runtime *rt, const char *digits, size_t count, bool negative)
{
    Str *text = str_new(rt, count + negative, 127);
    if (text == NULL)
        return NULL;
    char *out = str_data(text);
    if (negative)
        *out++ = '-';
    for (size_t i = count; i-- > 0;)
        *out++ = digits[i];
    return text;
}

static Str *bits_to_text(Runtime *rt, const Magnitude *m, unsigned bits)
{
    size_t length = m->count * 64 - (size_t)__builtin_clzll(m->limbs[m->count - 1]);
    length = (length + bits - 1) / bits;
    Str *text = str_new(rt, length + m->negative, 127);
    if (text == NULL)
        return NULL;
    char *out = str_data(text);
    if (m->negative)
        *out++ = '-';
    size_t limb = 0;
    unsigned shift = 0;
    for (char *at = out + length; at > out;) {
        uint64_t digit = m->limbs[limb] >> shift;
        if (shift + bits > 64 && limb + 1 < m->count)
            digit |= m->limbs[limb + 1] << (64 - shift);
        *--at = digit_letters[digit & ((1u << bits) - 1)];
        shift += bits;
        limb += shift / 64;
        shift %= 64;
    }
    return text;
}

static Str *big_to_text(Runtime *rt, const Magnitude *m, int base)
{
    if (is_power_of_two(base))
        return bits_to_text(rt, m, (unsigned)__builtin_ctz((unsigned)base));
    uint64_t power;
    unsigned step = limb_digits(base, &power);
    size_t bits_per_digit = (size_t)(63 - __builtin_clzll((unsigned)base)); /* rounded down: room enough */
    size_t room = m->count * 64 / bits_per_digit + step + 2;
    size_t size = m->count * sizeof(uint64_t) + room;
    char *block = memory_take(rt, size);
    if (block == NULL)
        return NULL;
    mp_limb_t *limbs = (mp_limb_t *)block;
    char *digits = block + m->count * sizeof(uint64_t);
    memcpy(limbs, m->limbs, m->count * sizeof(uint64_t));
    size_t count = m->count, length = 0;
    while (count > 0) {
        uint64_t rest = mpn_divrem_1(limbs, 0, limbs, (mp_size_t)count, power);
        while (count > 0 && limbs[count - 1] == 0)
            count--;
        size_t made = limb_to_digits(rest, base, digits + length);
        while (count > 0 && made < step)
            digits[length + made++] = '0';
        length += made;
    }
    Str *text;
    if (base == 10 && rt->int_max_digits > 0 && length > (size_t)rt->int_max_digits)
        text = error_set(rt, &value_error_type, "Exceeds the limit (%d digits) for integer string conversion; use "
                         "sys.set_int_max_str_digits() to increase the limit", (int)rt->int_max_digits);
    else
        text = reversed_text(rt, digits, length, m->negative);
    memory_release(rt, block, size);
    return text;
}

/* In decimal, two digits a division: str(n) took a quarter longer with one (bench/micro/strings.py). */
static Str *small_to_decimal(Runtime *rt, int64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    while (rest >= 100) {
        unsigned pair = (unsigned)(rest % 100);
        rest /= 100;
        *--at = (char)('0' + pair % 10);
        *--at = (char)('0' + pair / 10);
    }
    if (rest >= 10)
        *--at = (char)('0' + rest % 10), rest /= 10;
    *--at = (char)('0' + rest);
    if (value < 0)
        *--at = '-';
    size_t length = (size_t)(digits + sizeof digits - at);
    Str *text = str_new(rt, length, 127);
    if (text != NULL)
        memcpy(str_data(text), at, length);
    return text;
}

Str *int_to_text(Runtime *rt, const Int *value, int base)
{
    if (base == 10 && int_is_small(value))
        return small_to_decimal(rt, value->value);
    Magnitude m;
    magnitude_of(value, &m);
    if (m.count <= 1) {
        char digits[64];
        size_t count = limb_to_digits(m.count == 0 ? 0 : m.limbs[0], base, digits);
        return reversed_text(rt, digits, count, m.negative);
    }
    if (base == 10 && rt->int_max_digits > 0 && m.count > (size_t)rt->int_max_digits / 16 + 2)
        return error_set(rt, &value_error_type, "Exceeds the limit (%d digits) for integer string conversion; use "
                         "sys.set_int_max_str_digits() to increase the limit", (int)rt->int_max_digits);
    return big_to_text(rt, &m, base);
}
