/* Portable qn_cast_u32_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(cast_u32_f32, uint32_t, float, qn_rounded((float)x))

void qn_cast_u32_f32(const qn_cast_u32_f32_params *p, const uint32_t *x, float *y)
{
    qn_cast_u32_f32_loop(p, x, y);
}
