/* The module atexit: functions that runtime_finish() calls when the program ends, the last registered first.
 *
 * They stand in a list in the module's own dict, as (function, arguments, keywords or None), so that the collector
 * and the end of modules see them like everything else. One that is unregistered leaves None in its place, so that the
 * others keep theirs while they run. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"

static const char list_name[] = "_exit_functions";

/* The list, owned. NULL with an error set when the program took it away. */
static List *functions_of(Runtime *rt, Object *module)
{
    owned Str *name = str_intern_c(rt, list_name);
    Object *list = name == NULL ? NULL : dict_get_str_borrow(rt, ((Module *)module)->dict, name);
    if (list != NULL && list_check_exact(list))
        return object_retain(list);
    return error_pending(rt) ? NULL : error_set(rt, &system_error_type, "lost atexit's functions");
}

static Object *atexit_register(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (n == 0)
        return error_set(rt, &type_error_type, "register() takes at least 1 argument (0 given)");
    if (!object_is_callable(args[0]))
        return error_set(rt, &type_error_type, "the first argument must be callable");
    owned List *functions = functions_of(rt, self);
    owned Tuple *positional = functions == NULL ? NULL : tuple_from_array(rt, args + 1, n - 1);
    if (positional == NULL)
        return NULL;
    owned Object *keywords = NONE;
    if (names != NULL && names->length != 0) {
        Dict *dict = dict_new(rt);
        keywords = (Object *)dict;
        if (dict == NULL)
            return NULL;
        for (size_t i = 0; i < names->length; i++)
            if (dict_set(rt, dict, names->items[i], args[n + i]) < 0)
                return NULL;
    }
    owned Tuple *entry = tuple_pack(rt, 3, args[0], (Object *)positional, keywords);
    if (entry == NULL || list_append(rt, functions, (Object *)entry) < 0)
        return NULL;
    return object_retain(args[0]);
}

static Object *atexit_unregister(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    owned List *functions = functions_of(rt, self);
    if (functions == NULL)
        return NULL;
    for (size_t i = 0; i < functions->length; i++) {
        if (functions->items[i] == NONE)
            continue;
        owned Tuple *entry = object_retain(functions->items[i]);
        int same = object_equal(rt, entry->items[0], args[0]); /* may change the list */
        if (same < 0)
            return NULL;
        if (same && i < functions->length && functions->items[i] == (Object *)entry)
            object_replace_steal(&functions->items[i], NONE);
    }
    return NONE;
}

static Object *atexit_run(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned List *functions = functions_of(rt, self);
    if (functions == NULL)
        return NULL;
    /* What they register now comes too late. */
    for (size_t i = functions->length; i-- > 0;) {
        if (i >= functions->length || functions->items[i] == NONE)
            continue;
        owned Tuple *entry = object_retain(functions->items[i]);
        Dict *keywords = entry->items[2] == NONE ? NULL : (Dict *)entry->items[2];
        owned Object *result = object_call_tuple(rt, entry->items[0], (Tuple *)entry->items[1], keywords);
        if (result == NULL)
            error_unraisable(rt, "Exception ignored in atexit callback", entry->items[0]);
    }
    return list_set_slice(rt, functions, 0, functions->length, NULL) < 0 ? NULL : NONE;
}

static Object *atexit_clear(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned List *functions = functions_of(rt, self);
    return functions == NULL || list_set_slice(rt, functions, 0, functions->length, NULL) < 0 ? NULL : NONE;
}

static Object *atexit_count(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned List *functions = functions_of(rt, self);
    return functions == NULL ? NULL : (Object *)int_from_size(rt, (ssize_t)functions->length);
}

static int atexit_fill(Runtime *rt, Module *module)
{
    owned List *functions = list_new(rt, 0);
    return functions == NULL ? -1 : module_add(rt, module, list_name, (Object *)functions);
}

static const MethodSpec atexit_functions[] = {
    {"register", .keywords = atexit_register, .doc = "Register a function to be executed upon normal program termination."},
    {"unregister", atexit_unregister, 1, 1, .doc = "Unregister a function that was registered with atexit.register."},
    {"_run_exitfuncs", atexit_run, 0, 0, .doc = "Run all registered exit functions."},
    {"_clear", atexit_clear, 0, 0, .doc = "Clear the list of registered exit functions."},
    {"_ncallbacks", atexit_count, 0, 0, .doc = "Return the number of registered exit functions."},
    {0},
};

const ModuleSpec atexit_module = {
    "atexit", "Functions to be called at the normal end of the program.", atexit_functions, atexit_fill,
};
