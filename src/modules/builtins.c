/* The module builtins: its functions. Those that compile and run code are builtins_run.c's. */
#include "modules/builtins.h"

#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterator.h"
#include "types/list.h"
#include "types/str.h"
#include "types/type.h"

/* ---- one object ---------------------------------------------------------------------------------- */

static Object *builtin_abs(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return number_unary(rt, args[0], UNARY_ABSOLUTE);
}

static Object *builtin_ascii(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_ascii(rt, args[0]);
}

static Object *builtin_callable(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)rt, (void)self, (void)n;
    return bool_object(object_is_callable(args[0]));
}

static Object *builtin_hash(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int64_t hash = object_hash(rt, args[0]);
    return hash == -1 ? NULL : (Object *)int_from_int64(rt, hash);
}

static Object *builtin_id(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_id(rt, args[0]);
}

static Object *builtin_len(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    ssize_t length = object_length(rt, args[0]);
    return length < 0 ? NULL : (Object *)int_from_size(rt, length);
}

static Object *builtin_repr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return object_repr(rt, args[0]);
}

static Object *builtin_format(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    if (n == 2 && !str_check(args[1]))
        return error_set(rt, &type_error_type, "format() argument 2 must be str, not %T", args[1]);
    return object_format(rt, args[0], n == 2 ? args[1] : NULL);
}

/* '0b', '0o', '0x' and the digits. */
static Object *prefixed(Runtime *rt, Object *object, int base, char letter)
{
    owned Object *number = number_index(rt, object);
    owned Str *digits = number == NULL ? NULL : int_to_text(rt, (Int *)number, base);
    if (digits == NULL)
        return NULL;
    bool negative = int_sign((Int *)number) < 0;
    StrBuilder builder;
    str_builder_open(&builder, rt);
    if (negative)
        str_builder_add_character(&builder, '-');
    str_builder_add_character(&builder, '0');
    str_builder_add_character(&builder, (uint32_t)letter);
    str_builder_add_slice(&builder, digits, negative, digits->length);
    return (Object *)str_builder_finish(&builder);
}

static Object *builtin_bin(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return prefixed(rt, args[0], 2, 'b');
}
static Object *builtin_oct(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return prefixed(rt, args[0], 8, 'o');
}
static Object *builtin_hex(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return prefixed(rt, args[0], 16, 'x');
}

static Object *builtin_chr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (int_check_exact(args[0]) && int_is_small(args[0]) && (uint64_t)int_small_value(args[0]) <= 0x10ffff)
        return (Object *)str_from_character(rt, (uint32_t)int_small_value(args[0]));
    owned Object *number = number_index(rt, args[0]);
    if (number == NULL)
        return NULL;
    int64_t code;
    if (!int_as_int64((Int *)number, &code) || code > INT32_MAX || code < INT32_MIN)
        return error_set(rt, &overflow_error_type, "Python int too large to convert to C int");
    if (code < 0 || code > 0x10ffff)
        return error_set(rt, &value_error_type, "chr() arg not in range(0x110000)");
    return (Object *)str_from_character(rt, (uint32_t)code);
}

static Object *builtin_ord(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    size_t length;
    if (str_check(args[0])) {
        length = ((Str *)args[0])->length;
        if (length == 1)
            return (Object *)int_from_int64(rt, str_at((Str *)args[0], 0));
    } else if (bytes_check(args[0]) || object_has_flag(args[0], TYPE_BYTEARRAY)) {
        const char *data;
        owned Object *holder = NULL;
        if (!bytes_view(rt, args[0], &data, &length, &holder))
            return NULL;
        if (length == 1)
            return (Object *)int_from_int64(rt, (unsigned char)*data);
    } else {
        return error_set(rt, &type_error_type, "ord() expected string of length 1, but %T found", args[0]);
    }
    return error_set(rt, &type_error_type, "ord() expected a character, but string of length %zu found", length);
}

/* ---- attributes ---------------------------------------------------------------------------------- */

static Str *attribute_name(Runtime *rt, Object *name, const char *function)
{
    if (str_check(name))
        return (Str *)name;
    return error_set(rt, &type_error_type, function[0] == 'a' ? "attribute name must be string, not '%T'"
                                                              : "hasattr(): attribute name must be string", name);
}

