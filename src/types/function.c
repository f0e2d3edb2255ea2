/* function: a code object with what its names mean.
 *
 *    code        what it does
 *    globals     where its global names are; builtins where what is not there is
 *    closure     the cells of its free variables
 *    defaults    values of parameters that a call leaves out */
#include "types/function.h"

#include "gc/gc.h"
#include "object/error.h"
#include "types/int.h"
#include "types/module.h"
#include "types/type_parts.h"
#include "vm/machine.h"

/* ---- creation ---- */

/* The dict in which builtin names are looked up: what the globals say, else the runtime's. Borrowed. */
static Object *builtins_of(Runtime *rt, Dict *globals)
{
    Object *builtins = dict_get_str_borrow(rt, globals, NAME(__builtins__));
    if (builtins != NULL && module_check(builtins))
        return (Object *)((Module *)builtins)->dict;
    if (builtins != NULL && dict_check(builtins))
        return builtins;
    return (Object *)rt->builtins;
}

Function *function_new(Runtime *rt, Code *code, Dict *globals, Str *qualified_name)
{
    Function *self = gc_new(rt, &function_type);
    if (self == NULL)
        return NULL;
    if (qualified_name == NULL)
        qualified_name = code->qualified_name;
    /* The compiler puts the documentation first among the constants, or None. */
    Object *doc = code->constants != NULL && code->constants->length != 0 ? code->constants->items[0] : NULL;
    self->code = object_retain(code);
    self->globals = object_retain(globals);
    self->builtins = object_retain_maybe(builtins_of(rt, globals));
    self->defaults = NULL;
    self->keyword_defaults = NULL;
    self->closure = NULL;
    self->name = object_retain(code->name);
    self->qualified_name = object_retain(qualified_name);
    self->doc = doc != NULL && str_check(doc) ? object_retain(doc) : NULL;
    self->module = object_retain_maybe(dict_get_str_borrow(rt, globals, NAME(__name__)));
    self->annotations = NULL;
    self->attributes = 0;
    self->version = 0;
    gc_track(rt, self);
    return self;
}

/* function(code, globals, name=None, argdefs=None, closure=None) */
static Object *function_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    Object *given[5];
    if (arguments_bind(rt, "function", "code, globals, name=, argdefs=, closure=", args, n, names, given, 5) < 0)
        return NULL;
    if (!object_has_type(given[0], &code_type))
        return error_set(rt, &type_error_type, "function() argument 'code' must be code, not %.50T", given[0]);
    if (!dict_check(given[1]))
        return error_set(rt, &type_error_type, "function() argument 'globals' must be dict, not %.50T",
                         given[1]);
    for (size_t i = 2; i < 5; i++)
        if (given[i] == NONE)
            given[i] = NULL;
    Code *code = (Code *)given[0];
    Object *name = given[2], *defaults = given[3], *closure = given[4];
    if (name != NULL && !str_check(name))
        return error_set(rt, &type_error_type, "arg 3 (name) must be None or string");
    if (defaults != NULL && !tuple_check(defaults))
        return error_set(rt, &type_error_type, "arg 4 (defaults) must be None or tuple");
    if (closure != NULL ? !tuple_check(closure) : code->free_count != 0)
        return error_set(rt, &type_error_type, closure != NULL || code->free_count == 0
                                                   ? "arg 5 (closure) must be None or tuple"
                                                   : "arg 5 (closure) must be tuple");
    size_t count = closure == NULL ? 0 : ((Tuple *)closure)->length;
    if (count != code->free_count)
        return error_set(rt, &value_error_type, "%U requires closure of length %u, not %zu", code->name,
                         code->free_count, count);
    for (size_t i = 0; i < count; i++)
        if (!object_has_type(((Tuple *)closure)->items[i], &cell_type))
            return error_set(rt, &type_error_type, "arg 5 (closure) expected cell, found %T",
                             ((Tuple *)closure)->items[i]);

    Function *self = function_new(rt, code, (Dict *)given[1], NULL);
    if (self == NULL)
        return NULL;
    if (name != NULL)
        object_replace_steal(&self->name, object_retain(name));
    self->defaults = object_retain_maybe(defaults);
    self->closure = count == 0 ? NULL : object_retain(closure);
    return (Object *)self;
}

