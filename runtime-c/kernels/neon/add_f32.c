/* qn_add_f32, eight elements at a time. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_quantize.h"

void qn_add_f32_neon(const qn_add_f32_params *p, const float *a, const float *b, float *y)
{
    const qn_add_f32_params q = *p;
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 8 <= q.count; i += 8) {
        const float32x4_t low = vaddq_f32(vld1q_f32(a + i), vld1q_f32(b + i)), high = vaddq_f32(vld1q_f32(a + i + 4), vld1q_f32(b + i + 4));
        vst1q_f32(y + i, qn_neon_clamp(low, q.out_min, q.out_max));
        vst1q_f32(y + i + 4, qn_neon_clamp(high, q.out_min, q.out_max));
    }
    QN_NO_UNROLL
    for (; i < q.count; i++) {
        y[i] = qn_clampf(a[i] + b[i], q.out_min, q.out_max);
    }
}
