/* Portable qn_cast_i64_bool. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i64_bool, int64_t, uint8_t, x != 0)

void qn_cast_i64_bool(const qn_cast_i64_bool_params *p, const int64_t *x, uint8_t *y)
{
    qn_cast_i64_bool_loop(p, x, y);
}
