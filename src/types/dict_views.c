/* The views that dict.keys(), .values() and .items() give: they look at the dict each time they are
 * asked. Those of keys and items behave as sets. */
#include "types/container.h"
#include "types/dict_table.h"
#include "types/list.h"
#include "types/set.h"

typedef struct DictView {
    Object head;
    Dict *dict;
} DictView;

static bool is_set_view(const Object *object)
{
    return object_is(object, &dict_keys_type) || object_is(object, &dict_items_type);
}

static Object *view_new(Runtime *rt, const Type *type, Object *dict)
{
    DictView *view = gc_new(rt, type);
    if (view == NULL)
        return NULL;
    view->dict = object_retain(dict);
    gc_track(rt, view);
    return (Object *)view;
}

Object *dict_keys_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return view_new(rt, &dict_keys_type, self);
}
Object *dict_values_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return view_new(rt, &dict_values_type, self);
}
Object *dict_items_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return view_new(rt, &dict_items_type, self);
}

static void view_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((DictView *)self)->dict);
    gc_dispose(rt, self);
}

static int view_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((DictView *)self)->dict);
    return 0;
}

/* ---- what all three do --------------------------------------------------------------------- */

static Dict *view_dict(Object *self)
{
    return ((DictView *)self)->dict;
}

static Object *view_repr(Runtime *rt, Object *self)
{
    int entered = repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : (Object *)str_from_c(rt, "...");
    owned List *items = sequence_list(rt, self);
    Object *text = items == NULL ? NULL : (Object *)str_format(rt, "%T(%R)", self, items);
    repr_leave(rt, self);
    return text;
}

static ssize_t view_length(Runtime *rt, Object *self)
{
    (void)rt;
    return (ssize_t)view_dict(self)->used;
}

static Object *view_mapping(Runtime *rt, Object *self)
{
    return mapping_proxy_new(rt, (Object *)view_dict(self));
}

static const PropertySpec view_properties[] = {
    {"mapping", view_mapping, NULL, "dictionary that this view refers to"},
    {0},
};

static Object *keys_iter(Runtime *rt, Object *self)
{
    return dict_iterator_new(rt, &dict_key_iterator_type, view_dict(self));
}
static Object *values_iter(Runtime *rt, Object *self)
{
    return dict_iterator_new(rt, &dict_value_iterator_type, view_dict(self));
}
static Object *items_iter(Runtime *rt, Object *self)
{
    return dict_iterator_new(rt, &dict_item_iterator_type, view_dict(self));
}
static Object *keys_reversed(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return dict_iterator_new(rt, &dict_reverse_key_iterator_type, view_dict(self));
}
static Object *values_reversed(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return dict_iterator_new(rt, &dict_reverse_value_iterator_type, view_dict(self));
}
static Object *items_reversed(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return dict_iterator_new(rt, &dict_reverse_item_iterator_type, view_dict(self));
}

static int keys_contains(Runtime *rt, Object *self, Object *key)
{
    return object_contains(rt, (Object *)view_dict(self), key);
}

static int items_contains(Runtime *rt, Object *self, Object *item)
{
    if (!tuple_check(item) || ((Tuple *)item)->length != 2)
        return 0;
    Object **pair = ((Tuple *)item)->items;
    Object *found = dict_get_borrow(rt, view_dict(self), pair[0]);
    if (found == NULL)
        return error_pending(rt) ? -1 : 0;
    owned Object *value = object_retain(found);
    return object_equal(rt, value, pair[1]);
}

/* ---- set operations ------------------------------------------------------------------------ */

/* Whether every item of `items` is in `container`: 1, 0, -1. */
static int all_contained(Runtime *rt, Object *items, Object *container)
{
    owned Object *iterator = object_iter(rt, items);
    if (iterator == NULL)
        return -1;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? -1 : 1;
        int found = object_contains(rt, container, item);
        if (found <= 0)
            return found;
    }
}

