/* Portable qn_dequantize_s8_f32. */
#include "qn.h"
#include "internal/float_math.h"

void qn_dequantize_s8_f32(const qn_dequantize_s8_f32_params *p, const int8_t *x, float *y)
{
    const qn_dequantize_s8_f32_params q = *p;
    int32_t i;
    for (i = 0; i < q.count; i++) {
        y[i] = qn_rounded(q.scale * (float)(x[i] - q.zero_point));
    }
}
