/* Every constant type record spells out what it inherits: no slot of its base is missing by accident. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "object/error.h"
#include "object/open.h"
#include "types/type_parts.h"

#define TYPES(X)                                                                                  \
    X(bool) X(builtin) X(bytes) X(callable_iterator) X(cell) X(class_method)     \
    X(class_method_descriptor) X(code) X(dict) X(dict_items) X(dict_keys) X(dict_values)           \
    X(ellipsis) X(enumerate) X(filter) X(float) X(frame) X(frozenset) X(function) X(generator)     \
    X(generic_alias) X(getset_descriptor) X(int) X(list) X(list_iterator)                          \
    X(list_reverse_iterator) X(long_range_iterator) X(map) X(mapping_proxy) X(member_descriptor)   \
    X(method) X(method_descriptor) X(method_wrapper) X(module) X(none) X(not_implemented)          \
    X(property) X(range) X(range_iterator) X(reversed) X(sequence_iterator) X(set) X(set_iterator) \
    X(slice) X(slot_wrapper) X(static_method) X(str) X(str_iterator) X(super) X(traceback)         \
    X(tuple) X(tuple_iterator) X(type) X(union) X(weak_callable_proxy) X(weak_proxy)               \
    X(weak_reference) X(zip)
#define DECLARATION(name) extern const Type name##_type;
TYPES(DECLARATION)
#define ENTRY(name) &name##_type,
static const Type *const all_types[] = {TYPES(ENTRY) EXCEPTION_TYPES(ENTRY)};

static void records_spell_out_the_slots_they_inherit(void **state)
{
    (void)state;
    int missing = 0;
    for (size_t i = 0; i < sizeof(all_types) / sizeof(all_types[0]); i++) {
        const Type *type = all_types[i];
        for (const SlotSpec *spec = slot_specs; spec->offset != 0; spec++) {
            if (spec->offset == offsetof(Type, create) || spec->offset == offsetof(Type, init) ||
                spec->offset == offsetof(Type, hash) || spec->offset == offsetof(Type, str))
                continue; /* NULL says: cannot be made, nothing to do, unhashable, as repr */
            if (*type_slot(type->base, spec) == NULL || *type_slot(type, spec) != NULL)
                continue;
            missing++;
            print_error("%s lacks the slot of %s that %s has\n", type->name, frozen_names[spec->name].text,
                        type->base->name);
        }
    }
    assert_int_equal(missing, 0);
}

static void a_slot_wrapper_is_listed_once_where_the_slot_is_new(void **state)
{
    Runtime *rt = *state;
    Dict *of_object = type_dict_borrow(rt, &object_type);
    Dict *of_type = type_dict_borrow(rt, &type_type);
    assert_non_null(of_object);
    assert_non_null(of_type);
    assert_non_null(dict_get_str_borrow(rt, of_object, NAME(__hash__)));
    assert_null(dict_get_str_borrow(rt, of_type, NAME(__hash__)));
    assert_non_null(dict_get_str_borrow(rt, of_type, NAME(__call__)));
    Object *new = dict_get_str_borrow(rt, of_object, NAME(__new__));
    assert_non_null(new);
    assert_ptr_equal(new->type, &builtin_type);
}

/* class name(base): pass */
static HeapType *class_new(Runtime *rt, const char *name, const Type *base)
{
    owned Str *text = str_from_c(rt, name);
    owned Tuple *bases = tuple_pack(rt, 1, type_as_object(base));
    owned Dict *dict = dict_new(rt);
    HeapType *type = (HeapType *)type_create(rt, &type_type, text, bases, dict, NULL, NULL);
    assert_non_null(type);
    return type;
}

static void instances_with_the_same_names_share_a_shape(void **state)
{
    Runtime *rt = *state;
    owned HeapType *type = class_new(rt, "Point", &object_type);
    owned Object *a = instance_new(rt, &type->type);
    owned Object *b = instance_new(rt, &type->type);
    assert_int_equal(object_set_attribute(rt, a, NAME(start), NONE), 0);
    assert_int_equal(object_set_attribute(rt, a, NAME(stop), NONE), 0);
    assert_int_equal(object_set_attribute(rt, b, NAME(start), ELLIPSIS), 0);
    assert_ptr_equal(attribute_shape(b), attribute_shape(a)->parent);
    assert_int_equal(object_set_attribute(rt, b, NAME(stop), NONE), 0);
    assert_ptr_equal(attribute_shape(b), attribute_shape(a));
    assert_ptr_equal(attributes_get_borrow(rt, b, NAME(start)), ELLIPSIS);
}

