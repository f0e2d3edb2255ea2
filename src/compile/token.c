/* The tokenizer. See token.h. */
#include "compile/token.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unictype.h>

#define END_OF_SOURCE (-1)

/* ---- characters ---- */

enum { NAME_START = 1, NAME_PART = 2, DIGIT = 4, HEX_DIGIT = 8 };

#define LETTER (NAME_START | NAME_PART)

static const uint8_t character_class[256] = {
    ['0' ... '9'] = NAME_PART | DIGIT | HEX_DIGIT,
    ['A' ... 'F'] = LETTER | HEX_DIGIT,
    ['G' ... 'Z'] = LETTER,
    ['a' ... 'f'] = LETTER | HEX_DIGIT,
    ['g' ... 'z'] = LETTER,
    ['_'] = LETTER,
    [0x80 ... 0xFF] = LETTER,
};

static inline bool is_class(int c, int class)
{
    return c >= 0 && (character_class[c] & class) != 0;
}

static inline bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Enters the next line. False at the end of the source. */
static bool line_enter(Tokenizer *t)
{
    if (t->state != TOKENIZER_OK)
        return false;
    if (t->line_end == t->end) {
        t->state = TOKENIZER_EOF;
        return false;
    }
    const char *newline = memchr(t->line_end, '\n', (size_t)(t->end - t->line_end));
    if (t->start == NULL)
        t->block_start = t->cur;
    t->line_start = t->cur;
    t->line_end = newline == NULL ? t->end : newline + 1;
    t->lineno++;
    return true;
}

static inline int character_next(Tokenizer *t)
{
    if (t->cur == t->line_end && !line_enter(t))
        return END_OF_SOURCE;
    return (unsigned char)*t->cur++;
}

static inline void character_back(Tokenizer *t, int c)
{
    if (c != END_OF_SOURCE)
        t->cur--;
}

/* Does to the state what reading one more character and going back would do. */
static inline void end_notice(Tokenizer *t)
{
    if (t->cur == t->line_end)
        character_back(t, character_next(t));
}

/* ---- errors and warnings ---- */

/* An error on the entered line, ending where the cursor stands; `from` and `to` are 1-based
 * characters, -1 for just there. */
__attribute__((format(printf, 4, 5)))
static TokenKind refuse(Tokenizer *t, int from, int to, const char *format, ...)
{
    SyntaxProblem *problem = t->problem;
    const char *end = t->line_start;
    while (end < t->end && *end != '\n')
        end++;
    int column = (int)source_utf8_count(t->line_start, (size_t)(t->cur - t->line_start));
    char *line = tree_arena_copy(t->arena, t->line_start, (size_t)(end - t->line_start));
    t->state = TOKENIZER_ERROR;
    if (line == NULL) {
        problem->kind = PROBLEM_MEMORY;
        return TOKEN_ERROR;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->message, sizeof problem->message, format, arguments);
    va_end(arguments);
    problem->kind = PROBLEM_SYNTAX;
    problem->lineno = problem->end_lineno = t->lineno;
    problem->offset = from == -1 ? column : from;
    problem->end_offset = to == -1 ? column : to;
    problem->line = (Text){line, (size_t)(end - t->line_start)};
    return TOKEN_ERROR;
}

bool tokenizer_warn(Tokenizer *t, ParseWarning kind, const char *where, int lineno,
                    const char *message)
{
    if (t->options == NULL || t->options->warn == NULL || where < t->warned_to)
        return true;
    t->warned_to = where + 1;
    int answer = t->options->warn(t->options->context, kind, message, lineno);
    if (answer < 0) {
        t->problem->kind = PROBLEM_CALLBACK;
        t->state = TOKENIZER_ERROR;
    }
    return answer == 0;
}

/* ---- identifiers ---- */

#define WORD(text, keyword) \
    if (length == sizeof text - 1 && memcmp(bytes, text, sizeof text - 1) == 0) return keyword

