/* What the files of the module sys share. */
#ifndef OURO_MODULES_SYS_H
#define OURO_MODULES_SYS_H

#include "modules/modules.h"
#include "types/float.h"

/* sys.flags, version_info, hash_info, float_info, int_info, thread_info, implementation. (sys_structures.c) */
MUST_CHECK int sys_structures_fill(Runtime *rt, Module *module);
/* sys.stdin, stdout, stderr and their __twins__. (io.c) */
MUST_CHECK int standard_streams_fill(Runtime *rt, Module *module);
/* A path or argument of the system as str: UTF-8 with surrogateescape. Owned. (io.c) */
Str *str_from_filesystem(Runtime *rt, const char *text);

#endif
