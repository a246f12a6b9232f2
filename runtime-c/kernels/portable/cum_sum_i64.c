/* Portable qn_cum_sum_i64. */
#include "qn.h"
#include "internal/cumulate.h"

void qn_cum_sum_i64(const qn_cum_sum_i64_params *p, const int64_t *x, int64_t *y)
{
    QN_CUMULATE(int64_t, qn_wrapped_sum_64(sum, value), 0)
}
