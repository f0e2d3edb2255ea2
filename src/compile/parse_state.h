/* What the files of the parser share: its state, its tokens, its way of failing.
 *
 *    parse.c             the whole: first and second reading, tokens, the choice of problem
 *    parse_statement.c   simple statements, blocks
 *    parse_compound.c    if, for, while, with, try, def, class
 *    parse_target.c      assignment, del and for targets; their contexts
 *    parse_pattern.c     match
 *    parse_expression.c  expressions
 *    parse_display.c     what stands in brackets
 *    parse_call.c        arguments of calls, parameters of functions
 *    parse_string.c      string literals and f-strings
 *    parse_number.c      numeric literals
 *    parse_name.c        identifiers
 *
 * A parsing function returns its node with the tokens of it consumed, or NULL; what it consumed
 * then is of no meaning, and who wants to try something else goes back to its mark first. NULL
 * has two causes: the tokens do not match (nothing else happened), or the parser has *failed*
 * (p->failed: *problem is filled and nothing is tried any more).
 *
 * First reading: p->checks is off, the first mismatch travels up and ends it. Second reading,
 * only of source that does not parse: p->checks is on, and functions try the mistakes that have
 * messages of their own, in CPython's order since that decides which message comes. To keep
 * this from growing exponentially, what was found at a token is remembered there (Memo). */
#ifndef OURO_COMPILE_PARSE_STATE_H
#define OURO_COMPILE_PARSE_STATE_H

#include "compile/token.h"

typedef enum MemoRule {
    MEMO_EXPRESSION, MEMO_DISJUNCTION, MEMO_BITWISE_OR, MEMO_PRIMARY, MEMO_NAMED, MEMO_STRINGS,
    MEMO_ARGUMENTS, MEMO_DICT_MISMATCH,
} MemoRule;

struct Memo {
    Memo    *next;
    MemoRule rule;
    size_t   end;          /* the mark behind it */
    void    *node;         /* NULL: it does not match here */
};

typedef struct Parser {
    TreeArena          *arena;
    const ParseOptions *options;
    SyntaxProblem      *problem;
    NameTable          *names;
    ParseMode           mode;

    /* Tokens from `base` on; those before a statement are forgotten in the first reading. */
    Token  *tokens;
    size_t  capacity;
    size_t  fill;          /* of tokens */
    size_t  mark;          /* the next to be consumed, an index into tokens */
    Token   furthest;      /* second reading: the last token of the first */
    size_t  furthest_index;/* counted from the begin of the source */
    size_t  base;

    Token  *spare;         /* for the next f-string's parser */
    size_t  spare_capacity;

    bool is_second;        /* this is the second reading */
    bool checks;           /* it tries the mistakes (never while it reads `..._without_checks`) */
    bool failed;
    bool has_started;      /* PARSE_SINGLE: see token_fill */
    int  depth;            /* of nested calls that recurse on the source */

    const Tokenizer *first_tokenizer;      /* second reading: where the first one stood */

    /* Pointers being collected into sequences, a stack. */
    void  **stack;
    size_t  stack_capacity, stack_top;

    /* An f-string's expression: a parser of its own on "(expression)". */
    bool is_fstring;
    int  first_lineno;     /* where the text stands in the file, 0 when it is the file */
    int  first_column;

    Tokenizer tokenizer;
} Parser;

/* ---- tokens ---- */

/* Forgets the tokens before the mark but the last that ends a node; first reading only. Between
 * statements: marks from before are no longer valid. */
void tokens_forget(Parser *p);

/* Makes the token at the mark. False when that fails the parser. */
bool token_fill(Parser *p);

extern const Token token_failed;       /* TOKEN_ERROR: what is seen once the parser has failed */

/* The next token, not consumed. After failure its kind is TOKEN_ERROR. */
static inline Token *peek(Parser *p)
{
    if (p->mark == p->fill && !token_fill(p))
        return (Token *)&token_failed;
    return &p->tokens[p->mark];
}

static inline TokenKind peek_kind(Parser *p)
{
    return (TokenKind)peek(p)->kind;
}

/* The kind of the token after the next. */
static inline TokenKind peek_second(Parser *p)
{
    if (peek_kind(p) == TOKEN_ERROR)
        return TOKEN_ERROR;
    p->mark++;
    TokenKind kind = peek_kind(p);
    p->mark--;
    return kind;
}

