/* Portable qn_sin_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_trigonometry.h"

QN_UNARY(sin_f32, float, float, qn_sinf(x))

void qn_sin_f32(const qn_sin_f32_params *p, const float *x, float *y)
{
    qn_sin_f32_loop(p, x, y);
}
