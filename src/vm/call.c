/* Calls: arguments to parameters, and the ways from C into the loop.
 *
 * A call from Python to Python with just the right number of positional arguments never comes here: its arguments lie
 * where the parameters are wanted (machine.h). The other calls move their arguments aside first, to the free stack above the
 * callee's slots, and are then bound from there like a call from C, whose arguments lie in an array:
 *
 *    | slots of the callee ................ | arguments, keyword values |
 *      ^ parameters filled from there <-------'                         ^ thread->floor meanwhile */
#include "vm/call.h"

#include <string.h>

#include "vm/evaluate.h"

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/str.h"

/* ---- binding -------------------------------------------------------------------------------- */

/* The argument at `place`, owned by the caller of this; with `consume` it is taken from there. */
static inline Object *argument_get(Object **place, bool consume)
{
    Object *argument = *place;
    if (consume)
        *place = NULL;
    else
        object_retain(argument);
    return argument;
}

/* The index of the parameter `name`, from positional-only ones on, or -1: none; -2: an error is set. */
static ssize_t parameter_find(Runtime *rt, const Code *code, Object *name)
{
    size_t end = (size_t)code->argument_count + code->keyword_only_count;
    Object **names = code->local_names->items;
    for (size_t i = code->positional_only_count; i < end; i++)
        if (names[i] == name)
            return (ssize_t)i;
    if (str_check_exact(name) && str_is_interned((Str *)name))
        return -1; /* parameters' names are interned too */
    for (size_t i = code->positional_only_count; i < end; i++) {
        int equal = object_equal(rt, name, names[i]);
        if (equal != 0)
            return equal < 0 ? -2 : (ssize_t)i;
    }
    return -1;
}

static int bind_keyword(Runtime *rt, Function *function, Object **slots, Tuple *names, Object *name, Object **place,
                        bool consume, Dict *rest)
{
    if (!str_check(name))
        return error_fail(rt, &type_error_type, "%U() keywords must be strings", function->qualified_name);
    size_t named = (size_t)function->code->argument_count + function->code->keyword_only_count;
    ssize_t index = named == function->code->positional_only_count ? -1 : parameter_find(rt, function->code, name);
    if (index == -2)
        return -1;
    if (index >= 0) {
        if (slots[index] != NULL)
            return call_error_multiple(rt, function, name);
        slots[index] = argument_get(place, consume);
        return 0;
    }
    if (rest == NULL)
        return call_error_unexpected(rt, function, names, name);
    if (dict_set(rt, rest, name, *place) < 0)
        return -1;
    if (consume)
        object_clear_slot(place);
    return 0;
}

/* Fills the missing ones of the positional parameters from the defaults. */
static int bind_defaults(Runtime *rt, Function *function, Object **slots, size_t given)
{
    size_t count = function->code->argument_count;
    if (given >= count)
        return 0;
    Tuple *defaults = function->defaults;
    size_t default_count = defaults == NULL ? 0 : defaults->length;
    size_t required = default_count < count ? count - default_count : 0;
    for (size_t i = given; i < required; i++)
        if (slots[i] == NULL)
            return call_error_missing(rt, function, slots, 0, required, "positional");
    size_t surplus = default_count > count ? default_count - count : 0;
    for (size_t i = given > required ? given : required; i < count; i++)
        if (slots[i] == NULL)
            slots[i] = object_retain(defaults->items[surplus + i - required]);
    return 0;
}

static int bind_keyword_only(Runtime *rt, Function *function, Object **slots)
{
    Code *code = function->code;
    size_t start = code->argument_count, end = start + code->keyword_only_count;
    bool missing = false;
    for (size_t i = start; i < end; i++) {
        if (slots[i] != NULL)
            continue;
        if (function->keyword_defaults != NULL) {
            Object *value = dict_get_borrow(rt, function->keyword_defaults, code->local_names->items[i]);
            if (value != NULL) {
                slots[i] = object_retain(value);
                continue;
            }
            if (error_pending(rt))
                return -1;
        }
        missing = true;
    }
    return missing ? call_error_missing(rt, function, slots, start, end, "keyword-only") : 0;
}

