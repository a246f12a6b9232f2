/* qn_conv2d_f32 by fused multiply-adds. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_f32_filter.h"
#include "internal/neon_conv2d_core.h"

void qn_conv2d_f32_neon(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_neon_conv2d_core(p, x, w, bias, pad, y, scratch, out);
}
