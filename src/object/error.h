/* Raising and catching. The pending error is one exception instance in rt->error; a function that
 * fails sets it and returns NULL or -1. Setting an error chains the one being handled
 * (rt->handled) as its __context__, as CPython does. */
#ifndef OURO_OBJECT_ERROR_H
#define OURO_OBJECT_ERROR_H

#include <stdarg.h>

#include "object/runtime.h"

/* Raises `type` with a formatted message; always returns NULL, so that callers can return it.
 *   %s C string in UTF-8 (%.200s too)   %d %u %zd %zu %ld %lld %x %p %c (code point)   %%
 *   %R repr of an Object *   %S str of an Object *   %A ascii of it   %U a Str *
 *   %T name of the type of an Object *   %N name of a const Type *   (%T, %N without module as CPython's tp_name prints) */
void *error_set(Runtime *rt, const Type *type, const char *format, ...);
void *error_set_v(Runtime *rt, const Type *type, const char *format, va_list arguments);
/* The same as error_set for functions that return int: always -1. */
int error_fail(Runtime *rt, const Type *type, const char *format, ...);
/* Raises type(value); for KeyError(key), StopIteration(value). NULL value: type(). Always NULL. */
void *error_set_value(Runtime *rt, const Type *type, Object *value);
/* Raises the instance `exception` (borrowed), chaining as above. Always NULL. */
void *error_set_exception(Runtime *rt, Object *exception);
/* Raises OSError or its subclass for `code` (an errno), with file names when not NULL. Always NULL. */
void *error_set_errno(Runtime *rt, int code, Object *filename, Object *filename2);
/* Raises one of the MemoryErrors made in advance, and opens the heap's reserve. Always NULL. */
void *error_no_memory(Runtime *rt);
/* TypeError "bad argument type for built-in operation"; SystemError "..." for what cannot happen. */
void *error_bad_internal_call(Runtime *rt, const char *where);

/* True when an error is pending and is an instance of `type`. */
bool error_matches(Runtime *rt, const Type *type);
/* Whether `exception` (instance) matches `type_or_tuple` as `except` does; -1 with an error set. */
int exception_matches(Runtime *rt, Object *exception, Object *type_or_tuple);
/* The pending error, owned; none is pending afterwards. NULL when none was. */
MUST_CHECK Object *error_take(Runtime *rt);
/* Makes `exception` (handed over; may be NULL) pending as it is, in place of any other. */
void error_restore_steal(Runtime *rt, Object *exception);
void error_clear(Runtime *rt);
/* Clears the pending error if it is a `type`; true when it was. */
bool error_clear_if(Runtime *rt, const Type *type);
/* Gives the pending error `exception` (handed over) as its __context__ if it has none in the chain. */
void error_chain_context_steal(Runtime *rt, Object *exception);

/* Hands the pending error to sys.unraisablehook and clears it; `message` such as
 * "Exception ignored in", `object` may be NULL. Never fails. */
void error_unraisable(Runtime *rt, const char *message, Object *object);

/* A warning of `category`, through the warnings filters as far as they exist. -1 when it became an error. */
MUST_CHECK int error_warn(Runtime *rt, const Type *category, const char *format, ...);

/* The types, constant records of types/exception.c. */
#define EXCEPTION_TYPES(X)                                                                        \
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
    X(resource_warning) X(runtime_warning) X(syntax_warning) X(unicode_warning) X(user_warning)
#define EXCEPTION_TYPE_DECLARATION(name) extern const Type name##_type;
EXCEPTION_TYPES(EXCEPTION_TYPE_DECLARATION)
extern const Type unsupported_operation_type; /* io.UnsupportedOperation */
#undef EXCEPTION_TYPE_DECLARATION

#endif
