/* Two runtimes in two threads run at once; a third thread interrupts one. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "ouro.h"

static void *count(void *result)
{
    ouro_Runtime *runtime = ouro_open(NULL);
    *(ouro_Status *)result = ouro_run_text(runtime, "total = sum(i * i for i in range(100000))\n"
                                                    "assert total == 333328333350000", "<count>");
    ouro_close(runtime);
    return NULL;
}

static void *interrupt_soon(void *runtime)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    ouro_interrupt(runtime);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    ouro_Status results[2];
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, count, &results[i]) != 0)
            return 1;
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("two at once: %s\n", results[0] == OURO_OK && results[1] == OURO_OK ? "both right" : "wrong");

    ouro_Runtime *runtime = ouro_open(NULL);
    if (runtime == NULL || pthread_create(&threads[0], NULL, interrupt_soon, runtime) != 0)
        return 1;
    ouro_run_text(runtime, "while True: pass", "<endless>");
    pthread_join(threads[0], NULL);
    printf("the endless loop: %s\n", ouro_error_type(runtime));
    printf("Ouro %s\n", ouro_version());
    return ouro_close(runtime);
}
