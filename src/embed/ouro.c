/* include/ouro.h: the runtime as a host sees it. Each call enters with no error pending and leaves with none: what was
 * not caught is kept for the host to ask about. */
#include "ouro.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "gc/collector.h"
#include "modules/import.h"
#include "modules/modules.h"
#include "modules/sys.h"
#include "object/console.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "os/file.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/machine.h"

/* What gives texts out; each keeps its last one alive. */
enum { GIVEN_ERROR_TEXT, GIVEN_ERROR_MESSAGE, GIVEN_PROMPT, GIVEN_COUNT };

/* A block of the runtime's own heap, taken right after it opened. */
struct ouro_Runtime {
    Runtime *rt;
    RuntimeOptions options;
    Object *error;        /* the last uncaught exception, or NULL */
    Object *given[GIVEN_COUNT]; /* str or bytes whose text was given out */
    int exit_status;
    bool skip_first_line;
};

const char *ouro_version(void)
{
    return "0.1.0";
}

/* ---- open, close --------------------------------------------------------------------------------- */

static RuntimeOptions options_of(const ouro_Config *config)
{
    const ouro_Config c = *config;
    return (RuntimeOptions){
        .memory_limit = c.memory_limit, .reserve = c.memory_reserve,
        .write_output = c.write_output, .write_error = c.write_error, .write_context = c.write_context,
        .argv = c.argv, .argc = c.argc, .original_argv = c.original_argv, .original_argc = c.original_argc,
        .program = c.program, .paths = c.paths, .path_count = c.path_count,
        .warnings = c.warnings, .warning_count = c.warning_count, .hash_seed = c.hash_seed, .hash_fixed = c.hash_fixed,
        .optimize = c.optimize, .inspect = c.inspect, .interactive = c.interactive, .quiet = c.quiet,
        .isolated = c.isolated, .ignore_environment = c.ignore_environment, .no_site = c.no_site,
        .no_user_site = c.no_user_site, .safe_path = c.safe_path, .unbuffered = c.unbuffered, .verbose = c.verbose,
        .bytes_warning = c.bytes_warning, .dont_write_bytecode = c.dont_write_bytecode, .dev_mode = c.dev_mode,
        .debug = c.debug,
    };
}

/* The fields of `config` that its size has; the others are zero. */
static ouro_Config config_of(const ouro_Config *config)
{
    ouro_Config whole = {0};
    if (config != NULL)
        memcpy(&whole, config, config->size < sizeof whole ? config->size : sizeof whole);
    return whole;
}

ouro_Runtime *ouro_open(const ouro_Config *given)
{
    ouro_Config config = config_of(given);
    RuntimeOptions options = options_of(&config);
#ifdef OURO_CHECKED
    options.collect_always = getenv("OURO_COLLECT_ALWAYS") != NULL; /* a stress mode for tests */
#endif
    Runtime *rt = runtime_open(&options);
    if (rt == NULL)
        return NULL;
    ouro_Runtime *self = memory_take(rt, sizeof *self);
    if (self == NULL) {
        error_clear(rt);
        runtime_close(rt);
        return NULL;
    }
    *self = (ouro_Runtime){.rt = rt, .options = options, .skip_first_line = config.skip_first_line != 0};
    rt->options = &self->options;
    return self;
}

static void error_forget(ouro_Runtime *self)
{
    object_clear_slot(&self->error);
    for (int i = 0; i < GIVEN_COUNT; i++)
        object_clear_slot(&self->given[i]);
}

int ouro_close(ouro_Runtime *self)
{
    if (self == NULL)
        return 0;
    Runtime *rt = self->rt;
    runtime_bind_stack(rt);
    error_forget(self);
    bool whole = runtime_finish(rt);
    RuntimeOptions options = self->options; /* the runtime reads them until it is gone */
    rt->options = &options;
    memory_release(rt, self, sizeof *self);
    bool clean = runtime_close(rt);
#ifdef OURO_CHECKED
    if (!clean) /* the report has been printed */
        abort();
#endif
    (void)clean;
    return !whole;
}

/* ---- running ------------------------------------------------------------------------------------- */