/* Consumes the next token when it is of this kind. */
static inline bool accept(Parser *p, TokenKind kind)
{
    if (peek_kind(p) != kind)
        return false;
    p->mark++;
    return true;
}

/* The consumed token before the mark. */
static inline const Token *last_token(const Parser *p)
{
    return &p->tokens[p->mark - 1];
}

/* Whether the next token is a name of exactly these letters. */
bool peek_is_word(Parser *p, const char *word);

/* Where a node stands that begins at `start` (a mark) and ends with the last consumed token. */
static inline Location location_from(const Parser *p, size_t start)
{
    const Token *first = &p->tokens[start], *last = last_token(p);
    return (Location){first->lineno, first->col_offset, last->end_lineno, last->end_col_offset};
}

/* The same for a statement that may end with a block: NEWLINE, INDENT and DEDENT do not count. */
Location location_of_statement(const Parser *p, Location begin);

static inline Location token_location(const Token *token)
{
    return (Location){token->lineno, token->col_offset, token->end_lineno, token->end_col_offset};
}

/* ---- failing ---- */

/* All return NULL, for `return problem_...`. The first problem stays. */

void *problem_memory(Parser *p);
void *problem_too_deep(Parser *p);

/* At the last token that was looked at. */
__attribute__((format(printf, 2, 3)))
void *problem_last(Parser *p, const char *format, ...);
__attribute__((format(printf, 2, 3)))
void *problem_indentation(Parser *p, const char *format, ...);

/* At a place; `to` NULL: `from` alone. */
__attribute__((format(printf, 4, 5)))
void *problem_range(Parser *p, const Location *from, const Location *to, const char *format, ...);

/* From a place to the end of what was read. */
__attribute__((format(printf, 3, 4)))
void *problem_from(Parser *p, const Location *from, const char *format, ...);

/* At bare numbers: columns 0-based in bytes; -1 or PROBLEM_HERE: the cursor. */
__attribute__((format(printf, 7, 8)))
void *problem_at(Parser *p, ProblemKind kind, int lineno, int column, int end_lineno,
                 int end_column, const char *format, ...);
#define PROBLEM_HERE (-5)

/* Consumes a token that must be there in either reading. */
bool expect(Parser *p, TokenKind kind);

/* "'(' was never closed" */
void *problem_unclosed(Parser *p);

/* Guards recursion: call at the begin, and depth_leave() at the end if it returned true. */
bool depth_enter(Parser *p);

static inline void depth_leave(Parser *p)
{
    p->depth--;
}

/* ---- nodes and sequences ---- */

Expression *expression_new(Parser *p, ExpressionKind kind, Location at);
Statement *statement_new(Parser *p, StatementKind kind, Location at);

/* A sequence is pushed item by item and popped whole: a copy of everything above `bottom`, in
 * the arena. False after failure. */
bool stack_push(Parser *p, void *item);
bool stack_pop(Parser *p, size_t bottom, size_t *count, void ***items);

/* The same for sequences of structs: each item is a pointer to one, and the structs themselves
 * are copied side by side. */
bool stack_pop_structs(Parser *p, size_t bottom, size_t size, size_t *count, void *items);

static inline bool stack_pop_expressions(Parser *p, size_t bottom, Expressions *list)
{
    return stack_pop(p, bottom, &list->count, (void ***)&list->items);
}

/* A tuple or list of everything above `bottom`. */
Expression *collection_new(Parser *p, ExpressionKind kind, size_t bottom, size_t start);

/* What was found at the mark for `rule`: true, with *node and the mark moved, when something was
 * remembered. Only in the second reading. */
bool memo_find(Parser *p, MemoRule rule, void **node);
/* Remembers in either reading that no dict matches at `start`; memo_is_mismatch() tells. */
void memo_mismatch(Parser *p, size_t start);
bool memo_is_mismatch(Parser *p);
/* Remembers `node` (may be NULL) for `rule` at `start`. Returns it. */
void *memo_keep(Parser *p, MemoRule rule, size_t start, void *node);

/* ---- names, numbers, strings ---- */

NameTable *names_open(TreeArena *arena);
const Text *name_intern(TreeArena *arena, NameTable *names, const char *bytes, size_t length);

/* Consumes a NAME. NULL on mismatch. */
const Text *name_take(Parser *p);
/* The same as an expression. */
Expression *name_expression(Parser *p, ExpressionContext ctx);

