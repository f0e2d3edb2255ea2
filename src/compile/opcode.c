/* The facts of the generic opcodes, from the one list in opcode.h. */
#include "compile/opcode.h"

const OpcodeFacts opcode_facts[OPCODE_GENERIC_COUNT] = {
#define OPCODE_FACT(name, cache, format) {#name, cache, format},
    OPCODES(OPCODE_FACT)
#undef OPCODE_FACT
};
