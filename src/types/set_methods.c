/* set and frozenset: their methods and type records. */
#include "types/container.h"
#include "types/list.h"
#include "types/set_table.h"

/* ---- life ---------------------------------------------------------------------------------- */

static Object *set_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)args, (void)n, (void)names;
    return (Object *)set_new_of(rt, type);
}

static int set_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    Set *set = (Set *)self;
    if (keywords_refuse(rt, "set", names) < 0)
        return -1;
    if (n > 1)
        return error_fail(rt, &type_error_type, "set expected at most 1 argument, got %zu", n);
    set_clear(rt, set);
    set->hash = -1;
    return n == 0 ? 0 : set_update(rt, set, args[0]);
}

static Object *frozenset_create(Runtime *rt, const Type *type, Object **args, size_t n,
                                Tuple *names)
{
    if (type->init == object_init && keywords_refuse(rt, "frozenset", names) < 0)
        return NULL;
    if (n > 1)
        return error_set(rt, &type_error_type, "frozenset expected at most 1 argument, got %zu", n);
    if (type == &frozenset_type)
        return (Object *)frozenset_new(rt, n == 0 ? NULL : args[0]);
    return (Object *)set_new_from(rt, type, n == 0 ? NULL : args[0]);
}

static void set_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    set_clear(rt, (Set *)self);
    if (likely(set_check_exact(self)))
        gc_dispose_sized(rt, self, sizeof(Set));
    else
        object_dispose_any(rt, self, sizeof(Set));
}

static int set_visit(Object *self, Visitor visit, void *context)
{
    size_t position = 0;
    Object *key;
    while (set_next((Set *)self, &position, &key, NULL))
        GC_VISIT(key);
    return 0;
}

static void set_clear_slot(Runtime *rt, Object *self)
{
    set_clear(rt, (Set *)self);
}

/* ---- protocol ------------------------------------------------------------------------------ */

static Object *set_repr_inner(Runtime *rt, Object *self)
{
    owned List *keys = sequence_list(rt, self);
    if (keys == NULL)
        return NULL;
    owned Str *text = (Str *)object_repr(rt, (Object *)keys);
    owned Str *inner = text == NULL ? NULL : str_slice(rt, text, 1, text->length - 1);
    if (inner == NULL)
        return NULL;
    if (object_has_type(self, &set_type))
        return (Object *)str_format(rt, "{%U}", inner);
    return (Object *)str_format(rt, "%T({%U})", self, inner);
}

static Object *set_repr(Runtime *rt, Object *self)
{
    int entered = repr_enter(rt, self);
    if (entered < 0)
        return NULL;
    if (entered > 0)
        return (Object *)str_format(rt, "%T(...)", self);
    Object *text = ((Set *)self)->used == 0 ? (Object *)str_format(rt, "%T()", self)
                                            : set_repr_inner(rt, self);
    repr_leave(rt, self);
    return text;
}

static uint64_t bits_shuffle(uint64_t hash)
{
    return ((hash ^ 89869747u) ^ (hash << 16)) * 3644798167u;
}

/* Independent of order, as xor is; 3.11's constants. Empty slots and dummies are shuffled in with the keys and
 * taken out again at once. */
static int64_t frozenset_hash(Runtime *rt, Object *self)
{
    (void)rt;
    Set *set = (Set *)self;
    if (set->hash != -1)
        return set->hash;
    uint64_t hash = 0;
    for (size_t i = 0; i <= set->mask; i++)
        hash ^= bits_shuffle((uint64_t)set->table[i].hash);
    if ((set->mask + 1 - set->fill) & 1)
        hash ^= bits_shuffle(0);
    if ((set->fill - set->used) & 1)
        hash ^= bits_shuffle(UINT64_MAX);
    hash ^= ((uint64_t)set->used + 1) * 1927868237u;
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash * 69069u + 907133923u;
    if (hash == UINT64_MAX)
        hash = 590923713u;
    set->hash = (int64_t)hash;
    return set->hash;
}

static int set_equal(Runtime *rt, Set *left, Set *right)
{
    if (left->used != right->used ||
        (left->hash != -1 && right->hash != -1 && left->hash != right->hash))
        return 0;
    return set_is_subset(rt, left, (Object *)right);
}

