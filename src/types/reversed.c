/* reversed(): what __reversed__ says, or the items of a sequence from the last to the first. */
#include "types/container.h"
#include "types/iterator.h"

typedef struct Reversed {
    Object head;
    ssize_t index;    /* of the next item; -1 at the end */
    Object *sequence; /* NULL once exhausted */
} Reversed;

static Object *reversed_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if ((type == &reversed_type || type->init == object_init) &&
        keywords_refuse(rt, "reversed", names) < 0)
        return NULL;
    if (n != 1)
        return error_set(rt, &type_error_type, "reversed expected 1 argument, got %zu", n);
    Object *sequence = args[0], *found;
    bool unbound;
    int has = object_find_special(rt, sequence, NAME(__reversed__), &found, &unbound);
    if (has < 0)
        return NULL;
    owned Object *method = has ? found : NULL;
    if (method != NULL && method != NONE)
        return unbound ? object_call_one(rt, method, sequence) : object_call_none(rt, method);
    if (method == NONE || !sequence_check(sequence))
        return error_set(rt, &type_error_type, "'%.200T' object is not reversible", sequence);

    ssize_t length = object_length(rt, sequence);
    if (length < 0)
        return NULL;
    Reversed *self = container_new(rt, type, &reversed_type);
    if (self == NULL)
        return NULL;
    self->index = length - 1;
    self->sequence = object_retain(sequence);
    gc_track(rt, self);
    return (Object *)self;
}

static void reversed_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((Reversed *)self)->sequence);
    container_dispose(rt, self, &reversed_type);
}

static int reversed_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((Reversed *)self)->sequence);
    return 0;
}

static Object *reversed_next(Runtime *rt, Object *object)
{
    Reversed *self = (Reversed *)object;
    if (self->index >= 0 && self->sequence != NULL) {
        owned Object *sequence = object_retain(self->sequence);
        Object *item = sequence_item(rt, sequence, self->index);
        if (item != NULL) {
            self->index--;
            return item;
        }
        if (!error_clear_if(rt, &index_error_type) && !error_clear_if(rt, &stop_iteration_type))
            return NULL;
    }
    self->index = -1;
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *reversed_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Reversed *self = (Reversed *)object;
    if (self->sequence == NULL)
        return (Object *)int_from_int64(rt, 0);
    ssize_t length = object_length(rt, self->sequence);
    if (length < 0)
        return NULL;
    ssize_t left = self->index + 1;
    return (Object *)int_from_size(rt, length < left ? 0 : left);
}

static Object *reversed_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const Reversed *self = (Reversed *)object;
    Object *type = type_as_object(object->type);
    if (self->sequence == NULL)
        return reduce_to_call(rt, type, (Object *)EMPTY_TUPLE, NULL);
    owned Object *index = (Object *)int_from_size(rt, self->index);
    return index == NULL ? NULL : reduce_to_call(rt, type, self->sequence, index);
}

static Object *reversed_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    Reversed *self = (Reversed *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        ssize_t length = object_length(rt, self->sequence);
        if (length < 0)
            return NULL;
        self->index = index < -1 ? -1 : index > length - 1 ? length - 1 : index;
    }
    return none_new();
}

const Type reversed_type = {
    TYPE_IDENTITY(reversed),
    .name = "reversed",
    .doc = "Return a reverse iterator over the values of the given sequence.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Reversed),
    .create = reversed_create,
    .free = reversed_free,
    .visit = reversed_visit,
    ITERATOR_SLOTS,
    .next = reversed_next,
    .methods = (const MethodSpec[]){
        {"__length_hint__", reversed_length_hint, 0, 0,
         .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", reversed_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", reversed_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};
