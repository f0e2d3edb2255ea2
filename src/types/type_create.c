/* Making classes: type(name, bases, namespace) and what a `class` statement does.
 *
 * A class is built in private, in this order: layout (best base, __slots__), dict, order of resolution, slots. Only
 * then it joins its bases' subclasses and is tracked; a failure before leaves nothing but a half-filled record that
 * type_free() takes apart. What runs Python code comes last: __set_name__ of the attributes, __init_subclass__ of the
 * bases. (A metaclass with its own mro() sees the class before it is whole, as in CPython.) */
#include "object/error.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/type_parts.h"

enum {
    DEFAULT_ATTRIBUTE_CAPACITY = 4, /* 72 bytes; for classes whose bodies tell nothing */
    ATTRIBUTE_HINT_LIMIT = 30,
    SLOT_COUNT_LIMIT = 1 << 20,
};

/* ---- metaclass ---------------------------------------------------------------------------------------------- */

const Type *type_calculate_metaclass(Runtime *rt, const Type *metaclass, Tuple *bases)
{
    const Type *winner = metaclass;
    for (size_t i = 0; i < bases->length; i++) {
        const Type *candidate = bases->items[i]->type;
        if (type_is_subtype(winner, candidate))
            continue;
        if (!type_is_subtype(candidate, winner))
            return (const Type *)error_set(rt, &type_error_type,
                                           "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                                           "subclass of the metaclasses of all its bases");
        winner = candidate;
    }
    return winner;
}

/* ---- __slots__ ---------------------------------------------------------------------------------------------- */

/* _Class__name for a private name; owned. */
static Str *slot_name_mangle(Runtime *rt, Str *class_name, Str *name)
{
    size_t length = name->length;
    bool is_private = length > 2 && str_at(name, 0) == '_' && str_at(name, 1) == '_' &&
                      !(str_at(name, length - 1) == '_' && str_at(name, length - 2) == '_');
    size_t skip = 0;
    while (skip < class_name->length && str_at(class_name, skip) == '_')
        skip++;
    Str *mangled;
    if (!is_private || skip == class_name->length) {
        mangled = str_check_exact(name) ? (Str *)object_retain(name) : str_slice(rt, name, 0, length);
    } else {
        owned Str *stem = str_slice(rt, class_name, skip, class_name->length);
        mangled = stem == NULL ? NULL : str_format(rt, "_%U%U", stem, name);
    }
    if (mangled != NULL)
        str_intern(rt, &mangled);
    return mangled;
}

/* 1, 0, -1 */
static int name_is_identifier(Runtime *rt, Object *name)
{
    owned Str *method = str_intern_c(rt, "isidentifier");
    owned Object *answer = method == NULL ? NULL : object_call_method(rt, method, &name, 1, NULL);
    return answer == NULL ? -1 : object_truth(rt, answer);
}

/* The names of the fields, mangled and sorted, as a list; `*wants_dict`, `*wants_weak`: whether __dict__ and
 * __weakref__ were among them. */
static List *slots_read(Runtime *rt, Str *class_name, Object *slots, const Type *base, Dict *dict, bool may_add_dict,
                        bool may_add_weak, bool *wants_dict, bool *wants_weak)
{
    owned Tuple *names = str_check(slots) ? tuple_pack(rt, 1, slots) : sequence_tuple(rt, slots);
    if (names == NULL)
        return NULL;
    if (names->length > SLOT_COUNT_LIMIT)
        return (List *)error_set(rt, &overflow_error_type, "too many __slots__");
    if (names->length != 0 && type_has_flag(base, TYPE_HAS_ITEMS) && !type_has_flag(base, TYPE_STR))
        return (List *)error_set(rt, &type_error_type, "nonempty __slots__ not supported for subtype of '%N'", base);
    owned List *list = list_new(rt, names->length);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < names->length; i++) {
        if (!str_check(names->items[i]))
            return (List *)error_set(rt, &type_error_type, "__slots__ items must be strings, not '%T'",
                                     names->items[i]);
        Str *name = (Str *)names->items[i];
        int is_identifier = name_is_identifier(rt, (Object *)name);
        if (is_identifier <= 0)
            return is_identifier < 0 ? NULL
                                     : (List *)error_set(rt, &type_error_type, "__slots__ must be identifiers");
        if (str_equal(name, NAME(__dict__))) {
            if (!may_add_dict || *wants_dict)
                return (List *)error_set(rt, &type_error_type, "__dict__ slot disallowed: we already got one");
            *wants_dict = true;
            continue;
        }
        if (str_equal(name, NAME(__weakref__))) {
            if (!may_add_weak || *wants_weak)
                return (List *)error_set(rt, &type_error_type,
                                         "__weakref__ slot disallowed: either we already got one, or "
                                         "__itemsize__ != 0");
            *wants_weak = true;
            continue;
        }
        owned Str *mangled = slot_name_mangle(rt, class_name, name);
        if (mangled == NULL || list_append(rt, list, (Object *)mangled) < 0)
            return NULL;
        if (!str_equal(mangled, NAME(__qualname__)) && !str_equal(mangled, NAME(__classcell__)) &&
            dict_get_str_borrow(rt, dict, mangled) != NULL)
            return (List *)error_set(rt, &value_error_type, "%R in __slots__ conflicts with class variable", mangled);
    }
    if (list->length != 0 && type_has_flag(base, TYPE_STR))
        return (List *)error_set(rt, &type_error_type, "nonempty __slots__ not supported for subtype of '%N'", base);
    return list_sort(rt, list, NULL, false) < 0 ? NULL : take(&list);
}

