/* The public header: the life of a runtime, what it prints, how calls end, its limits and figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ouro.h"

typedef struct Captured {
    char text[20000];
    size_t length;
    int refuses; /* an errno */
} Captured;

static int capture(void *context, const char *bytes, size_t length)
{
    Captured *to = context;
    if (to->refuses != 0)
        return to->refuses;
    assert_true(length < sizeof to->text - to->length);
    memcpy(to->text + to->length, bytes, length);
    to->text[to->length += length] = '\0';
    return 0;
}

static ouro_Runtime *open_captured(Captured *to, size_t limit)
{
    *to = (Captured){.length = 0};
    ouro_Config config = {.size = sizeof config, .memory_limit = limit, .write_output = capture, .write_error = capture,
                          .write_context = to};
    ouro_Runtime *runtime = ouro_open(&config);
    assert_non_null(runtime);
    return runtime;
}

static void run_well(ouro_Runtime *runtime, const char *text)
{
    if (ouro_run_text(runtime, text, "<test>") != OURO_OK)
        fail_msg("%s", ouro_error_text(runtime));
}

static void a_runtime_opens_and_closes_a_hundred_times(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        ouro_Runtime *runtime = ouro_open(NULL);
        assert_non_null(runtime);
        if (i % 10 == 0)
            run_well(runtime, "import weakref, copy, itertools\nx = [1]\nx.append(x)");
        assert_int_equal(ouro_close(runtime), 0);
    }
}

