/* Types: what an object can do, as a record of slots.
 *
 * A built-in type is one constant `Type`: slots, tables of methods, members and properties. What
 * varies by runtime (the attribute dict made from the tables, subclasses, ...) is its TypeState,
 * found by `index` in the runtime. A class made by Python code is a HeapType: a Type whose slots
 * call the methods found in its dict, followed by its own TypeState.
 *
 * Constant records are never patched, so a record spells out the slots it inherits (a unit test
 * compares every record with its base). Slots follow one rule: an owned result or NULL with an
 * error set; int results are -1 with an error set. */
#ifndef OURO_OBJECT_TYPE_H
#define OURO_OBJECT_TYPE_H

#include "object/object.h"
#include "object/type_index.h"

typedef struct Tuple Tuple;
typedef struct Dict Dict;
typedef struct Str Str;
typedef struct Shape Shape;

/* ---- functions in C ------------------------------------------------------------------------ */

/* `args[0..n-1]` are borrowed. */
typedef Object *(*CFunction)(Runtime *rt, Object *self, Object **args, size_t n);
/* As above; the values of the keywords `names` (NULL when there are none) follow the n
 * positional arguments in `args`. */
typedef Object *(*CKeywordFunction)(Runtime *rt, Object *self, Object **args, size_t n,
                                    Tuple *names);

typedef enum MethodFlag {
    METHOD_STATIC = 1, /* self is NULL */
    METHOD_CLASS = 2,  /* self is the class */
    METHOD_COEXIST = 4,/* replaces the wrapper of a slot of the same name */
} MethodFlag;

/* One function written in C. Exactly one of these forms:
 *   {"append", list_append_method, 1, 1}             between `least` and `most` positionals (-1: any)
 *   {"sort", list_sort_method, .parameters = "*, key=, reverse="}
 *            bound by name before the call: args[] then has one entry per parameter, NULL for one
 *            not given. "a, b=, /, c=, *, d=": `=` optional, `/` and `*` as in def.
 *   {"print", .keywords = builtin_print}             the raw form: takes whatever comes */
typedef struct MethodSpec {
    const char *name;
    CFunction function;
    int8_t least, most;
    uint8_t flags; /* MethodFlag */
    const char *parameters;
    CKeywordFunction keywords;
    const char *doc;
} MethodSpec;

/* A field of the object shown as an attribute. */
typedef enum MemberKind {
    MEMBER_OBJECT,       /* Object *, NULL reads as None */
    MEMBER_OBJECT_STRICT,/* Object *, NULL raises AttributeError */
    MEMBER_INT,          /* int */
    MEMBER_SIZE,         /* ssize_t */
    MEMBER_BOOL,         /* bool */
    MEMBER_CSTRING,      /* const char * in UTF-8, NULL reads as None */
} MemberKind;
typedef struct MemberSpec {
    const char *name;
    MemberKind kind;
    size_t offset;
    bool writable;
    const char *doc;
} MemberSpec;

/* A computed attribute; `set` gets value NULL for deletion; NULL set: read-only. */
typedef struct PropertySpec {
    const char *name;
    Object *(*get)(Runtime *rt, Object *self);
    int (*set)(Runtime *rt, Object *self, Object *value);
    const char *doc;
} PropertySpec;

/* ---- slots --------------------------------------------------------------------------------- */

typedef enum BinaryOperation {
    BINARY_ADD, BINARY_SUBTRACT, BINARY_MULTIPLY, BINARY_MATRIX_MULTIPLY, BINARY_TRUE_DIVIDE,
    BINARY_FLOOR_DIVIDE, BINARY_REMAINDER, BINARY_LEFT_SHIFT, BINARY_RIGHT_SHIFT, BINARY_AND,
    BINARY_OR, BINARY_XOR, BINARY_DIVMOD, BINARY_SLOT_COUNT,
    BINARY_POWER = BINARY_SLOT_COUNT, /* has the ternary slot `power` instead */
    BINARY_COUNT
} BinaryOperation;

typedef enum UnaryOperation {
    UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT, UNARY_ABSOLUTE, UNARY_COUNT
} UnaryOperation;

