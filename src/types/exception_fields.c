/* The exceptions that have fields of their own. The numbers of the fields stand in exception.h. */
#include <errno.h>
#include <string.h>

#include "object/error.h"
#include "types/bytes.h"
#include "types/exception_parts.h"
#include "types/int.h"

/* ---- what they share ---- */

/* Stores the values of `names` into the fields that `keys` name. Each field is set, to NULL without a value. */
static int fields_from_keywords(Runtime *rt, Exception *self, Object **values, Tuple *names,
                                Str *const *keys, const size_t *fields, size_t count)
{
    size_t given = names == NULL ? 0 : names->length;
    const char *type_name = type_last_name(((Object *)self)->type);
    if (given > count)
        return error_fail(rt, &type_error_type,
                          "%s() takes at most %zu keyword argument%s (%zu given)", type_name, count,
                          count == 1 ? "" : "s", given);
    for (size_t i = 0; i < given; i++) {
        size_t k = 0;
        while (k < count && !str_equal((Str *)names->items[i], keys[k]))
            k++;
        if (k == count)
            return error_fail(rt, &type_error_type, "'%U' is an invalid keyword argument for %s()",
                              names->items[i], type_name);
    }
    for (size_t k = 0; k < count; k++) {
        Object *value = NULL;
        for (size_t i = 0; i < given; i++)
            if (str_equal((Str *)names->items[i], keys[k]))
                value = values[i];
        exception_set_field(self, fields[k], value);
    }
    return 0;
}

/* ---- StopIteration, SystemExit ---- */

static int stop_iteration_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (exception_init(rt, self, args, n, names) < 0)
        return -1;
    exception_set_field((Exception *)self, STOP_ITERATION_VALUE, n > 0 ? args[0] : NONE);
    return 0;
}

static int system_exit_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    if (exception_init(rt, object, args, n, names) < 0)
        return -1;
    Exception *self = (Exception *)object;
    if (n > 0)
        exception_set_field(self, SYSTEM_EXIT_CODE, n == 1 ? args[0] : (Object *)self->args);
    return 0;
}

/* ---- ImportError ---- */

static int import_error_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    Exception *self = (Exception *)object;
    if (exception_init(rt, object, args, n, NULL) < 0 ||
        fields_from_keywords(rt, self, args + n, names, (Str *const[]){NAME(name), NAME(path)},
                             (const size_t[]){IMPORT_ERROR_NAME, IMPORT_ERROR_PATH}, 2) < 0)
        return -1;
    exception_set_field(self, IMPORT_ERROR_MSG, n == 1 ? args[0] : NULL);
    return 0;
}

static Object *import_error_str(Runtime *rt, Object *object)
{
    Object *message = ((Exception *)object)->fields[IMPORT_ERROR_MSG];
    if (message != NULL && str_check_exact(message))
        return object_retain(message);
    return exception_str(rt, object);
}

static Object *import_error_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    Exception *self = (Exception *)object;
    Object *name = self->fields[IMPORT_ERROR_NAME], *path = self->fields[IMPORT_ERROR_PATH];
    owned Dict *state = NULL;
    Dict *dict = exception_dict_borrow(self);
    if (name != NULL || path != NULL) {
        state = dict == NULL ? dict_new(rt) : dict_copy(rt, dict);
        if (state == NULL || (name != NULL && dict_set(rt, state, (Object *)NAME(name), name) < 0) ||
            (path != NULL && dict_set(rt, state, (Object *)NAME(path), path) < 0))
            return NULL;
    }
    else if (dict != NULL)
        state = object_retain(dict);
    Object *type = type_as_object(object->type);
    Tuple *positional = self->args != NULL ? self->args : EMPTY_TUPLE;
    if (state == NULL)
        return (Object *)tuple_pack(rt, 2, type, positional);
    return (Object *)tuple_pack(rt, 3, type, positional, state);
}

/* ---- AttributeError, NameError ---- */

