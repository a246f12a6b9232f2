/* Portable qn_div_f32. */
#include "qn.h"
#include "internal/float_quotient.h"

void qn_div_f32(const qn_div_f32_params *p, const float *a, const float *b, float *y)
{
    const qn_div_f32_params q = *p;
    int32_t i;
    for (i = 0; i < q.count; i++) {
        y[i] = qn_clampf(qn_dividef(a[i], b[i]), q.out_min, q.out_max);
    }
}
