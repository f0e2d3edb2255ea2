/* Which part of a source line failed.
 *
 *        x = total + items[key] * 2          the machine knows where the failing expression lies:
 *                    ^^^^^^^^^^^^^^          columns of its first and last character;
 *                    ~~~~~~~~~~~^~~          this file finds the operator in it.
 *
 * Only two kinds of expression get such an anchor: binary operations and subscripts. The text is a whole
 * expression, so a scan over its tokens at bracket depth 0 is enough, and needs neither the parser nor memory:
 * an operator of the least precedence is the expression's own (the last one of equals, the first of **s);
 * a keyword, a comparison, a comma or an assignment there means that it is something else. */
#include <string.h>

#include "types/exception_parts.h"

typedef enum TokenKind {
    TOKEN_END, TOKEN_OPERAND, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OPERATOR, TOKEN_DOT, TOKEN_OTHER,
} TokenKind;

typedef struct Token {
    TokenKind kind;
    size_t start, end;
    int precedence; /* of binary operators: 1 (|) .. 7 (**); 0 for ~ */
} Token;

static bool is_name_start(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Behind the string literal whose quote is at `at`; `length` when it does not end. */
static size_t skip_string(const char *text, size_t length, size_t at)
{
    char quote = text[at];
    bool is_triple = at + 2 < length && text[at + 1] == quote && text[at + 2] == quote;
    at += is_triple ? 3 : 1;
    while (at < length) {
        if (text[at] == '\\')
            at += 2;
        else if (text[at] != quote)
            at++;
        else if (!is_triple)
            return at + 1;
        else if (at + 2 < length && text[at + 1] == quote && text[at + 2] == quote)
            return at + 3;
        else
            at++;
    }
    return length;
}

static size_t skip_number(const char *text, size_t length, size_t at)
{
    bool is_prefixed = text[at] == '0' && at + 1 < length && strchr("xXoObB", text[at + 1]) != NULL;
    while (at < length) {
        unsigned char c = (unsigned char)text[at];
        bool is_exponent_sign = (c == '+' || c == '-') && !is_prefixed &&
                                (text[at - 1] == 'e' || text[at - 1] == 'E');
        if (!is_digit(c) && !is_name_start(c) && c != '.' && !is_exponent_sign)
            break;
        at++;
    }
    return at;
}

static bool is_keyword(const char *text, size_t length)
{
    /* None, True and False are operands; `await` binds like a sign and is seen to apart. */
    static const char words[] =
        " and as assert async break class continue def del elif else except finally for from global if "
        "import in is lambda nonlocal not or pass raise return try while with yield ";
    char padded[16];
    if (length > sizeof padded - 3)
        return false;
    padded[0] = ' ';
    memcpy(padded + 1, text, length);
    padded[length + 1] = ' ';
    padded[length + 2] = '\0';
    return strstr(words, padded) != NULL;
}

static Token operator_next(const char *text, size_t length, size_t at)
{
    static const struct {
        const char *text;
        TokenKind kind;
        int precedence;
    } operators[] = {
        {"**=", TOKEN_OTHER, 0}, {"//=", TOKEN_OTHER, 0}, {"<<=", TOKEN_OTHER, 0},
        {">>=", TOKEN_OTHER, 0}, {"...", TOKEN_OPERAND, 0},
        {"**", TOKEN_OPERATOR, 7}, {"//", TOKEN_OPERATOR, 6}, {"<<", TOKEN_OPERATOR, 4},
        {">>", TOKEN_OPERATOR, 4}, {"==", TOKEN_OTHER, 0}, {"!=", TOKEN_OTHER, 0},
        {"<=", TOKEN_OTHER, 0}, {">=", TOKEN_OTHER, 0}, {"->", TOKEN_OTHER, 0}, {":=", TOKEN_OTHER, 0},
        {"+=", TOKEN_OTHER, 0}, {"-=", TOKEN_OTHER, 0}, {"*=", TOKEN_OTHER, 0}, {"/=", TOKEN_OTHER, 0},
        {"%=", TOKEN_OTHER, 0}, {"@=", TOKEN_OTHER, 0}, {"&=", TOKEN_OTHER, 0}, {"|=", TOKEN_OTHER, 0},
        {"^=", TOKEN_OTHER, 0},
        {"+", TOKEN_OPERATOR, 5}, {"-", TOKEN_OPERATOR, 5}, {"*", TOKEN_OPERATOR, 6},
        {"/", TOKEN_OPERATOR, 6}, {"%", TOKEN_OPERATOR, 6}, {"@", TOKEN_OPERATOR, 6},
        {"&", TOKEN_OPERATOR, 3}, {"^", TOKEN_OPERATOR, 2}, {"|", TOKEN_OPERATOR, 1},
        {"~", TOKEN_OPERATOR, 0}, {".", TOKEN_DOT, 0},
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t size = strlen(operators[i].text);
        if (size <= length - at && memcmp(text + at, operators[i].text, size) == 0)
            return (Token){operators[i].kind, at, at + size, operators[i].precedence};
    }
    return (Token){TOKEN_OTHER, at, at + 1, 0};
}

static Token token_next(const char *text, size_t length, size_t at)
{
    while (at < length && (is_space((unsigned char)text[at]) || text[at] == '\\'))
        at++;
    if (at >= length || text[at] == '#')
        return (Token){TOKEN_END, length, length, 0};
    unsigned char c = (unsigned char)text[at];
    if (strchr("([{", c) != NULL)
        return (Token){TOKEN_OPEN, at, at + 1, 0};
    if (strchr(")]}", c) != NULL)
        return (Token){TOKEN_CLOSE, at, at + 1, 0};
    if (c == '\'' || c == '"')
        return (Token){TOKEN_OPERAND, at, skip_string(text, length, at), 0};
    if (is_digit(c) || (c == '.' && at + 1 < length && is_digit((unsigned char)text[at + 1])))
        return (Token){TOKEN_OPERAND, at, skip_number(text, length, at), 0};
    if (!is_name_start(c))
        return operator_next(text, length, at);

    size_t end = at;
    while (end < length && (is_name_start((unsigned char)text[end]) || is_digit((unsigned char)text[end])))
        end++;
    if (end < length && (text[end] == '\'' || text[end] == '"') && end - at <= 2)
        return (Token){TOKEN_OPERAND, at, skip_string(text, length, end), 0};
    if (end - at == 5 && memcmp(text + at, "await", 5) == 0)
        return (Token){TOKEN_OPERATOR, at, end, 0};
    return (Token){is_keyword(text + at, end - at) ? TOKEN_OTHER : TOKEN_OPERAND, at, end, 0};
}

/* Behind the bracket that closes the one at `open`, or `length` + 1 when none does. *is_group: between them
 * stands one expression, so that round brackets are no part of what they hold. */
static size_t skip_brackets(const char *text, size_t length, size_t open, bool *is_group)
{
    size_t depth = 0, at = open, members = 0;
    *is_group = text[open] == '(';
    for (;;) {
        Token token = token_next(text, length, at);
        if (token.kind == TOKEN_END)
            return length + 1;
        at = token.end;
        if (token.kind == TOKEN_OPEN)
            depth++;
        else if (token.kind == TOKEN_CLOSE && --depth == 0)
            break;
        members++;
        if (depth == 1 && text[token.start] == ',')
            *is_group = false;
        if (depth == 1 && token.end - token.start == 3 && memcmp(text + token.start, "for", 3) == 0)
            *is_group = false;
    }
    if (members <= 1)
        *is_group = false; /* the empty tuple */
    return at;
}

/* Narrows [*start, *end) to what round brackets around the whole hold. */
static void strip_groups(const char *text, size_t *start, size_t *end)
{
    for (;;) {
        while (*start < *end && is_space((unsigned char)text[*start]))
            ++*start;
        while (*end > *start && is_space((unsigned char)text[*end - 1]))
            --*end;
        if (*end - *start < 2 || text[*start] != '(')
            return;
        bool is_group;
        size_t close = skip_brackets(text, *end, *start, &is_group);
        if (!is_group || close != *end)
            return;
        ++*start;
        --*end;
    }
}

bool anchor_find(const char *text, size_t length, size_t *start, size_t *end)
{
    enum { NO_OPERATOR = 8, POWER = 7 };
    Token own = {TOKEN_END, 0, 0, NO_OPERATOR}; /* the operator that the expression is of */
    bool has_value = false;               /* a value stands to the left: an operator is binary */
    bool has_sign = false, has_await = false; /* the expression begins with one */
    size_t bracket = 0;                   /* of the subscript that the last token closed, or 0 */
    Token token;
    for (size_t at = 0; (token = token_next(text, length, at)).kind != TOKEN_END; at = token.end) {
        size_t last_bracket = 0;
        switch (token.kind) {
        case TOKEN_OPEN: {
            bool is_group;
            token.end = skip_brackets(text, length, token.start, &is_group);
            if (token.end > length)
                return false;
            if (text[token.start] == '[' && has_value)
                last_bracket = token.start;
            has_value = true;
            break;
        }
        case TOKEN_OPERAND:
            has_value = true;
            break;
        case TOKEN_DOT:
            break;
        case TOKEN_OPERATOR:
            if (!has_value) {
                if (token.start == 0)
                    *(text[0] == 'a' ? &has_await : &has_sign) = true;
                break;
            }
            if (token.precedence == 0)
                return false;
            if (token.precedence < own.precedence ||
                (token.precedence == own.precedence && token.precedence != POWER))
                own = token;
            has_value = false;
            break;
        default:
            return false;
        }
        bracket = last_bracket;
    }

    if (own.precedence < NO_OPERATOR) {
        if (own.precedence == POWER && has_sign) /* -a ** b is a sign before a power */
            return false;
        size_t left = 0, left_end = own.start, right = own.end, right_end = length;
        strip_groups(text, &left, &left_end);
        strip_groups(text, &right, &right_end);
        while (left_end < right && is_space((unsigned char)text[left_end]))
            left_end++;
        *start = left_end;
        *end = left_end + 1;
        if (left_end + 1 < right && !is_space((unsigned char)text[left_end + 1]))
            ++*end;
        return left_end < right;
    }
    if (bracket == 0 || has_sign || has_await)
        return false;
    size_t value = 0, value_end = bracket, index = bracket + 1, index_end = length - 1;
    strip_groups(text, &value, &value_end);
    strip_groups(text, &index, &index_end);
    *start = value_end;
    *end = index_end + 1;
    return true;
}
