/* The table of modules written in C, and how one comes into being. */
#include "modules/modules.h"

#include <string.h>

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/str.h"

const ModuleSpec *const builtin_modules[] = {
    &atexit_module, &builtins_module, &copy_module, &dis_module, &gc_module, &io_module, &itertools_module, &math_module,
    &operator_module, &sys_module, &time_module, &weakref_core_module, NULL,
};

const ModuleSpec *module_spec_find(const Str *name)
{
    for (size_t i = 0; builtin_modules[i] != NULL; i++)
        if (str_equal_c(name, builtin_modules[i]->name))
            return builtin_modules[i];
    return NULL;
}

Module *module_make(Runtime *rt, const ModuleSpec *spec)
{
    owned Str *name = str_intern_c(rt, spec->name);
    owned Module *module = name == NULL ? NULL : module_new(rt, name);
    if (module == NULL)
        return NULL;
    if (spec->doc != NULL) {
        owned Str *doc = str_from_c(rt, spec->doc);
        if (doc == NULL || module_add(rt, module, "__doc__", (Object *)doc) < 0)
            return NULL;
    }
    if (spec->functions != NULL && module_add_functions(rt, module, spec->functions) < 0)
        return NULL;
    if (spec->fill != NULL && spec->fill(rt, module) < 0)
        return NULL;
    return take(&module);
}

static MUST_CHECK int register_module(Runtime *rt, Module *module, const char *name)
{
    return dict_set_c(rt, rt->modules, name, (Object *)module);
}

static MUST_CHECK int main_open(Runtime *rt)
{
    owned Module *module = module_new(rt, NAME(__main__));
    if (module == NULL || register_module(rt, module, "__main__") < 0)
        return -1;
    owned Object *builtins = object_retain(dict_get_str_borrow(rt, rt->modules, NAME(builtins)));
    return module_add(rt, module, "__builtins__", builtins);
}

int modules_open(Runtime *rt)
{
    rt->modules = dict_new(rt);
    if (rt->modules == NULL)
        return -1;
    owned Module *builtins = module_make(rt, &builtins_module);
    if (builtins == NULL || register_module(rt, builtins, "builtins") < 0)
        return -1;
    rt->builtins = object_retain(builtins->dict);
    owned Module *sys = module_make(rt, &sys_module);
    if (sys == NULL || register_module(rt, sys, "sys") < 0)
        return -1;
    rt->sys_dict = object_retain(sys->dict);
    return main_open(rt);
}

void modules_close(Runtime *rt)
{
    object_clear_slot(&rt->sys_dict);
    object_clear_slot(&rt->builtins);
    object_clear_slot(&rt->modules);
}
