/* Refused requests: a program of requests runs again and again, each time with another one refused,
 * and must find the heap in order every time. Fault injection only where there is a debug heap;
 * limits do for every build. */
#include "heap_test.h"

/* A little program that takes, grows and releases through all manners of serving, and survives
 * refusals. A resize that is refused leaves the old block. Returns how many requests were refused.
 */
static size_t run_program(Heap *heap)
{
    enum { BLOCKS = 40 };
    void *blocks[BLOCKS] = {NULL};
    size_t sizes[BLOCKS] = {0}, refused = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        sizes[i] = i % 10 == 9 ? i * 40000 : i % 5 == 4 ? i * 700 : i * 12;
        blocks[i] = heap_take(heap, sizes[i], (Domain)(i % DOMAIN_COUNT));
        if (blocks[i] == NULL) {
            refused++;
            continue;
        }
        memset(blocks[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        if (blocks[i] == NULL)
            continue;
        size_t size = sizes[i] * 3 / 2 + 1;
        void *block = heap_resize(heap, blocks[i], sizes[i], size, (Domain)(i % DOMAIN_COUNT));
        for (size_t byte = 0; byte < sizes[i]; byte++)
            assert_int_equal(((uint8_t *)(block != NULL ? block : blocks[i]))[byte], i);
        if (block == NULL) {
            refused++;
            continue;
        }
        blocks[i] = block;
        sizes[i] = size;
    }
    char *zeroed = heap_take_zeroed(heap, 10, 100, DOMAIN_RAW);
    refused += zeroed == NULL;
    heap_release(heap, zeroed, 1000, DOMAIN_RAW);
    refused += !heap_reserve_open(heap);
    assert_valid(heap);
    for (size_t i = 0; i < BLOCKS; i++)
        heap_release(heap, blocks[i], sizes[i], (Domain)(i % DOMAIN_COUNT));
    return refused;
}

static void the_program_survives_every_limit(void **state)
{
    (void)state;
    size_t without_refusal = 0;
    for (size_t limit = 64 * KIB; limit < 24 * MIB; limit += limit / 20) {
        Heap *heap = open_heap(limit);
        size_t refused = run_program(heap);
        assert_true(heap_resident(heap) <= limit);
        without_refusal += refused == 0;
        assert_closes_clean(heap);
    }
    assert_true(without_refusal > 0);
}

#ifdef HEAP_CHECKED

static void sweep(bool from_then_on)
{
    for (uint64_t at = 1;; at++) {
        Heap *heap = open_heap(0);
        heap_fail_at(heap, at, from_then_on);
        size_t refused = run_program(heap);
        uint64_t requests = heap->checks.requests;
        assert_int_equal(refused, heap->checks.refused);
        assert_closes_clean(heap);
        if (at > requests) {
            assert_int_equal(refused, 0);
            assert_true(at > 80);
            return;
        }
        assert_true(from_then_on ? refused >= 1 : refused == 1);
    }
}

static void each_request_refused_once_is_survived(void **state)
{
    (void)state;
    sweep(false);
}

static void each_request_and_all_after_it_refused_is_survived(void **state)
{
    (void)state;
    sweep(true);
}

static void every_kth_request_refused_is_survived(void **state)
{
    (void)state;
    for (uint64_t every = 1; every < 20; every++) {
        Heap *heap = open_heap(0);
        heap->checks.fail_every = every;
        size_t refused = run_program(heap);
        assert_int_equal(refused, heap->checks.requests / every);
        assert_closes_clean(heap);
    }
}

static bool refuse_odd(void *context, uint64_t request)
{
    ++*(int *)context;
    return request % 2 == 1;
}

static void a_hook_can_drive_the_sweep_from_outside(void **state)
{
    (void)state;
    int asked = 0;
    Heap *heap = open_heap(0);
    heap->checks.fail_hook = refuse_odd;
    heap->checks.fail_context = &asked;
    assert_null(heap_take(heap, 8, DOMAIN_RAW));
    void *block = heap_take(heap, 8, DOMAIN_RAW);
    assert_non_null(block);
    assert_false(heap_reserve_open(heap)); /* a request like any other */
    assert_true(heap_reserve_open(heap));
    assert_int_equal(asked, 4);
    assert_int_equal(heap->checks.requests, 4);
    heap_release(heap, block, 8, DOMAIN_RAW);
    assert_int_equal(heap->checks.requests, 4); /* releasing asks for nothing */
    assert_closes_clean(heap);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_survives_every_limit),
#ifdef HEAP_CHECKED
        cmocka_unit_test(each_request_refused_once_is_survived),
        cmocka_unit_test(each_request_and_all_after_it_refused_is_survived),
        cmocka_unit_test(every_kth_request_refused_is_survived),
        cmocka_unit_test(a_hook_can_drive_the_sweep_from_outside),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
