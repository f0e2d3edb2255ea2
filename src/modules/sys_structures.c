/* The structures of sys: flags, version_info, hash_info, float_info, int_info, thread_info; and the namespace
 * implementation. */
#include <float.h>

#include "modules/sys.h"
#include "object/error.h"
#include "object/options.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/simple_namespace.h"
#include "types/str.h"
#include "types/struct_sequence.h"

#define STRUCTURE(id, text, ...)                                                                   \
    static const Type sys_##id##_type = {                                                          \
        TYPE_IDENTITY(sys_##id), .name = text, STRUCT_SEQUENCE_SLOTS,                              \
        .members = (const MemberSpec[]){__VA_ARGS__, {0}},                                         \
    }

STRUCTURE(flags, "sys.flags", STRUCT_FIELD(0, "debug"), STRUCT_FIELD(1, "inspect"), STRUCT_FIELD(2, "interactive"),
          STRUCT_FIELD(3, "optimize"), STRUCT_FIELD(4, "dont_write_bytecode"), STRUCT_FIELD(5, "no_user_site"),
          STRUCT_FIELD(6, "no_site"), STRUCT_FIELD(7, "ignore_environment"), STRUCT_FIELD(8, "verbose"),
          STRUCT_FIELD(9, "bytes_warning"), STRUCT_FIELD(10, "quiet"), STRUCT_FIELD(11, "hash_randomization"),
          STRUCT_FIELD(12, "isolated"), STRUCT_FIELD(13, "dev_mode"), STRUCT_FIELD(14, "utf8_mode"),
          STRUCT_FIELD(15, "warn_default_encoding"), STRUCT_FIELD(16, "safe_path"), STRUCT_FIELD(17, "int_max_str_digits"));
STRUCTURE(version_info, "sys.version_info", STRUCT_FIELD(0, "major"), STRUCT_FIELD(1, "minor"), STRUCT_FIELD(2, "micro"),
          STRUCT_FIELD(3, "releaselevel"), STRUCT_FIELD(4, "serial"));
STRUCTURE(hash_info, "sys.hash_info", STRUCT_FIELD(0, "width"), STRUCT_FIELD(1, "modulus"), STRUCT_FIELD(2, "inf"),
          STRUCT_FIELD(3, "nan"), STRUCT_FIELD(4, "imag"), STRUCT_FIELD(5, "algorithm"), STRUCT_FIELD(6, "hash_bits"),
          STRUCT_FIELD(7, "seed_bits"), STRUCT_FIELD(8, "cutoff"));
STRUCTURE(float_info, "sys.float_info", STRUCT_FIELD(0, "max"), STRUCT_FIELD(1, "max_exp"), STRUCT_FIELD(2, "max_10_exp"),
          STRUCT_FIELD(3, "min"), STRUCT_FIELD(4, "min_exp"), STRUCT_FIELD(5, "min_10_exp"), STRUCT_FIELD(6, "dig"),
          STRUCT_FIELD(7, "mant_dig"), STRUCT_FIELD(8, "epsilon"), STRUCT_FIELD(9, "radix"), STRUCT_FIELD(10, "rounds"));
STRUCTURE(int_info, "sys.int_info", STRUCT_FIELD(0, "bits_per_digit"), STRUCT_FIELD(1, "sizeof_digit"),
          STRUCT_FIELD(2, "default_max_str_digits"), STRUCT_FIELD(3, "str_digits_check_threshold"));
STRUCTURE(thread_info, "sys.thread_info", STRUCT_FIELD(0, "name"), STRUCT_FIELD(1, "lock"), STRUCT_FIELD(2, "version"));

static Object *whole(Runtime *rt, int64_t value) { return (Object *)int_from_int64(rt, value); }
static Object *text(Runtime *rt, const char *value) { return (Object *)str_from_c(rt, value); }

