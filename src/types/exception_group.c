/* BaseExceptionGroup and ExceptionGroup: exceptions that hold several others, as a tree.
 *
 * split() and subgroup() walk the tree and build, through derive(), groups of the same shape that hold only
 * what matches, or only the rest. */
#include "object/error.h"
#include "types/container.h"
#include "types/exception_parts.h"
#include "types/list.h"

static Str *group_message(const Exception *self)
{
    return (Str *)self->fields[EXCEPTION_GROUP_MESSAGE];
}

static Tuple *group_members(const Exception *self)
{
    return (Tuple *)self->fields[EXCEPTION_GROUP_EXCEPTIONS];
}

/* ---- creation ---- */

static Object *group_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)names;
    if (n != 2)
        return error_set(rt, &type_error_type,
                         "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", n);
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "BaseExceptionGroup.__new__() argument 1 must be str, not %.50T",
                         args[0]);
    if (!sequence_check(args[1]))
        return error_set(rt, &type_error_type, "second argument (exceptions) must be a sequence");
    owned Tuple *members = sequence_tuple(rt, args[1]);
    if (members == NULL)
        return NULL;
    if (members->length == 0)
        return error_set(rt, &value_error_type,
                         "second argument (exceptions) must be a non-empty sequence");

    bool has_base = false; /* one that is not an Exception */
    for (size_t i = 0; i < members->length; i++) {
        if (!exception_check(members->items[i]))
            return error_set(rt, &value_error_type,
                             "Item %zu of second argument (exceptions) is not an exception", i);
        has_base |= !object_is(members->items[i], &exception_type);
    }
    if (type == &base_exception_group_type && !has_base)
        type = &exception_group_type;
    else if (has_base && type == &exception_group_type)
        return error_set(rt, &type_error_type, "Cannot nest BaseExceptions in an ExceptionGroup");
    else if (has_base && type_is_subtype(type, &exception_type))
        return error_set(rt, &type_error_type, "Cannot nest BaseExceptions in '%.200N'", type);

    owned Tuple *tuple = tuple_from_array(rt, args, n);
    owned Exception *self = tuple == NULL ? NULL : exception_allocate(rt, type, tuple);
    if (self == NULL)
        return NULL;
    exception_set_field(self, EXCEPTION_GROUP_MESSAGE, args[0]);
    exception_set_field(self, EXCEPTION_GROUP_EXCEPTIONS, (Object *)members);
    return (Object *)take(&self);
}

static Object *group_str(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    size_t count = group_members(self) == NULL ? 0 : group_members(self)->length;
    return (Object *)str_format(rt, "%S (%zu sub-exception%s)", self->fields[EXCEPTION_GROUP_MESSAGE], count,
                                count > 1 ? "s" : "");
}

/* ---- matching ---- */

/* What split() and subgroup() were asked for. */
typedef struct Matcher {
    Runtime *rt;
    Object *condition;
    bool is_function;
} Matcher;

static bool is_exception_class(const Object *object)
{
    return type_check(object) && type_is_subtype((const Type *)object, &base_exception_type);
}

static int matcher_open(Runtime *rt, Matcher *matcher, Object *condition)
{
    *matcher = (Matcher){rt, condition, false};
    if (is_exception_class(condition))
        return 0;
    if (tuple_check(condition)) {
        Tuple *tuple = (Tuple *)condition;
        bool all = true;
        for (size_t i = 0; i < tuple->length; i++)
            all &= is_exception_class(tuple->items[i]);
        if (all)
            return 0;
    }
    else if (object_is_callable(condition) && !type_check(condition)) {
        matcher->is_function = true;
        return 0;
    }
    return error_fail(rt, &type_error_type, "expected a function, exception type or tuple of exception types");
}

static int matcher_test(Matcher *matcher, Object *exception)
{
    if (!matcher->is_function)
        return exception_matches(matcher->rt, exception, matcher->condition);
    owned Object *result = object_call_one(matcher->rt, matcher->condition, exception);
    return result == NULL ? -1 : object_truth(matcher->rt, result);
}

/* ---- splitting ---- */

/* A group like `group` of other members: derive()'s result with the traceback, context, cause and notes. NULL
 * result with no error: there are no members. */
