/* Portable qn_neg_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(neg_i32, int32_t, int32_t, (int32_t)(0u - (uint32_t)x))

void qn_neg_i32(const qn_neg_i32_params *p, const int32_t *x, int32_t *y)
{
    qn_neg_i32_loop(p, x, y);
}
