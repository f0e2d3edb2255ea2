/* What CPython's `site` puts into builtins: exit, quit, copyright, credits, license and help. All are constants: they
 * cost a runtime nothing but their names. */
#include "modules/site.h"

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/file.h"
#include "types/str.h"

/* ---- exit, quit ---------------------------------------------------------------------------------- */

typedef struct Quitter {
    Object head;
    const char *name;
} Quitter;

static Object *quitter_repr(Runtime *rt, Object *self)
{
    return (Object *)str_format(rt, "Use %s() or Ctrl-D (i.e. EOF) to exit", ((Quitter *)self)->name);
}

/* Ends the program; its input is closed, so that no prompt reads on. */
static Object *quitter_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    Object *bound[1];
    if (arguments_bind(rt, "__call__", "code=", args, n, names, bound, 1) < 0)
        return NULL;
    owned Object *in = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(stdin)));
    if (in != NULL && in != NONE) {
        owned Object *closed = object_call_method(rt, NAME(close), &in, 1, NULL);
        if (closed == NULL)
            error_clear(rt);
    }
    return error_set_value(rt, &system_exit_type, bound[0] != NULL ? bound[0] : NONE);
}

const Type quitter_type = {
    TYPE_IDENTITY(quitter), .name = "_sitebuiltins.Quitter", .base = &object_type, .size = sizeof(Quitter),
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .repr = quitter_repr, .call = quitter_call, .get_attribute = object_generic_get_attribute,
};

static const Quitter exit_object = {OBJECT_CONSTANT(&quitter_type), "exit"};
static const Quitter quit_object = {OBJECT_CONSTANT(&quitter_type), "quit"};

/* ---- copyright, credits, license ----------------------------------------------------------------- */

typedef struct SitePrinter {
    Object head;
    const char *shown;   /* its repr */
    const char *printed; /* by calling it */
} SitePrinter;

static Object *site_printer_repr(Runtime *rt, Object *self)
{
    return (Object *)str_from_c(rt, ((SitePrinter *)self)->shown);
}

/* Writes a text and the end of the line to sys.stdout. Takes the text over. */
static Object *print_steal(Runtime *rt, Object *text)
{
    owned Object *held = text;
    owned Object *out = object_retain_maybe(dict_get_str_borrow(rt, rt->sys_dict, NAME(stdout)));
    if (held == NULL || out == NULL || out == NONE)
        return held == NULL ? NULL : NONE;
    Object *lines[2][2] = {{out, held}, {out, (Object *)CHARACTER('\n')}};
    for (int i = 0; i < 2; i++) {
        owned Object *written = object_call_method(rt, NAME(write), lines[i], 2, NULL);
        if (written == NULL)
            return NULL;
    }
    return NONE;
}

static Object *site_printer_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    if (arguments_bind(rt, "__call__", "", args, n, names, NULL, 0) < 0)
        return NULL;
    return print_steal(rt, (Object *)str_from_c(rt, ((SitePrinter *)self)->printed));
}

const Type site_printer_type = {
    TYPE_IDENTITY(site_printer), .name = "_sitebuiltins._Printer", .base = &object_type, .size = sizeof(SitePrinter),
    .doc = "interactive prompt objects for printing the license text, a list of\n    contributors and the copyright notice.",
    .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .repr = site_printer_repr, .call = site_printer_call, .get_attribute = object_generic_get_attribute,
};

#define COPYRIGHT "Copyright (c) the Ouro authors."
#define CREDITS "Ouro is made after CPython 3.11, whose authors and community designed the language it runs."
static const SitePrinter copyright_object = {OBJECT_CONSTANT(&site_printer_type), COPYRIGHT, COPYRIGHT};
static const SitePrinter credits_object = {OBJECT_CONSTANT(&site_printer_type), CREDITS, CREDITS};
static const SitePrinter license_object = {
    OBJECT_CONSTANT(&site_printer_type), "Type license() to see the full license text",
    "Ouro is free software under the MIT License: you may use, copy, change and pass it on,\n"
    "as long as its copyright and permission notice, the file LICENSE, goes with it.\n"
    "It comes without warranty of any kind."};

/* ---- help ---------------------------------------------------------------------------------------- */

static Object *site_helper_repr(Runtime *rt, Object *self)
{
    (void)self;
    return (Object *)str_from_c(rt, "Type help() for interactive help, or help(object) for help about object.");
}

/* help(object) prints the object's doc; what it tells without one is how to ask. */
static Object *site_helper_call(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    Object *bound[1];
    if (arguments_bind(rt, "help", "request=", args, n, names, bound, 1) < 0)
        return NULL;
    if (bound[0] == NULL)
        return print_steal(rt, (Object *)str_from_c(rt, "help(object) tells what the object says of itself, dir(object) what it has."));
    owned Object *doc = NULL;
    if (object_find_attribute(rt, bound[0], NAME(__doc__), &doc) < 0)
        return NULL;
    if (doc == NULL || !str_check(doc))
        return print_steal(rt, (Object *)str_format(rt, "No documentation found for %R.", bound[0]));
    return print_steal(rt, take(&doc));
}

const Type site_helper_type = {
    TYPE_IDENTITY(site_helper), .name = "_sitebuiltins._Helper", .base = &object_type, .size = sizeof(Object),
    .doc = "Define the builtin 'help'.", .flags = TYPE_IS_IMMUTABLE | TYPE_NO_INSTANTIATION,
    .repr = site_helper_repr, .call = site_helper_call, .get_attribute = object_generic_get_attribute,
};

static const Object help_object = OBJECT_CONSTANT(&site_helper_type);

/* ---- all ----------------------------------------------------------------------------------------- */

int site_fill(Runtime *rt, Module *builtins)
{
    static const struct { const char *name; const void *object; } objects[] = {
        {"exit", &exit_object}, {"quit", &quit_object}, {"copyright", &copyright_object}, {"credits", &credits_object},
        {"license", &license_object}, {"help", &help_object},
    };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (module_add(rt, builtins, objects[i].name, (Object *)objects[i].object) < 0)
            return -1;
    return 0;
}
