/* Portable qn_acos_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_arcs.h"

QN_UNARY(acos_f32, float, float, qn_acosf(x))

void qn_acos_f32(const qn_acos_f32_params *p, const float *x, float *y)
{
    qn_acos_f32_loop(p, x, y);
}
