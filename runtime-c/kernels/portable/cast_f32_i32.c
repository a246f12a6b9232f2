/* Portable qn_cast_f32_i32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_to_integer.h"

QN_UNARY(cast_f32_i32, float, int32_t, qn_float_to_i32(x))

void qn_cast_f32_i32(const qn_cast_f32_i32_params *p, const float *x, int32_t *y)
{
    qn_cast_f32_i32_loop(p, x, y);
}