static int attribute_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (exception_init(rt, self, args, n, NULL) < 0)
        return -1;
    return fields_from_keywords(rt, (Exception *)self, args + n, names,
                                (Str *const[]){NAME(name), NAME(obj)},
                                (const size_t[]){ATTRIBUTE_ERROR_NAME, ATTRIBUTE_ERROR_OBJ}, 2);
}

static int name_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (exception_init(rt, self, args, n, NULL) < 0)
        return -1;
    return fields_from_keywords(rt, (Exception *)self, args + n, names, (Str *const[]){NAME(name)},
                                (const size_t[]){NAME_ERROR_NAME}, 1);
}

/* ---- OSError ---- */

static const Type *os_error_type_of(int64_t code)
{
    switch (code) {
    case EAGAIN: case EALREADY: case EINPROGRESS: return &blocking_io_error_type;
    case EPIPE: case ESHUTDOWN: return &broken_pipe_error_type;
    case ECHILD: return &child_process_error_type;
    case ECONNABORTED: return &connection_aborted_error_type;
    case ECONNREFUSED: return &connection_refused_error_type;
    case ECONNRESET: return &connection_reset_error_type;
    case EEXIST: return &file_exists_error_type;
    case ENOENT: return &file_not_found_error_type;
    case EISDIR: return &is_a_directory_error_type;
    case ENOTDIR: return &not_a_directory_error_type;
    case EINTR: return &interrupted_error_type;
    case EACCES: case EPERM: return &permission_error_type;
    case ESRCH: return &process_lookup_error_type;
    case ETIMEDOUT: return &timeout_error_type;
    default: return &os_error_type;
    }
}

static Object *os_error_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names);
static int os_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);

/* A class that overrides __init__ but not __new__ has its arguments read by our __init__, which it calls
 * with what it likes; every other has them read by __new__, which may choose the subclass by errno. */
static bool os_error_reads_in_init(const Type *type)
{
    return type->init != os_error_init && type->create == os_error_create;
}

/* (errno, strerror[, filename[, winerror[, filename2]]]) into the fields; args becomes the first two when
 * there is a filename. */
static int os_error_read(Runtime *rt, Exception *self, Object **args, size_t n)
{
    if (n < 2 || n > 5)
        return 0;
    Object *filename = n > 2 && args[2] != NONE ? args[2] : NULL;
    if (filename != NULL) {
        bool is_blocking = object_is((Object *)self, &blocking_io_error_type);
        if (is_blocking && number_check(filename) && number_has_index(filename)) {
            owned Object *written = number_index(rt, filename);
            if (written == NULL)
                return -1;
            exception_set_field(self, OS_ERROR_CHARACTERS_WRITTEN, written);
        }
        else {
            Tuple *two = tuple_from_array(rt, args, 2);
            if (two == NULL)
                return -1;
            object_replace_steal(&self->args, two);
            exception_set_field(self, OS_ERROR_FILENAME, filename);
            exception_set_field(self, OS_ERROR_FILENAME2, n == 5 && args[4] != NONE ? args[4] : NULL);
        }
    }
    exception_set_field(self, OS_ERROR_ERRNO, args[0]);
    exception_set_field(self, OS_ERROR_STRERROR, args[1]);
    return 0;
}

static Object *os_error_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    bool reads_here = !os_error_reads_in_init(type);
    if (reads_here) {
        if (exception_refuse_keywords(rt, type, names) < 0)
            return NULL;
        int64_t code;
        if (type == &os_error_type && n >= 2 && n <= 5 && int_check(args[0]) &&
            int_as_int64((Int *)args[0], &code))
            type = os_error_type_of(code);
    }
    owned Tuple *tuple = reads_here ? tuple_from_array(rt, args, n) : object_retain(EMPTY_TUPLE);
    if (tuple == NULL)
        return NULL;
    owned Exception *self = exception_allocate(rt, type, tuple);
    if (self == NULL || (reads_here && os_error_read(rt, self, args, n) < 0))
        return NULL;
    return (Object *)take(&self);
}

