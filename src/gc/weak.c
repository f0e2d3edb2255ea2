/* weakref.ref: a reference that does not count. It is told of the death of its object, forgets it, and calls
 * back, the newest reference first.
 *
 * The list of an object's references begins with the plain reference and the plain proxy, if there are any (one
 * of each, shared by all who ask), then those with callbacks or of a subclass, newest first. */
#include "gc/weak.h"
#include "gc/weak_table.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/str.h"
#include "types/type_parts.h"

/* ---- creation ---- */

static bool is_sharable(const Type *type)
{
    return type == &weak_reference_type || type == &weak_proxy_type || type == &weak_callable_proxy_type;
}

/* The shared references of `object` that are there: the ref and the proxy. One with the count 0 is dying (see
 * object/free.c) and not to be had any more. */
static void find_plain(Runtime *rt, const Object *object, WeakReference **reference, WeakReference **proxy)
{
    *reference = *proxy = NULL;
    WeakReference *first = weak_references_borrow(rt, object);
    for (; first != NULL && first->callback == NULL && is_sharable(first->head.type); first = first->next) {
        if (first->head.refcount == 0)
            continue;
        if (first->head.type == &weak_reference_type)
            *reference = first;
        else
            *proxy = first;
    }
}

static bool can_be_referenced(const Object *object)
{
    return type_has_flag(object->type, TYPE_WEAKLY_REFERABLE);
}

Object *weak_make(Runtime *rt, const Type *type, Object *object, Object *callback)
{
    if (!can_be_referenced(object))
        return error_set(rt, &type_error_type, "cannot create weak reference to '%T' object", object);
    if (callback == NONE)
        callback = NULL;
    bool is_shared = callback == NULL && is_sharable(type);
    WeakReference *reference, *proxy;
    if (is_shared) {
        find_plain(rt, object, &reference, &proxy);
        WeakReference *there = type == &weak_reference_type ? reference : proxy;
        if (there != NULL)
            return object_retain(there);
    }
    WeakReference *self = object_new_any(rt, type, sizeof(WeakReference));
    if (self == NULL)
        return NULL;
    self->object = NULL;
    self->callback = NULL;
    self->hash = -1;
    self->next = self->previous = NULL;

    /* Making it may have collected, and so have changed the list: look again. */
    find_plain(rt, object, &reference, &proxy);
    WeakReference *there = type == &weak_reference_type ? reference : proxy;
    if (is_shared && there != NULL) {
        object_release(self);
        return object_retain(there);
    }
    WeakReference *after = NULL;
    if (is_shared)
        after = type == &weak_reference_type ? NULL : reference;
    else
        after = proxy != NULL ? proxy : reference;
    self->object = object;
    if (weak_table_insert(rt, object, self, after) < 0) {
        self->object = NULL;
        object_release(self);
        return NULL;
    }
    self->callback = object_retain_maybe(callback);
    object_track_any(rt, (Object *)self);
    return (Object *)self;
}

Object *weak_reference_new(Runtime *rt, Object *object, Object *callback)
{
    return weak_make(rt, &weak_reference_type, object, callback);
}

static Object *reference_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)names; /* a subclass may take keywords: they are its __init__'s business */
    if (n < 1 || n > 2) {
        if (n == 0)
            return error_set(rt, &type_error_type, "__new__ expected at least 1 argument, got 0");
        return error_set(rt, &type_error_type, "__new__ expected at most 2 arguments, got %zu", n);
    }
    return weak_make(rt, type, args[0], n == 2 ? args[1] : NULL);
}

static int reference_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    (void)args;
    if (names != NULL && names->length != 0)
        return error_fail(rt, &type_error_type, "ref() takes no keyword arguments");
    return arguments_check(rt, "__init__", n, NULL, 1, 2);
}

/* ---- death ---- */

void weak_reference_call_back(Runtime *rt, WeakReference *self, Object *callback)
{
    Object *pending = error_take(rt);
    owned Object *held = object_retain(callback);
    owned Object *result = object_call_one(rt, held, (Object *)self);
    if (result == NULL)
        error_unraisable(rt, "Exception ignored in", held);
    error_restore_steal(rt, pending);
}

/* Detaches all references to `object` and returns those that are to call back, each retained, chained through
 * `next`: death needs no memory. */
static WeakReference *references_take(Runtime *rt, Object *object)
{
    WeakReference *reference, *first = NULL, **last = &first;
    while ((reference = weak_references_borrow(rt, object)) != NULL) {
        weak_reference_detach(rt, reference);
        if (reference->callback != NULL && reference->head.refcount != 0) {
            object_retain(reference);
            *last = reference;
            last = &reference->next;
        }
    }
    return first;
}

