/* operator.itemgetter, attrgetter and methodcaller: what to do with an object, as an object. */
#include "modules/operator_getters.h"

#include "types/container.h"

/* All three have one layout; each explains what it keeps. */
typedef struct Getter {
    Object head;
    Tuple *arguments; /* as given: what repr and pickling show */
    Object *plan;     /* what the call goes by */
    Tuple *names;     /* methodcaller: of the keywords, whose values end `arguments`; or NULL */
} Getter;

static Object *getter_new(Runtime *rt, const Type *type, Tuple *arguments, Object *plan,
                          Tuple *names)
{
    Getter *self = gc_new(rt, type);
    if (self == NULL)
        return NULL;
    self->arguments = object_retain(arguments);
    self->plan = object_retain(plan);
    self->names = object_retain_maybe(names);
    gc_track(rt, self);
    return (Object *)self;
}

static void getter_free(Runtime *rt, Object *object)
{
    Getter *self = (Getter *)object;
    gc_untrack(self);
    object_release_maybe(self->plan);
    object_release_maybe(self->arguments);
    object_release_maybe(self->names);
    gc_dispose(rt, self);
}

static int getter_visit(Object *object, Visitor visit, void *context)
{
    Getter *self = (Getter *)object;
    GC_VISIT(self->arguments);
    GC_VISIT(self->plan);
    GC_VISIT(self->names);
    return 0;
}

/* The one argument of a call; NULL with TypeError. */
static Object *only_argument(Runtime *rt, const char *name, Object **args, size_t n, Tuple *names)
{
    if (keywords_refuse(rt, name, names) < 0)
        return NULL;
    if (n != 1)
        return error_set(rt, &type_error_type, "%s expected 1 argument, got %zu", name, n);
    return args[0];
}

static Object *getter_repr(Runtime *rt, Object *object)
{
    const Getter *self = (Getter *)object;
    int entered = repr_enter(rt, object);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_format(rt, "%s(...)", object->type->name);
    size_t named = self->names == NULL ? 0 : self->names->length;
    size_t count = self->arguments->length;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    str_builder_add_c(&builder, object->type->name);
    str_builder_add_character(&builder, '(');
    for (size_t i = 0; i < count && !builder.failed; i++) {
        if (i > 0)
            str_builder_add_c(&builder, ", ");
        if (i >= count - named) {
            str_builder_add(&builder, (Str *)self->names->items[i - (count - named)]);
            str_builder_add_character(&builder, '=');
        }
        str_builder_add_repr(&builder, self->arguments->items[i]);
    }
    str_builder_add_character(&builder, ')');
    repr_leave(rt, object);
    return (Object *)str_builder_finish(&builder);
}

static Object *getter_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)tuple_pack(rt, 2, object->type, ((Getter *)object)->arguments);
}

/* ---- itemgetter: the plan is the tuple of keys, or the only one ------------------------------ */

static Object *item_getter_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                  Tuple *names)
{
    if (keywords_refuse(rt, "itemgetter", names) < 0)
        return NULL;
    if (n == 0)
        return error_set(rt, &type_error_type, "itemgetter expected 1 argument, got 0");
    owned Tuple *keys = tuple_from_array(rt, args, n);
    return keys == NULL ? NULL
                        : getter_new(rt, type, keys, n == 1 ? args[0] : (Object *)keys, NULL);
}

static Object *item_getter_call(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    const Getter *self = (Getter *)object;
    Object *from = only_argument(rt, "itemgetter", args, n, names);
    if (from == NULL)
        return NULL;
    size_t count = self->arguments->length;
    if (count == 1) {
        const Object *key = self->plan;
        if (tuple_check_exact(from) && int_check_exact(key) && int_is_small(key) &&
            (uint64_t)int_small_value(key) < ((Tuple *)from)->length)
            return object_retain(((Tuple *)from)->items[int_small_value(key)]);
        return object_get_item(rt, from, self->plan);
    }
    owned Tuple *result = tuple_new(rt, count);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if ((result->items[i] = object_get_item(rt, from, self->arguments->items[i])) == NULL)
            return NULL;
    tuple_publish(rt, result);
    return (Object *)take(&result);
}

