/* list.sort: a stable natural merge sort, after Tim Peters' listsort.txt, with the merge order of
 * J. Ian Munro and Sebastian Wild's powersort, as 3.11.
 *
 * The row is cut into runs that ascend already (descending ones are reversed; short ones are made
 * longer by binary insertion). Runs wait on a stack and are merged so that the tree of merges is nearly
 * as good as it can be for their lengths. A merge copies the shorter run aside and goes item by item
 * until one side wins often; then it gallops: it looks ahead by 1, 3, 7, ... for how far the side goes
 * on winning, and moves that much at once.
 *
 * Comparisons may run any code, so the list is empty while it is sorted: its row belongs to the sort.
 * `items` points to a mark meanwhile, and any change of the list makes it point elsewhere.
 *
 * Which comparison is used is settled in advance by looking at all keys once: for keys that are all
 * ints (within 62 bits), floats, or strs it is a few instructions; nothing but `<` is asked of others. */
#include <string.h>

#include "types/container.h"
#include "types/float.h"
#include "types/list_parts.h"

enum {
    SORT_MIN_GALLOP = 7,
    SORT_RUN_LIMIT = 64,  /* runs are made at least half as long */
    SORT_PENDING = 85,    /* runs on the stack at most: powers grow strictly, 64-bit lengths */
    SORT_TEMPORARY = 256, /* items set aside on the C stack */
};

/* Where list->items points while the list is sorted. */
static const Object *const sorting_mark[1] = {NULL};

/* Two parallel rows: what is compared, and what goes with it (NULL: nothing). */
typedef struct Row {
    Object **keys, **values;
} Row;

typedef struct Run {
    Row start;
    size_t length;
    int power; /* of the boundary to the run after it */
} Run;

typedef enum SortKind { SORT_ANY, SORT_INTS, SORT_FLOATS, SORT_STRS, SORT_TUPLES } SortKind;

typedef struct Sort {
    Runtime *rt;
    SortKind kind;
    Row whole;
    size_t length;
    size_t min_gallop; /* wins in a row that start galloping; adapts */
    Row temporary;
    size_t temporary_size;   /* items that fit; 0: the stack's */
    Object **temporary_block;
    size_t pending;
    Run runs[SORT_PENDING];
    Object *stack_items[SORT_TEMPORARY];
} Sort;

/* ---- comparing ----------------------------------------------------------------------------- */

/* Orders two plain items: -1, 0, 1, or 2 when it takes more than a look at them. */
static inline int plain_order(const Object *left, const Object *right)
{
    if (left->type != right->type)
        return 2;
    if (left->type == &int_type && int_is_small(left) && int_is_small(right)) {
        int64_t a = int_small_value(left), b = int_small_value(right);
        return (a > b) - (a < b);
    }
    if (left->type == &str_type) {
        int order = str_compare_order((const Str *)left, (const Str *)right);
        return (order > 0) - (order < 0);
    }
    if (left->type == &float_type) {
        double a = ((const Float *)left)->value, b = ((const Float *)right)->value;
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
    }
    return 2;
}

/* The first items that differ decide. */
static int tuple_less(Runtime *rt, const Tuple *left, const Tuple *right)
{
    for (size_t i = 0; i < left->length && i < right->length; i++) {
        Object *mine = left->items[i], *theirs = right->items[i];
        if (mine == theirs)
            continue;
        int order = plain_order(mine, theirs);
        if (order == 0)
            continue;
        if (order != 2)
            return order < 0;
        int equal = object_equal(rt, mine, theirs);
        if (equal < 0)
            return -1;
        if (!equal)
            return object_compare_true(rt, mine, theirs, COMPARE_LESS);
    }
    return left->length < right->length;
}

/* left < right: 1, 0, or -1 with an error set. */
static inline int less(const Sort *sort, Object *left, Object *right)
{
    switch (sort->kind) {
    case SORT_INTS:
        return int_small_value(left) < int_small_value(right);
    case SORT_FLOATS:
        return ((Float *)left)->value < ((Float *)right)->value;
    case SORT_STRS:
        return str_compare_order((Str *)left, (Str *)right) < 0;
    case SORT_TUPLES:
        return tuple_less(sort->rt, (Tuple *)left, (Tuple *)right);
    default:
        return object_compare_true(sort->rt, left, right, COMPARE_LESS);
    }
}

