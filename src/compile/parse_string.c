/* String literals: prefixes, escapes, concatenation, f-strings.
 *
 * A decoded literal is never longer than its source, so one buffer as long as the tokens serves
 * all the pieces they make:
 *
 *     'ab' f'c{x}d{{e'      buffer:  a b c \0 d { e \0        pieces: abc, x, d{e
 *
 * A piece is closed with its zero byte where an expression begins, which had at least two braces
 * in the source. The expression between braces is parsed by a parser of its own, from a copy in
 * parentheses, as 3.11 does. */
#include <stdio.h>
#include <string.h>

#include "compile/parse_state.h"

/* One literal of a concatenation. */
typedef struct Literal {
    const Token *token;
    const char  *body, *end;       /* between the quotes */
    bool         is_bytes, is_raw, is_f;
} Literal;

/* What a concatenation, or a format spec, becomes. */
typedef struct Pieces {
    char  *piece;          /* begin of the open one */
    char  *to;             /* its end */
    size_t bottom;         /* of the stack, where finished values are */
    bool   is_unicode_literal;
    Location at;           /* of each value, as in 3.11: the whole concatenation */
} Pieces;

/* ---- prefixes ---- */

static Literal literal_of(const Token *token)
{
    Literal literal = {.token = token, .body = token->start, .end = token->end - 1};
    for (;; literal.body++) {
        char c = (char)(*literal.body | 0x20);
        if (c == 'b')
            literal.is_bytes = true;
        else if (c == 'r')
            literal.is_raw = true;
        else if (c == 'f')
            literal.is_f = true;
        else if (c != 'u')
            break;
    }
    char quote = *literal.body++;
    if (literal.end - literal.body >= 4 && literal.body[0] == quote && literal.body[1] == quote) {
        literal.body += 2;
        literal.end -= 2;
    }
    return literal;
}

/* ---- escapes ---- */

