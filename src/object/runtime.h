/* The runtime: one isolated Python. Everything that is not constant hangs off it, and it lives in
 * the first pages of its own heap, so closing the heap gives back every byte.
 *
 * Threads take turns (one lock per runtime); `rt->thread` is the one that runs. */
#ifndef OURO_OBJECT_RUNTIME_H
#define OURO_OBJECT_RUNTIME_H

#include <stdatomic.h>

#include "heap/heap.h"
#include "object/object.h"
#include "object/track.h"
#include "object/type.h"

typedef struct Collector Collector; /* gc/gc.h */
typedef struct WeakTable WeakTable; /* gc/weak.h */
typedef struct Machine Machine;     /* vm/machine.h */
typedef struct Thread Thread;       /* vm/machine.h */
typedef struct InternTable InternTable; /* types/str_intern.h */
typedef struct ModuleStates ModuleStates; /* modules/modules.h */

/* Why the evaluation loop must leave its path at the next poll (bits of Runtime.poll). */
typedef enum PollReason {
    POLL_SIGNAL = 1 << 0,
    POLL_LOCK_WANTED = 1 << 1,
    POLL_BUDGET = 1 << 2,
    POLL_PENDING_FREE = 1 << 3, /* finalizers and callbacks that an emergency collection put off */
    POLL_TRACE = 1 << 4,
} PollReason;

/* A direct-mapped cache of type_lookup: (version, name) -> borrowed attribute or NULL. Entries of
 * a version that is no longer any type's never match again. */
typedef struct LookupEntry {
    uint32_t version;
    const Str *name;
    Object *value;
} LookupEntry;
enum { LOOKUP_CACHE_SIZE = 512 };

struct Runtime {
    Heap heap; /* first: runtime_of() masks an address down to it */

    /* hot */
    Object *error;          /* the pending exception, always an instance, or NULL; owned */
    Object *handled;        /* the exception being handled (sys.exception()), or NULL; owned */
    atomic_uint poll;       /* PollReason bits; set by anyone, read by the loop */
    uintptr_t stack_limit;  /* lowest address that C code may use on this thread's stack */
    uint32_t free_depth;    /* nesting of object_free */
    GCHead *free_deferred;  /* dead containers whose free was put off, linked by GCHead.next */
    Nursery nursery;
    Thread *thread;

    /* parts */
    Collector *collector;
    WeakTable *weak;
    Machine *machine;
    InternTable *interned;
    ModuleStates *modules_state;
    LookupEntry *lookup_cache; /* LOOKUP_CACHE_SIZE entries */

    /* identity and hashing */
    uint64_t hash_secret[2];
    int64_t *frozen_hashes;   /* of constant strings, by their index; 0 = not computed yet */
    uint32_t next_type_version; /* versions of heap types; 0 once used up */
    uint32_t next_shape_id;
    uint64_t next_dict_version;

    /* the program's furniture; owned */
    Dict *modules;   /* sys.modules */
    Dict *builtins;  /* the builtins module's dict */
    Dict *sys_dict;  /* the sys module's dict */
    uint32_t recursion_depth, recursion_limit; /* Python calls and guarded C calls */

    /* memory errors made in advance, so that raising one needs no memory */
    Object *spare_memory_errors[8];

    bool finished;      /* the program has ended: its atexit functions ran */
    bool closing;       /* no more Python code but finalizers */
    int32_t int_max_digits;    /* decimal digits that str and int convert at most; 0: no limit */
    uint64_t lost_tracebacks; /* entries left out because there was no memory for them */
    int64_t reference_total;  /* checked builds */
    double switch_interval;   /* seconds: sys.setswitchinterval() */

    const struct RuntimeOptions *options; /* embed/options.h; alive as long as the runtime */
    TypeState type_state[TYPE_INDEX_COUNT];
};

/* The runtime that owns `object`. Not for constant objects, which belong to nobody. */
static inline Runtime *runtime_of(const void *object)
{
    return (Runtime *)heap_of(object);
}

static inline TypeState *type_state(Runtime *rt, const Type *type)
{
    return type->index != 0 ? &rt->type_state[type->index] : &((HeapType *)type)->state;
}

static inline bool error_pending(const Runtime *rt)
{
    return rt->error != NULL;
}

/* C recursion. 0, or -1 with RecursionError set when less than the guard is left of the C stack
 * or the recursion limit is reached. Every stack_enter that returned 0 is paired with a leave. */
MUST_CHECK int stack_enter(Runtime *rt, const char *where); /* where: " while calling a Python object" etc. */
static inline void stack_leave(Runtime *rt)
{
    rt->recursion_depth--;
}
/* The bare test of the stack's bound, for recursion that Python does not count: 0 or -1 with
 * RecursionError set. */
MUST_CHECK int stack_check(Runtime *rt);

/* ---- memory ---------------------------------------------------------------------------------- */

/* Blocks that are not objects. NULL with MemoryError set. Released with the size asked for. */
MUST_CHECK void *memory_take(Runtime *rt, size_t size);
MUST_CHECK void *memory_take_array(Runtime *rt, size_t count, size_t item_size); /* overflow checked */
MUST_CHECK void *memory_resize(Runtime *rt, void *block, size_t old_size, size_t new_size);
static inline void memory_release(Runtime *rt, void *block, size_t size)
{
    heap_release(&rt->heap, block, size, DOMAIN_MEMORY);
}

/* A new untracked object of `size` bytes: count 1, no flags, the rest NOT initialised.
 * NULL with MemoryError set. Retains a heap type. Freed with object_dispose. */
static inline MUST_CHECK void *object_new_sized(Runtime *rt, const Type *type, size_t size);
static inline MUST_CHECK void *object_new(Runtime *rt, const Type *type)
{
    return object_new_sized(rt, type, type->size);
}
void *object_new_failed(Runtime *rt); /* always NULL, with MemoryError set */
/* Inline: strings, ints and floats are born here, and the call was a tenth of str.split (bench/micro/strings.py). */
static inline void *object_new_sized(Runtime *rt, const Type *type, size_t size)
{
    Object *self = heap_take(&rt->heap, size, DOMAIN_OBJECT);
    if (unlikely(self == NULL))
        return object_new_failed(rt);
    self->refcount = 1;
    self->flags = 0;
    self->type = type;
#ifdef OURO_CHECKED
    rt->reference_total++;
#endif
    if (unlikely(type_has_flag(type, TYPE_IS_HEAP)))
        object_retain(type);
    return self;
}
/* The last act of a type's `free`: gives the block of an untracked object back, and releases a
 * heap type. `size` as it was taken. (gc_dispose in gc/gc.h is its twin for containers.) */
void object_dispose_sized(Runtime *rt, void *object, size_t size);
static inline void object_dispose(Runtime *rt, void *object)
{
    object_dispose_sized(rt, object, ((Object *)object)->type->size);
}

#endif
