/* The evaluation loop.
 *
 * Every instruction is a label; each ends with a jump to the next one's label (NEXT), so that the processor learns the
 * successors of each instruction apart. `pc` stays on the instruction until it is done. The locals `frame`, `slots` and
 * `constants` belong to the running frame and change only where frames are entered and left; a Python function that
 * calls another one does not recurse here.
 *
 *    FAST PATH           done in place, mostly by special forms (specialize.h)
 *    slow path           SAVE(), then a function that may run Python code, then STORE or ERROR
 *    error:              an error is set: a traceback entry, then unwind:
 *    unwind:             to the handler in this frame, or leave it and go on in its caller
 *
 * SAVE() before anything that can run Python code, release objects included: frames must tell their line. */
#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

/* All that is named from here on lies in this library: addresses relative to the code, no table of addresses between. */
#pragma GCC visibility push(hidden)

#include "types/descriptor.h"
#include "types/iterator.h"
#include "types/module.h"
#include "types/set.h"
#include "types/type.h"
#include "vm/arithmetic.h"
#include "vm/evaluate.h"
#include "vm/specialize.h"

/* Merging the jumps at the ends of instructions would undo what the labels are for. */
#pragma GCC optimize("no-gcse", "no-crossjumping")

/* The end of an object whose count has reached 0. Most that die in the loop are numbers, whose block is all they have. */
static __attribute__((noinline, unused)) void release_dead(Runtime *rt, Object *object)
{
    if (object->type == &float_type || is_small_int(object))
        heap_release(&rt->heap, object, sizeof(Float), DOMAIN_OBJECT);
    else
        object_free(object);
}

/* One reference less in the loop. The frame tells its line only when that ends a life, and so may run code. */
#ifdef OURO_CHECKED
#define RELEASE(object)                                                                             \
    do {                                                                                            \
        frame->pc = pc;                                                                             \
        object_release(object);                                                                     \
    } while (0)
#else
#define RELEASE(object)                                                                             \
    do {                                                                                            \
        Object *released_ = (Object *)(object);                                                     \
        if (likely((int32_t)released_->refcount >= 0) && --released_->refcount == 0) {              \
            frame->pc = pc;                                                                         \
            release_dead(rt, released_);                                                            \
        }                                                                                           \
    } while (0)
#endif
#define RELEASE_MAYBE(object)           \
    do {                                \
        Object *maybe_ = (object);      \
        if (maybe_ != NULL)             \
            RELEASE(maybe_);            \
    } while (0)

#define SOURCE(operand) (likely((operand) >= 0) ? slots[operand] : constants[~(operand)])
#define SAVE() (frame->pc = pc)
#define ERROR() goto error

#define NEXT(cache_words)               \
    do {                                \
        pc += 1 + (cache_words);        \
        goto *labels[pc->op];           \
    } while (0)
#define JUMP_TO(target)                 \
    do {                                \
        pc = (target);                  \
        goto *labels[pc->op];           \
    } while (0)
/* A jump of `distance` from `from`; a backward one polls. */
#define JUMP_POLLED(from, distance)     \
    do {                                \
        int distance_ = (distance);     \
        pc = (from) + distance_;        \
        if (distance_ < 0 && unlikely(POLL_WANTED())) \
            goto poll;                  \
        goto *labels[pc->op];           \
    } while (0)
#define POLL_WANTED() (atomic_load_explicit(&rt->poll, memory_order_relaxed) != 0)

/* Stores into a slot, then releases what was there. */
#define STORE(index, value)                     \
    do {                                        \
        Object **target_ = &slots[index];       \
        Object *old_ = *target_;                \
        *target_ = (value);                     \
        RELEASE_MAYBE(old_);             \
    } while (0)
/* Takes a consumed operand out of its slot and releases it. */
#define CONSUME(use, operand)                   \
    do {                                        \
        if ((pc->n & (use)) != 0) {             \
            Object *used_ = slots[operand];     \
            slots[operand] = NULL;              \
            RELEASE(used_);              \
        }                                       \
    } while (0)
/* The end of an instruction with the operands b and c: they are released in their order, then the result is stored. A
 * temporary that is the destination too is released by the storing, so that comes first then. */
#define FINISH(result)                                                                  \
    do {                                                                                \
        if (likely((pc->n & (USE_B | USE_C)) == 0 && pc->a != pc->b)) {                 \
            STORE(pc->a, result);                                                       \
        } else if (pc->a == pc->b && !IS_VARIABLE(pc->a)) {                             \
            STORE(pc->a, result);                                                       \
            CONSUME(USE_C, pc->c);                                                      \
        } else {                                                                        \
            CONSUME(USE_B, pc->b);                                                      \
            CONSUME(USE_C, pc->c);                                                      \
            STORE(pc->a, result);                                                       \
        }                                                                               \
    } while (0)
/* A generic instruction has run once more. */
#define WARM_UP() specialize(rt, frame, pc)
/* A special instruction does not suit: it is done as `generic`. */
#define MISS(generic)                           \
    do {                                        \
        specialize_miss(pc);                    \
        goto do_##generic;                      \
    } while (0)

#define IS_AGAIN(op)                                                                                     \
    ((op) == OP_FOR_ITER_AGAIN || ((op) >= OP_FOR_ITER_AGAIN_RANGE && (op) <= OP_FOR_ITER_AGAIN_GENERATOR))

#define CODE_IS_SIMPLE(code)                                                                             \
    (((code)->flags & (CODE_VARARGS | CODE_VARKEYWORDS | CODE_OPTIMIZED)) == CODE_OPTIMIZED &&           \
     (code)->keyword_only_count == 0)

/* An operand of an instruction done by something that may run Python code. A variable's value is counted once more
 * meanwhile: CPython's stack holds it then, and code that runs can tell. HOLD and LET_GO come in pairs. */
#define IS_VARIABLE(operand) ((operand) >= 0 && (size_t)(operand) < code_variable_count(frame->code))
#define HOLD(operand) (IS_VARIABLE(operand) ? (Object *)object_retain(slots[operand]) : SOURCE(operand))
#define LET_GO(operand, object)         \
    do {                                \
        if (IS_VARIABLE(operand))       \
            RELEASE(object);     \
    } while (0)

/* The shape number of an object with value slots; that of its class's root while it has no attribute. 0: none. */
ALWAYS_INLINE uint32_t shape_number(const Object *object)
{
    const Type *type = object->type;
    if (unlikely(type->attributes_offset <= 0))
        return 0;
    AttributeWord word = *(AttributeWord *)((char *)object + type->attributes_offset);
    if (unlikely((word & 1) != 0))
        return 0;
    if (unlikely(word == 0)) {
        if ((type->flags & TYPE_IS_HEAP) == 0 || ((HeapType *)type)->root_shape == NULL)
            return 0;
        return ((HeapType *)type)->root_shape->id;
    }
    return ((Shape *)word)->id;
}

/* What is known of an attribute of an object with value slots, or NULL. Runs no Python code. */
ALWAYS_INLINE const AttributeEntry *attribute_known(Runtime *rt, Object *object, Str *name)
{
    uint32_t number = shape_number(object);
    if (number == 0)
        return NULL;
    AttributeEntry *entry = &rt->machine->attribute_cache[(number * 7 ^ (uintptr_t)name >> 4) % ATTRIBUTE_CACHE_SIZE];
    if (likely(entry->shape == number && entry->name == name))
        return entry->offset == ATTRIBUTE_UNKNOWN ? NULL : entry;
    return attribute_remember(rt, entry, object, name);
}

/* Truth, at once for what it is mostly asked of: 1, 0, -1 with an error set. */
ALWAYS_INLINE int truth_of(Runtime *rt, Object *value)
{
    if (value == TRUE)
        return 1;
    if (value == FALSE || value == NONE)
        return 0;
    if (is_small_int(value))
        return ((Int *)value)->value != 0;
    return object_truth(rt, value);
}

/* Clears the window of a call of something in C after it: self, the arguments, the callable. */
ALWAYS_INLINE void window_clear(Object **window, size_t count)
{
    if (window[1] != NULL)
        object_clear_slot(&window[1]);
    for (size_t i = 0; i < count; i++)
        object_clear_slot(&window[2 + i]);
    object_clear_slot(&window[0]);
}

/* The operands of a list or tuple subscript: the place of the item, or NULL when it is not the plain case. */
ALWAYS_INLINE Object **item_place(Object **items, size_t length, const Object *key)
{
    if (!is_small_int(key))
        return NULL;
    int64_t index = ((const Int *)key)->value;
    if (index < 0)
        index += (int64_t)length;
    return likely((uint64_t)index < length) ? &items[index] : NULL;
}

