/* What the containers and iterators have in common (see container.h). */
#include "types/container.h"

#include "types/list.h"

Object *generic_alias_class_getitem(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return generic_alias_new(rt, self, args[0]);
}

Object *builtin_get(Runtime *rt, Str *name)
{
    Object *value = dict_get_str_borrow(rt, rt->builtins, name);
    if (value == NULL && !error_pending(rt))
        return error_set(rt, &attribute_error_type, "%U", name);
    return object_retain_maybe(value);
}

Object *reduce_to_call(Runtime *rt, Object *function, Object *argument, Object *state)
{
    owned Tuple *arguments = tuple_pack(rt, 1, argument);
    if (arguments == NULL)
        return NULL;
    return (Object *)(state == NULL ? tuple_pack(rt, 2, function, arguments)
                                    : tuple_pack(rt, 3, function, arguments, state));
}

Object *reduce_to_iterator(Runtime *rt, Str *builtin, Object *sequence, Object *exhausted,
                           ssize_t state)
{
    owned Object *function = builtin_get(rt, sequence == NULL ? NAME(iter) : builtin);
    if (function == NULL)
        return NULL;
    if (sequence == NULL)
        return reduce_to_call(rt, function, exhausted, NULL);
    owned Object *number = (Object *)int_from_size(rt, state);
    return number == NULL ? NULL : reduce_to_call(rt, function, sequence, number);
}

Object *result_tuple_fill_steal(Runtime *rt, Tuple **result, Object **items, size_t length)
{
    Tuple *tuple = *result;
    if (tuple == NULL || tuple->head.refcount != 1)
        return (Object *)tuple_from_array_steal(rt, items, length);
    object_retain(tuple); /* releasing the old items may run code that comes here again */
    for (size_t i = 0; i < length; i++) {
        Object *old = tuple->items[i];
        tuple->items[i] = items[i];
        items[i] = old;
    }
    /* The collector may have untracked it for what it held before. */
    if (!gc_is_tracked(tuple))
        gc_track(rt, tuple);
    for (size_t i = 0; i < length; i++)
        object_release_maybe(items[i]);
    return (Object *)tuple;
}

Object *iterator_iter_self(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(self);
}

int keywords_refuse(Runtime *rt, const char *name, Tuple *names)
{
    if (names == NULL || names->length == 0)
        return 0;
    return error_fail(rt, &type_error_type, "%s() takes no keyword arguments", name);
}
