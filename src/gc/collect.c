/* Collecting a generation, in the order that CPython 3.11 keeps:
 *
 *    merge the younger generations in -> find the unreachable -> survivors grow older
 *    -> clear weak references to the unreachable, then call back those that live
 *    -> finalizers, once in an object's life (PEP 442)
 *    -> find what is still unreachable: the resurrected and all they reach live on
 *    -> break the cycles of the rest
 *
 * From the first callback on, any Python code may run. `collecting` keeps collections from nesting. */
#include <inttypes.h>

#include "gc/collector.h"
#include "gc/weak_table.h"
#include "object/error.h"
#include "object/names.h"
#include "object/options.h"
#include "os/clock.h"
#include "types/dict.h"
#include "types/tuple.h"
#include "types/int.h"
#include "types/list_parts.h"
#include "object/console.h"

/* A few containers that hold much memory must not wait for 700 siblings. */
enum { BYTES_TRIGGER_LEAST = 32 << 20 };

static void bytes_trigger_set(Runtime *rt)
{
    size_t used = heap_in_use(&rt->heap);
    size_t more = used > BYTES_TRIGGER_LEAST ? used : BYTES_TRIGGER_LEAST;
    rt->nursery.bytes_trigger = used > SIZE_MAX - more ? SIZE_MAX : used + more;
}

/* ---- weak references --------------------------------------------------------------------------- */

static bool is_weak(const Object *object)
{
    return object_is(object, &weak_reference_type) || object_has_type(object, &weak_proxy_type) ||
           object_has_type(object, &weak_callable_proxy_type);
}

/* Clears every weak reference to a member, and every one that is a member (it may refer to something that is
 * not). Those that have a callback and are not members themselves go to `callbacks`, retained. */
static void weak_references_clear(Runtime *rt, GCHead *unreachable, GCHead *callbacks)
{
    for (GCHead *node = unreachable->next, *next; node != unreachable; node = next) {
        Object *object = gc_object(node);
        next = node->next;
        if (is_weak(object))
            weak_reference_detach(rt, (WeakReference *)object);
        if (!(object->flags & OBJECT_WEAKLY_REFERENCED))
            continue;
        WeakReference *reference;
        while ((reference = weak_references_borrow(rt, object)) != NULL) {
            weak_reference_detach(rt, reference);
            if (reference->callback == NULL || gc_is_collecting((Object *)reference))
                continue;
            object_retain(reference);
            if (gc_is_tracked(reference))
                ring_move(gc_head(reference), callbacks);
            else
                ring_append(callbacks, gc_head(reference));
        }
    }
}

/* Calls back; returns how many references died by it. */
static ssize_t weak_references_call_back(Runtime *rt, GCHead *callbacks, GCHead *old)
{
    ssize_t freed = 0;
    while (!ring_is_empty(callbacks)) {
        GCHead *node = callbacks->next;
        WeakReference *reference = (WeakReference *)gc_object(node);
        weak_reference_call_back(rt, reference, reference->callback);
        object_release(reference);
        if (callbacks->next == node)
            ring_move(node, old);
        else
            freed++;
    }
    return freed;
}

/* ---- finalizers, resurrection, clearing ---------------------------------------------------------- */

static bool needs_finalizer(Runtime *rt, Object *object)
{
    (void)rt;
    return object->type->finalize != NULL && !(object->flags & OBJECT_FINALIZED);
}

static void finalize_all(Runtime *rt, GCHead *unreachable)
{
    GCHead seen; /* members move here one by one: finalizers may take some out of the ring */
    ring_open(&seen);
    while (!ring_is_empty(unreachable)) {
        GCHead *node = unreachable->next;
        Object *object = gc_object(node);
        ring_move(node, &seen);
        if (needs_finalizer(rt, object)) {
            object->flags |= OBJECT_FINALIZED;
            object_retain(object);
            object->type->finalize(rt, object);
            object_release(object);
        }
    }
    ring_merge(&seen, unreachable);
}

