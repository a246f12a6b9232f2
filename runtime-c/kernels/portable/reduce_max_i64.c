/* Portable qn_reduce_max_i64. */
#include "qn.h"
#include "internal/reduce.h"

void qn_reduce_max_i64(const qn_reduce_max_i64_params *p, const int64_t *x, int64_t *y)
{
    QN_REDUCE(int64_t, value > sum ? value : sum)
}
