/* What the files of the heap know of each other. Nobody else includes this. */
#ifndef OURO_HEAP_PARTS_H
#define OURO_HEAP_PARTS_H

#include <string.h>

#include "heap/heap.h"

#define NO_LIMIT (SIZE_MAX >> PAGE_SHIFT)

/* ---- arena.c: pages -------------------------------------------------------------------------- */

/* `count` pages in a row (of at most RUN_LIMIT bytes), charged, or NULL. Gives kept pages back
 * where only they stand against it. The content is anything. */
char *pages_take(Heap *heap, size_t count);

/* The `count` pages after the `taken` pages at `pages`, in place. False when they are not free, or
 * refused. */
bool pages_extend(Heap *heap, char *pages, size_t taken, size_t count);

/* Pages serve nothing any more. They stay resident for reuse as far as the policy goes. */
void pages_release(Heap *heap, char *pages, size_t count);

/* Gives kept pages back until at most `most` are kept. */
void pages_give_back(Heap *heap, size_t most);

/* Raises and lowers the account for pages of which arenas know nothing. False when refused. */
bool heap_charge(Heap *heap, size_t pages);
void heap_uncharge(Heap *heap, size_t pages);

/* The first region, with `size` zeroed bytes in it for the struct that begins with its Heap, whose
 * arenas and page accounts then stand. NULL when refused, or when it needs more than `most` pages.
 */
Heap *region_open_first(size_t size, size_t most);

void pages_prepare(Heap *heap);

/* Unmaps every region: the heap itself is gone with them. */
void region_close_all(Heap *heap);

/* ---- pool.c ---------------------------------------------------------------------------------- */

/* A block of a class, out of line; without an emergency. */
void *pool_take(Heap *heap, unsigned size_class, Domain domain);

/* A block goes where the next request finds it first. */
void pool_release(Heap *heap, void *block, unsigned size_class, Domain domain);

/* Blocks in caches go back to their pools, and with them pages that are empty then. */
void caches_flush(Heap *heap);

/* How many blocks of a class are in a cache: counted as handed out by their pools, but nobody's. */
size_t cache_blocks(const Heap *heap, unsigned size_class, Domain domain);

/* How many pages a pool of the class has, and how many blocks. */
unsigned class_pages(unsigned size_class);
unsigned class_capacity(unsigned size_class);

/* ---- raw.c ----------------------------------------------------------------------------------- */

/* A request above SPAN_LIMIT, without an emergency. */
void *large_take(Heap *heap, size_t size, Domain domain);

void large_release(Heap *heap, void *block, size_t size);

/* Of a block above SPAN_LIMIT, without copying. NULL: refused, or not to be had without copying. */
void *large_resize(Heap *heap, void *block, size_t old_size, size_t new_size);
void huge_release_all(Heap *heap);

/* ---- heap.c ---------------------------------------------------------------------------------- */

/* Resizes; what the debug heap builds on. */
void *block_resize(Heap *heap, void *block, size_t old_size, size_t new_size, Domain domain);

/* The owner's emergency, and kept pages given back: true when the request is worth another try. */
bool heap_emergency(Heap *heap, size_t size);

/* ---- inspect.c ------------------------------------------------------------------------------- */

/* heap_walk() without the debug heap's view: blocks as block_take() gave them. */
bool block_walk(Heap *heap, unsigned domains, HeapVisit visit, void *context);

/* ---- debug.c --------------------------------------------------------------------------------- */
#ifdef HEAP_CHECKED
/* Counts a request; true when fault injection refuses it. */
bool checks_refuse(Heap *heap);

/* Before the heap closes. */
void debug_close(Heap *heap);

/* Lets go of the oldest dead blocks until at most `most` bytes of them are held. */
void quarantine_release(Heap *heap, size_t most);

/* Whether the guards, or the filling of a dead block, are whole. Otherwise `message` tells. */
bool debug_block_check(Heap *heap, void *raw, char *message, size_t size);
#endif

