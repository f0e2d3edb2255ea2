/* Weak references: what weak.c, weak_proxy.c and the module share. */
#ifndef OURO_GC_WEAK_H
#define OURO_GC_WEAK_H

#include "gc/collector.h"

/* A weak reference or proxy of `type` to `object`, the shared one when there is no callback. TypeError when the type
 * of `object` cannot be weakly referenced. */
Object *weak_make(Runtime *rt, const Type *type, Object *object, Object *callback);

/* Slots that the proxies share. */
void weak_reference_free(Runtime *rt, Object *object);
int weak_reference_visit(Object *object, Visitor visit, void *context);
void weak_reference_clear(Runtime *rt, Object *object);

#endif