/* The block behind the member descriptors: specs, then the names' texts. */
static int slots_place(Runtime *rt, HeapType *type, List *names, uint32_t offset)
{
    size_t count = names->length;
    if (count == 0)
        return 0;
    size_t bytes = count * sizeof(MemberSpec);
    for (size_t i = 0; i < count; i++) {
        owned Object *holder = NULL;
        size_t length;
        if (str_utf8(rt, (Str *)names->items[i], &length, &holder) == NULL)
            return -1;
        bytes += length + 1;
    }
    MemberSpec *members = (MemberSpec *)memory_take(rt, bytes);
    if (members == NULL)
        return -1;
    type->slot_members = members;
    type->slot_block_size = bytes;
    char *text = (char *)(members + count);
    for (size_t i = 0; i < count; i++) {
        owned Object *holder = NULL;
        size_t length;
        const char *name = str_utf8(rt, (Str *)names->items[i], &length, &holder);
        if (name == NULL)
            return -1;
        memcpy(text, name, length + 1);
        members[i] = (MemberSpec){.name = text, .kind = MEMBER_OBJECT_STRICT,
                                  .offset = offset + i * sizeof(Object *), .writable = true};
        text += length + 1;
    }
    type->slot_count = count;
    return 0;
}

/* ---- layout --------------------------------------------------------------------------------------------------- */