static int os_error_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    if (!os_error_reads_in_init(object->type))
        return 0;
    if (exception_init(rt, object, args, n, names) < 0)
        return -1;
    return os_error_read(rt, (Exception *)object, args, n);
}

static Object *none_if_null(Object *object)
{
    return object != NULL ? object : NONE;
}

static Object *os_error_str(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    owned Object *code = object_retain(none_if_null(self->fields[OS_ERROR_ERRNO]));
    owned Object *text = object_retain(none_if_null(self->fields[OS_ERROR_STRERROR]));
    owned Object *first = object_retain_maybe(self->fields[OS_ERROR_FILENAME]);
    owned Object *second = object_retain_maybe(self->fields[OS_ERROR_FILENAME2]);
    if (first != NULL && second != NULL)
        return (Object *)str_format(rt, "[Errno %S] %S: %R -> %R", code, text, first, second);
    if (first != NULL)
        return (Object *)str_format(rt, "[Errno %S] %S: %R", code, text, first);
    if (self->fields[OS_ERROR_ERRNO] != NULL && self->fields[OS_ERROR_STRERROR] != NULL)
        return (Object *)str_format(rt, "[Errno %S] %S", code, text);
    return exception_str(rt, object);
}

static Object *os_error_reduce(Runtime *rt, Object *object, Object **unused, size_t n)
{
    (void)unused, (void)n;
    Exception *self = (Exception *)object;
    owned Tuple *args = object_retain(self->args != NULL ? self->args : EMPTY_TUPLE);
    Object *first = self->fields[OS_ERROR_FILENAME], *second = self->fields[OS_ERROR_FILENAME2];
    if (args->length == 2 && first != NULL) {
        Tuple *longer = second == NULL
                            ? tuple_pack(rt, 3, args->items[0], args->items[1], first)
                            : tuple_pack(rt, 5, args->items[0], args->items[1], first, NONE, second);
        if (longer == NULL)
            return NULL;
        object_replace_steal(&args, longer);
    }
    Dict *dict = exception_dict_borrow(self);
    Object *type = type_as_object(object->type);
    if (dict != NULL)
        return (Object *)tuple_pack(rt, 3, type, args, dict);
    return (Object *)tuple_pack(rt, 2, type, args);
}

static Object *os_error_get_written(Runtime *rt, Object *self)
{
    Object *written = ((Exception *)self)->fields[OS_ERROR_CHARACTERS_WRITTEN];
    if (written == NULL)
        return error_set(rt, &attribute_error_type, "characters_written");
    return object_retain(written);
}

static int os_error_set_written(Runtime *rt, Object *object, Object *value)
{
    Exception *self = (Exception *)object;
    if (value == NULL) {
        if (self->fields[OS_ERROR_CHARACTERS_WRITTEN] == NULL)
            return error_fail(rt, &attribute_error_type, "characters_written");
        object_clear_slot(&self->fields[OS_ERROR_CHARACTERS_WRITTEN]);
        return 0;
    }
    ssize_t count = number_as_size(rt, value, &value_error_type);
    if (count == -1 && error_pending(rt))
        return -1;
    owned Int *written = int_from_size(rt, count);
    if (written == NULL)
        return -1;
    exception_set_field(self, OS_ERROR_CHARACTERS_WRITTEN, (Object *)written);
    return 0;
}

void *error_set_errno(Runtime *rt, int code, Object *filename, Object *filename2)
{
    owned Int *number = int_from_int64(rt, code);
    char buffer[128] = "";
    const char *text = strerror_r(code, buffer, sizeof buffer);
    owned Str *message = number == NULL ? NULL : str_from_c(rt, text);
    if (message == NULL)
        return NULL;
    Object *args[5] = {(Object *)number, (Object *)message, filename != NULL ? filename : NONE, NONE,
                       filename2 != NULL ? filename2 : NONE};
    size_t n = filename2 != NULL ? 5 : filename != NULL ? 3 : 2;
    owned Object *exception = os_error_create(rt, &os_error_type, args, n, NULL);
    return exception == NULL ? NULL : error_set_exception(rt, exception);
}

