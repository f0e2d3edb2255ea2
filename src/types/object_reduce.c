/* How an object is taken apart for copying and pickling: object.__reduce_ex__, __reduce__ and __getstate__.
 *
 * Protocol 2 and above give (__newobj__, (cls, *args), state, list items, dict items); below that copyreg's Python
 * functions do the work. Where copyreg is imported already its functions stand in the answer, so that they can be
 * recognised; else functions of the same names made here, so that copy.copy() imports nothing. */
#include "object/error.h"
#include "types/int.h"
#include "types/list.h"
#include "types/type_parts.h"

/* ---- the makers ------------------------------------------------------------------------------------------------- */

static Object *new_object(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    owned Object *maker = object_get_attribute(rt, args[0], NAME(__new__));
    return maker == NULL ? NULL : object_call(rt, maker, args, n, NULL);
}

static Object *new_object_ex(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    (void)n;
    if (!tuple_check(args[1]) || !dict_check(args[2]))
        return (Object *)error_set(rt, &type_error_type, "__newobj_ex__() takes a class, a tuple and a dict");
    owned Object *maker = object_get_attribute(rt, args[0], NAME(__new__));
    owned List *all = maker == NULL ? NULL : list_from_array(rt, args, 1);
    if (all == NULL || list_extend(rt, all, args[1]) < 0)
        return NULL;
    owned Tuple *positional = list_as_tuple(rt, all);
    return positional == NULL ? NULL : object_call_tuple(rt, maker, positional, (Dict *)args[2]);
}

static const MethodSpec new_object_spec = {"__newobj__", new_object, 1, -1, .flags = METHOD_STATIC};
static const MethodSpec new_object_ex_spec = {"__newobj_ex__", new_object_ex, 3, 3, .flags = METHOD_STATIC};

static Object *copyreg_function(Runtime *rt, const MethodSpec *spec, Str *name)
{
    Object *module = rt->modules == NULL ? NULL : dict_get_str_borrow(rt, rt->modules, NAME(copyreg));
    if (module == NULL)
        return error_pending(rt) ? NULL : builtin_new(rt, spec, NULL, (Object *)NAME(copyreg));
    owned Object *held = (Object *)object_retain(module);
    return object_get_attribute(rt, held, name);
}

/* copyreg.name(args...), importing copyreg. */
static Object *copyreg_call(Runtime *rt, const char *name, Object **args, size_t n)
{
    Object *import = rt->builtins == NULL ? NULL : dict_get_str_borrow(rt, rt->builtins, NAME(__import__));
    if (import == NULL)
        return error_pending(rt) ? NULL : (Object *)error_set(rt, &import_error_type, "__import__ not found");
    owned Object *held = (Object *)object_retain(import);
    owned Object *module = object_call_one(rt, held, (Object *)NAME(copyreg));
    owned Str *key = module == NULL ? NULL : str_intern_c(rt, name);
    owned Object *function = key == NULL ? NULL : object_get_attribute(rt, module, key);
    return function == NULL ? NULL : object_call(rt, function, args, n, NULL);
}

/* ---- state ------------------------------------------------------------------------------------------------------ */

static bool name_has_private_form(const Str *name)
{
    size_t length = name->length;
    return length >= 2 && str_at(name, 0) == '_' && str_at(name, 1) == '_' &&
           !(str_at(name, length - 1) == '_' && str_at(name, length - 2) == '_');
}

/* Appends what one class's __slots__ names, as its fields are called. */
static int slot_names_add(Runtime *rt, List *names, const Type *type, Object *slots)
{
    owned Tuple *all = str_check(slots) ? tuple_pack(rt, 1, slots) : sequence_tuple(rt, slots);
    if (all == NULL)
        return -1;
    for (size_t i = 0; i < all->length; i++) {
        if (!str_check(all->items[i]))
            continue;
        owned Str *name = (Str *)object_retain(all->items[i]);
        if (str_equal(name, NAME(__dict__)) || str_equal(name, NAME(__weakref__)))
            continue;
        if (name_has_private_form(name)) {
            owned Str *class_name = type_name(rt, type);
            if (class_name == NULL)
                return -1;
            size_t skip = 0;
            while (skip < class_name->length && str_at(class_name, skip) == '_')
                skip++;
            if (skip < class_name->length) {
                owned Str *stem = str_slice(rt, class_name, skip, class_name->length);
                Str *mangled = stem == NULL ? NULL : str_format(rt, "_%U%U", stem, name);
                if (mangled == NULL)
                    return -1;
                object_replace_steal(&name, mangled);
            }
        }
        if (list_append(rt, names, (Object *)name) < 0)
            return -1;
    }
    return 0;
}

