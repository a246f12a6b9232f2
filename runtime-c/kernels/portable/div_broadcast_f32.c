/* Portable qn_div_broadcast_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_quotient.h"

QN_BINARY(div_broadcast_f32, float, float, qn_clampf(qn_dividef(a, b), q.out_min, q.out_max))

void qn_div_broadcast_f32(const qn_div_broadcast_f32_params *p, const float *a, const float *b, float *y)
{
    qn_div_broadcast_f32_loop(p, a, b, y);
}
