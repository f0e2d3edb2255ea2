/* The math module: the C library's functions of doubles, with Python's errors.
 *
 * Errors are read off the result, never off errno: NaN from numbers is "math domain error", infinity from finite
 * numbers "math range error" where the function can grow beyond all doubles, else a domain error (a pole). */
#include <float.h>
#include <math.h>
#include <string.h>

#include "modules/math_parts.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/tuple.h"

static const double pi = 3.141592653589793238462643383279502884197;

static void *domain_error(Runtime *rt)
{
    return error_set(rt, &value_error_type, "math domain error");
}
static void *range_error(Runtime *rt)
{
    return error_set(rt, &overflow_error_type, "math range error");
}

/* ---- functions of one number --------------------------------------------------------------------- */

static Object *call_1(Runtime *rt, Object *argument, double (*function)(double), bool can_overflow)
{
    double x;
    if (number_as_double(rt, argument, &x) < 0)
        return NULL;
    double result = function(x);
    if (isnan(result) && !isnan(x))
        return domain_error(rt);
    if (isinf(result) && isfinite(x))
        return can_overflow ? range_error(rt) : domain_error(rt);
    return float_new(rt, result);
}

#define FUNCTION_1(name, function, can_overflow)      \
    static MATH_FUNCTION(math_##name)                 \
    {                                                 \
        (void)self, (void)n;                          \
        return call_1(rt, args[0], function, can_overflow); \
    }

static double to_degrees(double x) { return x * (180.0 / pi); }
static double to_radians(double x) { return x * (pi / 180.0); }
static double ulp_of(double x)
{
    if (isnan(x))
        return x;
    x = fabs(x);
    if (isinf(x))
        return x;
    double next = nextafter(x, INFINITY);
    return isinf(next) ? x - nextafter(x, -INFINITY) : next - x;
}

FUNCTION_1(acos, acos, false)
FUNCTION_1(acosh, acosh, false)
FUNCTION_1(asin, asin, false)
FUNCTION_1(asinh, asinh, false)
FUNCTION_1(atan, atan, false)
FUNCTION_1(atanh, atanh, false)
FUNCTION_1(cbrt, cbrt, false)
FUNCTION_1(cos, cos, false)
FUNCTION_1(cosh, cosh, true)
FUNCTION_1(erf, erf, true)
FUNCTION_1(erfc, erfc, true)
FUNCTION_1(exp, exp, true)
FUNCTION_1(exp2, exp2, true)
FUNCTION_1(expm1, expm1, true)
FUNCTION_1(fabs, fabs, false)
FUNCTION_1(gamma, gamma_of, true)
FUNCTION_1(lgamma, log_gamma_of, true)
FUNCTION_1(log1p, log1p, false)
FUNCTION_1(sin, sin, false)
FUNCTION_1(sinh, sinh, true)
FUNCTION_1(sqrt, sqrt, false)
FUNCTION_1(tan, tan, false)
FUNCTION_1(tanh, tanh, false)

/* Whose results are never errors. */
#define PLAIN_1(name, function)                                                      \
    static MATH_FUNCTION(math_##name)                                                \
    {                                                                                \
        (void)self, (void)n;                                                         \
        double x;                                                                    \
        return number_as_double(rt, args[0], &x) < 0 ? NULL : float_new(rt, function(x)); \
    }
PLAIN_1(degrees, to_degrees)
PLAIN_1(radians, to_radians)
PLAIN_1(ulp, ulp_of)

/* Tests: isfinite, isinf, isnan. */
#define TEST_1(name, test)                              \
    static MATH_FUNCTION(math_##name)                   \
    {                                                   \
        (void)self, (void)n;                            \
        double x;                                       \
        if (number_as_double(rt, args[0], &x) < 0)      \
            return NULL;                                \
        return bool_object(test(x));                    \
    }
TEST_1(isfinite, isfinite)
TEST_1(isinf, isinf)
TEST_1(isnan, isnan)

static MATH_FUNCTION(math_frexp)
{
    (void)self, (void)n;
    double x;
    int exponent = 0;
    if (number_as_double(rt, args[0], &x) < 0)
        return NULL;
    if (isfinite(x))
        x = frexp(x, &exponent);
    owned Object *fraction = float_new(rt, x);
    owned Object *power = (Object *)int_from_int64(rt, exponent);
    return fraction == NULL || power == NULL ? NULL : (Object *)tuple_pack(rt, 2, fraction, power);
}

static MATH_FUNCTION(math_modf)
{
    (void)self, (void)n;
    double x, whole = 0.0;
    if (number_as_double(rt, args[0], &x) < 0)
        return NULL;
    double part = modf(x, &whole);
    owned Object *first = float_new(rt, part);
    owned Object *second = float_new(rt, whole);
    return first == NULL || second == NULL ? NULL : (Object *)tuple_pack(rt, 2, first, second);
}

/* ---- logarithms ---------------------------------------------------------------------------------- */

/* Of an int that may be beyond all doubles: by its fraction and exponent. */
static Object *log_of(Runtime *rt, Object *argument, double (*function)(double))
{
    if (!int_check(argument)) {
        double x;
        if (number_as_double(rt, argument, &x) < 0)
            return NULL;
        if (x <= 0.0)
            return domain_error(rt);
        return float_new(rt, function(x));
    }
    const Int *number = (Int *)argument;
    if (int_sign(number) <= 0)
        return domain_error(rt);
    double x;
    if (int_as_double(rt, number, &x) == 0)
        return float_new(rt, function(x));
    if (!error_clear_if(rt, &overflow_error_type))
        return NULL;
    int64_t exponent;
    x = int_as_fraction(number, &exponent);
    return float_new(rt, function(x) + function(2.0) * (double)exponent);
}

static MATH_FUNCTION(math_log)
{
    (void)self;
    if (n < 1 || n > 2)
        return error_set(rt, &type_error_type, "math.log requires 1 to 2 arguments");
    owned Object *above = log_of(rt, args[0], log);
    if (above == NULL || n == 1)
        return take(&above);
    owned Object *below = log_of(rt, args[1], log);
    return below == NULL ? NULL : number_binary(rt, above, below, BINARY_TRUE_DIVIDE);
}
static MATH_FUNCTION(math_log2)
{
    (void)self, (void)n;
    return log_of(rt, args[0], log2);
}
static MATH_FUNCTION(math_log10)
{
    (void)self, (void)n;
    return log_of(rt, args[0], log10);
}

/* ---- functions of two numbers -------------------------------------------------------------------- */

static MUST_CHECK int two_doubles(Runtime *rt, Object **args, double *x, double *y)
{
    return number_as_double(rt, args[0], x) < 0 || number_as_double(rt, args[1], y) < 0 ? -1 : 0;
}

static Object *call_2(Runtime *rt, Object **args, double (*function)(double, double))
{
    double x, y;
    if (two_doubles(rt, args, &x, &y) < 0)
        return NULL;
    double result = function(x, y);
    if (isnan(result) && !isnan(x) && !isnan(y))
        return domain_error(rt);
    if (isinf(result) && isfinite(x) && isfinite(y))
        return range_error(rt);
    return float_new(rt, result);
}

#define FUNCTION_2(name)                           \
    static MATH_FUNCTION(math_##name)              \
    {                                              \
        (void)self, (void)n;                       \
        return call_2(rt, args, name);             \
    }
FUNCTION_2(atan2)
FUNCTION_2(copysign)
FUNCTION_2(fmod)
FUNCTION_2(remainder)

static MATH_FUNCTION(math_nextafter)
{
    (void)self, (void)n;
    double x, y;
    return two_doubles(rt, args, &x, &y) < 0 ? NULL : float_new(rt, nextafter(x, y));
}

static MATH_FUNCTION(math_pow)
{
    (void)self, (void)n;
    double x, y;
    if (two_doubles(rt, args, &x, &y) < 0)
        return NULL;
    double result = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(result) || (isinf(result) && x == 0.0))
            return domain_error(rt);
        if (isinf(result))
            return range_error(rt);
    }
    return float_new(rt, result);
}

static MATH_FUNCTION(math_ldexp)
{
    (void)self, (void)n;
    double x;
    if (number_as_double(rt, args[0], &x) < 0)
        return NULL;
    if (!int_check(args[1]))
        return error_set(rt, &type_error_type, "Expected an int as second argument to ldexp.");
    int64_t exponent;
    if (!int_as_int64((Int *)args[1], &exponent))
        exponent = int_sign((Int *)args[1]) < 0 ? INT64_MIN : INT64_MAX;
    if (x == 0.0 || !isfinite(x))
        return float_new(rt, x);
    if (exponent > INT32_MAX)
        return range_error(rt);
    if (exponent < INT32_MIN)
        return float_new(rt, copysign(0.0, x));
    double result = ldexp(x, (int)exponent);
    return isinf(result) ? range_error(rt) : float_new(rt, result);
}

static MATH_FUNCTION(math_isclose)
{
    (void)self, (void)n;
    double a, b, relative = 1e-9, absolute = 0.0;
    if (two_doubles(rt, args, &a, &b) < 0 || (args[2] != NULL && number_as_double(rt, args[2], &relative) < 0) ||
        (args[3] != NULL && number_as_double(rt, args[3], &absolute) < 0))
        return NULL;
    if (relative < 0.0 || absolute < 0.0)
        return error_set(rt, &value_error_type, "tolerances must be non-negative");
    if (a == b)
        return TRUE;
    if (isinf(a) || isinf(b))
        return FALSE;
    double difference = fabs(b - a);
    return bool_object(difference <= fabs(relative * b) || difference <= fabs(relative * a) || difference <= absolute);
}

/* ---- whole parts --------------------------------------------------------------------------------- */

/* By the special method `name`, or of a float by `function`. */
static Object *whole_of(Runtime *rt, Object *argument, Str *name, double (*function)(double))
{
    double x;
    if (!float_check_exact(argument)) {
        owned Object *method = NULL;
        bool unbound;
        int found = object_find_special(rt, argument, name, &method, &unbound);
        if (found < 0)
            return NULL;
        if (found > 0)
            return object_call(rt, method, &argument, unbound ? 1 : 0, NULL);
    }
    if (number_as_double(rt, argument, &x) < 0)
        return NULL;
    return (Object *)int_from_double(rt, function(x));
}
static MATH_FUNCTION(math_floor)
{
    (void)self, (void)n;
    return whole_of(rt, args[0], NAME(__floor__), floor);
}
static MATH_FUNCTION(math_ceil)
{
    (void)self, (void)n;
    return whole_of(rt, args[0], NAME(__ceil__), ceil);
}
static MATH_FUNCTION(math_trunc)
{
    (void)self, (void)n;
    owned Object *method = NULL;
    bool unbound;
    int found = object_find_special(rt, args[0], NAME(__trunc__), &method, &unbound);
    if (found < 0)
        return NULL;
    if (found == 0)
        return error_set(rt, &type_error_type, "type %.100T doesn't define __trunc__ method", args[0]);
    return object_call(rt, method, args, unbound ? 1 : 0, NULL);
}

/* ---- sums and products --------------------------------------------------------------------------- */

/* Shewchuk's exact addition ("Adaptive Precision Floating-Point Arithmetic", 1997): a row of doubles that do not
 * overlap, growing in size, whose exact sum is the sum so far. */
typedef struct Partials {
    Runtime *rt;
    double *row, own[32];
    size_t count, capacity;
    double special, infinities; /* sums of what is not finite, and of the infinite ones alone */
} Partials;

static int partials_grow(Partials *sum)
{
    double *row = memory_take_array(sum->rt, sum->capacity * 2, sizeof *row);
    if (row == NULL)
        return -1;
    memcpy(row, sum->row, sum->count * sizeof *row);
    if (sum->row != sum->own)
        memory_release(sum->rt, sum->row, sum->capacity * sizeof *row);
    sum->row = row;
    sum->capacity *= 2;
    return 0;
}

static int partials_add(Partials *sum, double x)
{
    double original = x;
    size_t kept = 0;
    for (size_t i = 0; i < sum->count; i++) {
        double y = sum->row[i];
        if (fabs(x) < fabs(y)) {
            double other = x;
            x = y;
            y = other;
        }
        volatile double high = x + y, rounded = high - x; /* volatile: no wider registers */
        double low = y - rounded;
        if (low != 0.0)
            sum->row[kept++] = low;
        x = high;
    }
    sum->count = kept;
    if (x == 0.0)
        return 0;
    if (!isfinite(x)) {
        if (isfinite(original))
            return error_fail(sum->rt, &overflow_error_type, "intermediate overflow in fsum");
        if (isinf(original))
            sum->infinities += original;
        sum->special += original;
        sum->count = 0;
        return 0;
    }
    if (sum->count == sum->capacity && partials_grow(sum) < 0)
        return -1;
    sum->row[sum->count++] = x;
    return 0;
}

/* The exact sum, rounded once, half to even. */
static double partials_round(const Partials *sum)
{
    size_t left = sum->count;
    if (left == 0)
        return 0.0;
    volatile double high = sum->row[--left], rounded;
    double low = 0.0;
    while (left > 0) {
        double x = high, y = sum->row[--left];
        high = x + y;
        rounded = high - x;
        low = y - rounded;
        if (low != 0.0)
            break;
    }
    /* A half is rounded away from even when something of the same sign lies below. */
    if (left > 0 && ((low < 0.0 && sum->row[left - 1] < 0.0) || (low > 0.0 && sum->row[left - 1] > 0.0))) {
        double twice = low * 2.0;
        volatile double raised = high + twice;
        rounded = raised - high;
        if (twice == rounded)
            high = raised;
    }
    return high;
}

static int partials_add_all(Partials *sum, Object *iterable)
{
    owned Object *iterator = object_iter(sum->rt, iterable);
    if (iterator == NULL)
        return -1;
    Object *next;
    while ((next = iterator_next(sum->rt, iterator)) != NULL) {
        owned Object *item = next;
        double x;
        if (number_as_double(sum->rt, item, &x) < 0 || partials_add(sum, x) < 0)
            return -1;
    }
    return error_pending(sum->rt) ? -1 : 0;
}

static MATH_FUNCTION(math_fsum)
{
    (void)self, (void)n;
    Partials sum = {.rt = rt, .capacity = 32};
    sum.row = sum.own;
    Object *result = NULL;
    if (partials_add_all(&sum, args[0]) == 0) {
        if (sum.special == 0.0)
            result = float_new(rt, partials_round(&sum));
        else if (isnan(sum.infinities))
            error_set(rt, &value_error_type, "-inf + inf in fsum");
        else
            result = float_new(rt, sum.special);
    }
    if (sum.row != sum.own)
        memory_release(rt, sum.row, sum.capacity * sizeof *sum.row);
    return result;
}

static MATH_FUNCTION(math_prod)
{
    (void)self, (void)n;
    owned Object *iterator = object_iter(rt, args[0]);
    if (iterator == NULL)
        return NULL;
    owned Object *product = args[1] == NULL ? (Object *)int_from_int64(rt, 1) : object_retain(args[1]);
    Object *next;
    while ((next = iterator_next(rt, iterator)) != NULL) {
        owned Object *item = next;
        Object *more = number_binary(rt, product, item, BINARY_MULTIPLY);
        if (more == NULL)
            return NULL;
        object_replace_steal(&product, more);
    }
    return error_pending(rt) ? NULL : take(&product);
}

/* ---- distances ----------------------------------------------------------------------------------- */

/* Adds x to *sum, which is greater, and what is lost by that to *error (Dekker). */
static inline void add_exactly(double *sum, double *error, double x)
{
    double before = *sum;
    *sum += x;
    *error += (before - *sum) + x;
}

/* A double as two halves of 26 bits (Veltkamp and Dekker), so that products of halves are exact. */
static inline double high_half(double x)
{
    double scaled = x * 134217729.0; /* 2**27 + 1 */
    return scaled - (scaled - x);
}

/* The root of the sum of squares of row[0..n-1] (none negative), the greatest of which is `most`: scaled by a power of
 * two, summed without losing bits, the root then corrected by one step of Newton's (Borges, "An Improved Algorithm
 * for hypot(a,b)", 2020). Each order of operations is 3.11's. */
static double vector_length(const double *row, size_t n, double most, bool some_nan)
{
    if (isinf(most))
        return most;
    if (some_nan)
        return NAN;
    if (most == 0.0 || n <= 1)
        return most;
    int exponent;
    frexp(most, &exponent);
    double sum = 1.0 /* so that it is greater than all that is added */, error_1 = 0.0, error_2 = 0.0, error_3 = 0.0;
    if (exponent < -1023) { /* the scale would overflow */
        for (size_t i = 0; i < n; i++) {
            double x = row[i] / most;
            add_exactly(&sum, &error_1, x * x);
        }
        return most * sqrt(sum - 1.0 + error_1);
    }
    double scale = ldexp(1.0, -exponent);
    for (size_t i = 0; i < n; i++) {
        double x = row[i] * scale, high = high_half(x), low = x - high;
        add_exactly(&sum, &error_1, high * high);
        add_exactly(&sum, &error_2, 2.0 * high * low);
        error_3 += low * low;
    }
    double root = sqrt(sum - 1.0 + (error_1 + error_2 + error_3));
    double high = high_half(root), low = root - high;
    add_exactly(&sum, &error_1, -high * high);
    add_exactly(&sum, &error_2, -2.0 * high * low);
    add_exactly(&sum, &error_3, -low * low);
    double rest = sum - 1.0 + (error_1 + error_2 + error_3);
    return (root + rest / (2.0 * root)) / scale;
}

/* The distance between the points, or of `p` from the origin when q is NULL. */
static Object *distance(Runtime *rt, Object **p, Object **q, size_t n)
{
    double own[16], *row = own, most = 0.0;
    if (n > 16 && (row = memory_take_array(rt, n, sizeof *row)) == NULL)
        return NULL;
    bool good = true, some_nan = false;
    for (size_t i = 0; good && i < n; i++) {
        double x, y = 0.0;
        good = number_as_double(rt, p[i], &x) == 0 && (q == NULL || number_as_double(rt, q[i], &y) == 0);
        row[i] = good ? fabs(x - y) : 0.0;
        some_nan |= isnan(row[i]);
        if (row[i] > most)
            most = row[i];
    }
    Object *result = good ? float_new(rt, vector_length(row, n, most, some_nan)) : NULL;
    if (row != own)
        memory_release(rt, row, n * sizeof *row);
    return result;
}

static MATH_FUNCTION(math_hypot)
{
    (void)self;
    return distance(rt, args, NULL, n);
}

static MATH_FUNCTION(math_dist)
{
    (void)self, (void)n;
    owned Tuple *p = tuple_check(args[0]) ? object_retain(args[0]) : sequence_tuple(rt, args[0]);
    owned Tuple *q = p == NULL ? NULL : tuple_check(args[1]) ? object_retain(args[1]) : sequence_tuple(rt, args[1]);
    if (q == NULL)
        return NULL;
    if (p->length != q->length)
        return error_set(rt, &value_error_type, "both points must have the same number of dimensions");
    return distance(rt, p->items, q->items, p->length);
}

/* ---- module -------------------------------------------------------------------------------------- */

static int math_fill(Runtime *rt, Module *module)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {
        {"pi", 3.141592653589793238462643383279502884197}, {"e", 2.718281828459045235360287471352662497757},
        {"tau", 6.283185307179586476925286766559005768394}, {"inf", INFINITY}, {"nan", NAN},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        owned Object *value = float_new(rt, constants[i].value);
        if (value == NULL || module_add(rt, module, constants[i].name, value) < 0)
            return -1;
    }
    return 0;
}

#define ENTRY_1(name) {#name, math_##name, 1, 1}
#define ENTRY_2(name) {#name, math_##name, 2, 2}
const ModuleSpec math_module = {
    .name = "math",
    .doc = "This module provides access to the mathematical functions\ndefined by the C standard.",
    .functions = (const MethodSpec[]){
        ENTRY_1(acos), ENTRY_1(acosh), ENTRY_1(asin), ENTRY_1(asinh), ENTRY_1(atan), ENTRY_2(atan2), ENTRY_1(atanh),
        ENTRY_1(cbrt), ENTRY_1(ceil), ENTRY_2(comb), ENTRY_2(copysign), ENTRY_1(cos), ENTRY_1(cosh), ENTRY_1(degrees),
        ENTRY_2(dist), ENTRY_1(erf), ENTRY_1(erfc), ENTRY_1(exp), ENTRY_1(exp2), ENTRY_1(expm1), ENTRY_1(fabs),
        ENTRY_1(factorial), ENTRY_1(floor), ENTRY_2(fmod), ENTRY_1(frexp), ENTRY_1(fsum), ENTRY_1(gamma),
        {"gcd", math_gcd, 0, -1},
        {"hypot", math_hypot, 0, -1},
        {"isclose", math_isclose, .parameters = "a, b, *, rel_tol=, abs_tol="},
        ENTRY_1(isfinite), ENTRY_1(isinf), ENTRY_1(isnan), ENTRY_1(isqrt),
        {"lcm", math_lcm, 0, -1},
        ENTRY_2(ldexp), ENTRY_1(lgamma),
        {"log", math_log, 0, -1},
        ENTRY_1(log10), ENTRY_1(log1p), ENTRY_1(log2), ENTRY_1(modf), ENTRY_2(nextafter),
        {"perm", math_perm, 1, 2},
        ENTRY_2(pow),
        {"prod", math_prod, .parameters = "iterable, /, *, start="},
        ENTRY_1(radians), ENTRY_2(remainder), ENTRY_1(sin), ENTRY_1(sinh), ENTRY_1(sqrt), ENTRY_1(tan), ENTRY_1(tanh),
        ENTRY_1(trunc), ENTRY_1(ulp),
        {0},
    },
    .fill = math_fill,
};
