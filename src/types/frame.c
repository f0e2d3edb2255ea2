/* frame objects: what Python sees of an activation.
 *
 *    while the frame lives            afterwards
 *    FrameObject --> Frame            FrameObject --> slots (memory block)
 *         ^------------'                   |--------> function, locals, back
 *          (owns it)
 *
 * When the frame leaves and only it knew of the object, the object just dies. Otherwise the variables move over, so that
 * a traceback shows them and keeps them alive, exactly as long as CPython does. If there is no memory for that they are
 * released with the frame, and the object stays empty. */
#include "types/frame.h"

#include <stdio.h>

#include "types/container.h"
#include "types/generator.h"

/* ---- creation and leaving ------------------------------------------------------------------- */

FrameObject *frame_object_borrow(Runtime *rt, Frame *frame)
{
    if ((frame->flags & FRAME_HAS_OBJECT) != 0)
        return frame->object;
    FrameObject *self = gc_new(rt, &frame_type);
    if (self == NULL)
        return NULL;
    self->frame = NULL;
    self->function = NULL;
    self->code = NULL;
    self->locals = NULL;
    self->back = NULL;
    self->slots = NULL;
    self->slot_count = 0;
    self->instruction = 0;
    self->trace = NULL;
    self->trace_lines = true;
    self->trace_opcodes = false;
    gc_track(rt, self);
    if ((frame->flags & FRAME_HAS_OBJECT) != 0) { /* a finalizer, run by the allocation, asked for it too */
        object_release(self);
        return frame->object;
    }
    self->frame = frame;
    frame->object = self;
    frame->flags |= FRAME_HAS_OBJECT;
    return self;
}

/* The object of the frame below, owned, or NULL when there is none or no memory for it. */
static FrameObject *back_object(Runtime *rt, Frame *frame)
{
    Frame *caller = frame->previous;
    if (caller == NULL || caller->code == NULL)
        return NULL;
    if ((caller->flags & FRAME_HAS_OBJECT) != 0)
        return object_retain(caller->object);
    Object *pending = error_take(rt);
    FrameObject *back = object_retain_maybe(frame_object_borrow(rt, caller));
    error_restore_steal(rt, pending); /* in place of a MemoryError */
    return back;
}

void frame_object_leave(Runtime *rt, Frame *frame)
{
    FrameObject *self = frame->object;
    frame->flags &= ~(uint32_t)FRAME_HAS_OBJECT;
    frame->object = NULL;
    if (self->head.refcount > 1) {
        Code *code = frame->code;
        self->instruction = frame_instruction(frame);
        self->function = object_retain(frame->function);
        self->code = object_retain(code);
        self->locals = (frame->flags & FRAME_HAS_LOCALS) != 0 ? object_retain_maybe(frame->locals) : NULL;
        self->back = back_object(rt, frame);
        size_t count = code_variable_count(code);
        Object **slots = count == 0 ? NULL : heap_take(&rt->heap, count * sizeof(Object *), DOMAIN_MEMORY);
        if (slots != NULL) {
            for (size_t i = 0; i < count; i++) {
                slots[i] = frame->slots[i];
                frame->slots[i] = NULL;
            }
            self->slots = slots;
            self->slot_count = count;
        }
    }
    self->frame = NULL;
    object_release(self);
}

/* ---- names ---------------------------------------------------------------------------------- */

static Object *cell_value(Object *slot)
{
    return slot != NULL && object_has_type(slot, &cell_type) ? ((Cell *)slot)->content : slot;
}

/* Puts the variable `name` into `dict`, or takes it out when it is unbound. */
static int show_variable(Runtime *rt, Dict *dict, Object *name, Object *value)
{
    if (value != NULL) {
        owned Object *kept = object_retain(value);
        return dict_set(rt, dict, name, kept);
    }
    if (dict_get_str_borrow(rt, dict, (Str *)name) == NULL)
        return 0;
    return dict_delete(rt, dict, name);
}

/* Brings the dict of a function's variables up to date. `slots` NULL: they are lost. */
static int show_variables(Runtime *rt, Dict *dict, Code *code, Object **slots)
{
    if (slots == NULL)
        return 0;
    size_t local_count = code->local_count, cell_count = code->cell_count;
    for (size_t i = 0; i < local_count; i++) {
        Object *name = code->local_names->items[i];
        Object *value = slots[i];
        for (size_t k = 0; value == NULL && k < cell_count; k++) /* a parameter that moved into its cell */
            if (code->cell_names->items[k] == name)
                value = cell_value(slots[local_count + k]);
        if (show_variable(rt, dict, name, value) < 0)
            return -1;
    }
    for (size_t k = 0; k < cell_count; k++) {
        Object *name = code->cell_names->items[k];
        bool is_parameter = false;
        for (size_t i = 0; i < local_count && !is_parameter; i++)
            is_parameter = code->local_names->items[i] == name;
        if (!is_parameter && show_variable(rt, dict, name, cell_value(slots[local_count + k])) < 0)
            return -1;
    }
    for (size_t k = 0; k < code->free_count; k++)
        if (show_variable(rt, dict, code->free_names->items[k], cell_value(slots[local_count + cell_count + k])) < 0)
            return -1;
    return 0;
}

