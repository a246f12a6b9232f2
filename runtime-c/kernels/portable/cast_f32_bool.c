/* Portable qn_cast_f32_bool. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(cast_f32_bool, float, uint8_t, qn_order(x) != 0)

void qn_cast_f32_bool(const qn_cast_f32_bool_params *p, const float *x, uint8_t *y)
{
    qn_cast_f32_bool_loop(p, x, y);
}
