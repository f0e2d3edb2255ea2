/* Pools: the pages of an arena at work, each cut into blocks of one size class for one domain; and
 * the caches in front of them.
 *
 *    caches[domain][class]    block -> block -> block     taking pops, releasing pushes (heap.h)
 *           |  ^
 *    spares[domain][class]    block -> block -> block     a chain that was full, whole
 *           |  ^
 *      used[domain][class]    Pool <-> Pool <-> Pool      the first serves next
 *                              |
 *                              +- free -> block -> block  chain of free blocks
 *                              +- fresh                   blocks never used
 *
 * A cache that is full becomes the spare, and the spare before it is sorted back into the pools. A
 * cache that is empty becomes the spare, or gets all that the first used pool has. So between two
 * visits to the pools at least a cacheful of requests is served, whatever the order of taking and
 * releasing (two magazines, after Bonwick and Adams, 2001), and neither path looks at a pool's
 * record: of 100,000 blocks replaced at random nearly all visits would find the pool full, or make
 * it so, and wait for memory to learn it (34 nanoseconds a pair without caches, bench/alloc,
 * replace).
 *
 * A block just released is the first to serve again, while the processor's cache still has it.
 *
 * A pool that has no free block is on no list; released into, it goes to the front. A pool whose
 * last block comes back is no pool any more: its page belongs to the arena again. Blocks in caches
 * count as handed out; whoever needs to know better (walker, trimming, the limit) has them sorted
 * back first.
 *
 * Classes above 512 bytes belong to the raw allocator but live by the same rules, in pools of
 * several pages: a *span*. The record of a span is that of its first page; the others tell how far
 * back it is. */
#include "heap/parts.h"

/* Pages of a pool, for the classes above 512 bytes: the fewest, up to 8, of which blocks leave at
 * most a sixteenth unused. */
static const uint8_t span_pages[SPAN_CLASSES] = {
    1, 1, 2, 1, 3, 2, 1, 1, /*   576   640   704   768   832   896   960  1024 */
    2, 1, 4, 2, 3, 4, 1, 1, /*  1152  1280  1408  1536  1664  1792  1920  2048 */
    3, 2, 5, 3, 5, 7, 1, 1, /*  2304  2560  2816  3072  3328  3584  3840  4096 */
    6, 4, 7, 3, 5, 7, 2, 2, /*  4608  5120  5632  6144  6656  7168  7680  8192 */
};

/* Blocks of a pool, by class. */
static const uint16_t class_blocks[CLASS_COUNT] = {
    0,  512, 256, 170, 128, 102, 85, 73, 64, 56, 51, 46, 42, 39, 36, 34, 32, 30, 28, 26,
    25, 24,  23,  22,  21,  20,  19, 18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 13,
    12, 12,  12,  11,  11,  11,  11, 10, 10, 10, 10, 10, 9,  9,  9,  9,  9,  8,  8,  8,
    8,  8,   8,   8,   8,   7,   6,  11, 5,  14, 9,  4,  4,  7,  3,  11, 5,  7,  9,  2,
    2,  5,   3,   7,   4,   6,   8,  1,  1,  5,  3,  5,  2,  3,  4,  1,  1,
};

/* Blocks that are chained at once from those never used. Chaining touches them, so not the whole
 * page. */
#define CARVE_BYTES 1024

/* How many blocks a cache takes: CACHE_BYTES of them and CACHE_MOST at most, but 1 above 512 bytes.
 */
#define CACHE_BYTES 2048
#define CACHE_MOST  32

unsigned class_pages(unsigned size_class)
{
    return size_class < SMALL_CLASSES ? 1 : span_pages[size_class - SMALL_CLASSES];
}

unsigned class_capacity(unsigned size_class) { return class_blocks[size_class]; }

static inline uint32_t cache_room(unsigned size_class)
{
    /* By the blocks of a page, which saves a division. */
    uint32_t count =
        size_class < SMALL_CLASSES ? class_blocks[size_class] / (PAGE_SIZE / CACHE_BYTES) : 1;
    return count > CACHE_MOST ? CACHE_MOST : count;
}

static inline void list_push(Heap *heap, Pool *pool)
{
    Pool **first = &heap->used[pool->domain][pool->size_class];
    pool->prev = NULL;
    pool->next = *first;
    if (pool->next != NULL)
        pool->next->prev = pool;
    *first = pool;
}

static inline void list_remove(Heap *heap, Pool *pool)
{
    if (pool->prev != NULL)
        pool->prev->next = pool->next;
    else
        heap->used[pool->domain][pool->size_class] = pool->next;
    if (pool->next != NULL)
        pool->next->prev = pool->prev;
}

static inline bool pool_is_full(const Pool *pool) { return pool->free == NULL && pool->fresh == 0; }

/* ---- taking ------------------------------------------------------------------------------------
 */

