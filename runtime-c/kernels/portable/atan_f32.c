/* Portable qn_atan_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_arcs.h"

QN_UNARY(atan_f32, float, float, qn_atanf(x))

void qn_atan_f32(const qn_atan_f32_params *p, const float *x, float *y)
{
    qn_atan_f32_loop(p, x, y);
}
