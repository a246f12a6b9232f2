/* Portable qn_add_s8: two 16-bit multipliers, one narrowing shift. */
#include "qn.h"
#include "internal/requantize.h"

void qn_add_s8(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_add_s8_params q = *p;
    int32_t i;
    for (i = 0; i < q.count; i++) {
        const int32_t sum = a[i] * q.multiplier_a + b[i] * q.multiplier_b + q.offset;
        y[i] = (int8_t)qn_clamp_s32(sum >> q.shift, q.out_min, q.out_max);
    }
}