static void collecting_bits_clear(GCHead *ring)
{
    for (GCHead *node = ring->next; node != ring; node = node->next)
        node->previous &= ~(uintptr_t)GC_COLLECTING;
}

/* What finalizers brought back, and all it reaches, moves to `old`; `unreachable` keeps the rest. */
static void resurrected_keep(GCHead *unreachable, GCHead *old)
{
    GCHead still;
    collecting_bits_clear(unreachable);
    gc_find_unreachable(unreachable, &still, UNTRACK_NONE);
    ring_merge(unreachable, old);
    ring_open(unreachable);
    ring_merge(&still, unreachable);
}

static void garbage_clear(Runtime *rt, GCHead *garbage, GCHead *old)
{
    Collector *gc = rt->collector;
    while (!ring_is_empty(garbage)) {
        GCHead *node = garbage->next;
        Object *object = object_retain(gc_object(node));
        node->previous &= ~(uintptr_t)GC_COLLECTING;
        if (gc->debug & GC_DEBUG_SAVEALL) {
            if (list_append(rt, gc->garbage, object) < 0)
                error_clear(rt);
        } else if (object->type->clear != NULL) {
            object->type->clear(rt, object);
        }
        object_release(object);
        if (garbage->next == node) /* still there: alive through something else, or saved */
            ring_move(node, old);
    }
}

/* ---- reports -------------------------------------------------------------------------------------- */

static void report_start(Runtime *rt, int generation)
{
    console_error(rt, "gc: collecting generation %d...\n", generation);
    console_error(rt, "gc: objects in each generation:");
    for (int i = 0; i < GENERATION_COUNT; i++)
        console_error(rt, " %zd", ring_size(&rt->nursery.generation[i].head));
    console_error(rt, "\ngc: objects in permanent generation: %zd\n", ring_size(&rt->collector->permanent));
}

static void report_members(Runtime *rt, const GCHead *ring, const char *what)
{
    for (const GCHead *node = ring->next; node != ring; node = node->next) {
        Object *object = gc_object(node);
        console_error(rt, "gc: %s <%s %p>\n", what, object->type->name, (void *)object);
    }
}

/* ---- a collection --------------------------------------------------------------------------------- */

/* Takes the generation and the younger ones: their unreachable members into `unreachable`, the survivors into
 * the next older one, whose ring is returned. */
static GCHead *generation_examine(Runtime *rt, int generation, GCHead *unreachable)
{
    Collector *gc = rt->collector;
    Generation *generations = rt->nursery.generation;
    int older = generation < GENERATION_COUNT - 1 ? generation + 1 : generation;

    if (generation < older)
        generations[older].count++;
    for (int i = 0; i <= generation; i++)
        generations[i].count = 0;
    for (int i = 0; i < generation; i++)
        ring_merge(&generations[i].head, &generations[generation].head);

    GCHead *young = &generations[generation].head, *old = &generations[older].head;
    ssize_t survivors = gc_find_unreachable(young, unreachable, young == old ? UNTRACK_TUPLES_AND_DICTS : UNTRACK_TUPLES);
    if (young != old) {
        if (generation == GENERATION_COUNT - 2)
            gc->long_lived_pending += survivors;
        ring_merge(young, old);
    } else {
        gc->long_lived_pending = 0;
        gc->long_lived_total = survivors;
    }
    return old;
}

