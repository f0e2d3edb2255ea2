/* The module sys. Structures such as sys.flags are sys_structures.c's, the standard streams io.c's. */
#include "modules/sys.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gc/gc.h"
#include "object/console.h"
#include "object/error.h"
#include "object/free.h"
#include "object/names.h"
#include "object/options.h"
#include "object/shape.h"
#include "object/unraisable.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/machine.h"

/* ---- memory -------------------------------------------------------------------------------------- */

static Object *sys_getrefcount(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return (Object *)int_from_int64(rt, args[0]->refcount);
}

static Object *sys_getsizeof(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    owned Object *method = NULL;
    bool unbound = false;
    int found = object_find_special(rt, args[0], NAME(__sizeof__), &method, &unbound);
    if (found < 0 && (args[1] == NULL || !error_clear_if(rt, &type_error_type)))
        return NULL;
    if (found <= 0)
        return args[1] != NULL ? object_retain(args[1])
                               : error_set(rt, &type_error_type, "Type %T doesn't define __sizeof__", args[0]);
    owned Object *size = object_call(rt, method, args, unbound ? 1 : 0, NULL);
    if (size == NULL)
        return args[1] != NULL && error_clear_if(rt, &type_error_type) ? object_retain(args[1]) : NULL;
    ssize_t bytes = number_as_size(rt, size, &overflow_error_type);
    if (bytes == -1 && error_pending(rt))
        return args[1] != NULL && error_clear_if(rt, &type_error_type) ? object_retain(args[1]) : NULL;
    if (bytes < 0)
        return error_set(rt, &value_error_type, "__sizeof__() should return >= 0");
    if (type_has_flag(args[0]->type, TYPE_IS_TRACKED) && !object_is_immortal(args[0]))
        bytes += (ssize_t)sizeof(GCHead);
    return (Object *)int_from_size(rt, bytes);
}

static Object *sys_getallocatedblocks(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_uint64(rt, heap_blocks(&rt->heap, HEAP_ALL_DOMAINS));
}

#ifdef OURO_CHECKED
static Object *sys_gettotalrefcount(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_int64(rt, rt->reference_total);
}
#endif

static Object *sys_intern(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "intern() argument must be str, not %T", args[0]);
    if (!str_check_exact(args[0]))
        return error_set(rt, &type_error_type, "can't intern %.400T", args[0]);
    Str *text = object_retain(args[0]);
    str_intern(rt, &text);
    return (Object *)text;
}

/* The heap's figures, as 3.11 prints pymalloc's: a row for each class, then arenas and totals. */
static Object *sys_debugmallocstats(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    HeapFigures figures;
    heap_figures(&rt->heap, &figures);
    console_error(rt, "Small block threshold = 512, in 64 size classes.\n\n"
                      "class   size   num pools   blocks in use  avail blocks\n"
                      "-----   ----   ---------   -------------  ------------\n");
    for (unsigned class = 1; class <= 64; class++) {
        ClassFigures row;
        size_t size = heap_class_figures(&rt->heap, class, HEAP_ALL_DOMAINS, &row);
        if (size != 0 && row.pools != 0)
            console_error(rt, "%5u %6zu %11zu %15zu %13zu\n", class - 1, size, row.pools, row.used, row.available);
    }
    console_error(rt, "\n# arenas allocated total           = %19llu\n# arenas reclaimed                 = %19llu\n"
                      "# arenas allocated current         = %19zu\n",
                  (unsigned long long)figures.arenas_opened, (unsigned long long)figures.arenas_closed, figures.arenas);
    for (int domain = 0; domain < DOMAIN_COUNT; domain++)
        console_error(rt, "# bytes in %-10s blocks       = %19zu\n", domain_name((Domain)domain), figures.domains[domain].bytes);
    console_error(rt, "# bytes kept for reuse             = %19zu\n# bytes taken from the system      = %19zu\n"
                      "# bytes taken at the peak          = %19zu\n# bytes of the limit (0: none)     = %19zu\n",
                  figures.kept, figures.taken, figures.taken_peak, figures.limit);
    return NONE;
}

