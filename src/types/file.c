/* Files: writing, positions, their life. Reading is file_read.c's; open() and the standard streams are modules/io.c's. */
#include "types/file.h"

#include <errno.h>
#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "os/file.h"
#include "types/bytes.h"
#include "types/file_parts.h"
#include "types/int.h"
#include "types/str_private.h"
#include "types/tuple.h"

/* ---- creation ------------------------------------------------------------------------------------ */

File *file_new(Runtime *rt, const Type *type, int descriptor, Object *name, const char *mode)
{
    owned Str *mode_text = str_from_c(rt, mode);
    owned Str *encoding = str_from_c(rt, "utf-8"), *errors = str_from_c(rt, "strict");
    if (mode_text == NULL || encoding == NULL || errors == NULL)
        return NULL;
    File *self = gc_new(rt, type);
    if (self == NULL)
        return NULL;
    memset((char *)self + sizeof(Object), 0, sizeof *self - sizeof(Object));
    self->descriptor = descriptor;
    self->is_text = type == &text_file_type;
    self->at_start = true;
    self->name = object_retain(name);
    self->mode = (Object *)take(&mode_text);
    self->encoding = (Object *)take(&encoding);
    self->errors = (Object *)take(&errors);
    gc_track(rt, self);
    return self;
}

/* ---- encodings ----------------------------------------------------------------------------------- */

typedef struct TextEncoding {
    const char *name; /* lower case, - for _ */
    TextCodec codec;
    bool is_marked, is_big;
} TextEncoding;

static const TextEncoding encodings[] = {
    {"utf-8", TEXT_UTF8}, {"utf8", TEXT_UTF8}, {"u8", TEXT_UTF8}, {"utf", TEXT_UTF8}, {"cp65001", TEXT_UTF8},
    {"utf-8-sig", TEXT_UTF8, .is_marked = true},
    {"utf-16", TEXT_UNITS_2, .is_marked = true}, {"utf16", TEXT_UNITS_2, .is_marked = true}, {"u16", TEXT_UNITS_2, .is_marked = true},
    {"utf-16-le", TEXT_UNITS_2}, {"utf-16le", TEXT_UNITS_2}, {"utf-16-be", TEXT_UNITS_2, .is_big = true},
    {"utf-16be", TEXT_UNITS_2, .is_big = true},
    {"utf-32", TEXT_UNITS_4, .is_marked = true}, {"utf32", TEXT_UNITS_4, .is_marked = true}, {"u32", TEXT_UNITS_4, .is_marked = true},
    {"utf-32-le", TEXT_UNITS_4}, {"utf-32le", TEXT_UNITS_4}, {"utf-32-be", TEXT_UNITS_4, .is_big = true},
    {"utf-32be", TEXT_UNITS_4, .is_big = true},
};

static bool is_name_of(const TextEncoding *encoding, const Str *text)
{
    size_t i = 0;
    for (; encoding->name[i] != '\0' && i < text->length; i++) {
        uint32_t code = str_at(text, i);
        code = code >= 'A' && code <= 'Z' ? code + 32 : code == '_' || code == ' ' ? '-' : code;
        if (code != (unsigned char)encoding->name[i])
            return false;
    }
    return encoding->name[i] == '\0' && i == text->length;
}

int file_set_encoding(Runtime *rt, File *self, Object *encoding, Object *errors)
{
    Str *name = encoding != NULL ? (Str *)encoding : (Str *)self->encoding;
    const char *plain = str_is_ascii(name) && str_find_character(name, 0, 0, name->length) < 0 ? str_data(name) : "?";
    owned Str *probe = bytes_decode(rt, "", 0, plain, NULL); /* an unknown one is told now */
    if (probe == NULL)
        return -1;
    self->codec = TEXT_BYTES;
    self->is_marked = self->is_big = false;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (is_name_of(&encodings[i], name)) {
            self->codec = encodings[i].codec;
            self->is_marked = encodings[i].is_marked;
            self->is_big = encodings[i].is_big;
        }
    if (encoding != NULL)
        object_replace_steal(&self->encoding, object_retain(encoding));
    if (errors != NULL)
        object_replace_steal(&self->errors, object_retain(errors));
    self->is_decoded = self->codec != TEXT_UTF8 || !str_equal_c((Str *)self->errors, "strict");
    return 0;
}

