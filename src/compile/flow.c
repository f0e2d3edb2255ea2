/* Finishing a unit: jumps resolved, tables built, everything moved into a Code.
 *
 * Jumps to jumps go to the end of the chain; a jump to the next instruction goes away. Conditional
 * jumps of 16 bits that do not reach become three instructions:
 *
 *      FOR_ITER ... +1        exhausted: over the first JUMP
 *      JUMP +1                goes on: over the second
 *      JUMP far               */
#include <string.h>

#include "compile/generate.h"
#include "types/tuple.h"

enum { FAR_WORDS = 2, CHAIN_MAX = 16 };

/* Where in the format an operand of kind `letter` stands: 1 a, 2 b (or d), 3 c; 0: nowhere. */
static int operand_place(Opcode op, char letter)
{
    const char *format = opcode_facts[op].format;
    const char *found = strchr(format, letter);
    return found == NULL ? 0 : (int)(found - format);
}

static bool is_removed(const Emitted *emitted)
{
    return emitted->instruction.op == OP_NOP && emitted->label == -1;
}

/* Words of the instruction without what makes a far jump. */
static uint32_t own_words(const Emitted *emitted)
{
    bool is_wide_unpack =
        emitted->instruction.op == OP_UNPACK_EX && emitted->instruction.c == -1;
    return 1 + opcode_facts[emitted->instruction.op].cache_words + is_wide_unpack;
}

static void thread_jumps(Unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        Emitted *emitted = &unit->code[i];
        if (emitted->label < 0 || emitted->instruction.op == OP_SEND)
            continue;
        for (int hops = 0; hops < CHAIN_MAX; hops++) {
            size_t target = (size_t)unit->labels[emitted->label].place;
            if (target >= unit->count || unit->code[target].instruction.op != OP_JUMP ||
                unit->code[target].label == emitted->label)
                break;
            emitted->label = unit->code[target].label;
        }
    }
    for (size_t i = 0; i < unit->count; i++) {
        Emitted *emitted = &unit->code[i];
        if (emitted->instruction.op == OP_JUMP &&
            unit->labels[emitted->label].place == (int32_t)i + 1) {
            emitted->instruction.op = OP_NOP;
            emitted->label = -1;
        }
    }
}

static bool ends_flow(Opcode op)
{
    return op == OP_JUMP || op == OP_RETURN || op == OP_RAISE || op == OP_RERAISE;
}

/* What only the jumps that were threaded past it led to goes away. */
static void remove_dead_code(Compiler *c, Unit *unit)
{
    bool *is_target = compiler_take(c, unit->count + 1, sizeof(bool));
    if (is_target == NULL)
        return;
    for (size_t i = 0; i < unit->count; i++)
        if (unit->code[i].label >= 0)
            is_target[unit->labels[unit->code[i].label].place] = true;
    for (size_t i = 0; i < unit->handler_count; i++)
        if (unit->handlers[i].is_used)
            is_target[unit->labels[unit->handlers[i].label].place] = true;
    bool is_dead = false;
    for (size_t i = 0; i < unit->count; i++) {
        Emitted *emitted = &unit->code[i];
        is_dead = is_dead && !is_target[i];
        if (is_dead) {
            emitted->instruction.op = OP_NOP;
            emitted->label = -1;
        } else if (!is_removed(emitted)) {
            is_dead = ends_flow(emitted->instruction.op);
        }
    }
}

static uint32_t label_word(const Unit *unit, int label, uint32_t end)
{
    size_t place = (size_t)unit->labels[label].place;
    return place < unit->count ? unit->code[place].place : end;
}

static int64_t jump_distance(const Unit *unit, const Emitted *emitted, uint32_t end)
{
    return (int64_t)label_word(unit, emitted->label, end) -
           ((int64_t)emitted->place + own_words(emitted));
}

/* Numbers the words; jumps that turn out too far grow, which can make others too far. Returns the
 * number of words. */
static uint32_t lay_out(Unit *unit)
{
    for (;;) {
        uint32_t words = 0;
        for (size_t i = 0; i < unit->count; i++) {
            Emitted *emitted = &unit->code[i];
            emitted->place = words;
            if (!is_removed(emitted))
                words += own_words(emitted) + (emitted->is_far ? FAR_WORDS : 0);
        }
        bool is_stable = true;
        for (size_t i = 0; i < unit->count; i++) {
            Emitted *emitted = &unit->code[i];
            if (emitted->label < 0 || emitted->is_far ||
                operand_place(emitted->instruction.op, 'J') == 0)
                continue;
            int64_t distance = jump_distance(unit, emitted, words);
            if (distance < INT16_MIN || distance > INT16_MAX) {
                emitted->is_far = true;
                is_stable = false;
            }
        }
        if (is_stable)
            return words;
    }
}

