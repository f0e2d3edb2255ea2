/* Annotations as text, for `from __future__ import annotations`: the expression written back with
 * as few parentheses as its operators need. */
#include <string.h>

#include "compile/generate.h"
#include "types/float.h"

typedef enum Precedence {
    BIND_TUPLE, BIND_TEST, BIND_OR, BIND_AND, BIND_NOT, BIND_COMPARE, BIND_EXPRESSION, BIND_XOR,
    BIND_BIT_AND, BIND_SHIFT, BIND_SUM, BIND_TERM, BIND_FACTOR, BIND_POWER, BIND_AWAIT, BIND_ATOM,
} Precedence;

typedef struct Writer {
    Compiler *c;
    StrBuilder text;
} Writer;

static void write(Writer *w, const Expression *e, int level);

static void put(Writer *w, const char *ascii)
{
    str_builder_add_c(&w->text, ascii);
}

static void put_name(Writer *w, const Text *name)
{
    Str *str = compiler_str(w->c, name);
    if (str != NULL)
        str_builder_add(&w->text, str);
}

static void open(Writer *w, bool wanted)
{
    if (wanted)
        put(w, "(");
}

static void close(Writer *w, bool wanted)
{
    if (wanted)
        put(w, ")");
}

static void write_row(Writer *w, Expressions elements, int level)
{
    for (size_t i = 0; i < elements.count; i++) {
        if (i != 0)
            put(w, ", ");
        write(w, elements.items[i], level);
    }
}

static void write_parameter(Writer *w, const Parameter *parameter, const Expression *value,
                            bool *is_first, const char *star)
{
    if (!*is_first)
        put(w, ", ");
    *is_first = false;
    put(w, star);
    put_name(w, parameter->arg);
    if (value != NULL) {
        put(w, "=");
        write(w, value, BIND_TEST);
    }
}

static void write_parameters(Writer *w, const Parameters *p)
{
    bool is_first = true;
    size_t positional = p->posonlyargs.count + p->args.count;
    for (size_t i = 0; i < positional; i++) {
        bool is_only = i < p->posonlyargs.count;
        const Parameter *parameter =
            is_only ? &p->posonlyargs.items[i] : &p->args.items[i - p->posonlyargs.count];
        size_t from_end = positional - i;
        const Expression *value = from_end <= p->defaults.count
                                      ? p->defaults.items[p->defaults.count - from_end]
                                      : NULL;
        write_parameter(w, parameter, value, &is_first, "");
        if (i + 1 == p->posonlyargs.count)
            put(w, ", /");
    }
    if (p->vararg != NULL) {
        write_parameter(w, p->vararg, NULL, &is_first, "*");
    } else if (p->kwonlyargs.count != 0) {
        put(w, is_first ? "*" : ", *");
        is_first = false;
    }
    for (size_t i = 0; i < p->kwonlyargs.count; i++)
        write_parameter(w, &p->kwonlyargs.items[i], p->kw_defaults.items[i], &is_first, "");
    if (p->kwarg != NULL)
        write_parameter(w, p->kwarg, NULL, &is_first, "**");
}

static void write_clauses(Writer *w, Comprehensions clauses)
{
    for (size_t i = 0; i < clauses.count; i++) {
        const Comprehension *clause = &clauses.items[i];
        put(w, clause->is_async ? " async for " : " for ");
        write(w, clause->target, BIND_TUPLE);
        put(w, " in ");
        write(w, clause->iter, BIND_TEST + 1);
        for (size_t k = 0; k < clause->ifs.count; k++) {
            put(w, " if ");
            write(w, clause->ifs.items[k], BIND_TEST + 1);
        }
    }
}

