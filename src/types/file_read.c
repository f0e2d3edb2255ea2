/* Reading files: blocks, characters, lines.
 *
 *    descriptor --> block --> decoded to UTF-8 --> newlines translated --> input --> str
 *                     |       (not if it is UTF-8)  (newline=None)
 *                     +-----------------------------------------------> input --> bytes    (binary files)
 *
 * A block may end within a character or between \r and \n: `unread` keeps the bytes of the one, `seen_cr` remembers the
 * other. UTF-8 with strict errors stays as it is, and a character that the block cuts waits in `input`. */
#include <errno.h>
#include <string.h>

#include "object/error.h"
#include "os/file.h"
#include "types/bytes.h"
#include "types/file_parts.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str_private.h"

/* ---- blocks -------------------------------------------------------------------------------------- */

int file_poll(Runtime *rt)
{
    if ((atomic_load_explicit(&rt->poll, memory_order_relaxed) & POLL_SIGNAL) == 0)
        return 0;
    atomic_fetch_and_explicit(&rt->poll, ~(unsigned)POLL_SIGNAL, memory_order_relaxed);
    error_set_value(rt, &keyboard_interrupt_type, NULL);
    return -1;
}

static ssize_t read_block(Runtime *rt, File *self, char *to, size_t room)
{
    for (;;) {
        ssize_t count = file_read_once(self->descriptor, to, room);
        if (count > 0)
            return count;
        int code = errno;
        if (file_poll(rt) < 0) /* also at the end of input: Ctrl-C may have come with it */
            return -1;
        if (count == 0)
            return 0;
        if (code != EINTR)
            return error_set_errno(rt, code, NULL, NULL), -1;
    }
}

/* Room for `more` bytes behind input_end, what was used up being dropped. */
static int input_reserve(Runtime *rt, File *self, size_t more)
{
    size_t kept = self->input_end - self->input_start;
    if (self->input_start > 0) {
        memmove(self->input, self->input + self->input_start, kept);
        self->input_base += self->input_start;
        self->input_start = 0;
        self->input_end = kept;
    }
    if (kept == 0)
        self->is_changed = false;
    if (self->input_capacity - kept >= more)
        return 0;
    size_t capacity = kept + more > FILE_BUFFER_SIZE ? kept + more : FILE_BUFFER_SIZE;
    char *grown = memory_resize(rt, self->input, self->input_capacity, capacity);
    if (grown == NULL)
        return -1;
    self->input = grown;
    self->input_capacity = capacity;
    return 0;
}

/* Where the last whole character of UTF-8 ends. */
static size_t whole_utf8(const char *bytes, size_t length)
{
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        uint8_t byte = (uint8_t)bytes[length - back];
        if (byte >= 0xc2 && byte < 0xf5) {
            size_t size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
            return size > back ? length - back : length;
        }
        if (byte < 0x80 || byte >= 0xc0)
            break;
    }
    return length;
}

/* How many of `length` bytes are whole characters. */
static size_t whole_characters(const File *self, const char *bytes, size_t length)
{
    size_t whole = length;
    switch ((TextCodec)self->codec) {
    case TEXT_UTF8: return whole_utf8(bytes, length);
    case TEXT_BYTES: return length;
    case TEXT_UNITS_4: return length & ~(size_t)3;
    case TEXT_UNITS_2:
        whole &= ~(size_t)1;
        if (whole >= 2 && ((uint8_t)bytes[whole - (self->is_big ? 2 : 1)] & 0xfc) == 0xd8)
            whole -= 2; /* the first half of a pair */
        return whole;
    }
    return whole;
}

/* The mark at the start of the text: its length, and the order that it tells. */
static size_t mark_length(File *self, const char *bytes, size_t length)
{
    static const struct { const char *bytes; uint8_t length, codec; bool is_big; } marks[] = {
        {"\xef\xbb\xbf", 3, TEXT_UTF8, false}, {"\xff\xfe\0\0", 4, TEXT_UNITS_4, false}, {"\0\0\xfe\xff", 4, TEXT_UNITS_4, true},
        {"\xff\xfe", 2, TEXT_UNITS_2, false}, {"\xfe\xff", 2, TEXT_UNITS_2, true},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].codec == self->codec && length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0) {
            self->is_big = marks[i].is_big;
            return marks[i].length;
        }
    return 0;
}

