/* The module dis: the machine's instructions, readably.
 *
 *      2      4     BINARY               t0 = i * 2
 *             6     IN_PLACE             s = s += take t0
 *             8     JUMP                 to 1
 *
 * Line, number of the instruction's first word (>> before what is jumped to), name, operands: locals, cells and free
 * variables by name, temporaries as t0, t1, ...; `take` marks a temporary that ends here. The table of handlers follows. */
#include <stdio.h>
#include <string.h>

#include "compile/compile.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/names.h"
#include "types/descriptor.h"
#include "types/int.h"
#include "types/list.h"
#include "types/exception.h"
#include "types/type.h"
#include "vm/specialize.h"

static const char *const binary_symbols[] = {
    [BINARY_ADD] = "+", [BINARY_SUBTRACT] = "-", [BINARY_MULTIPLY] = "*", [BINARY_MATRIX_MULTIPLY] = "@",
    [BINARY_TRUE_DIVIDE] = "/", [BINARY_FLOOR_DIVIDE] = "//", [BINARY_REMAINDER] = "%", [BINARY_LEFT_SHIFT] = "<<",
    [BINARY_RIGHT_SHIFT] = ">>", [BINARY_AND] = "&", [BINARY_OR] = "|", [BINARY_XOR] = "^", [BINARY_DIVMOD] = "divmod",
    [BINARY_POWER] = "**",
};
static const char *const unary_symbols[] = {"-", "+", "~", "abs"};
static const char *const compare_symbols[] = {"<", "<=", "==", "!=", ">", ">=", "?", "?"};

typedef struct Listing {
    Runtime *rt;
    const Code *code;
    StrBuilder text;
} Listing;

/* ---- operands -------------------------------------------------------------------------------- */

static void put(Listing *listing, const char *ascii)
{
    str_builder_add_c(&listing->text, ascii);
}

static void put_number(Listing *listing, const char *format, long value)
{
    char text[48];
    snprintf(text, sizeof text, format, value);
    put(listing, text);
}

static void put_slot(Listing *listing, int slot)
{
    const Code *code = listing->code;
    Tuple *const rows[] = {code->local_names, code->cell_names, code->free_names};
    for (size_t i = 0; i < 3; i++) {
        if (slot < (int)rows[i]->length) {
            str_builder_add(&listing->text, (Str *)rows[i]->items[slot]);
            return;
        }
        slot -= (int)rows[i]->length;
    }
    put_number(listing, "t%ld", slot);
}

static void put_constant(Listing *listing, size_t number)
{
    if (number < listing->code->constants->length)
        str_builder_add_repr(&listing->text, listing->code->constants->items[number]);
}

static void put_name(Listing *listing, int number)
{
    if (number >= 0 && (size_t)number < listing->code->constants->length)
        str_builder_add(&listing->text, (Str *)listing->code->constants->items[number]);
}

/* Any source: a slot or a constant. */
static void put_source(Listing *listing, int operand, bool is_consumed)
{
    if (operand < 0) {
        put_constant(listing, (size_t)~operand);
        return;
    }
    if (is_consumed)
        put(listing, "take ");
    put_slot(listing, operand);
}

/* ---- one instruction ------------------------------------------------------------------------- */

/* The words of the instruction, its operand words and caches included. */
static size_t instruction_words(const Instruction *instruction)
{
    bool is_wide_unpack = instruction->op == OP_UNPACK_EX && instruction->c == -1;
    return 1 + (size_t)opcode_facts[instruction->op].cache_words + is_wide_unpack;
}

/* The word that it jumps to, or -1. */
static long jump_target(const Instruction *instruction, size_t place)
{
    const char *format = opcode_facts[instruction->op].format;
    long next = (long)(place + instruction_words(instruction));
    if (strchr(format, 'W') != NULL)
        return next + instruction->d;
    return strchr(format, 'J') != NULL ? next + instruction->c : -1;
}

