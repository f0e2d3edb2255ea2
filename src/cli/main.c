/* The command `ouro`: a host like any other, it sees ouro.h only. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "options.h"
#include "prompt.h"

/* The runtime that Ctrl-C interrupts. A signal handler has no other way to learn of it. */
static ouro_Runtime *volatile interrupted_runtime;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (interrupted_runtime != NULL)
        ouro_interrupt(interrupted_runtime);
}

static void signals_open(ouro_Runtime *runtime)
{
    interrupted_runtime = runtime;
    struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: reads end, so that the loop polls */
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is BrokenPipeError */
}

/* Reads all of a stream: a malloc'ed text that the caller frees, or NULL. */
static char *read_stream(FILE *stream, size_t *length)
{
    size_t capacity = 4096;
    char *text = malloc(capacity);
    *length = 0;
    while (text != NULL) {
        size_t count = fread(text + *length, 1, capacity - *length, stream);
        *length += count;
        if (count == 0)
            return text;
        if (*length == capacity) {
            char *grown = realloc(text, capacity *= 2);
            if (grown == NULL)
                free(text);
            text = grown;
        }
    }
    return NULL;
}

static ouro_Status run_input(ouro_Runtime *runtime)
{
    size_t length;
    char *text = read_stream(stdin, &length);
    if (text == NULL) {
        fprintf(stderr, "ouro: not enough memory to read the program\n");
        return OURO_REFUSED;
    }
    ouro_Status status = ouro_run_bytes(runtime, text, length, "<stdin>");
    free(text);
    return status;
}

/* `path` from the root on. The result is malloc'ed, or NULL. */
static char *absolute_path(const char *path)
{
    char *folder = *path == '/' ? strdup("") : getcwd(NULL, 0);
    char *whole = NULL;
    if (folder != NULL && asprintf(&whole, "%s%s%s", folder, *path == '/' ? "" : "/", path) < 0)
        whole = NULL;
    free(folder);
    return whole;
}

/* Where this command is. The result is malloc'ed, or NULL. */
static char *own_path(const char *called)
{
    if (strchr(called, '/') != NULL)
        return absolute_path(called);
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    return length < 0 ? strdup(called) : strndup(path, (size_t)length);
}

