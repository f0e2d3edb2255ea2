/* Where the C stack of a thread lies. */
#ifndef OURO_OS_STACK_H
#define OURO_OS_STACK_H

#include <stdbool.h>
#include <stdint.h>

/* Bounds of the calling thread's stack: it grows from `high` down to `low`, and guard pages are
 * below. Of the main thread `low` is as far as the system lets it grow. False when it cannot be
 * known. */
bool stack_bounds(uintptr_t *low, uintptr_t *high);

#endif