Object *frame_locals_borrow(Runtime *rt, Frame *frame)
{
    Code *code = frame->code;
    if ((code->flags & CODE_OPTIMIZED) == 0)
        return (frame->flags & FRAME_HAS_LOCALS) != 0 ? frame->locals : (Object *)frame->function->globals;
    if ((frame->flags & FRAME_HAS_LOCALS) == 0) {
        Dict *dict = dict_new(rt);
        if (dict == NULL)
            return NULL;
        if ((frame->flags & FRAME_HAS_LOCALS) != 0) {
            object_release(dict);
        } else {
            frame->locals = (Object *)dict;
            frame->flags |= FRAME_HAS_LOCALS;
        }
    }
    owned Object *dict = object_retain(frame->locals);
    return show_variables(rt, (Dict *)dict, code, frame->slots) < 0 ? NULL : dict;
}

Object *frame_object_locals_borrow(Runtime *rt, FrameObject *self)
{
    if (self->frame != NULL)
        return frame_locals_borrow(rt, self->frame);
    if (self->locals == NULL) {
        Dict *dict = dict_new(rt);
        if (dict == NULL)
            return NULL;
        if (self->locals == NULL)
            self->locals = (Object *)dict;
        else
            object_release(dict);
    }
    if (self->code != NULL && (self->code->flags & CODE_OPTIMIZED) != 0 &&
        show_variables(rt, (Dict *)self->locals, self->code, self->slots) < 0)
        return NULL;
    return self->locals;
}

Code *frame_object_code_borrow(const FrameObject *self)
{
    return self->frame != NULL ? self->frame->code : self->code;
}

int frame_object_line(const FrameObject *self)
{
    if (self->frame != NULL)
        return frame_line(self->frame);
    return self->code == NULL ? 0 : code_position(self->code, self->instruction).line;
}

static Function *function_of(const FrameObject *self)
{
    return self->frame != NULL ? self->frame->function : self->function;
}

/* ---- life ----------------------------------------------------------------------------------- */

static int frame_visit(Object *object, Visitor visit, void *context)
{
    FrameObject *self = (FrameObject *)object;
    GC_VISIT(self->function);
    GC_VISIT(self->code);
    GC_VISIT(self->locals);
    GC_VISIT(self->back);
    GC_VISIT(self->trace);
    for (size_t i = 0; i < self->slot_count; i++)
        GC_VISIT(self->slots[i]);
    return 0;
}

static void drop_slots(Runtime *rt, FrameObject *self)
{
    Object **slots = self->slots;
    size_t count = self->slot_count;
    self->slots = NULL;
    self->slot_count = 0;
    for (size_t i = 0; i < count; i++)
        object_release_maybe(slots[i]);
    memory_release(rt, slots, count * sizeof(Object *));
}

static void frame_clear(Runtime *rt, Object *object)
{
    FrameObject *self = (FrameObject *)object;
    object_clear_slot(&self->trace);
    drop_slots(rt, self);
    object_clear_slot(&self->locals);
}

static void frame_free(Runtime *rt, Object *object)
{
    FrameObject *self = (FrameObject *)object;
    gc_untrack(self);
    frame_clear(rt, object);
    object_release_maybe(self->back);
    object_release_maybe(self->function);
    object_release_maybe(self->code);
    gc_dispose(rt, self);
}

/* ---- protocol ------------------------------------------------------------------------------- */

static Object *frame_repr(Runtime *rt, Object *object)
{
    FrameObject *self = (FrameObject *)object;
    Code *code = frame_object_code_borrow(self);
    object->flags |= OBJECT_ADDRESS_SEEN;
    char address[32];
    snprintf(address, sizeof(address), "%p", (void *)self);
    if (code == NULL)
        return (Object *)str_format(rt, "<frame at %s>", address);
    return (Object *)str_format(rt, "<frame at %s, file %R, line %d, code %U>", address, code->filename,
                                frame_object_line(self), code->name);
}

