/* Portable qn_neg_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(neg_f32, float, float, qn_rounded(-x))

void qn_neg_f32(const qn_neg_f32_params *p, const float *x, float *y)
{
    qn_neg_f32_loop(p, x, y);
}
