/* Portable qn_selu_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_hyperbolic.h"

QN_UNARY(selu_f32, float, float, qn_rounded(q.gamma * qn_rounded(x < 0.0f ? q.alpha * qn_expm1f(x) : x)))

void qn_selu_f32(const qn_selu_f32_params *p, const float *x, float *y)
{
    qn_selu_f32_loop(p, x, y);
}