static Dict *main_globals(Runtime *rt)
{
    Object *module = dict_get_str_borrow(rt, rt->modules, NAME(__main__));
    if (module == NULL || !module_check(module))
        return error_set(rt, &runtime_error_type, "lost __main__");
    return ((Module *)module)->dict;
}

/* SystemExit's code as an exit status; what is no int is printed. */
static int status_of_exit(Runtime *rt, Exception *exception)
{
    Object *code = exception->fields[SYSTEM_EXIT_CODE];
    if (code == NULL || code == NONE)
        return 0;
    int64_t value;
    if (int_check(code))
        return int_as_int64((Int *)code, &value) ? (int)(value & 0xff) : 255;
    owned Object *held = object_retain(code);
    owned Str *text = (Str *)object_str(rt, held);
    size_t length;
    owned Object *holder = NULL;
    const char *bytes = text == NULL ? NULL : str_utf8(rt, text, &length, &holder);
    if (bytes != NULL) {
        console_error_bytes(rt, bytes, length);
        console_error_bytes(rt, "\n", 1);
    }
    error_clear(rt);
    return 1;
}

/* The end of a call: keeps the pending error for the host. `is_program`: not a statement of a prompt. */
static ouro_Status finish(ouro_Runtime *self, bool is_program)
{
    Runtime *rt = self->rt;
    if (!error_pending(rt) && machine_poll(rt) == 0) /* an interruption that came too late for the loop is not lost */
        return OURO_OK;
    if (error_matches(rt, &system_exit_type) && !(is_program && self->options.inspect)) {
        owned Object *exit = error_take(rt);
        self->exit_status = status_of_exit(rt, (Exception *)exit);
        return OURO_EXIT;
    }
    self->error = error_take(rt);
    return OURO_ERROR;
}

static bool begin(ouro_Runtime *self)
{
    if (self == NULL)
        return false;
    runtime_bind_stack(self->rt);
    error_forget(self);
    self->exit_status = 0;
    return true;
}

/* `flags`: CompileFlag. */
static ouro_Status run(ouro_Runtime *self, const char *bytes, size_t length, const char *name, ParseMode mode, uint32_t flags)
{
    Runtime *rt = self->rt;
    bool incomplete = false;
    owned Str *filename = str_from_filesystem(rt, name != NULL ? name : "<host>");
    Dict *globals = filename == NULL ? NULL : main_globals(rt);
    if (globals != NULL) {
        owned List *literals = list_new(rt, 0); /* held while the program runs */
        if (literals == NULL)
            return finish(self, true);
        gc_untrack(literals); /* nothing that a program could find */
        owned Code *code = compile_program(rt, bytes, length, filename, mode, flags, self->options.optimize > 0,
                                           mode == PARSE_SINGLE ? &incomplete : NULL, literals);
        if (code == NULL && incomplete && mode == PARSE_SINGLE) {
            error_clear(rt);
            return OURO_INCOMPLETE;
        }
        if (code != NULL) {
            owned Dict *held = object_retain(globals);
            owned Object *result = machine_run_code(rt, code, held, NULL);
            (void)result;
        }
    }
    return finish(self, mode == PARSE_FILE);
}

ouro_Status ouro_run_bytes(ouro_Runtime *self, const char *bytes, size_t length, const char *name)
{
    if (!begin(self) || bytes == NULL)
        return OURO_REFUSED;
    return run(self, bytes, length, name, PARSE_FILE, COMPILE_FILE);
}

ouro_Status ouro_run_text(ouro_Runtime *self, const char *text, const char *name)
{
    if (!begin(self) || text == NULL)
        return OURO_REFUSED;
    return run(self, text, strlen(text), name, PARSE_FILE, COMPILE_TEXT);
}

ouro_Status ouro_run_statement(ouro_Runtime *self, const char *text, const char *name)
{
    if (!begin(self) || text == NULL)
        return OURO_REFUSED;
    return run(self, text, strlen(text), name, PARSE_SINGLE, 0);
}

