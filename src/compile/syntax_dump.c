/* Writing syntax trees as ast.dump() does. See syntax_dump.h. */
#include "compile/syntax_dump.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "compile/parse_state.h"

typedef struct Dump {
    DumpText *text;
    bool      with_locations;
    bool      has_field;       /* the open node has one already */
    int       depth;
} Dump;

/* Trees nested deeper are refused rather than risking the stack. */
#define DEEPEST 20000

/* ---- text ---- */

static void put_bytes(Dump *d, const char *bytes, size_t length)
{
    DumpText *t = d->text;
    if (t->has_failed)
        return;
    size_t needed;
    if (__builtin_add_overflow(t->length, length, &needed) || needed > SIZE_MAX / 2) {
        t->has_failed = true;
        return;
    }
    if (needed + 1 > t->capacity) {
        size_t capacity = t->capacity == 0 ? 4096 : t->capacity * 2;
        while (capacity < needed + 1)
            capacity *= 2;
        char *bigger = t->bytes == NULL
                     ? heap_take(t->heap, capacity, DOMAIN_MEMORY)
                     : heap_resize(t->heap, t->bytes, t->capacity, capacity, DOMAIN_MEMORY);
        if (bigger == NULL) {
            t->has_failed = true;
            return;
        }
        t->bytes = bigger;
        t->capacity = capacity;
    }
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
    t->bytes[t->length] = '\0';
}

static void put(Dump *d, const char *text)
{
    put_bytes(d, text, strlen(text));
}

__attribute__((format(printf, 2, 3)))
static void put_format(Dump *d, const char *format, ...)
{
    char buffer[64];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    put_bytes(d, buffer, (size_t)length < sizeof buffer ? (size_t)length : sizeof buffer - 1);
}

void dump_text_close(DumpText *text)
{
    if (text->bytes != NULL)
        heap_release(text->heap, text->bytes, text->capacity, DOMAIN_MEMORY);
    *text = (DumpText){.heap = text->heap};
}

/* ---- reprs ---- */

/* Python prefers single quotes, unless only those occur within. */
static char quote_for(Text text)
{
    bool has_single = text.length > 0 && memchr(text.bytes, '\'', text.length) != NULL;
    bool has_double = text.length > 0 && memchr(text.bytes, '"', text.length) != NULL;
    return has_single && !has_double ? '"' : '\'';
}

/* What repr() does to the common escapes; false for others. */
static bool put_escape(Dump *d, uint32_t c, char quote)
{
    if (c == (uint32_t)(unsigned char)quote || c == '\\')
        put_format(d, "\\%c", (char)c);
    else if (c == '\n')
        put(d, "\\n");
    else if (c == '\r')
        put(d, "\\r");
    else if (c == '\t')
        put(d, "\\t");
    else
        return false;
    return true;
}

static void put_str(Dump *d, Text text)
{
    char quote = quote_for(text);
    const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;
    put_bytes(d, &quote, 1);
    while (at < end) {
        /* Not source_utf8_decode(): surrogates are in here. */
        uint32_t c = *at;
        int length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (length > 1) {
            c &= 0x7Fu >> length;
            for (int i = 1; i < length; i++)
                c = c << 6 | (at[i] & 0x3F);
        }
        if (!put_escape(d, c, quote)) {
            if (c == ' ' || source_is_printable(c))
                put_bytes(d, (const char *)at, (size_t)length);
            else if (c < 0x100)
                put_format(d, "\\x%02x", c);
            else if (c < 0x10000)
                put_format(d, "\\u%04x", c);
            else
                put_format(d, "\\U%08x", c);
        }
        at += length;
    }
    put_bytes(d, &quote, 1);
}

static void put_bytes_literal(Dump *d, Text text)
{
    char quote = quote_for(text);
    put_format(d, "b%c", quote);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (put_escape(d, c, quote))
            continue;
        if (c < 0x20 || c >= 0x7F)
            put_format(d, "\\x%02x", c);
        else
            put_bytes(d, (const char *)&text.bytes[i], 1);
    }
    put_bytes(d, &quote, 1);
}

/* A number whose base is no ten, too large for int64: by long division into groups of nine
 * digits, which costs the square of its length. */
