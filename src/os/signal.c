#include "os/signal.h"

#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { HANDLER_NEEDS = 8 << 10 }; /* beside what the system saves there */

size_t signal_stack_size(void)
{
    long least = sysconf(_SC_MINSIGSTKSZ);
    return (least > 0 ? (size_t)least : (size_t)MINSIGSTKSZ) + HANDLER_NEEDS;
}

bool signal_stack_set(void *stack, size_t size)
{
    stack_t alternative;
    memset(&alternative, 0, sizeof(alternative));
    alternative.ss_sp = stack;
    alternative.ss_size = size;
    alternative.ss_flags = stack == NULL ? SS_DISABLE : 0;
    return sigaltstack(&alternative, NULL) == 0;
}

void *signal_stack(void)
{
    stack_t alternative;
    if (sigaltstack(NULL, &alternative) != 0 || (alternative.ss_flags & SS_DISABLE) != 0)
        return NULL;
    return alternative.ss_sp;
}

static bool signal_set(int number, void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0;
}

bool signal_install(int number, void (*handler)(int))
{
    return signal_set(number, handler, SA_ONSTACK);
}

bool signal_reset(int number)
{
    return signal_set(number, SIG_DFL, 0);
}

bool signal_ignore(int number)
{
    return signal_set(number, SIG_IGN, 0);
}

bool signal_pass_on(int number)
{
    pid_t process = getpid();
    return (pid_t)syscall(SYS_gettid) != process && syscall(SYS_tgkill, process, process, number) == 0;
}