/* The whole file in a memory block; NULL with an error set. */
static char *read_whole(Runtime *rt, const char *path, size_t *length, size_t *capacity)
{
    owned Str *name = str_from_filesystem(rt, path);
    int file = name == NULL ? -1 : file_open(path, FILE_READ);
    FileStatus status;
    if (file >= 0 && file_status_open(file, &status) && status.is_directory) {
        file_close(file);
        file = -1;
        errno = EISDIR;
    }
    if (file < 0)
        return name == NULL ? NULL : error_set_errno(rt, errno, (Object *)name, NULL);
    *length = 0;
    *capacity = 4096;
    char *bytes = memory_take(rt, *capacity);
    while (bytes != NULL) {
        ssize_t count = file_read(file, bytes + *length, *capacity - *length);
        if (count < 0) {
            error_set_errno(rt, errno, (Object *)name, NULL);
            memory_release(rt, bytes, *capacity);
            bytes = NULL;
        }
        if (count <= 0)
            break;
        *length += (size_t)count;
        if (*length == *capacity) {
            char *grown = memory_resize(rt, bytes, *capacity, 2 * *capacity);
            if (grown == NULL) {
                memory_release(rt, bytes, *capacity);
                bytes = NULL;
            } else {
                bytes = grown;
                *capacity *= 2;
            }
        }
    }
    file_close(file);
    return bytes;
}

static int main_set_file(Runtime *rt, const char *path)
{
    Dict *globals = main_globals(rt);
    owned Str *name = globals == NULL ? NULL : str_from_filesystem(rt, path);
    return name == NULL ? -1 : dict_set(rt, globals, (Object *)NAME(__file__), (Object *)name);
}

ouro_Status ouro_run_file(ouro_Runtime *self, const char *path)
{
    if (!begin(self) || path == NULL)
        return OURO_REFUSED;
    Runtime *rt = self->rt;
    size_t length, capacity;
    char *bytes = read_whole(rt, path, &length, &capacity);
    if (bytes == NULL) {
        finish(self, true);
        return OURO_REFUSED;
    }
    const char *text = bytes;
    if (self->skip_first_line) { /* but for its end, so that lines keep their numbers */
        const char *end = memchr(bytes, '\n', length);
        text = end != NULL ? end : bytes + length;
    }
    ouro_Status status = main_set_file(rt, path) < 0
                             ? finish(self, true) : run(self, text, length - (size_t)(text - bytes), path, PARSE_FILE, COMPILE_FILE);
    memory_release(rt, bytes, capacity);
    return status;
}

ouro_Status ouro_run_module(ouro_Runtime *self, const char *name)
{
    if (!begin(self) || name == NULL)
        return OURO_REFUSED;
    Runtime *rt = self->rt;
    owned Str *text = str_from_filesystem(rt, name);
    owned Object *result = text == NULL ? NULL : import_run_module(rt, text);
    (void)result;
    return finish(self, true);
}

/* ---- errors -------------------------------------------------------------------------------------- */

/* Keeps `text` as the `which`-th text given out and returns its UTF-8; "" when it could not be made. */
static const char *give_out(ouro_Runtime *self, int which, Str *text)
{
    Runtime *rt = self->rt;
    const char *result = NULL;
    if (text != NULL) {
        Object *holder = NULL;
        result = str_utf8(rt, text, NULL, &holder);
        object_replace_steal(&self->given[which], holder != NULL ? holder : object_retain(text));
    }
    error_clear(rt);
    return result != NULL ? result : "";
}

const char *ouro_error_text(ouro_Runtime *self)
{
    if (self == NULL || self->error == NULL)
        return "";
    runtime_bind_stack(self->rt);
    owned Str *text = exception_render(self->rt, self->error);
    return give_out(self, GIVEN_ERROR_TEXT, text);
}

const char *ouro_error_type(ouro_Runtime *self)
{
    return self == NULL || self->error == NULL ? "" : self->error->type->name;
}

const char *ouro_error_message(ouro_Runtime *self)
{
    if (self == NULL || self->error == NULL)
        return "";
    runtime_bind_stack(self->rt);
    owned Str *text = (Str *)object_str(self->rt, self->error);
    return give_out(self, GIVEN_ERROR_MESSAGE, text);
}

