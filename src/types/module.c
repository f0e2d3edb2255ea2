/* module: a name and a dict.
 *
 * A module that dies lets go of its dict, which may live on in the functions defined there. At the close of a runtime
 * the dicts of modules that are still alive are cleared (module_dict_clear), so that what they hold dies in
 * CPython's order. */
#include "types/module.h"

#include "gc/gc.h"
#include "object/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/type_parts.h"

enum { MODULE_IS_BUILT_IN = OBJECT_TYPE_FLAG }; /* written in C: its repr says so */

static int module_fill(Runtime *rt, Module *self, Object *name, Object *doc)
{
    Dict *dict = self->dict;
    if (dict_set(rt, dict, (Object *)NAME(__name__), name) < 0 ||
        dict_set(rt, dict, (Object *)NAME(__doc__), doc) < 0 ||
        dict_set(rt, dict, (Object *)NAME(__package__), NONE) < 0 ||
        dict_set(rt, dict, (Object *)NAME(__loader__), NONE) < 0 ||
        dict_set(rt, dict, (Object *)NAME(__spec__), NONE) < 0)
        return -1;
    return 0;
}

static Object *module_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args, (void)n, (void)names; /* __init__ reads them */
    owned Dict *dict = dict_new(rt);
    Module *self = dict == NULL ? NULL : object_new_any(rt, type, sizeof(Module));
    if (self == NULL)
        return NULL;
    self->dict = take(&dict);
    self->attributes = (AttributeWord)self->dict + 1;
    object_track_any(rt, self);
    return (Object *)self;
}

static int module_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    Object *given[2];
    if (arguments_bind(rt, "module", "name, doc=", args, n, names, given, 2) < 0)
        return -1;
    if (!str_check(given[0]))
        return error_fail(rt, &type_error_type, "module() argument 'name' must be str, not %.50T", given[0]);
    return module_fill(rt, (Module *)self, given[0], given[1] != NULL ? given[1] : NONE);
}

Module *module_new(Runtime *rt, Str *name)
{
    owned Module *self = (Module *)module_create(rt, &module_type, NULL, 0, NULL);
    if (self == NULL || module_fill(rt, self, (Object *)name, NONE) < 0)
        return NULL;
    return take(&self);
}

int module_add(Runtime *rt, Module *module, const char *name, Object *value)
{
    return dict_set_c(rt, module->dict, name, value);
}

int module_add_functions(Runtime *rt, Module *module, const MethodSpec *functions)
{
    ((Object *)module)->flags |= MODULE_IS_BUILT_IN;
    owned Object *name = object_retain_maybe(dict_get_str_borrow(rt, module->dict, NAME(__name__)));
    for (const MethodSpec *spec = functions; spec->name != NULL; spec++) {
        owned Object *function = builtin_new(rt, spec, (Object *)module, name);
        if (function == NULL || module_add(rt, module, spec->name, function) < 0)
            return -1;
    }
    return 0;
}

int module_add_type(Runtime *rt, Module *module, const char *name, const Type *type)
{
    return module_add(rt, module, name, type_as_object(type));
}

/* ---- end ---- */

static void module_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    attributes_clear(rt, object);
    object_dispose_any(rt, object, sizeof(Module));
}

static int module_visit(Object *object, Visitor visit, void *context)
{
    /* It has no `clear`: the dict's own breaks the cycles, and `dict` stays valid for whoever looks. */
    GC_VISIT(((Module *)object)->dict);
    return 0;
}

static void dict_forget(Runtime *rt, Dict *dict, Object *key)
{
    /* Overwriting takes no memory but what the dict's own table may want: without it the name just stays. */
    if (dict_set(rt, dict, key, NONE) < 0)
        error_unraisable(rt, "Exception ignored in", NULL);
}

void module_dict_clear(Runtime *rt, Dict *dict)
{
    owned Dict *keep = object_retain(dict);
    for (int round = 0; round < 2; round++) {
        size_t position = 0;
        Object *key, *value;
        while (dict_next(dict, &position, &key, &value)) {
            if (value == NONE || !str_check(key))
                continue;
            Str *name = (Str *)key;
            bool is_private = name->length != 0 && str_at(name, 0) == '_' &&
                              (name->length < 2 || str_at(name, 1) != '_');
            if (round == 0 ? is_private : !str_equal(name, NAME(__builtins__))) {
                owned Object *holder = object_retain(key);
                dict_forget(rt, dict, holder);
            }
        }
    }
}

/* ---- protocol ---- */

static Object *dict_item(Runtime *rt, Object *self, Str *name)
{
    return dict_get_str_borrow(rt, ((Module *)self)->dict, name);
}

