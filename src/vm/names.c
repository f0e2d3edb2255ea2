/* Names: globals, names of modules and classes, cells that are empty, imports. */
#include "vm/evaluate.h"

/* NameError with its `name`. Always -1. */
static int name_error(Runtime *rt, const char *format, Object *name)
{
    error_set(rt, &name_error_type, format, name);
    Exception *error = (Exception *)rt->error;
    if (error != NULL && object_has_type(error, &name_error_type) && error->fields[NAME_ERROR_NAME] == NULL)
        error->fields[NAME_ERROR_NAME] = object_retain(name);
    return -1;
}

/* The value in a namespace, owned; NULL without an error when it is not there. */
static Object *mapping_get(Runtime *rt, Object *namespace, Str *name)
{
    if (likely(dict_check_exact(namespace)))
        return object_retain_maybe(dict_get_borrow(rt, (Dict *)namespace, (Object *)name));
    Object *value = object_get_item(rt, namespace, (Object *)name);
    if (value == NULL)
        error_clear_if(rt, &key_error_type);
    return value;
}

Object *frame_load_global(Runtime *rt, Frame *frame, Str *name)
{
    Function *function = frame->function;
    Object *value = mapping_get(rt, (Object *)function->globals, name);
    if (value == NULL && !error_pending(rt))
        value = mapping_get(rt, function->builtins, name);
    if (value == NULL && !error_pending(rt))
        name_error(rt, "name '%U' is not defined", (Object *)name);
    return value;
}

static Object *locals_of(Runtime *rt, Frame *frame, const char *doing, Object *name)
{
    if ((frame->flags & FRAME_HAS_LOCALS) != 0)
        return frame->locals;
    return error_set(rt, &system_error_type, "no locals %s %R", doing, name);
}

Object *frame_load_name(Runtime *rt, Frame *frame, Str *name)
{
    Object *locals = locals_of(rt, frame, "when loading", (Object *)name);
    if (locals == NULL)
        return NULL;
    Object *value = mapping_get(rt, locals, name);
    if (value != NULL || error_pending(rt))
        return value;
    return frame_load_global(rt, frame, name);
}

int frame_store_name(Runtime *rt, Frame *frame, Str *name, Object *value)
{
    Object *locals = locals_of(rt, frame, "found when storing", (Object *)name);
    if (locals == NULL)
        return -1;
    if (dict_check_exact(locals))
        return dict_set(rt, (Dict *)locals, (Object *)name, value);
    return object_set_item(rt, locals, (Object *)name, value);
}

int frame_delete_name(Runtime *rt, Frame *frame, Str *name)
{
    Object *locals = locals_of(rt, frame, "when deleting", (Object *)name);
    if (locals == NULL)
        return -1;
    if (object_set_item(rt, locals, (Object *)name, NULL) < 0) {
        if (!error_clear_if(rt, &key_error_type))
            return -1;
        return name_error(rt, "name '%U' is not defined", (Object *)name);
    }
    return 0;
}

int frame_delete_global(Runtime *rt, Frame *frame, Str *name)
{
    if (dict_delete(rt, frame->function->globals, (Object *)name) < 0) {
        if (!error_clear_if(rt, &key_error_type))
            return -1;
        return name_error(rt, "name '%U' is not defined", (Object *)name);
    }
    return 0;
}

/* ---- variables without a value -------------------------------------------------------------- */

int unbound_local(Runtime *rt, Frame *frame, size_t slot)
{
    Code *code = frame->code;
    if (slot >= code->local_count)
        return error_fail(rt, &system_error_type, "an empty temporary was read");
    return error_fail(rt, &unbound_local_error_type,
                      "cannot access local variable '%U' where it is not associated with a value",
                      code->local_names->items[slot]);
}