static void write_binary(Writer *w, const Expression *e, int level)
{
    static const struct { const char *text; int level; } operators[] = {
        [TREE_BINARY_ADD] = {" + ", BIND_SUM}, [TREE_BINARY_SUB] = {" - ", BIND_SUM},
        [TREE_BINARY_MULT] = {" * ", BIND_TERM}, [TREE_BINARY_MATMULT] = {" @ ", BIND_TERM},
        [TREE_BINARY_DIV] = {" / ", BIND_TERM}, [TREE_BINARY_MOD] = {" % ", BIND_TERM},
        [TREE_BINARY_POW] = {" ** ", BIND_POWER}, [TREE_BINARY_LSHIFT] = {" << ", BIND_SHIFT},
        [TREE_BINARY_RSHIFT] = {" >> ", BIND_SHIFT}, [TREE_BINARY_BITOR] = {" | ", BIND_EXPRESSION},
        [TREE_BINARY_BITXOR] = {" ^ ", BIND_XOR}, [TREE_BINARY_BITAND] = {" & ", BIND_BIT_AND},
        [TREE_BINARY_FLOORDIV] = {" // ", BIND_TERM},
    };
    int own = operators[e->binary.op].level;
    bool is_power = e->binary.op == TREE_BINARY_POW;
    open(w, level > own);
    write(w, e->binary.left, own + is_power);
    put(w, operators[e->binary.op].text);
    write(w, e->binary.right, own + !is_power);
    close(w, level > own);
}

static void write_unary(Writer *w, const Expression *e, int level)
{
    static const char *const texts[] = {[TREE_UNARY_INVERT] = "~", [TREE_UNARY_NOT] = "not ",
                                        [TREE_UNARY_PLUS] = "+", [TREE_UNARY_MINUS] = "-"};
    int own = e->unary.op == TREE_UNARY_NOT ? BIND_NOT : BIND_FACTOR;
    open(w, level > own);
    put(w, texts[e->unary.op]);
    write(w, e->unary.operand, own);
    close(w, level > own);
}

static void write_compare(Writer *w, const Expression *e, int level)
{
    static const char *const texts[] = {" == ", " != ", " < ", " <= ", " > ", " >= ",
                                        " is ", " is not ", " in ", " not in "};
    open(w, level > BIND_COMPARE);
    write(w, e->compare.left, BIND_COMPARE + 1);
    for (size_t i = 0; i < e->compare.count; i++) {
        put(w, texts[e->compare.ops[i]]);
        write(w, e->compare.comparators[i], BIND_COMPARE + 1);
    }
    close(w, level > BIND_COMPARE);
}

static void write_call(Writer *w, const Expression *e)
{
    write(w, e->call.func, BIND_ATOM);
    Expressions args = e->call.args;
    if (args.count == 1 && e->call.keywords.count == 0 &&
        args.items[0]->kind == EXPRESSION_GENERATOR) {
        write(w, args.items[0], BIND_TUPLE); /* brings its own parentheses */
        return;
    }
    put(w, "(");
    write_row(w, args, BIND_TEST);
    for (size_t i = 0; i < e->call.keywords.count; i++) {
        const KeywordArgument *keyword = &e->call.keywords.items[i];
        if (i != 0 || args.count != 0)
            put(w, ", ");
        if (keyword->arg == NULL) {
            put(w, "**");
        } else {
            put_name(w, keyword->arg);
            put(w, "=");
        }
        write(w, keyword->value, BIND_TEST);
    }
    put(w, ")");
}

static void write_constant(Writer *w, const Constant *constant)
{
    if (constant->kind == CONSTANT_ELLIPSIS) {
        put(w, "...");
        return;
    }
    if (constant->kind == CONSTANT_FLOAT && constant->real > 1.7976931348623157e308) {
        put(w, "1e309"); /* so that it reads back as infinity */
        return;
    }
    if (constant->kind == CONSTANT_STR && constant->is_unicode_literal)
        put(w, "u");
    Object *object = constant_object(w->c, constant);
    if (object != NULL)
        str_builder_add_repr(&w->text, object);
}

/* ---- f-strings ------------------------------------------------------------------------------- */

static void write_format_parts(Writer *w, Expressions values);

static void write_braces_doubled(Writer *w, const Constant *constant)
{
    Str *str = (Str *)constant_object(w->c, constant);
    for (size_t i = 0; str != NULL && i < str->length; i++) {
        uint32_t code = str_at(str, i);
        str_builder_add_character(&w->text, code);
        if (code == '{' || code == '}')
            str_builder_add_character(&w->text, code);
    }
}

