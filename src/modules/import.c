/* import.
 *
 * sys.modules is asked first. Then, for "a.b.c", the package a.b is imported, and c is looked for in this order:
 *
 *    1. modules written in C (modules.c), top level only
 *    2. c/__init__.py, c.py in the directories of sys.path, or of the package's __path__
 *    3. frozen modules, by their full name
 *
 * A module stands in sys.modules while its body runs, so that circles end; if the body fails it is taken out again. */
#include "modules/import.h"

#include <errno.h>
#include <string.h>

#include "compile/compile.h"
#include "object/error.h"
#include "object/names.h"
#include "os/file.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"
#include "types/type_parts.h"
#include "vm/machine.h"

/* ---- specs ---------------------------------------------------------------------------------- */

typedef struct ImportSpec {
    Object head;
    Object *name, *origin, *locations, *loader, *cached;
    bool is_initializing, has_location;
} ImportSpec;

Object *module_spec_new(Runtime *rt, Str *name, Str *origin, Object *locations)
{
    ImportSpec *self = gc_new(rt, &module_spec_type);
    if (self == NULL)
        return NULL;
    self->name = object_retain(name);
    self->origin = object_retain_maybe(origin);
    self->locations = object_retain_maybe(locations);
    self->loader = NULL;
    self->cached = NULL;
    self->is_initializing = false;
    self->has_location = false;
    gc_track(rt, self);
    return (Object *)self;
}

static int spec_visit(Object *object, Visitor visit, void *context)
{
    ImportSpec *self = (ImportSpec *)object;
    GC_VISIT(self->name);
    GC_VISIT(self->origin);
    GC_VISIT(self->locations);
    GC_VISIT(self->loader);
    GC_VISIT(self->cached);
    return 0;
}

static void spec_clear(Runtime *rt, Object *object)
{
    (void)rt;
    ImportSpec *self = (ImportSpec *)object;
    object_clear_slot(&self->origin);
    object_clear_slot(&self->locations);
    object_clear_slot(&self->loader);
    object_clear_slot(&self->cached);
}

static void spec_free(Runtime *rt, Object *object)
{
    gc_untrack(object);
    spec_clear(rt, object);
    object_release(((ImportSpec *)object)->name);
    gc_dispose(rt, object);
}

static Object *spec_create(Runtime *rt, const Type *type, Object **args, size_t n, Tuple *names)
{
    (void)type;
    Object *bound[5];
    if (arguments_bind(rt, "ModuleSpec", "name, loader, *, origin=, loader_state=, is_package=", args, n, names, bound, 5) < 0)
        return NULL;
    if (!str_check(bound[0]))
        return error_set(rt, &type_error_type, "name must be str, not %T", bound[0]);
    int is_package = bound[4] == NULL ? 0 : object_truth(rt, bound[4]);
    if (is_package < 0)
        return NULL;
    owned List *locations = is_package ? list_new(rt, 0) : NULL;
    if (is_package && locations == NULL)
        return NULL;
    Str *origin = bound[2] != NULL && str_check(bound[2]) ? (Str *)bound[2] : NULL;
    ImportSpec *self = (ImportSpec *)module_spec_new(rt, (Str *)bound[0], origin, (Object *)locations);
    if (self != NULL && bound[1] != NONE)
        self->loader = object_retain(bound[1]);
    return (Object *)self;
}

static Object *spec_repr(Runtime *rt, Object *object)
{
    ImportSpec *self = (ImportSpec *)object;
    return (Object *)str_format(rt, "ModuleSpec(name=%R, loader=%R, origin=%R)", self->name,
                                self->loader == NULL ? NONE : self->loader, self->origin == NULL ? NONE : self->origin);
}

/* "a.b" of "a.b.c"; all of it for a package. */
static Object *spec_parent(Runtime *rt, Object *object)
{
    ImportSpec *self = (ImportSpec *)object;
    Str *name = (Str *)self->name;
    if (self->locations != NULL)
        return object_retain(name);
    size_t end = name->length;
    while (end > 0 && str_at(name, end - 1) != '.')
        end--;
    return (Object *)str_slice(rt, name, 0, end > 0 ? end - 1 : 0);
}