static void put_large_integer(Dump *d, Text digits, int base)
{
    size_t room = digits.length + 1;
    uint32_t *groups = heap_take(d->text->heap, room * sizeof *groups, DOMAIN_MEMORY);
    if (groups == NULL) {
        d->text->has_failed = true;
        return;
    }
    size_t count = 1;
    groups[0] = 0;
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.bytes[i];
        uint64_t carry = (uint64_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        for (size_t k = 0; k < count; k++) {
            carry += (uint64_t)groups[k] * (unsigned)base;
            groups[k] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry > 0)
            groups[count++] = (uint32_t)carry;
    }
    put_format(d, "%u", groups[count - 1]);
    for (size_t k = count - 1; k > 0; k--)
        put_format(d, "%09u", groups[k - 1]);
    heap_release(d->text->heap, groups, room * sizeof *groups, DOMAIN_MEMORY);
}

/* The shortest digits that read back as the same float, laid out as repr() does. */
static void put_float(Dump *d, double value, bool is_imaginary)
{
    if (isinf(value)) {
        put(d, "inf");
        return;
    }
    char text[40], digits[24];
    int count = 0, exponent = 0;
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        char *e = strchr(text, 'e');
        exponent = 0;
        bool is_negative = e[1] == '-';
        for (const char *c = e + 2; *c != '\0'; c++)
            exponent = exponent * 10 + (*c - '0');
        exponent = is_negative ? -exponent : exponent;
        count = 0;
        for (const char *c = text; c < e; c++)
            if (*c >= '0' && *c <= '9')
                digits[count++] = *c;
        digits[count] = '\0';
        char again[64];
        int length = snprintf(again, sizeof again, "%s%se%d", digits, "", exponent - count + 1);
        if (float_read(again, (size_t)length) == value)
            break;
    }
    if (exponent < -4 || exponent >= 16) {
        put_bytes(d, digits, 1);
        if (count > 1)
            put_format(d, ".%s", digits + 1);
        put_format(d, "e%c%02d", exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
        return;
    }
    if (exponent < 0) {
        put(d, "0.");
        for (int i = -1; i > exponent; i--)
            put(d, "0");
        put(d, digits);
        return;
    }
    for (int i = 0; i <= exponent; i++)
        put_format(d, "%c", i < count ? digits[i] : '0');
    if (count > exponent + 1)
        put_format(d, ".%s", digits + exponent + 1);
    else if (!is_imaginary)
        put(d, ".0");
}

/* ---- nodes ---- */

static void node_open(Dump *d, const char *name)
{
    put(d, name);
    put(d, "(");
    d->has_field = false;
}

static void field(Dump *d, const char *name)
{
    if (d->has_field)
        put(d, ", ");
    put(d, name);
    put(d, "=");
    d->has_field = true;
}

static void node_close(Dump *d, const Location *at)
{
    if (at != NULL && d->with_locations) {
        field(d, "lineno");
        put_format(d, "%d", at->lineno);
        field(d, "col_offset");
        put_format(d, "%d", at->col_offset);
        field(d, "end_lineno");
        put_format(d, "%d", at->end_lineno);
        field(d, "end_col_offset");
        put_format(d, "%d", at->end_col_offset);
    }
    put(d, ")");
    d->has_field = true;
}

static void put_expression(Dump *d, const Expression *e);
static void put_statement(Dump *d, const Statement *s);
static void put_pattern(Dump *d, const Pattern *pattern);

static void field_expression(Dump *d, const char *name, const Expression *e)
{
    if (e == NULL)
        return;
    field(d, name);
    put_expression(d, e);
}

static void field_name(Dump *d, const char *name, const Text *id)
{
    if (id == NULL)
        return;
    field(d, name);
    put_str(d, *id);
}

static void field_number(Dump *d, const char *name, int number)
{
    field(d, name);
    put_format(d, "%d", number);
}

static void field_word(Dump *d, const char *name, const char *word)
{
    field(d, name);
    put_format(d, "%s()", word);
}

/* A list: `write` for each i below `count`. */
#define FIELD_LIST(d, name, count_, write) \
    do { \
        field(d, name); \
        put(d, "["); \
        for (size_t i = 0; i < (count_); i++) { \
            if (i > 0) \
                put(d, ", "); \
            write; \
        } \
        put(d, "]"); \
        (d)->has_field = true; \
    } while (0)

static void field_expressions(Dump *d, const char *name, Expressions list)
{
    FIELD_LIST(d, name, list.count, put_expression(d, list.items[i]));
}