static ssize_t collect(Runtime *rt, int generation, ssize_t *uncollectable)
{
    Collector *gc = rt->collector;
    GCHead unreachable, callbacks;
    uint64_t start = clock_monotonic();
    if (gc->debug & GC_DEBUG_STATS)
        report_start(rt, generation);

    GCHead *old = generation_examine(rt, generation, &unreachable);
    if (gc->debug & GC_DEBUG_COLLECTABLE)
        report_members(rt, &unreachable, "collectable");

    ring_open(&callbacks);
    weak_references_clear(rt, &unreachable, &callbacks);
    ssize_t found = weak_references_call_back(rt, &callbacks, old);
    finalize_all(rt, &unreachable);
    resurrected_keep(&unreachable, old);
    found += ring_size(&unreachable);
    garbage_clear(rt, &unreachable, old);

    if (generation == GENERATION_COUNT - 1) {
        weak_table_trim(rt);
        bytes_trigger_set(rt);
    }
    if (gc->debug & GC_DEBUG_STATS)
        console_error(rt, "gc: done, %zd unreachable, 0 uncollectable, %.4fs elapsed\n", found,
                           (double)(clock_monotonic() - start) * 1e-9);
    gc->statistics[generation].collections++;
    gc->statistics[generation].collected += found;
    *uncollectable = 0; /* nothing made in Python has an old-style finalizer */
    return found;
}

/* Tells gc.callbacks; what fails is unraisable. */
static void callbacks_tell(Runtime *rt, const char *phase, int generation, ssize_t collected, ssize_t uncollectable)
{
    List *callbacks = rt->collector->callbacks;
    if (callbacks->length == 0)
        return;
    owned Dict *information = dict_new(rt);
    owned Str *phase_text = str_from_c(rt, phase);
    static const char *const keys[3] = {"generation", "collected", "uncollectable"};
    const ssize_t values[3] = {generation, collected, uncollectable};
    bool made = information != NULL && phase_text != NULL;
    for (int i = 0; made && i < 3; i++) {
        owned Object *number = (Object *)int_from_size(rt, values[i]);
        made = number != NULL && dict_set_c(rt, information, keys[i], number) == 0;
    }
    if (!made) {
        error_unraisable(rt, "Exception ignored in", NULL);
        return;
    }
    for (size_t i = 0; i < callbacks->length; i++) {
        owned Object *callback = object_retain(callbacks->items[i]);
        Object *arguments[2] = {(Object *)phase_text, (Object *)information};
        owned Object *result = object_call(rt, callback, arguments, 2, NULL);
        if (result == NULL)
            error_unraisable(rt, "Exception ignored in", callback);
    }
}

ssize_t gc_collect(Runtime *rt, int generation)
{
    if (rt->nursery.collecting || rt->collector == NULL)
        return 0;
    rt->nursery.collecting = true;
    Object *pending = error_take(rt);
    ssize_t uncollectable = 0;
    callbacks_tell(rt, "start", generation, 0, 0);
    ssize_t collected = collect(rt, generation, &uncollectable);
    callbacks_tell(rt, "stop", generation, collected, uncollectable);
    error_restore_steal(rt, pending);
    rt->nursery.collecting = false;
    return collected + uncollectable;
}

/* The oldest generation that is over its threshold; the oldest of all only when the newcomers to it exceed a
 * quarter of its members, which keeps the total work linear. */
static void collect_due(Runtime *rt)
{
    Collector *gc = rt->collector;
    if (heap_in_use(&rt->heap) > rt->nursery.bytes_trigger) {
        gc_collect(rt, GENERATION_COUNT - 1);
        return;
    }
    for (int i = GENERATION_COUNT - 1; i >= 0; i--) {
        const Generation *generation = &rt->nursery.generation[i];
        if (generation->count <= generation->threshold)
            continue;
        if (i == GENERATION_COUNT - 1 && gc->long_lived_pending < gc->long_lived_total / 4)
            continue;
        gc_collect(rt, i);
        break;
    }
}

void gc_let_go(Runtime *rt)
{
    Collector *gc = rt->collector;
    if (gc == NULL || gc->garbage == NULL || gc->callbacks == NULL)
        return;
    gc->debug &= ~(unsigned)GC_DEBUG_SAVEALL;
    gc_run_deferred(rt);
    ring_merge(&gc->permanent, &rt->nursery.generation[GENERATION_COUNT - 1].head);
    list_clear(rt, gc->callbacks);
    list_clear(rt, gc->garbage);
}

