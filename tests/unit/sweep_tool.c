/* The allocation-failure sweep (SQLite's method): runs one Python program and, at each chosen request for memory, forks a
 * child in which that request fails, once or from then on. The child goes on to the end of the program and closes the
 * runtime; it must end in order: no crash, no hang, no broken invariant of the heap, no block left. The parent goes
 * on as if nothing had been.
 *
 *     test_sweep_tool [--step N] [--offset N] [--most N] [--seconds N] [--start] [--tell] [--at N [--sticky]] FILE [ARG...]
 *
 * Up to --most requests (20,000) every one is swept; in longer runs the first and the last of each distinct call path, and
 * every 101st. --step N --offset K takes every Nth of these only. --start sweeps the opening of the runtime too.
 * What a child prints is looked through for a SystemError, which the program may have caught; --tell shows all of it.
 * --at N runs in the foreground with request N failing, to look at a failure. Prints a line for each failure and at the
 * end `POINTS points, FAILURES failures`; exit status 1 when there are failures. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "compile/compile.h"
#include "modules/modules.h"
#include "modules/sys.h"
#include "object/error.h"
#include "object/names.h"
#include "object/open.h"
#include "types/exception.h"
#include "vm/machine.h"

#ifndef OURO_CHECKED
int main(void)
{
    puts("sweep: only the checked build injects faults");
    return 2;
}
#else

enum { PATHS = 1 << 16, CHILD_SECONDS = 30, INTERVAL = 101, STATUS_BROKEN = 40, STATUS_SYSTEM_ERROR = 41 };

typedef struct Path {
    uint64_t hash, first, last;
} Path;

typedef struct Sweep {
    uint64_t requests;       /* of the dry run */
    uint64_t at;             /* foreground: the request that fails */
    bool sticky, in_child, tells;
    uint64_t step, offset, most;
    uint64_t chosen;         /* counts the candidates, for step and offset */
    uint64_t points, failures;
    time_t deadline;
    bool dry;
    Path *paths;             /* shared with the dry run's process */
    uint64_t *shared_requests;
    const char *program;
} Sweep;

/* The return addresses of the calls that led here, hashed, by frame pointers. */
static uint64_t call_path(void)
{
    uint64_t hash = 14695981039346656037u;
    void **frame = __builtin_frame_address(0);
    for (int depth = 0; depth < 24 && frame != NULL; depth++) {
        void **next = frame[0];
        hash = (hash ^ (uint64_t)frame[1]) * 1099511628211u;
        if (next <= frame || (char *)next - (char *)frame > 1 << 20)
            break;
        frame = next;
    }
    return hash == 0 ? 1 : hash;
}

static Path *path_find(Sweep *sweep, uint64_t hash)
{
    for (uint64_t i = hash;; i++) {
        Path *path = &sweep->paths[i % PATHS];
        if (path->hash == hash || path->hash == 0)
            return path;
    }
}

static bool is_candidate(Sweep *sweep, uint64_t request)
{
    if (sweep->requests <= sweep->most)
        return true;
    if (request % INTERVAL == 0)
        return true;
    const Path *path = path_find(sweep, call_path());
    return path->first == request || path->last == request;
}

