/* Portable qn_cast_f32_u64. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_to_integer.h"

QN_UNARY(cast_f32_u64, float, uint64_t, qn_float_to_u64(x))

void qn_cast_f32_u64(const qn_cast_f32_u64_params *p, const float *x, uint64_t *y)
{
    qn_cast_f32_u64_loop(p, x, y);
}
