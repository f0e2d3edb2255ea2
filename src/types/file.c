/* Files: reading, writing, positions. open() and the standard streams are modules/io.c's. */
#include "types/file.h"

#include <errno.h>
#include <string.h>

#include "gc/gc.h"
#include "object/error.h"
#include "object/names.h"
#include "os/file.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str_private.h"
#include "types/str_utf8.h"

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
    self->name = object_retain(name);
    self->mode = (Object *)take(&mode_text);
    self->encoding = (Object *)take(&encoding);
    self->errors = (Object *)take(&errors);
    gc_track(rt, self);
    return self;
}

static int check_open(Runtime *rt, const File *self)
{
    if (self->descriptor >= 0)
        return 0;
    return error_fail(rt, &value_error_type, self->is_text ? "I/O operation on closed file." : "I/O operation on closed file");
}
static int check_readable(Runtime *rt, const File *self)
{
    if (check_open(rt, self) < 0)
        return -1;
    return self->readable ? 0 : error_fail(rt, &unsupported_operation_type, self->is_text ? "not readable" : "read");
}
static int check_writable(Runtime *rt, const File *self)
{
    if (check_open(rt, self) < 0)
        return -1;
    return self->writable ? 0 : error_fail(rt, &unsupported_operation_type, self->is_text ? "not writable" : "write");
}

/* ---- writing ------------------------------------------------------------------------------------- */

static int write_out(Runtime *rt, File *self, const char *bytes, size_t length)
{
    int code = 0;
    if (self->writer != NULL)
        code = self->writer(self->writer_context, bytes, length);
    else if (file_write(self->descriptor, bytes, length) < 0)
        code = errno;
    if (code == 0)
        return 0;
    error_set_errno(rt, code, NULL, NULL);
    return -1;
}

int file_flush(Runtime *rt, File *self)
{
    size_t length = self->output_length;
    self->output_length = 0; /* what cannot be written is lost: it must not be tried for ever */
    if (length > 0 && write_out(rt, self, self->output, length) < 0)
        return -1;
    return self->buffer != NULL ? file_flush(rt, self->buffer) : 0;
}

/* What was read ahead is not the program's position: a write goes to where it stands. */
static void input_forget(File *self)
{
    if (self->input_end > self->input_start)
        file_seek(self->descriptor, -(int64_t)(self->input_end - self->input_start), 1);
    self->input_start = self->input_end = 0;
}

static MUST_CHECK int write_bytes(Runtime *rt, File *self, const char *bytes, size_t length)
{
    input_forget(self);
    if (self->output == NULL && (self->output = memory_take(rt, FILE_BUFFER_SIZE)) == NULL)
        return -1;
    if (length > FILE_BUFFER_SIZE - self->output_length) {
        if (file_flush(rt, self) < 0)
            return -1;
        if (length >= FILE_BUFFER_SIZE)
            return write_out(rt, self, bytes, length);
    }
    memcpy(self->output + self->output_length, bytes, length);
    self->output_length += length;
    return 0;
}

/* Writes `bytes` with every \n as the file wants it. */
static MUST_CHECK int write_lines(Runtime *rt, File *self, const char *bytes, size_t length)
{
    const char *ending = self->newlines == NEWLINES_CR ? "\r" : "\r\n";
    while (length > 0) {
        const char *newline = memchr(bytes, '\n', length);
        size_t count = newline == NULL ? length : (size_t)(newline - bytes);
        if (write_bytes(rt, self, bytes, count) < 0)
            return -1;
        if (newline == NULL)
            break;
        if (write_bytes(rt, self, ending, strlen(ending)) < 0)
            return -1;
        bytes = newline + 1;
        length -= count + 1;
    }
    return 0;
}

