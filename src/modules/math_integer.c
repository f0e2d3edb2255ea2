/* The math module's functions of whole numbers: factorials, what is counted with them, divisors, roots. */
#include "modules/math_parts.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"

static const Int *small(int value)
{
    return &int_constants[value - INT_CONSTANT_MIN];
}

/* ---- products ------------------------------------------------------------------------------------ */

/* *product, NULL for 1, times `factor`; -1 with an error. */
static int multiply_by(Runtime *rt, Object **product, uint64_t factor)
{
    owned Object *number = (Object *)int_from_uint64(rt, factor);
    if (number == NULL)
        return -1;
    Object *result = *product == NULL ? object_retain(number) : int_multiply(rt, (Int *)*product, (Int *)number);
    object_replace_steal(product, result);
    return result == NULL ? -1 : 0;
}

/* low * (low+1) * ... * high, 1 <= low <= high: halves are multiplied, so that factors stay alike in size. */
static Object *product_of_range(Runtime *rt, uint64_t low, uint64_t high)
{
    if (high - low < 32) {
        owned Object *product = NULL;
        uint64_t part = low; /* what fits one word is multiplied there */
        for (uint64_t i = low + 1; i <= high; i++) {
            uint64_t more;
            if (!__builtin_mul_overflow(part, i, &more)) {
                part = more;
            } else {
                if (multiply_by(rt, &product, part) < 0)
                    return NULL;
                part = i;
            }
        }
        return multiply_by(rt, &product, part) < 0 ? NULL : take(&product);
    }
    if (stack_check(rt) < 0)
        return NULL;
    uint64_t middle = low + (high - low) / 2;
    owned Object *left = product_of_range(rt, low, middle);
    owned Object *right = left == NULL ? NULL : product_of_range(rt, middle + 1, high);
    return right == NULL ? NULL : int_multiply(rt, (Int *)left, (Int *)right);
}

/* n * (n-1) * ... of k factors, for n of any size. */
static Object *falling_product(Runtime *rt, const Int *n, uint64_t k)
{
    uint64_t whole;
    if (k == 0)
        return (Object *)int_from_int64(rt, 1);
    if (int_as_uint64(n, &whole))
        return product_of_range(rt, whole - k + 1, whole);
    owned Object *product = object_retain(n);
    owned Object *factor = object_retain(n);
    for (uint64_t i = 1; i < k && product != NULL; i++) {
        object_replace_steal(&factor, int_subtract(rt, (Int *)factor, small(1)));
        if (factor == NULL)
            return NULL;
        object_replace_steal(&product, int_multiply(rt, (Int *)product, (Int *)factor));
    }
    return take(&product);
}

/* ---- factorials ---------------------------------------------------------------------------------- */

