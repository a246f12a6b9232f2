/* Portable qn_cast_i32_i16. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_i32_i16, int32_t, int16_t, (int16_t)x)

void qn_cast_i32_i16(const qn_cast_i32_i16_params *p, const int32_t *x, int16_t *y)
{
    qn_cast_i32_i16_loop(p, x, y);
}
