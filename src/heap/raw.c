/* The raw allocator: what serves requests above 512 bytes.
 *
 *     513 B .. 8 KiB     spans: pools of several pages (pool.c), classes 576, 640, ... 8192
 *           .. 1 MiB     runs: whole pages in a row, rounded up to an eighth of a power of two
 *          above         mappings of their own, in steps of 64 KiB
 *
 * A run needs no more than the record of its first page. A mapping begins like a region, with a
 * head that names its heap, and is aligned like one, so that heap_of() works on what follows the
 * head:
 *
 *    4 MiB boundary
 *    +----------+-------------------------------------------+
 *    | HugeHead | block ...                                 |
 *    +----------+-------------------------------------------+
 *    0          64                                    mapped
 *
 * Which manner serves a block follows from its size alone, so releasing asks nothing of the block.
 * Within what heap_good_size() says a block grows for nothing; a run grows in place while the pages
 * after it are free; a mapping grows by mremap, which moves page tables and no bytes. */
#include "heap/parts.h"

#include "os/pages.h"

/* ---- runs --------------------------------------------------------------------------------------
 */

static void *run_take(Heap *heap, size_t size, Domain domain)
{
    size_t count = run_pages(size);
    char *pages = pages_take(heap, count);
    if (pages == NULL)
        return NULL;
    Pool *record = pool_of(pages);
    record->kind = PAGE_RUN;
    record->domain = (uint8_t)domain;
    record->live = 1;
    record->fresh = (uint16_t)count;
    account_add(heap, domain, count);
    return pages;
}

static void run_release(Heap *heap, void *block)
{
    Pool *record = pool_of(block);
    size_t count = record->fresh;
    account_subtract(heap, record->domain, count);
    pages_release(heap, block, count);
}

/* In place, or not at all. */
static bool run_resize(Heap *heap, void *block, size_t size)
{
    Pool *record = pool_of(block);
    size_t old_count = record->fresh, count = run_pages(size);
    if (count > old_count) {
        if (!pages_extend(heap, block, old_count, count - old_count))
            return false;
        account_add(heap, record->domain, count - old_count);
    } else if (count < old_count) {
        account_subtract(heap, record->domain, old_count - count);
        pages_release(heap, (char *)block + (count << PAGE_SHIFT), old_count - count);
    }
    record->fresh = (uint16_t)count;
    return true;
}

/* ---- mappings ----------------------------------------------------------------------------------
 */

static void huge_link(Heap *heap, HugeHead *head)
{
    head->prev = NULL;
    head->next = heap->huge;
    if (head->next != NULL)
        head->next->prev = head;
    heap->huge = head;
}

static void huge_unlink(Heap *heap, HugeHead *head)
{
    if (head->prev != NULL)
        head->prev->next = head->next;
    else
        heap->huge = head->next;
    if (head->next != NULL)
        head->next->prev = head->prev;
}

static void *huge_take(Heap *heap, size_t size, Domain domain)
{
    size_t mapped = huge_mapped(size), pages = mapped >> PAGE_SHIFT;
    if (!heap_charge(heap, pages))
        return NULL;
    /* All of it is charged, so the system may serve it with huge pages if it likes. */
    HugeHead *head = pages_map(mapped, REGION_SIZE, NULL, false);
    if (head == NULL) {
        heap_uncharge(heap, pages);
        return NULL;
    }
    head->heap = heap;
    head->mapped = mapped;
    head->domain = domain;
    huge_link(heap, head);
    account_add(heap, domain, pages);
    return head + 1;
}

static void huge_release(Heap *heap, void *block)
{
    HugeHead *head = (HugeHead *)block - 1;
    size_t pages = head->mapped >> PAGE_SHIFT;
    account_subtract(heap, head->domain, pages);
    huge_unlink(heap, head);
    pages_unmap(head, head->mapped);
    heap_uncharge(heap, pages);
}

static void *huge_resize(Heap *heap, void *block, size_t size)
{
    HugeHead *head = (HugeHead *)block - 1;
    size_t old_pages = head->mapped >> PAGE_SHIFT;
    size_t mapped = huge_mapped(size), pages = mapped >> PAGE_SHIFT;
    if (pages > old_pages && !heap_charge(heap, pages - old_pages))
        return NULL;

    huge_unlink(heap, head);
    HugeHead *moved = pages_remap(head, head->mapped, mapped, REGION_SIZE);
    if (moved == NULL) {
        huge_link(heap, head);
        heap_uncharge(heap, pages - old_pages);
        return NULL;
    }
    moved->mapped = mapped;
    huge_link(heap, moved);
    if (pages > old_pages) {
        account_add(heap, moved->domain, pages - old_pages);
    } else {
        account_subtract(heap, moved->domain, old_pages - pages);
        heap_uncharge(heap, old_pages - pages);
    }
    return moved + 1;
}

void huge_release_all(Heap *heap)
{
    while (heap->huge != NULL)
        huge_release(heap, heap->huge + 1);
}

/* ---- by size -----------------------------------------------------------------------------------
 */

void *large_take(Heap *heap, size_t size, Domain domain)
{
    if (size <= RUN_LIMIT)
        return run_take(heap, size, domain);
    return size <= HUGE_MOST ? huge_take(heap, size, domain) : NULL;
}

void large_release(Heap *heap, void *block, size_t size)
{
    if (size > RUN_LIMIT)
        huge_release(heap, block);
    else
        run_release(heap, block);
}

void *large_resize(Heap *heap, void *block, size_t old_size, size_t new_size)
{
    if (old_size > RUN_LIMIT)
        return new_size > RUN_LIMIT && new_size <= HUGE_MOST ? huge_resize(heap, block, new_size)
                                                             : NULL;
    bool fits = new_size > SPAN_LIMIT && new_size <= RUN_LIMIT;
    return fits && run_resize(heap, block, new_size) ? block : NULL;
}
