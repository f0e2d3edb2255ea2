/* mappingproxy: a mapping seen through glass. What type.__dict__ gives. */
#include "object/error.h"
#include "types/container.h"
#include "types/list.h"

typedef struct MappingProxy {
    Object head;
    Object *mapping;
} MappingProxy;

static inline Object *proxy_mapping(Object *self)
{
    return ((MappingProxy *)self)->mapping;
}

Object *mapping_proxy_new(Runtime *rt, Object *mapping)
{
    MappingProxy *self = (MappingProxy *)gc_new(rt, &mapping_proxy_type);
    if (self == NULL)
        return NULL;
    self->mapping = (Object *)object_retain(mapping);
    gc_track(rt, self);
    return (Object *)self;
}

static Object *proxy_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    Object *mapping;
    if (arguments_bind(rt, "mappingproxy", "mapping", args, n, names, &mapping, 1) < 0)
        return NULL;
    if (!mapping_check(mapping) || list_check(mapping) || tuple_check(mapping))
        return (Object *)error_set(rt, &type_error_type, "mappingproxy() argument must be a mapping, not %T", mapping);
    return mapping_proxy_new(rt, mapping);
}

static void proxy_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release(proxy_mapping(self));
    gc_dispose(rt, self);
}

static int proxy_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(proxy_mapping(self));
    return 0;
}

static Object *proxy_repr(Runtime *rt, Object *self)
{
    return (Object *)str_format(rt, "mappingproxy(%R)", proxy_mapping(self));
}

static Object *proxy_str(Runtime *rt, Object *self)
{
    return object_str(rt, proxy_mapping(self));
}

static Object *proxy_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    return object_compare(rt, proxy_mapping(self), other, operation);
}

static Object *proxy_iter(Runtime *rt, Object *self)
{
    return object_iter(rt, proxy_mapping(self));
}

static ssize_t proxy_length(Runtime *rt, Object *self)
{
    return object_length(rt, proxy_mapping(self));
}

static Object *proxy_get_item(Runtime *rt, Object *self, Object *key)
{
    return object_get_item(rt, proxy_mapping(self), key);
}

static int proxy_contains(Runtime *rt, Object *self, Object *key)
{
    return object_contains(rt, proxy_mapping(self), key);
}

static Object *proxy_or(Runtime *rt, Object *left, Object *right)
{
    if (object_has_type(left, &mapping_proxy_type))
        left = proxy_mapping(left);
    if (object_has_type(right, &mapping_proxy_type))
        right = proxy_mapping(right);
    return number_binary(rt, left, right, BINARY_OR);
}

static Object *proxy_in_place_or(Runtime *rt, Object *self, Object *other)
{
    (void)other;
    return (Object *)error_set(rt, &type_error_type, "'|=' is not supported by %T; use '|' instead", self);
}

/* mapping.name(args...) */
static Object *proxy_pass(Runtime *rt, Object *self, Str *name, Object **args, size_t n)
{
    Object *all[3] = {proxy_mapping(self)};
    for (size_t i = 0; i < n; i++)
        all[i + 1] = args[i];
    return object_call_method(rt, name, all, n + 1, NULL);
}

static Object *proxy_get_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    Object *both[2] = {args[0], n > 1 ? args[1] : NONE};
    return proxy_pass(rt, self, NAME(get), both, 2);
}

static Object *proxy_keys_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return proxy_pass(rt, self, NAME(keys), args, n);
}

static Object *proxy_values_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return proxy_pass(rt, self, NAME(values), args, n);
}

static Object *proxy_items_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return proxy_pass(rt, self, NAME(items), args, n);
}

static Object *proxy_copy_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return proxy_pass(rt, self, NAME(copy), args, n);
}

static Object *proxy_reversed_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return proxy_pass(rt, self, NAME(__reversed__), args, n);
}

const Type mapping_proxy_type = {
    TYPE_IDENTITY(mapping_proxy),
    .name = "mappingproxy",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_IS_MAPPING,
    .size = sizeof(MappingProxy),
    .create = proxy_create,
    .init = object_init,
    .free = proxy_free,
    .visit = proxy_visit,
    .repr = proxy_repr,
    .str = proxy_str,
    .hash = NULL, /* unhashable */
    .compare = proxy_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .iter = proxy_iter,
    .binary[BINARY_OR] = proxy_or,
    .in_place[BINARY_OR] = proxy_in_place_or,
    .length = proxy_length,
    .get_item = proxy_get_item,
    .contains = proxy_contains,
    .methods = (const MethodSpec[]){
        {"get", proxy_get_method, 1, 2, .doc = "Return the value for key if key is in the mapping, else default."},
        {"keys", proxy_keys_method, 0, 0, .doc = "D.keys() -> a set-like object providing a view on D's keys"},
        {"values", proxy_values_method, 0, 0, .doc = "D.values() -> an object providing a view on D's values"},
        {"items", proxy_items_method, 0, 0, .doc = "D.items() -> a set-like object providing a view on D's items"},
        {"copy", proxy_copy_method, 0, 0, .doc = "D.copy() -> a shallow copy of D"},
        CLASS_GET_ITEM,
        {"__reversed__", proxy_reversed_method, 0, 0, .doc = "D.__reversed__() -> reverse iterator"},
        {0},
    },
};