static void put_target(Listing *listing, const Instruction *instruction, size_t place)
{
    put_number(listing, "to %ld", jump_target(instruction, place));
}

/* Operands in the order of the format, the destination as "x = ". */
static void put_plain_operands(Listing *listing, const Instruction *instruction, size_t place)
{
    static const unsigned use_flags[] = {0, USE_A, USE_B, USE_C};
    const char *format = opcode_facts[instruction->op].format;
    const int operands[] = {instruction->n, instruction->a, instruction->b, instruction->c};
    bool is_first = true;
    for (int i = 1; format[i] != 0; i++) {
        if (format[i] == '-')
            continue;
        if (!is_first)
            put(listing, ", ");
        is_first = false;
        bool is_consumed = format[0] == 'I' && (instruction->n & use_flags[i]) != 0;
        bool is_wide = i == 2 && format[3] == 0;
        switch (format[i]) {
        case 'D':
            put_slot(listing, operands[i]);
            if (i == 1 && strspn(format + 2, "-") != strlen(format + 2)) {
                put(listing, " = ");
                is_first = true;
            }
            break;
        case 'S':
        case 'T': put_source(listing, operands[i], is_consumed); break;
        case 'N': put_name(listing, operands[i]); break;
        case 'K': put_constant(listing, is_wide ? (size_t)instruction->d : (size_t)operands[i]); break;
        case 'J':
        case 'W': put_target(listing, instruction, place); break;
        default: put_number(listing, "%ld", operands[i]); break;
        }
    }
}

/* a = b SYMBOL c */
static void put_operation(Listing *listing, const Instruction *instruction, const char *symbol, const char *suffix)
{
    put_slot(listing, instruction->a);
    put(listing, " = ");
    put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
    put(listing, " ");
    put(listing, symbol);
    put(listing, suffix);
    put(listing, " ");
    put_source(listing, instruction->c, (instruction->n & USE_C) != 0);
}

static void put_operands(Listing *listing, const Instruction *instruction, const Instruction *words, size_t place)
{
    unsigned operation = instruction->n & OPERATION_MASK;
    switch (instruction->op) {
    case OP_BINARY:
        put_operation(listing, instruction, binary_symbols[operation % BINARY_COUNT], "");
        break;
    case OP_IN_PLACE:
        put_operation(listing, instruction, binary_symbols[operation % BINARY_COUNT], "=");
        break;
    case OP_COMPARE:
        put_operation(listing, instruction, compare_symbols[operation & 7], "");
        break;
    case OP_IS:
        put_operation(listing, instruction, "is", (operation & 1) != 0 ? " not" : "");
        break;
    case OP_CONTAINS:
        put_operation(listing, instruction, (operation & 1) != 0 ? "not in" : "in", "");
        break;
    case OP_UNARY:
        put_slot(listing, instruction->a);
        put(listing, " = ");
        put(listing, unary_symbols[operation & 3]);
        put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
        break;
    case OP_COMPARE_JUMP:
        put(listing, (instruction->n & 8) != 0 ? "if " : "unless ");
        put_source(listing, instruction->a, (instruction->n & USE_A) != 0);
        put(listing, " ");
        put(listing, compare_symbols[instruction->n & 7]);
        put(listing, " ");
        put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
        put(listing, ", ");
        put_target(listing, instruction, place);
        break;
    case OP_CALL_KEYWORDS:
        put_plain_operands(listing, instruction, place);
        put(listing, ", names ");
        put_constant(listing, words[1].half[0]);
        break;
    case OP_LOAD_CELL:
    case OP_LOAD_CLASS_CELL:
        put_slot(listing, instruction->a);
        put(listing, " = ");
        put_slot(listing, instruction->b);
        break;
    case OP_STORE_CELL:
        put_slot(listing, instruction->a);
        put(listing, " = ");
        put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
        break;
    case OP_DELETE_CELL:
        put_slot(listing, instruction->a);
        break;
    case OP_RAISE:
        if ((operation & 3) >= 1)
            put_source(listing, instruction->a, (instruction->n & USE_A) != 0);
        if ((operation & 3) == 2) {
            put(listing, " from ");
            put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
        }
        break;
    case OP_FORMAT:
        put_slot(listing, instruction->a);
        put(listing, " = ");
        put_source(listing, instruction->b, (instruction->n & USE_B) != 0);
        put(listing, (const char *const[]){"", "!s", "!r", "!a"}[operation & 3]);
        if ((operation & 4) != 0) {
            put(listing, ", specification ");
            put_source(listing, instruction->c, (instruction->n & USE_C) != 0);
        }
        break;
    default:
        put_plain_operands(listing, instruction, place);
        break;
    }
}

