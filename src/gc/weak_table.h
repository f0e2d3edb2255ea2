/* The weak table's own operations, for weak.c. */
#ifndef OURO_GC_WEAK_TABLE_H
#define OURO_GC_WEAK_TABLE_H

#include "gc/collector.h"

/* Enters `reference` (whose `object` is `object`) behind `after`, or first when that is NULL. -1 with
 * MemoryError set, nothing changed. */
MUST_CHECK int weak_table_insert(Runtime *rt, Object *object, WeakReference *reference, WeakReference *after);

/* Gives back what a table that was much larger once does not need. Never fails. */
void weak_table_trim(Runtime *rt);

#endif
