/* qn_depthwise_conv2d_f32 for MVE. */
#include "qn.h"
#include "qn_mve.h"
#include "internal/mve_depthwise_f32_core.h"

void qn_depthwise_conv2d_f32_mve(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    (void)scratch;
    qn_mve_depthwise_f32_core(p, x, w, bias, y, out);
}
