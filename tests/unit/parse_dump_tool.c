/* parse_dump_tool: what the parser makes of a source, for comparing with CPython.
 *
 *     test_parse_dump_tool [-l] [-m exec|eval|single] [-t] [-q] FILE...
 *
 * Prints the tree of each file as ast.dump() does (-l: with locations; -q: nothing), or the
 * problem as
 *
 *     !kind|lineno|offset|end_lineno|end_offset|incomplete|message|text
 *
 * with newlines in message and text as \n. FILE `-` reads records from the standard input, each a
 * decimal length, a newline and so many bytes, and answers each with a line of its own. -t: the
 * source is text (UTF-8 whatever its cookie says). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/character_name.h"
#include "compile/parse.h"
#include "compile/syntax_dump.h"

typedef struct Host {
    Heap heap;
} Host;

static ParseMode mode = PARSE_FILE;
static bool with_locations, is_text, is_quiet;

static void print_escaped(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            fputs("\\n", stdout);
        else
            putchar(text[i]);
    }
}

static void answer(Heap *heap, const char *source, size_t length)
{
    static const char *const kinds[] = {
        "None", "SyntaxError", "IndentationError", "TabError", "ValueError", "MemoryError",
        "MemoryError", "Callback",
    };
    TreeArena arena;
    tree_arena_open(&arena, heap);
    ParseOptions options = {.character_by_name = character_by_name, .max_digits = 4300,
                            .is_text = is_text};
    SyntaxProblem problem;
    SyntaxTree *tree = parse(&arena, source, length, mode, &options, &problem);
    if (tree == NULL) {
        printf("!%s|%d|%d|%d|%d|%d|", kinds[problem.kind], problem.lineno, problem.offset,
               problem.end_lineno, problem.end_offset, problem.incomplete);
        print_escaped(problem.message, strlen(problem.message));
        putchar('|');
        if (problem.line.bytes == NULL)
            fputs("None", stdout);
        else
            print_escaped(problem.line.bytes, problem.line.length);
        putchar('\n');
    } else if (!is_quiet) {
        DumpText text = {.heap = heap};
        if (syntax_dump(&text, tree, with_locations))
            puts(text.bytes);
        else
            puts("!dump failed");
        dump_text_close(&text);
    }
    tree_arena_close(&arena);
    fflush(stdout);
}

static char *read_all(FILE *file, size_t *length)
{
    char *bytes = NULL;
    size_t capacity = 0, got;
    *length = 0;
    do {
        if (*length == capacity) {
            capacity = capacity == 0 ? 65536 : capacity * 2;
            bytes = realloc(bytes, capacity);
            if (bytes == NULL)
                exit(2);
        }
        got = fread(bytes + *length, 1, capacity - *length, file);
        *length += got;
    } while (got > 0);
    return bytes;
}

static void answer_records(Heap *heap)
{
    size_t length;
    while (scanf("%zu", &length) == 1 && getchar() == '\n') {
        char *source = malloc(length + 1);
        if (source == NULL || fread(source, 1, length, stdin) != length)
            exit(2);
        answer(heap, source, length);
        free(source);
    }
}

int main(int argc, char **argv)
{
    Host *host = heap_open(NULL, sizeof *host);
    if (host == NULL)
        return 2;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-l") == 0) {
            with_locations = true;
        } else if (strcmp(argv[i], "-t") == 0) {
            is_text = true;
        } else if (strcmp(argv[i], "-q") == 0) {
            is_quiet = true;
        } else if (strcmp(argv[i], "-m") == 0 && i + 1 < argc) {
            i++;
            mode = argv[i][0] == 's' ? PARSE_SINGLE : argv[i][1] == 'v' ? PARSE_EVAL : PARSE_FILE;
        } else if (strcmp(argv[i], "-") == 0) {
            answer_records(&host->heap);
        } else {
            FILE *file = fopen(argv[i], "rb");
            if (file == NULL) {
                perror(argv[i]);
                return 2;
            }
            size_t length;
            char *source = read_all(file, &length);
            fclose(file);
            answer(&host->heap, source, length);
            free(source);
        }
    }
    if (!heap_close(&host->heap)) {
        fputs("parse_dump: blocks are still live\n", stderr);
        return 3;
    }
    return 0;
}
