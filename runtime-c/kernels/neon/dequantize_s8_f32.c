/* qn_dequantize_s8_f32, eight elements at a time. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon.h"

void qn_dequantize_s8_f32_neon(const qn_dequantize_s8_f32_params *p, const int8_t *x, float *y)
{
    const qn_dequantize_s8_f32_params q = *p;
    const int16x8_t zero_point = vdupq_n_s16((int16_t)q.zero_point);
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 8 <= q.count; i += 8) {
        const int16x8_t value = vsubq_s16(vmovl_s8(vld1_s8(x + i)), zero_point);
        vst1q_f32(y + i, vmulq_n_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(value))), q.scale));
        vst1q_f32(y + i + 4, vmulq_n_f32(vcvtq_f32_s32(vmovl_s16(vget_high_s16(value))), q.scale));
    }
    QN_NO_UNROLL
    for (; i < q.count; i++) {
        y[i] = q.scale * (float)(x[i] - q.zero_point);
    }
}
