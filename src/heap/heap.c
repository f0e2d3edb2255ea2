/* The heap as a whole: opening and closing, the limit, the reserve, the emergency.
 *
 * The limit is charged by the page, when a page may become resident, not by the block; what is
 * charged is at most `ceiling`:
 *
 *    0                                    limit - reserve             limit
 *    |=========== in use ===========|-- warm --|       |... reserve ....|
 *    |<------------- charged ----------------->|       ^ ceiling        ^ ceiling while
 *                                                                         the reserve is open
 *
 * A request that the ceiling refuses has pages kept for reuse given back first; then the owner's
 * emergency hook runs, once (it collects garbage); and only then the answer is NULL. The reserve
 * opens for those who must handle that, and closes by itself when use has fallen below limit minus
 * reserve. */
#include "heap/parts.h"

#include "os/pages.h"

/* ---- the limit ---------------------------------------------------------------------------------
 */

static void heap_limit_pages(Heap *heap, size_t limit)
{
    size_t quarter = limit / 4;
    heap->limit = limit;
    heap->reserve = heap->reserve_wanted < quarter ? heap->reserve_wanted : quarter;
    if (limit == NO_LIMIT)
        heap->reserve = 0;
    heap->reserve_is_open = false;
    heap->ceiling = limit - heap->reserve;
}

static size_t limit_in_pages(size_t limit) { return limit == 0 ? NO_LIMIT : limit >> PAGE_SHIFT; }

bool heap_set_limit(Heap *heap, size_t limit)
{
    heap_limit_pages(heap, limit_in_pages(limit));
    if (heap->charged > heap->ceiling)
        pages_give_back(heap, 0);
    return heap->charged <= heap->limit;
}

bool heap_reserve_open(Heap *heap)
{
#ifdef HEAP_CHECKED
    if (checks_refuse(heap))
        return false;
#endif
    if (heap->limit == NO_LIMIT)
        return true;
    if (heap->reserve == 0)
        return false;
    heap->reserve_is_open = true;
    heap->ceiling = heap->limit;
    return true;
}

size_t heap_trim(Heap *heap)
{
    uint64_t before = heap->pages_given_back;
#ifdef HEAP_CHECKED
    quarantine_release(heap, 0);
#endif
    pages_give_back(heap, 0);
    return (size_t)(heap->pages_given_back - before) << PAGE_SHIFT;
}

bool heap_emergency(Heap *heap, size_t size)
{
    /* No collection helps a request that the whole limit would not hold. */
    if (heap->in_emergency || size > HUGE_MOST || size >> PAGE_SHIFT >= heap->limit)
        return false;
    heap->in_emergency = true;
    if (heap->emergency != NULL)
        heap->emergency(heap->context);
#ifdef HEAP_CHECKED
    quarantine_release(heap, 0);
#endif
    pages_give_back(heap, 0);
    heap->in_emergency = false;
    return true;
}

/* ---- life --------------------------------------------------------------------------------------
 */

void *heap_open(const HeapOptions *options, size_t size)
{
    static const HeapOptions none = {0};
    if (options == NULL)
        options = &none;
    if (size < sizeof(Heap) || !pages_usable(PAGE_SIZE))
        return NULL;

    size_t limit = limit_in_pages(options->limit);
    Heap *heap = region_open_first(size, limit);
    if (heap == NULL)
        return NULL;
    size_t reserve = options->reserve == 0 ? HEAP_RESERVE : options->reserve;
    heap->reserve_wanted = options->reserve == HEAP_NO_RESERVE ? 0 : reserve >> PAGE_SHIFT;
    heap_limit_pages(heap, limit);
    pages_prepare(heap);
    return heap;
}

bool heap_close(Heap *heap)
{
    bool is_clean = heap_blocks(heap, HEAP_ALL_DOMAINS) == 0;
#ifdef HEAP_CHECKED
    debug_close(heap);
#endif
    huge_release_all(heap);
    region_close_all(heap);
    return is_clean;
}

/* ---- blocks ------------------------------------------------------------------------------------
 */

static void *block_try(Heap *heap, size_t size, Domain domain)
{
    if (size <= SPAN_LIMIT)
        return pool_take(heap, class_of(size), domain);
    return large_take(heap, size, domain);
}

void *block_take_slow(Heap *heap, size_t size, Domain domain)
{
    void *block = block_try(heap, size, domain);
    if (heap_unlikely(block == NULL) && heap_emergency(heap, size))
        block = block_try(heap, size, domain);
    return block;
}

void block_release_slow(Heap *heap, void *block, size_t size, Domain domain)
{
    if (block == NULL)
        return;
    if (size <= SPAN_LIMIT)
        pool_release(heap, block, class_of(size), domain);
    else
        large_release(heap, block, size);
}

size_t heap_good_size(size_t size)
{
    if (size <= SPAN_LIMIT)
        return class_size(class_of(size));
    if (size <= RUN_LIMIT)
        return run_pages(size) << PAGE_SHIFT;
    return size <= HUGE_MOST ? huge_mapped(size) - sizeof(HugeHead) : 0;
}

void *block_resize(Heap *heap, void *block, size_t old_size, size_t new_size, Domain domain)
{
    if (block == NULL)
        return block_take(heap, new_size, domain);
    if (heap_good_size(old_size) == heap_good_size(new_size))
        return block;

    if (old_size > SPAN_LIMIT) {
        bool both_huge = old_size > RUN_LIMIT && new_size > RUN_LIMIT;
        void *resized = large_resize(heap, block, old_size, new_size);
        if (resized == NULL && both_huge && heap_emergency(heap, new_size))
            resized = large_resize(heap, block, old_size, new_size);
        if (resized != NULL || both_huge)
            return resized;
    }
    void *moved = block_take(heap, new_size, domain);
    if (moved == NULL)
        return NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    block_release(heap, block, old_size, domain);
    return moved;
}

#ifndef HEAP_CHECKED
void *heap_resize(Heap *heap, void *block, size_t old_size, size_t new_size, Domain domain)
{
    return block_resize(heap, block, old_size, new_size, domain);
}

void *heap_take_zeroed(Heap *heap, size_t count, size_t size, Domain domain)
{
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole))
        return NULL;
    void *block = block_take(heap, whole, domain);
    /* A fresh mapping is zero already, and untouched. */
    if (block != NULL && whole <= RUN_LIMIT)
        memset(block, 0, whole);
    return block;
}
#endif
