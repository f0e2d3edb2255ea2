/* The module builtins: compiling and running code, the current scope, and the table of types. */
#include "compile/compile.h"
#include "modules/builtins.h"
#include "modules/import.h"
#include "modules/site.h"
#include "object/error.h"
#include "object/names.h"
#include "object/options.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/descriptor.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/type.h"
#include "vm/machine.h"

/* ---- scopes -------------------------------------------------------------------------------------- */

Object *builtin_globals(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    Dict *globals = machine_globals(rt);
    return globals != NULL ? object_retain(globals) : NONE;
}

Object *builtin_locals(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)args, (void)n;
    return object_retain_maybe(machine_locals(rt));
}

Object *builtin_vars(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n == 0)
        return builtin_locals(rt, self, args, n);
    Object *dict = NULL;
    int found = object_find_attribute(rt, args[0], NAME(__dict__), &dict);
    if (found == 0)
        return error_set(rt, &type_error_type, "vars() argument must have __dict__ attribute");
    return found < 0 ? NULL : dict;
}

Object *builtin_dir(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    if (n == 1)
        return object_dir(rt, args[0]);
    Object *locals = machine_locals(rt);
    if (locals == NULL)
        return NULL;
    owned Object *keys = object_call_method(rt, NAME(keys), &locals, 1, NULL);
    owned List *names = keys == NULL ? NULL : sequence_list(rt, keys);
    if (names == NULL || list_sort(rt, names, NULL, false) < 0)
        return NULL;
    return (Object *)take(&names);
}

/* ---- compiling ----------------------------------------------------------------------------------- */

enum { COMPILE_ONLY_AST = 0x400, COMPILE_FLAGS = 0x1ff0000 | 0x2000 | 0x4000 | CODE_FUTURE_ANNOTATIONS };

/* The text of a source argument: str, or bytes-like. *holder keeps it alive. */
static const char *source_text(Runtime *rt, Object *source, const char *function, const char *expected, size_t *length,
                               Object **holder)
{
    if (str_check(source))
        return str_utf8(rt, (Str *)source, length, holder);
    const char *data;
    if (!bytes_check(source) && !object_has_flag(source, TYPE_BYTEARRAY))
        return error_set(rt, &type_error_type, "%s() arg 1 must be a %s", function, expected);
    return bytes_view(rt, source, &data, length, holder) ? data : NULL;
}

static int parse_mode(Runtime *rt, Object *mode, ParseMode *out)
{
    if (!str_check(mode))
        return error_fail(rt, &type_error_type, "compile() argument 'mode' must be str, not %T", mode);
    if (str_equal_c((Str *)mode, "exec"))
        *out = PARSE_FILE;
    else if (str_equal_c((Str *)mode, "eval"))
        *out = PARSE_EVAL;
    else if (str_equal_c((Str *)mode, "single"))
        *out = PARSE_SINGLE;
    else
        return error_fail(rt, &value_error_type, "compile() mode must be 'exec', 'eval' or 'single'");
    return 0;
}

/* The __future__ flags of the code that runs. */
static uint32_t inherited_flags(Runtime *rt)
{
    const Frame *frame = machine_frame(rt, 0);
    return frame == NULL ? 0 : frame->code->flags & CODE_FUTURE_ANNOTATIONS;
}