/* ---- attrgetter: the plan is a tuple with, for each argument, its parts between the dots ----- */

/* "a.b.c" as the tuple of its interned parts. */
static Tuple *name_split(Runtime *rt, Str *dotted)
{
    size_t parts = 1;
    for (ssize_t dot = -1;
         (dot = str_find_character(dotted, '.', (size_t)(dot + 1), dotted->length)) >= 0;)
        parts++;
    owned Tuple *result = tuple_new(rt, parts);
    if (result == NULL)
        return NULL;
    size_t start = 0;
    for (size_t i = 0; i < parts; i++) {
        ssize_t dot = str_find_character(dotted, '.', start, dotted->length);
        size_t end = dot < 0 ? dotted->length : (size_t)dot;
        Str *part = str_slice(rt, dotted, start, end);
        if (part == NULL)
            return NULL;
        if (str_check_exact(part))
            str_intern(rt, &part);
        result->items[i] = (Object *)part;
        start = end + 1;
    }
    tuple_publish(rt, result);
    return take(&result);
}

static Object *attribute_getter_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                       Tuple *names)
{
    if (keywords_refuse(rt, "attrgetter", names) < 0)
        return NULL;
    if (n == 0)
        return error_set(rt, &type_error_type, "attrgetter expected 1 argument, got 0");
    owned Tuple *paths = tuple_new(rt, n);
    if (paths == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (!str_check(args[i]))
            return error_set(rt, &type_error_type, "attribute name must be a string");
        if ((paths->items[i] = (Object *)name_split(rt, (Str *)args[i])) == NULL)
            return NULL;
    }
    tuple_publish(rt, paths);
    owned Tuple *given = tuple_from_array(rt, args, n);
    return given == NULL ? NULL : getter_new(rt, type, given, (Object *)paths, NULL);
}

static Object *path_follow(Runtime *rt, Object *from, const Tuple *path)
{
    owned Object *current = object_retain(from);
    for (size_t i = 0; i < path->length; i++) {
        Object *next = object_get_attribute(rt, current, (Str *)path->items[i]);
        if (next == NULL)
            return NULL;
        object_replace_steal(&current, next);
    }
    return take(&current);
}

static Object *attribute_getter_call(Runtime *rt, Object *object, Object **args, size_t n,
                                     Tuple *names)
{
    Object *from = only_argument(rt, "attrgetter", args, n, names);
    if (from == NULL)
        return NULL;
    Tuple *paths = (Tuple *)((Getter *)object)->plan;
    if (paths->length == 1)
        return path_follow(rt, from, (Tuple *)paths->items[0]);
    owned Tuple *result = tuple_new(rt, paths->length);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < paths->length; i++)
        if ((result->items[i] = path_follow(rt, from, (Tuple *)paths->items[i])) == NULL)
            return NULL;
    tuple_publish(rt, result);
    return (Object *)take(&result);
}

/* ---- methodcaller: the plan is the method's name, interned; arguments begin with it ----------- */

static Object *method_caller_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                    Tuple *names)
{
    if (n == 0)
        return error_set(rt, &type_error_type,
                         "methodcaller needs at least one argument, the method name");
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "method name must be a string");
    size_t named = names == NULL ? 0 : names->length;
    owned Tuple *all = tuple_from_array(rt, args, n + named);
    if (all == NULL)
        return NULL;
    if (str_check_exact(all->items[0]))
        str_intern(rt, (Str **)&all->items[0]);
    return getter_new(rt, type, all, all->items[0], named == 0 ? NULL : names);
}

