/* What the files of the module itertools share.
 *
 *    itertools.c            the module
 *    itertools_infinite.c   count, cycle, repeat
 *    itertools_filter.c     compress, dropwhile, takewhile, filterfalse, starmap, islice
 *    itertools_join.c       accumulate, chain, pairwise, zip_longest
 *    itertools_group.c      groupby
 *    itertools_tee.c        tee
 *    itertools_combine.c    product, permutations, combinations, combinations_with_replacement */
#ifndef OURO_MODULES_ITERTOOLS_H
#define OURO_MODULES_ITERTOOLS_H

#include "types/container.h"
#include "types/list.h"

extern const Type itertools_count_type, itertools_cycle_type, itertools_repeat_type;
extern const Type itertools_compress_type, itertools_dropwhile_type, itertools_takewhile_type,
    itertools_filterfalse_type, itertools_starmap_type, itertools_islice_type;
extern const Type itertools_accumulate_type, itertools_chain_type, itertools_pairwise_type,
    itertools_zip_longest_type;
extern const Type itertools_groupby_type, itertools_grouper_type;
extern const Type itertools_tee_type, itertools_tee_data_type;
extern const Type itertools_product_type, itertools_permutations_type,
    itertools_combinations_type, itertools_combinations_with_replacement_type;

/* tee(iterable, n=2). */
Object *itertools_tee_function(Runtime *rt, Object *self, Object **args, size_t n);

/* Refuses keywords, unless a subclass has an __init__ of its own that may want them. */
static inline MUST_CHECK int itertools_no_keywords(Runtime *rt, const Type *type, const char *name,
                                                   Tuple *names)
{
    return type->init == object_init ? keywords_refuse(rt, name, names) : 0;
}
/* The same, and between `least` and `most` arguments. */
MUST_CHECK int itertools_arguments(Runtime *rt, const Type *type, const char *name, size_t n,
                                   Tuple *names, size_t least, size_t most);

/* The items of a __setstate__ argument that is to be a tuple of `least` to `most`; NULL with an error. */
Object **itertools_state(Runtime *rt, Object *state, size_t least, size_t most, size_t *count);

#define ITERTOOLS_FLAGS (TYPE_IS_BASE | TYPE_IS_TRACKED | TYPE_IS_IMMUTABLE)
#define SETSTATE_DOC "Set state information for unpickling."
#define REDUCE_DOC "Return state information for pickling."

#endif
