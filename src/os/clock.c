/* Clocks. These four exist on every system this house stands on, so they do not fail. */
#include "os/clock.h"

#include <time.h>

static int64_t clock_read(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

uint64_t clock_monotonic(void) { return (uint64_t)clock_read(CLOCK_MONOTONIC); }

uint64_t clock_process(void) { return (uint64_t)clock_read(CLOCK_PROCESS_CPUTIME_ID); }

uint64_t clock_thread(void) { return (uint64_t)clock_read(CLOCK_THREAD_CPUTIME_ID); }

int64_t clock_wall(void) { return clock_read(CLOCK_REALTIME); }
