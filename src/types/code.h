/* code: a compiled body. Made by compile/, run by vm/. Frozen code is constant and shared. */
#ifndef OURO_TYPES_CODE_H
#define OURO_TYPES_CODE_H

#include "compile/opcode.h"
#include "types/tuple.h"

typedef enum CodeFlag { /* CPython's values, visible as co_flags */
    CODE_OPTIMIZED = 0x1, CODE_NEWLOCALS = 0x2, CODE_VARARGS = 0x4, CODE_VARKEYWORDS = 0x8,
    CODE_NESTED = 0x10, CODE_GENERATOR = 0x20, CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100, CODE_ASYNC_GENERATOR = 0x200,
    CODE_FUTURE_ANNOTATIONS = 0x1000000,
} CodeFlag;

/* Instructions [start, end) are guarded: an exception there releases the temporaries from slot
 * `depth` up, puts the exception into slot `depth` and goes on at `target`. The first entry that
 * covers the instruction counts, so inner ones come first. */
typedef struct HandlerEntry {
    uint32_t start, end, target;
    uint32_t depth;
} HandlerEntry;

/* Source range of the instructions from `start` up to the next entry's. Lines from 1 (0: none), columns from 0 in
 * UTF-8 bytes (-1: unknown). */
typedef struct PositionEntry {
    uint32_t start;
    int32_t line, end_line;
    int32_t column, end_column;
} PositionEntry;

/* Slots of a frame: parameters (positional, keyword-only, *args, **kwargs), other locals, then own cells,
 * then free variables, then temporaries. A parameter that is a cell too is moved into its cell by MAKE_CELL. */
typedef struct Code {
    Object head;
    uint32_t flags;
    uint32_t argument_count;          /* positional parameters, positional-only ones included */
    uint32_t positional_only_count;
    uint32_t keyword_only_count;
    uint32_t local_count;             /* names in local_names */
    uint32_t cell_count, free_count;
    uint32_t slot_count;              /* all slots, temporaries included */
    uint32_t instruction_count;
    uint32_t handler_count, position_count;
    Instruction *instructions;        /* owned memory blocks, or constants in frozen code */
    HandlerEntry *handlers;
    PositionEntry *positions;
    Tuple *constants;                 /* what negative operands and name indexes refer to */
    Tuple *local_names, *cell_names, *free_names; /* interned strs */
    Str *name, *qualified_name, *filename;
    int32_t first_line;
    uint32_t attribute_hint;          /* class bodies: distinct names stored on the first parameter by its functions */
    uint32_t warmth;                  /* vm/: calls and back edges so far */
    Instruction *warm;                /* vm/: what runs, with inline caches: a private copy, or the instructions themselves; NULL at first */
    uint32_t call_key;                /* vm/: 1 + the number of arguments that can become the slots as they are; 0: none, or not started */
    uint32_t call_id;                 /* vm/: unique, for the caches of calls with keywords; 0: none, or not started */
    uint32_t variable_count;          /* vm/: locals, cells and free variables, once it was started */
    struct Code *frozen_source;       /* NULL, or the constant code that this is the runtime's private twin of */
    int64_t hash;                     /* of what the code does and where it stands; set by code_seal */
    uint32_t name_first, name_count;  /* the constants that are names: co_names; the others are co_consts */
} Code;

extern const Type code_type;
static inline Object *code_constant(const Code *code, size_t index)
{
    return code->constants->items[index];
}
/* An empty code object, untracked type (it holds only constants), all fields zero; the compiler fills it. */
Code *code_new(Runtime *rt);
/* The code is whole: computes its hash, before anything rewrites its instructions. */
void code_seal(Code *code);
/* The position of instruction number `index`; all zero / -1 when there is none. Never fails. */
PositionEntry code_position(const Code *code, size_t index);

#endif
