/* Random bytes: getrandom, and /dev/urandom where a sandbox forbids that call. */
#include "os/entropy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

static bool entropy_read_device(char *buffer, size_t size)
{
    int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    while (size > 0) {
        ssize_t count = read(file, buffer, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        buffer += count;
        size -= (size_t)count;
    }
    close(file);
    return size == 0;
}

bool entropy_fill(void *buffer, size_t size)
{
    char *at = buffer;
    while (size > 0) {
        ssize_t count = getrandom(at, size, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return entropy_read_device(at, size);
        at += count;
        size -= (size_t)count;
    }
    return true;
}
