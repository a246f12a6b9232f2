/* Portable qn_reduce_prod_f32. */
#include "qn.h"
#include "internal/reduce.h"

void qn_reduce_prod_f32(const qn_reduce_prod_f32_params *p, const float *x, float *y)
{
    QN_REDUCE(float, qn_rounded(sum * value))
}
