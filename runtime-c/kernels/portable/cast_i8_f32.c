/* Portable qn_cast_i8_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(cast_i8_f32, int8_t, float, qn_rounded((float)x))

void qn_cast_i8_f32(const qn_cast_i8_f32_params *p, const int8_t *x, float *y)
{
    qn_cast_i8_f32_loop(p, x, y);
}
