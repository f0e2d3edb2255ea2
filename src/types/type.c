/* `type`: what classes are as objects. Their attributes, calling them, changing them, their end.
 *
 * A class is a Type record. Built-in ones are constants: reading works for all, writing only for a HeapType, the
 * classes made by Python code. A change of an attribute goes in this order: the dict, new versions (type_modified), the
 * slots it stands for, and only then dies what was there before: code that runs at its death finds no cache that still
 * knows it. */
#include "object/error.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/type_parts.h"

/* ---- attributes of a class --------------------------------------------------------------------------------- */

int type_find_attribute(Runtime *rt, Type *type, Str *name, Object **value)
{
    Object *self = (Object *)type;
    const Type *metaclass = self->type;
    Object *found = type_lookup_borrow(rt, metaclass, name);
    if (found == NULL && error_pending(rt))
        return -1;
    owned Object *of_metaclass = (Object *)object_retain_maybe(found);
    Object *(*get)(Runtime *, Object *, Object *, Object *) = NULL;
    if (of_metaclass != NULL) {
        get = of_metaclass->type->descriptor_get;
        if (get != NULL && of_metaclass->type->descriptor_set != NULL) {
            *value = get(rt, of_metaclass, self, type_as_object(metaclass));
            return *value == NULL ? -1 : 1;
        }
    }
    found = type_lookup_borrow(rt, type, name);
    if (found != NULL) {
        if (found->type->descriptor_get == NULL) {
            *value = (Object *)object_retain(found);
            return 1;
        }
        owned Object *descriptor = (Object *)object_retain(found);
        *value = descriptor->type->descriptor_get(rt, descriptor, NULL, self);
        return *value == NULL ? -1 : 1;
    }
    if (error_pending(rt))
        return -1;
    if (get != NULL) {
        *value = get(rt, of_metaclass, self, type_as_object(metaclass));
        return *value == NULL ? -1 : 1;
    }
    if (of_metaclass == NULL)
        return 0;
    *value = take(&of_metaclass);
    return 1;
}

Object *type_get_attribute(Runtime *rt, Object *self, Str *name)
{
    Object *value;
    int found = type_find_attribute(rt, (Type *)self, name, &value);
    if (found > 0)
        return value;
    if (found == 0)
        error_set(rt, &attribute_error_type, "type object '%N' has no attribute '%U'", (Type *)self, name);
    return NULL;
}

/* Stores into the class's own dict (value NULL deletes) with all that follows from it. */
static int type_store(Runtime *rt, HeapType *type, Str *name, Object *value)
{
    Dict *dict = type->state.dict;
    owned Object *old = (Object *)object_retain_maybe(dict_get_str_borrow(rt, dict, name));
    if (old == NULL && error_pending(rt))
        return -1;
    if (value == NULL && old == NULL)
        return error_fail(rt, &attribute_error_type, "type object '%N' has no attribute '%U'", &type->type, name);
    owned HeapType *held = (HeapType *)object_retain(type);
    int result = value != NULL ? dict_set(rt, dict, (Object *)name, value) : dict_delete(rt, dict, (Object *)name);
    if (result < 0)
        return -1;
    type_modified(rt, &type->type);
    return type_slots_update(rt, type, name);
}

int type_set_attribute(Runtime *rt, Object *self, Str *name, Object *value)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return error_fail(rt, &type_error_type, "cannot set %R attribute of immutable type '%N'", name,
                          (Type *)self);
    Object *found = type_lookup_borrow(rt, self->type, name);
    if (found == NULL && error_pending(rt))
        return -1;
    if (found != NULL && found->type->descriptor_set != NULL) {
        owned Object *descriptor = (Object *)object_retain(found);
        return descriptor->type->descriptor_set(rt, descriptor, self, value);
    }
    owned Str *key = str_check_exact(name) ? (Str *)object_retain(name) : str_slice(rt, name, 0, name->length);
    if (key == NULL)
        return -1;
    str_intern(rt, &key);
    return type_store(rt, type, key, value);
}