/* The numbers of names and of constants beyond the operands' reach, as they are in the finished
 * tuple: low constants, names, inner code that came late, high constants. */
static void renumber(Unit *unit, Emitted *emitted, uint32_t low)
{
    Instruction *instruction = &emitted->instruction;
    switch (operand_place(instruction->op, 'N')) {
    case 1: instruction->a = (int16_t)(instruction->a + (int)low); break;
    case 2: instruction->b = (int16_t)(instruction->b + (int)low); break;
    case 3: instruction->c = (int16_t)(instruction->c + (int)low); break;
    default: break;
    }
    uint32_t shift = (uint32_t)(unit->name_count + unit->code_count);
    if (instruction->op == OP_LOAD_CONSTANT && (uint32_t)instruction->d >= low)
        instruction->d += (int32_t)shift;
    if (instruction->op == OP_MAKE_FUNCTION && instruction->b >= (int)low)
        instruction->b = (int16_t)(instruction->b + (int)unit->name_count);
    if (instruction->op == OP_CALL_KEYWORDS && emitted->word >= low)
        emitted->word += shift;
}

static void write_instructions(Unit *unit, Instruction *out, uint32_t end)
{
    for (size_t i = 0; i < unit->count; i++) {
        const Emitted *emitted = &unit->code[i];
        if (is_removed(emitted))
            continue;
        Instruction *word = &out[emitted->place];
        uint32_t own = own_words(emitted);
        memset(word, 0, own * sizeof *word);
        word[0] = emitted->instruction;
        if (emitted->instruction.op == OP_CALL_KEYWORDS)
            word[1].half[0] = emitted->word;
        if (emitted->instruction.op == OP_UNPACK_EX && own == 2) {
            word[1].half[0] = emitted->word >> 16;
            word[1].half[1] = emitted->word & 0xffff;
        }
        if (emitted->label < 0)
            continue;
        int64_t distance = jump_distance(unit, emitted, end);
        if (emitted->is_far) {
            word[0].c = 1;
            memset(&word[own], 0, FAR_WORDS * sizeof *word);
            word[own].op = word[own + 1].op = OP_JUMP;
            word[own].d = 1;
            word[own + 1].d = (int32_t)(distance - FAR_WORDS);
        } else if (operand_place(emitted->instruction.op, 'J') != 0) {
            word[0].c = (int16_t)distance;
        } else {
            word[0].d = (int32_t)distance;
        }
    }
}

/* ---- tables ---------------------------------------------------------------------------------- */

static bool is_same_place(const Location *left, const Location *right)
{
    return memcmp(left, right, sizeof *left) == 0;
}

/* Runs of instructions with the same position; written when `out` is not NULL. */
static uint32_t positions(const Unit *unit, PositionEntry *out)
{
    uint32_t count = 0;
    const Location *last = NULL;
    for (size_t i = 0; i < unit->count; i++) {
        const Emitted *emitted = &unit->code[i];
        if (is_removed(emitted) || (last != NULL && is_same_place(last, &emitted->at)))
            continue;
        last = &emitted->at;
        if (out != NULL)
            out[count] = (PositionEntry){emitted->place, last->lineno, last->end_lineno,
                                         last->col_offset, last->end_col_offset};
        count++;
    }
    return count;
}

/* Runs of instructions with the same handler. Each stands under its innermost one only. */
static uint32_t handlers(const Unit *unit, uint32_t end, HandlerEntry *out)
{
    uint32_t count = 0;
    int last = -1;
    for (size_t i = 0; i < unit->count; i++) {
        const Emitted *emitted = &unit->code[i];
        if (is_removed(emitted) || emitted->handler == last)
            continue;
        if (last >= 0 && out != NULL)
            out[count - 1].end = emitted->place;
        last = emitted->handler;
        if (last < 0)
            continue;
        if (out != NULL) {
            const Handler *handler = &unit->handlers[last];
            out[count] = (HandlerEntry){emitted->place, end, label_word(unit, handler->label, end),
                                        (uint32_t)handler->depth};
        }
        count++;
    }
    return count;
}

