/* Portable qn_cast_i32_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i32_i64, int32_t, int64_t, x)

void qn_cast_i32_i64(const qn_cast_i32_i64_params *p, const int32_t *x, int64_t *y)
{
    qn_cast_i32_i64_loop(p, x, y);
}