static void nothing_is_a_runtime_too(void **state)
{
    (void)state;
    assert_int_equal(ouro_close(NULL), 0);
    assert_int_equal(ouro_run_text(NULL, "1", "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_statement(NULL, "1", "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_file(NULL, "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_module(NULL, "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_bytes(NULL, "1", 1, "x"), OURO_REFUSED);
    assert_string_equal(ouro_error_text(NULL), "");
    assert_string_equal(ouro_error_type(NULL), "");
    assert_string_equal(ouro_error_message(NULL), "");
    assert_string_equal(ouro_prompt(NULL, 0), ">>> ");
    assert_int_equal(ouro_exit_status(NULL), 0);
    assert_int_equal(ouro_set_memory_limit(NULL, 1), OURO_REFUSED);
    assert_int_equal(ouro_trim(NULL), 0);
    ouro_error_print(NULL);
    ouro_interrupt(NULL);
    ouro_Statistics figures = {.size = sizeof figures};
    assert_int_equal(ouro_statistics(NULL, &figures), OURO_REFUSED);
}

static void missing_arguments_are_refused(void **state)
{
    (void)state;
    ouro_Runtime *runtime = ouro_open(NULL);
    assert_int_equal(ouro_run_text(runtime, NULL, "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_bytes(runtime, NULL, 0, "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_statement(runtime, NULL, "x"), OURO_REFUSED);
    assert_int_equal(ouro_run_file(runtime, NULL), OURO_REFUSED);
    assert_int_equal(ouro_run_module(runtime, NULL), OURO_REFUSED);
    assert_int_equal(ouro_statistics(runtime, NULL), OURO_REFUSED);
    assert_int_equal(ouro_run_text(runtime, "x = 1", NULL), OURO_OK);
    assert_int_equal(ouro_close(runtime), 0);
}

static void calls_share_the_module_main(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    run_well(runtime, "x = 20\ndef f(): return x + 1");
    run_well(runtime, "x += 1\nprint(f(), __name__)");
    assert_int_equal(ouro_close(runtime), 0);
    assert_string_equal(out.text, "22 __main__\n");
}

static void what_was_printed_arrives_at_the_close(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    run_well(runtime, "import sys, atexit\nsys.stdout.write('no newline')\natexit.register(print, ' at exit')\n"
                      "class D:\n    def __del__(self): print('dies')\nd = D()");
    assert_int_equal(ouro_close(runtime), 0);
    assert_string_equal(out.text, "no newline at exit\ndies\n");
}

static void output_that_the_host_refuses_is_an_error_of_the_program(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    out.refuses = ENOSPC;
    assert_int_equal(ouro_run_text(runtime, "print('x', flush=True)", "<test>"), OURO_ERROR);
    assert_string_equal(ouro_error_type(runtime), "OSError");
    assert_int_equal(ouro_run_text(runtime, "print('lost')", "<test>"), OURO_OK);
    assert_int_equal(ouro_close(runtime), 1);
}

static void an_uncaught_exception_is_kept_until_the_next_call(void **state)
{
    (void)state;
    ouro_Runtime *runtime = ouro_open(NULL);
    assert_int_equal(ouro_run_text(runtime, "def f():\n    raise KeyError('k')\nf()", "<test>"), OURO_ERROR);
    assert_string_equal(ouro_error_type(runtime), "KeyError");
    assert_string_equal(ouro_error_message(runtime), "'k'");
    assert_string_equal(ouro_error_text(runtime), "Traceback (most recent call last):\n  File \"<test>\", line 3, in <module>\n"
                                                  "  File \"<test>\", line 2, in f\nKeyError: 'k'\n");
    assert_string_equal(ouro_error_type(runtime), "KeyError");
    assert_int_equal(ouro_run_text(runtime, "x =", "<test>"), OURO_ERROR);
    assert_string_equal(ouro_error_type(runtime), "SyntaxError");
    run_well(runtime, "pass");
    assert_string_equal(ouro_error_type(runtime), "");
    assert_string_equal(ouro_error_text(runtime), "");
    assert_int_equal(ouro_close(runtime), 0);
}

static void an_exit_gives_its_status(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    assert_int_equal(ouro_run_text(runtime, "raise SystemExit(3)", "<test>"), OURO_EXIT);
    assert_int_equal(ouro_exit_status(runtime), 3);
    assert_int_equal(ouro_run_text(runtime, "raise SystemExit('why')", "<test>"), OURO_EXIT);
    assert_int_equal(ouro_exit_status(runtime), 1);
    assert_string_equal(out.text, "why\n");
    assert_int_equal(ouro_close(runtime), 0);
}

static void a_statement_may_need_more_lines(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    static const char *const unfinished[] = {"if 1:\n", "def f(\n", "'''abc\n", "x = [1,\n", "if 1:\n    2\n", "class C:\n", "1 + \\\n"};
    for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++)
        if (ouro_run_statement(runtime, unfinished[i], "<test>") != OURO_INCOMPLETE)
            fail_msg("not incomplete: %s", unfinished[i]);
    assert_int_equal(ouro_run_statement(runtime, "if 1:\n    40 + 2\n\n", "<test>"), OURO_OK);
    assert_int_equal(ouro_run_statement(runtime, "'text'\n", "<test>"), OURO_OK);
    assert_int_equal(ouro_run_statement(runtime, "None\n", "<test>"), OURO_OK);
    assert_int_equal(ouro_run_statement(runtime, "1 +\n", "<test>"), OURO_ERROR);
    assert_int_equal(ouro_close(runtime), 0);
    assert_string_equal(out.text, "42\n'text'\n");
}

static void the_prompt_is_what_the_program_says(void **state)
{
    (void)state;
    ouro_Runtime *runtime = ouro_open(NULL);
    assert_string_equal(ouro_prompt(runtime, 0), ">>> ");
    assert_string_equal(ouro_prompt(runtime, 1), "... ");
    run_well(runtime, "import sys\nsys.ps1 = 42\nclass Bad:\n    def __str__(self): 1 / 0\nsys.ps2 = Bad()");
    assert_string_equal(ouro_prompt(runtime, 0), "42");
    assert_string_equal(ouro_prompt(runtime, 1), "... ");
    assert_int_equal(ouro_close(runtime), 0);
}

static void files_and_modules_are_run(void **state)
{
    (void)state;
    char folder[] = "/tmp/ouro-embed-XXXXXX", path[100];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/part.py", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("this line is skipped\nprint(__name__, __file__[-7:])\n", file);
    fclose(file);
    Captured out = {.length = 0};
    const char *const paths[] = {folder};
    ouro_Config config = {.size = sizeof config, .write_output = capture, .write_error = capture, .write_context = &out,
                          .paths = paths, .path_count = 1, .skip_first_line = 1};
    ouro_Runtime *runtime = ouro_open(&config);
    assert_int_equal(ouro_run_file(runtime, path), OURO_OK);
    assert_int_equal(ouro_run_file(runtime, folder), OURO_REFUSED);
    assert_string_equal(ouro_error_type(runtime), "IsADirectoryError");
    assert_int_equal(ouro_run_file(runtime, "/no/such/file"), OURO_REFUSED);
    assert_string_equal(ouro_error_type(runtime), "FileNotFoundError");
    assert_int_equal(ouro_run_module(runtime, "part"), OURO_ERROR);
    assert_string_equal(ouro_error_type(runtime), "SyntaxError");
    assert_int_equal(ouro_run_module(runtime, "nothing"), OURO_EXIT);
    assert_int_equal(ouro_exit_status(runtime), 1);
    assert_int_equal(ouro_close(runtime), 0);
    assert_non_null(strstr(out.text, "__main__ part.py\n"));
    assert_non_null(strstr(out.text, "No module named nothing\n"));
    unlink(path);
    rmdir(folder);
}

static void an_older_host_has_a_smaller_config(void **state)
{
    (void)state;
    ouro_Config config;
    memset(&config, 0xff, sizeof config);
    config.size = offsetof(ouro_Config, memory_reserve);
    config.memory_limit = 4 << 20;
    ouro_Runtime *runtime = ouro_open(&config);
    assert_non_null(runtime);
    run_well(runtime, "import sys\nassert not sys.flags.optimize and sys.argv == ['']");
    ouro_Statistics figures;
    memset(&figures, 0xee, sizeof figures);
    figures.size = offsetof(ouro_Statistics, memory_peak);
    assert_int_equal(ouro_statistics(runtime, &figures), OURO_OK);
    assert_int_equal(figures.memory_limit, 4 << 20);
    assert_true(figures.memory_taken > 0 && figures.memory_taken <= 4 << 20);
    assert_int_equal(figures.memory_peak, (size_t)0xeeeeeeeeeeeeeeee);
    assert_int_equal(ouro_close(runtime), 0);
}

static void a_runtime_lives_on_after_a_memory_error(void **state)
{
    (void)state;
    static const char *const greedy[] = {
        "row = []\nwhile True: row.append('x' * 1000)", "text = 'x'\nwhile True: text += text",
        "table = {}\nwhile True: table[len(table)] = [0] * 10", "x = [0] * (1 << 40)",
        "node = None\nwhile True: node = (node, [node])",
    };
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 8 << 20);
    for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++) {
        assert_int_equal(ouro_run_text(runtime, greedy[i], "<greedy>"), OURO_ERROR);
        assert_string_equal(ouro_error_type(runtime), "MemoryError");
        run_well(runtime, "for name in 'row', 'text', 'table', 'node': globals().pop(name, None)");
        run_well(runtime, "assert sum([i * i for i in range(1000)]) == 332833500");
        ouro_Statistics figures = {.size = sizeof figures};
        assert_int_equal(ouro_statistics(runtime, &figures), OURO_OK);
        assert_true(figures.memory_peak <= 8 << 20);
    }
    assert_int_equal(ouro_close(runtime), 0);
}

