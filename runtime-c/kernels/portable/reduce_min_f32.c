/* Portable qn_reduce_min_f32. */
#include "qn.h"
#include "internal/reduce.h"

void qn_reduce_min_f32(const qn_reduce_min_f32_params *p, const float *x, float *y)
{
    QN_REDUCE(float, value < sum ? value : sum)
}
