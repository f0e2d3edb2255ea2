/* list[int] and its like: a class with arguments that nothing checks (PEP 585). It acts as the class: calls make
 * instances of it and attributes are its own; only the few names of the table below belong to the alias. */
#include "types/generic_alias.h"

#include "object/error.h"
#include "types/container.h"
#include "types/list.h"

typedef struct GenericAlias {
    Object head;
    Object *origin;
    Tuple *args;
    Tuple *parameters; /* NULL: not computed yet */
    bool is_starred;   /* *tuple[int, str] */
} GenericAlias;

/* ---- life -------------------------------------------------------------------------------------------------------- */

static Object *alias_new(Runtime *rt, const Type *type, Object *origin, Object *arguments, bool is_starred)
{
    owned Tuple *args =
        tuple_check(arguments) ? (Tuple *)object_retain(arguments) : tuple_pack(rt, 1, arguments);
    GenericAlias *self = args == NULL ? NULL : (GenericAlias *)object_new_any(rt, type, sizeof(GenericAlias));
    if (self == NULL)
        return NULL;
    self->origin = (Object *)object_retain(origin);
    self->args = take(&args);
    self->parameters = NULL;
    self->is_starred = is_starred;
    gc_track(rt, self);
    return (Object *)self;
}

Object *generic_alias_new(Runtime *rt, Object *origin, Object *arguments)
{
    return alias_new(rt, &generic_alias_type, origin, arguments, false);
}

static Object *alias_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (names != NULL && names->length != 0)
        return (Object *)error_set(rt, &type_error_type, "GenericAlias() takes no keyword arguments");
    if (n != 2)
        return (Object *)error_set(rt, &type_error_type, "GenericAlias expected 2 arguments, got %zu", n);
    return alias_new(rt, type, args[0], args[1], false);
}

static void alias_free(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    gc_untrack(object);
    object_release(self->origin);
    object_release(self->args);
    object_release_maybe(self->parameters);
    object_dispose_any(rt, object, sizeof(GenericAlias));
}

static int alias_visit(Object *object, Visitor visit, void *context)
{
    GenericAlias *self = (GenericAlias *)object;
    GC_VISIT(self->origin);
    GC_VISIT(self->args);
    GC_VISIT(self->parameters);
    return 0;
}

/* ---- type variables ------------------------------------------------------------------------------------------------ */

static Object *find_attribute_c(Runtime *rt, Object *object, const char *name, int *found)
{
    owned Str *key = str_intern_c(rt, name);
    Object *value = NULL;
    *found = key == NULL ? -1 : object_find_attribute(rt, object, key, &value);
    return *found > 0 ? value : NULL;
}

/* The place of `item` in the tuple, by identity, or -1. */
static ssize_t tuple_place(const Tuple *tuple, const Object *item)
{
    for (size_t i = 0; i < tuple->length; i++)
        if (tuple->items[i] == item)
            return (ssize_t)i;
    return -1;
}

static int list_add_once(Runtime *rt, List *list, Object *item)
{
    for (size_t i = 0; i < list->length; i++)
        if (list->items[i] == item)
            return 0;
    return list_append(rt, list, item);
}

Tuple *generic_parameters(Runtime *rt, Tuple *arguments)
{
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < arguments->length; i++) {
        Object *argument = arguments->items[i];
        if (type_check(argument))
            continue;
        int found;
        owned Object *substitute = find_attribute_c(rt, argument, "__typing_subst__", &found);
        if (found < 0)
            return NULL;
        if (found > 0) {
            if (list_add_once(rt, list, argument) < 0)
                return NULL;
            continue;
        }
        owned Object *nested = NULL;
        if (object_find_attribute(rt, argument, NAME(__parameters__), &nested) < 0)
            return NULL;
        if (nested == NULL || !tuple_check(nested))
            continue;
        Tuple *tuple = (Tuple *)nested;
        for (size_t k = 0; k < tuple->length; k++)
            if (list_add_once(rt, list, tuple->items[k]) < 0)
                return NULL;
    }
    return list_as_tuple(rt, list);
}

