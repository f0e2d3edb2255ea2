/* The life of a runtime. */
#ifndef OURO_OBJECT_OPEN_H
#define OURO_OBJECT_OPEN_H

#include "object/options.h"
#include "object/runtime.h"

/* A runtime that can run code, with builtins, sys and an empty __main__. `options` (may be NULL) must live as long as
 * it. NULL when memory or the limit refuses. Belongs to the calling thread from then on. */
Runtime *runtime_open(const RuntimeOptions *options);

/* The end of the program: waits for its threads, runs the functions of atexit, flushes sys.stdout. False when
 * output was lost (the command's exit status is then 120). runtime_close() does it if it was not done. */
bool runtime_finish(Runtime *rt);

/* Ends the program in the order of CPython's finalisation, so that the last __del__ run as they do there, and gives
 * every byte back. True when no block was live; a checked build otherwise reports what leaked. */
bool runtime_close(Runtime *rt);

/* The C stack of the calling thread is the one to be guarded from now on. */
void runtime_bind_stack(Runtime *rt);

#endif
