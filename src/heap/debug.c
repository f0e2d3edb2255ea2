/* The debug heap and fault injection (only with HEAP_CHECKED).
 *
 * Between the program and the plain heap each block gets a head and guards:
 *
 *    raw block                                 the program's block
 *    |                                         |
 *    +-------+------+--------+--------+--------+----------------+--------+
 *    | state | size | serial | origin | guard  | size bytes     | guard  |
 *    |       |      | domain | return |        |                |        |
 *    +-------+------+--------+--------+--------+----------------+--------+
 *    0                                56       64               64 + size
 *
 *    guards          0xFD     changed: somebody wrote before the start or past the end
 *    fresh block     0xCD     what reads it uses memory that was never set
 *    released block  0xDD     what reads it uses memory that is gone
 *
 * A released block waits in quarantine, first in first out, before the plain heap gets it.
 * Releasing it again is then sure to be seen, and a write into it is found when it leaves. Every
 * finding names the block: its address, size, domain and serial number, and where it was made; then
 * the process aborts, for nothing that it does after that can be trusted.
 *
 * Under AddressSanitizer the released bytes and the guard behind are poisoned besides, so that it
 * stops at the very access. */
#include "heap/parts.h"

#ifdef HEAP_CHECKED

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define poison(address, size)   __asan_poison_memory_region(address, size)
#define unpoison(address, size) __asan_unpoison_memory_region(address, size)
#else
#define poison(address, size)   ((void)(address), (void)(size))
#define unpoison(address, size) ((void)(address), (void)(size))
#endif

#define GUARD_SIZE 8
#define GUARD_BYTE 0xFD
#define FRESH_BYTE 0xCD
#define DEAD_BYTE  0xDD

/* The state of a block is one of these, mixed with its address, so that a copy of a head is no
 * head. */
#define STATE_LIVE UINT64_C(0x6f75726f4c495645)
#define STATE_DEAD UINT64_C(0x6f75726f44454144)

/* What may wait in quarantine; a block greater than a sixteenth of it does not wait. */
#define QUARANTINE_BYTES ((size_t)1 << 20)

typedef struct DebugHead {
    uint64_t state;
    size_t size;
    uint64_t serial;
    uint64_t origin;
    void *return_address;
    struct DebugHead *next; /* in quarantine */
    uint64_t domain;
    uint8_t guard[GUARD_SIZE];
} DebugHead;

_Static_assert(sizeof(DebugHead) == 64, "blocks stay aligned to 8, and heads to cache lines");

#define OVERHEAD (sizeof(DebugHead) + GUARD_SIZE)

static DebugHead *head_of(const void *block) { return (DebugHead *)block - 1; }

static uint8_t *bytes_of(const DebugHead *head) { return (uint8_t *)(head + 1); }

static bool has_state(const DebugHead *head, uint64_t state)
{
    return head->state == (state ^ (uint64_t)(uintptr_t)head);
}

static void set_state(DebugHead *head, uint64_t state)
{
    head->state = state ^ (uint64_t)(uintptr_t)head;
}

/* ---- fault injection ---------------------------------------------------------------------------
 */

bool checks_refuse(Heap *heap)
{
    Checks *checks = &heap->checks;
    uint64_t request = ++checks->requests;
    bool refuse = checks->fail_at != 0 &&
                  (request == checks->fail_at || (checks->fail_on && request > checks->fail_at));
    refuse |= checks->fail_every != 0 && request % checks->fail_every == 0;
    refuse |= checks->fail_hook != NULL && checks->fail_hook(checks->fail_context, request);
    checks->refused += refuse;
    return refuse;
}

void heap_fail_at(Heap *heap, uint64_t at, bool from_then_on)
{
    heap->checks.fail_at = at == 0 ? 0 : heap->checks.requests + at;
    heap->checks.fail_on = from_then_on;
}

/* ---- findings ----------------------------------------------------------------------------------
 */

static void describe(Heap *heap, const DebugHead *head, char *text, size_t size)
{
    char origin[160] = "";
    if (heap->origin_text != NULL && head->origin != 0)
        heap->origin_text(heap->context, head->origin, origin, sizeof origin);
    else if (head->origin != 0)
        snprintf(origin, sizeof origin, "origin %#llx", (unsigned long long)head->origin);
    snprintf(text, size, "block %p of %zu bytes, domain %s, number %llu, made at %p%s%s",
             (void *)(head + 1), head->size, domain_name((Domain)head->domain),
             (unsigned long long)head->serial, head->return_address, origin[0] != '\0' ? ", " : "",
             origin);
}

void heap_block_describe(Heap *heap, const void *block, char *text, size_t size)
{
    describe(heap, head_of(block), text, size);
}

BlockRecord heap_block_record(const void *block)
{
    const DebugHead *head = head_of(block);
    return (BlockRecord){
        .block = (void *)block,
        .size = head->size,
        .domain = (Domain)head->domain,
        .serial = head->serial,
        .return_address = head->return_address,
        .origin = head->origin,
    };
}

