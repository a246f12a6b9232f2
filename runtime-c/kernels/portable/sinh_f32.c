/* Portable qn_sinh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(sinh_f32, float, float, qn_sinhf(x))

void qn_sinh_f32(const qn_sinh_f32_params *p, const float *x, float *y)
{
    qn_sinh_f32_loop(p, x, y);
}
