/* The syntax tree: the shape of Python's own `ast` module (its ASDL) in C.
 *
 * One tagged struct for expressions, one for statements, one for patterns; the field names
 * are those of `ast`. All of a tree lives in one TreeArena (arena.h) and is never written after
 * parsing, except by passes that own it.
 *
 *   - A sequence is `{count, items}` by value; an empty one is all zero.
 *   - An optional child is NULL when absent.
 *   - An identifier is `const Text *` and interned within the arena's parse: two equal names
 *     of one tree are one pointer. Names that a later pass makes up are interned with the
 *     tree's own table (syntax_intern, parse.h).
 *   - Text is UTF-8. Lone surrogates (from escapes such as '\ud800') stand in their three-byte
 *     form. Text is followed by a zero byte, but may contain zero bytes of its own. */
#ifndef OURO_COMPILE_SYNTAX_H
#define OURO_COMPILE_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Text {
    const char *bytes;
    size_t      length;
} Text;

/* Where a node stands: lines from 1, columns from 0 in bytes of UTF-8, the end exclusive. */
typedef struct Location {
    int lineno, col_offset;
    int end_lineno, end_col_offset;
} Location;

typedef struct Expression Expression;
typedef struct Statement Statement;
typedef struct Pattern Pattern;
typedef struct Comprehension Comprehension;
typedef struct ExceptHandler ExceptHandler;
typedef struct Parameters Parameters;
typedef struct Parameter Parameter;
typedef struct KeywordArgument KeywordArgument;
typedef struct ImportAlias ImportAlias;
typedef struct WithItem WithItem;
typedef struct MatchCase MatchCase;

typedef struct Expressions      { size_t count; Expression **items; } Expressions;
typedef struct Statements       { size_t count; Statement **items; } Statements;
typedef struct Patterns         { size_t count; Pattern **items; } Patterns;
typedef struct Comprehensions   { size_t count; Comprehension *items; } Comprehensions;
typedef struct ExceptHandlers   { size_t count; ExceptHandler *items; } ExceptHandlers;
typedef struct ParameterList    { size_t count; Parameter *items; } ParameterList;
typedef struct KeywordArguments { size_t count; KeywordArgument *items; } KeywordArguments;
typedef struct ImportAliases    { size_t count; ImportAlias *items; } ImportAliases;
typedef struct WithItems        { size_t count; WithItem *items; } WithItems;
typedef struct MatchCases       { size_t count; MatchCase *items; } MatchCases;
typedef struct Identifiers      { size_t count; const Text **items; } Identifiers;

/* ---- constants ---- */

typedef enum ConstantKind {
    CONSTANT_NONE, CONSTANT_TRUE, CONSTANT_FALSE, CONSTANT_ELLIPSIS,
    CONSTANT_INT, CONSTANT_FLOAT, CONSTANT_COMPLEX, CONSTANT_STR, CONSTANT_BYTES,
} ConstantKind;

typedef struct Constant {
    ConstantKind kind;
    bool         is_unicode_literal;   /* str: the first piece was written u'...' (`kind='u'`) */
    union {
        struct {
            Text    digits;    /* of `base`, without prefix and underscores, at least one */
            int     base;      /* 2, 8, 10 or 16 */
            bool    fits;      /* `value` is the number */
            int64_t value;
        } integer;
        double real;           /* float; of a complex the imaginary part (its real part is 0) */
        struct {
            Text     text;         /* UTF-8, surrogates in three bytes */
            size_t   characters;   /* code points */
            uint32_t widest;       /* the greatest code point, 0 of an empty string */
        } str;
        Text bytes;
    };
} Constant;

/* ---- expressions ---- */

typedef enum ExpressionKind {
    EXPRESSION_BOOL_OP, EXPRESSION_NAMED, EXPRESSION_BINARY, EXPRESSION_UNARY,
    EXPRESSION_LAMBDA, EXPRESSION_IF, EXPRESSION_DICT, EXPRESSION_SET, EXPRESSION_LIST_COMP,
    EXPRESSION_SET_COMP, EXPRESSION_DICT_COMP, EXPRESSION_GENERATOR, EXPRESSION_AWAIT,
    EXPRESSION_YIELD, EXPRESSION_YIELD_FROM, EXPRESSION_COMPARE, EXPRESSION_CALL,
    EXPRESSION_FORMATTED_VALUE, EXPRESSION_JOINED_STR, EXPRESSION_CONSTANT,
    EXPRESSION_ATTRIBUTE, EXPRESSION_SUBSCRIPT, EXPRESSION_STARRED, EXPRESSION_NAME,
    EXPRESSION_LIST, EXPRESSION_TUPLE, EXPRESSION_SLICE,
} ExpressionKind;

