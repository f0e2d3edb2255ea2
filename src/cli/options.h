/* The command line of `ouro`: the habits of python3. */
#ifndef OURO_CLI_OPTIONS_H
#define OURO_CLI_OPTIONS_H

#include <stdbool.h>

#include "ouro.h"

typedef enum RunKind { RUN_PROMPT, RUN_COMMAND, RUN_MODULE, RUN_FILE, RUN_INPUT } RunKind;

typedef struct Options {
    ouro_Config config;
    RunKind kind;
    const char *target;  /* command, module or file */
    char *file;          /* the file from the root on */
    const char **warnings; /* malloc'ed: the values of -W */
    int first_argument;  /* argv[first_argument ..] follow the target */
    bool show_version, show_help;
} Options;

/* 0; or the exit status when the command line makes no sense (2, told on stderr). */
int options_parse(Options *options, int argc, char **argv);
void options_close(Options *options);
void options_help(const char *program);

#endif
