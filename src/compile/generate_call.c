/* Calls. A call takes a row of temporaries at the top:
 *
 *      callable | self or NULL | argument ...          CALL, CALL_KEYWORDS
 *      callable | NULL | tuple | dict or NULL          CALL_EX: stars, or too many for a row
 *
 * which the machine makes the callee's own slots. */
#include "compile/generate.h"

#include <string.h>

enum { ARGUMENTS_MAX = 240, KEYWORD_CHUNK = 15 };

static size_t text_hash(const Text *text)
{
    return (size_t)(((uint64_t)(uintptr_t)text >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 24);
}

/* No keyword twice, none that cannot be assigned. */
static void check_keywords(Compiler *c, KeywordArguments keywords)
{
    if (keywords.count == 0)
        return;
    size_t size = 4;
    while (size < keywords.count * 2)
        size *= 2;
    const Text **seen = compiler_take(c, size, sizeof(Text *));
    for (size_t i = 0; i < keywords.count && !c->failed; i++) {
        const Text *name = keywords.items[i].arg;
        if (name == NULL)
            continue;
        if (name_forbidden(c, name, CONTEXT_STORE))
            return;
        size_t place = text_hash(name);
        for (; seen[place & (size - 1)] != NULL; place++)
            if (seen[place & (size - 1)] == name) {
                compiler_error(c, keywords.items[i].at, "keyword argument repeated: %s",
                               name->bytes);
                return;
            }
        seen[place & (size - 1)] = name;
    }
}

static bool needs_packing(Expressions args, KeywordArguments keywords, int extra)
{
    if (args.count + keywords.count + (size_t)extra > ARGUMENTS_MAX)
        return true;
    for (size_t i = 0; i < args.count; i++)
        if (args.items[i]->kind == EXPRESSION_STARRED)
            return true;
    for (size_t i = 0; i < keywords.count; i++)
        if (keywords.items[i].arg == NULL)
            return true;
    return false;
}

static Object *keyword_names(Compiler *c, KeywordArguments keywords)
{
    Object **names = compiler_take(c, keywords.count, sizeof(Object *));
    for (size_t i = 0; i < keywords.count && !c->failed; i++)
        names[i] = (Object *)compiler_str(c, keywords.items[i].arg);
    return c->failed ? NULL
                     : compiler_share(c, tuple_from_array(c->rt, names, keywords.count));
}

/* The positional arguments as one object in the temporary above the window. */
static void pack_positional(Compiler *c, int window, int extra, Expressions args, Location at)
{
    Unit *unit = c->unit;
    int row = window + 2;
    if (extra == 0) {
        if (args.count == 1 && args.items[0]->kind == EXPRESSION_STARRED)
            generate_value(c, args.items[0]->starred.value, WANT_ANY);
        else
            generate_sequence(c, OP_BUILD_TUPLE, args, at, WANT_ANY);
        return;
    }
    unit->at = at;
    emit(c, OP_BUILD_LIST, 0, row, row, extra);
    for (size_t i = 0; i < args.count && !c->failed; i++) {
        const Expression *argument = args.items[i];
        bool is_star = argument->kind == EXPRESSION_STARRED;
        unit->top = row + 1;
        Operand item = generate_value(c, is_star ? argument->starred.value : argument, WANT_FREE);
        unit->at = at;
        emit(c, is_star ? OP_LIST_EXTEND : OP_LIST_APPEND, operand_use(c, item, USE_B, -1), row,
             operand_code(c, item), 0);
    }
    unit->top = row + 1;
    emit(c, OP_LIST_TO_TUPLE, 0, row, row, 0);
}

/* Up to KEYWORD_CHUNK named arguments from number *next as a dict in a new temporary. */
static int pack_named(Compiler *c, KeywordArguments keywords, size_t *next, Location at)
{
    Unit *unit = c->unit;
    int row = unit->top, count = 0;
    for (; *next < keywords.count && keywords.items[*next].arg != NULL && count < KEYWORD_CHUNK;
         ++*next) {
        unit->at = at;
        deliver_constant(c, (Object *)compiler_str(c, keywords.items[*next].arg), WANT_ANY);
        generate_value(c, keywords.items[*next].value, WANT_ANY);
        count++;
    }
    unit->at = at;
    unit->top = row;
    emit(c, OP_BUILD_MAP, 0, temporary_push(c), row, count);
    return row;
}

/* The keyword arguments as one dict in the next temporary. */
static void pack_keywords(Compiler *c, int window, KeywordArguments keywords, Location at)
{
    Unit *unit = c->unit;
    size_t i = 0;
    int dict = pack_named(c, keywords, &i, at);
    while (i < keywords.count && !c->failed) {
        Operand other;
        if (keywords.items[i].arg != NULL)
            other = operand_slot(pack_named(c, keywords, &i, at));
        else
            other = generate_value(c, keywords.items[i++].value, WANT_FREE);
        unit->at = at;
        emit(c, OP_DICT_MERGE, operand_use(c, other, USE_B, -1), dict, operand_code(c, other),
             window);
        unit->top = dict + 1;
    }
}

Operand generate_arguments(Compiler *c, int window, int extra, Expressions args,
                           KeywordArguments keywords, Location at, int want)
{
    Unit *unit = c->unit;
    unit->at = at;
    check_keywords(c, keywords);
    if (needs_packing(args, keywords, extra)) {
        pack_positional(c, window, extra, args, at);
        if (keywords.count != 0)
            pack_keywords(c, window, keywords, at);
        else
            temporary_push(c); /* the dict's place, NULL */
        unit->at = at;
        int slot = result_slot(c, want, window);
        emit(c, OP_CALL_EX, 0, slot, window, 0);
        return operand_slot(slot);
    }
    for (size_t i = 0; i < args.count; i++)
        generate_value(c, args.items[i], WANT_ANY);
    for (size_t i = 0; i < keywords.count; i++)
        generate_value(c, keywords.items[i].value, WANT_ANY);
    unit->at = at;
    int count = extra + (int)args.count + (int)keywords.count;
    int slot = result_slot(c, want, window);
    if (keywords.count == 0) {
        emit(c, OP_CALL, 0, slot, window, count);
    } else {
        uint32_t names = constant_number(c, keyword_names(c, keywords));
        emit(c, OP_CALL_KEYWORDS, 0, slot, window, count);
        emit_word(c, names);
    }
    return operand_slot(slot);
}

static void check_callable(Compiler *c, const Expression *e)
{
    const char *type = NULL;
    switch (e->call.func->kind) {
    case EXPRESSION_TUPLE: type = "tuple"; break;
    case EXPRESSION_LIST:
    case EXPRESSION_LIST_COMP: type = "list"; break;
    case EXPRESSION_DICT:
    case EXPRESSION_DICT_COMP: type = "dict"; break;
    case EXPRESSION_SET:
    case EXPRESSION_SET_COMP: type = "set"; break;
    case EXPRESSION_GENERATOR: type = "generator"; break;
    case EXPRESSION_JOINED_STR:
    case EXPRESSION_FORMATTED_VALUE: type = "str"; break;
    case EXPRESSION_CONSTANT:
        switch (e->call.func->constant.kind) {
        case CONSTANT_NONE: type = "NoneType"; break;
        case CONSTANT_TRUE:
        case CONSTANT_FALSE: type = "bool"; break;
        case CONSTANT_ELLIPSIS: type = "ellipsis"; break;
        case CONSTANT_INT: type = "int"; break;
        case CONSTANT_FLOAT: type = "float"; break;
        case CONSTANT_COMPLEX: type = "complex"; break;
        case CONSTANT_STR: type = "str"; break;
        case CONSTANT_BYTES: type = "bytes"; break;
        }
        break;
    default: return;
    }
    compiler_warn(c, e->at, "'%s' object is not callable; perhaps you missed a comma?", type);
}

Operand generate_call(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int window = unit->top;
    const Expression *function = e->call.func;
    Location at = e->at;
    if (function->kind == EXPRESSION_ATTRIBUTE &&
        !needs_packing(e->call.args, e->call.keywords, 0)) {
        generate_method(c, function);
        at = attribute_location(function, at);
    } else {
        check_callable(c, e);
        generate_value(c, function, WANT_ANY);
        temporary_push(c);
    }
    return generate_arguments(c, window, 0, e->call.args, e->call.keywords, at, want);
}
