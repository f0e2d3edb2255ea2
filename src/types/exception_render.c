/* The text printed for an uncaught exception, as python3.11 prints it.
 *
 *    exception_render
 *      render_chain           causes and contexts first, with their sentences; a cycle is cut
 *        render_group         + Exception Group ...  | the tree of an exception group
 *        render_one           traceback, "Type: message", notes
 *          render_traceback   File, line, source line, carets
 *
 * The text is gathered in a StrBuilder, which remembers its failure, so the steps need no checks of their own. What
 * is only an ornament (a source line, a suggestion) is left out when it cannot be had. */
#include <stdarg.h>
#include <string.h>

#include "object/console.h"
#include "object/error.h"
#include "object/unraisable.h"
#include "os/file.h"
#include "types/exception_parts.h"
#include "types/frame.h"
#include "types/int.h"
#include "types/list.h"

enum {
    GROUP_WIDTH_LIMIT = 15, /* members of a group shown */
    GROUP_DEPTH_LIMIT = 10,
    TRACEBACK_LIMIT = 1000, /* entries shown, the last ones */
    REPEAT_LIMIT = 3,       /* equal entries shown in a row */
    SOURCE_INDENT = 4,
    SOURCE_LINE_LIMIT = 1 << 16, /* bytes of a source line that are read */
    CHAIN_LIMIT = 10000,         /* links of a chain of causes and contexts that are shown */
};

typedef struct Renderer {
    Runtime *rt;
    StrBuilder text;
    int group_depth;
    bool need_close;    /* the innermost group has its closing line still to come */
    bool alone;         /* no chain, notes, suggestions: an unraisable error */
    Object **seen;      /* memory block of `seen_capacity`: exceptions printed, owned */
    size_t seen_count, seen_capacity;
} Renderer;

/* ---- writing ---- */

static void put(Renderer *r, const char *text)
{
    str_builder_add_c(&r->text, text);
}

static void put_str(Renderer *r, Object *str)
{
    str_builder_add(&r->text, (Str *)str);
}

static void put_spaces(Renderer *r, size_t count)
{
    for (size_t i = 0; i < count && !r->text.failed; i++)
        str_builder_add_character(&r->text, ' ');
}

static void put_format(Renderer *r, const char *format, ...)
{
    if (r->text.failed)
        return;
    va_list arguments;
    va_start(arguments, format);
    owned Str *text = str_format_v(r->rt, format, arguments);
    va_end(arguments);
    if (text != NULL)
        str_builder_add(&r->text, text);
    else if (!error_clear_if(r->rt, &memory_error_type))
        error_clear(r->rt);
}

static void put_indent(Renderer *r)
{
    put_spaces(r, 2 * (size_t)r->group_depth);
}

/* What every line of a member of a group begins with. */
static void put_margin(Renderer *r)
{
    put_indent(r);
    if (r->group_depth > 0)
        put(r, "| ");
}

/* str(object) or NULL, no error left. */
static Str *text_of(Renderer *r, Object *object)
{
    Str *text = (Str *)object_str(r->rt, object);
    if (text == NULL)
        error_clear(r->rt);
    return text;
}

/* The attribute or NULL, no error left. Owned. */
static Object *attribute_of(Renderer *r, Object *object, Str *name)
{
    Object *value = NULL;
    if (object_find_attribute(r->rt, object, name, &value) < 0)
        error_clear(r->rt);
    return value;
}

/* ---- source lines ---- */

/* The first two lines of a file may say that it is Latin-1; otherwise it is UTF-8. */
static bool line_says_latin1(const char *line, size_t length)
{
    const char *coding = memmem(line, length, "coding", 6);
    if (coding == NULL || memchr(line, '#', length) == NULL)
        return false;
    size_t left = length - (size_t)(coding - line);
    return memmem(coding, left, "latin-1", 7) != NULL || memmem(coding, left, "iso-8859-1", 10) != NULL;
}