static void deleting_the_last_name_goes_back_and_another_one_makes_a_dict(void **state)
{
    Runtime *rt = *state;
    owned HeapType *type = class_new(rt, "Point", &object_type);
    owned Object *a = instance_new(rt, &type->type);
    assert_int_equal(object_set_attribute(rt, a, NAME(start), NONE), 0);
    assert_int_equal(object_set_attribute(rt, a, NAME(stop), ELLIPSIS), 0);
    assert_int_equal(object_set_attribute(rt, a, NAME(stop), NULL), 0);
    assert_int_equal(attribute_shape(a)->count, 1);
    assert_int_equal(object_set_attribute(rt, a, NAME(stop), ELLIPSIS), 0);
    assert_int_equal(object_set_attribute(rt, a, NAME(start), NULL), 0);
    assert_null(attribute_shape(a));
    assert_int_equal(attribute_dict(a)->used, 1);
    assert_ptr_equal(attributes_get_borrow(rt, a, NAME(stop)), ELLIPSIS);
}

static void an_outgrown_instance_makes_later_ones_larger(void **state)
{
    Runtime *rt = *state;
    owned HeapType *type = class_new(rt, "Wide", &object_type);
    owned Object *first = instance_new(rt, &type->type);
    Str *const names[] = {NAME(start), NAME(stop), NAME(step), NAME(name), NAME(value), NAME(key)};
    size_t before = type->attribute_capacity;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(object_set_attribute(rt, first, names[i], NONE), 0);
    assert_non_null(attribute_dict(first));
    assert_int_equal(attribute_dict(first)->used, 6);
    assert_true(type->attribute_capacity > before);
    owned Object *second = instance_new(rt, &type->type);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(object_set_attribute(rt, second, names[i], NONE), 0);
    assert_non_null(attribute_shape(second));
}

static void a_changed_class_gets_new_versions_and_shape_ids_all_the_way_down(void **state)
{
    Runtime *rt = *state;
    owned HeapType *base = class_new(rt, "Base", &object_type);
    owned HeapType *derived = class_new(rt, "Derived", &base->type);
    uint32_t version = derived->type.version;
    uint32_t shape = derived->root_shape->id;
    assert_int_equal(object_set_attribute(rt, (Object *)base, NAME(name), NONE), 0);
    assert_int_not_equal(derived->type.version, version);
    assert_int_not_equal(derived->root_shape->id, shape);
    assert_ptr_equal(type_lookup_borrow(rt, &derived->type, NAME(name)), NONE);
}

static void a_slot_follows_the_attribute_that_stands_for_it(void **state)
{
    Runtime *rt = *state;
    owned HeapType *base = class_new(rt, "Special", &property_type);
    owned HeapType *derived = class_new(rt, "Derived", &base->type);
    assert_ptr_equal(derived->type.descriptor_get, property_type.descriptor_get);
    assert_int_equal(object_set_attribute(rt, (Object *)base, NAME(__get__), ELLIPSIS), 0);
    assert_ptr_not_equal(derived->type.descriptor_get, property_type.descriptor_get);
    assert_int_equal(object_set_attribute(rt, (Object *)base, NAME(__get__), NULL), 0);
    assert_ptr_equal(derived->type.descriptor_get, property_type.descriptor_get);
}

static int open_runtime(void **state)
{
    *state = runtime_open(NULL);
    return *state == NULL ? -1 : 0;
}

static int close_runtime(void **state)
{
    return runtime_close(*state) ? 0 : -1;
}

int main(void)
{
#define WITH_RUNTIME(test) cmocka_unit_test_setup_teardown(test, open_runtime, close_runtime)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_spell_out_the_slots_they_inherit),
        WITH_RUNTIME(a_slot_wrapper_is_listed_once_where_the_slot_is_new),
        WITH_RUNTIME(instances_with_the_same_names_share_a_shape),
        WITH_RUNTIME(deleting_the_last_name_goes_back_and_another_one_makes_a_dict),
        WITH_RUNTIME(an_outgrown_instance_makes_later_ones_larger),
        WITH_RUNTIME(a_changed_class_gets_new_versions_and_shape_ids_all_the_way_down),
        WITH_RUNTIME(a_slot_follows_the_attribute_that_stands_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
