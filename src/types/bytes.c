/* bytes: an immutable row of octets in one block.
 *
 *    +------+------+--------+---------------+---+
 *    | head | hash | length | length octets | 0 |
 *    +------+------+--------+---------------+---+
 *
 * The empty one and the 256 of one octet are constants. A bytes that was made too long gives the rest of its block
 * back (bytes_shrink_steal); when the heap refuses even that, the object remembers how long its block really is.
 * Where to read next: bytes_methods.h. */
#include "types/bytes.h"

#include <string.h>

#include "object/options.h"
#include "types/bytes_methods.h"
#include "types/container.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/sequence.h"

/* Octets of the block beyond what `length` needs: below 15 the number itself stands in the flags, else 15 does and
 * the number stands behind the terminator. */
enum { SLACK_SHIFT = 8, SLACK_MASK = 15 << SLACK_SHIFT, SLACK_BEHIND = 15 };

static size_t block_size(size_t length)
{
    return offsetof(Bytes, data) + length + 1;
}

/* ---- constants ----------------------------------------------------------------------------------- */

const Bytes bytes_empty = {OBJECT_CONSTANT(&bytes_type), .hash = 0, .length = 0, .data = ""};
#define EMPTY_BYTES ((Bytes *)&bytes_empty)

typedef struct BytesCharacter {
    Object head;
    int64_t hash;
    size_t length;
    char data[8];
} BytesCharacter;
_Static_assert(offsetof(BytesCharacter, data) == offsetof(Bytes, data), "a bytes of one octet is laid out as any");

#define CHARACTERS_1(code) {OBJECT_CONSTANT(&bytes_type), 0, 1, {(char)(code)}},
#define CHARACTERS_4(code) CHARACTERS_1(code) CHARACTERS_1((code) + 1) CHARACTERS_1((code) + 2) CHARACTERS_1((code) + 3)
#define CHARACTERS_16(code) CHARACTERS_4(code) CHARACTERS_4((code) + 4) CHARACTERS_4((code) + 8) CHARACTERS_4((code) + 12)
#define CHARACTERS_64(code) CHARACTERS_16(code) CHARACTERS_16((code) + 16) CHARACTERS_16((code) + 32) CHARACTERS_16((code) + 48)
static const BytesCharacter characters[256] = {CHARACTERS_64(0) CHARACTERS_64(64) CHARACTERS_64(128) CHARACTERS_64(192)};

/* ---- creation ------------------------------------------------------------------------------------ */

Bytes *bytes_new_any(Runtime *rt, const Type *type, size_t length)
{
    if (length > PTRDIFF_MAX - sizeof(Bytes) - 1)
        return error_set(rt, &overflow_error_type, "byte string is too large");
    size_t size = block_size(length);
    Bytes *self = type == &bytes_type ? object_new_sized(rt, type, size) : object_new_any(rt, type, size);
    if (unlikely(self == NULL))
        return NULL;
    self->hash = 0;
    self->length = length;
    self->data[length] = '\0';
    return self;
}

Bytes *bytes_new(Runtime *rt, const void *data, size_t length)
{
    if (length == 0)
        return EMPTY_BYTES;
    if (length == 1 && data != NULL)
        return (Bytes *)&characters[*(const unsigned char *)data];
    Bytes *self = bytes_new_any(rt, &bytes_type, length);
    if (self != NULL && data != NULL)
        memcpy(self->data, data, length);
    return self;
}

static size_t slack_of(const Bytes *bytes)
{
    size_t slack = bytes->head.flags >> SLACK_SHIFT & 15;
    if (slack == SLACK_BEHIND)
        memcpy(&slack, bytes->data + bytes->length + 1, sizeof slack);
    return slack;
}

Bytes *bytes_shrink_steal(Runtime *rt, Bytes *bytes, size_t length)
{
    if (length == bytes->length)
        return bytes;
    if (length <= 1) {
        Bytes *constant = bytes_new(rt, bytes->data, length);
        object_release(bytes);
        return constant;
    }
    Bytes *shrunk = heap_resize(&rt->heap, bytes, block_size(bytes->length) + slack_of(bytes), block_size(length), DOMAIN_OBJECT);
    size_t slack = 0;
    if (shrunk == NULL) {
        shrunk = bytes;
        slack = bytes->length + slack_of(bytes) - length;
    }
    shrunk->length = length;
    shrunk->data[length] = '\0';
    shrunk->head.flags &= ~(uint32_t)SLACK_MASK;
    shrunk->head.flags |= (uint32_t)(slack < SLACK_BEHIND ? slack : SLACK_BEHIND) << SLACK_SHIFT;
    if (slack >= SLACK_BEHIND)
        memcpy(shrunk->data + length + 1, &slack, sizeof slack);
    return shrunk;
}