/* ---- exceptions ---------------------------------------------------------------------------------- */

static Object *sys_exception(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return object_retain(rt->handled != NULL ? rt->handled : NONE);
}

static Object *exception_triple(Runtime *rt, Object *exception)
{
    if (exception == NULL)
        return (Object *)tuple_pack(rt, 3, NONE, NONE, NONE);
    Object *traceback = ((Exception *)exception)->traceback;
    return (Object *)tuple_pack(rt, 3, type_as_object(exception->type), exception, traceback != NULL ? traceback : NONE);
}

static Object *sys_exc_info(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return exception_triple(rt, rt->handled);
}

/* sys.excepthook(type, value, traceback): prints as an uncaught exception is printed. */
static Object *sys_excepthook(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (!exception_check(args[1]))
        return NONE;
    owned Str *text = exception_render(rt, args[1]);
    size_t length;
    owned Object *holder = NULL;
    const char *bytes = text == NULL ? NULL : str_utf8(rt, text, &length, &holder);
    if (bytes == NULL) {
        error_clear(rt);
        console_error(rt, "%s\n", args[1]->type->name);
        return NONE;
    }
    console_error_bytes(rt, bytes, length);
    return NONE;
}

static Object *sys_displayhook(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (args[0] == NONE)
        return NONE;
    owned Str *underscore = str_intern_c(rt, "_");
    if (underscore == NULL || dict_set(rt, rt->builtins, (Object *)underscore, NONE) < 0)
        return NULL;
    Object *out = dict_get_str_borrow(rt, rt->sys_dict, NAME(stdout));
    if (out == NULL || out == NONE)
        return error_set(rt, &runtime_error_type, "lost sys.stdout");
    owned Object *stream = object_retain(out);
    owned Object *text = object_repr(rt, args[0]);
    if (text == NULL)
        return NULL;
    Object *row[2][2] = {{stream, text}, {stream, (Object *)CHARACTER('\n')}};
    for (int i = 0; i < 2; i++) {
        owned Object *written = object_call_method(rt, NAME(write), row[i], 2, NULL);
        if (written == NULL)
            return NULL;
    }
    return dict_set(rt, rt->builtins, (Object *)underscore, args[0]) < 0 ? NULL : NONE;
}

static Object *sys_exit(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    return error_set_value(rt, &system_exit_type, n == 1 ? args[0] : NULL);
}

/* The argument has the fields exc_type, exc_value, exc_traceback, err_msg and object. */
static Object *sys_unraisablehook(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    static const char *const fields[] = {"exc_value", "err_msg", "object"};
    Object *values[3] = {NULL, NULL, NULL};
    bool whole = true;
    for (int i = 0; whole && i < 3; i++) {
        owned Str *name = str_intern_c(rt, fields[i]);
        values[i] = name == NULL ? NULL : object_get_attribute(rt, args[0], name);
        whole = values[i] != NULL;
    }
    if (whole)
        unraisable_print(rt, values[0], values[1], values[2]);
    for (int i = 0; i < 3; i++)
        object_release_maybe(values[i]);
    return whole ? NONE : NULL;
}

/* ---- frames and limits --------------------------------------------------------------------------- */

static Object *sys_getframe(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    int64_t depth = 0;
    if (n == 1 && number_as_int64(rt, args[0], &depth) < 0)
        return NULL;
    Frame *frame = machine_frame(rt, depth < 0 ? 0 : (size_t)depth);
    if (frame == NULL)
        return error_set(rt, &value_error_type, "call stack is not deep enough");
    return object_retain_maybe(frame_object_borrow(rt, frame));
}

static Object *sys_getrecursionlimit(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_int64(rt, rt->recursion_limit);
}