/* Reads __slots__ and lays out the instances. Sets *adds_dict and *adds_weak for the descriptors. */
static int class_lay_out(Runtime *rt, HeapType *type, Dict *dict, bool *adds_dict, bool *adds_weak)
{
    const Type *base = type->type.base;
    const HeapType *heap_base = heap_type(base);
    bool counts_items = type_has_flag(base, TYPE_HAS_ITEMS) && !type_has_flag(base, TYPE_STR);
    bool may_add_dict = !type_provides_dict(base);
    bool may_add_weak = !type_has_flag(base, TYPE_WEAKLY_REFERABLE) && !counts_items;
    uint32_t offset = heap_base != NULL ? heap_base->fields_end : base->size;
    uint32_t count = 0;

    Object *slots = dict_get_str_borrow(rt, dict, NAME(__slots__));
    if (slots == NULL) {
        if (error_pending(rt))
            return -1;
        *adds_dict = may_add_dict;
        *adds_weak = may_add_weak;
    } else {
        owned Object *held = (Object *)object_retain(slots);
        owned List *names = slots_read(rt, type->name, held, base, dict, may_add_dict, may_add_weak, adds_dict,
                                       adds_weak);
        if (names == NULL || slots_place(rt, type, names, offset) < 0)
            return -1;
        count = (uint32_t)names->length;
        type->slot_names = list_as_tuple(rt, names);
        if (type->slot_names == NULL)
            return -1;
        /* Bases that give no layout may still give a __dict__ or weak references. */
        for (size_t i = 0; i < type->state.bases->length; i++) {
            const Type *other = (const Type *)type->state.bases->items[i];
            if (other == base)
                continue;
            *adds_dict |= may_add_dict && type_provides_dict(other);
            *adds_weak |= may_add_weak && type_has_flag(other, TYPE_WEAKLY_REFERABLE);
        }
    }

    type->has_dict = !may_add_dict || *adds_dict;
    type->has_weak_references = type_has_flag(base, TYPE_WEAKLY_REFERABLE) || *adds_weak;
    if (type->has_weak_references)
        type->type.flags |= TYPE_WEAKLY_REFERABLE;
    if (offset > UINT32_MAX / 2)
        return error_fail(rt, &overflow_error_type, "instances of the class would be too large");
    type->fields_end = offset + count * (uint32_t)sizeof(Object *);

    bool own_word = type->has_dict && !type_provides_dict(type->builtin_base);
    if (!own_word) {
        type->type.attributes_offset = type->builtin_base->attributes_offset;
        type->type.size = type->fields_end;
    } else if (type_has_flag(base, TYPE_HAS_ITEMS)) {
        type->type.attributes_offset = -(int32_t)(sizeof(GCHead) + sizeof(AttributeWord));
        type->type.size = base->size;
    } else {
        type->type.attributes_offset = (int32_t)type->fields_end;
        type->type.size = type->fields_end + (uint32_t)sizeof(AttributeWord);
        type->attribute_names = heap_base == NULL ? 0 : heap_base->attribute_names;
        type->attribute_capacity =
            type->attribute_names == 0 ? DEFAULT_ATTRIBUTE_CAPACITY : type->attribute_names;
        type->root_shape = shape_new_root(rt, type);
        if (type->root_shape == NULL)
            return -1;
    }
    return 0;
}

/* ---- dict ----------------------------------------------------------------------------------------------------- */

/* Replaces a plain function `name` in the dict by what `wrap` makes of it. */
static int class_wrap_function(Runtime *rt, Dict *dict, Str *name, Object *(*wrap)(Runtime *, Object *))
{
    Object *function = dict_get_str_borrow(rt, dict, name);
    if (function == NULL || !object_has_type(function, &function_type))
        return error_pending(rt) ? -1 : 0;
    owned Object *wrapped = wrap(rt, function);
    return wrapped == NULL ? -1 : dict_set(rt, dict, (Object *)name, wrapped);
}

static int class_take_qualified_name(Runtime *rt, HeapType *type, Dict *dict)
{
    owned Object *name = NULL;
    int found = dict_pop(rt, dict, (Object *)NAME(__qualname__), &name);
    if (found < 0)
        return -1;
    if (found == 0) {
        type->qualified_name = (Str *)object_retain(type->name);
        return 0;
    }
    if (!str_check(name))
        return error_fail(rt, &type_error_type, "type __qualname__ must be a str, not %T", name);
    type->qualified_name = (Str *)take(&name);
    return 0;
}

static int class_set_module(Runtime *rt, Dict *dict)
{
    if (dict_get_str_borrow(rt, dict, NAME(__module__)) != NULL)
        return 0;
    Dict *globals = machine_globals(rt);
    Object *module = globals == NULL ? NULL : dict_get_str_borrow(rt, globals, NAME(__name__));
    if (module == NULL)
        return error_pending(rt) ? -1 : 0;
    return dict_set(rt, dict, (Object *)NAME(__module__), module);
}

