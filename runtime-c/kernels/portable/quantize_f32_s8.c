/* Portable qn_quantize_f32_s8. */
#include "qn.h"
#include "internal/float_math.h"

void qn_quantize_f32_s8(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y)
{
    const qn_quantizer to = qn_quantizer_of(p->inverse_scale, p->zero_point);
    const int32_t count = p->count;
    int32_t i;
    for (i = 0; i < count; i++) {
        y[i] = qn_quantize(x[i], &to);
    }
}