/* Line number `line` of the file at `path`, owned, without its end; NULL when there is none. No error left. */
static Str *file_line(Runtime *rt, const char *path, int line)
{
    FileStatus status;
    LineReader reader;
    if (!file_status(path, &status) || status.is_directory || !line_reader_open(&reader, path))
        return NULL;
    char *bytes = NULL;
    size_t length = 0;
    bool is_latin1 = false, found = false;
    const char *piece;
    size_t piece_length;
    bool last;
    for (int number = 1; number <= line && line_reader_next(&reader, &piece, &piece_length, &last);
         number += last) {
        if (number <= 2)
            is_latin1 |= line_says_latin1(piece, piece_length);
        if (number < line)
            continue;
        found = true;
        if (length + piece_length > SOURCE_LINE_LIMIT)
            break;
        if (piece_length != 0) {
            char *grown = memory_resize(rt, bytes, length, length + piece_length);
            if (grown == NULL) {
                found = false;
                break;
            }
            bytes = grown;
            memcpy(bytes + length, piece, piece_length);
            length += piece_length;
        }
    }
    line_reader_close(&reader);

    Str *text = NULL;
    if (found) {
        const char *start = bytes;
        size_t count = length;
        if (line == 1 && count >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0)
            start += 3, count -= 3;
        text = is_latin1 ? str_from_latin1(rt, start, count)
                         : str_from_utf8(rt, start != NULL ? start : "", count);
    }
    memory_release(rt, bytes, length);
    error_clear(rt);
    return text;
}

/* The line of the file of that name; else of a file so called in one of sys.path's directories. */
static Str *source_line(Renderer *r, Str *filename, int line)
{
    Runtime *rt = r->rt;
    size_t length;
    owned Object *holder = NULL;
    const char *path = str_utf8(rt, filename, &length, &holder);
    if (path == NULL || line <= 0) {
        error_clear(rt);
        return NULL;
    }
    if (memchr(path, '\0', length) != NULL || path[0] == '<')
        return NULL;
    Str *found = file_line(rt, path, line);
    if (found != NULL || rt->sys_dict == NULL)
        return found;

    const char *tail = strrchr(path, '/');
    tail = tail == NULL ? path : tail + 1;
    owned Object *paths = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(path)));
    if (paths == NULL || !list_check(paths))
        return NULL;
    for (size_t i = 0; i < ((List *)paths)->length && found == NULL; i++) {
        Object *entry = ((List *)paths)->items[i];
        if (!str_check(entry))
            continue;
        owned Str *joined = ((Str *)entry)->length == 0 ? str_from_c(rt, tail)
                                                        : str_format(rt, "%U/%s", entry, tail);
        owned Object *joined_holder = NULL;
        const char *joined_path = joined == NULL ? NULL : str_utf8(rt, joined, &length, &joined_holder);
        if (joined_path != NULL && memchr(joined_path, '\0', length) == NULL)
            found = file_line(rt, joined_path, line);
        error_clear(rt);
    }
    return found;
}

