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
enum { MET_CR = 1, MET_LF = 2, MET_CRLF = 4 }; /* NewlineMet: what File.newlines tells */
typedef enum TextCodec { TEXT_UTF8, TEXT_BYTES, TEXT_UNITS_2, TEXT_UNITS_4 } TextCodec; /* how a block may be cut */

/*            +-----------------------------------+
 *   input:   | used | start ... end | free        |   what was read ahead
 *            +-----------------------------------+
 *
 * A binary file has there what the descriptor gave. A text file has UTF-8 there, its newlines translated: other encodings
 * are decoded when they are read (`unread` keeps what a block cut in two), UTF-8 itself only when lines are handed out.
 *
 * Where a text file stands is plain as long as nothing was changed on the way: the descriptor's position less what is
 * left. Otherwise (`is_changed`) the position of the block's first byte is remembered, and tell() reads from there again. */
typedef struct File {
    Object head;
    int descriptor; /* -1 once closed */
    bool is_text, readable, writable, append, owns_descriptor, line_buffered, write_through;
    bool seen_cr;       /* the last byte read was a \r: a \n that follows belongs to it */
    bool is_changed;    /* input is not what the descriptor gave, byte by byte */
    bool is_iterated;   /* next() was called: tell() is refused until the end, as in CPython */
    bool at_start;      /* nothing was read or written: where a mark of byte order may be */
    bool is_marked, is_big; /* the encoding has such a mark; the order that it told */
    bool is_decoded;    /* input is UTF-8 that was decoded without errors, not what the file has */
    bool block_cr;      /* seen_cr at block_position */
    uint8_t newlines_met; /* MET_* bits */
    uint8_t codec;      /* TextCodec */
    uint8_t unread_count;
    char unread[8];
    Newlines newlines;
    Object *name, *mode, *encoding, *errors; /* str, or int for the name of a descriptor */
    char *input, *output;                    /* `output`: FILE_BUFFER_SIZE bytes; both NULL until needed */
    size_t input_capacity, input_start, input_end, output_length;
    int64_t block_position; /* if is_changed: of the descriptor, `input_base` bytes of input before input[0] */
    size_t input_base;
    struct File *buffer; /* text: the binary file of the same descriptor, once asked for */
    int (*writer)(void *context, const char *bytes, size_t length); /* the host's, instead of the descriptor */
    void *writer_context;
} File;
extern const Type text_file_type, buffered_reader_type, buffered_writer_type, buffered_file_type, raw_file_type;

/* A file over `descriptor`. NULL with an error set; the descriptor stays the caller's then. `mode` e.g. "r". */
File *file_new(Runtime *rt, const Type *type, int descriptor, Object *name, const char *mode);
/* Writes out what is buffered. -1 with OSError set. */
MUST_CHECK int file_flush(Runtime *rt, File *file);
/* Makes a text file one of this encoding and way with errors (NULL: as they are). -1 with LookupError. */
MUST_CHECK int file_set_encoding(Runtime *rt, File *file, Object *encoding, Object *errors);
/* The `newline` argument of open(). -1 with an error. (modules/io.c) */
MUST_CHECK int file_parse_newline(Runtime *rt, Object *newline, Newlines *out);
/* Raises KeyboardInterrupt if that is due: after a call of the system that a signal ended. -1 with it set. */
MUST_CHECK int file_poll(Runtime *rt);
/* A line, or NULL with an error; empty at the end. `limit` < 0: none. */
Object *file_read_line(Runtime *rt, File *file, ssize_t limit);

#endif
