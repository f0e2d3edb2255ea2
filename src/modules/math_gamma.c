/* Gamma and its logarithm by Lanczos' approximation with 13 terms (g = 6.02...; the coefficients are those that the
 * Boost library computed for 53-bit doubles), the way 3.11 evaluates it, so that results agree to the last bit. */
#include <math.h>
#include <stddef.h>

#include "modules/math_parts.h"

static const double pi = 3.141592653589793238462643383279502884197;
static const double log_pi = 1.144729885849400174143427351353058711647;
static const double lanczos_g = 6.024680040776729583740234375;
static const double lanczos_g_less_half = 5.524680040776729583740234375;

enum { TERMS = 13 };
static const double numerator[TERMS] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
static const double denominator[TERMS] = {
    0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0, 32670.0,
    1925.0, 66.0, 1.0,
};

/* The quotient of the two polynomials for x > 0; for greater x in 1/x, so that nothing overflows. */
static double lanczos_sum(double x)
{
    double above = 0.0, below = 0.0;
    if (x < 5.0) {
        for (int i = TERMS; i-- > 0;) {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }
    } else {
        for (int i = 0; i < TERMS; i++) {
            above = above / x + numerator[i];
            below = below / x + denominator[i];
        }
    }
    return above / below;
}

/* sin(pi * x) for finite x, exact at multiples of a half. */
static double sine_of_pi(double x)
{
    double y = fmod(fabs(x), 2.0), result;
    switch ((int)round(2.0 * y)) {
    case 0: result = sin(pi * y); break;
    case 1: result = cos(pi * (y - 0.5)); break;
    case 2: result = sin(pi * (1.0 - y)); break;
    case 3: result = -cos(pi * (y - 1.5)); break;
    default: result = sin(pi * (y - 2.0)); break;
    }
    return copysign(1.0, x) * result;
}

/* (n-1)! for n = 1 .. 23: exact doubles. */
static double gamma_of_whole(int n)
{
    double product = 1.0;
    for (int i = 2; i < n; i++)
        product *= i;
    return product;
}

double gamma_of(double x)
{
    if (!isfinite(x))
        return isnan(x) || x > 0.0 ? x : NAN;
    if (x == 0.0)
        return NAN;
    if (x == floor(x)) {
        if (x < 0.0)
            return NAN;
        if (x <= 23.0)
            return gamma_of_whole((int)x);
    }
    double size = fabs(x);
    if (size < 1e-20)
        return 1.0 / x;
    if (size > 200.0)
        return x < 0.0 ? 0.0 / sine_of_pi(x) : INFINITY;
    /* y = size + g - 1/2, and z the error of that sum, for a correction of first order. */
    double y = size + lanczos_g_less_half, z;
    if (size > lanczos_g_less_half) {
        double rest = y - size;
        z = rest - lanczos_g_less_half;
    } else {
        double rest = y - lanczos_g_less_half;
        z = rest - size;
    }
    z = z * lanczos_g / y;
    double result, root = size < 140.0 ? pow(y, size - 0.5) : pow(y, size / 2.0 - 0.25);
    if (x < 0.0) {
        result = -pi / sine_of_pi(size) / size * exp(y) / lanczos_sum(size);
        result -= z * result;
        result /= root;
        if (size >= 140.0)
            result /= root;
    } else {
        result = lanczos_sum(size) / exp(y);
        result += z * result;
        result *= root;
        if (size >= 140.0)
            result *= root;
    }
    return result;
}

double log_gamma_of(double x)
{
    if (!isfinite(x))
        return isnan(x) ? x : INFINITY;
    if (x == floor(x) && x <= 2.0)
        return x <= 0.0 ? NAN : 0.0;
    double size = fabs(x);
    if (size < 1e-20)
        return -log(size);
    double result = log(lanczos_sum(size)) - lanczos_g;
    result += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1);
    if (x < 0.0)
        result = log_pi - log(fabs(sine_of_pi(size))) - log(size) - result;
    return result;
}