/* ---- calling --------------------------------------------------------------------------------------------------- */

Object *type_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    const Type *type = (const Type *)self;
    if (type == &type_type) {
        if (n == 1 && (names == NULL || names->length == 0))
            return (Object *)object_retain(args[0]->type);
        if (n != 3)
            return (Object *)error_set(rt, &type_error_type, "type() takes 1 or 3 arguments");
    }
    if (type->create == NULL || type_has_flag(type, TYPE_NO_INSTANTIATION))
        return (Object *)error_set(rt, &type_error_type, "cannot create '%N' instances", type);
    owned Object *object = type->create(rt, type, args, n, names);
    if (object == NULL)
        return NULL;
    const Type *made = object->type;
    if (made != type && !type_is_subtype(made, type))
        return take(&object);
    if (type_has_flag(made, TYPE_IS_HEAP))
        object_track_any(rt, object);
    if (made->init != NULL && made->init(rt, object, args, n, names) < 0)
        return NULL;
    return take(&object);
}

static Object *type_create_slot(Runtime *rt, const Type *metaclass, Object **args, size_t n, Tuple *names)
{
    static const Type *const expected[] = {&str_type, &tuple_type, &dict_type};
    static const uint32_t flags[] = {TYPE_STR, TYPE_TUPLE, TYPE_DICT};
    if (n != 3)
        return (Object *)error_set(rt, &type_error_type, "type.__new__() takes exactly 3 arguments (%zu given)", n);
    for (size_t i = 0; i < 3; i++)
        if (!object_has_flag(args[i], flags[i]))
            return (Object *)error_set(rt, &type_error_type, "type.__new__() argument %zu must be %N, not %T", i + 1,
                                       expected[i], args[i]);
    Tuple *bases = (Tuple *)args[1];
    for (size_t i = 0; i < bases->length; i++) {
        int found = type_check(bases->items[i])
                        ? 0
                        : object_has_attribute(rt, bases->items[i], NAME(__mro_entries__));
        if (found > 0)
            error_set(rt, &type_error_type,
                      "type() doesn't support MRO entry resolution; use types.new_class()");
        if (found != 0)
            return NULL;
    }
    const Type *winner = type_calculate_metaclass(rt, metaclass, bases);
    if (winner == NULL)
        return NULL;
    if (winner != metaclass && winner->create != type_create_slot)
        return winner->create(rt, winner, args, n, names);
    return type_create(rt, winner, (Str *)args[0], bases, (Dict *)args[2], names, args + n);
}

static int type_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    (void)args;
    if (n == 1 && names != NULL && names->length != 0)
        return error_fail(rt, &type_error_type, "type.__init__() takes no keyword arguments");
    if (n != 1 && n != 3)
        return error_fail(rt, &type_error_type, "type.__init__() takes 1 or 3 arguments");
    return 0;
}

static Object *type_repr(Runtime *rt, Object *self)
{
    owned Str *name = type_full_name(rt, (Type *)self);
    return name == NULL ? NULL : (Object *)str_format(rt, "<class '%U'>", name);
}

/* ---- life -------------------------------------------------------------------------------------------------------- */

int heap_type_set_name(Runtime *rt, HeapType *type, Str *name)
{
    if (str_find_character(name, 0, 0, name->length) >= 0)
        return error_fail(rt, &value_error_type, "type name must not contain null characters");
    owned Object *holder = NULL;
    size_t length;
    const char *text = str_utf8(rt, name, &length, &holder);
    if (text == NULL)
        return -1;
    type->type.name = text;
    object_replace_steal(&type->name, object_retain(name));
    object_replace_steal(&type->name_holder, take(&holder));
    return 0;
}

