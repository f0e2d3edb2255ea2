/* types.GenericAlias: a class together with the arguments in its brackets, list[int]. It stands for
 * the class (calls, attributes and subclassing go through to it) and keeps the arguments for readers. */
#include "types/generic_alias.h"

#include "types/container.h"
#include "types/list.h"

/* ---- making -------------------------------------------------------------------------------- */

static Object *alias_new_of(Runtime *rt, const Type *type, Object *origin, Object *args)
{
    owned Tuple *tuple = tuple_check(args) ? (Tuple *)object_retain(args) : tuple_pack(rt, 1, args);
    if (tuple == NULL)
        return NULL;
    GenericAlias *self = container_new(rt, type, &generic_alias_type);
    if (self == NULL)
        return NULL;
    self->origin = object_retain(origin);
    self->args = take(&tuple);
    self->parameters = NULL;
    self->unpacked = false;
    gc_track(rt, self);
    return (Object *)self;
}

Object *generic_alias_new(Runtime *rt, Object *origin, Object *args)
{
    return alias_new_of(rt, &generic_alias_type, origin, args);
}

static Object *alias_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    if (keywords_refuse(rt, "GenericAlias", names) < 0)
        return NULL;
    if (n != 2)
        return error_set(rt, &type_error_type, "GenericAlias expected 2 arguments, got %zu", n);
    return alias_new_of(rt, type, args[0], args[1]);
}

static void alias_free(Runtime *rt, Object *object)
{
    GenericAlias *self = (GenericAlias *)object;
    gc_untrack(self);
    object_release_maybe(self->origin);
    object_release_maybe(self->args);
    object_release_maybe(self->parameters);
    container_dispose(rt, self, &generic_alias_type);
}

static int alias_visit(Object *object, Visitor visit, void *context)
{
    GenericAlias *self = (GenericAlias *)object;
    GC_VISIT(self->origin);
    GC_VISIT(self->args);
    GC_VISIT(self->parameters);
    return 0;
}

/* ---- text ---------------------------------------------------------------------------------- */

/* The attribute as a text, or NULL: with no error when there is none. */
static Object *attribute_or_null(Runtime *rt, Object *object, Str *name)
{
    Object *value;
    return object_find_attribute(rt, object, name, &value) > 0 ? value : NULL;
}

/* One argument: a class by its full name, the rest by repr. */
static void add_argument(StrBuilder *builder, Object *argument)
{
    Runtime *rt = builder->rt;
    if (builder->failed)
        return;
    if (argument == ELLIPSIS) {
        str_builder_add_c(builder, "...");
        return;
    }
    owned Object *origin = attribute_or_null(rt, argument, NAME(__origin__));
    owned Object *inner =
        origin == NULL ? NULL : attribute_or_null(rt, argument, NAME(__args__));
    if (inner == NULL && !error_pending(rt)) {
        owned Object *name = attribute_or_null(rt, argument, NAME(__qualname__));
        owned Object *module = name == NULL || error_pending(rt)
                                   ? NULL
                                   : attribute_or_null(rt, argument, NAME(__module__));
        if (name != NULL && module != NULL && module != NONE && str_check(name)) {
            if (!str_check(module) || !str_equal_c((Str *)module, "builtins")) {
                owned Str *text = (Str *)object_str(rt, module);
                if (text == NULL) {
                    builder->failed = true;
                    return;
                }
                str_builder_add(builder, text);
                str_builder_add_character(builder, '.');
            }
            str_builder_add(builder, (Str *)name);
            return;
        }
    }
    if (error_pending(rt)) {
        builder->failed = true;
        return;
    }
    str_builder_add_repr(builder, argument);
}

static Object *alias_repr(Runtime *rt, Object *object)
{
    const GenericAlias *self = (GenericAlias *)object;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    if (self->unpacked)
        str_builder_add_character(&builder, '*');
    add_argument(&builder, self->origin);
    str_builder_add_character(&builder, '[');
    for (size_t i = 0; i < self->args->length; i++) {
        if (i > 0)
            str_builder_add_c(&builder, ", ");
        add_argument(&builder, self->args->items[i]);
    }
    if (self->args->length == 0)
        str_builder_add_c(&builder, "()");
    str_builder_add_character(&builder, ']');
    return (Object *)str_builder_finish(&builder);
}

/* ---- protocol ------------------------------------------------------------------------------ */

