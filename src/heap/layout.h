/* Where everything lies: regions, arenas, pools, blocks.
 *
 * The system is asked for *regions*: 4 MiB of address space, aligned to 4 MiB, so that clearing the
 * low bits of any address inside gives the region's head. Memory comes page by page, by touching.
 *
 *   region   4 MiB of address space                       16 arenas, the head in the first
 *   |
 *   +- head: Heap *heap | 16 Arena records | 1024 Pool records |  (the first also: Heap, Runtime)
 *   |
 *   +- arena 256 KiB                                       64 pages
 *      |
 *      +- pool   4 KiB, one page                           blocks of one size class, one domain
 *         |
 *         +- block  8, 16, 24, ... 512 bytes
 *
 * The record of a pool stands in the region's head and not in the page it speaks of:
 *
 *    head:   ... | Pool 65 | Pool 66 | Pool 67 | ...          32 bytes each
 *                               |
 *              +----------------+
 *              v
 *    page 66:  +-------+-------+-------+-------+---------------------+
 *              | block | block | block | block |  never touched yet  |
 *              +-------+-------+-------+-------+---------------------+
 *              ^ page boundary         ^ fresh                       ^ end of page
 *
 *   - All 4096 bytes serve blocks: eight of 512, where a header in the page would leave seven.
 *   - A page can be given back the moment it is empty, with nothing to remember in it.
 *   - Two records share a cache line. Headers at page starts would all fall into the same few sets
 *     of every cache: one 64th of it would hold the records of the whole heap.
 *
 * The records of 100,000 live blocks of up to 512 bytes are 200 KiB: the second level cache keeps
 * them.
 *
 * Requests above 512 bytes are the raw allocator's (raw.c), in three manners by size:
 *
 *    513 B ..  8 KiB   eight classes a doubling, in pools of 1 to 8 pages (a *span*)
 *          ..  1 MiB   a *run* of pages of its own within a region
 *        above         a mapping of its own, which begins like a region (HugeHead)
 *
 * Domains never share a pool, so the figures of each can be read off the pools. */
#ifndef OURO_HEAP_LAYOUT_H
#define OURO_HEAP_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Checked builds have the debug heap and fault injection; so have those under AddressSanitizer,
 * which sees into our blocks through it only. */
#if defined(OURO_CHECKED) || defined(__SANITIZE_ADDRESS__)
#define HEAP_CHECKED
#endif

#define PAGE_SHIFT    12
#define PAGE_SIZE     ((size_t)1 << PAGE_SHIFT)
#define REGION_SHIFT  22
#define REGION_SIZE   ((size_t)1 << REGION_SHIFT)
#define REGION_PAGES  (REGION_SIZE / PAGE_SIZE)
#define ARENA_PAGES   ((size_t)64) /* as many as a word has bits */
#define ARENA_SIZE    (ARENA_PAGES * PAGE_SIZE)
#define REGION_ARENAS (REGION_PAGES / ARENA_PAGES)

/* Size classes: 1 to 64 serve multiples of 8, the rest are the raw allocator's. There is no class
 * 0: its cache is always empty and always full, so requests of no bytes leave the inline paths, and
 * get blocks of class 1. */
#define SMALL_LIMIT   ((size_t)512)
#define SMALL_CLASSES 65
#define SPAN_LIMIT    ((size_t)8192)
#define SPAN_CLASSES  32
#define CLASS_COUNT   (SMALL_CLASSES + SPAN_CLASSES)
#define RUN_LIMIT     ((size_t)1 << 20)

typedef struct Heap Heap;
typedef struct Region Region;
typedef struct HugeHead HugeHead;

typedef enum { DOMAIN_RAW, DOMAIN_MEMORY, DOMAIN_OBJECT, DOMAIN_COUNT } Domain;

typedef enum {
    PAGE_HEAD, /* of the region */
    PAGE_POOL, /* first page of a pool */
    PAGE_SPAN, /* a further page of a pool of several; `fresh` counts the pages back to its first */
    PAGE_RUN,  /* first page of a run; `fresh` is its length in pages */
} PageKind;

/* A pool is *used* (some blocks free), *full* (none free) or *empty* (all free). Used pools of a
 * domain and class form a doubly linked list whose first member serves the next request; a full
 * pool is on no list; an empty one is no pool any more but a free page of its arena, which can take
 * any class. */
typedef struct Pool {
    void *free; /* chain of free blocks through their first words, NULL at its end */
    struct Pool *next, *prev;
    uint16_t live;  /* blocks handed out, those in a BlockCache included */
    uint16_t fresh; /* blocks at the end that were never handed out nor touched */
    uint8_t size_class;
    uint8_t domain;
    uint8_t kind;
    uint8_t pages;
} Pool;

/* Blocks of a domain and class that were released, for the next who asks: what taking and releasing
 * touch when nothing special happens (see pool.c). */
typedef struct BlockCache {
    void *chain;   /* through their first words */
    uint32_t room; /* how many more it takes before something must be done */
} BlockCache;