Expression *number_take(Parser *p);
/* Consumes STRING+. */
Expression *strings_take(Parser *p);
/* Parses the text in an f-string's braces. `text` is "(...)", ended by zero. */
Expression *parse_fstring_expression(Parser *p, const char *text, size_t length, int lineno,
                                     int column);

/* The double nearest to the decimal `digits` [. digits] [e digits]; no locale, no memory.
 * `text` ends at a byte that belongs to no number. */
double float_read(const char *text, size_t length);

/* ---- expressions ---- */

Expression *parse_expression(Parser *p);
Expression *parse_disjunction(Parser *p);
Expression *parse_bitwise_or(Parser *p);
Expression *parse_primary(Parser *p);
Expression *parse_named_expression(Parser *p);
/* NAME ':=' expression, or expression not followed by ':='. */
Expression *parse_argument_expression(Parser *p);
Expression *parse_star_named_expression(Parser *p);
Expression *parse_star_expressions(Parser *p);
Expression *parse_starred_expression(Parser *p);
Expression *parse_star_expression(Parser *p);
Expression *parse_yield(Parser *p);
/* yield or star_expressions */
Expression *parse_value(Parser *p);
Expression *parse_expressions(Parser *p);
bool parse_star_named_expressions(Parser *p, Expressions *list);
bool parse_for_clauses(Parser *p, Comprehensions *list);
Expression *parse_expression_without_checks(Parser *p);

/* "function call", "literal", ...: what error messages call it. */
const char *expression_name(const Expression *e);
const Location *last_of_comprehension(const Comprehensions *list);

/* ---- brackets ---- */

/* '(' [items] ')' with a comma, '[' items ']': nothing else. */
Expression *parse_tuple(Parser *p);
Expression *parse_list(Parser *p);
/* Whatever begins with this bracket: tuple, group or generator; list or comprehension; dict, set or
 * comprehension. */
Expression *parse_parenthesized(Parser *p);
Expression *parse_bracketed(Parser *p);
Expression *parse_braced(Parser *p);
/* The mistakes of a comprehension, whose opening bracket is at `start`. */
void *check_comprehension(Parser *p, size_t start);

/* ---- calls and parameters ---- */

/* The arguments up to, not including, ')': a Call without func. None match: NULL, and the mark is
 * where it was, since arguments are optional. In the first reading, where it
 * `may_be_generator`, also a generator that is the only argument. */
Expression *parse_arguments(Parser *p, bool may_be_generator);
/* '(' expression for... ')' */
Expression *parse_generator(Parser *p);
/* The parameters of a def (`end` TOKEN_RPAR) or lambda (TOKEN_COLON) up to, not including, `end`.
 * Without any: empty ones. */
Parameters *parse_parameters(Parser *p, TokenKind end);

/* ---- targets ---- */

typedef enum TargetKind { TARGET_STAR, TARGET_DEL, TARGET_FOR } TargetKind;

/* The part of `e` that cannot be a target, or NULL. */
const Expression *target_invalid(const Expression *e, TargetKind kind);
/* Fails with "cannot assign to ..." or "cannot delete ..."; does nothing when `e` is fine. */
void *problem_target(Parser *p, TargetKind kind, const Expression *e);
/* Gives `e` the context if it can be such a target. */
bool target_set(Expression *e, ExpressionContext ctx);
Expression *parse_star_target(Parser *p);
Expression *parse_star_targets(Parser *p);
/* Name, attribute or subscript, perhaps in parentheses. */
Expression *parse_single_target(Parser *p);
bool parse_del_targets(Parser *p, Expressions *list);
/* After a mismatch of 'for' targets, at 'for' or ASYNC. */
void *check_for_target(Parser *p, size_t start);

/* ---- statements ---- */

/* Pushes statements up to a DEDENT or the end. False when one does not match. */
bool parse_statements(Parser *p);
/* PARSE_SINGLE: pushes one statement, or those of one line, and consumes the newline. */
bool parse_statement_line(Parser *p);
/* What follows the colon. False on mismatch. */
bool parse_block(Parser *p, Statements *block);
/* A compound statement, or NULL with *is_compound false when none begins here. */
Statement *parse_compound(Parser *p, bool *is_compound);
/* At the name `match`. NULL on mismatch: it may be an expression, unless *is_match was set, then
 * tokens have been forgotten and there is no way back. */
Statement *parse_match(Parser *p, bool *is_match);

#endif
