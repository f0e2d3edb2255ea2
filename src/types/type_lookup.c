/* Finding things in classes: the attribute dicts of built-in types, look-ups along the MRO with their cache,
 * subtypes, isinstance() and issubclass().
 *
 * A built-in type is constant; its dict is made from its tables the first time that this runtime asks for it. What
 * that takes is never part of a garbage cycle, so it is kept off the collector's lists, and no collection (which may
 * run Python code) starts while it is made: a look-up runs no code.
 *
 * The cache answers (version of the type, interned name) -> attribute or none. It holds its names, so that an
 * address in it means one name for as long as it is there; the attributes it borrows from the dicts, because any
 * change of them gives the types concerned new versions, and old versions are never used again. */
#include "object/error.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/type_parts.h"

/* ---- dicts of built-in types ------------------------------------------------------------------------------- */

static int dict_add_steal(Runtime *rt, Dict *dict, const char *name, Object *value)
{
    owned Object *held = value;
    if (held == NULL)
        return -1;
    if (object_has_flag(held, TYPE_IS_TRACKED) && !object_is_immortal(held))
        gc_untrack(held);
    owned Str *key = str_intern_c(rt, name);
    return key == NULL ? -1 : dict_set(rt, dict, (Object *)key, held);
}

static bool dict_has(Runtime *rt, Dict *dict, const char *name)
{
    owned Str *key = str_intern_c(rt, name);
    bool found = key != NULL && dict_get_str_borrow(rt, dict, key) != NULL;
    if (key == NULL)
        error_clear(rt); /* the dict_set that follows finds out for itself */
    return found;
}

static int add_slot_wrappers(Runtime *rt, const Type *type, Dict *dict)
{
    if (type->create != NULL && !type_has_flag(type, TYPE_NO_INSTANTIATION) &&
        (type->base == NULL || type->base->create != type->create) &&
        dict_add_steal(rt, dict, "__new__", builtin_new(rt, &new_method_spec, type_as_object(type), NULL)) < 0)
        return -1;
    for (const SlotSpec *spec = slot_specs; spec->offset != 0; spec++) {
        AnyFunction function = *type_slot(type, spec);
        if (function == NULL || spec->wrap == NULL)
            continue;
        if (type->base != NULL && *type_slot(type->base, spec) == function)
            continue;
        Str *name = slot_spec_name(spec);
        if (dict_get_str_borrow(rt, dict, name) != NULL)
            continue;
        owned Object *wrapper = slot_wrapper_new(rt, type, spec);
        if (wrapper == NULL || dict_set(rt, dict, (Object *)name, wrapper) < 0)
            return -1;
    }
    if (type->hash == NULL && dict_set(rt, dict, (Object *)NAME(__hash__), NONE) < 0)
        return -1;
    return 0;
}

static int add_methods(Runtime *rt, const Type *type, Dict *dict)
{
    for (const MethodSpec *spec = type->methods; spec != NULL && spec->name != NULL; spec++) {
        if ((spec->flags & METHOD_COEXIST) == 0 && dict_has(rt, dict, spec->name))
            continue;
        Object *method;
        if ((spec->flags & METHOD_STATIC) != 0) {
            owned Object *function = builtin_new(rt, spec, type_as_object(type), NULL);
            if (function == NULL)
                return -1;
            method = static_method_new(rt, function);
        } else {
            method = method_descriptor_new(rt, type, spec);
        }
        if (dict_add_steal(rt, dict, spec->name, method) < 0)
            return -1;
    }
    return 0;
}

static Dict *builtin_dict_make(Runtime *rt, const Type *type)
{
    owned Dict *dict = dict_new(rt);
    if (dict == NULL || add_slot_wrappers(rt, type, dict) < 0 || add_methods(rt, type, dict) < 0)
        return NULL;
    for (const MemberSpec *spec = type->members; spec != NULL && spec->name != NULL; spec++)
        if (!dict_has(rt, dict, spec->name) &&
            dict_add_steal(rt, dict, spec->name, member_descriptor_new(rt, type, spec)) < 0)
            return NULL;
    for (const PropertySpec *spec = type->properties; spec != NULL && spec->name != NULL; spec++)
        if (!dict_has(rt, dict, spec->name) &&
            dict_add_steal(rt, dict, spec->name, getset_descriptor_new(rt, type, spec)) < 0)
            return NULL;
    if (!dict_has(rt, dict, "__doc__") &&
        dict_add_steal(rt, dict, "__doc__",
                       type->doc == NULL ? NONE : (Object *)str_from_c(rt, type->doc)) < 0)
        return NULL;
    gc_untrack(dict);
    return take(&dict);
}

