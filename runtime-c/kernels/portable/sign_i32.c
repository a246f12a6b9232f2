/* Portable qn_sign_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(sign_i32, int32_t, int32_t, x > 0 ? 1 : x < 0 ? -1 : 0)

void qn_sign_i32(const qn_sign_i32_params *p, const int32_t *x, int32_t *y)
{
    qn_sign_i32_loop(p, x, y);
}
