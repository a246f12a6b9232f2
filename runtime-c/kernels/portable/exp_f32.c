/* Portable qn_exp_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_functions.h"

QN_UNARY(exp_f32, float, float, qn_expf(x))

void qn_exp_f32(const qn_exp_f32_params *p, const float *x, float *y)
{
    qn_exp_f32_loop(p, x, y);
}