const Type module_spec_type = {
    TYPE_IDENTITY(module_spec),
    .name = "_frozen_importlib.ModuleSpec", .base = &object_type, .size = sizeof(ImportSpec),
    .doc = "The specification for a module, used for loading.",
    .flags = TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE,
    .create = spec_create, .init = object_init, .free = spec_free, .visit = spec_visit, .clear = spec_clear,
    .repr = spec_repr, .str = object_default_str, .hash = object_default_hash, .compare = object_default_compare,
    .get_attribute = object_generic_get_attribute, .set_attribute = object_generic_set_attribute,
    .members = (const MemberSpec[]){
        {"name", MEMBER_OBJECT, offsetof(ImportSpec, name), false, NULL},
        {"origin", MEMBER_OBJECT, offsetof(ImportSpec, origin), true, NULL},
        {"submodule_search_locations", MEMBER_OBJECT, offsetof(ImportSpec, locations), true, NULL},
        {"loader", MEMBER_OBJECT, offsetof(ImportSpec, loader), true, NULL},
        {"cached", MEMBER_OBJECT, offsetof(ImportSpec, cached), true, NULL},
        {"has_location", MEMBER_BOOL, offsetof(ImportSpec, has_location), true, NULL},
        {"_initializing", MEMBER_BOOL, offsetof(ImportSpec, is_initializing), true, NULL},
        {0},
    },
    .properties = (const PropertySpec[]){
        {"parent", spec_parent, NULL, "The name of the module's parent."},
        {0},
    },
};

/* ---- names ---------------------------------------------------------------------------------- */

/* ModuleNotFoundError with its `name`. Always NULL. */
static void *not_found(Runtime *rt, Str *message, Str *name)
{
    owned Str *text = message;
    if (text == NULL)
        return NULL;
    error_set(rt, &module_not_found_error_type, "%U", text);
    Exception *error = (Exception *)rt->error;
    if (error != NULL && object_is((Object *)error, &import_error_type))
        object_replace_steal(&error->fields[IMPORT_ERROR_NAME], object_retain(name));
    return NULL;
}

/* Position of the last dot, or -1. */
static ssize_t last_dot(const Str *name)
{
    for (size_t i = name->length; i > 0; i--)
        if (str_at(name, i - 1) == '.')
            return (ssize_t)(i - 1);
    return -1;
}

/* The value for `key` in the globals, borrowed; NULL when absent or None. */
static Object *global_get(Runtime *rt, Object *globals, Str *key)
{
    Object *value = dict_get_str_borrow(rt, (Dict *)globals, key);
    return value == NONE ? NULL : value;
}

/* The package that relative names start from. Owned. */
static Str *package_of(Runtime *rt, Object *globals)
{
    if (globals == NULL || !dict_check(globals))
        return error_set(rt, &key_error_type, "'__name__' not in globals");
    Object *package = global_get(rt, globals, NAME(__package__));
    if (package != NULL) {
        if (!str_check(package))
            return error_set(rt, &type_error_type, "package must be a string");
        return object_retain(package);
    }
    Object *spec = global_get(rt, globals, NAME(__spec__));
    if (spec != NULL) {
        owned Str *attribute = str_intern_c(rt, "parent");
        owned Object *parent = attribute == NULL ? NULL : object_get_attribute(rt, spec, attribute);
        if (parent == NULL)
            return NULL;
        if (!str_check(parent))
            return error_set(rt, &type_error_type, "__spec__.parent must be a string");
        return (Str *)take(&parent);
    }
    Object *name = dict_get_str_borrow(rt, (Dict *)globals, NAME(__name__));
    if (name == NULL)
        return error_set(rt, &key_error_type, "'__name__' not in globals");
    if (!str_check(name))
        return error_set(rt, &type_error_type, "__name__ must be a string");
    if (dict_get_str_borrow(rt, (Dict *)globals, NAME(__path__)) != NULL)
        return object_retain(name);
    ssize_t dot = last_dot((Str *)name);
    if (dot < 0)
        return error_set(rt, &import_error_type, "attempted relative import with no known parent package");
    return str_slice(rt, (Str *)name, 0, (size_t)dot);
}

