/* Octets as ASCII text: repr, case, classes of characters, hexadecimal. Octets above 127 are no letters. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/sequence.h"
#include "types/str.h"
#include "types/type.h"

static inline bool is_upper(unsigned char octet) { return octet >= 'A' && octet <= 'Z'; }
static inline bool is_lower(unsigned char octet) { return octet >= 'a' && octet <= 'z'; }
static inline bool is_digit(unsigned char octet) { return octet >= '0' && octet <= '9'; }
static inline bool is_letter(unsigned char octet) { return is_upper(octet) || is_lower(octet); }
static inline char to_upper(char octet) { return is_lower((unsigned char)octet) ? (char)(octet - 32) : octet; }
static inline char to_lower(char octet) { return is_upper((unsigned char)octet) ? (char)(octet + 32) : octet; }

static const char hex_digits[] = "0123456789abcdef";

/* ---- repr ---------------------------------------------------------------------------------------- */

/* The letter behind the backslash of a short escape, or 0. */
static char escape_letter(unsigned char octet)
{
    return octet == '\t' ? 't' : octet == '\n' ? 'n' : octet == '\r' ? 'r' : 0;
}

Object *bytes_repr(Runtime *rt, Object *object)
{
    const Bytes *self = (Bytes *)object;
    bool single = memchr(self->data, '\'', self->length) != NULL;
    char quote = single && memchr(self->data, '"', self->length) == NULL ? '"' : '\'';
    size_t length = 3;
    for (size_t i = 0; i < self->length; i++) {
        unsigned char octet = (unsigned char)self->data[i];
        size_t more = octet == (unsigned char)quote || octet == '\\' || escape_letter(octet) != 0 ? 2
                      : octet >= 0x20 && octet < 0x7f                                             ? 1
                                                                                                  : 4;
        if (more > PTRDIFF_MAX - length)
            return error_set(rt, &overflow_error_type, "bytes object is too large to make repr");
        length += more;
    }
    Str *text = str_new(rt, length, 0x7f);
    if (text == NULL)
        return NULL;
    char *at = str_data(text);
    *at++ = 'b';
    *at++ = quote;
    for (size_t i = 0; i < self->length; i++) {
        unsigned char octet = (unsigned char)self->data[i];
        if (octet == (unsigned char)quote || octet == '\\') {
            *at++ = '\\';
            *at++ = (char)octet;
        } else if (escape_letter(octet) != 0) {
            *at++ = '\\';
            *at++ = escape_letter(octet);
        } else if (octet >= 0x20 && octet < 0x7f) {
            *at++ = (char)octet;
        } else {
            *at++ = '\\';
            *at++ = 'x';
            *at++ = hex_digits[octet >> 4];
            *at++ = hex_digits[octet & 15];
        }
    }
    *at = quote;
    return (Object *)text;
}

/* ---- case ---------------------------------------------------------------------------------------- */

typedef enum CaseChange { CHANGE_UPPER, CHANGE_LOWER, CHANGE_CAPITALIZE, CHANGE_TITLE, CHANGE_SWAP } CaseChange;

static Object *change_case(Runtime *rt, Object *object, CaseChange change)
{
    const Bytes *self = (Bytes *)object;
    Bytes *result = bytes_new(rt, NULL, self->length);
    if (result == NULL || self->length == 0)
        return (Object *)result;
    bool in_word = false;
    for (size_t i = 0; i < self->length; i++) {
        char octet = self->data[i];
        bool upper = change == CHANGE_UPPER || (change == CHANGE_CAPITALIZE && i == 0) || (change == CHANGE_TITLE && !in_word) ||
                     (change == CHANGE_SWAP && is_lower((unsigned char)octet));
        in_word = is_letter((unsigned char)octet);
        result->data[i] = upper ? to_upper(octet) : to_lower(octet);
    }
    return (Object *)result;
}
BYTES_METHOD(bytes_upper)
{
    (void)args, (void)n;
    return change_case(rt, self, CHANGE_UPPER);
}
BYTES_METHOD(bytes_lower)
{
    (void)args, (void)n;
    return change_case(rt, self, CHANGE_LOWER);
}
BYTES_METHOD(bytes_capitalize)
{
    (void)args, (void)n;
    return change_case(rt, self, CHANGE_CAPITALIZE);
}
BYTES_METHOD(bytes_title)
{
    (void)args, (void)n;
    return change_case(rt, self, CHANGE_TITLE);
}
BYTES_METHOD(bytes_swapcase)
{
    (void)args, (void)n;
    return change_case(rt, self, CHANGE_SWAP);
}

/* ---- classes ------------------------------------------------------------------------------------- */

/* Whether there are octets and all of them are of the class. */
static Object *all_are(Object *object, bool (*belongs)(unsigned char octet))
{
    const Bytes *self = (Bytes *)object;
    for (size_t i = 0; i < self->length; i++)
        if (!belongs((unsigned char)self->data[i]))
            return FALSE;
    return bool_object(self->length > 0);
}
static bool is_letter_or_digit(unsigned char octet) { return is_letter(octet) || is_digit(octet); }