Bytes *bytes_slice(Runtime *rt, Bytes *bytes, size_t start, size_t end)
{
    if (start >= end)
        return EMPTY_BYTES;
    if (start == 0 && end == bytes->length && object_has_type(bytes, &bytes_type))
        return object_retain(bytes);
    return bytes_new(rt, bytes->data + start, end - start);
}

bool bytes_view(Runtime *rt, Object *object, const char **data, size_t *length, Object **holder)
{
    *holder = NULL;
    if (!bytes_check(object)) {
        error_set(rt, &type_error_type, "a bytes-like object is required, not '%.100T'", object);
        return false;
    }
    *data = ((Bytes *)object)->data;
    *length = ((Bytes *)object)->length;
    *holder = object_retain(object);
    return true;
}

/* ---- building piece by piece --------------------------------------------------------------------- */

void bytes_builder_open(BytesBuilder *builder, Runtime *rt)
{
    *builder = (BytesBuilder){.rt = rt};
}

static int builder_grow(BytesBuilder *builder, size_t count)
{
    size_t room = builder->bytes == NULL ? 0 : builder->bytes->length;
    if (count > PTRDIFF_MAX / 2 - builder->length)
        return error_fail(builder->rt, &overflow_error_type, "byte string is too large");
    size_t wanted = builder->length + count;
    size_t grown = room + room / 2 + 32;
    if (grown < wanted)
        grown = wanted;
    if (builder->bytes == NULL) {
        builder->bytes = bytes_new_any(builder->rt, &bytes_type, grown);
        return builder->bytes == NULL ? -1 : 0;
    }
    Bytes *moved = heap_resize(&builder->rt->heap, builder->bytes, block_size(room), block_size(grown), DOMAIN_OBJECT);
    if (moved == NULL) {
        error_no_memory(builder->rt);
        return -1;
    }
    builder->bytes = moved;
    moved->length = grown;
    moved->data[grown] = '\0';
    return 0;
}

char *bytes_builder_extend(BytesBuilder *builder, size_t count)
{
    if (builder->failed)
        return NULL;
    size_t room = builder->bytes == NULL ? 0 : builder->bytes->length;
    if ((builder->bytes == NULL || count > room - builder->length) && builder_grow(builder, count) < 0) {
        builder->failed = true;
        return NULL;
    }
    char *place = builder->bytes->data + builder->length;
    builder->length += count;
    return place;
}

void bytes_builder_add(BytesBuilder *builder, const void *data, size_t count)
{
    char *place = count == 0 ? NULL : bytes_builder_extend(builder, count);
    if (place != NULL)
        memcpy(place, data, count);
}

void bytes_builder_add_octet(BytesBuilder *builder, char octet)
{
    char *place = bytes_builder_extend(builder, 1);
    if (place != NULL)
        *place = octet;
}

void bytes_builder_close(BytesBuilder *builder)
{
    object_clear_slot(&builder->bytes);
}

Bytes *bytes_builder_finish(BytesBuilder *builder)
{
    if (builder->failed) {
        bytes_builder_close(builder);
        return NULL;
    }
    if (builder->bytes == NULL)
        return EMPTY_BYTES;
    return bytes_shrink_steal(builder->rt, take(&builder->bytes), builder->length);
}

/* ---- bytes(...) ---------------------------------------------------------------------------------- */

/* An item of an iterable as an octet; -1 with an error. */
static int octet_of(Runtime *rt, Object *item)
{
    ssize_t value = number_as_size(rt, item, NULL);
    if (value == -1 && error_pending(rt))
        return -1;
    if (value < 0 || value > 255)
        return error_fail(rt, &value_error_type, "bytes must be in range(0, 256)");
    return (int)value;
}

