/* A syntax tree as text, exactly as CPython's ast.dump() writes it. For comparing the two
 * parsers, and for looking at trees. */
#ifndef OURO_COMPILE_SYNTAX_DUMP_H
#define OURO_COMPILE_SYNTAX_DUMP_H

#include "compile/syntax.h"
#include "heap/heap.h"

typedef struct DumpText {
    Heap  *heap;
    char  *bytes;          /* ends with zero; NULL when empty */
    size_t length, capacity;
    bool   has_failed;     /* no memory, or a tree nested too deeply */
} DumpText;

/* Appends the dump of `tree` to *text; `with_locations` is ast.dump's include_attributes. False
 * without memory. Release with dump_text_close(). */
bool syntax_dump(DumpText *text, const SyntaxTree *tree, bool with_locations);

void dump_text_close(DumpText *text);

#endif