/* ---- the code object ------------------------------------------------------------------------- */

static Tuple *constants_tuple(Compiler *c, const Unit *unit, uint32_t low)
{
    Tuple *tuple =
        tuple_new(c->rt, unit->constant_count + unit->name_count + unit->code_count);
    if (tuple == NULL)
        return NULL;
    size_t filled = 0;
    for (size_t i = 0; i < low; i++)
        tuple->items[filled++] = object_retain(unit->constants[i]);
    for (size_t i = 0; i < unit->name_count; i++)
        tuple->items[filled++] = object_retain(unit->names[i]);
    for (size_t i = 0; i < unit->code_count; i++)
        tuple->items[filled++] = object_retain(unit->codes[i]);
    for (size_t i = low; i < unit->constant_count; i++)
        tuple->items[filled++] = object_retain(unit->constants[i]);
    return tuple; /* not tracked: nothing in it can be part of a cycle */
}

static Tuple *names_tuple(Compiler *c, const Text *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (compiler_str(c, names[i]) == NULL)
            return NULL;
    Tuple *tuple = tuple_new(c->rt, (size_t)count);
    for (int i = 0; i < count && tuple != NULL; i++)
        tuple->items[i] = object_retain(compiler_str(c, names[i]));
    return tuple;
}

static bool fill_tables(Compiler *c, Unit *unit, Code *code)
{
    uint32_t low = unit->constant_count < OPERAND_CONSTANTS ? (uint32_t)unit->constant_count
                                                            : OPERAND_CONSTANTS;
    if (unit->name_count + unit->code_count > INT16_MAX - OPERAND_CONSTANTS) {
        compiler_error(c, unit->at, "too many names");
        return false;
    }
    thread_jumps(unit);
    remove_dead_code(c, unit);
    if (c->failed)
        return false;
    for (size_t i = 0; i < unit->count; i++)
        renumber(unit, &unit->code[i], low);
    uint32_t words = lay_out(unit);
    uint32_t position_count = positions(unit, NULL);
    uint32_t handler_count = handlers(unit, words, NULL);
    Instruction *instructions = memory_take_array(c->rt, words, sizeof(Instruction));
    if (instructions == NULL)
        return false;
    code->instructions = instructions;
    code->instruction_count = words;
    write_instructions(unit, instructions, words);
    if (position_count != 0) {
        code->positions = memory_take_array(c->rt, position_count, sizeof(PositionEntry));
        if (code->positions == NULL)
            return false;
        code->position_count = position_count;
        positions(unit, code->positions);
    }
    if (handler_count != 0) {
        code->handlers = memory_take_array(c->rt, handler_count, sizeof(HandlerEntry));
        if (code->handlers == NULL)
            return false;
        code->handler_count = handler_count;
        handlers(unit, words, code->handlers);
    }
    code->name_first = low;
    code->name_count = (uint32_t)unit->name_count;
    code->constants = constants_tuple(c, unit, low);
    if (code->constants == NULL)
        return false;
    code->local_names = names_tuple(c, unit->locals, unit->local_count);
    if (code->local_names == NULL)
        return false;
    code->cell_names = names_tuple(c, unit->cells, unit->cell_count);
    if (code->cell_names == NULL)
        return false;
    code->free_names = names_tuple(c, unit->frees, unit->free_count);
    return code->free_names != NULL;
}

Code *flow_finish(Compiler *c, Unit *unit)
{
    if (c->failed)
        return NULL;
    Code *code = code_new(c->rt);
    if (code == NULL)
        return NULL;
    code->flags = unit->flags;
    code->argument_count = unit->argument_count;
    code->positional_only_count = unit->positional_only_count;
    code->keyword_only_count = unit->keyword_only_count;
    code->local_count = (uint32_t)unit->local_count;
    code->cell_count = (uint32_t)unit->cell_count;
    code->free_count = (uint32_t)unit->free_count;
    code->slot_count = (uint32_t)unit->slot_count;
    code->first_line = unit->first_line;
    code->attribute_hint = (uint32_t)unit->attribute_count;
    code->name = object_retain(unit->name);
    code->qualified_name = object_retain(unit->qualified_name);
    code->filename = object_retain(c->filename);
    if (!fill_tables(c, unit, code)) {
        object_release(code);
        return NULL;
    }
    code_seal(code);
    return code;
}
