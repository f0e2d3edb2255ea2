/* Where the C stack lies.
 *
 * The C library knows: for the main thread it reads the system's memory map and takes the stack's
 * soft limit for its size. Two corrections: an unlimited stack (or one of many gigabytes) is taken
 * for 64 MiB, since other mappings may stand in the way of more; and the lowest page is left to the
 * guard. */
#define _GNU_SOURCE
#include "os/stack.h"

#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

#define STACK_MOST ((size_t)64 << 20)

bool stack_bounds(uintptr_t *low, uintptr_t *high)
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return false;
    void *address;
    size_t size, guard;
    bool known = pthread_attr_getstack(&attributes, &address, &size) == 0 &&
                 pthread_attr_getguardsize(&attributes, &guard) == 0;
    pthread_attr_destroy(&attributes);
    if (!known)
        return false;

    *high = (uintptr_t)address + size;
    if (size > STACK_MOST)
        size = STACK_MOST;
    /* Some libraries count the guard into the stack, some do not: leave it out twice rather than
     * once too little, and a page more. */
    size_t spare = guard + (size_t)sysconf(_SC_PAGESIZE);
    *low = *high - size + (spare < size / 4 ? spare : size / 4);
    return true;
}
