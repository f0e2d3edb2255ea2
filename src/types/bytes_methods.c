/* Methods of bytes: searching, replacing, stripping, padding, joining, translating. */
#include "types/bytes_methods.h"

#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "types/sequence.h"
#include "types/tuple.h"

/* ---- searching ----------------------------------------------------------------------------------- */

ssize_t octets_find(const char *data, const char *needle, size_t needle_length, size_t start, size_t end)
{
    if (start > end || end - start < needle_length)
        return -1;
    if (needle_length == 0)
        return (ssize_t)start;
    if (needle_length == 1) {
        const char *found = memchr(data + start, *needle, end - start);
        return found == NULL ? -1 : found - data;
    }
    /* Candidates by the first octet, while they are rare; what repeats it goes to memmem, which is linear but
     * makes a table first. */
    const char *at = data + start, *last = data + end - needle_length;
    for (size_t tries = 0; tries < 16 + (size_t)(at - (data + start)) / 16; tries++) {
        at = memchr(at, *needle, (size_t)(last - at) + 1);
        if (at == NULL)
            return -1;
        if (at[needle_length - 1] == needle[needle_length - 1] && memcmp(at, needle, needle_length) == 0)
            return at - data;
        if (++at > last)
            return -1;
    }
    const char *found = memmem(at, (size_t)(data + end - at), needle, needle_length);
    return found == NULL ? -1 : found - data;
}

ssize_t octets_find_last(const char *data, const char *needle, size_t needle_length, size_t start, size_t end)
{
    if (start > end || end - start < needle_length)
        return -1;
    if (needle_length == 0)
        return (ssize_t)end;
    size_t room = end - start - needle_length + 1; /* places where it may begin */
    while (room > 0) {
        const char *found = memrchr(data + start, *needle, room);
        if (found == NULL)
            return -1;
        if (memcmp(found, needle, needle_length) == 0)
            return found - data;
        room = (size_t)(found - (data + start));
    }
    return -1;
}

/* Bounds given as for slices: None, or an index clipped to the octets. */
static int bounds(Runtime *rt, size_t length, Object **args, size_t n, size_t *start, size_t *end)
{
    ssize_t low = 0, high = PTRDIFF_MAX;
    for (size_t i = 1; i < n && i < 3; i++) {
        if (args[i] == NONE)
            continue;
        if (!number_has_index(args[i]))
            return error_fail(rt, &type_error_type, "slice indices must be integers or None or have an __index__ method");
        ssize_t value = number_as_size(rt, args[i], NULL);
        if (value == -1 && error_pending(rt))
            return -1;
        *(i == 1 ? &low : &high) = value;
    }
    if (low < 0 && (low += (ssize_t)length) < 0)
        low = 0;
    if (high > (ssize_t)length)
        high = (ssize_t)length;
    else if (high < 0 && (high += (ssize_t)length) < 0)
        high = 0;
    *start = (size_t)low; /* may lie behind the end: then nothing is found, not even nothing */
    *end = (size_t)high;
    return 0;
}

/* What is looked for: a bytes-like object, or an int that is one octet, which then stands in *own. */
typedef struct Needle {
    const char *data;
    size_t length;
    Object *holder;
    char own;
} Needle;

static int needle_open(Runtime *rt, Object *object, Needle *needle)
{
    needle->holder = NULL;
    if (bytes_check(object) || object_has_flag(object, TYPE_BYTEARRAY))
        return bytes_view(rt, object, &needle->data, &needle->length, &needle->holder) ? 0 : -1;
    if (!number_has_index(object))
        return error_fail(rt, &type_error_type, "argument should be integer or bytes-like object, not '%.200T'", object);
    ssize_t value = number_as_size(rt, object, NULL);
    if (value == -1 && error_pending(rt))
        return -1;
    if (value < 0 || value > 255)
        return error_fail(rt, &value_error_type, "byte must be in range(0, 256)");
    needle->own = (char)value;
    needle->data = &needle->own;
    needle->length = 1;
    return 0;
}

static int find_in(Runtime *rt, Object *self, Object **args, size_t n, const char *name, bool last, ssize_t *found)
{
    if (!arguments_of_search(rt, name, n))
        return -1;
    const Bytes *bytes = (Bytes *)self;
    size_t start, end;
    Needle needle;
    if (bounds(rt, bytes->length, args, n, &start, &end) < 0 || needle_open(rt, args[0], &needle) < 0)
        return -1;
    *found = last ? octets_find_last(bytes->data, needle.data, needle.length, start, end)
                  : octets_find(bytes->data, needle.data, needle.length, start, end);
    object_release_maybe(needle.holder);
    return 0;
}