__attribute__((noreturn)) static void stop(const char *message)
{
    char text[768];
    int length = snprintf(text, sizeof text, "ouro heap: %s\n", message);
    if (length > (int)sizeof text - 1)
        length = (int)sizeof text - 1;
    ssize_t written = write(STDERR_FILENO, text, (size_t)length);
    (void)written;
    abort();
}

__attribute__((noreturn, format(printf, 3, 4))) static void
stop_at(Heap *heap, const DebugHead *head, const char *format, ...)
{
    char what[160], block[400], text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    describe(heap, head, block, sizeof block);
    snprintf(text, sizeof text, "%s: %s", what, block);
    stop(text);
}

/* ---- guards and filling
 * -------------------------------------------------------------------------- */

static bool all_are(const uint8_t *bytes, size_t size, uint8_t value)
{
    /* The first is `value`, and each equals the one before it. */
    return size == 0 || (bytes[0] == value && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* What is wrong with a block, NULL when nothing is. Unpoisons what it looks at. */
static const char *head_fault(DebugHead *head)
{
    if (!has_state(head, STATE_LIVE) && !has_state(head, STATE_DEAD))
        return "the head of a block was overwritten";
    if (!all_are(head->guard, GUARD_SIZE, GUARD_BYTE))
        return "written before the start";
    uint8_t *end = bytes_of(head) + head->size;
    unpoison(end, GUARD_SIZE);
    if (!all_are(end, GUARD_SIZE, GUARD_BYTE))
        return "written past the end";
    if (has_state(head, STATE_DEAD)) {
        unpoison(bytes_of(head), head->size);
        if (!all_are(bytes_of(head), head->size, DEAD_BYTE))
            return "written after it was released";
    }
    return NULL;
}

static void head_poison(DebugHead *head)
{
    poison(bytes_of(head) + head->size, (size_t)GUARD_SIZE);
    if (has_state(head, STATE_DEAD))
        poison(bytes_of(head), head->size);
}

bool debug_block_check(Heap *heap, void *raw, char *message, size_t size)
{
    DebugHead *head = raw;
    const char *fault = head_fault(head);
    if (fault == NULL) {
        head_poison(head);
        return true;
    }
    char block[400];
    describe(heap, head, block, sizeof block);
    snprintf(message, size, "%s: %s", fault, block);
    return false;
}

void heap_block_check(Heap *heap, const void *block)
{
    char message[600];
    if (!debug_block_check(heap, head_of(block), message, sizeof message))
        stop(message);
}

/* ---- quarantine
 * ---------------------------------------------------------------------------------- */

static void quarantine_add(Heap *heap, DebugHead *head)
{
    Checks *checks = &heap->checks;
    head->next = NULL;
    if (checks->quarantine_last != NULL)
        ((DebugHead *)checks->quarantine_last)->next = head;
    else
        checks->quarantine_first = head;
    checks->quarantine_last = head;
    checks->quarantine_bytes += head->size + OVERHEAD;
    checks->quarantine_blocks++;
}

void quarantine_release(Heap *heap, size_t most)
{
    Checks *checks = &heap->checks;
    while (checks->quarantine_bytes > most) {
        DebugHead *head = checks->quarantine_first;
        checks->quarantine_first = head->next;
        if (head->next == NULL)
            checks->quarantine_last = NULL;
        checks->quarantine_bytes -= head->size + OVERHEAD;
        checks->quarantine_blocks--;

        const char *fault = head_fault(head);
        if (fault != NULL)
            stop_at(heap, head, "%s", fault);
        size_t size = head->size + OVERHEAD;
        Domain domain = (Domain)head->domain;
        head->state = 0;
        block_release(heap, head, size, domain);
    }
}

/* ---- taking and releasing
 * ------------------------------------------------------------------------ */

static void *debug_take(Heap *heap, size_t size, Domain domain, void *return_address)
{
    if (size > HUGE_MOST - OVERHEAD)
        return NULL;
    DebugHead *head = block_take(heap, size + OVERHEAD, domain);
    if (head == NULL)
        return NULL;
    head->size = size;
    head->serial = ++heap->checks.serial;
    head->origin = heap->origin != NULL ? heap->origin(heap->context) : 0;
    head->return_address = return_address;
    head->next = NULL;
    head->domain = domain;
    set_state(head, STATE_LIVE);
    memset(head->guard, GUARD_BYTE, GUARD_SIZE);
    memset(bytes_of(head), FRESH_BYTE, size);
    memset(bytes_of(head) + size, GUARD_BYTE, GUARD_SIZE);
    head_poison(head);
    return bytes_of(head);
}

static DebugHead *debug_check(Heap *heap, void *block, size_t size, Domain domain, const char *verb)
{
    DebugHead *head = head_of(block);
    if (has_state(head, STATE_DEAD))
        stop_at(heap, head, "%s after it was released", verb);
    if (!has_state(head, STATE_LIVE)) {
        char text[160];
        snprintf(text, sizeof text, "%s: %p is no block, or the bytes before it were overwritten",
                 verb, block);
        stop(text);
    }
    if (head->size != size)
        stop_at(heap, head, "%s with the wrong size, %zu", verb, size);
    if (head->domain != (uint64_t)domain)
        stop_at(heap, head, "%s with the wrong domain, %s", verb, domain_name(domain));
    if (heap_of(block) != heap)
        stop_at(heap_of(block), head, "%s to a heap that it is not of", verb);
    const char *fault = head_fault(head);
    if (fault != NULL)
        stop_at(heap, head, "%s", fault);
    return head;
}

static void debug_release(Heap *heap, DebugHead *head)
{
    memset(bytes_of(head), DEAD_BYTE, head->size);
    set_state(head, STATE_DEAD);
    quarantine_add(heap, head);
    head_poison(head);
    bool is_large = head->size > QUARANTINE_BYTES / 16;
    quarantine_release(heap, is_large ? 0 : QUARANTINE_BYTES);
}

void *heap_take_checked(Heap *heap, size_t size, Domain domain)
{
    return checks_refuse(heap) ? NULL : debug_take(heap, size, domain, __builtin_return_address(0));
}

void heap_release_checked(Heap *heap, void *block, size_t size, Domain domain)
{
    if (block != NULL)
        debug_release(heap, debug_check(heap, block, size, domain, "released"));
}

void *heap_take_zeroed(Heap *heap, size_t count, size_t size, Domain domain)
{
    size_t whole;
    if (checks_refuse(heap) || __builtin_mul_overflow(count, size, &whole))
        return NULL;
    void *block = debug_take(heap, whole, domain, __builtin_return_address(0));
    return block != NULL ? memset(block, 0, whole) : NULL;
}

/* Mappings of their own move pages and not bytes here too: a copy would need the memory twice. */
static void *debug_resize_huge(Heap *heap, DebugHead *head, size_t new_size)
{
    size_t old_size = head->size;
    set_state(head, STATE_DEAD); /* a stale pointer to where it was finds no live block */
    DebugHead *moved =
        block_resize(heap, head, old_size + OVERHEAD, new_size + OVERHEAD, (Domain)head->domain);
    if (moved == NULL) {
        set_state(head, STATE_LIVE);
        head_poison(head);
        return NULL;
    }
    moved->size = new_size;
    if (new_size > old_size)
        memset(bytes_of(moved) + old_size, FRESH_BYTE, new_size - old_size);
    memset(bytes_of(moved) + new_size, GUARD_BYTE, GUARD_SIZE);
    set_state(moved, STATE_LIVE);
    head_poison(moved);
    return bytes_of(moved);
}

/* Every other block moves at every change of size, so that who kept a pointer into the old one is
 * found. */
void *heap_resize(Heap *heap, void *block, size_t old_size, size_t new_size, Domain domain)
{
    DebugHead *head = block != NULL ? debug_check(heap, block, old_size, domain, "resized") : NULL;
    if (checks_refuse(heap)) {
        if (head != NULL)
            head_poison(head);
        return NULL;
    }
    if (head != NULL && old_size == new_size) {
        head_poison(head);
        return block;
    }
    if (head != NULL && old_size > RUN_LIMIT && new_size > RUN_LIMIT &&
        new_size <= HUGE_MOST - OVERHEAD)
        return debug_resize_huge(heap, head, new_size);

    void *moved = debug_take(heap, new_size, domain, __builtin_return_address(0));
    if (head != NULL && moved == NULL)
        head_poison(head);
    if (head == NULL || moved == NULL)
        return moved;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    debug_release(heap, head);
    return moved;
}

/* ---- walking
 * ------------------------------------------------------------------------------------- */

typedef struct DebugWalk {
    HeapVisit visit;
    void *context;
} DebugWalk;

static bool debug_visit(void *context, void *raw, size_t size, Domain domain)
{
    (void)size;
    const DebugWalk *walk = context;
    const DebugHead *head = raw;
    return has_state(head, STATE_DEAD) ||
           walk->visit(walk->context, bytes_of(head), head->size, domain);
}

bool heap_walk(Heap *heap, unsigned domains, HeapVisit visit, void *context)
{
    return block_walk(heap, domains, debug_visit, &(DebugWalk){visit, context});
}

static bool debug_unpoison(void *context, void *raw, size_t size, Domain domain)
{
    (void)context;
    (void)domain;
    unpoison(raw, size);
    return true;
}

void debug_close(Heap *heap)
{
    quarantine_release(heap, 0);
    block_walk(heap, HEAP_ALL_DOMAINS, debug_unpoison, NULL);
}

#else

/* An empty file is no C. */
typedef int DebugHeapIsAbsent;

#endif