static void write_field(Writer *w, const Expression *e)
{
    Writer inner = {.c = w->c};
    str_builder_open(&inner.text, w->c->rt);
    write(&inner, e->formatted_value.value, BIND_TEST + 1);
    Str *value = compiler_keep(w->c, str_builder_finish(&inner.text));
    if (value == NULL)
        return;
    put(w, value->length != 0 && str_at(value, 0) == '{' ? "{ " : "{");
    str_builder_add(&w->text, value);
    if (e->formatted_value.conversion > 0) {
        char text[] = {'!', (char)e->formatted_value.conversion, 0};
        put(w, text);
    }
    if (e->formatted_value.format_spec != NULL) {
        put(w, ":");
        write_format_parts(w, e->formatted_value.format_spec->joined_str.values);
    }
    put(w, "}");
}

static void write_format_parts(Writer *w, Expressions values)
{
    for (size_t i = 0; i < values.count && !w->c->failed; i++) {
        const Expression *part = values.items[i];
        if (part->kind == EXPRESSION_CONSTANT)
            write_braces_doubled(w, &part->constant);
        else if (part->kind == EXPRESSION_JOINED_STR)
            write_format_parts(w, part->joined_str.values);
        else
            write_field(w, part);
    }
}

static void write_format_string(Writer *w, const Expression *e)
{
    Writer inner = {.c = w->c};
    str_builder_open(&inner.text, w->c->rt);
    if (e->kind == EXPRESSION_FORMATTED_VALUE)
        write_field(&inner, e);
    else
        write_format_parts(&inner, e->joined_str.values);
    Object *body = compiler_keep(w->c, str_builder_finish(&inner.text));
    if (body == NULL)
        return;
    put(w, "f");
    str_builder_add_repr(&w->text, body);
}

/* ---- expressions ----------------------------------------------------------------------------- */

static void write_between(Writer *w, const char *before, const Expression *e, const char *after)
{
    put(w, before);
    if (e != NULL)
        write(w, e, BIND_ATOM);
    put(w, after);
}

