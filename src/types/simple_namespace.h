/* types.SimpleNamespace: an object with attributes and a repr. */
#ifndef OURO_TYPES_SIMPLE_NAMESPACE_H
#define OURO_TYPES_SIMPLE_NAMESPACE_H

#include "types/dict.h"

extern const Type simple_namespace_type;
/* One with a copy of these attributes. */
Object *simple_namespace_new(Runtime *rt, Dict *attributes);

#endif
