/* Methods of bytes that cut: split, rsplit, splitlines, partition. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes_methods.h"
#include "types/list.h"
#include "types/sequence.h"
#include "types/tuple.h"

static int add_piece(Runtime *rt, List *list, Bytes *bytes, size_t start, size_t end)
{
    Bytes *piece = bytes_slice(rt, bytes, start, end);
    return piece == NULL ? -1 : list_append_steal(rt, list, (Object *)piece);
}

static bool space_at(const Bytes *bytes, size_t at)
{
    return octet_is_space((unsigned char)bytes->data[at]);
}

static int split_spaces(Runtime *rt, List *list, Bytes *bytes, size_t most)
{
    size_t at = 0, end = bytes->length;
    for (;;) {
        while (at < end && space_at(bytes, at))
            at++;
        if (at == end)
            return 0;
        size_t start = at;
        if (most-- == 0) /* the rest as it is, spaces at its end included */
            return add_piece(rt, list, bytes, start, end);
        while (at < end && !space_at(bytes, at))
            at++;
        if (add_piece(rt, list, bytes, start, at) < 0)
            return -1;
    }
}

/* From the end; the pieces come last first. */
static int split_spaces_back(Runtime *rt, List *list, Bytes *bytes, size_t most)
{
    size_t end = bytes->length;
    for (;;) {
        while (end > 0 && space_at(bytes, end - 1))
            end--;
        if (end == 0)
            return 0;
        size_t start = end;
        if (most-- == 0)
            return add_piece(rt, list, bytes, 0, end);
        while (start > 0 && !space_at(bytes, start - 1))
            start--;
        if (add_piece(rt, list, bytes, start, end) < 0)
            return -1;
        end = start;
    }
}

static int split_at(Runtime *rt, List *list, Bytes *bytes, const char *separator, size_t length, size_t most)
{
    size_t at = 0;
    while (most-- > 0) {
        ssize_t found = octets_find(bytes->data, separator, length, at, bytes->length);
        if (found < 0)
            break;
        if (add_piece(rt, list, bytes, at, (size_t)found) < 0)
            return -1;
        at = (size_t)found + length;
    }
    return add_piece(rt, list, bytes, at, bytes->length);
}

static int split_at_back(Runtime *rt, List *list, Bytes *bytes, const char *separator, size_t length, size_t most)
{
    size_t end = bytes->length;
    while (most-- > 0) {
        ssize_t found = octets_find_last(bytes->data, separator, length, 0, end);
        if (found < 0)
            break;
        if (add_piece(rt, list, bytes, (size_t)found + length, end) < 0)
            return -1;
        end = (size_t)found;
    }
    return add_piece(rt, list, bytes, 0, end);
}

static Object *split(Runtime *rt, Bytes *bytes, Object *separator, Object *maxsplit, bool back)
{
    ssize_t most = -1;
    if (maxsplit != NULL && !argument_as_size(rt, maxsplit, &most))
        return NULL;
    size_t count = most < 0 ? SIZE_MAX : (size_t)most;
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    int result;
    if (separator == NULL || separator == NONE) {
        result = back ? split_spaces_back(rt, list, bytes, count) : split_spaces(rt, list, bytes, count);
    } else {
        const char *data;
        size_t length;
        owned Object *holder = NULL;
        if (!bytes_view(rt, separator, &data, &length, &holder))
            return NULL;
        if (length == 0)
            return error_set(rt, &value_error_type, "empty separator");
        result = back ? split_at_back(rt, list, bytes, data, length, count) : split_at(rt, list, bytes, data, length, count);
    }
    if (result < 0 || (back && list_reverse(list) < 0))
        return NULL;
    return (Object *)take(&list);
}

BYTES_METHOD(bytes_split)
{
    (void)n;
    return split(rt, (Bytes *)self, args[0], args[1], false);
}
BYTES_METHOD(bytes_rsplit)
{
    (void)n;
    return split(rt, (Bytes *)self, args[0], args[1], true);
}

BYTES_METHOD(bytes_splitlines)
{
    (void)n;
    int keep = 0;
    if (args[0] != NULL && !argument_as_int(rt, args[0], &keep))
        return NULL;
    owned List *list = list_new(rt, 0);
    if (list == NULL)
        return NULL;
    Bytes *bytes = (Bytes *)self;
    for (size_t at = 0; at < bytes->length;) {
        size_t end = at;
        while (end < bytes->length && bytes->data[end] != '\n' && bytes->data[end] != '\r')
            end++;
        size_t next = end;
        if (next < bytes->length)
            next += bytes->data[next] == '\r' && bytes->data[next + 1] == '\n' && next + 1 < bytes->length ? 2 : 1;
        if (add_piece(rt, list, bytes, at, keep != 0 ? next : end) < 0)
            return NULL;
        at = next;
    }
    return (Object *)take(&list);
}

static Object *partition(Runtime *rt, Bytes *bytes, Object *separator, bool last)
{
    const char *data;
    size_t length;
    owned Object *holder = NULL;
    if (!bytes_view(rt, separator, &data, &length, &holder))
        return NULL;
    if (length == 0)
        return error_set(rt, &value_error_type, "empty separator");
    ssize_t found = last ? octets_find_last(bytes->data, data, length, 0, bytes->length)
                         : octets_find(bytes->data, data, length, 0, bytes->length);
    if (found < 0) {
        owned Bytes *whole = bytes_slice(rt, bytes, 0, bytes->length);
        if (whole == NULL)
            return NULL;
        return (Object *)(last ? tuple_pack(rt, 3, &bytes_empty, &bytes_empty, whole)
                               : tuple_pack(rt, 3, whole, &bytes_empty, &bytes_empty));
    }
    owned Bytes *before = bytes_slice(rt, bytes, 0, (size_t)found);
    owned Bytes *after = bytes_slice(rt, bytes, (size_t)found + length, bytes->length);
    return before == NULL || after == NULL ? NULL : (Object *)tuple_pack(rt, 3, before, separator, after);
}

BYTES_METHOD(bytes_partition)
{
    (void)n;
    return partition(rt, (Bytes *)self, args[0], false);
}
BYTES_METHOD(bytes_rpartition)
{
    (void)n;
    return partition(rt, (Bytes *)self, args[0], true);
}
