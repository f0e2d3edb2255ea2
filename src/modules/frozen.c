/* Frozen modules: those of lib/, whose text the build puts into the library as constants. tools/freeze.c makes the
 * table; here it is searched. */
#include "modules/frozen.h"

#include <string.h>

/* Order of the name in the table against `name`, which is ASCII. */
static int order(const char *entry, const char *name, size_t length)
{
    size_t entry_length = strlen(entry);
    int result = memcmp(entry, name, entry_length < length ? entry_length : length);
    return result != 0 ? result : (entry_length > length) - (entry_length < length);
}

const FrozenModule *frozen_module_find(const Str *name)
{
    if (!str_is_ascii(name))
        return NULL;
    size_t low = 0, high = frozen_module_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int result = order(frozen_modules[middle].name, str_data(name), name->length);
        if (result == 0)
            return &frozen_modules[middle];
        if (result < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