/* The dict for **kwargs, when there is one. */
static int bind_rest(Runtime *rt, Function *function, Object **slots, size_t keyword_count, Dict **rest)
{
    Code *code = function->code;
    if ((code->flags & CODE_VARKEYWORDS) == 0)
        return 0;
    *rest = keyword_count == 0 ? dict_new(rt) : dict_new_presized(rt, keyword_count);
    if (*rest == NULL)
        return -1;
    size_t next = (size_t)code->argument_count + code->keyword_only_count;
    slots[next + ((code->flags & CODE_VARARGS) != 0)] = (Object *)*rest;
    return 0;
}

/* Positional arguments, those too many into *args. */
static int bind_positional(Runtime *rt, Function *function, Object **slots, Object **source, size_t n, bool consume)
{
    Code *code = function->code;
    size_t count = code->argument_count;
    size_t positional = n < count ? n : count;
    for (size_t i = 0; i < positional; i++)
        slots[i] = argument_get(&source[i], consume);
    if ((code->flags & CODE_VARARGS) != 0) {
        Tuple *extra = n > count ? tuple_new(rt, n - count) : EMPTY_TUPLE;
        if (extra == NULL)
            return -1;
        for (size_t i = count; i < n; i++)
            extra->items[i - count] = argument_get(&source[i], consume);
        tuple_publish(rt, extra);
        slots[count + code->keyword_only_count] = (Object *)extra;
    }
    return 0;
}

/* Defaults for what is missing, and the errors for too many and too few. */
static int bind_missing(Runtime *rt, Function *function, Object **slots, size_t n)
{
    Code *code = function->code;
    if (n > code->argument_count && (code->flags & CODE_VARARGS) == 0)
        return call_error_too_many(rt, function, n, slots);
    if (bind_defaults(rt, function, slots, n) < 0)
        return -1;
    return code->keyword_only_count == 0 ? 0 : bind_keyword_only(rt, function, slots);
}

/* An unexpected keyword of CALL_EX may be that of a positional-only parameter: the message names all of these. */
static int packed_error(Runtime *rt, Function *function, Dict *keywords, Object *name)
{
    if (parameter_find(rt, function->code, name) >= 0)
        return -1;
    owned Tuple *names = sequence_tuple(rt, (Object *)keywords);
    return names == NULL ? -1 : call_error_unexpected(rt, function, names, name);
}

/* Binds arguments that lie at `source`, outside of the slots, which are NULL. On failure both may hold some. */
static int function_bind(Runtime *rt, Function *function, Object **slots, Object **source, size_t n, Tuple *names,
                         bool consume)
{
    size_t keyword_count = names == NULL ? 0 : names->length;
    Dict *rest = NULL;
    if (bind_rest(rt, function, slots, keyword_count, &rest) < 0 ||
        bind_positional(rt, function, slots, source, n, consume) < 0)
        return -1;
    for (size_t i = 0; i < keyword_count; i++)
        if (bind_keyword(rt, function, slots, names, names->items[i], &source[n + i], consume, rest) < 0)
            return -1;
    return bind_missing(rt, function, slots, n);
}

/* The same for arguments in a tuple and keywords in a dict. */
static int function_bind_dict(Runtime *rt, Function *function, Object **slots, Tuple *args, Dict *keywords)
{
    Code *code = function->code;
    Dict *rest = NULL;
    size_t named_end = (size_t)code->argument_count + code->keyword_only_count;
    if (named_end == code->positional_only_count && (code->flags & CODE_VARKEYWORDS) != 0 &&
        keywords->table->only_str_keys) {
        /* All keywords are for **kwargs. */
        rest = dict_copy(rt, keywords);
        if (rest == NULL)
            return -1;
        slots[named_end + ((code->flags & CODE_VARARGS) != 0)] = (Object *)rest;
        if (bind_positional(rt, function, slots, args->items, args->length, false) < 0)
            return -1;
        return bind_missing(rt, function, slots, args->length);
    }
    if (bind_rest(rt, function, slots, dict_length(keywords), &rest) < 0 ||
        bind_positional(rt, function, slots, args->items, args->length, false) < 0)
        return -1;
    size_t position = 0;
    Object *key, *value;
    while (dict_next(keywords, &position, &key, &value)) {
        if (!str_check(key))
            return error_fail(rt, &type_error_type, "keywords must be strings");
        owned Object *name = object_retain(key);
        owned Object *argument = object_retain(value);
        /* The names are for a message only. */
        if (bind_keyword(rt, function, slots, NULL, name, &argument, true, rest) < 0) {
            if (code->positional_only_count > 0 && error_matches(rt, &type_error_type))
                return packed_error(rt, function, keywords, name);
            return -1;
        }
    }
    return bind_missing(rt, function, slots, args->length);
}

