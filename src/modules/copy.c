/* The module copy: copy() and deepcopy(), in C.
 *
 * What is copied how: atoms are their own copies; the exact built-in containers are copied here; then come __copy__
 * or __deepcopy__, copyreg.dispatch_table, and at last __reduce_ex__(4), whose parts are put together again.
 *
 * deepcopy() remembers by address what it has copied, so that shared and cyclic structure stays as it is:
 *
 *    memo = { address of an original: its copy, ...
 *             address of the memo: [originals, ...] }     they must live as long as their addresses count
 *
 * The memo is an ordinary dict, which __deepcopy__ methods get and may pass on or change. Until one has got it, it
 * holds nothing but what this file put there, and atoms need not be looked up.
 *
 * Objects of plain classes (nothing overridden, attributes in value slots) take a short way that makes no
 * intermediate parts: copy_plain(). */
#include "modules/import.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/dict.h"
#include "types/exception_parts.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"
#include "types/type_parts.h"

extern const Type copy_error_type;

/* ---- kinds of types ------------------------------------------------------------------------------------------------ */

/* Objects of this exact type, or classes: their own deep copies. */
static bool is_deep_atom(const Type *type)
{
    switch (type->index) {
    case TYPE_INDEX_none: case TYPE_INDEX_ellipsis: case TYPE_INDEX_not_implemented: case TYPE_INDEX_int:
    case TYPE_INDEX_float: case TYPE_INDEX_bool: case TYPE_INDEX_complex: case TYPE_INDEX_bytes: case TYPE_INDEX_str:
    case TYPE_INDEX_code: case TYPE_INDEX_type: case TYPE_INDEX_range: case TYPE_INDEX_builtin:
    case TYPE_INDEX_function: case TYPE_INDEX_weak_reference: case TYPE_INDEX_property:
        return true;
    default:
        return type_has_flag(type, TYPE_TYPE);
    }
}

static bool is_shallow_atom(const Type *type)
{
    return type->index == TYPE_INDEX_tuple || type->index == TYPE_INDEX_frozenset || type->index == TYPE_INDEX_slice ||
           is_deep_atom(type);
}

/* ---- the memo ------------------------------------------------------------------------------------------------------ */

typedef struct Copier {
    Runtime *rt;
    Object *memo;   /* owned; an exact dict, or what the caller gave; NULL: a shallow copy */
    List *originals;/* owned; the list in our own memo, once it is there */
    bool is_shared; /* Python code has got the memo */
} Copier;

static Object *address_of(Runtime *rt, const void *object)
{
    return (Object *)int_from_uint64(rt, (uint64_t)(uintptr_t)object);
}

/* memo.get(key): 1 and *value owned, 0, -1. */
static MUST_CHECK int memo_get(Copier *copier, Object *key, Object **value)
{
    Runtime *rt = copier->rt;
    *value = NULL;
    if (dict_check_exact(copier->memo)) {
        *value = object_retain_maybe(dict_get_borrow(rt, (Dict *)copier->memo, key));
        return *value != NULL ? 1 : error_pending(rt) ? -1 : 0;
    }
    owned List *absent = list_new(rt, 0);
    if (absent == NULL)
        return -1;
    Object *args[] = {copier->memo, key, (Object *)absent};
    *value = object_call_method(rt, NAME(get), args, 3, NULL);
    if (*value == NULL)
        return -1;
    if (*value != (Object *)absent)
        return 1;
    object_clear_slot(value);
    return 0;
}

static MUST_CHECK int memo_set(Copier *copier, Object *key, Object *value)
{
    if (dict_check_exact(copier->memo))
        return dict_set(copier->rt, (Dict *)copier->memo, key, value);
    return object_set_item(copier->rt, copier->memo, key, value);
}

/* memo[key]: as memo_get, by subscript. */
static MUST_CHECK int memo_item(Copier *copier, Object *key, Object **value)
{
    if (dict_check_exact(copier->memo))
        return memo_get(copier, key, value);
    *value = object_get_item(copier->rt, copier->memo, key);
    if (*value != NULL)
        return 1;
    return error_clear_if(copier->rt, &key_error_type) ? 0 : -1;
}