void gc_collect_final(Runtime *rt)
{
    if (rt->nursery.collecting)
        return;
    rt->nursery.collecting = true;
    ssize_t uncollectable;
    for (int round = 0; round < 8 && collect(rt, GENERATION_COUNT - 1, &uncollectable) > 0; round++)
        continue;
    rt->nursery.collecting = false;
}

/* ---- emergency ------------------------------------------------------------------------------------- */

void gc_collect_emergency(Runtime *rt)
{
    Nursery *nursery = &rt->nursery;
    if (nursery->emergency || nursery->collecting || rt->collector == NULL)
        return;
    nursery->emergency = nursery->collecting = true;
    GCHead unreachable, callbacks;
    GCHead *old = &nursery->generation[GENERATION_COUNT - 1].head;
    for (int i = 0; i < GENERATION_COUNT - 1; i++)
        ring_merge(&nursery->generation[i].head, old);
    gc_find_unreachable(old, &unreachable, UNTRACK_NONE);
    if (gc_rescue(&unreachable, old, needs_finalizer, rt)) {
        rt->collector->full_is_due = true;
        atomic_fetch_or(&rt->poll, POLL_PENDING_FREE);
    }
    ring_open(&callbacks);
    weak_references_clear(rt, &unreachable, &callbacks);
    if (!ring_is_empty(&callbacks)) {
        ring_merge(&callbacks, &rt->collector->callbacks_put_off);
        atomic_fetch_or(&rt->poll, POLL_PENDING_FREE);
    }
    unsigned debug = rt->collector->debug;
    rt->collector->debug = 0; /* saving garbage would take memory */
    garbage_clear(rt, &unreachable, old);
    rt->collector->debug = debug;
    nursery->emergency = nursery->collecting = false;
}

void gc_put_off_steal(Runtime *rt, Object *object)
{
    gc_untrack(object);
    gc_head(object)->previous = 0;
    ring_append(&rt->collector->put_off, gc_head(object));
    atomic_fetch_or(&rt->poll, POLL_PENDING_FREE);
}

void gc_put_off_callback_steal(Runtime *rt, WeakReference *reference)
{
    gc_untrack(reference);
    gc_head(reference)->previous = 0;
    ring_append(&rt->collector->callbacks_put_off, gc_head(reference));
    atomic_fetch_or(&rt->poll, POLL_PENDING_FREE);
}

/* The first of `ring`, tracked again and owned; NULL when there is none. */
static Object *put_off_take(Runtime *rt, GCHead *ring)
{
    if (ring_is_empty(ring))
        return NULL;
    Object *object = gc_object(ring->next);
    gc_untrack(object);
    gc_track(rt, object);
    return object;
}

void gc_run_deferred(Runtime *rt)
{
    Collector *gc = rt->collector;
    Object *object;
    atomic_fetch_and(&rt->poll, ~(unsigned)POLL_PENDING_FREE);
    while ((object = put_off_take(rt, &gc->callbacks_put_off)) != NULL) {
        WeakReference *reference = (WeakReference *)object;
        owned Object *callback = take(&reference->callback);
        if (callback != NULL)
            weak_reference_call_back(rt, reference, callback);
        object_release(reference);
    }
    while ((object = put_off_take(rt, &gc->put_off)) != NULL)
        object_release(object);
    if (gc->full_is_due) {
        gc->full_is_due = false;
        gc_collect(rt, GENERATION_COUNT - 1);
    }
}

/* ---- allocation ------------------------------------------------------------------------------------ */

static inline size_t prefix_of(const Type *type)
{
    return sizeof(GCHead) + (type->attributes_offset < 0 ? sizeof(void *) : 0);
}