static Object *method_caller_call(Runtime *rt, Object *object, Object **args, size_t n,
                                  Tuple *names)
{
    const Getter *self = (Getter *)object;
    Object *on = only_argument(rt, "methodcaller", args, n, names);
    if (on == NULL)
        return NULL;
    enum { FEW = 8 };
    size_t count = self->arguments->length; /* the object takes the name's place */
    size_t named = self->names == NULL ? 0 : self->names->length;
    Object *few[FEW], **all = few;
    if (count > FEW && (all = memory_take_array(rt, count, sizeof(Object *))) == NULL)
        return NULL;
    all[0] = on;
    for (size_t i = 1; i < count; i++)
        all[i] = self->arguments->items[i];
    Object *result = object_call_method(rt, (Str *)self->plan, all, count - named, self->names);
    if (all != few)
        memory_release(rt, all, count * sizeof(Object *));
    return result;
}

/* functools.partial(type, name, **keywords): the only way to hand keywords on. */
static Object *method_caller_partial(Runtime *rt, const Getter *self, size_t positional)
{
    owned Object *import = builtin_get(rt, NAME(__import__));
    owned Object *name = import == NULL ? NULL : (Object *)str_intern_c(rt, "functools");
    owned Object *functools = name == NULL ? NULL : object_call_one(rt, import, name);
    owned Str *attribute = functools == NULL ? NULL : str_intern_c(rt, "partial");
    owned Object *partial =
        attribute == NULL ? NULL : object_get_attribute(rt, functools, attribute);
    owned Dict *keywords = partial == NULL ? NULL : dict_new(rt);
    if (keywords == NULL)
        return NULL;
    for (size_t i = 0; i < self->names->length; i++)
        if (dict_set(rt, keywords, self->names->items[i],
                     self->arguments->items[positional + i]) < 0)
            return NULL;
    owned Tuple *arguments = tuple_pack(rt, 2, self->head.type, self->plan);
    return arguments == NULL ? NULL : object_call_tuple(rt, partial, arguments, keywords);
}

static Object *method_caller_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    const Getter *self = (Getter *)object;
    if (self->names == NULL)
        return getter_reduce(rt, object, args, n);
    size_t positional = self->arguments->length - self->names->length;
    owned Object *partial = method_caller_partial(rt, self, positional);
    owned Tuple *rest =
        partial == NULL ? NULL : tuple_slice(rt, self->arguments, 1, positional);
    return rest == NULL ? NULL : (Object *)tuple_pack(rt, 2, partial, rest);
}

#define GETTER_SLOTS                                                     \
    .base = &object_type, .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE, \
    .size = sizeof(Getter), .init = object_init, .free = getter_free,    \
    .visit = getter_visit, .repr = getter_repr, INHERIT_ATTRIBUTES, INHERIT_COMPARISON

const Type item_getter_type = {
    TYPE_IDENTITY(item_getter),
    .name = "operator.itemgetter",
    .doc = "itemgetter(item, ...) --> itemgetter object\n\n"
           "Return a callable object that fetches the given item(s) from its operand.\n"
           "After f = itemgetter(2), the call f(r) returns r[2].\n"
           "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    GETTER_SLOTS,
    .create = item_getter_create,
    .call = item_getter_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", getter_reduce, 0, 0, .doc = "Return state information for pickling"},
        {0},
    },
};

const Type attribute_getter_type = {
    TYPE_IDENTITY(attribute_getter),
    .name = "operator.attrgetter",
    .doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
           "Return a callable object that fetches the given attribute(s) from its operand.\n"
           "After f = attrgetter('name'), the call f(r) returns r.name.\n"
           "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
           "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n"
           "(r.name.first, r.name.last).",
    GETTER_SLOTS,
    .create = attribute_getter_create,
    .call = attribute_getter_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", getter_reduce, 0, 0, .doc = "Return state information for pickling"},
        {0},
    },
};

const Type method_caller_type = {
    TYPE_IDENTITY(method_caller),
    .name = "operator.methodcaller",
    .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
           "Return a callable object that calls the given method on its operand.\n"
           "After f = methodcaller('name'), the call f(r) returns r.name().\n"
           "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
           "r.name('date', foo=1).",
    GETTER_SLOTS,
    .create = method_caller_create,
    .call = method_caller_call,
    .methods = (const MethodSpec[]){
        {"__reduce__", method_caller_reduce, 0, 0, .doc = "Return state information for pickling"},
        {0},
    },
};
