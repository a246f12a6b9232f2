/* Portable qn_abs_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(abs_i32, int32_t, int32_t, x < 0 ? (int32_t)(0u - (uint32_t)x) : x)

void qn_abs_i32(const qn_abs_i32_params *p, const int32_t *x, int32_t *y)
{
    qn_abs_i32_loop(p, x, y);
}
