/* The parser as a whole: its tokens, its two readings, and which problem comes of them.
 * See parse_state.h for the plan of the files. */
#include "compile/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "compile/parse_state.h"

/* The deepest recursion on source text. CPython gives up at 6000 nested rules; a chain of `not`
 * or `-` takes one each. */
#define DEEPEST 6000

const Token token_failed = {.kind = TOKEN_ERROR};

/* ---- tokens ---- */

/* What CPython says of a tokenizer that stopped without saying so itself. */
static void tokenizer_problem(Parser *p)
{
    Tokenizer *t = &p->tokenizer;
    switch (t->state) {
    case TOKENIZER_ERROR: case TOKENIZER_EOF_IN_STRING: case TOKENIZER_EOL_IN_STRING:
        p->failed = true;
        return;
    case TOKENIZER_EOF: case TOKENIZER_OK:
        if (t->level > 0)
            problem_unclosed(p);
        else
            problem_last(p, "unexpected EOF while parsing");
        return;
    case TOKENIZER_DEDENT:
        problem_indentation(p, "unindent does not match any outer indentation level");
        return;
    case TOKENIZER_TABS:
        problem_at(p, PROBLEM_TAB, t->lineno, 0, t->lineno, -1,
                   "inconsistent use of tabs and spaces in indentation");
        return;
    case TOKENIZER_TOO_DEEP:
        problem_at(p, PROBLEM_INDENTATION, t->lineno, 0, t->lineno, -1,
                   "too many levels of indentation");
        return;
    case TOKENIZER_CONTINUATION:
        problem_at(p, PROBLEM_SYNTAX, t->lineno, (int)(t->cur - t->block_start) - 1, t->lineno,
                   -1, "unexpected character after line continuation character");
        return;
    }
}

static bool tokens_grow(Parser *p)
{
    size_t capacity = p->capacity == 0 ? 64 : p->capacity * 2;
    size_t bytes, old_bytes = p->capacity * sizeof(Token);
    if (__builtin_mul_overflow(capacity, sizeof(Token), &bytes))
        return false;
    Token *tokens = p->tokens == NULL
                  ? heap_take(p->arena->heap, bytes, DOMAIN_MEMORY)
                  : heap_resize(p->arena->heap, p->tokens, old_bytes, bytes, DOMAIN_MEMORY);
    if (tokens == NULL)
        return false;
    p->tokens = tokens;
    p->capacity = capacity;
    return true;
}

bool token_fill(Parser *p)
{
    if (p->failed)
        return false;
    if (p->fill == p->capacity && !tokens_grow(p)) {
        problem_memory(p);
        return false;
    }
    Token *token = &p->tokens[p->fill];
    Tokenizer *t = &p->tokenizer;
    tokenizer_next(t, token);

    /* A single statement may end without a newline: one is put in, and dedents with it. */
    if (p->mode == PARSE_SINGLE && token->kind == TOKEN_END && p->has_started) {
        token->kind = TOKEN_NEWLINE;
        p->has_started = false;
        if (t->indent > 0 && !(p->options != NULL && p->options->dont_imply_dedent)) {
            t->pending = -t->indent;
            t->indent = 0;
        }
    } else {
        p->has_started = true;
    }
    if (p->first_lineno != 0 && t->lineno == p->first_lineno) {
        token->col_offset += p->first_column;
        token->end_col_offset += p->first_column;
    }
    p->fill++;
    if (token->kind != TOKEN_ERROR)
        return true;
    tokenizer_problem(p);
    return false;
}

static bool is_blank_token(const Token *token)
{
    return token->kind == TOKEN_NEWLINE || token->kind == TOKEN_INDENT ||
           token->kind == TOKEN_DEDENT || token->kind == TOKEN_END;
}

void tokens_forget(Parser *p)
{
    if (p->is_second || p->mark < 2)
        return;
    size_t kept = p->mark - 1;
    while (kept > 0 && is_blank_token(&p->tokens[kept]))
        kept--;
    p->tokens[0] = p->tokens[kept];
    memmove(p->tokens + 1, p->tokens + p->mark, (p->fill - p->mark) * sizeof(Token));
    p->base += p->mark - 1;
    p->fill -= p->mark - 1;
    p->mark = 1;
}

