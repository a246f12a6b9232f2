/* qn_mul_s8 for MVE: eight elements as 16 bits, products as 32 bits in even and odd lanes. The pre-shift is taken from the shift (mve_output.h). */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

void qn_mul_s8_mve(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_mul_s8_params q = *p;
    const int32x4_t multiplier = vdupq_n_s32(q.multiplier);
    const int16x8_t min = vdupq_n_s16((int16_t)q.out_min), max = vdupq_n_s16((int16_t)q.out_max);
    const int32_t right = q.pre_shift - q.shift;
    int32_t count = q.count;
    QN_NO_UNROLL
    for (; count > 0; count -= 8) {
        const mve_pred16_t lanes = vctp16q((uint32_t)count);
        const int16x8_t left_factor = vsubq_n_s16(vldrbq_z_s16(a, lanes), (int16_t)q.a_zero_point);
        const int16x8_t right_factor = vsubq_n_s16(vldrbq_z_s16(b, lanes), (int16_t)q.b_zero_point);
        const int32x4_t even = vrshlq(vmulhq_s32(vmullbq_int_s16(left_factor, right_factor), multiplier), right);
        const int32x4_t odd = vrshlq(vmulhq_s32(vmulltq_int_s16(left_factor, right_factor), multiplier), right);
        const int16x8_t value = vqaddq_n_s16(vqmovntq_s32(vqmovnbq_s32(vuninitializedq_s16(), even), odd), (int16_t)q.out_zero_point);
        vstrbq_p_s16(y, vminq_s16(vmaxq_s16(value, min), max), lanes);
        a += 8;
        b += 8;
        y += 8;
    }
}
