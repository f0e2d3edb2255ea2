/* A prompt of one's own, here fed from an array. */
#include <stdio.h>
#include <string.h>

#include "ouro.h"

int main(void)
{
    static const char *const lines[] = {"x = 20", "def double(n):", "    return 2 * n", "", "double(x) + 2"};
    ouro_Runtime *runtime = ouro_open(NULL);
    if (runtime == NULL)
        return 1;
    char statement[500] = "";
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        fprintf(stderr, "%s%s\n", ouro_prompt(runtime, statement[0] != '\0'), lines[i]);
        strcat(strcat(statement, lines[i]), "\n");
        ouro_Status status = ouro_run_statement(runtime, statement, "<prompt>");
        if (status == OURO_INCOMPLETE)
            continue;
        if (status != OURO_OK)
            fputs(ouro_error_text(runtime), stderr);
        statement[0] = '\0';
    }
    return ouro_close(runtime);
}