/* The absolute name of a relative one. Owned. */
static Str *resolve_name(Runtime *rt, Str *name, Object *globals, size_t level)
{
    owned Str *package = package_of(rt, globals);
    if (package == NULL)
        return NULL;
    if (package->length == 0)
        return error_set(rt, &import_error_type, "attempted relative import with no known parent package");
    size_t end = package->length;
    for (size_t up = 1; up < level; up++) {
        while (end > 0 && str_at(package, end - 1) != '.')
            end--;
        if (end == 0)
            return error_set(rt, &import_error_type, "attempted relative import beyond top-level package");
        end--;
    }
    owned Str *base = str_slice(rt, package, 0, end);
    if (base == NULL || name->length == 0)
        return take(&base);
    return str_format(rt, "%U.%U", base, name);
}

/* ---- finding -------------------------------------------------------------------------------- */

/* Source text and where it is from. */
typedef struct Found {
    Str *path;        /* of the file; NULL: frozen */
    Str *directory;   /* of a package found as a file, else NULL */
    bool is_package;
    const FrozenModule *frozen;
} Found;

static void found_close(Found *found)
{
    object_release_maybe(found->path);
    object_release_maybe(found->directory);
}

/* Whether `path` is a file: 1, 0, or -1 with an error. */
static int is_file(Runtime *rt, Str *path, bool wants_directory)
{
    owned Object *holder = NULL;
    size_t length;
    const char *text = str_utf8(rt, path, &length, &holder);
    if (text == NULL)
        return error_matches(rt, &memory_error_type) ? -1 : (error_clear(rt), 0);
    FileStatus status;
    if (strlen(text) != length || !file_status(text, &status))
        return 0;
    return wants_directory ? status.is_directory : !status.is_directory;
}

static Str *path_join(Runtime *rt, Str *directory, const char *separator, Str *name, const char *suffix)
{
    bool has_slash = directory->length == 0 || str_at(directory, directory->length - 1) == '/';
    return str_format(rt, "%U%s%U%s", directory, has_slash ? "" : separator, name, suffix);
}

/* Looks for `name` in one directory: 1 found, 0, -1. */
static int find_in_directory(Runtime *rt, Str *directory, Str *name, Found *found)
{
    owned Str *package = path_join(rt, directory, "/", name, "");
    owned Str *start = package == NULL ? NULL : path_join(rt, directory, "/", name, "/__init__.py");
    if (start == NULL)
        return -1;
    int there = is_file(rt, start, false);
    if (there != 0) {
        if (there > 0) {
            found->path = take(&start);
            found->directory = take(&package);
            found->is_package = true;
        }
        return there;
    }
    owned Str *file = path_join(rt, directory, "/", name, ".py");
    if (file == NULL)
        return -1;
    there = is_file(rt, file, false);
    if (there > 0)
        found->path = take(&file);
    return there;
}

/* Looks for the last part of a module's name in the directories of `path` (any iterable). */
static int find_in_path(Runtime *rt, Object *path, Str *name, Found *found)
{
    owned List *directories = sequence_list(rt, path);
    if (directories == NULL)
        return -1;
    for (size_t i = 0; i < directories->length; i++) {
        if (!str_check(directories->items[i]))
            continue;
        int there = find_in_directory(rt, (Str *)directories->items[i], name, found);
        if (there != 0)
            return there;
    }
    return 0;
}

/* ---- loading -------------------------------------------------------------------------------- */