static Object *builtin_getattr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    Str *name = attribute_name(rt, args[1], "attribute");
    if (name == NULL)
        return NULL;
    if (n == 2)
        return object_get_attribute(rt, args[0], name);
    Object *value = NULL;
    int found = object_find_attribute(rt, args[0], name, &value);
    return found < 0 ? NULL : found == 0 ? object_retain(args[2]) : value;
}

static Object *builtin_hasattr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Str *name = attribute_name(rt, args[1], "attribute");
    int found = name == NULL ? -1 : object_has_attribute(rt, args[0], name);
    return found < 0 ? NULL : bool_object(found);
}

static Object *builtin_setattr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Str *name = attribute_name(rt, args[1], "attribute");
    return name == NULL || object_set_attribute(rt, args[0], name, args[2]) < 0 ? NULL : NONE;
}

static Object *builtin_delattr(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    Str *name = attribute_name(rt, args[1], "attribute");
    return name == NULL || object_set_attribute(rt, args[0], name, NULL) < 0 ? NULL : NONE;
}

static Object *builtin_isinstance(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int result = object_is_instance(rt, args[0], args[1]);
    return result < 0 ? NULL : bool_object(result);
}

static Object *builtin_issubclass(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    int result = object_is_subclass(rt, args[0], args[1]);
    return result < 0 ? NULL : bool_object(result);
}

/* ---- numbers ------------------------------------------------------------------------------------- */

static Object *builtin_divmod(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return number_binary(rt, args[0], args[1], BINARY_DIVMOD);
}

static Object *builtin_pow(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return number_power(rt, args[0], args[1], args[2] == NONE ? NULL : args[2]);
}

static Object *builtin_round(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    owned Object *method = NULL;
    bool unbound = false;
    int found = object_find_special(rt, args[0], NAME(__round__), &method, &unbound);
    if (found < 0)
        return NULL;
    if (found == 0)
        return error_set(rt, &type_error_type, "type %T doesn't define __round__ method", args[0]);
    Object *arguments[2] = {args[0], args[1]};
    bool digits = args[1] != NULL && args[1] != NONE;
    return unbound ? object_call(rt, method, arguments, 1 + digits, NULL)
                   : object_call(rt, method, arguments + 1, digits, NULL);
}

/* sum(): ints within 64 bits and floats are added without objects as long as nothing else comes. */
typedef struct FastSum {
    enum { SUM_INT, SUM_FLOAT, SUM_OBJECT } kind;
    int64_t whole;
    double real;
} FastSum;

static Object *fast_sum_object(Runtime *rt, const FastSum *sum)
{
    return sum->kind == SUM_INT ? (Object *)int_from_int64(rt, sum->whole) : float_new(rt, sum->real);
}

/* True when `item` was added. */
static bool fast_sum_add(FastSum *sum, const Object *item)
{
    if (sum->kind == SUM_INT && (int_check_exact(item) || object_has_type(item, &bool_type)) && int_is_small(item)) {
        int64_t whole; /* the builtin stores what wrapped around, too */
        if (__builtin_add_overflow(sum->whole, int_small_value(item), &whole))
            return false;
        sum->whole = whole;
        return true;
    }
    if (sum->kind != SUM_FLOAT)
        return false;
    if (float_check_exact(item)) {
        sum->real += ((const Float *)item)->value;
        return true;
    }
    if (int_check(item) && int_is_small(item)) {
        sum->real += (double)int_small_value(item);
        return true;
    }
    return false;
}

/* The sum of a list or tuple of small ints and floats: adding them runs no code, so the row stands still and nothing needs to
 * be retained. NULL without an error when it is something else. */
static Object *sum_row(Runtime *rt, Object *row)
{
    if (!list_check_exact(row) && !tuple_check_exact(row))
        return NULL;
    Object **items = list_check_exact(row) ? ((List *)row)->items : ((Tuple *)row)->items;
    size_t length = list_check_exact(row) ? ((List *)row)->length : ((Tuple *)row)->length;
    FastSum sum = {.kind = SUM_INT};
    for (size_t i = 0; i < length; i++) {
        if (fast_sum_add(&sum, items[i]))
            continue;
        if (sum.kind != SUM_INT || !float_check_exact(items[i]))
            return NULL;
        sum = (FastSum){SUM_FLOAT, 0, (double)sum.whole + ((const Float *)items[i])->value};
    }
    return fast_sum_object(rt, &sum);
}