/* The memo keeps `original` alive. */
static MUST_CHECK int memo_keep(Copier *copier, Object *original)
{
    Runtime *rt = copier->rt;
    if (!copier->is_shared && copier->originals != NULL)
        return list_append(rt, copier->originals, original);
    owned Object *key = address_of(rt, copier->memo);
    owned Object *kept = NULL;
    int found = key == NULL ? -1 : memo_item(copier, key, &kept);
    if (found < 0)
        return -1;
    if (found > 0 && list_check_exact(kept))
        return list_append(rt, (List *)kept, original);
    if (found > 0) {
        Object *args[] = {kept, original};
        owned Object *result = object_call_method(rt, NAME(append), args, 2, NULL);
        return result == NULL ? -1 : 0;
    }
    owned List *originals = list_from_array(rt, &original, 1);
    if (originals == NULL || memo_set(copier, key, (Object *)originals) < 0)
        return -1;
    if (!copier->is_shared)
        copier->originals = take(&originals);
    return 0;
}

/* ---- the built-in containers --------------------------------------------------------------------------------------- */

static Object *deep(Copier *copier, Object *object);

static Object *deep_list(Copier *copier, List *list, Object *key)
{
    Runtime *rt = copier->rt;
    owned List *copy = list_new(rt, list->length);
    if (copy == NULL || memo_set(copier, key, (Object *)copy) < 0)
        return NULL;
    for (size_t i = 0; i < list->length; i++) { /* the list may change while its items are copied */
        owned Object *item = object_retain(list->items[i]);
        Object *item_copy = deep(copier, item);
        if (item_copy == NULL || list_append_steal(rt, copy, item_copy) < 0)
            return NULL;
    }
    return (Object *)take(&copy);
}

/* A tuple whose items are all their own copies is its own copy. */
static Object *deep_tuple(Copier *copier, Tuple *tuple, Object *key)
{
    Runtime *rt = copier->rt;
    owned Tuple *copy = NULL;
    for (size_t i = 0; i < tuple->length; i++) {
        owned Object *item = deep(copier, tuple->items[i]);
        if (item == NULL)
            return NULL;
        if (copy == NULL && item != tuple->items[i]) {
            copy = tuple_new(rt, tuple->length);
            if (copy == NULL)
                return NULL;
            for (size_t before = 0; before < i; before++)
                copy->items[before] = object_retain(tuple->items[before]);
        }
        if (copy != NULL)
            copy->items[i] = take(&item);
    }
    /* Its items may have led back to it and so copied it already. */
    owned Object *there = NULL;
    int found = memo_item(copier, key, &there);
    if (found != 0)
        return found < 0 ? NULL : take(&there);
    if (copy == NULL)
        return object_retain(tuple);
    tuple_publish(rt, copy);
    return (Object *)take(&copy);
}

static Object *deep_dict(Copier *copier, Dict *dict, Object *key)
{
    Runtime *rt = copier->rt;
    owned Dict *copy = dict_new(rt);
    if (copy == NULL || memo_set(copier, key, (Object *)copy) < 0)
        return NULL;
    size_t position = 0, length = dict->used;
    Object *entry_key, *entry_value;
    while (dict_next(dict, &position, &entry_key, &entry_value)) {
        owned Object *old_key = object_retain(entry_key);
        owned Object *old_value = object_retain(entry_value);
        owned Object *new_value = deep(copier, old_value); /* first: so the assignment evaluates */
        owned Object *new_key = new_value == NULL ? NULL : deep(copier, old_key);
        if (new_key == NULL || dict_set(rt, copy, new_key, new_value) < 0)
            return NULL;
        if (dict->used != length)
            return error_set(rt, &runtime_error_type, "dictionary changed size during iteration");
    }
    return (Object *)take(&copy);
}

static Object *deep_method(Copier *copier, Method *method)
{
    Runtime *rt = copier->rt;
    owned Object *self = deep(copier, method->self);
    return self == NULL ? NULL : method_new(rt, method->function, self);
}

/* ---- objects of plain classes -------------------------------------------------------------------------------------- */

static bool is_special(const Str *name)
{
    return name->length > 4 && str_at(name, 0) == '_' && str_at(name, 1) == '_';
}

