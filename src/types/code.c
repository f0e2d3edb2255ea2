/* code: what the compiler made of a body. The instructions themselves mean nothing to a program but
 * through the module dis; the rest is shown under CPython's names.
 *
 * Places in the code are told in bytes, tb_lasti and f_lasti too. co_positions() has one entry for
 * each two bytes, because that is how CPython's library counts. */
#include "types/code.h"

#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/container.h"
#include "types/int.h"
#include "types/str.h"
#include "types/type_parts.h"

enum { BYTES_PER_WORD = sizeof(Instruction), POSITIONS_PER_WORD = BYTES_PER_WORD / 2 };

/* ---- creation -------------------------------------------------------------------------------- */

Code *code_new(Runtime *rt)
{
    Code *code = object_new(rt, &code_type);
    if (code != NULL)
        memset((char *)code + sizeof(Object), 0, sizeof(Code) - sizeof(Object));
    return code;
}

static void code_free(Runtime *rt, Object *object)
{
    Code *code = (Code *)object;
    if (code->warm != NULL && code->warm != code->instructions)
        memory_release(rt, code->warm, code->instruction_count * sizeof(Instruction));
    if (code->frozen_source == NULL) { /* a twin's tables are the constant's */
        if (code->instructions != NULL)
            memory_release(rt, code->instructions, code->instruction_count * sizeof(Instruction));
        if (code->handlers != NULL)
            memory_release(rt, code->handlers, code->handler_count * sizeof(HandlerEntry));
        if (code->positions != NULL)
            memory_release(rt, code->positions, code->position_count * sizeof(PositionEntry));
    }
    object_release_maybe(code->constants);
    object_release_maybe(code->local_names);
    object_release_maybe(code->cell_names);
    object_release_maybe(code->free_names);
    object_release_maybe(code->name);
    object_release_maybe(code->qualified_name);
    object_release_maybe(code->filename);
    object_dispose(rt, object);
}

static uint64_t mix(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3); /* FNV-1a */
    return hash;
}

void code_seal(Code *code)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    uint32_t counts[] = {code->flags, code->argument_count, code->positional_only_count,
                         code->keyword_only_count, code->local_count, code->cell_count,
                         code->free_count, code->slot_count, (uint32_t)code->first_line};
    hash = mix(hash, counts, sizeof counts);
    hash = mix(hash, code->instructions, code->instruction_count * sizeof(Instruction));
    hash = mix(hash, code->handlers, code->handler_count * sizeof(HandlerEntry));
    hash = mix(hash, code->positions, code->position_count * sizeof(PositionEntry));
    code->hash = (int64_t)(hash >> 1 | 2);
}

/* ---- positions ------------------------------------------------------------------------------- */

PositionEntry code_position(const Code *code, size_t index)
{
    size_t low = 0, high = code->position_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code->positions[middle].start <= index)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || index >= code->instruction_count)
        return (PositionEntry){0, 0, 0, -1, -1};
    return code->positions[low - 1];
}

/* The two iterators of positions. */
typedef struct CodeIterator {
    Object head;
    Code *code;
    size_t index; /* of a position entry (lines), or in units of two bytes (positions) */
    bool has_told_first_line;
} CodeIterator;

extern const Type line_iterator_type, position_iterator_type;

static Object *code_iterator_new(Runtime *rt, const Type *type, Object *code)
{
    CodeIterator *self = object_new(rt, type);
    if (self == NULL)
        return NULL;
    self->code = object_retain(code);
    self->index = 0;
    self->has_told_first_line = false;
    return (Object *)self;
}

static void code_iterator_free(Runtime *rt, Object *self)
{
    object_release(((CodeIterator *)self)->code);
    object_dispose(rt, self);
}

static Object *number_or_none(Runtime *rt, int64_t value, bool is_known)
{
    return is_known ? (Object *)int_from_int64(rt, value) : object_retain(NONE);
}

static Object *line_range(Runtime *rt, uint32_t start, uint32_t end, int line)
{
    Object *items[3] = {(Object *)int_from_int64(rt, (int64_t)start * BYTES_PER_WORD),
                        (Object *)int_from_int64(rt, (int64_t)end * BYTES_PER_WORD),
                        number_or_none(rt, line, line > 0)};
    if (items[0] == NULL || items[1] == NULL || items[2] == NULL) {
        for (size_t i = 0; i < 3; i++)
            object_release_maybe(items[i]);
        return NULL;
    }
    return (Object *)tuple_from_array_steal(rt, items, 3);
}

