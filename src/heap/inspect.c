/* Looking at the heap: figures, the walker, the validator, the report.
 *
 * Nothing here is counted while the program runs: all is read off the records when somebody asks.
 * The scan goes through the regions and, by the arenas' words, from one page in use to the next:
 *
 *    region -> arena (free, resident) -> record of a pool or run -> chain of free blocks
 *
 * and what is in a pool but neither chained as free nor beyond `fresh` is alive. (Blocks in caches
 * are not: the walker has them sorted back into their pools first; the figures subtract them.) */
#include "heap/parts.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- scanning ----------------------------------------------------------------------------------
 */

typedef struct Scan {
    Region *region;
    size_t page;
} Scan;

/* The next record of a pool or a run, NULL at the end. */
static Pool *scan_next(Scan *scan)
{
    for (; scan->region != NULL; scan->region = scan->region->next, scan->page = 0) {
        Region *region = scan->region;
        if (scan->page < region->own_pages)
            scan->page = region->own_pages;
        while (scan->page < REGION_PAGES) {
            const Arena *arena = &region->arenas[scan->page / ARENA_PAGES];
            uint64_t in_use = ~arena->free >> scan->page % ARENA_PAGES;
            if (in_use == 0) {
                scan->page = (scan->page / ARENA_PAGES + 1) * ARENA_PAGES;
                continue;
            }
            scan->page += bit_first(in_use);
            Pool *record = &region->pools[scan->page];
            scan->page += record->kind == PAGE_RUN ? record->fresh : record->pages;
            return record;
        }
    }
    return NULL;
}

static Scan scan_start(const Heap *heap) { return (Scan){heap->regions, 0}; }

/* Blocks of a pool, a bit each. */
#define POOL_MOST_BLOCKS (PAGE_SIZE / 8)
typedef struct BlockSet {
    uint64_t bits[POOL_MOST_BLOCKS / 64];
} BlockSet;

static inline bool set_has(const BlockSet *set, unsigned block)
{
    return set->bits[block / 64] >> block % 64 & 1;
}

static inline void set_add(BlockSet *set, unsigned block)
{
    set->bits[block / 64] |= UINT64_C(1) << block % 64;
}

/* The chained free blocks of a pool. False when the chain leaves the pool, hits no block's start,
 * or comes to a block twice. */
static bool pool_free_blocks(const Pool *pool, BlockSet *set)
{
    char *start = pool_page(pool);
    size_t size = class_size(pool->size_class);
    size_t end = (class_capacity(pool->size_class) - pool->fresh) * size;
    memset(set, 0, sizeof *set);
    for (char *block = pool->free; block != NULL; block = *(char **)block) {
        size_t at = (size_t)(block - start);
        if (block < start || at >= end || at % size != 0 || set_has(set, (unsigned)(at / size)))
            return false;
        set_add(set, (unsigned)(at / size));
    }
    return true;
}

/* ---- walking -----------------------------------------------------------------------------------
 */

static bool pool_walk(const Pool *pool, HeapVisit visit, void *context)
{
    BlockSet free_blocks;
    pool_free_blocks(pool, &free_blocks);
    char *start = pool_page(pool);
    size_t size = class_size(pool->size_class);
    unsigned used = class_capacity(pool->size_class) - pool->fresh;
    for (unsigned i = 0; i < used; i++)
        if (!set_has(&free_blocks, i) &&
            !visit(context, start + i * size, size, (Domain)pool->domain))
            return false;
    return true;
}

bool block_walk(Heap *heap, unsigned domains, HeapVisit visit, void *context)
{
    caches_flush(heap);
    Scan scan = scan_start(heap);
    for (Pool *record; (record = scan_next(&scan)) != NULL;) {
        if (!(domains >> record->domain & 1))
            continue;
        bool goes_on = record->kind == PAGE_RUN
                           ? visit(context, pool_page(record), (size_t)record->fresh << PAGE_SHIFT,
                                   (Domain)record->domain)
                           : pool_walk(record, visit, context);
        if (!goes_on)
            return false;
    }
    for (HugeHead *head = heap->huge; head != NULL; head = head->next)
        if (domains >> head->domain & 1 &&
            !visit(context, head + 1, head->mapped - sizeof *head, head->domain))
            return false;
    return true;
}

/* ---- figures -----------------------------------------------------------------------------------
 */

const char *domain_name(Domain domain)
{
    static const char *const names[DOMAIN_COUNT] = {"raw", "memory", "object"};
    return (unsigned)domain < DOMAIN_COUNT ? names[domain] : "unknown";
}

#ifdef HEAP_CHECKED
/* Dead blocks in quarantine are blocks to the pools, but not to anybody else. */
static bool count_block(void *context, void *block, size_t size, Domain domain)
{
    (void)block;
    DomainFigures *domains = context;
    domains[domain].blocks++;
    domains[domain].bytes += size;
    return true;
}

