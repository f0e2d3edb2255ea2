/* The prompt. At a terminal lines are edited and remembered by libedit; otherwise they are read as they come. */
#include "prompt.h"

#include <editline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The statement that is being typed. */
typedef struct Statement {
    char *text;
    size_t length, capacity;
} Statement;

static bool statement_add(Statement *statement, const char *line)
{
    size_t more = strlen(line) + 1;
    if (statement->length + more + 1 > statement->capacity) {
        size_t capacity = 2 * statement->capacity + more + 64;
        char *grown = realloc(statement->text, capacity);
        if (grown == NULL)
            return false;
        statement->text = grown;
        statement->capacity = capacity;
    }
    memcpy(statement->text + statement->length, line, more - 1);
    statement->length += more;
    statement->text[statement->length - 1] = '\n';
    statement->text[statement->length] = '\0';
    return true;
}

static void statement_clear(Statement *statement)
{
    statement->length = 0;
    if (statement->text != NULL)
        statement->text[0] = '\0';
}

/* A line without its newline, malloc'ed, or NULL at the end of input. */
static char *read_line(const char *prompt, bool terminal)
{
    if (terminal)
        return readline(prompt);
    fputs(prompt, stderr); /* as python3 does when its input is no terminal */
    fflush(stderr);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = getline(&line, &capacity, stdin);
    if (length < 0) {
        free(line);
        return NULL;
    }
    if (length > 0 && line[length - 1] == '\n')
        line[length - 1] = '\0';
    return line;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\f\r\n")] == '\0';
}

/* The primary or secondary prompt text that the program may have set. */
int prompt_run(ouro_Runtime *runtime, bool quiet)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!quiet)
        fprintf(stderr, "Ouro %s (Python 3.11) on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
                ouro_version());
    if (terminal)
        using_history();
    Statement statement = {NULL, 0, 0};
    int status = 0;
    for (;;) {
        char *line = read_line(statement.length == 0 ? ">>> " : "... ", terminal);
        if (line == NULL && statement.length == 0)
            break;
        if (line != NULL && terminal && !is_blank(line))
            add_history(line);
        if (line != NULL && statement.length == 0 && is_blank(line)) {
            free(line);
            continue;
        }
        bool ended = line == NULL;
        bool added = statement_add(&statement, ended ? "" : line);
        free(line);
        if (!added) {
            fprintf(stderr, "ouro: not enough memory for the statement\n");
            break;
        }
        ouro_Status result = ouro_run_statement(runtime, statement.text, "<stdin>");
        if (result == OURO_INCOMPLETE && !ended)
            continue;
        statement_clear(&statement);
        if (result == OURO_EXIT) {
            status = ouro_exit_status(runtime);
            break;
        }
        if (result != OURO_OK)
            ouro_error_print(runtime);
        if (ended)
            break;
    }
    if (!terminal || status == 0)
        fputs("\n", stderr);
    free(statement.text);
    return status;
}