/* Bytes of another encoding, decoded, go behind input_end. */
static int input_decode(Runtime *rt, File *self, const char *bytes, size_t length)
{
    owned Str *text = bytes_decode(rt, bytes, length, file_codec_name(self), str_data((Str *)self->errors));
    if (text == NULL)
        return -1;
    owned Bytes *utf8 = str_encode(rt, text, "utf-8", "surrogatepass");
    if (utf8 == NULL || input_reserve(rt, self, utf8->length) < 0)
        return -1;
    memcpy(self->input + self->input_end, utf8->data, utf8->length);
    self->input_end += utf8->length;
    return 0;
}

/* Reads a block of another encoding behind input_end: its bytes, 0 at the end, -1. */
static ssize_t fill_decoded(Runtime *rt, File *self)
{
    char block[FILE_BUFFER_SIZE + sizeof self->unread];
    memcpy(block, self->unread, self->unread_count);
    ssize_t count = read_block(rt, self, block + self->unread_count, FILE_BUFFER_SIZE);
    if (count < 0)
        return -1;
    size_t length = self->unread_count + (size_t)count, skipped = 0;
    if (self->at_start && self->is_marked)
        skipped = mark_length(self, block, length);
    size_t whole = count == 0 ? length : skipped + whole_characters(self, block + skipped, length - skipped);
    self->unread_count = (uint8_t)(length - whole);
    memcpy(self->unread, block + whole, length - whole);
    self->at_start = self->at_start && whole == 0;
    return whole > skipped && input_decode(rt, self, block + skipped, whole - skipped) < 0 ? -1 : (ssize_t)length;
}

static ssize_t fill_plain(Runtime *rt, File *self)
{
    ssize_t count = read_block(rt, self, self->input + self->input_end, self->input_capacity - self->input_end);
    if (count <= 0)
        return count;
    if (self->is_text && self->at_start && self->is_marked && self->input_start == self->input_end)
        self->input_start += mark_length(self, self->input + self->input_end, (size_t)count);
    self->at_start = false;
    self->input_end += (size_t)count;
    return count;
}

/* Newlines in input[from:input_end]: remembers the kinds, and under newline=None makes all of them \n. True when that
 * changed anything. */
static bool newlines_translate(File *self, size_t from)
{
    char *bytes = self->input;
    size_t out = from, end = self->input_end;
    if (!self->seen_cr && memchr(bytes + from, '\r', end - from) == NULL) {
        if ((self->newlines_met & MET_LF) == 0 && memchr(bytes + from, '\n', end - from) != NULL)
            self->newlines_met |= MET_LF;
        return false;
    }
    bool translates = self->newlines == NEWLINES_UNIVERSAL;
    for (size_t i = from; i < end; i++) {
        char byte = bytes[i];
        bool follows = self->seen_cr;
        self->seen_cr = byte == '\r';
        if (follows)
            self->newlines_met |= byte == '\n' ? MET_CRLF : MET_CR;
        if (follows && byte == '\n') {
            if (!translates)
                bytes[out++] = byte;
            continue;
        }
        if (byte == '\n')
            self->newlines_met |= MET_LF;
        bytes[out++] = byte == '\r' && translates ? '\n' : byte;
    }
    self->input_end = out;
    return translates;
}

ssize_t file_fill(Runtime *rt, File *self)
{
    if (self->output_length > 0 && file_flush(rt, self) < 0)
        return -1;
    for (;;) {
        if (input_reserve(rt, self, FILE_BUFFER_SIZE / 2) < 0)
            return -1;
        size_t kept = self->input_end;
        bool cr = self->seen_cr, was_changed = self->is_changed;
        size_t before = self->is_decoded ? self->unread_count : kept; /* of what is read now */
        ssize_t count = self->is_decoded ? fill_decoded(rt, self) : fill_plain(rt, self);
        if (count < 0)
            return -1;
        bool tracks = self->is_text && (self->newlines == NEWLINES_UNIVERSAL || self->newlines == NEWLINES_KEEP);
        bool changed = tracks && newlines_translate(self, kept);
        if (count == 0 && self->seen_cr) {
            self->newlines_met |= MET_CR;
            self->seen_cr = false;
        }
        if ((changed || self->is_decoded) && !was_changed) {
            int64_t position = file_seek(self->descriptor, 0, 1);
            self->is_changed = true;
            self->block_position = position - count - (int64_t)before;
            self->input_base = 0;
            self->block_cr = cr;
        }
        if (count == 0 || self->input_end > kept)
            return (ssize_t)(self->input_end - kept);
    }
}

