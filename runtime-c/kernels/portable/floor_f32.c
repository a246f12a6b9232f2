/* Portable qn_floor_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_rounding.h"

QN_UNARY(floor_f32, float, float, qn_floorf(x))

void qn_floor_f32(const qn_floor_f32_params *p, const float *x, float *y)
{
    qn_floor_f32_loop(p, x, y);
}