int file_write_text(Runtime *rt, File *self, Str *text)
{
    if (check_writable(rt, self) < 0)
        return -1;
    owned Object *holder = NULL;
    size_t length;
    const char *bytes;
    const char *encoding = str_data((Str *)self->encoding), *errors = str_data((Str *)self->errors);
    bool plain = str_is_ascii(text) && strncmp(encoding, "utf-16", 6) != 0 && strncmp(encoding, "utf-32", 6) != 0;
    if (plain) {
        bytes = str_data(text);
        length = text->length;
    } else {
        Bytes *encoded = str_encode(rt, text, encoding, errors);
        if (encoded == NULL)
            return -1;
        holder = (Object *)encoded;
        bytes = encoded->data;
        length = encoded->length;
    }
    bool translates = self->newlines == NEWLINES_CR || self->newlines == NEWLINES_CRLF;
    if ((translates ? write_lines(rt, self, bytes, length) : write_bytes(rt, self, bytes, length)) < 0)
        return -1;
    bool flushes = self->write_through || (self->line_buffered && memchr(bytes, '\n', length) != NULL);
    return flushes ? file_flush(rt, self) : 0;
}

static Object *file_write_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    File *self = (File *)object;
    if (self->is_text) {
        if (!str_check(args[0]))
            return error_set(rt, &type_error_type, "write() argument must be str, not %T", args[0]);
        return file_write_text(rt, self, (Str *)args[0]) < 0 ? NULL : (Object *)int_from_uint64(rt, ((Str *)args[0])->length);
    }
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (str_check(args[0]))
        return error_set(rt, &type_error_type, "a bytes-like object is required, not '%T'", args[0]);
    if (check_writable(rt, self) < 0 || !bytes_view(rt, args[0], &data, &length, &holder) ||
        write_bytes(rt, self, data, length) < 0 || (self->write_through && file_flush(rt, self) < 0))
        return NULL;
    return (Object *)int_from_uint64(rt, length);
}

static Object *file_writelines(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    owned Object *iterator = object_iter(rt, args[0]);
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

static Object *file_flush_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return check_open(rt, (File *)self) < 0 || file_flush(rt, (File *)self) < 0 ? NULL : NONE;
}

/* ---- reading ------------------------------------------------------------------------------------- */

/* Reads more behind what is there: bytes read, 0 at the end, -1 with an error. */
static ssize_t input_fill(Runtime *rt, File *self)
{
    if (self->input == NULL && (self->input = memory_take(rt, FILE_BUFFER_SIZE)) == NULL)
        return -1;
    if (self->output_length > 0 && file_flush(rt, self) < 0)
        return -1;
    if (self->input_start > 0) {
        memmove(self->input, self->input + self->input_start, self->input_end - self->input_start);
        self->input_end -= self->input_start;
        self->input_start = 0;
    }
    if (self->input_end == FILE_BUFFER_SIZE)
        return FILE_BUFFER_SIZE;
    ssize_t count = file_read(self->descriptor, self->input + self->input_end, FILE_BUFFER_SIZE - self->input_end);
    if (count < 0) {
        if (errno == EINTR && error_pending(rt))
            return -1;
        error_set_errno(rt, errno, NULL, NULL);
        return -1;
    }
    self->input_end += (size_t)count;
    return count;
}

/* A growing row of bytes. */
typedef struct Gathered {
    Runtime *rt;
    char *bytes;
    size_t length, capacity;
} Gathered;

static int gather(Gathered *to, const char *bytes, size_t length)
{
    if (length == 0)
        return 0; /* an empty buffer has no address */
    if (length > to->capacity - to->length) {
        if (length > SIZE_MAX / 4 - to->capacity)
            return error_no_memory(to->rt), -1;
        size_t capacity = to->capacity + to->capacity / 2 + length + 256;
        char *grown = memory_resize(to->rt, to->bytes, to->capacity, capacity);
        if (grown == NULL)
            return -1;
        to->bytes = grown;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    return 0;
}

/* Bytes as what the file gives: bytes, or text. */
static Object *gathered_result(File *self, Gathered *row)
{
    Object *result;
    if (self->is_text)
        result = (Object *)bytes_decode(row->rt, row->bytes, row->length, str_data((Str *)self->encoding),
                                        str_data((Str *)self->errors));
    else
        result = (Object *)bytes_new(row->rt, row->length == 0 ? "" : row->bytes, row->length);
    memory_release(row->rt, row->bytes, row->capacity);
    return result;
}

/* Universal newlines in place: \r\n and \r become \n. A \r at the very end leaves `seen_cr`, so that a \n that comes next
 * is dropped. Returns the new length. */
static size_t translate_newlines(File *self, char *bytes, size_t length)
{
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[i];
        if (byte == '\n' && self->seen_cr) {
            self->seen_cr = false;
            continue;
        }
        self->seen_cr = byte == '\r';
        bytes[out++] = byte == '\r' ? '\n' : byte;
    }
    return out;
}

