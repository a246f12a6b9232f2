/* Portable qn_arg_extreme_i32. */
#include "qn.h"
#include "internal/arg_extreme.h"

void qn_arg_extreme_i32(const qn_arg_extreme_i32_params *p, const int32_t *x, int64_t *y)
{
    QN_ARG_EXTREME(int32_t)
}
