/* Pages of memory from the operating system: Linux.
 *
 * Address space costs nothing until it is touched (MAP_NORESERVE), so it is asked for generously
 * and memory comes by the page. Aligned address space is had by asking for too much and giving the
 * ends back:
 *
 *    |<------------------- size + alignment - page ------------------>|
 *    |  given back  |<---------- size, aligned --------->| given back |
 *
 * Memory goes back with MADV_DONTNEED, which takes effect at once; MADV_FREE would leave the pages
 * resident until the system is short of memory. */
#include "os/pages.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static void *map(void *hint, size_t size)
{
    void *pages = mmap(hint, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

static bool is_aligned(const void *address, size_t alignment)
{
    return ((uintptr_t)address & (alignment - 1)) == 0;
}

bool pages_usable(size_t size) { return sysconf(_SC_PAGESIZE) == (long)size; }

static void *map_aligned(size_t size, size_t alignment, void *hint)
{
    if (hint != NULL) {
        void *pages = map(hint, size);
        if (pages != NULL && is_aligned(pages, alignment))
            return pages;
        if (pages != NULL)
            pages_unmap(pages, size);
    }

    size_t slack = alignment - (size_t)sysconf(_SC_PAGESIZE);
    if (size > SIZE_MAX - slack)
        return NULL;
    char *pages = map(NULL, size + slack);
    if (pages == NULL)
        return NULL;
    size_t before = (size_t)(-(uintptr_t)pages & (alignment - 1));
    if (before != 0)
        pages_unmap(pages, before);
    if (before != slack)
        pages_unmap(pages + before + size, slack - before);
    return pages + before;
}

void *pages_map(size_t size, size_t alignment, void *hint, bool never_huge)
{
    void *pages = map_aligned(size, alignment, hint);
    /* Fails where the kernel knows no huge pages, and then it is not needed. */
    if (pages != NULL && never_huge)
        (void)madvise(pages, size, MADV_NOHUGEPAGE);
    return pages;
}

void pages_unmap(void *pages, size_t size)
{
    /* It can fail only where it would split a mapping beyond the system's count of them: then the
     * memory goes back all the same, and the address space stays behind. */
    if (munmap(pages, size) != 0)
        (void)madvise(pages, size, MADV_DONTNEED);
}

bool pages_discard(void *pages, size_t size) { return madvise(pages, size, MADV_DONTNEED) == 0; }

void *pages_remap(void *pages, size_t old_size, size_t new_size, size_t alignment)
{
    if (new_size <= old_size) {
        if (new_size < old_size)
            pages_unmap((char *)pages + new_size, old_size - new_size);
        return pages;
    }
    if (mremap(pages, old_size, new_size, 0) != MAP_FAILED)
        return pages;

    void *place = map_aligned(new_size, alignment, NULL);
    if (place == NULL)
        return NULL;
    if (mremap(pages, old_size, new_size, MREMAP_MAYMOVE | MREMAP_FIXED, place) == MAP_FAILED) {
        pages_unmap(place, new_size);
        return NULL;
    }
    return place;
}

size_t pages_resident(void *pages, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), count = 0;
    for (size_t at = 0; at < size; at += 64 * page) {
        unsigned char in_core[64];
        size_t length = size - at < 64 * page ? size - at : 64 * page;
        if (mincore((char *)pages + at, length, in_core) != 0)
            continue;
        for (size_t i = 0; i < length / page; i++)
            count += in_core[i] & 1;
    }
    return count * page;
}