/* Of a list or tuple, whose length may change while __index__ runs. */
static Bytes *bytes_from_row(Runtime *rt, Object *row)
{
    bool is_list = list_check(row);
    BytesBuilder builder;
    bytes_builder_open(&builder, rt);
    for (size_t i = 0; i < (is_list ? ((List *)row)->length : ((Tuple *)row)->length) && !builder.failed; i++) {
        owned Object *item = object_retain(is_list ? ((List *)row)->items[i] : ((Tuple *)row)->items[i]);
        int octet = octet_of(rt, item);
        if (octet < 0) {
            bytes_builder_close(&builder);
            return NULL;
        }
        bytes_builder_add_octet(&builder, (char)octet);
    }
    return bytes_builder_finish(&builder);
}

static Bytes *bytes_from_iterable(Runtime *rt, Object *source)
{
    owned Object *iterator = str_check(source) ? NULL : object_iter(rt, source);
    if (iterator == NULL) {
        if (str_check(source) || error_clear_if(rt, &type_error_type))
            error_set(rt, &type_error_type, "cannot convert '%.200T' object to bytes", source);
        return NULL;
    }
    if (object_length_hint(rt, source, 64) < 0)
        return NULL;
    BytesBuilder builder;
    bytes_builder_open(&builder, rt);
    Object *next;
    while (!builder.failed && (next = iterator_next(rt, iterator)) != NULL) {
        owned Object *item = next;
        int octet = octet_of(rt, item);
        if (octet < 0)
            break;
        bytes_builder_add_octet(&builder, (char)octet);
    }
    if (error_pending(rt)) {
        bytes_builder_close(&builder);
        return NULL;
    }
    return bytes_builder_finish(&builder);
}

static Bytes *bytes_from_object(Runtime *rt, Object *source)
{
    if (object_has_type(source, &bytes_type))
        return object_retain(source);
    if (bytes_check(source))
        return bytes_new(rt, ((Bytes *)source)->data, ((Bytes *)source)->length);
    if (list_check_exact(source) || tuple_check_exact(source))
        return bytes_from_row(rt, source);
    return bytes_from_iterable(rt, source);
}

/* By __bytes__: 1 with *result, 0 when there is none, -1. */
static int bytes_by_method(Runtime *rt, Object *source, Bytes **result)
{
    if (object_has_type(source, &bytes_type))
        return 0;
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, source, NAME(__bytes__), &method, &unbound);
    if (found <= 0)
        return found;
    owned Object *value = object_call(rt, method, &source, unbound ? 1 : 0, NULL);
    if (value == NULL)
        return -1;
    if (!bytes_check(value))
        return error_fail(rt, &type_error_type, "__bytes__ returned non-bytes (type %.200T)", value);
    *result = (Bytes *)take(&value);
    return 1;
}

static Bytes *bytes_from_str(Runtime *rt, Object *source, Object *encoding, Object *errors)
{
    const char *encoding_text, *errors_text;
    owned Object *first = NULL;
    owned Object *second = NULL;
    if (!codec_argument(rt, encoding, "bytes", "encoding", &encoding_text, &first) ||
        !codec_argument(rt, errors, "bytes", "errors", &errors_text, &second))
        return NULL;
    if (source == NULL || !str_check(source))
        return error_set(rt, &type_error_type,
                         encoding != NULL ? "encoding without a string argument" : "errors without a string argument");
    if (encoding == NULL)
        return error_set(rt, &type_error_type, "string argument without an encoding");
    return str_encode(rt, (Str *)source, encoding_text, errors_text);
}

static Bytes *bytes_of(Runtime *rt, Object *source)
{
    if (source == NULL)
        return EMPTY_BYTES;
    Bytes *result;
    int found = bytes_by_method(rt, source, &result);
    if (found != 0)
        return found < 0 ? NULL : result;
    if (str_check(source))
        return error_set(rt, &type_error_type, "string argument without an encoding");
    if (number_has_index(source)) {
        ssize_t count = number_as_size(rt, source, &overflow_error_type);
        if (count == -1 && error_pending(rt)) {
            /* What cannot be a number after all may still be iterated. */
            if (!error_clear_if(rt, &type_error_type))
                return NULL;
            return bytes_from_object(rt, source);
        }
        if (count < 0)
            return error_set(rt, &value_error_type, "negative count");
        result = bytes_new(rt, NULL, (size_t)count);
        if (result != NULL && count > 0)
            memset(result->data, 0, (size_t)count);
        return result;
    }
    return bytes_from_object(rt, source);
}