/* (start, end, line) for each run of words of one line. The line of `def` comes first even where no
 * instruction belongs to it, as one does in CPython. */
static Object *line_iterator_next(Runtime *rt, Object *object)
{
    CodeIterator *self = (CodeIterator *)object;
    const Code *code = self->code;
    if (self->index >= code->position_count)
        return NULL;
    const PositionEntry *entry = &code->positions[self->index];
    if (!self->has_told_first_line) {
        self->has_told_first_line = true;
        if (entry->line != code->first_line)
            return line_range(rt, entry->start, entry->start, code->first_line);
    }
    size_t next = self->index + 1;
    while (next < code->position_count && code->positions[next].line == entry->line)
        next++;
    uint32_t end =
        next < code->position_count ? code->positions[next].start : code->instruction_count;
    self->index = next;
    return line_range(rt, entry->start, end, entry->line);
}

static Object *position_iterator_next(Runtime *rt, Object *object)
{
    CodeIterator *self = (CodeIterator *)object;
    size_t word = self->index++ / POSITIONS_PER_WORD;
    if (word >= self->code->instruction_count)
        return NULL;
    PositionEntry entry = code_position(self->code, word);
    Object *items[4] = {number_or_none(rt, entry.line, entry.line > 0),
                        number_or_none(rt, entry.end_line, entry.end_line > 0),
                        number_or_none(rt, entry.column, entry.line > 0 && entry.column >= 0),
                        number_or_none(rt, entry.end_column,
                                       entry.line > 0 && entry.end_column >= 0)};
    bool is_whole = true;
    for (size_t i = 0; i < 4; i++)
        is_whole = is_whole && items[i] != NULL;
    if (!is_whole) {
        for (size_t i = 0; i < 4; i++)
            object_release_maybe(items[i]);
        return NULL;
    }
    return (Object *)tuple_from_array_steal(rt, items, 4);
}

const Type line_iterator_type = {
    TYPE_IDENTITY(line_iterator),
    .name = "line_iterator",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(CodeIterator),
    .free = code_iterator_free,
    .next = line_iterator_next,
    ITERATOR_SLOTS,
};

const Type position_iterator_type = {
    TYPE_IDENTITY(position_iterator),
    .name = "positions_iterator",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .size = sizeof(CodeIterator),
    .free = code_iterator_free,
    .next = position_iterator_next,
    ITERATOR_SLOTS,
};

/* ---- protocol -------------------------------------------------------------------------------- */

static Object *code_repr(Runtime *rt, Object *object)
{
    Code *code = (Code *)object;
    if (!object_is_immortal(object))
        object->flags |= OBJECT_ADDRESS_SEEN;
    return (Object *)str_format(rt, "<code object %U at %p, file \"%U\", line %d>", code->name,
                                (void *)code, code->filename, code->first_line);
}

static int64_t code_hash(Runtime *rt, Object *object)
{
    const Code *code = (const Code *)object;
    int64_t hash = code->hash ^ str_hash(rt, code->name);
    return hash == -1 ? -2 : hash;
}

