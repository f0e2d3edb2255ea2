/* From a raised exception to its handler, and the exception being handled.
 *
 * rt->handled is what `raise` repeats and what new exceptions take for their context. An except block saves the previous
 * one in its own slot and puts it back. A generator that is left in the middle of such a block takes its exception along
 * and finds it again when it is resumed, while its resumer's comes back meanwhile:
 *
 *                          rt->handled         generator->handled     FRAME_HANDLING
 *    suspended             resumer's           its own, or NULL       if its own
 *    runs, none of its own resumer's (shared)  resumer's              no
 *    runs, in its except   its own             resumer's              yes */
#include "vm/evaluate.h"

const HandlerEntry *handler_find(const Code *code, size_t instruction)
{
    const HandlerEntry *entry = code->handlers, *end = entry + code->handler_count;
    for (; entry < end; entry++)
        if (instruction >= entry->start && instruction < entry->end)
            return entry;
    return NULL;
}

void handling_enter(Runtime *rt, Frame *frame, Object **slot)
{
    Object *outer = rt->handled;
    rt->handled = slot[0];
    slot[0] = NULL;
    if ((frame->flags & (FRAME_GENERATOR | FRAME_HANDLING)) == FRAME_GENERATOR) {
        frame->flags |= FRAME_HANDLING;
        object_release_maybe(outer); /* the resumer's: generator->handled has it too */
        outer = NULL;
    }
    object_replace_steal(&slot[1], outer);
}

void handling_leave(Runtime *rt, Frame *frame, Object **slot)
{
    Object *own = rt->handled;
    rt->handled = slot[1];
    slot[1] = NULL;
    if ((frame->flags & FRAME_GENERATOR) != 0 && rt->handled == NULL) {
        frame->flags &= ~(uint32_t)FRAME_HANDLING;
        rt->handled = object_retain_maybe(frame_generator(frame)->handled);
    }
    object_release_maybe(own);
}

void stop_iteration_convert(Runtime *rt)
{
    Object *cause = error_take(rt);
    error_set(rt, &runtime_error_type, "generator raised StopIteration");
    Exception *error = (Exception *)rt->error;
    if (object_is((Object *)error, &runtime_error_type)) {
        error->suppress_context = true;
        object_replace_steal(&error->context, object_retain(cause));
        object_replace_steal(&error->cause, object_retain(cause));
    }
    object_release(cause);
}
