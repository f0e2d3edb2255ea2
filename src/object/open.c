/* Opening and closing a runtime.
 *
 * Opening makes the parts in order, each on the ground of those before it; what fails is undone in reverse. It is
 * short, because built-in types, names and small values are constants and everything else is made when it is
 * first asked for.
 *
 * Closing follows CPython's finalisation, which programs see through their finalizers:
 *
 *    runtime_finish   threads end, atexit, sys.stdout is flushed
 *    a collection     finalizers run while all modules are whole
 *    sys.modules      loses each module: __main__'s names die here unless its functions keep them
 *    a collection     they die here then, in cycles, finalizers first
 *    modules that are still alive have their names set to None, newest first; sys and builtins last
 *    a collection     the rest */
#include "object/open.h"

#include <stdio.h>
#include <string.h>

#include "gc/collector.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/free.h"
#include "object/names.h"
#include "object/protocol.h"
#include "os/entropy.h"
#include "os/stack.h"
#include "types/exception_parts.h"
#include "types/list.h"
#include "vm/machine.h"

enum {
    STACK_GUARD = 256 << 10, /* bytes of the C stack left to code that does not check */
    STACK_SIZE_UNKNOWN = 1 << 20,
    DEFAULT_RECURSION_LIMIT = 1000,
    DEFAULT_INT_MAX_DIGITS = 4300,
    MEMORY_ERROR_COUNT = sizeof((Runtime *)NULL)->spare_memory_errors / sizeof(Object *),
    LEAKS_SHOWN = 20,
};

/* ---- opening ---- */

void runtime_bind_stack(Runtime *rt)
{
    uintptr_t low, high, here = (uintptr_t)__builtin_frame_address(0);
    if (!stack_bounds(&low, &high) || here < low || here > high) {
        low = here - STACK_SIZE_UNKNOWN;
        high = here;
    }
    size_t size = high - low;
    rt->stack_limit = low + (STACK_GUARD < size / 4 ? (size_t)STACK_GUARD : size / 4);
}

/* The secret that PYTHONHASHSEED=seed gives CPython, so that sets of strings print alike. */
static void secret_from_seed(uint64_t secret[2], uint32_t seed)
{
    uint32_t state = seed;
    unsigned char bytes[16];
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * 214013 + 2531011;
        bytes[i] = (unsigned char)(state >> 16);
    }
    memcpy(secret, bytes, sizeof bytes);
}

static int hash_secret_open(Runtime *rt)
{
    const RuntimeOptions *options = rt->options;
    if (options->hash_seed != 0)
        secret_from_seed(rt->hash_secret, options->hash_seed);
    else if (!options->hash_fixed && !entropy_fill(rt->hash_secret, sizeof rt->hash_secret))
        return -1;
    return 0;
}

static int memory_errors_open(Runtime *rt)
{
    for (size_t i = 0; i < MEMORY_ERROR_COUNT; i++) {
        Exception *error = exception_allocate(rt, &memory_error_type, EMPTY_TUPLE);
        if (error == NULL)
            return -1;
        rt->spare_memory_errors[i] = (Object *)error;
        if (i == MEMORY_ERROR_COUNT - 1) /* the one that the runtime keeps */
            break;
        gc_untrack(error);
        error->head.refcount = 0;
#ifdef OURO_CHECKED
        rt->reference_total--;
#endif
    }
    rt->nursery.generation[0].count = 0;
    return 0;
}

static void memory_errors_close(Runtime *rt)
{
    for (size_t i = 0; i < MEMORY_ERROR_COUNT; i++) {
        Object *error = rt->spare_memory_errors[i];
        if (error == NULL)
            continue;
        rt->spare_memory_errors[i] = NULL;
        if (error->refcount == 0) {
            error->refcount = 1;
#ifdef OURO_CHECKED
            rt->reference_total++;
#endif
        }
        object_release(error);
    }
}