static SortKind kind_of(Object *const *keys, size_t length)
{
    const Type *type = keys[0]->type;
    for (size_t i = 1; i < length; i++)
        if (keys[i]->type != type)
            return SORT_ANY;
    if (type == &int_type) {
        for (size_t i = 0; i < length; i++)
            if (!int_is_small(keys[i]))
                return SORT_ANY;
        return SORT_INTS;
    }
    return type == &float_type   ? SORT_FLOATS
           : type == &str_type   ? SORT_STRS
           : type == &tuple_type ? SORT_TUPLES
                                 : SORT_ANY;
}

/* ---- moving -------------------------------------------------------------------------------- */

static inline Row row_at(Row row, size_t index)
{
    return (Row){row.keys + index, row.values == NULL ? NULL : row.values + index};
}

static inline void row_put(Row to, Row from)
{
    to.keys[0] = from.keys[0];
    if (to.values != NULL)
        to.values[0] = from.values[0];
}

static inline void row_move(Row to, Row from, size_t count)
{
    memmove(to.keys, from.keys, count * sizeof(Object *));
    if (to.values != NULL)
        memmove(to.values, from.values, count * sizeof(Object *));
}

static void objects_reverse(Object **low, Object **high)
{
    for (high--; low < high; low++, high--) {
        Object *item = *low;
        *low = *high;
        *high = item;
    }
}

static void row_reverse(Row row, size_t length)
{
    objects_reverse(row.keys, row.keys + length);
    if (row.values != NULL)
        objects_reverse(row.values, row.values + length);
}

/* Room to set `count` items aside; the content is lost. */
static int temporary_reserve(Sort *sort, size_t count)
{
    bool pairs = sort->whole.values != NULL;
    size_t fits = sort->temporary_size != 0 ? sort->temporary_size
                                            : (size_t)SORT_TEMPORARY / (pairs ? 2 : 1);
    if (count <= fits)
        return 0;
    Runtime *rt = sort->rt;
    size_t words = count << pairs; /* no more than the row's own, which is in memory */
    Object **block = memory_take_array(rt, words, sizeof(Object *));
    if (block == NULL)
        return -1;
    if (sort->temporary_block != NULL)
        memory_release(rt, sort->temporary_block,
                       (sort->temporary_size << pairs) * sizeof(Object *));
    sort->temporary_block = block;
    sort->temporary_size = count;
    sort->temporary = (Row){block, pairs ? block + count : NULL};
    return 0;
}

/* ---- galloping ----------------------------------------------------------------------------- */

/* Where `key` belongs in the sorted row[0..length-1]: before its equals (left) or behind them (right).
 * The search starts at `hint` and spreads from there. -1 with an error. */
