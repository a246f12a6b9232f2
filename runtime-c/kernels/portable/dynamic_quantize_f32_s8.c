/* Portable qn_dynamic_quantize_f32_s8. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_dynamic_quantize_f32_s8(const qn_dynamic_quantize_f32_s8_params *p, const float *x, int8_t *y, float *scale, int8_t *zero)
{
    const int32_t count = p->count;
    float low = 0.0f, high = 0.0f, step;
    int32_t i, from;
    for (i = 0; i < count; i++) {
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
    }
    step = qn_rounded(qn_dividef(qn_rounded(high - low), 255.0f));
    from = step > 0.0f ? qn_quantized(-low, step, 0, 0, 255) : 0;
    *scale = step;
    *zero = (int8_t)(from - 128);
    for (i = 0; i < count; i++) {
        y[i] = (int8_t)((step > 0.0f ? qn_quantized(x[i], step, from, 0, 255) : from) - 128);
    }
}
