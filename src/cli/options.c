/* Reading the command line. Switches may be joined (-Bq), their values may follow directly (-cprint(1)) or as the next
 * argument; the first -c, -m, - or file ends them. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void options_help(const char *program)
{
    printf("usage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
           "Options:\n"
           "-b     : issue warnings about str(bytes_instance), str(bytearray_instance)\n"
           "         and comparing bytes/bytearray with str or bytes with int\n"
           "-B     : don't write .pyc files on import\n"
           "-c cmd : program passed in as string (terminates option list)\n"
           "-d     : turn on debugging output\n"
           "-E     : ignore OURO* environment variables\n"
           "-h     : print this help message and exit (also -? or --help)\n"
           "-i     : inspect interactively after running script; forces a prompt even\n"
           "         if stdin does not appear to be a terminal\n"
           "-I     : isolate from the user's environment (implies -E and -s)\n"
           "-m mod : run library module as a script (terminates option list)\n"
           "-O     : remove assert and __debug__-dependent statements\n"
           "-OO    : do -O changes and also discard docstrings\n"
           "-P     : don't prepend a potentially unsafe path to sys.path\n"
           "-q     : don't print version and copyright messages on interactive startup\n"
           "-s     : don't add user site directory to sys.path\n"
           "-S     : don't imply 'import site' on initialization\n"
           "-u     : force the stdout and stderr streams to be unbuffered\n"
           "-v     : verbose (trace import statements)\n"
           "-V     : print the version number and exit (also --version)\n"
           "-W arg : warning control; arg is action:message:category:module:lineno\n"
           "-x     : skip first line of source, allowing use of non-Unix forms of #!cmd\n"
           "-X opt : set implementation-specific option; dev: the development mode's sys.flags\n"
           "--memory-limit SIZE : the program may have SIZE bytes resident at most, e.g. 64M, 1G\n"
           "file   : program read from script file\n"
           "-      : program read from stdin (default; interactive mode if a tty)\n"
           "arg ...: arguments passed to program in sys.argv[1:]\n",
           program);
}

static int usage_error(const char *program, const char *text, const char *what)
{
    fprintf(stderr, text, what);
    fprintf(stderr, "\nusage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `%s -h' for more information.\n",
            program, program);
    return 2;
}

/* "64M" -> bytes. False when it is no size. */
static bool parse_size(const char *text, size_t *bytes)
{
    if (!isdigit((unsigned char)*text))
        return false;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (errno != 0)
        return false;
    int shift = 0;
    switch (toupper((unsigned char)*end)) {
    case 'K': shift = 10; end++; break;
    case 'M': shift = 20; end++; break;
    case 'G': shift = 30; end++; break;
    case 'T': shift = 40; end++; break;
    default: break;
    }
    if (*end == 'i' || *end == 'I')
        end++;
    if (*end == 'b' || *end == 'B')
        end++;
    if (*end != '\0' || number == 0 || number > SIZE_MAX >> shift)
        return false;
    *bytes = (size_t)number << shift;
    return true;
}

/* A long option at argv[*at]; moves *at past it. */
static int parse_long(Options *options, int argc, char **argv, int *at)
{
    const char *text = argv[*at] + 2;
    ++*at;
    if (strcmp(text, "help") == 0) {
        options->show_help = true;
        return 0;
    }
    if (strcmp(text, "version") == 0) {
        options->show_version = true;
        return 0;
    }
    if (strncmp(text, "memory-limit", 12) == 0 && (text[12] == '\0' || text[12] == '=')) {
        const char *value = text[12] == '=' ? text + 13 : *at < argc ? argv[(*at)++] : NULL;
        if (value == NULL)
            return usage_error(argv[0], "Argument expected for the %s option", "--memory-limit");
        if (!parse_size(value, &options->config.memory_limit))
            return usage_error(argv[0], "--memory-limit: not a size: %s (say 512K, 64M or 1G)", value);
        return 0;
    }
    return usage_error(argv[0], "unknown option %s", argv[*at - 1]);
}

/* The value of a switch: the rest of its word, or the next word. */
static const char *switch_value(int argc, char **argv, const char *rest, int *at)
{
    if (*rest != '\0')
        return rest;
    return *at < argc ? argv[(*at)++] : NULL;
}

/* A word of joined switches; *done when the target was among them. */
static int parse_switches(Options *options, int argc, char **argv, int *at, bool *done)
{
    ouro_Config *config = &options->config;
    const char *word = argv[(*at)++];
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        switch (*letter) {
        case 'b': config->bytes_warning++; break;
        case 'B': config->dont_write_bytecode = 1; break;
        case 'd': config->debug++; break;
        case 'E': config->ignore_environment = 1; break;
        case 'h': case '?': options->show_help = true; break;
        case 'i': config->inspect = config->interactive = 1; break;
        case 'I': config->isolated = config->ignore_environment = config->no_user_site = config->safe_path = 1; break;
        case 'O': config->optimize++; break;
        case 'P': config->safe_path = 1; break;
        case 'q': config->quiet = 1; break;
        case 's': config->no_user_site = 1; break;
        case 'S': config->no_site = 1; break;
        case 'u': config->unbuffered = 1; break;
        case 'v': config->verbose++; break;
        case 'V': options->show_version = true; break;
        case 'x': config->skip_first_line = 1; break;
        case 'W': case 'X': {
            const char *value = switch_value(argc, argv, letter + 1, at);
            if (value == NULL)
                return usage_error(argv[0], "Argument expected for the -%s option", *letter == 'W' ? "W" : "X");
            if (*letter == 'W')
                options->warnings[config->warning_count++] = value;
            else if (strcmp(value, "dev") == 0)
                config->dev_mode = 1;
            return 0;
        }
        case 'c': case 'm':
            options->kind = *letter == 'c' ? RUN_COMMAND : RUN_MODULE;
            options->target = switch_value(argc, argv, letter + 1, at);
            if (options->target == NULL)
                return usage_error(argv[0], "Argument expected for the -%s option", *letter == 'c' ? "c" : "m");
            *done = true;
            return 0;
        default: {
            char text[2] = {*letter, '\0'};
            return usage_error(argv[0], "Unknown option: -%s", text);
        }
        }
    }
    return 0;
}

int options_parse(Options *options, int argc, char **argv)
{
    *options = (Options){.config = {.size = sizeof options->config}, .kind = RUN_PROMPT};
    options->warnings = malloc((size_t)(argc + 1) * sizeof *options->warnings); /* no more than there are words */
    if (options->warnings == NULL) {
        fprintf(stderr, "ouro: not enough memory to start\n");
        return 1;
    }
    int at = 1;
    bool done = false;
    while (!done && at < argc && argv[at][0] == '-' && argv[at][1] != '\0') {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        int status = argv[at][1] == '-' ? parse_long(options, argc, argv, &at)
                                        : parse_switches(options, argc, argv, &at, &done);
        if (status != 0)
            return status;
    }
    if (!done && at < argc) {
        options->kind = strcmp(argv[at], "-") == 0 ? RUN_INPUT : RUN_FILE;
        options->target = argv[at++];
    }
    options->first_argument = at;
    options->config.warnings = options->warnings;
    return 0;
}

void options_close(Options *options)
{
    free(options->warnings);
}
