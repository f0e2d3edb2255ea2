/* Instructions that rewrite themselves.
 *
 * A generic instruction counts its executions in its cache words and asks specialize() to look at what it works on. When
 * that suits a special form, the opcode is overwritten in place; operands stay as they are. A special form tests what it
 * relies on; when that fails (a miss) it does its work the generic way, and after some misses turns generic again, to be
 * looked at later.
 *
 * The first cache word of every instruction that has any:
 *
 *      63              32 31      16 15       0
 *     +------------------+----------+----------+
 *     |     version      | counter  |  small   |       the further words: see the list
 *     +------------------+----------+----------+
 *
 * counter: generic: executions since, negative after a failure; special: misses left. CALL_KEYWORDS keeps its operand
 * there and has its own layout:
 *
 *     pc[1]  half[0] the operand, half[1] Code.call_id of the function
 *     pc[2]  a byte for each keyword: the slot that its value goes to
 *     pc[3]  small: KeywordsFlag | number of keywords << 8; counter
 *
 * Caches hold borrowed pointers (functions, shapes, values of class attributes). They are only followed after a version
 * or shape number has been found unchanged, and these are never used twice in a runtime's life. */
#ifndef OURO_VM_SPECIALIZE_H
#define OURO_VM_SPECIALIZE_H

#include "vm/machine.h"

/* X(name, the generic opcode); in the comment: small, version, second word, third word. */
#define SPECIALIZED_OPCODES(X)                                                                     \
    X(ADD_INT, BINARY)                  /* small: 1 for IN_PLACE; the same for all of BINARY */    \
    X(SUBTRACT_INT, BINARY)                                                                        \
    X(MULTIPLY_INT, BINARY)                                                                        \
    X(FLOOR_DIVIDE_INT, BINARY)                                                                    \
    X(REMAINDER_INT, BINARY)                                                                       \
    X(BITS_INT, BINARY)                 /* and, or, xor, shifts */                                 \
    X(ADD_INT_CONSTANT, BINARY)         /* version: the number to add, 32 bits */                  \
    X(ADD_FLOAT, BINARY)                                                                           \
    X(SUBTRACT_FLOAT, BINARY)                                                                      \
    X(MULTIPLY_FLOAT, BINARY)                                                                      \
    X(DIVIDE_FLOAT, BINARY)                                                                        \
    X(POWER_FLOAT, BINARY)                                                                         \
    X(MIXED_NUMBERS, BINARY)            /* a float and an int, or int / int */                     \
    X(ADD_STR, BINARY)                                                                             \
    X(COMPARE_INT, COMPARE)             /* small: outcomes, a bit each: less, equal, greater, unordered */ \
    X(COMPARE_FLOAT, COMPARE)                                                                      \
    X(COMPARE_STR, COMPARE)             /* == and != */                                            \
    X(COMPARE_JUMP_INT, COMPARE_JUMP)   /* small: outcomes that jump */                            \
    X(COMPARE_JUMP_INT_CONSTANT, COMPARE_JUMP) /* version: the number on the right */              \
    X(COMPARE_JUMP_FLOAT, COMPARE_JUMP)                                                            \
    X(COMPARE_JUMP_STR, COMPARE_JUMP)                                                              \
    X(FOR_ITER_RANGE, FOR_ITER)                                                                    \
    X(FOR_ITER_LIST, FOR_ITER)                                                                     \
    X(FOR_ITER_TUPLE, FOR_ITER)                                                                    \
    X(FOR_ITER_GENERATOR, FOR_ITER)                                                                \
    X(FOR_ITER_AGAIN_RANGE, FOR_ITER_AGAIN)                                                        \
    X(FOR_ITER_AGAIN_LIST, FOR_ITER_AGAIN)                                                         \
    X(FOR_ITER_AGAIN_TUPLE, FOR_ITER_AGAIN)                                                        \
    X(FOR_ITER_AGAIN_GENERATOR, FOR_ITER_AGAIN)                                                    \
    X(GET_ITEM_LIST, GET_ITEM)                                                                     \
    X(GET_ITEM_TUPLE, GET_ITEM)                                                                    \
    X(GET_ITEM_LIST_CONSTANT, GET_ITEM) /* version: the index */                                   \
    X(GET_ITEM_TUPLE_CONSTANT, GET_ITEM)                                                           \
    X(GET_ITEM_DICT, GET_ITEM)                                                                     \
    X(SET_ITEM_LIST, SET_ITEM)                                                                     \
    X(SET_ITEM_DICT, SET_ITEM)                                                                     \
    X(LOAD_GLOBAL_MODULE, LOAD_GLOBAL)  /* version: keys_version of globals; address of the value */              \
    X(LOAD_GLOBAL_BUILTIN, LOAD_GLOBAL) /* version: entry; keys_version of globals | of builtins << 32 */ \
    X(LOAD_NAME_MODULE, LOAD_NAME)      /* as above, while the names are the globals */            \
    X(LOAD_NAME_BUILTIN, LOAD_NAME)                                                                \
    X(STORE_NAME_MODULE, STORE_NAME)    /* small: entry; version: keys_version */                \
    X(STORE_GLOBAL_MODULE, STORE_GLOBAL)                                                           \
    X(LOAD_ATTRIBUTE_VALUE, LOAD_ATTRIBUTE)  /* small: offset in the object; version: shape number */ \
    X(LOAD_ATTRIBUTE_FIELD, LOAD_ATTRIBUTE)  /* of __slots__; small: offset; version: the type's */ \
    X(LOAD_ATTRIBUTE_DICT, LOAD_ATTRIBUTE)   /* small: entry; version: the type's; keys_version */ \
    X(LOAD_ATTRIBUTE_MODULE, LOAD_ATTRIBUTE) /* version: keys_version; address of the value */                    \
    X(LOAD_ATTRIBUTE_CLASS, LOAD_ATTRIBUTE)  /* object is a class; version: its own; value */      \
    X(LOAD_ATTRIBUTE_SHARED, LOAD_ATTRIBUTE) /* in the object's class; version: shape number; value */ \
    X(LOAD_ATTRIBUTE_ANY, LOAD_ATTRIBUTE)    /* many shapes: through Machine.attribute_cache */     \
    X(LOAD_METHOD_ANY, LOAD_METHOD)                                                                \
    X(STORE_ATTRIBUTE_ANY, STORE_ATTRIBUTE)                                                        \
    X(LOAD_METHOD_SHAPE, LOAD_METHOD)        /* version: shape number; function */                 \
    X(LOAD_METHOD_DESCRIPTOR, LOAD_METHOD)   /* static and class methods of instances; small: which; version: shape number; it */ \
    X(LOAD_METHOD_TYPE, LOAD_METHOD)         /* objects without attributes; version: the type's; function */ \
    X(LOAD_METHOD_DICT, LOAD_METHOD)         /* version: the type's; function; keys_version */     \
    X(LOAD_METHOD_MODULE, LOAD_METHOD)       /* version: keys_version; address of the value */                    \
    X(LOAD_METHOD_CLASS, LOAD_METHOD)        /* object is a class; version: its own; function or descriptor; small: which */ \
    X(STORE_ATTRIBUTE_VALUE, STORE_ATTRIBUTE) /* small: offset; version: shape number */           \
    X(STORE_ATTRIBUTE_NEW, STORE_ATTRIBUTE)  /* small: slot; version: shape number before; shape after */ \
    X(STORE_ATTRIBUTE_FIELD, STORE_ATTRIBUTE) /* small: offset; version: the type's */             \
    X(CALL_FUNCTION, CALL)              /* in code that is no generator's */                       \
    X(CALL_METHOD, CALL)                /* the same with self */                                   \
    X(CALL_PYTHON, CALL)                /* any function in Python, by any number of arguments */   \
    X(CALL_BUILTIN, CALL)               /* second: its MethodSpec */                               \
    X(CALL_METHOD_DESCRIPTOR, CALL)     /* second: its MethodSpec */                               \
    X(CALL_KEYWORDS_KNOWN, CALL_KEYWORDS) /* see KeywordsCache */                                  \
    X(CALL_CLASS, CALL)                 /* version: the class's; second: its __init__, a function */

