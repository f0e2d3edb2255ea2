/* "Did you mean: 'append'?": the nearest of the names that would have been found.
 *
 * The distance is Levenshtein's with weights: 2 for a character added, removed or changed, 1 when only its case
 * differs. A name is near when at most a third of the characters involved differ. Long names and long lists are not
 * looked at: the search is quadratic in one and linear in the other. */
#include "types/exception_parts.h"

#include <string.h>

#include "object/error.h"
#include "types/frame.h"
#include "types/list.h"

enum {
    MOVE_COST = 2,
    CASE_COST = 1,
    NAME_LENGTH_LIMIT = 40,
    CANDIDATE_LIMIT = 750,
};

static uint32_t lower_ascii(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static size_t change_cost(uint32_t a, uint32_t b)
{
    if (a == b)
        return 0;
    return lower_ascii(a) == lower_ascii(b) ? CASE_COST : MOVE_COST;
}

/* The distance, or any number above `limit` when it is above. */
static size_t name_distance(const Str *a, const Str *b, size_t limit)
{
    size_t start = 0, a_end = a->length, b_end = b->length;
    while (start < a_end && start < b_end && str_at(a, start) == str_at(b, start))
        start++;
    while (start < a_end && start < b_end && str_at(a, a_end - 1) == str_at(b, b_end - 1))
        a_end--, b_end--;
    size_t a_size = a_end - start, b_size = b_end - start;
    if (a_size == 0 || b_size == 0)
        return (a_size + b_size) * MOVE_COST;
    if (a_size > NAME_LENGTH_LIMIT || b_size > NAME_LENGTH_LIMIT)
        return limit + 1;
    size_t difference = a_size > b_size ? a_size - b_size : b_size - a_size;
    if (difference * MOVE_COST > limit)
        return limit + 1;

    size_t row[NAME_LENGTH_LIMIT + 1]; /* row[j]: from the first i characters of b to the first j of a */
    for (size_t j = 0; j <= a_size; j++)
        row[j] = j * MOVE_COST;
    for (size_t i = 1; i <= b_size; i++) {
        size_t diagonal = row[0], least = SIZE_MAX;
        row[0] = i * MOVE_COST;
        for (size_t j = 1; j <= a_size; j++) {
            size_t above = row[j];
            size_t change = diagonal + change_cost(str_at(b, start + i - 1), str_at(a, start + j - 1));
            size_t move = (above < row[j - 1] ? above : row[j - 1]) + MOVE_COST;
            row[j] = change < move ? change : move;
            diagonal = above;
            if (row[j] < least)
                least = row[j];
        }
        if (least > limit)
            return limit + 1;
    }
    return row[a_size];
}

typedef struct Search {
    Str *name;
    Str *best; /* borrowed; NULL while none is near */
    size_t best_distance;
} Search;

static void search_consider(Search *search, Object *candidate)
{
    if (!str_check(candidate) || str_equal((Str *)candidate, search->name))
        return;
    Str *item = (Str *)candidate;
    size_t limit = (search->name->length + item->length + 3) * MOVE_COST / 6;
    if (limit > search->best_distance - 1)
        limit = search->best_distance - 1;
    size_t distance = name_distance(search->name, item, limit);
    if (distance > limit)
        return;
    search->best = item;
    search->best_distance = distance;
}

static void search_tuple(Search *search, Tuple *names)
{
    for (size_t i = 0; names != NULL && i < names->length; i++)
        search_consider(search, names->items[i]);
}

static Str *search_result(Search *search)
{
    return object_retain_maybe(search->best);
}

static Str *suggest_from_dict(Str *name, Object *mapping)
{
    if (mapping == NULL || !dict_check(mapping) || dict_length((Dict *)mapping) >= CANDIDATE_LIMIT)
        return NULL;
    Search search = {name, NULL, SIZE_MAX};
    size_t position = 0;
    Object *key, *value;
    while (dict_next((Dict *)mapping, &position, &key, &value))
        search_consider(&search, key);
    return search_result(&search);
}

static Str *suggest_attribute(Runtime *rt, Exception *exception)
{
    Object *name = exception->fields[ATTRIBUTE_ERROR_NAME], *object = exception->fields[ATTRIBUTE_ERROR_OBJ];
    if (name == NULL || object == NULL || !str_check(name))
        return NULL;
    owned Object *keep = object_retain(name);
    owned Object *names = object_dir(rt, object);
    if (names == NULL || !list_check(names) || ((List *)names)->length >= CANDIDATE_LIMIT)
        return NULL;
    Search search = {(Str *)name, NULL, SIZE_MAX};
    List *list = (List *)names;
    for (size_t i = 0; i < list->length; i++)
        search_consider(&search, list->items[i]);
    return search_result(&search);
}

static Str *suggest_name(Exception *exception)
{
    Object *name = exception->fields[NAME_ERROR_NAME];
    Traceback *entry = (Traceback *)exception->traceback;
    if (name == NULL || !str_check(name) || entry == NULL)
        return NULL;
    while (entry->next != NULL)
        entry = entry->next;
    FrameObject *frame = (FrameObject *)entry->frame;
    const Code *code = frame_object_code_borrow(frame);
    Search search = {(Str *)name, NULL, SIZE_MAX};
    if (code_variable_count(code) < CANDIDATE_LIMIT) {
        search_tuple(&search, code->local_names);
        search_tuple(&search, code->cell_names);
        search_tuple(&search, code->free_names);
    }
    if (search.best != NULL)
        return search_result(&search);
    Function *function = frame->frame != NULL ? frame->frame->function : frame->function;
    if (function == NULL)
        return NULL;
    Str *found = suggest_from_dict((Str *)name, (Object *)function->globals);
    return found != NULL ? found : suggest_from_dict((Str *)name, function->builtins);
}

Str *exception_suggestion(Runtime *rt, Exception *exception)
{
    Object *pending = error_take(rt);
    Object *name = NULL;
    Str *found = NULL;
    if (object_has_type(exception, &attribute_error_type)) {
        name = exception->fields[ATTRIBUTE_ERROR_NAME];
        if (name != NULL && str_check(name) && ((Str *)name)->length <= NAME_LENGTH_LIMIT)
            found = suggest_attribute(rt, exception);
    }
    else if (object_has_type(exception, &name_error_type)) {
        name = exception->fields[NAME_ERROR_NAME];
        if (name != NULL && str_check(name) && ((Str *)name)->length <= NAME_LENGTH_LIMIT)
            found = suggest_name(exception);
    }
    error_clear(rt);
    error_restore_steal(rt, pending);
    return found;
}