/* ---- end ---- */

/* Code and names stay: the machine needs them as long as somebody may call it. */
static void function_clear(Runtime *rt, Object *object)
{
    Function *self = (Function *)object;
    object_clear_slot(&self->globals);
    object_clear_slot(&self->builtins);
    object_clear_slot(&self->module);
    object_clear_slot(&self->defaults);
    object_clear_slot(&self->keyword_defaults);
    object_clear_slot(&self->doc);
    attributes_clear(rt, object);
    object_clear_slot(&self->closure);
    object_clear_slot(&self->annotations);
}

static void function_free(Runtime *rt, Object *object)
{
    Function *self = (Function *)object;
    gc_untrack(self);
    function_clear(rt, object);
    object_release(self->code);
    object_release(self->name);
    object_release(self->qualified_name);
    gc_dispose(rt, self);
}

static int function_visit(Object *object, Visitor visit, void *context)
{
    Function *self = (Function *)object;
    GC_VISIT(self->code);
    GC_VISIT(self->globals);
    GC_VISIT(self->builtins);
    GC_VISIT(self->module);
    GC_VISIT(self->defaults);
    GC_VISIT(self->keyword_defaults);
    GC_VISIT(self->doc);
    GC_VISIT(self->name);
    GC_VISIT(self->qualified_name);
    GC_VISIT(self->closure);
    GC_VISIT(self->annotations);
    return attributes_visit(object, visit, context);
}

/* ---- protocol ---- */

static Object *function_repr(Runtime *rt, Object *self)
{
    self->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)str_format(rt, "<function %U at %p>", ((Function *)self)->qualified_name, (void *)self);
}

static Object *function_bind(Runtime *rt, Object *self, Object *instance, Object *owner)
{
    (void)owner;
    if (instance == NULL || instance == NONE)
        return object_retain(self);
    return method_new(rt, self, instance);
}

/* ---- attributes ---- */

static Object *object_or_none(void *object)
{
    return object_retain(object != NULL ? object : NONE);
}

static Object *function_get_code(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(((Function *)self)->code);
}

static int function_set_code(Runtime *rt, Object *object, Object *value)
{
    Function *self = (Function *)object;
    if (value == NULL || !object_has_type(value, &code_type))
        return error_fail(rt, &type_error_type, "__code__ must be set to a code object");
    size_t cells = self->closure == NULL ? 0 : self->closure->length;
    size_t wanted = ((Code *)value)->free_count;
    if (cells != wanted)
        return error_fail(rt, &value_error_type, "%U() requires a code object with %zu free vars, not %zu",
                          self->name, cells, wanted);
    self->version = 0;
    object_replace_steal(&self->code, object_retain(value));
    return 0;
}

static Object *function_get_defaults(Runtime *rt, Object *self)
{
    (void)rt;
    return object_or_none(((Function *)self)->defaults);
}

static int function_set_defaults(Runtime *rt, Object *object, Object *value)
{
    Function *self = (Function *)object;
    if (value == NONE)
        value = NULL;
    if (value != NULL && !tuple_check(value))
        return error_fail(rt, &type_error_type, "__defaults__ must be set to a tuple object");
    self->version = 0;
    object_replace_steal(&self->defaults, object_retain_maybe(value));
    return 0;
}

static Object *function_get_keyword_defaults(Runtime *rt, Object *self)
{
    (void)rt;
    return object_or_none(((Function *)self)->keyword_defaults);
}

static int function_set_keyword_defaults(Runtime *rt, Object *object, Object *value)
{
    Function *self = (Function *)object;
    if (value == NONE)
        value = NULL;
    if (value != NULL && !dict_check(value))
        return error_fail(rt, &type_error_type, "__kwdefaults__ must be set to a dict object");
    self->version = 0;
    object_replace_steal(&self->keyword_defaults, object_retain_maybe(value));
    return 0;
}

