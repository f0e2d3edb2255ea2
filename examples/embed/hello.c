/* The smallest host: opens a runtime, runs a text, closes it. */
#include <stdio.h>

#include "ouro.h"

int main(void)
{
    ouro_Runtime *runtime = ouro_open(NULL);
    if (runtime == NULL)
        return 1;
    if (ouro_run_text(runtime, "print('hello from', __name__)", "<host>") != OURO_OK)
        fputs(ouro_error_text(runtime), stderr);
    return ouro_close(runtime);
}