const char *file_codec_name(const File *self)
{
    if (!self->is_marked || (self->at_start && self->codec != TEXT_UTF8))
        return str_data((Str *)self->encoding);
    switch ((TextCodec)self->codec) {
    case TEXT_UNITS_2: return self->is_big ? "utf-16-be" : "utf-16-le";
    case TEXT_UNITS_4: return self->is_big ? "utf-32-be" : "utf-32-le";
    default: return "utf-8";
    }
}

/* ---- whether it can be done ---------------------------------------------------------------------- */

int file_check_open(Runtime *rt, const File *self)
{
    return self->descriptor >= 0 ? 0 : error_fail(rt, &value_error_type, "I/O operation on closed file.");
}

/* For what a text or buffered file leaves to the file below it. */
static int check_below(Runtime *rt, const File *self)
{
    return self->descriptor >= 0 ? 0 : error_fail(rt, &value_error_type, "I/O operation on closed file");
}

int file_check(Runtime *rt, const File *self, const char *verb, FileNeed need)
{
    bool closed = self->descriptor < 0;
    bool fits = need == NEEDS_NOTHING || (need == NEEDS_READING ? self->readable : self->writable);
    if (!closed && fits)
        return 0;
    if (self->is_text) {
        if (closed)
            return file_check_open(rt, self);
        return error_fail(rt, &unsupported_operation_type, "%s", strcmp(verb, "truncate") == 0 ? verb
                                                                 : need == NEEDS_READING ? "not readable" : "not writable");
    }
    if (self->head.type == &raw_file_type) {
        if (closed)
            return check_below(rt, self);
        return error_fail(rt, &unsupported_operation_type, "File not open for %s", need == NEEDS_READING ? "reading" : "writing");
    }
    if (!fits && (!closed || strcmp(verb, "truncate") != 0))
        return error_fail(rt, &unsupported_operation_type, "%s", strcmp(verb, "readline") == 0 ? "read" : verb);
    return error_fail(rt, &value_error_type, "%s %s closed file", strcmp(verb, "read1") == 0 ? "read" : verb,
                      strcmp(verb, "write") == 0 ? "to" : "of");
}

/* ---- writing ------------------------------------------------------------------------------------- */

/* Writes bytes out; *done of them were written. */
static int write_out(Runtime *rt, File *self, const char *bytes, size_t length, size_t *done)
{
    *done = 0;
    if (self->writer != NULL) {
        int code = self->writer(self->writer_context, bytes, length);
        *done = length;
        return code == 0 ? 0 : (error_set_errno(rt, code, NULL, NULL), -1);
    }
    while (*done < length) {
        ssize_t count = file_write_once(self->descriptor, bytes + *done, length - *done);
        if (count >= 0)
            *done += (size_t)count;
        else if (errno != EINTR) {
            error_set_errno(rt, errno, NULL, NULL);
            *done = length; /* what cannot be written is lost: it must not be tried for ever */
            return -1;
        } else if (file_poll(rt) < 0)
            return -1;
    }
    return 0;
}

int file_flush(Runtime *rt, File *self)
{
    if (self->output_length > 0) {
        size_t length = self->output_length, done;
        self->output_length = 0; /* a host's writer may come back to this file */
        int result = write_out(rt, self, self->output, length, &done);
        if (done < length && self->output_length == 0) { /* interrupted */
            memmove(self->output, self->output + done, length - done);
            self->output_length = length - done;
        }
        if (result < 0)
            return -1;
    }
    return self->buffer != NULL && self->buffer->output_length > 0 ? file_flush(rt, self->buffer) : 0;
}