static Object *read_all(Runtime *rt, File *self)
{
    Gathered row = {.rt = rt};
    for (;;) {
        if (self->input_end > self->input_start) {
            if (gather(&row, self->input + self->input_start, self->input_end - self->input_start) < 0)
                break;
            self->input_start = self->input_end = 0;
        }
        ssize_t count = input_fill(rt, self);
        if (count < 0)
            break;
        if (count == 0) {
            if (self->is_text && self->newlines == NEWLINES_UNIVERSAL && row.length > 0)
                row.length = translate_newlines(self, row.bytes, row.length);
            return gathered_result(self, &row);
        }
    }
    memory_release(rt, row.bytes, row.capacity);
    return NULL;
}

/* How many bytes of `bytes` hold at most `count` whole characters (UTF-8). */
static size_t character_bytes(const char *bytes, size_t length, size_t *count)
{
    size_t at = 0;
    while (*count > 0 && at < length) {
        uint8_t lead = (uint8_t)bytes[at];
        size_t size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (size > length - at)
            break;
        at += size;
        --*count;
    }
    return at;
}

static Object *read_some(Runtime *rt, File *self, size_t count)
{
    Gathered row = {.rt = rt};
    while (count > 0) {
        size_t there = self->input_end - self->input_start;
        char *input = self->input + self->input_start;
        size_t taken = 0;
        if (there > 0 && self->is_text && self->newlines == NEWLINES_UNIVERSAL) {
            if (self->seen_cr && *input == '\n') {
                self->seen_cr = false;
                self->input_start++;
                continue;
            }
            self->seen_cr = *input == '\r';
            if (self->seen_cr)
                *input = '\n';
            const char *cr = memchr(input + 1, '\r', there - 1);
            taken = character_bytes(input, cr == NULL ? there : (size_t)(cr - input), &count);
            if (taken > 1 || *input != '\n')
                self->seen_cr = false;
        } else if (there > 0) {
            taken = self->is_text ? character_bytes(input, there, &count) : there < count ? there : count;
            if (!self->is_text)
                count -= taken;
        }
        if (taken > 0) {
            self->input_start += taken;
            if (gather(&row, input, taken) < 0)
                goto failed;
            continue;
        }
        ssize_t more = input_fill(rt, self);
        if (more < 0)
            goto failed;
        if (more == 0) { /* the end; a cut character goes to the decoder, which says what is wrong */
            if (gather(&row, self->input + self->input_start, self->input_end - self->input_start) < 0)
                goto failed;
            self->input_start = self->input_end = 0;
            break;
        }
    }
    return gathered_result(self, &row);
failed:
    memory_release(rt, row.bytes, row.capacity);
    return NULL;
}

/* Where the line that begins at `bytes` ends (behind its newline), or 0: not within `length`. A \r at the end of the
 * block under newline='' needs the next byte, unless the file has ended. */
static size_t line_end(const File *self, const char *bytes, size_t length, bool ended)
{
    if (!self->is_text || self->newlines == NEWLINES_LF) {
        const char *newline = memchr(bytes, '\n', length);
        return newline == NULL ? 0 : (size_t)(newline - bytes) + 1;
    }
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n' && self->newlines != NEWLINES_CR && self->newlines != NEWLINES_CRLF)
            return i + 1;
        if (bytes[i] != '\r')
            continue;
        if (self->newlines == NEWLINES_CR || self->newlines == NEWLINES_UNIVERSAL)
            return i + 1;
        if (i + 1 == length && !ended)
            return 0;
        if (i + 1 < length && bytes[i + 1] == '\n')
            return i + 2;
        if (self->newlines == NEWLINES_KEEP)
            return i + 1;
    }
    return 0;
}