/* Whether the child said something of a SystemError. */
static bool said_look(Sweep *sweep, uint64_t request, bool sticky, int said)
{
    static char text[1 << 20];
    ssize_t length = pread(said, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = '\0';
    if (sweep->tells)
        printf("==== --at %llu%s\n%s\n", (unsigned long long)request, sticky ? " --sticky" : "", text);
    return strstr(text, "SystemError:") != NULL;
}

/* Forks: true in the child, in which the request is to fail. The parent waits and judges. */
static bool fork_child(Sweep *sweep, uint64_t request, bool sticky)
{
    int said = memfd_create("said", 0);
    pid_t child = said < 0 ? -1 : fork();
    if (child < 0) {
        perror("sweep: fork");
        exit(2);
    }
    if (child == 0) {
        sweep->in_child = true;
        sweep->sticky = sticky;
        sweep->at = request;
        dup2(said, 1);
        dup2(said, 2);
        close(said);
        alarm(CHILD_SECONDS);
        return true;
    }
    sweep->points++;
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    bool has_system_error = said_look(sweep, request, sticky, said);
    close(said);
    if (WIFEXITED(status) && WEXITSTATUS(status) < STATUS_BROKEN) {
        if (!has_system_error)
            return false;
        status = STATUS_SYSTEM_ERROR << 8;
    }
    sweep->failures++;
    if (WIFSIGNALED(status))
        printf("FAIL %s --at %llu%s: signal %d%s\n", sweep->program, (unsigned long long)request, sticky ? " --sticky" : "",
               WTERMSIG(status), WTERMSIG(status) == SIGALRM ? " (it hangs)" : "");
    else
        printf("FAIL %s --at %llu%s: %s\n", sweep->program, (unsigned long long)request, sticky ? " --sticky" : "",
               WEXITSTATUS(status) == STATUS_SYSTEM_ERROR ? "SystemError" : "the heap is not in order");
    fflush(stdout);
    return false;
}

static bool refuses(void *context, uint64_t request)
{
    Sweep *sweep = context;
    if (sweep->dry) {
        *sweep->shared_requests = request;
        Path *path = path_find(sweep, call_path());
        if (path->hash == 0)
            *path = (Path){call_path(), request, request};
        path->last = request;
        return false;
    }
    if (sweep->in_child)
        return sweep->sticky ? request >= sweep->at : request == sweep->at;
    if (sweep->at != 0)
        return sweep->sticky ? request >= sweep->at : request == sweep->at;
    if (!is_candidate(sweep, request) || sweep->chosen++ % sweep->step != sweep->offset || time(NULL) > sweep->deadline)
        return false;
    return fork_child(sweep, request, false) || fork_child(sweep, request, true);
}

static void heap_opened(void *heap, void *context)
{
    Heap *self = heap;
    self->checks.fail_hook = refuses;
    self->checks.fail_context = context;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    char *text = malloc(1 << 22);
    *length = fread(text, 1, 1 << 22, file);
    fclose(file);
    return text;
}

static void run_program(Runtime *rt, const char *path, const char *text, size_t length)
{
    owned Str *name = str_from_filesystem(rt, path);
    Object *module = name == NULL ? NULL : dict_get_str_borrow(rt, rt->modules, NAME(__main__));
    if (module == NULL)
        return;
    owned Dict *globals = object_retain(((Module *)module)->dict);
    if (dict_set(rt, globals, (Object *)NAME(__file__), (Object *)name) < 0)
        return;
    owned Code *code = compile_source(rt, text, length, name, PARSE_FILE, 0, false, NULL);
    owned Object *result = code == NULL ? NULL : machine_run_code(rt, code, globals, NULL);
    (void)result;
}

/* Opens, runs, closes; the exit status. */
static int run_once(Sweep *sweep, RuntimeOptions *options, bool from_start, const char *text, size_t length)
{
    options->heap_opened = from_start ? heap_opened : NULL;
    options->heap_opened_context = sweep;
    Runtime *rt = runtime_open(options);
    if (rt == NULL)
        return 0;
    if (!from_start)
        heap_opened(&rt->heap, sweep);
    run_program(rt, options->argv[0], text, length);
    int status = 0;
    if (error_pending(rt)) {
        status = error_matches(rt, &system_error_type) && sweep->in_child ? STATUS_SYSTEM_ERROR : 1;
        if (sweep->at != 0) {
            fprintf(stderr, "sweep: ended by %s\n", rt->error->type->name);
            owned Str *shown = exception_render(rt, rt->error);
            if (shown != NULL && str_is_ascii(shown))
                fputs(str_data(shown), stderr);
        }
        error_clear(rt);
    }
    char message[512];
    if (!heap_validate(&rt->heap, message, sizeof message)) {
        fprintf(stderr, "sweep: %s\n", message);
        status = STATUS_BROKEN;
    }
    if (!runtime_close(rt))
        status = STATUS_BROKEN;
    return status;
}

int main(int argc, char **argv)
{
    Sweep sweep = {.step = 1, .most = 20000, .deadline = time(NULL) + 36000};
    bool start = false;
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        const char *name = argv[at];
        bool has_value = at + 1 < argc;
        if (strcmp(name, "--start") == 0)
            start = true;
        else if (strcmp(name, "--sticky") == 0)
            sweep.sticky = true;
        else if (strcmp(name, "--tell") == 0)
            sweep.tells = true;
        else if (strcmp(name, "--step") == 0 && has_value)
            sweep.step = strtoull(argv[++at], NULL, 10);
        else if (strcmp(name, "--offset") == 0 && has_value)
            sweep.offset = strtoull(argv[++at], NULL, 10);
        else if (strcmp(name, "--most") == 0 && has_value)
            sweep.most = strtoull(argv[++at], NULL, 10);
        else if (strcmp(name, "--at") == 0 && has_value)
            sweep.at = strtoull(argv[++at], NULL, 10);
        else if (strcmp(name, "--seconds") == 0 && has_value)
            sweep.deadline = time(NULL) + (time_t)strtoull(argv[++at], NULL, 10);
        else
            break;
    }
    if (at >= argc || sweep.step == 0) {
        fprintf(stderr, "usage: %s [--step N] [--offset N] [--most N] [--seconds N] [--start] [--tell] [--at N [--sticky]] FILE [ARG...]\n", argv[0]);
        return 2;
    }
    sweep.offset %= sweep.step;
    sweep.program = argv[at];
    size_t length;
    char *text = read_file(argv[at], &length);
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", argv[at]);
    char *slash = strrchr(folder, '/');
    *(slash != NULL ? slash : folder) = '\0';
    const char *paths[1] = {folder};
    RuntimeOptions options = {
        .argv = (const char *const *)argv + at, .argc = (size_t)(argc - at), .paths = paths, .path_count = 1, .hash_fixed = true,
    };
    if (sweep.at != 0)
        return run_once(&sweep, &options, start, text, length);

    size_t shared = PATHS * sizeof(Path) + sizeof(uint64_t);
    sweep.paths = mmap(NULL, shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sweep.shared_requests = (uint64_t *)(sweep.paths + PATHS);
    pid_t dry = fork();
    if (dry == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        sweep.dry = true;
        _exit(run_once(&sweep, &options, start, text, length));
    }
    int status;
    waitpid(dry, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) >= STATUS_BROKEN) {
        printf("FAIL %s: the dry run did not end in order\n", sweep.program);
        return 1;
    }
    sweep.requests = *sweep.shared_requests;
    int out = dup(1), null = open("/dev/null", O_RDWR);
    /* The program's own output goes nowhere; the report goes to where it should. */
    fflush(stdout);
    FILE *report = fdopen(out, "w");
    stdout = report;
    dup2(null, 1);
    int verdict = run_once(&sweep, &options, start, text, length);
    if (sweep.in_child)
        _exit(verdict);
    fprintf(report, "%llu points, %llu failures (%llu requests) %s\n", (unsigned long long)sweep.points,
            (unsigned long long)sweep.failures, (unsigned long long)sweep.requests, sweep.program);
    fflush(report);
    return sweep.failures != 0;
}
#endif