/* Keywords for a function without *args and **kwargs, their values in slots[n..], moved to their parameters. Mostly they
 * stand where they should already. False, with everything where it was, when it is not that plain. Runs no code. */
static bool bind_keywords_plain(const Code *code, Object **slots, size_t n, Tuple *names)
{
    enum { MOST = 16 };
    Object **parameters = code->local_names->items;
    size_t end = (size_t)code->argument_count + code->keyword_only_count, count = names->length;
    if (n > code->argument_count || n + count > end || n < code->positional_only_count)
        return false;
    size_t same = 0;
    while (same < count && parameters[n + same] == names->items[same])
        same++;
    if (same == count)
        return true;
    uint32_t places[MOST];
    if (count - same > MOST)
        return false;
    size_t taken = n + same; /* parameters below have their values */
    for (size_t k = same; k < count; k++) {
        size_t place = taken;
        while (place < end && parameters[place] != names->items[k])
            place++;
        if (place == end)
            return false;
        for (size_t i = same; i < k; i++)
            if (places[i - same] == place)
                return false;
        places[k - same] = (uint32_t)place;
    }
    Object *values[MOST];
    for (size_t k = same; k < count; k++) {
        values[k - same] = slots[n + k];
        slots[n + k] = NULL;
    }
    for (size_t k = same; k < count; k++)
        slots[places[k - same]] = values[k - same];
    return true;
}

/* Fills from the defaults what has no value yet. False when one is missing. Runs no code. */
static bool bind_defaults_plain(Runtime *rt, Function *function, Object **slots)
{
    Code *code = function->code;
    size_t count = code->argument_count, end = count + code->keyword_only_count;
    Tuple *defaults = function->defaults;
    size_t default_count = defaults == NULL ? 0 : defaults->length;
    if (default_count > count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (slots[i] != NULL)
            continue;
        if (i + default_count < count)
            return false;
        slots[i] = object_retain(defaults->items[i + default_count - count]);
    }
    for (size_t i = count; i < end; i++) {
        if (slots[i] != NULL)
            continue;
        Dict *keyword_defaults = function->keyword_defaults;
        if (keyword_defaults == NULL || !keyword_defaults->table->only_str_keys)
            return false;
        Object *value = dict_get_str_borrow(rt, keyword_defaults, (Str *)code->local_names->items[i]);
        if (value == NULL)
            return false;
        slots[i] = object_retain(value);
    }
    return true;
}

static void slots_clear(Object **slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slots[i] != NULL)
            object_clear_slot(&slots[i]);
}

int function_bind_defaults(Runtime *rt, Thread *thread, Function *function, Object **slots, size_t n)
{
    if (bind_defaults_plain(rt, function, slots))
        return 0;
    /* Something is missing: the messages say what. */
    Code *code = function->code;
    Object **floor = thread->floor;
    thread->floor = slots + code->slot_count;
    int status = bind_defaults(rt, function, slots, n);
    if (status == 0)
        status = bind_keyword_only(rt, function, slots);
    if (status < 0)
        slots_clear(slots, code->slot_count);
    thread->floor = floor;
    return status;
}

int function_bind_in_place(Runtime *rt, Thread *thread, Function *function, Object **slots, size_t n, Tuple *names)
{
    Code *code = function->code;
    size_t total = n + (names == NULL ? 0 : names->length);
    if (names == NULL && n <= code->argument_count && code->keyword_only_count == 0 &&
        (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) == 0) {
        size_t missing = code->argument_count - n;
        Tuple *defaults = function->defaults;
        if (defaults != NULL && missing <= defaults->length) {
            Object **from = defaults->items + (defaults->length - missing);
            for (size_t i = 0; i < missing; i++)
                slots[n + i] = object_retain(from[i]);
            return 0;
        }
    }
    if ((code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) == 0 && n <= code->argument_count &&
        (names == NULL || bind_keywords_plain(code, slots, n, names))) {
        return function_bind_defaults(rt, thread, function, slots, n);
    }
    Object **source = slots + (code->slot_count > total ? code->slot_count : total);
    memcpy(source, slots, total * sizeof(Object *));
    memset(slots, 0, total * sizeof(Object *));
    Object **floor = thread->floor;
    thread->floor = source + total;
    int status = function_bind(rt, function, slots, source, n, names, true);
    if (status < 0) {
        slots_clear(source, total);
        slots_clear(slots, code->slot_count);
    }
    thread->floor = floor;
    return status;
}