static void a_limit_that_is_too_low_gives_no_runtime(void **state)
{
    (void)state;
    int opened = 0;
    for (size_t limit = 1; limit < 1 << 20; limit = limit * 5 / 4 + 1) {
        ouro_Config config = {.size = sizeof config, .memory_limit = limit};
        ouro_Runtime *runtime = ouro_open(&config);
        opened += runtime != NULL;
        ouro_close(runtime);
    }
    assert_true(opened > 0);
}

static void the_limit_can_be_set_later(void **state)
{
    (void)state;
    ouro_Runtime *runtime = ouro_open(NULL);
    run_well(runtime, "row = [str(i) for i in range(100000)]");
    assert_int_equal(ouro_set_memory_limit(runtime, 1 << 20), OURO_REFUSED);
    assert_int_equal(ouro_run_text(runtime, "more = [str(i) for i in range(1000000)]", "<test>"), OURO_ERROR);
    assert_string_equal(ouro_error_type(runtime), "MemoryError");
    assert_int_equal(ouro_set_memory_limit(runtime, 0), OURO_OK);
    run_well(runtime, "del row");
    assert_true(ouro_trim(runtime) > 0);
    assert_int_equal(ouro_set_memory_limit(runtime, 16 << 20), OURO_OK);
    assert_int_equal(ouro_close(runtime), 0);
}

