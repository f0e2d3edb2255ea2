/* Making and closing a heap with one small block in it, as every runtime does: microseconds, and
 * what is resident. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap/heap.h"
#include "os/clock.h"
#include "os/pages.h"

typedef struct Runtime {
    Heap heap;
    char rest[32 << 10];
} Runtime;

int main(void)
{
    enum { ROUNDS = 5000 };
    size_t resident = 0;
    uint64_t start = clock_monotonic();
    for (int i = 0; i < ROUNDS; i++) {
        Runtime *rt = heap_open(NULL, sizeof(Runtime));
        if (rt == NULL)
            abort();
        void *block = heap_take(&rt->heap, 48, DOMAIN_OBJECT);
        memset(block, 1, 48);
        if (i == 0)
            resident = pages_resident(region_of(block), REGION_SIZE);
        heap_release(&rt->heap, block, 48, DOMAIN_OBJECT);
        if (!heap_close(&rt->heap))
            abort();
    }
    printf("making and closing a heap: %.1f microseconds, %zu KiB resident\n",
           (double)(clock_monotonic() - start) / ROUNDS / 1000, resident / 1024);
    return 0;
}
