/* Blocks: try, with, and the ways out of them.
 *
 * A handler finds the exception in the slot at its depth `d`; EXCEPT_ENTER puts what was being
 * handled before into d+1. While the handler's code runs, a cleanup guards it with depth d+2:
 *
 *      ... body ...                    guarded: H, depth d
 *      JUMP end
 *   H: EXCEPT_ENTER d                  guarded: C, depth d+2; takes the exception from d
 *      JUMP_IF_NO_MATCH d, type, next
 *      ... handler's body ...
 *      EXCEPT_LEAVE d
 *      JUMP end
 *   next: LOAD_HANDLED d+2
 *   C: EXCEPT_LEAVE d                  a new exception is in d+2; or the old one, unhandled
 *      RERAISE d+2
 *   end:
 *
 * Whoever leaves blocks by return, break or continue emits what each of them wants at its end;
 * so the body of a finally appears once for every way out. */
#include "compile/generate.h"

bool block_push(Compiler *c, Block *block, BlockKind kind, int slot)
{
    Unit *unit = c->unit;
    *block = (Block){.kind = kind, .outer = unit->block, .slot = slot,
                     .outer_handler = unit->handler, .at = unit->at};
    if (unit->block_count >= BLOCKS_MAX) {
        compiler_error(c, unit->at, "too many statically nested blocks");
        return false;
    }
    if (kind == BLOCK_WHILE || kind == BLOCK_FOR || kind == BLOCK_ASYNC_FOR) {
        block->break_label = label_new(c);
        block->continue_label = label_new(c);
    }
    unit->block = block;
    unit->block_count++;
    return !c->failed;
}

void block_pop(Compiler *c, Block *block)
{
    c->unit->block = block->outer;
    c->unit->block_count--;
}

Block *block_loop(Compiler *c)
{
    for (Block *block = c->unit->block; block != NULL; block = block->outer)
        if (block->kind == BLOCK_WHILE || block->kind == BLOCK_FOR ||
            block->kind == BLOCK_ASYNC_FOR)
            return block;
    return NULL;
}

bool unwinding_changes_locals(const Compiler *c)
{
    for (const Block *block = c->unit->block; block != NULL; block = block->outer)
        if (block->kind == BLOCK_FINALLY ||
            (block->kind == BLOCK_EXCEPT_BODY && block->name != NULL))
            return true;
    return false;
}

/* ---- ways out -------------------------------------------------------------------------------- */

/* What leaving one block takes. `kept` is a temporary that must live through it, or -1. */
static void unwind_block(Compiler *c, Block *block, int kept)
{
    Unit *unit = c->unit;
    Location at = unit->at;
    switch (block->kind) {
    case BLOCK_WHILE:
    case BLOCK_EXCEPT:
    case BLOCK_EXCEPT_STAR: break;
    case BLOCK_FOR:
    case BLOCK_ASYNC_FOR:
    case BLOCK_VALUE: emit(c, OP_CLEAR, 0, block->slot, 0, 0); break;
    case BLOCK_TRY: unit->handler = block->outer_handler; break;
    case BLOCK_FINALLY: {
        unit->handler = block->outer_handler;
        Block value;
        bool has_value = kept >= 0 && block_push(c, &value, BLOCK_VALUE, kept);
        generate_statements(c, block->finalbody);
        if (has_value)
            block_pop(c, &value);
        break;
    }
    case BLOCK_FINALLY_HANDLER:
        unit->handler = block->outer_handler;
        emit(c, OP_EXCEPT_LEAVE, 0, block->slot, 0, 0);
        break;
    case BLOCK_WITH:
        unit->handler = block->outer_handler;
        unit->at = block->at;
        emit(c, OP_WITH_EXIT, 0, block->slot, 0, 0);
        break;
    case BLOCK_ASYNC_WITH: {
        unit->handler = block->outer_handler;
        unit->at = block->at;
        int mark = unit->top;
        int slot = temporary_push(c);
        emit(c, OP_ASYNC_WITH_EXIT, 0, slot, block->slot, 0);
        generate_await_slot(c, slot);
        emit(c, OP_CLEAR, 0, slot, 0, 0);
        unit->top = mark;
        break;
    }
    case BLOCK_EXCEPT_BODY:
        unit->handler = block->outer_handler;
        emit(c, OP_EXCEPT_LEAVE, 0, block->slot, 0, 0);
        if (block->name != NULL)
            name_clear(c, block->name);
        break;
    }
    unit->at = at;
}

/* Leaves the blocks up to `until` (NULL: all), in their own surroundings. */
static void unwind(Compiler *c, const Block *until, int kept)
{
    Unit *unit = c->unit;
    while (unit->block != until && !c->failed) {
        Block *block = unit->block;
        block_pop(c, block);
        unwind_block(c, block, kept);
    }
}

typedef struct Surroundings {
    Block *block;
    int count, handler, top;
} Surroundings;

static Surroundings surroundings(const Compiler *c)
{
    const Unit *unit = c->unit;
    return (Surroundings){unit->block, unit->block_count, unit->handler, unit->top};
}