static int class_add_descriptors(Runtime *rt, HeapType *type, Dict *dict, bool adds_dict, bool adds_weak)
{
    for (size_t i = 0; i < type->slot_count; i++) {
        owned Object *member = member_descriptor_new(rt, &type->type, &type->slot_members[i]);
        if (member == NULL || dict_set(rt, dict, type->slot_names->items[i], member) < 0)
            return -1;
    }
    const PropertySpec *specs[] = {adds_dict ? &instance_dict_property : NULL,
                                   adds_weak ? &instance_weakref_property : NULL};
    Str *names[] = {NAME(__dict__), NAME(__weakref__)};
    for (size_t i = 0; i < 2; i++) {
        if (specs[i] == NULL || dict_get_str_borrow(rt, dict, names[i]) != NULL)
            continue;
        owned Object *property = getset_descriptor_new(rt, &type->type, specs[i]);
        if (property == NULL || dict_set(rt, dict, (Object *)names[i], property) < 0)
            return -1;
    }
    if (dict_get_str_borrow(rt, dict, NAME(__doc__)) == NULL && dict_set(rt, dict, (Object *)NAME(__doc__), NONE) < 0)
        return -1;
    /* Who says what is equal must say how to hash. */
    if (dict_get_str_borrow(rt, dict, NAME(__eq__)) != NULL && dict_get_str_borrow(rt, dict, NAME(__hash__)) == NULL)
        return dict_set(rt, dict, (Object *)NAME(__hash__), NONE);
    return 0;
}

/* ---- after it is whole ------------------------------------------------------------------------------------------ */

static int class_fail_set_name(Runtime *rt, HeapType *type, Object *value, Object *key)
{
    owned Object *cause = error_take(rt);
    error_set(rt, &runtime_error_type, "Error calling __set_name__ on '%T' instance %R in '%N'", value, key,
              &type->type);
    if (rt->error != NULL && object_has_type(rt->error, &runtime_error_type) && cause != NULL) {
        Exception *error = (Exception *)rt->error;
        object_replace_steal(&error->cause, object_retain(cause));
        object_replace_steal(&error->context, take(&cause));
        error->suppress_context = true;
    }
    return -1;
}

static int class_set_names(Runtime *rt, HeapType *type)
{
    owned Dict *copy = NULL; /* made when the first one is met: the calls may change the class */
    size_t position = 0;
    Object *key, *value;
    Dict *dict = type->state.dict;
    while (dict_next(copy != NULL ? copy : dict, &position, &key, &value)) {
        if (type_lookup_borrow(rt, value->type, NAME(__set_name__)) == NULL) {
            if (error_pending(rt))
                return -1;
            continue;
        }
        if (copy == NULL) {
            copy = dict_copy(rt, dict);
            if (copy == NULL)
                return -1;
            position = 0;
            continue;
        }
        owned Object *method = NULL;
        bool unbound;
        int found = object_find_special(rt, value, NAME(__set_name__), &method, &unbound);
        if (found == 0)
            continue;
        Object *args[] = {value, (Object *)type, key};
        owned Object *result = found < 0 ? NULL
                               : unbound ? object_call(rt, method, args, 3, NULL)
                                         : object_call(rt, method, args + 1, 2, NULL);
        if (result == NULL)
            return class_fail_set_name(rt, type, value, key);
    }
    return 0;
}

/* super(type, type).__init_subclass__(**keywords) */
static int class_init_subclass(Runtime *rt, HeapType *type, Tuple *names, Object **values)
{
    Object *found = NULL;
    const Tuple *mro = type->state.mro;
    size_t place = 1;
    while (place < mro->length && found == NULL) {
        found = type_own_borrow(rt, (const Type *)mro->items[place], NAME(__init_subclass__));
        if (found == NULL && error_pending(rt))
            return -1;
        place++;
    }
    if (found == NULL)
        return error_fail(rt, &attribute_error_type, "'super' object has no attribute '__init_subclass__'");
    bool has_keywords = names != NULL && names->length != 0;
    if (!has_keywords && mro->items[place - 1] == type_as_object(&object_type))
        return 0; /* object's does nothing */
    owned Object *held = (Object *)object_retain(found);
    owned Object *method = held->type->descriptor_get == NULL
                               ? (Object *)object_retain(held)
                               : held->type->descriptor_get(rt, held, NULL, (Object *)type);
    owned Object *result =
        method == NULL ? NULL : object_call(rt, method, values, 0, has_keywords ? names : NULL);
    return result == NULL ? -1 : 0;
}