static Object *sys_setrecursionlimit(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int64_t limit;
    if (number_as_int64(rt, args[0], &limit) < 0)
        return NULL;
    if (limit > INT32_MAX)
        return error_set(rt, &overflow_error_type, "Python int too large to convert to C int");
    if (limit < 1)
        return error_set(rt, &value_error_type, "recursion limit must be greater or equal than 1");
    if (rt->recursion_depth >= limit)
        return error_set(rt, &recursion_error_type, "cannot set the recursion limit to %d at the recursion depth %u: the limit "
                                                    "is too low", (int)limit, rt->recursion_depth);
    rt->recursion_limit = (uint32_t)limit;
    return NONE;
}

static Object *sys_get_int_max_str_digits(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return (Object *)int_from_int64(rt, rt->int_max_digits);
}

static Object *sys_set_int_max_str_digits(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int64_t digits;
    if (number_as_int64(rt, args[0], &digits) < 0)
        return NULL;
    if (digits != 0 && (digits < 640 || digits > INT32_MAX))
        return error_set(rt, &value_error_type, "maxdigits must be 0 or larger than 640");
    rt->int_max_digits = (int32_t)digits;
    return NONE;
}

static Object *sys_text(Runtime *rt, const char *text)
{
    return (Object *)str_from_c(rt, text);
}
static Object *sys_getdefaultencoding(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return sys_text(rt, "utf-8");
}
static Object *sys_getfilesystemencodeerrors(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return sys_text(rt, "surrogateescape");
}
static Object *sys_is_finalizing(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return bool_object(rt->closing);
}
static Object *sys_getswitchinterval(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return float_new(rt, rt->switch_interval);
}
static Object *sys_setswitchinterval(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    double seconds;
    if (number_as_double(rt, args[0], &seconds) < 0)
        return NULL;
    if (!(seconds > 0))
        return error_set(rt, &value_error_type, "switch interval must be strictly positive");
    rt->switch_interval = seconds;
    return NONE;
}

/* ---- the module ---------------------------------------------------------------------------------- */

static const MethodSpec sys_functions[] = {
    {"_debugmallocstats", sys_debugmallocstats, 0, 0},
    {"_getframe", sys_getframe, 0, 1},
    {"displayhook", sys_displayhook, 1, 1},
    {"__displayhook__", sys_displayhook, 1, 1},
    {"exc_info", sys_exc_info, 0, 0},
    {"excepthook", sys_excepthook, 3, 3},
    {"__excepthook__", sys_excepthook, 3, 3},
    {"exception", sys_exception, 0, 0},
    {"exit", sys_exit, 0, 1},
    {"get_int_max_str_digits", sys_get_int_max_str_digits, 0, 0},
    {"getallocatedblocks", sys_getallocatedblocks, 0, 0},
    {"getdefaultencoding", sys_getdefaultencoding, 0, 0},
    {"getfilesystemencodeerrors", sys_getfilesystemencodeerrors, 0, 0},
    {"getfilesystemencoding", sys_getdefaultencoding, 0, 0},
    {"getrecursionlimit", sys_getrecursionlimit, 0, 0},
    {"getrefcount", sys_getrefcount, 1, 1},
    {"getsizeof", sys_getsizeof, .parameters = "object, default="},
    {"getswitchinterval", sys_getswitchinterval, 0, 0},
#ifdef OURO_CHECKED
    {"gettotalrefcount", sys_gettotalrefcount, 0, 0},
#endif
    {"intern", sys_intern, 1, 1},
    {"is_finalizing", sys_is_finalizing, 0, 0},
    {"set_int_max_str_digits", sys_set_int_max_str_digits, .parameters = "maxdigits"},
    {"setrecursionlimit", sys_setrecursionlimit, 1, 1},
    {"setswitchinterval", sys_setswitchinterval, 1, 1},
    {"unraisablehook", sys_unraisablehook, 1, 1},
    {"__unraisablehook__", sys_unraisablehook, 1, 1},
    {0},
};

static int add_steal(Runtime *rt, Module *module, const char *name, Object *value)
{
    owned Object *held = value;
    return held == NULL ? -1 : module_add(rt, module, name, held);
}