/* 64 pages, a bit for each. An arena with free pages is on the list of its heap for its number of
 * free pages, so that the fullest is found at once (see arena.c). */
typedef struct Arena {
    uint64_t free;     /* pages that serve nothing */
    uint64_t resident; /* pages that are charged: they may have been touched */
    struct Arena *next, *prev;
    uint8_t list;       /* where it stands in Heap.arenas, 0 when on no list */
    uint8_t free_count; /* bits of `free` */
} Arena;

struct Region {
    Heap *heap; /* first, as in HugeHead: heap_of() reads it from either */
    Region *next, *prev;
    uint32_t open_arenas; /* a bit for each arena of which any page is in use or resident */
    uint32_t own_pages;   /* at its start: the head, and in the first region the runtime */
    Arena arenas[REGION_ARENAS];
    Pool pools[REGION_PAGES] __attribute__((aligned(64)));
};

/* Heads the mapping of a block above RUN_LIMIT; the block follows. */
struct HugeHead {
    Heap *heap;
    HugeHead *next, *prev;
    size_t mapped; /* bytes, head included */
    Domain domain;
    uint64_t unused[3];
};

/* Two families of lists of arenas by their number of free pages, 1 to 64: those of which some free
 * page is still resident (warm), then those of which none is (cold). */
#define WARM_LISTS  0
#define COLD_LISTS  64
#define ARENA_LISTS 129 /* 1-based: 0 is no list */

typedef struct DomainAccount {
    size_t pages; /* held by its pools, runs and mappings now */
    size_t peak;  /* the most it ever held */
} DomainAccount;

/* Fault injection and the debug heap's own state (HEAP_CHECKED). */
typedef struct Checks {
    /* Requests that could have been refused so far: takes, resizes, openings of the reserve. */
    uint64_t requests;
    /* Refuse the request whose number (the first is 1) is `fail_at`, once; from it on when
     * `fail_on` is set; and every `fail_every`th when that is not 0. */
    uint64_t fail_at;
    uint64_t fail_every;
    bool fail_on;
    uint64_t refused; /* requests refused by injection so far */
    /* Asked at each request when set: true refuses it. */
    bool (*fail_hook)(void *context, uint64_t request);
    void *fail_context;

    uint64_t serial; /* of the newest block */
    void *quarantine_first, *quarantine_last;
    size_t quarantine_blocks, quarantine_bytes;
} Checks;

struct Heap {
    BlockCache caches[DOMAIN_COUNT][CLASS_COUNT];
    void *spares[DOMAIN_COUNT][CLASS_COUNT]; /* a second chain behind each cache */
    Pool *used[DOMAIN_COUNT][CLASS_COUNT];   /* `usedpools`: the first of each list */

    /* Accounts, in pages. `charged` is what may be resident: it is raised before a page is touched
     * and lowered after it was given back, so resident memory never exceeds it. */
    size_t charged;
    size_t charged_peak;
    size_t in_use_peak; /* of charged less warm */
    size_t ceiling; /* the most that may be charged now: the limit, less the reserve while closed */
    size_t limit;   /* SIZE_MAX >> PAGE_SHIFT when there is none */
    size_t reserve;
    size_t reserve_wanted; /* as asked for; a small limit may allow less */
    bool reserve_is_open;
    bool in_emergency;
    bool is_giving_back;

    /* Free pages that are still resident, kept for reuse, and the policy of keeping (arena.c). */
    size_t warm;
    size_t keep;     /* more of them than this, and some are given back */
    size_t learned;  /* what experience says is worth keeping */
    size_t lost;     /* pages given back and not yet taken again, */
    size_t regret;   /* and those that were taken again, since */
    uint64_t window; /* this moment (monotonic nanoseconds) */

    DomainAccount accounts[DOMAIN_COUNT];

    uint64_t list_masks[2]; /* which warm and which cold lists have members, bit 0 for one page */
    Arena *arenas[ARENA_LISTS];
    Region *regions;
    HugeHead *huge;
    size_t head_pages; /* charged for the heads of regions and for what heap_open placed there */

    uint64_t arenas_opened, arenas_closed, regions_mapped, regions_unmapped, pages_given_back;

    /* Hooks of the owner, all called with `context`. */
    void *context;
    /* The limit, or the system, refuses a request: may release blocks, must not take any. Called
     * once for a request, never nested. */
    void (*emergency)(void *context);
    /* A cookie kept with each block of the debug heap (the vm packs code and line into it), and
     * its text for messages. */
    uint64_t (*origin)(void *context);
    void (*origin_text)(void *context, uint64_t origin, char *text, size_t size);

#ifdef HEAP_CHECKED
    Checks checks;
#endif
};

static inline Region *region_of(const void *address)
{
    return (Region *)((uintptr_t)address & ~(REGION_SIZE - 1));
}

/* The record of the page that `address` lies in. */
static inline Pool *pool_of(const void *address)
{
    return &region_of(address)->pools[((uintptr_t)address >> PAGE_SHIFT) & (REGION_PAGES - 1)];
}

#endif
