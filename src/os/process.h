/* What the system says of this process. */
#ifndef OURO_OS_PROCESS_H
#define OURO_OS_PROCESS_H

#include <stddef.h>

/* Bytes of memory resident now, and the most there ever were. 0 when the system does not say. */
size_t process_resident(void);
size_t process_resident_peak(void);

#endif
