/* qn_depthwise_conv2d_f32 by fused multiply-adds. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_depthwise_f32.h"
#include "internal/neon_depthwise_core.h"

void qn_depthwise_conv2d_f32_neon(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_neon_depthwise_core(p, x, w, bias, y, scratch, out);
}