TokenKind keyword_find(const char *bytes, size_t length)
{
    if (length < 2 || length > 8)
        return TOKEN_NAME;
    switch (bytes[0]) {
    case 'F': WORD("False", KEYWORD_FALSE); break;
    case 'N': WORD("None", KEYWORD_NONE); break;
    case 'T': WORD("True", KEYWORD_TRUE); break;
    case 'a':
        WORD("as", KEYWORD_AS); WORD("and", KEYWORD_AND); WORD("async", KEYWORD_ASYNC);
        WORD("await", KEYWORD_AWAIT); WORD("assert", KEYWORD_ASSERT); break;
    case 'b': WORD("break", KEYWORD_BREAK); break;
    case 'c': WORD("class", KEYWORD_CLASS); WORD("continue", KEYWORD_CONTINUE); break;
    case 'd': WORD("def", KEYWORD_DEF); WORD("del", KEYWORD_DEL); break;
    case 'e':
        WORD("else", KEYWORD_ELSE); WORD("elif", KEYWORD_ELIF); WORD("except", KEYWORD_EXCEPT);
        break;
    case 'f': WORD("for", KEYWORD_FOR); WORD("from", KEYWORD_FROM);
        WORD("finally", KEYWORD_FINALLY); break;
    case 'g': WORD("global", KEYWORD_GLOBAL); break;
    case 'i':
        WORD("if", KEYWORD_IF); WORD("in", KEYWORD_IN); WORD("is", KEYWORD_IS);
        WORD("import", KEYWORD_IMPORT); break;
    case 'l': WORD("lambda", KEYWORD_LAMBDA); break;
    case 'n': WORD("not", KEYWORD_NOT); WORD("nonlocal", KEYWORD_NONLOCAL); break;
    case 'o': WORD("or", KEYWORD_OR); break;
    case 'p': WORD("pass", KEYWORD_PASS); break;
    case 'r': WORD("return", KEYWORD_RETURN); WORD("raise", KEYWORD_RAISE); break;
    case 't': WORD("try", KEYWORD_TRY); break;
    case 'w': WORD("with", KEYWORD_WITH); WORD("while", KEYWORD_WHILE); break;
    case 'y': WORD("yield", KEYWORD_YIELD); break;
    default: break;
    }
    return TOKEN_NAME;
}

#undef WORD

const char *token_spelling(TokenKind kind)
{
    static const char spellings[TOKEN_KIND_COUNT][9] = {
        [TOKEN_LPAR] = "(", [TOKEN_RPAR] = ")", [TOKEN_LSQB] = "[", [TOKEN_RSQB] = "]",
        [TOKEN_LBRACE] = "{", [TOKEN_RBRACE] = "}", [TOKEN_COLON] = ":", [TOKEN_COMMA] = ",",
        [KEYWORD_FALSE] = "False", [KEYWORD_NONE] = "None", [KEYWORD_TRUE] = "True",
    };
    return spellings[kind];
}

bool source_is_printable(uint32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c < 0x7F;
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
                                                    UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co |
                                                    UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
                                                    UC_CATEGORY_MASK_Zp | UC_CATEGORY_MASK_Zs);
}

/* Whether the name with non-ASCII characters that ends at the cursor is an identifier. */
static bool identifier_check(Tokenizer *t)
{
    const char *at = t->start;
    while (at < t->cur) {
        uint32_t c;
        int step = source_utf8_decode(at, t->cur, &c);
        if (step == 0)
            return false;      /* the source was checked; cannot be */
        bool fits = c < 0x80 ? is_class((int)c, at == t->start ? NAME_START : NAME_PART)
                  : at == t->start ? uc_is_property_xid_start(c)
                                   : uc_is_property_xid_continue(c);
        at += step;
        if (fits)
            continue;
        t->cur = at;
        if (source_is_printable(c))
            refuse(t, -1, -1, "invalid character '%.*s' (U+%04X)", step, at - step, c);
        else
            refuse(t, -1, -1, "invalid non-printable character U+%04X", c);
        return false;
    }
    return true;
}

