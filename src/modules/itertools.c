/* The module itertools (see itertools.h for its parts). */
#include "modules/itertools.h"

#include "modules/modules.h"

int itertools_arguments(Runtime *rt, const Type *type, const char *name, size_t n, Tuple *names,
                        size_t least, size_t most)
{
    if (itertools_no_keywords(rt, type, name, names) < 0)
        return -1;
    if (n >= least && n <= most)
        return 0;
    bool few = n < least;
    size_t bound = few ? least : most;
    return error_fail(rt, &type_error_type, "%s expected %s%zu argument%s, got %zu", name,
                      least == most ? "" : few ? "at least " : "at most ", bound,
                      bound == 1 ? "" : "s", n);
}

Object **itertools_state(Runtime *rt, Object *state, size_t least, size_t most, size_t *count)
{
    if (!tuple_check(state))
        return error_set(rt, &type_error_type, "state is not a tuple");
    Tuple *tuple = (Tuple *)state;
    if (tuple->length < least || tuple->length > most)
        return error_set(rt, &type_error_type,
                         "function takes %s %zu argument%s (%zu given)",
                         least == most             ? "exactly"
                         : tuple->length < least ? "at least"
                                                 : "at most",
                         tuple->length < least ? least : most,
                         (tuple->length < least ? least : most) == 1 ? "" : "s", tuple->length);
    if (count != NULL)
        *count = tuple->length;
    return tuple->items;
}

static int itertools_fill(Runtime *rt, Module *module)
{
    static const struct {
        const char *name;
        const Type *type;
    } types[] = {
        {"accumulate", &itertools_accumulate_type},
        {"chain", &itertools_chain_type},
        {"combinations", &itertools_combinations_type},
        {"combinations_with_replacement", &itertools_combinations_with_replacement_type},
        {"compress", &itertools_compress_type},
        {"count", &itertools_count_type},
        {"cycle", &itertools_cycle_type},
        {"dropwhile", &itertools_dropwhile_type},
        {"filterfalse", &itertools_filterfalse_type},
        {"groupby", &itertools_groupby_type},
        {"islice", &itertools_islice_type},
        {"pairwise", &itertools_pairwise_type},
        {"permutations", &itertools_permutations_type},
        {"product", &itertools_product_type},
        {"repeat", &itertools_repeat_type},
        {"starmap", &itertools_starmap_type},
        {"takewhile", &itertools_takewhile_type},
        {"zip_longest", &itertools_zip_longest_type},
        {"_grouper", &itertools_grouper_type},
        {"_tee", &itertools_tee_type},
        {"_tee_dataobject", &itertools_tee_data_type},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (module_add_type(rt, module, types[i].name, types[i].type) < 0)
            return -1;
    return 0;
}

const ModuleSpec itertools_module = {
    .name = "itertools",
    .doc = "Functional tools for creating and using iterators.",
    .functions = (const MethodSpec[]){
        {"tee", itertools_tee_function, 1, 2,
         .doc = "Returns a tuple of n independent iterators."},
        {0},
    },
    .fill = itertools_fill,
};