static int64_t alias_hash(Runtime *rt, Object *object)
{
    const GenericAlias *self = (GenericAlias *)object;
    int64_t first = object_hash(rt, self->origin);
    int64_t second = first == -1 ? -1 : object_hash(rt, (Object *)self->args);
    if (second == -1)
        return -1;
    int64_t hash = first ^ second;
    return hash == -1 ? -2 : hash;
}

static Object *alias_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    if (!object_is(left, &generic_alias_type) || !object_is(right, &generic_alias_type) ||
        (operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL))
        return not_implemented();
    const GenericAlias *a = (GenericAlias *)left, *b = (GenericAlias *)right;
    int equal = a->unpacked == b->unpacked;
    if (equal)
        equal = object_compare_true(rt, a->origin, b->origin, COMPARE_EQUAL);
    if (equal > 0)
        equal = object_compare_true(rt, (Object *)a->args, (Object *)b->args, COMPARE_EQUAL);
    return equal < 0 ? NULL : bool_new(equal == (operation == COMPARE_EQUAL));
}

/* Calls the class, and notes the alias in the instance where that can be. */
static Object *alias_call(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    owned Object *instance = object_call(rt, ((GenericAlias *)object)->origin, args, n, names);
    if (instance == NULL)
        return NULL;
    owned Str *name = str_intern_c(rt, "__orig_class__");
    if (name == NULL)
        return NULL;
    if (object_set_attribute(rt, instance, name, object) < 0 &&
        !error_clear_if(rt, &attribute_error_type) && !error_clear_if(rt, &type_error_type))
        return NULL;
    return take(&instance);
}

/* What the alias answers itself; everything else is the class's. */
static bool is_own_attribute(const Str *name)
{
    static const char *const own[] = {
        "__class__",          "__origin__",     "__args__",          "__parameters__",
        "__typing_unpacked_tuple_args__",       "__unpacked__",      "__mro_entries__",
        "__reduce_ex__",      "__reduce__",     "__copy__",          "__deepcopy__",
        "__instancecheck__",  "__subclasscheck__",
    };
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (str_equal_c(name, own[i]))
            return true;
    return false;
}

static Object *alias_get_attribute(Runtime *rt, Object *object, Str *name)
{
    if (is_own_attribute(name))
        return object_generic_get_attribute(rt, object, name);
    return object_get_attribute(rt, ((GenericAlias *)object)->origin, name);
}

/* ---- type variables -------------------------------------------------------------------------- */

static int list_add_new(Runtime *rt, List *list, Object *item)
{
    for (size_t i = 0; i < list->length; i++)
        if (list->items[i] == item)
            return 0;
    return list_append(rt, list, item);
}

/* The type variables among the arguments, and in the arguments of those, each once, in order. */
static Tuple *parameters_find(Runtime *rt, const Tuple *args)
{
    owned List *found = list_new(rt, 0);
    if (found == NULL)
        return NULL;
    for (size_t i = 0; i < args->length; i++) {
        Object *argument = args->items[i];
        if (type_check(argument))
            continue;
        owned Object *substitute = attribute_or_null(rt, argument, NAME(__typing_subst__));
        if (error_pending(rt))
            return NULL;
        if (substitute != NULL) {
            if (list_add_new(rt, found, argument) < 0)
                return NULL;
            continue;
        }
        owned Object *inner = attribute_or_null(rt, argument, NAME(__parameters__));
        if (error_pending(rt))
            return NULL;
        if (inner == NULL || !tuple_check(inner))
            continue;
        for (size_t k = 0; k < ((Tuple *)inner)->length; k++)
            if (list_add_new(rt, found, ((Tuple *)inner)->items[k]) < 0)
                return NULL;
    }
    return list_as_tuple(rt, found);
}

static Tuple *alias_parameters_borrow(Runtime *rt, GenericAlias *self)
{
    if (self->parameters == NULL) {
        Tuple *found = parameters_find(rt, self->args);
        if (found == NULL)
            return NULL;
        object_replace_steal(&self->parameters, found);
    }
    return self->parameters;
}

static ssize_t parameter_index(const Tuple *parameters, const Object *parameter)
{
    for (size_t i = 0; i < parameters->length; i++)
        if (parameters->items[i] == parameter)
            return (ssize_t)i;
    return -1;
}

