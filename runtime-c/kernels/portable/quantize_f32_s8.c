/* Portable qn_quantize_f32_s8: clamps before rounding, so that the rounding trick's range is never left. */
#include "qn.h"
#include "internal/float_math.h"

void qn_quantize_f32_s8(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y)
{
    const qn_quantize_f32_s8_params q = *p;
    const float min = (float)(-128 - q.zero_point);
    const float max = (float)(127 - q.zero_point);
    int32_t i;
    for (i = 0; i < q.count; i++) {
        const float value = x[i] * q.inverse_scale;
        const float number = value == value ? value : 0.0f;
        y[i] = (int8_t)(qn_round_even(qn_clampf(number, min, max)) + q.zero_point);
    }
}