/* name, value, name, value, ... as the machine left them become a dict when somebody looks. */
static Object *function_get_annotations(Runtime *rt, Object *object)
{
    Function *self = (Function *)object;
    if (self->annotations != NULL && dict_check(self->annotations))
        return object_retain(self->annotations);
    owned Dict *dict = dict_new(rt);
    if (dict == NULL)
        return NULL;
    Tuple *pairs = (Tuple *)self->annotations;
    for (size_t i = 0; pairs != NULL && i + 1 < pairs->length; i += 2)
        if (dict_set(rt, dict, pairs->items[i], pairs->items[i + 1]) < 0)
            return NULL;
    object_replace_steal(&self->annotations, object_retain(dict));
    return (Object *)take(&dict);
}

static int function_set_annotations(Runtime *rt, Object *self, Object *value)
{
    if (value == NONE)
        value = NULL;
    if (value != NULL && !dict_check(value))
        return error_fail(rt, &type_error_type, "__annotations__ must be set to a dict object");
    object_replace_steal(&((Function *)self)->annotations, object_retain_maybe(value));
    return 0;
}

static Object *function_get_name(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(((Function *)self)->name);
}

static int function_set_name(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL || !str_check(value))
        return error_fail(rt, &type_error_type, "__name__ must be set to a string object");
    object_replace_steal(&((Function *)self)->name, object_retain(value));
    return 0;
}

static Object *function_get_qualified_name(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(((Function *)self)->qualified_name);
}

static int function_set_qualified_name(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL || !str_check(value))
        return error_fail(rt, &type_error_type, "__qualname__ must be set to a string object");
    object_replace_steal(&((Function *)self)->qualified_name, object_retain(value));
    return 0;
}

static Object *function_get_dict(Runtime *rt, Object *self)
{
    return object_retain_maybe(attributes_materialize(rt, self));
}

static int function_set_dict(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL)
        return error_fail(rt, &type_error_type, "cannot delete __dict__");
    if (!dict_check(value))
        return error_fail(rt, &type_error_type, "__dict__ must be set to a dictionary, not a '%.200T'",
                          value);
    return attributes_replace_dict(rt, self, (Dict *)value);
}

const Type function_type = {
    TYPE_IDENTITY(function),
    .name = "function",
    .doc = "Create a function object.\n\n"
           "  code\n    a code object\n"
           "  globals\n    the globals dictionary\n"
           "  name\n    a string that overrides the name from the code object\n"
           "  argdefs\n    a tuple that specifies the default argument values\n"
           "  closure\n    a tuple that supplies the bindings for free variables",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_IS_METHOD_LIKE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Function),
    .attributes_offset = offsetof(Function, attributes),
    .create = function_create,
    .init = object_init,
    .free = function_free,
    .visit = function_visit,
    .clear = function_clear,
    .repr = function_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = function_call,
    .descriptor_get = function_bind,
    .members = (const MemberSpec[]){
        {"__closure__", MEMBER_OBJECT, offsetof(Function, closure), false, NULL},
        {"__doc__", MEMBER_OBJECT, offsetof(Function, doc), true, NULL},
        {"__globals__", MEMBER_OBJECT, offsetof(Function, globals), false, NULL},
        {"__module__", MEMBER_OBJECT, offsetof(Function, module), true, NULL},
        {"__builtins__", MEMBER_OBJECT, offsetof(Function, builtins), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__code__", function_get_code, function_set_code, NULL},
        {"__defaults__", function_get_defaults, function_set_defaults, NULL},
        {"__kwdefaults__", function_get_keyword_defaults, function_set_keyword_defaults, NULL},
        {"__annotations__", function_get_annotations, function_set_annotations, NULL},
        {"__dict__", function_get_dict, function_set_dict, NULL},
        {"__name__", function_get_name, function_set_name, NULL},
        {"__qualname__", function_get_qualified_name, function_set_qualified_name, NULL},
        {0},
    },
};
