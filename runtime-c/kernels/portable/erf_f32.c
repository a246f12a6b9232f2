/* Portable qn_erf_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_erf.h"

QN_UNARY(erf_f32, float, float, qn_erff(x))

void qn_erf_f32(const qn_erf_f32_params *p, const float *x, float *y)
{
    qn_erf_f32_loop(p, x, y);
}