static MUST_CHECK int write_bytes(Runtime *rt, File *self, const char *bytes, size_t length)
{
    /* A text file writes behind the block that was read ahead, as CPython's does; others where the program stands. */
    if (self->input_end > self->input_start || self->unread_count > 0)
        file_input_forget(self, !self->is_text);
    if (self->output == NULL && (self->output = memory_take(rt, FILE_BUFFER_SIZE)) == NULL)
        return -1;
    if (length > FILE_BUFFER_SIZE - self->output_length) {
        if (file_flush(rt, self) < 0)
            return -1;
        size_t done;
        if (length >= FILE_BUFFER_SIZE)
            return write_out(rt, self, bytes, length, &done);
    }
    memcpy(self->output + self->output_length, bytes, length);
    self->output_length += length;
    self->at_start = false;
    return 0;
}

/* `text` with every \n as the file wants it. */
static Str *newlines_for_file(Runtime *rt, const File *self, Str *text)
{
    if (self->newlines != NEWLINES_CR && self->newlines != NEWLINES_CRLF)
        return object_retain(text);
    owned Str *method = str_intern_c(rt, "replace"), *ending = str_from_c(rt, self->newlines == NEWLINES_CR ? "\r" : "\r\n");
    if (method == NULL || ending == NULL)
        return NULL;
    Object *arguments[3] = {(Object *)text, (Object *)CHARACTER('\n'), (Object *)ending};
    return (Str *)object_call_method(rt, method, arguments, 3, NULL);
}

static MUST_CHECK int write_text(Runtime *rt, File *self, Str *text)
{
    owned Str *translated = newlines_for_file(rt, self, text);
    if (translated == NULL)
        return -1;
    owned Bytes *encoded = NULL;
    const char *bytes = str_data(translated);
    size_t length = translated->length;
    if (!str_is_ascii(translated) || self->codec != TEXT_UTF8 || (self->is_marked && self->at_start)) {
        const char *name = self->is_marked && self->codec == TEXT_UTF8 && self->at_start ? "utf-8-sig" : file_codec_name(self);
        encoded = str_encode(rt, translated, name, str_data((Str *)self->errors));
        if (encoded == NULL)
            return -1;
        bytes = encoded->data;
        length = encoded->length;
    }
    if (write_bytes(rt, self, bytes, length) < 0)
        return -1;
    bool flushes = self->write_through || (self->line_buffered && (str_find_character(text, '\n', 0, text->length) >= 0 ||
                                                                   str_find_character(text, '\r', 0, text->length) >= 0));
    return flushes ? file_flush(rt, self) : 0;
}

static Object *file_write_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    File *self = (File *)object;
    if (self->is_text) {
        if (!str_check(args[0]))
            return error_set(rt, &type_error_type, args[0] == NONE ? "write() argument must be str, not None"
                                                                   : "write() argument must be str, not %T", args[0]);
        if (file_check(rt, self, "write", NEEDS_WRITING) < 0 || write_text(rt, self, (Str *)args[0]) < 0)
            return NULL;
        return (Object *)int_from_uint64(rt, ((Str *)args[0])->length);
    }
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (self->head.type == &buffered_reader_type)
        return error_set(rt, &unsupported_operation_type, "write");
    if (str_check(args[0]))
        return error_set(rt, &type_error_type, "a bytes-like object is required, not '%T'", args[0]);
    if (!bytes_view(rt, args[0], &data, &length, &holder) || file_check(rt, self, "write", NEEDS_WRITING) < 0 ||
        write_bytes(rt, self, data, length) < 0 || (self->write_through && file_flush(rt, self) < 0))
        return NULL;
    return (Object *)int_from_uint64(rt, length);
}

static Object *file_writelines(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    owned Object *iterator = file_check_open(rt, (File *)object) < 0 ? NULL : object_iter(rt, args[0]);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *line = iterator_next(rt, iterator);
        if (line == NULL)
            return error_pending(rt) ? NULL : NONE;
        owned Object *written = file_write_method(rt, object, &line, 1);
        if (written == NULL)
            return NULL;
    }
}