Dict *type_dict_borrow(Runtime *rt, const Type *type)
{
    TypeState *state = type_state(rt, type);
    if (likely(state->dict != NULL))
        return state->dict;
    bool enabled = rt->nursery.enabled;
    rt->nursery.enabled = false;
    state->dict = builtin_dict_make(rt, type);
    rt->nursery.enabled = enabled;
    return state->dict;
}

/* The second base of the two constant types that have one, else NULL. */
static const Type *second_base(const Type *type)
{
    return type == &exception_group_type ? &exception_type : type == &unsupported_operation_type ? &value_error_type : NULL;
}

/* The next step of the order of resolution behind `step` of `type`: the line of the first bases, that of the second
 * coming before what both have. */
static const Type *next_step(const Type *type, const Type *step)
{
    const Type *second = second_base(type), *next = step->base;
    return second != NULL && step != second && next != NULL && type_is_subtype(second, next) && !type_is_subtype(second, step)
               ? second : next;
}

Tuple *type_bases_borrow(Runtime *rt, const Type *type)
{
    TypeState *state = type_state(rt, type);
    if (state->bases != NULL)
        return state->bases;
    if (type->base == NULL)
        return EMPTY_TUPLE;
    bool enabled = rt->nursery.enabled;
    rt->nursery.enabled = false;
    const Type *second = second_base(type);
    state->bases = second == NULL ? tuple_pack(rt, 1, type_as_object(type->base))
                                  : tuple_pack(rt, 2, type_as_object(type->base), type_as_object(second));
    rt->nursery.enabled = enabled;
    return state->bases;
}

Tuple *type_mro_borrow(Runtime *rt, const Type *type)
{
    TypeState *state = type_state(rt, type);
    if (state->mro != NULL || type_has_flag(type, TYPE_IS_HEAP))
        return state->mro;
    size_t length = 0;
    for (const Type *step = type; step != NULL; step = next_step(type, step))
        length++;
    bool enabled = rt->nursery.enabled;
    rt->nursery.enabled = false;
    Tuple *mro = tuple_new(rt, length);
    rt->nursery.enabled = enabled;
    if (mro == NULL)
        return NULL;
    length = 0;
    for (const Type *step = type; step != NULL; step = next_step(type, step))
        mro->items[length++] = type_as_object(step);
    tuple_publish(rt, mro);
    return state->mro = mro;
}

/* ---- looking up ------------------------------------------------------------------------------------------- */

Object *type_own_borrow(Runtime *rt, const Type *type, Str *name)
{
    Dict *dict = type_dict_borrow(rt, type);
    return dict == NULL ? NULL : dict_get_str_borrow(rt, dict, name);
}

Object *type_lookup_from_borrow(Runtime *rt, const Type *type, Str *name, const Type **where)
{
    const HeapType *heap = heap_type(type);
    if (heap != NULL && heap->state.mro != NULL) {
        owned Tuple *mro = (Tuple *)object_retain(heap->state.mro);
        for (size_t i = 0; i < mro->length; i++) {
            const Type *step = (const Type *)mro->items[i];
            Object *value = type_own_borrow(rt, step, name);
            if (value != NULL || error_pending(rt)) {
                *where = step;
                return value;
            }
        }
        return NULL;
    }
    for (const Type *step = type; step != NULL; step = step->base) {
        Object *value = type_own_borrow(rt, step, name);
        if (value != NULL || error_pending(rt)) {
            *where = step;
            return value;
        }
    }
    return NULL;
}

static inline LookupEntry *lookup_entry(Runtime *rt, uint32_t version, const Str *name)
{
    uintptr_t bits = (uintptr_t)name >> 3;
    return &rt->lookup_cache[(bits ^ (bits >> 9) ^ ((uintptr_t)version * 31)) % LOOKUP_CACHE_SIZE];
}

static bool lookup_cache_open(Runtime *rt)
{
    if (rt->lookup_cache == NULL)
        rt->lookup_cache = (LookupEntry *)heap_take_zeroed(&rt->heap, LOOKUP_CACHE_SIZE, sizeof(LookupEntry),
                                                           DOMAIN_MEMORY);
    return rt->lookup_cache != NULL;
}

Object *type_lookup_borrow(Runtime *rt, const Type *type, Str *name)
{
    const Type *where;
    uint32_t version = type->version;
    if (unlikely(!str_is_interned(name) || version == 0 || !lookup_cache_open(rt)))
        return type_lookup_from_borrow(rt, type, name, &where);

    LookupEntry *entry = lookup_entry(rt, version, name);
    if (likely(entry->version == version && entry->name == name))
        return entry->value;
    /* Looking up under a pending error (a finalizer while an exception flies) would take it for its own. */
    Object *pending = rt->error;
    rt->error = NULL;
    Object *value = type_lookup_from_borrow(rt, type, name, &where);
    if (value == NULL && error_pending(rt)) {
        object_release_maybe(pending);
        return NULL;
    }
    rt->error = pending;
    if (type->version != version)
        return value;
    const Str *old = entry->name;
    *entry = (LookupEntry){version, (const Str *)object_retain(name), value};
    if (old != NULL)
        object_release((Str *)old);
    return value;
}

