/* What the system's pages cost, in nanoseconds a page: the constants behind the policy of
 * src/heap/arena.c. For rows of 1 to 256 pages: touching for the first time, discarding, touching
 * again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "os/clock.h"
#include "os/pages.h"

#define SIZE ((size_t)4 << 20)
#define PAGE ((size_t)4096)

static uint64_t touch(char *pages)
{
    uint64_t start = clock_thread();
    for (size_t i = 0; i < SIZE; i += PAGE)
        pages[i] = 1;
    return clock_thread() - start;
}

int main(void)
{
    enum { ROUNDS = 32 };
    puts("pages a row  first touch  discard  touch again");
    for (size_t row = 1; row <= 256; row *= 4) {
        uint64_t first = 0, discard = 0, again = 0;
        for (int round = 0; round < ROUNDS; round++) {
            char *pages = pages_map(SIZE, SIZE, NULL, true);
            if (pages == NULL)
                abort();
            first += touch(pages);
            uint64_t start = clock_thread();
            for (size_t i = 0; i < SIZE; i += row * PAGE)
                pages_discard(pages + i, row * PAGE);
            discard += clock_thread() - start;
            again += touch(pages);
            pages_unmap(pages, SIZE);
        }
        double count = (double)ROUNDS * (double)(SIZE / PAGE);
        printf("%11zu  %11.0f  %7.0f  %11.0f\n", row, (double)first / count,
               (double)discard / count, (double)again / count);
    }
    return 0;
}