/* All bytes of a file as a memory block of *size, whose first *length are the content. */
static char *file_content(Runtime *rt, Str *path, size_t *length, size_t *size)
{
    owned Object *holder = NULL;
    const char *text = str_utf8(rt, path, NULL, &holder);
    if (text == NULL)
        return NULL;
    int file = file_open(text, FILE_READ);
    if (file < 0)
        return error_set_errno(rt, errno, (Object *)path, NULL);
    FileStatus status;
    size_t capacity = file_status_open(file, &status) && status.size > 0 && status.size < (int64_t)1 << 40
                          ? (size_t)status.size + 1
                          : 4096;
    char *content = memory_take(rt, capacity);
    *length = 0;
    while (content != NULL) {
        if (*length == capacity) {
            char *grown = capacity > SIZE_MAX / 2 ? error_no_memory(rt)
                                                  : memory_resize(rt, content, capacity, capacity * 2);
            if (grown == NULL)
                goto failed;
            content = grown;
            capacity *= 2;
        }
        ssize_t got = file_read(file, content + *length, capacity - *length);
        if (got < 0) {
            error_set_errno(rt, errno, (Object *)path, NULL);
            goto failed;
        }
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    file_close(file);
    *size = capacity;
    return content;

failed:
    memory_release(rt, content, capacity);
    file_close(file);
    return NULL;
}

static Code *found_compile(Runtime *rt, const Found *found, Str *name)
{
    if (found->frozen != NULL) {
        owned Str *filename = str_format(rt, "<frozen %U>", name);
        if (filename == NULL)
            return NULL;
        return compile_source(rt, found->frozen->source, found->frozen->length, filename, PARSE_FILE, 0, false, NULL);
    }
    size_t length, size;
    char *content = file_content(rt, found->path, &length, &size);
    if (content == NULL)
        return NULL;
    Code *code = compile_source(rt, content, length, found->path, PARSE_FILE, 0, false, NULL);
    memory_release(rt, content, size);
    return code;
}

/* A module with all attributes that the machinery gives it, its body not yet run. */
static Module *module_prepare(Runtime *rt, Str *name, const Found *found)
{
    owned Module *module = module_new(rt, name);
    owned List *locations = NULL;
    if (module == NULL)
        return NULL;
    if (found->is_package) {
        locations = list_new(rt, 1);
        if (locations == NULL || (found->directory != NULL && list_append(rt, locations, (Object *)found->directory) < 0))
            return NULL;
    }
    owned Str *frozen = found->path == NULL ? str_from_c(rt, "frozen") : NULL;
    if (found->path == NULL && frozen == NULL)
        return NULL;
    owned Object *spec = module_spec_new(rt, name, found->path != NULL ? found->path : frozen, (Object *)locations);
    owned Object *package = spec == NULL ? NULL : spec_parent(rt, spec);
    if (package == NULL)
        return NULL;
    ((ImportSpec *)spec)->is_initializing = true;
    ((ImportSpec *)spec)->has_location = found->path != NULL;
    if (module_add(rt, module, "__package__", package) < 0 || module_add(rt, module, "__loader__", NONE) < 0 ||
        module_add(rt, module, "__spec__", spec) < 0 ||
        (locations != NULL && module_add(rt, module, "__path__", (Object *)locations) < 0) ||
        (found->path != NULL && module_add(rt, module, "__file__", (Object *)found->path) < 0) ||
        module_add(rt, module, "__builtins__", (Object *)rt->builtins) < 0)
        return NULL;
    return take(&module);
}

/* Takes `name` out of sys.modules, keeping the pending error. */
static void modules_forget(Runtime *rt, Str *name)
{
    Object *pending = error_take(rt);
    if (dict_delete(rt, rt->modules, (Object *)name) < 0)
        error_clear(rt);
    error_restore_steal(rt, pending);
}

/* Makes the module and runs its body. What stands in sys.modules afterwards, owned. */
static Object *found_load(Runtime *rt, Str *name, const Found *found)
{
    owned Code *code = found_compile(rt, found, name);
    if (code == NULL)
        return NULL;
    owned Module *module = module_prepare(rt, name, found);
    if (module == NULL || dict_set(rt, rt->modules, (Object *)name, (Object *)module) < 0)
        return NULL;
    owned Object *spec = object_retain_maybe(dict_get_str_borrow(rt, module->dict, NAME(__spec__)));
    owned Object *result = machine_run_code(rt, code, module->dict, NULL);
    if (spec != NULL && object_has_type(spec, &module_spec_type))
        ((ImportSpec *)spec)->is_initializing = false;
    if (result == NULL) {
        modules_forget(rt, name);
        return NULL;
    }
    /* The body may have put something else there. */
    Object *loaded = dict_get_borrow(rt, rt->modules, (Object *)name);
    if (loaded == NULL) {
        if (!error_pending(rt))
            error_set_value(rt, &key_error_type, (Object *)name);
        return NULL;
    }
    return object_retain(loaded);
}

static Object *builtin_load(Runtime *rt, Str *name, const ModuleSpec *record)
{
    owned Module *module = module_make(rt, record);
    if (module == NULL)
        return NULL;
    owned Str *origin = str_from_c(rt, "built-in");
    owned Object *spec = origin == NULL ? NULL : module_spec_new(rt, name, origin, NULL);
    if (spec == NULL || module_add(rt, module, "__spec__", spec) < 0 ||
        module_add(rt, module, "__package__", (Object *)EMPTY_STR) < 0 ||
        module_add(rt, module, "__loader__", NONE) < 0 ||
        dict_set(rt, rt->modules, (Object *)name, (Object *)module) < 0)
        return NULL;
    return (Object *)take(&module);
}

/* Looks for the source of a module whose last part is `last`, in the package's `path` (NULL: top level): 1, 0, -1. */
static int find(Runtime *rt, Str *name, Str *last, Object *path, Found *found)
{
    *found = (Found){NULL, NULL, false, NULL};
    if (path == NULL)
        path = rt->sys_dict == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, NAME(path));
    owned Object *kept = object_retain_maybe(path);
    int there = path == NULL ? 0 : find_in_path(rt, path, last, found);
    if (there == 0) {
        found->frozen = frozen_module_find(name);
        if (found->frozen != NULL) {
            found->is_package = found->frozen->is_package;
            there = 1;
        }
    }
    return there;
}