static void count_blocks(const Heap *heap, DomainFigures domains[DOMAIN_COUNT])
{
    heap_walk((Heap *)heap, HEAP_ALL_DOMAINS, count_block, domains);
}
#else
static void count_blocks(const Heap *heap, DomainFigures domains[DOMAIN_COUNT])
{
    Scan scan = scan_start(heap);
    for (Pool *record; (record = scan_next(&scan)) != NULL;) {
        DomainFigures *figures = &domains[record->domain];
        figures->blocks += record->live;
        figures->bytes += record->kind == PAGE_RUN ? (size_t)record->fresh << PAGE_SHIFT
                                                   : record->live * class_size(record->size_class);
    }
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        for (unsigned i = 1; i < CLASS_COUNT; i++) {
            size_t cached = cache_blocks(heap, i, (Domain)domain);
            domains[domain].blocks -= cached;
            domains[domain].bytes -= cached * class_size(i);
        }
    for (const HugeHead *head = heap->huge; head != NULL; head = head->next) {
        domains[head->domain].blocks++;
        domains[head->domain].bytes += head->mapped - sizeof *head;
    }
}
#endif

void heap_figures(const Heap *heap, HeapFigures *figures)
{
    *figures = (HeapFigures){
        .limit = heap_limit(heap),
        .taken = heap->charged << PAGE_SHIFT,
        .taken_peak = heap->charged_peak << PAGE_SHIFT,
        .kept = heap->warm << PAGE_SHIFT,
        .heads = heap->head_pages << PAGE_SHIFT,
        .arenas_opened = heap->arenas_opened,
        .arenas_closed = heap->arenas_closed,
        .regions_mapped = heap->regions_mapped,
        .regions_unmapped = heap->regions_unmapped,
        .bytes_given_back = heap->pages_given_back << PAGE_SHIFT,
    };
    count_blocks(heap, figures->domains);
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++) {
        figures->domains[domain].held = heap->accounts[domain].pages << PAGE_SHIFT;
        figures->domains[domain].peak = heap->accounts[domain].peak << PAGE_SHIFT;
    }
    for (const Region *region = heap->regions; region != NULL; region = region->next) {
        figures->regions++;
        figures->arenas += bit_count(region->open_arenas);
    }
    Scan scan = scan_start(heap);
    for (const Pool *record; (record = scan_next(&scan)) != NULL;)
        *(record->kind == PAGE_RUN ? &figures->runs : &figures->pools) += 1;
    for (const HugeHead *head = heap->huge; head != NULL; head = head->next)
        figures->mappings++;
}

size_t heap_blocks(const Heap *heap, unsigned domains)
{
    DomainFigures figures[DOMAIN_COUNT] = {{0}};
    count_blocks(heap, figures);
    size_t blocks = 0;
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        if (domains >> domain & 1)
            blocks += figures[domain].blocks;
    return blocks;
}

size_t heap_class_figures(const Heap *heap, unsigned size_class, unsigned domains,
                          ClassFigures *figures)
{
    *figures = (ClassFigures){0};
    if (size_class == 0 || size_class >= CLASS_COUNT)
        return 0;
    Scan scan = scan_start(heap);
    for (const Pool *pool; (pool = scan_next(&scan)) != NULL;) {
        if (pool->kind != PAGE_POOL || pool->size_class != size_class ||
            !(domains >> pool->domain & 1))
            continue;
        figures->pools++;
        figures->used += pool->live;
        figures->available += class_capacity(size_class) - pool->live;
    }
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++) {
        size_t cached = domains >> domain & 1 ? cache_blocks(heap, size_class, (Domain)domain) : 0;
        figures->used -= cached;
        figures->available += cached;
    }
    return class_size(size_class);
}

/* ---- validating --------------------------------------------------------------------------------
 */

typedef struct Validation {
    Heap *heap;
    char *message;
    size_t size;
    size_t charged, warm, head_pages;
    size_t domain_pages[DOMAIN_COUNT];
} Validation;

__attribute__((format(printf, 2, 3))) static bool broken(Validation *validation, const char *format,
                                                         ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(validation->message, validation->size, format, arguments);
    va_end(arguments);
    return false;
}

