/* Generating bytecode: what the parts of the generator share.
 *
 *   generate.c             units, emitting, labels, handlers, operands, constants
 *   generate_fold.c        constants computed at compile time
 *   generate_name.c        reading, writing and deleting names
 *   generate_expression.c  expressions and conditions
 *   generate_call.c        calls
 *   generate_target.c      assignment, unpacking, deletion
 *   generate_function.c    functions, lambdas, comprehensions, classes
 *   generate_statement.c   simple statements, if, loops, imports
 *   generate_try.c         try, with, and leaving blocks
 *   generate_async.c       await, async for, async with
 *   generate_unparse.c     annotations as text
 *   flow.c                 jumps resolved, the finished Code
 *
 * A value is asked for with a `want`: a slot that it must end up in, ANY (a new temporary at the
 * top of the stack of temporaries), or FREE (wherever it is: a constant, a local, or as ANY).
 * A local as the wanted slot is written by the last instruction only, on each path: so a failure
 * leaves it as it was, and it may be read by the expression itself.
 *
 * Unreachable code goes through the generator for its errors, but emits nothing. */
#ifndef OURO_COMPILE_GENERATE_H
#define OURO_COMPILE_GENERATE_H

#include "compile/compiler.h"
#include "compile/scope.h"

enum {
    WANT_ANY = -1, WANT_FREE = -2,
    OPERAND_CONSTANTS = 16384, /* constants from this number on are loaded by LOAD_CONSTANT */
    BOUND_WORDS = 8,           /* definite assignment is followed for the first 512 locals */
    BLOCKS_MAX = 20,           /* CPython's bound of nested blocks */
    DISPLAY_CHUNK = 30,        /* displays and calls beyond this grow a list instead of a row of slots */
};

typedef struct Operand {
    Object *constant; /* not NULL: this constant */
    int slot;
} Operand;

typedef struct Emitted {
    Instruction instruction;
    int32_t label;    /* jumps: where to; else -1 */
    int32_t handler;  /* the handler that guards it, or -1 */
    uint32_t word;    /* operand word behind it */
    uint32_t place;   /* flow.c: number of its first word in the finished code */
    bool is_far;      /* flow.c: a short jump that does not reach */
    Location at;
} Emitted;

typedef struct Label {
    int32_t place;      /* instruction it stands before; -1: not yet bound */
    bool is_reached;    /* some jump leads here */
    uint64_t *bound;    /* locals that are bound on every way here */
} Label;

typedef struct Handler {
    int32_t label;
    int32_t depth;      /* slot */
    bool is_used;
    uint64_t bound[BOUND_WORDS]; /* at the start of what it guards */
} Handler;

typedef enum BlockKind {
    BLOCK_WHILE, BLOCK_FOR, BLOCK_ASYNC_FOR, BLOCK_TRY, BLOCK_FINALLY, BLOCK_FINALLY_HANDLER,
    BLOCK_WITH, BLOCK_ASYNC_WITH, BLOCK_EXCEPT, BLOCK_EXCEPT_BODY, BLOCK_EXCEPT_STAR, BLOCK_VALUE,
} BlockKind;

typedef struct Block {
    BlockKind kind;
    struct Block *outer;
    int slot;              /* iterator, exit function, exception, or kept value */
    int outer_handler;     /* what guards the code around the block */
    int break_label, continue_label;
    const Text *name;      /* except ... as name */
    Statements finalbody;
    Location at;
} Block;

typedef struct Unit {
    struct Unit *outer;
    Scope *scope;
    Str *name, *qualified_name;
    int first_line;
    uint32_t flags;
    uint32_t argument_count, positional_only_count, keyword_only_count;

    Emitted *code;
    size_t count, capacity;  /* of `code` */
    Label *labels;
    size_t label_count, label_capacity;
    Handler *handlers;
    size_t handler_count, handler_capacity;
    Object **constants;      /* borrowed from the compiler */
    size_t constant_count, constant_capacity;
    uint32_t *constant_table;/* number + 1, by the object's address */
    size_t constant_table_size;
    Object **codes;          /* inner code beyond OPERAND_CONSTANTS: behind the names */
    size_t code_count, code_capacity;
    Str **names;
    size_t name_count, name_capacity;
    uint32_t *name_table;
    size_t name_table_size;

    const Text **locals;     /* names by slot, local_count of them */
    const Text **cells, **frees;
    int local_count, cell_count, free_count;
    int locals_given;        /* slots given to locals so far */
    int first_temporary;
    int top;                 /* the next temporary's slot */
    int slot_count;
    uint64_t bound[BOUND_WORDS];
    uint64_t unstable[BOUND_WORDS];

    Block *block;
    int block_count;
    int handler;             /* guards what is emitted now; -1: none */
    bool reachable;
    Location at;             /* of what is emitted now */

    bool is_async;           /* the body of an async def */
    const Text *self;        /* function directly in a class: its first parameter */
    const Text **attributes; /* class: names that its functions store on self */
    size_t attribute_count, attribute_capacity;
} Unit;

