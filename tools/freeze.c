/* freeze: puts the modules of lib/ into one C file of constants. Runs while Ouro is built, so that the build needs
 * a C compiler and nothing else.
 *
 *     freeze OUTPUT ROOT FILE...        the FILEs are named relative to ROOT: weakref.py, encodings/__init__.py
 *
 * The table is sorted by module name, byte by byte: src/modules/frozen.c searches it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Source {
    const char *path;
    char       *name; /* of the module: encodings.utf_8 */
    bool        is_package;
    size_t      length;
} Source;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "freeze: %s: %s\n", what, which);
    exit(1);
}

static void *take(size_t size)
{
    void *block = malloc(size);
    if (block == NULL)
        fail("no memory", "");
    return block;
}

/* "a/b/__init__.py" is the package a.b, "a/c.py" the module a.c. */
static void source_name(Source *source, const char *path)
{
    static const char package[] = "/__init__.py";
    size_t length = strlen(path), tail = sizeof package - 1;
    source->path = path;
    source->is_package = length > tail && strcmp(path + length - tail, package) == 0;
    size_t suffix = source->is_package ? tail : strlen(".py");
    if (length <= suffix || strcmp(path + length - 3, ".py") != 0)
        fail("not a Python file", path);
    source->name = take(length - suffix + 1);
    memcpy(source->name, path, length - suffix);
    source->name[length - suffix] = '\0';
    for (char *at = source->name; *at != '\0'; at++)
        if (*at == '/')
            *at = '.';
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const Source *)left)->name, ((const Source *)right)->name);
}

/* The file's text as string literals, one a line. */
static void write_text(FILE *out, const char *root, Source *source)
{
    size_t room = strlen(root) + strlen(source->path) + 2;
    char *path = take(room);
    snprintf(path, room, "%s/%s", root, source->path);
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        fail("cannot read", path);
    int character;
    bool is_open = false;
    source->length = 0;
    while ((character = getc(in)) != EOF) {
        if (!is_open)
            fputs("    \"", out);
        is_open = character != '\n';
        source->length++;
        if (character == '\n')
            fputs("\\n\"\n", out);
        else if (character == '"' || character == '\\')
            fprintf(out, "\\%c", character);
        else if (character < ' ' || character > '~')
            fprintf(out, "\\%03o", (unsigned)character);
        else
            putc(character, out);
    }
    if (is_open)
        fputs("\"\n", out);
    if (source->length == 0)
        fputs("    \"\"\n", out);
    if (ferror(in))
        fail("cannot read", path);
    fclose(in);
    free(path);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        fail("usage", "freeze OUTPUT ROOT FILE...");
    size_t count = (size_t)argc - 3;
    Source *sources = take((count + 1) * sizeof *sources);
    for (size_t i = 0; i < count; i++)
        source_name(&sources[i], argv[3 + i]);
    qsort(sources, count, sizeof *sources, compare_names);

    FILE *out = fopen(argv[1], "w");
    if (out == NULL)
        fail("cannot write", argv[1]);
    fputs("/* Made by tools/freeze.c of lib/. */\n#include \"modules/frozen.h\"\n\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "static const char text_%zu[] = /* %s */\n", i, sources[i].path);
        write_text(out, argv[2], &sources[i]);
        fputs("    ;\n\n", out);
    }
    fputs("const FrozenModule frozen_modules[] = {\n", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", text_%zu, %zu, %s},\n", sources[i].name, i, sources[i].length,
                sources[i].is_package ? "true" : "false");
    fprintf(out, "    {0},\n};\nconst size_t frozen_module_count = %zu;\n", count);
    if (fclose(out) != 0)
        fail("cannot write", argv[1]);
    for (size_t i = 0; i < count; i++)
        free(sources[i].name);
    free(sources);
    return 0;
}
