/* Portable qn_cast_i32_i8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i32_i8, int32_t, int8_t, (int8_t)x)

void qn_cast_i32_i8(const qn_cast_i32_i8_params *p, const int32_t *x, int8_t *y)
{
    qn_cast_i32_i8_loop(p, x, y);
}
