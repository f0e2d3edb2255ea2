/* The machine: runs code objects. One Machine a runtime, one Thread a thread of control in it.
 *
 * The slots of all frames of a thread lie on one stack that grows in chunks. A caller puts the callable and the
 * arguments at the end of its window, and the callee's window begins right there:
 *
 *      caller's slots                             callee's slots
 *     | locals | temporaries | callable | self | argument | ... locals | temporaries |
 *                            ^ window b        |
 *                                              callee's slot 0 (at `self` when there is one)
 *
 * so that a call moves nothing and counts nothing. Only when the callee does not fit into the chunk, or when the
 * caller's slots are not on the stack (a generator's), the arguments are moved. Above the live slots the stack is NULL,
 * always: entering a frame clears nothing, leaving it clears what it used.
 *
 *    stack.c       chunks, records of frames, threads
 *    evaluate.c    the loop; evaluate.h: what it calls when its fast paths do not apply (operate.c, names.c)
 *    call.c        binding arguments to parameters; entering from C     call_error.c: its messages
 *    specialize.c  instructions that rewrite themselves, inline caches  specialize.h: their list
 *    unwind.c      from a raised exception to its handler; the exception being handled
 *    resume.c      generators
 *    frame.c       what others see of frames
 *    interrupt.c   Ctrl-C */
#ifndef OURO_VM_MACHINE_H
#define OURO_VM_MACHINE_H

#include "types/frame.h"
#include "types/generator.h"

typedef struct StackChunk {
    struct StackChunk *previous;
    size_t slot_count;
    Object *slots[];
} StackChunk;

/* Records of frames are taken in batches, which live as long as the thread. */
typedef struct FrameBatch {
    struct FrameBatch *next;
    Frame frames[]; /* FRAME_BATCH of them */
} FrameBatch;
enum { FRAME_BATCH = 32 };

struct Thread {
    Frame *frame;        /* the one that runs, or `bottom` */
    Object **stack_end;  /* of the current chunk */
    Object **floor;      /* when not NULL: the stack is in use up to here, above the running frame's top, because
                            arguments are being bound for a callee that is no frame yet */
    StackChunk *chunk;
    StackChunk *spare;   /* a chunk left lately, kept for the next need, or NULL */
    FrameBatch *batches;
    Frame bottom;        /* stands below all frames and runs nothing: code is NULL */
};

/* What an attribute name means for objects of one shape, for instructions that see many shapes: the place of a value, or
 * a function of their class. Borrowed; valid as long as the shape's number is (specialize.c). */
typedef struct AttributeEntry {
    uint32_t shape;   /* 0: empty */
    uint32_t offset;
    const Str *name;
    Object *function; /* NULL: a value */
} AttributeEntry;

/* What super(start, self).name finds for the type of self, when it is a function. */
typedef struct SuperEntry {
    uint32_t type, start; /* their versions; 0: empty */
    const Str *name;
    Object *function;
} SuperEntry;
#define ATTRIBUTE_UNKNOWN UINT32_MAX /* offset: the attribute must be looked for */
enum { ATTRIBUTE_CACHE_SIZE = 256, SUPER_CACHE_SIZE = 32 };

struct Machine {
    Thread main;
    AttributeEntry attribute_cache[ATTRIBUTE_CACHE_SIZE];
    SuperEntry super_cache[SUPER_CACHE_SIZE];
    uint32_t last_call_id; /* of code objects; UINT32_MAX: no more to give */
    void *signal_stack; /* vm/interrupt.c; NULL while Ctrl-C is nobody's business */
    size_t signal_stack_size;
};

MUST_CHECK int machine_open(Runtime *rt);
void machine_close(Runtime *rt);

/* ---- running ---- */

/* Runs the body of a module, or what exec and eval were given. `locals` NULL: globals. Puts __builtins__ into globals
 * when it is not there. The result of an expression, or None. */
Object *machine_run_code(Runtime *rt, Code *code, Dict *globals, Object *locals);
/* The same with a closure (for exec, NULL mostly): a tuple of cells as long as the code's free variables. */
Object *machine_run_closure(Runtime *rt, Code *code, Dict *globals, Object *locals, Tuple *closure);
/* Runs the body of a class: a function without parameters, its names bound in `locals`. Returns what it returns: its
 * __class__ cell, or None. */
Object *machine_run_body(Runtime *rt, Function *body, Object *locals);
/* Type.call of functions. */
Object *function_call(Runtime *rt, Object *function, Object **args, size_t n, Tuple *names);

