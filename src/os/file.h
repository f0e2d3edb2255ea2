/* Files by descriptor: the system's calls, repeated when a signal interrupts them. What fails
 * returns -1 (false) with errno telling why. */
#ifndef OURO_OS_FILE_H
#define OURO_OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef enum FileMode { /* how to open */
                        FILE_READ = 1 << 0,
                        FILE_WRITE = 1 << 1,
                        FILE_CREATE = 1 << 2,    /* when it is not there */
                        FILE_EXCLUSIVE = 1 << 3, /* only when it is not there */
                        FILE_TRUNCATE = 1 << 4,
                        FILE_APPEND = 1 << 5,
} FileMode;

typedef struct FileStatus {
    int64_t size;
    int64_t modified; /* seconds since 1970 */
    int64_t modified_nanoseconds;
    uint64_t device, inode;
    uint32_t mode; /* st_mode */
    bool is_directory, is_regular;
} FileStatus;

/* The system's own word for a mode, as os.open takes it. */
int file_flags(FileMode mode);
/* A descriptor that child programs do not inherit. */
int file_open(const char *path, FileMode mode);
int file_close(int file);
/* Bytes read (0: the end) or written; writing goes on until all is written. */
ssize_t file_read(int file, void *buffer, size_t size);
ssize_t file_write(int file, const void *bytes, size_t size);
/* The same in one attempt: fewer bytes may be written, and a signal gives EINTR. */
ssize_t file_read_once(int file, void *buffer, size_t size);
ssize_t file_write_once(int file, const void *bytes, size_t size);
/* As lseek: `whence` 0 from the start, 1 from here, 2 from the end. */
int64_t file_seek(int file, int64_t offset, int whence);
bool file_truncate(int file, int64_t size);
bool file_is_terminal(int file);
bool file_status(const char *path, FileStatus *status);
bool file_status_open(int file, FileStatus *status);

/* Reads a text file line by line through a buffer of its own; takes no memory. */
typedef struct LineReader {
    int file;
    size_t start, end; /* of what is not yet used in `buffer` */
    bool ended;
    bool skip_newline; /* the last line ended with \r: a \n that follows belongs to it */
    char buffer[4096];
} LineReader;

bool line_reader_open(LineReader *reader, const char *path);
void line_reader_close(LineReader *reader);
/* The next piece of the current line, without its end (\n, \r\n or \r). *last: the line ends with
 * this piece. False at the end of the file, or when it cannot be read. */
bool line_reader_next(LineReader *reader, const char **piece, size_t *length, bool *last);

#endif
