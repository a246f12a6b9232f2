/* qn_add_s8, sixteen elements at a time. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon.h"
#include "internal/requantize.h"

typedef struct qn_sum {
    int16_t multiplier_a;
    int16_t multiplier_b;
    int32x4_t offset;
    int32x4_t shift;
} qn_sum;

QN_INLINE int16x4_t qn_sum_4(int16x4_t a, int16x4_t b, const qn_sum *s)
{
    return vqmovn_s32(vshlq_s32(vmlal_n_s16(vmlal_n_s16(s->offset, a, s->multiplier_a), b, s->multiplier_b), s->shift));
}

QN_INLINE int8x8_t qn_sum_8(int8x8_t a, int8x8_t b, const qn_sum *s)
{
    const int16x8_t wide_a = vmovl_s8(a), wide_b = vmovl_s8(b);
    return vqmovn_s16(vcombine_s16(qn_sum_4(vget_low_s16(wide_a), vget_low_s16(wide_b), s), qn_sum_4(vget_high_s16(wide_a), vget_high_s16(wide_b), s)));
}

void qn_add_s8_neon(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_add_s8_params q = *p;
    const qn_sum s = {(int16_t)q.multiplier_a, (int16_t)q.multiplier_b, vdupq_n_s32(q.offset), vdupq_n_s32(-q.shift)};
    const int8x16_t min = vdupq_n_s8((int8_t)q.out_min), max = vdupq_n_s8((int8_t)q.out_max);
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 16 <= q.count; i += 16) {
        const int8x16_t va = vld1q_s8(a + i), vb = vld1q_s8(b + i);
        const int8x16_t value = vcombine_s8(qn_sum_8(vget_low_s8(va), vget_low_s8(vb), &s), qn_sum_8(vget_high_s8(va), vget_high_s8(vb), &s));
        vst1q_s8(y + i, vminq_s8(vmaxq_s8(value, min), max));
    }
    QN_NO_UNROLL
    for (; i < q.count; i++) {
        const int32_t sum = a[i] * q.multiplier_a + b[i] * q.multiplier_b + q.offset;
        y[i] = (int8_t)qn_clamp_s32(sum >> q.shift, q.out_min, q.out_max);
    }
}