Location location_of_statement(const Parser *p, Location begin)
{
    size_t last = p->mark - 1;
    while (last > 0 && is_blank_token(&p->tokens[last]))
        last--;
    begin.end_lineno = p->tokens[last].end_lineno;
    begin.end_col_offset = p->tokens[last].end_col_offset;
    return begin;
}

bool peek_is_word(Parser *p, const char *word)
{
    const Token *token = peek(p);
    size_t length = strlen(word);
    return token->kind == TOKEN_NAME && (size_t)(token->end - token->start) == length &&
           memcmp(token->start, word, length) == 0;
}

/* ---- failing ---- */

void *problem_memory(Parser *p)
{
    if (!p->failed) {
        p->failed = true;
        p->problem->kind = PROBLEM_MEMORY;
        strcpy(p->problem->message, "out of memory");
    }
    return NULL;
}

void *problem_too_deep(Parser *p)
{
    if (!p->failed) {
        p->failed = true;
        p->problem->kind = PROBLEM_TOO_DEEP;
        strcpy(p->problem->message, "source is nested too deeply");
    }
    return NULL;
}

bool depth_enter(Parser *p)
{
    const char *limit = p->options == NULL ? NULL : p->options->stack_limit;
    if (p->depth >= DEEPEST || (limit != NULL && (const char *)__builtin_frame_address(0) < limit)) {
        problem_too_deep(p);
        return false;
    }
    p->depth++;
    return true;
}

/* The tokenizer that has read more of the source: this reading's or the first one's. */
static const Tokenizer *tokenizer_furthest(const Parser *p)
{
    if (p->is_second && p->base + p->fill <= p->furthest_index)
        return p->first_tokenizer;
    return &p->tokenizer;
}

/* The last token that any reading has looked at. */
static const Token *token_furthest(const Parser *p)
{
    if (p->fill == 0 || (p->is_second && p->base + p->fill <= p->furthest_index))
        return &p->furthest;
    return &p->tokens[p->fill - 1];
}

/* The text that CPython shows for an error on line `lineno`: the lines of the token being made
 * when the tokenizer has not gone beyond, else the line without its newline. */
static Text error_text(const Parser *p, const Tokenizer *t, int lineno)
{
    bool is_file = p->options != NULL && p->options->filename != NULL && !p->is_fstring;
    if (!is_file && t->lineno <= lineno && t->line_end > t->block_start)
        return (Text){t->block_start, (size_t)(t->line_end - t->block_start)};
    const char *line = t->text, *end = t->end;
    int relative = p->first_lineno != 0 ? lineno - p->first_lineno + 1 : lineno;
    for (int i = 1; i < relative; i++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        if (newline == NULL || newline + 1 > end || (!is_file && newline + 1 > t->line_end))
            break;
        line = newline + 1;
    }
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    const char *line_end = newline == NULL ? end : is_file ? newline + 1 : newline;
    return (Text){line, (size_t)(line_end - line)};
}

/* Characters in the first `column` bytes of `line`, counting one beyond its end. */
static int column_in_characters(Text line, int column)
{
    if (column <= 0)
        return column;
    size_t bytes = (size_t)column;
    bool is_beyond = bytes > line.length;
    if (is_beyond)
        bytes = line.length;
    return (int)source_utf8_count(line.bytes, bytes) + is_beyond;
}

/* The one place where problems are made. Columns are 1-based, in bytes. */
static void problem_make(Parser *p, ProblemKind kind, int lineno, int column, int end_lineno,
                         int end_column, const char *format, va_list arguments)
{
    if (p->failed)
        return;
    p->failed = true;
    SyntaxProblem *problem = p->problem;
    const Tokenizer *t = tokenizer_furthest(p);
    if (end_lineno == PROBLEM_HERE)
        end_lineno = t->lineno;
    if (end_column == PROBLEM_HERE)
        end_column = (int)(t->cur - t->line_start);
    char *message = problem->message;
    size_t room = sizeof problem->message;
    if (p->is_fstring) {
        strcpy(message, "f-string: ");
        message += strlen(message);
        room -= strlen(problem->message);
        column -= p->first_column;
        end_column -= p->first_column;
    }
    vsnprintf(message, room, format, arguments);
    Text line = error_text(p, t, lineno);
    char *copy = tree_arena_copy(p->arena, line.bytes, line.length);
    if (copy == NULL) {
        problem->kind = PROBLEM_MEMORY;
        return;
    }
    problem->kind = kind;
    problem->line = (Text){copy, line.length};
    problem->lineno = lineno;
    problem->offset = column_in_characters(line, column);
    problem->end_lineno = end_lineno;
    problem->end_offset = column_in_characters(line, end_column);
}