/* One argument with the values put in for the variables in it; several when it was an unpacked TypeVarTuple. */
static int substitute_one(Runtime *rt, List *result, Object *argument, Tuple *parameters, Tuple *values)
{
    if (type_check(argument))
        return list_append(rt, result, argument);
    int found;
    owned Object *unpacks = find_attribute_c(rt, argument, "__typing_is_unpacked_typevartuple__", &found);
    int is_unpacked = found > 0 ? object_truth(rt, unpacks) : found;
    if (is_unpacked < 0)
        return -1;
    owned Object *substitute = find_attribute_c(rt, argument, "__typing_subst__", &found);
    if (found < 0)
        return -1;
    owned Object *made = NULL;
    if (found > 0) {
        ssize_t place = tuple_place(parameters, argument);
        if (place < 0)
            return list_append(rt, result, argument);
        made = object_call_one(rt, substitute, values->items[place]);
    } else {
        owned Object *nested = NULL;
        if (object_find_attribute(rt, argument, NAME(__parameters__), &nested) < 0)
            return -1;
        if (nested == NULL || !tuple_check(nested) || ((Tuple *)nested)->length == 0)
            return list_append(rt, result, argument);
        Tuple *inner = (Tuple *)nested;
        owned List *inner_values = list_new(rt, inner->length);
        if (inner_values == NULL)
            return -1;
        for (size_t i = 0; i < inner->length; i++) {
            ssize_t place = tuple_place(parameters, inner->items[i]);
            if (list_append(rt, inner_values, place < 0 ? inner->items[i] : values->items[place]) < 0)
                return -1;
        }
        owned Tuple *key = list_as_tuple(rt, inner_values);
        made = key == NULL ? NULL : object_get_item(rt, argument, (Object *)key);
    }
    if (made == NULL)
        return -1;
    if (is_unpacked && tuple_check(made))
        return list_extend(rt, result, made);
    return list_append(rt, result, made);
}

Tuple *generic_substitute(Runtime *rt, Object *self, Tuple *arguments, Tuple *parameters, Object *item)
{
    if (parameters->length == 0)
        return (Tuple *)error_set(rt, &type_error_type, "%R is not a generic class", self);
    owned Object *prepared = (Object *)object_retain(item);
    for (size_t i = 0; i < parameters->length; i++) {
        int found;
        owned Object *prepare = find_attribute_c(rt, parameters->items[i], "__typing_prepare_subst__", &found);
        if (found < 0)
            return NULL;
        if (found == 0 || prepare == NONE)
            continue;
        owned Tuple *given = tuple_check(prepared) ? (Tuple *)object_retain(prepared) : tuple_pack(rt, 1, prepared);
        Object *args[] = {self, (Object *)given};
        Object *answer = given == NULL ? NULL : object_call(rt, prepare, args, 2, NULL);
        if (answer == NULL)
            return NULL;
        object_replace_steal(&prepared, answer);
    }
    owned Tuple *values = tuple_check(prepared) ? (Tuple *)object_retain(prepared) : tuple_pack(rt, 1, prepared);
    if (values == NULL)
        return NULL;
    if (values->length != parameters->length)
        return (Tuple *)error_set(rt, &type_error_type, "Too %s arguments for %R; actual %zu, expected %zu",
                                  values->length > parameters->length ? "many" : "few", self, values->length,
                                  parameters->length);
    owned List *result = list_new(rt, arguments->length);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < arguments->length; i++)
        if (substitute_one(rt, result, arguments->items[i], parameters, values) < 0)
            return NULL;
    return list_as_tuple(rt, result);
}

/* ---- text ----------------------------------------------------------------------------------------------------------- */

int generic_repr_item(Runtime *rt, StrBuilder *builder, Object *item)
{
    if (item == ELLIPSIS) {
        str_builder_add_c(builder, "...");
        return 0;
    }
    owned Object *origin = NULL;
    owned Object *args = NULL;
    owned Object *name = NULL;
    owned Object *module = NULL;
    if (object_find_attribute(rt, item, NAME(__origin__), &origin) < 0 ||
        (origin != NULL && object_find_attribute(rt, item, NAME(__args__), &args) < 0))
        return -1;
    if (args == NULL && (object_find_attribute(rt, item, NAME(__qualname__), &name) < 0 ||
                         object_find_attribute(rt, item, NAME(__module__), &module) < 0))
        return -1;
    if (name == NULL || module == NULL || module == NONE) {
        str_builder_add_repr(builder, item);
        return builder->failed ? -1 : 0;
    }
    owned Object *module_text = object_str(rt, module);
    owned Object *name_text = module_text == NULL ? NULL : object_str(rt, name);
    if (name_text == NULL)
        return -1;
    if (!str_equal((Str *)module_text, NAME(builtins))) {
        str_builder_add(builder, (Str *)module_text);
        str_builder_add_c(builder, ".");
    }
    str_builder_add(builder, (Str *)name_text);
    return 0;
}