typedef enum CompareOperation {
    COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_EQUAL, COMPARE_NOT_EQUAL, COMPARE_GREATER,
    COMPARE_GREATER_EQUAL, COMPARE_COUNT
} CompareOperation;

/* Called with each reference that a container owns; a non-zero result stops the visit. */
typedef int (*Visitor)(Object *child, void *context);

typedef enum TypeFlag {
    TYPE_IS_BASE = 1 << 0,       /* may be subclassed */
    TYPE_IS_TRACKED = 1 << 1,    /* its objects carry a GCHead */
    TYPE_IS_HEAP = 1 << 2,       /* a HeapType */
    TYPE_HAS_ITEMS = 1 << 3,     /* objects vary in size; `size_of` tells */
    TYPE_IS_METHOD_LIKE = 1 << 4,/* obj.f(...) may be called with obj unbound: functions, method descriptors */
    TYPE_IS_SEQUENCE = 1 << 5,   /* for match */
    TYPE_IS_MAPPING = 1 << 6,    /* for match */
    TYPE_IS_ABSTRACT = 1 << 7,   /* has unimplemented abstract methods */
    TYPE_IS_IMMUTABLE = 1 << 8,  /* its attributes cannot be set (every constant type) */
    TYPE_NO_INSTANTIATION = 1 << 9, /* cannot be called to make objects */
    TYPE_WEAKLY_REFERABLE = 1 << 10,/* its objects can be weakly referenced */
    /* What it derives from, so that checks need no walk. */
    TYPE_INT = 1 << 16, TYPE_STR = 1 << 17, TYPE_BYTES = 1 << 18, TYPE_TUPLE = 1 << 19,
    TYPE_LIST = 1 << 20, TYPE_DICT = 1 << 21, TYPE_EXCEPTION = 1 << 22, TYPE_TYPE = 1 << 23,
    TYPE_FLOAT = 1 << 24, TYPE_SET = 1 << 25 /* set and frozenset */, TYPE_COMPLEX = 1 << 26,
    TYPE_BYTEARRAY = 1 << 27,
} TypeFlag;
#define TYPE_INHERITED_FLAGS (0xffff0000u | TYPE_IS_SEQUENCE | TYPE_IS_MAPPING)

struct Type {
    Object head;
    const char *name; /* "list"; with the module for others than builtins: "itertools.chain" */
    const char *doc;
    const Type *base;
    uint32_t version; /* constant types: their index. Others: changes with every change of attributes
                         seen through the type, 0 while not cacheable */
    uint32_t flags;
    uint16_t index;   /* BuiltinTypeIndex; 0 for heap types */
    uint32_t size;    /* bytes of an instance, head included, GCHead excluded, items excluded */
    int32_t attributes_offset; /* bytes from the object to its AttributeWord (object/shape.h), 0: none */

