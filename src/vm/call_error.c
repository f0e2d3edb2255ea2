/* What a call with wrong arguments is told, word for word as CPython 3.11 tells it. */
#include "vm/call.h"

#include "object/error.h"
#include "types/list.h"
#include "types/str.h"

static int fail_with(Runtime *rt, Str *message)
{
    if (message != NULL)
        error_set(rt, &type_error_type, "%U", message);
    object_release_maybe(message);
    return -1;
}

int call_error_too_many(Runtime *rt, Function *function, size_t given, Object **slots)
{
    Code *code = function->code;
    size_t takes = code->argument_count;
    size_t defaults = function->defaults == NULL ? 0 : function->defaults->length;
    size_t keyword_only = 0;
    for (size_t i = takes; i < takes + code->keyword_only_count; i++)
        keyword_only += slots[i] != NULL;

    owned Str *signature = defaults > 0 ? str_format(rt, "from %zu to %zu", takes - defaults, takes)
                                        : str_format(rt, "%zu", takes);
    owned Str *extra = keyword_only == 0
                           ? str_from_c(rt, "")
                           : str_format(rt, " positional argument%s (and %zu keyword-only argument%s)",
                                        given != 1 ? "s" : "", keyword_only, keyword_only != 1 ? "s" : "");
    if (signature == NULL || extra == NULL)
        return -1;
    return error_fail(rt, &type_error_type, "%U() takes %U positional argument%s but %zu%U %s given",
                      function->qualified_name, signature, defaults > 0 || takes != 1 ? "s" : "", given, extra,
                      given == 1 && keyword_only == 0 ? "was" : "were");
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'". */
static Str *names_text(Runtime *rt, List *names)
{
    StrBuilder text;
    str_builder_open(&text, rt);
    for (size_t i = 0; i < names->length; i++) {
        if (i > 0)
            str_builder_add_c(&text, names->length == 2 ? " and " : i + 1 == names->length ? ", and " : ", ");
        str_builder_add_repr(&text, names->items[i]);
    }
    return str_builder_finish(&text);
}

int call_error_missing(Runtime *rt, Function *function, Object **slots, size_t start, size_t end, const char *kind)
{
    owned List *missing = list_new(rt, 0);
    if (missing == NULL)
        return -1;
    for (size_t i = start; i < end; i++)
        if (slots[i] == NULL && list_append(rt, missing, function->code->local_names->items[i]) < 0)
            return -1;
    owned Str *names = names_text(rt, missing);
    if (names == NULL)
        return -1;
    return fail_with(rt, str_format(rt, "%U() missing %zu required %s argument%s: %U", function->qualified_name,
                                    missing->length, kind, missing->length == 1 ? "" : "s", names));
}

/* Positional-only parameters that were given by name, as a text, or NULL when there are none (or with an error). */
static Str *positional_only_text(Runtime *rt, Code *code, Tuple *names)
{
    owned List *wrong = list_new(rt, 0);
    if (wrong == NULL)
        return NULL;
    for (size_t i = 0; i < code->positional_only_count; i++) {
        Str *parameter = (Str *)code->local_names->items[i];
        for (size_t k = 0; k < names->length; k++)
            if (str_check(names->items[k]) && str_equal(parameter, (Str *)names->items[k]) &&
                list_append(rt, wrong, names->items[k]) < 0)
                return NULL;
    }
    if (wrong->length == 0)
        return NULL;
    owned Str *comma = str_from_c(rt, ", ");
    return comma == NULL ? NULL : str_join(rt, comma, (Object *)wrong);
}

int call_error_unexpected(Runtime *rt, Function *function, Tuple *names, Object *name)
{
    if (function->code->positional_only_count > 0 && names != NULL) {
        owned Str *wrong = positional_only_text(rt, function->code, names);
        if (error_pending(rt))
            return -1;
        if (wrong != NULL)
            return error_fail(rt, &type_error_type,
                              "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                              function->qualified_name, wrong);
    }
    return error_fail(rt, &type_error_type, "%U() got an unexpected keyword argument '%S'", function->qualified_name,
                      name);
}

int call_error_multiple(Runtime *rt, Function *function, Object *name)
{
    return error_fail(rt, &type_error_type, "%U() got multiple values for argument '%S'", function->qualified_name,
                      name);
}
