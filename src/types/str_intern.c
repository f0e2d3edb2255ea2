/* The intern table: one str for each text that was interned. It holds no reference: an interned str that dies
 * leaves it. The frozen names and characters are in it from the start.
 *
 * Open addressing with linear probes; removal moves later entries back (as gc/weak_table.c), so death needs no memory. */
#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "types/str.h"

struct InternTable {
    size_t used, mask;
    Str **entries;
};

static Str **entry_find(Runtime *rt, const InternTable *table, const Str *str)
{
    size_t place = (size_t)str_hash(rt, str) & table->mask;
    while (table->entries[place] != NULL && !str_equal(table->entries[place], str))
        place = (place + 1) & table->mask;
    return &table->entries[place];
}

static MUST_CHECK int table_grow(Runtime *rt, InternTable *table, size_t size)
{
    Str **entries = memory_take_array(rt, size, sizeof *entries);
    if (entries == NULL)
        return -1;
    memset(entries, 0, size * sizeof *entries);
    InternTable old = *table;
    table->entries = entries;
    table->mask = size - 1;
    if (old.entries != NULL) {
        for (size_t i = 0; i <= old.mask; i++)
            if (old.entries[i] != NULL)
                *entry_find(rt, table, old.entries[i]) = old.entries[i];
        memory_release(rt, old.entries, (old.mask + 1) * sizeof *old.entries);
    }
    return 0;
}

void str_intern(Runtime *rt, Str **str)
{
    Str *self = *str;
    if (str_is_interned(self) || !str_check_exact(self))
        return;
    InternTable *table = rt->interned;
    if (3 * (table->used + 1) > 2 * (table->mask + 1) && table_grow(rt, table, 2 * (table->mask + 1)) < 0) {
        error_clear(rt);
        return;
    }
    Str **entry = entry_find(rt, table, self);
    if (*entry != NULL) {
        *str = object_retain(*entry);
        object_release(self);
        return;
    }
    *entry = self;
    table->used++;
    self->head.flags |= STR_INTERNED;
}

Str *str_intern_c(Runtime *rt, const char *text)
{
    Str *str = str_from_c(rt, text);
    if (str != NULL)
        str_intern(rt, &str);
    return str;
}

void str_intern_forget(Runtime *rt, Str *str)
{
    InternTable *table = rt->interned;
    if (table == NULL)
        return;
    Str **entry = entry_find(rt, table, str);
    if (*entry != str)
        return;
    size_t hole = (size_t)(entry - table->entries), place = hole;
    for (;;) {
        place = (place + 1) & table->mask;
        if (table->entries[place] == NULL)
            break;
        size_t home = (size_t)str_hash(rt, table->entries[place]) & table->mask;
        if (((place - home) & table->mask) >= ((place - hole) & table->mask)) {
            table->entries[hole] = table->entries[place];
            hole = place;
        }
    }
    table->entries[hole] = NULL;
    table->used--;
}

static void table_add_frozen(Runtime *rt, const Str *str)
{
    Str **entry = entry_find(rt, rt->interned, str);
    if (*entry == NULL) {
        *entry = (Str *)str;
        rt->interned->used++;
    }
}

int intern_open(Runtime *rt)
{
    InternTable *table = memory_take(rt, sizeof *table);
    if (table == NULL)
        return -1;
    *table = (InternTable){0, 0, NULL};
    size_t hashes = (FROZEN_COUNT + 1) * sizeof *rt->frozen_hashes;
    rt->frozen_hashes = memory_take(rt, hashes);
    if (rt->frozen_hashes == NULL || table_grow(rt, table, 2048) < 0) {
        memory_release(rt, rt->frozen_hashes, hashes);
        rt->frozen_hashes = NULL;
        memory_release(rt, table, sizeof *table);
        return -1;
    }
    memset(rt->frozen_hashes, 0, hashes);
    rt->interned = table;
    table_add_frozen(rt, EMPTY_STR);
    for (unsigned i = 0; i < CHARACTER_COUNT; i++)
        table_add_frozen(rt, CHARACTER(i));
    for (unsigned i = 0; i < NAME_COUNT; i++)
        table_add_frozen(rt, &frozen_names[i].head);
    return 0;
}

void intern_close(Runtime *rt)
{
    InternTable *table = rt->interned;
    if (table == NULL)
        return;
    rt->interned = NULL;
    memory_release(rt, table->entries, (table->mask + 1) * sizeof *table->entries);
    memory_release(rt, table, sizeof *table);
    memory_release(rt, rt->frozen_hashes, (FROZEN_COUNT + 1) * sizeof *rt->frozen_hashes);
    rt->frozen_hashes = NULL;
}