static Object *file_flush_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    File *self = (File *)object;
    bool has_words = !self->is_text && self->head.type != &raw_file_type && self->writable;
    if ((has_words ? file_check(rt, self, "flush", NEEDS_NOTHING) : file_check_open(rt, self)) < 0)
        return NULL;
    return file_flush(rt, self) < 0 ? NULL : NONE;
}

/* ---- position ------------------------------------------------------------------------------------ */

static Object *position_refused(Runtime *rt, const File *self)
{
    if (self->is_text && errno == ESPIPE)
        return error_set(rt, &unsupported_operation_type, "underlying stream is not seekable");
    if (!self->is_text && self->head.type != &raw_file_type && errno == ESPIPE)
        return error_set(rt, &unsupported_operation_type, "File or stream is not seekable.");
    return error_set_errno(rt, errno, NULL, NULL);
}

/* Where the program stands in the file; -1 with an error. */
static int64_t position_of(Runtime *rt, File *self)
{
    if (self->is_text && file_flush(rt, self) < 0)
        return -1;
    int64_t position = self->writer != NULL ? (errno = ESPIPE, -1) : file_seek(self->descriptor, 0, 1);
    if (position >= 0 && (self->input_end > self->input_start || self->unread_count > 0))
        position = file_read_position(self, position);
    if (position < 0)
        return position_refused(rt, self), -1;
    return position + (int64_t)self->output_length;
}

static Object *file_tell(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    File *self = (File *)object;
    if ((self->is_text ? file_check_open(rt, self) : check_below(rt, self)) < 0)
        return NULL;
    if (self->is_iterated)
        return error_set(rt, &os_error_type, "telling position disabled by next() call");
    int64_t position = position_of(rt, self);
    return position < 0 ? NULL : (Object *)int_from_int64(rt, position);
}

static Object *file_seek_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    int64_t offset, whence = 0;
    if ((n > 1 && number_as_int64(rt, args[1], &whence) < 0) || file_check(rt, self, "seek", NEEDS_NOTHING) < 0)
        return NULL;
    bool known = whence >= 0 && whence <= 2;
    if (!self->is_text && self->head.type != &raw_file_type && !known && (whence < 0 || whence > 4))
        return error_set(rt, &value_error_type, "whence value %lld unsupported", (long long)whence);
    if (number_as_int64(rt, args[0], &offset) < 0)
        return NULL;
    if (self->is_text && !known)
        return error_set(rt, &value_error_type, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (self->is_text && whence != 0 && offset != 0)
        return error_set(rt, &unsupported_operation_type, whence == 1 ? "can't do nonzero cur-relative seeks"
                                                                      : "can't do nonzero end-relative seeks");
    if (self->is_text && offset < 0)
        return error_set(rt, &value_error_type, "negative seek position %R", args[0]);
    if (file_flush(rt, self) < 0)
        return NULL;
    if (!known)
        return error_set_errno(rt, EINVAL, NULL, NULL);
    if (self->writer != NULL)
        return errno = ESPIPE, position_refused(rt, self);
    file_input_forget(self, whence == 1);
    int64_t position = file_seek(self->descriptor, offset, (int)whence);
    if (position < 0)
        return position_refused(rt, self);
    self->is_iterated = false;
    self->at_start = position == 0;
    return (Object *)int_from_int64(rt, position);
}

static Object *file_truncate_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    if (file_check(rt, self, "truncate", self->is_text && self->writable ? NEEDS_NOTHING : NEEDS_WRITING) < 0 ||
        file_flush(rt, self) < 0)
        return NULL;
    int64_t length;
    if (n > 0 && args[0] != NONE) {
        if (number_as_int64(rt, args[0], &length) < 0)
            return NULL;
    } else if ((length = position_of(rt, self)) < 0) {
        return NULL;
    }
    if (!file_truncate(self->descriptor, length))
        return error_set_errno(rt, errno, NULL, NULL);
    return (Object *)int_from_int64(rt, length);
}

