/* Identifiers: one Text for each spelling of a tree, so that later passes compare pointers.
 *
 * An open-addressed table in the arena. Outgrown tables stay behind in the arena until it
 * closes: together they are smaller than the last. */
#include <string.h>
#include <uninorm.h>
#include <unictype.h>

#include "compile/parse_state.h"

struct NameTable {
    size_t       count, capacity;      /* capacity a power of two */
    const Text **slots;
};

static size_t name_hash(const char *bytes, size_t length)
{
    /* FNV-1a: names are short, and the table lives as long as one compilation. Who could make
     * it collide on purpose pays with nothing but compiling his own source slowly. */
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return (size_t)(hash ^ hash >> 32);
}

NameTable *names_open(TreeArena *arena)
{
    NameTable *names = tree_arena_take(arena, sizeof *names);
    if (names == NULL)
        return NULL;
    *names = (NameTable){.capacity = 64};
    names->slots = tree_arena_take_array(arena, names->capacity, sizeof *names->slots);
    return names->slots == NULL ? NULL : names;
}

static bool names_grow(TreeArena *arena, NameTable *names)
{
    size_t capacity = names->capacity * 2;
    const Text **slots = tree_arena_take_array(arena, capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < names->capacity; i++) {
        const Text *name = names->slots[i];
        if (name == NULL)
            continue;
        size_t at = name_hash(name->bytes, name->length) & (capacity - 1);
        while (slots[at] != NULL)
            at = (at + 1) & (capacity - 1);
        slots[at] = name;
    }
    names->slots = slots;
    names->capacity = capacity;
    return true;
}

const Text *name_intern(TreeArena *arena, NameTable *names, const char *bytes, size_t length)
{
    if ((names->count + 1) * 3 > names->capacity * 2 && !names_grow(arena, names))
        return NULL;
    size_t at = name_hash(bytes, length) & (names->capacity - 1);
    for (; names->slots[at] != NULL; at = (at + 1) & (names->capacity - 1)) {
        const Text *name = names->slots[at];
        if (name->length == length && memcmp(name->bytes, bytes, length) == 0)
            return name;
    }
    Text *name = tree_arena_take(arena, sizeof *name);
    if (name == NULL)
        return NULL;
    name->bytes = tree_arena_copy(arena, bytes, length);
    name->length = length;
    if (name->bytes == NULL)
        return NULL;
    names->slots[at] = name;
    names->count++;
    return name;
}

/* ---- normalisation ---- */

/* No character grows by more than this under NFKC (U+FDFA: 3 bytes become 33). */
#define NFKC_GROWTH 11

/* u8_normalize sorts runs of up to 64 combining marks on its stack and would ask malloc beyond,
 * which is not the runtime's memory. A mark may decompose into two. */
#define MARKS_AT_ONCE 30

/* The NFKC form of a name with non-ASCII characters, interned. A name with an absurd run of
 * combining marks is left as it is. */
static const Text *name_normalise(Parser *p, const char *bytes, size_t length)
{
    size_t marks = 0;
    for (const char *at = bytes; at < bytes + length;) {
        uint32_t c;
        int step = source_utf8_decode(at, bytes + length, &c);
        if (step == 0)
            break;
        marks = c >= 0x80 && uc_combining_class(c) != 0 ? marks + 1 : 0;
        if (marks > MARKS_AT_ONCE)
            return name_intern(p->arena, p->names, bytes, length);
        at += step;
    }
    size_t room;
    if (__builtin_mul_overflow(length, NFKC_GROWTH, &room) || room > SIZE_MAX - 64)
        return NULL;
    room += 64;
    uint8_t *buffer = heap_take(p->arena->heap, room, DOMAIN_MEMORY);
    if (buffer == NULL)
        return NULL;
    size_t normal_length = room;
    uint8_t *normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)bytes, length, buffer,
                                   &normal_length);
    const Text *name = normal == buffer
                     ? name_intern(p->arena, p->names, (const char *)buffer, normal_length)
                     : NULL;
    heap_release(p->arena->heap, buffer, room, DOMAIN_MEMORY);
    return name;
}

const Text *name_take(Parser *p)
{
    Token *token = peek(p);
    if (token->kind != TOKEN_NAME)
        return NULL;
    if (token->name == NULL) {
        size_t length = (size_t)(token->end - token->start);
        token->name = token->is_ascii ? name_intern(p->arena, p->names, token->start, length)
                                      : name_normalise(p, token->start, length);
        if (token->name == NULL)
            return problem_memory(p);
    }
    p->mark++;
    return token->name;
}

Expression *name_expression(Parser *p, ExpressionContext ctx)
{
    const Text *id = name_take(p);
    if (id == NULL)
        return NULL;
    Expression *e = expression_new(p, EXPRESSION_NAME, token_location(last_token(p)));
    if (e != NULL) {
        e->ctx = ctx;
        e->name.id = id;
    }
    return e;
}