Object *file_read_line(Runtime *rt, File *self, ssize_t limit)
{
    if (check_readable(rt, self) < 0)
        return NULL;
    Gathered row = {.rt = rt};
    bool ended = false, universal = self->is_text && self->newlines == NEWLINES_UNIVERSAL;
    for (;;) {
        char *input = self->input + self->input_start;
        size_t there = self->input_end - self->input_start;
        if (universal && self->seen_cr && there > 0) {
            self->seen_cr = false;
            if (*input == '\n') {
                self->input_start++;
                continue;
            }
        }
        size_t end = there == 0 ? 0 : line_end(self, input, there, ended);
        bool whole = end != 0;
        size_t taken = whole ? end : there;
        if (!whole && !ended && taken > 0 && input[taken - 1] == '\r')
            taken--; /* its \n may be in the next block */
        if (limit >= 0) {
            size_t left = (size_t)limit, before = left;
            size_t fits = self->is_text ? character_bytes(input, taken, &left) : taken < left ? taken : left;
            if (fits < taken) {
                whole = true;
                taken = fits;
            }
            limit = (ssize_t)(self->is_text ? left : before - fits);
        }
        if (gather(&row, input, taken) < 0)
            break;
        self->input_start += taken;
        if (whole && universal && row.length > 0 && row.bytes[row.length - 1] == '\r') {
            row.bytes[row.length - 1] = '\n';
            self->seen_cr = true;
        }
        if (whole || (ended && self->input_start == self->input_end) || limit == 0)
            return gathered_result(self, &row);
        ssize_t more = input_fill(rt, self);
        if (more < 0)
            break;
        ended = more == 0;
    }
    memory_release(rt, row.bytes, row.capacity);
    return NULL;
}

/* The optional size argument: -1 for none; -2 with an error. */
static ssize_t size_argument(Runtime *rt, Object **args, size_t n)
{
    if (n == 0 || args[0] == NULL || args[0] == NONE)
        return -1;
    if (!number_has_index(args[0])) {
        error_set(rt, &type_error_type, "argument should be integer or None, not '%T'", args[0]);
        return -2;
    }
    ssize_t size = number_as_size(rt, args[0], &overflow_error_type);
    return size == -1 && error_pending(rt) ? -2 : size < 0 ? -1 : size;
}

static Object *file_read_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    ssize_t size = size_argument(rt, args, n);
    if (size == -2 || check_readable(rt, self) < 0)
        return NULL;
    return size < 0 ? read_all(rt, self) : read_some(rt, self, (size_t)size);
}

static Object *file_readline(Runtime *rt, Object *self, Object **args, size_t n)
{
    ssize_t limit = size_argument(rt, args, n);
    return limit == -2 ? NULL : file_read_line(rt, (File *)self, limit);
}

static ssize_t object_size_of_line(Object *line)
{
    return str_check(line) ? (ssize_t)((Str *)line)->length : (ssize_t)((Bytes *)line)->length;
}

static Object *file_readlines(Runtime *rt, Object *self, Object **args, size_t n)
{
    ssize_t hint = size_argument(rt, args, n), total = 0;
    owned List *lines = hint == -2 ? NULL : list_new(rt, 0);
    if (lines == NULL)
        return NULL;
    for (;;) {
        owned Object *line = file_read_line(rt, (File *)self, -1);
        if (line == NULL)
            return NULL;
        ssize_t size = object_size_of_line(line);
        if (size == 0)
            return (Object *)take(&lines);
        if (list_append(rt, lines, line) < 0)
            return NULL;
        total += size;
        if (hint > 0 && total >= hint)
            return (Object *)take(&lines);
    }
}