/* ---- life ---------------------------------------------------------------------------------------- */

/* Flushes and closes, once. The descriptor is closed also when flushing fails. -1 with an error. */
static int close_file(Runtime *rt, File *self)
{
    if (self->descriptor < 0)
        return 0;
    int result = file_flush(rt, self);
    int descriptor = self->descriptor;
    self->descriptor = -1;
    if (self->buffer != NULL)
        self->buffer->descriptor = -1;
    if (self->owns_descriptor && file_close(descriptor) < 0 && result == 0) {
        error_set_errno(rt, errno, NULL, NULL);
        result = -1;
    }
    return result;
}

static Object *file_close_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return close_file(rt, (File *)self) < 0 ? NULL : NONE;
}

static Object *file_enter(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return file_check_open(rt, (File *)self) < 0 ? NULL : object_retain(self);
}

static void file_finalize(Runtime *rt, Object *self)
{
    Object *pending = error_take(rt);
    if (close_file(rt, (File *)self) < 0)
        error_unraisable(rt, "Exception ignored in", self);
    error_restore_steal(rt, pending);
}

static void file_clear(Runtime *rt, Object *object)
{
    (void)rt;
    File *self = (File *)object;
    object_clear_slot(&self->name);
    object_clear_slot(&self->buffer);
}

static void file_free(Runtime *rt, Object *object)
{
    File *self = (File *)object;
    gc_untrack(self);
    file_clear(rt, object);
    object_clear_slot(&self->mode);
    object_clear_slot(&self->encoding);
    object_clear_slot(&self->errors);
    if (self->input != NULL)
        memory_release(rt, self->input, self->input_capacity);
    if (self->output != NULL)
        memory_release(rt, self->output, FILE_BUFFER_SIZE);
    gc_dispose(rt, self);
}

static int file_visit(Object *object, Visitor visit, void *context)
{
    GC_VISIT(((File *)object)->name);
    GC_VISIT(((File *)object)->buffer);
    return 0;
}

static Object *file_repr(Runtime *rt, Object *object)
{
    const File *self = (File *)object;
    if (self->is_text)
        return (Object *)str_format(rt, "<%T name=%R mode=%R encoding=%R>", object, self->name, self->mode, self->encoding);
    if (self->head.type != &raw_file_type)
        return (Object *)str_format(rt, "<%T name=%R>", object, self->name);
    if (self->descriptor < 0)
        return (Object *)str_format(rt, "<_io.FileIO [closed]>");
    return (Object *)str_format(rt, "<_io.FileIO name=%R mode=%R closefd=%s>", self->name, self->mode,
                                self->owns_descriptor ? "True" : "False");
}

static Object *file_self(Runtime *rt, Object *self)
{
    return file_check_open(rt, (File *)self) < 0 ? NULL : object_retain(self);
}

/* ---- questions ----------------------------------------------------------------------------------- */

/* A file that cannot be read says so of itself, open or closed; others ask the file below. */
#define FILE_ABILITY(name, field)                                                          \
    static Object *name(Runtime *rt, Object *object, Object **args, size_t n)              \
    {                                                                                      \
        (void)args, (void)n;                                                               \
        const File *self = (File *)object;                                                 \
        bool asks = self->field || self->head.type == &raw_file_type;                      \
        return asks && check_below(rt, self) < 0 ? NULL : bool_object(self->field);        \
    }
FILE_ABILITY(file_readable, readable)
FILE_ABILITY(file_writable, writable)

#define FILE_QUESTION(name, answer)                                                        \
    static Object *name(Runtime *rt, Object *object, Object **args, size_t n)              \
    {                                                                                      \
        (void)args, (void)n;                                                               \
        const File *self = (File *)object;                                                 \
        return check_below(rt, self) < 0 ? NULL : (Object *)(answer);                        \
    }
FILE_QUESTION(file_fileno, int_from_int64(rt, self->descriptor))
FILE_QUESTION(file_isatty, bool_object(self->writer == NULL && file_is_terminal(self->descriptor)))
FILE_QUESTION(file_seekable, bool_object(self->writer == NULL && file_seek(self->descriptor, 0, 1) >= 0))

