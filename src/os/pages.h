/* Pages of memory from the operating system. A page is 4 KiB everywhere in the house:
 * pages_usable() says whether the system's are. */
#ifndef OURO_OS_PAGES_H
#define OURO_OS_PAGES_H

#include <stdbool.h>
#include <stddef.h>

/* True when the system's pages are of `size` bytes. */
bool pages_usable(size_t size);

/* `size` bytes of address space whose address is a multiple of `alignment` (a power of two, at
 * least a page): readable, writable, zero, none of it resident before it is touched, and then page
 * by page when `never_huge`. A free `hint` that is aligned saves two calls. NULL when refused. */
void *pages_map(size_t size, size_t alignment, void *hint, bool never_huge);

/* Gives address space and memory back. */
void pages_unmap(void *pages, size_t size);

/* Gives the memory back at once, keeps the address space; the pages read as zeros when touched
 * again. False when the system refuses (locked memory): then they keep their content. */
bool pages_discard(void *pages, size_t size);

/* The same content in `new_size` bytes, without copying, in place if possible; new bytes are zero.
 * NULL when refused: the old pages stand as they were. Shrinking succeeds in place. */
void *pages_remap(void *pages, size_t old_size, size_t new_size, size_t alignment);

/* How many bytes of them are resident now. For tests. */
size_t pages_resident(void *pages, size_t size);

#endif