static bool pool_validate(Validation *validation, Pool *pool)
{
    void *page = pool_page(pool);
    BlockSet free_blocks;
    if (pool->size_class == 0 || pool->size_class >= CLASS_COUNT || pool->domain >= DOMAIN_COUNT)
        return broken(validation, "pool %p: class %u of domain %u is none", page, pool->size_class,
                      pool->domain);
    unsigned capacity = class_capacity(pool->size_class), chained = 0;
    if (pool->pages != class_pages(pool->size_class) || pool->fresh > capacity)
        return broken(validation, "pool %p: %u pages, %u blocks never used, in class %u", page,
                      pool->pages, pool->fresh, pool->size_class);
    if (!pool_free_blocks(pool, &free_blocks))
        return broken(validation, "pool %p: its chain of free blocks is damaged", page);
    for (size_t i = 0; i < POOL_MOST_BLOCKS / 64; i++)
        chained += (unsigned)bit_count(free_blocks.bits[i]);
    if (pool->live + chained + pool->fresh != capacity)
        return broken(validation, "pool %p: %u live, %u chained and %u fresh of %u blocks", page,
                      pool->live, chained, pool->fresh, capacity);
    for (unsigned i = 1; i < pool->pages; i++)
        if (pool[i].kind != PAGE_SPAN || pool[i].fresh != i)
            return broken(validation, "pool %p: its page %u does not know it", page, i);

    if (pool->live == 0)
        return broken(validation, "pool %p: empty, and yet a pool", page);
    bool is_used = pool->free != NULL || pool->fresh > 0;
    const Pool *first = validation->heap->used[pool->domain][pool->size_class];
    if (is_used && ((pool->prev != NULL ? pool->prev->next != pool : first != pool) ||
                    (pool->next != NULL && pool->next->prev != pool)))
        return broken(validation, "pool %p: it is used, but its list is torn", page);
    validation->domain_pages[pool->domain] += pool->pages;
    return true;
}

static bool run_validate(Validation *validation, const Pool *record)
{
    size_t pages = record->fresh;
    if (record->live != 1 || record->domain >= DOMAIN_COUNT || pages <= SPAN_LIMIT >> PAGE_SHIFT ||
        pages > RUN_LIMIT >> PAGE_SHIFT)
        return broken(validation, "run %p: of %zu pages, domain %u", (void *)pool_page(record),
                      pages, record->domain);
    validation->domain_pages[record->domain] += pages;
    return true;
}

static bool arena_validate(Validation *validation, const Arena *arena)
{
    const Heap *heap = validation->heap;
    uint64_t own = arena_own(arena), in_use = ~arena->free & ~own;
    if ((arena->free & own) != 0 || (in_use & ~arena->resident) != 0)
        return broken(validation, "arena %p: pages in use are free, or not charged",
                      (const void *)arena);
    if (arena->free_count != bit_count(arena->free))
        return broken(validation, "arena %p: %zu free pages, not %u", (const void *)arena,
                      bit_count(arena->free), arena->free_count);
    if (arena->list != arena_list(arena))
        return broken(validation, "arena %p: on list %u instead of %u", (const void *)arena,
                      arena->list, arena_list(arena));
    if (arena->list != 0) {
        const Arena *first = heap->arenas[arena->list];
        bool linked = arena->prev != NULL ? arena->prev->next == arena : first == arena;
        if (!linked || (arena->next != NULL && arena->next->prev != arena))
            return broken(validation, "arena %p: its list is torn", (const void *)arena);
    }
    bool is_open = region_of(arena)->open_arenas >> arena_index(arena) & 1;
    if (!is_open && !arena_is_closed(arena))
        return broken(validation, "arena %p: closed, but has pages", (const void *)arena);
    validation->charged += bit_count(arena->resident);
    validation->warm += bit_count(arena->resident & arena->free);
    validation->head_pages += bit_count(arena->resident & own);
    return true;
}

/* Blocks of a cache lie in pools of its class, where they are handed out, and none is there twice.
 */
static bool cache_validate(Validation *validation, unsigned size_class, Domain domain)
{
    Heap *heap = validation->heap;
    void *chains[] = {heap->caches[domain][size_class].chain, heap->spares[domain][size_class]};
    size_t most = 4 * POOL_MOST_BLOCKS; /* a chain that is longer goes round */
    for (size_t i = 0; i < 2; i++)
        for (void *block = chains[i]; block != NULL; block = *(void **)block) {
            const Pool *pool = region_of(block)->heap == heap ? pool_of_block(block) : NULL;
            if (pool == NULL || pool->size_class != size_class || pool->domain != domain ||
                most-- == 0)
                return broken(validation, "cache of class %u, domain %u: damaged at block %p",
                              size_class, domain, block);
        }
    return true;
}

static bool lists_validate(Validation *validation)
{
    const Heap *heap = validation->heap;
    for (unsigned list = 1; list < ARENA_LISTS; list++) {
        bool marked = heap->list_masks[(list - 1) / 64] >> (list - 1) % 64 & 1;
        if (marked != (heap->arenas[list] != NULL))
            return broken(validation, "list %u of arenas: its mark is wrong", list);
    }
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        for (unsigned i = 1; i < CLASS_COUNT; i++) {
            for (const Pool *pool = heap->used[domain][i]; pool != NULL; pool = pool->next)
                if (pool->domain != domain || pool->size_class != i ||
                    (pool->free == NULL && pool->fresh == 0))
                    return broken(
                        validation,
                        "pool %p: full, or of another class, on the list of class %u, domain %u",
                        (void *)pool_page(pool), i, domain);
            if (!cache_validate(validation, i, (Domain)domain))
                return false;
        }
    return true;
}

