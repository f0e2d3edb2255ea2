/* Raising, taking and comparing errors.
 *
 * The pending error is rt->error, always an instance. The exception being handled is rt->handled; raising
 * another while it is handled makes it the new one's __context__:
 *
 *    rt->error -> new -context-> handled -context-> ... -> NULL
 *
 * Memory errors are made in advance. rt->spare_memory_errors[0 .. SPARE_COUNT - 1] holds dead MemoryErrors (count 0)
 * ready to be raised; one that dies goes back there (types/exception.c), so one that somebody keeps is never
 * raised twice. When all are out, the last slot's is raised, which the runtime keeps for good. */
#include "object/error.h"

#include "object/console.h"
#include "object/free.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/exception_parts.h"
#include "types/list.h"

enum {
    MEMORY_ERROR_COUNT = sizeof((Runtime *)NULL)->spare_memory_errors / sizeof(Object *),
    SPARE_COUNT = MEMORY_ERROR_COUNT - 1, /* the last one is not handed out for good */
};

/* ---- the pending error ---- */

Object *error_take(Runtime *rt)
{
    Object *error = rt->error;
    rt->error = NULL;
    return error;
}

void error_restore_steal(Runtime *rt, Object *exception)
{
    object_replace_steal(&rt->error, exception);
}

void error_clear(Runtime *rt)
{
    object_clear_slot(&rt->error);
}

bool error_matches(Runtime *rt, const Type *type)
{
    return rt->error != NULL && object_is(rt->error, type);
}

bool error_clear_if(Runtime *rt, const Type *type)
{
    if (!error_matches(rt, type))
        return false;
    error_clear(rt);
    return true;
}

/* ---- chaining ---- */

/* Makes `context` the __context__ of `exception`; where `context` leads back to it, that link is cut. */
static void exception_chain(Exception *exception, Exception *context)
{
    if (exception == context)
        return;
    /* Brent would do as well: `slow` moves every second step and meets `step` in a cycle that was there. */
    Exception *step = context, *slow = context;
    for (bool moves = false; step->context != NULL; moves = !moves) {
        Exception *next = (Exception *)step->context;
        if (next == exception) {
            object_clear_slot(&step->context);
            break;
        }
        step = next;
        if (step == slow)
            break;
        if (moves)
            slow = (Exception *)slow->context;
    }
    object_replace_steal(&exception->context, object_retain(context));
}

void error_chain_context_steal(Runtime *rt, Object *exception)
{
    owned Object *context = exception;
    if (context == NULL || rt->error == NULL)
        return;
    Exception *error = (Exception *)rt->error;
    if (error->context == NULL)
        exception_chain(error, (Exception *)context);
}

/* Makes `exception` (handed over) pending, chained to the one being handled. */
static void *error_raise_steal(Runtime *rt, Object *exception)
{
    if (rt->handled != NULL && rt->handled != exception) {
        owned Object *keep = object_retain(rt->handled);
        exception_chain((Exception *)exception, (Exception *)keep);
    }
    error_restore_steal(rt, exception);
    return NULL;
}

void *error_set_exception(Runtime *rt, Object *exception)
{
    return error_raise_steal(rt, object_retain(exception));
}

/* ---- making and raising ---- */

/* type(value), or type() without; NULL with the error that came in between. */
static Object *exception_make(Runtime *rt, const Type *type, Object *value)
{
    size_t n = value != NULL;
    if (!type_has_flag(type, TYPE_IS_HEAP)) {
        owned Object *exception = type->create(rt, type, &value, n, NULL);
        if (exception == NULL || exception->type->init(rt, exception, &value, n, NULL) < 0)
            return NULL;
        return take(&exception);
    }
    owned Object *exception = object_call(rt, type_as_object(type), &value, n, NULL);
    if (exception == NULL)
        return NULL;
    if (!exception_check(exception))
        return error_set(rt, &type_error_type,
                         "calling %R should have returned an instance of BaseException, not %T",
                         type_as_object(type), exception);
    return take(&exception);
}

void *error_set_value(Runtime *rt, const Type *type, Object *value)
{
    /* What was pending is replaced; it dies when the new one stands, for `value` may be part of it. */
    owned Object *replaced = error_take(rt);
    Object *exception = exception_make(rt, type, value);
    return exception == NULL ? NULL : error_raise_steal(rt, exception);
}

void *error_set_v(Runtime *rt, const Type *type, const char *format, va_list arguments)
{
    owned Object *replaced = error_take(rt);
    owned Str *message = str_format_v(rt, format, arguments);
    return message == NULL ? NULL : error_set_value(rt, type, (Object *)message);
}

void *error_set(Runtime *rt, const Type *type, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_set_v(rt, type, format, arguments);
    va_end(arguments);
    return NULL;
}

int error_fail(Runtime *rt, const Type *type, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_set_v(rt, type, format, arguments);
    va_end(arguments);
    return -1;
}

void *error_bad_internal_call(Runtime *rt, const char *where)
{
    return error_set(rt, &system_error_type, "%s: bad argument to internal function", where);
}

/* ---- no memory ---- */

void *error_no_memory(Runtime *rt)
{
    heap_reserve_open(&rt->heap);

    Exception *error = NULL;
    for (size_t i = 0; i < SPARE_COUNT && error == NULL; i++) {
        error = (Exception *)rt->spare_memory_errors[i];
        rt->spare_memory_errors[i] = NULL;
    }
    if (error != NULL) {
        error->head.refcount = 1;
        error->head.flags = 0;
        gc_track(rt, error);
#ifdef OURO_CHECKED
        rt->reference_total++;
#endif
    }
    else {
        error = (Exception *)rt->spare_memory_errors[SPARE_COUNT];
        if (error == NULL) /* the runtime is being opened or closed: its caller sees NULL and gives up */
            return NULL;
        if (error->head.refcount == 1) {
            /* Nobody has it any more: what it remembers goes. No code may run now. */
            object_release_later(rt, take(&error->traceback));
            object_release_later(rt, take(&error->context));
            object_release_later(rt, take(&error->cause));
            error->suppress_context = false;
        }
        object_retain(error);
    }
    if (error->args == NULL)
        error->args = EMPTY_TUPLE;

    if (rt->error == (Object *)error) {
        object_release(error);
        return NULL;
    }
    Object *replaced = take(&rt->error);
    if (error->context == NULL && rt->handled != NULL)
        exception_chain(error, (Exception *)rt->handled);
    rt->error = (Object *)error;
    object_release_later(rt, replaced);
    return NULL;
}

/* ---- matching ---- */

static bool is_exception_class(const Object *object)
{
    return type_check(object) && type_is_subtype((const Type *)object, &base_exception_type);
}

int exception_matches(Runtime *rt, Object *exception, Object *type_or_tuple)
{
    Object *const *types = &type_or_tuple;
    size_t count = 1;
    if (tuple_check(type_or_tuple)) {
        types = ((Tuple *)type_or_tuple)->items;
        count = ((Tuple *)type_or_tuple)->length;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_exception_class(types[i]))
            return error_fail(rt, &type_error_type,
                              "catching classes that do not inherit from BaseException is not allowed");
    for (size_t i = 0; i < count; i++)
        if (type_is_subtype(exception->type, (const Type *)types[i]))
            return 1;
    return 0;
}