BYTES_METHOD(bytes_find)
{
    ssize_t found;
    return find_in(rt, self, args, n, "find", false, &found) < 0 ? NULL : (Object *)int_from_size(rt, found);
}
BYTES_METHOD(bytes_rfind)
{
    ssize_t found;
    return find_in(rt, self, args, n, "rfind", true, &found) < 0 ? NULL : (Object *)int_from_size(rt, found);
}
static Object *index_in(Runtime *rt, Object *self, Object **args, size_t n, bool last)
{
    ssize_t found;
    if (find_in(rt, self, args, n, last ? "rindex" : "index", last, &found) < 0)
        return NULL;
    return found < 0 ? error_set(rt, &value_error_type, "subsection not found") : (Object *)int_from_size(rt, found);
}
BYTES_METHOD(bytes_index)
{
    return index_in(rt, self, args, n, false);
}
BYTES_METHOD(bytes_rindex)
{
    return index_in(rt, self, args, n, true);
}

/* How often, without overlaps; at most `most`. */
static size_t count_in(const char *data, const char *needle, size_t length, size_t start, size_t end, size_t most)
{
    if (start > end)
        return 0;
    if (length == 0)
        return end - start < most ? end - start + 1 : most;
    size_t count = 0;
    while (count < most) {
        ssize_t found = octets_find(data, needle, length, start, end);
        if (found < 0)
            break;
        count++;
        start = (size_t)found + length;
    }
    return count;
}

BYTES_METHOD(bytes_count)
{
    const Bytes *bytes = (Bytes *)self;
    size_t start, end;
    Needle needle;
    if (!arguments_of_search(rt, "count", n) || bounds(rt, bytes->length, args, n, &start, &end) < 0 ||
        needle_open(rt, args[0], &needle) < 0)
        return NULL;
    size_t count = count_in(bytes->data, needle.data, needle.length, start, end, SIZE_MAX);
    object_release_maybe(needle.holder);
    return (Object *)int_from_uint64(rt, count);
}

int bytes_contains(Runtime *rt, Object *self, Object *value)
{
    const Bytes *bytes = (Bytes *)self;
    ssize_t octet = number_has_index(value) ? number_as_size(rt, value, NULL) : -1;
    if (!number_has_index(value) || (octet == -1 && error_pending(rt))) {
        error_clear(rt);
        const char *data;
        size_t length;
        owned Object *holder = NULL;
        if (!bytes_view(rt, value, &data, &length, &holder))
            return -1;
        return octets_find(bytes->data, data, length, 0, bytes->length) >= 0;
    }
    if (octet < 0 || octet > 255)
        return error_fail(rt, &value_error_type, "byte must be in range(0, 256)");
    return memchr(bytes->data, (int)octet, bytes->length) != NULL;
}

static bool has_at_edge(const Bytes *bytes, const char *part, size_t length, size_t start, size_t end, bool at_end)
{
    if (start > end || length > end - start)
        return false;
    return memcmp(bytes->data + (at_end ? end - length : start), part, length) == 0;
}

/* 1, 0, or -1 when `part` is not bytes-like. */
static int edge_matches(Runtime *rt, Object *self, Object *part, size_t start, size_t end, bool at_end)
{
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, part, &data, &length, &holder))
        return -1;
    return has_at_edge((Bytes *)self, data, length, start, end, at_end);
}

static Object *edge_test(Runtime *rt, Object *self, Object **args, size_t n, bool at_end)
{
    size_t start, end;
    const char *name = at_end ? "endswith" : "startswith";
    if (!arguments_of_search(rt, name, n) || bounds(rt, ((Bytes *)self)->length, args, n, &start, &end) < 0)
        return NULL;
    if (tuple_check(args[0])) {
        const Tuple *parts = (Tuple *)args[0];
        for (size_t i = 0; i < parts->length; i++) {
            int matches = edge_matches(rt, self, parts->items[i], start, end, at_end);
            if (matches != 0)
                return matches < 0 ? NULL : TRUE;
        }
        return FALSE;
    }
    int matches = edge_matches(rt, self, args[0], start, end, at_end);
    if (matches >= 0)
        return bool_object(matches);
    if (error_clear_if(rt, &type_error_type))
        error_set(rt, &type_error_type, "%s first arg must be bytes or a tuple of bytes, not %T", name, args[0]);
    return NULL;
}
BYTES_METHOD(bytes_startswith)
{
    return edge_test(rt, self, args, n, false);
}
BYTES_METHOD(bytes_endswith)
{
    return edge_test(rt, self, args, n, true);
}

