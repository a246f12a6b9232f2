/* Portable qn_abs_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(abs_f32, float, float, qn_bits_float(qn_float_bits(x) & 0x7FFFFFFF))

void qn_abs_f32(const qn_abs_f32_params *p, const float *x, float *y)
{
    qn_abs_f32_loop(p, x, y);
}
