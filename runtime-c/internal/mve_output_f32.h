/* What MVE kernels write from float accumulators: up to four neighbouring outputs at a time, by the rules of output.h. */
#ifndef QN_INTERNAL_MVE_OUTPUT_F32_H
#define QN_INTERNAL_MVE_OUTPUT_F32_H

#include <arm_mve.h>

#include "output.h"

/* As qn_clampf in each lane: NaN stays NaN. It is told from its bits, because clang 21 compiles unordered vector comparisons as ordered ones. */
static inline float32x4_t qn_clamp_real_lanes(float32x4_t value, float min, float max)
{
    const float32x4_t clamped = vminnmq_f32(vmaxnmq_f32(value, vdupq_n_f32(min)), vdupq_n_f32(max));
    return vpselq_f32(value, clamped, vcmphiq_n_u32(vshlq_n_u32(vreinterpretq_u32_f32(value), 1), 0xFF000000u));
}

#if defined(QN_INT8_OUTPUT)

/* Conversion to int32 rounds halves to even, saturates, and makes 0 of NaN. */
static inline void qn_store_lanes_f32(qn_out_f32 *y, float32x4_t acc, int32_t count, const qn_epilogue_f32 *out)
{
    const mve_pred16_t lanes = vctp32q((uint32_t)count);
    const float32x4_t value = qn_clamp_real_lanes(acc, out->min, out->max);
    const int32x4_t step = vqaddq_n_s32(vcvtnq_s32_f32(vmulq_n_f32(value, out->to.inverse_scale)), out->to.zero_point);
    if (out->real) {
        vst1q_p_f32(out->real + (y - out->stored), value, lanes);
    }
    vstrbq_p_s32(y, vminq_s32(vmaxq_s32(step, vdupq_n_s32(-128)), vdupq_n_s32(127)), lanes);
}

#else

static inline void qn_store_lanes_f32(qn_out_f32 *y, float32x4_t acc, int32_t count, const qn_epilogue_f32 *out)
{
    const float32x4_t value = qn_clamp_real_lanes(acc, out->min, out->max);
    if (count >= 4) {
        vst1q_f32(y, value);
    } else {
        vst1q_p_f32(y, value, vctp32q((uint32_t)count));
    }
}

#endif

#endif
