/* Portable qn_log_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_log.h"

QN_UNARY(log_f32, float, float, qn_logf(x))

void qn_log_f32(const qn_log_f32_params *p, const float *x, float *y)
{
    qn_log_f32_loop(p, x, y);
}
