/* generator objects: send, throw, close, and their end.
 *
 *    CREATED --> RUNNING <--> SUSPENDED          the loop (vm/resume.c) makes these moves
 *       |           |             |
 *       +-----------+-------------+--> FINISHED  the frame is gone, nothing but names are left
 *
 * A generator that dies while it is suspended is closed first (its `finally` clauses run), as PEP 342 wants it. */
#include "types/generator.h"

#include <stdio.h>
#include <string.h>

#include "types/container.h"

/* ---- life ----------------------------------------------------------------------------------- */

static size_t generator_size(Object *object)
{
    return sizeof(Generator) + ((Generator *)object)->code->slot_count * sizeof(Object *);
}

Generator *generator_new(Runtime *rt, Function *function)
{
    Code *code = function->code;
    const Type *type = &generator_type;
    Generator *self = gc_new_sized(rt, type, sizeof(Generator) + code->slot_count * sizeof(Object *));
    if (self == NULL)
        return NULL;
    memset((char *)self + sizeof(Object), 0, sizeof(Generator) - sizeof(Object) + code->slot_count * sizeof(Object *));
    self->code = object_retain(code);
    self->name = object_retain(function->name);
    self->qualified_name = object_retain(function->qualified_name);
    self->state = GENERATOR_CREATED;
    self->frame = (Frame){
        .pc = code->instructions,
        .slots = self->slots,
        .constants = code->constants->items,
        .function = object_retain(function),
        .code = code,
        .flags = FRAME_GENERATOR,
    };
    return self;
}

void generator_finish(Runtime *rt, Generator *self)
{
    if (self->state == GENERATOR_FINISHED)
        return;
    Frame *frame = &self->frame;
    self->state = GENERATOR_FINISHED;
    size_t variables = code_variable_count(self->code);
    for (size_t i = self->code->slot_count; i > variables; i--)
        object_clear_slot(&self->slots[i - 1]);
    if ((frame->flags & FRAME_HAS_OBJECT) != 0)
        frame_object_leave(rt, frame);
    for (size_t i = 0; i < variables; i++)
        object_clear_slot(&self->slots[i]);
    if ((frame->flags & FRAME_HAS_LOCALS) != 0) {
        frame->flags &= ~(uint32_t)FRAME_HAS_LOCALS;
        object_clear_slot(&frame->locals);
    }
    object_clear_slot(&frame->function);
    object_clear_slot(&self->handled);
}

static int generator_visit(Object *object, Visitor visit, void *context)
{
    Generator *self = (Generator *)object;
    GC_VISIT(self->name);
    GC_VISIT(self->qualified_name);
    GC_VISIT(self->handled);
    if (self->state == GENERATOR_FINISHED)
        return 0;
    GC_VISIT(self->frame.function);
    if ((self->frame.flags & FRAME_HAS_OBJECT) != 0)
        GC_VISIT(self->frame.object);
    if ((self->frame.flags & FRAME_HAS_LOCALS) != 0)
        GC_VISIT(self->frame.locals);
    for (size_t i = 0; i < self->code->slot_count; i++)
        GC_VISIT(self->slots[i]);
    return 0;
}

static void generator_finalize(Runtime *rt, Object *object)
{
    Generator *self = (Generator *)object;
    if (self->state == GENERATOR_FINISHED)
        return;
    Object *pending = error_take(rt);
    if (object->refcount == 1) /* dying by its count, not by a collection: weak references go before its last code */
        weak_clear_all(rt, object);
    if (generator_close(rt, self) < 0)
        error_unraisable(rt, "Exception ignored in", object);
    error_restore_steal(rt, pending);
}

static void generator_free(Runtime *rt, Object *object)
{
    Generator *self = (Generator *)object;
    gc_untrack(self);
    generator_finish(rt, self);
    size_t size = generator_size(object);
    object_release_maybe(self->handled);
    object_release(self->name);
    object_release(self->qualified_name);
    object_release(self->code);
    gc_dispose_sized(rt, self, size);
}

/* ---- delegation ----------------------------------------------------------------------------- */