/* ---- one code object ------------------------------------------------------------------------- */

/* Marks what is jumped to, a byte a word; NULL with MemoryError. */
static char *find_targets(Runtime *rt, const Code *code)
{
    char *targets = memory_take(rt, (size_t)code->instruction_count + 1);
    if (targets == NULL)
        return NULL;
    memset(targets, 0, (size_t)code->instruction_count + 1);
    for (size_t place = 0; place < code->instruction_count;) {
        Instruction instruction = instruction_generic(&code->instructions[place]);
        long target = jump_target(&instruction, place);
        if (target >= 0 && (size_t)target < code->instruction_count)
            targets[target] = 1;
        place += instruction_words(&instruction);
    }
    for (size_t i = 0; i < code->handler_count; i++)
        if (code->handlers[i].target < code->instruction_count)
            targets[code->handlers[i].target] = 1;
    return targets;
}

static void list_instructions(Listing *listing, ssize_t last)
{
    const Code *code = listing->code;
    char *targets = find_targets(listing->rt, code);
    if (targets == NULL) {
        listing->text.failed = true;
        return;
    }
    int line = 0;
    for (size_t place = 0; place < code->instruction_count && !listing->text.failed;) {
        const Instruction *words = &code->instructions[place];
        Instruction instruction = instruction_generic(words);
        int here = code_position(code, place).line;
        char head[96];
        bool is_new_line = here != line && here > 0;
        if (is_new_line && line != 0)
            put(listing, "\n");
        if (is_new_line)
            snprintf(head, sizeof head, "%4d %s %s %5zu  %-22s ", here, last == (ssize_t)place ? "-->" : "   ",
                     targets[place] ? ">>" : "  ", place, opcode_facts[instruction.op].name);
        else
            snprintf(head, sizeof head, "     %s %s %5zu  %-22s ", last == (ssize_t)place ? "-->" : "   ",
                     targets[place] ? ">>" : "  ", place, opcode_facts[instruction.op].name);
        if (is_new_line)
            line = here;
        put(listing, head);
        put_operands(listing, &instruction, words, place);
        put(listing, "\n");
        place += instruction_words(&instruction);
    }
    memory_release(listing->rt, targets, (size_t)code->instruction_count + 1);
}

static void list_handlers(Listing *listing)
{
    const Code *code = listing->code;
    if (code->handler_count != 0)
        put(listing, "Handlers:\n");
    for (size_t i = 0; i < code->handler_count; i++) {
        const HandlerEntry *entry = &code->handlers[i];
        char text[96];
        snprintf(text, sizeof text, "  %u to %u -> %u, exception in ", entry->start, entry->end, entry->target);
        put(listing, text);
        put_slot(listing, (int)entry->depth);
        put(listing, "\n");
    }
}

static void list_code(Listing *listing, const Code *code, ssize_t last, bool with_inner)
{
    if (listing->text.failed)
        return;
    if (stack_check(listing->rt) < 0) {
        listing->text.failed = true;
        return;
    }
    listing->code = code;
    list_instructions(listing, last);
    list_handlers(listing);
    for (size_t i = 0; with_inner && i < code->constants->length; i++) {
        Object *constant = code->constants->items[i];
        if (!object_has_type(constant, &code_type))
            continue;
        put(listing, "\nDisassembly of ");
        str_builder_add_repr(&listing->text, constant);
        put(listing, ":\n");
        list_code(listing, (const Code *)constant, -1, true);
    }
}