static Object *file_get_closed(Runtime *rt, Object *self)
{
    (void)rt;
    return bool_object(((File *)self)->descriptor < 0);
}
/* None, or the kinds of newlines that were read. */
static Object *file_get_newlines(Runtime *rt, Object *self)
{
    static const char *const kinds[] = {"\r", "\n", "\r\n"};
    Object *found[3];
    size_t count = 0;
    for (int i = 0; i < 3; i++)
        if (((File *)self)->newlines_met >> i & 1) {
            found[count] = (Object *)str_from_c(rt, kinds[i]);
            if (found[count] == NULL)
                break;
            count++;
        }
    Object *result = error_pending(rt) ? NULL : count == 0 ? NONE : count == 1 ? object_retain(found[0])
                   : count == 2 ? (Object *)tuple_pack(rt, 2, found[0], found[1])
                                : (Object *)tuple_pack(rt, 3, found[0], found[1], found[2]);
    while (count > 0)
        object_release(found[--count]);
    return result;
}
static Object *file_get_write_through(Runtime *rt, Object *self)
{
    (void)rt;
    return bool_object(((File *)self)->write_through);
}
static Object *file_get_line_buffering(Runtime *rt, Object *self)
{
    (void)rt;
    return bool_object(((File *)self)->line_buffered);
}

/* The file below, over the same descriptor: a binary one of a text file, the raw one of a binary file. */
static Object *file_get_buffer(Runtime *rt, Object *object)
{
    File *self = (File *)object;
    if (self->buffer == NULL) {
        const Type *type = !self->is_text ? &raw_file_type : !self->readable ? &buffered_writer_type
                         : self->writable ? &buffered_file_type : &buffered_reader_type;
        File *buffer = file_new(rt, type, self->descriptor, self->name,
                                self->readable ? self->writable ? "rb+" : "rb" : self->append ? "ab" : "wb");
        if (buffer == NULL)
            return NULL;
        buffer->readable = self->readable;
        buffer->writable = self->writable;
        buffer->append = self->append;
        buffer->writer = self->writer;
        buffer->writer_context = self->writer_context;
        buffer->write_through = true; /* the text file has its own buffer: bytes must not overtake or lag behind */
        self->buffer = buffer;
    }
    if (self->descriptor >= 0 && file_flush(rt, self) < 0)
        return NULL;
    return object_retain(self->buffer);
}

/* reconfigure(line_buffering=, write_through=, encoding=, errors=, newline=) in what this layer has. */
static Object *file_reconfigure(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    File *self = (File *)object;
    if (file_check_open(rt, self) < 0 || file_flush(rt, self) < 0)
        return NULL;
    Object *given[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        if (args[i] == NULL || args[i] == NONE)
            continue;
        if (!str_check(args[i]) || !str_is_ascii((Str *)args[i]))
            return error_set(rt, &type_error_type, "reconfigure() argument must be str or None, not %T", args[i]);
        given[i] = args[i];
    }
    if ((given[0] != NULL || given[1] != NULL) && file_set_encoding(rt, self, given[0], given[1]) < 0)
        return NULL;
    if (args[2] != NULL && file_parse_newline(rt, args[2], &self->newlines) < 0)
        return NULL;
    for (int i = 3; i < 5; i++) {
        int on = args[i] == NULL || args[i] == NONE ? -1 : object_truth(rt, args[i]);
        if (on == -1 && error_pending(rt))
            return NULL;
        if (on >= 0)
            *(i == 3 ? &self->line_buffered : &self->write_through) = on;
    }
    return NONE;
}

/* ---- type records -------------------------------------------------------------------------------- */

