/* open(), the standard streams, and the module io in what issue-free programs ask of it: open and UnsupportedOperation. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "modules/builtins.h"
#include "modules/sys.h"
#include "object/error.h"
#include "object/names.h"
#include "object/options.h"
#include "os/file.h"
#include "types/bytes.h"
#include "types/file.h"
#include "types/int.h"

/* ---- open ---------------------------------------------------------------------------------------- */

typedef struct OpenMode {
    FileMode flags;
    bool binary, reading, writing;
    char text[8];
} OpenMode;

static int parse_mode(Runtime *rt, Object *mode, OpenMode *out)
{
    *out = (OpenMode){.text = "r"};
    if (mode != NULL && !str_check(mode))
        return error_fail(rt, &type_error_type, "open() argument 'mode' must be str, not %T", mode);
    const char *text = mode == NULL ? "r" : str_is_ascii((Str *)mode) ? (const char *)str_data((Str *)mode) : "?";
    size_t length = mode == NULL ? 1 : ((Str *)mode)->length;
    int actions = 0;
    bool plus = false, is_text = false;
    for (size_t i = 0; i < length; i++) {
        if (memchr(text, text[i], i) != NULL || memchr("rwaxbt+", text[i], 7) == NULL || text[i] == '\0')
            return error_fail(rt, &value_error_type, "invalid mode: %R", mode);
        switch (text[i]) {
        case 'r': out->flags |= FILE_READ; actions++; break;
        case 'w': out->flags |= FILE_WRITE | FILE_CREATE | FILE_TRUNCATE; actions++; break;
        case 'a': out->flags |= FILE_WRITE | FILE_CREATE | FILE_APPEND; actions++; break;
        case 'x': out->flags |= FILE_WRITE | FILE_CREATE | FILE_EXCLUSIVE; actions++; break;
        case '+': plus = true; break;
        case 'b': out->binary = true; break;
        default: is_text = true; break;
        }
    }
    if (is_text && out->binary)
        return error_fail(rt, &value_error_type, "can't have text and binary mode at once");
    if (actions != 1)
        return error_fail(rt, &value_error_type, actions == 0 ? "Must have exactly one of create/read/write/append mode and at most one plus"
                                                                       : "must have exactly one of create/read/write/append mode");
    if (plus)
        out->flags |= FILE_READ | FILE_WRITE;
    out->reading = (out->flags & FILE_READ) != 0;
    out->writing = (out->flags & FILE_WRITE) != 0;
    if (length < sizeof out->text)
        memcpy(out->text, text, length + 1);
    return 0;
}

int file_parse_newline(Runtime *rt, Object *newline, Newlines *out)
{
    *out = NEWLINES_UNIVERSAL;
    if (newline == NULL || newline == NONE)
        return 0;
    if (!str_check(newline))
        return error_fail(rt, &type_error_type, "open() argument 'newline' must be str or None, not %T", newline);
    static const struct { const char *text; Newlines kind; } kinds[] = {
        {"", NEWLINES_KEEP}, {"\n", NEWLINES_LF}, {"\r", NEWLINES_CR}, {"\r\n", NEWLINES_CRLF},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal_c((Str *)newline, kinds[i].text)) {
            *out = kinds[i].kind;
            return 0;
        }
    return error_fail(rt, &value_error_type, "illegal newline value: %S", newline);
}

/* Opens by name: a descriptor, or -1 with OSError set. */
static int open_path(Runtime *rt, Object *file, const OpenMode *mode)
{
    const char *path;
    size_t length;
    owned Object *holder = NULL;
    if (str_check(file)) {
        Bytes *encoded = str_encode(rt, (Str *)file, "utf-8", "surrogateescape");
        if (encoded == NULL)
            return -1;
        holder = (Object *)encoded;
        path = encoded->data;
        length = encoded->length;
    } else if (!bytes_check(file)) {
        return error_fail(rt, &type_error_type, "expected str, bytes or os.PathLike object, not %T", file);
    } else {
        path = ((Bytes *)file)->data;
        length = ((Bytes *)file)->length;
    }
    if (strlen(path) != length)
        return error_fail(rt, &value_error_type, "embedded null byte");
    int descriptor = file_open(path, mode->flags);
    FileStatus status;
    if (descriptor >= 0 && file_status_open(descriptor, &status) && status.is_directory) {
        file_close(descriptor);
        descriptor = -1;
        errno = EISDIR;
    }
    if (descriptor < 0)
        error_set_errno(rt, errno, file, NULL);
    return descriptor;
}

