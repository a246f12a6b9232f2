/* Portable qn_prelu_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_BINARY(prelu_f32, float, float, qn_rounded(a < 0.0f ? a * b : a))

void qn_prelu_f32(const qn_prelu_f32_params *p, const float *a, const float *b, float *y)
{
    qn_prelu_f32_loop(p, a, b, y);
}
