/* What the compiler's passes share: scratch memory, kept objects, identifiers, errors. */
#include "compile/compiler.h"

#include <stdarg.h>
#include <string.h>

#include "object/names.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/set.h"

/* ---- scratch memory -------------------------------------------------------------------------- */

void *compiler_take(Compiler *c, size_t count, size_t size)
{
    if (c->failed)
        return NULL;
    void *memory = tree_arena_take_array(c->arena, count, size);
    if (memory == NULL) {
        c->failed = true;
        error_no_memory(c->rt);
    }
    return memory;
}

bool compiler_grow(Compiler *c, void *array, size_t *capacity, size_t count, size_t item_size)
{
    if (count < *capacity)
        return !c->failed;
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = compiler_take(c, wanted, item_size);
    if (grown == NULL)
        return false;
    void **slot = array;
    if (count != 0)
        memcpy(grown, *slot, count * item_size);
    *slot = grown;
    *capacity = wanted;
    return true;
}

bool compiler_enter(Compiler *c)
{
    if (c->failed)
        return false;
    if (unlikely(stack_check(c->rt) < 0)) {
        c->failed = true;
        return false;
    }
    return true;
}

/* ---- errors ---------------------------------------------------------------------------------- */

/* Line number `line` of the source with its newline, or NULL: not there (no error set), or no
 * memory. */
static Str *source_line(Compiler *c, int line)
{
    if (!c->has_source_line || line <= 0)
        return NULL;
    const char *start = c->source, *end = c->source + c->source_length;
    for (int i = 1; i < line; i++) {
        const char *newline = memchr(start, '\n', (size_t)(end - start));
        if (newline == NULL)
            return NULL;
        start = newline + 1;
    }
    const char *newline = memchr(start, '\n', (size_t)(end - start));
    size_t length = (size_t)((newline == NULL ? end : newline + 1) - start);
    if (length == 0)
        return NULL;
    Str *text = str_from_utf8(c->rt, start, length);
    if (text == NULL && error_clear_if(c->rt, &unicode_decode_error_type))
        text = str_from_latin1(c->rt, start, length);
    return text;
}

static void raise_syntax_error(Compiler *c, Location at, Str *message)
{
    owned Str *text = source_line(c, at.lineno);
    if (text == NULL && error_pending(c->rt))
        return;
    if (at.end_lineno != 0) {
        error_set_syntax(c->rt, &syntax_error_type, message, c->filename, at.lineno,
                         at.col_offset + 1, at.end_lineno, at.end_col_offset + 1, text);
        return;
    }
    owned Object *line = (Object *)int_from_int64(c->rt, at.lineno);
    owned Object *offset = line == NULL ? NULL : (Object *)int_from_int64(c->rt, at.col_offset + 1);
    owned Tuple *details = offset == NULL ? NULL
                                          : tuple_pack(c->rt, 4, c->filename, line, offset,
                                                       text != NULL ? (Object *)text : NONE);
    if (details == NULL)
        return;
    Object *args[] = {(Object *)message, (Object *)details};
    owned Object *exception =
        object_call(c->rt, type_as_object(&syntax_error_type), args, 2, NULL);
    if (exception != NULL)
        error_set_exception(c->rt, exception);
}

void compiler_error(Compiler *c, Location at, const char *format, ...)
{
    if (c->failed)
        return;
    c->failed = true;
    va_list arguments;
    va_start(arguments, format);
    owned Str *message = str_format_v(c->rt, format, arguments);
    va_end(arguments);
    if (message != NULL)
        raise_syntax_error(c, at, message);
}

void compiler_warn(Compiler *c, Location at, const char *format, ...)
{
    if (c->failed)
        return;
    va_list arguments;
    va_start(arguments, format);
    owned Str *message = str_format_v(c->rt, format, arguments);
    va_end(arguments);
    if (message == NULL) {
        c->failed = true;
        return;
    }
    if (error_warn(c->rt, &syntax_warning_type, "%U", message) == 0)
        return;
    c->failed = true;
    if (error_clear_if(c->rt, &syntax_warning_type))
        raise_syntax_error(c, at, message);
}

/* ---- kept objects ---------------------------------------------------------------------------- */