/* What import knows of it: its spec's name, origin, loader. */
static Object *module_repr_from_spec(Runtime *rt, Object *spec)
{
    owned Object *name = object_get_attribute(rt, spec, NAME(name));
    owned Object *origin = name == NULL ? NULL : object_get_attribute(rt, spec, NAME(origin));
    owned Object *loader = origin == NULL ? NULL : object_get_attribute(rt, spec, NAME(loader));
    if (loader == NULL)
        return NULL;
    if (origin == NONE)
        return (Object *)(loader == NONE ? str_format(rt, "<module %R>", name)
                                         : str_format(rt, "<module %R (%R)>", name, loader));
    owned Object *has_location = NULL;
    int found = object_find_attribute(rt, spec, NAME(has_location), &has_location);
    int located = found <= 0 ? found : object_truth(rt, has_location);
    if (located < 0)
        return NULL;
    return (Object *)(located ? str_format(rt, "<module %R from %R>", name, origin)
                              : str_format(rt, "<module %R (%S)>", name, origin));
}

static Object *module_repr(Runtime *rt, Object *self)
{
    owned Object *spec = object_retain_maybe(dict_item(rt, self, NAME(__spec__)));
    if (spec != NULL && spec != NONE) {
        Object *text = module_repr_from_spec(rt, spec);
        if (text != NULL || !error_clear_if(rt, &attribute_error_type))
            return text;
    }
    owned Object *name = object_retain_maybe(dict_item(rt, self, NAME(__name__)));
    if (name == NULL)
        name = (Object *)str_from_c(rt, "?");
    if (name == NULL)
        return NULL;
    owned Object *file = object_retain_maybe(dict_item(rt, self, NAME(__file__)));
    if (file != NULL)
        return (Object *)str_format(rt, "<module %R from %R>", name, file);
    if ((self->flags & MODULE_IS_BUILT_IN) != 0)
        return (Object *)str_format(rt, "<module %R (built-in)>", name);
    owned Object *loader = object_retain_maybe(dict_item(rt, self, NAME(__loader__)));
    if (loader == NULL || loader == NONE)
        return (Object *)str_format(rt, "<module %R>", name);
    return (Object *)str_format(rt, "<module %R (%R)>", name, loader);
}

static bool module_is_initializing(Runtime *rt, Object *self)
{
    Object *spec = dict_item(rt, self, NAME(__spec__));
    owned Object *value = NULL;
    if (spec == NULL || spec == NONE || object_find_attribute(rt, spec, NAME(_initializing), &value) <= 0) {
        error_clear(rt);
        return false;
    }
    int truth = object_truth(rt, value);
    error_clear(rt);
    return truth > 0;
}

static Object *module_get_attribute(Runtime *rt, Object *self, Str *name)
{
    Object *value = NULL;
    int found = object_generic_find_attribute(rt, self, name, &value);
    if (found != 0)
        return value;

    owned Object *hook = object_retain_maybe(dict_item(rt, self, NAME(__getattr__)));
    if (hook != NULL)
        return object_call_one(rt, hook, (Object *)name);
    owned Object *module_name = object_retain_maybe(dict_item(rt, self, NAME(__name__)));
    if (module_name == NULL || !str_check(module_name))
        return error_set(rt, &attribute_error_type, "module has no attribute '%U'", name);
    if (module_is_initializing(rt, self))
        return error_set(rt, &attribute_error_type,
                         "partially initialized module '%U' has no attribute '%U' (most likely due to a "
                         "circular import)",
                         module_name, name);
    return error_set(rt, &attribute_error_type, "module '%U' has no attribute '%U'", module_name, name);
}

static Object *module_dir(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Object *hook = object_retain_maybe(dict_item(rt, self, NAME(__dir__)));
    if (hook != NULL)
        return object_call_none(rt, hook);
    return (Object *)sequence_list(rt, (Object *)((Module *)self)->dict);
}

static Object *module_get_dict(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(((Module *)self)->dict);
}

static Object *module_get_annotations(Runtime *rt, Object *self)
{
    Object *annotations = dict_item(rt, self, NAME(__annotations__));
    if (annotations != NULL)
        return object_retain(annotations);
    owned Dict *dict = dict_new(rt);
    if (dict == NULL ||
        dict_set(rt, ((Module *)self)->dict, (Object *)NAME(__annotations__), (Object *)dict) < 0)
        return NULL;
    return (Object *)take(&dict);
}

static int module_set_annotations(Runtime *rt, Object *self, Object *value)
{
    Dict *dict = ((Module *)self)->dict;
    if (value != NULL)
        return dict_set(rt, dict, (Object *)NAME(__annotations__), value);
    if (dict_item(rt, self, NAME(__annotations__)) == NULL)
        return error_fail(rt, &attribute_error_type, "__annotations__");
    return dict_delete(rt, dict, (Object *)NAME(__annotations__));
}

const Type module_type = {
    TYPE_IDENTITY(module),
    .name = "module",
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Module),
    .attributes_offset = offsetof(Module, attributes),
    .create = module_create,
    .init = module_init,
    .free = module_free,
    .visit = module_visit,
    .repr = module_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = module_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .methods = (const MethodSpec[]){
        {"__dir__", module_dir, 0, 0, .doc = "__dir__() -> list\nspecialized dir() implementation"},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__dict__", module_get_dict, NULL, NULL},
        {"__annotations__", module_get_annotations, module_set_annotations, NULL},
        {0},
    },
};
