/* Pools: the pages of an arena at work, each cut into blocks of one size class for one domain.
 *
 *    Heap.used[domain][class]                        a ring of used pools, the head in the heap
 *       +------+     +--------+     +--------+
 *    +->| head |<--->|  Pool  |<--->|  Pool  |<-+
 *    |  +------+     +--------+     +--------+  |
 *    +------------------------------------------+
 *                    serves next
 *
 *    free -> block -> block -> NULL                  the first pool's chain of free blocks
 *
 * Taking is popping from the first pool's chain, releasing is pushing onto the chain of the block's own
 * pool; both are inline (heap.h). They come here when there is more to do:
 *
 *    taking finds the chain empty: some of the blocks never used are chained, or the pool is full and leaves
 *    the ring, or a page is opened as a new pool;
 *
 *    releasing was the first into an empty chain: if the pool was full it joins the ring again, at the front,
 *    so that the next request gets this very block, which the cache still has;
 *
 *    releasing was the last: the pool is empty, its page belongs to the arena again.
 *
 * A pool that runs full is not told so at once: it is found out, and leaves the ring, when the next request
 * comes. So what is off the ring is full, and what is on it need not have a free block.
 *
 * Classes above 512 bytes belong to the raw allocator but live by the same rules, in pools of several pages:
 * a *span*. The record of a span is that of its first page; the others tell how far back it is. */
#include "heap/parts.h"

/* Pages of a pool, for the classes above 512 bytes: the fewest, up to 8, of which blocks leave at most a sixteenth
 * unused. */
static const uint8_t span_pages[SPAN_CLASSES] = {
    1, 1, 2, 1, 3, 2, 1, 1, /*   576   640   704   768   832   896   960  1024 */
    2, 1, 4, 2, 3, 4, 1, 1, /*  1152  1280  1408  1536  1664  1792  1920  2048 */
    3, 2, 5, 3, 5, 7, 1, 1, /*  2304  2560  2816  3072  3328  3584  3840  4096 */
    6, 4, 7, 3, 5, 7, 2, 2, /*  4608  5120  5632  6144  6656  7168  7680  8192 */
};

/* Blocks that are chained at once from those never used. Chaining touches them, so not the whole page. */
#define CARVE_BYTES 1024

unsigned class_capacity(unsigned size_class)
{
    return (unsigned)((class_pages(size_class) << PAGE_SHIFT) / class_size(size_class));
}

unsigned class_pages(unsigned size_class)
{
    return size_class < SMALL_CLASSES ? 1 : span_pages[size_class - SMALL_CLASSES];
}

static inline PoolLink *ring_of(Heap *heap, const Pool *pool)
{
    return &heap->used[pool->domain][pool->size_class];
}

static inline void ring_push(PoolLink *ring, PoolLink *link)
{
    link->prev = ring;
    link->next = ring->next;
    ring->next->prev = link;
    ring->next = link;
}

static inline void ring_remove(PoolLink *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
    link->next = NULL;
}

void pools_prepare(Heap *heap)
{
    PoolLink *ring = &heap->used[0][0];
    for (size_t i = 0; i < (size_t)DOMAIN_COUNT * CLASS_COUNT; i++)
        ring[i] = (PoolLink){NULL, &ring[i], &ring[i]};
}

/* ---- taking ------------------------------------------------------------------------------------ */

/* Chains some more of the blocks never used. The chain is empty, and there are such blocks. */
static void pool_carve(Pool *pool)
{
    size_t   size = class_size(pool->size_class);
    unsigned count = (unsigned)(CARVE_BYTES / size);
    if (count == 0)
        count = 1;
    if (count > pool->fresh)
        count = pool->fresh;

    char *block = pool_page(pool) + (class_capacity(pool->size_class) - pool->fresh) * size;
    pool->fresh = (uint16_t)(pool->fresh - count);
    pool->link.free = block;
    for (; --count > 0; block += size)
        *(void **)block = block + size;
    *(void **)block = NULL;
}

static Pool *pool_open(Heap *heap, unsigned size_class, Domain domain)
{
    unsigned pages = class_pages(size_class);
    char    *page = pages_take(heap, pages);
    if (page == NULL)
        return NULL;

    Pool *pool = pool_of(page);
    pool->link.free = NULL;
    pool->live = 0;
    pool->fresh = (uint16_t)class_capacity(size_class);
    pool->size_class = (uint8_t)size_class;
    pool->domain = (uint8_t)domain;
    pool->kind = PAGE_POOL;
    pool->pages = (uint8_t)pages;
    for (unsigned i = 1; i < pages; i++) {
        pool[i].kind = PAGE_SPAN;
        pool[i].fresh = (uint16_t)i;
    }
    account_add(heap, domain, pages);
    ring_push(&heap->used[domain][size_class], &pool->link);
    return pool;
}

void *pool_take(Heap *heap, unsigned size_class, Domain domain)
{
    PoolLink *ring = &heap->used[domain][size_class];
    Pool     *pool;
    for (;;) {
        pool = (Pool *)ring->next;
        if (&pool->link == ring) {
            pool = pool_open(heap, size_class, domain);
            if (pool == NULL)
                return NULL;
        }
        if (pool->link.free != NULL)
            break;
        if (pool->fresh > 0) {
            pool_carve(pool);
            break;
        }
        ring_remove(&pool->link);
    }
    void *block = pool->link.free;
    pool->link.free = *(void **)block;
    pool->live++;
    return block;
}

/* ---- releasing --------------------------------------------------------------------------------- */

/* Takes an empty pool off its ring; its pages are the caller's. */
static char *pool_close(Heap *heap, Pool *pool)
{
    ring_remove(&pool->link);
    account_subtract(heap, pool->domain, pool->pages);
    return pool_page(pool);
}

static bool is_alone(const PoolLink *ring)
{
    return ring->next == ring->prev && ring->next != ring;
}

void pool_turn(Pool *pool)
{
    Heap     *heap = region_of(pool)->heap;
    PoolLink *ring = ring_of(heap, pool);
    if (pool->link.next == NULL) {
        Pool *idle = is_alone(ring) ? (Pool *)ring->next : NULL;
        ring_push(ring, &pool->link);
        if (idle != NULL && idle->live == 0)
            pages_release(heap, pool_close(heap, idle), idle->pages);
    }
    /* Alone on its ring an empty pool may stay: see Pool. */
    if (pool->live == 0 && !is_alone(ring))
        pages_release(heap, pool_close(heap, pool), pool->pages);
}

void pool_release(Pool *pool, void *block)
{
    void *chain = pool->link.free;
    *(void **)block = chain;
    pool->link.free = block;
    if (--pool->live == 0 || chain == NULL)
        pool_turn(pool);
}

void pools_release_idle(Heap *heap)
{
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        for (unsigned i = 0; i < CLASS_COUNT; i++) {
            PoolLink *ring = &heap->used[domain][i];
            Pool     *pool = (Pool *)ring->next;
            if (is_alone(ring) && pool->live == 0)
                pages_put(heap, pool_close(heap, pool), pool->pages);
        }
}