static void write(Writer *w, const Expression *e, int level)
{
    if (!compiler_enter(w->c))
        return;
    switch (e->kind) {
    case EXPRESSION_BOOL_OP: {
        bool is_or = e->bool_op.op == BOOL_OR;
        int own = is_or ? BIND_OR : BIND_AND;
        open(w, level > own);
        for (size_t i = 0; i < e->bool_op.values.count; i++) {
            if (i != 0)
                put(w, is_or ? " or " : " and ");
            write(w, e->bool_op.values.items[i], own + 1);
        }
        close(w, level > own);
        break;
    }
    case EXPRESSION_NAMED:
        open(w, level > BIND_TUPLE);
        write(w, e->named.target, BIND_ATOM);
        put(w, " := ");
        write(w, e->named.value, BIND_ATOM);
        close(w, level > BIND_TUPLE);
        break;
    case EXPRESSION_BINARY: write_binary(w, e, level); break;
    case EXPRESSION_UNARY: write_unary(w, e, level); break;
    case EXPRESSION_LAMBDA: {
        const Parameters *p = e->lambda.args;
        bool is_empty = p->posonlyargs.count + p->args.count + p->kwonlyargs.count == 0 &&
                        p->vararg == NULL && p->kwarg == NULL;
        open(w, level > BIND_TEST);
        put(w, is_empty ? "lambda" : "lambda ");
        write_parameters(w, p);
        put(w, ": ");
        write(w, e->lambda.body, BIND_TEST);
        close(w, level > BIND_TEST);
        break;
    }
    case EXPRESSION_IF:
        open(w, level > BIND_TEST);
        write(w, e->if_exp.body, BIND_TEST + 1);
        put(w, " if ");
        write(w, e->if_exp.test, BIND_TEST + 1);
        put(w, " else ");
        write(w, e->if_exp.orelse, BIND_TEST);
        close(w, level > BIND_TEST);
        break;
    case EXPRESSION_DICT:
        put(w, "{");
        for (size_t i = 0; i < e->dict.values.count; i++) {
            if (i != 0)
                put(w, ", ");
            if (e->dict.keys.items[i] == NULL) {
                put(w, "**");
                write(w, e->dict.values.items[i], BIND_EXPRESSION);
                continue;
            }
            write(w, e->dict.keys.items[i], BIND_TEST);
            put(w, ": ");
            write(w, e->dict.values.items[i], BIND_TEST);
        }
        put(w, "}");
        break;
    case EXPRESSION_SET:
        put(w, "{");
        write_row(w, e->set.elts, BIND_TEST);
        put(w, "}");
        break;
    case EXPRESSION_LIST_COMP:
    case EXPRESSION_SET_COMP:
    case EXPRESSION_GENERATOR: {
        bool is_list = e->kind == EXPRESSION_LIST_COMP, is_set = e->kind == EXPRESSION_SET_COMP;
        put(w, is_list ? "[" : is_set ? "{" : "(");
        write(w, e->comp.elt, BIND_TEST);
        write_clauses(w, e->comp.generators);
        put(w, is_list ? "]" : is_set ? "}" : ")");
        break;
    }
    case EXPRESSION_DICT_COMP:
        put(w, "{");
        write(w, e->dict_comp.key, BIND_TEST);
        put(w, ": ");
        write(w, e->dict_comp.value, BIND_TEST);
        write_clauses(w, e->dict_comp.generators);
        put(w, "}");
        break;
    case EXPRESSION_AWAIT:
        open(w, level > BIND_AWAIT);
        put(w, "await ");
        write(w, e->await.value, BIND_ATOM);
        close(w, level > BIND_AWAIT);
        break;
    case EXPRESSION_YIELD:
        if (e->yield.value == NULL) {
            put(w, "(yield)");
            break;
        }
        put(w, "(yield ");
        write(w, e->yield.value, BIND_TEST);
        put(w, ")");
        break;
    case EXPRESSION_YIELD_FROM:
        put(w, "(yield from ");
        write(w, e->yield.value, BIND_TEST);
        put(w, ")");
        break;
    case EXPRESSION_COMPARE: write_compare(w, e, level); break;
    case EXPRESSION_CALL: write_call(w, e); break;
    case EXPRESSION_FORMATTED_VALUE:
    case EXPRESSION_JOINED_STR: write_format_string(w, e); break;
    case EXPRESSION_CONSTANT: write_constant(w, &e->constant); break;
    case EXPRESSION_ATTRIBUTE: {
        const Expression *value = e->attribute.value;
        bool is_int = value->kind == EXPRESSION_CONSTANT && value->constant.kind == CONSTANT_INT;
        write_between(w, "", value, is_int ? " ." : "."); /* 3 .real */
        put_name(w, e->attribute.attr);
        break;
    }
    case EXPRESSION_SUBSCRIPT:
        write_between(w, "", e->subscript.value, "[");
        write(w, e->subscript.slice, BIND_TUPLE);
        put(w, "]");
        break;
    case EXPRESSION_STARRED:
        put(w, "*");
        write(w, e->starred.value, BIND_EXPRESSION);
        break;
    case EXPRESSION_NAME: put_name(w, e->name.id); break;
    case EXPRESSION_LIST:
        put(w, "[");
        write_row(w, e->list.elts, BIND_TEST);
        put(w, "]");
        break;
    case EXPRESSION_TUPLE:
        if (e->tuple.elts.count == 0) {
            put(w, "()");
            break;
        }
        open(w, level > BIND_TUPLE);
        write_row(w, e->tuple.elts, BIND_TEST);
        if (e->tuple.elts.count == 1)
            put(w, ",");
        close(w, level > BIND_TUPLE);
        break;
    case EXPRESSION_SLICE:
        if (e->slice.lower != NULL)
            write(w, e->slice.lower, BIND_TEST);
        put(w, ":");
        if (e->slice.upper != NULL)
            write(w, e->slice.upper, BIND_TEST);
        if (e->slice.step != NULL) {
            put(w, ":");
            write(w, e->slice.step, BIND_TEST);
        }
        break;
    }
}

Object *annotation_text(Compiler *c, const Expression *e)
{
    if (c->failed)
        return NULL;
    Writer w = {.c = c};
    str_builder_open(&w.text, c->rt);
    write(&w, e, BIND_TEST);
    if (c->failed) {
        str_builder_close(&w.text);
        return NULL;
    }
    return compiler_share(c, str_builder_finish(&w.text));
}
