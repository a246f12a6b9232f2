/* Portable qn_cast_i64_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i64_i32, int64_t, int32_t, (int32_t)x)

void qn_cast_i64_i32(const qn_cast_i64_i32_params *p, const int64_t *x, int32_t *y)
{
    qn_cast_i64_i32_loop(p, x, y);
}
