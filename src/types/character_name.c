/* Characters by name. See character_name.h.
 *
 * libunistring knows the names in the Unicode data. What it does not know is here: the aliases of
 * characters that have no name or a long one, ideographs, whose names are their numbers, and
 * Hangul syllables, whose names are spelt (libunistring misses those that end in NJ). */
#include "types/character_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <uniname.h>

/* The longest name has 83 letters. */
#define LONGEST_NAME 100

static const struct { uint32_t code; const char *name; } aliases[] = {
    {0x0, "NULL"}, {0x0, "NUL"}, {0x1, "START OF HEADING"}, {0x1, "SOH"}, {0x2, "START OF TEXT"},
    {0x2, "STX"}, {0x3, "END OF TEXT"}, {0x3, "ETX"}, {0x4, "END OF TRANSMISSION"}, {0x4, "EOT"},
    {0x5, "ENQUIRY"}, {0x5, "ENQ"}, {0x6, "ACKNOWLEDGE"}, {0x6, "ACK"}, {0x7, "ALERT"},
    {0x7, "BEL"}, {0x8, "BACKSPACE"}, {0x8, "BS"}, {0x9, "CHARACTER TABULATION"},
    {0x9, "HORIZONTAL TABULATION"}, {0x9, "HT"}, {0x9, "TAB"}, {0xA, "LINE FEED"},
    {0xA, "NEW LINE"}, {0xA, "END OF LINE"}, {0xA, "LF"}, {0xA, "NL"}, {0xA, "EOL"},
    {0xB, "LINE TABULATION"}, {0xB, "VERTICAL TABULATION"}, {0xB, "VT"}, {0xC, "FORM FEED"},
    {0xC, "FF"}, {0xD, "CARRIAGE RETURN"}, {0xD, "CR"}, {0xE, "SHIFT OUT"},
    {0xE, "LOCKING-SHIFT ONE"}, {0xE, "SO"}, {0xF, "SHIFT IN"}, {0xF, "LOCKING-SHIFT ZERO"},
    {0xF, "SI"}, {0x10, "DATA LINK ESCAPE"}, {0x10, "DLE"}, {0x11, "DEVICE CONTROL ONE"},
    {0x11, "DC1"}, {0x12, "DEVICE CONTROL TWO"}, {0x12, "DC2"}, {0x13, "DEVICE CONTROL THREE"},
    {0x13, "DC3"}, {0x14, "DEVICE CONTROL FOUR"}, {0x14, "DC4"}, {0x15, "NEGATIVE ACKNOWLEDGE"},
    {0x15, "NAK"}, {0x16, "SYNCHRONOUS IDLE"}, {0x16, "SYN"}, {0x17, "END OF TRANSMISSION BLOCK"},
    {0x17, "ETB"}, {0x18, "CANCEL"}, {0x18, "CAN"}, {0x19, "END OF MEDIUM"}, {0x19, "EOM"},
    {0x1A, "SUBSTITUTE"}, {0x1A, "SUB"}, {0x1B, "ESCAPE"}, {0x1B, "ESC"},
    {0x1C, "INFORMATION SEPARATOR FOUR"}, {0x1C, "FILE SEPARATOR"}, {0x1C, "FS"},
    {0x1D, "INFORMATION SEPARATOR THREE"}, {0x1D, "GROUP SEPARATOR"}, {0x1D, "GS"},
    {0x1E, "INFORMATION SEPARATOR TWO"}, {0x1E, "RECORD SEPARATOR"}, {0x1E, "RS"},
    {0x1F, "INFORMATION SEPARATOR ONE"}, {0x1F, "UNIT SEPARATOR"}, {0x1F, "US"}, {0x20, "SP"},
    {0x7F, "DELETE"}, {0x7F, "DEL"}, {0x80, "PADDING CHARACTER"}, {0x80, "PAD"},
    {0x81, "HIGH OCTET PRESET"}, {0x81, "HOP"}, {0x82, "BREAK PERMITTED HERE"}, {0x82, "BPH"},
    {0x83, "NO BREAK HERE"}, {0x83, "NBH"}, {0x84, "INDEX"}, {0x84, "IND"}, {0x85, "NEXT LINE"},
    {0x85, "NEL"}, {0x86, "START OF SELECTED AREA"}, {0x86, "SSA"},
    {0x87, "END OF SELECTED AREA"}, {0x87, "ESA"}, {0x88, "CHARACTER TABULATION SET"},
    {0x88, "HORIZONTAL TABULATION SET"}, {0x88, "HTS"},
    {0x89, "CHARACTER TABULATION WITH JUSTIFICATION"},
    {0x89, "HORIZONTAL TABULATION WITH JUSTIFICATION"}, {0x89, "HTJ"},
    {0x8A, "LINE TABULATION SET"}, {0x8A, "VERTICAL TABULATION SET"}, {0x8A, "VTS"},
    {0x8B, "PARTIAL LINE FORWARD"}, {0x8B, "PARTIAL LINE DOWN"}, {0x8B, "PLD"},
    {0x8C, "PARTIAL LINE BACKWARD"}, {0x8C, "PARTIAL LINE UP"}, {0x8C, "PLU"},
    {0x8D, "REVERSE LINE FEED"}, {0x8D, "REVERSE INDEX"}, {0x8D, "RI"},
    {0x8E, "SINGLE SHIFT TWO"}, {0x8E, "SINGLE-SHIFT-2"}, {0x8E, "SS2"},
    {0x8F, "SINGLE SHIFT THREE"}, {0x8F, "SINGLE-SHIFT-3"}, {0x8F, "SS3"},
    {0x90, "DEVICE CONTROL STRING"}, {0x90, "DCS"}, {0x91, "PRIVATE USE ONE"},
    {0x91, "PRIVATE USE-1"}, {0x91, "PU1"}, {0x92, "PRIVATE USE TWO"}, {0x92, "PRIVATE USE-2"},
    {0x92, "PU2"}, {0x93, "SET TRANSMIT STATE"}, {0x93, "STS"}, {0x94, "CANCEL CHARACTER"},
    {0x94, "CCH"}, {0x95, "MESSAGE WAITING"}, {0x95, "MW"}, {0x96, "START OF GUARDED AREA"},
    {0x96, "START OF PROTECTED AREA"}, {0x96, "SPA"}, {0x97, "END OF GUARDED AREA"},
    {0x97, "END OF PROTECTED AREA"}, {0x97, "EPA"}, {0x98, "START OF STRING"}, {0x98, "SOS"},
    {0x99, "SINGLE GRAPHIC CHARACTER INTRODUCER"}, {0x99, "SGC"},
    {0x9A, "SINGLE CHARACTER INTRODUCER"}, {0x9A, "SCI"}, {0x9B, "CONTROL SEQUENCE INTRODUCER"},
    {0x9B, "CSI"}, {0x9C, "STRING TERMINATOR"}, {0x9C, "ST"}, {0x9D, "OPERATING SYSTEM COMMAND"},
    {0x9D, "OSC"}, {0x9E, "PRIVACY MESSAGE"}, {0x9E, "PM"}, {0x9F, "APPLICATION PROGRAM COMMAND"},
    {0x9F, "APC"}, {0xA0, "NBSP"}, {0xAD, "SHY"}, {0x1A2, "LATIN CAPITAL LETTER GHA"},
    {0x1A3, "LATIN SMALL LETTER GHA"}, {0x34F, "CGJ"}, {0x61C, "ALM"},
    {0x709, "SYRIAC SUBLINEAR COLON SKEWED LEFT"}, {0xCDE, "KANNADA LETTER LLLA"},
    {0xE9D, "LAO LETTER FO FON"}, {0xE9F, "LAO LETTER FO FAY"}, {0xEA3, "LAO LETTER RO"},
    {0xEA5, "LAO LETTER LO"}, {0xFD0, "TIBETAN MARK BKA- SHOG GI MGO RGYAN"},
    {0x11EC, "HANGUL JONGSEONG YESIEUNG-KIYEOK"},
    {0x11ED, "HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK"}, {0x11EE, "HANGUL JONGSEONG SSANGYESIEUNG"},
    {0x11EF, "HANGUL JONGSEONG YESIEUNG-KHIEUKH"}, {0x180B, "FVS1"}, {0x180C, "FVS2"},
    {0x180D, "FVS3"}, {0x180E, "MVS"}, {0x180F, "FVS4"}, {0x200B, "ZWSP"}, {0x200C, "ZWNJ"},
    {0x200D, "ZWJ"}, {0x200E, "LRM"}, {0x200F, "RLM"}, {0x202A, "LRE"}, {0x202B, "RLE"},
    {0x202C, "PDF"}, {0x202D, "LRO"}, {0x202E, "RLO"}, {0x202F, "NNBSP"}, {0x205F, "MMSP"},
    {0x2060, "WJ"}, {0x2066, "LRI"}, {0x2067, "RLI"}, {0x2068, "FSI"}, {0x2069, "PDI"},
    {0x2118, "WEIERSTRASS ELLIPTIC FUNCTION"}, {0x2448, "MICR ON US SYMBOL"},
    {0x2449, "MICR DASH SYMBOL"},
    {0x2B7A, "LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE"},
    {0x2B7C, "RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE"},
    {0xA015, "YI SYLLABLE ITERATION MARK"}, {0xAA6E, "MYANMAR LETTER KHAMTI LLA"},
    {0xFE18, "PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET"},
    {0xFEFF, "BYTE ORDER MARK"}, {0xFEFF, "BOM"}, {0xFEFF, "ZWNBSP"},
    {0x122D4, "CUNEIFORM SIGN NU11 TENU"},
    {0x122D5, "CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR"},
    {0x16E56, "MEDEFAIDRIN CAPITAL LETTER H"}, {0x16E57, "MEDEFAIDRIN CAPITAL LETTER NG"},
    {0x16E76, "MEDEFAIDRIN SMALL LETTER H"}, {0x16E77, "MEDEFAIDRIN SMALL LETTER NG"},
    {0x1B001, "HENTAIGANA LETTER E-1"},
    {0x1D0C5, "BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS"},};

