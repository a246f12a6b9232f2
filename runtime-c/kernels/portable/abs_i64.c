/* Portable qn_abs_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(abs_i64, int64_t, int64_t, x < 0 ? (int64_t)(0u - (uint64_t)x) : x)

void qn_abs_i64(const qn_abs_i64_params *p, const int64_t *x, int64_t *y)
{
    qn_abs_i64_loop(p, x, y);
}
