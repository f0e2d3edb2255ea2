/* When an instruction turns special, and into what.
 *
 * The second execution decides: a site that runs twice will mostly run often, and what it saw the second time it will
 * mostly see again (bench/programs: deciding at the eighth instead costs 1% on the long programs and loses the short
 * ones). A site that fits nothing is looked at again after 64 more executions. */
#include "vm/specialize.h"

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/shape.h"
#include "types/descriptor.h"
#include "types/float.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/type.h"
#include "vm/arithmetic.h"

enum {
    DECIDE_AT = 2,
    LOOK_AGAIN_AFTER = 64,   /* executions, when nothing suited */
    TRY_AGAIN_AFTER = 4096,  /* when the special form missed too often: more kinds of objects come by than one */
    MISSES = 16,
    CHANGES = 4,
};

static const uint8_t generic_opcodes[256] = {
#define GENERIC_ENTRY(name, generic) [OP_##name] = OP_##generic,
    SPECIALIZED_OPCODES(GENERIC_ENTRY)
#undef GENERIC_ENTRY
};

static uint8_t generic_opcode(const Instruction *pc)
{
    if (pc->op < OPCODE_SPECIALIZED)
        return pc->op;
    uint8_t generic = generic_opcodes[pc->op];
    if (generic == OP_BINARY && (CACHE_SMALL(pc) & BINARY_WAS_IN_PLACE) != 0)
        return OP_IN_PLACE;
    return generic;
}

Instruction instruction_generic(const Instruction *pc)
{
    Instruction generic = *pc;
    generic.op = generic_opcode(pc);
    return generic;
}

static uint32_t call_id_new(Runtime *rt)
{
    Machine *machine = rt->machine;
    return machine->last_call_id == UINT32_MAX ? 0 : ++machine->last_call_id;
}

Instruction *code_start_slow(Runtime *rt, Code *code)
{
    if (object_is_immortal(code) && code->frozen_source == NULL)
        return code->instructions; /* a constant: not to be written */
    bool is_plain = (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS | CODE_OPTIMIZED)) == CODE_OPTIMIZED &&
                    code->keyword_only_count == 0;
    code->variable_count = (uint32_t)code_variable_count(code);
    if (code->frozen_source == NULL) {
        code->warm = code->instructions; /* private already */
        code->call_id = call_id_new(rt);
        code->call_key = is_plain ? code->argument_count + 1 : 0;
        return code->warm;
    }
    if (++code->warmth < 8)
        return code->instructions;
    size_t size = code->instruction_count * sizeof(Instruction);
    Instruction *warm = heap_take(&rt->heap, size, DOMAIN_MEMORY);
    if (warm == NULL)
        return code->instructions;
    memcpy(warm, code->instructions, size);
    code->warm = warm;
    code->call_id = call_id_new(rt);
    code->call_key = is_plain ? code->argument_count + 1 : 0;
    return warm;
}

/* ---- the outcome ---------------------------------------------------------------------------- */

static void become(Instruction *pc, uint8_t opcode, uint32_t small, uint32_t version)
{
    pc->op = opcode;
    pc[1].half[0] = small | (uint32_t)MISSES << 16;
    pc[1].half[1] = version;
}

void specialize_miss(Instruction *pc)
{
    if (--CACHE_COUNTER(pc) > 0)
        return;
    /* Another shape for good, or several in turn? The last cache word counts how often it changed. */
    uint8_t any = pc->op == OP_LOAD_ATTRIBUTE_VALUE    ? OP_LOAD_ATTRIBUTE_ANY
                  : pc->op == OP_LOAD_METHOD_SHAPE     ? OP_LOAD_METHOD_ANY
                  : pc->op == OP_STORE_ATTRIBUTE_VALUE ? OP_STORE_ATTRIBUTE_ANY
                                                       : 0;
    if (any != 0) {
        Instruction *changes = pc->op == OP_LOAD_METHOD_SHAPE ? &pc[3] : &pc[2];
        if (++changes->half[0] >= CHANGES) {
            become(pc, any, 0, 0);
        } else {
            pc->op = generic_opcode(pc);
            CACHE_COUNTER(pc) = DECIDE_AT - 1;
        }
        return;
    }
    pc->op = generic_opcode(pc);
    CACHE_COUNTER(pc) = -TRY_AGAIN_AFTER;
}

/* ---- operators ------------------------------------------------------------------------------ */