/* The names of all fields of the class: a list, or None; kept in the class as __slotnames__. */
static Object *slot_names(Runtime *rt, const Type *type)
{
    Object *known = type_own_borrow(rt, type, NAME(__slotnames__));
    if (known == NULL && error_pending(rt))
        return NULL;
    if (known != NULL) {
        if (known != NONE && !list_check(known))
            return (Object *)error_set(rt, &type_error_type, "%N.__slotnames__ should be a list or None, not %T", type,
                                       known);
        return (Object *)object_retain(known);
    }
    owned List *names = list_new(rt, 0);
    owned Tuple *mro = (Tuple *)object_retain_maybe(type_mro_borrow(rt, type));
    if (names == NULL || mro == NULL)
        return NULL;
    for (size_t i = 0; i < mro->length; i++) {
        const Type *step = (const Type *)mro->items[i];
        Object *slots = type_own_borrow(rt, step, NAME(__slots__));
        if (slots == NULL && error_pending(rt))
            return NULL;
        owned Object *held = (Object *)object_retain_maybe(slots);
        if (held != NULL && slot_names_add(rt, names, step, held) < 0)
            return NULL;
    }
    if (type_has_flag(type, TYPE_IS_HEAP) &&
        type_set_attribute(rt, type_as_object(type), NAME(__slotnames__), (Object *)names) < 0)
        error_clear(rt); /* only a cache */
    return (Object *)take(&names);
}

static bool attributes_are_empty(const Object *self)
{
    if (self->type->attributes_offset == 0)
        return false;
    const Dict *dict = attribute_dict(self);
    if (dict != NULL)
        return dict->used == 0;
    const Shape *shape = attribute_shape(self);
    return shape == NULL || shape->count == 0;
}

/* `required`: the state must tell everything; an object with parts unknown to it cannot be taken apart. */
static Object *default_state(Runtime *rt, Object *self, bool required)
{
    const Type *type = self->type;
    if (required && type_has_flag(type, TYPE_HAS_ITEMS))
        return (Object *)error_set(rt, &type_error_type, "cannot pickle %N objects", type);
    owned Object *state = NULL;
    if (attributes_are_empty(self))
        state = NONE;
    else if (object_find_attribute(rt, self, NAME(__dict__), &state) < 0)
        return NULL;
    if (state == NULL)
        state = NONE;
    owned Object *names = slot_names(rt, type);
    if (names == NULL)
        return NULL;
    if (required && type_builtin_base(type)->size > sizeof(Object))
        return (Object *)error_set(rt, &type_error_type, "cannot pickle '%N' object", type);
    if (names == NONE || ((List *)names)->length == 0)
        return take(&state);

    owned Dict *slots = dict_new(rt);
    if (slots == NULL)
        return NULL;
    for (size_t i = 0; i < ((List *)names)->length; i++) {
        owned Object *name = (Object *)object_retain(((List *)names)->items[i]);
        owned Object *value = NULL;
        if (!str_check(name))
            continue;
        int found = object_find_attribute(rt, self, (Str *)name, &value);
        if (found < 0 || (found > 0 && dict_set(rt, slots, name, value) < 0))
            return NULL;
    }
    if (slots->used == 0)
        return take(&state);
    return (Object *)tuple_pack(rt, 2, state, (Object *)slots);
}

Object *object_get_state_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return default_state(rt, self, false);
}

static Object *object_state(Runtime *rt, Object *self, bool required)
{
    owned Object *method = object_get_attribute(rt, self, NAME(__getstate__));
    if (method == NULL)
        return NULL;
    if (object_has_type(method, &builtin_type) && ((Builtin *)method)->self == self &&
        ((Builtin *)method)->spec->function == object_get_state_method)
        return default_state(rt, self, required);
    return object_call_none(rt, method);
}

/* ---- protocol 2 ------------------------------------------------------------------------------------------------- */