static Object *builtin_sum(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    if (args[1] != NULL && str_check(args[1]))
        return error_set(rt, &type_error_type, "sum() can't sum strings [use ''.join(seq) instead]");
    if (args[1] != NULL && bytes_check(args[1]))
        return error_set(rt, &type_error_type, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (args[1] != NULL && object_has_flag(args[1], TYPE_BYTEARRAY))
        return error_set(rt, &type_error_type, "sum() can't sum bytearray [use b''.join(seq) instead]");
    Object *quick = args[1] == NULL ? sum_row(rt, args[0]) : NULL;
    if (quick != NULL || error_pending(rt))
        return quick;
    owned Object *iterator = object_iter(rt, args[0]);
    owned Object *total = args[1] != NULL ? object_retain(args[1]) : (Object *)int_from_int64(rt, 0);
    if (iterator == NULL || total == NULL)
        return NULL;
    FastSum sum = {.kind = SUM_OBJECT};
    for (bool first = true;; first = false) {
        if (first || (sum.kind == SUM_OBJECT && float_check_exact(total))) {
            if (int_check_exact(total) && int_is_small(total))
                sum = (FastSum){SUM_INT, int_small_value(total), 0};
            else if (float_check_exact(total))
                sum = (FastSum){SUM_FLOAT, 0, ((Float *)total)->value};
        }
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            break;
        if (sum.kind != SUM_OBJECT) {
            if (fast_sum_add(&sum, item))
                continue;
            Object *so_far = fast_sum_object(rt, &sum);
            if (so_far == NULL)
                return NULL;
            object_replace_steal(&total, so_far);
            sum.kind = SUM_OBJECT;
        }
        Object *next = number_binary(rt, total, item, BINARY_ADD);
        if (next == NULL)
            return NULL;
        object_replace_steal(&total, next);
    }
    if (error_pending(rt))
        return NULL;
    return sum.kind != SUM_OBJECT ? fast_sum_object(rt, &sum) : take(&total);
}

/* ---- iteration ----------------------------------------------------------------------------------- */

static Object *all_or_any(Runtime *rt, Object *iterable, bool stop_at)
{
    owned Object *iterator = object_iter(rt, iterable);
    if (iterator == NULL)
        return NULL;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            return error_pending(rt) ? NULL : bool_object(!stop_at);
        int truth = object_truth(rt, item);
        if (truth < 0)
            return NULL;
        if (truth == stop_at)
            return bool_object(stop_at);
    }
}
static Object *builtin_all(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return all_or_any(rt, args[0], false);
}
static Object *builtin_any(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self, (void)n;
    return all_or_any(rt, args[0], true);
}

static Object *builtin_iter(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    if (n == 1)
        return object_iter(rt, args[0]);
    if (!object_is_callable(args[0]))
        return error_set(rt, &type_error_type, "iter(v, w): v must be callable");
    return callable_iterator_new(rt, args[0], args[1]);
}

static Object *builtin_next(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    if (args[0]->type->next == NULL)
        return error_set(rt, &type_error_type, "'%T' object is not an iterator", args[0]);
    owned Object *iterator = object_retain(args[0]);
    Object *item = iterator->type->next(rt, iterator);
    if (item != NULL)
        return item;
    if (n == 2) {
        if (error_pending(rt) && !error_clear_if(rt, &stop_iteration_type))
            return NULL;
        return object_retain(args[1]);
    }
    return error_pending(rt) ? NULL : error_set_value(rt, &stop_iteration_type, NULL);
}

/* Raw, because 3.11 tells of one argument too many or too few in words of its own. */
static Object *builtin_sorted(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    Object *bound[2];
    if (n != 1)
        return error_set(rt, &type_error_type, "sorted expected 1 argument, got %zu", n);
    if (arguments_bind(rt, "sort", "*, key=, reverse=", args + n, 0, names, bound, 2) < 0)
        return NULL;
    owned List *list = sequence_list(rt, args[0]);
    if (list == NULL)
        return NULL;
    int reverse = bound[1] == NULL ? 0 : object_truth(rt, bound[1]);
    if (reverse < 0 || list_sort(rt, list, bound[0] == NONE ? NULL : bound[0], reverse) < 0)
        return NULL;
    return (Object *)take(&list);
}

/* The keyword `name` among the values behind the positional arguments, or NULL. */
static Object *keyword_value(Object **args, size_t n, Tuple *names, const char *name)
{
    for (size_t i = 0; names != NULL && i < names->length; i++)
        if (str_equal_c((Str *)names->items[i], name))
            return args[n + i];
    return NULL;
}