static bool is_directory(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* Says what python3 says of a file that it cannot run; the exit status, or 0. */
static int refuse_file(const char *program, const char *path, const char *whole_path)
{
    if (is_directory(path)) {
        char inside[4096];
        snprintf(inside, sizeof inside, "%s/__main__.py", path);
        if (access(inside, R_OK) == 0)
            return 0;
        fprintf(stderr, "%s: can't find '__main__' module in '%s'\n", program, whole_path);
        return 1;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", program, whole_path, errno, strerror(errno));
        return 2;
    }
    fclose(file);
    return 0;
}

/* Tells how a run ended; the exit status. */
static int conclude(ouro_Runtime *runtime, ouro_Status status)
{
    switch (status) {
    case OURO_OK: case OURO_INCOMPLETE: return 0;
    case OURO_EXIT: return ouro_exit_status(runtime);
    default: break;
    }
    bool interrupted = strcmp(ouro_error_type(runtime), "KeyboardInterrupt") == 0;
    ouro_error_print(runtime);
    if (interrupted)
        return 128 + SIGINT;
    return 1;
}

/* Where `import` looks first: the program's folder, or the current one. The result is malloc'ed. */
static char *first_path(const Options *options)
{
    if (options->config.safe_path)
        return NULL;
    if (options->kind != RUN_FILE)
        return options->kind == RUN_MODULE ? getcwd(NULL, 0) : strdup("");
    char *path = realpath(options->target, NULL);
    if (path == NULL || is_directory(path))
        return path;
    char *slash = strrchr(path, '/');
    if (slash == path)
        slash++;
    if (slash != NULL)
        *slash = '\0';
    return path;
}

static ouro_Status run_target(ouro_Runtime *runtime, const Options *options)
{
    switch (options->kind) {
    case RUN_COMMAND: {
        size_t length = strlen(options->target);
        char *text = malloc(length + 2);
        if (text == NULL)
            return OURO_REFUSED;
        memcpy(text, options->target, length);
        memcpy(text + length, "\n", 2);
        ouro_Status status = ouro_run_text(runtime, text, "<string>");
        free(text);
        return status;
    }
    case RUN_MODULE: return ouro_run_module(runtime, options->target);
    case RUN_FILE:
        if (is_directory(options->target))
            return ouro_run_module(runtime, "__main__");
        return ouro_run_file(runtime, options->file);
    default: return run_input(runtime);
    }
}

/* sys.argv: the target's name as python3 puts it, then the arguments. The array is malloc'ed. */
static const char **program_arguments(const Options *options, int argc, char **argv, size_t *count)
{
    *count = (size_t)(argc - options->first_argument) + 1;
    const char **row = malloc((*count + 1) * sizeof *row);
    if (row == NULL)
        return NULL;
    row[0] = options->kind == RUN_COMMAND ? "-c" : options->kind == RUN_MODULE ? "-m" : options->kind == RUN_PROMPT ? "" : options->target;
    for (size_t i = 1; i < *count; i++)
        row[i] = argv[options->first_argument + (int)i - 1];
    row[*count] = NULL;
    return row;
}

static int run(const Options *options)
{
    ouro_Runtime *runtime = ouro_open(&options->config);
    if (runtime == NULL) {
        fprintf(stderr, "ouro: the runtime cannot start: %s\n",
                options->config.memory_limit != 0 ? "the memory limit is too low" : "not enough memory");
        return 1;
    }
    signals_open(runtime);
    bool at_terminal = isatty(STDIN_FILENO) || options->config.interactive;
    bool prompts = options->kind == RUN_PROMPT && at_terminal;
    int status = 0;
    if (!prompts)
        status = conclude(runtime, run_target(runtime, options));
    if (prompts || (options->config.inspect && options->kind != RUN_PROMPT))
        status = prompt_run(runtime, options->config.quiet || !prompts);
    signal(SIGINT, SIG_DFL); /* from now on the runtime is not there to be told */
    interrupted_runtime = NULL;
    if (ouro_close(runtime) != 0 && status != 128 + SIGINT)
        status = 120;
    return status;
}

/* Fills in what the program sees of its start, and runs it. */
static int start(Options *options, int argc, char **argv)
{
    size_t count;
    const char **row = program_arguments(options, argc, argv, &count);
    char *program = own_path(argv[0]), *path = first_path(options);
    options->file = options->kind == RUN_FILE ? absolute_path(options->target) : NULL;
    int status = 1;
    if (row == NULL || program == NULL || (options->kind == RUN_FILE && options->file == NULL))
        fprintf(stderr, "ouro: not enough memory to start\n");
    else if (options->kind != RUN_FILE || (status = refuse_file(program, options->target, options->file)) == 0) {
        const char *paths[1] = {path};
        options->config.argv = row;
        options->config.argc = count;
        options->config.original_argv = (const char *const *)argv;
        options->config.original_argc = (size_t)argc;
        options->config.program = program;
        options->config.paths = paths;
        options->config.path_count = path != NULL;
        status = run(options);
    }
    free(options->file);
    free(path);
    free(program);
    free(row);
    return status;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, ""); /* for the line editor */
    Options options;
    int status = options_parse(&options, argc, argv);
    if (status == 0 && options.show_help)
        options_help(argv[0]);
    else if (status == 0 && options.show_version)
        printf("Ouro %s (Python 3.11)\n", ouro_version());
    else if (status == 0)
        status = start(&options, argc, argv);
    options_close(&options);
    if (status == 128 + SIGINT) { /* end as the signal would have ended us, for the shell to see */
        signal(SIGINT, SIG_DFL);
        raise(SIGINT);
    }
    return status;
}
