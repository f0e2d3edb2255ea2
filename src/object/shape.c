/* Shapes and the attributes of instances; the picture is in object/shape.h.
 *
 * A class has one tree of shapes. Its root names nothing; the child that an instance moves to when it gets its
 * next attribute is found among the children by that attribute's name. A path of the tree is at most
 * SHAPE_DEPTH_LIMIT long and a tree has at most SHAPE_COUNT_LIMIT members: instances used as dictionaries, each with names of
 * its own, change to the dict form instead of filling memory with shapes.
 *
 * Every name in a shape is interned, so an interned name that is not found by its address is not there. */
#include "object/shape.h"

#include "object/error.h"
#include "types/dict.h"
#include "types/str.h"

enum {
    SHAPE_DEPTH_LIMIT = 62,
    SHAPE_COUNT_LIMIT = 512,
    SHAPE_INDEX_FROM = 8, /* paths longer than this are found through an index, not by walking */
};

/* ---- shapes -------------------------------------------------------------------------------------- */

static uint32_t shape_next_id(Runtime *rt)
{
    return rt->next_shape_id == 0 ? 0 : rt->next_shape_id++;
}

static size_t shape_index_bytes(const Shape *shape)
{
    return shape->index == NULL ? 0 : ((size_t)shape->hash_mask + 1) * sizeof(uint16_t);
}

static uint32_t name_address_hash(const Str *name)
{
    uintptr_t bits = (uintptr_t)name >> 3;
    return (uint32_t)(bits ^ (bits >> 7));
}

/* Gives a long path its index. Without memory for it the path is walked. */
static void shape_build_index(Runtime *rt, Shape *shape)
{
    uint32_t size = 32;
    while (size < (uint32_t)shape->count * 2)
        size *= 2;
    uint16_t *index = (uint16_t *)heap_take_zeroed(&rt->heap, size, sizeof(uint16_t), DOMAIN_MEMORY);
    if (index == NULL)
        return;
    for (const Shape *step = shape; step->name != NULL; step = step->parent) {
        uint32_t place = name_address_hash(step->name) & (size - 1);
        while (index[place] != 0)
            place = (place + 1) & (size - 1);
        index[place] = step->count;
    }
    shape->hash_mask = size - 1;
    shape->index = index;
}

static Shape *shape_new(Runtime *rt, HeapType *type, Shape *parent, Str *name)
{
    Shape *shape = (Shape *)memory_take(rt, sizeof(Shape));
    if (shape == NULL)
        return NULL;
    *shape = (Shape){
        .id = shape_next_id(rt),
        .count = parent == NULL ? 0 : (uint16_t)(parent->count + 1),
        .name = (Str *)object_retain_maybe(name),
        .parent = parent,
        .type = type,
    };
    if (shape->count > SHAPE_INDEX_FROM)
        shape_build_index(rt, shape);
    return shape;
}

Shape *shape_new_root(Runtime *rt, HeapType *type)
{
    return shape_new(rt, type, NULL, NULL);
}

/* The walk in which every shape comes after its descendants needs no stack: children are cut off as it goes. */
void shape_free_tree(Runtime *rt, Shape *root)
{
    Shape *shape = root;
    while (shape != NULL) {
        if (shape->first_child != NULL) {
            Shape *child = shape->first_child;
            shape->first_child = child->next_sibling;
            shape = child;
            continue;
        }
        Shape *parent = shape == root ? NULL : shape->parent;
        object_release_maybe(shape->name);
        memory_release(rt, shape->index, shape_index_bytes(shape));
        memory_release(rt, shape, sizeof(Shape));
        shape = parent;
    }
}

void shape_renew(Runtime *rt, Shape *root)
{
    Shape *shape = root;
    while (shape != NULL) {
        shape->id = shape_next_id(rt);
        if (shape->first_child != NULL) {
            shape = shape->first_child;
            continue;
        }
        while (shape != root && shape->next_sibling == NULL)
            shape = shape->parent;
        shape = shape == root ? NULL : shape->next_sibling;
    }
}

