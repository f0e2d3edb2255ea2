/* Signals.
 *
 * A handler gets no argument of its own, and the library has no writable globals through which it could learn whom the
 * signal concerns. So a handler can be given a stack of its own (sigaltstack), and what it must know lies at the start
 * of that stack, where signal_stack() finds it. */
#ifndef OURO_OS_SIGNAL_H
#define OURO_OS_SIGNAL_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that a handler's stack should have at least. */
size_t signal_stack_size(void);
/* The calling thread runs handlers on `stack` from now on; NULL: on its usual stack again. False with errno set. */
bool signal_stack_set(void *stack, size_t size);
/* The stack that the calling thread runs handlers on, or NULL. May be called in a handler. */
void *signal_stack(void);
/* Installs `handler`, on the thread's stack for handlers if there is one. System calls that wait are interrupted by it. */
bool signal_install(int signal, void (*handler)(int));
/* What the system does by itself. */
bool signal_reset(int signal);
/* Ignored: so writing to a closed pipe is an error and not the end. */
bool signal_ignore(int signal);
/* Sends it on to the process's first thread; false when that is the calling one. May be called in a handler. */
bool signal_pass_on(int signal);

#endif
