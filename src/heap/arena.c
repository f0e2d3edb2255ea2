/* Arenas and the pages in them: taking, charging, keeping, giving back.
 *
 * An arena is 64 pages, and a word has 64 bits, so what there is to know of its pages is two words:
 *
 *      free       a page that serves nothing
 *      resident   a page that is charged, for it may have been touched
 *
 *      free  resident
 *       no      yes     in use
 *       yes     yes     *warm*: kept for reuse, taken again at no cost
 *       yes     no      *cold*: never touched yet, or given back to the system
 *
 * An arena with free pages is on one of 2 x 64 lists: by how many it has, and by whether any is
 * warm. Two words tell which lists have members, so the fullest arena is found by counting zeros:
 *
 *      warm lists    1   2   3   ...   64 free pages        the next page comes from the left,
 *      cold lists    1   2   3   ...   64                   pages go back from the right
 *
 * The fullest serve first, so that the others can empty, and warm ones before cold ones, for a cold
 * page costs memory and a microsecond of the system's time. An arena of which nothing is in use or
 * resident is *closed*: it has gone back. A region whose arenas are all closed is unmapped.
 *
 * How much is kept, and for how long
 *
 * Pages go back in batches of some hundred, emptiest arenas first, when the warm pages are more
 * than `keep`. That is the greatest of
 *
 *   - 256 pages (1 MiB),
 *   - one sixteenth of the pages in use,
 *   - what experience says.
 *
 * Giving a page back and touching it again costs about 1.5 microseconds. When more than 2% of the
 * time was spent so (a program builds and drops again and again), the pages that were taken again
 * are worth keeping from now on; a second without such cost halves their number. But what is kept
 * for this reason makes the heap no bigger than it once was in use, and is at most three quarters
 * of that, and at most 16 MiB.
 *
 * At the limit everything kept goes back, and heap_trim() gives it back at any time. */
#include "heap/parts.h"

#include "os/clock.h"
#include "os/pages.h"

#define KEEP_LEAST   ((size_t)256)
#define KEEP_SHARE   16
#define LEARNED_MOST ((size_t)4096)
#define BATCH_MOST   ((size_t)512)
/* Nanoseconds: discarding costs 200 to 500 a page in batches, the touch after it 1,150 (Linux 6.18
 * in a virtual machine; bench/alloc/pages.c). */
#define PAGE_RETURN_COST 1500
#define REGRET_PERCENT   2
#define REGRET_WINDOW    UINT64_C(1000000000)

/* ---- accounts -------------------------------------------------------------------------------- */