void *compiler_keep(Compiler *c, void *object)
{
    if (object == NULL || c->failed) {
        c->failed = true;
        object_release_maybe(object);
        return NULL;
    }
    if (c->kept_count == c->kept_capacity) {
        size_t wanted = c->kept_capacity == 0 ? 64 : c->kept_capacity * 2;
        Object **grown = c->kept == NULL
                             ? memory_take_array(c->rt, wanted, sizeof(Object *))
                             : memory_resize(c->rt, c->kept, c->kept_capacity * sizeof(Object *),
                                             wanted * sizeof(Object *));
        if (grown == NULL) {
            c->failed = true;
            object_release(object);
            return NULL;
        }
        c->kept = grown;
        c->kept_capacity = wanted;
    }
    c->kept[c->kept_count++] = object;
    return object;
}

/* ---- constants ------------------------------------------------------------------------------- */

static bool items_same(Object *const *left, Object *const *right, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!constant_same(left[i], right[i]))
            return false;
    return true;
}

static bool set_has(const Set *set, const Object *wanted, int64_t wanted_hash)
{
    size_t i = 0;
    Object *key;
    int64_t hash;
    while (set_next(set, &i, &key, &hash))
        if (hash == wanted_hash && constant_same(key, wanted))
            return true;
    return false;
}

/* The same members in whatever order. Of large sets only those laid out alike are taken as one:
 * else a program full of them would take long to compile. */
static bool sets_same(const Set *left, const Set *right)
{
    enum { SEARCHED_MAX = 64 };
    size_t i = 0, k = 0;
    Object *a, *b;
    int64_t hash, other_hash;
    if (left->used != right->used)
        return false;
    while (set_next(left, &i, &a, &hash)) {
        bool is_here = set_next(right, &k, &b, &other_hash) && constant_same(a, b);
        if (!is_here && (left->used > SEARCHED_MAX || !set_has(right, a, hash)))
            return false;
    }
    return true;
}