void weak_clear_all(Runtime *rt, Object *object)
{
    /* First all forget, then the callbacks run: none of them can see another's object half dead. */
    WeakReference *first = references_take(rt, object);
    while (first != NULL) {
        WeakReference *self = first;
        first = self->next;
        self->next = NULL;
        if (rt->nursery.emergency) {
            gc_put_off_callback_steal(rt, self);
            continue;
        }
        owned Object *callback = take(&self->callback);
        weak_reference_call_back(rt, self, callback);
        object_release(self);
    }
}

void weak_reference_free(Runtime *rt, Object *object)
{
    WeakReference *self = (WeakReference *)object;
    gc_untrack(self);
    weak_reference_detach(rt, self);
    object_clear_slot(&self->callback);
    object_dispose_any(rt, self, sizeof *self);
}

int weak_reference_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((WeakReference *)object)->callback);
    return 0;
}

void weak_reference_clear(Runtime *rt, Object *object)
{
    WeakReference *self = (WeakReference *)object;
    weak_reference_detach(rt, self);
    object_clear_slot(&self->callback);
}

/* ---- protocol ---- */

Object *weak_reference_get_borrow(const Object *reference)
{
    /* A dying object (count 0) is as good as dead, though its references are cleared a moment later. */
    Object *object = ((const WeakReference *)reference)->object;
    return object != NULL && object->refcount != 0 ? object : NULL;
}

static Object *reference_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)args;
    if (n != 0 || (names != NULL && names->length != 0))
        return names != NULL && names->length != 0
                   ? error_set(rt, &type_error_type, "weakref() takes no keyword arguments")
                   : error_set(rt, &type_error_type, "weakref expected 0 arguments, got %zu", n);
    Object *object = weak_reference_get_borrow(self);
    return object_retain(object != NULL ? object : NONE);
}

static Object *reference_repr(Runtime *rt, Object *self)
{
    Object *object = weak_reference_get_borrow(self);
    if (object == NULL)
        return (Object *)str_format(rt, "<weakref at %p; dead>", self);
    owned Object *held = object_retain(object);
    owned Object *name = NULL;
    if (object_find_attribute(rt, held, NAME(__name__), &name) < 0)
        return NULL;
    if (name == NULL || !str_check(name))
        return (Object *)str_format(rt, "<weakref at %p; to '%T' at %p>", self, held, held);
    return (Object *)str_format(rt, "<weakref at %p; to '%T' at %p (%U)>", self, held, held, name);
}

static int64_t reference_hash(Runtime *rt, Object *object)
{
    WeakReference *self = (WeakReference *)object;
    if (self->hash != -1)
        return self->hash;
    owned Object *held = object_retain_maybe(weak_reference_get_borrow(object));
    if (held == NULL) {
        error_set(rt, &type_error_type, "weak object has gone away");
        return -1;
    }
    return self->hash = object_hash(rt, held);
}

static Object *reference_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if ((operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL) ||
        !object_is(self, &weak_reference_type) || !object_is(other, &weak_reference_type))
        return object_retain(NOT_IMPLEMENTED);
    owned Object *left = object_retain_maybe(weak_reference_get_borrow(self));
    owned Object *right = object_retain_maybe(weak_reference_get_borrow(other));
    if (left == NULL || right == NULL) {
        bool same = self == other;
        return object_retain(bool_object((operation == COMPARE_EQUAL) == same));
    }
    return object_compare(rt, left, right, operation);
}

static Object *reference_callback(Runtime *rt, Object *self)
{
    (void)rt;
    Object *callback = ((WeakReference *)self)->callback;
    return object_retain(callback != NULL ? callback : NONE);
}

/* ---- type record ---- */

const Type weak_reference_type = {
    TYPE_IDENTITY(weak_reference), .name = "weakref.ReferenceType", .size = sizeof(WeakReference), .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .create = reference_create, .init = reference_init, .free = weak_reference_free,
    .visit = weak_reference_visit, .clear = weak_reference_clear,
    .repr = reference_repr, .hash = reference_hash, .compare = reference_compare, .call = reference_call,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .str = object_default_str,
    .properties = (const PropertySpec[]){
        {"__callback__", reference_callback, NULL, NULL},
        {0},
    },
    .methods = (const MethodSpec[]){
        {"__class_getitem__", generic_alias_class_getitem, 1, 1, METHOD_CLASS},
        {0},
    },
};
