/* Portable qn_cast_f32_u32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_to_integer.h"

QN_UNARY(cast_f32_u32, float, uint32_t, qn_float_to_u32(x))

void qn_cast_f32_u32(const qn_cast_f32_u32_params *p, const float *x, uint32_t *y)
{
    qn_cast_f32_u32_loop(p, x, y);
}
