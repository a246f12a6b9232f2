/* Portable qn_cum_sum_i32. */
#include "qn.h"
#include "internal/cumulate.h"

void qn_cum_sum_i32(const qn_cum_sum_i32_params *p, const int32_t *x, int32_t *y)
{
    QN_CUMULATE(int32_t, qn_wrapped_sum_32(sum, value), 0)
}
