/* The machine's instructions: three-address code on the slots of a frame.
 *
 *      63            32 31     16 15   8 7    0
 *     +----------------+---------+------+------+
 *     |   c   |   b    |    a    |  n   |  op  |      d = c and b together, 32 bits
 *     +----------------+---------+------+------+
 *
 * Operands. `a` is mostly the destination. A source operand >= 0 is a slot of the frame; one < 0 is
 * the constant number ~operand. Name operands are plain constant numbers (>= 0). Jump distances are
 * in instructions, counted from the instruction after this one's cache words.
 *
 * Ownership. Slots own their values. A dead temporary is NULL, always: so unwinding can release all
 * slots above a depth. Writing a destination stores the new value first and then releases what was
 * there. A source that is a slot is borrowed (nothing is counted) unless it is consumed: the
 * instruction takes the value out (leaves NULL) and releases it after its work, in the order of the
 * operands. Consumed are: sources flagged in `n` (USE_A, USE_B, USE_C), and ranges of slots where
 * said so below. A consumed source that is also the destination needs no flag: overwriting releases
 * it. On an error nothing is stored; temporaries are released by the unwinding.
 *
 * The compiler guarantees: a local read as an operand is bound (it emits CHECK_BOUND where it cannot
 * prove it), and is not rebound by a later operand of the same expression (it copies it first).
 * Temporaries follow a stack discipline from slot local+cell+free upwards.
 *
 * Words marked [n] after a name are inline cache words (8 bytes each) that follow the instruction;
 * they are zero in fresh code. The specialised forms, which the machine writes over the generic
 * ones in warm code, are listed in vm/specialize.h from OPCODE_SPECIALIZED on. */
#ifndef OURO_COMPILE_OPCODE_H
#define OURO_COMPILE_OPCODE_H

#include <stddef.h>
#include <stdint.h>

typedef union Instruction {
    struct {
        uint8_t op;
        uint8_t n;
        int16_t a;
        union {
            struct {
                int16_t b, c;
            };
            int32_t d;
        };
    };
    uint64_t bits; /* a cache word */
    uint32_t half[2];
} Instruction;

enum { /* in n */
    USE_A = 0x80, USE_B = 0x40, USE_C = 0x20, /* the source is consumed */
    OPERATION_MASK = 0x1f,
};

/* X(name, cache words, format) ; format is for dis and the verifier, one letter an operand:
 * D destination slot, S source (slot or constant), T temporary slot, N name constant, K constant number,
 * J jump distance in c, W jump distance in d, I plain number, - unused; order n a b c (d for bc as one). */
