/* Portable qn_cum_sum_f32. */
#include "qn.h"
#include "internal/cumulate.h"

void qn_cum_sum_f32(const qn_cum_sum_f32_params *p, const float *x, float *y)
{
    QN_CUMULATE(float, qn_rounded(sum + value), 0.0f)
}