int unbound_cell(Runtime *rt, Frame *frame, size_t slot)
{
    Code *code = frame->code;
    size_t number = slot - code->local_count;
    if (number < code->cell_count)
        return error_fail(rt, &unbound_local_error_type,
                          "cannot access local variable '%U' where it is not associated with a value",
                          code->cell_names->items[number]);
    return name_error(rt,
                      "cannot access free variable '%U' where it is not associated with a value in enclosing scope",
                      code->free_names->items[number - code->cell_count]);
}

Object *frame_load_class_cell(Runtime *rt, Frame *frame, size_t slot)
{
    Code *code = frame->code;
    size_t number = slot - code->local_count;
    Object *name = number < code->cell_count ? code->cell_names->items[number]
                                             : code->free_names->items[number - code->cell_count];
    Object *locals = locals_of(rt, frame, "when loading", name);
    if (locals == NULL)
        return NULL;
    Object *value = mapping_get(rt, locals, (Str *)name);
    if (value != NULL || error_pending(rt))
        return value;
    value = ((Cell *)frame->slots[slot])->content;
    if (value == NULL) {
        unbound_cell(rt, frame, slot);
        return NULL;
    }
    return object_retain(value);
}

/* ---- classes -------------------------------------------------------------------------------- */

Object *load_build_class(Runtime *rt, Frame *frame)
{
    Object *value = mapping_get(rt, frame->function->builtins, NAME(__build_class__));
    if (value == NULL && !error_pending(rt))
        name_error(rt, "%U not found", (Object *)NAME(__build_class__));
    return value;
}

int setup_annotations(Runtime *rt, Frame *frame)
{
    Object *locals = locals_of(rt, frame, "found when setting up", (Object *)NAME(__annotations__));
    if (locals == NULL)
        return -1;
    owned Object *present = mapping_get(rt, locals, NAME(__annotations__));
    if (present != NULL)
        return 0;
    if (error_pending(rt))
        return -1;
    owned Dict *dict = dict_new(rt);
    return dict == NULL ? -1 : frame_store_name(rt, frame, NAME(__annotations__), (Object *)dict);
}

/* ---- imports -------------------------------------------------------------------------------- */

Object *machine_import(Runtime *rt, Frame *frame, Str *name, Object *from_list, int level)
{
    owned Object *function = mapping_get(rt, frame->function->builtins, NAME(__import__));
    if (function == NULL) {
        if (!error_pending(rt))
            error_set(rt, &import_error_type, "__import__ not found");
        return NULL;
    }
    owned Object *number = (Object *)int_from_int64(rt, level);
    if (number == NULL)
        return NULL;
    Object *args[5] = {
        (Object *)name,
        (Object *)frame->function->globals,
        (frame->flags & FRAME_HAS_LOCALS) != 0 ? frame->locals : NONE,
        from_list,
        number,
    };
    return object_call(rt, function, args, 5, NULL);
}

/* "cannot import name ..." with the module's name and place. */
static Object *import_from_fail(Runtime *rt, Object *module, Str *name)
{
    owned Object *module_name = NULL, *path = NULL, *spec = NULL;
    if (object_find_attribute(rt, module, NAME(__name__), &module_name) < 0 ||
        object_find_attribute(rt, module, NAME(__file__), &path) < 0 ||
        object_find_attribute(rt, module, NAME(__spec__), &spec) < 0)
        return NULL;
    if (module_name == NULL || !str_check(module_name)) {
        Str *unknown = str_from_c(rt, "<unknown module name>");
        if (unknown == NULL)
            return NULL;
        object_replace_steal(&module_name, unknown);
    }
    if (path != NULL && !str_check(path))
        object_clear_slot(&path);
    bool partial = false;
    if (spec != NULL && spec != NONE) {
        owned Object *initializing = NULL;
        owned Str *attribute = str_intern_c(rt, "_initializing");
        if (attribute == NULL || object_find_attribute(rt, spec, attribute, &initializing) < 0)
            return NULL;
        int truth = initializing == NULL ? 0 : object_truth(rt, initializing);
        if (truth < 0)
            return NULL;
        partial = truth > 0;
    }
    if (path == NULL)
        error_set(rt, &import_error_type,
                  partial ? "cannot import name %R from partially initialized module %R (most likely due to a circular "
                            "import) (unknown location)"
                          : "cannot import name %R from %R (unknown location)",
                  name, module_name);
    else
        error_set(rt, &import_error_type,
                  partial ? "cannot import name %R from partially initialized module %R (most likely due to a circular "
                            "import) (%S)"
                          : "cannot import name %R from %R (%S)",
                  name, module_name, path);
    Exception *error = (Exception *)rt->error;
    if (error != NULL && object_has_type(error, &import_error_type)) {
        object_replace_steal(&error->fields[IMPORT_ERROR_NAME], object_retain(module_name));
        object_replace_steal(&error->fields[IMPORT_ERROR_PATH], object_retain_maybe(path));
    }
    return NULL;
}