typedef enum ExpressionContext { CONTEXT_LOAD, CONTEXT_STORE, CONTEXT_DEL } ExpressionContext;

typedef enum BoolOperator { BOOL_AND, BOOL_OR } BoolOperator;

/* These enumerators begin with TREE_ because object/type.h has its own BINARY_, UNARY_ and COMPARE_. */
typedef enum BinaryOperator {
    TREE_BINARY_ADD, TREE_BINARY_SUB, TREE_BINARY_MULT, TREE_BINARY_MATMULT, TREE_BINARY_DIV, TREE_BINARY_MOD, TREE_BINARY_POW,
    TREE_BINARY_LSHIFT, TREE_BINARY_RSHIFT, TREE_BINARY_BITOR, TREE_BINARY_BITXOR, TREE_BINARY_BITAND, TREE_BINARY_FLOORDIV,
} BinaryOperator;

typedef enum UnaryOperator { TREE_UNARY_INVERT, TREE_UNARY_NOT, TREE_UNARY_PLUS, TREE_UNARY_MINUS } UnaryOperator;

typedef enum CompareOperator {
    TREE_COMPARE_EQ, TREE_COMPARE_NOT_EQ, TREE_COMPARE_LT, TREE_COMPARE_LT_E, TREE_COMPARE_GT, TREE_COMPARE_GT_E,
    TREE_COMPARE_IS, TREE_COMPARE_IS_NOT, TREE_COMPARE_IN, TREE_COMPARE_NOT_IN,
} CompareOperator;

struct Expression {
    ExpressionKind    kind;
    ExpressionContext ctx;    /* of Attribute, Subscript, Starred, Name, List, Tuple; else LOAD */
    Location          at;
    union {
        struct { BoolOperator op; Expressions values; } bool_op;
        struct { Expression *target, *value; } named;
        struct { BinaryOperator op; Expression *left, *right; } binary;
        struct { UnaryOperator op; Expression *operand; } unary;
        struct { Parameters *args; Expression *body; } lambda;
        struct { Expression *test, *body, *orelse; } if_exp;
        struct { Expressions keys, values; } dict;    /* a NULL key: `**value` */
        struct { Expressions elts; } set;
        struct { Expression *elt; Comprehensions generators; } comp;    /* list, set, generator */
        struct { Expression *key, *value; Comprehensions generators; } dict_comp;
        struct { Expression *value; } await;
        struct { Expression *value; } yield;          /* optional; never NULL in YIELD_FROM */
        struct { Expression *left; size_t count; CompareOperator *ops;
                 Expression **comparators; } compare;  /* `count` of both */
        struct { Expression *func; Expressions args; KeywordArguments keywords; } call;
        struct { Expression *value; int conversion; Expression *format_spec; } formatted_value;
                                       /* conversion -1 or 's', 'r', 'a'; format_spec a JoinedStr */
        struct { Expressions values; } joined_str;
        Constant constant;
        struct { Expression *value; const Text *attr; } attribute;
        struct { Expression *value, *slice; } subscript;
        struct { Expression *value; } starred;
        struct { const Text *id; } name;
        struct { Expressions elts; } list;
        struct { Expressions elts; } tuple;
        struct { Expression *lower, *upper, *step; } slice;    /* each optional */
    };
};

struct Comprehension {
    Expression *target, *iter;
    Expressions ifs;
    bool        is_async;
};

struct KeywordArgument {
    const Text *arg;       /* NULL: `**value` */
    Expression *value;
    Location    at;
};

struct Parameter {
    const Text *arg;
    Expression *annotation;    /* optional */
    Location    at;
};

/* `defaults` belong to the last of posonlyargs + args; `kw_defaults` runs beside kwonlyargs,
 * NULL where a parameter has none. Never absent itself: a function without parameters has one
 * whose lists are empty. */
struct Parameters {
    ParameterList posonlyargs, args;
    Parameter    *vararg;          /* optional */
    ParameterList kwonlyargs;
    Expressions   kw_defaults;
    Parameter    *kwarg;           /* optional */
    Expressions   defaults;
};

/* ---- statements ---- */

