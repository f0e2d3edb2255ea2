/* The allocator alone: time of a request and its release, in nanoseconds.
 *
 * The same program is built twice: with BENCH_OURO for this house's heap, else for malloc, which is
 * glibc's or, by LD_PRELOAD, another's (compare.c runs them in turn). Every block is written to.
 * Prints a line for each pattern: name, nanoseconds a pair.
 *
 *    pair      one block of 48 bytes taken and released
 *    batch     1,000 of 48 bytes taken, then released in the order they were taken
 *    replace   100,000 live blocks of 16 to 512 bytes, one at random after the other replaced
 *    shuffle   1,000,000 of 64 bytes taken, released in random order (the taking counts too)
 *    growth    blocks of 64 bytes taken from a fresh heap, none released (one taking is a pair) */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"

#ifdef BENCH_OURO
#include "heap/heap.h"
static Heap *heap;
static inline void *take(size_t size) { return heap_take(heap, size, DOMAIN_OBJECT); }
static inline void release(void *block, size_t size)
{
    heap_release(heap, block, size, DOMAIN_OBJECT);
}
#else
static inline void *take(size_t size) { return malloc(size); }
static inline void release(void *block, size_t size)
{
    (void)size;
    free(block);
}
#endif

/* Marsaglia's xorshift: fast, and the same for all. */
static uint64_t random_state = 88172645463325252u;
static inline uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static inline void *take_written(size_t size)
{
    uint64_t *block = take(size);
    if (block == NULL)
        abort();
    block[0] = size;
    block[size / 8 - 1] = size;
    /* The compiler must believe that somebody reads it. */
    __asm__ volatile("" : : "r"(block) : "memory");
    return block;
}

static void report(const char *name, uint64_t start, size_t pairs)
{
    printf("%s %.2f\n", name, (double)(clock_thread() - start) / (double)pairs);
    fflush(stdout);
}

static void bench_pair(void)
{
    enum { PAIRS = 50000000 };
    uint64_t start = clock_thread();
    for (int i = 0; i < PAIRS; i++)
        release(take_written(48), 48);
    report("pair", start, PAIRS);
}

static void bench_batch(void)
{
    enum { BATCH = 1000, ROUNDS = 30000 };
    static void *blocks[BATCH];
    uint64_t start = clock_thread();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < BATCH; i++)
            blocks[i] = take_written(48);
        for (int i = 0; i < BATCH; i++)
            release(blocks[i], 48);
    }
    report("batch", start, (size_t)BATCH * ROUNDS);
}

static void bench_replace(void)
{
    enum { LIVE = 100000, ROUNDS = 20000000 };
    static void *blocks[LIVE];
    static uint16_t sizes[LIVE];
    for (int i = 0; i < LIVE; i++) {
        sizes[i] = (uint16_t)(16 + random_next() % 497);
        blocks[i] = take_written(sizes[i]);
    }
    uint64_t start = clock_thread();
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t random = random_next();
        size_t victim = (size_t)((random >> 32) * LIVE >> 32);
        release(blocks[victim], sizes[victim]);
        sizes[victim] = (uint16_t)(16 + (random & 0xffff) * 497 / 0x10000);
        blocks[victim] = take_written(sizes[victim]);
    }
    report("replace", start, ROUNDS);
    for (int i = 0; i < LIVE; i++)
        release(blocks[i], sizes[i]);
}

static void bench_shuffle(void)
{
    enum { COUNT = 1000000, ROUNDS = 5 };
    static void *blocks[COUNT];
    uint64_t start = 0, spent = 0;
    for (int round = 0; round < ROUNDS; round++) {
        start = clock_thread();
        for (int i = 0; i < COUNT; i++)
            blocks[i] = take_written(64);
        spent += clock_thread() - start;
        for (size_t i = COUNT - 1; i > 0; i--) {
            size_t other = random_next() % (i + 1);
            void *block = blocks[i];
            blocks[i] = blocks[other];
            blocks[other] = block;
        }
        start = clock_thread();
        for (int i = 0; i < COUNT; i++)
            release(blocks[i], 64);
        spent += clock_thread() - start;
    }
    report("shuffle", clock_thread() - spent, (size_t)COUNT * ROUNDS);
}

static void bench_growth(void)
{
    enum { COUNT = 4000000 };
    uint64_t start = clock_thread();
    for (int i = 0; i < COUNT; i++)
        take_written(64);
    report("growth", start, COUNT);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } benches[] = {
        {"pair", bench_pair},       {"batch", bench_batch},   {"replace", bench_replace},
        {"shuffle", bench_shuffle}, {"growth", bench_growth},
    };
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
        if (argc > 1 && strcmp(argv[1], benches[i].name) != 0)
            continue;
#ifdef BENCH_OURO
        heap = heap_open(NULL, sizeof(Heap));
        if (heap == NULL)
            abort();
#endif
        benches[i].run();
#ifdef BENCH_OURO
        heap_close(heap);
#endif
    }
    return 0;
}
