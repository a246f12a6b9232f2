/* Portable qn_asinh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(asinh_f32, float, float, qn_asinhf(x))

void qn_asinh_f32(const qn_asinh_f32_params *p, const float *x, float *y)
{
    qn_asinh_f32_loop(p, x, y);
}