static const struct {
    int (*open)(Runtime *rt);
    void (*close)(Runtime *rt);
} parts[] = {
    {hash_secret_open, NULL},
    {intern_open, intern_close},
    {weak_open, weak_close},
    {gc_open, gc_close},
    {memory_errors_open, memory_errors_close},
    {NULL, types_close},
    {machine_open, machine_close},
    {modules_open, modules_close},
};
enum { PART_COUNT = sizeof parts / sizeof *parts };

/* Closes the first `count` parts, the last one first. */
static void parts_close(Runtime *rt, size_t count)
{
    rt->closing = true;
    while (count-- > 0) {
        if (parts[count].close == machine_close) {
            gc_let_go(rt);
            gc_collect_final(rt);
        }
        if (parts[count].close == gc_close)
            object_free_deferred(rt);
        if (parts[count].close != NULL)
            parts[count].close(rt);
        error_clear(rt);
    }
}

Runtime *runtime_open(const RuntimeOptions *options)
{
    static const RuntimeOptions defaults = {0};
    if (options == NULL)
        options = &defaults;
    HeapOptions heap_options = {.limit = options->memory_limit, .reserve = options->reserve};
    Runtime *rt = heap_open(&heap_options, sizeof(Runtime));
    if (rt == NULL)
        return NULL;
    rt->options = options;
    rt->heap.context = rt;
#ifdef OURO_CHECKED
    if (options->heap_opened != NULL)
        options->heap_opened(&rt->heap, options->heap_opened_context);
#endif
    rt->recursion_limit = DEFAULT_RECURSION_LIMIT;
    rt->int_max_digits = DEFAULT_INT_MAX_DIGITS;
    rt->next_type_version = FIRST_HEAP_TYPE_VERSION;
    rt->next_shape_id = 1;
    rt->switch_interval = 0.005;
    runtime_bind_stack(rt);
#ifdef OURO_CHECKED
    if (options->fail_at != 0)
        heap_fail_at(&rt->heap, options->fail_at, options->fail_on);
#endif

    for (size_t i = 0; i < PART_COUNT; i++)
        if (parts[i].open != NULL && parts[i].open(rt) < 0) {
            /* A part that failed may have left its beginnings: its `close` takes them. */
            object_clear_slot(&rt->error);
            parts_close(rt, i + 1);
            heap_close(&rt->heap);
            return NULL;
        }
    return rt;
}

/* ---- the end of the program ---- */

/* Calls module.function() when the program has imported that module. */
static void module_function_run(Runtime *rt, Str *module_name, Str *function_name)
{
    Object *module = dict_get_str_borrow(rt, rt->modules, module_name);
    if (module == NULL || module == NONE)
        return;
    owned Object *keep = object_retain(module);
    owned Object *function = NULL;
    if (object_find_attribute(rt, keep, function_name, &function) > 0) {
        owned Object *result = object_call_none(rt, function);
        if (result != NULL)
            return;
    }
    error_unraisable(rt, NULL, function);
}

/* False when what was written is lost. */
static bool stream_flush(Runtime *rt, Str *name, bool is_told)
{
    owned Object *stream = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, name));
    if (stream == NULL || stream == NONE)
        return true;
    owned Object *closed = NULL;
    if (object_find_attribute(rt, stream, NAME(closed), &closed) > 0) {
        int is_closed = object_truth(rt, closed);
        error_clear(rt);
        if (is_closed > 0)
            return true;
    }
    error_clear(rt);
    Object *arguments[1] = {stream};
    owned Object *result = object_call_method(rt, NAME(flush), arguments, 1, NULL);
    if (result != NULL)
        return true;
    if (is_told)
        error_unraisable(rt, NULL, stream);
    error_clear(rt);
    return false;
}

static bool streams_flush(Runtime *rt)
{
    if (rt->sys_dict == NULL)
        return true;
    bool is_written = stream_flush(rt, NAME(stdout), true);
    stream_flush(rt, NAME(stderr), false);
    return is_written;
}

