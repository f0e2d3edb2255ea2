/* What others see of the frames that run: their lines, their names, the arguments of super(). */
#include "object/error.h"
#include "object/names.h"
#include "types/list.h"
#include "vm/machine.h"

size_t code_instruction_number(const Code *code, const Instruction *pc)
{
    const Instruction *first = code->instructions;
    if (code->warm != NULL && pc >= code->warm && pc < code->warm + code->instruction_count)
        first = code->warm;
    return (size_t)(pc - first);
}

int frame_line(const Frame *frame)
{
    return code_position(frame->code, frame_instruction(frame)).line;
}

Frame *machine_frame(Runtime *rt, size_t depth)
{
    if (rt->thread == NULL)
        return NULL;
    Frame *frame = rt->thread->frame;
    while (frame != NULL && frame->code != NULL && depth-- > 0)
        frame = frame->previous;
    return frame == NULL || frame->code == NULL ? NULL : frame;
}

Dict *machine_globals(Runtime *rt)
{
    Frame *frame = machine_frame(rt, 0);
    return frame == NULL ? NULL : frame->function->globals;
}

Dict *machine_builtins(Runtime *rt)
{
    Frame *frame = machine_frame(rt, 0);
    if (frame != NULL && frame->function->builtins != NULL && dict_check(frame->function->builtins))
        return (Dict *)frame->function->builtins;
    return rt->builtins;
}

Object *machine_locals(Runtime *rt)
{
    Frame *frame = machine_frame(rt, 0);
    if (frame == NULL)
        return error_set(rt, &system_error_type, "frame does not exist");
    return frame_locals_borrow(rt, frame);
}

/* The content of the variable `name` of a frame when it is one of the cells in `names`, whose first is in slot `first`. */
static Object **cell_content(Frame *frame, Tuple *names, size_t first, Object *name)
{
    for (size_t i = 0; i < names->length; i++) {
        Object *cell = frame->slots[first + i];
        if (names->items[i] == name && cell != NULL && object_has_type(cell, &cell_type))
            return &((Cell *)cell)->content;
    }
    return NULL;
}

int machine_super_arguments(Runtime *rt, Object **class, Object **self)
{
    Frame *frame = machine_frame(rt, 0);
    if (frame == NULL)
        return error_fail(rt, &runtime_error_type, "super(): no current frame");
    Code *code = frame->code;
    if (code->argument_count == 0)
        return error_fail(rt, &runtime_error_type, "super(): no arguments");

    Object *first = frame->slots[0];
    if (first == NULL) {
        /* It may have moved into a cell because an inner function uses it. */
        Object **content = cell_content(frame, code->cell_names, code->local_count, code->local_names->items[0]);
        first = content == NULL ? NULL : *content;
    }
    if (first == NULL)
        return error_fail(rt, &runtime_error_type, "super(): arg[0] deleted");

    Object **content = cell_content(frame, code->free_names, (size_t)code->local_count + code->cell_count,
                                    (Object *)NAME(__class__));
    if (content == NULL)
        return error_fail(rt, &runtime_error_type, "super(): __class__ cell not found");
    if (*content == NULL)
        return error_fail(rt, &runtime_error_type, "super(): empty __class__ cell");
    if (!object_has_flag(*content, TYPE_TYPE))
        return error_fail(rt, &runtime_error_type, "super(): __class__ is not a type (%T)", *content);
    *class = *content;
    *self = first;
    return 0;
}

void machine_interrupt(Runtime *rt)
{
    atomic_fetch_or_explicit(&rt->poll, POLL_SIGNAL, memory_order_relaxed);
}

int machine_poll(Runtime *rt)
{
    unsigned reasons = atomic_load_explicit(&rt->poll, memory_order_relaxed);
    if ((reasons & POLL_PENDING_FREE) != 0) {
        atomic_fetch_and_explicit(&rt->poll, ~(unsigned)POLL_PENDING_FREE, memory_order_relaxed);
        gc_run_deferred(rt);
    }
    if ((reasons & POLL_SIGNAL) != 0) {
        atomic_fetch_and_explicit(&rt->poll, ~(unsigned)POLL_SIGNAL, memory_order_relaxed);
        error_set_value(rt, &keyboard_interrupt_type, NULL);
        return -1;
    }
    return 0;
}

int recursion_fail(Runtime *rt, const char *where)
{
    return error_fail(rt, &recursion_error_type, "maximum recursion depth exceeded%s", where);
}
