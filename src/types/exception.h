/* Exceptions: the layout shared by all, and those with fields of their own. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "object/error.h"
#include "object/shape.h"
#include "types/tuple.h"

typedef struct Exception {
    Object head;
    AttributeWord attributes;
    Tuple *args;
    Object *traceback; /* Traceback or NULL */
    Object *context, *cause; /* exceptions or NULL */
    bool suppress_context;
    Object *fields[]; /* of the subclasses below */
} Exception;

/* The numbers of `fields` by type; unset ones are NULL and read as None. */
enum { STOP_ITERATION_VALUE, STOP_ITERATION_FIELDS };
enum { SYSTEM_EXIT_CODE, SYSTEM_EXIT_FIELDS };
enum { IMPORT_ERROR_MSG, IMPORT_ERROR_NAME, IMPORT_ERROR_PATH, IMPORT_ERROR_FIELDS };
enum { ATTRIBUTE_ERROR_OBJ, ATTRIBUTE_ERROR_NAME, ATTRIBUTE_ERROR_FIELDS };
enum { NAME_ERROR_NAME, NAME_ERROR_FIELDS };
enum { OS_ERROR_ERRNO, OS_ERROR_STRERROR, OS_ERROR_FILENAME, OS_ERROR_FILENAME2, OS_ERROR_CHARACTERS_WRITTEN, OS_ERROR_FIELDS };
enum { SYNTAX_ERROR_MSG, SYNTAX_ERROR_FILENAME, SYNTAX_ERROR_LINENO, SYNTAX_ERROR_OFFSET, SYNTAX_ERROR_TEXT,
       SYNTAX_ERROR_END_LINENO, SYNTAX_ERROR_END_OFFSET, SYNTAX_ERROR_PRINT_FILE_AND_LINE, SYNTAX_ERROR_FIELDS };
enum { UNICODE_ERROR_ENCODING, UNICODE_ERROR_OBJECT, UNICODE_ERROR_START, UNICODE_ERROR_END, UNICODE_ERROR_REASON, UNICODE_ERROR_FIELDS };

static inline bool exception_check(const void *object) { return object_has_flag(object, TYPE_EXCEPTION); }

/* One entry of a traceback: the frame and where in it. */
typedef struct Traceback {
    Object head;
    struct Traceback *next;
    Object *frame;    /* FrameObject */
    uint32_t instruction; /* number within the frame's code */
    int32_t line; /* ask traceback_line() of types/frame.h */
} Traceback;
extern const Type traceback_type;

/* The text that CPython prints for an uncaught exception (traceback, carets, notes, chained causes), as a str. NULL with an error. */
Str *exception_render(Runtime *rt, Object *exception);
/* The same, written to sys.stderr. When there is no memory for it, the type's name at least. Never fails; keeps a pending error. */
void exception_print(Runtime *rt, Object *exception);
/* A SyntaxError (or `type`, its subclass) with these fields, raised. Always NULL. */
void *error_set_syntax(Runtime *rt, const Type *type, Str *message, Str *filename, int line, int offset, int end_line, int end_offset, Str *text);

#endif
