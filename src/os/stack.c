/* Where the C stack lies.
 *
 * The main thread's begins at the end of the page that holds the program's name, which the kernel
 * put there, and grows as far as the soft limit. (The C library would read the whole memory map to
 * find that out: a quarter of the time that opening a runtime takes.) Of other threads the C library
 * knows. Two corrections: an unlimited stack (or one of many gigabytes) is taken for 64 MiB, since
 * other mappings may stand in the way of more; and the lowest page is left to the guard. */
#include "os/stack.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#define STACK_MOST ((size_t)64 << 20)

static bool stack_of_main(uintptr_t *high, size_t *size)
{
    const char *name = (const char *)(uintptr_t)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (getpid() != gettid() || name == NULL || getrlimit(RLIMIT_STACK, &limit) != 0)
        return false;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), here = (uintptr_t)__builtin_frame_address(0);
    *high = ((uintptr_t)name + strlen(name) + page) & ~(page - 1);
    *size = limit.rlim_cur < STACK_MOST ? (size_t)limit.rlim_cur : STACK_MOST;
    return here < *high && *high - here < *size;
}

static bool stack_of_thread(uintptr_t *high, size_t *size, size_t *guard)
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return false;
    void *address;
    bool known = pthread_attr_getstack(&attributes, &address, size) == 0 &&
                 pthread_attr_getguardsize(&attributes, guard) == 0;
    pthread_attr_destroy(&attributes);
    if (known)
        *high = (uintptr_t)address + *size;
    return known;
}

bool stack_bounds(uintptr_t *low, uintptr_t *high)
{
    size_t size, guard = 0;
    if (!stack_of_main(high, &size) && !stack_of_thread(high, &size, &guard))
        return false;
    if (size > STACK_MOST)
        size = STACK_MOST;
    /* Some libraries count the guard into the stack, some do not: leave it out twice rather than
     * once too little, and a page more. */
    size_t spare = guard + (size_t)sysconf(_SC_PAGESIZE);
    *low = *high - size + (spare < size / 4 ? spare : size / 4);
    return true;
}