bool type_is_subtype(const Type *type, const Type *base)
{
    if (type == base)
        return true;
    const HeapType *heap = heap_type(type);
    if (heap != NULL && heap->state.mro != NULL) {
        const Tuple *mro = heap->state.mro;
        for (size_t i = 0; i < mro->length; i++)
            if (mro->items[i] == type_as_object(base))
                return true;
        return false;
    }
    for (const Type *step = type; step != NULL; step = step->base)
        if (step == base)
            return true;
    const Type *second = second_base(type);
    return second != NULL && type_is_subtype(second, base);
}

int object_find_special(Runtime *rt, Object *object, Str *name, Object **method, bool *unbound)
{
    const Type *type = object->type;
    Object *found = type_lookup_borrow(rt, type, name);
    if (found == NULL)
        return error_pending(rt) ? -1 : 0;
    if (object_has_flag(found, TYPE_IS_METHOD_LIKE)) {
        *unbound = true;
        *method = (Object *)object_retain(found);
        return 1;
    }
    *unbound = false;
    if (found->type->descriptor_get == NULL) {
        *method = (Object *)object_retain(found);
        return 1;
    }
    owned Object *descriptor = (Object *)object_retain(found);
    *method = descriptor->type->descriptor_get(rt, descriptor, object, type_as_object(type));
    return *method == NULL ? -1 : 1;
}

/* ---- names ------------------------------------------------------------------------------------------------ */

Str *type_name(Runtime *rt, const Type *type)
{
    const HeapType *heap = heap_type(type);
    if (heap != NULL)
        return (Str *)object_retain(heap->name);
    const char *dot = strrchr(type->name, '.');
    return str_from_c(rt, dot == NULL ? type->name : dot + 1);
}

Str *type_full_name(Runtime *rt, const Type *type)
{
    const HeapType *heap = heap_type(type);
    if (heap == NULL)
        return str_from_c(rt, type->name);
    Object *module = heap->state.dict == NULL ? NULL
                                              : dict_get_str_borrow(rt, heap->state.dict, NAME(__module__));
    if (module == NULL && error_pending(rt))
        return NULL;
    if (module == NULL || !str_check(module) || str_equal((Str *)module, NAME(builtins)))
        return (Str *)object_retain(heap->qualified_name);
    return str_format(rt, "%U.%U", module, heap->qualified_name);
}

/* ---- versions ----------------------------------------------------------------------------------------------- */

void type_modified(Runtime *rt, const Type *type)
{
    HeapType *heap = heap_type(type);
    if (heap == NULL)
        return; /* a constant type shows no change */
    heap->type.version = rt->next_type_version == 0 ? 0 : rt->next_type_version++;
    if (heap->root_shape != NULL)
        shape_renew(rt, heap->root_shape);
    for (uint32_t i = 0; i < heap->state.subclass_count; i++)
        type_modified(rt, &heap->state.subclasses[i]->type);
}

void types_close(Runtime *rt)
{
    for (size_t i = 0; rt->lookup_cache != NULL && i < LOOKUP_CACHE_SIZE; i++)
        if (rt->lookup_cache[i].name != NULL)
            object_release((Str *)rt->lookup_cache[i].name);
    memory_release(rt, rt->lookup_cache, LOOKUP_CACHE_SIZE * sizeof(LookupEntry));
    rt->lookup_cache = NULL;
    for (size_t i = 0; i < TYPE_INDEX_COUNT; i++) {
        TypeState *state = &rt->type_state[i];
        memory_release(rt, state->subclasses, state->subclass_capacity * sizeof(HeapType *));
        state->subclasses = NULL;
        state->subclass_count = state->subclass_capacity = 0;
        object_clear_slot(&state->mro);
        object_clear_slot(&state->bases);
        object_clear_slot(&state->dict);
    }
}

/* ---- isinstance and issubclass -------------------------------------------------------------------------------- */

/* The __bases__ tuple of something that acts as a class, owned; NULL without an error when it has none. */
static Tuple *abstract_bases(Runtime *rt, Object *class)
{
    owned Object *bases = NULL;
    if (object_find_attribute(rt, class, NAME(__bases__), &bases) <= 0)
        return NULL;
    return tuple_check(bases) ? (Tuple *)take(&bases) : NULL;
}

static int abstract_check_class(Runtime *rt, Object *class, const char *message)
{
    owned Tuple *bases = abstract_bases(rt, class);
    if (bases != NULL)
        return 0;
    return error_pending(rt) ? -1 : error_fail(rt, &type_error_type, "%s", message);
}

