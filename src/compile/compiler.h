/* The state of one compilation, shared by scope.c, generate*.c and flow.c.
 *
 * Failure is sticky: whoever fails sets the runtime's error and `failed`; from then on every
 * function here returns at once with something harmless. So the generator reads without a test
 * after each line, and what it produced is simply thrown away.
 *
 * Scratch structures live in the arena. Objects (constants, names, inner code) are owned by
 * `kept` until the end and borrowed everywhere else, so nothing is released by hand. */
#ifndef OURO_COMPILE_COMPILER_H
#define OURO_COMPILE_COMPILER_H

#include "compile/parse.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/code.h"
#include "types/str.h"

typedef struct Unit Unit;
typedef struct ScopeTable ScopeTable;

/* A hash table of what was made, by content. `items[i]` NULL: free. */
typedef struct KeptTable {
    Object **items;
    uint64_t *hashes;
    size_t used, size;
} KeptTable;

typedef struct TextEntry {
    const Text *text;
    Str *str;
} TextEntry;

typedef struct Compiler {
    Runtime *rt;
    TreeArena *arena;
    SyntaxTree *tree;
    Str *filename;
    const char *source; /* as handed in; for the text line of errors */
    size_t source_length;
    bool has_source_line;   /* errors show the source line */
    uint32_t future_flags;
    int future_end_line;    /* last line of the __future__ imports at the beginning */
    bool optimize_asserts;
    List *occurrences;      /* gets each literal of the source, or NULL; borrowed */
    bool failed;

    Object **kept;          /* memory block, owned */
    size_t kept_count, kept_capacity;
    KeptTable constants;    /* every constant of the compilation, shared by all units */
    TextEntry *texts;       /* identifiers that were made strs: open addressing by address */
    size_t text_count, text_size;

    ScopeTable *scopes;
    Unit *unit;             /* the code object being generated, innermost */

    /* identifiers that the passes know */
    const Text *name_class_cell, *name_super, *name_debug, *name_iterator, *name_annotations;
} Compiler;

/* Arena memory, zeroed; NULL with MemoryError set and the compilation failed. */
void *compiler_take(Compiler *c, size_t count, size_t size);
/* Makes room for one more item in an arena array. False on failure. */
bool compiler_grow(Compiler *c, void *array, size_t *capacity, size_t count, size_t item_size);
/* True, unless the compilation failed or the C stack is used up (which fails it). */
bool compiler_enter(Compiler *c);
/* Fails with SyntaxError at `at`, whose end is not told when its end_lineno is 0. */
void compiler_error(Compiler *c, Location at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A SyntaxWarning at `at`; fails the compilation when it is to be an error. */
void compiler_warn(Compiler *c, Location at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Takes over `object` (NULL: the compilation fails) and returns it, borrowed. */
void *compiler_keep(Compiler *c, void *object);
/* `object` (handed over, NULL fails), or an equal constant made before; borrowed. */
Object *compiler_share(Compiler *c, void *object);
/* The interned str of an identifier, borrowed. */
Str *compiler_str(Compiler *c, const Text *text);
/* The identifier with this text. */
const Text *compiler_text(Compiler *c, const char *bytes, size_t length);
/* `name` as it reads inside class `private_name` (NULL: none): __x becomes _Class__x. */
const Text *compiler_mangle(Compiler *c, const Text *private_name, const Text *name);

/* Whether two constants are the same to a program: type and value, 0.0 and -0.0 apart. */
bool constant_same(const Object *left, const Object *right);

#endif
