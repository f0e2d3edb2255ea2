/* The prompt. At a terminal lines are edited and remembered by libedit; otherwise they are read as they come.
 *
 * Ctrl-C while a line is typed: the handler has told the runtime, and the wait for input has ended with EINTR. Running an
 * empty statement raises the KeyboardInterrupt, which is shown as any other, and the prompt goes on. */
#include "prompt.h"

#include <editline/readline.h>
#include <errno.h>
#include <poll.h>
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

/* ---- lines --------------------------------------------------------------------------------------- */

typedef enum Reading { LINE_READ, INPUT_ENDED, INTERRUPTED } Reading;

/* What libedit's callback, which has no context, hands over. */
static char *edited_line;
static bool edited;

static void on_line(char *line)
{
    edited_line = line;
    edited = true;
    rl_callback_handler_remove();
}

static Reading edit_line(const char *prompt, char **line)
{
    edited = false;
    rl_callback_handler_install(prompt, on_line);
    while (!edited) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&input, 1, -1) < 0) {
            if (errno != EINTR)
                break;
            rl_callback_handler_remove();
            return INTERRUPTED;
        }
        rl_callback_read_char();
    }
    *line = edited ? edited_line : NULL;
    return *line != NULL ? LINE_READ : INPUT_ENDED;
}

static Reading read_plain_line(const char *prompt, char **line)
{
    fputs(prompt, stderr); /* as python3 does when its input is no terminal */
    fflush(stderr);
    *line = NULL;
    size_t capacity = 0;
    errno = 0;
    ssize_t length = getline(line, &capacity, stdin);
    if (length < 0) {
        free(*line);
        *line = NULL;
        bool interrupted = errno == EINTR;
        if (interrupted)
            clearerr(stdin);
        return interrupted ? INTERRUPTED : INPUT_ENDED;
    }
    if (length > 0 && (*line)[length - 1] == '\n')
        (*line)[length - 1] = '\0';
    return LINE_READ;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\f\r\n")] == '\0';
}

/* ---- the loop ------------------------------------------------------------------------------------ */

static void greet(void)
{
    fprintf(stderr,
            "Ouro %s (Python 3.11) on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
            ouro_version());
}

/* Runs what was typed. False when the program wants to end, with *status. */
static bool run_typed(ouro_Runtime *runtime, Statement *statement, bool ended, int *status)
{
    ouro_Status result = ouro_run_statement(runtime, statement->text, "<stdin>");
    if (result == OURO_INCOMPLETE && !ended)
        return true;
    statement_clear(statement);
    if (result == OURO_EXIT) {
        *status = ouro_exit_status(runtime);
        return false;
    }
    if (result != OURO_OK)
        ouro_error_print(runtime);
    return true;
}

int prompt_run(ouro_Runtime *runtime, bool quiet)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!quiet)
        greet();
    if (terminal) {
        rl_initialize();
        using_history();
    }
    Statement statement = {NULL, 0, 0};
    int status = 0;
    for (;;) {
        char *line = NULL;
        const char *prompt = ouro_prompt(runtime, statement.length > 0);
        Reading reading = terminal ? edit_line(prompt, &line) : read_plain_line(prompt, &line);
        if (reading == INTERRUPTED) {
            statement_clear(&statement);
            fputs("\n", stderr);
            if (ouro_run_statement(runtime, "\n", "<stdin>") == OURO_ERROR)
                fprintf(stderr, "%s\n", ouro_error_type(runtime)); /* no traceback: nothing ran */
            continue;
        }
        bool ended = reading == INPUT_ENDED;
        if (ended && statement.length == 0)
            break;
        if (!ended && statement.length == 0 && is_blank(line)) {
            free(line);
            continue;
        }
        if (!ended && terminal && !is_blank(line))
            add_history(line);
        bool added = statement_add(&statement, ended ? "" : line);
        free(line);
        if (!added) {
            fprintf(stderr, "ouro: not enough memory for the statement\n");
            break;
        }
        if (!run_typed(runtime, &statement, ended, &status)) {
            free(statement.text);
            return status;
        }
        if (ended)
            break;
    }
    fputs("\n", stderr);
    free(statement.text);
    return status;
}
