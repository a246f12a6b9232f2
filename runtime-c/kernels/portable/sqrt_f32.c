/* Portable qn_sqrt_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_sqrt.h"

QN_UNARY(sqrt_f32, float, float, qn_sqrtf(x))

void qn_sqrt_f32(const qn_sqrt_f32_params *p, const float *x, float *y)
{
    qn_sqrt_f32_loop(p, x, y);
}