static Object *text_list(Runtime *rt, const char *const *texts, size_t count)
{
    owned List *list = list_new(rt, count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        owned Str *text = str_from_filesystem(rt, texts[i]);
        if (text == NULL || list_append(rt, list, (Object *)text) < 0)
            return NULL;
    }
    return (Object *)take(&list);
}

static int add_program(Runtime *rt, Module *module)
{
    static const RuntimeOptions none;
    const RuntimeOptions *options = rt->options != NULL ? rt->options : &none;
    static const char *const no_argument[] = {""};
    const char *const *argv = options->argc > 0 ? options->argv : no_argument;
    size_t argc = options->argc > 0 ? options->argc : 1;
    if (add_steal(rt, module, "argv", text_list(rt, argv, argc)) < 0 ||
        add_steal(rt, module, "orig_argv", options->original_argv != NULL
                      ? text_list(rt, options->original_argv, options->original_argc) : text_list(rt, argv, argc)) < 0 ||
        add_steal(rt, module, "warnoptions", text_list(rt, options->warnings, options->warning_count)) < 0)
        return -1;
    owned Object *path = text_list(rt, options->paths, options->path_count);
    if (path == NULL || module_add(rt, module, "path", path) < 0)
        return -1;
    return add_steal(rt, module, "executable",
                     (Object *)str_from_filesystem(rt, options->program != NULL ? options->program : ""));
}

static int add_builtin_names(Runtime *rt, Module *module)
{
    owned List *names = list_new(rt, 16);
    for (size_t i = 0; names != NULL && builtin_modules[i] != NULL; i++) {
        owned Str *name = str_from_c(rt, builtin_modules[i]->name);
        if (name == NULL || list_append(rt, names, (Object *)name) < 0)
            return -1;
    }
    return names == NULL ? -1 : add_steal(rt, module, "builtin_module_names", (Object *)list_as_tuple(rt, names));
}

static int sys_fill(Runtime *rt, Module *module)
{
    if (rt->int_max_digits == 0)
        rt->int_max_digits = 4300;
    static const struct { const char *name, *text; } texts[] = {
        {"version", "3.11.2 (Ouro 0.1.0)"}, {"platform", "linux"}, {"byteorder", "little"}, {"copyright", "Copyright (c) the Ouro authors."},
        {"prefix", "/usr"}, {"base_prefix", "/usr"}, {"exec_prefix", "/usr"}, {"base_exec_prefix", "/usr"},
        {"platlibdir", "lib"}, {"float_repr_style", "short"}, {"abiflags", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (add_steal(rt, module, texts[i].name, sys_text(rt, texts[i].text)) < 0)
            return -1;
    if (add_steal(rt, module, "maxsize", (Object *)int_from_int64(rt, INT64_MAX)) < 0 ||
        add_steal(rt, module, "maxunicode", (Object *)int_from_int64(rt, 0x10ffff)) < 0 ||
        add_steal(rt, module, "hexversion", (Object *)int_from_int64(rt, 0x030b02f0)) < 0 ||
        add_steal(rt, module, "api_version", (Object *)int_from_int64(rt, 1013)) < 0 ||
        module_add(rt, module, "modules", (Object *)rt->modules) < 0 ||
        module_add(rt, module, "pycache_prefix", NONE) < 0 ||
        module_add(rt, module, "dont_write_bytecode", bool_object(rt->options != NULL && rt->options->dont_write_bytecode)) < 0 ||
        add_steal(rt, module, "meta_path", (Object *)list_new(rt, 0)) < 0 ||
        add_steal(rt, module, "path_hooks", (Object *)list_new(rt, 0)) < 0 ||
        add_steal(rt, module, "path_importer_cache", (Object *)dict_new(rt)) < 0)
        return -1;
    if (add_program(rt, module) < 0 || add_builtin_names(rt, module) < 0 || sys_structures_fill(rt, module) < 0)
        return -1;
    return standard_streams_fill(rt, module);
}

const ModuleSpec sys_module = {
    "sys", "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact "
           "strongly with the interpreter.",
    sys_functions, sys_fill,
};
