/* Portable qn_acosh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(acosh_f32, float, float, qn_acoshf(x))

void qn_acosh_f32(const qn_acosh_f32_params *p, const float *x, float *y)
{
    qn_acosh_f32_loop(p, x, y);
}
