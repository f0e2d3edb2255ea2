/* int | str: a set of classes, for isinstance() and annotations (PEP 604). */
#include "object/error.h"
#include "types/container.h"
#include "types/list.h"
#include "types/set.h"

typedef struct Union {
    Object head;
    Tuple *args;       /* no unions among them, none twice */
    Tuple *parameters; /* NULL: not computed yet */
} Union;

static Object *union_new(Runtime *rt, Tuple *args)
{
    Union *self = (Union *)gc_new(rt, &union_type);
    if (self == NULL)
        return NULL;
    self->args = (Tuple *)object_retain(args);
    self->parameters = NULL;
    gc_track(rt, self);
    return (Object *)self;
}

static void union_free(Runtime *rt, Object *object)
{
    Union *self = (Union *)object;
    gc_untrack(object);
    object_release(self->args);
    object_release_maybe(self->parameters);
    gc_dispose(rt, object);
}

static int union_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((Union *)object)->args);
    GC_VISIT(((Union *)object)->parameters);
    return 0;
}

/* ---- making ------------------------------------------------------------------------------------------------------- */

static bool may_be_member(const Object *object)
{
    return object == NONE || type_check(object) || object_is(object, &generic_alias_type) ||
           object_has_type(object, &union_type);
}

/* Adds a member, or those of a union, unless it is in already. */
static int members_add(Runtime *rt, List *members, Object *object)
{
    if (object_has_type(object, &union_type)) {
        const Tuple *args = ((Union *)object)->args;
        for (size_t i = 0; i < args->length; i++)
            if (members_add(rt, members, args->items[i]) < 0)
                return -1;
        return 0;
    }
    if (object == NONE)
        object = type_as_object(&none_type);
    bool is_alias = object_is(object, &generic_alias_type);
    for (size_t i = 0; i < members->length; i++) {
        Object *known = members->items[i];
        int equal = known == object;
        if (!equal && is_alias && object_is(known, &generic_alias_type))
            equal = object_compare_true(rt, known, object, COMPARE_EQUAL);
        if (equal != 0)
            return equal < 0 ? -1 : 0;
    }
    return list_append(rt, members, object);
}

Object *union_or(Runtime *rt, Object *left, Object *right)
{
    if (!may_be_member(left) || !may_be_member(right))
        return not_implemented();
    owned List *members = list_new(rt, 2);
    if (members == NULL || members_add(rt, members, left) < 0 || members_add(rt, members, right) < 0)
        return NULL;
    if (members->length == 1)
        return (Object *)object_retain(members->items[0]);
    owned Tuple *args = list_as_tuple(rt, members);
    return args == NULL ? NULL : union_new(rt, args);
}

/* ---- behaviour ---------------------------------------------------------------------------------------------------- */

static Object *union_repr(Runtime *rt, Object *object)
{
    const Tuple *args = ((Union *)object)->args;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    for (size_t i = 0; i < args->length; i++) {
        if (i != 0)
            str_builder_add_c(&builder, " | ");
        if (args->items[i] == type_as_object(&none_type)) {
            str_builder_add_c(&builder, "None");
        } else if (generic_repr_item(rt, &builder, args->items[i]) < 0) {
            str_builder_close(&builder);
            return NULL;
        }
    }
    return (Object *)str_builder_finish(&builder);
}

static int64_t union_hash(Runtime *rt, Object *object)
{
    owned Set *set = frozenset_new(rt, (Object *)((Union *)object)->args);
    return set == NULL ? -1 : object_hash(rt, (Object *)set);
}

static Object *union_compare(Runtime *rt, Object *object, Object *other, CompareOperation operation)
{
    if (!object_has_type(other, &union_type) || (operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL))
        return not_implemented();
    owned Set *left = frozenset_new(rt, (Object *)((Union *)object)->args);
    owned Set *right = left == NULL ? NULL : frozenset_new(rt, (Object *)((Union *)other)->args);
    return right == NULL ? NULL : object_compare(rt, (Object *)left, (Object *)right, operation);
}

static Object *union_get_attribute(Runtime *rt, Object *object, Str *name)
{
    if (str_equal(name, NAME(__module__)))
        return object_get_attribute(rt, type_as_object(object->type), name);
    return object_generic_get_attribute(rt, object, name);
}

static Object *union_get_parameters(Runtime *rt, Object *object)
{
    Union *self = (Union *)object;
    if (self->parameters == NULL) {
        Tuple *parameters = generic_parameters(rt, self->args);
        if (parameters == NULL)
            return NULL;
        object_replace_steal(&self->parameters, parameters);
    }
    return (Object *)object_retain(self->parameters);
}

static Object *union_get_item(Runtime *rt, Object *object, Object *key)
{
    owned Tuple *parameters = (Tuple *)union_get_parameters(rt, object);
    owned Tuple *args =
        parameters == NULL ? NULL : generic_substitute(rt, object, ((Union *)object)->args, parameters, key);
    if (args == NULL)
        return NULL;
    owned Object *result = (Object *)object_retain(args->items[0]);
    for (size_t i = 1; i < args->length && result != NULL; i++)
        object_replace_steal(&result, number_binary(rt, result, args->items[i], BINARY_OR));
    return take(&result);
}

Tuple *union_members_borrow(const Object *object)
{
    return ((const Union *)object)->args;
}

const Type union_type = {
    TYPE_IDENTITY(union),
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(Union),
    .init = object_init,
    .free = union_free,
    .visit = union_visit,
    .repr = union_repr,
    .str = object_default_str,
    .hash = union_hash,
    .compare = union_compare,
    .get_attribute = union_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .binary[BINARY_OR] = union_or,
    .get_item = union_get_item,
    .members = (const MemberSpec[]){
        {"__args__", MEMBER_OBJECT, offsetof(Union, args), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__parameters__", union_get_parameters, NULL, "Type variables in the types.UnionType."},
        {0},
    },
};