/* What the program's opener(file, flags) gives: a descriptor, or -1 with an error. */
static int open_by(Runtime *rt, Object *opener, Object *file, const OpenMode *mode)
{
    owned Object *flags = (Object *)int_from_int64(rt, file_flags(mode->flags));
    if (flags == NULL)
        return -1;
    Object *arguments[2] = {file, flags};
    owned Object *result = object_call(rt, opener, arguments, 2, NULL);
    int64_t descriptor;
    if (result == NULL)
        return -1;
    if (!int_check(result))
        return error_fail(rt, &type_error_type, "expected integer from opener");
    if (number_as_int64(rt, result, &descriptor) < 0)
        return -1;
    if (descriptor < 0 || descriptor > INT32_MAX)
        return error_fail(rt, &value_error_type, "opener returned %lld", (long long)descriptor);
    FileStatus status;
    if (!file_status_open((int)descriptor, &status)) {
        error_set_errno(rt, errno, file, NULL);
        return -1;
    }
    return (int)descriptor;
}

static int check_text_options(Runtime *rt, const OpenMode *mode, Object **args)
{
    static const char *const names[] = {"encoding", "errors", "newline"};
    for (int i = 0; i < 3; i++) {
        Object *value = args[3 + i];
        if (value == NULL || value == NONE)
            continue;
        if (mode->binary)
            return error_fail(rt, &value_error_type, i == 0 ? "binary mode doesn't take an encoding argument"
                              : i == 1 ? "binary mode doesn't take an errors argument" : "binary mode doesn't take a newline argument");
        if (!str_check(value))
            return error_fail(rt, &type_error_type, "open() argument '%s' must be str or None, not %T", names[i], value);
    }
    return 0;
}

/* The type of file for a mode, and how a file of that type calls it. */
static const Type *file_kind(const OpenMode *mode, bool unbuffered, const char **name)
{
    *name = mode->text;
    if (!mode->binary)
        return &text_file_type;
    bool creates = (mode->flags & FILE_EXCLUSIVE) != 0, appends = (mode->flags & FILE_APPEND) != 0;
    *name = mode->reading && mode->writing ? creates ? "xb+" : appends ? "ab+" : "rb+"
          : mode->reading ? "rb" : creates ? "xb" : appends ? "ab" : "wb";
    if (unbuffered)
        return &raw_file_type;
    return mode->reading ? mode->writing ? &buffered_file_type : &buffered_reader_type : &buffered_writer_type;
}

Object *builtin_open(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    OpenMode mode;
    Newlines newlines;
    int64_t buffering = -1;
    if (parse_mode(rt, args[1], &mode) < 0 || (args[2] != NULL && number_as_int64(rt, args[2], &buffering) < 0) ||
        check_text_options(rt, &mode, args) < 0 || file_parse_newline(rt, args[5], &newlines) < 0)
        return NULL;
    if (buffering == 0 && !mode.binary)
        return error_set(rt, &value_error_type, "can't have unbuffered text I/O");
    int closes = args[6] == NULL ? 1 : object_truth(rt, args[6]);
    if (closes < 0)
        return NULL;
    int64_t number;
    int descriptor;
    if (number_has_index(args[0])) {
        if (number_as_int64(rt, args[0], &number) < 0)
            return NULL;
        if (number < 0 || number > INT32_MAX)
            return error_set(rt, &value_error_type, "negative file descriptor");
        descriptor = (int)number;
        FileStatus status;
        if (!file_status_open(descriptor, &status))
            return error_set_errno(rt, errno, NULL, NULL);
    } else {
        if (!closes)
            return error_set(rt, &value_error_type, "Cannot use closefd=False with file name");
        bool has_opener = args[7] != NULL && args[7] != NONE;
        descriptor = has_opener ? open_by(rt, args[7], args[0], &mode) : open_path(rt, args[0], &mode);
        if (descriptor < 0)
            return NULL;
    }
    const char *mode_name;
    const Type *type = file_kind(&mode, buffering == 0, &mode_name);
    owned File *file = file_new(rt, type, descriptor, args[0], mode_name);
    if (file == NULL) {
        if (closes)
            file_close(descriptor);
        return NULL;
    }
    file->owns_descriptor = closes;
    file->readable = mode.reading;
    file->writable = mode.writing;
    file->append = (mode.flags & FILE_APPEND) != 0;
    file->newlines = newlines;
    file->line_buffered = buffering == 1 || (buffering < 0 && file_is_terminal(descriptor));
    file->write_through = buffering == 0;
    if (file->append) /* where writing will be, not where the descriptor happens to stand */
        file->at_start = file_seek(descriptor, 0, 2) <= 0;
    Object *encoding = args[3] == NONE ? NULL : args[3], *errors = args[4] == NONE ? NULL : args[4];
    owned Str *usual = mode.binary || encoding != NULL ? NULL : str_from_c(rt, "UTF-8");
    if (mode.binary)
        return (Object *)take(&file);
    if (encoding == NULL && usual == NULL)
        return NULL;
    if (file_set_encoding(rt, file, encoding != NULL ? encoding : (Object *)usual, errors) < 0)
        return NULL;
    return (Object *)take(&file);
}

