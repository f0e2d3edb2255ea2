/* The heap against a model: random requests, each block filled with a pattern of its own that is
 * verified whenever the block is touched again; the walker, the figures and the validator must
 * agree with the model. */
#include "heap_test.h"

enum { SLOTS = 4000 };

typedef struct Slot {
    uint8_t *block; /* NULL: free */
    size_t size;
    Domain domain;
    uint8_t pattern;
} Slot;

typedef struct Model {
    Heap *heap;
    Slot slots[SLOTS];
    uint64_t seed;
} Model;

/* Large blocks are sampled: ends, and a byte of each page. */
static size_t stride(size_t size) { return size <= 4096 ? 1 : 509; }

static void slot_fill(Slot *slot, size_t from)
{
    for (size_t i = from; i < slot->size; i += stride(slot->size))
        slot->block[i] = (uint8_t)(slot->pattern + i);
    if (slot->size > from)
        slot->block[slot->size - 1] = (uint8_t)(slot->pattern + slot->size - 1);
}

static void slot_verify(const Slot *slot, size_t size, size_t step)
{
    for (size_t i = 0; i < size; i += step)
        if (slot->block[i] != (uint8_t)(slot->pattern + i))
            fail_msg("byte %zu of block %p of %zu bytes is not what was written", i,
                     (void *)slot->block, slot->size);
}

static void model_take(Model *model, Slot *slot)
{
    slot->size = random_size(&model->seed);
    slot->domain = (Domain)(random_next(&model->seed) % DOMAIN_COUNT);
    slot->pattern = (uint8_t)random_next(&model->seed);
    slot->block = heap_take(model->heap, slot->size, slot->domain);
    assert_non_null(slot->block);
    assert_int_equal((uintptr_t)slot->block % 8, 0);
    assert_ptr_equal(heap_of(slot->block), model->heap);
    slot_fill(slot, 0);
}

static void model_release(Model *model, Slot *slot)
{
    slot_verify(slot, slot->size, stride(slot->size));
    heap_release(model->heap, slot->block, slot->size, slot->domain);
    slot->block = NULL;
}

static void model_resize(Model *model, Slot *slot)
{
    size_t old_size = slot->size;
    size_t new_size = random_next(&model->seed) % 2
                          ? old_size + random_next(&model->seed) % (old_size + 9)
                          : random_size(&model->seed);
    slot_verify(slot, old_size, stride(old_size));
    slot->block = heap_resize(model->heap, slot->block, old_size, new_size, slot->domain);
    assert_non_null(slot->block);
    slot->size = new_size;
    /* What was filled by the old stride is kept; then the new filling. */
    slot_verify(slot, old_size < new_size ? old_size : new_size, stride(old_size));
    slot_fill(slot, 0);
}

static int compare_slots(const void *a, const void *b)
{
    const Slot *const *one = a, *const *other = b;
    return (*one)->block < (*other)->block ? -1 : (*one)->block > (*other)->block;
}

typedef struct Live {
    const Slot *slots[SLOTS];
    size_t count, found;
} Live;

static bool find_block(void *context, void *block, size_t size, Domain domain)
{
    Live *live = context;
    const Slot key = {.block = block}, *pointer = &key;
    const Slot **found =
        bsearch(&pointer, live->slots, live->count, sizeof *live->slots, compare_slots);
    if (found == NULL)
        fail_msg("the walker came to %p, which is no live block", block);
    assert_int_equal((*found)->domain, domain);
    assert_true(size >= (*found)->size);
    live->found++;
    return true;
}

