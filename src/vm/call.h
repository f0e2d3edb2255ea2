/* The parts of a call that report errors (call_error.c). */
#ifndef OURO_VM_CALL_H
#define OURO_VM_CALL_H

#include "vm/machine.h"

/* All raise 3.11's TypeError for a call of `function` and return -1. `slots` are its parameters as far as bound. */
int call_error_too_many(Runtime *rt, Function *function, size_t given, Object **slots);
int call_error_missing(Runtime *rt, Function *function, Object **slots, size_t start, size_t end, const char *kind);
int call_error_unexpected(Runtime *rt, Function *function, Tuple *names, Object *name);
int call_error_multiple(Runtime *rt, Function *function, Object *name);

#endif