MATH_FUNCTION(math_factorial)
{
    (void)self, (void)n;
    owned Object *number = number_index(rt, args[0]);
    if (number == NULL)
        return NULL;
    int64_t value;
    if (int_sign((Int *)number) < 0)
        return error_set(rt, &value_error_type, "factorial() not defined for negative values");
    if (!int_as_int64((Int *)number, &value))
        return error_set(rt, &overflow_error_type, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    return value < 2 ? (Object *)int_from_int64(rt, 1) : product_of_range(rt, 1, (uint64_t)value);
}

/* The two arguments of perm and comb; -1 with an error. */
static int counts_of(Runtime *rt, Object **args, Object **n, Object **k)
{
    *n = number_index(rt, args[0]);
    *k = *n == NULL ? NULL : number_index(rt, args[1]);
    if (*k == NULL)
        return -1;
    if (int_sign((Int *)*n) < 0)
        return error_fail(rt, &value_error_type, "n must be a non-negative integer");
    if (int_sign((Int *)*k) < 0)
        return error_fail(rt, &value_error_type, "k must be a non-negative integer");
    return 0;
}

MATH_FUNCTION(math_perm)
{
    if (n < 2 || args[1] == NONE)
        return math_factorial(rt, self, args, 1);
    owned Object *total = NULL;
    owned Object *taken = NULL;
    if (counts_of(rt, args, &total, &taken) < 0)
        return NULL;
    if (int_compare_values((Int *)total, (Int *)taken) < 0)
        return (Object *)int_from_int64(rt, 0);
    int64_t k;
    if (!int_as_int64((Int *)taken, &k))
        return error_set(rt, &overflow_error_type, "k must not exceed %lld", (long long)INT64_MAX);
    return falling_product(rt, (Int *)total, (uint64_t)k);
}

MATH_FUNCTION(math_comb)
{
    (void)self, (void)n;
    owned Object *total = NULL;
    owned Object *taken = NULL;
    if (counts_of(rt, args, &total, &taken) < 0)
        return NULL;
    owned Object *rest = int_subtract(rt, (Int *)total, (Int *)taken);
    if (rest == NULL)
        return NULL;
    if (int_sign((Int *)rest) < 0)
        return (Object *)int_from_int64(rt, 0);
    const Int *fewer = int_compare_values((Int *)rest, (Int *)taken) < 0 ? (Int *)rest : (Int *)taken;
    int64_t k;
    if (!int_as_int64(fewer, &k))
        return error_set(rt, &overflow_error_type, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    if (k == 0)
        return (Object *)int_from_int64(rt, 1);
    owned Object *above = falling_product(rt, (Int *)total, (uint64_t)k);
    owned Object *below = above == NULL ? NULL : product_of_range(rt, 1, (uint64_t)k);
    return below == NULL ? NULL : int_divide_floor(rt, (Int *)above, (Int *)below, NULL);
}

/* ---- divisors ------------------------------------------------------------------------------------ */

static Object *absolute(Runtime *rt, Object *number)
{
    return int_sign((Int *)number) < 0 ? int_subtract(rt, small(0), (Int *)number) : object_retain(number);
}

static Object *common_multiple(Runtime *rt, Object *a, Object *b)
{
    if (int_sign((Int *)a) == 0 || int_sign((Int *)b) == 0)
        return (Object *)int_from_int64(rt, 0);
    owned Object *divisor = int_gcd(rt, (Int *)a, (Int *)b);
    owned Object *part = divisor == NULL ? NULL : int_divide_floor(rt, (Int *)a, (Int *)divisor, NULL);
    owned Object *product = part == NULL ? NULL : int_multiply(rt, (Int *)part, (Int *)b);
    return product == NULL ? NULL : absolute(rt, product);
}

MATH_FUNCTION(math_gcd)
{
    (void)self;
    owned Object *result = (Object *)int_from_int64(rt, 0);
    for (size_t i = 0; i < n; i++) {
        owned Object *number = number_index(rt, args[i]);
        Object *next = number == NULL ? NULL : int_gcd(rt, (Int *)result, (Int *)number);
        if (next == NULL)
            return NULL;
        object_replace_steal(&result, next);
    }
    return take(&result);
}

MATH_FUNCTION(math_lcm)
{
    (void)self;
    owned Object *result = (Object *)int_from_int64(rt, 1);
    for (size_t i = 0; i < n; i++) {
        owned Object *number = number_index(rt, args[i]);
        Object *next = number == NULL ? NULL : common_multiple(rt, result, number);
        if (next == NULL)
            return NULL;
        object_replace_steal(&result, next);
    }
    return take(&result);
}

/* ---- roots --------------------------------------------------------------------------------------- */

/* Newton's method with a precision that doubles: Mark Dickinson's adaptive algorithm. After each step `root` is
 * within one of the square root of the number's 2 * precision highest bits. */
static Object *root_of(Runtime *rt, const Int *number)
{
    int64_t half = ((int64_t)int_bit_length(number) - 1) / 2, precision = 0;
    owned Object *root = (Object *)int_from_int64(rt, 1);
    for (int shift = half == 0 ? 0 : 64 - __builtin_clzll((uint64_t)half); root != NULL && shift-- > 0;) {
        int64_t before = precision;
        precision = half >> shift;
        owned Object *raised = int_shift(rt, (Int *)root, precision - before - 1);
        owned Object *head = raised == NULL ? NULL : int_shift(rt, number, -(2 * half - before - precision + 1));
        owned Object *quotient = head == NULL ? NULL : int_divide_floor(rt, (Int *)head, (Int *)root, NULL);
        object_replace_steal(&root, quotient == NULL ? NULL : int_add(rt, (Int *)raised, (Int *)quotient));
    }
    owned Object *square = root == NULL ? NULL : int_multiply(rt, (Int *)root, (Int *)root);
    if (square == NULL)
        return NULL;
    if (int_compare_values((Int *)square, number) > 0)
        return int_subtract(rt, (Int *)root, small(1));
    return take(&root);
}

MATH_FUNCTION(math_isqrt)
{
    (void)self, (void)n;
    owned Object *number = number_index(rt, args[0]);
    if (number == NULL)
        return NULL;
    int sign = int_sign((Int *)number);
    if (sign < 0)
        return error_set(rt, &value_error_type, "isqrt() argument must be nonnegative");
    return sign == 0 ? object_retain(number) : root_of(rt, (Int *)number);
}
