/* Generators: a frame that can be left and entered again. It lies in the object, its slots behind it. */
#ifndef OURO_TYPES_GENERATOR_H
#define OURO_TYPES_GENERATOR_H

#include "types/frame.h"

typedef enum GeneratorState {
    GENERATOR_CREATED,   /* not yet started */
    GENERATOR_SUSPENDED, /* at a YIELD */
    GENERATOR_RUNNING,
    GENERATOR_FINISHED,  /* its frame is gone */
} GeneratorState;

typedef struct Generator {
    Object head;
    Code *code;
    Str *name, *qualified_name;
    /* Exception handling of its own (vm/unwind.c). While it is suspended: the exception that it handles itself, or
     * NULL. While it runs: the exception that its resumer handles. Owned. */
    Object *handled;
    uint8_t state; /* GeneratorState */
    Frame frame;   /* valid until it is finished; owns its function */
    Object *slots[];
} Generator;
extern const Type generator_type, coroutine_type, async_generator_type;

static inline bool generator_check_exact(const void *object)
{
    return object_has_type(object, &generator_type);
}
/* A generator for `function` in the state CREATED, slots NULL, tracked by the caller with gc_track. `function` is retained. */
Generator *generator_new(Runtime *rt, Function *function);
/* Drops the frame: it is finished. Never fails, may run Python code. */
void generator_finish(Runtime *rt, Generator *generator);
/* What it delegates to with `yield from`, borrowed, or NULL. */
Object *generator_delegate_borrow(const Generator *generator);

typedef enum SendResult { SEND_ERROR = -1, SEND_RETURN = 0, SEND_NEXT = 1 } SendResult;

/* Runs it up to its next YIELD (SEND_NEXT), its end (SEND_RETURN) or an error, with *result owned. `value` is what the
 * YIELD at which it stands gives (handed over; None when it was not started). With `value` NULL the pending error is
 * raised there. The caller has made sure that it is neither running nor finished. By vm/. */
SendResult generator_resume_steal(Runtime *rt, Generator *generator, Object *value, Object **result);
/* Goes on behind the SEND at whose YIELD it stands, as if what it delegates to had returned `value` (handed over). By vm/. */
SendResult generator_resume_returned_steal(Runtime *rt, Generator *generator, Object *value, Object **result);
/* generator.send(value) and next(generator) with all checks; for any object whose type is a generator's. */
SendResult generator_send(Runtime *rt, Generator *generator, Object *value, Object **result);
/* generator.throw: `exception` is an instance. Object or NULL with an error (StopIteration when it returned). */
Object *generator_throw(Runtime *rt, Generator *generator, Object *exception, bool close_delegate);
MUST_CHECK int generator_close(Runtime *rt, Generator *generator);

#endif