static int add(Runtime *rt, Module *module, const char *name, const Type *type, Object **items, size_t count)
{
    owned Object *structure = struct_sequence_new_steal(rt, type, items, count);
    return structure == NULL ? -1 : module_add(rt, module, name, structure);
}
#define ADD(name, id, items) add(rt, module, name, &sys_##id##_type, items, sizeof items / sizeof *items)

static int add_flags(Runtime *rt, Module *module)
{
    static const RuntimeOptions none;
    const RuntimeOptions *o = rt->options != NULL ? rt->options : &none;
    Object *items[] = {
        whole(rt, o->debug), whole(rt, o->inspect), whole(rt, o->interactive), whole(rt, o->optimize),
        whole(rt, o->dont_write_bytecode), whole(rt, o->no_user_site), whole(rt, o->no_site),
        whole(rt, o->ignore_environment), whole(rt, o->verbose), whole(rt, o->bytes_warning), whole(rt, o->quiet),
        whole(rt, !o->hash_fixed), whole(rt, o->isolated), bool_object(o->dev_mode), whole(rt, 0),
        whole(rt, o->warn_default_encoding), bool_object(o->safe_path), whole(rt, -1), /* -1: nobody has set it */
    };
    return ADD("flags", flags, items);
}

static Object *version(Runtime *rt)
{
    Object *items[] = {whole(rt, 3), whole(rt, 11), whole(rt, 2), text(rt, "final"), whole(rt, 0)};
    return struct_sequence_new_steal(rt, &sys_version_info_type, items, sizeof items / sizeof *items);
}

/* A namespace, no structure: the module types takes the type SimpleNamespace from here. */
static int add_implementation(Runtime *rt, Module *module, Object *info)
{
    static const char *const names[] = {"name", "cache_tag", "version", "hexversion"};
    Object *values[] = {text(rt, "ouro"), text(rt, "ouro-0"), object_retain(info), whole(rt, 0x030b02f0)};
    owned Dict *attributes = dict_new(rt);
    int result = attributes == NULL ? -1 : 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (result == 0 && (values[i] == NULL || dict_set_c(rt, attributes, names[i], values[i]) < 0))
            result = -1;
        object_release_maybe(values[i]);
    }
    owned Object *namespace = result < 0 ? NULL : simple_namespace_new(rt, attributes);
    return namespace == NULL ? -1 : module_add(rt, module, "implementation", namespace);
}

int sys_structures_fill(Runtime *rt, Module *module)
{
    owned Object *info = version(rt);
    if (info == NULL || module_add(rt, module, "version_info", info) < 0 || add_flags(rt, module) < 0)
        return -1;
    Object *hash[] = {whole(rt, 64), whole(rt, (INT64_C(1) << 61) - 1), whole(rt, 314159), whole(rt, 0), whole(rt, 1000003),
                      text(rt, "siphash13"), whole(rt, 64), whole(rt, 128), whole(rt, 0)};
    Object *real[] = {float_new(rt, DBL_MAX), whole(rt, DBL_MAX_EXP), whole(rt, DBL_MAX_10_EXP), float_new(rt, DBL_MIN),
                      whole(rt, DBL_MIN_EXP), whole(rt, DBL_MIN_10_EXP), whole(rt, DBL_DIG), whole(rt, DBL_MANT_DIG),
                      float_new(rt, DBL_EPSILON), whole(rt, FLT_RADIX), whole(rt, 1)};
    Object *integer[] = {whole(rt, 64), whole(rt, 8), whole(rt, 4300), whole(rt, 640)};
    Object *thread[] = {text(rt, "pthread"), text(rt, "semaphore"), NONE};
    int result = ADD("hash_info", hash_info, hash); /* each takes its items over, also when an earlier one failed */
    if (ADD("float_info", float_info, real) < 0)
        result = -1;
    if (ADD("int_info", int_info, integer) < 0)
        result = -1;
    if (ADD("thread_info", thread_info, thread) < 0)
        result = -1;
    return result < 0 ? -1 : add_implementation(rt, module, info);
}