static void surroundings_restore(Compiler *c, Surroundings saved)
{
    Unit *unit = c->unit;
    unit->block = saved.block;
    unit->block_count = saved.count;
    unit->handler = saved.handler;
    unit->top = saved.top;
}

void generate_return(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    if (!unit_is_function(c)) {
        compiler_error(c, s->at, "'return' outside function");
        return;
    }
    const Expression *e = s->return_.value;
    if (e != NULL && unit->scope->is_coroutine && unit->scope->is_generator) {
        compiler_error(c, s->at, "'return' with value in async generator");
        return;
    }
    Surroundings saved = surroundings(c);
    Operand value = e == NULL ? deliver_constant(c, NONE, WANT_FREE)
                              : generate_value(c, e, WANT_FREE);
    if (value.constant == NULL && !is_temporary(c, value.slot) && unwinding_changes_locals(c))
        value = deliver_slot(c, value.slot, WANT_ANY);
    unit->at = s->at;
    bool is_kept = value.constant == NULL && is_temporary(c, value.slot);
    unwind(c, NULL, is_kept ? value.slot : -1);
    unit->at = s->at;
    emit(c, OP_RETURN, 0, 0, operand_code(c, value), 0);
    surroundings_restore(c, saved);
}

void generate_leave_loop(Compiler *c, const Statement *s)
{
    bool is_break = s->kind == STATEMENT_BREAK;
    Block *loop = block_loop(c);
    if (loop == NULL) {
        compiler_error(c, s->at, is_break ? "'break' outside loop"
                                          : "'continue' not properly in loop");
        return;
    }
    Surroundings saved = surroundings(c);
    c->unit->at = s->at;
    unwind(c, loop, -1);
    emit_jump(c, OP_JUMP, 0, 0, 0, is_break ? loop->break_label : loop->continue_label);
    surroundings_restore(c, saved);
}

/* ---- try ------------------------------------------------------------------------------------- */

static void leave_and_reraise(Compiler *c, int exception)
{
    emit(c, OP_EXCEPT_LEAVE, 0, exception, 0, 0);
    emit(c, OP_RERAISE, 0, exception + 2, 0, 0);
}

/* One except clause; what does not match goes on behind it. A failure of a named body jumps to
 * `failed` with the new exception in place, its name forgotten. */
static void generate_except(Compiler *c, const ExceptHandler *clause, int exception, int cleanup,
                            int outer_handler, int failed, int end)
{
    Unit *unit = c->unit;
    int body_top = exception + 2;
    int next = label_new(c);
    unit->handler = cleanup;
    unit->top = body_top;
    unit->at = clause->at;
    if (clause->type != NULL) {
        Operand type = generate_value(c, clause->type, WANT_FREE);
        unit->at = clause->at;
        emit_jump(c, OP_JUMP_IF_NO_MATCH, operand_use(c, type, USE_B, -1), exception,
                  operand_code(c, type), next);
        unit->top = body_top;
    }
    int named = -1;
    if (clause->name != NULL) {
        int local = name_local_slot(c, clause->name);
        int slot = local >= 0 ? local : temporary_push(c);
        emit(c, OP_LOAD_HANDLED, 0, slot, 0, 0);
        if (local >= 0)
            local_set_bound(unit, local, true);
        else
            name_store(c, clause->name, operand_slot(slot), false);
        unit->top = body_top;
        named = handler_new(c, body_top);
    }
    Block block;
    unit->handler = outer_handler;
    if (!block_push(c, &block, BLOCK_EXCEPT_BODY, exception))
        return;
    block.name = clause->name;
    unit->handler = named >= 0 ? named : cleanup;
    generate_statements(c, clause->body);
    block_pop(c, &block);
    unit->handler = outer_handler;
    emit(c, OP_EXCEPT_LEAVE, 0, exception, 0, 0);
    if (clause->name != NULL)
        name_clear(c, clause->name);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);
    if (named >= 0) {
        handler_bind(c, named);
        unit->handler = cleanup;
        unit->top = body_top + 1;
        name_clear(c, clause->name);
        emit_jump(c, OP_JUMP, 0, 0, 0, failed);
    }
    label_bind(c, next);
}

static void generate_try_except(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int exception = unit->top, outer_handler = unit->handler;
    int end = label_new(c), failed = label_new(c);
    int handler = handler_new(c, exception);
    Block block;
    unit->at = s->at;
    if (!block_push(c, &block, BLOCK_TRY, -1))
        return;
    unit->handler = handler;
    generate_statements(c, s->try_.body);
    block_pop(c, &block);
    unit->handler = outer_handler;
    generate_statements(c, s->try_.orelse);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);

    handler_bind(c, handler);
    unit->at = s->at;
    temporary_push(c);
    temporary_push(c);
    int cleanup = handler_new(c, exception + 2);
    unit->handler = cleanup;
    if (!block_push(c, &block, BLOCK_EXCEPT, -1))
        return;
    emit(c, OP_EXCEPT_ENTER, 0, exception, 0, 0);
    ExceptHandlers clauses = s->try_.handlers;
    for (size_t i = 0; i < clauses.count && !c->failed; i++) {
        if (clauses.items[i].type == NULL && i + 1 < clauses.count) {
            compiler_error(c, clauses.items[i].at, "default 'except:' must be last");
            return;
        }
        generate_except(c, &clauses.items[i], exception, cleanup, outer_handler, failed, end);
    }
    block_pop(c, &block);
    unit->handler = outer_handler;
    unit->top = exception + 2;
    temporary_push(c);
    emit(c, OP_LOAD_HANDLED, 0, exception + 2, 0, 0);
    label_bind(c, failed);
    handler_bind(c, cleanup);
    leave_and_reraise(c, exception);
    label_bind(c, end);
    unit->top = exception;
}