/* Constants are equal when their types are too: 1 and True are not. 1, 0, -1. */
static int constants_equal(Runtime *rt, Tuple *left, Tuple *right)
{
    if (left->length != right->length)
        return 0;
    for (size_t i = 0; i < left->length; i++) {
        if (left->items[i]->type != right->items[i]->type)
            return 0;
        int equal = object_equal(rt, left->items[i], right->items[i]);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static int code_equal(Runtime *rt, const Code *left, const Code *right)
{
    if (left == right)
        return 1;
    if (left->hash != right->hash || left->instruction_count != right->instruction_count ||
        !str_equal(left->name, right->name))
        return 0;
    if (stack_enter(rt, " in comparison") < 0)
        return -1;
    Tuple *const rows[][2] = {{left->local_names, right->local_names},
                              {left->cell_names, right->cell_names},
                              {left->free_names, right->free_names},
                              {left->constants, right->constants}};
    int equal = 1;
    for (size_t i = 0; i < 4 && equal > 0; i++)
        equal = constants_equal(rt, rows[i][0], rows[i][1]);
    stack_leave(rt);
    return equal;
}

static Object *code_compare(Runtime *rt, Object *left, Object *right, CompareOperation operation)
{
    if ((operation != COMPARE_EQUAL && operation != COMPARE_NOT_EQUAL) ||
        !object_has_type(left, &code_type) || !object_has_type(right, &code_type))
        return object_retain(NOT_IMPLEMENTED);
    int equal = code_equal(rt, (const Code *)left, (const Code *)right);
    return equal < 0 ? NULL : object_retain(bool_object((equal > 0) == (operation == COMPARE_EQUAL)));
}

/* ---- attributes ------------------------------------------------------------------------------ */

static uint32_t temporary_count(const Code *code) /* never told as less than 1 */
{
    uint32_t variables = code->local_count + code->cell_count + code->free_count;
    return code->slot_count > variables ? code->slot_count - variables : 1;
}

#define NUMBER_PROPERTY(name, expression)                          \
    static Object *name(Runtime *rt, Object *self)                 \
    {                                                              \
        const Code *code = (const Code *)self;                     \
        return (Object *)int_from_int64(rt, (int64_t)(expression));\
    }
#define OBJECT_PROPERTY(name, expression)                          \
    static Object *name(Runtime *rt, Object *self)                 \
    {                                                              \
        (void)rt;                                                  \
        const Code *code = (const Code *)self;                     \
        return object_retain(expression);                          \
    }
NUMBER_PROPERTY(get_argument_count, code->argument_count)
NUMBER_PROPERTY(get_positional_only_count, code->positional_only_count)
NUMBER_PROPERTY(get_keyword_only_count, code->keyword_only_count)
NUMBER_PROPERTY(get_local_count, code->local_count)
NUMBER_PROPERTY(get_stack_size, temporary_count(code))
NUMBER_PROPERTY(get_flags, code->flags)
NUMBER_PROPERTY(get_first_line, code->first_line)
OBJECT_PROPERTY(get_local_names, code->local_names)
OBJECT_PROPERTY(get_cell_names, code->cell_names)
OBJECT_PROPERTY(get_free_names, code->free_names)
OBJECT_PROPERTY(get_name, code->name)
OBJECT_PROPERTY(get_qualified_name, code->qualified_name)
OBJECT_PROPERTY(get_filename, code->filename)

static Object *get_names(Runtime *rt, Object *self)
{
    const Code *code = (const Code *)self;
    return (Object *)tuple_from_array(rt, code->constants->items + code->name_first,
                                      code->name_count);
}

static Object *get_constants(Runtime *rt, Object *self)
{
    const Code *code = (const Code *)self;
    size_t total = code->constants->length, after = code->name_first + code->name_count;
    Tuple *tuple = tuple_new(rt, total - code->name_count);
    if (tuple == NULL)
        return NULL;
    size_t filled = 0;
    for (size_t i = 0; i < total; i++)
        if (i < code->name_first || i >= after)
            tuple->items[filled++] = object_retain(code->constants->items[i]);
    tuple_publish(rt, tuple);
    return (Object *)tuple;
}

static Object *get_code(Runtime *rt, Object *self)
{
    const Code *code = (const Code *)self;
    return (Object *)bytes_new(rt, code->instructions,
                               code->instruction_count * sizeof(Instruction));
}

static Object *get_exception_table(Runtime *rt, Object *self)
{
    const Code *code = (const Code *)self;
    return (Object *)bytes_new(rt, code->handlers != NULL ? (const void *)code->handlers : "",
                               code->handler_count * sizeof(HandlerEntry));
}

static Object *get_line_table(Runtime *rt, Object *self)
{
    const Code *code = (const Code *)self;
    return (Object *)bytes_new(rt, code->positions != NULL ? (const void *)code->positions : "",
                               code->position_count * sizeof(PositionEntry));
}

/* ---- methods --------------------------------------------------------------------------------- */

static Object *code_lines_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return code_iterator_new(rt, &line_iterator_type, self);
}

static Object *code_positions_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    return code_iterator_new(rt, &position_iterator_type, self);
}

static Object *code_size_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)args, (void)n;
    const Code *code = (const Code *)self;
    return (Object *)int_from_int64(
        rt, (int64_t)(sizeof(Code) + code->instruction_count * sizeof(Instruction) +
                      code->handler_count * sizeof(HandlerEntry) +
                      code->position_count * sizeof(PositionEntry)));
}