static Object *bytes_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[3];
    if (arguments_bind(rt, "bytes", "source=, encoding=, errors=", args, n, names, bound, 3) < 0)
        return NULL;
    owned Bytes *value = bound[1] == NULL && bound[2] == NULL ? bytes_of(rt, bound[0])
                                                              : bytes_from_str(rt, bound[0], bound[1], bound[2]);
    if (value == NULL || type == &bytes_type)
        return (Object *)take(&value);
    Bytes *self = bytes_new_any(rt, type, value->length);
    if (self == NULL)
        return NULL;
    memcpy(self->data, value->data, value->length);
    object_track_any(rt, self);
    return (Object *)self;
}

static size_t bytes_size_of(Object *self)
{
    return block_size(((Bytes *)self)->length) + slack_of((Bytes *)self);
}

static void bytes_free(Runtime *rt, Object *self)
{
    object_dispose_any(rt, self, bytes_size_of(self));
}

/* ---- protocol ------------------------------------------------------------------------------------ */

static Object *bytes_str(Runtime *rt, Object *self)
{
    if (rt->options != NULL && rt->options->bytes_warning > 0 &&
        error_warn(rt, &bytes_warning_type, "str() on a bytes instance") < 0)
        return NULL;
    return bytes_repr(rt, self);
}

static int64_t bytes_hash(Runtime *rt, Object *object)
{
    Bytes *self = (Bytes *)object;
    if (self->hash != 0 || self->length == 0)
        return self->hash;
    int64_t hash = hash_bytes(rt, self->data, self->length);
    if (!object_is_immortal(self))
        self->hash = hash;
    return hash;
}

static Object *bytes_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!bytes_check(self) || !bytes_check(other)) {
        if (rt->options != NULL && rt->options->bytes_warning > 0 &&
            (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL)) {
            if ((str_check(self) || str_check(other)) &&
                error_warn(rt, &bytes_warning_type, "Comparison between bytes and string") < 0)
                return NULL;
            if ((int_check(self) || int_check(other)) &&
                error_warn(rt, &bytes_warning_type, "Comparison between bytes and int") < 0)
                return NULL;
        }
        return not_implemented();
    }
    const Bytes *left = (Bytes *)self, *right = (Bytes *)other;
    if (operation == COMPARE_EQUAL || operation == COMPARE_NOT_EQUAL) {
        bool equal = left->length == right->length && memcmp(left->data, right->data, left->length) == 0;
        return bool_new(equal == (operation == COMPARE_EQUAL));
    }
    size_t common = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->data, right->data, common);
    return bool_new(order != 0 ? order_holds(order > 0, order < 0, operation)
                               : order_holds(left->length, right->length, operation));
}

static ssize_t bytes_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)((Bytes *)self)->length;
}

static Object *bytes_item(Runtime *rt, Object *object, ssize_t index)
{
    const Bytes *self = (Bytes *)object;
    if (index < 0 || (size_t)index >= self->length)
        return error_set(rt, &index_error_type, "index out of range");
    return (Object *)int_from_int64(rt, (unsigned char)self->data[index]);
}

static Object *bytes_get_item(Runtime *rt, Object *object, Object *key)
{
    Bytes *self = (Bytes *)object;
    if (number_has_index(key)) {
        ssize_t index;
        if (!index_resolve(rt, key, &index))
            return NULL;
        return bytes_item(rt, object, index < 0 ? index + (ssize_t)self->length : index);
    }
    if (!object_has_type(key, &slice_type))
        return error_set(rt, &type_error_type, "byte indices must be integers or slices, not %.200T", key);
    ssize_t start, stop, step, count;
    if (slice_indices(rt, key, (ssize_t)self->length, &start, &stop, &step, &count) < 0)
        return NULL;
    if (count <= 0)
        return (Object *)EMPTY_BYTES;
    if (step == 1)
        return (Object *)bytes_slice(rt, self, (size_t)start, (size_t)(start + count));
    if (count == 1)
        return (Object *)bytes_new(rt, self->data + start, 1);
    Bytes *result = bytes_new(rt, NULL, (size_t)count);
    if (result == NULL)
        return NULL;
    for (ssize_t i = 0; i < count; i++)
        result->data[i] = self->data[start + i * step];
    return (Object *)result;
}

