/* Frames: one activation of a code object.
 *
 * A Frame is a plain record, not an object. Those of ordinary calls form a list of records that is made once and used
 * again and again (`next`); that of a generator lies in the generator. The slots of an ordinary frame lie on the
 * thread's stack of slots (vm/stack.c), a generator's follow the generator.
 *
 * A FrameObject is what Python sees of it. It is made when somebody asks (a traceback, sys._getframe, gi_frame). As long
 * as the frame lives it only points to it; when the frame leaves, the values of its variables move into the object. */
#ifndef OURO_TYPES_FRAME_H
#define OURO_TYPES_FRAME_H

#include "types/exception.h"
#include "types/function.h"

typedef struct FrameObject FrameObject;

/* 0 for most frames, so that one test tells leaving that nothing special is to be done. */
typedef enum FrameFlag {
    FRAME_ENTRY = 1 << 0,         /* C called it: its result leaves the loop */
    FRAME_GENERATOR = 1 << 1,     /* it lies in a Generator */
    FRAME_INITIALIZER = 1 << 2,   /* an __init__ called for a class: the instance is the result (vm/call.c) */
    FRAME_OWN_CHUNK = 1 << 3,     /* its slots are the first of their chunk */
    FRAME_HAS_LOCALS = 1 << 4,    /* `locals` is valid */
    FRAME_HAS_OBJECT = 1 << 5,    /* `object` is valid */
    FRAME_HANDLING = 1 << 6,      /* generator: rt->handled is its own, not its resumer's */
    FRAME_CLEARS_WINDOW = 1 << 8, /* called by CALL_EX: its caller's window holds a tuple and a dict */
    FRAME_OWNS_FUNCTION = 1 << 7, /* `function` is owned by the frame, not by the caller's window */
} FrameFlag;

typedef struct Frame {
    Instruction *pc;        /* the instruction at work; up to date whenever code outside of the loop runs */
    Instruction *resume;    /* where it goes on when its callee has returned */
    Object **slots;
    Object **constants;     /* code->constants->items */
    struct Frame *previous; /* its caller or resumer; NULL at the bottom and while suspended */
    struct Frame *next;     /* the record for a callee; NULL while there is none */
    Function *function;     /* never NULL: globals, builtins and closure are read from it */
    Code *code;
    uint32_t flags;
    Object *locals;         /* the mapping of a module's or class's names, or the dict that locals() gave in a function; owned */
    FrameObject *object;    /* owned */
    Object **top;           /* generator: the first free slot of the thread's stack while it runs */
} Frame;

struct FrameObject {
    Object head;
    Frame *frame;           /* NULL once the frame has left: then the rest is what is left of it */
    Function *function;
    Code *code;
    Object *locals;         /* as Frame.locals */
    FrameObject *back;
    Object **slots;         /* memory block of slot_count variables, or NULL */
    size_t slot_count;
    size_t instruction;     /* number of the instruction it stopped at */
    Object *trace;
    bool trace_lines, trace_opcodes;
};
extern const Type frame_type;

/* Variables of a frame: locals, cells, free variables. Temporaries follow. */
static inline size_t code_variable_count(const Code *code)
{
    return (size_t)code->local_count + code->cell_count + code->free_count;
}
/* The number of the instruction at `pc`, which may be in the code's warm copy. */
size_t code_instruction_number(const Code *code, const Instruction *pc);
static inline size_t frame_instruction(const Frame *frame)
{
    return code_instruction_number(frame->code, frame->pc);
}
int frame_line(const Frame *frame); /* 0 when unknown; never fails */

/* The frame's object, borrowed (the frame owns it), made when there is none. NULL with MemoryError set. */
FrameObject *frame_object_borrow(Runtime *rt, Frame *frame);
/* The frame leaves: what its object is to keep moves into it. Takes what memory it can get and never fails. */
void frame_object_leave(Runtime *rt, Frame *frame);
/* locals(): the mapping of names, borrowed from the frame; in a function its dict brought up to date. NULL with an error set. */
Object *frame_locals_borrow(Runtime *rt, Frame *frame);
/* As frame_locals_borrow, for a frame object, whose frame may have left. */
Object *frame_object_locals_borrow(Runtime *rt, FrameObject *object);
Code *frame_object_code_borrow(const FrameObject *object);
int frame_object_line(const FrameObject *object);

/* traceback.c: puts an entry for `frame` at the head of the pending error's traceback. Left out and counted in
 * rt->lost_tracebacks when there is no memory. */
void traceback_add(Runtime *rt, Frame *frame);
/* The line of an entry. It is looked up when somebody asks: most tracebacks are never seen. */
int traceback_line(const Traceback *entry);
Object *traceback_new(Runtime *rt, Object *next, FrameObject *frame, uint32_t instruction, int line);

#endif
