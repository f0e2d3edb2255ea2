/* Exceptions: BaseException, and the many types that differ from their base in name only.
 *
 *    +------+--------------+------+-----------+---------+-------+----------+--------------+
 *    | head | word of dict | args | traceback | context | cause | suppress | fields ...   |
 *    +------+--------------+------+-----------+---------+-------+----------+--------------+
 *                                                                            by type: see exception.h
 *
 * MemoryErrors are never given back while the runtime's store of them is not full: those are the ones that
 * can be raised when there is no memory (object/error.c). */
#include "types/exception_parts.h"

#include <string.h>

#include "object/error.h"
#include "types/list.h"

/* ---- creation ---- */

static const Type *builtin_base(const Type *type)
{
    return type_has_flag(type, TYPE_IS_HEAP) ? ((const HeapType *)type)->builtin_base : type;
}

size_t exception_field_count(const Type *type)
{
    return (builtin_base(type)->size - sizeof(Exception)) / sizeof(Object *);
}

Exception *exception_allocate(Runtime *rt, const Type *type, Tuple *args)
{
    size_t base_size = builtin_base(type)->size;
    Exception *self = object_new_any(rt, type, base_size);
    if (self == NULL)
        return NULL;
    memset((char *)self + sizeof(Object), 0, base_size - sizeof(Object));
    self->args = object_retain(args);
    object_track_any(rt, self);
    return self;
}

Object *exception_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)names; /* __init__ judges them */
    owned Tuple *tuple = tuple_from_array(rt, args, n);
    return tuple == NULL ? NULL : (Object *)exception_allocate(rt, type, tuple);
}

const char *type_last_name(const Type *type)
{
    const char *dot = strrchr(type->name, '.');
    return dot == NULL ? type->name : dot + 1;
}

int exception_refuse_keywords(Runtime *rt, const Type *type, Tuple *names)
{
    if (names == NULL || names->length == 0)
        return 0;
    return error_fail(rt, &type_error_type, "%.200s() takes no keyword arguments", type->name);
}

int exception_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (exception_refuse_keywords(rt, self->type, names) < 0)
        return -1;
    Tuple *tuple = tuple_from_array(rt, args, n);
    if (tuple == NULL)
        return -1;
    object_replace_steal(&((Exception *)self)->args, tuple);
    return 0;
}

void exception_set_field(Exception *self, size_t field, Object *value)
{
    object_replace_steal(&self->fields[field], object_retain_maybe(value));
}

/* ---- end ---- */

void exception_clear(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    attributes_clear(rt, object);
    object_clear_slot(&self->args);
    object_clear_slot(&self->traceback);
    object_clear_slot(&self->cause);
    object_clear_slot(&self->context);
    size_t count = exception_field_count(object->type);
    for (size_t i = 0; i < count; i++)
        object_clear_slot(&self->fields[i]);
}

void exception_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    exception_clear(rt, self);
    object_dispose_any(rt, self, builtin_base(self->type)->size);
}

static void memory_error_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    exception_clear(rt, self);
    if (object_has_type(self, &memory_error_type) && !rt->closing)
        for (size_t i = 0; i < sizeof rt->spare_memory_errors / sizeof *rt->spare_memory_errors - 1; i++)
            if (rt->spare_memory_errors[i] == NULL) {
                rt->spare_memory_errors[i] = self;
                return;
            }
    object_dispose_any(rt, self, memory_error_type.size);
}

int exception_visit(Object *object, Visitor visit, void *context)
{
    Exception *self = (Exception *)object;
    int stopped = attributes_visit(object, visit, context);
    if (stopped != 0)
        return stopped;
    GC_VISIT(self->args);
    GC_VISIT(self->traceback);
    GC_VISIT(self->cause);
    GC_VISIT(self->context);
    size_t count = exception_field_count(object->type);
    for (size_t i = 0; i < count; i++)
        GC_VISIT(self->fields[i]);
    return 0;
}

/* ---- text ---- */

/* args as they are now: a program may set and clear them. */
static Tuple *exception_args(const Exception *self)
{
    return self->args != NULL ? self->args : EMPTY_TUPLE;
}