static void closing_takes_garbage_and_living_objects(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    run_well(runtime, "import gc\ngc.disable()\nclass N:\n    def __del__(self): gone.append(self)\ngone = []\n"
                      "for i in range(100):\n    n = N()\n    n.me = n\n    n.row = [n] * 10\n"
                      "def g():\n    try:\n        while True: yield\n    finally: print('generator closed')\n"
                      "it = g(); next(it)\nf = open('/dev/null', 'w'); f.write('x')\nrow = []\n"
                      "for i in range(100000): row = [row]");
    assert_int_equal(ouro_run_text(runtime, "1 / 0", "<test>"), OURO_ERROR); /* kept when it closes */
    assert_int_equal(ouro_close(runtime), 0);
    assert_string_equal(out.text, "generator closed\n");
}

static void figures_count_the_collections(void **state)
{
    (void)state;
    ouro_Runtime *runtime = ouro_open(NULL);
    run_well(runtime, "import gc\nfor i in range(50):\n    a = []\n    a.append(a)\ndel a\ngc.collect()");
    ouro_Statistics figures = {.size = sizeof figures};
    assert_int_equal(ouro_statistics(runtime, &figures), OURO_OK);
    assert_true(figures.collections[2] >= 1 && figures.collected[2] >= 50);
    assert_true(figures.object_blocks > 0 && figures.object_bytes >= figures.object_blocks * 8);
    assert_true(figures.memory_taken <= figures.memory_peak);
    assert_int_equal(figures.memory_limit, 0);
    assert_int_equal(ouro_close(runtime), 0);
}

/* ---- threads ---- */

static const char program[] =
    "class Node:\n    __slots__ = 'left', 'right', '__weakref__'\n"
    "def tree(depth):\n    node = Node()\n    node.left = node.right = None\n"
    "    if depth: node.left, node.right = tree(depth - 1), tree(depth - 1)\n    return node\n"
    "def count(node): return 1 if node.left is None else 1 + count(node.left) + count(node.right)\n"
    "import weakref, gc\n"
    "for round in range(3):\n    t = tree(10)\n    assert count(t) == 2047\n    r = weakref.ref(t)\n    del t\n    assert r() is None\n"
    "    words = {}\n    for i in range(5000):\n        words.setdefault(str(i % 97), []).append(i)\n"
    "    assert sum(map(len, words.values())) == 5000\n    gc.collect()\n"
    "try: (lambda f: f(f))(lambda f: f(f))\nexcept RecursionError: pass\nprint('done')\n";

typedef struct Run {
    pthread_t thread;
    int number;
    Captured out;
    ouro_Status status;
} Run;

