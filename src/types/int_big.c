/* Big magnitudes over GMP's mpn kernels. Only functions that take no scratch memory from the process are called:
 * additions, shifts, the _1 kernels, and products of at most KERNEL_LIMIT limbs, whose scratch lies on the stack.
 * Everything larger is divided here, on runtime memory. */
#include "types/int_big.h"

#include <assert.h>
#include <gmp.h>
#include <string.h>

#include "object/error.h"

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "limbs are 64 bits");

enum { KERNEL_LIMIT = 48 }; /* mpn_mul_n uses a fixed row on the stack up to its Toom-3 threshold, 65 or more */

static inline mp_limb_t *limbs_out(uint64_t *limbs) { return (mp_limb_t *)limbs; }
static inline const mp_limb_t *limbs_in(const uint64_t *limbs) { return (const mp_limb_t *)limbs; }

/* left_count >= right_count; quadratic. */
static void multiply_school(uint64_t *product, const uint64_t *left, size_t left_count, const uint64_t *right,
                            size_t right_count)
{
    product[left_count] = mpn_mul_1(limbs_out(product), limbs_in(left), (mp_size_t)left_count, right[0]);
    for (size_t i = 1; i < right_count; i++)
        product[left_count + i] =
            mpn_addmul_1(limbs_out(product + i), limbs_in(left), (mp_size_t)left_count, right[i]);
}

/* Equal lengths (Karatsuba). scratch: 4 * count + 128 limbs serve the whole recursion, which halves. */
static void multiply_equal(uint64_t *product, const uint64_t *left, const uint64_t *right, size_t count, uint64_t *scratch)
{
    if (count <= KERNEL_LIMIT) {
        mpn_mul_n(limbs_out(product), limbs_in(left), limbs_in(right), (mp_size_t)count);
        return;
    }
    size_t low = count / 2, high = count - low; /* high >= low, the halves are left[0..high) and left[high..count) */
    low = count - high;
    const uint64_t *left_high = left + high, *right_high = right + high;
    uint64_t *sum_left = product, *sum_right = product + high + 1; /* free until the products are there */
    uint64_t *middle = scratch, *rest = scratch + 2 * (high + 1);

    sum_left[high] = mpn_add(limbs_out(sum_left), limbs_in(left), (mp_size_t)high, limbs_in(left_high), (mp_size_t)low);
    sum_right[high] = mpn_add(limbs_out(sum_right), limbs_in(right), (mp_size_t)high, limbs_in(right_high), (mp_size_t)low);
    multiply_equal(middle, sum_left, sum_right, high + 1, rest);
    multiply_equal(product, left, right, high, rest);
    multiply_equal(product + 2 * high, left_high, right_high, low, rest);
    mpn_sub(limbs_out(middle), limbs_in(middle), (mp_size_t)(2 * (high + 1)), limbs_in(product), (mp_size_t)(2 * high));
    mpn_sub(limbs_out(middle), limbs_in(middle), (mp_size_t)(2 * (high + 1)), limbs_in(product + 2 * high), (mp_size_t)(2 * low));
    size_t middle_count = 2 * (high + 1);
    while (middle_count > 0 && middle[middle_count - 1] == 0)
        middle_count--;
    if (middle_count > 0)
        mpn_add(limbs_out(product + high), limbs_in(product + high), (mp_size_t)(2 * count - high), limbs_in(middle),
                (mp_size_t)middle_count);
}

