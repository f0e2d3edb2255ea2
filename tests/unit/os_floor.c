/* The operating system's floor: pages, clocks, entropy, the stack. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "os/clock.h"
#include "os/entropy.h"
#include "os/pages.h"
#include "os/process.h"
#include "os/stack.h"

#define MIB ((size_t)1 << 20)

static void pages_are_aligned_zero_and_not_resident(void **state)
{
    (void)state;
    for (size_t alignment = 4096; alignment <= 64 * MIB; alignment *= 4) {
        char *pages = pages_map(MIB, alignment, NULL, true);
        assert_non_null(pages);
        assert_int_equal((uintptr_t)pages % alignment, 0);
        assert_int_equal(pages_resident(pages, MIB), 0);
        for (size_t i = 0; i < MIB; i += 1000)
            assert_int_equal(pages[i], 0);
        pages_unmap(pages, MIB);
    }
}

static void a_hint_is_taken_when_it_is_free_and_only_then(void **state)
{
    (void)state;
    char *first = pages_map(8 * MIB, 4 * MIB, NULL, true);
    pages_unmap(first, 4 * MIB);
    char *taken = pages_map(4 * MIB, 4 * MIB, first, true);
    assert_ptr_equal(taken, first);
    char *other = pages_map(4 * MIB, 4 * MIB, first, true);
    assert_ptr_not_equal(other, first);
    assert_int_equal((uintptr_t)other % (4 * MIB), 0);
    pages_unmap(other, 4 * MIB);
    pages_unmap(first, 8 * MIB);
}

static void only_touched_pages_are_resident_and_discarded_ones_read_as_zeros(void **state)
{
    (void)state;
    char *pages = pages_map(4 * MIB, 4 * MIB, NULL, true);
    for (size_t i = 0; i < 10; i++)
        pages[i * 40960] = 1;
    assert_int_equal(pages_resident(pages, 4 * MIB), 10 * 4096);
    assert_true(pages_discard(pages, 5 * 40960));
    assert_int_equal(pages_resident(pages, 4 * MIB), 5 * 4096);
    assert_int_equal(pages[0], 0);
    assert_int_equal(pages[9 * 40960], 1);
    pages_unmap(pages, 4 * MIB);
}

static void remapping_keeps_content_and_alignment(void **state)
{
    (void)state;
    size_t size = MIB;
    char *pages = pages_map(size, 4 * MIB, NULL, false);
    memset(pages, 7, size);
    for (; size < 128 * MIB; size *= 2) {
        pages = pages_remap(pages, size, size * 2, 4 * MIB);
        assert_non_null(pages);
        assert_int_equal((uintptr_t)pages % (4 * MIB), 0);
        assert_int_equal(pages[MIB - 1], 7);
        assert_int_equal(pages[size], 0);
    }
    assert_ptr_equal(pages_remap(pages, size, MIB, 4 * MIB), pages);
    assert_int_equal(pages_resident(pages, MIB), MIB);
    pages_unmap(pages, MIB);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_null(pages_map(SIZE_MAX - 100, 4 * MIB, NULL, true));
    assert_null(pages_map((size_t)1 << 62, 4096, NULL, true));
    char *pages = pages_map(MIB, 4 * MIB, NULL, false);
    pages[5] = 5;
    assert_null(pages_remap(pages, MIB, (size_t)1 << 60, 4 * MIB));
    assert_int_equal(pages[5], 5);
    pages_unmap(pages, MIB);
    assert_true(pages_usable(4096));
    assert_false(pages_usable(12345));
}

static void clocks_go_forward(void **state)
{
    (void)state;
    uint64_t monotonic = clock_monotonic(), process = clock_process(), thread = clock_thread();
    volatile int work = 0;
    while (work < 1000000)
        work++;
    assert_true(clock_monotonic() > monotonic);
    assert_true(clock_process() > process);
    assert_true(clock_thread() > thread);
    assert_true(clock_wall() > INT64_C(1700000000) * 1000000000);
}

static void entropy_differs_every_time(void **state)
{
    (void)state;
    uint8_t one[1000] = {0}, other[1000] = {0};
    assert_true(entropy_fill(one, sizeof one));
    assert_true(entropy_fill(other, sizeof other));
    assert_memory_not_equal(one, other, sizeof one);
    assert_true(entropy_fill(one, 0));
}

static void *check_stack(void *unused)
{
    (void)unused;
    uintptr_t low = 0, high = 0, here = (uintptr_t)__builtin_frame_address(0);
    bool known = stack_bounds(&low, &high);
    return known && low < here && here < high && high - low >= 32 * 1024 ? &check_stack : NULL;
}

static void the_stack_lies_around_its_frames_in_every_thread(void **state)
{
    (void)state;
    assert_non_null(check_stack(NULL));
    size_t sizes[] = {64 * 1024, 256 * 1024, 8 * MIB, 512 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pthread_attr_t attributes;
        pthread_t thread;
        void *result = NULL;
        pthread_attr_init(&attributes);
        assert_int_equal(pthread_attr_setstacksize(&attributes, sizes[i]), 0);
        assert_int_equal(pthread_create(&thread, &attributes, check_stack, NULL), 0);
        pthread_join(thread, &result);
        pthread_attr_destroy(&attributes);
        assert_non_null(result);
    }
}

static void the_process_knows_what_is_resident(void **state)
{
    (void)state;
    size_t before = process_resident();
    assert_true(before > 0);
    char *pages = pages_map(20 * MIB, 4096, NULL, true);
    memset(pages, 1, 20 * MIB);
    assert_true(process_resident() >= before + 19 * MIB);
    assert_true(process_resident_peak() >= 20 * MIB);
    pages_unmap(pages, 20 * MIB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_aligned_zero_and_not_resident),
        cmocka_unit_test(a_hint_is_taken_when_it_is_free_and_only_then),
        cmocka_unit_test(only_touched_pages_are_resident_and_discarded_ones_read_as_zeros),
        cmocka_unit_test(remapping_keeps_content_and_alignment),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(clocks_go_forward),
        cmocka_unit_test(entropy_differs_every_time),
        cmocka_unit_test(the_stack_lies_around_its_frames_in_every_thread),
        cmocka_unit_test(the_process_knows_what_is_resident),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
