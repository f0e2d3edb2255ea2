/* The three constants that are the only object of their type: None, NotImplemented and Ellipsis. */
#include "object/error.h"
#include "types/container.h"

const Object none_object = OBJECT_CONSTANT(&none_type);
const Object not_implemented_object = OBJECT_CONSTANT(&not_implemented_type);
const Object ellipsis_object = OBJECT_CONSTANT(&ellipsis_type);

static Object *no_arguments(Runtime *rt, const char *name, size_t n, Tuple *names, Object *only)
{
    if (n != 0 || (names != NULL && names->length != 0))
        return (Object *)error_set(rt, &type_error_type, "%s takes no arguments", name);
    return only;
}

static Object *none_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    (void)args;
    return no_arguments(rt, "NoneType", n, names, NONE);
}

static Object *not_implemented_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    (void)args;
    return no_arguments(rt, "NotImplementedType", n, names, NOT_IMPLEMENTED);
}

static Object *ellipsis_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    (void)args;
    return no_arguments(rt, "EllipsisType", n, names, ELLIPSIS);
}

static Object *none_repr(Runtime *rt, Object *self)
{
    (void)self;
    return (Object *)str_intern_c(rt, "None");
}

static Object *not_implemented_repr(Runtime *rt, Object *self)
{
    (void)self;
    return (Object *)str_intern_c(rt, "NotImplemented");
}

static Object *ellipsis_repr(Runtime *rt, Object *self)
{
    (void)rt;
    (void)self;
    return (Object *)NAME(Ellipsis);
}

static int none_truth(Runtime *rt, Object *self)
{
    (void)rt;
    (void)self;
    return 0;
}

static int not_implemented_truth(Runtime *rt, Object *self)
{
    (void)self;
    return error_warn(rt, &deprecation_warning_type, "NotImplemented should not be used in a boolean context") < 0 ? -1
                                                                                                                   : 1;
}

static Object *not_implemented_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return not_implemented_repr(rt, self);
}

static Object *ellipsis_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return ellipsis_repr(rt, self);
}

static void never_free(Runtime *rt, Object *self) /* constants do not die */
{
    (void)rt;
    (void)self;
}

const Type none_type = {
    TYPE_IDENTITY(none),
    .name = "NoneType",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE,
    .size = sizeof(Object),
    .create = none_create,
    .init = object_init,
    .free = never_free,
    .repr = none_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .truth = none_truth,
};

const Type not_implemented_type = {
    TYPE_IDENTITY(not_implemented),
    .name = "NotImplementedType",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE,
    .size = sizeof(Object),
    .create = not_implemented_create,
    .init = object_init,
    .free = never_free,
    .repr = not_implemented_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .truth = not_implemented_truth,
    .methods = (const MethodSpec[]){
        {"__reduce__", not_implemented_reduce, 0, 0, .doc = NULL},
        {0},
    },
};

const Type ellipsis_type = {
    TYPE_IDENTITY(ellipsis),
    .name = "ellipsis",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE,
    .size = sizeof(Object),
    .create = ellipsis_create,
    .init = object_init,
    .free = never_free,
    .repr = ellipsis_repr,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .methods = (const MethodSpec[]){
        {"__reduce__", ellipsis_reduce, 0, 0, .doc = NULL},
        {0},
    },
};