int limbs_multiply(Runtime *rt, uint64_t *product, const uint64_t *left, size_t left_count, const uint64_t *right,
                   size_t right_count)
{
    if (left_count < right_count) {
        const uint64_t *other = left;
        left = right;
        right = other;
        size_t count = left_count;
        left_count = right_count;
        right_count = count;
    }
    if (right_count <= KERNEL_LIMIT) {
        multiply_school(product, left, left_count, right, right_count);
        return 0;
    }
    /* Slices of the longer one, each as long as the shorter, added up. */
    size_t scratch_count = 4 * right_count + 256, piece_count = 2 * right_count;
    uint64_t *scratch = memory_take_array(rt, scratch_count + piece_count, sizeof *scratch);
    if (scratch == NULL)
        return -1;
    uint64_t *piece = scratch + scratch_count;
    memset(product, 0, (left_count + right_count) * sizeof *product);
    size_t done = 0;
    for (; left_count - done >= right_count; done += right_count) {
        multiply_equal(piece, left + done, right, right_count, scratch);
        mpn_add(limbs_out(product + done), limbs_in(product + done), (mp_size_t)(left_count + right_count - done),
                limbs_in(piece), (mp_size_t)piece_count);
    }
    int result = 0;
    size_t left_over = left_count - done;
    if (left_over > 0) {
        result = limbs_multiply(rt, piece, right, right_count, left + done, left_over);
        if (result == 0)
            mpn_add(limbs_out(product + done), limbs_in(product + done), (mp_size_t)(left_count + right_count - done),
                    limbs_in(piece), (mp_size_t)(right_count + left_over));
    }
    memory_release(rt, scratch, (scratch_count + piece_count) * sizeof *scratch);
    return result;
}

/* One step of algorithm D: the next quotient limb for top:dividend[..] over the normalised divisor. */
static uint64_t divide_step(uint64_t *window, const uint64_t *divisor, size_t divisor_count)
{
    uint64_t top = window[divisor_count], first = divisor[divisor_count - 1];
    unsigned __int128 pair = (unsigned __int128)top << 64 | window[divisor_count - 1];
    unsigned __int128 guess = top >= first ? UINT64_MAX : pair / first;
    if (guess > UINT64_MAX)
        guess = UINT64_MAX;
    if (divisor_count >= 2) {
        unsigned __int128 rest = pair - guess * first;
        while ((rest >> 64) == 0 && guess * divisor[divisor_count - 2] > (rest << 64 | window[divisor_count - 2])) {
            guess--;
            rest += first;
        }
    }
    uint64_t quotient = (uint64_t)guess;
    mp_limb_t borrow = mpn_submul_1(limbs_out(window), limbs_in(divisor), (mp_size_t)divisor_count, quotient);
    bool negative = window[divisor_count] < borrow;
    window[divisor_count] -= borrow;
    while (negative) { /* the guess was one too large */
        quotient--;
        mp_limb_t carry = mpn_add_n(limbs_out(window), limbs_in(window), limbs_in(divisor), (mp_size_t)divisor_count);
        uint64_t before = window[divisor_count];
        window[divisor_count] += carry;
        negative = !(window[divisor_count] < before);
    }
    return quotient;
}

int limbs_divide(Runtime *rt, uint64_t *quotient, uint64_t *remainder, const uint64_t *dividend, size_t count,
                 const uint64_t *divisor, size_t divisor_count)
{
    assert(divisor_count > 0 && count >= divisor_count && divisor[divisor_count - 1] != 0);
    if (divisor_count == 1) {
        remainder[0] = mpn_divrem_1(limbs_out(quotient), 0, limbs_in(dividend), (mp_size_t)count, divisor[0]);
        return 0;
    }
    size_t scratch_count = count + 1 + divisor_count;
    uint64_t *work = memory_take_array(rt, scratch_count, sizeof *work);
    if (work == NULL)
        return -1;
    uint64_t *normal = work + count + 1;
    unsigned shift = (unsigned)__builtin_clzll(divisor[divisor_count - 1]);
    if (shift > 0) {
        mpn_lshift(limbs_out(normal), limbs_in(divisor), (mp_size_t)divisor_count, shift);
        work[count] = mpn_lshift(limbs_out(work), limbs_in(dividend), (mp_size_t)count, shift);
    } else {
        memcpy(normal, divisor, divisor_count * sizeof *normal);
        memcpy(work, dividend, count * sizeof *work);
        work[count] = 0;
    }
    for (size_t i = count - divisor_count + 1; i-- > 0;)
        quotient[i] = divide_step(work + i, normal, divisor_count);
    if (shift > 0)
        mpn_rshift(limbs_out(remainder), limbs_in(work), (mp_size_t)divisor_count, shift);
    else
        memcpy(remainder, work, divisor_count * sizeof *remainder);
    memory_release(rt, work, scratch_count * sizeof *work);
    return 0;
}
