/* The heap of a runtime: every byte that a runtime uses comes from here, is charged to its limit,
 * is counted by domain, and is given back when the heap closes.
 *
 *     Runtime *rt = heap_open(&(HeapOptions){.limit = 64 << 20}, sizeof(Runtime));
 *     char *block = heap_take(&rt->heap, 42, DOMAIN_MEMORY);      gives 48 bytes
 *     block = heap_resize(&rt->heap, block, 42, 1000, DOMAIN_MEMORY);
 *     heap_release(&rt->heap, block, 1000, DOMAIN_MEMORY);
 *     heap_close(&rt->heap);                                      true: nothing was live
 *
 * A heap has no lock: whoever holds the runtime holds the heap. Whoever releases a block says its
 * size and domain, as asked for, so no block carries a header and every figure is exact.
 *
 *    layout.h   regions, arenas, pools, blocks: where everything lies (start here)
 *    arena.c    pages: taking, charging, keeping and giving back
 *    pool.c     blocks up to 512 bytes, and the spans of those up to 8 KiB
 *    raw.c      runs of pages and mappings of their own for all above
 *    heap.c     opening, closing, the limit, the reserve, the emergency
 *    inspect.c  figures, the walker, the validator, the report of leaks
 *    debug.c    the debug heap and fault injection (HEAP_CHECKED: checked and asan builds) */
#ifndef OURO_HEAP_HEAP_H
#define OURO_HEAP_HEAP_H

#include "heap/layout.h"

#define HEAP_RESERVE    ((size_t)64 << 10)
#define HEAP_NO_RESERVE SIZE_MAX

#define heap_likely(condition)   __builtin_expect(!!(condition), 1)
#define heap_unlikely(condition) __builtin_expect(!!(condition), 0)

typedef struct HeapOptions {
    size_t limit;   /* bytes that may be resident at most, rounded down to pages; 0 = none */
    size_t reserve; /* bytes of the limit kept for handlers: 0 = HEAP_RESERVE, at most a quarter of
                       the limit; HEAP_NO_RESERVE = none */
} HeapOptions;

/* ---- life ------------------------------------------------------------------------------------ */

/* Zeroed memory for a struct of `size` bytes whose first member is a Heap. It lies inside the
 * heap's first region and is charged. NULL when the system or the limit refuses. `options` may be
 * NULL. */
void *heap_open(const HeapOptions *options, size_t size);

/* Gives every byte back, the struct that heap_open() returned included. True when no block was
 * live. To learn which are, call heap_walk() or heap_report() before. */
bool heap_close(Heap *heap);

/* ---- blocks ---------------------------------------------------------------------------------- */

/* A block of at least `size` bytes, not cleared, aligned to 8; NULL when refused. Size 0 gives a
 * block of its own too. */
static inline void *heap_take(Heap *heap, size_t size, Domain domain);

/* The same, filled with zeros. `count * size` may overflow: refused. */
void *heap_take_zeroed(Heap *heap, size_t count, size_t size, Domain domain);

/* Gives a block back. `size` and `domain` as asked for. NULL is nothing. Never fails, needs no
 * memory. */
static inline void heap_release(Heap *heap, void *block, size_t size, Domain domain);

/* A block of `new_size` with the content of `block`, which is gone unless it is the same; a NULL
 * `block` takes a new one. NULL when refused: the old block is untouched. Shrinking can be refused
 * too, whoever shrinks goes on with what it has. Within heap_good_size() nothing moves and it costs
 * nothing; above 1 MiB pages move, not bytes. */
void *heap_resize(Heap *heap, void *block, size_t old_size, size_t new_size, Domain domain);

/* How many bytes a request of `size` really gets: its size class, or whole pages. 0 when no such
 * request can be served. */
size_t heap_good_size(size_t size);

/* The heap of a block, by masking: of a block of at most 1 MiB from any address in it, of a greater
 * one from any address in its first page. */
static inline Heap *heap_of(const void *block) { return region_of(block)->heap; }

/* ---- limit and reserve ----------------------------------------------------------------------- */

/* Bytes charged now: what is or may be resident. */
static inline size_t heap_taken(const Heap *heap) { return heap->charged << PAGE_SHIFT; }

/* Of these, bytes of pages that serve something: without the empty ones kept for reuse. */
static inline size_t heap_in_use(const Heap *heap)
{
    return (heap->charged - heap->warm) << PAGE_SHIFT;
}

/* Bytes, 0 when there is none. */
static inline size_t heap_limit(const Heap *heap)
{
    return heap->limit == SIZE_MAX >> PAGE_SHIFT ? 0 : heap->limit << PAGE_SHIFT;
}

/* Sets the limit (0 = none) with the reserve asked for at the start. False when more than that is
 * in use: the limit stands all the same, and nothing more is taken until use has fallen below it.
 */
bool heap_set_limit(Heap *heap, size_t limit);

/* Opens the reserve, for the handlers of a memory error. It closes by itself as soon as use is
 * below limit minus reserve. True when there is one and it is open, or when there is no limit. */
bool heap_reserve_open(Heap *heap);

/* Gives back to the system every page that serves nothing. Returns the bytes given back. */
size_t heap_trim(Heap *heap);

/* ---- figures --------------------------------------------------------------------------------- */

