/* super: attributes of an object as seen from behind one class of its MRO. */
#include "object/error.h"
#include "types/type_parts.h"

typedef struct Super {
    Object head;
    const Type *type;     /* the look-up starts behind this one; NULL until __init__ ran */
    Object *self;         /* or NULL: unbound */
    const Type *self_type;/* whose MRO it is, or NULL */
} Super;

/* ---- life ------------------------------------------------------------------------------------------------------- */

static Object *super_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args;
    (void)n;
    (void)names;
    Super *self = (Super *)object_new_any(rt, type, sizeof(Super));
    if (self == NULL)
        return NULL;
    self->type = NULL;
    self->self = NULL;
    self->self_type = NULL;
    gc_track(rt, self);
    return (Object *)self;
}

/* The class whose MRO counts for super(type, object): object itself, its type, or what it says is its __class__. Owned. */
static const Type *super_find_type(Runtime *rt, const Type *type, Object *object)
{
    if (type_check(object) && type_is_subtype((Type *)object, type))
        return (const Type *)object_retain(object);
    if (type_is_subtype(object->type, type))
        return (const Type *)object_retain(object->type);
    owned Object *class = NULL;
    if (object_find_attribute(rt, object, NAME(__class__), &class) < 0)
        return NULL;
    if (class != NULL && type_check(class) && class != type_as_object(object->type) &&
        type_is_subtype((Type *)class, type))
        return (const Type *)take(&class);
    return (const Type *)error_set(rt, &type_error_type,
                                   "super(type, obj): obj must be an instance or subtype of type");
}

static int super_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    Super *self = (Super *)object;
    if (names != NULL && names->length != 0)
        return error_fail(rt, &type_error_type, "super() takes no keyword arguments");
    if (n > 2)
        return error_fail(rt, &type_error_type, "super() expected at most 2 arguments, got %zu", n);
    Object *class = n > 0 ? args[0] : NULL;
    Object *instance = n > 1 ? args[1] : NULL;
    if (n == 0 && machine_super_arguments(rt, &class, &instance) < 0)
        return -1;
    if (!type_check(class))
        return error_fail(rt, &type_error_type, "super() argument 1 must be a type, not %T", class);
    owned Object *held = (Object *)object_retain(class);
    const Type *found = NULL;
    if (instance == NONE)
        instance = NULL;
    owned Object *held_instance = (Object *)object_retain_maybe(instance);
    if (instance != NULL) {
        found = super_find_type(rt, (Type *)class, instance);
        if (found == NULL)
            return -1;
    }
    object_replace_steal(&self->type, take(&held));
    object_replace_steal(&self->self, take(&held_instance));
    object_replace_steal(&self->self_type, (Object *)found);
    return 0;
}

static int super_visit(Object *object, Visitor visit, void *context)
{
    Super *self = (Super *)object;
    GC_VISIT(self->type);
    GC_VISIT(self->self);
    GC_VISIT(self->self_type);
    return 0;
}

static void super_free(Runtime *rt, Object *object)
{
    Super *self = (Super *)object;
    gc_untrack(object);
    object_clear_slot(&self->self);
    object_clear_slot(&self->type);
    object_clear_slot(&self->self_type);
    object_dispose_any(rt, object, sizeof(Super));
}

/* ---- access ----------------------------------------------------------------------------------------------------- */

/* 1 and *value owned, 0, -1 */
static int super_find(Runtime *rt, const Super *self, Str *name, Object **value)
{
    if (self->self_type == NULL || str_equal(name, NAME(__class__))) /* __class__ is super's own */
        return 0;
    owned Object *instance = (Object *)object_retain(self->self);
    owned Object *start = (Object *)object_retain(self->self_type);
    owned Tuple *mro = (Tuple *)object_retain_maybe(type_mro_borrow(rt, self->self_type));
    if (mro == NULL)
        return error_pending(rt) ? -1 : 0;
    size_t place = 0;
    while (place < mro->length && mro->items[place] != type_as_object(self->type))
        place++;
    for (place++; place < mro->length; place++) {
        Object *found = type_own_borrow(rt, (Type *)mro->items[place], name);
        if (found == NULL) {
            if (error_pending(rt))
                return -1;
            continue;
        }
        owned Object *attribute = (Object *)object_retain(found);
        if (attribute->type->descriptor_get == NULL) {
            *value = take(&attribute);
            return 1;
        }
        *value = attribute->type->descriptor_get(rt, attribute, instance == start ? NULL : instance, start);
        return *value == NULL ? -1 : 1;
    }
    return 0;
}

static Object *super_get_attribute(Runtime *rt, Object *object, Str *name)
{
    Object *value;
    int found = super_find(rt, (Super *)object, name, &value);
    if (found != 0)
        return found < 0 ? NULL : value;
    return object_generic_get_attribute(rt, object, name);
}

static Object *super_get(Runtime *rt, Object *object, Object *instance, Object *owner)
{
    (void)owner;
    Super *self = (Super *)object;
    if (instance == NULL || instance == NONE || self->self != NULL)
        return (Object *)object_retain(object);
    if (!object_has_type(object, &super_type)) {
        Object *args[] = {type_as_object(self->type), instance};
        return object_call(rt, type_as_object(object->type), args, 2, NULL);
    }
    const Type *found = super_find_type(rt, self->type, instance);
    if (found == NULL)
        return NULL;
    Super *bound = (Super *)super_create(rt, &super_type, NULL, 0, NULL);
    if (bound == NULL) {
        object_release(type_as_object(found));
        return NULL;
    }
    bound->type = (const Type *)object_retain(self->type);
    bound->self = (Object *)object_retain(instance);
    bound->self_type = found;
    return (Object *)bound;
}

static Object *super_repr(Runtime *rt, Object *object)
{
    const Super *self = (Super *)object;
    if (self->type == NULL)
        return (Object *)str_format(rt, "<super: <class 'NULL'>, NULL>");
    if (self->self_type == NULL)
        return (Object *)str_format(rt, "<super: <class '%N'>, NULL>", self->type);
    return (Object *)str_format(rt, "<super: <class '%N'>, <%N object>>", self->type, self->self_type);
}

const Type super_type = {
    TYPE_IDENTITY(super),
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Super),
    .create = super_create,
    .init = super_init,
    .free = super_free,
    .visit = super_visit,
    .repr = super_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = super_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .descriptor_get = super_get,
    .members = (const MemberSpec[]){
        {"__thisclass__", MEMBER_OBJECT, offsetof(Super, type), false, "the class invoking super()"},
        {"__self__", MEMBER_OBJECT, offsetof(Super, self), false, "the instance invoking super(); may be None"},
        {"__self_class__", MEMBER_OBJECT, offsetof(Super, self_type), false,
         "the type of the instance invoking super(); may be None"},
        {0},
    },
};