static void model_compare(Model *model)
{
    static Live live;
    size_t blocks[DOMAIN_COUNT] = {0};
    live.count = live.found = 0;
    for (size_t i = 0; i < SLOTS; i++)
        if (model->slots[i].block != NULL) {
            live.slots[live.count++] = &model->slots[i];
            blocks[model->slots[i].domain]++;
        }
    qsort(live.slots, live.count, sizeof *live.slots, compare_slots);
    for (size_t i = 1; i < live.count; i++)
        assert_true(live.slots[i - 1]->block + live.slots[i - 1]->size <= live.slots[i]->block);

    /* Figures first: the walker sorts the caches back. */
    HeapFigures figures = figures_of(model->heap);
    for (unsigned domain = 0; domain < DOMAIN_COUNT; domain++)
        assert_int_equal(figures.domains[domain].blocks, blocks[domain]);
    assert_int_equal(heap_blocks(model->heap, HEAP_ALL_DOMAINS), live.count);
    assert_valid(model->heap);
    assert_true(heap_walk(model->heap, HEAP_ALL_DOMAINS, find_block, &live));
    assert_int_equal(live.found, live.count);
    assert_valid(model->heap);
}

static void run(uint64_t seed, size_t steps)
{
    static Model model;
    memset(&model, 0, sizeof model);
    model.heap = open_heap(0);
    model.seed = seed;
    for (size_t step = 0; step < steps; step++) {
        /* Waves: the number of live blocks rises and falls, so that arenas and regions come and go.
         */
        size_t wave = step % 40000 < 20000 ? SLOTS : SLOTS / 20;
        Slot *slot = &model.slots[random_next(&model.seed) % SLOTS];
        bool is_wanted = (size_t)(slot - model.slots) < wave;
        if (slot->block == NULL) {
            if (is_wanted)
                model_take(&model, slot);
        } else if (!is_wanted || random_next(&model.seed) % 2 == 0) {
            model_release(&model, slot);
        } else {
            model_resize(&model, slot);
        }
        if (step % 5000 == 4999)
            model_compare(&model);
        if (step % 30000 == 29999)
            heap_trim(model.heap);
    }
    for (size_t i = 0; i < SLOTS; i++)
        if (model.slots[i].block != NULL)
            model_release(&model, &model.slots[i]);
    assert_closes_clean(model.heap);
}

static void random_requests_agree_with_a_model(void **state)
{
    (void)state;
    uint64_t seeds[] = {1, 20260101, 0x9e3779b97f4a7c15};
    for (size_t i = 0; i < COUNT_OF(seeds); i++)
        run(seeds[i], 120000);
}

static bool stop_at_third(void *context, void *block, size_t size, Domain domain)
{
    (void)block;
    (void)size;
    assert_int_equal(domain, DOMAIN_MEMORY);
    return ++*(int *)context < 3;
}

static void a_walk_ends_when_the_visitor_says_so(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    void *blocks[20];
    int count = 0;
    for (size_t i = 0; i < 20; i++)
        blocks[i] = heap_take(heap, 100 + i * 400, i % 2 ? DOMAIN_MEMORY : DOMAIN_OBJECT);
    assert_false(heap_walk(heap, 1 << DOMAIN_MEMORY, stop_at_third, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 20; i++)
        heap_release(heap, blocks[i], 100 + i * 400, i % 2 ? DOMAIN_MEMORY : DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void a_damaged_free_block_is_found_by_the_validator(void **state)
{
    (void)state;
    PLAIN_HEAP_ONLY();
    Heap *heap = open_heap(0);
    void *blocks[64];
    for (size_t i = 0; i < 64; i++)
        blocks[i] = heap_take(heap, 64, DOMAIN_OBJECT);
    for (size_t i = 8; i < 64; i++)
        heap_release(heap, blocks[i], 64, DOMAIN_OBJECT);
    heap_trim(heap);
    assert_valid(heap);
    char message[300] = "";
    void *word = *(void **)blocks[20];
    *(void **)blocks[20] = (char *)blocks[21] + 8; /* a write after release */
    assert_false(heap_validate(heap, message, sizeof message));
    assert_non_null(strstr(message, "chain of free blocks is damaged"));
    *(void **)blocks[20] = word;
    for (size_t i = 0; i < 8; i++)
        heap_release(heap, blocks[i], 64, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_requests_agree_with_a_model),
        cmocka_unit_test(a_walk_ends_when_the_visitor_says_so),
        cmocka_unit_test(a_damaged_free_block_is_found_by_the_validator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