/* By address only: conclusive for interned names. */
static int shape_find_interned(const Shape *shape, const Str *name)
{
    if (shape->index != NULL) {
        uint32_t mask = shape->hash_mask;
        uint32_t place = name_address_hash(name) & mask;
        /* The index tells the slot; the name there is compared by walking up only when it is reached. */
        for (uint16_t slot; (slot = shape->index[place]) != 0; place = (place + 1) & mask) {
            const Shape *step = shape;
            while (step->count != slot)
                step = step->parent;
            if (step->name == name)
                return slot - 1;
        }
        return -1;
    }
    for (const Shape *step = shape; step->name != NULL; step = step->parent)
        if (step->name == name)
            return step->count - 1;
    return -1;
}

int shape_find(const Shape *shape, const Str *name)
{
    int slot = shape_find_interned(shape, name);
    if (slot >= 0 || str_is_interned(name))
        return slot;
    for (const Shape *step = shape; step->name != NULL; step = step->parent)
        if (str_equal(step->name, name))
            return step->count - 1;
    return -1;
}

Shape *shape_extend(Runtime *rt, Shape *shape, Str *name)
{
    for (Shape *child = shape->first_child; child != NULL; child = child->next_sibling)
        if (child->name == name)
            return child;

    HeapType *type = shape->type;
    if (type->shape_count >= SHAPE_COUNT_LIMIT || shape->count >= SHAPE_DEPTH_LIMIT ||
        !str_check_exact(name))
        return NULL;
    owned Str *interned = (Str *)object_retain(name);
    if (!str_is_interned(interned)) {
        str_intern(rt, &interned);
        if (!str_is_interned(interned))
            return NULL;
        for (Shape *child = shape->first_child; child != NULL; child = child->next_sibling)
            if (child->name == interned)
                return child;
    }
    Shape *child = shape_new(rt, type, shape, interned);
    if (child == NULL)
        return NULL;
    child->next_sibling = shape->first_child;
    shape->first_child = child;
    type->shape_count++;
    return child;
}

/* ---- attributes of an instance --------------------------------------------------------------------- */

Object *attributes_get_borrow(Runtime *rt, Object *object, Str *name)
{
    AttributeWord word = *attribute_word(object);
    if (word == 0)
        return NULL;
    if ((word & 1) != 0)
        return dict_get_str_borrow(rt, (Dict *)(word - 1), name);
    int slot = shape_find((Shape *)word, name);
    return slot < 0 ? NULL : attribute_values(object)[slot];
}

Dict *attributes_materialize(Runtime *rt, Object *object)
{
    AttributeWord word = *attribute_word(object);
    if ((word & 1) != 0)
        return (Dict *)(word - 1);

    Shape *shape = (Shape *)word;
    size_t count = shape == NULL ? 0 : shape->count;
    owned Dict *dict = count == 0 ? dict_new(rt) : dict_new_presized(rt, count);
    if (dict == NULL)
        return NULL;
    /* The collection that making the dict may have run can have changed the attributes. */
    word = *attribute_word(object);
    if ((word & 1) != 0)
        return (Dict *)(word - 1);
    shape = (Shape *)word;
    count = shape == NULL ? 0 : shape->count;
    Str *names[SHAPE_DEPTH_LIMIT];
    for (Shape *step = shape; step != NULL && step->name != NULL; step = step->parent)
        names[step->count - 1] = step->name;
    Object **values = attribute_values(object);
    for (size_t i = 0; i < count; i++)
        if (dict_set(rt, dict, (Object *)names[i], values[i]) < 0)
            return NULL;

    *attribute_word(object) = (uintptr_t)object_retain(dict) | 1;
    for (size_t i = 0; i < count; i++)
        object_release(values[i]); /* the dict holds each of them: none dies here */
    return dict;
}