/* __getnewargs_ex__ or __getnewargs__: both stay NULL when there is neither. */
static int new_arguments(Runtime *rt, Object *self, Tuple **args, Dict **keywords)
{
    owned Object *method = NULL;
    int found = object_find_attribute(rt, self, NAME(__getnewargs_ex__), &method);
    if (found < 0)
        return -1;
    if (found > 0) {
        owned Object *answer = object_call_none(rt, method);
        if (answer == NULL)
            return -1;
        if (!tuple_check(answer))
            return error_fail(rt, &type_error_type, "__getnewargs_ex__ should return a tuple, not '%T'", answer);
        Tuple *pair = (Tuple *)answer;
        if (pair->length != 2)
            return error_fail(rt, &value_error_type,
                              "__getnewargs_ex__ should return a tuple of length 2, not %zu", pair->length);
        if (!tuple_check(pair->items[0]))
            return error_fail(rt, &type_error_type,
                              "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'",
                              pair->items[0]);
        if (!dict_check(pair->items[1]))
            return error_fail(rt, &type_error_type,
                              "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'",
                              pair->items[1]);
        *args = (Tuple *)object_retain(pair->items[0]);
        *keywords = (Dict *)object_retain(pair->items[1]);
        return 0;
    }
    found = object_find_attribute(rt, self, NAME(__getnewargs__), &method);
    if (found <= 0)
        return found;
    owned Object *answer = object_call_none(rt, method);
    if (answer == NULL)
        return -1;
    if (!tuple_check(answer))
        return error_fail(rt, &type_error_type, "__getnewargs__ should return a tuple, not '%T'", answer);
    *args = (Tuple *)take(&answer);
    return 0;
}

static Object *reduce_two(Runtime *rt, Object *self)
{
    const Type *type = self->type;
    if (type->create == NULL || type_has_flag(type, TYPE_NO_INSTANTIATION))
        return (Object *)error_set(rt, &type_error_type, "cannot pickle '%N' object", type);
    owned Tuple *args = NULL;
    owned Dict *keywords = NULL;
    if (new_arguments(rt, self, &args, &keywords) < 0)
        return NULL;
    bool has_arguments = args != NULL;
    owned Object *maker = NULL;
    owned Tuple *maker_args = NULL;
    if (keywords == NULL || keywords->used == 0) {
        maker = copyreg_function(rt, &new_object_spec, NAME(__newobj__));
        size_t count = args == NULL ? 0 : args->length;
        maker_args = maker == NULL ? NULL : tuple_new(rt, count + 1);
        if (maker_args == NULL)
            return NULL;
        maker_args->items[0] = (Object *)object_retain(type);
        for (size_t i = 0; i < count; i++)
            maker_args->items[i + 1] = (Object *)object_retain(args->items[i]);
        tuple_publish(rt, maker_args);
    } else {
        maker = copyreg_function(rt, &new_object_ex_spec, NAME(__newobj_ex__));
        maker_args = maker == NULL ? NULL
                                   : tuple_pack(rt, 3, type_as_object(type), (Object *)args, (Object *)keywords);
        if (maker_args == NULL)
            return NULL;
    }
    owned Object *state = object_state(rt, self, !has_arguments && !list_check(self) && !dict_check(self));
    if (state == NULL)
        return NULL;
    owned Object *list_items = list_check(self) ? object_iter(rt, self) : NONE;
    if (list_items == NULL)
        return NULL;
    owned Object *dict_items = NULL;
    if (dict_check(self)) {
        owned Object *items = object_call_method(rt, NAME(items), &self, 1, NULL);
        dict_items = items == NULL ? NULL : object_iter(rt, items);
    } else {
        dict_items = NONE;
    }
    if (dict_items == NULL)
        return NULL;
    return (Object *)tuple_pack(rt, 5, maker, (Object *)maker_args, state, list_items, dict_items);
}

static Object *reduce(Runtime *rt, Object *self, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_two(rt, self);
    owned Object *number = (Object *)int_from_int64(rt, protocol);
    Object *args[] = {self, number};
    return number == NULL ? NULL : copyreg_call(rt, "_reduce_ex", args, 2);
}

Object *object_reduce_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return reduce(rt, self, 0);
}

Object *object_reduce_ex_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int64_t protocol;
    if (number_as_int64(rt, args[0], &protocol) < 0)
        return NULL;
    Object *found = type_lookup_borrow(rt, self->type, NAME(__reduce__));
    if (found == NULL && error_pending(rt))
        return NULL;
    if (found != NULL && found != type_own_borrow(rt, &object_type, NAME(__reduce__)))
        return object_call_method(rt, NAME(__reduce__), &self, 1, NULL);
    return reduce(rt, self, protocol);
}