/* ---- numbers ---- */

/* The rest of a word. */
static bool text_follows(Tokenizer *t, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(t->end - t->cur) >= length && memcmp(t->cur, text, length) == 0 &&
           !is_class((unsigned char)t->cur[length], NAME_PART);
}

/* After a number, with `c` read: a keyword that may follow gets a warning, another letter is an
 * error. The cursor stands behind `c` either way. */
static bool number_end(Tokenizer *t, int c, const char *kind)
{
    bool is_keyword = (c == 'a' && text_follows(t, "nd")) || (c == 'e' && text_follows(t, "lse")) ||
                      (c == 'f' && text_follows(t, "or")) || (c == 'o' && text_follows(t, "r")) ||
                      (c == 'n' && text_follows(t, "ot")) ||
                      (c == 'i' && t->cur < t->end && strchr("fns", *t->cur) != NULL);
    if (is_keyword) {
        char message[40];
        snprintf(message, sizeof message, "invalid %s literal", kind);
        bool goes_on = tokenizer_warn(t, PARSE_SYNTAX_WARNING, t->start, t->lineno, message);
        if (!goes_on && t->state != TOKENIZER_ERROR) {
            character_back(t, c);
            refuse(t, -1, -1, "invalid %s literal", kind);
        }
        return goes_on;
    }
    if (is_class(c, NAME_PART)) {
        character_back(t, c);
        refuse(t, -1, -1, "invalid %s literal", kind);
        return false;
    }
    return true;
}

/* Digits with single underscores between them. Returns the character behind, or 0 after an
 * error. */
static int decimal_tail(Tokenizer *t)
{
    for (;;) {
        int c;
        do
            c = character_next(t);
        while (is_digit(c));
        if (c != '_')
            return c;
        c = character_next(t);
        if (!is_digit(c)) {
            character_back(t, c);
            refuse(t, -1, -1, "invalid decimal literal");
            return 0;
        }
    }
}

/* The digits after 0x, 0o or 0b. */
static TokenKind radix_number(Tokenizer *t, int base)
{
    const char *kind = base == 16 ? "hexadecimal" : base == 8 ? "octal" : "binary";
    int c = character_next(t);
    do {
        if (c == '_')
            c = character_next(t);
        bool fits = base == 16 ? is_class(c, HEX_DIGIT) : c >= '0' && c < '0' + base;
        if (!fits) {
            if (is_digit(c))
                return refuse(t, -1, -1, "invalid digit '%c' in %s literal", c, kind);
            character_back(t, c);
            return refuse(t, -1, -1, "invalid %s literal", kind);
        }
        do
            c = character_next(t);
        while (base == 16 ? is_class(c, HEX_DIGIT) : c >= '0' && c < '0' + base);
    } while (c == '_');
    if (is_digit(c))
        return refuse(t, -1, -1, "invalid digit '%c' in %s literal", c, kind);
    if (!number_end(t, c, kind))
        return TOKEN_ERROR;
    character_back(t, c);
    return TOKEN_NUMBER;
}

/* From the character after the digits before the point: fraction, exponent, j. */
static TokenKind number_tail(Tokenizer *t, int c, bool has_point)
{
    if (!has_point && c == '.') {
        c = character_next(t);
        has_point = true;
    }
    if (has_point && is_digit(c) && (c = decimal_tail(t)) == 0)
        return TOKEN_ERROR;
    if (c == 'e' || c == 'E') {
        int letter = c;
        c = character_next(t);
        if (c == '+' || c == '-') {
            c = character_next(t);
            if (!is_digit(c)) {
                character_back(t, c);
                return refuse(t, -1, -1, "invalid decimal literal");
            }
        } else if (!is_digit(c)) {
            character_back(t, c);
            if (!number_end(t, letter, "decimal"))
                return TOKEN_ERROR;
            character_back(t, letter);
            return TOKEN_NUMBER;
        }
        if ((c = decimal_tail(t)) == 0)
            return TOKEN_ERROR;
    }
    if (c == 'j' || c == 'J') {
        c = character_next(t);
        if (!number_end(t, c, "imaginary"))
            return TOKEN_ERROR;
    } else if (!number_end(t, c, "decimal")) {
        return TOKEN_ERROR;
    }
    character_back(t, c);
    return TOKEN_NUMBER;
}

