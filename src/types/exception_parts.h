/* What the files of exceptions share.
 *
 *    exception.c         BaseException, and the types that add nothing to it
 *    exception_fields.c  the types with fields: OSError, SyntaxError, UnicodeError, ...
 *    exception_group.c   BaseExceptionGroup, ExceptionGroup
 *    exception_render.c  the text printed for an uncaught one
 *    exception_anchor.c  which part of a source line the carets mark
 *    exception_suggest.c "Did you mean: ...?" */
#ifndef OURO_TYPES_EXCEPTION_PARTS_H
#define OURO_TYPES_EXCEPTION_PARTS_H

#include "types/exception.h"
#include "types/type_parts.h"

enum { EXCEPTION_GROUP_MESSAGE, EXCEPTION_GROUP_EXCEPTIONS, EXCEPTION_GROUP_FIELDS };

#define EXCEPTION_FLAGS (TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE | TYPE_EXCEPTION)
/* The part of a record that all exceptions but MemoryError share. */
#define EXCEPTION_RECORD(c_name, python_name, c_base, field_count, text)                           \
    TYPE_IDENTITY(c_name), .name = (python_name), .doc = (text), .base = &c_base##_type,           \
    .flags = EXCEPTION_FLAGS, .size = sizeof(Exception) + (field_count) * sizeof(Object *),        \
    .attributes_offset = offsetof(Exception, attributes), .visit = exception_visit,                \
    .clear = exception_clear, .repr = exception_repr, .hash = object_default_hash,                 \
    .compare = object_default_compare, .get_attribute = object_generic_get_attribute,              \
    .set_attribute = object_generic_set_attribute
#define EXCEPTION_FIELD(name, number, text)                                                        \
    {name, MEMBER_OBJECT, offsetof(Exception, fields) + (number) * sizeof(Object *), true, text}

/* A new exception of `type` with these args (borrowed), all fields NULL, tracked. Runs no `__init__`. */
Exception *exception_allocate(Runtime *rt, const Type *type, Tuple *args);

/* Slots. */
Object *exception_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names);
int exception_init(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names);
void exception_free(Runtime *rt, Object *self);
int exception_visit(Object *self, Visitor visit, void *context);
void exception_clear(Runtime *rt, Object *self);
Object *exception_repr(Runtime *rt, Object *self);
Object *exception_str(Runtime *rt, Object *self);

/* Type.name without its module. */
const char *type_last_name(const Type *type);
/* TypeError "NAME() takes no keyword arguments" when there are any. */
MUST_CHECK int exception_refuse_keywords(Runtime *rt, const Type *type, Tuple *names);
/* Stores a retained `value` into a field of `self`. */
void exception_set_field(Exception *self, size_t field, Object *value);
/* Number of fields of the nearest built-in base. */
size_t exception_field_count(const Type *type);
/* The exception's own __dict__, borrowed, or NULL when it never had one; never fails. */
Dict *exception_dict_borrow(const Exception *self);

/* exception_anchor.c: the operator in `text` (an expression in one line, ASCII or UTF-8), whose result the
 * machine failed to compute: bytes [*start, *end) of a binary operator or of a subscript's brackets. False
 * when it is another kind of expression. Needs no memory. */
bool anchor_find(const char *text, size_t length, size_t *start, size_t *end);

/* exception_render.c: traceback and message only, as an unraisable error shows; NULL with an error. */
Str *exception_render_alone(Runtime *rt, Object *exception);

/* Line number `line` of a source file, stripped, owned; NULL when it cannot be had or is empty. Never fails. */
Str *source_line_text(Runtime *rt, Str *filename, int line);

/* exception_suggest.c: the name that was meant, owned, or NULL when there is none. Never fails. */
Str *exception_suggestion(Runtime *rt, Exception *exception);

#endif