/* Whether the copy of `object` is a new instance with (copies of) its attributes and nothing else: 1, 0, -1. */
static int is_plain(Runtime *rt, Object *object)
{
    const Type *type = object->type;
    if (!type_has_flag(type, TYPE_IS_HEAP) || type_builtin_base(type) != &object_type ||
        type->attributes_offset != sizeof(Object) || /* fields of __slots__ would come before */
        type->get_attribute != object_generic_get_attribute || type_has_flag(type, TYPE_IS_ABSTRACT))
        return 0;
    if (attribute_dict(object) != NULL)
        return 0;
    for (const Shape *shape = attribute_shape(object); shape != NULL && shape->count != 0; shape = shape->parent)
        if (is_special(shape->name))
            return 0;
    static const uint16_t unknown[] = {
        NAME_INDEX___copy__, NAME_INDEX___deepcopy__, NAME_INDEX___getnewargs__, NAME_INDEX___getnewargs_ex__,
        NAME_INDEX___setstate__,
    };
    static const uint16_t inherited[] = {
        NAME_INDEX___reduce_ex__, NAME_INDEX___reduce__, NAME_INDEX___getstate__, NAME_INDEX___new__,
        NAME_INDEX___class__,
    };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (type_lookup_borrow(rt, type, (Str *)&frozen_names[unknown[i]].head) != NULL || error_pending(rt))
            return error_pending(rt) ? -1 : 0;
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++) {
        const Type *where = NULL;
        Object *found = type_lookup_from_borrow(rt, type, (Str *)&frozen_names[inherited[i]].head, &where);
        if (found == NULL || where != &object_type)
            return error_pending(rt) ? -1 : 0;
    }
    return 1;
}

static Object *copy_plain(Copier *copier, Object *object, Object *key)
{
    Runtime *rt = copier->rt;
    bool is_deep = copier->memo != NULL;
    owned Object *copy = instance_new(rt, object->type);
    if (copy == NULL || (is_deep && memo_set(copier, key, copy) < 0))
        return NULL;
    const Shape *shape = attribute_shape(object);
    size_t count = shape == NULL ? 0 : shape->count;
    owned Tuple *names = tuple_new(rt, count);
    owned Tuple *values = names == NULL ? NULL : tuple_new(rt, count);
    if (values == NULL)
        return NULL;
    /* The state is taken whole before any of it is copied, and complete before any of it is set. */
    for (const Shape *step = shape; step != NULL && step->count != 0; step = step->parent) {
        names->items[step->count - 1] = object_retain(step->name);
        values->items[step->count - 1] = object_retain(attribute_values(object)[step->count - 1]);
    }
    for (size_t i = 0; is_deep && i < count; i++) {
        Object *value = deep(copier, values->items[i]);
        if (value == NULL)
            return NULL;
        object_replace_steal(&values->items[i], value);
    }
    for (size_t i = 0; i < count; i++)
        if (attributes_set(rt, copy, (Str *)names->items[i], values->items[i]) < 0)
            return NULL;
    return take(&copy);
}

/* ---- all other objects --------------------------------------------------------------------------------------------- */

/* copyreg.dispatch_table[type]: 1 and *function owned, 0, -1. Nothing can be in it before copyreg is imported, but
 * for what copyreg itself puts there. */
static MUST_CHECK int find_registered(Runtime *rt, const Type *type, Object **function)
{
    owned Object *module = object_retain_maybe(dict_get_str_borrow(rt, rt->modules, NAME(copyreg)));
    if (module == NULL && type == &union_type)
        module = (Object *)import_module(rt, NAME(copyreg));
    if (module == NULL)
        return error_pending(rt) ? -1 : 0;
    owned Str *name = str_intern_c(rt, "dispatch_table");
    owned Object *table = NULL;
    int found = name == NULL ? -1 : object_find_attribute(rt, module, name, &table);
    if (found <= 0 || !dict_check(table))
        return found < 0 ? -1 : 0;
    *function = object_retain_maybe(dict_get_borrow(rt, (Dict *)table, type_as_object(type)));
    return *function != NULL ? 1 : error_pending(rt) ? -1 : 0;
}

