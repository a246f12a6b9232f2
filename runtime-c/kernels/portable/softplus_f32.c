/* Portable qn_softplus_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_activations.h"

QN_UNARY(softplus_f32, float, float, qn_softplusf(x))

void qn_softplus_f32(const qn_softplus_f32_params *p, const float *x, float *y)
{
    qn_softplus_f32_loop(p, x, y);
}