/* ---- type(name, bases, namespace) --------------------------------------------------------------------------------- */

/* A record that will not become a class and is in the way of its own end: its descriptors and its order of
 * resolution refer to it. */
static Object *class_abandon(Runtime *rt, HeapType *type)
{
    Object *pending = error_take(rt);
    type_type.clear(rt, (Object *)type);
    error_restore_steal(rt, pending);
    return NULL;
}

/* Fills the record up to the point where it is a class. The __classcell__, if any, goes to *cell, owned. */
static int class_fill(Runtime *rt, HeapType *type, Dict *namespace, Object **cell)
{
    owned Dict *dict = dict_copy(rt, namespace);
    if (dict == NULL)
        return -1;
    bool adds_dict = false, adds_weak = false;
    if (class_lay_out(rt, type, dict, &adds_dict, &adds_weak) < 0 ||
        class_take_qualified_name(rt, type, dict) < 0 || class_set_module(rt, dict) < 0 ||
        class_wrap_function(rt, dict, NAME(__new__), static_method_new) < 0 ||
        class_wrap_function(rt, dict, NAME(__init_subclass__), class_method_new) < 0 ||
        class_wrap_function(rt, dict, NAME(__class_getitem__), class_method_new) < 0 ||
        dict_pop(rt, dict, (Object *)NAME(__classcell__), cell) < 0)
        return -1;
    if (*cell != NULL && !object_has_type(*cell, &cell_type))
        return error_fail(rt, &type_error_type, "__classcell__ must be a nonlocal cell, not %R", (*cell)->type);
    if (class_add_descriptors(rt, type, dict, adds_dict, adds_weak) < 0)
        return -1;
    type->state.dict = take(&dict);
    type->state.mro = type_mro_make(rt, type);
    if (type->state.mro == NULL)
        return -1;
    for (size_t i = 1; i < type->state.mro->length; i++) {
        const Type *step = (const Type *)type->state.mro->items[i];
        if (type_dict_borrow(rt, step) == NULL) /* made now, so that later changes of slots cannot fail */
            return -1;
        if ((type->type.flags & (TYPE_IS_SEQUENCE | TYPE_IS_MAPPING)) == 0)
            type->type.flags |= step->flags & (TYPE_IS_SEQUENCE | TYPE_IS_MAPPING);
    }
    return type_slots_inherit(rt, type);
}

Object *type_create(Runtime *rt, const Type *metaclass, Str *name, Tuple *bases, Dict *namespace, Tuple *keyword_names,
                    Object **keyword_values)
{
    owned Tuple *all_bases = bases->length != 0 ? (Tuple *)object_retain(bases)
                                                : tuple_pack(rt, 1, type_as_object(&object_type));
    if (all_bases == NULL)
        return NULL;
    const Type *base = type_best_base(rt, all_bases);
    if (base == NULL)
        return NULL;

    owned HeapType *type = (HeapType *)object_new_any(rt, metaclass, sizeof(HeapType));
    if (type == NULL)
        return NULL;
    memset((char *)type + sizeof(Object), 0, sizeof(HeapType) - sizeof(Object));
    type->type.base = (const Type *)object_retain(base);
    type->type.flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_HEAP |
                       (base->flags & (0xffff0000u | TYPE_HAS_ITEMS | TYPE_WEAKLY_REFERABLE));
    type->builtin_base = type_builtin_base(base);
    type->state.bases = (Tuple *)object_retain(all_bases);
    if (heap_type_set_name(rt, type, name) < 0)
        return NULL;

    owned Object *cell = NULL;
    if (class_fill(rt, type, namespace, &cell) < 0)
        return class_abandon(rt, type);
    for (size_t i = 0; i < all_bases->length; i++)
        if (type_add_subclass(rt, (const Type *)all_bases->items[i], type) < 0)
            return class_abandon(rt, type); /* type_free() takes it out where it is in */
    type->type.version = rt->next_type_version == 0 ? 0 : rt->next_type_version++;
    gc_track(rt, type);
    if (cell != NULL)
        object_replace_steal(&((Cell *)cell)->content, object_retain(type));

    if (class_set_names(rt, type) < 0 || class_init_subclass(rt, type, keyword_names, keyword_values) < 0)
        return NULL;
    return (Object *)take(&type);
}

