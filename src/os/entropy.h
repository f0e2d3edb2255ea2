/* Random bytes from the system, fit for secrets. */
#ifndef OURO_OS_ENTROPY_H
#define OURO_OS_ENTROPY_H

#include <stdbool.h>
#include <stddef.h>

/* Fills `buffer`. False when the system has no randomness to give (errno says why). */
__attribute__((warn_unused_result)) bool entropy_fill(void *buffer, size_t size);

#endif