static Object *load(Runtime *rt, Str *name, Str *last, Object *path)
{
    const ModuleSpec *record = path == NULL ? module_spec_find(name) : NULL;
    if (record != NULL)
        return builtin_load(rt, name, record);
    Found found;
    int there = find(rt, name, last, path, &found);
    Object *module = NULL;
    if (there > 0)
        module = found_load(rt, name, &found);
    else if (there == 0)
        not_found(rt, str_format(rt, "No module named %R", name), name);
    found_close(&found);
    return module;
}

/* What sys.modules has: 1 and *module owned, 0, -1. */
static int modules_get(Runtime *rt, Str *name, Object **module)
{
    *module = object_retain_maybe(dict_get_borrow(rt, rt->modules, (Object *)name));
    if (*module == NULL)
        return error_pending(rt) ? -1 : 0;
    if (*module == NONE) {
        not_found(rt, str_format(rt, "import of %U halted; None in sys.modules", name), name);
        *module = NULL;
        return -1;
    }
    return 1;
}

/* The package that `name` is in: 0 with *path (owned) what to search, NULL at the top level, and *last the last part. */
static int package_path(Runtime *rt, Str *name, Str **last, Object **parent, Object **path)
{
    ssize_t dot = last_dot(name);
    *parent = *path = NULL;
    *last = dot < 0 ? object_retain(name) : str_slice(rt, name, (size_t)dot + 1, name->length);
    if (*last == NULL)
        return -1;
    if (dot < 0)
        return 0;
    str_intern(rt, last);
    owned Str *parent_name = str_slice(rt, name, 0, (size_t)dot);
    if (parent_name == NULL || stack_check(rt) < 0)
        return -1;
    *parent = import_module(rt, parent_name);
    if (*parent == NULL)
        return -1;
    int found = object_find_attribute(rt, *parent, NAME(__path__), path);
    if (found == 0)
        not_found(rt, str_format(rt, "No module named %R; %R is not a package", name, parent_name), name);
    return found > 0 ? 0 : -1;
}

Object *import_module(Runtime *rt, Str *name)
{
    Object *module;
    int there = modules_get(rt, name, &module);
    if (there != 0)
        return there < 0 ? NULL : module;

    owned Str *last = NULL;
    owned Object *parent = NULL, *path = NULL;
    if (package_path(rt, name, &last, &parent, &path) < 0)
        return NULL;
    if (parent == NULL)
        return load(rt, name, name, NULL);
    there = modules_get(rt, name, &module); /* the package may have imported it */
    if (there != 0)
        return there < 0 ? NULL : module;
    owned Object *loaded = load(rt, name, last, path);
    if (loaded == NULL || object_set_attribute(rt, parent, last, loaded) < 0)
        return NULL;
    return take(&loaded);
}

/* ---- the program ---------------------------------------------------------------------------- */

/* Runs found source as the program: in __main__, with the names that a module has. */
static Object *found_run(Runtime *rt, Str *name, const Found *found)
{
    Object *main = dict_get_str_borrow(rt, rt->modules, NAME(__main__));
    if (main == NULL || !module_check(main))
        return error_set(rt, &runtime_error_type, "lost __main__");
    owned Dict *globals = object_retain(((Module *)main)->dict);
    owned Code *code = found_compile(rt, found, name);
    owned Module *prepared = code == NULL ? NULL : module_prepare(rt, name, found);
    if (prepared == NULL)
        return NULL;
    static const char *const names[] = {"__package__", "__loader__", "__spec__", "__file__"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        owned Str *key = str_intern_c(rt, names[i]);
        Object *value = key == NULL ? NULL : dict_get_str_borrow(rt, prepared->dict, key);
        if (key == NULL || (value != NULL && dict_set(rt, globals, (Object *)key, value) < 0))
            return NULL;
    }
    /* A directory that is run keeps its own name in sys.argv. */
    Object *argv = rt->sys_dict == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, NAME(argv));
    if (found->path != NULL && !str_equal(name, NAME(__main__)) && argv != NULL && list_check(argv) &&
        ((List *)argv)->length > 0)
        object_replace_steal(&((List *)argv)->items[0], object_retain(found->path));
    return machine_run_code(rt, code, globals, NULL);
}

