/* Portable qn_depthwise_conv2d_s8_f32. */
#define QN_FLOAT_OUTPUT
#include "qn.h"
#include "internal/depthwise_conv2d_s8_core.h"

void qn_depthwise_conv2d_s8_f32(const qn_depthwise_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, float *y, void *scratch)
{
    (void)scratch;
    qn_depthwise_conv2d_s8_core(p, x, w, channel, y);
}