static int check_keywords(Runtime *rt, Tuple *names, const char *const *allowed, const char *function)
{
    for (size_t i = 0; names != NULL && i < names->length; i++) {
        bool known = false;
        for (const char *const *name = allowed; !known && *name != NULL; name++)
            known = str_equal_c((Str *)names->items[i], *name);
        if (!known)
            return error_fail(rt, &type_error_type, "'%U' is an invalid keyword argument for %s()", names->items[i], function);
    }
    return 0;
}

static int extreme_without_key(Runtime *rt, Object *iterator, CompareOperation better, Object **found)
{
    owned Object *best = iterator_next(rt, iterator);
    Object *item;
    while (best != NULL && (item = iterator_next(rt, iterator)) != NULL) {
        int wins = object_compare_true(rt, item, best, better);
        if (wins > 0)
            object_replace_steal(&best, item);
        else
            object_release(item);
        if (wins < 0)
            return -1;
    }
    if (error_pending(rt))
        return -1;
    *found = take(&best);
    return 0;
}

/* The least or greatest of what `iterator` yields. `*found` is owned, NULL when there was nothing. */
static int extreme_of(Runtime *rt, Object *iterator, Object *key, CompareOperation better, Object **found)
{
    if (key == NULL)
        return extreme_without_key(rt, iterator, better, found);
    owned Object *best = NULL, *best_key = NULL;
    for (;;) {
        owned Object *item = iterator_next(rt, iterator);
        if (item == NULL)
            break;
        owned Object *item_key = object_call_one(rt, key, item);
        if (item_key == NULL)
            return -1;
        int wins = best == NULL ? 1 : object_compare_true(rt, item_key, best_key, better);
        if (wins < 0)
            return -1;
        if (wins) {
            object_replace_steal(&best, take(&item));
            object_replace_steal(&best_key, take(&item_key));
        }
    }
    if (error_pending(rt))
        return -1;
    *found = take(&best);
    return 0;
}

static Object *min_or_max(Runtime *rt, Object **args, size_t n, Tuple *names, const char *name, CompareOperation better)
{
    static const char *const allowed[] = {"key", "default", NULL};
    if (n == 0)
        return error_set(rt, &type_error_type, "%s expected at least 1 argument, got 0", name);
    if (check_keywords(rt, names, allowed, name) < 0)
        return NULL;
    Object *key = keyword_value(args, n, names, "key"), *fallback = keyword_value(args, n, names, "default");
    if (key == NONE)
        key = NULL;
    if (n > 1 && fallback != NULL)
        return error_set(rt, &type_error_type, "Cannot specify a default for %s() with multiple positional arguments", name);
    if (n > 1 && key == NULL) { /* two numbers, mostly: no tuple and no iterator for them */
        Object *best = args[0];
        for (size_t i = 1; i < n; i++) {
            int wins = object_compare_true(rt, args[i], best, better);
            if (wins < 0)
                return NULL;
            if (wins)
                best = args[i];
        }
        return object_retain(best);
    }
    owned Object *all = n > 1 ? (Object *)tuple_from_array(rt, args, n) : object_retain(args[0]);
    owned Object *iterator = all == NULL ? NULL : object_iter(rt, all);
    Object *found = NULL;
    if (iterator == NULL || extreme_of(rt, iterator, key, better, &found) < 0)
        return NULL;
    if (found != NULL)
        return found;
    return fallback != NULL ? object_retain(fallback) : error_set(rt, &value_error_type, "%s() arg is an empty sequence", name);
}
static Object *builtin_max(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    return min_or_max(rt, args, n, names, "max", COMPARE_GREATER);
}
static Object *builtin_min(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    return min_or_max(rt, args, n, names, "min", COMPARE_LESS);
}

/* ---- input and output ---------------------------------------------------------------------------- */

/* sys.NAME, owned; NULL with RuntimeError "lost sys.NAME", behind who asks, when it is gone. */
static Object *stream_of(Runtime *rt, Str *name, const char *asker)
{
    Object *stream = rt->sys_dict == NULL ? NULL : dict_get_str_borrow(rt, rt->sys_dict, name);
    return stream != NULL ? object_retain(stream) : error_set(rt, &runtime_error_type, "%slost sys.%U", asker, name);
}

static int write_text(Runtime *rt, Object *stream, Object *text)
{
    Object *arguments[2] = {stream, text};
    owned Object *result = object_call_method(rt, NAME(write), arguments, 2, NULL);
    return result == NULL ? -1 : 0;
}

