/* cell: the box in which a function and those defined in it share a variable. */
#include "gc/gc.h"
#include "object/error.h"
#include "types/function.h"
#include "types/int.h"
#include "types/type_parts.h"

Cell *cell_new(Runtime *rt, Object *content)
{
    Cell *self = gc_new(rt, &cell_type);
    if (self == NULL)
        return NULL;
    self->content = object_retain_maybe(content);
    gc_track(rt, self);
    return self;
}

static Object *cell_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    if (arguments_check(rt, "cell", n, names, 0, 1) < 0)
        return NULL;
    return (Object *)cell_new(rt, n > 0 ? args[0] : NULL);
}

static void cell_clear(Runtime *rt, Object *self)
{
    (void)rt;
    object_clear_slot(&((Cell *)self)->content);
}

static void cell_free(Runtime *rt, Object *self)
{
    gc_untrack(self);
    object_release_maybe(((Cell *)self)->content);
    gc_dispose(rt, self);
}

static int cell_visit(Object *self, Visitor visit, void *context)
{
    GC_VISIT(((Cell *)self)->content);
    return 0;
}

static Object *cell_repr(Runtime *rt, Object *self)
{
    Object *content = ((Cell *)self)->content;
    self->flags |= OBJECT_ADDRESS_SEEN;
    if (content == NULL)
        return (Object *)str_format(rt, "<cell at %p: empty>", (void *)self);
    if (!object_is_immortal(content))
        content->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)str_format(rt, "<cell at %p: %.80T object at %p>", (void *)self, content,
                                (void *)content);
}

/* By content; an empty cell is less than any other. */
static Object *cell_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    if (!object_has_type(left, &cell_type) || !object_has_type(right, &cell_type))
        return NOT_IMPLEMENTED;
    owned Object *a = object_retain_maybe(((Cell *)left)->content);
    owned Object *b = object_retain_maybe(((Cell *)right)->content);
    if (a != NULL && b != NULL)
        return object_compare(rt, a, b, operation);
    int order = (a != NULL) - (b != NULL);
    switch (operation) {
    case COMPARE_LESS: return bool_object(order < 0);
    case COMPARE_LESS_EQUAL: return bool_object(order <= 0);
    case COMPARE_EQUAL: return bool_object(order == 0);
    case COMPARE_NOT_EQUAL: return bool_object(order != 0);
    case COMPARE_GREATER: return bool_object(order > 0);
    default: return bool_object(order >= 0);
    }
}

static Object *cell_get_content(Runtime *rt, Object *self)
{
    Object *content = ((Cell *)self)->content;
    if (content == NULL)
        return error_set(rt, &value_error_type, "Cell is empty");
    return object_retain(content);
}

static int cell_set_content(Runtime *rt, Object *self, Object *value)
{
    (void)rt;
    object_replace_steal(&((Cell *)self)->content, object_retain_maybe(value));
    return 0;
}

const Type cell_type = {
    TYPE_IDENTITY(cell),
    .name = "cell",
    .doc = "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the "
           "cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n"
           "    raise a ValueError.",
    .base = &object_type,
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .size = sizeof(Cell),
    .create = cell_create,
    .init = object_init,
    .free = cell_free,
    .visit = cell_visit,
    .clear = cell_clear,
    .repr = cell_repr,
    .str = object_default_str,
    .compare = cell_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .properties = (const PropertySpec[]){
        {"cell_contents", cell_get_content, cell_set_content, NULL},
        {0},
    },
};