/* ---- units (generate.c) ---- */
bool unit_open(Compiler *c, Scope *scope, const Text *name, int first_line);
/* The finished code object, borrowed; the unit around it is current again. */
Code *unit_close(Compiler *c);
bool unit_is_function(const Compiler *c);

/* ---- emitting ---- */
void emit(Compiler *c, Opcode op, unsigned n, int a, int b, int third);
void emit_wide(Compiler *c, Opcode op, unsigned n, int a, int32_t d);
void emit_jump(Compiler *c, Opcode op, unsigned n, int a, int b, int label);
/* The operand word of the instruction just emitted. */
void emit_word(Compiler *c, uint32_t word);
int label_new(Compiler *c);
void label_bind(Compiler *c, int label);
/* Binds a label that later code jumps back to. */
void label_bind_loop(Compiler *c, int label);
/* A handler for what is emitted from now on; its temporaries begin at `depth`. */
int handler_new(Compiler *c, int depth);
void handler_bind(Compiler *c, int handler);

/* ---- slots and operands ---- */
int temporary_push(Compiler *c);
/* The slot for a result: `want`, or the temporary at `mark`, which becomes the top. */
int result_slot(Compiler *c, int want, int mark);
static inline bool is_temporary(const Compiler *c, int slot)
{
    return slot >= c->unit->first_temporary;
}
static inline Operand operand_slot(int slot)
{
    return (Operand){NULL, slot};
}
static inline Operand operand_constant(Object *constant)
{
    return (Operand){constant, -1};
}
/* What stands in the instruction for `operand`. */
int operand_code(Compiler *c, Operand operand);
/* `flag` (USE_x) when the operand is a temporary that dies here and is not overwritten anyway. */
unsigned operand_use(const Compiler *c, Operand operand, unsigned flag, int destination);
/* Copies a local that `later` rebinds, so that the operand keeps its value. */
void operand_protect(Compiler *c, Operand *operand, const Expression *later);
/* Visits the names of an expression in the order of their evaluation, until the visitor says so. */
typedef bool (*NameVisitor)(Compiler *c, const Expression *name, const void *context);
bool expression_walk(Compiler *c, const Expression *e, NameVisitor visit, const void *context);
/* Whether evaluating (or storing to) `e` rebinds the local `name`: a walrus, or a target. */
bool expression_rebinds(Compiler *c, const Expression *e, const Text *name);
/* Puts a constant where it is wanted. */
Operand deliver_constant(Compiler *c, Object *constant, int want);
Operand deliver_slot(Compiler *c, int slot, int want);
/* RETURN None. */
void emit_return_none(Compiler *c);
/* Moves (temporary) or copies the operand into `slot`. */
void operand_store(Compiler *c, Operand operand, int slot);
/* Releases the operand when it is a temporary: it must be the top one. */
void operand_drop(Compiler *c, Operand operand);
uint32_t constant_number(Compiler *c, Object *constant);
int name_number(Compiler *c, const Text *name);      /* mangled */
int name_number_plain(Compiler *c, const Text *name);/* as it is */
static inline bool local_is_bound(const Unit *unit, int slot)
{
    return slot < BOUND_WORDS * 64 && (unit->bound[slot / 64] >> (slot % 64) & 1) != 0;
}
void local_set_bound(Unit *unit, int slot, bool is_bound);
const Text *unit_mangle(Compiler *c, const Text *name);

/* ---- names (generate_name.c) ---- */
Operand name_load(Compiler *c, const Text *name, Location at, int want);
/* The operand is consumed when it is a temporary and `keep` is false. */
void name_store(Compiler *c, const Text *name, Operand value, bool keep);
void name_delete(Compiler *c, const Text *name);
/* The local slot that stores to `name` go to, or -1. */
int name_local_slot(Compiler *c, const Text *name);
/* The same; a new local's slot comes after those of the names in `value`, which is evaluated first:
 * so co_varnames has CPython's order. */
int name_local_slot_after(Compiler *c, const Text *name, const Expression *value);
/* The slot of the cell that functions capture as `name`. */
int name_cell_slot(Compiler *c, const Text *name);
bool name_forbidden(Compiler *c, const Text *name, ExpressionContext ctx);
/* Forgets `except ... as name`. */
void name_clear(Compiler *c, const Text *name);