/* What the object says of how it is put together: a tuple of parts, or a str: it is its own copy. */
static Object *take_apart(Runtime *rt, Object *object, const char *kind)
{
    owned Object *function = NULL;
    int found = find_registered(rt, object->type, &function);
    if (found != 0)
        return found < 0 ? NULL : object_call_one(rt, function, object);
    found = object_find_attribute(rt, object, NAME(__reduce_ex__), &function);
    if (found < 0)
        return NULL;
    if (found > 0 && function != NONE)
        return object_call_one(rt, function, (Object *)int_from_int64(rt, 4));
    object_clear_slot(&function);
    found = object_find_attribute(rt, object, NAME(__reduce__), &function);
    if (found > 0)
        found = object_truth(rt, function);
    if (found < 0)
        return NULL;
    if (found > 0)
        return object_call_none(rt, function);
    return error_set(rt, &copy_error_type, "un(%s)copyable object of type %S", kind, object->type);
}

/* state: for __setstate__, or a dict of attributes, or that and a dict of fields. */
static MUST_CHECK int set_state(Copier *copier, Object *copy, Object *given)
{
    Runtime *rt = copier->rt;
    owned Object *state = copier->memo != NULL ? deep(copier, given) : object_retain(given);
    if (state == NULL)
        return -1;
    owned Object *method = NULL;
    int found = object_find_attribute(rt, copy, NAME(__setstate__), &method);
    if (found != 0) {
        owned Object *result = found < 0 ? NULL : object_call_one(rt, method, state);
        return result == NULL ? -1 : 0;
    }
    owned Object *fields = NULL;
    if (tuple_check(state) && ((Tuple *)state)->length == 2) {
        fields = object_retain(((Tuple *)state)->items[1]);
        object_replace_steal(&state, object_retain(((Tuple *)state)->items[0]));
    }
    if (state != NONE) {
        owned Object *dict = object_get_attribute(rt, copy, NAME(__dict__));
        Object *args[] = {dict, state};
        owned Object *result = dict == NULL ? NULL : object_call_method(rt, NAME(update), args, 2, NULL);
        if (result == NULL)
            return -1;
    }
    if (fields == NULL || fields == NONE)
        return 0;
    owned Object *items = object_call_method(rt, NAME(items), &fields, 1, NULL);
    owned Object *iterator = items == NULL ? NULL : object_iter(rt, items);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -1 : 0;
        owned Tuple *pair = sequence_tuple(rt, item);
        if (pair == NULL)
            return -1;
        if (pair->length != 2 || !str_check(pair->items[0]))
            return error_fail(rt, &type_error_type, "attribute name must be string, not '%T'",
                              pair->length > 0 ? pair->items[0] : NONE);
        if (object_set_attribute(rt, copy, (Str *)pair->items[0], pair->items[1]) < 0)
            return -1;
    }
}

static MUST_CHECK int add_list_items(Copier *copier, Object *copy, Object *items)
{
    Runtime *rt = copier->rt;
    owned Object *iterator = object_iter(rt, items);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -1 : 0;
        owned Object *added = copier->memo != NULL ? deep(copier, item) : object_retain(item);
        Object *args[] = {copy, added};
        owned Object *result = added == NULL ? NULL : object_call_method(rt, NAME(append), args, 2, NULL);
        if (result == NULL)
            return -1;
    }
}

static Tuple *as_pair(Runtime *rt, Object *item)
{
    owned Tuple *pair = sequence_tuple(rt, item);
    if (pair == NULL && item->type->iter == NULL && error_clear_if(rt, &type_error_type))
        return error_set(rt, &type_error_type, "cannot unpack non-iterable %T object", item);
    if (pair != NULL && pair->length < 2)
        return error_set(rt, &value_error_type, "not enough values to unpack (expected 2, got %zu)", pair->length);
    if (pair != NULL && pair->length > 2)
        return error_set(rt, &value_error_type, "too many values to unpack (expected 2)");
    return take(&pair);
}

static MUST_CHECK int add_dict_items(Copier *copier, Object *copy, Object *items)
{
    Runtime *rt = copier->rt;
    owned Object *iterator = object_iter(rt, items);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -1 : 0;
        owned Tuple *pair = as_pair(rt, item);
        if (pair == NULL)
            return -1;
        owned Object *key = copier->memo != NULL ? deep(copier, pair->items[0]) : object_retain(pair->items[0]);
        if (key == NULL)
            return -1;
        owned Object *value = copier->memo != NULL ? deep(copier, pair->items[1]) : object_retain(pair->items[1]);
        if (value == NULL || object_set_item(rt, copy, key, value) < 0)
            return -1;
    }
}