Object *exception_repr(Runtime *rt, Object *object)
{
    owned Tuple *args = object_retain(exception_args((Exception *)object));
    const char *name = type_last_name(object->type);
    if (args->length == 1)
        return (Object *)str_format(rt, "%s(%R)", name, args->items[0]);
    return (Object *)str_format(rt, "%s%R", name, args);
}

Object *exception_str(Runtime *rt, Object *object)
{
    owned Tuple *args = object_retain(exception_args((Exception *)object));
    switch (args->length) {
    case 0: return (Object *)EMPTY_STR;
    case 1: return object_str(rt, args->items[0]);
    default: return object_str(rt, (Object *)args);
    }
}

static Object *key_error_str(Runtime *rt, Object *object)
{
    /* A key shows its quotes: KeyError('') says more than an empty line. */
    owned Tuple *args = object_retain(exception_args((Exception *)object));
    return args->length == 1 ? object_repr(rt, args->items[0]) : exception_str(rt, object);
}

/* ---- methods ---- */

Dict *exception_dict_borrow(const Exception *self)
{
    return attribute_dict((const Object *)self);
}

static Object *exception_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    Exception *self = (Exception *)object;
    Object *type = type_as_object(object->type);
    Dict *dict = exception_dict_borrow(self);
    if (dict != NULL && dict_length(dict) != 0)
        return (Object *)tuple_pack(rt, 3, type, exception_args(self), dict);
    return (Object *)tuple_pack(rt, 2, type, exception_args(self));
}

static Object *exception_set_state(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (args[0] == NONE)
        return NONE;
    if (!dict_check(args[0]))
        return error_set(rt, &type_error_type, "state is not a dictionary");
    owned Dict *state = dict_copy(rt, (Dict *)args[0]); /* setting runs code that may change it */
    if (state == NULL)
        return NULL;
    size_t position = 0;
    Object *key, *value;
    while (dict_next(state, &position, &key, &value)) {
        if (!str_check(key))
            return error_set(rt, &type_error_type, "attribute name must be string, not '%.200T'", key);
        if (object_set_attribute(rt, self, (Str *)key, value) < 0)
            return NULL;
    }
    return NONE;
}

static int exception_set_traceback(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL)
        return error_fail(rt, &type_error_type, "__traceback__ may not be deleted");
    if (value != NONE && !object_has_type(value, &traceback_type))
        return error_fail(rt, &type_error_type, "__traceback__ must be a traceback or None");
    object_replace_steal(&((Exception *)self)->traceback,
                         value == NONE ? NULL : object_retain(value));
    return 0;
}

static Object *exception_with_traceback(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return exception_set_traceback(rt, self, args[0]) < 0 ? NULL : object_retain(self);
}

static Object *exception_add_note(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "note must be a str, not '%T'", args[0]);
    owned Object *notes = NULL;
    int found = object_find_attribute(rt, self, NAME(__notes__), &notes);
    if (found < 0)
        return NULL;
    if (found == 0) {
        notes = (Object *)list_new(rt, 1);
        if (notes == NULL || object_set_attribute(rt, self, NAME(__notes__), notes) < 0)
            return NULL;
    }
    else if (!list_check(notes))
        return error_set(rt, &type_error_type, "Cannot add note: __notes__ is not a list");
    return list_append(rt, (List *)notes, args[0]) < 0 ? NULL : NONE;
}

/* ---- attributes ---- */

static Object *exception_get_args(Runtime *rt, Object *self)
{
    (void)rt;
    return object_retain(exception_args((Exception *)self));
}

static int exception_set_args(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL)
        return error_fail(rt, &type_error_type, "args may not be deleted");
    Tuple *args = sequence_tuple(rt, value);
    if (args == NULL)
        return -1;
    object_replace_steal(&((Exception *)self)->args, args);
    return 0;
}

static Object *object_or_none(Object *object)
{
    return object_retain(object != NULL ? object : NONE);
}

static Object *exception_get_traceback(Runtime *rt, Object *self)
{
    (void)rt;
    return object_or_none(((Exception *)self)->traceback);
}