/* ---- constants (generate_fold.c) ---- */
Object *constant_object(Compiler *c, const Constant *constant);
/* The value of an expression made of constants only, or NULL (which is no failure). */
Object *expression_fold(Compiler *c, const Expression *e);
/* The elements as a constant tuple, or NULL. */
Object *elements_fold(Compiler *c, Expressions elements);
Object *fold_binary(Compiler *c, BinaryOperator op, Object *left, Object *right);
Object *fold_unary(Compiler *c, UnaryOperator op, Object *operand);
Object *fold_subscript(Compiler *c, Object *container, Object *key);
Object *frozenset_of(Compiler *c, Object *tuple);
int constant_truth(Compiler *c, Object *constant);

/* ---- expressions (generate_expression.c, generate_call.c) ---- */
Operand generate_value(Compiler *c, const Expression *e, int want);
/* Evaluates for the effects only. */
void generate_discard(Compiler *c, const Expression *e);
/* Jumps to `label` when the truth of `e` is `when`; else goes on. */
void generate_condition(Compiler *c, const Expression *e, int label, bool when);
Operand generate_call(Compiler *c, const Expression *e, int want);
/* The method and self (or NULL) of the attribute `e`, in two new temporaries. */
void generate_method(Compiler *c, const Expression *e);
/* Arguments of a call whose callable (and self) are in the window; `extra` are there already. */
Operand generate_arguments(Compiler *c, int window, int extra, Expressions args,
                           KeywordArguments keywords, Location at, int want);
/* BUILD_LIST, _TUPLE or _SET of the elements, stars and all. */
Operand generate_sequence(Compiler *c, Opcode build, Expressions elements, Location at, int want);
BinaryOperation binary_operation(BinaryOperator op);
Location attribute_location(const Expression *attribute, Location at);

/* ---- targets (generate_target.c) ---- */
/* Stores the operand; a temporary is consumed unless `keep`. A consumed one must be the top. */
void generate_store(Compiler *c, const Expression *target, Operand value, bool keep);
void generate_delete(Compiler *c, const Expression *target);
void generate_assign(Compiler *c, const Statement *s);
void generate_augmented(Compiler *c, const Statement *s);
void generate_annotated(Compiler *c, const Statement *s);
/* The slot that a store to the target can be computed into directly, or -1. */
int target_slot(Compiler *c, const Expression *target);
int target_slot_after(Compiler *c, const Expression *target, const Expression *value);
/* The head of a for loop: the next item of the iterator into the target, or a jump to `exhausted`. */
typedef struct Next {
    int slot, iterator;
    int body; /* label behind the head, where the item is in `slot` */
} Next;
Next generate_next(Compiler *c, const Expression *target, int iterator, int exhausted, Location at);
/* Its end: the next item and back to the body, or out below. */
void generate_next_again(Compiler *c, Next next);

/* ---- functions (generate_function.c) ---- */
void generate_function(Compiler *c, const Statement *s);
void generate_class(Compiler *c, const Statement *s);
Operand generate_lambda(Compiler *c, const Expression *e, int want);
Operand generate_comprehension(Compiler *c, const Expression *e, int want);
Object *annotation_text(Compiler *c, const Expression *e);

/* ---- statements (generate_statement.c) ---- */
void generate_statements(Compiler *c, Statements list);
void generate_statement(Compiler *c, const Statement *s);
/* The body of a module or class: annotations set up, docstring stored. */
void generate_body(Compiler *c, Statements list, bool is_interactive);
/* The value that a loop iterates over. */
Operand iterable_value(Compiler *c, const Expression *e);
Object *body_docstring(Compiler *c, Statements list);
bool body_has_annotations(Statements list);

/* ---- blocks (generate_try.c) ---- */
bool block_push(Compiler *c, Block *block, BlockKind kind, int slot);
void block_pop(Compiler *c, Block *block);
void generate_return(Compiler *c, const Statement *s);
void generate_leave_loop(Compiler *c, const Statement *s); /* break, continue */
/* The innermost loop, or NULL. */
Block *block_loop(Compiler *c);
void generate_try(Compiler *c, const Statement *s);
void generate_with(Compiler *c, const Statement *s, size_t index);
/* Whether leaving all blocks runs code that may change the locals. */
bool unwinding_changes_locals(const Compiler *c);

/* ---- asynchronous (generate_async.c) ---- */
/* Delegates to the iterator in slot `iterator`, which must be the top temporary; the result is there. */
void generate_delegate(Compiler *c, int iterator);
Operand generate_await(Compiler *c, const Expression *e, int want);
void generate_async_for(Compiler *c, const Statement *s);
void generate_async_with(Compiler *c, const Statement *s, size_t index);
/* Awaits what is in the top temporary `slot`. */
void generate_await_slot(Compiler *c, int slot);

/* ---- finishing (flow.c) ---- */
Code *flow_finish(Compiler *c, Unit *unit);

#endif