Object *builtin_compile(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    ParseMode mode;
    owned Str *filename = NULL;
    if (str_check(args[1])) {
        filename = object_retain(args[1]);
    } else if (bytes_check(args[1])) {
        const Bytes *bytes = (Bytes *)args[1];
        filename = str_from_utf8(rt, bytes->data, bytes->length);
        if (filename == NULL)
            return NULL;
    } else {
        return error_set(rt, &type_error_type, "expected str, bytes or os.PathLike object, not %T", args[1]);
    }
    if (parse_mode(rt, args[2], &mode) < 0)
        return NULL;
    int64_t flags = 0, optimize = -1;
    if ((args[3] != NULL && number_as_int64(rt, args[3], &flags) < 0) ||
        (args[5] != NULL && number_as_int64(rt, args[5], &optimize) < 0))
        return NULL;
    if (flags & ~(int64_t)COMPILE_FLAGS)
        return error_set(rt, &value_error_type, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return error_set(rt, &value_error_type, "compile(): invalid optimize value");
    int isolated = args[4] == NULL ? 0 : object_truth(rt, args[4]);
    if (isolated < 0)
        return NULL;
    if (!isolated)
        flags |= inherited_flags(rt);
    size_t length;
    owned Object *holder = NULL;
    const char *text = source_text(rt, args[0], "compile", "string, bytes or AST object", &length, &holder);
    if (text == NULL)
        return NULL;
    bool drop_asserts = optimize > 0 || (optimize < 0 && rt->options != NULL && rt->options->optimize > 0);
    return (Object *)compile_source(rt, text, length, filename, mode, (uint32_t)flags, drop_asserts, NULL);
}

/* Fills in the scopes that eval and exec were not given. */
static int scopes(Runtime *rt, const char *function, Object **globals, Object **locals)
{
    if (*globals == NONE)
        *globals = NULL;
    if (*locals == NONE)
        *locals = NULL;
    if (*globals != NULL && !dict_check(*globals)) {
        if (function[1] == 'v') /* eval */
            return error_fail(rt, &type_error_type, mapping_check(*globals)
                                  ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict");
        return error_fail(rt, &type_error_type, "exec() globals must be a dict, not %T", *globals);
    }
    if (*locals != NULL && !mapping_check(*locals))
        return error_fail(rt, &type_error_type, function[1] == 'v' ? "locals must be a mapping"
                                                                   : "locals must be a mapping or None, not %T", *locals);
    if (*globals == NULL) {
        *globals = (Object *)machine_globals(rt);
        if (*globals == NULL)
            return error_fail(rt, &system_error_type, "globals and locals cannot be NULL");
        if (*locals == NULL && (*locals = machine_locals(rt)) == NULL)
            return -1;
    }
    if (*locals == NULL)
        *locals = *globals;
    return 0;
}

static Object *run_source(Runtime *rt, Object *source, const char *function, ParseMode mode, Object *globals, Object *locals,
                          Tuple *closure)
{
    owned Object *held_globals = object_retain(globals), *held_locals = object_retain(locals);
    if (object_has_type(source, &code_type)) {
        Code *code = (Code *)source;
        if (mode == PARSE_EVAL && code->free_count > 0)
            return error_set(rt, &type_error_type, "code object passed to eval() may not contain free variables");
        if (mode == PARSE_FILE && code->free_count == 0 && closure != NULL)
            return error_set(rt, &type_error_type, "cannot use a closure with this code object");
        if (mode == PARSE_FILE && code->free_count > 0 && (closure == NULL || closure->length != code->free_count))
            return error_set(rt, &type_error_type, "code object requires a closure of exactly length %u", code->free_count);
        return machine_run_closure(rt, code, (Dict *)globals, locals, closure);
    }
    if (closure != NULL)
        return error_set(rt, &type_error_type, "closure can only be used when source is a code object");
    size_t length;
    owned Object *holder = NULL;
    const char *text = source_text(rt, source, function, "string, bytes or code object", &length, &holder);
    owned Str *filename = text == NULL ? NULL : str_from_c(rt, "<string>");
    if (filename == NULL)
        return NULL;
    while (mode == PARSE_EVAL && length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    bool drop_asserts = rt->options != NULL && rt->options->optimize > 0;
    owned List *literals = list_new(rt, 0); /* held while the text runs */
    if (literals == NULL)
        return NULL;
    gc_untrack(literals);
    owned Code *code =
        compile_program(rt, text, length, filename, mode, inherited_flags(rt), drop_asserts, NULL, literals);
    return code == NULL ? NULL : machine_run_code(rt, code, (Dict *)globals, locals);
}

Object *builtin_eval(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    Object *globals = n > 1 ? args[1] : NULL, *locals = n > 2 ? args[2] : NULL;
    if (scopes(rt, "eval", &globals, &locals) < 0)
        return NULL;
    return run_source(rt, args[0], "eval", PARSE_EVAL, globals, locals, NULL);
}

Object *builtin_exec(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Object *globals = args[1], *locals = args[2], *closure = args[3] == NONE ? NULL : args[3];
    if (scopes(rt, "exec", &globals, &locals) < 0)
        return NULL;
    if (closure != NULL && !tuple_check(closure))
        return error_set(rt, &type_error_type, "closure must be a tuple of cells");
    owned Object *result = run_source(rt, args[0], "exec", PARSE_FILE, globals, locals, (Tuple *)closure);
    return result == NULL ? NULL : NONE;
}

/* ---- import, breakpoint -------------------------------------------------------------------------- */

Object *builtin_import(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "__import__() argument 1 must be str, not %T", args[0]);
    int64_t level = 0;
    if (args[4] != NULL && number_as_int64(rt, args[4], &level) < 0)
        return NULL;
    if (level < 0)
        return error_set(rt, &value_error_type, "level must be >= 0");
    return import_name(rt, (Str *)args[0], args[1], args[3], (size_t)level);
}

Object *builtin_breakpoint(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    owned Str *name = str_intern_c(rt, "breakpointhook");
    Object *hook = name == NULL || rt->sys_dict == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, name);
    if (hook == NULL)
        return error_pending(rt) ? NULL : error_set(rt, &runtime_error_type, "lost sys.breakpointhook");
    owned Object *held = object_retain(hook);
    return object_call(rt, held, args, n, names);
}

/* ---- the module ---------------------------------------------------------------------------------- */

static int builtins_fill(Runtime *rt, Module *module)
{
    static const struct { const char *name; const Type *type; } types[] = {
        {"bool", &bool_type}, {"bytes", &bytes_type}, {"classmethod", &class_method_type}, {"dict", &dict_type},
        {"enumerate", &enumerate_type}, {"filter", &filter_type}, {"float", &float_type}, {"frozenset", &frozenset_type},
        {"int", &int_type}, {"list", &list_type}, {"map", &map_type}, {"object", &object_type}, {"property", &property_type},
        {"range", &range_type}, {"reversed", &reversed_type}, {"set", &set_type}, {"slice", &slice_type},
        {"staticmethod", &static_method_type}, {"str", &str_type}, {"super", &super_type}, {"tuple", &tuple_type},
        {"type", &type_type}, {"zip", &zip_type}, {"EnvironmentError", &os_error_type}, {"IOError", &os_error_type},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (module_add_type(rt, module, types[i].name, types[i].type) < 0)
            return -1;
#define ADD_EXCEPTION(c_name) if (module_add_type(rt, module, c_name##_type.name, &c_name##_type) < 0) return -1;
    EXCEPTION_TYPES(ADD_EXCEPTION)
#undef ADD_EXCEPTION
    bool debug = rt->options == NULL || rt->options->optimize == 0;
    if ((rt->options == NULL || !rt->options->no_site) && site_fill(rt, module) < 0)
        return -1;
    if (module_add(rt, module, "None", NONE) < 0 || module_add(rt, module, "Ellipsis", ELLIPSIS) < 0 ||
        module_add(rt, module, "NotImplemented", NOT_IMPLEMENTED) < 0 || module_add(rt, module, "False", FALSE) < 0 ||
        module_add(rt, module, "True", TRUE) < 0)
        return -1;
    return module_add(rt, module, "__debug__", bool_object(debug));
}

const ModuleSpec builtins_module = {
    "builtins",
    "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; Ellipsis represents `...' in "
    "slices.",
    builtin_functions, builtins_fill,
};