static Pool *pool_open(Heap *heap, unsigned size_class, Domain domain)
{
    unsigned pages = class_pages(size_class);
    char *page = pages_take(heap, pages);
    if (page == NULL)
        return NULL;

    Pool *pool = pool_of(page);
    pool->free = NULL;
    pool->live = 0;
    pool->fresh = class_blocks[size_class];
    pool->size_class = (uint8_t)size_class;
    pool->domain = (uint8_t)domain;
    pool->kind = PAGE_POOL;
    pool->pages = (uint8_t)pages;
    for (unsigned i = 1; i < pages; i++) {
        pool[i].kind = PAGE_SPAN;
        pool[i].fresh = (uint16_t)i;
    }
    account_add(heap, domain, pages);
    list_push(heap, pool);
    return pool;
}

/* Chains some of the blocks never used. The pool's chain is empty, and there are such blocks. */
static void pool_carve(Pool *pool)
{
    size_t size = class_size(pool->size_class);
    unsigned count = size < CARVE_BYTES ? (unsigned)(CARVE_BYTES / size) : 1;
    if (count > pool->fresh)
        count = pool->fresh;

    char *block = pool_page(pool) + (class_blocks[pool->size_class] - pool->fresh) * size;
    pool->fresh = (uint16_t)(pool->fresh - count);
    pool->free = block;
    for (; --count > 0; block += size)
        *(void **)block = block + size;
    *(void **)block = NULL;
}

/* Moves all free blocks of a used pool into an empty cache. */
static void pool_drain(Heap *heap, Pool *pool, BlockCache *cache)
{
    if (pool->free == NULL)
        pool_carve(pool);
    unsigned handed_out = class_blocks[pool->size_class] - pool->fresh;
    unsigned count = handed_out - pool->live, room = cache_room(pool->size_class);
    cache->chain = pool->free;
    cache->room = count < room ? room - count : 0;
    pool->free = NULL;
    pool->live = (uint16_t)handed_out;
    if (pool->fresh == 0)
        list_remove(heap, pool);
}

/* Fills an empty cache. False when there is no memory. */
static bool cache_fill(Heap *heap, unsigned size_class, Domain domain)
{
    BlockCache *cache = &heap->caches[domain][size_class];
    void **spare = &heap->spares[domain][size_class];
    if (*spare != NULL) {
        *cache = (BlockCache){*spare, 0};
        *spare = NULL;
        return true;
    }
    Pool *pool = heap->used[domain][size_class];
    if (pool == NULL)
        pool = pool_open(heap, size_class, domain);
    if (pool == NULL)
        return false;
    pool_drain(heap, pool, cache);
    return true;
}

void *pool_take(Heap *heap, unsigned size_class, Domain domain)
{
    BlockCache *cache = &heap->caches[domain][size_class];
    if (cache->chain == NULL && !cache_fill(heap, size_class, domain))
        return NULL;
    void *block = cache->chain;
    cache->chain = *(void **)block;
    cache->room++;
    return block;
}

/* ---- releasing ---------------------------------------------------------------------------------
 */

/* Sorts a chain back into the pools, pool by pool while neighbours in the chain are so in memory.
 */
static void chain_sort(Heap *heap, void *chain)
{
    while (chain != NULL) {
        Pool *pool = pool_of_block(chain);
        bool was_full = pool_is_full(pool);
        unsigned count = 0;
        do {
            void *block = chain;
            chain = *(void **)block;
            *(void **)block = pool->free;
            pool->free = block;
            count++;
        } while (chain != NULL && pool_of_block(chain) == pool);

        pool->live = (uint16_t)(pool->live - count);
        if (was_full)
            list_push(heap, pool);
        if (pool->live == 0) {
            list_remove(heap, pool);
            account_subtract(heap, pool->domain, pool->pages);
            pages_release(heap, pool_page(pool), pool->pages);
        }
    }
}

void pool_release(Heap *heap, void *block, unsigned size_class, Domain domain)
{
    BlockCache *cache = &heap->caches[domain][size_class];
    void *old = NULL;
    if (cache->room == 0) {
        void **spare = &heap->spares[domain][size_class];
        old = *spare;
        *spare = cache->chain;
        cache->chain = NULL;
        cache->room = cache_room(size_class);
    }
    *(void **)block = cache->chain;
    cache->chain = block;
    cache->room--;
    /* Last: giving pages back may come here again, and must find the cache in order. */
    if (old != NULL)
        chain_sort(heap, old);
}

void caches_flush(Heap *heap)
{
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        for (unsigned i = 1; i < CLASS_COUNT; i++) {
            BlockCache *cache = &heap->caches[domain][i];
            void *chain = cache->chain, *spare = heap->spares[domain][i];
            if (chain == NULL && spare == NULL)
                continue;
            cache->chain = heap->spares[domain][i] = NULL;
            cache->room = cache_room(i);
            chain_sort(heap, chain);
            chain_sort(heap, spare);
        }
}

size_t cache_blocks(const Heap *heap, unsigned size_class, Domain domain)
{
    size_t count = 0;
    for (void *block = heap->caches[domain][size_class].chain; block != NULL;
         block = *(void **)block)
        count++;
    for (void *block = heap->spares[domain][size_class]; block != NULL; block = *(void **)block)
        count++;
    return count;
}