static Object *alias_repr(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    if (stack_check(rt) < 0)
        return NULL;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    if (self->is_starred)
        str_builder_add_c(&builder, "*");
    bool done = generic_repr_item(rt, &builder, self->origin) == 0;
    str_builder_add_c(&builder, "[");
    for (size_t i = 0; i < self->args->length && done; i++) {
        if (i != 0)
            str_builder_add_c(&builder, ", ");
        Object *item = self->args->items[i];
        if (!list_check(item)) {
            done = generic_repr_item(rt, &builder, item) == 0;
            continue;
        }
        /* the parameter list of a ParamSpec */
        str_builder_add_c(&builder, "[");
        for (size_t k = 0; k < ((List *)item)->length && done; k++) {
            if (k != 0)
                str_builder_add_c(&builder, ", ");
            owned Object *inner = (Object *)object_retain(((List *)item)->items[k]);
            done = generic_repr_item(rt, &builder, inner) == 0;
        }
        str_builder_add_c(&builder, "]");
    }
    if (self->args->length == 0)
        str_builder_add_c(&builder, "()");
    str_builder_add_c(&builder, "]");
    if (!done) {
        str_builder_close(&builder);
        return NULL;
    }
    return (Object *)str_builder_finish(&builder);
}

/* ---- behaviour -------------------------------------------------------------------------------------------------------- */

static int64_t alias_hash(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    int64_t origin = object_hash(rt, self->origin);
    int64_t args = origin == -1 ? -1 : object_hash(rt, (Object *)self->args);
    if (args == -1)
        return -1;
    int64_t hash = origin ^ args;
    return hash == -1 ? -2 : hash;
}

static Object *alias_compare(Runtime *rt, Object *object, Object *other, CompareOperation operation)
{
    if (!object_is(other, &generic_alias_type) || (operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL))
        return not_implemented();
    GenericAlias *left = (GenericAlias *)object;
    GenericAlias *right = (GenericAlias *)other;
    int equal = left->is_starred != right->is_starred
                    ? 0
                    : object_compare_true(rt, left->origin, right->origin, COMPARE_EQUAL);
    if (equal > 0)
        equal = object_compare_true(rt, (Object *)left->args, (Object *)right->args, COMPARE_EQUAL);
    return equal < 0 ? NULL : bool_new((equal != 0) == (operation == COMPARE_EQUAL));
}

static const char *const own_names[] = {
    "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__",
};

static Object *alias_get_attribute(Runtime *rt, Object *object, Str *name)
{
    for (size_t i = 0; i < sizeof(own_names) / sizeof(own_names[0]); i++)
        if (str_equal_c(name, own_names[i]))
            return object_generic_get_attribute(rt, object, name);
    return object_get_attribute(rt, ((GenericAlias *)object)->origin, name);
}

static Object *alias_call(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    owned Object *made = object_call(rt, ((GenericAlias *)object)->origin, args, n, names);
    owned Str *name = made == NULL ? NULL : str_intern_c(rt, "__orig_class__");
    if (name == NULL)
        return NULL;
    if (object_set_attribute(rt, made, name, object) < 0 && !error_clear_if(rt, &attribute_error_type) &&
        !error_clear_if(rt, &type_error_type))
        return NULL;
    return take(&made);
}

static Object *alias_get_parameters(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    if (self->parameters == NULL) {
        Tuple *parameters = generic_parameters(rt, self->args);
        if (parameters == NULL)
            return NULL;
        object_replace_steal(&self->parameters, parameters);
    }
    return (Object *)object_retain(self->parameters);
}

