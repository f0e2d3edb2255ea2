/* Tokens: the words of the source, made one at a time.
 *
 * The tokenizer walks the source line by line. A line is *entered* when its first character is
 * asked for, not when the newline before it was taken: the line that an error names, and the
 * moment at which the end of the source is noticed, depend on this. */
#ifndef OURO_COMPILE_TOKEN_H
#define OURO_COMPILE_TOKEN_H

#include "compile/parse.h"
#include "compile/source.h"

typedef enum TokenKind {
    TOKEN_END, TOKEN_ERROR, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_NEWLINE, TOKEN_INDENT,
    TOKEN_DEDENT, TOKEN_UNKNOWN,      /* a character that begins nothing: $ ? ! */

    TOKEN_LPAR, TOKEN_RPAR, TOKEN_LSQB, TOKEN_RSQB, TOKEN_LBRACE, TOKEN_RBRACE,
    TOKEN_COLON, TOKEN_COMMA, TOKEN_SEMI, TOKEN_DOT, TOKEN_ELLIPSIS, TOKEN_RARROW,
    TOKEN_COLON_EQUAL, TOKEN_EQUAL, TOKEN_TILDE,

    /* Binary operators, in the order of BinaryOperator. */
    TOKEN_PLUS, TOKEN_MINUS, TOKEN_STAR, TOKEN_AT, TOKEN_SLASH, TOKEN_PERCENT, TOKEN_DOUBLE_STAR,
    TOKEN_LEFT_SHIFT, TOKEN_RIGHT_SHIFT, TOKEN_VBAR, TOKEN_CIRCUMFLEX, TOKEN_AMPER,
    TOKEN_DOUBLE_SLASH,

    /* Their augmented assignments, in the same order. */
    TOKEN_PLUS_EQUAL, TOKEN_MINUS_EQUAL, TOKEN_STAR_EQUAL, TOKEN_AT_EQUAL, TOKEN_SLASH_EQUAL,
    TOKEN_PERCENT_EQUAL, TOKEN_DOUBLE_STAR_EQUAL, TOKEN_LEFT_SHIFT_EQUAL,
    TOKEN_RIGHT_SHIFT_EQUAL, TOKEN_VBAR_EQUAL, TOKEN_CIRCUMFLEX_EQUAL, TOKEN_AMPER_EQUAL,
    TOKEN_DOUBLE_SLASH_EQUAL,

    /* Comparisons, in the order of CompareOperator up to GT_E. */
    TOKEN_EQ_EQUAL, TOKEN_NOT_EQUAL, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,

    /* Keywords. */
    KEYWORD_AND, KEYWORD_AS, KEYWORD_ASSERT, KEYWORD_ASYNC, KEYWORD_AWAIT, KEYWORD_BREAK,
    KEYWORD_CLASS, KEYWORD_CONTINUE, KEYWORD_DEF, KEYWORD_DEL, KEYWORD_ELIF, KEYWORD_ELSE,
    KEYWORD_EXCEPT, KEYWORD_FALSE, KEYWORD_FINALLY, KEYWORD_FOR, KEYWORD_FROM, KEYWORD_GLOBAL,
    KEYWORD_IF, KEYWORD_IMPORT, KEYWORD_IN, KEYWORD_IS, KEYWORD_LAMBDA, KEYWORD_NONE,
    KEYWORD_NONLOCAL, KEYWORD_NOT, KEYWORD_OR, KEYWORD_PASS, KEYWORD_RAISE, KEYWORD_RETURN,
    KEYWORD_TRUE, KEYWORD_TRY, KEYWORD_WHILE, KEYWORD_WITH, KEYWORD_YIELD,
    TOKEN_KIND_COUNT,
} TokenKind;

typedef struct Memo Memo;

typedef struct Token {
    const char *start, *end;       /* its text in the source; of INDENT, DEDENT, END nothing */
    Memo       *memo;              /* what the second reading found here (parse_state.h) */
    const Text *name;              /* of a NAME, once it was interned */
    int         lineno, end_lineno;
    int         col_offset, end_col_offset;    /* bytes; -1: it has no place of its own */
    int         cursor;            /* bytes of its line read when it was made */
    uint8_t     kind;
    uint8_t     level;             /* parentheses open after it */
    bool        is_ascii;          /* of a NAME */
} Token;

/* Why there is no further token. */
typedef enum TokenizerState {
    TOKENIZER_OK,
    TOKENIZER_EOF,                 /* the source has ended */
    TOKENIZER_EOF_IN_STRING,       /* within a triple-quoted string */
    TOKENIZER_EOL_IN_STRING,       /* within a string on the last line */
    TOKENIZER_DEDENT,              /* a dedent to no outer level */
    TOKENIZER_TABS,                /* tabs and spaces that compare differently */
    TOKENIZER_TOO_DEEP,            /* 100 indents */
    TOKENIZER_CONTINUATION,        /* something after a backslash */
    TOKENIZER_ERROR,               /* *problem is filled */
} TokenizerState;

#define MAX_INDENTS 100
#define MAX_PARENTHESES 200

typedef struct Tokenizer {
    const char    *cur;            /* next character */
    const char    *line_end;       /* end of the entered line, newline included */
    const char    *line_start;
    const char    *block_start;    /* first of the lines entered while no token was begun */
    const char    *end;            /* of the source */
    const char    *start;          /* of the token being made, NULL between tokens */
    const char    *text;           /* the source */
    int            lineno;
    TokenizerState state;
    bool           at_line_begin;
    int            pending;        /* indents (> 0) or dedents (< 0) to hand out */
    int            indent;
    int            level;
    TreeArena     *arena;
    const ParseOptions *options;
    SyntaxProblem *problem;
    const char    *warned_to;      /* source before this has given its warnings */
    int            columns[MAX_INDENTS];       /* of each indent, tabs to the next multiple of 8 */
    int            narrow_columns[MAX_INDENTS];        /* the same with tabs of one */
    struct { int lineno, column; char byte; } open[MAX_PARENTHESES];
} Tokenizer;

void tokenizer_open(Tokenizer *tokenizer, TreeArena *arena, const Source *source,
                    const ParseOptions *options, SyntaxProblem *problem);

/* Makes the next token. TOKEN_ERROR with tokenizer->state telling why; only with
 * TOKENIZER_ERROR is *problem filled already. */
void tokenizer_next(Tokenizer *tokenizer, Token *token);

/* Hands a warning to the caller. False when it stopped parsing: *problem is filled. */
bool tokenizer_warn(Tokenizer *tokenizer, ParseWarning kind, const char *where, int lineno,
                    const char *message);

/* The keyword that these bytes are, or TOKEN_NAME. */
TokenKind keyword_find(const char *bytes, size_t length);

/* The spelling of a keyword or operator. */
const char *token_spelling(TokenKind kind);

#endif