void type_free(Runtime *rt, Object *self)
{
    HeapType *type = (HeapType *)self;
    gc_untrack(self);
    /* Out of the bases' lists first: what dies below may run code that asks for subclasses. */
    for (size_t i = 0; type->state.bases != NULL && i < type->state.bases->length; i++)
        type_remove_subclass(rt, (const Type *)type->state.bases->items[i], type);
    object_clear_slot(&type->state.dict);
    object_clear_slot(&type->state.mro);
    if (type->root_shape != NULL)
        shape_free_tree(rt, type->root_shape);
    memory_release(rt, type->slot_members, type->slot_block_size);
    memory_release(rt, type->state.subclasses, type->state.subclass_capacity * sizeof(HeapType *));
    object_release_maybe(type->slot_names);
    object_release_maybe(type->name);
    object_release_maybe(type->qualified_name);
    object_release_maybe(type->name_holder);
    object_release_maybe(type->state.bases);
    if (type->type.base != NULL)
        object_release(type_as_object(type->type.base));
    object_dispose_any(rt, self, sizeof(HeapType));
}

static int type_visit(Object *self, Visitor visit, void *context)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return 0;
    GC_VISIT(type->state.dict);
    GC_VISIT(type->state.mro);
    GC_VISIT(type->state.bases);
    GC_VISIT(type->type.base);
    GC_VISIT(type->slot_names);
    return 0;
}

/* The dict and the order of resolution are what a class's cycles run through. Bases and layout stay: instances that
 * die after their class need them. */
static void type_clear(Runtime *rt, Object *self)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return;
    type_modified(rt, &type->type);
    if (type->state.dict != NULL)
        dict_clear(rt, type->state.dict);
    object_clear_slot(&type->state.mro);
}

static size_t type_block_size(Object *self)
{
    return type_has_flag((Type *)self, TYPE_IS_HEAP) ? sizeof(HeapType) : sizeof(Type);
}

/* ---- properties ----------------------------------------------------------------------------------------------------- */

/* The class as one whose attribute `name` may be set to `value`, or NULL with TypeError. */
static HeapType *type_settable(Runtime *rt, Object *self, Object *value, const char *name)
{
    HeapType *type = heap_type((Type *)self);
    if (type != NULL && value != NULL)
        return type;
    return (HeapType *)error_set(rt, &type_error_type, "cannot %s '%s' attribute of immutable type '%N'",
                                 type == NULL ? "set" : "delete", name, (Type *)self);
}

static int type_read_only(Runtime *rt, Object *self, Object *value)
{
    (void)self;
    (void)value;
    return error_fail(rt, &attribute_error_type, "readonly attribute");
}

static Object *type_get_name(Runtime *rt, Object *self)
{
    return (Object *)type_name(rt, (Type *)self);
}

static int type_set_name(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = type_settable(rt, self, value, "__name__");
    if (type == NULL)
        return -1;
    if (!str_check(value))
        return error_fail(rt, &type_error_type, "can only assign string to %N.__name__, not '%T'", &type->type, value);
    return heap_type_set_name(rt, type, (Str *)value);
}

static Object *type_get_qualified_name(Runtime *rt, Object *self)
{
    HeapType *type = heap_type((Type *)self);
    return type == NULL ? (Object *)type_name(rt, (Type *)self) : (Object *)object_retain(type->qualified_name);
}

static int type_set_qualified_name(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = type_settable(rt, self, value, "__qualname__");
    if (type == NULL)
        return -1;
    if (!str_check(value))
        return error_fail(rt, &type_error_type, "can only assign string to %N.__qualname__, not '%T'", &type->type,
                          value);
    object_replace_steal(&type->qualified_name, object_retain(value));
    return 0;
}

static Object *type_get_module(Runtime *rt, Object *self)
{
    const Type *type = (Type *)self;
    if (type_has_flag(type, TYPE_IS_HEAP)) {
        Object *module = type_own_borrow(rt, type, NAME(__module__));
        if (module == NULL && !error_pending(rt))
            error_set(rt, &attribute_error_type, "__module__");
        return (Object *)object_retain_maybe(module);
    }
    const char *dot = strrchr(type->name, '.');
    if (dot == NULL)
        return (Object *)NAME(builtins);
    Str *module = str_from_utf8(rt, type->name, (size_t)(dot - type->name));
    if (module != NULL)
        str_intern(rt, &module);
    return (Object *)module;
}

