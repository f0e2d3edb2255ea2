#define _GNU_SOURCE
#include "os/signal.h"

#include <signal.h>
#include <string.h>

static bool signal_set(int number, void (*handler)(int))
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0;
}

bool signal_install(int number, void (*handler)(int))
{
    return signal_set(number, handler);
}

bool signal_reset(int number)
{
    return signal_set(number, SIG_DFL);
}

bool signal_ignore(int number)
{
    return signal_set(number, SIG_IGN);
}