/* ---- position ------------------------------------------------------------------------------------ */

void file_input_forget(File *self, bool goes_back)
{
    if (goes_back && self->input_end > self->input_start) {
        int64_t position = file_seek(self->descriptor, 0, 1);
        if (position >= 0)
            position = file_read_position(self, position);
        if (position >= 0)
            file_seek(self->descriptor, position, 0);
    }
    self->input_start = self->input_end = self->input_base = 0;
    self->unread_count = 0;
    self->seen_cr = self->is_changed = false;
}

/* The character at `bytes`: the bytes it has in the file, and in *out those it has in UTF-8. 0: not whole. */
static size_t character_step(const File *self, const uint8_t *bytes, size_t length, size_t *out, uint32_t *code)
{
    switch ((TextCodec)self->codec) {
    case TEXT_UTF8:
        *code = *bytes;
        *out = 1;
        return 1;
    case TEXT_BYTES:
        *code = *bytes;
        *out = *bytes < 128 ? 1 : 2;
        return 1;
    case TEXT_UNITS_2:
        if (length < 2)
            return 0;
        *code = self->is_big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
        *out = *code < 0x80 ? 1 : *code < 0x800 ? 2 : 3;
        if ((*code & 0xfc00) != 0xd800)
            return 2;
        *out = 4;
        return length < 4 ? 0 : 4;
    case TEXT_UNITS_4:
        if (length < 4)
            return 0;
        *code = self->is_big ? (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3]
                             : (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
        *out = *code < 0x80 ? 1 : *code < 0x800 ? 2 : *code < 0x10000 ? 3 : 4;
        return 4;
    }
    return 0;
}

/* Reads the file from block_position on again, until as much has come as the program has used. */
static int64_t position_found(File *self, int64_t back_to)
{
    uint8_t block[1024];
    size_t there = 0, used = 0, out = 0, wanted = self->input_base + self->input_start;
    int64_t position = self->block_position;
    bool cr = self->block_cr, translates = self->newlines == NEWLINES_UNIVERSAL;
    if (file_seek(self->descriptor, position, 0) < 0)
        return -1;
    for (bool is_first = true;; is_first = false) {
        ssize_t count = file_read(self->descriptor, block + there, sizeof block - there);
        there += count > 0 ? (size_t)count : 0;
        used = 0;
        if (is_first && position == 0 && self->is_marked) {
            File probe = *self;
            used = mark_length(&probe, (const char *)block, there);
            out = self->is_decoded ? 0 : used;
        }
        while (used < there) {
            size_t length = 0;
            uint32_t code = 0;
            size_t step = character_step(self, block + used, there - used, &length, &code);
            bool is_second = translates && cr && code == '\n';
            if (step == 0 || (out >= wanted && !is_second))
                break;
            out += is_second ? 0 : length;
            cr = code == '\r';
            used += step;
        }
        position += (int64_t)used;
        if (count <= 0 || (out >= wanted && used < there))
            break;
        memmove(block, block + used, there - used);
        there -= used;
    }
    file_seek(self->descriptor, back_to, 0);
    return position;
}

int64_t file_read_position(File *self, int64_t position)
{
    if (self->is_changed)
        return position_found(self, position);
    return position - (int64_t)(self->input_end - self->input_start) - self->unread_count;
}

/* ---- gathering ----------------------------------------------------------------------------------- */

/* A growing row of bytes. */
typedef struct Gathered {
    Runtime *rt;
    char *bytes;
    size_t length, capacity;
} Gathered;

static int gather(Gathered *to, const char *bytes, size_t length)
{
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
    if (length > 0)
        memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    return 0;
}

/* Bytes as what the file gives: bytes, or text. */
static Object *file_result(Runtime *rt, const File *self, const char *bytes, size_t length)
{
    if (length == 0)
        bytes = "";
    if (!self->is_text)
        return (Object *)bytes_new(rt, bytes, length);
    if (self->is_decoded)
        return (Object *)bytes_decode(rt, bytes, length, "utf-8", "surrogatepass");
    return (Object *)bytes_decode(rt, bytes, length, "utf-8", NULL);
}

static Object *gathered_result(const File *self, Gathered *row)
{
    Object *result = file_result(row->rt, self, row->bytes, row->length);
    memory_release(row->rt, row->bytes, row->capacity);
    return result;
}

static Object *gathered_failed(Gathered *row)
{
    memory_release(row->rt, row->bytes, row->capacity);
    return NULL;
}

/* Takes up to `length` bytes out of input. */
static int gather_input(Gathered *to, File *self, size_t length)
{
    if (gather(to, self->input + self->input_start, length) < 0)
        return -1;
    self->input_start += length;
    return 0;
}

static Object *read_all(Runtime *rt, File *self)
{
    Gathered row = {.rt = rt};
    for (;;) {
        if (gather_input(&row, self, self->input_end - self->input_start) < 0)
            return gathered_failed(&row);
        ssize_t count = file_fill(rt, self);
        if (count < 0)
            return gathered_failed(&row);
        if (count == 0)
            return gathered_result(self, &row);
    }
}

/* How many bytes of `bytes` hold at most *count whole characters of UTF-8, which are subtracted from it. */
static size_t character_bytes(const char *bytes, size_t length, size_t *count)
{
    size_t at = 0;
    while (*count > 0 && at < length) {
        uint8_t lead = (uint8_t)bytes[at];
        size_t size = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        size_t have = 1;
        while (have < size && at + have < length && ((uint8_t)bytes[at + have] & 0xc0) == 0x80)
            have++;
        if (have < size && at + have == length)
            break;
        at += have;
        --*count;
    }
    return at;
}

static Object *read_some(Runtime *rt, File *self, size_t count)
{
    Gathered row = {.rt = rt};
    while (count > 0) {
        size_t there = self->input_end - self->input_start, taken = 0;
        if (there > 0 && self->is_text) {
            taken = character_bytes(self->input + self->input_start, there, &count);
        } else if (there > 0) {
            taken = there < count ? there : count;
            count -= taken;
        }
        if (taken > 0) {
            if (gather_input(&row, self, taken) < 0)
                return gathered_failed(&row);
            continue;
        }
        ssize_t more = file_fill(rt, self);
        if (more < 0)
            return gathered_failed(&row);
        if (more == 0) { /* the end; a cut character goes to the decoder, which says what is wrong */
            if (gather_input(&row, self, self->input_end - self->input_start) < 0)
                return gathered_failed(&row);
            break;
        }
    }
    return gathered_result(self, &row);
}

/* ---- lines --------------------------------------------------------------------------------------- */

/* Where the line that begins at `bytes` ends (behind its newline), or 0: not within `length`. A \r at the end of the
 * block needs the next byte, unless the file has ended. */
static size_t line_end(const File *self, const char *bytes, size_t length, bool ended)
{
    if (!self->is_text || self->newlines == NEWLINES_LF || self->newlines == NEWLINES_UNIVERSAL) {
        const char *newline = memchr(bytes, '\n', length);
        return newline == NULL ? 0 : (size_t)(newline - bytes) + 1;
    }
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n' && self->newlines == NEWLINES_KEEP)
            return i + 1;
        if (bytes[i] != '\r')
            continue;
        if (self->newlines == NEWLINES_CR)
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
    if (file_check(rt, self, "readline", NEEDS_READING) < 0)
        return NULL;
    Gathered row = {.rt = rt};
    bool ended = false;
    for (;;) {
        char *input = self->input + self->input_start;
        size_t there = self->input_end - self->input_start;
        size_t end = there == 0 ? 0 : line_end(self, input, there, ended);
        bool whole = end != 0;
        if (whole && limit < 0 && row.length == 0) { /* the usual case: no copy */
            self->input_start += end;
            return file_result(rt, self, input, end);
        }
        size_t taken = whole ? end : there;
        if (!whole && !ended && taken > 0 && input[taken - 1] == '\r' && self->is_text)
            taken--; /* its \n may be in the next block */
        if (limit >= 0) {
            size_t left = (size_t)limit, before = left;
            size_t fits = self->is_text ? character_bytes(input, taken, &left) : taken < left ? taken : left;
            if (fits < taken && left == 0) {
                whole = true;
                taken = fits;
            }
            limit = (ssize_t)(self->is_text ? left : before - fits);
        }
        if (gather_input(&row, self, taken) < 0)
            return gathered_failed(&row);
        if (whole || (ended && self->input_start == self->input_end) || limit == 0)
            return gathered_result(self, &row);
        ssize_t more = file_fill(rt, self);
        if (more < 0)
            return gathered_failed(&row);
        ended = more == 0;
    }
}

/* ---- methods ------------------------------------------------------------------------------------- */

ssize_t file_size_argument(Runtime *rt, Object **args, size_t n)
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

Object *file_read_method(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    ssize_t size = file_size_argument(rt, args, n);
    if (size == -2)
        return NULL;
    if (size == -1 && n > 0 && args[0] != NONE && object->type != &text_file_type && object->type != &raw_file_type) {
        int64_t asked;
        if (number_as_int64(rt, args[0], &asked) < 0)
            return NULL;
        if (asked < -1)
            return error_set(rt, &value_error_type, "read length must be non-negative or -1");
    }
    if (file_check(rt, self, "read", NEEDS_READING) < 0)
        return NULL;
    return size < 0 ? read_all(rt, self) : read_some(rt, self, (size_t)size);
}

/* read1([size]): what one read of the system gives at most. */
Object *file_read1(Runtime *rt, Object *object, Object **args, size_t n)
{
    File *self = (File *)object;
    ssize_t size = file_size_argument(rt, args, n);
    if (size == -2 || file_check(rt, self, "read1", NEEDS_READING) < 0)
        return NULL;
    if (size != 0 && self->input_start == self->input_end && file_fill(rt, self) < 0)
        return NULL;
    size_t there = self->input_end - self->input_start;
    size_t taken = size >= 0 && (size_t)size < there ? (size_t)size : there;
    self->input_start += taken;
    return file_result(rt, self, self->input + self->input_start - taken, taken);
}

Object *file_peek(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    File *self = (File *)object;
    if (file_check(rt, self, "peek", NEEDS_READING) < 0 || (self->input_start == self->input_end && file_fill(rt, self) < 0))
        return NULL;
    return file_result(rt, self, self->input + self->input_start, self->input_end - self->input_start);
}

Object *file_readline(Runtime *rt, Object *self, Object **args, size_t n)
{
    ssize_t limit = -1;
    if (n > 0 && ((File *)self)->is_text && !number_has_index(args[0]))
        return error_set(rt, &type_error_type, "'%T' object cannot be interpreted as an integer", args[0]);
    if (n > 0 && (limit = file_size_argument(rt, args, n)) == -2)
        return NULL;
    return file_read_line(rt, (File *)self, limit);
}

static ssize_t line_length(Object *line)
{
    return str_check(line) ? (ssize_t)((Str *)line)->length : (ssize_t)((Bytes *)line)->length;
}

Object *file_readlines(Runtime *rt, Object *self, Object **args, size_t n)
{
    ssize_t hint = file_size_argument(rt, args, n), total = 0;
    owned List *lines = hint == -2 || file_check_open(rt, (File *)self) < 0 ? NULL : list_new(rt, 0);
    if (lines == NULL)
        return NULL;
    for (;;) {
        owned Object *line = file_read_line(rt, (File *)self, -1);
        if (line == NULL)
            return NULL;
        ssize_t size = line_length(line);
        if (size == 0)
            return (Object *)take(&lines);
        if (list_append(rt, lines, line) < 0)
            return NULL;
        total += size;
        if (hint > 0 && total >= hint)
            return (Object *)take(&lines);
    }
}

Object *file_next(Runtime *rt, Object *object)
{
    File *self = (File *)object;
    self->is_iterated = self->is_text;
    owned Object *line = file_read_line(rt, self, -1);
    if (line != NULL && line_length(line) > 0)
        return take(&line);
    self->is_iterated = false;
    return NULL;
}
