/* Memory of a runtime as the types see it: heap blocks whose refusal is a MemoryError, the birth and
 * the end of untracked objects, and the bound of the C stack. */
#include "object/error.h"
#include "object/runtime.h"

void *memory_take(Runtime *rt, size_t size)
{
    void *block = heap_take(&rt->heap, size, DOMAIN_MEMORY);
    return likely(block != NULL) ? block : error_no_memory(rt);
}

void *memory_take_array(Runtime *rt, size_t count, size_t item_size)
{
    size_t size;
    if (__builtin_mul_overflow(count, item_size, &size))
        return error_no_memory(rt);
    return memory_take(rt, size);
}

void *memory_resize(Runtime *rt, void *block, size_t old_size, size_t new_size)
{
    void *moved = heap_resize(&rt->heap, block, old_size, new_size, DOMAIN_MEMORY);
    return likely(moved != NULL) ? moved : error_no_memory(rt);
}

void *object_new_failed(Runtime *rt)
{
    return error_no_memory(rt);
}

void object_dispose_sized(Runtime *rt, void *object, size_t size)
{
    const Type *type = ((Object *)object)->type;
    heap_release(&rt->heap, object, size, DOMAIN_OBJECT);
    if (unlikely(type_has_flag(type, TYPE_IS_HEAP)))
        object_release(type_as_object(type));
}

static inline bool stack_is_low(const Runtime *rt)
{
    return (uintptr_t)__builtin_frame_address(0) < rt->stack_limit;
}

int stack_check(Runtime *rt)
{
    if (likely(!stack_is_low(rt)))
        return 0;
    return error_fail(rt, &recursion_error_type, "maximum recursion depth exceeded");
}

int stack_enter(Runtime *rt, const char *where)
{
    if (likely(rt->recursion_depth < rt->recursion_limit && !stack_is_low(rt))) {
        rt->recursion_depth++;
        return 0;
    }
    return error_fail(rt, &recursion_error_type, "maximum recursion depth exceeded%s", where);
}
