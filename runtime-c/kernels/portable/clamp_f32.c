/* Portable qn_clamp_f32. */
#include "qn.h"
#include "internal/float_math.h"

void qn_clamp_f32(const qn_clamp_f32_params *p, const float *x, float *y)
{
    const qn_clamp_f32_params q = *p;
    int32_t i;
    for (i = 0; i < q.count; i++) {
        y[i] = qn_clampf(x[i], q.out_min, q.out_max);
    }
}
