/* compile_source: from text to the module's code object, and every way in which that can fail. */
#include "compile/compile.h"

#include <string.h>

#include "types/character_name.h"
#include "compile/compiler.h"
#include "compile/generate.h"
#include "compile/scope.h"
#include "types/exception.h"

/* ---- what the parser asks -------------------------------------------------------------------- */

typedef struct ParseContext {
    Runtime *rt;
} ParseContext;

static int parse_warn(void *context, ParseWarning kind, const char *message, int lineno)
{
    Runtime *rt = ((ParseContext *)context)->rt;
    (void)lineno;
    /* deprecations in other code than the program itself are silent by default, as in CPython */
    if (kind == PARSE_DEPRECATION)
        return 0;
    if (error_warn(rt, &syntax_warning_type, "%s", message) == 0)
        return 0;
    return error_clear_if(rt, &syntax_warning_type) ? 1 : -1;
}

/* ---- what the parser says -------------------------------------------------------------------- */

static const Type *problem_type(ProblemKind kind)
{
    return kind == PROBLEM_INDENTATION ? &indentation_error_type
           : kind == PROBLEM_TAB       ? &tab_error_type
                                       : &syntax_error_type;
}

static void raise_syntax_problem(Runtime *rt, const SyntaxProblem *problem, Str *filename)
{
    owned Str *message = str_from_c(rt, problem->message);
    if (message == NULL)
        return;
    owned Str *text = NULL;
    if (problem->line.bytes != NULL) {
        text = str_from_utf8_surrogates(rt, problem->line.bytes, problem->line.length);
        if (text == NULL) {
            if (!error_clear_if(rt, &unicode_decode_error_type))
                return;
            text = str_from_latin1(rt, problem->line.bytes, problem->line.length);
            if (text == NULL)
                return;
        }
    }
    error_set_syntax(rt, problem_type(problem->kind), message, filename, problem->lineno,
                     problem->offset, problem->end_lineno, problem->end_offset, text);
}

static void raise_problem(Runtime *rt, const SyntaxProblem *problem, Str *filename)
{
    switch (problem->kind) {
    case PROBLEM_SYNTAX:
    case PROBLEM_INDENTATION:
    case PROBLEM_TAB: raise_syntax_problem(rt, problem, filename); break;
    case PROBLEM_VALUE: error_set(rt, &value_error_type, "%s", problem->message); break;
    case PROBLEM_TOO_DEEP: error_set(rt, &memory_error_type, "%s", problem->message); break;
    case PROBLEM_CALLBACK: break;
    case PROBLEM_MEMORY:
    case PROBLEM_NONE: error_no_memory(rt); break;
    }
}

/* ---- __future__ ------------------------------------------------------------------------------ */

static bool is_future_import(const Statement *s)
{
    return s->kind == STATEMENT_IMPORT_FROM && s->import_from.level == 0 &&
           s->import_from.module != NULL &&
           strcmp(s->import_from.module->bytes, "__future__") == 0;
}

static void note_feature(Compiler *c, const Statement *s, const char *name)
{
    static const char *const old[] = {"nested_scopes", "generators", "division", "absolute_import",
                                      "with_statement", "print_function", "unicode_literals",
                                      "barry_as_FLUFL", "generator_stop"};
    Location at = {.lineno = s->at.lineno, .col_offset = s->at.col_offset};
    if (strcmp(name, "annotations") == 0) {
        c->future_flags |= CODE_FUTURE_ANNOTATIONS;
        return;
    }
    if (strcmp(name, "braces") == 0) {
        compiler_error(c, at, "not a chance");
        return;
    }
    for (size_t i = 0; i < sizeof old / sizeof old[0]; i++)
        if (strcmp(name, old[i]) == 0)
            return;
    compiler_error(c, at, "future feature %.100s is not defined", name);
}

/* The __future__ imports at the beginning, behind a docstring at most. */
static void read_futures(Compiler *c)
{
    if (c->tree->kind == TREE_EXPRESSION)
        return;
    Statements body = c->tree->body;
    bool is_over = false;
    for (size_t i = 0; i < body.count && !c->failed; i++) {
        const Statement *s = body.items[i];
        if (is_over && i != 0 && s->at.lineno > body.items[i - 1]->at.lineno)
            return;
        if (!is_future_import(s)) {
            bool is_docstring = i == 0 && s->kind == STATEMENT_EXPR &&
                                s->expr.value->kind == EXPRESSION_CONSTANT &&
                                s->expr.value->constant.kind == CONSTANT_STR;
            is_over = is_over || !is_docstring;
            continue;
        }
        c->future_end_line = s->at.lineno;
        if (is_over) {
            compiler_error(c, s->at,
                           "from __future__ imports must occur at the beginning of the file");
            return;
        }
        for (size_t k = 0; k < s->import_from.names.count && !c->failed; k++)
            note_feature(c, s, s->import_from.names.items[k].name->bytes);
    }
}