void *gc_new_sized(Runtime *rt, const Type *type, size_t size)
{
    Nursery *nursery = &rt->nursery;
    Generation *young = &nursery->generation[0];
    if (unlikely(++young->count > young->threshold ||
                 heap_in_use(&rt->heap) > nursery->bytes_trigger) &&
        nursery->enabled && young->threshold != 0 && !nursery->collecting && rt->error == NULL)
        collect_due(rt);
#ifdef OURO_CHECKED
    if (rt->options->collect_always && nursery->enabled && !nursery->collecting && rt->error == NULL)
        gc_collect(rt, GENERATION_COUNT - 1);
#endif

    size_t prefix = prefix_of(type);
    if (unlikely(size > SIZE_MAX / 2))
        return error_no_memory(rt);
    char *block = heap_take(&rt->heap, size + prefix, DOMAIN_OBJECT);
    if (unlikely(block == NULL)) {
        if (young->count > 0)
            young->count--;
        return error_no_memory(rt);
    }
    if (unlikely(prefix != sizeof(GCHead)))
        *(void **)block = NULL;
    Object *object = (Object *)(block + prefix);
    GCHead *head = gc_head(object);
    head->next = NULL;
    head->previous = 0;
    object->refcount = 1;
    object->flags = 0;
    object->type = type;
#ifdef OURO_CHECKED
    rt->reference_total++;
#endif
    if (type->flags & TYPE_IS_HEAP)
        object_retain(type);
    return object;
}

void gc_dispose_sized(Runtime *rt, void *object, size_t size)
{
    const Type *type = ((Object *)object)->type;
    size_t prefix = prefix_of(type);
    if (rt->nursery.generation[0].count > 0)
        rt->nursery.generation[0].count--;
    heap_release(&rt->heap, (char *)object - prefix, size + prefix, DOMAIN_OBJECT);
    if (type->flags & TYPE_IS_HEAP)
        object_release((void *)type);
}

void *gc_resize(Runtime *rt, void *object, size_t old_size, size_t new_size)
{
    size_t prefix = prefix_of(((Object *)object)->type);
    if (new_size > SIZE_MAX / 2)
        return error_no_memory(rt);
    char *block = heap_resize(&rt->heap, (char *)object - prefix, old_size + prefix, new_size + prefix, DOMAIN_OBJECT);
    return block == NULL ? error_no_memory(rt) : block + prefix;
}

bool gc_may_be_tracked(const Object *object)
{
    if (!gc_has_head(object))
        return false;
    if (object->type == &tuple_type) /* of an untracked dict nobody knows: it may be this very one */
        return gc_is_tracked(object);
    return true;
}

/* ---- life ------------------------------------------------------------------------------------------ */

static void heap_emergency(void *context)
{
    gc_collect_emergency(context);
}

int gc_open(Runtime *rt)
{
    static const int thresholds[GENERATION_COUNT] = {700, 10, 10};
    for (int i = 0; i < GENERATION_COUNT; i++) {
        ring_open(&rt->nursery.generation[i].head);
        rt->nursery.generation[i].threshold = thresholds[i];
    }
    bytes_trigger_set(rt);
    Collector *gc = memory_take(rt, sizeof *gc);
    if (gc == NULL)
        return -1;
    *gc = (Collector){.debug = 0};
    ring_open(&gc->permanent);
    ring_open(&gc->put_off);
    ring_open(&gc->callbacks_put_off);
    rt->collector = gc;
    gc->garbage = list_new(rt, 0);
    gc->callbacks = list_new(rt, 0);
    if (gc->garbage == NULL || gc->callbacks == NULL) {
        gc_close(rt);
        return -1;
    }
    rt->nursery.enabled = true;
    rt->heap.emergency = heap_emergency;
    return 0;
}

void gc_close(Runtime *rt)
{
    Collector *gc = rt->collector;
    if (gc == NULL)
        return;
    rt->heap.emergency = NULL;
    rt->nursery.enabled = false;
    gc_run_deferred(rt);
    ring_merge(&gc->permanent, &rt->nursery.generation[GENERATION_COUNT - 1].head);
    object_clear_slot(&gc->garbage);
    object_clear_slot(&gc->callbacks);
    rt->collector = NULL;
    memory_release(rt, gc, sizeof *gc);
}