/* ---- SyntaxError ---- */

/* (filename, lineno, offset, text[, end_lineno, end_offset]) */
static int syntax_error_read_details(Runtime *rt, Exception *self, Object *details)
{
    owned Tuple *info = sequence_tuple(rt, details);
    if (info == NULL)
        return -1;
    if (info->length < 4 || info->length > 6)
        return error_fail(rt, &type_error_type, "function takes at %s %d arguments (%zu given)",
                          info->length < 4 ? "least" : "most", info->length < 4 ? 4 : 6, info->length);
    static const uint8_t order[6] = {
        SYNTAX_ERROR_FILENAME, SYNTAX_ERROR_LINENO, SYNTAX_ERROR_OFFSET,
        SYNTAX_ERROR_TEXT, SYNTAX_ERROR_END_LINENO, SYNTAX_ERROR_END_OFFSET,
    };
    for (size_t i = 0; i < 6; i++)
        exception_set_field(self, order[i], i < info->length ? info->items[i] : NULL);
    if (info->length == 5)
        return error_fail(rt, &type_error_type,
                          "end_offset must be provided when end_lineno is provided");
    return 0;
}

static int syntax_error_init(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names)
{
    if (exception_init(rt, object, args, n, names) < 0)
        return -1;
    Exception *self = (Exception *)object;
    if (n >= 1)
        exception_set_field(self, SYNTAX_ERROR_MSG, args[0]);
    return n == 2 ? syntax_error_read_details(rt, self, args[1]) : 0;
}

static Object *syntax_error_str(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    owned Object *message = object_retain(none_if_null(self->fields[SYNTAX_ERROR_MSG]));
    Object *filename = self->fields[SYNTAX_ERROR_FILENAME];
    Object *lineno = self->fields[SYNTAX_ERROR_LINENO];

    owned Str *base_name = NULL;
    if (filename != NULL && str_check(filename)) {
        Str *path = (Str *)filename;
        size_t start = path->length;
        while (start > 0 && str_at(path, start - 1) != '/')
            start--;
        base_name = str_slice(rt, path, start, path->length);
        if (base_name == NULL)
            return NULL;
    }
    int64_t line = 0;
    bool has_line = lineno != NULL && int_check_exact(lineno) && int_as_int64((Int *)lineno, &line);
    if (base_name != NULL && has_line)
        return (Object *)str_format(rt, "%S (%U, line %lld)", message, base_name, (long long)line);
    if (base_name != NULL)
        return (Object *)str_format(rt, "%S (%U)", message, base_name);
    if (has_line)
        return (Object *)str_format(rt, "%S (line %lld)", message, (long long)line);
    return object_str(rt, message);
}

void *error_set_syntax(Runtime *rt, const Type *type, Str *message, Str *filename, int line, int offset,
                       int end_line, int end_offset, Str *text)
{
    owned Int *line_number = int_from_int64(rt, line);
    owned Int *offset_number = int_from_int64(rt, offset);
    owned Int *end_line_number = int_from_int64(rt, end_line);
    owned Int *end_offset_number = int_from_int64(rt, end_offset);
    if (line_number == NULL || offset_number == NULL || end_line_number == NULL ||
        end_offset_number == NULL)
        return NULL;
    owned Tuple *details =
        tuple_pack(rt, 6, filename != NULL ? (Object *)filename : NONE, line_number, offset_number,
                   text != NULL ? (Object *)text : NONE, end_line_number, end_offset_number);
    if (details == NULL)
        return NULL;
    Object *args[2] = {(Object *)message, (Object *)details};
    owned Object *exception = exception_create(rt, type, args, 2, NULL);
    if (exception == NULL || syntax_error_init(rt, exception, args, 2, NULL) < 0)
        return NULL;
    return error_set_exception(rt, exception);
}

/* ---- UnicodeError ---- */