static ssize_t gallop(const Sort *sort, Object *key, Row row, size_t length, size_t hint,
                      bool right)
{
    Object **keys = row.keys;
/* Whether keys[index] belongs before `key`. */
#define BELONGS_BEFORE(index, answer)                                                \
    int answer = right ? less(sort, key, keys[index]) : less(sort, keys[index], key); \
    if (answer < 0)                                                                  \
        return -1;                                                                   \
    if (right)                                                                       \
        answer = !answer

    size_t low, high; /* keys[low-1] belongs before, keys[high] does not */
    size_t step = 1;
    BELONGS_BEFORE(hint, hint_before);
    if (hint_before) {
        low = hint + 1;
        high = length;
        size_t most = length - hint;
        while (step < most) {
            BELONGS_BEFORE(hint + step, before);
            if (!before) {
                high = hint + step;
                break;
            }
            low = hint + step + 1;
            step = step > most / 2 ? most : step * 2 + 1;
        }
    } else {
        low = 0;
        high = hint;
        size_t most = hint + 1;
        while (step < most) {
            BELONGS_BEFORE(hint - step, before);
            if (before) {
                low = hint - step + 1;
                break;
            }
            high = hint - step;
            step = step > most / 2 ? most : step * 2 + 1;
        }
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        BELONGS_BEFORE(middle, before);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return (ssize_t)low;
#undef BELONGS_BEFORE
}

/* ---- merging ------------------------------------------------------------------------------- */

/* Merges the neighbours a and b, a being the shorter, from the low end. b[0] belongs before a[0], and
 * a's last behind all of b. Whatever happens, the row holds all its items afterwards. */
static int merge_low(Sort *sort, Row a, size_t a_count, Row b, size_t b_count)
{
    if (temporary_reserve(sort, a_count) < 0)
        return -1;
    Row to = a;
    row_move(sort->temporary, a, a_count);
    a = sort->temporary;
    int status = 0;
    size_t min_gallop = sort->min_gallop;

#define TAKE(side, wins, losses) \
    row_put(to, side);           \
    to = row_at(to, 1);          \
    side = row_at(side, 1);      \
    side##_count--;              \
    wins++;                      \
    losses = 0
    size_t a_wins = 0, b_wins = 0;
    TAKE(b, b_wins, a_wins);
    if (b_count == 0)
        goto done;
    if (a_count == 1)
        goto last_of_a;

    for (;;) {
        a_wins = b_wins = 0;
        do {
            int b_first = less(sort, b.keys[0], a.keys[0]);
            if (b_first < 0)
                goto failed;
            if (b_first) {
                TAKE(b, b_wins, a_wins);
                if (b_count == 0)
                    goto done;
            } else {
                TAKE(a, a_wins, b_wins);
                if (a_count == 1)
                    goto last_of_a;
            }
        } while (a_wins < min_gallop && b_wins < min_gallop);

        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            sort->min_gallop = min_gallop;
            ssize_t count = gallop(sort, b.keys[0], a, a_count, 0, true);
            if (count < 0)
                goto failed;
            a_wins = (size_t)count;
            row_move(to, a, a_wins);
            to = row_at(to, a_wins);
            a = row_at(a, a_wins);
            a_count -= a_wins;
            if (a_count == 1)
                goto last_of_a;
            if (a_count == 0) /* only when comparisons contradict each other */
                goto done;
            size_t unused = 0;
            TAKE(b, unused, unused);
            if (b_count == 0)
                goto done;

            count = gallop(sort, a.keys[0], b, b_count, 0, false);
            if (count < 0)
                goto failed;
            b_wins = (size_t)count;
            row_move(to, b, b_wins);
            to = row_at(to, b_wins);
            b = row_at(b, b_wins);
            b_count -= b_wins;
            if (b_count == 0)
                goto done;
            TAKE(a, unused, unused);
            if (a_count == 1)
                goto last_of_a;
        } while (a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP);
        min_gallop++; /* leaving the mode makes it dearer to enter */
        sort->min_gallop = min_gallop;
    }
#undef TAKE

last_of_a:
    row_move(to, b, b_count);
    row_put(row_at(to, b_count), a);
    return 0;
failed:
    status = -1;
done:
    row_move(to, a, a_count);
    return status;
}

