/* Portable qn_cos_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_trigonometry.h"

QN_UNARY(cos_f32, float, float, qn_cosf(x))

void qn_cos_f32(const qn_cos_f32_params *p, const float *x, float *y)
{
    qn_cos_f32_loop(p, x, y);
}
