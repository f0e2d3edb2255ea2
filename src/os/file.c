/* Files by descriptor. */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int file_flags(FileMode mode)
{
    int flags = O_CLOEXEC;
    if ((mode & FILE_READ) != 0 && (mode & FILE_WRITE) != 0)
        flags |= O_RDWR;
    else
        flags |= (mode & FILE_WRITE) != 0 ? O_WRONLY : O_RDONLY;
    if ((mode & (FILE_CREATE | FILE_EXCLUSIVE)) != 0)
        flags |= O_CREAT;
    if ((mode & FILE_EXCLUSIVE) != 0)
        flags |= O_EXCL;
    if ((mode & FILE_TRUNCATE) != 0)
        flags |= O_TRUNC;
    if ((mode & FILE_APPEND) != 0)
        flags |= O_APPEND;
    return flags;
}

int file_open(const char *path, FileMode mode)
{
    int file, flags = file_flags(mode);
    do
        file = open(path, flags, 0666);
    while (file < 0 && errno == EINTR);
    return file;
}

int file_close(int file)
{
    return close(file); /* never repeated: the descriptor is gone even when a signal came */
}

ssize_t file_read(int file, void *buffer, size_t size)
{
    ssize_t count;
    do
        count = read(file, buffer, size);
    while (count < 0 && errno == EINTR);
    return count;
}

ssize_t file_write(int file, const void *bytes, size_t size)
{
    const char *at = bytes;
    size_t left = size;
    while (left > 0) {
        ssize_t count = write(file, at, left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        at += count;
        left -= (size_t)count;
    }
    return (ssize_t)size;
}

ssize_t file_read_once(int file, void *buffer, size_t size) { return read(file, buffer, size); }

ssize_t file_write_once(int file, const void *bytes, size_t size) { return write(file, bytes, size); }

int64_t file_seek(int file, int64_t offset, int whence)
{
    return lseek(file, offset, whence == 0 ? SEEK_SET : whence == 1 ? SEEK_CUR : SEEK_END);
}

bool file_truncate(int file, int64_t size) { return ftruncate(file, size) == 0; }

bool file_is_terminal(int file) { return isatty(file) == 1; }

static void status_read(const struct stat *from, FileStatus *status)
{
    *status = (FileStatus){
        .size = from->st_size,
        .modified = from->st_mtim.tv_sec,
        .modified_nanoseconds = from->st_mtim.tv_nsec,
        .device = from->st_dev,
        .inode = from->st_ino,
        .mode = from->st_mode,
        .is_directory = S_ISDIR(from->st_mode),
        .is_regular = S_ISREG(from->st_mode),
    };
}

bool file_status(const char *path, FileStatus *status)
{
    struct stat raw;
    if (stat(path, &raw) != 0)
        return false;
    status_read(&raw, status);
    return true;
}

bool file_status_open(int file, FileStatus *status)
{
    struct stat raw;
    if (fstat(file, &raw) != 0)
        return false;
    status_read(&raw, status);
    return true;
}

bool line_reader_open(LineReader *reader, const char *path)
{
    reader->file = file_open(path, FILE_READ);
    reader->start = reader->end = 0;
    reader->ended = reader->skip_newline = false;
    return reader->file >= 0;
}

void line_reader_close(LineReader *reader) { file_close(reader->file); }

static bool line_reader_fill(LineReader *reader)
{
    if (reader->start < reader->end)
        return true;
    if (reader->ended)
        return false;
    ssize_t count = file_read(reader->file, reader->buffer, sizeof reader->buffer);
    reader->ended = count <= 0;
    reader->start = 0;
    reader->end = count > 0 ? (size_t)count : 0;
    return count > 0;
}

bool line_reader_next(LineReader *reader, const char **piece, size_t *length, bool *last)
{
    if (!line_reader_fill(reader))
        return false;
    if (reader->skip_newline) {
        reader->skip_newline = false;
        if (reader->buffer[reader->start] == '\n') {
            reader->start++;
            if (!line_reader_fill(reader))
                return false;
        }
    }
    size_t at = reader->start;
    while (at < reader->end && reader->buffer[at] != '\n' && reader->buffer[at] != '\r')
        at++;
    *piece = reader->buffer + reader->start;
    *length = at - reader->start;
    *last = at < reader->end;
    reader->skip_newline = *last && reader->buffer[at] == '\r';
    reader->start = *last ? at + 1 : at;
    return true;
}