/* The same from the high end, b being the shorter. Positions here are one past the item. */
static int merge_high(Sort *sort, Row a, size_t a_count, Row b, size_t b_count)
{
    if (temporary_reserve(sort, b_count) < 0)
        return -1;
    Row row = a; /* where everything goes: row[0 .. a_count + b_count - 1] */
    row_move(sort->temporary, b, b_count);
    b = sort->temporary;
    int status = 0;
    size_t min_gallop = sort->min_gallop;

#define TAKE(side, wins, losses)                                              \
    row_put(row_at(row, a_count + b_count - 1), row_at(side, side##_count - 1)); \
    side##_count--;                                                           \
    wins++;                                                                   \
    losses = 0
    size_t a_wins = 0, b_wins = 0;
    TAKE(a, a_wins, b_wins);
    if (a_count == 0)
        goto done;
    if (b_count == 1)
        goto last_of_b;

    for (;;) {
        a_wins = b_wins = 0;
        do {
            int a_last = less(sort, b.keys[b_count - 1], a.keys[a_count - 1]);
            if (a_last < 0)
                goto failed;
            if (a_last) {
                TAKE(a, a_wins, b_wins);
                if (a_count == 0)
                    goto done;
            } else {
                TAKE(b, b_wins, a_wins);
                if (b_count == 1)
                    goto last_of_b;
            }
        } while (a_wins < min_gallop && b_wins < min_gallop);

        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            sort->min_gallop = min_gallop;
            ssize_t place = gallop(sort, b.keys[b_count - 1], a, a_count, a_count - 1, true);
            if (place < 0)
                goto failed;
            a_wins = a_count - (size_t)place;
            row_move(row_at(row, (size_t)place + b_count), row_at(a, (size_t)place), a_wins);
            a_count = (size_t)place;
            if (a_count == 0)
                goto done;
            size_t unused = 0;
            TAKE(b, unused, unused);
            if (b_count == 1)
                goto last_of_b;

            place = gallop(sort, a.keys[a_count - 1], b, b_count, b_count - 1, false);
            if (place < 0)
                goto failed;
            b_wins = b_count - (size_t)place;
            row_move(row_at(row, a_count + (size_t)place), row_at(b, (size_t)place), b_wins);
            b_count = (size_t)place;
            if (b_count == 1)
                goto last_of_b;
            if (b_count == 0) /* only when comparisons contradict each other */
                goto done;
            TAKE(a, unused, unused);
            if (a_count == 0)
                goto done;
        } while (a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP);
        min_gallop++;
        sort->min_gallop = min_gallop;
    }
#undef TAKE

last_of_b:
    /* b's first belongs before all that is left of a. */
    row_move(row_at(row, 1), a, a_count);
    row_put(row, b);
    return 0;
failed:
    status = -1;
done:
    /* What is left of b fills the gap behind what is left of a. */
    row_move(row_at(row, a_count), b, b_count);
    return status;
}

/* Merges the pending runs number `index` and the next one. */
static int merge_at(Sort *sort, size_t index)
{
    Run *first = &sort->runs[index], *second = first + 1;
    Row a = first->start, b = second->start;
    size_t a_count = first->length, b_count = second->length;
    first->length += b_count;
    if (index + 3 == sort->pending)
        *second = sort->runs[index + 2];
    sort->pending--;

    /* What of a is below all of b is in its place already, and so is what of b is above all of a. */
    ssize_t place = gallop(sort, b.keys[0], a, a_count, 0, true);
    if (place < 0)
        return -1;
    a = row_at(a, (size_t)place);
    a_count -= (size_t)place;
    if (a_count == 0)
        return 0;
    ssize_t count = gallop(sort, a.keys[a_count - 1], b, b_count, b_count - 1, false);
    if (count <= 0)
        return (int)count;
    b_count = (size_t)count;
    return a_count <= b_count ? merge_low(sort, a, a_count, b, b_count)
                              : merge_high(sort, a, a_count, b, b_count);
}

/* ---- runs ---------------------------------------------------------------------------------- */

/* The depth, in a nearly balanced tree over the whole row, of the boundary between the runs
 * [start, start + first) and [start + first, start + first + second): the first binary digit in which the
 * two middles, as fractions of `length`, differ. */
static int boundary_power(size_t start, size_t first, size_t second, size_t length)
{
    size_t a = 2 * start + first, b = a + first + second; /* twice the middles; lengths are < 2^60 */
    for (int power = 1;; power++) {
        if (a >= length) {
            a -= length;
            b -= length;
        } else if (b >= length) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* Sorts row[0..length-1], of which the first `sorted` are so already, by binary insertion. */
static int binary_insertion(const Sort *sort, Row row, size_t length, size_t sorted)
{
    for (; sorted < length; sorted++) {
        Object *pivot = row.keys[sorted];
        size_t low = 0, high = sorted;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int before = less(sort, pivot, row.keys[middle]);
            if (before < 0)
                return -1;
            if (before)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(row.keys + low + 1, row.keys + low, (sorted - low) * sizeof(Object *));
        row.keys[low] = pivot;
        if (row.values != NULL) {
            Object *value = row.values[sorted];
            memmove(row.values + low + 1, row.values + low, (sorted - low) * sizeof(Object *));
            row.values[low] = value;
        }
    }
    return 0;
}

/* The length of the run that row[0..length-1] begins with; a strictly descending one is reversed (equal
 * items would change places otherwise). -1 with an error. */
static ssize_t run_take(const Sort *sort, Row row, size_t length)
{
    if (length < 2)
        return (ssize_t)length;
    int descending = less(sort, row.keys[1], row.keys[0]);
    if (descending < 0)
        return -1;
    size_t count = 2;
    for (; count < length; count++) {
        int down = less(sort, row.keys[count], row.keys[count - 1]);
        if (down < 0)
            return -1;
        if (down != descending)
            break;
    }
    if (descending)
        row_reverse(row, count);
    return (ssize_t)count;
}

/* Between 32 and 64, such that length / it is a power of 2 or a little less. */
static size_t run_minimum(size_t length)
{
    size_t odd = 0;
    while (length >= SORT_RUN_LIMIT) {
        odd |= length & 1;
        length >>= 1;
    }
    return length + odd;
}

static int sort_row(Sort *sort)
{
    Row rest = sort->whole;
    size_t left = sort->length;
    size_t minimum = run_minimum(left);
    while (left > 0) {
        ssize_t natural = run_take(sort, rest, left);
        if (natural < 0)
            return -1;
        size_t count = (size_t)natural;
        if (count < minimum) {
            size_t forced = left < minimum ? left : minimum;
            if (binary_insertion(sort, rest, forced, count) < 0)
                return -1;
            count = forced;
        }
        if (sort->pending > 0) {
            Run *last = &sort->runs[sort->pending - 1];
            int power = boundary_power((size_t)(last->start.keys - sort->whole.keys),
                                       last->length, count, sort->length);
            while (sort->pending > 1 && sort->runs[sort->pending - 2].power > power)
                if (merge_at(sort, sort->pending - 2) < 0)
                    return -1;
            sort->runs[sort->pending - 1].power = power;
        }
        sort->runs[sort->pending++] = (Run){.start = rest, .length = count};
        rest = row_at(rest, count);
        left -= count;
    }
    while (sort->pending > 1) {
        size_t index = sort->pending - 2;
        if (index > 0 && sort->runs[index - 1].length < sort->runs[index + 1].length)
            index--;
        if (merge_at(sort, index) < 0)
            return -1;
    }
    return 0;
}

/* ---- the list ------------------------------------------------------------------------------ */

/* key(item) of every item into a new block; NULL with an error set. */
static Object **keys_make(Runtime *rt, Object *const *items, size_t length, Object *key)
{
    Object **keys = memory_take_array(rt, length, sizeof(Object *));
    if (keys == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        keys[i] = object_call_one(rt, key, items[i]);
        if (keys[i] == NULL) {
            while (i > 0)
                object_release(keys[--i]);
            memory_release(rt, keys, length * sizeof(Object *));
            return NULL;
        }
    }
    return keys;
}

/* Sorts items[0..length-1] by `key`. They are all there afterwards in some order, whatever happens. */
static int items_sort(Runtime *rt, Object **items, size_t length, Object *key, bool reverse)
{
    Object **keys = NULL;
    if (key != NULL && (keys = keys_make(rt, items, length, key)) == NULL)
        return -1;
    Sort sort;
    sort.rt = rt;
    sort.whole = keys == NULL ? (Row){items, NULL} : (Row){keys, items};
    sort.length = length;
    sort.min_gallop = SORT_MIN_GALLOP;
    sort.temporary = (Row){sort.stack_items,
                           keys == NULL ? NULL : sort.stack_items + SORT_TEMPORARY / 2};
    sort.temporary_size = 0;
    sort.temporary_block = NULL;
    sort.pending = 0;
    sort.kind = kind_of(sort.whole.keys, length);

    /* Backward before and after: items that compare equal keep their order. */
    if (reverse)
        row_reverse(sort.whole, length);
    int status = sort_row(&sort);
    if (reverse && (status == 0 || keys == NULL))
        row_reverse(sort.whole, length);

    if (sort.temporary_block != NULL)
        memory_release(rt, sort.temporary_block,
                       (sort.temporary_size << (keys != NULL)) * sizeof(Object *));
    if (keys != NULL) {
        for (size_t i = 0; i < length; i++)
            object_release(keys[i]);
        memory_release(rt, keys, length * sizeof(Object *));
    }
    return status;
}

int list_sort(Runtime *rt, List *list, Object *key, bool reverse)
{
    Object **items = list->items;
    size_t length = list->length, capacity = list->capacity;
    list->items = (Object **)sorting_mark;
    list->length = list->capacity = 0;

    int status = 0;
    if (length > 1)
        status = items_sort(rt, items, length, key, reverse);
    else if (length == 1 && key != NULL) { /* for its errors and effects */
        Object *made = object_call_one(rt, key, items[0]);
        status = made == NULL ? -1 : 0;
        object_release_maybe(made);
    }

    bool changed = list->items != (Object **)sorting_mark;
    Object **new_items = list->items;
    size_t new_length = list->length, new_capacity = list->capacity;
    list->items = items;
    list->length = length;
    list->capacity = capacity;
    if (changed && status == 0) {
        error_set(rt, &value_error_type, "list modified during sort");
        status = -1;
    }
    /* What was put into it meanwhile is lost; releasing it comes last, as it may run code. */
    while (new_length > 0)
        object_release(new_items[--new_length]);
    if (new_capacity != 0)
        memory_release(rt, new_items, new_capacity * sizeof(Object *));
    return status;
}