/* The program cannot be run: SystemExit with the text that the command then shows. Takes `why` over. Always NULL. */
static void *run_refuse_steal(Runtime *rt, Str *why)
{
    owned Str *reason = why;
    owned Str *key = str_intern_c(rt, "executable");
    Object *executable = key == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, key);
    if (reason == NULL || key == NULL)
        return NULL;
    owned Str *text = str_format(rt, "%S: %U", executable == NULL ? NONE : executable, reason);
    return text == NULL ? NULL : error_set_value(rt, &system_exit_type, (Object *)text);
}

/* Whether `upper` is the module `name` or a package that it is in. */
static bool is_at_or_above(const Str *upper, const Str *name)
{
    if (upper->length > name->length)
        return false;
    for (size_t i = 0; i < upper->length; i++)
        if (str_at(upper, i) != str_at(name, i))
            return false;
    return upper->length == name->length || str_at(name, upper->length) == '.';
}

/* The package of a dotted name was looked for and the pending error came of it: an ImportError that is about the
 * package itself, not about what the package imports, says that there is no such program. Always NULL. */
static void *run_refuse_parent(Runtime *rt, Str *name)
{
    if (!error_matches(rt, &import_error_type))
        return NULL;
    ssize_t dot = last_dot(name);
    owned Str *parent = dot < 0 ? NULL : str_slice(rt, name, 0, (size_t)dot);
    Object *missing = ((Exception *)rt->error)->fields[IMPORT_ERROR_NAME];
    if (parent == NULL || missing == NULL || !str_check(missing))
        return NULL;
    bool is_the_name = str_equal((Str *)missing, name); /* the parent is no package */
    if (!is_the_name && !is_at_or_above((Str *)missing, parent))
        return NULL;
    owned Object *error = error_take(rt);
    size_t end = name->length;
    bool is_file = end > 3 && str_at(name, end - 3) == '.' && str_at(name, end - 2) == 'p' && str_at(name, end - 1) == 'y';
    owned Str *stem = is_file ? str_slice(rt, name, 0, name->length - 3) : NULL;
    owned Str *words = is_the_name ? str_format(rt, "__path__ attribute not found on %R while trying to find %R", parent, name)
                                   : (Str *)object_str(rt, error);
    if (words == NULL || (is_file && stem == NULL))
        return NULL;
    owned Str *text = str_format(rt, "Error while finding module specification for %R (%T: %U)", name, error, words);
    if (text == NULL || stem == NULL)
        return run_refuse_steal(rt, take(&text));
    return run_refuse_steal(rt, str_format(rt, "%U. Try using '%U' instead of '%U' as the module name.", text, stem, name));
}

/* Runs `name`, or the __main__ in the package `name`; `package` is that package while its __main__ is looked for. */
static Object *run_module(Runtime *rt, Str *name, Str *package)
{
    owned Str *last = NULL;
    owned Object *parent = NULL, *path = NULL;
    if (package_path(rt, name, &last, &parent, &path) < 0)
        return run_refuse_parent(rt, name);
    if (parent == NULL && module_spec_find(name) != NULL)
        return run_refuse_steal(rt, str_format(rt, "No code object available for %U", name));
    Found found;
    int there = find(rt, name, last, path, &found);
    Object *result = NULL;
    if (there > 0 && found.is_package) {
        owned Str *inner = package != NULL ? NULL : str_format(rt, "%U.__main__", name);
        if (package != NULL)
            run_refuse_steal(rt, str_format(rt, "Cannot use package as __main__ module; %R is a package and cannot be "
                                                "directly executed", package));
        else if (inner != NULL)
            result = run_module(rt, inner, name);
    } else if (there > 0) {
        result = found_run(rt, name, &found);
    } else if (there == 0) {
        run_refuse_steal(rt, package == NULL ? str_format(rt, "No module named %U", name)
                                             : str_format(rt, "No module named %U; %R is a package and cannot be directly "
                                                              "executed", name, package));
    }
    found_close(&found);
    return result;
}

