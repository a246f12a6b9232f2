/* qn_quantize_f32_s8 for MVE. Conversion to int32 rounds halves to even, saturates, and makes 0 of NaN; so the clamp may follow it. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

void qn_quantize_f32_s8_mve(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y)
{
    const float inverse_scale = p->inverse_scale;
    const int32_t zero_point = p->zero_point;
    const int32x4_t min = vdupq_n_s32(-128), max = vdupq_n_s32(127);
    int32_t count = p->count;
    QN_NO_UNROLL
    for (; count > 0; count -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)count);
        const int32x4_t step = vcvtnq_s32_f32(vmulq_n_f32(vld1q_z_f32(x, lanes), inverse_scale));
        vstrbq_p_s32(y, vminq_s32(vmaxq_s32(vqaddq_n_s32(step, zero_point), min), max), lanes);
        x += 4;
        y += 4;
    }
}
