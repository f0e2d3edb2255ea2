/* Calling, and binding arguments to the parameters of functions written in C.
 *
 *     args:  | positional 0 | ... | positional n-1 | value of names[0] | value of names[1] | ...
 *
 * A parameter text such as "a, b=, /, c=, *, d=" is read as it is needed: parameters before `/` are
 * positional only, those after `*` keyword only, `=` means optional. The messages are those of CPython's
 * Argument Clinic. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/function.h"
#include "types/module.h"
#include "types/tuple.h"
#include "types/type.h"

/* ---- calling ---- */

/* Every call ends in a result or an error, never in both or neither. */
static Object *result_check(Runtime *rt, Object *callable, Object *result)
{
    if (likely((result == NULL) == (rt->error != NULL)))
        return result;
    if (result == NULL)
        return error_set(rt, &system_error_type, "%R returned NULL without setting an exception", callable);
    object_release(result);
    owned Object *cause = error_take(rt);
    error_set(rt, &system_error_type, "%R returned a result with an exception set", callable);
    if (rt->error != NULL && cause != NULL)
        error_chain_context_steal(rt, take(&cause));
    return NULL;
}

Object *object_call(Runtime *rt, Object *callable, Object **args, size_t n, Tuple *names)
{
    const Type *type = callable->type;
    if (type == &function_type) /* the machine counts depth by itself */
        return type->call(rt, callable, args, n, names);
    if (unlikely(type->call == NULL))
        return error_set(rt, &type_error_type, "'%.200T' object is not callable", callable);
    if (stack_enter(rt, " while calling a Python object") < 0)
        return NULL;
    Object *result = type->call(rt, callable, args, n, names);
    stack_leave(rt);
    return result_check(rt, callable, result);
}

bool object_is_callable(const Object *object)
{
    return object->type->call != NULL;
}

