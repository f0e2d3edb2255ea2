/* The death of objects.
 *
 * An object dies when its count reaches 0, and by that may let others die. Recursion gives the right
 * order: in [C, A(child B)], freed from its end as CPython does, A dies, then B, then C. But a list
 * nested a million deep would end the C stack. So recursion goes to a fixed depth, and what dies
 * below it is put aside on a chain through the dead objects' own GCHeads, which needs no memory:
 *
 *    depth 0:   list -> list -> ... -> list      (FREE_DEPTH_LIMIT deep: put aside)
 *                                       |
 *    rt->free_deferred -> dead -> dead -+        newest first; freed when depth 0 is left
 *
 * Only tracked containers can nest without bound, so only they are counted and put aside. A dead
 * object on the chain has the count 0: whoever finds it through a weak reference must take it for dead.
 *
 * Objects whose end would run Python code while an emergency collection runs, which may not, are kept
 * by the collector until the next poll. */
#include "object/free.h"

#include <stdio.h>
#include <stdlib.h>

#include "gc/collector.h"
#include "object/error.h"

enum { FREE_DEPTH_LIMIT = 50 }; /* CPython's: then the order of deaths is the same too */

#ifdef OURO_CHECKED
/* The first word of a released block, in the debug heap: see heap/debug.c. */
enum { DEAD_WORD = 0xdddddddd };

static void object_report_and_abort(const Object *object, const char *problem)
{
    char text[200] = "";
    fprintf(stderr, "ouro: %s: object at %p, count %d, flags %#x\n", problem, (const void *)object,
            (int)object->refcount, object->flags);
    if (object->refcount != DEAD_WORD && object->type != NULL) {
        Runtime *rt = runtime_of(object);
        const void *block = object_has_flag(object, TYPE_IS_TRACKED) ? (const void *)gc_head(object)
                                                                     : object;
        fprintf(stderr, "ouro: type %s\n", object->type->name);
        if (object->type->attributes_offset >= 0) {
            heap_block_describe(&rt->heap, block, text, sizeof text);
            fprintf(stderr, "ouro: %s\n", text);
        }
    }
    abort();
}

/* Every birth, retain and release moves the total. */
void object_retain_checked(Object *object)
{
    if (object->refcount == DEAD_WORD)
        object_report_and_abort(object, "a freed object is retained");
    if ((int32_t)object->refcount < 0)
        return;
    object->refcount++;
    runtime_of(object)->reference_total++;
}

void object_release_checked(Object *object)
{
    if (object->refcount == DEAD_WORD)
        object_report_and_abort(object, "a freed object is released");
    if ((int32_t)object->refcount < 0)
        return;
    if (object->refcount == 0)
        object_report_and_abort(object, "a reference is released that nobody held");
    runtime_of(object)->reference_total--;
    if (--object->refcount == 0)
        object_free(object);
}
#endif

/* Puts a dead container aside. */
static void object_defer(Runtime *rt, Object *object)
{
    gc_untrack(object);
    GCHead *head = gc_head(object);
    head->next = rt->free_deferred;
    head->previous = 0;
    rt->free_deferred = head;
}

static bool object_needs_finalizer(const Object *object)
{
    return object->type->finalize != NULL && (object->flags & OBJECT_FINALIZED) == 0;
}

/* Gives a dead object back the one reference that it dies by at the next poll. */
static void object_put_off(Runtime *rt, Object *object)
{
    object->refcount = 1;
#ifdef OURO_CHECKED
    rt->reference_total++;
#endif
    gc_put_off_steal(rt, object);
}

/* Runs the finalizer, once in the object's life. False when it brought the object back to life: then it is among the
 * youngest again. */
static bool object_finalize(Runtime *rt, Object *object)
{
    if (object_has_flag(object, TYPE_IS_TRACKED)) {
        gc_untrack(object); /* unless it was put aside */
        gc_track(rt, object);
    }
    object->flags |= OBJECT_FINALIZED;
    object->refcount = 1;
    Object *pending = rt->error;
    rt->error = NULL;
    object->type->finalize(rt, object);
    if (rt->error != NULL)
        error_unraisable(rt, "Exception ignored in", NULL);
    rt->error = pending;
    return --object->refcount == 0;
}

/* Weak references to a dying object forget it, and their callbacks run. */
static void object_end_weak(Runtime *rt, Object *object)
{
    Object *pending = rt->error;
    rt->error = NULL;
    weak_clear_all(rt, object);
    if (rt->error != NULL)
        error_unraisable(rt, "Exception ignored in", NULL);
    rt->error = pending;
}

/* The three acts of an object's end. Inline: a fifth of the time of bench/micro/slices.py was the way from object_free to
 * the type's own `free`. */
static inline void object_end(Runtime *rt, Object *object, const Type *type, bool is_tracked)
{
    if (unlikely(type->finalize != NULL) && object_needs_finalizer(object) && !object_finalize(rt, object))
        return;

    /* Now nobody can reach it, and a collection that a callback starts must not see its count of 0. */
    if (is_tracked)
        gc_untrack(object);

    if (unlikely((object->flags & OBJECT_WEAKLY_REFERENCED) != 0))
        object_end_weak(rt, object);

    if (likely(type->free != NULL))
        type->free(rt, object);
    else if (is_tracked)
        gc_dispose(rt, object);
    else
        object_dispose(rt, object);
}

void object_free_deferred(Runtime *rt)
{
    if (rt->free_depth != 0)
        return;
    rt->free_depth++;
    while (rt->free_deferred != NULL) {
        GCHead *head = rt->free_deferred;
        rt->free_deferred = head->next;
        head->next = NULL;
        Object *object = gc_object(head);
        object_end(rt, object, object->type, true);
    }
    rt->free_depth--;
}

void object_free(Object *object)
{
    Runtime *rt = runtime_of(object);
    const Type *type = object->type;
    if (!type_has_flag(type, TYPE_IS_TRACKED)) {
        object_end(rt, object, type, false);
        return;
    }
    if (unlikely(rt->nursery.emergency) && object_needs_finalizer(object)) {
        object_put_off(rt, object);
        return;
    }
    if (unlikely(rt->free_depth >= FREE_DEPTH_LIMIT)) {
        object_defer(rt, object);
        return;
    }
    rt->free_depth++;
    object_end(rt, object, type, true);
    rt->free_depth--;
    if (unlikely(rt->free_deferred != NULL))
        object_free_deferred(rt);
}

void object_release_later(Runtime *rt, void *object)
{
    Object *self = object;
    if (self == NULL)
        return;
    if (self->refcount == 1 && object_has_flag(self, TYPE_IS_TRACKED))
        gc_put_off_steal(rt, self);
    else
        object_release(self);
}