static void problem_at_last(Parser *p, ProblemKind kind, const char *format, va_list arguments)
{
    const Token *token = token_furthest(p);
    int column = token->col_offset == -1 ? token->cursor : token->col_offset + 1;
    /* CPython, which reads files and prompts line by line, has no line any more at their end. */
    const ParseOptions *options = p->options;
    bool is_read = options != NULL && ((options->filename != NULL && token->kind == TOKEN_END) ||
                                       ((options->filename != NULL || options->is_prompt) && token->kind == TOKEN_DEDENT));
    const Tokenizer *t = tokenizer_furthest(p);
    if (token->col_offset == -1 && is_read && t->cur >= t->end)
        column = 0;
    int end_column = token->end_col_offset == -1 ? -1 : token->end_col_offset + 1;
    problem_make(p, kind, token->lineno, column, token->end_lineno, end_column, format, arguments);
}

void *problem_last(Parser *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    problem_at_last(p, PROBLEM_SYNTAX, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_indentation(Parser *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    problem_at_last(p, PROBLEM_INDENTATION, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_range(Parser *p, const Location *from, const Location *to, const char *format, ...)
{
    if (to == NULL)
        to = from;
    va_list arguments;
    va_start(arguments, format);
    problem_make(p, PROBLEM_SYNTAX, from->lineno, from->col_offset + 1, to->end_lineno,
                 to->end_col_offset + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_from(Parser *p, const Location *from, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    problem_make(p, PROBLEM_SYNTAX, from->lineno, from->col_offset + 1, PROBLEM_HERE,
                 PROBLEM_HERE, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_at(Parser *p, ProblemKind kind, int lineno, int column, int end_lineno,
                 int end_column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    problem_make(p, kind, lineno, column + 1, end_lineno, end_column + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_unclosed(Parser *p)
{
    const Tokenizer *t = &p->tokenizer;
    int i = t->level - 1;
    bool is_first = p->problem->kind == PROBLEM_NONE;
    problem_at(p, PROBLEM_SYNTAX, t->open[i].lineno, t->open[i].column, t->open[i].lineno, -1,
               "'%c' was never closed", t->open[i].byte);
    /* 3.11 counts bytes here, unless the source is a str. */
    bool is_text = p->options != NULL && p->options->is_text;
    if (is_first && !is_text && p->problem->kind == PROBLEM_SYNTAX)
        p->problem->offset = t->open[i].column + 1;
    return NULL;
}

bool expect(Parser *p, TokenKind kind)
{
    if (accept(p, kind))
        return true;
    Location at = token_location(peek(p));
    return problem_range(p, &at, NULL, "expected '%s'", token_spelling(kind));
}

/* After a problem that the parser found: the rest of the source is read for problems of the
 * tokenizer, which come first. Only a generic problem gives way to an open parenthesis when the
 * tokenizer had noticed the end already. */
static void rest_check(Parser *p, bool is_generic)
{
    Tokenizer *t = &p->tokenizer;
    if (tokenizer_furthest(p) != t)
        *t = *p->first_tokenizer;
    t->options = NULL;             /* no more warnings */
    if ((t->state != TOKENIZER_OK && !is_generic) || p->problem->kind > PROBLEM_TAB)
        return;
    int error_line = token_furthest(p)->lineno;
    SyntaxProblem found = *p->problem;
    SyntaxProblem rest = {.kind = PROBLEM_NONE};
    t->problem = &rest;
    Token token;
    do
        tokenizer_next(t, &token);
    while (token.kind != TOKEN_ERROR && token.kind != TOKEN_END);
    t->problem = p->problem;
    if (rest.kind != PROBLEM_NONE) {
        *p->problem = rest;
        return;
    }
    if (token.kind == TOKEN_ERROR && t->level > 0 && error_line > t->open[t->level - 1].lineno) {
        p->failed = false;
        p->is_second = false;  /* this tokenizer is the one to ask for the text */
        problem_unclosed(p);
        if (p->problem->kind == PROBLEM_NONE)
            *p->problem = found;
    }
}

/* The problem of source that matched neither reading in any particular way. */
static void problem_generic(Parser *p)
{
    const Token *last = &p->furthest;
    if (last->kind == TOKEN_INDENT) {
        problem_indentation(p, "unexpected indent");
        return;
    }
    if (last->kind == TOKEN_DEDENT) {
        problem_indentation(p, "unexpected unindent");
        return;
    }
    Location at = token_location(last);
    problem_range(p, &at, NULL, "invalid syntax");
    rest_check(p, true);
}

/* ---- nodes and sequences ---- */

Expression *expression_new(Parser *p, ExpressionKind kind, Location at)
{
    Expression *e = tree_arena_take(p->arena, sizeof *e);
    if (e == NULL)
        return problem_memory(p);
    memset(e, 0, sizeof *e);
    e->kind = kind;
    e->at = at;
    return e;
}

Statement *statement_new(Parser *p, StatementKind kind, Location at)
{
    Statement *s = tree_arena_take_zero(p->arena, sizeof *s);
    if (s == NULL)
        return problem_memory(p);
    s->kind = kind;
    s->at = at;
    return s;
}

bool stack_push(Parser *p, void *item)
{
    if (p->stack_top == p->stack_capacity) {
        size_t capacity = p->stack_capacity == 0 ? 32 : p->stack_capacity * 2;
        size_t bytes, old_bytes = p->stack_capacity * sizeof(void *);
        if (__builtin_mul_overflow(capacity, sizeof(void *), &bytes))
            return problem_memory(p);
        void **stack = p->stack == NULL
                     ? heap_take(p->arena->heap, bytes, DOMAIN_MEMORY)
                     : heap_resize(p->arena->heap, p->stack, old_bytes, bytes, DOMAIN_MEMORY);
        if (stack == NULL)
            return problem_memory(p);
        p->stack = stack;
        p->stack_capacity = capacity;
    }
    p->stack[p->stack_top++] = item;
    return true;
}

bool stack_pop(Parser *p, size_t bottom, size_t *count, void ***items)
{
    size_t n = p->stack_top - bottom;
    p->stack_top = bottom;
    *count = n;
    *items = NULL;
    if (n == 0)
        return true;
    void **copy = tree_arena_take(p->arena, n * sizeof *copy);
    if (copy == NULL)
        return problem_memory(p);
    memcpy(copy, p->stack + bottom, n * sizeof *copy);
    *items = copy;
    return true;
}

bool stack_pop_structs(Parser *p, size_t bottom, size_t size, size_t *count, void *items)
{
    size_t n = p->stack_top - bottom;
    p->stack_top = bottom;
    *count = n;
    char *copy = NULL;
    if (n > 0) {
        copy = tree_arena_take_array(p->arena, n, size);
        if (copy == NULL)
            return problem_memory(p);
        for (size_t i = 0; i < n; i++)
            memcpy(copy + i * size, p->stack[bottom + i], size);
    }
    memcpy(items, &copy, sizeof copy);
    return true;
}

Expression *collection_new(Parser *p, ExpressionKind kind, size_t bottom, size_t start)
{
    Expressions elts;
    if (!stack_pop_expressions(p, bottom, &elts))
        return NULL;
    Expression *e = expression_new(p, kind, location_from(p, start));
    if (e != NULL)
        e->tuple.elts = elts;
    return e;
}

bool memo_find(Parser *p, MemoRule rule, void **node)
{
    if (!p->is_second)
        return false;
    for (Memo *memo = peek(p)->memo; memo != NULL; memo = memo->next)
        if (memo->rule == rule) {
            *node = memo->node;
            if (memo->node != NULL)
                p->mark = memo->end;
            return true;
        }
    return false;
}

void *memo_keep(Parser *p, MemoRule rule, size_t start, void *node)
{
    if (!p->is_second || p->failed || start >= p->fill)
        return node;
    Memo *memo = tree_arena_take(p->arena, sizeof *memo);
    if (memo == NULL)
        return problem_memory(p);
    *memo = (Memo){p->tokens[start].memo, rule, p->mark, node};
    p->tokens[start].memo = memo;
    return node;
}

void memo_mismatch(Parser *p, size_t start)
{
    if (p->failed)
        return;
    Memo *memo = tree_arena_take(p->arena, sizeof *memo);
    if (memo == NULL) {
        problem_memory(p);
        return;
    }
    *memo = (Memo){p->tokens[start].memo, MEMO_DICT_MISMATCH, 0, NULL};
    p->tokens[start].memo = memo;
}

bool memo_is_mismatch(Parser *p)
{
    for (Memo *memo = peek(p)->memo; memo != NULL; memo = memo->next)
        if (memo->rule == MEMO_DICT_MISMATCH)
            return true;
    return false;
}

/* ---- the two readings ---- */

/* In PARSE_SINGLE nothing but blanks and comments may follow the statement. */
static bool single_check(Parser *p)
{
    const Tokenizer *t = &p->tokenizer;
    const char *at = t->cur;
    for (;;) {
        while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\014')
            at++;
        if (at >= t->end)
            return true;
        if (*at != '#') {
            problem_last(p, "multiple statements found while compiling a single statement");
            return false;
        }
        while (at < t->end && *at != '\n')
            at++;
    }
}

static bool tree_read(Parser *p, SyntaxTree *tree)
{
    switch (p->mode) {
    case PARSE_FILE:
        tree->kind = TREE_MODULE;
        if (!parse_statements(p) || peek_kind(p) != TOKEN_END)
            return false;
        p->mark++;
        return stack_pop(p, 0, &tree->body.count, (void ***)&tree->body.items);
    case PARSE_EVAL:
        tree->kind = TREE_EXPRESSION;
        tree->expression = parse_expressions(p);
        if (tree->expression == NULL)
            return false;
        while (accept(p, TOKEN_NEWLINE))
            continue;
        return accept(p, TOKEN_END);
    case PARSE_SINGLE:
        tree->kind = TREE_INTERACTIVE;
        return parse_statement_line(p) &&
               stack_pop(p, 0, &tree->body.count, (void ***)&tree->body.items);
    }
    return false;
}

/* An empty line ends a block at a prompt. */
static bool ends_with_empty_line(const Source *source)
{
    const char *end = source->text + source->length;
    return source->length > 0 && end[-1] == '\n' && (source->length == 1 || end[-2] == '\n');
}

/* Whether more source could mend what did not match: its end was met in the middle. */
static bool is_incomplete(const Parser *p, const Source *source)
{
    const Tokenizer *t = &p->tokenizer;
    switch (t->state) {
    case TOKENIZER_EOF_IN_STRING: case TOKENIZER_EOL_IN_STRING: return true;
    case TOKENIZER_EOF: break;
    default: return false;
    }
    bool is_prompt = p->options != NULL && p->options->is_prompt;
    return !is_prompt || t->level > 0 || !ends_with_empty_line(source);
}

/* At a prompt a compound statement goes on until an empty line. */
static bool is_ended(const Parser *p, const Source *source, const SyntaxTree *tree)
{
    if (p->options == NULL || !p->options->is_prompt || tree->body.count != 1)
        return true;
    switch (tree->body.items[0]->kind) {
    case STATEMENT_FUNCTION_DEF: case STATEMENT_ASYNC_FUNCTION_DEF: case STATEMENT_CLASS_DEF:
    case STATEMENT_FOR: case STATEMENT_ASYNC_FOR: case STATEMENT_WHILE: case STATEMENT_IF:
    case STATEMENT_WITH: case STATEMENT_ASYNC_WITH: case STATEMENT_MATCH: case STATEMENT_TRY:
    case STATEMENT_TRY_STAR:
        return ends_with_empty_line(source);
    default:
        return true;
    }
}

/* Reads `source` with `read`, twice if need be. True when it matched; else *p->problem is
 * filled. */
static bool read_twice(Parser *p, const Source *source, bool (*read)(Parser *p, void *result),
                       void *result)
{
    size_t bottom = p->stack_top;
    if (read(p, result) && !p->failed)
        return true;
    p->stack_top = bottom;
    bool incomplete = is_incomplete(p, source);
    if (!p->failed) {
        Tokenizer *first = tree_arena_take(p->arena, sizeof *first);
        if (first == NULL) {
            problem_memory(p);
            return false;
        }
        *first = p->tokenizer;
        p->first_tokenizer = first;
        p->furthest = p->tokens[p->fill - 1];
        p->furthest_index = p->base + p->fill - 1;
        p->base = p->fill = p->mark = 0;
        p->depth = 0;
        p->has_started = false;
        p->is_second = p->checks = true;
        tokenizer_open(&p->tokenizer, p->arena, source, NULL, p->problem);
        if (p->first_lineno != 0)
            p->tokenizer.lineno = p->first_lineno - 1;
        read(p, result);
        p->stack_top = bottom;
        if (!p->failed) {
            problem_generic(p);
            p->problem->incomplete = incomplete;
            return false;
        }
    }
    if (p->problem->kind >= PROBLEM_SYNTAX && p->problem->kind <= PROBLEM_TAB)
        rest_check(p, false);
    p->problem->incomplete = incomplete;
    return false;
}

static bool read_tree(Parser *p, void *result)
{
    return tree_read(p, result);
}

SyntaxTree *parse(TreeArena *arena, const char *bytes, size_t length, ParseMode mode,
                  const ParseOptions *options, SyntaxProblem *problem)
{
    memset(problem, 0, sizeof *problem);
    Source source;
    if (!source_open(&source, arena, bytes, length, mode, options, problem))
        return NULL;
    SyntaxTree *tree = tree_arena_take_zero(arena, sizeof *tree);
    NameTable *names = tree == NULL ? NULL : names_open(arena);
    if (names == NULL) {
        problem->kind = PROBLEM_MEMORY;
        strcpy(problem->message, "out of memory");
        return NULL;
    }
    Parser parser = {.arena = arena, .options = options, .problem = problem, .names = names,
                     .mode = mode};
    tokenizer_open(&parser.tokenizer, arena, &source, options, problem);
    bool is_read = read_twice(&parser, &source, read_tree, tree) &&
                   (mode != PARSE_SINGLE || single_check(&parser));
    if (is_read && mode == PARSE_SINGLE && !is_ended(&parser, &source, tree)) {
        problem_last(&parser, "incomplete input");
        problem->incomplete = true;
        is_read = false;
    }

    Heap *heap = arena->heap;
    if (parser.tokens != NULL)
        heap_release(heap, parser.tokens, parser.capacity * sizeof(Token), DOMAIN_MEMORY);
    if (parser.spare != NULL)
        heap_release(heap, parser.spare, parser.spare_capacity * sizeof(Token), DOMAIN_MEMORY);
    if (parser.stack != NULL)
        heap_release(heap, parser.stack, parser.stack_capacity * sizeof(void *), DOMAIN_MEMORY);
    tree->names = names;
    return is_read ? tree : NULL;
}

static bool read_fstring(Parser *p, void *result)
{
    *(Expression **)result = parse_star_expressions(p);
    return *(Expression **)result != NULL;
}

Expression *parse_fstring_expression(Parser *outer, const char *text, size_t length, int lineno,
                                     int column)
{
    if (!depth_enter(outer))
        return NULL;
    Source source = {text, length};
    Parser p = {.arena = outer->arena, .options = outer->options, .problem = outer->problem,
                .names = outer->names, .mode = PARSE_FILE, .is_fstring = true,
                .first_lineno = lineno, .first_column = column, .depth = outer->depth,
                .stack = outer->stack, .stack_capacity = outer->stack_capacity,
                .stack_top = outer->stack_top,
                .tokens = outer->spare, .capacity = outer->spare_capacity};
    outer->spare = NULL;
    outer->spare_capacity = 0;
    tokenizer_open(&p.tokenizer, p.arena, &source, p.options, p.problem);
    p.tokenizer.lineno = lineno - 1;
    Expression *e = NULL;
    bool is_read = read_twice(&p, &source, read_fstring, &e);
    outer->stack = p.stack;
    outer->stack_capacity = p.stack_capacity;
    outer->spare = p.tokens;
    outer->spare_capacity = p.capacity;
    if (p.spare != NULL)
        heap_release(p.arena->heap, p.spare, p.spare_capacity * sizeof(Token), DOMAIN_MEMORY);
    depth_leave(outer);
    if (!is_read)
        outer->failed = true;
    return is_read ? e : NULL;
}

const Text *syntax_intern(TreeArena *arena, SyntaxTree *tree, const char *bytes, size_t length)
{
    return name_intern(arena, tree->names, bytes, length);
}
