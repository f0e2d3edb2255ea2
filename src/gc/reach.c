/* Finding cycles that nothing outside refers to (the seeds' algorithm; trial deletion on copies).
 *
 * 1. Every member of the examined ring gets a copy of its count, kept in its GCHead.previous.
 * 2. Each reference from one member to another takes one off the copy. What is left counts the
 *    references from outside.
 * 3. Members with something left are alive, and so is all that they reach. The rest is garbage.
 *
 * The ring is singly linked while the copies occupy `previous`:
 *
 *      previous:  | copy of the count (62 bits) | GC_COLLECTING | 0 |
 *      next:      | address of the next member          | IN_DOUBT  |   (only in step 3)
 *
 * Step 3 walks the ring once. A member without a rest is moved to `unreachable`, in doubt: a member
 * found alive later may still reach it and call it back to the ring's end, where the walk comes by
 * again. No memory, no recursion, and every reference that a type fails to visit only keeps things alive. */
#include <assert.h>

#include "gc/collector.h"
#include "types/dict.h"
#include "types/tuple.h"

enum { IN_DOUBT = 1, COUNT_SHIFT = 2 };

static inline uintptr_t count_copy(const GCHead *node)
{
    return node->previous >> COUNT_SHIFT;
}
static inline void count_copy_set(GCHead *node, uintptr_t count)
{
    node->previous = count << COUNT_SHIFT | GC_COLLECTING;
}
static inline GCHead *next_of(const GCHead *node)
{
    return (GCHead *)((uintptr_t)node->next & ~(uintptr_t)IN_DOUBT);
}
static inline bool is_in_doubt(const GCHead *node)
{
    return ((uintptr_t)node->next & IN_DOUBT) != 0;
}
static inline GCHead *marked(GCHead *node)
{
    return (GCHead *)((uintptr_t)node | IN_DOUBT);
}

static void copy_counts(GCHead *ring)
{
    for (GCHead *node = ring->next; node != ring; node = node->next)
        count_copy_set(node, gc_object(node)->refcount);
}

static int visit_subtract(Object *child, void *context)
{
    (void)context;
    if (gc_has_head(child) && gc_is_collecting(child)) {
        GCHead *node = gc_head(child);
        assert(count_copy(node) > 0); /* more references inside than there are at all */
        node->previous -= (uintptr_t)1 << COUNT_SHIFT;
    }
    return 0;
}

static void subtract_internal_references(GCHead *ring)
{
    for (GCHead *node = ring->next; node != ring; node = node->next) {
        Object *object = gc_object(node);
        object->type->visit(object, visit_subtract, NULL);
    }
}

/* `context` is the ring of the living. */
static int visit_reachable(Object *child, void *context)
{
    if (!gc_has_head(child) || !gc_is_collecting(child))
        return 0;
    GCHead *node = gc_head(child), *living = context;
    if (is_in_doubt(node)) {
        GCHead *previous = (GCHead *)(node->previous & ~(uintptr_t)3), *next = next_of(node);
        previous->next = marked(next);
        next->previous = (uintptr_t)previous | (next->previous & 3);
        GCHead *last = (GCHead *)living->previous;
        last->next = node;
        node->next = living;
        living->previous = (uintptr_t)node;
        count_copy_set(node, 1); /* alive: the walk comes by */
    } else if (count_copy(node) == 0) {
        count_copy_set(node, 1);
    }
    return 0;
}

/* Whether a survivor needs no tracking any more. */
static bool can_be_untracked(const Object *object, Untracking untracking)
{
    if (object->type == &tuple_type)
        return untracking >= UNTRACK_TUPLES && tuple_needs_no_tracking((const Tuple *)object);
    if (object->type == &dict_type)
        return untracking >= UNTRACK_TUPLES_AND_DICTS && dict_needs_no_tracking((const Dict *)object);
    return false;
}

/* `living` is linked forwards only, except that its head's `previous` is its last member. Survivors are linked both
 * ways again, counted and untracked in the same walk: a second one would cost as many cache misses. */
static ssize_t split(GCHead *living, GCHead *unreachable, Untracking untracking)
{
    GCHead *previous = living, *node = living->next;
    ssize_t survivors = 0;
    unreachable->next = marked(unreachable);
    unreachable->previous = (uintptr_t)unreachable;
    while (node != living) {
        __builtin_prefetch(node->next);
        Object *object = gc_object(node);
        if (count_copy(node) != 0) {
            object->type->visit(object, visit_reachable, living);
            if (untracking != UNTRACK_NONE && can_be_untracked(object, untracking)) {
                previous->next = node->next;
                if (node->next == living)
                    living->previous = (uintptr_t)previous;
                node->next = NULL;
                node->previous = 0;
            } else {
                node->previous = (uintptr_t)previous;
                previous = node;
                survivors++;
            }
        } else {
            previous->next = node->next;
            if (node->next == living)
                living->previous = (uintptr_t)previous;
            GCHead *last = (GCHead *)(unreachable->previous & ~(uintptr_t)3);
            last->next = marked(node);
            node->previous = (uintptr_t)last | GC_COLLECTING;
            node->next = marked(unreachable);
            unreachable->previous = (uintptr_t)node;
        }
        node = previous->next;
    }
    living->previous = (uintptr_t)previous;

    for (node = unreachable; is_in_doubt(node); node = node->next)
        node->next = next_of(node);
    return survivors;
}

ssize_t gc_find_unreachable(GCHead *base, GCHead *unreachable, Untracking untracking)
{
    copy_counts(base);
    subtract_internal_references(base);
    return split(base, unreachable, untracking);
}

static int visit_rescue(Object *child, void *context)
{
    if (gc_has_head(child) && gc_is_collecting(child)) {
        GCHead *node = gc_head(child);
        ring_remove(node);
        node->previous &= ~(uintptr_t)GC_COLLECTING;
        ring_append(context, node);
    }
    return 0;
}

bool gc_rescue(GCHead *unreachable, GCHead *reachable, bool (*is_root)(Runtime *rt, Object *object), Runtime *rt)
{
    GCHead rescued;
    ring_open(&rescued);
    for (GCHead *node = unreachable->next, *next; node != unreachable; node = next) {
        next = node->next;
        if (is_root(rt, gc_object(node)))
            visit_rescue(gc_object(node), &rescued);
    }
    for (GCHead *node = rescued.next; node != &rescued; node = node->next) {
        Object *object = gc_object(node);
        object->type->visit(object, visit_rescue, &rescued);
    }
    bool any = !ring_is_empty(&rescued);
    ring_merge(&rescued, reachable);
    return any;
}
