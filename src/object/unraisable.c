/* Errors that nobody can catch: of finalizers, weak callbacks, the collector's callbacks, atexit.
 *
 * The program's sys.unraisablehook gets them; without one they are printed to sys.stderr. Every step may fail for
 * want of memory, and then there is a plainer step: in the end one line is put together on the C stack. */
#include <stdio.h>
#include <string.h>

#include "object/console.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "object/unraisable.h"
#include "types/exception_parts.h"
#include "types/struct_sequence.h"

static void *none_if_null(void *object)
{
    return object != NULL ? object : NONE;
}

static void console_error_str(Runtime *rt, Str *text)
{
    size_t length;
    owned Object *holder = NULL;
    const char *bytes = str_utf8(rt, text, &length, &holder);
    if (bytes == NULL) {
        error_clear(rt);
        return;
    }
    console_error_bytes(rt, bytes, length);
}

/* The text of the report; NULL with an error set. */
static Str *unraisable_text(Runtime *rt, Object *exception, Object *message, Object *object)
{
    StrBuilder builder;
    str_builder_open(&builder, rt);
    if (message != NONE) {
        owned Object *text = object_str(rt, message);
        if (text == NULL)
            goto failed;
        str_builder_add(&builder, (Str *)text);
    }
    if (object != NONE) {
        str_builder_add_c(&builder, message != NONE ? ": " : "Exception ignored in: ");
        owned Object *text = object_repr(rt, object);
        if (text == NULL) {
            if (error_clear_if(rt, &memory_error_type))
                console_error(rt, "ouro: no memory for the whole report\n");
            error_clear(rt);
            str_builder_add_c(&builder, "<object repr() failed>");
        }
        else
            str_builder_add(&builder, (Str *)text);
    }
    if (message != NONE || object != NONE)
        str_builder_add_c(&builder, message != NONE && object == NONE ? ":\n" : "\n");
    if (exception != NONE) {
        owned Str *text = exception_render_alone(rt, exception);
        if (text == NULL)
            goto failed;
        str_builder_add(&builder, text);
    }
    return str_builder_finish(&builder);

failed:
    str_builder_close(&builder);
    return NULL;
}

bool stderr_is_there(Runtime *rt)
{
    if (rt->sys_dict == NULL)
        return !rt->finished;
    return dict_get_str_borrow(rt, rt->sys_dict, NAME(stderr)) != NONE;
}

void unraisable_print(Runtime *rt, Object *exception, Object *message, Object *object)
{
    if (!stderr_is_there(rt))
        return;
    owned Str *text = unraisable_text(rt, exception, message, object);
    if (text != NULL) {
        console_error_str(rt, text);
        return;
    }
    error_clear(rt);
    console_error(rt, "Exception ignored in: <%.100s object at %p>\n%.100s\n",
                  object->type->name, (void *)object,
                  exception == NONE ? "" : type_last_name(exception->type));
}

/* The argument of the hook. */
static const Type unraisable_hook_arguments_type = {
    TYPE_IDENTITY(unraisable_hook_arguments),
    .name = "UnraisableHookArgs",
    .doc = "Type used to pass arguments to sys.unraisablehook.",
    STRUCT_SEQUENCE_SLOTS,
    .init = object_init,
    .str = object_default_str,
    .members = (const MemberSpec[]){
        STRUCT_FIELD(0, "exc_type"),
        STRUCT_FIELD(1, "exc_value"),
        STRUCT_FIELD(2, "exc_traceback"),
        STRUCT_FIELD(3, "err_msg"),
        STRUCT_FIELD(4, "object"),
        {0},
    },
};

static Object *hook_arguments(Runtime *rt, Object *exception, const char *message, Object *object)
{
    Object *text = message == NULL ? NONE : (Object *)str_from_c(rt, message);
    Object *items[5] = {
        type_as_object(exception->type), exception,
        none_if_null(((Exception *)exception)->traceback), text, none_if_null(object),
    };
    for (size_t i = 0; i < 5; i++)
        if (i != 3)
            object_retain(items[i]);
    return struct_sequence_new_steal(rt, &unraisable_hook_arguments_type, items, 5);
}

static bool is_default_hook(Runtime *rt, const Object *hook)
{
    const Object *original = dict_get_str_borrow(rt, rt->sys_dict, NAME(__unraisablehook__));
    return original != NULL && object_has_type(original, &builtin_type) &&
           object_has_type(hook, &builtin_type) &&
           ((const Builtin *)original)->spec->function == ((const Builtin *)hook)->spec->function;
}

/* True when the program has set a hook of its own and it has run. */
static bool hook_run(Runtime *rt, Object *exception, const char *message, Object *object)
{
    if (rt->sys_dict == NULL)
        return false;
    owned Object *hook = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(unraisablehook)));
    if (hook == NULL || hook == NONE || is_default_hook(rt, hook))
        return false;
    owned Object *arguments = hook_arguments(rt, exception, message, object);
    owned Object *result = arguments == NULL ? NULL : object_call_one(rt, hook, arguments);
    if (result != NULL)
        return true;

    /* The hook itself failed: its error is what is told. */
    owned Object *error = error_take(rt);
    owned Str *text = str_from_c(rt, "Exception ignored in sys.unraisablehook");
    error_clear(rt);
    if (error != NULL)
        unraisable_print(rt, error, none_if_null(text), hook);
    return true;
}

void error_unraisable(Runtime *rt, const char *message, Object *object)
{
    owned Object *error = error_take(rt);
    if (error == NULL)
        return;
    owned Object *keep = object_retain_maybe(object);
    /* The plain message is what the hook's default says by itself. */
    if (message != NULL && strcmp(message, "Exception ignored in") == 0)
        message = NULL;
    if (hook_run(rt, error, message, object))
        return;
    owned Str *text = message == NULL ? NULL : str_from_c(rt, message);
    error_clear(rt);
    unraisable_print(rt, error, none_if_null(text), none_if_null(object));
    error_clear(rt);
}