static bool is_int32(const Object *object)
{
    return is_small_int(object) && ((const Int *)object)->value == (int32_t)((const Int *)object)->value;
}

static bool is_number(const Object *object)
{
    return object->type == &float_type || is_small_int(object);
}

static void specialize_binary(Instruction *pc, Object *left, Object *right)
{
    uint32_t small = pc->op == OP_IN_PLACE ? BINARY_WAS_IN_PLACE : 0;
    unsigned operation = pc->n & OPERATION_MASK;
    if (both_small_ints(left, right)) {
        if ((operation == BINARY_ADD || operation == BINARY_SUBTRACT) && pc->c < 0 && is_int32(right) &&
            ((Int *)right)->value != INT32_MIN) {
            int64_t value = ((Int *)right)->value;
            become(pc, OP_ADD_INT_CONSTANT, small, (uint32_t)(int32_t)(operation == BINARY_ADD ? value : -value));
            return;
        }
        switch (operation) {
        case BINARY_ADD:
            become(pc, OP_ADD_INT, small, 0);
            return;
        case BINARY_SUBTRACT:
            become(pc, OP_SUBTRACT_INT, small, 0);
            return;
        case BINARY_MULTIPLY:
            become(pc, OP_MULTIPLY_INT, small, 0);
            return;
        case BINARY_FLOOR_DIVIDE:
            become(pc, OP_FLOOR_DIVIDE_INT, small, 0);
            return;
        case BINARY_REMAINDER:
            become(pc, OP_REMAINDER_INT, small, 0);
            return;
        case BINARY_AND:
        case BINARY_OR:
        case BINARY_XOR:
        case BINARY_LEFT_SHIFT:
        case BINARY_RIGHT_SHIFT:
            become(pc, OP_BITS_INT, small, 0);
            return;
        case BINARY_TRUE_DIVIDE:
            become(pc, OP_MIXED_NUMBERS, small, 0);
            return;
        default:
            return;
        }
    }
    if (left->type == &float_type && right->type == &float_type) {
        switch (operation) {
        case BINARY_ADD:
            become(pc, OP_ADD_FLOAT, small, 0);
            return;
        case BINARY_SUBTRACT:
            become(pc, OP_SUBTRACT_FLOAT, small, 0);
            return;
        case BINARY_MULTIPLY:
            become(pc, OP_MULTIPLY_FLOAT, small, 0);
            return;
        case BINARY_TRUE_DIVIDE:
            become(pc, OP_DIVIDE_FLOAT, small, 0);
            return;
        case BINARY_POWER:
            become(pc, OP_POWER_FLOAT, small, 0);
            return;
        default:
            return;
        }
    }
    if (is_number(left) && is_number(right)) {
        if (operation == BINARY_ADD || operation == BINARY_SUBTRACT || operation == BINARY_MULTIPLY ||
            operation == BINARY_TRUE_DIVIDE || operation == BINARY_POWER)
            become(pc, OP_MIXED_NUMBERS, small, 0);
        return;
    }
    if (operation == BINARY_ADD && str_check_exact(left) && str_check_exact(right))
        become(pc, OP_ADD_STR, small, 0);
}

static unsigned outcomes_of(CompareOperation operation)
{
    switch (operation) {
    case COMPARE_LESS:
        return OUTCOME_LESS;
    case COMPARE_LESS_EQUAL:
        return OUTCOME_LESS | OUTCOME_EQUAL;
    case COMPARE_EQUAL:
        return OUTCOME_EQUAL;
    case COMPARE_NOT_EQUAL:
        return OUTCOME_LESS | OUTCOME_GREATER | OUTCOME_UNORDERED;
    case COMPARE_GREATER:
        return OUTCOME_GREATER;
    default:
        return OUTCOME_GREATER | OUTCOME_EQUAL;
    }
}

static void specialize_compare(Instruction *pc, Object *left, Object *right)
{
    bool jumps = pc->op == OP_COMPARE_JUMP;
    CompareOperation operation = (CompareOperation)(pc->n & (jumps ? 7 : OPERATION_MASK));
    unsigned outcomes = outcomes_of(operation);
    if (jumps && (pc->n & 8) == 0)
        outcomes ^= 15;
    if (both_small_ints(left, right)) {
        if (jumps && pc->b < 0 && is_int32(right))
            become(pc, OP_COMPARE_JUMP_INT_CONSTANT, outcomes, (uint32_t)(int32_t)((Int *)right)->value);
        else
            become(pc, jumps ? OP_COMPARE_JUMP_INT : OP_COMPARE_INT, outcomes, 0);
    } else if (left->type == &float_type && right->type == &float_type) {
        become(pc, jumps ? OP_COMPARE_JUMP_FLOAT : OP_COMPARE_FLOAT, outcomes, 0);
    } else if (str_check_exact(left) && str_check_exact(right) &&
               (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL)) {
        become(pc, jumps ? OP_COMPARE_JUMP_STR : OP_COMPARE_STR, outcomes, 0);
    }
}

