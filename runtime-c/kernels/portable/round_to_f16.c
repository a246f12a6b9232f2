/* Portable qn_round_to_f16. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/half_precision.h"

QN_UNARY(round_to_f16, float, float, qn_nearest_f16(x))

void qn_round_to_f16(const qn_round_to_f16_params *p, const float *x, float *y)
{
    qn_round_to_f16_loop(p, x, y);
}
