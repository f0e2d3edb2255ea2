/* The collector's two words before every tracked container, and the young list that allocation
 * touches inline. The rest of the collector is gc/gc.h. */
#ifndef OURO_OBJECT_TRACK_H
#define OURO_OBJECT_TRACK_H

#include "object/object.h"

/* Links of the generation's list; `next` is NULL exactly while the object is untracked. The
 * collector keeps its own bits in the low bits of `previous` while it works (gc/gc.c). */
typedef struct GCHead {
    struct GCHead *next;
    uintptr_t previous;
} GCHead;

enum { GENERATION_COUNT = 3 };

typedef struct Generation {
    GCHead head;   /* ring of its objects */
    int threshold;
    int count;     /* 0: containers made less freed; 1, 2: collections of the next younger one */
} Generation;

/* The part of the collector that allocation and freeing touch. */
typedef struct Nursery {
    Generation generation[GENERATION_COUNT];
    size_t bytes_trigger; /* bytes of heap in use that make a full collection due */
    bool enabled;
    bool collecting;
    bool emergency; /* no Python code may run now: what would is put off (gc_put_off_steal) */
} Nursery;

static inline GCHead *gc_head(const void *object)
{
    return (GCHead *)object - 1;
}

static inline Object *gc_object(const GCHead *head)
{
    return (Object *)(head + 1);
}

static inline bool gc_is_tracked(const void *object)
{
    return gc_head(object)->next != NULL;
}

#endif