static Object *remove_edge(Runtime *rt, Bytes *bytes, Object *part, bool at_end)
{
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, part, &data, &length, &holder))
        return NULL;
    size_t cut = has_at_edge(bytes, data, length, 0, bytes->length, at_end) ? length : 0;
    return (Object *)bytes_slice(rt, bytes, at_end ? 0 : cut, at_end ? bytes->length - cut : bytes->length);
}
BYTES_METHOD(bytes_removeprefix)
{
    (void)n;
    return remove_edge(rt, (Bytes *)self, args[0], false);
}
BYTES_METHOD(bytes_removesuffix)
{
    (void)n;
    return remove_edge(rt, (Bytes *)self, args[0], true);
}

/* ---- replace ------------------------------------------------------------------------------------- */

/* Of equal lengths: a copy, written over where they are found. */
static Object *replace_same_length(Runtime *rt, Bytes *bytes, const char *old, const char *new, size_t length, size_t most)
{
    ssize_t found = most == 0 ? -1 : octets_find(bytes->data, old, length, 0, bytes->length);
    if (found < 0)
        return (Object *)bytes_slice(rt, bytes, 0, bytes->length);
    Bytes *result = bytes_new(rt, NULL, bytes->length);
    if (result == NULL)
        return NULL;
    memcpy(result->data, bytes->data, bytes->length);
    while (found >= 0) {
        memcpy(result->data + found, new, length);
        found = --most == 0 ? -1 : octets_find(bytes->data, old, length, (size_t)found + length, bytes->length);
    }
    return (Object *)result;
}

static Object *replace_in(Runtime *rt, Bytes *bytes, const char *old, size_t old_length, const char *new, size_t new_length,
                          size_t most)
{
    if (old_length == new_length && old_length > 0)
        return replace_same_length(rt, bytes, old, new, old_length, most);
    size_t count = count_in(bytes->data, old, old_length, 0, bytes->length, most);
    if (count == 0)
        return (Object *)bytes_slice(rt, bytes, 0, bytes->length);
    size_t kept = bytes->length - count * old_length;
    if (new_length > 0 && count > (PTRDIFF_MAX - kept) / new_length)
        return error_set(rt, &overflow_error_type, "replace bytes is too long");
    Bytes *result = bytes_new(rt, NULL, kept + count * new_length);
    if (result == NULL || result->length == 0)
        return (Object *)result;
    char *out = result->data;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t found = old_length == 0 ? i : (size_t)octets_find(bytes->data, old, old_length, at, bytes->length);
        out = mempcpy(out, bytes->data + at, found - at);
        out = mempcpy(out, new, new_length);
        at = found + old_length;
    }
    memcpy(out, bytes->data + at, bytes->length - at);
    return (Object *)result;
}

BYTES_METHOD(bytes_replace)
{
    const char *old, *new;
    size_t old_length, new_length;
    owned Object *old_holder = NULL;
    owned Object *new_holder = NULL;
    if (!bytes_view(rt, args[0], &old, &old_length, &old_holder) || !bytes_view(rt, args[1], &new, &new_length, &new_holder))
        return NULL;
    ssize_t most = -1;
    if (n > 2 && !argument_as_size(rt, args[2], &most))
        return NULL;
    return replace_in(rt, (Bytes *)self, old, old_length, new, new_length, most < 0 ? SIZE_MAX : (size_t)most);
}

/* ---- strip --------------------------------------------------------------------------------------- */