static bool has_room(const Heap *heap, size_t pages)
{
    return pages <= heap->ceiling && heap->charged <= heap->ceiling - pages;
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* `pages` more are in use, of which `cold` were not charged yet. */
static void charge(Heap *heap, size_t pages, size_t cold)
{
    heap->charged += cold;
    heap->warm -= pages - cold;
    heap->charged_peak = larger(heap->charged_peak, heap->charged);
    heap->in_use_peak = larger(heap->in_use_peak, heap->charged - heap->warm);
}

/* The reserve closes by itself once use is back below limit minus reserve. */
static void reserve_check(Heap *heap)
{
    if (heap->reserve_is_open && heap->charged - heap->warm < heap->limit - heap->reserve) {
        heap->reserve_is_open = false;
        heap->ceiling = heap->limit - heap->reserve;
    }
}

bool heap_charge(Heap *heap, size_t pages)
{
    if (!has_room(heap, pages) && heap->warm > 0)
        pages_give_back(heap, 0);
    if (!has_room(heap, pages))
        return false;
    charge(heap, pages, pages);
    return true;
}

void heap_uncharge(Heap *heap, size_t pages)
{
    heap->charged -= pages;
    reserve_check(heap);
}

/* ---- lists of arenas ---------------------------------------------------------------------------
 */

static void arena_unlist(Heap *heap, Arena *arena)
{
    unsigned list = arena->list;
    if (list == 0)
        return;
    if (arena->prev != NULL)
        arena->prev->next = arena->next;
    else
        heap->arenas[list] = arena->next;
    if (arena->next != NULL)
        arena->next->prev = arena->prev;
    if (heap->arenas[list] == NULL)
        heap->list_masks[(list - 1) / 64] &= ~(UINT64_C(1) << (list - 1) % 64);
    arena->list = 0;
}

/* Puts the arena on the list it belongs on, after its words have changed. */
static void arena_relist(Heap *heap, Arena *arena)
{
    unsigned list = arena_list(arena);
    if (list == arena->list)
        return;
    arena_unlist(heap, arena);
    if (list == 0)
        return;
    arena->list = (uint8_t)list;
    arena->prev = NULL;
    arena->next = heap->arenas[list];
    if (arena->next != NULL)
        arena->next->prev = arena;
    heap->arenas[list] = arena;
    heap->list_masks[(list - 1) / 64] |= UINT64_C(1) << (list - 1) % 64;
}

/* ---- regions -----------------------------------------------------------------------------------
 */

/* The pages of the head that hold the pool records of an arena, as bits of the region's first
 * arena. */
static uint64_t record_pages(const Arena *arena)
{
    size_t start = offsetof(Region, pools) + arena_index(arena) * ARENA_PAGES * sizeof(Pool);
    size_t first = start >> PAGE_SHIFT;
    size_t last = (start + ARENA_PAGES * sizeof(Pool) - 1) >> PAGE_SHIFT;
    return page_bits(first, last - first + 1);
}

/* Writes the head of a mapped region whose first `own_pages` pages are its own, `resident` of them
 * charged. */
static void region_prepare(Region *region, Heap *heap, size_t own_pages, uint64_t resident)
{
    region->heap = heap;
    region->own_pages = (uint32_t)own_pages;
    for (size_t i = 0; i < REGION_ARENAS; i++) {
        uint64_t own = i == 0 ? page_bits(0, own_pages) : 0;
        region->arenas[i].free = ~own;
        region->arenas[i].free_count = (uint8_t)bit_count(~own);
    }
    region->arenas[0].resident = resident;

    region->next = heap->regions;
    if (region->next != NULL)
        region->next->prev = region;
    heap->regions = region;
    for (size_t i = REGION_ARENAS; i-- > 0;)
        arena_relist(heap, &region->arenas[i]);
    heap->regions_mapped++;
}

Heap *region_open_first(size_t size, size_t most)
{
    size_t place = (sizeof(Region) + 63) & ~(size_t)63;
    if (size > ARENA_SIZE - place)
        return NULL;
    size_t own_pages = (place + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
    size_t first = place >> PAGE_SHIFT;
    uint64_t resident = page_bits(0, 1) | page_bits(first, own_pages - first);
    if (bit_count(resident) > most)
        return NULL;

    Region *region = pages_map(REGION_SIZE, REGION_SIZE, NULL, true);
    if (region == NULL)
        return NULL;
    Heap *heap = (Heap *)((char *)region + place);
    region_prepare(region, heap, own_pages, resident);
    heap->head_pages = bit_count(resident);
    charge(heap, heap->head_pages, heap->head_pages);
    return heap;
}

/* One more region, when there is room for its head and for `count` pages besides. */
static bool region_open(Heap *heap, size_t count)
{
    /* One page of head for the arenas, and at most two of pool records. */
    if (!has_room(heap, count + 3))
        return false;
    /* Just below the newest one is the likeliest place for an aligned one. */
    char *hint = (char *)heap->regions - REGION_SIZE;
    Region *region = pages_map(REGION_SIZE, REGION_SIZE, hint, true);
    if (region == NULL)
        return false;
    size_t own_pages = (sizeof(Region) + PAGE_SIZE - 1) >> PAGE_SHIFT;
    region_prepare(region, heap, own_pages, page_bits(0, 1));
    heap->head_pages++;
    charge(heap, 1, 1);
    return true;
}

static void region_close(Heap *heap, Region *region)
{
    for (size_t i = 0; i < REGION_ARENAS; i++)
        arena_unlist(heap, &region->arenas[i]);
    if (region->prev != NULL)
        region->prev->next = region->next;
    else
        heap->regions = region->next;
    if (region->next != NULL)
        region->next->prev = region->prev;

    size_t head_pages = bit_count(region->arenas[0].resident);
    pages_unmap(region, REGION_SIZE);
    heap->head_pages -= head_pages;
    heap->regions_unmapped++;
    heap_uncharge(heap, head_pages);
}

void region_close_all(Heap *heap)
{
    Region *home = region_of(heap);
    for (Region *region = heap->regions, *next; region != NULL; region = next) {
        next = region->next;
        if (region != home)
            pages_unmap(region, REGION_SIZE);
    }
    pages_unmap(home, REGION_SIZE);
}

/* ---- finding pages -----------------------------------------------------------------------------
 */

typedef struct Place {
    Arena *arena; /* NULL: nowhere */
    size_t first;
} Place;

/* The positions at which `count` bits in a row are set. */
static uint64_t row_starts(uint64_t bits, size_t count)
{
    for (size_t have = 1; have < count && bits != 0;) {
        size_t shift = have < count - have ? have : count - have;
        bits &= bits >> shift;
        have += shift;
    }
    return bits;
}

static Place place_in(Arena *arena, size_t count)
{
    uint64_t warm = row_starts(arena->free & arena->resident, count);
    uint64_t starts = warm != 0 ? warm : row_starts(arena->free, count);
    return starts != 0 ? (Place){arena, bit_first(starts)} : (Place){NULL, 0};
}

/* The fullest arena of a family that has at least `least` free pages. */
static Arena *arena_fullest(const Heap *heap, unsigned family, size_t least)
{
    uint64_t lists = heap->list_masks[family / 64] & ~(page_bits(0, least) >> 1);
    return lists != 0 ? heap->arenas[family + bit_first(lists) + 1] : NULL;
}

/* A row within one arena. Looks at some candidates from the fullest on; a closed arena always fits.
 */
static Place place_row(const Heap *heap, size_t count)
{
    for (unsigned family = WARM_LISTS; family <= COLD_LISTS; family += COLD_LISTS - WARM_LISTS) {
        int patience = 16;
        Arena *arena = arena_fullest(heap, family, count);
        while (arena != NULL && patience-- > 0) {
            Place place = place_in(arena, count);
            if (place.arena != NULL)
                return place;
            size_t more = arena->free_count + 1u;
            if (arena->next != NULL)
                arena = arena->next;
            else
                arena = more <= ARENA_PAGES ? arena_fullest(heap, family, more) : NULL;
        }
    }
    Arena *closed = heap->arenas[COLD_LISTS + ARENA_PAGES];
    return (Place){closed, 0};
}

/* A row longer than an arena begins where an arena does. */
static Place place_long_row(const Heap *heap, size_t count)
{
    for (Region *region = heap->regions; region != NULL; region = region->next) {
        size_t have = 0;
        for (size_t i = 0; i < REGION_ARENAS; i++) {
            size_t need = count - have < ARENA_PAGES ? count - have : ARENA_PAGES;
            have = (~region->arenas[i].free & page_bits(0, need)) == 0 ? have + need : 0;
            if (have == count)
                return (Place){&region->arenas[i - (count - 1) / ARENA_PAGES], 0};
        }
    }
    return (Place){NULL, 0};
}

static Place place_find(const Heap *heap, size_t count)
{
    if (count > ARENA_PAGES)
        return place_long_row(heap, count);
    if (count > 1)
        return place_row(heap, count);

    Arena *arena = arena_fullest(heap, WARM_LISTS, 1);
    if (arena != NULL)
        return (Place){arena, bit_first(arena->free & arena->resident)};
    arena = arena_fullest(heap, COLD_LISTS, 1);
    return arena != NULL ? (Place){arena, bit_first(arena->free)} : (Place){NULL, 0};
}

/* ---- taking and releasing ----------------------------------------------------------------------
 */

/* The part of a row of pages that lies in one arena. */
typedef struct Stretch {
    Arena *arena;
    uint64_t bits;
    size_t count;
    size_t left; /* pages after it */
} Stretch;

static Stretch stretch_first(Arena *arena, size_t first, size_t count)
{
    size_t here = count < ARENA_PAGES - first ? count : ARENA_PAGES - first;
    return (Stretch){arena, page_bits(first, here), here, count - here};
}

static Stretch stretch_next(Stretch stretch)
{
    return stretch_first(stretch.arena + 1, 0, stretch.left);
}

/* Takes free pages: all are charged, or none is taken. */
static char *pages_commit(Heap *heap, Place place, size_t count)
{
    Region *region = region_of(place.arena);
    uint64_t records = record_pages(place.arena) & ~region->arenas[0].resident;
    size_t cold = 0;
    for (Stretch part = stretch_first(place.arena, place.first, count);;
         part = stretch_next(part)) {
        uint64_t not_charged = part.bits & ~part.arena->resident;
        if (not_charged != 0)
            cold += part.count == 1 ? 1 : bit_count(not_charged);
        if (part.left == 0)
            break;
    }
    size_t head_pages = records != 0 ? bit_count(records) : 0;
    size_t cost = cold + head_pages;
    if (cost > 0 && !has_room(heap, cost))
        return NULL;

    charge(heap, count + head_pages, cost);
    region->arenas[0].resident |= records;
    heap->head_pages += head_pages;
    size_t again = cold < heap->lost ? cold : heap->lost;
    heap->lost -= again;
    heap->regret += again;

    for (Stretch part = stretch_first(place.arena, place.first, count);;
         part = stretch_next(part)) {
        uint32_t bit = UINT32_C(1) << arena_index(part.arena);
        if (!(region->open_arenas & bit)) {
            region->open_arenas |= bit;
            heap->arenas_opened++;
        }
        part.arena->free &= ~part.bits;
        part.arena->free_count = (uint8_t)(part.arena->free_count - part.count);
        part.arena->resident |= part.bits;
        arena_relist(heap, part.arena);
        if (part.left == 0)
            break;
    }
    return (char *)region + ((arena_index(place.arena) * ARENA_PAGES + place.first) << PAGE_SHIFT);
}

static char *pages_try(Heap *heap, size_t count)
{
    Place place = place_find(heap, count);
    if (place.arena == NULL) {
        if (!region_open(heap, count))
            return NULL;
        place = place_find(heap, count);
    }
    return pages_commit(heap, place, count);
}

char *pages_take(Heap *heap, size_t count)
{
    char *pages = pages_try(heap, count);
    if (pages == NULL && heap->warm > 0) {
        pages_give_back(heap, 0);
        pages = pages_try(heap, count);
    }
    return pages;
}

static Place place_of(const char *page)
{
    size_t index = ((uintptr_t)page >> PAGE_SHIFT) & (REGION_PAGES - 1);
    return (Place){&region_of(page)->arenas[index / ARENA_PAGES], index % ARENA_PAGES};
}

bool pages_extend(Heap *heap, char *pages, size_t taken, size_t count)
{
    /* Within an arena only: a row that ends with one is not worth the search. */
    Place place = place_of(pages + ((taken - 1) << PAGE_SHIFT));
    place.first++;
    if (count > ARENA_PAGES - place.first ||
        (~place.arena->free & page_bits(place.first, count)) != 0)
        return false;
    return pages_commit(heap, place, count) != NULL;
}

/* ---- giving back -------------------------------------------------------------------------------
 */

/* Discards the warm pages of an arena, a call for each row of free pages that has any. */
static bool arena_discard(Heap *heap, Arena *arena)
{
    char *start = (char *)region_of(arena) + (arena_index(arena) * ARENA_SIZE);
    for (uint64_t rest = arena->free; (rest & arena->resident) != 0;) {
        size_t first = bit_first(rest);
        uint64_t after = ~(rest >> first);
        size_t length = after != 0 ? bit_first(after) : ARENA_PAGES;
        if (length > ARENA_PAGES - first)
            length = ARENA_PAGES - first;
        uint64_t row = page_bits(first, length);
        rest &= ~row;

        size_t count = bit_count(row & arena->resident);
        if (count == 0)
            continue;
        if (!pages_discard(start + (first << PAGE_SHIFT), length << PAGE_SHIFT))
            return false;
        arena->resident &= ~row;
        heap->warm -= count;
        heap->charged -= count;
        heap->lost += count;
        heap->pages_given_back += count;
    }
    return true;
}

void pages_give_back(Heap *heap, size_t most)
{
    heap->is_giving_back = true;
    caches_flush(heap);
    while (heap->warm > most && heap->list_masks[0] != 0) {
        unsigned list = 64 - (unsigned)__builtin_clzll(heap->list_masks[0]);
        Arena *arena = heap->arenas[list];
        Region *region = region_of(arena);
        bool done = arena_discard(heap, arena);
        arena_relist(heap, arena);
        if (!done) /* locked memory cannot go back: it stays charged */
            break;
        if (!arena_is_closed(arena))
            continue;
        region->open_arenas &= ~(UINT32_C(1) << arena_index(arena));
        heap->arenas_closed++;
        if (region->open_arenas == 0 && region != region_of(heap))
            region_close(heap, region);
    }
    heap->is_giving_back = false;
    reserve_check(heap);
}

void pages_prepare(Heap *heap)
{
    heap->keep = KEEP_LEAST;
    heap->window = clock_monotonic();
}

/* The policy, whenever the warm pages are more than `keep` was. */
static void pages_weigh(Heap *heap)
{
    uint64_t now = clock_monotonic(), elapsed = now - heap->window;
    bool is_dear = heap->regret >= KEEP_LEAST &&
                   heap->regret * PAGE_RETURN_COST > elapsed / 100 * REGRET_PERCENT;
    if (is_dear)
        heap->learned =
            smaller(heap->learned + heap->regret, smaller(heap->in_use_peak / 4 * 3, LEARNED_MOST));
    else if (elapsed > REGRET_WINDOW)
        heap->learned /= 2;
    if (is_dear || elapsed > REGRET_WINDOW) {
        heap->lost = heap->regret = 0;
        heap->window = now;
    }

    size_t in_use = heap->charged - heap->warm;
    size_t learned = smaller(heap->learned, heap->in_use_peak - in_use);
    heap->keep = larger(larger(KEEP_LEAST, in_use / KEEP_SHARE), learned);
    if (heap->warm > heap->keep)
        pages_give_back(heap, heap->keep - smaller(heap->keep / 2, BATCH_MOST));
}

void pages_release(Heap *heap, char *pages, size_t count)
{
    Place place = place_of(pages);
    for (Stretch part = stretch_first(place.arena, place.first, count);;
         part = stretch_next(part)) {
        part.arena->free |= part.bits;
        part.arena->free_count = (uint8_t)(part.arena->free_count + part.count);
        arena_relist(heap, part.arena);
        if (part.left == 0)
            break;
    }
    heap->warm += count;
    if (heap->warm > heap->keep && !heap->is_giving_back)
        pages_weigh(heap);
    reserve_check(heap);
}