Object *machine_evaluate(Runtime *rt, Frame *frame, Instruction *pc)
{
    static const void *const labels[256] = {
#define LABEL(name, cache, format) [OP_##name] = &&do_##name,
        OPCODES(LABEL)
#undef LABEL
#define LABEL(name, generic) [OP_##name] = &&do_##name,
        SPECIALIZED_OPCODES(LABEL)
#undef LABEL
        [OPCODE_ALL_COUNT ... 255] = &&do_unknown,
    };
    Thread *thread = rt->thread;
    Object **slots = frame->slots;
    Object **constants = frame->constants;
    Function *new_function, *initializer;
    Object **new_slots, *returned;
    uint32_t new_flags;

    if (unlikely(pc == NULL)) {
        pc = frame->pc;
        goto error;
    }
    if (unlikely(POLL_WANTED()))
        goto poll;
    goto *labels[pc->op];

    /* ---- moving ---- */

do_NOP:
    NEXT(0);

do_MOVE: {
    Object *value = object_retain(SOURCE(pc->b));
    STORE(pc->a, value);
    NEXT(0);
}
do_TAKE: {
    Object *value = slots[pc->b];
    slots[pc->b] = NULL;
    STORE(pc->a, value);
    NEXT(0);
}
do_LOAD_CONSTANT: {
    Object *value = object_retain(constants[pc->d]);
    STORE(pc->a, value);
    NEXT(0);
}
do_CLEAR: {
    Object *old = slots[pc->a];
    slots[pc->a] = NULL;
    RELEASE_MAYBE(old);
    NEXT(0);
}
do_CHECK_BOUND:
    if (unlikely(slots[pc->a] == NULL)) {
        unbound_local(rt, frame, (size_t)pc->a);
        ERROR();
    }
    NEXT(0);

do_DELETE_LOCAL: {
    Object *old = slots[pc->a];
    if (unlikely(old == NULL)) {
        unbound_local(rt, frame, (size_t)pc->a);
        ERROR();
    }
    slots[pc->a] = NULL;
    RELEASE(old);
    NEXT(0);
}

    /* ---- cells ---- */

do_MAKE_CELL: {
    SAVE();
    Cell *cell = cell_new(rt, NULL);
    if (unlikely(cell == NULL))
        ERROR();
    if (pc->b >= 0) {
        cell->content = slots[pc->b];
        slots[pc->b] = NULL;
    }
    STORE(pc->a, (Object *)cell);
    NEXT(0);
}
do_COPY_FREE: {
    Tuple *closure = frame->function->closure;
    size_t first = (size_t)frame->code->local_count + frame->code->cell_count;
    for (size_t i = 0, count = (size_t)pc->a; i < count; i++)
        slots[first + i] = object_retain(closure->items[i]);
    NEXT(0);
}
do_LOAD_CELL: {
    Object *value = ((Cell *)slots[pc->b])->content;
    if (unlikely(value == NULL)) {
        unbound_cell(rt, frame, (size_t)pc->b);
        ERROR();
    }
    object_retain(value);
    STORE(pc->a, value);
    NEXT(0);
}
do_LOAD_CLASS_CELL: {
    SAVE();
    Object *value = frame_load_class_cell(rt, frame, (size_t)pc->b);
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(0);
}
do_STORE_CELL: {
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    Cell *cell = (Cell *)slots[pc->a];
    SAVE();
    object_replace_steal(&cell->content, value);
    NEXT(0);
}
do_DELETE_CELL: {
    Cell *cell = (Cell *)slots[pc->a];
    if (unlikely(cell->content == NULL)) {
        unbound_cell(rt, frame, (size_t)pc->a);
        ERROR();
    }
    SAVE();
    object_clear_slot(&cell->content);
    NEXT(0);
}

    /* ---- names ---- */

do_LOAD_GLOBAL: {
    SAVE();
    WARM_UP();
    Object *value = frame_load_global(rt, frame, (Str *)constants[pc->b]);
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_GLOBAL_MODULE: {
    Dict *globals = frame->function->globals;
    if (unlikely(globals->keys_version != CACHE_VERSION(pc)))
        MISS(LOAD_GLOBAL);
    Object *value = object_retain(*(Object **)pc[2].bits);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_GLOBAL_BUILTIN: {
    Function *function = frame->function;
    uint64_t versions = pc[2].bits;
    if (unlikely(function->globals->keys_version != (uint32_t)versions ||
                 ((Dict *)function->builtins)->keys_version != versions >> 32))
        MISS(LOAD_GLOBAL);
    Object *value = object_retain(dict_entries((Dict *)function->builtins)[CACHE_VERSION(pc)].value);
    STORE(pc->a, value);
    NEXT(2);
}
do_STORE_GLOBAL: {
    SAVE();
    WARM_UP();
    if (unlikely(dict_set(rt, frame->function->globals, constants[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(1);
}
do_STORE_GLOBAL_MODULE: {
    Dict *globals = frame->function->globals;
    if (unlikely(globals->keys_version != CACHE_VERSION(pc) || !gc_is_tracked(globals)))
        MISS(STORE_GLOBAL);
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    SAVE();
    object_replace_steal(&dict_entries(globals)[CACHE_SMALL(pc)].value, value);
    NEXT(1);
}
do_DELETE_GLOBAL:
    SAVE();
    if (unlikely(frame_delete_global(rt, frame, (Str *)constants[pc->a]) < 0))
        ERROR();
    NEXT(0);

do_LOAD_NAME: {
    SAVE();
    WARM_UP();
    Object *value = frame_load_name(rt, frame, (Str *)constants[pc->b]);
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_NAME_MODULE: {
    Dict *globals = frame->function->globals;
    if (unlikely(globals->keys_version != CACHE_VERSION(pc) || frame->locals != (Object *)globals))
        MISS(LOAD_NAME);
    Object *value = object_retain(*(Object **)pc[2].bits);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_NAME_BUILTIN: {
    Function *function = frame->function;
    uint64_t versions = pc[2].bits;
    if (unlikely(function->globals->keys_version != (uint32_t)versions || frame->locals != (Object *)function->globals ||
                 ((Dict *)function->builtins)->keys_version != versions >> 32))
        MISS(LOAD_NAME);
    Object *value = object_retain(dict_entries((Dict *)function->builtins)[CACHE_VERSION(pc)].value);
    STORE(pc->a, value);
    NEXT(2);
}
do_STORE_NAME: {
    SAVE();
    WARM_UP();
    if (unlikely(frame_store_name(rt, frame, (Str *)constants[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(1);
}
do_STORE_NAME_MODULE: {
    Dict *globals = frame->function->globals;
    if (unlikely(globals->keys_version != CACHE_VERSION(pc) || frame->locals != (Object *)globals ||
                 !gc_is_tracked(globals)))
        MISS(STORE_NAME);
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    SAVE();
    object_replace_steal(&dict_entries(globals)[CACHE_SMALL(pc)].value, value);
    NEXT(1);
}
do_DELETE_NAME:
    SAVE();
    if (unlikely(frame_delete_name(rt, frame, (Str *)constants[pc->a]) < 0))
        ERROR();
    NEXT(0);

do_LOAD_LOCALS: {
    SAVE();
    Object *value = object_retain_maybe(frame_locals_borrow(rt, frame));
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(0);
}
do_LOAD_BUILD_CLASS: {
    SAVE();
    Object *value = load_build_class(rt, frame);
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(0);
}
do_LOAD_ASSERTION_ERROR:
    SAVE();
    STORE(pc->a, (Object *)&assertion_error_type);
    NEXT(0);

do_SETUP_ANNOTATIONS:
    SAVE();
    if (unlikely(setup_annotations(rt, frame) < 0))
        ERROR();
    NEXT(0);

    /* ---- attributes ---- */

do_LOAD_ATTRIBUTE_ANY: {
    Object *object = slots[pc->b];
    const AttributeEntry *known = attribute_known(rt, object, (Str *)constants[pc->c]);
    if (unlikely(known == NULL || known->function != NULL))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain(*(Object **)((char *)object + known->offset));
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE: {
    SAVE();
    WARM_UP();
    Object *object = HOLD(pc->b);
    Object *value = object_get_attribute(rt, object, (Str *)constants[pc->c]);
    LET_GO(pc->b, object);
    if (unlikely(value == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_VALUE: {
    Object *object = slots[pc->b];
    if (unlikely(shape_number(object) != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain(*(Object **)((char *)object + CACHE_SMALL(pc)));
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_FIELD: {
    Object *object = slots[pc->b];
    if (unlikely(object->type->version != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Object *value = *(Object **)((char *)object + CACHE_SMALL(pc));
    if (unlikely(value == NULL))
        MISS(LOAD_ATTRIBUTE);
    object_retain(value);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_DICT: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type->version != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Dict *dict = attribute_dict(object);
    if (unlikely(dict == NULL || dict->keys_version != pc[2].bits))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain(dict_entries(dict)[CACHE_SMALL(pc)].value);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_MODULE: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type != &module_type || ((Module *)object)->dict->keys_version != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain(*(Object **)pc[2].bits);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_CLASS: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type != &type_type || ((Type *)object)->version != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain((Object *)pc[2].bits);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}
do_LOAD_ATTRIBUTE_SHARED: {
    Object *object = slots[pc->b];
    if (unlikely(shape_number(object) != CACHE_VERSION(pc)))
        MISS(LOAD_ATTRIBUTE);
    Object *value = object_retain((Object *)pc[2].bits);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(2);
}

do_LOAD_METHOD: {
    SAVE();
    WARM_UP();
    Object *object = HOLD(pc->b), *method;
    bool moves = pc->b == pc->a || pc->b == pc->a + 1 || (pc->n & USE_B) != 0;
    int unbound = object_get_method(rt, object, (Str *)constants[pc->c], &method);
    LET_GO(pc->b, object);
    if (unlikely(unbound < 0))
        ERROR();
    if (moves)
        slots[pc->b] = NULL;
    if (unbound != 0) {
        if (!moves)
            object_retain(object);
        STORE(pc->a + 1, object);
    } else {
        STORE(pc->a + 1, NULL);
        if (moves)
            RELEASE(object);
    }
    STORE(pc->a, method);
    NEXT(3);
}
#define LOAD_METHOD_UNBOUND(function)                                                               \
    do {                                                                                            \
        Object *method_ = object_retain(function);                                                  \
        if (pc->b == pc->a || pc->b == pc->a + 1 || (pc->n & USE_B) != 0)                           \
            slots[pc->b] = NULL;                                                                    \
        else                                                                                        \
            object_retain(object);                                                                  \
        STORE(pc->a + 1, object);                                                                   \
        STORE(pc->a, method_);                                                                      \
    } while (0)
do_LOAD_METHOD_ANY: {
    Object *object = slots[pc->b];
    const AttributeEntry *known = attribute_known(rt, object, (Str *)constants[pc->c]);
    if (unlikely(known == NULL || known->function == NULL))
        MISS(LOAD_METHOD);
    LOAD_METHOD_UNBOUND(known->function);
    NEXT(3);
}
do_LOAD_METHOD_SHAPE: {
    Object *object = slots[pc->b];
    if (unlikely(shape_number(object) != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    LOAD_METHOD_UNBOUND((Object *)pc[2].bits);
    NEXT(3);
}
do_LOAD_METHOD_DESCRIPTOR: {
    Object *object = SOURCE(pc->b);
    if (unlikely(shape_number(object) != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    Object *function = ((ClassMethod *)pc[2].bits)->function;
    Object *self = NULL;
    if (CACHE_SMALL(pc) == METHOD_OF_CLASS) {
        if (unlikely(function->type != &function_type))
            MISS(LOAD_METHOD);
        self = object_retain(object->type);
    }
    object_retain(function);
    if (pc->b == pc->a || pc->b == pc->a + 1 || (pc->n & USE_B) != 0) {
        slots[pc->b] = NULL;
        RELEASE(object);
    }
    STORE(pc->a + 1, self);
    STORE(pc->a, function);
    NEXT(3);
}
do_LOAD_METHOD_TYPE: {
    Object *object = slots[pc->b];
    if (unlikely(object->type->version != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    LOAD_METHOD_UNBOUND((Object *)pc[2].bits);
    NEXT(3);
}
do_LOAD_METHOD_DICT: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type->version != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    Dict *dict = attribute_dict(object);
    if (unlikely(dict == NULL || dict->keys_version != pc[3].bits))
        MISS(LOAD_METHOD);
    LOAD_METHOD_UNBOUND((Object *)pc[2].bits);
    NEXT(3);
}
do_LOAD_METHOD_MODULE: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type != &module_type || ((Module *)object)->dict->keys_version != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    Object *function = object_retain(*(Object **)pc[2].bits);
    if (pc->b == pc->a || pc->b == pc->a + 1 || (pc->n & USE_B) != 0) {
        slots[pc->b] = NULL;
        RELEASE(object);
    }
    STORE(pc->a + 1, NULL);
    STORE(pc->a, function);
    NEXT(3);
}
do_LOAD_METHOD_CLASS: {
    Object *object = SOURCE(pc->b);
    if (unlikely(object->type != &type_type || ((Type *)object)->version != CACHE_VERSION(pc)))
        MISS(LOAD_METHOD);
    Object *function = (Object *)pc[2].bits;
    if (CACHE_SMALL(pc) != METHOD_OF_FUNCTION) {
        function = ((ClassMethod *)function)->function;
        if (CACHE_SMALL(pc) == METHOD_OF_CLASS) {
            if (unlikely(function->type != &function_type))
                MISS(LOAD_METHOD);
            LOAD_METHOD_UNBOUND(function);
            NEXT(3);
        }
    }
    object_retain(function);
    if (pc->b == pc->a || pc->b == pc->a + 1 || (pc->n & USE_B) != 0) {
        slots[pc->b] = NULL;
        RELEASE(object);
    }
    STORE(pc->a + 1, NULL);
    STORE(pc->a, function);
    NEXT(3);
}

do_LOAD_SUPER: {
    SAVE();
    Object *self = slots[pc->b + 1];
    Object *function = super_function_borrow(rt, slots[pc->b], self, (Str *)constants[pc->c]);
    Object *value;
    if (likely(function != NULL)) {
        if (pc->n != 0) { /* the operands lie in the window of a call: self stays where it is */
            object_retain(function);
            STORE(pc->a, function);
            NEXT(2);
        }
        value = method_new(rt, function, self);
    } else {
        if (unlikely(error_pending(rt)))
            ERROR();
        Object *proxy = object_call(rt, type_as_object(&super_type), &slots[pc->b], 2, NULL);
        if (unlikely(proxy == NULL))
            ERROR();
        value = object_get_attribute(rt, proxy, (Str *)constants[pc->c]);
        RELEASE(proxy);
    }
    if (unlikely(value == NULL))
        ERROR();
    object_clear_slot(&slots[pc->b]);
    object_clear_slot(&slots[pc->b + 1]);
    STORE(pc->a, value);
    NEXT(2);
}

#define STORE_FIELD(place)                              \
    do {                                                \
        Object **place_ = (place);                      \
        Object *value_ = SOURCE(pc->b);                 \
        if ((pc->n & USE_B) != 0)                       \
            slots[pc->b] = NULL;                        \
        else                                            \
            object_retain(value_);                      \
        Object *old_ = *place_;                         \
        *place_ = value_;                               \
        RELEASE_MAYBE(old_);                     \
        CONSUME(USE_A, pc->a);                          \
    } while (0)
do_STORE_ATTRIBUTE: {
    SAVE();
    WARM_UP();
    Object *object = HOLD(pc->a), *value = HOLD(pc->b);
    int status = object_set_attribute(rt, object, (Str *)constants[pc->c], value);
    LET_GO(pc->b, value);
    LET_GO(pc->a, object);
    if (unlikely(status < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    CONSUME(USE_A, pc->a);
    NEXT(2);
}
do_STORE_ATTRIBUTE_ANY: {
    Object *object = slots[pc->a];
    const AttributeEntry *known = attribute_known(rt, object, (Str *)constants[pc->c]);
    if (unlikely(known == NULL || known->function != NULL))
        MISS(STORE_ATTRIBUTE);
    STORE_FIELD((Object **)((char *)object + known->offset));
    NEXT(2);
}
do_STORE_ATTRIBUTE_VALUE: {
    Object *object = slots[pc->a];
    if (unlikely(shape_number(object) != CACHE_VERSION(pc)))
        MISS(STORE_ATTRIBUTE);
    STORE_FIELD((Object **)((char *)object + CACHE_SMALL(pc)));
    NEXT(2);
}
do_STORE_ATTRIBUTE_NEW: {
    Object *object = slots[pc->a];
    if (unlikely(shape_number(object) != CACHE_VERSION(pc) || attribute_capacity(object) <= CACHE_SMALL(pc)))
        MISS(STORE_ATTRIBUTE);
    AttributeWord *word = attribute_word(object);
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    ((Object **)(word + 1))[CACHE_SMALL(pc)] = value;
    *word = (AttributeWord)pc[2].bits;
    CONSUME(USE_A, pc->a);
    NEXT(2);
}
do_STORE_ATTRIBUTE_FIELD: {
    Object *object = slots[pc->a];
    if (unlikely(object->type->version != CACHE_VERSION(pc)))
        MISS(STORE_ATTRIBUTE);
    STORE_FIELD((Object **)((char *)object + CACHE_SMALL(pc)));
    NEXT(2);
}
do_DELETE_ATTRIBUTE: {
    SAVE();
    Object *object = HOLD(pc->a);
    int status = object_set_attribute(rt, object, (Str *)constants[pc->c], NULL);
    LET_GO(pc->a, object);
    if (unlikely(status < 0))
        ERROR();
    CONSUME(USE_A, pc->a);
    NEXT(0);
}

    /* ---- items ---- */

do_GET_ITEM: {
    SAVE();
    WARM_UP();
    Object *container = HOLD(pc->b), *key = HOLD(pc->c);
    Object *value = object_get_item(rt, container, key);
    LET_GO(pc->b, container);
    LET_GO(pc->c, key);
    if (unlikely(value == NULL))
        ERROR();
    FINISH(value);
    NEXT(1);
}
do_GET_ITEM_LIST: {
    Object *container = slots[pc->b], *key = SOURCE(pc->c);
    if (unlikely(container->type != &list_type))
        MISS(GET_ITEM);
    Object **place = item_place(((List *)container)->items, ((List *)container)->length, key);
    if (unlikely(place == NULL))
        MISS(GET_ITEM);
    Object *value = object_retain(*place);
    FINISH(value);
    NEXT(1);
}
do_GET_ITEM_LIST_CONSTANT: {
    Object *container = slots[pc->b];
    if (unlikely(container->type != &list_type || ((List *)container)->length <= CACHE_VERSION(pc)))
        MISS(GET_ITEM);
    Object *value = object_retain(((List *)container)->items[CACHE_VERSION(pc)]);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(1);
}
do_GET_ITEM_TUPLE_CONSTANT: {
    Object *container = slots[pc->b];
    if (unlikely(container->type != &tuple_type || ((Tuple *)container)->length <= CACHE_VERSION(pc)))
        MISS(GET_ITEM);
    Object *value = object_retain(((Tuple *)container)->items[CACHE_VERSION(pc)]);
    CONSUME(USE_B, pc->b);
    STORE(pc->a, value);
    NEXT(1);
}
do_GET_ITEM_TUPLE: {
    Object *container = slots[pc->b], *key = SOURCE(pc->c);
    if (unlikely(container->type != &tuple_type))
        MISS(GET_ITEM);
    Object **place = item_place(((Tuple *)container)->items, ((Tuple *)container)->length, key);
    if (unlikely(place == NULL))
        MISS(GET_ITEM);
    Object *value = object_retain(*place);
    FINISH(value);
    NEXT(1);
}
do_GET_ITEM_DICT: {
    Object *container = SOURCE(pc->b);
    if (unlikely(container->type != &dict_type))
        MISS(GET_ITEM);
    SAVE();
    Object *value = dict_get_borrow(rt, (Dict *)container, SOURCE(pc->c));
    if (unlikely(value == NULL)) {
        if (!error_pending(rt))
            error_set_value(rt, &key_error_type, SOURCE(pc->c));
        ERROR();
    }
    object_retain(value);
    FINISH(value);
    NEXT(1);
}
do_SET_ITEM: {
    SAVE();
    WARM_UP();
    Object *container = HOLD(pc->a), *key = HOLD(pc->b), *value = HOLD(pc->c);
    int status = object_set_item(rt, container, key, value);
    LET_GO(pc->c, value);
    LET_GO(pc->a, container);
    LET_GO(pc->b, key);
    if (unlikely(status < 0))
        ERROR();
    CONSUME(USE_C, pc->c);
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    NEXT(1);
}
do_SET_ITEM_LIST: {
    Object *container = slots[pc->a];
    if (unlikely(container->type != &list_type))
        MISS(SET_ITEM);
    Object **place = item_place(((List *)container)->items, ((List *)container)->length, SOURCE(pc->b));
    if (unlikely(place == NULL))
        MISS(SET_ITEM);
    Object *value = SOURCE(pc->c), *old = *place;
    if ((pc->n & USE_C) != 0)
        slots[pc->c] = NULL;
    else
        object_retain(value);
    *place = value;
    RELEASE(old);
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    NEXT(1);
}
do_SET_ITEM_DICT: {
    Object *container = SOURCE(pc->a);
    if (unlikely(container->type != &dict_type))
        MISS(SET_ITEM);
    SAVE();
    if (unlikely(dict_set(rt, (Dict *)container, SOURCE(pc->b), SOURCE(pc->c)) < 0))
        ERROR();
    CONSUME(USE_C, pc->c);
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    NEXT(1);
}
do_DELETE_ITEM: {
    SAVE();
    Object *container = HOLD(pc->a), *key = HOLD(pc->b);
    int status = object_set_item(rt, container, key, NULL);
    LET_GO(pc->a, container);
    LET_GO(pc->b, key);
    if (unlikely(status < 0))
        ERROR();
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    NEXT(0);
}

do_BUILD_SLICE: {
    SAVE();
    Object **parts = &slots[pc->b];
    /* container[start:stop] of a list, tuple or str: the slice itself need not be. */
    if (pc[1].op == OP_GET_ITEM && pc[1].c == pc->a && pc[1].b != pc->a && pc->a == pc->b) {
        Object *container = slots[pc[1].b >= 0 ? pc[1].b : pc->a], *part = NULL;
        if (pc[1].b >= 0 && slice_apply(rt, container, parts, (size_t)pc->c, &part)) {
            if (unlikely(part == NULL))
                ERROR();
            for (int i = 0; i < pc->c; i++)
                object_clear_slot(&parts[i]);
            pc += 1;
            CONSUME(USE_B, pc->b);
            STORE(pc->a, part);
            NEXT(1);
        }
    }
    if (pc[1].op == OP_SET_ITEM && pc[1].b == pc->a && pc[1].a >= 0 && pc->a == pc->b) {
        const Instruction *store = pc + 1;
        Object *value = store->c >= 0 ? slots[store->c] : constants[~store->c];
        int done = slice_assign(rt, slots[store->a], parts, (size_t)pc->c, value);
        if (unlikely(done < 0))
            ERROR();
        if (done > 0) {
            for (int i = 0; i < pc->c; i++)
                object_clear_slot(&parts[i]);
            pc += 1;
            CONSUME(USE_C, pc->c);
            CONSUME(USE_A, pc->a);
            NEXT(1);
        }
    }
    Object *slice = slice_new(rt, parts[0], parts[1], pc->c == 3 ? parts[2] : NULL);
    if (unlikely(slice == NULL))
        ERROR();
    for (int i = 0; i < pc->c; i++)
        object_clear_slot(&parts[i]);
    STORE(pc->a, slice);
    NEXT(0);
}

    /* ---- operators ---- */

do_BINARY: {
    SAVE();
    WARM_UP();
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c), *result;
    BinaryOperation operation = pc->n & OPERATION_MASK;
    if (operation == BINARY_ADD && str_check_exact(left) && str_check_exact(right))
        goto add_str;
    HOLD(pc->b);
    HOLD(pc->c);
    result = operation == BINARY_POWER ? number_power(rt, left, right, NULL)
                                       : number_binary(rt, left, right, operation);
    LET_GO(pc->b, left);
    LET_GO(pc->c, right);
    if (unlikely(result == NULL))
        ERROR();
    FINISH(result);
    NEXT(1);
}
do_IN_PLACE: {
    SAVE();
    WARM_UP();
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    BinaryOperation operation = pc->n & OPERATION_MASK;
    if (operation == BINARY_ADD && str_check_exact(left) && str_check_exact(right))
        goto add_str;
    HOLD(pc->b);
    HOLD(pc->c);
    Object *result = number_in_place(rt, left, right, operation);
    LET_GO(pc->b, left);
    LET_GO(pc->c, right);
    if (unlikely(result == NULL))
        ERROR();
    FINISH(result);
    NEXT(1);
}
#define MISS_BINARY()                                                       \
    do {                                                                    \
        bool in_place_ = (CACHE_SMALL(pc) & BINARY_WAS_IN_PLACE) != 0;      \
        specialize_miss(pc);                                                \
        if (in_place_)                                                      \
            goto do_IN_PLACE;                                               \
        goto do_BINARY;                                                     \
    } while (0)
#define INT_OPERATION(compute)                                              \
    do {                                                                    \
        Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);               \
        if (unlikely(!both_small_ints(left, right)))                        \
            MISS_BINARY();                                                  \
        int64_t x = ((Int *)left)->value, y = ((Int *)right)->value, z;     \
        (void)y;                                                            \
        if (unlikely(!(compute) || !fits_small(z)))                         \
            MISS_BINARY();                                                  \
        SAVE();                                                             \
        if (unlikely(!store_int(rt, slots, pc, left, right, z)))            \
            ERROR();                                                        \
        NEXT(1);                                                            \
    } while (0)
do_ADD_INT:
    INT_OPERATION((z = x + y, true));
do_SUBTRACT_INT:
    INT_OPERATION((z = x - y, true));
do_MULTIPLY_INT:
    INT_OPERATION(!__builtin_mul_overflow(x, y, &z));
do_FLOOR_DIVIDE_INT:
    INT_OPERATION(y != 0 && (z = floor_quotient(x, y), true));
do_REMAINDER_INT:
    INT_OPERATION(y != 0 && (z = floor_remainder(x, y), true));
do_BITS_INT: {
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    if (unlikely(!both_small_ints(left, right)))
        MISS_BINARY();
    int64_t x = ((Int *)left)->value, y = ((Int *)right)->value, z;
    switch (pc->n & 0xf) {
    case BINARY_AND:
        z = x & y;
        break;
    case BINARY_OR:
        z = x | y;
        break;
    case BINARY_XOR:
        z = x ^ y;
        break;
    case BINARY_LEFT_SHIFT:
        if ((uint64_t)y > 61)
            MISS_BINARY();
        z = (int64_t)((uint64_t)x << y);
        if (z >> y != x || !fits_small(z))
            MISS_BINARY();
        break;
    default:
        if (y < 0)
            MISS_BINARY();
        z = x >> (y > 63 ? 63 : y);
        break;
    }
    SAVE();
    if (unlikely(!store_int(rt, slots, pc, left, right, z)))
        ERROR();
    NEXT(1);
}
do_ADD_INT_CONSTANT: {
    Object *left = SOURCE(pc->b);
    if (unlikely(!is_small_int(left)))
        MISS_BINARY();
    int64_t z = ((Int *)left)->value + (int32_t)CACHE_VERSION(pc);
    if (unlikely(!fits_small(z)))
        MISS_BINARY();
    SAVE();
    if (unlikely(!store_int(rt, slots, pc, left, NULL, z)))
        ERROR();
    NEXT(1);
}
#define FLOAT_OPERATION(compute)                                            \
    do {                                                                    \
        Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);               \
        if (unlikely(left->type != &float_type || right->type != &float_type)) \
            MISS_BINARY();                                                  \
        double x = ((Float *)left)->value, y = ((Float *)right)->value, z;  \
        if (unlikely(!(compute)))                                           \
            MISS_BINARY();                                                  \
        SAVE();                                                             \
        if (unlikely(!store_float(rt, slots, pc, left, right, z)))          \
            ERROR();                                                        \
        NEXT(1);                                                            \
    } while (0)
do_ADD_FLOAT:
    FLOAT_OPERATION((z = x + y, true));
do_SUBTRACT_FLOAT:
    FLOAT_OPERATION((z = x - y, true));
do_MULTIPLY_FLOAT:
    FLOAT_OPERATION((z = x * y, true));
do_DIVIDE_FLOAT:
    FLOAT_OPERATION(y != 0.0 && (z = x / y, true));
do_POWER_FLOAT:
    FLOAT_OPERATION(x > 0.0 && isfinite(x) && isfinite(y) && (z = pow(x, y), isfinite(z)));
do_MIXED_NUMBERS: {
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    double x, y, z;
    bool has_float = false;
    if (left->type == &float_type)
        x = ((Float *)left)->value, has_float = true;
    else if (is_small_int(left))
        x = (double)((Int *)left)->value;
    else
        MISS_BINARY();
    if (right->type == &float_type)
        y = ((Float *)right)->value, has_float = true;
    else if (is_small_int(right))
        y = (double)((Int *)right)->value;
    else
        MISS_BINARY();
    switch (pc->n & 0xf) {
    case BINARY_ADD:
        z = x + y;
        break;
    case BINARY_SUBTRACT:
        z = x - y;
        break;
    case BINARY_MULTIPLY:
        z = x * y;
        break;
    case BINARY_TRUE_DIVIDE:
        /* Two ints divide exactly rounded only while both are exact doubles. */
        if (y == 0.0 || (!has_float && (fabs(x) > 0x1p53 || fabs(y) > 0x1p53)))
            MISS_BINARY();
        z = x / y;
        has_float = true;
        break;
    default:
        has_float = x > 0.0 && isfinite(x) && isfinite(y) && has_float;
        z = pow(x, y);
        if (!isfinite(z))
            has_float = false;
        break;
    }
    if (unlikely(!has_float))
        MISS_BINARY();
    SAVE();
    if (unlikely(!store_float(rt, slots, pc, left, right, z)))
        ERROR();
    NEXT(1);
}
do_ADD_STR: {
    if (unlikely(!str_check_exact(SOURCE(pc->b)) || !str_check_exact(SOURCE(pc->c))))
        MISS_BINARY();
    SAVE();
    goto add_str;
}
add_str: {
    /* The left one grows in place when it would die here. */
    Object *right = SOURCE(pc->c);
    Str *result;
    if (pc->b == pc->a && pc->c != pc->a) {
        if (unlikely(str_append_in_place(rt, (Str **)&slots[pc->a], (Str *)right) < 0))
            ERROR();
        CONSUME(USE_C, pc->c);
        NEXT(1);
    }
    if ((pc->n & USE_B) != 0 && pc->c != pc->b) {
        if (unlikely(str_append_in_place(rt, (Str **)&slots[pc->b], (Str *)right) < 0))
            ERROR();
        result = (Str *)slots[pc->b];
        slots[pc->b] = NULL;
    } else {
        result = str_concat(rt, (Str *)SOURCE(pc->b), (Str *)right);
        if (unlikely(result == NULL))
            ERROR();
        CONSUME(USE_B, pc->b);
    }
    CONSUME(USE_C, pc->c);
    STORE(pc->a, (Object *)result);
    NEXT(1);
}

do_UNARY: {
    SAVE();
    Object *operand = SOURCE(pc->b), *result;
    UnaryOperation operation = pc->n & OPERATION_MASK;
    if (operation == UNARY_NEGATIVE && is_small_int(operand) && fits_small(-((Int *)operand)->value)) {
        result = small_int_new(rt, -((Int *)operand)->value);
    } else if (operation == UNARY_NEGATIVE && operand->type == &float_type) {
        result = float_make(rt, -((Float *)operand)->value);
    } else {
        HOLD(pc->b);
        result = number_unary(rt, operand, operation);
        LET_GO(pc->b, operand);
    }
    if (unlikely(result == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, result);
    NEXT(0);
}
do_NOT: {
    SAVE();
    Object *operand = SOURCE(pc->b);
    int truth = truth_of(rt, operand);
    if (unlikely(truth < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, bool_object(!truth));
    NEXT(0);
}
do_COMPARE: {
    SAVE();
    WARM_UP();
    Object *left = HOLD(pc->b), *right = HOLD(pc->c);
    Object *result = object_compare(rt, left, right, (CompareOperation)(pc->n & OPERATION_MASK));
    LET_GO(pc->b, left);
    LET_GO(pc->c, right);
    if (unlikely(result == NULL))
        ERROR();
    FINISH(result);
    NEXT(1);
}
do_COMPARE_INT: {
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    if (unlikely(!both_small_ints(left, right)))
        MISS(COMPARE);
    bool outcome = (compare_int64(((Int *)left)->value, ((Int *)right)->value) & CACHE_SMALL(pc)) != 0;
    numbers_consume(rt, slots, pc, left, right);
    STORE(pc->a, bool_object(outcome));
    NEXT(1);
}
do_COMPARE_FLOAT: {
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    if (unlikely(left->type != &float_type || right->type != &float_type))
        MISS(COMPARE);
    bool outcome = (compare_double(((Float *)left)->value, ((Float *)right)->value) & CACHE_SMALL(pc)) != 0;
    numbers_consume(rt, slots, pc, left, right);
    STORE(pc->a, bool_object(outcome));
    NEXT(1);
}
do_COMPARE_STR: {
    Object *left = SOURCE(pc->b), *right = SOURCE(pc->c);
    if (unlikely(!str_check_exact(left) || !str_check_exact(right)))
        MISS(COMPARE);
    bool outcome = ((left == right || str_equal((Str *)left, (Str *)right) ? OUTCOME_EQUAL : OUTCOME_LESS) &
                    CACHE_SMALL(pc)) != 0;
    FINISH(bool_object(outcome));
    NEXT(1);
}
do_IS: {
    bool outcome = (SOURCE(pc->b) == SOURCE(pc->c)) != (pc->n & 1);
    FINISH(bool_object(outcome));
    NEXT(0);
}
do_CONTAINS: {
    SAVE();
    Object *value = HOLD(pc->b), *container = HOLD(pc->c);
    int outcome = object_contains(rt, container, value);
    LET_GO(pc->b, value);
    LET_GO(pc->c, container);
    if (unlikely(outcome < 0))
        ERROR();
    outcome ^= pc->n & 1;
    FINISH(bool_object(outcome));
    NEXT(0);
}

    /* ---- jumps ---- */

do_JUMP:
    JUMP_POLLED(pc + 1, pc->d);

#define TEST(wanted)                                                                 \
    do {                                                                             \
        Object *value = SOURCE(pc->a);                                               \
        int truth;                                                                   \
        SAVE();                                                                      \
        if (value == TRUE)                                                           \
            truth = 1;                                                               \
        else if (value == FALSE || value == NONE)                                    \
            truth = 0;                                                               \
        else if (is_small_int(value))                                                \
            truth = ((Int *)value)->value != 0;                                      \
        else {                                                                       \
            HOLD(pc->a);                                                             \
            truth = object_truth(rt, value);                                         \
            LET_GO(pc->a, value);                                                    \
            if (unlikely(truth < 0))                                                 \
                ERROR();                                                             \
        }                                                                            \
        CONSUME(USE_A, pc->a);                                                       \
        if (truth == (wanted))                                                       \
            JUMP_POLLED(pc + 1, pc->d);                                              \
        NEXT(0);                                                                     \
    } while (0)
do_JUMP_IF_FALSE:
    TEST(0);
do_JUMP_IF_TRUE:
    TEST(1);
do_JUMP_IF_NONE: {
    bool jumps = SOURCE(pc->a) == NONE;
    CONSUME(USE_A, pc->a);
    if (jumps)
        JUMP_POLLED(pc + 1, pc->d);
    NEXT(0);
}
do_JUMP_IF_NOT_NONE: {
    bool jumps = SOURCE(pc->a) != NONE;
    CONSUME(USE_A, pc->a);
    if (jumps)
        JUMP_POLLED(pc + 1, pc->d);
    NEXT(0);
}
do_JUMP_IF_FALSE_OR_CLEAR: {
    SAVE();
    int truth = truth_of(rt, slots[pc->a]);
    if (unlikely(truth < 0))
        ERROR();
    if (truth == 0)
        JUMP_POLLED(pc + 1, pc->d);
    object_clear_slot(&slots[pc->a]);
    NEXT(0);
}
do_JUMP_IF_TRUE_OR_CLEAR: {
    SAVE();
    int truth = truth_of(rt, slots[pc->a]);
    if (unlikely(truth < 0))
        ERROR();
    if (truth != 0)
        JUMP_POLLED(pc + 1, pc->d);
    object_clear_slot(&slots[pc->a]);
    NEXT(0);
}

do_COMPARE_JUMP: {
    SAVE();
    WARM_UP();
    CompareOperation operation = (CompareOperation)(pc->n & 7);
    Object *left = HOLD(pc->a), *right = HOLD(pc->b);
    Object *result = object_compare(rt, left, right, operation);
    LET_GO(pc->a, left);
    LET_GO(pc->b, right);
    if (unlikely(result == NULL))
        ERROR();
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    int truth = truth_of(rt, result);
    RELEASE(result);
    if (unlikely(truth < 0))
        ERROR();
    if (truth == ((pc->n & 8) != 0))
        JUMP_POLLED(pc + 2, pc->c);
    NEXT(1);
}
#define CONSUME_COMPARED(left, right)               \
    do {                                            \
        unsigned n_ = pc->n;                        \
        if ((n_ & USE_A) != 0) {                    \
            slots[pc->a] = NULL;                    \
            number_release(rt, left);               \
        }                                           \
        if ((n_ & USE_B) != 0) {                    \
            slots[pc->b] = NULL;                    \
            number_release(rt, right);              \
        }                                           \
    } while (0)
do_COMPARE_JUMP_INT: {
    Object *left = SOURCE(pc->a), *right = SOURCE(pc->b);
    if (unlikely(!both_small_ints(left, right)))
        MISS(COMPARE_JUMP);
    unsigned outcome = compare_int64(((Int *)left)->value, ((Int *)right)->value);
    CONSUME_COMPARED(left, right);
    if ((outcome & CACHE_SMALL(pc)) != 0)
        JUMP_POLLED(pc + 2, pc->c);
    NEXT(1);
}
do_COMPARE_JUMP_INT_CONSTANT: {
    Object *left = SOURCE(pc->a);
    if (unlikely(!is_small_int(left)))
        MISS(COMPARE_JUMP);
    unsigned outcome = compare_int64(((Int *)left)->value, (int32_t)CACHE_VERSION(pc));
    if ((pc->n & USE_A) != 0) {
        slots[pc->a] = NULL;
        number_release(rt, left);
    }
    if ((outcome & CACHE_SMALL(pc)) != 0)
        JUMP_POLLED(pc + 2, pc->c);
    NEXT(1);
}
do_COMPARE_JUMP_FLOAT: {
    Object *left = SOURCE(pc->a), *right = SOURCE(pc->b);
    if (unlikely(left->type != &float_type || right->type != &float_type))
        MISS(COMPARE_JUMP);
    unsigned outcome = compare_double(((Float *)left)->value, ((Float *)right)->value);
    CONSUME_COMPARED(left, right);
    if ((outcome & CACHE_SMALL(pc)) != 0)
        JUMP_POLLED(pc + 2, pc->c);
    NEXT(1);
}
do_COMPARE_JUMP_STR: {
    Object *left = SOURCE(pc->a), *right = SOURCE(pc->b);
    if (unlikely(!str_check_exact(left) || !str_check_exact(right)))
        MISS(COMPARE_JUMP);
    unsigned outcome = left == right || str_equal((Str *)left, (Str *)right) ? OUTCOME_EQUAL : OUTCOME_LESS;
    CONSUME(USE_A, pc->a);
    CONSUME(USE_B, pc->b);
    if ((outcome & CACHE_SMALL(pc)) != 0)
        JUMP_POLLED(pc + 2, pc->c);
    NEXT(1);
}

    /* ---- iteration ---- */

do_GET_ITER: {
    SAVE();
    Object *object = HOLD(pc->b);
    Object *iterator = object_iter(rt, object);
    LET_GO(pc->b, object);
    if (unlikely(iterator == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, iterator);
    NEXT(0);
}
/* FOR_ITER stands at the head of a loop and goes on with the body behind it, or jumps out; FOR_ITER_AGAIN stands at its end
 * and jumps back to the body, or goes on. */
#define FOR_NEXT() NEXT(1)
#define FOR_NEXT_AGAIN() JUMP_POLLED(pc + 2, pc->c)
#define FOR_GENERIC(generic, go_on)                                              \
    do {                                                                        \
        SAVE();                                                                 \
        WARM_UP();                                                              \
        Object *iterator = slots[pc->b];                                        \
        if (generator_check_exact(iterator))                                    \
            goto for_iter_generator;                                            \
        Object *item = iterator->type->next(rt, iterator);                      \
        if (item == NULL) {                                                     \
            if (unlikely(error_pending(rt))) {                                  \
                if (!error_clear_if(rt, &stop_iteration_type))                  \
                    ERROR();                                                    \
            }                                                                   \
            goto for_iter_end;                                                  \
        }                                                                       \
        STORE(pc->a, item);                                                     \
        go_on();                                                                \
    } while (0)
#define FOR_RANGE(generic, go_on)                                                \
    do {                                                                        \
        RangeIterator *iterator = (RangeIterator *)slots[pc->b];                \
        if (unlikely(iterator->head.type != &range_iterator_type))              \
            MISS(generic);                                                      \
        if (unlikely(iterator->remaining <= 0))                                 \
            goto for_iter_end;                                                  \
        int64_t value = iterator->next;                                         \
        if (unlikely(!fits_small(value)))                                       \
            MISS(generic);                                                      \
        Object *old = slots[pc->a];                                             \
        if (old != NULL && old->type == &int_type && is_reusable(old) && !is_constant_int(value)) { \
            ((Int *)old)->value = value;                                        \
        } else {                                                                \
            SAVE();                                                             \
            Object *item = small_int_new(rt, value);                            \
            if (unlikely(item == NULL))                                         \
                ERROR();                                                        \
            slots[pc->a] = item;                                                \
            RELEASE_MAYBE(old);                                             \
        }                                                                       \
        iterator->remaining--;                                                  \
        iterator->next = (int64_t)((uint64_t)value + (uint64_t)iterator->step); \
        go_on();                                                                \
    } while (0)
#define FOR_SEQUENCE(generic, go_on, iterator_type, Sequence)                    \
    do {                                                                        \
        SequenceIterator *iterator = (SequenceIterator *)slots[pc->b];          \
        if (unlikely(iterator->head.type != &iterator_type))                    \
            MISS(generic);                                                      \
        Sequence *sequence = (Sequence *)iterator->sequence;                    \
        SAVE();                                                                 \
        if (likely(sequence != NULL)) {                                         \
            if (likely(iterator->index < sequence->length)) {                   \
                Object *item = object_retain(sequence->items[iterator->index++]); \
                STORE(pc->a, item);                                             \
                go_on();                                                        \
            }                                                                   \
            iterator->sequence = NULL;                                          \
            RELEASE(sequence);                                    \
        }                                                                       \
        goto for_iter_end;                                                      \
    } while (0)
do_FOR_ITER:
    FOR_GENERIC(FOR_ITER, FOR_NEXT);
do_FOR_ITER_RANGE:
    FOR_RANGE(FOR_ITER, FOR_NEXT);
do_FOR_ITER_LIST:
    FOR_SEQUENCE(FOR_ITER, FOR_NEXT, list_iterator_type, List);
do_FOR_ITER_TUPLE:
    FOR_SEQUENCE(FOR_ITER, FOR_NEXT, tuple_iterator_type, Tuple);
do_FOR_ITER_AGAIN:
    FOR_GENERIC(FOR_ITER_AGAIN, FOR_NEXT_AGAIN);
do_FOR_ITER_AGAIN_RANGE:
    FOR_RANGE(FOR_ITER_AGAIN, FOR_NEXT_AGAIN);
do_FOR_ITER_AGAIN_LIST:
    FOR_SEQUENCE(FOR_ITER_AGAIN, FOR_NEXT_AGAIN, list_iterator_type, List);
do_FOR_ITER_AGAIN_TUPLE:
    FOR_SEQUENCE(FOR_ITER_AGAIN, FOR_NEXT_AGAIN, tuple_iterator_type, Tuple);
do_FOR_ITER_GENERATOR:
    if (unlikely(!generator_check_exact(slots[pc->b])))
        MISS(FOR_ITER);
    SAVE();
    goto for_iter_generator;
do_FOR_ITER_AGAIN_GENERATOR:
    if (unlikely(!generator_check_exact(slots[pc->b])))
        MISS(FOR_ITER_AGAIN);
    SAVE();
    goto for_iter_generator;

for_iter_end: {
    Object *iterator = slots[pc->b];
    slots[pc->b] = NULL;
    SAVE();
    RELEASE(iterator);
    if (IS_AGAIN(pc->op))
        NEXT(1);
    JUMP_POLLED(pc + 2, pc->c);
}
for_iter_generator: {
    Generator *generator = (Generator *)slots[pc->b];
    if (unlikely(generator->state == GENERATOR_FINISHED))
        goto for_iter_end;
    if (unlikely(generator->state == GENERATOR_RUNNING)) {
        error_set(rt, &value_error_type, "generator already executing");
        ERROR();
    }
    frame->resume = IS_AGAIN(pc->op) ? pc + 2 + pc->c : pc + 2;
    bool is_new = generator->state == GENERATOR_CREATED;
    if (!generator_enter_quick(rt, thread, generator, frame) && unlikely(generator_enter(rt, thread, generator) < 0))
        ERROR();
    frame = &generator->frame;
    slots = frame->slots;
    constants = frame->constants;
    pc = frame->pc;
    if (!is_new)
        STORE(pc->a, NONE);
    pc++;
    if (unlikely(POLL_WANTED()))
        goto poll;
    JUMP_TO(pc);
}
do_UNPACK: {
    SAVE();
    Object *container = SOURCE(pc->b);
    size_t count = (size_t)pc->c;
    if (likely(tuple_check_exact(container) && ((Tuple *)container)->length == count)) {
        bool consumed = (pc->n & USE_B) != 0 || (pc->b >= pc->a && pc->b < pc->a + pc->c);
        if (consumed)
            slots[pc->b] = NULL;
        else
            object_retain(container);
        Tuple *tuple = (Tuple *)container;
        Object **target = &slots[pc->a];
        for (size_t i = 0; i < count; i++) {
            Object *old = target[i];
            target[i] = object_retain(tuple->items[i]);
            RELEASE_MAYBE(old);
        }
        RELEASE(container);
        NEXT(0);
    }
    bool is_target = pc->b >= pc->a && pc->b < pc->a + pc->c;
    if (unlikely(unpack(rt, &slots[pc->a], container, count) < 0))
        ERROR();
    if (!is_target)
        CONSUME(USE_B, pc->b);
    NEXT(0);
}
do_UNPACK_EX: {
    SAVE();
    bool is_wide = pc->c == -1;
    size_t before = is_wide ? pc[1].half[0] : (unsigned)(uint16_t)pc->c >> 8;
    size_t after = is_wide ? pc[1].half[1] : (unsigned)pc->c & 0xff;
    bool is_target = pc->b >= pc->a && (size_t)(pc->b - pc->a) <= before + after;
    if (unlikely(unpack_extended(rt, &slots[pc->a], SOURCE(pc->b), before, after) < 0))
        ERROR();
    if (!is_target)
        CONSUME(USE_B, pc->b);
    NEXT(is_wide ? 1 : 0);
}

    /* ---- calls ---- */

do_CALL:
    SAVE();
    WARM_UP();
{
    Object **window = &slots[pc->b];
    Object *callable = window[0];
    const Type *type = callable->type;
    if (type == &method_type && window[1] == NULL) {
        Method *method = (Method *)callable;
        window[1] = object_retain(method->self);
        window[0] = object_retain(method->function);
        RELEASE(method);
        callable = window[0];
        type = callable->type;
    }
    if (type == &function_type)
        goto call_function;
    if (type == &type_type && window[1] == NULL && ((Type *)callable)->create == object_type.create &&
        (((Type *)callable)->flags & (TYPE_IS_HEAP | TYPE_IS_ABSTRACT)) == TYPE_IS_HEAP) {
        Object *init = type_lookup_borrow(rt, (Type *)callable, NAME(__init__));
        if (init != NULL && init->type == &function_type && (((Function *)init)->code->flags & CODE_OPTIMIZED) != 0) {
            initializer = (Function *)init;
            goto call_class;
        }
        if (unlikely(error_pending(rt)))
            ERROR();
    }
    goto call_object;
}
call_object: {
    Object **window = &slots[pc->b];
    Object *callable = window[0];
    SAVE();
    bool has_self = window[1] != NULL;
    /* CPython hands a class's arguments on in a tuple: they are counted for it, as in call_class below. */
    bool counts_twice = object_has_flag(callable, TYPE_TYPE) && (((Type *)callable)->flags & TYPE_IS_HEAP) != 0;
    for (int i = 0; counts_twice && i < pc->c; i++)
        object_retain(window[2 + i]);
    Object *result = object_call(rt, callable, has_self ? window + 1 : window + 2, (size_t)pc->c + has_self, NULL);
    for (int i = 0; counts_twice && i < pc->c; i++)
        RELEASE(window[2 + i]);
    window_clear(window, (size_t)pc->c);
    if (unlikely(result == NULL))
        ERROR();
    STORE(pc->a, result);
    NEXT(3);
}
/* A function that takes its arguments as they are, in code that is no generator's. */
#define ENTER_FUNCTION(first, count)                                                                \
    do {                                                                                            \
        Function *function_ = (Function *)slots[pc->b];                                             \
        Code *code_ = function_->code;                                                              \
        Object **base_ = (first);                                                                   \
        Frame *callee_ = frame->next;                                                               \
        if (unlikely(code_->call_key != (uint32_t)((count) + 1) || callee_ == NULL ||               \
                     base_ + code_->slot_count > thread->stack_end ||                               \
                     rt->recursion_depth >= rt->recursion_limit))                                   \
            goto call_function;                                                                     \
        SAVE();                                                                                     \
        frame->resume = pc + 4;                                                                     \
        rt->recursion_depth++;                                                                      \
        callee_->previous = frame;                                                                  \
        callee_->function = function_;                                                              \
        callee_->code = code_;                                                                      \
        callee_->flags = 0;                                                                         \
        callee_->slots = slots = base_;                                                             \
        callee_->constants = constants = code_->constants->items;                                   \
        thread->frame = frame = callee_;                                                            \
        pc = code_->warm;                                                                           \
        if (unlikely(POLL_WANTED()))                                                                \
            goto poll;                                                                              \
        JUMP_TO(pc);                                                                                \
    } while (0)
do_CALL_FUNCTION: {
    Object **window = &slots[pc->b];
    if (unlikely(window[0]->type != &function_type || window[1] != NULL))
        MISS(CALL);
    ENTER_FUNCTION(window + 2, pc->c);
}
do_CALL_METHOD: {
    Object **window = &slots[pc->b];
    if (unlikely(window[0]->type != &function_type || window[1] == NULL))
        MISS(CALL);
    ENTER_FUNCTION(window + 1, pc->c + 1);
}
do_CALL_PYTHON:
    if (unlikely(slots[pc->b]->type != &function_type))
        MISS(CALL);
    goto call_function;
call_function: {
    Object **window = &slots[pc->b];
    Function *function = (Function *)window[0];
    Code *code = function->code;
    if (unlikely((code->flags & CODE_OPTIMIZED) == 0))
        goto call_object;
    bool has_self = window[1] != NULL;
    Object **base = has_self ? window + 1 : window + 2;
    size_t total = (size_t)pc->c + has_self;
    uint32_t flags = 0;
    if ((frame->flags & FRAME_GENERATOR) != 0 &&
        likely((size_t)(thread->stack_end - frame->top) >= code->slot_count + 2 * total)) {
        Object **to = frame->top;
        for (size_t i = 0; i < total; i++) {
            to[i] = base[i];
            base[i] = NULL;
        }
        base = to;
    } else if (unlikely((frame->flags & FRAME_GENERATOR) != 0 ||
                        (size_t)(thread->stack_end - base) < code->slot_count + 2 * total)) {
        base = arguments_move(rt, thread, base, total, code->slot_count + 2 * total, &flags);
        if (unlikely(base == NULL)) {
            SAVE();
            ERROR();
        }
    }
    if (unlikely(total != code->argument_count || !CODE_IS_SIMPLE(code))) {
        SAVE();
        if (unlikely(function_bind_in_place(rt, thread, function, base, total, NULL) < 0)) {
            if ((flags & FRAME_OWN_CHUNK) != 0)
                stack_close_chunk(rt, thread);
            ERROR();
        }
    }
    frame->resume = pc + 4;
    new_function = function;
    new_slots = base;
    new_flags = flags;
    goto enter;
}
enter: {
    /* Makes new_function's frame the running one; its parameters are bound at new_slots. */
    SAVE();
    Frame *callee = frame->next;
    if (unlikely(callee == NULL || rt->recursion_depth >= rt->recursion_limit)) {
        callee = enter_slow(rt, thread, new_function, new_slots, new_flags);
        if (callee == NULL)
            ERROR();
    }
    Code *code = new_function->code;
    rt->recursion_depth++;
    callee->previous = frame;
    callee->function = new_function;
    callee->code = code;
    callee->flags = new_flags;
    callee->slots = slots = new_slots;
    callee->constants = constants = code->constants->items;
    thread->frame = frame = callee;
    pc = code_start(rt, code);
    if (unlikely(POLL_WANTED()))
        goto poll;
    JUMP_TO(pc);
}
do_CALL_BUILTIN: {
    Object **window = &slots[pc->b];
    Builtin *builtin = (Builtin *)window[0];
    const MethodSpec *spec = (const MethodSpec *)pc[2].bits;
    if (unlikely(builtin->head.type != &builtin_type || builtin->spec != spec || window[1] != NULL))
        MISS(CALL);
    SAVE();
    size_t count = (size_t)pc->c;
    Object *result = spec->function(rt, builtin->self, window + 2, count);
    for (size_t i = 0; i < count; i++)
        object_clear_slot(&window[2 + i]);
    object_clear_slot(&window[0]);
    if (unlikely(result == NULL))
        ERROR();
    STORE(pc->a, result);
    NEXT(3);
}
do_CALL_METHOD_DESCRIPTOR: {
    Object **window = &slots[pc->b];
    MethodDescriptor *descriptor = (MethodDescriptor *)window[0];
    const MethodSpec *spec = (const MethodSpec *)pc[2].bits;
    if (unlikely(descriptor->head.type != &method_descriptor_type || descriptor->spec != spec || window[1] == NULL))
        MISS(CALL);
    SAVE();
    size_t count = (size_t)pc->c;
    Object *result = spec->function(rt, window[1], window + 2, count);
    for (size_t i = 0; i <= count; i++)
        object_clear_slot(&window[1 + i]);
    object_clear_slot(&window[0]);
    if (unlikely(result == NULL))
        ERROR();
    STORE(pc->a, result);
    NEXT(3);
}
do_CALL_CLASS:
    if (unlikely(slots[pc->b]->type != &type_type || ((Type *)slots[pc->b])->version != CACHE_VERSION(pc) ||
                 slots[pc->b + 1] != NULL))
        MISS(CALL);
    SAVE();
    initializer = (Function *)pc[2].bits;
call_class: {
    /* The arguments stay in the caller's window while __init__ runs, as in CPython, where the caller's stack and a tuple
     * hold them too: they live until the call is over, and counts say so. */
    Object **window = &slots[pc->b];
    size_t count = (size_t)pc->c;
    new_function = object_retain(initializer); /* it may be replaced in the class while instance_new collects */
    Code *code = new_function->code;
    Object *instance = instance_new(rt, (Type *)window[0]);
    if (unlikely(instance == NULL)) {
        RELEASE(new_function);
        ERROR();
    }
    window[1] = instance;
    uint32_t flags = FRAME_INITIALIZER | FRAME_OWNS_FUNCTION;
    Object **base = window + 2 + count;
    size_t room = code->slot_count + 2 * (count + 1);
    if (unlikely((frame->flags & FRAME_GENERATOR) != 0 || (size_t)(thread->stack_end - base) < room)) {
        base = arguments_move(rt, thread, base, 0, room, &flags);
        if (unlikely(base == NULL)) {
            RELEASE(new_function);
            ERROR();
        }
    }
    base[0] = object_retain(instance);
    for (size_t i = 0; i < count; i++)
        base[1 + i] = object_retain(window[2 + i]);
    if (unlikely(count + 1 != code->argument_count || !CODE_IS_SIMPLE(code))) {
        if (unlikely(function_bind_in_place(rt, thread, new_function, base, count + 1, NULL) < 0)) {
            if ((flags & FRAME_OWN_CHUNK) != 0)
                stack_close_chunk(rt, thread);
            RELEASE(new_function);
            ERROR();
        }
    }
    for (size_t i = 0; i < count; i++)
        object_retain(window[2 + i]);
    rt->recursion_depth++; /* for the class; CPython counts that call too */
    frame->resume = pc + 4;
    new_slots = base;
    new_flags = flags;
    goto enter;
}
do_CALL_KEYWORDS_KNOWN: {
    Object **window = &slots[pc->b];
    Function *function = (Function *)window[0];
    uint32_t flags = pc[3].half[0];
    Object **base = window + 2 - ((flags & KEYWORDS_SELF) != 0);
    if (unlikely(function->head.type != &function_type || function->code->call_id != pc[1].half[1] ||
                 (window[1] != NULL) != ((flags & KEYWORDS_SELF) != 0) ||
                 base + function->code->slot_count > thread->stack_end)) {
        specialize_keywords_miss(pc);
        goto do_CALL_KEYWORDS;
    }
    SAVE();
    size_t count = flags >> 8 & 0xff, n = (size_t)pc->c + (window + 2 - base) - count;
    if ((flags & KEYWORDS_IN_PLACE) == 0) {
        Object *values[KEYWORDS_MOST];
        uint64_t places = pc[2].bits;
        for (size_t k = 0; k < count; k++) {
            values[k] = base[n + k];
            base[n + k] = NULL;
        }
        for (size_t k = 0; k < count; k++, places >>= 8)
            base[places & 0xff] = values[k];
    }
    if ((flags & KEYWORDS_COMPLETE) == 0 &&
        unlikely(function_bind_defaults(rt, thread, function, base, n) < 0))
        ERROR();
    frame->resume = pc + 4;
    new_function = function;
    new_slots = base;
    new_flags = 0;
    goto enter;
}
do_CALL_KEYWORDS: {
    SAVE();
    specialize_keywords(frame, pc);
    Object **window = &slots[pc->b];
    Tuple *names = (Tuple *)constants[pc[1].half[0]];
    size_t given = (size_t)pc->c;
    if (window[0]->type == &method_type && window[1] == NULL) {
        Method *method = (Method *)window[0];
        window[1] = object_retain(method->self);
        window[0] = object_retain(method->function);
        RELEASE(method);
    }
    bool has_self = window[1] != NULL;
    Object **base = has_self ? window + 1 : window + 2;
    size_t total = given + has_self;
    if (window[0]->type != &function_type || (((Function *)window[0])->code->flags & CODE_OPTIMIZED) == 0) {
        Object *result = object_call(rt, window[0], base, total - names->length, names);
        window_clear(window, given);
        if (unlikely(result == NULL))
            ERROR();
        STORE(pc->a, result);
        NEXT(3);
    }
    Function *function = (Function *)window[0];
    Code *code = function->code;
    uint32_t flags = 0;
    if (unlikely((frame->flags & FRAME_GENERATOR) != 0 ||
                 (size_t)(thread->stack_end - base) < code->slot_count + 2 * total)) {
        base = arguments_move(rt, thread, base, total, code->slot_count + 2 * total, &flags);
        if (unlikely(base == NULL))
            ERROR();
    }
    if (unlikely(function_bind_in_place(rt, thread, function, base, total - names->length, names) < 0)) {
        if ((flags & FRAME_OWN_CHUNK) != 0)
            stack_close_chunk(rt, thread);
        ERROR();
    }
    frame->resume = pc + 4;
    new_function = function;
    new_slots = base;
    new_flags = flags;
    goto enter;
}
do_CALL_EX: {
    SAVE();
    Object **window = &slots[pc->b];
    if (unlikely(call_ex_prepare(rt, window) < 0))
        ERROR();
    if (window[0]->type == &function_type && (((Function *)window[0])->code->flags & CODE_OPTIMIZED) != 0) {
        Function *function = (Function *)window[0];
        Code *code = function->code;
        Object **base = window + 4;
        uint32_t flags = FRAME_CLEARS_WINDOW;
        if (unlikely((frame->flags & FRAME_GENERATOR) != 0 || base + code->slot_count > thread->stack_end)) {
            base = arguments_move(rt, thread, base, 0, code->slot_count, &flags);
            if (unlikely(base == NULL))
                ERROR();
        }
        if (unlikely(function_bind_packed(rt, thread, function, base, (Tuple *)window[2], (Dict *)window[3]) < 0)) {
            if ((flags & FRAME_OWN_CHUNK) != 0)
                stack_close_chunk(rt, thread);
            ERROR();
        }
        frame->resume = pc + 1;
        new_function = function;
        new_slots = base;
        new_flags = flags;
        goto enter;
    }
    Object *result = object_call_tuple(rt, window[0], (Tuple *)window[2], (Dict *)window[3]);
    object_clear_slot(&window[0]);
    object_clear_slot(&window[2]);
    object_clear_slot(&window[3]);
    if (unlikely(result == NULL))
        ERROR();
    STORE(pc->a, result);
    NEXT(0);
}

do_RETURN: {
    Object *value;
    if (likely(pc->b >= 0)) {
        value = slots[pc->b];
        slots[pc->b] = NULL;
    } else {
        value = object_retain(constants[~pc->b]);
    }
    SAVE();
    if (unlikely(frame->flags != 0)) {
        returned = value;
        if (frame->flags == (FRAME_INITIALIZER | FRAME_OWNS_FUNCTION) && value == NONE)
            goto return_initializer;
        goto return_special;
    }
    for (Object **slot = slots, **end = slots + frame->code->variable_count; slot < end; slot++) {
        Object *old = *slot;
        if (old != NULL) {
            *slot = NULL;
            RELEASE(old);
        }
    }
    if (unlikely(frame->flags != 0)) { /* a finalizer asked for the frame's object */
        returned = value;
        goto return_special;
    }
    rt->recursion_depth--;
    thread->frame = frame = frame->previous;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    Object **callable = &slots[pc->b];
    Object *function = *callable;
    *callable = NULL;
    RELEASE(function);
    STORE(pc->a, value);
    JUMP_TO(frame->resume);
}
return_initializer: {
    for (Object **slot = slots, **end = slots + frame->code->variable_count; slot < end; slot++) {
        Object *old = *slot;
        if (old != NULL) {
            *slot = NULL;
            RELEASE(old);
        }
    }
    if (unlikely(frame->flags != (FRAME_INITIALIZER | FRAME_OWNS_FUNCTION)))
        goto return_special;
    Object *init = (Object *)frame->function;
    rt->recursion_depth -= 2;
    thread->frame = frame = frame->previous;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    RELEASE(init);
    Object **window = &slots[pc->b];
    Object *instance = window[1];
    window[1] = NULL;
    for (Object **argument = window + 2, **end = argument + pc->c; argument < end; argument++) {
        Object *old = *argument;
        *argument = NULL;
        RELEASE(old); /* what stood for CPython's tuple */
        RELEASE(old);
    }
    object_clear_slot(&window[0]);
    STORE(pc->a, instance);
    JUMP_TO(frame->resume);
}
return_special: {
    uint32_t flags = frame->flags;
    if ((flags & FRAME_GENERATOR) != 0) {
        Generator *generator = frame_generator(frame);
        Frame *resumer = frame->previous;
        generator_leave(rt, thread, generator, GENERATOR_FINISHED);
        if ((flags & FRAME_ENTRY) != 0)
            return returned;
        frame = resumer;
        pc = frame->pc;
        slots = frame->slots;
        constants = frame->constants;
        if (pc->op != OP_SEND) { /* FOR_ITER in either form */
            RELEASE(returned);
            goto for_iter_end;
        }
        object_clear_slot(&slots[pc->b]);
        STORE(pc->a, returned);
        JUMP_TO(pc + 1 + pc->c);
    }
    Frame *caller = frame->previous;
    frame_leave(rt, thread, frame);
    if ((flags & FRAME_ENTRY) != 0)
        return returned;
    frame = caller;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    Object **window = &slots[pc->b];
    if ((flags & FRAME_INITIALIZER) != 0) {
        size_t count = (size_t)pc->c;
        for (size_t i = 0; i < count; i++)
            RELEASE(window[2 + i]); /* what stood for CPython's tuple */
        if (unlikely(returned != NONE)) {
            error_set(rt, &type_error_type, "__init__() should return None, not '%T'", returned);
            RELEASE(returned);
            ERROR();
        }
        returned = window[1];
        window[1] = NULL;
        for (size_t i = 0; i < count; i++)
            object_clear_slot(&window[2 + i]);
    }
    if ((flags & FRAME_CLEARS_WINDOW) != 0) { /* CALL_EX: tuple and dict of arguments */
        object_clear_slot(&window[2]);
        object_clear_slot(&window[3]);
    }
    object_clear_slot(&window[0]);
    STORE(pc->a, returned);
    JUMP_TO(frame->resume);
}

do_MAKE_FUNCTION: {
    SAVE();
    Object *function = make_function(rt, frame, (Code *)constants[pc->b], &slots[pc->c], pc->n);
    if (unlikely(function == NULL))
        ERROR();
    STORE(pc->a, function);
    NEXT(0);
}

    /* ---- building ---- */

do_BUILD_TUPLE: {
    SAVE();
    size_t count = (size_t)pc->c;
    Tuple *tuple = EMPTY_TUPLE;
    if (count != 0) {
        tuple = tuple_new(rt, count);
        if (unlikely(tuple == NULL))
            ERROR();
        Object **from = &slots[pc->b];
        for (size_t i = 0; i < count; i++) {
            tuple->items[i] = from[i];
            from[i] = NULL;
        }
        tuple_publish(rt, tuple);
    }
    STORE(pc->a, (Object *)tuple);
    NEXT(0);
}
do_BUILD_LIST: {
    SAVE();
    size_t count = (size_t)pc->c;
    List *list = list_new(rt, count);
    if (unlikely(list == NULL))
        ERROR();
    Object **from = &slots[pc->b];
    for (size_t i = 0; i < count; i++) {
        list->items[i] = from[i];
        from[i] = NULL;
    }
    list->length = count;
    STORE(pc->a, (Object *)list);
    NEXT(0);
}
do_BUILD_SET: {
    SAVE();
    Set *set = set_new(rt, NULL);
    if (unlikely(set == NULL))
        ERROR();
    Object **from = &slots[pc->b];
    for (int i = 0; i < pc->c; i++) {
        if (unlikely(set_add(rt, set, from[i]) < 0)) {
            RELEASE(set);
            ERROR();
        }
    }
    for (int i = 0; i < pc->c; i++)
        object_clear_slot(&from[i]);
    STORE(pc->a, (Object *)set);
    NEXT(0);
}
do_BUILD_MAP: {
    SAVE();
    if (pc->c == 0 && pc[1].op == OP_DICT_MERGE && pc[1].a == pc->a && pc[2].op == OP_CALL_EX && pc[2].b + 3 == pc->a) {
        /* f(**keywords): the call changes nothing in the dict, so it need not be copied. */
        const Instruction *merge = pc + 1;
        Object *keywords = merge->b >= 0 ? slots[merge->b] : constants[~merge->b];
        if (dict_check_exact(keywords) && ((Dict *)keywords)->table->only_str_keys) {
            if ((merge->n & USE_B) != 0)
                slots[merge->b] = NULL;
            else
                object_retain(keywords);
            STORE(pc->a, keywords);
            JUMP_TO(pc + 2);
        }
    }
    size_t count = (size_t)pc->c;
    Dict *dict = count == 0 ? dict_new(rt) : dict_new_presized(rt, count);
    if (unlikely(dict == NULL))
        ERROR();
    Object **from = &slots[pc->b];
    for (size_t i = 0; i < count; i++) {
        if (unlikely(dict_set(rt, dict, from[2 * i], from[2 * i + 1]) < 0)) {
            RELEASE(dict);
            ERROR();
        }
    }
    for (size_t i = 0; i < 2 * count; i++)
        object_clear_slot(&from[i]);
    STORE(pc->a, (Object *)dict);
    NEXT(0);
}
do_BUILD_STRING: {
    SAVE();
    Object **from = &slots[pc->b];
    Object *result = strings_join(rt, from, (size_t)pc->c);
    if (unlikely(result == NULL))
        ERROR();
    for (int i = 0; i < pc->c; i++)
        object_clear_slot(&from[i]);
    STORE(pc->a, result);
    NEXT(0);
}
do_FORMAT: {
    SAVE();
    bool has_specification = (pc->n & 4) != 0;
    Object *result = format_value(rt, SOURCE(pc->b), has_specification ? SOURCE(pc->c) : NULL, pc->n & 3);
    if (unlikely(result == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    if (has_specification)
        CONSUME(USE_C, pc->c);
    STORE(pc->a, result);
    NEXT(0);
}
do_LIST_APPEND: {
    SAVE();
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    if (unlikely(list_append_steal(rt, (List *)slots[pc->a], value) < 0))
        ERROR();
    NEXT(0);
}
do_LIST_EXTEND:
    SAVE();
    if (unlikely(display_extend(rt, (List *)slots[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(0);
do_SET_ADD:
    SAVE();
    if (unlikely(set_add(rt, (Set *)slots[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(0);
do_SET_UPDATE:
    SAVE();
    if (unlikely(set_update(rt, (Set *)slots[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(0);
do_MAP_ADD:
    SAVE();
    if (unlikely(dict_set(rt, (Dict *)slots[pc->a], SOURCE(pc->b), SOURCE(pc->c)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    CONSUME(USE_C, pc->c);
    NEXT(0);
do_DICT_UPDATE:
    SAVE();
    if (unlikely(dict_display_update(rt, (Dict *)slots[pc->a], SOURCE(pc->b)) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(0);
do_DICT_MERGE:
    SAVE();
    if (unlikely(keywords_merge(rt, (Dict *)slots[pc->a], SOURCE(pc->b), slots[pc->c]) < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    NEXT(0);
do_LIST_TO_TUPLE: {
    SAVE();
    List *list = (List *)slots[pc->b];
    Tuple *tuple = list_as_tuple(rt, list);
    if (unlikely(tuple == NULL))
        ERROR();
    object_clear_slot(&slots[pc->b]);
    STORE(pc->a, (Object *)tuple);
    NEXT(0);
}

    /* ---- exceptions and with ---- */

do_RAISE:
    SAVE();
    if ((pc->n & 3) == 0) {
        if (unlikely(rt->handled == NULL)) {
            error_set(rt, &runtime_error_type, "No active exception to reraise");
            ERROR();
        }
        error_restore_steal(rt, object_retain(rt->handled));
        goto unwind;
    }
    raise_exception(rt, SOURCE(pc->a), (pc->n & 3) == 2 ? SOURCE(pc->b) : NULL);
    ERROR();

do_RERAISE: {
    Object *exception = slots[pc->a];
    slots[pc->a] = NULL;
    SAVE();
    error_restore_steal(rt, exception);
    goto unwind;
}
do_EXCEPT_ENTER:
    SAVE();
    handling_enter(rt, frame, &slots[pc->a]);
    NEXT(0);
do_EXCEPT_LEAVE:
    SAVE();
    handling_leave(rt, frame, &slots[pc->a]);
    NEXT(0);
do_LOAD_HANDLED:
    SAVE();
    STORE(pc->a, object_retain(rt->handled));
    NEXT(0);

do_JUMP_IF_NO_MATCH: {
    SAVE();
    int matches = handled_matches(rt, SOURCE(pc->b));
    if (unlikely(matches < 0))
        ERROR();
    CONSUME(USE_B, pc->b);
    if (matches == 0)
        JUMP_POLLED(pc + 1, pc->c);
    NEXT(0);
}
do_WITH_ENTER: {
    SAVE();
    Object *leave;
    Object *entered = with_enter(rt, SOURCE(pc->b), &leave);
    if (unlikely(entered == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, leave);
    STORE(pc->c, entered);
    NEXT(0);
}
do_WITH_EXIT: {
    SAVE();
    Object *leave = slots[pc->a];
    slots[pc->a] = NULL;
    Object *result = object_call(rt, leave, (Object *[]){NONE, NONE, NONE}, 3, NULL);
    RELEASE(leave);
    if (unlikely(result == NULL))
        ERROR();
    RELEASE(result);
    NEXT(0);
}
do_WITH_EXCEPT: {
    SAVE();
    Exception *exception = (Exception *)rt->handled;
    Object *traceback = object_retain(exception->traceback == NULL ? NONE : exception->traceback);
    Object *result = object_call(
        rt, slots[pc->b], (Object *[]){(Object *)exception->head.type, (Object *)exception, traceback}, 3, NULL);
    RELEASE(traceback);
    if (unlikely(result == NULL))
        ERROR();
    STORE(pc->a, result);
    NEXT(0);
}

    /* ---- generators ---- */

do_RETURN_GENERATOR: {
    SAVE();
    Code *code = frame->code;
    if (unlikely((code->flags & CODE_GENERATOR) == 0)) {
        error_set(rt, &system_error_type, "coroutines are not supported yet");
        ERROR();
    }
    Generator *generator = generator_new(rt, frame->function);
    if (unlikely(generator == NULL))
        ERROR();
    for (size_t i = 0, count = code->slot_count; i < count; i++) {
        generator->slots[i] = slots[i];
        slots[i] = NULL;
    }
    generator->frame.pc = pc;
    gc_track(rt, generator);
    returned = (Object *)generator;
    if (unlikely(frame->flags != 0))
        goto return_special;
    rt->recursion_depth--;
    thread->frame = frame = frame->previous;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    object_clear_slot(&slots[pc->b]);
    STORE(pc->a, returned);
    JUMP_TO(frame->resume);
}
do_YIELD: {
    Object *value = SOURCE(pc->b);
    if ((pc->n & USE_B) != 0)
        slots[pc->b] = NULL;
    else
        object_retain(value);
    SAVE();
    uint32_t flags = frame->flags;
    Generator *generator = frame_generator(frame);
    Frame *resumer = frame->previous;
    if (!generator_leave_quick(rt, thread, generator))
        generator_leave(rt, thread, generator, GENERATOR_SUSPENDED);
    if ((flags & FRAME_ENTRY) != 0)
        return value;
    frame = resumer;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    STORE(pc->a, value);
    JUMP_TO(frame->resume);
}
do_GET_YIELD_FROM_ITER: {
    SAVE();
    Object *iterator = yield_from_iterator(rt, SOURCE(pc->b));
    if (unlikely(iterator == NULL))
        ERROR();
    CONSUME(USE_B, pc->b);
    STORE(pc->a, iterator);
    NEXT(0);
}
do_SEND: {
    SAVE();
    Object *receiver = slots[pc->b], *value = slots[pc->a];
    slots[pc->a] = NULL;
    if (generator_check_exact(receiver)) {
        Generator *generator = (Generator *)receiver;
        bool is_new = generator->state == GENERATOR_CREATED;
        if (generator->state == GENERATOR_SUSPENDED || (is_new && value == NONE)) {
            frame->resume = pc + 1;
            if (!generator_enter_quick(rt, thread, generator, frame) &&
                unlikely(generator_enter(rt, thread, generator) < 0)) {
                RELEASE(value);
                ERROR();
            }
            frame = &generator->frame;
            slots = frame->slots;
            constants = frame->constants;
            pc = frame->pc;
            if (is_new)
                RELEASE(value);
            else
                STORE(pc->a, value);
            pc++;
            if (unlikely(POLL_WANTED()))
                goto poll;
            JUMP_TO(pc);
        }
    }
    Object *result = NULL;
    SendResult outcome = send_value(rt, receiver, value, &result);
    RELEASE(value);
    if (unlikely(outcome == SEND_ERROR))
        ERROR();
    if (outcome == SEND_NEXT) {
        STORE(pc->a, result);
        NEXT(0);
    }
    object_clear_slot(&slots[pc->b]);
    STORE(pc->a, result);
    JUMP_TO(pc + 1 + pc->c);
}

    /* ---- modules ---- */

do_IMPORT_NAME: {
    SAVE();
    Object *module = machine_import(rt, frame, (Str *)constants[pc->c], SOURCE(pc->b), pc->n);
    if (unlikely(module == NULL))
        ERROR();
    STORE(pc->a, module);
    NEXT(0);
}
do_IMPORT_FROM: {
    SAVE();
    Object *value = machine_import_from(rt, slots[pc->b], (Str *)constants[pc->c]);
    if (unlikely(value == NULL))
        ERROR();
    STORE(pc->a, value);
    NEXT(0);
}
do_IMPORT_STAR:
    SAVE();
    if (unlikely(machine_import_star(rt, frame, SOURCE(pc->a)) < 0))
        ERROR();
    CONSUME(USE_A, pc->a);
    NEXT(0);
do_PRINT_EXPRESSION:
    SAVE();
    if (unlikely(print_expression(rt, SOURCE(pc->a)) < 0))
        ERROR();
    CONSUME(USE_A, pc->a);
    NEXT(0);

    /* ---- not yet ---- */

do_THROW_INTO:
do_GET_AWAITABLE:
do_GET_AITER:
do_GET_ANEXT:
do_END_ASYNC_FOR:
do_ASYNC_WITH_ENTER:
do_ASYNC_WITH_EXIT:
do_MATCH_SEQUENCE:
do_MATCH_MAPPING:
do_MATCH_KEYS:
do_MATCH_CLASS:
do_GET_LENGTH:
do_EXCEPT_GROUP_MATCH:
do_PREPARE_RERAISE_STAR:
do_unknown:
    SAVE();
    error_set(rt, &system_error_type, "unknown opcode");
    ERROR();

    /* ---- interruptions and errors ---- */

poll:
    /* Before the instruction at `pc`. */
    SAVE();
    if (machine_poll(rt) < 0)
        ERROR();
    goto *labels[pc->op];

error:
    SAVE();
    traceback_add(rt, frame);
unwind: {
    size_t number = frame_instruction(frame);
    const HandlerEntry *handler = handler_find(frame->code, number);
    size_t depth = handler != NULL ? handler->depth : code_variable_count(frame->code);
    for (size_t i = frame->code->slot_count; i > depth; i--)
        if (slots[i - 1] != NULL)
            object_clear_slot(&slots[i - 1]);
    if (handler != NULL) {
        slots[depth] = error_take(rt);
        JUMP_TO(pc - number + handler->target);
    }

    uint32_t flags = frame->flags;
    Frame *caller = frame->previous;
    if ((flags & FRAME_GENERATOR) != 0) {
        generator_leave(rt, thread, frame_generator(frame), GENERATOR_FINISHED);
        if (error_matches(rt, &stop_iteration_type))
            stop_iteration_convert(rt);
    } else {
        frame_leave(rt, thread, frame);
    }
    if ((flags & FRAME_ENTRY) != 0)
        return NULL;
    frame = caller;
    pc = frame->pc;
    slots = frame->slots;
    constants = frame->constants;
    if ((flags & FRAME_INITIALIZER) != 0)
        for (int i = 0; i < pc->c; i++)
            RELEASE(slots[pc->b + 2 + i]);
    goto error;
}
}
