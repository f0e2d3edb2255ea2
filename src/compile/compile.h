/* Source text to code objects: tokens -> syntax tree (parse.h) -> scopes (scope.h) -> bytecode (generate.c). */
#ifndef OURO_COMPILE_COMPILE_H
#define OURO_COMPILE_COMPILE_H

#include "compile/parse.h"
#include "types/code.h"
#include "types/list.h"

/* Bits of `flags` beside CODE_FUTURE_*; CPython's values, which compile() takes too. */
typedef enum CompileFlag {
    COMPILE_TEXT = 0x100,              /* the source was a str: it is UTF-8, whatever its cookie says */
    COMPILE_DONT_IMPLY_DEDENT = 0x200, /* at a prompt: a block must be ended by a blank line */
    COMPILE_FILE = 0x40000000,         /* ours: the program's own file, of which CPython speaks in words of its own */
} CompileFlag;

/* A code object of the module, owned; NULL with SyntaxError (or a subclass, MemoryError, RecursionError) set, whose
 * filename, lineno, offset, text, end_lineno, end_offset are CPython's. `flags`: CODE_FUTURE_* inherited, CompileFlag.
 * *incomplete (may be NULL): the input ended inside a statement. */
Code *compile_source(Runtime *rt, const char *bytes, size_t length, Str *filename, ParseMode mode, uint32_t flags,
                     bool optimize_asserts, bool *incomplete);

/* The same for a text that is run while its syntax tree is there: CPython's tree holds a reference to each literal, which
 * sys.getrefcount shows (a program's own file, -c, exec of a text; not of an imported module). `occurrences` gets them. */
Code *compile_program(Runtime *rt, const char *bytes, size_t length, Str *filename, ParseMode mode, uint32_t flags,
                      bool optimize_asserts, bool *incomplete, List *occurrences);

#endif
