/* The weak table: from the address of an object to the weak references to it. An object that has an entry
 * carries OBJECT_WEAKLY_REFERENCED, so others pay nothing, in time or in bytes. Constants cannot carry the mark
 * (runtimes share them): for them the table is always asked.
 *
 * Open addressing with linear probes; removal closes the gap by moving later entries back, so that it needs
 * neither marks nor memory: objects must be able to die without it. The table grows when a reference is made. */
#include "gc/weak_table.h"

#include <string.h>

#include "object/error.h"

typedef struct WeakEntry {
    const Object *object; /* NULL: free */
    WeakReference *first;
} WeakEntry;

struct WeakTable {
    size_t used, mask; /* entries in use; size - 1, or 0 without a table */
    WeakEntry *entries;
};

static size_t place_of(const WeakTable *table, const Object *object)
{
    uint64_t mixed = (uint64_t)(uintptr_t)object * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 32) & table->mask;
}

/* The entry of `object`, or the free one where it would go. */
static WeakEntry *entry_find(const WeakTable *table, const Object *object)
{
    size_t place = place_of(table, object);
    while (table->entries[place].object != NULL && table->entries[place].object != object)
        place = (place + 1) & table->mask;
    return &table->entries[place];
}

static bool may_be_referenced(const WeakTable *table, const Object *object)
{
    return table->used != 0 && ((object->flags & OBJECT_WEAKLY_REFERENCED) || object_is_immortal(object));
}

WeakReference *weak_references_borrow(Runtime *rt, const Object *object)
{
    return may_be_referenced(rt->weak, object) ? entry_find(rt->weak, object)->first : NULL;
}

enum { TABLE_LEAST = 16 };

/* Moves all entries to the empty row `entries` of `size`. */
static void table_move(Runtime *rt, WeakTable *table, WeakEntry *entries, size_t size)
{
    WeakTable old = *table;
    memset(entries, 0, size * sizeof *entries);
    table->entries = entries;
    table->mask = size - 1;
    if (old.entries == NULL)
        return;
    for (size_t i = 0; i <= old.mask; i++)
        if (old.entries[i].object != NULL)
            *entry_find(table, old.entries[i].object) = old.entries[i];
    memory_release(rt, old.entries, (old.mask + 1) * sizeof *old.entries);
}

static MUST_CHECK int table_grow(Runtime *rt, WeakTable *table)
{
    size_t size = table->entries == NULL ? TABLE_LEAST : 2 * (table->mask + 1);
    WeakEntry *entries = memory_take_array(rt, size, sizeof *entries);
    if (entries == NULL)
        return -1;
    table_move(rt, table, entries, size);
    return 0;
}

void weak_table_trim(Runtime *rt)
{
    WeakTable *table = rt->weak;
    if (table == NULL || table->entries == NULL || table->mask < TABLE_LEAST || 8 * table->used > table->mask)
        return;
    size_t size = TABLE_LEAST;
    while (size < 3 * table->used)
        size *= 2;
    WeakEntry *entries = heap_take(&rt->heap, size * sizeof *entries, DOMAIN_MEMORY);
    if (entries != NULL) /* without memory it stays as large as it is */
        table_move(rt, table, entries, size);
}

/* Removes `entry` and moves back what probed past it (Knuth 6.4, algorithm R). */
static void entry_remove(WeakTable *table, WeakEntry *entry)
{
    size_t hole = (size_t)(entry - table->entries), place = hole;
    for (;;) {
        place = (place + 1) & table->mask;
        if (table->entries[place].object == NULL)
            break;
        size_t home = place_of(table, table->entries[place].object);
        if (((place - home) & table->mask) >= ((place - hole) & table->mask)) {
            table->entries[hole] = table->entries[place];
            hole = place;
        }
    }
    table->entries[hole] = (WeakEntry){NULL, NULL};
    table->used--;
}

int weak_table_insert(Runtime *rt, Object *object, WeakReference *reference, WeakReference *after)
{
    WeakTable *table = rt->weak;
    if (weak_references_borrow(rt, object) == NULL) {
        if ((table->entries == NULL || 3 * (table->used + 1) > 2 * (table->mask + 1)) && table_grow(rt, table) < 0)
            return -1;
        *entry_find(table, object) = (WeakEntry){object, NULL};
        table->used++;
        if (!object_is_immortal(object))
            object->flags |= OBJECT_WEAKLY_REFERENCED;
    }
    WeakEntry *entry = entry_find(table, object);
    reference->previous = after;
    reference->next = after != NULL ? after->next : entry->first;
    if (reference->next != NULL)
        reference->next->previous = reference;
    if (after != NULL)
        after->next = reference;
    else
        entry->first = reference;
    return 0;
}

void weak_reference_detach(Runtime *rt, WeakReference *self)
{
    Object *object = self->object;
    if (object == NULL)
        return;
    self->object = NULL;
    if (self->next != NULL)
        self->next->previous = self->previous;
    if (self->previous != NULL) {
        self->previous->next = self->next;
    } else {
        WeakEntry *entry = entry_find(rt->weak, object);
        entry->first = self->next;
        if (entry->first == NULL) {
            entry_remove(rt->weak, entry);
            if (object->flags & OBJECT_WEAKLY_REFERENCED)
                object->flags &= ~(uint32_t)OBJECT_WEAKLY_REFERENCED;
        }
    }
    self->next = self->previous = NULL;
}

int weak_open(Runtime *rt)
{
    WeakTable *table = memory_take(rt, sizeof *table);
    if (table == NULL)
        return -1;
    *table = (WeakTable){.used = 0};
    rt->weak = table;
    return 0;
}

void weak_close(Runtime *rt)
{
    WeakTable *table = rt->weak;
    if (table == NULL)
        return;
    if (table->entries != NULL)
        memory_release(rt, table->entries, (table->mask + 1) * sizeof *table->entries);
    memory_release(rt, table, sizeof *table);
    rt->weak = NULL;
}