Object *import_run_module(Runtime *rt, Str *name)
{
    if (name->length > 0 && str_at(name, 0) == '.')
        return run_refuse_steal(rt, str_from_c(rt, "Relative module names not supported"));
    return run_module(rt, name, NULL);
}

/* ---- the statement -------------------------------------------------------------------------- */

static int import_submodules(Runtime *rt, Object *module, Object *from_list, bool is_all);

/* from `module` import `name`: imports a submodule of that name when the package has no such attribute. */
static int import_submodule(Runtime *rt, Object *module, Object *name, bool is_all)
{
    if (!str_check(name)) {
        if (!is_all)
            return error_fail(rt, &type_error_type, "Item in ``from list'' must be str, not %T", name);
        owned Object *module_name = object_get_attribute(rt, module, NAME(__name__));
        if (module_name == NULL)
            return -1;
        return error_fail(rt, &type_error_type, "Item in %S.__all__ must be str, not %T", module_name, name);
    }
    if (str_equal_c((Str *)name, "*")) {
        owned Object *all = NULL;
        int found = is_all ? 0 : object_find_attribute(rt, module, NAME(__all__), &all);
        return found <= 0 ? found : import_submodules(rt, module, all, true);
    }
    int has = object_has_attribute(rt, module, (Str *)name);
    if (has != 0)
        return has < 0 ? -1 : 0;
    owned Object *package = object_get_attribute(rt, module, NAME(__name__));
    if (package == NULL)
        return -1;
    owned Str *full = str_format(rt, "%S.%U", package, name);
    if (full == NULL)
        return -1;
    owned Object *submodule = import_module(rt, full);
    if (submodule != NULL)
        return 0;
    /* That there is no such submodule is for the IMPORT_FROM to say. */
    if (error_matches(rt, &module_not_found_error_type)) {
        Object *missing = ((Exception *)rt->error)->fields[IMPORT_ERROR_NAME];
        if (missing != NULL && str_check(missing) && str_equal((Str *)missing, full)) {
            error_clear(rt);
            return 0;
        }
    }
    return -1;
}

static int import_submodules(Runtime *rt, Object *module, Object *from_list, bool is_all)
{
    owned List *names = sequence_list(rt, from_list);
    if (names == NULL)
        return -1;
    for (size_t i = 0; i < names->length; i++)
        if (import_submodule(rt, module, names->items[i], is_all) < 0)
            return -1;
    return 0;
}

Object *import_name(Runtime *rt, Str *name, Object *globals, Object *from_list, size_t level)
{
    if (level == 0 && name->length == 0)
        return error_set(rt, &value_error_type, "Empty module name");
    if (globals == NONE)
        globals = NULL;
    owned Str *absolute = level > 0 ? resolve_name(rt, name, globals, level) : object_retain(name);
    if (absolute == NULL)
        return NULL;
    str_intern(rt, &absolute);
    owned Object *module = import_module(rt, absolute);
    if (module == NULL)
        return NULL;

    int has_list = from_list == NULL || from_list == NONE ? 0 : object_truth(rt, from_list);
    if (has_list < 0)
        return NULL;
    if (has_list) {
        owned Object *path = NULL;
        int is_package = object_find_attribute(rt, module, NAME(__path__), &path);
        if (is_package < 0 || (is_package > 0 && import_submodules(rt, module, from_list, false) < 0))
            return NULL;
        return take(&module);
    }

    /* import a.b.c binds a; of a relative name it is what stands before the dots of `name`. */
    if (name->length == 0)
        return take(&module);
    size_t dot = 0;
    while (dot < name->length && str_at(name, dot) != '.')
        dot++;
    if (dot == name->length)
        return take(&module);
    owned Str *front = str_slice(rt, absolute, 0, absolute->length - (name->length - dot));
    if (front == NULL)
        return NULL;
    if (level == 0)
        return import_module(rt, front);
    Object *top;
    int there = modules_get(rt, front, &top);
    if (there == 0)
        error_set(rt, &key_error_type, "%R not in sys.modules as expected", front);
    return there > 0 ? top : NULL;
}
