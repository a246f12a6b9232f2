/* Portable qn_cast_i32_bool. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i32_bool, int32_t, uint8_t, x != 0)

void qn_cast_i32_bool(const qn_cast_i32_bool_params *p, const int32_t *x, uint8_t *y)
{
    qn_cast_i32_bool_loop(p, x, y);
}
