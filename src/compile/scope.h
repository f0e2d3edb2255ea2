/* Scopes: which name means what, in every block of a tree.
 *
 * One walk in source order collects the names of each block (and finds the errors that need the
 * order); one walk from the outside in resolves them. The result is read by the generator. */
#ifndef OURO_COMPILE_SCOPE_H
#define OURO_COMPILE_SCOPE_H

#include "compile/compiler.h"

typedef enum SymbolFlag {
    SYMBOL_GLOBAL = 1 << 0,    /* `global` names it */
    SYMBOL_LOCAL = 1 << 1,     /* assigned */
    SYMBOL_PARAMETER = 1 << 2,
    SYMBOL_NONLOCAL = 1 << 3,
    SYMBOL_USED = 1 << 4,
    SYMBOL_IMPORTED = 1 << 5,
    SYMBOL_ANNOTATED = 1 << 6,
    SYMBOL_ITERATION = 1 << 7, /* target of a comprehension's for */
    SYMBOL_FREE_CLASS = 1 << 8,/* a class binds it, and passes the one outside on to its functions */
    SYMBOL_UNSTABLE = 1 << 9,  /* may become unbound again: del, except ... as */
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAMETER | SYMBOL_IMPORTED,
} SymbolFlag;

typedef enum Visibility {
    VISIBLE_UNKNOWN, VISIBLE_LOCAL, VISIBLE_CELL, VISIBLE_FREE, VISIBLE_GLOBAL_EXPLICIT,
    VISIBLE_GLOBAL_IMPLICIT,
} Visibility;

typedef struct Symbol {
    const Text *name;
    uint16_t flags;         /* SymbolFlag */
    uint8_t visibility;     /* Visibility */
    int32_t slot;           /* local slot, given out by the generator at first use; -1: none yet */
    int32_t cell;           /* slot of the cell, own or free; -1: none */
    Location directive;     /* of the global or nonlocal statement */
    struct Symbol *next;    /* in order of appearance */
} Symbol;

typedef enum ScopeKind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_ANNOTATION } ScopeKind;
typedef enum ComprehensionKind {
    COMPREHENSION_NONE, COMPREHENSION_LIST, COMPREHENSION_SET, COMPREHENSION_DICT,
    COMPREHENSION_GENERATOR,
} ComprehensionKind;

typedef struct Scope {
    ScopeKind kind;
    ComprehensionKind comprehension;
    const void *node;       /* the tree's node that it belongs to */
    const Text *private_name;
    struct Scope *parent, *first_child, *last_child, *next;
    Symbol *first, *last;   /* symbols in order of appearance */
    Symbol **table;         /* by address of the name, open addressing */
    size_t count, size;
    int iterable_depth;     /* inside that many iterables of comprehensions */
    bool in_iteration_target;
    bool is_nested;         /* in a function */
    bool is_generator, is_coroutine;
    Object *code;           /* the code generated for it last; a duplicate of it is the same object */
    bool needs_class_cell;  /* class: a function of it uses __class__ or super */
    bool has_walrus;        /* rebinds names inside expressions */
} Scope;

/* The scopes of c->tree in c->scopes. False when the compilation failed. */
bool scopes_build(Compiler *c);
/* The scope of a node that has one (function, class, lambda, comprehension; the tree itself). */
Scope *scope_of_node(Compiler *c, const void *node);
/* The symbol with this (mangled) name, or NULL. */
Symbol *scope_find(const Scope *scope, const Text *name);

#endif