static Object *get_back(Runtime *rt, Object *object)
{
    FrameObject *self = (FrameObject *)object;
    if (self->frame == NULL)
        return object_retain(self->back == NULL ? NONE : (Object *)self->back);
    Frame *caller = self->frame->previous;
    if (caller == NULL || caller->code == NULL)
        return NONE;
    return object_retain_maybe(frame_object_borrow(rt, caller));
}

static Object *get_code(Runtime *rt, Object *object)
{
    (void)rt;
    Code *code = frame_object_code_borrow((FrameObject *)object);
    return code == NULL ? NONE : object_retain(code);
}

static Object *get_globals(Runtime *rt, Object *object)
{
    Function *function = function_of((FrameObject *)object);
    return function == NULL ? (Object *)dict_new(rt) : object_retain(function->globals);
}

static Object *get_builtins(Runtime *rt, Object *object)
{
    Function *function = function_of((FrameObject *)object);
    return function == NULL ? (Object *)dict_new(rt) : object_retain(function->builtins);
}

static Object *get_locals(Runtime *rt, Object *object)
{
    return object_retain_maybe(frame_object_locals_borrow(rt, (FrameObject *)object));
}

static Object *get_line(Runtime *rt, Object *object)
{
    int line = frame_object_line((FrameObject *)object);
    return line <= 0 ? NONE : (Object *)int_from_int64(rt, line);
}

static Object *get_last_instruction(Runtime *rt, Object *object)
{
    FrameObject *self = (FrameObject *)object;
    size_t number = self->frame != NULL ? frame_instruction(self->frame) : self->instruction;
    return (Object *)int_from_size(rt, (ssize_t)(number * sizeof(Instruction)));
}

static Object *get_trace(Runtime *rt, Object *object)
{
    (void)rt;
    FrameObject *self = (FrameObject *)object;
    return object_retain(self->trace == NULL ? NONE : self->trace);
}

static int set_trace(Runtime *rt, Object *object, Object *value)
{
    (void)rt;
    FrameObject *self = (FrameObject *)object;
    object_replace_steal(&self->trace, value == NULL || value == NONE ? NULL : object_retain(value));
    return 0;
}

static Object *frame_clear_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    FrameObject *self = (FrameObject *)object;
    Frame *frame = self->frame;
    if (frame == NULL) {
        drop_slots(rt, self);
        if (self->code != NULL && (self->code->flags & CODE_OPTIMIZED) != 0)
            object_clear_slot(&self->locals);
        return NONE;
    }
    if ((frame->flags & FRAME_GENERATOR) == 0)
        return error_set(rt, &runtime_error_type, "cannot clear an executing frame");
    owned Generator *generator = object_retain((char *)frame - offsetof(Generator, frame));
    if (generator->state == GENERATOR_RUNNING)
        return error_set(rt, &runtime_error_type, "cannot clear an executing frame");
    if (generator_close(rt, generator) < 0)
        error_unraisable(rt, "Exception ignored in", (Object *)generator);
    return NONE;
}

static Object *frame_size_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    FrameObject *self = (FrameObject *)object;
    Code *code = frame_object_code_borrow(self);
    size_t slots = code == NULL ? 0 : code->slot_count;
    return (Object *)int_from_size(rt, (ssize_t)(sizeof(FrameObject) + slots * sizeof(Object *)));
}

const Type frame_type = {
    TYPE_IDENTITY(frame),
    .name = "frame", .base = &object_type, .size = sizeof(FrameObject),
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .init = object_init, .free = frame_free, .visit = frame_visit, .clear = frame_clear,
    .repr = frame_repr, INHERIT_ATTRIBUTES, INHERIT_COMPARISON,
    .methods = (const MethodSpec[]){
        {"clear", frame_clear_method, 0, 0, .doc = "F.clear(): clear most references held by the frame"},
        {"__sizeof__", frame_size_method, 0, 0, .doc = "F.__sizeof__() -> size of F in memory, in bytes"},
        {0},
    },
    .members = (const MemberSpec[]){
        {"f_trace_lines", MEMBER_BOOL, offsetof(FrameObject, trace_lines), true, NULL},
        {"f_trace_opcodes", MEMBER_BOOL, offsetof(FrameObject, trace_opcodes), true, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"f_back", get_back, NULL, NULL},
        {"f_builtins", get_builtins, NULL, NULL},
        {"f_code", get_code, NULL, NULL},
        {"f_globals", get_globals, NULL, NULL},
        {"f_lasti", get_last_instruction, NULL, NULL},
        {"f_lineno", get_line, NULL, NULL},
        {"f_locals", get_locals, NULL, NULL},
        {"f_trace", get_trace, set_trace, NULL},
        {0},
    },
};
