/* time.struct_time: a tuple of nine whose items have names, with two hidden ones behind. */
#ifndef OURO_MODULES_TIME_STRUCT_H
#define OURO_MODULES_TIME_STRUCT_H

#include <time.h>

#include "object/runtime.h"

enum { TIME_FIELDS = 9, TIME_HIDDEN_FIELDS = 2 };
extern const Type time_struct_type;
Object *time_struct_new(Runtime *rt, const struct tm *time);
/* Copies the hidden fields to `time`, where they are set. The zone's name is borrowed from the struct_time. */
MUST_CHECK int time_struct_zone(Runtime *rt, Object *self, struct tm *time);

#endif
