/* builtin_function_or_method: a function written in C, alone (len) or bound to its object ([].append). */
#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/module.h"
#include "types/type_parts.h"

Object *builtin_new(Runtime *rt, const MethodSpec *spec, Object *self, Object *module_name)
{
    Builtin *builtin = gc_new(rt, &builtin_type);
    if (builtin == NULL)
        return NULL;
    builtin->spec = spec;
    builtin->self = object_retain_maybe(self);
    builtin->module = object_retain_maybe(module_name);
    gc_track(rt, builtin);
    return (Object *)builtin;
}

static void builtin_clear(Runtime *rt, Object *object)
{
    (void)rt;
    object_clear_slot(&((Builtin *)object)->self);
    object_clear_slot(&((Builtin *)object)->module);
}

static void builtin_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    builtin_clear(rt, object);
    gc_dispose(rt, object);
}

static int builtin_visit(Object *object, Visitor visit, void *context)
{
    Builtin *self = (Builtin *)object;
    GC_VISIT(self->self);
    GC_VISIT(self->module);
    return 0;
}

static Object *builtin_call(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    Builtin *self = (Builtin *)object;
    return method_spec_call(rt, self->spec, self->self, args, n, names);
}

/* Bound to an object or a class, not to its module. */
static bool builtin_is_bound(const Builtin *self)
{
    return self->self != NULL && !module_check(self->self);
}

static Object *builtin_repr(Runtime *rt, Object *object)
{
    Builtin *self = (Builtin *)object;
    if (!builtin_is_bound(self))
        return (Object *)str_format(rt, "<built-in function %s>", self->spec->name);
    if (!object_is_immortal(self->self))
        self->self->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)str_format(rt, "<built-in method %s of %T object at %p>", self->spec->name, self->self,
                                (void *)self->self);
}

static int64_t builtin_hash(Runtime *rt, Object *object)
{
    (void)rt;
    Builtin *self = (Builtin *)object;
    int64_t hash = hash_pointer(self->self) ^ hash_pointer(self->spec);
    return hash == -1 ? -2 : hash;
}

static Object *builtin_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    (void)rt;
    if ((operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL) ||
        !object_has_type(left, &builtin_type) || !object_has_type(right, &builtin_type))
        return NOT_IMPLEMENTED;
    Builtin *a = (Builtin *)left, *b = (Builtin *)right;
    bool equal = a->self == b->self && a->spec == b->spec;
    return bool_object(equal == (operation == COMPARE_EQUAL));
}

/* ---- attributes ---- */

static Object *builtin_get_name(Runtime *rt, Object *self)
{
    return (Object *)str_intern_c(rt, ((Builtin *)self)->spec->name);
}

/* "list.append" for a bound one, with the type that it is bound to. */
static Object *builtin_get_qualified_name(Runtime *rt, Object *object)
{
    Builtin *self = (Builtin *)object;
    if (!builtin_is_bound(self))
        return builtin_get_name(rt, object);
    Object *type = type_check(self->self) ? self->self : type_as_object(self->self->type);
    owned Object *name = object_get_attribute(rt, type, NAME(__qualname__));
    if (name == NULL)
        return NULL;
    if (!str_check(name))
        return error_set(rt, &type_error_type, "<method>.__class__.__qualname__ is not a unicode object");
    return (Object *)str_format(rt, "%U.%s", name, self->spec->name);
}

static Object *builtin_get_self(Runtime *rt, Object *object)
{
    (void)rt;
    Object *self = ((Builtin *)object)->self;
    return object_retain(self != NULL ? self : NONE);
}

static Object *builtin_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    Builtin *self = (Builtin *)object;
    owned Object *name = builtin_get_name(rt, object);
    if (name == NULL || !builtin_is_bound(self))
        return take(&name);
    Object *getattr = dict_get_str_borrow(rt, rt->builtins, NAME(getattr));
    if (getattr == NULL)
        return error_pending(rt) ? NULL : error_set(rt, &attribute_error_type, "getattr");
    owned Tuple *arguments = tuple_pack(rt, 2, self->self, name);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, getattr, arguments);
}

/* A doc that begins with "name(...)\n--\n\n" carries the signature before that line. */
static const char *doc_signature_end(const MethodSpec *spec)
{
    size_t length = strlen(spec->name);
    if (spec->doc == NULL || strncmp(spec->doc, spec->name, length) != 0 || spec->doc[length] != '(')
        return NULL;
    return strstr(spec->doc, ")\n--\n\n");
}

static Object *builtin_get_doc(Runtime *rt, Object *object)
{
    const MethodSpec *spec = ((Builtin *)object)->spec;
    if (spec->doc == NULL)
        return NONE;
    const char *end = doc_signature_end(spec);
    return (Object *)str_from_c(rt, end == NULL ? spec->doc : end + strlen(")\n--\n\n"));
}

/* "($module, obj, /)" */
static Object *builtin_get_text_signature(Runtime *rt, Object *object)
{
    Builtin *self = (Builtin *)object;
    const MethodSpec *spec = self->spec;
    const char *end = doc_signature_end(spec);
    if (end != NULL)
        return (Object *)str_from_utf8(rt, spec->doc + strlen(spec->name),
                                       (size_t)(end + 1 - spec->doc) - strlen(spec->name));
    return NONE;
}

const Type builtin_type = {
    TYPE_IDENTITY(builtin),
    .name = "builtin_function_or_method",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(Builtin),
    .init = object_init,
    .free = builtin_free,
    .visit = builtin_visit,
    .clear = builtin_clear,
    .repr = builtin_repr,
    .str = object_default_str,
    .hash = builtin_hash,
    .compare = builtin_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = builtin_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", builtin_reduce, 0, 0, .doc = "Helper for pickle."},
        {0},
    },
    .members = (const MemberSpec[]){
        {"__module__", MEMBER_OBJECT, offsetof(Builtin, module), true, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__doc__", builtin_get_doc, NULL, NULL},
        {"__name__", builtin_get_name, NULL, NULL},
        {"__qualname__", builtin_get_qualified_name, NULL, NULL},
        {"__self__", builtin_get_self, NULL, NULL},
        {"__text_signature__", builtin_get_text_signature, NULL, NULL},
        {0},
    },
};
