/* Clocks, in nanoseconds. */
#ifndef OURO_OS_CLOCK_H
#define OURO_OS_CLOCK_H

#include <stdint.h>

/* Since some moment in the past; never goes backwards. */
uint64_t clock_monotonic(void);

/* Processor time that the process, or the calling thread, has used. */
uint64_t clock_process(void);
uint64_t clock_thread(void);

/* Since 1970, as the system's clock shows it. */
int64_t clock_wall(void);

#endif
