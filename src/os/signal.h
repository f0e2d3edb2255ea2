/* Signals. A handler has no argument of its own and the library has no writable globals, so what is to be told of a
 * signal belongs to the program that installs the handler (src/cli): it calls the runtime's interrupt, which only sets a
 * bit (vm/machine.h: machine_interrupt). */
#ifndef OURO_OS_SIGNAL_H
#define OURO_OS_SIGNAL_H

#include <stdbool.h>

/* Installs `handler` for the signal; calls of the system that wait are interrupted by it. False with errno set. */
bool signal_install(int signal, void (*handler)(int));
/* What the system does by itself. */
bool signal_reset(int signal);
/* Ignored, so that writing to a closed pipe is an error and not the end. */
bool signal_ignore(int signal);

#endif
