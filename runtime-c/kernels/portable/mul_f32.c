/* Portable qn_mul_f32. */
#include "qn.h"
#include "internal/float_math.h"

void qn_mul_f32(const qn_mul_f32_params *p, const float *a, const float *b, float *y)
{
    const qn_mul_f32_params q = *p;
    int32_t i;
    for (i = 0; i < q.count; i++) {
        y[i] = qn_clampf(a[i] * b[i], q.out_min, q.out_max);
    }
}
