/* The limit, the reserve and the emergency: resident memory never exceeds the limit, whatever is
 * asked. */
#include "heap_test.h"

enum { SLOTS = 3000 };

typedef struct Blocks {
    void *block[SLOTS];
    size_t size[SLOTS];
} Blocks;

/* Random requests; those that are refused are left out. Calls `check` now and then. */
static size_t use_heap(Heap *heap, Blocks *blocks, size_t steps, uint64_t seed,
                       void (*check)(Heap *heap))
{
    size_t refused = 0;
    for (size_t step = 0; step < steps; step++) {
        size_t i = random_next(&seed) % SLOTS, size = random_size(&seed);
        if (blocks->block[i] == NULL) {
            blocks->block[i] = heap_take(heap, size, DOMAIN_OBJECT);
            blocks->size[i] = size;
            refused += blocks->block[i] == NULL;
        } else if (random_next(&seed) % 3 == 0) {
            void *block = heap_resize(heap, blocks->block[i], blocks->size[i], size, DOMAIN_OBJECT);
            refused += block == NULL;
            if (block == NULL)
                continue;
            blocks->block[i] = block;
            blocks->size[i] = size;
        } else {
            heap_release(heap, blocks->block[i], blocks->size[i], DOMAIN_OBJECT);
            blocks->block[i] = NULL;
            continue;
        }
        if (blocks->block[i] != NULL)
            memset(blocks->block[i], (int)step, size);
        if (step % 500 == 0)
            check(heap);
    }
    return refused;
}

static void release_blocks(Heap *heap, Blocks *blocks)
{
    for (size_t i = 0; i < SLOTS; i++)
        heap_release(heap, blocks->block[i], blocks->size[i], DOMAIN_OBJECT);
    memset(blocks, 0, sizeof *blocks);
}

static void check_resident(Heap *heap)
{
    size_t resident = heap_resident(heap);
    assert_true(resident <= heap_taken(heap));
    assert_true(heap_taken(heap) <= heap_limit(heap));
}

static void resident_memory_never_exceeds_the_limit(void **state)
{
    (void)state;
    static Blocks blocks;
    size_t limits[] = {600 * KIB, 3 * MIB, 10 * MIB};
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        Heap *heap = open_heap(limits[i]);
        size_t refused = use_heap(heap, &blocks, 60000, 7 + i, check_resident);
        assert_true(refused > 100); /* the limit was met */
        check_resident(heap);
        assert_valid(heap);
        assert_true(figures_of(heap).taken_peak <= limits[i]);
        release_blocks(heap, &blocks);
        assert_closes_clean(heap);
    }
}

static void without_a_limit_the_charge_still_bounds_what_is_resident(void **state)
{
    (void)state;
    static Blocks blocks;
    Heap *heap = open_heap(0);
    for (int round = 0; round < 20; round++) {
        assert_int_equal(use_heap(heap, &blocks, 2000, 99 + (uint64_t)round, assert_valid), 0);
        assert_true(heap_resident(heap) <= heap_taken(heap));
    }
    release_blocks(heap, &blocks);
    assert_true(heap_resident(heap) <= heap_taken(heap));
    assert_closes_clean(heap);
}

static void opening_works_or_is_refused_at_every_small_limit(void **state)
{
    (void)state;
    size_t opened = 0;
    for (size_t limit = 1; limit <= 40; limit++) {
        Heap *heap = heap_open(&(HeapOptions){.limit = limit * 1024}, sizeof(Heap) + 5000);
        if (heap == NULL)
            continue;
        opened++;
        void *block = heap_take(heap, 100, DOMAIN_OBJECT);
        check_resident(heap);
        heap_release(heap, block, 100, DOMAIN_OBJECT);
        assert_closes_clean(heap);
    }
    assert_true(opened > 0 && opened < 40);
}

static void a_refusal_changes_nothing(void **state)
{
    (void)state;
    Heap *heap = open_heap(2 * MIB);
    char *block = heap_take(heap, 100000, DOMAIN_MEMORY);
    memset(block, 7, 100000);
    size_t taken = heap_taken(heap), blocks = heap_blocks(heap, HEAP_ALL_DOMAINS);
    assert_null(heap_take(heap, 3 * MIB, DOMAIN_MEMORY));
    assert_null(heap_take(heap, 1900 * KIB, DOMAIN_MEMORY));
    assert_null(heap_resize(heap, block, 100000, 1990 * KIB, DOMAIN_MEMORY));
    assert_null(heap_resize(heap, block, 100000, 5 * MIB, DOMAIN_MEMORY));
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(block[i], 7);
    assert_true(heap_taken(heap) <= taken);
    assert_int_equal(heap_blocks(heap, HEAP_ALL_DOMAINS), blocks);
    heap_release(heap, block, 100000, DOMAIN_MEMORY);
    assert_closes_clean(heap);
}

