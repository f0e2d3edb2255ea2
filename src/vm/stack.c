/* The stack of slots, the records of frames, and the thread that owns both.
 *
 * Chunks double from 8 KiB to 256 KiB. The chunk left last is kept as a spare: a call back and forth over the edge of a
 * chunk must not take and release memory each time. A released chunk holds only NULLs, so a spare serves again as it is. */
#include "vm/machine.h"

#include <string.h>

#include "object/error.h"

enum { FIRST_CHUNK_SLOTS = 1008, MOST_CHUNK_SLOTS = 32752 };

static StackChunk *chunk_new(Runtime *rt, size_t slot_count)
{
    if (slot_count > (SIZE_MAX - sizeof(StackChunk)) / sizeof(Object *))
        return error_no_memory(rt);
    size_t size = sizeof(StackChunk) + slot_count * sizeof(Object *);
    StackChunk *chunk = memory_take(rt, size);
    if (chunk == NULL)
        return NULL;
    memset(chunk, 0, size);
    chunk->slot_count = slot_count;
    return chunk;
}

static void chunk_free(Runtime *rt, StackChunk *chunk)
{
    if (chunk != NULL)
        memory_release(rt, chunk, sizeof(StackChunk) + chunk->slot_count * sizeof(Object *));
}

Object **stack_open_chunk(Runtime *rt, Thread *thread, size_t count)
{
    StackChunk *chunk = thread->spare;
    if (chunk != NULL && chunk->slot_count >= count) {
        thread->spare = NULL;
    } else {
        size_t size = thread->chunk->slot_count * 2;
        if (size > MOST_CHUNK_SLOTS)
            size = MOST_CHUNK_SLOTS;
        if (size < count)
            size = count;
        chunk = chunk_new(rt, size);
        if (chunk == NULL)
            return NULL;
    }
    chunk->previous = thread->chunk;
    thread->chunk = chunk;
    thread->stack_end = chunk->slots + chunk->slot_count;
    return chunk->slots;
}

void stack_close_chunk(Runtime *rt, Thread *thread)
{
    StackChunk *left = thread->chunk;
    thread->chunk = left->previous;
    thread->stack_end = thread->chunk->slots + thread->chunk->slot_count;
    StackChunk *loser = thread->spare;
    if (loser != NULL && loser->slot_count > left->slot_count) {
        loser = left;
        left = thread->spare;
    }
    thread->spare = left;
    chunk_free(rt, loser);
}

Frame *frame_record_slow(Runtime *rt, Frame *frame)
{
    Thread *thread = rt->thread;
    FrameBatch *batch = memory_take(rt, sizeof(FrameBatch) + FRAME_BATCH * sizeof(Frame));
    if (batch == NULL)
        return NULL;
    memset(batch, 0, sizeof(FrameBatch) + FRAME_BATCH * sizeof(Frame));
    for (size_t i = 0; i + 1 < FRAME_BATCH; i++)
        batch->frames[i].next = &batch->frames[i + 1];
    batch->next = thread->batches;
    thread->batches = batch;
    frame->next = &batch->frames[0];
    return frame->next;
}

static int thread_open(Runtime *rt, Thread *thread)
{
    memset(thread, 0, sizeof(*thread));
    thread->chunk = chunk_new(rt, FIRST_CHUNK_SLOTS);
    if (thread->chunk == NULL)
        return -1;
    thread->stack_end = thread->chunk->slots + thread->chunk->slot_count;
    thread->bottom.flags = FRAME_GENERATOR; /* its `top` counts */
    thread->bottom.top = thread->chunk->slots;
    thread->frame = &thread->bottom;
    return 0;
}

static void thread_close(Runtime *rt, Thread *thread)
{
    chunk_free(rt, thread->chunk);
    chunk_free(rt, thread->spare);
    for (FrameBatch *batch = thread->batches, *next; batch != NULL; batch = next) {
        next = batch->next;
        memory_release(rt, batch, sizeof(FrameBatch) + FRAME_BATCH * sizeof(Frame));
    }
    memset(thread, 0, sizeof(*thread));
}

int machine_open(Runtime *rt)
{
    Machine *machine = memory_take(rt, sizeof(Machine));
    if (machine == NULL)
        return -1;
    memset(machine, 0, sizeof(*machine));
    if (thread_open(rt, &machine->main) < 0) {
        memory_release(rt, machine, sizeof(Machine));
        return -1;
    }
    rt->machine = machine;
    rt->thread = &machine->main;
    if (rt->recursion_limit == 0)
        rt->recursion_limit = 1000;
    return 0;
}

void machine_close(Runtime *rt)
{
    Machine *machine = rt->machine;
    if (machine == NULL)
        return;
    thread_close(rt, &machine->main);
    rt->thread = NULL;
    rt->machine = NULL;
    memory_release(rt, machine, sizeof(Machine));
}
