/* What the files of the math module share: math.c (floats) and math_integer.c (whole numbers). */
#ifndef OURO_MODULES_MATH_PARTS_H
#define OURO_MODULES_MATH_PARTS_H

#include "object/runtime.h"

#define MATH_FUNCTION(name) Object *name(Runtime *rt, Object *self, Object **args, size_t n)
/* math_integer.c */
MATH_FUNCTION(math_factorial); MATH_FUNCTION(math_perm); MATH_FUNCTION(math_comb); MATH_FUNCTION(math_gcd);
MATH_FUNCTION(math_lcm); MATH_FUNCTION(math_isqrt);
/* math_gamma.c: gamma and log-gamma, with errors as the functions of the C library show them: NaN for a domain
 * error, infinity for a range error. */
double gamma_of(double x);
double log_gamma_of(double x);

#endif