static void empty_pages_are_given_back_before_a_request_is_refused(void **state)
{
    (void)state;
    Heap *heap = open_heap(4 * MIB);
    size_t count = 0;
    static void *blocks[8000];
    while (count < 8000 && (blocks[count] = heap_take(heap, 400, DOMAIN_OBJECT)) != NULL)
        count++;
    assert_true(count > 5000);
    while (count > 0)
        heap_release(heap, blocks[--count], 400, DOMAIN_OBJECT);
    /* Kept pages, caches and scattered arenas stand against it, but nothing that is in use. */
    void *large = heap_take(heap, 3500 * KIB, DOMAIN_MEMORY);
    assert_non_null(large);
    memset(large, 1, 3500 * KIB);
    check_resident(heap);
    heap_release(heap, large, 3500 * KIB, DOMAIN_MEMORY);
    assert_closes_clean(heap);
}

/* ---- the emergency
 * -------------------------------------------------------------------------------- */

typedef struct Owner {
    Heap heap;
    void *spare[200];
    int calls;
    bool releases, asks;
} Owner;

static void owner_emergency(void *context)
{
    Owner *owner = context;
    owner->calls++;
    if (owner->asks) /* forbidden, but it must not nest */
        assert_null(heap_take(&owner->heap, 1500 * KIB, DOMAIN_MEMORY));
    if (!owner->releases)
        return;
    for (size_t i = 0; i < 200; i++) {
        heap_release(&owner->heap, owner->spare[i], 5000, DOMAIN_OBJECT);
        owner->spare[i] = NULL;
    }
}

static Owner *owner_open(void)
{
    Owner *owner = heap_open(&(HeapOptions){.limit = 2 * MIB}, sizeof(Owner));
    assert_non_null(owner);
    owner->heap.context = owner;
    owner->heap.emergency = owner_emergency;
    for (size_t i = 0; i < 200; i++) {
        owner->spare[i] = heap_take(&owner->heap, 5000, DOMAIN_OBJECT);
        assert_non_null(owner->spare[i]);
    }
    return owner;
}

static void the_emergency_runs_once_and_the_request_is_tried_again(void **state)
{
    (void)state;
    Owner *owner = owner_open();
    owner->releases = true;
    void *block = heap_take(&owner->heap, 1500 * KIB, DOMAIN_MEMORY);
    assert_non_null(block);
    assert_int_equal(owner->calls, 1);
    check_resident(&owner->heap);
    heap_release(&owner->heap, block, 1500 * KIB, DOMAIN_MEMORY);
    assert_closes_clean(&owner->heap);
}

static void an_emergency_that_releases_nothing_leads_to_a_refusal(void **state)
{
    (void)state;
    Owner *owner = owner_open();
    owner->asks = true;
    assert_null(heap_take(&owner->heap, 1500 * KIB, DOMAIN_MEMORY));
    assert_int_equal(owner->calls, 1);
    void *first = owner->spare[0];
    assert_null(heap_resize(&owner->heap, first, 5000, 1500 * KIB, DOMAIN_OBJECT));
    assert_int_equal(owner->calls, 2);
    owner->asks = false;
    owner->releases = true;
    owner_emergency(owner);
    assert_closes_clean(&owner->heap);
}

static void a_mapping_grows_after_an_emergency(void **state)
{
    (void)state;
    Owner *owner = heap_open(&(HeapOptions){.limit = 4 * MIB}, sizeof(Owner));
    owner->heap.context = owner;
    owner->heap.emergency = owner_emergency;
    owner->releases = true;
    char *block = heap_take(&owner->heap, 1200 * KIB, DOMAIN_MEMORY);
    memset(block, 3, 1200 * KIB);
    for (size_t i = 0; i < 200; i++)
        owner->spare[i] = heap_take(&owner->heap, 5000, DOMAIN_OBJECT);
    block = heap_resize(&owner->heap, block, 1200 * KIB, 3200 * KIB, DOMAIN_MEMORY);
    assert_non_null(block);
    assert_int_equal(owner->calls, 1);
    for (size_t i = 0; i < 1200 * KIB; i++)
        assert_int_equal(block[i], 3);
    heap_release(&owner->heap, block, 3200 * KIB, DOMAIN_MEMORY);
    assert_closes_clean(&owner->heap);
}