static Object *set_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!set_check(self) || !set_check(other))
        return not_implemented();
    Set *left = (Set *)self, *right = (Set *)other;
    int holds = 0;
    switch (operation) {
    case COMPARE_EQUAL: holds = set_equal(rt, left, right); break;
    case COMPARE_NOT_EQUAL:
        holds = set_equal(rt, left, right);
        if (holds >= 0)
            holds = !holds;
        break;
    case COMPARE_LESS_EQUAL: holds = set_is_subset(rt, left, other); break;
    case COMPARE_GREATER_EQUAL: holds = set_is_subset(rt, right, self); break;
    case COMPARE_LESS:
        if (left->used < right->used)
            holds = set_is_subset(rt, left, other);
        break;
    default:
        if (left->used > right->used)
            holds = set_is_subset(rt, right, self);
        break;
    }
    return holds < 0 ? NULL : bool_new(holds);
}

static ssize_t set_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)((Set *)self)->used;
}

/* A set given as a key stands for the frozenset of its items. NULL, with the error pending as it was, when `key` is
 * no set or something else than hashing it failed. */
static Object *key_as_frozenset(Runtime *rt, Object *key)
{
    if (!object_is(key, &set_type) || !error_clear_if(rt, &type_error_type))
        return NULL;
    return (Object *)set_new_from(rt, &frozenset_type, key);
}

static int set_contains_slot(Runtime *rt, Object *self, Object *key)
{
    int found = set_contains(rt, (Set *)self, key);
    if (found >= 0)
        return found;
    owned Object *frozen = key_as_frozenset(rt, key);
    return frozen == NULL ? -1 : set_contains(rt, (Set *)self, frozen);
}

/* ---- operators ----------------------------------------------------------------------------- */

static Set *set_copy_base(Runtime *rt, Set *set)
{
    return set_new_from(rt, set_base_type(set->head.type), (Object *)set);
}

static Object *set_or(Runtime *rt, Object *left, Object *right)
{
    if (!set_check(left) || !set_check(right))
        return not_implemented();
    owned Set *result = set_copy_base(rt, (Set *)left);
    if (result == NULL || (left != right && set_update(rt, result, right) < 0))
        return NULL;
    return (Object *)take(&result);
}

static Object *set_and(Runtime *rt, Object *left, Object *right)
{
    if (!set_check(left) || !set_check(right))
        return not_implemented();
    return set_intersection(rt, (Set *)left, right);
}

static Object *set_subtract(Runtime *rt, Object *left, Object *right)
{
    if (!set_check(left) || !set_check(right))
        return not_implemented();
    return set_difference(rt, (Set *)left, right);
}

static Object *symmetric_difference(Runtime *rt, Set *set, Object *other)
{
    owned Set *result = set_new_from(rt, set_base_type(set->head.type), other);
    if (result == NULL || set_symmetric_difference_update(rt, result, (Object *)set) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *set_xor(Runtime *rt, Object *left, Object *right)
{
    if (!set_check(left) || !set_check(right))
        return not_implemented();
    return symmetric_difference(rt, (Set *)left, right);
}

static Object *set_in_place_or(Runtime *rt, Object *self, Object *other)
{
    if (!set_check(other))
        return not_implemented();
    return set_update(rt, (Set *)self, other) < 0 ? NULL : object_retain(self);
}

static int set_intersection_update(Runtime *rt, Set *set, Object *other)
{
    owned Set *common = (Set *)set_intersection(rt, set, other);
    if (common == NULL)
        return -1;
    set_swap(set, common);
    return 0;
}

static Object *set_in_place_and(Runtime *rt, Object *self, Object *other)
{
    if (!set_check(other))
        return not_implemented();
    return set_intersection_update(rt, (Set *)self, other) < 0 ? NULL : object_retain(self);
}

static Object *set_in_place_subtract(Runtime *rt, Object *self, Object *other)
{
    if (!set_check(other))
        return not_implemented();
    return set_difference_update(rt, (Set *)self, other) < 0 ? NULL : object_retain(self);
}

static Object *set_in_place_xor(Runtime *rt, Object *self, Object *other)
{
    if (!set_check(other))
        return not_implemented();
    return set_symmetric_difference_update(rt, (Set *)self, other) < 0 ? NULL
                                                                       : object_retain(self);
}

/* ---- methods ------------------------------------------------------------------------------- */

static Object *set_add_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return set_add(rt, (Set *)self, args[0]) < 0 ? NULL : none_new();
}

static Object *set_clear_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    set_clear(rt, (Set *)self);
    return none_new();
}

static Object *set_contains_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int found = set_contains_slot(rt, self, args[0]);
    return found < 0 ? NULL : bool_new(found);
}

static Object *set_copy_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    if (object_has_type(self, &frozenset_type))
        return object_retain(self);
    return (Object *)set_copy_base(rt, (Set *)self);
}

