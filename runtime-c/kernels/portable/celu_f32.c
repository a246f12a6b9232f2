/* Portable qn_celu_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(celu_f32, float, float, qn_rounded(x < 0.0f ? q.alpha * qn_expm1f(qn_dividef(x, q.alpha)) : x))

void qn_celu_f32(const qn_celu_f32_params *p, const float *x, float *y)
{
    qn_celu_f32_loop(p, x, y);
}