static void no_emergency_for_what_the_whole_limit_would_not_hold(void **state)
{
    (void)state;
    Owner *owner = owner_open();
    assert_null(heap_take(&owner->heap, 2 * MIB, DOMAIN_MEMORY));
    assert_null(heap_take(&owner->heap, (size_t)1 << 62, DOMAIN_MEMORY));
    assert_int_equal(owner->calls, 0);
    owner->releases = true;
    owner_emergency(owner);
    assert_closes_clean(&owner->heap);
}

/* ---- the reserve
 * ----------------------------------------------------------------------------------- */

static size_t fill(Heap *heap, void **blocks, size_t most)
{
    size_t count = 0;
    while (count < most && (blocks[count] = heap_take(heap, 500, DOMAIN_OBJECT)) != NULL)
        count++;
    return count;
}

static void the_reserve_serves_handlers_and_closes_when_use_has_fallen(void **state)
{
    (void)state;
    static void *blocks[4000], *more[4000];
    Heap *heap = open_heap(MIB);
    size_t count = fill(heap, blocks, 4000);
    assert_true(heap_taken(heap) <= MIB - HEAP_RESERVE);
    assert_true(heap_taken(heap) >= MIB - HEAP_RESERVE - 4 * PAGE_SIZE);

    assert_true(heap_reserve_open(heap));
    size_t extra = fill(heap, more, 4000);
    assert_true(extra >= 13 * 4096 / 640); /* most of 16 pages */
    assert_true(heap_taken(heap) <= MIB);
    check_resident(heap);

    while (extra > 0)
        heap_release(heap, more[--extra], 500, DOMAIN_OBJECT);
    for (int i = 0; i < 200; i++)
        heap_release(heap, blocks[--count], 500, DOMAIN_OBJECT);
    heap_trim(heap);
    assert_false(heap->reserve_is_open);
    /* Closed again, it is out of reach. */
    size_t again = fill(heap, more, 4000);
    assert_true(heap_taken(heap) <= MIB - HEAP_RESERVE);
    while (again > 0)
        heap_release(heap, more[--again], 500, DOMAIN_OBJECT);
    while (count > 0)
        heap_release(heap, blocks[--count], 500, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void a_small_limit_has_a_small_reserve_and_none_when_none_is_wanted(void **state)
{
    (void)state;
    Heap *heap = open_heap(128 * KIB);
    assert_int_equal(heap->reserve << PAGE_SHIFT, 32 * KIB);
    assert_closes_clean(heap);
    heap = heap_open(&(HeapOptions){.limit = MIB, .reserve = HEAP_NO_RESERVE}, sizeof(Heap));
    assert_int_equal(heap->reserve, 0);
    assert_false(heap_reserve_open(heap));
    assert_closes_clean(heap);
    heap = open_heap(0);
    assert_true(heap_reserve_open(heap)); /* no limit: there is always more */
    assert_closes_clean(heap);
}

static void a_limit_below_what_is_in_use_stops_growth_until_use_falls(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    char *block = heap_take(heap, 3 * MIB, DOMAIN_MEMORY),
         *half = heap_take(heap, 500 * KIB, DOMAIN_MEMORY);
    assert_int_equal(heap_limit(heap), 0);
    assert_false(heap_set_limit(heap, 2 * MIB));
    assert_int_equal(heap_limit(heap), 2 * MIB);
    assert_null(heap_take(heap, 200 * KIB, DOMAIN_MEMORY));
    heap_release(heap, block, 3 * MIB, DOMAIN_MEMORY);
    void *now = heap_take(heap, 200 * KIB, DOMAIN_MEMORY);
    assert_non_null(now);
    check_resident(heap);
    assert_true(heap_set_limit(heap, 0));
    heap_release(heap, now, 200 * KIB, DOMAIN_MEMORY);
    heap_release(heap, half, 500 * KIB, DOMAIN_MEMORY);
    assert_closes_clean(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resident_memory_never_exceeds_the_limit),
        cmocka_unit_test(without_a_limit_the_charge_still_bounds_what_is_resident),
        cmocka_unit_test(opening_works_or_is_refused_at_every_small_limit),
        cmocka_unit_test(a_refusal_changes_nothing),
        cmocka_unit_test(empty_pages_are_given_back_before_a_request_is_refused),
        cmocka_unit_test(the_emergency_runs_once_and_the_request_is_tried_again),
        cmocka_unit_test(an_emergency_that_releases_nothing_leads_to_a_refusal),
        cmocka_unit_test(a_mapping_grows_after_an_emergency),
        cmocka_unit_test(no_emergency_for_what_the_whole_limit_would_not_hold),
        cmocka_unit_test(the_reserve_serves_handlers_and_closes_when_use_has_fallen),
        cmocka_unit_test(a_small_limit_has_a_small_reserve_and_none_when_none_is_wanted),
        cmocka_unit_test(a_limit_below_what_is_in_use_stops_growth_until_use_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
