/* Portable qn_add_broadcast_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_BINARY(add_broadcast_f32, float, float, qn_clampf(a + b, q.out_min, q.out_max))

void qn_add_broadcast_f32(const qn_add_broadcast_f32_params *p, const float *a, const float *b, float *y)
{
    qn_add_broadcast_f32_loop(p, a, b, y);
}