/* One argument with the type variables in it replaced. */
static Object *argument_substitute(Runtime *rt, Object *argument, const Tuple *parameters,
                                   const Tuple *values)
{
    if (type_check(argument))
        return object_retain(argument);
    ssize_t index = parameter_index(parameters, argument);
    if (index >= 0) {
        Object *call[] = {argument, values->items[index]};
        return object_call_method(rt, NAME(__typing_subst__), call, 2, NULL);
    }
    owned Object *inner = attribute_or_null(rt, argument, NAME(__parameters__));
    if (error_pending(rt))
        return NULL;
    if (inner == NULL || !tuple_check(inner) || ((Tuple *)inner)->length == 0)
        return object_retain(argument);
    owned Tuple *chosen = tuple_new(rt, ((Tuple *)inner)->length);
    if (chosen == NULL)
        return NULL;
    for (size_t i = 0; i < chosen->length; i++) {
        ssize_t place = parameter_index(parameters, ((Tuple *)inner)->items[i]);
        chosen->items[i] =
            object_retain(place < 0 ? ((Tuple *)inner)->items[i] : values->items[place]);
    }
    tuple_publish(rt, chosen);
    return object_get_item(rt, argument, (Object *)chosen);
}

/* alias[values]: the type variables replaced. */
static Object *alias_get_item(Runtime *rt, Object *object, Object *key)
{
    GenericAlias *self = (GenericAlias *)object;
    owned Tuple *parameters = object_retain_maybe(alias_parameters_borrow(rt, self));
    if (parameters == NULL)
        return NULL;
    if (parameters->length == 0)
        return error_set(rt, &type_error_type, "%R is not a generic class", object);
    owned Tuple *values = tuple_check(key) ? (Tuple *)object_retain(key) : tuple_pack(rt, 1, key);
    if (values == NULL)
        return NULL;
    if (values->length != parameters->length)
        return error_set(rt, &type_error_type,
                         "Too %s arguments for %R; actual %zu, expected %zu",
                         values->length > parameters->length ? "many" : "few", object,
                         values->length, parameters->length);
    owned Tuple *args = tuple_new(rt, self->args->length);
    if (args == NULL)
        return NULL;
    for (size_t i = 0; i < args->length; i++)
        if ((args->items[i] =
                 argument_substitute(rt, self->args->items[i], parameters, values)) == NULL)
            return NULL;
    tuple_publish(rt, args);
    return alias_new_of(rt, object->type, self->origin, (Object *)args);
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *alias_mro_entries(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)tuple_pack(rt, 1, ((GenericAlias *)self)->origin);
}

static Object *alias_instancecheck(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return error_set(rt, &type_error_type,
                     "isinstance() argument 2 cannot be a parameterized generic");
}

static Object *alias_subclasscheck(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return error_set(rt, &type_error_type,
                     "issubclass() argument 2 cannot be a parameterized generic");
}

static Object *alias_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const GenericAlias *self = (GenericAlias *)object;
    owned Tuple *arguments = tuple_pack(rt, 2, self->origin, self->args);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, object->type, arguments);
}

static Object *alias_get_parameters(Runtime *rt, Object *self)
{
    return object_retain_maybe(alias_parameters_borrow(rt, (GenericAlias *)self));
}

/* The one item of iter(alias) is the alias unpacked: *tuple[int]. */
static Object *alias_iter(Runtime *rt, Object *object)
{
    const GenericAlias *self = (GenericAlias *)object;
    owned Object *starred = alias_new_of(rt, object->type, self->origin, (Object *)self->args);
    if (starred == NULL)
        return NULL;
    ((GenericAlias *)starred)->unpacked = true;
    owned Tuple *single = tuple_pack(rt, 1, starred);
    return single == NULL ? NULL : object_iter(rt, (Object *)single);
}

const Type generic_alias_type = {
    TYPE_IDENTITY(generic_alias),
    .name = "types.GenericAlias",
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and "
           "t.__args__ is (int,).",
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
    .get_item = alias_get_item,
    .methods = (const MethodSpec[]){
        {"__mro_entries__", alias_mro_entries, 1, 1, .doc = NULL},
        {"__instancecheck__", alias_instancecheck, 1, 1, .doc = NULL},
        {"__subclasscheck__", alias_subclasscheck, 1, 1, .doc = NULL},
        {"__reduce__", alias_reduce, 0, 0, .doc = NULL},
        {0},
    },
    .members = (const MemberSpec[]){
        {"__origin__", MEMBER_OBJECT, offsetof(GenericAlias, origin), false, NULL},
        {"__args__", MEMBER_OBJECT, offsetof(GenericAlias, args), false, NULL},
        {"__unpacked__", MEMBER_BOOL, offsetof(GenericAlias, unpacked), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__parameters__", alias_get_parameters, NULL,
         "Type variables in the GenericAlias."},
        {0},
    },
};