/* `yield from` is  SEND a b end; YIELD a; JUMP back to the SEND;  the delegate stays in slot b. */
Object *generator_delegate_borrow(const Generator *self)
{
    if (self->state != GENERATOR_SUSPENDED)
        return NULL;
    /* The generic opcodes are read: neither of the three is ever rewritten. */
    const Instruction *at = self->frame.pc;
    if (at[0].op != OP_YIELD || at[1].op != OP_JUMP || at[1].d != -3 || at[-1].op != OP_SEND)
        return NULL;
    return self->frame.slots[at[-1].b];
}

/* Closes what it delegates to: a generator directly, anything else through its `close`, if it has one. */
static int delegate_close(Runtime *rt, Object *delegate)
{
    if (object_is(delegate, &generator_type))
        return generator_close(rt, (Generator *)delegate);
    owned Object *method = NULL;
    int found = object_find_attribute(rt, delegate, NAME(close), &method);
    if (found < 0)
        error_unraisable(rt, "Exception ignored in", delegate);
    if (found <= 0)
        return 0;
    owned Object *result = object_call_none(rt, method);
    return result == NULL ? -1 : 0;
}

/* ---- send, throw, close --------------------------------------------------------------------- */

static int refuse_running(Runtime *rt)
{
    return error_fail(rt, &value_error_type, "generator already executing");
}

SendResult generator_send(Runtime *rt, Generator *self, Object *value, Object **result)
{
    *result = NULL;
    switch ((GeneratorState)self->state) {
    case GENERATOR_CREATED:
        if (value != NONE)
            return error_fail(rt, &type_error_type, "can't send non-None value to a just-started generator");
        break;
    case GENERATOR_SUSPENDED:
        break;
    case GENERATOR_RUNNING:
        return refuse_running(rt);
    case GENERATOR_FINISHED:
        *result = NONE;
        return SEND_RETURN;
    }
    return generator_resume_steal(rt, self, object_retain(value), result);
}

/* What a send gave, as a method gives it: the end is a StopIteration. */
static Object *send_outcome(Runtime *rt, SendResult outcome, Object *result)
{
    if (outcome == SEND_NEXT)
        return result;
    if (outcome == SEND_RETURN) {
        error_set_value(rt, &stop_iteration_type, result == NONE ? NULL : result);
        object_release(result);
    }
    return NULL;
}

static Object *generator_next(Runtime *rt, Object *object)
{
    Object *result;
    SendResult outcome = generator_send(rt, (Generator *)object, NONE, &result);
    if (outcome == SEND_RETURN && result == NONE)
        return NULL; /* exhausted; no StopIteration need be made */
    return send_outcome(rt, outcome, result);
}

/* Raises the pending error where the generator stands. */
static Object *throw_pending(Runtime *rt, Generator *self)
{
    if (self->state == GENERATOR_RUNNING) {
        error_clear(rt);
        refuse_running(rt);
        return NULL;
    }
    if (self->state == GENERATOR_FINISHED)
        return NULL;
    Object *result;
    SendResult outcome = generator_resume_steal(rt, self, NULL, &result);
    return send_outcome(rt, outcome, result);
}

/* Makes (type, value, traceback), as `throw` takes them, the pending error. */
static int throw_raise(Runtime *rt, Object *type, Object *value, Object *traceback)
{
    if (traceback == NONE)
        traceback = NULL;
    if (traceback != NULL && !object_has_type(traceback, &traceback_type))
        return error_fail(rt, &type_error_type, "throw() third argument must be a traceback object");
    owned Object *exception = NULL;
    if (object_has_flag(type, TYPE_TYPE) && type_has_flag((const Type *)type, TYPE_EXCEPTION)) {
        if (value != NULL && exception_check(value) && object_is(value, (const Type *)type))
            exception = object_retain(value);
        else if (value == NULL || value == NONE)
            exception = object_call_none(rt, type);
        else if (tuple_check(value))
            exception = object_call_tuple(rt, type, (Tuple *)value, NULL);
        else
            exception = object_call_one(rt, type, value);
        if (exception == NULL)
            return -1;
        if (!exception_check(exception))
            return error_fail(rt, &type_error_type, "calling %R should have returned an instance of BaseException, not %R",
                              type, (Object *)exception->type);
    } else if (exception_check(type)) {
        if (value != NULL && value != NONE)
            return error_fail(rt, &type_error_type, "instance exception may not have a separate value");
        exception = object_retain(type);
    } else {
        return error_fail(rt, &type_error_type,
                          "exceptions must be classes or instances deriving from BaseException, not %T", type);
    }
    if (traceback != NULL)
        object_replace_steal(&((Exception *)exception)->traceback, object_retain(traceback));
    error_restore_steal(rt, take(&exception));
    return 0;
}

