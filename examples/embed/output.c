/* The host takes what the program prints. */
#include <stdio.h>
#include <string.h>

#include "ouro.h"

typedef struct Page {
    char text[1000];
    size_t length;
} Page;

static int page_add(void *context, const char *bytes, size_t length)
{
    Page *page = context;
    if (length >= sizeof page->text - page->length)
        return 28; /* ENOSPC: print() raises OSError */
    memcpy(page->text + page->length, bytes, length);
    page->text[page->length += length] = '\0';
    return 0;
}

int main(void)
{
    Page page = {.length = 0};
    const char *const arguments[] = {"report", "--short"};
    ouro_Config config = {
        .size = sizeof config, .write_output = page_add, .write_context = &page, .argv = arguments, .argc = 2,
    };
    ouro_Runtime *runtime = ouro_open(&config);
    if (runtime == NULL)
        return 1;
    ouro_run_text(runtime, "import sys\nprint('called as', sys.argv)", "<report>");
    int lost = ouro_close(runtime); /* the last output is written here */
    printf("%zu bytes: %s", page.length, page.text);
    return lost;
}