static int abstract_is_subclass(Runtime *rt, Object *derived, Object *class)
{
    if (stack_check(rt) < 0)
        return -1;
    if (derived == class)
        return 1;
    owned Tuple *bases = abstract_bases(rt, derived);
    if (bases == NULL)
        return error_pending(rt) ? -1 : 0;
    for (size_t i = 0; i < bases->length; i++) {
        int result = abstract_is_subclass(rt, bases->items[i], class);
        if (result != 0)
            return result;
    }
    return 0;
}

int class_is_subclass_plain(Runtime *rt, Object *derived, Object *base)
{
    if (type_check(derived) && type_check(base))
        return type_is_subtype((Type *)derived, (Type *)base);
    if (abstract_check_class(rt, derived, "issubclass() arg 1 must be a class") < 0 ||
        abstract_check_class(rt, base,
                             "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_is_subclass(rt, derived, base);
}

int class_is_instance_plain(Runtime *rt, Object *object, Object *base)
{
    bool plain = type_check(base);
    if (plain && object_is(object, (Type *)base))
        return 1;
    if (!plain && abstract_check_class(rt, base,
                                       "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0)
        return -1;
    owned Object *class = NULL;
    int found = object_find_attribute(rt, object, NAME(__class__), &class);
    if (found <= 0)
        return found;
    if (plain)
        return class != type_as_object(object->type) && type_check(class) &&
               type_is_subtype((Type *)class, (Type *)base);
    return abstract_is_subclass(rt, class, base);
}

/* class.__instancecheck__(object), class.__subclasscheck__(object); 2: there is no such method. */
static int call_class_check(Runtime *rt, Object *class, Str *name, Object *object, const char *where)
{
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, class, name, &method, &unbound);
    if (found <= 0)
        return found < 0 ? -1 : 2;
    if (stack_enter(rt, where) < 0)
        return -1;
    Object *arguments[] = {class, object};
    owned Object *answer =
        unbound ? object_call(rt, method, arguments, 2, NULL) : object_call(rt, method, arguments + 1, 1, NULL);
    stack_leave(rt);
    return answer == NULL ? -1 : object_truth(rt, answer);
}

int object_is_instance(Runtime *rt, Object *object, Object *class_or_tuple)
{
    if (type_as_object(object->type) == class_or_tuple)
        return 1;
    if (object_has_type(class_or_tuple, &type_type)) {
        /* Every object's class but that of a proxy is its type: no attribute needs to be asked for. */
        if (type_is_subtype(object->type, (Type *)class_or_tuple))
            return 1;
        if (object->type->get_attribute == object_generic_get_attribute && !type_has_flag(object->type, TYPE_IS_HEAP))
            return 0; /* and built-in types do not override __class__ */
        return class_is_instance_plain(rt, object, class_or_tuple);
    }
    if (tuple_check(class_or_tuple) || object_has_type(class_or_tuple, &union_type)) {
        owned Tuple *classes = (Tuple *)object_retain(tuple_check(class_or_tuple)
                                                          ? (Tuple *)class_or_tuple
                                                          : union_members_borrow(class_or_tuple));
        if (stack_enter(rt, " in __instancecheck__") < 0)
            return -1;
        int result = 0;
        for (size_t i = 0; i < classes->length && result == 0; i++)
            result = object_is_instance(rt, object, classes->items[i]);
        stack_leave(rt);
        return result;
    }
    int result =
        call_class_check(rt, class_or_tuple, NAME(__instancecheck__), object, " in __instancecheck__");
    return result == 2 ? class_is_instance_plain(rt, object, class_or_tuple) : result;
}

int object_is_subclass(Runtime *rt, Object *derived, Object *class_or_tuple)
{
    if (object_has_type(class_or_tuple, &type_type))
        return derived == class_or_tuple ? 1 : class_is_subclass_plain(rt, derived, class_or_tuple);
    if (tuple_check(class_or_tuple) || object_has_type(class_or_tuple, &union_type)) {
        owned Tuple *classes = (Tuple *)object_retain(tuple_check(class_or_tuple)
                                                          ? (Tuple *)class_or_tuple
                                                          : union_members_borrow(class_or_tuple));
        if (stack_enter(rt, " in __subclasscheck__") < 0)
            return -1;
        int result = 0;
        for (size_t i = 0; i < classes->length && result == 0; i++)
            result = object_is_subclass(rt, derived, classes->items[i]);
        stack_leave(rt);
        return result;
    }
    int result =
        call_class_check(rt, class_or_tuple, NAME(__subclasscheck__), derived, " in __subclasscheck__");
    return result == 2 ? class_is_subclass_plain(rt, derived, class_or_tuple) : result;
}
