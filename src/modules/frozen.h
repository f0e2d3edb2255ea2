/* The table of frozen modules that the build makes of lib/ (tools/freeze.c), sorted by name. */
#ifndef OURO_MODULES_FROZEN_H
#define OURO_MODULES_FROZEN_H

#include "modules/modules.h"

extern const FrozenModule frozen_modules[];
extern const size_t frozen_module_count;

#endif
