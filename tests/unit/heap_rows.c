/* The rows of the mission on the heap, H1 to H7 (H8 is heap_debug.c). */
#include "heap_test.h"

/* ---- H1 private heap
 * ----------------------------------------------------------------------------- */

static void h1_a_runtime_lies_in_its_own_heap_and_is_zero(void **state)
{
    (void)state;
    typedef struct Runtime {
        Heap heap;
        char rest[30000];
    } Runtime;
    Runtime *rt = heap_open(NULL, sizeof(Runtime));
    assert_non_null(rt);
    assert_ptr_equal(heap_of(rt), &rt->heap);
    for (size_t i = 0; i < sizeof rt->rest; i++)
        assert_int_equal(rt->rest[i], 0);
    assert_true(heap_taken(&rt->heap) >= sizeof(Runtime));
    assert_true(heap_resident(&rt->heap) <= heap_taken(&rt->heap));
    assert_closes_clean(&rt->heap);
}

static void h1_two_heaps_share_nothing(void **state)
{
    (void)state;
    Heap *one = open_heap(0), *other = open_heap(0);
    for (size_t size = 1; size < 3 * MIB; size = size * 3 + 1) {
        void *a = heap_take(one, size, DOMAIN_OBJECT), *b = heap_take(other, size, DOMAIN_OBJECT);
        assert_ptr_equal(heap_of(a), one);
        assert_ptr_equal(heap_of(b), other);
        heap_release(one, a, size, DOMAIN_OBJECT);
        heap_release(other, b, size, DOMAIN_OBJECT);
    }
    assert_closes_clean(one);
    assert_closes_clean(other);
}

static void h1_closing_gives_every_page_back_even_with_live_blocks(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    void *small = heap_take(heap, 48, DOMAIN_OBJECT), *huge = heap_take(heap, 2 * MIB, DOMAIN_RAW);
    memset(small, 1, 48);
    memset(huge, 1, 2 * MIB);
    Region *region = region_of(small), *mapping = region_of(huge);
    assert_true(pages_resident(region, REGION_SIZE) > 0);
    assert_true(pages_resident(mapping, 2 * MIB) >= 2 * MIB);
    assert_false(heap_close(heap));
    assert_int_equal(pages_resident(region, REGION_SIZE), 0);
    assert_int_equal(pages_resident(mapping, 2 * MIB), 0);
}