static Object *bytes_concat(Runtime *rt, Object *left, Object *right)
{
    if (!bytes_check(left) || !bytes_check(right))
        return error_set(rt, &type_error_type, "can't concat %.100T to %.100T", right, left);
    const Bytes *a = (Bytes *)left, *b = (Bytes *)right;
    if (a->length == 0 && object_has_type(right, &bytes_type))
        return object_retain(right);
    if (b->length == 0 && object_has_type(left, &bytes_type))
        return object_retain(left);
    if (a->length > PTRDIFF_MAX - b->length)
        return error_no_memory(rt);
    Bytes *result = bytes_new(rt, NULL, a->length + b->length);
    if (result == NULL || result->length == 0)
        return (Object *)result;
    memcpy(result->data, a->data, a->length);
    memcpy(result->data + a->length, b->data, b->length);
    return (Object *)result;
}

static Object *bytes_repeat(Runtime *rt, Object *object, ssize_t count)
{
    Bytes *self = (Bytes *)object;
    if (count <= 0 || self->length == 0)
        return (Object *)EMPTY_BYTES;
    if (count == 1)
        return (Object *)bytes_slice(rt, self, 0, self->length);
    if (self->length > (size_t)(PTRDIFF_MAX / count))
        return error_set(rt, &overflow_error_type, "repeated bytes are too long");
    size_t piece = self->length, total = piece * (size_t)count;
    Bytes *result = bytes_new(rt, NULL, total);
    if (result == NULL)
        return error_pending(rt) && error_clear_if(rt, &overflow_error_type)
                   ? error_set(rt, &overflow_error_type, "repeated bytes are too long") : NULL;
    if (piece == 1) {
        memset(result->data, self->data[0], total);
        return (Object *)result;
    }
    memcpy(result->data, self->data, piece);
    for (size_t done = piece; done < total; done *= 2)
        memcpy(result->data + done, result->data, done < total - done ? done : total - done);
    return (Object *)result;
}

static Object *bytes_getnewargs(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned Bytes *octets = bytes_slice(rt, (Bytes *)self, 0, ((Bytes *)self)->length);
    return octets == NULL ? NULL : (Object *)tuple_pack(rt, 1, octets);
}

static Object *bytes_bytes(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return (Object *)bytes_slice(rt, (Bytes *)self, 0, ((Bytes *)self)->length);
}

static Object *bytes_decode_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    const char *encoding, *errors;
    owned Object *first = NULL;
    owned Object *second = NULL;
    if (!codec_argument(rt, args[0], "decode", "encoding", &encoding, &first) ||
        !codec_argument(rt, args[1], "decode", "errors", &errors, &second))
        return NULL;
    return (Object *)bytes_decode(rt, ((Bytes *)self)->data, ((Bytes *)self)->length, encoding, errors);
}

/* ---- iterator ------------------------------------------------------------------------------------ */

static const Type bytes_iterator_type;

static Object *bytes_iter(Runtime *rt, Object *self)
{
    SequenceIterator *iterator = gc_new(rt, &bytes_iterator_type);
    if (iterator == NULL)
        return NULL;
    iterator->sequence = object_retain(self);
    iterator->index = 0;
    gc_track(rt, iterator);
    return (Object *)iterator;
}

static void iterator_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((SequenceIterator *)self)->sequence);
    gc_dispose(rt, self);
}

static int iterator_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((SequenceIterator *)self)->sequence);
    return 0;
}

static Object *iterator_next_octet(Runtime *rt, Object *object)
{
    SequenceIterator *self = (SequenceIterator *)object;
    const Bytes *bytes = (Bytes *)self->sequence;
    if (bytes == NULL)
        return NULL;
    if (self->index < bytes->length)
        return (Object *)int_from_int64(rt, (unsigned char)bytes->data[self->index++]);
    object_clear_slot(&self->sequence);
    return NULL;
}

static Object *iterator_length_hint(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    return (Object *)int_from_uint64(rt, self->sequence == NULL ? 0 : ((Bytes *)self->sequence)->length - self->index);
}

static Object *iterator_reduce(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)args, (void)n;
    const SequenceIterator *self = (SequenceIterator *)object;
    return reduce_to_iterator(rt, NAME(iter), self->sequence, (Object *)EMPTY_TUPLE, (ssize_t)self->index);
}

static Object *iterator_setstate(Runtime *rt, Object *object, Object **args, size_t n)
{
    (void)n;
    SequenceIterator *self = (SequenceIterator *)object;
    ssize_t index = number_as_size(rt, args[0], &overflow_error_type);
    if (index == -1 && error_pending(rt))
        return NULL;
    if (self->sequence != NULL) {
        size_t length = ((Bytes *)self->sequence)->length;
        self->index = index < 0 ? 0 : (size_t)index > length ? length : (size_t)index;
    }
    return none_new();
}