/* ---- what has code --------------------------------------------------------------------------- */

/* The code of source text: an expression, or else statements. */
static Code *compile_text(Runtime *rt, Str *text)
{
    size_t length;
    owned Object *holder = NULL;
    const char *bytes = str_utf8(rt, text, &length, &holder);
    owned Str *filename = bytes == NULL ? NULL : str_intern_c(rt, "<dis>");
    if (filename == NULL)
        return NULL;
    Code *code = compile_source(rt, bytes, length, filename, PARSE_EVAL, COMPILE_TEXT, false, NULL);
    if (code != NULL || !error_clear_if(rt, &syntax_error_type))
        return code;
    return compile_source(rt, bytes, length, filename, PARSE_FILE, COMPILE_TEXT, false, NULL);
}

/* The code object in or behind `object`, owned; NULL without an error when it has none. */
static Code *code_of(Runtime *rt, Object *object)
{
    if (object_has_type(object, &method_type))
        object = ((Method *)object)->function;
    if (object_has_type(object, &class_method_type) || object_has_type(object, &static_method_type))
        object = ((ClassMethod *)object)->function;
    if (object_has_type(object, &function_type))
        return object_retain(((Function *)object)->code);
    if (object_has_type(object, &code_type))
        return object_retain(object);
    if (str_check(object))
        return compile_text(rt, (Str *)object);
    static const char *const attributes[] = {"gi_code", "ag_code", "cr_code"};
    for (size_t i = 0; i < 3; i++) {
        owned Str *name = str_intern_c(rt, attributes[i]);
        Object *value;
        int found = name == NULL ? -1 : object_find_attribute(rt, object, name, &value);
        if (found < 0)
            return NULL;
        if (found > 0 && object_has_type(value, &code_type))
            return (Code *)value;
        if (found > 0)
            object_release(value);
    }
    return NULL;
}

static void *no_code(Runtime *rt, Object *object)
{
    return error_set(rt, &type_error_type, "don't know how to disassemble %T objects", object);
}

/* Prints `text` (handed over) as print(text, end="", file=file) does. */
static Object *print_text(Runtime *rt, Str *text, Object *file)
{
    owned Str *owned_text = text;
    if (text == NULL)
        return NULL;
    owned Str *name = str_intern_c(rt, "print");
    owned Tuple *names = name == NULL ? NULL : tuple_pack(rt, 2, NAME(end), NAME(file));
    if (names == NULL)
        return NULL;
    owned Object *print = object_retain_maybe(dict_get_str_borrow(rt, rt->builtins, name));
    if (print == NULL)
        return error_pending(rt) ? NULL : error_set(rt, &runtime_error_type, "lost builtins.print");
    Object *arguments[] = {(Object *)owned_text, (Object *)EMPTY_STR, file == NULL ? NONE : file};
    return object_call(rt, print, arguments, 1, names);
}

/* Lists the functions of a class or module, by name. -1 with an error. */
static int list_members(Listing *listing, Object *members)
{
    Runtime *rt = listing->rt;
    owned List *names = sequence_list(rt, members);
    if (names == NULL || list_sort(rt, names, NULL, false) < 0)
        return -1;
    for (size_t i = 0; i < names->length; i++) {
        owned Object *name = object_retain(names->items[i]);
        owned Object *member = object_get_item(rt, members, name);
        if (member == NULL)
            return -1;
        if (str_check(member) || object_has_type(member, &code_type))
            continue;
        bool is_function = object_has_type(member, &function_type) || object_has_type(member, &method_type) ||
                           object_has_type(member, &class_method_type) ||
                           object_has_type(member, &static_method_type);
        owned Code *code = is_function ? code_of(rt, member) : NULL;
        if (code == NULL) {
            if (error_pending(rt))
                return -1;
            continue;
        }
        put(listing, "Disassembly of ");
        str_builder_add(&listing->text, (Str *)name);
        put(listing, ":\n");
        list_code(listing, code, -1, true);
        put(listing, "\n");
        if (listing->text.failed)
            return -1;
    }
    return 0;
}

