/* qn_depthwise_conv2d_s8 for cores with the DSP extension. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp_depthwise_s8_core.h"

void qn_depthwise_conv2d_s8_dsp(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    qn_dsp_depthwise_s8_core(p, x, w, requant, y, scratch, out);
}
