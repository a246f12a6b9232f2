/* Portable qn_hard_swish_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(hard_swish_f32, float, float, qn_rounded(x * qn_clampf(qn_fmaf(0.166666672f, x, 0.5f), 0.0f, 1.0f)))

void qn_hard_swish_f32(const qn_hard_swish_f32_params *p, const float *x, float *y)
{
    qn_hard_swish_f32_loop(p, x, y);
}