/* `kinds`: one letter a field in the order of the arguments: s str, b bytes-like, n index. */
static int unicode_error_read(Runtime *rt, Object *object, Object **args, size_t n, Tuple *names,
                              const char *kinds, const uint8_t *fields)
{
    if (exception_init(rt, object, args, n, names) < 0)
        return -1;
    Exception *self = (Exception *)object;
    size_t count = strlen(kinds);
    if (n != count)
        return error_fail(rt, &type_error_type, "function takes exactly %zu arguments (%zu given)", count,
                          n);
    for (size_t i = 0; i < count; i++) {
        owned Object *value = NULL;
        if (kinds[i] == 's') {
            if (!str_check(args[i]))
                return error_fail(rt, &type_error_type, "argument %zu must be str, not %.50T", i + 1,
                                  args[i]);
            value = object_retain(args[i]);
        }
        else if (kinds[i] == 'n') {
            ssize_t position = number_as_size(rt, args[i], &overflow_error_type);
            if (position == -1 && error_pending(rt))
                return -1;
            value = (Object *)int_from_size(rt, position);
        }
        else if (bytes_check(args[i]))
            value = object_retain(args[i]);
        else {
            const char *data;
            size_t length;
            owned Object *holder = NULL;
            if (!bytes_view(rt, args[i], &data, &length, &holder))
                return -1;
            value = (Object *)bytes_new(rt, data, length);
        }
        if (value == NULL)
            return -1;
        exception_set_field(self, fields[i], value);
    }
    return 0;
}

static const uint8_t unicode_fields[] = {
    UNICODE_ERROR_ENCODING, UNICODE_ERROR_OBJECT, UNICODE_ERROR_START, UNICODE_ERROR_END,
    UNICODE_ERROR_REASON,
};

static int unicode_decode_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return unicode_error_read(rt, self, args, n, names, "sbnns", unicode_fields);
}

static int unicode_encode_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return unicode_error_read(rt, self, args, n, names, "ssnns", unicode_fields);
}

static int unicode_translate_error_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    return unicode_error_read(rt, self, args, n, names, "snns", unicode_fields + 1);
}

/* The fields as they may have been set by the program since; false when there is nothing to speak of. */
static bool unicode_error_range(const Exception *self, int64_t *start, int64_t *end)
{
    Object *from = self->fields[UNICODE_ERROR_START], *to = self->fields[UNICODE_ERROR_END];
    return self->fields[UNICODE_ERROR_OBJECT] != NULL && from != NULL && to != NULL && int_check(from) &&
           int_check(to) && int_as_int64((Int *)from, start) && int_as_int64((Int *)to, end);
}

static Object *unicode_decode_error_str(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    int64_t start, end;
    if (!unicode_error_range(self, &start, &end))
        return (Object *)EMPTY_STR;
    owned Object *reason = object_str(rt, none_if_null(self->fields[UNICODE_ERROR_REASON]));
    owned Object *encoding = reason == NULL ? NULL
                                            : object_str(rt, none_if_null(self->fields[UNICODE_ERROR_ENCODING]));
    if (encoding == NULL)
        return NULL;
    Object *input = self->fields[UNICODE_ERROR_OBJECT];
    if (bytes_check(input) && start >= 0 && (size_t)start < ((Bytes *)input)->length && end == start + 1) {
        char byte[3];
        static const char digits[] = "0123456789abcdef";
        unsigned char value = (unsigned char)((Bytes *)input)->data[start];
        byte[0] = digits[value >> 4];
        byte[1] = digits[value & 15];
        byte[2] = '\0';
        return (Object *)str_format(rt, "'%U' codec can't decode byte 0x%s in position %lld: %U", encoding,
                                    byte, (long long)start, reason);
    }
    return (Object *)str_format(rt, "'%U' codec can't decode bytes in position %lld-%lld: %U", encoding,
                                (long long)start, (long long)(end - 1), reason);
}

/* The \x, \u or \U escape of a character. */
static void escape_character(char text[11], uint32_t code)
{
    static const char digits[] = "0123456789abcdef";
    int width = code <= 0xff ? 2 : code <= 0xffff ? 4 : 8;
    text[0] = '\\';
    text[1] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
    for (int i = 0; i < width; i++)
        text[2 + i] = digits[code >> (4 * (width - 1 - i)) & 15];
    text[2 + width] = '\0';
}

