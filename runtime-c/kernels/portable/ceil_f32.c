/* Portable qn_ceil_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_rounding.h"

QN_UNARY(ceil_f32, float, float, qn_ceilf(x))

void qn_ceil_f32(const qn_ceil_f32_params *p, const float *x, float *y)
{
    qn_ceil_f32_loop(p, x, y);
}
