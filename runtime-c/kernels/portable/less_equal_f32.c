/* Portable qn_less_equal_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_BINARY(less_equal_f32, float, uint8_t, qn_less_equalf(a, b))

void qn_less_equal_f32(const qn_less_equal_f32_params *p, const float *a, const float *b, uint8_t *y)
{
    qn_less_equal_f32_loop(p, a, b, y);
}
