/* What all struct sequences share. */
#include "types/struct_sequence.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"

static size_t field_count(const Type *type)
{
    size_t count = 0;
    while (type->members[count].name != NULL)
        count++;
    return count;
}

Object *struct_sequence_new_steal(Runtime *rt, const Type *type, Object **items, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole &= items[i] != NULL;
    Tuple *self = whole ? gc_new_sized(rt, type, sizeof(Tuple) + count * sizeof(Object *)) : NULL;
    if (self == NULL) {
        for (size_t i = 0; i < count; i++)
            object_release_maybe(items[i]);
        return NULL;
    }
    self->length = count;
    for (size_t i = 0; i < count; i++)
        self->items[i] = items[i];
    gc_track(rt, self);
    return (Object *)self;
}

Object *struct_sequence_repr(Runtime *rt, Object *object)
{
    const Tuple *self = (Tuple *)object;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_c(&builder, object->type->name);
    str_builder_add_c(&builder, "(");
    for (size_t i = 0; i < self->length && object->type->members[i].name != NULL; i++) {
        if (i > 0)
            str_builder_add_c(&builder, ", ");
        str_builder_add_c(&builder, object->type->members[i].name);
        str_builder_add_c(&builder, "=");
        str_builder_add_repr(&builder, self->items[i]);
    }
    str_builder_add_c(&builder, ")");
    return (Object *)str_builder_finish(&builder);
}

Object *struct_sequence_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2];
    if (arguments_bind(rt, type->name, "sequence, dict=", args, n, names, bound, 2) < 0)
        return NULL;
    owned Tuple *items = sequence_tuple(rt, bound[0]);
    if (items == NULL)
        return NULL;
    size_t count = field_count(type);
    if (items->length != count)
        return error_set(rt, &type_error_type, "%N() takes a %zu-sequence (%zu-sequence given)", type, count, items->length);
    Tuple *self = gc_new_sized(rt, type, sizeof(Tuple) + count * sizeof(Object *));
    if (self == NULL)
        return NULL;
    self->length = count;
    for (size_t i = 0; i < count; i++)
        self->items[i] = object_retain(items->items[i]);
    gc_track(rt, self);
    return (Object *)self;
}

Object *struct_sequence_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Tuple *tuple = (Tuple *)self;
    owned Tuple *items = tuple_from_array(rt, tuple->items, tuple->length);
    owned Tuple *arguments = items == NULL ? NULL : tuple_pack(rt, 1, items);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, type_as_object(self->type), arguments);
}
