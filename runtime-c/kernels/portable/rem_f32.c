/* Portable qn_rem_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_remainder.h"

QN_BINARY(rem_f32, float, float, qn_remainderf(a, b))

void qn_rem_f32(const qn_rem_f32_params *p, const float *a, const float *b, float *y)
{
    qn_rem_f32_loop(p, a, b, y);
}
