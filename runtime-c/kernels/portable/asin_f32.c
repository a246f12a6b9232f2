/* Portable qn_asin_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_arcs.h"

QN_UNARY(asin_f32, float, float, qn_asinf(x))

void qn_asin_f32(const qn_asin_f32_params *p, const float *x, float *y)
{
    qn_asin_f32_loop(p, x, y);
}
