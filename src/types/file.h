/* Files: text and binary, over one descriptor with one buffer in each direction. */
#ifndef OURO_TYPES_FILE_H
#define OURO_TYPES_FILE_H

#include "object/protocol.h"
#include "types/str.h"

enum { FILE_BUFFER_SIZE = 8192 };

typedef enum Newlines { /* the `newline` argument of open() */
    NEWLINES_UNIVERSAL, /* None: all kinds are read as \n; \n is written as it is */
    NEWLINES_KEEP,      /* '': all kinds end a line, none is changed */
    NEWLINES_LF, NEWLINES_CR, NEWLINES_CRLF,
} Newlines;

/*            +---------------------------------+
 *   input:   | used | start .. end | not read  |   decoded or handed out from `start`
 *            +---------------------------------+
 * Text is decoded line by line or block by block from `input`; a character that a block cuts waits for the next. */
typedef struct File {
    Object head;
    int descriptor; /* -1 once closed */
    bool is_text, readable, writable, append, owns_descriptor, line_buffered, write_through, seen_cr;
    Newlines newlines;
    Object *name, *mode, *encoding, *errors; /* str, or int for the name of a descriptor */
    char *input, *output;                    /* blocks of FILE_BUFFER_SIZE, NULL until needed */
    size_t input_start, input_end, output_length;
    struct File *buffer; /* text: the binary file of the same descriptor, once asked for */
    int (*writer)(void *context, const char *bytes, size_t length); /* the host's, instead of the descriptor */
    void *writer_context;
} File;
extern const Type text_file_type, buffered_file_type;

/* A file over `descriptor`. NULL with an error set; the descriptor stays the caller's then. `mode` e.g. "r". */
File *file_new(Runtime *rt, const Type *type, int descriptor, Object *name, const char *mode);
/* Writes out what is buffered. -1 with OSError set. */
MUST_CHECK int file_flush(Runtime *rt, File *file);
/* Text as a file writes it; `text` is a str. -1 with an error. */
MUST_CHECK int file_write_text(Runtime *rt, File *file, Str *text);
/* A line, or NULL with an error; empty at the end. `limit` < 0: none. */
Object *file_read_line(Runtime *rt, File *file, ssize_t limit);

#endif