#define FILE_METHODS                                                                                                   \
    {"__enter__", file_enter, 0, 0}, {"__exit__", file_close_method, 0, -1}, {"close", file_close_method, 0, 0},       \
    {"fileno", file_fileno, 0, 0}, {"flush", file_flush_method, 0, 0}, {"isatty", file_isatty, 0, 0},                  \
    {"read", file_read_method, 0, 1}, {"readable", file_readable, 0, 0}, {"readline", file_readline, 0, 1},            \
    {"readlines", file_readlines, 0, 1}, {"seek", file_seek_method, 1, 2}, {"seekable", file_seekable, 0, 0},          \
    {"tell", file_tell, 0, 0}, {"truncate", file_truncate_method, 0, 1}, {"writable", file_writable, 0, 0},            \
    {"write", file_write_method, 1, 1}, {"writelines", file_writelines, 1, 1}

#define FILE_SLOTS                                                                                                     \
    .base = &object_type, .size = sizeof(File),                                                                        \
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION | TYPE_WEAKLY_REFERABLE,                      \
    .finalize = file_finalize, .free = file_free, .visit = file_visit, .clear = file_clear, .repr = file_repr,         \
    .iter = file_self, .next = file_next, .get_attribute = object_generic_get_attribute

#define FILE_NAME {"name", MEMBER_OBJECT, offsetof(File, name), false, NULL}
#define FILE_MODE {"mode", MEMBER_OBJECT, offsetof(File, mode), false, NULL}

const Type text_file_type = {
    TYPE_IDENTITY(text_file), .name = "_io.TextIOWrapper", FILE_SLOTS,
    .methods = (const MethodSpec[]){
        FILE_METHODS,
        {"reconfigure", file_reconfigure, .parameters = "*, encoding=, errors=, newline=, line_buffering=, write_through="},
        {0},
    },
    .members = (const MemberSpec[]){
        FILE_NAME, FILE_MODE,
        {"encoding", MEMBER_OBJECT, offsetof(File, encoding), false, NULL},
        {"errors", MEMBER_OBJECT, offsetof(File, errors), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"closed", file_get_closed, NULL, NULL}, {"buffer", file_get_buffer, NULL, NULL},
        {"newlines", file_get_newlines, NULL, NULL}, {"line_buffering", file_get_line_buffering, NULL, NULL},
        {"write_through", file_get_write_through, NULL, NULL}, {0},
    },
};

#define BINARY_MEMBERS .members = (const MemberSpec[]){FILE_NAME, FILE_MODE, {0}}
#define BINARY_PROPERTIES                                                                                              \
    .properties = (const PropertySpec[]){{"closed", file_get_closed, NULL, NULL}, {"raw", file_get_buffer, NULL, NULL}, {0}}

const Type buffered_reader_type = {
    TYPE_IDENTITY(buffered_reader), .name = "_io.BufferedReader", FILE_SLOTS, BINARY_MEMBERS, BINARY_PROPERTIES,
    .methods = (const MethodSpec[]){FILE_METHODS, {"read1", file_read1, 0, 1}, {"peek", file_peek, 0, 1}, {0}},
};
const Type buffered_writer_type = {
    TYPE_IDENTITY(buffered_writer), .name = "_io.BufferedWriter", FILE_SLOTS, BINARY_MEMBERS, BINARY_PROPERTIES,
    .methods = (const MethodSpec[]){FILE_METHODS, {"read1", file_read1, 0, 1}, {0}},
};
const Type buffered_file_type = {
    TYPE_IDENTITY(buffered_file), .name = "_io.BufferedRandom", FILE_SLOTS, BINARY_MEMBERS, BINARY_PROPERTIES,
    .methods = (const MethodSpec[]){FILE_METHODS, {"read1", file_read1, 0, 1}, {"peek", file_peek, 0, 1}, {0}},
};
const Type raw_file_type = {
    TYPE_IDENTITY(raw_file), .name = "_io.FileIO", FILE_SLOTS, BINARY_MEMBERS,
    .methods = (const MethodSpec[]){FILE_METHODS, {0}},
    .properties = (const PropertySpec[]){{"closed", file_get_closed, NULL, NULL}, {0}},
};
