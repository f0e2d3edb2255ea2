/* The iterator over sets. */
#include "types/container.h"
#include "types/list.h"
#include "types/set_table.h"

typedef struct SetIterator {
    Object head;
    Set *set;         /* NULL once exhausted */
    size_t used;      /* of the set when the iterator was made; SIZE_MAX after an error */
    size_t position;  /* next slot */
    size_t remaining;
} SetIterator;

Object *set_iter(Runtime *rt, Object *self)
{
    SetIterator *iterator = gc_new(rt, &set_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->set = object_retain(self);
    iterator->used = iterator->remaining = ((Set *)self)->used;
    iterator->position = 0;
    gc_track(rt, iterator);
    return (Object *)iterator;
}

static void iterator_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((SetIterator *)self)->set);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((SetIterator *)self)->set);
    return 0;
}

static Object *iterator_step(Runtime *rt, Object *object)
{
    SetIterator *self = (SetIterator *)object;
    Set *set = self->set;
    if (set == NULL)
        return NULL;
    if (unlikely(self->used != set->used)) {
        self->used = SIZE_MAX; /* it stays so */
        return error_set(rt, &runtime_error_type, "Set changed size during iteration");
    }
    Object *key;
    if (set_next(set, &self->position, &key, NULL)) {
        self->remaining--;
        return object_retain(key);
    }
    object_clear_slot(&self->set);
    return NULL;
}

static Object *length_hint_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SetIterator *self = (SetIterator *)object;
    bool alive = self->set != NULL && self->used == self->set->used;
    return (Object *)int_from_size(rt, alive ? (ssize_t)self->remaining : 0);
}

/* What is left, as iter(list): a copy of the iterator is run to its end. */
static Object *reduce_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SetIterator *self = (SetIterator *)object;
    owned List *rest = NULL;
    if (self->set == NULL) {
        rest = list_new(rt, 0);
    } else {
        owned SetIterator *copy = (SetIterator *)set_iter(rt, (Object *)self->set);
        if (copy == NULL)
            return NULL;
        copy->used = self->used;
        copy->position = self->position;
        copy->remaining = self->remaining;
        rest = sequence_list(rt, (Object *)copy);
    }
    if (rest == NULL)
        return NULL;
    owned Object *function = builtin_get(rt, NAME(iter));
    return function == NULL ? NULL : reduce_to_call(rt, function, (Object *)rest, NULL);
}

const Type set_iterator_type = {
    TYPE_IDENTITY(set_iterator),
    .name = "set_iterator",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(SetIterator),
    .free = iterator_free,
    .visit = iterator_visit,
    ITERATOR_SLOTS,
    .next = iterator_step,
    .methods = (const MethodSpec[]){
        {"__length_hint__", length_hint_method, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", reduce_method, 0, 0, .doc = "Return state information for pickling."},
        {0},
    },
};