Object *object_call_tuple(Runtime *rt, Object *callable, Tuple *positional, Dict *keywords)
{
    if (keywords == NULL || dict_length(keywords) == 0)
        return object_call(rt, callable, positional->items, positional->length, NULL);

    size_t n = positional->length, count = dict_length(keywords);
    owned Tuple *names = tuple_new(rt, count);
    Object **args = names == NULL ? NULL : memory_take_array(rt, n + count, sizeof *args);
    if (args == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        args[i] = object_retain(positional->items[i]);
    size_t position = 0, filled = 0;
    Object *key, *value, *result = NULL;
    bool names_are_str = true;
    while (filled < count && dict_next(keywords, &position, &key, &value)) {
        names_are_str &= str_check(key);
        names->items[filled] = object_retain(key);
        args[n + filled] = object_retain(value);
        filled++;
    }
    tuple_publish(rt, names);
    if (names_are_str)
        result = object_call(rt, callable, args, n, names);
    else
        error_set(rt, &type_error_type, "keywords must be strings");
    for (size_t i = 0; i < n + filled; i++)
        object_release(args[i]);
    memory_release(rt, args, (n + count) * sizeof *args);
    return result;
}

Object *object_call_method(Runtime *rt, Str *name, Object **args, size_t n, Tuple *names)
{
    owned Object *function = NULL;
    int unbound = object_get_method(rt, args[0], name, &function);
    if (unbound < 0)
        return NULL;
    return unbound ? object_call(rt, function, args, n, names)
                   : object_call(rt, function, args + 1, n - 1, names);
}

/* ---- parameter texts ---- */

typedef struct Parameter {
    const char *name;
    size_t length;
    bool is_optional;
} Parameter;

typedef struct ParameterReader {
    const char *at;
    bool keyword_only; /* `*` has been passed */
    bool saw_slash;    /* `/` stood before the parameter just read */
} ParameterReader;

/* The next parameter; false at the end. */
static bool parameter_next(ParameterReader *reader, Parameter *parameter)
{
    const char *at = reader->at;
    reader->saw_slash = false;
    for (;;) {
        while (*at == ' ' || *at == ',')
            at++;
        if (*at == '*')
            reader->keyword_only = true;
        else if (*at == '/')
            reader->saw_slash = true;
        else
            break;
        at++;
    }
    parameter->name = at;
    while (*at != '\0' && *at != ',' && *at != '=' && *at != ' ')
        at++;
    parameter->length = (size_t)(at - parameter->name);
    parameter->is_optional = *at == '=';
    if (*at == '=')
        at++;
    reader->at = at;
    return parameter->length != 0;
}

/* The numbers that the checks go by. */
typedef struct ParameterCounts {
    size_t all;             /* parameters */
    size_t positional;      /* of these may be given by position */
    size_t positional_only; /* of these must be given by position */
    size_t required;        /* one more than the number of the last positional one that is required */
    size_t required_positional_only;
} ParameterCounts;

static ParameterCounts parameters_count(const char *text)
{
    ParameterCounts counts = {0};
    ParameterReader reader = {.at = text};
    Parameter parameter;
    for (size_t i = 0; parameter_next(&reader, &parameter); i++) {
        if (reader.saw_slash)
            counts.positional_only = i;
        counts.all++;
        if (reader.keyword_only)
            continue;
        counts.positional++;
        if (!parameter.is_optional)
            counts.required = i + 1;
    }
    if (reader.saw_slash)
        counts.positional_only = counts.all;
    counts.required_positional_only =
        counts.required < counts.positional_only ? counts.required : counts.positional_only;
    return counts;
}

static bool parameter_is(const Parameter *parameter, const Str *name)
{
    return name->length == parameter->length && str_is_ascii(name) &&
           memcmp(str_data(name), parameter->name, parameter->length) == 0;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static int arguments_count_fail(Runtime *rt, const char *name, const char *degree, size_t expected,
                                const char *kind, size_t given)
{
    return error_fail(rt, &type_error_type, "%.200s() takes %s %zu %sargument%s (%zu given)", name, degree,
                      expected, kind, plural(expected), given);
}

/* Some keyword fits no parameter, or one that was given by position: says which. */
static int keywords_fail(Runtime *rt, const char *name, const char *parameters, size_t n, Tuple *names)
{
    ParameterCounts counts = parameters_count(parameters);
    ParameterReader reader = {.at = parameters};
    Parameter parameter;
    for (size_t i = 0; i < n && parameter_next(&reader, &parameter); i++)
        for (size_t k = 0; i >= counts.positional_only && k < names->length; k++)
            if (parameter_is(&parameter, (Str *)names->items[k]))
                return error_fail(rt, &type_error_type,
                                  "argument for %.200s() given by name ('%U') and position (%zu)", name,
                                  names->items[k], i + 1);
    for (size_t k = 0; k < names->length; k++) {
        bool known = false;
        reader = (ParameterReader){.at = parameters};
        for (size_t i = 0; !known && parameter_next(&reader, &parameter); i++)
            known = i >= counts.positional_only && parameter_is(&parameter, (Str *)names->items[k]);
        if (!known)
            return error_fail(rt, &type_error_type, "'%U' is an invalid keyword argument for %.200s()",
                              names->items[k], name);
    }
    return error_fail(rt, &type_error_type, "%.200s() got a keyword argument twice", name);
}

/* The usual case, by position only, in one walk over the text. The number of parameters, or -1 when it is not so plain
 * (no error is set). */
static ssize_t arguments_bind_positional(const char *parameters, Object **args, size_t n, Object **out,
                                         size_t out_count)
{
    ParameterReader reader = {.at = parameters};
    Parameter parameter;
    size_t i = 0;
    for (; parameter_next(&reader, &parameter); i++) {
        if (i >= out_count || (i < n ? reader.keyword_only : !parameter.is_optional))
            return -1;
        out[i] = i < n ? args[i] : NULL;
    }
    return n <= i ? (ssize_t)i : -1;
}

int arguments_bind(Runtime *rt, const char *name, const char *parameters, Object **args, size_t n,
                   Tuple *names, Object **out, size_t out_count)
{
    size_t keywords = names == NULL ? 0 : names->length;
    if (keywords == 0 && arguments_bind_positional(parameters, args, n, out, out_count) >= 0)
        return 0;
    ParameterCounts counts = parameters_count(parameters);
    if (counts.all > out_count)
        return error_bad_internal_call(rt, name), -1;
    if (n + keywords > counts.all)
        return arguments_count_fail(rt, name, "at most", counts.all,
                                    n == 0 && counts.all != 0 ? "keyword " : "", n + keywords);
    if (n > counts.positional) {
        if (counts.positional == 0)
            return error_fail(rt, &type_error_type, "%.200s() takes no positional arguments", name);
        return arguments_count_fail(rt, name, counts.required < counts.positional ? "at most" : "exactly",
                                    counts.positional, "positional ", n);
    }
    if (n < counts.required_positional_only)
        return arguments_count_fail(
            rt, name, counts.required_positional_only < counts.positional ? "at least" : "exactly",
            counts.required_positional_only, "positional ", n);

    ParameterReader reader = {.at = parameters};
    Parameter parameter;
    size_t used = 0;
    for (size_t i = 0; parameter_next(&reader, &parameter); i++) {
        out[i] = i < n ? args[i] : NULL;
        if (i >= n && i >= counts.positional_only)
            for (size_t k = 0; k < keywords; k++)
                if (parameter_is(&parameter, (Str *)names->items[k])) {
                    out[i] = args[n + k];
                    used++;
                    break;
                }
        if (out[i] == NULL && !parameter.is_optional) {
            char text[64];
            size_t length = parameter.length < sizeof text ? parameter.length : sizeof text - 1;
            memcpy(text, parameter.name, length);
            text[length] = '\0';
            return error_fail(rt, &type_error_type, "%.200s() missing required argument '%s' (pos %zu)",
                              name, text, i + 1);
        }
    }
    return used == keywords ? 0 : keywords_fail(rt, name, parameters, n, names);
}

int arguments_check(Runtime *rt, const char *name, size_t n, Tuple *names, size_t least, size_t most)
{
    if (unlikely(names != NULL && names->length != 0))
        return error_fail(rt, &type_error_type, "%.200s() takes no keyword arguments", name);
    if (likely(n >= least && n <= most))
        return 0;
    size_t expected = n < least ? least : most;
    const char *degree = least == most ? "" : n < least ? "at least " : "at most ";
    return error_fail(rt, &type_error_type, "%.200s expected %s%zu argument%s, got %zu", name, degree,
                      expected, plural(expected), n);
}

/* ---- functions in C ---- */

enum { PARAMETER_LIMIT = 24 };

/* The name that messages use: "list.append()", "math.sqrt()"; without the module for builtins. */
static Str *spec_full_name(Runtime *rt, const MethodSpec *spec, Object *self)
{
    if (self == NULL)
        return str_format(rt, "%s()", spec->name);
    if (module_check(self)) {
        owned Object *module = NULL;
        if (object_find_attribute(rt, self, NAME(__name__), &module) < 0)
            return NULL;
        if (module == NULL || !str_check(module) || str_equal((Str *)module, NAME(builtins)))
            return str_format(rt, "%s()", spec->name);
        return str_format(rt, "%U.%s()", module, spec->name);
    }
    const Type *type = (spec->flags & METHOD_CLASS) != 0 && type_check(self) ? (Type *)self : self->type;
    /* The type that defines the method, not the one of the object. */
    while (type->base != NULL) {
        bool defines = false;
        for (const MethodSpec *own = type->methods; own != NULL && own->name != NULL; own++)
            defines |= own == spec;
        if (defines)
            break;
        type = type->base;
    }
    return str_format(rt, "%N.%s()", type, spec->name);
}

static Object *spec_count_fail(Runtime *rt, const MethodSpec *spec, Object *self, size_t n, Tuple *names)
{
    bool has_keywords = names != NULL && names->length != 0;
    if (!has_keywords && !(spec->least == spec->most && spec->most <= 1)) {
        bool few = n < (size_t)spec->least;
        size_t expected = few ? (size_t)spec->least : (size_t)spec->most;
        const char *degree = spec->least == spec->most ? "" : few ? "at least " : "at most ";
        return error_set(rt, &type_error_type, "%.200s expected %s%zu argument%s, got %zu", spec->name,
                         degree, expected, plural(expected), n);
    }
    owned Str *name = spec_full_name(rt, spec, self);
    if (name == NULL)
        return NULL;
    if (has_keywords)
        return error_set(rt, &type_error_type, "%U takes no keyword arguments", name);
    if (spec->most == 0)
        return error_set(rt, &type_error_type, "%U takes no arguments (%zu given)", name, n);
    return error_set(rt, &type_error_type, "%U takes exactly one argument (%zu given)", name, n);
}

Object *method_spec_call(Runtime *rt, const MethodSpec *spec, Object *self, Object **args, size_t n,
                         Tuple *names)
{
    if (spec->keywords != NULL)
        return spec->keywords(rt, self, args, n, names);
    if (spec->parameters != NULL) {
        Object *bound[PARAMETER_LIMIT];
        if (names == NULL) {
            ssize_t plain = arguments_bind_positional(spec->parameters, args, n, bound, PARAMETER_LIMIT);
            if (likely(plain >= 0))
                return spec->function(rt, self, bound, (size_t)plain);
        }
        size_t count = parameters_count(spec->parameters).all;
        if (arguments_bind(rt, spec->name, spec->parameters, args, n, names, bound, PARAMETER_LIMIT) < 0)
            return NULL;
        return spec->function(rt, self, bound, count);
    }
    bool fits = (names == NULL || names->length == 0) && (ssize_t)n >= spec->least &&
                (spec->most < 0 || (ssize_t)n <= spec->most);
    if (unlikely(!fits))
        return spec_count_fail(rt, spec, self, n, names);
    return spec->function(rt, self, args, n);
}