int function_bind_packed(Runtime *rt, Thread *thread, Function *function, Object **slots, Tuple *args, Dict *keywords)
{
    Code *code = function->code;
    if (keywords == NULL || dict_length(keywords) == 0) {
        if (args->length == code->argument_count && code->call_key == args->length + 1) {
            for (size_t i = 0; i < args->length; i++)
                slots[i] = object_retain(args->items[i]);
            return 0;
        }
        keywords = NULL;
    }
    Object **floor = thread->floor;
    thread->floor = slots + code->slot_count;
    int status = keywords == NULL ? function_bind(rt, function, slots, args->items, args->length, NULL, false)
                                  : function_bind_dict(rt, function, slots, args, keywords);
    if (status < 0)
        slots_clear(slots, code->slot_count);
    thread->floor = floor;
    return status;
}

/* ---- leaving a frame ------------------------------------------------------------------------ */

void frame_leave(Runtime *rt, Thread *thread, Frame *frame)
{
    if ((frame->flags & FRAME_HAS_OBJECT) != 0)
        frame_object_leave(rt, frame);
    slots_clear(frame->slots, code_variable_count(frame->code));
    if ((frame->flags & FRAME_HAS_LOCALS) != 0) {
        frame->flags &= ~(uint32_t)FRAME_HAS_LOCALS;
        object_clear_slot(&frame->locals);
    }
    /* A finalizer may have asked for the frame's object while the slots went. */
    if ((frame->flags & FRAME_HAS_OBJECT) != 0)
        frame_object_leave(rt, frame);
    Function *function = (frame->flags & FRAME_OWNS_FUNCTION) != 0 ? frame->function : NULL;
    thread->frame = frame->previous;
    if ((frame->flags & FRAME_OWN_CHUNK) != 0)
        stack_close_chunk(rt, thread);
    rt->recursion_depth -= (frame->flags & FRAME_INITIALIZER) != 0 ? 2 : 1;
    object_release_maybe(function);
}

/* ---- calls within the loop ------------------------------------------------------------------ */

Object **arguments_move(Runtime *rt, Thread *thread, Object **from, size_t count, size_t room, uint32_t *flags)
{
    Object **to = frame_top(thread->frame);
    if ((thread->frame->flags & FRAME_GENERATOR) == 0 || (size_t)(thread->stack_end - to) < room) {
        to = stack_open_chunk(rt, thread, room);
        if (to == NULL)
            return NULL;
        *flags |= FRAME_OWN_CHUNK;
    }
    memcpy(to, from, count * sizeof(Object *));
    memset(from, 0, count * sizeof(Object *));
    return to;
}

Frame *enter_slow(Runtime *rt, Thread *thread, Function *function, Object **slots, uint32_t flags)
{
    Frame *caller = thread->frame, *record = NULL;
    if (rt->recursion_depth >= rt->recursion_limit)
        recursion_fail(rt, "");
    else
        record = frame_record(rt, caller);
    if (record != NULL)
        return record;
    slots_clear(slots, function->code->slot_count);
    if ((flags & FRAME_OWN_CHUNK) != 0)
        stack_close_chunk(rt, thread);
    if ((flags & FRAME_INITIALIZER) != 0) {
        rt->recursion_depth--;
        for (int i = 0; i < caller->pc->c; i++)
            object_release(caller->slots[caller->pc->b + 2 + i]);
    }
    if ((flags & FRAME_OWNS_FUNCTION) != 0)
        object_release(function);
    return NULL;
}

/* ---- from C into the loop ------------------------------------------------------------------- */