static Object *view_compare(Runtime *rt, Object *self, Object *other, CompareOperation operation)
{
    if (!set_check(other) && !is_set_view(other))
        return not_implemented();
    ssize_t own_length = object_length(rt, self);
    ssize_t other_length = own_length < 0 ? -1 : object_length(rt, other);
    if (other_length < 0)
        return NULL;
    int holds = 0;
    switch (operation) {
    case COMPARE_EQUAL:
    case COMPARE_NOT_EQUAL:
        if (own_length == other_length)
            holds = all_contained(rt, self, other);
        if (operation == COMPARE_NOT_EQUAL && holds >= 0)
            holds = !holds;
        break;
    case COMPARE_LESS:
        if (own_length < other_length)
            holds = all_contained(rt, self, other);
        break;
    case COMPARE_LESS_EQUAL:
        if (own_length <= other_length)
            holds = all_contained(rt, self, other);
        break;
    case COMPARE_GREATER:
        if (own_length > other_length)
            holds = all_contained(rt, other, self);
        break;
    default:
        if (own_length >= other_length)
            holds = all_contained(rt, other, self);
        break;
    }
    return holds < 0 ? NULL : bool_new(holds);
}

/* A new set of what `operand` (a view or any iterable) holds. */
static Set *operand_to_set(Runtime *rt, Object *operand)
{
    if (object_is(operand, &dict_keys_type) && dict_check_exact(view_dict(operand)))
        operand = (Object *)view_dict(operand); /* no key is hashed again */
    return set_new(rt, operand);
}

