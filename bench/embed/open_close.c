/* What opening and closing a runtime costs: median microseconds and the memory that each one touches.
 *
 *     open_close [ROUNDS]
 *
 * Prints `open U us, close U us, both U us, touched N KB`. The memory is what the process gains while ten runtimes are
 * open, a tenth of it for each. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ouro.h"

enum { HELD = 10 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int smaller_first(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, smaller_first);
    return values[count / 2];
}

/* Resident kilobytes of the process that are its own. */
static long resident(void)
{
    long size = 0, pages = 0, shared = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld %ld", &size, &pages, &shared) != 3)
        pages = shared = 0;
    if (file != NULL)
        fclose(file);
    return (pages - shared) * (sysconf(_SC_PAGESIZE) / 1024);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1000;
    if (rounds < 1)
        rounds = 1;
    double *opened = malloc((size_t)rounds * sizeof(double)), *closed = malloc((size_t)rounds * sizeof(double));
    double *both = malloc((size_t)rounds * sizeof(double));
    if (opened == NULL || closed == NULL || both == NULL)
        return 1;
    for (int i = 0; i < rounds; i++) {
        double start = now();
        ouro_Runtime *runtime = ouro_open(NULL);
        double middle = now();
        if (runtime == NULL || ouro_close(runtime) != 0)
            return 1;
        double end = now();
        opened[i] = middle - start;
        closed[i] = end - middle;
        both[i] = end - start;
    }
    ouro_Runtime *held[HELD];
    long before = resident();
    for (int i = 0; i < HELD; i++)
        if ((held[i] = ouro_open(NULL)) == NULL)
            return 1;
    long after = resident();
    for (int i = 0; i < HELD; i++)
        ouro_close(held[i]);
    printf("open %.1f us, close %.1f us, both %.1f us, touched %ld KB\n", median(opened, rounds), median(closed, rounds),
           median(both, rounds), (after - before) / HELD);
    free(opened);
    free(closed);
    free(both);
    return 0;
}