static Object *exception_get_context(Runtime *rt, Object *self)
{
    (void)rt;
    return object_or_none(((Exception *)self)->context);
}

static int exception_set_context(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL)
        return error_fail(rt, &type_error_type, "__context__ may not be deleted");
    if (value != NONE && !exception_check(value))
        return error_fail(rt, &type_error_type,
                          "exception context must be None or derive from BaseException");
    object_replace_steal(&((Exception *)self)->context, value == NONE ? NULL : object_retain(value));
    return 0;
}

static Object *exception_get_cause(Runtime *rt, Object *self)
{
    (void)rt;
    return object_or_none(((Exception *)self)->cause);
}

static int exception_set_cause(Runtime *rt, Object *object, Object *value)
{
    Exception *self = (Exception *)object;
    if (value == NULL)
        return error_fail(rt, &type_error_type, "__cause__ may not be deleted");
    if (value != NONE && !exception_check(value))
        return error_fail(rt, &type_error_type,
                          "exception cause must be None or derive from BaseException");
    self->suppress_context = true;
    object_replace_steal(&self->cause, value == NONE ? NULL : object_retain(value));
    return 0;
}

static Object *exception_get_dict(Runtime *rt, Object *self)
{
    return object_retain_maybe(attributes_materialize(rt, self));
}

static int exception_set_dict(Runtime *rt, Object *self, Object *value)
{
    if (value == NULL)
        return error_fail(rt, &type_error_type, "cannot delete __dict__");
    if (!dict_check(value))
        return error_fail(rt, &type_error_type, "__dict__ must be set to a dictionary, not a '%.200T'",
                          value);
    return attributes_replace_dict(rt, self, (Dict *)value);
}

/* ---- type records ---- */

const Type base_exception_type = {
    EXCEPTION_RECORD(base_exception, "BaseException", object, 0, "Common base class for all exceptions"),
    .create = exception_create,
    .init = exception_init,
    .free = exception_free,
    .str = exception_str,
    .methods = (const MethodSpec[]){
        {"__reduce__", exception_reduce, 0, 0, .doc = "Helper for pickle."},
        {"__setstate__", exception_set_state, 1, 1, .doc = "Helper for pickle."},
        {"with_traceback", exception_with_traceback, 1, 1,
         .doc = "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
        {"add_note", exception_add_note, 1, 1,
         .doc = "Exception.add_note(note) --\n    add a note to the exception"},
        {0},
    },
    .members = (const MemberSpec[]){
        {"__suppress_context__", MEMBER_BOOL, offsetof(Exception, suppress_context), true, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"__dict__", exception_get_dict, exception_set_dict, NULL},
        {"args", exception_get_args, exception_set_args, NULL},
        {"__traceback__", exception_get_traceback, exception_set_traceback, NULL},
        {"__context__", exception_get_context, exception_set_context, "exception context"},
        {"__cause__", exception_get_cause, exception_set_cause, "exception cause"},
        {0},
    },
};

const Type memory_error_type = {
    EXCEPTION_RECORD(memory_error, "MemoryError", exception, 0, "Out of memory."),
    .create = exception_create,
    .init = exception_init,
    .free = memory_error_free,
    .str = exception_str,
};

const Type key_error_type = {
    EXCEPTION_RECORD(key_error, "KeyError", lookup_error, 0, "Mapping key not found."),
    .create = exception_create,
    .init = exception_init,
    .free = exception_free,
    .str = key_error_str,
};

#define PLAIN_EXCEPTION(c_name, python_name, c_base, text)                                         \
    const Type c_name##_type = {                                                                   \
        EXCEPTION_RECORD(c_name, python_name, c_base, 0, text),                                    \
        .create = exception_create,                                                                \
        .init = exception_init,                                                                    \
        .free = exception_free,                                                                    \
        .str = exception_str,                                                                      \
    };

PLAIN_EXCEPTION(exception, "Exception", base_exception, "Common base class for all non-exit exceptions.")
PLAIN_EXCEPTION(type_error, "TypeError", exception, "Inappropriate argument type.")
PLAIN_EXCEPTION(stop_async_iteration, "StopAsyncIteration", exception,
                "Signal the end from iterator.__anext__().")
