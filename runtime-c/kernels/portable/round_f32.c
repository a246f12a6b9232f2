/* Portable qn_round_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_rounding.h"

QN_UNARY(round_f32, float, float, qn_round_evenf(x))

void qn_round_f32(const qn_round_f32_params *p, const float *x, float *y)
{
    qn_round_f32_loop(p, x, y);
}