/* ---- the passes ------------------------------------------------------------------------------ */

static Code *generate_module(Compiler *c)
{
    Scope *scope = scope_of_node(c, c->tree);
    if (!unit_open(c, scope, compiler_text(c, "<module>", 8), 1))
        return NULL;
    if (c->tree->kind == TREE_EXPRESSION) {
        Operand value = generate_value(c, c->tree->expression, WANT_FREE);
        c->unit->at = c->tree->expression->at;
        emit(c, OP_RETURN, 0, 0, operand_code(c, value), 0);
    } else {
        generate_body(c, c->tree->body, c->tree->kind == TREE_INTERACTIVE);
        emit_return_none(c);
    }
    return unit_close(c);
}

static bool know_names(Compiler *c)
{
    c->name_class_cell = compiler_text(c, "__class__", 9);
    c->name_super = compiler_text(c, "super", 5);
    c->name_debug = compiler_text(c, "__debug__", 9);
    c->name_iterator = compiler_text(c, ".0", 2);
    c->name_annotations = compiler_text(c, "__annotations__", 15);
    return !c->failed;
}

static Code *compile_tree(Compiler *c)
{
    Code *code = NULL;
    if (know_names(c)) {
        read_futures(c);
        if (!c->failed && scopes_build(c))
            code = object_retain_maybe(generate_module(c));
    }
    for (size_t i = c->kept_count; i-- > 0;)
        object_release(c->kept[i]);
    if (c->kept != NULL)
        memory_release(c->rt, c->kept, c->kept_capacity * sizeof(Object *));
    return code;
}

/* CPython reads the text of errors from the file: sources like "<string>" have none. */
static bool names_a_file(const Str *filename)
{
    return filename->length != 0 && str_at(filename, 0) != '<';
}

Code *compile_source(Runtime *rt, const char *bytes, size_t length, Str *filename, ParseMode mode,
                     uint32_t flags, bool optimize_asserts, bool *incomplete)
{
    return compile_program(rt, bytes, length, filename, mode, flags, optimize_asserts, incomplete,
                           NULL);
}

Code *compile_program(Runtime *rt, const char *bytes, size_t length, Str *filename, ParseMode mode,
                      uint32_t flags, bool optimize_asserts, bool *incomplete, List *occurrences)
{
    TreeArena arena;
    SyntaxProblem problem = {0};
    ParseContext context = {rt};
    owned Object *holder = NULL;
    const char *file = (flags & COMPILE_FILE) != 0 ? str_utf8(rt, filename, NULL, &holder) : NULL;
    error_clear(rt); /* a name that is no UTF-8 is not told */
    ParseOptions options = {
        .filename = file,
        .context = &context,
        .character_by_name = character_by_name,
        .warn = parse_warn,
        .stack_limit = (const void *)rt->stack_limit, /* NOLINT(performance-no-int-to-ptr) */
        .max_digits = rt->int_max_digits,
        .is_text = (flags & COMPILE_TEXT) != 0,
        .is_prompt = incomplete != NULL,
        .dont_imply_dedent = (flags & COMPILE_DONT_IMPLY_DEDENT) != 0,
    };
    tree_arena_open(&arena, &rt->heap);
    if (incomplete != NULL)
        *incomplete = false;
    SyntaxTree *tree = parse(&arena, bytes, length, mode, &options, &problem);
    Code *code = NULL;
    if (tree == NULL) {
        if (incomplete != NULL)
            *incomplete = problem.incomplete;
        raise_problem(rt, &problem, filename);
    } else {
        Compiler compiler = {
            .rt = rt, .arena = &arena, .tree = tree, .filename = filename, .source = bytes,
            .source_length = length, .has_source_line = names_a_file(filename),
            .future_flags = flags & CODE_FUTURE_ANNOTATIONS, .optimize_asserts = optimize_asserts,
            .occurrences = occurrences,
        };
        code = compile_tree(&compiler);
    }
    tree_arena_close(&arena);
    return code;
}
