/* The head of every object, and the counting of references.
 *
 *    tracked container           plain object
 *    +-----------------+
 *    | GCHead (2 words)|         (see object/track.h)
 *    +-----------------+         +----------+---------+
 *    | refcount | flags|   <---  | refcount |  flags  |  <- Object *
 *    | type            |         | type               |
 *    +-----------------+         +--------------------+
 *    | the type's own  |         | the type's own     |
 *
 * An object dies the moment its count reaches 0. Objects whose count has its top bit set are
 * immortal: they are constants of the library, shared by all runtimes and never written, or
 * counts that grew into the mark. Where to read next: object/type.h, object/runtime.h. */
#ifndef OURO_OBJECT_OBJECT_H
#define OURO_OBJECT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct Type Type;
typedef struct Runtime Runtime;

typedef struct Object {
    uint32_t refcount;
    uint32_t flags; /* ObjectFlag below; bits 8..31 belong to the type */
    const Type *type;
} Object;

typedef enum ObjectFlag {
    OBJECT_ADDRESS_SEEN = 1u << 0, /* id() or a repr showed the address: never reused in place */
    OBJECT_FINALIZED = 1u << 1,    /* its finalizer ran: it runs once in a life (PEP 442) */
    OBJECT_WEAKLY_REFERENCED = 1u << 2, /* the runtime's weak table has an entry for it */
    OBJECT_IN_REPR = 1u << 3,      /* its repr is being made (repr_enter) */
    OBJECT_TYPE_FLAG = 1u << 8,    /* first bit that the type may use */
} ObjectFlag;

/* Set at birth in constant objects. Any count at or above it counts no more. */
#define OBJECT_IMMORTAL 0x80000000u

/* Initialises the head of a constant (never written) object. */
#define OBJECT_CONSTANT(type_pointer) {OBJECT_IMMORTAL, 0, (type_pointer)}

/* What ignoring it would hide an error. */
#define MUST_CHECK __attribute__((warn_unused_result))

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* Called when the count of `object` has reached 0: runs its finalizer, clears weak references to
 * it and frees it, children in recursion's order; bounded in C stack. Never fails, may run Python. */
void object_free(Object *object);

static inline bool object_is_immortal(const void *object)
{
    return (int32_t)((const Object *)object)->refcount < 0;
}

#ifdef OURO_CHECKED
/* Checked builds keep the total of references (sys.gettotalrefcount) and catch a release of a
 * dead object; both abort the process with a report. */
void object_retain_checked(Object *object);
void object_release_checked(Object *object);
#endif

/* One more reference to `object`; returns it. A count that overflows becomes immortal. */
static inline void *object_retain(const void *object)
{
    Object *self = (Object *)object;
#ifdef OURO_CHECKED
    object_retain_checked(self);
#else
    if (likely((int32_t)self->refcount >= 0))
        self->refcount++;
#endif
    return self;
}

/* One reference less; may free the object and run Python code (a finalizer, a weak callback). */
static inline void object_release(void *object)
{
    Object *self = object;
#ifdef OURO_CHECKED
    object_release_checked(self);
#else
    if (likely((int32_t)self->refcount >= 0) && --self->refcount == 0)
        object_free(self);
#endif
}

static inline void *object_retain_maybe(const void *object)
{
    return object == NULL ? NULL : object_retain(object);
}

static inline void object_release_maybe(void *object)
{
    if (object != NULL)
        object_release(object);
}

/* Empties the variable or field at `slot` first, then releases what it held. */
static inline void object_clear_slot(void *slot)
{
    Object **field = slot;
    Object *old = *field;
    *field = NULL;
    object_release_maybe(old);
}

/* Stores `value` (a reference handed over) at `slot`, then releases what it held. */
static inline void object_replace_steal(void *slot, void *value)
{
    Object **field = slot;
    Object *old = *field;
    *field = value;
    object_release_maybe(old);
}

/* `owned Object *x`: the reference is released when the scope ends. `take(&x)` hands it on. */
static inline void object_release_owned(void *slot)
{
    object_release_maybe(*(Object **)slot);
}
#define owned __attribute__((cleanup(object_release_owned)))
#define take(slot)                         \
    __extension__({                        \
        __auto_type taken_ = *(slot);      \
        *(slot) = NULL;                    \
        taken_;                            \
    })

/* The one test for exact types: constants compare by address. */
static inline bool object_has_type(const void *object, const Type *type)
{
    return ((const Object *)object)->type == type;
}

/* The head word of a fresh, unshared, unseen object: what may be reused in place. */
static inline bool object_is_reusable(const Object *object)
{
    return object->refcount == 1 && object->flags == 0;
}

#endif
