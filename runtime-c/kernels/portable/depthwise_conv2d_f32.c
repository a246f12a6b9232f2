/* Portable qn_depthwise_conv2d_f32; takes no scratch. */
#include "qn.h"
#include "internal/depthwise_conv2d_f32_core.h"

void qn_depthwise_conv2d_f32(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    (void)scratch;
    qn_depthwise_conv2d_f32_core(p, x, w, bias, y);
}