/* The last uncaught exception's place: dis() without an argument. */
static Object *last_failure(Runtime *rt)
{
    Object *last = rt->sys_dict == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, NAME(last_traceback));
    if (last == NULL || !object_has_type(last, &traceback_type)) {
        if (!error_pending(rt))
            error_set(rt, &runtime_error_type, "no last traceback to disassemble");
        return NULL;
    }
    return object_retain(last);
}

static Object *dis_dis(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    owned Object *subject = args[0] == NULL || args[0] == NONE ? last_failure(rt) : object_retain(args[0]);
    if (subject == NULL)
        return NULL;
    ssize_t last = -1;
    bool with_inner = true;
    if (args[2] != NULL && args[2] != NONE) {
        owned Object *depth = number_index(rt, args[2]);
        if (depth == NULL)
            return NULL;
        with_inner = int_small_value(depth) > 0;
    }
    if (object_has_type(subject, &traceback_type)) {
        Traceback *traceback = (Traceback *)subject;
        while (traceback->next != NULL)
            traceback = traceback->next;
        last = (ssize_t)traceback->instruction;
        owned Str *name = str_intern_c(rt, "f_code");
        Object *code = name == NULL ? NULL : object_get_attribute(rt, traceback->frame, name);
        if (code == NULL)
            return NULL;
        object_replace_steal(&subject, code);
    }
    owned Code *code = code_of(rt, subject);
    if (code == NULL && error_pending(rt))
        return NULL;
    owned Object *members = NULL;
    if (code == NULL) {
        if (!type_check(subject) && !module_check(subject))
            return no_code(rt, subject);
        members = object_get_attribute(rt, subject, NAME(__dict__));
        if (members == NULL)
            return NULL;
    }
    Listing listing = {.rt = rt};
    str_builder_open(&listing.text, rt);
    if (code != NULL) {
        list_code(&listing, code, last, with_inner);
    } else if (list_members(&listing, members) < 0) {
        str_builder_close(&listing.text);
        return NULL;
    }
    return print_text(rt, str_builder_finish(&listing.text), args[1]);
}

static Object *dis_disassemble(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int64_t last = -1;
    if (!object_has_type(args[0], &code_type))
        return error_set(rt, &type_error_type, "disassemble() argument must be a code object, not %T", args[0]);
    if (args[1] != NULL && number_as_int64(rt, args[1], &last) < 0)
        return NULL;
    Listing listing = {.rt = rt};
    str_builder_open(&listing.text, rt);
    list_code(&listing, (Code *)args[0], last < 0 ? -1 : (ssize_t)last / (ssize_t)sizeof(Instruction), false);
    return print_text(rt, str_builder_finish(&listing.text), args[2]);
}

/* ---- code_info ------------------------------------------------------------------------------- */

static void put_row(Listing *listing, const char *title, Tuple *items)
{
    if (items->length == 0)
        return;
    put(listing, title);
    for (size_t i = 0; i < items->length; i++) {
        put_number(listing, "\n%4ld: ", (long)i);
        if (str_check(items->items[i]))
            str_builder_add(&listing->text, (Str *)items->items[i]);
        else
            str_builder_add_repr(&listing->text, items->items[i]);
    }
}

