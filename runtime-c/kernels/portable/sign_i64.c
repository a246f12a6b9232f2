/* Portable qn_sign_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(sign_i64, int64_t, int64_t, x > 0 ? 1 : x < 0 ? -1 : 0)

void qn_sign_i64(const qn_sign_i64_params *p, const int64_t *x, int64_t *y)
{
    qn_sign_i64_loop(p, x, y);
}
