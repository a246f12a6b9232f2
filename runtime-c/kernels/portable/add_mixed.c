/* Portable qn_add_mixed. Each difference from a zero point is exact, so that only the two products and the sum round. */
#include "qn.h"
#include "internal/float_math.h"

static inline float qn_element(const float *real, const int8_t *stored, int32_t i, float scale, int32_t zero_point)
{
    return real ? real[i] : qn_rounded(scale * (float)(stored[i] - zero_point));
}

void qn_add_mixed(const qn_add_mixed_params *p, const float *a, const int8_t *a8, const float *b, const int8_t *b8, float *y, int8_t *y8)
{
    const qn_add_mixed_params q = *p;
    const qn_quantizer to = qn_quantizer_of(q.inverse_scale, q.out_zero_point);
    int32_t i;
    for (i = 0; i < q.count; i++) {
        const float left = qn_element(a, a8, i, q.a_scale, q.a_zero_point);
        const float right = qn_element(b, b8, i, q.b_scale, q.b_zero_point);
        const float sum = qn_clampf(left + right, q.out_min, q.out_max);
        if (y) {
            y[i] = sum;
        }
        if (y8) {
            y8[i] = qn_quantize(sum, &to);
        }
    }
}
