/* qn_quantize_f32_s8, eight elements at a time. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_quantize.h"

void qn_quantize_f32_s8_neon(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y)
{
    const qn_quantizer to = qn_quantizer_of(p->inverse_scale, p->zero_point);
    const int32_t count = p->count;
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 8 <= count; i += 8) {
        vst1_s8(y + i, qn_neon_quantize_8(vld1q_f32(x + i), vld1q_f32(x + i + 4), &to));
    }
    QN_NO_UNROLL
    for (; i < count; i++) {
        y[i] = qn_quantize(x[i], &to);
    }
}