/* ---- items and iteration -------------------------------------------------------------------- */

/* The special forms for containers and objects take these from slots only. */
static void specialize_get_item(Instruction *pc, Object *container, Object *key)
{
    if (pc->b < 0)
        return;
    bool is_constant = pc->c < 0 && is_int32(key) && ((Int *)key)->value >= 0;
    if (container->type == &list_type && is_constant)
        become(pc, OP_GET_ITEM_LIST_CONSTANT, 0, (uint32_t)((Int *)key)->value);
    else if (container->type == &tuple_type && is_constant)
        become(pc, OP_GET_ITEM_TUPLE_CONSTANT, 0, (uint32_t)((Int *)key)->value);
    else if (container->type == &list_type && is_small_int(key))
        become(pc, OP_GET_ITEM_LIST, 0, 0);
    else if (container->type == &tuple_type && is_small_int(key))
        become(pc, OP_GET_ITEM_TUPLE, 0, 0);
    else if (container->type == &dict_type)
        become(pc, OP_GET_ITEM_DICT, 0, 0);
}

static void specialize_set_item(Instruction *pc, Object *container, Object *key)
{
    if (pc->a < 0)
        return;
    if (container->type == &list_type && is_small_int(key))
        become(pc, OP_SET_ITEM_LIST, 0, 0);
    else if (container->type == &dict_type)
        become(pc, OP_SET_ITEM_DICT, 0, 0);
}

