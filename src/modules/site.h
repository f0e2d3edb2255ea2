/* exit, quit, copyright, credits, license and help. */
#ifndef OURO_MODULES_SITE_H
#define OURO_MODULES_SITE_H

#include "types/module.h"

/* Adds them to the module builtins, as CPython's `site` does; -S leaves them out. -1 with an error. */
MUST_CHECK int site_fill(Runtime *rt, Module *builtins);

#endif
