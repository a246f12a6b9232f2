/* Portable qn_tan_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_trigonometry.h"

QN_UNARY(tan_f32, float, float, qn_tanf(x))

void qn_tan_f32(const qn_tan_f32_params *p, const float *x, float *y)
{
    qn_tan_f32_loop(p, x, y);
}