/* ---- classes --------------------------------------------------------------------------------- */

/* 1/8 of the power of two at or below `size - 1`: what the raw allocator rounds up to. */
static inline size_t raw_step(size_t size) { return (size_t)1 << (60 - __builtin_clzll(size - 1)); }

/* The class of a request of at most SPAN_LIMIT. */
static inline unsigned class_of(size_t size)
{
    if (size <= SMALL_LIMIT)
        return size == 0 ? 1 : small_class(size);
    unsigned exponent = 63 - (unsigned)__builtin_clzll(size - 1); /* 9 .. 12 */
    return SMALL_CLASSES + (exponent - 9) * 8 + ((unsigned)((size - 1) >> (exponent - 3)) & 7);
}

static inline size_t class_size(unsigned size_class)
{
    if (size_class < SMALL_CLASSES)
        return (size_t)size_class * 8;
    unsigned above = size_class - SMALL_CLASSES;
    return (size_t)(9 + above % 8) << (6 + above / 8);
}

/* Pages of the run for a request above SPAN_LIMIT and at most RUN_LIMIT: an eighth at most is lost.
 */
static inline size_t run_pages(size_t size)
{
    size_t step = raw_step(size) > PAGE_SIZE ? raw_step(size) : PAGE_SIZE;
    return ((size + step - 1) & ~(step - 1)) >> PAGE_SHIFT;
}

/* Bytes of the mapping for a request above RUN_LIMIT, head included. */
#define HUGE_STEP ((size_t)64 << 10)
#define HUGE_MOST ((size_t)PTRDIFF_MAX / 2)
static inline size_t huge_mapped(size_t size)
{
    return (size + sizeof(HugeHead) + HUGE_STEP - 1) & ~(HUGE_STEP - 1);
}

/* ---- records --------------------------------------------------------------------------------- */

static inline size_t arena_index(const Arena *arena)
{
    return (size_t)(arena - region_of(arena)->arenas);
}

/* The pool of a block of at most SPAN_LIMIT. */
static inline Pool *pool_of_block(const void *block)
{
    Pool *pool = pool_of(block);
    return pool->kind == PAGE_SPAN ? pool - pool->fresh : pool;
}

/* The page that a record speaks of. */
static inline char *pool_page(const Pool *pool)
{
    Region *region = region_of(pool);
    return (char *)region + ((size_t)(pool - region->pools) << PAGE_SHIFT);
}

/* Bits `first` .. `first + count - 1`. */
static inline uint64_t page_bits(size_t first, size_t count)
{
    return (count == ARENA_PAGES ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1) << first;
}

static inline size_t bit_count(uint64_t bits) { return (size_t)__builtin_popcountll(bits); }

static inline unsigned bit_first(uint64_t bits) { return (unsigned)__builtin_ctzll(bits); }

/* The region's own pages within its first arena; none in the others. */
static inline uint64_t arena_own(const Arena *arena)
{
    return arena_index(arena) == 0 ? page_bits(0, region_of(arena)->own_pages) : 0;
}

/* Nothing of it is in use and nothing resident: it was never opened, or went back to the system. */
static inline bool arena_is_closed(const Arena *arena)
{
    return ((~arena->free | arena->resident) & ~arena_own(arena)) == 0;
}

/* The list that an arena belongs on, 0 for none. */
static inline unsigned arena_list(const Arena *arena)
{
    if (arena->free == 0)
        return 0;
    unsigned family = arena->free & arena->resident ? WARM_LISTS : COLD_LISTS;
    return family + arena->free_count;
}

static inline void account_add(Heap *heap, Domain domain, size_t pages)
{
    DomainAccount *account = &heap->accounts[domain];
    account->pages += pages;
    if (account->pages > account->peak)
        account->peak = account->pages;
}

static inline void account_subtract(Heap *heap, Domain domain, size_t pages)
{
    heap->accounts[domain].pages -= pages;
}

#endif
