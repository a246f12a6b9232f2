/* Portable qn_reciprocal_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_quotient.h"

QN_UNARY(reciprocal_f32, float, float, qn_dividef(1.0f, x))

void qn_reciprocal_f32(const qn_reciprocal_f32_params *p, const float *x, float *y)
{
    qn_reciprocal_f32_loop(p, x, y);
}
