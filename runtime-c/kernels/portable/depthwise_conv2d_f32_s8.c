/* Portable qn_depthwise_conv2d_f32_s8. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "internal/depthwise_conv2d_f32_core.h"

void qn_depthwise_conv2d_f32_s8(const qn_depthwise_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, int8_t *y, void *scratch)
{
    (void)scratch;
    qn_depthwise_conv2d_f32_core(p, x, w, bias, y);
}