static const Type bytes_iterator_type = {
    TYPE_IDENTITY(bytes_iterator), .name = "bytes_iterator", .base = &object_type, .size = sizeof(SequenceIterator),
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .free = iterator_free, .visit = iterator_visit, ITERATOR_SLOTS, .next = iterator_next_octet,
    .methods = (const MethodSpec[]){
        {"__length_hint__", iterator_length_hint, 0, 0, .doc = "Private method returning an estimate of len(list(it))."},
        {"__reduce__", iterator_reduce, 0, 0, .doc = "Return state information for pickling."},
        {"__setstate__", iterator_setstate, 1, 1, .doc = "Set state information for unpickling."},
        {0},
    },
};

/* ---- type record --------------------------------------------------------------------------------- */

const Type bytes_type = {
    TYPE_IDENTITY(bytes), .name = "bytes", .base = &object_type, .size = sizeof(Bytes),
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - any object implementing the buffer API.\n  - an integer",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_ITEMS | TYPE_BYTES,
    .create = bytes_create, .init = object_init, .free = bytes_free, .size_of = bytes_size_of,
    .repr = bytes_repr, .str = bytes_str, .hash = bytes_hash, .compare = bytes_compare, .iter = bytes_iter,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .binary[BINARY_REMAINDER] = bytes_percent,
    .length = bytes_length, .get_item = bytes_get_item, .item = bytes_item, .contains = bytes_contains,
    .concat = bytes_concat, .repeat = bytes_repeat,
    .methods = (const MethodSpec[]){
        {"__bytes__", bytes_bytes, 0, 0, .doc = "Convert this value to exact type bytes."},
        {"__getnewargs__", bytes_getnewargs, 0, 0},
        {"capitalize", bytes_capitalize, 0, 0},
        {"center", bytes_center, 1, 2},
        {"count", bytes_count, 0, -1},
        {"decode", bytes_decode_method, .parameters = "encoding=, errors="},
        {"endswith", bytes_endswith, 0, -1},
        {"expandtabs", bytes_expandtabs, .parameters = "tabsize="},
        {"find", bytes_find, 0, -1},
        {"fromhex", bytes_fromhex, 1, 1, METHOD_CLASS},
        {"hex", bytes_hex, .parameters = "sep=, bytes_per_sep="},
        {"index", bytes_index, 0, -1},
        {"isalnum", bytes_isalnum, 0, 0},
        {"isalpha", bytes_isalpha, 0, 0},
        {"isascii", bytes_isascii, 0, 0},
        {"isdigit", bytes_isdigit, 0, 0},
        {"islower", bytes_islower, 0, 0},
        {"isspace", bytes_isspace, 0, 0},
        {"istitle", bytes_istitle, 0, 0},
        {"isupper", bytes_isupper, 0, 0},
        {"join", bytes_join, 1, 1},
        {"ljust", bytes_ljust, 1, 2},
        {"lower", bytes_lower, 0, 0},
        {"lstrip", bytes_lstrip, 0, 1},
        {"maketrans", bytes_maketrans, 2, 2, METHOD_STATIC},
        {"partition", bytes_partition, 1, 1},
        {"removeprefix", bytes_removeprefix, 1, 1},
        {"removesuffix", bytes_removesuffix, 1, 1},
        {"replace", bytes_replace, 2, 3},
        {"rfind", bytes_rfind, 0, -1},
        {"rindex", bytes_rindex, 0, -1},
        {"rjust", bytes_rjust, 1, 2},
        {"rpartition", bytes_rpartition, 1, 1},
        {"rsplit", bytes_rsplit, .parameters = "sep=, maxsplit="},
        {"rstrip", bytes_rstrip, 0, 1},
        {"split", bytes_split, .parameters = "sep=, maxsplit="},
        {"splitlines", bytes_splitlines, .parameters = "keepends="},
        {"startswith", bytes_startswith, 0, -1},
        {"strip", bytes_strip, 0, 1},
        {"swapcase", bytes_swapcase, 0, 0},
        {"title", bytes_title, 0, 0},
        {"translate", bytes_translate, .parameters = "table, /, delete="},
        {"upper", bytes_upper, 0, 0},
        {"zfill", bytes_zfill, 1, 1},
        {0},
    },
};
