/* Portable qn_cosh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(cosh_f32, float, float, qn_coshf(x))

void qn_cosh_f32(const qn_cosh_f32_params *p, const float *x, float *y)
{
    qn_cosh_f32_loop(p, x, y);
}