    /* life */
    Object *(*create)(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names);
    int (*init)(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
    void (*finalize)(Runtime *rt, Object *self); /* keeps a pending error as it was */
    void (*free)(Runtime *rt, Object *self);     /* count is 0, weak references are cleared */
    int (*visit)(Object *self, Visitor visit, void *context);
    void (*clear)(Runtime *rt, Object *self);    /* breaks cycles: drops what it can do without */
    size_t (*size_of)(Object *self); /* bytes of this object's own block (GCHead excluded); NULL: size */

    /* basics */
    Object *(*repr)(Runtime *rt, Object *self);
    Object *(*str)(Runtime *rt, Object *self);
    int64_t (*hash)(Runtime *rt, Object *self); /* -1 with an error; a real hash is never -1 */
    Object *(*compare)(Runtime *rt, Object *self, Object *other, CompareOperation operation);
    Object *(*get_attribute)(Runtime *rt, Object *self, Str *name);
    int (*set_attribute)(Runtime *rt, Object *self, Str *name, Object *value); /* NULL deletes */
    Object *(*call)(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
    Object *(*iter)(Runtime *rt, Object *self);
    Object *(*next)(Runtime *rt, Object *self); /* NULL without an error: exhausted */
    Object *(*descriptor_get)(Runtime *rt, Object *self, Object *instance, Object *owner);
    int (*descriptor_set)(Runtime *rt, Object *self, Object *instance, Object *value);

    /* numbers: either operand may be of this type; NotImplemented passes the turn */
    Object *(*binary[BINARY_SLOT_COUNT])(Runtime *rt, Object *left, Object *right);
    Object *(*in_place[BINARY_SLOT_COUNT])(Runtime *rt, Object *left, Object *right);
    Object *(*power)(Runtime *rt, Object *base, Object *exponent, Object *modulus);
    Object *(*in_place_power)(Runtime *rt, Object *base, Object *exponent, Object *modulus);
    Object *(*unary[UNARY_COUNT])(Runtime *rt, Object *self);
    int (*truth)(Runtime *rt, Object *self);
    Object *(*as_int)(Runtime *rt, Object *self);   /* __int__ */
    Object *(*as_float)(Runtime *rt, Object *self); /* __float__ */
    Object *(*index_of)(Runtime *rt, Object *self); /* __index__ */

    /* containers */
    ssize_t (*length)(Runtime *rt, Object *self);
    Object *(*get_item)(Runtime *rt, Object *self, Object *key);
    int (*set_item)(Runtime *rt, Object *self, Object *key, Object *value); /* NULL deletes */
    Object *(*item)(Runtime *rt, Object *self, ssize_t index); /* sequences; index already made positive */
    int (*contains)(Runtime *rt, Object *self, Object *value);
    Object *(*concat)(Runtime *rt, Object *self, Object *other);
    Object *(*repeat)(Runtime *rt, Object *self, ssize_t count);
    Object *(*in_place_concat)(Runtime *rt, Object *self, Object *other);
    Object *(*in_place_repeat)(Runtime *rt, Object *self, ssize_t count);

    /* asynchronous */
    Object *(*await)(Runtime *rt, Object *self);
    Object *(*async_iter)(Runtime *rt, Object *self);
    Object *(*async_next)(Runtime *rt, Object *self);

    /* tables, each ended by an entry whose name is NULL; NULL when empty */
    const MethodSpec *methods;
    const MemberSpec *members;
    const PropertySpec *properties;
};

typedef struct HeapType HeapType;

/* The part of a type that varies by runtime. All NULL until first use. */
typedef struct TypeState {
    Dict *dict;        /* attributes; owned */
    Tuple *mro;        /* owned */
    Tuple *bases;      /* owned */
    HeapType **subclasses; /* the classes that name this one as a base, oldest first; a memory block. Borrowed:
                              a class takes itself out when it goes */
    uint32_t subclass_count, subclass_capacity;
} TypeState;

/* A class made at run time. */
struct HeapType {
    Type type;
    TypeState state;
    Str *name;          /* type.name points into its text */
    Str *qualified_name;
    Tuple *slot_names;  /* __slots__ as a tuple, or NULL */
    Shape *root_shape;  /* shapes of its instances; NULL without instance attributes */
    uint8_t attribute_capacity; /* value slots that new instances get */
    bool has_dict, has_weak_references; /* added by this class or a base */
    MemberSpec *slot_members; /* the fields of __slots__, own and inherited not included */
    size_t slot_count;
    size_t slot_block_size; /* bytes of the block behind slot_members: specs, then the texts of their names */
    Object *name_holder;  /* bytes that type.name points into when the name is not ASCII, or NULL */
    const Type *builtin_base; /* the nearest base that is no heap type */
    uint32_t fields_end;  /* where fields that a subclass adds begin: behind __slots__, before the word */
    uint32_t shape_count; /* shapes under root_shape */
    uint8_t attribute_names; /* names that the class bodies are known to store on instances */
};

#define TYPE_HEAD {OBJECT_IMMORTAL, 0, &type_type}
extern const Type type_type, object_type;

static inline bool type_has_flag(const Type *type, uint32_t flag)
{
    return (type->flags & flag) != 0;
}
static inline bool object_has_flag(const void *object, uint32_t flag)
{
    return (((const Object *)object)->type->flags & flag) != 0;
}
/* A type seen as an object (the cast drops const: constant types are never written). */
static inline Object *type_as_object(const Type *type)
{
    return (Object *)type;
}

#endif
