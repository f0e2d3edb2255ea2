/* Writing to sys.stderr from C, with a way out when that fails. */
#include "object/console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "object/error.h"
#include "object/names.h"
#include "object/options.h"
#include "object/protocol.h"
#include "types/dict.h"

/* Past the program: the host's function, or the process's own standard error. */
static void write_outside(Runtime *rt, const char *text, size_t length)
{
    if (rt->options != NULL && rt->options->write_error != NULL) {
        rt->options->write_error(rt->options->write_context, text, length);
        return;
    }
    while (length > 0) {
        ssize_t written = write(STDERR_FILENO, text, length);
        if (written <= 0)
            return;
        text += written;
        length -= (size_t)written;
    }
}

static bool write_to_program(Runtime *rt, const char *text, size_t length)
{
    if (rt->sys_dict == NULL)
        return false;
    owned Object *stream = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(stderr)));
    if (stream == NULL || stream == NONE)
        return false;
    owned Str *str = str_from_utf8_surrogates(rt, text, length);
    if (str == NULL)
        return false;
    Object *arguments[2] = {stream, (Object *)str};
    owned Object *result = object_call_method(rt, NAME(write), arguments, 2, NULL);
    return result != NULL;
}

void console_error_bytes(Runtime *rt, const char *text, size_t length)
{
    Object *pending = error_take(rt);
    if (!write_to_program(rt, text, length)) {
        error_clear(rt);
        write_outside(rt, text, length);
    }
    error_restore_steal(rt, pending);
}

void console_error(Runtime *rt, const char *format, ...)
{
    char text[1000];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        console_error_bytes(rt, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}