/* A copy with tables of its own; NULL with an error. */
static Code *code_copy(Runtime *rt, const Code *source)
{
    owned Code *code = code_new(rt);
    if (code == NULL)
        return NULL;
    size_t head = offsetof(Code, flags);
    memcpy((char *)code + head, (const char *)source + head,
           offsetof(Code, instruction_count) - head);
    code->constants = object_retain(source->constants);
    code->local_names = object_retain(source->local_names);
    code->cell_names = object_retain(source->cell_names);
    code->free_names = object_retain(source->free_names);
    code->name = object_retain(source->name);
    code->qualified_name = object_retain(source->qualified_name);
    code->filename = object_retain(source->filename);
    code->first_line = source->first_line;
    code->attribute_hint = source->attribute_hint;
    code->name_first = source->name_first;
    code->name_count = source->name_count;
    const struct {
        const void *from;
        void **to;
        uint32_t count, *to_count;
        size_t size;
    } tables[] = {
        {source->instructions, (void **)&code->instructions, source->instruction_count,
         &code->instruction_count, sizeof(Instruction)},
        {source->handlers, (void **)&code->handlers, source->handler_count, &code->handler_count,
         sizeof(HandlerEntry)},
        {source->positions, (void **)&code->positions, source->position_count,
         &code->position_count, sizeof(PositionEntry)},
    };
    for (size_t i = 0; i < 3; i++) {
        if (tables[i].count == 0)
            continue;
        void *copy = memory_take_array(rt, tables[i].count, tables[i].size);
        if (copy == NULL)
            return NULL;
        memcpy(copy, tables[i].from, tables[i].count * tables[i].size);
        *tables[i].to = copy;
        *tables[i].to_count = tables[i].count;
    }
    code->hash = source->hash;
    return take(&code);
}

static int replace_number(Runtime *rt, Object *value, uint32_t *field)
{
    int64_t number;
    if (value == NULL)
        return 0;
    if (number_as_int64(rt, value, &number) < 0)
        return -1;
    if (number < 0 || number > INT32_MAX)
        return error_fail(rt, &value_error_type, "code: co_* value out of range");
    *field = (uint32_t)number;
    return 0;
}

static int replace_str(Runtime *rt, const char *name, Object *value, Str **field)
{
    if (value == NULL)
        return 0;
    if (!str_check_exact(value))
        return error_fail(rt, &type_error_type, "replace() argument '%s' must be str, not %T", name,
                          value);
    object_replace_steal(field, object_retain(value));
    return 0;
}

static int replace_names(Runtime *rt, const char *name, Object *value, Tuple **field)
{
    if (value == NULL)
        return 0;
    if (!tuple_check_exact(value))
        return error_fail(rt, &type_error_type, "replace() argument '%s' must be tuple, not %T",
                          name, value);
    if (((Tuple *)value)->length != (*field)->length)
        return error_fail(rt, &value_error_type, "code: %s has the wrong length", name);
    object_replace_steal(field, object_retain(value));
    return 0;
}

/* New constants or names, in the places of the old ones. */
static int replace_constants(Runtime *rt, Code *code, Object *constants, Object *names)
{
    size_t total = code->constants->length, after = code->name_first + code->name_count;
    if (constants == NULL && names == NULL)
        return 0;
    if ((constants != NULL && !tuple_check(constants)) || (names != NULL && !tuple_check(names)))
        return error_fail(rt, &type_error_type, "replace() argument must be tuple");
    if ((constants != NULL && ((Tuple *)constants)->length != total - code->name_count) ||
        (names != NULL && ((Tuple *)names)->length != code->name_count))
        return error_fail(rt, &value_error_type, "code: tuple has the wrong length");
    Tuple *fresh = tuple_new(rt, total);
    if (fresh == NULL)
        return -1;
    size_t constant = 0, name = 0;
    for (size_t i = 0; i < total; i++) {
        bool is_name = i >= code->name_first && i < after;
        Object *item = code->constants->items[i];
        if (is_name && names != NULL)
            item = ((Tuple *)names)->items[name++];
        else if (!is_name && constants != NULL)
            item = ((Tuple *)constants)->items[constant++];
        fresh->items[i] = object_retain(item);
    }
    tuple_publish(rt, fresh);
    object_replace_steal(&code->constants, fresh);
    return 0;
}

