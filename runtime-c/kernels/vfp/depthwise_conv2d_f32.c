/* qn_depthwise_conv2d_f32 for cores with a single-precision FPU; takes no scratch. */
#include "qn.h"
#include "qn_vfp.h"
#include "internal/vfp_depthwise_f32_core.h"

void qn_depthwise_conv2d_f32_vfp(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    (void)scratch;
    qn_vfp_depthwise_f32_core(p, x, w, bias, y, out);
}