static int print_separator(Runtime *rt, Object *value, const char *name, Str *fallback, Object **separator)
{
    if (value != NULL && value != NONE && !str_check(value))
        return error_fail(rt, &type_error_type, "%s must be None or a string, not %T", name, value);
    *separator = value == NULL || value == NONE ? (Object *)fallback : value;
    return 0;
}

static Object *builtin_print(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    static const char *const allowed[] = {"sep", "end", "file", "flush", NULL};
    if (check_keywords(rt, names, allowed, "print") < 0)
        return NULL;
    Object *file = keyword_value(args, n, names, "file"), *flush = keyword_value(args, n, names, "flush");
    Object *separator, *end;
    if (print_separator(rt, keyword_value(args, n, names, "sep"), "sep", CHARACTER(' '), &separator) < 0 ||
        print_separator(rt, keyword_value(args, n, names, "end"), "end", CHARACTER('\n'), &end) < 0)
        return NULL;
    owned Object *stream = file == NULL || file == NONE ? stream_of(rt, NAME(stdout), "") : object_retain(file);
    if (stream == NULL)
        return NULL;
    if (stream == NONE) /* sys.stdout may be None: then nothing is printed */
        return NONE;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && write_text(rt, stream, separator) < 0)
            return NULL;
        owned Object *text = object_str(rt, args[i]);
        if (text == NULL || write_text(rt, stream, text) < 0)
            return NULL;
    }
    if (write_text(rt, stream, end) < 0)
        return NULL;
    int flushes = flush == NULL ? 0 : object_truth(rt, flush);
    if (flushes < 0)
        return NULL;
    if (flushes) {
        owned Object *result = object_call_method(rt, NAME(flush), &stream, 1, NULL);
        if (result == NULL)
            return NULL;
    }
    return NONE;
}

static Object *builtin_input(Runtime *rt, Object *self, Object **args, size_t n)
{
    (void)self;
    owned Object *in = stream_of(rt, NAME(stdin), "input(): ");
    owned Object *out = in == NULL ? NULL : stream_of(rt, NAME(stdout), "input(): ");
    if (out == NULL)
        return NULL;
    if (in == NONE || out == NONE)
        return error_set(rt, &runtime_error_type, "input(): lost sys.%s", in == NONE ? "stdin" : "stdout");
    if (n == 1) {
        owned Object *prompt = object_str(rt, args[0]);
        if (prompt == NULL || write_text(rt, out, prompt) < 0)
            return NULL;
    }
    owned Object *flushed = object_call_method(rt, NAME(flush), &out, 1, NULL);
    if (flushed == NULL)
        error_clear(rt);
    owned Object *line = object_call_method(rt, NAME(readline), &in, 1, NULL);
    if (line == NULL)
        return NULL;
    if (!str_check(line))
        return error_set(rt, &type_error_type, "object.readline() returned non-string");
    Str *text = (Str *)line;
    if (text->length == 0)
        return error_set(rt, &eof_error_type, "EOF when reading a line");
    bool newline = str_at(text, text->length - 1) == '\n';
    return (Object *)str_slice(rt, text, 0, text->length - newline);
}

/* ---- the module ---------------------------------------------------------------------------------- */

static Object *builtin_build_class(Runtime *rt, Object *self, Object **args, size_t n, Tuple *names)
{
    (void)self;
    return class_build(rt, args, n, names);
}

