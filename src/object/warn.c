/* Warnings.
 *
 * When the program has imported the module warnings, that decides. Without it the filters are those that
 * python3.11 starts with: what is deprecated shows only in __main__, and of each place only the first
 * warning of a kind. -W and its like, as far as they name an action and a category. */
#include <stdarg.h>
#include <string.h>

#include "object/console.h"
#include "object/error.h"
#include "object/names.h"
#include "object/options.h"
#include "object/protocol.h"
#include "types/exception_parts.h"
#include "types/int.h"
#include "vm/machine.h"

typedef enum Action { ACTION_DEFAULT, ACTION_IGNORE, ACTION_ALWAYS, ACTION_ERROR } Action;

static bool category_is_named(const Type *category, const char *name, size_t length)
{
    for (; category != NULL; category = category->base)
        if (strlen(category->name) == length && memcmp(category->name, name, length) == 0)
            return true;
    return false;
}

/* "action" or "action::category"; the last that fits decides. False when none does. */
static bool action_from_options(Runtime *rt, const Type *category, Action *action)
{
    bool found = false;
    size_t count = rt->options == NULL ? 0 : rt->options->warning_count;
    for (size_t i = 0; i < count; i++) {
        static const struct {
            const char *name;
            Action action;
        } actions[] = {
            {"error", ACTION_ERROR}, {"ignore", ACTION_IGNORE}, {"always", ACTION_ALWAYS},
            {"default", ACTION_DEFAULT}, {"module", ACTION_DEFAULT}, {"once", ACTION_DEFAULT},
        };
        const char *text = rt->options->warnings[i];
        size_t length = strcspn(text, ":");
        if (text[length] == ':') {
            const char *rest = text + length + 1;
            if (*rest != ':') /* a message: not known here */
                continue;
            rest++;
            size_t name_length = strcspn(rest, ":");
            if (rest[name_length] != '\0' || (name_length != 0 && !category_is_named(category, rest, name_length)))
                continue;
        }
        for (size_t k = 0; length != 0 && k < sizeof actions / sizeof *actions; k++)
            if (strncmp(actions[k].name, text, length) == 0) {
                *action = actions[k].action;
                found = true;
                break;
            }
    }
    return found;
}

static Action action_at_start(Runtime *rt, const Type *category)
{
    Dict *globals = machine_globals(rt);
    Object *module = globals == NULL ? NULL : dict_get_str_borrow(rt, globals, NAME(__name__));
    bool in_main = module == NULL || (str_check(module) && str_equal((Str *)module, NAME(__main__)));
    if (type_is_subtype(category, &deprecation_warning_type))
        return in_main ? ACTION_DEFAULT : ACTION_IGNORE;
    if (type_is_subtype(category, &pending_deprecation_warning_type) ||
        type_is_subtype(category, &import_warning_type) || type_is_subtype(category, &resource_warning_type))
        return ACTION_IGNORE;
    return ACTION_DEFAULT;
}

/* Whether (text, category, line) was told before in this module; remembers it. */
static int warned_before(Runtime *rt, Str *text, const Type *category, int line)
{
    Dict *globals = machine_globals(rt);
    if (globals == NULL)
        return 0;
    owned Object *registry = object_retain_maybe(dict_get_str_borrow(rt, globals, NAME(__warningregistry__)));
    if (registry == NULL || !dict_check(registry)) {
        object_replace_steal(&registry, dict_new(rt));
        if (registry == NULL || dict_set(rt, globals, (Object *)NAME(__warningregistry__), registry) < 0)
            return -1;
    }
    owned Int *number = int_from_int64(rt, line);
    owned Tuple *key = number == NULL ? NULL : tuple_pack(rt, 3, text, type_as_object(category), number);
    if (key == NULL)
        return -1;
    if (dict_get_borrow(rt, (Dict *)registry, (Object *)key) != NULL)
        return 1;
    if (error_pending(rt))
        return -1;
    return dict_set(rt, (Dict *)registry, (Object *)key, TRUE);
}

static void warning_print(Runtime *rt, Str *text, const Type *category, int line)
{
    Frame *frame = machine_frame(rt, 0);
    owned Str *place = frame == NULL ? str_from_c(rt, "sys") : object_retain(frame->code->filename);
    owned Str *shown = place == NULL ? NULL
                                     : str_format(rt, "%U:%d: %s: %U\n", place, line,
                                                  type_last_name(category), text);
    size_t length;
    owned Object *holder = NULL;
    const char *bytes = shown == NULL ? NULL : str_utf8(rt, shown, &length, &holder);
    if (bytes != NULL)
        console_error_bytes(rt, bytes, length);
    error_clear(rt);
    if (frame == NULL)
        return;
    owned Str *source = source_line_text(rt, frame->code->filename, line);
    owned Str *indented = source == NULL ? NULL : str_format(rt, "  %U\n", source);
    owned Object *source_holder = NULL;
    bytes = indented == NULL ? NULL : str_utf8(rt, indented, &length, &source_holder);
    if (bytes != NULL)
        console_error_bytes(rt, bytes, length);
    error_clear(rt);
}

/* warnings.warn(text, category), where the program has that module. 1 when it has. */
static int warn_through_module(Runtime *rt, Str *text, const Type *category)
{
    Object *module = rt->modules == NULL ? NULL : dict_get_str_borrow(rt, rt->modules, NAME(warnings));
    if (module == NULL || module == NONE)
        return 0;
    owned Object *keep = object_retain(module);
    owned Object *function = NULL;
    int found = object_find_attribute(rt, keep, NAME(warn), &function);
    if (found <= 0)
        return found;
    Object *args[2] = {(Object *)text, type_as_object(category)};
    owned Object *result = object_call(rt, function, args, 2, NULL);
    return result == NULL ? -1 : 1;
}

int error_warn(Runtime *rt, const Type *category, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    owned Str *text = str_format_v(rt, format, arguments);
    va_end(arguments);
    if (text == NULL)
        return -1;
    int done = warn_through_module(rt, text, category);
    if (done != 0)
        return done < 0 ? -1 : 0;

    Action action;
    if (!action_from_options(rt, category, &action))
        action = action_at_start(rt, category);
    Frame *frame = machine_frame(rt, 0);
    int line = frame == NULL ? 1 : frame_line(frame);
    switch (action) {
    case ACTION_IGNORE:
        return 0;
    case ACTION_ERROR:
        error_set_value(rt, category, (Object *)text);
        return -1;
    case ACTION_DEFAULT: {
        int before = warned_before(rt, text, category, line);
        if (before != 0)
            return before < 0 ? -1 : 0;
        break;
    }
    case ACTION_ALWAYS:
        break;
    }
    warning_print(rt, text, category, line);
    return 0;
}