static Object *code_replace_method(Runtime *rt, Object *self, Object **args, size_t n)
{
    enum { ARGCOUNT, POSONLY, KWONLY, FLAGS, FIRST_LINE, NAME_, QUALNAME, FILENAME, VARNAMES,
           CELLVARS, FREEVARS, CONSTS, NAMES_, UNSUPPORTED };
    (void)n;
    for (size_t i = UNSUPPORTED; i < UNSUPPORTED + 5; i++)
        if (args[i] != NULL)
            return error_set(rt, &value_error_type,
                             "code: the instructions and their tables cannot be replaced");
    owned Code *code = code_copy(rt, (Code *)self);
    if (code == NULL)
        return NULL;
    uint32_t first_line = (uint32_t)code->first_line;
    if (replace_number(rt, args[ARGCOUNT], &code->argument_count) < 0 ||
        replace_number(rt, args[POSONLY], &code->positional_only_count) < 0 ||
        replace_number(rt, args[KWONLY], &code->keyword_only_count) < 0 ||
        replace_number(rt, args[FLAGS], &code->flags) < 0 ||
        replace_number(rt, args[FIRST_LINE], &first_line) < 0 ||
        replace_str(rt, "co_name", args[NAME_], &code->name) < 0 ||
        replace_str(rt, "co_qualname", args[QUALNAME], &code->qualified_name) < 0 ||
        replace_str(rt, "co_filename", args[FILENAME], &code->filename) < 0 ||
        replace_names(rt, "co_varnames", args[VARNAMES], &code->local_names) < 0 ||
        replace_names(rt, "co_cellvars", args[CELLVARS], &code->cell_names) < 0 ||
        replace_names(rt, "co_freevars", args[FREEVARS], &code->free_names) < 0 ||
        replace_constants(rt, code, args[CONSTS], args[NAMES_]) < 0)
        return NULL;
    code->first_line = (int32_t)first_line;
    return (Object *)take(&code);
}

/* ---- the type -------------------------------------------------------------------------------- */

const Type code_type = {
    TYPE_IDENTITY(code),
    .name = "code",
    .doc = "Create a code object.  Not for mere mortals.",
    .base = &object_type,
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION | TYPE_WEAKLY_REFERABLE,
    .size = sizeof(Code),
    .free = code_free,
    .repr = code_repr,
    .hash = code_hash,
    .compare = code_compare,
    INHERIT_ATTRIBUTES,
    .methods = (const MethodSpec[]){
        {"co_lines", code_lines_method, 0, 0,
         .doc = "(start, end, line) for each run of instructions of one line."},
        {"co_positions", code_positions_method, 0, 0,
         .doc = "(line, end line, column, end column) for each two bytes of code."},
        {"replace", code_replace_method,
         .parameters = "*, co_argcount=, co_posonlyargcount=, co_kwonlyargcount=, co_flags=, "
                       "co_firstlineno=, co_name=, co_qualname=, co_filename=, co_varnames=, "
                       "co_cellvars=, co_freevars=, co_consts=, co_names=, co_code=, "
                       "co_linetable=, co_exceptiontable=, co_nlocals=, co_stacksize=",
         .doc = "Return a copy of the code object with new values for the specified fields."},
        {"__sizeof__", code_size_method, 0, 0, .doc = "Size of object in memory, in bytes."},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"co_argcount", get_argument_count, NULL, NULL},
        {"co_posonlyargcount", get_positional_only_count, NULL, NULL},
        {"co_kwonlyargcount", get_keyword_only_count, NULL, NULL},
        {"co_nlocals", get_local_count, NULL, NULL},
        {"co_stacksize", get_stack_size, NULL, NULL},
        {"co_flags", get_flags, NULL, NULL},
        {"co_firstlineno", get_first_line, NULL, NULL},
        {"co_name", get_name, NULL, NULL},
        {"co_qualname", get_qualified_name, NULL, NULL},
        {"co_filename", get_filename, NULL, NULL},
        {"co_names", get_names, NULL, NULL},
        {"co_consts", get_constants, NULL, NULL},
        {"co_varnames", get_local_names, NULL, NULL},
        {"co_cellvars", get_cell_names, NULL, NULL},
        {"co_freevars", get_free_names, NULL, NULL},
        {"co_code", get_code, NULL, NULL},
        {"co_linetable", get_line_table, NULL, NULL},
        {"co_exceptiontable", get_exception_table, NULL, NULL},
        {0},
    },
};