typedef enum StatementKind {
    STATEMENT_FUNCTION_DEF, STATEMENT_ASYNC_FUNCTION_DEF, STATEMENT_CLASS_DEF,
    STATEMENT_RETURN, STATEMENT_DELETE, STATEMENT_ASSIGN, STATEMENT_AUG_ASSIGN,
    STATEMENT_ANN_ASSIGN, STATEMENT_FOR, STATEMENT_ASYNC_FOR, STATEMENT_WHILE, STATEMENT_IF,
    STATEMENT_WITH, STATEMENT_ASYNC_WITH, STATEMENT_MATCH, STATEMENT_RAISE, STATEMENT_TRY,
    STATEMENT_TRY_STAR, STATEMENT_ASSERT, STATEMENT_IMPORT, STATEMENT_IMPORT_FROM,
    STATEMENT_GLOBAL, STATEMENT_NONLOCAL, STATEMENT_EXPR, STATEMENT_PASS, STATEMENT_BREAK,
    STATEMENT_CONTINUE,
} StatementKind;

struct Statement {
    StatementKind kind;
    Location      at;      /* of a decorated function or class: where `def`/`class` stands */
    union {
        struct { const Text *name; Parameters *args; Statements body; Expressions decorator_list;
                 Expression *returns; } function_def;               /* async too */
        struct { const Text *name; Expressions bases; KeywordArguments keywords; Statements body;
                 Expressions decorator_list; } class_def;
        struct { Expression *value; } return_;                      /* optional */
        struct { Expressions targets; } delete_;
        struct { Expressions targets; Expression *value; } assign;
        struct { Expression *target; BinaryOperator op; Expression *value; } aug_assign;
        struct { Expression *target, *annotation, *value; bool simple; } ann_assign;
        struct { Expression *target, *iter; Statements body, orelse; } for_;     /* async too */
        struct { Expression *test; Statements body, orelse; } while_;
        struct { Expression *test; Statements body, orelse; } if_;
        struct { WithItems items; Statements body; } with;          /* async too */
        struct { Expression *subject; MatchCases cases; } match;
        struct { Expression *exc, *cause; } raise;                  /* each optional */
        struct { Statements body; ExceptHandlers handlers; Statements orelse, finalbody; } try_;
                                                                    /* try ... except* too */
        struct { Expression *test, *msg; } assert_;                 /* msg optional */
        struct { ImportAliases names; } import;
        struct { const Text *module; ImportAliases names; int level; } import_from;
                                                    /* module NULL: `from . import` */
        struct { Identifiers names; } global;                       /* nonlocal too */
        struct { Expression *value; } expr;
    };
};

struct ExceptHandler {
    Expression *type;      /* optional */
    const Text *name;      /* optional */
    Statements  body;
    Location    at;
};

struct ImportAlias {
    const Text *name;      /* dotted, or "*" */
    const Text *asname;    /* optional */
    Location    at;
};

struct WithItem {
    Expression *context_expr;
    Expression *optional_vars;
};

/* ---- match ---- */

typedef enum PatternKind {
    PATTERN_VALUE, PATTERN_SINGLETON, PATTERN_SEQUENCE, PATTERN_MAPPING, PATTERN_CLASS,
    PATTERN_STAR, PATTERN_AS, PATTERN_OR,
} PatternKind;

struct Pattern {
    PatternKind kind;
    Location    at;
    union {
        struct { Expression *value; } value;
        struct { ConstantKind value; } singleton;       /* None, True or False */
        struct { Patterns patterns; } sequence;
        struct { Expressions keys; Patterns patterns; const Text *rest; } mapping;
        struct { Expression *cls; Patterns patterns; Identifiers kwd_attrs;
                 Patterns kwd_patterns; } class_;
        struct { const Text *name; } star;              /* NULL: `*_` */
        struct { Pattern *pattern; const Text *name; } as;    /* both NULL: `_` */
        struct { Patterns patterns; } or_;
    };
};

struct MatchCase {
    Pattern    *pattern;
    Expression *guard;     /* optional */
    Statements  body;
};

/* ---- the whole ---- */

typedef enum TreeKind { TREE_MODULE, TREE_EXPRESSION, TREE_INTERACTIVE } TreeKind;

typedef struct NameTable NameTable;

/* `ast.Module`, `ast.Expression` or `ast.Interactive`. (Not called Module: the objects that
 * `import` makes are.) */
typedef struct SyntaxTree {
    TreeKind    kind;
    Statements  body;          /* module, interactive */
    Expression *expression;    /* expression */
    NameTable  *names;         /* the interned identifiers */
} SyntaxTree;

#endif