Object *machine_import_from(Runtime *rt, Object *module, Str *name)
{
    Object *value = NULL;
    int found = object_find_attribute(rt, module, name, &value);
    if (found != 0)
        return found < 0 ? NULL : value;

    /* A submodule that is being imported in a circle stands in sys.modules, but is no attribute yet. */
    owned Object *package = NULL;
    if (object_find_attribute(rt, module, NAME(__name__), &package) < 0)
        return NULL;
    if (package != NULL && str_check(package) && rt->modules != NULL) {
        owned Str *full = str_format(rt, "%U.%U", package, name);
        if (full == NULL)
            return NULL;
        value = dict_get_borrow(rt, rt->modules, (Object *)full);
        if (value != NULL)
            return object_retain(value);
        if (error_pending(rt))
            return NULL;
    }
    return import_from_fail(rt, module, name);
}

int machine_import_star(Runtime *rt, Frame *frame, Object *module)
{
    Object *locals = locals_of(rt, frame, "found during", (Object *)NAME(__all__));
    if (locals == NULL)
        return -1;
    owned Object *names = NULL, *dict = NULL;
    bool skip_private = false;
    int found = object_find_attribute(rt, module, NAME(__all__), &names);
    if (found < 0)
        return -1;
    if (found == 0) {
        found = object_find_attribute(rt, module, NAME(__dict__), &dict);
        if (found < 0)
            return -1;
        if (found == 0)
            return error_fail(rt, &import_error_type, "from-import-* object has no __dict__ and no __all__");
        names = (Object *)sequence_list(rt, dict);
        if (names == NULL)
            return -1;
        skip_private = true;
    }
    for (ssize_t i = 0;; i++) {
        owned Object *name = sequence_item(rt, names, i);
        if (name == NULL) {
            if (!error_clear_if(rt, &index_error_type))
                return -1;
            return 0;
        }
        if (!str_check(name)) {
            owned Object *module_name = object_get_attribute(rt, module, NAME(__name__));
            if (module_name == NULL)
                return -1;
            return error_fail(rt, &type_error_type, "%s in %S.%s must be str, not %T",
                              skip_private ? "Key" : "Item", module_name, skip_private ? "__dict__" : "__all__", name);
        }
        if (skip_private && ((Str *)name)->length > 0 && str_at((Str *)name, 0) == '_')
            continue;
        owned Object *value = object_get_attribute(rt, module, (Str *)name);
        if (value == NULL)
            return -1;
        int status = dict_check_exact(locals) ? dict_set(rt, (Dict *)locals, name, value)
                                              : object_set_item(rt, locals, name, value);
        if (status < 0)
            return -1;
    }
}

int print_expression(Runtime *rt, Object *value)
{
    owned Object *hook = object_retain_maybe(
        rt->sys_dict == NULL ? NULL : dict_get_borrow(rt, rt->sys_dict, (Object *)NAME(displayhook)));
    if (hook == NULL) {
        if (!error_pending(rt))
            error_set(rt, &runtime_error_type, "lost sys.displayhook");
        return -1;
    }
    owned Object *result = object_call_one(rt, hook, value);
    return result == NULL ? -1 : 0;
}