static Object *unicode_characters_str(Runtime *rt, Exception *self, Str *prefix)
{
    int64_t start, end;
    if (!unicode_error_range(self, &start, &end))
        return (Object *)EMPTY_STR;
    owned Object *reason = object_str(rt, none_if_null(self->fields[UNICODE_ERROR_REASON]));
    if (reason == NULL)
        return NULL;
    Object *input = self->fields[UNICODE_ERROR_OBJECT];
    if (str_check(input) && start >= 0 && (size_t)start < ((Str *)input)->length && end == start + 1) {
        char text[11];
        escape_character(text, str_at((Str *)input, (size_t)start));
        return (Object *)str_format(rt, "%U character '%s' in position %lld: %U", prefix, text,
                                    (long long)start, reason);
    }
    return (Object *)str_format(rt, "%U characters in position %lld-%lld: %U", prefix, (long long)start,
                                (long long)(end - 1), reason);
}

static Object *unicode_encode_error_str(Runtime *rt, Object *object)
{
    Exception *self = (Exception *)object;
    if (self->fields[UNICODE_ERROR_OBJECT] == NULL)
        return (Object *)EMPTY_STR;
    owned Str *prefix = str_format(rt, "'%S' codec can't encode",
                                   none_if_null(self->fields[UNICODE_ERROR_ENCODING]));
    return prefix == NULL ? NULL : unicode_characters_str(rt, self, prefix);
}

static Object *unicode_translate_error_str(Runtime *rt, Object *object)
{
    owned Str *prefix = str_from_c(rt, "can't translate");
    return prefix == NULL ? NULL : unicode_characters_str(rt, (Exception *)object, prefix);
}

/* ---- type records ---- */

const Type stop_iteration_type = {
    EXCEPTION_RECORD(stop_iteration, "StopIteration", exception, STOP_ITERATION_FIELDS,
                     "Signal the end from iterator.__next__()."),
    .create = exception_create, .init = stop_iteration_init, .free = exception_free, .str = exception_str,
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("value", STOP_ITERATION_VALUE, "generator return value"),
        {0},
    },
};

const Type system_exit_type = {
    EXCEPTION_RECORD(system_exit, "SystemExit", base_exception, SYSTEM_EXIT_FIELDS,
                     "Request to exit from the interpreter."),
    .create = exception_create, .init = system_exit_init, .free = exception_free, .str = exception_str,
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("code", SYSTEM_EXIT_CODE, "exception code"),
        {0},
    },
};

const Type import_error_type = {
    EXCEPTION_RECORD(import_error, "ImportError", exception, IMPORT_ERROR_FIELDS,
                     "Import can't find module, or can't find name in module."),
    .create = exception_create, .init = import_error_init, .free = exception_free, .str = import_error_str,
    .methods = (const MethodSpec[]){
        {"__reduce__", import_error_reduce, 0, 0, .doc = "Helper for pickle."},
        {0},
    },
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("msg", IMPORT_ERROR_MSG, "exception message"),
        EXCEPTION_FIELD("name", IMPORT_ERROR_NAME, "module name"),
        EXCEPTION_FIELD("path", IMPORT_ERROR_PATH, "module path"),
        {0},
    },
};

const Type module_not_found_error_type = {
    EXCEPTION_RECORD(module_not_found_error, "ModuleNotFoundError", import_error, IMPORT_ERROR_FIELDS,
                     "Module not found."),
    .create = exception_create, .init = import_error_init, .free = exception_free, .str = import_error_str,
};

const Type attribute_error_type = {
    EXCEPTION_RECORD(attribute_error, "AttributeError", exception, ATTRIBUTE_ERROR_FIELDS,
                     "Attribute not found."),
    .create = exception_create, .init = attribute_error_init, .free = exception_free, .str = exception_str,
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("name", ATTRIBUTE_ERROR_NAME, "attribute name"),
        EXCEPTION_FIELD("obj", ATTRIBUTE_ERROR_OBJ, "object"),
        {0},
    },
};

