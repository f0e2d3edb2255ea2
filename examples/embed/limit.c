/* A program that wants more memory than it may have, and the same runtime afterwards. */
#include <stdio.h>

#include "ouro.h"

int main(void)
{
    ouro_Config config = {.size = sizeof config, .memory_limit = 8 << 20};
    ouro_Runtime *runtime = ouro_open(&config);
    if (runtime == NULL)
        return 1;

    ouro_Status status = ouro_run_text(runtime, "row = []\nwhile True:\n    row.append('x' * 1000)\n", "<greedy>");
    printf("status %d: %s\n", status, ouro_error_type(runtime));

    status = ouro_run_text(runtime, "del row\nprint('the next program runs:', sum(range(1000)))", "<modest>");
    printf("status %d\n", status);

    ouro_Statistics figures = {.size = sizeof figures};
    ouro_statistics(runtime, &figures);
    printf("never more than the limit: %s\n", figures.memory_peak <= figures.memory_limit ? "yes" : "no");

    size_t back = ouro_trim(runtime);
    ouro_Statistics after = {.size = sizeof after};
    ouro_statistics(runtime, &after);
    printf("what is kept for reuse goes back: %s\n", after.memory_taken + back <= figures.memory_taken ? "yes" : "no");

    printf("a lower limit: %s\n", ouro_set_memory_limit(runtime, 4 << 20) == OURO_OK ? "set" : "refused");
    return ouro_close(runtime);
}
