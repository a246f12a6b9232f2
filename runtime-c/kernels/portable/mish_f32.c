/* Portable qn_mish_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_activations.h"

QN_UNARY(mish_f32, float, float, qn_mishf(x))

void qn_mish_f32(const qn_mish_f32_params *p, const float *x, float *y)
{
    qn_mish_f32_loop(p, x, y);
}