static void *run_program(void *context)
{
    Run *run = context;
    for (int i = 0; i < 3; i++) {
        ouro_Runtime *runtime = open_captured(&run->out, (size_t)(32 + run->number) << 20);
        run->status = ouro_run_text(runtime, program, "<thread>");
        if (run->status != OURO_OK)
            fputs(ouro_error_text(runtime), stderr);
        if (ouro_close(runtime) != 0)
            run->status = OURO_REFUSED;
    }
    return NULL;
}

static void runtimes_in_threads_run_at_once(void **state)
{
    (void)state;
    static Run runs[2];
    for (int i = 0; i < 2; i++) {
        runs[i].number = i;
        assert_int_equal(pthread_create(&runs[i].thread, NULL, run_program, &runs[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(runs[i].thread, NULL);
        assert_int_equal(runs[i].status, OURO_OK);
        assert_string_equal(runs[i].out.text, "done\n");
    }
}

static void *interrupt_soon(void *runtime)
{
    nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
    ouro_interrupt(runtime);
    return NULL;
}

static void another_thread_interrupts(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, runtime), 0);
    assert_int_equal(ouro_run_text(runtime, "try:\n    while True: pass\nfinally: print('finally')", "<test>"), OURO_ERROR);
    pthread_join(thread, NULL);
    assert_string_equal(ouro_error_type(runtime), "KeyboardInterrupt");
    run_well(runtime, "print('goes on')");
    ouro_interrupt(runtime); /* nothing runs: the next call takes it */
    assert_int_equal(ouro_run_text(runtime, "x = 1", "<test>"), OURO_ERROR);
    assert_int_equal(ouro_close(runtime), 0);
    assert_string_equal(out.text, "finally\ngoes on\n");
}

static void *recurse(void *runtime)
{
    return ouro_run_text(runtime, "def f(n): return x if n == 0 else 1 + f(n - 1)\nassert f(500) == 501\n"
                                  "row = []\nfor i in range(1000): row = [row]\n"
                                  "try: repr(row)\nexcept RecursionError: pass", "<thread>") == OURO_OK ? runtime : NULL;
}

static void a_runtime_moves_from_thread_to_thread(void **state)
{
    (void)state;
    Captured out;
    ouro_Runtime *runtime = open_captured(&out, 0);
    run_well(runtime, "x = 1");
    pthread_t thread;
    void *result;
    assert_int_equal(pthread_create(&thread, NULL, recurse, runtime), 0);
    pthread_join(thread, &result);
    assert_ptr_equal(result, runtime);
    run_well(runtime, "assert f(10) == 11");
    assert_int_equal(ouro_close(runtime), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_runtime_opens_and_closes_a_hundred_times),
        cmocka_unit_test(nothing_is_a_runtime_too),
        cmocka_unit_test(missing_arguments_are_refused),
        cmocka_unit_test(calls_share_the_module_main),
        cmocka_unit_test(what_was_printed_arrives_at_the_close),
        cmocka_unit_test(output_that_the_host_refuses_is_an_error_of_the_program),
        cmocka_unit_test(an_uncaught_exception_is_kept_until_the_next_call),
        cmocka_unit_test(an_exit_gives_its_status),
        cmocka_unit_test(a_statement_may_need_more_lines),
        cmocka_unit_test(the_prompt_is_what_the_program_says),
        cmocka_unit_test(files_and_modules_are_run),
        cmocka_unit_test(an_older_host_has_a_smaller_config),
        cmocka_unit_test(a_runtime_lives_on_after_a_memory_error),
        cmocka_unit_test(a_limit_that_is_too_low_gives_no_runtime),
        cmocka_unit_test(the_limit_can_be_set_later),
        cmocka_unit_test(closing_takes_garbage_and_living_objects),
        cmocka_unit_test(figures_count_the_collections),
        cmocka_unit_test(runtimes_in_threads_run_at_once),
        cmocka_unit_test(another_thread_interrupts),
        cmocka_unit_test(a_runtime_moves_from_thread_to_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