/* ---- standard streams ---------------------------------------------------------------------------- */

Str *str_from_filesystem(Runtime *rt, const char *text)
{
    return bytes_decode(rt, text, strlen(text), "utf-8", "surrogateescape");
}

static int add_stream(Runtime *rt, Module *sys, int descriptor, const char *name, OutputWriter writer)
{
    char twin[16] = "__";
    strcat(strcat(twin, name), "__");
    FileStatus status;
    if (writer == NULL && !file_status_open(descriptor, &status)) { /* closed by whoever started us: None, as CPython */
        if (module_add(rt, sys, name, NONE) < 0)
            return -1;
        return module_add(rt, sys, twin, NONE);
    }
    char label[16] = "<";
    strcat(strcat(label, name), ">");
    owned Str *title = str_from_c(rt, label);
    owned File *file = title == NULL ? NULL : file_new(rt, &text_file_type, descriptor, (Object *)title, descriptor == 0 ? "r" : "w");
    if (file == NULL)
        return -1;
    file->readable = descriptor == 0;
    file->writable = descriptor != 0;
    file->line_buffered = descriptor == 2 || (writer == NULL && file_is_terminal(descriptor));
    file->write_through = rt->options != NULL && rt->options->unbuffered;
    file->newlines = NEWLINES_LF; /* as CPython's: what is read from stdin is not translated */
    file->writer = writer;
    file->writer_context = rt->options != NULL ? rt->options->write_context : NULL;
    if (descriptor == 2) {
        Str *errors = str_from_c(rt, "backslashreplace");
        if (errors == NULL)
            return -1;
        object_replace_steal(&file->errors, errors);
    }
    if (module_add(rt, sys, name, (Object *)file) < 0)
        return -1;
    return module_add(rt, sys, twin, (Object *)file);
}

int standard_streams_fill(Runtime *rt, Module *sys)
{
    const RuntimeOptions *options = rt->options;
    if (add_stream(rt, sys, STDIN_FILENO, "stdin", NULL) < 0 ||
        add_stream(rt, sys, STDOUT_FILENO, "stdout", options != NULL ? options->write_output : NULL) < 0)
        return -1;
    return add_stream(rt, sys, STDERR_FILENO, "stderr", options != NULL ? options->write_error : NULL);
}

/* ---- the module ---------------------------------------------------------------------------------- */

static const MethodSpec io_functions[] = {
    {"open", builtin_open, .parameters = "file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener="},
    {0},
};

static int io_fill(Runtime *rt, Module *module)
{
    static const struct { const char *name; const Type *type; } types[] = {
        {"UnsupportedOperation", &unsupported_operation_type}, {"TextIOWrapper", &text_file_type},
        {"BufferedReader", &buffered_reader_type}, {"BufferedWriter", &buffered_writer_type},
        {"BufferedRandom", &buffered_file_type}, {"FileIO", &raw_file_type},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (module_add_type(rt, module, types[i].name, types[i].type) < 0)
            return -1;
    owned Int *size = int_from_int64(rt, FILE_BUFFER_SIZE);
    return size == NULL ? -1 : module_add(rt, module, "DEFAULT_BUFFER_SIZE", (Object *)size);
}

const ModuleSpec io_module = {"io", "Files.", io_functions, io_fill};
