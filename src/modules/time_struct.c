/* time.struct_time.
 *
 *    +------+--------+--------------------+---------+-----------+
 *    | head | length | 9 items            | tm_zone | tm_gmtoff |
 *    +------+--------+--------------------+---------+-----------+
 *             = 9      the tuple's          NULL reads as None
 *
 * To everyone who takes it for a tuple it has nine items. */
#include "modules/time_struct.h"

#include <string.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/container.h"
#include "types/struct_sequence.h"

enum { ALL_FIELDS = TIME_FIELDS + TIME_HIDDEN_FIELDS, ZONE = TIME_FIELDS, OFFSET };
#define BLOCK_SIZE (sizeof(Tuple) + ALL_FIELDS * sizeof(Object *))

/* ---- creation ------------------------------------------------------------------------------------ */

/* Of all fields, which are handed over (also on failure); hidden ones may be NULL. */
static Object *make_steal(Runtime *rt, Object **items)
{
    bool whole = true;
    for (size_t i = 0; i < TIME_FIELDS; i++)
        whole &= items[i] != NULL;
    Tuple *self = whole ? gc_new_sized(rt, &time_struct_type, BLOCK_SIZE) : NULL;
    if (self == NULL) {
        for (size_t i = 0; i < ALL_FIELDS; i++)
            object_release_maybe(items[i]);
        return NULL;
    }
    self->length = TIME_FIELDS;
    memcpy(self->items, items, ALL_FIELDS * sizeof *items);
    gc_track(rt, self);
    return (Object *)self;
}

Object *time_struct_new(Runtime *rt, const struct tm *time)
{
    const int64_t numbers[TIME_FIELDS] = {
        (int64_t)time->tm_year + 1900, time->tm_mon + 1, time->tm_mday, time->tm_hour, time->tm_min, time->tm_sec,
        (time->tm_wday + 6) % 7, time->tm_yday + 1, time->tm_isdst,
    };
    Object *items[ALL_FIELDS];
    for (size_t i = 0; i < TIME_FIELDS; i++)
        items[i] = (Object *)int_from_int64(rt, numbers[i]);
    items[ZONE] = time->tm_zone == NULL ? NULL : (Object *)str_from_c(rt, time->tm_zone);
    items[OFFSET] = (Object *)int_from_int64(rt, time->tm_gmtoff);
    owned Object *self = make_steal(rt, items);
    return error_pending(rt) ? NULL : take(&self);
}

/* struct_time(sequence, dict={}): nine to eleven items; the hidden ones may come by name. */
static Object *time_struct_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    Object *bound[2];
    if (arguments_bind(rt, "structseq", "sequence, dict=", args, n, names, bound, 2) < 0)
        return NULL;
    owned Object *row = sequence_fast(rt, bound[0], "constructor requires a sequence");
    owned Tuple *given = row == NULL ? NULL : sequence_tuple(rt, row);
    if (given == NULL)
        return NULL;
    if (bound[1] != NULL && !dict_check(bound[1]))
        return error_set(rt, &type_error_type, "%N() takes a dict as second arg, if any", type);
    if (given->length < TIME_FIELDS || given->length > ALL_FIELDS)
        return error_set(rt, &type_error_type, "%N() takes an at %s %d-sequence (%zu-sequence given)", type,
                         given->length < TIME_FIELDS ? "least" : "most",
                         given->length < TIME_FIELDS ? (int)TIME_FIELDS : (int)ALL_FIELDS, given->length);
    Object *items[ALL_FIELDS] = {NULL};
    for (size_t i = 0; i < given->length; i++)
        items[i] = object_retain(given->items[i]);
    for (size_t i = given->length; i < ALL_FIELDS && bound[1] != NULL; i++) {
        owned Str *name = str_from_c(rt, type->members[i].name);
        if (name != NULL)
            items[i] = object_retain_maybe(dict_get_borrow(rt, (Dict *)bound[1], (Object *)name));
    }
    owned Object *self = make_steal(rt, items);
    return error_pending(rt) ? NULL : take(&self);
}

static void time_struct_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    for (size_t i = ALL_FIELDS; i > 0; i--)
        object_release_maybe(((Tuple *)self)->items[i - 1]);
    gc_dispose_sized(rt, self, BLOCK_SIZE);
}