bool runtime_finish(Runtime *rt)
{
    if (rt->finished || rt->modules == NULL)
        return true;
    rt->finished = true;
    module_function_run(rt, NAME(threading), NAME(_shutdown));
    module_function_run(rt, NAME(atexit), NAME(_run_exitfuncs));
    return streams_flush(rt);
}

/* ---- the end of modules ---- */

/* dict[name] = value where the name is there: needs no memory. */
static void entry_replace(Runtime *rt, Dict *dict, Str *name, Object *value)
{
    owned Object *keep = object_retain(value);
    if (dict_get_str_borrow(rt, dict, name) != NULL && dict_set(rt, dict, (Object *)name, keep) < 0)
        error_clear(rt);
}

/* What the prompt and the import system keep, and the streams that the program put in the places of the first. */
static void special_names_clear(Runtime *rt)
{
    entry_replace(rt, rt->builtins, NAME(_), NONE);
    Str *const names[] = {
        NAME(path), NAME(argv), NAME(ps1), NAME(ps2), NAME(last_type), NAME(last_value),
        NAME(last_traceback), NAME(path_hooks), NAME(path_importer_cache), NAME(meta_path),
        NAME(__interactivehook__),
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        entry_replace(rt, rt->sys_dict, names[i], NONE);
    Str *const streams[][2] = {
        {NAME(stdin), NAME(__stdin__)},
        {NAME(stdout), NAME(__stdout__)},
        {NAME(stderr), NAME(__stderr__)},
    };
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        Object *original = dict_get_str_borrow(rt, rt->sys_dict, streams[i][1]);
        entry_replace(rt, rt->sys_dict, streams[i][0], original != NULL ? original : NONE);
    }
}

/* Sets every entry of sys.modules to None; the modules that others keep alive can be found through the weak
 * references returned, owned, or NULL without memory for them. */
static List *modules_let_go(Runtime *rt)
{
    List *references = list_new(rt, dict_length(rt->modules));
    error_clear(rt);
    size_t position = 0;
    Object *key, *value;
    while (dict_next(rt->modules, &position, &key, &value)) {
        if (!module_check(value))
            continue;
        owned Object *name = object_retain(key);
        owned Object *module = object_retain(value);
        owned Object *reference = references == NULL ? NULL : weak_reference_new(rt, module, NULL);
        if (reference != NULL && list_append(rt, references, reference) < 0)
            error_clear(rt);
        error_clear(rt);
        if (dict_set(rt, rt->modules, name, NONE) < 0)
            error_clear(rt);
    }
    return references;
}

static void modules_clear(Runtime *rt, List *references)
{
    for (size_t i = references->length; i-- > 0;) {
        owned Object *module = object_retain_maybe(weak_reference_get_borrow(references->items[i]));
        if (module == NULL || !module_check(module))
            continue;
        Dict *dict = ((Module *)module)->dict;
        if (dict != rt->sys_dict && dict != rt->builtins)
            module_dict_clear(rt, dict);
    }
}

/* Whether `value` can be what the module builtins came with under that name. */
static bool is_original_builtin(const Object *key, const Object *value)
{
    if (!str_check(key) || str_at((const Str *)key, 0) == '_' || object_is_immortal(value))
        return true;
    return object_has_type(value, &builtin_type) &&
           str_equal_c((const Str *)key, ((const Builtin *)value)->spec->name);
}

/* What the program put into builtins goes, and what it replaced comes back. */
static void builtins_restore(Runtime *rt)
{
    Dict *dict = rt->builtins;
    size_t position = 0;
    Object *key, *value;
    bool is_changed = false;
    while (!is_changed && dict_next(dict, &position, &key, &value))
        is_changed = !is_original_builtin(key, value);
    owned Module *fresh = is_changed ? module_make(rt, &builtins_module) : NULL;
    if (fresh == NULL) {
        error_clear(rt);
        return;
    }
    position = 0;
    while (dict_next(dict, &position, &key, &value)) {
        if (is_original_builtin(key, value))
            continue;
        owned Object *name = object_retain(key);
        owned Object *original = object_retain_maybe(dict_get_str_borrow(rt, fresh->dict, (Str *)name));
        int result = original != NULL ? dict_set(rt, dict, name, original) : dict_delete(rt, dict, name);
        if (result < 0)
            error_clear(rt);
    }
}