static bool is_indentation(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static size_t leading_indentation(const Str *line)
{
    size_t count = 0;
    while (count < line->length && is_indentation(str_at(line, count)))
        count++;
    return count;
}

Str *source_line_text(Runtime *rt, Str *filename, int line)
{
    Renderer r = {.rt = rt};
    owned Str *text = source_line(&r, filename, line);
    if (text == NULL)
        return NULL;
    size_t start = leading_indentation(text), end = text->length;
    while (end > start && is_indentation(str_at(text, end - 1)))
        end--;
    Str *stripped = start == end ? NULL : str_slice(rt, text, start, end);
    error_clear(rt);
    return stripped;
}

/* ---- carets ---- */

/* How many characters the first `bytes` bytes of the line's UTF-8 are. */
static size_t characters_before(const char *utf8, size_t length, size_t bytes)
{
    if (bytes > length + 1)
        bytes = length + 1;
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += i >= length || ((unsigned char)utf8[i] & 0xc0) != 0x80;
    return count;
}

/* The line of ^^^^ or ~~^~~ under the source line, when the entry's position says more than the line does. */
static void render_carets(Renderer *r, const Str *line, PositionEntry position)
{
    if (position.line < 1 || position.end_line < 1 || position.column < 0 || position.end_column < 0)
        return;
    size_t length;
    owned Object *holder = NULL;
    const char *utf8 = str_utf8(r->rt, (Str *)line, &length, &holder);
    if (utf8 == NULL) {
        error_clear(r->rt);
        return;
    }
    size_t start = characters_before(utf8, length, (size_t)position.column);
    size_t end = characters_before(utf8, length, (size_t)position.end_column);
    size_t anchor_start = 0, anchor_end = 0;
    bool has_anchor = false;
    if (position.line == position.end_line) {
        size_t from = (size_t)position.column, to = (size_t)position.end_column;
        if (from < to && to <= length &&
            anchor_find(utf8 + from, to - from, &anchor_start, &anchor_end)) {
            has_anchor = true;
            anchor_start = characters_before(utf8, length, from + anchor_start);
            anchor_end = characters_before(utf8, length, from + anchor_end);
        }
    }
    else {
        end = line->length;
        while (end > 0 && is_indentation(str_at(line, end - 1)))
            end--;
    }
    size_t indentation = leading_indentation(line);
    if (end - start == line->length - indentation && !has_anchor)
        return;

    put_margin(r);
    /* The source line is shown with its indentation replaced by four spaces. */
    for (size_t at = 0; at + indentation < end + SOURCE_INDENT && !r->text.failed; at++) {
        size_t column = at + indentation; /* of the source line, plus SOURCE_INDENT */
        char mark = '^';
        if (column < start + SOURCE_INDENT)
            mark = ' ';
        else if (has_anchor)
            mark = column >= anchor_start + SOURCE_INDENT && column < anchor_end + SOURCE_INDENT ? '^' : '~';
        str_builder_add_character(&r->text, (uint32_t)mark);
    }
    put(r, "\n");
}

/* ---- tracebacks ---- */

static void render_entry(Renderer *r, const Traceback *entry, const Code *code)
{
    put_margin(r);
    put_format(r, "  File \"%U\", line %d, in %U\n", code->filename, (int)traceback_line(entry), code->name);
    owned Str *line = source_line(r, code->filename, traceback_line(entry));
    if (line == NULL)
        return;
    put_margin(r);
    put_spaces(r, SOURCE_INDENT);
    str_builder_add_slice(&r->text, line, leading_indentation(line), line->length);
    put(r, "\n");
    render_carets(r, line, code_position(code, entry->instruction));
}

static void render_repeated(Renderer *r, size_t count)
{
    count -= REPEAT_LIMIT;
    put_margin(r);
    put_format(r, "  [Previous line repeated %zu more time%s]\n", count, count == 1 ? "" : "s");
}

static size_t traceback_limit(Renderer *r)
{
    Object *limit = r->rt->sys_dict == NULL
                        ? NULL
                        : dict_get_str_borrow(r->rt, r->rt->sys_dict, NAME(tracebacklimit));
    if (limit == NULL || !int_check(limit))
        return TRACEBACK_LIMIT;
    int64_t value;
    if (!int_as_int64((Int *)limit, &value))
        return int_sign((Int *)limit) > 0 ? SIZE_MAX : 0;
    return value > 0 ? (size_t)value : 0;
}

static void render_traceback(Renderer *r, Traceback *first, bool is_group)
{
    size_t limit = traceback_limit(r);
    if (limit == 0)
        return;
    if (is_group && r->group_depth == 1) {
        put_indent(r);
        put(r, "+ ");
    }
    else
        put_margin(r);
    put(r, is_group ? "Exception Group Traceback (most recent call last):\n"
                    : "Traceback (most recent call last):\n");

    size_t depth = 0;
    for (Traceback *entry = first; entry != NULL; entry = entry->next)
        depth++;
    owned Traceback *entry = object_retain(first);
    for (; depth > limit; depth--)
        object_replace_steal(&entry, object_retain_maybe(entry->next));

    size_t repeated = 0;
    const Code *last_code = NULL;
    int last_line = 0;
    while (entry != NULL && !r->text.failed) {
        const Code *code = frame_object_code_borrow((FrameObject *)entry->frame);
        bool is_same = last_code != NULL && traceback_line(entry) == last_line &&
                       (code == last_code || (str_equal(code->filename, last_code->filename) &&
                                              str_equal(code->name, last_code->name)));
        if (!is_same) {
            if (repeated > REPEAT_LIMIT)
                render_repeated(r, repeated);
            repeated = 0;
            last_code = code;
            last_line = traceback_line(entry);
        }
        if (++repeated <= REPEAT_LIMIT)
            render_entry(r, entry, code);
        object_replace_steal(&entry, object_retain_maybe(entry->next));
    }
    if (repeated > REPEAT_LIMIT)
        render_repeated(r, repeated);
}

/* ---- SyntaxError's own lines ---- */

static bool int_of(Object *object, int64_t *value)
{
    return object != NULL && int_check(object) && int_as_int64((Int *)object, value);
}

static int64_t utf8_length(const Str *text)
{
    int64_t length = 0;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t code = str_at(text, i);
        length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return length;
}

/* The offending text with carets under the part from `offset` to `end_offset` (from 1). */
static void render_offending_text(Renderer *r, Str *text, int64_t offset, int64_t end_offset)
{
    size_t carets = end_offset > 0 && end_offset > offset ? (size_t)(end_offset - offset) : 1;
    if (carets > text->length + 1)
        carets = text->length + 1;
    size_t start = leading_indentation(text), end = text->length;
    if (end > start && str_at(text, end - 1) == '\n')
        end--;
    int64_t at = offset - 1 - (int64_t)start;
    int64_t bytes = utf8_length(text) - (int64_t)start; /* 3.11 bounds the column by bytes: some offsets count those */
    if (at > bytes)
        at = bytes;
    /* Of several lines the one with the offset is shown. */
    for (;;) {
        ssize_t newline = str_find_character(text, '\n', start, end);
        if (newline < 0 || newline - (ssize_t)start >= at)
            break;
        at -= newline + 1 - (ssize_t)start;
        start = (size_t)newline + 1;
    }
    put_margin(r);
    put_spaces(r, SOURCE_INDENT);
    str_builder_add_slice(&r->text, text, start, end);
    put(r, "\n");
    if (at < 0)
        return;
    put_margin(r);
    put_spaces(r, SOURCE_INDENT + (size_t)at);
    for (size_t i = 0; i < carets && !r->text.failed; i++)
        str_builder_add_character(&r->text, '^');
    put(r, "\n");
}

/* File, line and text of a SyntaxError. The message that stands for str(exception) then, owned; NULL when the
 * exception does not carry its place. */
static Object *render_syntax_place(Renderer *r, Object *exception)
{
    owned Object *marker = attribute_of(r, exception, NAME(print_file_and_line));
    if (marker == NULL)
        return NULL;
    owned Object *message = attribute_of(r, exception, NAME(msg));
    owned Object *filename = attribute_of(r, exception, NAME(filename));
    owned Object *line_object = attribute_of(r, exception, NAME(lineno));
    owned Object *offset_object = attribute_of(r, exception, NAME(offset));
    owned Object *end_line_object = attribute_of(r, exception, NAME(end_lineno));
    owned Object *end_offset_object = attribute_of(r, exception, NAME(end_offset));
    owned Object *text = attribute_of(r, exception, NAME(text));
    int64_t line, offset = -1, end_line, end_offset = -1;
    if (message == NULL || filename == NULL || text == NULL || !int_of(line_object, &line) ||
        (offset_object != NONE && !int_of(offset_object, &offset)))
        return NULL;
    end_line = line;
    if ((end_line_object != NULL && end_line_object != NONE && !int_of(end_line_object, &end_line)) ||
        (end_offset_object != NULL && end_offset_object != NONE && !int_of(end_offset_object, &end_offset)))
        return NULL;

    put_margin(r);
    owned Str *name = filename == NONE ? str_from_c(r->rt, "<string>") : text_of(r, filename);
    if (name == NULL)
        return NULL;
    put_format(r, "  File \"%U\", line %lld\n", name, (long long)line);
    if (str_check(text)) {
        if (end_line > line)
            end_offset = (int64_t)((Str *)text)->length;
        render_offending_text(r, (Str *)text, offset, end_offset);
    }
    return take(&message);
}

/* ---- one exception ---- */

static void render_type_name(Renderer *r, const Type *type)
{
    if (!type_has_flag(type, TYPE_IS_HEAP)) {
        put(r, type->name);
        return;
    }
    owned Object *module = attribute_of(r, type_as_object(type), NAME(__module__));
    if (module == NULL || !str_check(module))
        put(r, "<unknown>.");
    else if (!str_equal((Str *)module, NAME(builtins)) && !str_equal((Str *)module, NAME(__main__))) {
        put_str(r, module);
        put(r, ".");
    }
    put_str(r, (Object *)((const HeapType *)type)->qualified_name);
}

static void render_message(Renderer *r, Object *exception, Object *value)
{
    put_margin(r);
    render_type_name(r, exception->type);
    if (value == NONE)
        return;
    owned Str *text = text_of(r, value);
    if (text == NULL)
        put(r, ": <exception str() failed>");
    else if (text->length != 0) {
        put(r, ": ");
        put_str(r, (Object *)text);
    }
}

static void render_suggestion(Renderer *r, Object *exception)
{
    owned Str *suggestion = exception_suggestion(r->rt, (Exception *)exception);
    if (suggestion != NULL)
        put_format(r, ". Did you mean: '%U'?", suggestion);
}

static bool is_line_end(uint32_t c)
{
    return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Each of its lines behind the margin, with whatever ends them. */
static void render_note(Renderer *r, Object *note)
{
    owned Str *text = text_of(r, note);
    if (text == NULL) {
        put_margin(r);
        put(r, "<note str() failed>\n");
        return;
    }
    for (size_t start = 0; start < text->length && !r->text.failed;) {
        size_t end = start;
        while (end < text->length && !is_line_end(str_at(text, end)))
            end++;
        if (end + 1 < text->length && str_at(text, end) == '\r' && str_at(text, end + 1) == '\n')
            end++;
        if (end < text->length)
            end++;
        put_margin(r);
        str_builder_add_slice(&r->text, text, start, end);
        start = end;
    }
    put(r, "\n");
}

static void render_notes(Renderer *r, Object *notes)
{
    if (notes == NULL)
        return;
    if (!sequence_check(notes)) {
        put_margin(r);
        owned Object *text = object_repr(r->rt, notes);
        if (text == NULL) {
            error_clear(r->rt);
            put(r, "<__notes__ repr() failed>");
        }
        else
            put_str(r, text);
        return; /* no newline: so python3.11 */
    }
    ssize_t count = object_length(r->rt, notes);
    for (ssize_t i = 0; i < count && !r->text.failed; i++) {
        owned Object *note = sequence_item(r->rt, notes, i);
        if (note == NULL)
            break;
        render_note(r, note);
    }
    error_clear(r->rt);
}

static void render_one(Renderer *r, Object *exception)
{
    Exception *self = (Exception *)exception;
    if (self->traceback != NULL && self->traceback != NONE)
        render_traceback(r, (Traceback *)self->traceback,
                         !r->alone && object_is(exception, &base_exception_group_type));
    owned Object *notes = r->alone ? NULL : attribute_of(r, exception, NAME(__notes__));
    owned Object *message = r->alone ? NULL : render_syntax_place(r, exception);
    render_message(r, exception, message != NULL ? message : exception);
    if (!r->alone)
        render_suggestion(r, exception);
    put(r, "\n");
    render_notes(r, notes);
}

/* ---- groups and chains ---- */

static void render_chain(Renderer *r, Object *exception);

static void render_group(Renderer *r, Object *group)
{
    if (r->group_depth > GROUP_DEPTH_LIMIT) {
        put_margin(r);
        put_format(r, "... (max_group_depth is %d)\n", GROUP_DEPTH_LIMIT);
        return;
    }
    if (r->group_depth == 0)
        r->group_depth = 1;
    render_one(r, group);

    owned Tuple *members =
        object_retain_maybe(((Exception *)group)->fields[EXCEPTION_GROUP_EXCEPTIONS]);
    size_t count = members == NULL ? 0 : members->length;
    size_t shown = count <= GROUP_WIDTH_LIMIT ? count : GROUP_WIDTH_LIMIT + 1;
    r->need_close = false;
    for (size_t i = 0; i < shown && !r->text.failed; i++) {
        bool is_last = i == shown - 1;
        if (is_last)
            r->need_close = true; /* unless a member that is a group closes it */
        put_indent(r);
        put(r, i == 0 ? "+-" : "  ");
        if (i < GROUP_WIDTH_LIMIT)
            put_format(r, "+---------------- %zu ----------------\n", i + 1);
        else
            put(r, "+---------------- ... ----------------\n");
        r->group_depth++;
        if (i < GROUP_WIDTH_LIMIT)
            render_chain(r, members->items[i]);
        else {
            size_t rest = count - GROUP_WIDTH_LIMIT;
            put_margin(r);
            put_format(r, "and %zu more exception%s\n", rest, rest == 1 ? "" : "s");
        }
        if (is_last && r->need_close) {
            put_indent(r);
            put(r, "+------------------------------------\n");
            r->need_close = false;
        }
        r->group_depth--;
    }
    if (r->group_depth == 1)
        r->group_depth = 0;
}

/* Adds to the set of exceptions that were met; false when it was in it, or there is no memory. */
static bool seen_add(Renderer *r, Object *exception)
{
    for (size_t i = 0; i < r->seen_count; i++)
        if (r->seen[i] == exception)
            return false;
    if (r->seen_count == r->seen_capacity) {
        size_t capacity = r->seen_capacity * 2 + 8;
        Object **grown = memory_resize(r->rt, r->seen, r->seen_capacity * sizeof(Object *),
                                       capacity * sizeof(Object *));
        if (grown == NULL) {
            error_clear(r->rt);
            return false;
        }
        r->seen = grown;
        r->seen_capacity = capacity;
    }
    r->seen[r->seen_count++] = object_retain(exception); /* str() may change the chain */
    return true;
}

/* The exception that is printed before `exception`, or NULL; *is_cause tells the sentence between them. */
static Object *chained_before(const Exception *exception, bool *is_cause)
{
    *is_cause = exception->cause != NULL;
    if (*is_cause)
        return exception->cause;
    return exception->suppress_context ? NULL : exception->context;
}

static void render_body(Renderer *r, Object *exception)
{
    if (!r->alone && object_is(exception, &base_exception_group_type))
        render_group(r, exception);
    else
        render_one(r, exception);
}

/* All of a chain, the oldest first. */
static void render_chain(Renderer *r, Object *exception)
{
    size_t first = r->seen_count;
    bool is_cause;
    for (Object *step = exception; step != NULL && r->seen_count - first < CHAIN_LIMIT;
         step = chained_before((Exception *)step, &is_cause))
        if (!seen_add(r, step))
            break;
    if (r->seen_count == first) { /* met before, or no memory: at least itself */
        render_body(r, exception);
        return;
    }
    bool need_close = r->need_close;
    for (size_t i = r->seen_count; i-- > first && !r->text.failed;) {
        Object *step = r->seen[i];
        render_body(r, step);
        if (i == first)
            break;
        r->need_close = need_close;
        (void)chained_before((Exception *)r->seen[i - 1], &is_cause);
        put_margin(r);
        put(r, "\n");
        put_margin(r);
        put(r, is_cause ? "The above exception was the direct cause of the following exception:\n"
                        : "During handling of the above exception, another exception occurred:\n");
        put_margin(r);
        put(r, "\n");
    }
}

static Str *render(Runtime *rt, Object *exception, bool alone)
{
    Renderer r = {.rt = rt, .alone = alone};
    owned Object *keep = object_retain(exception);
    str_builder_open(&r.text, rt);
    if (alone)
        render_one(&r, exception);
    else
        render_chain(&r, exception);
    for (size_t i = 0; i < r.seen_count; i++)
        object_release(r.seen[i]);
    memory_release(rt, r.seen, r.seen_capacity * sizeof(Object *));
    return str_builder_finish(&r.text);
}

Str *exception_render(Runtime *rt, Object *exception)
{
    return render(rt, exception, false);
}

Str *exception_render_alone(Runtime *rt, Object *exception)
{
    return render(rt, exception, true);
}

void exception_print(Runtime *rt, Object *exception)
{
    if (!stderr_is_there(rt))
        return;
    Object *pending = error_take(rt);
    owned Str *text = exception_render(rt, exception);
    size_t length = 0;
    owned Object *holder = NULL;
    const char *bytes = text == NULL ? NULL : str_utf8(rt, text, &length, &holder);
    if (bytes == NULL && text != NULL && error_clear_if(rt, &unicode_encode_error_type)) {
        owned Object *escaped = object_ascii(rt, (Object *)text);
        object_replace_steal(&text, take(&escaped));
        bytes = text == NULL ? NULL : str_utf8(rt, text, &length, &holder);
    }
    error_clear(rt);
    if (bytes != NULL)
        console_error_bytes(rt, bytes, length);
    else
        console_error(rt, "%.200s\n", type_last_name(exception->type));
    error_restore_steal(rt, pending);
}