const Type name_error_type = {
    EXCEPTION_RECORD(name_error, "NameError", exception, NAME_ERROR_FIELDS, "Name not found globally."),
    .create = exception_create, .init = name_error_init, .free = exception_free, .str = exception_str,
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("name", NAME_ERROR_NAME, "name"),
        {0},
    },
};

const Type unbound_local_error_type = {
    EXCEPTION_RECORD(unbound_local_error, "UnboundLocalError", name_error, NAME_ERROR_FIELDS,
                     "Local name referenced but not bound to a value."),
    .create = exception_create, .init = name_error_init, .free = exception_free, .str = exception_str,
};

const Type os_error_type = {
    EXCEPTION_RECORD(os_error, "OSError", exception, OS_ERROR_FIELDS,
                     "Base class for I/O related errors."),
    .create = os_error_create, .init = os_error_init, .free = exception_free, .str = os_error_str,
    .methods = (const MethodSpec[]){
        {"__reduce__", os_error_reduce, 0, 0, .doc = "Helper for pickle."},
        {0},
    },
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("errno", OS_ERROR_ERRNO, "POSIX exception code"),
        EXCEPTION_FIELD("strerror", OS_ERROR_STRERROR, "exception strerror"),
        EXCEPTION_FIELD("filename", OS_ERROR_FILENAME, "exception filename"),
        EXCEPTION_FIELD("filename2", OS_ERROR_FILENAME2, "second exception filename"),
        {0},
    },
    .properties = (const PropertySpec[]){
        {"characters_written", os_error_get_written, os_error_set_written, NULL},
        {0},
    },
};

#define OS_EXCEPTION(c_name, python_name, c_base, text)                                            \
    const Type c_name##_type = {                                                                   \
        EXCEPTION_RECORD(c_name, python_name, c_base, OS_ERROR_FIELDS, text),                      \
        .create = os_error_create,                                                                 \
        .init = os_error_init,                                                                     \
        .free = exception_free,                                                                    \
        .str = os_error_str,                                                                       \
    };

OS_EXCEPTION(blocking_io_error, "BlockingIOError", os_error, "I/O operation would block.")
OS_EXCEPTION(connection_error, "ConnectionError", os_error, "Connection error.")
OS_EXCEPTION(child_process_error, "ChildProcessError", os_error, "Child process error.")
OS_EXCEPTION(broken_pipe_error, "BrokenPipeError", connection_error, "Broken pipe.")
OS_EXCEPTION(connection_aborted_error, "ConnectionAbortedError", connection_error, "Connection aborted.")
OS_EXCEPTION(connection_refused_error, "ConnectionRefusedError", connection_error, "Connection refused.")
OS_EXCEPTION(connection_reset_error, "ConnectionResetError", connection_error, "Connection reset.")
OS_EXCEPTION(file_exists_error, "FileExistsError", os_error, "File already exists.")
OS_EXCEPTION(file_not_found_error, "FileNotFoundError", os_error, "File not found.")
OS_EXCEPTION(is_a_directory_error, "IsADirectoryError", os_error, "Operation doesn't work on directories.")
OS_EXCEPTION(not_a_directory_error, "NotADirectoryError", os_error, "Operation only works on directories.")
OS_EXCEPTION(interrupted_error, "InterruptedError", os_error, "Interrupted by signal.")
OS_EXCEPTION(permission_error, "PermissionError", os_error, "Not enough permissions.")
OS_EXCEPTION(process_lookup_error, "ProcessLookupError", os_error, "Process not found.")
OS_EXCEPTION(timeout_error, "TimeoutError", os_error, "Timeout expired.")