/* The arguments of the maker: (deep copies of) the items of `given`. */
static Tuple *maker_arguments(Copier *copier, Object *given)
{
    Runtime *rt = copier->rt;
    if (!tuple_check(given) && given->type->iter == NULL && given->type->item == NULL && given->type->get_item == NULL)
        return error_set(rt, &type_error_type, "Value after * must be an iterable, not %T", given);
    owned Tuple *args = sequence_tuple(rt, given);
    if (args == NULL || copier->memo == NULL || args->length == 0)
        return take(&args);
    owned Tuple *copies = tuple_new(rt, args->length);
    if (copies == NULL)
        return NULL;
    for (size_t i = 0; i < args->length; i++)
        if ((copies->items[i] = deep(copier, args->items[i])) == NULL)
            return NULL;
    tuple_publish(rt, copies);
    return take(&copies);
}

/* Puts together what take_apart gave: (maker, arguments[, state[, list items[, dict items]]]). */
static Object *put_together(Copier *copier, Object *parts, Object *key)
{
    Runtime *rt = copier->rt;
    if (!tuple_check(parts) && parts->type->iter == NULL)
        return error_set(rt, &type_error_type, "Value after * must be an iterable, not %T", parts);
    owned Tuple *all = sequence_tuple(rt, parts);
    if (all == NULL)
        return NULL;
    size_t count = all->length;
    if (count < 2)
        return error_set(rt, &type_error_type, "_reconstruct() missing %zu required positional argument%s: %s", 2 - count,
                         count == 0 ? "s" : "", count == 0 ? "'func' and 'args'" : "'args'");
    if (count > 5)
        return error_set(rt, &type_error_type, "_reconstruct() takes from 4 to 7 positional arguments but %zu were given",
                         count + 2);
    owned Tuple *args = maker_arguments(copier, all->items[1]);
    if (args == NULL)
        return NULL;
    owned Object *copy = object_call_tuple(rt, all->items[0], args, NULL);
    if (copy == NULL || (copier->memo != NULL && memo_set(copier, key, copy) < 0))
        return NULL;
    if (count > 2 && all->items[2] != NONE && set_state(copier, copy, all->items[2]) < 0)
        return NULL;
    if (count > 3 && all->items[3] != NONE && add_list_items(copier, copy, all->items[3]) < 0)
        return NULL;
    if (count > 4 && all->items[4] != NONE && add_dict_items(copier, copy, all->items[4]) < 0)
        return NULL;
    return take(&copy);
}

static Object *copy_by_parts(Copier *copier, Object *object, Object *key)
{
    owned Object *parts = take_apart(copier->rt, object, copier->memo != NULL ? "deep" : "shallow");
    if (parts == NULL)
        return NULL;
    return str_check(parts) ? object_retain(object) : put_together(copier, parts, key);
}

/* Whether copyreg knows nothing of the type and the object is plain: 1, 0, -1. */
static int may_be_copied_plainly(Runtime *rt, Object *object)
{
    int plain = is_plain(rt, object);
    if (plain <= 0)
        return plain;
    owned Object *function = NULL;
    int registered = find_registered(rt, object->type, &function);
    return registered < 0 ? -1 : !registered;
}

/* ---- deep ---------------------------------------------------------------------------------------------------------- */

static Object *deep_other(Copier *copier, Object *object, Object *key)
{
    Runtime *rt = copier->rt;
    int plain = may_be_copied_plainly(rt, object);
    if (plain != 0)
        return plain < 0 ? NULL : copy_plain(copier, object, key);
    owned Object *method = NULL;
    int found = object_find_attribute(rt, object, NAME(__deepcopy__), &method);
    if (found < 0)
        return NULL;
    if (found > 0 && method != NONE) {
        copier->is_shared = true;
        return object_call_one(rt, method, copier->memo);
    }
    return copy_by_parts(copier, object, key);
}

static Object *deep_new(Copier *copier, Object *object, Object *key)
{
    switch (object->type->index) {
    case TYPE_INDEX_list:
        return deep_list(copier, (List *)object, key);
    case TYPE_INDEX_tuple:
        return deep_tuple(copier, (Tuple *)object, key);
    case TYPE_INDEX_dict:
        return deep_dict(copier, (Dict *)object, key);
    case TYPE_INDEX_method:
        return deep_method(copier, (Method *)object);
    default:
        return deep_other(copier, object, key);
    }
}