static void modules_finish(Runtime *rt)
{
    special_names_clear(rt);
    owned List *references = modules_let_go(rt);
    dict_clear(rt, rt->modules);
    builtins_restore(rt);
    gc_collect_final(rt);
    if (references != NULL)
        modules_clear(rt, references);
    object_clear_slot(&references);
    streams_flush(rt);
    module_dict_clear(rt, rt->sys_dict);
    module_dict_clear(rt, rt->builtins);
}

/* ---- the report of leaks ---- */

#ifdef OURO_CHECKED
#define TYPE_WEAK_DECLARATION(name) extern const Type name##_type __attribute__((weak));
BUILTIN_TYPES(TYPE_WEAK_DECLARATION)
#undef TYPE_WEAK_DECLARATION

/* Whether `type` is a built-in type or a class of this runtime: it may be anything, so it is not followed before
 * that is sure. */
static bool is_type_of(Runtime *rt, const Type *type)
{
#define TYPE_IS_ENTRY(name) if (type == &name##_type) return type != NULL;
    BUILTIN_TYPES(TYPE_IS_ENTRY)
#undef TYPE_IS_ENTRY
    if (((uintptr_t)type & 7) != 0)
        return false;
    for (Region *region = rt->heap.regions; region != NULL; region = region->next)
        if (region == region_of(type))
            return (type->flags & TYPE_IS_HEAP) != 0 && type->index == 0;
    return false;
}

/* The object in a block: behind a GCHead, perhaps with a word before that, or right at its start. */
static const Object *object_in_block(Runtime *rt, const char *block, size_t size)
{
    static const size_t offsets[] = {0, sizeof(GCHead), sizeof(GCHead) + sizeof(AttributeWord)};
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        if (offsets[i] + sizeof(Object) <= size) {
            const Object *object = (const Object *)(block + offsets[i]);
            if (is_type_of(rt, object->type))
                return object;
        }
    return NULL;
}

typedef struct LeakReport {
    Runtime *rt;
    size_t shown;
} LeakReport;

static bool leak_print(void *context, void *block, size_t size, Domain domain)
{
    LeakReport *report = context;
    char text[300];
    heap_block_describe(&report->rt->heap, block, text, sizeof text);
    const Object *object = domain == DOMAIN_OBJECT ? object_in_block(report->rt, block, size) : NULL;
    if (object != NULL)
        fprintf(stderr, "ouro: leaked: %s, count %d: %s\n", object->type->name, (int)object->refcount, text);
    else
        fprintf(stderr, "ouro: leaked: %s\n", text);
    return ++report->shown < LEAKS_SHOWN;
}

static void leaks_report(Runtime *rt)
{
    size_t count = heap_blocks(&rt->heap, HEAP_ALL_DOMAINS);
    if (count == 0)
        return;
    fprintf(stderr, "ouro: %zu blocks are still live at the close of the runtime\n", count);
    LeakReport report = {rt, 0};
    heap_walk(&rt->heap, HEAP_ALL_DOMAINS, leak_print, &report);
}
#endif

/* ---- closing ---- */

bool runtime_close(Runtime *rt)
{
    runtime_finish(rt);
    rt->closing = true;
    object_clear_slot(&rt->handled);
    error_clear(rt);
    gc_run_deferred(rt);
    gc_collect_final(rt);
    modules_finish(rt);
    parts_close(rt, PART_COUNT);
#ifdef OURO_CHECKED
    leaks_report(rt);
#endif
    return heap_close(&rt->heap);
}
