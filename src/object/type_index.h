/* The built-in types, numbered: the place of a type's state in every runtime and its version.
 * Heap types have index 0. Append; the order means nothing. */
#ifndef OURO_OBJECT_TYPE_INDEX_H
#define OURO_OBJECT_TYPE_INDEX_H

#define BUILTIN_TYPES(X)                                                                          \
    X(object) X(type) X(none) X(not_implemented) X(ellipsis) X(bool) X(int) X(float) X(complex)   \
    X(str) X(bytes) X(bytearray) X(memoryview) X(tuple) X(list) X(dict) X(dict_keys)              \
    X(dict_values) X(dict_items) X(dict_key_iterator) X(dict_value_iterator)                      \
    X(dict_item_iterator) X(dict_reverse_key_iterator) X(dict_reverse_value_iterator)             \
    X(dict_reverse_item_iterator) X(mapping_proxy) X(set) X(frozenset) X(set_iterator) X(range)   \
    X(range_iterator) X(long_range_iterator) X(slice) X(function) X(method) X(builtin)            \
    X(method_descriptor) X(class_method_descriptor) X(slot_wrapper) X(method_wrapper)             \
    X(member_descriptor) X(getset_descriptor) X(class_method) X(static_method) X(property)        \
    X(super) X(cell) X(code) X(frame) X(traceback) X(module) X(generator) X(coroutine)            \
    X(coroutine_wrapper) X(async_generator) X(async_generator_asend) X(async_generator_athrow)    \
    X(async_generator_wrapped_value) X(list_iterator) X(list_reverse_iterator)                    \
    X(tuple_iterator) X(str_iterator) X(str_ascii_iterator) X(bytes_iterator)                     \
    X(bytearray_iterator) X(memory_iterator) X(sequence_iterator) X(callable_iterator)            \
    X(enumerate) X(reversed) X(zip) X(map) X(filter) X(weak_reference) X(weak_proxy)              \
    X(weak_callable_proxy) X(simple_namespace) X(generic_alias) X(union) X(type_var)              \
    X(line_iterator) X(position_iterator) X(standard_printer) X(text_file) X(buffered_file)       \
    X(raw_file) X(struct_sequence_base) X(time_struct) X(sys_flags) X(sys_version_info)           \
    X(sys_hash_info) X(sys_float_info) X(sys_int_info) X(sys_thread_info)                         \
    X(sys_implementation) X(stat_result) X(attribute_getter) X(item_getter) X(method_caller)      \
    X(itertools_accumulate) X(itertools_chain) X(itertools_combinations)                          \
    X(itertools_combinations_with_replacement) X(itertools_compress) X(itertools_count)           \
    X(itertools_cycle) X(itertools_dropwhile) X(itertools_filterfalse) X(itertools_groupby)       \
    X(itertools_grouper) X(itertools_islice) X(itertools_pairwise) X(itertools_permutations)      \
    X(itertools_product) X(itertools_repeat) X(itertools_starmap) X(itertools_takewhile)          \
    X(itertools_tee) X(itertools_tee_data) X(itertools_zip_longest)                               \
    X(base_exception) X(exception) X(base_exception_group) X(exception_group) X(system_exit)      \
    X(keyboard_interrupt) X(generator_exit) X(stop_iteration) X(stop_async_iteration)             \
    X(arithmetic_error) X(floating_point_error) X(overflow_error) X(zero_division_error)          \
    X(assertion_error) X(attribute_error) X(buffer_error) X(eof_error) X(import_error)            \
    X(module_not_found_error) X(lookup_error) X(index_error) X(key_error) X(memory_error)         \
    X(name_error) X(unbound_local_error) X(os_error) X(blocking_io_error)                         \
    X(child_process_error) X(connection_error) X(broken_pipe_error) X(connection_aborted_error)   \
    X(connection_refused_error) X(connection_reset_error) X(file_exists_error)                    \
    X(file_not_found_error) X(interrupted_error) X(is_a_directory_error)                          \
    X(not_a_directory_error) X(permission_error) X(process_lookup_error) X(timeout_error)         \
    X(reference_error) X(runtime_error) X(not_implemented_error) X(recursion_error)               \
    X(syntax_error) X(indentation_error) X(tab_error) X(system_error) X(type_error)               \
    X(value_error) X(unicode_error) X(unicode_decode_error) X(unicode_encode_error)               \
    X(unicode_translate_error) X(warning) X(bytes_warning) X(deprecation_warning)                 \
    X(encoding_warning) X(future_warning) X(import_warning) X(pending_deprecation_warning)        \
    X(resource_warning) X(runtime_warning) X(syntax_warning) X(unicode_warning) X(user_warning)   \
    X(unsupported_operation) X(copy_error) X(thread_lock) X(recursive_lock) X(thread_local)       \
    X(frozen_importer) X(module_spec) X(unraisable_hook_arguments) X(quitter) X(site_printer)      \
    X(site_helper) X(buffered_reader) X(buffered_writer)

typedef enum BuiltinTypeIndex {
    TYPE_INDEX_NONE, /* heap types */
#define TYPE_INDEX_ENTRY(name) TYPE_INDEX_##name,
    BUILTIN_TYPES(TYPE_INDEX_ENTRY)
#undef TYPE_INDEX_ENTRY
    TYPE_INDEX_COUNT
} BuiltinTypeIndex;

/* The members of a constant type record that identify it: `TYPE_IDENTITY(list)`. */
#define TYPE_IDENTITY(name) \
    .head = TYPE_HEAD, .index = TYPE_INDEX_##name, .version = TYPE_INDEX_##name

enum { FIRST_HEAP_TYPE_VERSION = TYPE_INDEX_COUNT };

#endif