static int type_set_module(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = type_settable(rt, self, value, "__module__");
    return type == NULL ? -1 : type_store(rt, type, NAME(__module__), value);
}

static Object *type_get_bases(Runtime *rt, Object *self)
{
    return (Object *)object_retain_maybe(type_bases_borrow(rt, (Type *)self));
}

static int type_set_bases_property(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = type_settable(rt, self, value, "__bases__");
    return type == NULL ? -1 : type_set_bases(rt, type, value);
}

static Object *type_get_base(Runtime *rt, Object *self)
{
    (void)rt;
    const Type *base = ((Type *)self)->base;
    return base == NULL ? NONE : (Object *)object_retain(base);
}

static Object *type_get_mro(Runtime *rt, Object *self)
{
    Tuple *mro = type_mro_borrow(rt, (Type *)self);
    return mro == NULL && !error_pending(rt) ? NONE : (Object *)object_retain_maybe(mro);
}

static Object *type_get_dict(Runtime *rt, Object *self)
{
    Dict *dict = type_dict_borrow(rt, (Type *)self);
    return dict == NULL ? NULL : mapping_proxy_new(rt, (Object *)dict);
}

static Object *type_get_doc(Runtime *rt, Object *self)
{
    if (!type_has_flag((Type *)self, TYPE_IS_HEAP)) {
        const char *text = ((Type *)self)->doc;
        return text == NULL ? NONE : (Object *)str_from_c(rt, text);
    }
    Object *doc = type_own_borrow(rt, (Type *)self, NAME(__doc__));
    if (doc == NULL)
        return error_pending(rt) ? NULL : NONE;
    owned Object *held = (Object *)object_retain(doc);
    if (held->type->descriptor_get != NULL)
        return held->type->descriptor_get(rt, held, NULL, self);
    return take(&held);
}

static int type_set_doc(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = type_settable(rt, self, value, "__doc__");
    return type == NULL ? -1 : type_store(rt, type, NAME(__doc__), value);
}

static Object *type_get_text_signature(Runtime *rt, Object *self)
{
    (void)rt;
    (void)self;
    return NONE;
}

static Object *type_get_annotations(Runtime *rt, Object *self)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return (Object *)error_set(rt, &attribute_error_type, "type object '%N' has no attribute '__annotations__'",
                                   (Type *)self);
    Object *found = dict_get_str_borrow(rt, type->state.dict, NAME(__annotations__));
    if (found != NULL) {
        owned Object *held = (Object *)object_retain(found);
        if (held->type->descriptor_get != NULL)
            return held->type->descriptor_get(rt, held, NULL, self);
        return take(&held);
    }
    if (error_pending(rt))
        return NULL;
    owned Dict *made = dict_new(rt);
    if (made == NULL || type_store(rt, type, NAME(__annotations__), (Object *)made) < 0)
        return NULL;
    return (Object *)take(&made);
}

static int type_set_annotations(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return error_fail(rt, &type_error_type, "cannot set '__annotations__' attribute of immutable type '%N'",
                          (Type *)self);
    if (value == NULL && dict_get_str_borrow(rt, type->state.dict, NAME(__annotations__)) == NULL)
        return error_pending(rt) ? -1 : error_fail(rt, &attribute_error_type, "__annotations__");
    return type_store(rt, type, NAME(__annotations__), value);
}

static Object *type_get_abstract_methods(Runtime *rt, Object *self)
{
    Object *methods = self == type_as_object(&type_type)
                          ? NULL
                          : type_own_borrow(rt, (Type *)self, NAME(__abstractmethods__));
    if (methods == NULL && !error_pending(rt))
        error_set(rt, &attribute_error_type, "__abstractmethods__");
    return (Object *)object_retain_maybe(methods);
}

