/* What file.c and file_read.c share. */
#ifndef OURO_TYPES_FILE_PARTS_H
#define OURO_TYPES_FILE_PARTS_H

#include "types/file.h"

/* For what a closed file, or one that was opened for something else, is asked. Each kind of file has words of its own;
 * `verb` is the method as they call it. -1 with ValueError or UnsupportedOperation. */
typedef enum FileNeed { NEEDS_NOTHING, NEEDS_READING, NEEDS_WRITING } FileNeed;
MUST_CHECK int file_check(Runtime *rt, const File *self, const char *verb, FileNeed need);
/* The same in the words of the methods that all kinds have in common: "... on closed file." */
MUST_CHECK int file_check_open(Runtime *rt, const File *self);

/* The encoding's name as it is now: that of "utf-16" behind its mark is "utf-16-le" or "utf-16-be". */
const char *file_codec_name(const File *self);

/* Reads more behind what is there: bytes gained (more than 0), 0 at the end, -1 with an error. */
ssize_t file_fill(Runtime *rt, File *self);
/* Forgets what was read ahead; `goes_back`: the descriptor stands again where the program does. */
void file_input_forget(File *self, bool goes_back);
/* Where a file that is read stands, whose descriptor is at `position`. -1 with errno. */
int64_t file_read_position(File *self, int64_t position);

/* The optional size argument: -1 for none or negative; -2 with an error. */
ssize_t file_size_argument(Runtime *rt, Object **args, size_t n);
Object *file_read_method(Runtime *rt, Object *self, Object **args, size_t n);
Object *file_read1(Runtime *rt, Object *self, Object **args, size_t n);
Object *file_peek(Runtime *rt, Object *self, Object **args, size_t n);
Object *file_readline(Runtime *rt, Object *self, Object **args, size_t n);
Object *file_readlines(Runtime *rt, Object *self, Object **args, size_t n);
Object *file_next(Runtime *rt, Object *self);

#endif
