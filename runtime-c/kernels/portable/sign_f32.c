/* Portable qn_sign_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(sign_f32, float, float, qn_signf(x))

void qn_sign_f32(const qn_sign_f32_params *p, const float *x, float *y)
{
    qn_sign_f32_loop(p, x, y);
}