static bool is_generator_exit(Object *type)
{
    const Type *class = object_has_flag(type, TYPE_TYPE) ? (const Type *)type : type->type;
    return type_is_subtype(class, &generator_exit_type);
}

static Object *throw_into(Runtime *rt, Generator *self, Object *type, Object *value, Object *traceback,
                          bool close_delegate)
{
    owned Object *delegate = object_retain_maybe(generator_delegate_borrow(self));
    if (delegate == NULL) {
        if (throw_raise(rt, type, value, traceback) < 0)
            return NULL;
        return throw_pending(rt, self);
    }

    if (close_delegate && is_generator_exit(type)) {
        self->state = GENERATOR_RUNNING;
        int closed = delegate_close(rt, delegate);
        self->state = GENERATOR_SUSPENDED;
        if (closed == 0 && throw_raise(rt, type, value, traceback) < 0)
            return NULL;
        return throw_pending(rt, self);
    }

    Object *result;
    if (generator_check_exact(delegate)) {
        self->state = GENERATOR_RUNNING;
        result = throw_into(rt, (Generator *)delegate, type, value, traceback, close_delegate);
        self->state = GENERATOR_SUSPENDED;
    } else {
        owned Object *method = NULL;
        int found = object_find_attribute(rt, delegate, NAME(throw), &method);
        if (found < 0)
            return NULL;
        if (found == 0) {
            if (throw_raise(rt, type, value, traceback) < 0)
                return NULL;
            return throw_pending(rt, self);
        }
        Object *args[3] = {type, value, traceback};
        self->state = GENERATOR_RUNNING;
        result = object_call(rt, method, args, value == NULL ? 1 : traceback == NULL ? 2 : 3, NULL);
        self->state = GENERATOR_SUSPENDED;
    }
    if (result != NULL)
        return result;

    /* The delegate has ended: with a value the generator goes on behind its `yield from`, with an error there. */
    Object *end = NULL;
    if (!error_pending(rt) || error_matches(rt, &stop_iteration_type)) {
        if (iterator_end_value(rt, &end) < 0)
            return NULL;
        SendResult outcome = generator_resume_returned_steal(rt, self, end, &result);
        return send_outcome(rt, outcome, result);
    }
    return throw_pending(rt, self);
}

Object *generator_throw(Runtime *rt, Generator *self, Object *exception, bool close_delegate)
{
    return throw_into(rt, self, exception, NULL, NULL, close_delegate);
}

int generator_close(Runtime *rt, Generator *self)
{
    if (self->state == GENERATOR_RUNNING)
        return refuse_running(rt);
    if (self->state == GENERATOR_CREATED || self->state == GENERATOR_FINISHED) {
        generator_finish(rt, self);
        return 0;
    }
    int closed = 0;
    Object *borrowed = generator_delegate_borrow(self);
    if (borrowed != NULL) {
        owned Object *delegate = object_retain(borrowed);
        self->state = GENERATOR_RUNNING;
        closed = delegate_close(rt, delegate);
        self->state = GENERATOR_SUSPENDED;
    }
    if (closed == 0) {
        /* Where nothing guards the YIELD, the exception would only unwind: that needs no exception. */
        size_t at = frame_instruction(&self->frame);
        bool is_guarded = false;
        for (uint32_t i = 0; i < self->code->handler_count && !is_guarded; i++)
            is_guarded = at >= self->code->handlers[i].start && at < self->code->handlers[i].end;
        if (!is_guarded) {
            generator_finish(rt, self);
            return 0;
        }
        error_set_value(rt, &generator_exit_type, NULL);
    }
    Object *result = throw_pending(rt, self);
    if (result != NULL) {
        object_release(result);
        return error_fail(rt, &runtime_error_type, "generator ignored GeneratorExit");
    }
    if (error_clear_if(rt, &stop_iteration_type) || error_clear_if(rt, &generator_exit_type))
        return 0;
    return -1;
}

