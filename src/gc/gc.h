/* The cycle collector: three generations of tracked containers, CPython 3.11's rules. The seeds'
 * algorithm (copy counts, subtract internal references, keep what is reachable from outside) is in
 * gc/collect.c; this is the small interface that the types use: new, track, untrack, dispose, visit. */
#ifndef OURO_GC_GC_H
#define OURO_GC_GC_H

#include "object/runtime.h"

/* A new container of `size` bytes (head included, GCHead and a word before it excluded): count 1, not
 * tracked, the rest NOT initialised. Counts towards generation 0 and may run a due collection FIRST
 * (finalizers and callbacks: Python code), before the memory is taken. NULL with MemoryError set.
 * Retains a heap type; zeroes the attribute word of types with attributes_offset < 0. */
MUST_CHECK void *gc_new_sized(Runtime *rt, const Type *type, size_t size);
static inline MUST_CHECK void *gc_new(Runtime *rt, const Type *type)
{
    return gc_new_sized(rt, type, type->size);
}
/* The last act of a container's `free`: it must be untracked; gives the block back, moves generation 0's
 * count, releases a heap type. */
void gc_dispose_sized(Runtime *rt, void *object, size_t size);
static inline void gc_dispose(Runtime *rt, void *object)
{
    gc_dispose_sized(rt, object, ((Object *)object)->type->size);
}
/* Moves a container's block; only while it is untracked and unshared. NULL with MemoryError, old block kept. */
MUST_CHECK void *gc_resize(Runtime *rt, void *object, size_t old_size, size_t new_size);

static inline void gc_track(Runtime *rt, void *object)
{
    GCHead *head = gc_head(object);
    GCHead *ring = &rt->nursery.generation[0].head;
    GCHead *last = (GCHead *)ring->previous;
    last->next = head;
    head->previous = (uintptr_t)last;
    head->next = ring;
    ring->previous = (uintptr_t)head;
}
static inline void gc_untrack(void *object) /* harmless when it is untracked */
{
    GCHead *head = gc_head(object);
    if (head->next == NULL)
        return;
    GCHead *previous = (GCHead *)(head->previous & ~(uintptr_t)3);
    previous->next = head->next;
    head->next->previous = (uintptr_t)previous | (head->next->previous & 3);
    head->next = NULL;
    head->previous &= 3;
}
/* Whether `object` could be part of a cycle: of a tracked type, and for exact tuples tracked now. */
bool gc_may_be_tracked(const Object *object);

#define GC_VISIT(child)                                                            \
    do {                                                                           \
        if ((child) != NULL) {                                                     \
            int visited_ = visit((Object *)(child), context);                      \
            if (visited_ != 0)                                                     \
                return visited_;                                                   \
        }                                                                          \
    } while (0)

/* Collects `generation` and the younger ones; the number of unreachable objects found, uncollectable ones included. 0 while
 * a collection runs. Runs Python code. Never fails (errors go to the unraisable hook). */
ssize_t gc_collect(Runtime *rt, int generation);
/* The heap's emergency: a full collection that runs no Python code and takes no memory; what has finalizers or
 * callbacks is kept for the next poll. */
void gc_collect_emergency(Runtime *rt);
/* At close: collects without callbacks until nothing more goes. */
void gc_collect_final(Runtime *rt);
/* At close, before the last collection: nothing is put off, frozen or kept in gc.callbacks and gc.garbage any more. */
void gc_let_go(Runtime *rt);
/* Runs finalizers and callbacks put off (POLL_PENDING_FREE). */
void gc_run_deferred(Runtime *rt);
MUST_CHECK int gc_open(Runtime *rt);
void gc_close(Runtime *rt);

/* ---- weak references (gc/weak.c) ---- */
/* Called by object_free: clears the weak references to a dying object, then runs their callbacks, newest first. */
void weak_clear_all(Runtime *rt, Object *object);
/* weakref.ref(object, callback): callback may be NULL. TypeError when the type takes none. */
Object *weak_reference_new(Runtime *rt, Object *object, Object *callback);
/* The referent, borrowed, or NULL when it is dead. */
Object *weak_reference_get_borrow(const Object *reference);
extern const Type weak_reference_type, weak_proxy_type, weak_callable_proxy_type;
MUST_CHECK int weak_open(Runtime *rt);
void weak_close(Runtime *rt);

#endif