typedef struct DomainFigures {
    size_t blocks; /* live now */
    size_t bytes;  /* in them, as heap_good_size() counts */
    size_t held;   /* bytes of the pages that hold them */
    size_t peak;   /* the greatest `held` there ever was */
} DomainFigures;

typedef struct HeapFigures {
    DomainFigures domains[DOMAIN_COUNT];
    size_t limit; /* 0 = none */
    size_t taken; /* bytes charged: taken from the system */
    size_t taken_peak;
    size_t kept;  /* of these, empty and kept for reuse */
    size_t heads; /* of these, heads of regions and the runtime's own struct */
    size_t regions, arenas, pools, runs, mappings; /* there are now */
    uint64_t arenas_opened, arenas_closed, regions_mapped, regions_unmapped;
    uint64_t bytes_given_back;
} HeapFigures;

/* All figures. Reads every pool's record: some nanoseconds per 4 KiB of heap. */
void heap_figures(const Heap *heap, HeapFigures *figures);

/* Live blocks of the domains in `domains` (a mask of 1 << Domain). */
#define HEAP_ALL_DOMAINS ((1u << DOMAIN_COUNT) - 1)
size_t heap_blocks(const Heap *heap, unsigned domains);

/* One size class: how many pools, blocks in use and blocks free within those pools. The block size,
 * 0 when `size_class` is no class: they count from 1 to CLASS_COUNT - 1. */
typedef struct ClassFigures {
    size_t pools, used, available;
} ClassFigures;
size_t heap_class_figures(const Heap *heap, unsigned size_class, unsigned domains,
                          ClassFigures *figures);

const char *domain_name(Domain domain);

/* ---- looking at it --------------------------------------------------------------------------- */

/* One live block: its address as heap_take() returned it, its size (as heap_good_size(); the exact
 * size in the debug heap). Returning false ends the walk. Must not take or release. */
typedef bool (*HeapVisit)(void *context, void *block, size_t size, Domain domain);

/* Visits every live block of the domains in the mask. False when `visit` ended it. */
bool heap_walk(Heap *heap, unsigned domains, HeapVisit visit, void *context);

/* Checks every invariant of regions, arenas, pools, free lists and accounts, in the debug heap also
 * the guards of each block. True when all hold; otherwise `message` says what is wrong. */
bool heap_validate(Heap *heap, char *message, size_t size);

/* Tells of the live blocks in lines of text: figures of each domain, then the blocks, `most` at
 * most. */
void heap_report(Heap *heap, size_t most, void (*line)(void *context, const char *text),
                 void *context);

/* ---- debug heap and fault injection ---------------------------------------------------------- */
#ifdef HEAP_CHECKED
/* What the debug heap knows of a live block. */
typedef struct BlockRecord {
    void *block;
    size_t size;
    Domain domain;
    uint64_t serial;      /* the how-manieth block of this heap it is */
    void *return_address; /* of the code that took it */
    uint64_t origin;      /* what heap->origin said then */
} BlockRecord;

BlockRecord heap_block_record(const void *block);

/* Describes a live block in one line: address, size, domain, serial number, where it was made. */
void heap_block_describe(Heap *heap, const void *block, char *text, size_t size);

/* Checks the guards of a live block, and aborts with a message when they are broken. */
void heap_block_check(Heap *heap, const void *block);

/* Fault injection: refuse request number `at` (counted from now; 1 is the next), once or from then
 * on. 0 ends it. heap->checks has more: every kth, a hook, counts. */
void heap_fail_at(Heap *heap, uint64_t at, bool from_then_on);

void *heap_take_checked(Heap *heap, size_t size, Domain domain);
void heap_release_checked(Heap *heap, void *block, size_t size, Domain domain);
#endif

/* ---- the paths that are inline ----------------------------------------------------------------
 */

/* Their other halves: the cache is empty, or full, or the block is not small (heap.c). */
void *block_take_slow(Heap *heap, size_t size, Domain domain);
void block_release_slow(Heap *heap, void *block, size_t size, Domain domain);

static inline unsigned small_class(size_t size) { return (unsigned)(size + 7) >> 3; }

static inline void *block_take(Heap *heap, size_t size, Domain domain)
{
    if (heap_likely(size <= SMALL_LIMIT)) {
        BlockCache *cache = &heap->caches[domain][small_class(size)];
        void *block = cache->chain;
        if (heap_likely(block != NULL)) {
            cache->chain = *(void **)block;
            cache->room++;
            return block;
        }
    }
    return block_take_slow(heap, size, domain);
}

static inline void block_release(Heap *heap, void *block, size_t size, Domain domain)
{
    if (heap_likely(size <= SMALL_LIMIT && block != NULL)) {
        BlockCache *cache = &heap->caches[domain][small_class(size)];
        if (heap_likely(cache->room != 0)) {
            *(void **)block = cache->chain;
            cache->chain = block;
            cache->room--;
            return;
        }
    }
    block_release_slow(heap, block, size, domain);
}

static inline void *heap_take(Heap *heap, size_t size, Domain domain)
{
#ifdef HEAP_CHECKED
    return heap_take_checked(heap, size, domain);
#else
    return block_take(heap, size, domain);
#endif
}

static inline void heap_release(Heap *heap, void *block, size_t size, Domain domain)
{
#ifdef HEAP_CHECKED
    heap_release_checked(heap, block, size, domain);
#else
    block_release(heap, block, size, domain);
#endif
}

#endif
