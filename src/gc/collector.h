/* The collector's own state, and what the files of gc/ share. Types use gc/gc.h only. */
#ifndef OURO_GC_COLLECTOR_H
#define OURO_GC_COLLECTOR_H

#include "gc/gc.h"
#include "types/list.h"

/* gc.set_debug() flags, CPython's values. */
typedef enum DebugFlag {
    GC_DEBUG_STATS = 1, GC_DEBUG_COLLECTABLE = 2, GC_DEBUG_UNCOLLECTABLE = 4, GC_DEBUG_SAVEALL = 32,
    GC_DEBUG_LEAK = GC_DEBUG_COLLECTABLE | GC_DEBUG_UNCOLLECTABLE | GC_DEBUG_SAVEALL,
} DebugFlag;

typedef struct GenerationStatistics {
    ssize_t collections, collected, uncollectable;
} GenerationStatistics;

struct Collector {
    GCHead permanent;            /* gc.freeze(): left alone until gc.unfreeze() */
    GCHead put_off;              /* dead objects of an emergency whose finalizer waits; the ring holds one reference */
    GCHead callbacks_put_off;    /* weak references whose objects died in one; the ring holds one reference */
    ssize_t long_lived_total;    /* survivors of the last full collection */
    ssize_t long_lived_pending;  /* survivors of younger collections since */
    GenerationStatistics statistics[GENERATION_COUNT];
    bool full_is_due;            /* an emergency met garbage with finalizers: the next poll collects it */
    unsigned debug;              /* DebugFlag bits */
    List *garbage, *callbacks;   /* gc.garbage, gc.callbacks */
};

/* ---- rings (ring.h would be too small a file) ---- */
static inline void ring_open(GCHead *ring)
{
    ring->next = ring;
    ring->previous = (uintptr_t)ring;
}
static inline bool ring_is_empty(const GCHead *ring)
{
    return ring->next == ring;
}
static inline void ring_append(GCHead *ring, GCHead *node)
{
    GCHead *last = (GCHead *)ring->previous;
    last->next = node;
    node->previous = (uintptr_t)last | (node->previous & 3);
    node->next = ring;
    ring->previous = (uintptr_t)node;
}
static inline void ring_remove(GCHead *node) /* keeps the node's bits */
{
    GCHead *previous = (GCHead *)(node->previous & ~(uintptr_t)3);
    previous->next = node->next;
    node->next->previous = (uintptr_t)previous | (node->next->previous & 3);
}
static inline void ring_move(GCHead *node, GCHead *ring)
{
    ring_remove(node);
    ring_append(ring, node);
}
/* Appends all of `from` to `to` and empties it. O(1). */
static inline void ring_merge(GCHead *from, GCHead *to)
{
    if (ring_is_empty(from))
        return;
    GCHead *first = from->next, *last = (GCHead *)from->previous, *end = (GCHead *)to->previous;
    end->next = first;
    first->previous = (uintptr_t)end | (first->previous & 3);
    last->next = to;
    to->previous = (uintptr_t)last;
    ring_open(from);
}
static inline ssize_t ring_size(const GCHead *ring)
{
    ssize_t count = 0;
    for (const GCHead *node = ring->next; node != ring; node = node->next)
        count++;
    return count;
}

/* ---- phases ---- */

/* Which survivors leave the collector's lists, because they turn out to hold nothing that can be part of a cycle. */
typedef enum Untracking { UNTRACK_NONE, UNTRACK_TUPLES, UNTRACK_TUPLES_AND_DICTS } Untracking;

/* Splits `base` by the seeds' algorithm: what nothing outside refers to goes to `unreachable` (its members keep
 * GC_COLLECTING), the rest stays, but for what is untracked. Returns how many stay. Runs no Python code, takes no
 * memory. (reach.c) */
ssize_t gc_find_unreachable(GCHead *base, GCHead *unreachable, Untracking untracking);
/* Moves back to `reachable` what `unreachable` members that `is_root` accepts lead to, themselves included. Whether there
 * were any. */
bool gc_rescue(GCHead *unreachable, GCHead *reachable, bool (*is_root)(Runtime *rt, Object *object), Runtime *rt);

/* Bit in GCHead.previous: a member of the set that a running collection looks at. */
enum { GC_COLLECTING = 2 };
static inline bool gc_is_collecting(const Object *object)
{
    return (gc_head(object)->previous & GC_COLLECTING) != 0;
}
/* Objects that have a GCHead: containers that are not constants. */
static inline bool gc_has_head(const Object *object)
{
    return type_has_flag(object->type, TYPE_IS_TRACKED) && !object_is_immortal(object);
}

/* ---- weak references (weak.c) ---- */
typedef struct WeakReference {
    Object head;
    Object *object;   /* borrowed; NULL once it is dead */
    Object *callback; /* or NULL */
    int64_t hash;     /* -1: not computed */
    struct WeakReference *next, *previous; /* the references to the same object */
} WeakReference;

/* The newest-first list of references to `object`, or NULL. */
WeakReference *weak_references_borrow(Runtime *rt, const Object *object);
/* The reference forgets its object; its callback stays. Never fails. */
void weak_reference_detach(Runtime *rt, WeakReference *self);
/* Calls the callback of a detached reference; errors are unraisable. */
void weak_reference_call_back(Runtime *rt, WeakReference *self, Object *callback);
/* Kept until the next poll, which releases it: an object that may not die now because its end would run code, and a
 * detached reference whose callback may not run now. The reference is handed over. Never fail. */
void gc_put_off_steal(Runtime *rt, Object *object);
void gc_put_off_callback_steal(Runtime *rt, WeakReference *reference);

#endif
