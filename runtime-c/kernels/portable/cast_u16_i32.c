/* Portable qn_cast_u16_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_u16_i32, uint16_t, int32_t, x)

void qn_cast_u16_i32(const qn_cast_u16_i32_params *p, const uint16_t *x, int32_t *y)
{
    qn_cast_u16_i32_loop(p, x, y);
}
