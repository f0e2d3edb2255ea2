/* How a call can end. */
#include <stdio.h>
#include <string.h>

#include "ouro.h"

int main(void)
{
    ouro_Runtime *runtime = ouro_open(NULL);
    if (runtime == NULL)
        return 1;

    if (ouro_run_text(runtime, "def f():\n    return 1 / 0\nf()\n", "<text>") == OURO_ERROR) {
        printf("%s / %s\n", ouro_error_type(runtime), ouro_error_message(runtime));
        fputs(ouro_error_text(runtime), stdout);
    }
    if (ouro_run_text(runtime, "import sys\nsys.exit(7)", "<text>") == OURO_EXIT)
        printf("exit status %d\n", ouro_exit_status(runtime));
    if (ouro_run_file(runtime, "/no/such/file.py") == OURO_REFUSED)
        printf("%s\n", ouro_error_message(runtime));
    if (ouro_run_module(runtime, "no_such_module") == OURO_EXIT)
        printf("no such module: exit status %d\n", ouro_exit_status(runtime));
    const char bytes[] = "# coding: latin-1\nprint(len('\xe9'))\n";
    if (ouro_run_bytes(runtime, bytes, sizeof bytes - 1, "<bytes>") == OURO_OK)
        fflush(stdout);
    ouro_run_text(runtime, "import sys\nsys.excepthook = lambda type, value, trace: print('hook:', value)\n"
                           "raise ValueError('seen')", "<text>");
    ouro_error_print(runtime); /* through sys.excepthook */
    return ouro_close(runtime);
}
