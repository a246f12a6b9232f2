/* Portable qn_hard_sigmoid_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(hard_sigmoid_f32, float, float, qn_clampf(qn_fmaf(q.alpha, x, q.beta), 0.0f, 1.0f))

void qn_hard_sigmoid_f32(const qn_hard_sigmoid_f32_params *p, const float *x, float *y)
{
    qn_hard_sigmoid_f32_loop(p, x, y);
}