const Type syntax_error_type = {
    EXCEPTION_RECORD(syntax_error, "SyntaxError", exception, SYNTAX_ERROR_FIELDS, "Invalid syntax."),
    .create = exception_create, .init = syntax_error_init, .free = exception_free, .str = syntax_error_str,
    .members = (const MemberSpec[]){
        EXCEPTION_FIELD("msg", SYNTAX_ERROR_MSG, "exception msg"),
        EXCEPTION_FIELD("filename", SYNTAX_ERROR_FILENAME, "exception filename"),
        EXCEPTION_FIELD("lineno", SYNTAX_ERROR_LINENO, "exception lineno"),
        EXCEPTION_FIELD("offset", SYNTAX_ERROR_OFFSET, "exception offset"),
        EXCEPTION_FIELD("text", SYNTAX_ERROR_TEXT, "exception text"),
        EXCEPTION_FIELD("end_lineno", SYNTAX_ERROR_END_LINENO, "exception end lineno"),
        EXCEPTION_FIELD("end_offset", SYNTAX_ERROR_END_OFFSET, "exception end offset"),
        EXCEPTION_FIELD("print_file_and_line", SYNTAX_ERROR_PRINT_FILE_AND_LINE,
                        "exception print_file_and_line"),
        {0},
    },
};

const Type indentation_error_type = {
    EXCEPTION_RECORD(indentation_error, "IndentationError", syntax_error, SYNTAX_ERROR_FIELDS,
                     "Improper indentation."),
    .create = exception_create, .init = syntax_error_init, .free = exception_free, .str = syntax_error_str,
};

const Type tab_error_type = {
    EXCEPTION_RECORD(tab_error, "TabError", indentation_error, SYNTAX_ERROR_FIELDS,
                     "Improper mixture of spaces and tabs."),
    .create = exception_create, .init = syntax_error_init, .free = exception_free, .str = syntax_error_str,
};

#define UNICODE_MEMBERS                                                                            \
    EXCEPTION_FIELD("object", UNICODE_ERROR_OBJECT, "exception object"),                           \
    EXCEPTION_FIELD("start", UNICODE_ERROR_START, "exception start"),                              \
    EXCEPTION_FIELD("end", UNICODE_ERROR_END, "exception end"),                                    \
    EXCEPTION_FIELD("reason", UNICODE_ERROR_REASON, "exception reason"),                           \
    {0}
#define UNICODE_MEMBERS_WITH_ENCODING                                                              \
    EXCEPTION_FIELD("encoding", UNICODE_ERROR_ENCODING, "exception encoding"), UNICODE_MEMBERS

const Type unicode_decode_error_type = {
    EXCEPTION_RECORD(unicode_decode_error, "UnicodeDecodeError", unicode_error, UNICODE_ERROR_FIELDS,
                     "Unicode decoding error."),
    .create = exception_create, .init = unicode_decode_error_init, .free = exception_free,
    .str = unicode_decode_error_str,
    .members = (const MemberSpec[]){UNICODE_MEMBERS_WITH_ENCODING},
};

const Type unicode_encode_error_type = {
    EXCEPTION_RECORD(unicode_encode_error, "UnicodeEncodeError", unicode_error, UNICODE_ERROR_FIELDS,
                     "Unicode encoding error."),
    .create = exception_create, .init = unicode_encode_error_init, .free = exception_free,
    .str = unicode_encode_error_str,
    .members = (const MemberSpec[]){UNICODE_MEMBERS_WITH_ENCODING},
};

const Type unicode_translate_error_type = {
    EXCEPTION_RECORD(unicode_translate_error, "UnicodeTranslateError", unicode_error, UNICODE_ERROR_FIELDS,
                     "Unicode translation error."),
    .create = exception_create, .init = unicode_translate_error_init, .free = exception_free,
    .str = unicode_translate_error_str,
    .members = (const MemberSpec[]){UNICODE_MEMBERS},
};

/* io.UnsupportedOperation: what a file that was opened another way cannot do. */
const Type unsupported_operation_type = {
    EXCEPTION_RECORD(unsupported_operation, "io.UnsupportedOperation", os_error, OS_ERROR_FIELDS,
                     "The operation is not supported by this file."),
    .create = os_error_create, .init = os_error_init, .free = exception_free, .str = os_error_str,
};
