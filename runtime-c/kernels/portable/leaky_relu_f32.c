/* Portable qn_leaky_relu_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(leaky_relu_f32, float, float, qn_rounded(x < 0.0f ? q.alpha * x : x))

void qn_leaky_relu_f32(const qn_leaky_relu_f32_params *p, const float *x, float *y)
{
    qn_leaky_relu_f32_loop(p, x, y);
}