static int time_struct_visit(Object *self, Visitor visit, void *context)
{
    for (size_t i = 0; i < ALL_FIELDS; i++)
        GC_VISIT(((Tuple *)self)->items[i]);
    return 0;
}

static size_t time_struct_size_of(Object *self)
{
    (void)self;
    return BLOCK_SIZE;
}

int time_struct_zone(Runtime *rt, Object *self, struct tm *time)
{
    Object *const *items = ((Tuple *)self)->items;
    if (items[ZONE] != NULL && items[ZONE] != NONE) {
        if (!str_check(items[ZONE]))
            return error_fail(rt, &type_error_type, "bad argument type for built-in operation");
        if (str_is_ascii((Str *)items[ZONE]))
            time->tm_zone = str_data((Str *)items[ZONE]);
    }
    if (items[OFFSET] != NULL && items[OFFSET] != NONE) {
        int64_t offset;
        if (number_as_int64(rt, items[OFFSET], &offset) < 0)
            return -1;
        time->tm_gmtoff = offset;
    }
    return 0;
}

/* ---- methods ------------------------------------------------------------------------------------- */

/* (struct_time, (the nine, {hidden name: value})) */
static Object *time_struct_reduce(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Tuple *tuple = (Tuple *)self;
    owned Tuple *visible = tuple_from_array(rt, tuple->items, TIME_FIELDS);
    owned Dict *hidden = dict_new(rt);
    if (visible == NULL || hidden == NULL)
        return NULL;
    for (size_t i = TIME_FIELDS; i < ALL_FIELDS; i++)
        if (dict_set_c(rt, hidden, time_struct_type.members[i].name, tuple->items[i] == NULL ? NONE : tuple->items[i]) < 0)
            return NULL;
    owned Tuple *arguments = tuple_pack(rt, 2, visible, hidden);
    return arguments == NULL ? NULL : (Object *)tuple_pack(rt, 2, type_as_object(&time_struct_type), arguments);
}

/* ---- type record --------------------------------------------------------------------------------- */

const Type time_struct_type = {
    TYPE_IDENTITY(time_struct), .name = "time.struct_time",
    .doc = "The time value as returned by gmtime(), localtime(), and strptime(), and\n"
           " accepted by asctime(), mktime() and strftime().  May be considered as a\n"
           " sequence of 9 integers.\n\n"
           " Note that several fields' values are not the same as those defined by\n"
           " the C language standard for struct tm.  For example, the value of the\n"
           " field tm_year is the actual year, not year - 1900.  See individual\n"
           " fields' descriptions for details.",
    .base = &tuple_type, .size = sizeof(Tuple),
    .flags = TYPE_IS_TRACKED | TYPE_HAS_ITEMS | TYPE_IS_SEQUENCE | TYPE_TUPLE | TYPE_IS_IMMUTABLE,
    .create = time_struct_create, .init = object_init, .free = time_struct_free, .visit = time_struct_visit,
    .size_of = time_struct_size_of,
    .repr = struct_sequence_repr, .hash = tuple_hash, .compare = tuple_compare, .iter = tuple_iter,
    .length = tuple_length, .get_item = tuple_get_item, .item = tuple_item, .contains = tuple_contains,
    .concat = tuple_concat, .repeat = tuple_repeat, INHERIT_ATTRIBUTES,
    .methods = (const MethodSpec[]){
        {"__reduce__", time_struct_reduce, 0, 0},
        {0},
    },
    .members = (const MemberSpec[]){
        STRUCT_FIELD(0, "tm_year"), STRUCT_FIELD(1, "tm_mon"), STRUCT_FIELD(2, "tm_mday"), STRUCT_FIELD(3, "tm_hour"),
        STRUCT_FIELD(4, "tm_min"), STRUCT_FIELD(5, "tm_sec"), STRUCT_FIELD(6, "tm_wday"), STRUCT_FIELD(7, "tm_yday"),
        STRUCT_FIELD(8, "tm_isdst"), STRUCT_FIELD(ZONE, "tm_zone"), STRUCT_FIELD(OFFSET, "tm_gmtoff"), {0},
    },
};
