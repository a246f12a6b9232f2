/* Portable qn_conv2d_w16_s8_f32. */
#define QN_WIDE_WEIGHTS
#define QN_FLOAT_OUTPUT
#include "qn.h"
#include "internal/conv2d_s8_core.h"

void qn_conv2d_w16_s8_f32(const qn_conv2d_w16_s8_f32_params *p, const int8_t *x, const int16_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), stored, y};
    qn_conv2d_s8_core(p, x, w, channel, pad, y, scratch, out);
}
