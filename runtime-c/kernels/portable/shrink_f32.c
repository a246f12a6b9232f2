/* Portable qn_shrink_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(shrink_f32, float, float, qn_rounded(qn_lessf(x, -q.lambda) ? x + q.bias : qn_lessf(q.lambda, x) ? x - q.bias : 0.0f))

void qn_shrink_f32(const qn_shrink_f32_params *p, const float *x, float *y)
{
    qn_shrink_f32_loop(p, x, y);
}
