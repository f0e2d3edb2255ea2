/* The callables of the module operator. */
#ifndef OURO_MODULES_OPERATOR_GETTERS_H
#define OURO_MODULES_OPERATOR_GETTERS_H

#include "object/type.h"

extern const Type item_getter_type, attribute_getter_type, method_caller_type;

#endif