/* ---- the class statement --------------------------------------------------------------------------------------------- */

/* The bases with those that are no classes replaced through __mro_entries__: the same tuple when there are none. */
static Tuple *class_resolve_bases(Runtime *rt, Tuple *bases)
{
    owned List *resolved = NULL;
    for (size_t i = 0; i < bases->length; i++) {
        Object *base = bases->items[i];
        owned Object *method = NULL;
        if (!type_check(base) &&
            object_find_attribute(rt, base, NAME(__mro_entries__), &method) < 0)
            return NULL;
        if (method == NULL) {
            if (resolved != NULL && list_append(rt, resolved, base) < 0)
                return NULL;
            continue;
        }
        owned Object *entries = object_call_one(rt, method, (Object *)bases);
        if (entries == NULL)
            return NULL;
        if (!tuple_check(entries))
            return (Tuple *)error_set(rt, &type_error_type, "__mro_entries__ must return a tuple");
        if (resolved == NULL) {
            resolved = list_from_array(rt, bases->items, i);
            if (resolved == NULL)
                return NULL;
        }
        if (list_extend(rt, resolved, entries) < 0)
            return NULL;
    }
    return resolved == NULL ? (Tuple *)object_retain(bases) : list_as_tuple(rt, resolved);
}

static Object *class_prepare(Runtime *rt, Object *metaclass, Object *name, Tuple *bases, Object **values, Tuple *names)
{
    if (metaclass == type_as_object(&type_type))
        return (Object *)dict_new(rt);
    owned Object *prepare = NULL;
    int found = object_find_attribute(rt, metaclass, NAME(__prepare__), &prepare);
    if (found <= 0)
        return found < 0 ? NULL : (Object *)dict_new(rt);
    size_t count = names == NULL ? 0 : names->length;
    Object **args = (Object **)memory_take_array(rt, count + 2, sizeof(Object *));
    if (args == NULL)
        return NULL;
    args[0] = name;
    args[1] = (Object *)bases;
    if (count != 0)
        memcpy(args + 2, values, count * sizeof(Object *));
    owned Object *namespace = object_call(rt, prepare, args, 2, count == 0 ? NULL : names);
    memory_release(rt, args, (count + 2) * sizeof(Object *));
    if (namespace != NULL && !mapping_check(namespace)) {
        if (type_check(metaclass))
            return (Object *)error_set(rt, &type_error_type, "%N.__prepare__() must return a mapping, not %T",
                                       (const Type *)metaclass, namespace);
        return (Object *)error_set(rt, &type_error_type, "<metaclass>.__prepare__() must return a mapping, not %T",
                                   namespace);
    }
    return take(&namespace);
}

/* The cell through which methods see their class must hold the class now. */
static int class_check_cell(Runtime *rt, Object *class, Object *cell, Object *name)
{
    if (!type_check(class) || !object_has_type(cell, &cell_type))
        return 0;
    Object *content = ((Cell *)cell)->content;
    if (content == class)
        return 0;
    if (content == NULL)
        return error_fail(rt, &runtime_error_type,
                          "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?", name,
                          class);
    return error_fail(rt, &type_error_type, "__class__ set to %R defining %R as %R", content, name, class);
}

/* What the class body is known to store on `self` decides how many value slots instances get. */
static void class_take_hint(HeapType *type, const Code *code)
{
    if (type->root_shape == NULL || code->attribute_hint == 0)
        return;
    uint32_t count = type->attribute_names + code->attribute_hint;
    type->attribute_names = (uint8_t)(count < ATTRIBUTE_HINT_LIMIT ? count : ATTRIBUTE_HINT_LIMIT);
    /* One to spare: whoever adds an attribute from outside (a.next = b) should not need a dict for it, which a
     * collection would count where CPython's inline values count for nothing. */
    type->attribute_capacity = (uint8_t)(type->attribute_names + 1);
}

