/* From source text to syntax tree.
 *
 *     bytes --source.c--> UTF-8 lines --token.c--> tokens --parse*.c--> SyntaxTree
 *
 * The parser is recursive descent with precedence climbing over tokens that are made on demand.
 * Source that does not parse is read a second time with the checks on that find CPython's more
 * helpful messages; source that does parse never pays for them. Nothing here knows objects:
 * memory comes from the arena, and whatever needs more of the world is a callback. */
#ifndef OURO_COMPILE_PARSE_H
#define OURO_COMPILE_PARSE_H

#include "compile/arena.h"
#include "compile/syntax.h"

typedef enum ParseMode { PARSE_FILE, PARSE_EVAL, PARSE_SINGLE } ParseMode;

typedef enum ProblemKind {
    PROBLEM_NONE,
    PROBLEM_SYNTAX,         /* SyntaxError */
    PROBLEM_INDENTATION,    /* IndentationError */
    PROBLEM_TAB,            /* TabError */
    PROBLEM_VALUE,          /* ValueError: null bytes; only `message` is filled */
    PROBLEM_TOO_DEEP,       /* nested too deeply: MemoryError as CPython; only `message` */
    PROBLEM_MEMORY,         /* the heap refused: MemoryError */
    PROBLEM_CALLBACK,       /* a callback returned failure, having set the caller's own error */
} ProblemKind;

typedef struct SyntaxProblem {
    ProblemKind kind;
    int         lineno;         /* 1-based; 0 when not known */
    int         offset;         /* 1-based, in characters of `line`; 0 when not known */
    int         end_lineno, end_offset;    /* 0 when not known; -1 is what CPython shows as -1 */
    Text        line;           /* the source line with its newline if any; bytes NULL: None */
    bool        incomplete;     /* the input ended inside a statement: a prompt asks for more */
    char        message[320];   /* UTF-8, ends with zero */
} SyntaxProblem;

typedef enum ParseWarning {
    PARSE_DEPRECATION,      /* DeprecationWarning: invalid escape sequences */
    PARSE_SYNTAX_WARNING,   /* SyntaxWarning: 1or 2, and what syntax_warn.h finds */
} ParseWarning;

typedef struct ParseOptions {
    void *context;             /* handed to the callbacks */

    /* The code point that \N{name} means, or -1 for an unknown name. NULL: all are unknown. */
    long (*character_by_name)(void *context, const char *name, size_t length);

    /* A warning at `lineno`. Returns 0, or -1 to stop parsing (PROBLEM_CALLBACK), or 1 when the
     * warning is to become a SyntaxError with the same message. NULL: warnings are dropped. */
    int (*warn)(void *context, ParseWarning kind, const char *message, int lineno);

    const char *filename;      /* of a file, else NULL: only for messages that name it */
    const void *stack_limit;   /* the lowest stack address parsing may reach; NULL: depth counts alone */
    int  max_digits;           /* sys.get_int_max_str_digits(); 0: no limit */
    bool is_text;              /* the source was a str: it is UTF-8 and its cookie is ignored */
    bool is_prompt;            /* PARSE_SINGLE with whole lines of a prompt: a compound statement is
                                  `incomplete` until an empty line ends it */
    bool dont_imply_dedent;    /* PyCF_DONT_IMPLY_DEDENT, what codeop compiles with: a block on the
                                  last line must be ended by a newline */
} ParseOptions;

/* The tree of `bytes`, in `arena`, or NULL with *problem filled (its texts are in the arena).
 * `options` may be NULL. The source is copied where needed and may be released afterwards. */
SyntaxTree *parse(TreeArena *arena, const char *bytes, size_t length, ParseMode mode,
                  const ParseOptions *options, SyntaxProblem *problem);

/* The interned identifier with this text in `tree`'s own table, made if need be, or NULL without
 * memory. For names that later passes make up (mangled, dunder): pointer-equal to the parser's. */
const Text *syntax_intern(TreeArena *arena, SyntaxTree *tree, const char *bytes, size_t length);

#endif
