/* Portable qn_pow_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_pow.h"

QN_BINARY(pow_f32, float, float, qn_powf(a, b))

void qn_pow_f32(const qn_pow_f32_params *p, const float *a, const float *b, float *y)
{
    qn_pow_f32_loop(p, a, b, y);
}
