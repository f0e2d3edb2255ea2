/* How a runtime is to be: what its host decides before it opens. */
#ifndef OURO_OBJECT_OPTIONS_H
#define OURO_OBJECT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes `length` bytes of UTF-8; 0, or an errno. */
typedef int (*OutputWriter)(void *context, const char *bytes, size_t length);

/* All zero is a good default. The texts must live as long as the runtime. */
typedef struct RuntimeOptions {
    /* memory */
    size_t memory_limit; /* bytes that may be resident; 0: none */
    size_t reserve;      /* of these, bytes for handlers of a MemoryError; 0: the usual, SIZE_MAX: none */

    /* where sys.stdout and sys.stderr write; NULL: the process's own */
    OutputWriter write_output, write_error;
    void *write_context;

    /* the program */
    const char *const *argv; /* sys.argv */
    size_t argc;
    const char *const *original_argv; /* sys.orig_argv; NULL: argv */
    size_t original_argc;
    const char *program;    /* path or name that the command was called by (sys.executable), or NULL */
    const char *const *paths; /* put before the usual sys.path */
    size_t path_count;
    const char *const *warnings; /* sys.warnoptions */
    size_t warning_count;
    uint32_t hash_seed;     /* of hash(str), as PYTHONHASHSEED; 0: random */
    bool hash_fixed;        /* a seed of 0 means the fixed secret 0, as PYTHONHASHSEED=0 */

    /* the command's switches, sys.flags */
    int optimize, verbose, bytes_warning;
    bool inspect, interactive, isolated, ignore_environment, no_user_site, no_site, quiet, unbuffered;
    bool dont_write_bytecode, safe_path, debug, dev_mode, warn_default_encoding;
    /* checked builds: refuse the allocation of this number, counted from the opening on, and all later ones */
    uint64_t fail_at; /* 0: none */
    bool fail_on;

    bool embedded;          /* the host has signals and the standard streams to itself */

#ifdef OURO_CHECKED
    /* For tests: told of the heap before anything else is taken from it (fault injection from the first request on). */
    void (*heap_opened)(void *heap, void *context);
    void *heap_opened_context;
    bool collect_always; /* a full collection before every allocation of a container */
#endif
} RuntimeOptions;

#endif