bool constant_same(const Object *left, const Object *right)
{
    if (left == right)
        return true;
    if (left->type != right->type)
        return false;
    if (left->type == &int_type) {
        const Int *a = (const Int *)left, *b = (const Int *)right;
        if (a->value != b->value || int_is_small(a) != int_is_small(b))
            return false;
        size_t limbs = (size_t)(a->value < 0 ? -a->value : a->value);
        return int_is_small(a) || memcmp(a->limbs, b->limbs, limbs * sizeof(a->limbs[0])) == 0;
    }
    if (left->type == &float_type) {
        const double a = ((const Float *)left)->value, b = ((const Float *)right)->value;
        return memcmp(&a, &b, sizeof a) == 0 && a == b;
    }
    if (left->type == &str_type)
        return str_equal((const Str *)left, (const Str *)right);
    if (left->type == &bytes_type) {
        const Bytes *a = (const Bytes *)left, *b = (const Bytes *)right;
        return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
    }
    if (left->type == &tuple_type) {
        const Tuple *a = (const Tuple *)left, *b = (const Tuple *)right;
        return a->length == b->length && items_same(a->items, b->items, a->length);
    }
    if (left->type == &frozenset_type)
        return sets_same((const Set *)left, (const Set *)right);
    return false;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* Equal constants have equal numbers here; the type goes in. */
static uint64_t constant_hash(Compiler *c, const Object *object)
{
    uint64_t hash = mix(1, (uintptr_t)object->type);
    if (object->type == &int_type) {
        const Int *value = (const Int *)object;
        return mix(hash, int_is_small(value) ? (uint64_t)value->value : value->limbs[0]);
    }
    if (object->type == &float_type) {
        double value = ((const Float *)object)->value;
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        return mix(hash, bits);
    }
    if (object->type == &str_type)
        return mix(hash, (uint64_t)str_hash(c->rt, (const Str *)object));
    if (object->type == &bytes_type) {
        const Bytes *bytes = (const Bytes *)object;
        return mix(hash, (uint64_t)hash_bytes(c->rt, bytes->data, bytes->length));
    }
    if (object->type == &tuple_type) {
        const Tuple *tuple = (const Tuple *)object;
        for (size_t i = 0; i < tuple->length; i++)
            hash = mix(hash, constant_hash(c, tuple->items[i]));
        return mix(hash, tuple->length);
    }
    if (object->type == &frozenset_type)
        return mix(hash, ((const Set *)object)->used);
    return mix(hash, (uintptr_t)object);
}

static bool constants_grow(Compiler *c)
{
    KeptTable *table = &c->constants;
    size_t size = table->size == 0 ? 64 : table->size * 2;
    Object **items = compiler_take(c, size, sizeof(Object *));
    uint64_t *hashes = compiler_take(c, size, sizeof(uint64_t));
    if (items == NULL || hashes == NULL)
        return false;
    for (size_t k = 0; k < table->size; k++) {
        if (table->items[k] == NULL)
            continue;
        size_t i = (size_t)table->hashes[k];
        while (items[i & (size - 1)] != NULL)
            i++;
        items[i & (size - 1)] = table->items[k];
        hashes[i & (size - 1)] = table->hashes[k];
    }
    table->items = items;
    table->hashes = hashes;
    table->size = size;
    return true;
}

/* Text like an identifier is interned, as CPython does with the constants of code. */
static bool is_like_a_name(const Str *str)
{
    if (!str_is_ascii(str))
        return false;
    const char *bytes = str_data(str);
    for (size_t i = 0; i < str->length; i++) {
        char byte = bytes[i];
        if (!(byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
              (byte >= 'A' && byte <= 'Z')))
            return false;
    }
    return true;
}

Object *compiler_share(Compiler *c, void *object)
{
    if (object == NULL || c->failed)
        return compiler_keep(c, object);
    if (object_has_type(object, &str_type) && is_like_a_name(object)) {
        Str *str = object;
        str_intern(c->rt, &str);
        object = str;
    }
    uint64_t hash = constant_hash(c, object);
    KeptTable *table = &c->constants;
    for (size_t i = (size_t)hash; table->size != 0; i++) {
        Object *known = table->items[i & (table->size - 1)];
        if (known == NULL)
            break;
        if (table->hashes[i & (table->size - 1)] == hash && constant_same(known, object)) {
            if (known != object || !object_is_immortal(object))
                object_release(object);
            return known;
        }
    }
    if (compiler_keep(c, object) == NULL)
        return NULL;
    if (table->used * 2 >= table->size && !constants_grow(c))
        return NULL;
    size_t i = (size_t)hash;
    while (table->items[i & (table->size - 1)] != NULL)
        i++;
    table->items[i & (table->size - 1)] = object;
    table->hashes[i & (table->size - 1)] = hash;
    table->used++;
    return object;
}

/* ---- identifiers ----------------------------------------------------------------------------- */

static size_t text_place(const TextEntry *entries, size_t size, const Text *text)
{
    size_t i = (size_t)(((uint64_t)(uintptr_t)text >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 24);
    while (entries[i & (size - 1)].text != NULL && entries[i & (size - 1)].text != text)
        i++;
    return i & (size - 1);
}

Str *compiler_str(Compiler *c, const Text *text)
{
    if (c->failed)
        return NULL;
    if (c->text_count * 2 >= c->text_size) {
        size_t size = c->text_size == 0 ? 64 : c->text_size * 2;
        TextEntry *entries = compiler_take(c, size, sizeof(TextEntry));
        if (entries == NULL)
            return NULL;
        for (size_t k = 0; k < c->text_size; k++)
            if (c->texts[k].text != NULL)
                entries[text_place(entries, size, c->texts[k].text)] = c->texts[k];
        c->texts = entries;
        c->text_size = size;
    }
    size_t place = text_place(c->texts, c->text_size, text);
    if (c->texts[place].text == NULL) {
        Str *str = str_from_utf8(c->rt, text->bytes, text->length);
        if (str != NULL)
            str_intern(c->rt, &str);
        if (compiler_keep(c, str) == NULL)
            return NULL;
        c->texts[place] = (TextEntry){text, str};
        c->text_count++;
    }
    return c->texts[place].str;
}

const Text *compiler_text(Compiler *c, const char *bytes, size_t length)
{
    if (c->failed)
        return NULL;
    const Text *text = syntax_intern(c->arena, c->tree, bytes, length);
    if (text == NULL) {
        c->failed = true;
        error_no_memory(c->rt);
    }
    return text;
}

const Text *compiler_mangle(Compiler *c, const Text *private_name, const Text *name)
{
    if (private_name == NULL || name->length < 2 || memcmp(name->bytes, "__", 2) != 0)
        return name;
    if (memcmp(name->bytes + name->length - 2, "__", 2) == 0 ||
        memchr(name->bytes, '.', name->length) != NULL)
        return name;
    size_t skip = 0;
    while (skip < private_name->length && private_name->bytes[skip] == '_')
        skip++;
    size_t rest = private_name->length - skip;
    if (rest == 0)
        return name;
    char *bytes = compiler_take(c, 1 + rest + name->length, 1);
    if (bytes == NULL)
        return NULL;
    bytes[0] = '_';
    memcpy(bytes + 1, private_name->bytes + skip, rest);
    memcpy(bytes + 1 + rest, name->bytes, name->length);
    return compiler_text(c, bytes, 1 + rest + name->length);
}