static int type_set_abstract_methods(Runtime *rt, Object *self, Object *value)
{
    HeapType *type = heap_type((Type *)self);
    if (type == NULL)
        return error_fail(rt, &type_error_type, "cannot set '__abstractmethods__' attribute of immutable type '%N'",
                          (Type *)self);
    if (value == NULL && dict_get_str_borrow(rt, type->state.dict, NAME(__abstractmethods__)) == NULL)
        return error_pending(rt) ? -1 : error_fail(rt, &attribute_error_type, "__abstractmethods__");
    int is_abstract = value == NULL ? 0 : object_truth(rt, value);
    if (is_abstract < 0 || type_store(rt, type, NAME(__abstractmethods__), value) < 0)
        return -1;
    type->type.flags = (type->type.flags & ~(uint32_t)TYPE_IS_ABSTRACT) | (is_abstract ? TYPE_IS_ABSTRACT : 0);
    return 0;
}

static Object *type_get_basic_size(Runtime *rt, Object *self)
{
    return (Object *)int_from_int64(rt, ((Type *)self)->size);
}

static Object *type_get_item_size(Runtime *rt, Object *self)
{
    const Type *type = (Type *)self;
    int size = !type_has_flag(type, TYPE_HAS_ITEMS) || type_has_flag(type, TYPE_STR) ? 0
               : type_has_flag(type, TYPE_INT)                                       ? 4
               : type_has_flag(type, TYPE_BYTES)                                     ? 1
               : type_has_flag(type, TYPE_TYPE)                                      ? (int)sizeof(MemberSpec)
                                                                                     : (int)sizeof(Object *);
    return (Object *)int_from_int64(rt, size);
}

static Object *type_get_dict_offset(Runtime *rt, Object *self)
{
    return (Object *)int_from_int64(rt, ((Type *)self)->attributes_offset);
}

/* Weak references lie in a table of the runtime: the figure only says whether there can be any. */
static Object *type_get_weakref_offset(Runtime *rt, Object *self)
{
    return (Object *)int_from_int64(rt, object_has_flag(self, TYPE_TYPE) &&
                                                type_has_flag((Type *)self, TYPE_WEAKLY_REFERABLE)
                                            ? (int64_t)sizeof(Object)
                                            : 0);
}

/* In CPython's numbers, which programs test (inspect.isabstract). */
static Object *type_get_flags(Runtime *rt, Object *self)
{
    static const struct {
        uint32_t own;
        uint32_t shown;
    } table[] = {
        {TYPE_IS_SEQUENCE, 1u << 5}, {TYPE_IS_MAPPING, 1u << 6}, {TYPE_NO_INSTANTIATION, 1u << 7},
        {TYPE_IS_IMMUTABLE, 1u << 8}, {TYPE_IS_HEAP, 1u << 9}, {TYPE_IS_BASE, 1u << 10},
        {TYPE_IS_TRACKED, 1u << 14}, {TYPE_IS_METHOD_LIKE, 1u << 17}, {TYPE_IS_ABSTRACT, 1u << 20},
        {TYPE_INT, 1u << 24}, {TYPE_LIST, 1u << 25}, {TYPE_TUPLE, 1u << 26}, {TYPE_BYTES, 1u << 27},
        {TYPE_STR, 1u << 28}, {TYPE_DICT, 1u << 29}, {TYPE_EXCEPTION, 1u << 30}, {TYPE_TYPE, 1u << 31},
    };
    uint32_t shown = 1u << 12 | 1u << 18; /* ready, has a version */
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (type_has_flag((Type *)self, table[i].own))
            shown |= table[i].shown;
    return (Object *)int_from_int64(rt, shown);
}

/* ---- methods ----------------------------------------------------------------------------------------------------------- */

static Object *type_mro_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    HeapType *type = heap_type((Type *)self);
    owned Tuple *mro = type != NULL ? type_mro_compute(rt, type)
                                    : (Tuple *)object_retain_maybe(type_mro_borrow(rt, (Type *)self));
    return mro == NULL ? NULL : (Object *)list_from_array(rt, mro->items, mro->length);
}

static Object *type_subclasses_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return type_subclasses(rt, (Type *)self);
}

static Object *type_prepare_method(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    (void)args;
    (void)n;
    (void)names;
    return (Object *)dict_new(rt);
}

