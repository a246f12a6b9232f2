/* Portable qn_max_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_BINARY(max_f32, float, float, qn_maxf(a, b))

void qn_max_f32(const qn_max_f32_params *p, const float *a, const float *b, float *y)
{
    qn_max_f32_loop(p, a, b, y);
}