static Object *view_subtract(Runtime *rt, Object *left, Object *right)
{
    owned Set *result = operand_to_set(rt, left);
    if (result == NULL || set_difference_update(rt, result, right) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *view_or(Runtime *rt, Object *left, Object *right)
{
    owned Set *result = operand_to_set(rt, left);
    if (result == NULL || set_update(rt, result, right) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *view_intersect(Runtime *rt, Object *self, Object *other)
{
    if (!is_set_view(self)) { /* the view is the right operand */
        Object *view = other;
        other = self;
        self = view;
    }
    ssize_t length = object_length(rt, self);
    if (length < 0)
        return NULL;
    if ((object_has_type(other, &set_type) || object_has_type(other, &frozenset_type)) &&
        (size_t)length > ((Set *)other)->used)
        return set_intersection(rt, (Set *)other, self);
    if (is_set_view(other)) { /* walk the smaller one */
        ssize_t other_length = object_length(rt, other);
        if (other_length < 0)
            return NULL;
        if (other_length > length) {
            Object *view = other;
            other = self;
            self = view;
        }
    }
    owned Set *result = set_new(rt, NULL);
    if (result == NULL)
        return NULL;
    owned Object *iterator = object_iter(rt, other);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? NULL : (Object *)take(&result);
        int found = object_contains(rt, self, item);
        if (found < 0 || (found > 0 && set_add(rt, result, item) < 0))
            return NULL;
    }
}

/* The items of two dicts that are in one only: values are compared, and only differing pairs hashed. */
static Object *items_xor(Runtime *rt, Dict *left, Dict *right)
{
    owned Dict *rest = dict_copy(rt, left);
    owned Set *result = rest == NULL ? NULL : set_new(rt, NULL);
    if (result == NULL)
        return NULL;
    for (size_t i = 0; i < right->table->entry_count; i++) {
        DictEntry entry = dict_entries(right)[i];
        if (entry.key == NULL)
            continue;
        owned Object *key = object_retain(entry.key);
        owned Object *value = object_retain(entry.value);
        owned Object *own = object_retain_maybe(dict_get_hashed_borrow(rt, rest, key, entry.hash));
        if (own == NULL && error_pending(rt))
            return NULL;
        int equal = own == NULL ? 0 : object_equal(rt, own, value);
        if (equal < 0)
            return NULL;
        if (equal) {
            if (dict_delete(rt, rest, key) < 0)
                return NULL;
            continue;
        }
        owned Tuple *pair = tuple_pack(rt, 2, key, value);
        if (pair == NULL || set_add(rt, result, (Object *)pair) < 0)
            return NULL;
    }
    owned Object *items = view_new(rt, &dict_items_type, (Object *)rest);
    if (items == NULL || set_update(rt, result, items) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *view_xor(Runtime *rt, Object *left, Object *right)
{
    if (object_is(left, &dict_items_type) && object_is(right, &dict_items_type))
        return items_xor(rt, view_dict(left), view_dict(right));
    owned Set *result = operand_to_set(rt, left);
    if (result == NULL || set_symmetric_difference_update(rt, result, right) < 0)
        return NULL;
    return (Object *)take(&result);
}

static Object *view_isdisjoint_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)n;
    Object *other = args[0];
    if (self == other)
        return bool_new(view_dict(self)->used == 0);
    if (set_check(other) || is_set_view(other)) { /* walk the smaller one */
        ssize_t length = object_length(rt, self), other_length = object_length(rt, other);
        if (length < 0 || other_length < 0)
            return NULL;
        if (other_length > length) {
            other = self;
            self = args[0];
        }
    }
    owned Object *iterator = object_iter(rt, other);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? NULL : bool_new(true);
        int found = object_contains(rt, self, item);
        if (found != 0)
            return found < 0 ? NULL : bool_new(false);
    }
}

static const MethodSpec keys_methods[] = {
    {"isdisjoint", view_isdisjoint_method, 1, 1,
     .doc = "Return True if the view and the given iterable have a null intersection."},
    {"__reversed__", keys_reversed, 0, 0,
     .doc = "Return a reverse iterator over the dict keys."},
    {0},
};
static const MethodSpec items_methods[] = {
    {"isdisjoint", view_isdisjoint_method, 1, 1,
     .doc = "Return True if the view and the given iterable have a null intersection."},
    {"__reversed__", items_reversed, 0, 0,
     .doc = "Return a reverse iterator over the dict items."},
    {0},
};
static const MethodSpec values_methods[] = {
    {"__reversed__", values_reversed, 0, 0,
     .doc = "Return a reverse iterator over the dict values."},
    {0},
};

#define SET_VIEW_BINARY                                                           \
    .binary = {[BINARY_SUBTRACT] = view_subtract, [BINARY_AND] = view_intersect, \
               [BINARY_OR] = view_or, [BINARY_XOR] = view_xor}
#define VIEW_FLAGS (TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION)

const Type dict_keys_type = {
    TYPE_IDENTITY(dict_keys),
    .name = "dict_keys",
    .base = &object_type,
    .flags = VIEW_FLAGS,
    .size = sizeof(DictView),
    .free = view_free,
    .visit = view_visit,
    INHERIT_ATTRIBUTES,
    .init = object_init,
    .repr = view_repr,
    .hash = NULL, /* unhashable */
    .compare = view_compare,
    .iter = keys_iter,
    .length = view_length,
    .contains = keys_contains,
    SET_VIEW_BINARY,
    .methods = keys_methods,
    .properties = view_properties,
};

const Type dict_items_type = {
    TYPE_IDENTITY(dict_items),
    .name = "dict_items",
    .base = &object_type,
    .flags = VIEW_FLAGS,
    .size = sizeof(DictView),
    .free = view_free,
    .visit = view_visit,
    INHERIT_ATTRIBUTES,
    .init = object_init,
    .repr = view_repr,
    .hash = NULL, /* unhashable */
    .compare = view_compare,
    .iter = items_iter,
    .length = view_length,
    .contains = items_contains,
    SET_VIEW_BINARY,
    .methods = items_methods,
    .properties = view_properties,
};

const Type dict_values_type = {
    TYPE_IDENTITY(dict_values),
    .name = "dict_values",
    .base = &object_type,
    .flags = VIEW_FLAGS,
    .size = sizeof(DictView),
    .free = view_free,
    .visit = view_visit,
    INHERIT_ATTRIBUTES,
    INHERIT_COMPARISON,
    .init = object_init,
    .repr = view_repr,
    .iter = values_iter,
    .length = view_length,
    .methods = values_methods,
    .properties = view_properties,
};
