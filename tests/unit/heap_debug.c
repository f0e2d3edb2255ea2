/* Row H8: the debug heap finds misuse and names the block. Each misuse runs in a process of its
 * own, which must abort with a message. Only where there is a debug heap (checked and asan builds).
 */
#include "heap_test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HEAP_CHECKED

/* What the child is about to misuse, for the expectation to name. */
typedef struct Misuse {
    Heap *heap;
    char *block; /* of 42 bytes, DOMAIN_OBJECT */
} Misuse;

static uint64_t origin(void *context)
{
    (void)context;
    return 77;
}

static void origin_text(void *context, uint64_t cookie, char *text, size_t size)
{
    (void)context;
    snprintf(text, size, "program.py line %d", (int)cookie);
}

/* Runs `misuse` in a child; its message must contain `expected` and name the block. */
static void expect_abort(void (*misuse)(Misuse *), const char *expected)
{
    Heap *heap = open_heap(0);
    heap->origin = origin;
    heap->origin_text = origin_text;
    for (int i = 0; i < 4; i++)
        heap_release(heap, heap_take(heap, 42, DOMAIN_MEMORY), 42, DOMAIN_MEMORY);
    Misuse with = {heap, heap_take(heap, 42, DOMAIN_OBJECT)};
    char name[200];
    snprintf(name, sizeof name, "block %p of 42 bytes, domain object, number 5, made at 0x",
             with.block);

    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        misuse(&with);
        _exit(0);
    }
    close(ends[1]);
    char message[4096] = "";
    size_t length = 0;
    ssize_t count;
    while ((count = read(ends[0], message + length, sizeof message - 1 - length)) > 0)
        length += (size_t)count;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
        fail_msg("the child did not abort (status %#x): %s", status, message);
    if (strstr(message, expected) == NULL)
        fail_msg("expected \"%s\" in: %s", expected, message);
    if (strstr(message, name) == NULL || strstr(message, "program.py line 77") == NULL)
        fail_msg("expected \"%s\" and its origin in: %s", name, message);
    assert_int_equal(strncmp(message, "ouro heap: ", 11), 0);

    heap_release(heap, with.block, 42, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void release(Misuse *misuse)
{
    heap_release(misuse->heap, misuse->block, 42, DOMAIN_OBJECT);
}

/* AddressSanitizer would stop at the access itself, in its own words. */
__attribute__((no_sanitize_address)) static void write_byte(char *at, char value)
{
    *(volatile char *)at = value;
}

static void misuse_twice(Misuse *misuse)
{
    release(misuse);
    release(misuse);
}

static void misuse_resized(Misuse *misuse)
{
    release(misuse);
    (void)heap_resize(misuse->heap, misuse->block, 42, 50, DOMAIN_OBJECT);
}

static void misuse_end(Misuse *misuse)
{
    write_byte(misuse->block + 42, 'x');
    release(misuse);
}

static void misuse_start(Misuse *misuse)
{
    write_byte(misuse->block - 1, 'x');
    release(misuse);
}

static void misuse_after(Misuse *misuse)
{
    release(misuse);
    write_byte(misuse->block + 20, 'x');
    heap_trim(misuse->heap);
}

static void misuse_much_later(Misuse *misuse)
{
    release(misuse);
    write_byte(misuse->block, 'x');
    for (int i = 0; i < 100000; i++)
        heap_release(misuse->heap, heap_take(misuse->heap, 30, DOMAIN_RAW), 30, DOMAIN_RAW);
}

static void misuse_size(Misuse *misuse)
{
    heap_release(misuse->heap, misuse->block, 43, DOMAIN_OBJECT);
}

static void misuse_domain(Misuse *misuse)
{
    heap_release(misuse->heap, misuse->block, 42, DOMAIN_MEMORY);
}

static void misuse_heap(Misuse *misuse)
{
    heap_release(open_heap(0), misuse->block, 42, DOMAIN_OBJECT);
}

static void misuse_checked(Misuse *misuse)
{
    write_byte(misuse->block + 44, 'x');
    heap_block_check(misuse->heap, misuse->block);
}

static void h8_releasing_a_block_twice_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_twice, "released after it was released");
}

static void h8_resizing_a_released_block_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_resized, "resized after it was released");
}

static void h8_writing_past_the_end_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_end, "written past the end");
}

static void h8_writing_before_the_start_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_start, "written before the start");
}

static void h8_writing_after_release_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_after, "written after it was released");
    expect_abort(misuse_much_later, "written after it was released");
}

static void h8_a_wrong_size_or_domain_or_heap_is_found(void **state)
{
    (void)state;
    expect_abort(misuse_size, "released with the wrong size, 43");
    expect_abort(misuse_domain, "released with the wrong domain, memory");
    expect_abort(misuse_heap, "released to a heap that it is not of");
}

static void h8_a_live_block_can_be_checked(void **state)
{
    (void)state;
    expect_abort(misuse_checked, "written past the end");
}

static void h8_fresh_and_dead_memory_look_like_nothing_else(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    uint8_t *block = heap_take(heap, 300, DOMAIN_OBJECT);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(block[i], 0xCD);
    memset(block, 1, 300);
    block = heap_resize(heap, block, 300, 500, DOMAIN_OBJECT);
    for (size_t i = 0; i < 500; i++)
        assert_int_equal(block[i], i < 300 ? 1 : 0xCD);
    heap_release(heap, block, 500, DOMAIN_OBJECT);
#ifndef __SANITIZE_ADDRESS__
    for (size_t i = 0; i < 500; i++)
        assert_int_equal(block[i], 0xDD);
#endif
    assert_closes_clean(heap);
}

static void h8_the_validator_sees_a_broken_guard(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    char *block = heap_take(heap, 42, DOMAIN_OBJECT), message[600] = "", guard = block[-3];
    write_byte(block - 3, 0);
    assert_false(heap_validate(heap, message, sizeof message));
    assert_non_null(strstr(message, "written before the start"));
    write_byte(block - 3, guard);
    heap_release(heap, block, 42, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

static void h8_a_live_block_tells_its_record(void **state)
{
    (void)state;
    Heap *heap = open_heap(0);
    heap->origin = origin;
    void *block = heap_take(heap, 42, DOMAIN_OBJECT);
    BlockRecord record = heap_block_record(block);
    assert_ptr_equal(record.block, block);
    assert_int_equal(record.size, 42);
    assert_int_equal(record.domain, DOMAIN_OBJECT);
    assert_int_equal(record.serial, 1);
    assert_int_equal(record.origin, 77);
    assert_non_null(record.return_address);
    heap_release(heap, block, 42, DOMAIN_OBJECT);
    assert_closes_clean(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h8_releasing_a_block_twice_is_found),
        cmocka_unit_test(h8_resizing_a_released_block_is_found),
        cmocka_unit_test(h8_writing_past_the_end_is_found),
        cmocka_unit_test(h8_writing_before_the_start_is_found),
        cmocka_unit_test(h8_writing_after_release_is_found),
        cmocka_unit_test(h8_a_wrong_size_or_domain_or_heap_is_found),
        cmocka_unit_test(h8_a_live_block_can_be_checked),
        cmocka_unit_test(h8_fresh_and_dead_memory_look_like_nothing_else),
        cmocka_unit_test(h8_the_validator_sees_a_broken_guard),
        cmocka_unit_test(h8_a_live_block_tells_its_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    puts("1..0 # skipped: this build has no debug heap");
    return 0;
}

#endif
