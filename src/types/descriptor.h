/* Descriptors: what the tables of a type become in its dict, and property, classmethod, staticmethod, super. */
#ifndef OURO_TYPES_DESCRIPTOR_H
#define OURO_TYPES_DESCRIPTOR_H

#include "types/function.h"

Object *method_descriptor_new(Runtime *rt, const Type *owner, const MethodSpec *spec);
Object *member_descriptor_new(Runtime *rt, const Type *owner, const MemberSpec *spec);
Object *getset_descriptor_new(Runtime *rt, const Type *owner, const PropertySpec *spec);
extern const Type slot_wrapper_type, method_wrapper_type, member_descriptor_type, getset_descriptor_type;

typedef struct ClassMethod {
    Object head;
    Object *function;
    AttributeWord attributes;
} ClassMethod; /* staticmethod has the same layout */
extern const Type class_method_type, static_method_type, property_type, super_type;
Object *static_method_new(Runtime *rt, Object *function);
Object *class_method_new(Runtime *rt, Object *function);

#endif
