/* Portable qn_arg_extreme_i64. */
#include "qn.h"
#include "internal/arg_extreme.h"

void qn_arg_extreme_i64(const qn_arg_extreme_i64_params *p, const int64_t *x, int64_t *y)
{
    QN_ARG_EXTREME(int64_t)
}