PLAIN_EXCEPTION(generator_exit, "GeneratorExit", base_exception, "Request that a generator exit.")
PLAIN_EXCEPTION(keyboard_interrupt, "KeyboardInterrupt", base_exception, "Program interrupted by user.")
PLAIN_EXCEPTION(eof_error, "EOFError", exception, "Read beyond end of file.")
PLAIN_EXCEPTION(runtime_error, "RuntimeError", exception, "Unspecified run-time error.")
PLAIN_EXCEPTION(recursion_error, "RecursionError", runtime_error, "Recursion limit exceeded.")
PLAIN_EXCEPTION(not_implemented_error, "NotImplementedError", runtime_error,
                "Method or function hasn't been implemented yet.")
PLAIN_EXCEPTION(assertion_error, "AssertionError", exception, "Assertion failed.")
PLAIN_EXCEPTION(arithmetic_error, "ArithmeticError", exception, "Base class for arithmetic errors.")
PLAIN_EXCEPTION(floating_point_error, "FloatingPointError", arithmetic_error,
                "Floating point operation failed.")
PLAIN_EXCEPTION(overflow_error, "OverflowError", arithmetic_error, "Result too large to be represented.")
PLAIN_EXCEPTION(zero_division_error, "ZeroDivisionError", arithmetic_error,
                "Second argument to a division or modulo operation was zero.")
PLAIN_EXCEPTION(lookup_error, "LookupError", exception, "Base class for lookup errors.")
PLAIN_EXCEPTION(index_error, "IndexError", lookup_error, "Sequence index out of range.")
PLAIN_EXCEPTION(value_error, "ValueError", exception, "Inappropriate argument value (of correct type).")
PLAIN_EXCEPTION(unicode_error, "UnicodeError", value_error, "Unicode related error.")
PLAIN_EXCEPTION(system_error, "SystemError", exception,
                "Internal error in the Python interpreter.\n\nPlease report this to the Python "
                "maintainer, along with the traceback,\nthe Python version, and the hardware/OS "
                "platform and version.")
PLAIN_EXCEPTION(reference_error, "ReferenceError", exception,
                "Weak ref proxy used after referent went away.")
PLAIN_EXCEPTION(buffer_error, "BufferError", exception, "Buffer error.")
PLAIN_EXCEPTION(warning, "Warning", exception, "Base class for warning categories.")
PLAIN_EXCEPTION(user_warning, "UserWarning", warning,
                "Base class for warnings generated by user code.")
PLAIN_EXCEPTION(deprecation_warning, "DeprecationWarning", warning,
                "Base class for warnings about deprecated features.")
PLAIN_EXCEPTION(pending_deprecation_warning, "PendingDeprecationWarning", warning,
                "Base class for warnings about features which will be deprecated\nin the future.")
PLAIN_EXCEPTION(syntax_warning, "SyntaxWarning", warning,
                "Base class for warnings about dubious syntax.")
PLAIN_EXCEPTION(runtime_warning, "RuntimeWarning", warning,
                "Base class for warnings about dubious runtime behavior.")
PLAIN_EXCEPTION(future_warning, "FutureWarning", warning,
                "Base class for warnings about constructs that will change semantically\nin the future.")
PLAIN_EXCEPTION(import_warning, "ImportWarning", warning,
                "Base class for warnings about probable mistakes in module imports")
PLAIN_EXCEPTION(unicode_warning, "UnicodeWarning", warning,
                "Base class for warnings about Unicode related problems, mostly\nrelated to "
                "conversion problems.")
PLAIN_EXCEPTION(bytes_warning, "BytesWarning", warning,
                "Base class for warnings about bytes and buffer related problems, mostly\nrelated to "
                "conversion from str or comparing to str.")
PLAIN_EXCEPTION(resource_warning, "ResourceWarning", warning,
                "Base class for warnings about resource usage.")
PLAIN_EXCEPTION(encoding_warning, "EncodingWarning", warning,
                "Base class for warnings about encodings.")