BYTES_METHOD(bytes_isalpha)
{
    (void)rt, (void)args, (void)n;
    return all_are(self, is_letter);
}
BYTES_METHOD(bytes_isdigit)
{
    (void)rt, (void)args, (void)n;
    return all_are(self, is_digit);
}
BYTES_METHOD(bytes_isalnum)
{
    (void)rt, (void)args, (void)n;
    return all_are(self, is_letter_or_digit);
}
BYTES_METHOD(bytes_isspace)
{
    (void)rt, (void)args, (void)n;
    return all_are(self, octet_is_space);
}
BYTES_METHOD(bytes_isascii)
{
    (void)rt, (void)args, (void)n;
    const Bytes *bytes = (Bytes *)self;
    for (size_t i = 0; i < bytes->length; i++)
        if ((bytes->data[i] & 0x80) != 0)
            return FALSE;
    return TRUE;
}

/* Some letter is there, and none that `refused` names. */
static Object *cased(Object *object, bool (*refused)(unsigned char octet))
{
    const Bytes *self = (Bytes *)object;
    bool some = false;
    for (size_t i = 0; i < self->length; i++) {
        unsigned char octet = (unsigned char)self->data[i];
        if (refused(octet))
            return FALSE;
        some |= is_letter(octet);
    }
    return bool_object(some);
}
BYTES_METHOD(bytes_islower)
{
    (void)rt, (void)args, (void)n;
    return cased(self, is_upper);
}
BYTES_METHOD(bytes_isupper)
{
    (void)rt, (void)args, (void)n;
    return cased(self, is_lower);
}
BYTES_METHOD(bytes_istitle)
{
    (void)rt, (void)args, (void)n;
    const Bytes *bytes = (Bytes *)self;
    bool some = false, in_word = false;
    for (size_t i = 0; i < bytes->length; i++) {
        unsigned char octet = (unsigned char)bytes->data[i];
        if (is_letter(octet) && is_upper(octet) == in_word)
            return FALSE;
        in_word = is_letter(octet);
        some |= in_word;
    }
    return bool_object(some);
}

/* ---- hexadecimal --------------------------------------------------------------------------------- */

/* The separator of hex(sep) as an ASCII octet; -1 with an error. */
static int separator_of(Runtime *rt, Object *object)
{
    ssize_t length = object_length(rt, object);
    if (length < 0)
        return -1;
    if (length != 1)
        return error_fail(rt, &value_error_type, "sep must be length 1.");
    uint32_t code;
    if (str_check(object))
        code = str_at((Str *)object, 0);
    else if (bytes_check(object))
        code = (unsigned char)((Bytes *)object)->data[0];
    else
        return error_fail(rt, &type_error_type, "sep must be str or bytes.");
    if (code > 127)
        return error_fail(rt, &value_error_type, "sep must be ASCII.");
    return (int)code;
}

BYTES_METHOD(bytes_hex)
{
    (void)n;
    const Bytes *bytes = (Bytes *)self;
    int group = 1;
    if (args[1] != NULL && !argument_as_int(rt, args[1], &group))
        return NULL;
    int separator = 0;
    if (args[0] == NULL)
        group = 0;
    else if ((separator = separator_of(rt, args[0])) < 0)
        return NULL;
    /* Groups are counted from the right, those of a negative size from the left. */
    size_t size = group < 0 ? (size_t)-(ssize_t)group : (size_t)group, separators = 0;
    if (size > 0 && bytes->length > 0)
        separators = (bytes->length - 1) / size;
    if (bytes->length > (PTRDIFF_MAX - separators) / 2)
        return error_no_memory(rt);
    if (bytes->length == 0)
        return (Object *)EMPTY_STR;
    Str *text = str_new(rt, bytes->length * 2 + separators, 0x7f);
    if (text == NULL)
        return NULL;
    char *at = str_data(text);
    for (size_t i = 0; i < bytes->length; i++) {
        if (size > 0 && i > 0 && (group < 0 ? i : bytes->length - i) % size == 0)
            *at++ = (char)separator;
        unsigned char octet = (unsigned char)bytes->data[i];
        *at++ = hex_digits[octet >> 4];
        *at++ = hex_digits[octet & 15];
    }
    return (Object *)text;
}

static int hex_value(uint32_t code)
{
    if (code >= '0' && code <= '9')
        return (int)(code - '0');
    code |= 32;
    return code >= 'a' && code <= 'f' ? (int)(code - 'a' + 10) : -1;
}

static Bytes *from_hex(Runtime *rt, const Str *text)
{
    owned Bytes *result = bytes_new_any(rt, &bytes_type, text->length / 2);
    if (result == NULL)
        return NULL;
    size_t count = 0;
    for (size_t i = 0; i < text->length && !str_is_ascii(text); i++)
        if (str_at(text, i) >= 128)
            return error_set(rt, &value_error_type, "non-hexadecimal number found in fromhex() arg at position %zu", i);
    for (size_t i = 0; i < text->length; i++) {
        uint32_t code = str_at(text, i);
        if (code < 128 && octet_is_space((unsigned char)code))
            continue;
        int high = hex_value(code);
        int low = high < 0 || ++i >= text->length ? -1 : hex_value(str_at(text, i));
        if (low < 0)
            return error_set(rt, &value_error_type, "non-hexadecimal number found in fromhex() arg at position %zu", i);
        result->data[count++] = (char)(high << 4 | low);
    }
    return bytes_shrink_steal(rt, take(&result), count);
}

BYTES_METHOD(bytes_fromhex)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "fromhex() argument must be str, not %.50T", args[0]);
    owned Bytes *octets = from_hex(rt, (Str *)args[0]);
    if (octets == NULL || self == type_as_object(&bytes_type))
        return (Object *)take(&octets);
    return object_call_one(rt, self, (Object *)octets);
}