static Object *file_next(Runtime *rt, Object *self)
{
    owned Object *line = file_read_line(rt, (File *)self, -1);
    if (line == NULL || object_size_of_line(line) == 0)
        return NULL;
    return take(&line);
}

/* ---- position ------------------------------------------------------------------------------------ */

static Object *file_tell(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    File *self = (File *)object;
    if (check_open(rt, self) < 0)
        return NULL;
    int64_t position = file_seek(self->descriptor, 0, 1);
    if (position < 0)
        return error_set_errno(rt, errno, NULL, NULL);
    return (Object *)int_from_int64(rt, position - (int64_t)(self->input_end - self->input_start) + (int64_t)self->output_length);
}

static Object *file_seek_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    int64_t offset, whence = 0;
    if (check_open(rt, self) < 0 || number_as_int64(rt, args[0], &offset) < 0 ||
        (n > 1 && number_as_int64(rt, args[1], &whence) < 0))
        return NULL;
    if (whence < 0 || whence > 2)
        return error_set(rt, &value_error_type, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (self->is_text && whence != 0 && offset != 0)
        return error_set(rt, &unsupported_operation_type, whence == 1 ? "can't do nonzero cur-relative seeks"
                                                                      : "can't do nonzero end-relative seeks");
    if (self->is_text && offset < 0)
        return error_set(rt, &value_error_type, "negative seek position %lld", (long long)offset);
    if (file_flush(rt, self) < 0)
        return NULL;
    input_forget(self);
    self->seen_cr = false;
    int64_t position = file_seek(self->descriptor, offset, (int)whence);
    return position < 0 ? error_set_errno(rt, errno, NULL, NULL) : (Object *)int_from_int64(rt, position);
}

static Object *file_truncate_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    ssize_t size = size_argument(rt, args, n);
    if (size == -2 || check_writable(rt, self) < 0 || file_flush(rt, self) < 0)
        return NULL;
    input_forget(self);
    int64_t length = size >= 0 ? size : file_seek(self->descriptor, 0, 1);
    if (length < 0 || !file_truncate(self->descriptor, length))
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
    return check_open(rt, (File *)self) < 0 ? NULL : object_retain(self);
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
        memory_release(rt, self->input, FILE_BUFFER_SIZE);
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
    return (Object *)str_format(rt, "<%s name=%R>", self->writable ? self->readable ? "_io.BufferedRandom" : "_io.BufferedWriter"
                                                                  : "_io.BufferedReader", self->name);
}

static Object *file_self(Runtime *rt, Object *self)
{
    return check_open(rt, (File *)self) < 0 ? NULL : object_retain(self);
}

/* ---- questions ----------------------------------------------------------------------------------- */

#define FILE_QUESTION(name, answer)                                                        \
    static Object *name(Runtime *rt, Object *object, Object **args, size_t n)              \
    {                                                                                      \
        (void)args, (void)n;                                                               \
        const File *self = (File *)object;                                                 \
        return check_open(rt, self) < 0 ? NULL : (Object *)(answer);                       \
    }
FILE_QUESTION(file_fileno, int_from_int64(rt, self->descriptor))
FILE_QUESTION(file_isatty, bool_object(self->writer == NULL && file_is_terminal(self->descriptor)))
FILE_QUESTION(file_readable, bool_object(self->readable))
FILE_QUESTION(file_writable, bool_object(self->writable))
FILE_QUESTION(file_seekable, bool_object(self->writer == NULL && file_seek(self->descriptor, 0, 1) >= 0))

static Object *file_get_closed(Runtime *rt, Object *self)
{
    (void)rt;
    return bool_object(((File *)self)->descriptor < 0);
}
static Object *file_get_newlines(Runtime *rt, Object *self)
{
    (void)rt, (void)self;
    return NONE;
}
static Object *file_get_line_buffering(Runtime *rt, Object *self)
{
    (void)rt;
    return bool_object(((File *)self)->line_buffered);
}

