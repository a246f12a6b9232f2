/* qn_fully_connected_f32_s8 by fused multiply-adds. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_f32_filter.h"
#include "internal/neon_fully_connected_core.h"

void qn_fully_connected_f32_s8_neon(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), real, y};
    qn_neon_fully_connected_core(p, x, w, bias, y, out);
}
