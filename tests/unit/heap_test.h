/* What the tests of the heap share. */
#ifndef OURO_TESTS_HEAP_TEST_H
#define OURO_TESTS_HEAP_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "heap/heap.h"
#include "os/pages.h"

#define KIB             ((size_t)1 << 10)
#define MIB             ((size_t)1 << 20)
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Tests of the plain layout mean nothing where the debug heap makes blocks bigger and keeps them
 * longer. */
#ifdef HEAP_CHECKED
#define PLAIN_HEAP_ONLY() skip()
#else
#define PLAIN_HEAP_ONLY() ((void)0)
#endif

static inline Heap *open_heap(size_t limit)
{
    Heap *heap = heap_open(&(HeapOptions){.limit = limit}, sizeof(Heap));
    assert_non_null(heap);
    return heap;
}

static inline void assert_valid(Heap *heap)
{
    char message[600] = "";
    if (!heap_validate(heap, message, sizeof message))
        fail_msg("the heap is invalid: %s", message);
}

static inline void assert_closes_clean(Heap *heap)
{
    assert_valid(heap);
    assert_true(heap_close(heap));
}

/* Bytes of the heap that are resident, asked of the system. */
static inline size_t heap_resident(Heap *heap)
{
    size_t resident = 0;
    for (Region *region = heap->regions; region != NULL; region = region->next)
        resident += pages_resident(region, REGION_SIZE);
    for (HugeHead *head = heap->huge; head != NULL; head = head->next)
        resident += pages_resident(head, head->mapped);
    return resident;
}

static inline HeapFigures figures_of(const Heap *heap)
{
    HeapFigures figures;
    heap_figures(heap, &figures);
    return figures;
}

/* xorshift, seeded by the test so that every failure can be had again. */
static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Sizes as programs ask for them: mostly small, now and then large, seldom huge. */
static inline size_t random_size(uint64_t *state)
{
    uint64_t choice = random_next(state) % 1000, value = random_next(state);
    if (choice < 850)
        return value % 600;
    if (choice < 970)
        return value % (16 * KIB);
    if (choice < 998)
        return value % (300 * KIB);
    return value % (3 * MIB);
}

#endif
