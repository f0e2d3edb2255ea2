/* Memory that goes back: what stays resident when most blocks, or all, are gone.
 *
 * 2,000,000 small lists as the runtime has them: an object of 64 bytes (two words of the collector
 * before it) and a table of one item, of which a share chosen at random is kept. Prints the bytes
 * resident over the start at the peak, after the release, and after one more round of the same. */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/pages.h"
#include "os/process.h"

#ifdef BENCH_OURO
#include "heap/heap.h"
static Heap *heap;
#define take(size, domain)           heap_take(heap, size, domain)
#define release(block, size, domain) heap_release(heap, block, size, domain)
#else
#define take(size, domain)           malloc(size)
#define release(block, size, domain) free(block)
#endif

enum { LISTS = 2000000, LIST_SIZE = 56, TABLE_SIZE = 8 };

typedef struct List {
    uint64_t words[LIST_SIZE / 8 - 1];
    void *table;
} List;

static List **lists; /* not in the heap that is measured */

static double over(size_t start)
{
    size_t now = process_resident();
    return now > start ? (double)(now - start) / (1 << 20) : 0;
}

static void build(void)
{
    for (size_t i = 0; i < LISTS; i++) {
        if (lists[i] != NULL)
            continue;
        lists[i] = take(sizeof(List), DOMAIN_OBJECT);
        memset(lists[i], 1, sizeof(List));
        lists[i]->table = take(TABLE_SIZE, DOMAIN_MEMORY);
        memset(lists[i]->table, 1, TABLE_SIZE);
    }
}

static void drop(unsigned kept_of_10000, uint64_t *random)
{
    for (size_t i = 0; i < LISTS; i++) {
        *random ^= *random << 13, *random ^= *random >> 7, *random ^= *random << 17;
        if (lists[i] == NULL || (*random >> 20) % 10000 < kept_of_10000)
            continue;
        release(lists[i]->table, TABLE_SIZE, DOMAIN_MEMORY);
        release(lists[i], sizeof(List), DOMAIN_OBJECT);
        lists[i] = NULL;
    }
}

int main(int argc, char **argv)
{
    unsigned kept = argc > 1 ? (unsigned)atoi(argv[1]) : 10;
    uint64_t random = 88172645463325252u;
    lists = pages_map(LISTS * sizeof *lists, 4096, NULL, true);
    memset(lists, 0, LISTS * sizeof *lists);
#ifdef BENCH_OURO
    heap = heap_open(NULL, sizeof(Heap));
#endif
    size_t start = process_resident();
    build();
    double peak = over(start);
    drop(kept, &random);
    double after = over(start);
    build();
    drop(kept, &random);
    printf("%.1f %.1f %.1f\n", peak, after, over(start));
    return 0;
}
