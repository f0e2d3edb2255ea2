/* Runs a command and tells what it took: launch FILE COMMAND [ARGUMENT...]
 *
 * Writes "STATUS SECONDS PEAK" to FILE: the exit status (or minus the signal), the wall clock
 * from fork to end, and the peak resident set in KiB. A program of its own, because a child's
 * ru_maxrss starts at the resident set of the process that forked it: behind a Python of 12 MiB
 * nothing smaller can be seen. This one stays at about 1 MiB. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: launch FILE COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child < 0) {
        perror("launch: fork");
        return 2;
    }
    if (child == 0) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) {
        perror("launch: wait4");
        return 2;
    }
    double seconds = now() - start;
    FILE *file = fopen(argv[1], "w");
    if (file == NULL) {
        perror(argv[1]);
        return 2;
    }
    int code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    fprintf(file, "%d %.6f %ld\n", code, seconds, usage.ru_maxrss);
    return fclose(file) == 0 ? 0 : 2;
}