/* 1 removed, 0 absent, -1. */
static int set_drop(Runtime *rt, Object *self, Object *key)
{
    int found = set_discard(rt, (Set *)self, key);
    if (found >= 0)
        return found;
    owned Object *frozen = key_as_frozenset(rt, key);
    return frozen == NULL ? -1 : set_discard(rt, (Set *)self, frozen);
}

static Object *set_discard_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return set_drop(rt, self, args[0]) < 0 ? NULL : none_new();
}

static Object *set_remove_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int found = set_drop(rt, self, args[0]);
    if (found < 0)
        return NULL;
    return found ? none_new() : error_set_value(rt, &key_error_type, args[0]);
}

/* Goes on where the last one stopped, so that popping all is linear. */
static Object *set_pop_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    Set *set = (Set *)self;
    if (set->used == 0)
        return error_set(rt, &key_error_type, "pop from an empty set");
    size_t slot = set->finger & set->mask;
    while (!set_entry_is_live(&set->table[slot]))
        slot = slot == set->mask ? 0 : slot + 1;
    set->finger = slot + 1;
    return set_take_entry(set, &set->table[slot]);
}

static Object *set_union_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    owned Set *result = set_copy_base(rt, (Set *)self);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (args[i] != self && set_update(rt, result, args[i]) < 0)
            return NULL;
    return (Object *)take(&result);
}

static Object *set_intersection_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n == 0)
        return (Object *)set_copy_base(rt, (Set *)self);
    owned Object *result = object_retain(self);
    for (size_t i = 0; i < n; i++) {
        Object *next = set_intersection(rt, (Set *)result, args[i]);
        if (next == NULL)
            return NULL;
        object_replace_steal(&result, next);
    }
    return take(&result);
}

static Object *set_difference_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    if (n == 0)
        return (Object *)set_copy_base(rt, (Set *)self);
    owned Object *result = set_difference(rt, (Set *)self, args[0]);
    for (size_t i = 1; result != NULL && i < n; i++)
        if (set_difference_update(rt, (Set *)result, args[i]) < 0)
            return NULL;
    return take(&result);
}

static Object *set_symmetric_difference_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    return symmetric_difference(rt, (Set *)self, args[0]);
}

static Object *set_update_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (set_update(rt, (Set *)self, args[i]) < 0)
            return NULL;
    return none_new();
}

static Object *set_intersection_update_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    owned Object *common = set_intersection_method(rt, self, args, n);
    if (common == NULL)
        return NULL;
    set_swap((Set *)self, (Set *)common);
    return none_new();
}

static Object *set_difference_update_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (set_difference_update(rt, (Set *)self, args[i]) < 0)
            return NULL;
    return none_new();
}

static Object *set_symmetric_difference_update_method(Runtime *rt, Object *self, Object **args,
                                                      size_t n)
{
    (void)n;
    return set_symmetric_difference_update(rt, (Set *)self, args[0]) < 0 ? NULL : none_new();
}

static Object *set_isdisjoint_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Object *other = args[0];
    if (self == other)
        return bool_new(((Set *)self)->used == 0);
    if (set_check(other) && ((Set *)other)->used > ((Set *)self)->used) { /* walk the smaller one */
        other = self;
        self = args[0];
    }
    owned Object *iterator = object_iter(rt, other);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *key = iterator_next(rt, iterator);
        if (key == NULL)
            return error_pending(rt) ? NULL : bool_new(true);
        int found = set_contains(rt, (Set *)self, key);
        if (found != 0)
            return found < 0 ? NULL : bool_new(false);
    }
}

static Object *set_issubset_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int holds = set_is_subset(rt, (Set *)self, args[0]);
    return holds < 0 ? NULL : bool_new(holds);
}

static Object *set_issuperset_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    int holds = set_is_superset(rt, (Set *)self, args[0]);
    return holds < 0 ? NULL : bool_new(holds);
}

static Object *set_reduce_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    owned List *keys = sequence_list(rt, self);
    owned Object *state =
        keys == NULL ? NULL : object_call_method(rt, NAME(__getstate__), &self, 1, NULL);
    return state == NULL
               ? NULL
               : reduce_to_call(rt, type_as_object(self->type), (Object *)keys, state);
}

static Object *set_sizeof_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Set *set = (Set *)self;
    size_t size = self->type->size;
    if (set->table != set->small)
        size += (set->mask + 1) * sizeof(SetEntry);
    return (Object *)int_from_size(rt, (ssize_t)size);
}