static void generate_try_body(Compiler *c, const Statement *s)
{
    if (s->try_.handlers.count != 0)
        generate_try_except(c, s);
    else
        generate_statements(c, s->try_.body);
}

static void generate_try_finally(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int exception = unit->top, outer_handler = unit->handler;
    int end = label_new(c);
    int handler = handler_new(c, exception);
    Block block;
    unit->at = s->at;
    if (!block_push(c, &block, BLOCK_FINALLY, -1))
        return;
    block.finalbody = s->try_.finalbody;
    unit->handler = handler;
    generate_try_body(c, s);
    block_pop(c, &block);
    unit->handler = outer_handler;
    generate_statements(c, s->try_.finalbody);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);

    handler_bind(c, handler);
    unit->at = s->at;
    temporary_push(c);
    temporary_push(c);
    int cleanup = handler_new(c, exception + 2);
    if (!block_push(c, &block, BLOCK_FINALLY_HANDLER, exception))
        return;
    unit->handler = cleanup;
    emit(c, OP_EXCEPT_ENTER, 0, exception, 0, 0);
    generate_statements(c, s->try_.finalbody);
    block_pop(c, &block);
    unit->handler = outer_handler;
    temporary_push(c);
    emit(c, OP_LOAD_HANDLED, 0, exception + 2, 0, 0);
    handler_bind(c, cleanup);
    leave_and_reraise(c, exception);
    label_bind(c, end);
    unit->top = exception;
}

void generate_try(Compiler *c, const Statement *s)
{
    if (s->kind == STATEMENT_TRY_STAR)
        compiler_error(c, s->at, "'except*' is not supported yet");
    else if (s->try_.finalbody.count != 0)
        generate_try_finally(c, s);
    else
        generate_try_body(c, s);
}

/* ---- with ------------------------------------------------------------------------------------ */

void generate_with(Compiler *c, const Statement *s, size_t index)
{
    Unit *unit = c->unit;
    int mark = unit->top, outer_handler = unit->handler;
    const WithItem *item = &s->with.items.items[index];
    unit->at = s->at;
    Operand manager = generate_value(c, item->context_expr, WANT_FREE);
    unit->at = s->at;
    int code = operand_code(c, manager);
    int exit = result_slot(c, WANT_ANY, mark);
    int value = temporary_push(c);
    int local = item->optional_vars == NULL ? -1 : target_slot(c, item->optional_vars);
    emit(c, OP_WITH_ENTER, operand_use(c, manager, USE_B, exit), exit, code,
         local >= 0 ? local : value);

    int handler = handler_new(c, exit + 1);
    Block block;
    if (!block_push(c, &block, BLOCK_WITH, exit))
        return;
    unit->handler = handler;
    if (local >= 0)
        local_set_bound(unit, local, true);
    else if (item->optional_vars != NULL)
        generate_store(c, item->optional_vars, operand_slot(value), false);
    else
        emit(c, OP_CLEAR, 0, value, 0, 0);
    unit->top = value;
    if (index + 1 < s->with.items.count)
        generate_with(c, s, index + 1);
    else
        generate_statements(c, s->with.body);
    block_pop(c, &block);
    unit->handler = outer_handler;
    int end = label_new(c), suppressed = label_new(c);
    unit->at = s->at;
    emit(c, OP_WITH_EXIT, 0, exit, 0, 0);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);

    handler_bind(c, handler);
    int exception = exit + 1;
    unit->top = exception;
    temporary_push(c);
    temporary_push(c);
    int cleanup = handler_new(c, exception + 2);
    unit->handler = cleanup;
    emit(c, OP_EXCEPT_ENTER, 0, exception, 0, 0);
    int answer = temporary_push(c);
    emit(c, OP_WITH_EXCEPT, 0, answer, exit, exception);
    emit_jump(c, OP_JUMP_IF_TRUE, USE_A, answer, 0, suppressed);
    emit(c, OP_LOAD_HANDLED, 0, answer, 0, 0);
    unit->handler = outer_handler;
    handler_bind(c, cleanup);
    leave_and_reraise(c, exception);
    label_bind(c, suppressed);
    emit(c, OP_EXCEPT_LEAVE, 0, exception, 0, 0);
    emit(c, OP_CLEAR, 0, exit, 0, 0);
    label_bind(c, end);
    unit->top = mark;
}
