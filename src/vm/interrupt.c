/* Ctrl-C.
 *
 *    signal_stack --> | SignalTarget | ................ the handler's stack |
 *                       magic, rt                          <--- grows down
 *
 * The handler finds the runtime at the start of the stack it runs on (os/signal.h) and sets a bit in rt->poll; the loop
 * raises KeyboardInterrupt at its next poll. A thread that has no such stack passes the signal on to the first one. */
#include "vm/machine.h"

#include <errno.h>
#include <signal.h>

#include "object/error.h"
#include "os/signal.h"

#define SIGNAL_MAGIC UINT64_C(0x6f75726f5e43)

typedef struct SignalTarget {
    uint64_t magic;
    Runtime *rt;
} SignalTarget;

static void interrupt_arrived(int number)
{
    int saved = errno;
    const SignalTarget *target = signal_stack();
    if (target != NULL && target->magic == SIGNAL_MAGIC)
        machine_interrupt(target->rt);
    else
        signal_pass_on(number);
    errno = saved;
}

bool signal_interrupt_open(Runtime *rt)
{
    Machine *machine = rt->machine;
    if (machine->signal_stack != NULL || signal_stack() != NULL)
        return false;
    size_t size = sizeof(SignalTarget) + signal_stack_size();
    void *stack = memory_take(rt, size);
    if (stack == NULL) {
        error_clear(rt);
        return false;
    }
    *(SignalTarget *)stack = (SignalTarget){SIGNAL_MAGIC, rt};
    if (!signal_stack_set(stack, size)) {
        memory_release(rt, stack, size);
        return false;
    }
    machine->signal_stack = stack;
    machine->signal_stack_size = size;
    if (!signal_install(SIGINT, interrupt_arrived)) {
        signal_interrupt_close(rt);
        return false;
    }
    return true;
}

void signal_interrupt_close(Runtime *rt)
{
    Machine *machine = rt->machine;
    if (machine == NULL || machine->signal_stack == NULL)
        return;
    signal_reset(SIGINT);
    signal_stack_set(NULL, 0);
    memory_release(rt, machine->signal_stack, machine->signal_stack_size);
    machine->signal_stack = NULL;
}