static void h1_a_small_heap_touches_few_pages(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    void *block = heap_take(heap, 48, DOMAIN_OBJECT);
    memset(block, 1, 48);
    assert_true(heap_resident(heap) <= 40 * KIB);
    heap_release(heap, block, 48, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

/* ---- H2 arena
 * ------------------------------------------------------------------------------------ */

/* Blocks of 512 bytes, eight to a page, until `pages` pages are full. */
static void **take_pages(Heap *heap, size_t pages)
{
    void **blocks = malloc(pages * 8 * sizeof *blocks);
    for (size_t i = 0; i < pages * 8; i++) {
        blocks[i] = heap_take(heap, 512, DOMAIN_OBJECT);
        assert_non_null(blocks[i]);
    }
    return blocks;
}

static void release_all(Heap *heap, void **blocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
    free(blocks);
}

static Arena *arena_of(const void *block)
{
    return &region_of(block)->arenas[((uintptr_t)block & (REGION_SIZE - 1)) / ARENA_SIZE];
}

static void h2_an_arena_is_256_kib_and_all_its_64_pools_serve_blocks(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    assert_int_equal(ARENA_SIZE, 256 * KIB);
    Heap *heap = open_heap(0);
    void **blocks = take_pages(heap, 256);
    /* Some arena is full, and the blocks of it fill it to the last byte. */
    Arena *full = arena_of(blocks[256 * 8 / 2]);
    assert_int_equal(full->free, 0);
    size_t in_it = 0;
    for (size_t i = 0; i < 256 * 8; i++)
        in_it += arena_of(blocks[i]) == full;
    assert_int_equal(in_it * 512, ARENA_SIZE);
    release_all(heap, blocks, 256 * 8);
    assert_closes_clean(heap);
}

static void h2_arenas_are_opened_when_needed_and_not_before(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    assert_int_equal(figures_of(heap).arenas, 0);
    void **few = take_pages(heap, 1);
    assert_int_equal(figures_of(heap).arenas, 1);
    void **more = take_pages(heap, 64 * 3);
    assert_int_equal(figures_of(heap).arenas, 4);
    release_all(heap, few, 8);
    release_all(heap, more, 64 * 3 * 8);
    assert_closes_clean(heap);
}

static void h2_a_wholly_free_arena_goes_back_to_the_system(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    void **blocks = take_pages(heap, 64 * 40);
    for (size_t i = 0; i < 64 * 40 * 8; i++)
        memset(blocks[i], 1, 512);
    size_t opened = figures_of(heap).arenas;
    assert_true(opened >= 40 && heap_resident(heap) >= 10 * MIB);
    release_all(heap, blocks, 64 * 40 * 8);
    heap_trim(heap);
    HeapFigures figures = figures_of(heap);
    assert_int_equal(figures.arenas, 0);
    assert_int_equal(figures.arenas_opened, figures.arenas_closed);
    assert_int_equal(figures.regions, 1);
    assert_true(heap_resident(heap) <= 60 * KIB);
    assert_closes_clean(heap);
}

/* Releases `count` pages' worth of blocks that lie in `arena`. */
static void release_some(Heap *heap, void **blocks, size_t total, const Arena *arena, size_t pages)
{
    uint64_t emptied = 0;
    for (size_t i = 0; i < total; i++) {
        if (blocks[i] == NULL || arena_of(blocks[i]) != arena)
            continue;
        uint64_t bit = UINT64_C(1) << ((uintptr_t)blocks[i] >> PAGE_SHIFT) % ARENA_PAGES;
        if (!(emptied & bit) && (size_t)__builtin_popcountll(emptied) == pages)
            continue;
        emptied |= bit;
        heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
        blocks[i] = NULL;
    }
}

static void h2_the_fullest_arena_serves_first(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    size_t total = 64 * 6 * 8;
    void **blocks = take_pages(heap, 64 * 6);
    Arena *emptier = &region_of(blocks[0])->arenas[2], *fuller = &region_of(blocks[0])->arenas[4];
    assert_true(emptier->free == 0 && fuller->free == 0);
    release_some(heap, blocks, total, emptier, 20);
    release_some(heap, blocks, total, fuller, 5);
    heap_trim(heap); /* so that no block waits in a cache */
    assert_int_equal(emptier->free_count, 20);
    assert_int_equal(fuller->free_count, 5);

    void *others[7]; /* pages of another class: each opens one */
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (arena_of(blocks[total - 1])->free_count != 0)
            heap_trim(heap);
        others[i] = heap_take(heap, 8 * (i + 1), DOMAIN_MEMORY);
        const Arena *arena = arena_of(others[i]);
        if (fuller->free_count > 0 || i < 5)
            assert_ptr_equal(arena, fuller);
    }
    assert_int_equal(fuller->free, 0);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        heap_release(heap, others[i], 8 * (i + 1), DOMAIN_MEMORY);
    for (size_t i = 0; i < total; i++)
        heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
    free(blocks);
    assert_closes_clean(heap);
}

/* ---- H3 pool
 * ------------------------------------------------------------------------------------- */

static void h3_a_pool_is_a_page_of_blocks_of_one_size_class_and_domain(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    size_t sizes[] = {8, 24, 48, 48, 512};
    Domain domains[] = {DOMAIN_OBJECT, DOMAIN_OBJECT, DOMAIN_OBJECT, DOMAIN_MEMORY, DOMAIN_RAW};
    void *blocks[5][100];
    for (size_t i = 0; i < 100; i++)
        for (size_t kind = 0; kind < 5; kind++)
            blocks[kind][i] = heap_take(heap, sizes[kind], domains[kind]);
    for (size_t kind = 0; kind < 5; kind++)
        for (size_t i = 0; i < 100; i++) {
            const Pool *pool = pool_of(blocks[kind][i]);
            assert_int_equal(pool->kind, PAGE_POOL);
            assert_int_equal(pool->size_class, sizes[kind] / 8);
            assert_int_equal(pool->domain, domains[kind]);
            assert_int_equal((uintptr_t)blocks[kind][i] % PAGE_SIZE % sizes[kind], 0);
        }
    assert_valid(heap);
    for (size_t i = 0; i < 100; i++)
        for (size_t kind = 0; kind < 5; kind++)
            heap_release(heap, blocks[kind][i], sizes[kind], domains[kind]);
    assert_closes_clean(heap);
}

static void h3_a_pool_is_used_then_full_then_used_then_empty(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    void **blocks = take_pages(heap, 3);
    for (size_t i = 0; i < 24; i++) { /* full: on no list */
        Pool *pool = pool_of(blocks[i]);
        assert_true(pool->free == NULL && pool->fresh == 0 && pool->live == 8);
    }
    assert_null(heap->used[DOMAIN_OBJECT][512 / 8]);

    Pool *pool = pool_of(blocks[3]); /* used: on the list */
    heap_release(heap, blocks[3], 512, DOMAIN_OBJECT);
    heap_trim(heap);
    assert_ptr_equal(heap->used[DOMAIN_OBJECT][512 / 8], pool);
    assert_int_equal(pool->live, 7);

    Arena *arena = arena_of(blocks[3]); /* empty: a free page of its arena */
    uint64_t bit = UINT64_C(1) << ((uintptr_t)blocks[3] >> PAGE_SHIFT) % ARENA_PAGES;
    for (size_t i = 0; i < 24; i++)
        if (i != 3 && pool_of(blocks[i]) == pool) {
            heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
            blocks[i] = NULL;
        }
    blocks[3] = NULL;
    heap_trim(heap);
    assert_true(arena->free & bit);
    assert_null(heap->used[DOMAIN_OBJECT][512 / 8]);

    void *other = heap_take(heap, 24, DOMAIN_MEMORY); /* which takes any class */
    assert_ptr_equal(pool_of(other), pool);
    heap_release(heap, other, 24, DOMAIN_MEMORY);
    release_all(heap, blocks, 24);
    assert_closes_clean(heap);
}

static void h3_the_page_of_an_empty_pool_can_go_back_while_its_neighbours_live(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    void **blocks = take_pages(heap, 64);
    for (size_t i = 0; i < 64 * 8; i++)
        memset(blocks[i], 1, 512);
    size_t before = heap_resident(heap);
    /* One block of every second page stays. */
    for (size_t i = 0; i < 64 * 8; i++) {
        uintptr_t address = (uintptr_t)blocks[i];
        if ((address >> PAGE_SHIFT) % 2 == 0 && address % PAGE_SIZE == 512)
            continue;
        heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
        blocks[i] = NULL;
    }
    heap_trim(heap);
    assert_true(heap_resident(heap) <= before - 30 * PAGE_SIZE);
    release_all(heap, blocks, 64 * 8);
    assert_closes_clean(heap);
}

/* ---- H4 block
 * ------------------------------------------------------------------------------------ */

static void h4_classes_step_by_8_up_to_512(void **state)
{
    (void)state;
    assert_int_equal(heap_good_size(42), 48);
    assert_int_equal(heap_good_size(0), 8);
    for (size_t size = 1; size <= 512; size++)
        assert_int_equal(heap_good_size(size), (size + 7) / 8 * 8);
}

static void h4_a_request_of_42_bytes_gets_a_block_of_48(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    char *one = heap_take(heap, 42, DOMAIN_OBJECT), *next = heap_take(heap, 42, DOMAIN_OBJECT);
    assert_int_equal(next - one, 48);
    heap_release(heap, one, 42, DOMAIN_OBJECT);
    heap_release(heap, next, 42, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void h4_requests_of_no_bytes_get_blocks_of_their_own(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    void *one = heap_take(heap, 0, DOMAIN_OBJECT), *other = heap_take(heap, 0, DOMAIN_OBJECT);
    assert_non_null(one);
    assert_non_null(other);
    assert_ptr_not_equal(one, other);
    heap_release(heap, one, 0, DOMAIN_OBJECT);
    heap_release(heap, other, 0, DOMAIN_OBJECT);
    heap_release(heap, NULL, 0, DOMAIN_OBJECT);
    heap_release(heap, NULL, 100000, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void h4_memory_never_needed_is_never_touched(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    char *block = heap_take(heap, 16, DOMAIN_OBJECT);
    memset(block, 1, 16);
    /* The page has blocks never used, and they are as the system gave them. */
    const Pool *pool = pool_of(block);
    assert_true(pool->fresh >= 128);
    char *end = (char *)((uintptr_t)block & ~(PAGE_SIZE - 1)) + PAGE_SIZE;
    for (char *at = end - (size_t)pool->fresh * 16; at < end; at++)
        assert_int_equal(*at, 0);
    assert_true(heap_resident(heap) <= 40 * KIB);
    heap_release(heap, block, 16, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

/* ---- H5 large requests
 * ---------------------------------------------------------------------------- */

static void h5_every_size_is_served_whole_and_aligned_and_little_is_lost(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    for (size_t size = 1; size < 20 * MIB; size += 1 + size / 37) {
        size_t good = heap_good_size(size);
        assert_true(good >= size);
        if (size > 512)
            assert_true(good - size <= size / 8 + PAGE_SIZE);
        assert_int_equal(heap_good_size(good), good);
        char *block = heap_take(heap, size, DOMAIN_MEMORY);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % 8, 0);
        memset(block, 0x5a, size);
        assert_ptr_equal(heap_of(block), heap);
        heap_release(heap, block, size, DOMAIN_MEMORY);
    }
    assert_closes_clean(heap);
}

static void h5_sizes_that_cannot_be_are_refused(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    size_t sizes[] = {SIZE_MAX,        SIZE_MAX - 8,    SIZE_MAX / 2 + 1,
                      (size_t)1 << 62, (size_t)1 << 61, (size_t)1 << 47};
    void *block = heap_take(heap, 10, DOMAIN_MEMORY);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        assert_null(heap_take(heap, sizes[i], DOMAIN_MEMORY));
        assert_null(heap_take_zeroed(heap, 1, sizes[i], DOMAIN_MEMORY));
        assert_null(heap_resize(heap, block, 10, sizes[i], DOMAIN_MEMORY));
    }
    assert_null(heap_take_zeroed(heap, (size_t)1 << 32, (size_t)1 << 32, DOMAIN_MEMORY));
    heap_release(heap, block, 10, DOMAIN_MEMORY);
    assert_closes_clean(heap);
}

static void h5_a_block_that_grows_keeps_its_content_through_all_manners_of_serving(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    size_t size = 1;
    char *block = heap_take(heap, size, DOMAIN_OBJECT);
    block[0] = 0;
    while (size < 40 * MIB) {
        size_t more = size + size / 3 + 1;
        block = heap_resize(heap, block, size, more, DOMAIN_OBJECT);
        assert_non_null(block);
        assert_ptr_equal(heap_of(block), heap);
        for (size_t i = 0; i < size; i += 1 + size / 500)
            assert_int_equal(block[i], (char)(i * 31));
        for (size_t i = 0; i < more; i++)
            block[i] = (char)(i * 31);
        size = more;
    }
    while (size > 3) {
        size_t less = size / 2 + 1;
        block = heap_resize(heap, block, size, less, DOMAIN_OBJECT);
        assert_non_null(block);
        for (size_t i = 0; i < less; i += 1 + less / 500)
            assert_int_equal(block[i], (char)(i * 31));
        size = less;
    }
    heap_release(heap, block, size, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void h5_growing_within_the_good_size_costs_nothing(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    for (size_t size = 1; size < 4 * MIB; size = size * 2 + 1) {
        void *block = heap_take(heap, size, DOMAIN_MEMORY);
        assert_ptr_equal(heap_resize(heap, block, size, heap_good_size(size), DOMAIN_MEMORY),
                         block);
        heap_release(heap, block, heap_good_size(size), DOMAIN_MEMORY);
    }
    assert_closes_clean(heap);
}

static void h5_a_run_grows_in_place_while_the_pages_after_it_are_free(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    char *first = heap_take(heap, 64, DOMAIN_MEMORY); /* opens the arena */
    char *run = heap_take(heap, 16 * KIB, DOMAIN_MEMORY);
    assert_ptr_equal(heap_resize(heap, run, 16 * KIB, 100 * KIB, DOMAIN_MEMORY), run);
    assert_ptr_equal(heap_resize(heap, run, 100 * KIB, 20 * KIB, DOMAIN_MEMORY), run);
    assert_valid(heap);
    heap_release(heap, run, 20 * KIB, DOMAIN_MEMORY);
    heap_release(heap, first, 64, DOMAIN_MEMORY);
    assert_closes_clean(heap);
}

static void h5_a_zeroed_block_is_zero_also_when_its_memory_was_used_before(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    for (size_t size = 1; size < 3 * MIB; size = size * 2 + 1)
        for (int round = 0; round < 2; round++) {
            char *block = heap_take_zeroed(heap, size, 1, DOMAIN_MEMORY);
            assert_non_null(block);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(block[i], 0);
            memset(block, 1, size);
            heap_release(heap, block, size, DOMAIN_MEMORY);
        }
    assert_closes_clean(heap);
}

/* ---- H6 reuse
 * ------------------------------------------------------------------------------------- */

static void h6_a_freed_block_serves_the_next_request_of_its_size(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    for (size_t size = 1; size <= 8192; size += 1 + size / 11) {
        void *keep = heap_take(heap, size, DOMAIN_OBJECT),
             *block = heap_take(heap, size, DOMAIN_OBJECT);
        heap_release(heap, block, size, DOMAIN_OBJECT);
        assert_ptr_equal(heap_take(heap, size, DOMAIN_OBJECT), block);
        heap_release(heap, block, size, DOMAIN_OBJECT);
        heap_release(heap, keep, size, DOMAIN_OBJECT);
    }
    assert_closes_clean(heap);
}

static void h6_freed_memory_is_kept_up_to_a_share_and_the_rest_given_back(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    size_t pages = 32 * MIB / PAGE_SIZE;
    void **blocks = take_pages(heap, pages);
    for (size_t i = 0; i < pages * 8; i++)
        memset(blocks[i], 1, 512);
    for (size_t i = 0; i < pages * 8; i++) {
        heap_release(heap, blocks[i], 512, DOMAIN_OBJECT);
        if (i % 4096 == 0) {
            HeapFigures figures = figures_of(heap);
            /* A sixteenth of what is in use, or 1 MiB; what changed since the last batch besides.
             */
            assert_true(figures.kept <= (figures.taken - figures.kept) / 16 + 2 * MIB + 128 * KIB);
        }
    }
    free(blocks);
    assert_true(heap_resident(heap) <= 3 * MIB);
    heap_trim(heap);
    assert_true(heap_resident(heap) <= 60 * KIB);
    assert_closes_clean(heap);
}

static void h6_pages_that_are_wanted_again_and_again_are_kept(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    uint64_t given_back[8];
    for (size_t round = 0; round < 8; round++) {
        void **blocks = take_pages(heap, 4096);
        for (size_t i = 0; i < 4096 * 8; i++)
            memset(blocks[i], 1, 8);
        release_all(heap, blocks, 4096 * 8);
        given_back[round] = figures_of(heap).bytes_given_back;
    }
    /* The first rounds gave nearly all back; experience then keeps three quarters. */
    assert_true(given_back[0] >= 14 * MIB);
    assert_true(given_back[7] - given_back[6] <= 6 * MIB);
    /* But never so much that the heap is bigger than it was in use. */
    assert_true(figures_of(heap).taken <= 13 * MIB);
    heap_trim(heap);
    assert_closes_clean(heap);
}

static void h6_long_runs_do_not_grow_without_bound(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    uint64_t seed = 42;
    enum { LIVE = 3000 };
    static void *blocks[LIVE];
    static size_t sizes[LIVE];
    size_t early = 0, late = 0;
    for (size_t i = 0; i < 600000; i++) {
        size_t victim = random_next(&seed) % LIVE;
        heap_release(heap, blocks[victim], sizes[victim], DOMAIN_OBJECT);
        sizes[victim] =
            random_next(&seed) % 8 == 0 ? random_next(&seed) % 6000 : random_next(&seed) % 500;
        blocks[victim] = heap_take(heap, sizes[victim], DOMAIN_OBJECT);
        size_t *most = i < 100000 ? &early : &late;
        if (i > 30000 && heap_taken(heap) > *most)
            *most = heap_taken(heap);
    }
    assert_true(late <= early + early / 8);
    for (size_t i = 0; i < LIVE; i++)
        heap_release(heap, blocks[i], sizes[i], DOMAIN_OBJECT);
    memset(blocks, 0, sizeof blocks);
    assert_closes_clean(heap);
}

/* ---- H7 object and non-object memory
 * ---------------------------------------------------------------- */

static void h7_each_domain_has_its_own_figures(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    void *object = heap_take(heap, 42, DOMAIN_OBJECT);
    void *memory = heap_take(heap, 1000, DOMAIN_MEMORY);
    void *memory_run = heap_take(heap, 20000, DOMAIN_MEMORY);
    void *raw = heap_take(heap, 5 * MIB, DOMAIN_RAW);
    HeapFigures figures = figures_of(heap);
    assert_int_equal(figures.domains[DOMAIN_OBJECT].blocks, 1);
    assert_int_equal(figures.domains[DOMAIN_OBJECT].bytes, 48);
    assert_int_equal(figures.domains[DOMAIN_OBJECT].held, 4096);
    assert_int_equal(figures.domains[DOMAIN_MEMORY].blocks, 2);
    assert_int_equal(figures.domains[DOMAIN_MEMORY].bytes, 1024 + 20480);
    assert_int_equal(figures.domains[DOMAIN_RAW].blocks, 1);
    assert_int_equal(figures.domains[DOMAIN_RAW].bytes, heap_good_size(5 * MIB));
    assert_int_equal(figures.mappings, 1);
    assert_int_equal(figures.runs, 1);
    assert_int_equal(figures.taken, figures.heads + figures.kept + figures.domains[0].held +
                                        figures.domains[1].held + figures.domains[2].held);
    assert_int_equal(heap_blocks(heap, 1 << DOMAIN_MEMORY), 2);
    assert_int_equal(heap_blocks(heap, HEAP_ALL_DOMAINS), 4);

    heap_release(heap, raw, 5 * MIB, DOMAIN_RAW);
    figures = figures_of(heap);
    assert_int_equal(figures.domains[DOMAIN_RAW].held, 0);
    assert_true(figures.domains[DOMAIN_RAW].peak >= 5 * MIB);
    heap_release(heap, memory_run, 20000, DOMAIN_MEMORY);
    heap_release(heap, memory, 1000, DOMAIN_MEMORY);
    heap_release(heap, object, 42, DOMAIN_OBJECT);
    assert_int_equal(heap_blocks(heap, HEAP_ALL_DOMAINS), 0);
    assert_closes_clean(heap);
}

static void h7_figures_of_a_class_count_pools_and_blocks(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    ClassFigures figures;
    void **blocks = take_pages(heap, 2);
    assert_int_equal(heap_class_figures(heap, 64, HEAP_ALL_DOMAINS, &figures), 512);
    assert_int_equal(figures.pools, 2);
    assert_int_equal(figures.used, 16);
    assert_int_equal(figures.available, 0);
    heap_release(heap, blocks[0], 512, DOMAIN_OBJECT);
    blocks[0] = NULL;
    heap_class_figures(heap, 64, HEAP_ALL_DOMAINS, &figures);
    assert_int_equal(figures.used, 15);
    assert_int_equal(figures.available, 1);
    heap_class_figures(heap, 64, 1 << DOMAIN_RAW, &figures);
    assert_int_equal(figures.pools + figures.used + figures.available, 0);
    assert_int_equal(heap_class_figures(heap, CLASS_COUNT, HEAP_ALL_DOMAINS, &figures), 0);
    release_all(heap, blocks, 16);
    assert_closes_clean(heap);
}

/* ---- the report
 * ------------------------------------------------------------------------------------- */

static void keep_line(void *context, const char *text)
{
    char *all = context;
    strcat(strcat(all, text), "\n");
}

static void a_report_names_what_is_live(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    char report[2000] = "", name[64];
    void *block = heap_take(heap, 48, DOMAIN_OBJECT);
    heap_report(heap, 5, keep_line, report);
    assert_non_null(strstr(report, "domain object: 1 live blocks, 48 bytes"));
    snprintf(name, sizeof name, "block %p of 48 bytes, domain object", block);
    assert_non_null(strstr(report, name));
    assert_false(heap_close(heap));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h1_a_runtime_lies_in_its_own_heap_and_is_zero),
        cmocka_unit_test(h1_two_heaps_share_nothing),
        cmocka_unit_test(h1_closing_gives_every_page_back_even_with_live_blocks),
        cmocka_unit_test(h1_a_small_heap_touches_few_pages),
        cmocka_unit_test(h2_an_arena_is_256_kib_and_all_its_64_pools_serve_blocks),
        cmocka_unit_test(h2_arenas_are_opened_when_needed_and_not_before),
        cmocka_unit_test(h2_a_wholly_free_arena_goes_back_to_the_system),
        cmocka_unit_test(h2_the_fullest_arena_serves_first),
        cmocka_unit_test(h3_a_pool_is_a_page_of_blocks_of_one_size_class_and_domain),
        cmocka_unit_test(h3_a_pool_is_used_then_full_then_used_then_empty),
        cmocka_unit_test(h3_the_page_of_an_empty_pool_can_go_back_while_its_neighbours_live),
        cmocka_unit_test(h4_classes_step_by_8_up_to_512),
        cmocka_unit_test(h4_a_request_of_42_bytes_gets_a_block_of_48),
        cmocka_unit_test(h4_requests_of_no_bytes_get_blocks_of_their_own),
        cmocka_unit_test(h4_memory_never_needed_is_never_touched),
        cmocka_unit_test(h5_every_size_is_served_whole_and_aligned_and_little_is_lost),
        cmocka_unit_test(h5_sizes_that_cannot_be_are_refused),
        cmocka_unit_test(h5_a_block_that_grows_keeps_its_content_through_all_manners_of_serving),
        cmocka_unit_test(h5_growing_within_the_good_size_costs_nothing),
        cmocka_unit_test(h5_a_run_grows_in_place_while_the_pages_after_it_are_free),
        cmocka_unit_test(h5_a_zeroed_block_is_zero_also_when_its_memory_was_used_before),
        cmocka_unit_test(h6_a_freed_block_serves_the_next_request_of_its_size),
        cmocka_unit_test(h6_freed_memory_is_kept_up_to_a_share_and_the_rest_given_back),
        cmocka_unit_test(h6_pages_that_are_wanted_again_and_again_are_kept),
        cmocka_unit_test(h6_long_runs_do_not_grow_without_bound),
        cmocka_unit_test(h7_each_domain_has_its_own_figures),
        cmocka_unit_test(h7_figures_of_a_class_count_pools_and_blocks),
        cmocka_unit_test(a_report_names_what_is_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
