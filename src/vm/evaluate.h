/* What the loop calls when an instruction is not done in a line or two. Objects returned are owned; NULL and -1 mean that
 * an error is set. All may run Python code. */
#ifndef OURO_VM_EVALUATE_H
#define OURO_VM_EVALUATE_H

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "vm/machine.h"

/* ---- names.c ---- */
Object *frame_load_global(Runtime *rt, Frame *frame, Str *name);
Object *frame_load_name(Runtime *rt, Frame *frame, Str *name);
int frame_store_name(Runtime *rt, Frame *frame, Str *name, Object *value);
int frame_delete_name(Runtime *rt, Frame *frame, Str *name);
int frame_delete_global(Runtime *rt, Frame *frame, Str *name);
Object *frame_load_class_cell(Runtime *rt, Frame *frame, size_t slot);
Object *load_build_class(Runtime *rt, Frame *frame);
int setup_annotations(Runtime *rt, Frame *frame);
/* The errors for variables without a value; both return -1. `slot` is that of the local, or of the cell. */
int unbound_local(Runtime *rt, Frame *frame, size_t slot);
int unbound_cell(Runtime *rt, Frame *frame, size_t slot);
Object *machine_import(Runtime *rt, Frame *frame, Str *name, Object *from_list, int level);
Object *machine_import_from(Runtime *rt, Object *module, Str *name);
int machine_import_star(Runtime *rt, Frame *frame, Object *module);
int print_expression(Runtime *rt, Object *value);

/* ---- operate.c ---- */
/* Stores the `count` items of `container` from *target on, releasing what was there. `container` is borrowed. */
int unpack(Runtime *rt, Object **target, Object *container, size_t count);
int unpack_extended(Runtime *rt, Object **target, Object *container, size_t before, size_t after);
Object *strings_join(Runtime *rt, Object **parts, size_t count);
/* `conversion`: low two bits 0 none, 1 str, 2 repr, 3 ascii. `specification` may be NULL. */
Object *format_value(Runtime *rt, Object *value, Object *specification, unsigned conversion);
int keywords_merge(Runtime *rt, Dict *dict, Object *mapping, Object *callable);
int display_extend(Runtime *rt, List *list, Object *iterable);
int dict_display_update(Runtime *rt, Dict *dict, Object *mapping);
/* container[start:stop] or [start:stop:step] without a slice object, for exact lists, tuples and strs: false when it is
 * not that plain; true with *part owned, or NULL with an error set. */
bool slice_apply(Runtime *rt, Object *container, Object **parts, size_t count, Object **part);
/* container[start:stop] = value in the same way, for lists and tuples as values: 1, 0 when it is not that plain, -1. */
int slice_assign(Runtime *rt, Object *container, Object **parts, size_t count, Object *value);
/* raise `exception` from `cause` (may be NULL). Always -1. */
int raise_exception(Runtime *rt, Object *exception, Object *cause);
/* Whether rt->handled matches what stands behind `except`; -1 with TypeError when that is no exception class. */
int handled_matches(Runtime *rt, Object *type_or_tuple);
/* *leave gets the bound __exit__, the result is what __enter__ gave. */
Object *with_enter(Runtime *rt, Object *manager, Object **leave);
/* The positional arguments of CALL_EX as a tuple, its keywords checked to be a mapping and made a dict; both replaced in the
 * window. */
int call_ex_prepare(Runtime *rt, Object **window);
Object *make_function(Runtime *rt, Frame *frame, Code *code, Object **parts, unsigned what);
Object *yield_from_iterator(Runtime *rt, Object *object);

/* receiver.send(value), or next(receiver); the end of the receiver gives SEND_RETURN. */
SendResult send_value(Runtime *rt, Object *receiver, Object *value, Object **result);

/* ---- call.c ---- */
/* The `count` arguments at `from` moved to where `room` slots are free, when a callee's slots cannot begin where they
 * are; *flags gets FRAME_OWN_CHUNK when that is a new chunk. NULL with MemoryError set, then nothing was moved. */
Object **arguments_move(Runtime *rt, Thread *thread, Object **from, size_t count, size_t room, uint32_t *flags);
/* A record for a callee when there is none yet or the recursion limit is near. NULL with an error set; then all that
 * belongs to the callee has been released. */
Frame *enter_slow(Runtime *rt, Thread *thread, Function *function, Object **slots, uint32_t flags);

/* ---- unwind.c ---- */
/* The handler for the instruction, or NULL. */
const HandlerEntry *handler_find(const Code *code, size_t instruction);
void handling_enter(Runtime *rt, Frame *frame, Object **slot);
void handling_leave(Runtime *rt, Frame *frame, Object **slot);
/* The pending StopIteration, which left a generator, becomes a RuntimeError. */
void stop_iteration_convert(Runtime *rt);

/* ---- resume.c ---- */
static inline Generator *frame_generator(Frame *frame)
{
    return (Generator *)((char *)frame - offsetof(Generator, frame));
}
/* The common case of generator_enter: no exception is being handled on either side. False: nothing was done. */
static inline bool generator_enter_quick(Runtime *rt, Thread *thread, Generator *generator, Frame *resumer)
{
    Frame *frame = &generator->frame, *next = resumer->next;
    if (unlikely(generator->handled != NULL || rt->handled != NULL || next == NULL ||
                 rt->recursion_depth >= rt->recursion_limit))
        return false;
    rt->recursion_depth++;
    frame->top = frame_top(resumer);
    frame->previous = resumer;
    frame->next = next;
    thread->frame = frame;
    generator->state = GENERATOR_RUNNING;
    return true;
}
/* The common case of leaving it suspended. */
static inline bool generator_leave_quick(Runtime *rt, Thread *thread, Generator *generator)
{
    Frame *frame = &generator->frame;
    if (unlikely(rt->handled != NULL || generator->handled != NULL))
        return false;
    generator->state = GENERATOR_SUSPENDED;
    frame->flags &= ~(uint32_t)FRAME_ENTRY;
    thread->frame = frame->previous;
    frame->previous = NULL;
    rt->recursion_depth--;
    return true;
}
/* The generator becomes the running frame, called by thread->frame. -1 with RecursionError or MemoryError. */
int generator_enter(Runtime *rt, Thread *thread, Generator *generator);
/* It is no longer the running frame: its resumer is. `state` is what it is now; when FINISHED, its frame is dropped. */
void generator_leave(Runtime *rt, Thread *thread, Generator *generator, GeneratorState state);

#endif