/* Asks the loop to raise KeyboardInterrupt soon. May be called from a signal handler and from any thread. */
void machine_interrupt(Runtime *rt);
/* From now on the process's SIGINT interrupts this runtime, which belongs to the calling thread; for one runtime a
 * process. False when the system refuses. Ended by signal_interrupt_close on the same thread. */
bool signal_interrupt_open(Runtime *rt);
void signal_interrupt_close(Runtime *rt);
/* Serves rt->poll: -1 when an error was raised. */
MUST_CHECK int machine_poll(Runtime *rt);

/* ---- looking at the frames that run; all borrowed ---- */

/* The frame `depth` callers up (0: the one that runs), or NULL. */
Frame *machine_frame(Runtime *rt, size_t depth);
static inline Frame *frame_caller(const Frame *frame) /* NULL at the bottom */
{
    Frame *caller = frame->previous;
    return caller == NULL || caller->code == NULL ? NULL : caller;
}
Dict *machine_globals(Runtime *rt);    /* of the running frame; NULL, no error, when none runs */
Dict *machine_builtins(Runtime *rt);   /* its builtins, else the runtime's */
Object *machine_locals(Runtime *rt);   /* as locals(); NULL with an error (SystemError when no frame runs) */
/* For super() without arguments: the __class__ cell's content and the first argument of the running function. -1 with
 * RuntimeError as 3.11's. */
MUST_CHECK int machine_super_arguments(Runtime *rt, Object **class, Object **self);

/* ---- inside vm/ ---- */

/* The first slot above a frame's own that is free. */
static inline Object **frame_top(const Frame *frame)
{
    return (frame->flags & FRAME_GENERATOR) != 0 ? frame->top : frame->slots + frame->code->slot_count;
}
/* Where the slots of a frame entered from C may begin. */
static inline Object **thread_top(const Thread *thread)
{
    return thread->floor != NULL ? thread->floor : frame_top(thread->frame);
}
/* A record for a callee of `frame`, or NULL with MemoryError set. */
Frame *frame_record_slow(Runtime *rt, Frame *frame);
static inline Frame *frame_record(Runtime *rt, Frame *frame)
{
    return likely(frame->next != NULL) ? frame->next : frame_record_slow(rt, frame);
}
/* Opens a chunk with room for `count` slots and returns its first, or NULL with MemoryError set. */
Object **stack_open_chunk(Runtime *rt, Thread *thread, size_t count);
void stack_close_chunk(Runtime *rt, Thread *thread);

/* The instructions to run `code` by: the warm copy when there is one. */
Instruction *code_start_slow(Runtime *rt, Code *code);
static inline Instruction *code_start(Runtime *rt, Code *code)
{
    return likely(code->warm != NULL) ? code->warm : code_start_slow(rt, code);
}
/* Raises RecursionError. Always -1. */
int recursion_fail(Runtime *rt, const char *where);

/* Binds `n` positional arguments and the values of `names` that follow them to the function's parameters. Both begin at
 * slots[0]; the arguments are consumed. There must be room for slot_count + 2 * (all arguments) slots. -1 with a TypeError
 * as 3.11's; then all slots are NULL. May run Python code. */
MUST_CHECK int function_bind_in_place(Runtime *rt, Thread *thread, Function *function, Object **slots, size_t n, Tuple *names);
/* The end of it: `n` positional arguments and some keywords are in their slots; fills the rest from the defaults. For
 * functions without *args and **kwargs. */
MUST_CHECK int function_bind_defaults(Runtime *rt, Thread *thread, Function *function, Object **slots, size_t n);
/* The same for CALL_EX: the arguments in a tuple, the keywords in a dict or NULL; both stay as they are. */
MUST_CHECK int function_bind_packed(Runtime *rt, Thread *thread, Function *function, Object **slots, Tuple *args, Dict *keywords);
/* Releases what the frame holds, its temporaries excepted, and takes it off the thread. Not for generators. May run
 * Python code, never fails. */
void frame_leave(Runtime *rt, Thread *thread, Frame *frame);

/* The loop. Runs `frame`, which is the thread's current one and marked FRAME_ENTRY, from `pc` on until it returns or
 * yields. With `pc` NULL the pending error is raised at frame->pc. The result or NULL with an error set; the frame has
 * left, unless it is a generator that is suspended now. */
Object *machine_evaluate(Runtime *rt, Frame *frame, Instruction *pc);

#endif
