/* Portable qn_atanh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(atanh_f32, float, float, qn_atanhf(x))

void qn_atanh_f32(const qn_atanh_f32_params *p, const float *x, float *y)
{
    qn_atanh_f32_loop(p, x, y);
}