static Object *strip(Runtime *rt, Bytes *bytes, Object **args, size_t n, bool left, bool right)
{
    bool stripped[256] = {false};
    if (n == 0 || args[0] == NONE) {
        for (int i = 0; i < 128; i++)
            stripped[i] = octet_is_space((unsigned char)i);
    } else {
        const char *data;
        size_t length;
        owned Object *holder = NULL;
        if (!bytes_view(rt, args[0], &data, &length, &holder))
            return NULL;
        for (size_t i = 0; i < length; i++)
            stripped[(unsigned char)data[i]] = true;
    }
    size_t start = 0, end = bytes->length;
    while (left && start < end && stripped[(unsigned char)bytes->data[start]])
        start++;
    while (right && end > start && stripped[(unsigned char)bytes->data[end - 1]])
        end--;
    return (Object *)bytes_slice(rt, bytes, start, end);
}
BYTES_METHOD(bytes_strip)
{
    return strip(rt, (Bytes *)self, args, n, true, true);
}
BYTES_METHOD(bytes_lstrip)
{
    return strip(rt, (Bytes *)self, args, n, true, false);
}
BYTES_METHOD(bytes_rstrip)
{
    return strip(rt, (Bytes *)self, args, n, false, true);
}

/* ---- padding ------------------------------------------------------------------------------------- */

static Bytes *pad(Runtime *rt, Bytes *bytes, size_t left, size_t right, char fill)
{
    if (left == 0 && right == 0)
        return bytes_slice(rt, bytes, 0, bytes->length);
    if (left + right > PTRDIFF_MAX - bytes->length)
        return error_no_memory(rt);
    Bytes *result = bytes_new(rt, NULL, left + bytes->length + right);
    if (result == NULL)
        return NULL;
    memset(result->data, fill, left);
    memcpy(result->data + left, bytes->data, bytes->length);
    memset(result->data + left + bytes->length, fill, right);
    return result;
}

static int pad_arguments(Runtime *rt, const char *name, Bytes *bytes, Object **args, size_t n, size_t *missing, char *fill)
{
    ssize_t width;
    if (!argument_as_size(rt, args[0], &width))
        return -1;
    *fill = ' ';
    if (n > 1) {
        if (!bytes_check(args[1]) || ((Bytes *)args[1])->length != 1)
            return error_fail(rt, &type_error_type, "%s() argument 2 must be a byte string of length 1, not %.50T", name, args[1]);
        *fill = ((Bytes *)args[1])->data[0];
    }
    *missing = width < 0 || (size_t)width <= bytes->length ? 0 : (size_t)width - bytes->length;
    return 0;
}

BYTES_METHOD(bytes_center)
{
    size_t missing;
    char fill;
    if (pad_arguments(rt, "center", (Bytes *)self, args, n, &missing, &fill) < 0)
        return NULL;
    size_t left = missing / 2 + (missing & (((Bytes *)self)->length + missing) & 1); /* 3.11's choice of the odd one */
    return (Object *)pad(rt, (Bytes *)self, left, missing - left, fill);
}
BYTES_METHOD(bytes_ljust)
{
    size_t missing;
    char fill;
    if (pad_arguments(rt, "ljust", (Bytes *)self, args, n, &missing, &fill) < 0)
        return NULL;
    return (Object *)pad(rt, (Bytes *)self, 0, missing, fill);
}
BYTES_METHOD(bytes_rjust)
{
    size_t missing;
    char fill;
    if (pad_arguments(rt, "rjust", (Bytes *)self, args, n, &missing, &fill) < 0)
        return NULL;
    return (Object *)pad(rt, (Bytes *)self, missing, 0, fill);
}
BYTES_METHOD(bytes_zfill)
{
    size_t missing;
    char fill;
    if (pad_arguments(rt, "zfill", (Bytes *)self, args, n, &missing, &fill) < 0)
        return NULL;
    Bytes *result = pad(rt, (Bytes *)self, missing, 0, '0');
    if (result != NULL && missing > 0 && result->length > missing) {
        char sign = result->data[missing];
        if (sign == '+' || sign == '-') { /* the sign goes before the zeros; the object is new */
            result->data[missing] = '0';
            result->data[0] = sign;
        }
    }
    return (Object *)result;
}

BYTES_METHOD(bytes_expandtabs)
{
    (void)n;
    int size = 8;
    if (args[0] != NULL && !argument_as_int(rt, args[0], &size))
        return NULL;
    const Bytes *bytes = (Bytes *)self;
    BytesBuilder builder;
    bytes_builder_open(&builder, rt);
    int64_t column = 0;
    for (size_t i = 0; i < bytes->length && !builder.failed; i++) {
        char octet = bytes->data[i];
        if (octet == '\t') {
            int64_t spaces = size > 0 ? size - column % size : 0;
            column += spaces;
            char *place = spaces == 0 ? NULL : bytes_builder_extend(&builder, (size_t)spaces);
            if (place != NULL)
                memset(place, ' ', (size_t)spaces);
            continue;
        }
        bytes_builder_add_octet(&builder, octet);
        column = octet == '\n' || octet == '\r' ? 0 : column + 1;
    }
    return (Object *)bytes_builder_finish(&builder);
}