/* In the tree's own warning: which escape. */
static bool escape_warn(Parser *p, const Token *token, const char *where)
{
    if (p->is_second)
        return true;
    char message[48];
    uint32_t c = 0;
    int length = source_utf8_decode(where, token->end, &c);
    snprintf(message, sizeof message, "invalid escape sequence '\\%.*s'", length, where);
    if (tokenizer_warn(&p->tokenizer, PARSE_DEPRECATION, where, token->lineno, message))
        return true;
    if (p->problem->kind == PROBLEM_CALLBACK) {
        p->failed = true;
        return false;
    }
    Location at = token_location(token);
    problem_range(p, &at, NULL, "%s", message);
    return false;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
         : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* The simple escapes: the character meant by the letter, or 0. */
static char escape_plain(char letter)
{
    switch (letter) {
    case '\\': case '\'': case '"': return letter;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return 0;
    }
}

/* An error of the decoder that CPython's parser puts between: it sees each non-ASCII character as
 * ten (\UXXXXXXXX) and a backslash before one as six (\u005c), and that is how positions count. */
static bool escape_refuse(Parser *p, const char *body, const char *from, const char *to,
                          const char *reason)
{
    size_t start = 0, end = 0, position = 0;
    for (const char *at = body; at < to;) {
        if (at == from)
            start = position;
        if (*at == '\\') {             /* with what it escapes, which may be a backslash */
            position++;
            at++;
            if (at == to)
                break;
            if ((unsigned char)*at >= 0x80)
                position += 5;
        }
        int step = source_utf8_decode(at, to, NULL);
        step = step == 0 ? 1 : step;
        position += step > 1 ? 10 : 1;
        at += step;
    }
    end = position;
    if (end - start == 1)
        problem_last(p, "(unicode error) 'unicodeescape' codec can't decode byte 0x%02x in "
                     "position %zu: %s", (unsigned char)*from, start, reason);
    else
        problem_last(p, "(unicode error) 'unicodeescape' codec can't decode bytes in position "
                     "%zu-%zu: %s", start, end - 1, reason);
    return false;
}

/* \N{name}: *at stands behind the N. */
static bool escape_name(Parser *p, const char *body, const char *from, const char **at,
                        const char *end, uint32_t *c)
{
    const char *name = *at;
    if (name < end && *name == '{') {
        name++;
        const char *close = memchr(name, '}', (size_t)(end - name));
        if (close == NULL)
            return escape_refuse(p, body, from, end, "malformed \\N character escape");
        size_t length = (size_t)(close - name);
        if (length == 0)
            return escape_refuse(p, body, from, close, "malformed \\N character escape");
        long found = p->options == NULL || p->options->character_by_name == NULL ? -1
                   : p->options->character_by_name(p->options->context, name, length);
        if (found < 0 || found > 0x10FFFF)
            return escape_refuse(p, body, from, close + 1, "unknown Unicode character name");
        *c = (uint32_t)found;
        *at = close + 1;
        return true;
    }
    return escape_refuse(p, body, from, name, "malformed \\N character escape");
}

/* \x, \u, \U: *at stands behind the letter. */
static bool escape_hex(Parser *p, const char *body, const char *from, const char **at,
                       const char *end, uint32_t *c)
{
    char letter = from[1];
    int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    uint32_t value = 0;
    for (; digits > 0 && *at < end && hex_value(**at) >= 0; digits--, ++*at)
        value = value << 4 | (uint32_t)hex_value(**at);
    if (digits > 0)
        return escape_refuse(p, body, from, *at, letter == 'x' ? "truncated \\xXX escape"
                             : letter == 'u' ? "truncated \\uXXXX escape"
                                             : "truncated \\UXXXXXXXX escape");
    if (value > 0x10FFFF)
        return escape_refuse(p, body, from, *at, "illegal Unicode character");
    *c = value;
    return true;
}

static uint32_t escape_octal(const char **at, const char *end)
{
    uint32_t value = 0;
    for (int i = 0; i < 3 && *at < end && is_octal(**at); i++)
        value = value * 8 + (uint32_t)(*(*at)++ - '0');
    return value;
}

/* Decodes a str literal's text to *to. */
static bool text_decode(Parser *p, const Token *token, const char *body, const char *end,
                        bool is_raw, char **to)
{
    const char *at = body;
    const char *invalid = NULL;
    char *out = *to;
    while (at < end) {
        const char *backslash = is_raw ? NULL : memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((backslash == NULL ? end : backslash) - at);
        memcpy(out, at, plain);
        out += plain;
        at += plain;
        if (at == end)
            break;
        at++;                          /* the backslash */
        if (at == end) {               /* before an expression's brace: it stands for itself */
            *out++ = '\\';
            break;
        }
        char letter = *at;
        char meant = escape_plain(letter);
        uint32_t c = 0;
        if (meant != 0) {
            *out++ = meant;
            at++;
        } else if (letter == '\n') {
            at++;
        } else if (is_octal(letter)) {
            out += source_utf8_encode(out, escape_octal(&at, end));
        } else if (letter == 'x' || letter == 'u' || letter == 'U') {
            at++;
            if (!escape_hex(p, body, at - 2, &at, end, &c))
                return false;
            out += source_utf8_encode(out, c);
        } else if (letter == 'N') {
            at++;
            if (!escape_name(p, body, at - 2, &at, end, &c))
                return false;
            out += source_utf8_encode(out, c);
        } else {
            /* CPython rewrites a backslash before a non-ASCII character: no warning then. */
            if (invalid == NULL && (unsigned char)letter < 0x80)
                invalid = at;
            *out++ = '\\';
        }
    }
    *to = out;
    return invalid == NULL || escape_warn(p, token, invalid);
}

static bool bytes_decode(Parser *p, const Literal *literal, char **to)
{
    const char *at = literal->body, *end = literal->end;
    const char *invalid = NULL;
    char *out = *to;
    for (const char *c = at; c < end; c++)
        if ((unsigned char)*c >= 0x80) {
            problem_last(p, "bytes can only contain ASCII literal characters");
            return false;
        }
    while (at < end) {
        if (*at != '\\' || literal->is_raw) {
            *out++ = *at++;
            continue;
        }
        at++;
        char letter = *at;
        char meant = escape_plain(letter);
        if (meant != 0) {
            *out++ = meant;
            at++;
        } else if (letter == '\n') {
            at++;
        } else if (is_octal(letter)) {
            *out++ = (char)escape_octal(&at, end);
        } else if (letter == 'x') {
            if (end - at < 3 || hex_value(at[1]) < 0 || hex_value(at[2]) < 0) {
                problem_last(p, "(value error) invalid \\x escape at position %zu",
                             (size_t)(at - 1 - literal->body));
                return false;
            }
            *out++ = (char)(hex_value(at[1]) << 4 | hex_value(at[2]));
            at += 3;
        } else {
            if (invalid == NULL)
                invalid = at;
            *out++ = '\\';
        }
    }
    *to = out;
    return invalid == NULL || escape_warn(p, literal->token, invalid);
}

/* ---- pieces ---- */

/* A str constant of the open piece, which may be empty; the next piece begins behind it. */
static Expression *piece_constant(Parser *p, Pieces *pieces)
{
    Expression *e = expression_new(p, EXPRESSION_CONSTANT, pieces->at);
    if (e == NULL)
        return NULL;
    Constant *c = &e->constant;
    c->kind = CONSTANT_STR;
    c->is_unicode_literal = pieces->is_unicode_literal;
    c->str.text = (Text){pieces->piece, (size_t)(pieces->to - pieces->piece)};
    *pieces->to++ = '\0';
    pieces->piece = pieces->to;

    /* Surrogates are three bytes like any other: the lead byte alone tells the width. */
    const unsigned char *at = (const unsigned char *)c->str.text.bytes;
    const unsigned char *end = at + c->str.text.length;
    uint32_t widest = 0;
    size_t count = 0;
    while (at < end) {
        uint32_t code = *at;
        int length = code < 0x80 ? 1 : code < 0xE0 ? 2 : code < 0xF0 ? 3 : 4;
        if (length > 1) {
            code &= 0x7Fu >> length;
            for (int i = 1; i < length; i++)
                code = code << 6 | (at[i] & 0x3F);
        }
        widest = code > widest ? code : widest;
        count++;
        at += length;
    }
    c->str.characters = count;
    c->str.widest = widest;
    return e;
}

static bool piece_close(Parser *p, Pieces *pieces)
{
    if (pieces->to == pieces->piece)
        return true;
    Expression *constant = piece_constant(p, pieces);
    return constant != NULL && stack_push(p, constant);
}

/* A JoinedStr of all the values at `at`. */
static Expression *pieces_join(Parser *p, Pieces *pieces, Location at)
{
    pieces->at = at;
    if (!piece_close(p, pieces))
        return NULL;
    Expressions values;
    if (!stack_pop_expressions(p, pieces->bottom, &values))
        return NULL;
    Expression *joined = expression_new(p, EXPRESSION_JOINED_STR, at);
    if (joined != NULL)
        joined->joined_str.values = values;
    return joined;
}

/* ---- f-strings ---- */

static bool fstring_read(Parser *p, Pieces *pieces, const Literal *literal, const char **at,
                         const char *end, int level);

static bool refuse(Parser *p, const char *message)
{
    problem_last(p, "%s", message);
    return false;
}

/* Reads literal text up to a brace or the end. *goes_on: it ended with a doubled brace, more
 * literal follows. */
static bool fstring_literal(Parser *p, Pieces *pieces, const Literal *literal, const char **at,
                            const char *end, int level, bool *goes_on)
{
    const char *start = *at, *s = start;
    *goes_on = false;
    while (s < end) {
        char c = *s++;
        if (!literal->is_raw && c == '\\' && s < end) {
            c = *s++;
            if (c == 'N') {            /* its braces are not an expression's */
                if (s < end && *s++ == '{')
                    while (s < end && *s++ != '}')
                        continue;
                continue;
            }
            if (c == '{' && !escape_warn(p, literal->token, s - 1))
                return false;
        }
        if (c != '{' && c != '}')
            continue;
        if (level == 0) {
            if (s < end && *s == c) {
                *goes_on = true;
                break;
            }
            if (c == '}')
                return refuse(p, "f-string: single '}' is not allowed");
        }
        s--;
        break;
    }
    *at = *goes_on ? s + 1 : s;
    return text_decode(p, literal->token, start, s, literal->is_raw, &pieces->to);
}

/* Finds the end of the expression that begins at `at`: the !, :, = or } behind it. */
static const char *expression_end(Parser *p, const char *at, const char *end)
{
    char open[MAX_PARENTHESES];
    int depth = 0, quotes = 0;
    char quote = 0;
    for (; at < end; at++) {
        char c = *at;
        bool is_tripled = end - at > 2 && at[1] == c && at[2] == c;
        if (c == '\\')
            return problem_last(p, "f-string expression part cannot include a backslash");
        if (quote != 0) {
            if (c != quote || (quotes == 3 && !is_tripled))
                continue;
            at += quotes - 1;
            quote = 0;
            continue;
        }
        switch (c) {
        case '\'': case '"':
            quotes = is_tripled ? 3 : 1;
            quote = c;
            at += quotes - 1;
            continue;
        case '[': case '{': case '(':
            if (depth == MAX_PARENTHESES)
                return problem_last(p, "f-string: too many nested parenthesis");
            open[depth++] = c;
            continue;
        case '#':
            return problem_last(p, "f-string expression part cannot include '#'");
        default:
            break;
        }
        if (depth == 0 && strchr("!:}=><", c) != NULL) {
            if (end - at > 1 && at[1] == '=' && strchr("!=<>", c) != NULL) {
                at++;
                continue;
            }
            if (c == '>' || c == '<')
                continue;
            break;
        }
        if (c == ']' || c == '}' || c == ')') {
            if (depth == 0)
                return problem_last(p, "f-string: unmatched '%c'", c);
            char opening = open[--depth];
            if ((opening == '(' && c != ')') || (opening == '[' && c != ']') ||
                (opening == '{' && c != '}'))
                return problem_last(p, "f-string: closing parenthesis '%c' does not match "
                                    "opening parenthesis '%c'", c, opening);
        }
    }
    if (quote != 0)
        return problem_last(p, "f-string: unterminated string");
    if (depth > 0)
        return problem_last(p, "f-string: unmatched '%c'", open[depth - 1]);
    if (at >= end)
        return problem_last(p, "f-string: expecting '}'");
    return at;
}

/* Parses the expression from `start` to `end`; `literal` tells where it stands. */
static Expression *expression_compile(Parser *p, const Literal *literal, const char *start,
                                      const char *end)
{
    const char *s = start;
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\f'))
        s++;
    if (s == end) {
        if (*end == '!' || *end == ':' || *end == '=')
            return problem_last(p, "f-string: expression required before '%c'", *end);
        return problem_last(p, "f-string: empty expression not allowed");
    }
    size_t length = (size_t)(end - start);
    char *text = tree_arena_take(p->arena, length + 4);
    if (text == NULL)
        return problem_memory(p);
    text[0] = '(';
    memcpy(text + 1, start, length);
    memcpy(text + 1 + length, ")\n", 3);

    /* Where the opening brace stands: lines below the token, and the column in its line; but
     * column 0 when a newline follows the brace. */
    const Token *token = literal->token;
    int lines = 0, columns = 0;
    const char *brace = start - 1, *first = token->start;
    for (const char *c = first; c < brace; c++)
        lines += *c == '\n';
    const char *after = start;
    while (*after == ' ' || *after == '\t' || *after == '\f')
        after++;
    if (*after != '\n' && *after != '}') {
        const char *line = brace;
        while (line > first && *line != '\n')
            line--;
        columns = (int)(brace - line) - (*line == '\n');
    }
    return parse_fstring_expression(p, text, length + 3, token->lineno + lines,
                                    lines > 0 ? columns : token->col_offset + columns);
}

/* Reads {expression = !conversion :spec}; *at stands on the opening brace. */
static bool fstring_expression(Parser *p, Pieces *pieces, const Literal *literal, const char **at,
                               const char *end, int level)
{
    if (level >= 2)
        return refuse(p, "f-string: expressions nested too deeply");
    const char *start = ++*at;
    const char *stop = expression_end(p, start, end);
    if (stop == NULL)
        return false;
    Expression *value = expression_compile(p, literal, start, stop);
    if (value == NULL)
        return false;

    const char *s = stop;
    bool has_text = *s == '=';
    if (has_text) {
        s++;
        while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
            s++;
        if (s >= end)
            return refuse(p, "f-string: expecting '}'");
    }
    const char *text_end = s;
    int conversion = -1;
    if (*s == '!') {
        s++;
        if (s >= end)
            return refuse(p, "f-string: expecting '}'");
        conversion = (unsigned char)*s++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a')
            return refuse(p, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    if (s >= end)
        return refuse(p, "f-string: expecting '}'");
    Expression *spec = NULL;
    if (*s == ':') {
        s++;
        if (s >= end)
            return refuse(p, "f-string: expecting '}'");
        /* The spec's pieces need a buffer of their own: ours has an open piece. */
        char *buffer = tree_arena_take(p->arena, (size_t)(end - s) + 2);
        if (buffer == NULL)
            return problem_memory(p);
        Pieces nested = {.piece = buffer, .to = buffer, .bottom = p->stack_top, .at = pieces->at,
                         .is_unicode_literal = pieces->is_unicode_literal};
        if (!fstring_read(p, &nested, literal, &s, end, level + 1))
            return false;
        nested.is_unicode_literal = false;
        spec = pieces_join(p, &nested, token_location(literal->token));
        if (spec == NULL)
            return false;
    }
    if (s >= end || *s != '}')
        return refuse(p, "f-string: expecting '}'");
    *at = s + 1;

    if (has_text) {
        memcpy(pieces->to, start, (size_t)(text_end - start));
        pieces->to += text_end - start;
        if (spec == NULL && conversion == -1)
            conversion = 'r';
    }
    if (!piece_close(p, pieces))
        return false;
    Expression *formatted = expression_new(p, EXPRESSION_FORMATTED_VALUE, pieces->at);
    if (formatted == NULL)
        return false;
    formatted->formatted_value.value = value;
    formatted->formatted_value.conversion = conversion;
    formatted->formatted_value.format_spec = spec;
    return stack_push(p, formatted);
}

/* Reads an f-string (level 0) or a format spec, which ends before its closing brace. */
static bool fstring_read(Parser *p, Pieces *pieces, const Literal *literal, const char **at,
                         const char *end, int level)
{
    for (;;) {
        bool goes_on;
        if (!fstring_literal(p, pieces, literal, at, end, level, &goes_on))
            return false;
        if (goes_on)
            continue;
        if (*at >= end || **at == '}')
            break;
        if (!fstring_expression(p, pieces, literal, at, end, level))
            return false;
    }
    if (level > 0 && (*at >= end || **at != '}'))
        return refuse(p, "f-string: expecting '}'");
    return true;
}

/* ---- concatenation ---- */

Expression *strings_take(Parser *p)
{
    if (peek_kind(p) != TOKEN_STRING)
        return NULL;
    size_t start = p->mark;
    void *remembered;
    if (memo_find(p, MEMO_STRINGS, &remembered))
        return remembered;
    size_t room = 1;
    do {
        const Token *token = peek(p);
        room += (size_t)(token->end - token->start) + 1;
        p->mark++;
    } while (peek_kind(p) == TOKEN_STRING);
    size_t count = p->mark - start;
    char *buffer = p->failed ? NULL : tree_arena_take(p->arena, room);
    if (buffer == NULL)
        return p->failed ? NULL : problem_memory(p);

    Location at = location_from(p, start);
    Pieces pieces = {.piece = buffer, .to = buffer, .bottom = p->stack_top, .at = at,
                     .is_unicode_literal = p->tokens[start].start[0] == 'u'};
    bool is_bytes = false, is_f = false;
    for (size_t i = 0; i < count; i++) {
        Literal literal = literal_of(&p->tokens[start + i]);
        if (literal.is_bytes && !bytes_decode(p, &literal, &pieces.to))
            return NULL;
        if (!literal.is_bytes && !literal.is_f &&
            !text_decode(p, literal.token, literal.body, literal.end, literal.is_raw, &pieces.to))
            return NULL;
        if (i > 0 && literal.is_bytes != is_bytes)
            return problem_last(p, "cannot mix bytes and nonbytes literals");
        is_bytes = literal.is_bytes;
        if (literal.is_f) {
            is_f = true;
            const char *body = literal.body;
            if (!fstring_read(p, &pieces, &literal, &body, literal.end, 0))
                return NULL;
        }
    }
    if (is_f)
        return memo_keep(p, MEMO_STRINGS, start, pieces_join(p, &pieces, at));
    if (!is_bytes)
        return memo_keep(p, MEMO_STRINGS, start, piece_constant(p, &pieces));
    Expression *e = expression_new(p, EXPRESSION_CONSTANT, at);
    if (e == NULL)
        return NULL;
    e->constant.kind = CONSTANT_BYTES;
    e->constant.bytes = (Text){buffer, (size_t)(pieces.to - buffer)};
    *pieces.to = '\0';
    return memo_keep(p, MEMO_STRINGS, start, e);
}