typedef enum SpecializedOpcode {
    OPCODE_BEFORE_SPECIALIZED = OPCODE_SPECIALIZED - 1,
#define SPECIALIZED_ENTRY(name, generic) OP_##name,
    SPECIALIZED_OPCODES(SPECIALIZED_ENTRY)
#undef SPECIALIZED_ENTRY
    OPCODE_ALL_COUNT
} SpecializedOpcode;

enum { METHOD_OF_FUNCTION, METHOD_OF_CLASS, METHOD_OF_STATIC }; /* small of LOAD_METHOD_CLASS, _DESCRIPTOR */
enum { BINARY_WAS_IN_PLACE = 1 }; /* small of BINARY's */

typedef enum KeywordsFlag {
    KEYWORDS_IN_PLACE = 1, /* all values stand where they should */
    KEYWORDS_COMPLETE = 2, /* no parameter is left for its default */
    KEYWORDS_SELF = 4,     /* the window has a self */
} KeywordsFlag;
enum { KEYWORDS_MOST = 8 };

#define CACHE_SMALL(pc) ((uint16_t)(pc)[1].half[0])
#define CACHE_COUNTER(pc) ((pc)[1].a)
#define CACHE_VERSION(pc) ((pc)[1].half[1])

/* Counts an execution of the generic instruction at `pc` and rewrites it when it is time and suits. Never fails; runs no
 * Python code. */
void specialize(Runtime *rt, Frame *frame, Instruction *pc);
/* Counts a miss of the special instruction at `pc`, which may turn it generic again. */
void specialize_miss(Instruction *pc);
/* The same two for CALL_KEYWORDS. */
void specialize_keywords(Frame *frame, Instruction *pc);
void specialize_keywords_miss(Instruction *pc);
/* Fills `entry` for the object's shape and `name` and returns it, or NULL when it does not suit. */
const AttributeEntry *attribute_remember(Runtime *rt, AttributeEntry *entry, Object *object, Str *name);
/* The function that super(class, self).name finds, borrowed; NULL when the plain way must be gone (or with an error set). */
Object *super_function_borrow(Runtime *rt, Object *class, Object *self, Str *name);
/* The generic form of an instruction, for dis: its opcode and operands. */
Instruction instruction_generic(const Instruction *pc);

#endif