static int attributes_delete(Runtime *rt, Object *object, Str *name)
{
    AttributeWord word = *attribute_word(object);
    if (word == 0)
        return -1;
    Shape *shape = attribute_shape(object);
    if (shape != NULL) {
        int slot = shape_find(shape, name);
        if (slot < 0)
            return -1;
        if (slot == shape->count - 1) {
            Object *value = attribute_values(object)[slot];
            *attribute_word(object) = (AttributeWord)shape->parent;
            object_release(value);
            return 0;
        }
    }
    Dict *dict = attributes_materialize(rt, object);
    if (dict == NULL)
        return -1;
    owned Dict *kept = (Dict *)object_retain(dict);
    Object *value;
    int found = dict_pop(rt, dict, (Object *)name, &value);
    if (found <= 0)
        return -1;
    object_release(value);
    return 0;
}

int attributes_set(Runtime *rt, Object *object, Str *name, Object *value)
{
    if (value == NULL)
        return attributes_delete(rt, object, name);

    AttributeWord word = *attribute_word(object);
    if ((word & 1) == 0) {
        size_t capacity = attribute_capacity(object);
        Shape *shape = (Shape *)word;
        if (shape != NULL) {
            int slot = shape_find(shape, name);
            if (slot >= 0) {
                Object **place = &attribute_values(object)[slot];
                Object *old = *place;
                *place = (Object *)object_retain(value);
                object_release(old);
                return 0;
            }
        } else if (capacity != 0) {
            shape = ((HeapType *)object->type)->root_shape;
        }
        if (shape != NULL && shape->count < capacity) {
            Shape *next = shape_extend(rt, shape, name);
            if (next != NULL) {
                attribute_values(object)[shape->count] = (Object *)object_retain(value);
                *attribute_word(object) = (AttributeWord)next;
                return 0;
            }
            if (error_pending(rt))
                return -1;
        } else if (shape != NULL) {
            instance_outgrown(object->type);
        }
    }
    Dict *dict = attributes_materialize(rt, object);
    if (dict == NULL)
        return -1;
    owned Dict *kept = (Dict *)object_retain(dict);
    return dict_set(rt, dict, (Object *)name, value);
}

/* Puts `dict` (may be NULL) in the place of all attributes and releases these. */
static void attributes_replace(Object *object, Dict *dict)
{
    AttributeWord word = *attribute_word(object);
    *attribute_word(object) = dict == NULL ? 0 : (uintptr_t)object_retain(dict) | 1;
    if ((word & 1) != 0) {
        object_release((Dict *)(word - 1));
        return;
    }
    /* The values are out of reach now, so what their deaths run cannot see them; the block itself stays because the
     * caller holds the object. They leave their slots first: a new shape may fill these while they die. */
    Shape *shape = (Shape *)word;
    size_t count = shape == NULL ? 0 : shape->count;
    Object *values[SHAPE_DEPTH_LIMIT];
    for (size_t i = 0; i < count; i++)
        values[i] = attribute_values(object)[i];
    for (size_t i = 0; i < count; i++)
        object_release(values[i]);
}

int attributes_replace_dict(Runtime *rt, Object *object, Dict *dict)
{
    (void)rt;
    attributes_replace(object, dict);
    return 0;
}

int attributes_visit(Object *object, Visitor visit, void *context)
{
    AttributeWord word = *attribute_word(object);
    if (word == 0)
        return 0;
    if ((word & 1) != 0) {
        GC_VISIT((Dict *)(word - 1));
        return 0;
    }
    size_t count = ((Shape *)word)->count;
    Object **values = attribute_values(object);
    for (size_t i = 0; i < count; i++)
        GC_VISIT(values[i]);
    return 0;
}

void attributes_clear(Runtime *rt, Object *object)
{
    (void)rt;
    if (*attribute_word(object) != 0)
        attributes_replace(object, NULL);
}