static Object *alias_get_item(Runtime *rt, Object *object, Object *key)
{
    GenericAlias *self = (GenericAlias *)object;
    owned Tuple *parameters = (Tuple *)alias_get_parameters(rt, object);
    owned Tuple *args =
        parameters == NULL ? NULL : generic_substitute(rt, object, self->args, parameters, key);
    return args == NULL ? NULL : alias_new(rt, &generic_alias_type, self->origin, (Object *)args, self->is_starred);
}

/* Iterating gives the alias starred, once: *tuple[int, str] in an argument list. */
static Object *alias_iter(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    owned Object *starred = alias_new(rt, &generic_alias_type, self->origin, (Object *)self->args, true);
    owned Tuple *row = starred == NULL ? NULL : tuple_pack(rt, 1, starred);
    return row == NULL ? NULL : object_iter(rt, (Object *)row);
}

static Object *alias_mro_entries_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args;
    (void)n;
    return (Object *)tuple_pack(rt, 1, ((GenericAlias *)self)->origin);
}

static Object *alias_instance_check_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    (void)args;
    (void)n;
    return (Object *)error_set(rt, &type_error_type, "isinstance() argument 2 cannot be a parameterized generic");
}

static Object *alias_subclass_check_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    (void)args;
    (void)n;
    return (Object *)error_set(rt, &type_error_type, "issubclass() argument 2 cannot be a parameterized generic");
}

static Object *alias_reduce_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args;
    (void)n;
    GenericAlias *self = (GenericAlias *)object;
    owned Tuple *parts = tuple_pack(rt, 2, self->origin, (Object *)self->args);
    return parts == NULL ? NULL : (Object *)tuple_pack(rt, 2, type_as_object(&generic_alias_type), (Object *)parts);
}

static Object *alias_dir_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args;
    (void)n;
    owned Object *names = object_dir(rt, ((GenericAlias *)object)->origin);
    owned List *list = names == NULL ? NULL : sequence_list(rt, names);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(own_names) / sizeof(own_names[0]); i++) {
        owned Str *name = str_intern_c(rt, own_names[i]);
        int known = name == NULL ? -1 : object_contains(rt, (Object *)list, (Object *)name);
        if (known < 0 || (known == 0 && list_append(rt, list, (Object *)name) < 0))
            return NULL;
    }
    return (Object *)take(&list);
}

static Object *alias_get_unpacked_args(Runtime *rt, Object *object)
{
    (void)rt;
    GenericAlias *self = (GenericAlias *)object;
    return self->is_starred && self->origin == type_as_object(&tuple_type) ? (Object *)object_retain(self->args)
                                                                           : NONE;
}

const Type generic_alias_type = {
    TYPE_IDENTITY(generic_alias),
    .name = "types.GenericAlias",
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(GenericAlias),
    .create = alias_create,
    .init = object_init,
    .free = alias_free,
    .visit = alias_visit,
    .repr = alias_repr,
    .str = object_default_str,
    .hash = alias_hash,
    .compare = alias_compare,
    .get_attribute = alias_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .call = alias_call,
    .iter = alias_iter,
    .binary[BINARY_OR] = union_or,
    .get_item = alias_get_item,
    .methods = (const MethodSpec[]){
        {"__mro_entries__", alias_mro_entries_method, 1, 1, .doc = NULL},
        {"__instancecheck__", alias_instance_check_method, 1, 1, .doc = NULL},
        {"__subclasscheck__", alias_subclass_check_method, 1, 1, .doc = NULL},
        {"__reduce__", alias_reduce_method, 0, 0, .doc = NULL},
        {"__dir__", alias_dir_method, 0, 0, .doc = NULL},
        {0},
    },
    .members = (const MemberSpec[]){
        {"__origin__", MEMBER_OBJECT, offsetof(GenericAlias, origin), false, NULL},
        {"__args__", MEMBER_OBJECT, offsetof(GenericAlias, args), false, NULL},
        {"__unpacked__", MEMBER_BOOL, offsetof(GenericAlias, is_starred), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__parameters__", alias_get_parameters, NULL, "Type variables in the GenericAlias."},
        {"__typing_unpacked_tuple_args__", alias_get_unpacked_args, NULL, NULL},
        {0},
    },
};