static void specialize_for_iter(Instruction *pc, Object *iterator)
{
    bool again = pc->op == OP_FOR_ITER_AGAIN;
    if (iterator->type == &range_iterator_type)
        become(pc, again ? OP_FOR_ITER_AGAIN_RANGE : OP_FOR_ITER_RANGE, 0, 0);
    else if (iterator->type == &list_iterator_type)
        become(pc, again ? OP_FOR_ITER_AGAIN_LIST : OP_FOR_ITER_LIST, 0, 0);
    else if (iterator->type == &tuple_iterator_type)
        become(pc, again ? OP_FOR_ITER_AGAIN_TUPLE : OP_FOR_ITER_TUPLE, 0, 0);
    else if (generator_check_exact(iterator))
        become(pc, again ? OP_FOR_ITER_AGAIN_GENERATOR : OP_FOR_ITER_GENERATOR, 0, 0);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void specialize_load_name(Runtime *rt, Frame *frame, Instruction *pc)
{
    bool is_name = pc->op == OP_LOAD_NAME;
    Dict *globals = frame->function->globals;
    Object *builtins = frame->function->builtins;
    Str *name = (Str *)frame->constants[pc->b];
    if (globals == NULL || !dict_check_exact(globals))
        return;
    if (is_name && ((frame->flags & FRAME_HAS_LOCALS) == 0 || frame->locals != (Object *)globals))
        return;
    ssize_t entry = dict_find_str(rt, globals, name); /* gives the dict a version too */
    if (globals->keys_version == 0)
        return;
    if (entry >= 0) {
        if (globals->keys_version > UINT32_MAX)
            return;
        become(pc, is_name ? OP_LOAD_NAME_MODULE : OP_LOAD_GLOBAL_MODULE, 0, (uint32_t)globals->keys_version);
        pc[2].bits = (uintptr_t)&dict_entries(globals)[entry].value;
        return;
    }
    if (builtins == NULL || !dict_check_exact(builtins) || globals->keys_version > UINT32_MAX)
        return;
    entry = dict_find_str(rt, (Dict *)builtins, name);
    uint64_t version = ((Dict *)builtins)->keys_version;
    if (entry < 0 || entry > INT32_MAX || version == 0 || version > UINT32_MAX || !globals->table->only_str_keys)
        return;
    become(pc, is_name ? OP_LOAD_NAME_BUILTIN : OP_LOAD_GLOBAL_BUILTIN, 0, (uint32_t)entry);
    pc[2].bits = globals->keys_version | version << 32;
}

static void specialize_store_name(Runtime *rt, Frame *frame, Instruction *pc)
{
    bool is_name = pc->op == OP_STORE_NAME;
    Dict *globals = frame->function->globals;
    if (globals == NULL || !dict_check_exact(globals) || !gc_is_tracked(globals))
        return;
    if (is_name && ((frame->flags & FRAME_HAS_LOCALS) == 0 || frame->locals != (Object *)globals))
        return;
    ssize_t entry = dict_find_str(rt, globals, (Str *)frame->constants[pc->a]);
    if (entry < 0 || entry > UINT16_MAX || globals->keys_version == 0 || globals->keys_version > UINT32_MAX)
        return;
    become(pc, is_name ? OP_STORE_NAME_MODULE : OP_STORE_GLOBAL_MODULE, (uint32_t)entry, (uint32_t)globals->keys_version);
}

/* ---- attributes ----------------------------------------------------------------------------- */

/* What an attribute name means for the objects of a type. */
typedef enum MeaningKind {
    MEANING_NONE,     /* nothing in the class */
    MEANING_METHOD,   /* something that is bound when it is read: a function or a method descriptor */
    MEANING_FIELD,    /* one of __slots__ */
    MEANING_VALUE,    /* a plain value of a built-in type that is no descriptor */
    MEANING_OTHER,
} MeaningKind;

typedef struct Meaning {
    MeaningKind kind;
    Object *value;  /* borrowed from the class */
    size_t offset;  /* of a field */
} Meaning;

static Meaning meaning_of(Runtime *rt, const Type *type, Str *name)
{
    Meaning meaning = {MEANING_OTHER, NULL, 0};
    Object *value = type_lookup_borrow(rt, type, name);
    if (value == NULL) {
        if (rt->error != NULL)
            error_clear(rt);
        else
            meaning.kind = MEANING_NONE;
        return meaning;
    }
    meaning.value = value;
    if (value->type == &member_descriptor_type) {
        /* One of the class's own __slots__, or of a base's; a field of a built-in type has no entry here. */
        for (const Type *class = type; class != NULL && type_has_flag(class, TYPE_IS_HEAP); class = class->base) {
            const HeapType *heap = (const HeapType *)class;
            for (size_t i = 0; i < heap->slot_count; i++) {
                if (type_lookup_borrow(rt, class, name) == value && str_equal_c(name, heap->slot_members[i].name)) {
                    meaning.kind = MEANING_FIELD;
                    meaning.offset = heap->slot_members[i].offset;
                    return meaning;
                }
            }
        }
        return meaning;
    }
    if (type_has_flag(value->type, TYPE_IS_HEAP))
        return meaning; /* its class may become a descriptor's */
    if (type_has_flag(value->type, TYPE_IS_METHOD_LIKE))
        meaning.kind = MEANING_METHOD;
    else if (value->type->descriptor_get == NULL && value->type->descriptor_set == NULL)
        meaning.kind = MEANING_VALUE;
    return meaning;
}

/* The number of the object's shape, that of the root while it has no attribute; *shape may be NULL with number 0. */
static uint32_t shape_of(Object *object, Shape **shape)
{
    *shape = NULL;
    const Type *type = object->type;
    if (type->attributes_offset <= 0 || attribute_dict(object) != NULL)
        return 0;
    *shape = attribute_shape(object);
    if (*shape == NULL && type_has_flag(type, TYPE_IS_HEAP))
        *shape = ((const HeapType *)type)->root_shape;
    return *shape == NULL ? 0 : (*shape)->id;
}

static size_t value_offset(const Object *object, int slot)
{
    return (size_t)object->type->attributes_offset + sizeof(AttributeWord) + (size_t)slot * sizeof(Object *);
}

/* An attribute of a module; 1 when the instruction was rewritten. */
static bool specialize_module(Runtime *rt, Instruction *pc, Object *object, Str *name, uint8_t opcode)
{
    Dict *dict = ((Module *)object)->dict;
    ssize_t entry = dict_find_str(rt, dict, name);
    if (entry < 0 || dict->keys_version == 0 || dict->keys_version > UINT32_MAX)
        return false;
    /* A data descriptor of the module type (__dict__, __class__) goes first. */
    Object *descriptor = type_lookup_borrow(rt, object->type, name);
    if (descriptor != NULL && descriptor->type->descriptor_set != NULL)
        return false;
    become(pc, opcode, 0, (uint32_t)dict->keys_version);
    pc[2].bits = (uintptr_t)&dict_entries(dict)[entry].value;
    return true;
}

static void specialize_load_attribute(Runtime *rt, Instruction *pc, Object *object, Str *name)
{
    const Type *type = object->type;
    if (pc->b < 0)
        return;
    if (type == &module_type) {
        specialize_module(rt, pc, object, name, OP_LOAD_ATTRIBUTE_MODULE);
        return;
    }
    if (type == &type_type) {
        const Type *class = (const Type *)object;
        if (class->version == 0 || type_lookup_borrow(rt, &type_type, name) != NULL)
            return;
        Object *value = type_lookup_borrow(rt, class, name);
        if (value == NULL || type_has_flag(value->type, TYPE_IS_HEAP))
            return;
        if (value->type->descriptor_get != NULL && value->type != &function_type)
            return;
        become(pc, OP_LOAD_ATTRIBUTE_CLASS, 0, class->version);
        pc[2].bits = (uintptr_t)value;
        return;
    }
    if (type->get_attribute != object_generic_get_attribute)
        return;
    Meaning meaning = meaning_of(rt, type, name);
    if (meaning.kind == MEANING_FIELD) {
        if (type->version != 0 && meaning.offset <= UINT16_MAX)
            become(pc, OP_LOAD_ATTRIBUTE_FIELD, (uint32_t)meaning.offset, type->version);
        return;
    }
    if (meaning.kind == MEANING_OTHER)
        return;
    Shape *shape;
    uint32_t number = shape_of(object, &shape);
    if (number != 0) {
        int slot = shape_find(shape, name);
        if (slot >= 0) {
            if (value_offset(object, slot) <= UINT16_MAX)
                become(pc, OP_LOAD_ATTRIBUTE_VALUE, (uint32_t)value_offset(object, slot), number);
        } else if (meaning.kind == MEANING_VALUE) {
            become(pc, OP_LOAD_ATTRIBUTE_SHARED, 0, number);
            pc[2].bits = (uintptr_t)meaning.value;
        }
        return;
    }
    Dict *dict = type->attributes_offset > 0 ? attribute_dict(object) : NULL;
    if (dict != NULL && type->version != 0) {
        ssize_t entry = dict_find_str(rt, dict, name);
        if (entry >= 0 && entry <= UINT16_MAX && dict->keys_version != 0) {
            become(pc, OP_LOAD_ATTRIBUTE_DICT, (uint32_t)entry, type->version);
            pc[2].bits = dict->keys_version;
        }
    }
}

static void specialize_load_method(Runtime *rt, Instruction *pc, Object *object, Str *name)
{
    const Type *type = object->type;
    if (pc->b < 0)
        return;
    if (type == &module_type) {
        specialize_module(rt, pc, object, name, OP_LOAD_METHOD_MODULE);
        return;
    }
    if (type == &type_type) {
        const Type *class = (const Type *)object;
        if (class->version == 0 || type_lookup_borrow(rt, &type_type, name) != NULL)
            return;
        Object *value = type_lookup_borrow(rt, class, name);
        if (value == NULL)
            return;
        uint32_t kind = METHOD_OF_FUNCTION;
        if (value->type == &class_method_type)
            kind = METHOD_OF_CLASS;
        else if (value->type == &static_method_type)
            kind = METHOD_OF_STATIC;
        else if (value->type != &function_type)
            return;
        become(pc, OP_LOAD_METHOD_CLASS, kind, class->version);
        pc[2].bits = (uintptr_t)value;
        return;
    }
    if (type->get_attribute != object_generic_get_attribute)
        return;
    Meaning meaning = meaning_of(rt, type, name);
    uint32_t kind = METHOD_OF_FUNCTION;
    if (meaning.kind == MEANING_OTHER && meaning.value != NULL && meaning.value->type == &static_method_type)
        kind = METHOD_OF_STATIC;
    else if (meaning.kind == MEANING_OTHER && meaning.value != NULL && meaning.value->type == &class_method_type)
        kind = METHOD_OF_CLASS;
    else if (meaning.kind != MEANING_METHOD)
        return;
    if (type->attributes_offset == 0) {
        if (type->version == 0 || kind != METHOD_OF_FUNCTION)
            return;
        become(pc, OP_LOAD_METHOD_TYPE, 0, type->version);
        pc[2].bits = (uintptr_t)meaning.value;
        return;
    }
    Shape *shape;
    uint32_t number = shape_of(object, &shape);
    if (number != 0) {
        if (shape_find(shape, name) >= 0)
            return;
        become(pc, kind == METHOD_OF_FUNCTION ? OP_LOAD_METHOD_SHAPE : OP_LOAD_METHOD_DESCRIPTOR, kind, number);
        pc[2].bits = (uintptr_t)meaning.value;
        return;
    }
    Dict *dict = type->attributes_offset > 0 ? attribute_dict(object) : NULL;
    if (kind != METHOD_OF_FUNCTION || dict == NULL || type->version == 0 || !dict->table->only_str_keys || dict_find_str(rt, dict, name) >= 0 ||
        dict->keys_version == 0)
        return;
    become(pc, OP_LOAD_METHOD_DICT, 0, type->version);
    pc[2].bits = (uintptr_t)meaning.value;
    pc[3].bits = dict->keys_version;
}

/* Runs before the store: a new attribute is not there yet. */
static void specialize_store_attribute(Runtime *rt, Instruction *pc, Object *object, Str *name)
{
    const Type *type = object->type;
    if (pc->a < 0)
        return;
    if (type->set_attribute != object_generic_set_attribute)
        return;
    Meaning meaning = meaning_of(rt, type, name);
    if (meaning.kind == MEANING_FIELD) {
        if (type->version != 0 && meaning.offset <= UINT16_MAX)
            become(pc, OP_STORE_ATTRIBUTE_FIELD, (uint32_t)meaning.offset, type->version);
        return;
    }
    if (meaning.kind == MEANING_OTHER && meaning.value->type->descriptor_set != NULL)
        return;
    if (meaning.value != NULL && type_has_flag(meaning.value->type, TYPE_IS_HEAP))
        return;
    Shape *shape;
    uint32_t number = shape_of(object, &shape);
    if (number == 0)
        return;
    int slot = shape_find(shape, name);
    if (slot >= 0) {
        if (value_offset(object, slot) <= UINT16_MAX)
            become(pc, OP_STORE_ATTRIBUTE_VALUE, (uint32_t)value_offset(object, slot), number);
        return;
    }
    if (shape->count >= attribute_capacity(object))
        return;
    Shape *after = shape_extend(rt, shape, name);
    if (after == NULL) {
        error_clear(rt);
        return;
    }
    if (after->id == 0)
        return;
    become(pc, OP_STORE_ATTRIBUTE_NEW, shape->count, number);
    pc[2].bits = (uintptr_t)after;
}

/* ---- attributes where many kinds of objects come by ----------------------------------------- */

/* An entry must not outlive its name: it is only made when the shape, or the class, holds that very str. */
static bool class_holds_name(Runtime *rt, const Type *type, Str *name)
{
    Tuple *mro = type_mro_borrow(rt, type);
    if (mro == NULL) {
        error_clear(rt);
        return false;
    }
    for (size_t i = 0; i < mro->length; i++) {
        Dict *dict = type_dict_borrow(rt, (const Type *)mro->items[i]);
        if (dict == NULL) {
            error_clear(rt);
            return false;
        }
        ssize_t entry = dict_find_str(rt, dict, name);
        if (entry >= 0)
            return dict_entries(dict)[entry].key == (Object *)name;
    }
    return false;
}

const AttributeEntry *attribute_remember(Runtime *rt, AttributeEntry *entry, Object *object, Str *name)
{
    const Type *type = object->type;
    Shape *shape;
    uint32_t number = shape_of(object, &shape);
    if (number == 0)
        return NULL;
    /* Until something better is found: that nothing is known. Should another str come to lie where `name` was, this does no
     * harm. */
    *entry = (AttributeEntry){number, ATTRIBUTE_UNKNOWN, name, NULL};
    if (type->get_attribute != object_generic_get_attribute || type->set_attribute != object_generic_set_attribute)
        return NULL;
    Meaning meaning = meaning_of(rt, type, name);
    if (meaning.kind == MEANING_OTHER || meaning.kind == MEANING_FIELD)
        return NULL;
    int slot = shape_find(shape, name);
    if (slot >= 0) {
        while (shape->count > slot + 1)
            shape = shape->parent;
        if (shape->name != name || value_offset(object, slot) > UINT16_MAX)
            return NULL;
        *entry = (AttributeEntry){number, (uint32_t)value_offset(object, slot), name, NULL};
        return entry;
    }
    if (meaning.kind != MEANING_METHOD || !class_holds_name(rt, type, name))
        return NULL;
    *entry = (AttributeEntry){number, 0, name, meaning.value};
    return entry;
}

/* ---- super ---------------------------------------------------------------------------------- */

Object *super_function_borrow(Runtime *rt, Object *class, Object *self, Str *name)
{
    const Type *type = self->type;
    if (!object_has_flag(class, TYPE_TYPE) || (type->flags & TYPE_TYPE) != 0)
        return NULL;
    const Type *start = (const Type *)class;
    SuperEntry *entry = &rt->machine->super_cache[(type->version ^ start->version ^ (uintptr_t)name >> 4) %
                                                  SUPER_CACHE_SIZE];
    if (likely(entry->type == type->version && entry->start == start->version && entry->name == name &&
               entry->function != NULL))
        return entry->function;
    if (type->version == 0 || start->version == 0)
        return NULL;
    Tuple *mro = type_mro_borrow(rt, type);
    if (mro == NULL)
        return NULL;
    size_t i = 0;
    while (i < mro->length && mro->items[i] != class)
        i++;
    for (i++; i < mro->length; i++) {
        Dict *dict = type_dict_borrow(rt, (const Type *)mro->items[i]);
        if (dict == NULL)
            return NULL;
        ssize_t found = dict_find_str(rt, dict, name);
        if (found < 0)
            continue;
        Object *function = dict_entries(dict)[found].value;
        if (function->type != &function_type)
            return NULL;
        if (dict_entries(dict)[found].key == (Object *)name)
            *entry = (SuperEntry){type->version, start->version, name, function};
        return function;
    }
    return NULL;
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* Whether `count` arguments can go to the function of `spec` as they are. */
static bool spec_is_plain(const MethodSpec *spec, size_t count)
{
    return spec->function != NULL && spec->parameters == NULL && spec->keywords == NULL &&
           (spec->least < 0 || count >= (size_t)spec->least) && (spec->most < 0 || count <= (size_t)spec->most);
}

static void specialize_call(Runtime *rt, Frame *frame, Instruction *pc, Object **window)
{
    Object *callable = window[0];
    size_t count = (size_t)pc->c;
    if (callable->type == &function_type) {
        const Code *code = ((Function *)callable)->code;
        if ((code->flags & CODE_OPTIMIZED) == 0)
            return;
        bool has_self = window[1] != NULL;
        if ((frame->flags & FRAME_GENERATOR) != 0 ||
            (code->call_key != 0 && code->call_key != (uint32_t)(count + has_self + 1)))
            become(pc, OP_CALL_PYTHON, 0, 0);
        else
            become(pc, has_self ? OP_CALL_METHOD : OP_CALL_FUNCTION, 0, 0);
    } else if (callable->type == &builtin_type && window[1] == NULL) {
        const MethodSpec *spec = ((Builtin *)callable)->spec;
        if (!spec_is_plain(spec, count) || (spec->flags & METHOD_STATIC) != 0)
            return;
        become(pc, OP_CALL_BUILTIN, 0, 0);
        pc[2].bits = (uintptr_t)spec;
    } else if (callable->type == &method_descriptor_type && window[1] != NULL) {
        const MethodSpec *spec = ((MethodDescriptor *)callable)->spec;
        if (!spec_is_plain(spec, count))
            return;
        become(pc, OP_CALL_METHOD_DESCRIPTOR, 0, 0);
        pc[2].bits = (uintptr_t)spec;
    } else if (callable->type == &type_type && window[1] == NULL) {
        const Type *class = (const Type *)callable;
        if (class->version == 0 || class->create != object_type.create ||
            (class->flags & (TYPE_IS_HEAP | TYPE_IS_ABSTRACT)) != TYPE_IS_HEAP)
            return;
        Object *init = type_lookup_borrow(rt, class, NAME(__init__));
        if (init == NULL || init->type != &function_type || (((Function *)init)->code->flags & CODE_OPTIMIZED) == 0)
            return;
        become(pc, OP_CALL_CLASS, 0, class->version);
        pc[2].bits = (uintptr_t)init;
    }
}

/* Whether the instructions at `pc` may be written. */
static bool is_warm(const Code *code, const Instruction *pc)
{
    return code->warm != NULL && pc >= code->warm && pc < code->warm + code->instruction_count;
}

void specialize_keywords(Frame *frame, Instruction *pc)
{
    if (pc->op != OP_CALL_KEYWORDS || !is_warm(frame->code, pc) || ++pc[3].a < DECIDE_AT)
        return;
    pc[3].a = -LOOK_AGAIN_AFTER;
    Object **window = &frame->slots[pc->b];
    if (window[0]->type != &function_type || (frame->flags & FRAME_GENERATOR) != 0)
        return;
    const Code *code = ((Function *)window[0])->code;
    const Tuple *names = (const Tuple *)frame->constants[pc[1].half[0]];
    bool has_self = window[1] != NULL;
    size_t total = (size_t)pc->c + has_self, count = names->length, n = total - count;
    size_t end = (size_t)code->argument_count + code->keyword_only_count;
    if (code->call_id == 0 || (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS | CODE_OPTIMIZED)) != CODE_OPTIMIZED ||
        count > KEYWORDS_MOST || n > code->argument_count || n < code->positional_only_count || total > end || end > 255)
        return;
    uint64_t places = 0;
    bool in_place = true;
    for (size_t k = 0; k < count; k++) {
        size_t place = n;
        while (place < end && code->local_names->items[place] != names->items[k])
            place++;
        if (place == end)
            return;
        for (size_t i = 0; i < k; i++)
            if ((places >> (8 * i) & 0xff) == place)
                return;
        places |= (uint64_t)place << (8 * k);
        in_place &= place == n + k;
    }
    uint32_t flags = (in_place ? KEYWORDS_IN_PLACE : 0u) | (total == end ? KEYWORDS_COMPLETE : 0u) |
                     (has_self ? KEYWORDS_SELF : 0u);
    pc->op = OP_CALL_KEYWORDS_KNOWN;
    pc[1].half[1] = code->call_id;
    pc[2].bits = places;
    pc[3].half[0] = flags | (uint32_t)count << 8 | (uint32_t)MISSES << 16;
}

void specialize_keywords_miss(Instruction *pc)
{
    if (--pc[3].a > 0)
        return;
    pc->op = OP_CALL_KEYWORDS;
    pc[3].a = -TRY_AGAIN_AFTER;
}

void specialize(Runtime *rt, Frame *frame, Instruction *pc)
{
    if (pc->op >= OPCODE_SPECIALIZED || !is_warm(frame->code, pc))
        return;
    if (++CACHE_COUNTER(pc) < DECIDE_AT)
        return;
    CACHE_COUNTER(pc) = -LOOK_AGAIN_AFTER; /* unless something below succeeds */

    Object **slots = frame->slots, **constants = frame->constants;
#define OPERAND(operand) ((operand) >= 0 ? slots[operand] : constants[~(operand)])
    switch (pc->op) {
    case OP_BINARY:
    case OP_IN_PLACE:
        specialize_binary(pc, OPERAND(pc->b), OPERAND(pc->c));
        break;
    case OP_COMPARE:
        specialize_compare(pc, OPERAND(pc->b), OPERAND(pc->c));
        break;
    case OP_COMPARE_JUMP:
        specialize_compare(pc, OPERAND(pc->a), OPERAND(pc->b));
        break;
    case OP_GET_ITEM:
        specialize_get_item(pc, OPERAND(pc->b), OPERAND(pc->c));
        break;
    case OP_SET_ITEM:
        specialize_set_item(pc, OPERAND(pc->a), OPERAND(pc->b));
        break;
    case OP_FOR_ITER:
    case OP_FOR_ITER_AGAIN:
        specialize_for_iter(pc, slots[pc->b]);
        break;
    case OP_LOAD_GLOBAL:
    case OP_LOAD_NAME:
        specialize_load_name(rt, frame, pc);
        break;
    case OP_STORE_GLOBAL:
    case OP_STORE_NAME:
        specialize_store_name(rt, frame, pc);
        break;
    case OP_LOAD_ATTRIBUTE:
        specialize_load_attribute(rt, pc, OPERAND(pc->b), (Str *)constants[pc->c]);
        break;
    case OP_LOAD_METHOD:
        specialize_load_method(rt, pc, OPERAND(pc->b), (Str *)constants[pc->c]);
        break;
    case OP_STORE_ATTRIBUTE:
        specialize_store_attribute(rt, pc, OPERAND(pc->a), (Str *)constants[pc->c]);
        break;
    case OP_CALL:
        specialize_call(rt, frame, pc, &slots[pc->b]);
        break;
    default:
        break;
    }
#undef OPERAND
}
