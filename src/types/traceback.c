/* traceback objects: the chain of frames that an exception passed through, outermost first.
 *
 *    exception.traceback -> Traceback -> Traceback -> ...     the newest entry is put in front
 *                              |             |
 *                              v             v
 *                            frame         frame
 *
 * An entry takes memory while an exception is on its way, which may be a MemoryError: an entry that cannot be had is
 * left out and counted. */
#include "types/container.h"
#include "types/frame.h"
#include "types/list.h"

enum { LINE_UNKNOWN = -1 };

static Traceback *traceback_make(Runtime *rt, Traceback *next, FrameObject *frame, uint32_t instruction, int line)
{
    Traceback *self = gc_new(rt, &traceback_type);
    if (self == NULL)
        return NULL;
    self->next = object_retain_maybe(next);
    self->frame = object_retain(frame);
    self->instruction = instruction;
    self->line = line;
    gc_track(rt, self);
    return self;
}

Object *traceback_new(Runtime *rt, Object *next, FrameObject *frame, uint32_t instruction, int line)
{
    return (Object *)traceback_make(rt, (Traceback *)next, frame, instruction, line);
}

void traceback_add(Runtime *rt, Frame *frame)
{
    Exception *pending = (Exception *)error_take(rt); /* a MemoryError of this attempt would replace it */
    size_t number = frame_instruction(frame);
    FrameObject *object = frame_object_borrow(rt, frame);
    Traceback *self = object == NULL ? NULL
                                     : traceback_make(rt, (Traceback *)pending->traceback, object, (uint32_t)number,
                                                      LINE_UNKNOWN);
    if (self == NULL)
        rt->lost_tracebacks++;
    else
        object_replace_steal(&pending->traceback, self);
    error_restore_steal(rt, (Object *)pending);
}

int traceback_line(const Traceback *self)
{
    if (self->line != LINE_UNKNOWN)
        return self->line;
    const Code *code = self->frame == NULL ? NULL : frame_object_code_borrow((FrameObject *)self->frame);
    return code == NULL ? 0 : code_position(code, self->instruction).line;
}

/* ---- life ----------------------------------------------------------------------------------- */

static int traceback_visit(Object *object, Visitor visit, void *context)
{
    Traceback *self = (Traceback *)object;
    GC_VISIT(self->next);
    GC_VISIT(self->frame);
    return 0;
}

static void traceback_clear(Runtime *rt, Object *object)
{
    (void)rt;
    Traceback *self = (Traceback *)object;
    object_clear_slot(&self->next);
    object_clear_slot(&self->frame);
}

static void traceback_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    traceback_clear(rt, object);
    gc_dispose(rt, object);
}

/* ---- protocol ------------------------------------------------------------------------------- */

static Object *traceback_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    Object *bound[4];
    if (arguments_bind(rt, "traceback", "tb_next, tb_frame, tb_lasti, tb_lineno", args, n, names, bound, 4) < 0)
        return NULL;
    if (bound[0] != NONE && !object_has_type(bound[0], &traceback_type))
        return error_set(rt, &type_error_type, "expected traceback object or None, got '%T'", bound[0]);
    if (!object_has_type(bound[1], &frame_type))
        return error_set(rt, &type_error_type, "traceback() argument 'tb_frame' must be frame, not %T", bound[1]);
    int64_t last, line;
    if (number_as_int64(rt, bound[2], &last) < 0 || number_as_int64(rt, bound[3], &line) < 0)
        return NULL;
    Traceback *next = bound[0] == NONE ? NULL : (Traceback *)bound[0];
    return (Object *)traceback_make(rt, next, (FrameObject *)bound[1], (uint32_t)(last / (int64_t)sizeof(Instruction)),
                                    (int)line);
}

static Object *get_next(Runtime *rt, Object *object)
{
    (void)rt;
    Traceback *self = (Traceback *)object;
    return object_retain(self->next == NULL ? NONE : (Object *)self->next);
}

static int set_next(Runtime *rt, Object *object, Object *value)
{
    Traceback *self = (Traceback *)object;
    if (value == NULL)
        return error_fail(rt, &type_error_type, "can't delete tb_next attribute");
    if (value != NONE && !object_has_type(value, &traceback_type))
        return error_fail(rt, &type_error_type, "expected traceback object, got '%T'", value);
    Traceback *next = value == NONE ? NULL : (Traceback *)value;
    for (Traceback *entry = next; entry != NULL; entry = entry->next)
        if (entry == self)
            return error_fail(rt, &value_error_type, "traceback loop detected");
    object_replace_steal(&self->next, object_retain_maybe(next));
    return 0;
}

static Object *get_frame(Runtime *rt, Object *object)
{
    (void)rt;
    Traceback *self = (Traceback *)object;
    return object_retain(self->frame == NULL ? NONE : self->frame);
}

static Object *get_last_instruction(Runtime *rt, Object *object)
{
    return (Object *)int_from_size(rt, (ssize_t)(((Traceback *)object)->instruction * sizeof(Instruction)));
}

static Object *get_line(Runtime *rt, Object *object)
{
    return (Object *)int_from_int64(rt, traceback_line((Traceback *)object));
}

static Object *traceback_dir_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)object, (void)args, (void)n;
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    owned List *list = list_new(rt, 4);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < 4; i++) {
        Str *name = str_intern_c(rt, names[i]);
        if (name == NULL || list_append_steal(rt, list, (Object *)name) < 0)
            return NULL;
    }
    return (Object *)take(&list);
}

const Type traceback_type = {
    TYPE_IDENTITY(traceback),
    .name = "traceback", .base = &object_type, .size = sizeof(Traceback), .doc = "Create a new traceback object.",
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .create = traceback_create, .init = object_init,
    .free = traceback_free, .visit = traceback_visit, .clear = traceback_clear,
    .repr = object_default_repr, INHERIT_ATTRIBUTES, INHERIT_COMPARISON,
    .methods = (const MethodSpec[]){
        {"__dir__", traceback_dir_method, 0, 0, .doc = NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"tb_frame", get_frame, NULL, NULL},
        {"tb_lasti", get_last_instruction, NULL, NULL},
        {"tb_lineno", get_line, NULL, NULL},
        {"tb_next", get_next, set_next, NULL},
        {0},
    },
};
