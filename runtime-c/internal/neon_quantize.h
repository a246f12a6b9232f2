/* Float to int8 and the clamp of float_math.h, four lanes at a time and bit for bit the same: NaN stays NaN in the clamp and gives the zero
 * point when quantized. Rounds by the same addition as qn_round_even, so that both Arm states have it. */
#ifndef QN_INTERNAL_NEON_QUANTIZE_H
#define QN_INTERNAL_NEON_QUANTIZE_H

#include "float_math.h"
#include "neon.h"

QN_INLINE float32x4_t qn_neon_clamp(float32x4_t value, float min, float max)
{
    const float32x4_t least = vdupq_n_f32(min), most = vdupq_n_f32(max);
    const float32x4_t low = vbslq_f32(vcltq_f32(value, least), least, value);
    return vbslq_f32(vcltq_f32(most, low), most, low);
}

/* The rounded value without the zero point. */
QN_INLINE int32x4_t qn_neon_round(float32x4_t real, const qn_quantizer *q)
{
    const float32x4_t value = vmulq_n_f32(real, q->inverse_scale);
    const float32x4_t number = vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(value), vceqq_f32(value, value)));
    const float32x4_t rounded = vaddq_f32(vminq_f32(vmaxq_f32(number, vdupq_n_f32(q->min)), vdupq_n_f32(q->max)), vdupq_n_f32(12582912.0f));
    return vsubq_s32(vreinterpretq_s32_f32(rounded), vdupq_n_s32(0x4B400000 - q->zero_point));
}

/* Eight values. */
QN_INLINE int8x8_t qn_neon_quantize_8(float32x4_t low, float32x4_t high, const qn_quantizer *q)
{
    return vmovn_s16(vcombine_s16(vmovn_s32(qn_neon_round(low, q)), vmovn_s32(qn_neon_round(high, q))));
}

#endif