static int group_derive(Runtime *rt, Exception *group, List *members, Object **result)
{
    *result = NULL;
    if (members->length == 0)
        return 0;
    Object *args[2] = {(Object *)group, (Object *)members};
    owned Object *derived = object_call_method(rt, NAME(derive), args, 2, NULL);
    if (derived == NULL)
        return -1;
    if (!object_is(derived, &base_exception_group_type))
        return error_fail(rt, &type_error_type, "derive must return an instance of BaseExceptionGroup");
    Exception *like = (Exception *)derived;
    if (like != group) {
        object_replace_steal(&like->traceback, object_retain_maybe(group->traceback));
        object_replace_steal(&like->context, object_retain_maybe(group->context));
        object_replace_steal(&like->cause, object_retain_maybe(group->cause));
        like->suppress_context = true; /* setting a cause does that, even to none */
    }
    owned Object *notes = NULL;
    int found = object_find_attribute(rt, (Object *)group, NAME(__notes__), &notes);
    if (found < 0)
        return -1;
    if (found > 0 && sequence_check(notes)) {
        owned Object *copy = (Object *)sequence_list(rt, notes);
        if (copy == NULL || object_set_attribute(rt, derived, NAME(__notes__), copy) < 0)
            return -1;
    }
    *result = take(&derived);
    return 0;
}

/* *match and *rest (NULL: not wanted) get what matches and what does not, owned, NULL where there is none. */
static int group_split(Matcher *matcher, Object *exception, Object **match, Object **rest)
{
    Runtime *rt = matcher->rt;
    *match = NULL;
    if (rest != NULL)
        *rest = NULL;
    int matches = matcher_test(matcher, exception);
    if (matches < 0)
        return -1;
    if (matches > 0) {
        *match = object_retain(exception);
        return 0;
    }
    if (!object_is(exception, &base_exception_group_type)) {
        if (rest != NULL)
            *rest = object_retain(exception);
        return 0;
    }

    Exception *group = (Exception *)exception;
    owned Tuple *members = object_retain(group_members(group));
    owned List *matching = list_new(rt, 0);
    owned List *others = matching == NULL ? NULL : list_new(rt, 0);
    if (others == NULL || stack_enter(rt, " in exceptiongroup_split_recursive") < 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i < members->length && result == 0; i++) {
        owned Object *member_match = NULL;
        owned Object *member_rest = NULL;
        result = group_split(matcher, members->items[i], &member_match, rest == NULL ? NULL : &member_rest);
        if (result == 0 && member_match != NULL)
            result = list_append(rt, matching, member_match);
        if (result == 0 && member_rest != NULL)
            result = list_append(rt, others, member_rest);
    }
    stack_leave(rt);
    if (result < 0 || group_derive(rt, group, matching, match) < 0)
        return -1;
    if (rest != NULL && group_derive(rt, group, others, rest) < 0) {
        object_clear_slot(match);
        return -1;
    }
    return 0;
}

static Object *group_split_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Matcher matcher;
    owned Object *match = NULL;
    owned Object *rest = NULL;
    if (matcher_open(rt, &matcher, args[0]) < 0 || group_split(&matcher, self, &match, &rest) < 0)
        return NULL;
    return (Object *)tuple_pack(rt, 2, match != NULL ? match : NONE, rest != NULL ? rest : NONE);
}

static Object *group_subgroup_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Matcher matcher;
    Object *match;
    if (matcher_open(rt, &matcher, args[0]) < 0 || group_split(&matcher, self, &match, NULL) < 0)
        return NULL;
    return match != NULL ? match : NONE;
}

static Object *group_derive_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n != 1)
        return error_set(rt, &type_error_type, "function takes exactly 1 argument (%zu given)", n);
    Object *given[2] = {(Object *)group_message((Exception *)self), args[0]};
    return object_call(rt, type_as_object(&base_exception_group_type), given, 2, NULL);
}

/* ---- type records ---- */

#define GROUP_MEMBER(name, number, text)                                                           \
    {name, MEMBER_OBJECT, offsetof(Exception, fields) + (number) * sizeof(Object *), false, text}

const Type base_exception_group_type = {
    EXCEPTION_RECORD(base_exception_group, "BaseExceptionGroup", base_exception, EXCEPTION_GROUP_FIELDS,
                     "A combination of multiple unrelated exceptions."),
    .create = group_create,
    .init = exception_init,
    .free = exception_free,
    .str = group_str,
    .methods = (const MethodSpec[]){
        CLASS_GET_ITEM,
        {"derive", group_derive_method, -1, -1, .doc = "A group of the same message with other exceptions."},
        {"split", group_split_method, 1, 1, .doc = "(what matches, the rest)"},
        {"subgroup", group_subgroup_method, 1, 1, .doc = "What matches, or None."},
        {0},
    },
    .members = (const MemberSpec[]){
        GROUP_MEMBER("message", EXCEPTION_GROUP_MESSAGE, "exception message"),
        GROUP_MEMBER("exceptions", EXCEPTION_GROUP_EXCEPTIONS, "nested exceptions"),
        {0},
    },
};

/* Its second base, Exception, is type_lookup.c's to tell. */
const Type exception_group_type = {
    EXCEPTION_RECORD(exception_group, "ExceptionGroup", base_exception_group, EXCEPTION_GROUP_FIELDS, NULL),
    .create = group_create,
    .init = exception_init,
    .free = exception_free,
    .str = group_str,
};