void ouro_error_print(ouro_Runtime *self)
{
    if (self == NULL || self->error == NULL)
        return;
    Runtime *rt = self->rt;
    runtime_bind_stack(rt);
    Exception *exception = (Exception *)self->error;
    Object *trace = exception->traceback != NULL ? exception->traceback : NONE;
    if (dict_set(rt, rt->sys_dict, (Object *)NAME(last_type), type_as_object(exception->head.type)) < 0 ||
        dict_set(rt, rt->sys_dict, (Object *)NAME(last_value), (Object *)exception) < 0 ||
        dict_set(rt, rt->sys_dict, (Object *)NAME(last_traceback), trace) < 0)
        error_clear(rt);
    owned Object *hook = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(excepthook)));
    if (hook != NULL) {
        Object *arguments[3] = {type_as_object(exception->head.type), (Object *)exception, trace};
        owned Object *result = object_call(rt, hook, arguments, 3, NULL);
        if (result != NULL)
            return;
        error_clear(rt);
    }
    const char *text = ouro_error_text(self);
    if (*text == '\0')
        text = ouro_error_type(self);
    console_error_bytes(rt, text, strlen(text));
    if (*text == '\0' || text[strlen(text) - 1] != '\n')
        console_error_bytes(rt, "\n", 1);
}

int ouro_exit_status(ouro_Runtime *self)
{
    return self == NULL ? 0 : self->exit_status;
}

void ouro_interrupt(ouro_Runtime *self)
{
    if (self != NULL)
        machine_interrupt(self->rt);
}

/* ---- the prompt ---------------------------------------------------------------------------------- */

static int prompt_set_default(Runtime *rt, Str *name, const char *text)
{
    if (dict_get_str_borrow(rt, rt->sys_dict, name) != NULL)
        return 0;
    owned Str *value = str_from_c(rt, text);
    return value == NULL ? -1 : dict_set(rt, rt->sys_dict, (Object *)name, (Object *)value);
}

const char *ouro_prompt(ouro_Runtime *self, int continued)
{
    const char *usual = continued ? "... " : ">>> ";
    if (self == NULL)
        return usual;
    Runtime *rt = self->rt;
    runtime_bind_stack(rt);
    owned Str *text = NULL;
    if (prompt_set_default(rt, NAME(ps1), ">>> ") == 0 && prompt_set_default(rt, NAME(ps2), "... ") == 0) {
        owned Object *prompt = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, continued ? NAME(ps2) : NAME(ps1)));
        text = prompt == NULL ? NULL : (Str *)object_str(rt, prompt);
    }
    return text == NULL ? (error_clear(rt), usual) : give_out(self, GIVEN_PROMPT, text);
}

/* ---- figures ------------------------------------------------------------------------------------- */

ouro_Status ouro_statistics(ouro_Runtime *self, ouro_Statistics *out)
{
    if (self == NULL || out == NULL || out->size < sizeof(size_t))
        return OURO_REFUSED;
    Runtime *rt = self->rt;
    HeapFigures figures;
    heap_figures(&rt->heap, &figures);
    const DomainFigures *domains = figures.domains;
    ouro_Statistics all = {
        .size = out->size, .memory_limit = figures.limit, .memory_taken = figures.taken, .memory_peak = figures.taken_peak,
        .memory_kept = figures.kept, .object_blocks = domains[DOMAIN_OBJECT].blocks, .object_bytes = domains[DOMAIN_OBJECT].bytes,
        .other_blocks = domains[DOMAIN_MEMORY].blocks + domains[DOMAIN_RAW].blocks,
        .other_bytes = domains[DOMAIN_MEMORY].bytes + domains[DOMAIN_RAW].bytes,
    };
    for (int i = 0; i < GENERATION_COUNT; i++) {
        all.collections[i] = (uint64_t)rt->collector->statistics[i].collections;
        all.collected[i] = (uint64_t)rt->collector->statistics[i].collected;
    }
    memcpy(out, &all, out->size < sizeof all ? out->size : sizeof all);
    return OURO_OK;
}

ouro_Status ouro_set_memory_limit(ouro_Runtime *self, size_t bytes)
{
    return self != NULL && heap_set_limit(&self->rt->heap, bytes) ? OURO_OK : OURO_REFUSED;
}

size_t ouro_trim(ouro_Runtime *self)
{
    return self == NULL ? 0 : heap_trim(&self->rt->heap);
}
