/* Delegation: yield from, await, and the statements that await. */
#include "compile/generate.h"

/*  SEND stays right before its YIELD: by that the machine knows a suspended delegation. */
void generate_delegate(Compiler *c, int iterator)
{
    Unit *unit = c->unit;
    int value = temporary_push(c);
    int again = label_new(c), done = label_new(c);
    deliver_constant(c, NONE, value);
    label_bind(c, again);
    emit_jump(c, OP_SEND, 0, value, iterator, done);
    emit(c, OP_YIELD, USE_B, value, value, 0);
    emit_jump(c, OP_JUMP, 0, 0, 0, again);
    label_bind(c, done);
    emit(c, OP_TAKE, 0, iterator, value, 0);
    unit->top = iterator + 1;
}

void generate_await_slot(Compiler *c, int slot)
{
    emit(c, OP_GET_AWAITABLE, 0, slot, slot, 0);
    generate_delegate(c, slot);
}

Operand generate_await(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    if (!unit_is_function(c)) {
        compiler_error(c, e->at, "'await' outside function");
        return operand_slot(0);
    }
    if (!unit->is_async && unit->scope->comprehension == COMPREHENSION_NONE) {
        compiler_error(c, e->at, "'await' outside async function");
        return operand_slot(0);
    }
    Operand value = generate_value(c, e->await.value, WANT_FREE);
    unit->at = e->at;
    int code = operand_code(c, value);
    int slot = result_slot(c, WANT_ANY, mark);
    emit(c, OP_GET_AWAITABLE, operand_use(c, value, USE_B, slot), slot, code, 0);
    generate_delegate(c, slot);
    if (want < 0)
        return operand_slot(slot);
    emit(c, OP_TAKE, 0, want, slot, 0);
    unit->top = mark;
    return operand_slot(want);
}

void generate_async_for(Compiler *c, const Statement *s)
{
    Unit *unit = c->unit;
    int mark = unit->top, outer_handler = unit->handler;
    unit->at = s->at;
    if (!unit->is_async) {
        compiler_error(c, s->at, "'async for' outside async function");
        return;
    }
    Operand source = generate_value(c, s->for_.iter, WANT_FREE);
    unit->at = s->at;
    int code = operand_code(c, source);
    int iterator = result_slot(c, WANT_ANY, mark);
    emit(c, OP_GET_AITER, operand_use(c, source, USE_B, iterator), iterator, code, 0);

    Block block;
    if (!block_push(c, &block, BLOCK_ASYNC_FOR, iterator))
        return;
    int head = block.continue_label, handler = handler_new(c, iterator + 1);
    int end = label_new(c);
    label_bind_loop(c, head);
    unit->handler = handler;
    int item = temporary_push(c);
    emit(c, OP_GET_ANEXT, 0, item, iterator, 0);
    generate_delegate(c, item);
    unit->handler = outer_handler;
    generate_store(c, s->for_.target, operand_slot(item), false);
    unit->top = item;
    generate_statements(c, s->for_.body);
    unit->at = s->at;
    emit_jump(c, OP_JUMP, 0, 0, 0, head);
    block_pop(c, &block);

    handler_bind(c, handler);
    unit->top = iterator + 1;
    temporary_push(c);
    emit(c, OP_END_ASYNC_FOR, 0, iterator + 1, iterator, 0);
    unit->top = mark;
    generate_statements(c, s->for_.orelse);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);
    label_bind(c, block.break_label);
    emit(c, OP_CLEAR, 0, iterator, 0, 0);
    label_bind(c, end);
}

void generate_async_with(Compiler *c, const Statement *s, size_t index)
{
    Unit *unit = c->unit;
    int mark = unit->top, outer_handler = unit->handler;
    const WithItem *item = &s->with.items.items[index];
    unit->at = s->at;
    if (!unit->is_async) {
        compiler_error(c, s->at, "'async with' outside async function");
        return;
    }
    Operand manager = generate_value(c, item->context_expr, WANT_FREE);
    unit->at = s->at;
    int code = operand_code(c, manager);
    int exit = result_slot(c, WANT_ANY, mark);
    int value = temporary_push(c);
    emit(c, OP_ASYNC_WITH_ENTER, operand_use(c, manager, USE_B, exit), exit, code, value);
    generate_delegate(c, value);

    Block block;
    if (!block_push(c, &block, BLOCK_ASYNC_WITH, exit))
        return;
    block.at = s->at;
    int handler = handler_new(c, exit + 1);
    unit->handler = handler;
    if (item->optional_vars != NULL)
        generate_store(c, item->optional_vars, operand_slot(value), false);
    else
        emit(c, OP_CLEAR, 0, value, 0, 0);
    unit->top = value;
    if (index + 1 < s->with.items.count)
        generate_async_with(c, s, index + 1);
    else
        generate_statements(c, s->with.body);
    block_pop(c, &block);
    unit->handler = outer_handler;

    int end = label_new(c), suppressed = label_new(c);
    unit->at = s->at;
    unit->top = exit + 1;
    emit(c, OP_ASYNC_WITH_EXIT, 0, exit, exit, 0);
    generate_await_slot(c, exit);
    emit(c, OP_CLEAR, 0, exit, 0, 0);
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
    generate_await_slot(c, answer);
    emit_jump(c, OP_JUMP_IF_TRUE, USE_A, answer, 0, suppressed);
    emit(c, OP_LOAD_HANDLED, 0, answer, 0, 0);
    unit->handler = outer_handler;
    handler_bind(c, cleanup);
    emit(c, OP_EXCEPT_LEAVE, 0, exception, 0, 0);
    emit(c, OP_RERAISE, 0, answer, 0, 0);
    label_bind(c, suppressed);
    emit(c, OP_EXCEPT_LEAVE, 0, exception, 0, 0);
    emit(c, OP_CLEAR, 0, exit, 0, 0);
    label_bind(c, end);
    unit->top = mark;
}
