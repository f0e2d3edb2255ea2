/* The bump arena of syntax trees. See arena.h for the picture. */
#include "compile/arena.h"

#include <stdint.h>
#include <string.h>

/* The head of a chunk; pieces follow it. */
struct TreeChunk {
    TreeChunk *next;
    size_t     size;       /* of the whole chunk, as it was taken */
};

/* The first chunk serves a line typed at a prompt; a module of a thousand lines needs about a
 * megabyte, which doubling reaches in six steps. */
#define FIRST_CHUNK ((size_t)8 << 10)
#define GREATEST_CHUNK ((size_t)256 << 10)
#define ALIGNMENT ((size_t)8)

void tree_arena_open(TreeArena *arena, Heap *heap)
{
    *arena = (TreeArena){.heap = heap, .next_size = FIRST_CHUNK};
}

/* Puts a chunk with room for `size` bytes in front. A piece larger than a chunk gets its own,
 * behind the newest, so that what is left of that one is not lost. */
static void *take_from_new_chunk(TreeArena *arena, size_t size)
{
    size_t room = sizeof(TreeChunk) + size;
    if (room < size)
        return NULL;
    bool is_own = room > arena->next_size / 2 && arena->chunks != NULL;
    size_t chunk_size = is_own || room > arena->next_size ? room : arena->next_size;
    TreeChunk *chunk = heap_take(arena->heap, chunk_size, DOMAIN_MEMORY);
    if (chunk == NULL)
        return NULL;
    chunk->size = chunk_size;
    arena->taken += chunk_size;
    char *piece = (char *)(chunk + 1);
    if (is_own) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
        return piece;
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->fresh = piece + size;
    arena->end = (char *)chunk + chunk_size;
    if (arena->next_size < GREATEST_CHUNK)
        arena->next_size *= 2;
    return piece;
}

void *tree_arena_take(TreeArena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (size <= (size_t)(arena->end - arena->fresh)) {
        char *piece = arena->fresh;
        arena->fresh += size;
        return piece;
    }
    return take_from_new_chunk(arena, size);
}

void *tree_arena_take_zero(TreeArena *arena, size_t size)
{
    void *piece = tree_arena_take(arena, size);
    return piece == NULL ? NULL : memset(piece, 0, size);
}

void *tree_arena_take_array(TreeArena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return tree_arena_take_zero(arena, bytes);
}

char *tree_arena_copy(TreeArena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = tree_arena_take(arena, length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void tree_arena_close(TreeArena *arena)
{
    TreeChunk *chunk = arena->chunks;
    while (chunk != NULL) {
        TreeChunk *next = chunk->next;
        heap_release(arena->heap, chunk, chunk->size, DOMAIN_MEMORY);
        chunk = next;
    }
    tree_arena_open(arena, arena->heap);
}