static TokenKind number(Tokenizer *t, int c)
{
    if (c != '0') {
        if ((c = decimal_tail(t)) == 0)
            return TOKEN_ERROR;
        return number_tail(t, c, false);
    }
    c = character_next(t);
    switch (c) {
    case 'x': case 'X': return radix_number(t, 16);
    case 'o': case 'O': return radix_number(t, 8);
    case 'b': case 'B': return radix_number(t, 2);
    default: break;
    }
    for (;;) {
        if (c == '_') {
            c = character_next(t);
            if (!is_digit(c)) {
                character_back(t, c);
                return refuse(t, -1, -1, "invalid decimal literal");
            }
        }
        if (c != '0')
            break;
        c = character_next(t);
    }
    const char *zeros_end = t->cur;
    bool is_nonzero = is_digit(c);
    if (is_nonzero && (c = decimal_tail(t)) == 0)
        return TOKEN_ERROR;
    if (c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J')
        return number_tail(t, c, false);
    if (is_nonzero) {
        character_back(t, c);
        return refuse(t, (int)(t->start + 1 - t->line_start), (int)(zeros_end - t->line_start),
                      "leading zeros in decimal integer literals are not permitted; "
                      "use an 0o prefix for octal integers");
    }
    if (!number_end(t, c, "decimal"))
        return TOKEN_ERROR;
    character_back(t, c);
    return TOKEN_NUMBER;
}

/* ---- strings ---- */

/* The body of a string whose opening quote `quote` was read. */
static TokenKind string(Tokenizer *t, int quote, Token *token)
{
    const char *first_line = t->line_start;
    int first_lineno = t->lineno;
    token->lineno = first_lineno;
    token->col_offset = (int)(t->start - first_line);

    int quotes = 1, closing = 0;
    int c = character_next(t);
    if (c == quote) {
        c = character_next(t);
        if (c == quote)
            quotes = 3;
        else
            closing = 1;
    }
    if (c != quote)
        character_back(t, c);

    while (closing != quotes) {
        c = character_next(t);
        if (c == END_OF_SOURCE || (quotes == 1 && c == '\n')) {
            int detected = t->lineno;
            t->cur = t->start + 1;
            t->line_start = first_line;
            t->lineno = first_lineno;
            refuse(t, -1, -1, quotes == 3
                   ? "unterminated triple-quoted string literal (detected at line %d)"
                   : "unterminated string literal (detected at line %d)", detected);
            if (c != '\n' && t->problem->kind == PROBLEM_SYNTAX)
                t->state = quotes == 3 ? TOKENIZER_EOF_IN_STRING : TOKENIZER_EOL_IN_STRING;
            return TOKEN_ERROR;
        }
        if (c == quote) {
            closing++;
        } else {
            closing = 0;
            if (c == '\\')
                character_next(t);
        }
    }
    return TOKEN_STRING;
}

/* ---- indentation ---- */

static TokenKind stop(Tokenizer *t, TokenizerState state)
{
    t->state = state;
    t->cur = t->line_end;
    return TOKEN_ERROR;
}

/* After a backslash: the newline, and that a line follows. */
static bool line_continue(Tokenizer *t)
{
    int c = character_next(t);
    if (c != '\n') {
        t->state = TOKENIZER_CONTINUATION;
        return false;
    }
    c = character_next(t);
    if (c == END_OF_SOURCE) {
        t->state = TOKENIZER_EOF;
        t->cur = t->line_end;
        return false;
    }
    character_back(t, c);
    return true;
}

/* Measures the blanks at the begin of a line and notes the indents or dedents they mean.
 * *is_blank: the line has nothing but a comment. Returns TOKEN_ERROR or TOKEN_END for success. */
static TokenKind indentation(Tokenizer *t, bool *is_blank)
{
    int column = 0, narrow = 0, continued = 0, c;
    t->at_line_begin = false;
    for (;;) {
        c = character_next(t);
        if (c == ' ') {
            column++;
            narrow++;
        } else if (c == '\t') {
            column = (column / 8 + 1) * 8;
            narrow++;
        } else if (c == '\014') {
            column = narrow = 0;
        } else if (c == '\\') {
            /* The blanks that count are those before the first backslash. */
            continued = continued != 0 ? continued : column;
            if (!line_continue(t))
                return TOKEN_ERROR;
        } else {
            break;
        }
    }
    character_back(t, c);
    *is_blank = c == '#' || c == '\n';
    if (*is_blank || t->level > 0)
        return TOKEN_END;

    if (continued != 0)
        column = narrow = continued;
    if (column == t->columns[t->indent])
        return narrow == t->narrow_columns[t->indent] ? TOKEN_END : stop(t, TOKENIZER_TABS);
    if (column > t->columns[t->indent]) {
        if (t->indent + 1 >= MAX_INDENTS)
            return stop(t, TOKENIZER_TOO_DEEP);
        if (narrow <= t->narrow_columns[t->indent])
            return stop(t, TOKENIZER_TABS);
        t->pending++;
        t->indent++;
        t->columns[t->indent] = column;
        t->narrow_columns[t->indent] = narrow;
        return TOKEN_END;
    }
    while (t->indent > 0 && column < t->columns[t->indent]) {
        t->pending--;
        t->indent--;
    }
    if (column != t->columns[t->indent])
        return stop(t, TOKENIZER_DEDENT);
    return narrow == t->narrow_columns[t->indent] ? TOKEN_END : stop(t, TOKENIZER_TABS);
}

/* ---- operators ---- */

/* The operator that begins with `c`, as long as it can be; the rest of it is taken. */
static TokenKind operator(Tokenizer *t, int c)
{
#define THEN(byte, kind) if (*t->cur == (byte)) { t->cur++; return kind; }
    /* Looking for a second character notices the end of the source; *t->cur is then the zero
     * byte behind it, which matches nothing. */
    end_notice(t);
    switch (c) {
    case '(': return TOKEN_LPAR;
    case ')': return TOKEN_RPAR;
    case '[': return TOKEN_LSQB;
    case ']': return TOKEN_RSQB;
    case '{': return TOKEN_LBRACE;
    case '}': return TOKEN_RBRACE;
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMI;
    case '~': return TOKEN_TILDE;
    case ':': THEN('=', TOKEN_COLON_EQUAL) return TOKEN_COLON;
    case '=': THEN('=', TOKEN_EQ_EQUAL) return TOKEN_EQUAL;
    case '!': THEN('=', TOKEN_NOT_EQUAL) return TOKEN_UNKNOWN;
    case '+': THEN('=', TOKEN_PLUS_EQUAL) return TOKEN_PLUS;
    case '-': THEN('=', TOKEN_MINUS_EQUAL) THEN('>', TOKEN_RARROW) return TOKEN_MINUS;
    case '@': THEN('=', TOKEN_AT_EQUAL) return TOKEN_AT;
    case '%': THEN('=', TOKEN_PERCENT_EQUAL) return TOKEN_PERCENT;
    case '|': THEN('=', TOKEN_VBAR_EQUAL) return TOKEN_VBAR;
    case '^': THEN('=', TOKEN_CIRCUMFLEX_EQUAL) return TOKEN_CIRCUMFLEX;
    case '&': THEN('=', TOKEN_AMPER_EQUAL) return TOKEN_AMPER;
    case '*':
        if (*t->cur == '*') {
            t->cur++;
            THEN('=', TOKEN_DOUBLE_STAR_EQUAL) return TOKEN_DOUBLE_STAR;
        }
        THEN('=', TOKEN_STAR_EQUAL) return TOKEN_STAR;
    case '/':
        if (*t->cur == '/') {
            t->cur++;
            THEN('=', TOKEN_DOUBLE_SLASH_EQUAL) return TOKEN_DOUBLE_SLASH;
        }
        THEN('=', TOKEN_SLASH_EQUAL) return TOKEN_SLASH;
    case '<':
        if (*t->cur == '<') {
            t->cur++;
            THEN('=', TOKEN_LEFT_SHIFT_EQUAL) return TOKEN_LEFT_SHIFT;
        }
        THEN('=', TOKEN_LESS_EQUAL) THEN('>', TOKEN_NOT_EQUAL) return TOKEN_LESS;
    case '>':
        if (*t->cur == '>') {
            t->cur++;
            THEN('=', TOKEN_RIGHT_SHIFT_EQUAL) return TOKEN_RIGHT_SHIFT;
        }
        THEN('=', TOKEN_GREATER_EQUAL) return TOKEN_GREATER;
    default: return TOKEN_UNKNOWN;
    }
#undef THEN
}

static TokenKind parenthesis_open(Tokenizer *t, int c, TokenKind kind)
{
    if (t->level >= MAX_PARENTHESES)
        return refuse(t, -1, -1, "too many nested parentheses");
    t->open[t->level].byte = (char)c;
    t->open[t->level].lineno = t->lineno;
    t->open[t->level].column = (int)(t->start - t->line_start);
    t->level++;
    return kind;
}

static TokenKind parenthesis_close(Tokenizer *t, int c, TokenKind kind)
{
    if (t->level == 0)
        return refuse(t, -1, -1, "unmatched '%c'", c);
    t->level--;
    char opening = t->open[t->level].byte;
    if ((opening == '(' && c == ')') || (opening == '[' && c == ']') ||
        (opening == '{' && c == '}'))
        return kind;
    if (t->open[t->level].lineno != t->lineno)
        return refuse(t, -1, -1, "closing parenthesis '%c' does not match opening parenthesis "
                      "'%c' on line %d", c, opening, t->open[t->level].lineno);
    return refuse(t, -1, -1, "closing parenthesis '%c' does not match opening parenthesis '%c'",
                  c, opening);
}

/* ---- the whole ---- */

void tokenizer_open(Tokenizer *t, TreeArena *arena, const Source *source,
                    const ParseOptions *options, SyntaxProblem *problem)
{
    t->cur = t->line_end = t->line_start = t->block_start = t->text = source->text;
    t->end = source->text + source->length;
    t->start = NULL;
    t->lineno = 0;
    t->state = TOKENIZER_OK;
    t->at_line_begin = true;
    t->pending = t->indent = t->level = 0;
    t->arena = arena;
    t->options = options;
    t->problem = problem;
    t->warned_to = NULL;
    t->columns[0] = t->narrow_columns[0] = 0;
}

/* A name, or the prefix of a string and then the string. `c` was read. */
static TokenKind name_or_string(Tokenizer *t, int c, Token *token)
{
    bool has_b = false, has_r = false, has_u = false, has_f = false;
    for (;;) {
        if (!(has_b || has_u || has_f) && (c == 'b' || c == 'B'))
            has_b = true;
        else if (!(has_b || has_u || has_r || has_f) && (c == 'u' || c == 'U'))
            has_u = true;
        else if (!(has_r || has_u) && (c == 'r' || c == 'R'))
            has_r = true;
        else if (!(has_f || has_b || has_u) && (c == 'f' || c == 'F'))
            has_f = true;
        else
            break;
        c = character_next(t);
        if (c == '"' || c == '\'')
            return string(t, c, token);
    }
    character_back(t, c);
    unsigned char seen = 0;
    const char *at = t->start;
    while (character_class[(unsigned char)*at] & NAME_PART)
        seen |= (unsigned char)*at++;
    t->cur = at;
    end_notice(t);
    token->is_ascii = seen < 0x80;
    if (!token->is_ascii && !identifier_check(t))
        return TOKEN_ERROR;
    return token->is_ascii ? keyword_find(t->start, (size_t)(at - t->start)) : TOKEN_NAME;
}

/* Reads one token; its start is t->start, its end t->cur, unless it has none of its own. */
static TokenKind token_read(Tokenizer *t, Token *token, bool *has_place)
{
    bool is_blank;
    *has_place = false;
next_line:
    t->start = NULL;
    is_blank = false;
    if (t->at_line_begin && indentation(t, &is_blank) == TOKEN_ERROR)
        return TOKEN_ERROR;
    t->start = t->cur;
    if (t->pending < 0) {
        t->pending++;
        return TOKEN_DEDENT;
    }
    if (t->pending > 0) {
        t->pending--;
        return TOKEN_INDENT;
    }
    end_notice(t);         /* CPython peeks here, which enters the next line in parentheses */

again:
    t->start = NULL;
    int c;
    do
        c = character_next(t);
    while (c == ' ' || c == '\t' || c == '\014');
    t->start = t->cur - (c != END_OF_SOURCE);
    if (c == '#') {
        t->cur = t->line_end;
        if (t->cur > t->start && t->cur[-1] == '\n')
            t->cur--;
        c = character_next(t);
    }
    if (c == END_OF_SOURCE)
        return t->level > 0 || t->state != TOKENIZER_EOF ? TOKEN_ERROR : TOKEN_END;

    *has_place = true;
    if (is_class(c, NAME_START))
        return name_or_string(t, c, token);
    if (c == '\n') {
        t->at_line_begin = true;
        if (is_blank || t->level > 0) {
            *has_place = false;
            goto next_line;
        }
        return TOKEN_NEWLINE;
    }
    if (c == '.') {
        if (is_digit(*t->cur))
            return number_tail(t, character_next(t), true);
        if (t->cur[0] == '.' && t->cur[1] == '.') {
            t->cur += 2;
            return TOKEN_ELLIPSIS;
        }
        return TOKEN_DOT;
    }
    if (is_digit(c))
        return number(t, c);
    if (c == '"' || c == '\'')
        return string(t, c, token);
    if (c == '\\') {
        if (line_continue(t))
            goto again;
        *has_place = false;
        return TOKEN_ERROR;
    }
    TokenKind kind = operator(t, c);
    switch (kind) {
    case TOKEN_LPAR: case TOKEN_LSQB: case TOKEN_LBRACE:
        return parenthesis_open(t, c, kind);
    case TOKEN_RPAR: case TOKEN_RSQB: case TOKEN_RBRACE:
        return parenthesis_close(t, c, kind);
    case TOKEN_UNKNOWN:
        if (!source_is_printable((uint32_t)c))
            return refuse(t, -1, -1, "invalid non-printable character U+%04X", c);
        return kind;
    default:
        return kind;
    }
}

void tokenizer_next(Tokenizer *t, Token *token)
{
    bool has_place;
    token->memo = NULL;
    token->name = NULL;
    token->is_ascii = true;
    token->col_offset = -1;
    token->kind = (uint8_t)token_read(t, token, &has_place);
    if (token->kind == TOKEN_ERROR)
        has_place = false;
    token->level = (uint8_t)t->level;
    token->end_lineno = t->lineno;
    token->cursor = (int)(t->cur - t->line_start);
    if (!has_place) {
        token->start = token->end = t->cur;
        token->lineno = t->lineno;
        token->col_offset = token->end_col_offset = -1;
        return;
    }
    token->start = t->start;
    token->end = token->kind == TOKEN_NEWLINE ? t->cur - 1 : t->cur;
    token->end_col_offset = (int)(token->end - t->line_start);
    if (token->kind != TOKEN_STRING) {
        token->lineno = t->lineno;
        token->col_offset = (int)(t->start - t->line_start);
    }
}
