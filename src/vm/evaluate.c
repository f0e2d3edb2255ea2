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
 * The instructions themselves are in five parts, included into the one function:
 *
 *    loop_names.inc      moving, cells, names          loop_calls.inc      calls and returns
 *    loop_objects.inc    attributes and items          loop_building.inc   building, exceptions, generators, imports
 *    loop_numbers.inc    operators, conditions, loops
 *
 * SAVE() before anything that can run Python code: frames must tell their line. RELEASE() does it by itself. */
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

#include "vm/loop_names.inc"
#include "vm/loop_objects.inc"
#include "vm/loop_numbers.inc"
#include "vm/loop_calls.inc"
#include "vm/loop_building.inc"

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
