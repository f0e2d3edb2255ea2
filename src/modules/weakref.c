/* The module _weakref: what lib/weakref.py builds on. */
#include "gc/weak.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"

static Object *weakref_proxy(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    const Type *type = object_is_callable(args[0]) ? &weak_callable_proxy_type : &weak_proxy_type;
    return weak_make(rt, type, args[0], n == 2 ? args[1] : NULL);
}

static Object *weakref_get_count(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    ssize_t count = 0;
    for (WeakReference *reference = weak_references_borrow(rt, args[0]); reference != NULL; reference = reference->next)
        count++;
    return (Object *)int_from_size(rt, count);
}

static Object *weakref_get_references(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    /* A growing list takes no container, so no collection can change the chain meanwhile. */
    for (WeakReference *reference = weak_references_borrow(rt, args[0]); reference != NULL; reference = reference->next)
        if (list_append(rt, list, (Object *)reference) < 0)
            return NULL;
    return (Object *)take(&list);
}

/* Removes dict[key] if its value is a weak reference that is dead: a callback comes late, when the key
 * may stand for another object. */
static Object *weakref_remove_dead(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (!dict_check(args[0]))
        return error_set(rt, &type_error_type, "_remove_dead_weakref() argument 1 must be dict, not %T", args[0]);
    int64_t hash = object_hash(rt, args[1]);
    if (hash == -1)
        return NULL;
    Object *value = dict_get_hashed_borrow(rt, (Dict *)args[0], args[1], hash);
    if (value == NULL)
        return error_pending(rt) ? NULL : NONE;
    if (!object_is(value, &weak_reference_type) && !object_is(value, &weak_proxy_type) &&
        !object_is(value, &weak_callable_proxy_type))
        return error_set(rt, &type_error_type, "not a weakref");
    if (weak_reference_get_borrow(value) != NULL)
        return NONE;
    owned Object *removed = NULL;
    return dict_pop(rt, (Dict *)args[0], args[1], &removed) < 0 ? NULL : NONE;
}

static int weakref_fill(Runtime *rt, Module *module)
{
    static const struct {
        const char *name;
        const Type *type;
    } types[] = {
        {"ref", &weak_reference_type},
        {"ReferenceType", &weak_reference_type},
        {"ProxyType", &weak_proxy_type},
        {"CallableProxyType", &weak_callable_proxy_type},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (module_add_type(rt, module, types[i].name, types[i].type) < 0)
            return -1;
    return 0;
}

static const MethodSpec weakref_functions[] = {
    {"proxy", weakref_proxy, 1, 2},
    {"getweakrefcount", weakref_get_count, 1, 1},
    {"getweakrefs", weakref_get_references, 1, 1},
    {"_remove_dead_weakref", weakref_remove_dead, 2, 2},
    {0},
};

const ModuleSpec weakref_core_module = {"_weakref", "Weak-reference support module.", weakref_functions, weakref_fill};
