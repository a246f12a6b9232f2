/* Portable qn_cast_f32_i64. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_to_integer.h"

QN_UNARY(cast_f32_i64, float, int64_t, qn_float_to_i64(x))

void qn_cast_f32_i64(const qn_cast_f32_i64_params *p, const float *x, int64_t *y)
{
    qn_cast_f32_i64_loop(p, x, y);
}