static Object *type_instance_check_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int result = class_is_instance_plain(rt, args[0], self);
    return result < 0 ? NULL : bool_object(result != 0);
}

static Object *type_subclass_check_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int result = class_is_subclass_plain(rt, args[0], self);
    return result < 0 ? NULL : bool_object(result != 0);
}

int type_merge_names(Runtime *rt, Dict *names, Object *class)
{
    if (!type_check(class))
        return 0;
    owned Tuple *mro = (Tuple *)object_retain_maybe(type_mro_borrow(rt, (Type *)class));
    if (mro == NULL)
        return error_pending(rt) ? -1 : 0;
    for (size_t i = 0; i < mro->length; i++) {
        Dict *dict = type_dict_borrow(rt, (Type *)mro->items[i]);
        if (dict == NULL || dict_merge(rt, names, (Object *)dict, 0) < 0)
            return -1;
    }
    return 0;
}

static Object *type_dir_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    owned Dict *names = dict_new(rt);
    if (names == NULL || type_merge_names(rt, names, self) < 0)
        return NULL;
    return (Object *)sequence_list(rt, (Object *)names);
}

static Object *type_size_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    HeapType *type = heap_type((Type *)self);
    size_t size = type == NULL ? sizeof(Type) : sizeof(HeapType) + type->slot_block_size;
    return (Object *)int_from_size(rt, (ssize_t)size);
}

/* ---- the record ------------------------------------------------------------------------------------------------------------ */

const Type type_type = {
    TYPE_IDENTITY(type),
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_HAS_ITEMS | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE | TYPE_TYPE,
    .size = sizeof(HeapType),
    .create = type_create_slot,
    .init = type_init,
    .free = type_free,
    .visit = type_visit,
    .clear = type_clear,
    .size_of = type_block_size,
    .repr = type_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_default_compare,
    .get_attribute = type_get_attribute,
    .set_attribute = type_set_attribute,
    .call = type_call,
    .binary[BINARY_OR] = union_or,
    .methods = (const MethodSpec[]){
        {"mro", type_mro_method, 0, 0, .doc = "Return a type's method resolution order."},
        {"__subclasses__", type_subclasses_method, 0, 0, .doc = "Return a list of immediate subclasses."},
        {"__prepare__", .keywords = type_prepare_method, .flags = METHOD_CLASS,
         .doc = "used to create the namespace for the class statement"},
        {"__instancecheck__", type_instance_check_method, 1, 1, .doc = "Check if an object is an instance."},
        {"__subclasscheck__", type_subclass_check_method, 1, 1, .doc = "Check if a class is a subclass."},
        {"__dir__", type_dir_method, 0, 0, .doc = "Specialized __dir__ implementation for types."},
        {"__sizeof__", type_size_method, 0, 0, .doc = "Return memory consumption of the type object."},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__basicsize__", type_get_basic_size, type_read_only, NULL},
        {"__itemsize__", type_get_item_size, type_read_only, NULL},
        {"__flags__", type_get_flags, type_read_only, NULL},
        {"__weakrefoffset__", type_get_weakref_offset, type_read_only, NULL},
        {"__base__", type_get_base, type_read_only, NULL},
        {"__dictoffset__", type_get_dict_offset, type_read_only, NULL},
        {"__mro__", type_get_mro, type_read_only, NULL},
        {"__name__", type_get_name, type_set_name, NULL},
        {"__qualname__", type_get_qualified_name, type_set_qualified_name, NULL},
        {"__bases__", type_get_bases, type_set_bases_property, NULL},
        {"__module__", type_get_module, type_set_module, NULL},
        {"__abstractmethods__", type_get_abstract_methods, type_set_abstract_methods, NULL},
        {"__dict__", type_get_dict, NULL, NULL},
        {"__doc__", type_get_doc, type_set_doc, NULL},
        {"__text_signature__", type_get_text_signature, NULL, NULL},
        {"__annotations__", type_get_annotations, type_set_annotations, NULL},
        {0},
    },
};