/* ---- translate ----------------------------------------------------------------------------------- */

static Object *translate(Runtime *rt, Bytes *bytes, const char *table, const char *deleted, size_t deleted_count)
{
    bool drop[256] = {false};
    for (size_t i = 0; i < deleted_count; i++)
        drop[(unsigned char)deleted[i]] = true;
    Bytes *result = bytes_new(rt, NULL, bytes->length);
    if (result == NULL || bytes->length == 0)
        return (Object *)result;
    size_t count = 0;
    bool changed = false;
    for (size_t i = 0; i < bytes->length; i++) {
        unsigned char octet = (unsigned char)bytes->data[i];
        if (drop[octet])
            continue;
        char to = table == NULL ? (char)octet : table[octet];
        changed |= to != (char)octet;
        result->data[count++] = to;
    }
    if (!changed && count == bytes->length && object_has_type(bytes, &bytes_type)) {
        object_release(result);
        return object_retain(bytes);
    }
    return (Object *)bytes_shrink_steal(rt, result, count);
}

BYTES_METHOD(bytes_translate)
{
    (void)n;
    const char *table = NULL, *deleted = NULL;
    size_t table_length = 256, deleted_count = 0;
    owned Object *table_holder = NULL;
    owned Object *deleted_holder = NULL;
    if (args[0] != NONE && !bytes_view(rt, args[0], &table, &table_length, &table_holder))
        return NULL;
    if (table_length != 256)
        return error_set(rt, &value_error_type, "translation table must be 256 characters long");
    if (args[1] != NULL && !bytes_view(rt, args[1], &deleted, &deleted_count, &deleted_holder))
        return NULL;
    return translate(rt, (Bytes *)self, table, deleted, deleted_count);
}

BYTES_METHOD(bytes_maketrans)
{
    (void)self, (void)n;
    const char *from, *to;
    size_t from_length, to_length;
    owned Object *from_holder = NULL;
    owned Object *to_holder = NULL;
    if (!bytes_view(rt, args[0], &from, &from_length, &from_holder) || !bytes_view(rt, args[1], &to, &to_length, &to_holder))
        return NULL;
    if (from_length != to_length)
        return error_set(rt, &value_error_type, "maketrans arguments must have same length");
    Bytes *table = bytes_new(rt, NULL, 256);
    if (table == NULL)
        return NULL;
    for (int i = 0; i < 256; i++)
        table->data[i] = (char)i;
    for (size_t i = 0; i < from_length; i++)
        table->data[(unsigned char)from[i]] = to[i];
    return (Object *)table;
}

/* ---- join ---------------------------------------------------------------------------------------- */

BYTES_METHOD(bytes_join)
{
    (void)n;
    const Bytes *separator = (Bytes *)self;
    owned Object *items = sequence_fast(rt, args[0], "can only join an iterable");
    if (items == NULL)
        return NULL;
    /* Nothing below runs Python code, so the row stays as it is. */
    bool is_list = list_check(items);
    Object **row = is_list ? ((List *)items)->items : ((Tuple *)items)->items;
    size_t count = is_list ? ((List *)items)->length : ((Tuple *)items)->length, length = 0;
    if (count == 1 && object_has_type(row[0], &bytes_type))
        return object_retain(row[0]);
    for (size_t i = 0; i < count; i++) {
        if (!bytes_check(row[i]))
            return error_set(rt, &type_error_type, "sequence item %zu: expected a bytes-like object, %.80T found", i, row[i]);
        size_t more = ((Bytes *)row[i])->length + (i > 0 ? separator->length : 0);
        if (more > PTRDIFF_MAX - length)
            return error_set(rt, &overflow_error_type, "join() result is too long");
        length += more;
    }
    Bytes *result = bytes_new(rt, NULL, length);
    if (result == NULL || length == 0)
        return (Object *)result;
    char *at = result->data;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            at = mempcpy(at, separator->data, separator->length);
        at = mempcpy(at, ((Bytes *)row[i])->data, ((Bytes *)row[i])->length);
    }
    return (Object *)result;
}