const MethodSpec builtin_functions[] = {
    {"__build_class__", .keywords = builtin_build_class,
     .doc = "Makes a class of the function that is its body. Used by the class statement."},
    {"__import__", builtin_import, .parameters = "name, globals=, locals=, fromlist=, level=",
     .doc = "Imports a module. The import statement calls this; importlib.import_module() is for programs."},
    {"abs", builtin_abs, 1, 1,
     .doc = "The absolute value of the argument."},
    {"all", builtin_all, 1, 1,
     .doc = "True when bool(x) is True for all values x in the iterable; True when it is empty."},
    {"any", builtin_any, 1, 1,
     .doc = "True when bool(x) is True for any x in the iterable; False when it is empty."},
    {"ascii", builtin_ascii, 1, 1,
     .doc = "repr() with what is not ASCII escaped."},
    {"bin", builtin_bin, 1, 1,
     .doc = "The binary form of an integer, e.g. bin(10) is '0b1010'."},
    {"breakpoint", .keywords = builtin_breakpoint,
     .doc = "Calls sys.breakpointhook with the arguments."},
    {"callable", builtin_callable, 1, 1,
     .doc = "Whether the object can be called."},
    {"chr", builtin_chr, 1, 1,
     .doc = "The one-character string of a code point."},
    {"compile", builtin_compile,
     .parameters = "source, filename, mode, flags=, dont_inherit=, optimize=, *, _feature_version=",
     .doc = "Compiles source text into a code object for exec() or eval()."},
    {"delattr", builtin_delattr, 2, 2,
     .doc = "delattr(x, 'y') is del x.y."},
    {"dir", builtin_dir, 0, 1,
     .doc = "The names of the current scope, or a list of an object's attributes."},
    {"divmod", builtin_divmod, 2, 2,
     .doc = "The tuple (x//y, x%y)."},
    {"eval", builtin_eval, 1, 3,
     .doc = "Evaluates an expression, as text or code object, in the given scopes."},
    {"exec", builtin_exec, .parameters = "source, globals=, locals=, /, *, closure=",
     .doc = "Runs statements, as text or code object, in the given scopes."},
    {"format", builtin_format, 1, 2,
     .doc = "value.__format__(format_spec)."},
    {"getattr", builtin_getattr, 2, 3,
     .doc = "getattr(x, 'y') is x.y; a third argument is returned when the attribute is not there."},
    {"globals", builtin_globals, 0, 0,
     .doc = "The dict of the current module's names."},
    {"hasattr", builtin_hasattr, 2, 2,
     .doc = "Whether the object has an attribute of that name."},
    {"hash", builtin_hash, 1, 1,
     .doc = "The hash of the object: equal objects have equal hashes."},
    {"hex", builtin_hex, 1, 1,
     .doc = "The hexadecimal form of an integer, e.g. hex(255) is '0xff'."},
    {"id", builtin_id, 1, 1,
     .doc = "The identity of an object: its address, unique while it lives."},
    {"input", builtin_input, 0, 1,
     .doc = "Reads a line from standard input, without its newline; the argument is printed before."},
    {"isinstance", builtin_isinstance, 2, 2,
     .doc = "Whether the object is of the class or one derived from it; a tuple of classes means any of them."},
    {"issubclass", builtin_issubclass, 2, 2,
     .doc = "Whether the class derives from the other one, or is it; a tuple of classes means any of them."},
    {"iter", builtin_iter, 1, 2,
     .doc = "An iterator over the object; with two arguments, over what the callable returns until it equals the sentinel."},
    {"len", builtin_len, 1, 1,
     .doc = "The number of items in a container."},
    {"locals", builtin_locals, 0, 0,
     .doc = "A dict of the current scope's names."},
    {"max", .keywords = builtin_max,
     .doc = "The largest item of an iterable, or of two or more arguments."},
    {"min", .keywords = builtin_min,
     .doc = "The smallest item of an iterable, or of two or more arguments."},
    {"next", builtin_next, 1, 2,
     .doc = "The next item of an iterator; a second argument is returned when there is none."},
    {"oct", builtin_oct, 1, 1,
     .doc = "The octal form of an integer, e.g. oct(8) is '0o10'."},
    {"open", builtin_open,
     .parameters = "file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener=",
     .doc = "Opens a file and returns a stream; raises OSError on failure."},
    {"ord", builtin_ord, 1, 1,
     .doc = "The code point of a one-character string."},
    {"pow", builtin_pow, .parameters = "base, exp, mod=",
     .doc = "base**exp, modulo the third argument if there is one."},
    {"print", .keywords = builtin_print,
     .doc = "Prints the values to a stream, sys.stdout by default."},
    {"repr", builtin_repr, 1, 1,
     .doc = "The text that represents the object."},
    {"round", builtin_round, .parameters = "number, ndigits=",
     .doc = "Rounds a number to a precision in decimal digits."},
    {"setattr", builtin_setattr, 3, 3,
     .doc = "setattr(x, 'y', v) is x.y = v."},
    {"sorted", .keywords = builtin_sorted,
     .doc = "A new list of all items of the iterable, in ascending order."},
    {"sum", builtin_sum, .parameters = "iterable, /, start=",
     .doc = "The sum of a start value (0 by default) and the items of an iterable of numbers."},
    {"vars", builtin_vars, 0, 1,
     .doc = "The dict of the current scope's names, or object.__dict__."},
    {0},
};
