/* Portable qn_min_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_BINARY(min_f32, float, float, qn_minf(a, b))

void qn_min_f32(const qn_min_f32_params *p, const float *a, const float *b, float *y)
{
    qn_min_f32_loop(p, a, b, y);
}