#define SHARED_METHODS                                                                            \
    {"__contains__", set_contains_method, 1, 1, METHOD_COEXIST,                                   \
     .doc = "x.__contains__(y) <==> y in x."},                                                    \
    {"copy", set_copy_method, 0, 0, .doc = "Return a shallow copy of a set."},                    \
    {"difference", set_difference_method, 0, -1,                                                  \
     .doc = "Return the difference of two or more sets as a new set.\n\n"                         \
            "(i.e. all elements that are in this set but not the others.)"},                      \
    {"intersection", set_intersection_method, 0, -1,                                              \
     .doc = "Return the intersection of two sets as a new set.\n\n"                               \
            "(i.e. all elements that are in both sets.)"},                                        \
    {"isdisjoint", set_isdisjoint_method, 1, 1,                                                   \
     .doc = "Return True if two sets have a null intersection."},                                 \
    {"issubset", set_issubset_method, 1, 1,                                                       \
     .doc = "Report whether another set contains this set."},                                     \
    {"issuperset", set_issuperset_method, 1, 1,                                                   \
     .doc = "Report whether this set contains another set."},                                     \
    {"__reduce__", set_reduce_method, 0, 0, .doc = "Return state information for pickling."},     \
    {"__sizeof__", set_sizeof_method, 0, 0,                                                       \
     .doc = "S.__sizeof__() -> size of S in memory, in bytes"},                                   \
    {"symmetric_difference", set_symmetric_difference_method, 1, 1,                               \
     .doc = "Return the symmetric difference of two sets as a new set.\n\n"                       \
            "(i.e. all elements that are in exactly one of the sets.)"},                          \
    {"union", set_union_method, 0, -1,                                                            \
     .doc = "Return the union of sets as a new set.\n\n"                                          \
            "(i.e. all elements that are in either set.)"},                                       \
    CLASS_GET_ITEM

const Type set_type = {
    TYPE_IDENTITY(set),
    .name = "set",
    .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
           "Build an unordered collection of unique elements.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_SET | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Set),
    .create = set_create,
    .init = set_init,
    .free = set_free,
    .visit = set_visit,
    .clear = set_clear_slot,
    .repr = set_repr,
    .hash = NULL, /* unhashable */
    .compare = set_compare,
    INHERIT_ATTRIBUTES,
    .iter = set_iter,
    .binary = {[BINARY_SUBTRACT] = set_subtract, [BINARY_AND] = set_and, [BINARY_OR] = set_or,
               [BINARY_XOR] = set_xor},
    .in_place = {[BINARY_SUBTRACT] = set_in_place_subtract, [BINARY_AND] = set_in_place_and,
                 [BINARY_OR] = set_in_place_or, [BINARY_XOR] = set_in_place_xor},
    .length = set_length,
    .contains = set_contains_slot,
    .methods = (const MethodSpec[]){
        SHARED_METHODS,
        {"add", set_add_method, 1, 1,
         .doc = "Add an element to a set.\n\nThis has no effect if the element is already present."},
        {"clear", set_clear_method, 0, 0, .doc = "Remove all elements from this set."},
        {"discard", set_discard_method, 1, 1,
         .doc = "Remove an element from a set if it is a member.\n\n"
                "Unlike set.remove(), the discard() method does not raise\n"
                "an exception when an element is missing from the set."},
        {"difference_update", set_difference_update_method, 0, -1,
         .doc = "Remove all elements of another set from this set."},
        {"intersection_update", set_intersection_update_method, 0, -1,
         .doc = "Update a set with the intersection of itself and another."},
        {"pop", set_pop_method, 0, 0,
         .doc = "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."},
        {"remove", set_remove_method, 1, 1,
         .doc = "Remove an element from a set; it must be a member.\n\n"
                "If the element is not a member, raise a KeyError."},
        {"symmetric_difference_update", set_symmetric_difference_update_method, 1, 1,
         .doc = "Update a set with the symmetric difference of itself and another."},
        {"update", set_update_method, 0, -1,
         .doc = "Update a set with the union of itself and others."},
        {0},
    },
};

const Type frozenset_type = {
    TYPE_IDENTITY(frozenset),
    .name = "frozenset",
    .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
           "Build an immutable unordered collection of unique elements.",
    .base = &object_type,
    .flags = TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_SET | TYPE_IS_IMMUTABLE | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Set),
    .create = frozenset_create,
    .init = object_init,
    .free = set_free,
    .visit = set_visit,
    .clear = set_clear_slot,
    .repr = set_repr,
    .hash = frozenset_hash,
    .compare = set_compare,
    INHERIT_ATTRIBUTES,
    .iter = set_iter,
    .binary = {[BINARY_SUBTRACT] = set_subtract, [BINARY_AND] = set_and, [BINARY_OR] = set_or,
               [BINARY_XOR] = set_xor},
    .length = set_length,
    .contains = set_contains_slot,
    .methods = (const MethodSpec[]){SHARED_METHODS, {0}},
};