/* ASCII's lower case letters made upper case; false when the name cannot be one. */
static bool name_fold(char *to, const char *name, size_t length)
{
    if (length == 0 || length >= LONGEST_NAME)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        if (c == '_' || (unsigned char)c >= 0x80)      /* libunistring would take it for a blank */
            return false;
        to[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    to[length] = '\0';
    return true;
}

static bool is_ideograph(uint32_t code)
{
    static const struct { uint32_t first, last; } ranges[] = {
        {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B738},
        {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x30000, 0x3134A},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* CJK UNIFIED IDEOGRAPH-4E00: only in capitals, and with four or five digits. */
static long ideograph_by_name(const char *digits)
{
    size_t length = strlen(digits);
    uint32_t code = 0;
    if (length != 4 && length != 5)
        return -1;
    for (size_t i = 0; i < length; i++) {
        char c = digits[i];
        if (c >= '0' && c <= '9')
            code = code << 4 | (uint32_t)(c - '0');
        else if (c >= 'A' && c <= 'F')
            code = code << 4 | (uint32_t)(c - 'A' + 10);
        else
            return -1;
    }
    return is_ideograph(code) ? (long)code : -1;
}

static const char hangul_leads[][4] = {
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H",
};
static const char hangul_vowels[][4] = {
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE",
    "WI", "YU", "EU", "YI", "I",
};
static const char hangul_tails[][4] = {
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B",
    "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H",
};

/* Takes the longest of `count` spellings off *at and returns which, or -1. */
static int spelling_take(const char **at, const char spellings[][4], int count)
{
    int best = -1;
    size_t best_length = 0;
    for (int i = 0; i < count; i++) {
        size_t length = strlen(spellings[i]);
        if (strncmp(*at, spellings[i], length) == 0 && (best < 0 || length > best_length)) {
            best = i;
            best_length = length;
        }
    }
    *at += best_length;
    return best;
}

/* HANGUL SYLLABLE and the letters of its lead, vowel and tail (Unicode, section 3.12). */
static long hangul_by_name(const char *spelling)
{
    const char *at = spelling;
    int lead = spelling_take(&at, hangul_leads, 19);
    int vowel = spelling_take(&at, hangul_vowels, 21);
    int tail = spelling_take(&at, hangul_tails, 28);
    if (lead < 0 || vowel < 0 || tail < 0 || *at != '\0')
        return -1;
    return 0xAC00 + (lead * 21 + vowel) * 28 + tail;
}

/* VS1 to VS256, the variation selectors. */
static long variation_by_name(const char *number)
{
    long n = 0;
    if (*number == '0' || *number == '\0')
        return -1;
    for (; *number != '\0'; number++) {
        if (*number < '0' || *number > '9' || n > 256)
            return -1;
        n = n * 10 + (*number - '0');
    }
    return n > 256 ? -1 : n <= 16 ? 0xFE00 + n - 1 : 0xE0100 + n - 17;
}

static bool begins_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

long character_by_name(void *context, const char *name, size_t length)
{
    (void)context;
    char upper[LONGEST_NAME];
    if (!name_fold(upper, name, length))
        return -1;
    bool is_upper = memcmp(upper, name, length) == 0;
    if (begins_with(upper, "CJK UNIFIED IDEOGRAPH-"))
        return is_upper ? ideograph_by_name(upper + 22) : -1;
    if (begins_with(upper, "HANGUL SYLLABLE "))
        return is_upper ? hangul_by_name(upper + 16) : -1;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].name, upper) == 0)
            return (long)aliases[i].code;
    if (begins_with(upper, "VS")) {
        long code = variation_by_name(upper + 2);
        if (code >= 0)
            return code;
    }
    ucs4_t code = unicode_name_character(upper);
    return code == UNINAME_INVALID ? -1 : (long)code;
}

size_t character_name(uint32_t code, char text[CHARACTER_NAME_SIZE])
{
    _Static_assert((int)CHARACTER_NAME_SIZE >= (int)UNINAME_MAX, "libunistring's names have room");
    *text = '\0';
    if (is_ideograph(code)) {
        snprintf(text, CHARACTER_NAME_SIZE, "CJK UNIFIED IDEOGRAPH-%X", (unsigned)code);
    } else if (code >= 0xAC00 && code <= 0xD7A3) {
        uint32_t number = code - 0xAC00;
        snprintf(text, CHARACTER_NAME_SIZE, "HANGUL SYLLABLE %s%s%s", hangul_leads[number / (21 * 28)],
                 hangul_vowels[number / 28 % 21], hangul_tails[number % 28]);
    } else if (code > 0xE01EF || unicode_character_name(code, text) == NULL) {
        return 0; /* beyond the last named one libunistring answers with others' names */
    }
    return strlen(text);
}
