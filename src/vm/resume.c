/* Entering a generator again, and leaving it for a while or for good. */
#include "vm/evaluate.h"

int generator_enter(Runtime *rt, Thread *thread, Generator *generator)
{
    Frame *resumer = thread->frame, *frame = &generator->frame;
    if (unlikely(rt->recursion_depth >= rt->recursion_limit))
        return recursion_fail(rt, "");
    Frame *next = frame_record(rt, resumer);
    if (unlikely(next == NULL))
        return -1;
    rt->recursion_depth++;
    frame->top = thread_top(thread);
    frame->previous = resumer;
    frame->next = next;
    thread->frame = frame;
    generator->state = GENERATOR_RUNNING;

    Object *own = generator->handled;
    generator->handled = rt->handled;
    rt->handled = own != NULL ? own : object_retain_maybe(generator->handled);
    return 0;
}

void generator_leave(Runtime *rt, Thread *thread, Generator *generator, GeneratorState state)
{
    Frame *frame = &generator->frame;
    Object *inner = rt->handled;
    rt->handled = generator->handled;
    generator->handled = NULL;
    if ((frame->flags & FRAME_HANDLING) != 0)
        generator->handled = inner;
    else
        object_release_maybe(inner);

    if (state == GENERATOR_FINISHED)
        generator_finish(rt, generator);
    else
        generator->state = (uint8_t)state;
    frame->flags &= ~(uint32_t)FRAME_ENTRY;
    thread->frame = frame->previous;
    frame->previous = NULL;
    rt->recursion_depth--;
}

/* Runs an entered generator from `pc`; NULL: the pending error is raised. */
static SendResult generator_run(Runtime *rt, Thread *thread, Generator *generator, Instruction *pc, Object **result)
{
    Object **floor = thread->floor;
    thread->floor = NULL;
    generator->frame.flags |= FRAME_ENTRY;
    owned Object *alive = object_retain(generator);
    *result = machine_evaluate(rt, &generator->frame, pc);
    thread->floor = floor;
    if (*result == NULL)
        return SEND_ERROR;
    return generator->state == GENERATOR_SUSPENDED ? SEND_NEXT : SEND_RETURN;
}

static int generator_enter_from_c(Runtime *rt, Generator *generator)
{
    Thread *thread = rt->thread;
    if (stack_check(rt) < 0)
        return -1;
    if (thread->floor == NULL && generator_enter_quick(rt, thread, generator, thread->frame))
        return 0;
    return generator_enter(rt, thread, generator);
}

SendResult generator_resume_steal(Runtime *rt, Generator *generator, Object *value, Object **result)
{
    *result = NULL;
    if (value == NULL) {
        /* An error on the way in takes the place of the one to be raised. */
        Object *pending = error_take(rt);
        if (generator_enter_from_c(rt, generator) < 0) {
            object_release(pending);
            return SEND_ERROR;
        }
        error_restore_steal(rt, pending);
        return generator_run(rt, rt->thread, generator, NULL, result);
    }
    bool is_new = generator->state == GENERATOR_CREATED;
    if (generator_enter_from_c(rt, generator) < 0) {
        object_release(value);
        return SEND_ERROR;
    }
    Instruction *pc = generator->frame.pc;
    if (is_new)
        object_release(value); /* None */
    else
        object_replace_steal(&generator->slots[pc->a], value);
    return generator_run(rt, rt->thread, generator, pc + 1, result);
}

SendResult generator_resume_returned_steal(Runtime *rt, Generator *generator, Object *value, Object **result)
{
    *result = NULL;
    if (generator_enter_from_c(rt, generator) < 0) {
        object_release(value);
        return SEND_ERROR;
    }
    Instruction *send = generator->frame.pc - 1;
    object_replace_steal(&generator->slots[send->a], value);
    object_clear_slot(&generator->slots[send->b]);
    return generator_run(rt, rt->thread, generator, send + 1 + send->c, result);
}