#define OPCODES(X)                                                                                \
    /* -- moving -- */                                                                            \
    X(NOP, 0, "----")                                                                             \
    X(MOVE, 0, "-DS-")            /* a = b */                                                     \
    X(TAKE, 0, "-DT-")            /* a = b, b = NULL (no counting) */                             \
    X(LOAD_CONSTANT, 0, "-DK")    /* a = constant d (for numbers that do not fit an operand) */   \
    X(CLEAR, 0, "-T--")           /* release slot a */                                            \
    X(CHECK_BOUND, 0, "-D--")     /* UnboundLocalError when local a is NULL */                    \
    X(DELETE_LOCAL, 0, "-D--")    /* as CHECK_BOUND, then release */                              \
    /* -- cells: slots that hold a Cell -- */                                                     \
    X(MAKE_CELL, 0, "-DI-")       /* a = new cell holding local b (taken), or empty when b < 0 */ \
    X(COPY_FREE, 0, "-I--")       /* function's closure into the a free slots (once, at entry) */ \
    X(LOAD_CELL, 0, "-DI-")       /* a = content of the cell in slot b; Unbound/NameError */      \
    X(LOAD_CLASS_CELL, 0, "-DI-") /* the frame's locals mapping first, then the cell in b */      \
    X(STORE_CELL, 0, "IIS-")      /* cell in slot a = b; n: USE_B */                              \
    X(DELETE_CELL, 0, "-I--")                                                                     \
    /* -- names -- */                                                                             \
    X(LOAD_GLOBAL, 2, "-DN-")     /* b name: globals, then builtins */                            \
    X(STORE_GLOBAL, 1, "INS-")    /* a name, b value */                                           \
    X(DELETE_GLOBAL, 0, "-N--")                                                                   \
    X(LOAD_NAME, 2, "-DN-")       /* locals mapping, globals, builtins */                         \
    X(STORE_NAME, 1, "INS-")                                                                      \
    X(DELETE_NAME, 0, "-N--")                                                                     \
    X(LOAD_LOCALS, 0, "-D--")     /* the frame's locals mapping */                                \
    X(LOAD_BUILD_CLASS, 0, "-D--")                                                                \
    X(LOAD_ASSERTION_ERROR, 0, "-D--")                                                            \
    X(SETUP_ANNOTATIONS, 0, "----")                                                               \
    /* -- attributes and items; n carries USE flags -- */                                         \
    X(LOAD_ATTRIBUTE, 2, "IDSN")  /* a = b.c */                                                   \
    X(LOAD_METHOD, 3, "IDSN")     /* a, a+1 = function, b  (or  attribute, NULL) */               \
    X(LOAD_SUPER, 2, "IDTN")      /* a = super(b, b+1).c, b..b+1 consumed; only the proven builtin form. n 1: for a call, as LOAD_METHOD */ \
    X(STORE_ATTRIBUTE, 2, "ISSN") /* a.c = b */                                                   \
    X(DELETE_ATTRIBUTE, 0, "IS-N")                                                                \
    X(GET_ITEM, 1, "IDSS")        /* a = b[c] */                                                  \
    X(SET_ITEM, 1, "ISSS")        /* a[b] = c */                                                  \
    X(DELETE_ITEM, 0, "ISS-")     /* del a[b] */                                                  \
    X(BUILD_SLICE, 0, "IDTI")     /* a = slice of the c (2 or 3) slots from b, consumed */        \
    /* -- operators: n = operation | USE flags -- */                                              \
    X(BINARY, 1, "IDSS")          /* a = b op c; BinaryOperation (power included) */              \
    X(IN_PLACE, 1, "IDSS")        /* a = b op= c */                                               \
    X(UNARY, 0, "IDS-")           /* UnaryOperation */                                            \
    X(NOT, 0, "IDS-")                                                                             \
    X(COMPARE, 1, "IDSS")         /* CompareOperation */                                          \
    X(IS, 0, "IDSS")              /* n low bit: `is not` */                                       \
    X(CONTAINS, 0, "IDSS")        /* a = b in c; n low bit: `not in` */                           \
    /* -- jumps; backward ones poll -- */                                                         \
    X(JUMP, 0, "--W")                                                                             \
    X(JUMP_IF_FALSE, 0, "ISW")    /* test a; USE_A consumes it on both paths */                   \
    X(JUMP_IF_TRUE, 0, "ISW")                                                                     \
    X(JUMP_IF_NONE, 0, "ISW")                                                                     \
    X(JUMP_IF_NOT_NONE, 0, "ISW")                                                                 \
    X(JUMP_IF_FALSE_OR_CLEAR, 0, "-TW") /* temp a: false: keep and jump; true: release, go on */  \
    X(JUMP_IF_TRUE_OR_CLEAR, 0, "-TW")                                                            \
    X(COMPARE_JUMP, 1, "ISSJ")    /* jump by c when (a op b) == bool(n & 8); n low 3 bits: operation; USE_A, USE_B */ \
    /* -- iteration -- */                                                                         \
    X(GET_ITER, 0, "IDS-")        /* a = iter(b) */                                               \
    X(FOR_ITER, 1, "-DTJ")        /* a = next(b); exhausted: release b, jump by c */              \
    X(FOR_ITER_AGAIN, 1, "-DTJ")  /* at a loop's end: a = next(b), jump by c; exhausted: release b, go on */ \
    X(UNPACK, 0, "IDSI")          /* slots a..a+c-1 = the c items of b */                         \
    X(UNPACK_EX, 0, "IDSI")       /* c = before << 8 | after; the list in between at a + before; next word holds both as half[0], half[1] when c == -1 */ \
    /* -- calls: window b: callable, self or NULL, arguments ...; the whole window is consumed -- */ \
    X(CALL, 3, "-DTI")            /* a = call, c arguments at b+2.. */                            \
    X(CALL_KEYWORDS, 3, "-DTI")   /* as CALL; the next word's half[0] = constant number of the tuple of names of the last arguments */ \
    X(CALL_EX, 0, "-DT-")         /* window: callable, NULL, tuple or iterable, dict or NULL */   \
    X(RETURN, 0, "--S-")          /* a slot is taken, not counted */                              \
    X(MAKE_FUNCTION, 0, "IDKI")   /* b constant number of the code; from slot c on, consumed, what n says: 1 defaults tuple, 2 keyword defaults dict, 4 annotations (tuple of name, value, ...), 8 closure tuple */ \
    /* -- building; sources are ranges of consumed temporaries -- */                              \
    X(BUILD_TUPLE, 0, "-DTI")     /* a = (c slots from b) */                                      \
    X(BUILD_LIST, 0, "-DTI")                                                                      \
    X(BUILD_SET, 0, "-DTI")                                                                       \
    X(BUILD_MAP, 0, "-DTI")       /* c pairs: key, value, ... */                                  \
    X(BUILD_STRING, 0, "-DTI")    /* joins c strs */                                              \
    X(FORMAT, 0, "IDSS")          /* a = format(b, c); n low bits: 0 none, 1 str, 2 repr, 3 ascii; 4: c is a specification */ \
    X(LIST_APPEND, 0, "ITS-")     /* list in slot a .append(b) */                                 \
    X(LIST_EXTEND, 0, "ITS-")                                                                     \
    X(SET_ADD, 0, "ITS-")                                                                         \
    X(SET_UPDATE, 0, "ITS-")                                                                      \
    X(MAP_ADD, 0, "ITSS")         /* dict in slot a [b] = c */                                    \
    X(DICT_UPDATE, 0, "ITS-")     /* {**b} */                                                     \
    X(DICT_MERGE, 0, "ITSI")      /* f(**b): duplicates are a TypeError that names the callable in slot c */ \
    X(LIST_TO_TUPLE, 0, "-DT-")   /* a = tuple(list in b), b consumed */                          \
    /* -- exceptions and with -- */                                                               \
    X(RAISE, 0, "ISS-")           /* n low bits: 0 bare, 1 a, 2 a from b */                       \
    X(RERAISE, 0, "-T--")         /* the exception in slot a (taken) goes on as it is */          \
    X(EXCEPT_ENTER, 0, "-T--")    /* slot a+1 = rt->handled, rt->handled = a; both taken: slot a is NULL in a handler */ \
    X(EXCEPT_LEAVE, 0, "-T--")    /* rt->handled = slot a+1 (taken) */                            \
    X(LOAD_HANDLED, 0, "-D--")    /* a = rt->handled */                                           \
    X(JUMP_IF_NO_MATCH, 0, "ITSJ")/* rt->handled does not match b: jump by c */                   \
    X(WITH_ENTER, 0, "IDSD")      /* a = bound __exit__ of b, c = b.__enter__() */                \
    X(WITH_EXIT, 0, "-T--")       /* slot a (taken) called with None, None, None; result dropped */ \
    X(WITH_EXCEPT, 0, "-DTT")     /* a = b(type, value, traceback) for rt->handled; b is kept */ \
    /* -- generators, coroutines -- */                                                            \
    X(RETURN_GENERATOR, 0, "----")/* first instruction after COPY_FREE and MAKE_CELL: the call's result is a generator (by the code's flags) */ \
    X(YIELD, 0, "IDS-")           /* gives b (USE_B), resumes with a = value sent */              \
    X(GET_YIELD_FROM_ITER, 0, "IDS-")                                                             \
    X(SEND, 0, "-DTJ")            /* a = b.send(a taken); when b returns: a = its value, b released, jump by c */ \
    X(THROW_INTO, 0, "-DTJ")      /* handler of a YIELD inside yield from: not emitted; the machine delegates throw and close itself */ \
    X(GET_AWAITABLE, 0, "IDS-")                                                                   \
    X(GET_AITER, 0, "IDS-")                                                                       \
    X(GET_ANEXT, 0, "IDT-")       /* a = awaitable of b.__anext__(), b is kept */                 \
    X(END_ASYNC_FOR, 0, "-TT-")   /* exception in a: StopAsyncIteration: release a and b, go on; else reraise */ \
    X(ASYNC_WITH_ENTER, 0, "IDSD")/* a = bound __aexit__, c = awaitable of __aenter__() */        \
    X(ASYNC_WITH_EXIT, 0, "-DT-") /* a = b(None, None, None), b taken */                          \
    /* -- modules -- */                                                                           \
    X(IMPORT_NAME, 0, "IDSN")     /* a = import c; b from-list; n level */                        \
    X(IMPORT_FROM, 0, "-DTN")     /* a = module in b .c */                                        \
    X(IMPORT_STAR, 0, "IS--")     /* into the frame's locals mapping */                           \
    X(PRINT_EXPRESSION, 0, "IS--")/* the prompt: sys.displayhook(a) */                            \
    /* -- match, exception groups (later) -- */                                                   \
    X(MATCH_SEQUENCE, 0, "-DS-")  X(MATCH_MAPPING, 0, "-DS-")                                     \
    X(MATCH_KEYS, 0, "-DSS")      /* a = tuple of values of keys c in b, or None */               \
    X(MATCH_CLASS, 0, "IDTS")     /* a = tuple of attributes or None; b subject, b+1 class; n positional count; c names */ \
    X(GET_LENGTH, 0, "-DS-")                                                                      \
    X(EXCEPT_GROUP_MATCH, 0, "-DTS")  X(PREPARE_RERAISE_STAR, 0, "-DTT")

typedef enum Opcode {
#define OPCODE_ENTRY(name, cache, format) OP_##name,
    OPCODES(OPCODE_ENTRY)
#undef OPCODE_ENTRY
    OPCODE_GENERIC_COUNT,
    OPCODE_SPECIALIZED = OPCODE_GENERIC_COUNT
} Opcode;

/* Facts of the generic opcodes (opcode.c). */
typedef struct OpcodeFacts {
    const char *name;
    uint8_t cache_words; /* words behind the instruction: caches, and the operand word of CALL_KEYWORDS */
    char format[5];
} OpcodeFacts;
extern const OpcodeFacts opcode_facts[OPCODE_GENERIC_COUNT];

#endif
