/* The prompt: reads statements, runs them, prints what they give. */
#ifndef OURO_CLI_PROMPT_H
#define OURO_CLI_PROMPT_H

#include <stdbool.h>

#include "ouro.h"

/* Until the end of input or SystemExit; the exit status. `quiet`: no greeting. */
int prompt_run(ouro_Runtime *runtime, bool quiet);

#endif
