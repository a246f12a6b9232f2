/* Portable qn_round_to_bf16. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/half_precision.h"

QN_UNARY(round_to_bf16, float, float, qn_nearest_bf16(x))

void qn_round_to_bf16(const qn_round_to_bf16_params *p, const float *x, float *y)
{
    qn_round_to_bf16_loop(p, x, y);
}