static void put_flags(Listing *listing, uint32_t flags)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {
        {CODE_OPTIMIZED, "OPTIMIZED"}, {CODE_NEWLOCALS, "NEWLOCALS"}, {CODE_VARARGS, "VARARGS"},
        {CODE_VARKEYWORDS, "VARKEYWORDS"}, {CODE_NESTED, "NESTED"}, {CODE_GENERATOR, "GENERATOR"},
        {CODE_COROUTINE, "COROUTINE"}, {CODE_ITERABLE_COROUTINE, "ITERABLE_COROUTINE"},
        {CODE_ASYNC_GENERATOR, "ASYNC_GENERATOR"}, {CODE_FUTURE_ANNOTATIONS, "0x1000000"},
    };
    bool is_first = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((flags & names[i].flag) == 0)
            continue;
        put(listing, is_first ? "" : ", ");
        put(listing, names[i].name);
        is_first = false;
    }
    if (is_first)
        put(listing, "0x0");
}

static Str *code_info(Runtime *rt, Object *subject)
{
    owned Code *code = code_of(rt, subject);
    if (code == NULL)
        return error_pending(rt) ? NULL : no_code(rt, subject);
    Listing listing = {.rt = rt, .code = code};
    str_builder_open(&listing.text, rt);
    put(&listing, "Name:              ");
    str_builder_add(&listing.text, code->name);
    put(&listing, "\nFilename:          ");
    str_builder_add(&listing.text, code->filename);
    put_number(&listing, "\nArgument count:    %ld", code->argument_count);
    put_number(&listing, "\nPositional-only arguments: %ld", code->positional_only_count);
    put_number(&listing, "\nKw-only arguments: %ld", code->keyword_only_count);
    put_number(&listing, "\nNumber of locals:  %ld", code->local_count);
    put_number(&listing, "\nSlots:             %ld", code->slot_count);
    put(&listing, "\nFlags:             ");
    put_flags(&listing, code->flags);
    put_row(&listing, "\nConstants and names:", code->constants);
    put_row(&listing, "\nVariable names:", code->local_names);
    put_row(&listing, "\nFree variables:", code->free_names);
    put_row(&listing, "\nCell variables:", code->cell_names);
    return str_builder_finish(&listing.text);
}

static Object *dis_code_info(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return (Object *)code_info(rt, args[0]);
}

static Object *dis_show_code(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Str *text = code_info(rt, args[0]);
    owned Str *newline = object_retain(CHARACTER('\n'));
    if (text != NULL && str_append_in_place(rt, &text, newline) < 0)
        object_clear_slot(&text);
    return print_text(rt, text, args[1]);
}

static const MethodSpec dis_functions[] = {
    {"dis", dis_dis, .parameters = "x=, *, file=, depth=",
     .doc = "Disassemble classes, methods, functions, and other compiled objects."},
    {"disassemble", dis_disassemble, .parameters = "co, lasti=, *, file=", .doc = "Disassemble a code object."},
    {"disco", dis_disassemble, .parameters = "co, lasti=, *, file=", .doc = "Disassemble a code object."},
    {"code_info", dis_code_info, 1, 1, .doc = "Formatted details of methods, functions, or code."},
    {"show_code", dis_show_code, .parameters = "co, *, file=",
     .doc = "Print details of methods, functions, or code to *file* (default: stdout)."},
    {0},
};

/* opname and opmap: the generic instructions. */
static int dis_fill(Runtime *rt, Module *module)
{
    owned List *names = list_new(rt, OPCODE_GENERIC_COUNT);
    owned Dict *numbers = dict_new(rt);
    if (names == NULL || numbers == NULL)
        return -1;
    for (int op = 0; op < OPCODE_GENERIC_COUNT; op++) {
        owned Str *name = str_intern_c(rt, opcode_facts[op].name);
        owned Int *number = int_from_int64(rt, op);
        if (name == NULL || number == NULL || list_append(rt, names, (Object *)name) < 0 ||
            dict_set(rt, numbers, (Object *)name, (Object *)number) < 0)
            return -1;
    }
    if (module_add(rt, module, "opname", (Object *)names) < 0)
        return -1;
    return module_add(rt, module, "opmap", (Object *)numbers);
}

const ModuleSpec dis_module = {
    .name = "dis",
    .doc = "Disassembler of the machine's register code.",
    .functions = dis_functions,
    .fill = dis_fill,
};