/* A frame for `function` above everything that runs, with empty slots; it is not yet the thread's current one. */
static Frame *frame_open(Runtime *rt, Thread *thread, Function *function)
{
    if (stack_check(rt) < 0)
        return NULL;
    if (unlikely(rt->recursion_depth >= rt->recursion_limit)) {
        recursion_fail(rt, "");
        return NULL;
    }
    Frame *frame = frame_record(rt, thread->frame);
    if (frame == NULL)
        return NULL;
    Code *code = function->code;
    uint32_t flags = FRAME_ENTRY | FRAME_OWNS_FUNCTION;
    Object **slots = thread_top(thread);
    if (unlikely((size_t)(thread->stack_end - slots) < code->slot_count)) {
        slots = stack_open_chunk(rt, thread, code->slot_count);
        if (slots == NULL)
            return NULL;
        flags |= FRAME_OWN_CHUNK;
    }
    frame->slots = slots;
    frame->code = code;
    frame->constants = code->constants->items;
    frame->previous = thread->frame;
    frame->function = function;
    frame->flags = flags;
    return frame;
}

/* Runs an opened frame whose parameters are bound. */
static Object *frame_run(Runtime *rt, Thread *thread, Frame *frame)
{
    Object **floor = thread->floor;
    thread->floor = NULL;
    thread->frame = frame;
    rt->recursion_depth++;
    object_retain(frame->function);
    frame->pc = code_start(rt, frame->code);
    Object *result = machine_evaluate(rt, frame, frame->pc);
    thread->floor = floor;
    return result;
}

Object *function_call(Runtime *rt, Object *callable, Object **args, size_t n, Tuple *names)
{
    Function *function = (Function *)callable;
    Thread *thread = rt->thread;
    Frame *frame = frame_open(rt, thread, function);
    if (unlikely(frame == NULL))
        return NULL;
    Code *code = function->code;
    Object **slots = frame->slots;
    if (names != NULL && names->length == 0)
        names = NULL;
    if (unlikely((code->flags & CODE_OPTIMIZED) == 0)) { /* a module's body made a function: its names are the globals */
        frame->flags |= FRAME_HAS_LOCALS;
        frame->locals = object_retain(function->globals);
        return frame_run(rt, thread, frame);
    }
    if (likely(names == NULL && n == code->argument_count && code->keyword_only_count == 0 &&
               (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) == 0)) {
        for (size_t i = 0; i < n; i++)
            slots[i] = object_retain(args[i]);
        return frame_run(rt, thread, frame);
    }
    Object **floor = thread->floor;
    thread->floor = slots + code->slot_count;
    /* Binding may run Python code, whose frames take their records behind the thread's frame: this one's is taken
     * again when the parameters stand. */
    Frame opened = *frame;
    int status = function_bind(rt, function, slots, args, n, names, false);
    if (unlikely(status < 0))
        slots_clear(slots, code->slot_count);
    thread->floor = floor;
    if (unlikely(status < 0)) {
        if ((opened.flags & FRAME_OWN_CHUNK) != 0)
            stack_close_chunk(rt, thread);
        return NULL;
    }
    opened.next = frame->next;
    *frame = opened;
    return frame_run(rt, thread, frame);
}

Object *machine_run_body(Runtime *rt, Function *body, Object *locals)
{
    Thread *thread = rt->thread;
    Frame *frame = frame_open(rt, thread, body);
    if (frame == NULL)
        return NULL;
    if ((body->code->flags & CODE_OPTIMIZED) == 0) {
        frame->flags |= FRAME_HAS_LOCALS;
        frame->locals = object_retain(locals);
    }
    return frame_run(rt, thread, frame);
}

Object *machine_run_closure(Runtime *rt, Code *code, Dict *globals, Object *locals, Tuple *closure)
{
    if (dict_get_str_borrow(rt, globals, NAME(__builtins__)) == NULL) {
        if (error_pending(rt))
            return NULL;
        Dict *builtins = machine_builtins(rt);
        if (builtins != NULL && dict_set(rt, globals, (Object *)NAME(__builtins__), (Object *)builtins) < 0)
            return NULL;
    }
    owned Function *body = function_new(rt, code, globals, NULL);
    if (body == NULL)
        return NULL;
    if (closure != NULL)
        object_replace_steal(&body->closure, object_retain(closure));
    return machine_run_body(rt, body, locals == NULL ? (Object *)globals : locals);
}

Object *machine_run_code(Runtime *rt, Code *code, Dict *globals, Object *locals)
{
    return machine_run_closure(rt, code, globals, locals, NULL);
}
