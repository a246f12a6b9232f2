/* Portable qn_arg_extreme_f32. */
#include "qn.h"
#include "internal/arg_extreme.h"

void qn_arg_extreme_f32(const qn_arg_extreme_f32_params *p, const float *x, int64_t *y)
{
    QN_ARG_EXTREME(float)
}