static void field_statements(Dump *d, const char *name, Statements list)
{
    FIELD_LIST(d, name, list.count, put_statement(d, list.items[i]));
}

static void field_patterns(Dump *d, const char *name, Patterns list)
{
    FIELD_LIST(d, name, list.count, put_pattern(d, list.items[i]));
}

static void field_names(Dump *d, const char *name, Identifiers list)
{
    FIELD_LIST(d, name, list.count, put_str(d, *list.items[i]));
}

static void put_parameter(Dump *d, const Parameter *parameter)
{
    node_open(d, "arg");
    field_name(d, "arg", parameter->arg);
    field_expression(d, "annotation", parameter->annotation);
    node_close(d, &parameter->at);
}

static void field_parameters(Dump *d, const Parameters *args)
{
    field(d, "args");
    node_open(d, "arguments");
    FIELD_LIST(d, "posonlyargs", args->posonlyargs.count,
               put_parameter(d, &args->posonlyargs.items[i]));
    FIELD_LIST(d, "args", args->args.count, put_parameter(d, &args->args.items[i]));
    if (args->vararg != NULL) {
        field(d, "vararg");
        put_parameter(d, args->vararg);
    }
    FIELD_LIST(d, "kwonlyargs", args->kwonlyargs.count,
               put_parameter(d, &args->kwonlyargs.items[i]));
    field_expressions(d, "kw_defaults", args->kw_defaults);
    if (args->kwarg != NULL) {
        field(d, "kwarg");
        put_parameter(d, args->kwarg);
    }
    field_expressions(d, "defaults", args->defaults);
    node_close(d, NULL);
}

static void put_comprehension(Dump *d, const Comprehension *c)
{
    node_open(d, "comprehension");
    field_expression(d, "target", c->target);
    field_expression(d, "iter", c->iter);
    field_expressions(d, "ifs", c->ifs);
    field_number(d, "is_async", c->is_async);
    node_close(d, NULL);
}

static void put_keyword(Dump *d, const KeywordArgument *keyword)
{
    node_open(d, "keyword");
    field_name(d, "arg", keyword->arg);
    field_expression(d, "value", keyword->value);
    node_close(d, &keyword->at);
}

static void put_constant(Dump *d, const Constant *c)
{
    switch (c->kind) {
    case CONSTANT_NONE: put(d, "None"); break;
    case CONSTANT_TRUE: put(d, "True"); break;
    case CONSTANT_FALSE: put(d, "False"); break;
    case CONSTANT_ELLIPSIS: put(d, "Ellipsis"); break;
    case CONSTANT_INT:
        if (c->integer.fits)
            put_format(d, "%lld", (long long)c->integer.value);
        else if (c->integer.base == 10)
            put_bytes(d, c->integer.digits.bytes, c->integer.digits.length);
        else
            put_large_integer(d, c->integer.digits, c->integer.base);
        break;
    case CONSTANT_FLOAT: put_float(d, c->real, false); break;
    case CONSTANT_COMPLEX:
        put_float(d, c->real, true);
        put(d, "j");
        break;
    case CONSTANT_STR: put_str(d, c->str.text); break;
    case CONSTANT_BYTES: put_bytes_literal(d, c->bytes); break;
    }
}

