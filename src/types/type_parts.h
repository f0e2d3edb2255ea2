/* What the files of classes share: types/type*.c, instance.c, object.c, descriptor.c and object/attribute.c.
 *
 *    type.c           `type` itself: its attributes, calling a class
 *    type_lookup.c    attribute dicts of built-in types, finding attributes, subtypes, isinstance
 *    type_mro.c       order of resolution, best bases, layouts, __bases__, subclasses
 *    type_create.c    making a class; __build_class__
 *    type_slots.c     the table that ties __names__ to slots; slots of classes made by Python code
 *    instance.c       life of their instances
 *    descriptor.c     what the tables of a built-in type become in its dict */
#ifndef OURO_TYPES_TYPE_PARTS_H
#define OURO_TYPES_TYPE_PARTS_H

#include "object/names.h"
#include "object/shape.h"
#include "types/descriptor.h"
#include "types/generic_alias.h"
#include "types/type.h"

static inline HeapType *heap_type(const Type *type) /* NULL for a built-in one */
{
    return type_has_flag(type, TYPE_IS_HEAP) ? (HeapType *)type : NULL;
}
/* The nearest base that is no heap type, itself included. */
static inline const Type *type_builtin_base(const Type *type)
{
    return type_has_flag(type, TYPE_IS_HEAP) ? ((const HeapType *)type)->builtin_base : type;
}
/* Instances carry an attribute word that a class (not its built-in base) brought. */
static inline bool type_has_own_word(const Type *type)
{
    return type->attributes_offset != 0 && type_builtin_base(type)->attributes_offset == 0;
}

/* ---- object/attribute.c ---- */
/* The default way: 1 and *value owned, 0 absent without an error, -1. */
MUST_CHECK int object_generic_find_attribute(Runtime *rt, Object *object, Str *name, Object **value);

/* ---- type.c ---- */
Object *type_get_attribute(Runtime *rt, Object *self, Str *name);
MUST_CHECK int type_find_attribute(Runtime *rt, Type *type, Str *name, Object **value);
int type_set_attribute(Runtime *rt, Object *self, Str *name, Object *value);
Object *type_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
/* True when the text may be a class's name: no NUL in it; else ValueError is set. */
MUST_CHECK int heap_type_set_name(Runtime *rt, HeapType *type, Str *name);
void type_free(Runtime *rt, Object *self);
/* Adds the names of all attributes of a class to the keys of `names`; nothing for what is no class. */
MUST_CHECK int type_merge_names(Runtime *rt, Dict *names, Object *class);

/* ---- type_lookup.c ---- */
/* The attribute found in the MRO together with the type that has it. As type_lookup_borrow. */
Object *type_lookup_from_borrow(Runtime *rt, const Type *type, Str *name, const Type **where);
/* The own attribute of the type only. */
Object *type_own_borrow(Runtime *rt, const Type *type, Str *name);
/* issubclass() without hooks, for anything with __bases__. */
MUST_CHECK int class_is_subclass_plain(Runtime *rt, Object *derived, Object *base);
MUST_CHECK int class_is_instance_plain(Runtime *rt, Object *object, Object *base);

/* ---- type_mro.c ---- */
/* The base whose layout the new class extends; NULL with TypeError. Borrowed from the tuple. */
const Type *type_best_base(Runtime *rt, Tuple *bases);
/* The type that last added fields or a word that subclasses cannot do without. */
const Type *type_solid_base(const Type *type);
/* The C3 order of a type not yet published, whose bases are set. Owned. */
Tuple *type_mro_compute(Runtime *rt, HeapType *type);
/* As above, through the metaclass's mro() when that is overridden, with its checks. */
Tuple *type_mro_make(Runtime *rt, HeapType *type);
MUST_CHECK int type_add_subclass(Runtime *rt, const Type *base, HeapType *type);
void type_remove_subclass(Runtime *rt, const Type *base, HeapType *type); /* never fails */
/* The living subclasses, oldest first: a new list. */
Object *type_subclasses(Runtime *rt, const Type *type);
MUST_CHECK int type_set_bases(Runtime *rt, HeapType *type, Object *value);
/* Whether objects of `from` could become objects of `to`; else TypeError "%s assignment: ..." and -1. */
MUST_CHECK int type_layouts_compatible(Runtime *rt, const Type *from, const Type *to, const char *attribute);
bool type_provides_dict(const Type *type); /* instances have a __dict__, of whatever origin */

/* ---- type_slots.c ---- */
typedef void (*AnyFunction)(void);
typedef struct SlotSpec SlotSpec;
/* One __name__ of one slot. The calls of a wrapper go: wrap(rt, slot function, self, arguments). */
struct SlotSpec {
    uint16_t name;    /* NameIndex */
    uint16_t offset;  /* of the slot in Type */
    AnyFunction generic; /* the slot of a class that defines the name; NULL: such a class has none */
    Object *(*wrap)(Runtime *rt, const SlotSpec *spec, AnyFunction function, Object *self, Object **args,
                    size_t n, Tuple *names);
    int8_t detail;    /* the comparison's operation, or what `wrap` likes */
    const char *doc;
};
extern const SlotSpec slot_specs[]; /* grouped by offset; ends with an entry whose wrap is NULL */
static inline Str *slot_spec_name(const SlotSpec *spec)
{
    return (Str *)&frozen_names[spec->name].head;
}
static inline AnyFunction *type_slot(const Type *type, const SlotSpec *spec)
{
    return (AnyFunction *)((char *)type + spec->offset);
}
/* Fills the slots of a new class: `single` when its only heap or built-in ancestry is type->base's. */
MUST_CHECK int type_slots_inherit(Runtime *rt, HeapType *type);
/* The attribute `name` of `type` changed (and type_modified was called): renews the slots it stands for, in subclasses too. */
MUST_CHECK int type_slots_update(Runtime *rt, HeapType *type, Str *name);
/* All slots of `type` and its subclasses anew (its MRO changed). */
MUST_CHECK int type_slots_renew(Runtime *rt, HeapType *type);
extern const MethodSpec new_method_spec; /* "__new__" of every built-in type: a Builtin whose self is the type */

/* ---- instance.c ---- */
void instance_free(Runtime *rt, Object *self);
int instance_visit(Object *self, Visitor visit, void *context);
void instance_clear(Runtime *rt, Object *self);
extern const PropertySpec instance_dict_property, instance_weakref_property;
/* obj.__class__ = type, layouts already checked. */
MUST_CHECK int instance_change_type(Runtime *rt, Object *self, const Type *type);

/* ---- object.c ---- */
Object *object_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names);
int object_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
void object_instance_free(Runtime *rt, Object *self);
Object *object_default_repr(Runtime *rt, Object *self);
Object *object_default_str(Runtime *rt, Object *self);
int64_t object_default_hash(Runtime *rt, Object *self);
Object *object_default_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation);
/* The parts of object.__reduce_ex__ (object_reduce.c). */
Object *object_reduce_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *object_reduce_ex_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *object_get_state_method(Runtime *rt, Object *self, Object **args, size_t n);

/* ---- descriptor.c ---- */
Object *slot_wrapper_new(Runtime *rt, const Type *owner, const SlotSpec *spec);
typedef struct SlotWrapper {
    Object head;
    const Type *owner; /* always a built-in type */
    const SlotSpec *spec;
} SlotWrapper;

/* ---- what the machine tells (vm/machine.h) ---- */
Object *machine_run_body(Runtime *rt, Function *body, Object *locals);
Dict *machine_globals(Runtime *rt);
MUST_CHECK int machine_super_arguments(Runtime *rt, Object **class, Object **self);

#endif
