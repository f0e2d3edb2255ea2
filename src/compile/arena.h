/* The arena of syntax trees: memory that is taken piece by piece and released at once.
 *
 *      TreeArena
 *      +--------+     +------+---------------------+     +------+-----------------+
 *      | chunks | --> | next | used ....  | fresh  | --> | next | used .......... |
 *      +--------+     +------+---------------------+     +------+-----------------+
 *
 * Whatever one compilation makes of its source (tokens' texts, nodes, scopes) lives here and
 * dies together, so none of it is counted and a failure half way has nothing to undo. The
 * name has the word tree in it because the heap has arenas of its own (heap/), which are
 * another thing. */
#ifndef OURO_COMPILE_ARENA_H
#define OURO_COMPILE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "heap/heap.h"

typedef struct TreeChunk TreeChunk;

typedef struct TreeArena {
    Heap      *heap;
    TreeChunk *chunks;     /* newest first; pieces come from the newest */
    char      *fresh;      /* first byte of it that was never handed out */
    char      *end;
    size_t     next_size;  /* of the next chunk: they double up to a bound */
    size_t     taken;      /* bytes of all chunks */
} TreeArena;

/* An empty arena on `heap`. Takes no memory yet, so it cannot fail. */
void tree_arena_open(TreeArena *arena, Heap *heap);

/* `size` bytes aligned for any type, not cleared; NULL when the heap has none. */
void *tree_arena_take(TreeArena *arena, size_t size);

/* The same, all zero. */
void *tree_arena_take_zero(TreeArena *arena, size_t size);

/* `count` items of `size` bytes, all zero; NULL also when the product overflows. */
void *tree_arena_take_array(TreeArena *arena, size_t count, size_t size);

/* A copy of `length` bytes with a zero byte behind them, or NULL. */
char *tree_arena_copy(TreeArena *arena, const char *bytes, size_t length);

/* Releases everything that came from the arena. It may be used again afterwards. */
void tree_arena_close(TreeArena *arena);

#endif
