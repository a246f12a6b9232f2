/* Portable qn_reduce_prod_i32. */
#include "qn.h"
#include "internal/reduce.h"

void qn_reduce_prod_i32(const qn_reduce_prod_i32_params *p, const int32_t *x, int32_t *y)
{
    QN_REDUCE(int32_t, qn_wrapped_product_32(sum, value))
}
