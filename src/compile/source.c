/* Reading source text: declarations of encoding, newlines, and what is refused. See source.h. */
#include "compile/source.h"

#include <stdio.h>
#include <string.h>

/* ---- UTF-8 ---- */

static inline bool is_continuation(const char *at)
{
    return ((unsigned char)*at & 0xC0) == 0x80;
}

int source_utf8_decode(const char *at, const char *end, uint32_t *code_point)
{
    const unsigned char *byte = (const unsigned char *)at;
    uint32_t c = byte[0];
    int length;
    if (c < 0x80)
        length = 1;
    else if (c < 0xC2)
        return 0;
    else if (c < 0xE0)
        length = 2;
    else if (c < 0xF0)
        length = 3;
    else if (c < 0xF5)
        length = 4;
    else
        return 0;
    if (end - at < length)
        return 0;
    if (length > 1) {
        c &= 0x7Fu >> length;
        for (int i = 1; i < length; i++) {
            if (!is_continuation(at + i))
                return 0;
            c = c << 6 | (byte[i] & 0x3F);
        }
        if ((length == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
            (length == 4 && (c < 0x10000 || c > 0x10FFFF)))
            return 0;
    }
    if (code_point != NULL)
        *code_point = c;
    return length;
}

int source_utf8_encode(char *at, uint32_t c)
{
    if (c < 0x80) {
        at[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        at[0] = (char)(0xC0 | c >> 6);
        at[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        at[0] = (char)(0xE0 | c >> 12);
        at[1] = (char)(0x80 | (c >> 6 & 0x3F));
        at[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    at[0] = (char)(0xF0 | c >> 18);
    at[1] = (char)(0x80 | (c >> 12 & 0x3F));
    at[2] = (char)(0x80 | (c >> 6 & 0x3F));
    at[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t source_utf8_count(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + length;
    size_t count = 0;
    while (at < end) {
        int step = source_utf8_decode(at, end, NULL);
        if (step == 0) {
            /* A character cut off at the end counts once, as one replacement does. */
            unsigned char lead = (unsigned char)*at;
            int whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
            int seen = 1;
            while (seen < whole && at + seen < end && is_continuation(at + seen))
                seen++;
            step = at + seen == end ? seen : 1;
        }
        at += step;
        count++;
    }
    return count;
}

/* What a decoder says of the byte at `at`, and how many bytes its complaint covers. */
static const char *utf8_complaint(const char *at, const char *end)
{
    unsigned char lead = (unsigned char)*at;
    int length = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3
               : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    if (length == 0)
        return "invalid start byte";
    for (int i = 1; i < length; i++) {
        if (at + i >= end)
            return "unexpected end of data";
        unsigned char byte = (unsigned char)at[i];
        bool fits = (byte & 0xC0) == 0x80;
        if (i == 1)
            fits = fits && !(lead == 0xE0 && byte < 0xA0) && !(lead == 0xED && byte > 0x9F) &&
                   !(lead == 0xF0 && byte < 0x90) && !(lead == 0xF4 && byte > 0x8F);
        if (!fits)
            return "invalid continuation byte";
    }
    return "invalid start byte";
}

/* ---- problems ---- */

static bool refuse(SyntaxProblem *problem, ProblemKind kind)
{
    problem->kind = kind;
    return false;
}

/* Errors of encoding stand on line 0 with offset -1, as CPython's do. */
static bool refuse_encoding(SyntaxProblem *problem)
{
    problem->kind = PROBLEM_SYNTAX;
    problem->offset = -1;
    return false;
}

/* A byte that is not UTF-8, found in `text` at `at`. */
static bool refuse_byte(SyntaxProblem *problem, TreeArena *arena, const char *text,
                        const char *at, const char *end, const char *filename)
{
    int lineno = 1;
    const char *line = text;
    for (const char *c = text; c < at; c++)
        if (*c == '\n') {
            lineno++;
            line = c + 1;
        }
    if (filename != NULL) {
        snprintf(problem->message, sizeof problem->message,
                 "Non-UTF-8 code starting with '\\x%02x' in file %.120s on line %d, but no "
                 "encoding declared; see https://peps.python.org/pep-0263/ for details",
                 (unsigned char)*at, filename, lineno);
        return refuse_encoding(problem);
    }
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    line_end = line_end == NULL ? end : line_end;
    snprintf(problem->message, sizeof problem->message,
             "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
             (unsigned char)*at, (size_t)(at - line), utf8_complaint(at, line_end));

    /* The line with each bad byte replaced, so that whoever prints it has valid text. */
    size_t length = (size_t)(line_end - line);
    char *copy = tree_arena_take(arena, length * 3 + 1);
    if (copy == NULL)
        return refuse(problem, PROBLEM_MEMORY);
    char *to = copy;
    for (const char *from = line; from < line_end;) {
        int step = source_utf8_decode(from, line_end, NULL);
        if (step == 0) {
            to += source_utf8_encode(to, 0xFFFD);
            from++;
        } else {
            memcpy(to, from, (size_t)step);
            to += step;
            from += step;
        }
    }
    *to = '\0';
    problem->kind = PROBLEM_SYNTAX;
    problem->lineno = problem->end_lineno = lineno;
    problem->offset = (int)source_utf8_count(line, (size_t)(at - line)) + 1;
    problem->end_offset = -1;
    problem->line = (Text){copy, (size_t)(to - copy)};
    return false;
}

/* ---- the declaration of encoding ---- */

typedef enum Encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_ASCII, ENCODING_UNKNOWN } Encoding;

typedef struct Declaration {
    char name[64];         /* as CPython normalises it; empty when there is none */
    bool is_last;          /* the line has something else than a comment: the next one is not read */
} Declaration;

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
}

/* `name` begins with `prefix` and ends there or goes on with '-'. */
static bool name_begins(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

/* The common spellings of the two common encodings become one: PEP 263. */
static void normalise(char *name)
{
    char plain[13];
    int i = 0;
    for (; i < 12 && name[i] != '\0'; i++) {
        char c = name[i];
        plain[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    plain[i] = '\0';
    if (name_begins(plain, "utf-8"))
        strcpy(name, "utf-8");
    else if (name_begins(plain, "latin-1") || name_begins(plain, "iso-8859-1") ||
             name_begins(plain, "iso-latin-1"))
        strcpy(name, "iso-8859-1");
}

/* Looks for `coding[:=] *NAME` in a comment that is alone on its line. */
static void declaration_read(Declaration *declaration, const char *line, const char *end)
{
    const char *at = line;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\014'))
        at++;
    declaration->name[0] = '\0';
    declaration->is_last = at < end && *at != '#' && *at != '\n' && *at != '\r';
    if (at == end || *at != '#')
        return;
    for (; end - at > 6; at++) {
        if (memcmp(at, "coding", 6) != 0)
            continue;
        const char *name = at + 6;
        if (*name != ':' && *name != '=')
            continue;
        do
            name++;
        while (name < end && (*name == ' ' || *name == '\t'));
        size_t length = 0;
        while (name + length < end && is_name_byte(name[length]))
            length++;
        if (length == 0)
            continue;
        if (length >= sizeof declaration->name)
            length = sizeof declaration->name - 1;
        memcpy(declaration->name, name, length);
        declaration->name[length] = '\0';
        normalise(declaration->name);
        return;
    }
}

static Encoding encoding_of(const char *name)
{
    static const struct { const char *name; Encoding encoding; } known[] = {
        {"", ENCODING_UTF8},          {"utf-8", ENCODING_UTF8},     {"utf8", ENCODING_UTF8},
        {"u8", ENCODING_UTF8},        {"utf", ENCODING_UTF8},       {"cp65001", ENCODING_UTF8},
        {"iso-8859-1", ENCODING_LATIN1}, {"latin1", ENCODING_LATIN1}, {"latin", ENCODING_LATIN1},
        {"l1", ENCODING_LATIN1},      {"iso8859-1", ENCODING_LATIN1}, {"8859", ENCODING_LATIN1},
        {"cp819", ENCODING_LATIN1},   {"ascii", ENCODING_ASCII},    {"us-ascii", ENCODING_ASCII},
        {"646", ENCODING_ASCII},
    };
    char plain[64];
    size_t i = 0;
    for (; name[i] != '\0'; i++)
        plain[i] = name[i] == '_' ? '-' : name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] | 0x20)
                                                                          : name[i];
    plain[i] = '\0';
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (strcmp(known[k].name, plain) == 0)
            return known[k].encoding;
    return ENCODING_UNKNOWN;
}

/* The encoding that the text declares, or false with *problem filled. */
static bool encoding_find(Encoding *encoding, const char *bytes, size_t length, bool has_mark,
                          const char *filename, SyntaxProblem *problem)
{
    Declaration declaration = {.name = ""};
    const char *line = bytes, *end = bytes + length;
    for (int i = 0; i < 2 && line < end; i++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline == NULL ? end : newline + 1;
        declaration_read(&declaration, line, line_end);
        if (declaration.name[0] != '\0' || declaration.is_last)
            break;
        line = line_end;
    }
    if (has_mark && declaration.name[0] != '\0' && strcmp(declaration.name, "utf-8") != 0) {
        snprintf(problem->message, sizeof problem->message, "encoding problem: %s with BOM",
                 declaration.name);
        return refuse_encoding(problem);
    }
    *encoding = encoding_of(declaration.name);
    if (*encoding == ENCODING_UNKNOWN) {
        snprintf(problem->message, sizeof problem->message,
                 filename != NULL ? "encoding problem: %s" : "unknown encoding: %s",
                 declaration.name);
        return refuse_encoding(problem);
    }
    return true;
}

/* ---- the whole ---- */

bool source_open(Source *source, TreeArena *arena, const char *bytes, size_t length,
                 ParseMode mode, const ParseOptions *options, SyntaxProblem *problem)
{
    const char *filename = options == NULL ? NULL : options->filename;
    bool is_text = options != NULL && options->is_text;

    /* CPython has no room for lines and columns beyond an int either. */
    if (length > INT32_MAX - 2)
        return refuse(problem, PROBLEM_MEMORY);
    if (length > 0 && memchr(bytes, '\0', length) != NULL) {
        strcpy(problem->message, filename != NULL ? "source code cannot contain null bytes"
                                                  : "source code string cannot contain null bytes");
        if (filename == NULL)
            return refuse(problem, PROBLEM_VALUE);
        return refuse_encoding(problem);
    }

    Encoding encoding = ENCODING_UTF8;
    if (!is_text) {
        bool has_mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
        if (has_mark) {
            bytes += 3;
            length -= 3;
        }
        if (!encoding_find(&encoding, bytes, length, has_mark, filename, problem))
            return false;
    }

    /* One more byte for a newline, one for the end; latin-1 may double. */
    size_t room = (encoding == ENCODING_LATIN1 ? length * 2 : length) + 2;
    char *text = tree_arena_take(arena, room);
    if (text == NULL)
        return refuse(problem, PROBLEM_MEMORY);
    char *to = text;
    if (encoding != ENCODING_LATIN1 && (length == 0 || memchr(bytes, '\r', length) == NULL)) {
        if (length > 0)
            memcpy(text, bytes, length);
        to += length;
    } else {
        for (size_t i = 0; i < length; i++) {
            unsigned char c = (unsigned char)bytes[i];
            if (c == '\r') {
                *to++ = '\n';
                if (i + 1 < length && bytes[i + 1] == '\n')
                    i++;
            } else if (c >= 0x80 && encoding == ENCODING_LATIN1) {
                to += source_utf8_encode(to, c);
            } else {
                *to++ = (char)c;
            }
        }
    }

    /* Eight ASCII bytes at a time; whatever is not is looked at closely. */
    for (const char *at = text; at < to;) {
        uint64_t word;
        if (to - at >= 8 && (memcpy(&word, at, 8), (word & 0x8080808080808080u) == 0)) {
            at += 8;
            continue;
        }
        int step = source_utf8_decode(at, to, NULL);
        if (encoding == ENCODING_ASCII && (unsigned char)*at >= 0x80) {
            snprintf(problem->message, sizeof problem->message,
                     "'ascii' codec can't decode byte 0x%02x in position %zu: ordinal not in "
                     "range(128)", (unsigned char)*at, (size_t)(at - text));
            return refuse_encoding(problem);
        }
        if (step == 0)
            return refuse_byte(problem, arena, text, at, to, filename);
        at += step;
    }
    if (mode == PARSE_FILE && to > text && to[-1] != '\n')
        *to++ = '\n';
    *to = '\0';
    *source = (Source){text, (size_t)(to - text)};
    return true;
}
