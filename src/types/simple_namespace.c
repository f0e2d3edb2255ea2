/* SimpleNamespace: nothing but an attribute word. Its attributes are always in the dict form. */
#include "types/simple_namespace.h"

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "object/shape.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/type_parts.h"

typedef struct SimpleNamespace {
    Object head;
    AttributeWord attributes;
} SimpleNamespace;

/* ---- life ---------------------------------------------------------------------------------------- */

static Object *namespace_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args, (void)n, (void)names; /* __init__ reads them */
    SimpleNamespace *self = object_new_any(rt, type, sizeof(SimpleNamespace));
    if (self == NULL)
        return NULL;
    self->attributes = 0;
    if (!gc_is_tracked(self))
        gc_track(rt, self);
    return (Object *)self;
}

static int namespace_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (n > 0)
        return error_fail(rt, &type_error_type, "no positional arguments expected");
    Dict *dict = attributes_materialize(rt, self);
    if (dict == NULL)
        return -1;
    for (size_t i = 0; names != NULL && i < names->length; i++)
        if (dict_set(rt, dict, names->items[i], args[i]) < 0)
            return -1;
    return 0;
}

Object *simple_namespace_new(Runtime *rt, Dict *attributes)
{
    owned Object *self = namespace_create(rt, &simple_namespace_type, NULL, 0, NULL);
    Dict *dict = self == NULL ? NULL : attributes_materialize(rt, self);
    if (dict == NULL || dict_update(rt, dict, (Object *)attributes) < 0)
        return NULL;
    return take(&self);
}

static void namespace_clear(Runtime *rt, Object *self)
{
    attributes_clear(rt, self);
}

static void namespace_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    attributes_clear(rt, self);
    object_dispose_any(rt, self, sizeof(SimpleNamespace));
}

static int namespace_visit(Object *self, Visitor visit, void *context)
{
    return attributes_visit(self, visit, context);
}

/* ---- protocol ------------------------------------------------------------------------------------ */

/* namespace(a=1, b=2) */
static void add_attributes(StrBuilder *builder, Object *self)
{
    Dict *dict = attributes_materialize(builder->rt, self);
    owned Dict *copy = dict == NULL ? NULL : dict_copy(builder->rt, dict); /* a repr may change the attributes */
    size_t position = 0, count = 0;
    Object *key, *value;
    builder->failed |= copy == NULL;
    while (!builder->failed && dict_next(copy, &position, &key, &value)) {
        if (!str_check(key) || ((Str *)key)->length == 0)
            continue;
        str_builder_add_c(builder, count++ == 0 ? "" : ", ");
        str_builder_add(builder, (Str *)key);
        str_builder_add_c(builder, "=");
        str_builder_add_repr(builder, value);
    }
}

static Object *namespace_repr(Runtime *rt, Object *self)
{
    const char *name = object_has_type(self, &simple_namespace_type) ? "namespace" : self->type->name;
    int entered = repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_format(rt, "%s(...)", name);
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_c(&builder, name);
    str_builder_add_c(&builder, "(");
    add_attributes(&builder, self);
    str_builder_add_c(&builder, ")");
    repr_leave(rt, self);
    return (Object *)str_builder_finish(&builder);
}

static Object *namespace_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!object_is(self, &simple_namespace_type) || !object_is(other, &simple_namespace_type))
        return object_retain(NOT_IMPLEMENTED);
    owned Dict *left = object_retain_maybe(attributes_materialize(rt, self));
    owned Dict *right = left == NULL ? NULL : object_retain_maybe(attributes_materialize(rt, other));
    return right == NULL ? NULL : object_compare(rt, (Object *)left, (Object *)right, operation);
}

static Object *namespace_get_dict(Runtime *rt, Object *self)
{
    return object_retain_maybe(attributes_materialize(rt, self));
}

static Object *namespace_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Dict *dict = attributes_materialize(rt, self);
    return dict == NULL ? NULL : (Object *)tuple_pack(rt, 3, type_as_object(self->type), EMPTY_TUPLE, dict);
}

/* ---- type record --------------------------------------------------------------------------------- */

const Type simple_namespace_type = {
    TYPE_IDENTITY(simple_namespace), .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)", .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE, .size = sizeof(SimpleNamespace),
    .attributes_offset = offsetof(SimpleNamespace, attributes),
    .create = namespace_create, .init = namespace_init, .free = namespace_free, .visit = namespace_visit,
    .clear = namespace_clear, .repr = namespace_repr, .str = object_default_str, .compare = namespace_compare,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .methods = (const MethodSpec[]){
        {"__reduce__", namespace_reduce, 0, 0, .doc = "Return state information for pickling"},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__dict__", namespace_get_dict, NULL, NULL},
        {0},
    },
};
