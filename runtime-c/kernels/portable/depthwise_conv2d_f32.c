/* Portable qn_depthwise_conv2d_f32; takes no scratch. */
#include "qn.h"
#include "internal/depthwise_conv2d_f32_core.h"

void qn_depthwise_conv2d_f32(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    (void)scratch;
    qn_depthwise_conv2d_f32_core(p, x, w, bias, y, out);
}