/* As class_build, with the bases resolved and the keywords without `metaclass`. */
static Object *class_build_with(Runtime *rt, Function *body, Object *name, Tuple *bases, Tuple *original_bases,
                                Object *metaclass, Object **values, Tuple *names)
{
    owned Object *namespace = class_prepare(rt, metaclass, name, bases, values, names);
    if (namespace == NULL)
        return NULL;
    owned Object *cell = machine_run_body(rt, body, namespace);
    if (cell == NULL)
        return NULL;
    if (bases != original_bases) {
        owned Str *key = str_intern_c(rt, "__orig_bases__");
        if (key == NULL || object_set_item(rt, namespace, (Object *)key, (Object *)original_bases) < 0)
            return NULL;
    }
    owned Object *class = NULL;
    if (metaclass == type_as_object(&type_type) && dict_check(namespace)) {
        class = type_create(rt, &type_type, (Str *)name, bases, (Dict *)namespace, names, values);
    } else {
        size_t count = names == NULL ? 0 : names->length;
        Object **args = (Object **)memory_take_array(rt, count + 3, sizeof(Object *));
        if (args == NULL)
            return NULL;
        args[0] = name;
        args[1] = (Object *)bases;
        args[2] = namespace;
        if (count != 0)
            memcpy(args + 3, values, count * sizeof(Object *));
        class = object_call(rt, metaclass, args, 3, count == 0 ? NULL : names);
        memory_release(rt, args, (count + 3) * sizeof(Object *));
    }
    if (class == NULL || class_check_cell(rt, class, cell, name) < 0)
        return NULL;
    if (type_check(class) && type_has_flag((Type *)class, TYPE_IS_HEAP))
        class_take_hint((HeapType *)class, body->code);
    return take(&class);
}

Object *class_build(Runtime *rt, Object **args, size_t n, Tuple *names)
{
    if (n < 2)
        return (Object *)error_set(rt, &type_error_type, "__build_class__: not enough arguments");
    if (!object_has_type(args[0], &function_type))
        return (Object *)error_set(rt, &type_error_type, "__build_class__: func must be a function");
    if (!str_check(args[1]))
        return (Object *)error_set(rt, &type_error_type, "__build_class__: name is not a string");
    owned Tuple *original_bases = tuple_from_array(rt, args + 2, n - 2);
    owned Tuple *bases = original_bases == NULL ? NULL : class_resolve_bases(rt, original_bases);
    if (bases == NULL)
        return NULL;

    /* The keywords but `metaclass`. */
    Object **values = args + n;
    size_t count = names == NULL ? 0 : names->length;
    owned Object *metaclass = NULL;
    owned Tuple *other_names = NULL;
    owned Tuple *other_values = NULL;
    size_t place = count;
    for (size_t i = 0; i < count; i++)
        if (str_equal((Str *)names->items[i], NAME(metaclass)))
            place = i;
    if (place < count) {
        metaclass = (Object *)object_retain(values[place]);
        owned List *name_list = list_from_array(rt, names->items, count);
        owned List *value_list = list_from_array(rt, values, count);
        if (name_list == NULL || value_list == NULL ||
            list_set_slice(rt, name_list, place, place + 1, NULL) < 0 ||
            list_set_slice(rt, value_list, place, place + 1, NULL) < 0)
            return NULL;
        other_names = list_as_tuple(rt, name_list);
        other_values = list_as_tuple(rt, value_list);
        if (other_names == NULL || other_values == NULL)
            return NULL;
        names = other_names->length == 0 ? NULL : other_names;
        values = other_values->items;
    } else {
        const Type *first = bases->length == 0 ? &type_type : bases->items[0]->type;
        metaclass = (Object *)object_retain(first);
    }
    if (type_check(metaclass)) {
        const Type *winner = type_calculate_metaclass(rt, (Type *)metaclass, bases);
        if (winner == NULL)
            return NULL;
        object_replace_steal(&metaclass, object_retain(winner));
    }
    return class_build_with(rt, (Function *)args[0], args[1], bases, original_bases, metaclass, values, names);
}