static Object *deep_remembered(Copier *copier, Object *object, bool is_atom)
{
    owned Object *key = address_of(copier->rt, object);
    owned Object *copy = NULL;
    int found = key == NULL ? -1 : memo_get(copier, key, &copy);
    if (found != 0)
        return found < 0 ? NULL : take(&copy);
    if (is_atom)
        return object_retain(object);
    copy = deep_new(copier, object, key);
    if (copy == NULL)
        return NULL;
    if (copy != object && (memo_set(copier, key, copy) < 0 || memo_keep(copier, object) < 0))
        return NULL;
    return take(&copy);
}

static Object *deep(Copier *copier, Object *object)
{
    bool is_atom = is_deep_atom(object->type);
    if (is_atom && !copier->is_shared)
        return object_retain(object);
    if (stack_enter(copier->rt, " while calling a Python object") < 0)
        return NULL;
    owned Object *held = object_retain(object);
    Object *copy = deep_remembered(copier, held, is_atom);
    stack_leave(copier->rt);
    return copy;
}

static Object *copy_deepcopy(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Copier copier = {.rt = rt, .is_shared = args[1] != NULL && args[1] != NONE};
    if (!copier.is_shared && is_deep_atom(args[0]->type))
        return object_retain(args[0]);
    owned Object *memo = copier.is_shared ? object_retain(args[1]) : (Object *)dict_new(rt);
    if (memo == NULL)
        return NULL;
    copier.memo = memo;
    Object *copy = deep(&copier, args[0]);
    object_release_maybe(copier.originals);
    return copy;
}

/* ---- shallow ------------------------------------------------------------------------------------------------------- */

static Object *copy_copy(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Object *object = args[0];
    if (is_shallow_atom(object->type))
        return object_retain(object);
    switch (object->type->index) {
    case TYPE_INDEX_list:
        return (Object *)list_slice(rt, (List *)object, 0, ((List *)object)->length);
    case TYPE_INDEX_dict:
        return (Object *)dict_copy(rt, (Dict *)object);
    case TYPE_INDEX_set:
    case TYPE_INDEX_bytearray:
        return object_call_method(rt, NAME(copy), &object, 1, NULL);
    }
    Copier copier = {.rt = rt};
    int plain = may_be_copied_plainly(rt, object);
    if (plain != 0)
        return plain < 0 ? NULL : copy_plain(&copier, object, NULL);
    owned Object *method = NULL;
    int found = object_find_attribute(rt, type_as_object(object->type), NAME(__copy__), &method);
    if (found < 0)
        return NULL;
    if (found > 0 && method != NONE)
        return object_call_one(rt, method, object);
    return copy_by_parts(&copier, object, NULL);
}

/* ---- the module ---------------------------------------------------------------------------------------------------- */

const Type copy_error_type = {
    EXCEPTION_RECORD(copy_error, "copy.Error", exception, 0, NULL),
    .create = exception_create, .init = exception_init, .free = exception_free, .str = exception_str,
};

static int copy_fill(Runtime *rt, Module *module)
{
    static const char *const names[] = {"Error", "copy", "deepcopy"};
    owned List *all = list_new(rt, 3);
    for (size_t i = 0; all != NULL && i < 3; i++) {
        Object *name = (Object *)str_intern_c(rt, names[i]);
        if (name == NULL || list_append_steal(rt, all, name) < 0)
            return -1;
    }
    if (all == NULL || module_add(rt, module, "__all__", (Object *)all) < 0)
        return -1;
    if (module_add_type(rt, module, "Error", &copy_error_type) < 0)
        return -1;
    return module_add_type(rt, module, "error", &copy_error_type);
}

static const MethodSpec copy_functions[] = {
    {"copy", copy_copy, .parameters = "x",
     .doc = "Shallow copy operation on arbitrary Python objects.\n\nThe copy refers to the same objects as the original."},
    {"deepcopy", copy_deepcopy, .parameters = "x, memo=, _nil=",
     .doc = "Deep copy operation on arbitrary Python objects.\n\nWhat the original refers to is copied too, shared "
            "and cyclic structure kept.\nmemo maps the addresses of what is copied already to the copies."},
    {0},
};

const ModuleSpec copy_module = {"copy", "Shallow and deep copies of any object.", copy_functions, copy_fill};