static const char *const binary_names[] = {
    "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor",
    "BitAnd", "FloorDiv",
};
static const char *const unary_names[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const compare_names[] = {
    "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
};
static const char *const context_names[] = {"Load", "Store", "Del"};

static const char *const expression_names[] = {
    "BoolOp", "NamedExpr", "BinOp", "UnaryOp", "Lambda", "IfExp", "Dict", "Set", "ListComp",
    "SetComp", "DictComp", "GeneratorExp", "Await", "Yield", "YieldFrom", "Compare", "Call",
    "FormattedValue", "JoinedStr", "Constant", "Attribute", "Subscript", "Starred", "Name",
    "List", "Tuple", "Slice",
};

static void expression_fields(Dump *d, const Expression *e)
{
    bool has_context = false;
    switch (e->kind) {
    case EXPRESSION_BOOL_OP:
        field_word(d, "op", e->bool_op.op == BOOL_AND ? "And" : "Or");
        field_expressions(d, "values", e->bool_op.values);
        break;
    case EXPRESSION_NAMED:
        field_expression(d, "target", e->named.target);
        field_expression(d, "value", e->named.value);
        break;
    case EXPRESSION_BINARY:
        field_expression(d, "left", e->binary.left);
        field_word(d, "op", binary_names[e->binary.op]);
        field_expression(d, "right", e->binary.right);
        break;
    case EXPRESSION_UNARY:
        field_word(d, "op", unary_names[e->unary.op]);
        field_expression(d, "operand", e->unary.operand);
        break;
    case EXPRESSION_LAMBDA:
        field_parameters(d, e->lambda.args);
        field_expression(d, "body", e->lambda.body);
        break;
    case EXPRESSION_IF:
        field_expression(d, "test", e->if_exp.test);
        field_expression(d, "body", e->if_exp.body);
        field_expression(d, "orelse", e->if_exp.orelse);
        break;
    case EXPRESSION_DICT:
        field_expressions(d, "keys", e->dict.keys);
        field_expressions(d, "values", e->dict.values);
        break;
    case EXPRESSION_SET:
        field_expressions(d, "elts", e->set.elts);
        break;
    case EXPRESSION_LIST_COMP: case EXPRESSION_SET_COMP: case EXPRESSION_GENERATOR:
        field_expression(d, "elt", e->comp.elt);
        FIELD_LIST(d, "generators", e->comp.generators.count,
                   put_comprehension(d, &e->comp.generators.items[i]));
        break;
    case EXPRESSION_DICT_COMP:
        field_expression(d, "key", e->dict_comp.key);
        field_expression(d, "value", e->dict_comp.value);
        FIELD_LIST(d, "generators", e->dict_comp.generators.count,
                   put_comprehension(d, &e->dict_comp.generators.items[i]));
        break;
    case EXPRESSION_AWAIT: case EXPRESSION_YIELD: case EXPRESSION_YIELD_FROM:
        field_expression(d, "value", e->yield.value);
        break;
    case EXPRESSION_COMPARE:
        field_expression(d, "left", e->compare.left);
        FIELD_LIST(d, "ops", e->compare.count,
                   put_format(d, "%s()", compare_names[e->compare.ops[i]]));
        FIELD_LIST(d, "comparators", e->compare.count,
                   put_expression(d, e->compare.comparators[i]));
        break;
    case EXPRESSION_CALL:
        field_expression(d, "func", e->call.func);
        field_expressions(d, "args", e->call.args);
        FIELD_LIST(d, "keywords", e->call.keywords.count,
                   put_keyword(d, &e->call.keywords.items[i]));
        break;
    case EXPRESSION_FORMATTED_VALUE:
        field_expression(d, "value", e->formatted_value.value);
        field_number(d, "conversion", e->formatted_value.conversion);
        field_expression(d, "format_spec", e->formatted_value.format_spec);
        break;
    case EXPRESSION_JOINED_STR:
        field_expressions(d, "values", e->joined_str.values);
        break;
    case EXPRESSION_CONSTANT:
        field(d, "value");
        put_constant(d, &e->constant);
        if (e->constant.is_unicode_literal) {
            field(d, "kind");
            put(d, "'u'");
        }
        break;
    case EXPRESSION_ATTRIBUTE:
        field_expression(d, "value", e->attribute.value);
        field_name(d, "attr", e->attribute.attr);
        has_context = true;
        break;
    case EXPRESSION_SUBSCRIPT:
        field_expression(d, "value", e->subscript.value);
        field_expression(d, "slice", e->subscript.slice);
        has_context = true;
        break;
    case EXPRESSION_STARRED:
        field_expression(d, "value", e->starred.value);
        has_context = true;
        break;
    case EXPRESSION_NAME:
        field_name(d, "id", e->name.id);
        has_context = true;
        break;
    case EXPRESSION_LIST: case EXPRESSION_TUPLE:
        field_expressions(d, "elts", e->tuple.elts);
        has_context = true;
        break;
    case EXPRESSION_SLICE:
        field_expression(d, "lower", e->slice.lower);
        field_expression(d, "upper", e->slice.upper);
        field_expression(d, "step", e->slice.step);
        break;
    }
    if (has_context)
        field_word(d, "ctx", context_names[e->ctx]);
}

static void put_expression(Dump *d, const Expression *e)
{
    if (e == NULL) {
        put(d, "None");
        return;
    }
    if (d->depth >= DEEPEST)
        d->text->has_failed = true;
    if (d->text->has_failed)
        return;
    d->depth++;
    node_open(d, expression_names[e->kind]);
    expression_fields(d, e);
    node_close(d, &e->at);
    d->depth--;
}

static void put_alias(Dump *d, const ImportAlias *alias)
{
    node_open(d, "alias");
    field_name(d, "name", alias->name);
    field_name(d, "asname", alias->asname);
    node_close(d, &alias->at);
}

static void put_with_item(Dump *d, const WithItem *item)
{
    node_open(d, "withitem");
    field_expression(d, "context_expr", item->context_expr);
    field_expression(d, "optional_vars", item->optional_vars);
    node_close(d, NULL);
}

static void put_handler(Dump *d, const ExceptHandler *handler)
{
    node_open(d, "ExceptHandler");
    field_expression(d, "type", handler->type);
    field_name(d, "name", handler->name);
    field_statements(d, "body", handler->body);
    node_close(d, &handler->at);
}

static void put_match_case(Dump *d, const MatchCase *match_case)
{
    node_open(d, "match_case");
    field(d, "pattern");
    put_pattern(d, match_case->pattern);
    field_expression(d, "guard", match_case->guard);
    field_statements(d, "body", match_case->body);
    node_close(d, NULL);
}

static const char *const statement_names[] = {
    "FunctionDef", "AsyncFunctionDef", "ClassDef", "Return", "Delete", "Assign", "AugAssign",
    "AnnAssign", "For", "AsyncFor", "While", "If", "With", "AsyncWith", "Match", "Raise", "Try",
    "TryStar", "Assert", "Import", "ImportFrom", "Global", "Nonlocal", "Expr", "Pass", "Break",
    "Continue",
};

static void statement_fields(Dump *d, const Statement *s)
{
    switch (s->kind) {
    case STATEMENT_FUNCTION_DEF: case STATEMENT_ASYNC_FUNCTION_DEF:
        field_name(d, "name", s->function_def.name);
        field_parameters(d, s->function_def.args);
        field_statements(d, "body", s->function_def.body);
        field_expressions(d, "decorator_list", s->function_def.decorator_list);
        field_expression(d, "returns", s->function_def.returns);
        break;
    case STATEMENT_CLASS_DEF:
        field_name(d, "name", s->class_def.name);
        field_expressions(d, "bases", s->class_def.bases);
        FIELD_LIST(d, "keywords", s->class_def.keywords.count,
                   put_keyword(d, &s->class_def.keywords.items[i]));
        field_statements(d, "body", s->class_def.body);
        field_expressions(d, "decorator_list", s->class_def.decorator_list);
        break;
    case STATEMENT_RETURN:
        field_expression(d, "value", s->return_.value);
        break;
    case STATEMENT_DELETE:
        field_expressions(d, "targets", s->delete_.targets);
        break;
    case STATEMENT_ASSIGN:
        field_expressions(d, "targets", s->assign.targets);
        field_expression(d, "value", s->assign.value);
        break;
    case STATEMENT_AUG_ASSIGN:
        field_expression(d, "target", s->aug_assign.target);
        field_word(d, "op", binary_names[s->aug_assign.op]);
        field_expression(d, "value", s->aug_assign.value);
        break;
    case STATEMENT_ANN_ASSIGN:
        field_expression(d, "target", s->ann_assign.target);
        field_expression(d, "annotation", s->ann_assign.annotation);
        field_expression(d, "value", s->ann_assign.value);
        field_number(d, "simple", s->ann_assign.simple);
        break;
    case STATEMENT_FOR: case STATEMENT_ASYNC_FOR:
        field_expression(d, "target", s->for_.target);
        field_expression(d, "iter", s->for_.iter);
        field_statements(d, "body", s->for_.body);
        field_statements(d, "orelse", s->for_.orelse);
        break;
    case STATEMENT_WHILE: case STATEMENT_IF:
        field_expression(d, "test", s->if_.test);
        field_statements(d, "body", s->if_.body);
        field_statements(d, "orelse", s->if_.orelse);
        break;
    case STATEMENT_WITH: case STATEMENT_ASYNC_WITH:
        FIELD_LIST(d, "items", s->with.items.count, put_with_item(d, &s->with.items.items[i]));
        field_statements(d, "body", s->with.body);
        break;
    case STATEMENT_MATCH:
        field_expression(d, "subject", s->match.subject);
        FIELD_LIST(d, "cases", s->match.cases.count, put_match_case(d, &s->match.cases.items[i]));
        break;
    case STATEMENT_RAISE:
        field_expression(d, "exc", s->raise.exc);
        field_expression(d, "cause", s->raise.cause);
        break;
    case STATEMENT_TRY: case STATEMENT_TRY_STAR:
        field_statements(d, "body", s->try_.body);
        FIELD_LIST(d, "handlers", s->try_.handlers.count,
                   put_handler(d, &s->try_.handlers.items[i]));
        field_statements(d, "orelse", s->try_.orelse);
        field_statements(d, "finalbody", s->try_.finalbody);
        break;
    case STATEMENT_ASSERT:
        field_expression(d, "test", s->assert_.test);
        field_expression(d, "msg", s->assert_.msg);
        break;
    case STATEMENT_IMPORT:
        FIELD_LIST(d, "names", s->import.names.count, put_alias(d, &s->import.names.items[i]));
        break;
    case STATEMENT_IMPORT_FROM:
        field_name(d, "module", s->import_from.module);
        FIELD_LIST(d, "names", s->import_from.names.count,
                   put_alias(d, &s->import_from.names.items[i]));
        field_number(d, "level", s->import_from.level);
        break;
    case STATEMENT_GLOBAL: case STATEMENT_NONLOCAL:
        field_names(d, "names", s->global.names);
        break;
    case STATEMENT_EXPR:
        field_expression(d, "value", s->expr.value);
        break;
    case STATEMENT_PASS: case STATEMENT_BREAK: case STATEMENT_CONTINUE:
        break;
    }
}

static void put_statement(Dump *d, const Statement *s)
{
    if (d->depth >= DEEPEST)
        d->text->has_failed = true;
    if (d->text->has_failed)
        return;
    d->depth++;
    node_open(d, statement_names[s->kind]);
    statement_fields(d, s);
    node_close(d, &s->at);
    d->depth--;
}

static const char *const pattern_names[] = {
    "MatchValue", "MatchSingleton", "MatchSequence", "MatchMapping", "MatchClass", "MatchStar",
    "MatchAs", "MatchOr",
};

static void put_pattern(Dump *d, const Pattern *pattern)
{
    if (d->depth >= DEEPEST)
        d->text->has_failed = true;
    if (d->text->has_failed)
        return;
    d->depth++;
    node_open(d, pattern_names[pattern->kind]);
    switch (pattern->kind) {
    case PATTERN_VALUE:
        field_expression(d, "value", pattern->value.value);
        break;
    case PATTERN_SINGLETON:
        field(d, "value");
        put_constant(d, &(Constant){.kind = pattern->singleton.value});
        break;
    case PATTERN_SEQUENCE:
        field_patterns(d, "patterns", pattern->sequence.patterns);
        break;
    case PATTERN_MAPPING:
        field_expressions(d, "keys", pattern->mapping.keys);
        field_patterns(d, "patterns", pattern->mapping.patterns);
        field_name(d, "rest", pattern->mapping.rest);
        break;
    case PATTERN_CLASS:
        field_expression(d, "cls", pattern->class_.cls);
        field_patterns(d, "patterns", pattern->class_.patterns);
        field_names(d, "kwd_attrs", pattern->class_.kwd_attrs);
        field_patterns(d, "kwd_patterns", pattern->class_.kwd_patterns);
        break;
    case PATTERN_STAR:
        field_name(d, "name", pattern->star.name);
        break;
    case PATTERN_AS:
        if (pattern->as.pattern != NULL) {
            field(d, "pattern");
            put_pattern(d, pattern->as.pattern);
        }
        field_name(d, "name", pattern->as.name);
        break;
    case PATTERN_OR:
        field_patterns(d, "patterns", pattern->or_.patterns);
        break;
    }
    node_close(d, &pattern->at);
    d->depth--;
}

bool syntax_dump(DumpText *text, const SyntaxTree *tree, bool with_locations)
{
    Dump d = {.text = text, .with_locations = with_locations};
    switch (tree->kind) {
    case TREE_MODULE:
        node_open(&d, "Module");
        field_statements(&d, "body", tree->body);
        field(&d, "type_ignores");
        put(&d, "[]");
        break;
    case TREE_EXPRESSION:
        node_open(&d, "Expression");
        field_expression(&d, "body", tree->expression);
        break;
    case TREE_INTERACTIVE:
        node_open(&d, "Interactive");
        field_statements(&d, "body", tree->body);
        break;
    }
    node_close(&d, NULL);
    return !text->has_failed;
}
