/* Text for the person at the terminal: what the runtime itself says, in plain printf. */
#ifndef OURO_OBJECT_CONSOLE_H
#define OURO_OBJECT_CONSOLE_H

#include "object/runtime.h"

/* Writes to sys.stderr as the program has set it; when there is none, or it fails, to the runtime's own
 * error output. Keeps a pending error; never fails. Texts above 1,000 bytes are cut. May run Python code. */
void console_error(Runtime *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes `length` bytes of UTF-8 the same way, of any length. */
void console_error_bytes(Runtime *rt, const char *text, size_t length);

#endif