static bool accounts_validate(Validation *validation)
{
    const Heap *heap = validation->heap;
    if (heap->charged != validation->charged || heap->warm != validation->warm ||
        heap->head_pages != validation->head_pages)
        return broken(
            validation,
            "accounts say %zu pages charged, %zu warm, %zu heads; there are %zu, %zu, %zu",
            heap->charged, heap->warm, heap->head_pages, validation->charged, validation->warm,
            validation->head_pages);
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        if (heap->accounts[domain].pages != validation->domain_pages[domain])
            return broken(validation, "account of domain %s says %zu pages; there are %zu",
                          domain_name((Domain)domain), heap->accounts[domain].pages,
                          validation->domain_pages[domain]);
    size_t ceiling = heap->reserve_is_open ? heap->limit : heap->limit - heap->reserve;
    if (heap->ceiling != ceiling)
        return broken(validation, "the ceiling is %zu pages instead of %zu", heap->ceiling,
                      ceiling);
    return true;
}

#ifdef HEAP_CHECKED
static bool block_validate(void *context, void *block, size_t size, Domain domain)
{
    (void)size;
    (void)domain;
    Validation *validation = context;
    return debug_block_check(validation->heap, block, validation->message, validation->size);
}
#endif

bool heap_validate(Heap *heap, char *message, size_t size)
{
    Validation validation = {.heap = heap, .message = message, .size = size};
    for (const Region *region = heap->regions; region != NULL; region = region->next) {
        if (region->heap != heap || (region->next != NULL && region->next->prev != region))
            return broken(&validation, "region %p: its head is damaged", (const void *)region);
        for (size_t i = 0; i < REGION_ARENAS; i++)
            if (!arena_validate(&validation, &region->arenas[i]))
                return false;
    }
    Scan scan = scan_start(heap);
    for (Pool *record; (record = scan_next(&scan)) != NULL;) {
        if (record->kind != PAGE_POOL && record->kind != PAGE_RUN)
            return broken(&validation, "page %p: in use as nothing", (void *)pool_page(record));
        if (!(record->kind == PAGE_RUN ? run_validate(&validation, record)
                                       : pool_validate(&validation, record)))
            return false;
    }
    for (const HugeHead *head = heap->huge; head != NULL; head = head->next) {
        if (head->heap != heap || (head->next != NULL && head->next->prev != head))
            return broken(&validation, "mapping %p: its head is damaged", (const void *)head);
        validation.charged += head->mapped >> PAGE_SHIFT;
        validation.domain_pages[head->domain] += head->mapped >> PAGE_SHIFT;
    }
    if (!lists_validate(&validation) || !accounts_validate(&validation))
        return false;
#ifdef HEAP_CHECKED
    return block_walk(heap, HEAP_ALL_DOMAINS, block_validate, &validation);
#else
    return true;
#endif
}

/* ---- reporting ---------------------------------------------------------------------------------
 */

typedef struct Report {
    Heap *heap;
    size_t left;
    void (*line)(void *context, const char *text);
    void *context;
} Report;

static bool report_block(void *context, void *block, size_t size, Domain domain)
{
    Report *report = context;
    if (report->left-- == 0) {
        report->line(report->context, "...");
        return false;
    }
    char text[512];
#ifdef HEAP_CHECKED
    (void)size;
    (void)domain;
    heap_block_describe(report->heap, block, text, sizeof text);
#else
    snprintf(text, sizeof text, "block %p of %zu bytes, domain %s", block, size,
             domain_name(domain));
#endif
    report->line(report->context, text);
    return true;
}

void heap_report(Heap *heap, size_t most, void (*line)(void *context, const char *text),
                 void *context)
{
    DomainFigures figures[DOMAIN_COUNT] = {{0}};
    count_blocks(heap, figures);
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++) {
        if (figures[domain].blocks == 0)
            continue;
        char text[128];
        snprintf(text, sizeof text, "domain %s: %zu live blocks, %zu bytes",
                 domain_name((Domain)domain), figures[domain].blocks, figures[domain].bytes);
        line(context, text);
    }
    Report report = {heap, most, line, context};
    heap_walk(heap, HEAP_ALL_DOMAINS, report_block, &report);
}

#ifndef HEAP_CHECKED
bool heap_walk(Heap *heap, unsigned domains, HeapVisit visit, void *context)
{
    return block_walk(heap, domains, visit, context);
}
#endif