static Object *file_get_buffer(Runtime *rt, Object *object)
{
    File *self = (File *)object;
    if (self->buffer == NULL) {
        const char *mode = self->readable ? self->writable ? "rb+" : "rb" : "wb";
        File *buffer = file_new(rt, &buffered_file_type, self->descriptor, self->name, mode);
        if (buffer == NULL)
            return NULL;
        buffer->readable = self->readable;
        buffer->writable = self->writable;
        buffer->writer = self->writer;
        buffer->writer_context = self->writer_context;
        buffer->write_through = true; /* the text file has its own buffer: bytes must not overtake or lag behind */
        self->buffer = buffer;
    }
    if (file_flush(rt, self) < 0)
        return NULL;
    return object_retain(self->buffer);
}

/* reconfigure(line_buffering=, write_through=, encoding=, errors=, newline=) in what this layer has. */
static Object *file_reconfigure(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    File *self = (File *)object;
    if (file_flush(rt, self) < 0)
        return NULL;
    for (int i = 0; i < 2; i++) {
        Object **field = i == 0 ? &self->encoding : &self->errors;
        if (args[i] == NULL || args[i] == NONE)
            continue;
        if (!str_check(args[i]) || !str_is_ascii((Str *)args[i]))
            return error_set(rt, &type_error_type, "reconfigure() argument must be str or None, not %T", args[i]);
        object_replace_steal(field, object_retain(args[i]));
    }
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

#define FILE_METHODS                                                                                       \
    {"__enter__", file_enter, 0, 0}, {"__exit__", file_close_method, 0, -1}, {"close", file_close_method, 0, 0},         \
    {"fileno", file_fileno, 0, 0}, {"flush", file_flush_method, 0, 0}, {"isatty", file_isatty, 0, 0},      \
    {"read", file_read_method, 0, 1}, {"readable", file_readable, 0, 0}, {"readline", file_readline, 0, 1},\
    {"readlines", file_readlines, 0, 1}, {"seek", file_seek_method, 1, 2}, {"seekable", file_seekable, 0, 0}, \
    {"tell", file_tell, 0, 0}, {"truncate", file_truncate_method, 0, 1}, {"writable", file_writable, 0, 0},\
    {"write", file_write_method, 1, 1}, {"writelines", file_writelines, 1, 1}

#define FILE_SLOTS                                                                                         \
    .base = &object_type, .size = sizeof(File), .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION | TYPE_WEAKLY_REFERABLE, \
    .finalize = file_finalize, .free = file_free, .visit = file_visit, .clear = file_clear, .repr = file_repr, \
    .iter = file_self, .next = file_next, .get_attribute = object_generic_get_attribute

const Type text_file_type = {
    TYPE_IDENTITY(text_file), .name = "_io.TextIOWrapper", FILE_SLOTS,
    .methods = (const MethodSpec[]){
        FILE_METHODS,
        {"reconfigure", file_reconfigure, .parameters = "*, encoding=, errors=, newline=, line_buffering=, write_through="},
        {0},
    },
    .members = (const MemberSpec[]){
        {"name", MEMBER_OBJECT, offsetof(File, name), false, NULL},
        {"mode", MEMBER_OBJECT, offsetof(File, mode), false, NULL},
        {"encoding", MEMBER_OBJECT, offsetof(File, encoding), false, NULL},
        {"errors", MEMBER_OBJECT, offsetof(File, errors), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"closed", file_get_closed, NULL, NULL}, {"buffer", file_get_buffer, NULL, NULL},
        {"newlines", file_get_newlines, NULL, NULL}, {"line_buffering", file_get_line_buffering, NULL, NULL}, {0},
    },
};

const Type buffered_file_type = {
    TYPE_IDENTITY(buffered_file), .name = "_io.BufferedRandom", FILE_SLOTS,
    .methods = (const MethodSpec[]){FILE_METHODS, {0}},
    .members = (const MemberSpec[]){
        {"name", MEMBER_OBJECT, offsetof(File, name), false, NULL},
        {"mode", MEMBER_OBJECT, offsetof(File, mode), false, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){{"closed", file_get_closed, NULL, NULL}, {0}},
};
