/* Ouro: a Python runtime that a host program can trust with its memory.
 *
 *     ouro_Config config = {.size = sizeof config, .memory_limit = 64 << 20};
 *     ouro_Runtime *runtime = ouro_open(&config);
 *     if (ouro_run_text(runtime, "print('hello')", "<host>") != OURO_OK)
 *         fputs(ouro_error_text(runtime), stderr);
 *     ouro_close(runtime);                    every byte is back
 *
 * A runtime is one isolated Python with a heap of its own. There may be any number of them; two threads may use
 * two runtimes at the same time. One runtime is used by one thread at a time. The library has no global state.
 *
 * Every struct of this header begins with its size, so that a program built with an older header works with a newer
 * library: set it to sizeof. Texts are UTF-8. Sizes are bytes, times are nanoseconds. */
#ifndef OURO_H
#define OURO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define OURO_API __attribute__((visibility("default")))
#else
#define OURO_API
#endif

typedef struct ouro_Runtime ouro_Runtime;

/* How a call ended. */
typedef enum ouro_Status {
    OURO_OK = 0,
    OURO_ERROR = 1,     /* an exception was raised and not caught: see ouro_error_* */
    OURO_EXIT = 2,      /* the program asked to end (SystemExit): see ouro_exit_status */
    OURO_INCOMPLETE = 3,/* ouro_run_statement: the statement needs more lines */
    OURO_REFUSED = 4,   /* an argument makes no sense, or the runtime is not there */
} ouro_Status;

/* Takes `length` bytes of UTF-8 that the program printed. Returns 0, or an errno that print() then raises. */
typedef int (*ouro_Writer)(void *context, const char *bytes, size_t length);

/* How a runtime is to be. All zero but `size` is a good default. Texts and arrays are used as long as the runtime lives. */
typedef struct ouro_Config {
    size_t size;            /* sizeof(ouro_Config) */
    size_t memory_limit;    /* bytes the runtime may have resident at most; 0: no limit */
    size_t memory_reserve;  /* of these, bytes kept for handlers of a MemoryError; 0: 64 KiB or a quarter of the limit */
    ouro_Writer write_output, write_error; /* sys.stdout, sys.stderr; NULL: the process's own */
    void *write_context;
    const char *const *argv; /* sys.argv */
    size_t argc;
    const char *const *original_argv; /* sys.orig_argv; NULL: argv */
    size_t original_argc;
    const char *program;     /* sys.executable; may be NULL */
    const char *const *paths;/* where `import` looks first: sys.path */
    size_t path_count;
    const char *const *warnings; /* as python3's -W: "error", "ignore::SyntaxWarning", ... */
    size_t warning_count;
    uint32_t hash_seed;      /* of hash(str); used when `hash_fixed`, otherwise it is random */
    int hash_fixed;
    int optimize, inspect, interactive, quiet, isolated, ignore_environment, no_site, no_user_site, safe_path, unbuffered,
        verbose, bytes_warning, dont_write_bytecode, dev_mode, debug; /* sys.flags; with `inspect` a SystemExit ends a
                                program as other exceptions do: OURO_ERROR */
    int skip_first_line;     /* ouro_run_file leaves out the first line of the file */
} ouro_Config;

/* A runtime, or NULL when memory or the limit refuses. */
OURO_API ouro_Runtime *ouro_open(const ouro_Config *config);

/* Ends the program (last finalizers, buffered output) and gives every byte back. 0; 1 when output was lost on the
 * way; in a checked build the process aborts with a report if a block was still live. NULL is nothing. */
OURO_API int ouro_close(ouro_Runtime *runtime);

/* ---- running: in the module __main__, one call after the other sees what the former left ---- */

/* Runs a program text. `name` is its file name in messages. */
OURO_API ouro_Status ouro_run_text(ouro_Runtime *runtime, const char *text, const char *name);
OURO_API ouro_Status ouro_run_bytes(ouro_Runtime *runtime, const char *bytes, size_t length, const char *name);
/* Runs a file of Python source. OURO_REFUSED with an error text when it cannot be read. Sets __file__. */
OURO_API ouro_Status ouro_run_file(ouro_Runtime *runtime, const char *path);
/* Runs a module as `python3 -m name` does; "__main__": the one in the first directory of `paths`. OURO_EXIT with status 1
 * when there is none. */
OURO_API ouro_Status ouro_run_module(ouro_Runtime *runtime, const char *name);
/* Runs one statement as typed at a prompt: what expressions give is printed. OURO_INCOMPLETE: add a line and call again. */
OURO_API ouro_Status ouro_run_statement(ouro_Runtime *runtime, const char *text, const char *name);

/* What to show before a statement is typed: str(sys.ps1), or with `continued` str(sys.ps2) before its further lines. Sets
 * them to ">>> " and "... " when they are not there. Valid until the next call. */
OURO_API const char *ouro_prompt(ouro_Runtime *runtime, int continued);

/* ---- how it ended ---- */

/* The uncaught exception of the last call as the command prints it, traceback included; "" when there was none. Valid until
 * the next call. */
OURO_API const char *ouro_error_text(ouro_Runtime *runtime);
/* The name of its type, e.g. "ValueError", and its message; "" when there was none. */
OURO_API const char *ouro_error_type(ouro_Runtime *runtime);
OURO_API const char *ouro_error_message(ouro_Runtime *runtime);
/* Prints it through sys.excepthook. */
OURO_API void ouro_error_print(ouro_Runtime *runtime);
/* After OURO_EXIT: the status that the program asked for (its text, if it gave one, was written to sys.stderr). */
OURO_API int ouro_exit_status(ouro_Runtime *runtime);

/* ---- while it runs ---- */

/* Makes the runtime raise KeyboardInterrupt soon. From any thread and from signal handlers. */
OURO_API void ouro_interrupt(ouro_Runtime *runtime);

/* ---- figures ---- */

typedef struct ouro_Statistics {
    size_t size;             /* sizeof(ouro_Statistics) */
    size_t memory_limit;     /* 0: none */
    size_t memory_taken;     /* bytes taken from the system now, all charged to the limit */
    size_t memory_peak;      /* the most there was */
    size_t memory_kept;      /* of memory_taken: empty and kept for reuse */
    size_t object_blocks, object_bytes; /* live now */
    size_t other_blocks, other_bytes;
    uint64_t collections[3]; /* by generation */
    uint64_t collected[3];
} ouro_Statistics;

/* Fills in the fields that the caller's size has room for. */
OURO_API ouro_Status ouro_statistics(ouro_Runtime *runtime, ouro_Statistics *statistics);

/* Sets the limit (0: none). OURO_REFUSED when more is in use; it holds all the same for what is to come. */
OURO_API ouro_Status ouro_set_memory_limit(ouro_Runtime *runtime, size_t bytes);

/* Gives back to the system what is empty and kept for reuse. Returns the bytes. */
OURO_API size_t ouro_trim(ouro_Runtime *runtime);

/* "0.1.0" */
OURO_API const char *ouro_version(void);

#ifdef __cplusplus
}
#endif

#endif
