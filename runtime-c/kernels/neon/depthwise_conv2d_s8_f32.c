/* qn_depthwise_conv2d_s8_f32 by widening multiplies. */
#define QN_FLOAT_OUTPUT
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_depthwise_s8.h"
#include "internal/neon_depthwise_core.h"

void qn_depthwise_conv2d_s8_f32_neon(const qn_depthwise_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), stored, y};
    qn_neon_depthwise_core(p, x, w, channel, y, scratch, out);
}
