/* Portable qn_swish_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_activations.h"

QN_UNARY(swish_f32, float, float, qn_swishf(x, q.alpha))

void qn_swish_f32(const qn_swish_f32_params *p, const float *x, float *y)
{
    qn_swish_f32_loop(p, x, y);
}