static Object *generator_send_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Object *result;
    SendResult outcome = generator_send(rt, (Generator *)self, args[0], &result);
    return send_outcome(rt, outcome, result);
}

static Object *generator_throw_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    return throw_into(rt, (Generator *)self, args[0], n > 1 ? args[1] : NULL, n > 2 ? args[2] : NULL, true);
}

static Object *generator_close_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return generator_close(rt, (Generator *)self) < 0 ? NULL : NONE;
}

/* ---- attributes ----------------------------------------------------------------------------- */

static Object *generator_repr(Runtime *rt, Object *object)
{
    char address[32];
    snprintf(address, sizeof(address), "%p", (void *)object);
    object->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)str_format(rt, "<generator object %U at %s>", ((Generator *)object)->qualified_name, address);
}

static Object *get_name(Runtime *rt, Object *object)
{
    (void)rt;
    return object_retain(((Generator *)object)->name);
}

static int set_str(Runtime *rt, Str **field, const char *name, Object *value)
{
    if (value == NULL || !str_check(value))
        return error_fail(rt, &type_error_type, "%s must be set to a string object", name);
    object_replace_steal(field, object_retain(value));
    return 0;
}

static int set_name(Runtime *rt, Object *object, Object *value)
{
    return set_str(rt, &((Generator *)object)->name, "__name__", value);
}

static Object *get_qualified_name(Runtime *rt, Object *object)
{
    (void)rt;
    return object_retain(((Generator *)object)->qualified_name);
}

static int set_qualified_name(Runtime *rt, Object *object, Object *value)
{
    return set_str(rt, &((Generator *)object)->qualified_name, "__qualname__", value);
}

static Object *get_code(Runtime *rt, Object *object)
{
    (void)rt;
    return object_retain(((Generator *)object)->code);
}

static Object *get_frame(Runtime *rt, Object *object)
{
    Generator *self = (Generator *)object;
    if (self->state == GENERATOR_FINISHED)
        return NONE;
    return object_retain_maybe(frame_object_borrow(rt, &self->frame));
}

static Object *get_running(Runtime *rt, Object *object)
{
    (void)rt;
    return bool_object(((Generator *)object)->state == GENERATOR_RUNNING);
}

static Object *get_suspended(Runtime *rt, Object *object)
{
    (void)rt;
    return bool_object(((Generator *)object)->state == GENERATOR_SUSPENDED);
}

static Object *get_yield_from(Runtime *rt, Object *object)
{
    (void)rt;
    Object *delegate = generator_delegate_borrow((Generator *)object);
    return object_retain(delegate == NULL ? NONE : delegate);
}

const Type generator_type = {
    TYPE_IDENTITY(generator),
    .name = "generator", .base = &object_type, .size = sizeof(Generator),
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION | TYPE_HAS_ITEMS | TYPE_WEAKLY_REFERABLE,
    .init = object_init, .finalize = generator_finalize, .free = generator_free, .visit = generator_visit,
    .size_of = generator_size,
    .repr = generator_repr, INHERIT_ATTRIBUTES, INHERIT_COMPARISON,
    .iter = iterator_iter_self, .next = generator_next,
    .methods = (const MethodSpec[]){
        {"send", generator_send_method, 1, 1,
         .doc = "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
        {"throw", generator_throw_method, 1, 3,
         .doc = "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise "
                "StopIteration."},
        {"close", generator_close_method, 0, 0, .doc = "close() -> raise GeneratorExit inside generator."},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__name__", get_name, set_name, "name of the generator"},
        {"__qualname__", get_qualified_name, set_qualified_name, "qualified name of the generator"},
        {"gi_yieldfrom", get_yield_from, NULL, "object being iterated by yield from, or None"},
        {"gi_code", get_code, NULL, NULL},
        {"gi_frame", get_frame, NULL, NULL},
        {"gi_running", get_running, NULL, NULL},
        {"gi_suspended", get_suspended, NULL, NULL},
        {0},
    },
};
